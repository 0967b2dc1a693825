"""Pass 4, resolve: what each word of a sentence means where it stands, and its type.

A name is looked up in the class at hand, innermost row first, then among what the
regulation defines. Types are checked as the expression is built, so that what
comes out is well-typed intermediate representation; what does not make sense is
raised as ``WrongSentence`` with the place in the sentence.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from fractions import Fraction
from typing import Literal

import attrs
from lark import Token, Tree

from ajx_rules.compiler import ir
from ajx_rules.compiler.collect import Names
from ajx_rules.compiler.schema import Member, Schema, SchemaClass, schema
from ajx_rules.compiler.types import TIME, TRUTH, Type, Typed
from ajx_rules.compiler.wrong import WrongSentence
from ajx_rules.domain.derived import INCLUDED_IN, PAIRS
from ajx_rules.domain.enums import ENUMS
from ajx_rules.language.text import canonical, chinese_number, nearest, quantity
from ajx_rules.language.tree import Declaration, Sentence

Sign = Literal["==", "!=", "<", "<=", ">", ">="]
_COMPARE: dict[str, Sign] = {
    "不低于": ">=",
    "不少于": ">=",
    "不小于": ">=",
    "不早于": ">=",
    "不高于": "<=",
    "不多于": "<=",
    "不超过": "<=",
    "不晚于": "<=",
    "低于": "<",
    "少于": "<",
    "小于": "<",
    "早于": "<",
    "高于": ">",
    "多于": ">",
    "超过": ">",
    "大于": ">",
    "晚于": ">",
    "等于": "==",
}
_PERIODS = {"上一自然年度", "上一保险年度", "起保前十二个月"}
_DAY_WORDS = {"早于", "晚于", "不早于", "不晚于"}


@attrs.frozen
class Scope:
    """The rows in sight: classes by index of variable, innermost last."""

    classes: tuple[str, ...]
    table_vocabulary: str = ""

    def within(self, cls: str) -> Scope:
        """The scope inside a filter over rows of ``cls``."""
        return attrs.evolve(self, classes=(*self.classes, cls))


@attrs.frozen
class Found:
    """A member of a row in sight: the row's expression and the member."""

    row: ir.Row
    member: Member


