"""What a ledger says against itself: ids, references, dates, and records that contradict each other.

A validator is a plain function from the index of a ledger to what it found; ``VALIDATORS``
lists them. A verdict is never given here: a late follow-up is no contradiction.

>>> from datetime import date
>>> from ajx_rules.domain.book import Contract, Ledger, Policyholder
>>> contract = Contract(inception_on=date(2025, 1, 2), expiry_on=date(2024, 1, 1))
>>> ledger = Ledger(
...     known_on=date(2025, 12, 31), policyholders=(Policyholder(name="甲矿", contracts=(contract,)),)
... )
>>> [(found.code, found.path) for found in validate(ledger)]
[('L061', '$.policyholders[0].contracts[0].expiry_on')]
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Final, TypeAlias, cast

from ajx_rules.diagnostics import Diagnostic
from ajx_rules.domain.book import (
    Accident,
    Completeness,
    Contract,
    InsurerYear,
    Judgement,
    Payment,
    PolicyYear,
    Service,
    ServiceItem,
)
from ajx_rules.domain.catalogue import FieldInfo, catalogue
from ajx_rules.domain.enums import Answer, Determination, Liability
from ajx_rules.domain.nearest import NONE, said
from ajx_rules.domain.values import NOT_YET, Between, day_of, first_moment, last_moment, show
from ajx_rules.ledger.index import LedgerIndex, Row
from ajx_rules.ledger.years import last_year

if TYPE_CHECKING:
    from ajx_rules.domain.book import Ledger

Found: TypeAlias = Iterator[Diagnostic]
Validator: TypeAlias = Callable[[LedgerIndex], Found]

MOST_NEAREST: Final = 200
FEW_DAYS: Final = 15
REFERENCE_KINDS: Final = frozenset({"ref", "refs", "any", "anys"})


def validate(ledger: Ledger) -> tuple[Diagnostic, ...]:
    """Everything a ledger says against itself, and warnings worth a look.

    ``read_ledger`` does this itself and raises what is an error; a ledger built in Python is
    validated by calling this.
    """
    return validate_index(LedgerIndex(ledger))


def validate_index(index: LedgerIndex) -> tuple[Diagnostic, ...]:
    """The same of a ledger that has been indexed."""
    return tuple(found for validator in VALIDATORS for found in validator(index))


def after_codes(index: LedgerIndex) -> tuple[Diagnostic, ...]:
    """What only shows once all codes are in their normal form (``check_codes``)."""
    return (*items_served_twice(index), *deliverables_of_items_not_served(index))


def _given(row: Row, name: str) -> object:
    """The value of a field; in a ledger that could not be read in full, ``None`` though required."""
    return getattr(row.record, name)


def _ids(row: Row, name: str) -> tuple[str, ...]:
    """The ids or codes of a set; none where it is unknown or restricts nothing."""
    value = _given(row, name)
    return value if isinstance(value, tuple) else ()


# ---- ids and references ----------------------------------------------------------------------


def ids_used_twice(index: LedgerIndex) -> Found:
    """An id is unique in the ledger over all classes."""
    for row in index.all_rows():
        first = index.by_id[row.id]
        if first is not row:
            yield Diagnostic("L050", {"value": row.id, "other": first.path}, path=f"{row.path}.id")


def references(index: LedgerIndex) -> Found:
    """Every reference leads to a record of the right class."""
    near = _Nearness(index)
    for cls in catalogue().classes.values():
        fields = [field for field in cls.fields.values() if field.kind in REFERENCE_KINDS]
        for row in index.rows(cls.name):
            for field in fields:
                yield from _reference(index, row, field, near)
            if row.record.sources:
                yield from _sources(index, row, near)


def _reference(index: LedgerIndex, row: Row, field: FieldInfo, near: _Nearness) -> Found:
    value = getattr(row.record, field.name)
    names = {"label": field.label, "english": field.english}
    wanted = (field.target,) if field.target else field.among
    if isinstance(value, str):
        yield from _target(index, value, wanted, names, f"{row.path}.{field.name}", near)
    elif isinstance(value, tuple):
        for n, id_ in enumerate(value):
            yield from _target(index, id_, wanted, names, f"{row.path}.{field.name}[{n}]", near)


def _target(
    index: LedgerIndex, id_: str, wanted: tuple[str, ...], names: dict[str, str], path: str, near: _Nearness
) -> Found:
    found = index.by_id.get(id_)
    if found is not None and (not wanted or found.cls.name in wanted):
        return
    args = {**names, "value": show(id_)[1:-1]}
    if found is None:
        yield Diagnostic("L051", {**args, "nearest": near.to(id_, wanted)}, path=path)
    else:
        classes = [catalogue().classes[name] for name in wanted]
        args |= {
            "wanted": "、".join(cls.label for cls in classes),
            "wanted_en": " or ".join(cls.english for cls in classes),
            "found": found.cls.label,
            "found_en": found.cls.english,
            "other": found.path,
            "nearest": near.to(id_, wanted),
        }
        yield Diagnostic("L052", args, path=path)


def _sources(index: LedgerIndex, row: Row, near: _Nearness) -> Found:
    keys = [*row.cls.fields, *(f.label for f in row.cls.fields.values()), *row.record.extra]
    names = {"label": "来源", "english": "sources"}
    for key, entries in row.record.sources.items():
        path = f"{row.path}.sources.{show(key)[1:-1]}"
        if key != "*" and key not in keys:
            args = {"label": row.cls.label, "english": row.cls.english, "key": show(key)[1:-1]}
            yield Diagnostic("L049", {**args, "nearest": said(key, keys)}, path=path)
        for entry in entries:
            yield from _target(index, entry.partition("#")[0], ("Document",), names, path, near)


class _Nearness:
    """The id nearest to a wrong one; asked too often it gives up, so that a broken file stays quick."""

    def __init__(self, index: LedgerIndex) -> None:
        self._index = index
        self._asked = 0

    def to(self, id_: str, classes: tuple[str, ...]) -> str:
        """The nearest id among the records of those classes (all, if none are named)."""
        self._asked += 1
        if self._asked > MOST_NEAREST:
            return NONE
        rows = (
            (row for name in classes for row in self._index.rows(name)) if classes else self._index.all_rows()
        )
        return said(id_, (row.id for row in rows))


def either_or(index: LedgerIndex) -> Found:
    """Of an either-or group at most one field is given."""
    for cls in catalogue().classes.values():
        for group in cls.either:
            for row in index.rows(cls.name):
                given = [name for name in group.fields if isinstance(getattr(row.record, name), str)]
                if len(given) > 1:
                    first, second = (cls.fields[name] for name in given[:2])
                    args = {"first": first.label, "second": second.label}
                    args |= {"first_en": first.english, "second_en": second.english}
                    yield Diagnostic("L046", args, path=f"{row.path}.{second.name}")


def references_in_a_circle(index: LedgerIndex) -> Found:
    """No branch is its own superior, no contract its own renewal, no judgement replaces itself."""
    for class_name, name in (("Branch", "parent"), ("Contract", "renewal_of"), ("Judgement", "replaces")):
        field = catalogue().classes[class_name].fields[name]
        settled: set[str] = set()
        for row in index.rows(class_name):
            seen: list[str] = []
            at: Row | None = row
            while at is not None and at.id not in settled and at.id not in seen and at.cls.name == class_name:
                seen.append(at.id)
                at = index.row(getattr(at.record, name))
            if at is not None and at.id in seen:
                args = {"label": field.label, "english": field.english}
                yield Diagnostic("L076", args, path=f"{row.path}.{name}")
            settled.update(seen)


# ---- dates -----------------------------------------------------------------------------------


def earliest(value: object) -> date | None:
    """The first day or moment on which something that did come about may have done so."""
    if isinstance(value, Between):
        return value.earliest
    return value if isinstance(value, date) else None


def latest(value: object) -> date | None:
    """The last day or moment on which something that did come about may have done so."""
    if isinstance(value, Between):
        return value.latest
    return value if isinstance(value, date) else None


def certainly_before(value: object, other: object) -> bool:
    """Whether something came about before another thing, whatever the days left open."""
    last, first = latest(value), earliest(other)
    return last is not None and first is not None and last_moment(last) < first_moment(first)


def dates_after_known_on(index: LedgerIndex) -> Found:
    """A ledger cannot report the future."""
    known_on: object = getattr(index.ledger, "known_on", None)
    if not isinstance(known_on, date):  # it could not be read
        return
    for cls in catalogue().classes.values():
        fields = [f for f in cls.fields.values() if f.mark in {"dated", "milestone"} or f.name == "logged_on"]
        if cls.name == "Completeness":
            fields.append(cls.fields["through"])
        for row in index.rows(cls.name):
            for field in fields:
                value = getattr(row.record, field.name)
                last = latest(value) or earliest(value)
                if last is not None and day_of(last) > known_on:
                    args = {"label": field.label, "english": field.english}
                    args |= {"value": last.isoformat(), "known_on": known_on.isoformat()}
                    yield Diagnostic("L060", args, path=f"{row.path}.{field.name}")


TERMS: Final[tuple[tuple[str, str], ...]] = (
    ("inception_on", "expiry_on"),
    ("starts_on", "ends_on"),
    ("from_on", "to_on"),
    ("valid_from", "valid_to"),
    ("since", "through"),
)


def ends_before_beginnings(index: LedgerIndex) -> Found:
    """A term ends no earlier than it begins."""
    for cls in catalogue().classes.values():
        for first_name, second_name in TERMS:
            if first_name not in cls.fields or second_name not in cls.fields:
                continue
            first, second = cls.fields[first_name], cls.fields[second_name]
            if second.mark == "milestone":  # told by milestones_before_their_record
                continue
            for row in index.rows(cls.name):
                begin, end = getattr(row.record, first_name), getattr(row.record, second_name)
                if certainly_before(end, begin):
                    args = {"first_label": first.label, "first_english": first.english, "first": _day(begin)}
                    args |= {
                        "second_label": second.label,
                        "second_english": second.english,
                        "second": _day(end),
                    }
                    yield Diagnostic("L061", args, path=f"{row.path}.{second_name}")


def milestones_before_their_record(index: LedgerIndex) -> Found:
    """What comes about in the life of a record does not do so before the record's date."""
    for cls in catalogue().classes.values():
        milestones = [field for field in cls.fields.values() if field.mark == "milestone"]
        for row in index.rows(cls.name) if milestones else ():
            # The items of a service have no date of their own: theirs is its start.
            of = row.owner if cls.name == "ServiceItem" and row.owner is not None else row
            dated = of.cls.dated
            if dated is None:
                continue
            begin = getattr(of.record, dated.name)
            for field in milestones:
                value = getattr(row.record, field.name)
                if certainly_before(value, begin):
                    args = {"label": field.label, "english": field.english, "value": _day(value)}
                    args |= {"first_label": dated.label, "first_english": dated.english, "first": _day(begin)}
                    yield Diagnostic("L062", args, path=f"{row.path}.{field.name}")


