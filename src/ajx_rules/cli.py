"""The command line ``ajx``: finds the language and the command, and turns every failure into a message.

Exit status: 0 done, 1 the answer is bad (a breach, a failed case), 2 the input is wrong. Commands live in
``ajx_rules.commands`` and are imported when they are called; ``ajx --help`` imports none of the rules' machinery.
"""

from __future__ import annotations

import errno
import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

import click

from ajx_rules.commands import shared
from ajx_rules.commands.terminal import holds_chinese, prepare_streams, show, write, write_json

if TYPE_CHECKING:
    from ajx_rules.calendar.errors import CalendarDataError, CalendarYearError
    from ajx_rules.diagnostics.record import Diagnostic, Language

INTERRUPTED: Final = 130
BROKEN_PIPE: Final = 141
_MODULES: Final = {
    "check": "check",
    "explain": "explain",
    "lookup": "lookup",
    "due": "due",
    "workday": "workday",
    "calendar": "calendar",
    "test": "cases",
    "coverage": "coverage",
    "readings": "readings",
    "evidence": "evidence",
    "read": "read",
    "fmt": "fmt",
    "lint": "lint",
    "new": "new",
}


class App(click.Group):
    """The commands of this package, and those that the regulation gives its tables."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,  # noqa: FBT001, FBT002 - as click.Group
        windows_expand_args: bool = True,  # noqa: FBT001, FBT002 - as click.Group
        **extra: Any,  # noqa: ANN401 - as click.Group
    ) -> Any:  # noqa: ANN401 - as click.Group
        """Run a command; every failure becomes a message and an exit status."""
        words = list(sys.argv[1:] if args is None else args)
        prepare_streams()
        extra["obj"] = {"lang": language_of(words), "regulation": option_in(words, "--regulation")}
        try:
            try:
                result = super().main(
                    args,
                    prog_name or "ajx",
                    complete_var,
                    standalone_mode=False,
                    windows_expand_args=windows_expand_args,
                    **extra,
                )
                code = result if isinstance(result, int) else 0
                sys.stdout.flush()
            except SystemExit:  # click's way with a closed pipe
                code = BROKEN_PIPE
            except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - no user sees a traceback
                code = failed(error, extra["obj"]["lang"], style=option_in(words, "--format"))
        except OSError as error:  # the message itself could not be written
            code = _closed(error)
        if standalone_mode:
            sys.exit(code)
        return code

    # ------------------------------------------------------------ commands

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return [*_MODULES, *self._aliases(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, made in the language of this run."""
        lang = ctx.obj["lang"]
        if cmd_name in _MODULES:
            module = import_module(f"ajx_rules.commands.{_MODULES[cmd_name]}")
            found: click.Command = module.build(lang)
            return found
        alias = self._aliases(ctx).get(cmd_name)
        if alias is None:
            return None
        from ajx_rules.commands.lookup import build_alias

        return build_alias(lang, alias)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that is meant, or say which there are."""
        name = args[0]
        command = self.get_command(ctx, name)
        if command is None:
            from ajx_rules.language.text import nearest

            names = self.list_commands(ctx)
            near = nearest(name, names)
            zh = f"最接近的是 {near}；" if near else ""
            en = f"nearest: {near}; " if near else ""
            every = " ".join(names)
            raise shared.Trouble(
                f"没有“{name}”这个命令",
                f"there is no command “{name}”",
                f"{zh}命令有：{every}",
                f"{en}commands: {every}",
            )
        return name, command, args[1:]

    @staticmethod
    def _aliases(ctx: click.Context) -> dict[str, Any]:
        from ajx_rules.commands.aliases import find_aliases

        if "aliases" not in ctx.obj:
            found = find_aliases(ctx.obj["regulation"])
            ctx.obj["aliases"] = {name: alias for name, alias in found.items() if name not in _MODULES}
        aliases: dict[str, Any] = ctx.obj["aliases"]
        return aliases

    # ------------------------------------------------------------ help

    def get_help(self, ctx: click.Context) -> str:
        """Return the help: what there is, and where to begin."""
        say = shared.pick(ctx.obj["lang"])
        commands = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        rows = [(name, command.short_help or "") for name, command in commands if command is not None]
        options = [
            (
                "--lang zh|en",
                say(
                    "语言，默认 zh（也可用环境变量 AJX_LANG）",
                    "language; the default is zh (or what AJX_LANG says)",
                ),
            ),
            ("--version", say("显示版本", "show the version")),
            (
                "--help",
                say(
                    "显示本说明；ajx 命令 --help 显示该命令的",
                    "show this help; ajx COMMAND --help that of a command",
                ),
            ),
        ]
        return "\n".join(
            [
                say("用法：ajx 命令 [参数]...", "Usage: ajx COMMAND [ARGUMENTS]..."),
                "",
                *shared.paragraphs(
                    say(
                        "安责险事故预防技术服务的规则，写成可以运行的规则文件：检查台账，说明理由。",
                        "Rules of work-safety liability insurance as files that run: checks ledgers, explains verdicts.",
                    )
                ),
                "",
                say("命令：", "Commands:"),
                *shared.definitions(rows),
                "",
                say("选项：", "Options:"),
                *shared.definitions(options),
                "",
                say("例：", "Examples:"),
                "  ajx check examples/gd-insurer.json --as-of 2026-11-23",
            ]
        )

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return ``--help``."""
        if not hasattr(self, "own_help"):
            self.own_help = shared.help_option(ctx.obj["lang"])
        return self.own_help


