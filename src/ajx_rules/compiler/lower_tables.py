"""Legal tables to the intermediate representation: decision and frequency tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import attrs
from lark import Token, Tree

from ajx_rules.compiler import ir
from ajx_rules.compiler.collect import is_list
from ajx_rules.compiler.conventions import Place
from ajx_rules.compiler.frequency import count_of, months_of
from ajx_rules.compiler.lower_cells import (
    ANY_ROW,
    EACH_ROW,
    CellLowering,
    RowsOfTable,
    SentencesOfCells,
    cell_id,
    whole_cell,
    with_condition,
)
from ajx_rules.compiler.merged import MergedCells
from ajx_rules.compiler.resolve import Resolver, Scope
from ajx_rules.compiler.table_checks import check_columns, check_rows
from ajx_rules.compiler.tables import band_of, check_bands, find_table, read_cell
from ajx_rules.compiler.types import Typed
from ajx_rules.compiler.wrong import WrongSentence
from ajx_rules.diagnostics import Span
from ajx_rules.language.text import nearest
from ajx_rules.language.tree import Declaration, FieldNode, LegalTable, TableCell

if TYPE_CHECKING:
    from ajx_rules.compiler.lower import Lowering


class TableLowering:
    """Lowers the tables of a regulation; names and findings are the lowering's."""

    def __init__(self, lowering: Lowering) -> None:
        """``lowering`` is the pass at work."""
        self.lowering = lowering

    def decision_table(self, d: Declaration) -> tuple[ir.DecisionTable, ir.Alias | None] | None:
        """A 判定表: rows by number, columns by yes and no."""
        file = self.lowering.files[d.file]
        table = find_table(d, self.lowering.names, self.lowering.problems, file)
        subject = self.lowering.subject(d)
        row_field, column_field = d.field("行"), d.field("列")
        if (
            table is None
            or subject is None
            or row_field is None
            or column_field is None
            or column_field.sentence is None
        ):
            return None
        scope = Scope((subject,))
        row_name = row_field.text
        rows = self.lowering.attempt(row_field.span, lambda: self._called(row_name, "number", scope), d.name)
        column_name = str(column_field.sentence.children[0])
        column = self.lowering.attempt(
            column_field.span, lambda: self._called(column_name, "truth", scope), d.name
        )
        turns = [
            str(t) for t in column_field.sentence.children if isinstance(t, Token) and t.type in ("YES", "NO")
        ]
        heads = [c.text for c in table.header]
        if row_name not in heads:
            self.lowering.report("E408", row_field.span, column=row_name, heads="、".join(heads))
            return None
        at = heads.index(row_name)
        if len(turns) != len(heads) - at - 1 or len(set(turns)) != len(turns):
            self.lowering.report("E409", column_field.span, count=str(len(heads) - at - 1))
            return None
        column_names = [w.strip() for w in d.text("列名").split("、") if w.strip()] or turns
        check_columns(self.lowering, d, heads[at + 1 :], turns, column_names)
        place = Place(self.lowering.citation(d).heading, d.text("编号"), table.title)
        bounds = self.lowering.conventions.bounds(place)
        vocabulary = next((v for v in self.lowering.names.vocabularies.values() if v.label == d.name), None)
        bands: list[tuple[ir.Band, TableCell]] = []
        results: list[tuple[str, ...]] = []
        ids: list[tuple[str, ...]] = []
        unit = ""
        prefix = d.text("编号")
        merged = self._merged(table, at + 1)
        read = self._results(merged, vocabulary)
        complete = True
        for i, row in enumerate(table.rows):
            if not merged.rows[i]:
                complete = False
                continue
            tree = read_cell(row[at], "band", self.lowering.names, file, self.lowering.problems)
            codes = read[i]
            if tree is None or None in codes:
                complete = False
                continue
            band, unit = band_of(tree, row[0].text, row[at].text, bounds)
            bands.append((band, row[at]))
            results.append(tuple(c for c in codes if c))
            ids.append(
                tuple(
                    cell_id(self.lowering, f"{prefix}-第{row[0].text}行-{name}", d.span)
                    for name in column_names
                )
            )
        if not complete or not bands or rows is None or column is None or vocabulary is None:
            return None
        self.lowering.problems += check_bands(bands, table.title, unit, file)
        command = d.text("命令").split()
        alias = ir.Alias(command[0], d.name, command[1], command[2]) if len(command) == 3 else None  # noqa: PLR2004
        made = ir.DecisionTable(
            id=self._common(ids[0][0], 2),
            alias=prefix,
            name=d.name,
            vocabulary=vocabulary.name,
            order=tuple(e.code for e in vocabulary.entries),
            subject=subject,
            input=rows.expr,
            input_label=row_name,
            unit=unit,
            column=column.expr,
            column_label=column_name,
            columns=tuple("yes" if t == "是" else "no" for t in turns),
            bands=tuple(b for b, _ in bands),
            results=tuple(results),
            cell_ids=tuple(ids),
            citation=self.lowering.citation(d, table.title),
        )
        return made, alias

    def _called(self, name: str, kind: str, scope: Scope) -> Typed:
        tree = Tree("name", [Token("NAME", name, start_pos=0, end_pos=len(name))])
        found = self.lowering.resolver.expression(tree, scope)
        if found.type.kind != kind:
            raise WrongSentence("E248", tree, name=name, kind=found.type.spoken())
        return found

    def _merged(self, table: LegalTable, start: int) -> MergedCells:
        """The cells of a table from a column on; a row with too few or too many is told, and left out."""
        rows: list[tuple[TableCell, ...]] = []
        for row in table.rows:
            want = len(table.header)
            if len(row) != want:
                args = {"row": row[0].text, "have": str(len(row)), "want": str(want)}
                self.lowering.report("E410", row[0].span, **args)
            rows.append(row[start:] if len(row) == want else ())
        return MergedCells(rows)

    def _results(self, merged: MergedCells, vocabulary: ir.VocabularyList | None) -> list[list[str | None]]:
        """The result in each cell of a 判定表; of merged cells, the same."""
        codes: dict[Span, str | None] = {}
        out: list[list[str | None]] = []
        for i, row in enumerate(merged.rows):
            out.append([])
            for j in range(len(row)):
                cell = whole_cell(self.lowering, merged, i, j)
                if cell is not None and cell.span not in codes:
                    codes[cell.span] = self._result(cell, vocabulary)
                out[i].append(codes[cell.span] if cell is not None else None)
        return out

    def _result(self, cell: TableCell, vocabulary: ir.VocabularyList | None) -> str | None:
        known = [e.code for e in vocabulary.entries] if vocabulary else []
        if cell.text in known:
            return cell.text
        if not cell.text:
            self.lowering.report("E422", cell.span, known="、".join(known))
        else:
            self.lowering.report(
                "E411",
                cell.span,
                text=cell.text,
                nearest=nearest(cell.text, known) or "",
                known="、".join(known),
            )
        return None

    @staticmethod
    def _common(cell_id: str, parts: int) -> str:
        return cell_id.rsplit(".", parts)[0]

    def frequency_table(self, d: Declaration) -> list[ir.Norm]:
        """A 频次表: one norm a row, one duty a cell."""
        file = self.lowering.files[d.file]
        table = find_table(d, self.lowering.names, self.lowering.problems, file)
        subject = self.lowering.subject(d)
        field = d.field("应当")
        row_field, column_field = d.field("行"), d.field("列")
        if (
            table is None
            or subject is None
            or field is None
            or field.sentence is None
            or not row_field
            or not column_field
        ):
            return []
        scope = Scope((subject,))
        column_name = column_field.text
        column = self.lowering.attempt(
            column_field.span, lambda: self._called(column_name, "code", scope), d.name
        )
        if column is None:
            return []
        if is_list(d, self.lowering.names.named.values()):
            return self._rows_are_columns(d, table, subject, column, scope)
        return self._matrix(d, table, subject, column, scope)

    def _rows_are_columns(
        self, d: Declaration, table: LegalTable, subject: str, column: Typed, scope: Scope
    ) -> list[ir.Norm]:
        """A list with one demand for each entry of the column vocabulary: one norm."""
        field = d.field("应当")
        assert field
        assert field.sentence
        tree = field.sentence
        number = self.lowering.attempt(
            field.span, lambda: self.lowering.resolver.expression(tree, scope), d.name
        )
        if number is None or number.type.kind != "number":
            if number is not None:
                self.lowering.report("E412", field.span, kind=number.type.spoken())
            return []
        cells: list[ir.Cell] = []
        prefix = d.text("编号")
        merged = self._merged(table, 2)
        read = SentencesOfCells(self.lowering, d)
        for i, row in enumerate(table.rows):
            cell = whole_cell(self.lowering, merged, i, 0) if merged.rows[i] else None
            sentence = read.sentence(cell) if cell is not None else None
            if cell is None or sentence is None:
                continue
            entry = row[1]
            duty = (
                None
                if sentence.data == "no_demand"
                else ir.CellDuty(
                    count_of(sentence),
                    months_of(sentence),
                    None,
                    number.expr,
                    prorated=self._prorated(d, scope),
                )
            )
            alias = f"{prefix}-{entry.text}"
            cells.append(
                ir.Cell(cell_id(self.lowering, alias, d.span), alias, entry.text, cell.text, duty, ())
            )
        if not cells:
            return []
        self._all_columns(d, [row[1] for row in table.rows if len(row) > 1], table, column)
        whole = ir.CellRow(self._common(cells[0].id, 1), prefix, table.title, tuple(cells))
        norm = self.lowering.bare_norm(d, whole.id, prefix, subject)
        words_of_table = "；".join(f"{c.column} {c.text}" for c in cells)
        cited = attrs.evolve(self.lowering.citation(d, words_of_table), quotation=words_of_table)
        return [attrs.evolve(norm, row=whole, column=column.expr, citation=cited, act=field.text)]

    def _prorated(self, d: Declaration, scope: Scope) -> ir.Expr | None:
        field = d.field("按月折算")
        found = self.lowering.sentence(field, field.sentence, scope, d, truth=True) if field else None
        return found.expr if found else None

    def _all_columns(self, d: Declaration, have: list[TableCell], table: LegalTable, column: Typed) -> None:
        """Every word that the columns may be has its column, and every column is such a word."""
        vocabulary = self.lowering.names.vocabularies.get(column.type.vocabulary)
        known = [e.code for e in vocabulary.entries] if vocabulary else []
        named = [c.text for c in have]
        for code in known:
            if code not in named:
                self.lowering.report("E413", d.span, column=code, title=table.title)
        for cell in have if known else ():
            if cell.text not in known:
                near = nearest(cell.text, known) or ""
                args = {"text": cell.text, "nearest": near, "known": "、".join(known)}
                self.lowering.report("E411", cell.span, **args)

    def _matrix(
        self, d: Declaration, table: LegalTable, subject: str, column: Typed, scope: Scope
    ) -> list[ir.Norm]:
        heads = [c.text for c in table.header]
        row_label = d.text("行")
        if row_label not in heads:
            field = d.field("行")
            self.lowering.report(
                "E408", field.span if field else d.span, column=row_label, heads="、".join(heads)
            )
            return []
        at = heads.index(row_label)
        columns = heads[at + 1 :]
        self._all_columns(d, list(table.header[at + 1 :]), table, column)
        vocabulary = next(
            (v for v in self.lowering.names.vocabularies.values() if v.label == row_label), None
        )
        pattern = self._pattern(d, "应当", scope, vocabulary)
        choice = self._pattern(d, "择一时", scope, vocabulary)
        if pattern is None or vocabulary is None:
            return []
        check_rows(self.lowering, d, table)
        extra = {f.word[1:-1]: self._row_condition(f, d, subject, pattern) for f in d.all("行另有")}
        asked = {f.word[1:-3]: f.text for f in d.all("行另判")}
        prefix = d.text("编号")
        labels = {e.code: e.text for e in vocabulary.entries}
        codes = [row[0].text for row in table.rows]
        patterns = [_for_row(with_condition(pattern, extra.get(c)), vocabulary.name, c) for c in codes]
        rows = RowsOfTable(self._merged(table, at + 1), codes, patterns, self._how_merged(d))
        cells_of = CellLowering(self.lowering, d, vocabulary, choice, self._prorated(d, scope), rows)
        norms: list[ir.Norm] = []
        for i, row in enumerate(table.rows):
            if not rows.merged.rows[i]:
                continue
            code = codes[i]
            made = [cells_of.at(i, j, f"{prefix}-第{code}行-{head}", head) for j, head in enumerate(columns)]
            cells = [cell for cell in made if cell is not None]
            row_id = self._common(cell_id(self.lowering, f"{prefix}-第{code}行-{columns[0]}", d.span), 1)
            question = asked.get(code)
            named = self.lowering.names.named.get(question or "")
            if question and (named is None or named.kind != "判断"):
                self.lowering.report("E245", d.span, name=question, nearest="")
                question = None
            label = labels.get(code, row[at].text)
            whole = ir.CellRow(row_id, f"{prefix}-第{code}行", label, tuple(cells), question)
            norm = self.lowering.bare_norm(d, row_id, whole.alias, subject)
            cited = attrs.evolve(self.lowering.citation(d, label), quotation=label, line=row[0].span.line)
            norms.append(attrs.evolve(norm, row=whole, column=column.expr, citation=cited, act=label))
        return norms

    def _how_merged(self, d: Declaration) -> str:
        """What 合并格 says of a cell over several rows; empty where nothing is said."""
        field = d.field("合并格")
        if field is None or field.text in (EACH_ROW, ANY_ROW):
            return field.text if field is not None else ""
        args = {"field": "合并格", "words": field.text, "example": f"{EACH_ROW}，或者：{ANY_ROW}"}
        self.lowering.report("E037", field.span, d.name, **args)
        return EACH_ROW

    def _pattern(
        self, d: Declaration, name: str, scope: Scope, vocabulary: ir.VocabularyList | None
    ) -> ir.Filter | None:
        field = d.field(name)
        if field is None or field.sentence is None:
            return None
        tree = field.sentence
        inner = attrs.evolve(scope, table_vocabulary=vocabulary.name if vocabulary else "")
        found = self.lowering.attempt(field.span, lambda: self.lowering.resolver.truth(tree, inner), d.name)
        if found is None:
            return None
        if not (isinstance(found, ir.Exists) and isinstance(found.rows, ir.Filter)):
            self.lowering.report("E414", field.span)
            return None
        return found.rows

    def _row_condition(
        self, field: FieldNode, d: Declaration, subject: str, pattern: ir.Filter
    ) -> ir.Expr | None:
        scope = Scope((subject, _element_class(pattern, subject, self.lowering.resolver)))
        found = self.lowering.sentence(field, field.sentence, scope, d, truth=True)
        return found.expr if found else None


# ---------------------------------------------------------------------- helpers


def _element_class(pattern: ir.Filter, subject: str, resolver: Resolver) -> str:
    source = pattern.source
    while isinstance(source, ir.Filter):
        source = source.source
    assert isinstance(source, ir.Follow)
    members = resolver.schema.classes[subject].members.values()
    return next(m.target for m in members if m.name == source.relation)


def _for_row(pattern: ir.Filter, vocabulary: str, code: str) -> ir.Filter:
    return cast(
        "ir.Filter",
        ir.rewrite(pattern, lambda n: ir.Code(vocabulary, code) if isinstance(n, ir.ThisRow) else n),
    )
