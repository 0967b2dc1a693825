"""Characters: full and half width, Chinese numerals, display columns, nearest words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache

# One character for one character, so that columns stay true.
_CANONICAL = str.maketrans(
    {
        "(": "（",
        ")": "）",
        "{": "｛",
        "}": "｝",
        ",": "，",
        ";": "；",
        ":": "：",
        "＋": "+",
        "－": "-",
        "％": "%",
        "／": "/",
        "．": ".",
        **{chr(ord("０") + i): str(i) for i in range(10)},
    }
)
_OTHER_SPELLING = re.compile(f"[{re.escape(''.join(map(chr, _CANONICAL)))}]")
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_PLACES = {"十": 10, "百": 100, "千": 1000}
NUMERAL = "[零〇一二三四五六七八九十百千两]+"


MAX_FILE = 4_000_000
"""The longest rule file, in bytes and in characters."""


def canonical(text: str) -> str:
    """The text with one spelling for each mark and digit, of the same length.

    >>> canonical("不少于(３)人,即可")
    '不少于（3）人，即可'
    """
    return text.translate(_CANONICAL) if _OTHER_SPELLING.search(text) else text


def chinese_number(text: str) -> int:
    """The value of a Chinese numeral below ten thousand.

    >>> chinese_number("二十二"), chinese_number("十"), chinese_number("一百零三")
    (22, 10, 103)
    """
    total, digit = 0, 0
    for char in text:
        if char in _PLACES:
            total += (digit or 1) * _PLACES[char]
            digit = 0
        else:
            digit = digit * 10 + _DIGITS[char] if digit else _DIGITS[char]
    return total + digit


def to_chinese(number: int) -> str:
    """A number below 100 as a Chinese numeral.

    >>> to_chinese(4), to_chinese(12), to_chinese(38)
    ('四', '十二', '三十八')
    """
    digits = "零一二三四五六七八九"
    if number <= 9:  # noqa: PLR2004
        return digits[number]
    tens, rest = divmod(number, 10)
    return ("" if tens == 1 else digits[tens]) + "十" + (digits[rest] if rest else "")


def quantity(text: str) -> tuple[Fraction, str]:
    """The number and the unit of a quantity; 万 is multiplied out, % kept as unit.

    >>> quantity("1万元"), quantity("20个工作日"), quantity("15%")
    ((Fraction(10000, 1), '元'), (Fraction(20, 1), '个工作日'), (Fraction(3, 20), '%'))
    """
    percent = re.fullmatch(f"百分之({NUMERAL})", text)
    if percent:
        return Fraction(chinese_number(percent[1]), 100), "%"
    found = re.fullmatch(rf"([0-9.]+|{NUMERAL})(万?)(\D*)", text)
    if not found:
        raise ValueError(text)
    number = Fraction(found[1]) if found[1][0] in "0123456789" else Fraction(chinese_number(found[1]))
    if found[2]:
        number *= 10000
    if found[3] == "%":
        number /= 100
    return number, found[3]


def width(text: str) -> int:
    """Columns that the text takes on a terminal: a wide character takes two.

    >>> width("第3行"), width("abc")
    (5, 3)
    """
    return sum(map(_width_of_character, text))


@lru_cache(maxsize=4096)
def _width_of_character(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) == "Cf":
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def squeeze(text: str) -> str:
    """The text without any white space: what comparison of quotations goes by."""
    return "".join(text.split())


def nearest(word: str, words: Iterable[str], *, least: float = 0.5, shared: int = 1) -> str | None:
    """The word most like the given one; also one with the same characters turned round. Of equals, the first by code.

    ``shared`` is how many characters they have in common at least: of a large vocabulary, two, or a short word
    is always like some other.

    >>> nearest("定立", ["订立", "起保"]), nearest("xyz", ["订立"])
    ('订立', None)
    >>> nearest("次年", ["场次", "年度"], shared=2), nearest("提醒整该", ["提醒整改"], shared=2)
    (None, '提醒整改')
    """
    from difflib import SequenceMatcher

    best, score = None, least
    word = word[:40]
    letters = set(word)
    for other in words:
        if len(letters & set(other)) < shared or not len(word) / 4 <= len(other) <= len(word) * 4:
            continue
        ratio = SequenceMatcher(None, word, other, autojunk=False).ratio()
        if sorted(word) == sorted(other):
            ratio = max(ratio, 0.95)
        if ratio > score or (ratio == score and (best is None or other < best)):
            best, score = other, ratio
    return best
