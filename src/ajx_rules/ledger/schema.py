"""A JSON Schema (2020-12) of the ledger, made from the catalogue.

It helps an editor while a ledger is written by hand; ``read_ledger`` is what decides, and says
more: the schema knows nothing of references and contradictions.

>>> json_schema()["$defs"]["Contract"]["properties"]["premium"]["title"]
'保费 premium'
"""

from __future__ import annotations

from typing import Final

from ajx_rules.domain.catalogue import FieldInfo, RecordClass, catalogue
from ajx_rules.domain.enums import ENUMS

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
Schema = dict[str, object]

_DAY: Final = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_TIME: Final = r"[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:?[0-9]{2})?"
_NUMBER: Final = r"^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)$"
_UNKNOWN: Final = ["unknown", "不详", None]
_NONE: Final = ["none", "未发生", "无"]


def json_schema() -> Schema:
    """The schema of a ledger, as plain data ready for ``json.dumps``.

    Every field stands under its name and under its Chinese label.
    """
    known = catalogue()
    definitions: Schema = {
        "day": {"type": "string", "pattern": f"^{_DAY}$"},
        "moment": {"type": "string", "pattern": f"^{_DAY}({_TIME})?$"},
        "number": {"anyOf": [{"type": "number"}, {"type": "string", "pattern": _NUMBER}]},
        "rate": {"anyOf": [{"type": "number"}, {"type": "string", "pattern": _NUMBER[:-1] + "%?$"}]},
        "sources": {"type": "object", "title": "来源 sources"},
        "extra": {"type": "object", "title": "补充事实 extra facts"},
    }
    for name, words in ENUMS.items():
        members = [member.value for member in words] + [member.name for member in words]
        definitions[name] = {"title": f"{words.label()} {name}", "enum": members}
    for cls in known.classes.values():
        definitions[cls.name] = _class(cls)
    ledger = _class(known.ledger)
    return {"$schema": DIALECT, "$id": "urn:ajx-rules:ledger:1", **ledger, "$defs": definitions}


def _class(cls: RecordClass) -> Schema:
    properties: Schema = {}
    for field in cls.fields.values():
        properties[field.name] = _field(field)
        properties[field.label] = {"$ref": f"{_place(cls)}/properties/{field.name}"}
    if cls is catalogue().ledger:
        properties["$schema"] = {"type": "string"}
    for name, label in (("sources", "来源"), ("extra", "补充事实")):
        properties[name] = properties[label] = {"$ref": f"#/$defs/{name}"}
    made: Schema = {
        "title": f"{cls.label} {cls.english}",
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
    }
    required = [
        {"anyOf": [{"required": [field.name]}, {"required": [field.label]}]}
        for field in cls.fields.values()
        if field.required
    ]
    return {**made, "allOf": required} if required else made


def _place(cls: RecordClass) -> str:
    return "#" if cls is catalogue().ledger else f"#/$defs/{cls.name}"


def _field(field: FieldInfo) -> Schema:
    value = _value(field)
    words: list[object] = [] if field.required or field.kind == "id" else list(_UNKNOWN)
    if field.register:
        words = [None]
    if field.mark in {"milestone", "fixed"} or (field.kind in {"ref", "any"} and not field.required):
        words += _NONE
    if field.spec.definite:
        words = [None]
    schema: Schema = {"anyOf": [value, {"enum": words}]} if words else dict(value)
    schema["title"] = f"{field.label} {field.english}"
    notes = [
        f"unit: {field.unit}" if field.unit else "",
        f"vocabulary: {field.vocabulary}" if field.vocabulary else "",
        f"id of: {field.target}" if field.kind in {"ref", "refs"} else "",
        {
            "dated": "the date of the record",
            "milestone": "a milestone",
            "fixed": "a date fixed in advance",
        }.get(field.mark or "", ""),
    ]
    described = "; ".join(note for note in notes if note)
    return {**schema, "description": described} if described else schema


def _value(field: FieldInfo) -> Schema:
    if field.kind in {"date", "moment"}:
        return _date(field)
    if field.kind in {"codes", "refs", "anys", "enums"}:
        return {"type": "array", "items": _one(field)}
    if field.kind == "map":
        entry: Schema = _ONES["bool"] if field.item == "bool" else _ONES["money"]
        return {"type": "object", "additionalProperties": {"anyOf": [entry, {"enum": _UNKNOWN}]}}
    if field.kind == "parts":
        some: Schema = {"minItems": 1} if field.required else {}
        return {"type": "array", "items": {"$ref": f"#/$defs/{field.target}"}, **some}
    return _one(field)


_TEXT: Final[Schema] = {"type": "string"}
_ONES: Final[dict[str, Schema]] = {
    "bool": {"type": "boolean"},
    "int": {"anyOf": [{"type": "integer", "minimum": 0}, {"type": "string", "pattern": "^[0-9]+$"}]},
    "num": {"$ref": "#/$defs/number"},
    "money": {"$ref": "#/$defs/number"},
    "rate": {"$ref": "#/$defs/rate"},
    "code": {"type": ["string", "integer"]},
    "codes": {"type": ["string", "integer"]},
}


def _one(field: FieldInfo) -> Schema:
    """One value of a kind; of a set, one entry."""
    if field.kind in {"enum", "enums"}:
        return {"$ref": f"#/$defs/{field.target}"}
    return _ONES.get(field.kind, _TEXT)


def _date(field: FieldInfo) -> Schema:
    day: Schema = {"$ref": "#/$defs/moment" if field.kind == "moment" else "#/$defs/day"}
    if field.mark not in {"dated", "milestone"}:
        return day
    end: Schema = {"anyOf": [day, {"enum": _UNKNOWN}]}
    names = ("earliest", "latest", "最早", "最晚")
    between: Schema = {
        "type": "object",
        "properties": dict.fromkeys(names, end),
        "additionalProperties": False,
    }
    return {"anyOf": [day, between]}
