"""``ajx workday`` and ``ajx calendar``. Dates and drawings are worked out by hand on a calendar."""

import json
import re

import pytest

from ajx_rules.language.text import width
from ajx_rules.resources import regulations_folder
from tests.notices_to_2026 import use_notices_to_2026

TODAY = ("--as-of", "2026-11-23")


@pytest.fixture(autouse=True)
def not_announced(monkeypatch):
    use_notices_to_2026(monkeypatch)


@pytest.fixture
def workday(ajx):
    return lambda *words, **more: ajx("workday", *words, *TODAY, **more)


def test_how_it_was_counted_and_last_the_date(workday):
    found = workday("2025-01-15", "+20")
    assert (found.exit_code, found.stderr) == (0, "")
    rows = found.stdout.splitlines()
    assert rows[0] == "自2025-01-15（周三）起20个工作日，起始日不计入（民法典第二百零一条）"
    assert "第8日：2025-01-26（周日） 春节调休上班（国办发明电〔2024〕12号）" in rows
    assert "休息：2025-01-28（周二）至2025-02-04（周二） 春节放假（国办发明电〔2024〕12号）" in rows
    assert rows[-1] == "2025-02-18（周二）"


@pytest.mark.parametrize(
    ("words", "last"),
    [
        (["2025-10-13", "-5"], "2025-09-29（周一）"),
        (["2025-10-13 -5"], "2025-09-29（周一）"),
        (["2025-01-15", "+20", "--start", "include"], "2025-02-17（周一）"),
        (["2025-01-15", "+20", "--makeup", "no"], "2025-02-20（周四）"),
        (["2025-09-26..2025-10-13"], "7个工作日"),
        (["2025-09-26", "..", "2025-10-13"], "7个工作日"),
        (["2025-01-15", "+15", "--unit", "days"], "2025-01-30（周四）"),
        (["2025-01-15", "+15", "--unit", "日", "--roll", "yes"], "2025-02-05（周三）"),
        (["2025-01-31", "1", "--unit", "months"], "2025-02-28（周五）"),
        (["2025-02-08"], "2025-02-08（周六） 是工作日：春节调休上班（国办发明电〔2024〕12号）"),
        (["2026-12-20", "+20"], "2027-01-18（周一） 暂定"),
    ],
)
def test_the_last_line(workday, words, last):
    found = workday(*words)
    assert found.exit_code == 0
    assert found.stdout.splitlines()[-1] == last
    assert all(width(row) <= 80 for row in found.stdout.splitlines())


def test_a_provisional_date_names_the_notice_and_the_range(workday):
    text = workday("2026-12-20", "+20").stdout.replace("\n  ", "")
    assert "待国务院办公厅关于2027年部分节假日安排的通知" in text
    earliest, latest = re.search(r"按历年通知推算，最早 (\S+)，最晚 (\S+)", text).groups()
    assert earliest <= "2027-01-18" <= latest


def test_english(workday):
    found = workday("2026-12-20", "+20", "--lang", "en")
    assert found.stdout.splitlines()[-1] == "2027-01-18 (Mon) provisional"


def test_a_file_of_many(workday, tmp_path):
    file = tmp_path / "dates.txt"
    file.write_text("\ufeff# 期限\n2025-01-15 +20\r\n\n2025-09-26..2025-10-13\n", encoding="utf-8")
    found = workday(str(file))
    assert found.exit_code == 0
    assert found.stdout.splitlines() == [
        "2025-01-15 +20          2025-02-18（周二）",
        "2025-09-26..2025-10-13  7个工作日",
    ]
    rows = workday(str(file), "--days").stdout.splitlines()
    assert rows[rows.index("") - 1] == "2025-02-18（周二）"
    assert rows[-1] == "7个工作日"


def test_standard_input(workday):
    found = workday("-", input="2025-01-15 +20个工作日\n")
    assert found.stdout == "2025-01-15 +20个工作日  2025-02-18（周二）\n"


def test_every_wrong_line_in_one_run(workday, tmp_path):
    file = tmp_path / "dates.txt"
    file.write_text("2025-01-15 +20\n明天 +5\n2025-02-30 +5\n2013-05-01 +5\n", encoding="utf-8")
    found = workday(str(file))
    assert (found.exit_code, found.stdout) == (2, "")
    assert re.findall(r"错误 (C\d+)", found.stderr) == ["C001", "C002", "C003"]
    for number in (2, 3, 4):
        assert f"第{number}行" in found.stderr.replace("\n  ", "")
    data = json.loads(workday(str(file), "--format", "json").stderr)
    assert [d["span"]["line"] for d in data["diagnostics"]] == [2, 3, 4]


