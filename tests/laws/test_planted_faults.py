"""Faults planted in the engine: at least one law, or the oracle, must find each.

A fault is what a slip of the hand could make of one function. If a fault is not found, the laws
have a gap: mend them, not this list. When the engine is changed so that a fault can no longer be
planted, plant it where the work is done now.
"""

import sys
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache

import attrs
import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from ajx_rules.calendar import Calendar
from ajx_rules.compiler import ir
from ajx_rules.compiler.passes import Compiled, compile_folder
from ajx_rules.domain.book import Ledger
from ajx_rules.domain.values import UNKNOWN
from ajx_rules.engines import obligations
from ajx_rules.engines.deliveries import Deliveries
from ajx_rules.engines.giving_way import GivingWay
from ajx_rules.engines.kinds import Kinds
from ajx_rules.engines.obligations import Found, Outcome
from ajx_rules.engines.policy_years import PolicyYears
from ajx_rules.engines.rows import Rows
from ajx_rules.engines.values import MINUTES, NEVER, Numbers, Times
from ajx_rules.engines.verdict import Status
from ajx_rules.engines.world import World
from ajx_rules.regulation import Regulation
from ajx_rules.resources import regulations_folder
from tests.laws import support, test_days, test_exactness, test_oracle, test_soundness, test_tier_table
from tests.laws.oracle import Story
from tests.laws.truths import FIRST, KNOWN_ON, truths

pytestmark = pytest.mark.long

Plant = Callable[[pytest.MonkeyPatch], None]
Law = Callable[[], None]


# ---- planting --------------------------------------------------------------------------------


def everywhere(patch: pytest.MonkeyPatch, module: object, name: str, new: object) -> None:
    """Replace a function in its module and wherever it was imported by name."""
    old = getattr(module, name)
    for other in list(sys.modules.values()):
        if getattr(other, "__name__", "").startswith("ajx_rules.") and vars(other).get(name) is old:
            patch.setattr(other, name, new)


def compiled_anew(patch: pytest.MonkeyPatch, change: Callable[[ir.RegulationIR], ir.RegulationIR]) -> None:
    """Let every law use the regulation with its intermediate representation changed."""
    whole = shipped()
    spoiled = Regulation(change(whole.ir))
    for module in list(sys.modules.values()):
        if getattr(module, "__name__", "").startswith("tests.laws") and hasattr(module, "regulation"):
            patch.setattr(module, "regulation", lambda: spoiled)


@cache
def shipped() -> Compiled:
    return compile_folder(regulations_folder() / "gd-noncoal-mine")


# ---- faults ----------------------------------------------------------------------------------


def due_a_day_late(patch: pytest.MonkeyPatch) -> None:
    """A term ends a day later than it should."""
    old = obligations.act_by

    def act_by(done: Times, due: Times, end: int) -> Outcome:
        later = tuple((lo + MINUTES, hi + MINUTES) if lo < NEVER else (lo, hi) for lo, hi in due.stretches)
        return old(done, Times(later, due.missing), end)

    everywhere(patch, obligations, "act_by", act_by)


def breach_only_the_day_after(patch: pytest.MonkeyPatch) -> None:
    """At the end of its last day a window counts as open."""
    old = obligations.count_in_window

    def count_in_window(count: Numbers, wanted: int, last: Times, end: int) -> Outcome:
        return old(count, wanted, last, end - MINUTES)

    everywhere(patch, obligations, "count_in_window", count_in_window)


def late_counts_as_fulfilled(patch: pytest.MonkeyPatch) -> None:
    old = obligations.act_by

    def act_by(done: Times, due: Times, end: int) -> Outcome:
        found = old(done, due, end)
        mild = {Status.FULFILLED if s is Status.LATE else s for s in found.statuses}
        return Outcome.of(*mild, missing=found.missing)

    everywhere(patch, obligations, "act_by", act_by)


def open_lists_are_taken_as_complete(patch: pytest.MonkeyPatch) -> None:
    """The records that may be missing (ghosts) are forgotten."""
    patch.setattr(World, "ghost", lambda *_: None)


def scope_of_completeness_ignored(patch: pytest.MonkeyPatch) -> None:
    """A declaration for one policyholder or insurer counts for all."""
    old = World._declarations

    def declarations(world: World) -> dict:
        return {cls: [(None, a, b) for _, a, b in said] for cls, said in old(world).items()}

    patch.setattr(World, "_declarations", declarations)


