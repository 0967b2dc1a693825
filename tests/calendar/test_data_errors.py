"""Every fault that an analyst can make in the data is reported in plain words, with its place."""

import re

import pytest

from ajx_rules.calendar import CalendarDataError, load_calendar
from tests.notices_to_2026 import write_notices_to_2026

FAULTS = {
    # name: (text of cn.toml, what it becomes, Chinese, English)
    "make-up day on a weekday": (
        "work = [2025-01-26, 2025-02-08]",
        "work = [2025-01-27, 2025-02-08]",
        "调休上班日 2025-01-27 是周一，应是周六或周日。",
        "The make-up day 2025-01-27 is a Monday, not a Saturday or Sunday.",
    ),
    "two festivals overlap": (
        "off = [2024-06-10]",
        "off = [2024-06-10, 2024-05-05]",
        "2024-05-05 重叠：2024年端午节放假，2024年劳动节放假。",
        "2024-05-05 is taken twice: a day off of 2024年端午节, a day off of 2024年劳动节.",
    ),
    "off and at work": (
        "work = [2024-09-14]",
        "work = [2024-09-15]",
        "2024-09-15 重叠：2024年中秋节上班，2024年中秋节放假。",
        "2024-09-15 is taken twice: a make-up day of 2024年中秋节, a day off of 2024年中秋节.",
    ),
    "missing festival": (
        'name = "端午节"\noff = [2024-06-10]',
        'name = "端五节"\noff = [2024-06-10]',
        "2024年缺少端午节；已有：元旦、春节、清明节、劳动节、端五节、中秋节、国庆节。“端五节”是不是端午节？",
        "2024 lacks Dragon Boat Festival;",
    ),
    "festival by a short name": (
        'name = "清明节"\noff = [{ from = 2024-04-04, to = 2024-04-06 }]',
        'name = "清明"\noff = [{ from = 2024-04-04, to = 2024-04-06 }]',
        "“清明”是不是清明节？",
        "Is “清明” meant to be 清明节?",
    ),
    "another make-up day": (
        "work = [2026-05-09]",
        "work = [2026-05-10]",
        "原文说5月9日上班，work 没有列；work 列了5月10日，原文没有说上班。",
        "The wording says 5月9日 at work, which work lacks; work has 5月10日, which the wording does not say.",
    ),
    "make-up day left out": (
        "work = [2026-05-09]\n",
        "",
        "原文说5月9日上班，work 没有列。",
        "The wording says 5月9日 at work, which work lacks.",
    ),
    "one make-up day too many": (
        "work = [2026-05-09]",
        "work = [2026-05-09, 2026-05-10]",
        "work 列了5月10日，原文没有说上班。",
        "Work has 5月10日, which the wording does not say.",
    ),
    "weekday in the wording": (
        "5月9日（周六）上班",
        "5月9日（周日）上班",
        "原文的“5月9日（周日）”不对：2026-05-09 是周六。",
        "“5月9日（周日）” in the wording is wrong: 2026-05-09 is a Saturday.",
    ),
    "no such day in the wording": (
        '放假，共3天。"\n\n[[notice.festival]]\nname = "国庆节"\noff = [{ from = 2026',
        '放假，共3天。2月30日（周一）不调休。"\n\n[[notice.festival]]\nname = "国庆节"\noff = [{ from = 2026',
        "原文的“2月30日（周一）”不对：没有这一天。",
        "“2月30日（周一）” in the wording is wrong: there is no such day.",
    ),
    "number in other brackets": (
        'number = "国办发明电〔2023〕7号"',
        'number = "国办发明电[2023]7号"',
        "发文字号 国办发明电[2023]7号 不合格式，应像“国办发明电〔2025〕7号”，年份用六角括号〔〕。",
        "The number 国办发明电[2023]7号 is not written like 国办发明电〔2025〕7号, with the year in 〔〕.",
    ),
    "notice dated after its year": (
        "date = 2023-10-25",
        "date = 2025-10-25",
        "date 是 2025-10-25，安排2024年的通知应在2023年或2024年成文。",
        "date is 2025-10-25; a notice for 2024 is dated in 2023 or 2024.",
    ),
    "date in another year": (
        "off = [2024-06-10]",
        "off = [2024-06-10, 2023-06-11]",
        "2023-06-11 不在2024年（只有上年12月下旬和次年1月上旬的日子可以例外）。",
        "2023-06-11 is not in 2024",
    ),
    "statutory day not off": (
        "off = [2024-06-10]",
        "off = [2024-06-11]",
        "2024-06-10 是端午节的法定假日，不在放假的日子里。",
        "2024-06-10 is a statutory holiday (Dragon Boat Festival) but not off.",
    ),
    "days do not add up": (
        "off = [{ from = 2024-02-10, to = 2024-02-17 }]",
        "off = [{ from = 2024-02-10, to = 2024-02-16 }]",
        "原文说共8天，off 列了7天。",
        "The wording says 8 days, but off lists 7.",
    ),
    "year announced twice": (
        'year = 2020\namends = "国办发明电〔2019〕16号"',
        "year = 2020",
        "2020年已有通知（国办发明电〔2019〕16号）；如果是调整，请写 amends。",
        "There is already a notice for 2020 (国办发明电〔2019〕16号)",
    ),
    "amends what is not there": (
        'amends = "国办发明电〔2019〕16号"',
        'amends = "国办发明电〔2019〕61号"',
        "amends 所指的 国办发明电〔2019〕61号 不在2020年排在前面的通知里。",
        "amends names 国办发明电〔2019〕61号, but no notice for 2020 before this one is that.",
    ),
    "range backwards": (
        "off = [{ from = 2024-04-04, to = 2024-04-06 }]",
        "off = [{ from = 2024-04-06, to = 2024-04-04 }]",
        "off 从 2024-04-06 到 2024-04-04，先后颠倒。",
        "off runs backwards, from 2024-04-06 to 2024-04-04.",
    ),
    "range too long": (
        "off = [{ from = 2024-04-04, to = 2024-04-06 }]",
        "off = [{ from = 2024-04-04, to = 2024-06-06 }]",
        "off 从 2024-04-04 到 2024-06-06，共64天，不会有这么长的假期。",
        "no holiday is that long",
    ),
    "day twice": (
        "work = [2024-02-04, 2024-02-18]",
        "work = [2024-02-04, 2024-02-04]",
        "work 中 2024-02-04 写了两次。",
        "work has 2024-02-04 twice.",
    ),
    "date in quotes": (
        "off = [2024-06-10]",
        'off = ["2024-06-10"]',
        "off 的每一项应是日期",
        "each item of off must be a date",
    ),
    "no list": (
        "off = [2024-06-10]",
        "off = 2024-06-10",
        "off 应是方括号里的日期。",
        "off must be a list of dates.",
    ),
    "key left out": (
        "off = [2024-06-10]\n",
        "",
        "缺少 off。",
        "off is missing.",
    ),
    "key misspelt": (
        "work = [2024-09-14]",
        "wrok = [2024-09-14]",
        "不认识 wrok，是不是 work？",
        "wrok is not known here; is it work?",
    ),
    "number left out": (
        'number = "国办发明电〔2023〕7号"\n',
        "",
        '缺少 number（没有的写 ""）。',
        'number is missing (write "" if there is none).',
    ),
    "number no text": (
        'number = "国办发明电〔2023〕7号"',
        "number = 7",
        "number 应写成文字，放在引号里。",
        "number must be a text in quotes.",
    ),
    "number used twice": (
        'number = "国办发明电〔2023〕7号"',
        'number = "国办发明电〔2025〕7号"',
        "发文字号 国办发明电〔2025〕7号 用了2次。",
        "The number 国办发明电〔2025〕7号 is used 2 times.",
    ),
    "date of the notice no date": (
        "date = 2023-10-25",
        'date = "2023-10-25"',
        "date 应写成 2025-11-04 这样的日期，不加引号。",
        "date must be a date without quotes.",
    ),
    "date of the notice left out": (
        "date = 2023-10-25\n",
        "",
        '缺少 date（没有亲眼见到就写 ""）。',
        'date is missing (write "" if it has not been seen).',
    ),
    "year no number": (
        "year = 2024",
        'year = "2024"',
        "year 应是四位年份，不加引号。",
        "year must be a year, without quotes.",
    ),
    "year left out": (
        "year = 2024\n",
        "",
        "缺少 year。",
        "year is missing.",
    ),
    "sources no list": (
        'seen = ["http://m.xuexila.com/news/164029.html（文号、日期、正文）"]',
        'seen = "http://m.xuexila.com/news/164029.html"',
        "seen 应是方括号里的几段文字。",
        "seen must be a list of texts.",
    ),
}


