"""The vocabulary-driven lexer: the longest word wins, and no spaces are needed.

Lark brings the words of the language (terminals of grammar/ajx.lark); the vocabulary
brings the names. At each place the longest match is taken; of two equally long, a word
of the language, so that no name can hide one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextvars import ContextVar
from typing import Self
from weakref import WeakKeyDictionary

import attrs
from lark import Token
from lark.common import LexerConf
from lark.lexer import Lexer, PatternStr

from ajx_rules.language.text import NUMERAL, canonical

_UNITS = "个工作日|个月|小时|日|年|元|人|次|种|名|项|分"
_ID_SHAPED = re.compile(r"[0-9]{1,4}-[0-9]{1,4}(?:（[0-9]{1,3}）)?(?:/[\u4e00-\u9fff]{2,4}(?=[、，]|$))?")
_NUMBER = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,9})?")
_CHINESE_QUANTITY = re.compile(f"{NUMERAL}万?(?:{_UNITS})|百分之{NUMERAL}")
_CHINESE_ROW = re.compile(f"第{NUMERAL}行")
BEGINS_PATTERN = frozenset("0123456789-第每「甲乙丙丁戊己庚辛")
"""The characters that a terminal of the grammar which is no fixed word can begin with."""
_BEGINS_NUMERAL = frozenset("零〇一二三四五六七八九十百千两第")
_SPACE = " \t\u3000"


class UnknownWord(Exception):  # noqa: N818 - a finding about a sentence
    """The lexer met something that is neither a word of the language nor a name."""

    def __init__(self, text: str, start: int, end: int) -> None:
        super().__init__(text[start:end])
        self.text, self.start, self.end = text, start, end


class Word(Token):
    """A word of a sentence and where it stands; a token made straight, without Lark's care for old names."""

    __slots__ = ()

    def __new__(cls, kind: str, shown: str, start: int, end: int) -> Self:
        """The word shown from ``start`` to ``end``, the first character of the sentence being 0."""
        word = str.__new__(cls, shown)
        word.type, word.value = kind, shown
        word.start_pos, word.end_pos = start, end
        word.line = word.end_line = 1
        word.column, word.end_column = start + 1, end + 1
        return word

    def __reduce__(self) -> tuple[type[Word], tuple[object, ...]]:
        """What makes it anew."""
        return Word, (self.type, self.value, self.start_pos, self.end_pos)


@attrs.frozen(eq=False)
class Words:
    """The names a sentence may use: by first character, longest first. Told apart by identity, not by value."""

    names: Mapping[str, tuple[str, ...]]
    norms: Mapping[str, tuple[str, ...]]
    measures: frozenset[str]
    units: Mapping[str, tuple[str, ...]]
    readings: frozenset[str] = frozenset()
    choices: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict)

    @staticmethod
    def of(
        names: Iterable[str], norms: Iterable[str], measures: Iterable[str], units: Iterable[str] = ()
    ) -> Words:
        """Sort names for the lexer; a number is read with any of ``units`` or of the measure words."""
        measures = frozenset(measures)
        return Words(
            _by_first(names), _by_first(canonical(n) for n in norms), measures, _by_first([*measures, *units])
        )

    def unit_at(self, text: str, at: int) -> str | None:
        """The longest unit that begins at a place."""
        if at >= len(text):
            return None
        return next((u for u in self.units.get(text[at], ()) if text.startswith(u, at)), None)

    def all_names(self) -> Iterator[str]:
        """Every name."""
        for group in self.names.values():
            yield from group


