"""Pass 5, lower: declarations to the intermediate representation, one function a kind of declaration."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from typing import Literal, TypeVar

import attrs
from lark import Tree

from ajx_rules.compiler import ir
from ajx_rules.compiler.collect import Names
from ajx_rules.compiler.conventions import YES, Conventions, Place
from ajx_rules.compiler.frequency import frequency
from ajx_rules.compiler.lower_definitions import definition, period
from ajx_rules.compiler.lower_terms import read_term
from ajx_rules.compiler.resolve import Resolver, Scope, day_of
from ajx_rules.compiler.schema import nearest_class
from ajx_rules.compiler.tables import diagnostic_of
from ajx_rules.compiler.types import TRUTH, Type, Typed
from ajx_rules.compiler.wrong import RestsOnWrong, WrongSentence
from ajx_rules.diagnostics import Diagnostic, Span
from ajx_rules.language.text import canonical, nearest
from ajx_rules.language.tree import Declaration, FieldNode, RuleFile, Sentence

T = TypeVar("T")
_KINDS: dict[str, Literal["duty", "prohibition", "advisory", "permission", "power"]] = {
    "义务": "duty",
    "禁止": "prohibition",
    "提示": "advisory",
    "许可": "permission",
    "权力": "power",
}
MOST_DEFINITIONS = 20
_EFFECTS: dict[str, Literal["excused", "not_applicable", "term"]] = {
    "免责": "excused",
    "不适用": "not_applicable",
    "期限改为": "term",
}


_GROUNDS = "理由："
_TERMS = ("个工作日", "日", "小时")
PARAMETER_UNITS = {"及时": _TERMS, "立即": _TERMS, "全年进行": ("次",)}
"""The words without a number that an organisation may set its own for, with the units of each."""
STANDINGS = {"不采": "rejected", "不计算": "not_computed"}
"""Marks of an option of a reading that is on record but cannot be chosen."""


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
        self.conventions = self._conventions(())

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
        except RestsOnWrong:
            return None
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
            raise RestsOnWrong
        return found[1]

    def define(self, name: str) -> tuple[ir.Definition, Type] | None:
        """A definition and its type; those it uses are lowered on the way."""
        if name in self.definitions:
            return self.definitions[name]
        d = self.names.named[name]
        if name in self._defining:
            circle = "→".join([*self._defining[self._defining.index(name) :], name])
            raise WrongSentence("E240", None, circle=circle)
        if len(self._defining) >= MOST_DEFINITIONS:
            raise WrongSentence("E249", None, limit=str(MOST_DEFINITIONS))
        self._defining.append(name)
        try:
            made = period(self, d) if d.kind == "期间" else definition(self, d)
        finally:
            self._defining.pop()
        self.definitions[name] = made
        return made

    def sentence(
        self, field: FieldNode, tree: Sentence | None, scope: Scope, d: Declaration, *, truth: bool = False
    ) -> Typed | None:
        """The typed expression of a field's sentence; None, and a finding, if it makes no sense."""
        if tree is None:
            return None
        inner = next(c for c in tree.children if isinstance(c, Tree)) if tree.data == "case" else tree
        if truth:
            work: Callable[[], Typed] = lambda: Typed(self.resolver.truth(inner, scope), TRUTH)  # noqa: E731
        else:
            work = lambda: self.resolver.expression(inner, scope)  # noqa: E731
        where = self._case_span(field) if tree.data == "case" else field.span
        return self.attempt(where, work, d.name)

    def _case_span(self, field: FieldNode) -> Span:
        """The place of the case of 若…，指：…, before the colon."""
        at = canonical(self.line(field.span)).find(field.word) + 1
        return attrs.evolve(field.span, column=max(at, 1))

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
        if d.kind in ("许可", "权力"):
            return self.bare_norm(d, norm_id, alias, "Contract")
        subject = self.subject(d)
        if subject is None:
            return None
        scope = Scope((subject,))
        condition = self._optional(d, "条件", scope)
        requirement = self._requirement(d, scope)
        if requirement is None:
            return None
        made = self.bare_norm(d, norm_id, alias, subject)
        if d.field("频次") is not None:
            row = frequency(self, d, made, requirement)
            if row is None:
                return None
            made, requirement = attrs.evolve(made, row=row), None
        return attrs.evolve(
            made,
            condition=condition,
            requirement=requirement,
            term=self._term(d, scope),
            adequacy=self._question(d, "判断"),
            timeliness=self._question(d, "及时与否"),
            act=self._act_words(d),
        )

    def bare_norm(self, d: Declaration, norm_id: str, alias: str, subject: str) -> ir.Norm:
        """A norm with what every declaration of one says, and nothing of its requirement yet."""
        return ir.Norm(
            id=norm_id,
            alias=alias,
            kind=_KINDS.get(d.kind, "duty"),
            citation=self.citation(d),
            bearer=d.text("义务人") or d.text("权力人", self.bearer),
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
            consequence=self._consequence(d),
            group=None,
            switches=(),
        )

    def _consequence(self, d: Declaration) -> str:
        """The ids of the norms that say what a breach may lead to; 后果：无 takes back that of 通则."""
        written = d.text("后果", self.consequence)
        names = re.split("[、，]", "" if written == "无" else written)
        ids = (self.names.scheme.to_id(canonical(name.strip())) or name for name in names)
        return "、".join(ids)

    def _optional(self, d: Declaration, name: str, scope: Scope) -> ir.Expr | None:
        field = d.field(name)
        found = self.sentence(field, field.sentence, scope, d, truth=True) if field else None
        return found.expr if found else None

    def _requirement(self, d: Declaration, scope: Scope) -> ir.Requirement | None:
        field = d.field("应当") or d.field("不得")
        if field is None:
            return None
        if not field.items:
            found = self.sentence(field, field.sentence, scope, d, truth=True)
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
        term = self.attempt(field.span, lambda: read_term(tree, scope, self.resolver), d.name)
        place = Place(self.citation(d).heading, d.name)
        return self.conventions.term(term, place, moves=d.kind != "禁止") if term is not None else None

    # ------------------------------------------------------------ readings, exceptions, questions

    def reading(self, d: Declaration) -> ir.Reading | None:
        """A 解读 with its options."""
        options: list[ir.Option] = []
        default = ""
        for field in d.all("说"):
            found = re.match(
                r"（(?P<key>[A-Za-z0-9_.]+)(?:，(?P<mark>默认|不采|不计算))?）：?(?P<rest>.*)",
                canonical(field.text),
            )
            if not found:
                self.report("E250", field.span, saying=field.word)
                continue
            start = len(field.text) - len(found["rest"])
            said, grounds = _said_and_why(field.text[start:])
            standing = STANDINGS.get(found["mark"] or "", "open")
            options.append(ir.Option(found["key"], field.word, said, grounds, standing))
            if found["mark"] == "默认":
                if default:
                    self.report("E251", field.span, name=d.name)
                default = found["key"]
            if not grounds:
                self.report("E252", field.span, saying=field.word)
        if not default:
            self.report("E253", d.span, name=d.name)
            return None
        return ir.Reading(
            d.key,
            d.name,
            d.text("问"),
            tuple(options),
            default,
            self.citation(d),
            self._yes_or_no(d, "另试"),
            self._beside(d),
        )

    def _beside(self, d: Declaration) -> tuple[str, ...]:
        """The switches of the readings that a reading is tried together with."""
        field = d.field("并试")
        if field is None:
            return ()
        others = {n: each for n, each in self.names.named.items() if each.kind == "解读" and each is not d}
        out = []
        for name in (n.strip() for n in field.text.split("、")):
            if name in others:
                out.append(others[name].key)
            else:
                self.report("E220", field.span, d.name, name=name, nearest=nearest(name, list(others)) or "")
        return tuple(out)

    def _yes_or_no(self, d: Declaration, name: str) -> bool:
        """A field that says 是 or 否; 是 where it is not written."""
        field = d.field(name)
        if field is not None and field.text not in ("是", "否"):
            self.report("E257", field.span, field=field.name, word=field.text)
        return field is None or field.text != "否"

    def question(self, d: Declaration) -> ir.Question:
        """A 判断."""
        field = d.field("不利答案")
        if field is not None and field.text not in ("是", "否"):
            self.report("E257", field.span, field=field.name, word=field.text)
        whose = d.field("属于")
        owner = self.resolver.schema.by_label(whose.text) if whose is not None else None
        if whose is not None and owner is None:
            self.report("E242", whose.span, word=whose.text, nearest=nearest_class(whose.text))
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

    def parameter(self, d: Declaration) -> ir.Parameter:
        """A 参数."""
        word, units = d.text("用于"), tuple(u for u in d.text("单位").split("、") if u)
        allowed = PARAMETER_UNITS.get(word)
        field = d.field("用于" if allowed is None else "单位")
        wrong = [word] if allowed is None else [u for u in units if u not in allowed]
        if wrong and field is not None:
            known = "、".join(PARAMETER_UNITS if allowed is None else allowed)
            self.report("E284", field.span, d.name, field=field.name, word="、".join(wrong), known=known)
        return ir.Parameter(d.name, word, units, self._optional(d, "条件", Scope(())))

    def convention(self, declarations: Iterable[Declaration]) -> ir.Convention:
        """All 约定: kept by scope, and what holds of the whole text."""
        self.conventions = self._conventions(declarations)
        return self.conventions.general()

    def _conventions(self, declarations: Iterable[Declaration]) -> Conventions:
        return Conventions(declarations, self.names, self.files.values(), self.report, self._cases)

    def _cases(self, d: Declaration, field: FieldNode) -> ir.Cases:
        out: list[tuple[ir.Expr | None, bool]] = []
        condition: ir.Expr | None = None
        for child in field.sentence.children if field.sentence is not None else ():
            if isinstance(child, Tree):
                condition = self._case_condition(field, child, d)
            elif child.type == "COUNTED":
                out.append((condition, str(child) in YES))
                condition = None
        return tuple(out)

    def _case_condition(self, field: FieldNode, tree: Sentence, d: Declaration) -> ir.Expr | None:
        return self.attempt(field.span, lambda: self.resolver.truth(tree, Scope(())), d.name)

    def exception(
        self,
        d: Declaration,
        subject: str,
        vocabulary: str,
        targets: tuple[str, ...],
        places: Iterable[Place] = (),
    ) -> ir.ExceptionRule | None:
        """An 例外, in the scope of the norms it targets."""
        scope = Scope((subject,), vocabulary)
        condition = self._optional(d, "条件", scope)
        effect = _EFFECTS.get(d.text("效果"))
        new_term = d.field("新期限")
        if (effect == "term") != (new_term is not None):
            self.report("E256", new_term.span if new_term else d.span, name=d.name)
            return None
        term = None
        if new_term is not None and new_term.sentence is not None:
            tree = new_term.sentence
            term = self.attempt(new_term.span, lambda: read_term(tree, scope, self.resolver), d.name)
            term = self._counted_alike(term, new_term, d, places) if term is not None else None
        if effect is None:
            field = d.field("效果")
            if field:
                self.report("E255", field.span, word=field.text)
            return None
        if condition is None:
            return None
        field = d.field("视同计入")
        credit = self.sentence(field, field.sentence, scope, d) if field else None
        return ir.ExceptionRule(
            d.name,
            targets,
            condition,
            effect,
            credit.expr if credit else None,
            d.text("优先"),
            term,
            self.citation(d),
        )

    def _counted_alike(
        self, term: ir.Term, field: FieldNode, d: Declaration, places: Iterable[Place]
    ) -> ir.Term | None:
        """A new term, counted as the norms are whose term it replaces; they must agree."""
        ways = list(dict.fromkeys(self.conventions.term(term, place) for place in places)) or [term]
        if len(ways) > 1:
            self.report("E273", field.span, d.name, name=d.name)
        return ways[0]


