"""Expressions over a world: one method a kind of node, each a set of possible values.

Nothing is cut short except where the outcome is settled, so that the readings and facts
an answer was decided on are exactly those that were looked at.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from fractions import Fraction

import attrs

from ajx_rules.compiler import ir
from ajx_rules.domain.catalogue import catalogue
from ajx_rules.domain.enums import ENUMS
from ajx_rules.engines.comparing import any_of, compare_days, compare_numbers, union
from ajx_rules.engines.extra import PREFIX
from ajx_rules.engines.in_words import in_words
from ajx_rules.engines.kinds import Kinds
from ajx_rules.engines.relations import Relations
from ajx_rules.engines.rows import Entity, Rows
from ajx_rules.engines.table_match import match_table
from ajx_rules.engines.values import (
    MINUTES,
    NEVER,
    NOTHING,
    Codes,
    CodeSet,
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

MAX_DAYS = dt.date(2200, 12, 31).toordinal()

Env = tuple[Entity, ...]


@attrs.frozen
class Fact:
    """A fact that was looked at: place, label and value in words."""

    path: str
    label: str
    value: str


@attrs.frozen
class Answer:
    """A person's recorded answer to a question."""

    question: str
    answer: str
    by: str
    on: str
    criteria: str


@attrs.frozen
class Called:
    """A definition or table that was asked about one row, its answer, and the switches that it rests on."""

    node: ir.Call | ir.Lookup
    entity: Entity
    value: Value
    switches: frozenset[str]


