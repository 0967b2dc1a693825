"""What the lexer leaves out for speed can never match."""

import re

from hypothesis import given
from hypothesis import strategies as st

from ajx_rules.language.lexer import BEGINS_PATTERN
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
