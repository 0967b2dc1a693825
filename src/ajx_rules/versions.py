"""A regulation and the versions that it replaces: a duty is judged by the one in force on the day it arises.

Each version is a folder of its own; the later one names the earlier (规范文件, 取代). All are
evaluated on the same ledger, each within its own span of validity, and the verdicts are joined.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

import attrs

from ajx_rules.by_parts import ByParts
from ajx_rules.engines.obligations import Outcome, status_of
from ajx_rules.engines.verdict import NotEvaluated, Status, TableResult, Verdict, worst


@attrs.frozen(eq=False, repr=False)
class Findings(ByParts):
    """What one version comes to on a ledger; ``version`` is the name of its folder."""

    version: str
    verdicts: tuple[Verdict, ...]
    results: tuple[TableResult, ...]
    not_evaluated: tuple[NotEvaluated, ...]


def joined(newest: Findings, earlier: Sequence[Findings]) -> Findings:
    """The verdicts of all versions as one list.

    Of a norm and subject that several versions have, the verdict of the version in force stays; where
    none was in force, that of the newest. Where several may have been, all of them count. What an
    earlier version gives carries the name of its folder before its file.
    """
    if not earlier:
        return newest
    kept = {_key(v): v for v in newest.verdicts}
    for version in earlier:
        for verdict in version.verdicts:
            before, named = kept.get(_key(verdict)), _of(version.version, verdict)
            kept[_key(verdict)] = _both(before, named) if before is not None else named
    return attrs.evolve(newest, verdicts=tuple(kept.values()), results=_results(newest, earlier))


def _key(verdict: Verdict) -> tuple[str, str]:
    return verdict.norm, verdict.subject.id


def _both(newer: Verdict, older: Verdict) -> Verdict:
    """The verdict of the version in force; where both may have been, the worse, or what is possible of either.

    Both were where the windows of a year began under one and the other.
    """
    if older.status is Status.NOT_IN_FORCE:
        return newer
    if newer.status is Status.NOT_IN_FORCE:
        return older
    statuses = {_of_either(one, other) for one in _possible(newer) for other in _possible(older)}
    if len(statuses) == 1:
        same = [v for v in (newer, older) if {v.status} == statuses]
        return min(same, key=lambda v: v.due or dt.date.max)
    outcome = Outcome.of(*statuses, missing=frozenset({*newer.missing, *older.missing}))
    return attrs.evolve(
        newer,
        status=status_of(outcome),
        possible=tuple(s for s in Status if s in statuses),
        missing=tuple(sorted(outcome.missing)),
        enough=(),
    )


def _of_either(newer: Status, older: Status) -> Status:
    return worst({newer, older} - {Status.NOT_IN_FORCE} or {Status.NOT_IN_FORCE})


def _possible(verdict: Verdict) -> tuple[Status, ...]:
    return verdict.possible or (verdict.status,)


def _of(version: str, verdict: Verdict) -> Verdict:
    cited = attrs.evolve(verdict.cited, file=f"{version}/{verdict.cited.file}")
    return attrs.evolve(verdict, cited=cited)


def _results(newest: Findings, earlier: Iterable[Findings]) -> tuple[TableResult, ...]:
    """What the tables give, each subject by the newest version that bound it at all."""
    out: dict[tuple[str, str], TableResult] = {}
    for version in (newest, *earlier):
        bound = {v.subject.id for v in version.verdicts if v.status is not Status.NOT_IN_FORCE}
        for result in version.results:
            if result.subject.id in bound:
                out.setdefault((result.table, result.subject.id), result)
    rest = {(r.table, r.subject.id): r for r in newest.results}
    return tuple({**rest, **out}.values())
