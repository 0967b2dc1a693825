"""What the machine understood of a declaration, said back in plain Chinese.

Everything is said from the intermediate representation, never from the words of the rule, so
that an author sees what a check will do: who owes whom, for each what, in which case, what must
be so, by when, what becomes of it where nothing is on record. ``--lang en`` translates the frame;
the content stays Chinese.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ajx_rules.compiler import ir
from ajx_rules.compiler.conventions import WHOLE
from ajx_rules.compiler.scopes import scope_name
from ajx_rules.domain.catalogue import catalogue
from ajx_rules.language.text import squeeze
from ajx_rules.reports.layout import BLANK, Line
from ajx_rules.reports.phrases import Sight, number_words
from ajx_rules.reports.restate_norms import NormRestater, Part, Restatement, option_words

if TYPE_CHECKING:
    from ajx_rules.compiler.passes import Compiled
    from ajx_rules.diagnostics.record import Language
    from ajx_rules.language.tree import Declaration, LegalTable, RuleFile


def restate(compiled: Compiled, file: str, number: int, lang: Language = "zh") -> list[Line]:
    """Return what was understood of the declaration, table row or quotation at a line.

    Args:
        compiled: the regulation.
        file: the name of one of its rule files.
        number: a line of that file, counted from 1.
        lang: the language of the frame.

    >>> from ajx_rules import load_regulation
    >>> found = restate(load_regulation().compiled, "24-follow-up.ajx.md", 9)
    >>> print(found[0])
    义务 24-1（A24.1）

    Raises:
        LookupError: nothing at that line has a meaning of its own.

    """
    out: list[Line] = []
    for each in Restater(compiled).at(file, number):
        out += [BLANK] if out else []
        out += each.lines(lang)
    return out


_COUNTED = (
    (
        "起算日",
        "起算当日（以工作日计的期限）",
        "first day of a term in working days",
        "起算当日计入",
        "起算当日不计",
    ),
    (
        "调休上班日",
        "调休上班日",
        "make-up working days",
        "调休上班的周末算工作日",
        "调休上班的周末不算工作日",
    ),
    ("末日休息", "末日遇休息日", "last day that is a day off", "顺延到次一工作日", "不顺延"),
    (
        "年度起点",
        "对投保单位的每年",
        "a year of an insured",
        "从起保之日起每12个月为一年",
        "是起保当年的公历年度（1月1日至12月31日）",
    ),
    (
        "数年区间",
        "几年一次的区间",
        "windows of several years",
        "由前后相接的保险年度连成，可以跨几份保险合同",
        "限于一份保险合同之内，合同终了即满",
    ),
    ("有效期末日", "有效期的末日", "last day of validity", "是对应日", "是对应日的前一日"),
)
"""The fields of 约定 about counting: the word, the question, what it says either way."""


class Restater(NormRestater):
    """Says back what one regulation was understood to say."""

    def __init__(self, compiled: Compiled) -> None:
        """``compiled`` holds the representation and where it came from."""
        super().__init__(compiled.ir)
        self.compiled = compiled

    # ------------------------------------------------------------ what stands at a line

    def at(self, file: str, number: int) -> tuple[Restatement, ...]:
        """What stands at a line.

        Raises:
            LookupError: the file is not one of the regulation's, or nothing at that line has a meaning.

        """
        rules = next((f for f in self.compiled.files if f.file == file), None)
        if rules is None:
            raise LookupError(file)
        declaration = declaration_at(rules, number)
        if declaration is not None:
            return self.declaration(declaration, rules, number)
        for table in rules.tables():
            if any(number == row[0].span.line for row in (table.header, *table.rows) if row):
                return self._table_line(table, number)
        found = self._quotation(rules, number)
        if found is not None:
            return (found,)
        raise LookupError(number)

    def declaration(self, d: Declaration, rules: RuleFile, number: int) -> tuple[Restatement, ...]:
        """What was understood of a declaration."""
        last = last_line(d, rules)
        norms = [
            n
            for n in self.ir.norms
            if not n.of_table and n.citation.file == d.file and d.span.line <= n.citation.line <= last
        ]
        exact = [n for n in norms if n.citation.line == number]
        if norms:
            return tuple(self.norm(n) for n in (exact if exact and number != d.span.line else norms))
        makers = {
            "判定表": self._decision_tables,
            "频次表": self._frequency_table,
            "定义": self._definitions,
            "适用范围": self._scope,
            "解读": self._readings,
            "例外": self._exceptions,
            "判断": self._questions,
            "同组": self._groups,
            "词表": self._vocabulary,
            "约定": self._convention,
            "参数": self._parameter,
            "事实": self._fact,
        }
        made = tuple(makers[d.kind](d)) if d.kind in makers else ()
        return made or (as_written(d),)

    # ------------------------------------------------------------ other declarations

    def _definitions(self, d: Declaration) -> Iterator[Restatement]:
        definition = self.phrases.definitions.get(d.name)
        if definition is None:
            return
        with self.phrases.listening() as heard:
            rows = tuple(self._cases_of(definition))
            heard.names.pop(d.name, None)
            where = list(self._where())
        uses = tuple(self._users(ir.Call, d.name))
        parts = [
            Part("指什么", "means", rows),
            *where,
            Part("用在哪里", "used by", ("、".join(uses) or "没有用到",)),
        ]
        yield Restatement(f"定义 {d.name}", tuple(p for p in parts if p.rows))

    def _scope(self, d: Declaration) -> Iterator[Restatement]:
        found = self.phrases.definitions.get(scope_name(d))
        if found is None:
            return
        guarded = [n.alias for n in self.ir.norms if any(s.definition == found.name for s in n.scopes)]
        judged = [n for n in self.ir.norms if n.kind not in ("permission", "power")]
        free = [n.alias for n in judged if n.alias not in guarded]
        with self.phrases.listening():
            rows = (*self._truth(found.otherwise, Sight({0: found.owner})), "不成立的：不适用。")
            where = list(self._where())
        parts = [
            Part("什么在范围之内", "what lies within", rows),
            *where,
            Part("管哪些规范", "norms under it", ("、".join(guarded) or "没有",)),
            Part(
                "不管哪些规范（对象不通向这条记录）", "norms not under it", ("、".join(free),) if free else ()
            ),
        ]
        yield Restatement(f"适用范围 {d.name}", tuple(p for p in parts if p.rows))

    def _users(self, kind: type, name: str) -> Iterator[str]:
        """What uses a definition, a table or a question: norms, exceptions and definitions by name."""

        def within(node: object) -> bool:
            return any(
                isinstance(n, kind)
                and name
                in (getattr(n, "definition", ""), getattr(n, "table", ""), getattr(n, "question", ""))
                for n in ir.walk(node)
            )

        yield from (n.alias for n in self.ir.norms if within(n))
        yield from (f"例外“{e.name}”" for e in self.ir.exceptions if within(e))
        yield from (f"定义“{x.name}”" for x in self.ir.definitions if x.name != name and within(x))
        yield from (f"表“{t.name}”" for t in self.ir.tables if t.name != name and within(t))

    def _readings(self, d: Declaration) -> Iterator[Restatement]:
        reading = self.phrases.readings.get(d.key)
        if reading is None:
            return
        norms = [n.alias for n in self.ir.norms if reading.switch in n.switches]
        yield Restatement(
            f"解读 {reading.name}（{reading.switch}）",
            (
                Part("问题", "question", (reading.question,)),
                Part("各种读法", "options", tuple(option_words(o, reading) for o in reading.options)),
                Part("哪些规范随它而变", "norms that depend on it", ("、".join(norms) or "没有",)),
            ),
        )

    def _exceptions(self, d: Declaration) -> Iterator[Restatement]:
        each = next((e for e in self.ir.exceptions if e.name == d.name), None)
        if each is None:
            return
        sight = Sight({0: self._subject_of(each)})
        targets = "、".join(
            self._aliases.get(t, t.replace("例外:", "例外“") + ("”" if t.startswith("例外:") else ""))
            for t in each.targets
        )
        over_exception = all(t.startswith("例外:") for t in each.targets)
        effect = "所针对的例外不适用" if over_exception else self._effect(each, sight, 0)
        with self.phrases.listening():
            parts = [
                Part("谁让位", "what gives way", (targets,)),
                Part("什么情形下", "in which case", tuple(self._truth(each.condition, sight))),
                Part(
                    "让位的结果", "effect", (effect, *([f"以{each.prevails}为准"] if each.prevails else []))
                ),
                Part(
                    "哪些例外可以使它自己让位",
                    "exceptions to it",
                    tuple(self._giving_way(f"例外:{each.name}", sight, 1, frozenset({each.name})))
                    or ("没有",),
                ),
                *self._where(),
            ]
        yield Restatement(f"例外 {each.name}", tuple(p for p in parts if p.rows))

    def _subject_of(self, each: ir.ExceptionRule, seen: frozenset[str] = frozenset()) -> str:
        """The class that the norms at the end of a chain of exceptions bind."""
        subjects = {n.id: n.subject for n in self.ir.norms}
        for target in each.targets:
            if target in subjects:
                return subjects[target]
            other = next(
                (e for e in self.ir.exceptions if target == f"例外:{e.name}" and e.name not in seen), None
            )
            if other is not None:
                return self._subject_of(other, seen | {each.name})
        return ""

    def _questions(self, d: Declaration) -> Iterator[Restatement]:
        question = self.phrases.questions.get(d.name)
        if question is None:
            return
        about = self.phrases.label(question.owner) if question.owner else "本条的对象"
        layers = [
            n.alias
            for n in self.ir.norms
            if d.name
            in (
                getattr(n.adequacy, "question", ""),
                getattr(n.timeliness, "question", ""),
                n.row.question if n.row else "",
            )
        ]
        users = list(dict.fromkeys([*layers, *self._users(ir.Judged, d.name)]))
        yield Restatement(
            f"判断 {d.name}",
            (
                Part("问什么", "question", (f"就{about}问：{question.text}",)),
                Part("谁回答", "who answers", (question.answerer,)),
                Part("依据什么", "criteria", ("、".join(question.criteria) or "没有写明",)),
                Part(
                    "不利的答案",
                    "bad answer",
                    (f"“{question.bad_answer}”；没有人作答，或者答“无法判断”的：待人工判断",),
                ),
                Part("用在哪里", "used by", ("、".join(users) or "没有用到",)),
            ),
        )

    def _groups(self, d: Declaration) -> Iterator[Restatement]:
        for group in self.ir.groups:
            if group.name == d.name:
                named = "、".join(self._aliases.get(i, i) for i in group.norms)
                rows = (
                    (
                        f"{named}是同一行为写了几次：各有结论，一次不作为只计一次，先引{self._aliases.get(group.norms[0], '')}",
                    )
                    if group.norms
                    else ()
                )
                yield Restatement(
                    f"同组 {d.name}",
                    (Part("哪些规范", "norms", rows), Part("理由", "grounds", (group.reason,))),
                )

    def _vocabulary(self, d: Declaration) -> Iterator[Restatement]:
        for v in self.ir.vocabularies:
            if v.label == d.name:
                words = "、".join(f"{e.text}（{e.short}）" if e.short else e.text for e in v.entries)
                more = "还可以填别的词，照原文保留" if v.open else "只能填这些词"
                fields = [
                    f"{c.label}的{f.label}"
                    for c in catalogue().classes.values()
                    for f in c.fields.values()
                    if f.vocabulary == v.name
                ]
                parts = (
                    Part("可以填的词", "entries", (words, more)),
                    Part("填在台账的哪里", "fields that take it", ("、".join(fields) or "没有字段用它",)),
                )
                yield Restatement(f"词表 {d.name}", parts)

    def _convention(self, d: Declaration) -> Iterator[Restatement]:
        rows = []
        for name in ("以上", "以下"):
            field = d.field(name)
            if field is not None:
                rows.append(f"“{name}”{'不' if field.text == '不含本数' else ''}包括本数")
        parts = [
            Part("管到哪里", "scope", (d.text("适用"),)),
            Part("以上和以下", "and above, and below", tuple(rows)),
        ]
        parts += [self._counted_by(d, *each) for each in _COUNTED]
        yield Restatement(f"约定 {d.name}", tuple(p for p in parts if p.rows))

    def _counted_by(self, d: Declaration, word: str, zh: str, en: str, yes: str, no: str) -> Part:
        """What a convention says of one thing: of the whole text as it is carried out, else as written."""
        field = d.field(word)
        rows: tuple[str, ...] = ()
        if field is not None and d.text("适用") == WHOLE:
            said = self.ir.convention
            cases = {
                "起算日": said.start_day,
                "调休上班日": said.makeup_counts,
                "末日休息": said.rolls,
                "年度起点": said.from_inception,
                "有效期末日": said.on_corresponding_day,
                "数年区间": said.across_contracts,
            }[word]
            rows = tuple(f"{case}{yes if counted else no}" for case, counted in self._cases(cases))
        elif field is not None:
            rows = (f"{word}：{field.text}",)
        return Part(zh, en, rows)

    def _parameter(self, d: Declaration) -> Iterator[Restatement]:
        for each in self.ir.parameters:
            if each.name == d.name:
                words = f"量原文没有数的“{each.word}”；单位可以是{'、'.join(each.units)}；没有设的，按原文，不判逾期"
                if each.condition is not None:
                    words += f"；只在{self.phrases.say(each.condition, Sight({}))}时用"
                yield Restatement(f"参数 {d.name}", (Part("量什么", "measures", (words,)),))

    def _fact(self, d: Declaration) -> Iterator[Restatement]:
        kinds = {"truth": "是否", "number": "数", "time": "日期", "text": "文字", "code": "词"}
        for each in self.ir.facts:
            if each.name == d.name:
                unit = f"，以{each.unit}计" if each.unit else ""
                entries = f"，可以填{'、'.join(each.entries)}" if each.entries else ""
                words = f"{self.phrases.label(each.owner)}的一项补充事实（extra）：{kinds[each.kind]}{unit}{entries}；不写就是不知道"
                yield Restatement(f"事实 {d.name}", (Part("是什么", "what it is", (words,)),))

    # ------------------------------------------------------------ tables

    def _decision_tables(self, d: Declaration) -> Iterator[Restatement]:
        table = self.phrases.tables.get(d.name)
        if table is not None:
            yield self.decision_table(table, range(len(table.bands)))

    def decision_table(self, table: ir.DecisionTable, rows: Iterable[int]) -> Restatement:
        """Some rows of a decision table."""
        sight = Sight({0: table.subject})
        with self.phrases.listening():
            by_row, by_column = self.phrases.say(table.input, sight), self.phrases.say(table.column, sight)
            where = list(self._where())
        cells: list[str] = []
        for i in rows:
            cells.append(
                f"{_band(table.bands[i], table.input_label, table.unit)}（格中写“{table.bands[i].text}”）："
            )
            for answer, result, cell_id in zip(
                table.columns, table.results[i], table.cell_ids[i], strict=True
            ):
                answered = "是" if answer == "yes" else "否"
                alias = self.compiled.names.scheme.to_alias(cell_id) or cell_id
                cells.append(
                    f"  {table.column_label}为{answered}：{self.phrases.code(result, table.vocabulary)}（{alias}，{cell_id}）"
                )
        parts = [
            Part("对每什么", "for each", (self.phrases.subject(table.subject),)),
            Part("行看什么", "rows by", (by_row,)),
            Part("列看什么", "columns by", (by_column,)),
            Part("各格的结果", "results", tuple(cells)),
            Part(
                "不知道的",
                "where not known",
                ("行或列不知道的，凡可能落进的格，结果都保留；只剩一种的，就是那一种。",),
            ),
            Part("由高到低", "from high to low", ("、".join(table.order),)),
            *where,
        ]
        return Restatement(
            f"判定表 {table.name}（{table.alias}，{table.id}）", tuple(p for p in parts if p.rows)
        )

    def _frequency_table(self, d: Declaration) -> Iterator[Restatement]:
        title = squeeze(d.text("原表").strip("「」"))
        norms = [
            n for n in self._norms_of_tables() if n.citation.file == d.file and self._title_of(n) == title
        ]
        rows: list[str] = []
        with self.phrases.listening():
            for norm in norms:
                assert norm.row is not None
                rows.append(f"{norm.alias}（{norm.id}）{norm.row.label}：")
                rows += [f"  {text}" for text in self._demands(norm.row, Sight({0: norm.subject}))]
            where = list(self._where()) if norms else []
        parts = [
            *(self._who(norms[0]) if norms else ()),
            Part("各格的要求", "what each cell demands", tuple(rows)),
            *self.by_months(n.row for n in norms if n.row is not None),
            *where,
            Part("一行的全部", "a row in full", ("读表格中那一行的行号，得到那一行的期限、例外和解读。",)),
        ]
        yield Restatement(f"频次表 {d.name}", tuple(p for p in parts if p.rows))

    def _norms_of_tables(self) -> Iterator[ir.Norm]:
        yield from (n for n in self.ir.norms if n.of_table)

    def _title_of(self, norm: ir.Norm) -> str:
        """The title of the table that a norm's cells stand in."""
        for d in (d for f in self.compiled.files for d in f.declarations if d.kind == "频次表"):
            prefix = d.text("编号")
            if norm.alias == prefix or norm.alias.startswith(prefix + "-"):
                return squeeze(d.text("原表").strip("「」"))
        return ""

    def _table_line(self, table: LegalTable, number: int) -> tuple[Restatement, ...]:
        title = squeeze(table.title)
        d = next(
            (
                d
                for f in self.compiled.files
                for d in f.declarations
                if d.kind in ("判定表", "频次表") and squeeze(d.text("原表").strip("「」")) == title
            ),
            None,
        )
        index = next((i for i, row in enumerate(table.rows) if row and row[0].span.line == number), None)
        if d is None:
            rows = ("还没有判定表或频次表执行这张表；它只是照录。",)
            return (Restatement(f"表 {table.title}", (Part("怎样对待", "how it is treated", rows),)),)
        if index is None:
            rules = next(f for f in self.compiled.files if f.file == d.file)
            return self.declaration(d, rules, d.span.line)
        if d.kind == "判定表" and d.name in self.phrases.tables:
            return (self.decision_table(self.phrases.tables[d.name], [index]),)
        norms = [n for n in self._norms_of_tables() if self._title_of(n) == title]
        exact = [n for n in norms if n.citation.line == number]
        return tuple(self.norm(n) for n in exact or norms)

    # ------------------------------------------------------------ quotations

    def _quotation(self, rules: RuleFile, number: int) -> Restatement | None:
        """What carries out the quotation at a line."""
        first = number
        while rules.source_line(first - 1).lstrip().startswith(">"):
            first -= 1
        if not rules.source_line(number).lstrip().startswith(">"):
            return None
        index = max((i for i, s in enumerate(rules.sections) if s.line <= number), default=0)
        words = squeeze(re.sub("^[ \t]*>", "", rules.source_line(number)))
        carried = [d for d in rules.declarations if d.words and _stands_in(d.words, words)]
        rows = [f"{d.kind} {d.name}（第{d.span.line}行）：{d.words}" for d in carried]
        parts = (
            Part("由哪些声明执行", "carried out by", tuple(rows) or ("这一段还没有声明引用它的原话",)),
            Part("怎样核对", "how it is checked", ("与官方原文逐字比较，只忽略空白",)),
        )
        return Restatement(f"引文 {rules.sections[index].heading}", parts)


