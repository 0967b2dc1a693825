"""The shipped guideline by its own worked cases: every status, every norm and every cell both ways."""

from functools import cache

import pytest

from ajx_rules import load_regulation
from ajx_rules.cases import CasesReport, run_cases
from ajx_rules.compiler import ir
from ajx_rules.diagnostics import Problems
from ajx_rules.engines.verdict import Status
from ajx_rules.resources import regulations_folder


@cache
def report() -> CasesReport:
    """The worked cases, run once."""
    regulation = load_regulation()
    return run_cases(regulation, regulations_folder() / "gd-noncoal-mine" / "scenarios")


@cache
def statuses() -> dict[str, set[str]]:
    """What the cases found, by the norm or cell as they name it."""
    seen: dict[str, set[str]] = {}
    for norm, status in (each for r in report().results for each in r.norms):
        seen.setdefault(norm.replace("（", "(").replace("）", ")"), set()).add(status)
    return seen


def norms() -> list[ir.Norm]:
    """The norms that have verdicts; those of an authority on its own ledger (编制方：主管部门)."""
    return [n for n in load_regulation().norms if n.kind in ("duty", "prohibition")]


def test_every_case_holds():
    assert report().ok, report().render()


def test_every_status_occurs_in_some_case():
    seen = {status for r in report().results for status in r.statuses}
    assert seen == {s.value for s in Status}


def test_every_norm_is_fulfilled_in_one_case_and_not_fulfilled_in_another():
    lacking = []
    for norm in norms():
        if norm.row and not any(c.duty for c in norm.row.cells):
            continue  # a row that asks nothing of any tier
        names = [norm.alias, *(c.alias for c in norm.row.cells)] if norm.row else [norm.alias]
        seen = set().union(*(statuses().get(n, set()) for n in names))
        if not seen & {"fulfilled"} or not seen & {"breach", "late", "open"}:
            lacking.append((norm.alias, sorted(seen)))
    assert not lacking, lacking


def test_every_cell_is_met_in_one_case_and_not_in_another():
    lacking = []
    for cell in (c for n in norms() if n.row for c in n.row.cells if c.merged_into is None):
        wanted = {"fulfilled", "breach"} if cell.duty else {"not_applicable"}
        if not wanted <= statuses().get(cell.alias, set()):
            lacking.append((cell.alias, sorted(statuses().get(cell.alias, set()))))
    assert not lacking, lacking


def test_every_option_of_a_reading_is_taken_in_some_case():
    folder = regulations_folder() / "gd-noncoal-mine" / "scenarios"
    cases = "".join(path.read_text(encoding="utf-8") for path in folder.iterdir())
    open_ = [
        f"{r.name}采{o.saying}"
        for r in load_regulation().ir.readings
        for o in r.options
        if o.standing == "open" and o.key != r.default
    ]
    assert [words for words in open_ if words not in cases] == []


def test_an_option_on_record_only_cannot_be_chosen():
    with pytest.raises(Problems) as found:
        load_regulation().readings({"biennial_window": "rolling_24m"})
    assert [d.code for d in found.value.diagnostics] == ["R014"]


def test_whether_a_service_suits_its_insured_is_asked_of_each_service():
    """8-2 has no verdict of its own: 有针对性 and the tier are asked in 23-1/机构."""
    asked = next(q for q in load_regulation().ir.questions if q.name == "服务依约依标准")
    assert "有针对性" in asked.text
    assert "服务档次" in asked.text
