"""A number that an organisation has set for itself, against what the regulation lets it set."""

import pytest

from ajx_rules import Problems, load_regulation
from ajx_rules.compiler.ir import Parameter as Declared
from ajx_rules.ledger.index import LedgerIndex
from ajx_rules.ledger.parameters import check_parameters
from ajx_rules.ledger.read import read_ledger

PROMPTLY = Declared("及时时限", "及时", ("个工作日", "日", "小时"))
AT_ONCE = Declared("立即时限", "立即", ("小时",))


def found_in(*parameters: dict[str, object]) -> list[tuple[str, str]]:
    book = read_ledger(
        {
            "known_on": "2025-12-31",
            "insurers": [{"id": "I", "name": "甲"}, {"id": "J", "name": "乙"}],
            "parameters": [{"name": "及时时限", "value": 5, "unit": "日", **p} for p in parameters],
        }
    )
    return [(d.code, d.path) for d in check_parameters(LedgerIndex(book), (PROMPTLY, AT_ONCE))]


@pytest.mark.parametrize(
    ("value", "unit"),
    [(1, "日"), ("5.0", "个工作日"), (2500, "个工作日"), (3650, "日"), (10000, "小时")],
)
def test_a_number_that_can_be_used(value: object, unit: str):
    assert found_in({"value": value, "unit": unit}) == []


@pytest.mark.parametrize(
    ("facts", "code", "field"),
    [
        ({"unit": "光年"}, "L080", "unit"),
        ({"unit": "工作日"}, "L080", "unit"),
        ({"name": "立即时限", "unit": "日"}, "L080", "unit"),  # a unit of the other parameter
        ({"value": "1.5"}, "L081", "value"),
        ({"value": 0}, "L081", "value"),
        ({"value": 400000, "unit": "个工作日"}, "L081", "value"),
        ({"value": 2501, "unit": "个工作日"}, "L081", "value"),
        ({"value": 3651}, "L081", "value"),
        ({"value": 10001, "unit": "小时"}, "L081", "value"),
    ],
)
def test_a_number_that_cannot_be_used(facts: dict[str, object], code: str, field: str):
    assert found_in(facts) == [(code, f"$.parameters[0].{field}")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({}, {}),
        ({"insurer": "I"}, {"insurer": "I", "value": 7}),
        ({"set_on": "2025-01-02"}, {"set_on": "2025-01-02"}),
        ({"set_on": "2025-01-02"}, {}),  # which is the later one cannot be said
        ({"set_on": {"earliest": "2025-01-01", "latest": "2025-03-01"}}, {"set_on": "2025-02-01"}),
        ({"valid_to": "2025-06-30"}, {"valid_from": "2025-06-30"}),  # that day has two
    ],
)
def test_two_numbers_of_which_none_is_the_later(one: dict[str, object], other: dict[str, object]):
    assert found_in(one, other) == [("L082", "$.parameters[1]")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"set_on": "2025-01-02"}, {"set_on": "2025-01-03"}),  # the later one prevails
        ({"insurer": "I"}, {"insurer": "J"}),
        ({"insurer": "I"}, {}),  # one for all, and one of its own
        ({}, {"name": "立即时限", "unit": "小时"}),
        ({"valid_to": "2025-06-29"}, {"valid_from": "2025-06-30"}),
    ],
)
def test_two_numbers_that_may_stand_together(one: dict[str, object], other: dict[str, object]):
    assert found_in(one, other) == []


def test_each_is_told_once_and_names_another():
    assert found_in({}, {}, {}) == [("L082", "$.parameters[1]"), ("L082", "$.parameters[2]")]


@pytest.mark.parametrize(
    ("at_once", "promptly"),
    [
        ((5, "小时"), (3, "小时")),
        ((3, "小时"), (3, "小时")),
        ((144, "小时"), (5, "日")),  # five days and the rest of the first
        ((5, "日"), (120, "小时")),
        ((5, "个工作日"), (4, "个工作日")),
        ((6, "个工作日"), (5, "日")),
    ],
)
def test_at_once_is_shorter_than_promptly(at_once: tuple[int, str], promptly: tuple[int, str]):
    assert out_of_order(at_once, promptly) == ["L085"]


