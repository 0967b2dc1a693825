"""Words of everyday and official Chinese that the rule language writes otherwise: 以内 → 内, 没有 → 未.

Looked at only where a sentence could not be read, so that a habit is answered with the word
to write and not with a list of everything that might stand there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import attrs

from ajx_rules.by_parts import ByParts

_HABITS: Final = (
    ("之内", "“内”"),
    ("以内", "“内”"),
    ("之后", "“以后”"),
    ("后", "“以后”"),
    ("之前", "“前”"),
    ("以前", "“前”"),
    ("已经", "“已”"),
    ("已然", "“已”"),
    ("没有", "“未”（没有做）或“无”（没有记录）"),
    ("没", "“未”（没有做）或“无”（没有记录）"),
    ("未有", "“无”"),
    ("不是", "“非……为……”"),
    ("是", "“为”"),
    ("等于", "“为”"),
    ("==", "“为”"),
    ("=", "“为”"),
    ("≠", "“非……为……”"),
    ("大于等于", "“不少于”"),
    ("大于或等于", "“不少于”"),
    (">=", "“不少于”"),
    ("≥", "“不少于”"),
    ("至少", "“不少于”"),
    ("最少", "“不少于”"),
    ("小于等于", "“不超过”"),
    ("小于或等于", "“不超过”"),
    ("<=", "“不超过”"),
    ("≤", "“不超过”"),
    ("至多", "“不超过”"),
    ("最多", "“不超过”"),
    (">", "“多于”"),
    ("<", "“少于”"),
    ("的次数", "“的数量”"),
    ("次数", "“数量”"),
    ("并且", "“且”"),
    ("而且", "“且”"),
    ("以及", "“、”（并列的词）或“且”（两句话）"),
    ("或者", "“或”"),
    ("，且", "“且”"),
    ("，并且", "“且”"),
    ("，并", "“且”"),
    ("，或", "“或”"),
    ("，或者", "“或”"),
    ("和", "“、”（并列的词）或“且”（两句话）"),
    ("与", "“、”（并列的词）或“且”（两句话）"),
    ("及", "“、”（并列的词）或“且”（两句话）"),
    ("并", "“且”"),
    ("，", "“且”或“或”"),
    ("。", ""),
    ("；", ""),
    ("！", ""),
    ("天", "“日”"),
    ("分钟", "“小时”（不满一小时的，写不成期限）"),
    ("之时", "“之日”（钟点照样算）"),
    ("百分之", "“%”：百分之十二写作12%"),
    ("每两年", "“每2年”"),
    ("每三年", "“每3年”"),
    ("各", "“每”和量词，如每份、每次"),
    ("所有", "“全部”"),
    ("每一", "“每”加量词，如每处、每份"),
    ("必须", ""),
    ("必需", ""),
    ("须", ""),
    ("不足", "“低于”"),
    ("不满", "“低于”"),
    ("自然日", "“日”"),
    ("个自然日", "“日”"),
    ("工作日", "“个工作日”"),
    ("及以上", "“不低于……”，写在词的前面"),
    ("及以下", "“不高于……”，写在词的前面"),
    ("在", "“自”（在……起）或“于”（在某日）"),
    ("【", "“｛”"),
    ("“", "“「”"),
    ("万", "“万元”"),
)


_PATTERNS: Final = (
    (re.compile("(?P<n>[0-9]+)(?:天|个?自然日)"), "“{n}日”"),
    (re.compile("(?P<n>[0-9]+)工作日"), "“{n}个工作日”"),
)
_OF_CASES: Final = (
    (
        re.compile("(?P<act>[^为；，]+?)(?:之日|日期|时间)为(?P<day>[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日)"),
        "“于{day}{act}”",
    ),
    (re.compile("(?:上午)?(?P<h>[0-9]{1,2})：00"), "“{h}时”"),
    (re.compile("(?:上午)?(?P<h>[0-9]{1,2})：(?P<m>[0-5][0-9])"), "“{h}时{m}分”"),
    (re.compile("上午(?P<h>[0-9]{1,2})时"), "“{h}时”"),
    (re.compile("下午[0-9]{1,2}[时：]"), "二十四小时的钟点，如“15时”"),
    (re.compile("逾期(?P<n>[0-9]+[^，；]*)"), "“迟{n}”"),
    (re.compile("^全部(?!记录)"), "“全部记录至2025年6月30日”"),
    (
        re.compile("(?<=[为对、])(?P<n>[^「」为对，；、（）｛｝ ]+)(?=$|[为，；、])"),
        "“「{n}」”（名字用「」括起来）",
    ),
)
"""What is written otherwise in the sentences of a case; a name without its 「」 last."""


@attrs.frozen(eq=False, repr=False)
class Habit(ByParts):
    """A habit at its place: characters ``start`` to ``end`` of a sentence, and what to write for them."""

    start: int
    end: int
    word: str
    instead: str


def habit_within(text: str, start: int, end: int) -> Habit | None:
    """The first sign of mathematics in a stretch of text, such as >= within 人数>=.

    >>> found = habit_within("服务人数>=3人", 2, 6)
    >>> found.word, found.instead
    ('>=', '“不少于”')
    """
    signs = (habit_at(text, at) for at in range(start, end) if text[at] in "<>=≥≤≠")
    return next((habit for habit in signs if habit is not None), None)


def habit_of_case(text: str, at: int) -> Habit | None:
    """The habit that a sentence of a case could not be read for at a place.

    >>> habit_of_case("提醒整改之日为2025年6月3日", 7).instead
    '“于2025年6月3日提醒整改”'
    >>> habit_of_case("服务对象为甲厂", 5).instead, habit_of_case("1-1对漏为违反", 4).word
    ('“「甲厂」”（名字用「」括起来）', '漏')
    """
    return _pattern_at(_OF_CASES, text, at)


def _pattern_at(patterns: Sequence[tuple[re.Pattern[str], str]], text: str, at: int) -> Habit | None:
    for pattern, instead in patterns:
        for found in pattern.finditer(text):
            if found.start() <= at < found.end():
                said = instead
                for name, value in found.groupdict().items():
                    said = said.replace("{" + name + "}", value)
                return Habit(found.start(), found.end(), found.group(), said)
    return None


def habit_at(text: str, at: int) -> Habit | None:
    """The habit that a sentence could not be read for at a place; the longest, of several.

    >>> found = habit_at("自发现之日起10个工作日以内", 12)
    >>> found.word, found.instead
    ('以内', '“内”')
    >>> habit_at("已提醒整改", 0) is None
    True
    """
    shaped = _pattern_at(_PATTERNS, text, at)
    if shaped is not None:
        return shaped
    if text.startswith("，", at) and text.rfind("｛", 0, at) > text.rfind("｝", 0, at):
        return Habit(at, at + 1, "，", "“、”（｛｝里的词）")
    found = [
        Habit(begin, begin + len(word), word, instead)
        for word, instead in _HABITS
        for begin in range(max(0, at - len(word) + 1), at + 1)
        if text.startswith(word, begin)
    ]
    return max(found, key=lambda habit: habit.end - habit.start, default=None)
