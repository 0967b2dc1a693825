"""Whom the sections of the reports are about: every one has a name, in check, due and evidence alike."""

from datetime import date

import pytest

from ajx_rules import load_regulation
from ajx_rules.calendar import load_calendar
from ajx_rules.engines.verdict import Status, Subject
from ajx_rules.reports.agenda import agenda
from ajx_rules.reports.digest import parties
from ajx_rules.reports.due import due_lines
from ajx_rules.reports.evidence import evidence_lines
from ajx_rules.reports.proof import proofs
from ajx_rules.reports.text import render_report
from tests.reports.helpers import insurer, report, service, verdict

ZHENGHENG = Subject("ThirdParty", "TP", "第三方服务机构「正衡」", "$.third_parties[0]")
BEIJIANG = Subject("ThirdParty", "TP2", "第三方服务机构「北江」", "$.third_parties[1]")
FINDING = Subject("Finding", "FN-1", "认定和诚信记录「FN-1」", "$.findings[0]")


def breaches(*subjects):
    return report(*(verdict(Status.BREACH, subject, due=date(2026, 3, 5)) for subject in subjects))


def headings(found, lang="zh"):
    """The headings of the text report, which those of due and evidence must be too."""
    ir = load_regulation().ir
    shown = [
        render_report(found, lang=lang).splitlines(),
        [str(row) for row in due_lines(agenda(found, 30, load_calendar()), ir, lang)],
        [str(row) for row in evidence_lines(proofs(found), ir, lang)],
    ]
    one, *others = [{row.strip("─ ") for row in rows if row.startswith("── ")} for rows in shown]
    assert all(other == one for other in others)
    return one


def test_every_party_has_its_own_section():
    found = breaches(service(), insurer(), ZHENGHENG, BEIJIANG, FINDING)
    assert headings(found) == {
        "甲餐馆（P1）",
        "保险机构自身：和顺（INS）",
        "第三方服务机构：正衡（TP）",
        "第三方服务机构：北江（TP2）",
        "认定和诚信记录",
    }
    assert headings(found, "en") == {
        "甲餐馆 (P1)",
        "The insurer itself: 和顺 (INS)",
        "Third-party provider: 正衡 (TP)",
        "Third-party provider: 北江 (TP2)",
        "finding",
    }


def test_records_of_nobody_named_have_no_id():
    (party,) = parties(breaches(FINDING))
    assert (party.id, party.name, party.insurer) == ("", "认定和诚信记录", False)


@pytest.mark.parametrize(
    ("subjects", "chinese", "english"),
    [
        ([service(), insurer(), ZHENGHENG], "，涉及1家投保单位和保险机构自身。", "1 policyholder and the insurer itself."),
        ([ZHENGHENG], "，涉及第三方服务机构。", "concerning third-party providers."),
        ([FINDING], "有1项违反。", "1 breach."),
    ],
)  # fmt: skip
def test_whom_the_breaches_concern(subjects, chinese, english):
    found = breaches(*subjects)
    assert render_report(found).splitlines()[0].endswith(chinese)
    assert render_report(found, lang="en").replace("\n", " ").split("Under")[0].strip().endswith(english)


def test_a_third_party_is_no_policyholder():
    assert "；1家投保单位，共3项。" in render_report(breaches(service(), ZHENGHENG, FINDING))


def test_a_third_party_need_not_be_named_again():
    assert "              该机构：期限2026-03-05，已过26天" in render_report(breaches(ZHENGHENG)).splitlines()
    assert "第三方服务机构「" not in render_report(breaches(ZHENGHENG))
