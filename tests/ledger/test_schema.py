"""The JSON Schema agrees with the reader on the sample, and points out the plain mistakes."""

import json

import jsonschema
import pytest

from ajx_rules.domain.catalogue import catalogue
from ajx_rules.ledger.read import read_ledger
from ajx_rules.ledger.schema import json_schema
from ajx_rules.ledger.write import ledger_to_json


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def test_the_sample_is_valid(validator: jsonschema.Draft202012Validator, sample_data: dict[str, object]):
    assert [error.message for error in validator.iter_errors(sample_data)] == []


@pytest.mark.parametrize("chinese", [False, True])
def test_what_is_written_is_valid(validator: jsonschema.Draft202012Validator, sample_path, chinese: bool):
    written = json.loads(ledger_to_json(read_ledger(sample_path), chinese=chinese))
    assert [error.message for error in validator.iter_errors(written)] == []


def test_every_field_has_both_names_and_titles():
    definitions = json_schema()["$defs"]
    for cls in catalogue().classes.values():
        properties = definitions[cls.name]["properties"]
        for field in cls.fields.values():
            assert properties[field.name]["title"] == f"{field.label} {field.english}"
            assert properties[field.label] == {"$ref": f"#/$defs/{cls.name}/properties/{field.name}"}


@pytest.mark.parametrize(
    "ledger",
    [
        {},
        {"known_on": "2025/12/31"},
        {"known_on": "2025-12-31", "unheard_of": 1},
        {"known_on": "2025-12-31", "policyholders": [{}]},
        {"known_on": "2025-12-31", "policyholders": [{"name": "x", "contracts": [{"premium": "五万"}]}]},
        {"known_on": "2025-12-31", "services": [{"recipients": [], "items": []}]},
        {"known_on": "2025-12-31", "keeper": "谁"},
    ],
)
def test_plain_mistakes_are_pointed_out(
    validator: jsonschema.Draft202012Validator, ledger: dict[str, object]
):
    assert not validator.is_valid(ledger)


@pytest.mark.parametrize(
    "ledger",
    [
        {"台账截止日": "2025-12-31", "编制方": "INSURER"},
        {"$schema": "x", "known_on": "2025-12-31", "policyholders": None},
        {
            "known_on": "2025-12-31",
            "policyholders": [
                {
                    "name": "x",
                    "uscc": "不详",
                    "contracts": [
                        {
                            "premium": 5,
                            "terminated_on": {"最早": "2025-01-01"},
                            "expiry_on": "无",
                            "service_fee_rate": "15%",
                            "clauses": {"服务对象": True, "服务频次": None},
                        }
                    ],
                }
            ],
        },
    ],
)
def test_what_the_reader_reads_is_valid(
    validator: jsonschema.Draft202012Validator, ledger: dict[str, object]
):
    read_ledger({key: value for key, value in ledger.items() if key != "$schema"})
    assert [error.message for error in validator.iter_errors(ledger)] == []
