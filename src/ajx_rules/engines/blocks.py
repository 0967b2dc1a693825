"""每N年: one window over consecutive years of cover in the same column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ajx_rules.compiler import ir
from ajx_rules.engines.evaluate import Evaluator
from ajx_rules.engines.obligations import Found, Outcome, count_in_window
from ajx_rules.engines.rows import Entity
from ajx_rules.engines.values import NOTHING, Missings, Numbers, Times
from ajx_rules.engines.verdict import Status

if TYPE_CHECKING:
    from ajx_rules.engines.reference import ReferenceEngine


class Blocks:
    """Windows of several years."""

    def __init__(self, engine: ReferenceEngine) -> None:
        """``engine`` counts within one year."""
        self.engine = engine

    def block(self, norm: ir.Norm, cell: ir.Cell, duty: ir.CellDuty, entity: Entity, ev: Evaluator) -> Found:
        """每2年: one window over consecutive years of cover in the same column."""
        position, missing = self._position(norm, cell, duty, entity, ev)
        finds = [self._block_at(p, norm, cell, duty, entity, ev) for p in sorted(position)]
        out = finds[0]
        for other in finds[1:]:
            out.outcome = out.outcome | other.outcome
            out.due = out.due or other.due
            out.reason = ""
        if len(position) > 1:
            out.outcome = Outcome.of(*out.outcome.statuses, missing=out.outcome.missing | missing)
        return out

    def _position(
        self, norm: ir.Norm, cell: ir.Cell, duty: ir.CellDuty, entity: Entity, ev: Evaluator
    ) -> tuple[set[int], Missings]:
        """Which year of its block this one may be, counted from the first year in the column."""
        steps = 0
        at = entity
        missing: Missings = NOTHING
        while steps < 100:  # noqa: PLR2004 - a guard against a chain that never ends
            before, _, missing = self.engine.relations.years.neighbours(at)
            if before is None:
                break
            column = self._column_of(norm, before, ev)
            if column == {cell.column}:
                steps += 1
                at = before
                continue
            if cell.column in column:
                return set(range(duty.years)), self._column_missing(norm, before, ev)
            return {steps % duty.years}, NOTHING
        if missing and self._unlisted_before(at):
            return set(range(duty.years)), missing
        return {steps % duty.years}, NOTHING

    def _unlisted_before(self, year: Entity) -> bool:
        """Whether earlier contracts may be missing from the ledger."""
        starts = self.engine.relations.moment(year, "starts_on")
        names = self.engine.world.names(self.engine.relations.part(year, "policyholder"))
        return any(lo < starts.lo for lo, _ in self.engine.world.open_stretches("Contract", names))

    def _column_of(self, norm: ir.Norm, entity: Entity, ev: Evaluator) -> set[str]:
        assert norm.column is not None
        found = ev.value(norm.column, (entity,))
        possible = getattr(found, "possible", None)
        assert norm.row is not None
        return set(possible) if possible is not None else {c.column for c in norm.row.cells}

    def _column_missing(self, norm: ir.Norm, entity: Entity, ev: Evaluator) -> Missings:
        assert norm.column is not None
        return getattr(ev.value(norm.column, (entity,)), "missing", NOTHING)

    def _block_at(
        self, position: int, norm: ir.Norm, cell: ir.Cell, duty: ir.CellDuty, entity: Entity, ev: Evaluator
    ) -> Found:
        years = [entity]
        at = entity
        for _ in range(position):
            before, _after, _missing = self.engine.relations.years.neighbours(at)
            if before is None:
                break
            years.insert(0, before)
            at = before
        at = entity
        reason = ""
        open_after: Missings = NOTHING
        lapsed = False
        while len(years) < duty.years and not lapsed:
            _before, after, missing = self.engine.relations.years.neighbours(at)
            if after is None:
                ended = self.engine.relations.years.window(at)[1]
                lapsed = ended.hi <= self.engine.world.end and not missing
                open_after = missing if ended.lo <= self.engine.world.end else NOTHING
                reason = "未续保，两年区间没有满" if lapsed else ""
                break
            if cell.column not in self._column_of(norm, after, ev):
                lapsed, reason = True, "次年不在本档，两年区间中断"
                break
            years.append(after)
            at = after
        count = Numbers.exactly(0)
        for year in years:
            count = count.plus(self.engine.counted(duty, year, ev))
        complete = len(years) == duty.years
        last = self.engine.last_minute(self.engine.relations.moment(years[-1], "ends_on"))
        if not complete:
            last = self._expected_end(last, duty.years - len(years))
        outcome = count_in_window(count, duty.count, last, self.engine.world.end)
        found = Found(outcome, due=last, owed=self.engine.short(duty, count), reason="")
        if (
            complete
            and position < duty.years - 1
            and last.hi <= self.engine.world.end
            and outcome.statuses != {Status.FULFILLED}
        ):
            return Found(Outcome.of(Status.NOT_APPLICABLE), reason="两年为一个区间，结论记在区间的末年")
        if lapsed and Status.FULFILLED not in outcome.statuses:
            return Found(Outcome.of(Status.NOT_APPLICABLE), reason=reason)
        if lapsed or open_after:
            extra = Outcome(frozenset({Status.NOT_APPLICABLE}), open_after)
            found.outcome = Outcome(
                outcome.statuses - {Status.BREACH, Status.PENDING} if lapsed else outcome.statuses,
                outcome.missing,
            )
            found.outcome = found.outcome | extra
        self.engine.lapsed(
            self.engine.relations.years.terminated(self.engine.relations.part(years[-1], "contract")),
            last,
            found,
        )
        return found

    def _expected_end(self, last: Times, years: int) -> Times:
        """Where the block would end if cover goes on."""
        first, _ = last.dates()
        if first is None:
            return last
        day = self.engine.world.due_day(first, years, "年", count_start=False, makeup=True)
        return Times.day(day) if day is not None else last
