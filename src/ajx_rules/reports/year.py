"""A year or a month drawn in 80 columns, with the notices it rests on; marks say what colour says."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from ajx_rules.calendar.view import Festival, Period, runs
from ajx_rules.language.text import width
from ajx_rules.reports.layout import BLANK, Line, Span, clean, flow, line, padded
from ajx_rules.reports.words import Tongue

if TYPE_CHECKING:
    from ajx_rules.calendar.counting import Calendar
    from ajx_rules.calendar.days import CalendarDay
    from ajx_rules.diagnostics.record import Language

_WEEK: Final = {
    "zh": ("一", "二", "三", "四", "五", "六", "日"),
    "en": ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"),
}
_MONTHS_EN: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_ACROSS: Final = 3
_CELL: Final = 3
_MONTH_COLUMNS: Final = 7 * _CELL
_GAP: Final = 5
_ROWS: Final = 6
_STYLES: Final = {"holiday": "bad", "makeup": "warn", "weekend": "dim", "working": ""}


def period_lines(shown: Period, calendar: Calendar, lang: Language = "zh") -> list[Line]:
    """Return a year or a month as lines, drawn and explained.

    >>> from ajx_rules.calendar import load_calendar
    >>> from ajx_rules.calendar.view import period
    >>> for row in period_lines(period(load_calendar(), 2025, 10), load_calendar())[:9]:
    ...     print(str(row).rstrip())
    2025年10月：18个工作日
    <BLANKLINE>
      10月      18个工作日
      一 二 三 四 五 六 日
             1* 2* 3* 4* 5*
       6* 7* 8* 9 10 11+12
      13 14 15 16 17 18 19
      20 21 22 23 24 25 26
      27 28 29 30 31
    """
    say = Tongue(lang)
    out = [line((_title(shown, say), "warn head" if shown.awaited else "head")), BLANK]
    blocks = [_month(days, say) for days in shown.months]
    for start in range(0, len(blocks), _ACROSS):
        out += [*_beside(blocks[start : start + _ACROSS]), BLANK]
    out += [*_legend(shown, say), *_awaited(shown, calendar, say)]
    festivals = [row for each in shown.festivals for row in _festival(each, say)]
    if festivals:
        out += [BLANK, line((say("放假和调休", "Days off and make-up days"), "head")), *festivals]
    if shown.notices:
        out += [BLANK, line((say("依据", "Notices"), "head"))]
        for notice in shown.notices:
            issued = f"{notice.issued}  " if notice.issued else ""
            out += flow([f"{notice.citation}  {issued}{clean(notice.title)}"], first=2, rest=4)
            out += flow([(clean(notice.published), "dim solid")], first=4) if notice.published else []
    return out


def _title(shown: Period, say: Tongue) -> str:
    name = f"{shown.year}" if shown.month is None else f"{shown.year}-{shown.month:02}"
    zh = f"{shown.year}年" + (f"{shown.month}月" if shown.month else "")
    number = say.number(shown.working, "working day")
    mark = say("（暂定）", " (provisional)") if shown.awaited else ""
    return say(f"{zh}：{shown.working}个工作日", f"{name}: {number}") + mark


def _month(days: tuple[CalendarDay, ...], say: Tongue) -> list[Line]:
    """Return one month as rows of the same width."""
    month = days[0].day.month
    count = sum(day.is_working for day in days)
    name = say(f"{month}月", _MONTHS_EN[month - 1])
    number = say(f"{count}个工作日", f"{count} days")
    space = " " * (_MONTH_COLUMNS - 1 - width(name) - width(number))
    rows = [line((name, "head"), space, (number, "dim"), " ")]
    rows.append(line((" ".join(padded(word, 2) for word in _WEEK[say.lang]) + " ", "dim")))
    weeks: list[list[Span]] = [[(" " * _CELL * days[0].day.weekday(), "")]]
    for day in days:
        if day.day.weekday() == 0 and day.day.day > 1:
            weeks.append([])
        weeks[-1].append((f"{day.day.day:>2}{_mark(day)}", _STYLES[day.kind]))
    rows += [line(*week) for week in weeks]
    rows += [BLANK] * (2 + _ROWS - len(rows))
    return [line(*row.spans, " " * (_MONTH_COLUMNS - width(str(row)))) for row in rows]


def _mark(day: CalendarDay) -> str:
    if day.kind == "makeup":
        return "+"
    if day.kind == "holiday":
        return "*" if day.notice else "?"
    return " "


def _beside(blocks: list[list[Line]]) -> list[Line]:
    """Return months beside one another; rows that are empty in all of them are left out."""
    out = []
    for rows in zip(*blocks, strict=True):
        if not any(str(row).strip() for row in rows):
            continue
        spans: list[Span] = [("  ", "")]
        for place, row in enumerate(rows):
            spans += [(" " * _GAP, "")] * bool(place)
            spans += row.spans
        out.append(Line(tuple(spans)))
    return out


def _legend(shown: Period, say: Tongue) -> list[Line]:
    parts = []
    kinds = {(day.kind, day.notice is None) for day in shown.days}
    if ("holiday", False) in kinds:
        parts.append(say("* 放假", "* day off"))
    if ("makeup", False) in kinds:
        parts.append(say("+ 周末调休上班", "+ weekend day at work"))
    if ("holiday", True) in kinds:
        parts.append(say("? 法定节日，推算放假", "? statutory holiday, assumed off"))
    parts.append(say("没有标记的周六、周日休息", "Saturdays and Sundays without a mark are off"))
    return flow([(say("；", "; ").join(parts), "dim")], first=2)


def _awaited(shown: Period, calendar: Calendar, say: Tongue) -> list[Line]:
    out = []
    for year in shown.awaited:
        notice = calendar.awaited_notice(year, say.lang)
        text = say(
            f"暂定：待{notice}。现按周六、周日和法定节日当天休息推算，没有调休；公布以后会有变化。",
            f"Provisional: awaiting {notice}. Drawn as if Saturdays, Sundays and the statutory days of the "
            "festivals were off, without make-up days; the notice will change that.",
        )
        out += flow([(text, "warn")], first=2)
    return out


def _festival(each: Festival, say: Tongue) -> list[Line]:
    off = say.join(_stretch(first, last, say) for first, last in runs(each.off))
    work = say.join(_day(day, say) for day in each.work)
    parts = [say(f"放假 {off}", f"off {off}")] if off else []
    parts += [say(f"上班 {work}", f"at work {work}")] if work else []
    source = each.notice.citation if each.notice else say("推算", "assumed")
    text = say("；", "; ").join(parts) + say(f"（{source}）", f" ({source})")
    return flow([(say(each.name_zh, each.name_en), "key"), "  ", text], first=2, rest=4)


def _stretch(first: dt.date, last: dt.date, say: Tongue) -> str:
    if first == last:
        return _day(first, say)
    days = (last - first).days + 1
    return say(
        f"{_day(first, say)}至{_day(last, say)}共{days}天",
        f"{_day(first, say)} to {_day(last, say)}, {days} days",
    )


def _day(day: dt.date, say: Tongue) -> str:
    return say(
        f"{day:%m-%d}（周{_WEEK['zh'][day.weekday()]}）", f"{day:%m-%d} ({_WEEK['en'][day.weekday()]})"
    )
