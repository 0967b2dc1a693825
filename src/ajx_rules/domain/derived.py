"""Relations and facts that follow from a ledger and are never written in it.

The rule language may use them like fields; the engine works them out. Each is
described here once: name, Chinese and English label, what it is, where it leads.
Meanings: an insured-year is (insurer, policyholder, policy year); a delivery is one
service item for one recipient; an insurer-year is a calendar year of an insurer.
"""

from __future__ import annotations

from typing import Literal

import attrs

from ajx_rules.by_parts import ByParts

MemberKind = Literal["truth", "time", "number", "money", "code", "codes", "text", "rows", "row"]


@attrs.frozen(eq=False, repr=False)
class DerivedMember(ByParts):
    """A derived fact (a value) or relation (rows of ``target``) of a class."""

    name: str
    label: str
    english: str
    kind: MemberKind
    target: str = ""
    vocabulary: str = ""
    unit: str = ""


@attrs.frozen(eq=False, repr=False)
class DerivedClass(ByParts):
    """A relation that no ledger lists; ``up`` are the single rows it inherits labels from."""

    name: str
    label: str
    english: str
    measure: str
    members: tuple[DerivedMember, ...]
    up: tuple[str, ...]


_M = DerivedMember

DERIVED_CLASSES: tuple[DerivedClass, ...] = (
    DerivedClass(
        "InsuredYear",
        "投保单位年度",
        "insured-year",
        "个",
        (
            _M("policy_year", "保险年度", "policy year", "row", "PolicyYear"),
            _M("insurer", "保险机构", "insurer", "row", "Insurer"),
            _M("policyholder", "投保单位", "policyholder", "row", "Policyholder"),
            _M("premium_total", "保费总额", "total premium", "money", unit="元"),
            _M("premium", "年度保费", "premium of the year", "money", unit="元"),
            _M("starts_on", "首日", "first day", "time"),
            _M("ends_on", "末日", "last day", "time"),
            _M("short", "不满一年", "cover shorter than twelve months", "truth"),
            _M("previous_calendar_year", "上一自然年度", "previous calendar year", "time"),
            _M("previous_policy_year", "上一保险年度", "previous policy year", "time"),
            _M("previous_twelve_months", "起保前十二个月", "twelve months before inception", "time"),
            _M("deliveries", "服务履行", "deliveries in the year", "rows", "Delivery"),
            _M("refusals", "拒绝服务", "refusals in the year", "rows", "Refusal"),
        ),
        ("policy_year", "policyholder", "insurer"),
    ),
    DerivedClass(
        "InsurerCalendarYear",
        "机构年度",
        "calendar year of an insurer",
        "个",
        (
            _M("insurer", "保险机构", "insurer", "row", "Insurer"),
            _M("starts_on", "首日", "first day", "time"),
            _M("ends_on", "末日", "last day", "time"),
            _M("deliveries", "服务履行", "deliveries in the year", "rows", "Delivery"),
            _M("booked_years", "保险年度", "policy years booked in the year", "rows", "PolicyYear"),
            _M("endorsements", "批改", "endorsements booked in the year", "rows", "Endorsement"),
            _M("refunds", "保费退还", "refunds of premium booked in the year", "rows", "PremiumRefund"),
            _M("receipts", "保费实收", "premium received, booked in the year", "rows", "PremiumReceipt"),
            _M("fee_extractions", "费用提取", "fee extractions of the year", "rows", "FeeExtraction"),
            _M("fee_allocations", "费用分配", "fee allocations of the year", "rows", "FeeAllocation"),
            _M("payments", "费用支出", "payments of the year", "rows", "Payment"),
            _M("budget_plans", "预算执行计划", "budget plans for the year", "rows", "BudgetPlan"),
            _M("self_assessments", "自评", "self-assessments of the year", "rows", "SelfAssessment"),
        ),
        ("insurer",),
    ),
    DerivedClass(
        "TeamYear",
        "风控团队年度",
        "calendar year of a risk-control team",
        "个",
        (
            _M("team", "风控团队", "team", "row", "RiskControlTeam"),
            _M("starts_on", "首日", "first day", "time"),
            _M("ends_on", "末日", "last day", "time"),
            _M("trainings", "团队培训", "trainings in the year", "rows", "TeamTraining"),
        ),
        ("team",),
    ),
    DerivedClass(
        "MemberYear",
        "团队成员年度",
        "calendar year of a team member",
        "个",
        (
            _M("member", "团队成员", "team member", "row", "TeamMember"),
            _M("starts_on", "首日", "first day", "time"),
            _M("ends_on", "末日", "last day", "time"),
            _M("attendance", "参训记录", "trainings attended in the year", "rows", "TrainingAttendance"),
        ),
        ("member",),
    ),
    DerivedClass(
        "Delivery",
        "服务履行",
        "delivery",
        "项",
        (
            _M("service", "服务", "service", "row", "Service"),
            _M("policyholder", "投保单位", "policyholder", "row", "Policyholder"),
            _M("item", "服务内容", "service item", "code", vocabulary="service_item"),
            _M("category", "服务项目", "service category", "code", vocabulary="service_category"),
            _M("forms", "排查形式", "forms of inspection", "codes", vocabulary="inspection_form"),
            _M("topics", "培训内容", "training topics", "codes", vocabulary="training_topic"),
            _M("mode", "方式", "mode", "code", vocabulary="Mode"),
            _M("done_on", "完成日期", "done on", "time"),
            _M("deliverables", "成果", "deliverables", "rows", "Deliverable"),
            _M("uploads", "上传回执", "uploads about this delivery", "rows", "Submission"),
            _M("filings", "报送回执", "filings about this delivery", "rows", "Submission"),
            _M(
                "hazards", "事故隐患", "hazards that the service found at this policyholder", "rows", "Hazard"
            ),
        ),
        ("service",),
    ),
)

