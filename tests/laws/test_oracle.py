"""Fully known years against the oracle: the same statuses on every day."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ajx_rules.domain.book import (
    Accident,
    Completeness,
    Contract,
    Deliverable,
    FollowUp,
    Insurer,
    Ledger,
    Occasion,
    PlannedService,
    Policyholder,
    PolicyYear,
    Recipient,
    Refusal,
    Service,
    ServiceItem,
    ServicePlan,
    VisitArrangement,
)
from ajx_rules.domain.enums import Determination, Form, Mode
from ajx_rules.domain.values import NOT_YET
from ajx_rules.ledger.resolve import resolve
from tests.laws import oracle
from tests.laws.oracle import Refused, Served, Story
from tests.laws.support import checked, in_words, statuses, times

KNOWN_ON = date(2026, 11, 30)
MODES = ("线上", "线下", "现场")
PAPERS = ("演练记录", "演练总结", "演练评估")
TIERS = ("第一档", "第二档", "第三档", "第四档")
YUAN = tuple(map(Decimal, ("9999.99", "10000", "49999.99", "50000", "99999.99", "100000")))


# ---- stories ---------------------------------------------------------------------------------


def later(day: date, most: int) -> st.SearchStrategy[date]:
    return st.integers(0, most).map(lambda n: min(day + timedelta(days=n), KNOWN_ON))


def maybe(days: st.SearchStrategy[date]) -> st.SearchStrategy[date | None]:
    return st.none() | days


@st.composite
def served(draw: st.DrawFn, item: int, first: date, last: date) -> Served:
    """A service, half of the time in every respect as the guideline asks."""
    started = draw(st.dates(first, last))
    if item in oracle.ALL_YEAR_ROWS and draw(st.booleans()):
        return Served(item, started, pushes=sorted(draw(st.lists(later(started, 200), max_size=2))))
    perfect = draw(st.booleans())
    done = draw(later(started, 20) if perfect else maybe(later(started, 30)))
    if done is None:
        return Served(item, started, mode=draw(st.sampled_from(MODES)))
    on_the_day = (done, done, done)
    papers = st.none() | st.tuples(later(started, 30), later(done, 0), later(done, 30))
    return Served(
        item,
        started,
        done,
        "现场" if perfect else draw(st.sampled_from(MODES)),
        comprehensive=perfect or draw(st.booleans()),
        papers=(on_the_day if perfect else draw(papers)) if item == 9 else None,
        calls=draw(st.lists(later(done if perfect else started, 25), max_size=2)),
    )


@st.composite
def refused(draw: st.DrawFn, first: date, last: date) -> Refused:
    day = draw(st.dates(first, last))
    items = st.sets(st.sampled_from([1, 2, 3, 4, 5, 7, 9, 12]), min_size=1, max_size=4)
    return Refused(
        day,
        draw(items),
        notified=draw(maybe(later(day, 40))),
        written=draw(st.booleans()),
        withdrawn=draw(maybe(later(day, 200))),
    )


@st.composite
def stories(draw: st.DrawFn) -> Story:
    inception = draw(st.dates(date(2024, 1, 2), date(2026, 3, 1)))
    expiry = inception.replace(year=inception.year + 1) - timedelta(days=1) if inception.day < 29 else None
    expiry = expiry or inception + timedelta(days=364)
    concluded = inception - timedelta(days=draw(st.integers(0, 30)))
    first, last = inception - timedelta(days=20), min(expiry + timedelta(days=20), KNOWN_ON)
    rows = st.integers(1, 13)
    items = st.one_of(st.lists(rows, max_size=9), st.lists(rows, min_size=4, max_size=11, unique=True))
    return Story(
        concluded,
        inception,
        expiry,
        premium=draw(st.sampled_from(YUAN)),
        accidents=draw(st.lists(st.dates(date(2022, 12, 1), inception), max_size=1)),
        terminated=draw(st.none() | st.none() | st.dates(inception, min(expiry, KNOWN_ON))),
        recorded=draw(st.none() | st.none() | st.tuples(later(concluded, 60), st.integers(1, 4))),
        plan=draw(st.none() | st.tuples(later(concluded, 40), st.booleans())),
        fixed=draw(maybe(later(concluded, 45))),
        served=[draw(served(item, first, last)) for item in draw(items)],
        refused=draw(st.lists(refused(first, last), max_size=2)),
    )


# ---- the same as a ledger --------------------------------------------------------------------


def ledger_of(story: Story) -> Ledger:
    plans = []
    if story.plan is not None:
        mode = Mode.ON_SITE if story.plan[1] else Mode.ONLINE
        plans = [ServicePlan(made_on=story.plan[0], planned=[PlannedService(item="5", mode=mode)])]
    contract = Contract(
        id="C",
        line="安责险",
        concluded_on=story.concluded,
        inception_on=story.inception,
        expiry_on=story.expiry,
        premium=story.premium,
        terminated_on=story.terminated or NOT_YET,
        policy_years=_year(story),
        plans=plans,
        arrangements=[VisitArrangement(fixed_on=story.fixed, agreed=True)] if story.fixed else [],
    )
    accidents = [Accident(occurred_at=day, determination=Determination.CONFIRMED) for day in story.accidents]
    holder = Policyholder(
        id="P",
        name="甲矿",
        contracts=[contract],
        accidents=accidents,
        refusals=[_refusal(one) for one in story.refused],
    )
    return resolve(
        Ledger(
            known_on=KNOWN_ON,
            insurers=[Insurer(id="I", name="甲财险")],
            policyholders=[holder],
            services=[_service(one, f"S{n}") for n, one in enumerate(story.served)],
            complete=[Completeness(records=("*",), through=KNOWN_ON)],
        )
    )


def _year(story: Story) -> list[PolicyYear]:
    if story.recorded is None:
        return []
    day, tier = story.recorded
    return [PolicyYear(no=1, recorded_tier=TIERS[tier - 1], tier_recorded_on=day)]


def _refusal(one: Refused) -> Refusal:
    return Refusal(
        contract="C",
        items=[str(item) for item in sorted(one.items)],
        refused_at=one.day,
        notified_at=one.notified or NOT_YET,
        notice_forms=(Form.PAPER,) if one.written else (Form.PHONE,),
        withdrawn_on=one.withdrawn or NOT_YET,
    )


def _service(one: Served, id_: str) -> Service:
    papers = zip(PAPERS, one.papers or (), strict=False)
    forms = ("综合性排查",) if one.comprehensive else ("专业性排查",)
    return Service(
        id=id_,
        mode=one.mode,
        started_at=one.started,
        completed_on=one.done or NOT_YET,
        continuous=one.pushes is not None,
        recipients=[Recipient(policyholder="P")],
        items=[ServiceItem(item=str(one.item), forms=forms)],
        occasions=[Occasion(started_at=day) for day in one.pushes or ()],
        deliverables=[Deliverable(kind=k, issued_on=day, items=[str(one.item)]) for k, day in papers],
        follow_ups=[FollowUp(policyholder="P", made_at=day) for day in one.calls],
    )


# ---- comparison ------------------------------------------------------------------------------


def expected(story: Story, as_of: date) -> Mapping[tuple[str, str], str]:
    """What the oracle says, by norm row and subject."""
    out = {}
    if story.concluded <= as_of:
        here = oracle.tier(story, as_of)
        for number, yearly in oracle.YEARLY.items():
            if here in yearly or here not in oracle.BIENNIAL.get(number, ()):
                out[f"B.r{number:02d}", "C#1"] = oracle.row(story, number, as_of)
        out["N1.T2", "C#1"] = oracle.frequency(story, as_of)
        out["A22.3", "C"] = oracle.visit(story, as_of)
        if here == 4:
            del out["B.r05", "C#1"]  # one cell with row 4
    for n, one in enumerate(story.served):
        if one.started <= as_of:
            out["A24.1", f"S{n}/recipients/1"] = oracle.follow_up(one, as_of)
    return out


def assert_agrees(story: Story, as_of: date) -> None:
    found = statuses(checked(ledger_of(story), as_of))
    said = {one: in_words(found[one]) if one in found else "no verdict" for one in expected(story, as_of)}
    wrong = {one: (want, said[one]) for one, want in expected(story, as_of).items() if said[one] != want}
    assert not wrong, f"as of {as_of}, (oracle, engine): {wrong}\n{story}"


def on_days(data: st.DataObject, story: Story) -> None:
    """On one day before the year, in it or after it, and at its end."""
    day = story.concluded + timedelta(days=data.draw(st.integers(-5, 480)))
    for as_of in (min(day, KNOWN_ON), min(story.expiry, KNOWN_ON)):
        assert_agrees(story, as_of)


@times(60)
@given(st.data(), stories())
def test_a_known_year_comes_to_what_the_oracle_says(data: st.DataObject, story: Story):
    on_days(data, story)


@pytest.mark.long
@times(1000, shrink=False)
@given(st.data(), stories())
def test_many_more_known_years(data: st.DataObject, story: Story):
    on_days(data, story)


@times(60)
@given(stories())
def test_the_tier_of_a_known_year(story: Story):
    results = checked(ledger_of(story), story.concluded).results
    assert [r.results for r in results] == [(TIERS[oracle.by_table(story, story.concluded) - 1],)]
