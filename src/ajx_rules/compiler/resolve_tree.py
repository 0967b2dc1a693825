"""The tree of a sentence: its words, and the parts that a form has."""

from __future__ import annotations

from lark import Token, Tree

from ajx_rules.language.tree import Sentence, tokens_of


def words(tree: Sentence | Token) -> str:
    """The words of a tree as they stand."""
    tokens = sorted(tokens_of(tree), key=lambda t: t.start_pos or 0)
    return "".join(tokens)


def token_at(tree: Sentence, index: int) -> Token:
    """The word at a place of a sentence."""
    token = tree.children[index]
    assert isinstance(token, Token)
    return token


def is_form(tree: object, form: str) -> bool:
    """Whether a part is a sentence of this form of the grammar."""
    return isinstance(tree, Tree) and tree.data == form


def elements(tree: Sentence | Token) -> list[Sentence]:
    """The entries of ｛…｝; of a word alone, none."""
    return [c for c in tree.children if isinstance(c, Tree)] if isinstance(tree, Tree) else []


def inner_of(tree: Sentence) -> Sentence:
    """The condition inside the brackets of a filter: the last tree."""
    return [c for c in tree.children if isinstance(c, Tree)][-1]
