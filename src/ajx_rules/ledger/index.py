"""Every record of a ledger, found by id, by class, by owner and by who refers to it.

Built once for a ledger, in one walk. Ids left out and the lone insurer are filled in first
(``resolve.py``), so that ``row.record`` says all that the ledger says.

>>> from datetime import date
>>> from ajx_rules.domain.book import Contract, Ledger, Policyholder
>>> contract = Contract(premium=50000, inception_on=date(2025, 1, 2), expiry_on=date(2026, 1, 1))
>>> book = Ledger(
...     known_on=date(2025, 12, 31), policyholders=(Policyholder(name="甲矿", contracts=(contract,)),)
... )
>>> index = LedgerIndex(book)
>>> row = index.rows("Contract")[0]
>>> row.id, row.path
('policyholders/1/contracts/1', '$.policyholders[0].contracts[0]')
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ajx_rules.domain.catalogue import Catalogue, RecordClass, catalogue
from ajx_rules.ledger.resolve import resolve

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ajx_rules.domain.book import Ledger
    from ajx_rules.domain.facts import Record


class Row:
    """One record in its place. Two rows are equal only if they are the same.

    Attributes:
        record: the record itself.
        cls: its class in the catalogue.
        id: its id, given or derived.
        owner: the row that owns it; ``None`` in a root list.
        list_name: the list of the owner (or of the ledger) that holds it.
        position: its place in that list, from 0.

    """

    __slots__ = ("cls", "id", "list_name", "owner", "position", "record")

    def __init__(
        self, record: Record, cls: RecordClass, id_: str, owner: Row | None, list_name: str, position: int
    ) -> None:
        """Put a record in its place."""
        self.record = record
        self.cls = cls
        self.id = id_
        self.owner = owner
        self.list_name = list_name
        self.position = position

    @property
    def path(self) -> str:
        """The place in the ledger, such as ``$.policyholders[0].contracts[1]``."""
        before = "$" if self.owner is None else self.owner.path
        return f"{before}.{self.list_name}[{self.position}]"

    def up(self, class_name: str) -> Row | None:
        """The nearest row of that class among this one and its owners."""
        row: Row | None = self
        while row is not None and row.cls.name != class_name:
            row = row.owner
        return row

    def __repr__(self) -> str:
        """Class and id."""
        return f"Row({self.cls.name} {self.id})"


class LedgerIndex:
    """A ledger with its ids and references resolved, for quick lookups.

    Attributes:
        ledger: the ledger, ids and the lone insurer filled in.
        by_id: each record by its id.

    """

    def __init__(self, ledger: Ledger) -> None:
        """Walk the ledger once."""
        self.ledger = resolve(ledger)
        self._catalogue: Catalogue = catalogue()
        self._rows: dict[str, list[Row]] = {name: [] for name in self._catalogue.classes}
        self._children: dict[tuple[Row | None, str], tuple[Row, ...]] = {}
        self._references: dict[tuple[str, str], dict[str, list[Row]]] = {}
        self._frozen: dict[str, tuple[Row, ...]] = {}
        self.by_id: dict[str, Row] = {}
        self._walk(self.ledger, self._catalogue.ledger, None)

    def _walk(self, record: Record, cls: RecordClass, owner: Row | None) -> None:
        for field in cls.lists:
            children: Iterable[Record | None] | None = getattr(record, field.name)
            if not children:
                continue
            child_cls = self._catalogue.classes[str(field.target)]
            rows = self._rows[child_cls.name]
            made = []
            for position, child in enumerate(children):
                if child is None:  # a record that could not be read
                    continue
                id_ = child.id or ""
                row = Row(child, child_cls, id_, owner, field.name, position)
                rows.append(row)
                made.append(row)
                self.by_id.setdefault(id_, row)
                self._walk(child, child_cls, row)
            self._children[owner, field.name] = tuple(made)

    def rows(self, class_name: str) -> tuple[Row, ...]:
        """All records of a class, in the order of the ledger.

        Raises:
            KeyError: there is no such class.

        """
        found = self._frozen.get(class_name)
        if found is None:
            found = self._frozen[class_name] = tuple(self._rows[class_name])
        return found

    def all_rows(self) -> Iterator[Row]:
        """All records of the ledger, class by class."""
        for name in self._rows:
            yield from self.rows(name)

    def row(self, id_: object) -> Row | None:
        """The record of an id, or ``None`` (also for ``None`` and the values without an id)."""
        return self.by_id.get(id_) if isinstance(id_, str) else None

    def children(self, row: Row | None, list_name: str) -> tuple[Row, ...]:
        """The records in a list of a row (of the ledger, if the row is ``None``).

        Empty also where the list is unknown: ask ``getattr(row.record, list_name) is None``.
        """
        return self._children.get((row, list_name), ())

    def referring(self, row: Row, class_name: str, field_name: str) -> tuple[Row, ...]:
        """The records of a class whose field (reference, set of references, about) names this row.

        >>> from datetime import date
        >>> from ajx_rules.domain.book import Ledger
        >>> LedgerIndex(Ledger(known_on=date(2025, 12, 31))).rows("FollowUp")
        ()
        """
        return self.saying(row.id, class_name, field_name)

    def saying(self, word: str, class_name: str, field_name: str) -> tuple[Row, ...]:
        """The records of a class whose field is this word or holds it, in the order of the ledger."""
        found = self._references.get((class_name, field_name))
        if found is None:
            found = self._references[class_name, field_name] = self._backwards(class_name, field_name)
        return tuple(found.get(word, ()))

    def _backwards(self, class_name: str, field_name: str) -> dict[str, list[Row]]:
        backwards: dict[str, list[Row]] = {}
        for row in self._rows[class_name]:
            value = getattr(row.record, field_name)
            ids = value if isinstance(value, tuple) else (value,)
            for id_ in ids:
                if isinstance(id_, str):
                    backwards.setdefault(id_, []).append(row)
        return backwards

    @property
    def ids(self) -> Mapping[str, Row]:
        """The same as ``by_id``, for reading only."""
        return self.by_id
