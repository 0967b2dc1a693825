"""``ajx readings``: which choice changes which verdict, by hand on the small ledger; and the questions themselves."""

import datetime as dt
import json
import shutil

import attrs
import pytest

from ajx_rules import load_regulation
from ajx_rules.compiler import ir
from ajx_rules.engines.verdict import Alternative, Cited, Report, Status, Subject, Verdict
from ajx_rules.language.text import width
from ajx_rules.reports.choices import choices, settled, whole

DAY = dt.date(2026, 3, 31)
CITED = ir.Citation("第一条", "原文", "原文", "1-rules.ajx.md", 1)


@pytest.fixture
def readings(ajx, ledger, rules):
    return lambda *words: ajx("readings", ledger, *words, "--regulation", rules)


def reading(switch, *standings, varied=True):
    options = tuple(
        ir.Option(f"{switch}{n}", "甲乙丙"[n] + "说", "说法。", "理由。", standing)
        for n, standing in enumerate(standings)
    )
    return ir.Reading(switch, f"问{switch}", "哪一种？", options, options[0].key, CITED, varied)


def verdict(norm, status, subject="C1", group=None, **others):
    alternatives = tuple(Alternative(switch, f"{switch}1", after) for switch, after in others.items())
    return Verdict(
        norm=norm,
        alias=norm,
        kind="duty",
        status=status,
        subject=Subject("Contract", subject, f"保险合同「{subject}」", "$", "P1", "I"),
        cited=Cited("第一条", "原文", "原文", "1-rules.ajx.md", 1),
        bearer="保险机构",
        counterparty="",
        group=group,
        alternatives=alternatives,
    )


def report(*verdicts):
    return Report("r", "某办法", "", DAY, DAY, (), verdicts, ())


# ------------------------------------------------------------ on a ledger


def test_what_a_choice_changes(readings):
    found = readings()
    assert (found.exit_code, found.stderr) == (1, "")
    rows = found.stdout.splitlines()
    assert rows[0].startswith("截至2026-03-31（周二）：另有1种读法会改变结论")
    # 2026-03-25, itself counted: due on 31 March, the day of the check
    assert "  待履行 → 违反  1项" in rows
    assert "    1-1：保险合同「HS-2」" in rows


def test_an_earlier_day(readings):
    found = readings("--as-of", "2026-01-08")
    # nothing is due yet under either way of counting
    assert (found.exit_code, found.stdout.splitlines()[0]) == (
        0,
        "截至2026-01-08（周四）：换一种读法，没有一项结论会不同。",
    )


def test_json(readings):
    data = json.loads(readings("--format", "json").stdout)
    assert (data["schema_version"], data["as_of"]) == (1, "2026-03-31")
    (choice,) = data["choices"]
    assert (choice["switch"], choice["option"], choice["becomes_breach"]) == ("day_count.start", "include", 1)
    change = next(c for c in choice["changes"] if c["to"] == "breach")
    assert [(v["norm"], v["subject"]["id"]) for v in change["verdicts"]] == [("A1.1", "C2")]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_80_columns(readings, lang):
    assert all(width(row) <= 80 for row in readings("--lang", lang).stdout.splitlines())


# ------------------------------------------------------------ the order


def test_what_turns_fulfilled_into_a_breach_is_first():
    questions = [reading(name, "open", "open") for name in "abcd"]
    made = report(
        verdict("1", Status.LATE, a=Status.FULFILLED),
        verdict("2", Status.BREACH, b=Status.FULFILLED),
        verdict("3", Status.LATE, c=Status.BREACH),
        verdict("4", Status.FULFILLED, d=Status.BREACH),
    )
    found = choices(made, questions, {})
    assert [c.reading.switch for c in found.choices] == ["d", "c", "b", "a"]
    assert [c.touches_breach for c in found.choices] == [True, True, True, False]


