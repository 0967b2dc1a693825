"""What would settle a verdict if every list that it waits for were declared complete."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ajx_rules.compiler import ir
from ajx_rules.engines.obligations import Found
from ajx_rules.engines.rows import Entity
from ajx_rules.engines.values import Missing

if TYPE_CHECKING:
    from ajx_rules.engines.reference import ReferenceEngine


class Declared:
    """Asks again what is open, with all lists complete.

    What is missing of a verdict often stands in for one another: who declares the list of accidents complete need
    not say whether there was one. A declaration is one line, and so it is asked what is left after it.
    """

    def __init__(self, engine: ReferenceEngine) -> None:
        """``engine`` found the verdicts."""
        self.engine = engine

    def enough(self, norm: ir.Norm, entity: Entity, found: Found) -> tuple[Missing, ...]:
        """The lists that a verdict waits for, and what is still missing after they are declared complete.

        Empty where that is all that is missing, or where no list is.
        """
        missing = found.outcome.missing
        lists = frozenset(each for each in missing if each.kind == "complete")
        if not lists or lists == missing:
            return ()
        there = self._complete.subject(norm.subject, entity.id)
        if there is None:
            return ()
        evaluator = self._complete.evaluator
        evaluator.kept.clear()
        self._complete.exceptions.earlier.let_go()
        with evaluator.traced():
            again = self._complete.find(norm, *there, evaluator)
        left = again.outcome.missing if again is not None else missing
        if not left.isdisjoint(lists) or not lists | left < missing:
            return ()  # nobody can declare what comes after the last entry
        registers = self.engine.world.registers
        declared = {registers.get(each) for each in lists}
        other = {m for m in missing - lists if registers.get(m, next(iter(declared))) not in declared}
        wanted = lists | left | other  # what another list would tell is not told by these
        return tuple(sorted(wanted)) if wanted < missing else ()

    @cached_property
    def _complete(self) -> ReferenceEngine:
        engine = self.engine
        return type(engine)(
            engine.regulation, engine.world.complete(), engine.choices, engine.evaluator.depends
        )
