"""What a convention says under the readings chosen, before anything is evaluated."""

from __future__ import annotations

from collections.abc import Mapping

from ajx_rules.compiler import ir


def says(cases: ir.Cases, choices: Mapping[str, str]) -> bool:
    """Return what the last case that holds says; the first case holds always.

    >>> says(((None, True), (ir.Reads("k", "b"), False)), {"k": "b"})
    False
    """
    chosen = cases[0][1]
    for condition, value in cases[1:]:
        if condition is None or _holds(condition, choices):
            chosen = value
    return chosen


def _holds(node: ir.Expr, choices: Mapping[str, str]) -> bool:
    """Whether a condition on readings holds; a convention has no subject, so it can have no other."""
    match node:
        case ir.Reads(switch, option):
            return choices.get(switch) == option
        case ir.Not(item):
            return not _holds(item, choices)
        case ir.All(items):
            return all(_holds(each, choices) for each in items)
        case ir.AnyOf(items):
            return any(_holds(each, choices) for each in items)
    return False