def _day(value: object) -> str:
    if isinstance(value, Between):
        return f"{_day(value.earliest)}–{_day(value.latest)}"
    return value.isoformat() if isinstance(value, date) else "…"


# ---- contracts -------------------------------------------------------------------------------


def policy_years(index: LedgerIndex) -> Found:
    """The years of a contract are counted from 1, each once; they lie in its term, without overlap."""
    for contract in index.rows("Contract"):
        years = index.children(contract, "policy_years")
        numbers: dict[int, Row] = {}
        for row in years:
            no = _given(row, "no")
            if not isinstance(no, int):  # it could not be read
                continue
            field = row.cls.fields["no"]
            args = {"label": field.label, "english": field.english, "value": str(no)}
            if no < 1:
                yield Diagnostic("L029", args, path=f"{row.path}.no")
            if no in numbers:
                yield Diagnostic("L066", {**args, "other": numbers[no].path}, path=f"{row.path}.no")
            numbers.setdefault(no, row)
        yield from _years_in_term(cast("Contract", contract.record), years)


def _years_in_term(contract: Contract, years: tuple[Row, ...]) -> Found:
    earlier: list[tuple[PolicyYear, Row]] = []
    for row in years:
        year = cast("PolicyYear", row.record)
        outside = certainly_before(year.starts_on, contract.inception_on) or certainly_before(
            contract.expiry_on, year.ends_on
        )
        if outside or _beyond_term(contract, year):
            args = {
                "value": str(year.no),
                "first": _day(contract.inception_on),
                "last": _day(contract.expiry_on),
            }
            yield Diagnostic("L067", args, path=row.path)
        for other, other_row in earlier:
            if _overlap(year, other):
                yield Diagnostic("L068", {"value": str(year.no), "other": other_row.path}, path=row.path)
        earlier.append((year, row))


