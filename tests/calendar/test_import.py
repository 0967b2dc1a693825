"""Importing the calendar stays quick: nothing heavy comes with it, not even when a date is counted."""

import subprocess
import sys

import pytest

COUNT = """
from datetime import date
from ajx_rules.calendar import load_calendar
load_calendar().add_working_days(date(2026, 12, 20), 20).explain()
"""
LIST_MODULES = "\nimport sys\nprint(*{name.partition('.')[0] for name in sys.modules})"


@pytest.mark.parametrize("code", ["import ajx_rules.calendar", COUNT])
def test_import_is_light(code):
    run = subprocess.run(
        [sys.executable, "-c", code + LIST_MODULES], capture_output=True, text=True, check=True
    )
    assert {"workalendar", "lunardate", "dateutil", "cattrs", "lark"}.isdisjoint(run.stdout.split())


def test_an_unknown_name_is_an_attribute_error():
    import ajx_rules.calendar

    with pytest.raises(AttributeError, match="no attribute 'Nonsense'"):
        ajx_rules.calendar.Nonsense  # noqa: B018 - looked up for its error
