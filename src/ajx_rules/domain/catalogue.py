"""Everything the record classes say about themselves, in one immutable table.

The rule vocabulary, the JSON schema, the reader, the tables and the messages are made from
this catalogue; nothing of it is written twice.

>>> premium = catalogue().classes["Contract"].fields["premium"]
>>> premium.label, premium.kind, premium.unit
('保费', 'money', '元')
>>> catalogue().by_label("保险合同").name
'Contract'
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Literal, TypeAlias

import attrs

from ajx_rules.domain.enums import ENUMS
from ajx_rules.domain.facts import EitherOr, Kind, Mark, Record, Spec, words_of
from ajx_rules.domain.labels import VOCABULARY_LABELS, faults_of_label

ROOT = "Ledger"
# The class that owns the records, its list, and whether that is a register.
_Place: TypeAlias = tuple[str | None, str, bool]


@attrs.frozen
class FieldInfo:
    """One field of a record class.

    ``target`` is the class a ``ref``, ``refs`` or ``parts`` points to, or the name of the
    enumeration of an ``enum`` or ``enums``. ``among`` restricts the classes that an ``any`` or
    ``anys`` may point to (empty: any). ``item`` is the kind of the values of a ``map``.
    ``register`` tells a list of records (open unless declared complete) from a part list.
    ``spec`` is the field's metadata itself.
    """

    name: str
    label: str
    english: str
    kind: Kind
    unit: str | None = None
    vocabulary: str | None = None
    target: str | None = None
    among: tuple[str, ...] = ()
    item: Literal["bool", "money"] | None = None
    mark: Mark | None = None
    required: bool = False
    register: bool = False
    inherits: bool = False
    restricts: bool = False
    signed: bool = False
    spec: Spec = attrs.field(kw_only=True, repr=False, eq=False)


@attrs.frozen
class RecordClass:
    """One record class.

    ``owner`` is the class whose list ``owner_list`` holds the records, ``None`` where it is a
    root list of the ledger. A ``register`` can be declared complete on its own; the others
    are parts of their owner's record. ``fields`` leaves out what every record has beside its
    id and day of entry in another shape: ``sources`` and ``extra``. ``lists`` are the lists of
    owned records.
    """

    name: str
    label: str
    english: str
    measure: str
    owner: str | None
    owner_list: str
    register: bool
    python: type[Record]
    fields: Mapping[str, FieldInfo]
    either: tuple[EitherOr, ...] = ()
    lists: tuple[FieldInfo, ...] = attrs.field(init=False, repr=False, eq=False)
    dated: FieldInfo | None = attrs.field(init=False, repr=False, eq=False)
    """The field that is the date of the record (●), if the class has one."""
    _by_label: Mapping[str, FieldInfo] = attrs.field(init=False, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        """Keep the lists of owned records (registers and parts), and the fields by label."""
        owned = tuple(field for field in self.fields.values() if field.kind == "parts")
        dated = next((field for field in self.fields.values() if field.mark == "dated"), None)
        object.__setattr__(self, "lists", owned)
        object.__setattr__(self, "dated", dated)
        object.__setattr__(self, "_by_label", {field.label: field for field in self.fields.values()})

    def field(self, key: str) -> FieldInfo | None:
        """The field of that name or Chinese label, or ``None``."""
        return self.fields.get(key) or self._by_label.get(key)

    def by_label(self, label: str) -> FieldInfo | None:
        """The field of that Chinese label, or ``None``."""
        return self._by_label.get(label)


@attrs.frozen
class Catalogue:
    """All record classes, the ledger itself apart as ``ledger``."""

    classes: Mapping[str, RecordClass]
    ledger: RecordClass
    _by_label: Mapping[str, RecordClass] = attrs.field(init=False, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        """Keep the classes by label."""
        object.__setattr__(self, "_by_label", {cls.label: cls for cls in self.classes.values()})

    def by_label(self, label: str) -> RecordClass | None:
        """The class of that Chinese label, or ``None``."""
        return self._by_label.get(label)

    def find(self, word: str) -> RecordClass | None:
        """The class of that name or Chinese label, or ``None``."""
        return self.classes.get(word) or self._by_label.get(word)

    def of(self, record: Record) -> RecordClass:
        """The class of a record (the ledger included)."""
        name = type(record).__name__
        return self.ledger if name == ROOT else self.classes[name]

    def descends(self, name: str, ancestor: str) -> bool:
        """Whether records of class ``name`` are owned, directly or not, by the class ``ancestor``."""
        owner = self.classes[name].owner
        return owner is not None and (owner == ancestor or self.descends(owner, ancestor))

    def fields_labelled(self, label: str) -> tuple[tuple[RecordClass, FieldInfo], ...]:
        """Every field of that Chinese label, with its class."""
        found = ((cls, cls.by_label(label)) for cls in self.classes.values())
        return tuple((cls, field) for cls, field in found if field is not None)


@cache
def catalogue() -> Catalogue:
    """The catalogue of all record classes; made once.

    Raises:
        ValueError: a label breaks the rules for labels (a fault of this library, never of an input).

    """
    from ajx_rules.domain.book import Ledger

    owners: dict[str, _Place] = {}
    pythons: dict[str, type[Record]] = {}
    _collect(Ledger, owners, pythons)
    labels = {name: python.heading_of_class.label for name, python in pythons.items()}
    classes = {
        name: _class(python, owners[name], labels)
        for name, python in sorted(pythons.items(), key=lambda item: list(owners).index(item[0]))
    }
    ledger = _class(Ledger, (None, "", True), labels)
    _check_labels([*classes.values(), ledger])
    return Catalogue(MappingProxyType(classes), ledger)


def _collect(python: type[Record], owners: dict[str, _Place], pythons: dict[str, type[Record]]) -> None:
    owner = None if python.__name__ == ROOT else python.__name__
    for name, spec in python.fields_of_class:
        if spec.kind == "parts" and spec.python is not None:
            child = spec.python
            if child.__name__ in owners:
                raise ValueError(f"{child.__name__} has two owners")
            owners[child.__name__] = (owner, name, spec.register)
            pythons[child.__name__] = child
            _collect(child, owners, pythons)


def _class(python: type[Record], place: _Place, labels: Mapping[str, str]) -> RecordClass:
    owner, owner_list, register = place
    heading = python.heading_of_class
    fields = {
        name: _field(name, spec, labels)
        for name, spec in python.fields_of_class
        if spec.kind not in {"sources", "extra"}
    }
    if len({field.label for field in fields.values()}) < len(fields):
        raise ValueError(f"{python.__name__}: two fields of one label")
    return RecordClass(
        name=python.__name__,
        label=heading.label,
        english=heading.english,
        measure=heading.measure,
        owner=owner,
        owner_list=owner_list,
        register=register,
        python=python,
        fields=MappingProxyType(fields),
        either=heading.either,
    )


def _field(name: str, spec: Spec, labels: Mapping[str, str]) -> FieldInfo:
    label = spec.label
    if label is None and spec.vocabulary is not None:
        label = VOCABULARY_LABELS[spec.vocabulary]
    elif label is None and spec.kind in {"enum", "enums"}:
        label = ENUMS[str(spec.target)].label()
    elif label is None:
        label = labels[str(spec.target)]
    return FieldInfo(
        name=name,
        label=label,
        english=spec.english if spec.english is not None else words_of(name),
        kind=spec.kind,
        unit=spec.unit,
        vocabulary=spec.vocabulary,
        target=spec.target,
        among=spec.among,
        item=spec.item,
        mark=spec.mark,
        required=spec.required,
        register=spec.register,
        inherits=spec.inherits,
        restricts=spec.restricts,
        signed=spec.signed,
        spec=spec,
    )


def _check_labels(classes: list[RecordClass]) -> None:
    faults = [
        f"{place}: {fault}"
        for cls in classes
        for place, label in [
            (cls.name, cls.label),
            *((f"{cls.name}.{f.name}", f.label) for f in cls.fields.values()),
        ]
        for fault in faults_of_label(label)
    ]
    if len({cls.label for cls in classes}) < len(classes):
        faults.append("two classes of one label")
    if faults:
        raise ValueError("; ".join(faults))
