"""``ajx explain``, ``lookup``, the commands of a regulation, ``test``, and the help."""

import json
import os
import shutil
import subprocess
import sys

import pytest

from ajx_rules.commands.aliases import DEFAULT_REGULATION, aliases_in, find_aliases
from ajx_rules.language.text import width

# ------------------------------------------------------------ explain


def test_explain(ajx, ledger, rules):
    found = ajx("explain", ledger, "1-1", "C2", "--regulation", rules)
    assert found.exit_code == 0
    rows = found.stdout.splitlines()
    assert rows[0] == "待履行  1-1（A1.1）"
    # 2026-03-25 is a Wednesday: 26, 27 (1, 2), the weekend, 30, 31, 1 April (3 to 5)
    assert "  2026-04-01（周三），还有1天" in rows
    assert "    第1–2日：2026-03-26（周四）至2026-03-27（周五） 工作日" in rows
    assert "    第3–5日：2026-03-30（周一）至2026-04-01（周三） 工作日" in rows
    assert "    若“起算日的算法”采乙说（当日计入）：违反" in rows


@pytest.mark.parametrize(("norm", "subject"), [("A1.1", "C1"), ("1-1", "保险合同「HS-1」"), ("1-1", "HS-1")])
def test_norm_and_subject_have_several_names(ajx, ledger, rules, norm, subject):
    found = ajx("explain", ledger, norm, subject, "--regulation", rules, "--as-of", "2026-03-31")
    assert found.stdout.startswith("逾期履行  1-1（A1.1）")


def test_several_verdicts_are_explained_one_after_another(ajx, ledger, rules):
    found = ajx("explain", ledger, "3-1", "甲餐馆", "--regulation", rules)
    assert found.stdout.count("待人工判断  3-1") == 1
    # a policyholder's id names all that is about it
    found = ajx("explain", ledger, "1-1", "P1", "--regulation", rules)
    assert found.exit_code == 0


def test_explain_as_json(ajx, ledger, rules):
    data = json.loads(ajx("explain", ledger, "1-1", "C1", "--regulation", rules, "--format", "json").stdout)
    assert data["schema_version"] == 1
    assert data["as_of"] == "2026-03-31"
    assert [v["status"] for v in data["verdicts"]] == ["late"]


def test_explain_in_english(ajx, ledger, rules):
    found = ajx("explain", ledger, "A1.1", "C1", "--regulation", rules, "--lang", "en")
    assert found.stdout.startswith("late  A1.1 (1-1)\n  insurance contract HS-1\n")


def test_no_such_norm_or_subject(ajx, ledger, rules):
    for norm, subject in (("9-9", "C1"), ("1-1", "C9")):
        found = ajx("explain", ledger, norm, subject, "--regulation", rules)
        assert found.exit_code == 2
        assert found.stdout == ""
        assert found.stderr.startswith("错误 R00")


# ------------------------------------------------------------ lookup


def test_lookup(ajx, rules):
    found = ajx("lookup", "服务档次", "size=2000", "hit=yes", "--regulation", rules)
    assert found.exit_code == 0
    assert found.stdout.splitlines()[:2] == [
        "服务档次：甲级",
        "  2000元以上  上一年度事故：是  甲级  表1-第2行-发生",
    ]


@pytest.mark.parametrize(
    "words", [["size=1999.99"], ["size=1999.99", "hit=unknown"], ["size=1999.99", "hit="]]
)
def test_an_input_that_is_not_known(ajx, rules, words):
    found = ajx("lookup", "服务档次", *words, "--regulation", rules)
    assert found.exit_code == 0
    assert found.stdout.startswith("服务档次：乙级或丙级，取决于上一年度事故\n")


def test_nothing_known(ajx, rules):
    found = ajx("lookup", "grade", "--regulation", rules, "--lang", "en")
    assert found.stdout.startswith("服务档次: 甲级 or 乙级 or 丙级, depending on ")


def test_lookup_as_json(ajx, rules):
    data = json.loads(ajx("lookup", "服务档次", "size=1", "--regulation", rules, "--format", "json").stdout)
    assert data["results"] == ["乙级", "丙级"]
    assert data["settle"] == ["上一年度事故"]


