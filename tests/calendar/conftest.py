from pathlib import Path

import pytest

from ajx_rules.calendar import Calendar, load_calendar
from ajx_rules.resources import regulations_folder


@pytest.fixture(scope="session")
def notices_folder() -> Path:
    return regulations_folder() / "calendars"


@pytest.fixture(scope="session")
def calendar(notices_folder) -> Calendar:
    return load_calendar(notices_folder)
