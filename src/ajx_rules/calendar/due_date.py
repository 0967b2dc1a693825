"""A date counted from another, with what it rests on."""

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from attrs import field, frozen

from ajx_rules.calendar.explanation import DueExplanation, TimeUnit

if TYPE_CHECKING:
    from ajx_rules.calendar.counting import Calendar


class RankRow(NamedTuple):
    """One row of the table that columnar engines join."""

    day: date
    is_working: bool
    rank: int
    """How many working days there are from the start of the calendar up to and with this day."""
    provisional: bool


@frozen
class DueDate:
    """A date counted from another, with what it rests on.

    >>> from ajx_rules.calendar import load_calendar
    >>> due = load_calendar().add_working_days(date(2025, 1, 22), 20)
    >>> str(due.day), due.provisional
    ('2025-02-25', False)
    """

    day: date
    start: date
    n: int
    """As asked for, in ``unit``; negative if counted back."""
    unit: TimeUnit
    provisional: bool
    """True if the count reaches into a year whose notice has not been published."""
    awaited: tuple[int, ...]
    """The years whose notices are awaited."""
    earliest: date
    """The earliest date that a past notice's pattern would give; ``day`` if nothing is provisional."""
    latest: date
    """The latest such date."""
    count_start: bool = False
    rolled_from: date | None = None
    """The last day before it moved off a day off; None if it did not move."""
    _calendar: "Calendar | None" = field(default=None, repr=False, eq=False, kw_only=True)

    @property
    def counts_makeup(self) -> bool:
        """Whether make-up days were counted as working days."""
        return self._calendar is None or self._calendar.counts_makeup

    def explain(self) -> DueExplanation:
        """Return how the date was counted, day by day. The work is done here, not before.

        >>> from ajx_rules.calendar import load_calendar
        >>> due = load_calendar().add_working_days(date(2025, 1, 24), 3)
        >>> print(due.explain())
        自2025-01-24（周五）起3个工作日，起始日不计入（民法典第二百零一条）
        休息：2025-01-25（周六） 周末
        第1日：2025-01-26（周日） 春节调休上班（国办发明电〔2024〕12号）
        第2日：2025-01-27（周一） 工作日
        休息：2025-01-28（周二）至2025-02-04（周二） 春节放假（国办发明电〔2024〕12号）
        第3日：2025-02-05（周三） 工作日
        2025-02-05（周三）
        """
        from ajx_rules.calendar import load_calendar

        calendar = self._calendar or load_calendar()
        return calendar.explain(self)
