"""Every spelling of a value: unknown, none, not yet, between; keys in Chinese; exact numbers."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from ajx_rules.domain.book import Contract, Ledger, Service
from ajx_rules.domain.enums import AccidentGrade, Form, Mode
from ajx_rules.domain.values import NOT_YET, NOTHING, UNKNOWN, Between
from ajx_rules.ledger.read import ledger_from_json, read_ledger

DAY = date(2025, 1, 15)


def contract(**facts: object) -> Contract:
    return (
        read_ledger(
            {
                "known_on": "2025-12-31",
                "policyholders": [{"id": "P", "name": "甲", "contracts": [{"id": "C", **facts}]}],
            }
        )
        .policyholders[0]
        .contracts[0]
    )


def service(**facts: object) -> Service:
    whole = {"recipients": [{"policyholder": "P"}], "items": [{"item": "1"}], **facts}
    ledger = {"known_on": "2025-12-31", "policyholders": [{"id": "P", "name": "甲"}], "services": [whole]}
    return read_ledger(ledger).services[0]


@pytest.mark.parametrize("spelling", [None, "unknown", "不详", " Unknown ", "absent"])
def test_unknown(spelling: object):
    facts = (
        {}
        if spelling == "absent"
        else dict.fromkeys(
            [
                "premium",
                "number",
                "line",
                "concluded_on",
                "inception_on",
                "issued_on",
                "sites",
                "clauses",
                "insurer",
                "policy_years",
                "service_fee_rate",
            ],
            spelling,
        )
    )
    made = contract(**facts)
    assert made == Contract(id="C")
    assert made.policy_years is None
    assert made.sites is None


@pytest.mark.parametrize("spelling", ["none", "未发生", "无", "None"])
def test_none(spelling: str):
    made = contract(terminated_on=spelling, expiry_on=spelling, renewal_of=spelling, ground=spelling)
    assert (made.terminated_on, made.expiry_on, made.renewal_of) == (NOT_YET, NOTHING, NOTHING)
    assert made.ground == spelling  # of a text, a word like any other


def test_a_milestone_tells_unknown_from_left_out():
    assert contract(terminated_on="不详").terminated_on is UNKNOWN
    assert contract(terminated_on=None).terminated_on is None
    assert contract().terminated_on is None


def test_known_to_be_empty():
    made = contract(ground="", sites=[], policy_years=[], clauses={}, endorsements=[])
    assert (made.ground, made.sites, made.policy_years, made.clauses) == ("", (), (), {})
    assert made.endorsements == contract().endorsements == ()


def test_between():
    both = {"earliest": "2025-01-01", "latest": "2025-02-01"}
    assert contract(concluded_on=both).concluded_on == Between(date(2025, 1, 1), date(2025, 2, 1))
    assert contract(terminated_on={"最晚": "2025-02-01"}).terminated_on == Between(None, date(2025, 2, 1))
    assert contract(terminated_on={"earliest": "2025-02-01", "latest": None}).terminated_on == Between(
        date(2025, 2, 1)
    )
    assert contract(terminated_on={}).terminated_on == Between()
    assert contract(concluded_on={}).concluded_on is None
    assert contract(concluded_on={"earliest": "2025-01-15", "latest": "2025-01-15"}).concluded_on == DAY
    assert service(started_at={"earliest": "2025-01-15", "latest": "2025-01-15T12:00"}).started_at == Between(
        DAY,
        datetime.fromisoformat("2025-01-15T12:00"),
    )


def test_inherited_and_restricting_fields():
    made = service(items=[{"mode": "unknown", "completed_on": "不详", "recipients": "不详"}, {}])
    assert (made.items[0].mode, made.items[0].completed_on, made.items[0].recipients) == (UNKNOWN,) * 3
    assert (made.items[1].mode, made.items[1].completed_on, made.items[1].recipients) == (None,) * 3
    assert service(recipients=[{"policyholder": "P", "contract": "不详"}]).recipients[0].contract is UNKNOWN


def test_maps_leave_entries_unknown():
    made = contract(clauses={"服务对象": True, "服务频次": None, "服务内容": "不详", "服务标准": False})
    assert made.clauses == {"服务对象": True, "服务标准": False}


@pytest.mark.parametrize(
    "spelling", ["2025-05-12T15:30", "2025-05-12 15:30", "2025-05-12T15:30:00", "2025-05-12T07:30Z",
                 "2025-05-12T16:30+09:00", "2025-05-11T23:30-0800", "２０２５－０５－１２Ｔ１５：３０",
                 datetime(2025, 5, 12, 7, 30, tzinfo=UTC)]
)  # fmt: skip
def test_moments(spelling: object):
    assert service(started_at=spelling).started_at == datetime.fromisoformat("2025-05-12T15:30")


def test_a_moment_may_be_a_day():
    assert service(started_at="2025-05-12").started_at == date(2025, 5, 12)
    assert type(service(started_at="2025-05-12").started_at) is date


@pytest.mark.parametrize("spelling", ["2025-01-15", "２０２５-０１-１５", " 2025-01-15 ", DAY])
def test_days(spelling: object):
    assert contract(inception_on=spelling).inception_on == DAY


@pytest.mark.parametrize("spelling", ["8600.00", 8600, Decimal("8600.0"), "８６００", "8.6e3", "+8600"])
def test_money(spelling: object):
    assert contract(premium=spelling).premium == 8600


def test_money_is_read_by_its_digits():
    contracts = '[{"premium": 0.1}, {"premium": 0.30}]'
    text = f'{{"known_on": "2025-12-31", "policyholders": [{{"name": "x", "contracts": {contracts}}}]}}'
    premiums = [c.premium for c in ledger_from_json(text).policyholders[0].contracts]
    assert premiums == [Decimal("0.1"), Decimal("0.30")]
    assert sum(premiums) == Decimal("0.4")


@pytest.mark.parametrize("spelling", ["15%", "0.15", Decimal("0.15"), "１５％", "15.0%"])
def test_rates(spelling: object):
    assert contract(service_fee_rate=spelling).service_fee_rate == Decimal("0.15")


@pytest.mark.parametrize("spelling", [34, "34", "３４", Decimal("34.0")])
def test_counts(spelling: object):
    assert service(recipients=[{"policyholder": "P", "people": spelling}]).recipients[0].people == 34


def test_codes_may_be_numbers():
    refusals = '[{"items": [4, "5"]}]'
    text = f'{{"known_on": "2025-12-31", "policyholders": [{{"name": "x", "refusals": {refusals}}}]}}'
    assert ledger_from_json(text).policyholders[0].refusals[0].items == ("4", "5")
    assert service(items=[{"item": 4}]).items[0].item == "4"


@pytest.mark.parametrize("spelling", ["线上", "ONLINE", "online", Mode.ONLINE])
def test_words(spelling: object):
    assert service(mode=spelling).mode is Mode.ONLINE


def test_english_words_and_chinese_keys_mix():
    ledger = read_ledger(
        {
            "台账截止日": "2025-12-31",
            "编制方": "INSURER",
            "投保单位": [
                {
                    "编号": "P",
                    "name": "甲矿",
                    "生产安全事故": [
                        {"发生时间": {"最早": "2024-01-01", "最晚": "2024-12-31"}, "grade": "ordinary"}
                    ],
                    "拒绝服务": [
                        {"告知方式": ["PAPER", "电子邮件"], "备注": "见附件", "登记日期": "2025-01-01"}
                    ],
                    "补充事实": {"边坡高度": "128.5"},
                    "来源": {"名称": "DOC#1", "*": ["DOC", "DOC#2"]},
                }
            ],
            "来源文件": [{"编号": "DOC"}],
            "完整性声明": [
                {"记录种类": ["保险合同", "Service"], "完整至": "2025-12-31"},
                {"记录种类": "*", "完整至": "2025-01-01"},
            ],
        }
    )
    holder = ledger.policyholders[0]
    assert holder.accidents[0].grade is AccidentGrade.ORDINARY
    assert holder.refusals[0].notice_forms == (Form.PAPER, Form.EMAIL)
    assert holder.extra == {"边坡高度": "128.5"}
    assert holder.sources == {"name": ("DOC#1",), "*": ("DOC", "DOC#2")}
    assert ledger.complete[0].records == ("Contract", "Service")
    assert ledger.complete[1].records == ("*",)


def test_extra_facts_keep_their_digits():
    facts = '{"高度": 128.50, "等级": [{"value": "甲", "from": "2025-01-01"}], "有": true, "无": null}'
    extra = ledger_from_json(f'{{"known_on": "2025-12-31", "extra": {facts}}}').extra
    assert extra["高度"] == Decimal("128.50")
    assert extra["等级"] == ({"value": "甲", "from": "2025-01-01"},)
    assert (extra["有"], extra["无"]) == (True, None)


def test_ten_lines_are_enough():
    ledger = ledger_from_json("""
        {"known_on": "2025-12-31",
         "policyholders": [
           {"name": "甲矿",
            "contracts": [
              {"premium": 50000,
               "inception_on": "2025-01-02",
               "expiry_on": "2026-01-01"}]}]}
    """)
    assert isinstance(ledger, Ledger)
    (holder,) = ledger.policyholders
    assert (holder.id, holder.contracts[0].id) == ("policyholders/1", "policyholders/1/contracts/1")


def test_a_schema_may_be_named():
    assert ledger_from_json('{"$schema": "ledger.schema.json", "known_on": "2025-12-31"}').id is None