def days_of_completeness_ignored(patch: pytest.MonkeyPatch) -> None:
    """A declaration counts for all days."""
    old = World._declarations

    def declarations(world: World) -> dict:
        return {cls: [(scope, 0, NEVER) for scope, _, _ in said] for cls, said in old(world).items()}

    patch.setattr(World, "_declarations", declarations)


def unknown_milestone_is_not_yet(patch: pytest.MonkeyPatch) -> None:
    old = World._written

    def written(world: World, value: object, *rest: object, **more: object) -> Times:
        return Times.never() if value is UNKNOWN else old(world, value, *rest, **more)

    patch.setattr(World, "_written", written)


def milestone_left_out_is_not_yet(patch: pytest.MonkeyPatch) -> None:
    """Without any declaration of completeness."""
    old = World._written

    def written(world: World, value: object, *rest: object, **more: object) -> Times:
        left_out = value is None and more.get("row") is not None
        return Times.never() if left_out else old(world, value, *rest, **more)

    patch.setattr(World, "_written", written)


def later_records_are_seen(patch: pytest.MonkeyPatch) -> None:
    """What is dated after the day of the check counts."""
    patch.setattr(Times, "clipped", lambda times, *_: times)


def unknown_is_true(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Times, "either", staticmethod(lambda _missing: Times.always()))


def opposite_of_unknown_is_false(patch: pytest.MonkeyPatch) -> None:
    old = Times.negated
    patch.setattr(Times, "negated", lambda times: old(times) if times.decided else Times.never())


def on_site_is_not_offline(patch: pytest.MonkeyPatch) -> None:
    """现场 does not count where 线下 is asked."""

    def change(whole: ir.RegulationIR) -> ir.RegulationIR:
        def one(node: object) -> object:
            if isinstance(node, ir.OneOf) and node.codes == ("线下", "现场"):
                return attrs.evolve(node, codes=("线下",))
            return node

        return ir.rewrite(whole, one)

    compiled_anew(patch, change)


def bounds_the_other_way_round(patch: pytest.MonkeyPatch) -> None:
    """以上 does not include its number, 以下 does."""

    def change(whole: ir.RegulationIR) -> ir.RegulationIR:
        def one(node: object) -> object:
            if isinstance(node, ir.Band):
                return attrs.evolve(
                    node, lo_inclusive=not node.lo_inclusive, hi_inclusive=not node.hi_inclusive
                )
            return node

        return ir.rewrite(whole, one)

    compiled_anew(patch, change)


def columns_the_other_way_round(patch: pytest.MonkeyPatch) -> None:
    """With an accident the milder column."""

    def change(whole: ir.RegulationIR) -> ir.RegulationIR:
        tables = tuple(attrs.evolve(t, columns=t.columns[::-1]) for t in whole.tables)
        return attrs.evolve(whole, tables=tables)

    compiled_anew(patch, change)


def merged_cell_is_no_demand(patch: pytest.MonkeyPatch) -> None:
    """The tier-4 cell of rows 4 and 5 asks for nothing."""

    def change(whole: ir.RegulationIR) -> ir.RegulationIR:
        def one(node: object) -> object:
            if isinstance(node, ir.Cell) and node.id == "B.r04.t4":
                return attrs.evolve(node, duty=None)
            return node

        return ir.rewrite(whole, one)

    compiled_anew(patch, change)


def exceptions_never_apply(patch: pytest.MonkeyPatch) -> None:
    def tried(
        _self: GivingWay, _target: str, _cell: object, _env: object, found: Found, _ev: object
    ) -> tuple:
        return (), found.outcome

    patch.setattr(GivingWay, "tried", tried)


def exception_to_an_exception_ignored(patch: pytest.MonkeyPatch) -> None:
    """A refusal excuses although nobody was told."""
    old = GivingWay.__init__

    def init(self: GivingWay, regulation: ir.RegulationIR) -> None:
        old(self, regulation)
        self.targeting = {k: v for k, v in self.targeting.items() if not k.startswith("例外:")}

    patch.setattr(GivingWay, "__init__", init)


def visits_instead_of_kinds(patch: pytest.MonkeyPatch) -> None:
    """服务频次 counts one kind more than there are."""
    old = Kinds.number
    patch.setattr(Kinds, "number", lambda kinds: old(kinds).plus(Numbers.exactly(1 if kinds.certain else 0)))


