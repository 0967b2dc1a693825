"""``ajx read``: what the machine says it understood, and the check that a norm is one query."""

import datetime as dt
import json
import re
from fractions import Fraction
from pathlib import Path

import attrs
import pytest
from click.testing import CliRunner

from ajx_rules import cli, load_regulation
from ajx_rules.compiler import ir
from ajx_rules.compiler.passes import compile_texts
from ajx_rules.compiler.relational import NotRelational, covered_kinds, relational, relational_norm
from ajx_rules.reports.layout import plain
from ajx_rules.reports.phrases import Phrases, Sight, phrase_kinds
from ajx_rules.reports.restate import Restater, restate

YEAR = Sight({0: "InsuredYear"})
DELIVERIES = ir.Follow(ir.Var(0), "deliveries")
DONE = ir.Moment(ir.Var(1), "done_on")
MODE = ir.Field(ir.Var(1), "mode")
ONLINE = ir.OneOf(MODE, ("线上",))
PREMIUM = ir.Field(ir.Var(0), "premium_total")
MONEY = ir.Number(Fraction(10000), "元")
STARTS = ir.Moment(ir.Var(0), "starts_on")


@pytest.fixture(scope="module")
def shipped():
    return load_regulation()


@pytest.fixture
def ajx(monkeypatch):
    monkeypatch.delenv("AJX_LANG", raising=False)
    monkeypatch.setitem(cli._MODULES, "read", "read")

    def run(*words):
        return CliRunner().invoke(cli.make_app(), ["read", *words])

    return run


def line_of(shipped, head):
    """The file and line of the declaration that begins with these words."""
    for file in shipped.compiled.files:
        for d in file.declarations:
            if f"{d.kind} {d.name}".startswith(head):
                return file.file, d.span.line
    raise AssertionError(head)


def told(shipped, head):
    """What is said of the declaration that begins with these words, by question."""
    (found,) = Restater(shipped.compiled).at(*line_of(shipped, head))
    return {part.zh: part.rows for part in found.parts}


# ------------------------------------------------------------ phrases


