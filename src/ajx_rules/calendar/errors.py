"""What can go wrong with a calendar: its data is wrong, or a question reaches a year it cannot answer for."""

from attrs import frozen

from ajx_rules.by_parts import ByParts


@frozen(eq=False, repr=False)
class CalendarProblem(ByParts):
    """One thing wrong in the calendar data, said plainly, and where it stands.

    >>> problem = CalendarProblem(
    ...     "调休上班日 2026-01-05 是周一。", "2026-01-05 is a Monday.", "cn.toml", "元旦", 12
    ... )
    >>> print(problem)
    cn.toml:12（元旦）：调休上班日 2026-01-05 是周一。
    """

    message_zh: str
    message_en: str
    file: str
    """Name of the file, as an analyst knows it, without its folder."""
    place: str
    """Where in the file: the notice, the festival, the key, in the words of the file."""
    line: int | None = None
    """Line on which the entry begins, counted from 1."""

    def __str__(self) -> str:
        """Return the Chinese message with its place."""
        return self.text("zh")

    def text(self, language: str = "zh") -> str:
        """Return the message with its place, in Chinese (``zh``) or English (``en``)."""
        where = f"{self.file}:{self.line}" if self.line else self.file
        if language == "zh":
            return (
                f"{where}（{self.place}）：{self.message_zh}" if self.place else f"{where}：{self.message_zh}"
            )
        return f"{where} ({self.place}): {self.message_en}" if self.place else f"{where}: {self.message_en}"


class CalendarDataError(Exception):
    """The calendar data cannot be used; ``problems`` lists everything that is wrong with it.

    >>> error = CalendarDataError((CalendarProblem("没有通知。", "There is no notice.", "cn.toml", ""),))
    >>> print(error)
    日历数据有1处问题：
    cn.toml：没有通知。
    """

    def __init__(self, problems: tuple[CalendarProblem, ...]) -> None:
        """Keep the problems, in the order in which they stand in the files."""
        super().__init__(problems)
        self.problems = problems

    def __str__(self) -> str:
        """Return all problems in Chinese, one a line."""
        return self.text("zh")

    def text(self, language: str = "zh") -> str:
        """Return all problems, one a line, in Chinese (``zh``) or English (``en``)."""
        count = len(self.problems)
        head = (
            f"日历数据有{count}处问题："
            if language == "zh"
            else f"The calendar data has {count} problem{'' if count == 1 else 's'}:"
        )
        return "\n".join([head, *(problem.text(language) for problem in self.problems)])


class CalendarYearError(Exception):
    """A question reaches a year for which the calendar can give no answer; ``year`` names it.

    Raised for a year before the first notice on file, for a year that is past and has no notice, and for one
    so far ahead that a date would be a guess.

    >>> error = CalendarYearError(2013, "没有2013年的放假通知。", "There is no notice for 2013.")
    >>> error.year, error.message_en
    (2013, 'There is no notice for 2013.')
    """

    def __init__(self, year: int, message_zh: str, message_en: str) -> None:
        """Keep the year and the message in both languages."""
        super().__init__(year, message_zh, message_en)
        self.year = year
        self.message_zh = message_zh
        self.message_en = message_en

    def __str__(self) -> str:
        """Return the Chinese message."""
        return self.message_zh
