"""``ajx test``: the worked cases of a regulation."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ajx_rules.commands import shared

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ajx_rules.cases.run import CaseResult
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

    def test(paths: tuple[str, ...]) -> int:
        return run(lang, paths)

    return shared.Command(
        "test",
        lang=lang,
        callback=test,
        short_help=say("运行规则文件夹里的案例", "run the worked cases of a regulation"),
        help=say(
            "运行规则文件夹里的案例（scenarios/*.ajx.md），逐项核对应判与实判；写案例文件的，只运行那个文件里的案例。\n"
            "全部通过返回 0，有未通过的返回 1。",
            "Run the worked cases of a regulation (scenarios/*.ajx.md), or those of single files of cases, and compare "
            "what was expected with what came out.\nExits with 0 if all pass, 1 if one does not.",
        ),
        arguments=[
            (
                say("路径", "PATH"),
                say(
                    "规则文件夹或案例文件，可写多个；默认用自带的指引",
                    "folders of rule files or files of cases, one or more; by default the shipped guideline",
                ),
            )
        ],
        examples=[
            "ajx test",
            "ajx test regulations/gd-noncoal-mine",
            "ajx test regulations/gd-noncoal-mine/scenarios/06-follow-up.ajx.md",
        ],
        params=[
            click.Argument(["paths"], nargs=-1, metavar=say("[路径]...", "[PATH]...")),
            shared.lang_option(lang),
        ],
    )


def run(lang: Language, paths: Sequence[str] = ()) -> int:
    """Run the cases, write what failed and the totals, return the exit status.

    Raises:
        Problems: a rule file or a case that cannot be read.
        Trouble: a file that is not there, or is no file of cases.

    """
    from ajx_rules.cases import CasesReport, run_cases
    from ajx_rules.commands.terminal import hint_on_encoding, progress, write
    from ajx_rules.diagnostics import Problems
    from ajx_rules.regulation import load_regulation

    results: list[CaseResult] = []
    warnings: list[Diagnostic] = []
    wrong: list[Diagnostic] = []
    for folder, files in _by_regulation(paths).items():
        try:
            loaded = load_regulation(folder)
        except Problems as problems:
            wrong += problems.diagnostics
            continue
        scenarios = Path(folder) / SCENARIOS if folder is not None and Path(folder).is_dir() else None
        with progress(shared.pick(lang)("案例", "cases")) as step:
            try:
                results += run_cases(loaded, scenarios, step, files).results
            except Problems as problems:  # a rule that is not read may be why a case cannot be
                wrong += [*loaded.warnings, *problems.diagnostics]
        warnings += loaded.warnings
    if wrong:
        raise Problems(wrong)
    report = CasesReport(tuple(results))
    write(report.render(lang))
    if warnings:
        write(_of_warnings(warnings, lang))
    hint_on_encoding(lang)
    return 0 if report.ok or not report.results else FAILED


def _by_regulation(paths: Sequence[str]) -> dict[str | None, tuple[Path, ...]]:
    """The folders of rules that paths mean, each with the files of cases that were named; none = all of them.

    Raises:
        Trouble: a file that is not there, or is no file of cases.

    """
    from ajx_rules.authoring.format import home_of

    out: dict[str | None, list[Path] | None] = {} if paths else {None: None}
    for given in paths:
        path = Path(given)
        if not path.is_file() and path.suffix != ".md":
            out[given] = None
            continue
        if not path.is_file():
            raise shared.Trouble(f"没有 {given} 这个文件", f"there is no file {given}")
        path = path.resolve()
        home = home_of(path)
        if home == path.parent:
            raise shared.Trouble(
                f"{given} 不是案例文件",
                f"{given} is no file of cases",
                f"案例写在规则文件夹的 {SCENARIOS} 里；ajx test 文件夹 运行全部案例",
                f"cases stand in the folder {SCENARIOS} beside the rules; ajx test FOLDER runs them all",
            )
        files = out.setdefault(str(home), [])
        if files is not None and path not in files:
            files.append(path)
    return {home: tuple(files or ()) for home, files in out.items()}


def _of_warnings(warnings: Sequence[Diagnostic], lang: Language) -> str:
    """How many warnings the rule files have, and the first."""
    first = warnings[0]
    where = f"{first.span.file}:{first.span.line}" if first.span else ""
    return shared.pick(lang)(
        f"规则文件有{len(warnings)}处提醒（ajx lint 列出全部）。{where}：{first.message('zh')}",
        f"the rule files have {len(warnings)} warning{'s' if len(warnings) > 1 else ''} (ajx lint lists them). {where}: {first.message('en')}",
    )
