"""Classes whose equality, hash and words are written once for all."""

import gc
import pickle
from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages

import attrs
import pytest

import ajx_rules
from ajx_rules.by_parts import ByParts
from ajx_rules.compiler.node import Node
from ajx_rules.engines.trace import Answer, Earlier
from ajx_rules.engines.verdict import Part, Tried

for module in walk_packages(ajx_rules.__path__, "ajx_rules."):
    if not module.name.endswith("__main__"):
        import_module(module.name)


def below(cls: type[ByParts]) -> Iterator[type[ByParts]]:
    for each in cls.__subclasses__():
        yield each
        yield from below(each)


gc.collect()  # attrs makes each class twice, and __subclasses__ knows the first until it is collected
CLASSES = sorted(
    {each for each in below(ByParts) if each.__module__.startswith("ajx_rules.")} - {Node}, key=repr
)


def test_there_are_many():
    assert len(CLASSES) > 80


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__qualname__)
def test_its_parts_are_all_its_fields(cls):
    """Else two that differ would be equal, or one would come back from another process without a part."""
    fields = attrs.fields(cls)
    assert [field.name for field in fields] == [*cls.__match_args__]
    assert all(field.init and not field.kw_only and field.name == field.alias for field in fields)
    assert not any(name in cls.__dict__ for name in ("__eq__", "__hash__", "__repr__", "__reduce__"))


def test_each_part_tells_two_apart():
    answer = Answer("问", "是", "甲", "2025-01-01", "据", "", "", (Earlier("否", "乙", "2024-01-01", "据"),))
    for field in attrs.fields(Answer):
        assert attrs.evolve(answer, **{field.name: "其他"}) != answer
    assert Part("一", met=True) != Part("一", met=None)
    assert Tried("一", None, "") != Part("一", met=None)


def test_it_comes_back_from_another_process_the_same():
    answer = Answer("问", "是", "甲", "2025-01-01", "据", "", "", (Earlier("否", "乙", "2024-01-01", "据"),))
    again = pickle.loads(pickle.dumps(answer))  # noqa: S301 - made here
    assert again == answer
    assert hash(again) == hash(answer)
    assert repr(again) == repr(answer)
    assert again is not answer
