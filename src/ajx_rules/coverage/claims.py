"""Which words of the official text each declaration carries out, and where they stand in it.

A declaration claims its 「…」, its 原文, or the whole table that it decides by (原表). A quotation of a rule file
(``>``) claims nothing: it only says where the words of the declarations below it stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import attrs

from ajx_rules.coverage.official import Text
from ajx_rules.language.text import squeeze
from ajx_rules.language.tree import Declaration, LegalTable, RuleFile, Section

_ELLIPSIS: Final = re.compile("……|…")
_TABLE_FIELD: Final = "原表"


@attrs.frozen
class Claim:
    """A declaration and the stretches of the official text that it carries out."""

    declaration: Declaration
    stretches: tuple[tuple[int, int], ...]

    @property
    def places(self) -> Iterator[int]:
        """The place of each character."""
        return (place for first, last in self.stretches for place in range(first, last))

    def touches(self, start: int, end: int) -> bool:
        """Whether it carries out anything between two places."""
        return any(first < end and start < last for first, last in self.stretches)


@attrs.frozen
class Quoted:
    """What a section quotes, each character with its place in the official text (-1: not found there)."""

    text: str = ""
    places: tuple[int, ...] = ()

    def __add__(self, other: Quoted) -> Quoted:
        """What two sections quote together."""
        return Quoted(self.text + other.text, self.places + other.places)

    def find(self, words: str) -> tuple[int, ...] | None:
        """The places of words, …… for what is left out; None if they do not stand here.

        >>> Quoted("应当及时回访", (7, 8, 9, 10, 11, 12)).find("应当……回访")
        (7, 8, 11, 12)
        """
        out: list[int] = []
        at = 0
        for part in _ELLIPSIS.split(squeeze(words)):
            found = self.text.find(part, at)
            if found < 0:
                return None
            at = found + len(part)
            out += self.places[found:at]
        return tuple(out)


def claims(files: Iterable[RuleFile], text: Text) -> tuple[Claim, ...]:
    """Every claim of every declaration, in the order of the files."""
    files = tuple(files)
    tables = {squeeze(t.title): t for f in files for t in f.tables()}
    out: list[Claim] = []
    for file in files:
        quoted = quotations(file, text)
        for d in file.declarations:
            table = tables.get(squeeze(d.text(_TABLE_FIELD).strip("「」"))) if d.text(_TABLE_FIELD) else None
            places = _of_table(table, text) if table else ()
            for words in words_of(d):
                places += _of_words(words, d.section, quoted)
            if places:
                out.append(Claim(d, _stretches(places)))
    return tuple(out)


def words_of(d: Declaration) -> tuple[str, ...]:
    """The words that a declaration says it carries out."""
    own = [f.text.strip("「」") for f in d.fields if f.form == "words" and f.name != _TABLE_FIELD]
    return tuple(words for words in (d.words, *own) if words)


def quotations(file: RuleFile, text: Text) -> tuple[Quoted, ...]:
    """What each section of a file quotes, with its places in the official text."""
    out: list[Quoted] = []
    at = 0
    for section in file.sections:
        quoted, at = _section(section, text, at)
        out.append(quoted)
    return tuple(out)


def _section(section: Section, text: Text, at: int) -> tuple[Quoted, int]:
    """What one section quotes; ``at`` is where the quotation before it ended."""
    quoted = Quoted()
    for quotation in section.quotations:
        words = squeeze(quotation.text)
        for part in [words] if words in text.plain else _ELLIPSIS.split(words):
            start = text.plain.find(part, at)
            start = start if start >= 0 else text.plain.find(part)
            places = tuple(range(start, start + len(part))) if start >= 0 else (-1,) * len(part)
            quoted += Quoted(part, places)
            at = start + len(part) if start >= 0 else at
    for table in section.tables:
        words = "".join(_cells(table))
        places = _of_table(table, text)[-len(words) :] if words else ()
        if len(places) == len(words):
            quoted += Quoted(words, places)
    return quoted, at


def _cells(table: LegalTable) -> Iterator[str]:
    return (squeeze(c.printed) for row in (table.header, *table.rows) for c in row)


def _of_table(table: LegalTable, text: Text) -> tuple[int, ...]:
    """The places of a table's title and cells; none if it does not stand in the text."""
    title, words = squeeze(table.title), "".join(_cells(table))
    above = text.plain.find(title)
    start = text.plain.find(words, max(above, 0)) if words else -1
    if start < 0:
        return ()
    above = text.plain.rfind(title, 0, start)
    heading = range(above, above + len(title)) if title and above >= 0 else range(0)
    return (*heading, *range(start, start + len(words)))


def _of_words(words: str, section: int, quoted: Sequence[Quoted]) -> tuple[int, ...]:
    """The places of words quoted in a section, else in one above it, else in several together."""
    for each in reversed(quoted[: section + 1]):
        found = each.find(words)
        if found is not None:
            return tuple(place for place in found if place >= 0)
    together = Quoted()
    for each in quoted[: section + 1]:
        together += each
    return tuple(place for place in together.find(words) or () if place >= 0)


def _stretches(places: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """Places as stretches, the end not included.

    >>> _stretches([4, 1, 2, 2, 5])
    ((1, 3), (4, 6))
    """
    out: list[tuple[int, int]] = []
    for place in sorted(set(places)):
        if out and out[-1][1] == place:
            out[-1] = (out[-1][0], place + 1)
        else:
            out.append((place, place + 1))
    return tuple(out)
