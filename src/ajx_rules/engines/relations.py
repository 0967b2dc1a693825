"""What each relation leads to: owners, lists, references, and everything derived.

One function a derived relation or fact, in the order of ``domain/derived.py``; the
rest follows from the classes. The meaning of each is stated there and in the design
of the domain (section 4).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction

from ajx_rules.compiler.schema import schema
from ajx_rules.domain.catalogue import FieldInfo, catalogue
from ajx_rules.domain.derived import NONE_WHERE
from ajx_rules.domain.values import NOTHING, UNKNOWN, Between
from ajx_rules.engines.booked import Booked
from ajx_rules.engines.deliveries import Deliveries
from ajx_rules.engines.extra import PREFIX, extra_value
from ajx_rules.engines.policy_years import PolicyYears, year_of
from ajx_rules.engines.rows import EMPTY_ROWS, Entity, Rows, always_there, inside_window, possible, record_of
from ajx_rules.engines.values import (
    NEVER,
    Codes,
    CodeSet,
    Missing,
    Numbers,
    Times,
    Value,
    earliest,
    latest,
)
from ajx_rules.engines.values import (
    NOTHING as NO_MISSING,
)
from ajx_rules.engines.world import FIRST_MINUTE, LAST_MINUTE, World
from ajx_rules.ledger.index import Row

_CALENDAR_YEARS = ("InsurerCalendarYear", "TeamYear", "MemberYear")
_KINDS_ABOUT = {"uploads": "上传", "filings": "报送", "reports": "报告", "publications": "公示"}


class Relations:
    """Follows relations and reads fields in one world; each row is made once."""

    def __init__(self, world: World) -> None:
        """Start with no rows made."""
        self.world = world
        self._entities: dict[int, Entity] = {}
        self._followed: dict[tuple[int, str], Rows] = {}
        self.keep: list[Entity] = []
        # Each with its row, so that the row's identity stays its own.
        self._moments: dict[tuple[int, str], tuple[Entity, Times]] = {}
        self._values: dict[tuple[int, str], tuple[Entity, Value]] = {}
        self._presences: dict[int, Times] = {}
        self._subjects: dict[str, tuple[tuple[Entity, Times], ...]] = {}
        self._silent: dict[tuple[str, str], list[tuple[Row, Times]]] = {}
        self.years = PolicyYears(self)
        self.served = Deliveries(self)
        self.booked = Booked(self)
        self._derived_rows: dict[tuple[str, str], Callable[[Entity], Rows]] = {
            ("Contract", "policy_years"): self.years.rows_of_contract,
            ("Contract", "deliveries"): self.served.of_contract,
            ("PolicyYear", "concurrent"): self.years.concurrent,
            ("Contract", "refusals"): self._contract_refusals,
            ("Policyholder", "deliveries"): self.served.of_policyholder,
            ("Service", "deliveries"): self.served.of_service_rows,
            ("Recipient", "follow_ups"): self._recipient_follow_ups,
            ("Recipient", "communications"): self._recipient_communications,
            ("Recipient", "deliverables"): self.served.of_recipient,
            ("Recipient", "deliveries"): self.served.of_one_served,
            ("InsuredYear", "deliveries"): self.served.of_year,
            ("InsuredYear", "refusals"): self._year_refusals,
            ("InsurerCalendarYear", "deliveries"): self.served.of_insurer_year,
            ("InsurerCalendarYear", "booked_years"): self.booked.policy_years,
            ("InsurerCalendarYear", "endorsements"): lambda e: self.booked.of_contracts(e, "Endorsement"),
            ("InsurerCalendarYear", "refunds"): lambda e: self.booked.of_contracts(e, "PremiumRefund"),
            ("InsurerCalendarYear", "receipts"): lambda e: self.booked.of_contracts(e, "PremiumReceipt"),
            ("InsurerCalendarYear", "fee_extractions"): lambda e: self.booked.rows(
                e, "FeeExtraction", "accounting_year"
            ),
            ("InsurerCalendarYear", "fee_allocations"): lambda e: self.booked.rows(
                e, "FeeAllocation", "accounting_year"
            ),
            ("InsurerCalendarYear", "payments"): lambda e: self.booked.rows(e, "Payment", "accounting_year"),
            ("InsurerCalendarYear", "budget_plans"): lambda e: self.booked.rows(e, "BudgetPlan", "year"),
            ("InsurerCalendarYear", "self_assessments"): lambda e: self.booked.rows(
                e, "SelfAssessment", "year"
            ),
            ("TeamYear", "trainings"): self.booked.trainings,
            ("MemberYear", "attendance"): self.booked.attendance,
            ("Delivery", "deliverables"): self.served.deliverables,
            ("Delivery", "uploads"): lambda e: self._delivery_submissions(e, "上传"),
            ("Delivery", "filings"): lambda e: self._delivery_submissions(e, "报送"),
            ("Delivery", "hazards"): self._delivery_hazards,
        }
        self._derived_values: dict[tuple[str, str], Callable[[Entity], Value]] = {
            ("Service", "completed_on"): self._completed,
            ("Service", "continuous"): self._continuous,
            ("Contract", "ends_on"): self.years.contract_end,
            ("PolicyYear", "starts_on"): lambda e: self.years.policy_year_day(e, "starts_on"),
            ("PolicyYear", "ends_on"): lambda e: self.years.policy_year_day(e, "ends_on"),
            ("PolicyYear", "premium"): self.years.year_premium,
            ("InsuredYear", "starts_on"): lambda e: self.years.insured_day(e, "starts_on"),
            ("InsuredYear", "ends_on"): lambda e: self.years.insured_day(e, "ends_on"),
            ("InsuredYear", "short"): self.years.short,
            ("InsuredYear", "premium"): lambda e: self.years.year_premium(self.part(e, "policy_year")),
            ("InsuredYear", "premium_total"): self.years.premium_total,
            **{(c, "starts_on"): _first_day for c in _CALENDAR_YEARS},
            **{(c, "ends_on"): _last_day for c in _CALENDAR_YEARS},
            ("FeeAllocation", "categories"): self.booked.categories,
            ("Delivery", "item"): lambda e: self.served.of_item(e, "item"),
            ("Delivery", "category"): self.served.category,
            ("Delivery", "forms"): lambda e: self.served.of_item(e, "forms"),
            ("Delivery", "topics"): lambda e: self.served.of_item(e, "topics"),
            ("Delivery", "mode"): self.served.mode,
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
        """When a record came about: its own date; its owners only have to be there."""
        found = self._presences.get(id(row))
        if found is None:
            times = [self.own_date(row)]
            at = row.owner
            while at is not None:
                times.append(self.own_date(at).undated())
                at = at.owner
            found = self._presences[id(row)] = latest(times)
        return found

    def subjects(self, cls: str) -> tuple[tuple[Entity, Times], ...]:
        """Every row that a norm of that subject binds, with when it came about; each is made once."""
        found = self._subjects.get(cls)
        if found is None:
            found = self._subjects[cls] = self._subjects_of(cls)
        return found

    def _subjects_of(self, cls: str) -> tuple[tuple[Entity, Times], ...]:
        if cls == "InsuredYear":
            rows = [
                (year, self.presence(record_of(self.part(year, "contract"))))
                for contract in self.world.index.rows("Contract")
                for year in self.years.insured_years(contract)
            ]
            return tuple((e, t) for e, t in rows if t.may_be_true)
        if cls == "InsurerCalendarYear":
            return tuple(self.years.insurer_years())
        if cls == "TeamYear":
            return tuple(self.years.calendar_years(cls, self.world.index.rows("RiskControlTeam"), "team"))
        if cls == "MemberYear":
            return tuple(self.years.calendar_years(cls, self.world.index.rows("TeamMember"), "member"))
        if cls == "PolicyYear":
            concluded = ((c, self.presence(c)) for c in self.world.index.rows("Contract"))
            return tuple((y, t) for c, t in concluded if t.may_be_true for y in self.years.policy_years(c))
        if cls == "Delivery":
            out = [d for s in self.world.index.rows("Service") for d in self.served.of_service(s)]
            return tuple((e, t) for e, t in out if t.may_be_true)
        found = ((self.entity(r), self.presence(r)) for r in self.world.index.rows(cls))
        return tuple((e, t) for e, t in found if t.may_be_true)

    def follow(self, entity: Entity, relation: str) -> Rows:
        """The rows that a relation leads to from one row."""
        key = (id(entity), relation)
        found = self._followed.get(key)
        if found is None:
            found = self._followed[key] = _each_once(self._follow(entity, relation))
            self.keep.append(entity)
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
            return self._communications(row)
        if relation == "extensions":
            return self._about(row, "Extension")
        if relation.startswith("back:"):
            cls, _, field = relation[5:].partition(".")
            return self._read_backwards(row, cls, field)
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
        known = entity.data.get(relation)
        if isinstance(known, Entity):
            return Rows((always_there(known),))
        member = next((m for m in cls.members.values() if m.name == relation), None)
        target = member.target if member else entity.cls
        ghost = Entity(target, f"{entity.id}.{relation}", entity.path, ghost=entity.ghost, times=entity.times)
        self.keep.append(ghost)
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
            self.keep.append(ghost)
            return Rows(((ghost, Times.either(ghost.ghost or NO_MISSING)),))
        found = ((self.entity(c), self.own_date(c)) for c in children)
        return Rows(tuple((e, t) for e, t in found if t.may_be_true))

    def own_date(self, row: Row) -> Times:
        """When a record itself came about, its owners aside."""
        dated = row.cls.dated
        return self.world.moment(self.entity(row), dated) if dated else Times.always()

    def _listed(
        self, rows: Iterable[Row], cls: str, about: Entity, names: frozenset[str] | None = None
    ) -> Rows:
        """Records of a register, with those that may be missing from it."""
        items = [(self.entity(r), self.presence(r)) for r in rows]
        items = [(e, t) for e, t in items if t.may_be_true]
        ghost = self.ghost(cls, about, names)
        return Rows((*items, ghost) if ghost else tuple(items))

    def ghost(
        self, cls: str, about: Entity, names: frozenset[str] | None = None
    ) -> tuple[Entity, Times] | None:
        """The records that may be missing from a register, as one row."""
        world = self.world
        register = register_of(cls)
        found = world.ghost(register, names or world.names(about), world.name_of(about), about.path)
        if found is None:
            return None
        owner = self._owner_of(cls, about)
        data = {"owner": owner} if owner is not None else {}
        ghost = Entity(cls, found.id, found.path, data=data, ghost=found.ghost, times=found.times)
        self.keep.append(ghost)
        return ghost, possible(found.times or Times.never())

    def _owner_of(self, cls: str, about: Entity) -> Entity | None:
        """The owner of the records of a class that are asked for about a row: that row, or one that owns it."""
        recorded = catalogue().classes.get(cls)
        row = about.row
        while recorded is not None and row is not None:
            if row.cls.name == recorded.owner:
                return self.entity(row)
            row = row.owner
        return None

    def _reference(self, row: Row, field: FieldInfo) -> Rows:
        value = getattr(row.record, field.name)
        target = self.world.index.row(value)
        if target is not None:
            return Rows((always_there(self.entity(target)),))
        told = NONE_WHERE.get((row.cls.name, field.name))
        if value is NOTHING or (value is None and told is not None and getattr(row.record, told) is True):
            return EMPTY_ROWS
        if _said_of_another(row, field.name):
            return EMPTY_ROWS
        missing = self.world.missing_fact(row, field)
        ghost = Entity(field.target or "", f"{row.id}.{field.name}?", row.path, ghost=missing)
        self.keep.append(ghost)
        return Rows(((ghost, Times.either(missing)),))

    def _references(self, row: Row, field: FieldInfo) -> Rows:
        value = getattr(row.record, field.name)
        if isinstance(value, tuple | frozenset):
            found = (self.world.index.row(v) for v in value)
            return Rows(tuple(always_there(self.entity(r)) for r in found if r is not None))
        missing = self.world.missing_fact(row, field)
        ghost = Entity(field.target or "", f"{row.id}.{field.name}?", row.path, ghost=missing)
        self.keep.append(ghost)
        return Rows(((ghost, Times.either(missing)),))

    # ------------------------------------------------------------ fields

    def moment(self, entity: Entity, name: str) -> Times:
        """A date of a row; worked out once."""
        key = (id(entity), name)
        found = self._moments.get(key)
        if found is None:
            found = self._moments[key] = (entity, self._moment(entity, name))
        return found[1]

    def _moment(self, entity: Entity, name: str) -> Times:
        if name.startswith(PREFIX):
            extra = self._extra(entity, name.removeprefix(PREFIX))
            assert isinstance(extra, Times)
            return extra
        derived = self._derived_values.get((entity.cls, name))
        if derived is not None and entity.ghost is None:
            found = derived(entity)
            assert isinstance(found, Times)
            return found
        if entity.cls == "InsuredYear" and entity.ghost is None:
            return self.years.previous(entity, name)
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

    def _extra(self, entity: Entity, label: str) -> Value:
        fact = self.world.facts[entity.cls, label]
        missing = entity.ghost or frozenset(
            {Missing("fact", f"{entity.path}.extra.{label}", f"{self.world.name_of(entity)}的{label}", label)}
        )
        return extra_value(entity.row, fact, missing, self.world.so_far)

    def value(self, entity: Entity, name: str) -> Value:
        """A plain field of a row; worked out once."""
        key = (id(entity), name)
        found = self._values.get(key)
        if found is None:
            found = self._values[key] = (entity, self._value(entity, name))
        return found[1]

    def _value(self, entity: Entity, name: str) -> Value:
        if name.startswith(PREFIX):
            return self._extra(entity, name.removeprefix(PREFIX))
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

    def _completed(self, service: Entity) -> Times:
        """When a service was completed; a stream without completion never is."""
        row = record_of(service)
        if (
            getattr(row.record, "continuous", None) is True
            and getattr(row.record, "completed_on", None) is None
        ):
            return Times.never()
        return self.world.moment(service, row.cls.fields["completed_on"])

    def _continuous(self, service: Entity) -> Value:
        """Whether a service is a stream: one that was completed is none."""
        row = record_of(service)
        if isinstance(getattr(row.record, "completed_on", None), dt.date | Between):
            return Times.never()
        return self.world.value(service, row.cls.fields["continuous"])

    # ------------------------------------------------------------ recipients, refusals, talks

    def _recipient_follow_ups(self, recipient: Entity) -> Rows:
        row = record_of(recipient)
        service = self.entity(_owner(row))
        policyholder = getattr(row.record, "policyholder", None)
        rows = self.world.index.children(service.row, "follow_ups")
        mine = [r for r in rows if getattr(r.record, "policyholder", None) == policyholder]
        names = self.world.names(service) | self.world.names(recipient)
        return self._listed(mine, "FollowUp", recipient, names)

    def _recipient_communications(self, recipient: Entity) -> Rows:
        row = record_of(recipient)
        service = _owner(row)
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
        known = {id(e) for e, _ in out}
        own = self.world.index.referring(row, "Communication", "about")  # about this recipient itself
        there = ((self.entity(r), self.presence(r)) for r in own)
        out.extend((e, t) for e, t in there if t.may_be_true and id(e) not in known)
        for r, loose in self._unsaid("Communication", "about"):
            named = getattr(r.record, "policyholder", None)
            if not isinstance(named, str) or named == policyholder:
                out.append((self.entity(r), loose))
        ghost = self.ghost("Communication", recipient, self.world.names(recipient))
        return Rows((*out, ghost) if ghost else tuple(out))

    def _communications(self, row: Row) -> Rows:
        """Talks and notices about a record; one that does not say about what is not about another policyholder's."""
        own = _policyholder_of(row)
        contract = row.up("Contract")
        insured = (getattr(contract.record, "insured_units", None) or ()) if contract is not None else ()

        def of_another(talk: Row | None) -> bool:
            named = getattr(talk.record, "policyholder", None) if talk is not None else None
            return isinstance(named, str) and own is not None and named != own and named not in insured

        return Rows(
            tuple((e, t) for e, t in self._about(row, "Communication").items if not of_another(e.row))
        )

    def _delivery_hazards(self, delivery: Entity) -> Rows:
        """The hazards that name the service and this policyholder, and those that may name the service."""
        service, policyholder = self.part(delivery, "service"), self.part(delivery, "policyholder")
        found = [
            *(
                (r, self.presence(r))
                for r in self.world.index.referring(record_of(service), "Hazard", "service")
            ),
            *self._unsaid("Hazard", "service"),
        ]
        mine = ((r, t) for r, t in found if getattr(r.record, "policyholder", None) == policyholder.id)
        items = tuple((self.entity(r), t) for r, t in mine if t.may_be_true)
        names = self.world.names(service) | self.world.names(policyholder)
        ghost = self.ghost("Hazard", delivery, names)
        return Rows((*items, ghost) if ghost else items)

    def _about(self, row: Row, cls: str) -> Rows:
        return self._read_backwards(row, cls, "about")

    def _read_backwards(self, row: Row, cls: str, field: str) -> Rows:
        """Records that name this one in a field; those that leave it out may name it."""
        found = self._listed(self.world.index.referring(row, cls, field), cls, self.entity(row))
        loose = [(self.entity(r), t) for r, t in self._unsaid(cls, field)]
        return Rows((*found.items, *loose)) if loose else found

    def _unsaid(self, cls: str, field: str) -> list[tuple[Row, Times]]:
        """The records of a class that do not say what they are about, each of them possibly any."""
        key = (cls, field)
        if key not in self._silent:
            self._silent[key] = [
                (r, latest([self.presence(r), Times.either(self.world.missing_fact(r, r.cls.fields[field]))]))
                for r in self.world.index.rows(cls)
                if getattr(r.record, field) in (None, UNKNOWN) and not _said_of_another(r, field)
            ]
        return [(r, t) for r, t in self._silent[key] if t.may_be_true]

    def _submissions(self, row: Row, kind: str) -> Rows:
        """The receipts of a kind about a record; what was submitted but not accepted has no receipt."""
        found = {id(e): (e, t) for e, t in self._about(row, "Submission").items}
        for part in self._told_with(row):
            found |= {id(e): (e, t) for e, t in self._about(part, "Submission").items if e.row is not None}
        return Rows(tuple((e, t) for e, t in found.values() if e.row is None or _is_receipt(e.row, kind)))

    def _told_with(self, row: Row) -> Iterable[Row]:
        """Records a receipt about which is one about this one too: a service's deliverables, its recipient."""
        if row.cls.name == "Service":
            return self.world.index.children(row, "deliverables")
        if row.cls.name == "FollowUp" and row.owner is not None:
            policyholder = getattr(row.record, "policyholder", None)
            served = self.world.index.children(row.owner, "recipients")
            return [r for r in served if getattr(r.record, "policyholder", None) == policyholder]
        return ()

    def _delivery_submissions(self, delivery: Entity, kind: str) -> Rows:
        """The receipts about the service, and those about this recipient or this item of it alone."""
        found = {id(e): (e, t) for e, t in self._receipts_of(delivery, "service", kind)}
        for part in ("recipient", "item"):
            about = self._receipts_of(delivery, part, kind)
            found |= {id(e): (e, t) for e, t in about if e.row is not None}
        return Rows(tuple(found.values()))

    def _receipts_of(self, delivery: Entity, part: str, kind: str) -> tuple[tuple[Entity, Times], ...]:
        return self._submissions(record_of(self.part(delivery, part)), kind).items

    def _year_refusals(self, year: Entity) -> Rows:
        """Refusals of a year; what was refused when the contract was concluded is refused for its first year."""
        first, last = self.years.window(year)
        if self.part(year, "policy_year").data["no"] == 1:
            first = earliest([first, self.moment(self.part(year, "contract"), "concluded_on")])
        return self._refusals_between(year, first, last)

    def _contract_refusals(self, contract: Entity) -> Rows:
        """Refusals under a contract; one that does not say under which, while that contract stood."""
        policyholder = self.entity(_owner(record_of(contract)))
        first, last = self.moment(contract, "concluded_on"), self.moment(contract, "ends_on")
        out: list[tuple[Entity, Times]] = []
        for refusal, times, sure in self._refusals_towards(contract, policyholder):
            there = times if sure else inside_window(times, first, last)
            if there.may_be_true:
                out.append((refusal, there))
        ghost = self._refusal_missing(contract, policyholder)
        return Rows((*out, ghost) if ghost else tuple(out))

    def _may_concern(self, refused: Times, contract: Row) -> bool:
        """Whether a contract may have stood when something was refused: concluded by then, and not over."""
        entity = self.entity(contract)
        concluded, ends = self.moment(entity, "concluded_on"), self.moment(entity, "ends_on")
        return inside_window(refused, concluded, ends).may_be_true

    def _refusals_between(self, year: Entity, first: Times, last: Times) -> Rows:
        """Refusals towards the insurer under this contract between two moments."""
        contract = self.part(year, "contract")
        policyholder = self.part(year, "policyholder")
        out: list[tuple[Entity, Times]] = []
        for refusal, times, _ in self._refusals_towards(contract, policyholder):
            there = inside_window(times, first, last)
            if there.may_be_true:
                out.append((refusal, there))
        ghost = self._refusal_missing(contract, policyholder)
        if ghost is not None and ghost[0].times is not None:
            times = inside_window(possible(ghost[0].times), first, last)
            if times.may_be_true:
                inside = Entity("Refusal", ghost[0].id, ghost[0].path, ghost=ghost[0].ghost, times=times)
                self.keep.append(inside)
                out.append((inside, times))
        return Rows(tuple(out))

    def _refusals_towards(
        self, contract: Entity, policyholder: Entity
    ) -> Iterator[tuple[Entity, Times, bool]]:
        """The refusals that are, or may be, under a contract: when, and whether they can be under no other."""
        contracts = self.world.index.children(policyholder.row, "contracts")
        others = [each for each in contracts if each is not contract.row]
        unlisted = self.ghost("Contract", policyholder) is not None
        for r in self.world.index.children(policyholder.row, "refusals"):
            named = getattr(r.record, "contract", None)
            meant = [self.presence(r)]
            if isinstance(named, str):
                meant.append(Times.truth(named == contract.id))
            else:
                meant.append(self.served.same_insurer(r, record_of(contract)))
                if unlisted or any(self._may_concern(meant[0], other) for other in others):
                    meant.append(Times.either(self.world.missing_fact(r, r.cls.fields["contract"])))
            yield self.entity(r), latest(meant), isinstance(named, str) or not (others or unlisted)

    def _refusal_missing(self, contract: Entity, policyholder: Entity) -> tuple[Entity, Times] | None:
        """The refusals that may be missing."""
        names = self.world.names(policyholder) | self.served.insurer_ids(contract) | {contract.id}
        return self.ghost("Refusal", policyholder, names)