def _beyond_term(contract: Contract, year: PolicyYear) -> bool:
    """Whether a year has only its number to go by, and the contract has not so many."""
    first, last = contract.inception_on, contract.expiry_on
    own = isinstance(year.starts_on, date) or isinstance(year.ends_on, date)
    if own or not isinstance(first, date) or not isinstance(last, date) or not isinstance(year.no, int):
        return False
    return year.no > last_year(first, last)[0]


def last_years_of_some_days(index: LedgerIndex) -> Found:
    """A last policy year of some days is probably an expiry that is one day too late."""
    for row in index.rows("Contract"):
        first, last = _given(row, "inception_on"), _given(row, "expiry_on")
        if not isinstance(first, date) or not isinstance(last, date):
            continue
        no, begins = last_year(first, last)
        days = (last - begins).days + 1
        years = (cast("PolicyYear", year.record) for year in index.children(row, "policy_years"))
        own = any(y.no == no and isinstance(y.starts_on, date) for y in years)
        if no > 1 and days < FEW_DAYS and not own:
            args = {"expiry": _day(last), "days": str(days), "no": str(no)}
            yield Diagnostic("L083", args, path=f"{row.path}.expiry_on")


def _overlap(year: PolicyYear, other: PolicyYear) -> bool:
    ends = (year.starts_on, year.ends_on, other.starts_on, other.ends_on)
    if not all(isinstance(end, date) for end in ends):
        return False
    first, last, other_first, other_last = cast("tuple[date, date, date, date]", ends)
    return first <= other_last and other_first <= last


