"""The Python face: what records take, and what they say of what they do not."""

import copy
import pickle
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from ajx_rules.domain.book import (
    Completeness,
    Contract,
    Engagement,
    Ledger,
    Policyholder,
    PolicyYear,
    Recipient,
    Refusal,
    Service,
    ServiceItem,
)
from ajx_rules.domain.enums import Form, Mode
from ajx_rules.domain.facts import DEEPEST_EXTRA, build
from ajx_rules.domain.values import NOT_YET, NOTHING, UNKNOWN, Between


@pytest.mark.parametrize("amount", [50000, "50000", Decimal(50000), "５００００", " 50000 "])
def test_money_is_exact_from_int_str_and_decimal(amount: object):
    assert Contract(premium=amount).premium == Decimal(50000)
    assert isinstance(Contract(premium=amount).premium, Decimal)


@pytest.mark.parametrize("rate", ["15%", "0.15", Decimal("0.15"), "１５％"])
def test_rates(rate: object):
    assert Contract(service_fee_rate=rate).service_fee_rate == Decimal("0.15")


@pytest.mark.parametrize(
    ("cls", "values", "error", "words"),
    [
        (Contract, {"premium": 0.1}, TypeError, ["Contract.premium", "float", '"0.1"']),
        (Contract, {"premium": True}, TypeError, ["Contract.premium", "number", "true"]),
        (Contract, {"premium": "1,000"}, ValueError, ["Contract.premium", '"1,000"']),
        (Contract, {"premium": "0.001"}, ValueError, ["two decimals"]),
        (Contract, {"premium": -1}, ValueError, ["negative"]),
        (Contract, {"premium": Decimal("NaN")}, ValueError, ["number"]),
        (Contract, {"premium": Decimal("Infinity")}, ValueError, ["number"]),
        (Contract, {"premium": Decimal("1e999999")}, ValueError, ["too large"]),
        (Contract, {"premium": 10**4000}, ValueError, ["too large"]),
        (Contract, {"premium": []}, TypeError, ["number", "[]"]),
        (Contract, {"service_fee_rate": "x%"}, ValueError, ["rate"]),
        (Contract, {"number": 5}, TypeError, ["Contract.number", "text", "5"]),
        (Contract, {"inception_on": "2025-01-01"}, TypeError, ["Contract.inception_on", "date"]),
        (
            Contract,
            {"inception_on": datetime.fromisoformat("2025-01-01T08:00")},
            TypeError,
            ["without a time"],
        ),
        (Contract, {"inception_on": NOT_YET, "expiry_on": date(1, 1, 1)}, ValueError, ["1900"]),
        (Contract, {"issued_on": NOTHING}, TypeError, ["Contract.issued_on", "NOTHING"]),
        (Contract, {"concluded_on": NOT_YET}, TypeError, ["Contract.concluded_on", "NOT_YET"]),
        (Contract, {"expiry_on": Between(date(2025, 1, 1))}, TypeError, ["Contract.expiry_on"]),
        (Contract, {"insurer": 7}, TypeError, ["Contract.insurer", "id"]),
        (Contract, {"sites": "S1"}, TypeError, ["list"]),
        (Contract, {"sites": [1]}, TypeError, ["text"]),
        (Contract, {"clauses": ["服务对象"]}, TypeError, ["object"]),
        (Contract, {"clauses": {"服务对象": "是"}}, TypeError, ["true or false"]),
        (Contract, {"policy_years": (5,)}, TypeError, ["PolicyYear"]),
        (Contract, {"policy_years": {}}, TypeError, ["list"]),
        (Contract, {"id": ""}, ValueError, ["id"]),
        (Contract, {"id": 5}, TypeError, ["id"]),
        (Contract, {"extra": {"x": object()}}, TypeError, ["extra"]),
        (Contract, {"extra": {"x": 0.5}}, TypeError, ["float"]),
        (Contract, {"extra": []}, TypeError, ["object"]),
        (Contract, {"sources": []}, TypeError, ["object"]),
        (PolicyYear, {"no": "1"}, TypeError, ["PolicyYear.no", "whole number"]),
        (PolicyYear, {"no": True}, TypeError, ["whole number"]),
        (PolicyYear, {"no": -1}, ValueError, ["negative"]),
        (PolicyYear, {"no": 1, "accounting_year": 25}, ValueError, ["1900"]),
        (Refusal, {"form": "口头"}, ValueError, ["书面"]),
        (Refusal, {"form": 3}, TypeError, ["书面"]),
        (Refusal, {"notice_forms": Form.EMAIL}, TypeError, ["list"]),
        (Engagement, {"insurer": NOTHING}, TypeError, ["Engagement.insurer"]),
        (Service, {"recipients": (), "items": (ServiceItem(),)}, ValueError, ["at least one"]),
        (
            Completeness,
            {"records": ["*"], "through": date(2025, 1, 1), "scope": UNKNOWN},
            TypeError,
            ["scope"],
        ),
        (
            Completeness,
            {"records": ["*"], "through": date(2025, 1, 1), "since": UNKNOWN},
            TypeError,
            ["since"],
        ),
    ],
)
def test_wrong_values_name_attribute_expectation_and_value(cls, values, error, words):
    with pytest.raises(error) as caught:
        cls(**values)
    for word in words:
        assert word in str(caught.value)


