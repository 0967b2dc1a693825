"""What an evaluation looked at: facts, readings, answers, tables, definitions."""

from __future__ import annotations

import attrs

from ajx_rules.by_parts import ByParts
from ajx_rules.compiler import ir
from ajx_rules.domain.catalogue import catalogue
from ajx_rules.engines.comparing import settled
from ajx_rules.engines.extra import PREFIX
from ajx_rules.engines.in_words import in_words
from ajx_rules.engines.rows import Entity
from ajx_rules.engines.values import Value
from ajx_rules.engines.world import Days, World


@attrs.frozen(eq=False, repr=False)
class Fact(ByParts):
    """A fact that was looked at: place, label and value in words."""

    path: str
    label: str
    value: str


@attrs.frozen(eq=False, repr=False)
class Earlier(ByParts):
    """An answer that a later one to the same question took the place of; it stays on record."""

    answer: str
    by: str
    on: str
    criteria: str
    note: str = ""


@attrs.frozen(eq=False, repr=False)
class Answer(ByParts):
    """A person's recorded answer to a question about ``about``, and those that it took the place of, the first first."""

    question: str
    answer: str
    by: str
    on: str
    criteria: str
    note: str = ""
    about: str = ""
    earlier: tuple[Earlier, ...] = ()


@attrs.frozen(eq=False, repr=False)
class Called(ByParts):
    """A definition or table that was asked about one row, its answer, and the switches that it rests on."""

    node: ir.Call | ir.Lookup
    entity: Entity
    value: Value
    switches: frozenset[str]
    days: Days | None = None
    """The day as of which it was asked, or any of several, if that is not the day of the check."""

    def known(self) -> bool:
        """Whether the answer is one, whichever of several days it was asked as of."""
        return self.days is None or self.days.one or settled(self.value)


class Trace:
    """What an evaluation looked at.

    ``switches`` are all that were read, ``direct`` those of them read outside a definition or
    table; ``calls`` are the definitions and tables asked, whose answers carry the other switches.
    """

    def __init__(self) -> None:
        """Nothing yet."""
        self.switches: set[str] = set()
        self.direct: set[str] = set()
        self.calls: dict[tuple[str, str], Called] = {}
        self.facts: dict[tuple[str, str, str], tuple[Entity, str, Value]] = {}
        self.answers: dict[tuple[str, str], Answer] = {}
        self.tables: dict[str, tuple[str, ...]] = {}

    def take(self, other: Trace) -> None:
        """Add what another evaluation looked at."""
        self.take_readings(other)
        self.take_answer(other)

    def take_readings(self, other: Trace) -> None:
        """Add the readings that another evaluation looked at, but not the facts."""
        self.switches |= other.switches
        self.direct |= other.direct
        self.calls.update(other.calls)

    def take_earlier(self, other: Trace, days: Days) -> None:
        """Add what an evaluation as of an earlier day looked at; what is known of now stays.

        What is open only because it is not known which day it is, is no value of a fact.
        """
        self.switches |= other.switches
        self.direct |= other.direct
        for (name, whose), called in other.calls.items():
            self.calls[f"{name} {days.first} {days.last}", whose] = attrs.evolve(called, days=days)
        one = days.one
        facts = {k: f for k, f in other.facts.items() if one or f[2].missing.isdisjoint(days.unsure)}
        self.facts = {**facts, **self.facts}

    def take_answer(self, other: Trace) -> None:
        """Add what the evaluation of a definition looked at, but not how it came to its answer."""
        self.switches |= other.switches
        self.facts.update(other.facts)
        self.answers.update(other.answers)
        self.tables.update(other.tables)


def fact_in_words(world: World, entity: Entity, name: str, value: Value) -> Fact:
    """A fact with its place in the ledger, its label and its value in words."""
    row = entity.row
    cls = catalogue().classes.get(entity.cls)
    field = cls.fields.get(name) if cls is not None and row is not None else None
    if row is not None and field is not None:
        path, label = f"{row.path}.{name}", f"{world.name(row)}的{field.label}"
    else:
        path = f"{entity.path}~{entity.cls}.{name}"
        label = f"{world.name_of(entity)}的{_label(entity.cls, name)}"
    return Fact(path, label, in_words(value, _kind(entity.cls, name)))


def _kind(cls: str, name: str) -> str:
    """The kind of a member: ``truth``, ``time``, ``date`` or another; of a fact that rule files declare, none."""
    from ajx_rules.compiler.schema import schema

    base = name.partition(":")[0]
    recorded = catalogue().classes.get(cls)
    field = recorded.fields.get(base) if recorded is not None else None
    if field is not None and field.kind in ("date", "moment") and field.mark not in ("dated", "milestone"):
        return "date"
    return next((m.kind for m in schema().classes[cls].members.values() if m.name == base), "")


def _label(cls: str, name: str) -> str:
    from ajx_rules.compiler.schema import schema

    if name.startswith(PREFIX):
        return name.removeprefix(PREFIX)
    base, _, end = name.partition(":")
    label = next((m.label for m in schema().classes[cls].members.values() if m.name == base), base)
    return label + {"first": "的首日", "last": "的末日"}.get(end, "")
