"""What the machine understood of a norm: who owes what, by when, and how its verdict comes about."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

import attrs

from ajx_rules.compiler import ir
from ajx_rules.compiler.schema import schema, stem
from ajx_rules.domain.catalogue import catalogue
from ajx_rules.domain.derived import WINDOWS
from ajx_rules.reports.layout import Line, clean, flow, line
from ajx_rules.reports.phrases import Phrases, Sight, reads_words
from ajx_rules.reports.words import Tongue

if TYPE_CHECKING:
    from ajx_rules.diagnostics.record import Language

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


class NormRestater:
    """Says back what the norms of one regulation were understood to say."""

    def __init__(self, regulation: ir.RegulationIR) -> None:
        """``regulation`` is the representation."""
        self.ir = regulation
        self.phrases = Phrases(regulation)
        self._aliases = {n.id: n.alias for n in regulation.norms}

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
        rows = tuple(f"{self.phrases.truth(scope, sight)}；在它以外的：不适用" for scope in norm.scopes)
        yield Part("适用范围", "scope", rows)
        if norm.condition is not None:
            rows = (*self._truth(norm.condition, sight), "这个条件不成立的：不适用。")
            yield Part("什么情形下", "in which case", rows)
        else:
            yield Part("什么情形下", "in which case", ("一律适用，没有条件",))
        if norm.requirement is not None:
            yield self._requirement(norm, norm.requirement, sight)
        if norm.row is not None and norm.column is not None:
            yield from self._cells(norm.row, norm.column, sight)
        elif norm.row is not None:
            rows = tuple(self.cell(norm.row, cell, sight) for cell in norm.row.cells)
            yield Part("应当怎样", "what must be so", rows)
        yield Part("到什么时候", "by when", tuple(self._by_when(norm, sight)))
        verdict = (*self._verdict(norm), *_by_law_of_the_engine(norm))
        yield Part("结论怎样得出", "how the verdict comes about", verdict)

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
        if norm.term is not None and norm.kind == "prohibition":
            yield from self._forbidden_while(norm.term, sight)
        elif norm.term is not None:
            yield from self.term(norm.term, sight)
        elif norm.subject in WINDOWS and norm.kind != "prohibition":
            yield "该年度之内；该年度末日终了为止"
        elif norm.kind != "prohibition":
            yield "没有期限：检查之日应当是这个样子"

    def _forbidden_while(self, term: ir.Term, sight: Sight) -> Iterator[str]:
        """The time that a prohibition holds for."""
        if isinstance(term, ir.Before):
            yield f"在{self.phrases.say(term.moment, sight)}以前一直不得有；以后不再禁止"
        elif isinstance(term, ir.Within):
            yield from self.term(term, sight)
            yield "这段时间之内一直不得有；以前和以后不禁止"
        else:
            yield "一直不得有"

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
        elif term.count == 0:
            yield f"到{self.phrases.say(term.start, sight)}当日终了为止"
        else:
            yield f"自{self.phrases.say(term.start, sight)}起算，{term.count}{term.unit}内"
            yield from self._counted(term, sight)

    def _counted(self, term: ir.Within, sight: Sight) -> Iterator[str]:
        """How the days of a term are counted."""
        count, day = term.count, self._start_day(term.start, sight)
        said = term.counting or self.ir.convention
        if term.unit == "小时":
            yield f"从那一刻起连续计算，不分昼夜和工作日，满{count}小时为止；只知道日期的，当日每一刻都可能是起点"
        elif term.unit == "个工作日":
            if term.after:
                yield f"{day}不计（写的是“以后”，哪种读法都不计）；次一工作日为第一日；第{count}个工作日终了为止"
            for case, counted in () if term.after else self._cases(said.start_day):
                first = f"{day}是工作日的，即为第一日" if counted else f"{day}不计；次一工作日为第一日"
                yield f"{case}{first}；第{count}个工作日终了为止"
            for case, counted in self._cases(said.makeup_counts):
                yield f"{case}调休上班的周末{'算' if counted else '不算'}工作日"
        elif term.unit == "日":
            yield from self._ending(f"{day}不计；次日为第一日；第{count}日终了为止；末日", said)
        else:
            corresponding = f"到{count}{term.unit}以后的对应日终了为止；没有对应日的，到那个月的最后一日；"
            yield from self._ending(corresponding, said)

    def _ending(self, end: str, said: ir.Convention) -> Iterator[str]:
        """What becomes of a last day that is a day off."""
        for case, moves in self._cases(said.rolls):
            yield f"{case or end}遇休息日{'顺延到次一工作日' if moves else '不顺延'}"

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
        elif norm.kind == "prohibition" and isinstance(norm.term, ir.Within | ir.Before):
            yield "这段时间之内有这样的记录：违反；没有，时间还没有过完：待履行，已经过完：已履行。"
        elif norm.kind == "prohibition" and norm.subject in WINDOWS:
            yield "该年度之内有这样的记录：违反；没有，年度没有终了：待履行，已经终了：已履行。"
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
        yield from self.by_months((row,))

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
        part = self._by_months(duty, sight)
        if duty.number is not None:
            return f"{window}，{self.phrases.say(duty.number, sight)}不少于{duty.count}{part}"
        assert duty.rows is not None
        found = self.phrases.rows(duty.rows, sight)
        measure = self.phrases.measure(found.cls)
        which = f"{measure}符合（{'，并且'.join(found.conditions)}）" if found.conditions else measure
        text = f"{window}，{found.text}中至少有{duty.count}{which}{part}"
        if duty.all_year:
            asked = self.phrases.questions.get(row.question or "")
            text += "，这只是最低要求"
            if asked is not None:
                text += f"；够不够“全年进行”，由人判断“{asked.name}”：{self._asked(asked)}；答“{asked.bad_answer}”的：违反"
        return text

    def _by_months(self, duty: ir.CellDuty, sight: Sight) -> str:
        """What a short year owes, if it owes less: one time a year cannot be parted, nor can several years."""
        if duty.prorated is None or duty.count == 1 or duty.years != 1:
            return ""
        short = isinstance(duty.prorated, ir.Field) and duty.prorated.name == "short"
        when = "" if short else f"{self.phrases.truth(duty.prorated, sight)}的，"
        return f"；{when}不满一年的按月折算，向上取整"

    def by_months(self, rows: Iterable[ir.CellRow]) -> Iterator[Part]:
        """How the months of a short year are counted, where a cell of the rows goes by them."""
        duties = [cell.duty for row in rows for cell in row.cells if cell.merged_into is None]
        if any(d is not None and d.prorated is not None and d.count > 1 and d.years == 1 for d in duties):
            yield Part(
                "按月折算",
                "short years",
                (
                    "保险期间的月数（整月数，加上零头的日数，一日算三十分之一个月）乘次数，除以12，有零头的进为一次；只要一次的不折算。",
                ),
            )

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
            named = "、".join(self._aliases.get(i, i) for i in norm.consequence.split("、"))
            yield Part("违反的后果", "consequence of a breach", (f"{named}（由主管部门裁量）",))
        group = next((g for g in self.ir.groups if norm.id in g.norms), None)
        if group is not None:
            others = "、".join(self._aliases.get(i, i) for i in group.norms if i != norm.id)
            yield Part("同组", "one act with", (f"与{others}是同一行为：{group.reason}",))
        rows: list[str] = []
        for switch in norm.switches:
            reading = self.phrases.readings.get(switch)
            if reading is not None:
                rows.append(f"{reading.name}（{reading.switch}）：{reading.question}")
                rows += [f"  {option_words(o, reading)}" for o in reading.options]
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


def _by_law_of_the_engine(norm: ir.Norm) -> Iterator[str]:
    """What holds for every norm of such a subject, and no rule file says."""
    lapses = norm.subject == "Contract" and isinstance(norm.term, ir.Within)
    lapses |= norm.subject == "InsuredYear" and norm.term is None
    if lapses and norm.kind != "prohibition":
        yield "到期以前保险合同提前解除的，尚未到期的义务随之终止：不适用；没有写明是否解除的，可能因此事实不明。"
    if norm.subject == "InsurerCalendarYear":
        yield "保险机构的自然年度从它第一份保险合同起保的那一年算起；没有写保险合同的，没有年度，也就没有结论。"


def _registers(cls: str) -> Iterator[str]:
    """The lists of a ledger whose completeness a class of rows hangs on."""
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


def option_words(option: ir.Option, reading: ir.Reading) -> str:
    """One way to read the text, with its grounds."""
    default = "，默认" if option.key == reading.default else ""
    default += {"rejected": "，不采", "not_computed": "，不计算"}.get(option.standing, "")
    grounds = f" 理由：{option.grounds}" if option.grounds else ""
    return f"{option.saying}（{option.key}{default}）：{option.text}{grounds}"


def _letter(index: int) -> str:
    return _LETTERS[index] if index < len(_LETTERS) else str(index + 1)
