"""A Word document (``.docx``) to paragraphs and tables, with nothing but the standard library.

The file is a stranger's: it is unpacked only up to a limit, its XML may declare no document type
(so no entities can be expanded), and nothing outside it is opened.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from typing import Final
from xml.parsers import expat

import attrs

from ajx_rules.authoring.official import (
    DOCX,
    Block,
    CannotRead,
    Gap,
    Official,
    Paragraph,
    SourceTable,
    clean,
    closed_up,
    single_spaced,
)

DOCUMENT: Final = "word/document.xml"
MAX_XML: Final = 60_000_000
DEEPEST: Final = 200
_WORD: Final = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_SKIPPED: Final = ("Fallback", "instrText", "delText", "footnoteReference", "del", "moveFrom")


@attrs.define
class _Cell:
    paragraphs: list[str] = attrs.field(factory=list)
    span: int = 1
    continued: bool = False


@attrs.define
class _Table:
    rows: list[list[_Cell]] = attrs.field(factory=list)


class _Refused(Exception):  # noqa: N818 - a finding about an input
    """The XML holds what an official text has no need of."""


def read_docx(data: bytes, name: str) -> Official:
    """Read a Word document.

    Raises:
        CannotRead: it is no such document, or not one that is safe to read.

    """
    reader = _Reader()
    try:
        reader.feed(_document(data, name))
    except _Refused as refused:
        raise CannotRead(
            f"{name} 的内容不可信：{refused}",
            f"{name} is not safe to read: {refused}",
            "请用 Word 或 WPS 另存为新的 .docx",
            "save it again as .docx with a word processor",
        ) from None
    except (expat.ExpatError, ValueError, LookupError):
        raise _broken(name) from None
    blocks = tuple(_numbered(reader.blocks))
    text = clean("\n".join(flattened(block) for block in blocks) + "\n", name)
    return Official(text, blocks, DOCX, 0, reader.automatic)


def _broken(name: str) -> CannotRead:
    return CannotRead(
        f"{name} 不是完好的 Word 文件（.docx）",
        f"{name} is not a sound Word document (.docx)",
        "请用 Word 或 WPS 打开，另存为 .docx，或者把文字复制出来存为 .txt",
        "save it again as .docx, or copy its words into a .txt file",
    )


def _document(data: bytes, name: str) -> bytes:
    """The main part of the package, unpacked up to a limit."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package, package.open(DOCUMENT) as part:
            xml = part.read(MAX_XML + 1)
    except KeyError:
        raise CannotRead(
            f"{name} 是压缩包，但不是 Word 文件",
            f"{name} is a zip archive but no Word document",
            "请用 Word 或 WPS 另存为 .docx",
            "save the text as .docx with a word processor",
        ) from None
    except RuntimeError:
        raise CannotRead(
            f"{name} 有密码",
            f"{name} is protected by a password",
            "请先去掉密码",
            "remove the password first",
        ) from None
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError):
        raise _broken(name) from None
    if len(xml) > MAX_XML:
        raise CannotRead(
            f"{name} 解开以后太大",
            f"{name} is too large once unpacked",
            "请只留正文和附件",
            "keep the text only",
        )
    return xml


