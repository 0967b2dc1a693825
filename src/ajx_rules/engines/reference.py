"""The reference engine: the executable meaning of a regulation, slow and obvious.

For each norm and each row it binds: condition, exceptions, occurrence, timeliness and
adequacy, each a set of possibilities, combined by ``obligations``. Then the same again
under each alternative of the readings that were looked at.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping

import attrs

from ajx_rules.calendar import DueDate
from ajx_rules.compiler import ir
from ajx_rules.compiler.resolve import over_rows
from ajx_rules.compiler.schema import schema
from ajx_rules.domain.derived import WINDOWS
from ajx_rules.engines.evaluate import Evaluator, Kinds, Trace, decimal_words
from ajx_rules.engines.obligations import (
    Outcome,
    act_by,
    act_without_number,
    count_in_window,
    standing,
    state_in_window,
    status_of,
    under_condition,
    with_judgement,
)
from ajx_rules.engines.relations import Relations
from ajx_rules.engines.rows import Entity
from ajx_rules.engines.values import MINUTES, NEVER, NOTHING, Missings, Numbers, Times, earliest, latest
from ajx_rules.engines.verdict import Alternative, Cited, Part, Status, Subject, TableResult, Tried, Verdict
from ajx_rules.engines.world import World, end_of

# Switches that are not varied when a verdict is tried under other readings.
NOT_VARIED = frozenset({"records.closed_world", "money.rounding", "prompt.params", "continuous.min"})


@attrs.define
class Found:
    """What one evaluation of a norm for one row comes to, with its reasons."""

    outcome: Outcome
    due: Times | None = None
    term: ir.Within | None = None
    start: Times | None = None
    done: Times | None = None
    owed: str = ""
    reason: str = ""
    cells: tuple[ir.Cell, ...] = ()
    parts: tuple[Part, ...] = ()
    tried: tuple[Tried, ...] = ()
    question: str | None = None
    event: str | None = None


class ReferenceEngine:
    """Evaluates a regulation in a world."""

    def __init__(self, regulation: ir.RegulationIR, world: World, choices: Mapping[str, str]) -> None:
        """``choices`` gives the option of every switch for the verdicts; others are tried beside it."""
        self.regulation = regulation
        self.world = world
        self.choices = dict(choices)
        self.relations = Relations(world)
        self.evaluator = self._evaluator(self.choices)
        self._others: dict[tuple[str, str], Evaluator] = {}
        self._questions = {q.name: q for q in regulation.questions}
        self._readings = {r.switch: r for r in regulation.readings}
        self._targeting: dict[str, list[ir.ExceptionRule]] = {}
        for exception in regulation.exceptions:
            for target in exception.targets:
                self._targeting.setdefault(target, []).append(exception)

    def _evaluator(self, choices: Mapping[str, str]) -> Evaluator:
        return Evaluator(self.regulation, self.relations, choices)

    # ------------------------------------------------------------ all verdicts

    def verdicts(
        self,
        norm: str | None = None,
        subject: str | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> Iterable[Verdict]:
        """The verdict of every norm for every row it binds, in the order of the regulation."""
        norms = [n for n in self.regulation.norms if n.kind in ("duty", "prohibition", "advisory")]
        for done, each in enumerate(norms):
            if progress is not None:
                progress(done, len(norms))
            if norm is not None and not _named(norm, each):
                continue
            for entity, presence in self.relations.subjects(each.subject):
                if subject is not None and not self._maybe_named(subject, entity):
                    continue
                verdict = self.verdict(each, entity, presence)
                if verdict is not None:
                    yield verdict

    def table_results(self) -> Iterable[TableResult]:
        """What each decision table gives for each of its subjects."""
        for table in self.regulation.tables:
            for entity, _ in self.relations.subjects(table.subject):
                with self.evaluator.traced() as trace:
                    found = self.evaluator.value(ir.Lookup(table.name, ir.Var(0)), (entity,))
                possible = getattr(found, "possible", None) or ()
                results = tuple(c for c in table.order if c in possible)
                missing = tuple(sorted(getattr(found, "missing", NOTHING))) if len(results) > 1 else ()
                yield TableResult(
                    table.name, self.subject(entity), results, trace.tables.get(table.name, ()), missing
                )

    def _maybe_named(self, wanted: str, entity: Entity) -> bool:
        subject = self.subject(entity)
        return wanted in (subject.id, subject.label, subject.policyholder) or f"「{wanted}」" in subject.label

    def verdict(self, norm: ir.Norm, entity: Entity, presence: Times) -> Verdict | None:
        """One verdict; None where a merged cell is reported under its first row."""
        with self.evaluator.traced() as trace:
            found = self._find(norm, entity, presence, self.evaluator)
        if found is None:
            return None
        alternatives = self._alternatives(norm, entity, presence, found, trace)
        return self._verdict(norm, entity, found, trace, alternatives)

    def _alternatives(
        self, norm: ir.Norm, entity: Entity, presence: Times, found: Found, trace: Trace
    ) -> tuple[Alternative, ...]:
        out: list[Alternative] = []
        mine = status_of(found.outcome)
        for switch in sorted(trace.switches):
            reading = self._readings.get(switch)
            if reading is None or switch in NOT_VARIED:
                continue
            for option in reading.options:
                if option.key == self.choices.get(switch):
                    continue
                key = (switch, option.key)
                if key not in self._others:
                    self._others[key] = self._evaluator({**self.choices, switch: option.key})
                other = self._find(norm, entity, presence, self._others[key])
                status = status_of(other.outcome) if other is not None else mine
                if status is not mine or (
                    other is not None and other.outcome.statuses != found.outcome.statuses
                ):
                    out.append(Alternative(switch, option.key, status))
        return tuple(out)

    # ------------------------------------------------------------ one norm, one row

    def _find(self, norm: ir.Norm, entity: Entity, presence: Times, ev: Evaluator) -> Found | None:
        env = (entity,)
        found = self._row(norm, entity, ev) if norm.row is not None else self._duty(norm, entity, ev)
        if found is None:
            return None
        if norm.row is None:
            found.tried, found.outcome = self._exceptions(norm.id, None, env, found, ev)
        condition = ev.times(norm.condition, env).undated() if norm.condition is not None else Times.always()
        found.outcome = under_condition(latest([condition, presence.undated()]), found.outcome)
        if not condition.may_be_true:
            found.reason = "条件不成立"
            found.due = None
        self._not_begun(entity, found)
        return found

    def _not_begun(self, entity: Entity, found: Found) -> None:
        """A window that has not begun binds nobody yet."""
        if entity.cls in WINDOWS and Status.PENDING in found.outcome.statuses:
            starts = self.relations.moment(entity, "starts_on")
            if starts.lo > self.world.end and starts.is_one_day:
                found.outcome = Outcome.of(Status.NOT_APPLICABLE)
                found.reason = "该年度尚未开始"

    def _duty(self, norm: ir.Norm, entity: Entity, ev: Evaluator) -> Found:
        env = (entity,)
        assert norm.requirement is not None
        done = ev.times(norm.requirement.condition, env)
        parts = tuple(self._part(i, env, ev) for i in norm.requirement.items)
        if norm.kind == "prohibition":
            return Found(self._prohibited(norm, done, env, ev), done=done, parts=parts)
        if entity.cls in WINDOWS and norm.term is None:
            return self._windowed(norm, entity, done, parts)
        if norm.term is None:
            found = Found(standing(done), done=done, parts=parts)
        elif isinstance(norm.term, ir.NoNumber):
            found = Found(act_without_number(done), done=done, parts=parts)
        else:
            found = self._termed(norm.term, entity, done, env, ev)
            found.parts = parts
        return self._layers(norm, entity, found, ev)

    def _part(self, item: ir.Item, env: tuple[Entity, ...], ev: Evaluator) -> Part:
        times = ev.times(item.condition, env)
        return Part(item.label, times.may_be_true if times.decided else None)

    def _layers(self, norm: ir.Norm, entity: Entity, found: Found, ev: Evaluator) -> Found:
        """Timeliness and adequacy: asked once the act is done."""
        for layer, bad in ((norm.timeliness, Status.LATE), (norm.adequacy, Status.BREACH)):
            if layer is None or not found.outcome.statuses & {Status.FULFILLED, Status.LATE}:
                continue
            question = self._questions[layer.question]
            answer = ev.judged(layer.question, entity)
            good = answer if question.bad_answer == "否" else answer.negated()
            found.outcome = with_judgement(found.outcome, good, bad)
            if not good.decided:
                found.question = layer.question
        return found

    def _prohibited(self, norm: ir.Norm, done: Times, env: tuple[Entity, ...], ev: Evaluator) -> Outcome:
        end = self.world.end
        due = self._due(norm.term, env, ev)[0] if isinstance(norm.term, ir.Within) else None
        out: set[Status] = set()
        missing = done.missing
        if due is None:
            return standing(done.negated())
        within = [s for s in done.stretches if s[0] <= due.hi]
        if any(lo < NEVER for lo, _ in within):
            out.add(Status.BREACH)
        if done.may_be_false or any(hi > due.lo for _, hi in done.stretches):
            if due.lo <= end:
                out.add(Status.FULFILLED)
            if due.hi > end:
                out.add(Status.PENDING)
        return Outcome.of(*out, missing=missing | due.missing)

    # ------------------------------------------------------------ terms

    def _termed(
        self, term: ir.Within | ir.Before, entity: Entity, done: Times, env: tuple[Entity, ...], ev: Evaluator
    ) -> Found:
        end = self.world.end
        if isinstance(term, ir.Before):
            event = ev.times(term.moment, env).clipped(end)
            due = Times.of(
                (
                    (lo - 1 if lo < NEVER else NEVER, hi - 1 if hi < NEVER else NEVER)
                    for lo, hi in event.stretches
                ),
                event.missing,
            )
            found = Found(act_by(done, due, end), due=due, done=done)
            found.event = "事件之前"
            return found
        due, start = self._due(term, env, ev)
        found = Found(act_by(done, due, end), due=due, term=term, start=start, done=done)
        self._lapse(entity, due, found)
        return found

    def _due(self, term: ir.Within, env: tuple[Entity, ...], ev: Evaluator) -> tuple[Times, Times]:
        """The last minute of the due date, for every day the term may begin on."""
        start = ev.times(term.start, env)
        includes = (
            self._convention(self.regulation.convention.start_day, ev) if term.unit == "个工作日" else False
        )
        makeup = (
            self._convention(self.regulation.convention.makeup_counts, ev)
            if term.unit == "个工作日"
            else True
        )
        stretches: list[tuple[int, int]] = []
        for lo, hi in start.stretches:
            if lo >= NEVER:
                stretches.append((NEVER, NEVER))
                continue
            ends = [self._end_of_term(term, m, includes=includes, makeup=makeup) for m in (lo, hi)]
            stretches.append((ends[0], ends[1]))
        due = Times.of(stretches, start.missing)
        return (Times(due.stretches) if len(due.stretches) == 1 and due.lo == due.hi else due), start

    def _convention(self, cases: tuple[tuple[ir.Expr | None, bool], ...], ev: Evaluator) -> bool:
        chosen = cases[0][1]
        for condition, value in cases[1:]:
            if condition is None or not ev.times(condition, ()).may_be_false:
                chosen = value
        return chosen

    def _end_of_term(self, term: ir.Within, moment: int, *, includes: bool, makeup: bool) -> int:
        if term.unit == "小时":
            return moment + term.count * 60
        day = dt.date.fromordinal(min(max(moment // MINUTES, 1), dt.date.max.toordinal()))
        last = self.world.due_day(day, term.count, term.unit, count_start=includes, makeup=makeup)
        return end_of(last) if last is not None else NEVER - 1

    def _lapse(self, entity: Entity, due: Times, found: Found) -> None:
        """Duties not yet due when cover is ended early lapse; those already due stay."""
        if entity.cls != "Contract" or not found.outcome.statuses & {Status.BREACH, Status.PENDING}:
            return
        self._lapsed(self.relations.terminated(entity), due, found)

    def _lapsed(self, ended: Times, due: Times, found: Found) -> None:
        may = ended.may_be_true and ended.lo < due.hi
        must = ended.hi < due.lo
        undone = found.outcome.statuses & {Status.BREACH, Status.PENDING}
        if not may or not undone:
            return
        if must:
            rest = found.outcome.statuses - undone
            found.outcome = Outcome.of(*rest, Status.NOT_APPLICABLE, missing=found.outcome.missing)
            if not rest:
                found.reason = "保险合同已提前解除，尚未到期的义务随之终止"
        elif ended.missing:
            found.outcome = found.outcome | Outcome(frozenset({Status.NOT_APPLICABLE}), ended.missing)

    # ------------------------------------------------------------ windows

    def _windowed(self, norm: ir.Norm, entity: Entity, done: Times, parts: tuple[Part, ...]) -> Found:
        """A requirement on records of a year: owed by its last day."""
        last = self._last_minute(self.relations.moment(entity, "ends_on"))
        found = Found(state_in_window(done, last, self.world.end), due=last, done=done, parts=parts)
        lacking = [p.label for p in parts if p.met is False]
        found.owed = "、".join(lacking)
        if entity.cls == "InsuredYear":
            self._lapsed(self.relations.terminated(self.relations.part(entity, "contract")), last, found)
        return self._layers(norm, entity, found, self.evaluator)

    @staticmethod
    def _last_minute(ends: Times) -> Times:
        """The last minute of a day."""
        stretches = tuple((hi if lo // MINUTES == hi // MINUTES else lo, hi) for lo, hi in ends.stretches)
        return Times(stretches, ends.missing)

    # ------------------------------------------------------------ rows of a frequency table

    def _row(self, norm: ir.Norm, entity: Entity, ev: Evaluator) -> Found | None:
        """A table row: the union over the columns still possible."""
        assert norm.row is not None
        assert norm.column is not None
        column = ev.value(norm.column, (entity,))
        possible = getattr(column, "possible", None)
        cells = [c for c in norm.row.cells if possible is None or c.column in possible]
        if len(cells) == 1 and cells[0].merged_into is not None:
            return None
        finds = [self._cell(norm, cell, entity, ev) for cell in cells]
        statuses = frozenset(s for f in finds for s in f.outcome.statuses)
        missing = frozenset(m for f in finds for m in f.outcome.missing)
        if len(cells) > 1:
            missing |= getattr(column, "missing", NOTHING)
        out = attrs.evolve(finds[0]) if finds else Found(Outcome.of(Status.NOT_APPLICABLE))
        out.outcome = Outcome.of(*statuses, missing=missing)
        out.cells = tuple(cells)
        for other in finds[1:]:
            out.due = out.due or other.due
            out.owed = out.owed if out.owed == other.owed else ""
            out.reason = out.reason if out.reason == other.reason else ""
        return out

    def _cell(self, norm: ir.Norm, cell: ir.Cell, entity: Entity, ev: Evaluator) -> Found:
        if cell.duty is None:
            return Found(Outcome.of(Status.NOT_APPLICABLE), reason=cell.text, cells=(cell,))
        if cell.duty.years > 1:
            found = self._block(norm, cell, cell.duty, entity, ev)
        else:
            found = self._year(cell.duty, entity, ev)
        found.cells = (cell,)
        question = norm.row.question if norm.row is not None and cell.duty.all_year else None
        if question is not None and found.outcome.statuses & {Status.FULFILLED}:
            asked = self._questions[question]
            answer = ev.judged(question, entity)
            good = answer if asked.bad_answer == "否" else answer.negated()
            found.outcome = with_judgement(found.outcome, good, Status.BREACH)
            if not good.decided:
                found.question = question
        found.tried, found.outcome = self._exceptions(norm.id, cell, (entity,), found, ev)
        return found

    def _counted(self, duty: ir.CellDuty, entity: Entity, ev: Evaluator) -> Numbers:
        if duty.number is not None:
            number = ev.value(duty.number, (entity,))
            assert isinstance(number, Numbers)
            return number
        assert duty.rows is not None
        found = ev.value(ir.Count(duty.rows), (entity,))
        assert isinstance(found, Numbers)
        return found

    def _year(self, duty: ir.CellDuty, entity: Entity, ev: Evaluator) -> Found:
        count = self._counted(duty, entity, ev)
        last = self._last_minute(self.relations.moment(entity, "ends_on"))
        found = Found(count_in_window(count, duty.count, last, self.world.end), due=last)
        found.done = self._when_met(duty, entity, ev)
        found.owed = self._short(duty, count)
        self._lapsed(self.relations.terminated(self.relations.part(entity, "contract")), last, found)
        return found

    def _when_met(self, duty: ir.CellDuty, entity: Entity, ev: Evaluator) -> Times | None:
        if duty.rows is None or duty.count != 1:
            return None
        return ev.rows(duty.rows, (entity,)).first()

    @staticmethod
    def _short(duty: ir.CellDuty, count: Numbers) -> str:
        if count.definite and count.lo is not None and count.lo < duty.count:
            unit = "种" if duty.number is not None else "次"
            return f"还差{decimal_words(duty.count - count.lo)}{unit}（已有{decimal_words(count.lo)}，应有{duty.count}）"
        if count.lo is not None and count.lo < duty.count and count.hi is None:
            return f"台账上有{decimal_words(count.lo)}，应有{duty.count}"
        return ""

    # ------------------------------------------------------------ blocks of two years

    def _block(self, norm: ir.Norm, cell: ir.Cell, duty: ir.CellDuty, entity: Entity, ev: Evaluator) -> Found:
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
            before, _, missing = self.relations.neighbours(at)
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
        starts = self.relations.moment(year, "starts_on")
        names = self.world.names(self.relations.part(year, "policyholder"))
        return any(lo < starts.lo for lo, _ in self.world.open_stretches("Contract", names))

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
            before, _after, _missing = self.relations.neighbours(at)
            if before is None:
                break
            years.insert(0, before)
            at = before
        at = entity
        reason = ""
        open_after: Missings = NOTHING
        lapsed = False
        while len(years) < duty.years and not lapsed:
            _before, after, missing = self.relations.neighbours(at)
            if after is None:
                ended = self.relations.window(at)[1]
                lapsed = ended.hi <= self.world.end and not missing
                open_after = missing if ended.lo <= self.world.end else NOTHING
                reason = "未续保，两年区间没有满" if lapsed else ""
                break
            if cell.column not in self._column_of(norm, after, ev):
                lapsed, reason = True, "次年不在本档，两年区间中断"
                break
            years.append(after)
            at = after
        count = Numbers.exactly(0)
        for year in years:
            count = count.plus(self._counted(duty, year, ev))
        complete = len(years) == duty.years
        last = self._last_minute(self.relations.moment(years[-1], "ends_on"))
        if not complete:
            last = self._expected_end(last, duty.years - len(years))
        outcome = count_in_window(count, duty.count, last, self.world.end)
        found = Found(outcome, due=last, owed=self._short(duty, count), reason="")
        if (
            complete
            and position < duty.years - 1
            and last.hi <= self.world.end
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
        self._lapsed(self.relations.terminated(self.relations.part(years[-1], "contract")), last, found)
        return found

    def _expected_end(self, last: Times, years: int) -> Times:
        """Where the block would end if cover goes on."""
        first, _ = last.dates()
        if first is None:
            return last
        day = self.world.due_day(first, years, "年", count_start=False, makeup=True)
        return Times.day(day) if day is not None else last

    # ------------------------------------------------------------ exceptions

    def _exceptions(
        self, target: str, cell: ir.Cell | None, env: tuple[Entity, ...], found: Found, ev: Evaluator
    ) -> tuple[tuple[Tried, ...], Outcome]:
        """Exceptions by name; one applies unless another that targets it applies."""
        tried: list[Tried] = []
        outcome = found.outcome
        effects: list[tuple[Status, Times]] = []
        for exception in self._targeting.get(target, ()):
            applies = self._applies(exception, cell, env, ev)
            if exception.credit is not None and applies.may_be_true and cell is not None:
                applies = latest([applies, self._credited(exception, cell, env, ev)])
            tried.append(
                Tried(
                    exception.name, applies.may_be_true if applies.decided else None, exception.citation.words
                )
            )
            effects.append((Status(exception.effect), applies))
        # 不适用 prevails over 免责
        for effect, applies in sorted(effects, key=lambda e: e[0] is not Status.EXCUSED):
            if not applies.may_be_true or outcome.statuses <= {Status.NOT_APPLICABLE}:
                continue
            touched = (
                outcome.statuses
                if effect is Status.NOT_APPLICABLE
                else outcome.statuses & {Status.BREACH, Status.PENDING, Status.OPEN, Status.LATE}
            )
            rest = outcome.statuses - touched
            if not touched:
                continue
            if applies.may_be_false:
                outcome = Outcome.of(*outcome.statuses, effect, missing=outcome.missing | applies.missing)
            else:
                outcome = Outcome.of(*rest, effect, missing=outcome.missing)
                found.reason = f"例外“{self._name_of(effects, effect, target)}”"
        return tuple(tried), outcome

    def _name_of(self, effects: list[tuple[Status, Times]], effect: Status, target: str) -> str:
        names = [
            e.name
            for e, (s, t) in zip(self._targeting.get(target, ()), effects, strict=True)
            if s is effect and not t.may_be_false
        ]
        return "”“".join(names)

    def _applies(
        self, exception: ir.ExceptionRule, cell: ir.Cell | None, env: tuple[Entity, ...], ev: Evaluator
    ) -> Times:
        codes: tuple[str | None, ...] = cell.row_codes if cell is not None and cell.row_codes else (None,)
        parts: list[Times] = []
        for code in codes:  # every alternative of a cell must be covered
            with ev.in_row(code):
                condition = ev.times(exception.condition, env).undated()
                over = [
                    self._applies(e, None, env, ev) if not code else self._applies_in(e, code, env, ev)
                    for e in self._targeting.get(f"例外:{exception.name}", ())
                ]
            parts.append(
                latest([condition, earliest(over).negated()]) if condition.may_be_true else condition
            )
        return latest(parts).undated()

    def _applies_in(
        self, exception: ir.ExceptionRule, code: str, env: tuple[Entity, ...], ev: Evaluator
    ) -> Times:
        with ev.in_row(code):
            condition = ev.times(exception.condition, env).undated()
            over = [
                self._applies_in(e, code, env, ev) for e in self._targeting.get(f"例外:{exception.name}", ())
            ]
        return latest([condition, earliest(over).negated()])

    def _credited(
        self, exception: ir.ExceptionRule, cell: ir.Cell, env: tuple[Entity, ...], ev: Evaluator
    ) -> Times:
        """Whether the count would be met if the credited kinds counted as delivered."""
        duty = cell.duty
        number = self._distinct_of(duty.number, env, ev) if duty is not None else None
        credit = self._kinds_of(exception.credit, env, ev)
        if duty is None or number is None or credit is None:
            return Times.never()
        node, scope = number
        delivered = ev.kinds(node.rows, node.bind, node.value, scope)
        return delivered.joined(credit).number().at_least(duty.count)

    def _distinct_of(
        self, node: ir.Expr | None, env: tuple[Entity, ...], ev: Evaluator
    ) -> tuple[ir.Distinct, tuple[Entity, ...]] | None:
        """The count of kinds behind a definition, in its scope."""
        if isinstance(node, ir.Distinct):
            return node, env
        if isinstance(node, ir.Call):
            definition = next(d for d in self.regulation.definitions if d.name == node.definition)
            for branch in definition.branches:
                if not ev.times(branch.condition, env).may_be_false:
                    return self._distinct_of(branch.value, env, ev)
            return self._distinct_of(definition.otherwise, env, ev)
        return None

    def _kinds_of(self, node: ir.Expr | None, env: tuple[Entity, ...], ev: Evaluator) -> Kinds | None:
        if node is None:
            return None
        rows, value, bind = over_rows(node)
        return None if rows is None else ev.kinds(rows, bind, value, env)

    # ------------------------------------------------------------ the verdict

    def subject(self, entity: Entity) -> Subject:
        """What the verdict is about, in words."""
        cls = schema().classes[entity.cls]
        if entity.cls == "InsuredYear":
            policyholder = self.relations.part(entity, "policyholder")
            year = self.relations.part(entity, "policy_year")
            contract = self.relations.part(entity, "contract")
            number = getattr(contract.row.record, "number", None) if contract.row else None
            label = (
                f"{self.world.name_of(policyholder)}第{year.data['no']}个保险年度（{number or contract.id}）"
            )
            insurer = entity.data.get("insurer")
            return Subject(
                entity.cls,
                entity.id,
                label,
                entity.path,
                policyholder.id,
                insurer.id if isinstance(insurer, Entity) else None,
                str(year.data["no"]),
            )
        if entity.cls == "InsurerCalendarYear":
            insurer_entity = self.relations.part(entity, "insurer")
            label = f"{self.world.name_of(insurer_entity)}{entity.data['year']}年度"
            return Subject(
                entity.cls, entity.id, label, entity.path, None, insurer_entity.id, str(entity.data["year"])
            )
        names = self.world.names(entity)
        policyholder_id = next((r.id for r in self.world.index.rows("Policyholder") if r.id in names), None)
        insurer_id = next((r.id for r in self.world.index.rows("Insurer") if r.id in names), None)
        label = self.world.name_of(entity)
        if entity.cls == "Recipient" and entity.row is not None and entity.row.owner is not None:
            policyholder_id = str(getattr(entity.row.record, "policyholder", "") or "") or None
            who = self.world.index.row(policyholder_id)
            label = f"{self.world.name(entity.row.owner)}对{self.world.name(who) if who else cls.label}"
        elif (
            entity.row is not None
            and entity.row.owner is not None
            and entity.cls not in ("Contract", "Policyholder")
        ):
            label = f"{self.world.name(entity.row.owner)}的{label}"
        return Subject(entity.cls, entity.id, label, entity.path, policyholder_id, insurer_id)

    def _verdict(
        self, norm: ir.Norm, entity: Entity, found: Found, trace: Trace, alternatives: tuple[Alternative, ...]
    ) -> Verdict:
        outcome = found.outcome
        status = status_of(outcome)
        cell = found.cells[0] if len(found.cells) == 1 else None
        due, due_latest = self._due_dates(found, status)
        done = self._done_date(found, status)
        counted = self._counted_due(found, due)
        words = (
            f"{norm.citation.words} {cell.text}"
            if cell is not None and norm.row is not None
            else norm.citation.words
        )
        return Verdict(
            norm=cell.id if cell is not None else norm.id,
            alias=cell.alias if cell is not None else norm.alias,
            kind=norm.kind,
            status=status,
            subject=self.subject(entity),
            cited=Cited(
                norm.citation.heading, words, norm.citation.quotation, norm.citation.file, norm.citation.line
            ),
            bearer=norm.bearer,
            counterparty=norm.counterparty,
            possible=() if outcome.definite else tuple(s for s in Status if s in outcome.statuses),
            due=due,
            due_latest=due_latest,
            due_event=found.event if due is None and found.event else None,
            counted=counted,
            done=done,
            delay=self._delay(found, done, due, status),
            owed=found.owed if status not in (Status.FULFILLED, Status.NOT_APPLICABLE, Status.LATE) else "",
            reason=found.reason,
            missing=tuple(sorted(outcome.missing)),
            facts=tuple(trace.facts.values()),
            parts=found.parts,
            exceptions=found.tried,
            answers=tuple(trace.answers.values()),
            question=self._asked(found.question, outcome),
            readings=tuple((s, self.choices[s]) for s in sorted(trace.switches) if s in self.choices),
            robust=not alternatives,
            alternatives=alternatives,
            evidence=norm.evidence,
            consequence=norm.consequence,
            group=norm.group,
            provisional=self._provisional(found, status),
            cells=tuple(c.id for c in found.cells),
            act=norm.act,
        )

    def _asked(self, question: str | None, outcome: Outcome) -> str | None:
        """The question that a person has to answer, with who and on what criteria."""
        name = question or next((m.english for m in sorted(outcome.missing) if m.kind == "judgement"), None)
        asked = self._questions.get(name or "")
        if asked is None or outcome.definite:
            return None
        return f"{asked.text}（{asked.answerer}；依据：{'、'.join(asked.criteria)}）"

    def _due_dates(self, found: Found, status: Status) -> tuple[dt.date | None, dt.date | None]:
        if found.due is None or status is Status.NOT_APPLICABLE:
            return None, None
        real = [s for s in found.due.stretches if s[0] < NEVER - 1]
        if not real:
            return None, None
        first, last = Times(tuple(real)).dates()
        return first, (last if last != first else None)

    def _done_date(self, found: Found, status: Status) -> dt.date | None:
        if found.done is None or status not in (Status.FULFILLED, Status.LATE, Status.JUDGEMENT):
            return None
        return found.done.dates()[0] if found.done.is_one_day else None

    def _counted_due(self, found: Found, due: dt.date | None) -> DueDate | None:
        if found.term is None or found.start is None or due is None or not found.start.is_one_day:
            return None
        start = found.start.dates()[0]
        if start is None or found.term.unit == "小时":
            return None
        includes = (
            self._convention(self.regulation.convention.start_day, self.evaluator)
            if found.term.unit == "个工作日"
            else False
        )
        makeup = (
            self._convention(self.regulation.convention.makeup_counts, self.evaluator)
            if found.term.unit == "个工作日"
            else True
        )
        return self.world.due(start, found.term.count, found.term.unit, count_start=includes, makeup=makeup)

    def _delay(
        self, found: Found, done: dt.date | None, due: dt.date | None, status: Status
    ) -> tuple[int, str] | None:
        if status is not Status.LATE or done is None or due is None or done <= due:
            return None
        unit = found.term.unit if found.term is not None else "个工作日"
        if unit == "个工作日":
            return self.world.calendar.working_days_between(due, done), unit
        return (done - due).days, "日"

    def _provisional(self, found: Found, status: Status) -> str | None:
        counted = self._counted_due(found, self._due_dates(found, status)[0])
        years = counted.awaited if counted is not None else ()
        if not years:
            return None
        return "；".join(self.world.calendar.awaited_notice(y, "zh") for y in years)


def _named(wanted: str, norm: ir.Norm) -> bool:
    names = [
        norm.id,
        norm.alias,
        *([c.id for c in norm.row.cells] + [c.alias for c in norm.row.cells] if norm.row else []),
    ]
    return any(n == wanted or n.startswith((wanted + "/", wanted + "-", wanted + ".")) for n in names)
