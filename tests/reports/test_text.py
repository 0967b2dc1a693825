"""The text report: whole reports written by hand, and single points."""

import re
from datetime import date

import attrs
import pytest

from ajx_rules.compiler import ir
from ajx_rules.engines.trace import Answer
from ajx_rules.engines.values import Missing
from ajx_rules.engines.verdict import Alternative, Part, Status, Subject
from ajx_rules.language.text import width
from ajx_rules.reports.text import render_report
from tests.reports.helpers import (
    contract,
    insurer,
    judged,
    listed,
    report,
    service,
    tier,
    unknown,
    verdict,
    year,
)

RULE = "─" * 64  # 80 columns, less "── ", a name of 12 columns, and a space


def test_a_whole_report():
    found = report(
        verdict(Status.BREACH, service(), due=date(2026, 3, 5)),
        verdict(Status.FULFILLED, service(), "A1.1"),
        verdict(
            Status.PENDING,
            contract(),
            "A1.1",
            "应在5个工作日内确定时间",
            due=date(2026, 4, 1),
            evidence=("上门服务安排",),
            robust=False,
            alternatives=(Alternative("day_count.start", "include", Status.BREACH),),
        ),
        results=(tier(year(), "丙级"),),
        caveats=(("公布之日不详。", "The date of publication is not known."),),
    )
    assert render_report(found, command="台账.json").splitlines() == [
        "截至2026-03-31（周二）：有1项违反，涉及1家投保单位。",
        "依据《餐饮办法》；台账 t，记到2026-03-31（周二）；2家投保单位，共3项。",
        "",
        "  违反        1  期限已过或年度已满，仍未做到",
        "  待履行      1  还没有做，仍来得及",
        "  已履行      1  已做到",
        "",
        "接下来到期（共1项）",
        "  2026-04-01  还有1天  乙餐馆",
        "              1-1 上门服务安排",
        "",
        "说明",
        "  - 公布之日不详。",
        "",
        f"── 甲餐馆（P1） {RULE}",
        "  违反1项，已履行1项",
        "  违反        2-1  “应在3个工作日内回访”",
        "              服务「S1」：期限2026-03-05，已过26天",
        "  已履行      1项：1-1",
        "",
        f"── 乙餐馆（P2） {RULE}",
        "  待履行1项",
        "  第1个保险年度（HS-2）：服务档次为丙级",
        "  待履行      1-1  “应在5个工作日内确定时间”",
        "              保险合同「HS-2」：期限2026-04-01，还有1天",
        "              若“day_count.start”采“include”，则为违反",
        "",
        "某一项为什么这样、日子怎样数，请看：",
        "  ajx explain 台账.json 2-1 S1/recipients/1",
        "只看几种结论，请加：",
        "  --status 违反,逾期履行,待履行",
    ]


def test_the_same_in_english():
    found = report(
        verdict(Status.BREACH, service(), due=date(2026, 3, 5)),
        verdict(
            Status.LATE, service(), "A1.1", due=date(2026, 3, 2), done=date(2026, 3, 3), delay=(1, "个工作日")
        ),
    )
    assert render_report(found, lang="en").splitlines() == [
        "As of 2026-03-31 (Tue): 1 breach, concerning 1 policyholder; 1 met late.",
        "Under 《餐饮办法》; ledger t, known on 2026-03-31 (Tue); 1 policyholder, 2",
        "items.",
        "",
        "  breach      1  the time is over, and it was not done",
        "  late        1  done, but after the due date",
        "",
        "── 甲餐馆 (P1) " + "─" * 65,
        "  1 breach, 1 late",
        "  breach          A2.1  “应在3个工作日内回访”",
        "                  service S1: due 2026-03-05, 26 days ago",
        "  late            A1.1  “应在3个工作日内回访”",
        "                  service S1: due 2026-03-02, done 2026-03-03, 1 working day",  # late: column 81
        "                    late",
    ]


