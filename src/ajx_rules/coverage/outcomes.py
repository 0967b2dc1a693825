"""What the worked cases show of each norm and each cell of a table, and what they do not show yet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

import attrs

from ajx_rules.cases.run import CaseResult, CasesReport, run_cases
from ajx_rules.compiler import ir
from ajx_rules.compiler.passes import Compiled
from ajx_rules.engines.bearers import not_evaluated
from ajx_rules.regulation import Regulation

FULFILLED: Final = frozenset({"fulfilled"})
NOT_FULFILLED: Final = frozenset({"breach", "late", "open"})
"""A case for breach: breached, late, or undone where the text sets no number."""
ASKS_NOTHING: Final = frozenset({"not_applicable"})
RESULT: Final = frozenset({"result"})

_WANTED: Final = {"fulfilled": FULFILLED, "breach": NOT_FULFILLED}


@attrs.frozen
class Shown:
    """One outcome with the case that shows it: its title, its file and the line of the expectation."""

    status: str
    case: str
    file: str
    line: int


@attrs.frozen
class CellShown:
    """One cell of a legal table with what cases show of it."""

    id: str
    alias: str
    row: str
    column: str
    text: str
    asks: bool
    """Whether it demands anything (or decides: a cell of a decision table)."""
    shown: tuple[Shown, ...]
    lacking: tuple[str, ...]

    @property
    def exercised(self) -> bool:
        """Whether cases show every outcome that it can have."""
        return not self.lacking


@attrs.frozen
class Outcomes:
    """The outcomes of all cases that hold, by norm and by cell."""

    norms: Mapping[str, tuple[Shown, ...]]
    cells: Mapping[str, tuple[Shown, ...]]
    total: int
    failed: int


def run_all(
    regulation: Regulation, folder: Path, progress: Callable[[int, int], None] | None = None
) -> CasesReport:
    """Run the cases of a folder of rule files; none, if it has none.

    Raises:
        Problems: a case file that cannot be read.

    """
    scenarios = folder / "scenarios"
    if not any(scenarios.glob("*.ajx.md")):
        return CasesReport(())
    return run_cases(regulation, scenarios, progress)


def outcomes(results: Iterable[CaseResult]) -> Outcomes:
    """The outcomes of cases by the id of the norm and of the cell; a case that fails shows nothing.

    >>> outcomes(()).total
    0
    """
    norms: dict[str, list[Shown]] = {}
    cells: dict[str, list[Shown]] = {}
    results = tuple(results)
    for result in results:
        for each in result.outcomes if result.passed else ():
            shown = Shown(each.status, result.name, result.file, each.line)
            if each.norm:
                norms.setdefault(each.norm, []).append(shown)
            if len(each.cells) == 1:
                cells.setdefault(each.cells[0], []).append(shown)
    return Outcomes(
        {key: tuple(found) for key, found in norms.items()},
        {key: tuple(found) for key, found in cells.items()},
        len(results),
        sum(not result.passed for result in results),
    )


def lacking(norm: ir.Norm, shown: Iterable[Shown]) -> tuple[str, ...]:
    """Which of ``fulfilled`` and ``breach`` no case shows of a norm that needs both.

    Args:
        norm: the norm; a permission, a power and a row that demands nothing need no case.
        shown: what cases show of it.

    """
    if not demands(norm):
        return ()
    seen = {each.status for each in shown}
    return tuple(name for name, wanted in _WANTED.items() if not seen & wanted)


def demands(norm: ir.Norm) -> bool:
    """Whether a norm can be fulfilled and broken at all."""
    if norm.row is not None:
        return any(cell.duty is not None for cell in norm.row.cells)
    return norm.kind in ("duty", "prohibition", "advisory")


def on_ledger(compiled: Compiled) -> frozenset[str]:
    """The norms with a verdict on a ledger that does not say who keeps it; an authority's need its own."""
    others = {each.norm for each in not_evaluated(compiled.ir, None)}
    kinds = ("duty", "prohibition", "advisory")
    return frozenset(n.id for n in compiled.ir.norms if n.kind in kinds and n.id not in others)


def cells_of_norm(norm: ir.Norm, found: Outcomes) -> tuple[CellShown, ...]:
    """The cells of a row of a frequency table; one that is part of another is that other."""
    if norm.row is None or not norm.of_table:
        return ()
    return tuple(
        _cell(cell.id, cell.alias, norm.row.label, cell.column, cell.text, found, asks=cell.duty is not None)
        for cell in norm.row.cells
        if cell.merged_into is None
    )


def cells_of_table(table: ir.DecisionTable, columns: Sequence[str], found: Outcomes) -> tuple[CellShown, ...]:
    """The cells of a decision table, its columns by their names: each needs a case whose result it gives."""
    return tuple(
        _deciding(id_, f"{table.alias}-第{band.label}行-{column}", (band.text, column, result), found)
        for band, results, ids in zip(table.bands, table.results, table.cell_ids, strict=True)
        for column, result, id_ in zip(columns, results, ids, strict=True)
    )


def _deciding(id_: str, alias: str, words: tuple[str, str, str], found: Outcomes) -> CellShown:
    shown = found.cells.get(id_, ())
    missing = () if any(s.status in RESULT for s in shown) else ("result",)
    return CellShown(id_, alias, *words, asks=True, shown=shown, lacking=missing)


def _cell(
    id_: str, alias: str, row: str, column: str, text: str, found: Outcomes, *, asks: bool
) -> CellShown:
    shown = found.cells.get(id_, ())
    wanted = _WANTED if asks else {"not_applicable": ASKS_NOTHING}
    seen = {each.status for each in shown}
    missing = tuple(name for name, statuses in wanted.items() if not seen & statuses)
    return CellShown(id_, alias, row, column, text, asks, shown, missing)