@pytest.mark.parametrize(
    ("at_once", "promptly"),
    [
        ((24, "小时"), (3, "个工作日")),
        ((143, "小时"), (5, "日")),  # from the first minute of a day, five days are longer
        ((1000, "小时"), (5, "个工作日")),  # how long five working days are, only the calendar says
        ((1, "日"), (2, "日")),
    ],
)
def test_at_once_may_be_shorter_than_promptly(at_once: tuple[int, str], promptly: tuple[int, str]):
    assert out_of_order(at_once, promptly) == []


def out_of_order(at_once: tuple[int, str], promptly: tuple[int, str], **of_at_once: object) -> list[str]:
    units = ("个工作日", "日", "小时")
    declared = (Declared("及时时限", "及时", units), Declared("立即时限", "立即", units))
    one, other = (
        {"name": name, "value": value, "unit": unit}
        for name, (value, unit) in (("立即时限", at_once), ("及时时限", promptly))
    )
    book = read_ledger(
        {
            "known_on": "2025-12-31",
            "insurers": [{"id": "I", "name": "甲"}, {"id": "J", "name": "乙"}],
            "parameters": [{**one, **of_at_once}, {**other, "insurer": "I"}],
        }
    )
    return [d.code for d in check_parameters(LedgerIndex(book), declared)]


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"insurer": "I"}, ["L085"]),
        ({"insurer": "J"}, []),  # another organisation's
        ({}, ["L085"]),  # for all, so for this one too
        ({"insurer": "I", "valid_to": "2025-06-30"}, ["L085"]),
    ],
)
def test_whose_numbers_are_held_together(facts: dict[str, object], told: list[str]):
    assert out_of_order((5, "日"), (3, "日"), **facts) == told


def test_the_number_set_last_is_the_one_that_is_held_against_the_other():
    old = {"value": 3, "set_on": "2025-01-02"}
    new = {"value": 9, "set_on": "2025-07-01"}
    at_once = {"name": "立即时限", "value": 96, "unit": "小时"}
    assert found_in(old, at_once) == [("L085", "$.parameters[1].value")]
    assert found_in(old, new, at_once) == []


def test_checking_a_ledger_tells_it():
    ledger = {
        "known_on": "2025-12-31",
        "parameters": [
            {"name": "内部及时时限", "value": 400000, "unit": "个工作日"},
            {"name": "内部立即时限", "value": 1, "unit": "光年"},
            {"name": "内部及时期限", "value": 1, "unit": "日"},
        ],
    }
    with pytest.raises(Problems) as raised:
        load_regulation().check(ledger)
    found = {d.path: d for d in raised.value.diagnostics}
    assert {path: d.code for path, d in found.items()} == {
        "$.parameters[0].value": "L081",
        "$.parameters[1].unit": "L080",
        "$.parameters[2].name": "L090",
    }
    assert "2500个工作日" in found["$.parameters[0].value"].message("zh")
    assert "个工作日、日、小时" in found["$.parameters[1].unit"].help("zh")
    assert "内部及时时限" in found["$.parameters[2].name"].help("zh")


def test_a_last_year_of_one_day_is_a_note_of_the_report():
    contract = {"inception_on": "2025-02-01", "expiry_on": "2026-02-01", "premium": "100000"}
    report = load_regulation().check(
        {"known_on": "2025-12-31", "policyholders": [{"name": "甲矿", "contracts": [contract]}]}
    )
    (note,) = (zh for zh, _ in report.caveats if "expiry_on" in zh)
    assert "2026-02-01 比周年多出1天，成了第2个保险年度" in note
    assert "若保单写“至次年同日零时”，期满日期应早一天" in note
