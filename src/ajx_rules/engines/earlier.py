"""How things stood at the end of an earlier day: the same ledger and readings, judged as of that day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Final

from ajx_rules.engines.beside import Beside
from ajx_rules.engines.conventions import says
from ajx_rules.engines.evaluate import Evaluator
from ajx_rules.engines.relations import Relations
from ajx_rules.engines.rows import Entity, record_of
from ajx_rules.engines.values import MINUTES, Times
from ajx_rules.engines.world import Days

if TYPE_CHECKING:
    from ajx_rules.engines.reference import ReferenceEngine

Ask = Callable[[Entity, Evaluator], Times]
MOST_DAYS: Final = 400
"""A range of more days than this is not looked at: it is left open."""


class Earlier:
    """Asks again, as of an earlier day, what an evaluator was asked."""

    def __init__(self, engine: ReferenceEngine) -> None:
        """``engine`` holds the world of the check."""
        self.engine = engine
        # Each with the evaluator of the check, so that the identity of that one stays its own.
        self._evaluators: dict[tuple[Days, int], tuple[Evaluator, Evaluator]] = {}
        self._asked: list[Evaluator] = []

    def at_the_end_of(self, moments: Times, entity: Entity, ev: Evaluator, ask: Ask) -> Times:
        """What ``ask`` comes to at the end of each day on which these moments may lie, so far: all together."""
        found: Times | None = None
        for lo, hi in moments.stretches:
            first, last = lo // MINUTES, min(hi, self.engine.world.end) // MINUTES
            if last - first >= MOST_DAYS:
                return Times.either(moments.missing)
            if first > last:
                continue
            days = Days(dt.date.fromordinal(first), dt.date.fromordinal(last), moments.missing)
            each = self._on_all(days, entity, ev, ask)
            if found is None:
                found = each
            elif found != each:
                return Times.either(found.missing | each.missing | moments.missing)
        return ask(entity, ev) if found is None else found

    def _on_all(self, days: Days, entity: Entity, ev: Evaluator, ask: Ask) -> Times:
        """What it comes to on each of several days.

        Asked of all at once, what came about on one of them may have come about or not. So an answer that is one
        holds for each of them, and one that is open for other reasons is open on each. Else it is asked of the
        first and the last day, and of halves.
        """
        if days.first.year == days.last.year:  # the years that there are depend on the year
            found = self._on(days, entity, ev, ask)
            otherwise = bool(days.unsure) and found.missing.isdisjoint(days.unsure)
            if days.one or found.decided or otherwise:
                return found
            middle = days.first + (days.last - days.first) // 2
        else:
            middle = dt.date(days.first.year, 12, 31)
        out: Times | None = None
        for first, last in (
            (days.first, days.first),
            (days.last, days.last),
            (days.first, middle),
            (middle + dt.timedelta(1), days.last),
        ):
            each = self._on_all(Days(first, last, days.unsure), entity, ev, ask)
            if not each.decided or (out is not None and each != out):
                return Times.either((out or each).missing | each.missing | days.unsure)
            out = each
        assert out is not None
        return out

    def _on(self, days: Days, entity: Entity, ev: Evaluator, ask: Ask) -> Times:
        if days.first == days.last == self.engine.world.as_of:
            return ask(entity, ev)
        then = self.evaluator(days, ev)
        there = _the_same(entity, then.relations)
        if there is None:
            return ask(entity, ev)
        self._asked.append(then)
        with then.traced() as trace:
            found = ask(there, then)
        ev.trace.take_earlier(trace, days)
        return found

    def let_go(self) -> None:
        """Let go of what was kept for the other readings of a verdict."""
        while self._asked:
            self._asked.pop().kept.clear()

    def evaluator(self, days: Days, ev: Evaluator) -> Evaluator:
        """The same as ``ev``, in the world as it was at the end of a day, or of any of several."""
        key = (Days(days.first, days.last) if days.one else days), id(ev)
        found = self._evaluators.get(key)
        if found is None:
            found = self._evaluators[key] = ev, self._as_of(key[0], ev)
        return found[1]

    def _as_of(self, days: Days, ev: Evaluator) -> Evaluator:
        if isinstance(ev, Beside):
            return Beside(self.evaluator(days, ev.base), ev.choices)
        relations = Relations(self.engine.world.on(days))
        relations.years.from_inception = says(self.engine.regulation.convention.from_inception, ev.choices)
        return Evaluator(self.engine.regulation, relations, ev.choices, ev.depends)


def _the_same(entity: Entity, relations: Relations) -> Entity | None:
    """The row as it was then; None where there was none yet."""
    if entity.row is not None:
        return relations.entity(entity.row)
    return next((each for each in _alike(entity, relations) if each.id == entity.id), None)


def _alike(entity: Entity, relations: Relations) -> Iterable[Entity]:
    """The rows among which a derived one is found: of a contract its years, else all of the class."""
    if entity.cls in ("InsuredYear", "PolicyYear"):
        contract = record_of(relations.part(entity, "contract"))
        there = relations.presence(contract).may_be_true
        of = relations.years.insured_years if entity.cls == "InsuredYear" else relations.years.policy_years
        return of(contract) if there else ()
    return (each for each, _ in relations.subjects(entity.cls))
