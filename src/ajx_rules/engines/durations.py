"""Durations: a day moved by so many units; whether periods together last long enough."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from ajx_rules.compiler import ir
from ajx_rules.engines.rows import Env
from ajx_rules.engines.values import MINUTES, NEVER, Times
from ajx_rules.engines.world import World

if TYPE_CHECKING:
    from ajx_rules.engines.evaluate import Evaluator

MAX_DAYS = dt.date(2200, 12, 31).toordinal()


def lasts(ev: Evaluator, node: ir.LastsAtLeast, env: Env) -> Times:
    """Whether periods together last long enough, laid end to end from the first day."""
    until = ev.times(node.until, env)
    least: list[tuple[int, int]] = []
    most: list[tuple[int, int]] = []
    missing = until.missing
    for entity, there in ev.rows(node.rows, env).items:
        first, last = ev.relations.moment(entity, node.first), ev.relations.moment(entity, node.last)
        if entity.ghost is not None:
            missing |= there.missing | entity.ghost
            most.append((0, until.hi // MINUTES))
            continue
        missing |= first.missing | last.missing | there.missing
        if not there.may_be_false and first.hi < NEVER:
            least.append((first.hi // MINUTES, min(last.lo, until.lo) // MINUTES))
        most.append((first.lo // MINUTES, min(last.hi, until.hi) // MINUTES))
    if _long_enough(least, node, ev.world):
        return Times.always()
    return Times.either(missing) if _long_enough(most, node, ev.world) else Times.never()


def _long_enough(periods: list[tuple[int, int]], node: ir.LastsAtLeast, world: World) -> bool:
    days: int = 0
    at = 0
    for first, last in sorted(p for p in periods if p[0] <= p[1]):
        days += max(last - max(first, at + 1) + 1, 0)
        at = max(at, last)
    begin = min((p[0] for p in periods if p[0] > 0), default=1)
    if days <= 0 or days > MAX_DAYS:
        return days > MAX_DAYS
    start = dt.date.fromordinal(min(begin, MAX_DAYS))
    needed = world.due(start, node.count, node.unit, count_start=False, makeup=True).day
    return start.toordinal() + days >= needed.toordinal()


def shifted(day: Times, count: int, unit: str, world: World) -> Times:
    """The corresponding day so many units on, of every day that a day may be."""
    stretches = [
        (lo, hi)
        if lo >= NEVER
        else (_moved(lo, count, unit, world) or lo, (_moved(hi, count, unit, world) or hi) + MINUTES - 1)
        for lo, hi in day.stretches
    ]
    return Times.of(stretches, day.missing)


def _moved(minute: int, count: int, unit: str, world: World) -> int | None:
    """The first minute of the day so many units on; None where there is no such day."""
    if not MINUTES <= minute < MAX_DAYS * MINUTES:
        return None
    start = dt.date.fromordinal(minute // MINUTES)
    found = world.due_day(start, count, unit, count_start=False, makeup=True)
    return found.toordinal() * MINUTES if found is not None else None
