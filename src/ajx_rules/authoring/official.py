"""The official text as it comes, a ``.txt`` or a ``.docx``, to paragraphs and tables.

Nothing is understood here: bytes become text whatever their encoding, lines become paragraphs,
and what was a table in the original becomes one again as far as that can be seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import attrs

RESIDUE: Final = re.compile(r"\[bookmark: [^\]]*\]")
"""What word processors leave behind; the comparison of quotations passes over it too."""

DOCX: Final = "docx"
MAX_BYTES: Final = 20_000_000
MAX_TEXT: Final = 500_000
MAX_LINES: Final = 20_000
WIDEST_TABLE: Final = 40
_LEAST_COLUMNS: Final = 2
_LEAST_ROWS: Final = 2
_CONTROL: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufeff\ufffe\uffff]")
_NOT_TEXT: Final = 0.01
_BREAK: Final = re.compile(
    "(?<=[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]) | (?=[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef])"
)
_BARRED: Final = re.compile(r"[ 　]*\|.*\|[ 　]*")
_RULE: Final = re.compile(r"\s*:?-+:?\s*")
_LINES: Final = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_OTHER_FORMATS: Final = (
    (b"%PDF", "PDF"),
    (b"\xd0\xcf\x11\xe0", "DOC"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
)


class CannotRead(Exception):  # noqa: N818 - a finding about an input
    """The file is no official text that could be read; says why in both languages."""

    def __init__(self, zh: str, en: str, help_zh: str = "", help_en: str = "") -> None:
        """Keep the messages."""
        super().__init__(en)
        self.zh, self.en, self.help_zh, self.help_en = zh, en, help_zh, help_en


@attrs.frozen
class Paragraph:
    """A line of the text, its white space made single; ``number`` is its place, for messages."""

    text: str
    number: int = 0


@attrs.frozen
class Gap:
    """One or more empty lines."""


@attrs.frozen
class SourceTable:
    """A table: rows of cells.

    A cell ``None`` is known to be one with the cell above it. An empty text was empty in the
    source; whether it was merged or said nothing cannot be seen. ``padded`` lists the rows
    (from 0) that had too few cells, ``beside`` the cells (row, column) known to be one with
    the cell to their left.
    """

    rows: tuple[tuple[str | None, ...], ...]
    padded: tuple[int, ...] = ()
    number: int = 0
    beside: frozenset[tuple[int, int]] = frozenset()


Block = Paragraph | Gap | SourceTable


@attrs.frozen
class Official:
    """An official text: as it is kept beside the rules, and in blocks."""

    text: str
    blocks: tuple[Block, ...]
    encoding: str
    removed: int = 0
    automatic: int = 0


def read_official(path: Path) -> Official:
    """Read an official text.

    Raises:
        CannotRead: it is no such text; says why.

    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise CannotRead(
                f"{path.name} 太大（超过{MAX_BYTES // 1_000_000} MB）",
                f"{path.name} is too large (over {MAX_BYTES // 1_000_000} MB)",
                "请只留规范文件的正文和附件",
                "keep the text of the regulation and its annexes only",
            )
        data = path.read_bytes()
    except IsADirectoryError:
        raise CannotRead(f"{path.name} 是文件夹，不是文件", f"{path.name} is a folder, not a file") from None
    except OSError as error:
        what = error.strerror or ""
        raise CannotRead(
            f"无法读取 {path}：{what}",
            f"{path} cannot be read: {what}",
            "请核对路径和权限",
            "check the path and the permissions",
        ) from None
    if data[:4] == b"PK\x03\x04":
        from ajx_rules.authoring.docx import read_docx

        return read_docx(data, path.name)
    return official_from_text(*decode(data, path.name), path.name)


# ------------------------------------------------------------ bytes to text


