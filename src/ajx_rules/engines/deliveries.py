"""Deliveries: one service item for one recipient, what every yearly count ranges over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from ajx_rules.compiler import ir
from ajx_rules.domain.values import UNKNOWN, Between
from ajx_rules.engines.rows import Entity, Rows, inside_window, possible, record_of
from ajx_rules.engines.values import NEVER, Codes, CodeSet, Missings, Times, Value, earliest, latest
from ajx_rules.engines.values import NOTHING as NO_MISSING
from ajx_rules.ledger.index import Row

if TYPE_CHECKING:
    from ajx_rules.engines.relations import Relations


_LATER = "+"  # an occasion of a stream after the last entry: perhaps one, in whatever mode


class Deliveries:
    """The deliveries of one world."""

    def __init__(self, relations: Relations) -> None:
        """``relations`` gives the rows."""
        self.relations = relations
        self.world = relations.world
        self._of_service: dict[str, tuple[tuple[Entity, Times], ...]] = {}
        self._of_policyholder: dict[str, tuple[tuple[Entity, Times], ...]] = {}
        self._until: dict[str, Rows] = {}

    def of_service(self, service: Row) -> tuple[tuple[Entity, Times], ...]:
        """(item, recipient) of one service, with when each was done; each is made once."""
        found = self._of_service.get(service.id)
        if found is None:
            found = self._of_service[service.id] = tuple(self._made(service))
        return found

    def _made(self, service: Row) -> Iterable[tuple[Entity, Times]]:
        started = self.relations.presence(service)
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
                for mark, done, occasion in self._done(service, item):
                    told = occasion.record if occasion is not None else None
                    asked = getattr(told, "recipients", None)
                    if isinstance(asked, tuple | frozenset) and policyholder.id not in asked:
                        continue
                    data = {
                        "service": self.relations.entity(service),
                        "item": self.relations.entity(item),
                        "recipient": self.relations.entity(recipient),
                        "policyholder": self.relations.entity(policyholder),
                        "done_on": done,
                        "mode": getattr(told, "mode", None),
                        "unlisted": occasion is None and self._unlisted(service, item, mark),
                    }
                    made = Entity("Delivery", f"{item.id}>{policyholder.id}{mark}", item.path, data=data)
                    # what is done was begun, whether or not its start is on record
                    times = latest([done, started.undated()]) if done.may_be_false else done
                    if asked is UNKNOWN and occasion is not None:
                        whom = self.world.missing_fact(occasion, occasion.cls.fields["recipients"])
                        times = latest([times, Times.either(whom)])
                    if unsure is not None:
                        times = latest([times, Times.either(unsure)])
                    if times.may_be_true:
                        yield made, times

    def _stream(self, service: Row, item: Row) -> bool | None:
        """Whether an item goes on without completion; None: not known."""
        completed = (getattr(each.record, "completed_on", None) for each in (item, service))
        if any(isinstance(day, dt.date | Between) for day in completed):
            return False
        said: object = getattr(service.record, "continuous", None)
        return said if isinstance(said, bool) else None

    def _unlisted(self, service: Row, item: Row, mark: str) -> bool:
        """Whether what was done may be an occasion that is not on record, which may have been of any mode."""
        listed = getattr(service.record, "occasions", None) is not None
        return mark == _LATER or (not listed and self._stream(service, item) is not False)

    def _done(self, service: Row, item: Row) -> Iterable[tuple[str, Times, Row | None]]:
        """When an item was done: once, or of a stream on each occasion; both, if that is not known."""
        record, stream = service.record, self._stream(service, item)
        unsure = Times.either(self.world.missing_fact(service, service.cls.fields["continuous"]))
        once = Times.never()
        if stream is not True:
            once = (
                self._completed(service, item)
                if stream is False
                else latest([self._completed(service, item), unsure])
            )
        if stream is False:
            yield "", once, None
            return
        sure = Times.always() if stream is True else unsure
        for n, occasion in enumerate(self.world.index.children(service, "occasions"), 1):
            yield _mark_of(occasion, service, n), latest([sure, self.relations.own_date(occasion)]), occasion
        if getattr(record, "occasions", None) is None:  # which pushes there were is not known
            missing = self.world.missing_fact(service, service.cls.fields["occasions"])
            begun = self.relations.presence(service)
            any_day = Times.of(
                ((begun.lo, max(begun.lo, self.world.end)), (NEVER, NEVER)), begun.missing | missing
            )
            yield "", once | latest([sure, self.world.so_far(any_day)]), None
            return
        if stream is not True:
            yield "", once, None
        if self.world.end > self.world.known:  # a stream goes on after the last entry
            begun = self.relations.presence(service)
            missing = self.world.missing_fact(service, service.cls.fields["occasions"])
            first = max(begun.lo, self.world.known + 1)
            later = Times.of(((first, max(first, self.world.end)), (NEVER, NEVER)), begun.missing | missing)
            yield _LATER, latest([sure, self.world.so_far(later)]), None

    def _completed(self, service: Row, item: Row) -> Times:
        """When an item was completed: its own date, else that of the service."""
        if getattr(item.record, "completed_on", None) is None:
            return self.relations.moment(self.relations.entity(service), "completed_on")
        return self.world.moment(self.relations.entity(item), item.cls.fields["completed_on"])

    def _by_policyholder(self, policyholder: str) -> tuple[tuple[Entity, Times], ...]:
        found = self._of_policyholder.get(policyholder)
        if found is None:
            named = self.world.index.saying(policyholder, "Recipient", "policyholder")
            services = dict.fromkeys(each.owner for each in named if each.owner is not None)
            done = (each for service in services for each in self.of_service(service))
            mine = ((e, t) for e, t in done if self.relations.part(e, "policyholder").id == policyholder)
            found = self._of_policyholder[policyholder] = tuple(mine)
        return found

    def of_service_rows(self, service: Entity) -> Rows:
        """The deliveries of a service, as a relation."""
        return Rows(self.of_service(record_of(service)))

    def of_one_served(self, recipient: Entity) -> Rows:
        """The deliveries of a service to one of those served."""
        row = record_of(recipient)
        assert row.owner is not None, row
        part = self.relations.part
        return Rows(tuple((e, t) for e, t in self.of_service(row.owner) if part(e, "recipient").row is row))

    def of_policyholder(self, policyholder: Entity) -> Rows:
        """Every delivery to a policyholder, and those that may be missing."""
        ghost = self.relations.ghost("Delivery", policyholder)
        return Rows((*self._by_policyholder(policyholder.id), *((ghost,) if ghost else ())))

    def of_contract(self, contract: Entity) -> Rows:
        """The deliveries done under a contract: while its cover runs, whichever year they count for."""
        rows: dict[str, tuple[Entity, Times]] = {}
        for year in self.relations.years.insured_years(record_of(contract)):
            for e, t in self.between(year, *self.relations.years.cover(year)).items:
                rows.setdefault(e.id, (e, t))
        return Rows(tuple(rows.values()))

    def between(self, year: Entity, first: Times, last: Times) -> Rows:
        """Deliveries to the policyholder by the insurer done between two moments."""
        contract = self.relations.part(year, "contract")
        policyholder = self.relations.part(year, "policyholder")
        out: list[tuple[Entity, Times]] = []
        for e, t in self._by_policyholder(policyholder.id):
            same = self.same_insurer(record_of(self.relations.part(e, "service")), record_of(contract))
            only = getattr((record_of(self.relations.part(e, "recipient"))).record, "contract", None)
            if isinstance(only, str) and only != contract.id:
                continue
            mine = latest(
                [same, Times.either(self._contract_missing(e)) if only is UNKNOWN else Times.always()]
            )
            found = inside_window(latest([t, mine]), first, last)
            if found.may_be_true:
                out.append((e, found))
        ghost = self.relations.ghost(
            "Delivery", policyholder, self.world.names(policyholder) | self.insurer_ids(contract)
        )
        if ghost is not None and ghost[0].times is not None:
            times = inside_window(possible(ghost[0].times), first, last)
            if times.may_be_true:
                inside = Entity("Delivery", ghost[0].id, ghost[0].path, ghost=ghost[0].ghost, times=times)
                self.relations.keep.append(inside)
                out.append((inside, times))
        return Rows(tuple(out))

    def _contract_missing(self, delivery: Entity) -> Missings:
        row = record_of(self.relations.part(delivery, "recipient"))
        return self.world.missing_fact(row, row.cls.fields["contract"])

    def insurer_ids(self, contract: Entity) -> frozenset[str]:
        """The id of the insurer of a contract, if known."""
        insurer = getattr((record_of(contract)).record, "insurer", None)
        return frozenset({insurer}) if isinstance(insurer, str) else frozenset()

    def same_insurer(self, one: Row, other: Row) -> Times:
        """Whether two records are of one insurer; all records of a ledger that lists no insurer are."""
        names = {row: getattr(row.record, "insurer", None) for row in (one, other)}
        unsaid = [row for row, name in names.items() if not isinstance(name, str)]
        if not unsaid:
            return Times.truth(names[one] == names[other])
        if set(names.values()) == {None} and not self.world.index.rows("Insurer"):
            return Times.always()
        return Times.either(
            frozenset(m for row in unsaid for m in self.world.missing_fact(row, row.cls.fields["insurer"]))
        )

    def of_year(self, year: Entity) -> Rows:
        """The deliveries of an insured-year."""
        first, last = self.relations.years.window(year)
        return self.between(year, first, last)

    def until_end_of(self, year: Entity) -> Rows:
        """The deliveries of an insured-year and of all the time before it."""
        found = self._until.get(year.id)
        if found is None:
            _, last = self.relations.years.window(year)
            found = self._until[year.id] = self.between(year, Times.always(), last)
        return found

    def of_insurer_year(self, year: Entity) -> Rows:
        """The deliveries of an insurer's whole book in a calendar year."""
        insurer = self.relations.part(year, "insurer")
        first, last = self.relations.years.window(year)
        out: list[tuple[Entity, Times]] = []
        for e, t in (each for s in self.world.index.rows("Service") for each in self.of_service(s)):
            service = record_of(self.relations.part(e, "service"))
            named = getattr(service.record, "insurer", None)
            missing = self.world.missing_fact(service, service.cls.fields["insurer"])
            mine = Times.truth(named == insurer.id) if isinstance(named, str) else Times.either(missing)
            found = inside_window(latest([t, mine]), first, last)
            if found.may_be_true:
                out.append((e, found))
        ghost = self.relations.ghost("Delivery", insurer)
        if ghost is not None and ghost[0].times is not None:
            times = inside_window(possible(ghost[0].times), first, last)
            if times.may_be_true:
                inside = Entity("Delivery", ghost[0].id, ghost[0].path, ghost=ghost[0].ghost, times=times)
                self.relations.keep.append(inside)
                out.append((inside, times))
        return Rows(tuple(out))

    def of_item(self, delivery: Entity, name: str) -> Value:
        """A field of the item served."""
        item = self.relations.part(delivery, "item")
        row = record_of(item)
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

    def category(self, delivery: Entity) -> Value:
        """The service category: that of the item, or as recorded where the item is unknown."""
        item = self.relations.part(delivery, "item")
        row = record_of(item)
        code: object = getattr(row.record, "item", None)
        written: object = getattr(row.record, "category", None)
        if not isinstance(code, str) and isinstance(written, str):
            return Codes(frozenset({written}))
        found = self.of_item(delivery, "item")
        assert isinstance(found, Codes)
        if found.possible is None:
            return Codes(self.world.entries("service_category"), found.missing)
        label = self._category_label()
        names = {e.attributes.get(label, "") for e in self._items() if e.code in found.possible}
        return Codes(frozenset(names), found.missing if len(names) > 1 else NO_MISSING)

    def mode(self, delivery: Entity) -> Value:
        """How it was served: as recorded for the occasion, the item or the service."""
        item = record_of(self.relations.part(delivery, "item"))
        service = record_of(self.relations.part(delivery, "service"))
        if delivery.data["unlisted"]:
            missing = self.world.missing_fact(service, service.cls.fields["occasions"])
            return self.world.code(None, "Mode", missing)
        for value in (delivery.data["mode"], getattr(item.record, "mode", None)):
            if value is UNKNOWN:
                return self.world.code(None, "Mode", self.world.missing_fact(item, item.cls.fields["mode"]))
            if value is not None:
                return self.world.code(value, "Mode", NO_MISSING)
        value = getattr(service.record, "mode", None)
        return self.world.code(value, "Mode", self.world.missing_fact(service, service.cls.fields["mode"]))

    def of_recipient(self, recipient: Entity) -> Rows:
        """The deliverables of a service that one of those served is to have: of all, if it names nobody."""
        row = record_of(recipient)
        assert row.owner is not None, row
        service = self.relations.entity(row.owner)
        return self._deliverables_for(service, getattr(row.record, "policyholder", None))

    def _deliverables_for(self, service: Entity, policyholder: str | None) -> Rows:
        out: list[tuple[Entity, Times]] = []
        for e, t in self.relations.follow(service, "deliverables").items:
            only = getattr(e.row.record, "recipients", None) if e.row is not None else None
            meant = Times.always()
            if isinstance(only, tuple | frozenset):
                meant = Times.truth(policyholder in only)
            elif only is UNKNOWN and e.row is not None:
                meant = Times.either(self.world.missing_fact(e.row, e.row.cls.fields["recipients"]))
            found = latest([t, meant])
            if found.may_be_true:
                out.append((e, found))
        return Rows(tuple(out))

    def deliverables(self, delivery: Entity) -> Rows:
        """The deliverables of the service that hang on this item and recipient."""
        service = self.relations.part(delivery, "service")
        codes = self.of_item(delivery, "item")
        policyholder = self.relations.part(delivery, "policyholder").id
        assert isinstance(codes, Codes)
        out: list[tuple[Entity, Times]] = []
        for e, t in self._deliverables_for(service, policyholder).items:
            if e.row is None:
                out.append((e, t))
                continue
            items = self.world.value(e, e.row.cls.fields["items"])
            assert isinstance(items, CodeSet)
            hangs = (
                earliest(items.contains(c) for c in codes) if codes.definite else Times.either(codes.missing)
            )
            found = latest([t, hangs])
            if found.may_be_true:
                out.append((e, found))
        return Rows(tuple(out))


def _mark_of(occasion: Row, service: Row, place: int) -> str:
    """The end of the ids of what was done on an occasion: its own id where it has one, else its place."""
    if occasion.id == f"{service.id}/occasions/{place}":
        return f"@{place}"
    return f"@{occasion.id}." if occasion.id.isdigit() else f"@{occasion.id}"
