"""What is not on record may be either way: whose a service is, when cover ended, which number or year is meant.

Each unknown fact is then filled in, one way and the other, by hand.
"""

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from ajx_rules import load_regulation
from ajx_rules.engines.verdict import Report, Status, Verdict
from ajx_rules.regulation import Regulation
from ajx_rules.reports.words import Tongue

KNOWN = "2027-03-31"
BREACH, DONE, OPEN, PENDING = Status.BREACH, Status.FULFILLED, Status.OPEN, Status.PENDING
NOT_BOUND, EXCUSED, JUDGEMENT = Status.NOT_APPLICABLE, Status.EXCUSED, Status.JUDGEMENT


@cache
def guideline() -> Regulation:
    return load_regulation()


def contract(id_: str, first: str, last: str, **facts: object) -> dict[str, object]:
    made = {"id": id_, "line": "安责险", "insurer": "I", "premium": "60000", "terminated_on": "none"}
    return {**made, "concluded_on": first, "inception_on": first, "expiry_on": last, **facts}


def served(id_: str, item: str, done: str, **facts: object) -> dict[str, object]:
    return {
        "id": id_,
        "insurer": "I",
        "mode": "现场",
        "continuous": False,
        "started_at": done,
        "completed_on": done,
        "recipients": [{"id": f"{id_}>P", "policyholder": "P"}],
        "items": [{"id": f"{id_}.1", "item": item}],
        **facts,
    }


def ledger(*contracts: dict[str, object], refusals: object = (), **lists: object) -> dict[str, object]:
    return {
        "known_on": KNOWN,
        "insurers": [{"id": "I", "name": "甲保险"}, {"id": "I2", "name": "乙保险"}],
        "policyholders": [{"id": "P", "name": "甲矿", "contracts": contracts, "refusals": refusals}],
        "complete": [{"records": ["*"], "through": KNOWN}],
        **lists,
    }


def found(report: Report, norm: str, subject: str) -> Verdict:
    (verdict,) = report.find(norm, subject)
    return verdict


def left(verdict: Verdict) -> set[Status]:
    """What is still possible, or the one status."""
    return set(verdict.possible) or {verdict.status}


def missing(verdict: Verdict) -> set[str]:
    return {m.label for m in verdict.missing if m.kind != "judgement"}


# ---- when the earlier contract ended


@pytest.mark.parametrize(
    ("terminated", "statuses", "lacking"),
    [
        ("2025-10-01", {NOT_BOUND}, set()),  # five months without cover: C2 begins a block of its own
        ("none", {BREACH}, set()),  # 2025-03-01 to 2027-02-28 is one block, without a service
        ("unknown", {NOT_BOUND, BREACH}, {"保险合同「C」的解除日期"}),
        (
            {"earliest": "2025-10-01", "latest": "2026-02-28"},
            {NOT_BOUND, BREACH},
            {"保险合同「C」的解除日期"},
        ),
    ],
)
def test_a_renewal_goes_on_with_the_block_only_if_cover_went_on(terminated, statuses, lacking):
    book = ledger(
        contract("C", "2025-03-01", "2026-02-28", terminated_on=terminated),
        contract("C2", "2026-03-01", "2027-02-28"),
    )
    verdict = found(guideline().check(book), "附2-第7行", "C2#1")
    assert (left(verdict), missing(verdict)) == (statuses, lacking)


# ---- whose a service and a refusal are


@pytest.mark.parametrize(
    ("theirs", "ours", "statuses", "lacking"),
    [
        ("I", "I", {DONE}, set()),
        ("I", "I2", {BREACH}, set()),
        (None, None, {DONE, BREACH}, {"服务「S」的保险机构", "保险合同「C」的保险机构"}),
        (None, "I2", {DONE, BREACH}, {"服务「S」的保险机构"}),
        ("I", None, {DONE, BREACH}, {"保险合同「C」的保险机构"}),
    ],
)
def test_a_service_counts_only_for_a_contract_of_the_same_insurer(theirs, ours, statuses, lacking):
    book = ledger(
        contract("C", "2025-03-01", "2026-02-28", insurer=ours),
        services=[served("S", "宣传手册", "2025-06-15", insurer=theirs)],
    )
    verdict = found(guideline().check(book), "附2-第2行", "C#1")
    assert (left(verdict), missing(verdict)) == (statuses, lacking)


