"""docs/calendar.md is true: its commands and their output, its Python."""

import re
import shlex
import textwrap
from pathlib import Path

import pytest
from click.testing import CliRunner

from ajx_rules.calendar import load_calendar
from ajx_rules.cli import make_app
from tests.docs.examples import run_sessions, write_files
from tests.notices_to_2026 import use_notices_to_2026

ROOT = Path(__file__).parents[2]
TODAY = ("--as-of", "2026-11-23")  # by the clock the shipped data grows old
PAGE = (ROOT / "docs" / "calendar.md").read_text(encoding="utf-8")


def sessions():
    """The commands of the page, each with the output it shows."""
    found = []
    for block in PAGE.split("```console\n")[1:]:
        command, _, output = textwrap.dedent(block.rpartition("```")[0].partition("```")[0]).partition("\n")
        found.append((command.strip().removeprefix("$ "), output.strip()))
    return found


@pytest.mark.parametrize(("command", "output"), sessions(), ids=lambda text: text.splitlines()[0])
def test_a_command_prints_what_the_page_shows(command, output, tmp_path, monkeypatch):
    write_files(PAGE, tmp_path)
    use_notices_to_2026(monkeypatch)
    monkeypatch.delenv("AJX_LANG", raising=False)
    monkeypatch.chdir(ROOT if "regulations/" in command else tmp_path)
    _, *words = shlex.split(command)
    if words[0] == "workday" and "--as-of" not in words:
        words += TODAY
    done = CliRunner().invoke(make_app(), words)
    assert (done.exit_code, done.stderr) == (0, "")
    assert re.fullmatch(re.escape(output).replace("…", ".*"), done.stdout.strip())


def test_python_runs():
    assert run_sessions(PAGE, "calendar.md").failed == 0


def test_the_years_are_those_on_file():
    calendar = load_calendar()
    assert f"{calendar.first_year}年以前没有数据" in PAGE
    assert calendar.horizon_year - calendar.last_announced_year == 30
