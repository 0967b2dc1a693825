"""Cells of a frequency table to the intermediate representation: 至少2次, 无硬性要求, 〃, 甲或乙服务."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from lark import Token

from ajx_rules.compiler import ir
from ajx_rules.compiler.frequency import count_of, months_of
from ajx_rules.compiler.resolve_codes import codes_if_known
from ajx_rules.compiler.tables import read_cell
from ajx_rules.diagnostics import Span
from ajx_rules.language.text import canonical
from ajx_rules.language.tree import Declaration, TableCell

if TYPE_CHECKING:
    from ajx_rules.compiler.lower import Lowering


class CellLowering:
    """Lowers the cells of one frequency table."""

    def __init__(
        self,
        lowering: Lowering,
        d: Declaration,
        vocabulary: ir.VocabularyList,
        choice: ir.Filter | None,
        prorated: ir.Expr | None,
    ) -> None:
        """``vocabulary`` is that of the rows; ``choice`` the rows counted where a cell lets one choose.

        ``prorated`` = where a short year owes its part by months.
        """
        self.prorated = prorated
        self.lowering = lowering
        self.d = d
        self.vocabulary = vocabulary
        self.choice = choice

    def cell(
        self,
        cell: TableCell,
        alias: str,
        column: str,
        code: str,
        pattern: ir.Filter,
        above: ir.Cell | None,
    ) -> ir.Cell | None:
        """One cell: its duty, none, or that of the cell ``above`` where it says 〃."""
        sentence = read_cell(
            cell, "cell", self.lowering.names, self.lowering.files[self.d.file], self.lowering.problems
        )
        if sentence is None:
            return None
        norm_id = cell_id(self.lowering, alias, self.d.span)
        if sentence.data == "same_cell":
            if above is None:
                self.lowering.report("E415", cell.span)
                return None
            return ir.Cell(
                norm_id, alias, column, cell.text, above.duty, above.row_codes, above.merged_into or above.id
            )
        if sentence.data == "no_demand":
            return ir.Cell(norm_id, alias, column, cell.text, None, (code,))
        if sentence.data == "all_year":
            return ir.Cell(
                norm_id, alias, column, cell.text, ir.CellDuty(1, 12, pattern, None, True), (code,)
            )
        rows: ir.Filter = pattern
        codes: tuple[str, ...] = (code,)
        picks = [t for p in sentence.find_data("pick") for t in p.children[:1] if isinstance(t, Token)]
        picks.sort(key=lambda t: t.start_pos or 0)
        if picks:
            ends = {str(t) for p in sentence.find_data("pick") for t in p.children[1:]}
            narrowed = self._narrow(picks, pattern, code) if ends <= {"服务"} else None
            if narrowed is None:
                self.lowering.report("E416", cell.span, words="、".join(str(p) for p in picks))
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
        code: str,
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
                        return with_condition(pattern, condition), (code,)
        return None


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


def _chosen(pattern: ir.Filter, chosen: tuple[str, ...]) -> ir.Filter:
    return cast(
        "ir.Filter",
        ir.rewrite(
            pattern,
            lambda n: ir.OneOf(n.value, chosen) if isinstance(n, ir.OneOf) and n.codes == ("?chosen",) else n,
        ),
    )