@pytest.mark.parametrize(
    ("theirs", "ours", "statuses", "lacking"),
    [
        ("I", "I", {EXCUSED}, set()),
        ("I", "I2", {BREACH}, set()),
        ("I", None, {EXCUSED, BREACH}, {"保险合同「C」的保险机构"}),
        (None, "I2", {EXCUSED, BREACH}, {"拒绝服务「F」的保险机构"}),
    ],
)
def test_a_refusal_that_names_no_contract_excuses_the_insurer_it_was_said_to(theirs, ours, statuses, lacking):
    refusal = {
        "id": "F",
        "insurer": theirs,
        "items": ["宣传手册"],
        "refused_at": "2025-06-01",
        "notified_at": "2025-06-03",
        "notice_forms": ["书面"],
        "withdrawn_on": "none",
    }
    book = ledger(contract("C", "2025-03-01", "2026-02-28", insurer=ours), refusals=[refusal])
    verdict = found(guideline().check(book), "附2-第2行", "C#1")
    assert (left(verdict), missing(verdict)) == (statuses, lacking)


# ---- an organisation's own number

OWN = {"id": "N", "insurer": "I", "name": "内部立即时限", "value": 24, "unit": "小时", "set_on": "2026-01-01"}


@pytest.mark.parametrize(
    ("number", "complaint", "statuses", "lacking"),
    [
        ({}, {}, {BREACH}, set()),
        ({"valid_from": "2026-04-01"}, {}, {BREACH}, set()),
        ({"valid_from": "2026-05-01"}, {}, {OPEN}, set()),
        ({"valid_from": "unknown"}, {}, {BREACH, OPEN}, {"机构参数「内部立即时限」的适用首日"}),
        ({"valid_to": "unknown"}, {}, {BREACH, OPEN}, {"机构参数「内部立即时限」的适用末日"}),
        (
            {"valid_from": "2026-04-01"},
            {"received_at": {"earliest": "2026-03-01", "latest": "2026-05-01"}},
            {BREACH, OPEN},
            {"投诉「T」的接到时间"},
        ),
        (
            {"valid_from": "2026-04-01"},
            {"received_at": None},
            {BREACH, OPEN, PENDING},
            {"投诉「T」的接到时间"},
        ),
        ({}, {"insurer": None}, {BREACH, OPEN}, {"投诉「T」的保险机构"}),
        ({}, {"insurer": "I2"}, {OPEN}, set()),
        ({"insurer": None}, {}, {BREACH, OPEN}, {"机构参数「内部立即时限」的保险机构"}),
        ({"insurer": "none"}, {"insurer": "I2"}, {BREACH}, set()),  # set for all
    ],
)
def test_an_own_number_measures_only_where_it_certainly_holds(number, complaint, statuses, lacking):
    said = {"id": "T", "insurer": "I", "received_at": "2026-04-10", "assigned_at": "none", **complaint}
    book = ledger(parameters=[{**OWN, **number}], complaints=[{"policyholder": "P", **said}])
    verdict = found(guideline().check(book), "26-3", "T")
    assert (left(verdict), missing(verdict)) == (statuses, lacking)
    assert verdict.own_limit == (statuses == {BREACH})


def test_of_two_own_numbers_the_later_one_if_it_certainly_holds():
    later = {**OWN, "id": "N2", "value": 10000, "set_on": "2026-02-01", "valid_from": "unknown"}
    said = {
        "id": "T",
        "policyholder": "P",
        "insurer": "I",
        "received_at": "2026-04-10",
        "assigned_at": "none",
    }
    book = ledger(parameters=[OWN, later], complaints=[said])
    report = guideline().check(book, as_of=date(2026, 6, 1))
    assert left(found(report, "26-3", "T")) == {BREACH, PENDING}
    book["parameters"][1]["valid_from"] = "2026-03-01"
    report = guideline().check(book, as_of=date(2026, 6, 1))
    assert left(found(report, "26-3", "T")) == {PENDING}


