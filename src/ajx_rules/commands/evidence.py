"""``ajx evidence``: what proves each verdict, whether the ledger has it, and what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ajx_rules.commands import shared

if TYPE_CHECKING:
    import datetime as dt

    from ajx_rules.diagnostics.record import Language

LACKING = 1


def build(lang: Language) -> click.Command:
    """Make the command in a language.

    >>> build("zh").name
    'evidence'
    """
    say = shared.pick(lang)

    def evidence(ledger: str, regulation: str | None, as_of: dt.date | None, style: str) -> int:
        return run(lang, ledger, regulation, as_of, style)

    return shared.Command(
        "evidence",
        lang=lang,
        callback=evidence,
        short_help=say("各项结论凭什么记录，还缺哪些", "what proves each verdict, and what is missing"),
        help=say(
            "各项结论凭什么记录成立，台账里有没有；缺的按投保单位列出，最差的在前，最后说明需要作哪些完整性"
            "声明。每一项结论的凭证、所看过的记录和缺的事实，见 --format json。\n"
            "只用结论本身所记的内容：规则写明的凭证、所看过的事实、已有和未有的各部分、还缺什么。记录背后的"
            "文件是否真实、内容是否足够，台账不记，这里也不知道；“没有”是指台账里没有，不是说世上没有；"
            "凭证的名称照规则所写，不逐份核对文件；提示不列，同组的只列一次。\n"
            "没有一项结论缺凭证时返回 0，有的返回 1，输入有误返回 2。",
            "What record proves each verdict, and whether the ledger has it; what is missing is listed by policyholder, "
            "the worst first, with the declarations of completeness that would be needed. For the evidence, the records "
            "looked at and the missing facts of every verdict see --format json.\n"
            "Only what a verdict itself holds is used: the evidence its rule names, the facts looked at, the parts met and "
            "unmet, what is missing. Whether the paper behind a record is genuine or sufficient is not on the ledger and "
            "not known here; “absent” means not on the ledger; the names of evidence are those of the rules, no file "
            "is looked up; advisories are left out, and duplicates of one act are listed once.\n"
            "Exits with 0 if no verdict lacks its proof, 1 if one does, 2 if the input is wrong.",
        ),
        arguments=[
            (
                say("台账", "LEDGER"),
                say("台账的 JSON 文件；- 表示标准输入", "JSON file of the ledger; - is standard input"),
            )
        ],
        examples=["ajx evidence examples/gd-insurer.json --as-of 2026-11-23"],
        params=[
            click.Argument(["ledger"], metavar=say("台账", "LEDGER")),
            shared.regulation_option(lang),
            shared.as_of_option(lang),
            shared.format_option(lang),
            shared.lang_option(lang),
        ],
    )


def run(
    lang: Language, ledger: str, regulation: str | None, as_of: dt.date | None, style: str = "text"
) -> int:
    """Check, write what proves what, return the exit status.

    Raises:
        Problems: everything wrong with the rule files or the ledger.

    """
    from ajx_rules.commands.terminal import hint_on_encoding, progress, show, write_json
    from ajx_rules.regulation import load_regulation
    from ajx_rules.reports.evidence import evidence_lines
    from ajx_rules.reports.proof import proofs

    loaded = load_regulation(regulation)
    book = shared.ledger_from(ledger, lang)
    with progress(shared.pick(lang)("检查", "checking")) as step:
        report = loaded.check(book, as_of=as_of, tried=(), progress=step, processes=None)
    found = proofs(report)
    if style == "json":
        write_json(found.to_json())
    else:
        show(evidence_lines(found, loaded.ir, lang))
        hint_on_encoding(lang)
    return LACKING if found.lacking else 0
