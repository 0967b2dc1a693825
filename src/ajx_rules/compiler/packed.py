"""The intermediate representation as a table in which equal parts stand once: how it is kept between runs.

A row is a plain value, a tuple or a node; the parts of these are numbers of rows above. What an engine tells
apart by identity (``APART``, and what holds such) has a row for each place where it stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from ajx_rules.compiler.ir import (
    NODES,
    All,
    AnyOf,
    Count,
    Distinct,
    Exists,
    Extreme,
    Filter,
    LastsAtLeast,
    Sum,
)
from ajx_rules.compiler.node import Node

TUPLE = ""
"""Stands where the kind of a node would."""
APART = frozenset((Filter, Exists, Count, Distinct, Sum, Extreme, LastsAtLeast, All, AnyOf))
"""Kinds whose values an engine keeps, each for the node that it was worked out for."""


def packed(node: Any) -> list[Any]:  # noqa: ANN401 - any node
    """The table of a node as JSON data; the last row is the node itself.

    >>> from ajx_rules.compiler.ir import Compare, Number
    >>> packed(Compare("=", Number(Fraction(3), "人"), Number(Fraction(3), "人")))
    ['=', {'fraction': '3'}, '人', ['Number', 1, 2], ['Compare', 0, 3, 3]]
    """
    rows: list[Any] = []
    places: dict[object, int] = {}
    apart: set[int] = set()

    def place(value: Any) -> int:  # noqa: ANN401 - any node, or a plain value inside one
        row: Any
        if isinstance(value, Node):
            row = [type(value).__name__, *(place(getattr(value, name)) for name in value.__match_args__)]
        elif isinstance(value, tuple):
            row = [TUPLE, *(place(part) for part in value)]
        elif isinstance(value, Fraction):
            row = {"fraction": str(value)}
        elif isinstance(value, date):
            row = {"day": value.isoformat()}
        elif isinstance(value, Mapping):
            row = {"map": [[key, place(part)] for key, part in value.items()]}
        else:
            row = value
        if type(value) in APART or (isinstance(row, list) and not apart.isdisjoint(row[1:])):
            apart.add(len(rows))
            rows.append(row)
            return len(rows) - 1
        key = type(row), repr(row)
        if key not in places:
            places[key] = len(rows)
            rows.append(row)
        return places[key]

    place(node)
    return rows


def unpacked(rows: list[Any]) -> Any:  # noqa: ANN401 - the opposite of packed
    """The node that ``packed`` made a table of.

    >>> unpacked(["人", {"fraction": "3"}, ["Number", 1, 0]])
    Number(value=Fraction(3, 1), unit='人')

    Raises:
        KeyError, IndexError, TypeError, ValueError: it is no such table.

    """
    out: list[Any] = []
    for row in rows:
        if isinstance(row, list):
            kind, parts = row[0], [out[place] for place in row[1:]]
            out.append(NODES[kind](*parts) if kind != TUPLE else tuple(parts))
        elif isinstance(row, dict):
            out.append(_special(row, out))
        else:
            out.append(row)
    return out[-1]


def _special(row: dict[str, Any], above: list[Any]) -> Any:  # noqa: ANN401 - what it stands for
    if "fraction" in row:
        return Fraction(row["fraction"])
    if "day" in row:
        return date.fromisoformat(row["day"])
    return {key: above[place] for key, place in row["map"]}
