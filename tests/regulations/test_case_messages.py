"""What a case that cannot be right is told: the line, and what is there instead."""

import pytest

from ajx_rules.cases import run_cases
from ajx_rules.diagnostics import Problems
from ajx_rules.regulation import load_regulation

SOURCE = """第一条 保险机构应自接到报案时起48小时内派员到达现场。
第二条 一类企业应每日巡查。
次数表
序号\t服务内容\t一类企业\t二类企业
1\t培训。\t每年至少2次\t每年至少1次
"""
RULES = """
```ajx
规范文件 小办法
  名称：小办法
  官方原文：source.txt
  公布之日：未知

编号对照
  n-m：An.m
  附1-第n行-z类企业：N1.rn.tz
```

### 第一条
> 第一条 保险机构应自接到报案时起48小时内派员到达现场。

```ajx
事实 接到报案「接到报案」
  属于：生产安全事故　类型：日期

事实 到达现场「到达现场」
  属于：生产安全事故　类型：日期

义务 1-1「保险机构应自接到报案时起48小时内派员到达现场」
  对象：每起生产安全事故
  应当：已到达现场　期限：自接到报案之日起48小时内
```

### 第二条
> 第二条 一类企业应每日巡查。

```ajx
事实 企业类别「一类企业」
  属于：投保单位　类型：词

事实 每日巡查「每日巡查」
  属于：投保单位　类型：是否

事实 行业「企业」
  属于：投保单位　类型：词

义务 2-1「一类企业应每日巡查」
  对象：每家投保单位
  条件：企业类别为一类企业或行业为「化工」
  应当：每日巡查为是
```

### 次数表

| 序号 | 服务内容 | 一类企业 | 二类企业 |
|---|---|---|---|
| 1 | 培训。 | 每年至少2次 | 每年至少1次 |

```ajx
频次表 次数表
  原表：「次数表」　编号：附1
  对象：每家投保单位的每个保险年度
  行：服务内容　列：企业类别
  应当：服务履行中有（服务内容为所在行）者
```
"""
CONTRACT = "  设：保险合同「甲合同」；属于「甲厂」；于2025年1月1日起保；于2025年12月31日期满；未解除\n"


@pytest.fixture
def outcome(tmp_path):
    def run(lines: str) -> str:
        (tmp_path / "source.txt").write_text(SOURCE, encoding="utf-8")
        (tmp_path / "1.ajx.md").write_text(RULES, encoding="utf-8")
        (tmp_path / "scenarios").mkdir(exist_ok=True)
        case = f"```ajx\n案例「一」\n  截至：2026年1月31日\n{lines}\n```\n"
        (tmp_path / "scenarios" / "1.ajx.md").write_text(case, encoding="utf-8")
        try:
            return run_cases(load_regulation(tmp_path), tmp_path / "scenarios").render()
        except Problems as problems:
            return "\n".join(
                f"{d.code} 第{d.span.line}行第{d.span.column}列 {d.message()}" for d in problems.diagnostics
            )

    return run


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (
            "  设：投保单位「甲厂」；企业类别为一类企业\n  应判：2-1对「甲厂」为违反，到期日2026年2月30日",
            "E232 第5行第21列 没有2026年2月30日这一天",
        ),
        (
            "  设：投保单位「甲厂」\n  应判：2-1对「甲厂」为事实不明\n```\n\n案例「二」\n  截至：2026年1月31日\n\n```ajx",
            "E024 第8行第1列 这里像是规则，但不在 ajx 块里，不会执行：案例「二」",
        ),
        ("  设：投保单位「甲厂」\n  应判：8-1对「甲厂」为违反", "实得：没有“8-1”这一条；最接近的是“1-1”"),
        (
            "  设：投保单位「甲厂」\n  应判：2-1对「乙厂」为违反",
            "有“2-1”这一条，但没有针对「乙厂」的结论；它的对象有：投保单位「甲厂」",
        ),
        (
            "  设：投保单位「甲厂」\n  应判：1-1对「甲厂」为违反",
            "有“1-1”这一条，但案例里没有它的对象（每起生产安全事故）",
        ),
        (
            f"  设：投保单位「甲厂」；企业类别为一类企业\n{CONTRACT}  应判：附1-第1行-二类企业对「甲厂」第1个保险年度为违反",
            "「甲厂」不在“二类企业”这一列；它的格是“附1-第1行-一类企业”",
        ),
        (
            "  设：投保单位「甲厂」；企业类别为「一类」\n  应判：2-1对「甲厂」为违反",
            (
                "    第4行：投保单位「甲厂」；企业类别为「一类」\n      应得：一份可用的台账\n"
                "      实得：补充事实“企业类别”不能填“一类”。只填一个词，可以填的有：一类企业、二类企业"
            ),
        ),
        (
            "  设：投保单位「甲厂」\n  设：服务「一」；服务内容为第1行\n  应判：2-1对「甲厂」为事实不明",
            "第5行：服务「一」；服务内容为第1行\n      应得：一份可用的台账\n      实得：缺少服务对象，该字段必填",
        ),
        (
            "  设：投保单位「甲厂」\n  设：生产安全事故「一」；属于「甲厂」；于2025年6月1日25时发生\n  应判：2-1对「甲厂」为事实不明",
            "E502 第5行第32列 没有25时这个钟点",
        ),
    ],
)
def test_a_case_that_cannot_be_right_is_told_why(outcome, lines, told):
    assert told in outcome(lines)


@pytest.mark.parametrize(("hour", "status"), [("20时", "已履行"), ("20时1分", "逾期履行"), ("", "事实不明")])
def test_a_declared_day_takes_a_time_of_day(outcome, hour, status):
    said = outcome(
        "  设：投保单位「甲厂」\n  设：生产安全事故「一」；属于「甲厂」；于2025年6月1日发生；"
        f"于2025年6月1日20时接到报案；于2025年6月3日{hour}到达现场\n  应判：1-1对「一」为{status}"
    )
    assert said.startswith("案例1个，通过1个"), said


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        ("企业类别为一类企业；行业为「食品」", "违反"),
        ("企业类别为「二类企业」；行业为「化工」", "违反"),
        ("企业类别为二类企业；行业为「食品」", "不适用"),
    ],
)
def test_words_of_a_fact_are_known_in_rules_and_cases(outcome, facts, status):
    said = outcome(f"  设：投保单位「甲厂」；{facts}；每日巡查为否\n  应判：2-1对「甲厂」为{status}")
    assert said.startswith("案例1个，通过1个"), said
