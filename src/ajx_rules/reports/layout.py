"""Lines of text set by display columns: full-width text wrapped, aligned and shortened as a reader sees it.

A line is a row of spans, each with the name of a style. The same lines become plain text for a file or a
pipe and coloured text on a terminal; the words do not differ.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final

import attrs

from ajx_rules.language.text import width

COLUMNS: Final = 80
"""The columns of a report."""

Span = tuple[str, str]
"""A text and the names of its styles: ``head``, ``bad``, ``warn``, ``good``, ``dim``, ``key``; ``solid`` is not broken."""

_NEVER_FIRST: Final = frozenset("，。；：、！？）」』》〕】”’…—.,;:!?)]%")
_NEVER_LAST: Final = frozenset("（「『《〔【“‘([")
_AMBIGUOUS: Final = frozenset("“”‘’…—·×─│°±")
# Spaces; a date; a long word that is not Chinese; a norm's id of Chinese and other characters (附2-第7行-第一档); a word
# that is not Chinese; one character.
_TOKEN: Final = re.compile(
    r"[ \t　]+|[0-9]{4}-[0-9]{2}-[0-9]{2}|[!-~\u00a0-\u024f]{7,}|[^\W_]{1,6}(?:[-/][^\W_]{1,6})+(?![0-9A-Za-z-])|[!-~\u00a0-\u024f]+|[^ \t　]"
)
_SPACES: Final = " \t　"


@attrs.frozen
class Line:
    """One line of output.

    >>> str(Line((("违反", "bad"), (" 2", ""))))
    '违反 2'
    """

    spans: tuple[Span, ...] = ()

    def __str__(self) -> str:
        """Return the line without its styles."""
        return "".join(text for text, _ in self.spans)


BLANK: Final = Line()


def line(*parts: str | Span) -> Line:
    """Make a line; a part without a style is plain text.

    >>> line("共 ", ("2", "bad")).spans
    (('共 ', ''), ('2', 'bad'))
    """
    spans = ((part, "") if isinstance(part, str) else part for part in parts if part)
    return Line(tuple((_safe(text), style) for text, style in spans))


def plain(lines: Iterable[Line]) -> str:
    r"""Return the lines as plain text, without spaces at their ends and without a last line break.

    >>> plain([line("一 "), BLANK, line("二")])
    '一\n\n二'
    """
    return "\n".join(str(each).rstrip() for each in lines)


@lru_cache(maxsize=1 << 14)  # the same characters and words over and over
def columns(text: str) -> int:
    """Return the columns that a text takes at most: marks of ambiguous width count as wide.

    A terminal set up for Chinese shows “ ” … — as wide, others as narrow; what fits by this measure fits both.

    >>> columns("“甲”"), columns("a-1")
    (6, 3)
    """
    return sum(map(_columns_of_character, text))


@lru_cache(maxsize=4096)
def _columns_of_character(char: str) -> int:
    return width(char) + (char in _AMBIGUOUS)


def clean(text: str) -> str:
    r"""Return a text that is safe to print: no control characters, nothing that turns the direction of writing.

    >>> clean("a\x1b[31mb"), clean("甲\r\n乙")
    ('a?[31mb', '甲 乙')
    """
    if text.isprintable():  # nearly all
        return text
    flat = text.replace("\r\n", " ").replace("\n", " ").replace("\r", " ").replace("\t", " ")
    return "".join(
        "?" if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp") else c for c in flat
    )


def _safe(text: str) -> str:
    """The text itself, or cleaned where a record brought what a terminal would carry out."""
    return text if text.isprintable() else clean(text)


def shorten(text: str, limit: int) -> str:
    """Cut a text to a number of columns; the cut is marked.

    >>> shorten("在订立保险合同之日起", 10), shorten("订立", 10)
    ('在订立保…', '订立')
    """
    if columns(text) <= limit:
        return text
    out, used = "", columns("…")
    for char in text:
        used += columns(char)
        if used > limit:
            break
        out += char
    return out.rstrip(_SPACES + "，、；：（") + "…"


def padded(text: str, size: int, *, right: bool = False) -> str:
    """Fill a text with spaces up to a number of columns.

    >>> padded("违反", 6), padded("7", 3, right=True)
    ('违反  ', '  7')
    """
    space = " " * max(size - width(text), 0)
    return space + text if right else text + space


def flow(
    parts: Sequence[str | Span], *, first: int = 0, rest: int | None = None, size: int = COLUMNS
) -> list[Line]:
    """Set spans as lines of at most ``size`` columns.

    Chinese text breaks between any two characters, other text between words; no line begins with a closing
    mark or ends with an opening one.

    Args:
        parts: texts, or texts with a style.
        first: how far the first line is indented.
        rest: how far the others are; as the first one, if left out.
        size: the columns of a line, its indentation included.

    >>> for each in flow(["在订立保险合同之日起20个工作日内，确定。"], first=2, rest=4, size=24):
    ...     print(each)
      在订立保险合同之日起20
        个工作日内，确定。
    """
    rest = first if rest is None else rest
    given = ((part, "") if isinstance(part, str) else part for part in parts)
    whole = [(_safe(text), style) for text, style in given]
    if first + sum(columns(text) for text, _ in whole) <= size:  # most lines need no breaking
        bare = [(text, style.removesuffix("solid").rstrip()) for text, style in whole if text]
        return [_joined(first, bare)]
    out: list[Line] = []
    spans: list[Span] = []
    used = indent = first
    for unit in _units(whole, size - max(first, rest)):
        space = _traits(unit[0][0])[0]
        if space and not spans and out:
            continue
        wide = columns(unit[0][0]) if len(unit) == 1 else sum(columns(text) for text, _ in unit)
        if used + wide > size and spans:
            if space:
                continue
            out.append(_joined(indent, spans))
            spans, used, indent = [], rest, rest
        spans += unit
        used += wide
    if spans or not out:
        out.append(_joined(indent, spans))
    return out


def _joined(indent: int, spans: list[Span]) -> Line:
    while spans and not spans[-1][0].strip(_SPACES):
        spans.pop()
    merged: list[Span] = [(" " * indent, "")] if indent else []
    for text, style in spans:
        if merged and merged[-1][1] == style:
            merged[-1] = (merged[-1][0] + text, style)
        else:
            merged.append((text, style))
    return Line(tuple(merged))


def _units(parts: Sequence[str | Span], room: int) -> Iterator[list[Span]]:
    """Yield the pieces that a line may not be broken in."""
    unit: list[Span] = []
    after_space, holds = True, False  # a space is never glued: it goes where a line breaks
    for text, style in _tokens(parts, room):
        space, never_first, never_last = _traits(text)
        joins = not after_space and not space and (never_first or holds)
        if unit and not (joins and sum(columns(t) for t, _ in unit) + columns(text) <= room):
            yield unit
            unit = []
        unit.append((text, style))
        after_space, holds = space, never_last
    if unit:
        yield unit


@lru_cache(maxsize=1 << 14)
def _traits(text: str) -> tuple[bool, bool, bool]:
    """Whether a piece is space, may not begin a line, may not end one."""
    space = not text.strip(_SPACES)
    return space, not space and text[0] in _NEVER_FIRST, not space and text[-1] in _NEVER_LAST


def _tokens(parts: Sequence[str | Span], room: int) -> Iterator[Span]:
    for part in parts:
        text, style = (part, "") if isinstance(part, str) else part
        solid = style.endswith("solid") and columns(text) <= room
        style = style.removesuffix("solid").rstrip()
        for token in [text] if solid else _TOKEN.findall(text):
            if 2 * len(token) <= room:  # no character is wider than two columns
                yield token, style
            else:
                yield from ((piece, style) for piece in _pieces(token, room))


def _pieces(token: str, room: int) -> Iterator[str]:
    """Cut a word that is wider than a line."""
    if columns(token) <= room:
        yield token
        return
    piece = ""
    for char in token:
        if piece and columns(piece) + columns(char) > room:
            yield piece
            piece = ""
        piece += char
    yield piece
