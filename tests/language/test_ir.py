"""The intermediate representation as data and in print."""

import json
import typing

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ajx_rules import load_regulation
from ajx_rules.compiler import ir


def shipped() -> ir.RegulationIR:
    return load_regulation().ir


def test_the_shipped_regulation_goes_to_json_and_back():
    text = json.dumps(ir.to_data(shipped()), ensure_ascii=False)
    assert ir.from_data(json.loads(text)) == shipped()


def test_every_node_goes_to_json_and_back():
    for node in ir.walk(shipped()):
        assert ir.from_data(json.loads(json.dumps(ir.to_data(node)))) == node


def test_the_way_back_gives_the_same_classes():
    back = ir.from_data(ir.to_data(shipped()))
    kinds = [type(node) for node in ir.walk(shipped())]
    assert [type(node) for node in ir.walk(back)] == kinds
    assert back.to_data() == shipped().to_data() if hasattr(back, "to_data") else True


def classes_in(kind: object) -> set[type]:
    """The classes that a type names, however deep."""
    parts = typing.get_args(kind)
    return {found for part in parts for found in classes_in(part)} if parts else {kind}


KINDS = [kind for kind in vars(ir).values() if isinstance(kind, type) and attrs.has(kind)]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_walking_passes_over_no_field_that_may_hold_a_node(kind):
    walked = ir._field_names(kind)
    for name, hint in typing.get_type_hints(kind, vars(ir)).items():
        if name in {field.name for field in attrs.fields(kind)} - set(walked):
            assert not any(attrs.has(each) for each in classes_in(hint)), name


@pytest.mark.parametrize(
    "written",
    ["Expr", "str | Expr", "Fraction | Row", "Literal['a'] | Expr", "tuple[str | Expr, ...]", "Other"],
)
def test_a_type_that_names_more_than_plain_values_is_walked(written):
    assert not ir._holds_no_node(written)
    assert ir._holds_no_node("tuple[tuple[str, ...], ...] | None")
    assert ir._holds_no_node("Literal['Expr', '<']")


def test_no_name_is_left_to_resolve():
    """Definitions, tables, questions and switches that are used are there."""
    regulation = shipped()
    definitions = {d.name for d in regulation.definitions}
    tables = {t.name for t in regulation.tables}
    questions = {q.name for q in regulation.questions}
    options = {(r.switch, o.key) for r in regulation.readings for o in r.options}
    for node in ir.walk(regulation):
        if isinstance(node, ir.Call):
            assert node.definition in definitions
        elif isinstance(node, ir.Lookup):
            assert node.table in tables
        elif isinstance(node, ir.Judged | ir.Adequacy):
            assert node.question in questions
        elif isinstance(node, ir.Reads):
            assert (node.switch, node.option) in options


def test_nothing_can_be_changed():
    for node in ir.walk(shipped()):
        assert attrs.fields(type(node)) is not None
        try:
            node.name = "x"
        except attrs.exceptions.FrozenInstanceError:
            continue
        raise AssertionError(type(node).__name__)


def test_it_prints():
    text = ir.show(shipped())
    assert text.startswith("RegulationIR gd-noncoal-mine")
    assert len(text.splitlines()) > 1000


@settings(max_examples=100, deadline=None)
@given(st.fractions(), st.text(max_size=4), st.dates())
def test_values_of_every_kind_go_to_json_and_back(number, unit, day):
    for node in (ir.Number(number, unit), ir.Day(day), ir.Entry("1", unit, unit, {unit: unit, "甲": "乙"})):
        assert ir.from_data(json.loads(json.dumps(ir.to_data(node)))) == node


def test_a_reading_may_itself_speak_of_grounds():
    """It is parted from its grounds at the last 理由：, not at 正当理由."""
    reading = next(r for r in shipped().readings if r.switch == "workday.local_closures")
    assert "有无正当理由，期限不改" in reading.options[0].text
    assert reading.options[0].grounds == "原文没有提到停工；没有公布的，不替它定。"