EXAMPLES = [
    (ir.Var(0), "该投保单位年度"),
    (DELIVERIES, "该投保单位年度的服务履行"),
    (ir.Filter(DELIVERIES, 1, ONLINE), "该投保单位年度的服务履行中符合（其方式是“线上”）的那些"),
    (PREMIUM, "该投保单位年度的保费总额"),
    (STARTS, "该投保单位年度的首日"),
    (ir.Moment(DELIVERIES, "done_on"), "该投保单位年度的服务履行的最早的完成之日"),
    (MONEY, "10000元"),
    (ir.Day(dt.date(2025, 3, 1)), "2025年3月1日"),
    (ir.AsOf(), "检查之日"),
    (ir.Code("Mode", "线上"), "“线上”"),
    (ir.Attribute(ir.Code("service_item", "4"), "service_item", "服务项目"), "第4行“风险评估”所属的服务项目"),
    (ir.ThisRow("service_item"), "表中所在的那一行"),
    (ir.Lookup("服务档次", ir.Var(0)), "该投保单位年度按表查得的“服务档次”"),
    (ir.Call("保费规模", ir.Var(0)), "该投保单位年度的“保费规模”"),
    (
        ir.Sum(ir.Follow(ir.Var(0), "refusals"), 1, ir.Number(Fraction(1), "元")),
        "该投保单位年度的拒绝服务的1元的总和",
    ),
    (ir.Count(DELIVERIES), "该投保单位年度的服务履行的数量"),
    (
        ir.Distinct(DELIVERIES, 1, ir.Field(ir.Var(1), "item")),
        "该投保单位年度的服务履行的服务内容的种类数（相同的只算一种）",
    ),
    (
        ir.Without(ir.Code("service_item", "4"), ("5",)),
        "第4行“风险评估”（第5行“隐患排查”不计在内）",
    ),
    (ir.Extreme("last", DELIVERIES, 1, DONE), "该投保单位年度的服务履行中最晚的完成之日"),
    (ir.Plus(PREMIUM, MONEY), "（该投保单位年度的保费总额加上10000元）"),
    (ir.Minus(PREMIUM, MONEY), "（该投保单位年度的保费总额减去10000元）"),
    (ir.Share(PREMIUM, Fraction(3, 20)), "该投保单位年度的保费总额的15%"),
    (ir.Bounded(PREMIUM, MONEY, True), "（该投保单位年度的保费总额，最多算到10000元）"),
    (ir.Bounded(PREMIUM, MONEY, False), "（该投保单位年度的保费总额，最少算作10000元）"),
    (ir.Rounded(PREMIUM, Fraction(1, 100)), "（该投保单位年度的保费总额，四舍五入到分）"),
    (
        ir.Stepped(ir.Code("HazardGrade", "一般"), "HazardGrade", True),
        "比“一般”高一级的（已是最高一级的，不变）",
    ),
    (
        ir.LastsAtLeast(DELIVERIES, "done_on", "done_on", 2, "年", ir.AsOf()),
        "该投保单位年度的服务履行各段时间相加（重叠的只算一次，算到检查之日为止）满2年",
    ),
    (ir.Shifted(STARTS, -12, "个月"), "该投保单位年度的首日前满12个月的对应日"),
    (ir.NotComputed("任一年"), "在“任一年”之内（任意连续的一段时间，不计算，由人判断）"),
    (
        ir.OrElse(PREMIUM, MONEY),
        "该投保单位年度的保费总额（记录定不下来的，以10000元为准）",
    ),
    (
        ir.All((ir.Given(PREMIUM), ir.Exists(DELIVERIES))),
        "该投保单位年度的保费总额已经填写，并且该投保单位年度的服务履行至少有一项",
    ),
    (
        ir.AnyOf((ir.Given(PREMIUM), ir.Exists(DELIVERIES))),
        "该投保单位年度的保费总额已经填写，或者该投保单位年度的服务履行至少有一项",
    ),
    (
        ir.AnyOf((ir.Not(ir.Given(PREMIUM)), ir.Exists(DELIVERIES))),
        "如果该投保单位年度的保费总额已经填写，那么该投保单位年度的服务履行至少有一项",
    ),
    (ir.Not(ir.Exists(DELIVERIES)), "该投保单位年度的服务履行一项也没有"),
    (ir.Compare(">=", PREMIUM, MONEY), "该投保单位年度的保费总额不少于10000元"),
    (ir.Compare(">", STARTS, ir.AsOf()), "该投保单位年度的首日晚于检查之日"),
    (ir.OneOf(ir.Lookup("服务档次", ir.Var(0)), ("第四档",)), "该投保单位年度按表查得的“服务档次”是“第四档”"),
    (
        ir.AtLeastCode(ir.Code("HazardGrade", "重大"), ir.Code("HazardGrade", "一般"), "HazardGrade"),
        "“重大”不低于“一般”",
    ),
    (
        ir.Exists(ir.Filter(DELIVERIES, 1, ir.Holds(ir.Field(ir.Var(1), "forms"), (ir.Code("x", "甲"),)))),
        "该投保单位年度的服务履行中至少有一项符合（其排查形式包含“甲”）",
    ),
    (
        ir.Holds(ir.Lookup("服务档次", ir.Var(0)), (ir.Code("x", "甲"),)),
        "该投保单位年度按表查得的“服务档次”是“甲”",
    ),
    (
        ir.Same(
            ir.Follow(ir.Var(0), "insurer"),
            ir.Follow(ir.Follow(ir.Follow(ir.Var(0), "policy_year"), "owner"), "insurer"),
        ),
        "该投保单位年度的保险机构就是该投保单位年度的保险合同的保险机构",
    ),
    (ir.Exists(DELIVERIES), "该投保单位年度的服务履行至少有一项"),
    (ir.Happened(STARTS), "该投保单位年度的首日已经到来"),
    (ir.Given(PREMIUM), "该投保单位年度的保费总额已经填写"),
    (ir.Reads("refusal", "no_excuse"), "解读“拒绝的后果”采乙说"),
    (ir.Judged("政策推送充分", ir.Var(0)), "有人就该投保单位年度判断过“政策推送充分”，答案为“是”"),
]