def test_the_tables_are_listed(ajx, rules):
    found = ajx("lookup", "--regulation", rules)
    assert found.stdout.startswith("服务档次  size（保费规模，元）  hit（上一年度事故：yes、no）\n")


@pytest.mark.parametrize(
    "words",
    [
        ["服务挡次"],
        ["服务档次", "premium=5"],
        ["服务档次", "size=很多"],
        ["服务档次", "hit=也许"],
        ["服务档次", "table=1"],
        ["服务档次", "self=1"],
        ["服务档次", "size"],
    ],
)
def test_a_wrong_lookup(ajx, rules, words):
    found = ajx("lookup", *words, "--regulation", rules)
    assert found.exit_code == 2
    assert found.stdout == ""
    assert found.stderr.startswith("错误")
    assert "程序内部" not in found.stderr


# ------------------------------------------------------------ the commands of a regulation


def test_a_command_comes_from_the_regulation(ajx, rules):
    found = ajx("grade", "--size", "2000", "--hit", "no", "--regulation", rules)
    assert found.exit_code == 0
    assert found.stdout.startswith("服务档次：乙级\n")


def test_its_inputs_may_be_unknown(ajx, rules):
    assert ajx("grade", "--hit", "yes", "--regulation", rules).stdout.startswith(
        "服务档次：甲级或乙级，取决于保费规模\n"
    )


def test_its_help_names_the_table(ajx, rules):
    found = ajx("grade", "--help", "--regulation", rules)
    assert found.exit_code == 0
    assert "查判定表“服务档次”" in found.stdout
    assert "ajx grade --size 50000 --hit no" in found.stdout


def test_it_is_unknown_to_another_regulation(ajx):
    found = ajx("grade", "--size", "2000")
    assert found.exit_code == 2
    assert found.stderr.startswith("错误：没有“grade”这个命令")


def test_the_shipped_regulation_has_its_own():
    from ajx_rules.regulation import DEFAULT, load_regulation

    assert DEFAULT == DEFAULT_REGULATION
    found = {(c.command, c.table, c.row_key, c.column_key) for c in load_regulation().ir.commands}
    assert {(a.command, a.table, a.row_key, a.column_key) for a in find_aliases().values()} == found


def test_commands_are_found_without_compiling():
    text = (
        "判定表 甲\n  命令： one a b\n判定表 乙\n  行：x\n```\n\n命令：two c d\n判定表 丙\n  命令:three e f\n"
    )
    assert [(a.command, a.table) for a in aliases_in(text)] == [("one", "甲"), ("three", "丙")]


def test_a_folder_that_is_not_there_has_no_commands(tmp_path):
    assert find_aliases(str(tmp_path / "nowhere")) == {}


# ------------------------------------------------------------ test


def test_cases(ajx, rules, tmp_path):
    folder = tmp_path / "rules"
    shutil.copytree(rules, folder)
    (folder / "scenarios").mkdir(exist_ok=True)
    case = folder / "scenarios" / "01.ajx.md"
    text = (
        "# 案例\n\n```ajx\n案例「迟了一日」\n  截至：2026年3月31日\n"
        "  设：投保单位「甲」\n"
        "  设：保险合同「C1」；属于「甲」；于2026年1月5日订立\n"
        "  设：上门服务安排「A1」；属于「C1」；于2026年1月13日确定\n"
        "  完整：全部记录至2026年3月31日\n"
        "  应判：1-1对「C1」为STATUS\n```\n"
    )
    case.write_text(text.replace("STATUS", "逾期履行"), encoding="utf-8")
    found = ajx("test", str(folder))
    assert (found.exit_code, found.stderr) == (0, "")
    assert found.stdout.startswith("案例1个，通过1个")
    case.write_text(text.replace("STATUS", "违反"), encoding="utf-8")
    found = ajx("test", str(folder), "--lang", "en")
    assert found.exit_code == 1
    assert "1 cases: 0 passed, 1 failed" in found.stdout


