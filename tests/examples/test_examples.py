"""The examples say what examples/README.md says: every expectation here was worked out by hand from the text."""

import datetime as dt
from pathlib import Path

import pytest

from ajx_rules import load_regulation
from ajx_rules.engines.verdict import Report, Status, Verdict

EXAMPLES = Path(__file__).parents[2] / "examples"
AS_OF = dt.date(2026, 11, 23)

FULFILLED, LATE, BREACH = Status.FULFILLED, Status.LATE, Status.BREACH
PENDING, OPEN, EXCUSED = Status.PENDING, Status.OPEN, Status.EXCUSED
NOT_APPLICABLE, JUDGEMENT, UNKNOWN = Status.NOT_APPLICABLE, Status.JUDGEMENT, Status.UNKNOWN

# By policyholder: norm, subject, status, due date. A subject is a contract, a year of a contract
# (C01-25#1), a follow-up, a refusal, or a service (then: this policyholder as its recipient).
EXPECTED = {
    "PH01": [
        ("A22.3", "C01-25", FULFILLED, "2025-11-12"),  # the 20th working day itself
        ("A22.3", "C01-26", FULFILLED, "2026-11-17"),
        ("N1.T2.t1", "C01-25#1", FULFILLED, None),  # rows 1, 2, 4, 5, 7, 9
        ("A-N1.a/insured", "C01-25#1", FULFILLED, None),
        *((f"B.r{row:02d}.t1", "C01-25#1", FULFILLED, None) for row in (1, 2, 3, 4, 5, 7, 9, 11)),
        ("B.r06.t1", "C01-25#1", NOT_APPLICABLE, None),
        ("N1.T2.t1", "C01-26#1", PENDING, "2027-10-31"),
        ("B.r09.t1", "C01-26#1", PENDING, "2027-10-31"),
        ("B.r03.t1", "C01-26#1", JUDGEMENT, None),  # one push so far, nobody has judged
        ("A22.1", "S-QY", FULFILLED, None),
        ("A22.2", "S-QY", FULFILLED, None),
        ("A24.1", "S-QY", FULFILLED, "2026-04-01"),
        ("A24.1", "S01-1", FULFILLED, "2026-06-03"),
        ("A24.1", "S01-3", FULFILLED, "2026-10-08"),  # over 中秋 and 国庆, 20 September a working Sunday
        ("A24.1", "S-PUSH-QY", NOT_APPLICABLE, None),  # a stream has no completion
        ("A24.4", "FU-QY-01", FULFILLED, None),
    ],
    "PH02": [
        ("A22.3", "C02-25", LATE, "2025-03-18"),
        ("A22.3", "C02-26", FULFILLED, "2026-03-18"),
        ("B.r01.t2", "C02-25#1", BREACH, "2026-02-28"),  # online only
        ("B.r02.t2", "C02-25#1", FULFILLED, None),
        ("B.r04.t2", "C02-25#1", FULFILLED, None),
        ("B.r05.t2", "C02-25#1", FULFILLED, None),
        ("N1.T2.t2", "C02-25#1", FULFILLED, None),  # rows 1, 2, 4, 5, 12
        ("B.r03.t2", "C02-25#1", BREACH, None),  # judged not to be 全年进行
        ("B.r11.t2", "C02-25#1", JUDGEMENT, None),
        ("B.r07.t2", "C02-25#1", NOT_APPLICABLE, None),  # the next year is tier 1: block broken off
        ("B.r09.t2", "C02-25#1", NOT_APPLICABLE, None),
        ("B.r01.t1", "C02-26#1", FULFILLED, None),
        ("B.r07.t1", "C02-26#1", PENDING, "2027-02-28"),
        ("N1.T2.t1", "C02-26#1", PENDING, "2027-02-28"),
        ("A24.1", "S-QY", FULFILLED, "2026-04-01"),  # on the 10th working day
        ("A24.1", "S02-3", FULFILLED, "2025-11-05"),
        ("A24.4", "FU-QY-02", JUDGEMENT, None),
    ],
    "PH03": [
        ("A22.3", "C03-25", FULFILLED, "2025-02-10"),  # over 春节, two working weekend days
        ("A22.3", "C03-26", BREACH, "2026-02-03"),
        ("N1.T2.t2", "C03-25#1", FULFILLED, None),  # rows 1, 2, 4, 5, 7
        ("B.r07.t2", "C03-25#1", FULFILLED, None),
        ("B.r07.t2", "C03-26#1", FULFILLED, None),
        ("B.r09.t2", "C03-26#1", PENDING, "2027-01-14"),
        ("B.r04.t2", "C03-26#1", FULFILLED, None),
        ("B.r05.t2", "C03-26#1", PENDING, "2027-01-14"),
        ("N1.T2.t2", "C03-26#1", PENDING, "2027-01-14"),
        ("A22.1", "S-QY", BREACH, None),
        ("A24.1", "S-QY", LATE, "2026-04-01"),
        ("A24.2", "FU-QY-03", OPEN, None),
        ("A24.4", "FU-QY-03", OPEN, None),
        ("A24.1", "S03-4", PENDING, "2026-11-24"),
    ],
    "PH04": [
        ("A22.3", "C04-24", FULFILLED, "2024-08-15"),
        ("A22.3", "C04-25", FULFILLED, "2025-08-18"),
        ("N1.T2.t2", "C04-24#1", BREACH, "2025-07-31"),
        ("N1.T2.t2", "C04-25#1", BREACH, "2026-07-31"),
        ("B.r07.t2", "C04-25#1", BREACH, "2026-07-31"),
        ("B.r09.t2", "C04-25#1", BREACH, "2026-07-31"),
        ("B.r03.t2", "C04-24#1", BREACH, "2025-07-31"),
        ("B.r03.t2", "C04-25#1", JUDGEMENT, None),
        ("B.r01.t2", "C04-25#1", FULFILLED, None),
        ("A22.1", "S-QY", LATE, None),
        ("A24.1", "S-QY", BREACH, "2026-04-01"),
        ("A24.1", "S04-2", FULFILLED, "2026-05-09"),  # a working Saturday
    ],
    "PH05": [
        ("A22.3", "C05-25", FULFILLED, "2025-06-18"),
        ("B.r02.t3", "C05-25#1", EXCUSED, None),
        ("N1.T2.t3", "C05-25#1", EXCUSED, None),  # rows 1, 4, 5 and a documented refusal of 2
        ("A-N1.a/insured", "C05-25#1", FULFILLED, None),
        ("B.r01.t3", "C05-25#1", FULFILLED, None),
        ("B.r03.t3", "C05-25#1", JUDGEMENT, None),
        ("B.r07.t3", "C05-25#1", NOT_APPLICABLE, None),
        ("A22.4", "REF05", FULFILLED, None),
        ("A22.5", "REF05", FULFILLED, None),
        ("A24.1", "S05-1", FULFILLED, "2025-10-14"),
        ("A24.4", "FU-QY-05", LATE, None),
    ],
    "PH06": [
        ("A22.3", "C06-25", FULFILLED, "2025-09-17"),
        ("A22.3", "C06-26", LATE, "2026-09-16"),
        ("B.r01.t4", "C06-25#1", FULFILLED, None),
        ("B.r02.t4", "C06-25#1", NOT_APPLICABLE, None),
        ("B.r03.t4", "C06-25#1", JUDGEMENT, None),
        ("B.r11.t4", "C06-25#1", FULFILLED, None),
        ("B.r04.t4", "C06-25#1", FULFILLED, None),
        ("N1.T2.t4", "C06-25#1", FULFILLED, None),
        ("A-N1.a/insured", "C06-25#1", NOT_APPLICABLE, None),
        ("B.r04.t4", "C06-26#1", PENDING, "2027-08-31"),
        ("N1.T2.t4", "C06-26#1", PENDING, "2027-08-31"),
        ("A22.1", "S-PUSH-SG", FULFILLED, None),
        ("A24.1", "S-SG", LATE, "2025-11-11"),
        ("A24.1", "S06-1", FULFILLED, "2026-04-30"),
        ("A24.4", "FU06-1", JUDGEMENT, None),
    ],
    "PH07": [
        ("A22.3", "C07-25", LATE, "2025-04-17"),
        ("A22.3", "C07-26", FULFILLED, "2026-04-16"),
        ("B.r05.t3", "C07-25#1", BREACH, "2026-03-31"),  # by video
        ("A-N1.a/insured", "C07-25#1", BREACH, "2026-03-31"),
        ("N1.T2.t3", "C07-25#1", FULFILLED, None),
        ("B.r05.t3", "C07-26#1", FULFILLED, None),
        ("B.r01.t3", "C07-26#1", PENDING, "2027-03-31"),
        ("A24.1", "S-SG", FULFILLED, "2025-11-11"),
        ("A24.1", "S07-2", LATE, "2026-02-03"),
        ("A22.1", "S07-1", UNKNOWN, None),
        ("A24.4", "FU07-1", UNKNOWN, None),
    ],
    "PH08": [
        ("A22.3", "C08-26", NOT_APPLICABLE, None),
        ("B.r01.t4", "C08-26#1", FULFILLED, None),
        ("B.r04.t4", "C08-26#1", FULFILLED, None),
        ("N1.T2.t4", "C08-26#1", FULFILLED, None),
        ("A-N1.a/insured", "C08-26#1", NOT_APPLICABLE, None),
        ("B.r03.t4", "C08-26#1", PENDING, "2027-01-31"),
        ("A24.1", "S08-1", FULFILLED, "2026-06-04"),
    ],
    "PH09": [
        ("A22.3", "C09-25", FULFILLED, "2025-10-24"),
        ("B.r01", "C09-25#1", FULFILLED, None),  # tier 2 or 3: offline training meets both
        ("B.r05", "C09-25#1", FULFILLED, None),
        ("B.r03", "C09-25#1", BREACH, "2026-09-30"),  # no push: both tiers are breached
        ("B.r07", "C09-25#1", NOT_APPLICABLE, None),  # not renewed, or no demand
        ("N1.T2", "C09-25#1", UNKNOWN, None),  # 4 kinds: enough for tier 3, not for tier 2
        ("A24.1", "S-SG", FULFILLED, "2025-11-11"),
    ],
    "PH10": [
        ("A22.3", "C10-25", FULFILLED, "2025-12-01"),
        ("B.r01.t3", "C10-25#1", FULFILLED, None),
        ("B.r02.t3", "C10-25#1", UNKNOWN, None),
        ("N1.T2.t3", "C10-25#1", UNKNOWN, None),
        ("A-N1.a/insured", "C10-25#1", UNKNOWN, None),
        ("A24.1", "S10-1", FULFILLED, "2026-07-08"),
        ("A24.2", "FU10-1", UNKNOWN, None),
    ],
    "PH11": [
        ("A22.3", "C11-26", FULFILLED, "2026-03-16"),
        ("B.r01.t3", "C11-26#1", FULFILLED, None),
        ("B.r02.t3", "C11-26#1", FULFILLED, None),
        ("B.r03.t3", "C11-26#1", NOT_APPLICABLE, None),
        ("B.r04.t3", "C11-26#1", NOT_APPLICABLE, None),
        ("N1.T2.t3", "C11-26#1", NOT_APPLICABLE, None),
        ("A-N1.a/insured", "C11-26#1", NOT_APPLICABLE, None),
        ("A24.1", "S11-1", FULFILLED, "2026-05-27"),
    ],
    "PH12": [
        ("A22.3", "C12-25", FULFILLED, "2025-12-15"),
        ("B.r07.t1", "C12-25#1", FULFILLED, None),
        ("B.r09.t1", "C12-25#1", PENDING, "2026-11-30"),  # no 演练评估 yet
        ("B.r03.t1", "C12-25#1", PENDING, "2026-11-30"),
        ("N1.T2.t1", "C12-25#1", PENDING, "2026-11-30"),
        ("A-N1.a/insured", "C12-25#1", FULFILLED, None),
        ("A22.1", "S12-2", UNKNOWN, None),
        ("A22.2", "S12-2", BREACH, None),
        ("A24.1", "S12-1", FULFILLED, "2026-04-23"),
        ("A24.1", "S12-2", LATE, "2026-07-03"),
        ("A24.1", "S12-4", BREACH, "2026-11-23"),  # the last day is over at its end
    ],
    "PH13": [
        ("A22.3", "C13-26", PENDING, "2026-12-03"),
        ("B.r01.t3", "C13-26#1", NOT_APPLICABLE, None),  # cover begins on 1 December
        ("N1.T2.t3", "C13-26#1", NOT_APPLICABLE, None),
    ],
    "PH14": [
        ("A22.3", "C14-E", FULFILLED, "2026-05-21"),
        ("A22.3", "C14-W", FULFILLED, "2026-05-21"),
        ("B.r01.t3", "C14-E#1", FULFILLED, None),  # tier 3: 6000 + 7000
        ("B.r01.t3", "C14-W#1", FULFILLED, None),
        ("B.r04.t3", "C14-E#1", PENDING, "2027-04-30"),
        ("B.r05.t3", "C14-W#1", PENDING, "2027-04-30"),
        ("N1.T2.t3", "C14-E#1", PENDING, "2027-04-30"),
        ("A22.4", "REF14", OPEN, None),
        ("A22.5", "REF14", OPEN, None),
        ("A24.1", "S14-1", FULFILLED, "2026-07-29"),
    ],
}

