"""Every example of docs/analyst runs, and every message in it is the one that comes out.

A page is read as its reader would write it: under each heading the quotation (``>``) and the
tables, then the ``ajx`` blocks. The official text is what the page quotes. A declaration that
is shown again replaces the one before it, as it does in the reader's file.

A ``text`` block right after an ``ajx`` or ``markdown`` block is what the program says of it:
that block is a mistake and is not kept. After the examples have changed, write the messages
anew with ``python tests/docs/test_analyst.py`` and read what has changed.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from functools import cache
from pathlib import Path

import attrs
import pytest
from click.testing import CliRunner

from ajx_rules.authoring.format import format_folder
from ajx_rules.authoring.lint import lint
from ajx_rules.cases import run_cases
from ajx_rules.cli import make_app
from ajx_rules.compiler.schema import schema
from ajx_rules.diagnostics import Problems
from ajx_rules.domain.catalogue import catalogue
from ajx_rules.domain.enums import ENUMS
from ajx_rules.domain.labels import VOCABULARY_LABELS
from ajx_rules.language.forms import declaration_forms
from ajx_rules.regulation import load_regulation
from ajx_rules.reports.diagnostics import render
from ajx_rules.resources import regulations_folder

FOLDER = Path(__file__).parents[2] / "docs" / "analyst"
PAGES = ("README.md", "tutorial.md", "patterns.md", "words.md")
GENERAL = "总说"
RULES = "02-articles-1-2.ajx.md"
TITLE = "# 第一条至第二条"
FENCE = re.compile(r"^(?P<mark>`{3,})(?P<language>\w*)(?P<rest>.*)$")


@attrs.frozen
class Block:
    """A fenced block: its language, its lines, the line it begins on, the section it stands in."""

    language: str
    lines: tuple[str, ...]
    line: int
    section: int


@attrs.frozen
class Page:
    """A page: the headings with what is quoted under each, and the blocks in order."""

    name: str
    sections: tuple[tuple[str, tuple[str, ...]], ...]
    blocks: tuple[Block, ...]

    def is_mistake(self, index: int) -> bool:
        """Whether the block is followed at once by what the program says of it."""
        block = self.blocks[index]
        after = self.blocks[index + 1] if index + 1 < len(self.blocks) else None
        return block.language in ("ajx", "markdown") and after is not None and after.language == "text"

    def official(self) -> str:
        """What the page quotes: quotations, and tables with their titles."""
        return "\n".join(
            f"{title}\n{plain(lines)}" if any(x.startswith("|") for x in lines) else plain(lines)
            for title, lines in self.sections
        )


def plain(lines: tuple[str, ...]) -> str:
    """Quoted lines and table rows as they stand in an official text."""
    out = []
    for line in lines:
        if line.startswith("|"):
            if not re.fullmatch(r"[|\s:-]+", line):
                out.append("\t".join(c.strip().replace("〃", "") for c in line.strip().strip("|").split("|")))
        else:
            out.append(line.lstrip("> "))
    return "\n".join(out)


@cache
def read(name: str) -> Page:
    """A page of docs/analyst."""
    sections: list[tuple[str, tuple[str, ...]]] = [("", ())]
    blocks: list[Block] = []
    mark, language, begun, body = "", "", 0, []
    for number, line in enumerate((FOLDER / name).read_text(encoding="utf-8").splitlines(), 1):
        if mark:
            if line == mark:
                blocks.append(Block(language, tuple(body), begun, len(sections) - 1))
                mark, body = "", []
            else:
                body.append(line)
        elif found := FENCE.match(line):
            mark, language, begun = found["mark"], found["language"], number
        elif line.startswith("#"):
            sections.append((line.lstrip("# "), ()))
        elif line.startswith((">", "|")):
            title, lines = sections[-1]
            sections[-1] = (title, (*lines, line))
    assert not mark, f"{name}: a block that begins on line {begun} does not end"
    tables = {t for b in blocks for x in b.lines for t in re.findall("原表：「(.+?)」", x)}
    legal = [(t, tuple(x for x in lines if x[0] == ">" or t in tables)) for t, lines in sections]
    return Page(name, tuple(legal), tuple(blocks))


# ------------------------------------------------------------ declarations


def declarations(lines: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The declarations of a block, each with its fields."""
    out: list[list[str]] = []
    for line in lines:
        if line.strip() and (line[0] not in " 　" or not out):
            out.append([line])
        elif out:
            out[-1].append(line)
    return [tuple("\n".join(d).rstrip().split("\n")) for d in out]