@pytest.mark.parametrize(("node", "words"), EXAMPLES, ids=lambda x: type(x).__name__)
def test_a_phrase(shipped, node, words):
    assert Phrases(shipped.ir).say(node, YEAR) == words


def test_every_kind_has_a_phrase_and_an_example():
    assert set(phrase_kinds()) == set(ir.expression_kinds())
    assert {type(node).__name__ for node, _ in EXAMPLES} == set(ir.expression_kinds())


NEGATIVES = [
    (ONLINE, "其方式不是“线上”"),
    (ir.OneOf(MODE, ("线上", "线下")), "其方式都不是“线上”、“线下”"),
    (ir.OneOf(ir.Field(ir.Var(1), "forms"), ("甲",)), "其排查形式不全在“甲”之中"),
    (ir.Happened(DONE), "其还没有完成"),
    (ir.Given(MODE), "其方式没有填写"),
    (
        ir.Same(ir.Follow(ir.Var(1), "policyholder"), ir.Follow(ir.Var(0), "policyholder")),
        "其投保单位不是该投保单位年度的投保单位",
    ),
    (ir.Call("合乎行文", ir.Var(1)), "其不符合“合乎行文”"),
    (ir.Compare("<", DONE, ir.AsOf()), "并非（其完成之日早于检查之日）"),
    (ir.Not(ONLINE), "其方式是“线上”"),
]


@pytest.mark.parametrize(("node", "words"), NEGATIVES)
def test_the_opposite_in_words(shipped, node, words):
    sight = YEAR.within(1, "Delivery")
    assert Phrases(shipped.ir).truth(ir.Not(node), sight) == words


def test_an_or_inside_an_and_stands_in_brackets(shipped):
    node = ir.All((ONLINE, ir.AnyOf((ir.Happened(DONE), ir.Given(MODE)))))
    said = Phrases(shipped.ir).truth(node, YEAR.within(1, "Delivery"))
    assert said == "其方式是“线上”，并且（其已经完成，或者其方式已经填写）"


def test_rows_further_out_are_not_called_it(shipped):
    """其 is the innermost row alone; a row between is 前述."""
    papers = ir.Follow(ir.Var(1), "deliverables")
    inner = ir.Filter(papers, 2, ir.Compare("==", ir.Moment(ir.Var(2), "made_on"), DONE))
    said = Phrases(shipped.ir).truth(ir.Exists(ir.Filter(DELIVERIES, 1, ir.Exists(inner))), YEAR)
    assert "与前述服务履行的完成之日是同一天" in said


# ------------------------------------------------------------ declarations


def test_a_term_in_working_days_is_spelled_out(shipped):
    said = told(shipped, "义务 22-3")
    assert said["谁对谁"] == ("保险机构对投保单位",)
    assert said["对每什么"] == ("每份保险合同，各得一个结论",)
    begins, *counted = said["到什么时候"]
    assert begins.endswith("起算，20个工作日内")
    assert counted[0].endswith("当日不计；次一工作日为第一日；第20个工作日终了为止")
    assert re.fullmatch(
        "解读“起算日的算法”采乙说的：.+当日是工作日的，即为第一日；第20个工作日终了为止", counted[1]
    )
    assert counted[2:] == [
        "调休上班的周末算工作日",
        "解读“调休上班日的算法”采乙说的：调休上班的周末不算工作日",
    ]
    assert any("“上门服务安排”" in row and "没有记录不等于没有" in row for row in said["没有记录的"])
    assert said["随哪些解读而变"][0].startswith("起算日的算法（day_count.start）")


