"""What all commands share: help and errors in two languages, options, and what they turn into."""

from __future__ import annotations

import datetime as dt
import re
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

import click

if TYPE_CHECKING:
    from ajx_rules.diagnostics.record import Language
    from ajx_rules.domain.book import Ledger
    from ajx_rules.engines.verdict import Status

BAD_INPUT: Final = 2
STDIN: Final = "-"
HELP_COLUMNS: Final = 80

Say = Callable[[str, str], str]


def pick(lang: Language) -> Say:
    """Return a function that chooses one of two texts.

    >>> pick("zh")("甲", "a"), pick("en")("甲", "a")
    ('甲', 'a')
    """
    return (lambda zh, _: zh) if lang == "zh" else (lambda _, en: en)


class Trouble(click.ClickException):
    """Something wrong on the command line, in both languages, with what to do about it."""

    exit_code = BAD_INPUT

    def __init__(self, zh: str, en: str, help_zh: str = "", help_en: str = "") -> None:
        """Keep the messages."""
        super().__init__(en)
        self.zh, self.en, self.help_zh, self.help_en = zh, en, help_zh, help_en


# ------------------------------------------------------------ commands and their help


class Command(click.Command):
    """A command whose help and errors are laid out for full-width text.

    ``arguments`` tells what each argument is; ``examples`` are shown as they are typed.
    """

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - as click.Command
        lang: Language = "zh",
        arguments: Sequence[tuple[str, str]] = (),
        examples: Sequence[str] = (),
        **kwargs: Any,  # noqa: ANN401 - as click.Command
    ) -> None:
        """Make a command; the rest as ``click.Command``."""
        kwargs.setdefault("context_settings", {"allow_extra_args": True})
        super().__init__(*args, **kwargs)
        self.lang = lang
        self.arguments = tuple(arguments)
        self.examples = tuple(examples)
        self.own_help = help_option(lang)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take the arguments, none left over."""
        left = super().parse_args(ctx, args)
        if ctx.args and not ctx.resilient_parsing:
            words = " ".join(ctx.args)
            raise Trouble(f"多余的参数：{words}", f"unexpected argument: {words}", *see_help(ctx))
        return left

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return ``--help``, in the language of the command."""
        return self.own_help if self.get_help_option_names(ctx) else None

    def get_help(self, ctx: click.Context) -> str:
        """Return the help, laid out by display columns."""
        return command_help(self, ctx)


