"""Hypothesis strategies for ledgers, and brute-force completion of what they leave out.

A drawn ledger is valid (``validate`` finds no error) and small; any fact but the structural ones
may be missing. The strategies of single records take what they refer to as arguments, so that
other tests can compose them.

Completion: a missing fact stands for every value it may have. ``gaps`` lists the missing facts
of finite type with their candidates, ``completions`` fills them in every combination (up to a
limit), ``replace`` and ``add`` change one record or put in one more, for facts and registers
that a test completes by hand.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import islice, product

import attrs
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
    Policyholder,
    PolicyYear,
    Recipient,
    Record,
    Refusal,
    Service,
    ServiceItem,
    VisitArrangement,
)
from ajx_rules.domain.catalogue import FieldInfo, catalogue
from ajx_rules.domain.enums import ENUMS, AccidentGrade, Determination, Form, Liability, Mode
from ajx_rules.domain.values import NOT_YET, UNKNOWN, Between, Dated, Milestone
from ajx_rules.ledger.index import LedgerIndex
from ajx_rules.ledger.resolve import resolve

FIRST_DAY = date(2024, 1, 1)
KNOWN_ON = date(2026, 3, 31)
ITEMS = tuple(str(n) for n in range(1, 14))
TIERS = ("第一档", "第二档", "第三档", "第四档")
PREMIUMS = ("0", "9999.99", "10000", "49999.99", "50000", "50000.01", "100000", "200000", "1000000")
REGISTERS = (
    "Contract",
    "VisitArrangement",
    "Refusal",
    "Service",
    "FollowUp",
    "Accident",
    "Deliverable",
    "*",
)

# ---- values ----------------------------------------------------------------------------------


def maybe(strategy: st.SearchStrategy) -> st.SearchStrategy:
    """A value, or nothing recorded."""
    return st.none() | strategy


def days(first: date = FIRST_DAY, last: date = KNOWN_ON) -> st.SearchStrategy[date]:
    return st.dates(min(first, last), last)


def moments(first: date = FIRST_DAY, last: date = KNOWN_ON) -> st.SearchStrategy[date]:
    """A day, or a moment of a day."""
    times = st.times().map(lambda t: t.replace(second=0, microsecond=0))
    return days(first, last) | st.builds(datetime.combine, days(first, last), times)


def dated(last: date = KNOWN_ON) -> st.SearchStrategy[Dated]:
    """The date of a record: a day, unknown, or between two days."""
    return maybe(days(last=last)) | st.tuples(days(last=last), days(last=last)).map(_between)


def milestones(after: Dated, last: date = KNOWN_ON) -> st.SearchStrategy[Milestone]:
    """A milestone not before the date of its record: a day, left out, unknown, not yet, between two days."""
    first = FIRST_DAY
    if isinstance(after, Between):
        first = after.latest or FIRST_DAY
    elif isinstance(after, datetime):
        first = after.date()
    elif after is not None:
        first = after
    between = st.tuples(days(first, last), days(first, last)).map(_between)
    return st.sampled_from([None, UNKNOWN, NOT_YET]) | days(first, last) | between


def _between(ends: tuple[date, date]) -> Between:
    return Between(min(ends), max(ends))


def amounts() -> st.SearchStrategy[Decimal]:
    """An amount of yuan, the bounds of usual tables often."""
    return st.sampled_from(PREMIUMS).map(Decimal) | st.integers(0, 10**8).map(lambda fen: Decimal(fen) / 100)


# ---- records ---------------------------------------------------------------------------------


@st.composite
def contracts(draw: st.DrawFn, insurers: Sequence[str] = (), number: int = 1) -> Contract:
    """A contract of up to three years, with policy years listed or not."""
    inception = draw(days(FIRST_DAY, KNOWN_ON))
    years = draw(st.sampled_from([1, 1, 1, 2, 3]))
    ends = [_years_later(inception, n + 1) - timedelta(days=1) for n in range(years)]
    expiry = ends[-1] - timedelta(days=draw(st.sampled_from([0, 0, 0, 1, 40])))
    concluded = draw(dated())
    tiers = st.builds(
        PolicyYear,
        no=st.just(1),
        premium=maybe(amounts()),
        recorded_tier=maybe(st.sampled_from(TIERS)),
        tier_recorded_on=st.just(None),
        declared_prior_accident=maybe(st.booleans()),
    )
    return Contract(
        id=f"C{number}",
        insurer=draw(maybe(st.sampled_from(insurers))) if insurers else None,
        line=draw(maybe(st.just("安责险"))),
        concluded_on=concluded,
        inception_on=draw(maybe(st.just(inception))),
        expiry_on=draw(maybe(st.just(expiry))),
        premium=draw(maybe(amounts())),
        clauses=draw(maybe(st.dictionaries(st.sampled_from(["服务频次", "投诉处理程序"]), st.booleans()))),
        service_fee_rate=draw(maybe(st.sampled_from(["15%", "0.2"]))),
        terminated_on=draw(milestones(concluded)),
        policy_years=draw(maybe(st.lists(tiers, max_size=1))),
        arrangements=draw(st.lists(arrangements(), max_size=1)),
    )


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


@st.composite
def arrangements(draw: st.DrawFn) -> VisitArrangement:
    fixed = draw(dated())
    return VisitArrangement(
        fixed_on=fixed,
        visit_on=draw(maybe(st.dates(FIRST_DAY, date(2026, 12, 31)))),
        items=draw(maybe(st.lists(st.sampled_from(ITEMS), max_size=3))),
        agreed=draw(maybe(st.booleans())),
    )


@st.composite
def accidents(draw: st.DrawFn, number: int = 1) -> Accident:
    occurred = draw(maybe(moments()) | dated())
    return Accident(
        id=f"A{number}",
        occurred_at=occurred,
        grade=draw(maybe(st.sampled_from(AccidentGrade))),
        determination=draw(maybe(st.sampled_from(Determination))),
        determined_on=draw(milestones(occurred)),
        liability=draw(maybe(st.sampled_from(Liability))),
    )


@st.composite
def refusals(draw: st.DrawFn, contract_ids: Sequence[str] = (), number: int = 1) -> Refusal:
    refused = draw(maybe(moments()) | dated())
    return Refusal(
        id=f"R{number}",
        contract=draw(maybe(st.sampled_from(contract_ids))) if contract_ids else None,
        items=draw(maybe(st.lists(st.sampled_from(ITEMS), max_size=2))),
        refused_at=refused,
        form=draw(maybe(st.sampled_from(Form))),
        withdrawn_on=draw(milestones(refused)),
        notified_at=draw(milestones(refused)),
        notice_forms=draw(maybe(st.lists(st.sampled_from(Form), max_size=2))),
        filed_on=draw(milestones(refused)),
    )


@st.composite
def policyholders(draw: st.DrawFn, insurers: Sequence[str] = (), number: int = 1) -> Policyholder:
    owned = [draw(contracts(insurers, number * 10 + n)) for n in range(draw(st.integers(0, 2)))]
    ids = [str(contract.id) for contract in owned]
    return Policyholder(
        id=f"P{number}",
        name=f"第{number}矿",
        sector=draw(maybe(st.just("非煤矿山"))),
        founded_on=draw(maybe(st.dates(date(2000, 1, 1), KNOWN_ON))),
        contracts=owned,
        accidents=[draw(accidents(number * 10 + n)) for n in range(draw(st.integers(0, 2)))],
        refusals=[draw(refusals(ids, number * 10 + n)) for n in range(draw(st.integers(0, 1)))],
    )


@st.composite
def services(
    draw: st.DrawFn, holders: Sequence[Policyholder], insurers: Sequence[str] = (), number: int = 1
) -> Service:
    """A service of some of the policyholders: each item once, so that no delivery comes twice."""
    whom = draw(st.lists(st.sampled_from(holders), min_size=1, max_size=2, unique_by=lambda h: h.id))
    started = draw(maybe(moments()) | dated())
    continuous = draw(st.sampled_from([None, False, False, True]))
    items = draw(st.lists(st.sampled_from(ITEMS), min_size=1, max_size=3, unique=True))
    ids = [str(holder.id) for holder in whom]
    return Service(
        id=f"S{number}",
        insurer=draw(maybe(st.sampled_from(insurers))) if insurers else None,
        mode=draw(maybe(st.sampled_from(Mode))),
        started_at=started,
        completed_on=None if continuous else draw(milestones(started)),
        continuous=continuous,
        recorded_on=draw(milestones(started)),
        recipients=[draw(recipients(holder)) for holder in whom],
        items=[draw(service_items(item, ids, started)) for item in items],
        occasions=draw(maybe(st.lists(st.builds(Occasion, started_at=maybe(moments())), max_size=2))),
        deliverables=[
            Deliverable(kind="签到表", issued_on=draw(dated()), items=[items[0]])
            for _ in range(draw(st.integers(0, 1)))
        ],
        follow_ups=[draw(follow_ups(ids)) for _ in range(draw(st.integers(0, 2)))],
    )


@st.composite
def recipients(draw: st.DrawFn, holder: Policyholder) -> Recipient:
    ids = [contract.id for contract in holder.contracts]
    return Recipient(
        policyholder=str(holder.id),
        contract=draw(st.sampled_from([None, UNKNOWN, *ids])),
        people=draw(maybe(st.integers(0, 60))),
        own_record=draw(maybe(st.booleans())),
    )


@st.composite
def service_items(draw: st.DrawFn, item: str, served: Sequence[str], started: Dated = None) -> ServiceItem:
    return ServiceItem(
        item=draw(st.sampled_from([item, item, item, None])),
        forms=draw(maybe(st.lists(st.sampled_from(["综合性排查", "专项排查"]), max_size=1))),
        mode=draw(st.sampled_from([None, None, UNKNOWN, *Mode])),
        completed_on=draw(st.none() | milestones(started)),
        recipients=draw(st.sampled_from([None, None, UNKNOWN, tuple(served[:1])])),
    )


@st.composite
def follow_ups(draw: st.DrawFn, served: Sequence[str]) -> FollowUp:
    return FollowUp(
        policyholder=draw(st.sampled_from(served)),
        made_at=draw(maybe(moments()) | dated()),
        channel=draw(maybe(st.sampled_from(["电话", "网络", "现场验证"]))),
        satisfaction=draw(maybe(st.sampled_from(["满意", "基本满意", "不满意"]))),
        opinions=draw(maybe(st.sampled_from(["", "无意见", "讲得好"]))),
    )


@st.composite
def completenesses(draw: st.DrawFn, scopes: Sequence[str] = (), known_on: date = KNOWN_ON) -> Completeness:
    through = draw(days(FIRST_DAY, known_on) | st.just(known_on))
    return Completeness(
        records=draw(st.lists(st.sampled_from(REGISTERS), min_size=1, max_size=4)),
        through=through,
        since=draw(maybe(st.dates(FIRST_DAY, through))),
        scope=draw(maybe(st.sampled_from(scopes))) if scopes else None,
    )


@st.composite
def ledgers(draw: st.DrawFn, max_policyholders: int = 2, max_services: int = 2) -> Ledger:
    """A valid ledger with missing facts.

    No answer on a proposal form where accidents are complete: the two might contradict each other.
    """
    insurers = [f"I{n}" for n in range(draw(st.integers(0, 2)))]
    count = draw(st.integers(1, max_policyholders))
    holders = [draw(policyholders(insurers, n + 1)) for n in range(count)]
    served = [draw(services(holders, insurers, n + 1)) for n in range(draw(st.integers(0, max_services)))]
    scopes = [*insurers, *(str(h.id) for h in holders), *(str(c.id) for h in holders for c in h.contracts)]
    complete = [draw(completenesses(scopes)) for _ in range(draw(st.integers(0, 3)))]
    if any({"Accident", "*"} & set(one.records) for one in complete):
        holders = [_undeclared(holder) for holder in holders]
    return resolve(
        Ledger(
            id="L",
            known_on=KNOWN_ON,
            insurers=[Insurer(id=id_, name=id_) for id_ in insurers],
            policyholders=holders,
            services=served,
            complete=complete,
        )
    )


def _undeclared(holder: Policyholder) -> Policyholder:
    def year(one: PolicyYear) -> PolicyYear:
        return attrs.evolve(one, declared_prior_accident=None)

    def contract(one: Contract) -> Contract:
        return attrs.evolve(one, policy_years=one.policy_years and [year(y) for y in one.policy_years])

    return attrs.evolve(holder, contracts=[contract(c) for c in holder.contracts])


# ---- completion ------------------------------------------------------------------------------


@attrs.frozen
class Gap:
    """A fact that a ledger leaves out, with the values it may have."""

    id: str
    field: FieldInfo
    candidates: tuple[object, ...]


def gaps(
    ledger: Ledger,
    candidates: Mapping[str, Sequence[object]] | None = None,
    *,
    only: Callable[[str, FieldInfo], bool] = lambda _class, _field: True,
) -> list[Gap]:
    """The missing facts of a ledger that have finitely many values, or candidates of the test's own.

    Args:
        ledger: with ids (``resolve``).
        candidates: values to try, by ``"Contract.premium"``; they go before those of the type.
        only: which fields (class name, field) to complete.

    """
    own = candidates or {}
    found = []
    for row in LedgerIndex(ledger).all_rows():
        for field in row.cls.fields.values():
            if not only(row.cls.name, field) or not _left_open(getattr(row.record, field.name), field):
                continue
            values = tuple(own.get(f"{row.cls.name}.{field.name}", ())) or _values_of(field)
            if values:
                found.append(Gap(row.id, field, values))
    return found


def _left_open(value: object, field: FieldInfo) -> bool:
    if value is UNKNOWN:
        return True
    # Left out, an inherited or restricting field is not unknown.
    return value is None and not (field.inherits or field.restricts or field.spec.definite)


def _values_of(field: FieldInfo) -> tuple[object, ...]:
    if field.kind == "bool":
        return (True, False)
    if field.kind == "enum":
        return tuple(ENUMS[str(field.target)])
    return ()


def completions(
    ledger: Ledger,
    candidates: Mapping[str, Sequence[object]] | None = None,
    *,
    limit: int = 64,
    **options: object,
) -> Iterator[Ledger]:
    """The ledger with its gaps filled in every combination, at most ``limit`` of them."""
    found = gaps(ledger, candidates, **options)
    for values in islice(product(*(gap.candidates for gap in found)), limit):
        filled = ledger
        for gap, value in zip(found, values, strict=True):
            filled = replace(filled, gap.id, **{gap.field.name: value})
        yield filled


def replace(ledger: Ledger, id_: str, **facts: object) -> Ledger:
    """The ledger with some facts of one record changed."""
    return _changed(ledger, id_, lambda record: attrs.evolve(record, **facts))


def add(ledger: Ledger, owner_id: str | None, list_name: str, record: Record) -> Ledger:
    """The ledger with one record more in a list of the owner (``None``: a root list)."""

    def longer(owner: Record) -> Record:
        return attrs.evolve(owner, **{list_name: (*(getattr(owner, list_name) or ()), record)})

    made = longer(ledger) if owner_id is None else _changed(ledger, owner_id, longer)
    return resolve(made)


def _changed(record: Record, id_: str, change: Callable[[Record], Record]) -> Record:
    if record.id == id_ and not isinstance(record, Ledger):
        return change(record)
    facts = {}
    for field in catalogue().of(record).lists:
        children = getattr(record, field.name)
        new = tuple(_changed(child, id_, change) for child in children or ())
        if any(a is not b for a, b in zip(new, children or (), strict=True)):
            facts[field.name] = new
    return attrs.evolve(record, **facts) if facts else record
