"""What each relation leads to: owners, lists, references, and everything derived.

One function a derived relation or fact, in the order of ``domain/derived.py``; the
rest follows from the classes. The meaning of each is stated there and in the design
of the domain (section 4).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from decimal import Decimal
from fractions import Fraction

from ajx_rules.compiler import ir
from ajx_rules.compiler.schema import schema
from ajx_rules.domain.catalogue import FieldInfo, catalogue
from ajx_rules.domain.values import NOTHING, UNKNOWN
from ajx_rules.engines.rows import EMPTY_ROWS, Entity, Rows, always_there, possible
from ajx_rules.engines.values import (
    MINUTES,
    NEVER,
    Codes,
    CodeSet,
    Missings,
    Numbers,
    Stretch,
    Times,
    Value,
    earliest,
    latest,
)
from ajx_rules.engines.values import (
    NOTHING as NO_MISSING,
)
from ajx_rules.engines.world import FIRST_MINUTE, LAST_MINUTE, World, end_of, start_of
from ajx_rules.ledger.index import Row

_KINDS_ABOUT = {"uploads": "上传", "filings": "报送", "reports": "报告", "publications": "公示"}


class Relations:
    """Follows relations and reads fields in one world; each row is made once."""

    def __init__(self, world: World) -> None:
        """Start with no rows made."""
        self.world = world
        self._entities: dict[int, Entity] = {}
        self._years: dict[str, tuple[Entity, ...]] = {}
        self._insured: dict[str, tuple[Entity, ...]] = {}
        self._followed: dict[tuple[int, str], Rows] = {}
        self._keep: list[Entity] = []
        self._derived_rows: dict[tuple[str, str], Callable[[Entity], Rows]] = {
            ("Contract", "policy_years"): self._policy_years,
            ("Contract", "deliveries"): self._contract_deliveries,
            ("Policyholder", "deliveries"): self._policyholder_deliveries,
            ("Service", "deliveries"): self._service_deliveries,
            ("Recipient", "follow_ups"): self._recipient_follow_ups,
            ("Recipient", "communications"): self._recipient_communications,
            ("InsuredYear", "deliveries"): self._year_deliveries,
            ("InsuredYear", "refusals"): self._year_refusals,
            ("InsurerCalendarYear", "deliveries"): self._insurer_deliveries,
            ("Delivery", "deliverables"): self._deliverables,
        }
        self._derived_values: dict[tuple[str, str], Callable[[Entity], Value]] = {
            ("Contract", "ends_on"): self.contract_end,
            ("PolicyYear", "starts_on"): lambda e: self.policy_year_day(e, "starts_on"),
            ("PolicyYear", "ends_on"): lambda e: self.policy_year_day(e, "ends_on"),
            ("PolicyYear", "premium"): self._year_premium,
            ("InsuredYear", "starts_on"): lambda e: self.policy_year_day(
                self.part(e, "policy_year"), "starts_on"
            ),
            ("InsuredYear", "ends_on"): lambda e: self.policy_year_day(
                self.part(e, "policy_year"), "ends_on"
            ),
            ("InsuredYear", "premium"): lambda e: self._year_premium(self.part(e, "policy_year")),
            ("InsuredYear", "premium_total"): self._premium_total,
            ("InsurerCalendarYear", "starts_on"): lambda e: Times.day(dt.date(_year(e), 1, 1)),
            ("InsurerCalendarYear", "ends_on"): lambda e: Times.day(dt.date(_year(e), 12, 31)),
            ("Delivery", "item"): lambda e: self._of_item(e, "item"),
            ("Delivery", "category"): self._category,
            ("Delivery", "forms"): lambda e: self._of_item(e, "forms"),
            ("Delivery", "topics"): lambda e: self._of_item(e, "topics"),
            ("Delivery", "mode"): self._mode,
        }

    # ------------------------------------------------------------ rows

    def entity(self, row: Row) -> Entity:
        """The entity of a record."""
        found = self._entities.get(id(row))
        if found is None:
            found = Entity(row.cls.name, row.id, row.path, row=row)
            self._entities[id(row)] = found
        return found

    def part(self, entity: Entity, name: str) -> Entity:
        """A row that a derived row consists of."""
        found = entity.data[name]
        assert isinstance(found, Entity)
        return found

    def presence(self, row: Row) -> Times:
        """When a record came about: its own date and those of its owners."""
        times: list[Times] = []
        at: Row | None = row
        while at is not None:
            dated = at.cls.dated
            if dated is not None:
                times.append(self.world.moment(self.entity(at), dated))
            at = at.owner
        return latest(times)

    def subjects(self, cls: str) -> tuple[tuple[Entity, Times], ...]:
        """Every row that a norm of that subject binds, with when it came about."""
        if cls == "InsuredYear":
            rows = [
                (year, self.presence(self.part(year, "contract").row or _no_row()))
                for contract in self.world.index.rows("Contract")
                for year in self.insured_years(contract)
            ]
            return tuple((e, t) for e, t in rows if t.may_be_true)
        if cls == "InsurerCalendarYear":
            return tuple(always_there(e) for e in self._insurer_years())
        if cls == "PolicyYear":
            years = (y for c in self.world.index.rows("Contract") for y in self.policy_years(c))
            return tuple(always_there(y) for y in years)
        if cls == "Delivery":
            out = [d for s in self.world.index.rows("Service") for d in self._deliveries_of(s)]
            return tuple((e, t) for e, t in out if t.may_be_true)
        found = ((self.entity(r), self.presence(r)) for r in self.world.index.rows(cls))
        return tuple((e, t) for e, t in found if t.may_be_true)

    def follow(self, entity: Entity, relation: str) -> Rows:
        """The rows that a relation leads to from one row."""
        key = (id(entity), relation)
        found = self._followed.get(key)
        if found is None:
            found = self._follow(entity, relation)
            self._followed[key] = found
            self._keep.append(entity)
        return found

    def _follow(self, entity: Entity, relation: str) -> Rows:
        if entity.ghost is not None:
            return self._from_ghost(entity, relation)
        derived = self._derived_rows.get((entity.cls, relation))
        if derived is not None:
            return derived(entity)
        value = entity.data.get(relation)
        if isinstance(value, Entity):
            return Rows((always_there(value),))
        row = entity.row
        if row is None:
            return EMPTY_ROWS
        if relation == "owner":
            return Rows((always_there(self.entity(row.owner)),)) if row.owner else EMPTY_ROWS
        if relation in _KINDS_ABOUT:
            return self._submissions(row, _KINDS_ABOUT[relation])
        if relation == "communications":
            return self._about(row, "Communication")
        if relation.startswith("back:"):
            cls, _, field = relation[5:].partition(".")
            return self._listed(self.world.index.referring(row, cls, field), cls, entity)
        field_info = row.cls.fields[relation]
        if field_info.kind == "parts":
            return self._list(entity, row, field_info)
        return (
            self._references(row, field_info)
            if field_info.kind == "refs"
            else self._reference(row, field_info)
        )

    def _from_ghost(self, entity: Entity, relation: str) -> Rows:
        cls = schema().classes[entity.cls]
        member = next((m for m in cls.members.values() if m.name == relation), None)
        target = member.target if member else entity.cls
        ghost = Entity(target, f"{entity.id}.{relation}", entity.path, ghost=entity.ghost, times=entity.times)
        self._keep.append(ghost)
        if member is not None and member.kind == "row":
            return Rows((always_there(ghost),))
        return Rows(((ghost, Times.either(entity.ghost or NO_MISSING)),))

    def _list(self, entity: Entity, row: Row, field: FieldInfo) -> Rows:
        children = self.world.index.children(row, field.name)
        target = field.target or ""
        if field.register:
            return self._listed(children, target, entity)
        if getattr(row.record, field.name) is None:  # a part list left out is unknown as a whole
            ghost = Entity(
                target, f"{row.id}/{field.name}?", row.path, ghost=self.world.missing_fact(row, field)
            )
            self._keep.append(ghost)
            return Rows(((ghost, Times.either(ghost.ghost or NO_MISSING)),))
        found = ((self.entity(c), self._own_date(c)) for c in children)
        return Rows(tuple((e, t) for e, t in found if t.may_be_true))

    def _own_date(self, row: Row) -> Times:
        dated = row.cls.dated
        return self.world.moment(self.entity(row), dated) if dated else Times.always()

    def _listed(
        self, rows: Iterable[Row], cls: str, about: Entity, names: frozenset[str] | None = None
    ) -> Rows:
        """Records of a register, with those that may be missing from it."""
        items = [(self.entity(r), self.presence(r)) for r in rows]
        items = [(e, t) for e, t in items if t.may_be_true]
        ghost = self._ghost(cls, about, names)
        return Rows((*items, ghost) if ghost else tuple(items))

    def _ghost(
        self, cls: str, about: Entity, names: frozenset[str] | None = None
    ) -> tuple[Entity, Times] | None:
        world = self.world
        register = _register_of(cls)
        found = world.ghost(register, names or world.names(about), world.name_of(about), about.path)
        if found is None:
            return None
        ghost = Entity(cls, found.id, found.path, ghost=found.ghost, times=found.times)
        self._keep.append(ghost)
        return ghost, possible(found.times or Times.never())

    def _reference(self, row: Row, field: FieldInfo) -> Rows:
        value = getattr(row.record, field.name)
        target = self.world.index.row(value)
        if target is not None:
            return Rows((always_there(self.entity(target)),))
        if value is NOTHING:
            return EMPTY_ROWS
        missing = self.world.missing_fact(row, field)
        ghost = Entity(field.target or "", f"{row.id}.{field.name}?", row.path, ghost=missing)
        self._keep.append(ghost)
        return Rows(((ghost, Times.either(missing)),))

    def _references(self, row: Row, field: FieldInfo) -> Rows:
        value = getattr(row.record, field.name)
        if isinstance(value, tuple | frozenset):
            found = (self.world.index.row(v) for v in value)
            return Rows(tuple(always_there(self.entity(r)) for r in found if r is not None))
        missing = self.world.missing_fact(row, field)
        ghost = Entity(field.target or "", f"{row.id}.{field.name}?", row.path, ghost=missing)
        self._keep.append(ghost)
        return Rows(((ghost, Times.either(missing)),))

    # ------------------------------------------------------------ fields

    def moment(self, entity: Entity, name: str) -> Times:
        """A date of a row."""
        derived = self._derived_values.get((entity.cls, name))
        if derived is not None and entity.ghost is None:
            found = derived(entity)
            assert isinstance(found, Times)
            return found
        if entity.cls == "InsuredYear" and entity.ghost is None:
            return self._previous(entity, name)
        if entity.cls == "Delivery" and entity.ghost is None:
            times = entity.data["done_on"]
            assert isinstance(times, Times)
            return times
        if entity.ghost is not None:
            dated = schema().classes[entity.cls].dated
            if name == dated and entity.times is not None:
                return entity.times
            return Times.of(((FIRST_MINUTE, LAST_MINUTE), (NEVER, NEVER)), entity.ghost)
        return self.world.moment(entity, catalogue().classes[entity.cls].fields[name])

    def value(self, entity: Entity, name: str) -> Value:
        """A plain field of a row."""
        if entity.ghost is not None:
            return self._ghost_value(entity, name)
        derived = self._derived_values.get((entity.cls, name))
        if derived is not None:
            return derived(entity)
        return self.world.value(entity, catalogue().classes[entity.cls].fields[name])

    def _ghost_value(self, entity: Entity, name: str) -> Value:
        member = next(m for m in schema().classes[entity.cls].members.values() if m.name == name)
        missing = entity.ghost or NO_MISSING
        if member.kind == "truth":
            return Times.either(missing)
        if member.kind == "number":
            return Numbers(Fraction(0), None, missing)
        if member.kind == "code":
            return Codes(self.world.entries(member.vocabulary), missing)
        if member.kind == "codes":
            return CodeSet(frozenset(), self.world.entries(member.vocabulary), missing)
        return self.world.value(entity, next(iter(catalogue().classes["Document"].fields.values())))

    # ------------------------------------------------------------ policy years

    def policy_years(self, contract: Row) -> tuple[Entity, ...]:
        """The policy years of a contract: those listed, and those its dates give."""
        found = self._years.get(contract.id)
        if found is None:
            found = self._years[contract.id] = tuple(self._make_years(contract))
        return found

    def _make_years(self, contract: Row) -> Iterable[Entity]:
        listed = {
            getattr(r.record, "no", None): r for r in self.world.index.children(contract, "policy_years")
        }
        first, last = _day(contract, "inception_on"), _day(contract, "expiry_on")
        count = 1
        if first and last:
            while _anniversary(first, count) <= last and count < 200:  # noqa: PLR2004 - a guard
                count += 1
        numbers = sorted({*range(1, count + 1), *(n for n in listed if isinstance(n, int))})
        for no in numbers:
            row = listed.get(no)
            path = row.path if row else contract.path
            starts = _anniversary(first, no - 1) if first else None
            ends = _day_before(_anniversary(first, no)) if first else None
            if ends and last:
                ends = min(ends, last)
            data = {
                "no": no,
                "starts": starts,
                "ends": ends if last else None,
                "years": count,
                "contract": self.entity(contract),
            }
            yield Entity(
                "PolicyYear",
                f"{contract.id}#{no}",
                path,
                row=row,
                data={**data, "owner": self.entity(contract)},
            )

    def _policy_years(self, contract: Entity) -> Rows:
        return Rows(tuple(always_there(y) for y in self.policy_years(contract.row or _no_row())))

    def policy_year_day(self, year: Entity, name: str) -> Times:
        """The first or last day of a policy year: as listed, else by the contract's dates."""
        if year.row is not None:
            written: object = getattr(year.row.record, name)
            if isinstance(written, dt.date):
                return Times.day(written)
        derived = year.data["starts" if name == "starts_on" else "ends"]
        if isinstance(derived, dt.date):
            return Times.day(derived)
        contract = self.part(year, "contract").row or _no_row()
        field = (
            "inception_on" if name == "starts_on" or _day(contract, "inception_on") is None else "expiry_on"
        )
        missing = self.world.missing_fact(contract, contract.cls.fields[field])
        start = year.data["starts"]
        lo = start_of(start) if isinstance(start, dt.date) else FIRST_MINUTE
        return Times.of(((lo, LAST_MINUTE),), missing)

    def _year_premium(self, year: Entity) -> Numbers:
        if year.row is not None:
            written: object = getattr(year.row.record, "premium", None)
            if isinstance(written, Decimal | int):
                return Numbers.exactly(Fraction(written))
        contract = self.part(year, "contract").row or _no_row()
        whole: object = getattr(contract.record, "premium", None)
        if not isinstance(whole, Decimal | int):
            return Numbers(
                Fraction(0), None, self.world.missing_fact(contract, contract.cls.fields["premium"])
            )
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
        row = contract.row or _no_row()
        fields = row.cls.fields
        ended = self.world.moment(contract, fields["terminated_on"])
        return earliest([ended, self.world.moment(contract, fields["expiry_on"])])

    def terminated(self, contract: Entity) -> Times:
        """When cover was ended early, if it was."""
        return self.world.moment(contract, (contract.row or _no_row()).cls.fields["terminated_on"])

    # ------------------------------------------------------------ insured-years

    def insured_years(self, contract: Row) -> tuple[Entity, ...]:
        """(insurer, policyholder, policy year) of each year of a contract."""
        found = self._insured.get(contract.id)
        if found is None:
            found = self._insured[contract.id] = tuple(self._make_insured(contract))
        return found

    def _make_insured(self, contract: Row) -> Iterable[Entity]:
        insurer = self.world.index.row(getattr(contract.record, "insurer", None))
        policyholder = contract.owner or _no_row()
        for year in self.policy_years(contract):
            data: dict[str, object] = {
                "policy_year": year,
                "contract": self.entity(contract),
                "policyholder": self.entity(policyholder),
            }
            if insurer is not None:
                data["insurer"] = self.entity(insurer)
            no = year.data["no"]
            yield Entity("InsuredYear", f"{contract.id}#{no}", contract.path, data=data)

    def window(self, year: Entity) -> tuple[Times, Times]:
        """The first and last moment of an insured-year or calendar year; termination ends it early."""
        starts, ends = self.moment(year, "starts_on"), self.moment(year, "ends_on")
        if year.cls == "InsuredYear":
            ends = earliest([ends, self.terminated(self.part(year, "contract"))])
        return starts, ends

    def _premium_total(self, year: Entity) -> Numbers:
        """Premiums of all policy years of insurer and policyholder that run on the first day."""
        mine = self.part(year, "contract").row or _no_row()
        starts = self.moment(year, "starts_on")
        total = self._year_premium(self.part(year, "policy_year"))
        policyholder = self.part(year, "policyholder")
        for other in self.world.index.children(policyholder.row, "contracts"):
            for theirs in self.policy_years(other):
                if other is mine:
                    continue
                same = self._same_book(mine, other)
                first, last = (
                    self.policy_year_day(theirs, "starts_on"),
                    self.policy_year_day(theirs, "ends_on"),
                )
                runs = latest([same, _not_after(first, starts), _not_after(starts, last)])
                amount = self._year_premium(theirs)
                if not runs.may_be_false:
                    total = total.plus(amount)
                elif runs.may_be_true:
                    total = total.plus(Numbers(Fraction(0), amount.hi, runs.missing | amount.missing))
        ghost = self._ghost("Contract", policyholder)
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
                unknown = other if b is None else mine
                if not (a is None and b is None and name == "line"):
                    parts.append(Times.either(self.world.missing_fact(unknown, unknown.cls.fields[name])))
            else:
                parts.append(Times.truth(a == b))
        return latest(parts)

    def _previous(self, year: Entity, name: str) -> Times:
        """上一自然年度, 上一保险年度: their first and last days."""
        which, _, end = name.partition(":")
        starts = self.moment(year, "starts_on")
        lo, hi = starts.dates()
        if lo is None or hi is None:
            return starts
        if which == "previous_calendar_year":
            days = [dt.date(max(d.year - 1, 1), *((1, 1) if end == "first" else (12, 31))) for d in (lo, hi)]
        elif end == "first":
            days = [_anniversary(d, -1) for d in (lo, hi)]
        else:
            days = [_day_before(d) for d in (lo, hi)]
        found = Times.of(((start_of(days[0]), end_of(days[1])),), starts.missing)
        return Times(found.stretches) if lo == hi else found

    def _insurer_years(self) -> Iterable[Entity]:
        """The calendar years of each insurer's book, from its first contract's start to ``as_of``."""
        for insurer in self.world.index.rows("Insurer"):
            starts = [
                self.policy_year_day(y, "starts_on").dates()[0]
                for c in self.world.index.rows("Contract")
                if getattr(c.record, "insurer", None) == insurer.id
                for y in self.policy_years(c)
            ]
            years = [d.year for d in starts if d is not None]
            for year in range(min(years, default=self.world.as_of.year + 1), self.world.as_of.year + 1):
                data = {"insurer": self.entity(insurer), "year": year}
                yield Entity("InsurerCalendarYear", f"{insurer.id}#{year}", insurer.path, row=None, data=data)

    # ------------------------------------------------------------ deliveries

    def _deliveries_of(self, service: Row) -> list[tuple[Entity, Times]]:
        """(item, recipient) of one service, with when each was done."""
        started = self.presence(service)
        out: list[tuple[Entity, Times]] = []
        for item in self.world.index.children(service, "items"):
            for recipient in self.world.index.children(service, "recipients"):
                policyholder = self.world.index.row(getattr(recipient.record, "policyholder", None))
                only = getattr(item.record, "recipients", None)
                if policyholder is None or (
                    isinstance(only, tuple | frozenset) and policyholder.id not in only
                ):
                    continue
                unsure = (
                    self.world.missing_fact(item, item.cls.fields["recipients"]) if only is UNKNOWN else None
                )
                for mark, done, mode in self._done(service, item):
                    data = {
                        "service": self.entity(service),
                        "item": self.entity(item),
                        "recipient": self.entity(recipient),
                        "policyholder": self.entity(policyholder),
                        "done_on": done,
                        "mode": mode,
                    }
                    made = Entity("Delivery", f"{item.id}>{policyholder.id}{mark}", item.path, data=data)
                    times = latest([done, started.undated()])
                    if unsure is not None:
                        times = latest([times, Times.either(unsure)])
                    if times.may_be_true:
                        out.append((made, times))
        return out

    def _done(self, service: Row, item: Row) -> Iterable[tuple[str, Times, object]]:
        if getattr(service.record, "continuous", None) is True:
            occasions = self.world.index.children(service, "occasions")
            if occasions:
                for n, occasion in enumerate(occasions, 1):
                    yield f"@{n}", self._own_date(occasion), getattr(occasion.record, "mode", None)
                return
            yield "", self.presence(service), None
            return
        field = item.cls.fields["completed_on"]
        if getattr(item.record, "completed_on", None) is None:
            yield "", self.world.moment(self.entity(service), service.cls.fields["completed_on"]), None
        else:
            yield "", self.world.moment(self.entity(item), field), None

    def _all_deliveries(self) -> tuple[tuple[Entity, Times], ...]:
        key = (0, "deliveries")
        found = self._followed.get(key)
        if found is None:
            out = [d for s in self.world.index.rows("Service") for d in self._deliveries_of(s)]
            found = self._followed[key] = Rows(tuple(out))
        return found.items

    def _by_policyholder(self, policyholder: str) -> tuple[tuple[Entity, Times], ...]:
        key = (0, f"deliveries:{policyholder}")
        if key not in self._followed:
            groups: dict[str, list[tuple[Entity, Times]]] = {}
            for e, t in self._all_deliveries():
                groups.setdefault(self.part(e, "policyholder").id, []).append((e, t))
            for p in self.world.index.rows("Policyholder"):
                self._followed[0, f"deliveries:{p.id}"] = Rows(tuple(groups.get(p.id, ())))
        return self._followed[key].items

    def _service_deliveries(self, service: Entity) -> Rows:
        return Rows(tuple(self._deliveries_of(service.row or _no_row())))

    def _policyholder_deliveries(self, policyholder: Entity) -> Rows:
        ghost = self._ghost("Delivery", policyholder)
        return Rows((*self._by_policyholder(policyholder.id), *((ghost,) if ghost else ())))

    def _contract_deliveries(self, contract: Entity) -> Rows:
        years = list(self.insured_years(contract.row or _no_row()))
        rows: dict[str, tuple[Entity, Times]] = {}
        for year in years:
            for e, t in self._year_deliveries(year).items:
                rows.setdefault(e.id, (e, t))
        return Rows(tuple(rows.values()))

    def between(self, year: Entity, first: Times, last: Times) -> Rows:
        """Deliveries to the policyholder by the insurer done between two moments."""
        contract = self.part(year, "contract")
        policyholder = self.part(year, "policyholder")
        out: list[tuple[Entity, Times]] = []
        for e, t in self._by_policyholder(policyholder.id):
            same = self._same_insurer(self.part(e, "service"), contract)
            only = getattr((self.part(e, "recipient").row or _no_row()).record, "contract", None)
            if isinstance(only, str) and only != contract.id:
                continue
            mine = latest(
                [same, Times.either(self._contract_missing(e)) if only is UNKNOWN else Times.always()]
            )
            found = _inside(latest([t, mine]), first, last)
            if found.may_be_true:
                out.append((e, found))
        ghost = self._ghost(
            "Delivery", policyholder, self.world.names(policyholder) | self._insurer_ids(contract)
        )
        if ghost is not None and ghost[0].times is not None:
            times = _inside(possible(ghost[0].times), first, last)
            if times.may_be_true:
                inside = Entity("Delivery", ghost[0].id, ghost[0].path, ghost=ghost[0].ghost, times=times)
                self._keep.append(inside)
                out.append((inside, times))
        return Rows(tuple(out))

    def _contract_missing(self, delivery: Entity) -> Missings:
        row = self.part(delivery, "recipient").row or _no_row()
        return self.world.missing_fact(row, row.cls.fields["contract"])

    def _insurer_ids(self, contract: Entity) -> frozenset[str]:
        insurer = getattr((contract.row or _no_row()).record, "insurer", None)
        return frozenset({insurer}) if isinstance(insurer, str) else frozenset()

    def _same_insurer(self, service: Entity, contract: Entity) -> Times:
        a, b = service.row or _no_row(), contract.row or _no_row()
        left, right = getattr(a.record, "insurer", None), getattr(b.record, "insurer", None)
        if isinstance(left, str) and isinstance(right, str):
            return Times.truth(left == right)
        if left is None and right is None:
            return Times.always()
        unknown = a if left is None else b
        return Times.either(self.world.missing_fact(unknown, unknown.cls.fields["insurer"]))

    def _year_deliveries(self, year: Entity) -> Rows:
        first, last = self.window(year)
        return self.between(year, first, last)

    def _insurer_deliveries(self, year: Entity) -> Rows:
        insurer = self.part(year, "insurer")
        first, last = self.window(year)
        out: list[tuple[Entity, Times]] = []
        for e, t in self._all_deliveries():
            service = self.part(e, "service").row or _no_row()
            named = getattr(service.record, "insurer", None)
            missing = self.world.missing_fact(service, service.cls.fields["insurer"])
            mine = Times.truth(named == insurer.id) if isinstance(named, str) else Times.either(missing)
            found = _inside(latest([t, mine]), first, last)
            if found.may_be_true:
                out.append((e, found))
        ghost = self._ghost("Delivery", insurer)
        if ghost is not None and ghost[0].times is not None:
            times = _inside(possible(ghost[0].times), first, last)
            if times.may_be_true:
                inside = Entity("Delivery", ghost[0].id, ghost[0].path, ghost=ghost[0].ghost, times=times)
                self._keep.append(inside)
                out.append((inside, times))
        return Rows(tuple(out))

    def _of_item(self, delivery: Entity, name: str) -> Value:
        item = self.part(delivery, "item")
        row = item.row or _no_row()
        found = self.world.value(item, row.cls.fields[name])
        category: object = getattr(row.record, "category", None)
        if name == "item" and isinstance(found, Codes) and not found.definite and isinstance(category, str):
            codes = frozenset(
                e.code for e in self._items() if e.attributes.get(self._category_label()) == category
            )
            return Codes(codes, found.missing) if codes else found
        return found

    def _items(self) -> tuple[ir.Entry, ...]:
        found = self.world.vocabularies.get("service_item")
        return found.entries if found else ()

    def _category_label(self) -> str:
        found = self.world.vocabularies.get("service_category")
        return found.label if found else ""

    def _category(self, delivery: Entity) -> Value:
        item = self.part(delivery, "item")
        row = item.row or _no_row()
        code: object = getattr(row.record, "item", None)
        written: object = getattr(row.record, "category", None)
        if not isinstance(code, str) and isinstance(written, str):
            return Codes(frozenset({written}))
        found = self._of_item(delivery, "item")
        assert isinstance(found, Codes)
        if found.possible is None:
            return Codes(self.world.entries("service_category"), found.missing)
        label = self._category_label()
        names = {e.attributes.get(label, "") for e in self._items() if e.code in found.possible}
        return Codes(frozenset(names), found.missing if len(names) > 1 else NO_MISSING)

    def _mode(self, delivery: Entity) -> Value:
        item = self.part(delivery, "item").row or _no_row()
        service = self.part(delivery, "service").row or _no_row()
        for value in (delivery.data["mode"], getattr(item.record, "mode", None)):
            if value is UNKNOWN:
                return self.world.code(None, "Mode", self.world.missing_fact(item, item.cls.fields["mode"]))
            if value is not None:
                return self.world.code(value, "Mode", NO_MISSING)
        value = getattr(service.record, "mode", None)
        return self.world.code(value, "Mode", self.world.missing_fact(service, service.cls.fields["mode"]))

    def _deliverables(self, delivery: Entity) -> Rows:
        """The deliverables of the service that hang on this item and recipient."""
        service = self.part(delivery, "service")
        codes = self._of_item(delivery, "item")
        policyholder = self.part(delivery, "policyholder").id
        assert isinstance(codes, Codes)
        out: list[tuple[Entity, Times]] = []
        for e, t in self.follow(service, "deliverables").items:
            if e.row is None:
                out.append((e, t))
                continue
            items = self.world.value(e, e.row.cls.fields["items"])
            only = getattr(e.row.record, "recipients", None)
            if isinstance(only, tuple | frozenset) and policyholder not in only:
                continue
            assert isinstance(items, CodeSet)
            hangs = (
                earliest(items.contains(c) for c in codes) if codes.definite else Times.either(codes.missing)
            )
            found = latest([t, hangs])
            if found.may_be_true:
                out.append((e, found))
        return Rows(tuple(out))

    # ------------------------------------------------------------ recipients, refusals, talks

    def _recipient_follow_ups(self, recipient: Entity) -> Rows:
        row = recipient.row or _no_row()
        service = self.entity(row.owner or _no_row())
        policyholder = getattr(row.record, "policyholder", None)
        rows = self.world.index.children(service.row, "follow_ups")
        mine = [r for r in rows if getattr(r.record, "policyholder", None) == policyholder]
        names = self.world.names(service) | self.world.names(recipient)
        return self._listed(mine, "FollowUp", recipient, names)

    def _recipient_communications(self, recipient: Entity) -> Rows:
        row = recipient.row or _no_row()
        service = row.owner or _no_row()
        policyholder = getattr(row.record, "policyholder", None)
        out: list[tuple[Entity, Times]] = []
        for r in self.world.index.referring(service, "Communication", "about"):
            named = getattr(r.record, "policyholder", None)
            if isinstance(named, str) and named != policyholder:
                continue
            sure = isinstance(named, str)
            missing = self.world.missing_fact(r, r.cls.fields["policyholder"])
            times = latest([self.presence(r), Times.always() if sure else Times.either(missing)])
            if times.may_be_true:
                out.append((self.entity(r), times))
        ghost = self._ghost("Communication", recipient, self.world.names(recipient))
        return Rows((*out, ghost) if ghost else tuple(out))

    def _about(self, row: Row, cls: str) -> Rows:
        return self._listed(self.world.index.referring(row, cls, "about"), cls, self.entity(row))

    def _submissions(self, row: Row, kind: str) -> Rows:
        found = self._about(row, "Submission")
        items = [
            (e, t)
            for e, t in found.items
            if e.row is None or str(getattr(getattr(e.row.record, "kind", ""), "value", "")) == kind
        ]
        return Rows(tuple(items))

    def _year_refusals(self, year: Entity) -> Rows:
        first, last = self.window(year)
        return self.refusals_between(year, first, last)

    def refusals_between(self, year: Entity, first: Times, last: Times) -> Rows:
        """Refusals towards the insurer under this contract between two moments."""
        contract = self.part(year, "contract")
        policyholder = self.part(year, "policyholder")
        insurer = getattr((contract.row or _no_row()).record, "insurer", None)
        out: list[tuple[Entity, Times]] = []
        for r in self.world.index.children(policyholder.row, "refusals"):
            named, theirs = getattr(r.record, "contract", None), getattr(r.record, "insurer", None)
            if (isinstance(named, str) and named != contract.id) or (
                isinstance(theirs, str) and isinstance(insurer, str) and theirs != insurer
            ):
                continue
            times = _inside(self.presence(r), first, last)
            if times.may_be_true:
                out.append((self.entity(r), times))
        ghost = self._ghost(
            "Refusal",
            policyholder,
            self.world.names(policyholder) | self._insurer_ids(contract) | {contract.id},
        )
        if ghost is not None and ghost[0].times is not None:
            times = _inside(possible(ghost[0].times), first, last)
            if times.may_be_true:
                inside = Entity("Refusal", ghost[0].id, ghost[0].path, ghost=ghost[0].ghost, times=times)
                self._keep.append(inside)
                out.append((inside, times))
        return Rows(tuple(out))

    # ------------------------------------------------------------ chains of policy years

    def neighbours(self, year: Entity) -> tuple[Entity | None, Entity | None, Missings]:
        """The policy year before and after in the chain, and what keeps the chain from being known.

        Linked where the next begins no later than the day after the last ends, or by 续保自.
        """
        policyholder = self.part(year, "policyholder").row
        contract = self.part(year, "contract").row or _no_row()
        mine = [
            y
            for c in self.world.index.children(policyholder, "contracts")
            if not self._same_book(contract, c).decided or self._same_book(contract, c).may_be_true
            for y in self.insured_years(c)
        ]
        ordered = sorted(mine, key=lambda y: (self.moment(y, "starts_on").lo, y.id))
        at = next(i for i, y in enumerate(ordered) if y.id == year.id)
        before = ordered[at - 1] if at > 0 and self._linked(ordered[at - 1], year) else None
        after = ordered[at + 1] if at + 1 < len(ordered) and self._linked(year, ordered[at + 1]) else None
        ghost = self._ghost("Contract", self.part(year, "policyholder"))
        return before, after, (ghost[0].ghost or NO_MISSING) if ghost else NO_MISSING

    def _linked(self, first: Entity, second: Entity) -> bool:
        a, b = self.part(first, "contract"), self.part(second, "contract")
        if a.id == b.id:
            return True
        if getattr((b.row or _no_row()).record, "renewal_of", None) == a.id:
            return True
        return self.moment(second, "starts_on").lo <= self.window(first)[1].hi + MINUTES