def test_a_term_after_an_event_never_counts_its_day(shipped):
    rows = told(shipped, "义务 24-1")["到什么时候"]
    assert "完成当日不计（写的是“以后”，哪种读法都不计）；次一工作日为第一日；第10个工作日终了为止" in rows
    assert not any("起算日的算法" in row for row in rows)


def test_a_duty_without_a_number_and_its_judgement(shipped):
    said = told(shipped, "义务 24-4")
    assert said["到什么时候"][0] == "原文只说“及时”，没有数，自该回访的回访之日起：程序不替它定一个数"
    assert any("“回访上传及时”" in row and "逾期履行" in row for row in said["结论怎样得出"])


def test_the_cells_of_a_row_and_the_exceptions_to_exceptions(shipped):
    title = "非煤矿山行业领域安责险事故预防技术服务标准"
    table = next(t for f in shipped.compiled.files for t in f.tables() if t.title == title)
    row = table.rows[4]
    (found,) = Restater(shipped.compiled).at(row[0].span.file, row[0].span.line)
    said = {part.zh: part.rows for part in found.parts}
    assert found.title == "义务 附2-第5行（B.r05）"
    assert "第四档：与附2-第4行-第四档是同一格，要求相同，结论只记一次" in said["各格的要求"]
    lifted = said["哪些例外可以使它让位"]
    assert lifted[0].startswith("例外“拒绝服务免责”")
    assert lifted[1].startswith("  但是，例外“未告知不免责”")
    assert any("“合乎行文”" in r for r in said["其中"])


def test_a_row_of_the_tier_table(shipped):
    title = "非煤矿山行业领域安责险事故预防技术服务分类分档表"
    table = next(t for f in shipped.compiled.files for t in f.tables() if t.title == title)
    text = plain(restate(shipped.compiled, table.rows[1][0].span.file, table.rows[1][0].span.line))
    assert "第2行，保费规模不少于10000元、少于50000元（格中写“1万元以上5万元以下”）" in text
    assert "上一年度事故为是：“第二档”（附1-档次-第2行-发生，N1.T1.r2.yes）" in text


def test_a_definition_by_case_a_reading_an_exception_a_question_a_group(shipped):
    definition = told(shipped, "定义 计数事项")
    assert definition["指什么"][1] == "  解读“种类单位”采乙说的：该服务履行的服务项目"
    reading = told(shipped, "解读 拒绝的后果")
    assert "附2-第4行" in reading["哪些规范随它而变"][0]
    exception = told(shipped, "例外 未告知不免责")
    assert exception["谁让位"] == ("例外“拒绝服务免责”",)
    assert exception["让位的结果"] == ("所针对的例外不适用",)
    question = told(shipped, "判断 政策推送充分")
    assert question["用在哪里"] == ("附2-第3行",)
    assert "附1-注1-1/投保单位-评估" in told(shipped, "同组 年度风险辨识评估")["哪些规范"][0]
    assert told(shipped, "词表 回访方式")["可以填的词"][1].startswith("还可以填别的词")


def test_a_quotation_names_what_carries_it_out(shipped):
    file, number = line_of(shipped, "义务 22-3")
    rules = next(f for f in shipped.compiled.files if f.file == file)
    at = next(i for i, text in enumerate(rules.lines, 1) if text.startswith("> "))
    (found,) = Restater(shipped.compiled).at(file, at)
    assert any(f"义务 22-3（第{number}行）" in row for row in found.parts[0].rows)


def test_every_line_of_the_shipped_rules_can_be_said_in_chinese(shipped):
    """No internal name shows but ids in brackets, and what is only shown as written."""
    restater = Restater(shipped.compiled)
    seen = 0
    for file in shipped.compiled.files:
        for number in range(1, len(file.lines) + 1):
            try:
                found = restater.at(file.file, number)
            except LookupError:
                continue
            for part in (p for each in found for p in each.parts if p.zh not in ("写了什么", "执行的原话")):
                for row in part.rows:
                    seen += 1
                    words = re.sub(r"（[^（）]*）", "", row).replace("ajx test", "").replace("extra", "")
                    assert not re.search("[A-Za-z_]{3,}", words), (file.file, number, row)
                    assert "None" not in row
    assert seen > 500


