"""Every lint finds what was planted, says where, and is silent otherwise."""

import json

import pytest

from ajx_rules.authoring.lint import LINTS, lint, lints_by_name
from ajx_rules.commands import lint as command
from ajx_rules.compiler.passes import compile_folder, compile_texts
from ajx_rules.diagnostics import Problems
from ajx_rules.diagnostics.catalogue import all_entries
from ajx_rules.diagnostics.lint_messages import LINT_MESSAGES
from ajx_rules.resources import regulations_folder

OFFICIAL = """第一条　保险机构应在服务完成以后10个工作日内回访，并及时上传。
第二条　保险机构应当书面告知投保单位。对拒绝服务的，应当留档备查。
第三条　本条说的是别的事。
第四条　服务应具备下列条件：（一）已完成；（二）已回访；（三）回访满意。
第五条　保险机构对每次服务应当回访不少于3次。
第九条　违反的，由主管部门处理。
服务表 序号 服务 1 培训
"""

GENERAL = """# 总说

```ajx
规范文件 小指引
  名称：小指引
  官方原文：source.txt
  公布之日：未知

通则
  义务人：保险机构
  后果：9-1

编号对照
  n-m：An.m

词表 回访方式
  条目：电话、网络，等
```

### 第九条
> 违反的，由主管部门处理。

```ajx
权力 9-1「违反的，由主管部门处理」
  权力人：主管部门　权利人：保险机构
  可以：处理
```
"""

RULES = """### 第一条
> 保险机构应在服务完成以后10个工作日内回访，并及时上传。

```ajx
义务 1-1「保险机构应在服务完成以后10个工作日内回访」
  对象：每次服务的每家投保单位
  条件：旧读法采甲说且可以完成
  应当：已回访　期限：自完成之日起10个工作日内　凭证：回访

义务 1-2「并及时上传」
  对象：每次回访
  条件：回访方式为电话或回访方式为网络
  应当：有上传回执　期限：自回访之日起及时　及时与否：上传及时　凭证：上传回执

判断 上传及时「并及时上传」
  属于：回访
  问：及时吗？
  答：合规人员　依据：上传回执　不利答案：否

解读 旧读法（old）
  问：旧读法是什么？
  甲说（a，默认）：是。理由：原文。
  乙说（b）：不是。理由：常理。

定义 可以完成
  属于：服务对象
  指：已完成
```

### 第二条
> 保险机构应当书面告知投保单位。对拒绝服务的，应当留档备查。

```ajx
义务 2-1「保险机构应当书面告知投保单位」
  对象：每次拒绝服务
  应当：已告知　期限：未规定　凭证：告知文书

义务 2-2「对拒绝服务的，应当留档备查」
  对象：每次拒绝服务
  应当：已留档　期限：未规定　凭证：告知文书

例外 撤回的
  针对：2-1
  条件：旧读法采甲说且已撤回
  效果：不适用

同组 告知留档
  规范：2-1、2-2
  理由：同一次拒绝
```
"""


def findings(rules: str = RULES, general: str = GENERAL, official: str = OFFICIAL, lints=lint):
    texts = {"00.ajx.md": general, "01.ajx.md": rules}
    try:
        return tuple(lints(compile_texts(texts, {"source.txt": official}, "mini")))
    except Problems as problems:  # a test that plants an error is wrong
        raise AssertionError([(d.code, d.message(), d.span) for d in problems.diagnostics]) from problems


def changed(old: str, new: str) -> str:
    assert RULES.count(old) == 1, old
    return RULES.replace(old, new)


def added(block: str) -> str:
    return RULES + f"\n```ajx\n{block}\n```\n"


def test_a_clean_regulation_has_no_findings():
    assert findings() == ()


UNUSED = "义务 2-3「对拒绝服务的，应当留档备查」\n  对象：每次拒绝服务\n  应当：已留档　期限：未规定　凭证：告知文书"

