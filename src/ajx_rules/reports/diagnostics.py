r"""Diagnostics for people (a terminal, with the place framed) and for programs (JSON).

The caret line stands right under the place on a terminal, where a full-width character takes two columns.

>>> from ajx_rules.diagnostics import Diagnostic, Span
>>> place = Span("24-follow-up.ajx.md", 12, 12, 12, 14)
>>> found = Diagnostic("E230", {"word": "两周"}, place, source_line="  期限：自完成之日起两周内")
>>> frame = render([found]).splitlines()
>>> print(frame[1], frame[2], sep="\n")
12 |   期限：自完成之日起两周内
   |                     ^^^^
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

from ajx_rules.diagnostics.record import Diagnostic, Language, Severity
from ajx_rules.language.text import width
from ajx_rules.reports.layout import BLANK, COLUMNS, Line, clean, flow, line, plain

SCHEMA_VERSION: Final = 1
TAB: Final = 4
_CUT: Final = "..."
_NAMES: Final[dict[Severity, tuple[str, str]]] = {
    "error": ("错误", "error"),
    "warning": ("提醒", "warning"),
    "info": ("说明", "note"),
}
_STYLES: Final[dict[Severity, str]] = {"error": "bad", "warning": "warn", "info": "key"}


def render(diagnostics: Iterable[Diagnostic], lang: Language = "zh", *, size: int = COLUMNS) -> str:
    """Return diagnostics as text: each with its place, framed where the line is known; several are counted.

    >>> from ajx_rules.diagnostics import Diagnostic
    >>> print(render([Diagnostic("L002", {"file": "a.json"})], "en"))
    error L002: a.json is empty
      the shortest ledger: {"known_on": "2025-12-31"}
    """
    return plain(render_lines(diagnostics, lang, size=size))


def render_lines(
    diagnostics: Iterable[Diagnostic], lang: Language = "zh", *, size: int = COLUMNS
) -> list[Line]:
    """Return the same as lines with styles, for a terminal.

    >>> from ajx_rules.diagnostics import Diagnostic
    >>> render_lines([Diagnostic("L002", {"file": "a.json"})], "en")[0].spans[0]
    ('error L002', 'bad')
    """
    found = tuple(diagnostics)
    out: list[Line] = []
    for each in found:
        out += [*([BLANK] if out else []), *_one(each, lang, size)]
    if len(found) > 1:
        out += [BLANK, line(summary(found, lang))]
    return out


def diagnostics_data(diagnostics: Iterable[Diagnostic]) -> dict[str, object]:
    """Return diagnostics as plain data, both languages included.

    >>> from ajx_rules.diagnostics import Diagnostic
    >>> data = diagnostics_data([Diagnostic("L002", {"file": "a.json"})])
    >>> data["counts"]
    {'error': 1, 'warning': 0, 'info': 0}
    """
    found = tuple(diagnostics)
    return {
        "schema_version": SCHEMA_VERSION,
        "counts": {severity: _count(found, severity) for severity in _NAMES},
        "diagnostics": [d.to_json() for d in found],
    }


def render_json(diagnostics: Iterable[Diagnostic]) -> str:
    """Return diagnostics as JSON text.

    >>> from ajx_rules.diagnostics import Diagnostic
    >>> json.loads(render_json([Diagnostic("L002", {"file": "a.json"})]))["diagnostics"][0]["code"]
    'L002'
    """
    return json.dumps(diagnostics_data(diagnostics), ensure_ascii=False, indent=2)


def summary(diagnostics: Sequence[Diagnostic], lang: Language = "zh") -> str:
    """Return how many there are of each severity, in one line.

    >>> from ajx_rules.diagnostics import Diagnostic
    >>> summary([Diagnostic("L001"), Diagnostic("L077")]), summary([Diagnostic("L001")] * 2, "en")
    ('共1处错误，1处提醒。', '2 errors.')
    """
    counts = [(severity, _count(diagnostics, severity)) for severity in _NAMES]
    if lang == "zh":
        return "共" + "，".join(f"{n}处{_NAMES[severity][0]}" for severity, n in counts if n) + "。"
    return ", ".join(f"{n} {_NAMES[severity][1]}{'' if n == 1 else 's'}" for severity, n in counts if n) + "."


def _count(diagnostics: Sequence[Diagnostic], severity: Severity) -> int:
    return sum(d.severity == severity for d in diagnostics)


def _one(found: Diagnostic, lang: Language, size: int) -> list[Line]:
    chinese = lang == "zh"
    name = _NAMES[found.severity][0 if chinese else 1]
    head = (f"{name} {found.code}", _STYLES[found.severity])
    message = clean(found.message(lang))
    where = _where(found, lang, message)
    if chinese:
        out = flow([head, f"：{message}" + (f"（{where}）" if where else "")], rest=2, size=size)
    else:
        out = flow([head, f": {message}" + (f" ({where})" if where else "")], rest=2, size=size)
    if found.span is not None and found.source_line is not None and found.source_line.strip():
        span = found.span
        end = span.end_column if span.end_line == span.line else len(found.source_line) + 1
        out += _frame(found.source_line, span.line, span.column, end, size)
    if found.path:
        out += flow([("位置：" if chinese else "at ", "dim"), clean(found.path)], first=2, size=size)
        value = clean(str(found.args.get("value", "")))
        if value and value not in message:
            out += flow([("现值：" if chinese else "found ", "dim"), value], first=2, size=size)
    for row in found.help(lang).splitlines():
        words = row.lstrip(" ")
        if words:
            out += flow([clean(words)], first=2 + len(row) - len(words), size=size)
    return out


def _where(found: Diagnostic, lang: Language, message: str) -> str:
    """Return file, article and line; nothing that the message says itself."""
    span = found.span
    parts = [clean(found.article)] if found.article else []
    if span is not None:
        if clean(span.file) not in message:
            parts.insert(0, clean(span.file))
        whole_file = found.source_line is None and (span.line, span.column) == (1, 1)
        place = f"第{span.line}行" if lang == "zh" else f"line {span.line}"
        if not whole_file and not re.search(rf"{re.escape(place)}(?!\d)", message):
            parts.append(place)
    return ("，" if lang == "zh" else ", ").join(parts)


def _frame(source: str, number: int, column: int, end: int, size: int) -> list[Line]:
    """Return the line of the source, shortened around the place if it is long, and the carets under it."""
    gutter = f"{number} | "
    cells = _cells(source.rstrip("\r\n"))
    start = min(max(column - 1, 0), len(cells))
    stop = min(max(end - 1, start), len(cells))
    before, place, after = "".join(cells[:start]), "".join(cells[start:stop]), "".join(cells[stop:])
    before, place, after = _fitted(before, place, after, size - len(gutter))
    blank = " " * (len(gutter) - 2) + "| "
    return [
        line((gutter, "dim"), (before + place + after).rstrip()),
        line((blank, "dim"), " " * width(before), ("^" * max(width(place), 1), "bad")),
    ]


def _fitted(before: str, place: str, after: str, room: int) -> tuple[str, str, str]:
    """Cut the text around a place, and the place itself if need be, to a number of columns."""
    if width(before) + width(place) + width(after) <= room:
        return before, place, after
    cut = len(_CUT)
    if width(place) > room - 2 * cut:
        return _CUT if before else "", _head(place, room - 2 * cut), _CUT
    free = room - width(place)
    left = min(width(before), max(free // 2, free - width(after)))
    right = free - left
    if width(before) > left:
        before = _CUT + _tail(before, left - cut)
    if width(after) > right:
        after = _head(after, right - cut) + _CUT
    return before, place, after


def _head(text: str, room: int) -> str:
    out, used = "", 0
    for char in text:
        used += width(char)
        if used > room:
            break
        out += char
    return out


def _tail(text: str, room: int) -> str:
    return _head(text[::-1], room)[::-1]


def _cells(source: str) -> list[str]:
    """Return what is shown for each character: tabs as spaces, what cannot be shown as a question mark."""
    out: list[str] = []
    at = 0
    for char in source:
        if char == "\t":
            shown = " " * (TAB - at % TAB)
        elif unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp"):
            shown = "?"
        else:
            shown = char
        at += width(shown)
        out.append(shown)
    return out
