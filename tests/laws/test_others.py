"""Records of others change nothing for this policyholder."""

from datetime import date
from decimal import Decimal
from random import Random

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ajx_rules.domain.book import (
    Accident,
    Communication,
    Contract,
    FollowUp,
    Judgement,
    Ledger,
    Policyholder,
    Recipient,
    Refusal,
    Service,
    ServiceItem,
)
from ajx_rules.domain.enums import Answer, Determination, Form
from ajx_rules.domain.values import NOT_YET
from ajx_rules.engines.verdict import Verdict
from ajx_rules.ledger.resolve import resolve
from tests.laws.support import checked, times
from tests.laws.truths import FIRST, KNOWN_ON, contracts, days, soon, truths
from tests.laws.withheld import withheld


@st.composite
def strangers(draw: st.DrawFn, insurer: str) -> tuple[Policyholder, Service]:
    """Another policyholder of the same insurers, with a history, and a service to it alone."""
    begins = draw(days(FIRST, date(2026, 3, 1)))
    contract = draw(contracts("XC", begins, date(begins.year + 1, begins.month, 1)))
    refused = draw(days())
    refusal = Refusal(
        id="XR",
        contract=draw(st.sampled_from(["XC", None])),
        items=("1", "2", "4", "5"),
        refused_at=refused,
        notified_at=refused,
        notice_forms=(Form.PAPER,),
        withdrawn_on=NOT_YET,
    )
    determination = draw(st.sampled_from([None, *Determination]))
    holder = Policyholder(
        id="X",
        name="丙矿",
        contracts=[contract, Contract(id="XC2", insurer=insurer, premium=Decimal(5000))],
        accidents=[Accident(id="XA", occurred_at=draw(days(date(2023, 6, 1))), determination=determination)],
        refusals=[refusal],
    )
    started = draw(days())
    service = Service(
        id="XS",
        insurer=draw(st.sampled_from([insurer, None])),
        started_at=started,
        completed_on=draw(soon(started, 30)),
        recipients=[Recipient(id="XS>X", policyholder="X")],
        items=[ServiceItem(id="XS.1", item="1"), ServiceItem(id="XS.5", item=None)],
        follow_ups=[FollowUp(id="XF", policyholder="X", made_at=None)],
    )
    return holder, service


def with_strangers(ledger: Ledger, holder: Policyholder, service: Service) -> Ledger:
    talk = Communication(
        id="XT", policyholder="X", insurer="I1", made_at=date(2025, 1, 1), purpose="服务前协商", about=("XS",)
    )
    answer = Judgement(
        id="XJ",
        question="政策推送充分",
        about="X",
        policy_year=1,
        answer=Answer.NO,
        made_on=date(2025, 2, 2),
        criteria="每季度至少一次",
    )
    return resolve(
        attrs.evolve(
            ledger,
            policyholders=(holder, *ledger.policyholders),
            services=(service, *ledger.services),
            communications=(*ledger.communications, talk),
            judgements=(*ledger.judgements, answer),
        )
    )


def of_this_one(ledger: Ledger, as_of: date) -> list[Verdict]:
    """The verdicts for P, without the places in the ledger (which the new records move)."""
    return [
        attrs.evolve(
            v,
            subject=attrs.evolve(v.subject, path=""),
            missing=_labels(v.missing),
            enough=_labels(v.enough),
            facts=_labels(v.facts),
        )
        for v in checked(ledger, as_of).verdicts
        if v.subject.policyholder == "P"
    ]


def _labels(things: tuple) -> tuple:
    return tuple(sorted((attrs.evolve(one, path="") for one in things), key=lambda one: one.label))


def assert_unchanged(data: st.DataObject, truth: Ledger, as_of: date) -> None:
    ledger = data.draw(withheld(truth)) if data.draw(st.booleans()) else truth
    holder, service = data.draw(strangers("I1"))
    longer = with_strangers(ledger, holder, service)
    before, after = of_this_one(ledger, as_of), of_this_one(longer, as_of)
    wrong = [
        (a.norm, a.subject.id, field.name, getattr(a, field.name), getattr(b, field.name))
        for a, b in zip(before, after, strict=True)
        for field in attrs.fields(Verdict)
        if field.eq and getattr(a, field.name) != getattr(b, field.name)
    ]
    assert not wrong, f"as of {as_of}: {wrong[:4]}\n{longer!r}"


@times(30, shrink=False)
@given(st.data(), truths(max_services=2), st.dates(FIRST, KNOWN_ON))
def test_records_of_another_policyholder_change_nothing(data: st.DataObject, truth: Ledger, as_of: date):
    assert_unchanged(data, truth, as_of)


@pytest.mark.long
@times(500, shrink=False)
@given(st.data(), truths(max_services=3), st.dates(FIRST, KNOWN_ON))
def test_many_more_strangers(data: st.DataObject, truth: Ledger, as_of: date):
    assert_unchanged(data, truth, as_of)


@times(40, shrink=False)
@given(truths(), st.dates(FIRST, KNOWN_ON), st.randoms(use_true_random=False))
def test_the_order_of_records_changes_nothing(truth: Ledger, as_of: date, random: Random):
    def shuffled(records: tuple) -> tuple:
        return tuple(random.sample(records, len(records)))

    holders = tuple(
        attrs.evolve(
            h, contracts=shuffled(h.contracts), refusals=shuffled(h.refusals), accidents=shuffled(h.accidents)
        )
        for h in truth.policyholders
    )
    services = shuffled(
        tuple(
            attrs.evolve(s, items=shuffled(s.items), recipients=shuffled(s.recipients))
            for s in truth.services
        )
    )
    other = attrs.evolve(truth, policyholders=shuffled(holders), services=services)

    def settled(ledger: Ledger) -> dict:
        return {
            (v.norm, v.subject.id): (v.status, v.possible, v.due) for v in checked(ledger, as_of).verdicts
        }

    assert settled(other) == settled(truth)