def test_the_frame_in_english(shipped):
    text = plain(restate(shipped.compiled, *line_of(shipped, "义务 24-1"), "en"))
    assert "who owes whom:" in text
    assert "where nothing is on record:" in text


# ------------------------------------------------------------ another regulation


SECOND = {
    "00.ajx.md": """\
# 总说

### 第一条
> 第一条 服务机构应当自订立之日起3日内告知，自起保之日起48小时内联系，自期满之日起2个月内总结，自签发之日起5个工作日内送达。当日计入。

```ajx
规范文件 另一部
  名称：另一部
  官方原文：source.txt
  公布之日：未知

编号对照
  n-m：An.m

约定 一般
  适用：全文
  以上：不含本数　以下：含本数
  起算日：计入
  调休上班日：不计入

义务 1-1「自订立之日起3日内告知」
  对象：每份保险合同　义务人：服务机构
  应当：沟通记录中有（沟通事由为告知）者　期限：自订立之日起3日内

义务 1-2「自起保之日起48小时内联系」
  对象：每份保险合同　义务人：服务机构
  应当：有沟通记录　期限：自起保之日起48小时内

义务 1-3「自期满之日起2个月内总结」
  对象：每份保险合同　义务人：服务机构
  应当：有沟通记录　期限：自期满之日起2个月内

义务 1-4「自签发之日起5个工作日内送达」
  对象：每份保险合同　义务人：服务机构
  应当：有沟通记录　期限：自签发之日起5个工作日内

词表 沟通事由
  条目：告知
```
""",
}
SECOND_TEXT = "第一条 服务机构应当自订立之日起3日内告知，自起保之日起48小时内联系，自期满之日起2个月内总结，自签发之日起5个工作日内送达。当日计入。"


def test_days_hours_and_months_of_another_regulation():
    compiled = compile_texts(SECOND, {"source.txt": SECOND_TEXT}, "另一部")
    restater = Restater(compiled)
    said = {n.alias: {p.zh: p.rows for p in restater.norm(n).parts} for n in compiled.ir.norms}
    assert said["1-1"]["到什么时候"][1] == "订立当日不计；次日为第一日；第3日终了为止；末日遇休息日不顺延"
    assert said["1-2"]["到什么时候"][1].startswith("从那一刻起连续计算")
    assert said["1-3"]["到什么时候"][1].startswith("到2个月以后的对应日终了为止")
    assert said["1-4"]["到什么时候"] == (
        "自该保险合同的签发之日起算，5个工作日内",
        "签发当日是工作日的，即为第一日；第5个工作日终了为止",
        "调休上班的周末不算工作日",
    )
    d = next(d for f in compiled.files for d in f.declarations if d.kind == "约定")
    (convention,) = restater.at("00.ajx.md", d.span.line)
    assert {row for part in convention.parts for row in part.rows} >= {
        "“以上”不包括本数",
        "“以下”包括本数",
        "起算当日计入",
        "调休上班的周末不算工作日",
    }


# ------------------------------------------------------------ one query


def test_the_shipped_norms_are_one_query_each_but_for_the_blocks_of_years(shipped):
    found = relational(shipped.ir)
    assert {f.node for f in found} == {"CellDuty"}
    blocks = {
        n.alias for n in shipped.norms if n.row and any(c.duty and c.duty.months > 12 for c in n.row.cells)
    }
    assert {f.norm for f in found} == blocks
    assert all(f.zh and f.en and f.place for f in found)


def test_the_check_knows_every_kind_of_node():
    assert covered_kinds() == frozenset(ir.expression_kinds())


def with_requirement(shipped, requirement, subject="InsuredYear"):
    norm = next(n for n in shipped.norms if n.alias == "附1-注1-1/投保单位-评估")
    bare = attrs.evolve(norm, id="X", alias="X", subject=subject, requirement=ir.Requirement(requirement))
    return relational_norm(shipped.ir, bare)


