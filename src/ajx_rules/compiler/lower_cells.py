"""Cells of a frequency table to the intermediate representation: 至少2次, 无硬性要求, 甲或乙服务."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, cast

import attrs
from lark import Token

from ajx_rules.by_parts import ByParts
from ajx_rules.compiler import ir
from ajx_rules.compiler.frequency import count_of, months_of
from ajx_rules.compiler.merged import MergedCells
from ajx_rules.compiler.resolve_codes import codes_if_known
from ajx_rules.compiler.tables import read_cell
from ajx_rules.diagnostics import Span
from ajx_rules.language.text import canonical
from ajx_rules.language.tree import Declaration, Sentence, TableCell

if TYPE_CHECKING:
    from ajx_rules.compiler.lower import Lowering


EACH_ROW: Final = "各行"
ANY_ROW: Final = "任一行"


@attrs.frozen(eq=False, repr=False)
class RowsOfTable(ByParts):
    """The rows of a table: their cells, codes, what each counts, and ``how`` a cell over several is meant (合并格)."""

    merged: MergedCells
    codes: Sequence[str]
    patterns: Sequence[ir.Filter]
    how: str


class SentencesOfCells:
    """The sentences in the cells of a table, each read once: a merged cell is asked for in every row of it."""

    def __init__(self, lowering: Lowering, d: Declaration) -> None:
        self.lowering = lowering
        self.d = d
        self._read: dict[Span, Sentence | None] = {}

    def sentence(self, cell: TableCell) -> Sentence | None:
        """The sentence in a cell; None, and a finding the first time, where there is none."""
        if cell.span not in self._read:
            self._read[cell.span] = read_cell(
                cell, "cell", self.lowering.names, self.lowering.files[self.d.file], self.lowering.problems
            )
        return self._read[cell.span]

    def refuse(self, cell: TableCell) -> None:
        """Take a sentence for unreadable from now on: it is told already."""
        self._read[cell.span] = None


class CellLowering:
    """Lowers the cells of one frequency table."""

    def __init__(
        self,
        lowering: Lowering,
        d: Declaration,
        vocabulary: ir.VocabularyList,
        choice: ir.Filter | None,
        prorated: ir.Expr | None,
        rows: RowsOfTable,
    ) -> None:
        """``vocabulary`` is that of the rows; ``choice`` the rows counted where a cell lets one choose.

        ``prorated`` = where a short year owes its part by months.
        """
        self.prorated = prorated
        self.lowering = lowering
        self.d = d
        self.vocabulary = vocabulary
        self.choice = choice
        self.rows = rows
        self._sentences = SentencesOfCells(lowering, d)
        self._made: dict[tuple[int, int], ir.Cell | None] = {}

    def at(self, row: int, column: int, alias: str, head: str) -> ir.Cell | None:
        """The cell at a place, under the ``head`` of its column; of a merged one, the part in this row."""
        whole = whole_cell(self.lowering, self.rows.merged, row, column)
        made = self._part(whole, row, column, alias, head) if whole is not None else None
        self._made[row, column] = made
        return made

    def _part(self, whole: TableCell, row: int, column: int, alias: str, head: str) -> ir.Cell | None:
        """One demand of several rows stands in the first; else each row has its own.

        One demand it is where the cell names the row as an alternative; otherwise 合并格 has to say so.
        """
        codes, how = self.rows.codes, self.rows.how
        together = self.rows.merged.rows_of(row, column)
        if row == together[0]:
            return self._own(whole, together if how == ANY_ROW else (row,), alias, head)
        first = self._made[together[0], column]
        if first is None:
            return None
        written = self.rows.merged.rows[row][column]
        if how == ANY_ROW or codes[row] in first.row_codes:
            norm_id = cell_id(self.lowering, alias, self.d.span)
            return ir.Cell(norm_id, alias, head, written.text, first.duty, first.row_codes, first.id)
        if how != EACH_ROW and first.duty is not None:
            args = {"row": codes[row], "column": head, "text": whole.text}
            self.lowering.report("E420", written.span, self.d.name, **args)
            return None
        return self._own(whole, (row,), alias, head)

    def _own(self, cell: TableCell, rows: Sequence[int], alias: str, head: str) -> ir.Cell | None:
        """A demand that a record of any of the rows counts for."""
        codes = tuple(self.rows.codes[n] for n in rows)
        return self.cell(cell, alias, head, codes, _either([self.rows.patterns[n] for n in rows]))

    def cell(
        self, cell: TableCell, alias: str, column: str, codes: tuple[str, ...], pattern: ir.Filter
    ) -> ir.Cell | None:
        """One cell: its duty, or none; ``codes`` are the rows that ``pattern`` counts."""
        sentence = self._sentences.sentence(cell)
        if sentence is None:
            return None
        norm_id = cell_id(self.lowering, alias, self.d.span)
        if sentence.data == "no_demand":
            return ir.Cell(norm_id, alias, column, cell.text, None, codes)
        if sentence.data == "all_year":
            duty = ir.CellDuty(1, 12, pattern, None, True)
            return ir.Cell(norm_id, alias, column, cell.text, duty, codes)
        rows: ir.Filter = pattern
        picks = [t for p in sentence.find_data("pick") for t in p.children[:1] if isinstance(t, Token)]
        picks.sort(key=lambda t: t.start_pos or 0)
        if picks:
            ends = {str(t) for p in sentence.find_data("pick") for t in p.children[1:]}
            narrowed = self._narrow(picks, pattern, codes) if ends <= {"服务"} else None
            if narrowed is None:
                self.lowering.report("E416", cell.span, words="、".join(str(p) for p in picks))
                self._sentences.refuse(cell)
                return None
            rows, codes = narrowed
        months = months_of(sentence)
        return ir.Cell(
            norm_id,
            alias,
            column,
            cell.text,
            ir.CellDuty(count_of(sentence), months, rows, None, prorated=self.prorated),
            codes,
        )

    def _narrow(
        self,
        picks: list[Token],
        pattern: ir.Filter,
        mine: tuple[str, ...],
    ) -> tuple[ir.Filter, tuple[str, ...]] | None:
        """What the words after the number add: a mode, or a choice between rows."""
        said = [str(p) for p in picks]
        for attribute in {a for e in self.vocabulary.entries for a in e.attributes}:
            values = {
                canonical(e.attributes.get(attribute, "")): e.attributes.get(attribute, "")
                for e in self.vocabulary.entries
            }
            if any(s in values for s in said):  # a choice between rows, not a further condition
                if self.choice is None or not all(s in values for s in said):
                    return None
                chosen = tuple(values[s] for s in said)
                rows = tuple(e.code for e in self.vocabulary.entries if e.attributes.get(attribute) in chosen)
                return _chosen(self.choice, chosen), rows
        for cls in self.lowering.resolver.schema.classes.values():
            if cls.name == "Delivery":
                for member in cls.members.values():
                    if member.kind != "code":
                        continue
                    codes = [codes_if_known(p, member.vocabulary, self.lowering.names) for p in picks]
                    if all(codes):
                        wanted = tuple(dict.fromkeys(c for group in codes if group for c in group))
                        condition = ir.OneOf(ir.Field(ir.Var(pattern.bind), member.name), wanted)
                        return with_condition(pattern, condition), mine
        return None


def whole_cell(lowering: Lowering, merged: MergedCells, row: int, column: int) -> TableCell | None:
    """The cell that a cell is part of; a finding where its mark leads out of the table."""
    return lowering.attempt(merged.rows[row][column].span, lambda: merged.whole(row, column))


def cell_id(lowering: Lowering, alias: str, where: Span) -> str:
    """The id that an alias stands for; the alias itself, and a finding, where it stands for none."""
    found = lowering.names.scheme.to_id(alias)
    if found is None:
        lowering.report("E034", where, id=alias)
    return found or alias


def with_condition(pattern: ir.Filter, condition: ir.Expr | None) -> ir.Filter:
    """The rows of a pattern under one more condition."""
    if condition is None:
        return pattern
    return ir.Filter(pattern.source, pattern.bind, ir.All((pattern.condition, condition)))


def _either(patterns: Sequence[ir.Filter]) -> ir.Filter:
    """The rows of any of several patterns, which differ in their condition only."""
    first = patterns[0]
    if len(patterns) == 1:
        return first
    return ir.Filter(first.source, first.bind, ir.AnyOf(tuple(p.condition for p in patterns)))


def _chosen(pattern: ir.Filter, chosen: tuple[str, ...]) -> ir.Filter:
    return cast(
        "ir.Filter",
        ir.rewrite(
            pattern,
            lambda n: ir.OneOf(n.value, chosen) if isinstance(n, ir.OneOf) and n.codes == ("?chosen",) else n,
        ),
    )
