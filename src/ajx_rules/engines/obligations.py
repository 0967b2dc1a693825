"""From the layers of a norm to the set of statuses it can have (semantics, sections 1, 4 and 5).

Each function is one rule of the semantics: what a deadline makes of an act, what a window
makes of a count, how occurrence, timeliness and adequacy combine.
"""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from ajx_rules.compiler import ir
from ajx_rules.engines.rows import Entity
from ajx_rules.engines.values import NEVER, NOTHING, Missings, Numbers, Times
from ajx_rules.engines.verdict import SEVERITY, Part, Status, Tried

Window = tuple[Times, Times | None]
"""The first and last day of a window; one shorter than a year is known by its first day alone."""


@attrs.frozen
class Outcome:
    """The statuses still possible, and the facts that would tell which."""

    statuses: frozenset[Status]
    missing: Missings = NOTHING

    @staticmethod
    def of(*statuses: Status, missing: Missings = NOTHING) -> Outcome:
        """An outcome of these statuses; a definite one misses nothing."""
        found = frozenset(statuses)
        return Outcome(found, missing if len(found) > 1 else NOTHING)

    def __or__(self, other: Outcome) -> Outcome:
        """Either of two outcomes."""
        return Outcome.of(*(self.statuses | other.statuses), missing=self.missing | other.missing)

    @property
    def definite(self) -> bool:
        """Whether one status is left."""
        return len(self.statuses) == 1


@attrs.define(eq=False, repr=False)
class Found:
    """What one evaluation of a norm for one row comes to, with its reasons."""

    outcome: Outcome
    due: Times | None = None
    term: ir.Within | None = None
    start: Times | None = None
    done: Times | None = None
    owed: str = ""
    reason: str = ""
    cells: tuple[ir.Cell, ...] = ()
    parts: tuple[Part, ...] = ()
    tried: tuple[Tried, ...] = ()
    question: str | None = None
    event: Times | None = None
    measured: bool = False
    wanted: tuple[int, ...] = ()
    """How many a cell may ask for, where a short year owes its part."""
    years: tuple[Entity, ...] = ()
    windows: tuple[Window, ...] = ()
    """The windows that it may have been counted in, where these are not the one year of its subject."""
    ways: tuple[Found, ...] = ()
    """What it may be, where it is not known which number it is measured by."""


def any_found(finds: list[Found], missing: Missings) -> Found:
    """One of several finds, for want of ``missing``; each stays as a way, to be asked its own layers."""
    if len(finds) == 1:
        return finds[0]
    ways = [way for f in finds for way in (f.ways or (f,))]
    for way in ways:  # definite by itself, but not which of them it is
        way.outcome = Outcome(way.outcome.statuses, way.outcome.missing | missing)
    return attrs.evolve(united(finds, missing), ways=tuple(ways))


def united(finds: list[Found], missing: Missings) -> Found:
    """One of several finds, for want of ``missing``: a date is any of theirs, what they do not agree on is left out."""
    out = finds[0]
    if len(finds) == 1:
        return out
    said = frozenset(m for f in finds for m in f.outcome.missing)
    binding = [f for f in finds if f.outcome.statuses != {Status.NOT_APPLICABLE}] or finds

    def same(name: str) -> bool:
        return all(getattr(f, name) == getattr(binding[0], name) for f in binding)

    return attrs.evolve(
        binding[0],
        outcome=Outcome.of(*(s for f in finds for s in f.outcome.statuses), missing=said | missing),
        due=_any_day(f.due for f in binding),
        done=_any_day(f.done for f in binding),
        term=binding[0].term if same("term") else None,
        event=binding[0].event if same("event") else None,
        owed=binding[0].owed if same("owed") else "",
        reason=_any_reason(finds),
        tried=_any_tried(finds),
        question=next((f.question for f in finds if f.question), None),
        measured=all(f.measured for f in finds),
        wanted=next((f.wanted for f in finds if f.wanted), ()),
        windows=tuple(window for f in finds for window in f.windows),
    )


def _any_reason(finds: list[Found]) -> str:
    """The reason of them all; of a duty that applies under none of them, whichever reason it may be."""
    reasons = tuple(dict.fromkeys(f.reason for f in finds))
    nowhere = all(f.outcome.statuses == {Status.NOT_APPLICABLE} for f in finds) and all(reasons)
    return "，或者".join(reasons) if nowhere or len(reasons) == 1 else ""


def _any_day(found: Iterable[Times | None]) -> Times | None:
    """Any of several dates."""
    days = [each for each in found if each is not None]
    missing = frozenset(m for each in days for m in each.missing)
    return Times.of((s for each in days for s in each.stretches), missing) if days else None