def key(declaration: tuple[str, ...]) -> str:
    """What a declaration is known by: its kind and its name."""
    kind = next((k for k in declaration_forms() if declaration[0].startswith(k)), "")
    return declaration[0] if kind == "案例" else re.split("[「（]", declaration[0])[0].strip()


def is_case(declaration: tuple[str, ...]) -> bool:
    return declaration[0].startswith("案例")


@attrs.frozen
class State:
    """What has been written down so far: declarations with their sections, by key."""

    kept: dict[str, tuple[int, tuple[str, ...]]]

    def with_block(self, block: Block) -> State:
        """The state after a block: what is declared again replaces what was there."""
        added = {key(d): (block.section, d) for d in declarations(block.lines)}
        return State(self.kept | added)

    def without_cases(self) -> State:
        """The rules alone: each step runs its own cases, not those of the steps before."""
        return State({k: v for k, v in self.kept.items() if not is_case(v[1])})


def before(page: Page, index: int) -> State:
    """What the reader has written when she comes to a block."""
    state = State({})
    for i, block in enumerate(page.blocks[:index]):
        if block.language == "ajx" and not page.is_mistake(i):
            state = state.with_block(block)
    return state


def rule_file(page: Page, state: State) -> str:
    """The rule file that the reader has then: what is declared stands below the quotation last given."""
    out: list[str] = [TITLE, ""]
    home = {
        n: max((m for m in range(n + 1) if page.sections[m][1]), default=n)
        for n, _ in enumerate(page.sections)
    }
    for number, (title, quoted) in enumerate(page.sections):
        here = [d for s, d in state.kept.values() if home[s] == number and not is_case(d)]
        if title.endswith(GENERAL) or (not here and not quoted):
            continue
        out += [f"### {title}", "", *quoted, ""]
        if here:
            out += ["```ajx", *"\n\n".join("\n".join(d) for d in here).split("\n"), "```", ""]
    return "\n".join(out)


def general() -> str:
    """The general part that the tutorial writes first."""
    page = read("tutorial.md")
    index = next(i for i, b in enumerate(page.blocks) if page.sections[b.section][0].endswith(GENERAL))
    return "# 总说\n\n```ajx\n" + "\n".join(page.blocks[index].lines) + "\n```\n"


# ------------------------------------------------------------ running


def said(page: Page, state: State, folder: Path, *, whole: str = "") -> str:
    """What the program says of a state: every problem, else the outcome of its cases; empty if all is well."""
    cases = [d for _, d in state.kept.values() if is_case(d)]
    rules = whole or rule_file(page, state)
    files = {RULES: rules, "source.txt": page.official(), "00-general.ajx.md": general()}
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    scenarios = folder / "scenarios"
    if cases:
        scenarios.mkdir(exist_ok=True)
        text = "# 案例\n\n```ajx\n" + "\n\n".join("\n".join(d) for d in cases) + "\n```\n"
        (scenarios / "案例.ajx.md").write_text(text, encoding="utf-8")
    try:
        regulation = load_regulation(folder)
        if cases and not regulation.warnings:
            report = run_cases(regulation, scenarios)
            return "" if report.ok else report.render("zh")
        return render(regulation.warnings) if regulation.warnings else ""
    except Problems as problems:
        return render(problems.diagnostics)


def outcome(page: Page, index: int, folder: Path) -> str:
    """What the program says when the reader has written a block below what she has."""
    block = page.blocks[index]
    if block.language == "markdown":  # a whole file
        return said(page, State({}), folder, whole="\n".join(block.lines) + "\n")
    return said(page, before(page, index).without_cases().with_block(block), folder)


def steps() -> list[tuple[str, int]]:
    """Every block that a reader would write, by page and number."""
    tried = ("ajx", "markdown")
    return [(name, i) for name in PAGES for i, b in enumerate(read(name).blocks) if b.language in tried]


@pytest.mark.parametrize(("name", "index"), steps(), ids=str)
def test_examples(name, index, tmp_path):
    page = read(name)
    expected = "\n".join(page.blocks[index + 1].lines) if page.is_mistake(index) else ""
    assert outcome(page, index, tmp_path) == expected


# ------------------------------------------------------------ the tables of words.md


