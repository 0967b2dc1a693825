"""Answers about statutory time as lines: one in full, or many as a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from ajx_rules.language.text import width
from ajx_rules.reports.layout import BLANK, Line, clean, flow, line, padded, shorten

if TYPE_CHECKING:
    from ajx_rules.calendar.answers import Answer
    from ajx_rules.diagnostics.record import Language

_QUESTION: Final = 40


def answer_lines(answers: Sequence[Answer], lang: Language = "zh") -> list[Line]:
    """Return answers in full; the last line of each is the date or the number.

    >>> from ajx_rules.calendar import load_calendar
    >>> from ajx_rules.calendar.answers import Counting, answer
    >>> from ajx_rules.calendar.questions import read_question
    >>> found = answer(read_question("2025-02-05 +2"), Counting(load_calendar()))
    >>> for row in answer_lines([found]):
    ...     print(row)
    自2025-02-05（周三）起2个工作日，起始日不计入（民法典第二百零一条）
    第1–2日：2025-02-06（周四）至2025-02-07（周五） 工作日
    2025-02-07（周五）
    """
    out: list[Line] = []
    for each in answers:
        *how, last = each.lines(lang)
        out += [BLANK] if out else []
        for text in how:
            out += flow([clean(text)], rest=2)
        out += flow([(last, "warn head" if each.awaited else "good head")], rest=2)
    return out


def table_lines(answers: Sequence[Answer], lang: Language = "zh") -> list[Line]:
    """Return many answers, one a line: the question as it was typed, and its answer.

    >>> from ajx_rules.calendar import load_calendar
    >>> from ajx_rules.calendar.answers import Counting, answer
    >>> from ajx_rules.calendar.questions import read_question
    >>> found = answer(read_question("2025-02-05 +2"), Counting(load_calendar()))
    >>> print(table_lines([found])[0])
    2025-02-05 +2  2025-02-07（周五）
    """
    asked = [shorten(clean(each.question.text), _QUESTION) for each in answers]
    size = max(width(text) for text in asked)
    return [
        line(padded(text, size), "  ", (each.short(lang), "warn" if each.awaited else ""))
        for text, each in zip(asked, answers, strict=True)
    ]
