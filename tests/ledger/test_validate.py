"""What is no contradiction, and the warnings; the contradictions themselves stand in test_bad_ledgers.py."""

from datetime import date

import pytest

from ajx_rules.domain.book import Ledger
from ajx_rules.ledger.read import read_ledger
from ajx_rules.ledger.validate import VALIDATORS, validate


def holder(**facts: object) -> dict[str, object]:
    return {"policyholders": [{"id": "P", "name": "x", **facts}]}


def service(**facts: object) -> dict[str, object]:
    whole = {"recipients": [{"policyholder": "P"}, {"policyholder": "Q"}], "items": [{"item": "1"}], **facts}
    return {"policyholders": [{"id": "P", "name": "x"}, {"id": "Q", "name": "y"}], "services": [whole]}


def accident(**facts: object) -> dict[str, object]:
    return {
        "occurred_at": "2024-06-01",
        "determination": "属生产安全事故",
        "liability": "承担责任",
        "contractor_work": False,
        **facts,
    }


def declared(
    answer: object, *accidents: object, inception: str = "2025-06-01", **complete: object
) -> dict[str, object]:
    years = [{"no": 1, "declared_prior_accident": answer}]
    made = holder(accidents=list(accidents), contracts=[{"inception_on": inception, "policy_years": years}])
    return {**made, "complete": [{"records": ["Accident"], "through": "2025-12-31", **complete}]}


@pytest.mark.parametrize(
    "facts",
    [
        # a hybrid meeting: one item online for some, offline for others
        service(items=[{"item": "1", "recipients": ["P"]}, {"item": "1", "recipients": ["Q"]}]),
        service(items=[{"item": "1", "recipients": "不详"}, {"item": "1"}]),
        service(items=[{}, {}]),
        # a date without time lies in the same day as a moment of it
        service(started_at="2025-05-02T09:00", completed_on="2025-05-02"),
        service(started_at={"earliest": "2025-05-02"}, completed_on="2025-05-02"),
        service(started_at="2025-05-02", completed_on={"latest": "2025-05-02"}),
        service(continuous=True, completed_on="none"),
        service(continuous=True, completed_on="不详"),
        service(continuous=False, completed_on="2025-05-02"),
        # an insured unit of another's contract
        {
            "policyholders": [
                {"id": "P", "name": "x", "contracts": [{"id": "C", "insured_units": ["Q"]}]},
                {"id": "Q", "name": "y"},
            ],
            "services": [{"recipients": [{"policyholder": "Q", "contract": "C"}], "items": [{}]}],
        },
        # years that touch, and one without dates
        holder(
            contracts=[
                {
                    "inception_on": "2024-01-01",
                    "expiry_on": "2026-12-31",
                    "policy_years": [
                        {"no": 1, "starts_on": "2024-01-01", "ends_on": "2024-12-31"},
                        {"no": 2, "starts_on": "2025-01-01", "ends_on": "2025-12-31"},
                        {"no": 3},
                    ],
                }
            ]
        ),
        # a third year by its own dates; one more than is certain, where the expiry is not
        holder(
            contracts=[
                {
                    "inception_on": "2024-01-01",
                    "expiry_on": "2025-12-31",
                    "policy_years": [{"no": 3, "starts_on": "2025-07-01", "ends_on": "2025-12-31"}],
                },
                {"inception_on": "2024-01-01", "policy_years": [{"no": 9}]},
                {"expiry_on": "2024-12-31", "policy_years": [{"no": 9}]},
                # until 15 January: fifteen days, a term of its own rather than a slip
                {"inception_on": "2024-01-01", "expiry_on": "2025-01-15"},
                # a few days in all are no second year
                {"inception_on": "2024-01-01", "expiry_on": "2024-01-03"},
                # from 29 February to the day before the 28th
                {"inception_on": "2024-02-29", "expiry_on": "2025-02-27"},
                # meant: the second year has dates of its own
                {
                    "inception_on": "2024-01-01",
                    "expiry_on": "2025-01-01",
                    "policy_years": [{"no": 2, "starts_on": "2025-01-01", "ends_on": "2025-01-01"}],
                },
            ]
        ),
        # the answer on the proposal form: right, or wrong only under one reading of the previous year
        declared(False, accident(), since="2025-01-01"),
        declared(False, accident(), scope="P", through="2024-01-01"),
        declared(False, accident(), complete=[]) | {"complete": []},
        declared(False, accident(occurred_at="2024-02-01")),
        declared(False, accident(determination="调查中")),
        declared(False, accident(contractor_work=None)),
        declared(False, accident(occurred_at={"latest": "2024-07-01"})),
        declared(False),
        declared(True, accident()),
        declared(True, accident(occurred_at=None)),
        declared(True, inception="2025-06-01", through="2025-05-01"),
        # judgements
        {
            **holder(),
            "judgements": [
                {"id": "J1", "question": "q", "about": "P", "answer": "是", "criteria": "c"},
                {
                    "id": "J2",
                    "question": "q",
                    "about": "P",
                    "answer": "否",
                    "criteria": "c",
                    "replaces": "J1",
                },
                {"id": "J3", "question": "q", "about": "P", "answer": "无法判断"},
                {"id": "J4", "question": "q", "about": "P", "answer": "是", "criteria": "c", "year": 2024},
                {
                    "id": "J5",
                    "question": "q",
                    "about": "P",
                    "answer": "是",
                    "criteria": "c",
                    "policy_year": 1,
                    "valid_to": "2024-12-31",
                },
                {
                    "id": "J6",
                    "question": "q",
                    "about": "P",
                    "answer": "否",
                    "criteria": "c",
                    "policy_year": 1,
                    "valid_from": "2025-01-01",
                },
            ],
        },
        # shares not all known; none listed
        {
            "payments": [
                {"amount": 10, "shares": [{"amount": 4}, {}]},
                {"amount": 10, "shares": []},
                {"amount": 5},
            ]
        },
        # totals without complete details
        {
            "insurers": [{"id": "I", "name": "x"}],
            "insurer_years": [{"insurer": "I", "year": 2024, "spent": 5}],
        },
        {
            "insurers": [{"id": "I", "name": "x"}],
            "insurer_years": [{"insurer": "I", "year": 2024, "spent": 5, "extracted": 7}],
            "payments": [{"amount": 5, "accounting_year": 2024}, {"amount": 1, "accounting_year": 2025}],
            "fee_extractions": [{"amount": 7}],
            "complete": [{"records": ["*"], "through": "2025-12-31"}],
        },
        # plans may lie in the future
        holder(
            contracts=[
                {
                    "inception_on": "2026-03-01",
                    "expiry_on": "2027-02-28",
                    "arrangements": [{"visit_on": "2026-05-01"}],
                }
            ]
        ),
    ],
)
def test_no_contradiction(facts: dict[str, object]):
    assert validate(read_ledger({"known_on": "2025-12-31", **facts})) == ()


