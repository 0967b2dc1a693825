"""Chinese and English for what reports say: dates, counts, and the names of things in the ledger.

Quotations, names and the words of rule files stay Chinese in both languages.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final, cast

import attrs

from ajx_rules.diagnostics.record import Language
from ajx_rules.engines.verdict import Status

if TYPE_CHECKING:
    from ajx_rules.engines.values import Missing
    from ajx_rules.engines.verdict import Subject

_WEEKDAYS: Final = {"zh": "一二三四五六日", "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}
_UNITS: Final = {"个工作日": "working day", "日": "day", "小时": "hour", "个月": "month", "年": "year"}
_PARTIES: Final = {"Policyholder": "本单位", "Insurer": "本机构", "ThirdParty": "该机构"}
_NAMED: Final = re.compile(r"([^「」]*)「([^」]*)」")

# What the engine says in Chinese, in English; what is not here stays as it is.
_ENGLISH: Final[tuple[tuple[str, str], ...]] = (
    (
        r"还差(\d+)种（已有(\d+)种，免责(\d+)种，应有(\d+)种）",
        r"\1 lacking (\2 kinds delivered, \3 excused, of \4)",
    ),
    (r"还差(\S+?)[种次]（已有(\S+?)，应有(\S+?)）", r"\1 lacking (\2 of \3)"),
    (r"已有(\d+)种，免责(\d+)种，应有(\d+)种", r"\1 kinds delivered, \2 excused, of \3"),
    (r"台账上有(\S+?)，应有(\S+)", r"\1 on record, \2 needed"),
    (r"，或者", ", or "),
    (r"条件不成立", "its condition is not met"),
    (
        r"“(\S+?)”是任意连续的一段时间：不计算，由人判断",
        r"“\1” is a rolling period: not computed, left to a person",
    ),
    (r"在(\S+?)以外", r"outside \1"),
    (r"该年度尚未开始", "the year has not begun"),
    (
        r"保险合同已提前解除，尚未到期的义务随之终止",
        "the contract was ended early, and what was not yet due lapsed",
    ),
    (r"未续保，区间没有满", "cover was not renewed: the span of years was not completed"),
    (r"次年不在本档，区间中断", "the next year is in another tier: the span of years was broken off"),
    (r"数年为一个区间，结论记在区间的末年", "several years are one window; the verdict stands in the last"),
    (r"例外“(.+)”改变了期限", r"exception “\1” moved the due date"),
    (r"例外“(.+)”", r"exception “\1”"),
    (
        r"发生在本指引施行以前或者失效以后",
        "it arose before the instrument came into force, or after it lapsed",
    ),
    (r"年度跨越施行或失效之日", "the year straddles the day of commencement or of lapse"),
    (
        r"以本机构参数“(.+)”（(\d+)(\S+)）衡量，不是本指引的要求",
        r"measured against the organisation's own parameter “\1” (\2 \3), which is not in the guideline",
    ),
    (
        r"按已有的记录已经做过；全年进行的，年度终了才能认定",
        "done on the records so far; what goes on all year is settled when the year is over",
    ),
    (
        r"按已有的记录不符合；年度终了以前还可能变化",
        "not met on the records so far; that may change before the year is over",
    ),
    (
        r"按已有的记录已经达到；年度终了以前还可能变化",
        "met on the records so far; that may change before the year ends",
    ),
)
_VALUES: Final = {
    "是": "yes",
    "否": "no",
    "否／尚未发生": "no, or not yet",
    "尚未发生": "not yet",
    "不详": "not known",
}


@attrs.frozen
class Tongue:
    """One language.

    >>> zh, en = Tongue("zh"), Tongue("en")
    >>> zh("是", "yes"), en("是", "yes")
    ('是', 'yes')
    """

    lang: Language = "zh"

    def __call__(self, zh: str, en: str) -> str:
        """Choose one of two texts."""
        return zh if self.lang == "zh" else en

    # ------------------------------------------------------------ dates and counts

    def day(self, day: dt.date) -> str:
        """Return a date with its weekday.

        >>> from datetime import date
        >>> Tongue("zh").day(date(2026, 11, 23)), Tongue("en").day(date(2026, 11, 23))
        ('2026-11-23（周一）', '2026-11-23 (Mon)')
        """
        weekday = _WEEKDAYS[self.lang][day.weekday()]
        return self(f"{day.isoformat()}（周{weekday}）", f"{day.isoformat()} ({weekday})")

    def not_before(self, day: str) -> str:
        """Return a date that is the earliest possible, where the latest is not known.

        >>> Tongue("zh").not_before("2026-11-23"), Tongue("en").not_before("2026-11-23")
        ('不早于2026-11-23', 'not before 2026-11-23')
        """
        return self(f"不早于{day}", f"not before {day}")

    def left(self, due: dt.date, as_of: dt.date) -> str:
        """Return how long there is until a day, or how long it is past.

        >>> from datetime import date
        >>> Tongue("zh").left(date(2026, 11, 27), date(2026, 11, 23))
        '还有4天'
        >>> Tongue("en").left(date(2026, 11, 22), date(2026, 11, 23))
        '1 day ago'
        """
        days = (due - as_of).days
        if days == 0:
            return self("已于当日终了届满", "expired at the end of that day")
        if days > 0:
            return self(f"还有{days}天", f"{self.number(days, 'day')} left")
        return self(f"已过{-days}天", f"{self.number(-days, 'day')} ago")

    def number(self, count: int, word: str, plural: str = "") -> str:
        """Return a count with its English noun.

        >>> Tongue("en").number(1, "day"), Tongue("en").number(2, "day")
        ('1 day', '2 days')
        """
        return f"{count} {word if count == 1 else plural or word + 's'}"

    def delay(self, count: int, unit: str) -> str:
        """Return how late something was.

        >>> Tongue("zh").delay(2, "个工作日"), Tongue("en").delay(2, "个工作日")
        ('迟2个工作日', '2 working days late')

        A day of rest after the last working day is late too:

        >>> Tongue("zh").delay(0, "个工作日"), Tongue("en").delay(0, "个工作日")
        ('迟不足1个工作日', 'less than 1 working day late')
        """
        if not count:
            return self(f"迟不足1{unit}", f"less than {self.number(1, _UNITS.get(unit, unit))} late")
        return self(f"迟{count}{unit}", f"{self.number(count, _UNITS.get(unit, unit))} late")

    # ------------------------------------------------------------ lists

    def join(self, items: Iterable[str]) -> str:
        """Return a list in a row.

        >>> Tongue("zh").join(["甲", "乙"]), Tongue("en").join(["a", "b"])
        ('甲、乙', 'a, b')
        """
        return self("、", ", ").join(items)

    def clauses(self, items: Iterable[str]) -> str:
        """Return clauses in a row, empty ones left out.

        >>> Tongue("zh").clauses(["期限2026-01-31", "", "还差1次"])
        '期限2026-01-31；还差1次'
        """
        return self("；", "; ").join(item for item in items if item)

    def quote(self, words: str) -> str:
        """Return Chinese words in quotation marks.

        >>> Tongue("en").quote("及时")
        '“及时”'
        """
        return f"“{words}”"

    def statuses(self, found: Iterable[Status]) -> str:
        """Return statuses in a row.

        >>> Tongue("zh").statuses([Status.BREACH, Status.OPEN])
        '违反、未履行'
        """
        return self.join(self.status(each) for each in found)

    def status(self, status: Status) -> str:
        """Return a status in few columns.

        >>> Tongue("zh").status(Status.OPEN), Tongue("en").status(Status.NOT_APPLICABLE)
        ('未履行', 'not applicable')
        """
        return status.label(self.lang).partition("（")[0]

    # ------------------------------------------------------------ what the engine says

    def engine(self, text: str) -> str:
        """Return what the engine says in Chinese in this language, as far as it is known.

        >>> Tongue("en").engine("还差1次（已有0，应有1）")
        '1 lacking (0 of 1)'
        """
        if self.lang == "zh":
            return text
        for pattern, english in _ENGLISH:
            text = re.sub(pattern, english, text)
        return text

    def value(self, value: str) -> str:
        """Return the value of a fact.

        >>> Tongue("en").value("不详"), Tongue("zh").value("")
        ('not known', '（空）')
        """
        if not value.strip():
            return self("（空）", "(left blank)")
        if self.lang == "zh":
            return value
        return _VALUES.get(value, value)

    def thing(self, label: str) -> str:
        """Return the name of something in the ledger.

        >>> print(Tongue("en").thing("服务「S1」的完成日期"))
        service S1: completed on
        """
        return label if self.lang == "zh" else _thing_en(label)

    def missing(self, missing: Missing) -> str:
        """Return what is missing, whole.

        >>> from ajx_rules.engines.values import Missing
        >>> lack = Missing("complete", "$", "投保单位「甲矿」的拒绝服务是否齐备", "")
        >>> Tongue("en").missing(lack)
        'whether the list of refusal of service records is complete (policyholder 甲矿)'
        """
        return self.thing(missing.label)

    def about(self, missing: Missing) -> str:
        """Return what is missing without saying of whom, where the place is told otherwise.

        >>> from ajx_rules.engines.values import Missing
        >>> Tongue("zh").about(Missing("complete", "$", "投保单位「甲矿」的拒绝服务是否齐备", ""))
        '拒绝服务记录是否齐备'
        """
        if missing.kind != "complete":
            return self.thing(missing.label)
        listed = missing.label.rpartition("的")[2].removesuffix("是否齐备")
        return self(
            f"{records(listed)}是否齐备", f"whether the list of {english_class(listed)} records is complete"
        )

    def party(self, kind: str) -> str:
        """Return the name of a party or a class.

        >>> Tongue("zh").party("保险机构"), Tongue("en").party("保险机构")
        ('保险机构', 'insurer')
        """
        return kind if self.lang == "zh" else english_class(kind)

    def subject(self, subject: Subject, within: str = "") -> str:
        """Return the subject of a verdict; ``within`` is the name of a policyholder that need not be said again.

        >>> from ajx_rules.engines.verdict import Subject
        >>> year = Subject(
        ...     "InsuredYear", "C1#1", "投保单位「甲矿」第1个保险年度（PG1）", "$", "P1", None, "1"
        ... )
        >>> Tongue("zh").subject(year, "甲矿"), Tongue("en").subject(year)
        ('第1个保险年度（PG1）', 'policyholder 甲矿, policy year 1 (PG1)')
        """
        if self.lang == "en":
            return _subject_en(subject, within)
        label = _distinct(subject)
        if not within:
            return label
        if subject.kind in _PARTIES and label.endswith(f"「{within}」"):
            return _PARTIES[subject.kind]
        label = label.removeprefix(f"{_class_label('Insurer')}「{within}」")
        return _naming(within).sub("", label) or label


def endless(latest: dt.date | None) -> bool:
    """Whether the latest day of a range is the end of time: then it is not known how late it may be.

    >>> from datetime import date
    >>> endless(date(9999, 12, 31)), endless(date(2026, 11, 23)), endless(None)
    (True, False, False)
    """
    return latest is not None and latest.year == dt.date.max.year


def name_in(subject: Subject) -> str | None:
    """Return the name of the policyholder in a subject's label, if it is there.

    >>> from ajx_rules.engines.verdict import Subject
    >>> name_in(Subject("Recipient", "R", "服务「S1」对投保单位「甲矿」", "$", "P1", "I"))
    '甲矿'
    """
    return _named("Policyholder", subject)


def insurer_in(subject: Subject) -> str | None:
    """Return the name of the insurer in a subject's label, if it is there.

    >>> from ajx_rules.engines.verdict import Subject
    >>> insurer_in(
    ...     Subject("InsurerCalendarYear", "I#2025", "保险机构「安泰」2025年度", "$", None, "I", "2025")
    ... )
    '安泰'
    """
    return _named("Insurer", subject)


def third_party_in(subject: Subject) -> str | None:
    """Return the name of the third party in a subject's label, if it is there.

    >>> from ajx_rules.engines.verdict import Subject
    >>> third_party_in(Subject("ThirdParty", "TP", "第三方服务机构「正衡」", "$"))
    '正衡'
    """
    return _named("ThirdParty", subject)


def records_of(subject: Subject) -> str:
    """Return the name of a subject's class.

    >>> from ajx_rules.engines.verdict import Subject
    >>> records_of(Subject("Finding", "FN", "认定和诚信记录「FN」", "$"))
    '认定和诚信记录'
    """
    return _class_label(subject.kind)


def records(label: str) -> str:
    """Return the Chinese name of the records of a class.

    >>> records("服务"), records("沟通记录"), records("上传和报送回执")
    ('服务记录', '沟通记录', '上传和报送回执')
    """
    return label if label.endswith(("记录", "回执")) else label + "记录"


def english_class(label: str) -> str:
    """Return the English name of a class by its Chinese label; the label itself, where there is none.

    >>> english_class("投保单位"), english_class("没有的类")
    ('policyholder', '没有的类')
    """
    from ajx_rules.compiler.schema import schema

    found = schema().by_label(label)
    return found.english if found else label


def _distinct(subject: Subject) -> str:
    """Return the label of a subject, with its id where the label names no more than the policyholder."""
    if subject.kind == "Policyholder" or not _name_of_a("Policyholder").fullmatch(subject.label):
        return subject.label
    return f"{subject.label}的{_class_label(subject.kind)}「{subject.id.partition('>')[0]}」"


def _named(cls: str, subject: Subject) -> str | None:
    found = _name_of_a(cls).search(subject.label)
    return found[1] if found else None


@lru_cache(maxsize=1 << 10)
def _naming(policyholder: str) -> re.Pattern[str]:
    """The words of a label that name a policyholder."""
    return re.compile(rf"对?{re.escape(_class_label('Policyholder'))}「{re.escape(policyholder)}」的?")


@cache
def _name_of_a(cls: str) -> re.Pattern[str]:
    return re.compile(rf"{re.escape(_class_label(cls))}「([^」]*)」")


def _class_label(name: str) -> str:
    from ajx_rules.compiler.schema import schema

    return schema().classes[name].label


def _things(label: str) -> list[str]:
    """Return each named thing of a label: class and name."""
    pairs = cast("list[tuple[str, str]]", _NAMED.findall(label))
    return [f"{english_class(kind.lstrip('的对'))} {name}" for kind, name in pairs]


def _thing_en(label: str) -> str:
    owner, _, rest = label.rpartition("」")
    things = _things(label)
    if not things:
        return label
    whose = " of ".join(reversed(things))
    if rest.endswith("是否齐备"):
        listed = english_class(rest.removeprefix("的").removesuffix("是否齐备"))
        return f"whether the list of {listed} records is complete ({whose})"
    if rest.startswith("："):
        return f"{whose}: {rest[1:]}"
    if not rest:
        return whose
    return f"{whose}: {_field_en(owner, rest.removeprefix('的'))}"


def _field_en(owner: str, label: str) -> str:
    from ajx_rules.domain.catalogue import catalogue
    from ajx_rules.domain.derived import DERIVED_CLASSES

    name = owner.rpartition("「")[0].rpartition("」")[2].lstrip("的对")
    found = catalogue().find(name)
    own = {field.label: field.english for field in found.fields.values()} if found else {}
    derived = {member.label: member.english for each in DERIVED_CLASSES for member in each.members}
    return own.get(label) or derived.get(label) or label


def _subject_en(subject: Subject, within: str) -> str:
    label = _distinct(subject)
    things = _things(label)
    own = {f"{english_class(_class_label(party))} {within}" for party in _PARTIES}
    others = [thing for thing in things if not within or thing not in own]
    if subject.kind == "InsuredYear":
        contract = re.search(r"（([^）]*)）$", label)
        year = f"policy year {subject.year}" + (f" ({contract[1]})" if contract else "")
        return ", ".join([*others, year])
    if subject.year:
        return ", ".join([*others, f"year {subject.year}"])
    if not others:
        return things[0] if things else label
    return " for ".join(others) if subject.kind == "Recipient" else " of ".join(reversed(others))
