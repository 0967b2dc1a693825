"""Every example of docs/verdicts.md runs, and its statuses are those of the code."""

import re
from pathlib import Path

from ajx_rules.engines.verdict import Status
from tests.docs.examples import run_sessions, write_files

PAGE = Path(__file__).parents[2] / "docs" / "verdicts.md"


def test_examples_run(tmp_path, monkeypatch):
    page = PAGE.read_text(encoding="utf-8")
    write_files(page, tmp_path)
    monkeypatch.chdir(tmp_path)
    assert run_sessions(page, "docs/verdicts.md").failed == 0


def test_statuses_in_order():
    page = PAGE.read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| ([^|]+) \|", page.partition("## The last day")[0], re.MULTILINE)
    assert rows == [(status.value, status.zh) for status in Status]
