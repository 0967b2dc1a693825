"""Policy years, insured-years and calendar years of an insurer: derived, chained, priced."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from ajx_rules.by_parts import ByParts
from ajx_rules.domain.values import UNKNOWN
from ajx_rules.engines.rows import Entity, Rows, always_there, record_of
from ajx_rules.engines.values import MINUTES, Missings, Numbers, Times, earliest, latest
from ajx_rules.engines.values import NOTHING as NO_MISSING
from ajx_rules.engines.world import FIRST_MINUTE, LAST_MINUTE, end_of, start_of
from ajx_rules.ledger.index import Row
from ajx_rules.ledger.years import anniversary

if TYPE_CHECKING:
    from ajx_rules.engines.relations import Relations


WHOLE_YEAR = 12
_ENDS = {"RiskControlTeam": "dissolved_on", "TeamMember": "to_on"}


@attrs.frozen(eq=False, repr=False)
class Neighbours(ByParts):
    """The years beside one in its chain, whether they are there, and what may be missing."""

    before: Entity | None
    before_there: Times
    after: Entity | None
    after_there: Times
    missing: Missings


class PolicyYears:
    """The years of one world."""

    def __init__(self, relations: Relations) -> None:
        """``relations`` gives the rows."""
        self.relations = relations
        self.world = relations.world
        self.made: dict[str, tuple[Entity, ...]] = {}
        self.insured: dict[str, tuple[Entity, ...]] = {}
        self.from_inception = True
        """Whether the years of an insured run from inception; else: the calendar year of inception."""

    def policy_years(self, contract: Row) -> tuple[Entity, ...]:
        """The policy years of a contract: those listed, and those its dates give."""
        found = self.made.get(contract.id)
        if found is None:
            found = self.made[contract.id] = tuple(self._make_years(contract))
        return found

    def _make_years(self, contract: Row) -> Iterable[Entity]:
        listed = {
            getattr(r.record, "no", None): r for r in self.world.index.children(contract, "policy_years")
        }
        first, last = _day(contract, "inception_on"), _day(contract, "expiry_on")
        count = 1
        if first and last:
            while anniversary(first, count) <= last and count < 200:  # noqa: PLR2004 - a guard
                count += 1
        numbers = sorted({*range(1, count + 1), *(n for n in listed if isinstance(n, int))})
        for no in numbers:
            row = listed.get(no)
            path = row.path if row else contract.path
            starts = anniversary(first, no - 1) if first else None
            ends = _day_before(anniversary(first, no)) if first else None
            if ends and last:
                ends = min(ends, last)
            data = {
                "no": no,
                "starts": starts,
                "ends": ends if last else None,
                "years": count,
                "contract": self.relations.entity(contract),
            }
            yield Entity(
                "PolicyYear",
                f"{contract.id}#{no}",
                path,
                row=row,
                data={**data, "owner": self.relations.entity(contract)},
            )

    def rows_of_contract(self, contract: Entity) -> Rows:
        """The policy years of a contract, as a relation."""
        return Rows(tuple(always_there(y) for y in self.policy_years(record_of(contract))))

    def policy_year_day(self, year: Entity, name: str) -> Times:
        """The first or last day of a policy year: as listed, else by the contract's dates."""
        if year.row is not None:
            written: object = getattr(year.row.record, name)
            if isinstance(written, dt.date):
                return Times.day(written)
        derived = year.data["starts" if name == "starts_on" else "ends"]
        if isinstance(derived, dt.date):
            return Times.day(derived)
        contract = record_of(self.relations.part(year, "contract"))
        field = (
            "inception_on" if name == "starts_on" or _day(contract, "inception_on") is None else "expiry_on"
        )
        missing = self.world.missing_fact(contract, contract.cls.fields[field])
        start = year.data["starts"]
        lo = start_of(start) if isinstance(start, dt.date) else FIRST_MINUTE
        return Times.of(((lo, LAST_MINUTE),), missing)

    def insured_day(self, year: Entity, name: str) -> Times:
        """The first or last day on which the yearly duties towards an insured run."""
        policy_year = self.relations.part(year, "policy_year")
        if self.from_inception:
            return self.policy_year_day(policy_year, name)
        starts = self.policy_year_day(policy_year, "starts_on")
        lo, hi = starts.dates()
        if lo is None or hi is None:
            return starts
        month, day = (1, 1) if name == "starts_on" else (12, 31)
        first, last = dt.date(lo.year, month, day), dt.date(hi.year, month, day)
        return (
            Times.day(first)
            if first == last
            else Times.of(((start_of(first), end_of(last)),), starts.missing)
        )

    def months(self, year: Entity) -> tuple[Fraction | None, Missings]:
        """The length of an insured-year's cover in months; None with what is missing."""
        policy_year = self.relations.part(year, "policy_year")
        first, last = (self.policy_year_day(policy_year, n) for n in ("starts_on", "ends_on"))
        day, end = first.dates()[0], last.dates()[1]
        if not (first.is_one_day and last.is_one_day) or day is None or end is None:
            return None, first.missing | last.missing
        return _months(day, end), NO_MISSING

    def short(self, year: Entity) -> Times:
        """Whether a year of cover is shorter than twelve months."""
        length, missing = self.months(year)
        return Times.either(missing) if length is None else Times.truth(length < WHOLE_YEAR)

    def year_premium(self, year: Entity) -> Numbers:
        """The premium of one year: its own, else the contract's or an exact part of it."""
        if year.row is not None:
            written: object = getattr(year.row.record, "premium", None)
            if isinstance(written, Decimal | int):
                return Numbers.exactly(Fraction(written))
        contract = record_of(self.relations.part(year, "contract"))
        whole: object = getattr(contract.record, "premium", None)
        if not isinstance(whole, Decimal | int):
            return Numbers(
                Fraction(0), None, self.world.missing_fact(contract, contract.cls.fields["premium"])
            )
        if year.data["starts"] is None or year.data["ends"] is None:  # the length of the term is not known
            fields = [
                contract.cls.fields[n] for n in ("inception_on", "expiry_on") if _day(contract, n) is None
            ]
            missing = frozenset(m for f in fields for m in self.world.missing_fact(contract, f))
            return Numbers(Fraction(0), Fraction(whole), missing)
        years = year.data["years"]
        assert isinstance(years, int)
        if years == 1:
            return Numbers.exactly(Fraction(whole))
        return Numbers.exactly(Fraction(whole) * self._months_share(contract, year))

    def _months_share(self, contract: Row, year: Entity) -> Fraction:
        """The part of a term that one of its years takes, in months, exactly."""
        first, last = _day(contract, "inception_on"), _day(contract, "expiry_on")
        starts, ends = year.data["starts"], year.data["ends"]
        if not (first and last and isinstance(starts, dt.date) and isinstance(ends, dt.date)):
            return Fraction(1, 1)
        return _months(starts, ends) / _months(first, last)

    def contract_end(self, contract: Entity) -> Times:
        """The last day of cover: by termination if that came about, else by expiry."""
        return earliest([self.terminated(contract), self.relations.moment(contract, "expiry_on")])

    def terminated(self, contract: Entity) -> Times:
        """When cover was ended early, if it was."""
        return self.relations.moment(contract, "terminated_on")

    def insured_years(self, contract: Row) -> tuple[Entity, ...]:
        """(insurer, policyholder, policy year) of each year of a contract."""
        found = self.insured.get(contract.id)
        if found is None:
            found = self.insured[contract.id] = tuple(self._make_insured(contract))
        return found

    def _make_insured(self, contract: Row) -> Iterable[Entity]:
        insurer = self.world.index.row(getattr(contract.record, "insurer", None))
        policyholder = contract.owner
        assert policyholder is not None, contract
        for year in self.policy_years(contract):
            data: dict[str, object] = {
                "policy_year": year,
                "contract": self.relations.entity(contract),
                "policyholder": self.relations.entity(policyholder),
            }
            if insurer is not None:
                data["insurer"] = self.relations.entity(insurer)
            no = year.data["no"]
            yield Entity("InsuredYear", f"{contract.id}#{no}", contract.path, data=data)

    def window(self, year: Entity) -> tuple[Times, Times]:
        """The first and last moment of an insured-year or calendar year; termination ends it early."""
        starts, ends = self.relations.moment(year, "starts_on"), self.relations.moment(year, "ends_on")
        if year.cls == "InsuredYear":
            ends = earliest([ends, self.terminated(self.relations.part(year, "contract"))])
        return starts, ends

    def cover(self, year: Entity) -> tuple[Times, Times]:
        """The first and last moment of the policy year behind an insured-year; termination ends it early."""
        return self._covered(self.relations.part(year, "policy_year"))

    def _covered(self, policy_year: Entity) -> tuple[Times, Times]:
        terminated = self.terminated(self.relations.part(policy_year, "contract"))
        ends = self.policy_year_day(policy_year, "ends_on")
        return self.policy_year_day(policy_year, "starts_on"), earliest([ends, terminated])

    def concurrent(self, year: Entity) -> Rows:
        """The policy years of the same insurer, policyholder and line that share a day of cover with one.

        Itself among them: what is done for the insured under one contract is done under each of these.
        """
        contract = self.relations.part(year, "contract")
        mine = record_of(contract)
        assert mine.owner is not None, mine
        first, last = self._covered(year)
        found = [always_there(year)]
        for other in self.world.index.children(mine.owner, "contracts"):
            if other is mine:
                continue
            there = latest([self._same_book(mine, other), self.relations.presence(other).undated()])
            for theirs in self.policy_years(other) if there.may_be_true else ():
                begins, ends = self._covered(theirs)
                found.append((theirs, latest([there, not_after(first, ends), not_after(begins, last)])))
        holder = self.relations.entity(mine.owner)
        ghost = self.relations.ghost("Contract", holder, self.world.names(contract))
        if ghost is not None and self._may_be_on(ghost[0], last):
            found += self.relations.follow(ghost[0], "policy_years").items
        return Rows(tuple((e, t) for e, t in found if t.may_be_true))

    def premium_total(self, year: Entity) -> Numbers:
        """Premiums of all policy years of insurer and policyholder that run on the first day.

        One whose contract was ended before that day runs no longer.
        """
        mine = record_of(self.relations.part(year, "contract"))
        starts = self._begins(year)
        total = self.year_premium(self.relations.part(year, "policy_year"))
        policyholder = self.relations.part(year, "policyholder")
        for other in self.world.index.children(policyholder.row, "contracts"):
            for theirs in self.policy_years(other):
                if other is mine:
                    continue
                same = self._same_book(mine, other)
                first, last = self._covered(theirs)
                there = self.relations.presence(other).undated()
                runs = latest([same, there, not_after(first, starts), not_after(starts, last)])
                amount = self.year_premium(theirs)
                if not runs.may_be_false:
                    total = total.plus(amount)
                elif runs.may_be_true:
                    total = total.plus(Numbers(Fraction(0), amount.hi, runs.missing | amount.missing))
        ghost = self.relations.ghost("Contract", policyholder)
        if ghost is not None and self._may_be_on(ghost[0], starts):
            return Numbers(total.lo, None, total.missing | (ghost[0].ghost or NO_MISSING))
        return total

    def _may_be_on(self, ghost: Entity, day: Times) -> bool:
        """Whether contracts may be missing that were concluded by a day."""
        return ghost.times is not None and ghost.times.lo <= day.hi

    def _same_book(self, mine: Row, other: Row) -> Times:
        """The other contract is of the same insurer and line."""
        parts: list[Times] = []
        for name in ("insurer", "line"):
            a, b = getattr(mine.record, name), getattr(other.record, name)
            if a is None or b is None or UNKNOWN in (a, b):
                unsaid = [row for row, value in ((mine, a), (other, b)) if value is None or value is UNKNOWN]
                missing = (self.world.missing_fact(row, row.cls.fields[name]) for row in unsaid)
                parts.append(Times.either(frozenset(m for found in missing for m in found)))
            else:
                parts.append(Times.truth(a == b))
        return latest(parts)

    def first_alike(self, year: Entity) -> Entity:
        """The first year on record that certainly covers the same for the same: an omission in both is one."""
        mine = record_of(self.relations.part(year, "contract"))
        holder = self.relations.part(year, "policyholder").row
        for other in self.world.index.children(holder, "contracts"):
            if other is mine:
                return year
            there = latest([self._same_book(mine, other), self.relations.presence(other).undated()])
            for theirs in () if there.may_be_false else self.insured_years(other):
                if self._same_days(theirs, year):
                    return theirs
        return year

    def _same_days(self, one: Entity, other: Entity) -> bool:
        """Whether both cover certainly the same days; where it is not known that one was ended early, as agreed."""

        def days(year: Entity) -> tuple[Times, Times]:
            policy_year = self.relations.part(year, "policy_year")
            first, last = self._covered(policy_year)
            return first, last if last.is_one_day else self.policy_year_day(policy_year, "ends_on")

        return all(a.is_one_day and a == b for a, b in zip(days(one), days(other), strict=True))

    def previous(self, year: Entity, name: str) -> Times:
        """上一自然年度, 上一保险年度: their first and last days."""
        which, _, end = name.partition(":")
        starts = self._begins(year)
        lo, hi = starts.dates()
        if lo is None or hi is None:
            return starts
        if which == "previous_calendar_year":
            days = [dt.date(max(d.year - 1, 1), *((1, 1) if end == "first" else (12, 31))) for d in (lo, hi)]
        elif which == "previous_twelve_months":
            days = [anniversary(d, -1) if end == "first" else _day_before(d) for d in (lo, hi)]
        elif end == "first":
            days = [anniversary(d, -1) for d in (lo, hi)]
        else:
            days = [_day_before(d) for d in (lo, hi)]
        found = Times.of(((start_of(days[0]), end_of(days[1])),), starts.missing)
        return Times(found.stretches) if lo == hi else found

    def insurer_years(self) -> Iterable[tuple[Entity, Times]]:
        """The calendar years of each insurer's book, from its first contract's start to ``as_of``.

        A contract that may not have been concluded yet makes its years possible, no more.
        """
        for insurer in self.world.index.rows("Insurer"):
            begun: dict[int, list[Times]] = {}
            for contract in self.world.index.rows("Contract"):
                there = self.relations.presence(contract).undated()
                if getattr(contract.record, "insurer", None) == insurer.id and there.may_be_true:
                    for policy_year in self.policy_years(contract):
                        starts = policy_year.data["starts"]
                        if isinstance(starts, dt.date):
                            begun.setdefault(starts.year, []).append(there)
            for year in range(min(begun, default=self.world.as_of.year + 1), self.world.as_of.year + 1):
                data = {"insurer": self.relations.entity(insurer), "year": year}
                there = earliest(t for first, found in begun.items() if first <= year for t in found)
                yield Entity("InsurerCalendarYear", f"{insurer.id}#{year}", insurer.path, data=data), there

    def calendar_years(self, cls: str, rows: Iterable[Row], part: str) -> Iterable[tuple[Entity, Times]]:
        """The calendar years of teams or members up to ``as_of``, with whether there was one in them.

        From the year that each came about; as of ``as_of`` where that is not known. None once it had ended.
        """
        for row in rows:
            begun, ended = self.relations.presence(row), self._ended(row)
            if not begun.may_be_true:
                continue
            first = begun.dates()[0]
            since = self.world.as_of.year if first in (None, dt.date.min) else first.year
            for year in range(since, self.world.as_of.year + 1):
                opens, closes = Times.day(dt.date(year, 1, 1)), Times.day(dt.date(year, 12, 31))
                there = latest([not_after(begun, closes), not_after(opens, ended)])
                if there.may_be_true:
                    data = {part: self.relations.entity(row), "year": year}
                    yield Entity(cls, f"{row.id}#{year}", row.path, data=data), there

    def _ended(self, row: Row) -> Times:
        """When a team was dissolved, or a member left it: whichever came first."""
        ends = []
        at: Row | None = row
        while at is not None:
            if at.cls.name in _ENDS:
                ends.append(self.relations.moment(self.relations.entity(at), _ENDS[at.cls.name]))
            at = at.owner
        return earliest(ends)

    def _begins(self, year: Entity) -> Times:
        """The first day of cover of an insured-year."""
        return self.policy_year_day(self.relations.part(year, "policy_year"), "starts_on")

    def neighbours(self, year: Entity) -> Neighbours:
        """The policy years before and after in the chain, as far as they are known.

        Linked where the next begins on the last day of the one before or on the day after, or by 续保自.
        A year that runs beside this one comes neither before nor after it.
        """
        policyholder = self.relations.part(year, "policyholder").row
        contract = record_of(self.relations.part(year, "contract"))
        there = {
            c.id: latest([self._same_book(contract, c), self.relations.presence(c).undated()])
            for c in self.world.index.children(policyholder, "contracts")
            if c is not contract
        }
        mine = [
            y
            for c in self.world.index.children(policyholder, "contracts")
            if c is contract or there[c.id].may_be_true
            for y in self.insured_years(c)
        ]
        # A year whose first day is not known may stand on either side, or on none.
        loose = [y for y in mine if y.id != year.id and not self._begins(y).is_one_day]
        mine = [y for y in mine if y not in loose]
        others = sorted((y for y in mine if y.id != year.id), key=lambda y: (self._begins(y).lo, y.id))
        latest_first = list(reversed(others))

        def of_another(other: Entity) -> bool:
            return self.relations.part(other, "contract").id != contract.id

        # The years of one contract go together, whatever else ends or begins on the same day.
        before, before_linked = _surest(
            (y, self._linked(y, year)) for y in sorted(latest_first, key=of_another)
        )
        after, after_linked = _surest((y, self._linked(year, y)) for y in sorted(others, key=of_another))
        ghost = self.relations.ghost("Contract", self.relations.part(year, "policyholder"))

        def sure(other: Entity | None, linked: Times) -> Times:
            if other is None:
                return Times.never()
            listed = there.get(self.relations.part(other, "contract").id, Times.always())
            return latest([listed.undated(), linked])

        missing = (ghost[0].ghost or NO_MISSING) if ghost else NO_MISSING
        if loose:
            unsure = Times.either(self._begins(loose[0]).missing)
            first, then = (before or loose[0]), (after or loose[0])
            there_first = sure(before, before_linked) if before else unsure
            there_then = sure(after, after_linked) if after else unsure
            return Neighbours(first, there_first, then, there_then, missing)
        return Neighbours(before, sure(before, before_linked), after, sure(after, after_linked), missing)

    def _linked(self, first: Entity, second: Entity) -> Times:
        """Whether cover goes on from one year to the next; either, where it is not known when it ended."""
        a, b = self.relations.part(first, "contract"), self.relations.part(second, "contract")
        one, other = (self.relations.part(year, "policy_year").data for year in (first, second))
        if a.id == b.id:
            return Times.truth(_number(one["no"]) + 1 == other["no"])
        if getattr(record_of(b).record, "renewal_of", None) == a.id:
            return Times.truth(one["no"] == one["years"] and other["no"] == 1)
        begins, ends = self._begins(second), self._covered(self.relations.part(first, "policy_year"))[1]
        later = not_after(self._begins(first), begins)  # a year of one day is not before itself
        return latest([later, not_after(ends, begins), not_after(begins, _day_after(ends))])