# ------------------------------------------------------------ the answer


def first(found, **more):
    return render_report(found, **more).splitlines()[0]


def test_without_a_breach_it_says_so_and_what_is_undecided():
    found = report(
        unknown(service(), listed("服务「S1」", "回访")), verdict(Status.FULFILLED, service(), "A1.1")
    )
    assert first(found) == "截至2026-03-31（周二）：没有确定的违反；1项尚无定论、可能违反。"


def test_an_undecided_item_that_cannot_be_a_breach_is_none():
    found = report(unknown(service(), listed("服务「S1」", "回访"), possible=(Status.OPEN, Status.FULFILLED)))
    assert first(found) == "截至2026-03-31（周二）：没有确定的违反。"


def test_the_insurer_itself_is_named():
    found = report(verdict(Status.BREACH, insurer()), verdict(Status.BREACH, service()))
    assert first(found) == "截至2026-03-31（周二）：有2项违反，涉及1家投保单位和保险机构自身。"


def test_duplicates_of_one_act_count_once():
    found = report(
        verdict(Status.BREACH, year(), "B.r04.t1", group="风险评估"),
        verdict(Status.BREACH, year(), "A-N1.a", group="风险评估"),
    )
    text = render_report(found)
    assert first(found) == "截至2026-03-31（周二）：有1项违反，涉及1家投保单位。"
    assert "违反1项" in text
    assert text.count("“应在3个工作日内回访”") == 1
    assert "同一件事，只计一次" in text


def test_the_norm_that_a_group_names_first_stands_for_the_others():
    group = ir.Group("风险评估", ("B.r04", "A-N1.a"), "一次")
    regulation = attrs.evolve(EMPTY, groups=(group,))
    found = report(
        verdict(Status.BREACH, year(), "A-N1.a", alias="附1-注1", group="风险评估"),
        verdict(Status.BREACH, year(), "B.r04", alias="附2-第4行", group="风险评估"),
    )
    text = render_report(found, regulation)
    assert "违反        附2-第4行" in text
    assert "与附1-注1是同一件事" in text


def test_an_advisory_norm_is_listed_apart_and_counts_nowhere():
    found = report(
        verdict(Status.BREACH, service(), kind="advisory"), verdict(Status.FULFILLED, service(), "A1.1")
    )
    text = render_report(found)
    assert "没有确定的违反" in text
    assert "  违反        0  " in text
    assert "提示性条款（不计入总数）" in text


# ------------------------------------------------------------ what falls due


def test_the_soonest_due_come_first_and_a_few_only():
    days = [date(2026, 4, day) for day in (9, 2, 7, 3, 8, 10, 1)]
    found = report(
        *(verdict(Status.PENDING, contract(f"HS-{n}", f"P{n}"), due=day) for n, day in enumerate(days))
    )
    rows = render_report(found).splitlines()
    start = rows.index("接下来到期（共7项）")
    assert [row.split()[0] for row in rows[start + 1 : start + 11 : 2]] == [
        "2026-04-01",
        "2026-04-02",
        "2026-04-03",
        "2026-04-07",
        "2026-04-08",
    ]
    assert rows[start + 11] == "  其余2项自2026-04-09（周四）起。"


def test_one_day_and_party_is_one_line():
    due = date(2026, 12, 31)
    found = report(
        verdict(Status.PENDING, year(), "A1.1", due=due, evidence=("回访",)),
        verdict(Status.PENDING, year(), "A1.2", due=due, evidence=("沟通记录",)),
    )
    text = render_report(found)
    assert "  2026-12-31  还有275天  乙餐馆\n              1-1 回访、1-2 沟通记录\n" in text


