"""Rows of a frequency table: how often a cell asks for in one year, or in pieces of it."""

from __future__ import annotations

import datetime as dt
from math import ceil
from typing import TYPE_CHECKING, Final

import attrs

from ajx_rules.compiler import ir
from ajx_rules.engines.aggregates import count_rows
from ajx_rules.engines.booked import by_own_date
from ajx_rules.engines.evaluate import Evaluator
from ajx_rules.engines.lapse import certainly_before, ended_early, lapsed
from ajx_rules.engines.obligations import (
    Found,
    Outcome,
    any_found,
    combined,
    count_in_window,
    united,
    with_judgement,
)
from ajx_rules.engines.owed import short_of
from ajx_rules.engines.policy_years import WHOLE_YEAR
from ajx_rules.engines.rows import Entity, Rows
from ajx_rules.engines.terms import OwnLimit, OwnLimits
from ajx_rules.engines.validity import in_windows, years_in_force
from ajx_rules.engines.values import NOTHING, Numbers, Times
from ajx_rules.engines.verdict import Status
from ajx_rules.engines.windows import last_minute, of_the_year, within_rows

if TYPE_CHECKING:
    from ajx_rules.engines.reference import ReferenceEngine

ALL_YEAR: Final = "全年进行"
"""The word of the language for a service that goes on all year; an organisation may set its number."""