# What breaks two rules: the make-up day is not that of the wording either; only what amends lists other days.
TWO_PROBLEMS = ("number used twice", "make-up day on a weekday", "off and at work", "year announced twice")


@pytest.fixture
def folder(tmp_path):
    """A copy of the data to spoil."""
    write_notices_to_2026(tmp_path)
    return tmp_path


def spoil(folder, old, new):
    file = folder / "cn.toml"
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    file.write_text(text.replace(old, new), encoding="utf-8")


def problems_of(folder):
    with pytest.raises(CalendarDataError) as caught:
        load_calendar(folder)
    return caught.value.problems


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_reported_once_with_its_place(folder, fault):
    old, new, chinese, english = FAULTS[fault]
    spoil(folder, old, new)
    problems = [problem for problem in problems_of(folder) if chinese in problem.message_zh]
    assert len(problems) == (2 if fault == "number used twice" else 1)
    problem = problems[0]
    assert english in problem.message_en
    assert problem.file == "cn.toml"
    assert problem.place
    # The line named begins the entry that was spoilt, or its notice.
    lines = (folder / "cn.toml").read_text(encoding="utf-8").splitlines()
    assert lines[problem.line - 1] in ("[[notice]]", "[[notice.festival]]")


@pytest.mark.parametrize("fault", [name for name in FAULTS if name not in TWO_PROBLEMS])
def test_one_fault_is_one_problem(folder, fault):
    old, new, *_ = FAULTS[fault]
    spoil(folder, old, new)
    assert len(problems_of(folder)) == 1


