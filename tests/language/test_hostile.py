"""Rule files that try to break the compiler: nothing but Problems comes out, and soon."""

import os
import signal
import sys
import time
from contextlib import contextmanager

import pytest

from ajx_rules.cases import run_cases
from ajx_rules.compiler.passes import compile_texts
from ajx_rules.diagnostics import Problems
from ajx_rules.language.forms import declaration_forms
from ajx_rules.regulation import load_regulation
from ajx_rules.reports.diagnostics import render

SECONDS = 6.0  # of processor time: other work on the machine does not count
LAW = "第一条 保险机构应在服务完成后5个工作日内回访投保单位。"
GENERAL = """# 总说

```ajx
规范文件 某指引
  名称：某指引
  官方原文：source.txt
  公布之日：未知

编号对照
  n-m：An.m
```

"""
DUTY = "义务 1-1「保险机构应在服务完成后5个工作日内回访投保单位」\n  对象：每次服务的每家投保单位\n"
IN_FULL = f"{DUTY}  应当：已回访"


def page(rules: str, quotation: str = LAW) -> str:
    return f"{GENERAL}### 第一条\n\n> {quotation}\n\n```ajx\n{rules}\n```\n"


def duty(requirement: str, more: str = "") -> str:
    return page(f"{DUTY}  应当：{requirement}{more}")


def definitions(count: int, means: str) -> str:
    """Definitions in a chain: each says what it means by the next one."""
    chain = [f"定义 名甲{n}乙\n  属于：服务\n  指：{means.format(f'名甲{n + 1}乙')}" for n in range(count)]
    end = f"定义 名甲{count}乙\n  属于：服务\n  指：已完成"
    return page("\n\n".join([*chain, end, f"{DUTY}  条件：服务的名甲0乙\n  应当：已回访"]))


def exceptions(count: int, *, back: int, circle: bool = False) -> str:
    """Exceptions, each to those before it."""
    made = []
    for n in range(count):
        targets = [f"例甲{m % count}外" for m in range(n - back, n) if circle or m >= 0]
        made.append(
            f"例外 例甲{n}外\n  针对：{'、'.join(targets) or '1-1'}\n  条件：服务已完成\n  效果：不适用"
        )
    return page("\n\n".join([IN_FULL, *made]))


def bands(count: int) -> str:
    rows = "\n".join(f"| {n} | {n}万元以上{n + 1}万元以下 | 第一档 | 第二档 |" for n in range(count))
    return f"""{GENERAL}### 分档表

| 序号 | 保费规模 | 未发生 | 发生 |
|---|---|---|---|
{rows}

```ajx
判定表 服务档次
  原表：「分档表」　编号：附1
  对象：每家投保单位的每个保险年度
  行：保费规模　列：上一年度事故，依次为否、是
  由高到低：第一档、第二档
```
"""


def replaced(old: str, new: str) -> str:
    assert old in GENERAL
    return page(IN_FULL).replace(old, new, 1)


