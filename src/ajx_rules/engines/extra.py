"""Facts that a rule file declares for a class: read from ``extra``, as typed as any field."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Final

from ajx_rules.compiler.ir import ExtraFact
from ajx_rules.diagnostics import Diagnostic
from ajx_rules.engines.values import NEVER, Codes, Missing, Numbers, Texts, Times, Value
from ajx_rules.engines.world import FIRST_MINUTE, LAST_MINUTE, start_of
from ajx_rules.language.text import nearest
from ajx_rules.ledger.index import LedgerIndex, Row

NOT_YET = ("none", "未发生", "无")
NOT_KNOWN = ("unknown", "不详")
PREFIX = "extra:"
_MOMENT: Final = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}")


def extra_value(
    row: Row | None, fact: ExtraFact, missing: frozenset[Missing], so_far: Callable[[Times], Times]
) -> Value:
    """The set of values that a declared fact of a record may have; all, if it is left out.

    ``so_far`` makes of a date what had come about by the day of the check.
    """
    written = getattr(row.record, "extra", {}).get(fact.name) if row is not None else None
    if written in NOT_KNOWN:
        written = None
    if fact.kind == "truth":
        said = (
            {True: True, False: False, "是": True, "否": False}.get(written) if written is not None else None
        )
        return Times.either(missing) if said is None else Times.truth(said)
    if fact.kind == "number":
        number = exact(written)
        return Numbers(None, None, missing) if number is None else Numbers.exactly(number)
    if fact.kind == "time" and written in NOT_YET:
        return Times.never()
    if fact.kind == "time":
        day = a_day(written)
        if day is None:
            return Times.of(((FIRST_MINUTE, LAST_MINUTE), (NEVER, NEVER)), missing)
        if isinstance(day, dt.datetime):
            at = start_of(day) + day.hour * 60 + day.minute
            return so_far(Times(((at, at),)))
        return so_far(Times.day(day))
    if fact.kind == "code":
        known = None if fact.open else frozenset(fact.entries)
        return Codes(frozenset({str(written)})) if written is not None else Codes(known, missing)
    return Texts(str(written)) if written is not None else Texts(None, missing)


def exact(written: object) -> Fraction | None:
    """A number as written; None if it is none (a float is none: it is not exact)."""
    if isinstance(written, bool) or not isinstance(written, int | str | Decimal):
        return None
    try:
        number = Decimal(written)
    except InvalidOperation:
        return None
    return Fraction(number) if number.is_finite() and abs(number.adjusted()) < 30 else None  # noqa: PLR2004


def a_day(written: object) -> dt.date | None:
    """A day as written, or a moment of it by the clock (UTC+8); None if it is neither."""
    if isinstance(written, dt.datetime) and written.tzinfo is not None:
        return None
    if isinstance(written, dt.date):
        return written
    try:
        if _MOMENT.fullmatch(str(written)):
            return dt.datetime.fromisoformat(str(written))
        return dt.date.fromisoformat(str(written))
    except ValueError:
        return None


_MAY_BE: Final[dict[str, tuple[str, str]]] = {
    "truth": ("写：是、否、不详", "write: yes, no or unknown (true, false, 不详)"),
    "number": ("写一个数", "write a number"),
    "time": (
        "写日期，如 2025-06-30，有钟点的写 2025-06-30T09:30；没有发生的写“无”",
        "write a date, as 2025-06-30, or 2025-06-30T09:30",
    ),
    "text": ("写文字", "write text"),
}


def _may_be(fact: ExtraFact) -> dict[str, str]:
    """What a fact may be, in words."""
    if fact.kind == "code":
        words = "、".join(fact.entries)
        return {"may": f"只填一个词，可以填的有：{words}", "may_en": f"one of: {words}"}
    return dict(zip(("may", "may_en"), _MAY_BE[fact.kind], strict=True))


def _spoken(written: object) -> str:
    """What was written, several words one after another."""
    return "、".join(map(str, written)) if isinstance(written, list | tuple) else str(written)


def check_extra(index: LedgerIndex, facts: Iterable[ExtraFact]) -> list[Diagnostic]:
    """Everything under ``extra`` that no rule file declares, or that is not of its type."""
    declared = {(f.owner, f.name): f for f in facts}
    out: list[Diagnostic] = []
    for row in index.all_rows():
        for key, written in getattr(row.record, "extra", {}).items():
            path = f"{row.path}.extra.{key}"
            fact = declared.get((row.cls.name, key))
            if fact is None:
                names = [n for c, n in declared if c == row.cls.name]
                args = {"key": key, "cls": row.cls.label, "nearest": nearest(key, names) or "无"}
                out.append(Diagnostic("R011", args, path=path))
                continue
            if fact.kind == "time" and written in NOT_YET:
                continue
            if written in NOT_KNOWN or (written == "" and fact.kind == "text"):
                continue
            wrong = {
                "truth": written not in (True, False, "是", "否"),
                "number": exact(written) is None,
                "time": a_day(written) is None,
                "code": not fact.open and str(written) not in fact.entries,
                "text": False,
            }[fact.kind]
            if wrong:
                args = {"key": key, "value": _spoken(written)[:40], **_may_be(fact)}
                out.append(Diagnostic("R012", args, path=path))
    return out