class Resolver:
    """Turns sentences into typed intermediate representation."""

    def __init__(self, names: Names, type_of_definition: Callable[[str], Type]) -> None:
        """``type_of_definition`` gives the type of a definition, resolving it first if need be."""
        self.names = names
        self.schema: Schema = schema()
        self._type_of_definition = type_of_definition
        self._handlers: dict[str, Callable[[Sentence, Scope], Typed]] = {
            "all": self._all,
            "any": self._any,
            "negation": self._negation,
            "implies": self._implies,
            "takes": self._takes,
            "compare": self._compare,
            "is_": self._is,
            "within": self._within,
            "in_period": self._in_period,
            "contains": self._contains,
            "some": self._some,
            "none": self._none,
            "has": self._has,
            "has_not": self._has_not,
            "filter": self._filter,
            "done": self._done,
            "done_of": self._done_of,
            "not_done": self._not_done,
            "not_done_of": self._not_done_of,
            "day_of": self._day_of,
            "plus": self._plus,
            "minus": self._minus,
            "share": self._share,
            "capped": self._capped,
            "rounded": self._rounded,
            "aggregate": self._aggregate,
            "quantity": self._quantity,
            "date": self._date,
            "as_of": self._as_of,
            "this_row": self._this_row,
            "name": self._name,
            "member": self._member_of,
            "brackets": lambda tree, scope: self.expression(_inner(tree), scope),
            "row": self._word_alone,
            "chosen": self._word_alone,
            "it": self._word_alone,
        }

    def _word_alone(self, tree: Sentence, scope: Scope) -> Typed:
        del scope
        raise WrongSentence("E200", tree, word=words(tree))

    # ------------------------------------------------------------------ entry points

    def truth(self, tree: Sentence, scope: Scope) -> ir.Expr:
        """A sentence that is true or false."""
        found = self._one(tree, scope)
        if found.type.kind != "truth":
            raise WrongSentence("E201", tree, got=found.type.spoken())
        return found.expr

    def subject(self, tree: Sentence) -> str:
        """The class whose rows a norm binds: 每份保险合同, 每次服务的每家投保单位."""
        labels = [str(t) for t in tree.scan_values(_is_name)]
        cls = None
        if len(labels) == 1:
            cls = self.schema.by_label(labels[0])
        elif len(labels) == 2:  # noqa: PLR2004 - a pair
            name = PAIRS.get((labels[0], labels[1]))
            if name is None:
                name = self._nested(labels[0], labels[1])
            cls = self.schema.classes.get(name or "")
        if cls is None:
            known = "、".join(["每份保险合同", *("每…的每…：" + "的".join(p) for p in PAIRS)])
            raise WrongSentence("E210", tree, subject="的".join(labels), known=known)
        self._check_measures(tree)
        return cls.name

    def _nested(self, outer: str, inner: str) -> str | None:
        cls, owner = self.schema.by_label(inner), self.schema.by_label(outer)
        if cls and owner and any(u.target == owner.name for u in cls.up):
            return cls.name
        return None

    def _check_measures(self, tree: Sentence) -> None:
        for each in tree.find_data("each"):
            measure, label = str(each.children[0])[1:], str(each.children[1])
            cls = self.schema.by_label(label)
            if cls and cls.measure and measure != cls.measure:
                raise WrongSentence("E211", each.children[0], label=label, measure=cls.measure, used=measure)

    # ------------------------------------------------------------------ expressions

    def expression(self, tree: Sentence | Token, scope: Scope) -> Typed:
        """Any expression, by the kind of its tree."""
        if isinstance(tree, Token):
            raise WrongSentence("E200", tree, word=str(tree))
        return self._handlers[str(tree.data)](tree, scope)

    def _one(self, tree: Sentence | Token, scope: Scope) -> Typed:
        """An expression that has one value, or rows; not one value for each of several rows."""
        found = self.expression(tree, scope)
        if found.type.many:
            raise WrongSentence("E276", tree, words=words(tree))
        return found

    def _truths(self, tree: Sentence, scope: Scope) -> tuple[ir.Expr, ...]:
        return tuple(self.truth(c, scope) for c in tree.children if isinstance(c, Tree))

    def _all(self, tree: Sentence, scope: Scope) -> Typed:
        return Typed(ir.All(self._truths(tree, scope)), TRUTH)

    def _any(self, tree: Sentence, scope: Scope) -> Typed:
        return Typed(ir.AnyOf(self._truths(tree, scope)), TRUTH)

    def _negation(self, tree: Sentence, scope: Scope) -> Typed:
        return Typed(ir.Not(self._truths(tree, scope)[0]), TRUTH)

    def _implies(self, tree: Sentence, scope: Scope) -> Typed:
        condition, then = self._truths(tree, scope)
        return Typed(ir.AnyOf((ir.Not(condition), then)), TRUTH)

    def _takes(self, tree: Sentence, scope: Scope) -> Typed:
        del scope
        name, _, saying = tree.children
        reading = self.names.named.get(str(name))
        if reading is None or reading.kind != "解读":
            near = nearest(str(name), [n for n, d in self.names.named.items() if d.kind == "解读"])
            raise WrongSentence("E220", name, name=str(name), nearest=near or "")
        open_ = [f for f in reading.all("说") if not _ON_RECORD_ONLY.match(canonical(f.text))]
        for field in open_:
            if field.word == str(saying):
                return Typed(ir.Reads(reading.key, option_key(field.text)), TRUTH)
        sayings = "、".join(f.word for f in open_)
        raise WrongSentence("E221", saying, name=str(name), saying=str(saying), sayings=sayings)

    # -- comparisons

    def _compare(self, tree: Sentence, scope: Scope) -> Typed:
        left_tree, op, right_tree = tree.children
        sign = _COMPARE[str(op)]
        left = self._one(left_tree, scope)
        if left.type.kind == "code":
            return self._rank(left, sign, right_tree, scope)
        if isinstance(left.expr, ir.LastsAtLeast) and sign == ">=":
            return self._lasts(left, right_tree, scope)
        right = self._one(right_tree, scope)
        if left.type.kind != right.type.kind or left.type.kind not in ("number", "time"):
            raise WrongSentence("E202", tree, left=left.type.spoken(), right=right.type.spoken())
        if left.type.kind == "number" and not _same_unit(left.type.unit, right.type.unit):
            raise WrongSentence(
                "E203", right_tree, left=words(left_tree), unit=left.type.unit, other=right.type.unit
            )
        if (str(op) in _DAY_WORDS) != (left.type.kind == "time") and str(op) != "等于":
            better = "晚于、早于" if left.type.kind == "time" else "不少于、低于"
            raise WrongSentence("E204", op, word=str(op), kind=left.type.spoken(), better=better)
        return Typed(ir.Compare(sign, left.expr, right.expr), TRUTH)

    def _rank(self, left: Typed, sign: Sign, tree: Sentence | Token, scope: Scope) -> Typed:
        """An ordered word against another: 职称级别不低于中级."""
        vocabulary = left.type.vocabulary
        other: ir.Expr
        word = tree.children[0] if isinstance(tree, Tree) and tree.data == "name" else None
        codes = self.codes_of(word, vocabulary) if isinstance(word, Token) else None
        if codes:
            other = ir.Code(vocabulary, codes[0])
        else:
            right = self._one(tree, scope)
            if right.type.kind != "code" or right.type.vocabulary != vocabulary:
                raise WrongSentence("E202", tree, left=left.type.spoken(), right=right.type.spoken())
            other = right.expr
        if sign == ">=":
            return Typed(ir.AtLeastCode(left.expr, other, vocabulary), TRUTH)
        if sign == "<=":
            return Typed(ir.AtLeastCode(other, left.expr, vocabulary), TRUTH)
        if sign == "<":
            return Typed(ir.Not(ir.AtLeastCode(left.expr, other, vocabulary)), TRUTH)
        return Typed(ir.Not(ir.AtLeastCode(other, left.expr, vocabulary)), TRUTH)

    def _is(self, tree: Sentence, scope: Scope) -> Typed:
        left_tree, _, right_tree = tree.children
        left = self._one(left_tree, scope)
        if isinstance(right_tree, Tree) and right_tree.data in ("yes", "no"):
            if left.type.kind != "truth":
                raise WrongSentence("E205", left_tree, left=words(left_tree), kind=left.type.spoken())
            return Typed(left.expr if right_tree.data == "yes" else ir.Not(left.expr), TRUTH)
        if left.type.kind in ("code", "codes"):
            if _is_chosen(right_tree):
                return Typed(ir.OneOf(left.expr, ("?chosen",)), TRUTH)
            if _is_this_row(right_tree):
                return self._this_row_of(left, right_tree, scope)
            other = self._other_code(left, right_tree, scope)
            if other is not None:
                return Typed(ir.Holds(left.expr, (other,)), TRUTH)
            return Typed(ir.OneOf(left.expr, self._codes(right_tree, left.type)), TRUTH)
        right = self._one(right_tree, scope)
        if left.type.kind == "number" and right.type.kind == "number":
            return self._same_units(ir.Compare("==", left.expr, right.expr), left, right, right_tree)
        raise WrongSentence("E206", tree, left=words(left_tree), kind=left.type.spoken())

    def _other_code(self, left: Typed, tree: Sentence | Token, scope: Scope) -> ir.Expr | None:
        """服务内容为约定服务的服务内容: the word that another record has; None where a word of the list stands."""
        token = tree.children[0] if isinstance(tree, Tree) and tree.data == "name" else None
        vocabulary = left.type.vocabulary
        if isinstance(token, Token) and self.codes_of(token, vocabulary):
            return None
        if not isinstance(tree, Tree) or tree.data not in ("name", "member"):
            return None
        if token is not None and not self._says_code(tree, scope):
            return None
        right = self._one(tree, scope)
        if right.type.kind != "code" or right.type.vocabulary != vocabulary:
            raise WrongSentence("E202", tree, left=left.type.spoken(), right=right.type.spoken())
        if any(name == vocabulary for name, _ in INCLUDED_IN):
            raise WrongSentence("E277", tree, words=words(tree))
        return right.expr

    def _says_code(self, tree: Sentence, scope: Scope) -> bool:
        """Whether a name that is no word of the list stands for a word all the same."""
        try:
            return self._one(tree, scope).type.kind == "code"
        except WrongSentence:
            return False

    def _this_row_of(self, left: Typed, tree: Sentence | Token, scope: Scope) -> Typed:
        if not scope.table_vocabulary:
            raise WrongSentence("E219", tree)
        return Typed(ir.Holds(left.expr, (ir.ThisRow(left.type.vocabulary),)), TRUTH)

    def _same_units(self, node: ir.Compare, left: Typed, right: Typed, tree: Sentence | Token) -> Typed:
        if not _same_unit(left.type.unit, right.type.unit):
            raise WrongSentence("E203", tree, left="", unit=left.type.unit, other=right.type.unit)
        return Typed(node, TRUTH)

    def _within(self, tree: Sentence, scope: Scope) -> Typed:
        left_tree, _, set_tree = tree.children
        left = self._one(left_tree, scope)
        if left.type.kind not in ("code", "codes"):
            raise WrongSentence("E206", left_tree, left=words(left_tree), kind=left.type.spoken())
        return Typed(ir.OneOf(left.expr, self._set(set_tree, left.type)), TRUTH)

    def _in_period(self, tree: Sentence, scope: Scope) -> Typed:
        left_tree, _, right_tree = tree.children
        left = self.expression(left_tree, scope)
        right = self._one(right_tree, scope)
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

    def _contains(self, tree: Sentence, scope: Scope) -> Typed:
        left_tree, _, right_tree = tree.children
        left = self._one(left_tree, scope)
        if left.type.kind == "rows":
            return self._rows_contain(left, left_tree, right_tree)
        if left.type.kind == "period":
            return self._valid_on(left, left_tree, right_tree, scope)
        if left.type.kind not in ("codes", "code"):
            raise WrongSentence("E208", left_tree, left=words(left_tree), kind=left.type.spoken())
        if _is_this_row(right_tree):
            return self._this_row_of(left, right_tree, scope)
        other = self._other_code(left, right_tree, scope) if not _is_set(right_tree) else None
        if other is not None:
            return Typed(ir.Holds(left.expr, (other,)), TRUTH)
        if isinstance(right_tree, Tree) and right_tree.data == "set":
            codes = [self._codes(e, left.type) for e in _elements(right_tree)]
        else:
            codes = [self._codes(right_tree, left.type)]
        parts = tuple(ir.Code(left.type.vocabulary, c) for group in codes for c in group[:1])
        return Typed(ir.Holds(left.expr, parts), TRUTH)

    def _valid_on(
        self, left: Typed, left_tree: Sentence | Token, right_tree: Sentence | Token, scope: Scope
    ) -> Typed:
        """有效期包含某日: from the first to the last valid day, and not revoked by then."""
        day = self.expression(right_tree, scope)
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
        return self.schema.classes[scope.classes[row.index]] if isinstance(row, ir.Var) else None

    def _rows_contain(self, left: Typed, left_tree: Sentence | Token, right_tree: Sentence | Token) -> Typed:
        """成果包含｛…｝: for each entry there is a record of that kind."""
        cls = self.schema.classes[left.type.cls]
        kind = next((m for m in cls.members.values() if m.name == "kind"), None)
        if kind is None:
            raise WrongSentence("E208", left_tree, left=words(left_tree), kind=left.type.spoken())
        is_set = isinstance(right_tree, Tree) and right_tree.data == "set"
        elements = _elements(right_tree) if is_set else [right_tree]
        kind_type = Type("code", vocabulary=kind.vocabulary)
        parts: list[ir.Expr] = []
        for element in elements:
            bind = _depth(left.rows)
            field = ir.Field(ir.Var(bind), "kind")
            condition = ir.OneOf(field, self._codes(element, kind_type))
            parts.append(ir.Exists(ir.Filter(left.rows, bind, condition)))
        return Typed(ir.All(tuple(parts)) if len(parts) > 1 else parts[0], TRUTH)

    # -- rows

    def _filter_of(self, rows: Typed, tree: Sentence, scope: Scope) -> ir.Filter:
        bind = len(scope.classes)
        condition = self.truth(tree, scope.within(rows.type.cls))
        return ir.Filter(rows.rows, bind, condition)

    def _rows(self, tree: Sentence | Token, scope: Scope) -> Typed:
        found = self.expression(tree, scope)
        if found.type.kind == "row":
            return Typed(found.node, attrs.evolve(found.type, kind="rows"))
        if found.type.kind != "rows":
            raise WrongSentence("E209", tree, words=words(tree), kind=found.type.spoken())
        return found

    def _some(self, tree: Sentence, scope: Scope) -> Typed:
        rows = self._rows(tree.children[0], scope)
        return Typed(ir.Exists(self._filter_of(rows, _inner(tree), scope)), TRUTH)

    def _none(self, tree: Sentence, scope: Scope) -> Typed:
        rows = self._rows(tree.children[0], scope)
        return Typed(ir.Not(ir.Exists(self._filter_of(rows, _inner(tree), scope))), TRUTH)

    def _has(self, tree: Sentence, scope: Scope) -> Typed:
        found = self._one(tree.children[1], scope)
        if found.type.kind in ("rows", "row"):
            return Typed(ir.Exists(found.rows), TRUTH)
        if found.type.kind in ("text", "code", "codes", "number"):
            return Typed(ir.Given(found.expr), TRUTH)
        raise WrongSentence("E209", tree.children[1], words=words(tree.children[1]), kind=found.type.spoken())

    def _has_not(self, tree: Sentence, scope: Scope) -> Typed:
        return Typed(ir.Not(self._has(tree, scope).expr), TRUTH)

    def _filter(self, tree: Sentence, scope: Scope) -> Typed:
        base = self.expression(tree.children[0], scope)
        if base.type.kind in ("code", "codes"):
            return self._without(base, _inner(tree))
        rows = self._rows(tree.children[0], scope)
        return Typed(self._filter_of(rows, _inner(tree), scope), rows.type)

    def _without(self, base: Typed, tree: Sentence) -> Typed:
        """服务内容中（非其属于｛…｝）: a code left out of a count."""
        inner = tree.children[1] if tree.data == "negation" else None
        if not (isinstance(inner, Tree) and inner.data == "within" and _is_it(inner.children[0])):
            raise WrongSentence("E212", tree)
        codes = self._set(inner.children[2], base.type)
        return Typed(ir.Without(base.expr, codes), base.type)

    # -- acts

    def _done(self, tree: Sentence, scope: Scope) -> Typed:
        return self._act(_token(tree, 1), scope, None)

    def _done_of(self, tree: Sentence, scope: Scope) -> Typed:
        return self._act(_token(tree, 2), scope, self.expression(tree.children[0], scope))

    def _not_done(self, tree: Sentence, scope: Scope) -> Typed:
        return Typed(ir.Not(self._act(_token(tree, 1), scope, None).expr), TRUTH)

    def _not_done_of(self, tree: Sentence, scope: Scope) -> Typed:
        base = self.expression(tree.children[0], scope)
        return Typed(ir.Not(self._act(_token(tree, 2), scope, base).expr), TRUTH)

    def _act(self, name: Token, scope: Scope, base: Typed | None) -> Typed:
        found = self._member(name, scope, base)
        if found is None:
            raise self._unknown_word(name, scope, acts=True)
        member = found.member
        if member.kind == "time":
            return Typed(ir.Happened(ir.Moment(found.row, member.name)), TRUTH)
        if member.kind == "rows":
            return Typed(ir.Exists(ir.Follow(found.row, member.name)), TRUTH)
        if member.kind == "truth":
            several = base is not None and base.type.kind == "rows"
            return Typed(ir.Field(found.row, member.name), attrs.evolve(TRUTH, many=several))
        raise WrongSentence("E213", name, word=str(name))

    def _day_of(self, tree: Sentence, scope: Scope) -> Typed:
        inner = tree.children[0]
        found = self.expression(inner, scope)
        if found.type.kind == "rows":
            cls = self.schema.classes[found.type.cls]
            if cls.dated:
                return Typed(ir.Moment(found.rows, cls.dated), TIME)
        if found.type.kind != "time":
            raise WrongSentence("E214", inner, word=words(inner))
        return found

    # -- values

    def _plus(self, tree: Sentence, scope: Scope) -> Typed:
        return self._arithmetic(ir.Plus, tree, scope)

    def _minus(self, tree: Sentence, scope: Scope) -> Typed:
        return self._arithmetic(ir.Minus, tree, scope)

    def _arithmetic(self, node: type[ir.Plus | ir.Minus], tree: Sentence, scope: Scope) -> Typed:
        left_tree, _, right_tree = tree.children
        left, right = self._one(left_tree, scope), self._one(right_tree, scope)
        for side, side_tree in ((left, left_tree), (right, right_tree)):
            if side.type.kind != "number":
                raise WrongSentence("E215", side_tree, words=words(side_tree), kind=side.type.spoken())
        if not _same_unit(left.type.unit, right.type.unit):
            raise WrongSentence(
                "E203", right_tree, left=words(left_tree), unit=left.type.unit, other=right.type.unit
            )
        unit = left.type.unit or right.type.unit
        return Typed(node(left.expr, right.expr), Type("number", unit=unit))

    def _share(self, tree: Sentence, scope: Scope) -> Typed:
        base_tree, _, token = tree.children
        base = self._one(base_tree, scope)
        part, unit = quantity(canonical(str(token)))
        if unit != "%" or base.type.kind != "number":
            raise WrongSentence("E216", token, word=str(token))
        return Typed(ir.Share(base.expr, part), base.type)

    def _capped(self, tree: Sentence, scope: Scope) -> Typed:
        """保费的15%以5000元为限 (at most), …为下限 (at least)."""
        value_tree, _, limit_tree, word = tree.children
        value, limit = self._one(value_tree, scope), self._one(limit_tree, scope)
        for side, side_tree in ((value, value_tree), (limit, limit_tree)):
            if side.type.kind != "number":
                raise WrongSentence("E215", side_tree, words=words(side_tree), kind=side.type.spoken())
        if not _same_unit(value.type.unit, limit.type.unit):
            raise WrongSentence(
                "E203", limit_tree, left=words(value_tree), unit=value.type.unit, other=limit.type.unit
            )
        return Typed(ir.Bounded(value.expr, limit.expr, str(word) == "为限"), value.type)

    def _rounded(self, tree: Sentence, scope: Scope) -> Typed:
        value_tree, word = tree.children
        value = self._one(value_tree, scope)
        if value.type.kind != "number":
            raise WrongSentence("E215", value_tree, words=words(value_tree), kind=value.type.spoken())
        step = Fraction(1, 100) if str(word).endswith("分") else Fraction(1)
        return Typed(ir.Rounded(value.expr, step), value.type)

    def _stepped(self, base: Typed, tree: Sentence | Token, *, up: bool) -> Typed:
        vocabulary = self.names.vocabularies.get(base.type.vocabulary)
        if base.type.kind != "code" or not (vocabulary and vocabulary.ordered):
            raise WrongSentence("E217", tree, how="上一级", words=words(tree), kind=base.type.spoken())
        return Typed(ir.Stepped(base.expr, base.type.vocabulary, up), base.type)

    def _duration(self, base: Typed, tree: Sentence | Token) -> Typed:
        """The periods of records with a first and a last day."""
        cls = self.schema.classes[base.type.cls] if base.type.kind == "rows" else None
        last = next((m.name for m in cls.members.values() if m.name == "to_on"), None) if cls else None
        if cls is None or cls.dated is None or last is None:
            raise WrongSentence("E217", tree, how="时长", words=words(tree), kind=base.type.spoken())
        node = ir.LastsAtLeast(base.rows, cls.dated, last, 0, "", ir.AsOf())
        return Typed(node, Type("number", unit="时长"))

    def _lasts(self, left: Typed, tree: Sentence | Token, scope: Scope) -> Typed:
        right = self.expression(tree, scope)
        number = right.expr
        if not isinstance(number, ir.Number) or number.unit not in ("年", "个月", "日"):
            raise WrongSentence("E203", tree, left="时长", unit="年、个月、日", other=right.type.unit)
        assert isinstance(left.expr, ir.LastsAtLeast)
        until = self._read_on(scope)
        return Typed(attrs.evolve(left.expr, count=int(number.value), unit=number.unit, until=until), TRUTH)

    def _read_on(self, scope: Scope) -> ir.Expr:
        """The day on which a subject's facts are read: that of the event it is part of, else as of."""
        cls = self.schema.classes[scope.classes[0]] if scope.classes else None
        for up in cls.up if cls and cls.dated is None else ():
            dated = self.schema.classes[up.target].dated
            if dated:
                return ir.Moment(ir.Follow(ir.Var(0), up.name), dated)
        return ir.AsOf()

    def _aggregate(self, tree: Sentence, scope: Scope) -> Typed:
        base_tree, _, token = tree.children
        how = str(token)
        base = self.expression(base_tree, scope)
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
            cls = self.schema.classes[base.type.cls]
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

    def _quantity(self, tree: Sentence, scope: Scope) -> Typed:
        del scope
        value, unit = quantity(canonical(str(tree.children[0])))
        return Typed(ir.Number(value, unit), Type("number", unit=unit))

    def _date(self, tree: Sentence, scope: Scope) -> Typed:
        del scope
        return Typed(ir.Day(day_of(tree.children[0])), TIME)

    def _as_of(self, tree: Sentence, scope: Scope) -> Typed:
        del tree, scope
        return Typed(ir.AsOf(), TIME)

    def _this_row(self, tree: Sentence, scope: Scope) -> Typed:
        if not scope.table_vocabulary:
            raise WrongSentence("E219", tree)
        return Typed(ir.ThisRow(scope.table_vocabulary), Type("code", vocabulary=scope.table_vocabulary))

    def _member(self, name: Token, scope: Scope, base: Typed | None) -> Found | None:
        """The member of that label: of ``base`` if given, else of the rows in sight, innermost first."""
        label = str(name)
        if base is not None:
            if base.type.kind not in ("row", "rows"):
                raise WrongSentence("E209", name, words=label, kind=base.type.spoken())
            return self._in_class(label, base.type.cls, base.rows)
        for index in range(len(scope.classes) - 1, -1, -1):
            found = self._in_class(label, scope.classes[index], ir.Var(index))
            if found:
                return found
        return None

    def _extra(self, label: str, cls: str) -> Member | None:
        """A fact that the rule files declare for a class; a day is an act as well (复查日期: 已复查)."""
        facts = self.names.facts
        dated = (facts.get((cls, label + ending)) for ending in ("日期", "时间"))
        fact = facts.get((cls, label)) or next((f for f in dated if f and f.kind == "time"), None)
        if fact is None:
            return None
        name = f"extra:{fact.name}"
        return Member(name, fact.name, fact.kind, vocabulary=name, unit=fact.unit, act=fact.kind == "time")

    def _in_class(self, label: str, cls: str, row: ir.Row, depth: int = 0) -> Found | None:
        here = self.schema.classes.get(cls)
        if here is None:
            return None
        member = here.members.get(label) or self._extra(label, cls)
        if member is not None:
            return Found(row, member)
        if depth < 4:  # noqa: PLR2004 - policy year, contract, policyholder, ledger
            for up in here.up:
                found = self._in_class(label, up.target, ir.Follow(row, up.name), depth + 1)
                if found:
                    return found
        return None

    def _name(self, tree: Sentence, scope: Scope) -> Typed:
        name = tree.children[0]
        assert isinstance(name, Token)
        named = self._named(name, scope, None)
        if named:
            return named
        row = self._row_in_sight(str(name), scope)
        if row is not None:
            return row
        found = self._member(name, scope, None)
        if found is None:
            raise self._unknown_word(name, scope)
        return self._typed(found)

    def _row_in_sight(self, label: str, scope: Scope) -> Typed | None:
        """A row in sight by the name of its class, unless a nearer row has a member of that name."""
        for index in range(len(scope.classes) - 1, -1, -1):
            cls = self.schema.classes[scope.classes[index]]
            if label in cls.members:
                return None
            if cls.label == label:
                return Typed(ir.Var(index), Type("row", cls=cls.name))
        return None

    def _member_of(self, tree: Sentence, scope: Scope) -> Typed:
        base_tree, name = tree.children[0], _token(tree, 2)
        base = self.expression(base_tree, scope)
        if base.type.kind in ("code", "codes"):
            return self._attribute(base, name)
        several = base.type.kind == "rows"
        named = self._named(name, scope, base)
        if named:
            return _of_each(named) if several else named
        found = self._member(name, scope, base)
        if found is None:
            cls = self.schema.classes[base.type.cls]
            near = nearest(str(name), cls.members)
            raise WrongSentence("E222", name, word=str(name), cls=cls.label, nearest=near or "")
        typed = self._typed(found)
        if several and typed.type.kind == "row":  # one of each is several
            return Typed(typed.node, attrs.evolve(typed.type, kind="rows"))
        return _of_each(typed) if several else typed

    def _attribute(self, base: Typed, name: Token) -> Typed:
        vocabulary = self.names.vocabularies.get(base.type.vocabulary)
        attributes = {a for e in (vocabulary.entries if vocabulary else ()) for a in e.attributes}
        if str(name) not in attributes:
            raise WrongSentence("E223", name, word=str(name), known="、".join(sorted(attributes)))
        target = next(v.name for v in self.names.vocabularies.values() if v.label == str(name))
        node = ir.Attribute(base.expr, base.type.vocabulary, str(name))
        return Typed(node, attrs.evolve(base.type, vocabulary=target))

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
        d = self.names.named.get(str(name))
        if d is None or d.kind not in ("定义", "判断", "判定表", "期间"):
            return None
        owner = self._owner_of(d)
        row = self._row_of_class(owner, scope, base) if owner else ir.Var(0)
        if row is None:
            cls = self.schema.classes[owner or ""]
            raise WrongSentence("E224", name, name=str(name), cls=cls.label)
        if d.kind == "判断":
            return Typed(ir.Judged(d.name, row), TRUTH)
        if d.kind == "判定表":
            vocabulary = next(v.name for v in self.names.vocabularies.values() if v.label == d.name)
            return Typed(ir.Lookup(d.name, row), Type("code", vocabulary=vocabulary))
        kind = self._type_of_definition(d.name)
        if kind.kind == "period" and rolling(d):
            return Typed(ir.NotComputed(d.name), kind)
        return Typed(ir.Call(d.name, row), kind)

    def _owner_of(self, d: Declaration) -> str | None:
        if d.kind == "判定表":
            field = d.field("对象")
            return self.subject(field.sentence) if field and field.sentence else None
        label = d.text("属于")
        cls = self.schema.by_label(label) if label else None
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
        here: SchemaClass | None = self.schema.classes.get(start)
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

    def _unknown_word(self, name: Token, scope: Scope, *, acts: bool = False) -> WrongSentence:
        here = [self.schema.classes[c] for c in scope.classes]
        labels = [
            label for cls in here for label, m in cls.members.items() if not acts or m.act or m.kind == "rows"
        ]
        labels += [] if acts else list(self.names.named)
        near = nearest(str(name), labels) or ""
        cls = here[-1].label if here else ""
        return WrongSentence("E225" if acts else "E226", name, word=str(name), cls=cls, nearest=near)

    # -- codes

    def _codes(self, tree: Sentence | Token, kind: Type) -> tuple[str, ...]:
        """The codes that a word of a vocabulary stands for."""
        if isinstance(tree, Token):
            token = tree
        else:
            token = next(iter(tree.scan_values(lambda v: isinstance(v, Token))))
        word = str(token)
        if kind.vocabulary in ENUMS:
            for member in ENUMS[kind.vocabulary]:
                if canonical(str(member.value)) == word:
                    return INCLUDED_IN.get((kind.vocabulary, str(member.value)), (str(member.value),))
            known = [str(m.value) for m in ENUMS[kind.vocabulary]]
            raise WrongSentence(
                "E230", token, word=word, nearest=nearest(word, known) or "", known="、".join(known)
            )
        vocabulary = self.names.vocabularies.get(kind.vocabulary)
        if vocabulary is None:
            raise WrongSentence("E231", token, word=word, vocabulary=kind.vocabulary)
        row = re.fullmatch(r"第(.+)行", word)
        if row:
            number = row[1] if row[1].isdigit() else str(chinese_number(row[1]))
            word = number
        for entry in vocabulary.entries:
            if word in (entry.code, entry.short, canonical(entry.text)):
                return (entry.code,)
        known = [e.short or e.text for e in vocabulary.entries]
        raise WrongSentence(
            "E230", token, word=str(token), nearest=nearest(word, known) or "", known="、".join(known[:12])
        )

    def _set(self, tree: Sentence | Token, kind: Type) -> tuple[str, ...]:
        return tuple(c for e in _elements(tree) for c in self._codes(e, kind))

    def codes_of(self, name: Token, vocabulary: str) -> tuple[str, ...] | None:
        """The codes of a word in a vocabulary; None if it is not there."""
        try:
            return self._codes(name, Type("code", vocabulary=vocabulary))
        except WrongSentence:
            return None