TEXTS = {
    # size
    "20 000 lines": page("\n".join(f"  应当：已回访{n}" for n in range(20_000))),
    "20 000 fields of one duty": page(DUTY + "  应当：已回访\n" * 20_000),
    "20 000 heads that are none": page("\n".join(f"规范{n} 甲" for n in range(20_000))),
    "5 000 duties": page("\n\n".join(IN_FULL.replace("1-1", f"1-{n}") for n in range(5_000))),
    "4 000 items": duty("下列各项均具备：\n" + "    （一）已回访\n" * 4_000),
    "2 000 lines of 各应当": page(
        "义务 1-1至1-2000\n  对象：每次服务\n  各应当：\n"
        + "".join(f"    1-{n}「保险机构」已完成\n" for n in range(1, 2_001))
    ),
    "3 000 options of a reading": page(
        "解读 读法（key）\n  问：甲\n" + "".join(f"  甲说（a{n}，默认）：甲\n" for n in range(3_000))
    ),
    "20 000 words of a vocabulary": page(
        "词表 满意度\n  条目：" + "、".join(f"词{n}" for n in range(20_000))
    ),
    "one word 20 000 times": page("词表 满意度\n  条目：" + "、".join(["词"] * 20_000)),
    "words that begin alike": page("词表 满意度\n  条目：" + "、".join("甲" * n for n in range(1, 1_000))),
    "a line of 3.9 MB": duty("已" * 1_300_000),
    "a line of 3.9 MB of words": duty("回访" * 650_000),
    "a comment of 3.9 MB": page("#" + "a" * 3_900_000),
    "a text of 13 MB": "甲" * 4_400_000,
    "an unknown word of 200 000 characters": duty("天地玄黄" * 50_000),
    "500 unknown words": page(
        "\n\n".join(f"{DUTY.replace('1-1', f'2-{n}')}  应当：已天地玄黄宇宙洪荒{n}" for n in range(500))
    ),
    "a quotation of 400 000 characters": page(IN_FULL, "甲" * 400_000),
    "a quotation that repeats the law": page(
        IN_FULL, LAW + "保险机构应在服务完成后五个工作日内回访" * 20_000
    ),
    "words with 2 000 gaps": page(IN_FULL.replace("「保险", "「" + "保险机构……" * 2_000 + "保险")),
    "600 sections": GENERAL
    + "".join(
        f"## 甲{n}\n\n> {LAW}\n\n```ajx\n说明 1-{n}「保险机构」\n  性质：甲\n```\n\n" for n in range(600)
    ),
    "15 000 headings": GENERAL + "# 甲\n" * 15_000,
    "20 000 fences that do not close": GENERAL + "```ajx\n" * 20_000,
    "a case of 8 000 records": page(
        "案例「甲」\n  截至：2025年1月1日\n" + "".join(f"  设：投保单位「甲{n}」\n" for n in range(20_000))
    ),
    # depth
    "5 000 brackets": duty("（" * 5_000 + "已回访" + "）" * 5_000),
    "39 brackets": duty("（" * 39 + "已回访" + "）" * 39),
    "brackets that do not close": duty("（" * 1_500),
    "900 × 非": duty("非" * 900 + "已回访"),
    "5 000 × 非": duty("非" * 5_000 + "已回访"),
    "500 × 的": duty("有" + "服务的" * 500 + "投保单位"),
    "5 000 × 的": duty("有" + "服务的" * 5_000 + "投保单位"),
    "300 × +": duty("回访的数量" + "+回访的数量" * 300 + "不少于5次"),
    "5 000 × +": duty("回访的数量" + "+回访的数量" * 5_000 + "不少于5次"),
    "5 000 × 且": duty("且".join(["已回访"] * 5_000)),
    "200 × 若…则…": duty("若已回访则" * 200 + "已回访"),
    "100 × 中（…）": duty("回访" + "中（有满意度）" * 100 + "的数量不少于5次"),
    "1 000 × 的50%": duty("回访的数量" + "的50%" * 1_000 + "不少于5次"),
    "100 × 的上一级": duty("服务的服务档次" + "的上一级" * 100 + "为第一档"),
    "sets in sets": duty("满意度属于" + "｛" * 900 + "满意" + "｝" * 900),
    # definitions and exceptions that lead to one another
    "a definition of itself": page("定义 名甲\n  属于：服务\n  指：名甲"),
    "two definitions of each other": page(
        "定义 名甲\n  属于：服务\n  指：名乙\n\n定义 名乙\n  属于：服务\n  指：名甲"
    ),
    "a chain of 300 definitions": definitions(300, "{}"),
    "a chain of 3 000 definitions": definitions(3_000, "{}"),
    "40 definitions that use the next one twice": definitions(40, "{0}且{0}"),
    "a chain of 1 000 exceptions": exceptions(1_000, back=1),
    "60 exceptions, each to the two before": exceptions(60, back=2),
    "a circle of 400 exceptions": exceptions(400, back=1, circle=True),
    "a circle of 40 exceptions, each to three": exceptions(40, back=3, circle=True),
    # characters
    "NUL in a sentence": duty("\x00已回访\x00"),
    "nothing but NUL": "\x00" * 100_000,
    "controls": duty("已回访\x0b\x0c\x1c\x85\x1b[31m"),
    "a lone surrogate in a sentence": duty("已\ud800回访"),
    "a lone surrogate in a quotation": page(IN_FULL, "保险\ud800机构"),
    "a lone surrogate in a name": page("定义 名\udc80甲\n  属于：服务\n  指：已完成"),
    "text that runs from right to left": page(
        "\u202e义务 1-1「保险机构」\n  对象\u202e：每次服务\n  应当：已\u200f回访"
    ),
    "combining marks": duty("已回访" + "\u0301" * 10_000),
    "line separators": page(IN_FULL).replace("\n", "\u2028"),
    "CR only": page(IN_FULL).replace("\n", "\r"),
    "CR CR LF": page(IN_FULL).replace("\n", "\r\r\n"),
    "two byte order marks": "\ufeff\ufeff" + page(IN_FULL),
    "digits of other scripts": duty("回访的数量不少于٣次且服务内容属于｛第²行｝且回访的数量不少于Ⅳ次"),
    "full-width everything": page(
        "义务　１－１「保险机构」\n　　对象：每次服务的每家投保单位\n　　应当：已回访"
    ),
    # ids
    "ids like regular expressions": page(
        "\n\n".join(
            IN_FULL.replace("1-1", each)
            for each in (
                "(a+)+$",
                "[",
                "1-1(",
                "*",
                "\\",
                "1-1/(x",
                "n-m",
                "1-1至",
                "1--1",
                "٣-٤",
                "1-" + "9" * 5_000,
            )
        )
    ),
    "patterns like regular expressions": replaced(
        "  n-m：An.m",
        "  n-m：An.m\n  (a+)+$n：Xn\n  [a-：An\n  z-z：Az\n  n：m\n  a：a\n  nn(k)：k\n  /甲：/(",
    ),
    "numbers beyond letters": replaced("  n-m：An.m", "  n-a：An.a\n  n-z：Bn.z").replace(
        IN_FULL,
        "\n\n".join(IN_FULL.replace("1-1", each) for each in ("1-0", "1-99", "1-" + "9" * 30, "1-十十十")),
    ),
    "a fact named like a regular expression": page(
        "事实 (a+)+「保险机构」\n  属于：服务\n  类型：词　词表：a、a、aa"
    ),
    # numbers and days
    "5 000 digits": duty("回访的数量不少于" + "9" * 5_000 + "次"),
    "100 000 digits": duty("回访的数量不少于" + "9" * 100_000 + "次"),
    "1 900 digits": duty("回访的数量不少于" + "9" * 1_900 + "次"),
    "a decimal of 1 900 digits": duty("回访的数量不少于0." + "0" * 1_900 + "1次"),
    "a numeral of 30 000 signs": duty("已回访", "　期限：自完成之日起" + "十" * 30_000 + "个工作日内"),
    "a numeral that is none": duty("已回访", "　期限：自完成之日起一二三四百千零个工作日内"),
    "two decimal points": duty("回访的数量不少于1.5.5次"),
    "days that are none": duty("完成之日晚于2025年13月45日且完成之日晚于0000年1月1日"),
    "published on no day": replaced("公布之日：未知", "公布之日：2025年13月1日　有效期：99999999年"),
    "published in year 0": replaced("公布之日：未知", "公布之日：0000年1月1日　有效期：0年"),
    "published some day": replaced("公布之日：未知", "公布之日：昨天　有效期：很久"),
    # shape
    "an empty text": "",
    "two instruments": GENERAL + GENERAL,
    "an official text elsewhere": replaced("source.txt", "../../etc/passwd"),
    "heads without anything": page("\n".join(declaration_forms())),
    "heads with nothing but a name": page("\n".join(f"{kind} 名称" for kind in declaration_forms())),
    "heads cut short": page(
        "义务「」\n义务 1-1「\n义务 1-1」「\n解读 名（\n解读 名（）\n案例「\n通则 甲\n编号对照 乙"
    ),
    "every example of the declarations": page("\n".join(f.example for f in declaration_forms().values())),
    "every field empty": page(
        "\n".join(
            f"{form.kind} 名称\n" + "\n".join(f"  {field.name}：" for field in form.fields)
            for form in declaration_forms().values()
        )
    ),
    # Markdown and tables
    "a table of 5 000 rows": bands(5_000),
    "a table of 8 000 columns": f"{GENERAL}|{' a |' * 8_000}\n|{'---|' * 8_000}\n|{' b |' * 8_000}\n",
    "a table with ragged rows": f"{GENERAL}|{' a |' * 1_500}\n|{'---|' * 1_500}\n" + "| b |\n" * 1_500,
    "a heading of 999 999 999 articles": page(IN_FULL).replace("### 第一条", f"### 第一条至第{'九' * 9}条"),
    "1 500 headings of 999 articles": GENERAL + f"## 第1条至第999条\n\n> {LAW}\n\n" * 1_500,
    "quotations in quotations": GENERAL + ">" * 10_000 + " 甲",
    "lists in lists": GENERAL + "\n".join(" " * n + "- 甲" for n in range(1_500)),
    "brackets of Markdown": GENERAL + "[" * 40_000,
    "stars of Markdown": GENERAL + "> " + "**_" * 20_000,
    "links of Markdown": GENERAL + "> " + "[a](" * 15_000,
    "backticks of Markdown": GENERAL + " ".join("`" * n for n in range(1, 1_200)),
}