def tiers_without_tier(index: LedgerIndex) -> Found:
    """A date of tiering without a tier, or a tier without a date, is worth a look."""
    for row in index.rows("PolicyYear"):
        year = cast("PolicyYear", row.record)
        if year.recorded_tier is None and isinstance(year.tier_recorded_on, date):
            yield Diagnostic("L077", path=f"{row.path}.tier_recorded_on")
        if isinstance(year.recorded_tier, str) and year.tier_recorded_on in (None, NOT_YET):
            yield Diagnostic("L086", {"tier": year.recorded_tier}, path=f"{row.path}.recorded_tier")


def rates_above_one(index: LedgerIndex) -> Found:
    """A rate above 100% probably lacks its per cent sign."""
    for class_name, name in (("Contract", "service_fee_rate"), ("CoInsurer", "share")):
        field = catalogue().classes[class_name].fields[name]
        for row in index.rows(class_name):
            value = getattr(row.record, name)
            if isinstance(value, Decimal) and value > 1:
                args = {"label": field.label, "english": field.english, "value": f"{value:f}"}
                yield Diagnostic("L078", args, path=f"{row.path}.{name}")


def records_of_another_policyholder(index: LedgerIndex) -> Found:
    """A policyholder refuses services of its own contract, and has accidents on its own site."""
    own = (("Refusal", "contract"), ("Accident", "site"), ("Stoppage", "site"))
    for class_name, name in own:
        for row in index.rows(class_name):
            yield from _of_another(index, row, name, row.owner)
    for name in ("contract", "site"):
        for row in index.rows("Recipient"):
            yield from _of_another(index, row, name, index.row(_given(row, "policyholder")))
    for row in index.rows("Hazard"):
        yield from _of_another(index, row, "site", index.row(_given(row, "policyholder")))
    for row in index.rows("Communication"):
        for id_ in _ids(row, "about"):
            yield from _talk_about_another(index, row, id_)


def _talk_about_another(index: LedgerIndex, talk: Row, about: str) -> Found:
    """A talk with one policyholder is about its own contracts, hazards and services, or those it is insured under."""
    found, named = index.row(about), index.row(_given(talk, "policyholder"))
    if found is None or named is None or named.cls.name != "Policyholder":
        return
    holder = found.up("Policyholder") or index.row(getattr(found.record, "policyholder", None))
    contract = found.up("Contract")
    insured = _ids(contract, "insured_units") if contract is not None else ()
    if holder is not None and holder is not named and named.id not in insured:
        yield Diagnostic("L075", {"value": found.id, "other": holder.path}, path=f"{talk.path}.about")


