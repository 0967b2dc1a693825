"""The same calendar for users of workalendar. Importing this module imports workalendar.

workalendar's own calendar for China ends with 2023, lacks the notice of January 2020, and looks at the
weekday before the year, so that in a year it does not know it calls a make-up Saturday a day off. Here a year
without a notice raises for every day alike.
"""

import warnings
from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar

from ajx_rules.calendar.counting import Calendar, load_calendar
from ajx_rules.calendar.errors import CalendarYearError

with warnings.catch_warnings():
    warnings.simplefilter(
        "ignore"
    )  # workalendar warns while it is imported; that is none of our users' business
    from workalendar.core import SAT, SUN, cleaned_date
    from workalendar.core import Calendar as WorkalendarCalendar
    from workalendar.exceptions import CalendarError


class UnannouncedYearError(CalendarYearError, CalendarError):  # type: ignore[misc] # workalendar has no types
    """A year without a notice; caught as workalendar's CalendarError as well."""


class MainlandChina(WorkalendarCalendar):  # type: ignore[misc] # workalendar has no types
    """Mainland China, by the State Council's notices.

    >>> MainlandChina().is_working_day(date(2025, 2, 8))  # a Saturday made a day of work
    True
    >>> MainlandChina().add_working_days(date(2025, 1, 22), 20)
    datetime.date(2025, 2, 25)
    """

    WEEKEND_DAYS: ClassVar = (SAT, SUN)

    def __init__(self, calendar: Calendar | None = None, **kwargs: Any) -> None:  # noqa: ANN401 - workalendar's own
        """Use the given calendar, or that of the shipped notices."""
        super().__init__(**kwargs)
        self._calendar = calendar or load_calendar()

    def is_working_day(
        self,
        day: date,
        extra_working_days: Iterable[date] | None = None,
        extra_holidays: Iterable[date] | None = None,
    ) -> bool:
        """Tell whether a day is a working day; make-up days are.

        Raises:
            UnannouncedYearError: there is no notice for the year, whatever the weekday.
        """
        day = cleaned_date(day)
        if extra_working_days and day in map(cleaned_date, extra_working_days):
            return True
        if extra_holidays and day in map(cleaned_date, extra_holidays):
            return False
        self._require(day.year)
        return self._calendar.is_working_day(day)

    def get_calendar_holidays(self, year: int) -> list[tuple[date, str]]:
        """Return the days off of the festivals in a year, with the festival's name.

        Raises:
            UnannouncedYearError: there is no notice for the year.
        """
        self._require(year)
        days = map(self._calendar.day, map(date.fromordinal, _ordinals(year)))
        return [(day.day, day.name_zh) for day in days if day.kind == "holiday"]

    def find_following_working_day(self, day: date) -> date:
        """Return the day if it is a working day, else the next one; unlike the original, by the notices."""
        day = cleaned_date(day)
        return day if self.is_working_day(day) else self.add_working_days(day, 1)

    def _require(self, year: int) -> None:
        if not self._calendar.first_year <= year <= self._calendar.last_announced_year:
            raise UnannouncedYearError(
                year,
                f"没有{year}年的放假通知。",
                f"There is no holiday notice for {year}.",
            )


def _ordinals(year: int) -> range:
    return range(date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal() + 1)
