"""Comparing sets of possible values: numbers, days, what may be any of several, what is known of one."""

from __future__ import annotations

from collections.abc import Iterable

from ajx_rules.engines.values import (
    MINUTES,
    NEVER,
    NOTHING,
    Codes,
    CodeSet,
    Missing,
    Missings,
    Numbers,
    Texts,
    Times,
    Value,
)


def compare(op: str, left: Value, right: Value) -> Times:
    """Two numbers or two days compared; either way where one was read of no record."""
    if isinstance(left, Texts) or isinstance(right, Texts):  # read of no record at all
        return Times.either(left.missing | right.missing)
    if isinstance(left, Numbers) and isinstance(right, Numbers):
        return compare_numbers(op, left, right)
    assert isinstance(left, Times)
    assert isinstance(right, Times)
    return compare_days(op, left, right)


def compare_numbers(op: str, left: Numbers, right: Numbers) -> Times:
    """Two numbers compared exactly."""
    if op == ">=":
        return left.at_least(right)
    if op == ">":
        return left.more_than(right)
    if op == "<=":
        return right.at_least(left)
    if op == "<":
        return right.more_than(left)
    return left.equals(right) if op == "==" else left.equals(right).negated()


def compare_days(op: str, left: Times, right: Times) -> Times:
    """Dates compared as days, unless both are known to the minute; never is after every day."""
    outcomes: set[bool] = set()
    for a in left.stretches:
        for b in right.stretches:
            outcomes |= _day_outcomes(op, a, b)
    if len(outcomes) == 1:
        return Times.truth(outcomes.pop())
    return Times.either(left.missing | right.missing)


def at_once(comparisons: Iterable[tuple[str, Value, Value]]) -> bool:
    """Whether some moment of a day not exactly known can pass all its comparisons: 属于一段时间 is two of them."""
    asked = list(comparisons)
    day = asked[0][1]
    if not isinstance(day, Times):
        return True
    return any(
        all(compare(op, Times((each,), day.missing), right).may_be_true for op, _, right in asked)
        for each in day.stretches
    )


def _day_outcomes(op: str, a: tuple[int, int], b: tuple[int, int]) -> set[bool]:
    exact = a[0] == a[1] and b[0] == b[1] and a[0] < NEVER and b[0] < NEVER
    unit = 1 if exact else MINUTES
    a_lo, a_hi, b_lo, b_hi = a[0] // unit, a[1] // unit, b[0] // unit, b[1] // unit
    less = a_lo < b_hi  # some a is before some b
    more = a_hi > b_lo
    same = a_lo <= b_hi and b_lo <= a_hi
    possible = {
        "<": (less, more or same),
        "<=": (less or same, more),
        ">": (more, less or same),
        ">=": (more or same, less),
    }
    if op in possible:
        true, false = possible[op]
    else:
        true, false = same, less or more
        if op == "!=":
            true, false = false, true
    return {v for v, can in ((True, true), (False, false)) if can}


def any_of(values: list[Value], also: Missings = NOTHING) -> Value:
    """A value that may be any of several, for want of ``also``."""
    missing = union(v.missing for v in values) | also
    if not values:
        return Texts(None, missing)
    first = values[0]
    if isinstance(first, Times):
        stretches = [s for v in values if isinstance(v, Times) for s in v.stretches]
        return Times.of(stretches, missing)
    if isinstance(first, Numbers):
        numbers = [v for v in values if isinstance(v, Numbers)]
        lows, highs = [n.lo for n in numbers], [n.hi for n in numbers]
        lo = None if None in lows else min(x for x in lows if x is not None)
        hi = None if None in highs else max(x for x in highs if x is not None)
        return Numbers(lo, hi, missing)
    if isinstance(first, Texts):
        said = {v.text for v in values if isinstance(v, Texts)}
        return Texts(said.pop() if len(said) == 1 else None, missing)
    sets = [_as_set(v) for v in values if isinstance(v, Codes | CodeSet)]
    possible = [s.possible for s in sets]
    whole = None if None in possible else frozenset().union(*(p for p in possible if p is not None))
    if all(isinstance(v, Codes) for v in values):
        return Codes(whole, missing)
    return CodeSet(frozenset.intersection(*(s.certain for s in sets)), whole, missing)


def _as_set(value: Codes | CodeSet) -> CodeSet:
    if isinstance(value, CodeSet):
        return value
    return CodeSet(
        value.possible if value.definite and value.possible else frozenset(), value.possible, value.missing
    )


def union(groups: Iterable[Missings]) -> Missings:
    """All the missing facts of several groups."""
    out: set[Missing] = set()
    for group in groups:
        out |= group
    return frozenset(out)


def given(value: Value) -> Times:
    """Whether a fact is filled in; of a day, whether one was fixed."""
    if isinstance(value, Times):
        return value.undated()
    if isinstance(value, Texts):
        return Times.either(value.missing) if value.text is None else Times.truth(bool(value.text.strip()))
    if isinstance(value, Codes):
        return Times.truth(any(value)) if value.definite else Times.either(value.missing)
    if isinstance(value, CodeSet):
        return (
            Times.always()
            if value.certain
            else (Times.never() if value.possible == frozenset() else Times.either(value.missing))
        )
    assert isinstance(value, Numbers)
    return Times.always() if value.definite else Times.either(value.missing)


def settled(value: Value) -> bool:
    """Whether a value is known: one truth, one number, one word, one whole set."""
    if isinstance(value, Times):
        return value.decided
    if isinstance(value, CodeSet):
        return value.certain == value.possible
    return value.text is not None if isinstance(value, Texts) else value.definite
