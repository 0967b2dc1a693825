"""Lines by display columns."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ajx_rules.reports.layout import Line, clean, columns, flow, line, padded, plain, shorten


def test_a_full_width_character_takes_two_columns():
    found = [str(row) for row in flow(["在订立保险合同之日起"], size=10)]
    assert found == ["在订立保险", "合同之日起"]


def test_words_dates_and_ids_stay_whole():
    found = [str(row) for row in flow(["期限 2026-01-31，见附2-第7行-第一档。"], size=22)]
    assert found == ["期限 2026-01-31，", "见附2-第7行-第一档。"]


def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one():
    # 10 columns hold five characters; the comma would be the sixth, so 五 goes down with it.
    assert [str(row) for row in flow(["一二三四五，六"], size=10)] == ["一二三四", "五，六"]
    assert [str(row) for row in flow(["一二三四（六）"], size=10)] == ["一二三四", "（六）"]


def test_spaces_at_a_break_disappear():
    assert [str(row) for row in flow(["alpha beta gamma"], size=10)] == ["alpha beta", "gamma"]


def test_the_first_line_and_the_others_have_indents_of_their_own():
    assert [str(row) for row in flow(["甲乙丙丁"], first=2, rest=4, size=8)] == ["  甲乙丙", "    丁"]


def test_a_word_wider_than_the_line_is_cut():
    assert [str(row) for row in flow(["x" * 25], size=10)] == ["x" * 10, "x" * 10, "x" * 5]


def test_styles_survive_a_break():
    found = flow([("甲乙", "bad"), "丙丁"], size=6)
    assert found == [Line((("甲乙", "bad"), ("丙", ""))), Line((("丁", ""),))]


def test_a_solid_span_is_not_broken():
    found = flow(["一二", ("三四五", "bad solid")], size=8)
    assert found == [Line((("一二", ""),)), Line((("三四五", "bad"),))]


@example("00000000000\u2d26\r!", 0, 14)  # a mark after the space at which the line breaks
@given(st.text(max_size=60), st.integers(0, 6), st.integers(14, 40))
def test_no_line_is_too_wide_and_nothing_is_lost(text, indent, size):
    cleaned = clean(text)
    rows = flow([cleaned], first=indent, size=size)
    assert all(columns(str(row)) <= size for row in rows)
    assert "".join("".join(str(row).split()) for row in rows) == "".join(cleaned.split())


def test_shortened_text_fits_and_says_so():
    assert shorten("在订立保险合同之日起20个工作日内", 12) == "在订立保险…"
    assert shorten("订立", 4) == "订立"


def test_padding_counts_columns():
    assert padded("违反", 10) == "违反      "
    assert padded("12", 5, right=True) == "   12"


@pytest.mark.parametrize("bad", ["\x1b[31m", "\u202e", "\ud800", "\u2028"])
def test_nothing_that_upsets_a_terminal_is_shown(bad):
    assert clean(f"甲{bad}乙")[:2] == "甲?"


def test_plain_text_has_no_trailing_spaces():
    assert plain([line("甲 ", ("乙  ", "bad")), line()]) == "甲 乙\n"
