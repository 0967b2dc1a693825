"""Aggregates over rows that may be there: how many, how many kinds, their sum, the first and last day."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from ajx_rules.compiler import ir
from ajx_rules.engines.comparing import union
from ajx_rules.engines.kinds import Kinds
from ajx_rules.engines.rows import Env, Rows, bound
from ajx_rules.engines.values import NOTHING, Codes, CodeSet, Numbers, Times, earliest, latest

if TYPE_CHECKING:
    from ajx_rules.engines.evaluate import Evaluator


def count_rows(rows: Rows) -> Numbers:
    """How many rows there are, and may be."""
    sure = sum(1 for _, t in rows.items if not t.may_be_false)
    unsure = [(e, t) for e, t in rows.items if t.may_be_false]
    missing = union(t.missing for _, t in unsure)
    if any(e.ghost is not None for e, _ in unsure):
        return Numbers(Fraction(sure), None, missing)
    return Numbers(Fraction(sure), Fraction(sure + len(unsure)), missing)


def kinds(ev: Evaluator, rows: ir.Row, bind: int, value: ir.Expr, env: Env) -> Kinds:
    """The distinct codes over rows."""
    out = Kinds()
    for entity, times in ev.rows(rows, env).items:
        got = ev.value(value, bound(env, bind, entity))
        sure = not times.may_be_false
        many = entity.ghost is not None
        if isinstance(got, Codes):
            got = (
                CodeSet(got.possible or frozenset(), got.possible, got.missing)
                if got.definite or got.possible == frozenset()
                else got
            )
        out = out.with_one(got, sure=sure, many=many, missing=NOTHING if sure else times.missing)
    return out


def total(ev: Evaluator, rows: ir.Row, bind: int, value: ir.Expr, env: Env) -> Numbers:
    """The sum of a number over rows: those that may not be there may add nothing."""
    out = Numbers.exactly(0)
    for entity, times in ev.rows(rows, env).items:
        amount = ev.number(value, bound(env, bind, entity))
        if not times.may_be_false:
            out = out.plus(amount)
        elif entity.ghost is not None:
            lo = out.lo if amount.lo is not None and amount.lo >= 0 else None
            out = Numbers(lo, None, out.missing | times.missing)
        else:
            lo = None if amount.lo is None else min(amount.lo, Fraction(0))
            hi = None if amount.hi is None else max(amount.hi, Fraction(0))
            out = out.plus(Numbers(lo, hi, amount.missing | times.missing))
    return out


def extreme(ev: Evaluator, which: str, rows: ir.Row, bind: int, value: ir.Expr, env: Env) -> Times:
    """The first or the last of a date over rows."""
    items = ev.rows(rows, env).items
    parts = [(t, ev.times(value, bound(env, bind, e))) for e, t in items]
    if which == "first":
        return earliest(latest([t.undated(), v]) for t, v in parts)
    found = [
        v if not t.may_be_false else Times.of((*v.stretches, (0, 0)), v.missing | t.missing) for t, v in parts
    ]
    return latest(found) if found else Times.never()
