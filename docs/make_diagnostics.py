"""Write ``docs/diagnostics/``: one page a code of the catalogue, and an index: ``python docs/make_diagnostics.py``.

What a code says comes from the catalogue; the example beside it from ``diagnostics/examples.toml``, written by
hand. The message shown under an example is what the program says of it.
"""

# ruff: noqa: INP001 - a script beside the pages it writes
from __future__ import annotations

import re
import tempfile
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import attrs

from ajx_rules.authoring.lint import lint
from ajx_rules.calendar import load_calendar
from ajx_rules.calendar.answers import Counting, answer
from ajx_rules.calendar.questions import Question, read_question, read_questions
from ajx_rules.calendar.view import read_period
from ajx_rules.cases.run import run_cases
from ajx_rules.commands.workday import run as run_workday
from ajx_rules.compiler.passes import compile_folder, compile_texts
from ajx_rules.diagnostics import Diagnostic, Problems
from ajx_rules.diagnostics.catalogue import all_entries
from ajx_rules.diagnostics.entry import Entry
from ajx_rules.language.markdown import split_markdown
from ajx_rules.ledger.codes import check_codes
from ajx_rules.ledger.index import LedgerIndex
from ajx_rules.ledger.jsontext import decode
from ajx_rules.ledger.judgements import check_judgements
from ajx_rules.ledger.parameters import check_parameters
from ajx_rules.ledger.read import ledger_from_json, read_ledger
from ajx_rules.ledger.validate import validate
from ajx_rules.regulation import Regulation, load_regulation
from ajx_rules.reports.diagnostics import render_lines, summary
from ajx_rules.reports.layout import plain

FOLDER = Path(__file__).with_name("diagnostics")
EXAMPLES = FOLDER / "examples.toml"
BASE, RULES, LEDGER = "1-base.ajx.md", "2-rules.ajx.md", "台账.json"
ARTICLE = re.compile("(?<=^第二条　).*$", re.MULTILINE)
QUOTED = "### 第二条\n> {article}\n\n```ajx\n{text}```\n"
WRITTEN = "<!-- Written by docs/make_diagnostics.py from the catalogue and examples.toml. -->"
SEVERITIES = {"error": "错误 error", "warning": "提醒 warning", "info": "说明 note"}
GROUPS = (
    ("E0", "规则文件和声明", "files and declarations"),
    ("E1", "读不下去的句子", "sentences that cannot be read"),
    ("E2", "说不通的句子", "sentences that mean nothing"),
    ("E3", "官方原文", "the official text"),
    ("E4", "表格", "legal tables"),
    ("E5", "案例", "cases"),
    ("E6", "其他", "others"),
    ("E7", "提醒（ajx lint）", "hints (ajx lint)"),
    ("L0", "台账", "ledgers"),
    ("R0", "使用一部规范时", "asking a regulation"),
    ("C0", "数日子（ajx workday、ajx calendar）", "counting days"),
)


@attrs.frozen
class Example:
    """One entry of ``examples.toml``."""

    code: str
    wrong: str = ""
    mend: tuple[tuple[str, str], ...] = ()
    where: str = ""
    source: str | None = None
    repeat: tuple[str, str, int] | None = None
    made: str = ""
    zh: str = ""
    en: str = ""
    never: str = ""
    never_en: str = ""

    @property
    def mended(self) -> str:
        """The text once it is mended."""
        text = self.wrong
        for old, new in self.mend:
            if old not in text:
                raise ValueError(f"{self.code}: nothing to mend: {old}")
            text = text.replace(old, new, 1)
        return text

    @property
    def is_ledger(self) -> bool:
        """Whether the text is a ledger."""
        return self.code.startswith("L")

    def found(self, *, mended: bool = False) -> tuple[Diagnostic, ...]:
        """What the program says of the text, or of the mended one."""
        return said_of(self, mended=mended)


@cache
def said_of(example: Example, *, mended: bool) -> tuple[Diagnostic, ...]:
    """What the program says of an example, or of the mended one."""
    if example.made:
        return () if mended else MADE[example.made]()
    text = example.mended if mended else example.wrong
    if example.repeat is not None:
        mark, word, times = example.repeat
        text = text.replace(mark, word * times)
    if example.code.startswith("C"):
        return of_questions(text)
    return of_ledger(text) if example.is_ledger else of_rules(text, example.where, example.source)


