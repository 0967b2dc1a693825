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

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, cast

from ajx_rules.diagnostics import Diagnostic, Problems
from ajx_rules.domain.book import Ledger
from ajx_rules.domain.catalogue import Catalogue, FieldInfo, RecordClass, catalogue
from ajx_rules.domain.enums import Word
from ajx_rules.domain.facts import DEEPEST_EXTRA, Record, build, empty_value, frozen_data
from ajx_rules.domain.nearest import NONE, nearest
from ajx_rules.domain.values import (
    EMPTY,
    NOT_YET,
    NOTHING,
    SHANGHAI,
    UNKNOWN,
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
from ajx_rules.ledger.jsontext import Digits, JsonObject, decode, parse_json
from ajx_rules.ledger.resolve import resolve

UNKNOWN_WORDS: Final = frozenset({"unknown", "不详"})
NONE_WORDS: Final = frozenset({"none", "未发生", "无"})
RESERVED: Final = UNKNOWN_WORDS | NONE_WORDS
MOST_NEAREST: Final = 200
SCHEMA_KEY: Final = "$schema"
TEXT_NAME: Final = "JSON"


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

    >>> from datetime import date
    >>> read_ledger({"known_on": date(2025, 12, 31)}).known_on
    datetime.date(2025, 12, 31)

    """
    if isinstance(source, Mapping):
        return _ledger(source)
    if isinstance(source, bytes):
        return ledger_from_json(decode(source, TEXT_NAME))
    file = str(source)
    try:
        data = Path(source).read_bytes()
    except (OSError, ValueError):
        raise Problems([Diagnostic("L001", {"file": show(file)[1:-1]})]) from None
    return ledger_from_json(decode(data, file), file=file)


def ledger_from_json(text: str, *, file: str = TEXT_NAME) -> Ledger:
    """Read a ledger out of JSON text; ``file`` is what the messages call it.

    Raises:
        Problems: everything that is wrong with it.

    """
    return _ledger(parse_json(text, file))


def _ledger(data: object) -> Ledger:
    from ajx_rules.ledger.validate import validate

    if not isinstance(data, Mapping):
        raise Problems([Diagnostic("L007", {"value": _shown(data)}, path="$")])
    reader = _Reader()
    known = catalogue()
    ledger = resolve(cast("Ledger", reader.record(data, known.ledger, "$", "")))
    found = [*reader.found, *validate(ledger)]
    if any(diagnostic.severity == "error" for diagnostic in found):
        raise Problems(found)
    return ledger


class _Reader:
    """Reads record by record; collects what is wrong and goes on."""

    def __init__(self) -> None:
        self.found: list[Diagnostic] = []
        self._known: Catalogue = catalogue()
        self._asked = 0
        self._readers: dict[str, Callable[[FieldInfo, Any, str], object]] = {
            "id": _id,
            "text": _text,
            "bool": _bool,
            "int": _int,
            "num": _num,
            "money": _money,
            "rate": _rate,
            "date": _date,
            "moment": _date,
            "code": _code,
            "codes": self._codes,
            "ref": _ref,
            "refs": self._refs,
            "any": _ref,
            "anys": self._refs,
            "enum": _enum,
            "enums": self._enums,
            "map": self._map,
        }

    # ---- a record and its fields ----

    def record(self, data: Any, cls: RecordClass, path: str, derived_id: str) -> Record | None:
        """The record that the data describe; ``None`` if they describe none at all."""
        if not isinstance(data, Mapping):
            self._say("L013", path, cls, value=_shown(data))
            return None
        values: dict[str, object] = {}
        keys: dict[str, str] = {}
        owner_id = _given_id(data) or derived_id
        for key, value in data.items():
            name = self._name_of(key, cls, path)
            if name is None:
                continue
            if name in keys:
                self._say("L011", f"{path}.{name}", self._info(cls, name), first=keys[name], second=str(key))
                continue
            keys[name] = str(key)
            values[name] = self._value(cls, name, value, f"{path}.{name}", owner_id)
        if isinstance(data, JsonObject):
            for key in data.twice:
                self._say("L008", f"{path}.{_clean(key)}", cls, key=show(key)[1:-1])
        for field in cls.fields.values():
            if field.required and field.name not in values:
                self._say("L012", f"{path}.{field.name}", field, name=field.name)
        if not values.get("id") and derived_id:
            values["id"] = derived_id
        return build(cls.python, values)

    def _name_of(self, key: object, cls: RecordClass, path: str) -> str | None:
        if isinstance(key, str):
            field = cls.field(key)
            if field is not None:
                return field.name
            if key in {"sources", "来源"}:
                return "sources"
            if key in {"extra", "补充事实"}:
                return "extra"
            if key == SCHEMA_KEY and path == "$":
                return None
        word = key if isinstance(key, str) else show(key)
        near = self._near(word, [*cls.fields, *(f.label for f in cls.fields.values()), "sources", "extra"])
        self._say("L010", f"{path}.{_clean(word)}", cls, key=show(word)[1:-1], nearest=near)
        return None

    def _info(self, cls: RecordClass, name: str) -> FieldInfo | RecordClass:
        return cls.fields.get(name, cls)

    def _value(self, cls: RecordClass, name: str, value: Any, path: str, owner_id: str) -> object:
        if name == "sources":
            return self._sources(cls, value, path)
        if name == "extra":
            return self._extra(cls, value, path)
        field = cls.fields[name]
        if field.kind == "parts":
            return self._list(field, value, path, owner_id, cls)
        if value is None or (field.kind != "id" and _is_word(value, UNKNOWN_WORDS)):
            return self._unsaid(field, value, path)
        try:
            return self._readers[field.kind](field, value, path)
        except Misfit as misfit:
            self._misfit(field, misfit, path)
            return empty_value(field.spec)

    def _unsaid(self, field: FieldInfo, value: object, path: str) -> object:
        if field.required:
            self._say("L012", path, field, name=field.name)
        if value is not None and (field.mark == "milestone" or field.inherits or field.restricts):
            return UNKNOWN
        return None

    def _list(self, field: FieldInfo, value: Any, path: str, owner_id: str, cls: RecordClass) -> object:
        if value is None or (not field.register and _is_word(value, UNKNOWN_WORDS)):
            if field.required:
                self._say("L012", path, field, name=field.name)
            return empty_value(field.spec)
        if not isinstance(value, list | tuple):
            self._say("L014", path, field, value=_shown(value))
            return empty_value(field.spec)
        if field.required and not value:
            self._say("L047", path, field, value="[]")
        child = self._known.classes[str(field.target)]
        prefix = f"{owner_id}/" if owner_id and cls is not self._known.ledger else ""
        return tuple(
            self.record(entry, child, f"{path}[{n}]", f"{prefix}{field.name}/{n + 1}")
            for n, entry in enumerate(value)
        )

    def _sources(self, cls: RecordClass, value: Any, path: str) -> object:
        if value is None:
            return EMPTY
        if not isinstance(value, Mapping):
            self._say("L045", path, None, label="来源", english="sources", value=_shown(value))
            return EMPTY
        made: dict[str, tuple[str, ...]] = {}
        for key, entry in value.items():
            name = self._source_name(cls, str(key))
            ids = list(entry) if isinstance(entry, list | tuple) else [entry]
            if not all(isinstance(id_, str) and not isinstance(id_, Digits) for id_ in ids):
                self._say(
                    "L044",
                    f"{path}.{_clean(str(key))}",
                    None,
                    label="来源",
                    english="sources",
                    value=_shown(entry),
                )
                continue
            made[name] = tuple(ids)
        return FrozenMap(made)

    def _source_name(self, cls: RecordClass, key: str) -> str:
        field = cls.field(key)
        return key if field is None else field.name

    def _extra(self, cls: RecordClass, value: Any, path: str) -> object:
        if value is None:
            return EMPTY
        if not isinstance(value, Mapping):
            self._say("L045", path, None, label="补充事实", english="extra facts", value=_shown(value))
            return EMPTY
        made: dict[str, object] = {}
        for key, entry in value.items():
            try:
                made[_plain(key)] = _extra_data(entry)
            except Misfit as misfit:
                args = {"label": f"补充事实{_clean(str(key))}", "english": f"extra fact {_clean(str(key))}"}
                where = f"{path}.{_clean(str(key))}"
                self.found.append(Diagnostic(misfit.code, {**args, **misfit.args_of_message}, path=where))
        return FrozenMap(made)

    # ---- sets and maps: each entry has a place of its own ----

    def _entries(
        self, field: FieldInfo, value: Any, path: str, read: Callable[[FieldInfo, Any], object]
    ) -> object:
        if not isinstance(value, list | tuple):
            raise Misfit("L014", wrong_type=True, value=_shown(value))
        if field.required and not value:
            raise Misfit("L047", value="[]")
        made = []
        for n, entry in enumerate(value):
            try:
                if entry is None or _is_word(entry, UNKNOWN_WORDS):
                    raise Misfit("L037", value=_shown(entry))
                made.append(read(field, entry))
            except Misfit as misfit:
                self._misfit(field, misfit, f"{path}[{n}]")
        return tuple(dict.fromkeys(made))

    def _codes(self, field: FieldInfo, value: Any, path: str) -> object:
        if field.vocabulary == "record_class" and isinstance(value, str):
            value = [value]
        return self._entries(field, value, path, lambda f, entry: self._one_code(f, entry))

    def _one_code(self, field: FieldInfo, value: Any) -> object:
        code = _code(field, value, "")
        if field.vocabulary == "record_class":
            cls = self._known.find(str(code))
            return code if cls is None else cls.name
        return code

    def _refs(self, field: FieldInfo, value: Any, path: str) -> object:
        return self._entries(field, value, path, lambda f, entry: _id_text(entry))

    def _enums(self, field: FieldInfo, value: Any, path: str) -> object:
        return self._entries(field, value, path, lambda f, entry: _enum(f, entry, ""))

    def _map(self, field: FieldInfo, value: Any, path: str) -> object:
        if not isinstance(value, Mapping):
            raise Misfit("L045", wrong_type=True, value=_shown(value))
        read = _bool if field.item == "bool" else _money
        made = {}
        for key, entry in value.items():
            if entry is None or _is_word(entry, UNKNOWN_WORDS):
                continue
            try:
                made[_text(field, key, "")] = read(field, entry, "")
            except Misfit as misfit:
                self._misfit(field, misfit, f"{path}.{_clean(str(key))}")
        if isinstance(value, JsonObject):
            for key in value.twice:
                self._say("L008", f"{path}.{_clean(key)}", field, key=show(key)[1:-1])
        return FrozenMap(made)

    # ---- what is wrong ----

    def _misfit(self, field: FieldInfo, misfit: Misfit, path: str) -> None:
        self._say(misfit.code, path, field, **misfit.args_of_message)

    def _say(self, code: str, path: str, of: FieldInfo | RecordClass | None, **args: str) -> None:
        named = {} if of is None else {"label": of.label, "english": of.english}
        self.found.append(Diagnostic(code, {**named, **args}, path=path))

    def _near(self, word: str, candidates: list[str]) -> str:
        self._asked += 1
        if self._asked > MOST_NEAREST:
            return NONE
        return "、".join(nearest(word, candidates)) or NONE


# ---- one value of each kind --------------------------------------------------------------


def _given_id(data: Mapping[str, object]) -> str | None:
    id_ = data.get("id", data.get("编号"))
    return id_ if isinstance(id_, str) and not isinstance(id_, Digits) and id_.strip() else None


def _is_word(value: object, words: frozenset[str]) -> bool:
    return isinstance(value, str) and value.strip().lower() in words


def _plain(value: object) -> str:
    """The text itself, if it is one that can be written and printed."""
    if not isinstance(value, str) or isinstance(value, Digits):
        raise Misfit("L020", wrong_type=True, value=_shown(value))
    try:
        value.encode()
    except UnicodeEncodeError:
        raise Misfit("L054", value="") from None
    return value


def _text(_: FieldInfo, value: Any, __: str) -> str:
    return _plain(value)


def _code(_: FieldInfo, value: Any, __: str) -> str:
    # A code may be a number in the source (row 4 of a list): its digits are meant.
    if isinstance(value, Digits) or (isinstance(value, int) and not isinstance(value, bool)):
        return _plain(str.__str__(value) if isinstance(value, Digits) else show(value))
    return _plain(value).strip()


def _id_text(value: Any) -> str:
    if not isinstance(value, str) or isinstance(value, Digits):
        raise Misfit("L044", wrong_type=True, value=_shown(value))
    return _plain(value)


def _id(_: FieldInfo, value: Any, __: str) -> str:
    id_ = _id_text(value)
    if not id_.strip() or id_.strip().lower() in RESERVED:
        raise Misfit("L053", value=show(id_))
    return id_


def _ref(field: FieldInfo, value: Any, __: str) -> object:
    if _is_word(value, NONE_WORDS):
        if field.required:
            raise Misfit("L035", value=_shown(value))
        return NOTHING
    return _id_text(value)


def _bool(_: FieldInfo, value: Any, __: str) -> bool:
    if not isinstance(value, bool):
        raise Misfit("L021", wrong_type=True, value=_shown(value))
    return value


def _numeral(value: Any) -> object:
    return str.__str__(value) if isinstance(value, Digits) else value


def _int(field: FieldInfo, value: Any, __: str) -> int:
    if isinstance(value, str | Decimal):
        number = exact_number(_numeral(value))
        if number != int(number):
            raise Misfit("L022", value=_shown(value))
        value = int(number)
    elif isinstance(value, float):
        exact_number(value)
    return whole_number(value, unit=field.unit)


def _num(_: FieldInfo, value: Any, __: str) -> Decimal:
    number = exact_number(_numeral(value))
    if number < 0:
        raise Misfit("L026", value=_shown(value))
    return number


def _money(field: FieldInfo, value: Any, __: str) -> Decimal:
    return exact_amount(_numeral(value), signed=field.signed)


def _rate(_: FieldInfo, value: Any, __: str) -> Decimal:
    return exact_rate(_numeral(value))


def _enum(field: FieldInfo, value: Any, __: str) -> object:
    words = cast("type[Word]", field.spec.python)
    if isinstance(value, words):
        return value
    found = words.read(value) if isinstance(value, str) else None
    if found is None:
        raise Misfit("L040", value=_shown(value), words=words.spelled())
    return found


_DAY: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_TIME: Final = re.compile(r"([0-9]{2}):([0-9]{2})(?::([0-9]{2})(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:?[0-9]{2})?")
_LOOSE: Final = re.compile(r"\s*([0-9]{4})\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*日?\s*")
_COMPACT: Final = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")


def _date(field: FieldInfo, value: Any, __: str) -> object:
    if _is_word(value, NONE_WORDS):
        if field.mark == "milestone":
            return NOT_YET
        if field.mark == "fixed":
            return NOTHING
        raise Misfit("L035", value=_shown(value))
    if isinstance(value, Mapping):
        if field.mark not in {"dated", "milestone"}:
            raise Misfit(
                "L032" if field.kind == "moment" else "L030", value=_shown(value), hint='"2025-01-31"'
            )
        return _between(field, value)
    return _one_date(field, value)


def _between(field: FieldInfo, value: Mapping[Any, Any]) -> object:
    names = {"earliest": "earliest", "latest": "latest", "最早": "earliest", "最晚": "latest"}
    ends: dict[str, date | None] = {"earliest": None, "latest": None}
    for key, entry in value.items():
        if key not in names:
            raise Misfit("L034", value=_interval(value))
        if entry is not None and not _is_word(entry, UNKNOWN_WORDS):
            ends[names[key]] = _one_date(field, entry)
    first, last = ends["earliest"], ends["latest"]
    if first is not None and last is not None and first_moment(first) > last_moment(last):
        raise Misfit("L034", value=_interval(value))
    if first is not None and first == last and type(first) is type(last):
        return first
    if first is None and last is None and field.mark == "dated":
        return None
    return Between(first, last)


def _interval(value: Mapping[Any, Any]) -> str:
    return "{" + ", ".join(f"{show(key)}: {_shown(entry)}" for key, entry in list(value.items())[:3]) + "}"


def _one_date(field: FieldInfo, value: Any) -> date:
    moments = field.kind == "moment"
    code = "L032" if moments else "L030"
    if isinstance(value, date):
        return checked_day(value, moments=moments)
    if not isinstance(value, str) or isinstance(value, Digits):
        raise Misfit(code, wrong_type=True, value=_shown(value), hint=_hint(str(value)))
    text = half_width(value).strip()
    day, time = text[:10], text[10:]
    matched = _DAY.fullmatch(day)
    if matched is None or (time and time[0] not in "T "):
        raise Misfit(code, value=_shown(value), hint=_hint(text))
    found = _calendar_day(matched.groups(), value)
    if not time:
        return found
    if not moments:
        raise Misfit("L036", value=_shown(value), hint=day)
    return checked_day(_moment(found, time[1:], value), moments=True)


def _calendar_day(parts: tuple[str | Any, ...], value: Any) -> date:
    year, month, day = (int(part) for part in parts)
    try:
        found = date(year, month, day)
    except ValueError:
        raise Misfit("L031", value=show(value)[1:-1]) from None
    return checked_day(found, moments=False)


def _moment(day: date, time: str, value: Any) -> datetime:
    matched = _TIME.fullmatch(time)
    if matched is None:
        raise Misfit("L032", value=_shown(value), hint=f'"{day.isoformat()}T15:30"')
    hour, minute, second, fraction, zone = matched.groups()
    micro = int(fraction[1:].ljust(6, "0")) if fraction else 0
    try:
        moment = datetime(day.year, day.month, day.day, int(hour), int(minute), int(second or 0), micro)
        if zone is None:
            return moment
        return moment.replace(tzinfo=_zone(zone)).astimezone(SHANGHAI).replace(tzinfo=None)
    except (ValueError, OverflowError):
        raise Misfit("L032", value=_shown(value), hint=f'"{day.isoformat()}T15:30"') from None


def _zone(text: str) -> timezone:
    if text == "Z":
        return timezone.utc
    offset = timedelta(hours=int(text[1:3]), minutes=int(text[-2:]))
    return timezone(-offset if text[0] == "-" else offset)


def _hint(text: str) -> str:
    """The spelling to write for a date that was written otherwise, or an example."""
    loose = _LOOSE.fullmatch(text[:30]) or _COMPACT.fullmatch(text[:30])
    if loose is not None:
        try:
            return f'"{date(*(int(part) for part in loose.groups())).isoformat()}"'
        except ValueError:
            pass
    return '"2025-01-31"'


def _extra_data(value: object, depth: int = 0) -> object:
    """The value of a declared extra fact: its type is checked when a regulation is met."""
    if depth > DEEPEST_EXTRA:
        raise Misfit("L048", value=_shown(value))
    if isinstance(value, Digits):
        return exact_number(str.__str__(value))
    if isinstance(value, str):
        return _plain(value)
    if isinstance(value, Mapping):
        return FrozenMap({_plain(key): _extra_data(entry, depth + 1) for key, entry in value.items()})
    if isinstance(value, list | tuple):
        return tuple(_extra_data(entry, depth + 1) for entry in value)
    return frozen_data(value)


def _shown(value: object) -> str:
    if isinstance(value, Digits):
        digits = str.__str__(value)
        return digits if len(digits) <= 40 else digits[:40] + "…"
    return show(value)


def _clean(key: str) -> str:
    return show(key)[1:-1]
