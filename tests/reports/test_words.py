"""Chinese and English for the same things."""

import re
from pathlib import Path

import pytest

import ajx_rules.engines
from ajx_rules.engines.values import Missing
from ajx_rules.engines.verdict import Subject
from ajx_rules.reports.digest import kind_of
from ajx_rules.reports.words import Tongue

EN = Tongue("en")
REASON = re.compile(r"""reason\s*=\s*f?"([^"]+)\"""")


@pytest.mark.parametrize(
    "path", sorted(Path(ajx_rules.engines.__path__[0]).glob("*.py")), ids=lambda p: p.stem
)
def test_every_reason_of_the_engine_has_english_words(path):
    for reason in REASON.findall(path.read_text(encoding="utf-8")):
        sample = re.sub(r"\{count\}", "3", re.sub(r"\{(?!count)[^}]*\}", "X", reason))
        assert not re.search("[\u4e00-\u9fff]", EN.engine(sample)), f"no English for: {reason}"


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("还差2种（已有3，应有5）", "2 lacking (3 of 5)"),
        ("还差1种（已有4种，免责1种，应有6种）", "1 lacking (4 kinds delivered, 1 excused, of 6)"),
        ("台账上有0，应有1", "0 on record, 1 needed"),
        ("例外“拒绝服务免责”", "exception “拒绝服务免责”"),
        ("无硬性要求", "无硬性要求"),
    ],
)
def test_what_the_engine_says(chinese, english):
    assert EN.engine(chinese) == english
    assert Tongue("zh").engine(chinese) == chinese


@pytest.mark.parametrize(
    ("subject", "chinese", "english"),
    [
        (
            Subject("InsuredYear", "C1#1", "投保单位「甲矿」第1个保险年度（PG1）", "$", "P1", "I", "1"),
            "第1个保险年度（PG1）",
            "policy year 1 (PG1)",
        ),
        (
            Subject("Recipient", "S1/r/1", "服务「S1」对投保单位「甲矿」", "$", "P1", "I"),
            "服务「S1」",
            "service S1",
        ),
        (
            Subject("FollowUp", "F1", "服务「S1」的回访「F1」", "$", "P1", "I"),
            "服务「S1」的回访「F1」",
            "follow-up F1 of service S1",
        ),
        (
            Subject("Refusal", "R1", "投保单位「甲矿」的拒绝服务「R1」", "$", "P1", "I"),
            "拒绝服务「R1」",
            "refusal of service R1",
        ),
        (Subject("Policyholder", "P1", "投保单位「甲矿」", "$", "P1", "I"), "本单位", "policyholder 甲矿"),
        (
            Subject("Delivery", "S1/items/2>P1", "投保单位「甲矿」", "$", "P1", "I"),
            "服务履行「S1/items/2」",
            "delivery S1/items/2",
        ),
    ],
)
def test_a_subject_within_its_policyholder(subject, chinese, english):
    assert Tongue("zh").subject(subject, "甲矿") == chinese
    assert EN.subject(subject, "甲矿") == english


def test_a_subject_by_itself():
    whole = Subject("Recipient", "S1/r/1", "服务「S1」对投保单位「甲矿」", "$", "P1", "I")
    assert Tongue("zh").subject(whole) == "服务「S1」对投保单位「甲矿」"
    assert EN.subject(whole) == "service S1 for policyholder 甲矿"


@pytest.mark.parametrize(
    ("missing", "english", "kind"),
    [
        (
            Missing("fact", "$", "保险合同「HS-3」的解除日期", "terminated on of C3"),
            "insurance contract HS-3: terminated on",
            ("fact", "保险合同的解除日期"),
        ),
        (
            Missing("complete", "$", "服务对象「S1/recipients/1」的沟通记录是否齐备", ""),
            "whether the list of communication records is complete (recipient S1/recipients/1)",
            ("complete", "沟通记录"),
        ),
        (
            Missing("judgement", "$", "服务对象「S1/recipients/1」：不影响正常经营", "不影响正常经营"),
            "recipient S1/recipients/1: 不影响正常经营",
            ("judgement", "不影响正常经营"),
        ),
        (Missing("fact", "$", "保费规模", "保费规模"), "保费规模", ("fact", "保费规模")),
    ],
)
def test_missing_facts(missing, english, kind):
    assert EN.missing(missing) == english
    assert Tongue("zh").missing(missing) == missing.label
    assert kind_of(missing) == kind
