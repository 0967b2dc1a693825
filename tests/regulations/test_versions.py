"""Two versions of a made-up regulation: a duty is judged by the one in force on the day it arises."""

import datetime as dt
import shutil
from pathlib import Path

import attrs
import pytest

from ajx_rules import load_regulation
from ajx_rules.diagnostics import Problems
from ajx_rules.domain.book import (
    Completeness,
    Contract,
    FollowUp,
    Insurer,
    Ledger,
    Policyholder,
    Recipient,
    RegisterKept,
    Service,
    ServiceItem,
)
from ajx_rules.domain.enums import Mode
from ajx_rules.domain.values import NOT_YET
from ajx_rules.engines.verdict import Report, Status
from ajx_rules.ledger.resolve import resolve

FOLDER = Path(__file__).parent / "versions"
KNOWN_ON = dt.date(2026, 6, 30)


def service(id_: str, done: dt.date, called: dt.date) -> Service:
    return Service(
        id=id_,
        insurer="I",
        completed_on=done,
        recipients=[Recipient(policyholder="P")],
        items=[ServiceItem(item="1")],
        follow_ups=[FollowUp(id=f"{id_}-call", policyholder="P", made_at=called)],
    )


def report(folder: Path = FOLDER) -> Report:
    """Both services are followed up on the eighth working day.

    2026-02-12 (Thursday): the 13th (1) and Saturday the 14th (2) are worked, the Spring Festival is
    from the 15th to the 23rd, 24 to 27 (3 to 6), Saturday the 28th (7) is worked, 2 March (8).
    2026-03-02 (Monday): 3 to 6 (1 to 4), 9 to 12 (5 to 8).
    """
    ledger = Ledger(
        known_on=KNOWN_ON,
        insurers=[Insurer(id="I", name="甲财险")],
        policyholders=[Policyholder(id="P", name="甲矿")],
        services=[
            service("OLD", dt.date(2026, 2, 12), dt.date(2026, 3, 2)),
            service("NEW", dt.date(2026, 3, 2), dt.date(2026, 3, 12)),
            service("BEFORE", dt.date(2024, 2, 29), dt.date(2024, 3, 8)),
        ],
        complete=[Completeness(records=("*",), through=KNOWN_ON)],
    )
    return load_regulation(folder / "v2026").check(resolve(ledger))


def test_a_duty_is_judged_by_the_version_in_force_on_the_day_it_arises():
    found = {v.subject.id: (v.status, v.due, v.cited.file) for v in report().find("A1.1")}
    ten, five = "v2024/1-follow-up.ajx.md", "1-follow-up.ajx.md"
    assert found["OLD/recipients/1"] == (
        Status.FULFILLED,
        dt.date(2026, 3, 4),
        ten,
    )  # the tenth: 3 (9), 4 (10)
    assert found["NEW/recipients/1"] == (Status.LATE, dt.date(2026, 3, 9), five)
    assert found["BEFORE/recipients/1"][0] is Status.NOT_IN_FORCE


def test_a_norm_that_only_the_later_version_has_binds_only_from_its_day():
    found = {v.subject.id: v.status for v in report().find("A1.2")}
    assert found["OLD-call"] is not Status.NOT_IN_FORCE  # the call itself is of 2 March
    assert found["NEW-call"] is not Status.NOT_IN_FORCE
    assert found["BEFORE-call"] is Status.NOT_IN_FORCE


def test_each_verdict_stands_once():
    found = [(v.norm, v.subject.id) for v in report().verdicts]
    assert len(found) == len(set(found)) == 7