def test_what_falls_due_of_no_party_is_named_itself():
    def finding(number):
        return Subject("Finding", number, f"认定和诚信记录「{number}」", "$.findings[0]", None, None)

    due = date(2026, 4, 1)
    one = report(verdict(Status.PENDING, finding("F1"), due=due))
    assert "  2026-04-01  还有1天  认定和诚信记录「F1」\n" in render_report(one)
    assert "  2026-04-01  1 day left  finding F1\n" in render_report(one, lang="en")
    two = report(*(verdict(Status.PENDING, finding(f), due=due) for f in ("F1", "F2")))
    assert "  2026-04-01  还有1天  认定和诚信记录「F1」等2项\n" in render_report(two)


def test_what_was_due_that_day_is_over_at_its_end():
    found = report(verdict(Status.BREACH, contract(), due=date(2026, 3, 31)))
    assert "期限2026-03-31，已于当日终了届满" in render_report(found)


# ------------------------------------------------------------ what would settle most


def test_settlers_are_put_together_by_kind_and_add_up():
    found = report(
        unknown(service("S1"), listed("服务「S1」", "回访", "$.services[0]")),
        unknown(service("S2"), listed("服务「S2」", "回访", "$.services[1]")),
        unknown(
            service("S3"),
            listed("服务「S3」", "回访", "$.services[2]"),
            listed("投保单位「甲」", "拒绝服务", "$.p[0]"),
        ),
        verdict(
            Status.JUDGEMENT,
            service("S1"),
            "A3.1",
            possible=(Status.BREACH, Status.FULFILLED),
            missing=(judged("服务「S1」", "没有影响经营"),),
        ),
    )
    rows = render_report(found).splitlines()
    start = rows.index("补上下列各项，就能澄清尚无定论的4项中的4项")
    # 回访 settles two at once; then 拒绝服务 and the judgement one more each: first the one met first
    assert rows[start + 1] == "  1. 声明“回访记录”齐备  涉及3项，补到此处可澄清2项"
    assert {rows[start + 2].partition("  涉及")[0][5:], rows[start + 3].partition("  涉及")[0][5:]} == {
        "声明“拒绝服务记录”齐备",
        "回答“没有影响经营”",
    }
    assert rows[start + 2].endswith("补到此处可澄清3项")
    assert rows[start + 3].endswith("补到此处可澄清4项")
    assert rows[start + 5] == '    {"records": ["回访"], "through": "2026-03-31"}'


def test_facts_that_settle_only_together_are_taken_together():
    # five verdicts wait for two declarations; a judgement would settle one at once, but the two settle 2.5 each
    pair = (listed("投保单位「甲」", "服务"), listed("投保单位「甲」", "拒绝服务"))
    found = [unknown(service(f"S{n}"), *pair) for n in range(5)]
    found.append(unknown(service("S9"), judged("服务「S9」", "没有影响经营")))
    rows = render_report(report(*found)).splitlines()
    start = rows.index("补上下列各项，就能澄清尚无定论的6项中的6项")
    assert rows[start + 1].endswith("记录”齐备  涉及5项，须与下一项一起补")
    assert rows[start + 2].endswith("记录”齐备  涉及5项，补到此处可澄清5项")
    assert rows[start + 3] == "  3. 回答“没有影响经营”  涉及1项，补到此处可澄清6项"


def test_what_must_be_got_together_is_listed_together_or_not_at_all():
    # seven questions settle two verdicts each; the pair settles one and would be the eighth and the ninth kind
    found = [
        unknown(service(f"S{n}-{m}"), judged(f"服务「S{n}-{m}」", f"事项{n}"))
        for n in range(7)
        for m in range(2)
    ]
    pair = (listed("投保单位「甲」", "服务"), listed("投保单位「甲」", "拒绝服务"))
    text = render_report(report(*found, unknown(service("S9"), *pair)))
    assert "补上下列各项，就能澄清尚无定论的15项中的14项" in text
    assert "须与下一项一起补" not in text
    assert "另缺2类事实" in text


