"""Windows of a year, undated acts, the eve of a day, completeness since a day: each worked out by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from ajx_rules import Regulation, Verdict, load_regulation

TEXT = (
    "每季度至少1次，机构每年至少自评1次，每年至少约定1项，每年至少沟通1次，每年不得线上服务，"
    "接到之日起1个月内不得泄密，解决前应反馈，安排前应受理，60日内应反馈。"
)
RULES = """事实 泄密「泄密」
  属于：投诉　类型：是否

义务 1-1「每季度至少1次」
  对象：每家投保单位的每个保险年度
  应当：服务履行中有（方式为线上）者　频次：每季度至少1次

义务 1-2「机构每年至少自评1次」
  对象：每家保险机构的每个自然年度
  应当：有自评　频次：每年至少1次

义务 1-3「每年至少约定1项」
  对象：每家投保单位的每个保险年度
  应当：保险年度的保险合同的约定服务中有（年约定次数不少于1次）者　频次：每年至少1次

义务 1-4「每年至少沟通1次」
  对象：每家投保单位的每个保险年度
  应当：保险年度的保险合同的沟通记录中有（有沟通事由）者

禁止 1-5「每年不得线上服务」
  对象：每家投保单位的每个保险年度
  不得：服务履行中有（方式为线上）者

禁止 1-6「接到之日起1个月内不得泄密」
  对象：每件投诉
  不得：泄密为是　期限：自接到之日起1个月内

义务 1-7「解决前应反馈」
  对象：每件投诉
  应当：已反馈解决方案　期限：解决之日前

义务 1-8「安排前应受理」
  对象：每件投诉
  应当：已受理　期限：安排专员之日前

义务 1-9「60日内应反馈」
  对象：每件投诉
  应当：已反馈解决方案　期限：自接到之日起60日内
