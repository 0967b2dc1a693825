"""What falls due: the duties of a report that are overdue or fall due within some days, party by party."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from typing import Any, Final

import attrs

from ajx_rules.calendar import Calendar, CalendarYearError
from ajx_rules.engines.verdict import Report, Status, Verdict
from ajx_rules.reports.digest import Party, once, parties

_UNDECIDED: Final = (Status.UNKNOWN, Status.JUDGEMENT)


@attrs.frozen
class DueItem:
    """One duty with its date."""

    verdict: Verdict
    due: dt.date
    days: int
    """Calendar days left; negative if the date has passed."""
    working_days: int | None
    """Working days left; None where the calendar does not reach."""
    uid: str
    """The same in every run, as long as ledger, norm and subject are the same."""

    @property
    def overdue(self) -> bool:
        """Whether the date has passed and the duty is still undone."""
        return self.verdict.status is Status.BREACH

    @property
    def undecided(self) -> bool:
        """Whether it is not certain that anything is due: facts or a person's judgement are missing."""
        return self.verdict.status in _UNDECIDED

    def to_json(self) -> dict[str, Any]:
        """Return the item as plain data."""
        verdict = self.verdict
        return {
            "uid": self.uid,
            "norm": verdict.norm,
            "alias": verdict.alias,
            "status": verdict.status.value,
            "overdue": self.overdue,
            "due": self.due.isoformat(),
            "due_latest": verdict.due_latest.isoformat() if verdict.due_latest else None,
            "days_left": self.days,
            "working_days_left": self.working_days,
            "provisional": verdict.provisional,
            "subject": attrs.asdict(verdict.subject),
            "bearer": verdict.bearer,
            "citation": attrs.asdict(verdict.cited),
            "owed": verdict.owed,
            "possible": [status.value for status in verdict.possible],
        }


@attrs.frozen
class PartyDue:
    """What one policyholder, or the insurer itself, has due: overdue first, then by date."""

    party: Party
    items: tuple[DueItem, ...]

    @property
    def overdue(self) -> int:
        """How many are overdue."""
        return sum(item.overdue for item in self.items)


@attrs.frozen
class Agenda:
    """What falls due within some days of a report."""

    report: Report
    within: int
    parties: tuple[PartyDue, ...]
    """The worst first: the most overdue, then the soonest due."""
    undated: int
    """Breaches and open duties without a date: they are in no list."""
    past_undecided: int
    """Undecided duties whose date has passed: they are in no list."""

    @property
    def until(self) -> dt.date:
        """The last day looked at."""
        return self.report.as_of + dt.timedelta(days=self.within)

    @property
    def items(self) -> tuple[DueItem, ...]:
        """All items, in the order of the parties."""
        return tuple(item for party in self.parties for item in party.items)

    def to_json(self) -> dict[str, Any]:
        """Return the agenda as plain data."""
        report = self.report
        return {
            "schema_version": 1,
            "regulation": report.regulation,
            "ledger": report.ledger,
            "as_of": report.as_of.isoformat(),
            "known_on": report.known_on.isoformat(),
            "within": self.within,
            "until": self.until.isoformat(),
            "readings": dict(report.readings),
            "notes": [{"zh": zh, "en": en} for zh, en in report.caveats],
            "undated": self.undated,
            "past_undecided": self.past_undecided,
            "parties": [
                {
                    "id": each.party.id,
                    "name": each.party.name,
                    "insurer": each.party.insurer,
                    "items": [item.to_json() for item in each.items],
                }
                for each in self.parties
            ],
        }


def agenda(report: Report, within: int, calendar: Calendar, rank: Mapping[str, int] | None = None) -> Agenda:
    """Return what is overdue, and what falls due within some days.

    Args:
        report: what a check came to.
        within: calendar days after the day of the report; the last one included.
        calendar: counts the working days left.
        rank: which norm of a group stands for the others.

    >>> from ajx_rules.calendar import load_calendar
    >>> day = dt.date(2026, 11, 23)
    >>> empty = agenda(Report("r", "某指引", "", day, day, (), (), ()), 30, load_calendar())
    >>> str(empty.until), empty.items
    ('2026-12-23', ())
    """
    places = rank or {}
    until = report.as_of + dt.timedelta(days=within)
    counted = [v.counted for v in report.verdicts if v.counted is not None]
    if counted and not all(each.counts_makeup for each in counted):
        calendar = calendar.variant(makeup_counts=False)
    found: list[PartyDue] = []
    undated = past = 0
    for party in parties(report):
        items = []
        for each in once(sorted(party.verdicts, key=lambda verdict: places.get(verdict.norm, 0))):
            undated += each.status is Status.OPEN or (each.status is Status.BREACH and each.due is None)
            past += each.status in _UNDECIDED and each.due is not None and each.due <= report.as_of
            if each.due is not None and _listed(each, each.due, report.as_of, until):
                items.append(_item(each, each.due, report, calendar))
        if items:
            items.sort(key=lambda item: (not item.overdue, item.due))
            found.append(PartyDue(party, tuple(items)))
    found.sort(key=lambda each: (-each.overdue, each.items[0].due))
    return Agenda(report, within, tuple(found), undated, past)


def _listed(verdict: Verdict, due: dt.date, as_of: dt.date, until: dt.date) -> bool:
    if verdict.status is Status.BREACH:
        return True
    due_soon = as_of < due <= until
    if verdict.status in _UNDECIDED:
        return due_soon and not {Status.BREACH, Status.PENDING}.isdisjoint(verdict.possible)
    return verdict.status is Status.PENDING and due_soon


def _item(verdict: Verdict, due: dt.date, report: Report, calendar: Calendar) -> DueItem:
    try:
        working = calendar.working_days_between(report.as_of, due)
    except CalendarYearError:
        working = None
    subject = verdict.subject
    key = f"{report.regulation}\n{report.ledger}\n{verdict.norm}\n{subject.kind}\n{subject.id}"
    uid = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:32] + "@ajx-rules"
    return DueItem(verdict, due, (due - report.as_of).days, working, uid)
