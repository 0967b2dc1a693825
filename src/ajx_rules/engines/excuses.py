"""Which lists an excuse waits for: those that say whether its ground is on record."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from ajx_rules.compiler import ir
from ajx_rules.compiler.schema import schema
from ajx_rules.domain.catalogue import catalogue
from ajx_rules.engines.relations import register_of
from ajx_rules.engines.verdict import Verdict


class Excuses:
    """The exceptions of a regulation that excuse, with the lists that they alone look at."""

    def __init__(self, regulation: ir.RegulationIR) -> None:
        """Keep exceptions, norms and definitions by name."""
        self._exceptions = {e.name: e for e in regulation.exceptions if e.effect == "excused"}
        self._definitions = {d.name: d for d in regulation.definitions}
        self._norms: dict[str, ir.Norm] = {}
        for norm in regulation.norms:
            cells = norm.row.cells if norm.row is not None else ()
            self._norms.update(dict.fromkeys((norm.id, *(c.id for c in cells)), norm))
        self._known: dict[tuple[str, str], frozenset[str]] = {}

    def awaited(self, verdicts: Iterable[Verdict]) -> tuple[str, ...]:
        """The classes whose lists are not declared complete, so that it is open whether an excuse applies."""
        out: set[str] = set()
        classes = schema().classes
        for verdict in (each for each in verdicts if each.missing):
            lacking = [m.label for m in verdict.missing if m.kind == "complete"]
            tried = [t.name for t in verdict.exceptions if t.applies is None and t.name in self._exceptions]
            for name in tried if lacking else ():
                lists = self._of_excuse(name, verdict.norm)
                out |= {c for c in lists if any(x.endswith(f"的{classes[c].label}是否齐备") for x in lacking)}
        return tuple(name for name in classes if name in out)

    def _of_excuse(self, exception: str, norm: str) -> frozenset[str]:
        """The lists that an exception looks at and the norm itself does not."""
        key = exception, norm
        if key not in self._known:
            mine = self._lists(self._norms.get(norm), set())
            self._known[key] = self._lists(self._exceptions[exception].condition, set()) - mine
        return self._known[key]

    def _lists(self, node: object, seen: set[str]) -> frozenset[str]:
        """The classes of the lists behind an expression, through definitions."""
        out: frozenset[str] = frozenset()
        for each in ir.walk(node):
            if isinstance(each, ir.Follow):
                out |= _led_to(each.relation)
            elif isinstance(each, ir.Call) and each.definition not in seen:
                seen.add(each.definition)
                out |= self._lists(self._definitions[each.definition], seen)
        return out


def _led_to(relation: str) -> frozenset[str]:
    """The classes whose registers hold what a relation of some class leads to."""
    return frozenset(map(register_of, _led_to_by().get(relation, ())))


@cache
def _led_to_by() -> dict[str, set[str]]:
    """The recorded classes, and deliveries, that each relation leads to."""
    out: dict[str, set[str]] = {}
    for member in (m for c in schema().classes.values() for m in c.members.values()):
        if member.kind == "rows" and (member.target == "Delivery" or member.target in catalogue().classes):
            out.setdefault(member.name, set()).add(member.target)
    return out
