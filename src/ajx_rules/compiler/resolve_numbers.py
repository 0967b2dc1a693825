"""Numbers: quantities with their unit, sums and differences, shares, limits, rounding."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from ajx_rules.compiler import ir
from ajx_rules.compiler.resolve_tree import words
from ajx_rules.compiler.types import Type, Typed
from ajx_rules.compiler.wrong import WrongSentence
from ajx_rules.language.text import canonical, quantity
from ajx_rules.language.tree import Sentence

if TYPE_CHECKING:
    from ajx_rules.compiler.resolve import Resolver, Scope


class Arithmetic:
    """Sentences that are a number worked out from others."""

    def __init__(self, resolver: Resolver) -> None:
        """``resolver`` resolves the parts of a sentence."""
        self.resolver = resolver

    def quantity(self, tree: Sentence, scope: Scope) -> Typed:
        """5万元, 3次."""
        del scope
        value, unit = quantity(canonical(str(tree.children[0])))
        return Typed(ir.Number(value, unit), Type("number", unit=unit))

    def plus(self, tree: Sentence, scope: Scope) -> Typed:
        """甲+乙."""
        return self._arithmetic(ir.Plus, tree, scope)

    def minus(self, tree: Sentence, scope: Scope) -> Typed:
        """甲-乙."""
        return self._arithmetic(ir.Minus, tree, scope)

    def _arithmetic(self, node: type[ir.Plus | ir.Minus], tree: Sentence, scope: Scope) -> Typed:
        left_tree, _, right_tree = tree.children
        left, right = self.resolver.one(left_tree, scope), self.resolver.one(right_tree, scope)
        for side, side_tree in ((left, left_tree), (right, right_tree)):
            if side.type.kind != "number":
                raise WrongSentence("E215", side_tree, words=words(side_tree), kind=side.type.spoken())
        if not same_unit(left.type.unit, right.type.unit):
            raise WrongSentence(
                "E203", right_tree, left=words(left_tree), unit=left.type.unit, other=right.type.unit
            )
        unit = left.type.unit or right.type.unit
        return Typed(node(left.expr, right.expr), Type("number", unit=unit))

    def share(self, tree: Sentence, scope: Scope) -> Typed:
        """保费的15%."""
        base_tree, _, token = tree.children
        base = self.resolver.one(base_tree, scope)
        part, unit = quantity(canonical(str(token)))
        if unit != "%" or base.type.kind != "number":
            raise WrongSentence("E216", token, word=str(token))
        return Typed(ir.Share(base.expr, part), base.type)

    def capped(self, tree: Sentence, scope: Scope) -> Typed:
        """保费的15%以5000元为限 (at most), …为下限 (at least)."""
        value_tree, _, limit_tree, word = tree.children
        value, limit = self.resolver.one(value_tree, scope), self.resolver.one(limit_tree, scope)
        for side, side_tree in ((value, value_tree), (limit, limit_tree)):
            if side.type.kind != "number":
                raise WrongSentence("E215", side_tree, words=words(side_tree), kind=side.type.spoken())
        if not same_unit(value.type.unit, limit.type.unit):
            raise WrongSentence(
                "E203", limit_tree, left=words(value_tree), unit=value.type.unit, other=limit.type.unit
            )
        return Typed(ir.Bounded(value.expr, limit.expr, str(word) == "为限"), value.type)

    def rounded(self, tree: Sentence, scope: Scope) -> Typed:
        """保费的15%四舍五入到分, …到元."""
        value_tree, word = tree.children
        value = self.resolver.one(value_tree, scope)
        if value.type.kind != "number":
            raise WrongSentence("E215", value_tree, words=words(value_tree), kind=value.type.spoken())
        step = Fraction(1, 100) if str(word).endswith("分") else Fraction(1)
        return Typed(ir.Rounded(value.expr, step), value.type)


def same_unit(one: str, other: str) -> bool:
    """Whether numbers of two units compare; a delivery (项) is a time (次) of serving."""
    return not one or not other or one == other or {one, other} == {"项", "次"}
