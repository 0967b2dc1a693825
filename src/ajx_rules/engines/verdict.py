"""A verdict: what a norm comes to for one subject on one day, with everything it rests on.

One structured object; text, JSON and other renderings are made from it. Labels exist in
Chinese and English, quotations stay Chinese.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from enum import Enum

import attrs

from ajx_rules.by_parts import ByParts
from ajx_rules.calendar import DueDate
from ajx_rules.domain.catalogue import catalogue
from ajx_rules.engines.trace import Answer, Fact
from ajx_rules.engines.values import Missing

SCHEMA_VERSION = 1


class Status(Enum):
    """What a verdict says; the value is its name in data.

    >>> Status.BREACH.zh, Status.read("违反") is Status.BREACH
    ('违反', True)
    """

    BREACH = "breach"
    LATE = "late"
    OPEN = "open"
    PENDING = "pending"
    UNKNOWN = "unknown"
    JUDGEMENT = "judgement"
    EXCUSED = "excused"
    FULFILLED = "fulfilled"
    NOT_APPLICABLE = "not_applicable"
    NOT_IN_FORCE = "not_in_force"

    __hash__ = object.__hash__  # each is one object; the hash that Enum has is written in Python

    @property
    def zh(self) -> str:
        """The Chinese name."""
        return _CHINESE[self]

    @property
    def en(self) -> str:
        """The English name."""
        return self.value.replace("_", " ")

    def label(self, lang: str = "zh") -> str:
        """The name in a language."""
        return self.zh if lang == "zh" else self.en

    @staticmethod
    def read(word: str) -> Status | None:
        """The status of a Chinese or English name; None if there is none."""
        wanted = word.strip().lower().replace(" ", "_")
        for status in Status:
            if wanted in (status.value, status.zh, status.zh.partition("（")[0], *status.zh.split("/")):
                return status
        return None


_CHINESE = {
    Status.FULFILLED: "已履行",
    Status.LATE: "逾期履行",
    Status.BREACH: "违反",
    Status.PENDING: "待履行",
    Status.OPEN: "未履行（无期限）",
    Status.EXCUSED: "免责",
    Status.NOT_APPLICABLE: "不适用",
    Status.JUDGEMENT: "待人工判断",
    Status.UNKNOWN: "事实不明",
    Status.NOT_IN_FORCE: "未施行/已失效",
}

# The worst first: how layers combine (semantics, section 1), and how lists are sorted.
SEVERITY: tuple[Status, ...] = (Status.BREACH, Status.LATE, Status.OPEN, Status.PENDING, Status.FULFILLED)


@attrs.frozen(eq=False, repr=False)
class Cited(ByParts):
    """The citation of a norm: section, cell, words, and where the rule stands."""

    heading: str
    words: str
    quotation: str
    file: str
    line: int


@attrs.frozen(eq=False, repr=False)
class Subject(ByParts):
    """What a norm was evaluated for.

    ``id`` is stable within the ledger; ``policyholder`` and ``insurer`` are ids where there are any.
    ``counts_as`` is the id under which totals count it: of contracts that cover the same days for the
    same policyholder, insurer and line, the year of the first; else its own.
    """

    kind: str
    id: str
    label: str
    path: str
    policyholder: str | None = None
    insurer: str | None = None
    year: str | None = None
    counts_as: str = attrs.field(default=attrs.Factory(lambda self: self.id, takes_self=True))


@attrs.frozen(eq=False, repr=False)
class Part(ByParts):
    """One item of a requirement that has several, with its own result."""

    label: str
    met: bool | None


@attrs.frozen(eq=False, repr=False)
class Tried(ByParts):
    """An exception that was tried, and whether it applies (None: not known)."""

    name: str
    applies: bool | None
    words: str


@attrs.frozen(eq=False, repr=False)
class Alternative(ByParts):
    """The verdict under another reading of the text."""

    switch: str
    option: str
    status: Status


@attrs.frozen(eq=False, repr=False)
class Pair(ByParts):
    """The verdict under other readings of two questions at once, where each alone leaves it as it is."""

    first: tuple[str, str]
    """Switch and option of one, ..."""
    second: tuple[str, str]
    """... and of the other."""
    status: Status


@attrs.frozen(eq=False, repr=False)
class Verdict(ByParts):
    """What a norm comes to for one subject.

    Attributes:
        norm: the id in data (``A22.3``, ``B.r04.t4``); ``alias`` the spelling of rule files.
        status: the one status; ``possible`` the set still possible where it is not definite.
        due: the due date, if one can be computed; ``due_latest`` where it is a range.
        delay: how many units of the term the act came late, and the unit.
        owed: what is still owed, in words (空 if nothing).
        missing: the facts, declarations and judgements that keep the status open.
        enough: those of them that settle it once the lists among them are declared complete, where that is not all.
        robust: the same under every alternative reading tried; None where none was tried, as asked.

    """

    norm: str
    alias: str
    kind: str
    status: Status
    subject: Subject
    cited: Cited
    bearer: str
    counterparty: str
    possible: tuple[Status, ...] = ()
    due: dt.date | None = None
    due_latest: dt.date | None = None
    due_event: str | None = None
    counted: DueDate | None = None
    done: dt.date | None = None
    delay: tuple[int, str] | None = None
    owed: str = ""
    reason: str = ""
    missing: tuple[Missing, ...] = ()
    enough: tuple[Missing, ...] = ()
    facts: tuple[Fact, ...] = ()
    parts: tuple[Part, ...] = ()
    exceptions: tuple[Tried, ...] = ()
    answers: tuple[Answer, ...] = ()
    question: str | None = None
    readings: tuple[tuple[str, str], ...] = ()
    robust: bool | None = True
    alternatives: tuple[Alternative, ...] = ()
    pairs: tuple[Pair, ...] = ()
    evidence: tuple[str, ...] = ()
    consequence: str = ""
    own_limit: bool = False
    """Measured by a number that the insurer set itself, not one of the regulation."""
    group: str | None = None
    provisional: str | None = None
    cells: tuple[str, ...] = ()
    act: str = ""

    @property
    def definite(self) -> bool:
        """Whether one status is left."""
        return not self.possible

    def otherwise(self) -> Iterator[tuple[tuple[tuple[str, str], ...], Status]]:
        """Which other options, one or two at once, make what of the verdict."""
        for one in self.alternatives:
            yield ((one.switch, one.option),), one.status
        for pair in self.pairs:
            yield (pair.first, pair.second), pair.status

    def to_json(self) -> dict[str, object]:
        """The verdict as plain data; see ``schema_version`` of the report for its shape."""
        return {
            "norm": self.norm,
            "alias": self.alias,
            "kind": self.kind,
            "status": self.status.value,
            "status_zh": self.status.zh,
            "possible": [s.value for s in self.possible],
            "subject": _plain(self.subject),
            "citation": _plain(self.cited),
            "bearer": self.bearer,
            "counterparty": self.counterparty,
            "act": self.act,
            "due": _iso(self.due),
            "due_latest": _iso(self.due_latest),
            "due_event": self.due_event,
            "counted": self.count_lines(),
            "done": _iso(self.done),
            "delay": {"count": self.delay[0], "unit": self.delay[1]} if self.delay else None,
            "owed": self.owed,
            "reason": self.reason,
            "missing": [_plain(m) for m in self.missing],
            "enough": [_plain(m) for m in self.enough],
            "facts": [_plain(f) for f in self.facts],
            "parts": [_plain(p) for p in self.parts],
            "exceptions": [_plain(e) for e in self.exceptions],
            "answers": [_plain(a) for a in self.answers],
            "question": self.question,
            "readings": [{"switch": s, "option": o} for s, o in self.readings],
            "robust": self.robust,
            "alternatives": [
                {"switch": a.switch, "option": a.option, "status": a.status.value} for a in self.alternatives
            ],
            "pairs": [{"readings": dict((p.first, p.second)), "status": p.status.value} for p in self.pairs],
            "evidence": list(self.evidence),
            "consequence": self.consequence,
            "own_limit": self.own_limit,
            "group": self.group,
            "provisional": self.provisional,
            "cells": list(self.cells),
        }

    def count_lines(self, lang: str = "zh") -> list[str]:
        """How the due date was counted, day by day; empty where nothing was counted."""
        lines = self.counted.explain().lines(lang) if self.counted is not None else ()
        return list(lines) if len(lines) > 1 else []  # the last is the date, which alone explains nothing


@attrs.frozen(eq=False, repr=False)
class TableResult(ByParts):
    """What a decision table gives for one subject: every result still possible."""

    table: str
    subject: Subject
    results: tuple[str, ...]
    cells: tuple[str, ...]
    missing: tuple[Missing, ...]


@attrs.frozen(eq=False, repr=False)
class NotEvaluated(ByParts):
    """A norm that a ledger cannot be asked about, and why."""

    norm: str
    alias: str
    bearer: str
    reason: str
    reason_en: str


@attrs.frozen(eq=False, repr=False)
class Settler(ByParts):
    """A missing fact and how many verdicts wait for it (alone, or with others)."""

    missing: Missing
    alone: int
    together: int


@attrs.frozen
class Report:
    """The verdicts of one check, and what holds for all of them."""

    regulation: str
    title: str
    ledger: str
    as_of: dt.date
    known_on: dt.date
    readings: tuple[tuple[str, str], ...]
    verdicts: tuple[Verdict, ...] = attrs.field(repr=lambda found: f"<{len(found)} verdicts>")
    caveats: tuple[tuple[str, str], ...] = attrs.field(repr=False)
    not_evaluated: tuple[NotEvaluated, ...] = attrs.field(default=(), repr=False)
    results: tuple[TableResult, ...] = attrs.field(default=(), repr=False)

    def of(self, *statuses: Status | str) -> tuple[Verdict, ...]:
        """The verdicts with one of these statuses (``Status.BREACH`` or ``"breach"``); all, if none is given.

        Raises:
            ValueError: there is no such status.

        """
        wanted = {Status(s) for s in statuses}
        return tuple(v for v in self.verdicts if not wanted or v.status in wanted)

    def find(self, norm: str, subject: str | None = None) -> tuple[Verdict, ...]:
        """The verdicts of a norm (id or alias, whole or a beginning), for a subject's id, label or name.

        A party's name finds what its id finds, as far as a label of this report names the party.
        """
        names = self._names_of(subject) if subject is not None else frozenset()
        return tuple(
            v
            for v in self.verdicts
            if _is_norm(norm, v) and (subject is None or names_subject(names, v.subject))
        )

    def _names_of(self, wanted: str) -> frozenset[str]:
        """A name and the ids of the parties that labels call by it."""
        holder, insurer = (catalogue().classes[name].label for name in ("Policyholder", "Insurer"))
        subjects = [v.subject for v in self.verdicts]
        ids = {s.policyholder for s in subjects if f"{holder}「{wanted}」" in s.label}
        ids |= {
            s.insurer for s in subjects if not s.policyholder and s.label.startswith(f"{insurer}「{wanted}」")
        }
        return frozenset({wanted, *(id_ for id_ in ids if id_)})

    def count(self, status: Status | str) -> int:
        """How many of a status; a group of duplicate norms counts once for a subject, advisories never.

        Years that cover the same are one subject (``counts_as``).

        Raises:
            ValueError: there is no such status.

        """
        status = Status(status)
        seen: set[object] = set()
        for v in self.verdicts:
            if v.status is status and v.kind != "advisory":
                same = (v.group, v.subject.policyholder) if v.group else (v.norm, None)
                seen.add((*same, v.subject.counts_as))
        return len(seen)

    def settlers(self) -> tuple[Settler, ...]:
        """The facts that would settle most of what is open, the most first; lists are taken to be declared first."""
        alone: dict[Missing, int] = {}
        together: dict[Missing, int] = {}
        for v in self.verdicts:
            if v.kind == "advisory":
                continue
            wanted = v.enough or v.missing
            for m in wanted:
                together[m] = together.get(m, 0) + 1
                if len(wanted) == 1:
                    alone[m] = alone.get(m, 0) + 1
        found = [Settler(m, alone.get(m, 0), n) for m, n in together.items()]
        return tuple(sorted(found, key=lambda s: (-s.together, -s.alone, s.missing)))

    @property
    def breached(self) -> bool:
        """Whether any norm is breached."""
        return any(v.status is Status.BREACH and v.kind != "advisory" for v in self.verdicts)

    def to_json(self) -> dict[str, object]:
        """The report as plain data."""
        return {
            "schema_version": SCHEMA_VERSION,
            "regulation": self.regulation,
            "title": self.title,
            "ledger": self.ledger,
            "as_of": self.as_of.isoformat(),
            "known_on": self.known_on.isoformat(),
            "readings": dict(self.readings),
            "caveats": [{"zh": zh, "en": en} for zh, en in self.caveats],
            "counts": {s.value: self.count(s) for s in Status},
            "settlers": [
                {"missing": _plain(s.missing), "alone": s.alone, "together": s.together}
                for s in self.settlers()
            ],
            "not_evaluated": [_plain(n) for n in self.not_evaluated],
            "results": [_plain(r) for r in self.results],
            "verdicts": [v.to_json() for v in self.verdicts],
        }


def _plain(record: attrs.AttrsInstance) -> dict[str, object]:
    """Return a record as data, with lists for tuples: to a JSON schema a tuple is no array."""
    return attrs.asdict(record, value_serializer=lambda _, __, value: _listed(value))


def _listed(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def names_subject(names: frozenset[str], subject: Subject) -> bool:
    """Whether one of some names is that of a subject: its id, its label or part of it, its party, its contract."""
    own = () if subject.policyholder else (subject.insurer,)  # what an insurer owes by itself
    ids = {subject.id, subject.label, subject.policyholder, *own, subject.id.rpartition("#")[0] or None}
    return not names.isdisjoint(ids) or any(f"「{name}」" in subject.label for name in names)


def _is_norm(wanted: str, verdict: Verdict) -> bool:
    names = (verdict.norm, verdict.alias, *verdict.cells)
    return any(n == wanted or n.startswith((wanted + "/", wanted + "-", wanted + ".")) for n in names)


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day is not None else None


def worst(statuses: Iterable[Status]) -> Status:
    """The worst of several."""
    order = list(Status)
    key: Callable[[Status], int] = order.index
    return min(statuses, key=key)
