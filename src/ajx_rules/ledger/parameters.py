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

from collections.abc import Iterable, Iterator
from datetime import date
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


def check_parameters(index: LedgerIndex, declared: Iterable[ir.Parameter]) -> tuple[Diagnostic, ...]:
    """Every recorded parameter that the engine could not use, and those of which none prevails.

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
    return (*out, *_without_a_later_one(rows))


def _without_a_later_one(rows: Iterable[Row]) -> Iterator[Diagnostic]:
    """Numbers that hold for the same on the same day, and none of them is the later one."""
    seen: dict[tuple[str, str | None], list[Row]] = {}
    for row in rows:
        record = _record(row)
        insurer = record.insurer if isinstance(record.insurer, str) else None  # None: for all, or not said
        before = seen.setdefault((record.name, insurer), [])
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