# ---------------------------------------------------------------------- helpers


def _no_row() -> Row:
    raise AssertionError("a derived row was asked for its record")


def _register_of(cls: str) -> str:
    """The register whose completeness speaks of a class: deliveries and parts go with their owner."""
    if cls == "Delivery":
        return "Service"
    record = catalogue().classes[cls]
    while not record.register and record.owner in catalogue().classes:
        record = catalogue().classes[record.owner or ""]
    return record.name


def _year(entity: Entity) -> int:
    year = entity.data["year"]
    assert isinstance(year, int)
    return year


def _day(row: Row, name: str) -> dt.date | None:
    value: object = getattr(row.record, name, None)
    return value if isinstance(value, dt.date) else None


def _anniversary(day: dt.date, years: int) -> dt.date:
    year = min(max(day.year + years, 1), dt.MAXYEAR)
    try:
        return day.replace(year=year)
    except ValueError:  # 29 February in a common year: the 28th (Civil Code 202 by analogy, Q03)
        return day.replace(year=year, day=28)


def _day_before(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=1) if day > dt.date.min else day


def _months(first: dt.date, last: dt.date) -> Fraction:
    """The length of a term in months; days beyond whole months as parts of a month of 30 days."""
    after = last + dt.timedelta(days=1)
    months = (after.year - first.year) * 12 + after.month - first.month
    return Fraction(months) + Fraction(after.day - first.day, 30)


def _not_after(a: Times, b: Times) -> Times:
    """Whether ``a`` is no later than ``b``, undated."""
    if a.hi <= b.lo:
        return Times.always()
    if a.lo > b.hi:
        return Times.never()
    return Times.either(a.missing | b.missing)


def _inside(times: Times, first: Times, last: Times) -> Times:
    """The moments that lie in a window; outside it, never. The bounds may be uncertain."""
    may_lo, may_hi = first.lo, last.hi
    sure_lo = first.lo if first.is_one_day else first.hi // MINUTES * MINUTES
    sure_hi = last.hi if last.is_one_day else last.lo // MINUTES * MINUTES + MINUTES - 1
    out: list[Stretch] = []
    missing = times.missing
    for lo, hi in times.stretches:
        if lo >= NEVER or hi < may_lo or lo > may_hi:
            out.append((NEVER, NEVER))
            continue
        out.append((max(lo, may_lo), min(hi, may_hi)))
        if lo < may_lo or hi > may_hi:
            out.append((NEVER, NEVER))
        if lo < sure_lo or hi > sure_hi:
            out.append((NEVER, NEVER))
            missing = missing | first.missing | last.missing
    return Times.of(out, missing) if out else Times.never()