def _each_once(rows: Rows) -> Rows:
    """The rows without those that certainly never come to be among them; one reached twice is one row."""
    out: dict[int, tuple[Entity, Times]] = {}
    for entity, times in rows.items:
        if times.may_be_true:
            before = out.get(id(entity))
            out[id(entity)] = (entity, earliest((before[1], times)) if before else times)
    return Rows(tuple(out.values()))


def _first_day(year: Entity) -> Times:
    return Times.day(dt.date(year_of(year), 1, 1))


def _last_day(year: Entity) -> Times:
    return Times.day(dt.date(year_of(year), 12, 31))


def _is_receipt(row: Row, kind: str) -> bool:
    """Whether a submission is of a kind and was not turned down."""
    said: object = getattr(row.record, "kind", None)
    return getattr(row.record, "accepted", None) is not False and getattr(said, "value", "") == kind


def _policyholder_of(row: Row) -> str | None:
    """The policyholder that a record belongs to or names."""
    holder = row.up("Policyholder")
    named: object = holder.id if holder is not None else getattr(row.record, "policyholder", None)
    return named if isinstance(named, str) else None


def _owner(row: Row) -> Row:
    assert row.owner is not None, row
    return row.owner


def register_of(cls: str) -> str:
    """The register whose completeness speaks of a class: deliveries and parts go with their owner."""
    if cls == "Delivery":
        return "Service"
    record = catalogue().classes[cls]
    while not record.register and record.owner in catalogue().classes:
        record = catalogue().classes[record.owner or ""]
    return record.name


def _said_of_another(row: Row, name: str) -> bool:
    """Whether a reference is left out because another of its either-or group is given: at most one is present."""
    others = (n for group in row.cls.either if name in group.fields for n in group.fields if n != name)
    return any(isinstance(getattr(row.record, n), str) for n in others)
