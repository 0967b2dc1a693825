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
from datetime import date, datetime
from decimal import Decimal
from functools import cache, partial
from typing import TYPE_CHECKING

from cattrs import Converter

from ajx_rules.domain.catalogue import RecordClass, catalogue
from ajx_rules.domain.values import NOT_YET, NOTHING, UNKNOWN, Between, FrozenMap
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
            made[key] = _plain(chinese=chinese).unstructure(value)
    if record.sources:
        made["来源" if chinese else "sources"] = {key: list(ids) for key, ids in record.sources.items()}
    if record.extra:
        made["补充事实" if chinese else "extra"] = _data(record.extra)
    return made


def _told(word: str, _: object) -> str:
    return word


@cache
def _plain(*, chinese: bool) -> Converter:
    """Values as plain data: what cattrs does by itself, and the words and forms of a ledger."""
    words = {
        UNKNOWN: "不详" if chinese else "unknown",
        NOT_YET: "未发生" if chinese else "none",
        NOTHING: "无" if chinese else "none",
    }
    ends = ("最早", "最晚") if chinese else ("earliest", "latest")

    def between(value: Between) -> dict[str, str]:
        days = zip(ends, (value.earliest, value.latest), strict=True)
        return {key: day.isoformat() for key, day in days if day is not None}

    made = Converter(unstruct_collection_overrides={tuple: list})
    for word, told in words.items():
        made.register_unstructure_hook(type(word), partial(_told, told))
    made.register_unstructure_hook(Decimal, lambda value: f"{value:f}")
    made.register_unstructure_hook(date, lambda value: value.isoformat())
    made.register_unstructure_hook(datetime, lambda value: value.isoformat())
    made.register_unstructure_hook(Between, between)
    made.register_unstructure_hook(
        FrozenMap, lambda value: {k: made.unstructure(v) for k, v in value.items()}
    )
    return made


def _data(value: object) -> object:
    """Facts of no class, as they were read."""
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
