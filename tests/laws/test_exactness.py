"""One missing fact of finite type: what is left open is exactly what the fact's values come to."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ajx_rules import load_regulation
from ajx_rules.domain.book import (
    Accident,
    Completeness,
    Contract,
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
)
from ajx_rules.domain.catalogue import FieldInfo
from ajx_rules.domain.enums import Determination, Form, Mode
from ajx_rules.domain.values import NOT_YET, UNKNOWN, Between
from ajx_rules.engines.verdict import Report, Status
from ajx_rules.ledger.index import LedgerIndex
from ajx_rules.ledger.resolve import resolve
from ajx_rules.ledger.validate import validate
from tests.laws.support import NOT_BOUND, Key, Statuses, checked, in_words, statuses, times
from tests.laws.truths import FIRST, KNOWN_ON, truths
from tests.strategies import completions, replace

# Every value of each fact, as far as any norm can tell them apart.
VALUES: Mapping[str, Sequence[object]] = {
    "Service.mode": tuple(Mode),
    "ServiceItem.mode": tuple(Mode),
    "ServiceItem.forms": ((), ("综合性排查",), ("专业性排查",), ("综合性排查", "专业性排查")),
    "PlannedService.mode": tuple(Mode),
    "Service.continuous": (True, False),
    "Accident.determination": tuple(Determination),
    "Refusal.notice_forms": ((), *((form,) for form in Form), (Form.PHONE, Form.PAPER)),
    "Communication.purpose": (
        "服务前协商",
        "催约",
        "告知",
    ),  # the first alone is consultation before a service
    "Submission.contents": ((), ("回访情况",), ("服务资料",)),
    "Service.insurer": ("I1", "I2"),
    "Contract.insurer": ("I1", "I2"),
}


def union(ledgers: Sequence[Ledger], as_of: date, keys: Sequence[Key]) -> dict[Key, Statuses]:
    """What the verdicts of these keys come to, over all the ledgers together."""
    found = [statuses(checked(one, as_of)) for one in ledgers]
    return {key: frozenset().union(*(one.get(key, NOT_BOUND) for one in found)) for key in keys}


# Whose condition and requirement ask about the same records: each is worked out by itself, so that one
# missing fact may leave open more than its values come to (never less; docs/verdicts.md says so).
ONE_FACT_TWICE = {"A30.2"}


def assert_exact(data: st.DataObject, truth: Ledger, as_of: date) -> None:
    facts: dict[str, list[tuple[str, FieldInfo]]] = {}
    for row in LedgerIndex(truth).all_rows():
        for field in row.cls.fields.values():
            inherited = field.inherits and getattr(row.record, field.name) is None
            if f"{row.cls.name}.{field.name}" in VALUES and not inherited:
                facts.setdefault(f"{row.cls.name}.{field.name}", []).append((row.id, field))
    assume(facts)
    kind = data.draw(st.sampled_from(sorted(facts)))
    id_, field = data.draw(st.sampled_from(facts[kind]))
    values = VALUES[kind]
    partial = replace(truth, id_, **{field.name: UNKNOWN if field.inherits else None})
    filled = [replace(truth, id_, **{field.name: value}) for value in values]
    filled = [one for one in filled if not any(f.severity == "error" for f in validate(one))]
    known = statuses(checked(partial, as_of))
    exact = union(filled, as_of, list(known))
    wrong = {
        key: f"comes to {in_words(exact[key])}, said {in_words(known[key])}"
        for key in known
        if known[key] != exact[key] and key[0] not in ONE_FACT_TWICE
    }
    assert not wrong, f"{field.name} of {id_} missing, as of {as_of}: {wrong}\n{truth!r}"


@times(40, shrink=False)
@given(st.data(), truths(min_services=1), st.dates(FIRST, KNOWN_ON))
def test_one_missing_fact_leaves_open_exactly_what_its_values_come_to(
    data: st.DataObject, truth: Ledger, as_of: date
):
    assert_exact(data, truth, as_of)


@pytest.mark.long
@times(400, shrink=False)
@given(st.data(), truths(min_services=1), st.dates(FIRST, KNOWN_ON))
def test_many_more_missing_facts(data: st.DataObject, truth: Ledger, as_of: date):
    assert_exact(data, truth, as_of)


# ---- by hand: one fact, one norm -------------------------------------------------------------

AS_OF = date(2026, 3, 31)


def ledger(
    premium: str = "60000",
    services: Sequence[Service] = (),
    complete: Sequence[str] = ("*",),
    year: PolicyYear | None = None,
    **holder: object,
) -> Ledger:
    """One contract of the year 2025."""
    contract = Contract(
        id="C",
        line="安责险",
        concluded_on=date(2024, 12, 20),
        inception_on=date(2025, 1, 1),
        expiry_on=date(2025, 12, 31),
        terminated_on=NOT_YET,
        premium=Decimal(premium),
        policy_years=(year,) if year else (),
        plans=holder.pop("plans", ()),
    )
    return resolve(
        Ledger(
            known_on=AS_OF,
            insurers=[Insurer(id="I", name="甲财险")],
            policyholders=[Policyholder(id="P", name="甲矿", contracts=[contract], **holder)],
            services=services,
            complete=[Completeness(records=complete, through=AS_OF)] if complete else [],
        )
    )


def service(item: str, **facts: object) -> Service:
    done = {"started_at": date(2025, 5, 6), "completed_on": date(2025, 5, 7), "continuous": False}
    facts = {"items": [ServiceItem(id="S1", item=item)]} | facts
    return Service(id="S", recipients=[Recipient(policyholder="P")], **done | facts)


def found(book: Ledger, row: str, subject: str = "C#1") -> Statuses:
    return statuses(checked(book))[row, subject]


BREACH, FULFILLED, EXCUSED = Status.BREACH, Status.FULFILLED, Status.EXCUSED


@pytest.mark.parametrize(
    ("premium", "expected"),
    [("60000", {BREACH, FULFILLED}), ("30000", {FULFILLED}), ("150000", {BREACH, FULFILLED})],
)
def test_mode_of_the_only_training(premium: str, expected: set[Status]):
    """线下 in the first two tiers; in the third, online or offline, the mode does not matter."""
    partial = ledger(premium, [service("1", mode=None)])
    assert found(partial, "B.r01") == expected
    only = {"only": lambda cls, field: (cls, field.name) == ("Service", "mode")}
    each = [found(one, "B.r01") for one in completions(partial, **only)]
    assert len(each) == 3
    assert frozenset().union(*each) == expected


@pytest.mark.parametrize(
    ("premium", "tiers"),
    [
        ("9999.99", ("第三档", "第四档")),
        ("30000", ("第二档", "第三档")),
        ("60000", ("第一档", "第二档")),
        ("100000", ("第一档",)),
    ],
)
def test_determination_of_the_only_accident(premium: str, tiers: tuple[str, ...]):
    accident = Accident(id="A", occurred_at=date(2024, 7, 1), determination=None)
    partial = ledger(premium, accidents=[accident])
    assert checked(partial).results[0].results == tiers
    each = [checked(one).results[0].results for one in completions(partial)]
    assert {tier for one in each for tier in one} == set(tiers)


def test_an_accident_under_investigation_may_be_one_or_not():
    """认定状态 调查中 is no answer: both columns stay possible."""
    accident = Accident(id="A", occurred_at=date(2024, 7, 1), determination=Determination.PENDING)
    assert checked(ledger("30000", accidents=[accident])).results[0].results == ("第二档", "第三档")


@pytest.mark.parametrize(("said", "tiers"), [(None, 2), (True, 1), (False, 1)])
def test_answer_on_the_proposal_form(said: bool | None, tiers: int):
    """Where accidents are not complete, the answer decides; without one both columns are open."""
    year = PolicyYear(no=1, declared_prior_accident=said)
    registers = ("Contract", "Service", "Refusal")
    results = checked(ledger("30000", year=year, complete=registers)).results[0].results
    assert len(results) == tiers
    assert set(results) <= {"第二档", "第三档"}


@pytest.mark.parametrize("forms", [None, (Form.PHONE,), (Form.PAPER,), (Form.EMAIL, Form.PHONE)])
def test_form_of_the_notice_of_a_refusal(forms: tuple[Form, ...] | None):
    refusal = Refusal(
        id="R",
        contract="C",
        items=("2",),
        refused_at=date(2025, 3, 3),
        withdrawn_on=NOT_YET,
        notified_at=date(2025, 3, 4),
        notice_forms=forms,
        filed_on=NOT_YET,
    )
    written = {Form.PAPER, Form.EMAIL} & set(forms or ())
    expected = {EXCUSED, BREACH} if forms is None else {EXCUSED} if written else {BREACH}
    notice = {FULFILLED, Status.OPEN} if forms is None else {FULFILLED} if written else {Status.OPEN}
    book = ledger(refusals=[refusal])
    assert found(book, "B.r02") == expected
    assert found(book, "A22.4", "R") == notice


@pytest.mark.parametrize(
    ("withdrawn", "expected"),
    [(NOT_YET, {EXCUSED}), (date(2025, 4, 1), {BREACH}), (UNKNOWN, {EXCUSED, BREACH})],
)
def test_withdrawal_of_a_refusal(withdrawn: object, expected: set[Status]):
    """A refusal that nobody knows to be withdrawn is not one that was not."""
    refusal = Refusal(
        id="R",
        contract="C",
        items=("2",),
        refused_at=date(2025, 3, 3),
        withdrawn_on=withdrawn,
        notified_at=date(2025, 3, 4),
        notice_forms=(Form.PAPER,),
        filed_on=NOT_YET,
    )
    assert found(ledger(refusals=[refusal]), "B.r02") == expected


@pytest.mark.parametrize("mode", [None, *Mode])
def test_mode_of_the_only_planned_service(mode: Mode | None):
    plan = ServicePlan(made_on=date(2024, 12, 21), planned=[PlannedService(item="5", mode=mode)])
    expected = {None: {BREACH, Status.NOT_APPLICABLE}, Mode.ON_SITE: {BREACH}}
    book = ledger(plans=[plan])
    assert found(book, "A22.3", "C") == expected.get(mode, {Status.NOT_APPLICABLE})


def test_unknown_premium_leaves_every_tier_of_the_column():
    book = replace(ledger(), "C", premium=None)
    assert checked(book).results[0].results == ("第一档", "第二档", "第三档", "第四档")
    assert found(book, "B.r02") == {BREACH, Status.NOT_APPLICABLE}


NOT_APPLICABLE, PENDING = Status.NOT_APPLICABLE, Status.PENDING


@pytest.mark.parametrize(
    ("written", "complete", "expected"),
    [
        (UNKNOWN, True, {NOT_APPLICABLE, PENDING, BREACH}),
        (UNKNOWN, False, {NOT_APPLICABLE, PENDING, BREACH}),
        (None, True, {NOT_APPLICABLE}),
        (None, False, {NOT_APPLICABLE, PENDING, BREACH}),
        (NOT_YET, False, {NOT_APPLICABLE}),
        (Between(date(2025, 5, 7), date(2025, 5, 9)), False, {BREACH}),
        (Between(date(2025, 5, 7), None), False, {PENDING, BREACH}),
    ],
)
def test_a_milestone_left_out_unknown_or_not_yet(written: object, complete: bool, expected: set[Status]):
    """Whether the service was completed, and when; nobody has called back."""
    registers = ("FollowUp", "Service") if complete else ("FollowUp",)
    book = ledger("60000", [service("4", completed_on=written)], registers)
    assert found(book, "A24.1", "S/recipients/1") == expected


@pytest.mark.parametrize(
    ("who", "through", "expected"),
    [
        ("P", AS_OF, {BREACH}),
        ("P", date(2025, 12, 31), {BREACH}),
        ("P", date(2025, 12, 30), {BREACH, FULFILLED}),
        ("Q", AS_OF, {BREACH, FULFILLED}),
    ],
)
def test_a_declaration_counts_for_its_days_and_its_policyholder(
    who: str, through: date, expected: set[Status]
):
    """The year ends on 31 December 2025; no handbook is on record. A service that nobody recorded
    may have been on the last day, or to somebody else than the one declared."""
    book = ledger()
    lists = Completeness(records=("Contract", "Refusal", "Accident"), through=AS_OF)
    services = Completeness(records=("Service",), scope=who, through=through)
    holders = [*book.policyholders, Policyholder(id="Q", name="乙矿")]
    told = attrs.evolve(book, policyholders=holders, complete=[lists, services])
    assert found(resolve(told), "B.r02") == expected


@times(60, shrink=False)
@given(truths(), st.dates(FIRST, KNOWN_ON), st.sampled_from(["all", "none", "half"]))
def test_an_open_verdict_names_what_is_missing_and_a_definite_one_nothing(
    truth: Ledger, as_of: date, kept: str
):
    complete = {"all": ("*",), "none": (), "half": ("Service", "Contract")}[kept]
    declared = [Completeness(id="said", records=complete, through=truth.known_on)] if complete else []
    for verdict in checked(attrs.evolve(truth, complete=declared), as_of).verdicts:
        assert bool(verdict.missing) == bool(verdict.possible), (verdict.norm, verdict.subject.id)
        assert len(verdict.possible) != 1
        only_judgements = all(m.kind == "judgement" for m in verdict.missing)
        if verdict.possible:
            wanted = Status.JUDGEMENT if only_judgements else Status.UNKNOWN
            assert verdict.status is wanted, (verdict.norm, verdict.subject.id)


def _asked_before_the_ledger_ends(service: Mapping[str, object], contract: Mapping[str, object]) -> Report:
    """One insured with one service; the ledger reaches to 2026-06-30, the check looks at the end of 2025."""
    ledger = {
        "known_on": "2026-06-30",
        "insurers": [{"id": "I", "name": "甲财险"}],
        "policyholders": [
            {
                "id": "P",
                "name": "甲矿",
                "contracts": [
                    {"id": "C", "insurer": "I", "inception_on": "2025-03-01", "expiry_on": "2026-02-28"}
                    | {"premium": "8000", **contract}
                ],
            }
        ],
        "services": [
            {
                "id": "S",
                "insurer": "I",
                "mode": "线上",
                "items": [{"item": "1"}],
                "recipients": [{"policyholder": "P"}],
                **service,
            }
        ],
        "complete": [{"records": ["*"], "through": "2026-06-30"}],
    }
    return load_regulation().check(ledger, as_of=date(2025, 12, 31))


@pytest.mark.parametrize(
    ("service", "expected"),
    [
        ({"completed_on": "2025-06-18"}, {Status.FULFILLED}),  # completed, so it had begun
        ({"started_at": "2025-06-17", "completed_on": "2025-06-18"}, {Status.FULFILLED}),
        ({"completed_on": "2026-01-18"}, {Status.PENDING}),  # after the day that is looked at
        ({}, {Status.FULFILLED, Status.PENDING}),
    ],
)
def test_a_service_completed_had_begun(service: Mapping[str, object], expected: set[Status]):
    contract = {"concluded_on": "2025-02-20"}
    (verdict,) = _asked_before_the_ledger_ends(service, contract).find("附2-第1行", "甲矿")
    assert {*(verdict.possible or (verdict.status,))} == expected


@pytest.mark.parametrize(
    ("concluded", "bound"), [("2025-02-20", {True}), (None, {True, False}), ("2026-01-05", set())]
)
def test_a_contract_of_an_unknown_day_leaves_the_insurer_bound_or_not(
    concluded: str | None, bound: set[bool]
):
    contract = {} if concluded is None else {"concluded_on": concluded}
    report = _asked_before_the_ledger_ends({"completed_on": "2025-06-18"}, contract)
    of_2025 = [v for v in report.verdicts if v.alias == "30-3" and v.subject.id == "I#2025"]
    assert len(of_2025) == (1 if bound else 0)
    for verdict in of_2025:
        statuses_left = verdict.possible or (verdict.status,)
        assert {s is not Status.NOT_APPLICABLE for s in statuses_left} == bound


def test_a_service_that_was_completed_is_no_stream():
    """持续服务 not said: a stream has no completion (L063), so that leaves one answer, also where an item is not done."""
    items = [
        ServiceItem(id="S1", item="7", completed_on=date(2025, 5, 7)),
        ServiceItem(id="S2", item="4", completed_on=NOT_YET),
    ]
    later = {"completed_on": date(2025, 6, 20), "items": items, "occasions": ()}
    for as_of in (date(2025, 5, 20), date(2025, 7, 1)):
        unsaid = statuses(checked(ledger(services=[service("7", continuous=None, **later)]), as_of))
        assert unsaid == statuses(checked(ledger(services=[service("7", **later)]), as_of))


def test_an_occasion_that_is_not_on_record_may_have_been_of_any_mode():
    """场次 not said of a stream: some may have been on site, whatever the service and its items say."""
    stream = {"mode": Mode.ONLINE, "continuous": True, "completed_on": NOT_YET}
    visit = Occasion(id="S@1", started_at=date(2025, 5, 9), ended_at=NOT_YET, mode=Mode.ON_SITE)
    lists = ("Service", "Contract", "Communication")
    came_to, left = (
        found(
            ledger(services=[service("3", occasions=each, **stream)], complete=lists),
            "A22.2",
            "S/recipients/1",
        )
        for each in ((visit,), None)
    )
    assert came_to == {BREACH, FULFILLED}  # a person is to judge of it
    assert left == {*came_to, Status.NOT_APPLICABLE}


def test_what_was_done_on_each_occasion_has_an_id_of_its_own():
    """An occasion may be called 3 and stand first; the third has no id."""
    days = [date(2025, 5, 1), date(2025, 6, 1), date(2025, 7, 1)]
    held = [Occasion(id="3" if n == 0 else None, started_at=day) for n, day in enumerate(days)]
    stream = service("3", occasions=held, continuous=True, completed_on=NOT_YET)
    report = checked(ledger(services=[stream]))
    named = [(v.norm, v.subject.id) for v in report.verdicts]
    assert len(named) == len(set(named))
    assert len({v.subject.id for v in report.verdicts if v.subject.kind == "Delivery"}) == len(days)
