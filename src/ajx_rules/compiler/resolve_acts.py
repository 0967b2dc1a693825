"""Acts: 已报告, 未报告, 其报告日期; each a date, a list or a yes and no on record."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
from lark import Token

from ajx_rules.compiler import ir
from ajx_rules.compiler.resolve_tree import token_at, words
from ajx_rules.compiler.types import TIME, TRUTH, Typed
from ajx_rules.compiler.wrong import WrongSentence
from ajx_rules.language.tree import Sentence

if TYPE_CHECKING:
    from ajx_rules.compiler.resolve import Resolver, Scope


class Acts:
    """Sentences that say an act was done or not, and the day of one."""

    def __init__(self, resolver: Resolver) -> None:
        """``resolver`` resolves the parts of a sentence."""
        self.resolver = resolver

    def done(self, tree: Sentence, scope: Scope) -> Typed:
        """已报告, of a row in sight."""
        return self._act(token_at(tree, 1), scope, None)

    def done_of(self, tree: Sentence, scope: Scope) -> Typed:
        """其服务已报告, of a row named."""
        return self._act(token_at(tree, 2), scope, self.resolver.expression(tree.children[0], scope))

    def not_done(self, tree: Sentence, scope: Scope) -> Typed:
        """未报告, of a row in sight."""
        return Typed(ir.Not(self._act(token_at(tree, 1), scope, None).expr), TRUTH)

    def not_done_of(self, tree: Sentence, scope: Scope) -> Typed:
        """其服务未报告, of a row named."""
        base = self.resolver.expression(tree.children[0], scope)
        return Typed(ir.Not(self._act(token_at(tree, 2), scope, base).expr), TRUTH)

    def day_of(self, tree: Sentence, scope: Scope) -> Typed:
        """报告之日: the day of an act, or of the earliest of dated rows."""
        inner = tree.children[0]
        found = self.resolver.expression(inner, scope)
        if found.type.kind == "rows":
            cls = self.resolver.schema.classes[found.type.cls]
            if cls.dated:
                return Typed(ir.Moment(found.rows, cls.dated), TIME)
        if found.type.kind != "time":
            raise WrongSentence("E214", inner, word=words(inner))
        return found

    def _act(self, name: Token, scope: Scope, base: Typed | None) -> Typed:
        found = self.resolver.lookup.member(name, scope, base)
        here = self.resolver.lookup.member(name, scope, None) if base is not None and found is None else None
        if here is not None and base is not None:
            labels = [self.resolver.schema.classes[c].label for c in (base.type.cls, scope.classes[-1])]
            raise WrongSentence("E227", name, word=str(name), cls=labels[0], owner=labels[1])
        if found is None:
            raise self.resolver.lookup.unknown_word(name, scope, acts=True)
        member = found.member
        if member.kind == "time":
            return Typed(ir.Happened(ir.Moment(found.row, member.name)), TRUTH)
        if member.kind == "rows":
            return Typed(ir.Exists(ir.Follow(found.row, member.name)), TRUTH)
        if member.kind == "truth":
            several = base is not None and base.type.kind == "rows"
            return Typed(ir.Field(found.row, member.name), attrs.evolve(TRUTH, many=several))
        raise WrongSentence("E213", name, word=str(name))
