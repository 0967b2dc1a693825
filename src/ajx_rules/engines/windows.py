"""A requirement on the records of a year: owed by its last day, and whether it can be undone before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ajx_rules.compiler import ir
from ajx_rules.domain.catalogue import catalogue
from ajx_rules.engines.evaluate import Evaluator
from ajx_rules.engines.lapse import lapsed
from ajx_rules.engines.obligations import Found, act_by, state_in_window
from ajx_rules.engines.owed import still_owed
from ajx_rules.engines.rows import Entity
from ajx_rules.engines.values import MINUTES, Times
from ajx_rules.engines.verdict import Part, Status

if TYPE_CHECKING:
    from ajx_rules.engines.reference import ReferenceEngine


class Windows:
    """Requirements on years, in one world."""

    def __init__(self, engine: ReferenceEngine) -> None:
        """``engine`` holds the world and asks for timeliness and adequacy."""
        self.engine = engine
        self._undoable: dict[str, bool] = {}

    def year(
        self, norm: ir.Norm, entity: Entity, done: Times, parts: tuple[Part, ...], ev: Evaluator
    ) -> Found:
        """A requirement on records of a year: owed by its last day."""
        relations, end = self.engine.relations, self.engine.world.end
        last = last_minute(relations.moment(entity, "ends_on"))
        assert norm.requirement is not None
        if norm.id not in self._undoable:
            self._undoable[norm.id] = may_be_undone(norm.requirement.condition, self.engine.regulation)
        undoable = self._undoable[norm.id]
        outcome = state_in_window(done, last, end) if undoable else act_by(done, last, end)
        found = Found(outcome, due=last, done=done, parts=parts)
        if undoable and outcome.statuses == {Status.PENDING} and not done.may_be_false:
            found.reason = "按已有的记录已经达到；年度终了以前还可能变化"
        lacking = [p.label for p in parts if p.met is False]
        condition = norm.requirement.condition
        found.owed = "、".join(lacking) or still_owed(condition, (entity,), ev, self.engine.regulation)
        if entity.cls == "InsuredYear":
            lapsed(relations.years.terminated(relations.part(entity, "contract")), last, found)
        return self.engine.layers(norm, entity, found, ev)


def may_be_undone(node: ir.Expr, regulation: ir.RegulationIR, seen: frozenset[str] = frozenset()) -> bool:
    """Whether later records can undo a requirement: a ratio, a maximum, an absence."""
    match node:
        case ir.All(items) | ir.AnyOf(items):
            return any(may_be_undone(i, regulation, seen) for i in items)
        case ir.Compare(op, left, right):
            if op in (">=", ">"):
                return _grows(right, regulation, seen) or any(isinstance(n, ir.Minus) for n in ir.walk(left))
            return _grows(left, regulation, seen) or (op in ("==", "!=") and _grows(right, regulation, seen))
        case ir.Not(item):
            return _grows(item, regulation, seen) or any(isinstance(n, ir.Exists) for n in ir.walk(item))
        case ir.Call(name) if name not in seen:
            definition = next(d for d in regulation.definitions if d.name == name)
            parts = (*(b.value for b in definition.branches), definition.otherwise)
            return any(may_be_undone(p, regulation, seen | {name}) for p in parts)
        case _:
            return False


def _grows(node: ir.Expr, regulation: ir.RegulationIR, seen: frozenset[str]) -> bool:
    """Whether a number rests on a list to which records may be added."""
    for n in ir.walk(node):
        if isinstance(n, ir.Sum | ir.Count | ir.Distinct | ir.Extreme) and not _is_part_list(n.rows):
            return True
        if isinstance(n, ir.Call) and n.definition not in seen:
            d = next(d for d in regulation.definitions if d.name == n.definition)
            parts = (*(b.value for b in d.branches), d.otherwise)
            if any(_grows(p, regulation, seen | {n.definition}) for p in parts):
                return True
    return False


def _is_part_list(rows: ir.Row) -> bool:
    """A list that belongs to its owner's record and does not grow with time."""
    while isinstance(rows, ir.Filter):
        rows = rows.source
    if not isinstance(rows, ir.Follow):
        return False
    lists = [f for c in catalogue().classes.values() for f in c.lists if f.name == rows.relation]
    return bool(lists) and not any(f.register for f in lists)


def last_minute(ends: Times) -> Times:
    """The last minute of a day."""
    stretches = tuple((hi if lo // MINUTES == hi // MINUTES else lo, hi) for lo, hi in ends.stretches)
    return Times(stretches, ends.missing)