def _of_another(index: LedgerIndex, row: Row, name: str, owner: Row | None) -> Found:
    found = index.row(getattr(row.record, name))
    holder = None if found is None else found.up("Policyholder")
    if (
        found is None
        or holder is None
        or owner is None
        or holder is owner
        or owner.cls.name != "Policyholder"
    ):
        return
    contract = found.record
    if isinstance(contract, Contract) and owner.id in (contract.insured_units or ()):
        return
    yield Diagnostic("L075", {"value": found.id, "other": holder.path}, path=f"{row.path}.{name}")


# ---- services --------------------------------------------------------------------------------


def continuous_and_completed(index: LedgerIndex) -> Found:
    """A continuous service has no completion."""
    for row in index.rows("Service"):
        service = cast("Service", row.record)
        if service.continuous is True and isinstance(service.completed_on, date | Between):
            args = {"value": _day(service.completed_on)}
            yield Diagnostic("L063", args, path=f"{row.path}.completed_on")


def recipients_twice(index: LedgerIndex) -> Found:
    """A service names each policyholder once among its recipients."""
    for service in index.rows("Service"):
        seen: dict[str, Row] = {}
        for row in index.children(service, "recipients"):
            id_ = _given(row, "policyholder")
            if not isinstance(id_, str):
                continue
            if id_ in seen:
                field = row.cls.fields["policyholder"]
                args = {"label": field.label, "english": field.english, "value": id_, "other": seen[id_].path}
                yield Diagnostic("L066", args, path=f"{row.path}.policyholder")
            seen.setdefault(id_, row)


def items_served_twice(index: LedgerIndex) -> Found:
    """A service, an item and a policyholder stand together once."""
    for service in index.rows("Service"):
        everyone = _served(index, service)
        seen: dict[tuple[str, str], Row] = {}
        for row in index.children(service, "items"):
            item = cast("ServiceItem", row.record)
            if not isinstance(item.item, str):
                continue
            whom = (
                item.recipients
                if isinstance(item.recipients, tuple)
                else everyone
                if item.recipients is None
                else ()
            )
            for policyholder in dict.fromkeys(whom):
                other = seen.setdefault((item.item, policyholder), row)
                if other is not row:
                    args = {"item": item.item, "policyholder": policyholder, "other": other.path}
                    yield Diagnostic("L064", args, path=row.path)
                    break


def _served(index: LedgerIndex, service: Row) -> tuple[str, ...]:
    named = (_given(row, "policyholder") for row in index.children(service, "recipients"))
    return tuple(id_ for id_ in named if isinstance(id_, str))


def recipients_not_served(index: LedgerIndex) -> Found:
    """Who is named for an item, occasion, deliverable or follow-up is a recipient of the service."""
    for service in index.rows("Service"):
        served = _served(index, service)
        for list_name in ("items", "occasions", "deliverables"):
            for row in index.children(service, list_name):
                for n, id_ in enumerate(_ids(row, "recipients")):
                    if id_ not in served:
                        yield _not_among(row, "recipients", id_, service, "recipients", f"[{n}]")
        for row in index.children(service, "follow_ups"):
            whom = _given(row, "policyholder")
            if isinstance(whom, str) and whom not in served:
                yield _not_among(row, "policyholder", whom, service, "recipients")


def occasions_of_another_service(index: LedgerIndex) -> Found:
    """The occasions of a person on a service are those of that service."""
    for row in index.rows("ServicePerson"):
        for n, id_ in enumerate(_ids(row, "occasions")):
            found = index.row(id_)
            if found is not None and row.owner is not None and found.owner is not row.owner:
                yield _not_among(row, "occasions", id_, row.owner, "occasions", f"[{n}]")


def deliverables_of_items_not_served(index: LedgerIndex) -> Found:
    """A deliverable belongs to items that the service served."""
    for service in index.rows("Service"):
        items = [cast("ServiceItem", row.record).item for row in index.children(service, "items")]
        if not all(isinstance(item, str) for item in items):
            continue  # one is unknown, and may be any
        for row in index.children(service, "deliverables"):
            for n, item in enumerate(_ids(row, "items")):
                if item not in items:
                    yield _not_among(row, "items", item, service, "items", f"[{n}]")


