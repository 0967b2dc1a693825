"""Whose duties a ledger can show: a norm binds a party, and a ledger holds the records of some.

A norm whose bearer is not a party whose records the ledger holds is not evaluated; it is
listed with that reason (semantics, section 1).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from ajx_rules.compiler import ir
from ajx_rules.compiler.schema import schema
from ajx_rules.domain.derived import ANSWERS_FOR
from ajx_rules.domain.enums import Party
from ajx_rules.engines.verdict import NotEvaluated

# What a ledger that does not say who keeps it may hold; an authority's own acts only its own ledger states.
_UNSAID: Final = frozenset({Party.INSURER, Party.THIRD_PARTY, Party.POLICYHOLDER})


def held_by(keeper: Party | None) -> frozenset[Party]:
    """The parties whose records a ledger holds: its keeper's; an authority's may hold anyone's.

    >>> sorted(p.value for p in held_by(Party.INSURER))
    ['保险机构']
    """
    if keeper is None:
        return _UNSAID
    return frozenset(Party) if keeper is Party.AUTHORITY else frozenset({keeper})


def parties_of(bearer: str, definitions: Mapping[str, ir.Definition] | None = None) -> frozenset[Party]:
    """The parties that answer for a bearer; one that the domain has no word for is an authority.

    >>> sorted(p.value for p in parties_of("保险机构或其委托的第三方服务机构"))
    ['保险机构', '第三方服务机构']
    >>> [p.value for p in parties_of("风控团队")], [p.value for p in parties_of("某行政管理部门")]
    (['保险机构'], ['主管部门'])
    """
    found = {Party(p) for cls in _classes_in(bearer, definitions or {}) for p in ANSWERS_FOR.get(cls, ())}
    return frozenset(found) or frozenset({Party.AUTHORITY})


def _classes_in(text: str, definitions: Mapping[str, ir.Definition]) -> Iterator[str]:
    """The classes that a text names, the longest name first at each place."""
    names = {c.label: c.name for c in schema().classes.values()}
    names |= {d.name: d.owner for d in definitions.values()}
    at = 0
    while at < len(text):
        found = max((n for n in names if text.startswith(n, at)), key=len, default="")
        if found:
            yield names[found]
        at += len(found) or 1


def not_evaluated(regulation: ir.RegulationIR, keeper: Party | None) -> tuple[NotEvaluated, ...]:
    """The norms that a ledger of this keeper cannot be asked about."""
    held = held_by(keeper)
    definitions = {d.name: d for d in regulation.definitions}
    judged = [n for n in regulation.norms if n.kind in ("duty", "prohibition", "advisory")]
    answer = {bearer: parties_of(bearer, definitions) for bearer in {n.bearer for n in judged}}
    return tuple(_listed(norm, keeper) for norm in judged if not held & answer[norm.bearer])


def _listed(norm: ir.Norm, keeper: Party | None) -> NotEvaluated:
    kept_zh = f"台账由{keeper.value}编制" if keeper is not None else "台账没有写明编制方"
    kept_en = f"the ledger is kept by {keeper.value}" if keeper is not None else "the ledger names no keeper"
    return NotEvaluated(
        norm.id,
        norm.alias,
        norm.bearer,
        f"义务人是{norm.bearer}，{kept_zh}，不记其履行情况",
        f"its bearer is {norm.bearer}; {kept_en} and does not hold that party's records",
    )
