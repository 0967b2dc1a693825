"""What must hold of the notices: one plain function a rule, from the notices to the problems it finds."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise

from ajx_rules.calendar import statutory
from ajx_rules.calendar.errors import CalendarProblem
from ajx_rules.calendar.notices import Arranged, FestivalDays, Notice, arrange
from ajx_rules.calendar.wording import days_said

_SATURDAY = 5
_WEEKDAYS_ZH = "一二三四五六日"
_WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_LATE_DECEMBER = 20
_EARLY_JANUARY = 10
_NUMBER = re.compile(r"[^\s\[\]［］()（）〔〕]+〔\d{4}〕\d+号")


def check_notices(notices: tuple[Notice, ...], *, complete: bool = True) -> list[CalendarProblem]:
    """Return every problem that the checks find.

    Args:
        notices: all that could be read.
        complete: False if some entries could not be read. What needs all entries, and one notice a year, is
        then
            left unchecked: it would only report the same fault again in other words.
    """
    problems = [problem for check in EACH for problem in check(notices)]
    one_a_year = not any(True for _ in years_have_one_notice(notices))
    if complete and one_a_year:
        problems += [problem for check in WHOLE for problem in check(notices)]
    return problems


def makeup_days_are_weekend_days(notices: tuple[Notice, ...]) -> Iterator[CalendarProblem]:
    """A make-up day is a Saturday or a Sunday: on any other day people work anyway."""
    for notice, festival in _entries(notices):
        for day in festival.work:
            if day.weekday() < _SATURDAY:
                yield _problem(
                    notice,
                    festival,
                    f"调休上班日 {day} 是周{_WEEKDAYS_ZH[day.weekday()]}，应是周六或周日。",
                    f"The make-up day {day} is a {_WEEKDAYS_EN[day.weekday()]}, not a Saturday or Sunday.",
                )


def days_lie_in_the_year(notices: tuple[Notice, ...]) -> Iterator[CalendarProblem]:
    """The days lie in the year arranged, or at its very edges (late December before, early January after)."""
    for notice, festival in _entries(notices):
        first = date(notice.year - 1, 12, _LATE_DECEMBER)
        last = date(notice.year + 1, 1, _EARLY_JANUARY)
        for day in (*festival.off, *festival.work):
            if not first <= day <= last:
                yield _problem(
                    notice,
                    festival,
                    f"{day} 不在{notice.year}年（只有上年12月下旬和次年1月上旬的日子可以例外）。",
                    f"{day} is not in {notice.year} (nor in late December before or early January after).",
                )


def text_agrees_with_the_days(notices: tuple[Notice, ...]) -> Iterator[CalendarProblem]:
    """Where the wording counts the days off (共8天), as many are listed."""
    for notice, festival in _entries(notices):
        said = re.search(r"共(\d+)天", festival.text)
        if said and int(said[1]) != len(festival.off):
            yield _problem(
                notice,
                festival,
                f"原文说共{said[1]}天，off 列了{len(festival.off)}天。",
                f"The wording says {said[1]} days, but off lists {len(festival.off)}.",
            )


def weekdays_in_the_text_are_right(notices: tuple[Notice, ...]) -> Iterator[CalendarProblem]:
    """A day that the wording names with its weekday falls on it: else one of the two is copied wrong."""
    for notice, festival in _entries(notices):
        for said in days_said(festival.text):
            days = said.dates(notice.year)
            if said.weekday and said.weekday not in {_WEEKDAYS_ZH[day.weekday()] for day in days}:
                is_zh = f"{days[0]} 是周{_WEEKDAYS_ZH[days[0].weekday()]}" if days else "没有这一天"
                is_en = (
                    f"{days[0]} is a {_WEEKDAYS_EN[days[0].weekday()]}" if days else "there is no such day"
                )
                yield _problem(
                    notice,
                    festival,
                    f"原文的“{said.text}”不对：{is_zh}。",
                    f"“{said.text}” in the wording is wrong: {is_en}.",
                )


def makeup_days_are_those_of_the_text(notices: tuple[Notice, ...]) -> Iterator[CalendarProblem]:
    """The make-up days are those that the wording says are days of work (5月9日上班).

    A notice that amends another lists all days as amended, and its wording need not repeat those that stay.
    """
    for notice, festival in _entries(notices):
        if not festival.text:
            continue
        said = [(each.month, each.day) for each in days_said(festival.text) if each.at_work]
        listed = [(day.month, day.day) for day in festival.work]
        lacking = [f"{month}月{day}日" for month, day in said if (month, day) not in listed]
        others = [
            f"{month}月{day}日" for month, day in listed if (month, day) not in said and not notice.amends
        ]
        if lacking or others:
            zh = [f"原文说{'、'.join(lacking)}上班，work 没有列"] * bool(lacking)
            zh += [f"work 列了{'、'.join(others)}，原文没有说上班"] * bool(others)
            en = [f"the wording says {', '.join(lacking)} at work, which work lacks"] * bool(lacking)
            en += [f"work has {', '.join(others)}, which the wording does not say"] * bool(others)
            yield _problem(notice, festival, "；".join(zh) + "。", "; ".join(en).capitalize() + ".")


def numbers_are_well_formed(notices: tuple[Notice, ...]) -> Iterator[CalendarProblem]:
    """A number that is written at all is written as on the notice: its year in 〔〕."""
    for notice in notices:
        if notice.number and not _NUMBER.fullmatch(notice.number):
            yield _problem(
                notice,
                None,
                f"发文字号 {notice.number} 不合格式，应像“国办发明电〔2025〕7号”，年份用六角括号〔〕。",
                f"The number {notice.number} is not written like 国办发明电〔2025〕7号, with the year in 〔〕.",
            )


def notices_are_dated_in_time(notices: tuple[Notice, ...]) -> Iterator[CalendarProblem]:
    """A notice is dated in the year that it arranges, or in the year before."""
    for notice in notices:
        if notice.issued and notice.issued.year not in (notice.year - 1, notice.year):
            yield _problem(
                notice,
                None,
                f"date 是 {notice.issued}，安排{notice.year}年的通知应在{notice.year - 1}年或{notice.year}年成文。",
                f"date is {notice.issued}; a notice for {notice.year} is dated in {notice.year - 1} or {notice.year}.",
            )


def years_have_one_notice(notices: tuple[Notice, ...]) -> Iterator[CalendarProblem]:
    """A year has one yearly notice; any further one says which it amends, and stands after it."""
    first: dict[int, Notice] = {}
    for notice in notices:
        if notice.amends:
            continue
        if notice.year in first:
            yield _problem(
                notice,
                None,
                f"{notice.year}年已有通知（{first[notice.year].citation}）；如果是调整，请写 amends。",
                f"There is already a notice for {notice.year} ({first[notice.year].citation}); "
                "if this one amends it, write amends.",
            )
        first.setdefault(notice.year, notice)


def amended_notices_are_there(notices: tuple[Notice, ...]) -> Iterator[CalendarProblem]:
    """A notice that amends another names one of the same year that stands before it."""
    earlier: set[tuple[int, str]] = set()
    for notice in notices:
        if notice.amends and (notice.year, notice.amends) not in earlier:
            yield _problem(
                notice,
                None,
                f"amends 所指的 {notice.amends} 不在{notice.year}年排在前面的通知里。",
                f"amends names {notice.amends}, but no notice for {notice.year} before this one is that.",
            )
        earlier |= {(notice.year, notice.number), (notice.year, notice.title)}


def numbers_are_used_once(notices: tuple[Notice, ...]) -> Iterator[CalendarProblem]:
    """No two notices bear the same number."""
    count = Counter(notice.number for notice in notices if notice.number)
    for notice in notices:
        if count[notice.number] > 1:
            yield _problem(
                notice,
                None,
                f"发文字号 {notice.number} 用了{count[notice.number]}次。",
                f"The number {notice.number} is used {count[notice.number]} times.",
            )


def no_festival_is_missing(notices: tuple[Notice, ...]) -> Iterator[CalendarProblem]:
    """Every year arranges all seven festivals."""
    last = {notice.year: notice for notice in notices}
    for year in arrange(notices):
        present = [name for entry in year.entries for name in entry.festival.names]
        missing = [name for name in statutory.FESTIVALS if name not in present]
        if missing:
            from difflib import get_close_matches

            english = ", ".join(statutory.FESTIVALS[name] for name in missing)
            near = {
                name: close[0]
                for name in present
                if name not in statutory.FESTIVALS and (close := get_close_matches(name, missing, 1))
            }
            ask_zh = "".join(f"“{name}”是不是{meant}？" for name, meant in near.items())
            ask_en = "".join(f" Is “{name}” meant to be {meant}?" for name, meant in near.items())
            yield _problem(
                last[year.year],
                None,
                f"{year.year}年缺少{'、'.join(missing)}；已有：{'、'.join(present)}。{ask_zh}",
                f"{year.year} lacks {english}; it has {', '.join(present)}.{ask_en}",
            )


def festivals_are_off(notices: tuple[Notice, ...]) -> Iterator[CalendarProblem]:
    """The days that the law itself gives for a festival are among its days off, or on a weekend."""
    for year in arrange(notices):
        if not statutory.FIRST_YEAR <= year.year <= statutory.LAST_YEAR:
            continue
        off = {day for entry in year.entries for day in entry.festival.off}
        work = {day for entry in year.entries for day in entry.festival.work}
        for entry in year.entries:
            for name in entry.festival.names:
                days = statutory.statutory_days(name, year.year) if name in statutory.FESTIVALS else ()
                for day in days:
                    at_work = day.weekday() < _SATURDAY or day in work
                    if at_work and day not in off:
                        yield _problem(
                            entry.notice,
                            entry.festival,
                            f"{day} 是{name}的法定假日，不在放假的日子里。",
                            f"{day} is a statutory holiday ({statutory.FESTIVALS[name]}) but not off.",
                        )


def no_days_overlap(notices: tuple[Notice, ...]) -> Iterator[CalendarProblem]:
    """No day belongs to two festivals, and none is both a day off and a make-up day."""
    taken: dict[date, tuple[Arranged, str, str]] = {}
    for year in arrange(notices):
        for entry in year.entries:
            days = [(day, "放假", "a day off") for day in entry.festival.off]
            days += [(day, "上班", "a make-up day") for day in entry.festival.work]
            for day, use_zh, use_en in days:
                if day in taken:
                    other, other_zh, other_en = taken[day]
                    yield _problem(
                        entry.notice,
                        entry.festival,
                        f"{day} 重叠：{_name(entry)}{use_zh}，{_name(other)}{other_zh}。",
                        f"{day} is taken twice: {use_en} of {_name(entry)}, {other_en} of {_name(other)}.",
                    )
                else:
                    taken[day] = (entry, use_zh, use_en)


def no_year_is_left_out(notices: tuple[Notice, ...]) -> Iterator[CalendarProblem]:
    """There is no gap between the first year and the last: its days would be counted wrong."""
    by_year = {notice.year: notice for notice in reversed(notices)}
    for year, following in pairwise(sorted(by_year)):
        for missing in range(year + 1, following):
            yield _problem(
                by_year[following],
                None,
                f"缺少{missing}年的通知。",
                f"The notice for {missing} is missing.",
            )


Check = Callable[[tuple[Notice, ...]], Iterator[CalendarProblem]]

EACH: tuple[Check, ...] = (
    makeup_days_are_weekend_days,
    days_lie_in_the_year,
    text_agrees_with_the_days,
    weekdays_in_the_text_are_right,
    makeup_days_are_those_of_the_text,
    numbers_are_well_formed,
    notices_are_dated_in_time,
    years_have_one_notice,
    numbers_are_used_once,
)
"""Right even when some entries could not be read."""

WHOLE: tuple[Check, ...] = (
    amended_notices_are_there,
    no_festival_is_missing,
    festivals_are_off,
    no_days_overlap,
    no_year_is_left_out,
)
"""These need all entries, and no year announced twice."""


def _entries(notices: tuple[Notice, ...]) -> Iterator[tuple[Notice, FestivalDays]]:
    for notice in notices:
        for festival in notice.festivals:
            yield notice, festival


def _name(entry: Arranged) -> str:
    return f"{entry.notice.year}年{entry.festival.name}"


def _problem(
    notice: Notice, festival: FestivalDays | None, message_zh: str, message_en: str
) -> CalendarProblem:
    place = notice.citation if festival is None else f"{notice.citation} › {festival.name}"
    line = notice.line if festival is None else festival.line
    return CalendarProblem(message_zh, message_en, notice.file, place, line)
