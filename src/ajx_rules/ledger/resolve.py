"""Fill in what a ledger may leave out without leaving a fact unknown: ids, and the one insurer."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, cast

from ajx_rules.domain.catalogue import RecordClass, catalogue
from ajx_rules.domain.facts import Record, build
from ajx_rules.domain.knowledge import Completeness

if TYPE_CHECKING:
    from ajx_rules.domain.book import Ledger


def resolve(ledger: Ledger) -> Ledger:
    """The ledger with every id given and every reference to the lone insurer filled in.

    An id left out becomes ``<owner id>/<list>/<n>``, counted from 1 (in a root list
    ``<list>/<n>``). A reference to an insurer left out, where the ledger has exactly one and
    the field is no either-or, is that one. Labels of classes in a declaration of completeness
    become their names. Facts are never filled in. A ledger that says all this already comes
    back as it is.

    >>> from datetime import date
    >>> from ajx_rules.domain.book import Insurer, Ledger
    >>> ledger = Ledger(known_on=date(2025, 12, 31), insurers=(Insurer(name="甲财险"),))
    >>> resolve(ledger).insurers[0].id
    'insurers/1'
    """
    return cast("Ledger", _Resolver(ledger).record(ledger, catalogue().ledger, ""))


def lone_fields(cls: RecordClass) -> tuple[str, ...]:
    """The fields of a class that mean the one insurer when left out."""
    either = {name for group in cls.either for name in group.fields}
    return tuple(
        field.name
        for field in cls.fields.values()
        if field.kind == "ref" and field.target == "Insurer" and not field.required
        if field.name not in either
    )


@lru_cache(maxsize=1)
def _all_lone_fields() -> dict[str, tuple[str, ...]]:
    return {name: lone_fields(cls) for name, cls in catalogue().classes.items()}


class _Resolver:
    def __init__(self, ledger: Ledger) -> None:
        self._classes = catalogue().classes
        self._insurer = _lone_insurer(ledger)
        self._fields = _all_lone_fields()

    def record(self, record: Record, cls: RecordClass, prefix: str) -> Record:
        changed = self._lone(record, cls)
        if isinstance(record, Completeness):
            changed |= _class_names(record)
        for field in cls.lists:
            children = getattr(record, field.name)
            if not children:
                continue
            child_cls = self._classes[str(field.target)]
            made = tuple(
                # One that could not be read is None until the reader gives up.
                None if child is None else self._numbered(child, child_cls, f"{prefix}{field.name}/{n}")
                for n, child in enumerate(children, 1)
            )
            if any(new is not old for new, old in zip(made, children, strict=True)):
                changed[field.name] = made
        return altered(record, changed) if changed else record

    def _numbered(self, record: Record, cls: RecordClass, derived: str) -> Record:
        id_ = record.id or derived
        resolved = self.record(record, cls, f"{id_}/")
        return resolved if resolved.id else altered(resolved, {"id": id_})

    def _lone(self, record: Record, cls: RecordClass) -> dict[str, object]:
        if self._insurer is None or cls.name not in self._fields:
            return {}
        return {name: self._insurer for name in self._fields[cls.name] if getattr(record, name) is None}


def _lone_insurer(ledger: Ledger) -> str | None:
    if len(ledger.insurers) != 1 or ledger.insurers[0] is None:
        return None
    return ledger.insurers[0].id or "insurers/1"


def _class_names(record: Completeness) -> dict[str, object]:
    known = catalogue()
    written = record.records or ()
    names = tuple(found.name if (found := known.find(word)) else word for word in written)
    return {} if names == written else {"records": names}


def altered(record: Record, changed: dict[str, object]) -> Record:
    """A copy of a record with some values changed, all of them checked already."""
    values = {name: getattr(record, name) for name, _ in record.fields_of_class}
    return build(type(record), {**values, **changed})