def test_json(workday):
    data = json.loads(workday("2025-10-13", "-5", "--format", "json").stdout)
    assert data["schema_version"] == 1
    (answer,) = data["answers"]
    assert (answer["kind"], answer["question"], answer["n"]) == ("add", "2025-10-13 -5", -5)
    assert (answer["date"], answer["unit"], answer["provisional"]) == ("2025-09-29", "working_days", False)
    assert [day["day"] for day in answer["days"] if day["working"]] == [
        "2025-10-11",
        "2025-10-10",
        "2025-10-09",
        "2025-09-30",
        "2025-09-29",
    ]
    assert (answer["days"][0]["day"], answer["days"][0]["ordinal"]) == ("2025-10-12", None)
    data = json.loads(workday("-", "--format", "json", input="2026-12-20 +20\n2025-02-08\n").stdout)
    assert [a["kind"] for a in data["answers"]] == ["add", "day"]
    assert data["answers"][0]["awaited"][0]["year"] == 2027
    assert data["answers"][0]["earliest"] <= "2027-01-18" <= data["answers"][0]["latest"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["nonsense", "+5"], "C001"),
        (["2025-01-15", "+5", "+6"], "C001"),
        (["2025-02-30", "+5"], "C002"),
        (["9999-01-01", "+5"], "C003"),
        (["2013-01-01", "+5"], "C003"),
        (["2025-01-01", "+999999999"], "C003"),
        (["2025-01-01", "+1000000000"], "C004"),
        (["2025-01-01..2025-03-01", "--unit", "years"], "C005"),
        (["2025-01-01", "+5", "--unit", "days", "--start", "include"], "C006"),
        (["nowhere.txt"], "C010"),
        (["/"], "C010"),
        (["\0"], "C010"),
    ],
)
def test_errors_are_diagnostics(workday, words, code):
    found = workday(*words)
    assert (found.exit_code, found.stdout) == (2, "")
    assert found.stderr.startswith(f"错误 {code}：")


def test_nothing_on_standard_input(workday):
    found = workday("-", input="")
    assert (found.exit_code, found.stdout) == (2, "")
    assert found.stderr.startswith("错误 C007：")


@pytest.mark.parametrize(("text", "code"), [("2025年1月15日 +5", "L003"), (b"\xff\xfe2\x005\x00", "L004")])
def test_a_file_that_is_not_utf8(workday, tmp_path, text, code):
    file = tmp_path / "dates.txt"
    file.write_bytes(text if isinstance(text, bytes) else text.encode("gbk"))
    found = workday(str(file))
    assert found.exit_code == 2
    assert found.stderr.startswith(f"错误 {code}：")


@pytest.mark.parametrize(
    "words", [["--unit", "weeks"], ["--start", "yes"], ["--makeup", "maybe"], ["--as-off", "2025-01-01"], []]
)
def test_a_wrong_command_line(ajx, words):
    found = ajx("workday", *([*words, "2025-01-15", "+5"] if words else []))
    assert (found.exit_code, found.stdout) == (2, "")
    assert found.stderr.startswith("错误：")
    assert "程序内部" not in found.stderr


def test_a_year_begun_without_a_notice_is_an_error_that_names_it(ajx):
    found = ajx("workday", "2027-01-05", "+5", "--as-of", "2027-02-01")
    assert found.exit_code == 2
    assert "2027年的放假通知应已公布" in found.stderr
    found = ajx("workday", "2025-01-05", "+5", "--as-of", "2027-02-01")
    assert found.exit_code == 0
    assert found.stderr.startswith("说明：2027年的放假通知应已公布")


# ------------------------------------------------------------ calendar


def test_a_year(ajx):
    found = ajx("calendar", "2026")
    assert (found.exit_code, found.stderr) == (0, "")
    rows = found.stdout.splitlines()
    assert rows[0] == "2026年：248个工作日"
    assert all(width(row) <= 80 for row in rows)
    assert [rows.count(row) for row in rows if "一 二 三 四 五 六 日" in row] == [4] * 4
    # 1 January 2026 is a Thursday, off to Saturday the 3rd; Sunday the 4th is made up for.
    assert rows[4].startswith("            1* 2* 3* 4+ ")
    # The festival ends on Monday 23 February; Saturday the 28th is made up for.
    assert any("23*24 25 26 27 28+" in row for row in rows)
    text = "".join(row.strip() for row in rows)
    assert (
        "春节  放假 02-15（周日）至02-23（周一）共9天；上班 02-14（周六）、02-28（周六）（国办发明电〔2025〕7号）"
        in text
    )
    assert "国办发明电〔2025〕7号  2025-11-04  国务院办公厅关于2026年部分节假日安排的通知" in text
    assert "\x1b" not in found.stdout


