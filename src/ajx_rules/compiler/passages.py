"""The official text as quotations are looked for in it: its lines and cells, its articles, what is nearest.

Places count characters without white space.
"""

from __future__ import annotations

import difflib
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

import attrs

from ajx_rules.by_parts import ByParts
from ajx_rules.language.text import NUMERAL, canonical, chinese_number, squeeze, to_chinese

_RESIDUE = re.compile(r"\[bookmark: [^\]]*\]")
_LINES = re.compile("[\t\n\r\x0b\x0c\x85\u2028\u2029]|(?<=\\|)|(?=\\|)")  # a bar is a character too
_SENTENCE = re.compile("[。！？][”’」』）)]*")
_NUMBER = rf"([0-9]{{1,6}}|{NUMERAL[:-1]}{{1,9}})"
_ARTICLE = re.compile(rf"\s*第\s*{_NUMBER}\s*条")
_CITED = re.compile("第|规定|[、，和至及的所中之]")
_NUMBERED = re.compile(rf"\s*(?:附\s*[件录表图则]?|表)\s*{_NUMBER}[：:.、]?")
_SPELLED_TO = 100
_COMPARED = 60
LONGEST_TITLE = 60
MOST_ARTICLES = 1000
"""Of one regulation: 第一条至第九九九九九九九九九条 is no list of articles."""
NEAR, ABOVE = 0.75, 0.5
"""How like a title another must be: anywhere in the text; right above the header of the table."""


@attrs.frozen(eq=False, repr=False)
class Article(ByParts):
    """An article: its number, as the text writes it, and where it begins, goes on after the number, and ends."""

    written: str
    start: int
    after: int
    end: int

    @property
    def title(self) -> str:
        """The number with what stands around it."""
        return f"第{self.written}条"

    @property
    def number(self) -> int:
        """The number."""
        return value(self.written)

    def is_called(self, written: str) -> bool:
        """Whether a number is this one, in the spelling of the text, in digits or in Chinese numerals.

        >>> tenth = Article("10", 0, 4, 20)
        >>> [tenth.is_called(n) for n in ("10", "十", "一十", "011")]
        [True, True, False, False]
        """
        if written in (canonical(self.written), str(self.number)):
            return True
        if self.number >= _SPELLED_TO:
            return value(written) == self.number
        return written == to_chinese(self.number)


def value(written: str) -> int:
    """The value of a number in digits or in Chinese numerals."""
    written = canonical(written)
    return int(written) if written.isascii() else chinese_number(written)


@attrs.frozen(eq=False, repr=False)
class Passages(ByParts):
    """An official text in one piece, with the places at which something begins or ends in it."""

    plain: str
    edges: frozenset[int]
    """Where a line, a cell or a word before a space ends; where the number of a table does."""
    begins: frozenset[int]
    """Where a line, a cell or a sentence begins, or what follows the number of an article."""
    ends: frozenset[int]
    articles: tuple[Article, ...]

    def standing(self, words: str) -> Iterator[int]:
        """Where words stand as a whole: from the beginning of a sentence or a line to the end of one."""
        places = places_of(words, self.plain)
        return (at for at in places if at in self.begins and at + len(words) in self.ends)

    def titles(self, words: str) -> Iterator[int]:
        """Where words stand as a title: nothing before or after them but white space or a number."""
        return (at for at in places_of(words, self.plain) if {at, at + len(words)} <= self.edges)

    def article_at(self, place: int) -> Article | None:
        """The article that a place is in; the last one goes on to the end of the text."""
        found = bisect_right(self.articles, place, key=lambda article: article.start)
        return self.articles[found - 1] if found else None

    def nearest_title(self, words: str) -> str:
        """The line, or the two lines, most like a title; empty if none is like it."""
        wanted = _pairs(words)
        stretches = (self.plain[b:e] for b in self.begins for e in self._edges_after(b, LONGEST_TITLE)[:3])
        best = max(stretches, key=lambda s: _alike(wanted, _pairs(s)), default="")
        return best if _ratio(words, best) >= NEAR else ""

    def title_above(self, words: str, place: int) -> str:
        """What stands as a title right above a place, if it is at all like some words."""
        begins = (b for b in range(max(place - LONGEST_TITLE, 0), place) if b in self.edges)
        best = max((self.plain[b:place] for b in begins), key=lambda s: _ratio(words, s), default="")
        return best if _ratio(words, best) >= ABOVE else ""

    def cell_like(self, words: str, place: int) -> str:
        """The stretch of the text from a place to an edge that is most like some words."""
        ends = self._edges_after(place, 2 * len(words) + LONGEST_TITLE)
        stretches = [self.plain[place:e] for e in ends] or [self.plain[place : place + LONGEST_TITLE]]
        return max(stretches, key=lambda s: _ratio(words, s))

    def row_like(self, words: str, above: Iterable[int]) -> int:
        """Where a row most like some words begins, not far below one of several places."""
        places = {p for a in above for p in (a, *self._edges_after(a, 4 * LONGEST_TITLE))}
        return max(places, key=lambda p: (_ratio(words, self.plain[p : p + len(words)]), -p))

    def _edges_after(self, place: int, most: int) -> list[int]:
        return [e for e in range(place + 1, min(place + most, len(self.plain)) + 1) if e in self.edges]


def official_text(text: str) -> str:
    r"""The official text as quotations are compared with it: no bookmarks, no white space.

    >>> official_text("[bookmark: _Toc1][bookmark: _Toc2]附件1 \n\t每年至少\n\t1次线下")
    '附件1每年至少1次线下'
    """
    return squeeze(_cleared(text))