class TooLong(BaseException):
    """Not an Exception, so that nothing on the way swallows it."""


@contextmanager
def soon(seconds: float = SECONDS):
    """Fail what takes longer, in processor time; a hang is broken off."""

    def stop(*_):
        raise TooLong

    begun = time.process_time()
    if hasattr(signal, "setitimer"):
        before = signal.signal(signal.SIGALRM, stop)
        signal.setitimer(signal.ITIMER_REAL, 10 * seconds)
    try:
        yield
    except TooLong:
        pytest.fail(f"still at work after {10 * seconds:.0f} seconds")
    finally:
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)
    used = time.process_time() - begun
    assert used <= seconds, f"took {used:.1f} seconds"


def shown(problems: Problems) -> None:
    """The first problems can be printed, in both languages."""
    for lang in ("zh", "en"):
        render(problems.diagnostics[:50], lang).encode()


@pytest.mark.parametrize("name", TEXTS)
def test_texts(name):
    with soon():
        try:
            compile_texts({"甲.ajx.md": TEXTS[name]}, {"source.txt": LAW}, "甲")
        except Problems as problems:
            shown(problems)


def test_official_text_of_4_mb_is_compared():
    with soon(), pytest.raises(Problems):
        compile_texts(
            {"甲.ajx.md": page(IN_FULL, "保险机构应在服务完成后6个工作日内回访")},
            {"source.txt": LAW * 45_000},
            "甲",
        )


