"""Pass 4, resolve: what each sentence means where it stands, and its type.

Types are checked as the expression is built, so that what comes out is well-typed
intermediate representation; what does not make sense is raised as ``WrongSentence``
with the place in the sentence. Each form of the grammar has one method; the table in
``Resolver`` names it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import attrs
from lark import Token, Tree

from ajx_rules.compiler import ir
from ajx_rules.compiler.collect import Names
from ajx_rules.compiler.resolve_acts import Acts
from ajx_rules.compiler.resolve_aggregates import Aggregates
from ajx_rules.compiler.resolve_comparisons import Comparisons
from ajx_rules.compiler.resolve_names import NameLookup
from ajx_rules.compiler.resolve_numbers import Arithmetic
from ajx_rules.compiler.resolve_periods import Periods
from ajx_rules.compiler.resolve_rows import RowSentences
from ajx_rules.compiler.resolve_tree import inner_of, words
from ajx_rules.compiler.schema import Schema, schema
from ajx_rules.compiler.types import TIME, TRUTH, Type, Typed
from ajx_rules.compiler.wrong import WrongSentence
from ajx_rules.domain.derived import PAIRS
from ajx_rules.language.text import canonical, nearest
from ajx_rules.language.tree import Sentence, tokens_of

_ON_RECORD_ONLY = re.compile(r"（[^）]*，(不采|不计算)）")


@attrs.frozen
class Scope:
    """The rows in sight: classes by index of variable, innermost last."""

    classes: tuple[str, ...]
    table_vocabulary: str = ""

    def within(self, cls: str) -> Scope:
        """The scope inside a filter over rows of ``cls``."""
        return attrs.evolve(self, classes=(*self.classes, cls))


class Resolver:
    """Turns sentences into typed intermediate representation."""

    def __init__(self, names: Names, type_of_definition: Callable[[str], Type]) -> None:
        """``type_of_definition`` gives the type of a definition, resolving it first if need be."""
        self.names = names
        self.schema: Schema = schema()
        self.lookup = NameLookup(self, type_of_definition)
        self.comparisons = Comparisons(self)
        self.periods = Periods(self)
        self.rows = RowSentences(self)
        self.acts = Acts(self)
        self.arithmetic = Arithmetic(self)
        self.aggregates = Aggregates(self)
        self._handlers: dict[str, Callable[[Sentence, Scope], Typed]] = {
            "all": self._all,
            "any": self._any,
            "negation": self._negation,
            "implies": self._implies,
            "takes": self._takes,
            "compare": self.comparisons.compare,
            "is_": self.comparisons.is_,
            "within": self.comparisons.within,
            "contains": self.comparisons.contains,
            "in_period": self.periods.in_period,
            "some": self.rows.some,
            "none": self.rows.none,
            "has": self.rows.has,
            "has_not": self.rows.has_not,
            "filter": self.rows.filter,
            "done": self.acts.done,
            "done_of": self.acts.done_of,
            "not_done": self.acts.not_done,
            "not_done_of": self.acts.not_done_of,
            "day_of": self.acts.day_of,
            "plus": self.arithmetic.plus,
            "minus": self.arithmetic.minus,
            "share": self.arithmetic.share,
            "capped": self.arithmetic.capped,
            "rounded": self.arithmetic.rounded,
            "quantity": self.arithmetic.quantity,
            "aggregate": self.aggregates.aggregate,
            "date": self._date,
            "as_of": self._as_of,
            "this_row": self._this_row,
            "name": self.lookup.name,
            "member": self.lookup.member_of,
            "brackets": lambda tree, scope: self.expression(inner_of(tree), scope),
            "row": self._word_alone,
            "chosen": self._word_alone,
            "it": self._word_alone,
        }

    # ------------------------------------------------------------------ entry points

    def truth(self, tree: Sentence, scope: Scope) -> ir.Expr:
        """A sentence that is true or false."""
        found = self.one(tree, scope)
        if found.type.kind != "truth":
            raise WrongSentence("E201", tree, got=found.type.spoken())
        return found.expr

    def subject(self, tree: Sentence) -> str:
        """The class whose rows a norm binds: 每份保险合同, 每次服务的每家投保单位."""
        labels = [str(t) for t in tokens_of(tree) if t.type == "NAME"]
        cls = None
        if len(labels) == 1:
            cls = self.schema.by_label(labels[0])
        elif len(labels) == 2:  # noqa: PLR2004 - a pair
            name = PAIRS.get((labels[0], labels[1]))
            if name is None:
                name = self._nested(labels[0], labels[1])
            cls = self.schema.classes.get(name or "")
        if cls is None:
            pairs = (tuple(map(self._each_of, pair)) for pair in PAIRS)
            known = "、".join(["每份保险合同", *("的".join(pair) for pair in pairs)])
            raise WrongSentence("E210", tree, subject="的".join(labels), known=known)
        self._check_measures(tree)
        return cls.name

    def _each_of(self, label: str) -> str:
        cls = self.schema.by_label(label)
        return f"每{cls.measure if cls else '个'}{label}"

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

    def expression(self, tree: Sentence | Token, scope: Scope) -> Typed:
        """Any expression, by the kind of its tree."""
        if isinstance(tree, Token):
            raise WrongSentence("E200", tree, word=str(tree))
        return self._handlers[str(tree.data)](tree, scope)

    def one(self, tree: Sentence | Token, scope: Scope) -> Typed:
        """An expression that has one value, or rows; not one value for each of several rows."""
        found = self.expression(tree, scope)
        if found.type.many:
            raise WrongSentence("E276", tree, words=words(tree))
        return found

    def _word_alone(self, tree: Sentence, scope: Scope) -> Typed:
        del scope
        raise WrongSentence("E200", tree, word=words(tree))

    # ------------------------------------------------------------------ connectives and readings

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

    # ------------------------------------------------------------------ days, and the row of a table

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
