"""Exact numbers, days, and how values are shown."""

from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ajx_rules.domain.values import (
    FrozenMap,
    Misfit,
    day_of,
    exact_amount,
    exact_number,
    exact_rate,
    first_moment,
    float_digits,
    half_width,
    last_moment,
    show,
    whole_number,
)


@given(st.decimals(min_value=0, max_value=10**14, places=2))
def test_amounts_keep_every_digit(amount: Decimal):
    assert exact_amount(str(amount)) == exact_amount(amount) == amount


@given(st.integers(-(10**14), 10**14))
def test_signed_amounts(fen: int):
    amount = Decimal(fen) / 100
    assert exact_amount(f"{amount:f}", signed=True) == amount


@given(st.text(max_size=30))
def test_no_text_makes_a_number_crash(text: str):
    for read in (exact_number, exact_amount, exact_rate):
        with suppress(Misfit):
            assert isinstance(read(text), Decimal)


@given(st.one_of(st.none(), st.floats(), st.decimals(), st.booleans(), st.integers(), st.binary()))
def test_no_value_makes_a_number_crash(value: object):
    for read in (exact_number, exact_amount, exact_rate, whole_number):
        with suppress(Misfit):
            read(value)


@pytest.mark.parametrize(
    "text", ["", "-", ".", "1_000", "٣", "NaN", "inf", "0x10", "1e", "1,000", "五", "1 000"]
)
def test_what_is_no_number(text: str):
    with pytest.raises(Misfit) as caught:
        exact_number(text)
    assert caught.value.code == "L023"


@pytest.mark.parametrize("text", ["9" * 5000, "1e999", "1e-999", "1" + "0" * 15])
def test_what_is_too_large(text: str):
    with pytest.raises(Misfit) as caught:
        exact_number(text)
    assert caught.value.code == "L027"


@pytest.mark.parametrize(
    ("value", "digits"),
    [(0.1, "0.1"), (1e20, "100000000000000000000"), (float("nan"), "NaN"), (5e-7, "0.0000005")],
)
def test_a_float_is_told_which_text_to_write(value: float, digits: str):
    assert float_digits(value) == digits
    with pytest.raises(Misfit) as caught:
        exact_number(value)
    assert caught.value.args_of_message["hint"] == digits


def test_trailing_zeros_are_no_decimals():
    assert exact_amount("1.5000") == Decimal("1.5")
    assert exact_amount("0.000") == 0
    assert exact_amount("1e2") == 100


def test_full_width_signs():
    assert half_width("－１２．５％：") == "-12.5%:"


def test_days_and_moments():
    moment = datetime.fromisoformat("2025-05-12T08:30")
    assert first_moment(moment) == last_moment(moment) == moment
    assert day_of(moment) == day_of(date(2025, 5, 12)) == date(2025, 5, 12)


def test_a_frozen_map_is_a_mapping():
    made = FrozenMap({"a": 1})
    assert made == {"a": 1}
    assert hash(made) == hash(FrozenMap({"a": 1}))
    assert {**made} == {"a": 1}
    assert repr(made) == "FrozenMap({'a': 1})"
    assert made != [1]


@pytest.mark.parametrize(
    "value", ["\ud800", "a\nb", "x" * 1000, None, True, 10**4000, {"a": 1}, [1], 0.5, object]
)
def test_any_value_is_shown_short_on_one_line(value: object):
    shown = show(value)
    assert shown.isprintable()
    assert len(shown) < 50
    assert shown.encode()


def test_a_number_of_very_many_digits_costs_nothing():
    assert show(10**9000) == "10…"
    with pytest.raises(Misfit):
        exact_number(10**9000)
    with pytest.raises(Misfit):
        whole_number(10**9000)
