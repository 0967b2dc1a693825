"""The strategies draw valid ledgers, and completion fills only what was missing."""

from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ajx_rules.domain.book import Accident, Contract, Ledger, Policyholder, Recipient, Service, ServiceItem
from ajx_rules.domain.enums import Mode
from ajx_rules.domain.values import UNKNOWN
from ajx_rules.ledger.index import LedgerIndex
from ajx_rules.ledger.read import ledger_from_json
from ajx_rules.ledger.resolve import resolve
from ajx_rules.ledger.validate import validate
from ajx_rules.ledger.write import ledger_to_json
from tests.strategies import add, completions, gaps, ledgers, replace

slow = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@slow
@given(ledgers())
def test_drawn_ledgers_are_valid(ledger: Ledger):
    assert [found for found in validate(ledger) if found.severity == "error"] == []


@slow
@given(ledgers(), st.booleans())
def test_a_ledger_written_and_read_is_equal(ledger: Ledger, chinese: bool):
    assert ledger_from_json(ledger_to_json(ledger, chinese=chinese)) == ledger


@slow
@given(ledgers(max_policyholders=1, max_services=1))
def test_completions_keep_what_is_known(ledger: Ledger):
    before = LedgerIndex(ledger)
    for filled in completions(ledger, {"Contract.premium": [1, 2]}, limit=8):
        for row in before.all_rows():
            other = LedgerIndex(filled).by_id[row.id].record
            for field in row.cls.fields.values():
                value = getattr(row.record, field.name)
                if value not in (None, UNKNOWN) and field.kind != "parts":
                    assert getattr(other, field.name) == value


@slow
@given(ledgers())
def test_validating_again_after_writing_finds_the_same(ledger: Ledger):
    again = ledger_from_json(ledger_to_json(ledger))
    assert validate(again) == validate(ledger)


def small() -> Ledger:
    holder = Policyholder(id="P", name="甲矿", contracts=[Contract(id="C")])
    items = [ServiceItem(id="I", item="1", mode=UNKNOWN), ServiceItem(id="J", item="2")]
    service = Service(
        id="S", recipients=[Recipient(policyholder="P")], items=items, mode="线上", continuous=False
    )
    return resolve(Ledger(known_on=date(2025, 12, 31), policyholders=[holder], services=[service]))


def test_gaps_are_the_missing_facts_of_finite_type():
    found = {(gap.id, gap.field.name) for gap in gaps(small())}
    assert ("I", "mode") in found
    assert ("J", "mode") not in found
    assert ("S/recipients/1", "own_record") in found
    assert ("C", "premium") not in found
    assert ("C", "premium") in {(gap.id, gap.field.name) for gap in gaps(small(), {"Contract.premium": [1]})}


def test_completions_are_all_combinations():
    filled = list(completions(small(), only=lambda cls, _: cls == "ServiceItem"))
    assert [LedgerIndex(one).by_id["I"].record.mode for one in filled] == list(Mode)


def test_replace_and_add():
    ledger = replace(small(), "C", premium=5)
    assert ledger.policyholders[0].contracts[0].premium == 5
    longer = add(ledger, "P", "accidents", Accident())
    assert longer.policyholders[0].accidents[0].id == "P/accidents/1"
    assert (
        add(ledger, None, "policyholders", Policyholder(name="乙矿")).policyholders[1].id == "policyholders/2"
    )
