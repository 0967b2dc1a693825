"""JSON text into plain data, without losing what a ledger must be told about.

Numbers keep their digits (``Digits``), so that money is exact and a number of a million
digits costs nothing; objects remember keys written twice (``JsonObject``).
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Final

from ajx_rules.diagnostics import Diagnostic, Problems, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST_SHOWN_LINE: Final = 400


class Digits(str):
    """The digits of a JSON number, as written (also ``NaN`` and ``Infinity``, which are none)."""

    __slots__ = ()

    @property
    def digits(self) -> str:
        """The digits as a plain text."""
        return str(self)


class JsonObject(dict[str, object]):
    """A JSON object; ``twice`` are the keys that were written more than once."""

    twice: tuple[str, ...] = ()


def decode(data: bytes, file: str) -> str:
    """The text of a file that should be UTF-8 (a byte order mark is dropped).

    Raises:
        Problems: L003 for GBK, L004 for anything else.

    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in data[:4]:
        raise Problems([Diagnostic("L004", {"file": file, "byte": "1"})])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        at = error.start
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        raise Problems([Diagnostic("L004", {"file": file, "byte": str(at + 1)})]) from None
    raise Problems([Diagnostic("L003", {"file": file})])


def parse_json(text: str, file: str) -> object:
    """The data of a JSON text.

    Raises:
        Problems: L002 an empty text, L005 not JSON, L006 nested too deep.

    >>> parse_json('{"保费": 0.10}', "a.json")
    {'保费': '0.10'}
    """
    text = text.removeprefix("\ufeff")
    if not text.strip():
        raise Problems([Diagnostic("L002", {"file": file})])
    try:
        return json.loads(
            text, parse_int=Digits, parse_float=Digits, parse_constant=Digits, object_pairs_hook=_object
        )
    except json.JSONDecodeError as error:
        raise Problems([_not_json(text, file, error)]) from None
    except RecursionError:
        raise Problems([Diagnostic("L006", {"file": file})]) from None


def _object(pairs: Sequence[tuple[str, object]]) -> JsonObject:
    made = JsonObject(pairs)
    if len(made) < len(pairs):
        times = Counter(key for key, _ in pairs)
        made.twice = tuple(key for key in made if times[key] > 1)
    return made


_REASONS: Final[dict[str, tuple[str, str]]] = {
    "Expecting value": ("此处缺少一个值", "a value is missing here"),
    "Expecting property name enclosed in double quotes": (
        "此处应是双引号括起的键",
        "a key in double quotes is expected here",
    ),
    "Expecting ':' delimiter": ("键后面应有冒号 :", "a colon : is expected after the key"),
    "Expecting ',' delimiter": ("此处应有逗号 , 或右括号", "a comma , or a closing bracket is expected here"),
    "Unterminated string starting at": (
        "此处开始的文字没有右引号",
        "the text that begins here has no closing quote",
    ),
    "Invalid control character at": (
        "文字中有换行或控制字符",
        "the text holds a line break or control character",
    ),
    "Extra data": ("台账已结束，此处却还有内容", "the ledger has ended, yet something follows"),
}
_FULL_WIDTH: Final = "，：；“”‘’｛｝［］【】、"


def _not_json(text: str, file: str, error: json.JSONDecodeError) -> Diagnostic:
    pos = error.pos
    before = text[:pos].rstrip()
    if text[pos : pos + 1] in {"}", "]"} and before.endswith(","):
        pos = len(before) - 1  # where Python 3.13 places it too
    line = text.count("\n", 0, pos) + 1
    column = pos - text.rfind("\n", 0, pos)
    zh, en = _reason(text, pos, error.msg)
    args = {"file": file, "line": str(line), "column": str(column), "reason_zh": zh, "reason_en": en}
    shown = text.split("\n", line)[line - 1].rstrip("\r")
    span = Span(file, line, column, line, column + 1)
    return Diagnostic(
        "L005", args, span=span, source_line=shown if len(shown) <= LONGEST_SHOWN_LINE else None
    )


def _reason(text: str, pos: int, message: str) -> tuple[str, str]:
    at, after = text[pos : pos + 1], text[pos + 1 : pos + LONGEST_SHOWN_LINE].lstrip()[:1]
    if not at:
        return "文件到此中断，后面缺了内容", "the file ends here, something is missing"
    if at in _FULL_WIDTH:
        return f"此处的 {at} 是全角标点，请改用半角", f"{at} is full-width punctuation; write the ASCII sign"
    if at == "'":
        return "请用双引号，不用单引号", "write double quotes, not single ones"
    if at == "," and after in {"}", "]"}:
        return "右括号前多了一个逗号", "there is a comma before the closing bracket"
    known = (found for start, found in _REASONS.items() if message.startswith(start))
    return next(known, ("无法读懂", "it cannot be read"))
