"""How things stood on a day that is not known exactly: asked of many days at once, it is what each day says."""

import json
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ajx_rules import Ledger, read_ledger
from ajx_rules.domain.book import Contract
from ajx_rules.domain.values import Between
from ajx_rules.engines.earlier import Earlier
from ajx_rules.engines.evaluate import Evaluator
from ajx_rules.engines.rows import Entity
from ajx_rules.engines.values import Missing, Times
from ajx_rules.engines.world import Days
from ajx_rules.ledger.index import LedgerIndex
from tests.laws.support import checked, times
from tests.laws.test_soundness import AS_OF
from tests.laws.truths import KNOWN_ON, truths
from tests.laws.withheld import withheld
from tests.strategies import replace

EXAMPLE_DAY = date(2026, 11, 23)
FEW = 45
"""Days that are all asked one by one; of more, as many spread over them."""
at_once = Earlier._on_all


class Compared(Earlier):
    """Asks both ways, at the outermost call."""

    seen: ClassVar[Counter[str]] = Counter()

    def _on_all(self, days, entity, ev, ask):
        found = at_once(_Plain(self), days, entity, ev, ask)
        if days.one:
            return found
        with ev.traced():
            one_by_one = [self._on(Days(day, day, days.unsure), entity, ev, ask) for day in spread(days)]
        decided = {each.decided for each in one_by_one} == {True} and len({*one_by_one}) == 1
        if found.decided:
            assert decided, days
            assert found == one_by_one[0], days
        elif (days.last - days.first).days < FEW:
            assert not decided, days
        Compared.seen["decided" if found.decided else "open"] += 1
        return found


class _Plain:
    """The same, of which the inner calls are not compared again."""

    def __init__(self, earlier: Earlier) -> None:
        self._on = earlier._on

    def _on_all(self, days: Days, entity: Entity, ev: Evaluator, ask: object) -> Times:
        return at_once(self, days, entity, ev, ask)  # type: ignore[arg-type]


def spread(days: Days) -> list[date]:
    count = (days.last - days.first).days
    steps = range(count + 1) if count < FEW else (n * count // FEW for n in range(FEW + 1))
    return [days.first + timedelta(n) for n in steps]


@pytest.fixture
def both_ways():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ajx_rules.engines.giving_way.Earlier", Compared)
        Compared.seen.clear()
        yield


@times(20, shrink=False)
@given(st.data(), truths(min_services=1), AS_OF)
def test_what_is_asked_of_many_days_at_once_holds_for_each(
    both_ways, data: st.DataObject, truth: Ledger, as_of: date
):
    known = data.draw(st.just(truth) | withheld(truth))
    for row in LedgerIndex(known).rows("Contract"):
        known = replace(known, row.id, **data.draw(end_not_known(row.record)))
    checked(known, as_of)


def end_not_known(contract: Contract) -> st.SearchStrategy[dict[str, object]]:
    """Cover that ends on a day which is not known exactly."""
    first = contract.inception_on or contract.expiry_on or date(2025, 1, 1)
    spans = st.builds(
        lambda after, length: Between(
            min(first + timedelta(after), KNOWN_ON), min(first + timedelta(after + length), KNOWN_ON)
        ),
        st.integers(0, 300),
        st.sampled_from([3, 20, 40, 100]),
    )
    return st.just({"expiry_on": None}) | st.builds(lambda span: {"terminated_on": span}, spans)


WHICH_DAY = frozenset({Missing("fact", "$.due", "哪一天")})
OTHER = frozenset({Missing("fact", "$.other", "别的")})


class Stepwise:
    """A world in which the answer of each day is given; asked of several days it is theirs, or open."""

    def __init__(self, answers: list[Times], first: date) -> None:
        self.answers, self.first, self.asked = answers, first, 0

    def _on(self, days: Days, *_: object) -> Times:
        self.asked += 1
        start = (days.first - self.first).days
        found = self.answers[start : (days.last - self.first).days + 1]
        if len({*found}) == 1:
            return found[0]
        return Times.either(WHICH_DAY.union(*(each.missing for each in found)))

    def _on_all(self, days: Days, *rest: object) -> Times:
        return at_once(self, days, *rest)  # type: ignore[arg-type]


runs = st.tuples(
    st.sampled_from([Times.always(), Times.never(), Times.either(OTHER)]), st.integers(1, 90)
).map(lambda run: [run[0]] * run[1])


@given(st.lists(runs, min_size=1, max_size=4), st.dates(date(2025, 1, 1), date(2026, 12, 31)))
def test_of_any_days_it_is_what_they_all_say(drawn: list[list[Times]], first: date):
    answers = [each for run in drawn for each in run]
    world = Stepwise(answers, first)
    found = world._on_all(Days(first, first + timedelta(len(answers) - 1), WHICH_DAY), None, None, None)
    if {*answers} <= {Times.always()} or {*answers} <= {Times.never()}:
        assert found == answers[0]
    else:
        assert not found.decided
        assert found.missing <= WHICH_DAY | OTHER
    assert world.asked < 30


def example(change: Callable[[dict[str, str]], None]) -> dict[str, Any]:
    """The example ledger, each contract changed."""
    ledger = json.loads(Path("examples/gd-insurer.json").read_text(encoding="utf-8"))
    for policyholder in ledger["policyholders"]:
        for contract in policyholder["contracts"]:
            change(contract)
    return ledger


@pytest.mark.parametrize("policyholder", ["PH01", "PH10"])
def test_it_holds_for_the_example_as_well(both_ways, policyholder: str):
    checked(
        read_ledger(example(lambda contract: contract.pop("expiry_on", None))),
        EXAMPLE_DAY,
        subject=policyholder,
    )
    assert Compared.seen.total() > 200


def test_a_year_is_not_asked_day_by_day(monkeypatch):
    """It took many minutes: each day of each year, for each reading."""
    asked: Counter[bool] = Counter()
    ask = Earlier._on

    def counted(self, days, *rest):
        asked[days.one] += 1
        return ask(self, days, *rest)

    monkeypatch.setattr(Earlier, "_on", counted)
    ledger = example(lambda contract: contract.pop("expiry_on", None))
    del ledger["complete"]
    report = checked(read_ledger(ledger), EXAMPLE_DAY, subject="PH01")
    assert asked[False] > 100
    assert sum(asked.values()) < 10 * len(report.verdicts)
