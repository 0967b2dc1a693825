"""The numbers of a rule are those of the text: each is looked for with its unit in what the rule quotes.

A number counts as quoted where the words that the rule carries out state it; where those words
state no number of that unit, where the quotations of its section do. 15 日 is not 15 个工作日, and
the number of an article or of a line is no number of anything.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from fractions import Fraction

from lark import Token

from ajx_rules.diagnostics import Diagnostic, Span
from ajx_rules.language.forms import declaration_forms
from ajx_rules.language.text import NUMERAL, canonical, chinese_number, squeeze
from ajx_rules.language.tree import Declaration, FieldNode, RuleFile, tokens_of

Stated = tuple[Fraction, str]
"""A number and the kind of its unit: what is counted alike has one kind (一年 and 12个月)."""

# Unit as written → its kind, and how many of the kind one of it is.
_UNITS: dict[str, tuple[str, int]] = {
    **dict.fromkeys(("个工作日", "工作日"), ("工作日", 1)),
    **dict.fromkeys(("个自然日", "自然日", "个日历日", "日历日", "日", "天"), ("日", 1)),
    **dict.fromkeys(("周", "个星期", "星期"), ("日", 7)),
    **dict.fromkeys(("个月",), ("月", 1)),
    **dict.fromkeys(("个季度", "季度"), ("月", 3)),
    **dict.fromkeys(("个保险年度", "个自然年度", "个年度", "周年", "年"), ("月", 12)),
    **dict.fromkeys(("个小时", "小时"), ("小时", 1)),
    **dict.fromkeys(("元", "元人民币"), ("元", 1)),
    **dict.fromkeys(("人次",), ("人次", 1)),
    **dict.fromkeys(("人", "名", "位"), ("人", 1)),
    **dict.fromkeys(("种", "类"), ("种", 1)),
    **dict.fromkeys(("个",), ("个", 1)),
    **dict.fromkeys("次项份家处件起条张台套座层道门辆本段笔场支批篇", ("件", 1)),
    **dict.fromkeys(("%",), ("%", 1)),
}
_LONGEST_FIRST = sorted(_UNITS, key=len, reverse=True)
# The measure word of a rule is that of its records; a text may count the same with another.
_ALSO = {"件": ("个",), "人": ("个",), "种": ("件", "个")}

_DIGITS = r"[0-9]+(?:，[0-9]{3}(?![0-9]))*(?:\.[0-9]+)?"
NUMBER = re.compile(rf"(?P<number>{_DIGITS}|{NUMERAL})(?P<times>[万亿])?")
_RANGE = re.compile(rf"(?:以上|以下)?[至到—~～、或-](?:{_DIGITS}|{NUMERAL})[万亿]?")
_ONE = "[0-9〇零一二三四五六七八九十]"
_DAY = re.compile(rf"({_ONE}{{4}})年({_ONE}{{1,3}})月({_ONE}{{1,3}})日")
_DATE = re.compile(rf"{_ONE}{{4}}年(?:{_ONE}{{1,3}}月(?:{_ONE}{{1,3}}日)?)?|{_ONE}{{1,3}}月{_ONE}{{1,3}}日")
# 第二条, 附件1, 上一年度, 一次性, 十分 (very): numerals that state no number of anything.
_PLACE = re.compile(rf"第(?:[0-9]+|{NUMERAL})个?[条款项章节编目号档行类级页期部]|附[件表录]?[0-9]+")
_FIXED = re.compile(rf"一次性|(?<!以)[上下]一|[同统逐唯某另]一|(?<!{NUMERAL[:-1]})十分(?!之)")
_FRACTION = re.compile(rf"({NUMERAL})分之({_DIGITS}|{NUMERAL})")
_HALVES = (("一半", (Fraction(1, 2), "%")), ("半数", (Fraction(1, 2), "%")), ("半年", (Fraction(6), "月")))

# 每年, 全年, 年度内; 每半年 and 每2年 are numbers.
_PERIODS = (
    (re.compile("[每全当按逐][一个]*年|年度|年内"), 12),
    (re.compile("季"), 3),
    (re.compile("[每按逐当][一个]*月|月度"), 1),
)


def stated(text: str, own: str = "") -> frozenset[Stated]:
    """Every number of a passage with the kind of its unit, from digits and from Chinese numerals.

    ``own`` is a further unit to look for, as it is written.

    >>> sorted(stated("第二条 应在十五个工作日内提取保费的百分之二十，每年至少一次"))
    [(Fraction(1, 5), '%'), (Fraction(1, 1), '件'), (Fraction(15, 1), '工作日')]
    >>> stated("第3条 自2025年1月15日起，上一年度一次性缴清")
    frozenset()
    >>> sorted(stated("3至5日内，或者两年以内")) == [(3, "日"), (5, "日"), (24, "月")]
    True
    """
    plain = canonical(squeeze(text))
    for nothing in (_DATE, _PLACE, _FIXED):
        plain = nothing.sub("#", plain)
    found = {(_value(m[2]) / _value(m[1]), "%") for m in _FRACTION.finditer(plain) if _value(m[1])}
    found |= {half for word, half in _HALVES if word in plain}
    plain = _FRACTION.sub("#", plain)
    for number in NUMBER.finditer(plain):
        rest = _RANGE.sub("", plain[number.end() :], count=1) if _RANGE.match(plain, number.end()) else None
        unit = unit_at(rest if rest is not None else plain[number.end() :], own)
        if unit is not None:
            found.add(_of_kind(_value(number["number"], number["times"] or ""), *unit))
    return frozenset(found)


def unit_at(text: str, own: str = "") -> tuple[str, int] | None:
    """The kind of the unit that a text begins with, and how many of the kind it is."""
    text = text.removeprefix("余").removeprefix("多")
    if own and own not in _UNITS and text.startswith(own):
        return own, 1
    if text.startswith("年度"):
        return None
    return next((_UNITS[unit] for unit in _LONGEST_FIRST if text.startswith(unit)), None)


def _value(number: str, times: str = "") -> Fraction:
    digits = number.replace("，", "")
    value = Fraction(digits) if digits[0].isascii() else Fraction(chinese_number(digits))
    return value * {"": 1, "万": 10**4, "亿": 10**8}[times]


def _of_kind(number: Fraction, kind: str, times: int) -> Stated:
    return (number / 100 if kind == "%" else number * times), kind


def days(text: str) -> frozenset[dt.date]:
    """The days that a passage states.

    >>> days("自二〇二五年三月一日起") == days("自2025年3月1日起")
    True
    """
    out: set[dt.date] = set()
    for found in _DAY.finditer(canonical(squeeze(text))):
        year = "".join(c if c.isascii() else str(chinese_number(c)) for c in found[1])
        month, day = (int(_value(found[i])) for i in (2, 3))
        try:
            out.add(dt.date(int(year), month, day))
        except ValueError:  # no such day; the sentence is found wrong elsewhere
            continue
    return frozenset(out)


def is_stated(said: Token, words: str, section: str) -> bool:
    """Whether a number of a rule stands in its own words or, where they have none of its unit, in its section."""
    if said.type == "DATE":
        return days(said) <= days(words) | days(section)
    number = NUMBER.match(canonical(said))
    own = canonical(said)[number.end() :] if number else ""
    ((wanted, kind),) = stated(said, own) or ((Fraction(0), ""),)
    if not wanted:  # “none at all” is no number that a text would state
        return True
    for passage in (stated(words, own), stated(section, own)):
        for alike in ((kind,), _ALSO.get(kind, ())):
            near = {n for n, k in passage if k in alike}
            if near:
                return wanted in near
    return False


# ---------------------------------------------------------------------- the rules of a file


def check_numbers(file: RuleFile) -> Iterator[Diagnostic]:
    """Every number of a rule that what it quotes does not state."""
    for d in file.declarations:
        if d.kind in ("案例", "编号对照", "参数"):
            continue
        section = passage_of(file, d)
        for field in d.fields:
            for token, where in _numbers_of(field):
                if not _is_said(token, words_of(d), section):
                    yield _not_stated(file, d, token, where)


def words_of(d: Declaration) -> str:
    """The words that a declaration says it carries out."""
    return d.words if declaration_forms()[d.kind].norm else d.text("原文").strip("「」")


def passage_of(file: RuleFile, d: Declaration) -> str:
    """The quotations of a declaration's section, or of the nearest one above that quotes something."""
    return file.sections[passage_section(file, d)].said