@pytest.mark.parametrize(
    ("facts", "code", "path"),
    [
        (
            holder(contracts=[{"service_fee_rate": "15"}]),
            "L078",
            "$.policyholders[0].contracts[0].service_fee_rate",
        ),
        (
            holder(contracts=[{"policy_years": [{"no": 1, "tier_recorded_on": "2025-01-01"}]}]),
            "L077",
            "$.policyholders[0].contracts[0].policy_years[0].tier_recorded_on",
        ),
        (
            holder(contracts=[{"policy_years": [{"no": 1, "recorded_tier": "第二档"}]}]),
            "L086",
            "$.policyholders[0].contracts[0].policy_years[0].recorded_tier",
        ),
        (
            holder(
                contracts=[
                    {"policy_years": [{"no": 1, "recorded_tier": "第二档", "tier_recorded_on": "none"}]}
                ]
            ),
            "L086",
            "$.policyholders[0].contracts[0].policy_years[0].recorded_tier",
        ),
        (  # one year ends on 31 January: one day over
            holder(contracts=[{"inception_on": "2025-02-01", "expiry_on": "2026-02-01"}]),
            "L083",
            "$.policyholders[0].contracts[0].expiry_on",
        ),
        (  # two years end on 31 January 2027: fourteen days over, a third year
            holder(contracts=[{"inception_on": "2025-02-01", "expiry_on": "2027-02-14"}]),
            "L083",
            "$.policyholders[0].contracts[0].expiry_on",
        ),
    ],
)
def test_warnings_let_the_ledger_pass(facts: dict[str, object], code: str, path: str):
    (found,) = validate(read_ledger({"known_on": "2025-12-31", **facts}))
    assert (found.code, found.path, found.severity) == (code, path, "warning")


def test_a_last_year_of_some_days_is_counted():
    made = holder(contracts=[{"inception_on": "2025-02-01", "expiry_on": "2027-02-14"}])
    (found,) = validate(read_ledger({"known_on": "2025-12-31", **made}))
    # 1 to 14 February 2027, after the years from February 2025 and February 2026
    assert "2027-02-14 比周年多出14天，成了第3个保险年度" in found.message("zh")


def test_a_ledger_built_in_python_is_validated_too():
    assert validate(Ledger(known_on=date(2025, 12, 31))) == ()


def test_every_validator_says_what_it_holds():
    assert all(validator.__doc__ for validator in VALIDATORS)
