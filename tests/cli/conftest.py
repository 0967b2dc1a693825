"""The command line on a small regulation of its own: what the shipped one says may change."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from ajx_rules.cli import make_app

DATA = Path(__file__).parent / "data"


@pytest.fixture
def ledger():
    return str(DATA / "ledger.json")


@pytest.fixture
def rules():
    return str(DATA / "rules")


@pytest.fixture
def ajx(monkeypatch):
    """Run ``ajx`` with these words and give what click's runner tells: exit_code, stdout, stderr."""
    monkeypatch.delenv("AJX_LANG", raising=False)
    monkeypatch.delenv("AJX_DEBUG", raising=False)

    def run(*words, **more):
        return CliRunner().invoke(make_app(), list(words), **more)

    return run
