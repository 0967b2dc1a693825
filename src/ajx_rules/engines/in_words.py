"""Values in words for people."""

from __future__ import annotations

from fractions import Fraction

from ajx_rules.engines.values import MINUTES, Codes, CodeSet, Numbers, Times, Value


def in_words(value: Value, kind: str = "") -> str:
    """A value for a person: 是, 2025-01-22, 第一档或第二档, 100000.

    ``kind``: ``truth``, ``time`` (what comes about) or ``date`` (a day that is set), where it is known what is meant.

    >>> in_words(Times.never(), "truth"), in_words(Times.never(), "time")
    ('否', '尚未发生')
    """
    if isinstance(value, Times):
        if value.stretches == Times.always().stretches:
            return "是"
        if value.stretches == Times.never().stretches:
            return {"truth": "否", "time": "尚未发生", "date": "无"}.get(kind, "否／尚未发生")
        lo, hi = value.dates()
        if lo is None or lo != hi:
            return "不详"
        minute = value.lo % MINUTES
        timed = value.lo == value.hi and minute != MINUTES - 1  # the last minute stands for the end of a day
        return f"{lo.isoformat()} {minute // 60:02}:{minute % 60:02}" if timed else lo.isoformat()
    if isinstance(value, Numbers):
        if value.definite and value.lo is not None:
            return decimal_words(value.lo)
        return f"不少于{decimal_words(value.lo)}" if value.lo else "不详"
    if isinstance(value, Codes):
        return "或".join(value) if value.possible and len(value.possible) <= 4 else "不详"  # noqa: PLR2004
    if isinstance(value, CodeSet):
        known = "、".join(sorted(value.certain))
        if value.certain == value.possible:
            return known or "无"
        return f"{known}，其余不详" if known else "不详"
    return "不详" if value.text is None else value.text


def decimal_words(value: Fraction) -> str:
    """An exact number as a decimal, or as a fraction where it is none.

    >>> decimal_words(Fraction(1, 2)), decimal_words(Fraction(100000)), decimal_words(Fraction(1, 3))
    ('0.5', '100000', '1/3')
    """
    for places in range(7):
        scaled = value * 10**places
        if scaled.denominator == 1:
            digits = str(abs(scaled.numerator)).rjust(places + 1, "0")
            sign = "-" if value < 0 else ""
            return sign + (digits if not places else f"{digits[:-places]}.{digits[-places:]}")
    return str(value)
