"""Words of a vocabulary to codes: 中级 of a list of the program, 第3行 of a list of the rule files."""

from __future__ import annotations

import re

from lark import Token

from ajx_rules.compiler.collect import Names
from ajx_rules.compiler.resolve_tree import elements
from ajx_rules.compiler.types import Type
from ajx_rules.compiler.wrong import WrongSentence
from ajx_rules.domain.derived import INCLUDED_IN
from ajx_rules.domain.enums import ENUMS
from ajx_rules.language.text import canonical, chinese_number, nearest
from ajx_rules.language.tree import Sentence, tokens_of


def codes_of(tree: Sentence | Token, kind: Type, names: Names) -> tuple[str, ...]:
    """The codes that a word of a vocabulary stands for.

    Raises:
        WrongSentence: the word is not in the vocabulary.

    """
    token = tokens_of(tree)[0]
    quoted = token.type == "TEXT"  # 为「一类企业」
    word = canonical(str(token)[1:-1]) if quoted else str(token)
    if kind.vocabulary in ENUMS:
        for member in ENUMS[kind.vocabulary]:
            if canonical(str(member.value)) == word:
                return INCLUDED_IN.get((kind.vocabulary, str(member.value)), (str(member.value),))
        known = [str(m.value) for m in ENUMS[kind.vocabulary]]
        raise WrongSentence(
            "E230", token, word=word, nearest=nearest(word, known) or "", known="、".join(known)
        )
    vocabulary = names.vocabularies.get(kind.vocabulary)
    if vocabulary is None:
        raise WrongSentence("E231", token, word=word, vocabulary=kind.vocabulary)
    row = re.fullmatch(r"第(.+)行", word)
    if row:
        number = row[1] if row[1].isdigit() else str(chinese_number(row[1]))
        word = number
    for entry in vocabulary.entries:
        if word in (entry.code, entry.short) or word == canonical(entry.text):
            return (entry.code,)
    if quoted and vocabulary.open:
        return (str(token)[1:-1],)
    known = [e.short or e.text for e in vocabulary.entries]
    raise WrongSentence(
        "E230", token, word=word, nearest=nearest(word, known) or "", known="、".join(known[:12])
    )


def codes_of_set(tree: Sentence | Token, kind: Type, names: Names) -> tuple[str, ...]:
    """The codes of every word of ｛…｝, in the order written."""
    return tuple(c for e in elements(tree) for c in codes_of(e, kind, names))


def codes_if_known(name: Token, vocabulary: str, names: Names) -> tuple[str, ...] | None:
    """The codes of a word in a vocabulary; None if it is not there."""
    try:
        return codes_of(name, Type("code", vocabulary=vocabulary), names)
    except WrongSentence:
        return None
