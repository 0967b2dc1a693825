"""How each kind of value is spelled in a ledger, and what to say when it is spelled otherwise.

Full-width digits and signs in numbers, dates and rates count as their ASCII form. Anything
else that is not as expected raises ``Misfit``, which the reader turns into a diagnostic with
its place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import TYPE_CHECKING, Final, TypeAlias, cast

from ajx_rules.domain.catalogue import FieldInfo
from ajx_rules.domain.facts import DEEPEST_EXTRA, frozen_data
from ajx_rules.domain.values import (
    NOT_YET,
    NOTHING,
    Between,
    FrozenMap,
    Misfit,
    checked_day,
    exact_amount,
    exact_number,
    exact_rate,
    first_moment,
    half_width,
    last_moment,
    show,
    whole_number,
)
from ajx_rules.ledger.jsontext import Digits

if TYPE_CHECKING:
    from ajx_rules.domain.enums import Word

UNKNOWN_WORDS: Final = frozenset({"unknown", "不详"})
NONE_WORDS: Final = frozenset({"none", "未发生", "无"})
LONGEST_SHOWN: Final = 40

Speller: TypeAlias = Callable[[FieldInfo, object], object]


def is_unknown(value: object) -> bool:
    """Whether a value is a word for "unknown"."""
    return isinstance(value, str) and value.strip().lower() in UNKNOWN_WORDS


def is_none(value: object) -> bool:
    """Whether a value is a word for "there is none, it has not come about"."""
    return isinstance(value, str) and value.strip().lower() in NONE_WORDS


def shown(value: object) -> str:
    """A value as a message shows it; a JSON number by its digits."""
    if isinstance(value, Digits):
        return value.digits if len(value) <= LONGEST_SHOWN else value.digits[:LONGEST_SHOWN] + "…"
    return show(value)


def key_in_path(key: str) -> str:
    """A key as a path shows it."""
    return show(key)[1:-1]


# ---- texts, codes, ids -----------------------------------------------------------------------


def text(value: object) -> str:
    """A text that can be written and printed.

    Raises:
        Misfit: L020 no text, L054 a text with a lone surrogate.

    """
    if not isinstance(value, str) or isinstance(value, Digits):
        raise Misfit("L020", wrong_type=True, value=shown(value))
    try:
        value.encode()
    except UnicodeEncodeError:
        raise Misfit("L054") from None
    return value


def code(value: object) -> str:
    """A code; a whole number in the source stands for its digits (row 4 of a list)."""
    if isinstance(value, Digits):
        return value.digits
    if isinstance(value, int) and not isinstance(value, bool):
        return show(value)
    return text(value).strip()


def reference(value: object) -> str:
    """The id of a record."""
    if not isinstance(value, str) or isinstance(value, Digits):
        raise Misfit("L044", wrong_type=True, value=shown(value))
    return text(value)


def _id(_: FieldInfo, value: object) -> str:
    id_ = reference(value)
    if not id_.strip() or is_unknown(id_) or is_none(id_):
        raise Misfit("L053", value=show(id_))
    return id_


def _ref(field: FieldInfo, value: object) -> object:
    if is_none(value):
        if field.required or field.spec.definite:
            raise Misfit("L035", value=shown(value))
        return NOTHING
    return reference(value)


def _enum(field: FieldInfo, value: object) -> Word:
    words = cast("type[Word]", field.spec.python)
    if isinstance(value, words):
        return value
    found = words.read(value) if isinstance(value, str) else None
    if found is None:
        raise Misfit("L040", value=shown(value), words=words.spelled())
    return found


# ---- numbers ---------------------------------------------------------------------------------


def _bool(_: FieldInfo, value: object) -> bool:
    if not isinstance(value, bool):
        raise Misfit("L021", wrong_type=True, value=shown(value))
    return value


def _digits(value: object) -> object:
    return value.digits if isinstance(value, Digits) else value


def _int(field: FieldInfo, value: object) -> int:
    if isinstance(value, str | Decimal | float):
        number = exact_number(_digits(value))
        if number != int(number):
            raise Misfit("L022", value=shown(value))
        value = int(number)
    return whole_number(value, unit=field.unit)


def _num(_: FieldInfo, value: object) -> Decimal:
    number = exact_number(_digits(value))
    if number < 0:
        raise Misfit("L026", value=shown(value))
    return number


def _money(field: FieldInfo, value: object) -> Decimal:
    return exact_amount(_digits(value), signed=field.signed)


def _rate(_: FieldInfo, value: object) -> Decimal:
    return exact_rate(_digits(value))


# ---- days and moments ------------------------------------------------------------------------

_DAY: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_TIME: Final = re.compile(r"([0-9]{2}):([0-9]{2})(?::([0-9]{2})(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:?[0-9]{2})?")
_LOOSE: Final = re.compile(r"\s*([0-9]{4})\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*日?\s*")
_COMPACT: Final = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_EXAMPLE: Final = '"2025-01-31"'
_ENDS: Final = {"earliest": "earliest", "latest": "latest", "最早": "earliest", "最晚": "latest"}


def _date(field: FieldInfo, value: object) -> object:
    if is_none(value):
        if field.mark == "milestone":
            return NOT_YET
        if field.mark == "fixed":
            return NOTHING
        raise Misfit("L035", value=shown(value))
    if not isinstance(value, Mapping):
        return _one_date(field, value)
    if field.mark not in {"dated", "milestone"}:
        raise Misfit(_code_of_date(field), wrong_type=True, value=shown(value), hint=_EXAMPLE)
    return _between(field, value)


def _between(field: FieldInfo, value: Mapping[object, object]) -> object:
    ends: dict[str, date | None] = {"earliest": None, "latest": None}
    for key, entry in value.items():
        if key not in _ENDS:
            raise Misfit("L034", value=_interval(value))
        if entry is not None and not is_unknown(entry):
            ends[_ENDS[key]] = _one_date(field, entry)
    first, last = ends["earliest"], ends["latest"]
    if first is not None and last is not None and first_moment(first) > last_moment(last):
        raise Misfit("L034", value=_interval(value))
    if first is not None and first == last and type(first) is type(last):
        return first
    if first is None and last is None and field.mark == "dated":
        return None
    return Between(first, last)


def _interval(value: Mapping[object, object]) -> str:
    return "{" + ", ".join(f"{show(key)}: {shown(entry)}" for key, entry in list(value.items())[:3]) + "}"


def _code_of_date(field: FieldInfo) -> str:
    return "L032" if field.kind == "moment" else "L030"


def _one_date(field: FieldInfo, value: object) -> date:
    moments = field.kind == "moment"
    if isinstance(value, date):
        return checked_day(value, moments=moments)
    if not isinstance(value, str) or isinstance(value, Digits):
        raise Misfit(_code_of_date(field), wrong_type=True, value=shown(value), hint=_hint(shown(value)))
    spelled = half_width(value).strip()
    day, clock = spelled[:10], spelled[10:]
    matched = _DAY.fullmatch(day)
    if matched is None or (clock and clock[0] not in "T "):
        raise Misfit(_code_of_date(field), value=shown(value), hint=_hint(spelled))
    try:
        found = date(int(matched[1]), int(matched[2]), int(matched[3]))
    except ValueError:
        raise Misfit("L031", value=day) from None
    if clock and not moments:
        raise Misfit("L036", value=shown(value), hint=day)
    return checked_day(_moment(found, clock[1:], value) if clock else found, moments=moments)


def _moment(day: date, clock: str, value: object) -> datetime:
    matched = _TIME.fullmatch(clock)
    if matched is None:
        raise _no_moment(day, value)
    hour, minute, second, fraction, zone = matched.groups()
    micro = int(fraction[1:].ljust(6, "0")) if fraction else 0
    try:
        at = time(int(hour), int(minute), int(second or 0), micro)
        return datetime.combine(day, at, None if zone is None else _zone(zone))
    except ValueError:
        raise _no_moment(day, value) from None


def _no_moment(day: date, value: object) -> Misfit:
    return Misfit("L032", value=shown(value), hint=f'"{day.isoformat()}T15:30"')


def _zone(spelled: str) -> timezone:
    if spelled == "Z":
        return UTC
    offset = timedelta(hours=int(spelled[1:3]), minutes=int(spelled[-2:]))
    return timezone(-offset if spelled[0] == "-" else offset)


def _hint(spelled: str) -> str:
    """The spelling to write for a date that was written otherwise, or an example."""
    loose = _LOOSE.fullmatch(spelled[:LONGEST_SHOWN]) or _COMPACT.fullmatch(spelled[:LONGEST_SHOWN])
    if loose is None:
        return _EXAMPLE
    try:
        return f'"{date(int(loose[1]), int(loose[2]), int(loose[3])).isoformat()}"'
    except ValueError:
        return _EXAMPLE


# ---- extra facts -----------------------------------------------------------------------------


def extra_fact(value: object, depth: int = 0) -> object:
    """The value of a declared extra fact as plain data: its type is checked when a regulation is met.

    Raises:
        Misfit: nested too deep, or no plain data.

    """
    if depth > DEEPEST_EXTRA:
        raise Misfit("L048", value=shown(value))
    if isinstance(value, Digits):
        return exact_number(value.digits)
    if isinstance(value, str):
        return text(value)
    if isinstance(value, Mapping):
        return FrozenMap({text(key): extra_fact(entry, depth + 1) for key, entry in value.items()})
    if isinstance(value, list | tuple):
        return tuple(extra_fact(entry, depth + 1) for entry in value)
    return frozen_data(value)


SPELLERS: Final[dict[str, Speller]] = {
    "id": _id,
    "text": lambda _, value: text(value),
    "bool": _bool,
    "int": _int,
    "num": _num,
    "money": _money,
    "rate": _rate,
    "date": _date,
    "moment": _date,
    "code": lambda _, value: code(value),
    "codes": lambda _, value: code(value),
    "ref": _ref,
    "refs": lambda _, value: reference(value),
    "any": _ref,
    "anys": lambda _, value: reference(value),
    "enum": _enum,
    "enums": _enum,
}
"""How one value of each kind is read (of a set: one of its entries)."""
