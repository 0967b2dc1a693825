"""Counting statutory time: working days, and calendar days, months and years, each with how it was counted.

Source: 《民法典》第二百零一条 (the day of the start is not counted), 第二百零二条 (a month or year ends on
the corresponding day, or on the month's last day), 第二百零三条 (a last day that is a statutory day off);
working days are those of the State Council's yearly notices (``regulations/calendars``).
"""

from datetime import date
from functools import cached_property, lru_cache
from os import scandir
from pathlib import Path

from attrs import Factory, field, frozen

from ajx_rules.calendar.between import DayCount
from ajx_rules.calendar.days import CalendarDay, DayNames, name_days
from ajx_rules.calendar.due_date import DueDate, RankRow
from ajx_rules.calendar.errors import CalendarYearError
from ajx_rules.calendar.explanation import DueExplanation, TimeUnit
from ajx_rules.calendar.index import DayIndex, build_index
from ajx_rules.calendar.kept import notices_in
from ajx_rules.calendar.notices import Notice, arrange
from ajx_rules.calendar.scenarios import past_scenarios
from ajx_rules.calendar.steps import count, months_on, plain, span, unwritable, working_in

_MONTHS_A_YEAR = 12
_NEAR_YEARS = 2
"""Dates in the first so many open years are looked at by themselves, with the year after them."""


