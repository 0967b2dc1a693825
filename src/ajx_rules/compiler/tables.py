"""Legal tables to decision and frequency tables; gaps and overlaps found with a witness."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from fractions import Fraction

import attrs
from lark import Token, Tree

from ajx_rules.by_parts import ByParts
from ajx_rules.compiler import ir
from ajx_rules.compiler.collect import Names
from ajx_rules.compiler.wrong import WrongSentence, extent
from ajx_rules.diagnostics import Diagnostic, Span
from ajx_rules.language.sentences import parse
from ajx_rules.language.text import canonical, quantity, squeeze
from ajx_rules.language.tree import Declaration, LegalTable, RuleFile, Sentence, TableCell, tokens_of


@attrs.frozen(eq=False, repr=False)
class Bounds(ByParts):
    """What 以上 and 以下 include in a scope."""

    above_included: bool
    below_included: bool


def find_table(d: Declaration, names: Names, problems: list[Diagnostic], file: RuleFile) -> LegalTable | None:
    """The legal table a declaration names; a diagnostic where there is none."""
    field = d.field("原表")
    if field is None:
        return None
    table = names.tables.get(squeeze(field.text.strip("「」")))
    if table is None:
        args = {"title": field.text, "known": "、".join(t.title for t in names.tables.values())}
        problems.append(Diagnostic("E401", args, field.span, source_line=file.source_line(field.span.line)))
    return table


def read_cell(
    cell: TableCell, start: str, names: Names, file: RuleFile, problems: list[Diagnostic]
) -> Sentence | None:
    """The sentence in a cell; an empty cell is an error, never taken for 无硬性要求."""
    line = file.source_line(cell.span.line)
    if not cell.text and start == "cell":
        problems.append(Diagnostic("E405", {}, cell.span, source_line=line))
        return None
    found: list[Diagnostic] = []
    tree = parse(canonical(cell.text), start, cell.span, names.words, found, line)
    if tree is None:
        args = {"text": cell.text or "（空）"}
        problems.append(Diagnostic("E404" if start == "cell" else "E403", args, cell.span, source_line=line))
    return tree


def band_of(tree: Sentence, label: str, text: str, bounds: Bounds) -> tuple[ir.Band, str]:
    """A row of a decision table: its bounds and its unit (万 multiplied out)."""
    values = [quantity(canonical(str(t))) for t in tokens_of(tree) if t.type == "QUANTITY"]
    lo = hi = None
    if tree.data == "between":
        lo, hi = values[0][0], values[1][0]
    elif tree.data == "above":
        lo = values[0][0]
    else:
        hi = values[0][0]
    return ir.Band(label, text, lo, bounds.above_included, hi, bounds.below_included), values[0][1]


def check_bands(
    bands: list[tuple[ir.Band, TableCell]], title: str, unit: str, file: RuleFile
) -> list[Diagnostic]:
    """Gaps and overlaps between the rows, each with a number that falls in it."""
    out: list[Diagnostic] = []
    step = Fraction(1, 100)
    ordered = sorted(bands, key=lambda b: (b[0].lo is not None, b[0].lo or 0))

    def report(code: str, witness: Fraction, cell: TableCell, other: ir.Band | None) -> None:
        args = {
            "witness": _money(witness, unit),
            "title": title,
            "text": cell.text,
            "other": other.text if other else "",
        }
        out.append(
            Diagnostic(code, args, cell.span, source_line=file.source_line(cell.span.line), article=title)
        )

    for band, cell in ordered:
        if band.lo is not None and band.hi is not None and band.lo >= band.hi:
            args = {"text": cell.text}
            out.append(
                Diagnostic(
                    "E406", args, cell.span, source_line=file.source_line(cell.span.line), article=title
                )
            )
            return out
    first, first_cell = ordered[0]
    if first.lo is not None and first.lo > 0:
        report("E402", Fraction(0), first_cell, None)
    for (below, _), (above, cell) in itertools.pairwise(ordered):
        if above.lo is None:  # nor has the one below a lower end
            report("E407", Fraction(0), cell, below)
        elif below.hi is None:
            report("E407", above.lo if above.lo_inclusive else above.lo + step, cell, below)
        elif below.hi < above.lo:
            report("E402", below.hi if not below.hi_inclusive else below.hi + step, cell, below)
        elif below.hi > above.lo:
            report("E407", above.lo if above.lo_inclusive else above.lo + step, cell, below)
        elif below.hi_inclusive and above.lo_inclusive:
            report("E407", above.lo, cell, below)
        elif not below.hi_inclusive and not above.lo_inclusive:
            report("E402", above.lo, cell, below)
    last, last_cell = ordered[-1]
    if last.hi is not None:
        report("E402", last.hi + (step if last.hi_inclusive else 0), last_cell, None)
    return out


def _money(value: Fraction, unit: str) -> str:
    amount = (
        f"{int(value)}"
        if value.denominator == 1
        else f"{int(value * 100) // 100}.{int(value * 100) % 100:02d}"
    )
    return f"{amount}{unit}"


def tree_span(tree: Tree[Token] | Token | None, where: Span) -> Span:
    """The place in the file of part of a sentence; the whole field if it is not known."""
    found = extent(tree) if tree is not None else None
    if found is None:
        return where
    return Span(where.file, where.line, where.column + found[0], where.line, where.column + found[1])


def diagnostic_of(wrong: WrongSentence, where: Span, line: str, article: str = "") -> Diagnostic:
    """What a pass found wrong with a sentence, as a diagnostic."""
    args: Mapping[str, str] = wrong.args_of_message
    return Diagnostic(wrong.code, args, tree_span(wrong.at, where), source_line=line, article=article or None)
