"""What was read of the notices is kept between runs: never others than the texts say, nor wrong ones."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from ajx_rules.cache import stamp_of_program
from ajx_rules.calendar import CalendarDataError, load_calendar, read_notices
from ajx_rules.calendar.kept import notices_in
from ajx_rules.resources import regulations_folder


@pytest.fixture
def kept(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("AJX_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / "ajx-rules" / "calendar.json"


@pytest.fixture
def folder(tmp_path) -> Path:
    return Path(shutil.copytree(regulations_folder() / "calendars", tmp_path / "calendars"))


def test_they_come_back_as_they_were_read(kept, folder, monkeypatch):
    read = read_notices(folder)
    assert notices_in(folder) == read
    assert kept.is_file()
    monkeypatch.setattr("ajx_rules.calendar.reading.read_notices", lambda _: pytest.fail("read once more"))
    again = notices_in(folder)
    assert again == read
    assert repr(again) == repr(read)  # no list where a tuple was, no text where a day was


def test_another_text_is_read_anew(kept, folder):
    before = notices_in(folder)
    file = next(folder.glob("*.toml"))
    file.write_text(file.read_text(encoding="utf-8").replace("放假", "放了假"), encoding="utf-8")
    assert notices_in(folder) == read_notices(folder) != before


def test_a_single_file_is_told_from_another(kept, folder):
    file = next(folder.glob("*.toml"))
    other = file.with_name("other.toml")
    other.write_text(
        file.read_text(encoding="utf-8").partition("year = 2026")[0].rpartition("[[notice]]")[0],
        encoding="utf-8",
    )
    assert notices_in(file) == read_notices(file)
    assert notices_in(other) == read_notices(other) != notices_in(file)


def test_a_single_file_that_has_changed_is_loaded_anew(kept, folder):
    file = next(folder.glob("*.toml"))
    before = load_calendar(file)
    assert load_calendar(file) is before
    file.write_text(file.read_text(encoding="utf-8").replace("放假", "放了假"), encoding="utf-8")
    os.utime(file, ns=(1, 1))
    assert load_calendar(file).notices == read_notices(file) != before.notices


def test_wrong_data_are_told_whatever_was_kept(kept, folder):
    notices_in(folder)
    (folder / "wrong.toml").write_text("[[notice]]\nyear = 'x'\n", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(CalendarDataError):
            notices_in(folder)


@pytest.mark.parametrize(
    "harm",
    [
        lambda _: b"",
        lambda _: b"\n",
        lambda kept: kept.partition(b"\n")[0] + b"\n[]",
        lambda kept: kept[: len(kept) // 2],
        lambda kept: kept.replace(b",2026,", b',"2026",'),
        lambda _: b"[" * 100_000,
        lambda _: b"\xff{",
    ],
    ids=["empty", "a line", "no notices", "cut short", "another kind of value", "nested", "no text"],
)
def test_a_harmed_file_is_done_without(kept, folder, harm):
    read = notices_in(folder)
    whole = kept.read_bytes()
    kept.write_bytes(harm(whole))
    assert kept.read_bytes() != whole
    assert notices_in(folder) == read
    assert kept.read_bytes() == whole


def test_a_file_of_any_name_is_read(kept, folder):
    next(folder.glob("*.toml")).rename(os.fsdecode(os.fsencode(folder) + b"/\xff.toml"))
    for _ in range(2):
        assert notices_in(folder) == read_notices(folder)


def test_a_link_that_leads_nowhere_among_the_files_of_the_program_is_passed_over(kept, folder, monkeypatch):
    program = folder.with_name("program")
    (program / "calendar").mkdir(parents=True)
    (program / "calendar" / ".#counting.py").symlink_to("nowhere")
    monkeypatch.setattr("ajx_rules.cache._PROGRAM", program)
    stamp_of_program.cache_clear()
    try:
        assert notices_in(folder) == read_notices(folder)
    finally:
        stamp_of_program.cache_clear()


def test_nothing_is_kept_where_that_is_asked(kept, folder, monkeypatch):
    monkeypatch.setenv("AJX_CACHE", "0")
    assert notices_in(folder) == read_notices(folder)
    assert not kept.exists()
