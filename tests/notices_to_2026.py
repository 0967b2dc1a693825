"""The notices up to that for 2026, whatever has been added since: what is not announced stays so in the tests."""

import re
from functools import cache
from pathlib import Path

from ajx_rules.calendar import Calendar, counting, load_calendar
from ajx_rules.resources import regulations_folder

LAST = 2026
ENTRY = "[[notice]]\n"


@cache
def calendar_to_2026() -> Calendar:
    return Calendar(tuple(notice for notice in load_calendar().notices if notice.year <= LAST))


def use_notices_to_2026(monkeypatch) -> None:
    """Let everything that asks for the shipped calendar have this one."""
    known = calendar_to_2026()
    monkeypatch.setattr(counting, "_load", lambda *_: known)


def write_notices_to_2026(folder: Path) -> None:
    """Write a file of these notices, word for word as they are shipped."""
    shipped = (regulations_folder() / "calendars" / "cn.toml").read_text(encoding="utf-8")
    head, *entries = shipped.split(ENTRY)
    known = [entry for entry in entries if int(re.search(r"^year = (\d+)", entry, re.MULTILINE)[1]) <= LAST]
    (folder / "cn.toml").write_text(ENTRY.join([head, *known]), encoding="utf-8")
