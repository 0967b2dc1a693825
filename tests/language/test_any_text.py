"""Whatever is written in a rule file, the answer is a diagnostic: no other error, and no hanging."""

import re
from collections.abc import Sequence
from datetime import timedelta
from functools import cache

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from ajx_rules import load_regulation
from ajx_rules.diagnostics import Diagnostic
from ajx_rules.language.forms import declaration_forms
from ajx_rules.language.reader import read_rule_file
from ajx_rules.language.sentences import parser
from ajx_rules.reports.diagnostics import render, render_json
from tests.language.shipped import official, rule_files
from tests.language.snapshots import base, said

# Generous, for a busy machine: what hangs takes longer by far.
BOUND = timedelta(seconds=60)


def times(examples: int, *, shrink: bool = True) -> settings:
    return settings(
        max_examples=examples,
        deadline=BOUND,
        suppress_health_check=list(HealthCheck),
        phases=[p for p in Phase if shrink or p not in (Phase.shrink, Phase.explain)],
    )


def assert_told(texts: dict[str, str], plain: dict[str, str]) -> tuple[Diagnostic, ...]:
    """The compiler returns or tells; what it tells has a place in the text and can be shown."""
    found = said(texts, plain)
    for one in found:
        assert one.message("zh")
        if one.span is None:
            continue
        text = texts[one.span.file].removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
        lines = text.split("\n")
        assert 1 <= one.span.line <= len(lines), one
        assert 1 <= one.span.column <= len(lines[one.span.line - 1]) + 2, one
        assert one.span.end_line >= one.span.line
    for some in (found[:5], found[-5:]):
        assert bool(render(some)) == bool(render(some, "en")) == bool(some)
        render_json(some)
    return found


def beside_the_base(text: str) -> tuple[Diagnostic, ...]:
    texts = {"1-base.ajx.md": base()["1-base.ajx.md"], "2-rules.ajx.md": text}
    return assert_told(texts, {"source.txt": base()["source.txt"]})


# ---- any text --------------------------------------------------------------------------------

signs = st.sampled_from(
    "，、；：。（）｛｝「」『』〃|>#`-_*\\ \t\u3000\n\r\0\ufeff\u200b一二十百万第行日年元0１９.%+－"
)
anything = st.text(st.one_of(signs, st.characters()), max_size=120)


@times(80)
@given(anything)
def test_any_text_as_a_rule_file(text: str):
    beside_the_base(text)


@times(80)
@given(anything)
def test_any_text_in_a_block(text: str):
    beside_the_base(f"### 第二条\n> 保险机构应在服务完成以后3日内回访。\n\n```ajx\n{text}\n```\n")


# ---- streams of words ------------------------------------------------------------------------


@cache
def words() -> Sequence[str]:
    """The names of the shipped regulation and the words of the language."""
    patterns = [str(t.pattern.value) for t in parser().terminals if t.pattern is not None]
    fixed = [
        w for p in patterns for w in re.sub(r"\(\?:|[()]", "", p).split("|") if not re.search(r"[\[\\^]", w)
    ]
    names = sorted(load_regulation().compiled.names.words.all_names())
    numbers = [
        "3日",
        "10个工作日",
        "5万元",
        "15%",
        "2025年2月30日",
        "十个工作日",
        "第3行",
        "「原文」",
        "乙说",
    ]
    return (*fixed * 3, *numbers * 3, *names)


streams = st.lists(st.deferred(lambda: st.sampled_from(words())), max_size=14).map("".join)
kinds = st.sampled_from(sorted(declaration_forms()))


@times(100)
@given(streams, st.sampled_from(["应当", "条件", "期限", "对象"]))
def test_streams_of_words_as_a_sentence(sentence: str, field: str):
    fields = {"对象": "每次服务的每家投保单位", "应当": "已回访", field: sentence}
    lines = "".join(f"  {name}：{text}\n" for name, text in fields.items())
    quote = "### 第二条\n> 保险机构应在服务完成以后3日内回访。\n"
    beside_the_base(f"{quote}\n```ajx\n义务 2-1「保险机构应在服务完成以后3日内回访」\n{lines}```\n")


