"""What the quoted words of a norm say and its fields do not: a number, an item of a list.

The compiler looks for each number of a rule in the text; these lints look the other way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction

from ajx_rules.compiler.numbers import Stated, passage_section, periods, stated
from ajx_rules.compiler.passes import Compiled
from ajx_rules.diagnostics import Diagnostic
from ajx_rules.language.forms import declaration_forms
from ajx_rules.language.text import NUMERAL, canonical, squeeze
from ajx_rules.language.tree import Declaration, RuleFile

DEMANDING = ("义务", "禁止", "提示")
_DIGITS = rf"(?:[0-9]+|{NUMERAL})"
_TERM = re.compile(
    rf"{_DIGITS}个?(?:工作日|自然日|日历日|小时|月|季度|周年|年|周|星期|日|天)(?![0-9月度龄级报])|半年"
)
_EVERY = re.compile(rf"每{_DIGITS}?个?(?:半年|年|季度|月)")
_TIMES = re.compile(rf"{_DIGITS}次")
_DATE = re.compile(rf"{_DIGITS}年{_DIGITS}月(?:{_DIGITS}日)?|{_DIGITS}月{_DIGITS}日")
_ITEM = re.compile("（([一二三四五六七八九十]+)）")
_YEAR = (Fraction(12), "月")


def unused_numbers(compiled: Compiled) -> Iterator[Diagnostic]:
    """A term or a frequency in the words of a norm that nothing it says takes up."""
    every = [(file, d) for file in compiled.files for d in file.declarations]
    for file, d in every:
        if d.kind not in DEMANDING or not d.words:
            continue
        others = [o for f, o in every if f.file == file.file and o is not d and _beside(file, o, d)]
        said = _said_by([d, *_called(d, [o for _, o in every])])
        unused = [
            number
            for number in _numbers(d.words)
            if not said & _meanings(number) and not any(number in _claimed(o) for o in others)
        ]
        if unused:
            args = {"number": "”“".join(unused), "name": d.name}
            yield Diagnostic("E715", args, d.span, source_line=file.source_line(d.span.line))


def _numbers(words: str) -> list[str]:
    """The terms and the frequencies of a passage as they are written; once is no number.

    >>> _numbers("自订立之日起15个工作日内，每2年至少3次，2025年3月1日起每年一次")
    ['15个工作日', '每2年', '3次']
    """
    plain = _DATE.sub("#", canonical(squeeze(words)))
    found = [(m.start(), m.group()) for pattern in (_EVERY, _TERM, _TIMES) for m in pattern.finditer(plain)]
    kept = [w for _, w in sorted(found) if not any(w != o and w in o for _, o in found)]
    return [w for w in dict.fromkeys(kept) if _meanings(w) - {(Fraction(1), "件"), _YEAR}]


def _meanings(number: str) -> frozenset[Stated]:
    """What a number may be written as: 3次 as 3 of any records, 半年 as 6个月."""
    found = stated(number) | {(months, "月") for months in periods(number)}
    return frozenset(found | {(n, "件") for n, kind in found if kind in ("人次", "个")})


def _said_by(declarations: Iterable[Declaration]) -> frozenset[Stated]:
    """Every number that the fields of some declarations state."""
    out: set[Stated] = set()
    for d in declarations:
        for field in d.fields:
            for text in (field.word, field.text, *(item.text for item in field.items)):
                out |= stated(text) | {(months, "月") for months in periods(text)}
    counts = {n for n, kind in out if kind in ("人次", "人", "个", "种")}
    return frozenset(out | {(n, "件") for n in counts})


def _called(d: Declaration, every: list[Declaration]) -> list[Declaration]:
    """The declarations that the fields of a norm name, theirs too, and the exceptions to it."""
    named = [o for o in every if o.name and not declaration_forms()[o.kind].norm and o.kind != "案例"]
    base = d.name.partition("/")[0]
    out = [o for o in every if o.kind == "例外" and base in o.text("针对")]
    out += [
        o
        for o in every
        if o is not d and declaration_forms()[o.kind].norm and o.name.partition("/")[0] == base
    ]
    have = {id(o) for o in out}
    rest = [o for o in named if id(o) not in have]  # one that was found need not be looked for again
    waiting = [d, *out]
    while waiting and rest:
        text = "\n".join(
            t for f in waiting.pop().fields for t in (f.word, f.text, *(i.text for i in f.items))
        )
        found = [o for o in rest if o.name in text]
        rest = [o for o in rest if o.name not in text] if found else rest
        out += found
        waiting += found
    return out


def _beside(file: RuleFile, one: Declaration, other: Declaration) -> bool:
    """Whether two declarations carry out the same quotations."""
    return passage_section(file, one) == passage_section(file, other)


def _claimed(d: Declaration) -> str:
    """The words that a declaration carries out, as numbers are looked for in them."""
    sources = [f.text for f in d.fields if f.form == "words"]
    return canonical(squeeze("".join([d.words, *sources])))


def lost_items(compiled: Compiled) -> Iterator[Diagnostic]:
    """A list of fewer items than the words that the norm carries out."""
    for file in compiled.files:
        for d in file.declarations:
            field = next((f for f in d.fields if f.items), None)
            if not declaration_forms()[d.kind].norm or field is None:
                continue
            quoted = len(set(_ITEM.findall(canonical(d.words))))
            if quoted > len(field.items) > 0:
                args = {"name": d.name, "quoted": str(quoted), "count": str(len(field.items))}
                yield Diagnostic("E716", args, field.span, source_line=file.source_line(field.span.line))


def silent_judgements(compiled: Compiled) -> Iterator[Diagnostic]:
    """A question that does not say which answer is the bad one."""
    for file in compiled.files:
        for d in file.declarations:
            if d.kind == "判断" and d.field("不利答案") is None:
                args = {"name": d.name, "question": d.text("问")}
                yield Diagnostic("E717", args, d.span, source_line=file.source_line(d.span.line))
