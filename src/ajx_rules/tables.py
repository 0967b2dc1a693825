"""A decision table as one asks it: its rows, its breakpoints, and what it gives for inputs that may be unknown.

>>> from ajx_rules import load_regulation
>>> load_regulation().lookup("服务档次", premium="50000").settle
('上一年度事故',)
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from fractions import Fraction

import attrs

from ajx_rules.compiler.ir import Alias, DecisionTable
from ajx_rules.diagnostics import Diagnostic, Problems
from ajx_rules.engines.table_match import match_table
from ajx_rules.engines.values import Missing, Numbers, Times
from ajx_rules.language.text import canonical

_YES = {"yes", "true", "是", "有", "1", "y"}
_NO = {"no", "false", "否", "无", "0", "n"}
_UNKNOWN = {"", "unknown", "不详", "不知道", "?", "？"}


@attrs.frozen
class TableRow:
    """One row of a decision table: its words, its bounds, and a result for each column.

    ``lo`` and ``hi`` are exact numbers in the table's unit (None = no bound).
    """

    text: str
    lo: Fraction | None
    lo_inclusive: bool
    hi: Fraction | None
    hi_inclusive: bool
    results: tuple[str, ...]
    cells: tuple[str, ...]


@attrs.frozen
class Table:
    """A decision table of a regulation."""

    ir: DecisionTable

    @property
    def name(self) -> str:
        """What it decides (服务档次)."""
        return self.ir.name

    @property
    def columns(self) -> tuple[str, ...]:
        """The answers that the columns stand for: ``no``, ``yes`` in the order of the table."""
        return self.ir.columns

    def rows(self) -> tuple[TableRow, ...]:
        """The rows in order."""
        return tuple(
            TableRow(b.text, b.lo, b.lo_inclusive, b.hi, b.hi_inclusive, results, cells)
            for b, results, cells in zip(self.ir.bands, self.ir.results, self.ir.cell_ids, strict=True)
        )

    def breakpoints(self) -> tuple[Fraction, ...]:
        """The numbers at which the result can change, ascending, in the table's unit.

        >>> from ajx_rules import load_regulation
        >>> [int(b) for b in load_regulation().table("服务档次").breakpoints()]
        [10000, 50000, 100000]
        """
        bounds = {b for band in self.ir.bands for b in (band.lo, band.hi) if b is not None}
        return tuple(sorted(bounds))


@attrs.frozen
class LookupResult:
    """What a table gives for inputs that may be unknown: every result still possible.

    ``settle`` names the inputs that would leave one result.
    """

    table: str
    results: tuple[str, ...]
    cells: tuple[str, ...]
    words: tuple[str, ...]
    settle: tuple[str, ...]

    @property
    def definite(self) -> bool:
        """Whether one result is left."""
        return len(self.results) == 1

    def to_json(self) -> dict[str, object]:
        """The result as plain data."""
        return {
            "schema_version": 1,
            **{k: list(v) if isinstance(v, tuple) else v for k, v in attrs.asdict(self).items()},
        }


def look_up(found: DecisionTable, command: Alias | None, inputs: Mapping[str, object]) -> LookupResult:
    """What a table gives for its two inputs, either of which may be unknown.

    Raises:
        Problems: an input that the table has not, or a value that is not of its kind.

    """
    row_keys = {found.input_label, "row", *([command.row_key] if command else [])}
    column_keys = {found.column_label, "column", *([command.column_key] if command else [])}
    problems = [
        Diagnostic("R006", {"key": k, "keys": "、".join(sorted(row_keys | column_keys))})
        for k in inputs
        if k not in row_keys | column_keys
    ]
    for keys in (row_keys, column_keys):
        given = [k for k in inputs if k in keys]
        if len(given) > 1:  # one input under two names: which of them is meant?
            problems.append(Diagnostic("R015", {"keys": "、".join(given)}))
    row = next((v for k, v in inputs.items() if k in row_keys), None)
    column = next((v for k, v in inputs.items() if k in column_keys), None)
    number = _number(row, found, problems)
    answer = _answer(column, found, problems)
    if problems:
        raise Problems(problems)
    codes, cells = match_table(found, number, answer)
    words = [b.text for b, ids in zip(found.bands, found.cell_ids, strict=True) if set(ids) & set(cells)]
    order = [c for c in found.order if c in (codes.possible or ())]
    settle = tuple(m.label for m in sorted(codes.missing)) if len(order) > 1 else ()
    return LookupResult(found.name, tuple(order), cells, tuple(words), settle)


def _number(value: object, table: DecisionTable, problems: list[Diagnostic]) -> Numbers:
    missing = frozenset({Missing("fact", table.input_label, table.input_label, table.input_label)})
    unknown = Numbers(Fraction(0), None, missing)
    if value is None or (isinstance(value, str) and value.strip().lower() in _UNKNOWN):
        return unknown
    if isinstance(value, float):
        problems.append(Diagnostic("R007", {"value": repr(value), "label": table.input_label}))
        return unknown
    text = canonical(str(value)).replace("，", "").removesuffix("元")
    times = 10000 if text.endswith("万") else 1
    try:
        number = Decimal(text.removesuffix("万"))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or number < 0 or abs(number.adjusted()) > 30:  # noqa: PLR2004 - beyond any amount
        problems.append(Diagnostic("R008", {"value": str(value), "label": table.input_label}))
        return unknown
    return Numbers.exactly(Fraction(number) * times)


def _answer(value: object, table: DecisionTable, problems: list[Diagnostic]) -> Times:
    missing = frozenset({Missing("fact", table.column_label, table.column_label, table.column_label)})
    if isinstance(value, bool):
        return Times.truth(value)
    text = "" if value is None else str(value).strip().lower()
    if text in _UNKNOWN:
        return Times.either(missing)
    if text in _YES | _NO:
        return Times.truth(text in _YES)
    problems.append(Diagnostic("R009", {"value": str(value), "label": table.column_label}))
    return Times.either(missing)
