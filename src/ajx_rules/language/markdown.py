"""Markdown to sections: headings, quotations, tables, and the lines of `ajx` blocks."""

from __future__ import annotations

from functools import cache

import attrs
from markdown_it import MarkdownIt
from markdown_it.token import Token as MarkdownToken

from ajx_rules.by_parts import ByParts
from ajx_rules.diagnostics import Span
from ajx_rules.language.tree import LegalTable, Quotation, Section, TableCell


@attrs.frozen(eq=False, repr=False)
class Block(ByParts):
    """One `ajx` block: its lines and the number of the first one in the file."""

    lines: tuple[str, ...]
    first_line: int
    section: int


def markdown_tokens(text: str) -> list[MarkdownToken]:
    """The tokens of a Markdown text."""
    return _parser().parse(text)


@cache
def _parser() -> MarkdownIt:
    # What stands inside a paragraph or a cell is compared as it is written: its marks are not read.
    return MarkdownIt("commonmark", {"maxNesting": 20}).enable("table").disable(["inline", "text_join"])


def split_markdown(
    file: str, text: str, tokens: list[MarkdownToken] | None = None
) -> tuple[tuple[Section, ...], tuple[Block, ...]]:
    """The sections and the `ajx` blocks of a Markdown text (of its tokens, if they are there already).

    Text before the first heading belongs to a section without a heading.
    """
    lines = text.split("\n")
    tokens = markdown_tokens(text) if tokens is None else tokens
    sections: list[Section] = [Section("", 1, (), ())]
    blocks: list[Block] = []
    i = 0
    while i < len(tokens):
        token = tokens[i]
        if token.type == "heading_open":
            heading = tokens[i + 1].content
            sections.append(Section(heading, _line(token), (), ()))
        elif token.type == "fence" and token.info.strip().split(" ")[0] == "ajx":
            blocks.append(Block(tuple(token.content.split("\n")), _line(token) + 1, len(sections) - 1))
        elif token.type == "blockquote_open":
            end = _closing(tokens, i)
            quotes = [
                Quotation(t.content.replace("\n", ""), _line(t))
                for t in tokens[i:end]
                if t.type == "inline" and t.content
            ]
            last = sections[-1]
            sections[-1] = attrs.evolve(last, quotations=(*last.quotations, *quotes))
            i = end
        elif token.type == "table_open":
            end = _closing(tokens, i)
            last = sections[-1]
            table = _table(file, last.heading, lines, _line(token), (token.map or [0, 0])[1])
            sections[-1] = attrs.evolve(last, tables=(*last.tables, table))
            i = end
        i += 1
    return tuple(sections), tuple(blocks)


def _line(token: MarkdownToken) -> int:
    return (token.map or [0, 0])[0] + 1


def _closing(tokens: list[MarkdownToken], start: int) -> int:
    level = tokens[start].level
    for i in range(start + 1, len(tokens)):
        if tokens[i].level == level and tokens[i].nesting == -1:
            return i
    return len(tokens) - 1


def _table(file: str, title: str, lines: list[str], first: int, end: int) -> LegalTable:
    rows = [_cells(file, lines[n - 1], n) for n in range(first, end + 1) if "|" in lines[n - 1]]
    header, body = rows[0], rows[2:]
    return LegalTable(title, header, tuple(body), first)


def _cells(file: str, line: str, number: int) -> tuple[TableCell, ...]:
    cells: list[TableCell] = []
    start = line.find("|") + 1
    while start > 0:
        end = line.find("|", start)
        if end < 0:
            break
        raw = line[start:end]
        text = raw.strip()
        column = start + (len(raw) - len(raw.lstrip()) if text else 0) + 1
        cells.append(TableCell(text, Span(file, number, column, number, column + max(len(text), 1))))
        start = end + 1
    # A line without a closed cell is a row with one empty cell, so that what is wrong with it has a place.
    return tuple(cells) or (TableCell("", Span(file, number, 1, number, 2)),)
