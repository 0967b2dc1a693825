"""Calendar data that is old: a year has begun, and its notice is not on file."""

from datetime import date
from pathlib import Path

import pytest

from ajx_rules import load_regulation
from ajx_rules.calendar import CalendarYearError, load_calendar
from ajx_rules.calendar.age import age_notes
from ajx_rules.diagnostics import Problems
from tests.notices_to_2026 import use_notices_to_2026

RULES = Path(__file__).parents[1] / "cli" / "data" / "rules"


@pytest.fixture(autouse=True)
def not_announced(monkeypatch):
    use_notices_to_2026(monkeypatch)


def ledger(concluded_on, known_on, **more):
    contract = {
        "id": "C1",
        "insurer": "I",
        "concluded_on": concluded_on,
        "inception_on": concluded_on,
        "expiry_on": "2027-12-01",
        **more,
    }
    return {
        "known_on": known_on,
        "insurers": [{"id": "I", "name": "甲保险"}],
        "policyholders": [{"name": "甲餐馆", "contracts": [contract]}],
        "complete": [{"records": ["*"], "through": known_on}],
    }


def checked(*args, as_of=None, **more):
    report = load_regulation(RULES).check(ledger(*args, **more), as_of=as_of)
    (verdict,) = report.find("1-1")
    return verdict, [zh for zh, _ in report.caveats]


def test_up_to_date_data_needs_no_word():
    assert age_notes(load_calendar(), date(2026, 12, 31), [2027]) == ()


def test_a_result_on_a_year_begun_without_a_notice_is_an_error():
    with pytest.raises(CalendarYearError) as caught:
        age_notes(load_calendar(), date(2028, 5, 1), [2029, 2028])
    assert caught.value.year == 2028


def test_a_date_in_the_coming_year_is_provisional():
    # Dec 29, 30, 31 (3); Friday 1 January off; Jan 4, 5 (5)
    verdict, notes = checked("2026-12-28", "2026-12-30")
    assert verdict.due == date(2027, 1, 5)
    assert verdict.provisional
    assert any(note.startswith("暂定：") and "2027年" in note for note in notes)


def test_looking_ahead_is_no_old_data():
    verdict, notes = checked("2026-12-28", "2026-12-30", as_of=date(2027, 1, 31))
    assert verdict.provisional
    assert not any("应已公布" in note for note in notes)


def test_once_the_year_has_begun_it_is_an_error_that_names_it():
    with pytest.raises(Problems) as caught:
        checked("2026-12-28", "2027-01-31")
    assert [d.code for d in caught.value.diagnostics] == ["R010"]
    assert "2027年" in caught.value.diagnostics[0].message()
    assert "2027" in caught.value.diagnostics[0].message("en")


def test_old_data_that_nothing_rests_on_is_a_note():
    verdict, notes = checked(
        "2026-03-02", "2027-01-31", arrangements=[{"id": "A1", "fixed_on": "2026-03-03", "agreed": True}]
    )
    assert verdict.status.value == "fulfilled"
    assert sum("2027年的放假通知应已公布" in note for note in notes) == 1


def test_a_delay_counted_into_such_a_year_is_an_error():
    with pytest.raises(Problems) as caught:
        checked(
            "2026-03-02",
            "2027-01-31",
            arrangements=[{"id": "A1", "fixed_on": "2027-01-20", "agreed": True}],
        )
    assert [d.code for d in caught.value.diagnostics] == ["R010"]
