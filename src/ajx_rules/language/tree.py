"""The syntax tree: a rule file as sections with quotations, tables and declarations.

Nothing is resolved here: a field holds its words as written, and, once the
sentences are parsed, their tree.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

import attrs
from lark import Token, Tree

from ajx_rules.by_parts import ByParts
from ajx_rules.diagnostics import Span

Sentence = Tree[Token]


def tokens_of(sentence: Sentence | Token | None) -> list[Token]:
    """The words of a sentence, or of a part of one, in the order of its tree; of none, none."""
    out: list[Token] = []
    waiting: list[Sentence | Token] = [] if sentence is None else [sentence]
    while waiting:
        at = waiting.pop()
        if isinstance(at, Tree):
            waiting += reversed(at.children)
        else:
            out.append(at)
    return out


@attrs.frozen(eq=False, repr=False)
class Quotation(ByParts):
    """A passage of the official text, as quoted (one paragraph of a block quote)."""

    text: str
    line: int


ABOVE, LEFT = "〃", "〈"
"""What is written in a cell of a table that is one cell with the one above it, or to its left."""


@attrs.frozen(eq=False, repr=False)
class TableCell(ByParts):
    """One cell of a legal table with its place."""

    text: str
    span: Span

    @property
    def printed(self) -> str:
        """What the official text has in the cell: nothing where it is one with another."""
        return "" if self.text in (ABOVE, LEFT) else self.text


@attrs.frozen(eq=False, repr=False)
class LegalTable(ByParts):
    """A Markdown table: header and rows of cells; ``title`` is the heading above it."""

    title: str
    header: tuple[TableCell, ...]
    rows: tuple[tuple[TableCell, ...], ...]
    line: int


@attrs.frozen(eq=False, repr=False)
class FieldItem(ByParts):
    """One line （一）… under a field."""

    label: str
    text: str
    span: Span
    sentence: Sentence | None = None


@attrs.frozen(eq=False, repr=False)
class FieldNode(ByParts):
    """One field of a declaration: ``word：text``.

    ``name`` is the entry of declarations.toml; ``word`` as written (第5行 for 行另有).
    """

    name: str
    word: str
    text: str
    span: Span
    form: str
    items: tuple[FieldItem, ...] = ()
    sentence: Sentence | None = None
    extra: Sentence | None = None

    def with_sentence(self, sentence: Sentence | None, extra: Sentence | None = None) -> FieldNode:
        """The same field with its sentence as a tree."""
        return FieldNode(self.name, self.word, self.text, self.span, self.form, self.items, sentence, extra)


@attrs.frozen(eq=False, repr=False)
class Declaration(ByParts):
    """A head with its fields."""

    kind: str
    name: str
    key: str
    words: str
    span: Span
    fields: tuple[FieldNode, ...]
    section: int
    file: str

    def with_fields(self, fields: tuple[FieldNode, ...]) -> Declaration:
        """The same declaration with other fields."""
        return Declaration(
            self.kind, self.name, self.key, self.words, self.span, fields, self.section, self.file
        )

    def field(self, name: str) -> FieldNode | None:
        """The first field of that name."""
        for field in self.fields:
            if field.name == name:
                return field
        return None

    def all(self, name: str) -> tuple[FieldNode, ...]:
        """Every field of that name."""
        return tuple(f for f in self.fields if f.name == name)

    def text(self, name: str, default: str = "") -> str:
        """The words of a field, or the default."""
        found = self.field(name)
        return found.text if found else default


@attrs.frozen(eq=False, repr=False)
class Section(ByParts):
    """What stands under one heading."""

    heading: str
    line: int
    quotations: tuple[Quotation, ...]
    tables: tuple[LegalTable, ...]

    @property
    def quoted(self) -> str:
        """The quotations of the section together."""
        return "\n".join(q.text for q in self.quotations)

    @cached_property
    def said(self) -> str:
        """All that the section has of the text: its quotations, and its tables cell by cell."""
        cells = (cell.text for table in self.tables for row in (table.header, *table.rows) for cell in row)
        return "\n".join((self.quoted, *cells)).strip()


@attrs.frozen(eq=False, repr=False)
class RuleFile(ByParts):
    """A whole rule file."""

    file: str
    lines: tuple[str, ...]
    sections: tuple[Section, ...]
    declarations: tuple[Declaration, ...]

    def source_line(self, line: int) -> str:
        """A line of the file as written; empty outside it."""
        return self.lines[line - 1] if 0 < line <= len(self.lines) else ""

    def tables(self) -> Iterator[LegalTable]:
        """Every legal table of the file."""
        for section in self.sections:
            yield from section.tables
