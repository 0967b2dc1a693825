"""Rules that stand where nobody reads them: in a block of another name, in a quotation, in the prose.

Prose may speak of norms; only what has the shape of a declaration is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from markdown_it.token import Token

from ajx_rules.diagnostics import Diagnostic, Span
from ajx_rules.language.forms import DeclarationForm, declaration_forms
from ajx_rules.language.text import canonical

_LONG = 5
_WORDS = re.compile(r"\s*(?P<name>[^「\s]+)\s*「[^」]*」\s*$")
_FIELD = re.compile(r"\s*(?P<word>[^：\s]{1,12})：")


def stray_rules(file: str, tokens: Sequence[Token], lines: Sequence[str]) -> Iterator[Diagnostic]:
    """What looks like rules outside the `ajx` blocks that are read, at its first line."""
    quoted = 0
    for before, token in zip([None, *tokens], tokens, strict=False):
        quoted += {"blockquote_open": 1, "blockquote_close": -1}.get(token.type, 0)
        if token.type == "fence":
            found = _in_fence(token, quoted=quoted > 0)
        elif (token.type == "code_block" and not quoted) or (
            token.type == "inline" and not quoted and before is not None and before.type == "paragraph_open"
        ):
            found = looks_like_rules(token.content.split("\n"))
        else:
            continue
        if found and token.map is not None:
            line = token.map[0] + 1
            source = lines[line - 1] if line <= len(lines) else ""
            span = Span(file, line, 1, line, len(source) + 1)
            name, said = token.info.strip().partition(" ")[0], ("不在 ajx 块里", "stands in no ajx block")
            if token.type == "fence" and name not in ("", "ajx"):
                said = (
                    f"这一块写的是“{name}”，程序只读“ajx”",
                    f"the block is called “{name}”, only “ajx” is read",
                )
            args = {"words": found[:30], "why": said[0], "why_en": said[1]}
            yield Diagnostic("E024", args, span, source_line=source)


def _in_fence(token: Token, *, quoted: bool) -> str:
    """The first words of a block whose name is not quite `ajx`, or that is inside a quotation."""
    name = token.info.strip().partition(" ")[0]
    first = next((line.strip() for line in token.content.split("\n") if line.strip()), "")
    if name == "ajx":
        return first if quoted else ""
    if name.lower().startswith("ajx") or sorted(name.lower()) == sorted("ajx"):
        return first or name
    close = len(name) < _LONG and len(set(name.lower()) & set("ajx")) > 1  # ajz, anjx, ax
    return looks_like_rules(token.content.split("\n")) if not name or close else ""


def looks_like_rules(lines: Iterable[str]) -> str:
    """The first line that begins a declaration; empty if there is none.

    >>> (
    ...     looks_like_rules(["义务 24-1「回访」", "  对象：每次回访"]),
    ...     looks_like_rules(["定义 甲", "属于：服务"]),
    ... )
    ('义务 24-1「回访」', '定义 甲')
    >>> looks_like_rules(["义务 24-1「回访」只管服务完成以后。", "判断由人来做。", "说明：见下。"])
    ''
    """
    plain = [canonical(line) for line in lines]
    for line, after in zip(plain, [*plain[1:], ""], strict=True):
        form = _form_of(line.strip())
        if form is None:
            continue
        rest = line.strip()[len(form.kind) :]
        field = _FIELD.match(after)
        goes_on = field is not None and form.field_form(field["word"]) is not None
        named = (not rest.strip()) == (form.head == "none") and not rest.strip().startswith("：")
        if (goes_on and named) or (form.head in ("id-words", "name-words") and _WORDS.fullmatch(rest)):
            return line.strip()
    return ""


def _form_of(line: str) -> DeclarationForm | None:
    forms = declaration_forms()
    kind = max((k for k in forms if line.startswith(k)), key=len, default=None)
    return forms[kind] if kind else None