class _Reader:
    """Takes the paragraphs and tables out of the XML, event by event."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.automatic = 0
        self._tables: list[_Table] = []
        self._paragraphs: list[list[str]] = []
        self._skip = 0
        self._depth = 0
        self._in_text = False

    def feed(self, xml: bytes) -> None:
        """Read a whole part.

        Raises:
            _Refused: a document type, or elements nested without end.
            expat.ExpatError: it is no XML.

        """
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartDoctypeDeclHandler = self._doctype
        parser.EntityDeclHandler = self._entity
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.buffer_text = True
        parser.Parse(xml, True)

    def _doctype(self, *_: object) -> None:
        raise _Refused("DOCTYPE")

    def _entity(self, *_: object) -> None:
        raise _Refused("ENTITY")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise _Refused("too deep")
        space, _, name = tag.rpartition(" ")
        if self._skip or name in _SKIPPED:
            self._skip += 1
            return
        if space not in _WORD:
            return
        if name == "t":
            self._in_text = True
        elif name == "p":
            self._paragraphs.append([])
        elif name in ("tab", "br", "cr"):
            self._add(" ")
        elif name == "noBreakHyphen":
            self._add("-")
        elif name == "numPr":
            self.automatic += 1
        elif name in ("tbl", "tr", "tc"):
            self._open(name)
        elif name in ("gridSpan", "vMerge") and self._cell is not None:
            value = next((v for k, v in attributes.items() if k.rpartition(" ")[2] == "val"), "")
            if name == "gridSpan":
                self._cell.span = min(int(value), 100) if value.isdigit() else 1
            else:
                self._cell.continued = value != "restart"

    def _end(self, tag: str) -> None:
        self._depth -= 1
        if self._skip:
            self._skip -= 1
            return
        space, _, name = tag.rpartition(" ")
        if space not in _WORD:
            return
        if name == "t":
            self._in_text = False
        elif name == "p" and self._paragraphs:
            text = single_spaced("".join(self._paragraphs.pop()))
            if self._cell is not None:
                if text:
                    self._cell.paragraphs.append(text)
            elif not self._tables:
                self.blocks.append(Paragraph(text) if text else Gap())
        elif name == "tbl" and self._tables:
            self._close_table(self._tables.pop())

    def _characters(self, text: str) -> None:
        if self._in_text and not self._skip:
            self._add(text)

    def _add(self, text: str) -> None:
        if self._paragraphs:
            self._paragraphs[-1].append(text)

    @property
    def _cell(self) -> _Cell | None:
        """The cell being read."""
        if self._tables and self._tables[-1].rows and self._tables[-1].rows[-1]:
            return self._tables[-1].rows[-1][-1]
        return None

    def _open(self, name: str) -> None:
        if name == "tbl":
            self._tables.append(_Table())
        elif name == "tr" and self._tables:
            self._tables[-1].rows.append([])
        elif name == "tc" and self._tables and self._tables[-1].rows:
            self._tables[-1].rows[-1].append(_Cell())

    def _close_table(self, table: _Table) -> None:
        outer = self._cell
        if outer is not None:  # a table inside a cell: its words belong to the cell
            outer.paragraphs += [p for row in table.rows for cell in row for p in cell.paragraphs]
            return
        rows = [[value for cell in row for value in _values(cell)] for row in table.rows]
        beside = frozenset((i, j) for i, row in enumerate(table.rows) for j in _beside(row))
        columns = max((len(row) for row in rows), default=0)
        if columns == 1:  # a frame around text
            self.blocks += [Paragraph(value) for row in rows for value in row if value]
        elif columns:
            padded = tuple(i for i, row in enumerate(rows) if len(row) < columns)
            whole = tuple((*row, *[""] * (columns - len(row))) for row in rows)
            self.blocks += [Gap(), SourceTable(whole, padded, beside=beside), Gap()]


def _values(cell: _Cell) -> list[str | None]:
    """The texts of a cell, one for each column it takes up; None where it goes on from above."""
    if cell.continued:
        return [None] * cell.span
    return [closed_up(" ".join(cell.paragraphs)), *[""] * (cell.span - 1)]


def _beside(row: Sequence[_Cell]) -> Iterator[int]:
    """The columns of a row whose cell is one with the cell to its left."""
    at = 0
    for cell in row:
        yield from () if cell.continued else range(at + 1, at + cell.span)
        at += cell.span


def flattened(block: Block) -> str:
    r"""A block as text: a table has one cell a line, each after a tab, and an empty line after each row.

    >>> flattened(SourceTable((("序号", "要求"), ("1", None))))
    '\t序号\n\t要求\n\n\t1\n\t\n'
    """
    if isinstance(block, Paragraph):
        return block.text
    if isinstance(block, SourceTable):
        return "\n".join("".join(f"\t{cell or ''}\n" for cell in row) for row in block.rows)
    return ""


def _numbered(blocks: list[Block]) -> list[Block]:
    """The blocks with the line each stands on in the flattened text; neighbouring gaps made one."""
    out: list[Block] = []
    number = 1
    for block in blocks:
        if isinstance(block, Gap) and out and isinstance(out[-1], Gap):
            continue
        out.append(block if isinstance(block, Gap) else attrs.evolve(block, number=number))
        number += flattened(block).count("\n") + 1
    return out
