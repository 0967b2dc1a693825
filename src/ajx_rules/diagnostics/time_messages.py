"""What can be wrong with a question about statutory time (``ajx workday``, ``ajx calendar``), code by code."""

from __future__ import annotations

from ajx_rules.diagnostics.entry import Entry

_WRITTEN_ZH = "写作 2025-01-15 +20、2025-01-15 -5 或 2025-01-15..2025-02-20；数目后可写单位，如 +15日、+1个月"
_WRITTEN_EN = (
    "write 2025-01-15 +20, 2025-01-15 -5 or 2025-01-15..2025-02-20; a unit may follow, such as +15 days"
)

TIME_MESSAGES: dict[str, Entry] = {
    "C001": Entry(
        "看不懂“{text}”，要的是一个日期和要数的数目，或者起止两个日期",
        "“{text}” cannot be read: a date and a number to count, or two dates, is expected",
        _WRITTEN_ZH,
        _WRITTEN_EN,
    ),
    "C002": Entry(
        "没有 {text} 这一天", "there is no day {text}", "日期写作 2025-01-15", "a day is written 2025-01-15"
    ),
    "C003": Entry("“{text}”：{zh}", "“{text}”: {en}"),
    "C004": Entry(
        "数目 {value} 太大", "the number {value} is too large", "最多九位数字", "nine digits at most"
    ),
    "C005": Entry(
        "“{text}”：两个日期之间不能按{unit}数",
        "“{text}”: what lies between two dates is not counted in {unit_en}",
        "两个日期之间数工作日或者日",
        "between two dates, working days or calendar days are counted",
    ),
    "C006": Entry(
        "“{text}”按{unit}数，起始日不能计入",
        "“{text}” counts {unit_en}: the first day cannot be counted too",
        "起始日计入（--start include）只用于工作日",
        "counting the first day (--start include) is for working days",
    ),
    "C007": Entry(
        "{file} 里没有要数的日子",
        "{file} holds nothing to count",
        "每行一个，" + _WRITTEN_ZH,
        "one a line; " + _WRITTEN_EN,
    ),
    "C008": Entry(
        "“{text}”写了钟点，但不是按小时数",
        "“{text}” gives a time of day, but does not count hours",
        "按小时数的写作 2025-01-15 09:30 +48小时；其他的只写日期",
        "hours are written 2025-01-15 09:30 +48 hours; for anything else give the date alone",
    ),
    "C009": Entry(
        "“{text}”不是年份，也不是年份和月份",
        "“{text}” is neither a year nor a year and month",
        "写作 2026 或 2026-10",
        "write 2026 or 2026-10",
    ),
    "C010": Entry(
        "{file} 不存在或无法读取",
        "{file} does not exist or cannot be read",
        "请检查路径和读取权限；" + _WRITTEN_ZH,
        "check the path and the permission to read; " + _WRITTEN_EN,
    ),
}
