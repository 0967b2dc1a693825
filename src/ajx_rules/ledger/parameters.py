"""What an organisation has set for itself (机构参数), against what the regulation lets it set.

A number that cannot be used must be told: left aside in silence, an insurer would believe
itself measured by it.

>>> from datetime import date
>>> from ajx_rules.compiler.ir import Parameter as Declared
>>> from ajx_rules.domain.book import Ledger, Parameter
>>> from ajx_rules.ledger.index import LedgerIndex
>>> book = Ledger(known_on=date(2025, 12, 31), parameters=(Parameter(name="及时", value=5, unit="光年"),))
>>> [(d.code, d.path) for d in check_parameters(LedgerIndex(book), (Declared("及时", "及时", ("日",)),))]
[('L080', '$.parameters[0].unit')]
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final, cast

from ajx_rules.diagnostics import Diagnostic
from ajx_rules.domain.book import Parameter
from ajx_rules.domain.values import show
from ajx_rules.ledger.index import LedgerIndex, Row

if TYPE_CHECKING:
    from ajx_rules.compiler import ir

MOST: Final = 10_000
# Some ten years in each unit: more is a slip of the pen, and the calendar does not reach much further.
MOST_OF: Final = {"个工作日": 2_500, "日": 3_650, "个月": 120, "年": 10}
# How long a term is: its last day counts to its end, and working days may have any number of days off among them.
HOURS_AT_LEAST: Final = {"小时": 1, "日": 24, "个工作日": 24}
HOURS_AT_MOST: Final[dict[str, Callable[[Decimal], Decimal]]] = {
    "小时": lambda n: n,
    "日": lambda n: 24 * (n + 1),
}


def check_parameters(index: LedgerIndex, declared: Iterable[ir.Parameter]) -> tuple[Diagnostic, ...]:
    """Every recorded parameter that the engine could not use, those of which none prevails, those out of order.

    A name that no 参数 declares is told with the other codes (L090).
    """
    known = {p.name: p for p in declared}
    rows = [row for row in index.rows("Parameter") if _record(row).name in known]
    out: list[Diagnostic] = []
    for row in rows:
        record = _record(row)
        units = known[record.name].units
        if record.unit not in units:
            args = {"name": record.name, "value": show(record.unit)[1:-1], "units": "、".join(units)}
            out.append(Diagnostic("L080", args, path=f"{row.path}.unit"))
            continue
        most = MOST_OF.get(record.unit, MOST)
        if record.value % 1 or not 0 < record.value <= most:
            args = {"name": record.name, "value": f"{record.value:f}", "unit": record.unit, "most": str(most)}
            out.append(Diagnostic("L081", args, path=f"{row.path}.value"))
    by_word = {p.word: p.name for p in _for_one_word(known)}
    return (*out, *_without_a_later_one(rows), *_out_of_order(rows, by_word))


def _for_one_word(known: dict[str, ir.Parameter]) -> Iterator[ir.Parameter]:
    """The parameters whose word (及时, 立即) no other parameter is for."""
    words = [p.word for p in known.values()]
    return (p for p in known.values() if words.count(p.word) == 1)


def _out_of_order(rows: Iterable[Row], by_word: dict[str, str]) -> Iterator[Diagnostic]:
    """A number for 立即 that is surely no shorter than the same organisation's for 及时: odd, not wrong."""
    numbers: dict[str, dict[str | None, Row]] = {}
    for row in rows:  # of each name and insurer the one set last
        of_name, insurer = numbers.setdefault(_record(row).name, {}), _insurer(row)
        before = of_name.get(insurer)
        if before is None or not _set_before(row, before):
            of_name[insurer] = row
    at_once, promptly = (numbers.get(by_word.get(word, ""), {}) for word in ("立即", "及时"))
    told: set[str] = set()
    for insurer in sorted({*at_once, *promptly}, key=str):
        one, other = (found.get(insurer, found.get(None)) for found in (at_once, promptly))
        if one is None or other is None or one.path in told:
            continue
        if _overlap(_record(one), _record(other)) and _no_shorter(_record(one), _record(other)):
            told.add(one.path)
            args = {"name": _record(one).name, "other": _record(other).name, "path": other.path}
            yield Diagnostic("L085", args, path=f"{one.path}.value")


def _insurer(row: Row) -> str | None:
    insurer = _record(row).insurer
    return insurer if isinstance(insurer, str) else None  # None: for all, or not said


def _set_before(row: Row, other: Row) -> bool:
    one, two = _record(row).set_on, _record(other).set_on
    return isinstance(one, date) and isinstance(two, date) and one < two


def _no_shorter(one: Parameter, other: Parameter) -> bool:
    """Whether a term is surely at least as long as another, whatever day it starts on."""
    if one.unit == other.unit:
        return one.value >= other.value
    at_least = one.value * HOURS_AT_LEAST.get(one.unit, 0)
    hours = HOURS_AT_MOST.get(other.unit)
    return hours is not None and at_least >= hours(other.value)


def _without_a_later_one(rows: Iterable[Row]) -> Iterator[Diagnostic]:
    """Numbers that hold for the same on the same day, and none of them is the later one."""
    seen: dict[tuple[str, str | None], list[Row]] = {}
    for row in rows:
        record = _record(row)
        before = seen.setdefault((record.name, _insurer(row)), [])
        other = next(
            (b for b in before if _overlap(record, _record(b)) and _as_old(record, _record(b))), None
        )
        if other is not None:
            yield Diagnostic("L082", {"name": record.name, "other": other.path}, path=row.path)
        before.append(row)


def _record(row: Row) -> Parameter:
    return cast("Parameter", row.record)


def _as_old(one: Parameter, other: Parameter) -> bool:
    both = (one.set_on, other.set_on)
    return one.set_on == other.set_on or not all(isinstance(day, date) for day in both)


def _overlap(one: Parameter, other: Parameter) -> bool:
    def span(record: Parameter) -> tuple[date, date]:
        first, last = record.valid_from, record.valid_to
        return (
            first if isinstance(first, date) else date.min,
            last if isinstance(last, date) else date.max,
        )

    (first, last), (other_first, other_last) = span(one), span(other)
    return first <= other_last and other_first <= last
