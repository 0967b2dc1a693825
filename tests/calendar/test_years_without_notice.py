"""Years not announced, years before the data, years too far ahead."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from functools import cache

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ajx_rules.calendar import CalendarYearError
from ajx_rules.calendar.counting import Calendar
from ajx_rules.calendar.index import _settled_to
from ajx_rules.calendar.notices import YearArrangement, arrange
from ajx_rules.calendar.scenarios import past_scenarios
from ajx_rules.calendar.steps import count, span, working_in

D = date.fromisoformat


@pytest.mark.parametrize(
    ("start", "n", "due", "awaited"),
    [
        # New Year's Eve is Fri 5 Feb 2027; 5 to 8 Feb are statutory. Feb 2, 3, 4 (3), 9, 10 (5).
        ("2027-02-01", 5, "2027-02-10", (2027,)),
        # Dec 21-25 (5), 28-31 (9); 1 Jan is a Friday; Jan 4-8 (14), 11-15 (19), 18 (20).
        ("2026-12-20", 20, "2027-01-18", (2027,)),
        # Sat 1 and Sun 2 May are statutory and on a weekend; leave in lieu is not assumed.
        # Apr 30 (1); May 3 (2).
        ("2027-04-29", 2, "2027-05-03", (2027,)),
        # 1 to 3 Oct is Friday to Sunday. Sep 30 (1); Oct 4 (2).
        ("2027-09-29", 2, "2027-10-04", (2027,)),
        # Back over 1 to 3 January.
        ("2027-01-04", -1, "2026-12-31", (2027,)),
        # 2027 has 261 weekdays and 7 statutory days on them (254). 2028: 25 to 28 Jan are off, so 17 in
        # January (271) and 21 in February (292); Mar 1, 2, 3 (295), 6-10 (300).
        ("2026-12-31", 300, "2028-03-10", (2027, 2028)),
    ],
)
def test_provisional_dates(calendar, start, n, due, awaited):
    counted = calendar.add_working_days(D(start), n)
    assert counted.day == D(due)
    assert counted.provisional
    assert counted.awaited == awaited
    assert counted.earliest <= counted.day <= counted.latest
    assert calendar.add_working_ordinal(D(start).toordinal(), n) == (D(due).toordinal(), True)


def test_the_range_is_that_of_past_notices(calendar):
    # Across the Spring Festival of 2027 every notice would give a longer break, and make-up days.
    due = calendar.add_working_days(D("2027-02-01"), 5)
    assert due.latest > due.day
    # In a stretch without festivals all agree.
    due = calendar.add_working_days(D("2027-07-01"), 20)
    assert due.provisional
    assert due.earliest == due.day == due.latest == D("2027-07-29")


@given(
    start=st.dates(D("2026-11-01"), D("2029-12-31")),
    n=st.integers(-300, 600),
    count_start=st.booleans(),
    makeup=st.booleans(),
)
@example(
    start=D("2028-09-01"), n=83, count_start=False, makeup=False
)  # 29 December; some patterns give January 2029
def test_the_range_is_the_same_however_many_years_are_looked_at(calendar, start, n, count_start, makeup):
    """The first open years are looked at by themselves; all of them together must say the same."""
    counted = calendar.variant(makeup_counts=makeup)
    patterns = whole_horizon(makeup, counted)
    due = counted.add_working_days(start, n, count_start=count_start)
    days = [date.fromordinal(count(each, start.toordinal(), n, count_start=count_start)) for each in patterns]
    if due.provisional:
        assert (due.earliest, due.latest) == (min(due.day, *days), max(due.day, *days))
    rolled = counted.add_days(start, abs(n), roll=True)
    if rolled.provisional:
        last = start.toordinal() + abs(n)
        assert rolled.latest == max(rolled.day, *(date.fromordinal(each.roll(last)) for each in patterns))
    between = counted.count_between(start, due.day, count_start=count_start)
    if between.awaited:
        first, end = span(start.toordinal(), due.day.toordinal(), count_start=count_start)
        counts = [working_in(each, first, end) for each in patterns]
        sign = 1 if start <= due.day else -1
        assert {between.least, between.most} == {
            min(between.n, *(sign * c for c in counts)),
            max(between.n, *(sign * c for c in counts)),
        }


@cache
def whole_horizon(makeup, calendar):
    """What each past notice would have made of every year up to the horizon."""
    index = calendar._index
    return past_scenarios(calendar.notices, index, date.fromordinal(index.last).year, makeup_counts=makeup)


def test_a_settled_date_before_an_open_year_is_not_provisional(calendar):
    due = calendar.add_working_days(D("2026-12-30"), 1)
    assert (due.day, due.provisional) == (D("2026-12-31"), False)
    due = calendar.add_working_days(D("2027-01-01"), -1)
    assert (due.day, due.provisional) == (D("2026-12-31"), False)


def test_a_rolled_date_is_provisional_too(calendar):
    due = calendar.add_months(D("2026-11-30"), 2, roll=True)  # Sat 30 Jan 2027
    assert (due.day, due.provisional, due.awaited) == (D("2027-02-01"), True, (2027,))
    assert not calendar.add_months(D("2026-11-30"), 2).provisional


def test_past_notices_would_have_given_the_real_date(calendar):
    """The range, made for each year from the notices before it only, holds the real date nearly always."""
    held = asked = 0
    for year in range(2019, 2027):
        known = Calendar(tuple(notice for notice in calendar.notices if notice.year < year))
        start = date(year - 1, 12, 1)
        while start < date(year, 12, 1):
            for n in (10, 20, 40):
                due = known.add_working_days(start, n)
                real = calendar.add_working_days(start, n).day
                if due.provisional and real < date(year, 12, 29):
                    asked += 1
                    held += due.earliest <= real <= due.latest
            start += timedelta(days=3)
    assert asked > 1000
    assert held / asked > 0.97


def test_the_notice_awaited_is_named(calendar):
    assert calendar.awaited_notice(2027) == "国务院办公厅关于2027年部分节假日安排的通知（尚未公布或尚未录入）"
    assert "2027" in calendar.awaited_notice(2027, "en")
    assert calendar.awaited_notice(2026) == ""
    assert [notice.number for notice in calendar.notices_for(2020)] == [
        "国办发明电〔2019〕16号",
        "国办发明电〔2020〕1号",
    ]


def test_december_is_open_where_a_notice_may_reach_back():
    # 1 January 2019 was a Tuesday: its notice put Sat 29 Dec 2018 to work. 1 January 2030 is a Tuesday again.
    def settled(year, arrangements):
        return date.fromordinal(_settled_to((*arrangements, YearArrangement(year, ()))))

    from ajx_rules.calendar import load_calendar

    known = tuple(year for year in arrange(load_calendar().notices) if year.year <= 2026)
    assert settled(2029, known) == D("2029-12-28")
    assert settled(2027, known) == D("2027-12-31")  # 1 January 2028 is a Saturday


@pytest.mark.parametrize("day", ["0001-01-01", "1999-05-01", "2013-12-31"])
def test_a_year_before_the_data_is_an_error_that_names_it(calendar, day):
    for question in (
        lambda: calendar.is_working_day(D(day)),
        lambda: calendar.add_working_days(D(day), 20),
        lambda: calendar.working_days_between(D(day), D("2025-01-01")),
        lambda: calendar.add_days(D(day), 0, roll=True),
    ):
        with pytest.raises(CalendarYearError) as caught:
            question()
        assert caught.value.year == D(day).year
        assert f"没有{D(day).year}年的放假通知" in str(caught.value)
        assert f"no holiday notice for {D(day).year}" in caught.value.message_en


def test_counting_back_out_of_the_data_is_an_error(calendar):
    with pytest.raises(CalendarYearError) as caught:
        calendar.add_working_days(D("2014-01-10"), -20)
    assert caught.value.year == 2013


@pytest.mark.parametrize("day", ["2057-01-01", "9999-12-31"])
def test_a_year_beyond_the_horizon_is_an_error_that_names_it(calendar, day):
    assert calendar.horizon_year == 2056
    with pytest.raises(CalendarYearError) as caught:
        calendar.is_working_day(D(day))
    assert caught.value.year == D(day).year
    with pytest.raises(CalendarYearError) as caught:
        calendar.add_working_days(D("2056-12-20"), 20)
    assert caught.value.year == 2057
    assert calendar.is_working_day(D("2056-12-29"))


def test_a_date_that_cannot_be_written_is_an_error(calendar):
    for add, n, year in (
        ("add_years", 8000, 10025),
        ("add_months", -30000, -475),
        ("add_days", 10**12, 10000),
    ):
        with pytest.raises(CalendarYearError) as caught:
            getattr(calendar, add)(D("2025-01-01"), n)
        assert caught.value.year == year


def test_old_data_is_an_error_that_names_the_year(calendar):
    calendar.check_up_to_date(D("2026-12-31"))
    with pytest.raises(CalendarYearError) as caught:
        calendar.check_up_to_date(D("2029-03-01"))
    assert caught.value.year == 2027


def test_threads_agree(calendar):
    fresh = Calendar(calendar.notices)
    with ThreadPoolExecutor(8) as pool:
        dues = list(pool.map(lambda _: fresh.add_working_days(D("2027-01-20"), 20), range(64)))
    assert set(dues) == {calendar.add_working_days(D("2027-01-20"), 20)}
