"""``ajx due``: what falls due, by hand; and the calendar file, read back by the library that others use."""

import datetime as dt
import json
import sys
from pathlib import Path

import icalendar
import pytest

from tests.notices_to_2026 import use_notices_to_2026

EXAMPLE = Path(__file__).parents[2] / "examples" / "gd-insurer.json"

# The small ledger, counted by hand (2026-03-31 is a Tuesday):
#   S1 of 甲餐馆: 03-02 + 3 = Thursday 03-05, not done. Past by 26 days; working days 03-06 (1), 9-13 (6), 16-20 (11),
#   23-27 (16), 30, 31 (18).
#   C2 of 乙餐馆: 03-25 + 5 = 04-01, S2: 03-30 + 3 = 04-02. One and two days left, all working days.


@pytest.fixture(autouse=True)
def not_announced(monkeypatch):
    use_notices_to_2026(monkeypatch)


@pytest.fixture
def due(ajx, ledger, rules):
    return lambda *words, **more: ajx("due", ledger, *words, "--regulation", rules, **more)


def events(path):
    book = icalendar.Calendar.from_ical(path.read_bytes())
    return {str(event["uid"]): event for event in book.walk("VEVENT")}


def test_what_is_overdue_and_what_falls_due(due):
    found = due("--within", "30")
    assert (found.exit_code, found.stderr) == (1, "")
    rows = found.stdout.splitlines()
    assert rows[0] == "截至2026-03-31（周二）：有1项逾期未做；30天内（至2026-04-30（周四））2项到期。"
    assert [row.split()[1] for row in rows if row.startswith("──")] == ["甲餐馆（P1）", "乙餐馆（P2）"]
    shown = [row.strip() for row in rows if row.startswith("  2026-")]
    assert shown == [
        "2026-03-05  已过26天（18个工作日）  2-1 回访",
        "2026-04-01  还有1天（1个工作日）  1-1 上门服务安排",
        "2026-04-02  还有2天（2个工作日）  2-1 回访",
    ]


def test_the_last_day_is_included(due):
    assert "2026-04-01" in due("--within", "1").stdout
    assert "2026-04-02" not in due("--within", "1").stdout
    assert "没有到期的" in due("--within", "0").stdout


def test_without_anything_overdue_it_exits_with_0(due):
    found = due("--as-of", "2026-01-08")
    assert found.exit_code == 0
    # Thursday 8 January to Monday the 12th: Friday and Monday
    assert "  2026-01-12  还有4天（2个工作日）  1-1 上门服务安排" in found.stdout.splitlines()


def test_another_reading(due):
    # the day itself counted: due on 31 March, the day of the check, and not done
    found = due("--reading", "day_count.start=include")
    assert "  2026-03-31  已于当日终了届满  1-1 上门服务安排" in found.stdout.splitlines()
    assert "本次检查的读法：" in found.stdout


def test_json(due):
    data = json.loads(due("--format", "json").stdout)
    assert (data["schema_version"], data["as_of"], data["until"]) == (1, "2026-03-31", "2026-04-30")
    items = [item for party in data["parties"] for item in party["items"]]
    assert [(i["norm"], i["due"], i["days_left"], i["working_days_left"], i["overdue"]) for i in items] == [
        ("A2.1", "2026-03-05", -26, -18, True),
        ("A1.1", "2026-04-01", 1, 1, False),
        ("A2.1", "2026-04-02", 2, 2, False),
    ]


def test_english(due):
    rows = due("--lang", "en").stdout.splitlines()
    assert rows[0].startswith("As of 2026-03-31 (Tue): 1 overdue and undone; 2 due within 30 days (to")
    assert "  2026-04-01  1 day left (1 working day)  A1.1 " in "\n".join(rows)


def test_the_shipped_example(ajx):
    found = ajx("due", str(EXAMPLE), "--as-of", "2026-11-23", "--within", "30")
    assert found.exit_code == 1
    # A contract of PH13: due on 3 December, a Thursday; Nov 24-27 (4), 30 (5), Dec 1-3 (8).
    assert "  2026-12-03  还有10天（8个工作日）  22-3 上门服务安排" in found.stdout.splitlines()


# ------------------------------------------------------------ the calendar file


def test_the_calendar_file_read_back(due, tmp_path):
    path = tmp_path / "due.ics"
    found = due("--ics", str(path), "--remind", "3")
    assert found.exit_code == 1
    assert found.stderr == f"已写入 {path}：3个日程\n"
    data = json.loads(due("--format", "json").stdout)
    items = {item["uid"]: (party, item) for party in data["parties"] for item in party["items"]}
    read = events(path)
    assert read.keys() == items.keys()
    for uid, event in read.items():
        party, item = items[uid]
        day = dt.date.fromisoformat(item["due"])
        assert (event["dtstart"].dt, event["dtend"].dt) == (day, day + dt.timedelta(days=1))
        assert event["dtstamp"].dt == dt.datetime(2026, 3, 31, tzinfo=dt.UTC)
        assert party["name"] in event["summary"]
        assert ("【逾期未做】" in event["summary"]) == item["overdue"]
        assert item["alias"] in event["summary"]
        description = str(event["description"])
        assert f"“{item['citation']['words']}”" in description
        assert item["norm"] in description
        assert len(event.walk("VALARM")) == (not item["overdue"])
        for alarm in event.walk("VALARM"):
            assert alarm["trigger"].dt == dt.timedelta(days=-3)