PLANTED = {
    "unused definition": (added("定义 无用\n  属于：服务对象\n  指：已完成"), "E701", "定义 无用"),
    "unused definition that uses another": (
        added("定义 甲乙\n  属于：服务对象\n  指：可以完成"),
        "E701",
        "定义 甲乙",
    ),
    "unused judgement": (
        added(
            "判断 没人问「应当留档备查」\n  属于：回访\n  问：？\n  答：合规人员　依据：回访　不利答案：否"
        ),
        "E702",
        "判断 没人问",
    ),
    "unused reading": (
        added("解读 白写（none）\n  问：？\n  甲说（a，默认）：是。理由：甲。\n  乙说（b）：否。理由：乙。"),
        "E703",
        "解读 白写",
    ),
    "entry that no rule names": (
        changed("回访方式为电话或回访方式为网络", "回访方式为电话"),
        "E704",
        "词表 回访方式",
    ),
    "norm without evidence": (
        changed("已告知　期限：未规定　凭证：告知文书", "已告知　期限：未规定"),
        "E705",
        "义务 2-1",
    ),
    "option without grounds": (changed("不是。理由：常理。", "不是。"), "E252", "  乙说"),
    "group of one": (changed("规范：2-1、2-2", "规范：2-1"), "E264", "  规范"),
    "exception from a permission": (
        added(
            "许可 2-3「应当留档备查」\n  可以：留档\n\n例外 空的\n  针对：2-3\n  条件：旧读法采甲说\n  效果：不适用"
        ),
        "E708",
        "例外 空的",
    ),
    "exception whose readings exclude each other": (
        changed("条件：旧读法采甲说且已撤回", "条件：旧读法采甲说且（已撤回且旧读法采乙说）"),
        "E708",
        "例外 撤回的",
    ),
    "exception whose condition denies itself": (
        changed("条件：旧读法采甲说且已撤回", "条件：已撤回且非已撤回"),
        "E708",
        "例外 撤回的",
    ),
    "sentence without a rule": (RULES + "\n### 第三条\n> 本条说的是别的事。\n", "E709", "> 本条说的是"),
    "second sentence of a quotation without a rule": (
        changed(
            "义务 2-2「对拒绝服务的，应当留档备查」\n  对象：每次拒绝服务\n  应当：已留档　期限：未规定　凭证：告知文书\n\n",
            "",
        ).replace("2-1、2-2", "2-1、1-1"),
        "E709",
        "> 保险机构应当书面告知",
    ),
    "table without a rule": (
        RULES + "\n### 服务表\n\n| 序号 | 服务 |\n|---|---|\n| 1 | 培训 |\n",
        "E709",
        "| 序号",
    ),
    "number that the rule does not use": (
        changed("　期限：自完成之日起10个工作日内", ""),
        "E715",
        "义务 1-1",
    ),
    "item that the rule has lost": (
        RULES + "\n### 第四条\n> 服务应具备下列条件：（一）已完成；（二）已回访；（三）回访满意。\n\n```ajx\n"
        "义务 4-1「服务应具备下列条件：（一）已完成；（二）已回访；（三）回访满意」\n  对象：每次服务的每家投保单位\n"
        "  应当：下列各项均具备：\n    （一）已完成\n    （二）已回访\n  期限：未规定　凭证：回访\n```\n",
        "E716",
        "  应当：下列各项均具备",
    ),
    "bound of another side": (
        RULES + "\n### 第五条\n> 保险机构对每次服务应当回访不少于3次。\n\n```ajx\n"
        "义务 5-1「保险机构对每次服务应当回访不少于3次」\n  对象：每次服务的每家投保单位\n"
        "  应当：回访的数量不超过3次　期限：未规定　凭证：回访\n```\n",
        "E719",
        "  应当：回访的数量",
    ),
    "judgement without a bad answer": (
        changed("上传回执　不利答案：否", "上传回执"),
        "E717",
        "判断 上传及时",
    ),
    "bearer that is nobody": (
        changed("条件：旧读法采甲说且可以完成", "义务人：保险公司\n  条件：旧读法采甲说且可以完成"),
        "E718",
        "  义务人",
    ),
    "default written out": (
        changed("条件：旧读法采甲说且可以完成", "义务人：保险机构\n  条件：旧读法采甲说且可以完成"),
        "E710",
        None,
    ),
    "the same words twice": (changed("同组 告知留档", UNUSED + "\n\n同组 告知留档"), "E711", "义务 2-3"),
    "name of the domain": (changed("例外 撤回的", "例外 满意度"), "E712", "例外 满意度"),
    "not in canonical form": (
        changed("  条件：旧读法采甲说且可以完成", "  条件：旧读法采甲说 且可以完成"),
        "E713",
        "  条件",
    ),
}