def decode(data: bytes, name: str) -> tuple[str, str]:
    """The text of a file and its encoding: UTF-8, UTF-16 or GBK (GB 18030).

    >>> decode("第一条".encode("gbk"), "a.txt"), decode("第一条".encode("utf-16"), "a.txt")
    (('第一条', 'GB 18030'), ('第一条', 'UTF-16'))

    Raises:
        CannotRead: it is no text.

    """
    for magic, form in _OTHER_FORMATS:
        if data.startswith(magic):
            raise CannotRead(
                f"{name} 是 {form} 文件，不是文字",
                f"{name} is a {form} file, not text",
                "请用 Word 或 WPS 另存为 .docx，或者把文字复制出来存为 .txt",
                "save it as .docx, or copy its words into a .txt file",
            )
    for encoding, spoken in _candidates(data):
        try:
            return data.decode(encoding), spoken
        except UnicodeDecodeError:
            continue
    raise CannotRead(
        f"看不出 {name} 的编码：不是 UTF-8、GBK，也不是 UTF-16",
        f"the encoding of {name} is not known: neither UTF-8, GBK nor UTF-16",
        "请用编辑器打开，另存为 UTF-8 的 .txt",
        "open it in an editor and save it as .txt in UTF-8",
    )


def _candidates(data: bytes) -> Iterator[tuple[str, str]]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        yield "utf-16", "UTF-16"
        return
    if b"\x00" in data:  # a line break or a space in UTF-16 has a zero byte; no other text has
        odd, even = data[1::2].count(0), data[::2].count(0)
        yield ("utf-16-le" if odd >= even else "utf-16-be"), "UTF-16"
        return
    yield "utf-8-sig", "UTF-8"
    yield "gb18030", "GB 18030"


def official_from_text(text: str, encoding: str, name: str) -> Official:
    """An official text from its characters.

    Raises:
        CannotRead: it is empty, too long, or full of characters that no text has.

    """
    cleaned = clean(text, name)
    plain = without_bars(cleaned)
    return Official(plain, tuple(blocks_of(plain)), encoding, len(text) - len(cleaned))


def without_bars(text: str) -> str:
    r"""The text with its Markdown tables a cell a line, each after a tab: the bars are no words of the text.

    >>> without_bars("频次表\n| 序号 | 频次 |\n|---|---|\n| 1 | 一次 |\n注")
    '频次表\n\t序号\n\t频次\n\n\t1\n\t一次\n\n注'
    """
    lines = _LINES.split(text)
    out: list[str] = []
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and _BARRED.fullmatch(lines[end]):
            end += 1
        rows = [line.strip()[1:-1].split("|") for line in lines[at:end]]
        ruled = len(rows) > _LEAST_ROWS and all(_RULE.fullmatch(cell) for cell in rows[1])
        if ruled and len(rows[0]) >= _LEAST_COLUMNS and all(len(row) == len(rows[0]) for row in rows):
            for row in (rows[0], *rows[2:]):
                out += [*(f"\t{cell.strip()}" for cell in row), ""]
        else:
            end = max(end, at + 1)
            out += lines[at:end]
        at = end
    return "\n".join(out) if len(out) != len(lines) else text


def clean(text: str, name: str) -> str:
    """The text without control characters.

    Raises:
        CannotRead: it is empty, too long, or full of such characters.

    """
    removed = len(_CONTROL.findall(text))
    if removed > 1 + len(text) * _NOT_TEXT:
        raise CannotRead(
            f"{name} 不像文字：有{removed}个无法显示的字符",
            f"{name} does not look like text: {removed} characters cannot be shown",
            "请用编辑器打开，另存为 UTF-8 的 .txt",
            "open it in an editor and save it as .txt in UTF-8",
        )
    cleaned = _CONTROL.sub("", text)
    if not cleaned.strip():
        raise CannotRead(f"{name} 是空的", f"{name} is empty")
    lines = len(_LINES.findall(cleaned)) + 1
    if len(cleaned) > MAX_TEXT or lines > MAX_LINES:
        raise CannotRead(
            f"{name} 太长：{len(cleaned)}字、{lines}行，至多{MAX_TEXT}字、{MAX_LINES}行",
            f"{name} is too long: {len(cleaned)} characters in {lines} lines, at most {MAX_TEXT} in {MAX_LINES}",
            "请分成几部规范",
            "split it into several regulations",
        )
    return cleaned


