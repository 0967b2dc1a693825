"""Validity in time: whether a duty arose while the instrument was in force."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import attrs

from ajx_rules.by_parts import ByParts
from ajx_rules.compiler import ir
from ajx_rules.domain.derived import WINDOWS
from ajx_rules.engines.evaluate import Evaluator
from ajx_rules.engines.obligations import Found, Outcome, Window
from ajx_rules.engines.rows import Entity
from ajx_rules.engines.values import ALWAYS, NEVER, NOTHING, Missing, Missings, Times, latest
from ajx_rules.engines.verdict import Status

if TYPE_CHECKING:
    from ajx_rules.engines.reference import ReferenceEngine


@attrs.frozen(eq=False, repr=False)
class InForce(ByParts):
    """The ways in which a duty may stand to the validity of the instrument, and what would tell which."""

    within: bool = True
    outside: bool = False
    straddles: bool = False
    missing: Missings = NOTHING

    def __or__(self, other: InForce) -> InForce:
        """Either of two."""
        return InForce(
            self.within or other.within,
            self.outside or other.outside,
            self.straddles or other.straddles,
            self.missing | other.missing,
        )


def in_force(
    engine: ReferenceEngine,
    norm: ir.Norm,
    entity: Entity,
    presence: Times,
    condition: Times,
    ev: Evaluator,
) -> InForce:
    """How a duty stands whose condition came true when ``condition`` says.

    A duty of a year goes by the whole of the year, any other by the day on which it arises.
    """
    if engine.world.validity is None:
        return InForce()
    if entity.cls in WINDOWS:
        return in_windows(engine, [_own_year(engine, entity)])
    return in_windows(engine, [(_arises(engine, norm, entity, presence, condition, ev), None)])


def in_windows(engine: ReferenceEngine, windows: Iterable[Window]) -> InForce:
    """How a duty stands that may have been counted in any of these windows."""
    span, end = engine.world.validity, engine.world.end
    if span is None:
        return InForce()
    out = InForce(within=False)
    for first, last in windows:
        out |= _on_day(first, span) if last is None else _over(first, last, span, end)
    return out


def _on_day(day: Times, span: tuple[int, int]) -> InForce:
    return InForce(
        within=any(hi >= span[0] and lo <= span[1] for lo, hi in day.stretches),
        outside=any(lo < span[0] or hi > span[1] for lo, hi in day.stretches),
        missing=day.missing,
    )


def _over(first: Times, last: Times, span: tuple[int, int], end: int) -> InForce:
    """A year or more. Before it has begun it asks for nothing: whether all of it counts need not be judged yet."""
    across = first.lo < span[0] <= last.hi or first.lo <= span[1] < last.hi
    return InForce(
        within=(first.hi >= span[0] and last.lo <= span[1]) or (across and first.hi > end),
        outside=last.lo < span[0] or first.hi > span[1],
        straddles=across and first.lo <= end,
        missing=first.missing | last.missing,
    )


def _own_year(engine: ReferenceEngine, entity: Entity) -> Window:
    return engine.relations.moment(entity, "starts_on"), engine.relations.moment(entity, "ends_on")


# ------------------------------------------------------------ the day on which a duty arises


def _arises(
    engine: ReferenceEngine,
    norm: ir.Norm,
    entity: Entity,
    presence: Times,
    condition: Times,
    ev: Evaluator,
) -> Times:
    """The day on which a duty arises: its term begins, the event comes that it must precede, else its trigger.

    What has no date, or has not come about, stands as of the day of the check: a requirement that
    stands at all times is judged by what is in force on that day.
    """
    end, term = engine.world.end, norm.term
    if isinstance(term, ir.Before) and norm.kind != "prohibition":
        day = ev.times(term.moment, (entity,)).clipped(end)
    elif isinstance(term, ir.Within | ir.NoNumber) and term.start is not None:
        day = ev.times(term.start, (entity,))
    else:
        came = _as_of(_came_about(engine, entity, presence), end)
        day = _if_so(latest([came, condition]))
    return _as_of(day, end)


def _came_about(engine: ReferenceEngine, entity: Entity, presence: Times) -> Times:
    """When a subject came about; a part that has no date of its own takes that of what it is a part of."""
    owner = entity.data.get("owner")
    row = entity.row or (owner.row if isinstance(owner, Entity) else None)
    while row is not None and row.cls.dated is None:
        row = row.owner
    own = engine.relations.own_date(row) if row is not None else Times.always()
    return _if_so(latest([presence, own]))


def _if_so(times: Times) -> Times:
    """The moments of what is taken to have come about."""
    return Times(tuple(s for s in times.stretches if s[0] < NEVER), times.missing)


def _as_of(times: Times, end: int) -> Times:
    """The same moments, with ``end`` for what has no date or has not come about."""
    dated = ((end, end) if lo == ALWAYS or lo >= NEVER else (lo, hi) for lo, hi in times.stretches)
    return Times.of(dated, times.missing)


# ------------------------------------------------------------ what that makes of a verdict


def under_validity(engine: ReferenceEngine, entity: Entity, found: Found, force: InForce) -> Found:
    """What was found, where the duty arose in force; not in force outside; a year across a bound is judged.

    Where nothing is asked either way there is nothing to judge.
    """
    if not force.within and not force.straddles:
        out = Outcome.of(Status.NOT_IN_FORCE)
        return Found(out, cells=found.cells, reason="发生在本指引施行以前或者失效以后")
    judged = force.straddles and found.outcome.statuses != {Status.NOT_APPLICABLE}
    if not judged and not force.outside:
        return found
    missing = found.outcome.missing | force.missing
    if judged:
        label = f"{engine.wording.subject(entity).label}跨越施行或失效之日，如何适用"
        # No question of the rules asks it, so that no answer can be recorded.
        missing |= {Missing("judgement", entity.path, label)}
    if judged and not force.within and not force.outside:
        found.reason = "年度跨越施行或失效之日"
    found.outcome = Outcome.of(*found.outcome.statuses, Status.NOT_IN_FORCE, missing=missing)
    return found


def years_in_force(engine: ReferenceEngine, entity: Entity, found: Found) -> Found:
    """What a duty of a year comes to, or one of the windows that it was counted in instead."""
    return under_validity(
        engine, entity, found, in_windows(engine, found.windows or [_own_year(engine, entity)])
    )