"""
ALL = [{"records": ["*"], "through": "2026-11-23"}]


@pytest.fixture(scope="module")
def regulation(tmp_path_factory: pytest.TempPathFactory) -> Regulation:
    folder: Path = tmp_path_factory.mktemp("windows")
    (folder / "source.txt").write_text(f"第一条　{TEXT}\n", encoding="utf-8")
    head = "规范文件 甲规定\n  名称：甲规定\n  官方原文：source.txt\n  公布之日：未知\n\n通则\n  义务人：保险机构\n"
    words = "词表 服务内容\n  条目：x，等\n"
    (folder / "1.ajx.md").write_text(
        f"# 甲\n\n### 第一条\n> 第一条　{TEXT}\n\n```ajx\n{head}\n{words}\n{RULES}```\n", encoding="utf-8"
    )
    return load_regulation(folder)


def ledger(*, contract=None, complete=None, services=(), complaint=None, **more):
    cover = {
        "id": "C",
        "concluded_on": "2025-02-10",
        "inception_on": "2025-03-01",
        "expiry_on": "2026-02-28",
        "terminated_on": "none",
        "insurer": "I",
    }
    return {
        "known_on": "2026-11-23",
        "insurers": [{"id": "I", "name": "甲保险"}],
        "policyholders": [{"id": "P", "name": "甲矿", "contracts": [cover | (contract or {})]}],
        "services": [
            {
                "id": f"S{n}",
                "insurer": "I",
                "mode": "线上",
                "continuous": False,
                "started_at": day,
                "completed_on": day,
                "items": [{"id": f"S{n}i"}],
                "recipients": [{"id": f"S{n}r", "policyholder": "P"}],
            }
            for n, day in enumerate(services)
        ],
        "complaints": [{"id": "K", "policyholder": "P", "insurer": "I"} | complaint] if complaint else [],
        "complete": ALL if complete is None else complete,
        **more,
    }


def judged(regulation, norm, on="2026-11-23", subject="", **facts) -> Verdict:
    import datetime as dt

    found = regulation.check(ledger(**facts), as_of=dt.date.fromisoformat(on)).find(norm)
    (verdict,) = [v for v in found if subject in v.subject.label]
    return verdict


def statuses(verdict: Verdict) -> set[str]:
    return {s.value for s in verdict.possible} or {verdict.status.value}


# ------------------------------------------------------------ quarters


def test_quarters_that_may_all_have_lapsed_are_not_fulfilled_by_nothing(regulation):
    only_contracts = [{"records": ["Contract"], "through": "2026-11-23"}]
    ended = {"terminated_on": "2025-04-15"}  # before the first quarter closed on 31 May
    found = judged(regulation, "1-1", "2025-08-31", contract=ended, complete=only_contracts)
    assert statuses(found) == {"fulfilled", "not_applicable"}
    assert judged(regulation, "1-1", "2025-08-31", contract=ended).status.value == "not_applicable"


@pytest.mark.parametrize("unknown", ["inception_on", "expiry_on"])
def test_quarters_of_unknown_days_may_still_be_open(regulation, unknown):
    found = judged(regulation, "1-1", "2025-06-15", contract={unknown: None}, services=["2025-05-31"])
    assert "pending" in statuses(found)


# ------------------------------------------------------------ records belong to the year of their own date


@pytest.mark.parametrize(
    ("about", "made", "expected"),
    [
        (2025, "2026-02-01", "breach"),  # made in 2026: it counts there
        (2024, "2025-02-01", "fulfilled"),  # made in 2025, of 2024
        (2025, "2025-12-31", "fulfilled"),
    ],
)
def test_a_self_assessment_counts_in_the_year_it_was_made(regulation, about, made, expected):
    made_ = [{"id": "A", "insurer": "I", "year": about, "made_on": made}]
    found = judged(regulation, "1-2", subject="2025年度", self_assessments=made_)
    assert found.status.value == expected


def test_what_has_no_date_counts_in_the_year(regulation):
    agreed = {"agreed": [{"id": "G", "item": "x", "per_year": 2}]}
    assert judged(regulation, "1-3", contract=agreed).status.value == "fulfilled"


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        ("2024-05-01", "breach"),  # before cover began
        ("2025-03-01", "fulfilled"),
        ("2026-02-28", "fulfilled"),
        ("2026-04-10", "breach"),  # the next year's; a yearly minimum knows no late
    ],
)
def test_a_yearly_requirement_without_a_number_is_bound_to_its_year(regulation, made, expected):
    talk = [{"id": "T", "policyholder": "P", "insurer": "I", "about": ["C"], "purpose": "x", "made_at": made}]
    assert judged(regulation, "1-4", communications=talk).status.value == expected


# ------------------------------------------------------------ prohibitions


def test_a_prohibition_for_a_year_is_pending_until_its_last_day(regulation):
    running = judged(regulation, "1-5", "2025-06-01")
    assert (running.status.value, str(running.due)) == ("pending", "2026-02-28")
    assert judged(regulation, "1-5").status.value == "fulfilled"
    assert judged(regulation, "1-5", services=["2025-09-01"]).status.value == "breach"
    assert judged(regulation, "1-5", "2025-10-01", services=["2025-09-01"]).status.value == "breach"
    ended = judged(regulation, "1-5", "2025-10-01", contract={"terminated_on": "2025-08-01"})
    assert ended.status.value == "fulfilled"  # cover ended, and with it what is forbidden for its year


@pytest.mark.parametrize(
    ("told", "expected"),
    [(True, {"breach"}), (False, {"fulfilled"}), (None, {"breach", "fulfilled"})],
)
def test_an_act_without_a_date_breaks_a_prohibition_with_a_period(regulation, told, expected):
    extra = {} if told is None else {"extra": {"泄密": told}}
    found = judged(regulation, "1-6", complaint={"received_at": "2026-03-02"} | extra)
    assert statuses(found) == expected


# ------------------------------------------------------------ before a day


@pytest.mark.parametrize(
    ("answered", "expected"), [("2026-03-09", "fulfilled"), ("2026-03-10", "late"), ("2026-03-13", "late")]
)
def test_before_a_day_that_has_no_hour_the_day_itself_is_too_late(regulation, answered, expected):
    complaint = {"received_at": "2026-03-02", "resolved_on": "2026-03-10", "answered_on": answered}
    assert judged(regulation, "1-7", complaint=complaint).status.value == expected


def test_before_a_moment_of_the_same_day_the_hours_are_missing(regulation):
    complaint = {"received_at": "2026-03-02", "accepted_at": "2026-03-10", "assigned_at": "2026-03-10"}
    found = judged(regulation, "1-8", complaint=complaint)
    assert statuses(found) == {"fulfilled", "late"}
    assert {m.path.rpartition(".")[2] for m in found.missing} == {"accepted_at", "assigned_at"}
    told = complaint | {"accepted_at": "2026-03-10T08:00", "assigned_at": "2026-03-10T09:00"}
    assert judged(regulation, "1-8", complaint=told).status.value == "fulfilled"


def test_what_is_due_before_an_event_to_come_names_the_event(regulation):
    complaint = {"received_at": "2026-03-02", "resolved_on": "none", "answered_on": "none"}
    found = judged(regulation, "1-7", complaint=complaint)
    assert (found.status.value, found.due_event) == ("pending", "投诉「K」的解决日期之前")


def test_no_delay_is_counted_from_a_due_date_that_is_a_range(regulation):
    complaint = {
        "received_at": {"earliest": "2026-02-01", "latest": "2026-02-10"},
        "answered_on": "2026-07-01",
    }
    found = judged(regulation, "1-9", complaint=complaint)
    assert (found.status.value, found.delay) == ("late", None)


# ------------------------------------------------------------ complete since a day


def test_a_milestone_left_out_did_not_come_about_on_the_days_declared_complete(regulation):
    since = [{"records": ["Complaint"], "since": "2026-02-10", "through": "2026-11-23"}]
    # received 4 February, due 5 April: answered by 9 February or never
    found = judged(regulation, "1-9", complaint={"received_at": "2026-02-04"}, complete=since)
    assert statuses(found) == {"breach", "fulfilled"}


def test_follow_ups_complete_since_the_service_was_done_prove_that_there_was_none():
    done = {
        "id": "S",
        "insurer": "I",
        "completed_on": "2025-05-06",
        "started_at": "2025-05-06",
        "continuous": False,
        "mode": "线下",
        "items": [{"id": "Si", "item": "宣传手册"}],
        "recipients": [{"id": "Sr", "policyholder": "P"}],
    }
    known = {"services": [done], "complete": [{"records": ["FollowUp"], "since": "2025-05-06"}]}
    known["complete"][0]["through"] = "2026-11-23"
    (found,) = load_regulation().check(ledger() | known).find("24-1")
    assert found.status.value == "breach"


def test_accidents_complete_for_the_year_before_settle_the_tier():
    accidents = {"records": ["Accident"], "scope": "P", "since": "2024-01-01", "through": "2024-12-31"}
    contracts = {"records": ["Contract"], "through": "2026-11-23"}
    known = ledger(contract={"premium": "5000", "line": "安责险"}, complete=[accidents, contracts])
    (found,) = load_regulation().check(known).results
    assert found.results == ("第四档",)
