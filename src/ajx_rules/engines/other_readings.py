"""Readings tried beside the one chosen: what a verdict would be under each of their other options."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ajx_rules.compiler import ir
from ajx_rules.engines.evaluate import Evaluator
from ajx_rules.engines.obligations import Found, status_of
from ajx_rules.engines.rows import Entity
from ajx_rules.engines.trace import Trace
from ajx_rules.engines.values import Times
from ajx_rules.engines.verdict import Alternative, Status, worst

if TYPE_CHECKING:
    from ajx_rules.engines.reference import ReferenceEngine


class OtherReadings:
    """Tries norms again, one other option of one reading at a time."""

    def __init__(self, engine: ReferenceEngine) -> None:
        """``engine`` evaluates a norm under the choices that it is given."""
        self.engine = engine
        self._readings = {r.switch: r for r in engine.regulation.readings}
        self._evaluators: dict[tuple[str, str], Evaluator] = {}

    def alternatives(
        self, norm: ir.Norm, entity: Entity, presence: Times, found: Found, trace: Trace
    ) -> tuple[Alternative, ...]:
        """The options under which the verdict would be another, with what it would be."""
        out: list[Alternative] = []
        mine = status_of(found.outcome)
        for switch in sorted(trace.switches):
            reading = self._readings.get(switch)
            if reading is None or not reading.varied:
                continue
            for option in reading.options:
                if option.key == self.engine.choices.get(switch) or option.standing != "open":
                    continue
                key = (switch, option.key)
                if key not in self._evaluators:
                    other_choices = {**self.engine.choices, switch: option.key}
                    self._evaluators[key] = Evaluator(
                        self.engine.regulation, self.engine.relations, other_choices, quiet=True
                    )
                if self._evaluators[key].agrees_on(switch, trace):
                    continue
                other = self.engine.find(norm, entity, presence, self._evaluators[key])
                status = status_of(other.outcome) if other is not None else mine
                if status is Status.NOT_APPLICABLE and norm.group is not None:
                    status = self._of_siblings(norm, entity, self._evaluators[key])
                    if status is mine:
                        continue
                if status is not mine or (
                    other is not None and other.outcome.statuses != found.outcome.statuses
                ):
                    out.append(Alternative(switch, option.key, status))
        return tuple(out)

    def _of_siblings(self, norm: ir.Norm, entity: Entity, ev: Evaluator) -> Status:
        """The worst status of the norms that the same words become under another reading."""
        base = norm.alias.partition("/")[0]
        names, mine = self.engine.world.names(entity), entity.id.partition("#")[0]
        out: list[Status] = []
        for other in self.engine.regulation.norms:
            if other is norm or other.group != norm.group or other.alias.partition("/")[0] != base:
                continue
            for each, presence in self.engine.relations.subjects(other.subject):
                near = each.id.partition("#")[0] in names or mine in self.engine.world.names(each)
                if not near or entity.data.get("year") != each.data.get("year"):
                    continue
                found = self.engine.find(other, each, presence, ev)
                if found is not None:
                    out.append(status_of(found.outcome))
        return worst(s for s in out or [Status.NOT_APPLICABLE])
