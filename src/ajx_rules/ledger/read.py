"""A ledger out of JSON (a file, bytes, text) or out of plain Python data.

Every error of a ledger is reported in one run, each with its place
(``$.policyholders[0].contracts[1].premium``), the label of the field, the value found and what
was expected. Keys are field names or Chinese labels, mixed as you like.

>>> ledger = ledger_from_json('''{"known_on": "2025-12-31", "policyholders": [{"名称": "甲矿", "contracts": [
...     {"保费": 50000, "inception_on": "2025-01-02", "expiry_on": "2026-01-01"}]}]}''')
>>> ledger.policyholders[0].contracts[0].premium
Decimal('50000')
>>> from ajx_rules.diagnostics import Problems
>>> try:
...     ledger_from_json('{"known_on": "2025-02-30", "polcyholders": []}')
... except Problems as problems:
...     for found in problems.diagnostics:
...         print(found.path, found.message("en"))
$.known_on known on: there is no day 2025-02-30
$.polcyholders ledger has no field "polcyholders"
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from ajx_rules.diagnostics import Diagnostic, Problems
from ajx_rules.domain.catalogue import FieldInfo, RecordClass, catalogue
from ajx_rules.domain.facts import DEEPEST_EXTRA, Record, build, empty_value
from ajx_rules.domain.nearest import NONE, said
from ajx_rules.domain.values import EMPTY, UNKNOWN, FrozenMap, Misfit, show
from ajx_rules.ledger.index import LedgerIndex
from ajx_rules.ledger.jsontext import JsonObject, decode, parse_json
from ajx_rules.ledger.spellings import SPELLERS, extra_fact, is_unknown, key_in_path, reference, shown
from ajx_rules.ledger.validate import validate_index

if TYPE_CHECKING:
    from ajx_rules.domain.book import Ledger

MOST_NEAREST: Final = 200
SCHEMA_KEY: Final = "$schema"
TEXT_NAME: Final = "JSON"
SOURCES: Final = {"label": "来源", "english": "sources"}
EXTRA: Final = {"label": "补充事实", "english": "extra facts"}


def read_ledger(source: Path | str | bytes | Mapping[str, object]) -> Ledger:
    """Read a ledger.

    Args:
        source: the path of a JSON file; the bytes of one; or data of plain Python values
            (``dict``, ``list``, ``str``, ``int``, ``Decimal``, ``bool``, ``date``, ``None``).

    Returns:
        The ledger, with ids and the lone insurer filled in (``resolve``).

    Raises:
        Problems: everything that is wrong with it, contradictions included. What is worth
            knowing but not wrong is told by ``validate``.
        TypeError: the source is of another kind.

    >>> from datetime import date
    >>> read_ledger({"known_on": date(2025, 12, 31)}).known_on
    datetime.date(2025, 12, 31)

    """
    return read_and_validate(source)[0]


def read_and_validate(
    source: Path | str | bytes | Mapping[str, object],
) -> tuple[Ledger, tuple[Diagnostic, ...]]:
    """A ledger as ``read_ledger`` reads it, with what is worth knowing of it but not wrong.

    Raises:
        Problems: everything that is wrong with it.
        TypeError: the source is of another kind.

    """
    if isinstance(source, Mapping):
        return _ledger(source)
    if isinstance(source, bytes):
        return _ledger(parse_json(decode(source, TEXT_NAME), TEXT_NAME))
    given: object = source
    if not isinstance(given, str | Path):
        wanted = "a ledger is a Ledger, a mapping, the path of a JSON file or its bytes"
        raise TypeError(f"{wanted}, not {type(given).__name__}")
    file = str(given)
    unreadable = Problems([Diagnostic("L001", {"file": show(file, limit=200)[1:-1]})])
    try:
        if Path(given).is_char_device():  # it may have no end
            raise unreadable
        data = Path(given).read_bytes()
    except (OSError, ValueError):
        raise unreadable from None
    return _ledger(parse_json(decode(data, file), file))


def ledger_from_json(text: str, *, file: str = TEXT_NAME) -> Ledger:
    """Read a ledger out of JSON text; ``file`` is what the messages call it.

    Raises:
        Problems: everything that is wrong with it.

    """
    return _ledger(parse_json(text, file))[0]


class UnusableLedger(Problems):
    """A ledger with errors; ``ledger`` is what could be read of it, so that more of them are told in one run."""

    def __init__(self, diagnostics: Iterable[Diagnostic], ledger: Ledger) -> None:
        super().__init__(diagnostics)
        self.ledger = ledger

    def __reduce__(self) -> tuple[type[Problems], tuple[object, ...]]:
        """Hand the ledger on as well."""
        return type(self), (self.diagnostics, self.ledger)


def _ledger(data: object) -> tuple[Ledger, tuple[Diagnostic, ...]]:
    if not isinstance(data, Mapping):
        raise Problems([Diagnostic("L007", {"value": shown(data)}, path="$")])
    reader = _Reader()
    index = LedgerIndex(cast("Ledger", reader.record(data, catalogue().ledger, "$")))
    ledger = index.ledger
    found = [*reader.found, *validate_index(index)]
    if any(diagnostic.severity == "error" for diagnostic in found):
        raise UnusableLedger(found, ledger)
    return ledger, tuple(found)


class _Reader:
    """Reads record by record; collects what is wrong and goes on."""

    def __init__(self) -> None:
        self.found: list[Diagnostic] = []
        self._known = catalogue()
        self._asked = 0

    # ---- a record and its fields ----

    def record(self, data: object, cls: RecordClass, path: str) -> Record | None:
        """The record that the data describe; ``None`` if they describe none at all."""
        if not isinstance(data, Mapping):
            self._say("L013", path, cls, value=shown(data))
            return None
        values: dict[str, object] = {}
        keys: dict[str, str] = {}
        for key, value in data.items():
            name = self._name_of(key, cls, path)
            if name is None:
                continue
            if name in keys:
                of = cls.fields.get(name, cls)
                self._say("L011", f"{path}.{name}", of, first=keys[name], second=str(key))
                continue
            keys[name] = str(key)
            values[name] = self._value(cls, name, value, f"{path}.{name}")
        self._written_twice(data, cls, path)
        for field in cls.fields.values():
            if field.required and field.name not in values:
                self._say("L012", f"{path}.{field.name}", field, name=field.name)
        return build(cls.python, values)

    def _name_of(self, key: object, cls: RecordClass, path: str) -> str | None:
        word = key if isinstance(key, str) else shown(key)
        field = cls.field(word) if isinstance(key, str) else None
        if field is not None:
            return field.name
        if word in {"sources", "来源"}:
            return "sources"
        if word in {"extra", "补充事实"}:
            return "extra"
        if word == SCHEMA_KEY and path == "$":
            return None
        near = self._near(word, cls)
        self._say("L010", f"{path}.{key_in_path(word)}", cls, key=key_in_path(word), nearest=near)
        return None

    def _value(self, cls: RecordClass, name: str, value: object, path: str) -> object:
        if name == "sources":
            return self._sources(cls, value, path)
        if name == "extra":
            return self._extra(value, path)
        field = cls.fields[name]
        if value is None or (is_unknown(value) and field.kind != "id" and not field.register):
            return self._unsaid(field, value, path)
        try:
            if field.kind == "parts":
                return self._list(field, value, path)
            if field.kind in {"codes", "refs", "anys", "enums"}:
                return self._set(field, value, path)
            if field.kind == "map":
                return self._map(field, value, path)
            return SPELLERS[field.kind](field, value)
        except Misfit as misfit:
            self._misfit(field, misfit, path)
            return empty_value(field.spec)

    def _unsaid(self, field: FieldInfo, value: object, path: str) -> object:
        if field.required:
            self._say("L012", path, field, name=field.name)
        elif value is not None and field.spec.definite:
            self._say("L038", path, field, value=shown(value))
        if value is not None and (field.mark == "milestone" or field.inherits or field.restricts):
            return UNKNOWN
        return empty_value(field.spec)

    # ---- lists, sets, maps: each entry has a place of its own ----

    def _list(self, field: FieldInfo, value: object, path: str) -> object:
        cls = self._known.classes[str(field.target)]
        entries = enumerate(_entries(field, value))
        return tuple(self.record(entry, cls, f"{path}[{n}]") for n, entry in entries)

    def _set(self, field: FieldInfo, value: object, path: str) -> object:
        if field.vocabulary == "record_class" and isinstance(value, str):
            value = [value]  # "*" alone
        made: dict[object, None] = {}
        for n, entry in enumerate(_entries(field, value)):
            try:
                made[_entry(field, entry)] = None
            except Misfit as misfit:
                self._misfit(field, misfit, f"{path}[{n}]")
        return tuple(made)

    def _map(self, field: FieldInfo, value: object, path: str) -> object:
        if not isinstance(value, Mapping):
            raise Misfit("L045", wrong_type=True, value=shown(value))
        made: dict[str, object] = {}
        for key, entry in value.items():
            if entry is None or is_unknown(entry):
                continue
            try:
                made[reference(key)] = SPELLERS[str(field.item)](field, entry)
            except Misfit as misfit:
                self._misfit(field, misfit, f"{path}.{key_in_path(str(key))}")
        self._written_twice(value, field, path)
        return FrozenMap(made)

    def _sources(self, cls: RecordClass, value: object, path: str) -> object:
        if value is None:
            return EMPTY
        if not isinstance(value, Mapping):
            self._say("L045", path, None, **SOURCES, value=shown(value))
            return EMPTY
        made: dict[str, tuple[str, ...]] = {}
        for key, entry in value.items():
            field = cls.field(key) if isinstance(key, str) else None
            try:
                ids = entry if isinstance(entry, list | tuple) else [entry]
                made[reference(key) if field is None else field.name] = tuple(reference(id_) for id_ in ids)
            except Misfit as misfit:
                where = f"{path}.{key_in_path(str(key))}"
                self._say(misfit.code, where, None, **SOURCES, **misfit.args_of_message)
        self._written_twice(value, cls, path)
        return FrozenMap(made)

    def _extra(self, value: object, path: str) -> object:
        if value is None:
            return EMPTY
        if not isinstance(value, Mapping):
            self._say("L045", path, None, **EXTRA, value=shown(value))
            return EMPTY
        made: dict[str, object] = {}
        for key, entry in value.items():
            try:
                made[reference(key)] = extra_fact(entry)
            except Misfit as misfit:
                where = f"{path}.{key_in_path(str(key))}"
                self._say(misfit.code, where, None, **EXTRA, **misfit.args_of_message)
        self._twice_within(value, path, DEEPEST_EXTRA)
        return FrozenMap(made)

    def _twice_within(self, data: object, path: str, depth: int) -> None:
        """Keys written twice anywhere in facts of no class."""
        if depth and isinstance(data, JsonObject):
            for key in data.twice:
                self._say("L008", f"{path}.{key_in_path(key)}", None, key=key_in_path(key))
            for key, entry in data.items():
                self._twice_within(entry, f"{path}.{key_in_path(str(key))}", depth - 1)
        elif depth and isinstance(data, list | tuple):
            for n, entry in enumerate(data):
                self._twice_within(entry, f"{path}[{n}]", depth - 1)

    # ---- what is wrong ----

    def _written_twice(self, data: Mapping[str, object], of: FieldInfo | RecordClass, path: str) -> None:
        if isinstance(data, JsonObject):
            for key in data.twice:
                self._say("L008", f"{path}.{key_in_path(key)}", of, key=key_in_path(key))

    def _misfit(self, field: FieldInfo, misfit: Misfit, path: str) -> None:
        self._say(misfit.code, path, field, **misfit.args_of_message)

    def _say(self, code: str, path: str, of: FieldInfo | RecordClass | None, **args: str) -> None:
        named = {} if of is None else {"label": of.label, "english": of.english}
        self.found.append(Diagnostic(code, {**named, **args}, path=path))

    def _near(self, word: str, cls: RecordClass) -> str:
        self._asked += 1
        if self._asked > MOST_NEAREST:
            return NONE
        near = said(word, [*cls.fields, *(f.label for f in cls.fields.values()), "sources", "extra"])
        if near == NONE:  # a field of another class, put in the wrong place
            return next((f"{c.name}.{word}" for c in self._known.classes.values() if c.field(word)), NONE)
        return near


def _entries(field: FieldInfo, value: object) -> list[object] | tuple[object, ...]:
    if not isinstance(value, list | tuple):
        raise Misfit("L014", wrong_type=True, value=shown(value))
    if field.required and not value:
        raise Misfit("L047")
    return value


def _entry(field: FieldInfo, value: object) -> object:
    if value is None or is_unknown(value):
        raise Misfit("L037")
    return SPELLERS[field.kind](field, value)