def rows(head: str) -> list[list[str]]:
    """The cells of a table of words.md, by its head line."""
    _, _, rest = (FOLDER / "words.md").read_text(encoding="utf-8").partition(f"\n{head}\n")
    assert rest, head
    out = []
    for line in rest.splitlines()[1:]:
        if not line.startswith("|"):
            break
        out.append([cell.strip() for cell in line.strip("|").split("|")])
    return out


def quoted(cell: str) -> list[str]:
    return re.findall("`([^`]+)`", cell)


# A definition means one value: of records one says that there are some, of a period what lies in it.
SAID = {"rows": "有{}", "row": "有{}", "period": "{}包含截至日"}


@pytest.mark.parametrize("row", rows("| 写法 | 行为 | 常用字段和下级记录 |"), ids=lambda r: r[0])
def test_records_and_measure_words(row, tmp_path):
    (subject,), acts, members = (quoted(cell) for cell in row)
    owner = PAIRED.get(subject, subject[2:])
    text = [f"义务 1-1「{QUOTE}」\n  对象：{subject}\n  应当：有编号或无编号"]
    text += [f"定义 试行{n}\n  属于：{owner}\n  指：已{act}且非未{act}" for n, act in enumerate(acts)]
    text += [f"定义 试日{n}\n  属于：{owner}\n  指：{act}之日早于截至日" for n, act in enumerate(acts)]
    known = schema().by_label(owner).members
    said = {m: SAID.get(known[m].kind, "{}").format(m) if m in known else m for m in members}
    text += [f"定义 试词{n}\n  属于：{owner}\n  指：{said[m]}" for n, m in enumerate(members)]
    assert compiled(tmp_path, "\n\n".join(text)) == ""


def test_sentences(tmp_path):
    found = rows("| 写法 | 意思 | 例 | 属于 |")
    text = [
        f"定义 试句{n}\n  属于：{owner}\n  指：{sentence}"
        for n, (_, _, example, owner) in enumerate(found)
        for sentence in quoted(example)
    ]
    said = "、".join(sentence for row in found for sentence in quoted(row[2]))  # a number must be quoted
    assert compiled(tmp_path, "\n\n".join(text), f"{QUOTE}{said}") == ""


def test_options():
    by_label = {}
    for record in catalogue().classes.values():
        for field in record.fields.values():
            if field.kind in ("enum", "enums"):
                by_label[field.label] = [str(m.value) for m in ENUMS[field.target]]
    for fields, options in rows("| 字段 | 可以填 |"):
        for field in quoted(fields):
            assert by_label[field] == [o for o in quoted(options) if not o.startswith("不低于")]


def test_vocabularies():
    page = (FOLDER / "words.md").read_text(encoding="utf-8")
    sentence = page.partition("词表的名称是固定的，只能用：")[2].partition("。")[0]
    made_by_others = {"服务档次", "判断事项", "参数", "行政区划", "记录种类"}
    assert quoted(sentence) == [v for v in VOCABULARY_LABELS.values() if v not in made_by_others]


BEGUN, ENDED = "<!-- 以下的表由程序生成：python tests/docs/test_analyst.py -->", "<!-- 生成的表到此为止 -->"
OF_ALL = ("编号", "登记日期", "备注")
KINDS = {
    "bool": "是否",
    "int": "整数",
    "num": "数",
    "money": "金额",
    "rate": "百分比",
    "date": "日期",
    "moment": "日期，可以带钟点",
    "text": "文字",
    "id": "编号",
    "map": "几个词，各有值",
    "any": "一条记录",
    "anys": "几条记录",
}

SEVERAL = ("codes", "enums", "refs")


def field_words(field) -> str:
    """What a field takes, in words."""
    if field.kind in ("enum", "enums"):
        return "、".join(str(m.value) for m in ENUMS[field.target])
    if field.vocabulary:
        return f"词表“{VOCABULARY_LABELS.get(field.vocabulary, field.vocabulary)}”"
    if field.kind in ("ref", "refs"):
        return f"记录“{catalogue().classes[field.target].label}”"
    said = KINDS[field.kind]
    return f"{said}（{field.unit}）" if field.unit else said


def field_marks(field) -> list[str]:
    """Whether a field must be written, and whether it holds several values."""
    return ["必填"] * field.required + ["可以几个"] * (field.kind in SEVERAL)