class TableRows:
    """The rows of frequency tables, in one world."""

    def __init__(self, engine: ReferenceEngine) -> None:
        """``engine`` holds the world and the exceptions, and joins years to blocks."""
        self.engine = engine

    def row(self, norm: ir.Norm, entity: Entity, ev: Evaluator) -> Found | None:
        """A table row: the union over the columns still possible."""
        assert norm.row is not None
        column = ev.value(norm.column, (entity,)) if norm.column is not None else None
        possible = getattr(column, "possible", None)
        cells = [c for c in norm.row.cells if possible is None or c.column in possible]
        own = [c for c in cells if c.merged_into is None]
        if cells and not own:
            return None
        finds = [self._if_in(norm, cell, entity, ev, sure=len(cells) == 1) for cell in own]
        finds = [years_in_force(self.engine, entity, found) for found in finds]
        if len(own) < len(cells):  # in those columns the duty is that of the row that the cell is part of
            finds.append(Found(Outcome.of(Status.NOT_APPLICABLE)))
        if not finds:
            return Found(Outcome.of(Status.NOT_APPLICABLE))
        unsure = getattr(column, "missing", NOTHING) if len(cells) > 1 else NOTHING
        return attrs.evolve(united(finds, unsure), cells=tuple(own))

    def _if_in(self, norm: ir.Norm, cell: ir.Cell, entity: Entity, ev: Evaluator, *, sure: bool) -> Found:
        """What a cell comes to if the year is in its column."""
        if sure:
            return self._cell(norm, cell, entity, ev)
        with ev.supposing(norm.column, entity, cell.column):
            return self._cell(norm, cell, entity, ev)

    def _cell(self, norm: ir.Norm, cell: ir.Cell, entity: Entity, ev: Evaluator) -> Found:
        if cell.duty is None:
            return Found(Outcome.of(Status.NOT_APPLICABLE), reason=cell.text, cells=(cell,))
        own = self._own_numbers(cell.duty, entity, ev)
        found = any_found(
            [self._measured(norm, cell, cell.duty, each, entity, ev) for each in own.ways], own.missing
        )
        found.cells = (cell,)
        found = self.engine.layers(norm, entity, found, ev)
        found.tried, found.outcome = self.engine.exceptions.tried(norm.id, cell, (entity,), found, ev)
        return found

    def _measured(
        self,
        norm: ir.Norm,
        cell: ir.Cell,
        duty: ir.CellDuty,
        own: OwnLimit | None,
        entity: Entity,
        ev: Evaluator,
    ) -> Found:
        """What a cell comes to by the organisation's own number, or without one."""
        if own is not None:
            return self._by_own_number(duty, own, entity, ev)
        found = (
            self.engine.blocks.block(norm, cell, duty, entity, ev)
            if duty.years > 1
            else self._year_or_part(duty, entity, ev)
        )
        question = norm.row.question if norm.row is not None and duty.all_year else None
        if question is not None and found.outcome.statuses & {Status.FULFILLED}:
            self._judge_all_year(question, entity, found, ev)
        return found

    def _judge_all_year(self, question: str, entity: Entity, found: Found, ev: Evaluator) -> None:
        """What goes on all year is not done before the year is over, and is judged only then.

        An answer given before is about what had been done so far; one of the last day counts.
        Cover that ended early leaves no year to be over: what was done so far is neither enough nor too little.
        """
        end, running = self.engine.world.end, found.outcome
        assert found.due is not None
        ended = ended_early(entity, self.engine.relations)
        never_over = certainly_before(ended, found.due)
        closed = found.due.lo <= end and not never_over
        still_open = found.due.hi > end or never_over
        if closed:
            asked = self.engine.questions[question]
            answer = ev.judged(question, entity, found.due)
            good = answer if asked.bad_answer == "否" else answer.negated()
            found.outcome = with_judgement(running, good, Status.BREACH)
            if not good.decided:
                found.question = question
        if still_open:
            rest = Outcome.of(
                *(running.statuses - {Status.FULFILLED}), Status.PENDING, missing=running.missing
            )
            found.outcome = found.outcome | rest if closed else rest
            if running.statuses == {Status.FULFILLED}:
                found.reason = found.reason or "按已有的记录已经做过；全年进行的，年度终了才能认定"
        lapsed(ended, found.due, found)

    def _own_numbers(self, duty: ir.CellDuty, entity: Entity, ev: Evaluator) -> OwnLimits:
        """The organisation's own number of times for a service that goes on all year."""
        if not duty.all_year or duty.years > 1:
            return OwnLimits((None,), NOTHING)
        starts = self.engine.relations.moment(entity, "starts_on")
        return self.engine.terms.own_limits(ALL_YEAR, entity, starts, ev)

    def owed(self, duty: ir.CellDuty, entity: Entity, ev: Evaluator) -> tuple[ir.CellDuty, ...]:
        """The duty of a year; where short years owe their part, each number that it may come to."""
        if duty.prorated is None or duty.count == 1 or entity.cls != "InsuredYear" or duty.years != 1:
            return (duty,)
        months, _ = self.engine.relations.years.months(entity)
        holds = (
            Times.never()
            if months is not None and months >= WHOLE_YEAR
            else ev.times(duty.prorated, (entity,))
        )
        if not holds.may_be_true:
            return (duty,)
        part = (
            range(1, duty.count + 1)
            if months is None
            else [min(duty.count, ceil(duty.count * months / WHOLE_YEAR))]
        )
        whole = {duty.count} if holds.may_be_false else set()
        return tuple(attrs.evolve(duty, count=n) for n in sorted({*part, *whole}))

    def _by_own_number(self, duty: ir.CellDuty, own: OwnLimit, entity: Entity, ev: Evaluator) -> Found:
        """As often as the organisation says itself; nothing at all is short of the text's own demand."""
        least = self._year(duty, entity, ev)
        if least.outcome.statuses == {Status.BREACH}:
            return least
        found = self._year(attrs.evolve(duty, count=max(own.number, duty.count)), entity, ev)
        found.reason, found.measured = own.reason, True
        return found

    def _year_or_part(self, duty: ir.CellDuty, entity: Entity, ev: Evaluator) -> Found:
        """One year, or what a short one owes; joined where it is not known how much that is."""
        owed = self.owed(duty, entity, ev)
        finds = [self._year(each, entity, ev) for each in owed]
        found = finds[-1]
        found.wanted = tuple(each.count for each in owed)
        if len(finds) > 1:
            _, missing = self.engine.relations.years.months(entity)
            statuses = {s for f in finds for s in f.outcome.statuses}
            said = frozenset(m for f in finds for m in f.outcome.missing)
            found.outcome = Outcome.of(*statuses, missing=said | missing)
        return found

    def counted(self, duty: ir.CellDuty, entity: Entity, ev: Evaluator) -> Numbers:
        """How many rows or kinds a cell has in one year."""
        if duty.number is not None:
            number = ev.value(duty.number, (entity,))
            assert isinstance(number, Numbers)
            return number
        return count_rows(self._served(duty, entity, ev))

    def _served(self, duty: ir.CellDuty, entity: Entity, ev: Evaluator) -> Rows:
        """The rows that a cell counts in one year."""
        assert duty.rows is not None
        return self._within_year(duty.rows, entity, ev)

    def _within_year(self, rows: ir.Row, entity: Entity, ev: Evaluator) -> Rows:
        """The rows of a year; those that are not the year's own relation, by the day they came about."""
        rows = by_own_date(rows)
        found = ev.rows(rows, (entity,))
        if of_the_year(rows, entity):
            return found
        moment = self.engine.relations.moment
        return within_rows(found, moment(entity, "starts_on"), last_minute(moment(entity, "ends_on")))

    def _year(self, duty: ir.CellDuty, entity: Entity, ev: Evaluator) -> Found:
        if duty.years == 0 and duty.rows is not None:
            return self._pieces(duty, duty.rows, entity, ev)
        served = self._served(duty, entity, ev) if duty.number is None else None
        count = count_rows(served) if served is not None else self.counted(duty, entity, ev)
        last = last_minute(self.engine.relations.moment(entity, "ends_on"))
        found = Found(count_in_window(count, duty.count, last, self.engine.world.end), due=last)
        found.done = served.first() if served is not None and duty.count == 1 else None
        found.owed = short_of(duty, count)
        lapsed(ended_early(entity, self.engine.relations), last, found)
        return found

    def _pieces(self, duty: ir.CellDuty, rows: ir.Row, entity: Entity, ev: Evaluator) -> Found:
        """Windows shorter than the year: the worst of them; the earliest open one is the due date."""
        moment = self.engine.relations.moment
        starts, ends = moment(entity, "starts_on"), moment(entity, "ends_on")
        first, end = starts.dates()[0], ends.dates()[1]
        ended = ended_early(entity, self.engine.relations)
        if first is None or end is None or not (starts.is_one_day and ends.is_one_day):
            return self._unknown_pieces(starts, last_minute(ends), ended)
        served = ev.rows(by_own_date(rows), (entity,))
        pieces: list[Found] = []
        begin = first
        for n in range(1, 12 // duty.months + 1):
            after = self.engine.world.due(first, n * duty.months, "个月", count_start=False, makeup=True).day
            finish = min(after - dt.timedelta(days=1), end)
            count = count_rows(within_rows(served, Times.day(begin), Times.day(finish)))
            last = last_minute(Times.day(finish))
            piece = Found(count_in_window(count, duty.count, last, self.engine.world.end), due=last)
            piece.owed = short_of(duty, count)
            piece.windows = ((Times.day(begin), None),)
            lapsed(ended, last, piece)
            pieces.append(piece)
            begin = after
            if begin > end:
                break
        return _worst_piece([p for p in pieces if in_windows(self.engine, p.windows).within] or pieces)

    def _unknown_pieces(self, starts: Times, last: Times, ended: Times) -> Found:
        """Windows whose days are not known: they may be over, be met, run on, or have lapsed."""
        end = self.engine.world.end
        out = {Status.FULFILLED}
        if starts.lo <= end:
            out.add(Status.BREACH)
        if last.hi > end:
            out.add(Status.PENDING)
        if ended.may_be_true:
            out.add(Status.NOT_APPLICABLE)
        missing = starts.missing | last.missing
        some_day = Times.of([(starts.lo, last.hi)], missing)
        return Found(Outcome.of(*out, missing=missing | ended.missing), due=last, windows=((some_day, None),))


def _worst_piece(pieces: list[Found]) -> Found:
    """The pieces together: what lapsed counts for nothing, of the rest the worst; its date and debt."""
    standing_ = [p for p in pieces if p.outcome.statuses != {Status.NOT_APPLICABLE}]
    if not standing_:
        return pieces[0]
    statuses = {Status.NOT_APPLICABLE}  # of no piece at all
    for piece in standing_:
        statuses = {_worse(a, b) for a in statuses for b in piece.outcome.statuses}
    outcome = Outcome.of(*statuses, missing=frozenset(m for p in standing_ for m in p.outcome.missing))
    for wanted in (Status.BREACH, Status.PENDING):
        for piece in standing_:
            if wanted in piece.outcome.statuses:
                return Found(outcome, due=piece.due, owed=piece.owed, windows=piece.windows)
    return Found(outcome, due=standing_[-1].due, windows=standing_[-1].windows)


def _worse(one: Status, other: Status) -> Status:
    """The worse of two pieces; one that lapsed counts for nothing."""
    if Status.NOT_APPLICABLE in (one, other):
        return other if one is Status.NOT_APPLICABLE else one
    return combined((one, other))
