"""One day of the calendar, in words: is it a day of work, and by which festival and notice."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final, Literal

from attrs import frozen

from ajx_rules.by_parts import ByParts
from ajx_rules.calendar.index import DayIndex, arranged_days, assumed_days_off
from ajx_rules.calendar.notices import Arranged, Notice, YearArrangement
from ajx_rules.calendar.statutory import FESTIVALS

DayKind = Literal["working", "makeup", "weekend", "holiday"]
"""A usual day of work; a weekend day made one (调休上班); a usual weekend day; a day off for a festival."""

_SATURDAY: Final = 5

WEEKDAYS: Final = {
    "zh": ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}


@frozen(eq=False, repr=False)
class CalendarDay(ByParts):
    """What the calendar knows of a day."""

    day: date
    kind: DayKind
    name_zh: str
    """工作日, 周末, or the festival for which the day is off or made up for."""
    name_en: str
    notice: Notice | None
    """The notice that makes the day what it is; None for usual days and for an assumed holiday."""
    provisional: bool
    """True where the notice for the day is still awaited."""
    ordinal: int | None = None
    """The number of the day in a count: 1 for the first day counted; None if it is not counted."""

    @property
    def is_working(self) -> bool:
        """Whether the day counts as a working day."""
        return self.kind in ("working", "makeup")

    def reason(self, language: str = "zh") -> str:
        """Return why the day counts or does not, with the notice, in Chinese (``zh``) or English (``en``)."""
        chinese = language == "zh"
        name = self.name_zh if chinese else self.name_en
        if self.kind == "makeup":
            name = f"{name}调休上班" if chinese else f"make-up day for {name}"
        elif self.kind == "holiday":
            name = f"{name}放假" if chinese else f"{name}, day off"
        if self.notice:
            return f"{name}（{self.notice.citation}）" if chinese else f"{name} ({self.notice.citation})"
        if self.provisional:
            return f"{name}（推算）" if chinese else f"{name} (assumed)"
        return name


@frozen(eq=False)
class DayNames:
    """What each day of an index is called, and by which notice."""

    index: DayIndex
    off: Mapping[int, Arranged]
    makeup: Mapping[int, Arranged]
    assumed: Mapping[int, str]
    """The statutory days of the years not announced, with the festival."""

    def describe(self, day: int, number: int | None = None) -> CalendarDay:
        """Return what is known of a day, given by its ordinal; ``number`` is its place in a count."""
        kind: DayKind
        notice = None
        provisional = day > self.index.settled_to
        date_ = date.fromordinal(day)
        weekend = date_.weekday() >= _SATURDAY
        works = self.index.is_working(day)
        if (works and weekend) or (not works and day in self.off):
            entry = self.makeup[day] if works else self.off[day]
            kind = "makeup" if works else "holiday"
            names, notice = (entry.festival.name, entry.festival.name_en), entry.notice
        elif works:
            kind, names = "working", ("工作日", "working day")
        elif day in self.assumed:
            kind, names = "holiday", (self.assumed[day], FESTIVALS[self.assumed[day]])
        elif day in self.makeup:
            kind, names = "weekend", ("周末（调休上班日不计）", "weekend (make-up days not counted)")
        else:
            kind, names = "weekend", ("周末", "weekend")
        return CalendarDay(date_, kind, *names, notice, provisional, number)

    def numbered(self, days: Iterable[int]) -> list[CalendarDay]:
        """Return the days given by their ordinals, in order, the working days among them numbered from 1."""
        described = []
        number = 0
        for day in days:
            works = self.index.is_working(day)
            number += works
            described.append(self.describe(day, number if works else None))
        return described


def name_days(arrangements: tuple[YearArrangement, ...], index: DayIndex) -> DayNames:
    """Return the names of the days of an index made from these arrangements."""
    off, makeup = arranged_days(arrangements)
    horizon = date.fromordinal(index.last).year
    return DayNames(index, off, makeup, assumed_days_off(arrangements[-1].year + 1, horizon))
