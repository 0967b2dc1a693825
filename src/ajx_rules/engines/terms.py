"""Terms: by when a duty is owed, and what that makes of an act."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final, NamedTuple, TypedDict

from ajx_rules.calendar import CalendarYearError
from ajx_rules.compiler import ir
from ajx_rules.compiler.schema import schema
from ajx_rules.domain.catalogue import catalogue
from ajx_rules.domain.values import NOTHING as NOBODY
from ajx_rules.engines.evaluate import Evaluator
from ajx_rules.engines.lapse import lapse
from ajx_rules.engines.obligations import Found, Outcome, act_by, act_without_number, any_found, standing
from ajx_rules.engines.policy_years import not_after
from ajx_rules.engines.rows import Entity
from ajx_rules.engines.values import MINUTES, NEVER, NOTHING, Missings, Times, latest
from ajx_rules.engines.verdict import Tried
from ajx_rules.engines.world import FIRST_MINUTE, LAST_MINUTE, end_of
from ajx_rules.ledger.index import Row

if TYPE_CHECKING:
    from ajx_rules.engines.reference import ReferenceEngine


_LAST_DAY: Final = dt.date.max.toordinal()


class Counting(TypedDict):
    """Whether the first day counts, make-up days are working days, a last day off moves on."""

    count_start: bool
    makeup: bool
    roll: bool


class OwnLimit(NamedTuple):
    """A number that an organisation has set itself, and what a verdict measured by it says."""

    name: str
    number: int
    unit: str

    @property
    def reason(self) -> str:
        """Whose number it is."""
        return f"以本机构参数“{self.name}”（{self.number}{self.unit}）衡量，不是本指引的要求"


class OwnLimits(NamedTuple):
    """The numbers of its own by which an organisation may be measured (``None``: by none), for want of what."""

    ways: tuple[OwnLimit | None, ...]
    missing: Missings


class _SetLimit(NamedTuple):
    limit: OwnLimit
    set_on: Times
    holds: Times

    def replaces(self, other: _SetLimit) -> bool:
        """Whether it certainly holds and was set later; of two of one day, the larger is taken."""
        if self.holds.may_be_false:
            return False
        if self.set_on == other.set_on and self.set_on.is_one_day:
            return self.limit > other.limit
        return self.set_on.lo > other.set_on.hi


class Terms:
    """The terms of a regulation in one world."""

    def __init__(self, engine: ReferenceEngine) -> None:
        """``engine`` holds the world, the exceptions and the rows."""
        self.engine = engine

    def without_number(
        self, term: ir.NoNumber, entity: Entity, done: Times, ev: Evaluator, requirement: ir.Expr
    ) -> Found:
        """及时, 立即: open until done, unless the organisation has set a number of its own."""
        if term.start is None:
            return Found(act_without_number(done), done=done)
        own = self.own_limits(term.word, entity, ev.times(term.start, (entity,)), ev)
        return any_found(
            [self._within_own(each, term, entity, done, ev, requirement) for each in own.ways], own.missing
        )

    def _within_own(
        self,
        own: OwnLimit | None,
        term: ir.NoNumber,
        entity: Entity,
        done: Times,
        ev: Evaluator,
        requirement: ir.Expr,
    ) -> Found:
        if own is None:
            return Found(act_without_number(done), done=done)
        assert term.start is not None
        within = ir.Within(term.start, own.number, own.unit, counting=term.counting)
        found = self._termed(within, entity, done, (entity,), ev, requirement)
        found.reason, found.measured = own.reason, True
        return found

    def own_limits(self, word: str, entity: Entity, start: Times, ev: Evaluator) -> OwnLimits:
        """The organisation's own number for a word on the day a term begins: the one set last.

        Where it is not said whose the row is, it is that of one insurer or another.
        """
        insurers = {each.id for each in self.engine.world.index.rows("Insurer")}
        named = self.engine.world.names(entity) & insurers
        unsaid = NOTHING if named or len(insurers) < 2 else self._unsaid_insurer(entity)  # noqa: PLR2004
        if not unsaid:
            return self._limits(word, named, start, ev)
        each = [self._limits(word, frozenset({insurer}), start, ev) for insurer in sorted(insurers)]
        ways = dict.fromkeys(way for limits in each for way in limits.ways)
        return OwnLimits(tuple(ways), unsaid.union(*(limits.missing for limits in each)))

    def _limits(self, word: str, whose: frozenset[str], start: Times, ev: Evaluator) -> OwnLimits:
        """The numbers of some insurers, of which the one set last holds."""
        names = {
            p.name: p
            for p in self.engine.regulation.parameters
            if p.word == word and (p.condition is None or not ev.times(p.condition, ()).may_be_false)
        }
        found: list[_SetLimit] = []
        for row in self.engine.world.index.rows("Parameter"):
            record = row.record
            parameter = names.get(str(getattr(record, "name", "")))
            value, unit = getattr(record, "value", None), str(getattr(record, "unit", ""))
            if parameter is None or unit not in parameter.units or value is None or value % 1:
                continue
            set_on = self.engine.relations.presence(row)
            holds = latest([set_on.undated(), self._is_for(row, whose), self._valid_on(row, start)])
            if holds.may_be_true:
                found.append(_SetLimit(OwnLimit(parameter.name, int(value), unit), set_on, holds))
        ways: list[OwnLimit | None] = [
            each.limit for each in found if not any(other.replaces(each) for other in found)
        ]
        if all(each.holds.may_be_false for each in found):
            ways.append(None)
        missing = frozenset(m for each in found for m in each.holds.missing | each.set_on.missing)
        return OwnLimits(tuple(ways), missing)

    def _is_for(self, row: Row, whose: frozenset[str]) -> Times:
        """Whether a parameter is that of an insurer; one that says 无 is for all."""
        insurer: object = getattr(row.record, "insurer", None)
        insurers = {each.id for each in self.engine.world.index.rows("Insurer")}
        if insurer is NOBODY or not insurers:
            return Times.always()
        if not isinstance(insurer, str):
            return Times.either(self.engine.world.missing_fact(row, row.cls.fields["insurer"]))
        return Times.truth(insurer in whose if whose else insurers == {insurer})

    def _unsaid_insurer(self, entity: Entity) -> Missings:
        """The facts that would say whose a row is, where they are left out."""
        relations, row = self.engine.relations, entity.row
        near = [value for value in entity.data.values() if isinstance(value, Entity)]
        if row is not None:
            near += [relations.entity(row.owner)] if row.owner is not None else []
            said = [name for name in ("insurer", "service") if name in row.cls.fields][:1]
            near += [each for name in said for each, _ in relations.follow(entity, name).items]
        found = (each.ghost if each.ghost is not None else self._unsaid_insurer(each) for each in near)
        return frozenset(m for missing in found for m in missing)

    def _valid_on(self, row: Row, start: Times) -> Times:
        """Whether a parameter is valid on a day; a bound that is left out is none."""
        entity, fields = self.engine.relations.entity(row), row.cls.fields

        def bound(name: str, otherwise: int) -> Times:
            if getattr(row.record, name) in (None, NOBODY):
                return Times(((otherwise, otherwise),))
            return self.engine.world.moment(entity, fields[name])

        begun = not_after(bound("valid_from", FIRST_MINUTE), start)
        return latest([begun, not_after(start, bound("valid_to", LAST_MINUTE))])

    def _untimed(self, node: ir.Expr, env: tuple[Entity, ...], ev: Evaluator) -> Missings:
        """The moments behind an expression that are known only by their day."""
        out: Missings = NOTHING
        for entity, name in self._moments(node, env, ev):
            field = entity.row.cls.fields.get(name) if entity.row is not None else None
            times = self.engine.relations.moment(entity, name)
            if entity.row is not None and field is not None and times.is_one_day and times.lo != times.hi:
                out |= self.engine.world.missing_fact(entity.row, field)
        return out

    def _moments(self, node: ir.Expr, env: tuple[Entity, ...], ev: Evaluator) -> Iterable[tuple[Entity, str]]:
        """The dated fields behind an expression, each with its row."""
        for n in ir.walk(node):
            if isinstance(n, ir.Moment) and all(
                v.index < len(env) for v in ir.walk(n.row) if isinstance(v, ir.Var)
            ):
                yield from ((e, n.name) for e, _ in ev.rows(n.row, env).items)
            elif isinstance(n, ir.Exists):
                for entity, _ in ev.rows(n.rows, env).items:
                    dated = schema().classes[entity.cls].dated
                    if dated:
                        yield entity, dated

    def _goes_by_days(self, node: ir.Expr, env: tuple[Entity, ...], ev: Evaluator) -> bool:
        """Whether a moment behind an expression is a day that is never told by the hour."""
        return any(self._is_day(e, name) for e, name in self._moments(node, env, ev))

    def _is_day(self, entity: Entity, name: str) -> bool:
        """Whether a dated field holds days; of what is derived or declared, whether it holds one."""
        recorded = catalogue().classes.get(entity.cls)
        if recorded is not None and name in recorded.fields:
            return recorded.fields[name].kind == "date"
        times = self.engine.relations.moment(entity, name)
        return times.is_one_day and times.lo != times.hi

    def _eve(
        self, term: ir.Before, env: tuple[Entity, ...], ev: Evaluator, *, by_days: bool
    ) -> tuple[Times, Times]:
        """The event of …前, and the last moment before it; by days, the last of the day before."""
        event = ev.times(term.moment, env).clipped(self.engine.world.end)

        def before(moment: int) -> int:
            first = moment // MINUTES * MINUTES if by_days else moment
            return max(first - 1, 0) if moment < NEVER else NEVER

        return event, Times.of(((before(lo), before(hi)) for lo, hi in event.stretches), event.missing)

    def _termed(
        self,
        term: ir.Within | ir.Before,
        entity: Entity,
        done: Times,
        env: tuple[Entity, ...],
        ev: Evaluator,
        requirement: ir.Expr | None = None,
    ) -> Found:
        end = self.engine.world.end
        if isinstance(term, ir.Before):
            by_days = self._goes_by_days(term.moment, env, ev) or (
                requirement is not None and self._goes_by_days(requirement, env, ev)
            )
            event, due = self._eve(term, env, ev, by_days=by_days)
            found = Found(act_by(done, due, end), due=due, done=done)
            if not by_days and not found.outcome.definite:
                self._name_untimed(found, term.moment, requirement, env, ev)
            found.event = event
            return found
        due, start = self.due(term, env, ev)
        found = Found(act_by(done, due, end), due=due, term=term, start=start, done=done)
        if term.unit == "小时" and not found.outcome.definite:
            self._name_untimed(found, term.start, requirement, env, ev)
        lapse(entity, due, found, self.engine.relations)
        return found

    def _name_untimed(
        self,
        found: Found,
        moment: ir.Expr,
        requirement: ir.Expr | None,
        env: tuple[Entity, ...],
        ev: Evaluator,
    ) -> None:
        """Name the times of day that an open outcome waits for."""
        untimed = self._untimed(moment, env, ev) | (
            self._untimed(requirement, env, ev) if requirement else NOTHING
        )
        found.outcome = Outcome.of(*found.outcome.statuses, missing=found.outcome.missing | untimed)

    def under_terms(self, norm: ir.Norm, entity: Entity, done: Times, ev: Evaluator) -> Found:
        """The term of a norm, or those that exceptions put in its place; all that may apply, together."""
        assert norm.requirement is not None
        condition = norm.requirement.condition
        moved = [
            (e, self.engine.exceptions.applies(e, None, (entity,), ev))
            for e in self.engine.exceptions.targeting.get(norm.id, ())
            if e.effect == "term"
        ]
        ways: list[tuple[ir.ExceptionRule | None, Found]] = [
            (e, self._with_term(e.term, entity, done, ev, condition)) for e, a in moved if a.may_be_true
        ]
        if all(a.may_be_false for _, a in moved):
            ways.insert(0, (None, self._with_term(norm.term, entity, done, ev, condition)))
        for name, each in ways:
            each.reason = f"例外“{name.name}”改变了期限" if name is not None else each.reason
        missing = frozenset(m for _, a in moved if not a.decided for m in a.missing)
        found = any_found([each for _, each in ways], missing)
        found.tried = tuple(
            Tried(e.name, a.may_be_true if a.decided else None, e.citation.words) for e, a in moved
        )
        return found

    def _with_term(
        self, term: ir.Term | None, entity: Entity, done: Times, ev: Evaluator, condition: ir.Expr
    ) -> Found:
        if term is None:
            return Found(standing(done), done=done)
        if isinstance(term, ir.NoNumber):
            return self.without_number(term, entity, done, ev, condition)
        return self._termed(term, entity, done, (entity,), ev, condition)

    def period(
        self, term: ir.Within | ir.Before, act: ir.Expr, env: tuple[Entity, ...], ev: Evaluator
    ) -> tuple[Times, Times]:
        """The first and last moment of the period that a prohibition holds for."""
        if isinstance(term, ir.Before):
            by_days = self._goes_by_days(term.moment, env, ev) or self._goes_by_days(act, env, ev)
            _, last = self._eve(term, env, ev, by_days=by_days)
            return Times.always(), last
        due, start = self.due(term, env, ev)
        return start, due

    def due(self, term: ir.Within, env: tuple[Entity, ...], ev: Evaluator) -> tuple[Times, Times]:
        """The last minute of the due date, for every day the term may begin on."""
        start = ev.times(term.start, env)
        counted = self.counting(term, ev)
        stretches: list[tuple[int, int]] = []
        for lo, hi in start.stretches:
            if lo >= NEVER:
                stretches.append((NEVER, NEVER))
                continue
            first = self._end_of_term(term, lo, counted)
            last = self._end_of_term(term, hi, counted)
            if first is None and start.is_one_day and not start.missing:
                # a known day whose year has no data: the calendar's error names the year
                self.engine.world.due(dt.date.fromordinal(lo // MINUTES), term.count, term.unit, **counted)
            # A day before the calendar begins is as early as any; one after it ends, as late as any.
            stretches.append((FIRST_MINUTE if first is None else first, NEVER - 1 if last is None else last))
        due = Times.of(stretches, start.missing)
        return (Times(due.stretches) if len(due.stretches) == 1 and due.lo == due.hi else due), start

    def awaited(self, term: ir.Within, start: Times, ev: Evaluator) -> tuple[int, ...]:
        """The years whose notices a due date awaits, on whichever day its term begins."""
        years: set[int] = set()
        counted = self.counting(term, ev)
        for day in _each_year(start) if term.unit != "小时" else ():
            try:
                years.update(self.engine.world.due(day, term.count, term.unit, **counted).awaited)
            except CalendarYearError:  # no year of the calendar: nothing is counted from there
                continue
        return tuple(sorted(years))

    def counting(self, term: ir.Within, ev: Evaluator) -> Counting:
        """How the days of a term are counted, under the readings chosen."""
        said = term.counting or self.engine.regulation.convention
        working = term.unit == "个工作日"
        rolls = term.unit in ("日", "个月", "年") and self.convention(said.rolls, ev)
        first = working and not term.after and self.convention(said.start_day, ev)
        makeup = self.convention(said.makeup_counts, ev) if working or rolls else True
        return Counting(count_start=first, makeup=makeup, roll=rolls)

    def convention(self, cases: tuple[tuple[ir.Expr | None, bool], ...], ev: Evaluator) -> bool:
        """What a convention says under the readings chosen."""
        chosen = cases[0][1]
        for condition, value in cases[1:]:
            if condition is None or not ev.times(condition, ()).may_be_false:
                chosen = value
        return chosen

    def _end_of_term(self, term: ir.Within, moment: int, counted: Counting) -> int | None:
        if term.unit == "小时":
            return moment + term.count * 60
        day = dt.date.fromordinal(min(max(moment // MINUTES, 1), dt.date.max.toordinal()))
        last = self.engine.world.due_day(day, term.count, term.unit, **counted)
        return end_of(last) if last is not None else None


def _each_year(start: Times) -> Iterator[dt.date]:
    """The first and last day on which a term may begin, and the first of every year between."""
    for lo, hi in start.stretches:
        if lo < NEVER:
            first, last = (dt.date.fromordinal(min(max(m // MINUTES, 1), _LAST_DAY)) for m in (lo, hi))
            yield first
            yield from (dt.date(year, 1, 1) for year in range(first.year + 1, last.year + 1))
            yield last