# ---------------------------------------------------------------------- helpers


def _of_each(found: Typed) -> Typed:
    """A value read of several rows: one for each; of a date, the earliest."""
    if found.type.kind in ("rows", "row") or isinstance(found.node, ir.Moment):
        return found
    return Typed(found.node, attrs.evolve(found.type, many=True))


def period_end(name: str) -> str:
    """The name of the definition that says when a 期间 is over."""
    return f"{name}（届满）"


def rolling(d: Declaration) -> bool:
    """Whether a 期间 is any run of so many months: 任意连续12个月."""
    field = d.field("长")
    return field is not None and field.sentence is not None and field.sentence.data == "rolling_span"


_ON_RECORD_ONLY = re.compile(r"（[^）]*，(不采|不计算)）")


def option_key(text: str) -> str:
    """The key at the head of a reading's option: （exclude，默认）：… → exclude."""
    found = re.match(r"（([^，）]+)", canonical(text))
    return found[1].strip() if found else text


def day_of(token: object) -> dt.date:
    """The day of a token 2025年3月31日.

    Raises:
        WrongSentence: there is no such day (30 February).

    """
    found = re.fullmatch(r"(\d+)年(\d+)月(\d+)日", canonical(str(token)))
    assert found
    try:
        return dt.date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        raise WrongSentence("E232", token if isinstance(token, Token) else None, day=str(token)) from None


