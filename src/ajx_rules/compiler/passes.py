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

Problems add up over the passes; the result is used only if none is an error.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import attrs

from ajx_rules.compiler import ir
from ajx_rules.compiler.articles import check_articles
from ajx_rules.compiler.circles import check_circles
from ajx_rules.compiler.collect import Names, collect, with_sentences
from ajx_rules.compiler.link import link_exceptions, link_groups, with_switches
from ajx_rules.compiler.lower import Lowering, published_on, validity_of
from ajx_rules.compiler.lower_tables import TableLowering
from ajx_rules.compiler.quotes import TABLES, Mended, check_claims, check_texts, mended, official_text
from ajx_rules.compiler.references import check_references
from ajx_rules.compiler.scopes import guarded, scopes
from ajx_rules.compiler.sources import Sources, read_sources
from ajx_rules.compiler.table_checks import check_order
from ajx_rules.diagnostics import Diagnostic, Problems, Span
from ajx_rules.language.reader import read_rule_file
from ajx_rules.language.sentences import parse_file
from ajx_rules.language.tree import Declaration, RuleFile


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
    texts: dict[str, str], official: dict[str, str], name: str, problems: list[Diagnostic] | None = None
) -> Compiled:
    """Compile rule files given as texts by file name; ``official`` are the official texts by name.

    Raises:
        Problems: every error of every text, in one run.

    """
    problems = problems if problems is not None else []
    files: list[RuleFile] = []
    for file, text in texts.items():  # read
        rules, found = read_rule_file(file, text)
        files.append(rules)
        problems += found
    instrument = next((d for f in files for d in f.declarations if d.kind == "规范文件"), None)
    source = _official(instrument, official, files, problems)
    wrong = check_texts(files, source)
    problems += wrong
    altered = Mended()
    if any(d.code in TABLES for d in wrong):
        read = mended(files, source or "")
        if read is None:  # another table: all that is made of it would be told as well
            raise Problems(_ordered(problems))
        files, altered = read
    later: list[Diagnostic] = []
    try:
        out, names, parsed = _meaning(files, name, later)
    except RecursionError:  # rules nested beyond what any text needs
        problems += later
        problems.append(Diagnostic("E008", {}, Span(files[0].file, 1, 1, 1, 2) if files else None))
        raise Problems(problems) from None
    problems += [d for d in later if not altered.has(d)]
    ordered = _ordered(problems)
    if any(d.severity == "error" for d in ordered):
        raise Problems(ordered)
    text = official.get(instrument.text("官方原文"), "") if instrument is not None else ""
    return Compiled(out, names, tuple(parsed), tuple(ordered), official_text(text))


def _ordered(problems: list[Diagnostic]) -> list[Diagnostic]:
    return sorted(problems, key=lambda d: (d.span.file, d.span.line, d.span.column) if d.span else ("", 0, 0))


def _meaning(
    files: list[RuleFile], name: str, problems: list[Diagnostic]
) -> tuple[ir.RegulationIR, Names, list[RuleFile]]:
    """The passes after read and the comparison with the official text."""
    names, found = collect(files)
    problems += found
    parsed: list[RuleFile] = []
    for rules in files:
        done, found = parse_file(rules, names.words)
        parsed.append(done)
        problems += found
    names = with_sentences(names, parsed)
    instrument = next((d for f in parsed for d in f.declarations if d.kind == "规范文件"), None)
    problems += check_claims(parsed)
    problems += check_articles(parsed)
    lowering = Lowering(parsed, names)
    out = lower_and_link(parsed, lowering, name, instrument)
    problems += lowering.problems
    return out, names, parsed


def _official(
    instrument: Declaration | None,
    official: dict[str, str],
    files: list[RuleFile],
    problems: list[Diagnostic],
) -> str | None:
    if instrument is None:
        first = files[0].file if files else ""
        problems.append(Diagnostic("E001", {}, Span(first, 1, 1, 1, 2) if first else None))
        return None
    wanted = instrument.text("官方原文")
    if wanted not in official:
        field = instrument.field("官方原文")
        problems.append(Diagnostic("E002", {"file": wanted}, field.span if field else instrument.span))
        return None
    return official[wanted]


def lower_and_link(
    files: list[RuleFile], lowering: Lowering, name: str, instrument: Declaration | None
) -> ir.RegulationIR:
    """The passes lower and link over all declarations."""
    declarations = [d for f in files for d in f.declarations]

    def of(*kinds: str) -> list[Declaration]:
        return [d for d in declarations if d.kind in kinds]

    for d in of("通则"):
        lowering.bearer = d.text("义务人", lowering.bearer)
        lowering.consequence = d.text("后果")
    convention = lowering.convention(of("约定"))
    tables_of = TableLowering(lowering)
    norms: list[ir.Norm] = []
    tables: list[ir.DecisionTable] = []
    commands: list[ir.Alias] = []
    for d in declarations:
        if d.kind in ("义务", "禁止", "提示", "许可", "权力"):
            made = lowering.norm(d)
            if made:
                norms.append(made)
        elif d.kind == "频次表":
            norms += tables_of.frequency_table(d)
        elif d.kind == "判定表":
            table = tables_of.decision_table(d)
            if table:
                tables.append(table[0])
                commands += [table[1]] if table[1] else []
    for d in (d for d in of("定义", "期间") if d.name in lowering.names.named):
        lowering.attempt(d.span, lambda d=d: lowering.define(d.name), d.name)  # type: ignore[misc]
    within = scopes(of("适用范围"), lowering)
    done = tuple(guarded(n, within) for n in norms)
    out = ir.RegulationIR(
        name=name,
        title=instrument.text("名称") if instrument else name,
        norms=done,
        tables=tuple(tables),
        definitions=(*(d[0] for d in lowering.definitions.values() if d), *within),
        exceptions=link_exceptions(of("例外"), done, lowering),
        readings=tuple(r for r in (lowering.reading(d) for d in of("解读")) if r),
        questions=tuple(lowering.question(d) for d in of("判断")),
        vocabularies=tuple(lowering.names.vocabularies.values()),
        groups=link_groups(of("同组"), done, lowering),
        convention=convention,
        commands=tuple(commands),
        published=published_on(instrument, lowering.problems),
        parameters=tuple(lowering.parameter(d) for d in of("参数")),
        facts=tuple(lowering.names.facts.values()),
        validity=validity_of(instrument, lowering.problems),
        replaces=instrument.text("取代") if instrument else "",
    )
    if out.replaces and out.published is None and instrument is not None:
        lowering.problems.append(Diagnostic("E044", {"name": out.replaces}, instrument.span))
    check_references(declarations, lowering)
    check_circles(declarations, out, lowering)
    for d in of("判定表"):
        check_order(lowering, d, done)
    return with_switches(out)
