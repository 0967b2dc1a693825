"""A second made-up regulation: scopes, conventions by scope, frequencies, tables with words of their own, periods."""

import json
import re
from functools import cache
from pathlib import Path

import pytest

from ajx_rules.cases import run_cases
from ajx_rules.compiler import ir
from ajx_rules.compiler.passes import compile_texts
from ajx_rules.compiler.sources import read_texts
from ajx_rules.diagnostics import Problems
from ajx_rules.engines.verdict import Status
from ajx_rules.regulation import Regulation, load_regulation
from ajx_rules.reports.layout import plain
from ajx_rules.reports.restate import restate
from ajx_rules.reports.text import render_report

FOLDER = Path(__file__).parent / "port"
README = FOLDER.parent / "constructs" / "README.md"


@cache
def port() -> Regulation:
    return load_regulation(FOLDER)


def ledger(**more: object) -> dict[str, object]:
    holder = {"id": "甲港", "name": "甲港", "sector": "危险货物储存", "extra": {"沿海": True}}
    return {
        "known_on": "2026-01-31",
        "complete": [{"records": ["*"], "through": "2026-01-31"}],
        "insurers": [{"id": "海安财险", "name": "海安财险"}],
        "policyholders": [holder],
        **more,
    }


def compiled(change: tuple[str, str]) -> list[str]:
    """The codes of what is wrong after a change of the rules."""
    texts, _ = read_texts(FOLDER)
    before, after = change
    changed = {name: text.replace(before, after) for name, text in texts.items()}
    assert changed != texts
    official = (FOLDER / "source.txt").read_text(encoding="utf-8")
    with pytest.raises(Problems) as found:
        compile_texts(changed, {"source.txt": official}, "port")
    return [d.code for d in found.value.diagnostics]


def test_every_case_holds():
    report = run_cases(port(), FOLDER / "scenarios")
    assert report.ok, report.render()


def test_the_representation_goes_through_json_and_back():
    assert ir.from_data(json.loads(json.dumps(ir.to_data(port().ir), ensure_ascii=False))) == port().ir


# ------------------------------------------------------------ whose records the ledger holds


@pytest.mark.parametrize(
    ("keeper", "left_out"),
    [
        (None, {"11-1"}),
        ("保险机构", {"11-1", "11-2"}),
        ("第三方服务机构", {n.alias for n in port().norms} - {"11-2"}),
        ("主管部门", set()),
    ],
)
def test_a_norm_is_judged_where_the_ledger_holds_the_records_of_its_bearer(keeper, left_out):
    report = port().check(ledger(keeper=keeper) if keeper else ledger())
    assert {n.alias for n in report.not_evaluated} == left_out
    assert not {v.alias for v in report.verdicts} & left_out


def test_what_is_not_evaluated_is_said_once_with_the_reason():
    report = port().check(ledger(keeper="第三方服务机构"))
    text = render_report(report, port().ir)
    said = f"{len(report.not_evaluated)}条规范没有检查：义务人是保险机构、港口行政管理部门，"
    assert text.replace("\n", "").replace(" ", "").count(said) == 1
    assert text.count("没有检查") == 1
    (listed,) = [n for n in report.to_json()["not_evaluated"] if n["alias"] == "11-1"]
    assert "港口行政管理部门" in listed["reason"]
    assert "does not hold" in listed["reason_en"]


def test_to_explain_it_says_why():
    with pytest.raises(Problems) as found:
        port().explain(ledger(keeper="保险机构"), "11-1", "海安财险")
    assert [d.code for d in found.value.diagnostics] == ["R013"]
    assert "港口行政管理部门" in found.value.diagnostics[0].message()


# ------------------------------------------------------------ scopes


