"""Table 1 of Annex 1: total, without overlap, monotone, and what the printed table says."""

import itertools
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ajx_rules.tables import Table, TableRow
from tests.laws.support import regulation, times

FEN = Decimal("0.01")
TIERS = ("第一档", "第二档", "第三档", "第四档")  # the most demanding first
BOUNDS = (10000, 50000, 100000)
NEAR = [Decimal(bound) + FEN * step for bound in BOUNDS for step in (-2, -1, 0, 1, 2)]

premiums = st.one_of(
    st.sampled_from(NEAR),
    st.integers(0, 20_000_000).map(lambda fen: Decimal(fen) / 100),
    st.integers(0, 10**14).map(lambda fen: Decimal(fen) / 100),
)


def by_the_guideline(premium: Decimal, accident: bool) -> str:
    """序号 1 to 4 of the table; 以上包括本数，以下不包括本数."""
    if premium < 10000:
        return "第三档" if accident else "第四档"
    if premium < 50000:
        return "第二档" if accident else "第三档"
    if premium < 100000:
        return "第一档" if accident else "第二档"
    return "第一档"


def table() -> Table:
    return regulation().table("服务档次")


def looked_up(premium: object, accident: object) -> tuple[str, ...]:
    return regulation().lookup("服务档次", premium=premium, accident=accident).results


def holds(row: TableRow, amount: Fraction) -> bool:
    above = row.lo is None or row.lo < amount or (row.lo == amount and row.lo_inclusive)
    below = row.hi is None or amount < row.hi or (row.hi == amount and row.hi_inclusive)
    return above and below


@times(400)
@given(premiums, st.booleans())
def test_the_table_is_what_is_printed(premium: Decimal, accident: bool):
    assert looked_up(premium, accident) == (by_the_guideline(premium, accident),)


@pytest.mark.parametrize("premium", NEAR)
def test_the_table_at_its_bounds(premium: Decimal):
    for accident in (True, False):
        assert looked_up(str(premium), accident) == (by_the_guideline(premium, accident),)


@times(300)
@given(st.one_of(premiums.map(Fraction), st.fractions(0, 200000)))
@example(Fraction(10000))
@example(Fraction(100000, 3))
def test_every_amount_falls_in_exactly_one_row(amount: Fraction):
    assert sum(holds(row, amount) for row in table().rows()) == 1


def test_no_amount_is_left_out_between_or_beyond_the_rows():
    rows = sorted(table().rows(), key=lambda row: row.lo or Fraction(0))
    assert rows[0].lo is None
    assert rows[-1].hi is None
    for below, above in itertools.pairwise(rows):
        assert below.hi == above.lo
        assert below.hi_inclusive != above.lo_inclusive


@times(300)
@given(premiums, premiums, st.booleans(), st.booleans())
def test_more_premium_or_an_accident_never_lowers_the_demands(
    one: Decimal, other: Decimal, accident: bool, other_accident: bool
):
    low, high = sorted((one, other))
    before, after = accident and other_accident, accident or other_accident
    (milder,), (stricter,) = looked_up(low, before), looked_up(high, after)
    assert TIERS.index(stricter) <= TIERS.index(milder)


def test_a_stricter_tier_demands_at_least_as_much_in_every_row():
    """每年 at least as strict as 每2年, that at least as strict as 无硬性要求; of kinds, at least as many."""
    norms = {norm.id: norm for norm in regulation().norms if norm.row is not None}
    for norm in norms.values():
        demands = [_demand(cell.duty) for cell in norm.row.cells]
        assert demands == sorted(demands, reverse=True), norm.id
    assert [c.duty.count for c in norms["N1.T2"].row.cells] == [6, 5, 4, 2]


def _demand(duty: object) -> Fraction:
    return Fraction(0) if duty is None else Fraction(duty.count, duty.years)


@times(200)
@given(premiums)
def test_without_the_accident_both_columns_are_possible(premium: Decimal):
    expected = {by_the_guideline(premium, accident) for accident in (True, False)}
    assert looked_up(premium, None) == tuple(t for t in TIERS if t in expected)


@pytest.mark.parametrize("accident", [True, False])
def test_without_the_premium_the_whole_column_is_possible(accident: bool):
    expected = {by_the_guideline(premium, accident) for premium in NEAR}
    assert looked_up(None, accident) == tuple(t for t in TIERS if t in expected)


def test_without_both_every_tier_is_possible():
    assert looked_up(None, None) == TIERS


def test_only_what_would_settle_it_is_named():
    look = regulation().lookup
    assert look("服务档次", premium="60000", accident=None).settle == ("上一年度事故",)
    assert look("服务档次", premium=None, accident=True).settle == ("保费规模",)
    assert set(look("服务档次").settle) == {"保费规模", "上一年度事故"}
    assert look("服务档次", premium="100000").settle == ()


def spellings(premium: Decimal) -> Iterator[object]:
    yield premium
    yield str(premium)
    yield f"{premium}元"
    yield str(premium).translate({ord(c): ord(c) - 0x30 + 0xFF10 for c in "0123456789"})
    if premium % 10000 == 0:
        yield f"{premium // 10000}万元"
        yield int(premium)


@pytest.mark.parametrize("premium", [Decimal("9999.99"), *map(Decimal, BOUNDS)])
def test_an_amount_may_be_spelled_in_many_ways(premium: Decimal):
    for spelling in spellings(premium):
        assert looked_up(spelling, accident=False) == (by_the_guideline(premium, accident=False),)