def read_passages(text: str) -> Passages:
    r"""Read an official text.

    >>> found = read_passages("某办法\n第一条 应当回访；\n不得拖延。\n第二条 应当上传。")
    >>> [(a.title, found.plain[a.after : a.end]) for a in found.articles]
    [('第一条', '应当回访；不得拖延。'), ('第二条', '应当上传。')]
    >>> list(found.standing("不得拖延。")), list(found.standing("不得拖延"))
    ([11], [])
    """
    edges: set[int] = {0}
    begins: list[int] = []
    ends: list[int] = []
    numbers: list[tuple[str, int, int]] = []
    at = 0
    for line in _LINES.split(_cleared(text)):
        begins.append(at)
        article = _ARTICLE.match(canonical(line))
        if article is not None and _begins_article(article, value(numbers[-1][0]) if numbers else 0):
            after = at + len(squeeze(article[0]))
            numbers.append((squeeze(line)[1 : after - at - 1], at, after))
            begins.append(after)
            edges.add(after)
        numbered = _NUMBERED.match(canonical(line))
        if numbered is not None:
            edges.add(at + len(squeeze(numbered[0])))
        stops = [at + found.end() for found in _SENTENCE.finditer(squeeze(line))]
        begins += stops
        ends += stops
        for word in line.split():
            at += len(word)
            edges.add(at)
        ends.append(at)
    plain = official_text(text)
    nexts = [*(start for _, start, _ in numbers[1:]), len(plain)]
    articles = tuple(Article(*number, end) for number, end in zip(numbers, nexts, strict=False))
    return Passages(plain, frozenset(edges), frozenset(begins), frozenset(ends), articles)


def _begins_article(found: re.Match[str], last: int) -> bool:
    """Whether a line begins an article: 第六条 规范…… does, 第六条规定的…… goes on with another."""
    rest = found.string[found.end() :]
    if not rest or rest[0].isspace():
        return True
    return value(found[1]) in (last, last + 1) and not _CITED.match(rest)


def places_of(words: str, text: str, start: int = 0) -> Iterator[int]:
    """Every place at which words stand in a text."""
    at = text.find(words, start) if words else -1
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


def _cleared(text: str) -> str:
    return _RESIDUE.sub("", text.removeprefix("\ufeff"))


def _pairs(words: str) -> Counter[str]:
    return Counter(a + b for a, b in pairwise(words))


def _ratio(some: str, others: str) -> float:
    return difflib.SequenceMatcher(None, some[:_COMPARED], others[:_COMPARED], autojunk=False).ratio()


def _alike(some: Counter[str], others: Counter[str]) -> float:
    total = some.total() + others.total()
    return 2 * (some & others).total() / total if total else 0.0


# ------------------------------------------------------------ where words leave the text


@attrs.frozen(eq=False, repr=False)
class Difference(ByParts):
    """Where words leave the text (a place in the words), how long, and both versions with what is around."""

    at: int
    length: int
    ours: str
    official: str


_AROUND, _SHOWN = 4, 20


def difference(words: str, passages: Passages, within: Article | None) -> Difference:
    """Where words leave the nearest passage of the text, first of all within an article."""
    first, last = (within.start, within.end) if within is not None else (0, len(passages.plain))
    begin, end = _nearest(words, passages, first, last)
    theirs = passages.plain[begin:end]
    before = _shared(words, theirs)
    after = min(_shared(words[::-1], theirs[::-1]), min(len(words), len(theirs)) - before)
    mine = (before, len(words) - after)
    yours = (before, len(theirs) - after)
    mine, yours = _first_of(words, theirs, mine, yours)
    return Difference(mine[0], mine[1] - mine[0], _around(words, mine), _around(theirs, yours))


def _nearest(words: str, passages: Passages, first: int, last: int) -> tuple[int, int]:
    """From where to where the passage goes that begins, or ends, most as the words do."""
    plain = passages.plain
    begins = {b: _shared(words, plain[b : b + len(words)]) for b in passages.begins if first <= b < last}
    ends = {
        e: _shared(words[::-1], plain[max(e - len(words), 0) : e][::-1])
        for e in passages.ends
        if first < e <= last
    }
    begin = _best(begins, first)
    end = _best(ends, last)
    if begins.get(begin, 0) >= ends.get(end, 0):
        later = {e: n for e, n in ends.items() if e > begin}
        return begin, _best(later, last, near=begin + len(words))
    earlier = {b: n for b, n in begins.items() if b < end}
    return _best(earlier, first, near=end - len(words)), end


def _best(found: dict[int, int], default: int, near: int | None = None) -> int:
    def rank(place: int) -> tuple[int, int]:
        return found[place], -abs(place - near) if near is not None else -place

    return max(found, key=rank, default=default)


def _shared(some: str, others: str) -> int:
    """How many characters two texts begin with alike."""
    return next(
        (n for n, (a, b) in enumerate(zip(some, others, strict=False)) if a != b), min(len(some), len(others))
    )


def _first_of(
    words: str, theirs: str, mine: tuple[int, int], yours: tuple[int, int]
) -> tuple[tuple[int, int], tuple[int, int]]:
    """The first of several differences; the only one as it is."""
    a = words[mine[0] : min(mine[1], mine[0] + _COMPARED)]
    b = theirs[yours[0] : min(yours[1], yours[0] + _COMPARED)]
    if a and b and (len(a) > 1 or len(b) > 1):
        for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
            if tag != "equal":
                return (mine[0] + i1, mine[0] + i2), (yours[0] + j1, yours[0] + j2)
    return mine, yours


def _around(text: str, place: tuple[int, int]) -> str:
    """A stretch of a text with a few characters on either side."""
    first, last = place[0], min(place[1], place[0] + _SHOWN)
    return text[max(first - _AROUND, 0) : last + _AROUND]
