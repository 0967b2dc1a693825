"""``ajx readings``: the questions of reading, and what each choice changes on a ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ajx_rules.commands import shared

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from ajx_rules.diagnostics.record import Language
    from ajx_rules.domain.book import Ledger
    from ajx_rules.engines.verdict import Report
    from ajx_rules.regulation import Regulation

DECIDES = 1
SCHEMA_VERSION = 1


def build(lang: Language) -> click.Command:
    """Make the command in a language.

    >>> build("zh").name
    'readings'
    """
    say = shared.pick(lang)

    def readings(ledger: str | None, regulation: str | None, as_of: dt.date | None, style: str) -> int:
        if ledger is None:
            if as_of is not None:
                raise shared.Trouble("--as-of 要有台账", "--as-of needs a ledger")
            return run_questions(lang, regulation, style)
        return run(lang, ledger, regulation, as_of, style)

    return shared.Command(
        "readings",
        lang=lang,
        callback=readings,
        short_help=say(
            "哪些读法会改变哪些结论；不给台账时列出全部问题",
            "which readings change which verdicts; without a ledger, all questions",
        ),
        help=say(
            "条文有几种读法的问题：在这份台账上，哪一种读法会改变哪些结论，最要紧的在前（使已履行成为违反的，"
            "先于其他）；然后列出不改变结论的问题、已有定论的问题和只记在案的说法。每次只换一种读法；几种"
            "一起换会怎样，请用 ajx check --reading。\n"
            "不给台账时，列出全部问题、各说、默认和理由。\n"
            "没有一种读法会多出或者消去违反时返回 0，有的返回 1，输入有误返回 2。",
            "The questions that the text leaves open: which reading changes which verdicts on this ledger, the worst "
            "first (what turns fulfilled into a breach before the rest); then the questions that change nothing, those "
            "that are settled, and the options on record only. One reading is changed at a time; for several together "
            "use ajx check --reading.\n"
            "Without a ledger, all questions with their options, defaults and grounds.\n"
            "Exits with 0 if no reading would add or remove a breach, 1 if one would, 2 if the input is wrong.",
        ),
        arguments=[
            (
                say("台账", "LEDGER"),
                say("台账的 JSON 文件；- 表示标准输入", "JSON file of the ledger; - is standard input"),
            )
        ],
        examples=["ajx readings", "ajx readings examples/gd-insurer.json --as-of 2026-11-23"],
        params=[
            click.Argument(["ledger"], required=False, metavar=say("[台账]", "[LEDGER]")),
            shared.regulation_option(lang),
            shared.as_of_option(lang),
            shared.format_option(lang),
            shared.lang_option(lang),
        ],
    )


def run_questions(lang: Language, regulation: str | None, style: str = "text") -> int:
    """Write all questions and return the exit status.

    Raises:
        Problems: everything wrong with the rule files.

    """
    from ajx_rules.commands.terminal import hint_on_encoding, show, write_json
    from ajx_rules.regulation import load_regulation
    from ajx_rules.reports.choices import questions_data
    from ajx_rules.reports.readings import question_lines

    rules = load_regulation(regulation).ir
    if style == "json":
        head = {"schema_version": SCHEMA_VERSION, "regulation": rules.name, "title": rules.title}
        write_json(head | questions_data(rules.readings))
    else:
        show(question_lines(rules.readings, rules.title, lang))
        hint_on_encoding(lang)
    return 0


def run(
    lang: Language, ledger: str, regulation: str | None, as_of: dt.date | None, style: str = "text"
) -> int:
    """Check, write what the choices change, return the exit status.

    Raises:
        Problems: everything wrong with the rule files or the ledger.

    """
    from ajx_rules.commands.terminal import hint_on_encoding, progress, show, write_json
    from ajx_rules.regulation import load_regulation
    from ajx_rules.reports.choices import choices
    from ajx_rules.reports.readings import choice_lines

    loaded = load_regulation(regulation)
    book = shared.ledger_from(ledger, lang)
    with progress(shared.pick(lang)("检查", "checking")) as step:
        report = loaded.check(book, as_of=as_of, progress=step, processes=None)
    with progress(shared.pick(lang)("换读法再查", "other readings")) as step:
        others = whole_checks(loaded, book, report, step)
    found = choices(report, loaded.ir.readings, others)
    if style == "json":
        write_json(found.to_json())
    else:
        show(choice_lines(found, loaded.ir, lang))
        hint_on_encoding(lang)
    return DECIDES if any(choice.touches_breach for choice in found.choices) else 0


def whole_checks(
    loaded: Regulation, book: Ledger | str, report: Report, step: Callable[[int, int], None] | None
) -> dict[tuple[str, str], Report]:
    """Check again under each option that needs a check of its own."""
    from ajx_rules.reports.choices import whole

    options, made = whole(loaded.ir), {}
    for done, (switch, option) in enumerate(options):
        if step is not None:
            step(done, len(options))
        chosen = {switch: option}
        made[switch, option] = loaded.check(
            book, as_of=report.as_of, readings=chosen, tried=(), processes=None
        )
    return made