def test_all_faults_are_reported_together(folder):
    planted = ("make-up day on a weekday", "days do not add up", "key misspelt", "date in another year")
    for fault in planted:
        spoil(folder, *FAULTS[fault][:2])
    with pytest.raises(CalendarDataError) as caught:
        load_calendar(folder)
    error = caught.value
    for fault in planted:
        assert FAULTS[fault][2] in str(error)
        assert FAULTS[fault][3] in error.text("en")
    assert str(error).splitlines()[0] == f"日历数据有{len(error.problems)}处问题："
    assert [problem.line for problem in error.problems] == sorted(problem.line for problem in error.problems)


def test_the_place_is_in_the_words_of_the_file(folder):
    spoil(folder, *FAULTS["another make-up day"][:2])
    (problem,) = problems_of(folder)
    assert problem.place == "国办发明电〔2025〕7号 › 劳动节"
    assert re.fullmatch(r"cn\.toml:\d+（国办发明电〔2025〕7号 › 劳动节）：原文说5月9日上班.*", str(problem))
    assert "cn.toml:" in problem.text("en")


def test_a_year_left_out(folder):
    file = folder / "cn.toml"
    text = file.read_text(encoding="utf-8")
    start, end = text.index("# ── 2022"), text.index("# ── 2023")
    file.write_text(text[:start] + text[end:], encoding="utf-8")
    (problem,) = problems_of(folder)
    assert problem.message_zh == "缺少2022年的通知。"
    assert problem.message_en == "The notice for 2022 is missing."


