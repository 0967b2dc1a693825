"""Every day of every announced year, against a table made from two independent packages."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

TABLE = json.loads((Path(__file__).parent / "data" / "cn_days.json").read_text(encoding="utf-8"))
YEARS = range(TABLE["from"], TABLE["to"] + 1)


def days_of(year):
    day = date(year, 1, 1)
    while day.year == year:
        yield day
        day += timedelta(days=1)


@pytest.mark.parametrize("year", YEARS)
def test_every_day_is_what_the_table_says(shipped, year):
    rest, work = TABLE["weekday_rest"][str(year)], TABLE["weekend_work"][str(year)]
    for day in days_of(year):
        key = f"{day:%m-%d}"
        expected = key in work if day.weekday() >= 5 else key not in rest
        assert shipped.is_working_day(day) == expected, day
        assert not shipped.is_provisional(day)


def test_the_table_begins_with_the_first_year_announced(shipped):
    # A year added since the table was made is not in it.
    assert shipped.first_year == YEARS[0]
    assert shipped.last_announced_year >= YEARS[-1]


@pytest.mark.parametrize("year", YEARS)
def test_every_day_has_a_name_that_fits(shipped, year):
    for day in map(shipped.day, days_of(year)):
        weekend = day.day.weekday() >= 5
        assert day.is_working == shipped.is_working_day(day.day)
        assert (day.kind == "makeup") == (weekend and day.is_working)
        assert day.kind != "weekend" or weekend
        # Whatever departs from the week is by a notice, and is quoted with it.
        assert (day.notice is not None) == (day.kind in ("makeup", "holiday"))


def test_the_rank_table_is_the_same_calendar(calendar):
    rows = calendar.rank_table()
    assert rows[0].day == date(calendar.first_year, 1, 1)
    assert rows[-1].day == date(calendar.horizon_year, 12, 31)
    rank = 0
    for row in rows:
        rank += row.is_working
        assert row.rank == rank
        assert row.is_working == calendar.is_working_day(row.day)
        assert row.provisional == (row.day.year > calendar.last_announced_year)
    ranks = {row.day: row.rank for row in rows}
    days = {row.rank: row.day for row in rows if row.is_working}
    for start in days_of(2025):
        assert days[ranks[start] + 20] == calendar.add_working_days(start, 20).day


def test_every_notice_is_cited(shipped):
    for notice in shipped.notices:
        # A number or date that was not seen is left blank.
        assert notice.number.startswith(("国办发明电〔", "国发明电〔")) or not notice.number, notice.title
        if notice.number and notice.issued:
            assert f"〔{notice.issued.year}〕" in notice.number
        assert str(notice.year) in notice.title or notice.amends


def test_every_notice_to_2026_was_seen(calendar):
    for notice in calendar.notices:
        assert notice.number, notice.title
        assert notice.issued is not None
        assert notice.published.startswith("http")
        assert notice.seen
