"""The arithmetic under the calendar's counting, on days as ordinals and on months."""

from datetime import date

from ajx_rules.calendar.errors import CalendarYearError
from ajx_rules.calendar.index import DayIndex

_MONTHS_A_YEAR = 12


def count(index: DayIndex, day: int, n: int, *, count_start: bool) -> int:
    """Return the n-th working day after a day; with ``count_start`` the day itself is the first, if it is one."""
    if count_start and n and index.is_working(day):
        n -= 1 if n > 0 else -1
    return index.add(day, n)


def working_in(index: DayIndex, first: int, last: int) -> int:
    """Return how many working days there are from one day to another, both included; none if they are reversed."""
    if first > last:
        return 0
    return index.rank_of(last) - index.rank_of(first) + index.is_working(first)


def span(start: int, end: int, *, count_start: bool) -> tuple[int, int]:
    """Return the first and the last day counted between two days, either of which may be the earlier.

    They are reversed where no day is counted.
    """
    return (start + 1 - count_start, end) if start <= end else (end, start - 1 + count_start)


def months_on(start: date, months: int) -> date:
    """Return the corresponding day some months on, or the month's last day if there is none.

    >>> months_on(date(2025, 1, 31), 1)
    datetime.date(2025, 2, 28)

    Raises:
        CalendarYearError: the date cannot be written.
    """
    from dateutil.relativedelta import relativedelta

    year = start.year + (start.month - 1 + months) // _MONTHS_A_YEAR
    if not date.min.year <= year <= date.max.year:
        raise unwritable(year)
    return start + relativedelta(months=months)


def unwritable(year: int) -> CalendarYearError:
    """Return the error for a year that no date has."""
    return CalendarYearError(
        year,
        f"算出的日期在{year}年，超出了可以表示的范围（1年至9999年）。",
        f"The date computed lies in the year {year}, outside what can be written (years 1 to 9999).",
    )


def plain(day: date) -> date:
    """Return a date that is no datetime."""
    return day if type(day) is date else date(day.year, day.month, day.day)