@cache
def examples() -> Mapping[str, Example]:
    """Every example by code."""
    with EXAMPLES.open("rb") as file:
        data: dict[str, dict[str, Any]] = tomllib.load(file)
    return {code: _example(code, entry) for code, entry in data.items() if code != "base"}


def _example(code: str, entry: Mapping[str, Any]) -> Example:
    repeat = entry.get("repeat")
    return Example(
        code,
        entry.get("wrong", "").lstrip("\n"),
        tuple((old, new) for old, new in entry.get("mend", ())),
        entry.get("in", ""),
        entry.get("source"),
        (repeat[0], repeat[1], repeat[2]) if repeat else None,
        entry.get("made", ""),
        entry.get("zh", ""),
        entry.get("en", ""),
        entry.get("never", ""),
        entry.get("never_en", ""),
    )


@cache
def base() -> tuple[str, str]:
    """The rule file that stands beside every example, and its official text."""
    with EXAMPLES.open("rb") as file:
        data = tomllib.load(file)["base"]
    return data["rules"].lstrip("\n"), data["source"].lstrip("\n")


# ------------------------------------------------------------ what the program says


def of_rules(text: str, where: str = "", source: str | None = None) -> tuple[Diagnostic, ...]:
    """What is said of a rule file, a case or what lint finds."""
    rules, official = base()
    whole = "```" in text or text.startswith("#") or where == "case"
    page = text if whole else QUOTED.format(article=_article(official), text=text)
    texts = (
        {BASE: text} if where == "base" else {BASE: rules} if where == "case" else {BASE: rules, RULES: page}
    )
    official += source if source is not None else "".join(_tables_of(page))
    try:
        compiled = compile_texts(texts, {"source.txt": official}, "example")
    except Problems as problems:
        return problems.diagnostics
    if where == "lint":
        return (
            *compiled.warnings,
            *(d for d in lint(compiled) if d.span is not None and d.span.file == RULES),
        )
    if where == "case":
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / RULES).write_text(f"```ajx\n{text}```\n", encoding="utf-8")
            try:
                report = run_cases(Regulation.of(compiled), Path(folder))
            except Problems as problems:
                return problems.diagnostics
            if not report.ok:
                raise ValueError(report.render())
    return compiled.warnings


def _article(official: str) -> str:
    """The words of the article that the examples carry out."""
    found = ARTICLE.search(official)
    assert found
    return found.group()


def _tables_of(page: str) -> Iterator[str]:
    """The official text of the tables of a page: what they say, cell by cell."""
    for section in split_markdown(RULES, page)[0]:
        for table in section.tables:
            cells = (cell.printed for row in (table.header, *table.rows) for cell in row)
            yield f"{table.title}\n" + "\n".join(cells) + "\n"


def of_ledger(text: str) -> tuple[Diagnostic, ...]:
    """What is said of a ledger, its codes against the shipped guideline included."""
    try:
        ledger = ledger_from_json(text, file=LEDGER)
    except Problems as problems:
        return problems.diagnostics
    regulation = load_regulation()
    coded, found = check_codes(ledger, regulation.vocabularies)
    index = LedgerIndex(coded)
    own = check_parameters(index, regulation.ir.parameters)
    judged = check_judgements(index, regulation.ir.questions)
    return (*validate(ledger), *found, *own, *judged)


def of_questions(text: str) -> tuple[Diagnostic, ...]:
    """What is said of a file of questions about statutory time."""
    questions, wrong = read_questions(text, "日期.txt")
    return (*wrong, *(d for each in questions for d in _raised(lambda each=each: _answered(each))))


def _answered(question: Question, *, count_start: bool = False) -> object:
    return answer(question, Counting(load_calendar(), count_start=count_start))


def _raised(ask: Callable[[], object]) -> tuple[Diagnostic, ...]:
    try:
        ask()
    except Problems as problems:
        return problems.diagnostics
    return ()


# ------------------------------------------------------------ what no text can show


def _folder(change: Callable[[Path], None]) -> Callable[[], tuple[Diagnostic, ...]]:
    """What is said of the folder of the base with a change."""

    def said() -> tuple[Diagnostic, ...]:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name) / "rules"
            folder.mkdir()
            rules, official = base()
            (folder / BASE).write_text(rules, encoding="utf-8")
            (folder / "source.txt").write_text(official, encoding="utf-8")
            change(folder)
            try:
                return compile_folder(folder).warnings
            except Problems as problems:
                return problems.diagnostics

    return said


