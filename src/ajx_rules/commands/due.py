"""``ajx due``: what falls due, and what is overdue, party by party; as text, data or a calendar file."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from ajx_rules.commands import shared

if TYPE_CHECKING:
    import datetime as dt

    from ajx_rules.compiler.ir import RegulationIR
    from ajx_rules.diagnostics.record import Language
    from ajx_rules.reports.agenda import Agenda

OVERDUE = 1
_MOST_DAYS: Final = 3660

if TYPE_CHECKING:
    _Number = click.ParamType[int]
else:  # in click before 8.3 the class takes no parameters
    _Number = click.ParamType


class Days(_Number):
    """A number of days, of ten years at most."""

    name = "days"

    def __init__(self, option: str) -> None:
        """``option`` is the name of the option, for the message."""
        self.option = option

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:  # noqa: ANN401, ARG002 - as click.ParamType
        """Read a number of days."""
        text = str(value).strip()
        if re.fullmatch(r"[0-9]{1,4}", text) and int(text) <= _MOST_DAYS:
            return int(text)
        raise shared.Trouble(
            f"{self.option} 不能是“{text[:40]}”",
            f"{self.option} cannot be “{text[:40]}”",
            f"写天数，从0到{_MOST_DAYS}",
            f"a number of days, from 0 to {_MOST_DAYS}",
        )


def build(lang: Language) -> click.Command:
    """Make the command in a language.

    >>> build("zh").name
    'due'
    """
    say = shared.pick(lang)

    def due(
        ledger: str,
        within: int,
        regulation: str | None,
        as_of: dt.date | None,
        reading: tuple[str, ...],
        published: dt.date | None,
        ics: str | None,
        remind: int | None,
        style: str,
    ) -> int:
        readings = shared.read_pairs(reading, "--reading")
        if remind is not None and ics is None:
            raise shared.Trouble(
                "--remind 只用于 --ics 写的日历文件", "--remind is for the calendar file that --ics writes"
            )
        found, rules = find(lang, ledger, regulation, within, as_of, readings, published)
        return write_out(lang, found, rules, style, ics=ics, remind=remind)

    return shared.Command(
        "due",
        lang=lang,
        callback=due,
        short_help=say("列出快到期的和逾期未做的义务", "list what falls due and what is overdue"),
        help=say(
            "列出若干天内到期的义务，先列逾期而仍未做的；按投保单位分列，最差的在前，写明期限、"
            "还有（或已过）多少天、其中多少个工作日。\n"
            "没有逾期未做的返回 0，有的返回 1，输入有误返回 2。",
            "List the duties that fall due within some days, those overdue and still undone first; by policyholder, the "
            "worst first, with the date and how many days and working days are left or past.\n"
            "Exits with 0 if nothing is overdue, 1 if something is, 2 if the input is wrong.",
        ),
        arguments=[
            (
                say("台账", "LEDGER"),
                say("台账的 JSON 文件；- 表示标准输入", "JSON file of the ledger; - is standard input"),
            )
        ],
        examples=[
            "ajx due examples/gd-insurer.json --within 30 --as-of 2026-11-23",
            say(
                "ajx due 台账.json --within 60 --ics 到期.ics --remind 3",
                "ajx due ledger.json --within 60 --ics due.ics --remind 3",
            ),
        ],
        params=[
            click.Argument(["ledger"], metavar=say("台账", "LEDGER")),
            click.Option(
                ["--within"],
                type=Days("--within"),
                default="30",
                metavar=say("天数", "DAYS"),
                help=say(
                    "看今后多少天（自然日），默认 30",
                    "how many calendar days to look ahead; the default is 30",
                ),
            ),
            shared.regulation_option(lang),
            shared.as_of_option(lang),
            shared.published_option(lang),
            shared.reading_option(lang),
            click.Option(
                ["--ics"],
                metavar=say("文件", "FILE"),
                help=say(
                    "另写一个日历文件（.ics），每项一个全天日程，可以导入日历软件；"
                    "再次写同一文件会更新，别的文件不会被覆盖",
                    "also write a calendar file (.ics), one event of a whole day an item; written again it is updated, "
                    "any other file is left alone",
                ),
            ),
            click.Option(
                ["--remind"],
                type=Days("--remind"),
                metavar=say("天数", "DAYS"),
                help=say(
                    "日历文件里提前多少天提醒，默认不提醒",
                    "remind so many days before, in the calendar file; none by default",
                ),
            ),
            shared.format_option(lang),
            shared.lang_option(lang),
        ],
    )


def find(
    lang: Language,
    ledger: str,
    regulation: str | None,
    within: int,
    as_of: dt.date | None,
    readings: dict[str, str],
    published: dt.date | None,
) -> tuple[Agenda, RegulationIR]:
    """Check the ledger and return what falls due, with the rules it was checked against.

    Raises:
        Problems: everything wrong with the rule files, the ledger or the readings.

    """
    import datetime as dt

    from ajx_rules.calendar import load_calendar
    from ajx_rules.commands.terminal import progress
    from ajx_rules.regulation import load_regulation
    from ajx_rules.reports.agenda import agenda
    from ajx_rules.reports.text import ranks

    loaded = load_regulation(regulation)
    book = shared.ledger_from(ledger, lang)
    with progress(shared.pick(lang)("检查", "checking")) as step:
        report = loaded.check(
            book,
            as_of=as_of,
            readings=readings,
            published=published,
            tried=(),
            progress=step,
            processes=None,
        )
    if report.as_of > dt.date.max - dt.timedelta(days=_MOST_DAYS):
        raise shared.Trouble(f"{report.as_of} 太远", f"{report.as_of} is too far ahead")
    return agenda(report, within, load_calendar(), ranks(loaded.ir)), loaded.ir


def write_out(
    lang: Language,
    found: Agenda,
    rules: RegulationIR,
    style: str = "text",
    *,
    ics: str | None = None,
    remind: int | None = None,
) -> int:
    """Write what falls due and return the exit status.

    Raises:
        Trouble: the calendar file cannot be written.

    """
    from ajx_rules.commands.terminal import hint_on_encoding, show, write, write_json
    from ajx_rules.reports.due import due_lines
    from ajx_rules.reports.layout import clean

    say = shared.pick(lang)
    if ics is not None and found.items:
        write_calendar_file(lang, found, rules, ics, remind)
        count = len(found.items)
        text = say(f"已写入 {clean(ics)}：{count}个日程", f"wrote {clean(ics)}: {count} events")
        write(text, err=True)
    elif ics is not None:
        text = say(
            f"没有到期的事项，没有写 {clean(ics)}；如果已有这个文件，没有改动",
            f"nothing is due: {clean(ics)} was not written; if there is such a file, it was left alone",
        )
        write(text, err=True)
    if style == "json":
        write_json(found.to_json())
    else:
        show(due_lines(found, rules, lang))
        hint_on_encoding(lang)
    return OVERDUE if any(item.overdue for item in found.items) else 0


def write_calendar_file(
    lang: Language, found: Agenda, rules: RegulationIR, name: str, remind: int | None = None
) -> None:
    """Write the calendar file; only one that was written here before is overwritten.

    Raises:
        Trouble: icalendar is not installed, another file is in the way, or the file cannot be written.

    """
    from ajx_rules.reports.calendar_file import PRODUCER, calendar_file
    from ajx_rules.reports.text import shorts
    from ajx_rules.reports.words import Tongue

    path = Path(name)
    try:
        data = calendar_file(found, shorts(rules), Tongue(lang), remind=remind)
    except ModuleNotFoundError:
        raise shared.Trouble(
            "写日历文件要用 icalendar，没有安装",
            "writing a calendar file needs icalendar, which is not installed",
            '安装：python -m pip install "ajx-rules[calendar-file]"',
            'install it: python -m pip install "ajx-rules[calendar-file]"',
        ) from None
    try:
        if path.exists() and not _is_ours(path, PRODUCER):
            raise shared.Trouble(
                f"{name} 已经存在，不是 ajx due 写的日历文件，没有改动",
                f"{name} exists and is no calendar file of ajx due; it was left alone",
                "请换一个文件名",
                "choose another name",
            )
        path.write_bytes(data)
    except (OSError, ValueError) as error:
        what = getattr(error, "strerror", None) or str(error)
        raise shared.Trouble(
            f"无法写入 {name}：{what}",
            f"{name} cannot be written: {what}",
            "请核对路径和权限",
            "check the path and the permissions",
        ) from None


def _is_ours(path: Path, mark: str) -> bool:
    """Tell whether a file is a calendar file that was written here."""
    with path.open("rb") as file:
        return mark.encode() in file.read(1000)
