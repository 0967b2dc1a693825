"""Every example of docs/ledger.md runs."""

from pathlib import Path

from tests.docs.examples import FILE, run_sessions, write_files

PAGE = Path(__file__).parents[2] / "docs" / "ledger.md"


def test_examples_run(tmp_path, monkeypatch):
    page = PAGE.read_text(encoding="utf-8")
    assert len(FILE.findall(page)) == page.count("```json")
    write_files(page, tmp_path)
    monkeypatch.chdir(tmp_path)
    assert run_sessions(page, "docs/ledger.md").failed == 0


def test_ten_lines_are_ten_lines():
    page = PAGE.read_text(encoding="utf-8")
    ten = next(text for name, text in FILE.findall(page) if name == "ten.json")
    assert len(ten.splitlines()) <= 10
