"""Ten sentences of a made-up guideline, written with nothing but docs/analyst, and their cases."""

from functools import cache
from pathlib import Path

import pytest
from lark import Token

from ajx_rules.authoring.format import format_folder
from ajx_rules.authoring.lint import lint
from ajx_rules.cases import run_cases
from ajx_rules.diagnostics import Problems
from ajx_rules.regulation import Regulation, load_regulation

FOLDER = Path(__file__).parent / "trial"
SCENARIOS = FOLDER / "scenarios"
PAGES = Path(__file__).parents[2] / "docs" / "analyst"


@cache
def trial() -> Regulation:
    return load_regulation(FOLDER)


def test_cases_hold():
    report = run_cases(trial(), SCENARIOS)
    assert report.ok, report.render()
    assert len(report.results) >= 10


def test_every_article_has_rules_and_a_case():
    articles = {norm.alias.partition("-")[0] for norm in trial().norms}
    assert articles == {"1", "3", "4", "5", "6", "7", "8", "9", "10", "附2"}, "Article 2 stands in its tables"
    judged = {norm for result in run_cases(trial(), SCENARIOS).results for norm, _ in result.norms}
    without = [
        n.alias for n in trial().norms if not any(j == n.alias or j.startswith(n.alias + "-") for j in judged)
    ]
    assert without == ["附2-第3行"], "merged with the row above in the only tier that is tried"


def test_nothing_is_left_over():
    assert [found for found in lint(trial().compiled) if found.severity != "info"] == []
    assert not any(
        found.changed for folder in (FOLDER, SCENARIOS) for found in format_folder(folder, check=True)
    )


def test_words_are_those_of_the_pages():
    pages = "\n".join(page.read_text(encoding="utf-8") for page in PAGES.glob("*.md"))
    names = trial().compiled.names
    own = set(names.named) | {fact.name for fact in names.facts.values()}
    own |= {
        word for v in names.vocabularies.values() for e in v.entries for word in (e.code, e.text, e.short)
    }
    used = {
        str(token)
        for file in trial().compiled.files
        for declaration in file.declarations
        for field in declaration.fields
        for tree in (field.sentence, *(item.sentence for item in field.items))
        if tree is not None
        for token in tree.scan_values(lambda v: isinstance(v, Token) and v.type == "NAME")
    }
    assert used
    assert sorted(word for word in used - own if word not in pages) == []


# ------------------------------------------------------------ one slip in a sound file

WRONG_NUMBERS = {
    "another article's number": ("期限：自发现之日起7日内", "期限：自发现之日起15日内"),
    "the number of an article": ("期限：自拒绝之日起3个工作日内", "期限：自拒绝之日起2个工作日内"),
    "working days for days": ("期限：完成之日以后10日内", "期限：完成之日以后10个工作日内"),
    "another sentence's percentage": ("提取金额的合计的30%", "提取金额的合计的20%"),
    "months for years": ("期限：自归档之日起3年内", "期限：自归档之日起3个月内"),
    "a number of nobody": ("期限：自发现之日起48小时内", "期限：自发现之日起49小时内"),
}
SLIPS = {
    "an answer that is none": ("不利答案：否", "不利答案：不"),
    "a question about no record": ("属于：服务履行\n  问", "属于：没有这类\n  问"),
    "a scope that is no table": ("适用：「服务分档表」", "适用：「服务分挡表」"),
    "a block of another language": ("```ajx\n禁止", "```ajxx\n禁止"),
    "a consequence that is none": ("形式为书面）者　期限", "形式为书面）者　后果：34-9　期限"),
    "a norm prevails that is none": ("条件：停产前意见为是\n", "条件：停产前意见为是\n  优先：9-7\n"),
    "a question about another record": ("属于：服务履行\n  问", "属于：保险合同\n  问"),
    "an open list without its comma": ("案例通报，等", "案例通报等"),
    "columns in another order": ("依次为否、是", "依次为是、否"),
    "names of columns in another order": ("列名：未发生、发生", "列名：发生、未发生"),
    "results in another order": ("由高到低：第一档、第二档、第三档", "由高到低：第三档、第二档、第一档"),
    "a choice that nothing counts": ("  择一时：服务履行中有（服务项目为所选项目）者\n", ""),
}


def slipped(folder: Path, slip: tuple[str, str]) -> list[str]:
    """The codes of what is found in the trial with one slip."""
    old, new = slip
    texts = {p.name: p.read_text(encoding="utf-8") for p in FOLDER.glob("*.*")}
    assert sum(text.count(old) for text in texts.values()) == 1
    for name, text in texts.items():
        (folder / name).write_text(text.replace(old, new), encoding="utf-8")
    try:
        regulation = load_regulation(folder)
    except Problems as problems:
        return [found.code for found in problems.diagnostics]
    found = [*regulation.warnings, *lint(regulation.compiled)]
    return [each.code for each in found if each.severity != "info" and each.code != "E713"]


@pytest.mark.parametrize("name", WRONG_NUMBERS)
def test_wrong_numbers_are_errors(name, tmp_path):
    assert "E310" in slipped(tmp_path, WRONG_NUMBERS[name])


@pytest.mark.parametrize("name", SLIPS)
def test_slips_are_found(name, tmp_path):
    assert slipped(tmp_path, SLIPS[name])


# ------------------------------------------------------------ a declared day is an act

DAYS = """### 第一条
> 第一条 提醒整改之日起10日内应当踏勘，踏勘之日起5日内完成整改。

```ajx
规范文件 踏勘办法
  名称：踏勘办法
  官方原文：source.txt
  公布之日：2020年1月1日

事实 {fact}「踏勘之日」
  属于：事故隐患　类型：日期

义务 1-1「提醒整改之日起10日内应当踏勘」
  对象：每处事故隐患
  应当：已踏勘　期限：自提醒整改之日起10日内

义务 1-2「踏勘之日起5日内完成整改」
  对象：每处事故隐患
  条件：非未踏勘
  应当：已完成整改　期限：自踏勘之日起5日内
```
"""
OF_DAYS = """```ajx
案例「{told}」
  截至：2025年3月31日
  设：投保单位「甲厂」
  设：事故隐患「甲患」；投保单位为「甲厂」；于2025年3月1日提醒整改；{told}；未完成整改
  应判：1-1对「甲患」为{first}
  应判：1-2对「甲患」为{second}
```
"""
UNKNOWN = "事实不明，可能为已履行、逾期履行、违反"
TOLD = {
    "于2025年3月13日踏勘": ("逾期履行，到期日2025年3月11日，迟2日", "违反，到期日2025年3月18日"),
    "未踏勘": ("违反，到期日2025年3月11日", "不适用"),
    "踏勘之日为不详": (UNKNOWN, "事实不明，缺踏勘"),
    "没有说": (UNKNOWN, "事实不明，缺踏勘"),  # nothing is said of the day
}


@pytest.mark.parametrize("fact", ["踏勘", "踏勘日期", "踏勘时间"])
@pytest.mark.parametrize("told", TOLD)
def test_a_declared_day_is_an_act(fact, told, tmp_path):
    first, second = TOLD[told]
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "source.txt").write_text(DAYS.splitlines()[1].removeprefix("> "), encoding="utf-8")
    (tmp_path / "01.ajx.md").write_text(DAYS.format(fact=fact), encoding="utf-8")
    case = OF_DAYS.format(told=told, first=first, second=second).replace("没有说；", "")
    (tmp_path / "scenarios" / "01.ajx.md").write_text(case, encoding="utf-8")
    report = run_cases(load_regulation(tmp_path), tmp_path / "scenarios")
    assert report.ok, report.render()