def test_required_facts_are_required_by_python():
    with pytest.raises(TypeError, match="name"):
        Policyholder()
    with pytest.raises(TypeError, match="unexpected"):
        Policyholder(name="甲", premum=5)
    with pytest.raises(TypeError):
        Policyholder("甲")


def test_unknown_is_kept_only_where_leaving_out_says_something():
    assert Contract(premium=UNKNOWN).premium is None
    assert Contract(concluded_on=UNKNOWN).concluded_on is None
    assert Contract(terminated_on=UNKNOWN).terminated_on is UNKNOWN
    assert ServiceItem(mode=UNKNOWN).mode is UNKNOWN
    assert ServiceItem(recipients=UNKNOWN).recipients is UNKNOWN
    assert Recipient(policyholder="P", contract=UNKNOWN).contract is UNKNOWN
    assert Recipient(policyholder="P", site=UNKNOWN).site is None


def test_none_and_not_yet():
    contract = Contract(renewal_of=NOTHING, terminated_on=NOT_YET, expiry_on=NOTHING)
    assert (contract.renewal_of, contract.terminated_on, contract.expiry_on) == (NOTHING, NOT_YET, NOTHING)
    assert repr(contract) == "Contract(expiry_on=NOTHING, renewal_of=NOTHING, terminated_on=NOT_YET)"


def test_an_interval_of_one_day_is_that_day():
    day = date(2025, 1, 1)
    assert Contract(concluded_on=Between(day, day)).concluded_on == day
    assert Contract(concluded_on=Between()).concluded_on is None
    assert Contract(terminated_on=Between()).terminated_on == Between()
    with pytest.raises(ValueError, match="later than"):
        Between(date(2025, 1, 2), day)


def test_moments_are_in_the_time_of_shanghai():
    refusal = Refusal(refused_at=datetime(2025, 1, 1, 20, tzinfo=UTC))
    assert refusal.refused_at == datetime.fromisoformat("2025-01-02T04:00")
    assert Refusal(refused_at=date(2025, 1, 1)).refused_at == date(2025, 1, 1)


def test_enumerations_are_read_in_both_spellings():
    assert (
        ServiceItem(mode="线上").mode is ServiceItem(mode="online").mode is ServiceItem(mode=Mode.ONLINE).mode
    )
    assert Refusal(notice_forms={Form.EMAIL, Form.PAPER}).notice_forms == (Form.PAPER, Form.EMAIL)


def test_sets_hold_each_entry_once():
    assert Contract(sites=["S1", "S2", "S1"]).sites == ("S1", "S2")
    assert Contract(sites={"S2", "S1"}).sites == ("S1", "S2")


def test_records_are_values():
    one = Contract(id="C", premium=5, clauses={"服务对象": True}, extra={"边坡高度": Decimal("1.50")})
    same = Contract(id="C", premium="5.00", clauses={"服务对象": True}, extra={"边坡高度": "1.50"})
    assert one != same
    assert one == Contract(
        id="C", premium="5.00", clauses={"服务对象": True}, extra={"边坡高度": Decimal("1.5")}
    )
    assert hash(one) == hash(copy.deepcopy(one))
    assert pickle.loads(pickle.dumps(one)) == one  # noqa: S301 - its own pickle
    assert one != 5
    with pytest.raises(AttributeError):
        one.premium = 6


def test_extra_facts_are_frozen_plain_data():
    made = Contract(extra={"等级": [{"value": "甲", "from": date(2025, 1, 1), "n": 3}]})
    assert made.extra["等级"] == ({"value": "甲", "from": "2025-01-01", "n": Decimal(3)},)
    deep: object = "x"
    for _ in range(DEEPEST_EXTRA + 2):
        deep = [deep]
    with pytest.raises(ValueError, match="extra fact"):
        Contract(extra={"x": deep})


def test_sources_name_documents():
    assert Contract(sources={"premium": "DOC1#3"}).sources == {"premium": ("DOC1#3",)}
    assert Contract(sources={"*": ["DOC1", "DOC2"]}).sources["*"] == ("DOC1", "DOC2")


def test_a_ledger_by_hand():
    ledger = Ledger(
        id="x",
        known_on=date(2025, 12, 31),
        policyholders=(Policyholder(name="甲矿", contracts=[Contract(premium=50000)]),),
    )
    assert ledger.policyholders[0].contracts[0].premium == 50000
    assert ledger.services == ()


def test_build_leaves_out_what_could_not_be_read():
    assert build(PolicyYear, {}).no is None
    assert build(Contract, {"premium": Decimal(5)}) == Contract(premium=5)
