"""Lapse: a duty not yet due when cover is ended early falls away."""

from __future__ import annotations

from ajx_rules.engines.obligations import Found, Outcome
from ajx_rules.engines.relations import Relations
from ajx_rules.engines.rows import Entity
from ajx_rules.engines.values import MINUTES, Times
from ajx_rules.engines.verdict import Status


def lapse(entity: Entity, due: Times, found: Found, relations: Relations) -> None:
    """Duties not yet due when cover is ended early lapse; those already due stay."""
    row = entity.row
    while row is not None and row.cls.name != "Contract":  # what a contract plans ends with it
        row = row.owner
    if row is not None:
        lapsed(relations.years.terminated(relations.entity(row)), due, found)


def lapsed(ended: Times, due: Times, found: Found) -> None:
    """Let a duty lapse where cover ended before the day it fell due."""
    undone = found.outcome.statuses & {Status.BREACH, Status.PENDING}
    may = ended.may_be_true and ended.lo // MINUTES < due.hi // MINUTES
    if not may or not undone:
        return
    if certainly_before(ended, due):
        rest = found.outcome.statuses - undone
        found.outcome = Outcome.of(*rest, Status.NOT_APPLICABLE, missing=found.outcome.missing)
        if not rest:
            found.reason = "保险合同已提前解除，尚未到期的义务随之终止"
        return
    lifted = Outcome(frozenset({Status.NOT_APPLICABLE}), ended.missing | due.missing)
    found.outcome = found.outcome | lifted


def certainly_before(ended: Times, due: Times) -> bool:
    """Whether cover ended on a day before the due date, whatever the missing facts turn out to be."""
    return ended.hi // MINUTES < due.lo // MINUTES


def ended_early(entity: Entity, relations: Relations) -> Times:
    """When cover was ended early, if it was; a calendar year never is."""
    if entity.cls != "InsuredYear":
        return Times.never()
    return relations.years.terminated(relations.part(entity, "contract"))
