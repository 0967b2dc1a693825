"""A duty that may have arisen in force or outside: nothing is definite that a missing day could change."""

import datetime as dt

import attrs
import pytest

from ajx_rules import load_regulation
from ajx_rules.domain.book import (
    Complaint,
    Completeness,
    Contract,
    Insurer,
    Ledger,
    Policyholder,
    PolicyYear,
)
from ajx_rules.domain.values import NOT_YET, UNKNOWN, Between
from ajx_rules.engines.verdict import Status, Verdict
from ajx_rules.ledger.resolve import resolve

KNOWN_ON = dt.date(2026, 11, 23)
CONTRACT = Contract(
    id="C",
    insurer="I",
    line="安责险",
    concluded_on=dt.date(2025, 2, 10),
    inception_on=dt.date(2025, 3, 1),
    expiry_on=dt.date(2026, 2, 28),
    premium=60000,
    terminated_on=NOT_YET,
)


def verdict(
    norm: str,
    published: dt.date,
    contract: Contract = CONTRACT,
    complaints: tuple[Complaint, ...] = (),
    as_of: dt.date = KNOWN_ON,
) -> Verdict:
    ledger = Ledger(
        known_on=KNOWN_ON,
        insurers=[Insurer(id="I", name="甲保险")],
        policyholders=[Policyholder(id="P", name="甲矿", contracts=[contract])],
        complaints=complaints,
        complete=[Completeness(records=("*",), through=KNOWN_ON)],
    )
    (found,) = load_regulation().check(resolve(ledger), as_of=as_of, published=published).find(norm)
    return found


def complaint(received: object) -> tuple[Complaint, ...]:
    return (Complaint(policyholder="P", insurer="I", received_at=received, answered_on=NOT_YET),)


@pytest.mark.parametrize("published", [dt.date(2025, 6, 1), dt.date(2020, 6, 1)])
def test_a_complaint_received_on_a_day_that_may_lie_on_either_side(published: dt.date):
    """In force from 1 June 2025, or until that day: five years after 1 June 2020."""
    either = complaint(Between(dt.date(2025, 5, 20), dt.date(2025, 6, 10)))
    found = verdict("26-5", published, complaints=either)
    assert found.status is Status.UNKNOWN
    assert set(found.possible) == {Status.BREACH, Status.NOT_IN_FORCE}
    assert [m.path.rpartition(".")[2] for m in found.missing] == ["received_at"]
    sides = (dt.date(2025, 5, 31), dt.date(2025, 6, 2))
    came_to = {verdict("26-5", published, complaints=complaint(day)).status for day in sides}
    assert came_to == set(found.possible)


def test_a_contract_concluded_on_a_day_that_may_lie_after_expiry():
    """In force until 20 February 2025; the term of 22-3 runs from the day of conclusion."""
    either = attrs.evolve(CONTRACT, concluded_on=Between(dt.date(2025, 2, 10), dt.date(2025, 2, 28)))
    found = verdict("22-3", dt.date(2020, 2, 20), either)
    assert set(found.possible) == {Status.BREACH, Status.NOT_IN_FORCE}


def test_a_window_of_two_years_whose_first_day_is_not_known():
    """As of 15 January 2026. Cover of 1 March 2025 still runs, and its two years would end in 2027."""
    as_of, published = dt.date(2026, 1, 15), dt.date(2024, 1, 1)
    open_ = verdict("附2-第7行", published, attrs.evolve(CONTRACT, inception_on=None), as_of=as_of)
    assert verdict("附2-第7行", published, as_of=as_of).status is Status.PENDING
    assert {Status.PENDING, Status.NOT_IN_FORCE} <= set(open_.possible)
    assert {m.kind for m in open_.missing} == {"fact", "judgement"}


def test_a_year_across_commencement_keeps_the_facts_that_are_missing():
    """In force from 1 September 2025; whether a tier was recorded at all is not known."""
    year = PolicyYear(no=1, recorded_tier="第一档", tier_recorded_on=UNKNOWN)
    found = verdict("8-1", dt.date(2025, 9, 1), attrs.evolve(CONTRACT, policy_years=(year,)))
    assert found.status is Status.UNKNOWN
    assert set(found.possible) == {Status.FULFILLED, Status.NOT_APPLICABLE, Status.NOT_IN_FORCE}
    assert {m.kind for m in found.missing} == {"fact", "judgement"}
