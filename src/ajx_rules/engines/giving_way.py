"""Exceptions: one norm giving way to another, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from ajx_rules.by_parts import ByParts
from ajx_rules.compiler import ir
from ajx_rules.compiler.over_rows import over_rows
from ajx_rules.engines.aggregates import kinds
from ajx_rules.engines.beside import Beside
from ajx_rules.engines.dependencies import A_PERSON
from ajx_rules.engines.earlier import Earlier
from ajx_rules.engines.evaluate import Evaluator
from ajx_rules.engines.kinds import Kinds
from ajx_rules.engines.obligations import Found, Outcome
from ajx_rules.engines.owed import excused_of, still_short
from ajx_rules.engines.rows import Entity
from ajx_rules.engines.values import Times, earliest, latest
from ajx_rules.engines.verdict import Status, Tried

if TYPE_CHECKING:
    from ajx_rules.engines.reference import ReferenceEngine


_GONE_BY = frozenset({Status.BREACH, Status.LATE})
_EXCUSABLE = frozenset({Status.BREACH, Status.LATE, Status.PENDING, Status.OPEN})


@attrs.frozen(eq=False, repr=False)
class _Effect(ByParts):
    """What an exception makes of a norm if it applies; ``in_time``: if it did when the norm fell due."""

    name: str
    status: Status
    applies: Times
    in_time: Times

    def on(self, status: Status) -> Times | None:
        """Whether it takes the place of a status; None where it never does."""
        if self.status is Status.NOT_APPLICABLE or status in _GONE_BY:
            return self.in_time
        return self.applies if status in (Status.PENDING, Status.OPEN) else None

    def lifts(self, outcome: Outcome) -> bool:
        """Whether it certainly takes the place of all that it may."""
        lifted = [each for each in map(self.on, outcome.statuses) if each is not None]
        applies = bool(lifted) and not any(each.may_be_false for each in lifted)
        return applies and not outcome.statuses <= {Status.NOT_APPLICABLE}


class GivingWay:
    """Tries the exceptions that target a norm."""

    def __init__(self, engine: ReferenceEngine) -> None:
        """Keep the exceptions of the engine's regulation by what they target."""
        self.regulation = regulation = engine.regulation
        self.earlier = Earlier(engine)
        self.targeting: dict[str, list[ir.ExceptionRule]] = {}
        depends = engine.evaluator.depends
        self._by_answers = {e.name for e in regulation.exceptions if A_PERSON in depends.of(e.condition)}
        self._credits = {e.name: over_rows(e.credit) for e in regulation.exceptions if e.credit is not None}
        for exception in regulation.exceptions:
            for target in exception.targets:
                self.targeting.setdefault(target, []).append(exception)

    def tried(
        self, target: str, cell: ir.Cell | None, env: tuple[Entity, ...], found: Found, ev: Evaluator
    ) -> tuple[tuple[Tried, ...], Outcome]:
        """Exceptions by name; one applies unless another that targets it applies."""
        tried: list[Tried] = []
        outcome = found.outcome
        effects: list[_Effect] = []
        for exception in self._aimed(target, cell):
            if exception.effect == "term":
                continue
            if exception.effect == "excused" and not outcome.statuses & _EXCUSABLE:
                continue  # there is nothing to excuse
            # In a window of several years, what lifts a duty may stand in any of them.
            scopes: list[tuple[Entity, ...]] = [(year,) for year in found.years] or [env]
            applies = earliest(self._lifting(exception, cell, found, scope, ev) for scope in scopes)
            status = Status(exception.effect)
            effect = _Effect(exception.name, status, applies, applies)
            if self._as_of_due(exception, applies, found, outcome):
                effect = attrs.evolve(effect, in_time=self._in_time(exception, cell, found, scopes, ev))
            holds = effect.in_time
            tried.append(
                Tried(exception.name, holds.may_be_true if holds.decided else None, exception.citation.words)
            )
            effects.append(effect)
        # 不适用 prevails over 免责
        for effect in sorted(effects, key=lambda e: e.status is Status.EXCUSED):
            if effect.lifts(outcome):
                names = [e.name for e in effects if e.status is effect.status and e.lifts(outcome)]
                found.reason = f"例外“{'”“'.join(names)}”"
                found.owed = self._credited_in_words(names, target, cell, found, env, ev)
            outcome = self._with_effect(effect, outcome)
        told = not isinstance(ev, Beside)  # of other readings only the status is
        if told and found.owed and cell is not None and outcome.statuses & {Status.BREACH, Status.PENDING}:
            found.owed = self._still_owed(target, cell, found, env, ev)
        return tuple(tried), outcome

    def _with_effect(self, effect: _Effect, outcome: Outcome) -> Outcome:
        """An outcome, each status of which an exception may have taken the place of."""
        if outcome.statuses <= {Status.NOT_APPLICABLE}:
            return outcome
        out: set[Status] = set()
        missing = outcome.missing
        for status in outcome.statuses:
            lifted = effect.on(status)
            if lifted is None or lifted.may_be_false:
                out.add(status)
            if lifted is not None and lifted.may_be_true:
                out.add(effect.status)
                missing |= lifted.missing if lifted.may_be_false else frozenset()
        return Outcome.of(*out, missing=missing)

    def _as_of_due(self, exception: ir.ExceptionRule, applies: Times, found: Found, outcome: Outcome) -> bool:
        """Whether it counts how things stood on the due date: of a term, or at the end of a window gone by without it.

        Whether anything is demanded in a window at all goes by all that came about since; and what a person is to
        answer of a window is answered after it.
        """
        takes_away = exception.effect == Status.NOT_APPLICABLE.value
        if found.due is None:
            return False
        if takes_away and not applies.may_be_true and not outcome.statuses & _GONE_BY:
            return False  # what was kept in time stays
        if any(w.term is not None or w.event is not None for w in found.ways or (found,)):
            return True
        if takes_away:
            return False
        return Status.BREACH in outcome.statuses and exception.name not in self._by_answers

    def _lifting(
        self,
        exception: ir.ExceptionRule,
        cell: ir.Cell | None,
        found: Found,
        env: tuple[Entity, ...],
        ev: Evaluator,
    ) -> Times:
        """Whether an exception applies, and what it credits is enough."""
        applies = self.applies(exception, cell, env, ev)
        if exception.credit is not None and applies.may_be_true and cell is not None:
            applies = latest([applies, self._credited(exception, cell, found, env, ev)])
        return applies

    def _in_time(
        self,
        exception: ir.ExceptionRule,
        cell: ir.Cell | None,
        found: Found,
        scopes: list[tuple[Entity, ...]],
        ev: Evaluator,
    ) -> Times:
        """Whether an exception applied by the end of the due date, so that no breach came to stand.

        It is asked as of that day: what comes about later undoes nothing, nor does what falls away later.
        """
        assert found.due is not None

        def asked(entity: Entity, then: Evaluator) -> Times:
            return self._lifting(exception, cell, found, (entity,), then)

        return earliest(self.earlier.at_the_end_of(found.due, scope[0], ev, asked) for scope in scopes)

    def _aimed(self, target: str, cell: ir.Cell | None) -> list[ir.ExceptionRule]:
        """The exceptions that target a norm, or of a row of a table this cell."""
        of_row = self.targeting.get(target, ())
        if cell is None or not any(e.cells for e in of_row):
            return list(of_row)
        others = self._other_cells(target, cell)
        return [e for e in of_row if cell.id in e.cells or not others & set(e.cells)]

    def _other_cells(self, target: str, cell: ir.Cell) -> set[str]:
        """The other cells of the row that a cell stands in."""
        norm = next(n for n in self.regulation.norms if n.id == target)
        return {c.id for c in norm.row.cells} - {cell.id} if norm.row is not None else set()

    def applies(
        self, exception: ir.ExceptionRule, cell: ir.Cell | None, env: tuple[Entity, ...], ev: Evaluator
    ) -> Times:
        """Whether an exception applies, for every alternative of a cell."""
        codes: tuple[str | None, ...] = cell.row_codes if cell is not None and cell.row_codes else (None,)
        parts: list[Times] = []
        for code in codes:  # every alternative of a cell must be covered
            with ev.in_row(code):
                condition = ev.times(exception.condition, env).undated()
                over = [
                    self.applies(e, None, env, ev) if not code else self._applies_in(e, code, env, ev)
                    for e in self.targeting.get(f"例外:{exception.name}", ())
                ]
            parts.append(
                latest([condition, earliest(over).negated()]) if condition.may_be_true else condition
            )
        return latest(parts).undated()

    def _applies_in(
        self, exception: ir.ExceptionRule, code: str, env: tuple[Entity, ...], ev: Evaluator
    ) -> Times:
        with ev.in_row(code):
            condition = ev.times(exception.condition, env).undated()
            over = [
                self._applies_in(e, code, env, ev) for e in self.targeting.get(f"例外:{exception.name}", ())
            ]
        return latest([condition, earliest(over).negated()])

    def _credited(
        self,
        exception: ir.ExceptionRule,
        cell: ir.Cell,
        found: Found,
        env: tuple[Entity, ...],
        ev: Evaluator,
    ) -> Times:
        """Whether the count would be met if the credited kinds counted as delivered."""
        counted = self._with_credit(exception, cell, env, ev)
        if cell.duty is None or counted is None:
            return Times.never()
        delivered, credit = counted
        if not credit.adds_to(delivered):
            return Times.never()
        together = delivered.joined(credit).number()
        met = [together.at_least(n) for n in found.wanted or (cell.duty.count,)]
        if all(m.may_be_true == met[0].may_be_true and m.decided for m in met):
            return met[0]
        missing = frozenset(each for m in met for each in m.missing)
        return Times.either(missing | found.outcome.missing)

    def _credited_in_words(
        self,
        names: list[str],
        target: str,
        cell: ir.Cell | None,
        found: Found,
        env: tuple[Entity, ...],
        ev: Evaluator,
    ) -> str:
        """How many kinds were delivered and how many excused, of how many; nothing where that is not known."""
        asked = found.wanted or ((cell.duty.count,) if cell is not None and cell.duty is not None else ())
        if cell is None or len(asked) != 1:
            return ""
        for exception in self._aimed(target, cell):
            counted = self._with_credit(exception, cell, env, ev) if exception.name in names else None
            if counted is not None:
                delivered, credit = counted
                return excused_of(delivered.number(), delivered.joined(credit).number(), asked[0])
        return ""

    def _still_owed(
        self, target: str, cell: ir.Cell, found: Found, env: tuple[Entity, ...], ev: Evaluator
    ) -> str:
        """What is still lacking where something was excused, but not enough: of a breach, when it came to stand."""
        asked = found.wanted or ((cell.duty.count,) if cell.duty is not None else ())
        closed = Status.BREACH in found.outcome.statuses
        crediting = [
            e
            for e in self._aimed(target, cell)
            if e.credit is not None and (closed or self.applies(e, cell, env, ev).may_be_true)
        ]
        words: list[str | None] = []

        def told(entity: Entity, then: Evaluator) -> Times:
            for exception in crediting:
                applies = self.applies(exception, cell, (entity,), then)
                counted = self._with_credit(exception, cell, (entity,), then) if applies.may_be_true else None
                if counted is not None:
                    delivered, credit = counted[0].number(), counted[0].joined(counted[1]).number()
                    sure = applies.decided and delivered.definite and credit.definite
                    words.append(still_short(delivered, credit, asked[0]) if sure else None)
            return Times.never()

        if crediting and len(asked) == 1 and found.due is not None and found.due.is_one_day:
            self.earlier.at_the_end_of(found.due, env[0], ev, told)
        if None in words:  # it may be less than what the records show
            return ""
        return next(filter(None, words), found.owed)

    def _with_credit(
        self, exception: ir.ExceptionRule, cell: ir.Cell, env: tuple[Entity, ...], ev: Evaluator
    ) -> tuple[Kinds, Kinds] | None:
        """The kinds that a cell counts, and those that an exception lets count as delivered."""
        number = self._distinct_of(cell.duty.number, env, ev) if cell.duty is not None else None
        credit = self._credit(exception, env, ev) if number is not None else None
        if number is None or credit is None:
            return None
        node, scope = number
        with ev.afresh():  # what is behind the number bears on the credit by itself
            return kinds(ev, node.rows, node.bind, node.value, scope), credit

    def _distinct_of(
        self, node: ir.Expr | None, env: tuple[Entity, ...], ev: Evaluator
    ) -> tuple[ir.Distinct, tuple[Entity, ...]] | None:
        """The count of kinds behind a definition, in its scope."""
        if isinstance(node, ir.Distinct):
            return node, env
        if isinstance(node, ir.Call):
            definition = next(d for d in self.regulation.definitions if d.name == node.definition)
            for branch in definition.branches:
                if not ev.times(branch.condition, env).may_be_false:
                    return self._distinct_of(branch.value, env, ev)
            return self._distinct_of(definition.otherwise, env, ev)
        return None

    def _credit(self, exception: ir.ExceptionRule, env: tuple[Entity, ...], ev: Evaluator) -> Kinds | None:
        """The kinds that an exception lets count as delivered."""
        rows, value, bind = self._credits.get(exception.name, (None, None, 0))
        return None if rows is None or value is None else kinds(ev, rows, bind, value, env)
