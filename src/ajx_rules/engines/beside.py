"""Expressions under other readings than those of the check: what these do not bear on is taken over."""

from __future__ import annotations

from collections.abc import Mapping

from ajx_rules.compiler import ir
from ajx_rules.engines.evaluate import Evaluator
from ajx_rules.engines.rows import Entity
from ajx_rules.engines.trace import Called, Trace
from ajx_rules.engines.values import Value


class Beside(Evaluator):
    """Evaluates beside the evaluator of the check, under other choices; keeps no facts looked at."""

    def __init__(self, base: Evaluator, choices: Mapping[str, str]) -> None:
        """``choices`` gives the option of every switch."""
        super().__init__(base.regulation, base.relations, choices, base.depends)
        self.base = base
        self.kept = base.kept
        self.varies = frozenset(s for s, option in choices.items() if base.choices.get(s) != option)

    def answer(self, node: ir.Call | ir.Lookup, entity: Entity) -> tuple[Called, Trace]:
        """What a definition or table gives for one row; worked out once."""
        return self.base.answer(node, entity) if self.as_ever(node) else super().answer(node, entity)

    def note(self, entity: Entity, name: str, value: Value) -> None:
        """Nothing is kept of it."""
