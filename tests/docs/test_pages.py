"""The pages under docs/ say what the code does."""

import re
from pathlib import Path

import pytest

from ajx_rules.compiler.passes import compile_texts
from ajx_rules.compiler.sources import read_texts
from ajx_rules.resources import regulations_folder
from docs import make_glossary, make_rule_language

FOLDER = regulations_folder() / "gd-noncoal-mine"


def shipped() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(FOLDER.rglob("*.ajx.md")))


def rows_of(text: str, head: str) -> list[list[str]]:
    """The cells of a Markdown table, by its head line."""
    _, _, rest = text.partition(head + "\n")
    assert rest, head
    rows = []
    for line in rest.splitlines()[1:]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return rows


def test_glossary_is_up_to_date():
    assert make_glossary.PAGE.read_text(encoding="utf-8") == make_glossary.glossary(), (
        "run: python docs/make_glossary.py"
    )


def test_reference_of_the_rule_language_is_up_to_date():
    assert make_rule_language.PAGE.read_text(encoding="utf-8") == make_rule_language.page(), (
        "run: python docs/make_rule_language.py"
    )


def test_introduction_quotes_shipped_rules():
    text = shipped()
    blocks = re.findall(r"```ajx\n(.*?)```", make_rule_language.introduction(), re.DOTALL)
    assert blocks
    for line in "".join(blocks).splitlines():
        assert line in text


@pytest.mark.parametrize("head", ["| 写法 | 意思 | 例 |", "| 写法 | 例 |"])
def test_examples_of_sentences_are_shipped_rules(head):
    text = shipped()
    rows = rows_of(make_rule_language.introduction(), head)
    assert rows
    for row in rows:
        examples = re.findall(r"`([^`]*)`", row[-1])
        assert examples, row
        for example in examples:
            assert example in text, f"no shipped rule says {example}"


def test_other_sentences_compile():
    rows = rows_of(make_rule_language.introduction(), "| 写法 | 例 | 属于 |")
    assert rows
    said = "、".join(example.strip("`") for _, example, _ in rows)  # a number must be quoted
    lines = ["# 附加", "", f"> {said}", "", "```ajx"]
    for number, (_, example, owner) in enumerate(rows):
        lines += [
            f"定义 试句{chr(ord('甲') + number)}",
            f"  属于：{owner}",
            f"  指：{example.strip('`')}",
            "",
        ]
    texts, problems = read_texts(FOLDER)
    texts["99-extra.ajx.md"] = "\n".join([*lines, "```", ""])
    official = {"source.txt": (FOLDER / "source.txt").read_text(encoding="utf-8") + said}
    compiled = compile_texts(texts, official, "extra", problems)
    assert {d.name for d in compiled.ir.definitions if d.name.startswith("试句")}


@pytest.mark.parametrize(
    "page", sorted(Path(make_glossary.__file__).parent.glob("*.md")), ids=lambda p: p.name
)
def test_links_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target
