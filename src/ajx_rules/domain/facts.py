"""How a record class says what it records.

A class decorated with ``@record`` is an attrs class: frozen, keyword-only, with slots. Each
field is made by one of the makers below (``text``, ``money``, ``day``, ``code``, ``records``
...), which names the field in Chinese and English and gives its unit, vocabulary and mark.
All of this lives in the field's metadata and nowhere else; ``catalogue.py`` reads it.

>>> from decimal import Decimal
>>> @record("保险合同", measure="份")
... class Contract(Record):
...     premium: Decimal | None = money("保费", "premium")
>>> Contract(premium=50000).premium
Decimal('50000')
>>> Contract(premium=0.1)
Traceback (most recent call last):
TypeError: Contract.premium: 0.1 is a binary float and not exact; write it as the text "0.1"
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from inspect import get_annotations
from typing import Any, ClassVar, Final, Literal, TypeAlias, TypeVar, cast, dataclass_transform, overload

import attrs

from ajx_rules.by_parts import ByParts
from ajx_rules.domain.enums import Word
from ajx_rules.domain.values import (
    EMPTY,
    NOT_YET,
    NOTHING,
    UNKNOWN,
    Between,
    Codes,
    Dated,
    Fixed,
    FrozenMap,
    Milestone,
    Misfit,
    Nothing,
    NotYet,
    Parts,
    Records,
    Ref,
    Refs,
    Unknown,
    checked_day,
    exact_amount,
    exact_number,
    exact_rate,
    show,
    whole_number,
)

Kind: TypeAlias = Literal[
    "id", "text", "bool", "int", "num", "money", "rate", "date", "moment", "code", "codes", "ref", "refs",
    "map", "any", "anys", "enum", "enums", "parts", "sources", "extra",
]  # fmt: skip
Mark: TypeAlias = Literal["dated", "milestone", "fixed"]

YUAN: Final = "元"
PEOPLE: Final = "人"
YEAR: Final = "年"
TIMES: Final = "次"
PIECES: Final = "台"
CLASS_HOURS: Final = "学时"

T = TypeVar("T")
W = TypeVar("W", bound=Word)
R = TypeVar("R", bound="Record")


@attrs.frozen
class Spec:
    """What a maker says about one field; kept in the field's metadata under ``SPEC``.

    ``label`` is ``None`` where the field takes the label of what it points to.
    ``english`` is ``None`` where it is the words of the identifier.
    ``definite``: left out, it says something (no restriction), so it can be neither unknown nor none.
    """

    kind: Kind
    label: str | None
    english: str | None = None
    unit: str | None = None
    vocabulary: str | None = None
    target: str | None = None
    among: tuple[str, ...] = ()
    python: type | None = None
    item: Literal["bool", "money"] | None = None
    mark: Mark | None = None
    required: bool = False
    register: bool = False
    inherits: bool = False
    restricts: bool = False
    signed: bool = False
    definite: bool = False
    convert: Callable[[Spec, object], object] = attrs.field(
        default=lambda _, value: value, eq=False, repr=False
    )


SPEC: Final = "ajx_rules"
DEEPEST_EXTRA: Final = 3


@attrs.frozen(eq=False, repr=False)
class EitherOr(ByParts):
    """Sibling fields of which at most one is present, such as the performer of a service.

    ``label`` and ``english`` name the group where it has a name of its own.
    """

    fields: tuple[str, ...]
    label: str | None = None
    english: str | None = None


@attrs.frozen(eq=False, repr=False)
class Heading(ByParts):
    """What ``@record`` says about a class: its labels, its measure word, its either-or groups."""

    label: str
    english: str
    measure: str
    either: tuple[EitherOr, ...] = ()


# ---- the decorator ---------------------------------------------------------------------------


def required(spec: T | Nothing | None) -> T:
    """Mark a field as structural: a record cannot be without it.

    Usage: ``name: str = required(text("名称", "name"))``.
    """
    return cast("T", attrs.evolve(cast("Spec", spec), required=True))


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(required,))
def record(
    label: str, english: str | None = None, *, measure: str, either: tuple[EitherOr, ...] = ()
) -> Callable[[type[T]], type[T]]:
    """Make a class a record class: attrs, frozen, keyword-only, with slots.

    Args:
        label: the Chinese name of the class, as rules say it.
        english: the English name; left out, the words of the class name.
        measure: the measure word (量词), as in 每份保险合同.
        either: groups of fields of which at most one is present.

    An instance with a value of the wrong type raises ``TypeError``, with a wrong value
    ``ValueError``; both name the attribute, what was expected and the value.

    """

    def decorate(cls: type[T]) -> type[T]:
        for name in get_annotations(cls):
            setattr(cls, name, _field(cls, name))
        made = attrs.define(
            cls,
            frozen=True,
            kw_only=True,
            slots=True,
            auto_attribs=True,
            repr=False,
            eq=False,
            match_args=False,
            weakref_slot=False,
        )
        name = english if english is not None else words_of(cls.__name__)
        headed = cast("type[_Headed]", made)
        headed.heading_of_class = Heading(label, name, measure, either)
        headed.fields_of_class = tuple(
            (a.name, a.metadata[SPEC]) for a in attrs.fields(cast("type[attrs.AttrsInstance]", made))
        )
        headed.blank_of_class = tuple((n, empty_value(spec)) for n, spec in headed.fields_of_class)
        return made

    return decorate


def _field(cls: type, name: str) -> Any:  # noqa: ANN401 - what attrs makes of a field
    """What attrs is told of a field whose default is a ``Spec``."""
    spec = cls.__dict__.get(name)
    if not isinstance(spec, Spec):
        raise TypeError(f"{cls.__name__}.{name}: not made by one of the makers of facts.py")
    return attrs.field(default=attrs.NOTHING if spec.required else empty_value(spec), metadata={SPEC: spec})


def empty_value(spec: Spec) -> object:
    """What a field holds when nothing is said about it."""
    if spec.kind in {"sources", "extra"}:
        return EMPTY
    return () if spec.register else None


def _checked(place: str, spec: Spec, value: object) -> object:
    """The value that a field holds for what was given.

    Raises:
        TypeError: a wrong type of value.
        ValueError: a wrong value.

    """
    if value is UNKNOWN and spec.definite:
        raise _python_error(Misfit("L038", wrong_type=True, value="UNKNOWN"), place)
    if not spec.required and (value is None or value is UNKNOWN):
        return _kept(spec, value)
    try:
        return spec.convert(spec, value)
    except Misfit as misfit:
        raise _python_error(misfit, place) from None


def _kept(spec: Spec, value: Unknown | None) -> object:
    # Said to be unknown is more than left out only where leaving out says something.
    if value is UNKNOWN and (spec.mark == "milestone" or spec.inherits or spec.restricts):
        return UNKNOWN
    return empty_value(spec)


def _python_error(misfit: Misfit, place: str) -> Exception:
    from ajx_rules.diagnostics import Diagnostic

    args = {"label": place, "english": place, **misfit.args_of_message}
    message = Diagnostic(misfit.code, args).message("en")
    return TypeError(message) if misfit.wrong_type else ValueError(message)


def words_of(identifier: str) -> str:
    """The words of an identifier: ``made_at`` → "made at", ``PolicyYear`` → "policy year"."""
    spaced = "".join(f" {ch.lower()}" if ch.isupper() else ch for ch in identifier)
    return spaced.replace("_", " ").strip()


# ---- the makers ------------------------------------------------------------------------------


def text(label: str, english: str | None = None, *, inherits: bool = False) -> str | None:
    """A text; ``""`` is known to be empty."""
    return cast("str | None", Spec("text", label, english, inherits=inherits, convert=_text))


def yes_no(label: str, english: str | None = None) -> bool | None:
    """A fact that holds or does not."""
    return cast("bool | None", Spec("bool", label, english, convert=_bool))


def integer(label: str | None, english: str | None = None, *, unit: str | None = None) -> int | None:
    """A whole number of a unit, not negative; of the unit 年 a calendar year."""
    return cast("int | None", Spec("int", label, english, unit=unit, convert=_int))


def number(label: str, english: str | None = None, *, unit: str | None = None) -> Decimal | None:
    """An exact decimal of a unit, not negative."""
    return cast("Decimal | None", Spec("num", label, english, unit=unit, convert=_num))


def money(label: str, english: str | None = None, *, signed: bool = False) -> Decimal | None:
    """An amount in yuan, at most two decimals; negative only where ``signed``."""
    return cast("Decimal | None", Spec("money", label, english, unit=YUAN, signed=signed, convert=_money))


def rate(label: str, english: str | None = None) -> Decimal | None:
    """A ratio as an exact decimal: 15% is ``Decimal("0.15")``."""
    return cast("Decimal | None", Spec("rate", label, english, convert=_rate))


@overload
def day(label: str, english: str | None = None, *, definite: bool = False) -> date | None: ...
@overload
def day(label: str, english: str | None = None, *, mark: Literal["dated"]) -> Dated: ...
@overload
def day(
    label: str, english: str | None = None, *, mark: Literal["milestone"], inherits: bool = False
) -> Milestone: ...
@overload
def day(
    label: str, english: str | None = None, *, mark: Literal["fixed"], restricts: bool = False
) -> Fixed: ...
def day(
    label: str,
    english: str | None = None,
    *,
    mark: Mark | None = None,
    inherits: bool = False,
    restricts: bool = False,
    definite: bool = False,
) -> Milestone | Fixed:
    """A day. ``mark``: the date of the record, a milestone of its life, or fixed in advance.

    With ``restricts``, left out = no bound.
    """
    made = Spec(
        "date",
        label,
        english,
        mark=mark,
        inherits=inherits,
        restricts=restricts,
        definite=definite,
        convert=_date,
    )
    return cast("Milestone | Fixed", made)


@overload
def moment(label: str, english: str | None = None, *, mark: Literal["dated"]) -> Dated: ...
@overload
def moment(label: str, english: str | None = None, *, mark: Literal["milestone"]) -> Milestone: ...
def moment(label: str, english: str | None = None, *, mark: Literal["dated", "milestone"]) -> Milestone:
    """A day, with its time (UTC+8) where that is known: a ``date`` or a naive ``datetime``."""
    return cast("Milestone", Spec("moment", label, english, mark=mark, convert=_date))


def code(vocabulary: str, label: str | None = None, english: str | None = None) -> str | None:
    """One entry of a vocabulary that the regulation supplies."""
    return cast("str | None", Spec("code", label, english, vocabulary=vocabulary, convert=_text))


def codes(vocabulary: str, label: str | None = None, english: str | None = None) -> Codes:
    """A set of entries of a vocabulary; ``()`` is known to be none."""
    return cast("Codes", Spec("codes", label, english, vocabulary=vocabulary, convert=_texts))


def ref(target: str, label: str | None = None, english: str | None = None, *, restricts: bool = False) -> Ref:
    """The id of a record of the class ``target``; ``NOTHING``: there is none."""
    return cast("Ref", Spec("ref", label, english, target=target, restricts=restricts, convert=_ref))


def refs(
    target: str, label: str | None = None, english: str | None = None, *, restricts: bool = False
) -> Refs:
    """The ids of records of the class ``target``; with ``restricts``, left out = all of the owner's."""
    return cast("Refs", Spec("refs", label, english, target=target, restricts=restricts, convert=_texts))


