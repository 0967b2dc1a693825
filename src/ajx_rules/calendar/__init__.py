"""The statutory calendar of mainland China: which days are working days, and how terms are counted in them.

The days come from the State Council's yearly notices, cited one by one in ``regulations/calendars``; a notice
may amend an earlier one of the same year. Adding next year's notice is an edit of that data: the comments
there say how, and whatever is wrong with it is reported at once (CalendarDataError). Reading order of the
modules:

    statutory     the holidays by the law itself: what is known of a year before its notice
    notices       the notices as data; ``reading`` takes them in, ``checks`` says what must hold of them, also
                  against the days that their ``wording`` names
    kept          the same notices as an earlier run read them
    index         a rank for every day: adding and counting in constant time
    scenarios     what past notices would have made of a year not yet announced
    counting      Calendar, which the rules use; it gives a DueDate (``due_date``) or a DayCount (``between``)
    days          one day in words; ``explanation`` is how a date was counted, day by day
    questions     what a person types, and its ``answers``; ``view`` is a year or month; ``age``: is the data old
    workcalendar  the same days as a workalendar class (imported only when asked for)

A year not yet announced is computed on a stated assumption and marked provisional, with the notice awaited
and the range of dates that past notices would have given. A year before the data, and one too far ahead,
raise CalendarYearError.

>>> from datetime import date
>>> due = load_calendar().add_working_days(date(2025, 1, 22), 20)
>>> print(due.day)
2025-02-25
"""

from typing import TYPE_CHECKING

from ajx_rules.calendar.between import DayCount
from ajx_rules.calendar.counting import Calendar, load_calendar
from ajx_rules.calendar.days import CalendarDay, DayKind
from ajx_rules.calendar.due_date import DueDate, RankRow
from ajx_rules.calendar.errors import CalendarDataError, CalendarProblem, CalendarYearError
from ajx_rules.calendar.explanation import DueExplanation, TimeUnit
from ajx_rules.calendar.notices import FestivalDays, Notice

if TYPE_CHECKING:
    from ajx_rules.calendar.reading import read_notices
    from ajx_rules.calendar.workcalendar import MainlandChina

__all__ = [
    "Calendar",
    "CalendarDataError",
    "CalendarDay",
    "CalendarProblem",
    "CalendarYearError",
    "DayCount",
    "DayKind",
    "DueDate",
    "DueExplanation",
    "FestivalDays",
    "MainlandChina",
    "Notice",
    "RankRow",
    "TimeUnit",
    "load_calendar",
    "read_notices",
]


def __getattr__(name: str) -> object:
    """Import what most runs do without when it is asked for: workalendar takes some 90 ms to import."""
    if name == "read_notices":
        from ajx_rules.calendar.reading import read_notices

        return read_notices
    if name == "MainlandChina":
        from ajx_rules.calendar.workcalendar import MainlandChina

        return MainlandChina
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