@frozen(eq=False, repr=False)
class Calendar:
    """The working days of mainland China. Immutable, and safe to share between threads.

    Days before the first year on file, and days too far ahead, raise CalendarYearError wherever working days
    matter. Days of years not yet announced are computed on an assumption and marked provisional: Saturdays
    and Sundays and the statutory days of the festivals are off, and there are no make-up days.
    """

    notices: tuple[Notice, ...]
    counts_makeup: bool = True
    """Whether make-up days (调休上班) are working days."""
    _base: "Calendar | None" = None
    _index: DayIndex = field(
        init=False,
        default=Factory(
            lambda self: build_index(arrange(self.notices), makeup_counts=self.counts_makeup), takes_self=True
        ),
    )

    def __repr__(self) -> str:
        """Return what the calendar covers, short enough for a log line."""
        makeup = "" if self.counts_makeup else ", make-up days not counted"
        return f"<Calendar of {self.first_year} to {self.last_announced_year}{makeup}>"

    # --- What the calendar covers ---------------------------------------------------------------------------

    @property
    def first_year(self) -> int:
        """The first year with a notice on file."""
        return date.fromordinal(self._index.first).year

    @cached_property
    def last_announced_year(self) -> int:
        """The last year with a notice on file."""
        return max(notice.year for notice in self.notices)

    @property
    def horizon_year(self) -> int:
        """The last year for which dates are computed at all."""
        return date.fromordinal(self._index.last).year

    def notices_for(self, year: int) -> tuple[Notice, ...]:
        """Return the notices of a year, the yearly one first; none if it is not announced."""
        return tuple(notice for notice in self.notices if notice.year == year)

    def awaited_notice(self, year: int, language: str = "zh") -> str:
        """Return the name of the notice awaited for a year, or an empty text if it is on file.

        >>> load_calendar().awaited_notice(2030)
        '国务院办公厅关于2030年部分节假日安排的通知（尚未公布或尚未录入）'
        >>> load_calendar().awaited_notice(2030, "en")
        "the State Council's holiday notice for 2030 (not yet published or not on file)"
        >>> load_calendar().awaited_notice(2025)
        ''
        """
        if self.notices_for(year):
            return ""
        if language == "zh":
            return f"国务院办公厅关于{year}年部分节假日安排的通知（尚未公布或尚未录入）"
        return f"the State Council's holiday notice for {year} (not yet published or not on file)"

    def check_up_to_date(self, as_of: date) -> None:
        """Check that no year up to that of a date lacks its notice.

        A notice comes out before its year begins, so a year that has begun without one means that the data is
        old.

        >>> load_calendar().check_up_to_date(date(2026, 11, 23))

        Raises:
            CalendarYearError: names the first year without a notice.
        """
        missing = self.last_announced_year + 1
        if as_of.year >= missing:
            raise CalendarYearError(
                missing,
                f"{missing}年的放假通知应已公布，但日历数据中没有；请补充后再计算。",
                f"The notice for {missing} must be out by now, but the calendar data lacks it; add it first.",
            )

    def variant(self, makeup_counts: bool) -> "Calendar":  # noqa: FBT001 - the reading's value, passed on as it is
        """Return the calendar under the other reading of 工作日: make-up days counted, or not.

        >>> saturday = date(2025, 2, 8)  # at work for the Spring Festival
        >>> load_calendar().is_working_day(saturday), load_calendar().variant(False).is_working_day(saturday)
        (True, False)
        """
        return self if makeup_counts == self.counts_makeup else self._other

    # --- Single days ----------------------------------------------------------------------------------------

    def is_working_day(self, day: date) -> bool:
        """Tell whether a day is a working day: weekends and holidays are not, make-up days are.

        >>> load_calendar().is_working_day(date(2025, 1, 26))  # a Sunday made a day of work
        True

        Raises:
            CalendarYearError: the day lies before the first notice or beyond the horizon.
        """
        return self._index.is_working(day.toordinal())

    def is_provisional(self, day: date) -> bool:
        """Tell whether the notice that settles a day is still awaited.

        >>> load_calendar().is_provisional(date(2025, 1, 26))
        False
        """
        return day.toordinal() > self._index.settled_to

    def day(self, day: date) -> CalendarDay:
        """Return what the calendar knows of a day.

        >>> print(load_calendar().day(date(2025, 2, 3)).reason())
        春节放假（国办发明电〔2024〕12号）

        Raises:
            CalendarYearError: the day lies before the first notice or beyond the horizon.
        """
        return self._names.describe(day.toordinal())

    # --- Counting -------------------------------------------------------------------------------------------

    def add_working_days(self, start: date, n: int, *, count_start: bool = False) -> DueDate:
        """Return the n-th working day after a day (民法典第二百零一条: the day itself is not counted).

        >>> print(load_calendar().add_working_days(date(2025, 1, 22), 20).day)
        2025-02-25
        >>> print(load_calendar().add_working_days(date(2025, 2, 25), -20).day)
        2025-01-22

        Args:
            start: the day from which to count; it need not be a working day.
            n: number of working days; negative counts back; 0 gives the day itself.
            count_start: count the day itself as the first, if it is a working day.

        Raises:
            CalendarYearError: the count begins or ends before the first notice or beyond the horizon.
        """
        index = self._index
        first = start.toordinal()
        day = count(index, first, n, count_start=count_start)
        # The result depends on the days from `begin` to `end`; on that of the start only if it may count.
        begin, end = (first + 1 - count_start, day) if n > 0 else (day, first - 1 + count_start)
        if n == 0 or end <= index.settled_to:
            return self._settled(date.fromordinal(day), start, n, "个工作日", count_start=count_start)
        others = [count(other, first, n, count_start=count_start) for other in self._scenarios(end)]
        return DueDate(
            day=date.fromordinal(day),
            start=plain(start),
            n=n,
            unit="个工作日",
            provisional=True,
            awaited=self._awaited(begin, end),
            earliest=date.fromordinal(min(day, *others)),
            latest=date.fromordinal(max(day, *others)),
            count_start=count_start,
            calendar=self,
        )

    def working_days_between(self, a: date, b: date) -> int:
        """Return how many working days lie after ``a`` up to and with ``b``; negative if ``b`` is earlier.

        >>> load_calendar().working_days_between(date(2025, 1, 22), date(2025, 2, 25))
        20

        Raises:
            CalendarYearError: a day lies before the first notice or beyond the horizon.
        """
        return self._index.rank_of(b.toordinal()) - self._index.rank_of(a.toordinal())

    def count_between(self, a: date, b: date, *, count_start: bool = False) -> DayCount:
        """Return the working days after ``a`` up to and with ``b``, with how they were counted.

        >>> load_calendar().count_between(date(2025, 1, 22), date(2025, 2, 25), count_start=True).n
        21

        Args:
            a: the day from which to count.
            b: the last day; if it is earlier, the days before ``a`` back to and with ``b``, as a negative
                number.
            count_start: count the day ``a`` too, if it is a working day.

        Raises:
            CalendarYearError: a day lies before the first notice or beyond the horizon.
        """
        start, end = a.toordinal(), b.toordinal()
        self._index.require(start)
        self._index.require(end)
        sign = 1 if start <= end else -1
        begin, last = span(start, end, count_start=count_start)
        open_end = begin <= last and last > self._index.settled_to
        years = self._awaited(begin, last) if open_end else ()
        indexes = (self._index, *(self._scenarios(last) if years else ()))
        counts = [sign * working_in(index, begin, last) for index in indexes]
        return DayCount(
            start=plain(a),
            end=plain(b),
            n=counts[0],
            count_start=count_start,
            least=min(counts),
            most=max(counts),
            awaited_years=years,
            awaited=tuple(self.awaited_notice(year) for year in years),
            awaited_en=tuple(self.awaited_notice(year, "en") for year in years),
            calendar=self,
        )

    def days_counted(self, a: date, b: date, *, count_start: bool = False) -> tuple[CalendarDay, ...]:
        """Return the days gone through by ``count_between``, in order, the working days numbered.

        >>> load_calendar().days_counted(date(2025, 1, 22), date(2025, 2, 25))[-1].ordinal
        20

        Raises:
            CalendarYearError: a day lies before the first notice or beyond the horizon.
        """
        begin, last = span(a.toordinal(), b.toordinal(), count_start=count_start)
        return tuple(self._names.numbered(range(begin, last + 1)))

    def add_days(self, start: date, n: int, *, roll: bool = False) -> DueDate:
        """Return the n-th calendar day after a day (民法典第二百零一条).

        >>> print(load_calendar().add_days(date(2025, 1, 15), 15).day)
        2025-01-30
        >>> print(load_calendar().add_days(date(2025, 1, 15), 15, roll=True).day)  # in the Spring Festival
        2025-02-05

        Args:
            start: the day from which to count; not counted itself.
            n: number of calendar days; negative counts back.
            roll: move a last day that is a day off to the next working day (民法典第二百零三条).

        Raises:
            CalendarYearError: the date cannot be written, or its working days are needed and not known.
        """
        ordinal = start.toordinal() + n
        if not 1 <= ordinal <= date.max.toordinal():
            raise unwritable(date.max.year + 1 if n > 0 else 0)
        return self._ending(date.fromordinal(ordinal), start, n, "日", roll=roll)

    def add_months(self, start: date, n: int, *, roll: bool = False) -> DueDate:
        """Return the corresponding day n months on, or the month's last day if there is none (第二百零二条).

        >>> print(load_calendar().add_months(date(2025, 1, 31), 1).day)
        2025-02-28

        Args:
            start: the day from which to count.
            n: number of months; negative counts back.
            roll: move a last day that is a day off to the next working day (民法典第二百零三条).

        Raises:
            CalendarYearError: the date cannot be written, or its working days are needed and not known.
        """
        return self._ending(months_on(start, n), start, n, "个月", roll=roll)

    def add_years(self, start: date, n: int, *, roll: bool = False) -> DueDate:
        """Return the corresponding day n years on; 28 February for the 29th if there is none (第二百零二条).

        >>> print(load_calendar().add_years(date(2024, 2, 29), 5).day)
        2029-02-28

        Args:
            start: the day from which to count.
            n: number of years; negative counts back.
            roll: move a last day that is a day off to the next working day (民法典第二百零三条).

        Raises:
            CalendarYearError: the date cannot be written, or its working days are needed and not known.
        """
        return self._ending(months_on(start, n * _MONTHS_A_YEAR), start, n, "年", roll=roll)

    # --- Explaining -----------------------------------------------------------------------------------------

    def explain(self, due: DueDate) -> DueExplanation:
        """Return how a date was counted, day by day; see DueDate.explain."""
        first, last = due.start.toordinal(), due.day.toordinal()
        days: list[CalendarDay] = []
        if due.unit == "个工作日" and due.n:
            step = 1 if due.n > 0 else -1
            days = self._names.numbered(range(first if due.count_start else first + step, last + step, step))
        elif due.rolled_from:
            days = [self._names.describe(day) for day in range(due.rolled_from.toordinal(), last + 1)]
        return DueExplanation(
            start=due.start,
            day=due.day,
            n=due.n,
            unit=due.unit,
            count_start=due.count_start,
            rolled_from=due.rolled_from,
            days=tuple(days),
            earliest=due.earliest,
            latest=due.latest,
            awaited=tuple(self.awaited_notice(year) for year in due.awaited),
            awaited_en=tuple(self.awaited_notice(year, "en") for year in due.awaited),
        )

    def days_between(self, a: date, b: date) -> tuple[CalendarDay, ...]:
        """Return the days after the earlier of two days up to and with the later, the working days numbered.

        >>> load_calendar().days_between(date(2025, 1, 22), date(2025, 2, 25))[-1].ordinal
        20

        Raises:
            CalendarYearError: a day lies before the first notice or beyond the horizon.
        """
        low, high = sorted((a.toordinal(), b.toordinal()))
        return tuple(self._names.numbered(range(low + 1, high + 1)))

    # --- For columnar engines -------------------------------------------------------------------------------

    def add_working_ordinal(self, ordinal: int, n: int) -> tuple[int, bool]:
        """Do as add_working_days, on ordinals (``date.toordinal()``); tell the day and if provisional.

        >>> due, provisional = load_calendar().add_working_ordinal(date(2025, 1, 22).toordinal(), 20)
        >>> print(date.fromordinal(due), provisional)
        2025-02-25 False

        Raises:
            CalendarYearError: as for add_working_days.
        """
        index = self._index
        day = index.add(ordinal, n)
        return day, n != 0 and (day if n > 0 else ordinal - 1) > index.settled_to

    def rank_table(self) -> list[RankRow]:
        """Return the whole calendar, one row a day.

        The n-th working day after a day is the working day whose rank is the rank of that day plus n.

        >>> rows = {row.day: row for row in load_calendar().rank_table()}
        >>> rank = rows[date(2025, 1, 22)].rank + 20
        >>> [str(row.day) for row in rows.values() if row.rank == rank and row.is_working]
        ['2025-02-25']
        """
        index = self._index
        return [
            RankRow(date.fromordinal(day), working == 1, rank, day > index.settled_to)
            for day, (working, rank) in enumerate(
                zip(index.working, index.rank, strict=True), start=index.first
            )
        ]

    # --- Inside ---------------------------------------------------------------------------------------------

    @cached_property
    def _other(self) -> "Calendar":
        return self._base or Calendar(self.notices, not self.counts_makeup, self)

    def _scenarios(self, day: int) -> tuple[DayIndex, ...]:
        """Return what past notices would have made of the days up to one and of those to which they may move it.

        No pattern moves a date of the first open years by as much as a year; all years up to the horizon take
        long to make, and few dates lie there.
        """
        near = date.fromordinal(day).year <= self.last_announced_year + _NEAR_YEARS
        return self._near_scenarios if near else self._all_scenarios

    @cached_property
    def _near_scenarios(self) -> tuple[DayIndex, ...]:
        return self._past_scenarios(self.last_announced_year + _NEAR_YEARS + 1)

    @cached_property
    def _all_scenarios(self) -> tuple[DayIndex, ...]:
        return self._past_scenarios(date.max.year)

    def _past_scenarios(self, last_year: int) -> tuple[DayIndex, ...]:
        last_year = min(last_year, date.fromordinal(self._index.last).year)
        return past_scenarios(self.notices, self._index, last_year, makeup_counts=self.counts_makeup)

    @cached_property
    def _names(self) -> DayNames:
        return name_days(arrange(self.notices), self._index)

    def _awaited(self, begin: int, end: int) -> tuple[int, ...]:
        """Return the years not announced among those of a run of days that ends on a provisional day."""
        first = self.last_announced_year + 1
        last = max(first, date.fromordinal(end).year)
        return tuple(range(max(first, date.fromordinal(begin).year), last + 1))

    def _settled(
        self,
        day: date,
        start: date,
        n: int,
        unit: TimeUnit,
        *,
        count_start: bool = False,
        rolled_from: date | None = None,
    ) -> DueDate:
        start = plain(start)
        return DueDate(day, start, n, unit, False, (), day, day, count_start, rolled_from, calendar=self)

    def _ending(self, last: date, start: date, n: int, unit: TimeUnit, *, roll: bool) -> DueDate:
        """Return the date on which a term of days, months or years ends, rolled if so asked."""
        if not roll:
            return self._settled(last, start, n, unit)
        ordinal = last.toordinal()
        day = self._index.roll(ordinal)
        rolled_from = last if day != ordinal else None
        if day <= self._index.settled_to:
            return self._settled(date.fromordinal(day), start, n, unit, rolled_from=rolled_from)
        others = [other.roll(ordinal) for other in self._scenarios(day)]
        return DueDate(
            day=date.fromordinal(day),
            start=plain(start),
            n=n,
            unit=unit,
            provisional=True,
            awaited=self._awaited(ordinal, day),
            earliest=date.fromordinal(min(day, *others)),
            latest=date.fromordinal(max(day, *others)),
            rolled_from=rolled_from,
            calendar=self,
        )


def load_calendar(folder: Path | None = None) -> Calendar:
    """Return the calendar made from the notices in a folder; by default those shipped with the package.

    The calendar is kept: as long as no file of the folder changes, the same one is returned.

    >>> load_calendar() is load_calendar()
    True

    Raises:
        CalendarDataError: the data is wrong; the error lists everything that is.
    """
    if folder is None:
        from ajx_rules.resources import regulations_folder

        folder = regulations_folder() / "calendars"
    return _load(folder, _stamp(folder))


def _stamp(folder: Path) -> frozenset[tuple[str, int]]:
    """Return what changes when a data file of a folder does."""
    try:
        if folder.is_file():
            return frozenset({(folder.name, folder.stat().st_mtime_ns)})
        with scandir(folder) as entries:
            return frozenset((e.name, e.stat().st_mtime_ns) for e in entries if e.name.endswith(".toml"))
    except OSError:
        return frozenset()


@lru_cache(maxsize=8)
def _load(folder: Path, stamp: frozenset[tuple[str, int]]) -> Calendar:  # noqa: ARG001 - part of the cache's key
    return Calendar(notices_in(folder))