def passage_section(file: RuleFile, d: Declaration) -> int:
    """The number of that section; of the declaration's own where none quotes anything."""
    above = range(d.section, -1, -1)
    return next((n for n in above if file.sections[n].said), d.section)


def _numbers_of(field: FieldNode) -> Iterator[tuple[Token, Span]]:
    """The numbers in the sentences of a field; what one reading of several says is its own affair."""
    if any(t.type == "TAKES" for t in tokens_of(field.extra)):
        return
    for tree, where in ((field.sentence, field.span), *[(i.sentence, i.span) for i in field.items]):
        for token in tokens_of(tree):
            if token.type in ("QUANTITY", "DATE") or (token.type == "EVERY_YEAR" and field.name == "频次"):
                yield token, where


def _is_said(token: Token, words: str, section: str) -> bool:
    return (
        is_stated(token, words, section) if token.type != "EVERY_YEAR" else has_period(token, words, section)
    )


def has_period(said: str, words: str, section: str) -> bool:
    """Whether how often something is due (每2年) is said in its own words or, where they have no period, in its section.

    >>> has_period("每2年", "每两年至少3次", ""), has_period("每年", "每两年至少3次", "每年报送")
    (True, False)
    >>> has_period("每年", "全年不少于3次", ""), has_period("每季度", "不少于3次", "按季度报送")
    (True, True)
    """
    wanted = periods(said)
    return bool(wanted & (periods(words) or periods(section)))


def periods(text: str) -> frozenset[Fraction]:
    """The periods that a passage speaks of, in months.

    >>> (
    ...     sorted(periods("每半年")),
    ...     sorted(periods("每三年")),
    ...     sorted(periods("一个自然年度内")),
    ...     sorted(periods("3日内")),
    ... )
    ([Fraction(6, 1)], [Fraction(36, 1)], [Fraction(12, 1)], [])
    """
    plain = _DATE.sub("#", canonical(squeeze(text)))
    found = {number for number, kind in stated(plain) if kind == "月"}
    found |= {Fraction(months) for pattern, months in _PERIODS if pattern.search(plain)}
    return frozenset(found)


def _not_stated(file: RuleFile, d: Declaration, token: Token, where: Span) -> Diagnostic:
    column = where.column + int(token.start_pos or 0)
    span = Span(file.file, where.line, column, where.line, column + len(token))
    line = file.source_line(span.line)
    return Diagnostic("E310", {"number": str(token)}, span, source_line=line, article=d.name)
