"""From what an evaluation found to a verdict: dates, words, what it rests on."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from ajx_rules.calendar import DueDate
from ajx_rules.compiler import ir
from ajx_rules.compiler.schema import schema
from ajx_rules.engines.obligations import Found, Outcome, status_of
from ajx_rules.engines.other_readings import Others
from ajx_rules.engines.rows import Entity
from ajx_rules.engines.trace import Trace
from ajx_rules.engines.values import NEVER, Codes, Missing, Times
from ajx_rules.engines.verdict import Cited, Status, Subject, Verdict
from ajx_rules.engines.world import start_of

if TYPE_CHECKING:
    from ajx_rules.engines.reference import ReferenceEngine


EARLIEST_SHOWN = start_of(dt.date(1900, 1, 1))  # a lower end before it only says that there is none


class Wording:
    """Words verdicts in one world under one choice of readings."""

    def __init__(self, engine: ReferenceEngine) -> None:
        """``engine`` holds the world and the choices."""
        self.engine = engine
        self._subjects: dict[int, tuple[Entity, Subject]] = {}
        self._citations: dict[tuple[str, str], Cited] = {}
        index = engine.world.index
        self._policyholders = frozenset(r.id for r in index.rows("Policyholder"))
        self._insurers = frozenset(r.id for r in index.rows("Insurer"))

    def subject(self, entity: Entity) -> Subject:
        """What the verdict is about, in words."""
        found = self._subjects.get(id(entity))
        if found is None:
            found = self._subjects[id(entity)] = (entity, self._subject(entity))
        return found[1]

    def _subject(self, entity: Entity) -> Subject:
        cls = schema().classes[entity.cls]
        if entity.cls == "InsuredYear":
            policyholder = self.engine.relations.part(entity, "policyholder")
            year = self.engine.relations.part(entity, "policy_year")
            contract = self.engine.relations.part(entity, "contract")
            number = getattr(contract.row.record, "number", None) if contract.row else None
            label = f"{self.engine.world.name_of(policyholder)}第{year.data['no']}个保险年度（{number or contract.id}）"
            insurer = entity.data.get("insurer")
            return Subject(
                entity.cls,
                entity.id,
                label,
                entity.path,
                policyholder.id,
                insurer.id if isinstance(insurer, Entity) else None,
                str(year.data["no"]),
                self.engine.relations.years.first_alike(entity).id,
            )
        if "year" in entity.data:
            insurer_entity = next(v for v in entity.data.values() if isinstance(v, Entity))
            label = f"{self.engine.world.name_of(insurer_entity)}{entity.data['year']}年度"
            insurer_of = min(self.engine.world.names(entity) & self._insurers, default=None)
            return Subject(
                entity.cls, entity.id, label, entity.path, None, insurer_of, str(entity.data["year"])
            )
        names = self.engine.world.names(entity)
        policyholder_id = min(names & self._policyholders, default=None)
        insurer_id = min(names & self._insurers, default=None)
        label = self.engine.world.name_of(entity)
        if entity.cls == "Recipient" and entity.row is not None and entity.row.owner is not None:
            policyholder_id = str(getattr(entity.row.record, "policyholder", "") or "") or None
            who = self.engine.world.index.row(policyholder_id)
            label = f"{self.engine.world.name(entity.row.owner)}对{self.engine.world.name(who) if who else cls.label}"
        elif entity.cls == "Delivery":
            service = self.engine.relations.part(entity, "service")
            who_ = self.engine.relations.part(entity, "policyholder")
            policyholder_id = who_.id
            world = self.engine.world
            label = f"{world.name_of(service)}的{self._item(entity)}对{world.name_of(who_)}"
        elif (
            entity.row is not None
            and entity.row.owner is not None
            and entity.cls not in ("Contract", "Policyholder")
        ):
            label = f"{self.engine.world.name(entity.row.owner)}的{label}"
        return Subject(entity.cls, entity.id, label, entity.path, policyholder_id, insurer_id)

    def _item(self, delivery: Entity) -> str:
        """The item that was served, by its short name."""
        codes = self.engine.relations.value(delivery, "item")
        found = self.engine.world.vocabularies.get("service_item")
        names = {e.code: e.short or e.text for e in found.entries} if found else {}
        return (
            "或".join(names.get(c, c) for c in codes)
            if isinstance(codes, Codes) and codes.definite
            else "服务事项"
        )

    def verdict(
        self,
        norm: ir.Norm,
        entity: Entity,
        found: Found,
        trace: Trace,
        others: Others | None,
        enough: tuple[Missing, ...] = (),
    ) -> Verdict:
        """The verdict of what was found; ``others`` None = other readings were not tried; ``enough`` as in ``Declared``."""
        outcome = found.outcome
        status = status_of(outcome)
        cell = found.cells[0] if len(found.cells) == 1 else None
        due, due_latest = self._due_dates(found, status)
        done = self._done_date(found, status)
        counted = self._counted_due(found, due)
        return Verdict(
            norm=cell.id if cell is not None else norm.id,
            alias=cell.alias if cell is not None else norm.alias,
            kind=norm.kind,
            status=status,
            subject=self.subject(entity),
            cited=self._cited(norm, cell),
            bearer=norm.bearer,
            counterparty=norm.counterparty,
            possible=() if outcome.definite else tuple(s for s in Status if s in outcome.statuses),
            due=due,
            due_latest=due_latest,
            due_event=self._event(norm, entity) if found.event is not None else None,
            counted=counted,
            done=done,
            delay=self._delay(found, done, due, status) if due_latest is None else None,
            owed=found.owed if status not in (Status.FULFILLED, Status.NOT_APPLICABLE, Status.LATE) else "",
            reason=found.reason,
            missing=tuple(sorted(outcome.missing)),
            enough=enough,
            facts=self.engine.evaluator.facts_in_words(trace),
            parts=found.parts,
            exceptions=found.tried,
            answers=tuple(trace.answers.values()),
            question=self._asked(found.question, outcome),
            readings=tuple(
                (s, self.engine.choices[s]) for s in sorted(trace.switches) if s in self.engine.choices
            ),
            robust=None if others is None else not others.alternatives and not others.pairs,
            alternatives=others.alternatives if others is not None else (),
            pairs=others.pairs if others is not None else (),
            evidence=norm.evidence,
            consequence="" if found.measured else norm.consequence,
            own_limit=found.measured,
            group=norm.group,
            provisional=self._provisional(found, counted, due),
            cells=tuple(c.id for c in found.cells),
            act=norm.act,
        )

    def _cited(self, norm: ir.Norm, cell: ir.Cell | None) -> Cited:
        """Where a norm, or a cell of a table, stands, and its words."""
        key = norm.id, cell.id if cell is not None else ""
        if key not in self._citations:
            words, at = norm.citation.words, norm.citation
            if cell is not None and norm.of_table:
                words = f"{words} {cell.text}" if cell.row_codes else f"{cell.column} {cell.text}"
            self._citations[key] = Cited(at.heading, words, at.quotation, at.file, at.line)
        return self._citations[key]

    def _asked(self, question: str | None, outcome: Outcome) -> str | None:
        """The question that a person has to answer, with who and on what criteria."""
        if outcome.definite:
            return None
        name = question or next(
            (m.english for m in sorted(outcome.missing) if m.kind == "judgement" and m.english), None
        )
        asked = self.engine.questions.get(name or "")
        if asked is None:
            return None
        return f"{asked.text}（{asked.answerer}；依据：{'、'.join(asked.criteria)}）"

    def _due_dates(self, found: Found, status: Status) -> tuple[dt.date | None, dt.date | None]:
        """The due date, or the range it lies in; of …前, the day of the event."""
        due = found.event if found.event is not None else found.due
        if due is None or status is Status.NOT_APPLICABLE:
            return None, None
        real = [s for s in due.stretches if EARLIEST_SHOWN <= s[0] < NEVER - 1]
        if not real:
            return None, None
        first, last = Times(tuple(real)).dates()
        return first, (last if last != first else None)

    def _event(self, norm: ir.Norm, entity: Entity) -> str:
        """The event of …前, in words: 服务「S」的开始时间之前."""
        moment = norm.term.moment if isinstance(norm.term, ir.Before) else None
        if not isinstance(moment, ir.Moment):
            return "之前"
        rows = self.engine.evaluator.rows(moment.row, (entity,)).items
        field = rows[0][0].row.cls.fields.get(moment.name) if len(rows) == 1 and rows[0][0].row else None
        return f"{self.engine.world.name_of(rows[0][0])}的{field.label}之前" if field is not None else "之前"

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
        counted = self.engine.terms.counting(found.term, self.engine.evaluator)
        return self.engine.world.due(start, found.term.count, found.term.unit, **counted)

    def _delay(
        self, found: Found, done: dt.date | None, due: dt.date | None, status: Status
    ) -> tuple[int, str] | None:
        if status is not Status.LATE or done is None or due is None or done < due:
            return None
        unit = found.term.unit if found.term is not None else "个工作日"
        if unit == "小时" and found.done is not None and found.due is not None:
            return -((found.due.hi - found.done.lo) // 60), unit
        if unit == "个工作日":
            said = (found.term.counting if found.term else None) or self.engine.regulation.convention
            makeup = self.engine.terms.convention(said.makeup_counts, self.engine.evaluator)
            calendar = self.engine.world.calendar.variant(makeup_counts=makeup)
            return calendar.working_days_between(due, done), unit
        return (done - due).days, "日"

    def _provisional(self, found: Found, counted: DueDate | None, due: dt.date | None) -> str | None:
        years = counted.awaited if counted is not None else ()
        if counted is None and due is not None:
            awaited = self.engine.terms.awaited
            each = (
                awaited(way.term, way.start, self.engine.evaluator)
                for way in found.ways or (found,)
                if way.term is not None and way.start is not None
            )
            years = tuple(sorted({year for found_years in each for year in found_years}))
        if not years:
            return None
        return "；".join(self.engine.world.calendar.awaited_notice(y, "zh") for y in years)