def test_a_declaration_is_one_line_and_comes_before_answers_at_many_places():
    asked = [unknown(service(f"S{n}"), judged(f"服务「S{n}」", "事项")) for n in range(3)]
    waits = [unknown(service(f"T{n}"), listed("投保单位「甲」", "拒绝服务")) for n in range(2)]
    text = render_report(report(*asked, *waits))
    assert "  1. 声明“拒绝服务记录”齐备  涉及2项，补到此处可澄清2项" in text
    assert "  2. 回答“事项”（3处）  涉及3项，补到此处可澄清5项" in text


def test_what_is_enough_after_the_lists_are_declared_counts_not_all_that_is_missing():
    complete = listed("投保单位「甲」", "生产安全事故")
    said = Missing("fact", "$.x", "保险年度「Y」的申报上年事故", "declared accident of Y")
    text = render_report(report(unknown(year(), complete, said, enough=(complete,))))
    assert "就能澄清尚无定论的1项中的1项" in text
    assert "申报上年事故" not in text.partition("说明")[0].partition("──")[0]


def test_an_id_that_was_made_up_is_not_shown():
    assert "── 甲餐馆 ─" in render_report(
        report(verdict(Status.BREACH, service(policyholder="policyholders/1")))
    )


def test_a_single_fact_is_named_with_its_place():
    lack = Missing(
        "fact", "$.policyholders[2].contracts[0].premium", "保险合同「HS-3」的保费", "premium of C3"
    )
    text = render_report(report(unknown(contract("HS-3"), lack)))
    assert "  1. 填写“保险合同的保费”  涉及1项，补到此处可澄清1项\n" in text
    assert "     $.policyholders[2].contracts[0].premium\n" in text


def test_the_parts_of_each_party_that_share_date_and_lack_stand_together():
    lack = listed("投保单位「乙餐馆」", "服务")
    found = report(
        unknown(year(), lack, norm="A1.1", words="甲", due=date(2026, 1, 31)),
        unknown(year(), lack, norm="A1.2", words="乙", due=date(2026, 1, 31), owed="台账上有0，应有1"),
    )
    rows = render_report(found).splitlines()
    start = rows.index(
        "  事实不明    第1个保险年度（HS-2）：期限2026-01-31；可能是违反、已履行；缺：服"
    )  # 79 columns
    assert rows[start : start + 5] == [
        "  事实不明    第1个保险年度（HS-2）：期限2026-01-31；可能是违反、已履行；缺：服",
        "              务记录是否齐备",
        "              - 1-1  “甲”",
        "              - 1-2  “乙”",
        "                台账上有0，应有1",
    ]


# ------------------------------------------------------------ single entries


def entry(found, **more):
    text = render_report(report(found), **more)
    return text.partition("  1 ")[0] and text[text.index("── ") :]


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (verdict(Status.OPEN, service()), "服务「S1」：没有数字期限"),
        (
            verdict(Status.OPEN, service(), parts=(Part("（一）满意度", True), Part("（二）意见", False))),
            "没有数字期限；还缺：（二）意见",
        ),
        (
            verdict(
                Status.LATE, service(), due=date(2026, 3, 5), done=date(2026, 3, 9), delay=(2, "个工作日")
            ),
            "期限2026-03-05，2026-03-09完成，迟2个工作日",
        ),
        (verdict(Status.EXCUSED, service(), reason="例外“拒绝服务免责”"), "服务「S1」：例外“拒绝服务免责”"),
        (
            verdict(Status.PENDING, service(), due=date(2026, 4, 1), provisional="待通知"),
            "期限2026-04-01（暂定），还有1天",
        ),
        (
            verdict(Status.PENDING, service(), due=date(2026, 4, 1), due_latest=date(2026, 4, 9)),
            "期限2026-04-01至2026-04-09之间",
        ),
        (
            verdict(Status.PENDING, service(), due=date(2026, 4, 1), due_latest=date.max),
            "服务「S1」：期限不早于2026-04-01",
        ),
        (
            verdict(Status.BREACH, service(), due=date(2026, 3, 5), owed="还差1次（已有0，应有1）"),
            "期限2026-03-05，已过26天；还差1次（已有0，应有1）",
        ),
    ],
)
def test_what_is_said_of_one_verdict(found, words):
    assert words in entry(found)


