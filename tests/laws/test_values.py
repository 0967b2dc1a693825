"""The algebra of possible values: what it says holds of every single value inside."""

from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from ajx_rules.engines.values import (
    ALWAYS,
    MINUTES,
    NEVER,
    Codes,
    CodeSet,
    Missing,
    Numbers,
    Times,
    earliest,
    latest,
)
from tests.laws.support import times

FIRST, LAST = 730000 * MINUTES, 730010 * MINUTES  # a few days, so that stretches meet
MISSING = [Missing("fact", f"$.{name}", name) for name in "abc"]

missings = st.frozensets(st.sampled_from(MISSING), min_size=1, max_size=2)
moments = st.one_of(
    st.just(ALWAYS),
    st.just(NEVER),
    st.integers(FIRST, LAST),
    st.integers(FIRST // MINUTES, LAST // MINUTES).map(lambda day: day * MINUTES),
)


@st.composite
def stretches(draw: st.DrawFn) -> tuple[int, int]:
    one = draw(moments)
    if one in (ALWAYS, NEVER):
        return one, one
    return tuple(sorted((one, min(one + draw(st.sampled_from([0, 1, MINUTES - 1, MINUTES * 3])), LAST))))


@st.composite
def possible_times(draw: st.DrawFn) -> Times:
    return Times.of(draw(st.lists(stretches(), min_size=1, max_size=3)), draw(missings))


def inside(data: st.DataObject, of: Times) -> int:
    """One moment that it may be."""
    lo, hi = data.draw(st.sampled_from(of.stretches))
    return data.draw(st.integers(lo, hi))


def holds(of: Times, moment: int) -> bool:
    return any(lo <= moment <= hi for lo, hi in of.stretches)


# ---- moments ---------------------------------------------------------------------------------


@times(100)
@given(possible_times(), possible_times(), possible_times())
def test_last_and_first_in_any_order_and_grouping(a: Times, b: Times, c: Times):
    for fold in (latest, earliest):
        assert fold([a, b]).stretches == fold([b, a]).stretches
        assert fold([fold([a, b]), c]).stretches == fold([a, fold([b, c])]).stretches
        assert fold([a, b, c]).stretches == fold([c, a, b]).stretches
        assert fold([a]).stretches == a.stretches


@times(100)
@given(st.data(), st.lists(possible_times(), min_size=1, max_size=4))
def test_last_and_first_hold_of_every_choice_of_moments(data: st.DataObject, parts: list[Times]):
    chosen = [inside(data, part) for part in parts]
    assert holds(latest(parts), max(chosen))
    assert holds(earliest(parts), min(chosen))


@times(100)
@given(st.data(), possible_times(), possible_times())
def test_nothing_is_said_to_be_possible_that_no_choice_gives(data: st.DataObject, a: Times, b: Times):
    """Exact in its ends: the first and last moments said are reached."""
    for fold, pick in ((latest, max), (earliest, min)):
        found = fold([a, b])
        assert found.lo == pick(a.lo, b.lo)
        assert found.hi == pick(a.hi, b.hi)


def test_neutral_and_absorbing():
    day = Times.of([(FIRST, FIRST + 5)], frozenset(MISSING[:1]))
    assert latest([]).stretches == latest([Times.always()]).stretches == Times.always().stretches
    assert earliest([]).stretches == Times.never().stretches
    assert latest([day, Times.always()]).stretches == day.stretches
    assert latest([day, Times.never()]).stretches == Times.never().stretches
    assert earliest([day, Times.never()]).stretches == day.stretches
    assert earliest([day, Times.always()]).stretches == Times.always().stretches


@times(100)
@given(st.data(), possible_times(), possible_times())
def test_truths_of_a_moment(data: st.DataObject, a: Times, b: Times):
    """Happened or not, its opposite, without its date, either of two."""
    moment = inside(data, a)
    happened = moment < NEVER
    for one in (a, a.undated()):
        assert one.may_be_true if happened else one.may_be_false
    opposite = a.negated()
    assert opposite.may_be_false if happened else opposite.may_be_true
    assert opposite.negated().may_be_true == a.may_be_true
    assert holds(a | b, moment)
    assert holds(b | a, moment)
    assert a.decided == (a.may_be_true != a.may_be_false)


@times(100)
@given(st.data(), possible_times(), st.integers(FIRST - 10, LAST + 10))
def test_what_comes_after_the_end_has_not_happened(data: st.DataObject, a: Times, end: int):
    moment = inside(data, a)
    seen = a.clipped(end)
    assert holds(seen, moment if moment <= end else NEVER)
    assert all(hi <= end or lo >= NEVER for lo, hi in seen.stretches)
    assert seen.clipped(end).stretches == seen.stretches


@times(100)
@given(st.data(), possible_times(), possible_times(), st.integers(FIRST, LAST))
def test_clipping_and_folding_commute(data: st.DataObject, a: Times, b: Times, end: int):
    for fold in (latest, earliest):
        together, apart = fold([a, b]).clipped(end), fold([a.clipped(end), b.clipped(end)])
        assert together.stretches == apart.stretches


@times(100)
@given(st.lists(stretches(), min_size=1, max_size=6), missings)
def test_stretches_are_sorted_and_apart(parts: list[tuple[int, int]], missing: frozenset[Missing]):
    found = Times.of(parts, missing)
    for (_, before), (after, _) in zip(found.stretches, found.stretches[1:], strict=False):
        assert before + 1 < after
    assert all(holds(found, edge) for part in parts for edge in part)
    assert Times.of(reversed(parts), missing) == found


@times(100)
@given(possible_times(), possible_times())
def test_what_is_missing_is_remembered_as_long_as_it_matters(a: Times, b: Times):
    """A fold that is not settled names nothing that neither part lacked, and something that one did."""
    for fold in (latest, earliest):
        found = fold([a, b])
        assert found.missing <= a.missing | b.missing
        assert found.decided or found.missing


# ---- numbers ---------------------------------------------------------------------------------

fractions = st.fractions(-5, 5, max_denominator=3)


@st.composite
def numbers(draw: st.DrawFn) -> Numbers:
    ends = sorted((draw(fractions), draw(fractions)))
    lo = draw(st.sampled_from([ends[0], ends[0], None]))
    hi = draw(st.sampled_from([ends[1], ends[1], None]))
    return Numbers(lo, hi, draw(missings))


def one_of(data: st.DataObject, of: Numbers) -> Fraction:
    value = data.draw(fractions)
    low = of.lo if of.lo is not None else min(value, of.hi if of.hi is not None else value)
    high = of.hi if of.hi is not None else max(value, low)
    return min(max(value, low), high)


def allows(found: Times, truth: bool) -> bool:
    return found.may_be_true if truth else found.may_be_false


@times(100)
@given(st.data(), numbers(), numbers())
def test_comparisons_hold_of_every_choice_of_numbers(data: st.DataObject, a: Numbers, b: Numbers):
    x, y = one_of(data, a), one_of(data, b)
    assert allows(a.at_least(b), x >= y)
    assert allows(a.more_than(b), x > y)
    assert allows(a.equals(b), x == y)
    assert allows(b.at_least(a).negated(), x > y)
    assert a.at_least(b).decided == b.more_than(a).decided


@times(100)
@given(st.data(), numbers(), numbers(), st.fractions(0, 3, max_denominator=4))
def test_sums_and_parts_hold_of_every_choice(data: st.DataObject, a: Numbers, b: Numbers, part: Fraction):
    x, y = one_of(data, a), one_of(data, b)
    for found, value in ((a.plus(b), x + y), (a.minus(b), x - y), (a.scaled(part), x * part)):
        assert found.lo is None or found.lo <= value
        assert found.hi is None or value <= found.hi


@times(100)
@given(numbers(), numbers(), numbers())
def test_sums_in_any_order(a: Numbers, b: Numbers, c: Numbers):
    def ends(number: Numbers) -> tuple[Fraction | None, Fraction | None]:
        return number.lo, number.hi

    assert ends(a.plus(b)) == ends(b.plus(a))
    assert ends(a.plus(b).plus(c)) == ends(a.plus(b.plus(c)))


@times(100)
@given(fractions, fractions)
def test_known_numbers_are_compared_exactly(x: Fraction, y: Fraction):
    a, b = Numbers.exactly(x), Numbers.exactly(y)
    assert a.at_least(b).may_be_true is (x >= y)
    assert a.at_least(b).decided
    assert a.more_than(b).may_be_true is (x > y)
    assert a.equals(b).may_be_true is (x == y)


# ---- codes -----------------------------------------------------------------------------------

letters = st.frozensets(st.sampled_from("abcd"), max_size=4)


@times(100)
@given(st.data(), letters, letters, missings)
def test_a_code_within_entries(
    data: st.DataObject, possible: frozenset[str], wanted: frozenset[str], missing
):
    assume(possible)
    code = data.draw(st.sampled_from(sorted(possible)))
    found = Codes(possible, missing).within(wanted)
    assert allows(found, code in wanted)
    assert found.may_be_true == any(one in wanted for one in possible)
    assert found.may_be_false == any(one not in wanted for one in possible)
    assert not Codes(None, missing).within(wanted).decided


@times(100)
@given(st.data(), letters, letters, st.sampled_from("abcd"), missings)
def test_a_code_in_a_set(
    data: st.DataObject, certain: frozenset[str], more: frozenset[str], code: str, missing
):
    held = CodeSet(certain, certain | more, missing)
    chosen = certain | data.draw(st.frozensets(st.sampled_from(sorted(more)))) if more else certain
    assert allows(held.contains(code), code in chosen)
    assert CodeSet(certain, None, missing).contains(code).may_be_true
