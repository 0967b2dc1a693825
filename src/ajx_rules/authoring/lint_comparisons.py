"""Comparison words: what the text says beside a number (不低于12%) against what the rule says of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lark import Token, Tree

from ajx_rules.compiler.numbers import NUMBER, Stated, stated
from ajx_rules.compiler.passes import Compiled
from ajx_rules.diagnostics import Diagnostic, Span
from ajx_rules.language.text import canonical, squeeze
from ajx_rules.language.tree import Declaration, RuleFile, Sentence, tokens_of

_OF_RULES = {
    **dict.fromkeys(("不低于", "不少于", "不小于"), ">="),
    **dict.fromkeys(("不高于", "不多于", "不超过"), "<="),
    **dict.fromkeys(("高于", "多于", "大于", "超过"), ">"),
    **dict.fromkeys(("低于", "少于", "小于"), "<"),
    "等于": "==",
}
_OPPOSITE = {">=": "<", "<": ">=", "<=": ">", ">": "<=", "==": "!="}
_TURNED = {">=": "<=", "<=": ">=", "<": ">", ">": "<", "==": "==", "!=": "!="}

# What a text says before a number, and after it; of two that end alike the longer one is meant (不超过, 超过).
_BEFORE = (
    (re.compile("(?:不得?|不应|不能|不可)(?:低|少|小)于$|至少$|最少$|最低$"), {">="}),
    (re.compile("(?:不得?|不应|不能|不可)(?:(?:高|多|大)于|超过)$|至多$|最多$|最高$"), {"<="}),
    (re.compile("(?:高|多|大)于$|超过$"), {">"}),
    (re.compile("(?:低|少|小)于$|不足$|不满$|未满$"), {"<"}),
)
# Whether 以上 and 以下 take the number in is for a convention to say.
_AFTER = (
    (re.compile("[^，。；、（）]{0,5}?以上"), {">=", ">"}),
    (re.compile("[^，。；、（）]{0,5}?以下"), {"<=", "<"}),
    (re.compile("[^，。；、（）]{0,5}?[以之]内"), {"<="}),
)


def unlike_comparisons(compiled: Compiled) -> Iterator[Diagnostic]:
    """A number that the text bounds from one side, and the rule from the other."""
    for file in compiled.files:
        for d in file.declarations:
            if d.kind in ("义务", "禁止") and d.words:  # an advisory may say more than its words
                yield from _of_norm(file, d)


def _of_norm(file: RuleFile, d: Declaration) -> Iterator[Diagnostic]:
    for field in d.fields:
        if field.name not in ("应当", "不得"):
            continue
        for sentence, where in ((field.sentence, field.span), *((i.sentence, i.span) for i in field.items)):
            for number, word, operator in _compared(sentence, negated=field.name == "不得"):
                said = _said(number, d.words)
                if said and not any(operator in meant for _, meant in said):
                    column = where.column + int(number.start_pos or 0)
                    span = Span(file.file, where.line, column, where.line, column + len(number))
                    args = {"name": d.name, "text": said[0][0], "rule": f"{word}{number}"}
                    yield Diagnostic("E719", args, span, source_line=file.source_line(span.line))


def _compared(sentence: Sentence | Token | None, *, negated: bool) -> Iterator[tuple[Token, Token, str]]:
    """The numbers that a sentence compares something with: the word, and what must hold (of the whole, negated)."""
    if not isinstance(sentence, Tree):
        return
    children = sentence.children
    if sentence.data == "compare":
        left, word, right = children
        for number, turned in ((_number_of(right), False), (_number_of(left), True)):
            operator = _OF_RULES.get(str(word))
            if number is not None and isinstance(word, Token) and operator is not None:
                operator = _TURNED[operator] if turned else operator
                yield number, word, _OPPOSITE[operator] if negated else operator
        return
    if sentence.data == "implies":  # its condition demands nothing
        children = children[-1:]
    elif sentence.data in ("negation", "none"):
        negated = not negated
    for child in children:
        yield from _compared(child, negated=negated)


def _number_of(side: Sentence | Token) -> Token | None:
    """The number that one side of a comparison consists of, or the share of something that it is (保费的15%)."""
    if not isinstance(side, Tree) or side.data not in ("quantity", "share"):
        return None
    return next(t for t in reversed(tokens_of(side)) if t.type == "QUANTITY")


def _said(number: Token, passage: str) -> list[tuple[str, set[str]]]:
    """How a passage bounds a number, wherever it does: its words, and the operators that say the same."""
    plain = canonical(squeeze(passage))
    wanted = stated(canonical(number))
    out: list[tuple[str, set[str]]] = []
    for found in NUMBER.finditer(plain):
        rest = plain[found.start() : found.end() + 8]
        if not wanted & _first_stated(rest):
            continue
        before = next(
            ((m[0], meant) for p, meant in _BEFORE if (m := p.search(plain[: found.start()]))), None
        )
        after = next(((m[0], meant) for p, meant in _AFTER if (m := p.match(plain, found.end()))), None)
        if before is not None:
            out.append((before[0] + found[0], before[1]))
        elif after is not None:
            out.append((found[0] + after[0], after[1]))
    return out


def _first_stated(text: str) -> frozenset[Stated]:
    """The number that a text begins with, with its unit."""
    for length in range(len(text), 0, -1):
        found = stated(text[:length])
        if len(found) == 1:
            return found
    return frozenset()
