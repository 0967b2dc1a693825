"""Words of everyday and official Chinese that the rule language writes otherwise: 以内 → 内, 没有 → 未.

Looked at only where a sentence could not be read, so that a habit is answered with the word
to write and not with a list of everything that might stand there.
"""

from __future__ import annotations

from typing import Final

import attrs

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
    ("在", "“于”"),
    ("【", "“｛”"),
    ("“", "“「”"),
    ("万", "“万元”"),
)


@attrs.frozen
class Habit:
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


def habit_at(text: str, at: int) -> Habit | None:
    """The habit that a sentence could not be read for at a place; the longest, of several.

    >>> found = habit_at("自发现之日起10个工作日以内", 12)
    >>> found.word, found.instead
    ('以内', '“内”')
    >>> habit_at("已提醒整改", 0) is None
    True
    """
    found = [
        Habit(begin, begin + len(word), word, instead)
        for word, instead in _HABITS
        for begin in range(max(0, at - len(word) + 1), at + 1)
        if text.startswith(word, begin)
    ]
    return max(found, key=lambda habit: habit.end - habit.start, default=None)
