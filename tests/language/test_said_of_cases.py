"""What ``ajx test`` and ``ajx lint`` say of a folder whose rules or cases are not read as they were meant."""

from pathlib import Path

import pytest

from ajx_rules.commands import cases, lint
from ajx_rules.diagnostics import Problems
from tests.language.snapshots import base

STRAY = (
    "### 第二条\n> 保险机构应在服务完成以后3日内回访。\n\n```axj\n义务 2-1「保险机构应在服务完成以后3日内回访」\n"
    "  对象：每次服务的每家投保单位\n  应当：已回访\n```\n"
)
CASE = (
    "案例「甲」\n  截至：2025年3月1日\n  设：投保单位「甲矿」\n  设：保险合同「甲合同」；属于「甲矿」；于2025年1月1日订立\n"
    "  应判：1-1对「甲合同」为事实不明\n"
)


def folder_with(tmp_path: Path, case: str) -> Path:
    for name, text in {**base(), "2-rules.ajx.md": STRAY}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "a.ajx.md").write_text(f"```ajx\n{case}```\n", encoding="utf-8")
    return tmp_path


def test_warnings_of_the_rules_are_shown(tmp_path, capsys):
    folder = folder_with(tmp_path, CASE)
    assert cases.run("zh", [str(folder)]) == 0
    said = capsys.readouterr().out
    assert "规则文件有1处提醒" in said
    assert "程序只读“ajx”" in said
    assert cases.run("en", [str(folder)]) == 0
    assert "have 1 warning" in capsys.readouterr().out
    assert lint.run("zh", str(folder)) == 1
    assert "E024" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("case", "code", "words"),
    [
        (CASE + "\n" + CASE, "E030", "a.ajx.md:2"),
        (CASE.replace("为事实不明", "为不合规"), "E514", "已履行、逾期履行、违反"),
        (CASE.replace("为事实不明", "为满意"), "E514", "没有“满意”这种结论"),
        (CASE.replace("属于「甲矿」", "属于「甲矿业」"), "E515", "最接近的是「甲矿」"),
        (CASE.replace("2025年3月1日", "2025-03-01"), "E037", "写成：截至：2025年3月1日"),
        (CASE.replace("1日订立", "1日订立；解除为否"), "E516", "写成：未解除"),
        (CASE.replace("于2025年1月1日订立", "订立为是"), "E516", "写成：于2025年6月3日订立"),
        (CASE.replace("于2025年1月1日订立", "订立之日为2025年1月1日"), "E111", "“于2025年1月1日订立”"),
        (CASE.replace("1日订立", "1日9:00订立"), "E111", "写“9时”"),
        (CASE.replace("1日订立", "1日上午9时订立"), "E111", "写“9时”"),
        (CASE.replace("对「甲合同」", "对丙合同"), "E111", "写“「丙合同」”"),
        (CASE.replace("为事实不明", "为违反，逾期1个工作日"), "E111", "写“迟1个工作日”"),
        (CASE.replace("  应判", "  完整：全部\n  应判"), "E111", "“全部记录至"),
        (CASE.replace("应判：1-1对", "应判：第一条对"), "E111", "写编号，如1-1"),
    ],
)
def test_a_mistake_in_a_case(tmp_path, case, code, words):
    with pytest.raises(Problems) as caught:
        cases.run("zh", [str(folder_with(tmp_path, case))])
    found = caught.value.diagnostics
    assert [d.code for d in found] == ["E024", code]  # the rules' warning first: it may be why
    assert words in found[1].message() + found[1].help()