def any_ref(
    label: str, english: str | None = None, *, among: tuple[str, ...] = (), definite: bool = False
) -> Ref:
    """The id of a record of any class (or of one ``among`` those named)."""
    return cast("Ref", Spec("any", label, english, among=among, definite=definite, convert=_ref))


def any_refs(label: str, english: str | None = None, *, among: tuple[str, ...] = ()) -> Refs:
    """The ids of records of any class (or of those named in ``among``)."""
    return cast("Refs", Spec("anys", label, english, among=among, convert=_texts))


def flags(vocabulary: str, label: str, english: str | None = None) -> Mapping[str, bool] | None:
    """True or false for entries of a vocabulary; an entry left out is unknown."""
    made = Spec("map", label, english, vocabulary=vocabulary, item="bool", convert=_map)
    return cast("Mapping[str, bool] | None", made)


def amounts(vocabulary: str, label: str, english: str | None = None) -> Mapping[str, Decimal] | None:
    """An amount in yuan for entries of a vocabulary; an entry left out is unknown."""
    made = Spec("map", label, english, vocabulary=vocabulary, item="money", unit=YUAN, convert=_map)
    return cast("Mapping[str, Decimal] | None", made)


def choice(
    words: type[W],
    label: str | None = None,
    english: str | None = None,
    *,
    inherits: bool = False,
    restricts: bool = False,
) -> W | None:
    """One word of an enumeration; with ``restricts``, left out = any of them will do."""
    made = Spec(
        "enum",
        label,
        english,
        target=words.__name__,
        python=words,
        inherits=inherits,
        restricts=restricts,
        convert=_enum,
    )
    return cast("W | None", made)