# Working days of delay, also by hand.
DELAYS = {
    ("PH02", "A22.3", "C02-25"): 2,
    ("PH03", "A24.1", "S-QY"): 2,
    ("PH04", "A22.1", "S-QY"): 1,
    ("PH06", "A22.3", "C06-26"): 2,
    ("PH06", "A24.1", "S-SG"): 3,
    ("PH07", "A22.3", "C07-25"): 1,
    ("PH07", "A24.1", "S07-2"): 6,
    ("PH12", "A24.1", "S12-2"): 3,
}

# What another reading of the text would make of it.
READINGS = [
    ("PH02", "N1.T2.t2", "C02-25#1", "kind_unit", "categories", BREACH),
    ("PH05", "B.r02.t3", "C05-25#1", "refusal", "no_excuse", BREACH),
    ("PH05", "N1.T2.t3", "C05-25#1", "refusal", "no_excuse", BREACH),
    ("PH06", "A-N1.a/insured", "C06-25#1", "tier4_core", "note1_all_three", BREACH),
    ("PH07", "B.r05.t3", "C07-25#1", "inspection.mode", "any_mode", FULFILLED),
    ("PH07", "A-N1.a/insured", "C07-25#1", "inspection.mode", "any_mode", FULFILLED),
]


@pytest.fixture(scope="module")
def report() -> Report:
    return load_regulation().check(EXAMPLES / "gd-insurer.json", as_of=AS_OF)