def validity_of(d: Declaration | None, problems: list[Diagnostic]) -> ir.Validity | None:
    """The length of 有效期 (5年); None where it is not stated."""
    field = d.field("有效期") if d is not None else None
    if field is None:
        return None
    found = re.fullmatch(r"(\d{1,4})(年|个月|日)", canonical(field.text))
    if found is None:
        problems.append(
            Diagnostic("E037", {"field": "有效期", "words": field.text, "example": "5年"}, field.span)
        )
        return None
    return ir.Validity(int(found[1]), found[2])


def published_on(d: Declaration | None, problems: list[Diagnostic]) -> dt.date | None:
    """The day of 公布之日; None for 未知."""
    field = d.field("公布之日") if d is not None else None
    if field is None or field.text in ("未知", "不详"):
        return None
    try:
        return day_of(canonical(field.text))
    except (WrongSentence, AssertionError):
        args = {"field": "公布之日", "words": field.text, "example": "2025年3月1日，或者：未知"}
        problems.append(Diagnostic("E037", args, field.span))
        return None


def _said_and_why(text: str) -> tuple[str, str]:
    """What a reading says and its grounds: all after the last 理由：, for a reading may itself speak of 理由.

    >>> _said_and_why("由人判断有无正当理由，期限不改。理由:原文没有提到")
    ('由人判断有无正当理由，期限不改。', '原文没有提到')
    """
    at = canonical(text).rfind(_GROUNDS)
    return (text[:at].strip(), text[at + len(_GROUNDS) :].strip()) if at >= 0 else (text.strip(), "")
