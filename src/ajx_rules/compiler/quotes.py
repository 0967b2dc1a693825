"""Pass 3, quotes: what is quoted is the official text, and what a rule says it carries out is quoted.

Comparison ignores white space only. What word processors leave behind in the official
text is taken out by ``official_text`` in one step, and nowhere else.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

from ajx_rules.compiler.numbers import check_numbers, passage_of, passage_section
from ajx_rules.diagnostics import Diagnostic, Span
from ajx_rules.language.forms import declaration_forms
from ajx_rules.language.text import squeeze
from ajx_rules.language.tree import Declaration, LegalTable, RuleFile, Section

_RESIDUE = re.compile(r"\[bookmark: [^\]]*\]")
_ELLIPSIS = re.compile("……|…")


def official_text(text: str) -> str:
    r"""The official text as quotations are compared with it: no bookmarks, no white space.

    >>> official_text("[bookmark: _Toc1][bookmark: _Toc2]附件1 \n\t每年至少\n\t1次线下")
    '附件1每年至少1次线下'
    """
    return squeeze(_RESIDUE.sub("", text.removeprefix("\ufeff")))


def check_quotes(files: Iterable[RuleFile], official: str | None) -> list[Diagnostic]:
    """Everything quoted that is not in the official text, or not quoted where it is used."""
    problems: list[Diagnostic] = []
    plain = official_text(official) if official is not None else None
    edges = _edges(official) if official is not None else frozenset()
    files = tuple(files)
    used = {squeeze(d.text("原表").strip("「」")) for f in files for d in f.declarations if d.text("原表")}
    for file in files:
        for section in file.sections:
            if plain is not None:
                problems += _quotations(file, section, plain)
                for table in section.tables:
                    problems += _table(file, table, plain, edges, used=squeeze(table.title) in used)
        for declaration in file.declarations:
            problems += _words(file, declaration, squeeze(passage_of(file, declaration)))
        problems += check_numbers(file)
    return problems


def _edges(text: str) -> frozenset[int]:
    """Where a line or a cell of the official text ends, as places of the text without white space."""
    out, at = {0}, 0
    for piece in re.split(r"[\s|]", _RESIDUE.sub("", text.removeprefix("\ufeff"))):
        at += len(squeeze(piece))
        out.add(at)
    return frozenset(out)


def _quotations(file: RuleFile, section: Section, official: str) -> list[Diagnostic]:
    out: list[Diagnostic] = []
    for quotation in section.quotations:
        text = squeeze(quotation.text)
        if text in official:
            continue
        line = file.source_line(quotation.line)
        at, ours, theirs = _first_difference(text, official)
        column = _column(line, at)
        span = Span(file.file, quotation.line, column, quotation.line, column + max(len(ours), 1))
        args = {"ours": ours or "（无）", "official": theirs or "（无）", "heading": section.heading}
        out.append(Diagnostic("E301", args, span, source_line=line, article=section.heading))
    return out


def _column(line: str, at: int) -> int:
    """The column of the character at a place of a quotation, its white space aside."""
    places = [i for i, char in enumerate(line) if not char.isspace()]
    marks = len(line) - len(line.lstrip("> \t")) if line.lstrip().startswith(">") else 0
    places = [i for i in places if i >= marks]
    return places[at] + 1 if at < len(places) else len(line.rstrip()) + 1


def _first_difference(text: str, official: str) -> tuple[int, str, str]:
    """Where a quotation leaves the official text, what it says there and what the text says."""
    least, most = 0, len(text)
    while least < most:  # the longest beginning that the official text has
        middle = (least + most + 1) // 2
        least, most = (middle, most) if text[:middle] in official else (least, middle - 1)
    if least == 0:
        return 0, text[:20], ""
    start = official.find(text[:least]) + least
    ours, theirs = text[least : least + 60], official[start : start + 60]
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if tag != "equal":
            return least + i1, ours[i1:i2][:20], theirs[j1:j2][:20]
    return least, ours[:20], ""


def _table(
    file: RuleFile, table: LegalTable, official: str, edges: frozenset[int], *, used: bool
) -> list[Diagnostic]:
    """The cells of a legal table one after another are the official text; a merged cell (〃, 〈) is empty there."""
    cells = [c for row in (table.header, *table.rows) for c in row]
    start = official.find(squeeze(table.title))
    if start < 0 and not used:  # a table of the prose
        return []
    if start < 0:
        span = table.header[0].span
        return [Diagnostic("E302", {"title": table.title}, span, source_line=file.source_line(span.line))]
    at = official.find(squeeze("".join(c.printed for c in table.header)), start)
    if at < 0:
        span = table.header[0].span
        return [Diagnostic("E302", {"title": table.title}, span, source_line=file.source_line(span.line))]
    for cell in cells:
        text = squeeze(cell.printed)
        if official.startswith(text, at) and at + len(text) in edges:
            at += len(text)
            continue
        end = min((e for e in edges if e > at), default=len(official))
        args = {"ours": cell.text, "official": official[at:end]}
        return [
            Diagnostic(
                "E303", args, cell.span, source_line=file.source_line(cell.span.line), article=table.title
            )
        ]
    return []


def _words(file: RuleFile, declaration: Declaration, quoted: str) -> list[Diagnostic]:
    section = file.sections[passage_section(file, declaration)]
    out: list[Diagnostic] = []
    head = declaration_forms()[declaration.kind]
    claims = [(declaration.words, declaration.span)] if head.head in ("id-words", "name-words") else []
    source = declaration.field("原文")
    if source:
        claims.append((source.text.strip("「」"), source.span))
    for claimed, span in claims:
        if not claimed or not _within(squeeze(claimed), quoted):
            args = {"words": claimed, "heading": section.heading}
            line = file.source_line(span.line)
            out.append(
                Diagnostic(
                    "E304" if claimed else "E305", args, span, source_line=line, article=section.heading
                )
            )
    return out


def _within(claimed: str, quoted: str) -> bool:
    """The words stand in the quotation, in order, with …… for what is left out."""
    at = 0
    for part in _ELLIPSIS.split(claimed):
        found = quoted.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return True
