"""``ajx evidence``: what proves what, by hand on the small ledger."""

import json

import pytest

from ajx_rules.language.text import width


@pytest.fixture
def evidence(ajx, ledger, rules):
    return lambda *words: ajx("evidence", ledger, *words, "--regulation", rules)


def proofs(data):
    return {(p["norm"], p["subject"]["id"]): p for party in data["parties"] for p in party["proofs"]}


def test_what_is_absent_comes_first_and_by_party(evidence):
    found = evidence()
    assert (found.exit_code, found.stderr) == (1, "")
    rows = found.stdout.splitlines()
    # S1 of 甲餐馆 was never followed up, and its records are complete
    assert rows[0].startswith("截至2026-03-31（周二）：1项义务，台账证明不了已经履行；")
    assert next(row.split()[1] for row in rows if row.startswith("──")) == "甲餐馆（P1）"
    assert "  没有  2-1 回访  应有凭证：回访" in rows


def test_states(evidence):
    data = json.loads(evidence("--format", "json").stdout)
    assert (data["schema_version"], data["as_of"]) == (1, "2026-03-31")
    found = proofs(data)
    late = found["A1.1", "C1"]  # fixed, a day late: the record is there
    assert (late["state"], late["status"], late["evidence"]) == ("held", "late", ["上门服务安排"])
    assert late["done"] == "2026-01-13"
    assert found["A1.1", "C2"]["state"] == "not_due"
    unknown = found["A1.1", "C3"]  # nothing is declared complete for 丙餐馆
    assert unknown["state"] == "open"
    assert [(m["kind"], m["path"]) for m in unknown["missing"]] == [
        ("complete", "$.policyholders[2].contracts[0]"),
        ("fact", "$.policyholders[2].contracts[0].terminated_on"),
    ]
    absent = [p for p in found.values() if p["state"] == "absent"]
    assert [(p["norm"], p["status"]) for p in absent] == [("A2.1", "breach")]
    assert absent[0]["records"] == ["$.services[0]"]
    assert sum(data["counts"].values()) == len(found)


def test_the_declarations_needed(evidence):
    data = json.loads(evidence("--format", "json").stdout)
    needed = {d["record_class"]: (d["scopes"], d["waiting"]) for d in data["declarations"]}
    assert needed["VisitArrangement"] == (["保险合同「HS-3」"], 1)
    rows = evidence().stdout.splitlines()
    assert any(row.startswith("  上门服务安排是否齐备（VisitArrangement）  1项在等：") for row in rows)


def test_a_question_that_nobody_answered(evidence):
    assert "  说不准  判断“没有影响经营”" in evidence().stdout


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_80_columns(evidence, lang):
    rows = evidence("--lang", lang).stdout.splitlines()
    assert all(width(row) <= 80 for row in rows)
    assert rows[0].startswith("截至" if lang == "zh" else "As of")


def test_wrong_input(ajx, rules):
    for words in (["没有.json"], [], ["-", "--format", "html"]):
        found = ajx("evidence", *words, "--regulation", rules)
        assert (found.exit_code, found.stdout) == (2, "")
        assert "程序内部" not in found.stderr