def choices(words: type[W], label: str | None = None, english: str | None = None) -> tuple[W, ...] | None:
    """A set of words of an enumeration; ``()`` is known to be none."""
    made = Spec("enums", label, english, target=words.__name__, python=words, convert=_enums)
    return cast("tuple[W, ...] | None", made)


def parts(of: type[T], label: str | None = None, english: str | None = None) -> Parts[T]:
    """A list that belongs to the record itself: left out = unknown, ``()`` = none, else exactly these."""
    return cast("Parts[T]", Spec("parts", label, english, target=of.__name__, python=of, convert=_records))


def records(of: type[T], label: str | None = None, english: str | None = None) -> Records[T]:
    """A register: at least these; only a declaration of completeness closes it."""
    made = Spec("parts", label, english, target=of.__name__, python=of, register=True, convert=_records)
    return cast("Records[T]", made)


# ---- checked values of each kind -------------------------------------------------------------


def _text(_: Spec, value: object) -> object:
    if not isinstance(value, str):
        raise Misfit("L020", wrong_type=True, value=show(value))
    return value


def _bool(_: Spec, value: object) -> object:
    if not isinstance(value, bool):
        raise Misfit("L021", wrong_type=True, value=show(value))
    return value


def _int(spec: Spec, value: object) -> object:
    return whole_number(value, unit=spec.unit)


