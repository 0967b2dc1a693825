"""Nothing quoted may differ from the official text, by a single character, anywhere."""

import random
from collections.abc import Iterator
from functools import cache
from itertools import islice

import pytest

from ajx_rules.compiler.passes import compile_texts
from ajx_rules.compiler.quotes import check_quotes, official_text
from ajx_rules.diagnostics import Diagnostic, Problems
from ajx_rules.language.reader import read_rule_file
from tests.language.shipped import NAME, official, rule_files

SAMPLE = 150
STRANGE = "〇"  # in no quotation
Place = tuple[str, int, int]  # file, line, column; from 1


def quoted_places() -> Iterator[Place]:
    """Every character of a block quote or of a legal table's cell."""
    for file, text in rule_files().items():
        table = False
        for number, line in enumerate(text.split("\n"), 1):
            bar = line.startswith("|")
            if line.startswith(">"):
                yield from ((file, number, n) for n, c in enumerate(line, 1) if n > 1 and not c.isspace())
            elif bar and (table or "---" not in line):
                cells = enumerate(line, 1)
                yield from ((file, number, n) for n, c in cells if c not in "|〃-" and not c.isspace())
            table = bar


@cache
def source() -> str:
    return official()["source.txt"]


def altered(text: str, line: int, column: int, new: str) -> str:
    lines = text.split("\n")
    old = lines[line - 1]
    lines[line - 1] = old[: column - 1] + new + old[column:]
    return "\n".join(lines)


def told(file: str, text: str, plain: str | None = None) -> list[Diagnostic]:
    """What the passes read and quotes say of one rule file."""
    rules, problems = read_rule_file(file, text)
    return [*problems, *check_quotes([rules], plain if plain is not None else source())]


def of_quoting(found: list[Diagnostic]) -> list[Diagnostic]:
    return [d for d in found if d.code in ("E301", "E302", "E303")]


def assert_told(place: Place, new: str) -> None:
    file, line, column = place
    found = of_quoting(told(file, altered(rule_files()[file], line, column, new)))
    assert found, f"{place}: {rule_files()[file].split(chr(10))[line - 1]}"
    spans = [d.span for d in found if d.span is not None]
    here = [s for s in spans if s.line == line]
    assert here, (place, spans)
    if new and found[0].code != "E302":
        assert any(s.column <= column < max(s.end_column, s.column + 1) for s in here), (place, here)


def sampled(places: list[Place]) -> list[Place]:
    return random.Random(22).sample(places, SAMPLE)


def test_the_shipped_quotations_are_the_official_text():
    for file, text in rule_files().items():
        assert of_quoting(told(file, text)) == []
    assert len(list(quoted_places())) > 2500


def test_another_character_is_told_at_its_place():
    for place in sampled(list(quoted_places())):
        assert_told(place, STRANGE)


def test_a_lost_character_is_told_in_its_line():
    """But for the first and last of a quotation, which may begin and end anywhere in the text."""
    for file, line, column in sampled(list(quoted_places())):
        text = rule_files()[file]
        quoted = text.split("\n")[line - 1]
        if quoted.startswith("|") or column < 4 or column > len(quoted) - 2:
            continue
        found = of_quoting(told(file, altered(text, line, column, "")))
        assert [d for d in found if d.span and d.span.line == line], (file, line, column)


@pytest.mark.long
def test_every_fourth_character_of_every_quotation():
    for place in islice(quoted_places(), 0, None, 4):
        assert_told(place, STRANGE)


# ---- the other side --------------------------------------------------------------------------


def official_places() -> list[tuple[str, int]]:
    """(rule file, place in source.txt) of every character that a block quote repeats and that stands once."""
    raw = source()
    kept = [n for n, c in enumerate(raw) if not c.isspace()]
    squeezed = "".join(raw[n] for n in kept)
    out = []
    for file, text in rule_files().items():
        rules, _ = read_rule_file(file, text)
        for section in rules.sections:
            for quotation in section.quotations:
                words = "".join(quotation.text.split())
                at = squeezed.find(words)
                if at >= 0 and squeezed.find(words, at + 1) < 0:
                    out += [(file, kept[at + n]) for n in range(len(words))]
    return out


def test_a_character_altered_in_the_official_text_is_told():
    places = official_places()
    assert len(places) > 1500
    for file, at in random.Random(24).sample(places, SAMPLE // 2):
        raw = source()[:at] + STRANGE + source()[at + 1 :]
        assert of_quoting(told(file, rule_files()[file], raw)), source()[at - 5 : at + 5]


def test_a_cell_altered_in_the_official_text_is_told():
    annexes = {"91-annex1.ajx.md": "分类分档表\n", "92-annex2.ajx.md": "技术服务标准\n"}
    for file, title in annexes.items():
        begin = source().rindex(title) + len(title)
        text = source()[begin : begin + 150]
        for offset, char in enumerate(text):
            if char.isspace() or char == "[" or "bookmark" in text[max(offset - 60, 0) : offset + 60]:
                continue
            raw = source()[: begin + offset] + STRANGE + source()[begin + offset + 1 :]
            assert of_quoting(told(file, rule_files()[file], raw)), text[offset - 5 : offset + 5]


# ---- through the whole compiler --------------------------------------------------------------


def compiled_with(file: str, text: str) -> tuple[Diagnostic, ...]:
    try:
        compile_texts({**rule_files(), file: text}, dict(official()), NAME)
    except Problems as problems:
        return problems.diagnostics
    return ()


def test_an_altered_quotation_does_not_compile():
    for place in random.Random(38).sample(list(quoted_places()), 4):
        file, line, column = place
        found = compiled_with(file, altered(rule_files()[file], line, column, STRANGE))
        assert [d for d in found if d.span and d.span.file == file and d.span.line == line], place


def test_a_table_cannot_evade_by_another_title():
    """A legal table under a heading that the official text does not have is not official."""
    title = "非煤矿山行业领域安责险事故预防技术服务分类分档表"
    text = rule_files()["91-annex1.ajx.md"].replace(title, title + "（修订）")
    text = text.replace("| 4 | 10万元以上 | 第一档 | 第一档 |", "| 4 | 10万元以上 | 第四档 | 第四档 |")
    assert compiled_with("91-annex1.ajx.md", text)


def test_white_space_and_bookmarks_do_not_matter():
    text = rule_files()["24-follow-up.ajx.md"].replace("10个工作日内通过", "10个 工作日内　通过", 1)
    assert of_quoting(told("24-follow-up.ajx.md", text)) == []
    raw = source().replace("10个工作日内通过", "10个[bookmark: _Toc1]工作日\n内通过", 1)
    assert raw != source()
    assert of_quoting(told("24-follow-up.ajx.md", text, raw)) == []
    assert official_text(raw) == official_text(source())
