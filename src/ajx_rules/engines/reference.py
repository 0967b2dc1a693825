"""The reference engine: the executable meaning of a regulation, slow and obvious.

For each norm and each row it binds: condition, exceptions, occurrence, timeliness and
adequacy, each a set of possibilities, combined by ``obligations``. Then the same again
under each alternative of the readings that were looked at.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import cached_property
from typing import Final

from ajx_rules.compiler import ir
from ajx_rules.domain.derived import WINDOWS
from ajx_rules.engines.bearers import not_evaluated
from ajx_rules.engines.blocks import Blocks
from ajx_rules.engines.conventions import says
from ajx_rules.engines.declared import Declared
from ajx_rules.engines.dependencies import Dependencies
from ajx_rules.engines.evaluate import Evaluator
from ajx_rules.engines.giving_way import GivingWay
from ajx_rules.engines.obligations import (
    Found,
    Outcome,
    any_found,
    standing,
    status_of,
    under_condition,
    with_judgement,
)
from ajx_rules.engines.other_readings import OtherReadings
from ajx_rules.engines.relations import Relations
from ajx_rules.engines.rows import Entity
from ajx_rules.engines.shares import MOST_SHARES
from ajx_rules.engines.table_rows import TableRows
from ajx_rules.engines.terms import Terms
from ajx_rules.engines.validity import in_force, under_validity
from ajx_rules.engines.values import NOTHING, Times, earliest, latest
from ajx_rules.engines.verdict import NotEvaluated, Part, Status, TableResult, Verdict, names_subject
from ajx_rules.engines.windows import Windows, within
from ajx_rules.engines.wording import Wording
from ajx_rules.engines.world import World

Task = tuple[ir.Norm, Entity, Times]
"""A norm, a row that it binds, and since when that row is there."""
JUDGED: Final = ("duty", "prohibition", "advisory")


class ReferenceEngine:
    """Evaluates a regulation in a world."""

    def __init__(
        self,
        regulation: ir.RegulationIR,
        world: World,
        choices: Mapping[str, str],
        depends: Dependencies | None = None,
    ) -> None:
        """``choices`` gives the option of every switch for the verdicts; others are tried beside it."""
        self.regulation = regulation
        self.world = world
        self.choices = dict(choices)
        self.relations = Relations(world)
        self.relations.years.from_inception = says(regulation.convention.from_inception, choices)
        self.evaluator = Evaluator(regulation, self.relations, self.choices, depends)
        self.questions = {q.name: q for q in regulation.questions}
        self.exceptions = GivingWay(self)
        self.blocks = Blocks(self)
        self.terms = Terms(self)
        self.windows = Windows(self)
        self.table_rows = TableRows(self)
        self.other_readings = OtherReadings(self)
        self.declared = Declared(self)
        self.wording = Wording(self)
        self._subjects: dict[str, dict[str, tuple[Entity, Times]]] = {}

    @cached_property
    def not_held(self) -> dict[str, NotEvaluated]:
        """The norms that bind a party whose records the ledger does not hold."""
        return {n.norm: n for n in not_evaluated(self.regulation, self.world.index.ledger.keeper)}

    # ------------------------------------------------------------ all verdicts

    def tasks(self, named: Collection[str] | None = None, subject: str | None = None) -> Iterable[Task]:
        """Every norm (or those named) with every row it binds, in the order of the regulation."""
        names = self._names_of(subject) if subject is not None else frozenset()
        for norm in self.regulation.norms:
            if norm.kind not in JUDGED or norm.id in self.not_held or not _among(named, norm):
                continue
            for entity, presence in self.relations.subjects(norm.subject):
                if subject is None or names_subject(names, self.wording.subject(entity)):
                    yield norm, entity, presence

    def subject(self, cls: str, id_: str) -> tuple[Entity, Times] | None:
        """The row of a class with an id, and since when it is there; None where there is none."""
        if cls not in self._subjects:
            self._subjects[cls] = {each.id: (each, there) for each, there in self.relations.subjects(cls)}
        return self._subjects[cls].get(id_)

    def shares(self, tasks: Iterable[Task]) -> list[list[tuple[int, Task]]]:
        """Tasks, each with its place, in a share for each policyholder; what belongs to none is dealt out."""
        turns = {row.id: turn for turn, row in enumerate(self.world.index.rows("Policyholder"))}
        out: list[list[tuple[int, Task]]] = [[] for _ in range(min(max(len(turns), 1), MOST_SHARES))]
        for place, task in enumerate(tasks):
            turn = turns.get(self.wording.subject(task[1]).policyholder or "", place)
            out[turn % len(out)].append((place, task))
        return out

    def not_evaluated(self, named: Collection[str] | None = None) -> tuple[NotEvaluated, ...]:
        """The norms (or those named) that bind a party whose records the ledger does not hold."""
        norms = [n for n in self.regulation.norms if _among(named, n)]
        return tuple(self.not_held[n.id] for n in norms if n.id in self.not_held)

    def table_results(self) -> Iterable[TableResult]:
        """What each decision table gives for each of its subjects within the scope."""
        for table in self.regulation.tables:
            node = ir.Lookup(table.name, ir.Var(0))
            scopes = {
                scope for n in self.regulation.norms if n.subject == table.subject for scope in n.scopes
            }
            for entity, _ in self.relations.subjects(table.subject):
                self.evaluator.kept.clear()
                with self.evaluator.traced():
                    outside = any(not self.evaluator.times(s, (entity,)).may_be_true for s in scopes)
                if outside:
                    continue
                with self.evaluator.traced() as trace:
                    found = self.evaluator.value(node, (entity,))
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

    def _names_of(self, wanted: str) -> frozenset[str]:
        """A name, and the ids and numbers of the parties and contracts that bear it."""
        names = {wanted}
        for cls, called in (("Policyholder", "name"), ("Insurer", "name"), ("Contract", "number")):
            for row in self.world.index.rows(cls):
                known = {row.id, getattr(row.record, called)}
                if wanted == getattr(row.record, called) or (wanted == row.id and cls == "Contract"):
                    names |= {name for name in known if isinstance(name, str)}
        return frozenset(names)

    def verdict(
        self, norm: ir.Norm, entity: Entity, presence: Times, tried: Collection[Status] | None = None
    ) -> Verdict | None:
        """One verdict; None where a merged cell is reported under its first row.

        If its status is one of ``tried`` (None = whatever it is), it is tried under other readings.
        """
        self.evaluator.kept.clear()  # for another verdict
        self.exceptions.earlier.let_go()
        with self.evaluator.traced() as trace:
            found = self.find(norm, entity, presence, self.evaluator)
        if found is None:
            return None
        trace.switches |= self.other_readings.of_years(norm)
        others = None
        if tried is None or status_of(found.outcome) in tried:
            others = self.other_readings.tried(norm, entity, presence, found, trace)
        enough = () if found.outcome.definite else self.declared.enough(norm, entity, found)
        return self.wording.verdict(norm, entity, found, trace, others, enough)

    # ------------------------------------------------------------ one norm, one row

    def find(self, norm: ir.Norm, entity: Entity, presence: Times, ev: Evaluator) -> Found | None:
        """What a norm comes to for one row under the choices of ``ev``; None under a merged cell."""
        env = (entity,)
        trigger = ev.times(norm.condition, env) if norm.condition is not None else Times.always()
        scope = latest(ev.times(each, env).undated() for each in norm.scopes)
        condition = latest([scope, trigger.undated()])
        otherwise = Found(Outcome.of(Status.NOT_APPLICABLE))
        if condition.may_be_false:
            force = in_force(self, norm, entity, presence, Times.always(), ev)
            otherwise = under_validity(self, entity, otherwise, force)
        if not condition.may_be_true:
            outside = "、".join(
                s.definition for s in norm.scopes if not ev.times(s, env).undated().may_be_true
            )
            otherwise.reason = otherwise.reason or (f"在{outside}以外" if outside else "条件不成立")
            otherwise.outcome = under_condition(presence.undated(), otherwise.outcome)
            return otherwise
        found = (
            self.table_rows.row(norm, entity, ev) if norm.row is not None else self._duty(norm, entity, ev)
        )
        if found is None:
            return None
        if norm.row is None:
            tried, found.outcome = self.exceptions.tried(norm.id, None, env, found, ev)
            found.tried = (*found.tried, *tried)
            force = in_force(self, norm, entity, presence, trigger, ev)
            found = under_validity(self, entity, found, force)
        found.outcome = under_condition(condition, found.outcome, otherwise.outcome)
        found.outcome = under_condition(presence.undated(), found.outcome)
        self._not_begun(entity, found)
        rolling = next((m.label for m in found.outcome.missing if m.kind == "judgement" and not m.path), "")
        found.reason = found.reason or rolling
        return found

    def _not_begun(self, entity: Entity, found: Found) -> None:
        """A window that has not begun binds nobody yet."""
        ended = {Status.NOT_APPLICABLE, Status.NOT_IN_FORCE}
        if entity.cls in WINDOWS and not found.outcome.statuses <= ended:
            starts = self.relations.moment(entity, "starts_on")
            if starts.lo > self.world.end:
                rest = found.outcome.statuses & ended
                found.outcome = Outcome.of(Status.NOT_APPLICABLE, *rest, missing=found.outcome.missing)
                found.reason = "该年度尚未开始"
            elif starts.hi > self.world.end and not starts.is_one_day:
                found.outcome = found.outcome | Outcome(frozenset({Status.NOT_APPLICABLE}), starts.missing)

    def _duty(self, norm: ir.Norm, entity: Entity, ev: Evaluator) -> Found:
        env = (entity,)
        assert norm.requirement is not None
        of_year = entity.cls in WINDOWS and norm.term is None

        def met(node: ir.Expr) -> Times:
            return self.windows.done(node, entity, ev) if of_year else ev.times(node, env)

        done = met(norm.requirement.condition)
        parts = tuple(self._part(i, met(i.condition)) for i in norm.requirement.items)
        if of_year and norm.kind != "prohibition":
            return self.windows.year(norm, entity, done, parts, ev)
        if of_year:
            found = self.windows.prohibited(norm, entity, done)
        elif norm.kind == "prohibition":
            found = self._prohibited(norm, done, env, ev)
        else:
            found = self.layers(norm, entity, self.terms.under_terms(norm, entity, done, ev), ev)
        found.parts = parts
        return found

    def _part(self, item: ir.Item, times: Times) -> Part:
        return Part(item.label, times.may_be_true if times.decided else None)

    def layers(self, norm: ir.Norm, entity: Entity, found: Found, ev: Evaluator) -> Found:
        """Timeliness and adequacy: asked once the act is done, of each number it may be measured by."""
        if found.ways:
            ways = [self.layers(norm, entity, way, ev) for way in found.ways]
            found.outcome = any_found(ways, NOTHING).outcome
            found.question = next((way.question for way in ways if way.question), None)
            return found
        for layer, bad in ((norm.timeliness, Status.LATE), (norm.adequacy, Status.BREACH)):
            if layer is norm.timeliness and found.measured:
                continue
            if layer is None or not found.outcome.statuses & {Status.FULFILLED, Status.LATE}:
                continue
            question = self.questions[layer.question]
            answer = ev.judged(layer.question, entity)
            good = answer if question.bad_answer == "否" else answer.negated()
            found.outcome = with_judgement(found.outcome, good, *self._if_bad(bad, found.due))
            if not good.decided:
                found.question = layer.question
        return found

    def _if_bad(self, bad: Status, due: Times | None) -> Iterable[Status]:
        """What a bad answer makes of a norm: what is inadequate can be made good until the term ends."""
        if bad is not Status.BREACH or due is None:
            return (bad,)
        ended = (bad,) if due.lo <= self.world.end else ()
        return (*ended, Status.PENDING) if due.hi > self.world.end else ended

    def _prohibited(self, norm: ir.Norm, done: Times, env: tuple[Entity, ...], ev: Evaluator) -> Found:
        """A prohibition: breached by the act within its period, pending while that runs."""
        assert norm.requirement is not None
        if norm.term is None or isinstance(norm.term, ir.NoNumber):
            return Found(standing(done.negated()), done=done)
        condition = norm.requirement.condition
        first, last = self.terms.period(norm.term, condition, env, ev)
        acts = (
            [t for _, t in ev.rows(condition.rows, env).items] if isinstance(condition, ir.Exists) else [done]
        )
        act = earliest(within(a, first, last) for a in acts)
        out: set[Status] = {Status.BREACH} if act.may_be_true else set()
        if act.may_be_false:
            if last.lo <= self.world.end:
                out.add(Status.FULFILLED)
            if last.hi > self.world.end:
                out.add(Status.PENDING)
        broken = out == {Status.BREACH}  # done is done: no date is left to wait for
        outcome = Outcome.of(*out, missing=act.missing | last.missing)
        return Found(outcome, due=None if broken else last, done=act)


def _among(wanted: Collection[str] | None, norm: ir.Norm) -> bool:
    return wanted is None or any(named(each, norm) for each in wanted)


def named(wanted: str, norm: ir.Norm) -> bool:
    """Whether a word names a norm: its id or alias, that of a cell, or the beginning of one."""
    names = [
        norm.id,
        norm.alias,
        *([c.id for c in norm.row.cells] + [c.alias for c in norm.row.cells] if norm.row else []),
    ]
    return any(n == wanted or n.startswith((wanted + "/", wanted + "-", wanted + ".")) for n in names)