def fields_of_all() -> str:
    """The table of every record with its fields."""
    classes = catalogue().classes
    out = ["| 记录 | 属于 | 字段（填什么） | 下级记录 |", "|---|---|---|---|"]
    for cls in classes.values():
        owner = f"`{classes[cls.owner].label}`" if cls.owner else ""
        own = [f for f in cls.fields.values() if f.kind != "parts" and f.label not in OF_ALL]
        cells = [f"`{f.label}`（{'；'.join([field_words(f), *field_marks(f)])}）" for f in own]
        parts = [f"`{classes[f.target].label}`" for f in cls.lists if f.target in classes]
        out.append(f"| `每{cls.measure}{cls.label}` | {owner} | {'、'.join(cells)} | {'、'.join(parts)} |")
    return "\n".join(out)


def write_fields() -> None:
    """Write the table of all fields into words.md."""
    path = FOLDER / "words.md"
    before, _, rest = path.read_text(encoding="utf-8").partition(BEGUN)
    _, _, after = rest.partition(ENDED)
    path.write_text(f"{before}{BEGUN}\n\n{fields_of_all()}\n\n{ENDED}{after}", encoding="utf-8")


def test_all_fields_are_on_the_page():
    page = (FOLDER / "words.md").read_text(encoding="utf-8")
    assert f"{BEGUN}\n\n{fields_of_all()}\n\n{ENDED}" in page


def test_the_ledger_of_the_first_page_can_be_checked():
    _, _, rest = (FOLDER / "README.md").read_text(encoding="utf-8").partition("```json\n")
    found = load_regulation().check(json.loads(rest.partition("```")[0]), norm="22-3")
    assert [v.status.zh for v in found.verdicts if v.norm == "A22.3"] == ["已履行"]


QUOTE = "保险机构应当"
PAIRED = {"每次服务的每家投保单位": "服务对象"}


def compiled(folder: Path, rules: str, quote: str = QUOTE) -> str:
    """What the program says of declarations under one quotation."""
    (folder / "source.txt").write_text(quote, encoding="utf-8")
    (folder / "00-general.ajx.md").write_text(general(), encoding="utf-8")
    text = f"### 第一条\n\n> {quote}\n\n```ajx\n{rules}\n```\n"
    (folder / "01.ajx.md").write_text(text, encoding="utf-8")
    try:
        return render(load_regulation(folder).warnings)
    except Problems as problems:
        return render(problems.diagnostics)


# ------------------------------------------------------------ what else the pages say


def slug(heading: str) -> str:
    """The anchor of a heading."""
    return re.sub(r"[^\w\- ]", "", heading.strip("# ").lower()).replace(" ", "-")


@pytest.mark.parametrize("name", PAGES)
def test_links_lead_somewhere(name):
    for target, _, anchor in (
        t.partition("#") for t in re.findall(r"\]\(([^)]+)\)", (FOLDER / name).read_text(encoding="utf-8"))
    ):
        page = FOLDER / (target or name)
        assert page.exists(), target
        headings = re.findall("^#+ .*$", page.read_text(encoding="utf-8"), re.MULTILINE)
        assert not anchor or anchor in [slug(h) for h in headings], anchor


def test_commands_exist():
    pages = "".join((FOLDER / name).read_text(encoding="utf-8") for name in PAGES)
    named = set(re.findall(r"\bajx ([a-z]+)", pages))
    assert named >= {"new", "test", "lint", "fmt", "read", "explain"}
    for command in named:
        assert CliRunner().invoke(make_app(), [command, "--help"]).exit_code == 0, command


def test_rule_of_the_first_page_is_shipped():
    page = read("README.md")
    rule = next(b for b in page.blocks if b.language == "ajx")
    shipped = (regulations_folder() / "gd-noncoal-mine" / "24-follow-up.ajx.md").read_text(encoding="utf-8")
    assert "\n".join(rule.lines) in shipped
    assert [line for _, lines in page.sections for line in lines] == [
        next(x for x in shipped.splitlines() if x[:1] == ">")
    ]


