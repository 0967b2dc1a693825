"""``ajx calendar``: a year or a month drawn, and a check of calendar data."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from ajx_rules.commands import shared

if TYPE_CHECKING:
    from ajx_rules.diagnostics.record import Language

_SEE_HELP: Final = ("说明：ajx calendar --help", "see ajx calendar --help")


def build(lang: Language) -> click.Command:
    """Make the command in a language.

    >>> build("zh").name
    'calendar'
    """
    say = shared.pick(lang)

    def calendar(period: str | None, data: str | None, style: str) -> int:
        if data is not None:
            if period is not None:
                raise shared.Trouble("--check 之外不能再写年份", "with --check, no year is given", *_SEE_HELP)
            return run_check(lang, data, style)
        if period is None:
            raise shared.Trouble("没有写年份", "no year is given", *_SEE_HELP)
        return run(lang, period, style)

    return shared.Command(
        "calendar",
        lang=lang,
        callback=calendar,
        short_help=say(
            "画出一年或一月：放假、调休上班、依据的通知", "draw a year: days off and make-up days"
        ),
        help=say(
            "画出一年（或一个月）的日历，标出放假和调休上班的日子，下面列出所依据的放假通知。"
            "放假通知尚未公布的年份，按写明的假定画出，标明“暂定”；没有数据的早年，报错。\n"
            "--check 核对放假通知的数据文件：上班日不是周末、两段假期重叠、漏了节日等，逐一指出，返回 2。",
            "Draw a year (or a month) with days off and make-up days marked, and the notices below. A year whose notice "
            "is not published yet is drawn on a stated assumption and marked provisional; a year before the data is an "
            "error.\n"
            "--check checks a data file of notices: a make-up day that is no weekend day, periods that overlap, a "
            "missing festival and the like are listed one by one, and the exit status is 2.",
        ),
        arguments=[(say("年份", "YEAR"), say("如 2026，或 2026-10", "such as 2026, or 2026-10"))],
        examples=[
            "ajx calendar 2026",
            "ajx calendar 2026-10 --format json",
            "ajx calendar --check regulations/calendars/cn.toml",
        ],
        params=[
            click.Argument(["period"], required=False, metavar=say("[年份]", "[YEAR]")),
            click.Option(
                ["--check", "data"],
                metavar=say("文件", "FILE"),
                help=say(
                    "核对一个放假通知数据文件，或一个文件夹里的全部",
                    "check a file of notices, or all of a folder",
                ),
            ),
            shared.format_option(lang),
            shared.lang_option(lang),
        ],
    )


def run(lang: Language, wanted: str, style: str = "text") -> int:
    """Draw a year or a month and return the exit status.

    Raises:
        Problems: it is no year, or one that the calendar knows nothing of.

    """
    from ajx_rules.calendar.counting import load_calendar
    from ajx_rules.calendar.view import period, read_period
    from ajx_rules.commands.terminal import hint_on_encoding, show, write_json

    calendar = load_calendar()
    shown = period(calendar, *read_period(wanted))
    if style == "json":
        write_json(shown.to_json(calendar))
        return 0
    from ajx_rules.reports.year import period_lines

    show(period_lines(shown, calendar, lang))
    hint_on_encoding(lang)
    return 0


def run_check(lang: Language, data: str, style: str = "text") -> int:
    """Check calendar data and return the exit status.

    Raises:
        CalendarDataError: everything that is wrong with it.

    """
    from ajx_rules.calendar.reading import read_notices
    from ajx_rules.commands.terminal import hint_on_encoding, write, write_json

    notices = read_notices(Path(data))
    years = sorted({notice.year for notice in notices})
    if style == "json":
        write_json({"schema_version": 1, "notices": len(notices), "years": years})
        return 0
    say = shared.pick(lang)
    write(
        say(
            f"没有发现问题：{len(notices)}份通知，{years[0]}年至{years[-1]}年。",
            f"Nothing wrong: {len(notices)} notices, {years[0]} to {years[-1]}.",
        )
    )
    hint_on_encoding(lang)
    return 0
