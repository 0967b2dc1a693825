"""What an expression may evaluate to: sets of possible values.

A missing fact stands for every value it may have, so nothing here is a single
value. Time lies on one axis of minutes (day ordinal * 1440 + minute of the day);
a date known only by its day is the stretch of that whole day. ``NEVER`` is a point
after every day: it has not happened so far. Truth is time as well: a condition is
the set of moments at which it may have come true (``ALWAYS`` for what has no date).

Each value carries the missing facts that keep it from being one value.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from typing import Literal

import attrs

MINUTES = 1440
ALWAYS = 0
NEVER = 10**10

Stretch = tuple[int, int]


@attrs.frozen(order=True)
class Missing:
    """A fact that the ledger does not hold and an answer depends on.

    ``kind`` is ``fact`` (a field of a record), ``complete`` (a declaration that the
    list of a kind of record is complete) or ``judgement`` (a person's answer).
    ``path`` is the place in the ledger, ``label`` the Chinese name of the thing.
    """

    kind: Literal["fact", "complete", "judgement"]
    path: str
    label: str
    english: str = ""


Missings = frozenset[Missing]
NOTHING: Missings = frozenset()


@attrs.frozen
class Times:
    """A set of moments: sorted, disjoint stretches, both ends included.

    >>> day = Times.day(dt.date(2025, 1, 2))
    >>> (day | Times.never()).may_be_true, (day | Times.never()).may_be_false
    (True, True)
    """

    stretches: tuple[Stretch, ...]
    missing: Missings = NOTHING

    @staticmethod
    def of(stretches: Iterable[Stretch], missing: Missings = NOTHING) -> Times:
        """Sort and join stretches; a definite result drops what was missing."""
        merged: list[Stretch] = []
        for lo, hi in sorted(stretches):
            if merged and lo <= merged[-1][1] + 1:
                if hi > merged[-1][1]:
                    merged[-1] = (merged[-1][0], hi)
            else:
                merged.append((lo, hi))
        return Times(tuple(merged), missing)

    @staticmethod
    def never() -> Times:
        """Known not to have happened."""
        return _NEVER

    @staticmethod
    def always() -> Times:
        """True, without a date."""
        return _ALWAYS

    @staticmethod
    def truth(value: bool) -> Times:  # noqa: FBT001 - the value is the point
        """A definite, undated truth."""
        return _ALWAYS if value else _NEVER

    @staticmethod
    def either(missing: Missings) -> Times:
        """True or false, undated, for want of ``missing``."""
        return Times(((ALWAYS, ALWAYS), (NEVER, NEVER)), missing)

    @staticmethod
    def day(day: dt.date) -> Times:
        """The whole of a day."""
        start = day.toordinal() * MINUTES
        return Times(((start, start + MINUTES - 1),))

    @property
    def may_be_true(self) -> bool:
        """Whether it may have happened."""
        return bool(self.stretches) and self.stretches[0][0] < NEVER

    @property
    def may_be_false(self) -> bool:
        """Whether it may not have happened."""
        return bool(self.stretches) and self.stretches[-1][1] >= NEVER

    @property
    def decided(self) -> bool:
        """Whether it is known if it happened (not necessarily when)."""
        found = self.stretches  # asked most of all: no other property is asked for it
        return bool(found) and (found[0][0] < NEVER) != (found[-1][1] >= NEVER)

    @property
    def is_one_day(self) -> bool:
        """Whether it is one stretch within one day (or never, or undated)."""
        if len(self.stretches) != 1:
            return False
        lo, hi = self.stretches[0]
        return lo == hi or lo // MINUTES == hi // MINUTES

    @property
    def lo(self) -> int:
        """The earliest possible moment."""
        return self.stretches[0][0]

    @property
    def hi(self) -> int:
        """The latest possible moment (``NEVER`` if it may not have happened)."""
        return self.stretches[-1][1]

    def __or__(self, other: Times) -> Times:
        """Either of two possibilities."""
        return Times.of(self.stretches + other.stretches, self.missing | other.missing)

    def negated(self) -> Times:
        """The truth of the opposite, which has no date."""
        if not self.decided:
            return Times.either(self.missing)
        return _NEVER if self.may_be_true else _ALWAYS

    def undated(self) -> Times:
        """The same truth without its date."""
        if self is _ALWAYS or self is _NEVER:
            return self
        if self.decided:
            return _ALWAYS if self.may_be_true else _NEVER
        return Times.either(self.missing)

    def clipped(self, end: int, sure: int | None = None, unsure: Missings = NOTHING) -> Times:
        """What lies after ``end`` has not happened yet; what lies after ``sure`` may not have, for want of ``unsure``."""
        sure = end if sure is None else sure
        if self.hi <= sure or all(lo >= NEVER or hi <= sure for lo, hi in self.stretches):
            return self
        if sure < end:
            seen = self.clipped(end)
            return seen if seen.may_be_false else seen | Times(((NEVER, NEVER),), unsure)
        kept: list[Stretch] = []
        for lo, hi in self.stretches:
            if lo > end:
                kept.append((NEVER, NEVER))
            elif hi > end:
                kept += [(lo, end), (NEVER, NEVER)]
            else:
                kept.append((lo, hi))
        return _settled(Times.of(kept, self.missing))

    def dates(self) -> tuple[dt.date | None, dt.date | None]:
        """The first and last possible day; None where there is none."""
        return _date(self.lo), _date(self.hi)


_NEVER = Times(((NEVER, NEVER),))
_ALWAYS = Times(((ALWAYS, ALWAYS),))


def _date(moment: int) -> dt.date | None:
    return dt.date.fromordinal(moment // MINUTES) if MINUTES <= moment < NEVER else None


def _settled(times: Times) -> Times:
    if times.missing and times.is_one_day:
        return Times(times.stretches)
    return times


def latest(items: Iterable[Times], start: Times = _ALWAYS, pick: Callable[[int, int], int] = max) -> Times:
    """All of them: the moment of the last (AND)."""
    out = start
    for item in items:
        if item is start:
            continue
        if out is start:
            out = _settled(item)
            continue
        if len(out.stretches) == 1 == len(item.stretches):  # by far the most
            (a_lo, a_hi), (b_lo, b_hi) = out.stretches[0], item.stretches[0]
            lo, hi = pick(a_lo, b_lo), pick(a_hi, b_hi)
            if not out.missing and not item.missing and (lo, hi) in ((a_lo, a_hi), (b_lo, b_hi)):
                out = out if lo == a_lo and hi == a_hi else item
            else:
                out = _settled(Times(((lo, hi),), out.missing | item.missing))
            continue
        pairs = [(pick(a[0], b[0]), pick(a[1], b[1])) for a in out.stretches for b in item.stretches]
        out = _settled(Times.of(pairs, out.missing | item.missing))
    return out


def earliest(items: Iterable[Times]) -> Times:
    """Any of them: the moment of the first (OR)."""
    return latest(items, _NEVER, min)


@attrs.frozen
class Numbers:
    """An exact number known within bounds; ``None`` is no bound. Both ends included.

    >>> Numbers.exactly(3).at_least(3).may_be_false
    False
    """

    lo: Fraction | None
    hi: Fraction | None
    missing: Missings = NOTHING

    @staticmethod
    def exactly(value: int | Fraction) -> Numbers:
        """One number."""
        exact = Fraction(value)
        return Numbers(exact, exact)

    @property
    def definite(self) -> bool:
        """Whether it is one number."""
        return self.lo is not None and self.lo == self.hi

    def plus(self, other: Numbers) -> Numbers:
        """The sum, bound by bound."""
        return Numbers(_add(self.lo, other.lo), _add(self.hi, other.hi), self.missing | other.missing)

    def minus(self, other: Numbers) -> Numbers:
        """The difference, bound by bound."""
        lo = None if self.lo is None or other.hi is None else self.lo - other.hi
        hi = None if self.hi is None or other.lo is None else self.hi - other.lo
        return Numbers(lo, hi, self.missing | other.missing)

    def scaled(self, factor: Fraction) -> Numbers:
        """The product with a known factor that is not negative."""
        lo = None if self.lo is None else self.lo * factor
        hi = None if self.hi is None else self.hi * factor
        return Numbers(lo, hi, self.missing)

    def bounded(self, limit: Numbers, *, most: bool) -> Numbers:
        """The number, but no more (or no less) than a limit."""
        if most:
            lo = None if self.lo is None or limit.lo is None else min(self.lo, limit.lo)
            his = [x for x in (self.hi, limit.hi) if x is not None]
            return Numbers(lo, min(his, default=None), self.missing | limit.missing)
        los = [x for x in (self.lo, limit.lo) if x is not None]
        hi = None if self.hi is None or limit.hi is None else max(self.hi, limit.hi)
        return Numbers(max(los, default=None), hi, self.missing | limit.missing)

    def rounded(self, step: Fraction) -> Numbers:
        """Rounded half up to a multiple of a step.

        >>> Numbers.exactly(Fraction(5, 2)).rounded(Fraction(1)).lo
        Fraction(3, 1)
        """
        return Numbers(_half_up(self.lo, step), _half_up(self.hi, step), self.missing)

    def at_least(self, other: Numbers | int) -> Times:
        """Whether it is at least the other (>=), as an undated truth."""
        return _compared(self, _numbers(other), strict=False)

    def more_than(self, other: Numbers | int) -> Times:
        """Whether it exceeds the other (>), as an undated truth."""
        return _compared(self, _numbers(other), strict=True)

    def equals(self, other: Numbers | int) -> Times:
        """Whether both are the same number."""
        right = _numbers(other)
        if self.definite and right.definite:
            return Times.truth(self.lo == right.lo)
        apart = _below(self.hi, right.lo) or _below(right.hi, self.lo)
        return _NEVER if apart else Times.either(self.missing | right.missing)


def _numbers(value: Numbers | int) -> Numbers:
    return value if isinstance(value, Numbers) else Numbers.exactly(value)


def _add(a: Fraction | None, b: Fraction | None) -> Fraction | None:
    return None if a is None or b is None else a + b


def _half_up(value: Fraction | None, step: Fraction) -> Fraction | None:
    if value is None:
        return None
    whole = value / step
    return Fraction((2 * whole.numerator + whole.denominator) // (2 * whole.denominator)) * step


def _below(a: Fraction | None, b: Fraction | None) -> bool:
    return a is not None and b is not None and a < b


def _compared(a: Numbers, b: Numbers, *, strict: bool) -> Times:
    if a.lo is not None and b.hi is not None and (a.lo > b.hi if strict else a.lo >= b.hi):
        return _ALWAYS
    if a.hi is not None and b.lo is not None and (a.hi <= b.lo if strict else a.hi < b.lo):
        return _NEVER
    return Times.either(a.missing | b.missing)


@attrs.frozen
class Codes:
    """One code of a vocabulary, known within a set; ``None`` = any code there may be.

    >>> Codes(frozenset({"1", "2"})).within({"1", "2", "3"}).may_be_false
    False
    """

    possible: frozenset[str] | None
    missing: Missings = NOTHING

    def within(self, entries: Iterable[str]) -> Times:
        """Whether the code is one of the entries."""
        wanted = frozenset(entries)
        if self.possible is None:
            return Times.either(self.missing)
        if self.possible <= wanted:
            return _ALWAYS
        return Times.either(self.missing) if self.possible & wanted else _NEVER

    @property
    def definite(self) -> bool:
        """Whether it is one code."""
        return self.possible is not None and len(self.possible) == 1

    def __iter__(self) -> Iterator[str]:
        """The possible codes, in order (none if any code is possible)."""
        return iter(sorted(self.possible or ()))


@attrs.frozen
class CodeSet:
    """A set of codes, all or none of it known; ``certain`` are in it, ``possible`` may be.

    ``possible`` None: any code may be in it.
    """

    certain: frozenset[str]
    possible: frozenset[str] | None
    missing: Missings = NOTHING

    def contains(self, code: str) -> Times:
        """Whether the code is in the set."""
        if code in self.certain:
            return _ALWAYS
        if self.possible is not None and code not in self.possible:
            return _NEVER
        return Times.either(self.missing)


@attrs.frozen
class Texts:
    """A text: known, or unknown (``None``)."""

    text: str | None
    missing: Missings = NOTHING


Value = Times | Numbers | Codes | CodeSet | Texts
