"""The way from rule files to the intermediate representation: the passes, in order.

=========  =====================================================================
pass       what holds afterwards
=========  =====================================================================
read       each file is sections, quotations, tables, declarations with fields
quotes     every quotation and table is the official text (one that is not is told, and read as if it were)
collect    every declared name is known; no name is declared twice
parse      each sentence is a tree of the grammar
claims     what a rule says it carries out is quoted above it, with its numbers
lower      each declaration is well-typed intermediate representation
link       every reference names something; exceptions form no circle
=========  =====================================================================

One file a pass, with a function of its name and ``holds``, which says what does not hold after it.
Problems add up over the passes; the result is used only if none is an error.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import attrs

from ajx_rules.compiler import ir
from ajx_rules.compiler.collect import Names
from ajx_rules.compiler.passes import claims, collect, link, lower, parse, quotes, read
from ajx_rules.compiler.quotes import official_text
from ajx_rules.compiler.sources import Sources, read_sources
from ajx_rules.compiler.work import Work
from ajx_rules.diagnostics import Diagnostic, Problems, Span
from ajx_rules.language.tree import RuleFile


@attrs.frozen
class Pass:
    """One step: what it does to the work, and what does not hold after it, if anything."""

    run: Callable[[Work], None]
    holds: Callable[[Work], Iterator[str]]

    @property
    def name(self) -> str:
        """Its name."""
        return self.run.__name__


PASSES: Final = (
    Pass(read.read, read.holds),
    Pass(quotes.quotes, quotes.holds),
    Pass(collect.collect, collect.holds),
    Pass(parse.parse, parse.holds),
    Pass(claims.claims, claims.holds),
    Pass(lower.lower, lower.holds),
    Pass(link.link, link.holds),
)


@attrs.frozen
class Compiled:
    """What comes out: the representation, and what later tools need of the way there."""

    ir: ir.RegulationIR
    names: Names
    files: tuple[RuleFile, ...]
    warnings: tuple[Diagnostic, ...]
    official: str = ""
    """The official text without white space."""


def compile_folder(folder: Path) -> Compiled:
    """Compile the rule files (``*.ajx.md``) of a folder.

    Raises:
        Problems: every error of every file, in one run.

    """
    return compile_sources(read_sources(folder))


def compile_sources(sources: Sources) -> Compiled:
    """Compile rule files that were read.

    Raises:
        Problems: every error of every file, in one run.

    """
    with _no_collection():
        return compile_texts(sources.rules, sources.official, sources.name, list(sources.problems))


@contextmanager
def _no_collection() -> Iterator[None]:
    """Rules are thousands of small objects that stay: looking for garbage among them only costs time."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if (
            not gc.get_freeze_count()
        ):  # what was made is old at once; else the next collection goes over all of it
            gc.freeze()
            gc.unfreeze()
        if on:
            gc.enable()


def compile_texts(
    texts: Mapping[str, str], official: Mapping[str, str], name: str, problems: list[Diagnostic] | None = None
) -> Compiled:
    """Compile rule files given as texts by file name; ``official`` are the official texts by name.

    Raises:
        Problems: every error of every text, in one run.

    """
    work = Work(texts, official, name, problems if problems is not None else [])
    try:
        for step in PASSES:
            step.run(work)
            if work.over:
                break
    except RecursionError:  # rules nested beyond what any text needs
        work.problems.append(Diagnostic("E008", {}, Span(next(iter(texts)), 1, 1, 1, 2) if texts else None))
        work.over = True
    found = ordered(work)
    if work.over or any(d.severity == "error" for d in found):
        raise Problems(found)
    text = official.get(work.instrument.text("官方原文"), "") if work.instrument is not None else ""
    return Compiled(work.regulation, work.names, tuple(work.files), tuple(found), official_text(text))


def ordered(work: Work) -> list[Diagnostic]:
    """What is wrong, by place, each with the line that it is about."""
    files = {file.file: file for file in work.files}

    def with_line(found: Diagnostic) -> Diagnostic:
        span = found.span
        if (
            span is None
            or found.source_line is not None
            or (span.line, span.column, span.end_column) == (1, 1, 2)
        ):
            return found  # of no file, or of a whole one
        file = files.get(span.file)
        return attrs.evolve(found, source_line=file.source_line(span.line)) if file is not None else found

    return sorted(
        map(with_line, work.problems),
        key=lambda d: (d.span.file, d.span.line, d.span.column) if d.span else ("", 0, 0),
    )
