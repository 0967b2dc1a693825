"""Is the calendar data old: has a year begun whose notice it lacks?"""

from collections.abc import Iterable
from datetime import date

from ajx_rules.calendar.counting import Calendar
from ajx_rules.calendar.errors import CalendarYearError


def age_notes(calendar: Calendar, known_on: date, awaited: Iterable[int]) -> tuple[tuple[str, str], ...]:
    """Return what a report must say of the age of the calendar data, in Chinese and English.

    A notice comes out before its year begins. A year that has begun without one is not provisional: the data
    is old. Nothing is said while the data is up to date; if it is old, but nothing that was counted rests on
    the year it lacks, that is said.

    >>> from ajx_rules.calendar import load_calendar
    >>> shipped = load_calendar().notices
    >>> calendar = Calendar(tuple(notice for notice in shipped if notice.year <= 2026))
    >>> age_notes(calendar, date(2026, 11, 23), [2027])
    ()
    >>> age_notes(calendar, date(2027, 3, 1), [])[0][0]
    '2027年的放假通知应已公布，但日历数据中没有；请补充后再计算。（本次没有结果取决于它。）'

    Args:
        calendar: what was counted with.
        known_on: a day that has come: that of the ledger, or today.
        awaited: the years whose notices the results await.

    Raises:
        CalendarYearError: a result rests on a year that has begun and has no notice; names the year.
    """
    try:
        calendar.check_up_to_date(known_on)
    except CalendarYearError as old:
        needed = sorted({year for year in awaited if year <= known_on.year})
        if needed:
            raise CalendarYearError(needed[0], *age_words(needed[0])) from None
        return (
            (
                f"{old.message_zh}（本次没有结果取决于它。）",
                f"{old.message_en} (No result of this run depends on it.)",
            ),
        )
    return ()


def age_words(year: int) -> tuple[str, str]:
    """Return what is said of a result that rests on a year begun without a notice.

    >>> age_words(2027)[1]
    'The notice for 2027 must be out by now, but the calendar data lacks it; add it first.'
    """
    return (
        f"{year}年的放假通知应已公布，但日历数据中没有；请补充后再计算。",
        f"The notice for {year} must be out by now, but the calendar data lacks it; add it first.",
    )
