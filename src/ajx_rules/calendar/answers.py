"""Answers to questions about statutory time: the date or the number, how it was counted, and as data."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from attrs import frozen

from ajx_rules.calendar.counting import Calendar
from ajx_rules.calendar.days import CalendarDay
from ajx_rules.calendar.due_date import DueDate
from ajx_rules.calendar.errors import CalendarYearError
from ajx_rules.calendar.explanation import day_with_weekday
from ajx_rules.calendar.questions import UNITS, Question
from ajx_rules.diagnostics import Problems

Texts = Callable[[str], tuple[str, ...]]


@frozen
class Counting:
    """How to count: the readings that the text of a rule leaves open."""

    calendar: Calendar
    count_start: bool = False
    """Count the first day too, if it is a working day."""
    roll: bool = False
    """Move a last day that is a day off to the next working day (days, months, years)."""


@frozen
class Answer:
    """The answer to one question."""

    question: Question
    awaited: tuple[int, ...]
    """The years whose notices are awaited; the answer is provisional if there are any."""
    data: dict[str, Any]
    """The answer as plain data."""
    texts: Texts
    """How it was counted, line by line, in a language; the last line is the date or the number."""
    range: tuple[str, str] = ("", "")
    """The least and the most that past notices would give, where it is provisional."""

    def lines(self, language: str = "zh") -> tuple[str, ...]:
        """Return how it was counted; the last line is the date or the number."""
        return self.texts(language)

    def short(self, language: str = "zh") -> str:
        """Return the date or the number in one line, with its range if it is provisional."""
        last = self.lines(language)[-1]
        if not self.awaited or self.range[0] == self.range[1]:
            return last
        return last + (
            f"（{self.range[0]}至{self.range[1]}）"
            if language == "zh"
            else f" ({self.range[0]} to {self.range[1]})"
        )


def answer(question: Question, how: Counting) -> Answer:
    """Answer one question.

    >>> from ajx_rules.calendar import load_calendar
    >>> from ajx_rules.calendar.questions import read_question
    >>> how = Counting(load_calendar())
    >>> answer(read_question("2025-01-22 +20"), how).lines()[-1]
    '2025-02-25（周二）'
    >>> answer(read_question("2025-01-22..2025-02-25"), how).lines()[-1]
    '20个工作日'
    >>> answer(read_question("2025-02-08"), how).lines()[-1]
    '2025-02-08（周六） 是工作日：春节调休上班（国办发明电〔2024〕12号）'

    Raises:
        Problems: it cannot be answered: a year without data, or a unit that makes no sense here.
    """
    if how.count_start and question.unit != "个工作日" and question.n is not None:
        raise Problems([question.wrong("C006", unit=question.unit, unit_en=UNITS[question.unit][1])])
    try:
        if question.end is not None:
            return _between(question, question.end, how)
        if question.n is None:
            return _day(question, how)
        if question.unit == "小时":
            return _hours(question, question.n, how)
        return _added(question, question.n, how)
    except CalendarYearError as error:
        raise Problems([question.wrong("C003", zh=error.message_zh, en=error.message_en)]) from None


def _added(question: Question, n: int, how: Counting) -> Answer:
    calendar, start = how.calendar, question.start
    due: DueDate
    if question.unit == "个工作日":
        due = calendar.add_working_days(start, n, count_start=how.count_start)
    else:
        adds = {"日": calendar.add_days, "个月": calendar.add_months, "年": calendar.add_years}
        due = adds[question.unit](start, n, roll=how.roll)
    data = {
        "kind": "add",
        **_common(question, how),
        "n": n,
        "date": due.day.isoformat(),
        "rolled_from": due.rolled_from.isoformat() if due.rolled_from else None,
        **_awaited(due.awaited, calendar),
        "earliest": due.earliest.isoformat(),
        "latest": due.latest.isoformat(),
        "days": [day_data(day) for day in due.explain().days],
    }
    span = (due.earliest.isoformat(), due.latest.isoformat())
    return Answer(question, due.awaited, data, lambda language: due.explain().lines(language), span)


def _between(question: Question, end: date, how: Counting) -> Answer:
    calendar, start = how.calendar, question.start
    if question.unit not in ("个工作日", "日"):
        raise Problems([question.wrong("C005", unit=question.unit, unit_en=UNITS[question.unit][1])])
    data: dict[str, Any] = {"kind": "between", **_common(question, how), "end": end.isoformat()}
    if question.unit == "日":
        days = (end - start).days
        days += (1 if days >= 0 else -1) * how.count_start
        data |= {"n": days, **_awaited((), calendar), "least": days, "most": days, "days": []}

        def texts(language: str) -> tuple[str, ...]:
            first, last = day_with_weekday(start, language), day_with_weekday(end, language)
            if language == "zh":
                said = "起始日计入" if how.count_start else "起始日不计入（民法典第二百零一条）"
                return f"自{first}至{last}的日数，{said}", f"{days}日"
            said = "counting" if how.count_start else "not counting"
            word = "day" if abs(days) == 1 else "days"
            return f"calendar days from {first} to {last}, {said} the first day", f"{days} {word}"

        return Answer(question, (), data, texts)
    count = calendar.count_between(start, end, count_start=how.count_start)
    data |= {
        "n": count.n,
        **_awaited(count.awaited_years, calendar),
        "least": count.least,
        "most": count.most,
        "days": [day_data(day) for day in count.days],
    }
    return Answer(question, count.awaited_years, data, count.lines, (str(count.least), str(count.most)))


def _day(question: Question, how: Counting) -> Answer:
    calendar = how.calendar
    found = calendar.day(question.start)
    awaited = (question.start.year,) if found.provisional else ()
    if found.provisional and not calendar.awaited_notice(question.start.year):
        awaited = (question.start.year + 1,)  # a notice may reach back into the last days of December

    def texts(language: str) -> tuple[str, ...]:
        day, reason = day_with_weekday(found.day, language), found.reason(language)
        if language == "zh":
            said = f"{day} {'是工作日' if found.is_working else '休息'}"
            said += "" if reason == "工作日" else f"：{reason}"
            notes = [f"暂定：待{calendar.awaited_notice(year)}" for year in awaited]
            return (*notes, said + " 暂定" * bool(awaited))
        said = f"{day} {'is a working day' if found.is_working else 'is a day off'}"
        said += "" if reason == "working day" else f": {reason}"
        notes = [f"provisional, awaiting {calendar.awaited_notice(year, 'en')}" for year in awaited]
        return (*notes, said + " provisional" * bool(awaited))

    data = {
        "kind": "day",
        **_common(question, how),
        "working": found.is_working,
        **_awaited(awaited, calendar),
        "days": [day_data(found)],
    }
    return Answer(question, awaited, data, texts)


def _hours(question: Question, n: int, how: Counting) -> Answer:
    # Hours run on, day and night; a start known only by its day stands for every time of that day.
    how.calendar.add_days(question.start, n // 24 + 2)
    how.calendar.add_days(question.start, n // 24 - 1)
    began = question.clock or time()
    first = datetime.combine(question.start, began) + timedelta(hours=n)
    last = first if question.clock else first + timedelta(hours=23, minutes=59)
    data = {
        "kind": "hours",
        **_common(question, how),
        "n": n,
        "clock": question.clock.isoformat("minutes") if question.clock else None,
        "earliest": first.isoformat(timespec="minutes"),
        "latest": last.isoformat(timespec="minutes"),
        **_awaited((), how.calendar),
        "days": [],
    }

    def texts(language: str) -> tuple[str, ...]:
        day = day_with_weekday(question.start, language)
        at = f" {question.clock:%H:%M}" if question.clock else ""
        whole = first.date() == last.date() and not question.clock
        ends = [day_with_weekday(each.date(), language) + f" {each:%H:%M}" for each in (first, last)]
        if whole:
            result = day_with_weekday(first.date(), language)
        elif question.clock:
            result = ends[0]
        else:
            result = ("至" if language == "zh" else " to ").join(ends)
        if language == "zh":
            said = "" if question.clock else "；没有写钟点，该日的任何时刻都可能是起点"
            return f"自{day}{at}起{n}小时，昼夜连续计算，休息日不扣除{said}", result
        said = "" if question.clock else "; no time of day is given: it may begin at any time of that day"
        return f"{n} hours from {day}{at}, day and night, days off not left out{said}", result

    return Answer(question, (), data, texts)


def _common(question: Question, how: Counting) -> dict[str, Any]:
    return {
        "question": question.text,
        "start": question.start.isoformat(),
        "unit": UNITS[question.unit][0],
        "count_start": how.count_start,
        "makeup_counts": how.calendar.counts_makeup,
        "roll": how.roll,
    }


def _awaited(years: tuple[int, ...], calendar: Calendar) -> dict[str, Any]:
    notices = [
        {"year": year, "zh": calendar.awaited_notice(year), "en": calendar.awaited_notice(year, "en")}
        for year in years
    ]
    return {"provisional": bool(years), "awaited": notices}


def day_data(day: CalendarDay) -> dict[str, Any]:
    """Return a day as plain data.

    >>> from ajx_rules.calendar import load_calendar
    >>> found = day_data(load_calendar().day(date(2025, 2, 8)))
    >>> found["kind"], found["notice"], found["working"]
    ('makeup', '国办发明电〔2024〕12号', True)
    """
    return {
        "day": day.day.isoformat(),
        "weekday": day.day.isoweekday(),
        "kind": day.kind,
        "working": day.is_working,
        "ordinal": day.ordinal,
        "name_zh": day.name_zh,
        "name_en": day.name_en,
        "notice": day.notice.citation if day.notice else None,
        "provisional": day.provisional,
    }
