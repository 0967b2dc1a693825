"""Tables with merged cells: 〃 is one cell with the cell above it, 〈 with the one to its left."""

from functools import cache
from pathlib import Path

from ajx_rules import load_regulation
from ajx_rules.cases.run import run_cases
from ajx_rules.compiler.passes import compile_texts
from ajx_rules.diagnostics import Problems
from ajx_rules.regulation import Regulation

FOLDER = Path(__file__).parent / "merged"
SOURCE = (FOLDER / "source.txt").read_text(encoding="utf-8")
RULES = (FOLDER / "1-rules.ajx.md").read_text(encoding="utf-8")


@cache
def regulation() -> Regulation:
    return load_regulation(FOLDER)


def said(rules: str, source: str = SOURCE) -> list[tuple[str, int]]:
    """What the compiler finds: code and line."""
    try:
        found = compile_texts({"1-rules.ajx.md": rules}, {"source.txt": source}, "merged").warnings
    except Problems as problems:
        found = problems.diagnostics
    return [(d.code, d.span.line if d.span else 0) for d in found]


def line_of(words: str) -> int:
    return RULES[: RULES.index(words)].count("\n") + 1


def test_its_cases_each_row_a_demand_of_its_own():
    found = run_cases(regulation(), FOLDER / "scenarios")
    assert found.ok, found.render()


def test_its_cases_one_demand_of_several_rows(tmp_path: Path):
    (tmp_path / "1-rules.ajx.md").write_text(
        RULES.replace("合并格：各行", "合并格：任一行"), encoding="utf-8"
    )
    (tmp_path / "source.txt").write_text(SOURCE, encoding="utf-8")
    found = run_cases(load_regulation(tmp_path), FOLDER / "any")
    assert found.ok, found.render()


def test_every_cell_has_an_id_of_its_own():
    """Each row and each column: what is one cell on paper is one demand a row and a column."""
    cells = {c.alias: (c.text, c.merged_into) for n in regulation().norms if n.row for c in n.row.cells}
    assert len(cells) == 10
    assert cells["表二-第2行-乙级"] == ("每年至少2次", None)
    assert cells["表二-第3行-乙级"] == ("每季度至少1次", None)
    assert cells["表二-第5行-乙级"] == ("无硬性要求", None)


def test_a_content_that_is_one_cell_with_the_item_beside_it_is_called_like_it():
    entry = regulation().vocabularies["service_item"].entries[-1]
    assert (entry.code, entry.text) == ("5", "其他")


def test_a_merged_cell_without_alternatives_must_be_declared():
    """Neither reading is taken silently; the cell that names its alternatives needs no word."""
    assert said(RULES.replace("  合并格：各行\n", "")) == [("E420", line_of("| 2 | 〃"))] * 2
    other = "| 4 | 演练 | 应急演练 | 〃 | 无硬性要求 |"
    rules = RULES.replace("| 4 | 演练 | 应急演练 | 每年至少1次排查或演练服务 | 无硬性要求 |", other).replace(
        "每季度至少1次", "每年至少1次排查或演练服务"
    )
    source = SOURCE.replace("\t每年至少1次排查或演练服务", "\t", 1).replace(
        "每季度至少1次", "每年至少1次排查或演练服务"
    )
    assert said(rules, source) == []
    assert said(rules.replace("  合并格：各行\n", ""), source) == [("E420", line_of("| 2 | 〃"))] * 2


def test_a_merged_cell_without_demand_is_one_in_every_row():
    rules = RULES.replace(
        "| 3 | 排查 | 隐患排查 | 每季度至少1次 | 〈 |", "| 3 | 排查 | 隐患排查 | 无硬性要求 | 〈 |"
    )
    rules = rules.replace("| 5 | 其他 | 〈 | 无硬性要求 | 〈 |", "| 5 | 其他 | 〈 | 无硬性要求 | 〃 |")
    source = SOURCE.replace("每季度至少1次", "无硬性要求")
    assert said(rules.replace("合并格：各行", "合并格：随便"), source) == [("E037", line_of("合并格"))]
    compiled = compile_texts({"1-rules.ajx.md": rules}, {"source.txt": source}, "merged")
    row = next(n.row for n in compiled.ir.norms if n.row and n.row.alias == "表二-第5行")
    assert [(c.text, c.duty, c.merged_into) for c in row.cells] == [("无硬性要求", None, None)] * 2


def test_a_merged_cell_under_an_unreadable_one_is_not_told_again():
    """One finding at the cell that cannot be read; 〃 below it is no first row."""
    rules = RULES.replace("| 每季度至少1次 | 〈 |", "| 每季一次 | 〈 |")
    rules = rules.replace("每年至少1次排查或演练服务", "〃")
    source = SOURCE.replace("每季度至少1次", "每季一次").replace("每年至少1次排查或演练服务", "")
    assert said(rules, source) == [("E404", line_of("| 3 | 排查"))]
    shorter = RULES.replace(
        "| 3 | 排查 | 隐患排查 | 每季度至少1次 | 〈 |", "| 3 | 排查 | 隐患排查 | 每季度至少1次 |"
    )
    shorter = shorter.replace("每年至少1次排查或演练服务", "〃")
    assert [code for code, _ in said(shorter, SOURCE.replace("每年至少1次排查或演练服务", ""))] == ["E410"]


def test_the_marks_lead_to_no_cell_at_the_edges():
    first = RULES.replace("| 1 | 培训 | 消防培训 | 每年至少2次 | 〈 |", "| 1 | 培训 | 消防培训 | 〈 | 〃 |")
    found = said(first, SOURCE.replace("每年至少2次", ""))
    assert sorted(found) == [("E415", line_of("| 1 | 培训")), ("E421", line_of("| 1 | 培训"))]
    table = RULES.replace("| 1 | 1万元以下 | 乙级 | 甲级 |", "| 1 | 1万元以下 | 〈 |  |")
    found = said(table, SOURCE.replace("\t乙级\t甲级\n", "\n"))
    assert sorted(found)[:2] == [("E421", line_of("| 1 | 1万元以下")), ("E422", line_of("| 1 | 1万元以下"))]


def test_an_expectation_of_a_merged_cell_is_sent_to_the_first_row(tmp_path: Path):
    (tmp_path / "1-rules.ajx.md").write_text(
        RULES.replace("合并格：各行", "合并格：任一行"), encoding="utf-8"
    )
    (tmp_path / "source.txt").write_text(SOURCE, encoding="utf-8")
    cases = (FOLDER / "any" / "any.ajx.md").read_text(encoding="utf-8")
    (tmp_path / "scenarios").mkdir()
    wrong = cases.replace("应判：表二-第1行-甲级对「甲厂」", "应判：表二-第2行-甲级对「甲厂」")
    (tmp_path / "scenarios" / "any.ajx.md").write_text(wrong, encoding="utf-8")
    found = run_cases(load_regulation(tmp_path), tmp_path / "scenarios")
    assert "“表二-第2行-甲级”与“表二-第1行-甲级”是同一格，结论只有一个" in found.render()