def test_3_000_files():
    texts = {f"{n}.ajx.md": f"## 第一条\n\n> {LAW}\n" for n in range(3_000)}
    with soon():
        compile_texts({"0-总说.ajx.md": page(IN_FULL), **texts}, {"source.txt": LAW}, "甲")


# ------------------------------------------------------------ folders


def sound(folder):
    (folder / "source.txt").write_text(LAW, encoding="utf-8")
    (folder / "甲.ajx.md").write_text(page(IN_FULL), encoding="utf-8")


def a_folder_as_rule_file(folder):
    (folder / "x.ajx.md").mkdir()


def a_folder_as_official_text(folder):
    (folder / "x.txt").mkdir()


def a_link_to_itself(folder):
    (folder / "x.ajx.md").symlink_to("x.ajx.md")


def a_link_to_nowhere(folder):
    (folder / "x.ajx.md").symlink_to("nowhere")


def a_link_to_zeros(folder):
    (folder / "x.ajx.md").symlink_to("/dev/zero")


def a_pipe(folder):
    os.mkfifo(folder / "x.ajx.md")


def a_pipe_as_official_text(folder):
    os.mkfifo(folder / "x.txt")


def a_file_of_8_gb(folder):
    with (folder / "x.ajx.md").open("wb") as file:
        file.truncate(8 << 30)


