"""Questions as they are typed, and their answers. Dates are counted by hand on a calendar."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ajx_rules.calendar.answers import Counting, answer
from ajx_rules.calendar.days import DayNames
from ajx_rules.calendar.questions import UNITS, is_question, read_question, read_questions, read_unit
from ajx_rules.calendar.view import period, read_period
from ajx_rules.diagnostics import Problems
from tests.notices_to_2026 import calendar_to_2026

CALENDAR = calendar_to_2026()


def codes(problems):
    return [d.code for d in problems.value.diagnostics]


@pytest.mark.parametrize(
    ("text", "n", "unit"),
    [
        ("2025-01-15 +20", 20, "个工作日"),
        ("2025-01-15 20", 20, "个工作日"),
        ("2025-01-15+20", 20, "个工作日"),
        ("2025-01-15 -5", -5, "个工作日"),
        ("2025-01-15 −5", -5, "个工作日"),
        (" 2025年1月15日　＋２０个工作日 ", 20, "个工作日"),
        ("2025-1-15 +15日", 15, "日"),
        ("2025-01-15 +15 calendar days", 15, "日"),
        ("2025-01-15 +1个月", 1, "个月"),
        ("2025-01-15 +2 Years", 2, "年"),
        ("2025-01-15 +48小时", 48, "小时"),
        ("2025-01-15 +000000000020", 20, "个工作日"),
    ],
)
def test_a_number_to_count(text, n, unit):
    question = read_question(text)
    assert (question.start, question.n, question.unit, question.end) == (date(2025, 1, 15), n, unit, None)


@pytest.mark.parametrize(
    "text",
    [
        "2025-01-15..2025-02-20",
        "2025-01-15 .. 2025-02-20",
        "2025-01-15…2025-02-20",
        "2025年1月15日至2025年2月20日",
        "2025-01-15～2025-02-20",
    ],
)
def test_two_dates(text):
    question = read_question(text)
    assert (question.start, question.end) == (date(2025, 1, 15), date(2025, 2, 20))


def test_hours_from_a_time_of_day():
    assert read_question("2025-01-15 09:30 +48小时").clock == time(9, 30)
    assert read_question("2025-01-15T9:30 +1 hour").clock == time(9, 30)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "C001"),
        ("明天 +5", "C001"),
        ("2025-01-15 +5周", "C001"),
        ("2025-01-15 +1.5", "C001"),
        ("2025-01-15 +", "C001"),
        ("2025-01-15 ++5", "C001"),
        ("2025-01-155", "C001"),
        ("15/01/2025 +5", "C001"),
        ("2025-01-15 25:00 +5小时", "C001"),
        ("2025-13-01 +5", "C002"),
        ("2025-02-29", "C002"),
        ("0000-01-01 +5", "C002"),
        ("2025-01-15..2025-02-30", "C002"),
        ("2025-01-15 +1000000000", "C004"),
        ("2025-01-15 +" + "9" * 5000, "C004"),
        ("2025-01-15 09:30 +5", "C008"),
    ],
)
def test_what_cannot_be_read(text, code):
    with pytest.raises(Problems) as problems:
        read_question(text)
    assert codes(problems) == [code]
    assert len(problems.value.diagnostics[0].message()) < 200


@pytest.mark.parametrize(
    ("text", "how", "code"),
    [
        ("2013-12-31 +5", {}, "C003"),
        ("2014-01-02 -5", {}, "C003"),
        ("9999-12-31", {}, "C003"),
        ("9999-12-31 +1日", {}, "C003"),
        ("9999-12-31 +1小时", {}, "C003"),
        ("0001-01-01 -1小时", {}, "C003"),
        ("2025-01-01 +999999999小时", {}, "C003"),
        ("2025-01-01 +999999999个月", {}, "C003"),
        ("2013-01-01..2025-01-01", {}, "C003"),
        ("2025-01-15..2025-02-15 个月", {}, "C005"),
        ("2025-01-15 +15日", {"count_start": True}, "C006"),
    ],
)
def test_what_cannot_be_answered(text, how, code):
    with pytest.raises(Problems) as problems:
        answer(read_question(text), Counting(CALENDAR, **how))
    assert codes(problems) == [code]


@pytest.mark.parametrize(
    ("text", "how", "last"),
    [
        # Jan 16, 17 (2); 20-24 (7); Sun 26 (8), 27 (9); Feb 5-7 (12), Sat 8 (13), 10-14 (18), 17, 18 (20)
        ("2025-01-15 +20", {}, "2025-02-18（周二）"),
        ("2025-01-15 +20", {"count_start": True}, "2025-02-17（周一）"),
        # the Sunday and the Saturday left out: 27 (8), Feb 5-7 (11), 10-14 (16), 17-20 (20)
        ("2025-01-15 +20", {"makeup": False}, "2025-02-20（周四）"),
        # back from Monday 13 Oct: Sat 11, 10, 9 (3), Sep 30, 29 (5)
        ("2025-10-13 -5", {}, "2025-09-29（周一）"),
        # after Friday 26 Sep: Sun 28, 29, 30 (3), Oct 9, 10 (5), Sat 11 (6), 13 (7)
        ("2025-09-26..2025-10-13", {}, "7个工作日"),
        ("2025-09-26..2025-10-13", {"count_start": True}, "8个工作日"),
        ("2025-09-26..2025-10-13", {"makeup": False}, "5个工作日"),
        # the other way round the first of October is the start, not counted
        ("2025-10-13..2025-09-26", {}, "-7个工作日"),
        ("2025-10-13..2025-10-13", {}, "0个工作日"),
        ("2025-10-13..2025-10-13", {"count_start": True}, "1个工作日"),
        ("2025-01-15..2025-02-20 日", {}, "36日"),
        ("2025-01-15..2025-02-20 日", {"count_start": True}, "37日"),
        ("2025-01-15 +15日", {}, "2025-01-30（周四）"),
        ("2025-01-15 +15日", {"roll": True}, "2025-02-05（周三）"),
        ("2025-01-31 +1个月", {}, "2025-02-28（周五）"),
        ("2024-02-29 +1年", {}, "2025-02-28（周五）"),
        ("2025-01-15 09:30 +49小时", {}, "2025-01-17（周五） 10:30"),
        # known only by its day: any time of that day
        ("2025-01-15 +48小时", {}, "2025-01-17（周五）"),
        ("2025-01-15 +5小时", {}, "2025-01-15（周三） 05:00至2025-01-16（周四） 04:59"),
        ("2025-01-15 -24小时", {}, "2025-01-14（周二）"),
        ("2025-02-08", {}, "2025-02-08（周六） 是工作日：春节调休上班（国办发明电〔2024〕12号）"),
        ("2025-02-10", {}, "2025-02-10（周一） 是工作日"),
        ("2025-02-09", {}, "2025-02-09（周日） 休息：周末"),
        # Dec 21-25 (5), 28-31 (9); Friday 1 January off; Jan 4-8 (14), 11-15 (19), 18 (20)
        ("2026-12-20 +20", {}, "2027-01-18（周一） 暂定"),
        ("2026-12-20..2027-01-18", {}, "20个工作日 暂定"),
        ("2027-02-05", {}, "2027-02-05（周五） 休息：春节放假（推算） 暂定"),
    ],
)
def test_answers(text, how, last):
    given_how = dict(how)
    calendar = CALENDAR.variant(makeup_counts=given_how.pop("makeup", True))
    found = answer(read_question(text), Counting(calendar, **given_how))
    assert found.lines()[-1] == last
    assert bool(found.awaited) == ("暂定" in last) == found.data["provisional"]
    assert len(found.lines("en")) == len(found.lines())


def test_a_provisional_number_has_a_range():
    found = answer(read_question("2026-12-20..2027-01-18"), Counting(CALENDAR))
    least, most = map(int, found.range)
    assert least <= 20 <= most
    assert found.short() == f"20个工作日 暂定（{least}至{most}）"
    assert "2027年部分节假日安排的通知" in "".join(found.lines())


def test_a_file_tells_every_wrong_line():
    questions, wrong = read_questions("2025-01-15 +20\n\n# 说明\n  二月 +5\r\n2025-02-30\n", "a.txt")
    assert [q.n for q in questions] == [20]
    assert [(d.code, d.span.line, d.span.column) for d in wrong] == [("C001", 4, 3), ("C002", 5, 1)]
    assert read_questions("# 空\n\n", "a.txt")[1][0].code == "C007"


def test_the_other_unit_is_the_default_only():
    questions, _ = read_questions("2025-01-15 +1\n2025-01-15 +1日\n", "a.txt", "个月")
    assert [q.unit for q in questions] == ["个月", "日"]


def test_units_have_several_spellings():
    for unit in UNITS:
        assert read_unit(unit.removeprefix("个")) == unit
        assert read_unit(UNITS[unit][1]) == unit
    assert read_unit("weeks") is None


def test_a_year_and_a_file_are_told_apart():
    assert is_question(["2025-01-15", "+5"])
    assert is_question(["2025-01-15..x"])
    assert not is_question(["-"])
    assert not is_question(["2025.txt"])


@given(
    st.text(max_size=40) | st.from_regex(r"\d{4}-\d\d-\d\d ?[+-]?\d{0,12}(日|个月|年|小时)?", fullmatch=True)
)
def test_any_text_gives_an_answer_or_a_diagnostic(text):
    try:
        found = answer(read_question(text), Counting(CALENDAR, roll=True))
    except Problems as problems:
        assert [d.code[0] for d in problems.diagnostics] == ["C"]  # noqa: PT017 - either is right
    else:
        assert found.lines()[-1]


@given(
    st.dates(date(2014, 1, 1), date(2026, 12, 31)),
    st.dates(date(2014, 1, 1), date(2026, 12, 31)),
    st.booleans(),
)
def test_between_is_counted_as_a_person_counts(a, b, count_start):
    count = CALENDAR.count_between(a, b, count_start=count_start)
    low, high = min(a, b).toordinal(), max(a, b).toordinal()
    days = [date.fromordinal(day) for day in range(low, high + 1)]
    if not count_start:
        days.remove(a)
    n = sum(map(CALENDAR.is_working_day, days))
    assert count.n == (n if a <= b else -n)
    assert [day.ordinal for day in count.days if day.is_working] == list(range(1, n + 1))


def test_the_days_between_are_described_only_when_asked_for(monkeypatch):
    described = []
    numbered = DayNames.numbered
    monkeypatch.setattr(
        DayNames, "numbered", lambda self, days: described.append(days) or numbered(self, days)
    )
    count = CALENDAR.count_between(date(2014, 1, 1), date(2026, 12, 31))
    assert (count.n, described) == (CALENDAR.working_days_between(count.start, count.end), [])
    assert count.days[-1].ordinal == count.n
    assert len(described) == 1


@given(st.dates(date(2015, 6, 1), date(2040, 12, 31)), st.integers(-200, 200).filter(bool), st.booleans())
def test_between_undoes_adding_both_ways(start, n, count_start):
    due = CALENDAR.add_working_days(start, n, count_start=count_start).day
    count = CALENDAR.count_between(start, due, count_start=count_start)
    assert count.n == n or (due == start and abs(n) == 1)
    assert count.least <= count.n <= count.most


@pytest.mark.parametrize("text", ["", "2026-13", "2026-00", "0000", "26", "明年", "2026-10-01", "99999"])
def test_no_year(text):
    with pytest.raises(Problems) as problems:
        read_period(text)
    assert codes(problems) == ["C009"]


@pytest.mark.parametrize("year", [1999, 2013, 2057, 9999])
def test_a_year_without_data(year):
    with pytest.raises(Problems) as problems:
        period(CALENDAR, year)
    assert codes(problems) == ["C003"]
    assert f"{year}年" in problems.value.diagnostics[0].message()


# 2025: 365 days, 104 of them Saturdays and Sundays: 261 weekdays; 18 of them off and 5 weekend days at work.
@pytest.mark.parametrize(("year", "month", "working"), [(2025, None, 248), (2025, 10, 18), (2026, 2, 16)])
def test_working_days_of_a_period(year, month, working):
    assert period(CALENDAR, year, month).working == working