def language_of(words: Sequence[str]) -> Language:
    """Return the language asked for: ``--lang``, else AJX_LANG, else Chinese where the output can show it.

    >>> language_of(["check", "--lang", "en"]), language_of(["--lang=zh"])
    ('en', 'zh')
    """
    for chosen in (option_in(words, "--lang"), os.environ.get("AJX_LANG", "")):
        if chosen == "zh":
            return "zh"
        if chosen == "en":
            return "en"
    return "zh" if holds_chinese() else "en"


def option_in(words: Sequence[str], option: str) -> str | None:
    """Return the value of an option before anything is parsed; None if it is not there.

    >>> option_in(["check", "--regulation", "rules"], "--regulation"), option_in(["check"], "--lang")
    ('rules', None)
    """
    found = None
    for place, word in enumerate(words):
        if word == "--":
            break
        if word == option:
            found = words[place + 1] if place + 1 < len(words) else None
        elif word.startswith(option + "="):
            found = word.removeprefix(option + "=")
    return found


# ------------------------------------------------------------ failures


def failed(error: BaseException, lang: Language, *, style: str | None = None) -> int:
    """Write what went wrong to standard error and return the exit status.

    Raises:
        OSError: standard error is closed as well.

    """
    say = shared.pick(lang)
    if isinstance(error, OSError) and _closed(error) == BROKEN_PIPE:
        return BROKEN_PIPE
    if isinstance(error, KeyboardInterrupt | click.Abort):
        write(say("已中断。", "Interrupted."), err=True)
        return INTERRUPTED
    if isinstance(error, click.ClickException):
        _usage(error, lang)
        return shared.BAD_INPUT
    _problems(error, lang, style)
    return shared.BAD_INPUT


def _problems(error: BaseException, lang: Language, style: str | None) -> None:
    from ajx_rules.calendar.errors import CalendarDataError, CalendarYearError
    from ajx_rules.diagnostics import Problems
    from ajx_rules.reports.diagnostics import diagnostics_data, render_lines

    say = shared.pick(lang)
    if style == "json" and isinstance(error, Problems | CalendarDataError | CalendarYearError):
        found = error.diagnostics if isinstance(error, Problems) else _of_calendar(error)
        write_json(diagnostics_data(found), err=True)
    elif isinstance(error, Problems):
        show(render_lines(error.diagnostics, lang), err=True)
    elif isinstance(error, CalendarDataError):
        write(error.text(lang), err=True)
    elif isinstance(error, CalendarYearError):
        write(say("错误：", "error: ") + say(error.message_zh, error.message_en), err=True)
    elif isinstance(error, OSError):
        what = error.strerror or str(error)
        write(say(f"错误：无法读写：{what}", f"error: cannot read or write: {what}"), err=True)
    elif isinstance(error, MemoryError):
        write(say("错误：内存不足。", "error: out of memory."), err=True)
    else:
        _unexpected(error, lang)


def _of_calendar(error: CalendarDataError | CalendarYearError) -> list[Diagnostic]:
    """What is wrong with the calendar, as diagnostics."""
    from ajx_rules.calendar.errors import CalendarYearError
    from ajx_rules.diagnostics import Diagnostic, Span

    if isinstance(error, CalendarYearError):
        return [Diagnostic("R010", {"zh": error.message_zh, "en": error.message_en})]
    return [
        Diagnostic(
            "R010",
            {
                "zh": f"{p.place}：{p.message_zh}" if p.place else p.message_zh,
                "en": f"{p.place}: {p.message_en}" if p.place else p.message_en,
            },
            Span(p.file, p.line, 1, p.line, 2) if p.line else Span(p.file, 1, 1, 1, 2),
        )
        for p in error.problems
    ]