def words(tree: Sentence | Token) -> str:
    """The words of a tree as they stand."""
    if isinstance(tree, Token):
        return str(tree)
    tokens = sorted(tree.scan_values(lambda v: isinstance(v, Token)), key=lambda t: t.start_pos or 0)
    return "".join(str(t) for t in tokens)


def _same_unit(one: str, other: str) -> bool:
    """Whether numbers of two units compare; a delivery (项) is a time (次) of serving."""
    return not one or not other or one == other or {one, other} == {"项", "次"}


def _token(tree: Sentence, index: int) -> Token:
    """The word at a place of a sentence."""
    token = tree.children[index]
    assert isinstance(token, Token)
    return token


def _is_name(value: object) -> bool:
    return isinstance(value, Token) and value.type == "NAME"


def _is_chosen(tree: object) -> bool:
    return isinstance(tree, Tree) and tree.data == "chosen"


def _is_this_row(tree: object) -> bool:
    return isinstance(tree, Tree) and tree.data == "this_row"


def _is_set(tree: object) -> bool:
    return isinstance(tree, Tree) and tree.data == "set"


def _is_it(tree: object) -> bool:
    return isinstance(tree, Tree) and tree.data == "it"


def _elements(tree: Sentence | Token) -> list[Sentence]:
    return [c for c in tree.children if isinstance(c, Tree)] if isinstance(tree, Tree) else []


