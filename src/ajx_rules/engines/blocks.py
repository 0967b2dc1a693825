"""每N年: one window over consecutive years of cover in the same column."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from ajx_rules.compiler import ir
from ajx_rules.engines.evaluate import Evaluator
from ajx_rules.engines.lapse import lapsed
from ajx_rules.engines.obligations import Found, Outcome, Window, count_in_window, united
from ajx_rules.engines.owed import short_of
from ajx_rules.engines.policy_years import Neighbours
from ajx_rules.engines.rows import Entity
from ajx_rules.engines.values import NEVER, NOTHING, Missings, Numbers, Times
from ajx_rules.engines.verdict import Status
from ajx_rules.engines.windows import last_minute
from ajx_rules.engines.world import LAST_MINUTE, end_of, start_of

if TYPE_CHECKING:
    from ajx_rules.engines.reference import ReferenceEngine


class Blocks:
    """Windows of several years."""

    def __init__(self, engine: ReferenceEngine) -> None:
        """``engine`` counts within one year."""
        self.engine = engine

    def _across(self, ev: Evaluator) -> bool:
        """Whether windows go on from one contract to the next."""
        return self.engine.terms.convention(self.engine.regulation.convention.across_contracts, ev)

    def _neighbours(self, year: Entity, ev: Evaluator) -> Neighbours:
        """The years beside one, of the same contract where windows end with it."""
        beside = self.engine.relations.years.neighbours(year)
        if self._across(ev):
            return beside
        mine = self.engine.relations.part(year, "contract")

        def kept(other: Entity | None) -> Entity | None:
            if other is None or self.engine.relations.part(other, "contract") is not mine:
                return None
            return other

        before, after = kept(beside.before), kept(beside.after)
        there = (Times.always() if each is not None else Times.never() for each in (before, after))
        return Neighbours(before, next(there), after, next(there), NOTHING)

    def block(self, norm: ir.Norm, cell: ir.Cell, duty: ir.CellDuty, entity: Entity, ev: Evaluator) -> Found:
        """每2年: one window over consecutive years of cover in the same column."""
        position, missing = self._position(norm, cell, duty, entity, ev)
        finds = [self._block_at(p, norm, cell, duty, entity, ev) for p in sorted(position)]
        out = united(finds, missing)
        years = next((f.years for f in reversed(finds) if f.years), ())
        # Which years count is not certain: whether the rules were in force is asked of all that may.
        return attrs.evolve(out, years=years)

    def _position(
        self, norm: ir.Norm, cell: ir.Cell, duty: ir.CellDuty, entity: Entity, ev: Evaluator
    ) -> tuple[set[int], Missings]:
        """Which year of its block this one may be, counted from the first year in the column."""
        steps = 0
        at = entity
        missing: Missings = NOTHING
        while steps < 100:  # noqa: PLR2004 - a guard against a chain that never ends
            beside = self._neighbours(at, ev)
            before, missing = beside.before, beside.missing
            if before is None:
                break
            column = self._column_of(norm, before, ev)
            if cell.column not in column:  # whether it is there or not, this year begins a block
                return {steps % duty.years}, NOTHING
            if beside.before_there.may_be_false:
                unsure = self._column_missing(norm, before, ev) if len(column) > 1 else NOTHING
                return set(range(duty.years)), beside.before_there.missing | unsure
            if column == {cell.column}:
                steps += 1
                at = before
                continue
            return set(range(duty.years)), self._column_missing(norm, before, ev)
        if missing and self._unlisted_before(at):
            return set(range(duty.years)), missing
        return {steps % duty.years}, NOTHING

    def _unlisted_before(self, year: Entity) -> bool:
        """Whether earlier contracts may be missing from the ledger."""
        starts = self.engine.relations.moment(year, "starts_on")
        names = self.engine.world.names(self.engine.relations.part(year, "policyholder"))
        return any(lo < starts.lo for lo, _ in self.engine.world.open_stretches("Contract", names))

    def _column_of(self, norm: ir.Norm, entity: Entity, ev: Evaluator) -> set[str]:
        assert norm.row is not None
        found = ev.value(norm.column, (entity,)) if norm.column is not None else None
        possible = getattr(found, "possible", None)
        return set(possible) if possible is not None else {c.column for c in norm.row.cells}

    def _column_missing(self, norm: ir.Norm, entity: Entity, ev: Evaluator) -> Missings:
        return getattr(ev.value(norm.column, (entity,)), "missing", NOTHING) if norm.column else NOTHING

    def _block_at(
        self, position: int, norm: ir.Norm, cell: ir.Cell, duty: ir.CellDuty, entity: Entity, ev: Evaluator
    ) -> Found:
        """The block of which this year is the one at ``position``."""
        years = [entity]
        for _ in range(position):
            before = self._neighbours(years[0], ev).before
            if before is None:
                break
            years.insert(0, before)
        return self._onward(years, position, norm, cell, duty, ev)

    def _onward(
        self,
        years: list[Entity],
        position: int,
        norm: ir.Norm,
        cell: ir.Cell,
        duty: ir.CellDuty,
        ev: Evaluator,
    ) -> Found:
        """What the block comes to, over every way in which cover may go on."""
        if len(years) >= duty.years:
            return self._complete(years, position, duty, ev)
        beside = self._neighbours(years[-1], ev)
        if beside.after is None and not self._across(ev):
            return self._complete(years, position, duty, ev)
        ways: list[Found] = []
        missing: Missings = beside.after_there.missing
        if beside.after is not None:
            columns = self._column_of(norm, beside.after, ev)
            if cell.column in columns:
                ways.append(self._onward([*years, beside.after], position, norm, cell, duty, ev))
            if columns - {cell.column}:
                ways.append(self._broken(years, duty, ev, "次年不在本档，区间中断"))
            if len(columns) > 1:
                missing |= self._column_missing(norm, beside.after, ev)
        if beside.after is None or beside.after_there.may_be_false:
            ways.append(self._not_renewed(years, duty, beside.missing, ev))
        return united(ways, missing)

    def _window(self, years: list[Entity], last: Times) -> tuple[Window, ...]:
        """The window that a block takes up if it ends on a day."""
        return ((self.engine.relations.moment(years[0], "starts_on"), last),)

    def _count(self, years: list[Entity], duty: ir.CellDuty, ev: Evaluator) -> Numbers:
        window = self.engine.relations.years.window
        count = Numbers.exactly(0)
        with ev.spanning(window(years[0])[0], window(years[-1])[1]):
            for year in years:
                count = count.plus(self.engine.table_rows.counted(duty, year, ev))
        return count

    def _complete(self, years: list[Entity], position: int, duty: ir.CellDuty, ev: Evaluator) -> Found:
        """A block whose years are all there; once closed, its last year bears the verdict."""
        count = self._count(years, duty, ev)
        last = last_minute(self.engine.relations.moment(years[-1], "ends_on"))
        outcome = count_in_window(count, duty.count, last, self.engine.world.end)
        window = self._window(years, last)
        found = Found(outcome, due=last, owed=short_of(duty, count), years=tuple(years), windows=window)
        contract = self.engine.relations.part(years[-1], "contract")
        lapsed(self.engine.relations.years.terminated(contract), last, found)
        if position < len(years) - 1 and Status.BREACH in found.outcome.statuses:
            rest = found.outcome.statuses - {Status.BREACH}
            found.outcome = Outcome.of(*rest, Status.NOT_APPLICABLE, missing=found.outcome.missing)
            if not rest:
                reason = "数年为一个区间，结论记在区间的末年"
                found = Found(found.outcome, due=last, reason=reason, years=tuple(years), windows=window)
        return found

    def _broken(self, years: list[Entity], duty: ir.CellDuty, ev: Evaluator, reason: str) -> Found:
        """A block that came to nothing: fulfilled if it was met before, else nothing was due."""
        enough = self._count(years, duty, ev).at_least(duty.count)
        out = [Status.FULFILLED] if enough.may_be_true else []
        out += [Status.NOT_APPLICABLE] if enough.may_be_false else []
        last = last_minute(self.engine.relations.moment(years[-1], "ends_on"))
        return Found(
            Outcome.of(*out, missing=enough.missing),
            reason=reason if not enough.may_be_true else "",
            windows=self._window(years, last),
        )

    def _not_renewed(
        self, years: list[Entity], duty: ir.CellDuty, unlisted: Missings, ev: Evaluator
    ) -> Found:
        """No further year on record: pending while cover runs, nothing due once it has ended for good."""
        end = self.engine.world.end
        ended = self.engine.relations.years.window(years[-1])[1]
        count = self._count(years, duty, ev)
        last = last_minute(self.engine.relations.moment(years[-1], "ends_on"))
        expected = self._expected_end(last, duty.years - len(years))
        ways: list[Found] = []
        if ended.hi > end:
            open_ = count_in_window(count, duty.count, Times(((NEVER - 1, NEVER - 1),)), end)
            owed, window = short_of(duty, count), self._window(years, expected)
            ways.append(Found(open_, due=expected, owed=owed, years=tuple(years), windows=window))
        if ended.lo <= end:
            over = self._broken(years, duty, ev, "未续保，区间没有满")
            if unlisted:  # a contract that is not on record may go on with the block
                statuses = over.outcome.statuses | {Status.FULFILLED, Status.PENDING, Status.NOT_APPLICABLE}
                over.outcome = Outcome.of(*statuses, missing=over.outcome.missing | unlisted)
                over.due = expected
                over.windows += self._window(years, expected)
                over.reason = ""
                if not count.at_least(duty.count).may_be_false:
                    over.outcome = Outcome.of(Status.FULFILLED)
            ways.append(over)
        out = ways[0]
        if len(ways) > 1:
            joined = out.outcome | ways[1].outcome
            out.outcome = Outcome.of(*joined.statuses, missing=joined.missing | ended.missing)
            out.windows += ways[1].windows
        return out

    def _expected_end(self, last: Times, years: int) -> Times:
        """Where the block would end if cover goes on, for every day on which the year may end."""
        first, latest = (
            self.engine.world.due_day(day, years, "年", count_start=False, makeup=True) if day else None
            for day in last.dates()
        )
        if first is None:
            return last
        if first == latest:
            return Times.day(first)
        until = end_of(latest) if latest is not None else LAST_MINUTE
        return Times(((start_of(first), until),), last.missing)
