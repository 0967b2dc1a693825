"""Working days by number: the rank of each, so that adding, subtracting and counting take constant time.

A day is known here by its proleptic ordinal (``date.toordinal()``). The index covers every day from 1 January
of the first year with a notice to the end of the horizon, some thirty years after the last notice.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import accumulate, compress

from attrs import field, frozen

from ajx_rules.calendar import statutory
from ajx_rules.calendar.errors import CalendarYearError
from ajx_rules.calendar.notices import Arranged, YearArrangement

HORIZON_YEARS = 30
"""How many years after the last notice dates are still computed (provisionally)."""

_WEEK = bytes((1, 1, 1, 1, 1, 0, 0))


@frozen(eq=False)
class DayIndex:
    """The days from ``first`` to ``last``, each with its rank: how many working days there are up to it."""

    first: int
    last: int
    settled_to: int
    """The last day whose status the notices on file settle; every later day is provisional."""
    working: bytes = field(repr=False)
    """One byte a day: 1 for a working day."""
    rank: tuple[int, ...] = field(repr=False)
    days: tuple[int, ...] = field(repr=False)
    """The working days in order: ``days[rank - 1]`` is the working day of that rank."""

    def is_working(self, day: int) -> bool:
        """Tell whether a day is a working day."""
        self.require(day)
        return self.working[day - self.first] == 1

    def rank_of(self, day: int) -> int:
        """Return how many working days there are from the start of the index up to and with a day."""
        self.require(day)
        return self.rank[day - self.first]

    def add(self, day: int, n: int) -> int:
        """Return the n-th working day after a day, or before it for a negative n; the day itself for 0."""
        if not self.first <= day <= self.last:
            self.require(day)
        if n > 0:
            place = self.rank[day - self.first] + n - 1
            if place < len(self.days):
                return self.days[place]
            raise self.too_late(date.fromordinal(self.last).year + 1)
        if n == 0:
            return day
        offset = day - self.first
        place = self.rank[offset] - self.working[offset] + n
        if place >= 0:
            return self.days[place]
        raise self.too_early(date.fromordinal(self.first).year - 1)

    def roll(self, day: int) -> int:
        """Return the day itself if it is a working day, else the next working day."""
        return day if self.is_working(day) else self.add(day, 1)

    def require(self, day: int) -> None:
        """Raise CalendarYearError unless the index covers the day."""
        if day < self.first:
            raise self.too_early(date.fromordinal(day).year)
        if day > self.last:
            raise self.too_late(date.fromordinal(day).year)

    def too_early(self, year: int) -> CalendarYearError:
        """Return the error for a year before the first notice."""
        first = date.fromordinal(self.first).year
        return CalendarYearError(
            year,
            f"没有{year}年的放假通知，不能计算该年的工作日；数据从{first}年开始。",
            f"There is no holiday notice for {year}: its working days are unknown; the first is for {first}.",
        )

    def too_late(self, year: int) -> CalendarYearError:
        """Return the error for a year beyond the horizon."""
        last = date.fromordinal(self.last).year
        return CalendarYearError(
            year,
            f"{year}年太远，放假安排无从推算；最远算到{last}年。",
            f"{year} is too far ahead for its holidays to be assumed; dates are computed up to {last}.",
        )


def build_index(arrangements: tuple[YearArrangement, ...], *, makeup_counts: bool = True) -> DayIndex:
    """Build the index from the arrangements of the announced years.

    A year without a notice is computed on the stated assumption: Saturdays and Sundays and the statutory days
    of the festivals are off, and there are no make-up days.

    Args:
        arrangements: of consecutive years, in order.
        makeup_counts: False lets make-up days count as the weekend days that they otherwise are.
    """
    first_year, last_year = arrangements[0].year, arrangements[-1].year
    horizon = min(last_year + HORIZON_YEARS, statutory.LAST_YEAR)
    first, last = date(first_year, 1, 1).toordinal(), date(horizon, 12, 31).toordinal()
    working = bytearray(_weekdays(first, last))
    off, makeup = arranged_days(arrangements)
    for day in makeup if makeup_counts else ():
        if first <= day <= last:
            working[day - first] = 1
    for day in (*off, *assumed_days_off(last_year + 1, horizon)):
        if first <= day <= last:
            working[day - first] = 0
    days = tuple(compress(range(first, last + 1), working))
    return DayIndex(first, last, _settled_to(arrangements), bytes(working), tuple(accumulate(working)), days)


def reassume(base: DayIndex, days: Mapping[int, bool], last: int) -> DayIndex:
    """Return the index up to a day with other assumptions: days of work (True) and days off (False), by ordinal.

    Days that the notices settle stay as they are.
    """
    working = bytearray(base.working[: last - base.first + 1])
    for day, works in days.items():
        if base.settled_to < day <= last:
            working[day - base.first] = works
    same = base.settled_to - base.first + 1  # what is settled is not ranked anew
    rank = base.rank[:same]
    later = accumulate(working[same:], initial=rank[-1])
    ranks = (*rank[:-1], *later)
    open_days = compress(range(base.settled_to + 1, last + 1), working[same:])
    return DayIndex(
        base.first, last, base.settled_to, bytes(working), ranks, (*base.days[: rank[-1]], *open_days)
    )


def assumed_days_off(first_year: int, last_year: int) -> dict[int, str]:
    """Return the statutory days of years not announced, by ordinal, each with the name of its festival."""
    return {
        day.toordinal(): festival
        for year in range(first_year, last_year + 1)
        for festival in statutory.FESTIVALS
        for day in statutory.statutory_days(festival, year)
    }


def arranged_days(arrangements: Iterable[YearArrangement]) -> tuple[dict[int, Arranged], dict[int, Arranged]]:
    """Return the days off and the make-up days of announced years, by ordinal, with what arranges them."""
    off: dict[int, Arranged] = {}
    work: dict[int, Arranged] = {}
    for year in arrangements:
        for entry in year.entries:
            off.update((day.toordinal(), entry) for day in entry.festival.off)
            work.update((day.toordinal(), entry) for day in entry.festival.work)
    return off, work


def _weekdays(first: int, last: int) -> bytes:
    """Return one byte a day, 1 from Monday to Friday; ordinal 1 is a Monday."""
    weeks = (last - first) // 7 + 2
    start = (first - 1) % 7
    return (_WEEK * weeks)[start : start + last - first + 1]


def _settled_to(arrangements: tuple[YearArrangement, ...]) -> int:
    """Return the last day that the notices settle: mostly 31 December of the last year.

    A notice may reach back into the December before (2019: Saturday 29 December 2018 at work, Monday the 31st
    off). If the next 1 January falls on a weekday for which an earlier notice did so, those days are not
    settled yet.
    """
    next_new_year = date(arrangements[-1].year + 1, 1, 1)
    back = 0
    for year in arrangements:
        new_year = date(year.year, 1, 1)
        if new_year.weekday() == next_new_year.weekday():
            for entry in year.entries:
                changed = [day for day in entry.festival.off if day.weekday() < 5]  # noqa: PLR2004
                changed += entry.festival.work
                back = max([back, *((new_year - day).days for day in changed)])
    return next_new_year.toordinal() - 1 - back
