"""Fees: set aside (extraction), assigned to items (allocation), spent (payment); totals of a year."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from ajx_rules.domain.facts import (
    YEAR,
    Record,
    amounts,
    code,
    codes,
    day,
    integer,
    money,
    parts,
    record,
    ref,
    required,
    text,
)
from ajx_rules.domain.values import Codes, Dated, Parts, Ref


@record("费用提取", "fee extraction", measure="笔")
class FeeExtraction(Record):
    """An amount (yuan) set aside out of premium for prevention services."""

    insurer: Ref = ref("Insurer")
    branch: Ref = ref("Branch")
    contract: Ref = ref("Contract")
    policy_year: int | None = integer("年度序号", "number of the policy year")
    accounting_year: int | None = integer("入账年度", "accounting year", unit=YEAR)
    extracted_on: Dated = day("提取日期", "extracted on", mark="dated")
    amount: Decimal | None = money("提取金额", "amount extracted")


@record("费用分配", "fee allocation", measure="笔")
class FeeAllocation(Record):
    """An amount (yuan) of what was set aside, assigned to service items together."""

    insurer: Ref = ref("Insurer")
    branch: Ref = ref("Branch")
    contract: Ref = ref("Contract")
    policy_year: int | None = integer("年度序号", "number of the policy year")
    accounting_year: int | None = integer("入账年度", "accounting year", unit=YEAR)
    made_on: Dated = day("分配日期", "allocated on", mark="dated")
    items: Codes = codes("service_item", "服务内容", "service items")
    categories: Codes = codes("service_category", "服务项目", "service categories")
    amount: Decimal | None = money("分配金额", "amount allocated")


@record("支出分摊", "share of a payment", measure="笔")
class PaymentShare(Record):
    """The share of a payment that falls to a policyholder and item; part of the payment."""

    policyholder: Ref = ref("Policyholder")
    contract: Ref = ref("Contract")
    policy_year: int | None = integer("年度序号", "number of the policy year")
    item: str | None = code("service_item", "服务内容", "service item")
    amount: Decimal | None = money("分摊金额", "amount of the share")


@record("费用支出", "payment", measure="笔")
class Payment(Record):
    """A payment (yuan) out of the service fee; its shares sum to it."""

    insurer: Ref = ref("Insurer")
    branch: Ref = ref("Branch")
    service: Ref = ref("Service")
    paid_on: Dated = day("支出日期", "paid on", mark="dated")
    amount: Decimal | None = money("支出金额", "amount paid")
    payee: str | None = text("收款方", "payee")
    third_party: Ref = ref("ThirdParty")
    purpose: str | None = code("fee_purpose", "支出用途", "purpose")
    voucher: str | None = text("凭证号", "voucher number")
    accounting_year: int | None = integer("入账年度", "accounting year", unit=YEAR)
    shares: Parts[PaymentShare] = parts(PaymentShare)


@record("预算执行计划", "budget plan", measure="份")
class BudgetPlan(Record):
    """An insurer's budget execution plan of a year."""

    insurer: Ref = ref("Insurer")
    year: int = required(integer("年度", "year", unit=YEAR))
    made_on: Dated = day("编制日期", "made on", mark="dated")
    amount: Decimal | None = money("预算金额", "budget")


@record("机构年度数据", "insurer-year figures", measure="份")
class InsurerYear(Record):
    """Totals (yuan) of an insurer and year, for keepers who hold totals only."""

    insurer: str = required(ref("Insurer"))
    branch: Ref = ref("Branch")
    year: int = required(integer("年度", "year", unit=YEAR))
    stated_on: Dated = day("统计日期", "stated on", mark="dated")
    premium: Decimal | None = money("保费收入", "premium income")
    premium_received: Decimal | None = money("实收保费", "premium received")
    refunds: Decimal | None = money("退保退费", "refunds")
    extracted: Decimal | None = money("提取总额", "total extracted")
    spent: Decimal | None = money("支出总额", "total spent")
    allocated: Mapping[str, Decimal] | None = amounts(
        "service_category", "按服务项目分配", "allocated by category"
    )