@pytest.mark.parametrize("what", PLANTED)
def test_what_is_planted_is_found(what):
    rules, code, line = PLANTED[what]
    found = [d for d in findings(rules) if d.code == code]
    assert found, [(d.code, d.message()) for d in findings(rules)]
    first = found[0]
    assert first.span is not None
    text = {"00.ajx.md": GENERAL, "01.ajx.md": rules}[first.span.file]
    assert first.source_line == text.split("\n")[first.span.line - 1]
    if line is not None:
        assert first.source_line.startswith(line)
    for lang in ("zh", "en"):
        assert "{" not in first.message(lang) + first.help(lang)


@pytest.mark.parametrize("what", PLANTED)
def test_nothing_else_is_found(what):
    rules, code, _ = PLANTED[what]
    also = {"E713", "E709", "E711", "E712", "E704"} - {code}
    assert {d.code for d in findings(rules)} - also == {code}


SAID = {
    "不少于3次": {"不少于", "不低于", "不小于"},
    "不得少于3次": {"不少于", "不低于", "不小于"},
    "至少3次": {"不少于", "不低于", "不小于"},
    "3次以上": {"不少于", "不低于", "不小于", "多于", "高于", "大于", "超过"},
    "不超过3次": {"不超过", "不多于", "不高于"},
    "不得超过3次": {"不超过", "不多于", "不高于"},
    "3次以内": {"不超过", "不多于", "不高于"},
    "3次以下": {"不超过", "不多于", "不高于", "少于", "低于", "小于"},
    "多于3次": {"多于", "高于", "大于", "超过"},
    "少于3次": {"少于", "低于", "小于"},
}
WORDS = {
    "不少于",
    "不低于",
    "不小于",
    "不超过",
    "不多于",
    "不高于",
    "多于",
    "高于",
    "大于",
    "超过",
    "少于",
    "低于",
    "小于",
}
TURNED = {
    "不少于": "少于",
    "不超过": "多于",
    "多于": "不超过",
    "少于": "不少于",
}


def unlike(said: str, kind: str, requirement: str) -> bool:
    """Whether a rule about a text that says so many is told to bound it otherwise."""
    text = f"保险机构对每次服务的回访{said}。"
    field = "不得" if kind == "禁止" else "应当"
    rules = (
        f"{RULES}\n### 第五条\n> {text}\n\n```ajx\n{kind} 5-1「{text[:-1]}」\n"
        f"  对象：每次服务的每家投保单位\n  {field}：{requirement}　期限：未规定　凭证：回访\n```\n"
    )
    source = OFFICIAL.replace("第五条　保险机构对每次服务应当回访不少于3次。", f"第五条　{text}")
    return findings(rules, official=source, lints=lints_by_name()["unlike_comparisons"]) != ()


@pytest.mark.parametrize("said", SAID)
def test_a_rule_bounds_a_number_from_the_side_of_the_text(said):
    alike = {word for word in WORDS if not unlike(said, "义务", f"回访的数量{word}3次")}
    assert alike == SAID[said]


@pytest.mark.parametrize("said", SAID)
def test_what_is_forbidden_is_the_other_side(said):
    for word, opposite in TURNED.items():
        allowed = not unlike(said, "义务", f"回访的数量{word}3次")
        assert allowed != unlike(said, "禁止", f"回访的数量{opposite}3次")
        assert allowed != unlike(said, "义务", f"非回访的数量{opposite}3次")


def test_a_number_that_the_text_does_not_bound_is_left_alone():
    assert not unlike("3次", "义务", "回访的数量不超过3次")
    assert not unlike("满3次的应当存档，不少于5次", "义务", "回访的数量超过3次")


