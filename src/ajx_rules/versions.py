"""A regulation and the versions that it replaces: a duty is judged by the one in force on the day it arises.

Each version is a folder of its own; the later one names the earlier (规范文件, 取代). All are
evaluated on the same ledger, each within its own span of validity, and the verdicts are joined.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from ajx_rules.engines.verdict import NotEvaluated, Status, TableResult, Verdict


@attrs.frozen
class Findings:
    """What one version comes to on a ledger; ``version`` is the name of its folder."""

    version: str
    verdicts: tuple[Verdict, ...]
    results: tuple[TableResult, ...]
    not_evaluated: tuple[NotEvaluated, ...]


def joined(newest: Findings, earlier: Sequence[Findings]) -> Findings:
    """The verdicts of all versions as one list.

    Of a norm and subject that several versions have, the verdict of the version in force stays; where
    none was in force, or two are (a year that straddles the change is for a person to judge), that of
    the newest. What an earlier version gives carries the name of its folder before its file.
    """
    if not earlier:
        return newest
    kept = {_key(v): v for v in newest.verdicts}
    for version in earlier:
        for verdict in version.verdicts:
            before = kept.get(_key(verdict))
            if before is None or (
                before.status is Status.NOT_IN_FORCE and verdict.status is not Status.NOT_IN_FORCE
            ):
                kept[_key(verdict)] = _of(version.version, verdict)
    return attrs.evolve(newest, verdicts=tuple(kept.values()), results=_results(newest, earlier))


def _key(verdict: Verdict) -> tuple[str, str]:
    return verdict.norm, verdict.subject.id


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