# ---- which year a judgement means


def answer(about: str, made_on: str, **facts: object) -> dict[str, object]:
    made = {"id": "J", "question": "评估全面", "about": about, "answer": "否", "made_on": made_on}
    return {**made, "by_name": "何敏", "criteria": "全部生产系统", **facts}


TWO_YEARS = [contract("C", "2024-03-01", "2026-02-28", premium="120000")]
RENEWED = [contract("C", "2024-03-01", "2025-02-28"), contract("C2", "2025-03-01", "2026-02-28")]
ASSESSED = [served("S1", "风险评估", "2024-05-01"), served("S2", "风险评估", "2025-05-01")]


@pytest.mark.parametrize(
    ("contracts", "said", "first", "second", "lacking"),
    [
        (TWO_YEARS, answer("C", "2025-06-01", policy_year=1), {BREACH}, {BREACH, DONE}, set()),
        (TWO_YEARS, answer("C", "2025-06-01"), {BREACH, DONE}, {BREACH, DONE}, {"人工判断「J」的年度序号"}),
        # given before the second year began, it can only mean the first
        (TWO_YEARS, answer("C", "2024-12-01"), {BREACH}, {BREACH, DONE}, set()),
        (RENEWED, answer("P", "2024-12-01", policy_year=1), {BREACH}, {BREACH, DONE}, set()),
        (
            RENEWED,
            answer("P", "2025-06-01", policy_year=1),
            {BREACH, DONE},
            {BREACH, DONE},
            {"人工判断「J」的判断对象"},
        ),
    ],
)
def test_a_judgement_settles_the_one_year_it_means(contracts, said, first, second, lacking):
    report = guideline().check(ledger(*contracts, services=ASSESSED, judgements=[said]))
    verdicts = report.find("11-2")
    assert [left(v) for v in verdicts] == [first, second]
    assert missing(verdicts[0]) | missing(verdicts[1]) == lacking


# ---- what has not come about yet


def team(**facts: object) -> dict[str, object]:
    member = {"id": "M", "person": "Z", "from_on": "2025-06-01", "to_on": "none"}
    squad = {"id": "T", "formed_on": "2025-06-01", "dissolved_on": "none", "members": [member], **facts}
    branch = {
        "id": "B",
        "name": "甲省分公司",
        "opened_on": "2020-01-01",
        "closed_on": "none",
        "level": "省级",
    }
    branch |= {"sectors": ["非煤矿山"], "teams": [squad]}
    book = ledger(persons=[{"id": "Z", "name": "张三"}])
    return {**book, "insurers": [{"id": "I", "name": "甲保险", "branches": [branch]}]}


@pytest.mark.parametrize(
    ("facts", "as_of", "years"),
    [
        ({}, date(2024, 3, 1), []),
        ({}, date(2025, 5, 31), []),
        ({}, date(2025, 6, 1), ["2025"]),
        ({}, date(2026, 1, 1), ["2025", "2026"]),
        ({"dissolved_on": "2025-12-31"}, date(2026, 1, 1), ["2025"]),
    ],
)
@pytest.mark.parametrize("norm", ["27-5/团队", "27-5/提示"])
def test_a_team_has_no_year_before_it_was_formed_nor_after_it_was_dissolved(norm, facts, as_of, years):
    report = guideline().check(team(**facts), as_of=as_of)
    assert [v.subject.year for v in report.find(norm)] == years


def small(folder: Path, text: str, rules: str) -> Regulation:
    (folder / "source.txt").write_text(f"第一条　{text}\n", encoding="utf-8")
    page = f"# 甲\n\n### 第一条\n> 第一条　{text}\n\n```ajx\n规范文件 甲规定\n  名称：甲规定\n  官方原文：source.txt\n"
    page += f"  公布之日：未知\n\n通则\n  义务人：保险机构\n\n{rules}\n```\n"
    (folder / "1.ajx.md").write_text(page, encoding="utf-8")
    return load_regulation(folder)


