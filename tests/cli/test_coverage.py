"""``ajx coverage``: what a rule carries out, what only a quotation repeats, and which case shows what."""

import json
import shutil
from html.parser import HTMLParser

import pytest

from ajx_rules.language.text import width

CASE = """# 案例

```ajx
案例「甲＜约＞：{title}」
  截至：2026年3月31日
  设：投保单位「甲」
  设：保险合同「C1」；属于「甲」；于2026年1月5日订立
{arranged}  完整：全部记录至2026年3月31日
  应判：1-1对「C1」为{status}
```
"""
# 2026-01-05 is a Monday: five working days after it end on Monday the 12th
FULFILLED = CASE.format(
    title="按期", arranged="  设：上门服务安排「A1」；属于「C1」；于2026年1月12日确定\n", status="已履行"
)
BREACHED = CASE.format(title="没有", arranged="", status="违反")


@pytest.fixture
def folder(rules, tmp_path):
    """The small regulation, to be changed."""
    target = tmp_path / "rules"
    shutil.copytree(rules, target)
    return target


@pytest.fixture
def coverage(ajx, folder):
    return lambda *words: ajx("coverage", "--regulation", str(folder), *words)


def edit(folder, old, new, name="1-rules.ajx.md"):
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def add_case(folder, name, text):
    (folder / "scenarios").mkdir(exist_ok=True)
    (folder / "scenarios" / name).write_text(text, encoding="utf-8")


def data(found):
    return json.loads(found.stdout)


def test_every_sentence_has_a_rule_and_no_rule_a_case(coverage):
    found = coverage("--format", "json")
    assert (found.exit_code, found.stderr) == (1, "")
    read = data(found)
    assert (read["schema_version"], read["complete"]) == (1, False)
    assert (read["sentences_total"], read["sentences_accounted"]) == (8, 8)
    assert (read["norms_total"], read["norms_encoded"], read["norms_needing_cases"]) == (5, 5, 4)
    assert (read["cells_total"], read["cells_exercised"]) == (4, 0)
    assert read["computability"] == {"verdict": 3, "judgement": 1, "power": 1}
    assert read["lacking_fulfilled"] == read["lacking_breach"] == ["1-1", "2-1", "2-2", "3-1"]


def test_a_quotation_alone_accounts_for_nothing(coverage, folder):
    edit(folder, "义务 2-2「并及时上传回访情况」", "义务 2-2「上传回访情况」")
    (gap,) = data(coverage("--format", "json"))["unaccounted"]
    assert (gap["article"], gap["line"], gap["missing"]) == ("第二条", 4, ["并及时"])
    rows = coverage().stdout.splitlines()
    assert "没有着落的原文（1处）" in rows
    assert "    缺：「并及时」" in rows


def test_a_note_with_its_reason_accounts_for_words(coverage, folder):
    edit(
        folder,
        "义务 2-2「并及时上传回访情况」",
        "说明 2-3「并及时」\n  性质：衔接用语\n\n义务 2-2「上传回访情况」",
    )
    read = data(coverage("--format", "json"))
    assert read["unaccounted"] == []
    assert (read["norms_total"], read["norms_encoded"]) == (6, 5)
    (note,) = [r for a in read["articles"] for r in a["rules"] if r["kind"] == "说明"]
    assert (note["computability"], note["reason"]) == ("text", "衔接用语")


def test_each_id_of_data_with_how_it_is_carried_out(coverage, folder):
    edit(
        folder,
        "义务 2-2「并及时上传回访情况」",
        "说明 2-3「并及时」\n  性质：衔接用语\n\n义务 2-2「上传回访情况」",
    )
    read = data(coverage("--format", "json"))
    ids = {each["id"]: each for each in read["ids"]}
    assert len(ids) == read["ids_total"]
    assert ids["A1.1"] == {"id": "A1.1", "how": "computed", "reason": "", "rules": ["义务 1-1"]}
    assert ids["A2.3"] == {"id": "A2.3", "how": "text", "reason": "衔接用语", "rules": ["说明 2-3"]}
    assert [each["how"] for each in ids.values()].count("judged") == read["computability"]["judgement"]
    (cells,) = [r for a in read["articles"] for r in a["rules"] if r["kind"] == "判定表"]
    assert {cell["id"] for cell in cells["cells"]} <= set(ids)


def test_a_part_of_a_sentence_quoted_with_its_mark_is_found(coverage, folder):
    text = (folder / "1-rules.ajx.md").read_text(encoding="utf-8")
    (line,) = [line for line in text.splitlines() if line.startswith("> ") and "并及时上传回访情况" in line]
    at = line.index("并及时上传回访情况")
    edit(folder, line, f"{line[:at]}……\n>\n> ……{line[at:]}")
    read = data(coverage("--format", "json"))
    assert (read["sentences_total"], read["sentences_accounted"]) == (8, 8)


