"""What is definite stays so, whatever the missing facts turn out to be."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ajx_rules.domain.book import Ledger
from tests.laws.smallest import smallest, told
from tests.laws.support import NOT_BOUND, Key, checked, dates, in_words, statuses, times
from tests.laws.truths import FIRST, KNOWN_ON, truths, years_later
from tests.laws.withheld import as_known_on, withheld

AS_OF = st.dates(FIRST, KNOWN_ON)
BEGINS_IN_THE_STORY = st.dates(FIRST, KNOWN_ON)
ENDS_IN_THE_STORY = st.dates(years_later(FIRST, -5), years_later(KNOWN_ON, -5))  # in force for five years


def not_allowed_for(
    partial: Ledger, truth: Ledger, as_of: date, published: date | None = None
) -> dict[Key, str]:
    """Verdicts (and tiers) on what is known that leave out what the truth comes to."""
    before, after = (checked(ledger, as_of, published=published) for ledger in (partial, truth))
    known, true = statuses(before), statuses(after)
    wrong = {
        one: f"comes to {in_words(true.get(one, NOT_BOUND))}, said {in_words(known[one])}"
        for one in known
        if not true.get(one, NOT_BOUND) <= known[one]
    }
    said, came = dates(before), dates(after)
    for one in said.keys() & came.keys():
        if not said[one][0] <= came[one][0] <= came[one][1] <= said[one][1]:
            wrong[one] = f"comes to {came[one]}, said {said[one]}"
    tiers = {(r.table, r.subject.id): r.results for r in after.results}
    for result in before.results:
        came_to = tiers.get((result.table, result.subject.id), ())
        if not set(came_to) <= set(result.results):
            wrong[result.table, result.subject.id] = f"comes to {came_to}, said {result.results}"
    return wrong


def assert_allows(partial: Ledger, truth: Ledger, as_of: date, published: date | None = None) -> None:
    wrong = not_allowed_for(partial, truth, as_of, published)
    if not wrong:
        return
    first = next(iter(wrong))
    partial, truth = smallest(partial, truth, lambda p, t: first in not_allowed_for(p, t, as_of, published))
    words = not_allowed_for(partial, truth, as_of, published)[first]
    pytest.fail(f"as of {as_of}, published {published}: {' '.join(first)} {words}\n{told(partial, truth)}")


def allows_for_what_is_withheld(
    data: st.DataObject, truth: Ledger, as_of: date, published: date | None = None
) -> None:
    assert_allows(data.draw(withheld(truth)), truth, as_of, published)


def allows_for_what_comes_later(data: st.DataObject, truth: Ledger, as_of: date) -> None:
    assert_allows(as_known_on(truth, data.draw(st.dates(FIRST, as_of))), truth, as_of)


@times(120, shrink=False)
@given(st.data(), truths(min_services=1), AS_OF)
def test_a_verdict_allows_for_every_completion(data: st.DataObject, truth: Ledger, as_of: date):
    allows_for_what_is_withheld(data, truth, as_of)


@times(60, shrink=False)
@given(st.data(), truths(), AS_OF)
def test_a_verdict_after_the_last_entry_allows_for_what_comes_later(
    data: st.DataObject, truth: Ledger, as_of: date
):
    allows_for_what_comes_later(data, truth, as_of)


@times(60, shrink=False)
@given(st.data(), truths(min_services=1), AS_OF, BEGINS_IN_THE_STORY | ENDS_IN_THE_STORY)
def test_a_verdict_allows_for_every_completion_while_the_rules_come_and_go(
    data: st.DataObject, truth: Ledger, as_of: date, published: date
):
    allows_for_what_is_withheld(data, truth, as_of, published)


@pytest.mark.long
@times(1200, shrink=False)
@given(st.data(), truths(), AS_OF)
def test_many_more_completions(data: st.DataObject, truth: Ledger, as_of: date):
    allows_for_what_is_withheld(data, truth, as_of)


@pytest.mark.long
@times(600, shrink=False)
@given(st.data(), truths(), AS_OF)
def test_many_more_days_after_the_last_entry(data: st.DataObject, truth: Ledger, as_of: date):
    allows_for_what_comes_later(data, truth, as_of)


@pytest.mark.long
@times(800, shrink=False)
@given(st.data(), truths(), AS_OF, BEGINS_IN_THE_STORY | ENDS_IN_THE_STORY)
def test_many_more_completions_while_the_rules_come_and_go(
    data: st.DataObject, truth: Ledger, as_of: date, published: date
):
    allows_for_what_is_withheld(data, truth, as_of, published)