def _not_among(row: Row, name: str, value: str, of: Row, list_name: str, place: str = "") -> Diagnostic:
    field, among = row.cls.fields[name], of.cls.fields[list_name]
    args = {"label": field.label, "english": field.english, "value": value}
    args |= {"among": among.label, "among_en": among.english}
    return Diagnostic("L069", args, path=f"{row.path}.{name}{place}")


# ---- money -----------------------------------------------------------------------------------


def shares_of_payments(index: LedgerIndex) -> Found:
    """The shares of a payment sum to it, if all of them are known."""
    for row in index.rows("Payment"):
        payment = cast("Payment", row.record)
        amounts = [_given(share, "amount") for share in index.children(row, "shares")]
        known = [amount for amount in amounts if isinstance(amount, Decimal)]
        if payment.amount is None or not known or len(known) < len(payment.shares or ()):
            continue
        if sum(known) != payment.amount:
            args = {"sum": f"{sum(known):f}", "value": f"{payment.amount:f}"}
            yield Diagnostic("L071", args, path=f"{row.path}.shares")


def totals_against_details(index: LedgerIndex) -> Found:
    """The totals of an insurer's year agree with its complete records."""
    for row in index.rows("InsurerYear"):
        figures, year = cast("InsurerYear", row.record), _given(row, "year")
        if not isinstance(year, int) or figures.branch is not None:
            continue
        span = (date(year, 1, 1), date(year, 12, 31))
        for name, class_name in (("extracted", "FeeExtraction"), ("spent", "Payment")):
            total = getattr(figures, name)
            if total is None or not _complete(index, class_name, {figures.insurer}, span):
                continue
            found = _sum_of_year(index, class_name, figures)
            if found is not None and found != total:
                field = row.cls.fields[name]
                args = {
                    "label": field.label,
                    "english": field.english,
                    "value": f"{total:f}",
                    "sum": f"{found:f}",
                }
                yield Diagnostic("L074", args, path=f"{row.path}.{name}")


def _sum_of_year(index: LedgerIndex, class_name: str, figures: InsurerYear) -> Decimal | None:
    """The sum of an insurer's records of a year; ``None`` if any of them leaves it open."""
    total = Decimal(0)
    for row in index.rows(class_name):
        insurer, year, amount = (
            getattr(row.record, name) for name in ("insurer", "accounting_year", "amount")
        )
        if not isinstance(insurer, str) or year is None or amount is None:
            return None
        if insurer == figures.insurer and year == figures.year:
            total += amount
    return total


# ---- knowledge -------------------------------------------------------------------------------


def completeness_of_classes(index: LedgerIndex) -> Found:
    """A declaration of completeness names classes that exist."""
    known = catalogue()
    names = [*known.classes, *(cls.label for cls in known.classes.values())]
    for row in index.rows("Completeness"):
        for n, name in enumerate(_ids(row, "records")):
            if name != "*" and known.find(name) is None:
                args = {"value": show(name)[1:-1], "nearest": said(name, names)}
                yield Diagnostic("L065", args, path=f"{row.path}.records[{n}]")


def judgements_that_differ(index: LedgerIndex) -> Found:
    """Two judgements of one question differ only if one replaces the other."""
    replaced = {cast("Judgement", row.record).replaces for row in index.rows("Judgement")}
    groups: dict[tuple[object, ...], list[tuple[Judgement, Row]]] = defaultdict(list)
    for row in index.rows("Judgement"):
        one = cast("Judgement", row.record)
        if row.id not in replaced and one.answer in {Answer.YES, Answer.NO}:
            groups[one.question, one.about, one.policy_year, one.year].append((one, row))
    for group in groups.values():
        for n, (one, row) in enumerate(group):
            against = next(
                (r for o, r in group[:n] if o.answer is not one.answer and _same_days(o, one)), None
            )
            if against is not None:
                yield Diagnostic("L070", {"other": against.path}, path=f"{row.path}.answer")


