"""How many working days lie between two days, and how they were counted."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from attrs import field, frozen

from ajx_rules.calendar.days import CalendarDay
from ajx_rules.calendar.explanation import day_lines, day_with_weekday

if TYPE_CHECKING:
    from ajx_rules.calendar.counting import Calendar


@frozen
class DayCount:
    """The working days after one day up to and with another; negative if the other is earlier.

    >>> from ajx_rules.calendar import load_calendar
    >>> count = load_calendar().count_between(date(2025, 2, 5), date(2025, 2, 10))
    >>> count.n, count.provisional
    (4, False)
    >>> print(count)
    自2025-02-05（周三）至2025-02-10（周一）的工作日，起始日不计入（民法典第二百零一条）
    第1–2日：2025-02-06（周四）至2025-02-07（周五） 工作日
    第3日：2025-02-08（周六） 春节调休上班（国办发明电〔2024〕12号）
    休息：2025-02-09（周日） 周末
    第4日：2025-02-10（周一） 工作日
    4个工作日
    """

    start: date
    end: date
    n: int
    count_start: bool
    """Whether the day of the start is itself counted."""
    least: int
    """The smallest number that a past notice's pattern would give; ``n`` if nothing is provisional."""
    most: int
    """The largest such number."""
    awaited_years: tuple[int, ...]
    """The years whose notices are awaited."""
    awaited: tuple[str, ...]
    """Those notices by name, in Chinese."""
    awaited_en: tuple[str, ...]
    _calendar: "Calendar | None" = field(default=None, repr=False, eq=False, kw_only=True)

    @property
    def days(self) -> tuple[CalendarDay, ...]:
        """The days gone through, from the earlier to the later; the working days among them are numbered.

        The number does not need them: they are described here, when they are asked for.
        """
        from ajx_rules.calendar import load_calendar

        calendar = self._calendar or load_calendar()
        return calendar.days_counted(self.start, self.end, count_start=self.count_start)

    @property
    def provisional(self) -> bool:
        """Whether the number rests on a notice not yet published."""
        return bool(self.awaited)

    def lines(self, language: str = "zh") -> tuple[str, ...]:
        """Return the count as lines, the last of them the number, in Chinese (``zh``) or English (``en``)."""
        write = _lines_zh if language == "zh" else _lines_en
        return tuple(write(self))

    def __str__(self) -> str:
        """Return the lines in Chinese."""
        return "\n".join(self.lines())


def _lines_zh(count: DayCount) -> Iterator[str]:
    start, end = day_with_weekday(count.start), day_with_weekday(count.end)
    yield f"自{start}至{end}的工作日，" + (
        "起始日计入" if count.count_start else "起始日不计入（民法典第二百零一条）"
    )
    yield from day_lines(count.days)
    if count.awaited:
        awaited = "、".join(count.awaited)
        yield f"暂定：待{awaited}；按历年通知推算，最少{count.least}个，最多{count.most}个"
    yield f"{count.n}个工作日{' 暂定' if count.awaited else ''}"


def _lines_en(count: DayCount) -> Iterator[str]:
    start, end = day_with_weekday(count.start, "en"), day_with_weekday(count.end, "en")
    yield f"working days from {start} to {end}, " + (
        "counting the first day"
        if count.count_start
        else "not counting the first day (Civil Code, Article 201)"
    )
    yield from day_lines(count.days, "en")
    if count.awaited:
        awaited = "; ".join(count.awaited_en)
        yield f"provisional, awaiting {awaited}; past notices would give {count.least} to {count.most}"
    word = "working day" if abs(count.n) == 1 else "working days"
    yield f"{count.n} {word}{' provisional' if count.awaited else ''}"
