"""Insurance contracts and what hangs on them: policy years, endorsements, plans, refusals."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from ajx_rules.domain.enums import Form, Mode
from ajx_rules.domain.facts import (
    TIMES,
    YEAR,
    Record,
    choice,
    choices,
    code,
    codes,
    day,
    flags,
    integer,
    moment,
    money,
    parts,
    rate,
    record,
    records,
    ref,
    refs,
    required,
    text,
    yes_no,
)
from ajx_rules.domain.values import Codes, Dated, Fixed, Milestone, Parts, Records, Ref, Refs, Unknown


@record("保险年度", "policy year", measure="个")
class PolicyYear(Record):
    """One year of a contract; part of the contract, derived where none is listed.

    ``declared_prior_accident`` is the answer on the proposal form, used where the accidents
    are not complete.
    """

    no: int = required(integer("年度序号", "number of the year"))
    starts_on: Fixed = day("首日", "first day", mark="fixed")
    ends_on: Fixed = day("末日", "last day", mark="fixed")
    premium: Decimal | None = money("年度保费", "premium of the year")
    tax: Decimal | None = money("税额", "tax")
    accounting_year: int | None = integer("入账年度", "accounting year", unit=YEAR)
    recorded_tier: str | None = code("tier", "登记档次", "recorded tier")
    tier_recorded_on: Milestone = day("定档日期", "tier recorded on", mark="milestone")
    declared_prior_accident: bool | None = yes_no("申报上年事故", "accident declared for the previous year")


@record("约定服务", "agreed service", measure="项")
class AgreedService(Record):
    """A service promised in the contract; part of the contract. ``mode`` left out: the contract fixes none."""

    item: str = required(code("service_item", "服务内容", "service item"))
    per_year: int | None = integer("年约定次数", "times a year", unit=TIMES)
    mode: Mode | Unknown | None = choice(Mode, "方式", "mode", restricts=True)


@record("共保", "co-insurance share", measure="家")
class CoInsurer(Record):
    """The share of one of several insurers on one risk; part of the contract."""

    insurer: str = required(ref("Insurer"))
    lead: bool | None = yes_no("首席", "lead insurer")
    share: Decimal | None = rate("份额", "share")


@record("批改", "endorsement", measure="次")
class Endorsement(Record):
    """An amendment of a contract in force; a refund is a negative ``premium_change`` (yuan)."""

    made_on: Dated = day("批改日期", "endorsed on", mark="dated")
    effective_on: Fixed = day("生效日期", "effective on", mark="fixed")
    premium_change: Decimal | None = money("保费变动", "change of premium", signed=True)
    accounting_year: int | None = integer("入账年度", "accounting year", unit=YEAR)
    reason: str | None = text("批改事由", "reason")


@record("保费实收", "premium received", measure="笔")
class PremiumReceipt(Record):
    """A payment of premium that reached the insurer."""

    received_on: Dated = day("收款日期", "received on", mark="dated")
    amount: Decimal | None = money("实收金额", "amount received")
    accounting_year: int | None = integer("入账年度", "accounting year", unit=YEAR)


@record("保费退还", "refund of premium", measure="笔")
class PremiumRefund(Record):
    """Premium (yuan) paid back because cover was ended early; endorsements have their own change."""

    refunded_on: Dated = day("退还日期", "refunded on", mark="dated")
    amount: Decimal | None = money("退还金额", "amount refunded")
    accounting_year: int | None = integer("入账年度", "accounting year", unit=YEAR)


@record("计划服务", "planned service", measure="项")
class PlannedService(Record):
    """A service foreseen in a service plan; part of the plan."""

    item: str = required(code("service_item", "服务内容", "service item"))
    mode: Mode | None = choice(Mode, "方式", "mode")
    count: int | None = integer("计划次数", "times planned", unit=TIMES)
    from_on: Fixed = day("计划首日", "planned from", mark="fixed")
    to_on: Fixed = day("计划末日", "planned to", mark="fixed")


@record("服务方案", "service plan", measure="份")
class ServicePlan(Record):
    """The plan of services under a contract."""

    made_on: Dated = day("制定日期", "made on", mark="dated")
    confirmed_on: Milestone = day("确认日期", "confirmed by the insured on", mark="milestone")
    confirmed_by: Form | None = choice(Form, "确认形式", "form of the confirmation")
    factors: Codes = codes("plan_factor", "考虑因素", "factors")
    lapsed_on: Milestone = day("作废日期", "replaced on", mark="milestone")
    planned: Parts[PlannedService] = parts(PlannedService)


@record("上门服务安排", "arrangement of on-site service", measure="项")
class VisitArrangement(Record):
    """Time and items of an on-site service, settled with the insured."""

    fixed_on: Dated = day("确定日期", "time and items settled on", mark="dated")
    visit_on: Fixed = day("约定上门日", "day agreed for the visit", mark="fixed")
    items: Codes = codes("service_item", "约定事项", "items")
    agreed: bool | None = yes_no("同意", "agreed by the insured")


@record("保险合同", "insurance contract", measure="份")
class Contract(Record):
    """An insurance contract (policy) of a policyholder.

    ``premium`` is the gross written premium in yuan of the whole term, as concluded.
    ``expiry_on`` is the last day of cover; ``concluded_on`` is never inferred from inception.
    """

    number: str | None = text("保单号", "policy number")
    insurer: Ref = ref("Insurer")
    branch: Ref = ref("Branch", "承保机构", "underwriting branch")
    line: str | None = code("insurance_line", "险种", "line of insurance")
    sites: Refs = refs("Site", "承保场所", "sites covered")
    insured_units: Refs = refs("Policyholder", "被保险单位", "insured units")
    concluded_on: Dated = day("订立日期", "concluded on", mark="dated")
    issued_on: date | None = day("签发日期", "issued on")
    inception_on: Fixed = day("起保日期", "inception", mark="fixed")
    expiry_on: Fixed = day("期满日期", "expiry", mark="fixed")
    premium: Decimal | None = money("保费", "premium")
    clauses: Mapping[str, bool] | None = flags("clause", "合同条款", "clauses")
    service_fee_rate: Decimal | None = rate("约定服务费用率", "agreed service-fee rate")
    renewal_of: Ref = ref("Contract", "续保自", "renewal of")
    terminated_on: Milestone = day("解除日期", "terminated on", mark="milestone")
    ground: str | None = text("解除原因", "ground of termination")
    policy_years: Parts[PolicyYear] = parts(PolicyYear)
    agreed: Parts[AgreedService] = parts(AgreedService)
    coinsurers: Parts[CoInsurer] = parts(CoInsurer)
    endorsements: Records[Endorsement] = records(Endorsement)
    receipts: Records[PremiumReceipt] = records(PremiumReceipt)
    refunds: Records[PremiumRefund] = records(PremiumRefund)
    plans: Records[ServicePlan] = records(ServicePlan)
    arrangements: Records[VisitArrangement] = records(VisitArrangement)


@record("拒绝服务", "refusal of service", measure="次")
class Refusal(Record):
    """A policyholder's refusal of services; silence is none."""

    contract: Ref = ref("Contract")
    insurer: Ref = ref("Insurer")
    items: Codes = codes("service_item", "拒绝事项", "items refused")
    refused_at: Dated = moment("拒绝时间", "refused at", mark="dated")
    form: Form | None = choice(Form, "拒绝形式", "form of the refusal")
    reason: str | None = text("拒绝理由", "reason")
    withdrawn_on: Milestone = day("撤回日期", "withdrawn on", mark="milestone")
    notified_at: Milestone = moment("告知时间", "insured notified at", mark="milestone")
    notice_forms: tuple[Form, ...] | None = choices(Form, "告知方式", "forms of the notice")
    filed_on: Milestone = day("留档日期", "notice filed on", mark="milestone")
