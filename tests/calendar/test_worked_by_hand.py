"""Dates counted by hand from the wording of the notices; the count is in the comment."""

from datetime import date, datetime

import pytest

from ajx_rules.calendar.index import build_index
from ajx_rules.calendar.notices import arrange

D = date.fromisoformat

FORWARD = [
    # 国办发明电〔2024〕12号: 28 Jan to 4 Feb off, Sun 26 Jan and Sat 8 Feb at work.
    # Jan 23, 24 (2), 26, 27 (4); Feb 5, 6, 7, 8 (8), 10-14 (13), 17-21 (18), 24, 25 (20).
    ("2025-01-22", 20, "2025-02-25"),
    # Jan 16, 17 (2), 20-24 (7), 26, 27 (9); Feb 5-8 (13), 10-14 (18), 17, 18 (20).
    ("2025-01-15", 20, "2025-02-18"),
    # 国办发明电〔2020〕1号: off to 2 Feb. Jan 21, 22, 23 (3); Feb 3-7 (8), 10, 11 (10).
    ("2020-01-20", 10, "2020-02-11"),
    # 国办发明电〔2019〕3号: 1 to 4 May off, Sun 28 Apr and Sun 5 May at work.
    # Apr 28, 29, 30 (3); May 5, 6 (5).
    ("2019-04-26", 5, "2019-05-06"),
    # The notice for 2019 reaches into 2018: Sat 29 Dec at work, 30 Dec to 1 Jan off.
    # Dec 29 (1); Jan 2, 3 (3).
    ("2018-12-28", 3, "2019-01-03"),
    # 国办发明电〔2023〕7号 only encourages leave on New Year's Eve, Fri 9 Feb 2024: a working day.
    ("2024-02-08", 1, "2024-02-09"),
    # ... 10 to 17 Feb off, Sun 18 Feb at work.
    ("2024-02-08", 2, "2024-02-18"),
    # 国发明电〔2015〕1号: 3 to 5 Sep 2015 off, Sun 6 Sep at work.
    ("2015-09-02", 1, "2015-09-06"),
    # 国办发明电〔2021〕11号: 1 to 7 Oct off, Sat 8 and Sun 9 Oct at work. Oct 8, 9 (2), 10, 11, 12 (5).
    ("2022-09-30", 5, "2022-10-12"),
    # From a day off: Sat 3 Oct 2026, off to the 7th.
    ("2026-10-03", 1, "2026-10-08"),
    # To the end of the last year announced. Dec 2-4 (3), 7-11 (8), 14-18 (13), 21-25 (18), 28, 29 (20).
    ("2026-12-01", 20, "2026-12-29"),
]

BACK = [
    ("2025-02-25", -20, "2025-01-22"),
    # 国办发明电〔2024〕12号: 1 to 8 Oct off, Sat 11 Oct at work. Oct 10, 9 (2); Sep 30 (3).
    ("2025-10-11", -3, "2025-09-30"),
    # From a day off: Sun 2 Feb 2025. Jan 27, 26 (2), 24 (3).
    ("2025-02-02", -3, "2025-01-24"),
]


@pytest.mark.parametrize(("start", "n", "due"), FORWARD + BACK)
def test_working_days(calendar, start, n, due):
    counted = calendar.add_working_days(D(start), n)
    assert counted.day == D(due)
    assert (counted.start, counted.n, counted.unit) == (D(start), n, "个工作日")
    assert (counted.provisional, counted.awaited) == (False, ())
    assert counted.earliest == counted.latest == counted.day
    assert calendar.add_working_ordinal(D(start).toordinal(), n) == (D(due).toordinal(), False)


def test_zero_working_days_is_the_day_itself(calendar):
    assert calendar.add_working_days(D("2025-02-01"), 0).day == D("2025-02-01")
    assert calendar.add_working_days(D("2027-02-01"), 0).provisional is False


@pytest.mark.parametrize(("start", "n", "due"), FORWARD)
def test_without_make_up_days_it_is_never_earlier(calendar, start, n, due):
    assert calendar.variant(makeup_counts=False).add_working_days(D(start), n).day >= D(due)


def test_without_make_up_days(calendar):
    # Jan 23, 24, 27 (3); Feb 5, 6, 7 (6), 10-14 (11), 17-21 (16), 24-27 (20).
    variant = calendar.variant(makeup_counts=False)
    assert variant.add_working_days(D("2025-01-22"), 20).day == D("2025-02-27")
    assert variant.variant(makeup_counts=True) is calendar
    assert calendar.variant(makeup_counts=True) is calendar


