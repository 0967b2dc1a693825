"""What several tests of the ledger share."""

import json
from pathlib import Path

import pytest

DATA = Path(__file__).parent / "data"


@pytest.fixture
def sample_path() -> Path:
    return DATA / "sample.json"


@pytest.fixture
def sample_data(sample_path: Path) -> dict[str, object]:
    return json.loads(sample_path.read_text(encoding="utf-8"))