def verdict_of(report: Report, policyholder: str, norm: str, subject: str) -> Verdict:
    found = [
        v
        for v in report.verdicts
        if v.norm == norm
        and v.subject.policyholder == policyholder
        and (v.subject.id == subject or v.subject.id.startswith(f"{subject}/recipients/"))
    ]
    assert len(found) == 1, (policyholder, norm, subject, [v.subject.id for v in found])
    return found[0]


@pytest.mark.parametrize("policyholder", EXPECTED)
def test_the_verdicts_on_a_policyholder(report, policyholder):
    for norm, subject, status, due in EXPECTED[policyholder]:
        verdict = verdict_of(report, policyholder, norm, subject)
        assert verdict.status is status, (norm, subject, verdict)
        if due is not None:
            assert verdict.due == dt.date.fromisoformat(due), (norm, subject, verdict)


def test_how_late_what_came_late(report):
    for (policyholder, norm, subject), days in DELAYS.items():
        verdict = verdict_of(report, policyholder, norm, subject)
        assert verdict.delay == (days, "个工作日"), (policyholder, norm, subject)


@pytest.mark.parametrize("case", READINGS, ids=lambda case: f"{case[0]} {case[1]} {case[3]}={case[4]}")
def test_a_verdict_names_the_reading_it_depends_on(report, case):
    policyholder, norm, subject, switch, option, status = case
    verdict = verdict_of(report, policyholder, norm, subject)
    assert not verdict.robust
    assert status in {a.status for a in verdict.alternatives if (a.switch, a.option) == (switch, option)}