@pytest.mark.parametrize(
    ("content", "chinese", "english"),
    [
        (b"[[notice]]\nyear = = 2020\n", "TOML 格式有误", "not valid TOML"),
        ('title = "放假"\n'.encode("gbk"), "不是 UTF-8 编码", "not UTF-8"),
        (b"", "缺少 [[notice]] 条目。", "There is no [[notice]] entry."),
        (b"notice = 3\n", "缺少 [[notice]] 条目。", "There is no [[notice]] entry."),
        (b"notices = 3\n[[notice]]\n", "不认识 notices，是不是 notice？", "is it notice?"),
        (b"[[notice]]\n", "缺少 [[notice.festival]] 条目。", "There is no [[notice.festival]] entry."),
    ],
)
def test_an_unreadable_file(tmp_path, content, chinese, english):
    (tmp_path / "cn.toml").write_bytes(content)
    problems = problems_of(tmp_path)
    assert any(chinese in problem.message_zh for problem in problems)
    assert any(english in problem.message_en for problem in problems)


def test_a_file_that_cannot_be_opened(tmp_path):
    (tmp_path / "cn.toml").mkdir()
    (problem,) = problems_of(tmp_path)
    assert "文件无法读取" in problem.message_zh


@pytest.mark.parametrize("name", ["", "nowhere"])
def test_a_folder_without_notices(tmp_path, name):
    (problem,) = problems_of(tmp_path / name)
    assert problem.message_zh == "这里没有放假通知数据（*.toml）。"
    assert problem.message_en == "There are no notices here (*.toml)."


# Made up for the test; no such notice has been seen.
NEXT_YEAR = """
[[notice]]
number = ""
date = ""
title = "国务院办公厅关于2027年部分节假日安排的通知"
year = 2027
published = ""
seen = []
[[notice.festival]]
name = "元旦"
off = [2027-01-01]
text = "1月1日放假，与周末连休。"
[[notice.festival]]
name = "春节"
off = [{ from = 2027-02-05, to = 2027-02-12 }]
work = [2027-01-31, 2027-02-20]
text = ""
[[notice.festival]]
name = "清明节"
off = [2027-04-05]
text = ""
[[notice.festival]]
name = "劳动节"
off = [{ from = 2027-05-01, to = 2027-05-05 }]
work = [2027-05-08]
text = ""
[[notice.festival]]
name = "端午节"
off = [2027-06-09]
text = ""
[[notice.festival]]
name = "中秋节"
off = [2027-09-15]
text = ""
[[notice.festival]]
name = "国庆节"
off = [{ from = 2027-10-01, to = 2027-10-07 }]
work = [2027-09-26, 2027-10-09]
text = ""
"""


def test_adding_a_year_is_an_edit_of_the_data(folder):
    from datetime import date

    start = date(2027, 2, 1)
    before = load_calendar(folder)
    assert before is load_calendar(folder)
    due = before.add_working_days(start, 5)
    assert (due.day, due.provisional) == (date(2027, 2, 10), True)

    (folder / "cn2027.toml").write_text(NEXT_YEAR, encoding="utf-8")
    after = load_calendar(folder)
    # Feb 2, 3, 4 (3), 13 Feb is a Saturday; 15, 16 (5).
    due = after.add_working_days(start, 5)
    assert (due.day, due.provisional) == (date(2027, 2, 16), False)
    assert after.awaited_notice(2027) == ""
    notice = after.notices_for(2027)[0]
    assert (notice.number, notice.issued) == ("", None)
    assert notice.citation.endswith("（文号未见）")
    assert "（文号未见）" in str(due.explain())


def test_a_notice_that_amends_need_not_repeat_the_days_that_stay(folder):
    # 国办发明电〔2020〕1号 says only to when the holiday is extended; 19 January stays at work, and was past.
    spoil(folder, "2月3日（星期一）起正常上班。", "2月3日（星期一）起正常上班，2月8日（星期六）上班。")
    (problem,) = problems_of(folder)
    assert problem.message_zh == "原文说2月8日上班，work 没有列。"


def test_a_notice_without_its_wording_is_taken_as_it_is_listed(folder):
    spoil(
        folder,
        'text = "5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。"',
        'text = ""',
    )
    assert load_calendar(folder).last_announced_year == 2026
