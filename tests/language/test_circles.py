"""A decision table that needs its own result is told by name."""

import shutil

from ajx_rules.compiler.passes import compile_folder
from ajx_rules.diagnostics import Problems
from ajx_rules.resources import regulations_folder


def found(folder, old, new):
    shutil.copytree(regulations_folder() / "gd-noncoal-mine", folder)
    annex = folder / "91-annex1.ajx.md"
    text = annex.read_text(encoding="utf-8")
    assert old in text
    annex.write_text(text.replace(old, new), encoding="utf-8")
    try:
        compile_folder(folder)
    except Problems as problems:
        return [d.args["circle"] for d in problems.diagnostics if d.code == "E240"]
    return []


def test_a_table_whose_row_asks_for_its_result(tmp_path):
    old, new = "若保费的范围采乙说，指：年度保费", "若服务档次为第一档，指：年度保费"
    assert found(tmp_path / "one", old, new) == ["服务档次→保费规模→服务档次"]


def test_a_table_whose_row_asks_by_way_of_a_definition(tmp_path):
    old, new = "若保费的范围采乙说，指：年度保费", "若适用档次为第一档，指：年度保费"
    assert found(tmp_path / "two", old, new) == ["服务档次→保费规模→适用档次→服务档次"]


def test_a_table_that_rests_on_other_definitions_is_no_circle(tmp_path):
    assert found(tmp_path / "three", "若保费的范围采乙说", "若四档必做项采乙说") == []
