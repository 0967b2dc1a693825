"""The intermediate representation in plain Chinese: one phrase a kind of node.

The words of a rule file are not looked at. What is said here is what an engine will do, so a
reader who compares it with the official text sees what the machine understood.
"""

# ruff: noqa: SLF001 - the table at the end names the methods of the class above it
from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from fractions import Fraction
from typing import Any, Final

import attrs

from ajx_rules.compiler import ir
from ajx_rules.compiler.schema import Member, Schema, SchemaClass, schema, stem
from ajx_rules.domain.derived import PAIRS

_NUMBERS: Final = {
    "==": "等于",
    "!=": "不等于",
    "<": "少于",
    "<=": "不超过",
    ">": "多于",
    ">=": "不少于",
}
_DAYS: Final = {
    "==": "与{right}是同一天",
    "!=": "与{right}不是同一天",
    "<": "早于{right}",
    "<=": "不晚于{right}",
    ">": "晚于{right}",
    ">=": "不早于{right}",
}
_BOUNDS: Final = {"first": "首日", "last": "末日"}
_TRUTHS: Final = (
    ir.All,
    ir.AnyOf,
    ir.Not,
    ir.Compare,
    ir.OneOf,
    ir.AtLeastCode,
    ir.Holds,
    ir.Same,
    ir.Exists,
    ir.Happened,
    ir.Given,
    ir.Reads,
    ir.Judged,
)
_EXTRA: Final = "extra:"
_LONGEST_ENTRY: Final = 16


@attrs.frozen
class Sight:
    """The rows in sight: the class of each variable, and which of them is the innermost."""

    classes: Mapping[int, str]
    inner: int = 0

    def within(self, bind: int, cls: str) -> Sight:
        """What is in sight inside a filter."""
        return Sight({**self.classes, bind: cls}, bind)


@attrs.frozen
class RowWords:
    """Rows in words: the rows, what must hold for each, their class, whether there may be several."""

    text: str
    conditions: tuple[str, ...]
    cls: str
    many: bool
    start: str = ""  # where a chain of single rows begins: the rows between need not be told

    @property
    def noun(self) -> str:
        """The rows as part of a longer phrase."""
        if not self.conditions:
            return self.text
        return f"{self.text}中符合（{'，并且'.join(self.conditions)}）的那些"


@attrs.frozen
class Heard:
    """What was named while something was said: definitions, tables and questions; classes of rows."""

    names: dict[str, None] = attrs.field(factory=dict)
    classes: dict[str, None] = attrs.field(factory=dict)