def test_what_may_never_fall_due_is_not_listed_by_its_earliest_day():
    found = verdict(Status.PENDING, service(), due=date(2026, 4, 1), due_latest=date.max)
    text = render_report(report(found))
    assert "接下来到期" not in text
    assert "9999" not in text


def test_a_question_to_be_judged_is_asked_once_for_all_subjects():
    found = [
        verdict(
            Status.JUDGEMENT,
            service(number),
            possible=(Status.BREACH, Status.FULFILLED),
            missing=(judged(f"服务「{number}」", "没有影响经营"),),
            question="是否没有影响？（合规人员）",
        )
        for number in ("S1", "S2")
    ]
    text = render_report(report(*found))
    assert "服务「S1」、服务「S2」：可能是违反、已履行\n" in text
    assert text.count("请判断“没有影响经营”（问题见文末）") == 1
    assert "须由人判断的问题\n  “没有影响经营”  是否没有影响？（合规人员）" in text


def test_a_bad_answer_is_the_reason():
    answer = Answer("没有影响经营", "否", "何婉仪", "2026-03-02", "")
    found = report(verdict(Status.BREACH, service(), answers=(answer,)))
    assert "服务「S1」：已判断“没有影响经营”：否（何婉仪、2026-03-02）" in render_report(found)
    assert "judged “没有影响经营”: no (何婉仪, 2026-03-02)" in render_report(found, lang="en")


def test_a_term_before_an_event():
    found = report(
        verdict(Status.LATE, service(), due=date(2026, 3, 2), due_event="之前", done=date(2026, 3, 3))
    )
    assert "应在2026-03-02事前，2026-03-03完成" in render_report(found)


def test_what_several_subjects_lack_alike_is_said_once():
    lacks = [Missing("fact", f"$.c[{n}].clauses", f"保险合同「HS-{n}」的合同条款", "clauses") for n in (1, 2)]
    found = [unknown(contract(f"HS-{n}"), lack) for n, lack in zip((1, 2), lacks, strict=True)]
    text = render_report(report(*found)).replace("\n                ", "")
    assert "保险合同「HS-1」、保险合同「HS-2」：可能是违反、已履行；缺：合同条款" in text


def test_of_many_facts_of_one_kind_the_number_is_told():
    lacks = [Missing("fact", f"$.s[{n}]", f"服务事项「S1/items/{n}」的培训内容", "topics") for n in range(9)]
    assert "缺：服务事项的培训内容（9处）" in render_report(report(unknown(service(), *lacks)))


def test_of_many_subjects_a_few_are_named():
    found = [verdict(Status.OPEN, service(f"S{n}")) for n in range(1, 10)]
    text = render_report(report(*found)).replace("\n                ", "")
    assert "服务「S1」、服务「S2」、服务「S3」、服务「S4」、服务「S5」等9项：没有数字期限" in text


def kept_until(*days):
    """Papers to be kept, each until its day; nothing has to be done about them yet."""
    return [verdict(Status.PENDING, service(f"S{n}"), due=day) for n, day in enumerate(days, 1)]


def test_what_is_pending_on_many_days_is_told_by_the_first():
    # four days, S2 and S5 share the first of them; five papers
    days = [date(2031, 1, 14), date(2029, 12, 31), date(2032, 10, 31), date(2030, 7, 31), date(2029, 12, 31)]
    found = report(*kept_until(*days))
    rows = render_report(found).splitlines()
    start = rows.index("  待履行      2-1  “应在3个工作日内回访”")
    assert rows[start + 1 : start + 3] == [
        "              服务「S2」、服务「S5」：期限2029-12-31，还有1371天",
        "              其余3项：期限自2030-07-31至2032-10-31",
    ]
    assert "  待履行      5  还没有做" in render_report(found)  # all are counted
    assert "3 more: due from 2030-07-31 to 2032-10-31" in render_report(found, lang="en")
    asked = render_report(found, statuses=[Status.PENDING])
    assert "其余3项" not in asked
    assert all(f"「S{n}」" in asked for n in range(1, 6))
    assert len(found.to_json()["verdicts"]) == 5


