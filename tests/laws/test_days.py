"""As the day of the check moves on, with everything known."""

from datetime import date, datetime, time, timedelta

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ajx_rules.domain.book import Ledger
from ajx_rules.engines.verdict import Status
from ajx_rules.ledger.index import LedgerIndex
from tests.laws.support import NOT_BOUND, Key, Statuses, checked, in_words, key, statuses, times
from tests.laws.truths import FIRST, KNOWN_ON, truths
from tests.laws.withheld import REGISTERS, referred_to, without
from tests.strategies import replace

# What a later day may make of a definite verdict. Never: a breach that turns into something still
# owed, or into something done in time.
GROUNDS = {Status.EXCUSED, Status.NOT_APPLICABLE}
AFTER_BREACH = {Status.BREACH, Status.LATE, *GROUNDS}
AFTER_LATE = {Status.LATE, *GROUNDS}
DATED_ACTS = ("A22.3", "A24.1")
YEARLY = ("B.", "N1.T2", "A-N1.a")


def may_follow(row: str, before: Status) -> set[Status] | None:
    """The statuses that a definite one may turn into; None: any."""
    if before is Status.BREACH:
        return AFTER_BREACH - ({Status.LATE} if row.startswith(YEARLY) else set())
    if before is Status.LATE:
        return AFTER_LATE
    if before is Status.FULFILLED and (row in DATED_ACTS or row.startswith(YEARLY)):
        return {Status.FULFILLED, *GROUNDS}
    return None


def moves(truth: Ledger, day: date, later: date) -> dict[Key, str]:
    """Verdicts that a later day turns into what they cannot become."""
    before, after = statuses(checked(truth, day)), statuses(checked(truth, later))
    wrong = {}
    for one, first in before.items():
        if len(first) != 1:
            continue
        allowed = may_follow(one[0], next(iter(first)))
        second = after.get(one, NOT_BOUND)
        if allowed is not None and not second <= allowed:
            wrong[one] = f"{in_words(first)} on {day}, {in_words(second)} on {later}"
    return wrong


def assert_only_forward(truth: Ledger, day: date, later: date) -> None:
    wrong = moves(truth, *sorted((day, later)))
    assert not wrong, f"{wrong}\n{truth!r}"


two_days = (st.dates(FIRST, KNOWN_ON), st.dates(FIRST, KNOWN_ON))


@times(60, shrink=False)
@given(truths(), *two_days)
def test_a_breach_never_turns_into_something_still_owed(truth: Ledger, day: date, later: date):
    assert_only_forward(truth, day, later)


@pytest.mark.long
@times(700, shrink=False)
@given(truths(max_services=4), *two_days)
def test_many_more_pairs_of_days(truth: Ledger, day: date, later: date):
    assert_only_forward(truth, day, later)


# ---- what is not there yet -------------------------------------------------------------------


def as_it_stood(truth: Ledger, day: date) -> Ledger:
    """The same ledger without anything dated after a day; still known as late as before."""
    ledger = truth
    for row in list(LedgerIndex(truth).all_rows()):
        dated = row.cls.dated
        if row.id not in LedgerIndex(ledger).by_id:
            continue
        if row.cls.name in REGISTERS and dated is not None and _after(getattr(row.record, dated.name), day):
            if not referred_to(ledger, row.id):
                ledger = without(ledger, row.id)
            continue
        for field in row.cls.fields.values():
            if field.mark == "milestone" and _after(getattr(row.record, field.name), day):
                ledger = replace(ledger, row.id, **{field.name: _much_later(getattr(row.record, field.name))})
    return ledger


def _after(value: object, day: date) -> bool:
    if not isinstance(value, date):
        return False
    return (value.date() if isinstance(value, datetime) else value) > day


def _much_later(value: date) -> date:
    return datetime.combine(KNOWN_ON, time(23)) if isinstance(value, datetime) else KNOWN_ON


def compared(ledger: Ledger, as_of: date) -> dict[Key, tuple[Statuses, object, object]]:
    report = checked(ledger, as_of)
    sets = statuses(report)
    return {key(v): (sets[key(v)], v.due, v.delay) for v in report.verdicts}


def assert_no_influence(truth: Ledger, as_of: date) -> None:
    now, then = compared(truth, as_of), compared(as_it_stood(truth, as_of), as_of)
    wrong = {one: (now.get(one), then.get(one)) for one in now | then if now.get(one) != then.get(one)}
    assert not wrong, f"as of {as_of}: {wrong}\n{truth!r}"


@times(60, shrink=False)
@given(truths(max_services=2), st.dates(FIRST, KNOWN_ON - timedelta(days=1)))
def test_what_is_dated_after_the_day_changes_nothing(truth: Ledger, as_of: date):
    assert_no_influence(truth, as_of)


@pytest.mark.long
@times(700, shrink=False)
@given(truths(max_services=3), st.dates(FIRST, KNOWN_ON - timedelta(days=1)))
def test_many_more_days_on_which_later_records_change_nothing(truth: Ledger, as_of: date):
    assert_no_influence(truth, as_of)


@times(40, shrink=False)
@given(truths(), st.dates(FIRST, KNOWN_ON))
def test_a_longer_knowledge_changes_nothing_on_an_old_day(truth: Ledger, as_of: date):
    """The same ledger gives the same answer for an old date, whenever it was closed."""
    complete = tuple(attrs.evolve(one, through=date(2027, 6, 30)) for one in truth.complete)
    longer = attrs.evolve(truth, known_on=date(2027, 6, 30), complete=complete)
    assert compared(longer, as_of) == compared(truth, as_of)
