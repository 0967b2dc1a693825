"""Aggregates over rows: 数量, 合计, 种类数, 最早日, 最晚日, 时长; and a step up or down an ordered list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
from lark import Token

from ajx_rules.compiler import ir
from ajx_rules.compiler.over_rows import over_rows
from ajx_rules.compiler.resolve_tree import words
from ajx_rules.compiler.types import TIME, TRUTH, Type, Typed
from ajx_rules.compiler.wrong import WrongSentence
from ajx_rules.language.tree import Sentence

if TYPE_CHECKING:
    from ajx_rules.compiler.resolve import Resolver, Scope


class Aggregates:
    """One value of several rows."""

    def __init__(self, resolver: Resolver) -> None:
        """``resolver`` resolves the parts of a sentence."""
        self.resolver = resolver

    def aggregate(self, tree: Sentence, scope: Scope) -> Typed:
        """服务记录的数量, 提取金额的合计, 服务内容的种类数, …."""
        base_tree, _, token = tree.children
        how = str(token)
        base = self.resolver.expression(base_tree, scope)
        if how in ("上一级", "下一级"):
            return self._stepped(base, base_tree, up=how == "上一级")
        if how == "时长":
            return self._duration(base, base_tree)
        if how == "合计" and isinstance(base.expr, ir.LastsAtLeast):
            return base
        if how == "数量":
            if base.type.kind != "rows":
                raise WrongSentence(
                    "E217", base_tree, how=how, words=words(base_tree), kind=base.type.spoken()
                )
            cls = self.resolver.schema.classes[base.type.cls]
            return Typed(
                ir.Count(base.rows), Type("number", unit="人" if cls.measure == "名" else cls.measure)
            )
        wanted = {"合计": ("number",), "种类数": ("code", "codes"), "最早日": ("time",), "最晚日": ("time",)}
        if base.type.kind not in wanted.get(how, ()):
            raise WrongSentence("E217", base_tree, how=how, words=words(base_tree), kind=base.type.spoken())
        rows, value, bind = over_rows(base.node)
        if rows is None:
            raise WrongSentence("E218", base_tree, how=how, words=words(base_tree))
        if how == "合计":
            return Typed(ir.Sum(rows, bind, value), attrs.evolve(base.type, many=False))
        if how == "种类数":
            return Typed(ir.Distinct(rows, bind, value), Type("number", unit="种"))
        return Typed(ir.Extreme("first" if how == "最早日" else "last", rows, bind, value), TIME)

    def _stepped(self, base: Typed, tree: Sentence | Token, *, up: bool) -> Typed:
        vocabulary = self.resolver.names.vocabularies.get(base.type.vocabulary)
        if base.type.kind != "code" or not (vocabulary and vocabulary.ordered):
            raise WrongSentence("E217", tree, how="上一级", words=words(tree), kind=base.type.spoken())
        return Typed(ir.Stepped(base.expr, base.type.vocabulary, up), base.type)

    def _duration(self, base: Typed, tree: Sentence | Token) -> Typed:
        """The periods of records with a first and a last day."""
        cls = self.resolver.schema.classes[base.type.cls] if base.type.kind == "rows" else None
        last = next((m.name for m in cls.members.values() if m.name == "to_on"), None) if cls else None
        if cls is None or cls.dated is None or last is None:
            raise WrongSentence("E217", tree, how="时长", words=words(tree), kind=base.type.spoken())
        node = ir.LastsAtLeast(base.rows, cls.dated, last, 0, "", ir.AsOf())
        return Typed(node, Type("number", unit="时长"))

    def lasts(self, left: Typed, tree: Sentence | Token, scope: Scope) -> Typed:
        """从业时长不少于3年: whether the periods together last so long."""
        right = self.resolver.expression(tree, scope)
        number = right.expr
        if not isinstance(number, ir.Number) or number.unit not in ("年", "个月", "日"):
            raise WrongSentence("E203", tree, left="时长", unit="年、个月、日", other=right.type.unit)
        assert isinstance(left.expr, ir.LastsAtLeast)
        until = self._read_on(scope)
        return Typed(attrs.evolve(left.expr, count=int(number.value), unit=number.unit, until=until), TRUTH)

    def _read_on(self, scope: Scope) -> ir.Expr:
        """The day on which a subject's facts are read: that of the event it is part of, else as of."""
        cls = self.resolver.schema.classes[scope.classes[0]] if scope.classes else None
        for up in cls.up if cls and cls.dated is None else ():
            dated = self.resolver.schema.classes[up.target].dated
            if dated:
                return ir.Moment(ir.Follow(ir.Var(0), up.name), dated)
        return ir.AsOf()
