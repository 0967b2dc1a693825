"""What belongs to a calendar year: amounts booked in it, plans for it, trainings held in it."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from ajx_rules.compiler import ir
from ajx_rules.engines.policy_years import year_of
from ajx_rules.engines.rows import Entity, Rows, inside_window, possible, record_of
from ajx_rules.engines.values import CodeSet, Numbers, Times, Value, latest
from ajx_rules.ledger.index import Row

if TYPE_CHECKING:
    from ajx_rules.engines.relations import Relations


_BY_OWN_DATE = {"self_assessments": "back:SelfAssessment.insurer"}
"""What is done once a year and says which year it looked at: how often it was done goes by the days it was done."""


def by_own_date(rows: ir.Row) -> ir.Row:
    """Rows to be counted in a window: of a year's relation that goes by the year looked at, all there are.

    What is booked in a year, or made for it, stays the year's whatever its date.
    """
    if isinstance(rows, ir.Filter):
        return attrs.evolve(rows, source=by_own_date(rows.source))
    if isinstance(rows, ir.Follow) and isinstance(rows.source, ir.Var) and rows.relation in _BY_OWN_DATE:
        return ir.Follow(ir.Follow(rows.source, "insurer"), _BY_OWN_DATE[rows.relation])
    return rows


class Booked:
    """The records of one calendar year of an insurer, a team or a member."""

    def __init__(self, relations: Relations) -> None:
        """``relations`` gives the rows."""
        self.relations = relations
        self.world = relations.world

    def rows(self, year: Entity, cls: str, field: str) -> Rows:
        """Records of the insurer whose year field says this year."""
        insurer = self.relations.part(year, "insurer")
        found = []
        for row in self.world.index.rows(cls):
            times = latest(
                [self.relations.presence(row), self._insurer_is(row, insurer), self._says(row, field, year)]
            )
            if times.may_be_true:
                found.append((self.relations.entity(row), times))
        ghost = self.relations.ghost(cls, insurer)
        return Rows((*found, ghost) if ghost else tuple(found))

    def policy_years(self, year: Entity) -> Rows:
        """Policy years of the insurer's contracts that are booked in the year."""
        insurer = self.relations.part(year, "insurer")
        found = []
        for contract in self.world.index.rows("Contract"):
            mine = latest([self.relations.presence(contract).undated(), self._insurer_is(contract, insurer)])
            if not mine.may_be_true:
                continue
            for each in self.relations.years.policy_years(contract):
                times = latest([mine, self._booked(each, contract, year)])
                if times.may_be_true:
                    found.append((each, times))
        ghost = self.relations.ghost("PolicyYear", insurer)
        return Rows((*found, ghost) if ghost else tuple(found))

    def _booked(self, each: Entity, contract: Row, year: Entity) -> Times:
        if each.row is not None:
            return self._says(each.row, "accounting_year", year)
        # A derived year has no accounting year of its own: it is not recorded.
        return Times.either(self.world.missing_fact(contract, contract.cls.fields["policy_years"]))

    def of_contracts(self, year: Entity, cls: str) -> Rows:
        """Records owned by the insurer's contracts that are booked in the year."""
        insurer = self.relations.part(year, "insurer")
        found = []
        for row in self.world.index.rows(cls):
            owner = row.owner
            assert owner is not None, row
            times = latest(
                [
                    self.relations.presence(row),
                    self._insurer_is(owner, insurer),
                    self._says(row, "accounting_year", year),
                ]
            )
            if times.may_be_true:
                found.append((self.relations.entity(row), times))
        ghost = self.relations.ghost(cls, insurer)
        return Rows((*found, ghost) if ghost else tuple(found))

    def _insurer_is(self, row: Row, insurer: Entity) -> Times:
        named: object = getattr(row.record, "insurer", None)
        if isinstance(named, str):
            return Times.truth(named == insurer.id)
        return Times.either(self.world.missing_fact(row, row.cls.fields["insurer"]))

    def _says(self, row: Row, field: str, year: Entity) -> Times:
        value = self.world.value(self.relations.entity(row), row.cls.fields[field])
        assert isinstance(value, Numbers)
        return value.equals(Numbers.exactly(Fraction(year_of(year))))

    def categories(self, allocation: Entity) -> Value:
        """The categories an amount is allocated to: as recorded, else those of its items."""
        row = record_of(allocation)
        if getattr(row.record, "categories", None) is not None:
            return self.world.value(allocation, row.cls.fields["categories"])
        items = self.world.value(allocation, row.cls.fields["items"])
        assert isinstance(items, CodeSet)
        label = (
            self.world.vocabularies["service_category"].label
            if "service_category" in self.world.vocabularies
            else ""
        )
        listed = self.world.vocabularies.get("service_item")
        names = {e.code: e.attributes.get(label, "") for e in listed.entries} if listed else {}
        possible = None if items.possible is None else frozenset(names.get(c, c) for c in items.possible)
        return CodeSet(frozenset(names.get(c, c) for c in items.certain), possible, items.missing)

    def trainings(self, year: Entity) -> Rows:
        """The trainings of a team held in the year."""
        team = self.relations.part(year, "team")
        return self._within(self.relations.follow(team, "trainings").items, year)

    def attendance(self, year: Entity) -> Rows:
        """The trainings of the team in the year that a member attended."""
        member = self.relations.part(year, "member")
        person: object = getattr(record_of(member).record, "person", None)
        team = record_of(member).owner
        assert team is not None, member
        held = self._within(self.relations.follow(self.relations.entity(team), "trainings").items, year)
        found = []
        for training, times in held.items:
            for each, there in self.relations.follow(training, "attendance").items:
                theirs: object = getattr(each.row.record, "person", None) if each.row is not None else None
                if each.row is None or theirs == person:
                    found.append((each, latest([times, there])))
        return Rows(tuple((e, t) for e, t in found if t.may_be_true))

    def _within(self, items: Iterable[tuple[Entity, Times]], year: Entity) -> Rows:
        first, last = self.relations.moment(year, "starts_on"), self.relations.moment(year, "ends_on")
        found = []
        for entity, times in items:
            there = possible(entity.times) if entity.ghost is not None and entity.times is not None else times
            kept = inside_window(there, first, last)
            if kept.may_be_true:
                found.append((entity, kept))
        return Rows(tuple(found))
