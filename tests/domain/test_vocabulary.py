"""Vocabularies, places, and the nearest word."""

import pytest

from ajx_rules.domain.nearest import MOST_CANDIDATES, nearest, said
from ajx_rules.domain.regions import REGIONS, city_of, province_of
from ajx_rules.domain.values import FrozenMap
from ajx_rules.domain.vocabulary import Vocabulary, VocabularyEntry, vocabulary

ITEMS = Vocabulary(
    "service_item",
    "服务内容",
    (
        VocabularyEntry("1", "开展安全生产教育培训会", "培训会", FrozenMap({"category": "教育培训"}), 0),
        VocabularyEntry("2", "发放宣传手册", "宣传手册", order=1),
        VocabularyEntry("培训会", "另一个", order=2),
    ),
)


def test_code_text_and_short_name_lead_to_the_code():
    assert ITEMS.resolve("2") == ITEMS.resolve("发放宣传手册") == ITEMS.resolve("宣传手册") == "2"
    assert ITEMS.resolve("手册") is None
    assert ITEMS.nearest("宣传手测") == "宣传手册"
    assert ITEMS.nearest("zzz") is None


def test_a_code_goes_before_a_short_name_of_the_same_spelling():
    assert ITEMS.resolve("培训会") == "培训会"


def test_entries():
    assert ITEMS.entry("1").attributes["category"] == "教育培训"
    assert ITEMS.entry("宣传手册") is None
    assert not ITEMS.open
    assert vocabulary("channel", ["电话"]).label == "回访方式"
    assert vocabulary("own", ["x"]).label == "own"


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("440000", "440000"),
        ("441881", "441881"),
        ("４４１８８１", "441881"),
        ("广东省", "440000"),
        ("广东", "440000"),
        ("清远", "441800"),
        ("云浮市", "445300"),
        ("内蒙古", "150000"),
        ("990000", None),
        ("44", None),
        ("火星", None),
    ],
)
def test_regions(value: str, code: str | None):
    assert REGIONS.resolve(value) == code


def test_provinces_and_prefectures():
    assert len([e for e in REGIONS.entries if e.attributes["level"] == "省级"]) == 34
    assert len([e for e in REGIONS.entries if e.code.startswith("44")]) == 22
    assert (province_of("441881"), city_of("441881")) == ("440000", "441800")
    assert REGIONS.nearest("清运市") == "清远市"


def test_nearest_of_very_many():
    many = [f"C{n:05}" for n in range(MOST_CANDIDATES * 3)]
    assert nearest("C00012x", many) == ()
    assert said("C0001", ["C00012", "D1"]) == "C00012"
    assert nearest("x" * 10_000, many) == ()