def nested(depth):
    """Deliveries with papers with ... : aggregates in one another."""
    rows = ir.Exists(ir.Filter(DELIVERIES, 1, ONLINE))
    for _ in range(depth - 1):
        rows = ir.Exists(ir.Filter(DELIVERIES, 1, ir.All((ONLINE, rows))))
    return rows


def test_a_join_and_aggregate_pair_is_relational(shipped):
    assert with_requirement(shipped, nested(2)) == ()
    assert (
        with_requirement(shipped, ir.Compare(">=", ir.Count(DELIVERIES), ir.Number(Fraction(3), "项"))) == ()
    )


def first_why(found):
    assert found
    assert all(isinstance(f, NotRelational) and f.norm == "X" for f in found)
    return found[0].zh


def test_what_is_not_one_query_is_listed_with_why(shipped):
    assert "聚合套了3层" in first_why(with_requirement(shipped, nested(3)))
    several = ir.Compare(">=", ir.Field(ir.Follow(ir.Var(0), "refusals"), "note"), MONEY)
    assert "若干条记录" in first_why(with_requirement(shipped, several))
    lost = ir.Exists(ir.Follow(ir.Var(0), "nowhere"))
    assert "没有通往“nowhere”的键" in first_why(with_requirement(shipped, lost))
    unbound = ir.Given(ir.Field(ir.Var(7), "mode"))
    assert "没有行" in first_why(with_requirement(shipped, unbound))
    assert "没有这个定义" in first_why(with_requirement(shipped, ir.Call("没有的", ir.Var(0))))
    assert "没有叫“没有的”的表" in first_why(with_requirement(shipped, ir.Lookup("没有的", ir.Var(0))))
    assert "没有叫“Nobody”的一类行" in first_why(with_requirement(shipped, nested(1), "Nobody"))


def test_rows_compared_without_a_key_are_listed(shipped):
    same_day = ir.Compare("==", ir.Moment(ir.Var(2), "done_on"), DONE)
    pairs = ir.Exists(ir.Filter(DELIVERIES, 1, ir.Exists(ir.Filter(DELIVERIES, 2, same_day))))
    assert "两两配对" in first_why(with_requirement(shipped, pairs))


# ------------------------------------------------------------ the command


def test_the_command_says_back_a_declaration(ajx, shipped):
    file, number = line_of(shipped, "义务 22-3")
    result = ajx(f"{file}:{number}")
    assert result.exit_code == 0
    assert result.stdout.startswith("义务 22-3（A22.3）\n")
    assert "当日不计；次一工作日为第一日；第20个工作日终了为止" in result.stdout
    short = ajx(f"{file.partition('-')[0]}:{number}")
    assert short.stdout == result.stdout


def test_the_command_takes_a_path_and_a_case(ajx, tmp_path):
    folder = tmp_path / "rules"
    (folder / "scenarios").mkdir(parents=True)
    (folder / "00.ajx.md").write_text(SECOND["00.ajx.md"], encoding="utf-8")
    (folder / "source.txt").write_text(SECOND_TEXT, encoding="utf-8")
    case = "```ajx\n案例「甲」\n  截至：2025年1月1日\n```\n"
    (folder / "scenarios" / "01.ajx.md").write_text(case, encoding="utf-8")
    number = 1 + SECOND["00.ajx.md"].split("\n").index("义务 1-1「自订立之日起3日内告知」")
    assert "义务 1-1（A1.1）" in ajx(f"{folder / '00.ajx.md'}:{number}").stdout
    said = ajx(f"{folder / 'scenarios' / '01.ajx.md'}:2")
    assert said.exit_code == 0
    assert "案例由 ajx test 运行" in said.stdout