def test_a_contract_concluded_later_has_no_policy_year_yet(tmp_path):
    rules = "义务 1-1「应当定档」\n  对象：每个保险年度\n  应当：已定档　期限：未规定"
    regulation = small(tmp_path, "应当定档。", rules)
    book = ledger(contract("C", "2026-03-01", "2027-02-28", concluded_on="2026-02-10"))
    assert not regulation.check(book, as_of=date(2026, 2, 9)).verdicts
    assert [v.status for v in regulation.check(book, as_of=date(2026, 2, 10)).verdicts] == [OPEN]


# ---- whether two references lead to one record


@pytest.mark.parametrize(
    ("of_the_complaint", "of_the_service", "statuses"),
    [
        ("I", "I", {DONE}),
        ("I", "J", {BREACH}),
        ("none", "I", {BREACH}),
        (None, "I", {DONE, BREACH}),
        ("I", None, {DONE, BREACH}),
        (None, None, {DONE, BREACH}),
    ],
)
def test_two_references_are_the_same_where_they_lead_to_one_record(
    tmp_path, of_the_complaint, of_the_service, statuses
):
    rules = "义务 1-1「应当由同一家办理」\n  对象：每件投诉\n  应当：保险机构为相关服务的保险机构"
    regulation = small(tmp_path, "应当由同一家办理。", rules)
    service = {
        "id": "S",
        "insurer": of_the_service,
        "items": [{"item": "1"}],
        "recipients": [{"policyholder": "P"}],
    }
    complaint = {"id": "X", "policyholder": "P", "insurer": of_the_complaint, "service": "S"}
    book = {
        "known_on": "2026-06-30",
        "insurers": [{"id": "I", "name": "甲保险"}, {"id": "J", "name": "乙保险"}],
        "policyholders": [{"id": "P", "name": "甲矿"}],
        "services": [{k: v for k, v in service.items() if v is not None}],
        "complaints": [{k: v for k, v in complaint.items() if v is not None} | {"received_at": "2026-05-06"}],
    }
    (verdict,) = regulation.check(book, as_of=date(2026, 6, 30)).verdicts
    assert set(verdict.possible or (verdict.status,)) == statuses


# ---- whose a paper is, and how often an omission counts


@pytest.mark.parametrize(
    ("recipients", "statuses"),
    [
        (["P"], [{DONE}, {BREACH}]),
        (["P", "Q"], [{DONE}, {DONE}]),
        (None, [{DONE}, {DONE}]),  # left out: all of the service's
        ("unknown", [{DONE, BREACH}, {DONE, BREACH}]),
    ],
)
def test_a_paper_is_for_those_it_names(tmp_path, recipients, statuses):
    rules = "义务 1-1「应当出具服务报告」\n  对象：每次服务的每家投保单位\n"
    rules += "  应当：成果中有（成果种类为服务报告）者"
    regulation = small(
        tmp_path, "应当出具服务报告。", f"词表 成果种类\n  条目：服务报告、影像资料\n\n{rules}"
    )
    paper = {"id": "D", "kind": "服务报告", "issued_on": "2025-06-20", "recipients": recipients}
    both = [{"id": f"S>{who}", "policyholder": who} for who in ("P", "Q")]
    service = {"id": "S", "insurer": "I", "started_at": "2025-06-15", "completed_on": "2025-06-15"}
    service |= {"continuous": False, "recipients": both, "items": [{"id": "S.1"}], "deliverables": [paper]}
    book = ledger(services=[service])
    book["policyholders"] += [{"id": "Q", "name": "乙矿"}]
    assert [left(v) for v in regulation.check(book).verdicts] == statuses


@pytest.mark.parametrize(
    ("facts", "counted"),
    [
        ({}, "C#1"),
        ({"insurer": "I2"}, "C2#1"),
        ({"line": "unknown"}, "C2#1"),
        ({"expiry_on": "2026-02-27"}, "C2#1"),
        ({"inception_on": "2025-03-02"}, "C2#1"),
    ],
)
def test_two_contracts_over_the_same_days_count_one_omission_once(facts, counted):
    book = ledger(
        contract("C", "2025-03-01", "2026-02-28"),
        contract("C2", "2025-03-01", "2026-02-28", **facts),
    )
    report = guideline().check(book, norm="附2-第2行")
    assert [v.status for v in report.verdicts] == [BREACH, BREACH]
    assert [v.subject.counts_as for v in report.verdicts] == ["C#1", counted]
    assert report.count(BREACH) == len({"C#1", counted})
    assert report.verdicts[1].to_json()["subject"]["counts_as"] == counted


