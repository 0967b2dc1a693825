"""The table in which rules are kept: the same rules come back, and nothing an engine tells apart becomes one."""

import json
from contextlib import suppress
from fractions import Fraction
from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ajx_rules import load_regulation
from ajx_rules.compiler import ir
from ajx_rules.compiler.packed import APART, packed, unpacked
from ajx_rules.engines.evaluate import KEPT

RULES = [None, *(Path("tests/regulations") / name for name in ("constructs", "merged", "mini", "port"))]
THREE = ir.Number(Fraction(3), "人")


def back(node: object) -> object:
    return unpacked(json.loads(json.dumps(packed(node), ensure_ascii=False)))


@pytest.mark.parametrize("folder", RULES, ids=lambda f: f.name if f else "shipped")
def test_the_same_rules_come_back(folder):
    rules = load_regulation(folder).ir
    found = back(rules)
    assert found == rules
    assert [type(node) for node in ir.walk(found)] == [type(node) for node in ir.walk(rules)]


def test_what_an_engine_tells_apart_is_an_object_for_each_place():
    apart = [id(node) for node in ir.walk(back(load_regulation().ir)) if type(node) in APART]
    assert len(apart) == len({*apart}) > 100
    assert KEPT <= APART


def test_equal_conditions_stay_two_and_equal_numbers_become_one():
    condition = ir.All((ir.Compare("=", THREE, THREE), ir.Exists(ir.Follow(ir.Var(0), "members"))))
    found = back(ir.AnyOf((condition, attrs.evolve(condition))))
    assert isinstance(found, ir.AnyOf)
    one, other = found.items
    assert one == other == condition
    assert one is not other
    assert one.items[1] is not other.items[1]
    assert one.items[0] is other.items[0]
    assert one.items[0].left is one.items[0].right


PLAIN = st.none() | st.booleans() | st.integers(-3, 3) | st.text(max_size=3)


@given(st.recursive(PLAIN, lambda parts: st.lists(parts, max_size=4).map(tuple), max_leaves=12))
def test_values_that_only_look_alike_stay_what_they_are(value):
    """True is not 1, and the text 1 is neither."""
    found = back(value)
    assert (found, repr(found)) == (value, repr(value))


@given(
    st.recursive(
        PLAIN | st.sampled_from(["", "Number", "Var", "RegulationIR"]),
        lambda parts: st.lists(parts, max_size=4) | st.dictionaries(st.sampled_from(["map", "day"]), parts),
        max_leaves=20,
    )
)
def test_what_is_no_such_table_raises_nothing_that_is_not_announced(rows):
    with suppress(LookupError, TypeError, ValueError):
        unpacked(rows)
