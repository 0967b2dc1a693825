"""The workalendar class has the same days, and fails alike on every day of a year without a notice."""

from datetime import date, timedelta

import pytest
from workalendar.exceptions import CalendarError

from ajx_rules.calendar import CalendarYearError, MainlandChina

D = date.fromisoformat


@pytest.fixture(scope="module")
def work(calendar):
    return MainlandChina(calendar)


def test_make_up_days_are_working_days(work):
    assert work.is_working_day(D("2025-02-08"))  # Saturday
    assert work.is_working_day(D("2020-01-19"))  # Sunday
    assert not work.is_working_day(D("2020-02-01"))  # Saturday, at work until the notice of January 2020
    assert not work.is_working_day(D("2025-01-30"))


def test_the_index_and_workalendars_own_stepping_agree_on_every_day(calendar, work):
    start = date(calendar.first_year, 3, 1)
    while start < date(calendar.last_announced_year, 11, 1):
        for n in (20, -20):
            assert calendar.add_working_days(start, n).day == work.add_working_days(start, n), start
        start += timedelta(days=1)


def test_counting_agrees(calendar, work):
    for start, end in (
        ("2025-01-22", "2025-02-25"),
        ("2020-01-01", "2020-12-31"),
        ("2024-09-13", "2024-10-13"),
    ):
        assert work.get_working_days_delta(D(start), D(end)) == calendar.working_days_between(
            D(start), D(end)
        )


def test_a_year_without_notice_raises_on_weekends_and_weekdays_alike(work):
    for year in (2013, 2027, 2040):
        for day in range(1, 15):
            with pytest.raises(CalendarYearError) as caught:
                work.is_working_day(date(year, 3, day))
            assert caught.value.year == year
    with pytest.raises(CalendarError):
        work.holidays(2027)
    with pytest.raises(CalendarError):
        work.add_working_days(D("2026-12-20"), 20)


def test_holidays_bear_their_festival(work):
    holidays = dict(work.holidays(2025))
    assert holidays[D("2025-01-28")] == "春节"
    assert holidays[D("2025-10-06")] == "国庆节、中秋节"
    assert len(holidays) == 28
    assert work.get_holiday_label(D("2025-05-01")) == "劳动节"


def test_extra_days(work):
    saturday, monday = D("2025-03-01"), D("2025-03-03")
    assert work.is_working_day(saturday, extra_working_days=[saturday])
    assert not work.is_working_day(monday, extra_holidays=[monday])
    assert work.is_working_day(monday, extra_working_days=[monday], extra_holidays=[monday])


def test_the_following_working_day(work):
    assert work.find_following_working_day(D("2025-01-28")) == D("2025-02-05")
    assert work.find_following_working_day(D("2025-02-08")) == D("2025-02-08")
