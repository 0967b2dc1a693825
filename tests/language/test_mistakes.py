"""Every diagnostic of rule files: a small mistake beside what is said of it."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from ajx_rules import load_regulation
from ajx_rules.compiler.passes import compile_folder, compile_texts
from ajx_rules.diagnostics import Problems
from ajx_rules.diagnostics.catalogue import all_entries
from ajx_rules.domain.book import Contract, Insurer, Ledger, Policyholder
from ajx_rules.ledger.resolve import resolve
from tests.language.snapshots import Mistake, base, mistakes, said

ALL = mistakes()
NUMERALS = "零一二三四五六七八九"


def test_the_base_is_free_of_mistakes():
    texts = {"1-base.ajx.md": base()["1-base.ajx.md"]}
    assert compile_texts(texts, {"source.txt": base()["source.txt"]}, "test").warnings == ()


@pytest.mark.parametrize("mistake", ALL, ids=[m.name for m in ALL])
def test_a_mistake_is_told_where_it_is(mistake: Mistake):
    found = mistake.diagnostics()
    shown = [(d.code, d.span and (d.span.line, d.span.column), d.message()) for d in found]
    wanted = sorted((e.code, e.line, e.column) for e in mistake.expected)
    places = sorted((d.code, d.span and d.span.line, d.span and d.span.column) for d in found)
    assert places == wanted, shown
    for expected in mistake.expected:
        said_of_it = [f"{d.message()}\n{d.help()}" for d in found if d.code == expected.code]
        assert any(all(word in text for word in expected.words) for text in said_of_it), shown


@pytest.mark.parametrize("mistake", ALL, ids=[m.name for m in ALL])
def test_messages_are_whole_sentences_in_both_languages(mistake: Mistake):
    for one in mistake.diagnostics():
        for text in (one.message("zh"), one.message("en"), one.help("zh"), one.help("en")):
            assert "{" not in text.replace("{…}", "")
        assert one.message("zh")
        assert one.message("en")


# ---- mistakes that are no text, or too much of it --------------------------------------------


def codes_of(folder: Path) -> list[str]:
    with pytest.raises(Problems) as caught:
        compile_folder(folder)
    return [d.code for d in caught.value.diagnostics]


def folder_of(tmp_path: Path, **files: bytes) -> Path:
    for name, text in {**base(), **files}.items():
        (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return tmp_path


def too_large(folder: Path) -> None:
    with (folder / "2-large.ajx.md").open("wb") as file:
        file.truncate(5_000_000)


def no_rule_files(folder: Path) -> None:
    (folder / "1-base.ajx.md").unlink()


def not_utf8(folder: Path) -> None:
    (folder / "2-gbk.ajx.md").write_bytes("# 第二条".encode("gbk"))


def a_folder_instead_of_a_file(folder: Path) -> None:
    (folder / "2-rules.ajx.md").mkdir()


def an_ending_of_the_editor(folder: Path) -> None:
    (folder / "2-rules.ajx.md.txt").write_text("# 第二条", encoding="utf-8")


def hundreds_of_mistakes(folder: Path) -> None:
    lines = "\n".join(f"义物 {n}-1「回访」" for n in range(1, 500))
    (folder / "2-rules.ajx.md").write_text(f"```ajx\n{lines}\n```\n", encoding="utf-8")


def in_words(number: int) -> str:
    return "".join(NUMERALS[int(digit)] for digit in str(number))


def definitions_in_a_long_chain(folder: Path) -> None:
    """The first uses the second, and so on."""
    chain = [
        f"定义 甲{in_words(n)}数\n  属于：投保单位年度\n  指：甲{in_words(n + 1)}数\n"
        for n in range(100, 140)
    ]
    chain.append(f"定义 甲{in_words(140)}数\n  属于：投保单位年度\n  指：年度保费\n")
    (folder / "2-rules.ajx.md").write_text("```ajx\n" + "\n".join(chain) + "```\n", encoding="utf-8")


def exceptions_in_a_long_chain(folder: Path) -> None:
    """Each gives way to the next."""
    targets = ["1-1", *(f"甲{in_words(n)}例外" for n in range(100, 120))]
    chain = [
        f"例外 甲{in_words(100 + n)}例外\n  针对：{target}\n  条件：拒绝的后果采甲说\n  效果：免责\n"
        for n, target in enumerate(targets)
    ]
    (folder / "2-rules.ajx.md").write_text("```ajx\n" + "\n".join(chain) + "```\n", encoding="utf-8")


OF_FILES: dict[str, Callable[[Path], None]] = {
    "E003": too_large,
    "E004": no_rule_files,
    "E005": not_utf8,
    "E006": a_folder_instead_of_a_file,
    "E007": hundreds_of_mistakes,
    "E009": an_ending_of_the_editor,
    "E249": definitions_in_a_long_chain,
    "E265": exceptions_in_a_long_chain,
}


@pytest.mark.parametrize("code", OF_FILES)
def test_a_mistake_of_a_file(code: str, tmp_path: Path):
    folder = folder_of(tmp_path)
    OF_FILES[code](folder)
    assert code in codes_of(folder)


# ---- asking a regulation what it does not know -----------------------------------------------


def small_ledger(**facts: object) -> Ledger:
    contract = Contract(
        id="C",
        premium=Decimal(5000),
        concluded_on=date(2025, 1, 1),
        inception_on=date(2025, 1, 1),
        expiry_on=date(2025, 12, 31),
    )
    return resolve(
        Ledger(
            known_on=date(2025, 12, 31),
            insurers=[Insurer(id="I", name="甲财险")],
            policyholders=[Policyholder(id="P", name="甲矿", contracts=[contract], **facts)],
        )
    )


def far_future() -> Ledger:
    contract = Contract(id="C", concluded_on=date(1990, 1, 1), inception_on=date(1990, 1, 1))
    holder = Policyholder(id="P", name="甲矿", contracts=[contract])
    return resolve(Ledger(known_on=date(2025, 12, 31), policyholders=[holder]))


OF_USE: dict[str, Callable[[], object]] = {
    "R001": lambda: load_regulation().check(small_ledger(), readings={"refusall": "no_excuse"}),
    "R002": lambda: load_regulation().check(small_ledger(), readings={"refusal": "丁说"}),
    "R003": lambda: load_regulation().explain(small_ledger(), "22-9", "C"),
    "R004": lambda: load_regulation().explain(small_ledger(), "22-3", "C9"),
    "R005": lambda: load_regulation().lookup("服务等级", premium="1"),
    "R006": lambda: load_regulation().lookup("服务档次", prize="1"),
    "R007": lambda: load_regulation().lookup("服务档次", premium=1.5),
    "R008": lambda: load_regulation().lookup("服务档次", premium="-1"),
    "R009": lambda: load_regulation().lookup("服务档次", accident="也许"),
    "R015": lambda: load_regulation().lookup("服务档次", premium="1", row="2"),
    "R014": lambda: load_regulation().readings({"biennial_window": "rolling_24m"}),
    "R011": lambda: load_regulation().check(small_ledger(extra={"量子纠缠": "是"})),
}


@pytest.mark.parametrize("code", OF_USE)
def test_a_question_that_cannot_be_answered(code: str):
    with pytest.raises(Problems) as caught:
        OF_USE[code]()
    assert [d.code for d in caught.value.diagnostics] == [code]
    for one in caught.value.diagnostics:
        assert "{" not in one.message("zh") + one.message("en") + one.help("zh") + one.help("en")


# Shown elsewhere, or not by a rule file: cases (E5), hints (E7), a ledger against declared facts
# (R012), a norm that the ledger's keeper does not answer for (R013), a year without calendar (R010),
# a text that breaks the stack (E008).
ELSEWHERE = ("E008", "E043", "E044", "E5", "E6", "E7", "R010", "R012", "R013")


def test_every_code_is_shown_by_a_mistake():
    shown = {e.code for m in ALL for e in m.expected} | set(OF_FILES) | set(OF_USE)
    codes = {code for code in all_entries() if code[0] in "ER" and not code.startswith(ELSEWHERE)}
    assert codes - shown == set()
    assert len(shown) >= 25


# ---- all at once -----------------------------------------------------------------------------


def test_all_errors_of_a_folder_are_told_in_one_run():
    """Six mistakes in two files, of four passes, each in its place."""
    first = base()["1-base.ajx.md"]
    one = first.replace("公布之日：未知", "公布之日未知", 1).replace("自订立之日起5日内", "自订立之日起6日内")
    two = (
        "### 第二条\n> 保险机构应在服务完成以后8日内回访。\n\n```ajx\n"
        "义物 2-1「回访」\n\n"
        "义务 2-2「保险机构应在服务完成以后」\n  对象：每次服务的每家投保单位\n  应当：有具体意间\n\n"
        "义务 2-3「保险机构应在服务完成以后」\n  对象：每次服务的每家投保单位\n  应当：参加人数\n```\n"
    )
    found = said({"1-base.ajx.md": one, "2-rules.ajx.md": two}, {"source.txt": base()["source.txt"]})
    places = [(d.code, d.span and d.span.file[0], d.span and d.span.line) for d in found]
    assert ("E014", "1", 9) in places
    assert "E020" not in {
        code for code, _, _ in places
    }  # the field without a colon is there: it is no other mistake
    assert ("E310", "1", 46) in places
    assert ("E301", "2", 2) in places
    assert ("E010", "2", 5) in places
    assert ("E101", "2", 9) in places
    assert ("E201", "2", 13) in places
    assert len(places) == 6
    assert places == sorted(places, key=lambda place: place[1:])


# ---- habits of everyday Chinese, and noise ----------------------------------------------------

DUTY = (
    "### 第二条\n> 保险机构应在服务完成以后3日内回访。\n\n```ajx\n义务 2-1「保险机构应在服务完成以后3日内回访」\n"
    "  对象：每处事故隐患\n  条件：未完成整改\n  应当：已提醒整改　期限：自发现之日起3日内\n```\n"
)


@pytest.mark.parametrize(
    ("old", "new", "code", "words"),
    [
        ("3日内\n```", "3天内\n```", "E111", "写“3日”"),
        ("3日内\n```", "15工作日内\n```", "E111", "写“15个工作日”"),
        ("3日内\n```", "3个自然日内\n```", "E111", "写“3日”"),
        ("自发现", "在发现", "E111", "“自”"),
        ("未完成整改", "必须完成整改", "E112", "“必须”不写在规则的句子里"),
        ("未完成整改", "隐患等级属于｛一般，重大｝", "E111", "“、”"),
        ("未完成整改", "隐患等级为一般及以上", "E111", "“不低于……”"),
        ("未完成整改", "隐患等级为重大隐患", "E113", "可以填：一般、重大"),
        ("未完成整改", "返还", "E102", "不认得“返还”"),
        ("每处事故隐患", "每一处事故隐患", "E111", "“每”加量词"),
        ("每处事故隐患", "每处生产场所的每个保险年度", "E210", "每家投保单位的每个保险年度"),
    ],
)
def test_what_is_said_of_a_habit(old: str, new: str, code: str, words: str):
    rules = DUTY.replace(old, new)
    assert rules != DUTY
    found = said({"1-base.ajx.md": base()["1-base.ajx.md"], "2-rules.ajx.md": rules}, base_source())
    assert [d.code for d in found if d.code != "E310"] == [code]
    assert any(words in d.message() + d.help() for d in found)


def base_source() -> dict[str, str]:
    return {"source.txt": base()["source.txt"]}