def help_option(lang: Language) -> click.Option:
    """Return ``--help`` as an option that writes through ``terminal``."""

    def show_help(ctx: click.Context, _: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click calls it
        if value and not ctx.resilient_parsing:
            from ajx_rules.commands.terminal import write

            write(ctx.get_help())
            ctx.exit()

    return click.Option(
        ["--help"],
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=show_help,
        help=pick(lang)("显示本说明", "show this help"),
    )


def command_help(command: Command, ctx: click.Context) -> str:
    """Return the help of a command."""
    say = pick(command.lang)
    out = [usage(command, ctx, say), ""]
    out += paragraphs(command.help or "")
    if command.arguments:
        out += ["", say("参数：", "Arguments:"), *definitions(command.arguments)]
    options = [
        (", ".join(p.opts) + (f" {p.metavar}" if p.metavar else ""), p.help or "")
        for p in command.get_params(ctx)
        if isinstance(p, click.Option)
    ]
    out += ["", say("选项：", "Options:"), *definitions(options)]
    if command.examples:
        out += ["", say("例：", "Examples:"), *(f"  {example}" for example in command.examples)]
    return "\n".join(out)


def usage(command: Command, ctx: click.Context, say: Say) -> str:
    """Return the line on how a command is typed."""
    words = [p.metavar or p.name or "" for p in command.params if isinstance(p, click.Argument)]
    return " ".join([say("用法：", "Usage: ") + ctx.command_path, *words, say("[选项]...", "[OPTIONS]...")])


def paragraphs(text: str) -> list[str]:
    """Return a text wrapped, one paragraph a line of it."""
    from ajx_rules.reports.layout import flow

    return [str(row) for line in text.strip().splitlines() for row in flow([line.strip()], first=2)]


def definitions(rows: Sequence[tuple[str, str]]) -> list[str]:
    """Return words and what they mean in two columns."""
    from ajx_rules.language.text import width
    from ajx_rules.reports.layout import flow, padded

    size = min(max(width(word) for word, _ in rows), 26)
    out: list[str] = []
    for word, meaning in rows:
        first = f"  {padded(word, size)}  "
        if width(word) > size:
            out.append(f"  {word}")
            first = " " * (size + 4)
        found = [str(row) for row in flow([meaning], first=size + 4)]
        out += [first + found[0].lstrip(), *found[1:]]
    return [row.rstrip() for row in out]


def see_help(ctx: click.Context) -> tuple[str, str]:
    """Return the hint to look at the help."""
    return f"说明：{ctx.command_path} --help", f"see {ctx.command_path} --help"


# ------------------------------------------------------------ types of parameters


if TYPE_CHECKING:
    _Day = click.ParamType[dt.date]
    _Word = click.ParamType[str]
else:  # in click before 8.3 the class takes no parameters
    _Day = _Word = click.ParamType


class Day(_Day):
    """A day: 2026-11-23, or as it is written in Chinese."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:  # noqa: ANN401, ARG002 - as click.ParamType
        """Read a day."""
        if isinstance(value, dt.date):
            return value
        return read_day(str(value))


def read_day(text: str) -> dt.date:
    """Read a day.

    >>> read_day("2026-11-23"), read_day("2026年11月23日")
    (datetime.date(2026, 11, 23), datetime.date(2026, 11, 23))

    Raises:
        Trouble: it is no day, or not written as one.

    """
    from ajx_rules.domain.values import FIRST_YEAR, LAST_YEAR

    found = re.fullmatch(r"\s*(\d{4})(?:-(\d{1,2})-(\d{1,2})|年(\d{1,2})月(\d{1,2})日)\s*", text)
    example = ("日期写作 2026-11-23", "a day is written 2026-11-23")
    if found is None:
        raise Trouble(f"看不懂日期“{text}”", f"“{text}” is not a date", *example)
    year, month, day = (int(part) for part in found.groups() if part is not None)
    try:
        found_day = dt.date(year, month, day)
    except ValueError:
        raise Trouble(f"没有 {text} 这一天", f"there is no day {text}", *example) from None
    if not FIRST_YEAR <= year <= LAST_YEAR:
        zh = f"{text} 的年份不在 {FIRST_YEAR} 至 {LAST_YEAR} 之间"
        raise Trouble(zh, f"the year of {text} is not between {FIRST_YEAR} and {LAST_YEAR}", *example)
    return found_day


class OneOf(_Word):
    """One of a few words."""

    name = "word"

    def __init__(self, option: str, *words: str) -> None:
        """``option`` is the name of the option, for the message."""
        self.option, self.words = option, words

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: ANN401, ARG002 - as click.ParamType
        """Take one of the words."""
        if value in self.words:
            return str(value)
        words = "、".join(self.words)
        raise Trouble(
            f"{self.option} 不能是“{value}”",
            f"{self.option} cannot be “{value}”",
            f"可以写：{words}",
            f"one of: {words}",
        )


def read_statuses(words: Sequence[str]) -> tuple[Status, ...]:
    """Read statuses, Chinese or English, several in one word if parted by commas.

    >>> [status.value for status in read_statuses(["违反,late", "待履行"])]
    ['breach', 'late', 'pending']

    Raises:
        Trouble: a word that names no status.

    """
    from ajx_rules.engines.verdict import Status

    out: list[Status] = []
    for word in (part for text in words for part in re.split("[,，、]", text) if part.strip()):
        found = Status.read(word)
        if found is None:
            names = "、".join(status.zh.partition("（")[0] for status in Status)
            english = ", ".join(status.value for status in Status)
            raise Trouble(
                f"没有“{word}”这种结论",
                f"there is no status “{word}”",
                f"可以写：{names}",
                f"one of: {english}",
            )
        out.append(found)
    return tuple(dict.fromkeys(out))


def read_pairs(words: Sequence[str], option: str) -> dict[str, str]:
    """Read KEY=VALUE, each key once.

    >>> read_pairs(["refusal=no_excuse"], "--reading")
    {'refusal': 'no_excuse'}

    Raises:
        Trouble: a word without ``=``, or a key given twice.

    """
    out: dict[str, str] = {}
    for word in words:
        key, equals, value = word.replace("＝", "=").partition("=")
        key, value = key.strip(), value.strip()
        if not equals or not key:
            raise Trouble(
                f"看不懂“{word}”",
                f"“{word}” cannot be read",
                f"{option} 写作 名称=值",
                f"{option} is written KEY=VALUE",
            )
        if out.get(key, value) != value:
            raise Trouble(f"“{key}”写了两次，值不同", f"“{key}” is given twice, with different values")
        out[key] = value
    return out


# ------------------------------------------------------------ options


def lang_option(lang: Language) -> click.Option:
    """Return ``--lang``; its value has been found before, see ``cli``."""
    say = pick(lang)
    return click.Option(
        ["--lang"],
        type=OneOf("--lang", "zh", "en"),
        metavar="zh|en",
        expose_value=False,
        help=say(
            "语言，默认 zh（也可用环境变量 AJX_LANG）", "language; the default is zh (or what AJX_LANG says)"
        ),
    )


def format_option(lang: Language) -> click.Option:
    """Return ``--format``."""
    return click.Option(
        ["--format", "style"],
        type=OneOf("--format", "text", "json"),
        default="text",
        metavar="text|json",
        help=pick(lang)("输出格式，默认 text", "what to write; the default is text"),
    )


def regulation_option(lang: Language) -> click.Option:
    """Return ``--regulation``."""
    say = pick(lang)
    return click.Option(
        ["--regulation"],
        metavar=say("文件夹", "FOLDER"),
        help=say(
            "规则文件夹，或自带规则的名称；默认用自带的指引",
            "folder of rule files, or the name of a shipped one",
        ),
    )


def as_of_option(lang: Language) -> click.Option:
    """Return ``--as-of``."""
    say = pick(lang)
    return click.Option(
        ["--as-of"],
        type=Day(),
        metavar=say("日期", "DATE"),
        help=say(
            "截至哪一天（当日终了），默认为台账记到的那一天",
            "the day at whose end to check; by default the ledger's last",
        ),
    )


def published_option(lang: Language) -> click.Option:
    """Return ``--published``."""
    say = pick(lang)
    return click.Option(
        ["--published"],
        type=Day(),
        metavar=say("日期", "DATE"),
        help=say(
            "规范文件的公布之日，规则文件没有写明时可以在这里给出",
            "the day the instrument was published, where the rule files do not know it",
        ),
    )


def reading_option(lang: Language) -> click.Option:
    """Return ``--reading``."""
    say = pick(lang)
    return click.Option(
        ["--reading"],
        multiple=True,
        metavar=say("解读=说法", "KEY=VALUE"),
        help=say(
            "条文有几种读法时另选一种，如 拒绝的后果=乙说，或 refusal=no_excuse；可写多次",
            "choose another reading of the text, such as refusal=no_excuse; may be repeated",
        ),
    )


# ------------------------------------------------------------ input


def ledger_from(source: str, lang: Language) -> Ledger | str:
    """Return the ledger on standard input, or the path as it is.

    Raises:
        Problems: what stands on standard input is no ledger.

    """
    if source != STDIN:
        return source
    from ajx_rules.ledger.jsontext import decode
    from ajx_rules.ledger.read import ledger_from_json

    name = pick(lang)("标准输入", "standard input")
    return ledger_from_json(decode(standard_input(), name), file=name)


def standard_input() -> bytes:
    """Return what stands on standard input; nothing where it is closed."""
    return b"" if sys.stdin is None else sys.stdin.buffer.read()
