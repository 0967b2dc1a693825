"""A ledger into JSON that reads back equal.

>>> from datetime import date
>>> from ajx_rules.domain.book import Ledger, Policyholder
>>> print(ledger_to_json(Ledger(known_on=date(2025, 12, 31), policyholders=(Policyholder(name="甲矿"),))))
{
 "known_on": "2025-12-31",
 "policyholders": [
  {
   "name": "甲矿"
  }
 ]
}
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from ajx_rules.domain.catalogue import FieldInfo, RecordClass, catalogue
from ajx_rules.domain.enums import Word
from ajx_rules.domain.values import NOT_YET, NOTHING, UNKNOWN, Between
from ajx_rules.ledger.resolve import resolve

if TYPE_CHECKING:
    from ajx_rules.domain.book import Ledger
    from ajx_rules.domain.facts import Record


def ledger_to_data(ledger: Ledger, *, chinese: bool = False) -> dict[str, object]:
    """The ledger as plain data: ``dict``, ``list``, ``str``, ``int``, ``bool``, ``Decimal``.

    What is not recorded is left out, ids that follow from the place included. Money and rates
    are texts. With ``chinese`` the keys are the Chinese labels.
    """
    return _record(resolve(ledger), catalogue().ledger, "", chinese=chinese)


def ledger_to_json(ledger: Ledger, *, chinese: bool = False) -> str:
    """The ledger as JSON text, indented; ``read_ledger`` makes an equal ledger of it."""
    return _emit(ledger_to_data(ledger, chinese=chinese), "\n")


def _record(record: Record, cls: RecordClass, derived: str, *, chinese: bool) -> dict[str, object]:
    made: dict[str, object] = {}
    prefix = f"{record.id}/" if derived else ""
    for field in cls.fields.values():
        value = getattr(record, field.name)
        if field.kind == "id" and value == derived:
            continue
        key = field.label if chinese else field.name
        if field.kind == "parts":
            if value is not None and (value or not field.register):
                child = catalogue().classes[str(field.target)]
                made[key] = [
                    _record(entry, child, f"{prefix}{field.name}/{n}", chinese=chinese)
                    for n, entry in enumerate(value, 1)
                ]
        elif value is not None:
            made[key] = _plain(value, field, chinese=chinese)
    if record.sources:
        made["来源" if chinese else "sources"] = {key: list(ids) for key, ids in record.sources.items()}
    if record.extra:
        made["补充事实" if chinese else "extra"] = _data(record.extra)
    return made


_WORDS: Final = {UNKNOWN: "unknown", NOT_YET: "none", NOTHING: "none"}
_WORDS_ZH: Final = {UNKNOWN: "不详", NOT_YET: "未发生", NOTHING: "无"}


def _plain(value: object, field: FieldInfo, *, chinese: bool) -> object:
    match value:
        case _ if isinstance(value, type(UNKNOWN) | type(NOT_YET) | type(NOTHING)):
            return (_WORDS_ZH if chinese else _WORDS)[value]
        case Word():
            return value.value
        case Decimal():
            return f"{value:f}"
        case date():
            return value.isoformat()
        case Between():
            ends = (("最早", "最晚") if chinese else ("earliest", "latest"), (value.earliest, value.latest))
            return {key: end.isoformat() for key, end in zip(*ends, strict=True) if end is not None}
        case tuple():
            return [_plain(entry, field, chinese=chinese) for entry in value]
        case Mapping():
            return {key: _plain(entry, field, chinese=chinese) for key, entry in value.items()}
        case _:
            return value


def _data(value: object) -> object:
    if isinstance(value, Mapping):
        return {key: _data(entry) for key, entry in value.items()}
    return [_data(entry) for entry in value] if isinstance(value, tuple) else value


def _emit(value: object, line: str) -> str:
    # json.dumps knows no exact numbers: a Decimal is written by its digits.
    if isinstance(value, Decimal):
        return f"{value:f}"
    deeper = line + " "
    if isinstance(value, Mapping) and value:
        entries = (
            f"{deeper}{json.dumps(str(k), ensure_ascii=False)}: {_emit(v, deeper)}" for k, v in value.items()
        )
        return "{" + ",".join(entries) + line + "}"
    if isinstance(value, list) and value:
        return "[" + ",".join(deeper + _emit(entry, deeper) for entry in value) + line + "]"
    return json.dumps(value, ensure_ascii=False)
