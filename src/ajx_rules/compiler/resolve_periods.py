"""Periods: a day 属于 a period, a validity that 包含 a day; and how a 期间 is named among the definitions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
from lark import Token

from ajx_rules.compiler import ir
from ajx_rules.compiler.resolve_tree import words
from ajx_rules.compiler.schema import SchemaClass
from ajx_rules.compiler.types import TRUTH, Typed
from ajx_rules.compiler.wrong import WrongSentence
from ajx_rules.language.tree import Declaration, Sentence

if TYPE_CHECKING:
    from ajx_rules.compiler.resolve import Resolver, Scope


class Periods:
    """Days inside a period, recorded or defined."""

    def __init__(self, resolver: Resolver) -> None:
        """``resolver`` resolves the parts of a sentence."""
        self.resolver = resolver

    def in_period(self, tree: Sentence, scope: Scope) -> Typed:
        """完成日期属于上一自然年度: from the first day of the period to the last."""
        left_tree, _, right_tree = tree.children
        left = self.resolver.expression(left_tree, scope)
        right = self.resolver.one(right_tree, scope)
        if left.type.kind != "time" or right.type.kind != "period":
            raise WrongSentence("E207", right_tree, left=words(left_tree), right=words(right_tree))
        period = right.expr
        if isinstance(period, ir.NotComputed):
            return Typed(period, TRUTH)
        if isinstance(period, ir.Call):
            end = attrs.evolve(period, definition=period_end(period.definition))
            inside = (ir.Compare(">=", left.expr, period), ir.Compare("<", left.expr, end))
            return Typed(ir.All(inside), TRUTH)
        assert isinstance(period, ir.Moment)
        first, last = (
            attrs.evolve(period, name=period.name + ":first"),
            attrs.evolve(period, name=period.name + ":last"),
        )
        return Typed(ir.All((ir.Compare(">=", left.expr, first), ir.Compare("<=", left.expr, last))), TRUTH)

    def valid_on(
        self, left: Typed, left_tree: Sentence | Token, right_tree: Sentence | Token, scope: Scope
    ) -> Typed:
        """有效期包含某日: from the first to the last valid day, and not revoked by then."""
        day = self.resolver.expression(right_tree, scope)
        period = left.expr
        if day.type.kind != "time" or not isinstance(period, ir.Moment) or period.name != "validity":
            raise WrongSentence("E207", right_tree, left=words(left_tree), right=words(right_tree))
        first, last = (attrs.evolve(period, name=n) for n in ("valid_from", "valid_to"))
        parts: list[ir.Expr] = [ir.Compare("<=", first, day.expr), ir.Compare(">=", last, day.expr)]
        cls = self._class_of(period.row, scope)
        if cls is not None and any(m.name == "revoked_on" for m in cls.members.values()):
            parts.append(ir.Compare(">", attrs.evolve(period, name="revoked_on"), day.expr))
        return Typed(ir.All(tuple(parts)), TRUTH)

    def _class_of(self, row: ir.Row, scope: Scope) -> SchemaClass | None:
        return self.resolver.schema.classes[scope.classes[row.index]] if isinstance(row, ir.Var) else None


def period_end(name: str) -> str:
    """The name of the definition that says when a 期间 is over."""
    return f"{name}（届满）"


def rolling(d: Declaration) -> bool:
    """Whether a 期间 is any run of so many months: 任意连续12个月."""
    field = d.field("长")
    return field is not None and field.sentence is not None and field.sentence.data == "rolling_span"
