"""适用范围: what a norm of the folder must lie in, said of a record that its subject leads to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

import attrs

from ajx_rules.compiler import ir
from ajx_rules.compiler.lower import Lowering
from ajx_rules.compiler.resolve import Scope
from ajx_rules.compiler.schema import Member, schema
from ajx_rules.domain.catalogue import catalogue
from ajx_rules.language.tree import Declaration

FARTHEST = 5  # insured-year, policy year, contract, policyholder, and one to spare


def scope_name(d: Declaration) -> str:
    """The name under which the guard stands among the definitions."""
    return f"{d.kind} {d.name}"


def scopes(declarations: Iterable[Declaration], lowering: Lowering) -> tuple[ir.Definition, ...]:
    """Every 适用范围 as a definition of the class that it speaks of: true inside, false outside."""
    out: list[ir.Definition] = []
    for d in declarations:
        subject = lowering.subject(d)
        field = d.field("条件")
        if subject is None or field is None:
            continue
        found = lowering.sentence(field, field.sentence, Scope((subject,)), d, truth=True)
        if found is not None:
            out.append(ir.Definition(scope_name(d), subject, (), found.expr, lowering.citation(d)))
    return tuple(out)


def guarded(norm: ir.Norm, within: Iterable[ir.Definition]) -> ir.Norm:
    """The norm under every scope that can be asked of its subject."""
    if norm.kind not in ("duty", "prohibition", "advisory"):
        return norm
    rows = ((d.name, row_to(norm.subject, d.owner)) for d in within)
    return attrs.evolve(norm, scopes=tuple(ir.Call(name, row) for name, row in rows if row is not None))


@cache
def row_to(start: str, wanted: str) -> ir.Row | None:
    """The single row of a class that a subject leads to: itself, one it belongs to, or one they name.

    >>> row_to("Contract", "Policyholder")
    Follow(source=Var(index=0), relation='owner')
    >>> row_to("Service", "Policyholder") is None  # it may be for several
    True
    """
    edge: list[tuple[str, ir.Row]] = [(start, ir.Var(0))]
    for _ in range(FARTHEST):
        for cls, row in edge:
            if cls == wanted:
                return row
        for cls, row in edge:
            named = next((m for m in _named(cls) if m.target == wanted), None)
            if named is not None:
                return ir.Follow(row, named.name)
        edge = [(up.target, ir.Follow(row, up.name)) for cls, row in edge for up in schema().classes[cls].up]
    return None


def _named(cls: str) -> Iterator[Member]:
    """The members that name one other row; not those that only restrict."""
    here = schema().classes[cls]
    record = catalogue().classes.get(cls)
    for member in dict.fromkeys(here.members.values()):
        field = record.fields.get(member.name) if record is not None else None
        if member.kind == "row" and not (field is not None and field.restricts):
            yield member
