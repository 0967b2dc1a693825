"""What a rule may say of a record: the labels of every class, recorded or derived.

Made from the domain catalogue and ``domain/derived.py``; the only place where a
Chinese label is looked up as a member of a class.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Literal

import attrs

from ajx_rules.domain.catalogue import FieldInfo, RecordClass, catalogue
from ajx_rules.domain.derived import ABOUT_ANY, DERIVED_CLASSES, DERIVED_MEMBERS, PAIRS, DerivedMember
from ajx_rules.language.text import nearest

Kind = Literal["truth", "time", "number", "code", "codes", "text", "rows", "row", "period"]
_VALUE_KINDS: dict[str, Kind] = {
    "bool": "truth",
    "int": "number",
    "num": "number",
    "money": "number",
    "rate": "number",
    "date": "time",
    "moment": "time",
    "code": "code",
    "enum": "code",
    "codes": "codes",
    "enums": "codes",
    "map": "codes",
    "text": "text",
    "id": "text",
    "ref": "row",
    "refs": "rows",
    "parts": "rows",
}


@attrs.frozen
class Member:
    """Something a class has: a value, one row, or rows of ``target``."""

    name: str
    label: str
    kind: Kind
    target: str = ""
    vocabulary: str = ""
    unit: str = ""
    act: bool = False


@attrs.frozen
class SchemaClass:
    """A class with its members by label; ``up`` are single rows whose labels it may use."""

    name: str
    label: str
    english: str
    measure: str
    members: Mapping[str, Member]
    up: tuple[Member, ...]
    dated: str | None
    window: bool = False


@attrs.frozen
class Schema:
    """Every class by name."""

    classes: Mapping[str, SchemaClass]

    def by_label(self, label: str) -> SchemaClass | None:
        """The class of a Chinese label."""
        return next((c for c in self.classes.values() if c.label == label), None)

    def labels(self) -> Iterator[str]:
        """Every label, stem and class name there is."""
        for found in self.classes.values():
            yield found.label
            yield from found.members

    def measures(self) -> Iterator[str]:
        """The measure words."""
        for found in self.classes.values():
            yield found.measure


def stem(label: str) -> str | None:
    """The verb of a dated field's label: 订立日期 → 订立; None where it is no act.

    >>> stem("订立日期"), stem("接到时间"), stem("整改期限")
    ('订立', '接到', None)
    """
    for ending in ("日期", "时间"):
        if label.endswith(ending) and len(label) > len(ending):
            return label[: -len(ending)]
    return None


def nearest_class(word: str) -> str:
    """The label of the class that a word means most likely; empty if none is like it.

    >>> nearest_class("保险机构的自然年度"), nearest_class("事故隐忧")
    ('机构年度', '事故隐患')
    """
    outer, _, inner = word.partition("的")
    pair = schema().classes.get(PAIRS.get((outer, inner), ""))
    return pair.label if pair else nearest(word, [c.label for c in schema().classes.values()]) or ""


@cache
def schema() -> Schema:
    """The schema of the domain; made once."""
    recorded = catalogue().classes
    out: dict[str, SchemaClass] = {}
    references = [(r, f) for r in recorded.values() for f in r.fields.values() if f.kind == "ref"]
    for name, record in recorded.items():
        out[name] = _recorded(record, recorded, references)
    for derived in DERIVED_CLASSES:
        members = _labelled(derived.members)
        up = tuple(m for m in members.values() if m.name in derived.up)
        dated = "done_on" if derived.name == "Delivery" else None
        out[derived.name] = SchemaClass(
            derived.name,
            derived.label,
            derived.english,
            derived.measure,
            members,
            up,
            dated,
            "starts_on" in {m.name for m in derived.members},
        )
    return Schema(out)


def _recorded(
    record: RecordClass,
    recorded: Mapping[str, RecordClass],
    references: Iterable[tuple[RecordClass, FieldInfo]],
) -> SchemaClass:
    """The class of a record; ``references`` are all fields that name another record, with its class."""
    members: dict[str, Member] = {}

    def put(member: Member, *labels: str | None) -> None:
        for label in labels:
            if label and label not in members:
                members[label] = member

    derived = _labelled(DERIVED_MEMBERS.get(record.name, ()))
    for label, member in derived.items():
        put(member, label)
    dated = None
    for field in record.fields.values():
        made = _member(field, recorded)
        if made is None:
            continue
        put(made, field.label, stem(field.label) if made.kind == "time" else None)
        if field.kind == "parts":
            put(made, recorded[field.target or ""].label)
        if field.mark == "dated":
            dated = field.name
    up: list[Member] = []
    if record.owner and record.owner in recorded:
        owner = Member("owner", recorded[record.owner].label, "row", record.owner)
        put(owner, owner.label)
        up.append(owner)
    if {"valid_from", "valid_to"} <= set(record.fields):
        put(Member("validity", "有效期", "period"), "有效期")
    for label, member in _labelled(ABOUT_ANY).items():
        put(member, label)
    for other, field in references:  # a reference read backwards, under the label of its class
        if field.target == record.name != other.name:
            put(Member(f"back:{other.name}.{field.name}", other.label, "rows", other.name), other.label)
    return SchemaClass(record.name, record.label, record.english, record.measure, members, tuple(up), dated)


def _member(field: FieldInfo, recorded: Mapping[str, RecordClass]) -> Member | None:
    kind = _VALUE_KINDS.get(field.kind)
    if kind is None or (kind in ("row", "rows") and field.target not in recorded):
        return None
    vocabulary = field.vocabulary or (field.target if kind in ("code", "codes") else "") or ""
    return Member(
        field.name,
        field.label,
        kind,
        field.target or "",
        vocabulary,
        field.unit or "",
        field.mark is not None,
    )


def _labelled(members: tuple[DerivedMember, ...]) -> dict[str, Member]:
    out: dict[str, Member] = {}
    for m in members:
        kind: Kind = "number" if m.kind == "money" else m.kind
        member = Member(m.name, m.label, kind, m.target, m.vocabulary, m.unit, kind == "time")
        out[m.label] = member
        verb = stem(m.label) if kind == "time" else None
        if verb:
            out[verb] = member
    return out
