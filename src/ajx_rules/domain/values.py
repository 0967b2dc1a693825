"""The values a fact may have beside a plain one, and exact numbers.

Three kinds of emptiness are never mixed:

- ``None``: the fact is not recorded, so it is unknown;
- ``NOT_YET``: known not to have come about (of a milestone); ``NOTHING``: known that there
  is none (of a reference, or of a date fixed in advance);
- ``UNKNOWN``: said to be unknown, where leaving it out would say something else
  (a milestone that a complete register would close, a value inherited from the owner).

A moment is a ``date`` (any time of that day) or a ``datetime`` without time zone, in the
time of Shanghai (UTC+8).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Final, TypeAlias, TypeVar

import attrs

K = TypeVar("K")
V = TypeVar("V")
T = TypeVar("T")


class Unknown(Enum):
    """The type of ``UNKNOWN``."""

    UNKNOWN = "unknown"

    def __repr__(self) -> str:
        """The name to write in Python."""
        return "UNKNOWN"


class NotYet(Enum):
    """The type of ``NOT_YET``."""

    NOT_YET = "none"

    def __repr__(self) -> str:
        """The name to write in Python."""
        return "NOT_YET"


class Nothing(Enum):
    """The type of ``NOTHING``."""

    NOTHING = "none"

    def __repr__(self) -> str:
        """The name to write in Python."""
        return "NOTHING"


UNKNOWN: Final = Unknown.UNKNOWN
NOT_YET: Final = NotYet.NOT_YET
NOTHING: Final = Nothing.NOTHING

SHANGHAI: Final = timezone(timedelta(hours=8))
FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2200
MONEY_PLACES: Final = 2
# Amounts stay below a thousand million million, in fen far inside 64 bits.
LARGEST: Final = Decimal(10) ** 15
# Below the 28 digits of the default context, so that no step rounds.
LONGEST_NUMBER: Final = 26


class Misfit(Exception):  # noqa: N818 - carries a code of the diagnostics catalogue
    """A value that a fact cannot take: code and arguments of the diagnostic to be made of it.

    ``wrong_type`` tells a wrong kind of value (a ``TypeError`` in Python) from a wrong value.
    """

    def __init__(self, code: str, *, wrong_type: bool = False, **args: str) -> None:
        """Keep code and arguments; see the class."""
        self.code = code
        self.args_of_message: dict[str, str] = args
        self.wrong_type = wrong_type
        super().__init__(code)


@attrs.frozen
class Between:
    """Something that came about on a day or moment between two others, both included.

    Either end may be left out: no ``earliest`` = at any time before, no ``latest`` = by the
    day the ledger knows of (``Ledger.known_on``).

    Raises:
        ValueError: the earliest is later than the latest.

    >>> Between(date(2024, 1, 1), date(2024, 12, 31)).latest
    datetime.date(2024, 12, 31)
    """

    earliest: date | None = None
    latest: date | None = None

    def __attrs_post_init__(self) -> None:
        """Check that the ends are in order."""
        first, last = self.earliest, self.latest
        if first is not None and last is not None and first_moment(first) > last_moment(last):
            raise ValueError(
                f"Between: the earliest, {self.earliest}, is later than the latest, {self.latest}"
            )


# What the three marks make of a date: the date of the record, a milestone of its life,
# a date fixed in advance.
Dated: TypeAlias = date | Between | None
Milestone: TypeAlias = date | Between | Unknown | NotYet | None
Fixed: TypeAlias = date | Nothing | None
Ref: TypeAlias = str | Nothing | None
Codes: TypeAlias = tuple[str, ...] | None
Refs: TypeAlias = tuple[str, ...] | None
Parts: TypeAlias = tuple[T, ...] | None
Records: TypeAlias = tuple[T, ...]


class FrozenMap(Mapping[K, V]):
    """A mapping that cannot be changed; equal to any mapping of the same entries.

    >>> FrozenMap({"服务对象": True})["服务对象"]
    True
    """

    __slots__ = ("_entries",)

    def __init__(self, entries: Mapping[K, V] | None = None) -> None:
        """Copy the entries."""
        self._entries: dict[K, V] = dict(entries or {})

    def __getitem__(self, key: K) -> V:
        """The value of a key."""
        return self._entries[key]

    def __iter__(self) -> Iterator[K]:
        """The keys, in the order given."""
        return iter(self._entries)

    def __len__(self) -> int:
        """How many entries there are."""
        return len(self._entries)

    def __hash__(self) -> int:
        """A hash that does not depend on the order."""
        return hash(frozenset(self._entries.items()))

    def __repr__(self) -> str:
        """The entries, as a ``dict`` shows them."""
        return f"FrozenMap({self._entries!r})"


EMPTY: Final[FrozenMap[str, object]] = FrozenMap()


def first_moment(day: date) -> datetime:
    """The first moment that a day or moment may stand for.

    >>> first_moment(date(2025, 5, 12))
    datetime.datetime(2025, 5, 12, 0, 0)
    """
    return day if isinstance(day, datetime) else datetime.combine(day, time.min)


def last_moment(day: date) -> datetime:
    """The last moment that a day or moment may stand for.

    >>> last_moment(date(2025, 5, 12)).hour
    23
    """
    return day if isinstance(day, datetime) else datetime.combine(day, time.max)


def day_of(moment: date) -> date:
    """The day of a day or moment.

    >>> day_of(datetime(2025, 5, 12, 8, 30))
    datetime.date(2025, 5, 12)
    """
    return moment.date() if isinstance(moment, datetime) else moment


def half_width(text: str) -> str:
    """The text with full-width digits, signs and the full-width space in their ASCII form.

    >>> half_width("２０２５－０１－０２")
    '2025-01-02'
    """
    return text.translate(_HALF_WIDTH)


_HALF_WIDTH: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0x2212: 0x2D}
_NUMBER: Final = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")


def exact_number(value: object) -> Decimal:
    """The exact number that a ``Decimal``, an ``int`` or the digits of a text stand for.

    Full-width digits count as their ASCII form. A ``float`` is refused: it has lost the
    decimal digits that were meant.

    Raises:
        Misfit: no number, not finite, a float, or too long to be one.

    >>> exact_number("128000.50")
    Decimal('128000.50')
    """
    if isinstance(value, Decimal):
        number = value
    elif isinstance(value, bool):
        raise Misfit("L023", wrong_type=True, value=show(value))
    elif isinstance(value, int):
        if abs(value) > 10**LONGEST_NUMBER:
            raise Misfit("L027", value="10…")
        number = Decimal(value)
    elif isinstance(value, float):
        raise Misfit("L024", wrong_type=True, value=repr(value), hint=float_digits(value))
    elif isinstance(value, str):
        number = _from_digits(value)
    else:
        raise Misfit("L023", wrong_type=True, value=show(value))
    if not number.is_finite():
        raise Misfit("L023", value=show(str(value)))
    _, digits, exponent = number.as_tuple()
    if len(digits) > LONGEST_NUMBER or -int(exponent) > LONGEST_NUMBER or number.copy_abs() >= LARGEST:
        raise Misfit("L027", value=show(str(value)))
    return number if int(exponent) <= 0 else Decimal(int(number))


def _from_digits(text: str) -> Decimal:
    digits = half_width(text).strip()
    if len(digits) > LONGEST_NUMBER:
        raise Misfit("L027", value=show(text))
    # Decimal alone reads other scripts' digits, underscores and "NaN" too.
    if not _NUMBER.fullmatch(digits):
        raise Misfit("L023", value=show(text))
    return Decimal(digits)


def exact_amount(value: object, *, signed: bool = False) -> Decimal:
    """An amount of money in yuan: exact, at most two decimals, not negative unless ``signed``.

    Raises:
        Misfit: not a number, more than two decimals, negative, a float.

    >>> exact_amount(50000)
    Decimal('50000')
    """
    amount = exact_number(value)
    exponent = amount.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -MONEY_PLACES:
        amount = amount.normalize() if amount else Decimal(0)
        exponent = amount.as_tuple().exponent
        if isinstance(exponent, int) and exponent < -MONEY_PLACES:
            raise Misfit("L025", value=show(str(value)))
    if amount < 0 and not signed:
        raise Misfit("L026", value=show(str(value)))
    return amount


def exact_rate(value: object) -> Decimal:
    """A ratio as an exact fraction: ``"15%"``, ``"0.15"`` and ``Decimal("0.15")`` are the same.

    Raises:
        Misfit: not a number, negative, a float.

    >>> exact_rate("15%")
    Decimal('0.15')
    """
    if isinstance(value, str) and half_width(value).strip().endswith("%"):
        try:
            rate = exact_number(half_width(value).strip()[:-1]).scaleb(-2)
        except Misfit as misfit:
            raise Misfit("L028", value=show(value)) from misfit
    else:
        rate = exact_number(value)
    if rate < 0:
        raise Misfit("L026", value=show(str(value)))
    return rate


def whole_number(value: object, *, unit: str | None = None) -> int:
    """A whole number, not negative; of the unit 年 a calendar year.

    Raises:
        Misfit: not a whole number, negative, or a year outside 1900 to 2200.

    """
    if isinstance(value, bool) or not isinstance(value, int):
        raise Misfit("L022", wrong_type=True, value=show(value))
    if value < 0:
        raise Misfit("L026", value=show(value))
    if value >= LARGEST:
        raise Misfit("L027", value="10…" if value > 10**LONGEST_NUMBER else str(value))
    if unit == "年" and not FIRST_YEAR <= value <= LAST_YEAR:
        raise Misfit("L033", value=str(value))
    return value


def checked_day(value: object, *, moments: bool) -> date:
    """A day of the years 1900 to 2200, or (with ``moments``) a moment in the time of Shanghai.

    Raises:
        Misfit: no date, a time where only the day counts, a year outside that span.

    """
    if isinstance(value, datetime):
        if not moments:
            raise Misfit("L036", wrong_type=True, value=value.isoformat(), hint=value.date().isoformat())
        if value.tzinfo is not None:
            try:
                value = value.astimezone(SHANGHAI).replace(tzinfo=None)
            except (OverflowError, ValueError):
                raise Misfit("L033", value=value.isoformat()) from None
    elif not isinstance(value, date):
        raise Misfit("L032" if moments else "L030", wrong_type=True, value=show(value))
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise Misfit("L033", value=value.isoformat())
    return value


def float_digits(value: float) -> str:
    """The string to write instead of a float: its shortest digits, without an exponent."""
    try:
        return format(Decimal(repr(value)), "f")[:LONGEST_NUMBER]
    except InvalidOperation:
        return repr(value)


def show(value: object, limit: int = 40) -> str:
    """A value as a message shows it: short, on one line, never failing.

    >>> show("五万元")
    '"五万元"'
    """
    match value:
        case None:
            text = "null"
        case bool():
            text = "true" if value else "false"
        case str():
            text = '"' + value[: limit + 1] + ('"' if len(value) <= limit else "")
        case int():
            text = str(value) if abs(value) < LARGEST else "10…"
        case Mapping():
            text = "{…}" if value else "{}"
        case list() | tuple():
            text = "[…]" if value else "[]"
        case _:
            text = repr(value)
    text = "".join(ch if ch.isprintable() else "·" for ch in text)
    if len(text) > limit + 2:
        text = text[:limit] + "…"
    return text