class Phrases:
    """Says nodes of one regulation in Chinese."""

    def __init__(self, regulation: ir.RegulationIR) -> None:
        """``regulation`` gives codes, readings and definitions their words."""
        self.schema: Schema = schema()
        self.definitions = {d.name: d for d in regulation.definitions}
        self.tables = {t.name: t for t in regulation.tables}
        self.readings = {r.switch: r for r in regulation.readings}
        self.questions = {q.name: q for q in regulation.questions}
        self.vocabularies = {v.name: v for v in regulation.vocabularies}
        self.heard = Heard()

    @contextmanager
    def listening(self) -> Iterator[Heard]:
        """Collect what is named inside."""
        before, self.heard = self.heard, Heard()
        try:
            yield self.heard
        finally:
            self.heard = before

    # ------------------------------------------------------------ classes and their members

    def subject(self, cls: str) -> str:
        """The rows that a norm binds.

        >>> from ajx_rules import load_regulation
        >>> Phrases(load_regulation().ir).subject("InsuredYear")
        '每家投保单位的每个保险年度'
        """
        for (outer, inner), name in PAIRS.items():
            if name == cls:
                return f"{self._each(outer)}的{self._each(inner)}"
        return self._each(self.label(cls))

    def _each(self, label: str) -> str:
        found = self.schema.by_label(label)
        return f"每{found.measure if found else '个'}{label}"

    def label(self, cls: str) -> str:
        """The Chinese name of a class."""
        found = self.schema.classes.get(cls)
        return found.label if found else cls

    def measure(self, cls: str) -> str:
        """The measure word of a class."""
        found = self.schema.classes.get(cls)
        return (found.measure if found else "") or "条"

    def member(self, cls: str, name: str) -> Member | None:
        """What a class has under an internal name."""
        found: SchemaClass | None = self.schema.classes.get(cls)
        return next((m for m in found.members.values() if m.name == name), None) if found else None

    # ------------------------------------------------------------ codes

    def code(self, code: str, vocabulary: str) -> str:
        """An entry of a vocabulary as a person knows it.

        >>> from ajx_rules import load_regulation
        >>> Phrases(load_regulation().ir).code("5", "service_item")
        '第5行“隐患排查”'
        """
        if code == "?chosen":
            return "格中所选的项目"
        found = self.vocabularies.get(vocabulary)
        entry = next((e for e in found.entries if e.code == code), None) if found else None
        if entry is None or entry.text == code:
            return f"“{code}”"
        text = entry.short or entry.text
        if len(text) > _LONGEST_ENTRY:
            text = text[:_LONGEST_ENTRY] + "……"
        return f"第{code}行“{text}”" if code.isdigit() else f"“{text}”"

    def codes(self, codes: tuple[str, ...], vocabulary: str) -> str:
        """Several entries in a row."""
        return "、".join(self.code(c, vocabulary) for c in codes)

    def vocabulary(self, node: Any, sight: Sight) -> str:  # noqa: ANN401 - any expression
        """The vocabulary that the codes of an expression come from; empty if none."""
        match node:
            case ir.Field(row, name):
                member = self.member(self.rows(row, sight).cls, name)
                return member.vocabulary if member else (name if name.startswith(_EXTRA) else "")
            case ir.Attribute(_, vocabulary, name):
                del vocabulary
                return next((v.name for v in self.vocabularies.values() if v.label == name), "")
            case ir.Lookup(table, _):
                return self.tables[table].vocabulary if table in self.tables else ""
            case ir.Call(definition, _):
                found = self.definitions.get(definition)
                return self.vocabulary(found.otherwise, Sight({0: found.owner})) if found else ""
            case ir.Code(vocabulary, _) | ir.ThisRow(vocabulary):
                return vocabulary
            case ir.Stepped():
                return node.vocabulary
            case ir.Without(value, _) | ir.OrElse(value, _):
                return self.vocabulary(value, sight)
            case _:
                return ""

    def is_set(self, node: Any, sight: Sight) -> bool:  # noqa: ANN401 - any expression
        """Whether an expression yields several codes at once."""
        if isinstance(node, ir.Field):
            member = self.member(self.rows(node.row, sight).cls, node.name)
            return member is not None and member.kind == "codes"
        if isinstance(node, ir.Attribute | ir.Without):
            return self.is_set(node.value, sight)
        if isinstance(node, ir.Call) and node.definition in self.definitions:
            found = self.definitions[node.definition]
            return self.is_set(found.otherwise, Sight({0: found.owner}))
        return False

    def is_day(self, node: Any) -> bool:  # noqa: ANN401 - any expression
        """Whether an expression yields a day."""
        if isinstance(node, ir.Call) and node.definition in self.definitions:
            return self.is_day(self.definitions[node.definition].otherwise)
        if isinstance(node, ir.OrElse):
            return self.is_day(node.value)
        return isinstance(node, ir.Moment | ir.Day | ir.AsOf | ir.Extreme)

    # ------------------------------------------------------------ rows

    def rows(self, node: ir.Row, sight: Sight) -> RowWords:
        """Rows in words."""
        match node:
            case ir.Var(index):
                return self._var(index, sight)
            case ir.Follow(source, relation):
                return self._follow(self.rows(source, sight), relation)
            case ir.Filter(source, bind, condition):
                found = self.rows(source, sight)
                inner = self.truth(condition, sight.within(bind, found.cls))
                return attrs.evolve(found, conditions=(*found.conditions, inner), many=True)
        raise AssertionError(node)

    def _var(self, index: int, sight: Sight) -> RowWords:
        cls = sight.classes.get(index, "")
        if index == sight.inner and index:
            return RowWords("其", (), cls, many=False)
        return RowWords(("前述" if index else "该") + self.label(cls), (), cls, many=False)

    def _follow(self, source: RowWords, relation: str) -> RowWords:
        member = self.member(source.cls, relation)
        label = member.label if member else relation
        target = member.target if member else ""
        if member is not None and member.kind == "rows":
            self.heard.classes[target] = None
        found = self.schema.classes.get(source.cls)
        up = found is not None and any(m.name == relation for m in found.up)
        start = (source.start or source.noun) if up and not source.many else ""
        base = start or source.noun
        many = source.many or member is None or member.kind == "rows"
        return RowWords(base + ("" if base == "其" else "的") + label, (), target, many=many, start=start)

    def _of(self, row: ir.Row, name: str, sight: Sight) -> tuple[str, str]:
        """The rows of a field with what joins them to it, and the label of the field."""
        found = self.rows(row, sight)
        if name.startswith(_EXTRA):  # a fact that the rule files declare
            base, bound = name.removeprefix(_EXTRA), ""
        else:
            base, _, bound = name.partition(":")
        member = self.member(found.cls, base)
        label = member.label if member else base
        if bound:
            label += f"的{_BOUNDS.get(bound, bound)}"
        return (found.noun if found.noun == "其" else f"{found.noun}的"), label

    # ------------------------------------------------------------ any node

    def say(self, node: Any, sight: Sight) -> str:  # noqa: ANN401 - any expression or row
        """Any expression or row; see ``phrase_kinds``."""
        return _PHRASES[type(node).__name__](self, node, sight)

    def truth(self, node: Any, sight: Sight, *, part: bool = False) -> str:  # noqa: ANN401 - any truth
        """A statement; in brackets if it is part of another and could be read in two ways."""
        if isinstance(node, ir.Call):
            self.heard.names[node.definition] = None
            return f"{self.rows(node.row, sight).noun}符合“{node.definition}”"
        if isinstance(node, ir.Field):
            return f"{self.say(node, sight)}为是"
        text = self.say(node, sight)
        several = isinstance(node, ir.AnyOf) or (
            isinstance(node, ir.All) and self._period(node, sight) is None
        )
        return f"（{text}）" if part and several and len(node.items) > 1 else text

    def meaning(self, node: ir.Expr, sight: Sight) -> str:
        """What a definition stands for: a statement where it is one, else a value."""
        return self.truth(node, sight) if isinstance(node, _TRUTHS) else self.say(node, sight)

    # ------------------------------------------------------------ values

    def _row_node(self, node: ir.Row, sight: Sight) -> str:
        return self.rows(node, sight).noun

    def _field(self, node: ir.Field, sight: Sight) -> str:
        whose, label = self._of(node.row, node.name, sight)
        return whose + label

    def _moment(self, node: ir.Moment, sight: Sight) -> str:
        found = self.rows(node.row, sight)
        whose, label = self._of(node.row, node.name, sight)
        act = stem(label)
        said = f"{act}之日" if act else label
        return f"{whose}最早的{said}" if found.many else whose + said

    def _number(self, node: ir.Number, _: Sight) -> str:
        return number_words(node.value, node.unit)

    def _day(self, node: ir.Day, _: Sight) -> str:
        return f"{node.day.year}年{node.day.month}月{node.day.day}日"

    def _as_of(self, _node: ir.AsOf, _: Sight) -> str:
        return "检查之日"

    def _code(self, node: ir.Code, _: Sight) -> str:
        return self.code(node.code, node.vocabulary)

    def _attribute(self, node: ir.Attribute, sight: Sight) -> str:
        return f"{self.say(node.value, sight)}所属的{node.name}"

    def _this_row(self, _node: ir.ThisRow, _: Sight) -> str:
        return "表中所在的那一行"

    def _lookup(self, node: ir.Lookup, sight: Sight) -> str:
        self.heard.names[node.table] = None
        return f"{self.rows(node.row, sight).noun}按表查得的“{node.table}”"

    def _call(self, node: ir.Call, sight: Sight) -> str:
        noun = self.rows(node.row, sight).noun
        self.heard.names[node.definition] = None
        return f"{noun}{'' if noun == '其' else '的'}“{node.definition}”"

    def _sum(self, node: ir.Sum, sight: Sight) -> str:
        rows, value = self._over(node.rows, node.bind, node.value, sight)
        return f"{rows}的{value}的总和"

    def _count(self, node: ir.Count, sight: Sight) -> str:
        return f"{self.rows(node.rows, sight).noun}的数量"

    def _distinct(self, node: ir.Distinct, sight: Sight) -> str:
        rows, value = self._over(node.rows, node.bind, node.value, sight)
        return f"{rows}的{value}的种类数（相同的只算一种）"

    def _extreme(self, node: ir.Extreme, sight: Sight) -> str:
        rows, value = self._over(node.rows, node.bind, node.value, sight)
        return f"{rows}中{'最早' if node.which == 'first' else '最晚'}的{value}"

    def _over(self, rows: ir.Row, bind: int, value: ir.Expr, sight: Sight) -> tuple[str, str]:
        found = self.rows(rows, sight)
        said = self.say(value, sight.within(bind, found.cls))
        return found.noun, said.removeprefix("其")

    def _without(self, node: ir.Without, sight: Sight) -> str:
        left_out = self.codes(node.excluded, self.vocabulary(node.value, sight))
        return f"{self.say(node.value, sight)}（{left_out}不计在内）"

    def _plus(self, node: ir.Plus, sight: Sight) -> str:
        return f"（{self.say(node.left, sight)}加上{self.say(node.right, sight)}）"

    def _minus(self, node: ir.Minus, sight: Sight) -> str:
        return f"（{self.say(node.left, sight)}减去{self.say(node.right, sight)}）"

    def _share(self, node: ir.Share, sight: Sight) -> str:
        return f"{self.say(node.value, sight)}的{percent(node.part)}"

    def _bounded(self, node: ir.Bounded, sight: Sight) -> str:
        word = "最多算到" if node.most else "最少算作"
        return f"（{self.say(node.value, sight)}，{word}{self.say(node.limit, sight)}）"

    def _rounded(self, node: ir.Rounded, sight: Sight) -> str:
        whole = {Fraction(1, 100): "分", Fraction(1): "元"}.get(node.step)
        to = whole or f"{number_words(node.step, '')}的整数倍"
        return f"（{self.say(node.value, sight)}，四舍五入到{to}）"

    def _stepped(self, node: ir.Stepped, sight: Sight) -> str:
        way, end = ("高", "最高") if node.up else ("低", "最低")
        return f"比{self.say(node.value, sight)}{way}一级的（已是{end}一级的，不变）"

    def _lasts(self, node: ir.LastsAtLeast, sight: Sight) -> str:
        found = self.rows(node.rows, sight)
        until = self.say(node.until, sight)
        length = f"{node.count}{node.unit}"
        return f"{found.noun}各段时间相加（重叠的只算一次，算到{until}为止）满{length}"

    def _shifted(self, node: ir.Shifted, sight: Sight) -> str:
        way = "后" if node.count > 0 else "前"
        return f"{self.say(node.start, sight)}{way}满{abs(node.count)}{node.unit}的对应日"

    def _or_else(self, node: ir.OrElse, sight: Sight) -> str:
        value, declared = self.say(node.value, sight), self.say(node.declared, sight)
        return f"{value}（记录定不下来的，以{declared}为准）"

    # ------------------------------------------------------------ truths

    def _all(self, node: ir.All, sight: Sight) -> str:
        period = self._period(node, sight)
        if period is not None:
            return period
        items = self._flat(node, ir.All, sight)
        return "，并且".join(self.truth(i, sight, part=True) for i in items)

    def _flat(self, node: ir.All | ir.AnyOf, kind: type, sight: Sight) -> list[ir.Expr]:
        """The items, those of an item of the same kind among them."""
        out: list[ir.Expr] = []
        for item in node.items:
            whole = isinstance(item, ir.All) and self._period(item, sight) is not None
            if isinstance(item, ir.All | ir.AnyOf) and isinstance(item, kind) and not whole:
                out += self._flat(item, kind, sight)
            else:
                out.append(item)
        return out

    def _any(self, node: ir.AnyOf, sight: Sight) -> str:
        if len(node.items) == 2 and isinstance(node.items[0], ir.Not):  # noqa: PLR2004 - 若…则…
            condition = self.truth(node.items[0].item, sight, part=True)
            return f"如果{condition}，那么{self.truth(node.items[1], sight, part=True)}"
        return "，或者".join(self.truth(i, sight, part=True) for i in self._flat(node, ir.AnyOf, sight))

    def _period(self, node: ir.All, sight: Sight) -> str | None:
        """The pair of comparisons that says a day lies in a period."""
        match node.items:
            case (
                ir.Compare(">=", left, ir.Moment(row, name)),
                ir.Compare("<=", right, ir.Moment(other, last)),
            ):
                base = name.removesuffix(":first")
                if left == right and row == other and name != base and last == f"{base}:last":
                    whose, label = self._of(row, base, sight)
                    return f"{self.say(left, sight)}在{whose}{label}之内"
        return None

    def _not(self, node: ir.Not, sight: Sight) -> str:
        match node.item:
            case ir.Exists(rows):
                return self._exists_not(rows, sight)
            case ir.Happened(moment):
                return self._happened_as(moment, sight, "还没有")
            case ir.OneOf():
                return self._one_of_as(node.item, sight, "不是", "都不是")
            case ir.Holds():
                return self._holds_as(node.item, sight, "不包含", "不是")
            case ir.Same():
                return self._same_as(node.item, sight, "不是")
            case ir.Given(value):
                return f"{self.say(value, sight)}没有填写"
            case ir.Field():
                return f"{self.say(node.item, sight)}为否"
            case ir.Call(definition, row):
                self.heard.names[definition] = None
                return f"{self.rows(row, sight).noun}不符合“{definition}”"
            case ir.AtLeastCode(value, other, _):
                return f"{self.say(value, sight)}低于{self.say(other, sight)}"
            case ir.Not(item):
                return self.truth(item, sight)
            case _:
                return f"并非（{self.truth(node.item, sight)}）"

    def _compare(self, node: ir.Compare, sight: Sight) -> str:
        left, right = self.say(node.left, sight), self.say(node.right, sight)
        if self.is_day(node.left):
            return left + _DAYS[node.op].replace("{right}", right)
        return f"{left}{_NUMBERS[node.op]}{right}"

    def _one_of(self, node: ir.OneOf, sight: Sight) -> str:
        return self._one_of_as(node, sight, "是", "是")

    def _one_of_as(self, node: ir.OneOf, sight: Sight, one: str, several: str) -> str:
        value, codes = self.say(node.value, sight), self.codes(node.codes, self.vocabulary(node.value, sight))
        if self.is_set(node.value, sight):
            return f"{value}{'' if one == '是' else '不'}全在{codes}之中"
        if len(node.codes) == 1:
            return f"{value}{one}{codes}"
        return f"{value}{several}{codes}{'之一' if one == '是' else ''}"

    def _at_least(self, node: ir.AtLeastCode, sight: Sight) -> str:
        return f"{self.say(node.value, sight)}不低于{self.say(node.other, sight)}"

    def _holds(self, node: ir.Holds, sight: Sight) -> str:
        return self._holds_as(node, sight, "包含", "是")

    def _holds_as(self, node: ir.Holds, sight: Sight, many: str, one: str) -> str:
        verb = many if self.is_set(node.value, sight) else one
        codes = "、".join(self.say(c, sight) for c in node.codes)
        return f"{self.say(node.value, sight)}{verb}{codes}"

    def _same(self, node: ir.Same, sight: Sight) -> str:
        return self._same_as(node, sight, "就是")

    def _same_as(self, node: ir.Same, sight: Sight, verb: str) -> str:
        return f"{self.rows(node.left, sight).noun}{verb}{self.rows(node.right, sight).noun}"

    def _exists(self, node: ir.Exists, sight: Sight) -> str:
        found = self.rows(node.rows, sight)
        if not found.many:
            return f"有{found.text}"
        if not found.conditions:
            return f"{found.text}至少有一{self.measure(found.cls)}"
        which = f"{self.measure(found.cls)}符合（{'，并且'.join(found.conditions)}）"
        return f"{found.text}中至少有一{which}"

    def _exists_not(self, rows: ir.Row, sight: Sight) -> str:
        found = self.rows(rows, sight)
        if not found.many:
            return f"没有{found.text}"
        if not found.conditions:
            return f"{found.text}一{self.measure(found.cls)}也没有"
        return f"{found.text}中没有一{self.measure(found.cls)}符合（{'，并且'.join(found.conditions)}）"

    def _happened(self, node: ir.Happened, sight: Sight) -> str:
        return self._happened_as(node.moment, sight, "已经")

    def _happened_as(self, moment: ir.Expr, sight: Sight, word: str) -> str:
        if isinstance(moment, ir.Moment):
            found = self.rows(moment.row, sight)
            whose, label = self._of(moment.row, moment.name, sight)
            act = stem(label)
            who = "其" if whose == "其" else whose.removesuffix("的")
            if act and not found.many:
                return f"{who}{word}{act}"
        return f"{self.say(moment, sight)}{word}到来"

    def _given(self, node: ir.Given, sight: Sight) -> str:
        return f"{self.say(node.value, sight)}已经填写"

    def _reads(self, node: ir.Reads, _: Sight) -> str:
        return reads_words(self.readings.get(node.switch), node)

    def _not_computed(self, node: ir.NotComputed, _: Sight) -> str:
        return f"在“{node.period}”之内（任意连续的一段时间，不计算，由人判断）"

    def _judged(self, node: ir.Judged, sight: Sight) -> str:
        self.heard.names[node.question] = None
        return f"有人就{self.rows(node.row, sight).noun}判断过“{node.question}”，答案为“是”"


