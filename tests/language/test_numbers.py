"""A number of a rule is quoted: with its unit, in its own words or else in its section."""

import pytest
from lark import Token

from ajx_rules.compiler.numbers import days, is_stated
from tests.language.snapshots import said

GENERAL = """```ajx
规范文件 小办法
  名称：小办法
  官方原文：source.txt
  公布之日：未知

解读 算法（way）
  问：怎样算？
  甲说（a，默认）：从宽。理由：原文。
  乙说（b）：从严。理由：常理。
```
"""
OFFICIAL = "第二条 服务完成以后15日内回访；参加的不少于三人。归档资料保存两年。\n第九条 提前10个工作日告知。"


def codes(
    block: str, quote: str = "第二条 服务完成以后15日内回访；参加的不少于三人。归档资料保存两年。"
) -> list[str]:
    """What is said of a block under Article 2, below another article."""
    above = "### 第九条\n> 第九条 提前10个工作日告知。\n\n"
    page = f"{above}### 第二条\n> {quote}\n\n```ajx\n{block}\n```\n"
    return [d.code for d in said({"1.ajx.md": GENERAL, "2.ajx.md": page}, {"source.txt": OFFICIAL})]


def duty(words: str, term: str, requirement: str = "已回访") -> str:
    return f"义务 2-1「{words}」\n  对象：每次服务的每家投保单位\n  应当：{requirement}　期限：{term}"


STATED = {
    ("15日", "服务完成以后十五日内回访", ""),
    ("十五个工作日", "15个工作日以内", ""),
    ("20%", "不低于百分之二十", ""),
    ("25%", "不低于四分之一", ""),
    ("1次", "每年至少一次", ""),
    ("2年", "保存两年", ""),
    ("12个月", "保存一年", ""),
    ("6个月", "半年以内", ""),
    ("3人", "不少于3名", ""),
    ("2种", "两类以上", ""),
    ("5份", "五个以上", ""),
    ("10000元", "1万元以上", ""),
    ("1万元", "10，000元以上", ""),
    ("3日", "3至5日内", ""),
    ("7日", "一周内", ""),
    ("24学时", "不少于24学时", ""),
    ("0次", "不得再犯", ""),
    ("5日", "及时回访", "5日内回访"),  # the words state no days: the section does
}
NOT_STATED = {
    ("15日", "15个工作日内回访", "15个工作日内回访"),
    ("15个工作日", "15日内回访", "15日内回访"),
    ("2日", "第2条 及时回访", "第二条 附件2 及时回访"),
    ("3个月", "保存3年", "保存3年，另3个月内移交"),
    ("5日", "10日内回访", "10日内回访，5日内上传"),  # another sentence's
    ("1年", "上一年度", "同一年度"),
    ("1次", "一次性缴清", "统一开展"),
    ("1日", "2025年1月1日起", "2025年1月1日起"),
    ("30人", "培训30人次", ""),
    ("24学时", "24人", "24人"),
    ("10分", "十分重要", ""),
}


@pytest.mark.parametrize(("number", "words", "section"), sorted(STATED))
def test_a_number_that_is_stated(number: str, words: str, section: str):
    assert is_stated(Token("QUANTITY", number), words, section)


@pytest.mark.parametrize(("number", "words", "section"), sorted(NOT_STATED))
def test_a_number_that_is_not_stated(number: str, words: str, section: str):
    assert not is_stated(Token("QUANTITY", number), words, section)


def test_a_day_is_stated_whole():
    assert days("二〇二五年十二月三十一日") == days("2025年12月31日")
    assert is_stated(Token("DATE", "2025年3月1日"), "自2025年3月1日起", "")
    assert not is_stated(Token("DATE", "2025年3月1日"), "自2025年起每年3月1日", "")


def test_own_words_then_own_section():
    assert codes(duty("服务完成以后15日内回访", "完成之日以后15日内")) == []
    assert codes(duty("服务完成以后", "完成之日以后15日内")) == []
    assert codes(duty("服务完成以后", "完成之日以后10个工作日内")) == ["E310"]  # of the article above
    assert codes(duty("归档资料保存两年", "完成之日以后2个月内")) == ["E310"]


def test_items_conditions_exceptions_and_definitions():
    items = "下列各项均具备：\n    （一）参加人数不少于3人\n    （二）参加人数不少于4人"
    assert codes(duty("参加的不少于三人", "未规定", items).replace("　期限", "\n  期限")) == ["E310"]
    assert codes(duty("服务完成以后", "未规定") + "\n  条件：参加人数不少于5人") == ["E310"]
    exception = "\n\n例外 迟的\n  针对：2-1\n  条件：已回访\n  效果：期限改为　新期限：完成之日以后20日内"
    assert codes(duty("服务完成以后", "未规定") + exception) == ["E310"]
    assert codes("定义 多人\n  属于：服务对象\n  指：参加人数不少于3人") == []
    assert codes("定义 多人\n  属于：服务对象\n  指：参加人数不少于5人") == ["E310"]


def test_one_reading_of_several_may_bring_a_number_of_its_own():
    definition = (
        "定义 多人\n  属于：服务对象\n  若算法采乙说，指：参加人数不少于50人\n  其余，指：参加人数不少于{}人"
    )
    assert codes(definition.format(3)) == []
    assert codes(definition.format(4)) == ["E310"]
