"""The mistakes beside this file, read from Markdown: the rules, and what should be said of them.

Each file of ``mistakes/`` is one mistake: a title; a line for each diagnostic expected (code, line,
column, key words of the message, separated by 、); then fenced blocks. ``rules`` is a rule file
beside the base of ``mistakes/base``; ``base`` replaces the base; ``source`` goes to the end of the
official text. Lines and columns count in the block where the mistake is.
"""

import re
from functools import cache
from pathlib import Path

import attrs

from ajx_rules.compiler.passes import compile_texts
from ajx_rules.diagnostics import Diagnostic, Problems

FOLDER = Path(__file__).parent / "mistakes"
_EXPECTED = re.compile(
    r"^(?P<code>[ER]\d{3})(?:，第(?P<line>\d+)行第(?P<column>\d+)列)?：(?P<words>.*)$", re.MULTILINE
)
_BLOCK = re.compile(r"^````(?P<name>\w+)\n(?P<text>.*?)^````$", re.MULTILINE | re.DOTALL)


@attrs.frozen
class Expected:
    """One diagnostic, as written by hand."""

    code: str
    line: int | None
    column: int | None
    words: tuple[str, ...]


@attrs.frozen
class Mistake:
    """One file of mistakes."""

    name: str
    title: str
    expected: tuple[Expected, ...]
    blocks: dict[str, str]

    @property
    def texts(self) -> dict[str, str]:
        """The rule files by name."""
        texts = {"1-base.ajx.md": self.blocks.get("base", base()["1-base.ajx.md"])}
        if "rules" in self.blocks:
            texts["2-rules.ajx.md"] = self.blocks["rules"]
        return texts

    @property
    def official(self) -> dict[str, str]:
        """The official text by name."""
        return {"source.txt": base()["source.txt"] + self.blocks.get("source", "")}

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What the compiler says."""
        return said(self.texts, self.official)


@cache
def base() -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in sorted((FOLDER / "base").iterdir())}


def said(texts: dict[str, str], official: dict[str, str]) -> tuple[Diagnostic, ...]:
    """Everything the compiler has to say of some rule files, warnings too."""
    try:
        return compile_texts(texts, official, "test").warnings
    except Problems as problems:
        return problems.diagnostics


def mistakes() -> list[Mistake]:
    return [_read(path) for path in sorted(FOLDER.glob("*.md"))]


def _read(path: Path) -> Mistake:
    text = path.read_text(encoding="utf-8")
    before = text[: text.find("````")]
    expected = tuple(
        Expected(
            m["code"], _number(m["line"]), _number(m["column"]), tuple(filter(None, m["words"].split("、")))
        )
        for m in _EXPECTED.finditer(before)
    )
    title = before.split("\n")[0].removeprefix("# ")
    return Mistake(path.stem, title, expected, {m["name"]: m["text"] for m in _BLOCK.finditer(text)})


def _number(digits: str | None) -> int | None:
    return int(digits) if digits else None