def number_words(value: Fraction, unit: str) -> str:
    """A number with its unit, exact.

    >>> number_words(Fraction(10000), "元"), number_words(Fraction(3, 20), "%")
    ('10000元', '15%')
    """
    from ajx_rules.engines.in_words import decimal_words

    return percent(value) if unit == "%" else decimal_words(value) + unit


def percent(part: Fraction) -> str:
    """An exact part of a whole.

    >>> percent(Fraction(3, 20)), percent(Fraction(1, 3))
    ('15%', '1/3')
    """
    from ajx_rules.engines.in_words import decimal_words

    words = decimal_words(part * 100)
    return str(part) if "/" in words else words + "%"


def reads_words(reading: ir.Reading | None, node: ir.Reads) -> str:
    """A switch that stands at an option."""
    option = next((o for o in reading.options if o.key == node.option), None) if reading else None
    if reading is None or option is None:
        return f"解读“{node.switch}”采“{node.option}”"
    default = "（即默认）" if reading.default == node.option else ""
    return f"解读“{reading.name}”采{option.saying}{default}"


_PHRASES: Final[dict[str, Callable[[Phrases, Any, Sight], str]]] = {
    "Var": Phrases._row_node,
    "Follow": Phrases._row_node,
    "Filter": Phrases._row_node,
    "Field": Phrases._field,
    "Moment": Phrases._moment,
    "Number": Phrases._number,
    "Day": Phrases._day,
    "AsOf": Phrases._as_of,
    "Code": Phrases._code,
    "Attribute": Phrases._attribute,
    "ThisRow": Phrases._this_row,
    "Lookup": Phrases._lookup,
    "Call": Phrases._call,
    "Sum": Phrases._sum,
    "Count": Phrases._count,
    "Distinct": Phrases._distinct,
    "Without": Phrases._without,
    "Extreme": Phrases._extreme,
    "Plus": Phrases._plus,
    "Minus": Phrases._minus,
    "Share": Phrases._share,
    "Bounded": Phrases._bounded,
    "Rounded": Phrases._rounded,
    "Stepped": Phrases._stepped,
    "LastsAtLeast": Phrases._lasts,
    "Shifted": Phrases._shifted,
    "OrElse": Phrases._or_else,
    "All": Phrases._all,
    "AnyOf": Phrases._any,
    "Not": Phrases._not,
    "Compare": Phrases._compare,
    "OneOf": Phrases._one_of,
    "AtLeastCode": Phrases._at_least,
    "Holds": Phrases._holds,
    "Same": Phrases._same,
    "Exists": Phrases._exists,
    "Happened": Phrases._happened,
    "Given": Phrases._given,
    "Reads": Phrases._reads,
    "NotComputed": Phrases._not_computed,
    "Judged": Phrases._judged,
}


def phrase_kinds() -> tuple[str, ...]:
    """The kinds of node that have a phrase.

    >>> set(phrase_kinds()) == set(ir.expression_kinds())
    True
    """
    return tuple(_PHRASES)
