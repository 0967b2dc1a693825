"""Which choices of reading change which verdicts, worst first; and the questions that change none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import attrs

from ajx_rules.compiler import ir
from ajx_rules.engines.verdict import Report, Status, Verdict

SCHEMA_VERSION: Final = 1
# What weighs more is first: a breach out of what was in order, then a breach that goes away, then the rest.
_FROM: Final = (
    Status.FULFILLED,
    Status.EXCUSED,
    Status.NOT_APPLICABLE,
    Status.PENDING,
    Status.LATE,
    Status.OPEN,
    Status.UNKNOWN,
    Status.JUDGEMENT,
    Status.NOT_IN_FORCE,
    Status.BREACH,
)


@attrs.frozen
class Change:
    """Verdicts that go from one status to another; the same status twice: only what is possible changes."""

    before: Status
    after: Status
    verdicts: tuple[Verdict, ...]

    @property
    def weight(self) -> tuple[int, int, int]:
        """Its place in the order: the smaller, the worse.

        >>> breach, late, done = Status.BREACH, Status.LATE, Status.FULFILLED
        >>> Change(done, breach, ()).weight < Change(late, breach, ()).weight
        True
        >>> Change(late, breach, ()).weight < Change(breach, done, ()).weight < Change(done, late, ()).weight
        True
        """
        order = list(Status)
        if self.after is Status.BREACH and self.before is not Status.BREACH:
            return 0, _FROM.index(self.before), 0
        if self.before is Status.BREACH and self.after is not Status.BREACH:
            return 1, _FROM.index(self.after), 0
        return 2 + (self.before is self.after), order.index(self.after), order.index(self.before)


@attrs.frozen
class Choice:
    """One option of a question that is not in force, and what it would change."""

    reading: ir.Reading
    option: ir.Option
    changes: tuple[Change, ...]

    @property
    def total(self) -> int:
        """How many verdicts it changes."""
        return sum(len(change.verdicts) for change in self.changes)

    @property
    def weight(self) -> tuple[object, ...]:
        """Its place in the order: by its worst change, then by how many there are of it."""
        first = self.changes[0]
        return first.weight, -len(first.verdicts), -self.total, self.reading.switch, self.option.key

    @property
    def touches_breach(self) -> bool:
        """Whether it makes a breach or takes one away."""
        return self.count(0) + self.count(1) > 0

    def count(self, rank: int) -> int:
        """How many verdicts change in a way of this rank: 0 become a breach, 1 are one no longer."""
        return sum(len(change.verdicts) for change in self.changes if change.weight[0] == rank)


@attrs.frozen
class Choices:
    """What every open option changes on a ledger."""

    report: Report
    choices: tuple[Choice, ...]
    without_effect: tuple[ir.Reading, ...]
    readings: tuple[ir.Reading, ...]

    def to_json(self) -> dict[str, Any]:
        """Return it as plain data."""
        report = self.report
        return {
            "schema_version": SCHEMA_VERSION,
            "regulation": report.regulation,
            "ledger": report.ledger,
            "as_of": report.as_of.isoformat(),
            "known_on": report.known_on.isoformat(),
            "choices": [_choice_data(each) for each in self.choices],
            "without_effect": [r.switch for r in self.without_effect],
            **questions_data(self.readings),
        }


def choices(
    report: Report, readings: Iterable[ir.Reading], others: Mapping[tuple[str, str], Report]
) -> Choices:
    """Return what each option would change.

    Args:
        report: what a check came to; its verdicts hold what other readings would make of them.
        readings: the questions of the regulation.
        others: whole checks under the options that need one (``whole``).

    """
    readings = tuple(readings)
    found: dict[tuple[str, str], dict[tuple[Status, Status], dict[object, Verdict]]] = {}
    compared = {switch for switch, _ in others}
    tried = (each for each in _tried(report) if each[1] not in compared)
    for verdict, switch, option, status in (*tried, *_compared(report, others)):
        if verdict.kind != "advisory":
            act = (verdict.group, verdict.subject.policyholder) if verdict.group else (verdict.norm, None)
            kinds = found.setdefault((switch, option), {})
            kinds.setdefault((verdict.status, status), {}).setdefault((*act, verdict.subject.id), verdict)
    made = [
        Choice(r, o, _changes(found[r.switch, o.key]))
        for r in readings
        for o in open_options(r)
        if (r.switch, o.key) in found
    ]
    touched = {each.reading.switch for each in made}
    rest = tuple(r for r in readings if len(open_options(r)) > 1 and r.switch not in touched)
    return Choices(report, tuple(sorted(made, key=lambda each: each.weight)), rest, readings)


def whole(regulation: ir.RegulationIR) -> tuple[tuple[str, str], ...]:
    """Return the options, by switch and key, that need a check of their own.

    They are those that a check does not try by itself, and those under which a duty binds other subjects (each
    team, or each of its members): there, what one verdict would be says nothing of how many there would be.
    """
    moving = _other_subjects(regulation.norms)
    return tuple(
        (r.switch, o.key)
        for r in regulation.readings
        if not r.varied or r.switch in moving
        for o in open_options(r)
        if o.key != r.default
    )


def _other_subjects(norms: Iterable[ir.Norm]) -> set[str]:
    """The switches that decide which of several norms of the same words is in use."""
    same: dict[tuple[str | None, str], list[ir.Norm]] = {}
    for norm in norms:
        same.setdefault((norm.group, norm.alias.partition("/")[0]), []).append(norm)
    several = [n for (group, _), found in same.items() if group is not None and len(found) > 1 for n in found]
    return {n.switch for norm in several for n in ir.walk(norm.condition) if isinstance(n, ir.Reads)}


def open_options(reading: ir.Reading) -> tuple[ir.Option, ...]:
    """Return the options that can be chosen."""
    return tuple(o for o in reading.options if o.standing == "open")


def settled(readings: Iterable[ir.Reading]) -> tuple[ir.Reading, ...]:
    """Return the questions with one answer that can be chosen; others, if any, are on record only."""
    return tuple(r for r in readings if len(open_options(r)) == 1)


def on_record(readings: Iterable[ir.Reading]) -> tuple[tuple[ir.Reading, ir.Option], ...]:
    """Return the options on record only of questions that have others to choose from."""
    return tuple(
        (r, o) for r in readings if len(open_options(r)) > 1 for o in r.options if o.standing != "open"
    )


def questions_data(readings: Iterable[ir.Reading]) -> dict[str, Any]:
    """Return the questions as plain data: all of them, the settled ones and the options on record by key."""
    readings = tuple(readings)
    return {
        "questions": [_question_data(r) for r in readings],
        "settled": [r.switch for r in settled(readings)],
        "on_record": [{"switch": r.switch, "option": o.key} for r, o in on_record(readings)],
    }


def _tried(report: Report) -> Iterator[tuple[Verdict, str, str, Status]]:
    return ((v, a.switch, a.option, a.status) for v in report.verdicts for a in v.alternatives)


def _compared(
    report: Report, others: Mapping[tuple[str, str], Report]
) -> Iterator[tuple[Verdict, str, str, Status]]:
    """The verdicts that a whole check under another option finds otherwise."""
    for (switch, option), other in others.items():
        theirs = {(v.norm, v.subject.id): v for v in other.verdicts}
        for v in report.verdicts:
            keys = ((name, v.subject.id) for name in (v.norm, *v.cells))
            found = next((theirs[key] for key in keys if key in theirs), None)
            if found is not None and (found.status, found.possible) != (v.status, v.possible):
                yield v, switch, option, found.status


def _changes(kinds: Mapping[tuple[Status, Status], Mapping[object, Verdict]]) -> tuple[Change, ...]:
    made = [Change(*pair, tuple(verdicts.values())) for pair, verdicts in kinds.items()]
    return tuple(sorted(made, key=lambda change: change.weight))


def _choice_data(choice: Choice) -> dict[str, Any]:
    return {
        "switch": choice.reading.switch,
        "name": choice.reading.name,
        "option": choice.option.key,
        "saying": choice.option.saying,
        "text": choice.option.text,
        "default": choice.reading.default,
        "total": choice.total,
        "becomes_breach": choice.count(0),
        "no_longer_breach": choice.count(1),
        "changes": [
            {
                "from": change.before.value,
                "to": change.after.value,
                "count": len(change.verdicts),
                "verdicts": [
                    {"norm": v.norm, "alias": v.alias, "subject": attrs.asdict(v.subject)}
                    for v in change.verdicts
                ],
            }
            for change in choice.changes
        ],
    }


def _question_data(reading: ir.Reading) -> dict[str, Any]:
    return {
        "switch": reading.switch,
        "name": reading.name,
        "question": reading.question,
        "default": reading.default,
        "options": [attrs.asdict(o) for o in reading.options],
        "file": reading.citation.file,
        "line": reading.citation.line,
    }