def single_spaced(text: str) -> str:
    """The text with each stretch of white space as one space, none at its ends."""
    return " ".join(text.split())


def closed_up(text: str, start: int = 0) -> str:
    """The text without the spaces, from a place on, at which a line was broken between Chinese characters.

    >>> closed_up("每年至少 1次"), closed_up("AQ 9010"), closed_up("第一条 总则 甲", 6)
    ('每年至少1次', 'AQ 9010', '第一条 总则甲')
    """
    return text[:start] + _BREAK.sub("", text[start:])


# ------------------------------------------------------------ lines to blocks


def blocks_of(text: str) -> Iterator[Block]:
    r"""The blocks of a text; what a word processor leaves behind is left out, as in comparing quotations.

    >>> [type(b).__name__ for b in blocks_of("题目\n\n\t序号\n\t要求\n\n\t1\n\t一次\n\n注")]
    ['Paragraph', 'Gap', 'SourceTable', 'Gap', 'Paragraph']
    """
    lines = _LINES.split(RESIDUE.sub("", text))
    at = 0
    while at < len(lines):
        end = at + 1
        if "\t" in lines[at]:
            table, end = _table_at(lines, at)
            if table is not None:
                yield table
                at = end
                continue
        for n in range(at, max(end, at + 1)):
            words = single_spaced(lines[n])
            if words:
                yield Paragraph(words, n + 1)
            elif n + 1 == len(lines) or single_spaced(lines[n + 1]):
                yield Gap()
        at = max(end, at + 1)


def _table_at(lines: Sequence[str], at: int) -> tuple[SourceTable | None, int]:
    """The table that begins at a line and the line after it, if one does."""
    if lines[at].startswith("\t"):
        rows, end = _one_cell_a_line(lines, at)
    else:
        rows, end = _one_row_a_line(lines, at)
    return _shaped(rows, at + 1), end


def _one_cell_a_line(lines: Sequence[str], at: int) -> tuple[list[list[str]], int]:
    """Rows whose cells stand one below the other, each after a tab; an empty line ends a row."""
    rows: list[list[str]] = []
    row: list[str] = []
    end = at
    while end < len(lines):
        line = lines[end]
        if line.startswith("\t"):
            row.append(closed_up(single_spaced(line)))
        elif not line.strip():
            if row:
                rows.append(row)
            row = []
            after = next(
                (n for n in range(end, len(lines)) if lines[n].startswith("\t") or lines[n].strip()), None
            )
            if after is None or not lines[after].startswith("\t"):
                break
        elif row:
            row[-1] = closed_up(single_spaced(f"{row[-1]} {line}"))
        else:
            break
        end += 1
    if row:
        rows.append(row)
    return rows, end


def _one_row_a_line(lines: Sequence[str], at: int) -> tuple[list[list[str]], int]:
    """Rows whose cells stand in one line, parted by tabs."""
    rows: list[list[str]] = []
    end = at
    while end < len(lines) and "\t" in lines[end].strip("\t ") and not lines[end].startswith("\t"):
        row = [closed_up(single_spaced(cell)) for cell in lines[end].split("\t")]
        if rows and len(row) > len(rows[0]):  # another table, or none
            break
        rows.append(row)
        end += 1
    return rows, end


def _shaped(rows: Sequence[Sequence[str]], number: int) -> SourceTable | None:
    """A table of these rows; None if they do not look like one."""
    if len(rows) < _LEAST_ROWS:
        return None
    columns = len(rows[0])
    if not _LEAST_COLUMNS <= columns <= WIDEST_TABLE or any(len(row) > columns for row in rows):
        return None
    if sum(len(row) == columns for row in rows) * 2 <= len(rows) or not any(rows[0]):
        return None
    padded = tuple(i for i, row in enumerate(rows) if len(row) < columns)
    return SourceTable(tuple((*row, *[""] * (columns - len(row))) for row in rows), padded, number)
