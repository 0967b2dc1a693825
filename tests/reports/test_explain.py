"""One verdict in full."""

from datetime import date

import attrs

from ajx_rules.calendar import load_calendar
from ajx_rules.engines.trace import Answer, Fact
from ajx_rules.engines.values import Missing
from ajx_rules.engines.verdict import Alternative, Part, Status, Tried
from ajx_rules.language.text import width
from ajx_rules.reports.explain import render_explanation
from tests.reports.helpers import contract, judged, service, unknown, verdict
from tests.reports.test_text import EMPTY, READING


def late():
    return verdict(
        Status.LATE,
        contract("HS-1", "P1"),
        "A1.1",
        "应在5个工作日内确定时间",
        due=date(2026, 1, 12),
        done=date(2026, 1, 13),
        delay=(1, "个工作日"),
        counted=load_calendar().add_working_days(date(2026, 1, 5), 5),
        facts=(
            Fact("$.policyholders[0].contracts[0].concluded_on", "保险合同「HS-1」的订立日期", "2026-01-05"),
        ),
        readings=(("day_count.start", "exclude"),),
        evidence=("上门服务安排",),
        consequence="A34.2",
    )


def test_a_whole_explanation():
    regulation = attrs.evolve(EMPTY, readings=(READING,))
    assert render_explanation(late(), regulation, as_of=date(2026, 3, 31)).splitlines() == [
        "逾期履行  1-1（A1.1）",
        "  保险合同「HS-1」",
        "",
        "依据",
        "  第二条",
        "  “应在5个工作日内确定时间”",
        "  所在全文：全文：应在5个工作日内确定时间。",
        "  规则：1-rules.ajx.md 第12行",
        "  保险机构对投保单位承担",
        "",
        "期限",
        "  2026-01-12（周一）",
        "  完成：2026-01-13（周二），迟1个工作日",
        "  怎样数：",
        "    自2026-01-05（周一）起5个工作日，起始日不计入（民法典第二百零一条）",
        "    第1–4日：2026-01-06（周二）至2026-01-09（周五） 工作日",
        "    休息：2026-01-10（周六）至2026-01-11（周日） 周末",
        "    第5日：2026-01-12（周一） 工作日",
        "    2026-01-12（周一）",
        "",
        "所依据的事实",
        "  - 保险合同「HS-1」的订立日期：2026-01-05",
        "    $.policyholders[0].contracts[0].concluded_on",
        "",
        "条文的读法",
        "  - “起算日的算法”采甲说（当日不计入）",
        "  换用各个别的读法，结论都不变。",
        "",
        "其他",
        "  凭证  上门服务安排",
        "  后果  A34.2；是否处理、如何处理，由主管部门裁量，本结论不预断",
    ]


def test_a_date_whose_latest_day_is_not_known():
    found = unknown(contract(), due=date(2026, 1, 12), due_latest=date.max)
    assert "  不早于2026-01-12（周一）" in render_explanation(found, as_of=date(2026, 3, 31)).splitlines()
    english = render_explanation(found, lang="en", as_of=date(2026, 3, 31)).splitlines()
    assert "  not before 2026-01-12 (Mon)" in english


def test_english():
    text = render_explanation(late(), lang="en")
    assert text.startswith("late  A1.1 (1-1)\n  insurance contract HS-1\n")
    assert "owed by the insurer to the policyholder" in text
    assert "done: 2026-01-13 (Tue), 1 working day late" in text
    assert "5 working days after 2026-01-05 (Mon), not counting that day" in text
    assert "insurance contract HS-1: concluded" in text
    assert "at the authority's discretion" in text


def test_what_is_unknown_lists_exactly_what_is_missing():
    lack = Missing(
        "fact", "$.policyholders[0].contracts[0].premium", "保险合同「HS-1」的保费", "premium of C1"
    )
    complete = Missing("complete", "$.services[0]", "服务「S1」的回访是否齐备", "")
    question = judged("服务「S1」", "没有影响经营")
    found = unknown(
        service(), lack, complete, question, due=date(2026, 3, 5), question="是否没有影响？（合规人员）"
    )
    rows = render_explanation(found, as_of=date(2026, 3, 31)).splitlines()
    assert "  可能的结论：违反、已履行" in rows
    start = rows.index("缺少的事实（补上即可定论）")
    assert rows[start + 1 : start + 5] == [
        "  - 保险合同「HS-1」的保费",
        "    $.policyholders[0].contracts[0].premium",
        "  - 服务「S1」的回访是否齐备",
        "    用 complete 声明；对象 $.services[0]",
    ]
    assert "  待回答：是否没有影响？（合规人员）" in rows
    assert "  2026-03-05（周四），已过26天" in rows


def test_other_readings_and_their_outcomes():
    regulation = attrs.evolve(EMPTY, readings=(READING,))
    found = verdict(
        Status.PENDING,
        contract(),
        due=date(2026, 4, 1),
        readings=(("day_count.start", "exclude"),),
        robust=False,
        alternatives=(Alternative("day_count.start", "include", Status.BREACH),),
    )
    rows = render_explanation(found, regulation).splitlines()
    assert "    若“起算日的算法”采乙说（当日计入）：违反" in rows


def test_parts_exceptions_and_answers():
    found = verdict(
        Status.OPEN,
        service(),
        parts=(Part("（一）满意度", True), Part("（二）意见", False), Part("（三）签名", None)),
        exceptions=(Tried("拒绝服务免责", None, "对于拒绝的"), Tried("未告知", False, "")),
        answers=(Answer("没有影响经营", "是", "何婉仪", "2026-03-02", "沟通记录齐全"),),
    )
    text = render_explanation(found)
    assert "  已具备  （一）满意度\n  没有    （二）意见\n  不明    （三）签名\n" in text
    assert "  不明    拒绝服务免责  “对于拒绝的”\n  不适用  未告知" in text
    assert "  “没有影响经营”：是（何婉仪、2026-03-02）；依据：沟通记录齐全" in text
    assert "条文没有数字期限：只凭时间经过，不成为违反" in text


def test_facts_of_one_kind_stand_on_one_line_and_inner_dates_do_not_show():
    found = verdict(
        Status.BREACH,
        service(),
        facts=(
            Fact("$.p[0]~Delivery.item", "投保单位「甲」的服务内容", "1"),
            Fact("$.p[1]~Delivery.item", "投保单位「甲」的服务内容", "2"),
            Fact("$.p[0]~InsuredYear.previous_calendar_year:first", "投保单位「甲」的x", "2024-01-01"),
            Fact("$.p[0].note", "投保单位「甲」的备注", ""),
        ),
    )
    rows = render_explanation(found).splitlines()
    assert "  - 投保单位「甲」的服务内容：1、2" in rows
    assert "  - 投保单位「甲」的备注：（空）" in rows
    assert not any("2024-01-01" in row for row in rows)


def test_a_provisional_date_says_what_is_awaited():
    found = verdict(
        Status.PENDING, contract(), due=date(2027, 2, 9), provisional="国务院办公厅2027年放假通知"
    )
    assert "  暂定：国务院办公厅2027年放假通知" in render_explanation(found).splitlines()


def test_nothing_is_wider_than_eighty_columns():
    found = verdict(
        Status.BREACH, service(name="甲" * 60), words="引" * 300, reason="因" * 100, owed="差" * 100
    )
    for lang in ("zh", "en"):
        assert all(width(row) <= 80 for row in render_explanation(found, lang=lang).splitlines())
