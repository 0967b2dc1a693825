"""Ledgers in which everything is known: one way that things may have been.

One policyholder P with a chain of contracts, and some services to another, Q; two insurers; all
lists complete through ``KNOWN_ON``. Small on purpose: every drawn ledger is checked many times.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal

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
    Parameter,
    PlannedService,
    Policyholder,
    PolicyYear,
    Recipient,
    Refusal,
    Service,
    ServiceItem,
    ServicePlan,
    Submission,
    VisitArrangement,
)
from ajx_rules.domain.enums import Answer, Determination, Form, Mode, SubmissionKind
from ajx_rules.domain.values import NOT_YET
from ajx_rules.ledger.resolve import resolve

FIRST = date(2024, 6, 1)
KNOWN_ON = date(2026, 12, 31)
INSURERS = ("I1", "I2")
MOSTLY_I1 = ("I1", "I1", "I1", "I2")
YUAN = tuple(map(Decimal, ("9999.99", "10000", "30000", "49999.99", "50000", "99999.99", "100000", "150000")))
TIERS = ("第一档", "第二档", "第三档", "第四档")
FORMS = ((), ("综合性排查",), ("专业性排查",), ("综合性排查", "季节性排查"))
DRILL_PAPERS = ("演练记录", "演练总结", "演练评估")
NOTICES = ((Form.PAPER,), (Form.EMAIL,), (Form.PHONE,), (Form.PHONE, Form.PAPER))


def days(first: date = FIRST, last: date = KNOWN_ON) -> st.SearchStrategy[date]:
    return st.dates(min(first, last), last)


def soon(after: date, most: int) -> st.SearchStrategy[date]:
    """A day from ``after`` on, at most so many days later, and none that the ledger cannot know."""
    first = min(after, KNOWN_ON)
    return st.integers(0, min(most, (KNOWN_ON - first).days)).map(lambda n: first + timedelta(days=n))


def or_not_yet(drawn: st.SearchStrategy[date]) -> st.SearchStrategy[object]:
    return drawn | st.just(NOT_YET)


def at_some_time(day: date) -> st.SearchStrategy[date]:
    """The day, or a moment of it."""
    hours = st.sampled_from([8, 9, 14, 20])
    return st.just(day) | hours.map(lambda hour: datetime.combine(day, time(hour)))


def years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


# ---- contracts -------------------------------------------------------------------------------


@st.composite
def chains(draw: st.DrawFn) -> list[Contract]:
    """One to three contracts of one policyholder: renewed at once, after a while, or overlapping."""
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
    concluded = inception - timedelta(days=draw(st.sampled_from([0, 3, 25, 40])))
    ended = draw(st.sampled_from([False, False, False, True]))
    recorded = draw(st.none() | st.sampled_from(TIERS))
    first_year = PolicyYear(
        id=f"{id_}.year",
        no=1,
        premium=draw(st.sampled_from(YUAN)),
        recorded_tier=recorded,
        tier_recorded_on=draw(soon(inception, 60)) if recorded else NOT_YET,
    )
    return Contract(
        id=id_,
        number=id_,
        insurer=draw(st.sampled_from(MOSTLY_I1)),
        line="安责险",
        concluded_on=concluded,
        inception_on=inception,
        expiry_on=expiry,
        premium=draw(st.sampled_from(YUAN)),
        terminated_on=draw(soon(inception, (expiry - inception).days)) if ended else NOT_YET,
        policy_years=draw(st.sampled_from([(), (), (first_year,)])),
        plans=draw(st.lists(plans(f"{id_}.plan", concluded), max_size=1)),
        arrangements=draw(st.lists(visits(f"{id_}.visit", concluded), max_size=1)),
    )


@st.composite
def plans(draw: st.DrawFn, id_: str, concluded: date) -> ServicePlan:
    modes = draw(st.lists(st.sampled_from(Mode), min_size=1, max_size=2))
    planned = [PlannedService(id=f"{id_}.{n}", item="5", mode=mode, count=1) for n, mode in enumerate(modes)]
    return ServicePlan(
        id=id_,
        made_on=draw(soon(concluded, 60)),
        confirmed_on=NOT_YET,
        lapsed_on=NOT_YET,
        factors=(),
        planned=planned,
    )


@st.composite
def visits(draw: st.DrawFn, id_: str, concluded: date) -> VisitArrangement:
    fixed = draw(soon(concluded, 50))
    return VisitArrangement(id=id_, fixed_on=fixed, visit_on=fixed, items=("5",), agreed=True)


# ---- the policyholder ------------------------------------------------------------------------


@st.composite
def accidents(draw: st.DrawFn, id_: str) -> Accident:
    return Accident(
        id=id_,
        occurred_at=draw(days(date(2023, 6, 1)).flatmap(at_some_time)),
        determination=draw(st.sampled_from(Determination)),
    )


@st.composite
def refusals(draw: st.DrawFn, id_: str, contract_ids: Sequence[str]) -> Refusal:
    refused = draw(days())
    items = st.sampled_from(("1", "2", "4", "5", "7", "9", "12"))
    return Refusal(
        id=id_,
        contract=draw(st.sampled_from(contract_ids)),
        items=draw(st.lists(items, min_size=1, max_size=4, unique=True)),
        refused_at=refused,
        withdrawn_on=draw(or_not_yet(soon(refused, 200))),
        notified_at=draw(or_not_yet(soon(refused, 30))),
        notice_forms=draw(st.sampled_from(NOTICES)),
        filed_on=draw(or_not_yet(soon(refused, 60))),
    )


# ---- services --------------------------------------------------------------------------------


@st.composite
def services(draw: st.DrawFn, id_: str, contract_ids: Sequence[str]) -> Service:
    """A service with one or two items, mostly to P."""
    started = draw(days())
    continuous = draw(st.sampled_from([False, False, False, True]))
    whom = draw(st.sampled_from([("P",), ("P",), ("P", "Q"), ("Q",)]))
    rows = st.sampled_from([str(n) for n in range(1, 14)])
    codes = tuple(draw(st.lists(rows, min_size=1, max_size=2, unique=True)))
    papers = draw(st.sampled_from([(), (), DRILL_PAPERS, DRILL_PAPERS[:2]]))
    return Service(
        id=id_,
        insurer=draw(st.sampled_from(MOSTLY_I1)),
        mode=draw(st.sampled_from(Mode)),
        started_at=draw(at_some_time(started)),
        completed_on=NOT_YET if continuous else draw(or_not_yet(soon(started, 40))),
        continuous=continuous,
        recorded_on=NOT_YET,
        recipients=[draw(recipients(f"{id_}>{who}", who, contract_ids)) for who in whom],
        items=[draw(items_served(f"{id_}.{c}", c, whom, started, continuous)) for c in codes],
        occasions=draw(occasions(id_, started)) if continuous else (),
        deliverables=[
            draw(deliverables(f"{id_}.paper{n}", kind, codes, started)) for n, kind in enumerate(papers)
        ],
        follow_ups=[
            draw(follow_ups(f"{id_}.call{n}", whom, started)) for n in range(draw(st.integers(0, 2)))
        ],
    )


@st.composite
def recipients(draw: st.DrawFn, id_: str, who: str, contract_ids: Sequence[str]) -> Recipient:
    only = draw(st.sampled_from([None, None, *contract_ids])) if who == "P" else None
    return Recipient(id=id_, policyholder=who, contract=only, people=10, own_record=True)


@st.composite
def items_served(
    draw: st.DrawFn, id_: str, code: str, whom: Sequence[str], started: date, continuous: bool
) -> ServiceItem:
    own_date = draw(st.sampled_from([False, False, True])) and not continuous
    return ServiceItem(
        id=id_,
        item=code,
        forms=draw(st.sampled_from(FORMS)),
        topics=(),
        mode=draw(st.sampled_from([None, None, *Mode])),
        fieldwork_on=NOT_YET,
        completed_on=draw(or_not_yet(soon(started, 30))) if own_date else None,
        recipients=draw(st.sampled_from([None, None, tuple(whom[:1])])),
    )


@st.composite
def occasions(draw: st.DrawFn, id_: str, started: date) -> list[Occasion]:
    modes = draw(st.lists(st.sampled_from([None, *Mode]), max_size=2))
    return [
        Occasion(id=f"{id_}@{n}", started_at=draw(soon(started, 300)), ended_at=NOT_YET, mode=mode)
        for n, mode in enumerate(modes)
    ]


@st.composite
def deliverables(draw: st.DrawFn, id_: str, kind: str, codes: Sequence[str], started: date) -> Deliverable:
    return Deliverable(
        id=id_,
        kind=kind,
        issued_on=draw(soon(started, 60)),
        items=draw(st.sampled_from([codes, codes[:1]])),
    )


@st.composite
def follow_ups(draw: st.DrawFn, id_: str, whom: Sequence[str], started: date) -> FollowUp:
    return FollowUp(
        id=id_,
        policyholder=draw(st.sampled_from(whom)),
        made_at=draw(soon(started, 60).flatmap(at_some_time)),
        channel="电话",
        satisfaction=draw(st.sampled_from(["满意", "不满意"])),
        opinions=draw(st.sampled_from(["", "讲得好"])),
    )


# ---- about other records ---------------------------------------------------------------------


@st.composite
def talks(draw: st.DrawFn, service: Service) -> Communication:
    started = service.started_at
    assert isinstance(started, date)
    day = date(started.year, started.month, started.day) + timedelta(days=draw(st.integers(-3, 2)))
    return Communication(
        id=f"{service.id}.talk",
        policyholder=draw(st.sampled_from([r.policyholder for r in service.recipients])),
        insurer=service.insurer,
        made_at=draw(at_some_time(min(day, KNOWN_ON))),
        purpose=draw(st.sampled_from(["服务前协商", "排期"])),
        about=(str(service.id),),
    )


@st.composite
def uploads(draw: st.DrawFn, call: FollowUp) -> Submission:
    made = call.made_at
    assert isinstance(made, date)
    day = date(made.year, made.month, made.day)
    return Submission(
        id=f"{call.id}.upload",
        kind=draw(st.sampled_from([SubmissionKind.UPLOAD, SubmissionKind.FILING])),
        made_at=draw(soon(day, 20).filter(lambda d: d > day or made == day) | st.just(made)),
        about=(str(call.id),),
        contents=draw(st.sampled_from([("回访情况",), ("服务资料",)])),
    )


@st.composite
def judgements(draw: st.DrawFn, question: str, about: str, year: int | None = None) -> Judgement:
    return Judgement(
        id=f"{question}{about}",
        question=question,
        about=about,
        policy_year=year,
        answer=draw(st.sampled_from(Answer)),
        by_name="王合规",
        made_on=draw(days()),
        criteria="本机构的标准",
    )


@st.composite
def own_numbers(draw: st.DrawFn, insurer: str) -> Parameter:
    """What an insurer set for itself: how soon an upload is timely."""
    first = draw(st.none() | days())
    return Parameter(
        id=f"{insurer}.own",
        insurer=insurer,
        name="内部及时时限",
        value=draw(st.sampled_from([Decimal(1), Decimal(5)])),
        unit=draw(st.sampled_from(["个工作日", "小时"])),
        set_on=FIRST,  # a setting, not an event: one that is not there has not been made
        valid_from=first,
        valid_to=draw(st.none() | days(first or FIRST)),
    )


def _some(draw: st.DrawFn, made: Sequence[st.SearchStrategy]) -> list:
    return [draw(one) for one in made if draw(st.booleans())]


@st.composite
def truths(draw: st.DrawFn, max_services: int = 3, min_services: int = 0, *, own: bool = False) -> Ledger:
    """A ledger that knows everything its norms ask for; ``own`` = with the numbers that insurers set themselves."""
    chain = draw(chains())
    ids = [str(c.id) for c in chain]
    holder = Policyholder(
        id="P",
        name="甲矿",
        sector="非煤矿山",
        contracts=chain,
        accidents=[draw(accidents(f"A{n}")) for n in range(draw(st.sampled_from([0, 0, 1])))],
        refusals=[draw(refusals(f"R{n}", ids)) for n in range(draw(st.sampled_from([0, 0, 1, 2])))],
    )
    served = [draw(services(f"S{n}", ids)) for n in range(draw(st.integers(min_services, max_services)))]
    calls = [call for service in served for call in service.follow_ups]
    asked = [
        *(judgements(q, id_, 1) for q in ("政策推送充分", "新技术推介充分") for id_ in ids[:1]),
        *(judgements("回访上传及时", str(call.id)) for call in calls[:1]),
        *(judgements("不影响正常经营", str(one.recipients[0].id)) for one in served[:1]),
    ]
    return resolve(
        Ledger(
            id="L",
            known_on=KNOWN_ON,
            insurers=[Insurer(id=i, name=i, business_from=date(2019, 3, 1)) for i in INSURERS],
            policyholders=[holder, Policyholder(id="Q", name="乙矿", sector="非煤矿山")],
            services=served,
            communications=_some(draw, [talks(one) for one in served]),
            submissions=_some(draw, [uploads(call) for call in calls]),
            judgements=_some(draw, asked),
            parameters=_some(draw, [own_numbers(i) for i in INSURERS]) if own else (),
            complete=[Completeness(id="all", records=("*",), through=KNOWN_ON)],
        )
    )
