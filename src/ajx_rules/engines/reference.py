"""The reference engine: the executable meaning of a regulation, slow and obvious.

For each norm and each row it binds: condition, exceptions, occurrence, timeliness and
adequacy, each a set of possibilities, combined by ``obligations``. Then the same again
under each alternative of the readings that were looked at.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping

import attrs

from ajx_rules.compiler import ir
from ajx_rules.domain.catalogue import catalogue
from ajx_rules.domain.derived import WINDOWS
from ajx_rules.engines.bearers import not_evaluated
from ajx_rules.engines.blocks import Blocks
from ajx_rules.engines.evaluate import Evaluator, Trace
from ajx_rules.engines.giving_way import GivingWay
from ajx_rules.engines.in_words import decimal_words
from ajx_rules.engines.obligations import (
    Found,
    Outcome,
    act_by,
    both,
    count_in_window,
    standing,
    state_in_window,
    status_of,
    under_condition,
    with_judgement,
)
from ajx_rules.engines.owed import still_owed
from ajx_rules.engines.relations import Relations
from ajx_rules.engines.rows import Entity, Rows, inside_window
from ajx_rules.engines.terms import Terms
from ajx_rules.engines.values import (
    ALWAYS,
    MINUTES,
    NEVER,
    NOTHING,
    Missing,
    Numbers,
    Times,
    earliest,
    latest,
)
from ajx_rules.engines.verdict import Alternative, NotEvaluated, Part, Status, TableResult, Verdict, worst
from ajx_rules.engines.wording import Wording
from ajx_rules.engines.world import World

# Switches that are not varied when a verdict is tried under other readings.
NOT_VARIED = frozenset({"records.closed_world", "money.rounding", "prompt.params", "continuous.min"})


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
        self.questions = {q.name: q for q in regulation.questions}
        self._readings = {r.switch: r for r in regulation.readings}
        self._undoable: dict[str, bool] = {}
        self.exceptions = GivingWay(regulation)
        self.blocks = Blocks(self)
        self.terms = Terms(self)
        self.wording = Wording(self)
        self._not_held = {n.norm: n for n in not_evaluated(regulation, world.index.ledger.keeper)}

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
        norms = [n for n in norms if n.id not in self._not_held]
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

    def not_evaluated(self, norm: str | None = None) -> tuple[NotEvaluated, ...]:
        """The norms that bind a party whose records the ledger does not hold."""
        named = [n for n in self.regulation.norms if norm is None or _named(norm, n)]
        return tuple(self._not_held[n.id] for n in named if n.id in self._not_held)

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
                    table.name,
                    self.wording.subject(entity),
                    results,
                    trace.tables.get(table.name, ()),
                    missing,
                )

    def _maybe_named(self, wanted: str, entity: Entity) -> bool:
        subject = self.wording.subject(entity)
        own = () if subject.policyholder else (subject.insurer,)
        return (
            wanted in (subject.id, subject.label, subject.policyholder, *own)
            or f"「{wanted}」" in subject.label
        )

    def verdict(self, norm: ir.Norm, entity: Entity, presence: Times) -> Verdict | None:
        """One verdict; None where a merged cell is reported under its first row."""
        with self.evaluator.traced() as trace:
            found = self._find(norm, entity, presence, self.evaluator)
        if found is None:
            return None
        alternatives = self._alternatives(norm, entity, presence, found, trace)
        return self.wording.verdict(norm, entity, found, trace, alternatives)

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
                if option.key == self.choices.get(switch) or option.standing != "open":
                    continue
                key = (switch, option.key)
                if key not in self._others:
                    other_choices = {**self.choices, switch: option.key}
                    self._others[key] = Evaluator(self.regulation, self.relations, other_choices, quiet=True)
                if self._others[key].agrees_on(switch, trace):
                    continue
                other = self._find(norm, entity, presence, self._others[key])
                status = status_of(other.outcome) if other is not None else mine
                if status is Status.NOT_APPLICABLE and norm.group is not None:
                    status = self._of_siblings(norm, entity, self._others[key])
                    if status is mine:
                        continue
                if status is not mine or (
                    other is not None and other.outcome.statuses != found.outcome.statuses
                ):
                    out.append(Alternative(switch, option.key, status))
        return tuple(out)

    def _of_siblings(self, norm: ir.Norm, entity: Entity, ev: Evaluator) -> Status:
        """The worst status of the norms that the same words become under another reading."""
        base = norm.alias.partition("/")[0]
        names = self.world.names(entity)
        out: list[Status] = []
        for other in self.regulation.norms:
            if other is norm or other.group != norm.group or other.alias.partition("/")[0] != base:
                continue
            for each, presence in self.relations.subjects(other.subject):
                near = each.id.partition("#")[0] in names or entity.id.partition("#")[0] in self.world.names(
                    each
                )
                if not near or entity.data.get("year") != each.data.get("year"):
                    continue
                found = self._find(other, each, presence, ev)
                if found is not None:
                    out.append(status_of(found.outcome))
        return worst(s for s in out or [Status.NOT_APPLICABLE])

    # ------------------------------------------------------------ one norm, one row

    def _find(self, norm: ir.Norm, entity: Entity, presence: Times, ev: Evaluator) -> Found | None:
        env = (entity,)
        condition = ev.times(norm.condition, env).undated() if norm.condition is not None else Times.always()
        scope = latest(ev.times(each, env).undated() for each in norm.scopes)
        condition = latest([scope, condition])
        if not condition.may_be_true:
            out_of_force = self._in_force(
                norm, entity, presence, env, ev, Found(Outcome.of(Status.NOT_APPLICABLE))
            )
            outside = "、".join(
                s.definition for s in norm.scopes if not ev.times(s, env).undated().may_be_true
            )
            reason = f"在{outside}以外" if outside else "条件不成立"
            return out_of_force or Found(Outcome.of(Status.NOT_APPLICABLE), reason=reason)
        found = self._row(norm, entity, ev) if norm.row is not None else self._duty(norm, entity, ev)
        if found is None:
            return None
        if norm.row is None:
            tried, found.outcome = self.exceptions.tried(norm.id, None, env, found, ev)
            found.tried = (*found.tried, *tried)
        out_of_force = self._in_force(norm, entity, presence, env, ev, found)
        if out_of_force is not None:
            return out_of_force
        found.outcome = under_condition(latest([condition, presence.undated()]), found.outcome)
        self._not_begun(entity, found)
        rolling = next((m.label for m in found.outcome.missing if m.kind == "judgement" and not m.path), "")
        found.reason = found.reason or rolling
        return found

    def _in_force(
        self,
        norm: ir.Norm,
        entity: Entity,
        presence: Times,
        env: tuple[Entity, ...],
        ev: Evaluator,
        found: Found,
    ) -> Found | None:
        """What a duty that arose outside the instrument's validity comes to; None within it, or if unknown.

        Judged on the day it arises: the day its term begins, its window's first day, else the
        day its subject came about. A year that straddles the bounds is left to judgement.
        """
        span = self.world.validity
        if span is None:
            return None
        if entity.cls in WINDOWS:
            years = found.years or (entity,)
            first = self.relations.moment(years[0], "starts_on")
            last = self.relations.moment(years[-1], "ends_on")
            if found.years and found.due is not None:  # a block that is not full ends where it is due
                last = found.due
        else:
            start = norm.term.start if isinstance(norm.term, ir.Within | ir.NoNumber) else None
            first = last = ev.times(start, env) if start is not None else presence
        if first.hi >= NEVER or first.lo == ALWAYS:
            return None
        if last.hi < span[0] or first.lo > span[1]:
            return Found(Outcome.of(Status.NOT_IN_FORCE), reason="发生在本指引施行以前或者失效以后")
        straddles = first.lo < span[0] <= last.hi or (entity.cls in WINDOWS and first.lo <= span[1] < last.lo)
        if straddles:
            label = f"{self.wording.subject(entity).label}跨越施行或失效之日，如何适用"
            missing = frozenset({Missing("judgement", entity.path, label)})
            found.outcome = Outcome.of(*found.outcome.statuses, Status.NOT_IN_FORCE, missing=missing)
            found.reason = "年度跨越施行或失效之日"
            return found
        return None

    def _not_begun(self, entity: Entity, found: Found) -> None:
        """A window that has not begun binds nobody yet."""
        if entity.cls in WINDOWS and found.outcome.statuses != {Status.NOT_APPLICABLE}:
            starts = self.relations.moment(entity, "starts_on")
            if starts.lo > self.world.end:
                found.outcome = Outcome.of(Status.NOT_APPLICABLE)
                found.reason = "该年度尚未开始"
            elif starts.hi > self.world.end and not starts.is_one_day:
                found.outcome = found.outcome | Outcome(frozenset({Status.NOT_APPLICABLE}), starts.missing)

    def _duty(self, norm: ir.Norm, entity: Entity, ev: Evaluator) -> Found:
        env = (entity,)
        assert norm.requirement is not None
        done = ev.times(norm.requirement.condition, env)
        parts = tuple(self._part(i, env, ev) for i in norm.requirement.items)
        if norm.kind == "prohibition":
            found = self._prohibited(norm, done, env, ev)
            found.parts = parts
            return found
        if entity.cls in WINDOWS and norm.term is None:
            return self._windowed(norm, entity, done, parts, ev)
        found = self.terms.under_terms(norm, entity, done, ev)
        found.parts = parts
        return self._layers(norm, entity, found, ev)

    def _part(self, item: ir.Item, env: tuple[Entity, ...], ev: Evaluator) -> Part:
        times = ev.times(item.condition, env)
        return Part(item.label, times.may_be_true if times.decided else None)

    def _layers(self, norm: ir.Norm, entity: Entity, found: Found, ev: Evaluator) -> Found:
        """Timeliness and adequacy: asked once the act is done."""
        for layer, bad in ((norm.timeliness, Status.LATE), (norm.adequacy, Status.BREACH)):
            if layer is norm.timeliness and found.measured:
                continue
            if layer is None or not found.outcome.statuses & {Status.FULFILLED, Status.LATE}:
                continue
            question = self.questions[layer.question]
            answer = ev.judged(layer.question, entity)
            good = answer if question.bad_answer == "否" else answer.negated()
            found.outcome = with_judgement(found.outcome, good, bad)
            if not good.decided:
                found.question = layer.question
        return found

    def _prohibited(self, norm: ir.Norm, done: Times, env: tuple[Entity, ...], ev: Evaluator) -> Found:
        """A prohibition: breached by the act within its period, pending while that runs."""
        assert norm.requirement is not None
        if norm.term is None or isinstance(norm.term, ir.NoNumber):
            return Found(standing(done.negated()), done=done)
        first, last = self.terms.period(norm.term, env, ev)
        condition = norm.requirement.condition
        acts = (
            [t for _, t in ev.rows(condition.rows, env).items] if isinstance(condition, ir.Exists) else [done]
        )
        act = earliest(inside_window(a, first, last) for a in acts)
        out: set[Status] = {Status.BREACH} if act.may_be_true else set()
        if act.may_be_false:
            if last.lo <= self.world.end:
                out.add(Status.FULFILLED)
            if last.hi > self.world.end:
                out.add(Status.PENDING)
        return Found(Outcome.of(*out, missing=act.missing | last.missing), due=last, done=done)

    # ------------------------------------------------------------ terms

    def lapse(self, entity: Entity, due: Times, found: Found) -> None:
        """Duties not yet due when cover is ended early lapse; those already due stay."""
        if entity.cls != "Contract" or not found.outcome.statuses & {Status.BREACH, Status.PENDING}:
            return
        self.lapsed(self.relations.years.terminated(entity), due, found)

    def lapsed(self, ended: Times, due: Times, found: Found) -> None:
        """Let a duty lapse where cover ended before the day it fell due."""
        undone = found.outcome.statuses & {Status.BREACH, Status.PENDING}
        may = ended.may_be_true and ended.lo // MINUTES < due.hi // MINUTES
        if not may or not undone:
            return
        if ended.hi // MINUTES < due.lo // MINUTES:
            rest = found.outcome.statuses - undone
            found.outcome = Outcome.of(*rest, Status.NOT_APPLICABLE, missing=found.outcome.missing)
            if not rest:
                found.reason = "保险合同已提前解除，尚未到期的义务随之终止"
            return
        lifted = Outcome(frozenset({Status.NOT_APPLICABLE}), ended.missing | due.missing)
        found.outcome = found.outcome | lifted

    # ------------------------------------------------------------ windows

    def _windowed(
        self, norm: ir.Norm, entity: Entity, done: Times, parts: tuple[Part, ...], ev: Evaluator
    ) -> Found:
        """A requirement on records of a year: owed by its last day."""
        last = self.last_minute(self.relations.moment(entity, "ends_on"))
        assert norm.requirement is not None
        if norm.id not in self._undoable:
            self._undoable[norm.id] = self._may_be_undone(norm.requirement.condition)
        undoable = self._undoable[norm.id]
        outcome = (
            state_in_window(done, last, self.world.end) if undoable else act_by(done, last, self.world.end)
        )
        found = Found(outcome, due=last, done=done, parts=parts)
        if undoable and outcome.statuses == {Status.PENDING} and not done.may_be_false:
            found.reason = "按已有的记录已经达到；年度终了以前还可能变化"
        lacking = [p.label for p in parts if p.met is False]
        condition = norm.requirement.condition
        found.owed = "、".join(lacking) or still_owed(condition, (entity,), ev, self.regulation)
        if entity.cls == "InsuredYear":
            self.lapsed(self.relations.years.terminated(self.relations.part(entity, "contract")), last, found)
        return self._layers(norm, entity, found, ev)

    def _may_be_undone(self, node: ir.Expr, seen: frozenset[str] = frozenset()) -> bool:
        """Whether later records can undo a requirement: a ratio, a maximum, an absence."""
        match node:
            case ir.All(items) | ir.AnyOf(items):
                return any(self._may_be_undone(i, seen) for i in items)
            case ir.Compare(op, left, right):
                if op in (">=", ">"):
                    return self._grows(right, seen) or any(isinstance(n, ir.Minus) for n in ir.walk(left))
                return self._grows(left, seen) or (op in ("==", "!=") and self._grows(right, seen))
            case ir.Not(item):
                return self._grows(item, seen) or any(isinstance(n, ir.Exists) for n in ir.walk(item))
            case _:
                return False

    def _grows(self, node: ir.Expr, seen: frozenset[str]) -> bool:
        """Whether a number rests on a list to which records may be added."""
        for n in ir.walk(node):
            if isinstance(n, ir.Sum | ir.Count | ir.Distinct | ir.Extreme) and not self._is_part_list(n.rows):
                return True
            if isinstance(n, ir.Call) and n.definition not in seen:
                d = next(d for d in self.regulation.definitions if d.name == n.definition)
                parts = (*(b.value for b in d.branches), d.otherwise)
                if any(self._grows(p, seen | {n.definition}) for p in parts):
                    return True
        return False

    @staticmethod
    def _is_part_list(rows: ir.Row) -> bool:
        """A list that belongs to its owner's record and does not grow with time."""
        while isinstance(rows, ir.Filter):
            rows = rows.source
        if not isinstance(rows, ir.Follow):
            return False
        lists = [f for c in catalogue().classes.values() for f in c.lists if f.name == rows.relation]
        return bool(lists) and not any(f.register for f in lists)

    @staticmethod
    def last_minute(ends: Times) -> Times:
        """The last minute of a day."""
        stretches = tuple((hi if lo // MINUTES == hi // MINUTES else lo, hi) for lo, hi in ends.stretches)
        return Times(stretches, ends.missing)

    # ------------------------------------------------------------ rows of a frequency table

    def _row(self, norm: ir.Norm, entity: Entity, ev: Evaluator) -> Found | None:
        """A table row: the union over the columns still possible."""
        assert norm.row is not None
        column = ev.value(norm.column, (entity,)) if norm.column is not None else None
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
            found = self.blocks.block(norm, cell, cell.duty, entity, ev)
        else:
            found = self._year(cell.duty, entity, ev)
        found.cells = (cell,)
        question = norm.row.question if norm.row is not None and cell.duty.all_year else None
        if question is not None and found.outcome.statuses & {Status.FULFILLED}:
            asked = self.questions[question]
            answer = ev.judged(question, entity)
            good = answer if asked.bad_answer == "否" else answer.negated()
            found.outcome = with_judgement(found.outcome, good, Status.BREACH)
            if not good.decided:
                found.question = question
        found = self._layers(norm, entity, found, ev)
        found.tried, found.outcome = self.exceptions.tried(norm.id, cell, (entity,), found, ev)
        return found

    def counted(self, duty: ir.CellDuty, entity: Entity, ev: Evaluator) -> Numbers:
        """How many rows or kinds a cell has in one year."""
        if duty.number is not None:
            number = ev.value(duty.number, (entity,))
            assert isinstance(number, Numbers)
            return number
        return ev.count(self._served(duty, entity, ev))

    def _served(self, duty: ir.CellDuty, entity: Entity, ev: Evaluator) -> Rows:
        """The rows that a cell counts in one year."""
        assert duty.rows is not None
        return self._within_year(duty.rows, entity, ev)

    def _within_year(self, rows: ir.Row, entity: Entity, ev: Evaluator) -> Rows:
        """The rows of a year; dated ones that are not the year's own relation, by the day they came about."""
        found = ev.rows(rows, (entity,))
        root = rows
        while isinstance(root, ir.Filter):
            root = root.source
        if isinstance(root, ir.Var) or isinstance(root.source, ir.Var):
            return found
        first, last = self.relations.moment(entity, "starts_on"), self.relations.moment(entity, "ends_on")
        inside = [(e, inside_window(t, first, self.last_minute(last))) for e, t in found.items]
        return Rows(tuple((e, t) for e, t in inside if t.may_be_true))

    def _year(self, duty: ir.CellDuty, entity: Entity, ev: Evaluator) -> Found:
        if duty.years == 0 and duty.rows is not None:
            return self._pieces(duty, duty.rows, entity, ev)
        served = self._served(duty, entity, ev) if duty.number is None else None
        count = ev.count(served) if served is not None else self.counted(duty, entity, ev)
        last = self.last_minute(self.relations.moment(entity, "ends_on"))
        found = Found(count_in_window(count, duty.count, last, self.world.end), due=last)
        found.done = served.first() if served is not None and duty.count == 1 else None
        found.owed = self.short(duty, count)
        self.lapsed(self._ended_early(entity), last, found)
        return found

    def _ended_early(self, entity: Entity) -> Times:
        """When cover was ended early, if it was; a calendar year never is."""
        if entity.cls != "InsuredYear":
            return Times.never()
        return self.relations.years.terminated(self.relations.part(entity, "contract"))

    def _pieces(self, duty: ir.CellDuty, rows: ir.Row, entity: Entity, ev: Evaluator) -> Found:
        """Windows shorter than the year: the worst of them; the earliest open one is the due date."""
        starts, ends = self.relations.moment(entity, "starts_on"), self.relations.moment(entity, "ends_on")
        first, end = starts.dates()[0], ends.dates()[1]
        if first is None or end is None or not (starts.is_one_day and ends.is_one_day):
            last = self.last_minute(ends)
            unknown = Outcome.of(Status.FULFILLED, Status.BREACH, missing=starts.missing | ends.missing)
            return Found(unknown, due=last)
        served = ev.rows(rows, (entity,))
        ended = self._ended_early(entity)
        pieces: list[Found] = []
        begin = first
        for n in range(1, 12 // duty.months + 1):
            after = self.world.due(first, n * duty.months, "个月", count_start=False, makeup=True).day
            finish = min(after - dt.timedelta(days=1), end)
            inside = [(e, inside_window(t, Times.day(begin), Times.day(finish))) for e, t in served.items]
            count = ev.count(Rows(tuple((e, t) for e, t in inside if t.may_be_true)))
            last = self.last_minute(Times.day(finish))
            piece = Found(count_in_window(count, duty.count, last, self.world.end), due=last)
            piece.owed = self.short(duty, count)
            self.lapsed(ended, last, piece)
            pieces.append(piece)
            begin = after
            if begin > end:
                break
        return self._worst_piece(pieces)

    def _worst_piece(self, pieces: list[Found]) -> Found:
        """The pieces together: what lapsed counts for nothing, of the rest the worst; its date and debt."""
        standing_ = [p for p in pieces if p.outcome.statuses != {Status.NOT_APPLICABLE}]
        if not standing_:
            return pieces[0]
        outcome = Outcome.of(Status.FULFILLED)
        for piece in standing_:
            rest = piece.outcome.statuses - {Status.NOT_APPLICABLE}
            joined = both(outcome, Outcome(rest, piece.outcome.missing))
            if rest != piece.outcome.statuses:  # it may have lapsed
                joined = joined | Outcome(outcome.statuses, piece.outcome.missing)
            outcome = joined
        for wanted in (Status.BREACH, Status.PENDING):
            for piece in standing_:
                if wanted in piece.outcome.statuses:
                    return Found(outcome, due=piece.due, owed=piece.owed)
        return Found(outcome, due=standing_[-1].due)

    @staticmethod
    def short(duty: ir.CellDuty, count: Numbers) -> str:
        """What is still owed, in words."""
        if count.definite and count.lo is not None and count.lo < duty.count:
            unit = "种" if duty.number is not None else "次"
            return f"还差{decimal_words(duty.count - count.lo)}{unit}（已有{decimal_words(count.lo)}，应有{duty.count}）"
        if count.lo is not None and count.lo < duty.count and count.hi is None:
            return f"台账上有{decimal_words(count.lo)}，应有{duty.count}"
        return ""

    # ------------------------------------------------------------ blocks of two years

    # ------------------------------------------------------------ exceptions

    # ------------------------------------------------------------ the verdict


def _named(wanted: str, norm: ir.Norm) -> bool:
    names = [
        norm.id,
        norm.alias,
        *([c.id for c in norm.row.cells] + [c.alias for c in norm.row.cells] if norm.row else []),
    ]
    return any(n == wanted or n.startswith((wanted + "/", wanted + "-", wanted + ".")) for n in names)
