"""``ajx coverage``: whether each sentence of the official text has its rule, and each rule its cases."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from ajx_rules.commands import shared

if TYPE_CHECKING:
    from ajx_rules.coverage.measure import Coverage
    from ajx_rules.diagnostics.record import Language

LACKING = 1


def build(lang: Language) -> click.Command:
    """Make the command in a language.

    >>> build("zh").name
    'coverage'
    """
    say = shared.pick(lang)

    def coverage(regulation: str | None, style: str) -> int:
        return run(lang, regulation, style)

    return shared.Command(
        "coverage",
        lang=lang,
        callback=coverage,
        short_help=say(
            "逐句核对：原文有没有规则，规则有没有案例",
            "sentence by sentence: has the text its rules, have the rules their cases",
        ),
        help=say(
            "逐句核对官方原文：每一句的每个字（标点和标题除外）是否由某条规则执行，或者标为“说明”并写明为什么"
            "不执行；只照录在引文里的不算。再把案例运行一遍，核对每条规范是否既有已履行的案例，又有违反（或未"
            "履行）的案例，表格的每一格是否都走到。义务人是主管部门的，案例写明“编制方：主管部门”。\n"
            "--format html 写成一页，原文、规则、案例并列，供法务核对。\n"
            "没有缺漏返回 0，有缺漏返回 1，规则文件或案例有错返回 2。",
            "Check the official text sentence by sentence: is each character (but for punctuation and headings) carried "
            "out by a rule, or marked as a note (说明) with the reason why not; a mere quotation does not count. Then run "
            "the worked cases: has each norm one case that fulfils it and one that does not, and is each cell of a table "
            "exercised. For what an authority owes, a case says 编制方：主管部门 (kept by an authority).\n"
            "--format html writes one page with text, rules and cases side by side, for a legal reader.\n"
            "Exits with 0 if nothing is lacking, 1 if something is, 2 if rule files or cases have errors.",
        ),
        examples=["ajx coverage", "ajx coverage --format html > coverage.html"],
        params=[
            shared.regulation_option(lang),
            click.Option(
                ["--format", "style"],
                type=shared.OneOf("--format", "text", "json", "html"),
                default="text",
                metavar="text|json|html",
                help=say("输出格式，默认 text", "what to write; the default is text"),
            ),
            shared.lang_option(lang),
        ],
    )


def run(lang: Language, regulation: str | None, style: str = "text") -> int:
    """Measure, write the report and return the exit status.

    Raises:
        Problems: a rule file or a case that has errors.

    """
    from ajx_rules.commands.aliases import folder_of
    from ajx_rules.commands.terminal import hint_on_encoding, progress, show, write_json
    from ajx_rules.coverage.measure import measure
    from ajx_rules.regulation import load_regulation

    loaded = load_regulation(regulation)
    with progress(shared.pick(lang)("案例", "cases")) as step:
        found = measure(loaded, folder_of(regulation), progress=step)
    if style == "json":
        write_json(found.to_json())
    elif style == "html":
        write_page(found, lang)
    else:
        from ajx_rules.reports.coverage import coverage_lines

        show(coverage_lines(found, lang))
        hint_on_encoding(lang)
    return 0 if found.complete else LACKING


def write_page(found: Coverage, lang: Language) -> None:
    """Write the page; in an encoding that lacks characters, as references that every reader shows."""
    from ajx_rules.commands.terminal import is_unicode
    from ajx_rules.reports.coverage_html import coverage_page

    page = coverage_page(found, lang)
    if not is_unicode(sys.stdout):
        page = page.encode("ascii", "xmlcharrefreplace").decode("ascii")
    sys.stdout.write(page + "\n")
