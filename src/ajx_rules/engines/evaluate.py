"""Expressions over a world: one case a kind of node, each a set of possible values.

Nothing is cut short except where the outcome is settled, so that the readings and facts
an answer was decided on are exactly those that were looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from ajx_rules.compiler import ir
from ajx_rules.compiler.packed import APART
from ajx_rules.domain.enums import ENUMS
from ajx_rules.engines.aggregates import count_rows, extreme, kinds, total
from ajx_rules.engines.codes import attribute, contains, one_of, ranks, stepped, without
from ajx_rules.engines.comparing import any_of, at_once, compare, given, settled
from ajx_rules.engines.dependencies import OF_A_YEAR, THIS_ROW, Dependencies, name_of
from ajx_rules.engines.durations import lasts, shifted
from ajx_rules.engines.judgements import judged
from ajx_rules.engines.relations import Relations
from ajx_rules.engines.rows import Entity, Env, Rows, bound, inside_window, same
from ajx_rules.engines.table_match import match_table
from ajx_rules.engines.trace import Called, Fact, Trace, fact_in_words
from ajx_rules.engines.values import (
    NOTHING,
    Codes,
    Missing,
    Missings,
    Numbers,
    Texts,
    Times,
    Value,
    earliest,
    latest,
)
from ajx_rules.engines.world import World

KEPT = APART - {ir.Filter}
"""What is worth keeping, as filtered rows are, while a verdict is worked out and other readings are tried on it."""


class Evaluator:
    """Evaluates expressions in one world under one choice of readings."""

    def __init__(
        self,
        regulation: ir.RegulationIR,
        relations: Relations,
        choices: Mapping[str, str],
        depends: Dependencies | None = None,
    ) -> None:
        """``choices`` gives the option of every switch; ``depends`` is what is known of the expressions already."""
        self.regulation = regulation
        self.relations = relations
        self.world: World = relations.world
        self.choices = choices
        self.trace = Trace()
        self.this_row: str | None = None
        self.depends = depends or Dependencies(regulation)
        self.varies: frozenset[str] = frozenset()
        self.span: tuple[Times, Times] | None = None
        self.kept: dict[tuple[int, Env], tuple[ir.Expr | ir.Row, Value | Rows]] = {}
        self._definitions = {d.name: d for d in regulation.definitions}
        self._tables = {t.name: t for t in regulation.tables}
        self._vocabularies = {v.name: v for v in regulation.vocabularies}
        self._answers: dict[tuple[str, str], tuple[Called, Trace]] = {}
        self._supposed: dict[tuple[str, str], tuple[Called, Trace]] = {}
        self._facts: dict[tuple[str, str, str], Fact] = {}
        self._ways: dict[type, Callable[..., Value]] = {
            ir.Field: self._field,
            ir.Moment: self._moment,
            ir.Number: lambda node, _: Numbers.exactly(node.value),
            ir.Day: lambda node, _: Times.day(node.day),
            ir.AsOf: lambda *_: self.world.today(),
            ir.Code: lambda node, _: Codes(frozenset({node.code})),
            ir.Attribute: self._attribute,
            ir.ThisRow: lambda *_: Codes(frozenset({self.this_row} if self.this_row else ())),
            ir.Lookup: self._lookup,
            ir.Call: self._call,
            ir.Sum: lambda node, env: total(self, node.rows, node.bind, node.value, env),
            ir.Count: lambda node, env: count_rows(self.rows(node.rows, env)),
            ir.Distinct: lambda node, env: kinds(self, node.rows, node.bind, node.value, env).number(),
            ir.Without: lambda node, env: without(self.value(node.value, env), node.excluded),
            ir.Extreme: lambda node, env: extreme(self, node.which, node.rows, node.bind, node.value, env),
            ir.Plus: lambda node, env: self.number(node.left, env).plus(self.number(node.right, env)),
            ir.Minus: lambda node, env: self.number(node.left, env).minus(self.number(node.right, env)),
            ir.Share: lambda node, env: self.number(node.value, env).scaled(node.part),
            ir.Bounded: lambda node, env: self.number(node.value, env).bounded(
                self.number(node.limit, env), most=node.most
            ),
            ir.Rounded: lambda node, env: self.number(node.value, env).rounded(node.step),
            ir.Stepped: self._stepped,
            ir.LastsAtLeast: lambda node, env: lasts(self, node, env),
            ir.Shifted: lambda node, env: shifted(
                self.times(node.start, env), node.count, node.unit, self.world
            ),
            ir.OrElse: self._or_else,
            ir.All: self._all,
            ir.AnyOf: self._any_of,
            ir.Not: lambda node, env: self.times(node.item, env).negated(),
            ir.Compare: lambda node, env: compare(
                node.op, self.value(node.left, env), self.value(node.right, env)
            ),
            ir.OneOf: lambda node, env: one_of(self.value(node.value, env), node.codes),
            ir.AtLeastCode: self._at_least_code,
            ir.Holds: self._holds,
            ir.Exists: lambda node, env: self.rows(node.rows, env).first(),
            ir.Happened: lambda node, env: self.world.so_far(self.times(node.moment, env)),
            ir.Same: lambda node, env: same(self.rows(node.left, env), self.rows(node.right, env)),
            ir.Given: lambda node, env: given(self.value(node.value, env)),
            ir.Reads: self._reads,
            ir.NotComputed: lambda node, _: Times.either(frozenset({_not_computed(node.period)})),
            ir.Judged: self._judged,
        }

    @contextmanager
    def traced(self) -> Iterator[Trace]:
        """A trace of its own for the evaluations inside."""
        outer, self.trace = self.trace, Trace()
        try:
            yield self.trace
        finally:
            self.trace = outer

    @contextmanager
    def afresh(self) -> Iterator[None]:
        """Evaluate without what was kept, where a trace of what was looked at is wanted once more."""
        before, self.kept = self.kept, {}
        try:
            yield
        finally:
            self.kept = before

    @contextmanager
    def in_row(self, code: str | None) -> Iterator[None]:
        """Evaluate with ``所在行`` standing for a row of a table."""
        before = self.this_row, self.varies
        self.this_row, self.varies = code, self.varies | {THIS_ROW}
        try:
            yield
        finally:
            self.this_row, self.varies = before

    @contextmanager
    def spanning(self, first: Times, last: Times) -> Iterator[None]:
        """Evaluate as one of several years that are one window: its records may be made good in any of them."""
        before = self.span, self.varies, self._supposed
        self.span, self.varies = (first, last), self.varies | {OF_A_YEAR}
        self._supposed = dict(self._supposed)
        try:
            yield
        finally:
            self.span, self.varies, self._supposed = before

    @contextmanager
    def supposing(self, node: ir.Expr | None, entity: Entity, code: str) -> Iterator[None]:
        """Evaluate as if a definition or table had given this word for the row; nothing is kept of it."""
        if not isinstance(node, ir.Call | ir.Lookup):
            yield
            return
        key = name_of(node)
        called = Called(node, entity, Codes(frozenset({code})), frozenset())
        before = self._supposed, self.varies
        self._supposed = {(key, f"{entity.cls}:{entity.id}"): (called, Trace())}
        self.varies = self.varies | {key}
        try:
            yield
        finally:
            self._supposed, self.varies = before

    def as_ever(self, node: ir.Expr | ir.Row) -> bool:
        """Whether nothing that is supposed, or chosen otherwise than in the check, bears on a node."""
        return not self.varies or self.depends.of(node).isdisjoint(self.varies)

    # ------------------------------------------------------------ rows

    def rows(self, node: ir.Row, env: Env) -> Rows:
        """The rows that a node stands for, with their presence."""
        if isinstance(node, ir.Var):
            return Rows(((env[node.index], Times.always()),))
        if isinstance(node, ir.Filter):
            if self.varies and not self.as_ever(node):
                return self._filtered(node, env)
            kept = self.kept.get((id(node), env))
            if kept is None:
                kept = self.kept[id(node), env] = node, self._filtered(node, env)
            assert isinstance(kept[1], Rows), node
            return kept[1]
        if isinstance(node.source, ir.Var):  # by far the most
            return self.relations.follow(env[node.source.index], node.relation)
        out: dict[int, tuple[Entity, Times]] = {}  # a row reached twice is one row
        for entity, times in self.rows(node.source, env).items:
            for found_row, there in self.relations.follow(entity, node.relation).items:
                both = latest((times, there))
                if both.may_be_true:
                    before = out.get(id(found_row))
                    out[id(found_row)] = (found_row, earliest((before[1], both)) if before else both)
        return Rows(tuple(out.values()))

    def _filtered(self, node: ir.Filter, env: Env) -> Rows:
        year = _year_of(node, env)
        kept: list[tuple[Entity, Times]] = []
        found = self.rows(node.source, env).items
        for entity, times in found:
            condition = self._condition(node, env, entity, times)
            if year is not None and condition.stretches != times.stretches:
                condition = inside_window(condition, *self._window(year))
            if condition.may_be_true:
                kept.append((entity, condition))
        if year is not None and isinstance(node.source, ir.Follow) and self.depends.may_have_date(node):
            kept += self._finished(node, env, year, {entity.id for entity, _ in found})
        return Rows(tuple(kept))

    def _condition(self, node: ir.Filter, env: Env, entity: Entity, times: Times) -> Times:
        """When a row came to be among those of a filter."""
        condition = self.times(node.condition, bound(env, node.bind, entity))
        return latest((times, condition)) if condition.may_be_true else condition

    def _window(self, year: Entity) -> tuple[Times, Times]:
        return self.span or self.relations.years.window(year)

    def _finished(
        self, node: ir.Filter, env: Env, year: Entity, of_year: set[str]
    ) -> Iterator[tuple[Entity, Times]]:
        """The services done before a year of which the last that it takes may have come about in the year.

        Of several years that are one window, the last of it has to come about in any of them, and only the
        first looks back.
        """
        window = self._window(year)
        if self.relations.years.window(year)[0].stretches != window[0].stretches:
            return
        for entity, times in self.relations.served.until_end_of(year).items:
            if entity.id in of_year:
                continue
            outer, self.trace = self.trace, Trace()
            try:
                condition = inside_window(self._condition(node, env, entity, times), *window)
            finally:
                inner, self.trace = self.trace, outer
            if condition.may_be_true:
                self.trace.take(inner)
                yield entity, condition
            else:
                self.trace.take_readings(inner)  # under another it may count

    def _single(self, node: ir.Row, env: Env) -> Entity | None:
        """The one row of a node; None if there may be none or several."""
        if isinstance(node, ir.Var):
            return env[node.index]
        items = self.rows(node, env).items
        return items[0][0] if len(items) == 1 else None

    # ------------------------------------------------------------ values

    def times(self, node: ir.Expr, env: Env) -> Times:
        """A truth or a date."""
        kind = type(node)  # most are not kept: no detour by way of `value`
        found = self.value(node, env) if kind in KEPT else self._ways[kind](node, env)
        assert isinstance(found, Times), node
        return found

    def number(self, node: ir.Expr, env: Env) -> Numbers:
        """A number; any at all where it was read of no record."""
        found = self.value(node, env)
        if isinstance(found, Texts):  # read of no record at all
            return Numbers(None, None, found.missing)
        assert isinstance(found, Numbers), node
        return found

    def value(self, node: ir.Expr, env: Env) -> Value:
        """The set of possible values of an expression."""
        kind = type(node)
        if kind not in KEPT or (self.varies and not self.as_ever(node)):
            return self._ways[kind](node, env)
        kept = self.kept.get((id(node), env))
        if kept is None:
            kept = self.kept[id(node), env] = node, self._ways[kind](node, env)
        assert not isinstance(kept[1], Rows), node
        return kept[1]

    def _all(self, node: ir.All, env: Env) -> Times:
        out = true = Times.always()
        for item in node.items:
            found = self.times(item, env)
            if found is true:
                continue
            out = latest((out, found))
            if not out.may_be_true:
                return out
        return out if out.decided or self._at_once(node.items, env) else Times.never()

    def _any_of(self, node: ir.AnyOf, env: Env) -> Times:
        out = Times.never()
        for item in node.items:
            out = earliest((out, self.times(item, env)))
            if out.stretches == Times.always().stretches:
                break
        return out

    def _reads(self, node: ir.Reads, _: Env) -> Times:
        self.trace.switches.add(node.switch)
        self.trace.direct.add(node.switch)
        return Times.truth(self.choices.get(node.switch) == node.option)

    def _holds(self, node: ir.Holds, env: Env) -> Times:
        held = self.value(node.value, env)
        return latest(contains(held, self.value(c, env)) for c in node.codes)

    def _at_least_code(self, node: ir.AtLeastCode, env: Env) -> Times:
        order = self._highest_first(node.vocabulary)
        return ranks(self.value(node.value, env), self.value(node.other, env), order)

    def _stepped(self, node: ir.Stepped, env: Env) -> Value:
        return stepped(self.value(node.value, env), self._highest_first(node.vocabulary), up=node.up)

    def _attribute(self, node: ir.Attribute, env: Env) -> Value:
        """What a word has for an attribute in its list."""
        entries = {
            e.code: e.attributes.get(node.name, "") for e in self._vocabularies[node.vocabulary].entries
        }
        return attribute(self.value(node.value, env), entries)

    def _at_once(self, items: tuple[ir.Expr, ...], env: Env) -> bool:
        """Whether what is compared more than once can pass all its comparisons at once."""
        compared = [i for i in items if isinstance(i, ir.Compare)]
        for item in compared:
            same = [c for c in compared if c.left == item.left]
            if len(same) > 1 and not at_once(
                (c.op, self.value(c.left, env), self.value(c.right, env)) for c in same
            ):
                return False
        return True

    def _or_else(self, node: ir.OrElse, env: Env) -> Value:
        """The records if they settle it, else what was declared, else both."""
        value = self.value(node.value, env)
        if settled(value):
            return value
        said = self.value(node.declared, env)
        return said if settled(said) else any_of([value, said])

    # ------------------------------------------------------------ fields

    def _field(self, node: ir.Field, env: Env) -> Value:
        entity = self._single(node.row, env)
        if entity is None:
            return any_of([self.relations.value(e, node.name) for e, _ in self.rows(node.row, env).items])
        found = self.relations.value(entity, node.name)
        self.note(entity, node.name, found)
        return found

    def _moment(self, node: ir.Moment, env: Env) -> Times:
        """A date of one row, or the earliest over several."""
        entity = self._single(node.row, env)
        if entity is not None:
            found = self.relations.moment(entity, node.name)
            self.note(entity, node.name, found)
            return earliest((found,))
        parts = []
        for each, times in self.rows(node.row, env).items:
            found = self.relations.moment(each, node.name)
            self.note(each, node.name, found)
            parts.append(latest((times.undated(), found)))
        return earliest(parts)

    def note(self, entity: Entity, name: str, value: Value) -> None:
        """Keep a fact that was looked at."""
        if entity.ghost is None:
            self.trace.facts.setdefault((entity.cls, entity.id, name), (entity, name, value))

    def facts_in_words(self, trace: Trace) -> tuple[Fact, ...]:
        """The facts that were looked at, each with its place, label and value."""
        out: dict[str, Fact] = {}
        for key, (entity, name, value) in trace.facts.items():
            fact = self._facts.get(key)  # a fact is the same whichever norm looked at it
            if fact is None:
                fact = self._facts[key] = fact_in_words(self.world, entity, name, value)
            out.setdefault(fact.path, fact)
        return tuple(out.values())

    # ------------------------------------------------------------ lists of words

    def _highest_first(self, vocabulary: str) -> list[str]:
        """The entries of an ordered list, the highest first; an enumeration rises."""
        if vocabulary in ENUMS:
            return [str(m.value) for m in reversed(list(ENUMS[vocabulary]))]
        found = self._vocabularies.get(vocabulary)
        return [e.code for e in found.entries] if found is not None and found.ordered else []

    # ------------------------------------------------------------ definitions, tables, judgements

    def _call(self, node: ir.Call, env: Env) -> Value:
        return self._on_row(node, self._single(node.row, env), self._definitions[node.definition].owner)

    def _lookup(self, node: ir.Lookup, env: Env) -> Value:
        return self._on_row(node, self._single(node.row, env), self._tables[node.table].subject)

    def _on_row(self, node: ir.Call | ir.Lookup, entity: Entity | None, cls: str) -> Value:
        if entity is None:  # nothing to read it of: any value
            entity = Entity(cls, f"{name_of(node)}?", "", ghost=NOTHING)
        if entity.ghost is not None:
            return self._answer_of(node, entity)
        called, inner = self.answer(node, entity)
        self.trace.take_answer(inner)
        if called.switches:
            self.trace.calls[name_of(node), f"{entity.cls}:{entity.id}"] = called
        return called.value

    def answer(self, node: ir.Call | ir.Lookup, entity: Entity) -> tuple[Called, Trace]:
        """What a definition or table gives for one row, and what that was decided on; worked out once."""
        key = name_of(node), f"{entity.cls}:{entity.id}"
        answers = self._answers if self.as_ever(node) else self._supposed
        found = answers.get(key)
        if found is None:
            outer, self.trace = self.trace, Trace()
            try:
                result = self._answer_of(node, entity)
            finally:
                inner, self.trace = self.trace, outer
            found = answers[key] = Called(node, entity, result, frozenset(inner.switches)), inner
        return found

    def _answer_of(self, node: ir.Call | ir.Lookup, entity: Entity) -> Value:
        if isinstance(node, ir.Lookup):
            return self.lookup(node.table, entity)
        return self._define(node.definition, entity)

    def _define(self, name: str, entity: Entity) -> Value:
        """The value of the first case that holds; of every case that may, where that is not known."""
        definition = self._definitions[name]
        env = (entity,)
        values: list[Value] = []
        missing: Missings = NOTHING
        for branch in definition.branches:
            condition = self.times(branch.condition, env)
            if condition.may_be_true:
                values.append(self.value(branch.value, env))
            if not condition.may_be_false:
                break
            missing |= condition.missing
        else:
            values.append(self.value(definition.otherwise, env))
        return values[0] if len(values) == 1 else any_of(values, missing)

    def lookup(self, name: str, entity: Entity) -> Codes:
        """The results of a decision table that are possible for one row."""
        table = self._tables[name]
        number = self.number(table.input, (entity,))
        column = self.times(table.column, (entity,))
        found, cells = match_table(table, number, column)
        self.trace.tables[name] = cells
        return found

    def _judged(self, node: ir.Judged, env: Env) -> Times:
        entity = self._single(node.row, env)
        if entity is None or entity.ghost is not None:
            return Times.either((entity.ghost if entity is not None else None) or NOTHING)
        return self.judged(node.question, entity)

    def judged(self, question: str, entity: Entity, since: Times | None = None) -> Times:
        """Whether a person answered yes to a question about a row; either, if nobody answered."""
        return judged(question, entity, self.relations, self.trace, since)


def _year_of(node: ir.Filter, env: Env) -> Entity | None:
    """The insured-year whose deliveries a filter looks through."""
    source = node.source
    while isinstance(source, ir.Filter):
        source = source.source
    if not isinstance(source, ir.Follow) or source.relation != "deliveries":
        return None
    owner = env[source.source.index] if isinstance(source.source, ir.Var) else None
    return owner if owner is not None and owner.cls == "InsuredYear" and owner.ghost is None else None


def _not_computed(period: str) -> Missing:
    """What is said of a day in a rolling period."""
    label = f"“{period}”是任意连续的一段时间：不计算，由人判断"
    return Missing("judgement", "", label)
