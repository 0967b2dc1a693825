"""What the machine understood of a declaration, said back in plain Chinese.

Everything is said from the intermediate representation, never from the words of the rule, so
that an author sees what a check will do: who owes whom, for each what, in which case, what must
be so, by when, what becomes of it where nothing is on record. ``--lang en`` translates the frame;
the content stays Chinese.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

import attrs

from ajx_rules.compiler import ir
from ajx_rules.compiler.schema import stem
from ajx_rules.domain.catalogue import catalogue
from ajx_rules.domain.derived import WINDOWS
from ajx_rules.language.text import squeeze
from ajx_rules.reports.layout import BLANK, Line, clean, flow, line
from ajx_rules.reports.phrases import Phrases, Sight, number_words, reads_words
from ajx_rules.reports.words import Tongue

if TYPE_CHECKING:
    from ajx_rules.compiler.passes import Compiled
    from ajx_rules.diagnostics.record import Language
    from ajx_rules.language.tree import Declaration, LegalTable, RuleFile

_KINDS: Final = {
    "duty": ("义务", "duty"),
    "prohibition": ("禁止", "prohibition"),
    "advisory": ("提示（另列，不计入合计）", "advisory (listed apart, in no total)"),
    "permission": ("许可", "permission"),
    "power": ("权力", "power"),
}
_EFFECTS: Final = {"excused": "免责", "not_applicable": "不适用", "term": "期限改为另一期限"}
_LETTERS: Final = "一二三四五六七八九十"
_YEAR: Final = 12
_WINDOW_WORDS: Final = {1: "每一个月", 3: "每一季度", 6: "每半年"}


@attrs.frozen
class Part:
    """One question and its answer, a paragraph a row."""

    zh: str
    en: str
    rows: tuple[str, ...]


@attrs.frozen
class Restatement:
    """What was understood of one thing: its name and the answers."""

    title: str
    parts: tuple[Part, ...]

    def lines(self, lang: Language = "zh") -> list[Line]:
        """Return it as lines for a terminal."""
        say = Tongue(lang)
        out = flow([(clean(self.title), "head")])
        for part in self.parts:
            label = say(f"{part.zh}：", f"{part.en}:")
            out.append(line((label, "key")))
            for row in part.rows:
                words = row.lstrip(" ")
                indent = 2 + len(row) - len(words)
                out += flow([clean(words)], first=indent, rest=indent + 2)
        return out


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


class Restater:
    """Says back what one regulation was understood to say."""

    def __init__(self, compiled: Compiled) -> None:
        """``compiled`` holds the representation and where it came from."""
        self.compiled = compiled
        self.ir = compiled.ir
        self.phrases = Phrases(compiled.ir)
        self._aliases = {n.id: n.alias for n in self.ir.norms}

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
            if n.row is None and n.citation.file == d.file and d.span.line <= n.citation.line <= last
        ]
        exact = [n for n in norms if n.citation.line == number]
        if norms:
            return tuple(self.norm(n) for n in (exact if exact and number != d.span.line else norms))
        makers = {
            "判定表": self._decision_tables,
            "频次表": self._frequency_table,
            "定义": self._definitions,
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

    # ------------------------------------------------------------ a norm

    def norm(self, norm: ir.Norm) -> Restatement:
        """What a norm was understood to say."""
        kind = _KINDS[norm.kind][0]
        title = f"{kind} {norm.alias}（{norm.id}）"
        parts = [
            Part("执行的原话", "words it carries out", (f"{norm.citation.heading}：{norm.citation.words}",))
        ]
        parts += self._who(norm)
        if norm.kind in ("permission", "power"):
            parts.append(Part("结论", "verdict", ("没有结论：只照录，不判定。",)))
            return Restatement(title, tuple(parts))
        sight = Sight({0: norm.subject})
        with self.phrases.listening() as heard:
            parts += self._norm_body(norm, sight)
            parts += self._exceptions_of(norm)
            parts += self._where()
        parts += self._records(norm, heard.classes)
        parts += self._rest(norm)
        return Restatement(title, tuple(p for p in parts if p.rows))

    def _who(self, norm: ir.Norm) -> Iterator[Part]:
        owed = f"对{norm.counterparty}" if norm.counterparty else "，没有写明对谁"
        yield Part("谁对谁", "who owes whom", (norm.bearer + owed,))
        if norm.kind not in ("permission", "power"):
            yield Part("对每什么", "for each", (f"{self.phrases.subject(norm.subject)}，各得一个结论",))

    def _norm_body(self, norm: ir.Norm, sight: Sight) -> Iterator[Part]:
        if norm.condition is not None:
            rows = (*self._truth(norm.condition, sight), "这个条件不成立的：不适用。")
            yield Part("什么情形下", "in which case", rows)
        else:
            yield Part("什么情形下", "in which case", ("一律适用，没有条件",))
        if norm.requirement is not None:
            yield self._requirement(norm, norm.requirement, sight)
        if norm.row is not None and norm.column is not None:
            yield from self._cells(norm.row, norm.column, sight)
        yield Part("到什么时候", "by when", tuple(self._by_when(norm, sight)))
        yield Part("结论怎样得出", "how the verdict comes about", tuple(self._verdict(norm)))

    def _requirement(self, norm: ir.Norm, requirement: ir.Requirement, sight: Sight) -> Part:
        zh, en = ("不得有", "must not be") if norm.kind == "prohibition" else ("应当怎样", "what must be so")
        if not requirement.items:
            return Part(zh, en, tuple(self._truth(requirement.condition, sight)))
        head = "下列各项都要成立，各有各的结果：" if requirement.every else "下列各项有一项成立即可："
        items = [
            f"  （{_letter(i)}）{self.phrases.truth(item.condition, sight)}"
            for i, item in enumerate(requirement.items)
        ]
        return Part(zh, en, (head, *items))

    def _truth(self, node: ir.Expr, sight: Sight) -> Iterator[str]:
        """A statement, its parts on lines of their own where it has several."""
        if isinstance(node, ir.All | ir.AnyOf) and len(node.items) > 1:
            text = self.phrases.truth(node, sight)
            if len(text) > 60:  # noqa: PLR2004 - what still reads well in one line
                yield "下列各项都要成立：" if isinstance(node, ir.All) else "下列各项有一项成立即可："
                for i, item in enumerate(node.items):
                    yield f"  （{_letter(i)}）{self.phrases.truth(item, sight)}"
                return
        yield self.phrases.truth(node, sight)

    # ------------------------------------------------------------ by when

    def _by_when(self, norm: ir.Norm, sight: Sight) -> Iterator[str]:
        if norm.row is not None:
            return
        if norm.term is not None:
            yield from self.term(norm.term, sight)
        elif norm.subject in WINDOWS and norm.kind != "prohibition":
            yield "该年度之内；该年度末日终了为止"
        elif norm.kind != "prohibition":
            yield "没有期限：检查之日应当是这个样子"

    def term(self, term: ir.Term, sight: Sight) -> Iterator[str]:
        """A time limit, spelled out."""
        if isinstance(term, ir.Before):
            yield f"在{self.phrases.say(term.moment, sight)}以前；到了那时还没有做，就是没有在期限内做到"
        elif isinstance(term, ir.NoNumber):
            start = f"，自{self.phrases.say(term.start, sight)}起" if term.start is not None else ""
            word = "原文没有规定期限" if term.word == "未规定" else f"原文只说“{term.word}”，没有数"
            yield f"{word}{start}：程序不替它定一个数"
            set_by = [p.name for p in self.ir.parameters if p.word == term.word]
            if set_by:
                yield f"本机构可以用参数“{'”“'.join(set_by)}”定一个数；结论会写明那是内部要求"
        else:
            yield f"自{self.phrases.say(term.start, sight)}起算，{term.count}{term.unit}内"
            yield from self._counted(term, sight)

    def _counted(self, term: ir.Within, sight: Sight) -> Iterator[str]:
        """How the days of a term are counted."""
        count, day = term.count, self._start_day(term.start, sight)
        if term.unit == "小时":
            yield f"从那一刻起连续计算，不分昼夜和工作日，满{count}小时为止；只知道日期的，当日每一刻都可能是起点"
        elif term.unit == "个工作日":
            if term.after:
                yield f"{day}不计（写的是“以后”，哪种读法都不计）；次一工作日为第一日；第{count}个工作日终了为止"
            for case, counted in () if term.after else self._cases(self.ir.convention.start_day):
                first = f"{day}是工作日的，即为第一日" if counted else f"{day}不计；次一工作日为第一日"
                yield f"{case}{first}；第{count}个工作日终了为止"
            for case, counted in self._cases(self.ir.convention.makeup_counts):
                yield f"{case}调休上班的周末{'算' if counted else '不算'}工作日"
        elif term.unit == "日":
            yield f"{day}不计；次日为第一日；第{count}日终了为止；末日遇休息日不顺延"
        else:
            yield f"到{count}{term.unit}以后的对应日终了为止；没有对应日的，到那个月的最后一日；遇休息日不顺延"

    def _start_day(self, start: ir.Expr, sight: Sight) -> str:
        """What the day is called that a term is counted from."""
        if isinstance(start, ir.Moment):
            member = self.phrases.member(self.phrases.rows(start.row, sight).cls, start.name)
            act = stem(member.label) if member is not None else None
            if act:
                return f"{act}当日"
        return "起算当日"

    def _cases(self, cases: tuple[tuple[ir.Expr | None, bool], ...]) -> Iterator[tuple[str, bool]]:
        """The cases of a convention: first what holds by default, then what another reading makes of it."""
        defaults = {r.switch: r.default for r in self.ir.readings}
        chosen = cases[0][1]
        others: list[tuple[str, bool]] = []
        base = cases[0][1]
        for condition, value in cases[1:]:
            if condition is None:
                chosen = base = value
            elif isinstance(condition, ir.Reads):
                words = reads_words(self.phrases.readings.get(condition.switch), condition)
                if defaults.get(condition.switch) == condition.option:
                    chosen = value
                    others.append((f"不采这一说（{words}）的：", base))
                else:
                    others.append((f"{words}的：", value))
            else:
                others.append((f"{self.phrases.truth(condition, Sight({}))}的：", value))
        yield "", chosen
        yield from (other for other in others if other[1] != chosen)

    # ------------------------------------------------------------ how a verdict comes about

    def _verdict(self, norm: ir.Norm) -> Iterator[str]:
        asked = any(isinstance(n, ir.Judged) for n in ir.walk(norm.requirement))
        if norm.row is not None:
            if not any(cell.duty for cell in norm.row.cells):
                yield "各格都没有要求：一律不适用。"
                return
            yield "够数：已履行；不够，窗口没有终了：待履行（写明还差几次）；终了仍不够：违反。过了窗口再补的，算下一窗口的。"
        elif norm.kind == "prohibition" and asked:
            yield "这样判断了：违反；判断为没有：已履行。"
        elif norm.kind == "prohibition":
            yield "有这样的记录：违反；有关记录声明齐备而没有：已履行。"
        elif isinstance(norm.term, ir.Within):
            yield "期限终了以前做到：已履行；以后才做到：逾期履行；没有做到：期限没有终了的，待履行，已经终了的，违反。"
        elif isinstance(norm.term, ir.Before):
            yield "在那以前做到：已履行；以后补做：逾期履行；那件事已经发生而没有做到：违反；还没有发生：待履行。"
        elif isinstance(norm.term, ir.NoNumber):
            yield "做到了：已履行；没有做到：未履行（无期限），不会只因为时间过去而成为违反。"
        elif norm.subject in WINDOWS:
            yield "该年度之内做到：已履行；没有做到：该年度没有终了的，待履行，已经终了的，违反。"
        else:
            yield "检查之日成立：已履行；不成立：违反。"
        if asked:
            yield "要由人判断而没有人作答的：待人工判断。"
        for layer, bad in ((norm.timeliness, "逾期履行"), (norm.adequacy, "违反")):
            question = self.phrases.questions.get(layer.question) if layer is not None else None
            if question is not None:
                yield f"做到以后还要由人判断“{question.name}”：{self._asked(question)}；答“{question.bad_answer}”的：{bad}；没有人作答的：待人工判断。"

    def _asked(self, question: ir.Question) -> str:
        criteria = f"，依据{'、'.join(question.criteria)}" if question.criteria else ""
        return f"{question.text}（由{question.answerer}回答{criteria}）"

    # ------------------------------------------------------------ the cells of a table

    def _cells(self, row: ir.CellRow, column: ir.Expr, sight: Sight) -> Iterator[Part]:
        chosen = self.phrases.say(column, sight)
        yield Part("看哪一格", "which cell", (f"看{chosen}；不知道是哪一格的，每一格的结论都可能",))
        rows = [f"{cell.column}，格中写“{cell.text}”（{cell.alias}，{cell.id}）" for cell in row.cells]
        yield Part("格中的原话", "the words of the cells", tuple(rows))
        yield Part("各格的要求", "what each cell demands", tuple(self._demands(row, sight)))

    def _demands(self, row: ir.CellRow, sight: Sight) -> Iterator[str]:
        """What the cells of a row demand; neighbours that demand the same together."""
        for text, cells in itertools.groupby(row.cells, lambda cell: self.cell(row, cell, sight)):
            yield f"{'、'.join(cell.column for cell in cells)}：{text}"

    def cell(self, row: ir.CellRow, cell: ir.Cell, sight: Sight) -> str:
        """What one cell demands."""
        if cell.merged_into is not None:
            first = next(
                (c.alias for n in self.ir.norms if n.row for c in n.row.cells if c.id == cell.merged_into),
                cell.merged_into,
            )
            return f"与{first}是同一格，要求相同，结论只记一次"
        duty = cell.duty
        if duty is None:
            return "没有要求：不适用"
        window = _window(duty.months)
        if duty.number is not None:
            return f"{window}，{self.phrases.say(duty.number, sight)}不少于{duty.count}"
        assert duty.rows is not None
        found = self.phrases.rows(duty.rows, sight)
        measure = self.phrases.measure(found.cls)
        which = f"{measure}符合（{'，并且'.join(found.conditions)}）" if found.conditions else measure
        text = f"{window}，{found.text}中至少有{duty.count}{which}"
        if duty.all_year:
            asked = self.phrases.questions.get(row.question or "")
            text += "，这只是最低要求"
            if asked is not None:
                text += f"；够不够“全年进行”，由人判断“{asked.name}”：{self._asked(asked)}；答“{asked.bad_answer}”的：违反"
        return text

    # ------------------------------------------------------------ where nothing is on record

    def _records(self, norm: ir.Norm, classes: Iterable[str]) -> Iterator[Part]:
        lists = list(dict.fromkeys(r for c in classes for r in _registers(c)))
        rows = ["台账没有写的就是不知道，不当作没有：结论因此定不下来的，为事实不明，并列出还缺什么。"]
        if lists:
            named = "、".join(f"“{each}”" for each in lists)
            act = "没有记录就是没有这样的行为" if norm.kind == "prohibition" else "仍没有记录的，才当作没有做"
            rows.append(f"{named}的记录没有声明齐备以前，没有记录不等于没有；声明齐备以后，{act}。")
        yield Part("没有记录的", "where nothing is on record", tuple(rows))

    # ------------------------------------------------------------ readings, exceptions, groups

    def _rest(self, norm: ir.Norm) -> Iterator[Part]:
        if norm.evidence:
            yield Part("凭证", "evidence", ("、".join(norm.evidence),))
        if norm.consequence:
            yield Part("违反的后果", "consequence of a breach", (f"{norm.consequence}（由主管部门裁量）",))
        group = next((g for g in self.ir.groups if norm.id in g.norms), None)
        if group is not None:
            others = "、".join(self._aliases.get(i, i) for i in group.norms if i != norm.id)
            yield Part("同组", "one act with", (f"与{others}是同一行为：{group.reason}",))
        rows: list[str] = []
        for switch in norm.switches:
            reading = self.phrases.readings.get(switch)
            if reading is not None:
                rows.append(f"{reading.name}（{reading.switch}）：{reading.question}")
                rows += [f"  {_option(o, reading)}" for o in reading.options]
        yield Part("随哪些解读而变", "readings it depends on", tuple(rows) or ("不随任何解读而变",))

    def _exceptions_of(self, norm: ir.Norm) -> Iterator[Part]:
        rows = list(self._giving_way(norm.id, Sight({0: norm.subject}), 0, frozenset()))
        yield Part("哪些例外可以使它让位", "exceptions that may lift it", tuple(rows) or ("没有",))

    def _giving_way(self, target: str, sight: Sight, depth: int, seen: frozenset[str]) -> Iterator[str]:
        pad = "  " * depth
        for each in self.ir.exceptions:
            if target not in each.targets or each.name in seen:
                continue
            lead = "但是，例外" if depth else "例外"
            yield f"{pad}{lead}“{each.name}”：{self.phrases.truth(each.condition, sight)}的，{self._effect(each, sight, depth)}"
            yield from self._giving_way(f"例外:{each.name}", sight, depth + 1, seen | {each.name})

    def _effect(self, each: ir.ExceptionRule, sight: Sight, depth: int) -> str:
        if depth:
            return "上面那个例外不适用"
        if each.term is not None:
            return "期限改为：" + "；".join(self.term(each.term, sight))
        text = _EFFECTS[each.effect]
        if each.credit is not None:
            text = f"把{self.phrases.say(each.credit, sight)}也计入以后就够数的，{text}"
        return text

    # ------------------------------------------------------------ definitions used

    def _where(self) -> Iterator[Part]:
        """The definitions, tables and questions that were named, those they name in turn included."""
        rows: list[str] = []
        done: set[str] = set()
        while True:
            left = [name for name in self.phrases.heard.names if name not in done]
            if not left:
                break
            for name in left:
                done.add(name)
                rows += self._meaning(name)
        yield Part("其中", "where", tuple(rows))

    def _meaning(self, name: str) -> Iterator[str]:
        definition = self.phrases.definitions.get(name)
        if definition is not None:
            yield from self._cases_of(definition)
            return
        table = self.phrases.tables.get(name)
        if table is not None:
            sight = Sight({0: table.subject})
            rows, column = self.phrases.say(table.input, sight), self.phrases.say(table.column, sight)
            yield f"“{name}”：按表查得（{table.alias}），行看{rows}，列看{column}是或否；不知道的，各种结果都可能"
            return
        question = self.phrases.questions.get(name)
        if question is not None:
            yield f"“{name}”：由人判断，{self._asked(question)}"

    def _cases_of(self, definition: ir.Definition) -> Iterator[str]:
        sight = Sight({0: definition.owner})
        value = self.phrases.meaning(definition.otherwise, sight)
        head = f"“{definition.name}”（说的是{self.phrases.label(definition.owner)}）"
        if not definition.branches:
            yield f"{head}：{value}"
            return
        yield f"{head}，依次看："
        for branch in definition.branches:
            yield f"  {self.phrases.truth(branch.condition, sight)}的：{self.phrases.meaning(branch.value, sight)}"
        yield f"  其余：{value}"

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
                Part("各种读法", "options", tuple(_option(o, reading) for o in reading.options)),
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
                words = "、".join(e.text for e in v.entries)
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
        if d.field("起算日") is not None:
            days = [
                f"{case}起算当日{'计入' if counted else '不计'}"
                for case, counted in self._cases(self.ir.convention.start_day)
            ]
            parts.append(
                Part("起算当日（以工作日计的期限）", "first day of a term in working days", tuple(days))
            )
        if d.field("调休上班日") is not None:
            days = [
                f"{case}调休上班的周末{'算' if counted else '不算'}工作日"
                for case, counted in self._cases(self.ir.convention.makeup_counts)
            ]
            parts.append(Part("调休上班日", "make-up working days", tuple(days)))
        yield Restatement(f"约定 {d.name}", tuple(p for p in parts if p.rows))

    def _parameter(self, d: Declaration) -> Iterator[Restatement]:
        for each in self.ir.parameters:
            if each.name == d.name:
                words = f"量原文没有数的“{each.word}”；单位可以是{'、'.join(each.units)}；没有设的，按原文，不判逾期"
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
            *where,
            Part("一行的全部", "a row in full", ("读表格中那一行的行号，得到那一行的期限、例外和解读。",)),
        ]
        yield Restatement(f"频次表 {d.name}", tuple(p for p in parts if p.rows))

    def _norms_of_tables(self) -> Iterator[ir.Norm]:
        yield from (n for n in self.ir.norms if n.row is not None)

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


def _registers(cls: str) -> Iterator[str]:
    """The lists of a ledger whose completeness a class of rows hangs on."""
    from ajx_rules.compiler.schema import schema

    record = catalogue().classes.get(cls)
    if record is not None:
        if record.register:
            yield record.label
        return
    derived = schema().classes.get(cls)
    if derived is not None and cls not in WINDOWS:
        yield from (r for m in derived.up[:1] for r in _registers(m.target))


def _window(months: int) -> str:
    """The window of a count."""
    if months == _YEAR:
        return "该年度之内"
    if months < _YEAR:
        return f"该年度的{_WINDOW_WORDS.get(months, f'每{months}个月')}之内"
    return f"以前后相接的{months // _YEAR}个年度为一个区间（结论记在最后一年），该区间之内"


def _band(band: ir.Band, label: str, unit: str) -> str:
    parts = []
    if band.lo is not None:
        parts.append(f"{'不少于' if band.lo_inclusive else '多于'}{number_words(band.lo, unit)}")
    if band.hi is not None:
        parts.append(f"{'不超过' if band.hi_inclusive else '少于'}{number_words(band.hi, unit)}")
    return f"第{band.label}行，{label}{'、'.join(parts) or '不限'}"


def _option(option: ir.Option, reading: ir.Reading) -> str:
    default = "，默认" if option.key == reading.default else ""
    grounds = f" 理由：{option.grounds}" if option.grounds else ""
    return f"{option.saying}（{option.key}{default}）：{option.text}{grounds}"


def _letter(index: int) -> str:
    return _LETTERS[index] if index < len(_LETTERS) else str(index + 1)
