"""``ajx check``: every verdict on a ledger, as a report."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ajx_rules.commands import shared

if TYPE_CHECKING:
    import datetime as dt

    from ajx_rules.diagnostics.record import Language
    from ajx_rules.engines.verdict import Report, Status

BREACHED = 1
MOST_ASKED_FOR = 256


def build(lang: Language) -> click.Command:
    """Make the command in a language.

    >>> build("zh").name
    'check'
    """
    say = shared.pick(lang)

    def check(
        ledger: str,
        regulation: str | None,
        as_of: dt.date | None,
        reading: tuple[str, ...],
        status: tuple[str, ...],
        style: str,
        published: dt.date | None,
        processes: int | None,
    ) -> int:
        statuses = shared.read_statuses(status)
        readings = shared.read_pairs(reading, "--reading")
        return run(
            lang,
            ledger,
            regulation,
            as_of,
            readings,
            statuses,
            style,
            published=published,
            processes=processes,
        )

    return shared.Command(
        "check",
        lang=lang,
        callback=check,
        short_help=say("检查一份台账，给出报告", "check a ledger and report"),
        help=say(
            "检查一份台账：哪些义务已履行、逾期、违反、待履行，哪些因事实不明或须人工判断而没有定论，"
            "各自的期限和理由。\n没有违反时返回 0，有违反返回 1，输入有误返回 2。",
            "Check a ledger: which duties are met, late, breached or pending, which are undecided because facts "
            "or a person's judgement are missing, with dates and reasons.\n"
            "Exits with 0 if there is no breach, 1 if there is one, 2 if the input is wrong.",
        ),
        arguments=[
            (
                say("台账", "LEDGER"),
                say("台账的 JSON 文件；- 表示标准输入", "JSON file of the ledger; - is standard input"),
            )
        ],
        examples=[
            "ajx check examples/gd-insurer.json --as-of 2026-11-23",
            say(
                "ajx check 台账.json --reading 拒绝的后果=乙说 --status 违反,待履行",
                "ajx check ledger.json --reading refusal=no_excuse --status breach,pending",
            ),
        ],
        params=[
            click.Argument(["ledger"], metavar=say("台账", "LEDGER")),
            shared.regulation_option(lang),
            shared.as_of_option(lang),
            shared.published_option(lang),
            shared.reading_option(lang),
            click.Option(
                ["--status"],
                multiple=True,
                metavar=say("结论", "STATUS"),
                help=say(
                    "只列这些结论，如 违反,待履行；可写多次，不影响开头的总数",
                    "list these only, such as breach,pending; may be repeated, and leaves the totals as they are",
                ),
            ),
            click.Option(
                ["--processes"],
                type=click.IntRange(1, MOST_ASKED_FOR),
                metavar="N",
                help=say(
                    "同时用几个进程（限 Linux）；不写则按处理器和投保单位的多少定，至多8个",
                    "processes at once (Linux only); if left out, as the processors and the policyholders allow, 8 at most",
                ),
            ),
            shared.format_option(lang),
            shared.lang_option(lang),
        ],
    )


def run(
    lang: Language,
    ledger: str,
    regulation: str | None,
    as_of: dt.date | None,
    readings: dict[str, str],
    statuses: tuple[Status, ...],
    style: str,
    *,
    published: dt.date | None = None,
    processes: int | None = None,
) -> int:
    """Check and write the report; return the exit status.

    Raises:
        Problems: everything wrong with the rule files, the ledger or the readings.

    """
    from ajx_rules.commands.terminal import hint_on_encoding, progress, show, write_json
    from ajx_rules.regulation import load_regulation

    loaded = load_regulation(regulation)
    if regulation is not None and loaded.warnings and style == "text":
        from ajx_rules.reports.diagnostics import render_lines

        show(render_lines(loaded.warnings, lang), err=True)
    book = shared.ledger_from(ledger, lang)
    with progress(shared.pick(lang)("检查", "checking")) as step:
        report = loaded.check(
            book,
            as_of=as_of,
            readings=readings,
            published=published,
            tried=_listed(statuses, style),
            progress=step,
            processes=processes,
        )
    if style == "json":
        write_json(_data(report, statuses))
    else:
        from ajx_rules.reports.text import report_lines

        name = "" if ledger == shared.STDIN else ledger
        show(report_lines(report, loaded.ir, lang, statuses, name, regulation or "", processes))
        hint_on_encoding(lang)
    return BREACHED if report.breached else 0


def _listed(statuses: tuple[Status, ...], style: str) -> tuple[Status, ...] | None:
    """The statuses whose verdicts are shown with what other readings make of them (None = all)."""
    from ajx_rules.engines.verdict import Status
    from ajx_rules.reports.digest import ATTENTION

    if style == "json":
        return statuses or None
    return (*statuses, Status.BREACH) if statuses else ATTENTION  # a note counts the breaches that turn


def _data(report: Report, statuses: tuple[Status, ...]) -> dict[str, object]:
    """Return the report as data, its verdicts of some statuses only; its totals stay whole."""
    data = report.to_json()
    if statuses:
        data["verdicts"] = [each.to_json() for each in report.of(*statuses)]
    return data
