"""Ledgers in which everything is known, and the same ledgers with some of it withheld.

``truths`` draws a ledger of one policyholder (and some business of another) under two insurers,
all lists complete: one way things may have been. ``withheld`` takes a part of that knowledge
away, in the ways a real ledger may lack it: declarations of completeness dropped, cut short,
narrowed to a scope; records left out of lists that are then open; facts left out, dates blurred.
So the first is a completion of the second, and every verdict on the second must allow for what
the first comes to.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal

import attrs
from hypothesis import strategies as st

from ajx_rules.domain.book import (
    Accident,
    Communication,
    Completeness,
    Contract,
    Deliverable,
    FollowUp,
    Insurer,
    Judgement,
    Ledger,
    Occasion,
    PlannedService,
    Policyholder,
    PolicyYear,
    Recipient,
    Record,
    Refusal,
    Service,
    ServiceItem,
    ServicePlan,
    Submission,
    VisitArrangement,
)
from ajx_rules.domain.catalogue import FieldInfo, catalogue
from ajx_rules.domain.enums import Answer, Determination, Form, Mode, SubmissionKind
from ajx_rules.domain.values import NOT_YET, UNKNOWN, Between
from ajx_rules.ledger.index import LedgerIndex, Row
from ajx_rules.ledger.resolve import resolve
from ajx_rules.ledger.validate import validate
from tests.strategies import replace

FIRST = date(2024, 6, 1)
KNOWN_ON = date(2026, 12, 31)
INSURERS = ("I1", "I2")
YUAN = tuple(map(Decimal, ("9999.99", "10000", "30000", "49999.99", "50000", "99999.99", "100000", "150000")))
FORMS = ("综合性排查", "专业性排查", "季节性排查")
DRILL_PAPERS = ("演练记录", "演练总结", "演练评估")
QUESTIONS_OF_A_YEAR = ("政策推送充分", "新技术推介充分")
NOTICES = ((Form.PAPER,), (Form.EMAIL,), (Form.PHONE,), (Form.PHONE, Form.PAPER))


def days(first: date = FIRST, last: date = KNOWN_ON) -> st.SearchStrategy[date]:
    return st.dates(min(first, last), last)


def soon(after: date, most: int, last: date = KNOWN_ON) -> st.SearchStrategy[date]:
    """A day from ``after`` on, at most so many days later."""
    return st.dates(min(after, last), min(after + timedelta(days=most), last))


def or_not_yet(days_: st.SearchStrategy[date]) -> st.SearchStrategy[object]:
    return st.one_of(days_, st.just(NOT_YET))


def years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


# ---- what happened ---------------------------------------------------------------------------


@st.composite
def chains(draw: st.DrawFn) -> list[Contract]:
    """One to three contracts of one policyholder, mostly renewals of each other."""
    made: list[Contract] = []
    begins = draw(days(FIRST, date(2026, 3, 1)))
    for number in range(1, draw(st.sampled_from([1, 1, 2, 3])) + 1):
        years = draw(st.sampled_from([1, 1, 1, 2]))
        expiry = years_later(begins, years) - timedelta(days=1)
        made.append(draw(contracts(f"C{number}", begins, expiry)))
        begins = expiry + timedelta(days=draw(st.sampled_from([1, 1, 1, 15, -30])))
        if begins > date(2026, 10, 1):
            break
    return made


@st.composite
def contracts(draw: st.DrawFn, id_: str, inception: date, expiry: date) -> Contract:
    concluded = min(inception - timedelta(days=draw(st.integers(0, 40))), KNOWN_ON)
    ended = draw(st.sampled_from([False, False, False, True]))
    terminated = draw(soon(inception, 400, min(expiry, KNOWN_ON))) if ended and inception < KNOWN_ON else NOT_YET
    planned = st.builds(
        PlannedService,
        item=st.sampled_from(["1", "5"]),
        mode=st.sampled_from(Mode),
        count=st.just(1),
        from_on=st.just(None),
        to_on=st.just(None),
    )
    plans = [
        ServicePlan(
            id=f"{id_}.plan{n}",
            made_on=draw(soon(concluded, 60)),
            confirmed_on=NOT_YET,
            lapsed_on=NOT_YET,
            factors=(),
            planned=draw(st.lists(planned, min_size=1, max_size=2)),
        )
        for n in range(draw(st.integers(0, 1)))
    ]
    arrangements = [
        VisitArrangement(
            id=f"{id_}.visit{n}",
            fixed_on=draw(soon(concluded, 50)),
            visit_on=draw(days()),
            items=("5",),
            agreed=True,
        )
        for n in range(draw(st.integers(0, 1)))
    ]
    return Contract(
        id=id_,
        number=id_,
        insurer=draw(st.sampled_from(["I1", "I1", "I1", "I2"])),
        line="安责险",
        concluded_on=concluded,
        inception_on=inception,
        expiry_on=expiry,
        premium=draw(st.sampled_from(YUAN)),
        terminated_on=terminated,
        policy_years=draw(st.sampled_from([(), (), "first"])) and (policy_year(draw),),
        plans=plans,
        arrangements=arrangements,
    )


def policy_year(draw: st.DrawFn) -> PolicyYear:
    return PolicyYear(no=1, premium=draw(st.sampled_from(YUAN)))


@st.composite
def accidents(draw: st.DrawFn, number: int) -> Accident:
    occurred = draw(days(date(2023, 6, 1)))
    return Accident(id=f"A{number}", occurred_at=occurred, determination=draw(st.sampled_from(Determination)))


@st.composite
def refusals(draw: st.DrawFn, contract_ids: Sequence[str], number: int) -> Refusal:
    refused = draw(days())
    return Refusal(
        id=f"R{number}",
        contract=draw(st.sampled_from(contract_ids)),
        insurer=None,
        items=tuple(draw(st.lists(st.sampled_from(("1", "2", "4", "5", "7", "9", "12")), min_size=1, max_size=4, unique=True))),
        refused_at=refused,
        withdrawn_on=draw(st.sampled_from([NOT_YET, NOT_YET, "day"])),
        notified_at=draw(or_not_yet(soon(refused, 30))),
        notice_forms=draw(st.sampled_from(NOTICES)),
        filed_on=draw(or_not_yet(soon(refused, 60))),
    )


@st.composite
def services(draw: st.DrawFn, contract_ids: Sequence[str], number: int) -> Service:
    """A service with one or two items, to the policyholder P, now and then to Q as well."""
    id_ = f"S{number}"
    started = draw(days())
    continuous = draw(st.sampled_from([False, False, False, True]))
    whom = draw(st.sampled_from([("P",), ("P",), ("P", "Q"), ("Q",)]))
    codes = draw(st.lists(st.sampled_from([str(n) for n in range(1, 14)]), min_size=1, max_size=2, unique=True))
    completed = NOT_YET if continuous else draw(or_not_yet(soon(started, 40)))
    items = [draw(items_served(f"{id_}.{code}", code, whom, started, continuous=continuous)) for code in codes]
    papers = draw(st.sampled_from([(), (), DRILL_PAPERS, DRILL_PAPERS[:2]]))
    return Service(
        id=id_,
        insurer=draw(st.sampled_from(["I1", "I1", "I1", "I2"])),
        mode=draw(st.sampled_from(Mode)),
        started_at=started,
        completed_on=completed,
        continuous=continuous,
        recorded_on=NOT_YET,
        recipients=[draw(recipients(f"{id_}>{who}", who, contract_ids)) for who in whom],
        items=items,
        occasions=_occasions(draw, id_, started) if continuous else (),
        deliverables=[
            Deliverable(
                id=f"{id_}.paper{n}",
                kind=kind,
                issued_on=draw(soon(started, 60)),
                items=tuple(codes),
                recipients=draw(st.sampled_from([None, whom[:1]])),
            )
            for n, kind in enumerate(papers)
        ],
        follow_ups=[draw(follow_ups(f"{id_}.call{n}", whom, started)) for n in range(draw(st.integers(0, 2)))],
    )


def _occasions(draw: st.DrawFn, id_: str, started: date) -> list[Occasion]:
    count = draw(st.integers(0, 2))
    return [
        Occasion(id=f"{id_}@{n}", started_at=draw(soon(started, 300)), mode=draw(st.sampled_from([None, *Mode])))
        for n in range(count)
    ]


@st.composite
def recipients(draw: st.DrawFn, id_: str, who: str, contract_ids: Sequence[str]) -> Recipient:
    only = draw(st.sampled_from([None, None, *contract_ids])) if who == "P" else None
    return Recipient(id=id_, policyholder=who, contract=only, people=10, own_record=True)


@st.composite
def items_served(
    draw: st.DrawFn, id_: str, code: str, whom: Sequence[str], started: date, *, continuous: bool
) -> ServiceItem:
    own_date = draw(st.sampled_from([False, False, True])) and not continuous
    return ServiceItem(
        id=id_,
        item=code,
        forms=draw(st.sampled_from([("综合性排查",), FORMS[1:2], FORMS[:2], ()])),
        topics=(),
        mode=draw(st.sampled_from([None, None, *Mode])),
        fieldwork_on=NOT_YET,
        completed_on=draw(or_not_yet(soon(started, 30))) if own_date else None,
        recipients=draw(st.sampled_from([None, None, None, tuple(whom[:1])])),
    )


@st.composite
def follow_ups(draw: st.DrawFn, id_: str, whom: Sequence[str], started: date) -> FollowUp:
    return FollowUp(
        id=id_,
        policyholder=draw(st.sampled_from(whom)),
        made_at=draw(soon(started, 60)),
        channel="电话",
        satisfaction=draw(st.sampled_from(["满意", "不满意"])),
        opinions=draw(st.sampled_from(["", "讲得好"])),
    )


def _withdrawn(draw: st.DrawFn, refusal: Refusal) -> Refusal:
    if refusal.withdrawn_on == "day":
        return attrs.evolve(refusal, withdrawn_on=draw(soon(refusal.refused_at, 200)))
    return refusal


@st.composite
def truths(draw: st.DrawFn, max_services: int = 3) -> Ledger:
    """A ledger that knows everything its norms ask for, complete through ``KNOWN_ON``."""
    chain = draw(chains())
    ids = [str(c.id) for c in chain]
    refused = [draw(refusals_of(ids, n)) for n in range(draw(st.sampled_from([0, 0, 1, 2])))]
    holder = Policyholder(
        id="P",
        name="甲矿",
        sector="非煤矿山",
        contracts=chain,
        accidents=[draw(accidents(n)) for n in range(draw(st.sampled_from([0, 0, 1])))],
        refusals=refused,
    )
    other = Policyholder(id="Q", name="乙矿", sector="非煤矿山")
    served = [draw(services(ids, n)) for n in range(draw(st.integers(0, max_services)))]
    calls = [call for service in served for call in service.follow_ups]
    judged = [
        *_judgements(draw, QUESTIONS_OF_A_YEAR, ids, policy_year=1),
        *_judgements(draw, ("回访上传及时",), [str(c.id) for c in calls]),
        *_judgements(draw, ("不影响正常经营",), [str(r.id) for s in served for r in s.recipients]),
    ]
    return resolve(
        Ledger(
            id="L",
            known_on=KNOWN_ON,
            insurers=[Insurer(id=i, name=i) for i in INSURERS],
            policyholders=[holder, other],
            services=served,
            communications=[_talk(draw, service) for service in served if draw(st.booleans())],
            submissions=[_upload(draw, call) for call in calls if draw(st.booleans())],
            judgements=judged,
            complete=[Completeness(id="all", records=("*",), through=KNOWN_ON)],
        )
    )


@st.composite
def refusals_of(draw: st.DrawFn, ids: Sequence[str], number: int) -> Refusal:
    drawn = draw(refusals(ids, number).map(lambda r: r) if False else _refusal_days(ids, number))
    return drawn


@st.composite
def _refusal_days(draw: st.DrawFn, ids: Sequence[str], number: int) -> Refusal:
    refused = draw(days())
    return Refusal(
        id=f"R{number}",
        contract=draw(st.sampled_from(ids)),
        items=tuple(
            draw(
                st.lists(
                    st.sampled_from(("1", "2", "4", "5", "7", "9", "12")), min_size=1, max_size=4, unique=True
                )
            )
        ),
        refused_at=refused,
        withdrawn_on=draw(or_not_yet(soon(refused, 200))),
        notified_at=draw(or_not_yet(soon(refused, 30))),
        notice_forms=draw(st.sampled_from(NOTICES)),
        filed_on=draw(or_not_yet(soon(refused, 60))),
    )
