"""Codes: whether a word that is not known exactly is one of some, ranks above one, is held by a set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ajx_rules.engines.values import Codes, CodeSet, Texts, Times, Value, latest


def one_of(value: Value, codes: tuple[str, ...]) -> Times:
    """Whether a word, or every word of a set, is one of these."""
    if isinstance(value, Codes):
        return value.within(codes)
    if isinstance(value, Texts):
        return Times.either(value.missing)
    assert isinstance(value, CodeSet)
    inside = frozenset(codes)
    if value.possible is not None and value.possible <= inside and value.certain == value.possible:
        return Times.truth(bool(value.certain))
    if value.certain - inside:
        return Times.never()
    return Times.either(value.missing)


def ranks(value: Value, other: Value, order: Sequence[str]) -> Times:
    """Whether a word is no lower than another; ``order`` has the highest first."""
    if isinstance(value, Texts) or isinstance(other, Texts):  # read of no record at all
        return Times.either(value.missing | other.missing)
    assert isinstance(value, Codes)
    assert isinstance(other, Codes)
    if value.possible is None or other.possible is None or not order:
        return Times.either(value.missing | other.missing)
    outcomes = {
        order.index(a) <= order.index(b)
        for a in value.possible
        for b in other.possible
        if a in order and b in order
    }
    return Times.truth(outcomes.pop()) if len(outcomes) == 1 else Times.either(value.missing | other.missing)


def contains(held: Value, code: Value) -> Times:
    """Whether a word is another, or a set holds it; whichever word either may be."""
    if isinstance(held, Texts) or not isinstance(code, Codes):  # read of no record at all
        return Times.either(held.missing | code.missing)
    assert isinstance(held, Codes | CodeSet)
    missing = held.missing | code.missing
    if code.possible is None:
        return Times.either(missing)
    if isinstance(held, Codes) and held.possible is not None and not held.possible & code.possible:
        return Times.never()
    each = [held.within((c,)) if isinstance(held, Codes) else held.contains(c) for c in code]
    if all(t.decided for t in each) and len({t.may_be_true for t in each}) <= 1:
        return latest(each)
    return Times.either(missing)


def attribute(value: Value, entries: Mapping[str, str]) -> Value:
    """What each word it may be has for an attribute; ``entries`` gives that by code."""
    if isinstance(value, Codes):
        if value.possible is None:
            return Codes(None, value.missing)
        return Codes(frozenset(entries.get(c, "") for c in value.possible), value.missing)
    assert isinstance(value, CodeSet)
    possible = None if value.possible is None else frozenset(entries.get(c, "") for c in value.possible)
    return CodeSet(frozenset(entries.get(c, "") for c in value.certain), possible, value.missing)


def without(value: Value, excluded: tuple[str, ...]) -> Value:
    """A word, or a set of them, with some left out."""
    out = frozenset(excluded)
    if isinstance(value, Codes):
        return Codes(None if value.possible is None else value.possible - out, value.missing)
    assert isinstance(value, CodeSet)
    possible = None if value.possible is None else value.possible - out
    return CodeSet(value.certain - out, possible, value.missing)


def stepped(value: Value, order: Sequence[str], *, up: bool) -> Value:
    """The next word up or down, the ends staying; ``order`` has the highest first."""
    assert isinstance(value, Codes)
    if value.possible is None:
        return value
    step = -1 if up else 1
    moved = {order[min(max(order.index(c) + step, 0), len(order) - 1)] for c in value.possible if c in order}
    return Codes(frozenset(moved), value.missing)
