"""The shipped guideline, sentence by sentence: each carried out by a rule or marked with its reason, and shown."""

from functools import cache

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
