"""约定: how the text counts, each for the part of it that 适用 names; the narrowest wins.

A scope is the whole text (全文), an article by its heading (第二十二条), the beginning of ids
(附2-第4行), one norm (22-3), or a legal table by its title. What a convention leaves unsaid it
leaves to the wider ones. Two that say the same thing of the same scope are an error.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

import attrs

from ajx_rules.by_parts import ByParts
from ajx_rules.compiler import ir
from ajx_rules.compiler.collect import Names
from ajx_rules.compiler.tables import Bounds
from ajx_rules.diagnostics import Span
from ajx_rules.language.text import canonical, nearest, squeeze
from ajx_rules.language.tree import Declaration, FieldNode, RuleFile, tokens_of

WHOLE: Final = "全文"
_BOUNDS: Final = ("以上", "以下")
CHOICES: Final = {
    "起算日": ("计入", "不计入"),
    "调休上班日": ("计入", "不计入"),
    "末日休息": ("顺延", "不顺延"),
    "年度起点": ("起保日", "年初"),
    "有效期末日": ("对应日", "前一日"),
    "数年区间": ("跨合同", "限本合同"),
}
YES: Final = frozenset(words[0] for words in CHOICES.values())
_COUNTING: Final = ("起算日", "调休上班日", "末日休息")
_OF_THE_WHOLE: Final = ("年度起点", "有效期末日", "数年区间")
_ROLLING: Final = ("日", "个月", "年")
_UNSAID: Final[dict[str, ir.Cases]] = {
    "起算日": ((None, False),),
    "调休上班日": ((None, True),),
    "末日休息": ((None, False),),
    "年度起点": ((None, True),),
    "有效期末日": ((None, True),),
    "数年区间": ((None, True),),
}
_EXACT, _TITLE = 1000, 500


@attrs.frozen(eq=False, repr=False)
class Place(ByParts):
    """Where a norm or a table stands: the heading of its section, its id, its title."""

    heading: str
    alias: str = ""
    title: str = ""


@attrs.frozen(eq=False)
class _Said:
    scope: str
    field: FieldNode
    d: Declaration


class Conventions:
    """What the 约定 of a regulation say, by scope."""

    def __init__(
        self,
        declarations: Iterable[Declaration],
        names: Names,
        files: Iterable[RuleFile],
        report: Callable[..., None],
        cases: Callable[[Declaration, FieldNode], ir.Cases],
    ) -> None:
        """``report`` takes a code, a place and its arguments; ``cases`` reads a choice by case."""
        self._said: dict[str, list[_Said]] = {}
        self._cases = cases
        self._read: dict[_Said, ir.Cases] = {}
        known = _known(names, files)
        for d in declarations:
            scopes = self._scopes(d, known, report)
            for field in d.fields:
                if field.name in (*_BOUNDS, *CHOICES) and _fits(field, report):
                    for scope in scopes:
                        self._put(_Said(scope, field, d), report)

    def _scopes(self, d: Declaration, known: frozenset[str], report: Callable[..., None]) -> list[str]:
        out: list[str] = []
        field = d.field("适用")
        for word in (canonical(field.text) if field is not None else "").split("、"):
            scope = squeeze(word.strip("「」"))
            if scope not in known:
                where: Span = field.span if field is not None else d.span
                report("E270", where, word=word, nearest=nearest(scope, known) or WHOLE)
            out.append(scope)
        return out

    def _put(self, said: _Said, report: Callable[..., None]) -> None:
        before = self._said.setdefault(said.field.name, [])
        first = next((b for b in before if b.scope == said.scope), None)
        if said.field.name in _OF_THE_WHOLE and said.scope != WHOLE:
            args = {"field": said.field.name, "scope": said.scope}
            report("E283", said.field.span, said.d.name, **args)
            return
        if first is not None:
            args = {"field": said.field.name, "scope": said.scope, "first": first.d.name}
            report("E271", said.field.span, said.d.name, **args)
            return
        before.append(said)

    def _for(self, name: str, place: Place) -> _Said | None:
        """The narrowest that says something of a place."""
        ranked = [(_rank(s.scope, place), s) for s in self._said.get(name, ())]
        return max((r for r in ranked if r[0] >= 0), key=lambda r: r[0], default=(0, None))[1]

    def bounds(self, place: Place) -> Bounds:
        """Whether 以上 and 以下 include their number in a table; both do unless it is said otherwise."""
        found = [self._for(name, place) for name in _BOUNDS]
        return Bounds(*(s is None or s.field.text != "不含本数" for s in found))

    def _of(self, name: str, place: Place) -> ir.Cases:
        said = self._for(name, place)
        if said is None:
            return _UNSAID[name]
        if said not in self._read:  # one convention holds for many terms
            self._read[said] = self._cases(said.d, said.field)
        return self._read[said]

    def counting(self, place: Place) -> ir.Convention:
        """How terms are counted at a place."""
        of_whole = (self._of(name, Place("")) for name in _OF_THE_WHOLE)
        return ir.Convention(*(self._of(name, place) for name in _COUNTING), *of_whole)

    def general(self) -> ir.Convention:
        """How terms are counted where no narrower convention says otherwise."""
        return self.counting(Place(""))

    def term(self, term: ir.Term, place: Place, *, moves: bool = True) -> ir.Term:
        """A term with the counting of its place, where that is not the general one.

        ``moves`` = its last day may move off a day off: never for retention.
        """
        if isinstance(term, ir.Before):
            return term
        mine, usual = self.counting(place), self.general()
        if not moves:
            mine = attrs.evolve(mine, rolls=_UNSAID["末日休息"])
        if isinstance(term, ir.NoNumber):
            return attrs.evolve(term, counting=mine if mine != usual else None)
        mine, usual = that_matters(term, mine), that_matters(term, usual)
        return attrs.evolve(term, counting=mine if mine != usual else None)


def that_matters(term: ir.Within, counting: ir.Convention) -> ir.Convention:
    """A convention without what makes no difference to a term."""
    working = term.unit == "个工作日"
    rolls = counting.rolls if term.unit in _ROLLING else _UNSAID["末日休息"]
    return ir.Convention(
        counting.start_day if working and not term.after else _UNSAID["起算日"],
        counting.makeup_counts if working or rolls != _UNSAID["末日休息"] else _UNSAID["调休上班日"],
        rolls,
    )


def _rank(scope: str, place: Place) -> int:
    """How narrowly a scope holds a place; -1 if it does not."""
    if scope == WHOLE:
        return 0
    alias = squeeze(canonical(place.alias)).replace("(", "（").replace(")", "）")
    scope_id = scope.replace("(", "（").replace(")", "）")
    if alias and scope_id == alias:
        return _EXACT
    if place.title and scope == squeeze(place.title):
        return _TITLE
    if alias.startswith((scope_id + "-", scope_id + "/", scope_id + "（")):
        return 1 + len(scope_id)
    return 1 if place.heading and scope == squeeze(place.heading) else -1


def _known(names: Names, files: Iterable[RuleFile]) -> frozenset[str]:
    """Everything that a scope may name."""
    ids = {squeeze(n) for group in names.words.norms.values() for n in group}
    ids |= {i[:at] for i in ids for at, char in enumerate(i) if char in "-/（"}
    headings = {squeeze(s.heading) for f in files for s in f.sections}
    return frozenset({WHOLE} | ids | headings | set(names.tables)) - {""}


def _fits(field: FieldNode, report: Callable[..., None]) -> bool:
    """Whether the words of a field are those it can have."""
    words = CHOICES.get(field.name)
    if words is None:
        if field.text in ("含本数", "不含本数"):
            return True
        report("E254", field.span, word=field.text)
        return False
    if field.sentence is None:
        return False
    said = {str(t) for t in tokens_of(field.sentence) if t.type == "COUNTED"}
    if not said <= set(words):
        report("E272", field.span, word="、".join(sorted(said - set(words))), all="、".join(words))
        return False
    return True