def test_on_three_days_each_is_told_and_so_is_what_is_owed():
    three = kept_until(date(2029, 12, 31), date(2030, 7, 31), date(2031, 1, 14))
    assert "其余" not in render_report(report(*three)).partition("──")[2]
    four = [*three, *kept_until(date(2032, 10, 31))]
    owing = [attrs.evolve(each, owed="还差1次（已有0，应有1）") for each in four]
    assert "其余" not in render_report(report(*owing)).partition("──")[2]


def test_norms_on_the_same_subjects_stand_together():
    found = [
        verdict(Status.OPEN, service(number), norm, words)
        for norm, words in (("A1.1", "甲"), ("A1.2", "乙"))
        for number in ("S1", "S2")
    ]
    rows = render_report(report(*found)).splitlines()
    start = rows.index("  未履行      服务「S1」、服务「S2」：没有数字期限")
    assert rows[start + 1 : start + 3] == ["              - 1-1  “甲”", "              - 1-2  “乙”"]


def test_a_subject_that_is_no_more_than_its_policyholder_has_its_id():
    delivery = Subject("Delivery", "S1/items/1>P1", "投保单位「甲餐馆」", "$", "P1", "INS")
    text = render_report(report(verdict(Status.OPEN, delivery)))
    assert "服务履行「S1/items/1」：没有数字期限" in text


def test_what_shows_a_remedy_is_named_where_nothing_else_is_said_of_what_to_do():
    found = verdict(Status.OPEN, service(), evidence=("回访", "沟通记录"))
    assert "没有数字期限；补正凭证：回访、沟通记录" in render_report(report(found))
    owes = verdict(Status.BREACH, service(), evidence=("回访",), owed="还差1次（已有0，应有1）")
    assert "补正凭证" not in render_report(report(owes))
    before = verdict(
        Status.BREACH, service(), evidence=("沟通记录",), due=date(2026, 3, 18), due_event="之前"
    )
    assert "补正凭证" not in render_report(report(before))  # what was to be done before cannot be any more


def test_the_insurer_need_not_be_named_again():
    own = Subject("Insurer", "INS", "保险机构「和顺」", "$", None, "INS")
    text = render_report(
        report(verdict(Status.OPEN, own), verdict(Status.BREACH, insurer(), due=date(2026, 3, 1)))
    )
    assert "── 保险机构自身：和顺（INS） ─" in text
    assert "              本机构：没有数字期限" in text
    assert "              2026年度：期限2026-03-01，已过30天" in text


def test_advisory_norms_take_one_line_a_status():
    found = [verdict(Status.UNKNOWN, service(), f"A10.{n}", kind="advisory") for n in (1, 2)]
    assert "  事实不明    2项：10-1、10-2\n" in render_report(report(*found)) + "\n"


def test_a_reading_has_its_name_and_its_words():
    regulation = attrs.evolve(EMPTY, readings=(READING,))
    found = verdict(
        Status.PENDING,
        contract(),
        due=date(2026, 4, 1),
        robust=False,
        alternatives=(Alternative("day_count.start", "include", Status.BREACH),),
    )
    assert "若“起算日的算法”采乙说（当日计入），则为违反" in render_report(report(found), regulation)
    assert "if day_count.start = include (当日计入): breach" in render_report(report(found), regulation, "en")


