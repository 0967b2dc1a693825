"""Verdicts as sets, by norm and subject: what the laws compare."""

from collections.abc import Mapping
from datetime import date
from functools import cache

from hypothesis import HealthCheck, Phase, settings

from ajx_rules import load_regulation
from ajx_rules.domain.book import Ledger
from ajx_rules.engines.verdict import Report, Status, Verdict
from ajx_rules.regulation import Regulation

Key = tuple[str, ...]
Dates = tuple[date, date]
Statuses = frozenset[Status]
NOT_BOUND: Statuses = frozenset({Status.NOT_APPLICABLE})


def times(examples: int, *, shrink: bool = True) -> settings:
    """So many examples, without a clock; ``shrink=False`` where the test makes its failure small itself."""
    return settings(
        max_examples=examples,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[p for p in Phase if shrink or p not in (Phase.shrink, Phase.explain)],
    )


@cache
def regulation() -> Regulation:
    return load_regulation()


@cache
def rows() -> Mapping[str, str]:
    """The row (or norm) of every cell and norm id."""
    out = {norm.id: norm.id for norm in regulation().norms}
    for norm in regulation().norms:
        for cell in norm.row.cells if norm.row is not None else ():
            out[cell.id] = norm.id
    return out


def key(verdict: Verdict) -> Key:
    """The norm row and the subject of a verdict."""
    return rows()[verdict.norm], verdict.subject.id


def possible(verdict: Verdict) -> Statuses:
    """The statuses that a verdict leaves open; the one it has, if it is definite."""
    return frozenset(verdict.possible) or frozenset({verdict.status})


def statuses(report: Report) -> dict[Key, Statuses]:
    """Every verdict of a report as a set; a row whose cell is part of the row above has none, and binds nobody."""
    return {key(v): possible(v) for v in report.verdicts}


def dates(report: Report) -> dict[Key, Dates]:
    """The first and last day on which each verdict says that it falls due and was done, where it says so."""
    due = {(*key(v), "due"): (v.due, v.due_latest or v.due) for v in report.verdicts if v.due is not None}
    done = {(*key(v), "done"): (v.done, v.done) for v in report.verdicts if v.done is not None}
    return {**due, **done}


def checked(ledger: Ledger, as_of: date | None = None, **options: object) -> Report:
    return regulation().check(ledger, as_of=as_of, **options)


def in_words(found: Statuses) -> str:
    return "/".join(sorted(s.value for s in found))
