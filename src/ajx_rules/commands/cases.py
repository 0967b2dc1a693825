"""``ajx test``: the worked cases of a regulation."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ajx_rules.commands import shared

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ajx_rules.diagnostics import Diagnostic
    from ajx_rules.diagnostics.record import Language

FAILED = 1
SCENARIOS = "scenarios"


def build(lang: Language) -> click.Command:
    """Make the command in a language.

    >>> build("zh").name
    'test'
    """
    say = shared.pick(lang)

    def test(folder: str | None) -> int:
        return run(lang, folder)

    return shared.Command(
        "test",
        lang=lang,
        callback=test,
        short_help=say("运行规则文件夹里的案例", "run the worked cases of a regulation"),
        help=say(
            "运行规则文件夹里的案例（scenarios/*.ajx.md），逐项核对应判与实判。\n全部通过返回 0，有未通过的返回 1。",
            "Run the worked cases of a regulation (scenarios/*.ajx.md) and compare what was expected with what came "
            "out.\nExits with 0 if all pass, 1 if one does not.",
        ),
        arguments=[
            (
                say("文件夹", "FOLDER"),
                say("规则文件夹；默认用自带的指引", "folder of rule files; by default the shipped guideline"),
            )
        ],
        examples=["ajx test", "ajx test regulations/gd-noncoal-mine"],
        params=[
            click.Argument(["folder"], required=False, metavar=say("[文件夹]", "[FOLDER]")),
            shared.lang_option(lang),
        ],
    )


def run(lang: Language, folder: str | None) -> int:
    """Run the cases, write what failed and the totals, return the exit status.

    Raises:
        Problems: a rule file or a case that cannot be read.

    """
    from ajx_rules.cases import run_cases
    from ajx_rules.commands.terminal import hint_on_encoding, progress, write
    from ajx_rules.diagnostics import Problems
    from ajx_rules.regulation import load_regulation

    loaded = load_regulation(folder)
    scenarios = Path(folder) / SCENARIOS if folder is not None and Path(folder).is_dir() else None
    with progress(shared.pick(lang)("案例", "cases")) as step:
        try:
            report = run_cases(loaded, scenarios, progress=step)
        except Problems as problems:  # a rule that is not read may be why a case cannot be
            raise Problems([*loaded.warnings, *problems.diagnostics]) from None
    write(report.render(lang))
    if loaded.warnings:
        write(_of_warnings(loaded.warnings, lang))
    hint_on_encoding(lang)
    return 0 if report.ok or not report.results else FAILED


def _of_warnings(warnings: Sequence[Diagnostic], lang: Language) -> str:
    """How many warnings the rule files have, and the first."""
    first = warnings[0]
    where = f"{first.span.file}:{first.span.line}" if first.span else ""
    return shared.pick(lang)(
        f"规则文件有{len(warnings)}处提醒（ajx lint 列出全部）。{where}：{first.message('zh')}",
        f"the rule files have {len(warnings)} warning{'s' if len(warnings) > 1 else ''} (ajx lint lists them). {where}: {first.message('en')}",
    )
