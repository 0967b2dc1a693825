"""Terms to the intermediate representation: 自…之日起15日内, …前, 及时, 未规定."""

from __future__ import annotations

from lark import Token, Tree

from ajx_rules.compiler import ir
from ajx_rules.compiler.resolve import Resolver, Scope
from ajx_rules.compiler.resolve_tree import words
from ajx_rules.compiler.wrong import WrongSentence
from ajx_rules.language.text import canonical, quantity
from ajx_rules.language.tree import Sentence


def read_term(tree: Sentence, scope: Scope, resolver: Resolver) -> ir.Term:
    """The term that a sentence of 期限 or 新期限 says.

    Raises:
        WrongSentence: it does not begin on a day, or is not so many of a unit that terms have.

    """
    if tree.data == "no_term":
        return ir.NoNumber("未规定")
    if tree.data == "promptly":
        return ir.NoNumber(str(tree.children[0]))
    parts = [c for c in tree.children if isinstance(c, Tree)]
    start = resolver.expression(parts[0], scope)
    if start.type.kind != "time":
        raise WrongSentence("E246", parts[0], words=words(parts[0]))
    if tree.data == "before_term":
        return ir.Before(start.expr)
    if tree.data == "until_term":
        return ir.Within(start.expr, 0, "日")
    if tree.data == "promptly_from":
        return ir.NoNumber(str(tree.children[3]), start.expr)
    token = next(t for t in tree.children if isinstance(t, Token) and t.type == "QUANTITY")
    count, unit = quantity(canonical(str(token)))
    if unit not in ("个工作日", "日", "个月", "年", "小时") or count.denominator != 1:
        raise WrongSentence("E247", token, words=str(token))
    return ir.Within(start.expr, int(count), unit, tree.data == "after_term")