def test_the_calendar_file_keeps_the_standard(due, tmp_path):
    path = tmp_path / "due.ics"
    due("--ics", str(path))
    data = path.read_bytes()
    rows = data.split(b"\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert rows[0] == b"BEGIN:VCALENDAR"
    assert rows[-2:] == [b"END:VCALENDAR", b""]
    assert {b"VERSION:2.0", b"PRODID:-//ajx-rules//due//ZH"} <= set(rows)
    assert all(len(row) <= 75 for row in rows)
    for row in data.replace(b"\r\n ", b"").split(b"\r\n"):
        row.decode("utf-8")
    assert sum(row.startswith(b"DTSTART;VALUE=DATE:") for row in rows) == 3


def test_the_calendar_file_has_no_method(due, tmp_path):
    # RFC 5546: a PUBLISH must name an organiser. A file to import has no method.
    path = tmp_path / "due.ics"
    due("--ics", str(path))
    assert b"METHOD" not in path.read_bytes()
    assert b"ORGANIZER" not in path.read_bytes()


def test_with_nothing_due_no_file_is_written(due, tmp_path):
    path = tmp_path / "due.ics"
    # 7 January 2026: the first contract is not concluded yet
    found = due("--ics", str(path), "--as-of", "2026-01-06", "--within", "0")
    assert found.exit_code == 0
    assert found.stderr == f"没有到期的事项，没有写 {path}；如果已有这个文件，没有改动\n"
    assert not path.exists()
    path.write_text("mine", encoding="utf-8")
    due("--ics", str(path), "--as-of", "2026-01-06", "--within", "0")
    assert path.read_text(encoding="utf-8") == "mine"


def test_the_same_run_writes_the_same_file(due, tmp_path):
    one, two = tmp_path / "one.ics", tmp_path / "two.ics"
    due("--ics", str(one))
    due("--ics", str(two))
    assert one.read_bytes() == two.read_bytes()


def test_an_event_keeps_its_uid(due, tmp_path):
    path = tmp_path / "due.ics"
    due("--ics", str(path), "--as-of", "2026-01-08")
    (before,) = events(path)
    due("--ics", str(path), "--as-of", "2026-01-09")  # its own file is written again
    assert list(events(path)) == [before]
    # another reading moves the date, not the event
    due("--ics", str(path), "--as-of", "2026-01-08", "--reading", "day_count.start=include")
    (event,) = events(path).values()
    assert (str(event["uid"]), event["dtstart"].dt) == (before, dt.date(2026, 1, 9))


@pytest.mark.parametrize("name", ["notes.txt", "mine.ics"])
def test_another_file_is_left_alone(due, tmp_path, name):
    path = tmp_path / name
    path.write_text("BEGIN:VCALENDAR\r\nPRODID:-//someone//else//EN\r\n", encoding="utf-8")
    before = path.read_bytes()
    found = due("--ics", str(path))
    assert (found.exit_code, found.stdout) == (2, "")
    assert "没有改动" in found.stderr
    assert path.read_bytes() == before


def test_a_file_that_cannot_be_written(due, tmp_path):
    for path in (tmp_path, tmp_path / "nowhere" / "due.ics", "\0"):
        found = due("--ics", str(path))
        assert (found.exit_code, found.stdout) == (2, "")
        assert "无法写入" in found.stderr


def test_without_the_library_it_says_how_to_install_it(due, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "icalendar", None)
    found = due("--ics", str(tmp_path / "due.ics"))
    assert (found.exit_code, found.stdout) == (2, "")
    assert 'python -m pip install "ajx-rules[calendar-file]"' in found.stderr
    assert due().exit_code == 1  # nothing else needs it


@pytest.mark.parametrize(
    "words",
    [
        ["--within", "-1"],
        ["--within", "1000000000"],
        ["--within", "x"],
        ["--within", "3.5"],
        ["--remind", "3"],
    ],
)
def test_a_wrong_command_line(due, words):
    found = due(*words)
    assert (found.exit_code, found.stdout) == (2, "")
    assert found.stderr.startswith("错误：")


def test_a_date_at_the_end_of_time(due):
    found = due("--as-of", "9999-12-31", "--within", "3660")
    assert found.exit_code == 2
    assert "程序内部" not in found.stderr


def test_a_ledger_that_is_wrong(ajx, rules, tmp_path):
    path = tmp_path / "ledger.json"
    path.write_text("", encoding="utf-8")
    assert ajx("due", str(path), "--regulation", rules).exit_code == 2
    assert ajx("due", "-", "--regulation", rules, input="").exit_code == 2
