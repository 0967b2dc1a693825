"""The table of lunar dates, against a calendar library and against the notices."""

from datetime import date, timedelta

import pytest
from lunardate import LunarDate

from ajx_rules.calendar.statutory import FESTIVALS, FIRST_YEAR, LAST_YEAR, festival_day, statutory_days


@pytest.mark.parametrize("year", range(FIRST_YEAR, LAST_YEAR + 1))
def test_the_table_agrees_with_a_calendar_library(year):
    assert festival_day("春节", year) == LunarDate(year, 1, 1).to_solar_date()
    assert festival_day("端午节", year) == LunarDate(year, 5, 5).to_solar_date()
    assert festival_day("中秋节", year) == LunarDate(year, 8, 15).to_solar_date()
    # The usual formula for Qingming in this century.
    short = year % 100
    assert festival_day("清明节", year) == date(year, 4, int(short * 0.2422 + 4.81) - short // 4)


def test_the_eve_of_the_table_is_the_last_day_of_the_lunar_year():
    for year in range(2025, LAST_YEAR + 1):
        eve, first, *_ = statutory_days("春节", year)
        assert eve == first - timedelta(days=1)
        assert LunarDate.from_solar_date(eve.year, eve.month, eve.day).month == 12


@pytest.mark.parametrize(("year", "days"), [(2014, 11), (2024, 11), (2025, 13), (2027, 13)])
def test_the_law_gives_so_many_days(year, days):
    assert sum(len(statutory_days(festival, year)) for festival in FESTIVALS) == days


def test_the_notices_give_every_statutory_day(shipped):
    for year in range(shipped.first_year, shipped.last_announced_year + 1):
        for festival in FESTIVALS:
            for day in statutory_days(festival, year):
                assert not shipped.is_working_day(day), (festival, day)