def test_skeleton_of_the_tutorial(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    page = read("tutorial.md")
    text = next(b for b in page.blocks if b.language == "text")
    Path("原文.txt").write_text("\n".join(text.lines), encoding="utf-8")
    made = CliRunner().invoke(make_app(), ["new", "原文.txt", "涉氨"])
    assert made.exit_code == 0, made.output
    listed = re.findall(
        r"^\| `(\S+\.(?:md|txt))` \|", (FOLDER / "tutorial.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert sorted(path.name for path in Path("涉氨").iterdir()) == sorted(listed)
    ours = {line for line in general().splitlines() if line.strip()}
    theirs = Path("涉氨/00-general.ajx.md").read_text(encoding="utf-8")
    assert ours - set(theirs.splitlines()) == {"# 总说"}
    quotations = [line for _, lines in page.sections for line in lines]
    assert [
        x for x in Path("涉氨", RULES).read_text(encoding="utf-8").splitlines() if x[:1] == ">"
    ] == quotations


@pytest.mark.parametrize("name", PAGES)
def test_pages_are_written_as_the_formatter_writes(name, tmp_path):
    page = read(name)
    assert said(page, before(page, len(page.blocks)), tmp_path) == ""
    assert not any(
        x.changed for folder in (tmp_path, tmp_path / "scenarios") for x in format_folder(folder, check=True)
    )


def test_finished_tutorial_leaves_nothing_over(tmp_path):
    page = read("tutorial.md")
    assert said(page, before(page, len(page.blocks)), tmp_path) == ""
    assert [x.code for x in lint(load_regulation(tmp_path).compiled) if x.severity != "info"] == []
    wanted = re.findall(rf"ajx read 涉氨/{RULES}:(\d+)", (FOLDER / "tutorial.md").read_text(encoding="utf-8"))
    for line in wanted:
        told = CliRunner().invoke(make_app(), ["read", f"{tmp_path / RULES}:{line}"])
        assert told.exit_code == 0, told.output
        assert told.output.startswith("义务 2-1")


def test_short_years_owe_their_part_as_the_page_says(tmp_path):
    """2×6÷12＝1；2×(6＋1/30)÷12＝1.006，取2次；每年1次的不折算。"""
    page = read("patterns.md")
    last = len(page.blocks)
    state = before(page, last).without_cases()
    section, table = state.kept["频次表 服务标准"]
    state.kept["频次表 服务标准"] = (section, (*table[:-1], "  按月折算：不满一年", table[-1]))
    case = """\
案例「半年；半年零一天」
  截至：2026年1月31日
  设：投保单位「甲厂」
  设：保险合同「甲厂合同」；属于「甲厂」；于2025年1月1日起保；于2025年6月30日期满；保费为5万元；未解除
  设：投保单位「乙厂」
  设：保险合同「乙厂合同」；属于「乙厂」；于2025年1月1日起保；于2025年7月1日期满；保费为5万元；未解除
  设：服务「培训」；服务对象为「甲厂」、「乙厂」；服务内容为第1行；方式为线下；于2025年3月12日完成
  完整：全部记录至2026年1月31日
  应判：附2-第1行-第一档对「甲厂」第1个保险年度为已履行
  应判：附2-第1行-第一档对「乙厂」第1个保险年度为违反，还欠1次
  应判：附2-第3行-第一档对「甲厂」第1个保险年度为违反，还欠1次"""
    state.kept["案例"] = (section, tuple(case.split("\n")))
    assert said(page, state, tmp_path) == ""
    lines = (tmp_path / RULES).read_text(encoding="utf-8").splitlines()
    for start in ("频次表 服务标准", "| 1 | 教育培训"):
        number = next(n for n, x in enumerate(lines, 1) if x.startswith(start))
        told = CliRunner().invoke(make_app(), ["read", f"{tmp_path / RULES}:{number}"])
        assert told.exit_code == 0, told.output
        words = re.sub(r"\s", "", told.output)
        assert "“现场”之一）；不满一年的按月折算，向上取整第二档：" in words
        assert words.count("不满一年的按月折算") == 1  # one time a year is owed whole
        assert "一日算三十分之一个月" in words


# ------------------------------------------------------------ writing the messages anew


def rewrite() -> None:
    """Write every message of the pages as it comes out now."""
    for name in PAGES:
        page = read(name)
        lines = (FOLDER / name).read_text(encoding="utf-8").split("\n")
        for index in reversed(range(len(page.blocks))):
            if page.is_mistake(index):
                with tempfile.TemporaryDirectory() as folder:
                    found = outcome(page, index, Path(folder)) or "（没有错误）"
                old = page.blocks[index + 1]
                lines[old.line : old.line + len(old.lines)] = found.split("\n")
        (FOLDER / name).write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    rewrite()
    write_fields()
    sys.exit()
