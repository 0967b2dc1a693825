"""Decision tables that rest on themselves: by way of the definitions of their rows and columns.

A definition that rests on itself is told where it is worked out; a table is worked out apart from
the definitions, so its circles are looked for once all are there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ajx_rules.compiler import ir
from ajx_rules.compiler.lower import Lowering
from ajx_rules.language.tree import Declaration


def check_circles(declarations: Iterable[Declaration], made: ir.RegulationIR, lowering: Lowering) -> None:
    """Tell each decision table that needs its own result."""
    rests_on: dict[str, set[str]] = {d.name: _named(d.branches, d.otherwise) for d in made.definitions}
    rests_on |= {t.name: _named(t.input, t.column) for t in made.tables}
    spans = {d.name: d.span for d in declarations if d.kind == "判定表"}
    for table in made.tables:
        way = _way_back(table.name, rests_on)
        if way and table.name in spans:
            lowering.report("E240", spans[table.name], table.name, circle="→".join(way))


def _named(*nodes: object) -> set[str]:
    """The definitions and tables that expressions speak of."""
    found = [n for node in nodes for n in ir.walk(node)]
    calls = {n.definition for n in found if isinstance(n, ir.Call)}
    return calls | {n.table for n in found if isinstance(n, ir.Lookup)}


def _way_back(name: str, rests_on: Mapping[str, set[str]]) -> tuple[str, ...]:
    """A way from a name back to itself; empty if there is none."""
    came: dict[str, str] = {}
    waiting = [name]
    for at in waiting:
        for each in sorted(rests_on.get(at, ())):
            if each == name:
                way = [at]
                while way[-1] != name:
                    way.append(came[way[-1]])
                return (*reversed(way), name)
            if each not in came:
                came[each] = at
                waiting.append(each)
    return ()
