"""From TOML to notices: each entry is read on its own; what is wrong with it is reported, not raised."""

import re
import tomllib
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from attrs import field, frozen

from ajx_rules.calendar.checks import check_notices
from ajx_rules.calendar.errors import CalendarDataError, CalendarProblem
from ajx_rules.calendar.notices import FestivalDays, Notice
from ajx_rules.calendar.statutory import FESTIVALS

_NOTICE_KEYS = ("number", "date", "title", "year", "published", "seen", "amends", "festival")
_FESTIVAL_KEYS = ("name", "name_en", "off", "work", "text")
_RANGE_KEYS = ("from", "to")
_LONGEST_RANGE = 31


def read_notices(folder: Path) -> tuple[Notice, ...]:
    """Read and check every notice in the TOML files of a folder, or in one file.

    Returns:
        The notices in the order of the files' names and of the entries in them.

    Raises:
        CalendarDataError: anything is wrong; the error lists everything that is.
    """
    notices, problems = read_folder(folder)
    problems += check_notices(notices, complete=not problems)
    if problems:
        problems.sort(key=lambda problem: (problem.file, problem.line or 0))
        raise CalendarDataError(tuple(problems))
    return notices


def read_folder(folder: Path) -> tuple[tuple[Notice, ...], list[CalendarProblem]]:
    """Read all ``*.toml`` files of a folder, or one file.

    Returns:
        What is well formed of the notices (an entry that is not is left out), and the problems.
    """
    files = [folder] if folder.is_file() else sorted(folder.glob("*.toml"))
    if not files:
        problem = CalendarProblem(
            "这里没有放假通知数据（*.toml）。", "There are no notices here (*.toml).", str(folder), ""
        )
        return (), [problem]
    notices: list[Notice] = []
    problems: list[CalendarProblem] = []
    for file in files:
        found, wrong = _read_file(file)
        notices += found
        problems += wrong
    return tuple(notices), problems


def _read_file(file: Path) -> tuple[list[Notice], list[CalendarProblem]]:
    try:
        text = file.read_text(encoding="utf-8")
        raw = tomllib.loads(text)
    except UnicodeDecodeError:
        return [], [_unreadable(file, "不是 UTF-8 编码", "it is not UTF-8")]
    except (ValueError, RecursionError) as error:  # TOMLDecodeError; a number or a nesting beyond all bounds
        return [], [_unreadable(file, f"TOML 格式有误：{error}", f"it is not valid TOML: {error}")]
    except OSError as error:
        return [], [_unreadable(file, str(error.strerror), str(error.strerror))]
    problems: list[CalendarProblem] = []
    top = _Table(raw, file.name, "", None, problems)
    top.check_keys(("notice",))
    lines = _entry_lines(text)
    notices = []
    for table in top.tables("notice"):
        line, festival_lines = next(lines, (None, []))
        entry = _Table(table, file.name, _title_of(table), line, problems)
        notice = _read_notice(entry, festival_lines)
        if notice.year:
            notices.append(notice)
    return notices, problems


def _unreadable(file: Path, reason_zh: str, reason_en: str) -> CalendarProblem:
    return CalendarProblem(
        f"文件无法读取：{reason_zh}。", f"The file cannot be read: {reason_en}.", file.name, ""
    )


def _entry_lines(text: str) -> Iterator[tuple[int | None, list[int]]]:
    """Return the line of each ``[[notice]]`` and those of its festivals; tomllib does not tell them."""
    found: list[tuple[int | None, list[int]]] = []
    for number, line in enumerate(text.splitlines(), start=1):
        header = re.match(r"\s*\[\[\s*([\w.\s]+?)\s*\]\]", line)
        if not header:
            continue
        if header[1] == "notice":
            found.append((number, []))
        elif found:
            found[-1][1].append(number)
    return iter(found)


def _title_of(table: dict[str, Any]) -> str:
    return str(table.get("number") or table.get("title") or "[[notice]]")


def _read_notice(entry: "_Table", festival_lines: list[int]) -> Notice:
    entry.check_keys(_NOTICE_KEYS)
    festivals = []
    for index, table in enumerate(entry.tables("festival")):
        line = festival_lines[index] if index < len(festival_lines) else entry.line
        place = f"{entry.place} › {table.get('name', '[[notice.festival]]')}"
        before = len(entry.problems)
        festival = _read_festival(_Table(table, entry.file, place, line, entry.problems))
        if len(entry.problems) == before:
            festivals.append(festival)
    return Notice(
        number=entry.text("number"),
        issued=entry.day("date"),
        title=entry.text("title", empty=False),
        year=entry.year("year"),
        published=entry.text("published"),
        seen=entry.texts("seen"),
        amends=entry.text("amends", default=""),
        festivals=tuple(festivals),
        file=entry.file,
        line=entry.line,
    )


