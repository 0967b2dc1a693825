"""The enumerations that hold for any guideline of the genre.

The value of a member is the Chinese word, its name the English one; a ledger may write
either. What one guideline enumerates and another does not is a vocabulary of the regulation
instead (``vocabulary.py``).
"""

from __future__ import annotations

from enum import Enum
from typing import Self


class Word(Enum):
    """A word of an enumeration.

    >>> Mode.read("线上") is Mode.read("online") is Mode.ONLINE
    True
    """

    @classmethod
    def read(cls, text: str) -> Self | None:
        """The member of that Chinese word or English name (in any case), or ``None``."""
        wanted = text.strip()
        for member in cls:
            if member.value == wanted or member.name == wanted.upper():
                return member
        return None

    @classmethod
    def spelled(cls) -> str:
        """The words of the enumeration, as a message lists them."""
        return ", ".join(f"{member.value}/{member.name}" for member in cls)

    @property
    def rank(self) -> int:
        """The place in the enumeration, from 0; an order only for those in ``ORDERED``."""
        return list(type(self)).index(self)

    @classmethod
    def label(cls) -> str:
        """The Chinese name of the enumeration."""
        return LABELS[cls.__name__]

    def __repr__(self) -> str:
        """The name to write in Python, such as ``Mode.ONLINE``."""
        return f"{type(self).__name__}.{self.name}"


class Mode(Word):
    """How a service was given. On the insured's premises counts as offline, not the reverse."""

    ONLINE = "线上"
    OFFLINE = "线下"
    ON_SITE = "现场"


class BranchLevel(Word):
    """The level of a branch of an insurer."""

    HEAD = "总公司"
    PROVINCE = "省级"
    CITY = "地市级"
    COUNTY = "县级及以下"


class AuthorityKind(Word):
    """The kind of an authority."""

    EMERGENCY = "应急管理"
    FINANCE = "金融监管"
    OTHER = "其他"


class AccidentGrade(Word):
    """The grade of a work-safety accident (State Council Order 493), ascending."""

    ORDINARY = "一般"
    RELATIVELY_MAJOR = "较大"
    MAJOR = "重大"
    ESPECIALLY_MAJOR = "特别重大"


class Determination(Word):
    """Whether an event is officially a work-safety accident."""

    PENDING = "调查中"
    CONFIRMED = "属生产安全事故"
    REJECTED = "不属生产安全事故"


class Liability(Word):
    """Whether the insured is found liable for an accident."""

    LIABLE = "承担责任"
    NOT_LIABLE = "不承担责任"


class HazardGrade(Word):
    """The grade of a hidden hazard, ascending."""

    ORDINARY = "一般"
    MAJOR = "重大"


class RecheckResult(Word):
    """What a re-check of a hazard found."""

    RECTIFIED = "整改到位"
    INADEQUATE = "整改不到位"
    NOT_RECTIFIED = "没有整改"


class Form(Word):
    """The form of a notice, a talk, a complaint."""

    PAPER = "书面"
    EMAIL = "电子邮件"
    PLATFORM = "平台消息"
    TEXT_MESSAGE = "短信"
    PHONE = "电话"
    IN_PERSON = "当面"
    VIDEO = "视频"


class Level(Word):
    """The level of a professional title or certificate, ascending."""

    JUNIOR = "初级"
    INTERMEDIATE = "中级"
    ASSOCIATE_SENIOR = "副高级"
    SENIOR = "正高级"


class SubmissionKind(Word):
    """What became of a submission: platform, authority, urgent event, public notice."""

    UPLOAD = "上传"
    FILING = "报送"
    REPORT = "报告"
    PUBLICATION = "公示"


class Answer(Word):
    """The answer of a recorded judgement. ``CANNOT_SAY`` counts as no judgement."""

    YES = "是"
    NO = "否"
    CANNOT_SAY = "无法判断"


class Party(Word):
    """The kind of a party."""

    INSURER = "保险机构"
    THIRD_PARTY = "第三方服务机构"
    POLICYHOLDER = "投保单位"
    AUTHORITY = "主管部门"


LABELS: dict[str, str] = {
    "Mode": "方式",
    "BranchLevel": "机构层级",
    "AuthorityKind": "部门类别",
    "AccidentGrade": "事故等级",
    "Determination": "认定状态",
    "Liability": "责任认定",
    "HazardGrade": "隐患等级",
    "RecheckResult": "复查结果",
    "Form": "形式",
    "Level": "级别",
    "SubmissionKind": "报送方式",
    "Answer": "结论",
    "Party": "参与方",
}
ORDERED: frozenset[str] = frozenset({"AccidentGrade", "HazardGrade", "Level"})

ENUMS: dict[str, type[Word]] = {
    words.__name__: words
    for words in (
        Mode,
        BranchLevel,
        AuthorityKind,
        AccidentGrade,
        Determination,
        Liability,
        HazardGrade,
        RecheckResult,
        Form,
        Level,
        SubmissionKind,
        Answer,
        Party,
    )
}
