"""What holds of counting whatever the day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ajx_rules.calendar import CalendarYearError, load_calendar

CALENDARS = (load_calendar(), load_calendar().variant(makeup_counts=False))
for _calendar in CALENDARS:
    _calendar.add_working_days(
        date(2030, 1, 1), 1
    ).explain()  # what is made on first use is made before it is timed
calendars = st.sampled_from(CALENDARS)
# Far enough from both ends that no count below leaves the calendar; half of the days are provisional.
days = st.dates(date(2016, 1, 1), date(2045, 12, 31))
numbers = st.integers(1, 200)


def step(works, start, n):
    """Count as a person does: day by day."""
    day = start
    left = abs(n)
    while left:
        day += timedelta(days=1 if n > 0 else -1)
        left -= works(day)
    return day


@given(calendars, days, numbers, st.integers(0, 200))
def test_adding_twice_is_adding_the_sum(calendar, start, m, n):
    middle = calendar.add_working_days(start, m).day
    assert calendar.add_working_days(middle, n).day == calendar.add_working_days(start, m + n).day


@given(calendars, days, numbers, st.integers(0, 200))
def test_subtracting_twice_is_subtracting_the_sum(calendar, start, m, n):
    middle = calendar.add_working_days(start, -m).day
    assert calendar.add_working_days(middle, -n).day == calendar.add_working_days(start, -m - n).day


@given(calendars, days, numbers)
def test_counting_undoes_adding(calendar, start, n):
    due = calendar.add_working_days(start, n).day
    assert calendar.is_working_day(due)
    assert calendar.working_days_between(start, due) == n
    assert calendar.working_days_between(due, start) == -n


@given(calendars, days, numbers)
def test_subtracting_undoes_adding_from_a_working_day(calendar, start, n):
    due = calendar.add_working_days(start, n).day
    back = calendar.add_working_days(due, -n).day
    # From a day off one lands on the working day before it.
    assert back == (start if calendar.is_working_day(start) else calendar.add_working_days(start, -1).day)


@given(calendars, days, days, numbers)
def test_a_later_start_never_ends_earlier(calendar, a, b, n):
    first, second = sorted((a, b))
    assert calendar.add_working_days(first, n).day <= calendar.add_working_days(second, n).day
    assert calendar.add_working_days(first, -n).day <= calendar.add_working_days(second, -n).day


@given(calendars, days, numbers)
def test_one_more_day_ends_later(calendar, start, n):
    assert calendar.add_working_days(start, n).day < calendar.add_working_days(start, n + 1).day


@given(calendars, days, days, days)
def test_between_adds_up(calendar, a, b, c):
    between = calendar.working_days_between
    assert between(a, b) + between(b, c) == between(a, c)


@given(calendars, days, st.integers(-200, 200), st.booleans())
def test_ranges_hold_the_date(calendar, start, n, count_start):
    due = calendar.add_working_days(start, n, count_start=count_start)
    assert due.earliest <= due.day <= due.latest
    assert due.provisional == bool(due.awaited)
    if not due.provisional:
        assert due.earliest == due.day == due.latest
    if not count_start:
        ordinal, provisional = calendar.add_working_ordinal(start.toordinal(), n)
        assert (date.fromordinal(ordinal), provisional) == (due.day, due.provisional)


@given(calendars, days, st.integers(-60, 60), st.booleans())
def test_the_explanation_counts_the_same(calendar, start, n, count_start):
    due = calendar.add_working_days(start, n, count_start=count_start)
    explanation = due.explain()
    assert [day.ordinal for day in explanation.counted] == list(range(1, abs(n) + 1))
    assert len(explanation.counted) + len(explanation.skipped) == len(explanation.days)
    if n:
        assert explanation.days[-1].day == due.day
    if count_start and n and calendar.is_working_day(start):
        assert explanation.days[0].day == start
    assert any(day.provisional for day in explanation.days) == due.provisional
    assert explanation.lines()[-1].startswith(str(due.day))
    assert explanation.lines("en")[-1].startswith(str(due.day))


@given(calendars, days, st.integers(-60, 60))
def test_a_rolled_day_is_the_next_working_day(calendar, start, n):
    last = calendar.add_days(start, n).day
    assert last == start + timedelta(days=n)
    rolled = calendar.add_days(start, n, roll=True)
    assert calendar.is_working_day(rolled.day)
    assert rolled.day == (last if calendar.is_working_day(last) else calendar.add_working_days(last, 1).day)
    assert rolled.earliest <= rolled.day <= rolled.latest


@pytest.mark.parametrize("calendar", CALENDARS)
@pytest.mark.parametrize("n", [1, 5, 20, -1, -5, -20])
def test_index_and_stepping_agree_on_every_day(calendar, n):
    start = date(calendar.first_year, 3, 1)
    while start.year < calendar.last_announced_year + 6:
        assert calendar.add_working_days(start, n).day == step(calendar.is_working_day, start, n), start
        start += timedelta(days=1)


def error_of(question):
    try:
        question()
    except CalendarYearError as error:
        return error
    return None


@given(st.dates(), st.integers())
def test_no_date_crashes(start, n):
    """Any date there is, any number: an answer or a CalendarYearError that names a year."""
    calendar = CALENDARS[0]
    for question in (
        lambda: calendar.is_working_day(start),
        lambda: calendar.day(start),
        lambda: calendar.add_working_days(start, n),
        lambda: calendar.add_working_days(start, n, count_start=True),
        lambda: calendar.add_working_ordinal(start.toordinal(), n),
        lambda: calendar.working_days_between(start, date(2026, 1, 1)),
        lambda: calendar.add_days(start, n),
        lambda: calendar.add_months(start, n),
        lambda: calendar.add_years(start, n),
        lambda: calendar.add_days(start, n, roll=True),
        lambda: calendar.add_years(start, n % 100, roll=True),
    ):
        error = error_of(question)
        assert error is None or str(error.year) in error.message_zh
        assert error is None or str(error.year) in error.message_en