class Trace:
    """What an evaluation looked at.

    ``switches`` are all that were read, ``direct`` those of them read outside a definition or
    table; ``calls`` are the definitions and tables asked, whose answers carry the other switches.
    """

    def __init__(self) -> None:
        """Nothing yet."""
        self.switches: set[str] = set()
        self.direct: set[str] = set()
        self.calls: dict[tuple[str, str], Called] = {}
        self.facts: dict[tuple[str, str, str], tuple[Entity, str, Value]] = {}
        self.answers: dict[str, Answer] = {}
        self.tables: dict[str, tuple[str, ...]] = {}

    def take(self, other: Trace) -> None:
        """Add what another evaluation looked at."""
        self.direct |= other.direct
        self.calls.update(other.calls)
        self.take_answer(other)

    def take_answer(self, other: Trace) -> None:
        """Add what the evaluation of a definition looked at, but not how it came to its answer."""
        self.switches |= other.switches
        self.facts.update(other.facts)
        self.answers.update(other.answers)
        self.tables.update(other.tables)


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
        for entity, times in self.rows(node.source, env).items:
            inner = bound(env, node.bind, entity)
            condition = latest([times, self.times(node.condition, inner)])
            if condition.may_be_true:
                kept.append((entity, condition))
        return Rows(tuple(kept))

    def _single(self, node: ir.Row, env: Env) -> tuple[Entity | None, Times]:
        """The one row of a node; None if there may be none or several."""
        items = self.rows(node, env).items
        if len(items) == 1:
            return items[0]
        return None, Times.never()

    # ------------------------------------------------------------ truths

    def times(self, node: ir.Expr, env: Env) -> Times:
        """A truth or a date."""
        found = self.value(node, env)
        assert isinstance(found, Times), node
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
                return out
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
                return self._compare(op, self.value(left, env), self.value(right, env))
            case ir.OneOf(value, codes):
                return self._one_of(self.value(value, env), codes)
            case ir.AtLeastCode(value, other, vocabulary):
                return self._ranks(self.value(value, env), self.value(other, env), vocabulary)
            case ir.Holds(value, codes):
                held = self.value(value, env)
                return latest(self._contains(held, self.value(c, env)) for c in codes)
            case ir.Given(value):
                return self._given(self.value(value, env))
            case ir.Judged(question, row):
                return self._judged(question, row, env)
            case ir.NotComputed(period):
                return Times.either(frozenset({_not_computed(period)}))
            case _:
                return self._plain(node, env)

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
                return self._attribute(self.value(value, env), vocabulary, name)
            case ir.Lookup(table, row):
                return self._on_row("table:" + table, self._tables[table].subject, node, row, env)
            case ir.Call(definition, row):
                return self._on_row(definition, self._definitions[definition].owner, node, row, env)
            case ir.Count(rows):
                return self.count(self.rows(rows, env))
            case ir.Distinct(rows, bind, value):
                return self._distinct(rows, bind, value, env)
            case ir.Sum(rows, bind, value):
                return self._sum(rows, bind, value, env)
            case ir.Extreme(which, rows, bind, value):
                return self._extreme(which, rows, bind, value, env)
            case ir.Plus(left, right):
                return self._number(left, env).plus(self._number(right, env))
            case ir.Minus(left, right):
                return self._number(left, env).minus(self._number(right, env))
            case ir.Share(value, part):
                return self._number(value, env).scaled(part)
            case ir.Without(value, excluded):
                return self._without(self.value(value, env), excluded)
            case ir.Bounded(value, limit, most):
                return self._number(value, env).bounded(self._number(limit, env), most=most)
            case ir.Rounded(value, step):
                return self._number(value, env).rounded(step)
            case ir.Stepped(value, vocabulary, up):
                return self._stepped(self.value(value, env), vocabulary, up=up)
            case ir.LastsAtLeast():
                return self._lasts(node, env)
            case ir.Shifted(start, count, unit):
                return self._shifted(self.times(start, env), count, unit)
            case ir.OrElse(value, declared):
                return self._or_else(self.value(value, env), declared, env)
        raise AssertionError(node)

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
                fact = self._facts[key] = self._fact(entity, name, value)
            out.setdefault(fact.path, fact)
        return tuple(out.values())

    def _fact(self, entity: Entity, name: str, value: Value) -> Fact:
        row = entity.row
        cls = catalogue().classes.get(entity.cls)
        field = cls.fields.get(name) if cls is not None and row is not None else None
        if row is not None and field is not None:
            path, label = f"{row.path}.{name}", f"{self.world.name(row)}的{field.label}"
        else:
            path = f"{entity.path}~{entity.cls}.{name}"
            label = f"{self.world.name_of(entity)}的{_label(entity.cls, name)}"
        return Fact(path, label, in_words(value))

    # ------------------------------------------------------------ comparisons

    def _compare(self, op: str, left: Value, right: Value) -> Times:
        if isinstance(left, Texts) or isinstance(right, Texts):  # read of no record at all
            return Times.either(left.missing | right.missing)
        if isinstance(left, Numbers) and isinstance(right, Numbers):
            return compare_numbers(op, left, right)
        assert isinstance(left, Times)
        assert isinstance(right, Times)
        return compare_days(op, left, right)

    def _one_of(self, value: Value, codes: tuple[str, ...]) -> Times:
        if isinstance(value, Codes):
            return value.within(codes)
        if isinstance(value, Texts):
            return Times.either(value.missing)
        assert isinstance(value, CodeSet)
        inside = frozenset(codes)
        if value.possible is not None and value.possible <= inside and value.certain == value.possible:
            return Times.truth(bool(value.certain))
        if value.certain - inside:
            return Times.never()
        return Times.either(value.missing)

    def _ranks(self, value: Value, other: Value, vocabulary: str) -> Times:
        if isinstance(value, Texts) or isinstance(other, Texts):  # read of no record at all
            return Times.either(value.missing | other.missing)
        assert isinstance(value, Codes)
        assert isinstance(other, Codes)
        order = self._highest_first(vocabulary)
        if value.possible is None or other.possible is None or not order:
            return Times.either(value.missing | other.missing)
        outcomes = {
            order.index(a) <= order.index(b)
            for a in value.possible
            for b in other.possible
            if a in order and b in order
        }
        return (
            Times.truth(outcomes.pop()) if len(outcomes) == 1 else Times.either(value.missing | other.missing)
        )

    def _highest_first(self, vocabulary: str) -> list[str]:
        """The entries of an ordered list, the highest first; an enumeration rises."""
        if vocabulary in ENUMS:
            return [str(m.value) for m in reversed(list(ENUMS[vocabulary]))]
        found = self._vocabularies.get(vocabulary)
        return [e.code for e in found.entries] if found is not None and found.ordered else []

    def _contains(self, held: Value, code: Value) -> Times:
        """Whether a word is another, or a set holds it; whichever word either may be."""
        if isinstance(held, Texts) or not isinstance(code, Codes):  # read of no record at all
            return Times.either(held.missing | code.missing)
        assert isinstance(held, Codes | CodeSet)
        missing = held.missing | code.missing
        if code.possible is None:
            return Times.either(missing)
        if isinstance(held, Codes) and held.possible is not None and not held.possible & code.possible:
            return Times.never()
        each = [held.within((c,)) if isinstance(held, Codes) else held.contains(c) for c in code]
        if all(t.decided for t in each) and len({t.may_be_true for t in each}) <= 1:
            return latest(each)
        return Times.either(missing)

    def _given(self, value: Value) -> Times:
        if isinstance(value, Texts):
            return (
                Times.either(value.missing) if value.text is None else Times.truth(bool(value.text.strip()))
            )
        if isinstance(value, Codes):
            return Times.truth(bool(value.possible)) if value.definite else Times.either(value.missing)
        if isinstance(value, CodeSet):
            return (
                Times.always()
                if value.certain
                else (Times.never() if value.possible == frozenset() else Times.either(value.missing))
            )
        assert isinstance(value, Numbers)
        return Times.always() if value.definite else Times.either(value.missing)

    # ------------------------------------------------------------ aggregates

    def _number(self, node: ir.Expr, env: Env) -> Numbers:
        found = self.value(node, env)
        if isinstance(found, Texts):  # read of no record at all
            return Numbers(None, None, found.missing)
        assert isinstance(found, Numbers), node
        return found

    def count(self, rows: Rows) -> Numbers:
        """How many rows there are, and may be."""
        sure = sum(1 for _, t in rows.items if not t.may_be_false)
        unsure = [(e, t) for e, t in rows.items if t.may_be_false]
        missing = union(t.missing for _, t in unsure)
        if any(e.ghost is not None for e, _ in unsure):
            return Numbers(Fraction(sure), None, missing)
        return Numbers(Fraction(sure), Fraction(sure + len(unsure)), missing)

    def _distinct(self, rows: ir.Row, bind: int, value: ir.Expr, env: Env) -> Numbers:
        """Distinct codes: at least those certain, at most those possible."""
        return self.kinds(rows, bind, value, env).number()

    def kinds(self, rows: ir.Row, bind: int, value: ir.Expr, env: Env) -> Kinds:
        """The distinct codes over rows."""
        out = Kinds()
        for entity, times in self.rows(rows, env).items:
            got = self.value(value, bound(env, bind, entity))
            sure = not times.may_be_false
            many = entity.ghost is not None
            if isinstance(got, Codes):
                got = (
                    CodeSet(got.possible or frozenset(), got.possible, got.missing)
                    if got.definite or got.possible == frozenset()
                    else got
                )
            out = out.with_one(got, sure=sure, many=many, missing=NOTHING if sure else times.missing)
        return out

    def _sum(self, rows: ir.Row, bind: int, value: ir.Expr, env: Env) -> Numbers:
        total = Numbers.exactly(0)
        for entity, times in self.rows(rows, env).items:
            amount = self._number(value, bound(env, bind, entity))
            if not times.may_be_false:
                total = total.plus(amount)
            elif entity.ghost is not None:
                lo = total.lo if amount.lo is not None and amount.lo >= 0 else None
                total = Numbers(lo, None, total.missing | times.missing)
            else:
                lo = None if amount.lo is None else min(amount.lo, Fraction(0))
                hi = None if amount.hi is None else max(amount.hi, Fraction(0))
                total = total.plus(Numbers(lo, hi, amount.missing | times.missing))
        return total

    def _extreme(self, which: str, rows: ir.Row, bind: int, value: ir.Expr, env: Env) -> Times:
        items = self.rows(rows, env).items
        parts = [(t, self.times(value, bound(env, bind, e))) for e, t in items]
        if which == "first":
            return earliest(latest([t.undated(), v]) for t, v in parts)
        found = [
            v if not t.may_be_false else Times.of((*v.stretches, (0, 0)), v.missing | t.missing)
            for t, v in parts
        ]
        return latest(found) if found else Times.never()

    # ------------------------------------------------------------ codes

    def _attribute(self, value: Value, vocabulary: str, name: str) -> Value:
        entries = {e.code: e.attributes.get(name, "") for e in self._vocabularies[vocabulary].entries}
        if isinstance(value, Codes):
            if value.possible is None:
                return Codes(None, value.missing)
            return Codes(frozenset(entries.get(c, "") for c in value.possible), value.missing)
        assert isinstance(value, CodeSet)
        possible = None if value.possible is None else frozenset(entries.get(c, "") for c in value.possible)
        return CodeSet(frozenset(entries.get(c, "") for c in value.certain), possible, value.missing)

    def _without(self, value: Value, excluded: tuple[str, ...]) -> Value:
        out = frozenset(excluded)
        if isinstance(value, Codes):
            return Codes(None if value.possible is None else value.possible - out, value.missing)
        assert isinstance(value, CodeSet)
        possible = None if value.possible is None else value.possible - out
        return CodeSet(value.certain - out, possible, value.missing)

    def _stepped(self, value: Value, vocabulary: str, *, up: bool) -> Value:
        assert isinstance(value, Codes)
        order = self._highest_first(vocabulary)
        if value.possible is None:
            return value
        step = -1 if up else 1
        moved = {
            order[min(max(order.index(c) + step, 0), len(order) - 1)] for c in value.possible if c in order
        }
        return Codes(frozenset(moved), value.missing)

    def _lasts(self, node: ir.LastsAtLeast, env: Env) -> Times:
        """Whether periods together last long enough, laid end to end from the first day."""
        until = self.times(node.until, env)
        least: list[tuple[int, int]] = []
        most: list[tuple[int, int]] = []
        missing = until.missing
        for entity, there in self.rows(node.rows, env).items:
            first, last = self.relations.moment(entity, node.first), self.relations.moment(entity, node.last)
            if entity.ghost is not None:
                missing |= there.missing | entity.ghost
                most.append((0, until.hi // MINUTES))
                continue
            missing |= first.missing | last.missing | there.missing
            if not there.may_be_false and first.hi < NEVER:
                least.append((first.hi // MINUTES, min(last.lo, until.lo) // MINUTES))
            most.append((first.lo // MINUTES, min(last.hi, until.hi) // MINUTES))
        if self._long_enough(least, node):
            return Times.always()
        return Times.either(missing) if self._long_enough(most, node) else Times.never()

    def _long_enough(self, periods: list[tuple[int, int]], node: ir.LastsAtLeast) -> bool:
        days: int = 0
        at = 0
        for first, last in sorted(p for p in periods if p[0] <= p[1]):
            days += max(last - max(first, at + 1) + 1, 0)
            at = max(at, last)
        begin = min((p[0] for p in periods if p[0] > 0), default=1)
        if days <= 0 or days > MAX_DAYS:
            return days > MAX_DAYS
        start = dt.date.fromordinal(min(begin, MAX_DAYS))
        needed = self.world.due(start, node.count, node.unit, count_start=False, makeup=True).day
        return start.toordinal() + days >= needed.toordinal()

    def _or_else(self, value: Value, declared: ir.Expr, env: Env) -> Value:
        """The records if they settle it, else what was declared, else both."""
        if settled(value):
            return value
        said = self.value(declared, env)
        return said if settled(said) else any_of([value, said])

    def _shifted(self, day: Times, count: int, unit: str) -> Times:
        """The corresponding day so many units on, of every day that a day may be."""
        stretches = [
            (lo, hi)
            if lo >= NEVER
            else (self._moved(lo, count, unit) or lo, (self._moved(hi, count, unit) or hi) + MINUTES - 1)
            for lo, hi in day.stretches
        ]
        return Times.of(stretches, day.missing)

    def _moved(self, minute: int, count: int, unit: str) -> int | None:
        """The first minute of the day so many units on; None where there is no such day."""
        if not MINUTES <= minute < MAX_DAYS * MINUTES:
            return None
        start = dt.date.fromordinal(minute // MINUTES)
        found = self.world.due_day(start, count, unit, count_start=False, makeup=True)
        return found.toordinal() * MINUTES if found is not None else None

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
        number = self._number(table.input, (entity,))
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
        answer = self._answer(question, entity)
        if answer is None or answer.answer not in ("是", "否"):
            label = f"{self.world.name_of(entity)}：{question}"
            return Times.either(frozenset({Missing("judgement", about_path(entity), label, question)}))
        self.trace.answers[question] = answer
        return Times.truth(answer.answer == "是")

    def _answer(self, question: str, entity: Entity) -> Answer | None:
        """The latest answer on file that no other replaces."""
        ids, years = _about(entity)
        found = []
        for row in self.world.index.rows("Judgement"):
            record = row.record
            if getattr(record, "question", None) != question or getattr(record, "about", None) not in ids:
                continue
            no = getattr(record, "policy_year", None) or getattr(record, "year", None)
            if years is not None and no is not None and no not in years:
                continue
            if self.relations.presence(row).hi <= self.world.end:
                found.append(row)
        replaced = {getattr(r.record, "replaces", None) for r in found}
        left = [r for r in found if r.id not in replaced]
        if not left:
            return None
        last = max(left, key=lambda r: (str(getattr(r.record, "made_on", "")), r.position))
        record = last.record
        by = self.world.index.row(getattr(record, "by", None))
        name = str(getattr(by.record, "name", "")) if by else str(getattr(record, "by_name", "") or "")
        answer = str(getattr(getattr(record, "answer", ""), "value", ""))
        return Answer(
            question,
            answer,
            name,
            str(getattr(record, "made_on", "")),
            str(getattr(record, "criteria", "") or ""),
        )


def bound(env: Env, index: int, entity: Entity) -> Env:
    """The rows in scope with one more at an index; places between are not used by any expression."""
    return (*env[:index], *([entity] * (index - len(env))), entity)


def settled(value: Value) -> bool:
    """Whether a value is known: one truth, one number, one word, one whole set."""
    if isinstance(value, Times):
        return value.decided
    if isinstance(value, CodeSet):
        return value.certain == value.possible
    return value.text is not None if isinstance(value, Texts) else value.definite


def _not_computed(period: str) -> Missing:
    """What is said of a day in a rolling period."""
    label = f"“{period}”是任意连续的一段时间：不计算，由人判断"
    return Missing("judgement", "", label, f"{period}（滚动期间，不计算）")


def about_path(entity: Entity) -> str:
    """Where a judgement about a row would point."""
    return f"{entity.path}~{entity.cls}"


def _about(entity: Entity) -> tuple[frozenset[str], frozenset[int] | None]:
    """The ids that a judgement about a row may name, and the years it may state."""
    ids: set[str] = {entity.id}
    if entity.cls == "InsuredYear":
        contract, year = entity.data["contract"], entity.data["policy_year"]
        policyholder = entity.data["policyholder"]
        assert isinstance(contract, Entity)
        assert isinstance(year, Entity)
        assert isinstance(policyholder, Entity)
        no = year.data["no"]
        assert isinstance(no, int)
        listed = {year.row.id} if year.row is not None else set()
        return frozenset({contract.id, policyholder.id, *listed}), frozenset({no})
    if entity.cls == "InsurerCalendarYear":
        insurer, calendar_year = entity.data["insurer"], entity.data["year"]
        assert isinstance(insurer, Entity)
        assert isinstance(calendar_year, int)
        return frozenset({insurer.id}), frozenset({calendar_year})
    if entity.cls == "Recipient" and entity.row is not None and entity.row.owner is not None:
        ids.add(entity.row.owner.id)
    if entity.cls == "Delivery":
        service = entity.data["service"]
        assert isinstance(service, Entity)
        ids.add(service.id)
    return frozenset(ids), None


def _label(cls: str, name: str) -> str:
    from ajx_rules.compiler.schema import schema

    if name.startswith(PREFIX):
        return name.removeprefix(PREFIX)
    base, _, end = name.partition(":")
    label = next((m.label for m in schema().classes[cls].members.values() if m.name == base), base)
    return label + {"first": "的首日", "last": "的末日"}.get(end, "")
