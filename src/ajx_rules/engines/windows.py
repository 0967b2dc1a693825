"""A requirement on the records of a year: owed by its last day, and whether it can be undone before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ajx_rules.compiler import ir
from ajx_rules.compiler.schema import schema
from ajx_rules.domain.catalogue import catalogue
from ajx_rules.domain.derived import LASTING
from ajx_rules.engines.aggregates import count_rows
from ajx_rules.engines.comparing import compare
from ajx_rules.engines.evaluate import Evaluator
from ajx_rules.engines.lapse import lapsed
from ajx_rules.engines.obligations import Found, Outcome, act_by, state_in_window
from ajx_rules.engines.owed import still_owed
from ajx_rules.engines.rows import Entity, Rows, inside_window
from ajx_rules.engines.values import ALWAYS, MINUTES, Times, Value, earliest, latest
from ajx_rules.engines.verdict import Part, Status

if TYPE_CHECKING:
    from ajx_rules.engines.reference import ReferenceEngine


class Windows:
    """Requirements on years, in one world."""

    def __init__(self, engine: ReferenceEngine) -> None:
        """``engine`` holds the world and asks for timeliness and adequacy."""
        self.engine = engine
        self._undoable: dict[str, bool] = {}

    def done(self, node: ir.Expr, entity: Entity, ev: Evaluator) -> Times:
        """When a requirement on a year was met, by the records of that year."""
        found = self._in_year(node, entity, ev)
        assert isinstance(found, Times), node
        return found

    def _in_year(self, node: ir.Expr, entity: Entity, ev: Evaluator) -> Value:
        """A value for a year: of the records of a register, those of the year count."""
        match node:
            case ir.All(items):
                return latest(self.done(i, entity, ev) for i in items)
            case ir.AnyOf(items):
                return earliest(self.done(i, entity, ev) for i in items)
            case ir.Not(item):
                return self.done(item, entity, ev).negated()
            case ir.Compare(op, left, right):
                return compare(op, self._in_year(left, entity, ev), self._in_year(right, entity, ev))
            case ir.Exists(rows) if _goes_by_date(rows, entity):
                return self._rows(rows, entity, ev).first()
            case ir.Count(rows) if _goes_by_date(rows, entity):
                return count_rows(self._rows(rows, entity, ev))
            case _:
                return ev.value(node, (entity,))

    def _rows(self, rows: ir.Row, entity: Entity, ev: Evaluator) -> Rows:
        """The rows that came about in the year; what lasts was there before."""
        first, last = self._bounds(entity)
        found = ev.rows(rows, (entity,)).items
        dated = within_rows(Rows(tuple((e, t) for e, t in found if e.cls not in LASTING)), first, last)
        return Rows((*dated.items, *((e, t) for e, t in found if e.cls in LASTING)))

    def _bounds(self, entity: Entity) -> tuple[Times, Times]:
        """The first day and the last minute of a year; cover that ended early ends it."""
        first, last = self.engine.relations.years.window(entity)
        return first, last_minute(last)

    def undoable(self, norm: ir.Norm) -> bool:
        """Whether later records can undo what a norm requires or forbids; worked out once."""
        assert norm.requirement is not None
        if norm.id not in self._undoable:
            self._undoable[norm.id] = may_be_undone(norm.requirement.condition, self.engine.regulation)
        return self._undoable[norm.id]

    def prohibited(self, norm: ir.Norm, entity: Entity, done: Times) -> Found:
        """A prohibition for a year: broken by the act, kept once the year is over without it."""
        _, last = self._bounds(entity)
        over, running = last.lo <= self.engine.world.end, last.hi > self.engine.world.end
        out: set[Status] = set()
        if done.may_be_true and (over or not self.undoable(norm)):
            out.add(Status.BREACH)
        if done.may_be_false and over:
            out.add(Status.FULFILLED)
        if running and (done.may_be_false or self.undoable(norm)):
            out.add(Status.PENDING)
        outcome = Outcome.of(*out, missing=done.missing | last.missing)
        return Found(outcome, due=None if out == {Status.BREACH} else last, done=done)

    def year(
        self, norm: ir.Norm, entity: Entity, done: Times, parts: tuple[Part, ...], ev: Evaluator
    ) -> Found:
        """A requirement on records of a year: owed by its last day."""
        relations, end = self.engine.relations, self.engine.world.end
        last = last_minute(relations.moment(entity, "ends_on"))
        assert norm.requirement is not None
        undoable = self.undoable(norm)
        outcome = state_in_window(done, last, end) if undoable else act_by(done, last, end)
        found = Found(outcome, due=last, done=done, parts=parts)
        if undoable and outcome.statuses == {Status.PENDING} and not done.may_be_false:
            found.reason = "按已有的记录已经达到；年度终了以前还可能变化"
        lacking = [p.label for p in parts if p.met is False]
        condition = norm.requirement.condition
        found.owed = "、".join(lacking) or still_owed(
            condition, lambda node: self._in_year(node, entity, ev), self.engine.regulation
        )
        if undoable and outcome.statuses == {Status.PENDING} and not done.may_be_true and not found.owed:
            found.reason = "按已有的记录不符合；年度终了以前还可能变化"
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


def of_the_year(rows: ir.Row, entity: Entity) -> bool:
    """Whether rows are reached through a year's own relation: what is done in it, booked in it or made for it."""
    while not isinstance(rows, ir.Var):
        if isinstance(rows, ir.Follow) and isinstance(rows.source, ir.Var):
            members = schema().classes[entity.cls].members.values()
            return any(m.name == rows.relation and m.kind == "rows" for m in members)
        rows = rows.source
    return True


def _goes_by_date(rows: ir.Row, entity: Entity) -> bool:
    """Whether of rows those of the year count: not the year's own, nor those for which the rule names the days."""
    return not of_the_year(rows, entity) and not any(
        isinstance(n, ir.Moment) and n.row == ir.Var(0) for n in ir.walk(rows)
    )


def within(times: Times, first: Times, last: Times) -> Times:
    """The moments that lie in a window; what has no date has none outside it."""
    undated = [s for s in times.stretches if s == (ALWAYS, ALWAYS)]
    dated = [s for s in times.stretches if s != (ALWAYS, ALWAYS)]
    if not dated:
        return times
    inside = inside_window(Times(tuple(dated), times.missing), first, last)
    return Times.of((*undated, *inside.stretches), inside.missing)


def within_rows(rows: Rows, first: Times, last: Times) -> Rows:
    """The rows that came about in a window, and those without a date."""
    kept = ((e, within(t, first, last)) for e, t in rows.items)
    return Rows(tuple((e, t) for e, t in kept if t.may_be_true))


def last_minute(ends: Times) -> Times:
    """The last minute of a day."""
    stretches = tuple((hi if lo // MINUTES == hi // MINUTES else lo, hi) for lo, hi in ends.stretches)
    return Times(stretches, ends.missing)
