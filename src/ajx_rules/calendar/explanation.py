"""How a date was counted, day by day, as one structured object; the lines of text are a rendering of it."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby
from typing import Final, Literal

from attrs import frozen

from ajx_rules.by_parts import ByParts
from ajx_rules.calendar.days import WEEKDAYS, CalendarDay
from ajx_rules.calendar.notices import Notice

TimeUnit = Literal["个工作日", "日", "个月", "年"]

_UNITS_EN: Final = {"个工作日": "working day", "日": "day", "个月": "month", "年": "year"}


@frozen(eq=False, repr=False)
class DueExplanation(ByParts):
    """The count behind a date."""

    start: date
    day: date
    n: int
    unit: TimeUnit
    count_start: bool
    """Whether the day of the start is itself counted."""
    rolled_from: date | None
    """The last day of the term, where it was a day off and moved (民法典第二百零三条)."""
    days: tuple[CalendarDay, ...]
    """The days gone through, in order; for days, months and years those that the roll passes."""
    earliest: date
    latest: date
    awaited: tuple[str, ...]
    """The notices awaited, by name, in Chinese."""
    awaited_en: tuple[str, ...]

    @property
    def provisional(self) -> bool:
        """Whether the date rests on a notice not yet published."""
        return bool(self.awaited)

    @property
    def no_such_day(self) -> date | None:
        """The month's last day on which a term of months or years ends for want of the corresponding day."""
        last = self.rolled_from or self.day
        return last if self.unit in ("个月", "年") and last.day != self.start.day else None

    @property
    def counted(self) -> tuple[CalendarDay, ...]:
        """The working days counted; ``ordinal`` numbers them from 1."""
        return tuple(day for day in self.days if day.ordinal is not None)

    @property
    def skipped(self) -> tuple[CalendarDay, ...]:
        """The days off passed over."""
        return tuple(day for day in self.days if not day.is_working)

    @property
    def makeup(self) -> tuple[CalendarDay, ...]:
        """The make-up days among those counted."""
        return tuple(day for day in self.counted if day.kind == "makeup")

    @property
    def notices(self) -> tuple[Notice, ...]:
        """The notices that the count rests on, each once, in the order of the count."""
        return tuple(dict.fromkeys(day.notice for day in self.days if day.notice))

    def lines(self, language: str = "zh") -> tuple[str, ...]:
        """Return the count as lines, the last of them the date, in Chinese (``zh``) or English (``en``).

        Of a term of nothing (0日) only the date is said.
        """
        write = _lines_zh if language == "zh" else _lines_en
        return tuple(write(self))

    def __str__(self) -> str:
        """Return the lines in Chinese."""
        return "\n".join(self.lines())


def _lines_zh(count: DueExplanation) -> Iterator[str]:
    if count.n:
        yield (
            f"自{day_with_weekday(count.start, 'zh')}起{'' if count.n > 0 else '向前'}{abs(count.n)}{count.unit}"
            + ("，起始日计入" if count.count_start else "，起始日不计入（民法典第二百零一条）")
        )
    if end := count.no_such_day:
        day = f"{end.year}年{end.month}月没有对应日（{count.start.day}日）"
        yield f"{day}，月末日为期间的最后一日（民法典第二百零二条）"
    if count.rolled_from:
        last = day_with_weekday(count.rolled_from, "zh")
        yield f"期间的最后一日 {last} 休息，顺延至下一个工作日（民法典第二百零三条）"
    yield from day_lines(count.days)
    if count.awaited:
        awaited = "、".join(count.awaited)
        yield f"暂定：待{awaited}；按历年通知推算，最早 {count.earliest}，最晚 {count.latest}"
    yield f"{day_with_weekday(count.day, 'zh')}{' 暂定' if count.awaited else ''}"


def _lines_en(count: DueExplanation) -> Iterator[str]:
    unit = _UNITS_EN[count.unit] + ("" if abs(count.n) == 1 else "s")
    if count.n:
        yield (
            f"{abs(count.n)} {unit} {'after' if count.n > 0 else 'before'} {day_with_weekday(count.start, 'en')}, "
            + (
                "counting that day"
                if count.count_start
                else "not counting that day (Civil Code, Article 201)"
            )
        )
    if end := count.no_such_day:
        yield (
            f"there is no {end:%Y-%m}-{count.start.day}: the term ends on the last day of the month "
            "(Civil Code, Article 202)"
        )
    if count.rolled_from:
        last = day_with_weekday(count.rolled_from, "en")
        yield f"the last day, {last}, is a day off: moved to the next working day (Civil Code, Article 203)"
    yield from day_lines(count.days, "en")
    if count.awaited:
        awaited = "; ".join(count.awaited_en)
        yield f"provisional, awaiting {awaited}; past notices would give {count.earliest} to {count.latest}"
    yield f"{day_with_weekday(count.day, 'en')}{' provisional' if count.awaited else ''}"


def day_lines(days: tuple[CalendarDay, ...], language: str = "zh") -> Iterator[str]:
    """Yield a list of days as lines of text, days that follow one another and are alike on one line."""
    for run in _runs(days):
        first, last = run[0].ordinal, run[-1].ordinal
        number = f"{first}" if first == last else f"{first}–{last}"
        if language == "zh":
            head = f"第{number}日：" if first else "到：" if run[0].is_working else "休息："
        else:
            head = f"day {number}: " if first else "to: " if run[0].is_working else "off: "
        yield f"{head}{_span(run, language)} {run[0].reason(language)}"


def _runs(days: tuple[CalendarDay, ...]) -> Iterator[list[CalendarDay]]:
    """Yield runs of days one after another that are alike."""

    def alike(numbered: tuple[int, CalendarDay]) -> tuple[object, ...]:
        number, day = numbered
        offset = timedelta(days=number if backward else -number)
        return day.day + offset, day.kind, day.name_zh, day.notice, day.provisional, day.ordinal is None

    backward = len(days) > 1 and days[0].day > days[-1].day
    for _, run in groupby(enumerate(days), key=alike):
        yield [day for _, day in run]


def _span(run: list[CalendarDay], language: str) -> str:
    first, last = day_with_weekday(run[0].day, language), day_with_weekday(run[-1].day, language)
    if len(run) == 1:
        return first
    return f"{first}至{last}" if language == "zh" else f"{first} to {last}"


def day_with_weekday(day: date, language: str = "zh") -> str:
    """Return a date with its weekday.

    >>> day_with_weekday(date(2026, 11, 23)), day_with_weekday(date(2026, 11, 23), "en")
    ('2026-11-23（周一）', '2026-11-23 (Mon)')
    """
    weekday = WEEKDAYS[language][day.weekday()]
    return f"{day}（{weekday}）" if language == "zh" else f"{day} ({weekday})"