def _inner(tree: Sentence) -> Sentence:
    """The condition inside the brackets of a filter: the last tree."""
    return [c for c in tree.children if isinstance(c, Tree)][-1]


def _depth(rows: ir.Row) -> int:
    """The next free variable for a filter over these rows."""
    used = [n.index for n in ir.walk(rows) if isinstance(n, ir.Var)]
    bound = [n.bind for n in ir.walk(rows) if isinstance(n, ir.Filter)]
    return max([*used, *bound, 0]) + 1


def over_rows(node: object) -> tuple[ir.Row | None, ir.Expr, int]:
    """A value read over several rows, as rows and the value of one of them.

    ``费用提取的提取金额`` is ``Field(Follow(Var 0, …), amount)``: the rows are the field's row.
    """
    if isinstance(node, ir.Without):
        rows, value, bind = over_rows(node.value)
        return rows, ir.Without(value, node.excluded), bind
    if isinstance(node, ir.Attribute):
        rows, value, bind = over_rows(node.value)
        return rows, ir.Attribute(value, node.vocabulary, node.name), bind
    if isinstance(node, ir.Field | ir.Moment | ir.Call) and not isinstance(node.row, ir.Var):
        bind = _depth(node.row)
        return node.row, attrs.evolve(node, row=ir.Var(bind)), bind
    return None, node, 0  # type: ignore[return-value]
