"""Nothing quoted may differ from the official text, by a single character, anywhere."""

import random
from collections.abc import Iterator
from functools import cache
from itertools import islice

import pytest

from ajx_rules.compiler.passes import compile_texts
from ajx_rules.compiler.quotes import check_quotes, check_texts, official_text
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


@pytest.mark.long
def test_every_fourth_character_of_every_quotation():
    for place in islice(quoted_places(), 0, None, 4):
        assert_told(place, STRANGE)


# ---- one character lost, another, or one too many ---------------------------------------------

CHANGES = ("lost", "another", "too many", "twice")


def official_places() -> Iterator[Place]:
    """Every character that is the official text: of quotations, of cells, of the headings above them."""
    yield from (p for p in quoted_places() if not is_ruled(p))
    for file, text in rule_files().items():
        rules, _ = read_rule_file(file, text)
        for section in rules.sections:
            if section.quotations or section.tables:
                line = rules.source_line(section.line)
                begin = line.index(" ") + 1
                chars = enumerate(line[begin:], begin + 1)
                yield from ((file, section.line, n) for n, c in chars if not c.isspace())


def is_ruled(place: Place) -> bool:
    """Whether it is in the line under the header of a table."""
    return set(rule_files()[place[0]].split("\n")[place[1] - 1]) <= set("|- ")


def assert_both_are_shown(place: Place, change: str) -> None:
    """The change is an error that shows the words as they are and those of the official text."""
    file, line, column = place
    text = rule_files()[file]
    char = text.split("\n")[line - 1][column - 1]
    new = {"lost": "", "another": STRANGE, "too many": STRANGE + char, "twice": char + char}[change]
    text = altered(text, line, column, new)
    rules, _ = read_rule_file(file, text)
    (found,) = check_texts([rules], source())
    ours = found.args.get("ours") or found.args["heading"]
    official_words = found.args["official"]
    assert official_words in official_text(source()), (place, change, found.message())
    assert official_text(ours) in official_text(text), (place, change, found.message())
    assert char in official_words or found.code == "E307", (place, change, found.message())
    assert official_words in found.message()
    assert ours in found.message()


def test_any_change_of_a_character_shows_both_versions():
    for n, place in enumerate(random.Random(7).sample(list(official_places()), 40)):
        assert_both_are_shown(place, CHANGES[n % len(CHANGES)])


@pytest.mark.long
@pytest.mark.parametrize("change", CHANGES)
def test_every_change_of_every_character_shows_both_versions(change):
    for place in official_places():
        assert_both_are_shown(place, change)


@pytest.mark.parametrize(
    ("file", "right", "wrong", "official_words"),
    [
        ("28-fees.ajx.md", "和社会监督。", "和社会监督", "社会监督。"),
        ("24-follow-up.ajx.md", "安责险信息管理平台。", "安责险信息管理平台", "管理平台。"),
        ("19-personnel.ajx.md", "有关技术标准；", "有关技术标准", "技术标准；"),
        ("10-training.ajx.md", "和标准等；", "和标准等", "标准等；"),
        ("37-interpretation.ajx.md", "负责解释。", "负责解释", "负责解释。"),
        ("91-annex1.ajx.md", "“以下”不包括本数。\n", "“以下”不包括本数\n", "包括本数。"),
        ("91-annex1.ajx.md", "> 注：表中", "> ：表中", "注：表中"),
        ("10-training.ajx.md", "### 第十条", "### 十条", "第10条"),
        ("10-training.ajx.md", "### 第十条", "### 第〃条", "第10条"),
        ("10-training.ajx.md", "### 第十条", "### 第十条。", "第10条"),
        ("10-training.ajx.md", "### 第十条", "### 第十一条", "第10条"),
        ("10-training.ajx.md", "### 第十条", "### 第零十条", "第10条"),
        ("38-validity.ajx.md", "### 第38条", "### 第务38条", "第38条"),
        ("10-training.ajx.md", "> 4.非煤矿山突发", "> 6.非煤矿山突发", "4.非煤矿"),
    ],
)
def test_what_is_cut_short_or_misnumbered_is_told(file, right, wrong, official_words):
    text = rule_files()[file]
    assert right in text
    rules, _ = read_rule_file(file, text.replace(right, wrong, 1))
    (found,) = check_texts([rules], source())
    assert official_words in found.message()