def test_the_command_as_json(ajx, shipped):
    file, number = line_of(shipped, "义务 24-1")
    data = json.loads(ajx(f"{file}:{number}", "--format", "json").stdout)
    assert data["understood"][0]["title"] == "义务 24-1（A24.1）"
    assert {"zh", "en", "rows"} == set(data["understood"][0]["parts"][0])


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([], "要写“文件:行号”"),
        (["24:9", "--ir", "22-3"], "要写“文件:行号”"),
        (["没有行号"], "看不懂“没有行号”"),
        (["没有这个文件.ajx.md:3"], "没有规则文件“没有这个文件.ajx.md”"),
        (["00-general.ajx.md:99999"], "没有第99999行"),
        (["00-general.ajx.md:2"], "第2行没有声明、表格或引文"),
        (["--ir", "99-9"], "没有编号为“99-9”的规范"),
        (["24:9", "--regulation", "没有的文件夹"], "没有规则文件"),
        (["24" * 2000 + ":9"], "没有规则文件"),
        (["24\0:9"], "没有规则文件"),
        (["24:" + "9" * 5000], "没有第999999999行"),
    ],
)
def test_what_cannot_be_read_is_a_message(ajx, words, message):
    result = ajx(*words)
    assert result.exit_code == 2
    assert message in result.stderr.replace("\n", "").replace(" ", "") or message in result.stderr
    assert "Traceback" not in result.stderr


def test_rules_with_errors_are_reported_as_such(ajx, tmp_path):
    (tmp_path / "00.ajx.md").write_text("```ajx\n义务 1-1\n```\n", encoding="utf-8")
    result = ajx(f"{tmp_path / '00.ajx.md'}:2")
    assert result.exit_code == 2
    assert "E011" in result.stderr


@pytest.mark.parametrize("wanted", ["22-3", "A22.3", "附2-第4行-第四档", "B.r04.t4"])
def test_the_representation_of_a_norm(ajx, wanted):
    result = ajx("--ir", wanted)
    assert result.exit_code == 0
    assert result.stdout.splitlines()[1].startswith("Norm ")
    assert result.stdout.rstrip().splitlines()[-1].startswith("# 这条规范是对平表的一次查询")


def test_the_representation_names_what_is_used_and_what_is_not_one_query(ajx):
    result = ajx("--ir", "附2-第7行")
    assert "Definition 合乎行文 Delivery" in result.stdout
    assert "DecisionTable N1.T1" in result.stdout
    assert "ExceptionRule 拒绝服务免责" in result.stdout
    assert "# 这条规范不止是对平表的一次查询" in result.stdout
    data = json.loads(ajx("--ir", "22-3", "--format", "json").stdout)
    assert ir.from_data(data["norms"][0]["norm"]).id == "A22.3"


CONSTRUCTS = Path(__file__).parents[1] / "regulations" / "constructs"


@pytest.mark.parametrize(
    ("head", "part", "words"),
    [
        ("禁止 9-2", "到什么时候", "在该服务委托合同的验收之日以前一直不得有；以后不再禁止"),
        (
            "禁止 8-5",
            "结论怎样得出",
            "这段时间之内有这样的记录：违反；没有，时间还没有过完：待履行，已经过完：已履行。",
        ),
        ("例外 重大隐患两小时", "让位的结果", "期限改为：自该事故隐患的发现之日起算，2小时内"),
        ("例外 汛期不延长", "谁让位", "例外“重大隐患三个月”"),
        ("义务 10-6", "应当怎样", "（重叠的只算一次，算到该服务人员的服务的开始之日为止）满2年"),
        ("定义 应提金额", "指什么", "的15%，最多算到80000元），最少算作1000元），四舍五入到分）"),
        ("定义 服务等级", "指什么", "高一级的（已是最高一级的，不变）"),
        ("事实 整改投入", "是什么", "事故隐患的一项补充事实（extra）：数，以元计；不写就是不知道"),
        ("参数 及时的内部时限", "量什么", "单位可以是个工作日、日、小时"),
        ("权力 13-1", "谁对谁", "粮食行政管理部门对保险机构"),
    ],
)
def test_constructs_that_the_shipped_guideline_does_not_need(head, part, words):
    said = told(load_regulation(CONSTRUCTS), head)
    assert words in "".join(said[part])
