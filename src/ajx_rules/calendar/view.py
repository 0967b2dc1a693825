"""A year or a month of the calendar as one structured object: what is drawn, and what is written as JSON."""

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import Any, Final

from attrs import frozen

from ajx_rules.calendar.answers import day_data
from ajx_rules.calendar.counting import Calendar
from ajx_rules.calendar.days import CalendarDay
from ajx_rules.calendar.errors import CalendarYearError
from ajx_rules.calendar.notices import Notice
from ajx_rules.diagnostics import Diagnostic, Problems

_YEAR: Final = re.compile(r"\s*(\d{4})年?\s*")
_MONTH: Final = re.compile(r"\s*(\d{4})(?:-(\d{1,2})|年(\d{1,2})月)\s*")
_MONTHS: Final = 12


@frozen
class Festival:
    """The days off and make-up days of one festival, as far as they lie in what is shown."""

    name_zh: str
    name_en: str
    notice: Notice | None
    """None where the days are assumed."""
    off: tuple[date, ...]
    work: tuple[date, ...]


@frozen
class Period:
    """A year, or a month of it."""

    year: int
    month: int | None
    months: tuple[tuple[CalendarDay, ...], ...]
    """The days, month by month."""
    awaited: tuple[int, ...]
    """The years whose notices are awaited for some of the days."""

    @property
    def days(self) -> tuple[CalendarDay, ...]:
        """All days in order."""
        return tuple(day for month in self.months for day in month)

    @property
    def working(self) -> int:
        """How many working days there are."""
        return sum(day.is_working for day in self.days)

    @property
    def notices(self) -> tuple[Notice, ...]:
        """The notices that arrange days of this period, in the order of the days."""
        return tuple(dict.fromkeys(day.notice for day in self.days if day.notice is not None))

    @property
    def festivals(self) -> tuple[Festival, ...]:
        """The festivals in the order in which they are first off."""
        found: dict[tuple[str, Notice | None], tuple[str, list[date], list[date]]] = {}
        for day in self.days:
            if day.kind in ("holiday", "makeup"):
                _, off, work = found.setdefault((day.name_zh, day.notice), (day.name_en, [], []))
                (work if day.is_working else off).append(day.day)
        festivals = [
            Festival(name, english, notice, tuple(off), tuple(work))
            for (name, notice), (english, off, work) in found.items()
        ]
        return tuple(sorted(festivals, key=lambda each: (each.off or each.work)[0]))

    def to_json(self, calendar: Calendar) -> dict[str, Any]:
        """Return the period as plain data."""
        return {
            "schema_version": 1,
            "year": self.year,
            "month": self.month,
            "working_days": self.working,
            "provisional": bool(self.awaited),
            "awaited": [
                {"year": year, "zh": calendar.awaited_notice(year), "en": calendar.awaited_notice(year, "en")}
                for year in self.awaited
            ],
            "notices": [
                {
                    "number": notice.number,
                    "title": notice.title,
                    "issued": notice.issued.isoformat() if notice.issued else None,
                    "published": notice.published,
                    "citation": notice.citation,
                }
                for notice in self.notices
            ],
            "festivals": [
                {
                    "name_zh": each.name_zh,
                    "name_en": each.name_en,
                    "notice": each.notice.citation if each.notice else None,
                    "off": [day.isoformat() for day in each.off],
                    "work": [day.isoformat() for day in each.work],
                }
                for each in self.festivals
            ],
            "days": [day_data(day) for day in self.days],
        }


def read_period(text: str) -> tuple[int, int | None]:
    """Read a year, or a year and a month.

    >>> read_period("2026"), read_period("2026-10"), read_period("2026年10月")
    ((2026, None), (2026, 10), (2026, 10))

    Raises:
        Problems: it is neither.
    """
    if found := _YEAR.fullmatch(text):
        year, month = int(found[1]), None
    elif found := _MONTH.fullmatch(text):
        year, month = int(found[1]), int(found[2] or found[3])
    else:
        year, month = 0, None
    if not year or (month is not None and not 1 <= month <= _MONTHS):
        raise Problems([Diagnostic("C009", {"text": text[:60]})])
    return year, month


def period(calendar: Calendar, year: int, month: int | None = None) -> Period:
    """Return a year or a month.

    >>> from ajx_rules.calendar import load_calendar
    >>> october = period(load_calendar(), 2025, 10)
    >>> october.working, [festival.name_zh for festival in october.festivals]
    (18, ['国庆节、中秋节'])

    Raises:
        Problems: the year lies before the first notice, or too far ahead; names the year.
    """
    shown = range(1, _MONTHS + 1) if month is None else (month,)
    try:
        months = tuple(_month(calendar, year, each) for each in shown)
    except CalendarYearError as error:
        text = f"{year}" if month is None else f"{year}-{month:02}"
        args = {"text": text, "zh": error.message_zh, "en": error.message_en}
        raise Problems([Diagnostic("C003", args)]) from None
    provisional = [day.day for days in months for day in days if day.provisional]
    first = calendar.last_announced_year + 1
    return Period(year, month, months, tuple(sorted({max(day.year, first) for day in provisional})))


def _month(calendar: Calendar, year: int, month: int) -> tuple[CalendarDay, ...]:
    return tuple(
        calendar.day(date(year, month, number)) for number in range(1, monthrange(year, month)[1] + 1)
    )


def runs(days: tuple[date, ...]) -> tuple[tuple[date, date], ...]:
    """Return days as stretches of days that follow one another.

    >>> days = (date(2026, 1, 1), date(2026, 1, 2), date(2026, 1, 4))
    >>> [(str(first), str(last)) for first, last in runs(days)]
    [('2026-01-01', '2026-01-02'), ('2026-01-04', '2026-01-04')]
    """
    out: list[tuple[date, date]] = []
    for day in days:
        if out and day - out[-1][1] == timedelta(days=1):
            out[-1] = (out[-1][0], day)
        else:
            out.append((day, day))
    return tuple(out)