def test_outside_the_scope_the_verdict_names_it():
    holder = {"id": "乙港", "name": "乙港", "sector": "危险货物储存", "extra": {"沿海": False}}
    complaint = {"id": "乙诉", "policyholder": "乙港", "received_at": "2025-03-03"}
    report = port().check(ledger(policyholders=[holder], complaints=[complaint]), norm="6-2")
    assert [(v.status, v.reason) for v in report.verdicts] == [(Status.NOT_APPLICABLE, "在适用范围 1-1以外")]


def test_a_norm_whose_subject_leads_to_no_such_record_is_under_no_scope():
    free = {n.alias for n in port().norms if not n.scopes}
    assert free == {"3-4", "11-1", "11-2"}


def test_what_is_understood_of_a_scope_and_of_a_frequency():
    lines = next(f for f in port().compiled.files).lines
    at = {
        kind: next(i for i, t in enumerate(lines, 1) if t.startswith(kind))
        for kind in ("适用范围 1-1", "义务 3-1", "义务 5-2")
    }
    said = {k: plain(restate(port().compiled, "1-rules.ajx.md", n)) for k, n in at.items()}
    assert "4-1" in said["适用范围 1-1"]
    assert "不管哪些规范" in said["适用范围 1-1"]
    assert "至少有2项" in said["义务 3-1"]
    assert "遇休息日不顺延" in said["义务 5-2"].replace("\n", "").replace(" ", "")


# ------------------------------------------------------------ tables with words of their own


def test_a_table_brings_its_own_words():
    assert port().lookup("风险级别", row="30000", column="no").results == ("橙级",)
    assert port().lookup("培训级别", row="30000").results == ("甲等", "乙等")
    contract = {"id": "甲合同", "inception_on": "2025-01-01", "expiry_on": "2025-12-31", "premium": "30000"}
    holder = {**ledger()["policyholders"][0], "contracts": [contract]}  # type: ignore[index]
    report = port().check(ledger(policyholders=[holder]))
    assert {(r.table, r.results) for r in report.results} == {
        ("风险级别", ("黄级",)),
        ("培训级别", ("乙等",)),
    }


def test_the_columns_of_a_frequency_table_are_the_words_of_its_decision_table():
    assert "E413" in compiled(("由高到低：红级、橙级、黄级", "由高到低：红级、橙级、黄级、蓝级"))
    assert "E411" in compiled(("由高到低：红级、橙级、黄级", "由高到低：红级、橙级"))


# ------------------------------------------------------------ a value of several records


@pytest.mark.parametrize(
    "change",
    [
        ("服务履行中有（方式为现场）者", "约定服务中（年约定次数不少于2次）的年约定次数不少于2次"),
        ("条件：风险级别为红级", "条件：约定服务的服务内容为罐区检查"),
        ("条件：已复产", "条件：投保单位的生产场所的设置隔离为是"),
    ],
)
def test_one_value_of_several_records_is_an_error_and_no_traceback(change):
    assert "E276" in compiled(change)


# ------------------------------------------------------------ rolling periods


def test_a_rolling_period_is_left_to_a_person_with_that_reason():
    services = [
        {
            "id": f"服务{n}",
            "mode": "现场",
            "completed_on": f"2025-0{n}-05",
            "items": [{"item": "罐区检查"}],
            "recipients": [{"policyholder": "甲港"}],
        }
        for n in (1, 2, 3)
    ]
    (verdict,) = port().check(ledger(services=services), norm="10-3").verdicts
    assert verdict.status is Status.JUDGEMENT
    assert [m.label for m in verdict.missing] == ["“任一年”是任意连续的一段时间：不计算，由人判断"]
    assert verdict.reason == verdict.missing[0].label


# ------------------------------------------------------------ the table of constructs


def test_every_case_of_the_table_of_constructs_stands_where_it_says():
    rows = re.findall(r"\| `([^`]+):(\d+)` (.+?) \|", README.read_text(encoding="utf-8"))
    assert len(rows) > 25
    for file, line, name in rows:
        lines = (README.parent / file).read_text(encoding="utf-8").split("\n")
        assert lines[int(line) - 1] == f"案例「{name}」", (file, line, name)
