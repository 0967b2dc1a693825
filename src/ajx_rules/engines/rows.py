"""Rows as an engine sees them: recorded, derived, or merely possible.

An ``Entity`` is one row. A *ghost* stands for records that the ledger may be missing:
there may be none, one or many of them, on the days not declared complete, and nothing
else is known of them. So an open list needs no rule of its own anywhere else.
"""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from ajx_rules.engines.values import (
    ALWAYS,
    MINUTES,
    NEVER,
    NOTHING,
    Missings,
    Stretch,
    Times,
    earliest,
    latest,
)
from ajx_rules.ledger.index import Row


class Entity:
    """One row: its class, id and place; the record it comes from, or what it was derived from.

    Attributes:
        cls: the class name, recorded or derived.
        id: unique within the class.
        path: the place in the ledger of the record, or of the record it is derived from.
        row: the record in the ledger; None if derived or a ghost.
        data: what a derived row consists of.
        ghost: the missing declaration that makes this row possible; None for a real row.
        times: the possible dates of a ghost.

    """

    __slots__ = ("cls", "data", "ghost", "id", "path", "row", "times")

    def __init__(
        self,
        cls: str,
        id_: str,
        path: str,
        *,
        row: Row | None = None,
        data: Mapping[str, object] | None = None,
        ghost: Missings | None = None,
        times: Times | None = None,
    ) -> None:
        self.cls = cls
        self.id = id_
        self.path = path
        self.row = row
        self.data: Mapping[str, object] = data or {}
        self.ghost = ghost
        self.times = times

    def __repr__(self) -> str:
        """Class and id, for people who debug."""
        return f"Entity({self.cls} {self.id}{' ghost' if self.ghost is not None else ''})"


Env = tuple[Entity, ...]
"""The rows in scope of an expression: its subject, then one a filter."""


@attrs.frozen
class Rows:
    """Rows with the time each came to be among them; those that certainly never did are left out."""

    items: tuple[tuple[Entity, Times], ...]

    def first(self) -> Times:
        """When there was one for the first time."""
        return earliest(times for _, times in self.items)

    def real(self) -> tuple[tuple[Entity, Times], ...]:
        """The rows that the ledger holds."""
        return tuple((e, t) for e, t in self.items if e.ghost is None)


EMPTY_ROWS = Rows(())


def possible(times: Times) -> Times:
    """The same moments, or not at all: the presence of a ghost."""
    return Times.of((*times.stretches, (NEVER, NEVER)), times.missing)


def always_there(entity: Entity) -> tuple[Entity, Times]:
    """A row whose presence has no date."""
    return entity, Times(((ALWAYS, ALWAYS),))


def same(left: Rows, right: Rows) -> Times:
    """Whether two references lead to one row: never where one leads nowhere, open where one is not known."""
    outcomes = [Times.never()]
    for a, there in left.items:
        for b, here in right.items:
            both = latest([there, here])
            if a.ghost is not None or b.ghost is not None:
                open_ = (a.ghost or NOTHING) | (b.ghost or NOTHING)
                outcomes.append(latest([both, Times.either(open_)]))
            elif (a.cls, a.id) == (b.cls, b.id):
                outcomes.append(both)
    return earliest(outcomes)


def record_of(entity: Entity) -> Row:
    """The record of a row that has one.

    Raises:
        AssertionError: the row is derived or a ghost (a fault of the engine, never of an input).

    """
    assert entity.row is not None, entity
    return entity.row


def bound(env: Env, index: int, entity: Entity) -> Env:
    """The rows in scope with one more at an index; places between are not used by any expression."""
    if index == len(env):  # by far the most
        return (*env, entity)
    return (*env[:index], *([entity] * (index - len(env))), entity)


def inside_window(times: Times, first: Times, last: Times) -> Times:
    """The moments that lie in a window; outside it, never. The bounds may be uncertain."""
    may_lo, may_hi = first.lo, last.hi
    sure_lo = first.lo if first.is_one_day else first.hi // MINUTES * MINUTES
    sure_hi = last.hi if last.is_one_day else last.lo // MINUTES * MINUTES + MINUTES - 1
    if all((sure_lo <= lo and hi <= sure_hi) or lo >= NEVER for lo, hi in times.stretches):  # by far the most
        return times
    out: list[Stretch] = []
    missing = times.missing
    for lo, hi in times.stretches:
        if lo >= NEVER or hi < may_lo or lo > may_hi:
            out.append((NEVER, NEVER))
            continue
        out.append((max(lo, may_lo), min(hi, may_hi)))
        if lo < may_lo or hi > may_hi:
            out.append((NEVER, NEVER))
        if lo < sure_lo or hi > sure_hi:
            out.append((NEVER, NEVER))
            missing = missing | first.missing | last.missing
    return Times.of(out, missing) if out else Times.never()