def _unexpected(error: BaseException, lang: Language) -> None:
    """Ask to report a fault of this software."""
    if os.environ.get("AJX_DEBUG") == "1":
        import traceback

        traceback.print_exception(error)
    say = shared.pick(lang)
    what = f"{type(error).__name__}: {str(error)[:200]}".strip().rstrip(":")
    write(
        say(
            "错误：程序内部出错，这是本软件的缺陷，与台账和规则的对错无关。\n"
            f"  {what}\n"
            "  请把所用的命令和这几行报告给维护者；设环境变量 AJX_DEBUG=1 再运行，可得到详细信息。",
            "error: something went wrong inside; this is a fault of this software, not of the ledger or the rules.\n"
            f"  {what}\n"
            "  Please report the command and these lines; with AJX_DEBUG=1 in the environment it says more.",
        ),
        err=True,
    )


def _usage(error: click.ClickException, lang: Language) -> None:
    """Say what is wrong on the command line."""
    from ajx_rules.reports.layout import clean, flow

    say = shared.pick(lang)
    message, help_text = usage_words(error, lang)
    show(flow([(say("错误：", "error: "), "bad"), clean(message)], rest=2), err=True)
    if help_text:
        show(flow([clean(help_text)], first=2), err=True)


def usage_words(error: click.ClickException, lang: Language) -> tuple[str, str]:
    """Return the message and the help for something wrong on the command line.

    >>> usage_words(click.NoSuchOption("--asof", possibilities=["--as-of"]), "zh")
    ('没有“--asof”这个选项', '最接近的是 --as-of')
    """
    say = shared.pick(lang)
    ctx = getattr(error, "ctx", None)
    hint = say(*shared.see_help(ctx)) if ctx is not None else ""
    if isinstance(error, shared.Trouble):
        return say(error.zh, error.en), say(error.help_zh, error.help_en)
    if isinstance(error, click.NoSuchOption):
        near = "、".join(error.possibilities or ())
        text = say(f"没有“{error.option_name}”这个选项", f"there is no option “{error.option_name}”")
        return text, say(f"最接近的是 {near}", f"nearest: {near}") if near else hint
    if isinstance(error, click.MissingParameter):
        name = (error.param.metavar or error.param.name or "") if error.param is not None else ""
        return say(f"缺少参数：{name}", f"missing argument: {name}"), hint
    if isinstance(error, click.BadOptionUsage):
        text = say(
            f"选项“{error.option_name}”的写法不对，后面应有一个值",
            f"the option “{error.option_name}” needs a value",
        )
        return text, hint
    return error.format_message(), hint


def _closed(error: OSError) -> int:
    """Give up on standard output, and say nothing if who read it has gone away."""
    # Python flushes standard output once more at exit; let that go nowhere.
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    gone = isinstance(error, BrokenPipeError) or (os.name == "nt" and error.errno == errno.EINVAL)
    return BROKEN_PIPE if gone else shared.BAD_INPUT


# ------------------------------------------------------------ the program


def _show_version(ctx: click.Context, _: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click calls it
    if value and not ctx.resilient_parsing:
        from importlib.metadata import PackageNotFoundError, version

        try:
            number = version("ajx-rules")
        except PackageNotFoundError:
            number = shared.pick(ctx.obj["lang"])(
                "（未安装，从源代码运行）", "(not installed, run from source)"
            )
        write(f"ajx-rules {number}")
        ctx.exit()


def make_app() -> App:
    """Make the command line.

    >>> make_app().name
    'ajx'
    """
    version = click.Option(
        ["--version"], is_flag=True, is_eager=True, expose_value=False, callback=_show_version
    )
    return App(
        "ajx", params=[version, shared.lang_option("zh")], invoke_without_command=True, callback=_start
    )


@click.pass_context
def _start(ctx: click.Context) -> int:
    """Without a command: the help."""
    if ctx.invoked_subcommand is None:
        write(ctx.get_help())
    return 0


def main() -> None:
    """Run ``ajx`` (the console script)."""
    # One command makes many small objects that live to its end: looking for garbage among them only costs time.
    gc.set_threshold(2_000_000, 50, 100)
    try:
        make_app()()
    except SystemExit as ended:
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError, ValueError):  # closed, which was told
                stream.flush()
        # All is said: to take apart what the command made would only keep its user waiting.
        os._exit(ended.code if isinstance(ended.code, int) else 0)


if __name__ == "__main__":
    main()
