"""Pass 2, quotes: what is quoted is compared with the official text.

A quotation or a table that differs is told, and read as if it were the official one, so that everything else that is
wrong is told in the same run.
"""

from __future__ import annotations

from collections.abc import Iterator

from ajx_rules.compiler.quotes import TABLES, check_texts, mended
from ajx_rules.compiler.work import Work
from ajx_rules.diagnostics import Diagnostic, Span


def quotes(work: Work) -> None:
    """Compare every quotation and table with the official text."""
    source = _official(work)
    wrong = check_texts(work.files, source)
    work.report(wrong)
    if any(d.code in TABLES for d in wrong):
        read = mended(work.files, source or "")
        if read is None:  # another table: all that is made of it would be told as well
            work.over = True
        else:
            work.files, work.altered = read


def holds(work: Work) -> Iterator[str]:
    """Every quotation and table is the official text."""
    instrument = work.instrument
    source = work.official.get(instrument.text("官方原文")) if instrument is not None else None
    yield from (f"{d.code} {d.span}" for d in check_texts(work.files, source) if d.severity == "error")


def _official(work: Work) -> str | None:
    instrument = work.instrument
    if instrument is None:
        first = work.files[0].file if work.files else ""
        work.report([Diagnostic("E001", {}, Span(first, 1, 1, 1, 2) if first else None)])
        return None
    wanted = instrument.text("官方原文")
    if wanted not in work.official:
        field = instrument.field("官方原文")
        work.report([Diagnostic("E002", {"file": wanted}, field.span if field else instrument.span)])
        return None
    return work.official[wanted]
