"""Questions about statutory time as a person types them: ``2025-01-15 +20``, ``2025-01-15..2025-02-20``."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, time
from typing import Final, Literal

from attrs import frozen

from ajx_rules.diagnostics import Diagnostic, Problems, Span

Unit = Literal["个工作日", "日", "个月", "年", "小时"]

UNITS: Final[dict[Unit, tuple[str, str]]] = {
    "个工作日": ("working_days", "working days"),
    "日": ("days", "calendar days"),
    "个月": ("months", "months"),
    "年": ("years", "years"),
    "小时": ("hours", "hours"),
}
"""The units, each with its name in data and in English."""

_SPELLINGS: Final[dict[str, Unit]] = {
    **dict.fromkeys(("工作日", "个工作日", "workday", "workdays", "working day", "working days"), "个工作日"),
    **dict.fromkeys(("日", "天", "自然日", "个自然日", "day", "days", "calendar day", "calendar days"), "日"),
    **dict.fromkeys(("月", "个月", "month", "months"), "个月"),
    **dict.fromkeys(("年", "year", "years"), "年"),
    **dict.fromkeys(("小时", "个小时", "hour", "hours"), "小时"),
}
_DIGITS: Final = 9
_SHOWN: Final = 60
_DAY: Final = r"(\d{4}-\d{1,2}-\d{1,2}|\d{4}年\d{1,2}月\d{1,2}日)"
_UNIT: Final = r"([^\W\d][^\d.]*)?"
_ADD: Final = re.compile(rf"{_DAY}(?:[T ]*(\d{{1,2}}:\d{{2}}))?(?:\s*([+\-])\s*|\s+)(\d+)\s*{_UNIT}")
_BETWEEN: Final = re.compile(rf"{_DAY}\s*(?:\.{{2,}}|至|到|~)\s*{_DAY}\s*{_UNIT}")
_ONE: Final = re.compile(_DAY)
_MINUS: Final = dict.fromkeys(map(ord, "−–—"), "-")


@frozen
class Question:
    """One question: count ``n`` units from a day, or what lies between two days, or what one day is."""

    text: str
    """As it was typed."""
    start: date
    unit: Unit
    n: int | None = None
    end: date | None = None
    clock: time | None = None
    """The time of day from which hours are counted, where it is given."""
    span: Span | None = None
    """Where it stands in a file."""

    def wrong(self, code: str, **args: str) -> Diagnostic:
        """Return a diagnostic of this question, with its place."""
        return _wrong(code, self.text, self.span, **args)


def read_unit(word: str) -> Unit | None:
    """Return the unit that a word names, in Chinese or English; None if it names none.

    >>> read_unit("工作日"), read_unit("days"), read_unit("周")
    ('个工作日', '日', None)
    """
    return _SPELLINGS.get(" ".join(word.lower().split()))


def read_question(text: str, unit: Unit = "个工作日", *, span: Span | None = None) -> Question:
    """Read one question.

    >>> question = read_question("2025-01-15 +20")
    >>> str(question.start), question.n, question.unit
    ('2025-01-15', 20, '个工作日')
    >>> str(read_question("2025-01-15至2025-02-20").end)
    '2025-02-20'
    >>> read_question("2025年1月15日 -2个月").n
    -2

    Args:
        text: what was typed.
        unit: the unit, where the text names none.
        span: where it stands in a file.

    Raises:
        Problems: it cannot be read, or names a day that does not exist.
    """
    plain = unicodedata.normalize("NFKC", text).translate(_MINUS).strip()
    if found := _ADD.fullmatch(plain):
        return _adding(text, found, unit, span)
    if found := _BETWEEN.fullmatch(plain):
        first, last = _day(found[1], text, span), _day(found[2], text, span)
        return Question(text, first, _unit(found[3], unit, text, span), end=last, span=span)
    if found := _ONE.fullmatch(plain):
        return Question(text, _day(found[1], text, span), unit, span=span)
    raise Problems([_wrong("C001", text, span)])


def read_questions(text: str, file: str, unit: Unit = "个工作日") -> tuple[list[Question], list[Diagnostic]]:
    r"""Read one question a line; empty lines and those that begin with # are passed over.

    >>> questions, wrong = read_questions("2025-01-15 +20\n# 休假\n二月三十日\n", "a.txt")
    >>> len(questions), [d.code for d in wrong], wrong[0].span.line
    (1, ['C001'], 3)
    """
    questions: list[Question] = []
    wrong: list[Diagnostic] = []
    for number, row in enumerate(text.splitlines(), 1):
        words = row.strip()
        if not words or words.startswith("#"):
            continue
        column = len(row) - len(row.lstrip()) + 1
        span = Span(file, number, column, number, column + len(words))
        try:
            questions.append(read_question(words, unit, span=span))
        except Problems as problems:
            wrong += problems.diagnostics
    if not questions and not wrong:
        wrong.append(Diagnostic("C007", {"file": file}))
    return questions, wrong


def is_question(words: Iterable[str]) -> bool:
    """Tell whether words on a command line are meant as a question rather than the name of a file.

    >>> is_question(["2025-13-01"]), is_question(["dates.txt"]), is_question(["dates.txt", "+5"])
    (True, False, True)
    """
    given = list(words)
    return len(given) != 1 or re.match(r"\s*\d{4}[-年]\d", given[0]) is not None


def _adding(text: str, found: re.Match[str], default: Unit, span: Span | None) -> Question:
    day, clock, sign, digits, word = found.groups()
    start = _day(day, text, span)
    unit = _unit(word, default, text, span)
    if len(digits.lstrip("0")) > _DIGITS:
        raise Problems([_wrong("C004", text, span, value=_short(digits))])
    moment = None
    if clock is not None:
        if unit != "小时":
            raise Problems([_wrong("C008", text, span)])
        hour, minute = map(int, clock.split(":"))
        try:
            moment = time(hour, minute)
        except ValueError:
            raise Problems([_wrong("C001", text, span)]) from None
    return Question(text, start, unit, n=int(digits) * (-1 if sign == "-" else 1), clock=moment, span=span)


def _unit(word: str | None, default: Unit, text: str, span: Span | None) -> Unit:
    unit = read_unit(word) if word else default
    if unit is None:
        raise Problems([_wrong("C001", text, span)])
    return unit


def _day(text: str, whole: str, span: Span | None) -> date:
    year, month, day = map(int, re.findall(r"\d+", text))
    try:
        return date(year, month, day)
    except ValueError:
        raise Problems([_wrong("C002", whole, span, text=text)]) from None


def _wrong(code: str, whole: str, span: Span | None, **args: str) -> Diagnostic:
    shown = whole if span is not None and len(whole) <= 2 * _SHOWN else None
    source = " " * (span.column - 1) + shown if span is not None and shown is not None else None
    return Diagnostic(code, {"text": _short(whole), **args}, span, source_line=source)


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
