"""docs/report.schema.json describes what a report gives as JSON."""

import json
import re
from datetime import date
from pathlib import Path

import attrs
import pytest
from jsonschema import Draft202012Validator

from ajx_rules import load_regulation
from ajx_rules.engines.verdict import SCHEMA_VERSION, Report, Status, Verdict

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "docs" / "report.schema.json").read_text(encoding="utf-8"))
LEDGERS = sorted((ROOT / "examples").glob("*.json"))


@pytest.fixture(scope="module", params=LEDGERS, ids=lambda path: path.stem)
def report(request) -> Report:
    return load_regulation().check(request.param, as_of=date(2026, 11, 23))


def test_schema_is_a_schema():
    Draft202012Validator.check_schema(SCHEMA)


def test_report_is_valid(report):
    data = json.loads(json.dumps(report.to_json(), ensure_ascii=False))
    assert data["verdicts"]
    errors = [f"{e.json_path}: {e.message}" for e in Draft202012Validator(SCHEMA).iter_errors(data)]
    assert not errors


def test_a_report_is_valid_as_it_is(report):
    # Not only once it has been written and read: every array is a list.
    errors = [
        f"{e.json_path}: {e.message}" for e in Draft202012Validator(SCHEMA).iter_errors(report.to_json())
    ]
    assert not errors


def test_reading_dependent_report_is_valid():
    report = load_regulation().check(LEDGERS[0], readings={"refusal": "no_excuse"}, as_of=date(2026, 6, 30))
    data = json.loads(json.dumps(report.to_json(), ensure_ascii=False))
    assert data["readings"] == {"refusal": "no_excuse"}
    assert Draft202012Validator(SCHEMA).is_valid(data)


def test_an_unknown_field_is_not_valid(report):
    data = json.loads(json.dumps(report.to_json()))
    data["verdicts"][0]["statsu"] = "breach"
    assert not Draft202012Validator(SCHEMA).is_valid(data)


def test_version_and_words_are_those_of_the_code():
    assert SCHEMA["properties"]["schema_version"]["const"] == SCHEMA_VERSION
    assert SCHEMA["$id"].endswith(f":{SCHEMA_VERSION}")
    assert SCHEMA["$defs"]["status"]["enum"] == [status.value for status in Status]
    assert SCHEMA["$defs"]["verdict"]["properties"]["status_zh"]["enum"] == [s.zh for s in Status]


def test_every_attribute_of_a_verdict_is_in_its_json():
    names = {a.name for a in attrs.fields(Verdict)} - {"cited"} | {"citation", "status_zh"}
    assert names == set(SCHEMA["$defs"]["verdict"]["properties"])


def test_every_field_is_described():
    page = (ROOT / "docs" / "verdicts.md").read_text(encoding="utf-8")
    first_cells = re.findall(r"^\| ([^|]*)\|", page, re.MULTILINE)
    told = set(re.findall(r"`(\w+)`", " ".join(first_cells)))
    described = [
        SCHEMA,
        *(SCHEMA["$defs"][name] for name in ("verdict", "subject", "missing", "tableResult")),
    ]
    for part in described:
        assert set(part["properties"]) <= told