def _num(_: Spec, value: object) -> object:
    found = exact_number(value)
    if found < 0:
        raise Misfit("L026", value=str(found))
    return found


def _money(spec: Spec, value: object) -> object:
    return exact_amount(value, signed=spec.signed)


def _rate(_: Spec, value: object) -> object:
    return exact_rate(value)


def _date(spec: Spec, value: object) -> object:
    moments = spec.kind == "moment"
    if value is NOT_YET and spec.mark == "milestone":
        return value
    if (value is NOTHING or value is NOT_YET) and spec.mark == "fixed":
        return NOTHING
    if isinstance(value, Between) and spec.mark in {"dated", "milestone"}:
        ends = (value.earliest, value.latest)
        first, last = (None if end is None else checked_day(end, moments=moments) for end in ends)
        if first is not None and first == last and type(first) is type(last):
            return first
        if first is None and last is None and spec.mark == "dated":
            return None
        return Between(first, last)
    if isinstance(value, NotYet | Nothing | Unknown | Between):
        raise Misfit("L035", wrong_type=True, value=repr(value))
    return checked_day(value, moments=moments)


def _ref(spec: Spec, value: object) -> object:
    if value is NOTHING or value is NOT_YET:
        if spec.required or spec.definite:
            raise Misfit("L035", wrong_type=True, value=repr(value))
        return NOTHING
    if not isinstance(value, str):
        raise Misfit("L044", wrong_type=True, value=show(value))
    return value


def _texts(_: Spec, value: object) -> object:
    if not isinstance(value, tuple | list | frozenset | set):
        raise Misfit("L014", wrong_type=True, value=show(value))
    for entry in value:
        if not isinstance(entry, str):
            raise Misfit("L020", wrong_type=True, value=show(entry))
    ordered = sorted(value) if isinstance(value, frozenset | set) else value
    return tuple(dict.fromkeys(ordered))


def _map(spec: Spec, value: object) -> object:
    if not isinstance(value, Mapping):
        raise Misfit("L045", wrong_type=True, value=show(value))
    check = _bool if spec.item == "bool" else _money
    return FrozenMap({_text(spec, key): check(spec, item) for key, item in value.items()})


def _enum(spec: Spec, value: object) -> object:
    words = cast("type[Word]", spec.python)
    if isinstance(value, words):
        return value
    if not isinstance(value, str):
        raise Misfit("L040", wrong_type=True, value=show(value), words=words.spelled())
    found = words.read(value)
    if found is None:
        raise Misfit("L040", value=show(value), words=words.spelled())
    return found


def _enums(spec: Spec, value: object) -> object:
    if not isinstance(value, tuple | list | frozenset | set):
        raise Misfit("L014", wrong_type=True, value=show(value))
    words = [cast("Word", _enum(spec, entry)) for entry in value]
    if isinstance(value, frozenset | set):
        words.sort(key=lambda word: word.rank)
    return tuple(dict.fromkeys(words))


def _records(spec: Spec, value: object) -> object:
    if not isinstance(value, tuple | list):
        raise Misfit("L014", wrong_type=True, value=show(value))
    for entry in value:
        if not isinstance(entry, cast("type", spec.python)):
            raise Misfit("L019", wrong_type=True, value=show(entry), target=str(spec.target))
    if spec.required and not value:
        raise Misfit("L047", value="[]")
    return tuple(value)


