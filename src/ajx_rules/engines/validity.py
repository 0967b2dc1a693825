"""Validity in time: whether a duty arose while the instrument was in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ajx_rules.compiler import ir
from ajx_rules.domain.derived import WINDOWS
from ajx_rules.engines.evaluate import Evaluator
from ajx_rules.engines.obligations import Found, Outcome
from ajx_rules.engines.rows import Entity, Env
from ajx_rules.engines.values import ALWAYS, NEVER, Missing, Times
from ajx_rules.engines.verdict import Status

if TYPE_CHECKING:
    from ajx_rules.engines.reference import ReferenceEngine


def out_of_force(
    engine: ReferenceEngine,
    norm: ir.Norm,
    entity: Entity,
    presence: Times,
    env: Env,
    ev: Evaluator,
    found: Found,
) -> Found | None:
    """What a duty that arose outside the instrument's validity comes to; None within it, or if unknown.

    Judged on the day it arises: the day its term begins, its window's first day, else the
    day its subject came about. A year that straddles the bounds is left to judgement.
    """
    span = engine.world.validity
    if span is None:
        return None
    if entity.cls in WINDOWS:
        years = found.years or (entity,)
        first = engine.relations.moment(years[0], "starts_on")
        last = engine.relations.moment(years[-1], "ends_on")
        if found.years and found.due is not None:  # a block that is not full ends where it is due
            last = found.due
    else:
        start = norm.term.start if isinstance(norm.term, ir.Within | ir.NoNumber) else None
        first = last = ev.times(start, env) if start is not None else presence
    if first.hi >= NEVER or first.lo == ALWAYS:
        return None
    if last.hi < span[0] or first.lo > span[1]:
        return Found(Outcome.of(Status.NOT_IN_FORCE), reason="发生在本指引施行以前或者失效以后")
    straddles = first.lo < span[0] <= last.hi or (entity.cls in WINDOWS and first.lo <= span[1] < last.lo)
    if straddles:
        label = f"{engine.wording.subject(entity).label}跨越施行或失效之日，如何适用"
        missing = frozenset({Missing("judgement", entity.path, label)})
        found.outcome = Outcome.of(*found.outcome.statuses, Status.NOT_IN_FORCE, missing=missing)
        found.reason = "年度跨越施行或失效之日"
        return found
    return None
