"""Which rows and columns of a decision table a number and an answer can match."""

from __future__ import annotations

from ajx_rules.compiler import ir
from ajx_rules.engines.values import NOTHING, Codes, Numbers, Times


def match_table(table: ir.DecisionTable, number: Numbers, column: Times) -> tuple[Codes, tuple[str, ...]]:
    """The results, and the ids of the cells, that a number and a yes or no can match."""
    results: set[str] = set()
    cells: list[str] = []
    for band, row, ids in zip(table.bands, table.results, table.cell_ids, strict=True):
        if not _may_fall(band, number):
            continue
        for name, result, cell in zip(table.columns, row, ids, strict=True):
            if column.may_be_true if name == "yes" else column.may_be_false:
                results.add(result)
                cells.append(cell)
    missing = number.missing | column.missing if len(results) > 1 else NOTHING
    if len(results) > 1 and not number.missing:
        missing = column.missing
    return Codes(frozenset(results), missing), tuple(cells)


def _may_fall(band: ir.Band, number: Numbers) -> bool:
    """Whether a number may fall between the bounds of a row."""
    hi, lo = number.hi, band.lo
    if lo is not None and hi is not None and (hi < lo or (hi == lo and not band.lo_inclusive)):
        return False
    if band.hi is not None and number.lo is not None:
        return number.lo < band.hi or (number.lo == band.hi and band.hi_inclusive)
    return True
