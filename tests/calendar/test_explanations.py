"""Each date explains itself."""

import copy
import pickle
from datetime import date

import pytest

from ajx_rules.engines.verdict import Status
from tests.reports.helpers import service, verdict

D = date.fromisoformat


def test_working_days(calendar):
    due = calendar.add_working_days(D("2025-01-22"), 20)
    explanation = due.explain()
    assert [str(day.day) for day in explanation.makeup] == ["2025-01-26", "2025-02-08"]
    assert [notice.number for notice in explanation.notices] == ["国办发明电〔2024〕12号"]
    off = [day for day in explanation.skipped if day.kind == "holiday"]
    assert {day.name_zh for day in off} == {"春节"}
    assert {day.name_en for day in off} == {"Spring Festival"}
    assert (off[0].day, off[-1].day) == (D("2025-01-28"), D("2025-02-04"))
    assert not explanation.provisional
    assert str(explanation).splitlines() == [
        "自2025-01-22（周三）起20个工作日，起始日不计入（民法典第二百零一条）",
        "第1–2日：2025-01-23（周四）至2025-01-24（周五） 工作日",
        "休息：2025-01-25（周六） 周末",
        "第3日：2025-01-26（周日） 春节调休上班（国办发明电〔2024〕12号）",
        "第4日：2025-01-27（周一） 工作日",
        "休息：2025-01-28（周二）至2025-02-04（周二） 春节放假（国办发明电〔2024〕12号）",
        "第5–7日：2025-02-05（周三）至2025-02-07（周五） 工作日",
        "第8日：2025-02-08（周六） 春节调休上班（国办发明电〔2024〕12号）",
        "休息：2025-02-09（周日） 周末",
        "第9–13日：2025-02-10（周一）至2025-02-14（周五） 工作日",
        "休息：2025-02-15（周六）至2025-02-16（周日） 周末",
        "第14–18日：2025-02-17（周一）至2025-02-21（周五） 工作日",
        "休息：2025-02-22（周六）至2025-02-23（周日） 周末",
        "第19–20日：2025-02-24（周一）至2025-02-25（周二） 工作日",
        "2025-02-25（周二）",
    ]


def test_counting_back_in_english(calendar):
    assert calendar.add_working_days(D("2025-10-11"), -3).explain().lines("en") == (
        "3 working days before 2025-10-11 (Sat), not counting that day (Civil Code, Article 201)",
        "day 1–2: 2025-10-10 (Fri) to 2025-10-09 (Thu) working day",
        (
            "off: 2025-10-08 (Wed) to 2025-10-01 (Wed)"
            " National Day and Mid-Autumn Festival, day off (国办发明电〔2024〕12号)"
        ),
        "day 3: 2025-09-30 (Tue) working day",
        "2025-09-30 (Tue)",
    )


def test_a_rolled_day(calendar):
    due = calendar.add_days(D("2025-01-15"), 15, roll=True)
    assert due.explain().lines() == (
        "自2025-01-15（周三）起15日，起始日不计入（民法典第二百零一条）",
        "期间的最后一日 2025-01-30（周四） 休息，顺延至下一个工作日（民法典第二百零三条）",
        "休息：2025-01-30（周四）至2025-02-04（周二） 春节放假（国办发明电〔2024〕12号）",
        "到：2025-02-05（周三） 工作日",
        "2025-02-05（周三）",
    )


def test_a_term_that_is_not_rolled_says_no_more_than_it_must(calendar):
    assert calendar.add_years(D("2025-01-15"), 5).explain().lines("en") == (
        "5 years after 2025-01-15 (Wed), not counting that day (Civil Code, Article 201)",
        "2030-01-15 (Tue)",
    )


@pytest.mark.parametrize(
    ("add", "start", "n", "chinese", "english"),
    [
        (
            "add_months",
            "2025-01-31",
            1,
            "2025年2月没有对应日（31日），月末日为期间的最后一日（民法典第二百零二条）",
            "there is no 2025-02-31: the term ends on the last day of the month (Civil Code, Article 202)",
        ),
        (
            "add_years",
            "2024-02-29",
            1,
            "2025年2月没有对应日（29日），月末日为期间的最后一日（民法典第二百零二条）",
            "there is no 2025-02-29: the term ends on the last day of the month (Civil Code, Article 202)",
        ),
        # 30 November 2025 is a Sunday: said before it rolls
        (
            "add_months",
            "2025-10-31",
            1,
            "2025年11月没有对应日（31日），月末日为期间的最后一日（民法典第二百零二条）",
            "there is no 2025-11-31: the term ends on the last day of the month (Civil Code, Article 202)",
        ),
    ],
)
def test_a_month_without_the_corresponding_day(calendar, add, start, n, chinese, english):
    for roll in (False, True):
        explanation = getattr(calendar, add)(D(start), n, roll=roll).explain()
        assert explanation.lines()[1] == chinese
        assert explanation.lines("en")[1] == english


@pytest.mark.parametrize(("add", "start"), [("add_months", "2025-03-31"), ("add_years", "2024-02-28")])
def test_the_corresponding_day_needs_no_word(calendar, add, start):
    # 31 March and 2 months: 31 May, a holiday that rolls to another day of the month
    for roll in (False, True):
        lines = getattr(calendar, add)(D(start), 2, roll=roll).explain().lines()
        assert not any("没有对应日" in each for each in lines)


def test_a_term_of_nothing_is_only_its_date(calendar):
    for due in (calendar.add_days(D("2026-04-21"), 0), calendar.add_working_days(D("2026-04-21"), 0)):
        assert due.explain().lines() == ("2026-04-21（周二）",)
        assert due.explain().lines("en") == ("2026-04-21 (Tue)",)
        assert verdict(Status.BREACH, service(), due=due.day, counted=due).count_lines() == []


def test_a_provisional_date_names_the_notice_awaited_and_the_range(calendar):
    due = calendar.add_working_days(D("2027-02-03"), 2)
    explanation = due.explain()
    assert explanation.provisional
    assert explanation.awaited == ("国务院办公厅关于2027年部分节假日安排的通知（尚未公布或尚未录入）",)
    lines = explanation.lines()
    assert "休息：2027-02-05（周五）至2027-02-08（周一） 春节放假（推算）" in lines
    assert lines[-2].startswith("暂定：待国务院办公厅关于2027年部分节假日安排的通知（尚未公布或尚未录入）；")
    assert f"最早 {due.earliest}，最晚 {due.latest}" in lines[-2]
    assert lines[-1] == "2027-02-09（周二） 暂定"
    assert explanation.lines("en")[-1] == "2027-02-09 (Tue) provisional"


def test_a_make_up_day_not_counted_says_so(calendar):
    due = calendar.variant(makeup_counts=False).add_working_days(D("2025-01-24"), 1)
    assert "休息：2025-01-26（周日） 周末（调休上班日不计）" in due.explain().lines()


def test_a_notice_whose_number_was_not_seen_is_quoted_by_its_title(calendar):
    from attrs import evolve

    notice = evolve(calendar.notices[0], number="")
    assert notice.citation == "国务院办公厅关于2014年部分节假日安排的通知（文号未见）"


def test_a_due_date_is_a_value(calendar):
    due = calendar.add_working_days(D("2027-02-03"), 2)
    again = calendar.add_working_days(D("2027-02-03"), 2)
    assert due == again
    assert len({due, again}) == 1
    for other in (pickle.loads(pickle.dumps(due)), copy.deepcopy(due)):  # noqa: S301 - pickled a line above
        assert other == due
        assert other.explain() == due.explain()
