"""What a report comes to before any words are chosen: who, what falls due, what would settle most.

Duplicates of one act (a group) count once, advisory norms in no total, as in ``Report.count``.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from fractions import Fraction
from typing import Final, Literal

import attrs

from ajx_rules.by_parts import ByParts
from ajx_rules.engines.values import Missing
from ajx_rules.engines.verdict import Report, Status, Subject, TableResult, Verdict
from ajx_rules.reports.words import endless, insurer_in, name_in, records_of, third_party_in

ATTENTION: Final = (
    Status.BREACH,
    Status.LATE,
    Status.OPEN,
    Status.PENDING,
    Status.UNKNOWN,
    Status.JUDGEMENT,
    Status.EXCUSED,
)
"""What is listed one by one; the other statuses are summed up."""

Kind = tuple[str, str]
"""What kind of thing is missing: a fact, a declaration or a judgement, and which."""

Whose = Literal["policyholder", "insurer", "third_party", "records"]
"""Whom verdicts are about; ``records`` are those of a class that say neither policyholder nor insurer."""

_UNSETTLED: Final = (Status.UNKNOWN, Status.JUDGEMENT)


@attrs.frozen
class Party:
    """A policyholder, an insurer or a third party itself, or records of nobody named, with the verdicts."""

    id: str
    """Empty for records."""
    name: str
    """For records their class."""
    whose: Whose
    verdicts: tuple[Verdict, ...]
    results: tuple[TableResult, ...] = ()
    counts: Mapping[Status, int] = attrs.field(init=False, eq=False)

    @counts.default
    def _count(self) -> Mapping[Status, int]:
        return Counter(each.status for each in once(self.verdicts))

    @property
    def insurer(self) -> bool:
        """Whether it is the insurer itself."""
        return self.whose == "insurer"

    def count(self, status: Status) -> int:
        """Return how many of a status, duplicates once, advisories never."""
        return self.counts.get(status, 0)


@attrs.frozen(eq=False, repr=False)
class DueNext(ByParts):
    """What one party has to do by one day."""

    due: dt.date
    party: str
    """Its name; empty for records of nobody named."""
    verdicts: tuple[Verdict, ...]


@attrs.frozen(eq=False, repr=False)
class Entry(ByParts):
    """Verdicts of one norm that say the same, for several subjects of one party.

    ``also`` are the norms of the same group that say so too, for the same subjects.
    """

    status: Status
    verdicts: tuple[Verdict, ...]
    also: tuple[str, ...] = ()

    @property
    def first(self) -> Verdict:
        """The verdict that stands for all."""
        return self.verdicts[0]


@attrs.frozen(eq=False, repr=False)
class Settling(ByParts):
    """One kind of fact, declaration or judgement that open verdicts wait for.

    ``waiting`` verdicts wait for it, alone or with others; with this kind and those before it,
    ``settled`` would be settled.
    """

    kind: Literal["fact", "complete", "judgement"]
    what: str
    missing: tuple[Missing, ...]
    waiting: int
    settled: int


def once(verdicts: Iterable[Verdict]) -> Iterator[Verdict]:
    """Yield the verdicts that count: no advisory, and one for a group, subject and status."""
    seen: set[object] = set()
    for each in verdicts:
        if each.kind == "advisory":
            continue
        same = (each.group, each.subject.policyholder) if each.group else (each.norm, None)
        key = (*same, each.subject.counts_as, each.status)
        if key not in seen:
            seen.add(key)
            yield each


def parties(report: Report) -> tuple[Party, ...]:
    """Return everyone whom verdicts are about, the worst first."""
    found: dict[tuple[Whose, str], list[Verdict]] = {}
    results: dict[tuple[Whose, str], list[TableResult]] = {}
    names: dict[tuple[Whose, str], str] = {}
    everything: tuple[Verdict | TableResult, ...] = (*report.verdicts, *report.results)
    for each in everything:
        whose, id_, name = _whose(each.subject)
        key = (whose, id_ or name or "")
        if name and key not in names:
            names[key] = name
        if isinstance(each, TableResult):
            results.setdefault(key, []).append(each)
        else:
            found.setdefault(key, []).append(each)
    out = [
        Party(
            "" if key[0] == "records" else key[1],
            names.get(key, key[1]),
            key[0],
            tuple(verdicts),
            tuple(results.get(key, ())),
        )
        for key, verdicts in found.items()
    ]
    return tuple(sorted(out, key=lambda party: [-party.count(status) for status in ATTENTION]))


def _whose(subject: Subject) -> tuple[Whose, str, str | None]:
    """Return whom a subject is about: what kind of party, its id, and its name where the label has it."""
    if subject.policyholder is not None:
        return "policyholder", subject.policyholder, name_in(subject)
    if subject.insurer is not None:
        return "insurer", subject.insurer, insurer_in(subject)
    if subject.kind == "ThirdParty":
        return "third_party", subject.id, third_party_in(subject)
    return "records", "", records_of(subject)


def due_next(
    report: Report, everyone: Iterable[Party], rank: Mapping[str, int] | None = None
) -> tuple[DueNext, ...]:
    """Return what is pending with a date, by day and party, the soonest first; ``rank`` as in ``entries``."""
    places = rank or {}
    out: list[DueNext] = []
    for party in everyone:
        by_day: dict[dt.date, list[Verdict]] = {}
        pending = [each for each in party.verdicts if each.status is Status.PENDING]
        for each in once(sorted(pending, key=lambda verdict: places.get(verdict.norm, 0))):
            if each.due is not None and each.due >= report.as_of and not endless(each.due_latest):
                by_day.setdefault(each.due, []).append(each)
        name = party.name if party.whose != "records" else ""
        out += [DueNext(due, name, tuple(verdicts)) for due, verdicts in by_day.items()]
    return tuple(sorted(out, key=lambda item: item.due))


def entries(verdicts: Iterable[Verdict], rank: Mapping[str, int] | None = None) -> tuple[Entry, ...]:
    """Return verdicts as entries, the worst first, the soonest due first among equals.

    ``rank`` says which norm of a group stands for the others: the one with the lowest number.
    """
    order = {status: place for place, status in enumerate(Status)}
    places = rank or {}

    def place(each: Verdict) -> tuple[int, dt.date, int]:
        return order[each.status], each.due or dt.date.max, places.get(each.norm, 0)

    ordered = sorted(verdicts, key=place)
    made: dict[object, list[Verdict]] = {}
    also: dict[object, list[str]] = {}
    leads: dict[object, object] = {}
    for each in ordered:
        key = (each.status, each.norm, each.possible, each.question)
        duplicate = (each.group, each.subject.id, each.status) if each.group else None
        lead = leads.get(duplicate) if duplicate else None
        if lead is not None and lead != key:
            names = also.setdefault(lead, [])
            if each.norm not in names:
                names.append(each.norm)
            continue
        if duplicate:
            leads[duplicate] = key
        made.setdefault(key, []).append(each)
    return tuple(
        Entry(found[0].status, tuple(found), tuple(also.get(key, ()))) for key, found in made.items()
    )


def unsettled(report: Report) -> tuple[Verdict, ...]:
    """Return the verdicts that are not definite, each act once."""
    return tuple(once(each for each in report.verdicts if each.status in _UNSETTLED))


def settling(report: Report, limit: int = 8) -> tuple[Settling, ...]:
    """Return the kinds of fact that would settle most of what is open, in the order in which to get them.

    Verdicts often wait for several kinds together. Each step takes the kinds that some verdict still waits for
    and that settle most verdicts for what is to be written: a list is declared once, a fact or an answer is
    given at each of its places.
    """
    groups: dict[Kind, dict[Missing, None]] = {}
    needs: Counter[frozenset[Kind]] = Counter()
    for each in unsettled(report):
        wanted = _wanted(each)
        if any(m.kind == "judgement" and not m.english for m in wanted) or waits_for_later(report, each):
            continue  # no question of the rules could settle it, or nothing that this ledger may say
        for missing in wanted:
            groups.setdefault(kind_of(missing), {})[missing] = None
        if wanted:
            needs[frozenset(map(kind_of, wanted))] += 1
    waiting = {key: sum(n for wanted, n in needs.items() if key in wanted) for key in groups}

    def settled(got: AbstractSet[Kind]) -> int:
        return sum(n for wanted, n in needs.items() if wanted <= got)

    got: set[Kind] = set()
    out: list[Settling] = []
    while len(out) < limit:
        open_needs = [wanted - got for wanted in needs if not wanted <= got]
        # What has to be got together is listed together or not at all, unless nothing fits.
        open_needs = [each for each in open_needs if len(each) <= limit - len(out)] or open_needs[: not out]
        if not open_needs:
            break

        def worth(more: frozenset[Kind]) -> tuple[Fraction, int]:
            lines = sum(1 if key[0] == "complete" else len(groups[key]) for key in more)
            return Fraction(settled(got | more) - settled(got), lines), settled(got | more)

        best = max(open_needs, key=worth)
        for key in sorted(best, key=lambda each: (-waiting[each], each)):
            got.add(key)
            found = tuple(groups[key])
            out.append(Settling(found[0].kind, key[1], found, waiting[key], settled(got)))
    return tuple(out)


def waits_for_later(report: Report, verdict: Verdict) -> bool:
    """Whether a verdict waits for a list to go on beyond the last day that the ledger knows of."""
    return report.as_of > report.known_on and any(m.kind == "complete" for m in _wanted(verdict))


def kinds_missing(report: Report) -> int:
    """Return how many kinds of fact open verdicts wait for."""
    return len({kind_of(missing) for each in unsettled(report) for missing in _wanted(each)})


def _wanted(verdict: Verdict) -> tuple[Missing, ...]:
    """What settles a verdict, lists first."""
    return verdict.enough or verdict.missing


def kind_of(missing: Missing) -> Kind:
    """Return what a missing fact has in common with others like it: no names, only the thing.

    >>> kind_of(Missing("fact", "$", "保险合同「HS-3」的保费", "premium of C3"))
    ('fact', '保险合同的保费')
    """
    if missing.kind == "judgement":
        return missing.kind, missing.english or missing.label
    if missing.kind == "complete":
        return missing.kind, missing.label.rpartition("的")[2].removesuffix("是否齐备")
    before, _, rest = missing.label.rpartition("「")
    return missing.kind, (
        before.rpartition("」")[2].lstrip("的") + rest.partition("」")[2]
    ) if before else missing.label
