"""``ajx explain``: one verdict in full."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ajx_rules.commands import shared

if TYPE_CHECKING:
    import datetime as dt

    from ajx_rules.diagnostics.record import Language


def build(lang: Language) -> click.Command:
    """Make the command in a language.

    >>> build("zh").name
    'explain'
    """
    say = shared.pick(lang)

    def explain(
        ledger: str,
        norm: str,
        subject: str,
        regulation: str | None,
        as_of: dt.date | None,
        reading: tuple[str, ...],
        style: str,
    ) -> int:
        readings = shared.read_pairs(reading, "--reading")
        return run(lang, ledger, (norm, subject), regulation, as_of, readings, style)

    return shared.Command(
        "explain",
        lang=lang,
        callback=explain,
        short_help=say("说明一项结论的全部理由", "explain one verdict in full"),
        help=say(
            "说明一项结论：引文、谁对谁承担、所依据的事实、期限怎样逐日数出、试过哪些例外、"
            "换一种读法会怎样、还缺什么、要人判断什么。",
            "Explain one verdict: the words of the text, who owes whom, the facts, how the due date was counted day "
            "by day, the exceptions tried, what another reading would change, what is missing or to be judged.",
        ),
        arguments=[
            (
                say("台账", "LEDGER"),
                say("台账的 JSON 文件；- 表示标准输入", "JSON file of the ledger; - is standard input"),
            ),
            (
                say("规范", "NORM"),
                say(
                    "规范的编号，如 22-3、附2-第4行（或 A22.3、B.r04）",
                    "id of a norm, such as A22.3 or B.r04 (or 22-3)",
                ),
            ),
            (
                say("对象", "SUBJECT"),
                say(
                    "投保单位、合同、服务等的编号或名称",
                    "id or name of a policyholder, contract, service ...",
                ),
            ),
        ],
        examples=[say("ajx explain 台账.json 22-3 C1", "ajx explain ledger.json A22.3 C1")],
        params=[
            click.Argument(["ledger"], metavar=say("台账", "LEDGER")),
            click.Argument(["norm"], metavar=say("规范", "NORM")),
            click.Argument(["subject"], metavar=say("对象", "SUBJECT")),
            shared.regulation_option(lang),
            shared.as_of_option(lang),
            shared.reading_option(lang),
            shared.format_option(lang),
            shared.lang_option(lang),
        ],
    )


def run(
    lang: Language,
    ledger: str,
    wanted: tuple[str, str],
    regulation: str | None,
    as_of: dt.date | None,
    readings: dict[str, str],
    style: str,
) -> int:
    """Explain and return the exit status.

    Raises:
        Problems: the input is wrong, or there is no such verdict.

    """
    from ajx_rules.commands.terminal import hint_on_encoding, show, write_json
    from ajx_rules.engines.verdict import SCHEMA_VERSION
    from ajx_rules.regulation import load_regulation
    from ajx_rules.reports.explain import explanation_lines
    from ajx_rules.reports.layout import BLANK, line

    loaded = load_regulation(regulation)
    book = shared.ledger_from(ledger, lang)
    norm, subject = wanted[0].replace("（", "(").replace("）", ")"), wanted[1]
    report = loaded.check(book, as_of=as_of, readings=readings, norm=norm)
    found = report.find(norm, subject) or loaded.explain(book, norm, subject, as_of=as_of, readings=readings)
    if style == "json":
        data = {"schema_version": SCHEMA_VERSION, "as_of": report.as_of.isoformat()}
        write_json({**data, "verdicts": [each.to_json() for each in found]})
        return 0
    for number, verdict in enumerate(found):
        if number:
            show([BLANK, line(("─" * shared.HELP_COLUMNS, "dim")), BLANK])
        show(explanation_lines(verdict, loaded.ir, lang, report.as_of))
    hint_on_encoding(lang)
    return 0