@pytest.mark.parametrize(
    ("refused", "withdrawn", "expected"),
    [
        ("2025-03-20", "none", {EXCUSED}),
        ("2025-04-02", "none", {EXCUSED, BREACH}),
        ("2025-04-09", "none", {BREACH}),
        ("2025-03-20", "2025-03-25", {BREACH}),
        ("2025-03-20", "2025-04-02", {EXCUSED, BREACH}),
        ("2025-03-20", "2025-04-09", {EXCUSED}),
        (None, "none", {EXCUSED}),  # notified on 21 March: no refusal comes after its notice
    ],
)
def test_an_excuse_counts_if_it_stood_when_the_term_ended(
    refused: str | None, withdrawn: str, expected: set[Status]
):
    """Concluded on 3 to 10 March 2025: the twentieth working day is one of 31 March to 8 April (4 April is a holiday)."""
    concluded = {"earliest": "2025-03-03", "latest": "2025-03-10"}
    plan = {"id": "PL", "made_on": "2025-03-10", "planned": [{"id": "PS", "item": "5", "mode": "现场"}]}
    year = contract("C", "2025-03-15", "2026-03-14", concluded_on=concluded, plans=[plan])
    refusal = {
        "id": "F",
        "contract": "C",
        "items": ["5"],
        "refused_at": refused,
        "notified_at": refused or "2025-03-21",
        "notice_forms": ["书面"],
        "withdrawn_on": withdrawn,
    }
    verdict = found(guideline().check(ledger(year, refusals=[refusal]), norm="22-3"), "22-3", "C")
    assert left(verdict) == expected
    assert {m.label for m in verdict.missing} >= (
        {"保险合同「C」的订立日期"} if refused and len(expected) > 1 else set()
    )


def test_an_excused_floor_says_how_many_kinds_were_delivered_excused_and_asked():
    """Tier 2 (60,000 yuan, no accident) asks for 5 kinds: rows 1, 2 and 4 were done, 5 and 7 refused in writing."""
    refusal = {
        "id": "F",
        "contract": "C",
        "items": ["5", "7"],
        "refused_at": "2025-06-02",
        "notified_at": "2025-06-03",
        "notice_forms": ["电子邮件"],
        "withdrawn_on": "none",
    }
    year = contract("C", "2025-03-01", "2026-02-28")
    done = [served(f"S{item}", item, "2025-05-06") for item in ("1", "2", "4")]
    report = guideline().check(ledger(year, refusals=[refusal], services=done), norm="附1-频次")
    verdict = found(report, "附1-频次", "C#1")
    assert (verdict.status, verdict.owed) == (EXCUSED, "已有3种，免责2种，应有5种")
    assert Tongue("en").engine(verdict.owed) == "3 kinds delivered, 2 excused, of 5"


@pytest.mark.parametrize(("latest", "provisional"), [("2026-12-02", False), ("2026-12-18", True)])
def test_a_due_range_that_reaches_into_a_year_without_notice_is_provisional(latest: str, provisional: bool):
    """From 1 December 2026 the twentieth working day is the 29th, from the 2nd the 30th; from the 18th it is in 2027."""
    plan = {"id": "PL", "made_on": "2026-12-20", "planned": [{"id": "PS", "item": "5", "mode": "现场"}]}
    concluded = {"earliest": "2026-12-01", "latest": latest}
    year = contract("C", "2026-12-20", "2027-12-19", concluded_on=concluded, plans=[plan])
    until = {"known_on": "2026-12-28", "complete": [{"records": ["*"], "through": "2026-12-28"}]}
    verdict = found(guideline().check(ledger(year, **until), norm="22-3"), "22-3", "C")
    assert verdict.due == date(2026, 12, 29)
    assert ("2027" in (verdict.provisional or "")) is provisional
