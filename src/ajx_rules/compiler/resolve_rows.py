"""Rows: whether there are any, and filters over them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
from lark import Token, Tree

from ajx_rules.compiler import ir
from ajx_rules.compiler.resolve_codes import codes_of_set
from ajx_rules.compiler.resolve_tree import inner_of, is_form, words
from ajx_rules.compiler.types import TRUTH, Typed
from ajx_rules.compiler.wrong import WrongSentence
from ajx_rules.domain.catalogue import catalogue
from ajx_rules.language.tree import Sentence

if TYPE_CHECKING:
    from ajx_rules.compiler.resolve import Resolver, Scope


def _fixed_in_advance(node: ir.Expr, label: str) -> bool:
    """Whether a day is one that people fix beforehand, or do not: 有整改期限. An act is 已 or 未."""
    if not isinstance(node, ir.Moment):
        return False
    fields = [f for c in catalogue().classes.values() for f in c.fields.values() if f.name == node.name]
    return {f.mark for f in fields if f.label == label} == {"fixed"}


class RowSentences:
    """Sentences about rows: 中有（…）者, 中无（…）者, 有, 无; and the rows 中（…）者 themselves."""

    def __init__(self, resolver: Resolver) -> None:
        """``resolver`` resolves the parts of a sentence."""
        self.resolver = resolver

    def some(self, tree: Sentence, scope: Scope) -> Typed:
        """服务记录中有（…）者."""
        rows = self._rows(tree.children[0], scope)
        return Typed(ir.Exists(self._filter_of(rows, inner_of(tree), scope)), TRUTH)

    def none(self, tree: Sentence, scope: Scope) -> Typed:
        """服务记录中无（…）者."""
        rows = self._rows(tree.children[0], scope)
        return Typed(ir.Not(ir.Exists(self._filter_of(rows, inner_of(tree), scope))), TRUTH)

    def has(self, tree: Sentence, scope: Scope) -> Typed:
        """有 rows, or 有 a fact that is filled in."""
        found = self.resolver.one(tree.children[1], scope)
        if found.type.kind in ("rows", "row"):
            return Typed(ir.Exists(found.rows), TRUTH)
        if found.type.kind in ("text", "code", "codes", "number"):
            return Typed(ir.Given(found.expr), TRUTH)
        if found.type.kind == "time" and _fixed_in_advance(
            found.expr, words(tree.children[1]).rpartition("的")[2]
        ):
            return Typed(ir.Given(found.expr), TRUTH)
        raise WrongSentence("E209", tree.children[1], words=words(tree.children[1]), kind=found.type.spoken())

    def has_not(self, tree: Sentence, scope: Scope) -> Typed:
        """无 rows, or 无 a fact."""
        return Typed(ir.Not(self.has(tree, scope).expr), TRUTH)

    def filter(self, tree: Sentence, scope: Scope) -> Typed:
        """The rows 中（…）者; of codes, those left in a count."""
        base = self.resolver.expression(tree.children[0], scope)
        if base.type.kind in ("code", "codes"):
            return self._without(base, inner_of(tree))
        rows = self._rows(tree.children[0], scope)
        return Typed(self._filter_of(rows, inner_of(tree), scope), rows.type)

    def _filter_of(self, rows: Typed, tree: Sentence, scope: Scope) -> ir.Filter:
        bind = len(scope.classes)
        condition = self.resolver.truth(tree, scope.within(rows.type.cls))
        return ir.Filter(rows.rows, bind, condition)

    def _rows(self, tree: Sentence | Token, scope: Scope) -> Typed:
        found = self.resolver.expression(tree, scope)
        if found.type.kind == "row":
            return Typed(found.node, attrs.evolve(found.type, kind="rows"))
        if found.type.kind != "rows":
            raise WrongSentence("E209", tree, words=words(tree), kind=found.type.spoken())
        return found

    def _without(self, base: Typed, tree: Sentence) -> Typed:
        """服务内容中（非其属于｛…｝）: a code left out of a count."""
        inner = tree.children[1] if tree.data == "negation" else None
        if not (isinstance(inner, Tree) and inner.data == "within" and is_form(inner.children[0], "it")):
            raise WrongSentence("E212", tree)
        codes = codes_of_set(inner.children[2], base.type, self.resolver.names)
        return Typed(ir.Without(base.expr, codes), base.type)
