"""How things stood at the end of an earlier day: the same ledger and readings, judged as of that day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from ajx_rules.engines.beside import Beside
from ajx_rules.engines.conventions import says
from ajx_rules.engines.evaluate import Evaluator
from ajx_rules.engines.relations import Relations
from ajx_rules.engines.rows import Entity
from ajx_rules.engines.values import MINUTES, Times

if TYPE_CHECKING:
    from ajx_rules.engines.reference import ReferenceEngine

MOST_DAYS: Final = 400
"""A range of more days than this is not looked at day by day: it is left open."""


class Earlier:
    """Asks again, as of an earlier day, what an evaluator was asked."""

    def __init__(self, engine: ReferenceEngine) -> None:
        """``engine`` holds the world of the check."""
        self.engine = engine
        # Each with the evaluator of the check, so that the identity of that one stays its own.
        self._evaluators: dict[tuple[dt.date, int], tuple[Evaluator, Evaluator]] = {}
        self._asked: list[Evaluator] = []

    def at_the_end_of(
        self,
        moments: Times,
        entity: Entity,
        ev: Evaluator,
        ask: Callable[[Entity, Evaluator], Times],
    ) -> Times:
        """What ``ask`` comes to at the end of each day on which these moments may lie, so far: all together."""
        found: Times | None = None
        for lo, hi in moments.stretches:
            first, last = lo // MINUTES, min(hi, self.engine.world.end) // MINUTES
            if last - first >= MOST_DAYS:
                return Times.either(moments.missing)
            for ordinal in range(first, last + 1):
                each = self._on(dt.date.fromordinal(ordinal), entity, ev, ask)
                if found is None:
                    found = each
                elif found != each:
                    return Times.either(found.missing | each.missing | moments.missing)
        return ask(entity, ev) if found is None else found

    def _on(
        self, day: dt.date, entity: Entity, ev: Evaluator, ask: Callable[[Entity, Evaluator], Times]
    ) -> Times:
        if day == self.engine.world.as_of:
            return ask(entity, ev)
        then = self.evaluator(day, ev)
        there = _the_same(entity, then.relations)
        if there is None:
            return ask(entity, ev)
        self._asked.append(then)
        with then.traced() as trace:
            found = ask(there, then)
        ev.trace.take_earlier(trace, day)
        return found

    def let_go(self) -> None:
        """Let go of what was kept for the other readings of a verdict."""
        while self._asked:
            self._asked.pop().kept.clear()

    def evaluator(self, day: dt.date, ev: Evaluator) -> Evaluator:
        """The same as ``ev``, in the world as it was at the end of a day."""
        key = day, id(ev)
        found = self._evaluators.get(key)
        if found is None:
            found = self._evaluators[key] = ev, self._as_of(day, ev)
        return found[1]

    def _as_of(self, day: dt.date, ev: Evaluator) -> Evaluator:
        if isinstance(ev, Beside):
            return Beside(self.evaluator(day, ev.base), ev.choices)
        relations = Relations(self.engine.world.on(day))
        relations.years.from_inception = says(self.engine.regulation.convention.from_inception, ev.choices)
        return Evaluator(self.engine.regulation, relations, ev.choices, ev.depends)


def _the_same(entity: Entity, relations: Relations) -> Entity | None:
    """The row as it was then; None where there was none yet."""
    if entity.row is not None:
        return relations.entity(entity.row)
    return next((each for each, _ in relations.subjects(entity.cls) if each.id == entity.id), None)
