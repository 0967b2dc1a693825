"""What a check tells before it judges: all errors in one run, years without data, and that nothing can be changed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from ajx_rules import Problems, load_regulation, read_ledger
from ajx_rules.engines.verdict import Status
from ajx_rules.regulation import DEFAULT


def codes(problems: Problems) -> set[str]:
    return {d.code for d in problems.diagnostics}


def test_errors_of_the_ledger_and_of_the_regulations_words_come_in_one_run():
    ledger = {
        "known_on": "2025-12-31",
        "policyholders": [{"id": "P", "name": "甲矿", "contracts": [{"premum": "1"}]}],
        "services": [{"recipients": [{"policyholder": "P"}], "items": [{"item": "培训汇"}]}],
    }
    with pytest.raises(Problems) as raised:
        load_regulation().check(ledger)
    assert codes(raised.value) >= {"L010", "L090"}


def test_a_due_date_in_a_past_year_without_data_is_an_error_that_names_the_year():
    contract = {
        "id": "C",
        "concluded_on": "2012-02-20",
        "inception_on": "2012-03-01",
        "expiry_on": "2013-02-28",
    }
    ledger = {"known_on": "2025-12-31", "policyholders": [{"name": "甲矿", "contracts": [contract]}]}
    with pytest.raises(Problems) as raised:
        load_regulation().check(ledger)
    (found,) = raised.value.diagnostics
    assert found.code == "R010"
    assert "2012" in found.message("zh")
    assert "2012" in found.message("en")
    assert "regulations/calendars" in found.help("zh")


def test_a_judgement_about_a_record_that_its_question_is_not_about_is_told():
    ledger = {
        "known_on": "2025-12-31",
        "policyholders": [{"id": "P", "name": "甲矿"}],
        "judgements": [
            {"id": "J", "question": "跟踪持续", "about": "P", "answer": "是", "made_on": "2025-12-09"}
            | {"by_name": "何敏", "criteria": "每周一次"}
        ],
    }
    caveats = [zh for zh, _ in load_regulation().check(ledger).caveats]
    assert any("跟踪持续" in c and "事故隐患" in c and "投保单位" in c for c in caveats)


@pytest.mark.parametrize("day", ["2026-11-23", dt.datetime(2026, 11, 23, 9, 30)])  # noqa: DTZ001
def test_a_day_that_is_none_is_refused_plainly(day: object):
    with pytest.raises(TypeError, match="as_of must be a day"):
        load_regulation().check({"known_on": "2026-11-23"}, as_of=day)  # type: ignore[arg-type]


def test_vocabularies_cannot_be_changed():
    words = load_regulation().vocabularies
    with pytest.raises(TypeError):
        words["zz"] = next(iter(words.values()))  # type: ignore[index]
    entry = words["service_item"].entries[0]
    with pytest.raises(TypeError):
        entry.attributes["x"] = "1"  # type: ignore[index]


def test_a_folder_of_the_same_name_does_not_stand_for_the_shipped_regulation(tmp_path, monkeypatch):
    (tmp_path / DEFAULT).mkdir()
    monkeypatch.chdir(tmp_path)
    assert load_regulation().norms


def test_co_insurance_is_said_to_be_not_told_apart():
    contract = {"id": "C", "inception_on": "2026-01-01", "expiry_on": "2026-12-31", "premium": "20000"}
    ledger = {
        "known_on": "2026-11-23",
        "insurers": [{"id": "I", "name": "甲财险"}, {"id": "J", "name": "乙财险"}],
        "policyholders": [{"id": "P", "name": "甲矿", "contracts": [{**contract, "insurer": "I"}]}],
    }

    def said() -> list[str]:
        return [zh for zh, _ in load_regulation().check(ledger).caveats if "共保" in zh]

    assert said() == []
    shares = [{"insurer": "I", "lead": False}, {"insurer": "J", "lead": True}]
    ledger["policyholders"][0]["contracts"][0]["coinsurers"] = shares
    assert len(said()) == 1


@pytest.mark.parametrize(("lead", "said"), [("I", 0), ("J", 1)])
def test_a_contract_that_another_insurer_leads_is_named(lead: str, said: int):
    shares = [{"insurer": one, "lead": one == lead} for one in ("I", "J")]
    ledger = {
        "known_on": "2026-11-23",
        "insurers": [{"id": "I", "name": "甲财险"}, {"id": "J", "name": "乙财险"}],
        "policyholders": [{"name": "甲矿", "contracts": [{"id": "C", "insurer": "I", "coinsurers": shares}]}],
    }
    caveats = [zh for zh, _ in load_regulation().check(ledger).caveats if "首席" in zh]
    assert len(caveats) == said
    assert all("（C）" in zh for zh in caveats)


@pytest.mark.parametrize(("line", "said"), [("安责险", 0), ("机动车保险", 1), (None, 0)])
def test_what_lies_outside_the_scope_by_its_records_is_named(line: str | None, said: int):
    contract = {"id": "C", "line": line, "inception_on": "2026-01-01", "expiry_on": "2026-12-31"}
    ledger = {
        "known_on": "2026-11-23",
        "insurers": [{"name": "甲财险"}],
        "policyholders": [{"name": "甲矿", "contracts": [contract]}],
    }
    caveats = [zh for zh, _ in load_regulation().check(ledger).caveats if "适用范围以外" in zh]
    assert len(caveats) == said
    assert all("「C」" in zh for zh in caveats)


@pytest.mark.parametrize(("listed", "said"), [(("communications",), 0), ((), 1)])
def test_the_list_that_an_excuse_waits_for_is_named_whatever_it_is(listed: tuple[str, ...], said: int):
    """投诉人失联的，免除反馈: whether it applies, the talks on record would say."""
    regulation = load_regulation(Path(__file__).parent / "constructs")
    records = ["Complaint", "Policyholder", *(["Communication"] if listed else [])]
    complaint = {"id": "T", "policyholder": "P", "received_at": "2025-05-01", "accepted_at": "2025-05-02"}
    ledger = {
        "known_on": "2025-06-30",
        "policyholders": [{"id": "P", "name": "甲库"}],
        "complaints": [complaint],
        "complete": [{"records": records, "through": "2025-06-30"}],
    }
    report = regulation.check(ledger, norm="8-2")
    assert [v.status for v in report.verdicts] == [Status.UNKNOWN if said else Status.BREACH]
    waiting = [each for each in report.caveats if "免责" in each[0]]
    assert len(waiting) == said
    assert all("“沟通记录”" in zh and "communication" in en.lower() for zh, en in waiting)


@pytest.mark.parametrize(("refusals", "said"), [(True, 0), (False, 1)])
def test_refusals_that_are_not_declared_complete_are_named(refusals: bool, said: int):
    records = ["Contract", "Service", "Accident", *(["Refusal"] if refusals else [])]
    contract = {
        "id": "C",
        "concluded_on": "2024-12-20",
        "inception_on": "2025-01-01",
        "expiry_on": "2025-12-31",
    }
    ledger = {
        "known_on": "2026-01-31",
        "policyholders": [{"id": "P", "name": "甲矿", "contracts": [contract | {"premium": "60000"}]}],
        "complete": [{"records": records, "through": "2026-01-31"}],
    }
    caveats = [zh for zh, _ in load_regulation().check(ledger, norm="附2").caveats if "免责" in zh]
    assert len(caveats) == said
    assert all("“拒绝服务”" in zh and "服务方案" not in zh for zh in caveats)


def test_a_contract_outside_the_scope_has_no_tier():
    contract = {
        "concluded_on": "2025-01-02",
        "inception_on": "2025-01-02",
        "expiry_on": "2026-01-01",
        "premium": "60000",
    }
    book = {
        "known_on": "2025-12-31",
        "policyholders": [
            {
                "name": "甲矿",
                "contracts": [
                    contract | {"id": "C1", "line": "安责险"},
                    contract | {"id": "C2", "line": "雇主责任险"},
                    contract | {"id": "C3"},
                ],
            }
        ],
    }
    found = load_regulation().check(read_ledger(book))
    assert {r.subject.id for r in found.results} == {
        "C1#1",
        "C3#1",
    }  # a line that is not said may be this one