@st.composite
def declarations(draw: st.DrawFn) -> str:
    """A declaration of some kind, with fields of that kind, each a stream of words."""
    kind = draw(kinds)
    fields = [f.prefix + (f.suffix or "") if f.prefix else f.name for f in declaration_forms()[kind].fields]
    head = draw(st.sampled_from(["", " 2-1「回访」", " 甲名", " 甲名（key）", "「一句话」"]))
    lines = [f"  {draw(st.sampled_from(fields))}：{draw(streams)}" for _ in range(draw(st.integers(0, 6)))]
    return "\n".join([kind + head, *lines])


@times(100)
@given(st.lists(declarations(), min_size=1, max_size=3))
def test_streams_of_words_as_declarations(made: list[str]):
    beside_the_base("### 第二条\n> 回访。\n\n```ajx\n" + "\n\n".join(made) + "\n```\n")


cells = st.one_of(
    streams, st.sampled_from(["〃", "", "每年至少1次", "无硬性要求", "1万元以下", "全年进行", "甲级"])
)


@times(60)
@given(st.lists(st.lists(cells, min_size=1, max_size=5), min_size=1, max_size=5), st.booleans())
def test_any_table(rows: list[list[str]], decision: bool):
    body = "\n".join("| " + " | ".join(c.replace("\n", "") for c in row) + " |" for row in rows)
    table = f"### 服务表\n\n| 序号 | 服务内容 | 甲级 | 乙级 |\n|---|---|---|---|\n{body}\n"
    if decision:
        rule = "判定表 服务档次\n  原表：「服务表」　编号：表1\n  行：服务内容　列：上一年度事故，依次为否、是　由高到低：甲级、乙级\n"
    else:
        rule = "频次表 服务标准\n  原表：「服务表」　编号：表2\n  行：服务内容　列：登记档次\n  应当：服务履行中有（服务内容为所在行）者\n"
    beside_the_base(f"{table}\n```ajx\n{rule}  对象：每家投保单位的每个保险年度\n```\n")


# ---- shipped files, spoiled ------------------------------------------------------------------


@st.composite
def spoiled(draw: st.DrawFn) -> tuple[str, str]:
    """A shipped rule file with a few characters or lines lost, doubled, swapped or strange."""
    file = draw(st.sampled_from(sorted(rule_files())))
    text = rule_files()[file]
    for _ in range(draw(st.integers(1, 3))):
        text = draw(st.sampled_from([_characters, _lines]))(draw, text)
    return file, text


def _characters(draw: st.DrawFn, text: str) -> str:
    at = draw(st.integers(0, max(len(text) - 2, 0)))
    one, two = text[at : at + 1], text[at + 1 : at + 2]
    new = draw(
        st.sampled_from(
            ["", one + one, two + one, "且", "（", "）", "：", "「", "\n", "\t", "〃", "第", "9", "|"]
        )
    )
    return text[:at] + new + text[at + (2 if new == two + one else 1) :]


def _lines(draw: st.DrawFn, text: str) -> str:
    lines = text.split("\n")
    at, other = draw(st.integers(0, len(lines) - 1)), draw(st.integers(0, len(lines) - 1))
    how = draw(st.sampled_from(["lose", "double", "swap", "indent", "cut"]))
    if how == "lose":
        del lines[at]
    elif how == "double":
        lines.insert(at, lines[at])
    elif how == "swap":
        lines[at], lines[other] = lines[other], lines[at]
    elif how == "indent":
        lines[at] = lines[at].strip() if lines[at].startswith(" ") else "  " + lines[at]
    else:
        lines = lines[: at + 1]
    return "\n".join(lines)


def assert_spoiled_is_told(file: str, text: str) -> None:
    assert_told({**rule_files(), file: text}, dict(official()))


@times(25, shrink=False)
@given(spoiled())
def test_spoiled_rule_files(made: tuple[str, str]):
    assert_spoiled_is_told(*made)


@cache
def fields() -> dict[tuple[str, str], tuple[str, int, int, int]]:
    """The first field of each name in each kind of declaration: its file, line, and where it begins and ends."""
    out: dict[tuple[str, str], tuple[str, int, int, int]] = {}
    for file, text in rule_files().items():
        for declaration in read_rule_file(file, text)[0].declarations:
            for field in declaration.fields:
                begin = text.split("\n")[field.span.line - 1].find(f"{field.word}：")
                if begin >= 0:
                    place = (file, field.span.line, begin, field.span.end_column - 1)
                    out.setdefault((declaration.kind, field.name), place)
    return out