def _any_tried(finds: list[Found]) -> tuple[Tried, ...]:
    """What was tried on any of several finds; open where it applies to some of them."""
    out: dict[str, Tried] = {}
    for each in (tried for f in finds for tried in f.tried):
        before = out.setdefault(each.name, each)
        if before.applies is not each.applies:
            out[each.name] = attrs.evolve(each, applies=None)
    return tuple(out.values())


def act_by(done: Times, due: Times, end: int) -> Outcome:
    """An act with a due date, at the end of the day ``as_of``.

    Met no later than the due date: fulfilled; later: late. Not met: breach once the last
    minute of the due date is over, pending before.
    """
    out: set[Status] = set()
    for lo, hi in done.stretches:
        for due_lo, due_hi in due.stretches:
            if lo >= NEVER:
                if due_lo <= end:
                    out.add(Status.BREACH)
                if due_hi > end:
                    out.add(Status.PENDING)
                continue
            if lo <= due_hi:
                out.add(Status.FULFILLED)
            if (hi > due_lo and hi > due_hi) or (hi > due_lo and due_lo != due_hi):
                out.add(Status.LATE)
    return Outcome.of(*out, missing=done.missing | due.missing)


def act_without_number(done: Times) -> Outcome:
    """A duty to act without a number: fulfilled once done, open until then, never a breach by the clock."""
    out = [s for s, can in ((Status.FULFILLED, done.may_be_true), (Status.OPEN, done.may_be_false)) if can]
    return Outcome.of(*out, missing=done.missing)


def standing(state: Times) -> Outcome:
    """A requirement on a state."""
    out = [
        s for s, can in ((Status.FULFILLED, state.may_be_true), (Status.BREACH, state.may_be_false)) if can
    ]
    return Outcome.of(*out, missing=state.missing)


def count_in_window(count: Numbers, wanted: int, last: Times, end: int) -> Outcome:
    """At least ``wanted`` within a window: pending while it runs, breach once it has closed."""
    enough = count.at_least(wanted)
    out: set[Status] = set()
    missing: Missings = NOTHING
    if enough.may_be_true:
        out.add(Status.FULFILLED)
    if enough.may_be_false:
        if last.lo <= end:
            out.add(Status.BREACH)
        if last.hi > end:
            out.add(Status.PENDING)
        missing = missing | last.missing
    if not enough.decided:
        missing = missing | enough.missing
    return Outcome.of(*out, missing=missing)


def state_in_window(met: Times, last: Times, end: int) -> Outcome:
    """A requirement on a window that later records can undo: not fulfilled while the window is open."""
    out: set[Status] = set()
    if last.lo <= end:
        out |= {
            s for s, can in ((Status.FULFILLED, met.may_be_true), (Status.BREACH, met.may_be_false)) if can
        }
    if last.hi > end:
        out.add(Status.PENDING)
    return Outcome.of(*out, missing=met.missing | last.missing)


def with_judgement(occurrence: Outcome, good: Times, *bad: Status) -> Outcome:
    """A further layer, asked only once the act is done: the bad answer makes it one of ``bad``."""
    if not occurrence.statuses & {Status.FULFILLED, Status.LATE}:
        return occurrence
    layer = {*([Status.FULFILLED] if good.may_be_true else []), *(bad if good.may_be_false else [])}
    out: set[Status] = set()
    for status in occurrence.statuses:
        if status in (Status.FULFILLED, Status.LATE):
            out |= {combined((status, other)) for other in layer}
        else:
            out.add(status)
    return Outcome.of(*out, missing=occurrence.missing | good.missing)


def both(one: Outcome, other: Outcome) -> Outcome:
    """Two requirements that must both hold: for each combination the worse."""
    out = {combined((a, b)) for a in one.statuses for b in other.statuses}
    return Outcome.of(*out, missing=one.missing | other.missing)


def combined(statuses: Iterable[Status]) -> Status:
    """The worst of the layers: breach, late, open, pending, fulfilled."""
    return min(statuses, key=SEVERITY.index)


_NOT_APPLICABLE = Outcome(frozenset({Status.NOT_APPLICABLE}))


def under_condition(condition: Times, outcome: Outcome, otherwise: Outcome = _NOT_APPLICABLE) -> Outcome:
    """A condition that is false makes a norm not applicable; one that is open leaves both."""
    if not condition.may_be_true:
        return otherwise
    if not condition.may_be_false:
        return outcome
    joined = outcome | otherwise
    return Outcome.of(*joined.statuses, missing=joined.missing | condition.missing)


def status_of(outcome: Outcome) -> Status:
    """The one status of a verdict: judgement if only judgements are missing, else unknown."""
    if outcome.definite:
        return next(iter(outcome.statuses))
    if outcome.missing and all(m.kind == "judgement" for m in outcome.missing):
        return Status.JUDGEMENT
    return Status.UNKNOWN
