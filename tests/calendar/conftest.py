import pytest

from ajx_rules.calendar import Calendar, load_calendar
from tests.notices_to_2026 import calendar_to_2026


@pytest.fixture(scope="session")
def shipped() -> Calendar:
    """The calendar as it is shipped: another notice a year."""
    return load_calendar()


@pytest.fixture(scope="session")
def calendar() -> Calendar:
    """The calendar to 2026: 2027 is not announced, whatever is shipped."""
    return calendar_to_2026()