def test_a_case_shows_an_outcome_with_its_place(coverage, folder):
    add_case(folder, "01.ajx.md", FULFILLED)
    read = data(coverage("--format", "json"))
    assert "1-1" not in read["lacking_fulfilled"]
    assert "1-1" in read["lacking_breach"]
    (rule,) = [r for a in read["articles"] for r in a["rules"] if r["name"] == "1-1"]
    assert rule["shown"] == [
        {"status": "fulfilled", "case": "甲＜约＞：按期", "file": "01.ajx.md", "line": 10}
    ]
    assert rule["readings"] == ["起算日的算法"]
    add_case(folder, "02.ajx.md", BREACHED)
    read = data(coverage("--format", "json"))
    assert "1-1" not in (*read["lacking_fulfilled"], *read["lacking_breach"])


def test_a_case_that_fails_shows_nothing(coverage, folder):
    add_case(folder, "01.ajx.md", FULFILLED.replace("为已履行", "为违反"))
    read = data(coverage("--format", "json"))
    assert (read["cases_total"], read["cases_failed"]) == (1, 1)
    assert "1-1" in read["lacking_fulfilled"]


def test_what_an_authority_owes_is_shown_by_cases_on_its_own_ledger(coverage, folder):
    edit(folder, "  对象：每份保险合同　权利人", "  对象：每份保险合同　义务人：主管部门　权利人")
    assert "1-1" in data(coverage("--format", "json"))["lacking_breach"]
    kept = BREACHED.replace("  设：", "  编制方：主管部门\n  设：", 1)
    add_case(folder, "01.ajx.md", BREACHED)  # on an insurer's ledger it has no verdict
    assert data(coverage("--format", "json"))["cases_failed"] == 1
    add_case(folder, "01.ajx.md", kept)
    read = data(coverage("--format", "json"))
    assert (read["cases_failed"], "1-1" in read["lacking_breach"]) == (0, False)


def test_nothing_lacking_exits_with_0(coverage, folder):
    text = (folder / "1-rules.ajx.md").read_text(encoding="utf-8")
    begin, end = text.index("### 第二条"), text.index("### 第九条")
    table = text.index("### 分级表")
    text = text[:begin] + text[end:table]
    (folder / "1-rules.ajx.md").write_text(text, encoding="utf-8")
    source = (folder / "source.txt").read_text(encoding="utf-8").splitlines()
    kept = [row for row in source[:-5] if not row.startswith(("第二条", "第三条"))]
    (folder / "source.txt").write_text("\n".join(kept), encoding="utf-8")
    add_case(folder, "01.ajx.md", FULFILLED)
    add_case(folder, "02.ajx.md", BREACHED)
    found = coverage()
    assert (found.exit_code, found.stderr) == (0, "")
    assert found.stdout.startswith("《某市餐饮业安责险服务办法》：原文2句")
    assert "全部有着落；须有" in found.stdout.replace("\n", "")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_text_keeps_to_80_columns(coverage, folder, lang):
    edit(folder, "义务 2-2「并及时上传回访情况」", "义务 2-2「上传回访情况」")
    rows = coverage("--lang", lang).stdout.splitlines()
    assert rows[0].startswith("《某市餐饮业安责险服务办法》")
    assert all(width(row) <= 80 for row in rows)


class Page(HTMLParser):
    """Tells whether every element is closed in order, and gathers the words."""

    def __init__(self):
        super().__init__()
        self.open, self.words, self.links = [], [], []

    def handle_starttag(self, tag, attrs):
        if tag not in ("meta", "br"):
            self.open.append(tag)
        self.links += [value for name, value in attrs if name in ("src", "href")]

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)


def test_the_page_stands_alone_and_escapes(coverage, folder):
    add_case(folder, "01.ajx.md", FULFILLED.replace("＜约＞", "<script>&"))
    edit(folder, "义务 2-2「并及时上传回访情况」", "义务 2-2「上传回访情况」")
    found = coverage("--format", "html")
    assert found.exit_code == 1
    page = Page()
    page.feed(found.stdout)
    assert page.open == []
    assert all(link.startswith("#g") for link in page.links)
    assert "<script" not in found.stdout
    assert "甲<script>&：按期" in "".join(page.words)
    assert "<mark>并及时</mark>" in found.stdout
    assert "url(" not in found.stdout


def test_the_result_of_a_table_exercises_its_cell(coverage, folder):
    case = (
        "# 案例\n\n```ajx\n案例「一格」\n  截至：2026年12月31日\n  设：投保单位「甲」\n"
        "  设：保险合同「C1」；属于「甲」；于2026年1月1日起保；于2026年12月31日期满；保费为1999.99元\n"
        "  完整：保险合同、生产安全事故至2026年12月31日\n"
        "  应得：服务档次对「甲」第1个保险年度为丙级\n```\n"
    )
    add_case(folder, "01.ajx.md", case)
    read = data(coverage("--format", "json"))
    assert (read["cases_failed"], read["cells_exercised"]) == (0, 1)
    lacking = {cell["alias"]: cell["lacking"] for cell in read["cells_lacking"]}
    others = ("表1-第1行-发生", "表1-第2行-未发生", "表1-第2行-发生")
    assert lacking == {cell: ["result"] for cell in others}


def test_rules_with_errors(ajx, tmp_path):
    found = ajx("coverage", "--regulation", str(tmp_path))
    assert (found.exit_code, found.stdout) == (2, "")
    assert found.stderr.startswith("错误")


def test_a_format_that_is_none(coverage):
    found = coverage("--format", "pdf")
    assert found.exit_code == 2
    assert "text、json、html" in found.stderr
