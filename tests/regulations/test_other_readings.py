"""Readings tried beside the one chosen: alone, in declared pairs, and where they move the years themselves."""

from datetime import date
from pathlib import Path

import attrs
import pytest

from ajx_rules import load_regulation, read_ledger
from ajx_rules.engines.verdict import Status, Verdict

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "gd-insurer.json"
AS_OF = date(2026, 11, 23)
YEAR = {"id": "C", "insurer": "I", "concluded_on": "2025-02-20", "inception_on": "2025-03-01"}
TIER_3 = {**YEAR, "expiry_on": "2026-02-28", "premium": "20000"}


def judged(services: list[dict[str, object]], norm: str, **readings: str) -> Verdict:
    ledger = {
        "known_on": "2026-03-31",
        "insurers": [{"id": "I", "name": "甲财险"}],
        "policyholders": [{"id": "P", "name": "甲矿", "contracts": [TIER_3]}],
        "services": [
            {"insurer": "I", "started_at": s["completed_on"], "recipients": [{"policyholder": "P"}], **s}
            for s in services
        ],
        "complete": [{"records": ["*"], "through": "2026-03-31"}],
    }
    report = load_regulation().check(
        ledger, as_of=date(2026, 3, 31), readings={k.replace("__", "."): v for k, v in readings.items()}
    )
    (found,) = report.find(norm, "甲矿")
    return found


def remote(forms: list[str], mode: str) -> dict[str, object]:
    return {"mode": mode, "completed_on": "2025-06-18", "items": [{"item": "5", "forms": forms}]}


def test_two_readings_together_where_each_alone_changes_nothing():
    # Neither 综合性 nor on site: to let one go is not enough, to let both go is.
    verdict = judged([remote(["专业性排查"], "线上")], "附2-第5行")
    assert verdict.status is Status.BREACH
    turned = {a.switch for a in verdict.alternatives if a.status is Status.FULFILLED}
    assert not turned & {"row5.form", "inspection.mode"}
    both = {("inspection.mode", "any_mode"), ("row5.form", "any_form")}
    assert [({p.first, p.second}, p.status) for p in verdict.pairs] == [(both, Status.FULFILLED)]
    assert not verdict.robust
    assert (
        judged(
            [remote(["专业性排查"], "线上")], "附2-第5行", row5__form="any_form", inspection__mode="any_mode"
        ).status
        is Status.FULFILLED
    )


def test_a_pair_says_nothing_that_one_of_the_two_says_already():
    verdict = judged([remote(["专业性排查"], "现场")], "附2-第5行")
    assert ("row5.form", Status.FULFILLED) in {(a.switch, a.status) for a in verdict.alternatives}
    assert verdict.pairs == ()


def test_the_calendar_year_is_tried_beside_the_policy_year():
    # 10 February 2026 lies in the policy year (to 28 February 2026), not in the calendar year 2025.
    handbook = {"mode": "线下", "completed_on": "2026-02-10", "items": [{"item": "2"}]}
    verdict = judged([handbook], "附2-第2行")
    assert verdict.status is Status.FULFILLED
    assert ("year.insured", "policy_year") in verdict.readings
    found = {(a.switch, a.option): a.status for a in verdict.alternatives}
    assert found["year.insured", "calendar_year"] is Status.BREACH
    assert judged([handbook], "附2-第2行", year__insured="calendar_year").status is Status.BREACH


@pytest.mark.long
def test_every_option_tried_is_what_a_check_under_it_says():
    """Of the example ledger: the verdict named for an option, or the verdict itself, is that of a whole check.

    But where the option makes another norm, or another cell of a table, of the same words.
    """
    regulation, ledger = load_regulation(), read_ledger(EXAMPLE)
    chosen = {(v.norm, v.subject.id): v for v in regulation.check(ledger, as_of=AS_OF).verdicts}
    moved = 0
    for reading in (r for r in regulation.ir.readings if r.varied):
        for option in reading.options:
            if option.standing != "open" or option.key == reading.default:
                continue
            whole = regulation.check(ledger, as_of=AS_OF, readings={reading.switch: option.key})
            there = {(v.norm, v.subject.id): v.status for v in whole.verdicts}
            for key, verdict in chosen.items():
                if key not in there or (verdict.group and there[key] is Status.NOT_APPLICABLE):
                    continue
                said = {(a.switch, a.option): a.status for a in verdict.alternatives}
                told = said.get((reading.switch, option.key), verdict.status)
                if verdict.group is None or verdict.status is not Status.NOT_APPLICABLE:
                    assert there[key] is told, (reading.switch, option.key, key)
                moved += there[key] is not verdict.status
    assert moved > 100


@pytest.mark.parametrize("tried", [(), (Status.BREACH,), tuple(Status)])
def test_only_verdicts_of_the_statuses_asked_for_are_tried(tried):
    regulation, ledger = load_regulation(), read_ledger(EXAMPLE)
    whole = regulation.check(ledger, as_of=AS_OF, norm="22-3")
    some = regulation.check(ledger, as_of=AS_OF, norm="22-3", tried=tried)
    assert len(whole.verdicts) == len(some.verdicts) > 10
    for one, other in zip(whole.verdicts, some.verdicts, strict=True):
        if one.status in tried:
            assert one == other
        else:
            untried = attrs.evolve(one, robust=None, alternatives=(), pairs=())
            assert other == untried