def test_single_files_of_cases(ajx, rules, tmp_path):
    folder = tmp_path / "rules"
    shutil.copytree(rules, folder)
    (folder / "scenarios").mkdir(exist_ok=True)
    text = (
        "# 案例\n\n```ajx\n案例「NAME」\n  截至：2026年3月31日\n  设：投保单位「甲」\n"
        "  设：保险合同「C1」；属于「甲」；于2026年1月5日订立\n"
        "  设：上门服务安排「A1」；属于「C1」；于2026年1月13日确定\n"
        "  完整：全部记录至2026年3月31日\n  应判：1-1对「C1」为STATUS\n```\n"
    )
    one, two, broken = (folder / "scenarios" / f"{n}.ajx.md" for n in (1, 2, 3))
    one.write_text(text.replace("NAME", "迟了").replace("STATUS", "逾期履行"), encoding="utf-8")
    two.write_text(text.replace("NAME", "不对").replace("STATUS", "违反"), encoding="utf-8")
    broken.write_text("```ajx\n案例「坏」\n  截至：何时\n```\n", encoding="utf-8")
    found = ajx("test", str(one))
    assert (found.exit_code, found.stderr) == (0, "")
    assert found.stdout == "案例1个，通过1个，未通过0个；共1项预期。\n"
    found = ajx("test", str(one), str(two), str(one))
    assert found.exit_code == 1
    assert "✗ 不对（2.ajx.md:4）" in found.stdout
    assert found.stdout.endswith("案例2个，通过1个，未通过1个；共2项预期。\n")
    assert (
        ajx("test", str(folder), str(one)).exit_code == 2
    )  # the whole folder has a file that cannot be read
    for wrong in (folder / "1-rules.ajx.md", folder / "scenarios" / "4.ajx.md"):
        found = ajx("test", str(wrong))
        assert (found.exit_code, found.stdout) == (2, "")
        assert str(wrong) in found.stderr.replace("\n", "").replace("  ", "")


def test_no_cases(ajx, tmp_path):
    found = ajx("test", str(tmp_path))
    assert found.exit_code == 2


def test_rules_without_cases_are_no_error(ajx, rules, tmp_path):
    folder = tmp_path / "rules"
    shutil.copytree(rules, folder, ignore=shutil.ignore_patterns("scenarios"))
    found = ajx("test", str(folder))
    assert (found.exit_code, found.stderr) == (0, "")
    assert found.stdout == "规则没有错误；还没有案例，写在 scenarios/ 里。\n"
    found = ajx("test", str(folder), "--lang", "en")
    assert (found.exit_code, found.stdout) == (
        0,
        "no error in the rules; no cases yet: write them in scenarios/.\n",
    )


# ------------------------------------------------------------ help


@pytest.mark.parametrize("words", [[], ["--help"]])
def test_the_help_lists_all_commands(ajx, words):
    found = ajx(*words)
    assert found.exit_code == 0
    assert found.stdout.startswith("用法：ajx 命令")
    for name in ("check", "explain", "lookup", "test", "tier"):
        assert f"\n  {name} " in found.stdout


@pytest.mark.parametrize(
    "command",
    [
        *("check", "explain", "lookup", "due", "workday", "calendar", "test", "tier"),
        *("coverage", "readings", "evidence"),
    ],
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_command_has_help_with_an_example(ajx, command, lang):
    found = ajx(command, "--help", "--lang", lang)
    assert found.exit_code == 0
    head, example = ("用法：", "例：\n  ajx ") if lang == "zh" else ("Usage: ", "Examples:\n  ajx ")
    assert found.stdout.startswith(f"{head}ajx {command}")
    assert example in found.stdout
    assert all(width(row) <= 80 for row in found.stdout.splitlines())


def test_the_version(ajx):
    found = ajx("--version")
    assert found.exit_code == 0
    assert found.stdout.startswith("ajx-rules ")


def test_an_unknown_command_names_the_nearest(ajx):
    found = ajx("chekc")
    assert found.exit_code == 2
    assert found.stderr.startswith(
        "错误：没有“chekc”这个命令\n  最接近的是 check；命令有：check explain lookup due"
    )


def test_the_package_runs_as_a_module():
    ran = subprocess.run(
        [sys.executable, "-m", "ajx_rules", "tier", "--premium", "50000", "--accident", "no"],
        capture_output=True,
        check=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )
    assert "第二档" in ran.stdout
