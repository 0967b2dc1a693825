"""One diagnostic: a stable code, a place, and what to do about it.

The words live in the catalogue (one entry a code, Chinese and English); a
diagnostic holds the code and the arguments, so that each renderer chooses its
language and a program can act on the code.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Literal

import attrs

from ajx_rules.diagnostics.catalogue import entry

Severity = Literal["error", "warning", "info"]
Language = Literal["zh", "en"]


@attrs.frozen
class Span:
    """A stretch of one file, in lines and code points counted from 1 (end exclusive).

    >>> Span("规则.ajx.md", 3, 5, 3, 7).column
    5
    """

    file: str
    line: int
    column: int
    end_line: int
    end_column: int


@attrs.frozen
class Diagnostic:
    """Something wrong (or worth knowing) in a rule file or a ledger.

    ``args`` fill the catalogue's template. ``span`` is a place in a text file;
    ``path`` one in a ledger (``$.policyholders[0].contracts[1].premium``).
    ``article`` is the citation of the official text concerned, where there is one.

    >>> Diagnostic("L001", {"file": "a.json"}).message("en")
    'a.json does not exist or cannot be read'
    """

    code: str
    args: Mapping[str, str] = attrs.field(factory=dict)
    span: Span | None = None
    path: str | None = None
    source_line: str | None = None
    article: str | None = None

    @property
    def severity(self) -> Severity:
        """``error``, ``warning`` or ``info``, as the catalogue says for the code."""
        return entry(self.code).severity

    def message(self, lang: Language = "zh") -> str:
        """What is wrong, in one sentence of the language asked for."""
        found = entry(self.code)
        return _fill(found.zh if lang == "zh" else found.en, self.args)

    def help(self, lang: Language = "zh") -> str:
        """What to do about it; empty where the message says all."""
        found = entry(self.code)
        template = found.help_zh if lang == "zh" else found.help_en
        return _fill(_said(template, self.args), self.args)

    def to_json(self) -> dict[str, object]:
        """The record as plain data, both languages included."""
        return {
            "code": self.code,
            "severity": self.severity,
            "message": {"zh": self.message("zh"), "en": self.message("en")},
            "help": {"zh": self.help("zh"), "en": self.help("en")},
            "span": attrs.asdict(self.span) if self.span else None,
            "path": self.path,
            "article": self.article,
        }


class Problems(Exception):  # noqa: N818 - it holds several problems, errors among them
    """Raised where input cannot be used: carries every diagnostic of the run.

    >>> try:
    ...     raise Problems([Diagnostic("L001", {"file": "a.json"})])
    ... except Problems as problems:
    ...     print(problems.diagnostics[0].code)
    L001
    """

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics: tuple[Diagnostic, ...] = tuple(diagnostics)
        super().__init__("\n".join(_line(d) for d in self.diagnostics))

    def __reduce__(self) -> tuple[type[Problems], tuple[object, ...]]:
        """A process pool hands exceptions on by pickling them."""
        return type(self), (self.diagnostics,)


def _line(found: Diagnostic) -> str:
    """What a traceback shows: code, place, what is wrong and what to do."""
    span = f"{found.span.file}:{found.span.line}" if found.span is not None else ""
    place = found.path or span
    advice = found.help("en")
    told = f"{found.code} {place}: {found.message('en')}" if place else f"{found.code} {found.message('en')}"
    return f"{told} ({advice})" if advice else told


_CLAUSES = re.compile(r"(?<=[。；])|(?<=[.;] )")


def _said(template: str, args: Mapping[str, str]) -> str:
    """Leave out the clauses of an advice that there is nothing to fill in for: no word is near, no list to name.

    >>> _said("最接近的是“{nearest}”。有：{all}", {"nearest": "", "all": "甲、乙"})
    '有：{all}'
    """
    empty = [f"{{{key}}}" for key, value in args.items() if str(value) in ("", "–")]
    if not any(slot in template for slot in empty):
        return template
    clauses = [c for c in _CLAUSES.split(template) if not any(slot in c for slot in empty)]
    return "".join(clauses).rstrip("。；.; ")


def _fill(template: str, args: Mapping[str, str]) -> str:
    # Not str.format: a value may hold braces, and a missing one must not raise.
    for key, value in args.items():
        template = template.replace("{" + key + "}", str(value))
    return template
