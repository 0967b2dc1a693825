"""Fill in what a ledger may leave out without leaving a fact unknown: ids, and the one insurer."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from ajx_rules.domain.catalogue import Catalogue, RecordClass, catalogue
from ajx_rules.domain.facts import Record, build
from ajx_rules.domain.knowledge import Completeness

if TYPE_CHECKING:
    from ajx_rules.domain.book import Ledger


def resolve(ledger: Ledger) -> Ledger:
    """The ledger with every id given and every reference to the lone insurer filled in.

    Labels of classes in a declaration of completeness become their names. An id left out becomes ``<owner id>/<list>/<n>``, counted from 1 (in a root list
    ``<list>/<n>``). A reference to an insurer left out, where the ledger has exactly one and
    the field is no either-or, is that one. Facts are never filled in. A ledger that says
    all this already comes back as it is.

    >>> from datetime import date
    >>> from ajx_rules.domain.book import Insurer, Ledger, Service, Recipient, ServiceItem
    >>> ledger = Ledger(known_on=date(2025, 12, 31), insurers=(Insurer(name="甲财险"),))
    >>> resolve(ledger).insurers[0].id
    'insurers/1'
    """
    lone = _lone_insurer(ledger)
    known = catalogue()
    return cast("Ledger", _resolved(ledger, known.ledger, "", known, lone))


def _lone_insurer(ledger: Ledger) -> str | None:
    if len(ledger.insurers) != 1 or ledger.insurers[0] is None:
        return None
    return ledger.insurers[0].id or "insurers/1"


def lone_fields(cls: RecordClass) -> tuple[str, ...]:
    """The fields of a class that mean the one insurer when left out."""
    either = {name for group in cls.either for name in group.fields}
    return tuple(
        field.name
        for field in cls.fields.values()
        if field.kind == "ref"
        and field.target == "Insurer"
        and not field.required
        and field.name not in either
    )


def _resolved(record: Record, cls: RecordClass, prefix: str, known: Catalogue, lone: str | None) -> Record:
    changed: dict[str, object] = {}
    if isinstance(record, Completeness):
        names = tuple(found.name if (found := known.find(word)) else word for word in record.records or ())
        if names != record.records:
            changed["records"] = names
    if lone is not None:
        for name in lone_fields(cls):
            if getattr(record, name) is None:
                changed[name] = lone
    for field in cls.lists():
        children = getattr(record, field.name)
        if not children:
            continue
        child_cls = known.classes[str(field.target)]
        made = tuple(
            child if child is None else _numbered(child, child_cls, f"{prefix}{field.name}/{n}", known, lone)
            for n, child in enumerate(children, 1)
        )
        if any(new is not old for new, old in zip(made, children, strict=True)):
            changed[field.name] = made
    return altered(record, changed) if changed else record


def _numbered(record: Record, cls: RecordClass, derived: str, known: Catalogue, lone: str | None) -> Record:
    id_ = record.id or derived
    resolved = _resolved(record, cls, f"{id_}/", known, lone)
    return resolved if resolved.id else altered(resolved, {"id": id_})


def altered(record: Record, changed: dict[str, object]) -> Record:
    """A copy of a record with some values changed, all of them checked already."""
    values = {name: getattr(record, name) for name in _names(type(record))}
    return build(type(record), {**values, **changed})


def _names(python: type[Record]) -> tuple[str, ...]:
    return tuple(a.name for a in python.__attrs_attrs__)  # type: ignore[attr-defined]
