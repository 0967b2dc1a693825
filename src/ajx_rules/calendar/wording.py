"""The days that the wording of a notice names: which it says are days of work, and with what weekday."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from attrs import frozen

from ajx_rules.by_parts import ByParts

_DAY: Final = r"(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日(?:[（(][^（）()]*[）)])?"
_PARTS: Final = re.compile(r"(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日(?:[（(]([^（）()]*)[）)])?")
_WEEKDAY: Final = re.compile(r"(?:周|星期)([一二三四五六日])")
_AT_WORK: Final = re.compile(rf"(?:{_DAY}[、和及至]?)+(?:均|照常|正常)*上班")


@frozen(eq=False, repr=False)
class SaidDay(ByParts):
    """One day that the wording names."""

    text: str
    """As it is written: 9日（周六）."""
    year: int | None
    """None where it is not written."""
    month: int
    """As written, or that of the day named before."""
    day: int
    weekday: str
    """一 to 日; empty where it is not written."""
    at_work: bool
    """Whether the wording goes on to say 上班."""

    def dates(self, year: int) -> tuple[date, ...]:
        """Return the dates that may be meant in the notice of a year; none if there is no such day.

        A notice may reach into the December before its year or the January after without saying so.
        """
        near = {12: (year, year - 1), 1: (year, year + 1)}.get(self.month, (year,))
        return tuple(_dates(near if self.year is None else (self.year,), self.month, self.day))


def days_said(text: str) -> tuple[SaidDay, ...]:
    """Return the days that a wording names, in order.

    >>> for said in days_said("5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。"):
    ...     print(said.text, said.month, said.day, said.weekday, said.at_work)
    5月1日（周五） 5 1 五 False
    5日（周二） 5 5 二 False
    5月9日（周六） 5 9 六 True
    """
    at_work = [found.span() for found in _AT_WORK.finditer(text)]
    said = []
    month = 0
    for found in _PARTS.finditer(text):
        month = int(found[2] or month)
        weekday = _WEEKDAY.search(found[4] or "")
        said.append(
            SaidDay(
                found[0],
                int(found[1]) if found[1] else None,
                month,
                int(found[3]),
                weekday[1] if weekday else "",
                any(start <= found.start() < end for start, end in at_work),
            )
        )
    return tuple(said)


def _dates(years: tuple[int, ...], month: int, day: int) -> Iterator[date]:
    for year in years:
        try:
            yield date(year, month, day)
        except ValueError:
            continue