def an_official_text_of_8_gb(folder):
    with (folder / "x.txt").open("wb") as file:
        file.truncate(8 << 30)


def bytes_in(encoding):
    def write(folder):
        (folder / "x.ajx.md").write_bytes(page(IN_FULL).encode(encoding))

    return write


def lone_surrogates(folder):
    (folder / "x.ajx.md").write_bytes(b"# \xed\xa0\x80\xed\xb0\x80\n")


def official_text_in_gbk(folder):
    (folder / "source.txt").write_bytes(LAW.encode("gbk"))


def a_name_that_is_no_text(folder):
    (folder / os.fsdecode(b"\xff\xfe.ajx.md")).write_text(page("甲"), encoding="utf-8")


def a_name_of_controls(folder):
    (folder / "a\nb\x1b[31m.ajx.md").write_text(page("甲"), encoding="utf-8")


ON_UNIX = pytest.mark.skipif(sys.platform == "win32", reason="no such files")
WRONG = [
    a_folder_as_rule_file,
    a_folder_as_official_text,
    pytest.param(a_link_to_itself, marks=ON_UNIX),
    pytest.param(a_link_to_nowhere, marks=ON_UNIX),
    pytest.param(a_link_to_zeros, marks=ON_UNIX),
    pytest.param(a_pipe, marks=ON_UNIX),
    pytest.param(a_pipe_as_official_text, marks=ON_UNIX),
    pytest.param(a_file_of_8_gb, marks=ON_UNIX),
    pytest.param(an_official_text_of_8_gb, marks=ON_UNIX),
    pytest.param(bytes_in("gbk"), id="rules_in_gbk"),
    pytest.param(bytes_in("utf-16"), id="rules_in_utf_16"),
    lone_surrogates,
    official_text_in_gbk,
    pytest.param(
        a_name_that_is_no_text, marks=pytest.mark.skipif(sys.platform != "linux", reason="no such name")
    ),
    pytest.param(a_name_of_controls, marks=ON_UNIX),
]


@pytest.mark.parametrize("make", WRONG)
def test_folders(make, tmp_path):
    sound(tmp_path)
    make(tmp_path)
    with soon(), pytest.raises(Problems) as raised:
        load_regulation(tmp_path)
    shown(raised.value)


@ON_UNIX
def test_unreadable_files(tmp_path):
    sound(tmp_path)
    (tmp_path / "甲.ajx.md").chmod(0)
    if os.access(tmp_path / "甲.ajx.md", os.R_OK):
        pytest.skip("everything is readable to this user")
    with pytest.raises(Problems):
        load_regulation(tmp_path)


@ON_UNIX
def test_folder_that_links_to_itself(tmp_path):
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(Problems):
        load_regulation(tmp_path / "loop")


