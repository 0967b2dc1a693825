"""Diagnostics on a terminal: the frames are written by hand, column by column."""

import json

from ajx_rules.diagnostics import Diagnostic, Span
from ajx_rules.language.text import width
from ajx_rules.reports.diagnostics import render, render_json, summary

FILE = "22-scheduling.ajx.md"
LINE = "  期限：自定立之日起20个工作日内"


def unknown_word(line=LINE, column=7, end=9, number=142, file=FILE, **more):
    args = {"word": "定立", "nearest": "订立", "example": "已订立"}
    return Diagnostic("E101", args, Span(file, number, column, number, end), source_line=line, **more)


def frame(found, size=80):
    rows = render([found], size=size).splitlines()
    first = next(place for place, row in enumerate(rows) if row.startswith(f"{found.span.line} | "))
    return rows[first : first + 2]


def test_the_caret_stands_under_full_width_text():
    assert render([unknown_word()]).splitlines()[:3] == [
        "错误 E101：不认得“定立”（22-scheduling.ajx.md，第142行）",
        "142 |   期限：自定立之日起20个工作日内",
        "    |           ^^^^",
    ]


def test_english():
    assert render([unknown_word()], "en").splitlines()[1:3] == [
        "142 |   期限：自定立之日起20个工作日内",
        "    |           ^^^^",
    ]
    assert render([unknown_word()], "en").startswith("error E101: ")
    assert "(22-scheduling.ajx.md, line 142)" in render([unknown_word()], "en")


def test_the_article_is_named():
    assert "（22-scheduling.ajx.md，第二十二条，第142行）" in render([unknown_word(article="第二十二条")])


def test_the_help_is_indented():
    found = render([unknown_word()]).splitlines()[3:]
    assert found
    assert all(row.startswith("  ") for row in found)


def test_half_width_before_the_place():
    # 20 is two columns, 个 one character of two: the place begins in column 5 and is six columns wide.
    assert frame(unknown_word("在20个工作日内", 4, 7)) == ["142 | 在20个工作日内", "    |     ^^^^^^"]


def test_a_tab_counts_to_the_next_stop():
    assert frame(unknown_word("\t期限", 2, 4)) == ["142 |     期限", "    |     ^^^^"]
    assert frame(unknown_word("甲\t期限", 3, 5)) == ["142 | 甲  期限", "    |     ^^^^"]


def test_the_end_of_a_line_has_a_caret():
    assert frame(unknown_word("期限：", 4, 4)) == ["142 | 期限：", "    |       ^"]
    assert frame(unknown_word("期限：", 99, 120)) == ["142 | 期限：", "    |       ^"]


def test_a_place_over_several_lines_is_marked_to_the_end_of_the_first():
    found = Diagnostic("E101", {"word": "x"}, Span(FILE, 5, 3, 7, 2), source_line="甲乙丙丁")
    assert frame(found) == ["5 | 甲乙丙丁", "  |     ^^^^"]


def test_a_combining_mark_takes_no_column():
    assert frame(unknown_word("e\u0301x定立", 4, 6)) == ["142 | e\u0301x定立", "    |   ^^^^"]


def test_control_characters_are_not_sent_to_the_terminal():
    assert frame(unknown_word("\x1b[31m定立", 6, 8)) == ["142 | ?[31m定立", "    |      ^^^^"]


def test_a_long_line_is_shortened_around_the_place():
    # 40 columns: 6 for the gutter, 34 for the text. The place takes 4, so 15 are left on either side; three dots
    # leave 12 columns, that is six characters.
    source = "一" * 30 + "定立" + "二" * 30
    assert frame(unknown_word(source, 31, 33), size=40) == [
        "142 | ..." + "一" * 6 + "定立" + "二" * 6 + "...",
        "    | " + " " * 15 + "^^^^",
    ]


def test_a_place_near_the_beginning_of_a_long_line():
    source = "一定立" + "二" * 40
    # 34 columns: 2 before, 4 the place, 28 after, three of them dots: twelve characters and one column to spare.
    assert frame(unknown_word(source, 2, 4), size=40) == [
        "142 | 一定立" + "二" * 12 + "...",
        "    |   ^^^^",
    ]


def test_a_place_near_the_end_of_a_long_line():
    source = "一" * 40 + "定立"
    # 30 columns before the place, three of them dots: thirteen characters.
    assert frame(unknown_word(source, 41, 43), size=40) == [
        "142 | ..." + "一" * 13 + "定立",
        "    | " + " " * 29 + "^^^^",
    ]


def test_a_place_wider_than_the_line():
    source = "一" * 10 + "定" * 50 + "二"
    # 34 columns less twice three dots: 28, fourteen characters.
    assert frame(unknown_word(source, 11, 61), size=40) == [
        "142 | ..." + "定" * 14 + "...",
        "    | " + "   " + "^" * 28,
    ]


def test_no_line_is_wider_than_asked():
    found = unknown_word("甲" * 200, 90, 95)
    assert all(width(row) <= 80 for row in render([found]).splitlines())


def test_a_ledger_error_says_where_and_what():
    args = {
        "second_label": "止期",
        "second": "2025-01-01",
        "first_label": "起期",
        "first": "2025-02-01",
        "value": "2025-01-01",
    }
    found = Diagnostic("L061", args, path="$.policyholders[0].contracts[1].expiry_on")
    assert render([found]).splitlines()[:2] == [
        "错误 L061：止期 2025-01-01 早于起期 2025-02-01",
        "  位置：$.policyholders[0].contracts[1].expiry_on",
    ]


def test_a_value_that_the_message_does_not_say_is_added():
    found = Diagnostic("L002", {"file": "a.json", "value": "[]"}, path="$")
    assert render([found]).splitlines()[:3] == ["错误 L002：a.json 是空的", "  位置：$", "  现值：[]"]


def test_a_whole_file_has_no_line():
    assert (
        render([Diagnostic("E005", {"file": "规则"}, Span("a.md", 1, 1, 1, 2))])
        .splitlines()[0]
        .endswith("（a.md）")
    )


def test_several_are_counted():
    found = [Diagnostic("L001"), Diagnostic("L001"), Diagnostic("L077"), Diagnostic("L091")]
    assert summary(found) == "共2处错误，1处提醒，1处说明。"
    assert summary(found, "en") == "2 errors, 1 warning, 1 note."
    assert render(found).splitlines()[-1] == "共2处错误，1处提醒，1处说明。"
    assert "共" not in render(found[:1])


def test_nothing_wrong_nothing_said():
    assert render([]) == ""


def test_json():
    data = json.loads(render_json([unknown_word(article="第二十二条")]))
    assert data["schema_version"] == 1
    assert data["counts"] == {"error": 1, "warning": 0, "info": 0}
    (found,) = data["diagnostics"]
    assert found["code"] == "E101"
    assert found["span"] == {"file": FILE, "line": 142, "column": 7, "end_line": 142, "end_column": 9}
    assert set(found["message"]) == {"zh", "en"}
    assert found["article"] == "第二十二条"