def test_every_code_is_planted():
    planted = {code for _, code, _ in PLANTED.values()}
    assert set(LINT_MESSAGES) - {"E714"} <= planted  # E714 is the formatter's, see test_format.py
    assert set(LINT_MESSAGES) <= set(all_entries())


def test_every_lint_is_needed():
    """Each lint finds something planted that no other one finds."""
    codes = {code for _, code, _ in PLANTED.values()}
    assert len(lints_by_name()) == len(LINTS) == len(codes)


def test_words_of_two_levels_may_be_the_same():
    rules = changed("义务 2-1「保险", "义务 2-1/机构「保险").replace("针对：2-1", "针对：2-1/机构")
    rules = rules.replace("规范：2-1、2-2", "规范：2-1/机构、2-2")
    second = "义务 2-1/投保单位「保险机构应当书面告知投保单位」\n  对象：每次拒绝服务\n  应当：已告知　期限：未规定　凭证：告知文书"
    general = GENERAL.replace("  n-m：An.m\n", "  n-m：An.m\n  /机构：/insurer\n  /投保单位：/insured\n")
    assert "E711" not in {
        d.code for d in findings(rules.replace("例外 撤回的", second + "\n\n例外 撤回的"), general)
    }


def test_the_shipped_regulation_passes():
    found = lint(compile_folder(regulations_folder() / "gd-noncoal-mine"))
    unused = [
        d for d in found if d.code in ("E701", "E702", "E703", "E708", "E710", "E712", "E713", "E252", "E264")
    ]
    assert [(d.code, d.message(), d.span) for d in unused] == []


# ------------------------------------------------------------ the command


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "source.txt").write_text(OFFICIAL, encoding="utf-8")
    (tmp_path / "00.ajx.md").write_text(GENERAL, encoding="utf-8")
    (tmp_path / "01.ajx.md").write_text(RULES, encoding="utf-8")
    return tmp_path


def test_command(folder, capsys):
    assert command.run("zh", str(folder)) == 0
    assert "没有发现" in capsys.readouterr().out
    (folder / "01.ajx.md").write_text(PLANTED["unused reading"][0], encoding="utf-8")
    assert command.run("zh", str(folder)) == 1
    assert "E703" in capsys.readouterr().out
    assert command.run("en", str(folder), style="json") == 1
    assert [d["code"] for d in json.loads(capsys.readouterr().out)["diagnostics"]] == ["E703"]


def test_what_is_only_worth_knowing_is_shown_on_demand(folder, capsys):
    (folder / "01.ajx.md").write_text(PLANTED["entry that no rule names"][0], encoding="utf-8")
    assert command.run("zh", str(folder)) == 0
    assert "E704" not in capsys.readouterr().out
    assert command.run("zh", str(folder), every=True) == 0
    assert "E704" in capsys.readouterr().out


def test_errors_are_not_linted(folder):
    (folder / "01.ajx.md").write_text("```ajx\n义乌 1-1\n```\n", encoding="utf-8")
    with pytest.raises(Problems):
        command.run("zh", str(folder))


def test_a_group_of_which_a_norm_cannot_be_read_is_not_said_to_have_one_alone():
    texts = {
        "00.ajx.md": GENERAL,
        "01.ajx.md": RULES.replace("应当：已留档　期限：未规定", "应当：已留档了　期限：未规定"),
    }
    with pytest.raises(Problems) as told:
        compile_texts(texts, {"source.txt": OFFICIAL}, "mini")
    assert "E264" not in {d.code for d in told.value.diagnostics}


def test_a_group_of_a_norm_and_its_level_is_not_said_to_have_one_where_one_could_not_be_lowered():
    rules = RULES.replace("义务 2-2「", "义务 2-1/机构「").replace("规范：2-1、2-2", "规范：2-1、2-1/机构")
    wrong = rules.replace("应当：已留档　期限：未规定", "应当：告知时间　期限：未规定")
    assert wrong != rules
    with pytest.raises(Problems) as told:
        compile_texts({"00.ajx.md": GENERAL, "01.ajx.md": wrong}, {"source.txt": OFFICIAL}, "mini")
    assert "E264" not in {d.code for d in told.value.diagnostics}
