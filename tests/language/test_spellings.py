"""The same rules however they are typed: half or full width, digits or numerals, any line ends."""

import re
from collections.abc import Callable, Mapping

import attrs
import pytest

from ajx_rules.compiler import ir
from ajx_rules.compiler.passes import compile_texts
from ajx_rules.language.text import canonical
from ajx_rules.reports.diagnostics import render
from tests.language.shipped import NAME, official, rule_files
from tests.language.snapshots import base, said

RULES = """### 第二条
> 保险机构应在服务完成以后3日内回访。参加的有20人以上的才回访，不足112人的可以不回访。

```ajx
义务 2-1「保险机构应在服务完成以后3日内回访」
  对象：每次服务的每家投保单位　权利人：投保单位
  条件：参加人数不少于20人且（服务的服务履行中有（排查形式包含｛综合性排查、专业性排查｝）者或非已回访）
  应当：已回访　期限：自完成之日起3日内　凭证：回访

例外 人数不多
  针对：2-1
  条件：参加人数低于112人；
  效果：不适用
```
""".replace("；\n", "\n")


OFFICIAL = base()["source.txt"].replace("回访。", "回访。参加的有20人以上的才回访，不足112人的可以不回访。")


def meaning(text: str) -> ir.RegulationIR:
    texts = {"1-base.ajx.md": base()["1-base.ajx.md"], "2-rules.ajx.md": text}
    return without_wording(compile_texts(texts, {"source.txt": OFFICIAL}, "test").ir)


def without_wording(whole: ir.RegulationIR) -> ir.RegulationIR:
    """Without the words as they were typed (the act, titles, items), and the lines."""

    def change(node: object) -> object:
        if isinstance(node, ir.Norm):
            return attrs.evolve(node, act="")
        if isinstance(node, ir.Citation):
            return attrs.evolve(node, line=0)
        if isinstance(node, ir.Item):
            return attrs.evolve(node, label="")
        words = {f.name: getattr(node, f.name) for f in attrs.fields(type(node))}
        plain = {name: canonical(text) for name, text in words.items() if isinstance(text, str)}
        return attrs.evolve(node, **plain)

    return ir.rewrite(whole, change)


def blocks(change: Callable[[str], str]) -> Callable[[str], str]:
    """The change, in the `ajx` blocks only, and there not in what is quoted."""

    def unquoted(block: str) -> str:
        return "".join(
            part if part.startswith("「") else change(part) for part in re.split("(「[^」]*」)", block)
        )

    return lambda text: re.sub(
        r"(?<=```ajx\n).*?(?=```)", lambda found: unquoted(found.group()), text, flags=re.DOTALL
    )


HALF = str.maketrans("（）｛｝：", "(){}:")
FULL_DIGITS = str.maketrans("0123456789", "０１２３４５６７８９")
NUMERALS = {"112人": "一百一十二人", "20人": "二十人", "3日": "三日"}


def with_numerals(block: str) -> str:
    for digits, words in NUMERALS.items():
        block = re.sub(f"(?<=[于起]){digits}", words, block)
    return block


SPELLINGS: Mapping[str, Callable[[str], str]] = {
    "byte order mark": lambda text: "\ufeff" + text,
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "CR": lambda text: text.replace("\n", "\r"),
    "no line at the end": lambda text: text.rstrip("\n"),
    "trailing spaces": lambda text: text.replace("\n", " \n"),
    "half-width punctuation": blocks(lambda block: block.translate(HALF)),
    "full-width digits": blocks(
        lambda block: re.sub(r"\d+(?=[人日])", lambda m: m.group().translate(FULL_DIGITS), block)
    ),
    "Chinese numerals": blocks(with_numerals),
    "spaces between words": blocks(
        lambda block: block.replace("且（", " 且 （ ").replace("起3日内", "起 3日 内")
    ),
    "full-width indent": blocks(lambda block: block.replace("\n  ", "\n\u3000")),
    "tabs": blocks(lambda block: block.replace("\n  ", "\n\t")),
    "comments": blocks(lambda block: block.replace("\n  条件", "\n  # 一句说明\n  条件", 1)),
}


@pytest.mark.parametrize("name", SPELLINGS)
def test_another_spelling_means_the_same(name: str):
    other = SPELLINGS[name](RULES)
    assert other != RULES
    assert meaning(other) == meaning(RULES)


@pytest.mark.parametrize("name", ["byte order mark", "CRLF", "half-width punctuation"])
def test_the_shipped_files_in_another_spelling(name: str):
    texts = {file: SPELLINGS[name](text) for file, text in rule_files().items()}
    other = compile_texts(texts, dict(official()), NAME).ir
    assert without_wording(other) == without_wording(
        compile_texts(dict(rule_files()), dict(official()), NAME).ir
    )


# ---- where a mistake is shown ----------------------------------------------------------------

# What stands before the mistake, and how wide a terminal shows it.
BEFORE = {
    "已回访且": 8,
    "已回访且（": 10,
    "已回访 且 ": 10,
    "已回访且(": 9,
    "（参加人数不少于3人）且": 23,
    "(参加人数不少于３人)且": 22,
    "\u3000已回访且": 10,
}


@pytest.mark.parametrize("before", BEFORE)
@pytest.mark.parametrize("indent", ["  ", "\u3000", "\t"])
def test_the_caret_stands_under_the_word(before: str, indent: str):
    line = f"{indent}应当：{before}有具体意间"
    text = (
        "### 第二条\n> 保险机构应在服务完成以后3日内回访。\n\n```ajx\n"
        f"义务 2-1「保险机构应在服务完成以后3日内回访」\n  对象：每次服务的每家投保单位\n{line}\n```\n"
    )
    texts = {"1-base.ajx.md": base()["1-base.ajx.md"], "2-rules.ajx.md": text}
    found = [d for d in said(texts, {"source.txt": base()["source.txt"]}) if d.code == "E101"]
    (one,) = found
    assert one.span is not None
    assert (one.span.line, one.span.column) == (7, line.index("具体意间") + 1)
    assert one.span.end_column == one.span.column + 4
    shown = render(found).splitlines()
    at = next(n for n, row in enumerate(shown) if "具体意间" in row and row.lstrip().startswith("7 |"))
    caret = shown[at + 1]
    if indent == "  ":  # how wide a tab is shown is the renderer's choice
        start = len("7 | ") + len(indent) + len("应当：") * 2 + BEFORE[before] + 2
        assert caret.index("^") == start
        assert caret.count("^") == 8


def test_the_caret_in_a_table_stands_under_the_cell():
    title = "### 服务表\n\n| 序号 | 服务内容 | 甲级 | 乙级 |\n|---|---|---|---|\n"
    row = "| 1 | 培训 | 每年至少1次 |  酌情开展 |"
    text = f"{title}{row}\n"
    rule = (
        "\n```ajx\n频次表 服务标准\n  原表：「服务表」　编号：表2\n  对象：每家投保单位的每个保险年度\n"
        "  行：服务内容　列：登记档次\n  应当：服务履行中有（服务内容为所在行）者\n\n词表 服务档次\n  条目：甲级、乙级\n```\n"
    )
    texts = {"1-base.ajx.md": base()["1-base.ajx.md"], "2-rules.ajx.md": text + rule}
    plain = base()["source.txt"] + "服务表 序号 服务内容 甲级 乙级 1 培训 每年至少1次 酌情开展\n"
    (one,) = said(texts, {"source.txt": plain})
    assert one.code == "E404"
    assert one.span is not None
    start = row.index("酌") + 1
    assert (one.span.line, one.span.column, one.span.end_column) == (5, start, start + 4)