def early_end_of_cover_ignored(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(PolicyYears, "terminated", lambda *_: Times.never())


def make_up_days_ignored(patch: pytest.MonkeyPatch) -> None:
    """A weekend day at work does not count as a working day."""
    old = Calendar.add_working_days

    def add(calendar: Calendar, *args: object, **more: object) -> object:
        return old(calendar.variant(makeup_counts=False), *args, **more)

    patch.setattr(Calendar, "add_working_days", add)


def services_of_every_year(patch: pytest.MonkeyPatch) -> None:
    """A service counts whenever it was done."""
    old = Deliveries.between

    def between(self: Deliveries, year: object, first: Times, last: Times) -> Rows:
        whole = Times(((0, 0),)), Times(((NEVER - 1, NEVER - 1),))
        return old(self, year, *whole) if first.stretches else old(self, year, first, last)

    patch.setattr(Deliveries, "between", between)


FAULTS: tuple[Plant, ...] = (
    due_a_day_late,
    breach_only_the_day_after,
    late_counts_as_fulfilled,
    open_lists_are_taken_as_complete,
    scope_of_completeness_ignored,
    days_of_completeness_ignored,
    unknown_milestone_is_not_yet,
    milestone_left_out_is_not_yet,
    later_records_are_seen,
    unknown_is_true,
    opposite_of_unknown_is_false,
    on_site_is_not_offline,
    bounds_the_other_way_round,
    columns_the_other_way_round,
    merged_cell_is_no_demand,
    exceptions_never_apply,
    exception_to_an_exception_ignored,
    visits_instead_of_kinds,
    early_end_of_cover_ignored,
    make_up_days_ignored,
    services_of_every_year,
)


# ---- laws ------------------------------------------------------------------------------------


def law(examples: int, *strategies: st.SearchStrategy) -> Callable[[Callable[..., None]], Law]:
    """A law over so many fresh examples, the same each time."""

    def made(check: Callable[..., None]) -> Law:
        quick = settings(
            max_examples=examples,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        return seed(5)(quick(given(*strategies)(check)))

    return made


def tier_table(premium: object, accident: bool) -> None:
    expected = test_tier_table.by_the_guideline(premium, accident)
    assert test_tier_table.looked_up(premium, accident) == (expected,)


def oracle(data: st.DataObject, story: Story) -> None:
    test_oracle.on_days(data, story)


def soundness(data: st.DataObject, truth: Ledger, as_of: date) -> None:
    wrong = test_soundness.not_allowed_for(data.draw(test_soundness.withheld(truth)), truth, as_of)
    assert not wrong


def forward(truth: Ledger, day: date, later: date) -> None:
    assert not test_days.moves(truth, *sorted((day, later)))


def later_records(truth: Ledger, as_of: date) -> None:
    test_days.assert_no_influence(truth, as_of)


def exactness(data: st.DataObject, truth: Ledger, as_of: date) -> None:
    test_exactness.assert_exact(data, truth, as_of)


def by_hand() -> None:
    """The laws on single facts that are worked out by hand."""
    for test in (
        test_exactness.test_a_milestone_left_out_unknown_or_not_yet,
        test_exactness.test_a_declaration_counts_for_its_days_and_its_policyholder,
        test_exactness.test_withdrawal_of_a_refusal,
    ):
        for parameters in test.pytestmark[0].args[1]:
            test(*parameters)
    test_exactness.test_unknown_premium_leaves_every_tier_of_the_column()


days = st.dates(FIRST, KNOWN_ON)
before_the_end = st.dates(FIRST, KNOWN_ON - timedelta(days=1))
LAWS: tuple[Law, ...] = (
    law(60, st.sampled_from(test_tier_table.NEAR), st.booleans())(tier_table),
    by_hand,
    law(250, st.data(), test_oracle.stories())(oracle),
    law(250, st.data(), truths(min_services=1), days)(soundness),
    law(80, truths(), days, days)(forward),
    law(80, truths(), before_the_end)(later_records),
    law(150, st.data(), truths(min_services=1), days)(exactness),
)


def found_by() -> str | None:
    """The first law that fails."""
    for one in LAWS:
        try:
            one()
        except (AssertionError, pytest.fail.Exception):
            return one.__name__
    return None


def test_without_a_fault_every_law_holds():
    assert support.regulation().ir == shipped().ir
    assert found_by() is None


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_a_planted_fault_is_found(fault: Plant, monkeypatch: pytest.MonkeyPatch):
    fault(monkeypatch)
    assert found_by() is not None