def judgements_without_criteria(index: LedgerIndex) -> Found:
    """A judgement says by what criteria it was made; one that could not be made has none."""
    for row in index.rows("Judgement"):
        one = cast("Judgement", row.record)
        given = isinstance(one.criteria, str) and one.criteria.strip()
        if one.answer in {Answer.YES, Answer.NO} and not given:
            field = row.cls.fields["criteria"]
            args = {"label": field.label, "english": field.english, "name": field.name}
            yield Diagnostic("L079", args, path=f"{row.path}.criteria")


def _same_days(one: Judgement, other: Judgement) -> bool:
    apart = certainly_before(one.valid_to, other.valid_from) or certainly_before(
        other.valid_to, one.valid_from
    )
    return not apart


def declared_accidents(index: LedgerIndex) -> Found:
    """The answer on the proposal form agrees with accident records declared complete.

    What the previous year is, is a reading: an answer is contradicted only where it is wrong
    under all of them, the calendar year before and the twelve months before.
    """
    for row in index.rows("PolicyYear"):
        year, contract = cast("PolicyYear", row.record), row.up("Contract")
        holder = row.up("Policyholder")
        if year.declared_prior_accident is None or contract is None or holder is None:
            continue
        start = _start_of(year, cast("Contract", contract.record))
        if start is None:
            continue
        months = (start - timedelta(days=366), start - timedelta(days=1))
        calendar = (date(start.year - 1, 1, 1), date(start.year - 1, 12, 31))
        span = (min(months[0], calendar[0]), max(months[1], calendar[1]))
        if not _complete(index, "Accident", {holder.id}, span):
            continue
        accidents = index.children(holder, "accidents")
        path = f"{row.path}.declared_prior_accident"
        if year.declared_prior_accident:
            if not any(_may_fall(cast("Accident", a.record), span) for a in accidents):
                yield Diagnostic("L073", path=path)
            continue
        both = (max(months[0] + timedelta(days=1), calendar[0]), min(months[1], calendar[1]))
        against = next((a for a in accidents if _counts_in(cast("Accident", a.record), both)), None)
        if against is not None:
            yield Diagnostic("L072", {"other": against.path}, path=path)


def _start_of(year: PolicyYear, contract: Contract) -> date | None:
    if isinstance(year.starts_on, date):
        return year.starts_on
    if year.no == 1 and isinstance(contract.inception_on, date):
        return contract.inception_on
    return None


def _may_fall(accident: Accident, span: tuple[date, date]) -> bool:
    first, last = earliest(accident.occurred_at), latest(accident.occurred_at)
    return not (
        (first is not None and day_of(first) > span[1]) or (last is not None and day_of(last) < span[0])
    )


def _counts_in(accident: Accident, span: tuple[date, date]) -> bool:
    first, last = earliest(accident.occurred_at), latest(accident.occurred_at)
    certain = accident.determination is Determination.CONFIRMED and accident.liability is Liability.LIABLE
    own = accident.contractor_work is False
    within = first is not None and last is not None and span[0] <= day_of(first) and day_of(last) <= span[1]
    return certain and own and within


def _complete(index: LedgerIndex, class_name: str, scopes: set[str], span: tuple[date, date]) -> bool:
    """Whether records of a class are declared complete for a span, for the whole ledger or a scope."""
    for row in index.rows("Completeness"):
        one, named, through = cast("Completeness", row.record), _ids(row, "records"), _given(row, "through")
        if not isinstance(through, date) or not (class_name in named or "*" in named):
            continue
        scope = one.scope is None or one.scope in scopes
        since = one.since is None or one.since <= span[0]
        if scope and since and through >= span[1]:
            return True
    return False


VALIDATORS: Final[tuple[Validator, ...]] = (
    ids_used_twice,
    references,
    either_or,
    references_in_a_circle,
    dates_after_known_on,
    ends_before_beginnings,
    milestones_before_their_record,
    policy_years,
    last_years_of_some_days,
    tiers_without_tier,
    rates_above_one,
    records_of_another_policyholder,
    continuous_and_completed,
    recipients_twice,
    items_served_twice,
    recipients_not_served,
    occasions_of_another_service,
    shares_of_payments,
    totals_against_details,
    completeness_of_classes,
    judgements_that_differ,
    judgements_without_criteria,
    declared_accidents,
)

__all__ = ["VALIDATORS", "after_codes", "validate"]
