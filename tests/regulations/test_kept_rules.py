"""Compiled rules are kept between runs: never others than the texts say, and never a warning less."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from ajx_rules import Problems, load_regulation
from ajx_rules.compiler import kept, passes
from ajx_rules.compiler.sources import read_sources
from ajx_rules.resources import regulations_folder

MINI = Path(__file__).parent / "mini"


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("AJX_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / "ajx-rules"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(MINI, tmp_path / "mini"))


def kept_files(cache: Path) -> list[Path]:
    return sorted(cache.glob("rules-*"))


def read_again(folder: Path) -> object:
    """What another run would find kept."""
    return kept.kept_rules(folder.resolve(), read_sources(folder))


def test_the_shipped_rules_come_back_as_they_were(cache):
    folder = regulations_folder() / "gd-noncoal-mine"
    sources = read_sources(folder)
    compiled = passes.compile_sources(sources)
    assert compiled.warnings == ()
    kept.keep_rules(folder, sources, compiled.ir)
    assert kept.kept_rules(folder, read_sources(folder)) == compiled.ir


def test_what_is_loaded_is_kept_and_its_files_are_there_when_asked_for(cache, folder):
    first = load_regulation(folder)
    assert read_again(folder) == first.ir
    again = load_regulation(folder)
    assert again.ir == first.ir
    assert again.compiled.ir == first.ir
    assert [f.file for f in again.compiled.files] == sorted(f.name for f in folder.glob("*.ajx.md"))


@pytest.mark.parametrize("change", ["rules", "official text", "another name"])
def test_other_texts_are_compiled_anew(cache, folder, change):
    load_regulation(folder)
    if change == "another name":
        folder = folder.rename(folder.parent / "other")
    else:
        file = next(folder.glob("*.ajx.md" if change == "rules" else "*.txt"))
        file.write_text(file.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert read_again(folder) is None


def test_another_program_compiles_anew(cache, folder, monkeypatch):
    load_regulation(folder)
    assert read_again(folder) is not None
    monkeypatch.setattr(kept, "stamp_of_program", lambda *_: "another")
    assert read_again(folder) is None


@pytest.mark.parametrize("harm", [b"", b"{}", b"\xff\xfe", b"half"])
def test_a_kept_file_that_is_cut_short_or_no_such_file_is_passed_over(cache, folder, harm):
    there = load_regulation(folder).ir
    (file,) = kept_files(cache)
    whole = file.read_bytes()
    file.write_bytes(
        whole[: len(whole) // 2] if harm == b"half" else whole.partition(b"\n")[0] + b"\n" + harm
    )
    assert read_again(folder) is None
    assert load_regulation(folder).ir == there


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="no owners of files here")
def test_a_kept_file_that_others_can_write_is_not_read(cache, folder):
    load_regulation(folder)
    (file,) = kept_files(cache)
    file.chmod(0o666)
    assert read_again(folder) is None


def test_errors_are_kept_of_nothing(cache, folder):
    file = next(folder.glob("*.ajx.md"))
    file.write_text(file.read_text(encoding="utf-8") + "\n```ajx\n义务 无此编号\n```\n", encoding="utf-8")
    with pytest.raises(Problems):
        load_regulation(folder)
    assert kept_files(cache) == []


def test_old_files_make_room(cache, tmp_path):
    for n in range(kept.MOST + 3):
        load_regulation(shutil.copytree(MINI, tmp_path / f"mini{n}"))
    assert len(kept_files(cache)) <= kept.MOST


def test_nothing_is_kept_where_that_is_not_wanted(folder, monkeypatch):
    monkeypatch.setenv("AJX_CACHE", "0")
    load_regulation(folder)
    assert read_again(folder) is None
