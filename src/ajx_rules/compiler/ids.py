"""Norm ids: the Chinese spelling of rule files and the id in data, one to one.

A regulation states the pattern pairs (编号对照): ``n`` is a number, ``nn`` one with two
digits, ``z`` a Chinese numeral, ``a`` the place of a letter, ``m`` and ``k`` further numbers.
Levels after ``/`` are listed as pairs of words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

import attrs

from ajx_rules.language.text import chinese_number, to_chinese

_SLOT = re.compile(
    r"(?<![A-Za-z])nn(?![a-z])|(?<![a-z])[nmkza](?![a-z])|(?<=[a-z])(?:nn|[nz])(?![a-z])|(?<=[A-Z])[nm](?![a-z])"
)
MOST_DIGITS, LETTERS = 6, 26
# How articles are numbered everywhere: a regulation need not say it.
DEFAULTS = (("n-m", "An.m"), ("n-m(k)", "An.m(k)"))
_FORMS = {
    "nn": r"(\d+)",
    "n": r"(\d+)",
    "m": r"(\d+)",
    "k": r"(\d+)",
    "z": r"([一二三四五六七八九十]+)",
    "a": r"(\d+)",
}


@attrs.frozen(slots=False)
class IdScheme:
    """The pattern pairs of one regulation."""

    patterns: tuple[tuple[str, str], ...]
    levels: tuple[tuple[str, str], ...]

    @cached_property
    def _to_id(self) -> tuple[tuple[re.Pattern[str], str, str], ...]:
        return tuple((_alias_pattern(a), a, b) for a, b in self.patterns)

    @cached_property
    def _to_alias(self) -> tuple[tuple[re.Pattern[str], str, str], ...]:
        return tuple((_id_pattern(a, b), a, b) for a, b in self.patterns)

    def to_id(self, alias: str) -> str | None:
        """The id in data of a rule file's spelling; None where no pattern fits.

        >>> scheme = IdScheme((("n-m", "An.m"), ("附2-第nn行-第z档", "B.rnn.tz")), (("/团队", "/team"),))
        >>> scheme.to_id("22-3"), scheme.to_id("附2-第4行-第四档"), scheme.to_id("27-4/团队")
        ('A22.3', 'B.r04.t4', 'A27.4/team')
        """
        alias = alias.replace("（", "(").replace("）", ")")
        base, slash, level = alias.partition("/")
        for pattern, left, right in self._to_id:
            found = pattern.fullmatch(base)
            if found and _sayable(_slots(left), found.groups()):
                values = dict(zip(_slots(left), found.groups(), strict=True))
                return _put(right, values, to_data=True) + self._level(slash + level, 0, 1)
        return None

    def to_alias(self, norm_id: str) -> str | None:
        """The rule file's spelling of an id in data; None where no pattern fits.

        >>> scheme = IdScheme((("n-m", "An.m"), ("附2-第nn行-第z档", "B.rnn.tz")), ())
        >>> scheme.to_alias("A22.3"), scheme.to_alias("B.r04.t4")
        ('22-3', '附2-第4行-第四档')
        """
        base, slash, level = norm_id.partition("/")
        for pattern, left, right in self._to_alias:
            found = pattern.fullmatch(base)
            if found:
                values = dict(zip(_slots(right), found.groups(), strict=True))
                return _put(left, values, to_data=False) + self._level(slash + level, 1, 0)
        return None

    def _level(self, level: str, source: int, target: int) -> str:
        if not level:
            return ""
        return next((pair[target] for pair in self.levels if pair[source] == level), level)

    @staticmethod
    def of(lines: Iterable[tuple[str, str]]) -> IdScheme:
        """A scheme from the lines of 编号对照."""
        stated = [(a.strip().replace("（", "(").replace("）", ")"), b.strip()) for a, b in lines]
        pairs = [p for p in dict.fromkeys([*stated, *DEFAULTS]) if is_pattern(*p)]
        return IdScheme(
            tuple(p for p in pairs if not p[0].startswith("/")),
            tuple(p for p in pairs if p[0].startswith("/")),
        )


def is_pattern(left: str, right: str) -> bool:
    """Whether the two sides of a line of 编号对照 can be an id of rule files and one of data.

    >>> is_pattern("附2-第nn行-第z档", "B.rnn.tz"), is_pattern("/团队", "/team"), is_pattern("(a+)$", "X")
    (True, True, False)
    """
    left = left.replace("（", "(").replace("）", ")")
    if not re.fullmatch(r"/?[\u4e00-\u9fffA-Za-z0-9()/-]+", left) or not re.fullmatch(
        r"/?[A-Za-z0-9()./-]+", right
    ):
        return False
    slots = _slots(left)
    if len(set(slots)) < len(slots):  # 附n-第n行: which n is which?
        return False
    return sorted(slots) == sorted(_slots(right)) and (left[0] == "/") == (right[0] == "/")


def _sayable(slots: list[str], values: tuple[str, ...]) -> bool:
    """Whether a letter stands for each number that is to be one, and no number is endless."""
    pairs = list(zip(slots, values, strict=True))
    return all(len(v) <= MOST_DIGITS and (s != "a" or 1 <= int(v) <= LETTERS) for s, v in pairs)


def _slots(pattern: str) -> list[str]:
    return [m.group() for m in _SLOT.finditer(pattern)]


def _alias_pattern(alias: str) -> re.Pattern[str]:
    return _with_slots(alias, lambda slot: _FORMS[slot])


def _id_pattern(alias: str, data: str) -> re.Pattern[str]:
    del alias
    forms = {"z": r"(\d+)", "a": r"([a-z])", "nn": r"(\d\d+)", "n": r"(\d+)", "m": r"(\d+)", "k": r"(\d+)"}
    return _with_slots(data, lambda slot: forms[slot])


def _with_slots(pattern: str, form: object) -> re.Pattern[str]:
    assert callable(form)
    out, at = "", 0
    for found in _SLOT.finditer(pattern):
        out += re.escape(pattern[at : found.start()]) + str(form(found.group()))
        at = found.end()
    return re.compile(out + re.escape(pattern[at:]))


def _put(pattern: str, values: dict[str, str], *, to_data: bool) -> str:
    def one(found: re.Match[str]) -> str:
        slot = found.group()
        value = values[slot]
        if slot == "z":
            return str(chinese_number(value)) if to_data else to_chinese(int(value))
        if slot == "a":
            return chr(ord("a") + int(value) - 1) if to_data else str(ord(value) - ord("a") + 1)
        if slot == "nn":
            return f"{int(value):02d}" if to_data else str(int(value))
        return value

    return _SLOT.sub(one, pattern)