# ---------------------------------------------------------------------- helpers


def year_of(entity: Entity) -> int:
    """The calendar year of an insurer-year."""
    return _number(entity.data["year"])


def _number(value: object) -> int:
    assert isinstance(value, int)
    return value


def _day(row: Row, name: str) -> dt.date | None:
    value: object = getattr(row.record, name, None)
    return value if isinstance(value, dt.date) else None


def _surest(found: Iterable[tuple[Entity, Times]]) -> tuple[Entity | None, Times]:
    """The first that is certainly there, else the first that may be."""
    possible = [(year, linked) for year, linked in found if linked.may_be_true]
    certain = (each for each in possible if not each[1].may_be_false)
    return next(certain, possible[0] if possible else (None, Times.never()))


def _day_before(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=1) if day > dt.date.min else day


def _day_after(day: Times) -> Times:
    return Times(tuple((lo + MINUTES, hi + MINUTES) for lo, hi in day.stretches), day.missing)


def _months(first: dt.date, last: dt.date) -> Fraction:
    """The length of a term in months; days beyond whole months as parts of a month of 30 days."""
    after = last + dt.timedelta(days=1)
    months = (after.year - first.year) * 12 + after.month - first.month
    return Fraction(months) + Fraction(after.day - first.day, 30)


def not_after(a: Times, b: Times) -> Times:
    """Whether ``a`` is no later than ``b``, undated."""
    if a.hi // MINUTES <= b.lo // MINUTES:
        return Times.always()
    if a.lo // MINUTES > b.hi // MINUTES:
        return Times.never()
    return Times.either(a.missing | b.missing)
