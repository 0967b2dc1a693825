"""The same ledger with some of its knowledge withheld.

In the ways a real ledger may lack it: declarations of completeness dropped, cut short or
narrowed to a scope; records left out of lists that are then open; judgements not on file; facts
left out, dates blurred. So the ledger given is one completion of the ledger that comes out, and
every verdict on the second must allow for what the first comes to.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import attrs
from hypothesis import assume
from hypothesis import strategies as st

from ajx_rules.domain.book import Completeness, Ledger, Record
from ajx_rules.domain.catalogue import FieldInfo, catalogue
from ajx_rules.domain.values import NOT_YET, UNKNOWN, Between
from ajx_rules.ledger.index import LedgerIndex, Row
from ajx_rules.ledger.validate import validate
from tests.laws.support import regulation
from tests.strategies import replace

REGISTERS = (
    "Contract",
    "ServicePlan",
    "VisitArrangement",
    "Refusal",
    "Accident",
    "Service",
    "Deliverable",
    "FollowUp",
    "Submission",
    "Communication",
)


@attrs.frozen
class Slot:
    """One fact of one record, with what may stand in its place when it is not (fully) known.

    ``coarser`` is a fact that then takes its place (the category of an item that is not named).
    """

    id: str
    cls: str
    field: FieldInfo
    weaker: tuple[object, ...]
    coarser: tuple[tuple[str, object], ...] = ()


@st.composite
def withheld(draw: st.DrawFn, truth: Ledger, most: int = 6) -> Ledger:
    """A ledger of which ``truth`` is one completion."""
    ledger = attrs.evolve(truth, complete=draw(declarations(truth)))
    may_lack = ids_that_may_lack(ledger)
    for id_ in draw(st.one_of(st.just(may_lack), _some_of(may_lack, most))):
        if id_ in LedgerIndex(ledger).by_id and not referred_to(ledger, id_):
            ledger = without(ledger, id_)
    open_ = slots(ledger)
    kinds = sorted({(slot.cls, slot.field.name) for slot in open_})
    of_one_kind = st.sampled_from(kinds).map(lambda k: [s for s in open_ if (s.cls, s.field.name) == k])
    for slot in draw(st.one_of(_some_of(open_, most), of_one_kind)):
        facts = {slot.field.name: draw(st.sampled_from(slot.weaker))}
        facts |= dict(slot.coarser) if draw(st.booleans()) else {}
        ledger = replace(ledger, slot.id, **facts)
    assume(not [found for found in validate(ledger) if found.severity == "error"])
    return ledger


def _some_of(things: list, most: int) -> st.SearchStrategy[list]:
    if not things:
        return st.just([])
    picked = st.lists(st.integers(0, len(things) - 1), max_size=most, unique=True)
    return picked.map(lambda places: [things[n] for n in places])


# ---- what is declared complete ---------------------------------------------------------------


@st.composite
def declarations(draw: st.DrawFn, truth: Ledger) -> tuple[Completeness, ...]:
    kept = draw(st.sampled_from(["all", "all", "some", "some", "none"]))
    if kept == "all":
        return truth.complete
    if kept == "none":
        return ()
    made = []
    for n in range(draw(st.integers(1, 2))):
        some = st.sampled_from([*((r,) for r in REGISTERS), REGISTERS[:5], REGISTERS[5:]])
        names = draw(st.one_of(st.just(("*",)), some))
        through = truth.known_on - timedelta(days=draw(st.sampled_from([0, 0, 100, 300, 600])))
        made.append(
            Completeness(
                id=f"complete{n}",
                records=names,
                through=through,
                since=draw(st.sampled_from([None, None, through - timedelta(days=400)])),
                scope=draw(st.sampled_from([None, None, "P", "I1", "I2"])),
            )
        )
    return tuple(made)


def covered(ledger: Ledger, row: Row, day: date) -> bool:
    """Whether a declaration speaks of the record and of a day of its life."""
    day = day.date() if isinstance(day, datetime) else day
    index = LedgerIndex(ledger)
    said = set(_named(row))
    about = (index.row(name) for name in set(said))  # what is about a record in the scope is in the scope
    said |= {name for other in about if other is not None for name in _named(other)}
    return any(
        {"*", row.cls.name} & set(one.records)
        and (one.since is None or one.since <= day)
        and day <= one.through
        and (one.scope is None or one.scope in said)
        for one in ledger.complete
    )


def begun(row: Row) -> date | None:
    """The day of a record."""
    day = getattr(row.record, row.cls.dated.name) if row.cls.dated is not None else None
    return day if isinstance(day, date) else None


def _named(row: Row) -> Iterator[str]:
    """Every id that a record, what it owns and what owns it name."""
    at: Row | None = row
    while at is not None:
        yield at.id
        yield from _names_in(at.record)
        at = at.owner


def _names_in(record: Record) -> Iterator[str]:
    cls = catalogue().of(record)
    for field in cls.fields.values():
        value = getattr(record, field.name)
        if field.kind in ("ref", "any"):
            yield from (value,) if isinstance(value, str) else ()
        elif field.kind in ("refs", "anys"):
            yield from value if isinstance(value, tuple) else ()
        elif field.kind == "parts" and not field.register:
            for child in value or ():
                yield from _names_in(child)


def ids_that_may_lack(ledger: Ledger) -> list[str]:
    """The records that a ledger with these declarations might not hold."""
    index = LedgerIndex(ledger)
    dated = [(row, begun(row)) for name in REGISTERS for row in index.rows(name)]
    open_ = [row.id for row, day in dated if day is not None and not covered(ledger, row, day)]
    return [*open_, *(row.id for row in index.rows("Judgement"))]


def referred_to(ledger: Ledger, id_: str) -> bool:
    """Whether a record outside it names the record or something in it."""
    index = LedgerIndex(ledger)
    inside = {row.id for row in index.all_rows() if any(up.id == id_ for up in _up(row))}
    outside = (row for row in index.all_rows() if row.id not in inside)
    return any(name in inside for row in outside for name in _names_in(row.record))


def _up(row: Row) -> Iterator[Row]:
    at: Row | None = row
    while at is not None:
        yield at
        at = at.owner


def without(record: Record, id_: str) -> Record:
    """The ledger without one record."""
    facts = {}
    for field in catalogue().of(record).lists:
        children = getattr(record, field.name)
        kept = tuple(without(child, id_) for child in children or () if child.id != id_)
        if children is not None and kept != tuple(children):
            facts[field.name] = kept
    return attrs.evolve(record, **facts) if facts else record


# ---- facts -----------------------------------------------------------------------------------


def slots(ledger: Ledger) -> list[Slot]:
    """Every fact that can be withheld."""
    found = []
    for row in LedgerIndex(ledger).all_rows():
        if row.cls.name in ("Completeness", "Insurer"):
            continue
        for field in row.cls.fields.values():
            weaker = _weaker(row, field, ledger)
            if weaker:
                found.append(Slot(row.id, row.cls.name, field, weaker, _coarser(row, field)))
    return found


def _weaker(row: Row, field: FieldInfo, ledger: Ledger) -> tuple[object, ...]:
    value, known_on = getattr(row.record, field.name), ledger.known_on
    said = ("id", "note", "sources", "logged_on", "criteria")
    if field.required or field.spec.definite or field.name in said:
        return ()
    if field.inherits or field.restricts:
        return () if value is UNKNOWN else (UNKNOWN,)
    if value is None or value is UNKNOWN:
        return ()
    if field.kind == "parts":
        # Left out, the policy years are those of the contract's dates: derived, not unknown.
        return (None,) if not field.register and row.cls.name != "Contract" else ()
    if field.mark == "dated":
        return (None, *_blurred(value, known_on))
    if field.mark == "milestone":
        left_out = (None,) if value is NOT_YET or _may_be_left_out(ledger, row, value) else ()
        return (UNKNOWN, *left_out, *left_out, UNKNOWN, *_blurred(value, known_on))
    if row.cls.name == "PolicyYear" and field.name == "premium":
        # Left out, the premium of a year is its share of the contract's: derived, not unknown.
        whole = row.owner is None or getattr(row.owner.record, "premium", None)
        return () if whole is not None else (None,)
    return (None,)


def _may_be_left_out(ledger: Ledger, row: Row, milestone: object) -> bool:
    """Whether leaving the milestone out would not say that it has not come about."""
    register = row if row.cls.register or row.owner is None else row.owner
    first = begun(register)
    if first is None or not isinstance(milestone, date):
        return False
    return not covered(ledger, register, first) or not covered(ledger, register, milestone)


def _coarser(row: Row, field: FieldInfo) -> tuple[tuple[str, object], ...]:
    if (row.cls.name, field.name) != ("ServiceItem", "item"):
        return ()
    items = regulation().vocabularies["service_item"].entries
    entry = next(e for e in items if e.code == row.record.item)
    return (("category", entry.attributes["服务项目"]),)


def _blurred(value: object, known_on: date) -> tuple[object, ...]:
    """A moment as its day; a day as a stretch of days."""
    if not isinstance(value, date):
        return ()
    day = value.date() if isinstance(value, datetime) else value
    stretches = (
        Between(day - timedelta(days=40), min(day + timedelta(days=20), known_on)),
        Between(None, day),
        Between(day, None),
    )
    return (day, *stretches) if isinstance(value, datetime) else stretches


# ---- the same, some time ago -----------------------------------------------------------------


def as_known_on(truth: Ledger, day: date) -> Ledger:
    """What the keeper of the ledger knew at the end of an earlier day."""
    ledger = attrs.evolve(
        truth, known_on=day, complete=tuple(attrs.evolve(one, through=day) for one in truth.complete)
    )
    for row in list(LedgerIndex(truth).all_rows()):
        dated = row.cls.dated
        if row.id not in LedgerIndex(ledger).by_id:
            continue
        if dated is not None and _after(getattr(row.record, dated.name), day):
            assume(not referred_to(ledger, row.id))
            ledger = without(ledger, row.id)
            continue
        later = {
            field.name: NOT_YET
            for field in row.cls.fields.values()
            if field.mark == "milestone" and _after(getattr(row.record, field.name), day)
        }
        ledger = replace(ledger, row.id, **later) if later else ledger
    assume(not [found for found in validate(ledger) if found.severity == "error"])
    return ledger


def _after(value: object, day: date) -> bool:
    if not isinstance(value, date):
        return False
    return (value.date() if isinstance(value, datetime) else value) > day