def test_a_month(ajx):
    rows = ajx("calendar", "2025-10").stdout.splitlines()
    # Wednesday the 1st to Wednesday the 8th are off, Saturday the 11th is at work.
    assert rows[:9] == [
        "2025年10月：18个工作日",
        "",
        "  10月      18个工作日",
        "  一 二 三 四 五 六 日",
        "         1* 2* 3* 4* 5*",
        "   6* 7* 8* 9 10 11+12",
        "  13 14 15 16 17 18 19",
        "  20 21 22 23 24 25 26",
        "  27 28 29 30 31",
    ]


def test_a_year_not_announced_is_drawn_and_marked(ajx):
    found = ajx("calendar", "2027")
    assert found.exit_code == 0
    rows = found.stdout.splitlines()
    # 261 weekdays; off on weekdays: 1 Jan, 5 and 8 Feb, 5 Apr, 9 Jun, 15 Sep, 1 Oct
    assert rows[0] == "2027年：254个工作日（暂定）"
    text = "".join(row.strip() for row in rows)
    assert "? 法定节日，推算放假" in text
    assert "暂定：待国务院办公厅关于2027年部分节假日安排的通知" in text
    assert "*" not in found.stdout
    assert "依据" not in rows


def test_a_calendar_as_json(ajx):
    data = json.loads(ajx("calendar", "2026", "--format", "json").stdout)
    assert (data["year"], data["working_days"], data["provisional"], len(data["days"])) == (
        2026,
        248,
        False,
        365,
    )
    assert [n["number"] for n in data["notices"]] == ["国办发明电〔2025〕7号"]
    data = json.loads(ajx("calendar", "2027-02", "--format", "json").stdout)
    assert (data["month"], data["provisional"], data["awaited"][0]["year"]) == (2, True, 2027)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["2013"], "没有2013年的放假通知"),
        (["9999"], "9999年太远"),
        (["2026-13"], "不是年份"),
        (["x"], "不是年份"),
        ([], "没有写年份"),
        (["2026", "--check", "x"], "不能再写年份"),
    ],
)
def test_no_such_calendar(ajx, words, message):
    found = ajx("calendar", *words)
    assert (found.exit_code, found.stdout) == (2, "")
    assert message in found.stderr


def test_checking_the_data(ajx, tmp_path):
    shipped = regulations_folder() / "calendars" / "cn.toml"
    found = ajx("calendar", "--check", str(shipped))
    assert (found.exit_code, found.stderr) == (0, "")
    assert found.stdout.startswith("没有发现问题：")
    assert json.loads(ajx("calendar", "--check", str(shipped), "--format", "json").stdout)["years"][0] == 2014
    wrong = tmp_path / "cn.toml"
    text = shipped.read_text(encoding="utf-8")
    text = text.replace("work = [2025-01-26, 2025-02-08]", "work = [2025-01-27, 2025-02-08]")
    wrong.write_text(text.replace("off = [2024-06-10]", "off = [2024-06-11]"), encoding="utf-8")
    found = ajx("calendar", "--check", str(wrong))
    assert (found.exit_code, found.stdout) == (2, "")
    assert "调休上班日 2025-01-27 是周一" in found.stderr
    assert "2024-06-10 是端午节的法定假日" in found.stderr
    assert ajx("calendar", "--check", str(tmp_path / "nowhere")).exit_code == 2


def test_wrong_calendar_data_is_told_as_data_where_data_is_asked_for(ajx, tmp_path):
    data = tmp_path / "cn.toml"
    data.write_text("[[notice]]\nyear = 2026\n", encoding="utf-8")
    plain = ajx("calendar", "--check", str(data))
    assert (plain.exit_code, plain.stderr.startswith("日历数据有")) == (2, True)
    found = ajx("calendar", "--check", str(data), "--format", "json")
    assert (found.exit_code, found.stdout) == (2, "")
    told = json.loads(found.stderr)
    assert told["counts"]["error"] == len(told["diagnostics"]) == len(plain.stderr.splitlines()) - 1
    assert all(each["message"]["en"] and each["span"]["file"] == "cn.toml" for each in told["diagnostics"])


def test_a_year_without_notice_is_told_as_data_where_data_is_asked_for(ajx):
    found = ajx("calendar", "1990", "--format", "json")
    assert (found.exit_code, found.stdout) == (2, "")
    (told,) = json.loads(found.stderr)["diagnostics"]
    assert "1990" in told["message"]["zh"]