@pytest.mark.parametrize("source", ["a\x00b", "甲" * 5_000, "\udc80", "", ".", "../../..", "甲.ajx.md"])
def test_names_of_no_folder(source, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with soon(), pytest.raises(Problems) as raised:
        load_regulation(source)
    shown(raised.value)


@ON_UNIX
def test_folder_inside_itself(tmp_path):
    sound(tmp_path)
    (tmp_path / "scenarios").symlink_to(".")
    regulation = load_regulation(tmp_path)
    with soon(), pytest.raises(Problems, match="E513"):
        run_cases(regulation, tmp_path / "scenarios")


# ------------------------------------------------------------ cases

THING = "  设：投保单位「甲厂」\n  设：服务「服」；服务对象为「甲厂」；服务项目为「甲」"
CASES = {
    "no day": "  截至：昨天",
    "year 0": "  截至：0000年1月1日",
    "year 9999": f"  截至：9999年12月31日\n{THING}；于9999年12月31日完成\n  应判：1-1对「服」、「甲厂」为违反",
    "year 1900 to 2200": f"  截至：2200年12月31日\n{THING}；于1900年1月1日完成\n  完整：全部记录至2200年12月31日\n"
    "  应判：1-1对「服」、「甲厂」为违反",
    "a contract of 300 years": "  截至：2200年1月1日\n  设：投保单位「甲厂」\n  设：保险合同「约」；属于「甲厂」；"
    "于1900年1月1日起保；于2199年12月31日期满；保费为1元\n  应判：1-2对「甲厂」第1个保险年度为违反",
    "digits": f"  截至：2025年1月1日\n  设：投保单位「甲厂」\n  设：保险合同「约」；属于「甲厂」；保费为{'9' * 5_000}元\n"
    "  应判：1-2对「甲厂」第1个保险年度为违反",
    "fewer digits": f"  截至：2025年1月1日\n{THING}\n  应判：1-1对「服」、「甲厂」为违反，迟{'9' * 1_900}日",
    "a year of many digits": f"  截至：2025年1月1日\n{THING}\n  应判：1-2对「甲厂」第{'9' * 1_900}个保险年度为违反",
    "owners in a circle": "  截至：2025年1月1日\n  设：保险年度「甲」；属于「乙」\n  设：保险合同「乙」；属于「甲」\n"
    "  应判：1-1对「甲」为违反",
    "a renewal of itself": "  截至：2025年1月1日\n  设：投保单位「甲厂」\n  设：保险合同「约」；属于「甲厂」；续保自为「约」\n"
    "  应判：1-2对「甲厂」第1个保险年度为违反",
    "5 000 belongings": "  截至：2025年1月1日\n  设：投保单位「甲厂」"
    + "；属于「甲厂」" * 300
    + "\n  应判：1-1对「甲厂」为违反",
    "depth": f"  截至：2025年1月1日\n{THING}；备注为{'非' * 1_500}\n  应判：1-1对「服」为违反",
    "a clock that is none": f"  截至：2025年1月1日\n{THING}；于2025年1月1日99时99分开始\n  应判：1-1对「服」、「甲厂」为违反",
    "what is no record": "  截至：2025年1月1日\n  设：投保单位年度「甲」\n  设：来源文件「乙」\n  设：完整性声明「丙」\n"
    "  设：机构参数「丁」\n  设：人工判断「戊」；判断事项为「没有」；判断对象为「没有」；结论为是\n  应判：1-1对「甲」为违反",
    "no such norm, reading, record": f"  截至：2025年1月1日\n{THING}\n  采用：没有采甲说\n  完整：就「没有」的服务至2025年1月1日\n"
    "  应判：9-9对「没有」为违反\n  应得：没有对「没有」为没有",
}
RULES = page(
    f"{DUTY}  应当：已回访　期限：完成之日以后5个工作日内\n\n"
    "义务 1-2「回访投保单位」\n  对象：每家投保单位的每个保险年度\n  应当：服务履行的数量不少于5项"
)


@pytest.mark.parametrize("name", CASES)
def test_cases(name, tmp_path):
    sound(tmp_path)
    (tmp_path / "甲.ajx.md").write_text(RULES, encoding="utf-8")
    (tmp_path / "scenarios").mkdir()
    text = f"```ajx\n案例「甲」\n{CASES[name]}\n```\n"
    (tmp_path / "scenarios" / "甲.ajx.md").write_text(text, encoding="utf-8")
    with soon():
        try:
            run_cases(load_regulation(tmp_path), tmp_path / "scenarios").render().encode()
        except Problems as problems:
            shown(problems)


def test_scenarios_that_are_no_files(tmp_path):
    sound(tmp_path)
    (tmp_path / "scenarios" / "x.ajx.md").mkdir(parents=True)
    with pytest.raises(Problems):
        run_cases(load_regulation(tmp_path), tmp_path / "scenarios")
