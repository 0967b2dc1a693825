"""The record of a judgement: who, when, criteria, answer, note; a later one replaces an earlier, both stay visible."""

import json
from datetime import date
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from ajx_rules import Problems, load_regulation
from ajx_rules.engines.trace import Answer, Earlier
from ajx_rules.engines.verdict import Status
from ajx_rules.reports.explain import render_explanation
from tests.reports.helpers import service
from tests.reports.helpers import verdict as made

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "report.schema.json").read_text(encoding="utf-8"))

# one contract, one talk before it was concluded; whether the talk was enough, people answered
FIRST = {
    "id": "J1",
    "question": "沟通充分",
    "about": "HT1",
    "answer": "否",
    "by_name": "何婉仪",
    "made_on": "2025-03-10",
    "criteria": "六项逐项说明并签收",
    "note": "只见三项的签收单",
}
SECOND = {
    "id": "J2",
    "question": "沟通充分",
    "about": "HT1",
    "answer": "是",
    "by_name": "陈思远",
    "made_on": "2025-04-20",
    "criteria": "六项逐项说明并签收",
    "note": "补交了其余三项的签收单",
    "replaces": "J1",
}


def ledger(*judgements):
    return {
        "known_on": "2025-12-31",
        "policyholders": [
            {"id": "P1", "name": "甲矿", "contracts": [{"id": "HT1", "concluded_on": "2025-02-25"}]}
        ],
        "communications": [
            {
                "id": "G1",
                "policyholder": "P1",
                "about": ["HT1"],
                "purpose": "缔约沟通",
                "made_at": "2025-02-20",
            }
        ],
        "judgements": list(judgements),
    }


def verdict(as_of, *judgements):
    (found,) = load_regulation().check(ledger(*judgements), as_of=as_of).find("20-1")
    return found


BY_HE = Earlier("否", "何婉仪", "2025-03-10", "六项逐项说明并签收", "只见三项的签收单")


def test_the_later_decides_and_the_earlier_stays_visible():
    found = verdict(date(2025, 6, 30), FIRST, SECOND)
    assert found.status is Status.FULFILLED
    (answer,) = found.answers
    assert (answer.question, answer.answer, answer.by, answer.on) == (
        "沟通充分",
        "是",
        "陈思远",
        "2025-04-20",
    )
    assert answer.note == "补交了其余三项的签收单"
    assert answer.earlier == (BY_HE,)


@pytest.mark.parametrize("day", [date(2025, 3, 10), date(2025, 4, 19)])
def test_between_the_two_there_is_only_the_first(day):
    found = verdict(day, FIRST, SECOND)
    assert found.status is Status.BREACH
    (answer,) = found.answers
    assert (answer.answer, answer.by, answer.earlier) == ("否", "何婉仪", ())


def test_before_the_first_there_is_none():
    found = verdict(date(2025, 3, 9), FIRST, SECOND)
    assert found.status is Status.JUDGEMENT
    assert found.answers == ()
    assert found.question is not None


def test_three_in_the_order_they_were_made():
    third = {
        **SECOND,
        "id": "J3",
        "answer": "否",
        "made_on": "2025-05-06",
        "replaces": "J2",
        "note": "签收单不实",
    }
    found = verdict(date(2025, 6, 30), third, FIRST, SECOND)  # the order in the ledger does not matter
    assert found.status is Status.BREACH
    assert [a.on for a in found.answers] == ["2025-05-06"]
    assert [e.on for e in found.answers[0].earlier] == ["2025-03-10", "2025-04-20"]


def test_one_who_cannot_say_is_on_record_and_the_question_stays():
    cannot = {k: v for k, v in SECOND.items() if k != "criteria"} | {"answer": "无法判断"}
    found = verdict(date(2025, 6, 30), FIRST, cannot)
    assert found.status is Status.JUDGEMENT  # 无法判断 counts as no judgement, and it replaced the 否
    assert found.question is not None
    assert [a.answer for a in found.answers] == ["无法判断"]
    assert found.answers[0].earlier == (BY_HE,)


def test_it_is_said_in_both_languages():
    found = verdict(date(2025, 6, 30), FIRST, SECOND)
    text = "".join(row.strip() for row in render_explanation(found).splitlines())
    assert (
        "“沟通充分”：是（陈思远、2025-04-20）；依据：六项逐项说明并签收；备注：补交了其余三项的签收单"
        "此前（已被取代）：否（何婉仪、2025-03-10）；依据：六项逐项说明并签收；备注：只见三项的签收单" in text
    )
    english = " ".join(row.strip() for row in render_explanation(found, lang="en").splitlines())
    assert "“沟通充分”: yes (陈思远, 2025-04-20)" in english
    assert "before, since replaced: no (何婉仪, 2025-03-10)" in english


def test_in_data():
    report = load_regulation().check(ledger(FIRST, SECOND), as_of=date(2025, 6, 30))
    data = json.loads(json.dumps(report.to_json(), ensure_ascii=False))
    assert not list(Draft202012Validator(SCHEMA).iter_errors(data))
    (found,) = [v["answers"] for v in data["verdicts"] if v["alias"] == "20-1"]
    assert found[0]["earlier"] == [
        {
            "answer": "否",
            "by": "何婉仪",
            "on": "2025-03-10",
            "criteria": "六项逐项说明并签收",
            "note": "只见三项的签收单",
        }
    ]


def test_one_question_about_two_things_keeps_both_answers():
    answers = (
        Answer("属商业机密", "是", "李工", "2025-07-08", "合同和报价", about="认定和诚信记录「一」"),
        Answer("属商业机密", "否", "李工", "2025-07-09", "早已公开", about="认定和诚信记录「二」"),
    )
    found = render_explanation(made(Status.BREACH, service(), answers=answers)).replace(" ", "")
    assert "“属商业机密”认定和诚信记录「一」：是（李工、2025-07-08）" in found
    assert "“属商业机密”认定和诚信记录「二」：否（李工、2025-07-09）" in found


def test_a_question_that_nobody_asks_is_an_error_with_the_nearest():
    with pytest.raises(Problems) as told:
        verdict(date(2025, 6, 30), FIRST | {"question": "勾通充分"})
    (found,) = told.value.diagnostics
    assert (found.code, found.path) == ("L090", "$.judgements[0].question")
    assert "沟通充分" in found.help("zh")
