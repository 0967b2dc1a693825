"""``ajx check`` from the command line to the report."""

import json
from pathlib import Path

import pytest

from ajx_rules import load_regulation


@pytest.fixture
def check(ajx, rules):
    return lambda *words, **more: ajx("check", *words, "--regulation", rules, **more)


def test_the_report_of_the_small_ledger(check, ledger, rules):
    # Counted by hand, on a calendar: 2026-01-05 + 5 working days = 01-12 (done 01-13, one day late); 03-02 + 3 = 03-05;
    # 03-25 + 5 = 04-01; 03-30 + 3 = 04-02; 02-02 + 5 = 02-09; 03-11 + 3 = 03-16 (followed up that day).
    found = check(ledger)
    assert found.exit_code == 1
    assert found.stderr == ""
    rows = found.stdout.splitlines()
    assert rows[0].startswith(
        "截至2026-03-31（周二）：有1项违反，涉及1家投保单位；另有1项逾期履行；4项尚无定"
    )
    assert "              服务「S1」：期限2026-03-05，已过26天；补正凭证：回访" in rows
    assert "              保险合同「HS-1」：期限2026-01-12，2026-01-13完成，迟1个工作日" in rows
    assert "              保险合同「HS-2」：期限2026-04-01，还有1天" in rows
    assert "              若“起算日的算法”采乙说（当日计入），则为违反" in rows
    assert "              服务「S2」：期限2026-04-02，还有2天" in rows
    assert "  已履行      1项：2-1" in rows
    assert [row.split()[1] for row in rows if row.startswith("──")] == [
        "甲餐馆（P1）",
        "乙餐馆（P2）",
        "丙餐馆（P3）",
    ]
    assert "  第1个保险年度（HS-1）：服务档次为乙级" in rows
    assert f"  ajx explain {ledger} 2-1 S1/recipients/1 --regulation {rules}" in rows


def test_without_a_breach_it_exits_with_0(check, ledger):
    assert check(ledger, "--as-of", "2026-01-08").exit_code == 0


def test_another_reading(check, ledger):
    # 03-25 itself counted: 25, 26, 27, 30, 31 - due on the day of the check, and not done.
    for words in ("day_count.start=include", "起算日的算法=乙说"):
        found = check(ledger, "--reading", words)
        assert "有2项违反，涉及2家投保单位" in found.stdout
        assert "本次检查的读法：“起算日的算法”采乙说（当日计入）。" in found.stdout


def test_some_statuses_only(check, ledger):
    found = check(ledger, "--status", "违反,pending")
    assert found.exit_code == 1
    assert "── 丙餐馆" not in found.stdout
    assert "  逾期履行    1-1" not in found.stdout
    assert "  待履行      1-1" in found.stdout


def test_english(check, ledger):
    found = check(ledger, "--lang", "en")
    assert found.stdout.startswith(
        "As of 2026-03-31 (Tue): 1 breach, concerning 1 policyholder; 1 met late; 4"
    )


def test_the_environment_may_choose_the_language(check, ledger):
    assert check(ledger, env={"AJX_LANG": "en"}).stdout.startswith("As of ")
    assert check(ledger, "--lang", "zh", env={"AJX_LANG": "en"}).stdout.startswith("截至")


def test_json(check, ledger):
    found = check(ledger, "--format", "json")
    assert found.exit_code == 1
    data = json.loads(found.stdout)
    assert data["schema_version"] == 1
    assert data["as_of"] == "2026-03-31"
    assert {name: n for name, n in data["counts"].items() if n} == {
        "breach": 1,
        "late": 1,
        "pending": 2,
        "unknown": 2,
        "judgement": 3,
        "fulfilled": 1,
    }
    (breach,) = [v for v in data["verdicts"] if v["status"] == "breach"]
    assert (breach["norm"], breach["alias"], breach["due"]) == ("A2.1", "2-1", "2026-03-05")


def test_json_of_some_statuses_keeps_the_totals(check, ledger):
    data = json.loads(check(ledger, "--format", "json", "--status", "late").stdout)
    assert [v["status"] for v in data["verdicts"]] == ["late"]
    assert data["counts"]["breach"] == 1


def test_standard_input(check, ledger):
    found = check("-", input=Path(ledger).read_bytes())
    assert found.exit_code == 1
    assert found.stdout.startswith("截至2026-03-31")
    assert "ajx explain" not in found.stdout


# ------------------------------------------------------------ bad input


