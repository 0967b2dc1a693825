"""The vocabulary-driven lexer: the longest word wins, and no spaces are needed.

Lark brings the words of the language (terminals of grammar/ajx.lark); the vocabulary
brings the names. At each place the longest match is taken; of two equally long, a word
of the language, so that no name can hide one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextvars import ContextVar

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
_SPACE = " \t\u3000"


class UnknownWord(Exception):  # noqa: N818 - a finding about a sentence
    """The lexer met something that is neither a word of the language nor a name."""

    def __init__(self, text: str, start: int, end: int) -> None:
        super().__init__(text[start:end])
        self.text, self.start, self.end = text, start, end


@attrs.frozen
class Words:
    """The names a sentence may use: by first character, longest first."""

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

    def name_at(self, text: str, at: int) -> str | None:
        """The longest name that begins at a place."""
        return _first_at(text, at, self.names.get(text[at], ()))

    def norm_at(self, text: str, at: int) -> str | None:
        """The longest norm id that begins at a place."""
        return _first_at(text, at, self.norms.get(text[at], ()))

    def all_names(self) -> Iterator[str]:
        """Every name."""
        for group in self.names.values():
            yield from group


def _first_at(text: str, at: int, words: tuple[str, ...]) -> str | None:
    for word in words:
        if text.startswith(word, at):
            return word
    return None


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

    def lex(self, data: str) -> Iterator[Token]:  # type: ignore[override]  # Lark's plain interface
        """The tokens of one sentence, under the vocabulary in use."""
        yield from self.tokens(data, vocabulary_in_use.get())

    def tokens(self, raw: str, words: Words) -> Iterator[Token]:
        """The tokens of a sentence under a vocabulary.

        Raises:
            UnknownWord: at the first place where nothing matches.

        """
        text = canonical(raw)
        at = 0
        while at < len(text):
            if text[at] in _SPACE:
                at += 1
                continue
            kind, value = self._longest(text, at, words)
            if kind is None:
                end = self._end_of_unknown(text, at, words)
                raise UnknownWord(text, at, end)
            end = at + len(value)
            shown = raw[at:end] if kind == "TEXT" else value
            yield Token(
                kind, shown, start_pos=at, line=1, column=at + 1, end_line=1, end_column=end + 1, end_pos=end
            )
            at = end

    def _longest(self, text: str, at: int, words: Words) -> tuple[str | None, str]:
        best: str | None = None
        length = 0
        norm = words.norm_at(text, at)
        if norm:
            best, length = "NORM", len(norm)
        for word in self._fixed_by_first.get(text[at], ()):
            if text.startswith(word, at) and (self._fixed[word] != "STATUS" or statuses_in_use.get()):
                if len(word) > length:
                    best, length = self._fixed[word], len(word)
                break
        if text[at] in BEGINS_PATTERN:
            for name, pattern in self._patterns:
                if name == "EACH":
                    continue
                found = pattern.match(text, at)
                if found and found.end() - at > length:
                    best, length = name, found.end() - at
            shaped = _ID_SHAPED.match(text, at)
            if shaped and shaped.end() - at > length:
                best, length = "NORM", shaped.end() - at
            number = _NUMBER.match(text, at)
            unit = words.unit_at(text, number.end()) if number else None
            if number and unit and number.end() + len(unit) - at > length:
                best, length = "QUANTITY", number.end() + len(unit) - at
        if text[at] in "零〇一二三四五六七八九十百千两第":
            for name, pattern in (("QUANTITY", _CHINESE_QUANTITY), ("ROW", _CHINESE_ROW)):
                found = pattern.match(text, at)
                if found and found.end() - at > length:
                    best, length = name, found.end() - at
        if text[at] == "每" and text[at + 1 : at + 2] in words.measures and length <= 1:
            best, length = "EACH", 2
        label = words.name_at(text, at)
        if label and len(label) > length:
            best, length = "NAME", len(label)
        return best, text[at : at + length]

    def _end_of_unknown(self, text: str, at: int, words: Words) -> int:
        end = at + 1
        while end < len(text) and text[end] not in "，；、（）｛｝" + _SPACE:
            kind, value = self._longest(text, end, words)
            if kind is not None and (len(value) > 1 or kind != "NAME"):
                break
            end += 1
        return end