def test_counting_the_start(calendar):
    def due(start, n):
        return calendar.add_working_days(D(start), n, count_start=True).day

    # A working day is itself the first ...
    assert due("2025-01-22", 20) == D("2025-02-24")
    assert due("2026-09-20", 1) == D("2026-09-20")  # a Sunday at work
    assert due("2025-02-25", -20) == D("2025-01-23")
    # ... a day off is not.
    assert due("2026-10-03", 1) == D("2026-10-08")


def test_the_notice_of_january_2020_moved_days(calendar):
    # As announced on 21 Nov 2019, Sat 1 Feb at work: Jan 21, 22, 23 (3), 31 (4); Feb 1 (5), 3-7 (10).
    first = build_index(arrange(calendar.notices, amended=False))
    assert date.fromordinal(first.add(D("2020-01-20").toordinal(), 10)) == D("2020-02-07")
    assert first.is_working(D("2020-02-01").toordinal())
    assert not calendar.is_working_day(D("2020-02-01"))
    assert calendar.is_working_day(D("2020-01-19"))
    assert calendar.day(D("2020-01-31")).notice.number == "国办发明电〔2020〕1号"
    # The rest of the year stays with the yearly notice.
    assert calendar.day(D("2020-05-01")).notice.number == "国办发明电〔2019〕16号"


@pytest.mark.parametrize(
    ("a", "b", "n"),
    [
        ("2025-01-22", "2025-02-25", 20),
        ("2025-02-25", "2025-01-22", -20),
        ("2025-01-22", "2025-01-22", 0),
        ("2025-01-28", "2025-02-04", 0),  # all off
        ("2025-01-24", "2025-01-26", 1),  # the Sunday at work, itself included
    ],
)
def test_between(calendar, a, b, n):
    assert calendar.working_days_between(D(a), D(b)) == n
    assert sum(day.is_working for day in calendar.days_between(D(a), D(b))) == abs(n)


@pytest.mark.parametrize(
    ("count", "start", "n", "plain", "rolled"),
    [
        # The day itself is not counted (201).
        ("add_days", "2025-01-01", 10, "2025-01-11", "2025-01-13"),  # a Saturday
        ("add_days", "2025-01-15", 15, "2025-01-30", "2025-02-05"),  # in the Spring Festival
        ("add_days", "2025-02-01", 7, "2025-02-08", "2025-02-08"),  # a Saturday at work
        ("add_days", "2025-01-11", -10, "2025-01-01", "2025-01-02"),
        # The corresponding day, or the month's last (202).
        ("add_months", "2025-01-31", 1, "2025-02-28", "2025-02-28"),
        ("add_months", "2024-01-31", 1, "2024-02-29", "2024-02-29"),
        ("add_months", "2025-03-31", -1, "2025-02-28", "2025-02-28"),
        ("add_months", "2024-11-30", 3, "2025-02-28", "2025-02-28"),
        ("add_months", "2025-09-04", 1, "2025-10-04", "2025-10-09"),  # in the National Day holiday
        ("add_years", "2024-02-29", 1, "2025-02-28", "2025-02-28"),
        ("add_years", "2020-02-29", 4, "2024-02-29", "2024-02-29"),
        ("add_years", "2021-05-01", 5, "2026-05-01", "2026-05-06"),
        ("add_years", "2021-06-15", 5, "2026-06-15", "2026-06-15"),
    ],
)
def test_days_months_and_years(calendar, count, start, n, plain, rolled):
    add = getattr(calendar, count)
    assert add(D(start), n).day == D(plain)
    due = add(D(start), n, roll=True)
    assert due.day == D(rolled)
    assert due.rolled_from == (D(plain) if plain != rolled else None)
    assert not due.provisional


def test_a_term_of_years_needs_no_notice(calendar):
    # Five years' retention neither rolls nor asks what kind of day the last one is.
    for start in ("1990-03-01", "2026-11-23", "2090-01-01"):
        due = calendar.add_years(D(start), 5)
        assert due.day == D(start).replace(year=D(start).year + 5)
        assert not due.provisional


def test_a_moment_counts_as_its_day(calendar):
    due = calendar.add_working_days(datetime(2025, 1, 22, 15, 30), 20)  # noqa: DTZ001 - a moment on record
    assert (due.start, due.day) == (D("2025-01-22"), D("2025-02-25"))
    assert type(due.start) is date
