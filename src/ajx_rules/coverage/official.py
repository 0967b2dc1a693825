"""An official text in units: sentences, list items, table cells, headings; each with its place in the text.

Places count characters without white space, as quotations are compared (``compiler.quotes.official_text``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, Literal

import attrs

from ajx_rules.authoring.official import Paragraph, SourceTable, blocks_of
from ajx_rules.language.text import squeeze

Kind = Literal["sentence", "item", "cell", "heading"]

_NUMBER: Final = "[0-9０-９零〇一二三四五六七八九十百]+"
_ARTICLE: Final = re.compile(rf"第{_NUMBER}条(?![、，规所的第之至])")
_DIVISION: Final = re.compile(
    rf"第{_NUMBER}[编章节](?![、，规所的])|附[件录表图则](?!所|中|的)|表{_NUMBER}(?!所|中|的|、)"
)
_ITEM: Final = re.compile(
    r"[0-9０-９]+[.．、]|[（(][0-9０-９零一二三四五六七八九十]+[）)]|[①-⑳]|[一二三四五六七八九十]+、"
)
_SENTENCE: Final = re.compile(r"[^。；！？;!?]+[。；！？;!?]*[”’」』）)]*|[。；！？;!?]+")
_ENDS: Final = re.compile("[。；！？;!?：:][”’」』）)]*$")
_LEAD: Final = re.compile(
    rf"{_ARTICLE.pattern}|[0-9０-９]+[.．、]|[（(][0-9０-９零一二三四五六七八九十]+[）)]|[①-⑳]|[一二三四五六七八九十]+、"
    "|注[0-9０-９]*[：:.]?"
)


@attrs.frozen
class Unit:
    """One sentence, list item, table cell or heading.

    ``start`` and ``end`` are its place in the text without white space; ``line`` is its line in the file.
    ``paragraph`` and ``item`` count from 1 within the group (0: none); ``row`` and ``column`` those of a cell.
    """

    kind: Kind
    text: str
    start: int
    end: int
    line: int
    paragraph: int = 0
    item: int = 0
    row: int = 0
    column: int = 0

    def significant(self) -> Iterator[int]:
        """The places of its characters that say something: no punctuation, no number in front.

        >>> unit = Unit("item", "2.提供服务；", 10, 17, 1)
        >>> list(unit.significant())
        [12, 13, 14, 15]
        """
        lead = _LEAD.match(self.text) if self.kind != "cell" else None
        begin = lead.end() if lead else 0
        return (self.start + n for n, char in enumerate(self.text) if n >= begin and char.isalnum())


@attrs.frozen
class Group:
    """An article, or what stands under a heading, with its units in order."""

    label: str
    line: int
    units: tuple[Unit, ...]

    @property
    def start(self) -> int:
        """Where it begins in the text."""
        return self.units[0].start

    @property
    def end(self) -> int:
        """Where it ends in the text."""
        return self.units[-1].end


@attrs.frozen
class Text:
    """An official text: its characters without white space, and its groups."""

    plain: str
    groups: tuple[Group, ...]


def read_text(text: str) -> Text:
    r"""Cut an official text into groups and units.

    >>> found = read_text("某办法\n第一条 应当回访；不得拖延。\n第二条 包括：\n1.电话；\n2.网络。")
    >>> [(g.label, [(u.kind, u.text) for u in g.units]) for g in found.groups][1]
    ('第一条', [('sentence', '第一条应当回访；'), ('sentence', '不得拖延。')])
    >>> [u.kind for u in found.groups[2].units]
    ['sentence', 'item', 'item']
    """
    reader = _Reader()
    for block in blocks_of(text):
        if isinstance(block, Paragraph):
            reader.paragraph(squeeze(block.text), block.number)
        elif isinstance(block, SourceTable):
            reader.table(block)
    reader.close()
    return Text(reader.plain, tuple(reader.groups))


class _Reader:
    """Takes paragraphs and tables in order; what is open is the group they belong to."""

    def __init__(self) -> None:
        self.plain = ""
        self.groups: list[Group] = []
        self.units: list[Unit] = []
        self.label = ""
        self.line = 0
        self.article = False  # inside an article no line is taken for a heading unless it looks like one
        self.paragraphs = 0
        self.items = 0

    def close(self) -> None:
        """End the group that is open."""
        if self.units:
            self.groups.append(Group(self.label, self.line, tuple(self.units)))
        self.units, self.label, self.paragraphs, self.items = [], "", 0, 0

    def open(self, label: str, line: int, *, article: bool) -> None:
        """Begin a group."""
        self.close()
        self.label, self.line, self.article = label, line, article

    def paragraph(self, text: str, line: int) -> None:
        """Take a paragraph: the beginning of an article, a heading, or sentences of the group."""
        article, division = _ARTICLE.match(text), _DIVISION.match(text)
        if article:
            self.open(article[0], line, article=True)
        elif division or (not self.article and not _ENDS.search(text)):
            self._heading(text, line, new=division is not None)
            return
        elif not self.units:
            self.open(text[:12], line, article=False)
        self._sentences(text, line)

    def _heading(self, text: str, line: int, *, new: bool) -> None:
        """A heading begins a group; one that follows another goes on with it."""
        if new or not self.units or self.units[-1].kind != "heading":
            self.open("", line, article=False)
        self.label += (" " if self.label else "") + text
        self._add("heading", text, line)

    def _sentences(self, text: str, line: int) -> None:
        item = _ITEM.match(text)
        if item and self.units:
            self.items += 1
        else:
            self.paragraphs += 1
            self.items = 0
        kind: Kind = "item" if item and self.units else "sentence"
        for sentence in _parts(text):
            self._add(kind, sentence, line)

    def table(self, block: SourceTable) -> None:
        """Take a table, cell by cell; an empty one says nothing."""
        title = self.units[-1] if self.units else None
        if title is not None and title.kind == "sentence" and not _ENDS.search(title.text):  # it stands above
            self.units.pop()
            self.plain = self.plain[: title.start]
            self._heading(title.text, title.line, new=True)
        elif title is None:
            self.open("", block.number, article=False)
        for r, row in enumerate(block.rows):
            for c, cell in enumerate(row):
                if cell is not None and squeeze(cell):
                    self._add("cell", squeeze(cell), block.number, (r + 1, c + 1))

    def _add(self, kind: Kind, text: str, line: int, cell: tuple[int, int] = (0, 0)) -> None:
        start = len(self.plain)
        self.plain += text
        prose = kind in ("sentence", "item")
        places = (self.paragraphs if prose else 0, self.items if prose else 0)
        self.units.append(Unit(kind, text, start, start + len(text), line, *places, *cell))


def _parts(text: str) -> Sequence[str]:
    """The sentences of a paragraph; a number in front of one stays with it."""
    return [found[0] for found in _SENTENCE.finditer(text)]