def _by_first(names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    groups: dict[str, list[str]] = {}
    for name in set(names):
        if name:
            groups.setdefault(name[0], []).append(name)
    return {first: tuple(sorted(group, key=lambda n: (-len(n), n))) for first, group in groups.items()}


# Lark makes the lexer once with the grammar; the vocabulary belongs to the sentence at hand.
vocabulary_in_use: ContextVar[Words] = ContextVar("vocabulary_in_use")
# 未施行 is one word in what a case expects, and 未 and 施行 everywhere else.
statuses_in_use: ContextVar[bool] = ContextVar("statuses_in_use", default=False)


_Known = Mapping[str, list[tuple[str, str]]]
"""Words that are written out, with their kinds: by first character, the longest first."""


class VocabularyLexer(Lexer):
    """The lexer that Lark drives."""

    def __init__(self, lexer_conf: LexerConf) -> None:
        fixed: dict[str, str] = {}
        patterns: list[tuple[str, re.Pattern[str]]] = []
        for terminal in lexer_conf.terminals:
            if isinstance(terminal.pattern, PatternStr):
                fixed[terminal.pattern.value] = terminal.name
            elif "|" in terminal.pattern.value and not re.search(r"[\[\\^/]", terminal.pattern.value):
                for word in re.findall(r"[^()?:|]+", terminal.pattern.value):
                    fixed[word] = terminal.name
            else:
                patterns.append((terminal.name, re.compile(terminal.pattern.to_regexp())))
        self._fixed = fixed
        self._fixed_by_first = _by_first(fixed)
        self._patterns = patterns
        self._known: WeakKeyDictionary[Words, _Known] = WeakKeyDictionary()

    def lex(self, data: str) -> Iterator[Token]:  # type: ignore[override]  # Lark's plain interface
        """The tokens of one sentence, under the vocabulary in use."""
        return self.tokens(data, vocabulary_in_use.get())

    def tokens(self, raw: str, words: Words) -> Iterator[Token]:
        """The tokens of a sentence under a vocabulary.

        Raises:
            UnknownWord: at the first place where nothing matches.

        """
        text = canonical(raw)
        known = self._known_words(words)
        at = 0
        while at < len(text):
            if text[at] in _SPACE:
                at += 1
                continue
            kind, value = self._longest(text, at, words, known)
            if kind is None:
                end = self._end_of_unknown(text, at, words, known)
                raise UnknownWord(text, at, end)
            end = at + len(value)
            shown = raw[at:end] if kind == "TEXT" else value
            yield Word(kind, shown, at, end)
            at = end

    def _longest(self, text: str, at: int, words: Words, known: _Known) -> tuple[str | None, str]:
        """The longest word at a place and its kind; a pattern as long as a name is taken instead of it."""
        kind: str | None = None
        length = 0
        first = text[at]
        for word, its_kind in known.get(first, ()):
            if text.startswith(word, at) and (its_kind != "STATUS" or statuses_in_use.get()):
                kind, length = its_kind, len(word)
                break
        if first in BEGINS_PATTERN or first in _BEGINS_NUMERAL:
            for its_kind, end in self._patterns_at(text, at, words):
                if end - at > length or (end - at == length and kind == "NAME"):
                    kind, length = its_kind, end - at
        return kind, text[at : at + length]

    def _known_words(self, words: Words) -> _Known:
        """The words of the language and of a vocabulary; put together once for each vocabulary."""
        known = self._known.get(words)
        if known is None:
            known = {}
            for first in (*words.norms, *self._fixed_by_first, *words.names):
                if first not in known:  # of two as long: a norm, a word of the language, a name
                    group = [(word, "NORM") for word in words.norms.get(first, ())]
                    group += [(word, self._fixed[word]) for word in self._fixed_by_first.get(first, ())]
                    group += [(word, "NAME") for word in words.names.get(first, ())]
                    known[first] = sorted(group, key=lambda each: -len(each[0]))
            self._known[words] = known
        return known

    def _patterns_at(self, text: str, at: int, words: Words) -> Iterator[tuple[str, int]]:
        """What is not written out but follows a pattern: the kinds that begin at a place, and where each ends."""
        first = text[at]
        if first in BEGINS_PATTERN:
            for name, pattern in self._patterns:
                found = pattern.match(text, at) if name != "EACH" else None
                if found:
                    yield name, found.end()
            shaped = _ID_SHAPED.match(text, at)
            if shaped:
                yield "NORM", shaped.end()
            number = _NUMBER.match(text, at)
            unit = words.unit_at(text, number.end()) if number else None
            if number and unit:
                yield "QUANTITY", number.end() + len(unit)
        if first in _BEGINS_NUMERAL:
            for name, pattern in (("QUANTITY", _CHINESE_QUANTITY), ("ROW", _CHINESE_ROW)):
                found = pattern.match(text, at)
                if found:
                    yield name, found.end()
        if first == "每" and text[at + 1 : at + 2] in words.measures:
            yield "EACH", at + 2

    def _end_of_unknown(self, text: str, at: int, words: Words, known: _Known) -> int:
        end = at + 1
        while end < len(text) and text[end] not in "，；、（）｛｝" + _SPACE:
            kind, value = self._longest(text, end, words, known)
            if kind is not None and (len(value) > 1 or kind != "NAME"):
                break
            end += 1
        return end
