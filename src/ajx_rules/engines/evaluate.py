"""Expressions over a world: one case a kind of node, each a set of possible values.

Nothing is cut short except where the outcome is settled, so that the readings and facts
an answer was decided on are exactly those that were looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import attrs

from ajx_rules.compiler import ir
from ajx_rules.domain.enums import ENUMS
from ajx_rules.engines.aggregates import count_rows, extreme, kinds, total
from ajx_rules.engines.codes import attribute, contains, one_of, ranks, stepped, without
from ajx_rules.engines.comparing import any_of, at_once, compare, given, settled
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


class Evaluator:
    """Evaluates expressions in one world under one choice of readings."""

    def __init__(
        self,
        regulation: ir.RegulationIR,
        relations: Relations,
        choices: Mapping[str, str],
        *,
        quiet: bool = False,
    ) -> None:
        """``choices`` gives the option of every switch; ``quiet`` = keep no facts looked at."""
        self.quiet = quiet
        self.regulation = regulation
        self.relations = relations
        self.world: World = relations.world
        self.choices = choices
        self.trace = Trace()
        self.this_row: str | None = None
        self._definitions = {d.name: d for d in regulation.definitions}
        self._tables = {t.name: t for t in regulation.tables}
        self._vocabularies = {v.name: v for v in regulation.vocabularies}
        self._memo: dict[tuple[str, str], tuple[Called, Trace]] = {}
        self._facts: dict[tuple[str, str, str], Fact] = {}

    @contextmanager
    def traced(self) -> Iterator[Trace]:
        """A trace of its own for the evaluations inside."""
        outer, self.trace = self.trace, Trace()
        try:
            yield self.trace
        finally:
            inner, self.trace = self.trace, outer
            self.trace.take(inner)

    @contextmanager
    def in_row(self, code: str | None) -> Iterator[None]:
        """Evaluate with ``所在行`` standing for a row of a table."""
        before, self.this_row = self.this_row, code
        try:
            yield
        finally:
            self.this_row = before

    @contextmanager
    def supposing(self, node: ir.Expr | None, entity: Entity, code: str) -> Iterator[None]:
        """Evaluate as if a definition or table had given this word for the row; nothing is kept of it."""
        if not isinstance(node, ir.Call | ir.Lookup):
            yield
            return
        key = node.definition if isinstance(node, ir.Call) else "table:" + node.table
        supposed = Called(node, entity, Codes(frozenset({code})), frozenset())
        before, self._memo = self._memo, {(key, f"{entity.cls}:{entity.id}"): (supposed, Trace())}
        try:
            yield
        finally:
            self._memo = before

    # ------------------------------------------------------------ rows

    def one(self, node: ir.Row, env: Env) -> tuple[tuple[Entity, Times], ...]:
        """The rows of a node with their presence; most nodes that stand for one row give one."""
        return self.rows(node, env).items

    def rows(self, node: ir.Row, env: Env) -> Rows:
        """The rows that a node stands for."""
        if isinstance(node, ir.Var):
            return Rows(((env[node.index], Times.always()),))
        if isinstance(node, ir.Follow):
            out: dict[int, tuple[Entity, Times]] = {}  # a row reached twice is one row
            for entity, times in self.rows(node.source, env).items:
                for found, there in self.relations.follow(entity, node.relation).items:
                    both = latest([times, there])
                    if both.may_be_true:
                        before = out.get(id(found))
                        out[id(found)] = (found, earliest([before[1], both]) if before else both)
            return Rows(tuple(out.values()))
        kept: list[tuple[Entity, Times]] = []
        year = _year_of(node, env)
        for entity, times in self.rows(node.source, env).items:
            inner = bound(env, node.bind, entity)
            condition = latest([times, self.times(node.condition, inner)])
            if year is not None and condition.stretches != times.stretches:
                # What makes a service of a year count has to come about in the year, as the service has.
                condition = inside_window(condition, *self.relations.years.window(year))
            if condition.may_be_true:
                kept.append((entity, condition))
        return Rows(tuple(kept))

    def _single(self, node: ir.Row, env: Env) -> tuple[Entity | None, Times]:
        """The one row of a node; None if there may be none or several."""
        items = self.rows(node, env).items
        if len(items) == 1:
            return items[0]
        return None, Times.never()

    # ------------------------------------------------------------ values

    def times(self, node: ir.Expr, env: Env) -> Times:
        """A truth or a date."""
        found = self.value(node, env)
        assert isinstance(found, Times), node
        return found

    def number(self, node: ir.Expr, env: Env) -> Numbers:
        """A number; any at all where it was read of no record."""
        found = self.value(node, env)
        if isinstance(found, Texts):  # read of no record at all
            return Numbers(None, None, found.missing)
        assert isinstance(found, Numbers), node
        return found

    def value(self, node: ir.Expr, env: Env) -> Value:  # noqa: C901, PLR0912 - one case a kind of node
        """The set of possible values of an expression (the kinds that occur most stand first)."""
        match node:
            case ir.Field(row, name):
                return self._field(row, name, env)
            case ir.Code(_, code):
                return Codes(frozenset({code}))
            case ir.All(items):
                out = Times.always()
                for item in items:
                    out = latest([out, self.times(item, env)])
                    if not out.may_be_true:
                        return out
                return out if out.decided or self._at_once(items, env) else Times.never()
            case ir.AnyOf(items):
                out = Times.never()
                for item in items:
                    out = earliest([out, self.times(item, env)])
                    if out.stretches == Times.always().stretches:
                        return out
                return out
            case ir.Not(item):
                return self.times(item, env).negated()
            case ir.Reads(switch, option):
                self.trace.switches.add(switch)
                self.trace.direct.add(switch)
                return Times.truth(self.choices.get(switch) == option)
            case ir.Exists(rows):
                return self.rows(rows, env).first()
            case ir.Happened(moment):
                return self.times(moment, env).clipped(self.world.end)
            case ir.Compare(op, left, right):
                return compare(op, self.value(left, env), self.value(right, env))
            case ir.OneOf(value, codes):
                return one_of(self.value(value, env), codes)
            case ir.AtLeastCode(value, other, vocabulary):
                return ranks(self.value(value, env), self.value(other, env), self._highest_first(vocabulary))
            case ir.Holds(value, codes):
                held = self.value(value, env)
                return latest(contains(held, self.value(c, env)) for c in codes)
            case ir.Same(left, right):
                return same(self.rows(left, env), self.rows(right, env))
            case ir.Given(value):
                return given(self.value(value, env))
            case ir.Judged(question, row):
                return self._judged(question, row, env)
            case ir.NotComputed(period):
                return Times.either(frozenset({_not_computed(period)}))
            case _:
                return self._plain(node, env)

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

    def _plain(self, node: ir.Expr, env: Env) -> Value:  # noqa: C901, PLR0912 - one case a kind of node
        match node:
            case ir.Moment(row, name):
                return self._moment(row, name, env)
            case ir.Number(value, _):
                return Numbers.exactly(value)
            case ir.Day(day):
                return Times.day(day)
            case ir.AsOf():
                return Times.day(self.world.as_of)
            case ir.ThisRow():
                return Codes(frozenset({self.this_row} if self.this_row else ()))
            case ir.Attribute(value, vocabulary, name):
                return attribute(self.value(value, env), self._attributes(vocabulary, name))
            case ir.Lookup(table, row):
                return self._on_row("table:" + table, self._tables[table].subject, node, row, env)
            case ir.Call(definition, row):
                return self._on_row(definition, self._definitions[definition].owner, node, row, env)
            case ir.Count(rows):
                return count_rows(self.rows(rows, env))
            case ir.Distinct(rows, bind, value):
                return kinds(self, rows, bind, value, env).number()
            case ir.Sum(rows, bind, value):
                return total(self, rows, bind, value, env)
            case ir.Extreme(which, rows, bind, value):
                return extreme(self, which, rows, bind, value, env)
            case ir.Plus(left, right):
                return self.number(left, env).plus(self.number(right, env))
            case ir.Minus(left, right):
                return self.number(left, env).minus(self.number(right, env))
            case ir.Share(value, part):
                return self.number(value, env).scaled(part)
            case ir.Without(value, excluded):
                return without(self.value(value, env), excluded)
            case ir.Bounded(value, limit, most):
                return self.number(value, env).bounded(self.number(limit, env), most=most)
            case ir.Rounded(value, step):
                return self.number(value, env).rounded(step)
            case ir.Stepped(value, vocabulary, up):
                return stepped(self.value(value, env), self._highest_first(vocabulary), up=up)
            case ir.LastsAtLeast():
                return lasts(self, node, env)
            case ir.Shifted(start, by, unit):
                return shifted(self.times(start, env), by, unit, self.world)
            case ir.OrElse(value, declared):
                return self._or_else(self.value(value, env), declared, env)
        raise AssertionError(node)

    def _or_else(self, value: Value, declared: ir.Expr, env: Env) -> Value:
        """The records if they settle it, else what was declared, else both."""
        if settled(value):
            return value
        said = self.value(declared, env)
        return said if settled(said) else any_of([value, said])

    # ------------------------------------------------------------ fields

    def _field(self, row: ir.Row, name: str, env: Env) -> Value:
        items = self.one(row, env)
        if len(items) == 1:
            entity, _ = items[0]
            found = self.relations.value(entity, name)
            self._note(entity, name, found)
            return found
        return any_of([self.relations.value(e, name) for e, _ in items])

    def _moment(self, row: ir.Row, name: str, env: Env) -> Times:
        """A date of one row, or the earliest over several."""
        items = self.one(row, env)
        parts = []
        for entity, times in items:
            found = self.relations.moment(entity, name)
            self._note(entity, name, found)
            parts.append(found if len(items) == 1 else latest([times.undated(), found]))
        return earliest(parts)

    def _note(self, entity: Entity, name: str, value: Value) -> None:
        if not self.quiet and entity.ghost is None:
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

    def _attributes(self, vocabulary: str, name: str) -> dict[str, str]:
        """What each entry of a list has for an attribute."""
        return {e.code: e.attributes.get(name, "") for e in self._vocabularies[vocabulary].entries}

    def _highest_first(self, vocabulary: str) -> list[str]:
        """The entries of an ordered list, the highest first; an enumeration rises."""
        if vocabulary in ENUMS:
            return [str(m.value) for m in reversed(list(ENUMS[vocabulary]))]
        found = self._vocabularies.get(vocabulary)
        return [e.code for e in found.entries] if found is not None and found.ordered else []

    # ------------------------------------------------------------ definitions, tables, judgements

    def _on_row(self, key: str, cls: str, node: ir.Call | ir.Lookup, row: ir.Row, env: Env) -> Value:
        entity, _ = self._single(row, env)
        if entity is None:  # nothing to read it of: any value
            entity = Entity(cls, f"{key}?", "", ghost=NOTHING)
        if entity.ghost is not None:
            return self._answer_of(node, entity)
        memo_key = (key, f"{entity.cls}:{entity.id}")
        found = self._memo.get(memo_key)
        if found is None:
            outer, self.trace = self.trace, Trace()
            try:
                result = self._answer_of(node, entity)
            finally:
                inner, self.trace = self.trace, outer
            called = Called(node, entity, result, frozenset(inner.switches))
            found = self._memo[memo_key] = (called, inner)
        called, inner = found
        self.trace.take_answer(inner)
        if called.switches:
            self.trace.calls[memo_key] = called
        return called.value

    def _answer_of(self, node: ir.Call | ir.Lookup, entity: Entity) -> Value:
        if isinstance(node, ir.Lookup):
            return self.lookup(node.table, entity)
        return self._define(node.definition, entity)

    def agrees_on(self, switch: str, trace: Trace) -> bool:
        """Whether all that an evaluation under other choices took from a switch is the same under these.

        The switch then makes no difference to that evaluation: it was read only inside
        definitions and tables, and each of them gives the same answer here.
        """
        if switch in trace.direct:
            return False
        return all(
            self.value(attrs.evolve(called.node, row=ir.Var(0)), (called.entity,)) == called.value
            for called in trace.calls.values()
            if switch in called.switches
        )

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

    def _judged(self, question: str, row: ir.Row, env: Env) -> Times:
        entity, _ = self._single(row, env)
        if entity is None or entity.ghost is not None:
            missing = entity.ghost if entity is not None and entity.ghost else NOTHING
            return Times.either(missing)
        return self.judged(question, entity)

    def judged(self, question: str, entity: Entity) -> Times:
        """Whether a person answered yes to a question about a row; either, if nobody answered."""
        return judged(question, entity, self.relations, self.trace)


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
    return Missing("judgement", "", label, f"{period}（滚动期间，不计算）")
