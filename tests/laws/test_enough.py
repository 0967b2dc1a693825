"""What is said to be enough to settle a verdict settles it."""

from datetime import date, timedelta
from pathlib import Path

import attrs
from hypothesis import given
from hypothesis import strategies as st

from ajx_rules import read_ledger
from ajx_rules.domain.book import Completeness, Ledger
from ajx_rules.engines.values import Missing
from ajx_rules.engines.verdict import Verdict
from tests.laws.support import checked, key, times
from tests.laws.truths import FIRST, KNOWN_ON, truths
from tests.laws.withheld import withheld

SMALLEST = Path(__file__).parents[2] / "examples" / "minimal.json"
GROUPS = 3  # of one ledger: each takes a check


def lists_in(missing: tuple[Missing, ...]) -> frozenset[str]:
    """The kinds of record whose lists are to be declared complete."""
    return frozenset(
        m.label.rpartition("的")[2].removesuffix("是否齐备") for m in missing if m.kind == "complete"
    )


def declaring(ledger: Ledger, records: frozenset[str]) -> Ledger:
    said = Completeness(id="all", records=tuple(sorted(records)), through=ledger.known_on)
    return attrs.evolve(ledger, complete=[*(ledger.complete or ()), said])


def left(verdict: Verdict) -> set[Missing]:
    return {m for m in verdict.enough if m.kind != "complete"}


def assert_enough(partial: Ledger, as_of: date) -> int:
    """How many verdicts were looked at."""
    groups: dict[frozenset[str], list[Verdict]] = {}
    for verdict in checked(partial, as_of).verdicts:
        if verdict.enough:
            assert set(verdict.enough) < set(verdict.missing), verdict
            groups.setdefault(lists_in(verdict.enough), []).append(verdict)
    most = sorted(groups.items(), key=lambda item: (-len(item[1]), sorted(item[0])))[:GROUPS]
    for records, waiting in most:
        after = {key(v): v for v in checked(declaring(partial, records), as_of).verdicts}
        for verdict in waiting:
            now = after.get(key(verdict))  # under a merged cell there is none any more
            assert now is None or set(now.missing) <= left(verdict), (verdict, now)
    return sum(len(waiting) for _, waiting in most)


@times(40)
@given(st.data(), truths(min_services=1), st.dates(FIRST, KNOWN_ON + timedelta(90)))
def test_what_is_enough_settles(data: st.DataObject, truth: Ledger, as_of: date):
    assert_enough(data.draw(withheld(truth)), as_of)


def test_of_the_smallest_example_most_is_settled_by_declarations():
    found = checked(read_ledger(SMALLEST))
    by_lists = [v for v in found.verdicts if v.enough and not left(v)]
    assert len(by_lists) >= 9
    assert assert_enough(read_ledger(SMALLEST), date(2026, 11, 23)) >= 9


HAZARD = {
    "known_on": "2026-06-30",
    "insurers": [{"id": "I", "name": "甲保险"}],
    "policyholders": [{"id": "P", "name": "甲矿"}],
    "services": [
        {
            "id": "S",
            "insurer": "I",
            "items": [{"item": "隐患排查"}],
            "recipients": [{"policyholder": "P"}],
            "started_at": "2026-04-01",
            "completed_on": "2026-04-01",
        }
    ],
    "hazards": [{"id": "H", "policyholder": "P", "service": "S", "found_at": "2026-04-01"}],
}


def test_what_another_list_would_tell_is_not_told_by_those_declared():
    """整改完成: left out, it has come about or not as long as the list of hazards is not declared."""
    (found,) = checked(read_ledger(HAZARD)).find("12-6/逐处隐患")
    assert lists_in(found.enough or found.missing) == {"上传和报送回执"}
    assert any(m.label.endswith("的完成整改日期") for m in found.enough or found.missing)
    assert assert_enough(read_ledger(HAZARD), date(2026, 6, 30)) > 0


def test_what_comes_after_the_last_entry_is_settled_by_no_declaration():
    found = checked(read_ledger(SMALLEST), date(2027, 1, 15))
    assert not any(lists_in(v.enough) for v in found.verdicts if not left(v))
