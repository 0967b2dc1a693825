"""Pass 3, quotes: what is quoted is the official text, and what a rule says it carries out is quoted.

Comparison ignores white space only. A quotation is whole sentences, or lines without a full stop; where it
leaves something of a sentence out, it says …….
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import attrs

from ajx_rules.compiler.numbers import check_numbers, passage_section
from ajx_rules.compiler.passages import (
    MOST_ARTICLES,
    Article,
    Passages,
    difference,
    official_text,
    places_of,
    read_passages,
    value,
)
from ajx_rules.diagnostics import Diagnostic, Span
from ajx_rules.language.forms import declaration_forms
from ajx_rules.language.text import NUMERAL, canonical, squeeze
from ajx_rules.language.tree import Declaration, LegalTable, RuleFile, Section, TableCell

__all__ = ["TABLES", "Mended", "check_claims", "check_quotes", "check_texts", "mended", "official_text"]

TABLES = frozenset({"E302", "E303"})
"""A table that is not the official one: every rule made of it would be wrong as well."""
MOST_ALTERED = 3
"""A table with more altered cells is another table: a row is missing, or a column."""
_ELLIPSIS = re.compile("……|…")
_NUMBER = rf"第\s*(?:[0-9]{{1,6}}|{NUMERAL[:-1]}{{1,9}})\s*条"
_NUMBERS = re.compile(rf"\s*{_NUMBER}(?:\s*[、和至到—–~～-]+\s*{_NUMBER})*(?=\s|$|（[^（）]*）)")
_UPTO = re.compile("[至到—–~～-]")
_NOTHING = "（无）"
_TITLE = "标题"


@attrs.frozen
class Mended:
    """The lines of altered tables, by file."""

    places: tuple[tuple[str, int, int], ...] = ()

    def has(self, found: Diagnostic) -> bool:
        """Whether something is said of a place in an altered table."""
        at = found.span
        return at is not None and any(
            at.file == file and first <= at.line <= last for file, first, last in self.places
        )


def check_quotes(files: Iterable[RuleFile], official: str | None) -> list[Diagnostic]:
    """Everything quoted that is not in the official text, or not quoted where it is used."""
    files = tuple(files)
    return [*check_texts(files, official), *check_claims(files)]


def check_texts(files: Iterable[RuleFile], official: str | None) -> list[Diagnostic]:
    """Everything quoted that is not the official text: quotations, headings of articles, tables."""
    if official is None:
        return []
    files = tuple(files)
    passages = read_passages(official)
    used = {squeeze(d.text("原表").strip("「」")) for f in files for d in f.declarations if d.text("原表")}
    problems: list[Diagnostic] = []
    for file in files:
        for section in file.sections:
            problems += _quotations(file, section, passages)
            for table in section.tables:
                named = squeeze(table.title) in used
                problems += _titled(file, table, passages, used=named)
    return problems


def mended(files: Iterable[RuleFile], official: str) -> tuple[list[RuleFile], Mended] | None:
    """The files with the official words in altered tables, and where these stand; None where one cannot be mended.

    Rules made of an altered table would all be told as wrong: they are looked at as if it were not altered.
    """
    files = tuple(files)
    passages = read_passages(official)
    out: list[RuleFile] = []
    places: list[tuple[str, int, int]] = []
    for file in files:
        sections: list[Section] = []
        for section in file.sections:
            tables = [_mended(file, table, passages) for table in section.tables]
            if None in tables:
                return None
            changed = [(old, new) for old, new in zip(section.tables, tables, strict=True) if old is not new]
            places += [(file.file, old.line, _last_line(old)) for old, _ in changed]
            sections.append(attrs.evolve(section, tables=tuple(t for t in tables if t is not None)))
        out.append(attrs.evolve(file, sections=tuple(sections)))
    titles = [squeeze(t.title) for f in out for t in f.tables()]
    altered = {squeeze(t.title) for f in files for t in f.tables()}.symmetric_difference(titles)
    if any(titles.count(title) > 1 for title in altered):
        return None
    return out, Mended(tuple(places))


def _last_line(table: LegalTable) -> int:
    return max(cell.span.line for row in (table.header, *table.rows) for cell in row)


def _mended(file: RuleFile, table: LegalTable, passages: Passages) -> LegalTable | None:
    """A table with the official words where a few are altered; None where it cannot be told which."""
    for _ in range(MOST_ALTERED + 1):
        found = next(iter(_titled(file, table, passages, used=False)), None)
        if found is None:
            return table
        if any(len(row) != len(table.header) for row in table.rows):
            return None
        if found.args.get("part") == _TITLE:
            table = attrs.evolve(table, title=found.args["official"])
        else:
            table = _with_cell(table, found)
    return None


def _with_cell(table: LegalTable, altered: Diagnostic) -> LegalTable:
    """The table with the official words in the cell that something is said of."""
    words = altered.args["official"]

    def right(row: tuple[TableCell, ...]) -> tuple[TableCell, ...]:
        return tuple(attrs.evolve(c, text=words) if c.span == altered.span else c for c in row)

    return attrs.evolve(table, header=right(table.header), rows=tuple(map(right, table.rows)))


def check_claims(files: Iterable[RuleFile]) -> list[Diagnostic]:
    """Everything that a rule says it carries out and that is not quoted above it."""
    problems: list[Diagnostic] = []
    for file in files:
        quoted = [squeeze(section.said) for section in file.sections]
        for declaration in file.declarations:
            problems += _words(file, declaration, quoted)
        problems += check_numbers(file)
    return problems


# ------------------------------------------------------------ quotations and the headings above them


def _quotations(file: RuleFile, section: Section, passages: Passages) -> list[Diagnostic]:
    """The quotations of a section that are not the text; else a heading that is not that of their article."""
    out: list[Diagnostic] = []
    places: list[int] = []
    written = _written(section.heading)
    for quotation in section.quotations:
        words = squeeze(quotation.text)
        found = list(places_of_quotation(words, passages))
        if found:
            places.append(next((p for p in found if _called(passages.article_at(p), written)), found[0]))
            continue
        within = next((a for a in passages.articles if a.number in map(value, written)), None)
        unlike = difference(words, passages, within)
        line = file.source_line(quotation.line)
        column = _column(line, unlike.at)
        span = Span(file.file, quotation.line, column, quotation.line, column + max(unlike.length, 1))
        args = {"ours": unlike.ours or _NOTHING, "official": unlike.official or _NOTHING}
        out.append(Diagnostic("E301", args, span, source_line=line, article=section.heading))
    return out or _heading(file, section, passages, places)


def places_of_quotation(words: str, passages: Passages) -> Iterator[int]:
    """Where a quotation stands in the text; …… in it, before or after it, is for what it leaves out."""
    yield from passages.standing(words)
    parts = _ELLIPSIS.split(words)
    if len(parts) == 1 or not any(parts):
        return
    first = next(n for n, part in enumerate(parts) if part)
    for start in places_of(parts[first], passages.plain):
        if first == 0 and start not in passages.begins:
            continue
        if not _goes_on(parts[first:], start, passages):
            return  # nor does what begins later
        yield start


def _goes_on(parts: list[str], at: int, passages: Passages) -> bool:
    """Whether the parts of a quotation follow each other, the last up to the end of a sentence."""
    for part in parts[:-1]:
        at = passages.plain.find(part, at)
        if at < 0:
            return False
        at += len(part)
    last = parts[-1]
    ends = (p + len(last) for p in places_of(last, passages.plain, at))
    return not last or any(end in passages.ends for end in ends)


def _heading(file: RuleFile, section: Section, passages: Passages, places: list[int]) -> list[Diagnostic]:
    """A heading above an article is its number, as the text has it, in digits or in Chinese, or a title."""
    written = _written(section.heading)
    articles = [a for a in map(passages.article_at, places) if a is not None]
    if not written:  # where the articles end, annexes follow: those need no number
        begun = {p for a in articles for p in (a.start, a.after)}
        articles = [a for a in articles if begun & set(places)]
    wrong = next((a for a in articles if not _called(a, written)), None)
    titles = () if written else passages.titles(squeeze(section.heading))
    if wrong is None or any(True for _ in titles):  # a title may stand at 0
        return []
    line = file.source_line(section.line)
    args = {"heading": section.heading or _NOTHING, "official": wrong.title}
    span = Span(file.file, section.line, 1, section.line, max(len(line), 1) + 1)
    return [Diagnostic("E307", args, span, source_line=line)]


def _written(heading: str) -> tuple[str, ...]:
    """The numbers of the articles that a heading begins with, as it writes them.

    >>> _written("第十条、第 11 条　培训"), _written("第一条至第3条"), _written("第十一条条")
    (('十', '11'), ('一', '3', '2'), ())
    """
    found = _NUMBERS.match(canonical(heading))
    if found is None:
        return ()
    numbers = [squeeze(n)[1:-1] for n in re.findall(_NUMBER, found[0])]
    first, last = value(numbers[0]), value(numbers[-1])
    if _UPTO.search(found[0]) and last - first < MOST_ARTICLES:
        numbers += map(str, range(first + 1, last))
    return tuple(numbers)


def _called(article: Article | None, written: Iterable[str]) -> bool:
    return article is not None and any(map(article.is_called, written))


def _column(line: str, at: int) -> int:
    """The column of the character at a place of a quotation, its white space aside."""
    places = [i for i, char in enumerate(line) if not char.isspace()]
    marks = len(line) - len(line.lstrip("> \t")) if line.lstrip().startswith(">") else 0
    places = [i for i in places if i >= marks]
    return places[at] + 1 if at < len(places) else len(line.rstrip()) + 1


# ------------------------------------------------------------ tables


def _titled(file: RuleFile, table: LegalTable, passages: Passages, *, used: bool) -> list[Diagnostic]:
    """A table with the title and the header of one of the text, cell by cell; one of the prose is passed over."""
    title, header = squeeze(table.title), squeeze("".join(c.printed for c in table.header))
    begins = [at + len(title) for at in passages.titles(title)]
    if not begins:
        return _misnamed(file, table, passages, used=used)
    places = (p for p in places_of(header, passages.plain) if p >= begins[0] and p in passages.edges)
    start = next(places, None)
    if start is None:
        return _misheaded(file, table, passages, begins)
    return _table(file, table, passages, start)


def _misnamed(file: RuleFile, table: LegalTable, passages: Passages, *, used: bool) -> list[Diagnostic]:
    """A title that the text does not have, of a table that rules use or that is one of the text all the same."""
    title, header = squeeze(table.title), squeeze("".join(c.printed for c in table.header))
    above = (
        passages.title_above(title, at) for at in places_of(header, passages.plain) if at in passages.edges
    )
    nearest = next(filter(None, above), "") or passages.nearest_title(title)
    if not nearest and not used:
        return []
    args = {"part": _TITLE, "part_en": "title", "ours": table.title, "official": nearest or _NOTHING}
    return [Diagnostic("E302", args, table.header[0].span, source_line=file.source_line(table.line))]


def _misheaded(file: RuleFile, table: LegalTable, passages: Passages, begins: list[int]) -> list[Diagnostic]:
    """The first cell of a header that is not that of the text."""
    header = squeeze("".join(c.printed for c in table.header))
    at = passages.row_like(header, begins)
    for cell in table.header:
        words = squeeze(cell.printed)
        if passages.plain.startswith(words, at) and at + len(words) in passages.edges:
            at += len(words)
            continue
        args = {"part": "表头", "part_en": "header", "ours": cell.text or _NOTHING}
        args["official"] = passages.cell_like(words, at)
        line = file.source_line(cell.span.line)
        return [Diagnostic("E302", args, cell.span, source_line=line, article=table.title)]
    return []


def _table(file: RuleFile, table: LegalTable, passages: Passages, at: int) -> list[Diagnostic]:
    """The cells of a legal table one after another are the official text; a merged cell (〃, 〈) is empty there."""
    cells = [c for row in (table.header, *table.rows) for c in row]
    official, edges = passages.plain, passages.edges
    for cell in cells:
        text = squeeze(cell.printed)
        if official.startswith(text, at) and at + len(text) in edges:
            at += len(text)
            continue
        args = {"ours": cell.text, "official": passages.cell_like(text, at)}
        return [
            Diagnostic(
                "E303", args, cell.span, source_line=file.source_line(cell.span.line), article=table.title
            )
        ]
    return []


def _words(file: RuleFile, declaration: Declaration, quoted: Sequence[str]) -> list[Diagnostic]:
    """The words that a declaration carries out and that its passage, by ``quoted`` section by section, has not."""
    at = passage_section(file, declaration)
    section = file.sections[at]
    out: list[Diagnostic] = []
    head = declaration_forms()[declaration.kind]
    claims = [(declaration.words, declaration.span)] if head.head in ("id-words", "name-words") else []
    source = declaration.field("原文")
    if source:
        claims.append((source.text.strip("「」"), source.span))
    for claimed, span in claims:
        if not claimed or not _within(squeeze(claimed), quoted[at]):
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
