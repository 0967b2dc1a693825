"""The longest word wins, and what the lexer leaves out for speed can never match."""

import copy
import re

from hypothesis import given
from hypothesis import strategies as st
from lark import Token

from ajx_rules.language.lexer import BEGINS_PATTERN, UnknownWord, VocabularyLexer, Words, statuses_in_use
from ajx_rules.language.sentences import parser

PATTERNS = [
    t.pattern.to_regexp()
    for t in parser().lexer_conf.terminals
    if re.search(r"[\[\\^]", t.pattern.value) or t.name == "EACH"
]


@given(st.sampled_from(PATTERNS).flatmap(lambda p: st.from_regex(p, fullmatch=True)))
def test_every_pattern_of_the_grammar_begins_with_one_of_the_characters_told(text):
    assert text[0] in BEGINS_PATTERN


def test_there_are_patterns_to_look_at():
    assert len(PATTERNS) > 8


LEXER = VocabularyLexer(parser().lexer_conf)
OF_THE_LANGUAGE = {
    word: terminal.name
    for terminal in parser().lexer_conf.terminals
    if not set("[{.") & set(terminal.pattern.value)
    for word in terminal.pattern.value.removeprefix("(?:").removesuffix(")").split("|")
}
NAMES = {
    "保险合同",
    "合同",
    "合同的保费",
    "的",
    "为",
    "属于",
    "已完成",
    "未履行",
    "完成日期",
    "日期",
    "不少于的",
}
NORMS = {"附1-注1", "附1-注1-2", "合同", "服务", "之日"}


@given(
    st.lists(st.sampled_from(sorted({*NAMES, *NORMS, *OF_THE_LANGUAGE, "　", "保", "不"})), max_size=8),
    st.booleans(),
)
def test_at_each_place_the_longest_word_is_taken_and_a_name_hides_none(parts, in_a_case):
    known = dict.fromkeys(NAMES, "NAME")
    known |= {word: kind for word, kind in OF_THE_LANGUAGE.items() if in_a_case or kind != "STATUS"}
    known |= dict.fromkeys(NORMS, "NORM")
    text, at = "".join(parts), 0
    read, unknown = tokens(text, Words.of(NAMES, NORMS, ()), in_a_case=in_a_case)
    for token in read:
        assert not text[at : token.start_pos].strip("　")
        at = token.end_pos
        assert token == max((word for word in known if text.startswith(word, token.start_pos)), key=len)
        assert token.type == known[token]
    rest = text[at:].lstrip("　")
    assert not any(rest.startswith(word) for word in known)
    assert unknown == (len(text) - len(rest) if rest else None)


def tokens(text, words, *, in_a_case):
    """The words of a text, and where the first unknown one begins."""
    told = statuses_in_use.set(in_a_case)
    out = []
    try:
        out.extend(LEXER.tokens(text, words))
    except UnknownWord as wrong:
        return out, wrong.start
    finally:
        statuses_in_use.reset(told)
    return out, None


def test_a_word_is_a_token_of_lark_with_every_place_and_so_is_a_copy():
    (word,) = list(LEXER.tokens("\u3000合同", Words.of(NAMES, (), ())))
    places = {"start_pos": 1, "end_pos": 3, "line": 1, "column": 2, "end_line": 1, "end_column": 4}
    expected = Token("NAME", "合同", **places)
    for each in (word, copy.copy(word)):
        assert each == expected
        assert [getattr(each, slot) for slot in Token.__slots__] == [
            getattr(expected, slot) for slot in Token.__slots__
        ]