def as_written(d: Declaration) -> Restatement:
    """A declaration that the representation does not keep: its fields, and what becomes of it."""
    becomes = {
        "说明": "这句话不执行，没有结论；写明了为什么",
        "许可": "没有结论：只照录，不判定",
        "案例": "案例由 ajx test 运行：按“设”造一份台账，比较应判与实判",
        "通则": "没有另写义务人、后果的规范，用这里写的",
        "编号对照": "规则文件里的编号与数据里的编号照此互换",
        "规范文件": "引文与这里写的官方原文逐字核对；施行以前、失效以后发生的，结论是未施行、已失效",
    }
    rows = tuple(f"{f.word}：{f.text}" for f in d.fields)
    parts = (
        Part("怎样对待", "how it is treated", (becomes.get(d.kind, "没有进入运行的规则"),)),
        Part("写了什么", "as written", rows),
    )
    name = d.name or d.kind
    return Restatement(f"{d.kind} {name}" if d.name else d.kind, tuple(p for p in parts if p.rows))


def declaration_at(rules: RuleFile, number: int) -> Declaration | None:
    """The declaration that a line belongs to; None outside all of them."""
    for d in rules.declarations:
        if d.span.line <= number <= last_line(d, rules):
            return d
    return None


def last_line(d: Declaration, rules: RuleFile) -> int:
    """The last line of a declaration: before the next one, or the end of its block."""
    following = min(
        (x.span.line for x in rules.declarations if x.span.line > d.span.line), default=len(rules.lines) + 1
    )
    last = d.span.line
    for number in range(d.span.line + 1, following):
        text = rules.source_line(number)
        if text.lstrip().startswith(("```", "~~~")):
            break
        if text.strip():
            last = number
    return last


def _stands_in(words: str, quoted: str) -> bool:
    parts = [squeeze(p) for p in re.split("……|…", words)]
    return all(part in quoted for part in parts if part)


def _band(band: ir.Band, label: str, unit: str) -> str:
    parts = []
    if band.lo is not None:
        parts.append(f"{'不少于' if band.lo_inclusive else '多于'}{number_words(band.lo, unit)}")
    if band.hi is not None:
        parts.append(f"{'不超过' if band.hi_inclusive else '少于'}{number_words(band.hi, unit)}")
    return f"第{band.label}行，{label}{'、'.join(parts) or '不限'}"