# Relations and facts that a recorded class has beside its fields.
DERIVED_MEMBERS: dict[str, tuple[DerivedMember, ...]] = {
    "Contract": (
        _M("ends_on", "终止日期", "cover ended", "time"),
        _M("deliveries", "服务履行", "deliveries", "rows", "Delivery"),
        _M("refusals", "拒绝服务", "refusals under this contract", "rows", "Refusal"),
    ),
    "PolicyYear": (
        _M(
            "concurrent",
            "同期保险年度",
            "concurrent policy years, itself among them",
            "rows",
            "PolicyYear",
        ),
    ),
    "Policyholder": (_M("deliveries", "服务履行", "deliveries", "rows", "Delivery"),),
    "Service": (_M("deliveries", "服务履行", "deliveries", "rows", "Delivery"),),
    "Recipient": (
        _M("follow_ups", "回访", "follow-ups of this recipient", "rows", "FollowUp"),
        _M("communications", "沟通记录", "communications with this recipient", "rows", "Communication"),
        _M("deliverables", "成果", "deliverables for this recipient", "rows", "Deliverable"),
        _M("deliveries", "服务履行", "deliveries to this recipient", "rows", "Delivery"),
    ),
}

# What may be said of any record: receipts and talks about it.
ABOUT_ANY: tuple[DerivedMember, ...] = (
    _M("uploads", "上传回执", "uploads", "rows", "Submission"),
    _M("filings", "报送回执", "filings", "rows", "Submission"),
    _M("reports", "报告回执", "reports", "rows", "Submission"),
    _M("publications", "公示回执", "publications", "rows", "Submission"),
    _M("communications", "沟通记录", "communications", "rows", "Communication"),
    _M("extensions", "延期", "extensions of a term", "rows", "Extension"),
)

# 每A的每B: a subject that is a pair is a class of its own.
PAIRS: dict[tuple[str, str], str] = {
    ("投保单位", "保险年度"): "InsuredYear",
    ("保险机构", "自然年度"): "InsurerCalendarYear",
    ("风控团队", "自然年度"): "TeamYear",
    ("团队成员", "自然年度"): "MemberYear",
    ("服务", "投保单位"): "Recipient",
}

# Who may bear a duty, and the parties (values of ``Party``) in whose records it shows.
ANSWERS_FOR: dict[str, tuple[str, ...]] = {
    "Insurer": ("保险机构",),
    "Branch": ("保险机构",),
    "RiskControlTeam": ("保险机构",),
    "TeamMember": ("保险机构",),
    "Person": ("保险机构", "第三方服务机构"),
    "ServicePerson": ("保险机构", "第三方服务机构"),
    "ThirdParty": ("第三方服务机构",),
    "Policyholder": ("投保单位",),
    "Authority": ("主管部门",),
}

# A word that another word of the same list includes: 现场 counts wherever 线下 is asked.
INCLUDED_IN: dict[tuple[str, str], tuple[str, ...]] = {("Mode", "线下"): ("线下", "现场")}

# A word that says the answer is not known yet stands for the answers there may be.
STANDS_FOR: dict[tuple[str, str], tuple[str, ...]] = {
    ("Determination", "调查中"): ("属生产安全事故", "不属生产安全事故"),
}

# A reference left out where another field says that there is none: found by the insured itself.
NONE_WHERE: dict[tuple[str, str], str] = {("Hazard", "service"): "self_found"}

# A milestone left out where another field shows that it may well have come about: not known, never *not yet*.
SHOWN_BY: dict[tuple[str, str], str] = {("PolicyYear", "tier_recorded_on"): "recorded_tier"}

# Records of what lasts: there from their date until they end. The others tell of one day.
LASTING: frozenset[str] = frozenset(
    {
        "ArchiveEntry",
        "Branch",
        "Capability",
        "Certificate",
        "Contract",
        "Employment",
        "Engagement",
        "Equipment",
        "Parameter",
        "RegisterKept",
        "RiskControlTeam",
        "ServicePlan",
        "Site",
        "Stoppage",
        "SystemDocument",
        "SystemInterface",
        "TeamMember",
        "Title",
    }
)

# Subjects that are a window of time: what they owe is owed by their last day.
WINDOWS: frozenset[str] = frozenset({"InsuredYear", "InsurerCalendarYear", "TeamYear", "MemberYear"})
