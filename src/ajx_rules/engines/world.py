"""A ledger as it stands at the end of one day: what is there, what is known, what may be missing.

Everything of section 3 of the domain's design is here and nowhere else: records after
``as_of`` are invisible, milestones after it have not come about, a fact left out is the
set of all its values, and an absent record proves something only under a declaration of
completeness. What a relation leads to is in ``relations.py``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from ajx_rules.compiler import ir
from ajx_rules.compiler.schema import schema
from ajx_rules.domain.catalogue import FieldInfo, RecordClass, catalogue
from ajx_rules.domain.derived import SHOWN_BY, STANDS_FOR
from ajx_rules.domain.enums import ENUMS
from ajx_rules.domain.values import NOT_YET, NOTHING, UNKNOWN, Between
from ajx_rules.engines.rows import Entity
from ajx_rules.engines.values import (
    ALWAYS,
    MINUTES,
    NEVER,
    Codes,
    CodeSet,
    Missing,
    Missings,
    Numbers,
    Stretch,
    Texts,
    Times,
    Value,
)
from ajx_rules.ledger.index import LedgerIndex, Row

if TYPE_CHECKING:
    from ajx_rules.calendar import Calendar, DueDate

LAST_MINUTE = dt.date.max.toordinal() * MINUTES + MINUTES - 1
FIRST_MINUTE = MINUTES


def start_of(day: dt.date) -> int:
    """The first minute of a day."""
    return day.toordinal() * MINUTES


def end_of(day: dt.date) -> int:
    """The last minute of a day."""
    return day.toordinal() * MINUTES + MINUTES - 1


@attrs.frozen
class Days:
    """A day, or any day of several: the facts ``unsure`` would tell which."""

    first: dt.date
    last: dt.date
    unsure: Missings = frozenset()

    @property
    def one(self) -> bool:
        """Whether it is one day."""
        return self.first == self.last


class World:
    """One ledger on one day, under one assumption about lists (closed or as declared).

    It may be any day of several in a year (``on``): then ``as_of`` and ``end`` are those of the last, and what
    came about after the first may have come about or not.
    """

    def __init__(
        self,
        index: LedgerIndex,
        as_of: dt.date,
        calendar: Calendar,
        vocabularies: Iterable[ir.VocabularyList],
        *,
        closed: bool = False,
        validity: Stretch | None = None,
        facts: Iterable[ir.ExtraFact] = (),
    ) -> None:
        """``validity`` = first and last minute of the instrument's validity, if known; ``closed`` = every list is taken to be complete through ``as_of`` (records.closed_world)."""
        self.index = index
        self.as_of = as_of
        self.end = end_of(as_of)
        self.days = Days(as_of, as_of)
        self.known = end_of(index.ledger.known_on)
        self.calendar = calendar
        self.vocabularies = {v.name: v for v in vocabularies}
        self.closed = closed
        self.complete_through = ALWAYS
        self.registers: dict[Missing, str] = {}
        """The list that tells of a missing declaration, or of a missing milestone that has not come about."""
        self.validity = validity
        self.facts = {(f.owner, f.name): f for f in facts}
        self._declared = self._declarations()
        # Each with its row, so that the identity of a row made anew for every question stays its own.
        self._names: dict[int, tuple[Entity, frozenset[str]]] = {}
        self._missing: dict[tuple[int, str], Missings] = {}

    def on(self, days: Days) -> World:
        """The same ledger at the end of another day, or of any of several."""
        other = self._again(days.last)
        other.days = days
        other.complete_through = self.complete_through
        return other

    def complete(self) -> World:
        """The same ledger on the same day, with every list declared complete, as far as it may be."""
        other = self._again(self.as_of)
        other.complete_through = self.known
        return other

    def _again(self, as_of: dt.date) -> World:
        made = World(
            self.index,
            as_of,
            self.calendar,
            self.vocabularies.values(),
            closed=self.closed,
            validity=self.validity,
            facts=self.facts.values(),
        )
        made.registers = self.registers
        return made

    def so_far(self, times: Times) -> Times:
        """What lies after the day has not happened yet."""
        if self.days.one:
            return times.clipped(self.end)
        return times.clipped(self.end, end_of(self.days.first), self.days.unsure)

    def today(self) -> Times:
        """The day itself."""
        if self.days.one:
            return Times.day(self.as_of)
        return Times(((start_of(self.days.first), self.end),), self.days.unsure)

    # ------------------------------------------------------------ completeness

    def _declarations(self) -> dict[str, list[tuple[str | None, int, int]]]:
        """By class: (scope, first minute, last minute) of each declaration."""
        out: dict[str, list[tuple[str | None, int, int]]] = {}
        classes = catalogue().classes
        for row in self.index.rows("Completeness"):
            record = row.record
            said = record.records  # type: ignore[attr-defined]
            names = [said] if isinstance(said, str) else list(said or ())
            since = getattr(record, "since", None)
            first = start_of(since) if isinstance(since, dt.date) else ALWAYS
            last = end_of(record.through)  # type: ignore[attr-defined]
            scope = record.scope if isinstance(record.scope, str) else None  # type: ignore[attr-defined]
            for name in names:
                found = catalogue().find(name)
                for cls in classes if name in ("*", "全部") else [found.name] if found else []:
                    out.setdefault(cls, []).append((scope, first, last))
        return out

    def names(self, entity: Entity) -> frozenset[str]:
        """The ids that every record below this row names or descends from."""
        found = self._names.get(id(entity))
        if found is None:
            out: set[str] = {entity.id}
            for value in entity.data.values():
                if isinstance(value, Entity):
                    out |= self.names(value)
            row = entity.row
            while row is not None:
                out.add(row.id)
                for field in ("insurer", "branch", "third_party", "policyholder", "contract"):
                    value = getattr(row.record, field, None)
                    if isinstance(value, str):
                        out.add(value)
                service = self.index.row(getattr(row.record, "service", None))
                insurer = getattr(service.record, "insurer", None) if service is not None else None
                if isinstance(insurer, str):
                    out.add(insurer)
                row = row.owner
            found = self._names[id(entity)] = (entity, frozenset(out))
        return found[1]

    def open_stretches(self, cls: str, names: frozenset[str]) -> tuple[Stretch, ...]:
        """The minutes up to ``as_of`` on which the ledger may lack records of a class."""
        if self.closed:
            return ()
        covered = sorted(
            (first, last)
            for scope, first, last in self._declared.get(cls, ())
            if scope is None or scope in names
        )
        out: list[Stretch] = []
        at = self.complete_through + 1 if self.complete_through > ALWAYS else ALWAYS
        for first, last in covered:
            if first > at:
                out.append((max(at, FIRST_MINUTE), first - 1))
            at = max(at, last + 1)
        if at <= self.end:
            out.append((max(at, FIRST_MINUTE), self.end))
        return tuple((a, b) for a, b in out if a <= b and a <= self.end)

    def ghost(self, cls: str, names: frozenset[str], about: str, path: str) -> Entity | None:
        """The records of a class that may be missing; None where the list is complete."""
        register = cls
        stretches = self.open_stretches(register, names)
        if not stretches:
            return None
        label = schema().classes[cls].label
        english = schema().classes[cls].english
        missing = Missing(
            "complete", path, f"{about}的{label}是否齐备", f"whether {english} records are complete"
        )
        self.registers[missing] = register
        times = Times.of(stretches, frozenset({missing}))
        return Entity(cls, f"{cls}?{path}", path, ghost=frozenset({missing}), times=times)

    # ------------------------------------------------------------ dates

    def moment(self, entity: Entity, field: FieldInfo) -> Times:
        """A dated field of a recorded row, as the set of moments it may be."""
        row = entity.row
        if row is None:
            owner = entity.data.get("owner")
            if field.mark == "milestone" and isinstance(owner, Entity) and owner.row is not None:
                absent = self._not_yet(owner.row, owner)  # a derived part of a record that is listed
                return self.so_far(self._written(None, self._unlisted(entity, field), absent=absent))
            return entity.times or Times.of(
                ((FIRST_MINUTE, self.end), (NEVER, NEVER)), self._unlisted(entity, field)
            )
        value: object = getattr(row.record, field.name)
        if isinstance(value, dt.date):
            day = Times((_minute(value),))
            return self.so_far(day) if field.mark in ("dated", "milestone") else day
        missing = self.missing_fact(row, field)
        if field.mark == "dated":
            latest = min(self.known, _first_milestone(row))
            return self.so_far(self._written(value, missing, absent=((FIRST_MINUTE, latest),)))
        if field.mark == "milestone":
            told = SHOWN_BY.get((row.cls.name, field.name))
            shown = told is not None and getattr(row.record, told) is not None
            absent = ((FIRST_MINUTE, self.end), (NEVER, NEVER)) if shown else self._not_yet(row, entity)
            return self.so_far(self._written(value, missing, absent=absent, row=row))
        return self._written(value, missing, absent=((FIRST_MINUTE, LAST_MINUTE), (NEVER, NEVER)))

    def _not_yet(self, row: Row, entity: Entity) -> tuple[Stretch, ...]:
        """A milestone left out: not yet, or on a day since the record that is not declared complete."""
        cls = _register(row)
        begun = self._record_date(row)
        later = (
            (max(a, begun), b) for a, b in self.open_stretches(cls.name, self.names(entity)) if b >= begun
        )
        return (*later, (NEVER, NEVER))

    def _record_date(self, row: Row) -> int:
        dated = row.cls.dated
        value: object = getattr(row.record, dated.name) if dated else None
        if isinstance(value, dt.date):
            return _minute(value)[0]
        if row.owner is not None and dated is None:
            return self._record_date(row.owner)
        return FIRST_MINUTE

    def _written(
        self, value: object, missing: Missings, absent: tuple[Stretch, ...], row: Row | None = None
    ) -> Times:
        if isinstance(value, dt.date):
            return Times((_minute(value),))
        if isinstance(value, Between):
            lo = _minute(value.earliest)[0] if value.earliest else FIRST_MINUTE
            hi = _minute(value.latest)[1] if value.latest else self.known
            return Times.of(((lo, hi),), missing)
        if value is NOT_YET:
            later = ((self.known + 1, self.end),) if self.end > self.known else ()
            return Times.of((*later, (NEVER, NEVER)), missing if later else frozenset())
        if value is NOTHING:
            return Times.never()
        if value is UNKNOWN and row is not None:
            return Times.of(((FIRST_MINUTE, self.end), (NEVER, NEVER)), missing)
        found = Times.of(absent, missing)
        return Times(found.stretches) if found.is_one_day else found

    # ------------------------------------------------------------ plain fields

    def value(self, entity: Entity, field: FieldInfo) -> Value:
        """A plain field of a recorded row, as the set of values it may have."""
        row = entity.row
        value: object = getattr(row.record, field.name) if row is not None else None
        kind = field.kind
        if isinstance(value, bool) and kind == "bool":
            return Times.truth(value)
        missing = self.missing_fact(row, field) if row is not None else self._unlisted(entity, field)
        if kind == "bool":
            return Times.either(missing)
        if kind in ("int", "num", "money", "rate"):
            if isinstance(value, int | Decimal | Fraction):
                return Numbers.exactly(Fraction(value))
            return Numbers(None if field.signed else Fraction(0), None, missing)
        if kind == "enum" and field.restricts and row is not None and value is None:
            return Codes(frozenset({""}))  # left out, it restricts nothing: none of the words
        if kind in ("code", "enum"):
            return self.code(value, field.vocabulary or field.target or "", missing)
        if kind in ("codes", "enums"):
            return self.code_set(value, field.vocabulary or field.target or "", missing)
        if kind == "map":
            return self._map(value, field.vocabulary or "", missing)
        return Texts(str(value)) if isinstance(value, str) else Texts(None, missing)

    def entries(self, vocabulary: str) -> frozenset[str] | None:
        """Every code there is, or None where the vocabulary is open or not declared."""
        if vocabulary in ENUMS:
            return frozenset(str(m.value) for m in ENUMS[vocabulary])
        found = self.vocabularies.get(vocabulary)
        return None if found is None or found.open else frozenset(e.code for e in found.entries)

    def code(self, value: object, vocabulary: str, missing: Missings) -> Codes:
        """A code, or every code it may be."""
        if value is None or value is UNKNOWN:
            return Codes(self.entries(vocabulary), missing)
        may_be = STANDS_FOR.get((vocabulary, _plain(value)))
        if may_be is not None:
            return Codes(frozenset(may_be), missing)
        return Codes(frozenset({_plain(value)}))

    def code_set(self, value: object, vocabulary: str, missing: Missings) -> CodeSet:
        """A set of codes, known as a whole or not at all."""
        if isinstance(value, tuple | frozenset | set | list):
            known = frozenset(_plain(v) for v in value)
            return CodeSet(known, known)
        return CodeSet(frozenset(), self.entries(vocabulary), missing)

    def _map(self, value: object, vocabulary: str, missing: Missings) -> CodeSet:
        if not hasattr(value, "items"):
            return CodeSet(frozenset(), self.entries(vocabulary), missing)
        pairs = {_plain(k): v for k, v in value.items()}
        true = frozenset(k for k, v in pairs.items() if v is True)
        false = frozenset(k for k, v in pairs.items() if v is False)
        known = self.entries(vocabulary)
        possible = None if known is None else known - false
        if possible is None and false:
            # An open list: what is said to be false is known to be out.
            declared = self.vocabularies.get(vocabulary)
            possible = frozenset(e.code for e in declared.entries) - false if declared else None
        return CodeSet(true, possible, missing)

    # ------------------------------------------------------------ terms

    def due(
        self, start: dt.date, count: int, unit: str, *, count_start: bool, makeup: bool, roll: bool = False
    ) -> DueDate:
        """The due date of a term that begins on a day, with how it is counted.

        ``roll`` = a last day that is a day off moves to the next working day.

        Raises:
            CalendarYearError: the term needs a year for which no notice is on file.

        """
        calendar = self.calendar if makeup else self.calendar.variant(makeup_counts=False)
        if unit == "个工作日":
            return calendar.add_working_days(start, count, count_start=count_start)
        if unit == "个月":
            return calendar.add_months(start, count, roll=roll)
        if unit == "年":
            return calendar.add_years(start, count, roll=roll)
        return calendar.add_days(start, count, roll=roll)

    def due_day(
        self, start: dt.date, count: int, unit: str, *, count_start: bool, makeup: bool, roll: bool = False
    ) -> dt.date | None:
        """The due date alone; None where it lies outside the calendar and the start is not known exactly."""
        from ajx_rules.calendar import CalendarYearError

        try:
            return self.due(start, count, unit, count_start=count_start, makeup=makeup, roll=roll).day
        except CalendarYearError:
            if start == dt.date.min or start.year < self.calendar.first_year or start.year > self.as_of.year:
                return None
            raise

    # ------------------------------------------------------------ words for people

    def missing_fact(self, row: Row, field: FieldInfo) -> Missings:
        """The fact that a field would give."""
        key = (id(row), field.name)  # the index keeps its rows
        found = self._missing.get(key)
        if found is None:
            label, english = f"{self.name(row)}的{field.label}", f"{field.english} of {row.id}"
            found = frozenset({Missing("fact", f"{row.path}.{field.name}", label, english)})
            self._missing[key] = found
            if field.mark == "milestone":
                self.registers.update(dict.fromkeys(found, _register(row).name))
        return found

    def _unlisted(self, entity: Entity, field: FieldInfo) -> Missings:
        """The fact that a field would give of a row that follows from others and is not written (a policy year)."""
        if entity.ghost is not None:
            return entity.ghost
        owner = entity.data.get("owner")
        whose = f"{self.name_of(owner)}的" if isinstance(owner, Entity) else ""
        label = f"{whose}{self.name_of(entity)}的{field.label}"
        path = f"{entity.path}~{entity.cls}.{field.name}"
        found = frozenset({Missing("fact", path, label, f"{field.english} of {entity.id}")})
        if field.mark == "milestone" and isinstance(owner, Entity) and owner.row is not None:
            self.registers.update(dict.fromkeys(found, _register(owner.row).name))
        return found

    def name(self, row: Row) -> str:
        """A record as a person calls it: its class and name, number or id."""
        record = row.record
        called = getattr(record, "name", None) or getattr(record, "number", None) or row.id
        return f"{row.cls.label}「{called}」"

    def name_of(self, entity: Entity) -> str:
        """The same of any row."""
        if entity.row is not None:
            return self.name(entity.row)
        for key in ("policyholder", "insurer", "service", "team", "member"):
            value = entity.data.get(key)
            if isinstance(value, Entity):
                return self.name_of(value)
        return schema().classes[entity.cls].label


def _first_milestone(row: Row) -> int:
    """The last minute of the first milestone on record: what a record went through, it was there for."""
    days = (getattr(row.record, f.name) for f in row.cls.fields.values() if f.mark == "milestone")
    return min((_minute(day)[1] for day in days if isinstance(day, dt.date)), default=LAST_MINUTE)


def _minute(value: dt.date) -> Stretch:
    if isinstance(value, dt.datetime):
        at = value.toordinal() * MINUTES + value.hour * 60 + value.minute
        return (at, at)
    return (start_of(value), end_of(value))


def _plain(value: object) -> str:
    return str(getattr(value, "value", value))


def _register(row: Row) -> RecordClass:
    """The class of the list that a record stands in."""
    return row.cls if row.cls.register or row.owner is None else row.owner.cls
