"""Pass 5, lower: declarations to the intermediate representation, one function a kind."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from typing import Literal, TypeVar, cast

import attrs
from lark import Token, Tree

from ajx_rules.compiler import ir
from ajx_rules.compiler.collect import Names
from ajx_rules.compiler.resolve import Resolver, Scope, words
from ajx_rules.compiler.tables import Bounds, band_of, check_bands, diagnostic_of, find_table, read_cell
from ajx_rules.compiler.types import TRUTH, Type, Typed
from ajx_rules.compiler.wrong import WrongSentence
from ajx_rules.diagnostics import Diagnostic, Span
from ajx_rules.language.text import canonical, nearest, quantity, squeeze
from ajx_rules.language.tree import Declaration, FieldNode, LegalTable, RuleFile, Sentence, TableCell

T = TypeVar("T")
_KINDS: dict[str, Literal["duty", "prohibition", "advisory", "permission", "power"]] = {
    "义务": "duty",
    "禁止": "prohibition",
    "提示": "advisory",
    "许可": "permission",
}
_EFFECTS: dict[str, Literal["excused", "not_applicable"]] = {"免责": "excused", "不适用": "not_applicable"}


@attrs.frozen
class Lowered:
    """What the declarations say, each in its own list; not yet linked with one another."""

    norms: tuple[ir.Norm, ...]
    tables: tuple[ir.DecisionTable, ...]
    definitions: tuple[ir.Definition, ...]
    exceptions: tuple[ir.ExceptionRule, ...]
    readings: tuple[ir.Reading, ...]
    questions: tuple[ir.Question, ...]
    groups: tuple[tuple[Declaration, ir.Group], ...]
    convention: ir.Convention
    commands: tuple[ir.Alias, ...]
    instrument: Declaration | None


class Lowering:
    """The state of the pass: names, the resolver, what was found wrong."""

    def __init__(self, files: Iterable[RuleFile], names: Names) -> None:
        """Prepare; nothing is lowered yet."""
        self.files = {f.file: f for f in files}
        self.names = names
        self.problems: list[Diagnostic] = []
        self.resolver = Resolver(names, self._definition_type)
        self.definitions: dict[str, tuple[ir.Definition, Type] | None] = {}
        self._defining: list[str] = []
        self.bearer = "保险机构"
        self.consequence = ""
        self.bounds: dict[str, Bounds] = {}
        self.general = Bounds(above_included=True, below_included=True)

    # ------------------------------------------------------------ reporting

    def line(self, span: Span) -> str:
        """The source line of a place."""
        return self.files[span.file].source_line(span.line)

    def report(self, code: str, span: Span, article: str = "", **args: str) -> None:
        """One more thing wrong."""
        self.problems.append(
            Diagnostic(code, args, span, source_line=self.line(span), article=article or None)
        )

    def attempt(self, where: Span, work: Callable[[], T], article: str = "") -> T | None:
        """The result of work on one sentence; None, and a diagnostic, if it makes no sense."""
        try:
            return work()
        except WrongSentence as wrong:
            self.problems.append(diagnostic_of(wrong, where, self.line(where), article))
            return None

    def citation(self, d: Declaration, said: str = "") -> ir.Citation:
        """Where a declaration stands in the official text."""
        section = self.files[d.file].sections[d.section]
        said = said or d.words or d.text("原文").strip("「」")
        return ir.Citation(section.heading, said, section.quoted, d.file, d.span.line)

    # ------------------------------------------------------------ definitions

    def _definition_type(self, name: str) -> Type:
        found = self.define(name)
        if found is None:
            raise WrongSentence("E241", None, name=name)
        return found[1]

    def define(self, name: str) -> tuple[ir.Definition, Type] | None:
        """A definition and its type; those it uses are lowered on the way."""
        if name in self.definitions:
            return self.definitions[name]
        d = self.names.named[name]
        if name in self._defining:
            circle = "→".join([*self._defining[self._defining.index(name) :], name])
            raise WrongSentence("E240", None, circle=circle)
        self._defining.append(name)
        try:
            made = self._define(d)
        finally:
            self._defining.pop()
        self.definitions[name] = made
        return made

    def _define(self, d: Declaration) -> tuple[ir.Definition, Type] | None:
        cls = self.resolver.schema.by_label(d.text("属于"))
        if cls is None:
            field = d.field("属于")
            labels = [c.label for c in self.resolver.schema.classes.values()]
            if field:
                self.report("E242", field.span, word=field.text, nearest=nearest(field.text, labels) or "")
            return None
        scope = Scope((cls.name,))
        branches: list[ir.Branch] = []
        kind: Type | None = None
        for field in d.all("若"):
            condition = self._sentence(field, field.extra, scope, d, truth=True)
            value = self._sentence(field, field.sentence, scope, d)
            if condition and value:
                kind = self._one_kind(kind, value.type, field)
                branches.append(ir.Branch(condition.expr, value.expr))
        last = d.field("其余，指") or d.field("指")
        if last is None:
            self.report("E243", d.span, name=d.name)
            return None
        otherwise = self._sentence(last, last.sentence, scope, d)
        if otherwise is None:
            return None
        kind = self._one_kind(kind, otherwise.type, last)
        value_expr = otherwise.expr
        fallback = d.field("记录不齐时以")
        if fallback:
            declared = self._sentence(fallback, fallback.sentence, scope, d)
            if declared:
                kind = self._one_kind(kind, declared.type, fallback)
                value_expr = ir.OrElse(value_expr, declared.expr)
        made = ir.Definition(d.name, cls.name, tuple(branches), value_expr, self.citation(d))
        return made, kind

    def _one_kind(self, kind: Type | None, new: Type, field: FieldNode) -> Type:
        if kind is not None and kind.kind != new.kind and {kind.kind, new.kind} != {"code", "codes"}:
            self.report("E244", field.span, first=kind.spoken(), second=new.spoken())
        return kind if kind is not None else new

    def _sentence(
        self, field: FieldNode, tree: Sentence | None, scope: Scope, d: Declaration, *, truth: bool = False
    ) -> Typed | None:
        if tree is None:
            return None
        inner = next(c for c in tree.children if isinstance(c, Tree)) if tree.data == "case" else tree
        if truth:
            work: Callable[[], Typed] = lambda: Typed(self.resolver.truth(inner, scope), TRUTH)  # noqa: E731
        else:
            work = lambda: self.resolver.expression(inner, scope)  # noqa: E731
        return self.attempt(field.span, work, d.name)

    # ------------------------------------------------------------ norms

    def subject(self, d: Declaration) -> str | None:
        """The class that a declaration ranges over."""
        field = d.field("对象")
        if field is None or field.sentence is None:
            return None
        tree = field.sentence
        return self.attempt(field.span, lambda: self.resolver.subject(tree), d.name)

    def norm(self, d: Declaration) -> ir.Norm | None:
        """One 义务, 禁止, 提示 or 许可."""
        alias = d.name.replace("（", "(").replace("）", ")")
        norm_id = self.names.scheme.to_id(alias)
        if norm_id is None:
            self.report("E034", d.span, id=d.name)
            return None
        if d.kind == "许可":
            return self._norm(d, norm_id, alias, "Contract")
        subject = self.subject(d)
        if subject is None:
            return None
        scope = Scope((subject,))
        condition = self._optional(d, "条件", scope)
        requirement = self._requirement(d, scope)
        if requirement is None:
            return None
        made = self._norm(d, norm_id, alias, subject)
        return attrs.evolve(
            made,
            condition=condition,
            requirement=requirement,
            term=self._term(d, scope),
            adequacy=self._question(d, "判断"),
            timeliness=self._question(d, "及时与否"),
            act=self._act_words(d),
        )

    def _norm(self, d: Declaration, norm_id: str, alias: str, subject: str) -> ir.Norm:
        return ir.Norm(
            id=norm_id,
            alias=alias,
            kind=_KINDS.get(d.kind, "duty"),
            citation=self.citation(d),
            bearer=d.text("义务人", self.bearer),
            counterparty=d.text("权利人"),
            subject=subject,
            condition=None,
            requirement=None,
            term=None,
            adequacy=None,
            timeliness=None,
            row=None,
            column=None,
            evidence=tuple(e for e in re.split("[、，]", d.text("凭证")) if e),
            consequence=d.text("后果", self.consequence),
            group=None,
            switches=(),
        )

    def _optional(self, d: Declaration, name: str, scope: Scope) -> ir.Expr | None:
        field = d.field(name)
        found = self._sentence(field, field.sentence, scope, d, truth=True) if field else None
        return found.expr if found else None

    def _requirement(self, d: Declaration, scope: Scope) -> ir.Requirement | None:
        field = d.field("应当") or d.field("不得")
        if field is None:
            return None
        if not field.items:
            found = self._sentence(field, field.sentence, scope, d, truth=True)
            return ir.Requirement(found.expr) if found else None
        items: list[ir.Item] = []
        for item in field.items:
            tree = item.sentence
            if tree is None:
                continue
            found_item = self.attempt(item.span, lambda tree=tree: self.resolver.truth(tree, scope), d.name)  # type: ignore[misc]
            if found_item is not None:
                items.append(ir.Item(item.label + item.text.rstrip("；。;"), found_item))
        if len(items) != len(field.items):
            return None
        every = "均" in field.text
        parts = tuple(i.condition for i in items)
        return ir.Requirement(ir.All(parts) if every else ir.AnyOf(parts), tuple(items), every)

    def _act_words(self, d: Declaration) -> str:
        field = d.field("应当") or d.field("不得")
        if field is None:
            return ""
        return "；".join(i.text for i in field.items) if field.items else field.text

    def _question(self, d: Declaration, name: str) -> ir.Adequacy | None:
        field = d.field(name)
        if field is None:
            return None
        found = self.names.named.get(field.text)
        if found is None or found.kind != "判断":
            near = nearest(field.text, [n for n, x in self.names.named.items() if x.kind == "判断"])
            self.report("E245", field.span, name=field.text, nearest=near or "")
            return None
        return ir.Adequacy(field.text)

    def _term(self, d: Declaration, scope: Scope) -> ir.Term | None:
        field = d.field("期限")
        if field is None or field.sentence is None:
            return None
        tree = field.sentence
        return self.attempt(field.span, lambda: self._read_term(tree, scope), d.name)

    def _read_term(self, tree: Sentence, scope: Scope) -> ir.Term:
        if tree.data == "no_term":
            return ir.NoNumber("未规定")
        if tree.data == "promptly":
            return ir.NoNumber(str(tree.children[0]))
        parts = [c for c in tree.children if isinstance(c, Tree)]
        start = self.resolver.expression(parts[0], scope)
        if start.type.kind != "time":
            raise WrongSentence("E246", parts[0], words=words(parts[0]))
        if tree.data == "before_term":
            return ir.Before(start.expr)
        if tree.data == "promptly_from":
            return ir.NoNumber(str(tree.children[3]), start.expr)
        token = next(t for t in tree.children if isinstance(t, Token) and t.type == "QUANTITY")
        count, unit = quantity(canonical(str(token)))
        if unit not in ("个工作日", "日", "个月", "年", "小时") or count.denominator != 1:
            raise WrongSentence("E247", token, words=str(token))
        return ir.Within(start.expr, int(count), unit)

    # ------------------------------------------------------------ tables

    def decision_table(self, d: Declaration) -> tuple[ir.DecisionTable, ir.Alias | None] | None:
        """A 判定表: rows by number, columns by yes and no."""
        file = self.files[d.file]
        table = find_table(d, self.names, self.problems, file)
        subject = self.subject(d)
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
        rows = self.attempt(row_field.span, lambda: self._called(row_name, "number", scope), d.name)
        column_name = str(column_field.sentence.children[0])
        column = self.attempt(column_field.span, lambda: self._called(column_name, "truth", scope), d.name)
        turns = [
            str(t) for t in column_field.sentence.children if isinstance(t, Token) and t.type in ("YES", "NO")
        ]
        heads = [c.text for c in table.header]
        if row_name not in heads:
            self.report("E408", row_field.span, column=row_name, heads="、".join(heads))
            return None
        at = heads.index(row_name)
        if len(turns) != len(heads) - at - 1 or len(set(turns)) != len(turns):
            self.report("E409", column_field.span, count=str(len(heads) - at - 1))
            return None
        column_names = [w.strip() for w in d.text("列名").split("、") if w.strip()] or turns
        bounds = self.bounds.get(squeeze(table.title), self.general)
        vocabulary = next((v for v in self.names.vocabularies.values() if v.label == d.name), None)
        bands: list[tuple[ir.Band, TableCell]] = []
        results: list[tuple[str, ...]] = []
        ids: list[tuple[str, ...]] = []
        unit = ""
        prefix = d.text("编号")
        complete = True
        for row in table.rows:
            if len(row) != len(heads):
                self.report("E410", row[0].span, row=row[0].text, have=str(len(row)), want=str(len(heads)))
                complete = False
                continue
            tree = read_cell(row[at], "band", self.names, file, self.problems)
            codes = [self._result(cell, vocabulary) for cell in row[at + 1 :]]
            if tree is None or None in codes:
                complete = False
                continue
            band, unit = band_of(tree, row[0].text, row[at].text, bounds)
            bands.append((band, row[at]))
            results.append(tuple(c for c in codes if c))
            ids.append(
                tuple(self._cell_id(f"{prefix}-第{row[0].text}行-{name}", d.span) for name in column_names)
            )
        if not complete or not bands or rows is None or column is None or vocabulary is None:
            return None
        self.problems += check_bands(bands, table.title, unit, file)
        command = d.text("命令").split()
        alias = ir.Alias(command[0], d.name, command[1], command[2]) if len(command) == 3 else None  # noqa: PLR2004
        made = ir.DecisionTable(
            id=self._common(ids[0][0], 2),
            alias=prefix,
            name=d.name,
            vocabulary=vocabulary.name,
            order=tuple(e.code for e in vocabulary.entries),
            subject=subject,
            input=rows,
            input_label=row_name,
            unit=unit,
            column=column,
            column_label=column_name,
            columns=tuple("yes" if t == "是" else "no" for t in turns),
            bands=tuple(b for b, _ in bands),
            results=tuple(results),
            cell_ids=tuple(ids),
            citation=self.citation(d, table.title),
        )
        return made, alias

    def _called(self, name: str, kind: str, scope: Scope) -> ir.Expr:
        tree = Tree("name", [Token("NAME", name, start_pos=0, end_pos=len(name))])
        found = self.resolver.expression(tree, scope)
        if found.type.kind != kind:
            raise WrongSentence("E248", tree, name=name, kind=found.type.spoken())
        return found.expr

    def _result(self, cell: TableCell, vocabulary: ir.VocabularyList | None) -> str | None:
        known = [e.code for e in vocabulary.entries] if vocabulary else []
        if cell.text in known:
            return cell.text
        if not cell.text:
            self.report("E405", cell.span)
        else:
            self.report(
                "E411",
                cell.span,
                text=cell.text,
                nearest=nearest(cell.text, known) or "",
                known="、".join(known),
            )
        return None

    def _cell_id(self, alias: str, where: Span) -> str:
        found = self.names.scheme.to_id(alias)
        if found is None:
            self.report("E034", where, id=alias)
        return found or alias

    @staticmethod
    def _common(cell_id: str, parts: int) -> str:
        return cell_id.rsplit(".", parts)[0]

    def frequency_table(self, d: Declaration) -> list[ir.Norm]:
        """A 频次表: one norm a row, one duty a cell."""
        file = self.files[d.file]
        table = find_table(d, self.names, self.problems, file)
        subject = self.subject(d)
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
        column = self.attempt(column_field.span, lambda: self._called(column_name, "code", scope), d.name)
        if column is None:
            return []
        if row_field.text == column_field.text:
            return self._rows_are_columns(d, table, subject, column, scope)
        return self._matrix(d, table, subject, column, scope)

    def _rows_are_columns(
        self, d: Declaration, table: LegalTable, subject: str, column: ir.Expr, scope: Scope
    ) -> list[ir.Norm]:
        """A list with one demand for each entry of the column vocabulary: one norm."""
        field = d.field("应当")
        assert field
        assert field.sentence
        tree = field.sentence
        number = self.attempt(field.span, lambda: self.resolver.expression(tree, scope), d.name)
        if number is None or number.type.kind != "number":
            if number is not None:
                self.report("E412", field.span, kind=number.type.spoken())
            return []
        cells: list[ir.Cell] = []
        prefix = d.text("编号")
        for row in table.rows:
            entry, cell = row[1], row[2]
            sentence = read_cell(cell, "cell", self.names, self.files[d.file], self.problems)
            if sentence is None:
                continue
            duty = (
                None if sentence.data == "no_demand" else ir.CellDuty(_count(sentence), 1, None, number.expr)
            )
            alias = f"{prefix}-{entry.text}"
            cells.append(ir.Cell(self._cell_id(alias, d.span), alias, entry.text, cell.text, duty, ()))
        if not cells:
            return []
        self._all_columns(d, [c.column for c in cells], table)
        whole = ir.CellRow(self._common(cells[0].id, 1), prefix, table.title, tuple(cells))
        norm = self._norm(d, whole.id, prefix, subject)
        words_of_table = "；".join(f"{c.column} {c.text}" for c in cells)
        cited = attrs.evolve(self.citation(d, words_of_table), quotation=words_of_table)
        return [attrs.evolve(norm, row=whole, column=column, citation=cited, act=field.text)]

    def _all_columns(self, d: Declaration, have: list[str], table: LegalTable) -> None:
        vocabulary = next((v for v in self.names.vocabularies.values() if v.label == d.text("列")), None)
        for entry in vocabulary.entries if vocabulary else ():
            if entry.code not in have:
                self.report("E413", d.span, column=entry.code, title=table.title)

    def _matrix(
        self, d: Declaration, table: LegalTable, subject: str, column: ir.Expr, scope: Scope
    ) -> list[ir.Norm]:
        heads = [c.text for c in table.header]
        row_label = d.text("行")
        if row_label not in heads:
            field = d.field("行")
            self.report("E408", field.span if field else d.span, column=row_label, heads="、".join(heads))
            return []
        at = heads.index(row_label)
        columns = heads[at + 1 :]
        self._all_columns(d, columns, table)
        vocabulary = next((v for v in self.names.vocabularies.values() if v.label == row_label), None)
        pattern = self._pattern(d, "应当", scope, vocabulary)
        choice = self._pattern(d, "择一时", scope, vocabulary)
        if pattern is None or vocabulary is None:
            return []
        extra = {f.word[1:-1]: self._row_condition(f, d, subject, pattern) for f in d.all("行另有")}
        asked = {f.word[1:-3]: f.text for f in d.all("行另判")}
        prefix = d.text("编号")
        above: dict[str, ir.Cell] = {}
        norms: list[ir.Norm] = []
        for row in table.rows:
            if len(row) != len(heads):
                self.report("E410", row[0].span, row=row[0].text, have=str(len(row)), want=str(len(heads)))
                continue
            code = row[0].text
            mine = _with_condition(pattern, extra.get(code))
            mine = _for_row(mine, vocabulary.name, code)
            cells: list[ir.Cell] = []
            for head, cell in zip(columns, row[at + 1 :], strict=True):
                alias = f"{prefix}-第{code}行-{head}"
                made = self._cell(d, cell, alias, head, code, mine, choice, vocabulary, above.get(head))
                if made:
                    cells.append(made)
                    above[head] = made
            row_id = self._common(self._cell_id(f"{prefix}-第{code}行-{columns[0]}", d.span), 1)
            question = asked.get(code)
            if question and question not in self.names.named:
                self.report("E245", d.span, name=question, nearest="")
                question = None
            whole = ir.CellRow(row_id, f"{prefix}-第{code}行", row[at].text, tuple(cells), question)
            norm = self._norm(d, row_id, whole.alias, subject)
            cited = attrs.evolve(
                self.citation(d, row[at].text), quotation=row[at].text, line=row[0].span.line
            )
            norms.append(attrs.evolve(norm, row=whole, column=column, citation=cited, act=row[at].text))
        return norms

    def _pattern(
        self, d: Declaration, name: str, scope: Scope, vocabulary: ir.VocabularyList | None
    ) -> ir.Filter | None:
        field = d.field(name)
        if field is None or field.sentence is None:
            return None
        tree = field.sentence
        inner = attrs.evolve(scope, table_vocabulary=vocabulary.name if vocabulary else "")
        found = self.attempt(field.span, lambda: self.resolver.truth(tree, inner), d.name)
        if found is None:
            return None
        if not (isinstance(found, ir.Exists) and isinstance(found.rows, ir.Filter)):
            self.report("E414", field.span)
            return None
        return found.rows

    def _row_condition(
        self, field: FieldNode, d: Declaration, subject: str, pattern: ir.Filter
    ) -> ir.Expr | None:
        scope = Scope((subject, _element_class(pattern, subject, self.resolver)))
        found = self._sentence(field, field.sentence, scope, d, truth=True)
        return found.expr if found else None

    def _cell(
        self,
        d: Declaration,
        cell: TableCell,
        alias: str,
        column: str,
        code: str,
        pattern: ir.Filter,
        choice: ir.Filter | None,
        vocabulary: ir.VocabularyList,
        above: ir.Cell | None,
    ) -> ir.Cell | None:
        sentence = read_cell(cell, "cell", self.names, self.files[d.file], self.problems)
        if sentence is None:
            return None
        norm_id = self._cell_id(alias, d.span)
        if sentence.data == "same_cell":
            if above is None:
                self.report("E415", cell.span)
                return None
            return ir.Cell(
                norm_id, alias, column, cell.text, above.duty, above.row_codes, above.merged_into or above.id
            )
        if sentence.data == "no_demand":
            return ir.Cell(norm_id, alias, column, cell.text, None, (code,))
        if sentence.data == "all_year":
            return ir.Cell(norm_id, alias, column, cell.text, ir.CellDuty(1, 1, pattern, None, True), (code,))
        rows: ir.Filter = pattern
        codes: tuple[str, ...] = (code,)
        picks = [t for p in sentence.find_data("pick") for t in p.children[:1] if isinstance(t, Token)]
        picks.sort(key=lambda t: t.start_pos or 0)
        if picks:
            narrowed = self._narrow(picks, pattern, choice, vocabulary, code)
            if narrowed is None:
                self.report("E416", cell.span, words="、".join(str(p) for p in picks))
                return None
            rows, codes = narrowed
        every = (
            next(t for t in sentence.children if isinstance(t, Token) and t.type == "EVERY_YEAR")
            if sentence.data == "per_year"
            else None
        )
        years = int(re.sub(r"\D", "", str(every)) or "1") if every else 1
        return ir.Cell(
            norm_id, alias, column, cell.text, ir.CellDuty(_count(sentence), years, rows, None), codes
        )

    def _narrow(
        self,
        picks: list[Token],
        pattern: ir.Filter,
        choice: ir.Filter | None,
        vocabulary: ir.VocabularyList,
        code: str,
    ) -> tuple[ir.Filter, tuple[str, ...]] | None:
        """What the words after the number add: a mode, or a choice between rows."""
        said = [str(p) for p in picks]
        for attribute in {a for e in vocabulary.entries for a in e.attributes}:
            values = {
                canonical(e.attributes.get(attribute, "")): e.attributes.get(attribute, "")
                for e in vocabulary.entries
            }
            if choice is not None and all(s in values for s in said):
                chosen = tuple(values[s] for s in said)
                rows = tuple(e.code for e in vocabulary.entries if e.attributes.get(attribute) in chosen)
                return _chosen(choice, chosen), rows
        for cls in self.resolver.schema.classes.values():
            if cls.name == "Delivery":
                for member in cls.members.values():
                    if member.kind != "code":
                        continue
                    codes = [self.resolver.codes_of(p, member.vocabulary) for p in picks]
                    if all(codes):
                        wanted = tuple(dict.fromkeys(c for group in codes if group for c in group))
                        condition = ir.OneOf(ir.Field(ir.Var(pattern.bind), member.name), wanted)
                        return _with_condition(pattern, condition), (code,)
        return None

    # ------------------------------------------------------------ readings, exceptions, questions

    def reading(self, d: Declaration) -> ir.Reading | None:
        """A 解读 with its options."""
        options: list[ir.Option] = []
        default = ""
        for field in d.all("说"):
            found = re.match(
                r"（(?P<key>[A-Za-z0-9_.]+)(?P<default>，默认)?）：?(?P<rest>.*)", canonical(field.text)
            )
            if not found:
                self.report("E250", field.span, saying=field.word)
                continue
            start = len(field.text) - len(found["rest"])
            text, _, grounds = field.text[start:].partition("理由")
            options.append(ir.Option(found["key"], field.word, text.strip(), grounds.lstrip("：:").strip()))
            if found["default"]:
                if default:
                    self.report("E251", field.span, name=d.name)
                default = found["key"]
            if not grounds:
                self.report("E252", field.span, saying=field.word)
        if not default:
            self.report("E253", d.span, name=d.name)
            return None
        return ir.Reading(d.key, d.name, d.text("问"), tuple(options), default, self.citation(d))

    def question(self, d: Declaration) -> ir.Question:
        """A 判断."""
        owner = self.resolver.schema.by_label(d.text("属于")) if d.text("属于") else None
        criteria = tuple(c for c in re.split("[、，]", d.text("依据")) if c)
        return ir.Question(
            d.name,
            d.words,
            d.text("问"),
            d.text("答"),
            criteria,
            d.text("不利答案", "否"),
            owner.name if owner else None,
        )

    def convention(self, declarations: Iterable[Declaration]) -> ir.Convention:
        """All 约定 together; 以上 and 以下 are kept by scope."""
        start: tuple[tuple[ir.Expr | None, bool], ...] = ((None, False),)
        makeup: tuple[tuple[ir.Expr | None, bool], ...] = ((None, True),)
        for d in declarations:
            bounds = Bounds(d.text("以上", "含本数") != "不含本数", d.text("以下", "含本数") != "不含本数")
            for name in ("以上", "以下"):
                field = d.field(name)
                if field and field.text not in ("含本数", "不含本数"):
                    self.report("E254", field.span, word=field.text)
            scope = d.text("适用").strip("「」")
            if scope == "全文":
                self.general = bounds
            else:
                self.bounds[squeeze(scope)] = bounds
            start = self._cases(d, "起算日") or start
            makeup = self._cases(d, "调休上班日") or makeup
        return ir.Convention(start, makeup)

    def _cases(self, d: Declaration, name: str) -> tuple[tuple[ir.Expr | None, bool], ...]:
        field = d.field(name)
        if field is None or field.sentence is None:
            return ()
        out: list[tuple[ir.Expr | None, bool]] = []
        condition: ir.Expr | None = None
        for child in field.sentence.children:
            if isinstance(child, Tree):
                condition = self._case_condition(field, child, d)
            elif child.type == "COUNTED":
                out.append((condition, str(child) == "计入"))
                condition = None
        return tuple(out)

    def _case_condition(self, field: FieldNode, tree: Sentence, d: Declaration) -> ir.Expr | None:
        return self.attempt(field.span, lambda: self.resolver.truth(tree, Scope(())), d.name)

    def exception(
        self, d: Declaration, subject: str, vocabulary: str, targets: tuple[str, ...]
    ) -> ir.ExceptionRule | None:
        """An 例外, in the scope of the norms it targets."""
        scope = Scope((subject,), vocabulary)
        condition = self._optional(d, "条件", scope)
        effect = _EFFECTS.get(d.text("效果"))
        if effect is None:
            field = d.field("效果")
            if field:
                self.report("E255", field.span, word=field.text)
            return None
        if condition is None:
            return None
        field = d.field("视同计入")
        credit = self._sentence(field, field.sentence, scope, d) if field else None
        return ir.ExceptionRule(
            d.name,
            targets,
            condition,
            effect,
            credit.expr if credit else None,
            d.text("优先"),
            self.citation(d),
        )


# ---------------------------------------------------------------------- helpers


def _count(sentence: Sentence) -> int:
    token = next(t for t in sentence.children if isinstance(t, Token) and t.type == "QUANTITY")
    return int(quantity(canonical(str(token)))[0])


def _element_class(pattern: ir.Filter, subject: str, resolver: Resolver) -> str:
    source = pattern.source
    while isinstance(source, ir.Filter):
        source = source.source
    assert isinstance(source, ir.Follow)
    members = resolver.schema.classes[subject].members.values()
    return next(m.target for m in members if m.name == source.relation)


def _with_condition(pattern: ir.Filter, condition: ir.Expr | None) -> ir.Filter:
    if condition is None:
        return pattern
    return ir.Filter(pattern.source, pattern.bind, ir.All((pattern.condition, condition)))


def _for_row(pattern: ir.Filter, vocabulary: str, code: str) -> ir.Filter:
    return cast(
        "ir.Filter",
        ir.rewrite(pattern, lambda n: ir.Code(vocabulary, code) if isinstance(n, ir.ThisRow) else n),
    )


def _chosen(pattern: ir.Filter, chosen: tuple[str, ...]) -> ir.Filter:
    return cast(
        "ir.Filter",
        ir.rewrite(
            pattern,
            lambda n: ir.OneOf(n.value, chosen) if isinstance(n, ir.OneOf) and n.codes == ("?chosen",) else n,
        ),
    )


def published_on(text: str) -> dt.date | None:
    """The day of 公布之日; None for 未知."""
    found = re.fullmatch(r"(\d{4})年(\d{1,2})月(\d{1,2})日", canonical(text))
    return dt.date(int(found[1]), int(found[2]), int(found[3])) if found else None
