"""Ids in data and their Chinese spelling in rule files: one to one, over the whole inventory."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ajx_rules import load_regulation
from ajx_rules.compiler.ids import IdScheme

IDS = tuple((Path(__file__).parent / "data" / "norm_ids.txt").read_text(encoding="utf-8").split())
LEVELS = {"insured": "投保单位", "insurer": "机构", "team": "团队", "member": "成员", "contract": "合同"}
SPELLED = {
    "A22.3": "22-3",
    "A10.3(1)": "10-3(1)",
    "A19.0": "19-0",
    "N1.T1.r4.no": "附1-档次-第4行-未发生",
    "N1.T1.note-b": "附1-档次-注-2",
    "N1.T2.t1": "附1-频次-第一档",
    "A-N2.c": "附1-注2-3",
    "A-N1.a/insured": "附1-注1-1/投保单位",
    "A-N1.a/insurer": "附1-注1-1/机构",
    "A-N1.a/insured-hazards": "附1-注1-1/投保单位-排查",
    "A27.4/team": "27-4/团队",
    "A27.5/member": "27-5/成员",
    "B.r04.t4": "附2-第4行-第四档",
    "B.r13.t1": "附2-第13行-第一档",
}


def scheme() -> IdScheme:
    return load_regulation().compiled.names.scheme


def test_the_inventory_is_whole():
    assert len(IDS) == len(set(IDS)) == 215


@pytest.mark.parametrize("norm_id", IDS)
def test_every_id_has_a_spelling_that_leads_back(norm_id: str):
    alias = scheme().to_alias(norm_id)
    assert alias is not None
    assert scheme().to_id(alias) == norm_id


def test_no_two_ids_share_a_spelling():
    aliases = [scheme().to_alias(norm_id) for norm_id in IDS]
    assert len(set(aliases)) == len(IDS)


@pytest.mark.parametrize("norm_id", SPELLED)
def test_spellings_written_by_hand(norm_id: str):
    assert scheme().to_alias(norm_id) == SPELLED[norm_id]
    assert scheme().to_id(SPELLED[norm_id]) == norm_id


@pytest.mark.parametrize("level", LEVELS)
def test_levels_go_with_every_id(level: str):
    for norm_id in IDS:
        alias = scheme().to_alias(f"{norm_id}/{level}")
        assert alias == f"{scheme().to_alias(norm_id)}/{LEVELS[level]}"
        assert scheme().to_id(alias) == f"{norm_id}/{level}"


def test_full_width_brackets_are_the_same_spelling():
    assert scheme().to_id("10-3（1）") == "A10.3(1)"


@pytest.mark.parametrize(
    "word", ["", "22", "22-", "第22条", "A22.3", "附2-第4行", "附2-第4行-第4档", "22-3-1", "附3-第1行"]
)
def test_what_is_no_spelling(word: str):
    assert scheme().to_id(word) is None


@pytest.mark.parametrize("norm_id", ["", "A22", "22-3", "B.r4.t4", "A-N1.1", "A22.3.1", "N1.T3.t1"])
def test_what_is_no_id(norm_id: str):
    assert scheme().to_alias(norm_id) is None


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 99), st.integers(0, 99), st.integers(1, 20))
def test_other_numbers_go_there_and_back(article: int, norm: int, item: int):
    for norm_id in (f"A{article}.{norm}", f"A{article}.{norm}({item})", f"B.r{article:02d}.t{item}"):
        alias = scheme().to_alias(norm_id)
        assert alias is not None
        assert scheme().to_id(alias) == norm_id


def test_every_norm_of_the_regulation_bears_an_id_of_the_inventory():
    regulation = load_regulation()
    bare = [norm for norm in regulation.norms if norm.row is None]
    cells = [cell for norm in regulation.norms if norm.row is not None for cell in norm.row.cells]
    known = set(IDS)
    for one in (*bare, *cells):
        assert one.id.partition("/")[0] in known | {"B.r05.t4"}, one.id  # one merged cell: B.r04.t4
        assert scheme().to_id(one.alias) == one.id