@pytest.mark.parametrize(
    ("words", "message", "help_text"),
    [
        (["--as-of", "2025-02-30"], "没有 2025-02-30 这一天", "日期写作 2026-11-23"),
        (["--as-of", "明天"], "看不懂日期“明天”", "日期写作 2026-11-23"),
        (["--status", "完成"], "没有“完成”这种结论", "可以写：违反、逾期履行、"),
        (["--reading", "起算日的算法"], "看不懂“起算日的算法”", "--reading 写作 名称=值"),
        (["--reading", "a=1", "--reading", "a=2"], "“a”写了两次，值不同", ""),
        (["--format", "xml"], "--format 不能是“xml”", "可以写：text、json"),
        (["--lang", "fr"], "--lang 不能是“fr”", "可以写：zh、en"),
        (["--asof", "2026-01-01"], "没有“--asof”这个选项", "--as-of"),
        (["another.json"], "多余的参数：another.json", "ajx check --help"),
    ],
)
def test_a_wrong_command_line(check, ledger, words, message, help_text):
    found = check(ledger, *words)
    assert found.exit_code == 2
    assert found.stdout == ""
    assert found.stderr.startswith(f"错误：{message}")
    assert help_text in found.stderr


def test_a_wrong_command_line_in_english(check, ledger):
    found = check(ledger, "--as-of", "2025-02-30", "--lang", "en")
    assert found.stderr == "error: there is no day 2025-02-30\n  a day is written 2026-11-23\n"


def test_an_option_without_its_value(ajx, ledger):
    found = ajx("check", ledger, "--as-of")
    assert found.exit_code == 2
    assert found.stderr.startswith("错误：选项“--as-of”的写法不对，后面应有一个值")


def test_a_missing_argument(ajx):
    found = ajx("check")
    assert found.exit_code == 2
    assert found.stderr == "错误：缺少参数：台账\n  说明：ajx check --help\n"


@pytest.mark.parametrize("words", ["起算日=乙说", "day_count.start=both"])
def test_an_unknown_reading(check, ledger, words):
    found = check(ledger, "--reading", words)
    assert found.exit_code == 2
    assert found.stderr.startswith("错误 R00")


def test_no_such_file(check, tmp_path):
    for path in (tmp_path / "没有.json", tmp_path):
        found = check(str(path))
        assert found.exit_code == 2
        assert found.stdout == ""
        assert found.stderr.startswith("错误 L001：")


def test_no_such_regulation(ajx, ledger, tmp_path):
    for folder in ("nowhere", str(tmp_path)):
        found = ajx("check", ledger, "--regulation", folder)
        assert found.exit_code == 2
        assert "Traceback" not in found.stderr


def test_a_bad_ledger_lists_every_error(check, tmp_path):
    path = tmp_path / "bad.json"
    path.write_text('{"known_on": "2026-02-30", "policyholdres": []}', encoding="utf-8")
    found = check(str(path))
    assert found.exit_code == 2
    assert "  位置：$.known_on\n" in found.stderr
    assert "  位置：$.policyholdres\n" in found.stderr
    assert found.stderr.rstrip().endswith("共2处错误。")


def test_a_bad_ledger_as_json(check, tmp_path):
    path = tmp_path / "bad.json"
    path.write_text('{"known_on": "2026-02-30"}', encoding="utf-8")
    found = check(str(path), "--format", "json")
    assert found.exit_code == 2
    assert found.stdout == ""
    assert json.loads(found.stderr)["counts"]["error"] == 1


def test_standard_input_that_is_no_ledger(check):
    found = check("-", input=b"\xff\xfe\x00")
    assert found.exit_code == 2
    assert "标准输入" in found.stderr


# ------------------------------------------------------------ a fault of ours


def test_a_fault_of_ours_shows_no_traceback(check, ledger, monkeypatch):
    monkeypatch.setattr("ajx_rules.regulation.Regulation.check", _break)
    found = check(ledger)
    assert found.exit_code == 2
    assert "Traceback" not in found.stderr
    assert "程序内部出错" in found.stderr
    assert "ZeroDivisionError: oops" in found.stderr
    assert "AJX_DEBUG=1" in found.stderr


def test_a_fault_of_ours_can_be_looked_into(check, ledger, monkeypatch):
    monkeypatch.setattr("ajx_rules.regulation.Regulation.check", _break)
    assert "Traceback" in check(ledger, env={"AJX_DEBUG": "1"}).stderr


def _break(*_, **__):
    raise ZeroDivisionError("oops")


def test_an_interrupted_run(check, ledger, monkeypatch):
    def interrupt(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("ajx_rules.regulation.Regulation.check", interrupt)
    found = check(ledger)
    assert found.exit_code == 130
    assert "已中断" in found.stderr


def test_what_is_odd_in_a_ledger_is_a_note_of_the_report():
    """A day of tiering without a tier is no error; the report says so all the same (L077)."""
    year = {"no": 1, "tier_recorded_on": "2025-01-12"}
    contract = {
        "concluded_on": "2025-01-10",
        "inception_on": "2025-01-11",
        "expiry_on": "2026-01-10",
        "premium": "50000",
        "policy_years": [year],
    }
    book = {"known_on": "2025-12-31", "policyholders": [{"name": "甲矿", "contracts": [contract]}]}
    notes = [zh for zh, _ in load_regulation().check(book).caveats]
    place = "$.policyholders[0].contracts[0].policy_years[0].tier_recorded_on"
    assert f"台账 {place}：有登记的定档日期，却没有登记档次" in notes