def _read_festival(entry: "_Table") -> FestivalDays:
    entry.check_keys(_FESTIVAL_KEYS)
    names = tuple(name.strip() for name in entry.text("name", empty=False).split("、"))
    return FestivalDays(
        names=names,
        name_en=entry.text("name_en", default=" and ".join(FESTIVALS.get(name, name) for name in names)),
        off=entry.days("off"),
        work=entry.days("work", required=False),
        text=entry.text("text"),
        line=entry.line,
    )


@frozen
class _Table:
    """One table of the file; each method reads one key and reports what is wrong with it."""

    values: dict[str, Any]
    file: str
    place: str
    line: int | None
    problems: list[CalendarProblem] = field(repr=False)

    def report(self, message_zh: str, message_en: str) -> None:
        self.problems.append(CalendarProblem(message_zh, message_en, self.file, self.place, self.line))

    def check_keys(self, known: tuple[str, ...]) -> None:
        for key in self.values:
            if key not in known:
                from difflib import get_close_matches

                near = get_close_matches(key, known, 1)
                self.report(
                    f"不认识 {key}"
                    + (f"，是不是 {near[0]}？" if near else f"，这里可以写 {'、'.join(known)}。"),
                    f"{key} is not known here; "
                    + (f"is it {near[0]}?" if near else f"known: {', '.join(known)}."),
                )

    def missing(self, key: str, hint_zh: str = "", hint_en: str = "") -> None:
        self.report(f"缺少 {key}{hint_zh}。", f"{key} is missing{hint_en}.")

    def text(self, key: str, *, default: str | None = None, empty: bool = True) -> str:
        value = self.values.get(key, default)
        if value is None or (value == "" and not empty):
            self.missing(
                key, '（没有的写 ""）' if empty else "", ' (write "" if there is none)' if empty else ""
            )
            return ""
        if not isinstance(value, str):
            self.report(f"{key} 应写成文字，放在引号里。", f"{key} must be a text in quotes.")
            return ""
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.report(f"{key} 应是方括号里的几段文字。", f"{key} must be a list of texts.")
            return ()
        return tuple(value)

    def year(self, key: str) -> int:
        value = self.values.get(key)
        if value is None:
            self.missing(key)
        elif type(value) is not int or not date.min.year < value < date.max.year:
            self.report(f"{key} 应是四位年份，不加引号。", f"{key} must be a year, without quotes.")
        else:
            return value
        return 0

    def day(self, key: str) -> date | None:
        value = self.values.get(key)
        if value is None:
            self.missing(key, '（没有亲眼见到就写 ""）', ' (write "" if it has not been seen)')
        elif value != "" and not _is_day(value):
            self.report(
                f"{key} 应写成 2025-11-04 这样的日期，不加引号。", f"{key} must be a date without quotes."
            )
        return value if _is_day(value) else None

    def days(self, key: str, *, required: bool = True) -> tuple[date, ...]:
        value = self.values.get(key)
        if value is None:
            if required:
                self.missing(key)
            return ()
        if not isinstance(value, list) or (required and not value):
            self.report(f"{key} 应是方括号里的日期。", f"{key} must be a list of dates.")
            return ()
        found = sorted(day for item in value for day in self._days_of(key, item))
        for day, following in pairwise(found):
            if day == following:
                self.report(f"{key} 中 {day} 写了两次。", f"{key} has {day} twice.")
        return tuple(found)

    def _days_of(self, key: str, item: object) -> list[date]:
        if isinstance(item, date) and _is_day(item):
            return [item]
        if (
            not isinstance(item, dict)
            or set(item) != set(_RANGE_KEYS)
            or not all(map(_is_day, item.values()))
        ):
            self.report(
                f"{key} 的每一项应是日期，或 {{ from = 2026-01-01, to = 2026-01-03 }}，日期不加引号。",
                f"each item of {key} must be a date, or {{ from = date, to = date }}, without quotes.",
            )
            return []
        first, last = item["from"], item["to"]
        length = (last - first).days + 1
        if length < 1:
            self.report(
                f"{key} 从 {first} 到 {last}，先后颠倒。", f"{key} runs backwards, from {first} to {last}."
            )
        elif length > _LONGEST_RANGE:
            self.report(
                f"{key} 从 {first} 到 {last}，共{length}天，不会有这么长的假期。",
                f"{key} from {first} to {last} has {length} days; no holiday is that long.",
            )
        else:
            return [first + timedelta(days=offset) for offset in range(length)]
        return []

    def tables(self, key: str) -> list[dict[str, Any]]:
        value = self.values.get(key)
        if isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
            return value
        name = f"[[{key}]]" if key == "notice" else f"[[notice.{key}]]"
        self.report(f"缺少 {name} 条目。", f"There is no {name} entry.")
        return []


def _is_day(value: object) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)