def _too_large(folder: Path) -> None:
    with (folder / RULES).open("wb") as file:
        file.truncate(4_000_001)


def _definitions(folder: Path) -> None:
    chain = [f"定义 {_letters(i)}\n  属于：投保单位年度\n  指：{_letters(i + 1)}\n" for i in range(40)]
    chain.append(f"定义 {_letters(40)}\n  属于：投保单位年度\n  指：年度保费\n")
    (folder / RULES).write_text("```ajx\n" + "\n".join(chain) + "```\n", encoding="utf-8")


def _exceptions(folder: Path) -> None:
    targets = ["1-1", *(_letters(i) for i in range(24))]
    chain = [
        f"例外 {_letters(i)}\n  针对：{target}\n  条件：拒绝的后果采甲说\n  效果：不适用\n"
        for i, target in enumerate(targets)
    ]
    (folder / RULES).write_text("```ajx\n" + "\n".join(chain) + "```\n", encoding="utf-8")


def _letters(number: int) -> str:
    """A name that no other is part of."""
    stems, branches = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
    return stems[number // len(branches)] + branches[number % len(branches)] + "项"


def _ledger(read: Callable[[], object]) -> Callable[[], tuple[Diagnostic, ...]]:
    def said() -> tuple[Diagnostic, ...]:
        try:
            read()
        except Problems as problems:
            return problems.diagnostics
        return ()

    return said


def _replacing(day: str) -> Callable[[], tuple[Diagnostic, ...]]:
    """What is said of the base as a later version of a folder that is not there."""

    def said() -> tuple[Diagnostic, ...]:
        with tempfile.TemporaryDirectory() as name:
            rules, official = base()
            changed = re.sub("公布之日：[^\\s　]+", f"公布之日：{day}　取代：v2023", rules)
            folder = Path(name) / "v2026"
            folder.mkdir()
            _write(folder / BASE, changed.encode())
            _write(folder / "source.txt", official.encode())
            return _ledger(lambda: load_regulation(folder))()

    return said


def _no_such_file() -> object:
    how = Counting(load_calendar())
    return run_workday("zh", ["日期.txt"], "个工作日", how, today=date(2025, 1, 1))


MADE: Mapping[str, Callable[[], tuple[Diagnostic, ...]]] = {
    "first_of_days": lambda: _raised(lambda: _answered(read_question("2025-01-15 +15日"), count_start=True)),
    "no_questions": lambda: of_questions("# 一行也没有\n"),
    "no_year": lambda: _raised(lambda: read_period("2026-13")),
    "no_such_file": lambda: _raised(_no_such_file),
    "too_large": _folder(_too_large),
    "no_rule_files": _folder(lambda folder: (folder / BASE).unlink()),
    "not_utf8": _folder(lambda folder: _write(folder / RULES, "# 第二条".encode("gbk"))),
    "an_ending": _folder(lambda folder: _write(folder / f"{RULES}.txt", b"#")),
    "a_folder": _folder(lambda folder: (folder / RULES).mkdir()),
    "no_earlier_version": _replacing("2026年3月2日"),
    "no_day_of_publication": _replacing("未知"),
    "definitions_in_a_chain": _folder(_definitions),
    "exceptions_in_a_chain": _folder(_exceptions),
    "no_ledger": _ledger(lambda: read_ledger("没有这个文件.json")),
    "empty_ledger": _ledger(lambda: ledger_from_json("", file=LEDGER)),
    "gbk_ledger": _ledger(lambda: decode('{"known_on": "2025-12-31", "id": "台账"}'.encode("gbk"), LEDGER)),
    "binary_ledger": _ledger(lambda: decode(b"\x89PNG\r\n\x1a\n\xff\xff", LEDGER)),
    "python_float": _ledger(
        lambda: read_ledger(
            {
                "known_on": "2025-12-31",
                "policyholders": [{"name": "甲矿", "contracts": [{"premium": 20000.1}]}],
            }
        )
    ),
}


def _write(path: Path, data: bytes) -> None:
    path.write_bytes(data)


# ------------------------------------------------------------ pages


def pages() -> dict[str, str]:
    """Every page by the name of its file."""
    out = {f"{code}.md": page(code, entry) for code, entry in all_entries().items()}
    return {"index.md": index(), **out}


def page(code: str, entry: Entry) -> str:
    """The page of one code."""
    lines = [f"# {code} {_spoken(entry.zh)}", "", WRITTEN, "", f"{SEVERITIES[entry.severity]}"]
    for head, words in (
        ("说什么", entry.zh),
        ("怎么改", entry.help_zh),
        ("What it says", entry.en),
        ("What to do", entry.help_en),
    ):
        if words:
            lines += ["", f"**{head}**", "", *(f"> {_spoken(row)}" for row in words.split("\n"))]
    lines += ["", *example_lines(code)]
    return "\n".join(lines).rstrip() + "\n"


def _spoken(template: str) -> str:
    """A template with …… where an argument stands, safe in Markdown."""
    return re.sub(r"([<>*_`|\\])", r"\\\1", re.sub(r"\{[a-z_]+\}", "……", template))


def example_lines(code: str) -> Iterator[str]:
    """The example of a code: what is wrong, what is said, how it is mended."""
    found = examples().get(code)
    if found is None:
        yield from (
            "没有例子：它说的是命令或 Python 接口的用法。",
            "",
            "No example: it is about how a regulation is asked.",
        )
        return
    if found.never:
        yield from ("## 什么时候出现", "", found.never, "", found.never_en)
        return
    yield from ("## 例 Example", "")
    if found.made:
        yield from (found.zh, "", found.en, "")
    else:
        yield from fenced(found, found.wrong)
    message = next(d for d in found.found() if d.code == code)
    yield from ("程序说 The program says:", "", "````text")
    shown = plain(render_lines([message], "zh")).rstrip("\n").split("\n")
    yield from shown[: -1 if shown[-1] == summary([message]) else None]
    yield from ("````", "")
    if found.mend:
        yield from ("改成 Mended:", "")
        yield from fenced(found, found.mended)


def fenced(found: Example, text: str) -> Iterator[str]:
    """A text in a fence."""
    style = "json" if found.is_ledger else "markdown" if "```" in text or text.startswith("#") else "ajx"
    style = "text" if found.code.startswith("C") else style
    yield from (f"````{style}", *text.rstrip("\n").split("\n"), "````", "")


def index() -> str:
    """The list of all codes."""
    rules, official = base()
    lines = [
        "# 错误和提醒 Errors and hints",
        "",
        WRITTEN,
        "",
        "每个代号一页：说什么、怎么改、一个最小的错例和改好的样子。代号一经发布不再改变。",
        "",
        "One page a code: what it says, what to do, the smallest mistake and how it is mended.",
        "",
        "`E`：规则文件 rule files；`L`：台账 ledgers；`R`：使用一部规范时 asking a regulation；`C`：数日子 counting days。",
    ]
    for prefix, zh, en in GROUPS:
        codes = [(code, entry) for code, entry in all_entries().items() if code.startswith(prefix)]
        if codes:
            lines += ["", f"## {zh} {en}", "", "| 代号 | | 说什么 | says |", "|---|---|---|---|"]
            lines += [_row(code, entry) for code, entry in codes]
    lines += [
        "",
        "## 例子旁边的规则 The rules beside the examples",
        "",
        "规则文件的例子都在下面这个小办法里，除另有写明的以外，写在第二条的引文之下。",
        "",
        "Examples of rule files stand in this small regulation, under the quotation of its Article 2.",
        "",
        f"> {_article(official)}",
        "",
        "````markdown",
        *rules.rstrip("\n").split("\n"),
        "````",
    ]
    return "\n".join(lines) + "\n"


def _row(code: str, entry: Entry) -> str:
    severity = SEVERITIES[entry.severity].partition(" ")[0]
    return f"| [{code}]({code}.md) | {severity} | {_spoken(entry.zh)} | {_spoken(entry.en)} |"


def write(folder: Path, wanted: Mapping[str, str]) -> Iterable[str]:
    """Write the pages, remove those of codes that are gone; the names of what changed."""
    for path in folder.glob("*.md"):
        if path.name not in wanted:
            path.unlink()
            yield path.name
    for name, text in wanted.items():
        path = folder / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8", newline="\n")
            yield name


if __name__ == "__main__":
    print("\n".join(write(FOLDER, pages())))  # noqa: T201 - a script tells what it did
