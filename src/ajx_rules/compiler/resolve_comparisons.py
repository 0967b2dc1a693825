"""Comparisons: of numbers, days and ordered words; a word 为, 属于 or 包含 another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from lark import Token, Tree

from ajx_rules.compiler import ir
from ajx_rules.compiler.over_rows import free_variable
from ajx_rules.compiler.resolve_codes import codes_if_known, codes_of, codes_of_set
from ajx_rules.compiler.resolve_numbers import same_unit
from ajx_rules.compiler.resolve_tree import elements, is_form, words
from ajx_rules.compiler.types import TRUTH, Type, Typed
from ajx_rules.compiler.wrong import WrongSentence
from ajx_rules.domain.derived import INCLUDED_IN
from ajx_rules.language.tree import Sentence

if TYPE_CHECKING:
    from ajx_rules.compiler.resolve import Resolver, Scope

Sign = Literal["==", "!=", "<", "<=", ">", ">="]
_COMPARE: dict[str, Sign] = {
    "不低于": ">=",
    "不少于": ">=",
    "不小于": ">=",
    "不早于": ">=",
    "不高于": "<=",
    "不多于": "<=",
    "不超过": "<=",
    "不晚于": "<=",
    "低于": "<",
    "少于": "<",
    "小于": "<",
    "早于": "<",
    "高于": ">",
    "多于": ">",
    "超过": ">",
    "大于": ">",
    "晚于": ">",
    "等于": "==",
}
_DAY_WORDS = {"早于", "晚于", "不早于", "不晚于"}


class Comparisons:
    """Sentences that hold one value against another."""

    def __init__(self, resolver: Resolver) -> None:
        """``resolver`` resolves the parts of a sentence."""
        self.resolver = resolver

    def compare(self, tree: Sentence, scope: Scope) -> Typed:
        """保费不低于50000元, 完成时间早于报告时间, 职称级别不低于中级."""
        left_tree, op, right_tree = tree.children
        sign = _COMPARE[str(op)]
        left = self.resolver.one(left_tree, scope)
        if left.type.kind == "code":
            return self._rank(left, sign, right_tree, scope)
        if isinstance(left.expr, ir.LastsAtLeast) and sign == ">=":
            return self.resolver.aggregates.lasts(left, right_tree, scope)
        right = self.resolver.one(right_tree, scope)
        if left.type.kind != right.type.kind or left.type.kind not in ("number", "time"):
            raise WrongSentence("E202", tree, left=left.type.spoken(), right=right.type.spoken())
        if left.type.kind == "number" and not same_unit(left.type.unit, right.type.unit):
            raise WrongSentence(
                "E203", right_tree, left=words(left_tree), unit=left.type.unit, other=right.type.unit
            )
        if (str(op) in _DAY_WORDS) != (left.type.kind == "time") and str(op) != "等于":
            better = "晚于、早于" if left.type.kind == "time" else "不少于、低于"
            raise WrongSentence("E204", op, word=str(op), kind=left.type.spoken(), better=better)
        return Typed(ir.Compare(sign, left.expr, right.expr), TRUTH)

    def _rank(self, left: Typed, sign: Sign, tree: Sentence | Token, scope: Scope) -> Typed:
        """An ordered word against another: 职称级别不低于中级."""
        vocabulary = left.type.vocabulary
        other: ir.Expr
        word = tree.children[0] if isinstance(tree, Tree) and tree.data == "name" else None
        codes = codes_if_known(word, vocabulary, self.resolver.names) if isinstance(word, Token) else None
        if codes:
            other = ir.Code(vocabulary, codes[0])
        else:
            right = self.resolver.one(tree, scope)
            if right.type.kind != "code" or right.type.vocabulary != vocabulary:
                raise WrongSentence("E202", tree, left=left.type.spoken(), right=right.type.spoken())
            other = right.expr
        if sign == ">=":
            return Typed(ir.AtLeastCode(left.expr, other, vocabulary), TRUTH)
        if sign == "<=":
            return Typed(ir.AtLeastCode(other, left.expr, vocabulary), TRUTH)
        if sign == "<":
            return Typed(ir.Not(ir.AtLeastCode(left.expr, other, vocabulary)), TRUTH)
        return Typed(ir.Not(ir.AtLeastCode(other, left.expr, vocabulary)), TRUTH)

    def is_(self, tree: Sentence, scope: Scope) -> Typed:
        """已续保为是, 服务方式为现场, 人数为3人, 保险机构为保险合同的保险机构."""
        left_tree, _, right_tree = tree.children
        left = self.resolver.one(left_tree, scope)
        if isinstance(right_tree, Tree) and right_tree.data in ("yes", "no"):
            if left.type.kind != "truth":
                raise WrongSentence("E205", left_tree, left=words(left_tree), kind=left.type.spoken())
            return Typed(left.expr if right_tree.data == "yes" else ir.Not(left.expr), TRUTH)
        if left.type.kind in ("code", "codes"):
            if is_form(right_tree, "chosen"):
                return Typed(ir.OneOf(left.expr, ("?chosen",)), TRUTH)
            if is_form(right_tree, "this_row"):
                return self._this_row_of(left, right_tree, scope)
            other = self._other_code(left, right_tree, scope)
            if other is not None:
                return Typed(ir.Holds(left.expr, (other,)), TRUTH)
            return Typed(ir.OneOf(left.expr, codes_of(right_tree, left.type, self.resolver.names)), TRUTH)
        if isinstance(right_tree, Token):  # 「…」 is compared with words only
            raise WrongSentence("E206", tree, left=words(left_tree), kind=left.type.spoken())
        right = self.resolver.one(right_tree, scope)
        if left.type.kind == right.type.kind == "row" and left.type.cls == right.type.cls:
            return Typed(ir.Same(left.rows, right.rows), TRUTH)
        if left.type.kind == "number" and right.type.kind == "number":
            return self._same_units(ir.Compare("==", left.expr, right.expr), left, right, right_tree)
        raise WrongSentence("E206", tree, left=words(left_tree), kind=left.type.spoken())

    def _other_code(self, left: Typed, tree: Sentence | Token, scope: Scope) -> ir.Expr | None:
        """服务内容为约定服务的服务内容: the word that another record has; None where a word of the list stands."""
        token = tree.children[0] if isinstance(tree, Tree) and tree.data == "name" else None
        vocabulary = left.type.vocabulary
        if isinstance(token, Token) and codes_if_known(token, vocabulary, self.resolver.names):
            return None
        if not isinstance(tree, Tree) or tree.data not in ("name", "member"):
            return None
        if token is not None and not self._says_code(tree, scope):
            return None
        right = self.resolver.one(tree, scope)
        if right.type.kind != "code" or right.type.vocabulary != vocabulary:
            raise WrongSentence("E202", tree, left=left.type.spoken(), right=right.type.spoken())
        if any(name == vocabulary for name, _ in INCLUDED_IN):
            raise WrongSentence("E277", tree, words=words(tree))
        return right.expr

    def _says_code(self, tree: Sentence, scope: Scope) -> bool:
        """Whether a name that is no word of the list stands for a word all the same."""
        try:
            return self.resolver.one(tree, scope).type.kind == "code"
        except WrongSentence:
            return False

    def _this_row_of(self, left: Typed, tree: Sentence | Token, scope: Scope) -> Typed:
        if not scope.table_vocabulary:
            raise WrongSentence("E219", tree)
        return Typed(ir.Holds(left.expr, (ir.ThisRow(left.type.vocabulary),)), TRUTH)

    def _same_units(self, node: ir.Compare, left: Typed, right: Typed, tree: Sentence | Token) -> Typed:
        if not same_unit(left.type.unit, right.type.unit):
            raise WrongSentence("E203", tree, left="", unit=left.type.unit, other=right.type.unit)
        return Typed(node, TRUTH)

    def within(self, tree: Sentence, scope: Scope) -> Typed:
        """服务内容属于｛…｝: one of the words listed."""
        left_tree, _, set_tree = tree.children
        left = self.resolver.one(left_tree, scope)
        if left.type.kind not in ("code", "codes"):
            raise WrongSentence("E206", left_tree, left=words(left_tree), kind=left.type.spoken())
        return Typed(ir.OneOf(left.expr, codes_of_set(set_tree, left.type, self.resolver.names)), TRUTH)

    def contains(self, tree: Sentence, scope: Scope) -> Typed:
        """培训主题包含｛…｝: every word listed; of rows, a record of each kind; of a validity, a day."""
        left_tree, _, right_tree = tree.children
        left = self.resolver.one(left_tree, scope)
        if left.type.kind == "rows":
            return self._rows_contain(left, left_tree, right_tree)
        if left.type.kind == "period":
            return self.resolver.periods.valid_on(left, left_tree, right_tree, scope)
        if left.type.kind not in ("codes", "code"):
            raise WrongSentence("E208", left_tree, left=words(left_tree), kind=left.type.spoken())
        if is_form(right_tree, "this_row"):
            return self._this_row_of(left, right_tree, scope)
        other = self._other_code(left, right_tree, scope) if not is_form(right_tree, "set") else None
        if other is not None:
            return Typed(ir.Holds(left.expr, (other,)), TRUTH)
        if is_form(right_tree, "set"):
            codes = [codes_of(e, left.type, self.resolver.names) for e in elements(right_tree)]
        else:
            codes = [codes_of(right_tree, left.type, self.resolver.names)]
        if left.type.kind == "code" and len(set(codes)) > 1:  # one word is never several
            listed = words(right_tree)
            raise WrongSentence(
                "E285", tree, left=words(left_tree), listed=listed, first=words(elements(right_tree)[0])
            )
        parts = tuple(ir.Code(left.type.vocabulary, c) for group in codes for c in group[:1])
        return Typed(ir.Holds(left.expr, parts), TRUTH)

    def _rows_contain(self, left: Typed, left_tree: Sentence | Token, right_tree: Sentence | Token) -> Typed:
        """成果包含｛…｝: for each entry there is a record of that kind."""
        cls = self.resolver.schema.classes[left.type.cls]
        kind = next((m for m in cls.members.values() if m.name == "kind"), None)
        if kind is None:
            raise WrongSentence("E208", left_tree, left=words(left_tree), kind=left.type.spoken())
        entries = elements(right_tree) if is_form(right_tree, "set") else [right_tree]
        kind_type = Type("code", vocabulary=kind.vocabulary)
        parts: list[ir.Expr] = []
        for entry in entries:
            bind = free_variable(left.rows)
            field = ir.Field(ir.Var(bind), "kind")
            condition = ir.OneOf(field, codes_of(entry, kind_type, self.resolver.names))
            parts.append(ir.Exists(ir.Filter(left.rows, bind, condition)))
        return Typed(ir.All(tuple(parts)) if len(parts) > 1 else parts[0], TRUTH)