@pytest.mark.parametrize("heading", ["第10条", "第十条", "第 十 条", "第十条　教育培训", "第九条至第十条"])
def test_an_article_may_be_numbered_either_way(heading):
    rules, _ = read_rule_file(
        "甲", rule_files()["10-training.ajx.md"].replace("### 第十条", f"### {heading}")
    )
    assert check_texts([rules], source()) == []


@pytest.mark.parametrize(
    ("quotation", "right"),
    [
        ("保险机构应当回访，记录意见。不得拖延。", True),
        ("不得拖延。", True),
        ("第一条 保险机构应当回访，记录意见。", True),
        ("保险机构应当回访，……", True),
        ("……记录意见。", True),
        ("保险机构……记录意见。……", True),
        ("记录意见。", False),
        ("保险机构应当回访", False),
        ("……记录意见", False),
        ("记录意见……保险机构应当", False),
        ("……", False),
    ],
)
def test_a_part_of_a_sentence_is_quoted_with_a_mark(quotation, right):
    rules, _ = read_rule_file("甲", f"### 第一条\n\n> {quotation}\n")
    found = check_texts([rules], "第一条　保险机构应当回访，记录意见。不得拖延。\n第二条　略。")
    assert (found == []) is right


# ---- the other side --------------------------------------------------------------------------


def places_in_source() -> list[tuple[str, int]]:
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
    places = places_in_source()
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


@pytest.mark.parametrize(
    ("file", "right", "wrong", "both"),
    [
        ("92-annex2.ajx.md", "| 服务项目 |", "| 服务目项 |", ("服务目项", "服务项目")),
        ("92-annex2.ajx.md", "| 第一档 |", "| 第一裆 |", ("第一裆", "第一档")),
        ("92-annex2.ajx.md", "预防技术服务标准\n", "预防技木服务标准\n", ("技木服务标准", "技术服务标准")),
        ("92-annex2.ajx.md", "| 6 | 安全生产", "| 6 | 事故", ("事故", "安全生产标准化建设")),
        ("91-annex1.ajx.md", "服务分类分档表\n\n|", "服务分类分裆表\n\n|", ("分类分裆表", "分类分档表")),
        ("91-annex1.ajx.md", "服务频次表\n\n|", "服务频次\n\n|", ("服务频次", "服务频次表")),
    ],
)
def test_an_altered_table_is_told_of_once_with_both_versions(file, right, wrong, both):
    text = rule_files()[file]
    assert right in text
    (found,) = compiled_with(file, text.replace(right, wrong, 1))
    assert found.code in ("E302", "E303")
    assert all(words in found.message() for words in both), found.message()


@pytest.mark.parametrize(
    ("right", "wrong", "codes"),
    [
        ("| 第一档 |", "| 第一裆 |", {"E302", "E304"}),
        ("| 无硬性要求 |", "| 无硬性要球 |", {"E303", "E304"}),
        ("预防技术服务标准\n", "预防技木服务标准\n", {"E302", "E304"}),
        (
            "| 1 | 教育培训 |",
            "| 教育培训 |",
            {"E303"},
        ),  # a cell is gone: not the same table, nothing is made of it
    ],
)
def test_with_an_altered_table_the_other_errors_are_told_too(right, wrong, codes):
    texts = {
        f: t.replace("义务 24-1「保险机构应在", "义务 24-1「保险机构须在") for f, t in rule_files().items()
    }
    texts["92-annex2.ajx.md"] = texts["92-annex2.ajx.md"].replace(right, wrong, 1)
    with pytest.raises(Problems) as caught:
        compile_texts(texts, {"source.txt": source()}, "gd")
    found = caught.value.diagnostics
    assert ({d.code for d in found}, len(found)) == (codes, len(codes)), [d.message() for d in found]


def test_white_space_and_bookmarks_do_not_matter():
    text = rule_files()["24-follow-up.ajx.md"].replace("10个工作日内通过", "10个 工作日内　通过", 1)
    assert of_quoting(told("24-follow-up.ajx.md", text)) == []
    raw = source().replace("10个工作日内通过", "10个[bookmark: _Toc1]工作日\n内通过", 1)
    assert raw != source()
    assert of_quoting(told("24-follow-up.ajx.md", text, raw)) == []
    assert official_text(raw) == official_text(source())