def _id(_: Spec, value: object) -> object:
    if not isinstance(value, str):
        raise Misfit("L044", wrong_type=True, value=show(value))
    if not value.strip():
        raise Misfit("L053", value=show(value))
    return value


def _sources(_: Spec, value: object) -> object:
    if not isinstance(value, Mapping):
        raise Misfit("L045", wrong_type=True, value=show(value))
    return FrozenMap(
        {key: (entry,) if isinstance(entry, str) else tuple(entry) for key, entry in value.items()}
    )


def frozen_data(value: object, depth: int = 0) -> object:
    """Plain data made unchangeable: numbers exact, lists as tuples, objects as ``FrozenMap``.

    Raises:
        Misfit: a float, a value that is no plain data, or data nested more than three deep.

    """
    if depth > DEEPEST_EXTRA:
        raise Misfit("L048", value=show(value))
    match value:
        case bool() | str() | None:
            return value
        case date():
            return value.isoformat()
        case int() | float() | Decimal():
            return exact_number(value)
        case Mapping():
            return FrozenMap({str(key): frozen_data(entry, depth + 1) for key, entry in value.items()})
        case list() | tuple():
            return tuple(frozen_data(entry, depth + 1) for entry in value)
        case _:
            raise Misfit("L048", wrong_type=True, value=show(value))


def _extra(_: Spec, value: object) -> object:
    if not isinstance(value, Mapping):
        raise Misfit("L045", wrong_type=True, value=show(value))
    return frozen_data(value)


# ---- the base class --------------------------------------------------------------------------


class _Headed:
    """What ``@record`` keeps about a class as a whole, outside the slots."""

    __slots__ = ()
    heading_of_class: ClassVar[Heading]
    fields_of_class: ClassVar[tuple[tuple[str, Spec], ...]]
    blank_of_class: ClassVar[tuple[tuple[str, object], ...]]


@record("记录", "record", measure="条")
class Record(_Headed):
    """What every record has.

    ``id`` is unique in the ledger over all classes; left out, it becomes
    ``<owner id>/<list>/<n>`` when the ledger is read or indexed.
    ``logged_on`` is the day the record was entered. ``sources`` names, per field or ``"*"``,
    the documents a fact is taken from (a place after ``#``). ``extra`` holds the facts that
    a rule file declares beside those of the class.
    """

    id: str | None = cast("str | None", Spec("id", "编号", "id", convert=_id))
    logged_on: date | None = day("登记日期", "logged on")
    sources: Mapping[str, tuple[str, ...]] = cast(
        "Mapping[str, tuple[str, ...]]", Spec("sources", "来源", "sources", convert=_sources)
    )
    note: str | None = text("备注", "note")
    extra: Mapping[str, object] = cast(
        "Mapping[str, object]", Spec("extra", "补充事实", "extra facts", convert=_extra)
    )

    def __attrs_post_init__(self) -> None:
        """Check each value and bring it into its exact form."""
        cls = type(self)
        for name, spec in cls.fields_of_class:
            value = getattr(self, name)
            exact = _checked(f"{cls.__name__}.{name}", spec, value)
            if exact is not value:
                object.__setattr__(self, name, exact)

    def __eq__(self, other: object) -> bool:
        """Whether the other is a record of the same class that says the same."""
        if type(self) is not type(other):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name, _ in self.fields_of_class)

    def __hash__(self) -> int:
        """A hash of all that the record says."""
        return hash((type(self), *(getattr(self, name) for name, _ in self.fields_of_class)))

    def __repr__(self) -> str:
        """The class and the facts that are recorded, no others."""
        said = []
        for name, spec in self.fields_of_class:
            value = getattr(self, name)
            if value != empty_value(spec):
                said.append(f"{name}={value!r}")
        return f"{type(self).__name__}({', '.join(said)})"


def build(cls: type[R], values: Mapping[str, object]) -> R:
    """Make a record of values that have been checked already, without checking them again.

    For readers: a value that could not be read may be left out even where the field is
    required, so that the rest of the ledger can still be checked. Such a record must never
    leave the reader.
    """
    made = cls.__new__(cls)
    put = object.__setattr__
    for name, empty in cls.blank_of_class:
        put(made, name, values.get(name, empty))
    return made
