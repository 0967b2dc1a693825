"""What proves each verdict, whether the ledger has it, and what is missing, party by party.

Only what a verdict itself holds is used: the evidence that its rule names, the facts looked at, the parts met
and unmet, what is missing. Whether a document behind a record is genuine or sufficient is not known here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final, Literal

import attrs

from ajx_rules.engines.values import Missing
from ajx_rules.engines.verdict import Report, Status, Verdict
from ajx_rules.reports.digest import Party, once, parties

SCHEMA_VERSION: Final = 1

State = Literal["held", "absent", "open", "not_due", "not_needed"]
_STATES: Final[Mapping[Status, State]] = {
    Status.FULFILLED: "held",
    Status.LATE: "held",
    Status.EXCUSED: "held",
    Status.BREACH: "absent",
    Status.OPEN: "absent",
    Status.UNKNOWN: "open",
    Status.JUDGEMENT: "open",
    Status.PENDING: "not_due",
    Status.NOT_APPLICABLE: "not_needed",
    Status.NOT_IN_FORCE: "not_needed",
}
_DERIVED: Final = re.compile(r"~.*$")
_FIELD: Final = re.compile(r"\.[^.\[\]]+$")


@attrs.frozen
class Proof:
    """One verdict with what proves it.

    ``state``: ``held`` the facts on the ledger prove it; ``absent`` complete records lack it, or say the
    opposite; ``open`` it cannot be told (``missing`` says for want of what); ``not_due``; ``not_needed``.
    """

    verdict: Verdict
    state: State
    records: tuple[str, ...]
    """The places in the ledger of the records whose facts were looked at."""
    lacking: tuple[str, ...]
    """The parts of the requirement that are not met."""

    def to_json(self) -> dict[str, Any]:
        """Return it as plain data."""
        v = self.verdict
        return {
            "norm": v.norm,
            "alias": v.alias,
            "status": v.status.value,
            "state": self.state,
            "subject": attrs.asdict(v.subject),
            "evidence": list(v.evidence),
            "records": list(self.records),
            "facts": [attrs.asdict(f) for f in v.facts],
            "done": v.done.isoformat() if v.done else None,
            "lacking": list(self.lacking),
            "owed": v.owed,
            "missing": [attrs.asdict(m) for m in v.missing],
        }


@attrs.frozen
class Declared:
    """A declaration of completeness that verdicts wait for: which records, whose, and how many wait."""

    records: str
    record_class: str
    scopes: tuple[str, ...]
    waiting: int


@attrs.frozen
class PartyProofs:
    """A policyholder, or the insurer itself, with its proofs."""

    party: Party
    proofs: tuple[Proof, ...]

    def of(self, *states: State) -> tuple[Proof, ...]:
        """Those in one of these states."""
        return tuple(p for p in self.proofs if p.state in states)


@attrs.frozen
class Proofs:
    """The proofs of a report, the worst party first, and the declarations that would be needed."""

    report: Report
    parties: tuple[PartyProofs, ...]
    declarations: tuple[Declared, ...]

    def count(self, *states: State) -> int:
        """How many proofs are in one of these states."""
        return sum(len(each.of(*states)) for each in self.parties)

    @property
    def lacking(self) -> bool:
        """Whether any verdict lacks its proof."""
        return self.count("absent", "open") > 0

    def to_json(self) -> dict[str, Any]:
        """Return them as plain data."""
        report = self.report
        states: tuple[State, ...] = ("held", "absent", "open", "not_due", "not_needed")
        return {
            "schema_version": SCHEMA_VERSION,
            "regulation": report.regulation,
            "ledger": report.ledger,
            "as_of": report.as_of.isoformat(),
            "known_on": report.known_on.isoformat(),
            "counts": {state: self.count(state) for state in states},
            "declarations": [attrs.asdict(each) for each in self.declarations],
            "parties": [
                {
                    "id": each.party.id,
                    "name": each.party.name,
                    "insurer": each.party.insurer,
                    "proofs": [proof.to_json() for proof in each.proofs],
                }
                for each in self.parties
            ],
        }


def proofs(report: Report) -> Proofs:
    """Return the proof of each verdict; advisories are left out, and duplicates of one act count once.

    >>> import datetime as dt
    >>> day = dt.date(2026, 11, 23)
    >>> proofs(Report("r", "某指引", "", day, day, (), (), ())).lacking
    False
    """
    made = [PartyProofs(p, tuple(_proof(v) for v in once(p.verdicts))) for p in parties(report)]
    made.sort(key=lambda each: (-len(each.of("absent")), -len(each.of("open"))))
    waiting = (p.verdict for each in made for p in each.of("open"))
    return Proofs(report, tuple(made), declarations(waiting))


def declarations(verdicts: Iterable[Verdict]) -> tuple[Declared, ...]:
    """Return the declarations of completeness that verdicts wait for, the most needed first."""
    waiting: dict[str, int] = {}
    scopes: dict[str, dict[str, None]] = {}
    for verdict in verdicts:
        for missing in {m for m in verdict.missing if m.kind == "complete"}:
            label = listed(missing)
            scopes.setdefault(label, {})[missing.label.rpartition("的")[0]] = None
        for label in {listed(m) for m in verdict.missing if m.kind == "complete"}:
            waiting[label] = waiting.get(label, 0) + 1
    found = [Declared(each, _class(each), tuple(sorted(scopes[each])), n) for each, n in waiting.items()]
    return tuple(sorted(found, key=lambda d: (-d.waiting, d.records)))


def listed(missing: Missing) -> str:
    """Return which records a missing declaration is about.

    >>> listed(Missing("complete", "$", "投保单位「甲矿」的拒绝服务是否齐备"))
    '拒绝服务'
    """
    return missing.label.rpartition("的")[2].removesuffix("是否齐备")


def _class(label: str) -> str:
    from ajx_rules.compiler.schema import schema

    found = schema().by_label(label)
    return found.name if found else label


def _proof(verdict: Verdict) -> Proof:
    places = dict.fromkeys(_record(f.path) for f in verdict.facts if f.path)
    lacking = tuple(part.label for part in verdict.parts if part.met is False)
    return Proof(verdict, _STATES[verdict.status], tuple(places), lacking)


def _record(path: str) -> str:
    """The record that a fact stands in.

    >>> _record("$.services[3].completed_on"), _record("$.services[3].items[0]~Delivery.item")
    ('$.services[3]', '$.services[3].items[0]')
    """
    return _DERIVED.sub("", path) if "~" in path else _FIELD.sub("", path)
