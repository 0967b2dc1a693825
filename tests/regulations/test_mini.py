"""A second regulation, in rule files only: another sector, other classes, other conventions."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ajx_rules import load_regulation
from ajx_rules.cases.run import run_cases
from ajx_rules.domain.book import (
    Accident,
    Completeness,
    Contract,
    FollowUp,
    Insurer,
    Ledger,
    Policyholder,
    Recipient,
    Refusal,
    Service,
    ServiceItem,
    ServicePlan,
)
from ajx_rules.domain.enums import Form
from ajx_rules.domain.values import NOT_YET
from ajx_rules.ledger.resolve import resolve
from ajx_rules.regulation import Regulation

FOLDER = Path(__file__).parent / "mini"
FEN = Decimal("0.01")
CLASSES = ("重点类", "关注类", "普通类")


@cache
def mini() -> Regulation:
    return load_regulation(FOLDER)


def class_of(premium: Decimal, accident: bool) -> str:
    """表一, by hand; 以上不含本数，以下含本数."""
    if premium <= 20000:
        return "关注类" if accident else "普通类"
    if premium <= 200000:
        return "重点类" if accident else "关注类"
    return "重点类"


# ---- what it says ----------------------------------------------------------------------------


def test_it_loads_without_a_warning():
    assert mini().title == "某市危险化学品安责险预防服务细则"
    assert mini().warnings == ()
    assert [norm.id for norm in mini().norms] == ["R.1-1", "R.2-1", "K", "S.1", "S.2", "S.3", "S.4"]


def test_its_ids_go_there_and_back():
    scheme = mini().compiled.names.scheme
    for alias, norm_id in {"细1之1": "R.1-1", "表一-第5行-有": "C.5.y", "表三-第4行-普通类": "S.4.o"}.items():
        assert scheme.to_id(alias) == norm_id
        assert scheme.to_alias(norm_id) == alias
    assert scheme.to_id("附2-第1行-第一档") is None


def test_its_vocabularies_are_its_own():
    names = {name: [entry.code for entry in v.entries] for name, v in mini().vocabularies.items()}
    assert names["tier"] == list(CLASSES)
    assert names["sector"] == ["危险化学品"]
    assert names["service_item"] == ["1", "2", "3", "4"]


# ---- its table -------------------------------------------------------------------------------

BOUNDS = (5000, 20000, 60000, 200000)
NEAR = [Decimal(bound) + FEN * step for bound in BOUNDS for step in (-1, 0, 1)]


@pytest.mark.parametrize("premium", NEAR)
@pytest.mark.parametrize("accident", [True, False])
def test_its_table_at_the_bounds(premium: Decimal, accident: bool):
    found = mini().lookup("服务档次", premium=premium, accident=accident)
    assert found.results == (class_of(premium, accident),)


@pytest.mark.parametrize(
    ("premium", "row"),
    [
        ("5000", 1),
        ("5000.01", 2),
        ("20000", 2),
        ("20000.01", 3),
        ("60000.01", 4),
        ("200000", 4),
        ("200000.01", 5),
    ],
)
def test_the_row_of_an_amount(premium: str, row: int):
    assert mini().lookup("服务档次", premium=premium, accident="是").cells == (f"C.{row}.y",)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 30_000_000), st.sampled_from([True, False, None]))
def test_its_table_over_all_amounts(fen: int, accident: bool | None):
    premium = Decimal(fen) / 100
    expected = {class_of(premium, column) for column in ([True, False] if accident is None else [accident])}
    found = mini().lookup("服务档次", premium=premium, accident=accident)
    assert found.results == tuple(c for c in CLASSES if c in expected)


def test_its_breakpoints():
    assert mini().table("服务档次").breakpoints() == tuple(map(Fraction, BOUNDS))


# ---- a ledger --------------------------------------------------------------------------------


def ledger(
    premium: int,
    services: Sequence[Service] = (),
    known_on: date = date(2026, 3, 31),
    plan: date | None = date(2025, 3, 3),
    **holder: object,
) -> Ledger:
    contract = Contract(
        id="C",
        concluded_on=date(2025, 2, 21),
        inception_on=date(2025, 3, 1),
        expiry_on=date(2026, 2, 28),
        terminated_on=NOT_YET,
        premium=Decimal(premium),
        plans=[ServicePlan(made_on=plan)] if plan else [],
    )
    return resolve(
        Ledger(
            known_on=known_on,
            insurers=[Insurer(id="I", name="甲财险")],
            policyholders=[
                Policyholder(id="P", name="甲厂", sector="危险化学品", contracts=[contract], **holder)
            ],
            services=services,
            complete=[Completeness(records=("*",), through=known_on)],
        )
    )


def service(item: str, day: date, mode: str = "现场", calls: Sequence[date] = ()) -> Service:
    return Service(
        id=f"S{item}{day:%m%d}",
        mode=mode,
        started_at=day,
        completed_on=day,
        continuous=False,
        recipients=[Recipient(policyholder="P")],
        items=[ServiceItem(item=item)],
        follow_ups=[FollowUp(policyholder="P", made_at=call) for call in calls],
    )


def verdicts(book: Ledger, as_of: date | None = None) -> dict[str, str]:
    return {v.norm: v.status.value for v in mini().check(book, as_of=as_of).verdicts}


def test_a_year_without_any_service():
    assert verdicts(ledger(30000)) == {
        "R.1-1": "fulfilled",
        "K.g": "breach",
        "S.1.g": "breach",
        "S.2.g": "breach",
        "S.3.g": "not_applicable",
        "S.4.g": "not_applicable",
    }


def test_an_accident_of_the_previous_policy_year_counts():
    """上一保险年度 is the twelve months before 2025-03-01."""
    for day, expected in (
        (date(2024, 2, 29), "关注类"),
        (date(2024, 3, 1), "重点类"),
        (date(2025, 2, 28), "重点类"),
        (date(2025, 3, 1), "关注类"),
    ):
        book = ledger(30000, accidents=[Accident(occurred_at=day)])
        assert [r.results for r in mini().check(book).results] == [(expected,)]


@pytest.mark.parametrize(
    ("mode", "days", "expected"),
    [
        ("线下", (date(2025, 5, 6), date(2025, 9, 1)), "fulfilled"),
        ("现场", (date(2025, 5, 6), date(2025, 9, 1)), "fulfilled"),
        ("线下", (date(2025, 5, 6),), "breach"),
        ("线上", (date(2025, 5, 6), date(2025, 9, 1)), "breach"),
    ],
)
def test_twice_a_year_offline_for_the_first_class(mode: str, days: Sequence[date], expected: str):
    book = ledger(250000, [service("1", day, mode) for day in days])
    assert verdicts(book)["S.1.p"] == expected


def test_kinds_and_a_condition_of_one_row():
    done = [service("1", date(2025, 5, 6)), service("2", date(2025, 6, 3), "线上")]
    found = verdicts(ledger(30000, done))
    assert found["K.g"] == "fulfilled"  # two kinds, whatever the mode
    assert found["S.2.g"] == "breach"  # 第2行：方式为现场


def test_a_written_refusal_takes_the_duty_away():
    def refusal(form: Form) -> Refusal:
        return Refusal(
            items=("2",),
            contract="C",
            insurer="I",
            refused_at=date(2025, 4, 1),
            form=form,
            withdrawn_on=NOT_YET,
        )

    assert verdicts(ledger(30000, refusals=[refusal(Form.PAPER)]))["S.2.g"] == "not_applicable"
    assert verdicts(ledger(30000, refusals=[refusal(Form.PHONE)]))["S.2.g"] == "breach"


@pytest.mark.parametrize(
    ("plan", "expected"),
    [(date(2025, 3, 16), "fulfilled"), (date(2025, 3, 17), "late"), (None, "breach")],
)
def test_fifteen_calendar_days_from_inception(plan: date | None, expected: str):
    """From Saturday 1 March: the 15th day is Sunday 16 March, and no rule moves it on."""
    book = ledger(30000, plan=plan)
    (verdict,) = mini().check(book, norm="细1之1").verdicts
    assert (verdict.status.value, verdict.due) == (expected, date(2025, 3, 16))


@pytest.mark.parametrize(("day", "expected"), [(date(2025, 3, 15), "pending"), (date(2025, 3, 16), "breach")])
def test_until_the_end_of_the_last_day(day: date, expected: str):
    assert verdicts(ledger(30000, plan=None), day)["R.1-1"] == expected


@pytest.mark.parametrize(
    ("call", "expected"),
    [(date(2025, 5, 14), "fulfilled"), (date(2025, 5, 15), "late"), (None, "breach")],
)
def test_seven_working_days_the_first_day_counts(call: date | None, expected: str):
    """Completed on Tuesday 6 May, which counts: 6, 7, 8, 9, 12, 13, 14 May."""
    book = ledger(30000, [service("1", date(2025, 5, 6), calls=[call] if call else [])])
    (verdict,) = mini().check(book, norm="细2之1").verdicts
    assert (verdict.status.value, verdict.due) == (expected, date(2025, 5, 14))


def test_its_cases_pass():
    report = run_cases(mini(), FOLDER / "scenarios")
    assert report.ok, report.render()


# ---- nothing of the first guideline ----------------------------------------------------------


def test_nothing_of_the_first_guideline_shows():
    report = mini().check(ledger(30000, known_on=date(2025, 12, 31)), closed_world=False)
    half = mini().check(
        resolve(
            Ledger(
                known_on=date(2025, 12, 31),
                policyholders=[Policyholder(id="P", name="甲厂", contracts=[Contract(id="C", premium=1)])],
            )
        )
    )
    for words in (str(report.to_json()), str(half.to_json())):
        for foreign in ("附件", "附1", "附2", "非煤", "第一档", "第二十二条", "22-3", "广东"):
            assert foreign not in words, foreign


def test_both_regulations_can_be_used_side_by_side():
    assert load_regulation().lookup("服务档次", premium="20000", accident=False).results == ("第三档",)
    assert mini().lookup("服务档次", premium="20000", accident=False).results == ("普通类",)