def test_the_insurer_as_a_whole_has_carried_out_all_three_every_year(report):
    found = {v.subject.year: v.status for v in report.find("A-N1.a/insurer")}
    assert {year: found[year] for year in ("2024", "2025", "2026")} == dict.fromkeys(
        ("2024", "2025", "2026"), FULFILLED
    )


def test_every_status_occurs_but_that_of_rules_not_in_force(report):
    assert {v.status for v in report.verdicts} == set(Status) - {Status.NOT_IN_FORCE}


def test_asking_for_the_accidents_would_settle_the_kinds_of_one_policyholder(report):
    verdict = verdict_of(report, "PH09", "N1.T2", "C09-25#1")
    assert set(verdict.possible) == {BREACH, FULFILLED}
    assert [m.label for m in verdict.missing] == [
        "投保单位「韶关市曲江区樟市高岭土有限公司」的生产安全事故是否齐备"
    ]


def test_tiers_of_the_policyholders(report):
    tiers = {r.subject.id: r.results for r in report.results if r.table == "服务档次"}
    assert tiers["C01-25#1"] == ("第一档",)
    assert tiers["C02-25#1"] == ("第二档",)
    assert tiers["C02-26#1"] == ("第一档",)  # the accident of August 2025
    assert tiers["C06-25#1"] == ("第四档",)
    assert tiers["C09-25#1"] == ("第二档", "第三档")
    assert tiers["C10-25#1"] == ("第三档",)  # as declared on the proposal form
    assert tiers["C14-E#1"] == tiers["C14-W#1"] == ("第三档",)


def test_one_contract_with_premium_and_dates_gives_tiers_and_due_dates():
    report = load_regulation().check(EXAMPLES / "minimal.json", as_of=AS_OF)
    assert [r.results for r in report.results if r.table == "服务档次"] == [("第一档", "第二档")]
    (fixing,) = report.find("A22.3")
    assert (fixing.status, fixing.due) == (UNKNOWN, dt.date(2026, 12, 3))
    dues = {v.norm: v.due for v in report.verdicts if v.status is UNKNOWN}
    assert dues["B.r01"] == dues["N1.T2"] == dt.date(2027, 11, 9)
    without_demand = {v.norm for v in report.of(NOT_APPLICABLE)}
    assert {"B.r06", "B.r08", "B.r10", "B.r12", "B.r13"} <= without_demand