@pytest.mark.parametrize(
    ("as_of", "status", "file"),
    [
        (dt.date(2024, 2, 29), Status.NOT_IN_FORCE, "1-follow-up.ajx.md"),
        (dt.date(2026, 3, 1), Status.FULFILLED, "v2024/1-follow-up.ajx.md"),  # asks for a register
        (dt.date(2026, 3, 2), Status.BREACH, "1-follow-up.ajx.md"),  # asks for an interface
    ],
)
def test_what_must_stand_at_all_times_is_judged_by_the_version_in_force_on_the_day_of_the_check(
    as_of: dt.date, status: Status, file: str
):
    ledger = Ledger(
        known_on=KNOWN_ON,
        insurers=[Insurer(id="I", name="甲财险")],
        registers=[RegisterKept(insurer="I", kind="服务档案", set_up_on=dt.date(2024, 1, 8))],
        complete=[Completeness(records=("*",), through=KNOWN_ON)],
    )
    (found,) = load_regulation(FOLDER / "v2026").check(resolve(ledger), as_of=as_of).find("A1.3")
    assert (found.status, found.cited.file) == (status, file)


@pytest.mark.parametrize(
    ("served", "status", "due", "file"),
    [
        # Quarters from 1 December, 1 March (both before 2 March), 1 June and 1 September.
        ((), Status.BREACH, dt.date(2026, 2, 28), "v2024/1-follow-up.ajx.md"),
        ((dt.date(2026, 2, 12),), Status.BREACH, dt.date(2026, 5, 31), "v2024/1-follow-up.ajx.md"),
        (
            (dt.date(2026, 2, 12), dt.date(2026, 4, 9)),
            Status.PENDING,
            dt.date(2026, 8, 31),
            "1-follow-up.ajx.md",
        ),
    ],
)
def test_each_quarter_is_judged_by_the_version_in_force_on_its_first_day(
    served: tuple[dt.date, ...], status: Status, due: dt.date, file: str
):
    contract = Contract(
        id="C",
        insurer="I",
        concluded_on=dt.date(2025, 11, 20),
        inception_on=dt.date(2025, 12, 1),
        expiry_on=dt.date(2026, 11, 30),
        terminated_on=NOT_YET,
    )
    ledger = Ledger(
        known_on=KNOWN_ON,
        insurers=[Insurer(id="I", name="甲财险")],
        policyholders=[Policyholder(id="P", name="甲矿", contracts=[contract])],
        services=[
            attrs.evolve(service(f"S{n}", done, done), mode=Mode.ONLINE) for n, done in enumerate(served)
        ],
        complete=[Completeness(records=("*",), through=KNOWN_ON)],
    )
    (found,) = load_regulation(FOLDER / "v2026").check(resolve(ledger)).find("A1.4")
    assert (found.status, found.due, found.cited.file) == (status, due, file)


def test_the_earlier_version_alone_does_not_know_of_the_later():
    ledger = {"known_on": "2026-06-30", "policyholders": [{"name": "甲矿"}]}
    assert load_regulation(FOLDER / "v2024").check(ledger).verdicts == ()
    assert load_regulation(FOLDER / "v2024").earlier is None


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("取代：v2023", "E043"),
        ("取代：../versions/v2024", "E043"),
        ("取代：v2026", "E043"),
        ("取代：..", "E043"),
    ],
)
def test_a_version_that_is_not_there_or_is_itself(tmp_path: Path, words: str, code: str):
    shutil.copytree(FOLDER, tmp_path / "versions")
    rules = tmp_path / "versions" / "v2026" / "1-follow-up.ajx.md"
    rules.write_text(rules.read_text(encoding="utf-8").replace("取代：v2024", words), encoding="utf-8")
    with pytest.raises(Problems) as found:
        load_regulation(tmp_path / "versions" / "v2026")
    assert code in [d.code for d in found.value.diagnostics]


def test_two_versions_that_replace_each_other(tmp_path: Path):
    shutil.copytree(FOLDER, tmp_path / "versions")
    rules = tmp_path / "versions" / "v2024" / "1-follow-up.ajx.md"
    text = rules.read_text(encoding="utf-8")
    rules.write_text(text.replace("2024年3月1日", "2024年3月1日　取代：v2026"), encoding="utf-8")
    with pytest.raises(Problems) as found:
        load_regulation(tmp_path / "versions" / "v2026")
    assert [d.code for d in found.value.diagnostics] == ["E043"]
