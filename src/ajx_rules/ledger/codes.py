"""A ledger meets a regulation: every code is looked up in its vocabulary and normalised.

Building a ledger needs no regulation; checking it does. All codes are checked in one run.

>>> from datetime import date
>>> from ajx_rules.domain.book import Ledger, Policyholder
>>> from ajx_rules.domain.vocabulary import vocabulary
>>> ledger = Ledger(known_on=date(2025, 12, 31), policyholders=(Policyholder(name="甲矿", region="广东"),))
>>> checked, found = check_codes(ledger, {})
>>> checked.policyholders[0].region, found
('440000', ())
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from ajx_rules.diagnostics import Diagnostic
from ajx_rules.domain.catalogue import Catalogue, FieldInfo, RecordClass, catalogue
from ajx_rules.domain.nearest import NONE
from ajx_rules.domain.regions import REGIONS
from ajx_rules.domain.values import FrozenMap, show
from ajx_rules.ledger.index import LedgerIndex
from ajx_rules.ledger.resolve import altered
from ajx_rules.ledger.spellings import NONE_WORDS
from ajx_rules.ledger.validate import after_codes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ajx_rules.domain.book import Ledger
    from ajx_rules.domain.facts import Record
    from ajx_rules.domain.vocabulary import Vocabulary

MOST_NEAREST = 200
# A question of another regulation may stay on file; one that is misspelt would answer nothing in silence.
NEAR_IS_WRONG = frozenset({"question"})


def check_codes(
    ledger: Ledger, vocabularies: Mapping[str, Vocabulary], *, regulation: str | None = None
) -> tuple[Ledger, tuple[Diagnostic, ...]]:
    """Look up every code of a ledger and give it in its normal form.

    Args:
        ledger: as read or built; it is not changed.
        vocabularies: those of the regulation, by name. A vocabulary that is not among them is
            not checked; places (``region``) are known without one.
        regulation: the id of the regulation; a code may be written ``<regulation>:<code>``
            where the ledger is used with several.

    Returns:
        The ledger with every known entry as its code, and what was found: an entry that a
        closed vocabulary does not list is an error (L090), one that an open vocabulary does
        not list is kept and told (L091). What only normal codes show (the same item twice in a
        service under two names, a deliverable for an item not served) is checked here too.

    """
    checked, _, found = _checked(ledger, vocabularies, regulation)
    return checked, found


def with_codes(
    ledger: Ledger, vocabularies: Mapping[str, Vocabulary]
) -> tuple[LedgerIndex, tuple[Diagnostic, ...]]:
    """The same as an index, which it takes to check the codes; it need not be made again."""
    _, index, found = _checked(ledger, vocabularies, None)
    return index, found


def _checked(
    ledger: Ledger, vocabularies: Mapping[str, Vocabulary], regulation: str | None
) -> tuple[Ledger, LedgerIndex, tuple[Diagnostic, ...]]:
    checker = _Checker({"region": REGIONS, **vocabularies}, regulation)
    checked = cast("Ledger", checker.record(ledger, checker.known.ledger, "$"))
    index = LedgerIndex(checked)
    return checked, index, (*checker.found, *after_codes(index))


class _Checker:
    def __init__(self, vocabularies: Mapping[str, Vocabulary], regulation: str | None) -> None:
        self.known: Catalogue = catalogue()
        self.found: list[Diagnostic] = []
        self._vocabularies = vocabularies
        self._prefix = "" if regulation is None else f"{regulation}:"
        self._asked = 0

    def record(self, record: Record, cls: RecordClass, path: str) -> Record:
        changed: dict[str, object] = {}
        for field in cls.fields.values():
            value = getattr(record, field.name)
            if not value or field.kind not in {"code", "codes", "map", "parts"}:
                continue
            new = self._value(field, value, f"{path}.{field.name}")
            if new is not value:
                changed[field.name] = new
        return altered(record, changed) if changed else record

    def _value(self, field: FieldInfo, value: object, path: str) -> object:
        if field.kind == "parts":
            return self._records(field, cast("tuple[Record, ...]", value), path)
        vocabulary = self._vocabularies.get(str(field.vocabulary))
        if vocabulary is None:
            return value
        if field.kind == "code":
            return self._code(field, vocabulary, cast("str", value), path)
        if field.kind == "codes":
            codes = cast("tuple[str, ...]", value)
            new = tuple(
                dict.fromkeys(
                    self._code(field, vocabulary, code, f"{path}[{n}]") for n, code in enumerate(codes)
                )
            )
            return value if new == codes else new
        return self._map(field, vocabulary, cast("Mapping[str, object]", value), path)

    def _records(self, field: FieldInfo, records: tuple[Record, ...], path: str) -> object:
        cls = self.known.classes[str(field.target)]
        # One that could not be read is None until the reader gives up.
        read = ((n, r) for n, r in enumerate(cast("tuple[Record | None, ...]", records)) if r is not None)
        new = tuple(self.record(record, cls, f"{path}[{n}]") for n, record in read)
        if len(new) != len(records):
            return records
        return records if all(a is b for a, b in zip(new, records, strict=True)) else new

    def _map(
        self, field: FieldInfo, vocabulary: Vocabulary, value: Mapping[str, object], path: str
    ) -> object:
        made: dict[str, object] = {}
        for key, entry in value.items():
            code = self._code(field, vocabulary, key, f"{path}.{key}")
            if code in made:
                args = {"label": field.label, "english": field.english, "value": code, "other": path}
                self.found.append(Diagnostic("L066", args, path=f"{path}.{key}"))
            made[code] = entry
        return value if list(made) == list(value) else FrozenMap(made)

    def _code(self, field: FieldInfo, vocabulary: Vocabulary, value: str, path: str) -> str:
        bare = value.removeprefix(self._prefix)
        code = vocabulary.resolve(bare)
        if code is not None:
            return code
        if vocabulary.open and field.kind == "code" and bare in NONE_WORDS:
            return ""  # there is none: left blank, not an entry of that name
        self._asked += 1
        near = vocabulary.nearest(bare) if self._asked <= MOST_NEAREST else None
        args = {
            "label": field.label,
            "english": field.english,
            "value": show(bare)[1:-1],
            "vocabulary": vocabulary.label,
            "nearest": near or NONE,
        }
        misspelt = near is not None and vocabulary.name in NEAR_IS_WRONG
        kept = vocabulary.open and not misspelt
        self.found.append(Diagnostic("L091" if kept else "L090", args, path=path))
        return bare
