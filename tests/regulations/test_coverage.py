"""The shipped guideline, sentence by sentence: each carried out by a rule or marked with its reason, and shown."""

from functools import cache
from pathlib import Path

from ajx_rules import load_regulation
from ajx_rules.coverage.measure import Coverage, measure
from ajx_rules.resources import regulations_folder


@cache
def found() -> Coverage:
    """The coverage, measured once."""
    regulation = load_regulation()
    return measure(regulation, regulations_folder() / regulation.name)


def test_the_text_is_read_whole():
    totals = found().totals()
    labels = [group.label for group in found().groups]
    assert [f"第{n}条" in labels for n in range(1, 39)] == [True] * 38
    # counted by hand: five items in Article 10, four each in 14 and 19, two in 15
    assert totals["items_total"] == 15
    # the cells of three tables: (2+3) * 4 headings and rows, 5 * 3, and 14 * 7 with 7 that are empty
    assert totals["table_cells_total"] == 5 * 4 + 5 * 3 + 14 * 7 - 7


def test_every_sentence_is_carried_out_or_says_why_not():
    lacking = [(group.label, unit.missing) for group, unit in found().unaccounted()]
    totals = found().totals()
    assert totals["sentences_accounted"] == totals["sentences_total"], lacking
    assert lacking == []


def test_every_note_says_why_it_is_not_carried_out():
    assert [r.name for r in found().norms if r.computability == "text" and not r.reason] == []


def test_every_norm_is_fulfilled_in_one_case_and_not_in_another():
    assert {r.name: r.lacking for r in found().norms if r.lacking} == {}


def test_every_cell_is_exercised():
    assert [(cell.alias, cell.lacking) for cell in found().cells_lacking] == []
    assert found().totals()["cells_total"] == 4 * 2 + 4 + 13 * 4 - 1  # the merged cell is one


# ---- the ids of the inventory of norms, made by hand before there were rules

INVENTORY = (Path(__file__).parents[1] / "language" / "data" / "norm_ids.txt").read_text("utf-8").split()
WITHOUT_AN_ID: dict[str, str] = {}  # id of the inventory → by what it is carried out all the same
NOT_LISTED = {
    "A10.4": "具体内容包括但不限于: the words before the five items, which the inventory does not list"
}


def test_every_id_of_the_inventory_is_accounted_for():
    data = found().to_json()
    ids = {each["id"]: each for each in data["ids"]}
    assert data["ids_total"] == len(data["ids"]) == len(ids)
    assert set(INVENTORY) - set(WITHOUT_AN_ID) - set(ids) == set()
    assert set(ids) - set(INVENTORY) == set(NOT_LISTED)


def test_every_id_is_computed_or_judged_or_says_why_not():
    ids = {each.id: each for each in found().ids}
    assert {each.how for each in ids.values()} == {"computed", "judged", "text"}
    assert [each.id for each in ids.values() if each.how == "text" and not each.reason] == []
    assert all(each.rules for each in ids.values())
    # what the text says in a definition, a convention or of itself is carried out, though it is no duty
    for carried in ("A3.1", "A7.1", "A38.1", "A38.2", "N1.T1.note-a", "N1.T1.note-b", "A-N2.a"):
        assert ids[carried].how == "computed", carried
    assert ids["A1.1"].how == "text"
    assert ids["B.r04.t4"].how == "computed"  # 每年至少1次风险辨识评估或事故隐患排查服务
    assert ids["A31.1"].rules == ("义务 31-1",)


def test_the_readme_counts_as_the_coverage_does():
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    judged, scope = len(load_regulation().norms), 2
    assert found().totals()["norms_encoded"] == judged + scope
    assert f"have rules ({judged} norms with a verdict, {scope} of scope)" in readme
