"""What is definite stays so, whatever the missing facts turn out to be."""

from datetime import date

from hypothesis import given, note
from hypothesis import strategies as st

from ajx_rules.domain.book import Ledger
from tests.laws.support import NOT_BOUND, checked, statuses, times
from tests.laws.truths import FIRST, KNOWN_ON, truths
from tests.laws.withheld import withheld


def assert_allows(partial: Ledger, truth: Ledger, as_of: date) -> None:
    """Every verdict (and tier) on what is known leaves open what the truth comes to."""
    before, after = checked(partial, as_of), checked(truth, as_of)
    known, true = statuses(before), statuses(after)
    for one in known:
        came_to = true.get(one, NOT_BOUND)
        assert came_to <= known[one], (one, sorted(s.value for s in came_to), sorted(s.value for s in known[one]))
    tiers = {r.subject.id: set(r.results) for r in after.results}
    for result in before.results:
        assert tiers.get(result.subject.id, set()) <= set(result.results), result.subject.id


@times(150)
@given(st.data(), truths(), st.dates(FIRST, KNOWN_ON))
def test_a_verdict_allows_for_every_completion(data: st.DataObject, truth: Ledger, as_of: date):
    partial = data.draw(withheld(truth))
    note(f"{partial}")
    assert_allows(partial, truth, as_of)