def assert_taken_away_is_told(kind: str, name: str) -> None:
    file, line, begin, end = fields()[kind, name]
    lines = rule_files()[file].split("\n")
    lines[line - 1] = lines[line - 1][:begin] + lines[line - 1][end:]
    found = assert_told({**rule_files(), file: "\n".join(lines)}, dict(official()))
    form = next(f for f in declaration_forms()[kind].fields if f.name == name)
    assert not form.must or any(d.code == "E020" and d.args["field"] == name for d in found)


MUST = [(kind, f.name) for kind, form in declaration_forms().items() for f in form.fields if f.must]


@pytest.mark.parametrize(("kind", "name"), [each for each in MUST if each in fields()])
def test_a_field_that_must_stand_there_taken_away(kind: str, name: str):
    assert_taken_away_is_told(kind, name)


@pytest.mark.long
@pytest.mark.parametrize(("kind", "name"), sorted(set(fields()) - set(MUST)))
def test_any_field_taken_away(kind: str, name: str):
    assert_taken_away_is_told(kind, name)


def test_a_table_without_the_order_of_its_results_is_told_once():
    """Each use of a result would be told as well, if its words were not known all the same."""
    text = rule_files()["91-annex1.ajx.md"].replace("  由高到低：第一档、第二档、第三档、第四档\n", "")
    assert [d.code for d in said({**rule_files(), "91-annex1.ajx.md": text}, dict(official()))] == ["E020"]


@pytest.mark.parametrize("torn", ["第三\n |", "第三\n|", "第三\n", "|"])
def test_a_row_of_a_table_torn_apart(torn: str):
    text = rule_files()["91-annex1.ajx.md"]
    assert_spoiled_is_told("91-annex1.ajx.md", text.replace("| 第三档 |\n| 2 ", f"| {torn}\n| 2 ", 1))


@pytest.mark.long
@times(400, shrink=False)
@given(spoiled())
def test_many_more_spoiled_rule_files(made: tuple[str, str]):
    assert_spoiled_is_told(*made)


@pytest.mark.long
@times(800)
@given(st.lists(declarations(), min_size=1, max_size=3))
def test_many_more_declarations(made: list[str]):
    beside_the_base("### 第二条\n> 回访。\n\n```ajx\n" + "\n\n".join(made) + "\n```\n")


# ---- what could take very long ---------------------------------------------------------------

DUTY = "义务 2-1「保险机构应在服务完成以后3日内回访」\n  对象：每次服务的每家投保单位\n  应当："
LARGE = {
    "brackets": DUTY + "（" * 5000 + "已回访" + "）" * 5000,
    "negations": DUTY + "非" * 3000 + "已回访",
    "conjunctions": DUTY + "且".join(["已回访"] * 4000),
    "unknown word": DUTY + "龘" * 20000,
    "one long name": DUTY + "服务" * 10000,
    "numerals": DUTY + "一" * 20000 + "日",
    "digits": DUTY + "9" * 20000 + "日",
    "quotation marks": DUTY + "「" * 10000,
    "spaces": DUTY + "　" * 20000 + "已回访",
    "fields": DUTY + "已回访" + "　凭证：回访" * 3000,
    "heads": "\n".join(f"义务 2-{n}「保险机构应在」" for n in range(400)),
    "bars": "|" * 20000 + "\n" + "|---" * 5000,
    "quotes": "> " * 5000,
    "lists": "- " * 5000,
    "stars": "*" * 20000,
    "brackets of Markdown": "[" * 20000,
}


@settings(max_examples=1, deadline=BOUND)
@given(st.data())
@pytest.mark.parametrize("what", LARGE)
def test_large_and_strange(what: str, data: st.DataObject):
    quote = "### 第二条\n> 保险机构应在服务完成以后3日内回访。\n"
    beside_the_base(f"{quote}\n```ajx\n{LARGE[what]}\n```\n\n{LARGE[what]}\n")