def test_a_chosen_reading_is_told_at_the_top():
    regulation = attrs.evolve(EMPTY, readings=(READING,))
    found = report(verdict(Status.BREACH, service()), readings=(("day_count.start", "include"),))
    assert "本次检查的读法：“起算日的算法”采乙说（当日计入）。\n" in render_report(found, regulation)


def test_breaches_that_hang_on_a_reading_are_counted():
    found = verdict(
        Status.BREACH, service(), alternatives=(Alternative("x", "y", Status.FULFILLED),), robust=False
    )
    assert "1项违反取决于条文的读法" in render_report(report(found))


# ------------------------------------------------------------ order and choice


def test_the_worst_party_comes_first_and_the_worst_verdict_in_it():
    found = report(
        verdict(Status.FULFILLED, service("S1", "P1", "甲")),
        verdict(Status.LATE, service("S2", "P2", "乙")),
        verdict(Status.PENDING, service("S3", "P3", "丙"), due=date(2026, 4, 1)),
        verdict(Status.BREACH, service("S3", "P3", "丙"), "A1.1"),
    )
    text = render_report(found)
    assert re.findall(r"── (\S+)（P", text) == ["丙", "乙", "甲"]
    assert text.index("  违反        1-1") < text.index("  待履行      2-1")


def test_a_status_asked_for_is_listed_and_the_totals_stay():
    found = report(
        verdict(Status.BREACH, service()), verdict(Status.FULFILLED, service("S2", "P2", "乙"), "A1.1")
    )
    text = render_report(found, statuses=[Status.FULFILLED])
    assert "有1项违反" in text
    assert "── 乙（P2）" in text
    assert "── 甲餐馆" not in text
    assert "  已履行      1-1  “应在3个工作日内回访”\n" in text


def test_long_lists_of_what_is_done_take_one_line():
    found = report(*(verdict(Status.FULFILLED, service(), f"A{n}.1") for n in range(1, 40)))
    (row,) = [row for row in render_report(found).splitlines() if "39项：" in row]
    assert row.startswith("  已履行      39项：1-1、2-1、3-1")
    assert row.endswith("…")
    assert width(row) <= 80


def test_nothing_is_wider_than_eighty_columns():
    name = "广东省某某某某某某某某某某某某某某某某某某某某某某某某某某某某矿业集团有限公司"
    lacks = [listed(f"投保单位「{name}」", what) for what in ("服务", "拒绝服务", "沟通记录", "回访", "成果")]
    found = report(
        unknown(year(name=name), *lacks, words="很长的引文" * 60, due=date(2026, 1, 31), question="问" * 90),
        verdict(
            Status.PENDING, year(name=name), "A1.1", due=date(2026, 5, 1), owed="还差1次（已有0，应有1）"
        ),
    )
    for lang in ("zh", "en"):
        rows = render_report(found, lang=lang).splitlines()
        assert all(width(row) <= 80 for row in rows)


def test_nothing_that_upsets_a_terminal_gets_through():
    found = report(verdict(Status.BREACH, service(name="甲\x1b[31m\u202e矿")))
    assert "\x1b" not in render_report(found)
    assert "\u202e" not in render_report(found)


def test_no_verdicts():
    assert render_report(report()).splitlines()[0] == "截至2026-03-31（周二）：没有可以检查的事项。"


EMPTY = ir.RegulationIR(
    name="canting",
    title="餐饮办法",
    norms=(),
    tables=(),
    definitions=(),
    exceptions=(),
    readings=(),
    questions=(),
    vocabularies=(),
    groups=(),
    convention=ir.Convention(((None, False),), ((None, True),)),
    commands=(),
)
READING = ir.Reading(
    "day_count.start",
    "起算日的算法",
    "算不算当日？",
    (ir.Option("exclude", "甲说", "当日不计入。", ""), ir.Option("include", "乙说", "当日计入。", "")),
    "exclude",
    ir.Citation("", "", "", "1-rules.ajx.md", 1),
)
