"""Names and paths: what a word means where it stands.

A name is looked up in the class at hand, innermost row first, then among what the
regulation defines; ``甲的乙`` is looked up in what 甲 yields.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import attrs
from lark import Token

from ajx_rules.by_parts import ByParts
from ajx_rules.compiler import ir
from ajx_rules.compiler.resolve_periods import rolling
from ajx_rules.compiler.resolve_tree import token_at
from ajx_rules.compiler.schema import Member, SchemaClass
from ajx_rules.compiler.types import TRUTH, Type, Typed
from ajx_rules.compiler.wrong import RestsOnWrong, WrongSentence
from ajx_rules.language.text import nearest
from ajx_rules.language.tree import Declaration, Sentence

if TYPE_CHECKING:
    from ajx_rules.compiler.resolve import Resolver, Scope

_OWN = 4  # policy year, contract, policyholder, ledger
_PERIODS = {"上一自然年度", "上一保险年度", "起保前十二个月"}


@attrs.frozen(eq=False, repr=False)
class Found(ByParts):
    """A member of a row in sight: the row's expression and the member."""

    row: ir.Row
    member: Member


class NameLookup:
    """Looks names up in the rows in sight and among the definitions."""

    def __init__(self, resolver: Resolver, type_of_definition: Callable[[str], Type]) -> None:
        """``type_of_definition`` gives the type of a definition, resolving it first if need be."""
        self.resolver = resolver
        self._type_of_definition = type_of_definition

    def name(self, tree: Sentence, scope: Scope) -> Typed:
        """A name alone: a definition, a row in sight, a member of one."""
        name = tree.children[0]
        assert isinstance(name, Token)
        named = self._named(name, scope, None)
        if named:
            return named
        row = self._row_in_sight(str(name), scope)
        if row is not None:
            return row
        found = self.member(name, scope, None)
        if found is None:
            raise self.unknown_word(name, scope)
        return self._typed(found)

    def member_of(self, tree: Sentence, scope: Scope) -> Typed:
        """甲的乙: a member, definition or attribute of what 甲 yields."""
        base_tree, name = tree.children[0], token_at(tree, 2)
        base = self.resolver.expression(base_tree, scope)
        if base.type.kind in ("code", "codes"):
            return self._attribute(base, name)
        several = base.type.kind == "rows"
        named = self._named(name, scope, base)
        if named:
            return _of_each(named) if several else named
        found = self.member(name, scope, base)
        if found is None:
            cls = self.resolver.schema.classes[base.type.cls]
            near = nearest(str(name), cls.members, shared=2)
            raise WrongSentence("E222", name, word=str(name), cls=cls.label, nearest=near or "")
        typed = self._typed(found)
        if several and typed.type.kind == "row":  # one of each is several
            return Typed(typed.node, attrs.evolve(typed.type, kind="rows"))
        return _of_each(typed) if several else typed

    def member(self, name: Token, scope: Scope, base: Typed | None) -> Found | None:
        """The member of that label: of ``base`` if given, else of the rows in sight, innermost first."""
        label = str(name)
        if base is not None:
            if base.type.kind not in ("row", "rows"):
                raise WrongSentence("E209", name, words=label, kind=base.type.spoken())
            return self._in_class(label, base.type.cls, base.rows, _OWN)
        for index in range(len(scope.classes) - 1, -1, -1):
            found = self._in_class(label, scope.classes[index], ir.Var(index))
            if found:
                return found
        return None

    def _extra(self, label: str, cls: str) -> Member | None:
        """A fact that the rule files declare for a class; a day is an act as well (复查日期: 已复查)."""
        facts = self.resolver.names.facts
        dated = (facts.get((cls, label + ending)) for ending in ("日期", "时间"))
        fact = facts.get((cls, label)) or next((f for f in dated if f and f.kind == "time"), None)
        if fact is None:
            return None
        name = f"extra:{fact.name}"
        return Member(name, fact.name, fact.kind, vocabulary=name, unit=fact.unit, act=fact.kind == "time")

    def _in_class(self, label: str, cls: str, row: ir.Row, depth: int = 0) -> Found | None:
        """The member of a class, or of what its rows belong to: up to the ledger, from ``_OWN`` on its own alone."""
        here = self.resolver.schema.classes.get(cls)
        if here is None:
            return None
        member = here.members.get(label) or self._extra(label, cls)
        if member is not None:
            return Found(row, member)
        if depth < _OWN:
            for up in here.up:
                found = self._in_class(label, up.target, ir.Follow(row, up.name), depth + 1)
                if found:
                    return found
        return None

    def _row_in_sight(self, label: str, scope: Scope) -> Typed | None:
        """A row in sight by the name of its class, unless a nearer row has a member of that name."""
        for index in range(len(scope.classes) - 1, -1, -1):
            cls = self.resolver.schema.classes[scope.classes[index]]
            if label in cls.members:
                return None
            if cls.label == label:
                return Typed(ir.Var(index), Type("row", cls=cls.name))
        return None

    def _attribute(self, base: Typed, name: Token) -> Typed:
        vocabulary = self.resolver.names.vocabularies.get(base.type.vocabulary)
        lists = {v.label: v.name for v in self.resolver.names.vocabularies.values()}
        attributes = {
            a for e in (vocabulary.entries if vocabulary else ()) for a in e.attributes if a in lists
        }
        if str(name) not in attributes:
            raise WrongSentence("E223", name, word=str(name), known="、".join(sorted(attributes)))
        node = ir.Attribute(base.expr, base.type.vocabulary, str(name))
        return Typed(node, attrs.evolve(base.type, vocabulary=lists[str(name)]))

    def _typed(self, found: Found) -> Typed:
        m, row = found.member, found.row
        if m.kind == "rows":
            return Typed(ir.Follow(row, m.name), Type("rows", cls=m.target))
        if m.kind == "row":
            return Typed(ir.Follow(row, m.name), Type("row", cls=m.target))
        if m.kind in ("time", "period"):
            kind = "period" if m.label in _PERIODS or m.kind == "period" else "time"
            return Typed(ir.Moment(row, m.name), Type(kind))  # type: ignore[arg-type]
        return Typed(ir.Field(row, m.name), Type(m.kind, unit=m.unit, vocabulary=m.vocabulary))

    def _named(self, name: Token, scope: Scope, base: Typed | None) -> Typed | None:
        """A definition, judgement or table of the regulation, for a row in sight."""
        d = self.resolver.names.named.get(str(name))
        if d is None or d.kind not in ("定义", "判断", "判定表", "期间"):
            return None
        owner = self._owner_of(d)
        row = self._row_of_class(owner, scope, base) if owner else ir.Var(0)
        if row is None:
            cls = self.resolver.schema.classes[owner or ""]
            raise WrongSentence("E224", name, name=str(name), cls=cls.label)
        if d.kind == "判断":
            return Typed(ir.Judged(d.name, row), TRUTH)
        if d.kind == "判定表":
            lists = (v.name for v in self.resolver.names.vocabularies.values() if v.label == d.name)
            vocabulary = next(lists, None)
            if vocabulary is None:  # 由高到低 is missing, which is told of the table
                raise RestsOnWrong
            return Typed(ir.Lookup(d.name, row), Type("code", vocabulary=vocabulary))
        kind = self._type_of_definition(d.name)
        if kind.kind == "period" and rolling(d):
            return Typed(ir.NotComputed(d.name), kind)
        return Typed(ir.Call(d.name, row), kind)

    def _owner_of(self, d: Declaration) -> str | None:
        if d.kind == "判定表":
            field = d.field("对象")
            return self.resolver.subject(field.sentence) if field and field.sentence else None
        label = d.text("属于")
        cls = self.resolver.schema.by_label(label) if label else None
        return cls.name if cls else None

    def _row_of_class(self, cls: str, scope: Scope, base: Typed | None) -> ir.Row | None:
        if base is not None:
            return base.rows if base.type.cls == cls else self._up_to(cls, base.type.cls, base.rows)
        for index in range(len(scope.classes) - 1, -1, -1):
            if scope.classes[index] == cls:
                return ir.Var(index)
        for index in range(len(scope.classes) - 1, -1, -1):
            found = self._up_to(cls, scope.classes[index], ir.Var(index))
            if found is not None:
                return found
        return None

    def _up_to(self, cls: str, start: str, row: ir.Row, depth: int = 0) -> ir.Row | None:
        here: SchemaClass | None = self.resolver.schema.classes.get(start)
        if here is None or depth > 4:  # noqa: PLR2004
            return None
        for up in here.up:
            step = ir.Follow(row, up.name)
            if up.target == cls:
                return step
            found = self._up_to(cls, up.target, step, depth + 1)
            if found is not None:
                return found
        return None

    def unknown_word(self, name: Token, scope: Scope, *, acts: bool = False) -> WrongSentence:
        """What to raise for a word that nothing in sight has; ``acts`` = an act was wanted."""
        here = [self.resolver.schema.classes[c] for c in scope.classes]
        labels = [
            label for cls in here for label, m in cls.members.items() if not acts or m.act or m.kind == "rows"
        ]
        labels += [] if acts else list(self.resolver.names.named)
        near = nearest(str(name), labels, shared=2) or ""
        cls = here[-1].label if here else ""
        return WrongSentence("E225" if acts else "E226", name, word=str(name), cls=cls, nearest=near)


def _of_each(found: Typed) -> Typed:
    """A value read of several rows: one for each; of a date, the earliest."""
    if found.type.kind in ("rows", "row") or isinstance(found.node, ir.Moment):
        return found
    return Typed(found.node, attrs.evolve(found.type, many=True))
