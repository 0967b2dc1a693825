"""Readings tried beside the one chosen: what a verdict would be under each of their other options."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import attrs

from ajx_rules.by_parts import ByParts
from ajx_rules.compiler import ir
from ajx_rules.engines.beside import Beside
from ajx_rules.engines.evaluate import Evaluator
from ajx_rules.engines.obligations import Found, Outcome, status_of
from ajx_rules.engines.rows import Entity, record_of
from ajx_rules.engines.trace import Called, Trace
from ajx_rules.engines.values import Numbers, Times, Value
from ajx_rules.engines.verdict import Alternative, Pair, Status, worst

if TYPE_CHECKING:
    from ajx_rules.engines.reference import ReferenceEngine


Choices = tuple[tuple[str, str], ...]
"""Options chosen instead of those of the check, by switch."""


@attrs.frozen(eq=False, repr=False)
class Others(ByParts):
    """What other readings make of a verdict: one at a time, and two that bear on each other at once."""

    alternatives: tuple[Alternative, ...]
    pairs: tuple[Pair, ...]


class OtherReadings:
    """Tries norms again: one other option of one reading at a time, and the pairs that a regulation names."""

    def __init__(self, engine: ReferenceEngine) -> None:
        """``engine`` evaluates a norm under the choices that it is given."""
        self.engine = engine
        self._readings = {r.switch: r for r in engine.regulation.readings}
        self._varied = frozenset(switch for switch, r in self._readings.items() if r.varied)
        self._evaluators: dict[Choices, Beside] = {}
        self._engines: dict[Choices, ReferenceEngine] = {}
        self._siblings: dict[tuple[int, str, str], tuple[Status, ...]] = {}
        self._by_name: dict[str, dict[str, dict[int, tuple[Entity, Times]]]] = {}
        self._beside: dict[str, set[str]] = {switch: set(r.beside) for switch, r in self._readings.items()}
        for switch, reading in self._readings.items():
            for other in reading.beside:
                self._beside[other].add(switch)
        said = engine.regulation.convention.from_inception
        self._years = frozenset(n.switch for n in ir.walk(said) if isinstance(n, ir.Reads))

    def of_years(self, norm: ir.Norm) -> frozenset[str]:
        """The switches that say which year the year of an insured is, if the norm binds one."""
        return self._years.intersection(norm.switches)

    def tried(self, norm: ir.Norm, entity: Entity, presence: Times, found: Found, trace: Trace) -> Others:
        """The options under which the verdict would be another, with what it would be."""
        mine = found.outcome
        if self._varied.isdisjoint(trace.switches):
            return Others((), ())
        singles: list[Alternative] = []
        pairs: list[Pair] = []
        for switch, option in self._options(trace.switches):
            alone = self._outcome(norm, entity, presence, ((switch, option),), mine, trace)
            if alone.statuses != mine.statuses:
                singles.append(Alternative(switch, option, status_of(alone)))
            later = {s for s in self._beside[switch] if s not in trace.switches or s > switch}
            for other in self._options(later):
                pair = self._pair(norm, entity, presence, (switch, option), other, mine, alone)
                pairs += [pair] if pair is not None else []
        return Others(tuple(singles), tuple(pairs))

    def _options(self, switches: Iterable[str]) -> Iterator[tuple[str, str]]:
        """The other options of readings, as far as they are tried."""
        for switch in sorted(self._varied.intersection(switches)):
            for option in self._readings[switch].options:
                if option.key != self.engine.choices.get(switch) and option.standing == "open":
                    yield switch, option.key

    def _pair(
        self,
        norm: ir.Norm,
        entity: Entity,
        presence: Times,
        one: tuple[str, str],
        other: tuple[str, str],
        mine: Outcome,
        alone: Outcome,
    ) -> Pair | None:
        """What two options come to together, where that is neither the verdict nor what one of them makes of it."""
        together = self._outcome(norm, entity, presence, (one, other), mine)
        if together.statuses in (mine.statuses, alone.statuses):
            return None
        second = self._outcome(norm, entity, presence, (other,), mine)
        return None if together.statuses == second.statuses else Pair(one, other, status_of(together))

    def _outcome(
        self,
        norm: ir.Norm,
        entity: Entity,
        presence: Times,
        chosen: Choices,
        mine: Outcome,
        trace: Trace | None = None,
    ) -> Outcome:
        """What a norm comes to under other options; ``mine`` where they make no difference.

        ``trace`` is what the verdict itself looked at, where that can tell.
        """
        if any(switch in self._years for switch, _ in chosen):
            return self._in_other_years(norm, entity, chosen) or mine
        if chosen not in self._evaluators:
            choices = {**self.engine.choices, **dict(chosen)}
            self._evaluators[chosen] = Beside(self.engine.evaluator, choices)
        evaluator = self._evaluators[chosen]
        if trace is not None and self._agrees(evaluator, chosen[0][0], trace):
            return mine
        found = self.engine.find(norm, entity, presence, evaluator)
        if found is None:
            return mine
        if status_of(found.outcome) is Status.NOT_APPLICABLE and norm.group is not None:
            status = self._of_siblings(norm, entity, evaluator)
            return mine if status is status_of(mine) else Outcome.of(status)
        return found.outcome

    def _agrees(self, evaluator: Beside, switch: str, trace: Trace) -> bool:
        """Whether all that the check took from a switch is the same under other choices.

        The switch then makes no difference to it: it was read only inside definitions and
        tables, and each of them gives the same answer here. ``trace`` is what was looked at.
        """
        earlier = self.engine.exceptions.earlier

        def answered(called: Called) -> Value:
            then = evaluator if called.days is None else earlier.evaluator(called.days, evaluator)
            return then.answer(called.node, called.entity)[0].value

        return switch not in trace.direct and all(
            called.known() and answered(called) == called.value
            for called in trace.calls.values()
            if switch in called.switches
        )

    def _in_other_years(self, norm: ir.Norm, entity: Entity, chosen: Choices) -> Outcome | None:
        """The same where the years of the insured are others: everything that hangs on them is worked out anew."""
        engine = self._engines.get(chosen)
        if engine is None:
            choices = {**self.engine.choices, **dict(chosen)}
            engine = self._engines[chosen] = type(self.engine)(
                self.engine.regulation, self.engine.world, choices, self.engine.evaluator.depends
            )
        there = engine.subject(norm.subject, entity.id)
        if there is None:
            return None
        with engine.evaluator.traced():
            found = engine.find(norm, *there, engine.evaluator)
        return found.outcome if found is not None else None

    def _of_siblings(self, norm: ir.Norm, entity: Entity, ev: Evaluator) -> Status:
        """The worst status of the norms that the same words become under another reading."""
        base = norm.alias.partition("/")[0]
        out: list[Status] = []
        for other in self.engine.regulation.norms:
            same = other.group == norm.group and other.alias.partition("/")[0] == base
            if other is norm or not same or other.id in self.engine.not_held:
                continue
            for each, presence in self._near(entity, other.subject):
                if self._same_year(entity, each):
                    out += self._sibling(other, each, presence, ev)
        return worst(out or [Status.NOT_APPLICABLE])

    def _sibling(self, norm: ir.Norm, entity: Entity, presence: Times, ev: Evaluator) -> tuple[Status, ...]:
        """What a norm comes to for a row, which is a sibling of many; none under a merged cell."""
        key = (id(ev), norm.id, entity.id)  # evaluators are kept for as long as this is
        if key not in self._siblings:
            found = self.engine.find(norm, entity, presence, ev)
            self._siblings[key] = (status_of(found.outcome),) if found is not None else ()
        return self._siblings[key]

    def _near(self, entity: Entity, cls: str) -> Iterable[tuple[Entity, Times]]:
        """The rows of a class that name a row, or that it names."""
        if cls not in self._by_name:
            by_name: dict[str, dict[int, tuple[Entity, Times]]] = {}
            for row in self.engine.relations.subjects(cls):
                own = row[0].id.partition("#")[0]
                for name in {f"={own}", own, *self.engine.world.names(row[0])}:
                    by_name.setdefault(name, {})[id(row[0])] = row
            self._by_name[cls] = by_name
        known = self._by_name[cls]
        found = dict(known.get(entity.id.partition("#")[0], {}))
        for name in self.engine.world.names(entity):
            found |= known.get(f"={name}", {})
        return found.values()

    def _same_year(self, one: Entity, other: Entity) -> bool:
        """Whether two rows are of one year, as far as both are of any: a contract is of those it is booked in."""
        mine, theirs = self._calendar_years(one), self._calendar_years(other)
        return not mine or not theirs or not mine.isdisjoint(theirs)

    def _calendar_years(self, entity: Entity) -> frozenset[int]:
        """The calendar years of a row; none where it is of any, or it is not known of which."""
        if entity.cls == "Contract":
            years = self.engine.relations.years.policy_years(record_of(entity))
            booked = [self.engine.relations.value(year, "accounting_year") for year in years]
            known = [each.lo for each in booked if isinstance(each, Numbers) and each.definite]
            return (
                frozenset(int(each) for each in known if each is not None)
                if len(known) == len(booked)
                else frozenset()
            )
        year = entity.data.get("year")
        return frozenset({year}) if isinstance(year, int) else frozenset()
