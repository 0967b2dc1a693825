"""``ajx workday``: a date counted from another, or what lies between two, with how it was counted."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from ajx_rules.commands import shared

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ajx_rules.calendar.answers import Answer, Counting
    from ajx_rules.calendar.questions import Question, Unit
    from ajx_rules.diagnostics.record import Diagnostic, Language

_MINUS: Final = "−"
Notes = tuple[tuple[str, str], ...]


class _Command(shared.Command):
    """A command whose arguments may begin with a minus: ``-5`` is a number, not an option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take the arguments; a minus before a digit becomes the sign that is no hyphen."""
        return super().parse_args(ctx, [re.sub(r"^-(?=\d)", _MINUS, word) for word in args])


def build(lang: Language) -> click.Command:
    """Make the command in a language.

    >>> build("zh").name
    'workday'
    """
    say = shared.pick(lang)

    def workday(
        words: tuple[str, ...],
        unit: str,
        start: str,
        makeup: str,
        roll: str,
        as_of: dt.date | None,
        days: bool,  # noqa: FBT001 - click calls it
        style: str,
    ) -> int:
        how = _how(start, makeup, roll)
        today = as_of or dt.date.today()  # noqa: DTZ011 - the day where the program runs
        return run(lang, words, _unit(unit), how, today=today, style=style, days=days)

    return _Command(
        "workday",
        lang=lang,
        callback=workday,
        short_help=say("数工作日：从一日起第几个工作日，两日之间有几个", "count working days"),
        help=say(
            "从一个日期起数若干个工作日（或日、月、年、小时），或者数两个日期之间有多少；逐日列出数了哪些、"
            "哪些休息、依据哪份通知，最后一行是结果。放假通知尚未公布的年份，结果标明“暂定”。\n"
            "只写一个日期，说明那天是不是工作日。写文件名（或 -，即标准输入），每行一个，一并计算；"
            "有一行看不懂，就列出所有看不懂的行，返回 2。",
            "Count working days (or days, months, years, hours) from a date, or what lies between two dates: the days "
            "counted, those off and by which notice, and in the last line the result. Where the notice of a year is not "
            "published yet the result is marked provisional.\n"
            "A date alone: is it a working day. The name of a file (or - for standard input): one a line, all of them; "
            "if a line cannot be read, every such line is listed, and the exit status is 2.",
        ),
        arguments=[
            (
                say("日期 数目", "DATE NUMBER"),
                say("如 2025-01-15 +20，或 2025-01-15 -5", "such as 2025-01-15 +20, or 2025-01-15 -5"),
            ),
            (
                say("日期..日期", "DATE..DATE"),
                say("数两个日期之间，如 2025-01-15..2025-02-20", "what lies between two dates"),
            ),
            (
                say("文件", "FILE"),
                say("每行一个；- 表示标准输入", "one a line; - is standard input"),
            ),
        ],
        examples=[
            "ajx workday 2025-01-15 +20",
            "ajx workday 2025-02-25 -20 --start include",
            "ajx workday 2025-01-15..2025-02-20 --makeup no",
            "ajx workday 2025-01-15 +1 --unit months --roll yes",
            say("ajx workday 日期.txt", "ajx workday dates.txt"),
        ],
        params=[
            click.Argument(
                ["words"],
                nargs=-1,
                required=True,
                metavar=say("日期 数目|日期..日期|文件", "DATE NUMBER|DATE..DATE|FILE"),
            ),
            click.Option(
                ["--unit"],
                default="workdays",
                metavar="workdays|days|months|years|hours",
                help=say(
                    "按什么数，默认工作日；也可写 工作日、日、月、年、小时",
                    "what to count; the default is working days",
                ),
            ),
            click.Option(
                ["--start"],
                type=shared.OneOf("--start", "exclude", "include"),
                default="exclude",
                metavar="exclude|include",
                help=say(
                    "起始日计不计入，默认 exclude，不计入（民法典第二百零一条）",
                    "whether the first day counts; the default is exclude (Civil Code, Article 201)",
                ),
            ),
            click.Option(
                ["--makeup"],
                type=shared.OneOf("--makeup", "yes", "no"),
                default="yes",
                metavar="yes|no",
                help=say(
                    "调休上班日算不算工作日，默认 yes，算",
                    "whether make-up days are working days; the default is yes",
                ),
            ),
            click.Option(
                ["--roll"],
                type=shared.OneOf("--roll", "yes", "no"),
                default="no",
                metavar="yes|no",
                help=say(
                    "按日、月、年数的，最后一日休息时顺延到下一个工作日（民法典第二百零三条），默认 no，不顺延",
                    "days, months, years: move a last day that is a day off on to the next working day "
                    "(Civil Code, Article 203); the default is no",
                ),
            ),
            click.Option(
                ["--as-of"],
                type=shared.Day(),
                metavar=say("日期", "DATE"),
                help=say(
                    "今天是哪一天，默认按电脑的时钟；已到的年份没有放假通知的，不作推算，报错",
                    "today's date, by default that of the clock; a year that has begun without a notice is an error",
                ),
            ),
            click.Option(
                ["--days", "days"],
                is_flag=True,
                help=say("文件中的每一行也逐日列出", "list the days for each line of a file too"),
            ),
            shared.format_option(lang),
            shared.lang_option(lang),
        ],
    )


def run(
    lang: Language,
    words: Sequence[str],
    unit: Unit,
    how: Counting,
    *,
    today: dt.date,
    style: str = "text",
    days: bool = False,
) -> int:
    """Answer and return the exit status.

    Raises:
        Problems: every question that cannot be read or answered.

    """
    from ajx_rules.calendar.questions import is_question, read_question
    from ajx_rules.commands.terminal import hint_on_encoding, show, write, write_json

    say = shared.pick(lang)
    if is_question(words):
        answers, notes = _answers([read_question(" ".join(words).replace(_MINUS, "-"), unit)], [], how, today)
        many = False
    else:
        answers, notes = _answers(*_from_file(words[0], lang, unit), how, today)
        many = not days
    if style == "json":
        write_json(
            {
                "schema_version": 1,
                "answers": [each.data for each in answers],
                "notes": [{"zh": zh, "en": en} for zh, en in notes],
            }
        )
        return 0
    from ajx_rules.reports.workday import answer_lines, table_lines

    show(table_lines(answers, lang) if many else answer_lines(answers, lang))
    for zh, en in notes:
        write(say(f"说明：{zh}", f"note: {en}"), err=True)
    hint_on_encoding(lang)
    return 0


def _answers(
    questions: Sequence[Question], wrong: Sequence[Diagnostic], how: Counting, today: dt.date
) -> tuple[list[Answer], Notes]:
    """Answer every question, or raise everything that is wrong with any of them, in their order."""
    from ajx_rules.calendar.age import age_notes
    from ajx_rules.calendar.answers import answer
    from ajx_rules.calendar.errors import CalendarYearError
    from ajx_rules.diagnostics import Problems

    answers: list[Answer] = []
    notes: Notes = ()
    problems = list(wrong)
    for question in questions:
        try:
            found = answer(question, how)
            notes = age_notes(how.calendar, today, found.awaited)
            answers.append(found)
        except Problems as several:
            problems += several.diagnostics
        except CalendarYearError as old:
            problems.append(question.wrong("C003", zh=old.message_zh, en=old.message_en))
    if problems:
        raise Problems(sorted(problems, key=lambda each: each.span.line if each.span else 0))
    return answers, notes


def _from_file(name: str, lang: Language, unit: Unit) -> tuple[list[Question], list[Diagnostic]]:
    from ajx_rules.calendar.questions import read_questions
    from ajx_rules.diagnostics import Diagnostic, Problems
    from ajx_rules.ledger.jsontext import decode

    shown = shared.pick(lang)("标准输入", "standard input") if name == shared.STDIN else name
    try:
        data = shared.standard_input() if name == shared.STDIN else Path(name).read_bytes()
    except (OSError, ValueError):
        raise Problems([Diagnostic("C010", {"file": shown})]) from None
    return read_questions(decode(data, shown), shown, unit)


def _how(start: str, makeup: str, roll: str) -> Counting:
    from ajx_rules.calendar.answers import Counting
    from ajx_rules.calendar.counting import load_calendar

    return Counting(
        load_calendar().variant(makeup_counts=makeup == "yes"),
        count_start=start == "include",
        roll=roll == "yes",
    )


def _unit(word: str) -> Unit:
    from ajx_rules.calendar.questions import read_unit

    unit = read_unit(word)
    if unit is None:
        raise shared.Trouble(
            f"--unit 不能是“{word}”",
            f"--unit cannot be “{word}”",
            "可以写：workdays、days、months、years、hours，或工作日、日、月、年、小时",
            "one of: workdays, days, months, years, hours",
        )
    return unit