def test_one_act_written_twice_counts_once_and_an_advisory_never():
    made = report(
        verdict("1", Status.FULFILLED, group="g", a=Status.BREACH),
        verdict("2", Status.FULFILLED, group="g", a=Status.BREACH),
        verdict("2", Status.FULFILLED, subject="C2", group="g", a=Status.BREACH),
    )
    (choice,) = choices(made, [reading("a", "open", "open")], {}).choices
    assert choice.total == 2


def test_an_option_that_a_check_does_not_try_is_compared_as_a_whole():
    question = reading("whole", "open", "open", varied=False)
    pair = ("whole", "whole1")
    assert pair in whole(attrs.evolve(load_regulation().ir, readings=(question,)))
    other = report(verdict("1", Status.BREACH), verdict("2", Status.FULFILLED))
    made = report(verdict("1", Status.UNKNOWN), verdict("2", Status.FULFILLED))
    (choice,) = choices(made, [question], {pair: other}).choices
    (change,) = choice.changes
    assert (change.before, change.after, len(change.verdicts)) == (Status.UNKNOWN, Status.BREACH, 1)


def test_where_another_team_or_member_is_bound_whole_checks_are_compared():
    # 「合格成员的范围」 decides whether each team, the prefecture teams alone or the insurer as a whole is bound.
    loaded = load_regulation()
    options = whole(loaded.ir)
    assert {("a27_4.scope", "prefecture_only"), ("a27_4.scope", "whole_insurer")} <= set(options)
    ledger, day = "examples/gd-insurer.json", dt.date(2026, 11, 23)
    before = loaded.check(ledger, as_of=day)
    after = loaded.check(ledger, as_of=day, readings={"a27_4.scope": "prefecture_only"})

    def breached(made: Report) -> set[tuple[str, str]]:
        found = (v for v in made.verdicts if v.status is Status.BREACH and v.kind != "advisory")
        return {(v.norm, v.subject.id) for v in found}

    pair = ("a27_4.scope", "prefecture_only")
    found = choices(before, loaded.ir.readings, {pair: after}).choices
    choice = next((c for c in found if (c.reading.switch, c.option.key) == pair), None)
    gained, lost = breached(after) - breached(before), breached(before) - breached(after)
    assert (choice.count(0), choice.count(1)) == (len(gained), len(lost)) if choice else not gained | lost


def test_settled_and_on_record():
    one, two = reading("a", "open", "rejected"), reading("b", "open", "open", "not_computed")
    assert settled([one, two]) == (one,)
    data = choices(report(), [one, two], {}).to_json()
    assert (data["settled"], data["on_record"]) == (["a"], [{"switch": "b", "option": "b2"}])
    assert data["without_effect"] == ["b"]


# ------------------------------------------------------------ the questions


def test_all_questions(ajx, rules):
    found = ajx("readings", "--regulation", rules)
    assert (found.exit_code, found.stderr) == (0, "")
    rows = found.stdout.splitlines()
    assert rows[0] == "《某市餐饮业安责险服务办法》有1个解读问题：1个可以另选，0个已有定论。"
    assert "    甲说（exclude，默认）：当日不计入。" in rows
    assert "        理由：测试。" in rows


def test_an_option_on_record_is_marked(ajx, rules, tmp_path):
    folder = tmp_path / "rules"
    shutil.copytree(rules, folder)
    path = folder / "1-rules.ajx.md"
    text = path.read_text(encoding="utf-8")
    text = text.replace("  乙说（include）", "  丙说（odd，不采）：不数。理由：测试。\n  乙说（include）")
    path.write_text(text, encoding="utf-8")
    found = ajx("readings", "--regulation", str(folder))
    assert "    丙说（odd，不采）：不数。" in found.stdout.splitlines()
    data = json.loads(ajx("readings", "--regulation", str(folder), "--format", "json").stdout)
    assert data["on_record"] == [{"switch": "day_count.start", "option": "odd"}]


def test_wrong_input(ajx, rules):
    for words in (["没有.json"], ["--as-of", "2026-01-01"], ["--format", "html"]):
        found = ajx("readings", *words, "--regulation", rules)
        assert (found.exit_code, found.stdout) == (2, "")
        assert found.stderr.startswith("错误")
        assert "程序内部" not in found.stderr
