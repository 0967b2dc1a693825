"""The canonical form: one for every layout, reached in one step, and it says the same."""

import random
import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lark import Token

from ajx_rules.authoring import format as formatter
from ajx_rules.authoring.format import (
    FREE,
    WIDEST,
    format_folder,
    format_rule_file,
    formatted,
    home_of,
    same_rules,
    vocabulary,
)
from ajx_rules.commands import fmt
from ajx_rules.commands.shared import Trouble
from ajx_rules.compiler import ir
from ajx_rules.compiler.passes import compile_texts
from ajx_rules.compiler.sources import read_texts
from ajx_rules.language.forms import declaration_forms
from ajx_rules.language.lexer import VocabularyLexer, Words, statuses_in_use
from ajx_rules.language.markdown import split_markdown
from ajx_rules.language.reader import read_rule_file
from ajx_rules.language.sentences import parser
from ajx_rules.language.text import to_chinese, width
from ajx_rules.language.tree import Declaration, FieldNode
from ajx_rules.resources import regulations_folder

FOLDER = regulations_folder() / "gd-noncoal-mine"
SHIPPED = sorted(regulations_folder().rglob("*.ajx.md"))
NAMES = [str(path.relative_to(regulations_folder())) for path in SHIPPED]

SAMPLE = """# 样本

正文不动，  连同行尾的空格  \n
> 引文 不动(1)

```ajx
# 全块的注

# 第一条义务的注
义务 1-1「保险机构应在服务完成以后10个工作日内回访」
  对象：每次服务的每家投保单位　权利人：投保单位
  # 条件的注
  条件：已完成
  应当：下列各项均具备：
    （一）已回访
    # 第二项的注
    （二）有不少于3次的服务
  期限：自完成之日起10个工作日内　凭证：回访
  # 末尾的注

# 组的注
义务 11-5至11-7
  对象：每项服务履行　权利人：投保单位
  各应当：
    11-5「建立风险点、危险源清单」已完成
    11-6(2)「绘制 风险地图」已完成
    # 末项的注
    11-7「并形成报告」已完成
  期限：未规定

解读 拒绝的后果（refusal）
  问：投保单位拒绝某项服务, 义务是否仍在?
  甲说（excused，默认）：免责(不能强人所难)。理由：……
  乙说（no_excuse）：不受影响。理由：原文 没有免除的字样。

编号对照
  n-m(k)：An.m(k)

# 块末的注
```

- 列表里的块

  ```ajx
  通则
    义务人：保险机构
    后果：34-2
  ```

```python
义务 不动 ( )
```
"""


@cache
def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def words_of(path: Path) -> Words:
    home = home_of(path)
    return vocabulary([read_rule_file(p.name, text_of(p))[0] for p in sorted(home.glob("*.ajx.md"))])


@cache
def canonical_of(path: Path) -> str:
    return format_rule_file(path.name, text_of(path), words_of(path))


@cache
def lexer() -> VocabularyLexer:
    return VocabularyLexer(parser().lexer_conf)


def tokens(text: str, words: Words, form: str) -> list[Token]:
    told = statuses_in_use.set(form == "expectation")
    try:
        return list(lexer().tokens(text, words))
    finally:
        statuses_in_use.reset(told)


def block(text: str, words: Words | None = None) -> str:
    """The canonical form of the lines of one block."""
    out = format_rule_file("x.ajx.md", f"```ajx\n{text}\n```\n", words)
    return out.removeprefix("```ajx\n").removesuffix("```\n").removesuffix("\n")


# ------------------------------------------------------------ what is shipped


@pytest.mark.parametrize("path", SHIPPED, ids=NAMES)
def test_shipped_files_are_canonical(path):
    done = formatted(path.name, text_of(path), words_of(path))
    assert done.problems == ()
    assert not done.changed, "run: ajx fmt\n" + "".join(fmt.difference(done))


@pytest.mark.parametrize("kind", declaration_forms())
def test_examples_of_the_table_are_canonical(kind):
    example = declaration_forms()[kind].example.strip()
    if max(map(width, example.split("\n"))) > WIDEST:  # shown on one line all the same
        example = block(example)
    assert block(example, words_of(FOLDER / "x.ajx.md")) == example


def test_lines_of_several_fields_are_narrow():
    for path in SHIPPED:
        rules, _ = read_rule_file(path.name, canonical_of(path))
        by_line: dict[int, int] = {}
        for d in rules.declarations:
            for field in d.fields:
                by_line[field.span.line] = by_line.get(field.span.line, 0) + 1
        assert all(width(rules.source_line(n)) <= WIDEST for n, fields in by_line.items() if fields > 1)


# ------------------------------------------------------------ by example


def test_sample_is_canonical():
    assert format_rule_file("x.ajx.md", SAMPLE) == SAMPLE


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("通则\n\t义务人 : 保险机构\n\n\n　后果：34-2", "通则\n  义务人：保险机构\n  后果：34-2"),
        (
            "义务  1-1 「甲(乙)」\n 应当:已完成  对象:每次服务",
            "义务 1-1「甲(乙)」\n  对象：每次服务\n  应当：已完成",
        ),
        (
            "义务 1-1（2）「甲」\n  对象：每次服务\n  应当：已完成",
            "义务 1-1(2)「甲」\n  对象：每次服务\n  应当：已完成",
        ),
        (
            "义务 1-1「甲」\n  对象：每次 服务\n  应当：已 完成 且（ 已 完成 ,)",
            "义务 1-1「甲」\n  对象：每次服务\n  应当：已完成且（已完成，）",
        ),
        (
            "义务 1-1「甲」\n  对象：每次服务\n  应当：已完成\n  期限：自完成之日起二十个工作日内\n  凭证：服务记录(一)",
            "义务 1-1「甲」\n  对象：每次服务\n  应当：已完成　期限：自完成之日起20个工作日内　凭证：服务记录(一)",
        ),
        (
            "义务 1-1「甲」\n  对象：每次服务\n  应当：下列各项之一\n （一） 已完成 ；\n\t(二)已完成。",
            "义务 1-1「甲」\n  对象：每次服务\n  应当：下列各项之一：\n    （一）已完成\n    （二）已完成",
        ),
        ("解读 甲( a.b )\n  甲说 (x, 默认) 文 (原)\n  问：何?", None),
        (
            "解读 甲(a.b)\n  甲说 (x,默认):文,(原)。理由:无\n  问：何?",
            "解读 甲（a.b）\n  问：何?\n  甲说（x，默认）：文,(原)。理由:无",
        ),
        (
            "定义 甲\n  其余，指：服务的完成之日\n  若 截至日晚于2025年01月02日 ，指: 完成之日\n  属于：服务",
            "定义 甲\n  属于：服务\n  若截至日晚于2025年1月2日，指：完成之日\n  其余，指：服务的完成之日",
        ),
        (
            "案例 「名 (1)」\n  应判：1-1对「甲」为违反,迟３日\n  截至：2025年03月31日\n  设：服务「甲 ,乙」，于2025年3月1日完成;",
            "案例「名 (1)」\n  截至：2025年3月31日\n  应判：1-1对「甲」为违反，迟3日\n  设：服务「甲 ,乙」；于2025年3月1日完成",
        ),
        (
            "义务 1-1 至 1-2\n  各应当：\n   1-1「甲」 已 完成\n   1-2「乙」已完成\n  对象：每次服务",
            "义务 1-1至1-2\n  对象：每次服务\n  各应当：\n    1-1「甲」已完成\n    1-2「乙」已完成",
        ),
        ("# 只有注\n\n\n# 两行", "# 只有注\n\n# 两行"),
        ("", ""),
    ],
)
def test_by_example(written, canonical):
    if canonical is None:  # it has errors: left alone
        assert block(written) == written
    else:
        assert block(written) == canonical
        assert block(canonical) == canonical


def test_a_blank_stays_between_words_that_would_become_another():
    words = Words.of(["服务", "履行", "服务履行", "有"], [], [])
    assert block("定义 甲\n  属于：服务\n  指：服务 履行", words).endswith("指：服务 履行")
    assert block("定义 甲\n  属于：服务\n  指：服务　 履行", words).endswith("指：服务 履行")


def test_a_sentence_with_an_unknown_word_stays():
    line = "  应当：不认得的词 且(已完成)"
    assert line in block(f"义务 1-1「甲」\n   对象：每次服务\n{line}")


def test_comments_follow_what_they_stand_above():
    written = "# 甲的注\n义务 1-1「甲」\n # 应当的注\n 应当：已完成\n# 对象的注\n 对象：每次服务\n # 甲的尾注\n# 乙的注\n\n通则\n  后果：1"
    assert block(written) == (
        "# 甲的注\n义务 1-1「甲」\n  # 对象的注\n  对象：每次服务\n  # 应当的注\n  应当：已完成\n  # 甲的尾注\n\n"
        "# 乙的注\n\n通则\n  后果：1"
    )


def test_line_ends_and_byte_order_mark():
    text = "\ufeff# 甲\r\n\r\n```ajx\r\n通则\r\n  后果：1\r\n```\r\n\r\n\r\n"
    assert format_rule_file("x", text) == "\ufeff# 甲\r\n\r\n```ajx\r\n通则\r\n  后果：1\r\n```\r\n"
    written = text.replace("：1", ":1").removeprefix("\ufeff")
    assert format_rule_file("x", written) == "# 甲\r\n\r\n```ajx\r\n通则\r\n  后果：1\r\n```\r\n"
    assert format_rule_file("x", "甲\r\n乙\r\n丙\n") == "甲\r\n乙\r\n丙\r\n"
    assert format_rule_file("x", "甲\n乙\r\n丙\n") == "甲\n乙\n丙\n"
    assert format_rule_file("x", "") == ""
    assert format_rule_file("x", "没有块") == "没有块\n"


@pytest.mark.parametrize(
    "text", ["```ajx\n义乌 1-1\n ```\n\n\n", "```ajx\n 孤行\n```", "```ajx\n通则\n  别的:1"]
)
def test_a_file_with_errors_stays(text):
    done = formatted("x.ajx.md", text)
    assert done.after == text
    assert done.problems


# ------------------------------------------------------------ any layout


PUNCTUATION = str.maketrans("（），；：｛｝0123456789%+", "(),;:{}０１２３４５６７８９％＋")
BLANKS = ["", " ", "　", "\t", "  　 "]
GAPS = ["", "", "", " ", "　", "  "]


class Layout:
    """A rule file written down again in some other layout, chosen piece by piece."""

    def __init__(self, seed, words):
        self.random = random.Random(seed)
        self.words = words

    def one_of(self, choices):
        return self.random.choice(choices)

    def perhaps(self):
        return self.random.random() < 0.5

    def text(self, name: str, text: str) -> str:
        rules, problems = read_rule_file(name, text)
        assert not [p for p in problems if p.severity == "error"]
        lines = text.split("\n")
        for found in reversed(split_markdown(name, text)[1]):
            first, last = found.first_line, found.first_line + len(found.lines) - 2
            inside = [d for d in rules.declarations if first <= d.span.line <= last]
            if any(line.lstrip().startswith("#") for line in found.lines) or any(
                "各应当" in x for x in found.lines
            ):
                continue
            new = []
            for d in inside:
                new += [self.one_of(["", "  "])] * self.one_of([0, 1, 2])
                new += self.declaration(d, rules.source_line(d.span.line))
            lines[first - 1 : last] = new
        end = self.one_of(["\n", "\r\n", "\r"])
        mark = self.one_of(["", "\ufeff"])
        return mark + end.join(lines) + self.one_of(["", end, end * 3])

    def declaration(self, d: Declaration, head: str) -> list[str]:
        form = declaration_forms()[d.kind]
        rest = head.removeprefix(d.kind).strip()
        if form.head == "name-key":
            rest = self.one_of([rest, rest.replace("（", "(").replace("）", ")")])
        out = [d.kind + self.one_of([" ", "  ", "　"] if form.head != "title" else GAPS) + rest]
        line, names = "", form.head != "none"
        for field in self.shuffled(d):
            single = field.word + "：" == f"{field.word}：" and form.field_form(field.word) is not None
            joins = (
                line and names and single and len(field.word) <= 8 and not field.name.startswith(("若", "说"))
            )
            written = self.field(field, joined=bool(joins))
            if joins and self.perhaps():
                line += self.one_of(["　", "  ", "　 　"]) + written
            else:
                out += [self.one_of(BLANKS[1:]) + line] if line else []
                line = self.field(field, joined=False)
            if field.items:
                out.append(self.one_of(BLANKS[1:]) + line)
                line = ""
                for item in field.items:
                    label = self.one_of([item.label, item.label.translate(PUNCTUATION)])
                    mark = self.one_of(["", "；", "。", ";"])
                    out.append(self.one_of(BLANKS[1:]) + label + self.sentence(item.text) + mark)
                    out += [""] * self.one_of([0, 0, 1])
        return out + ([self.one_of(BLANKS[1:]) + line] if line else [])

    def shuffled(self, d: Declaration) -> list[FieldNode]:
        """The single fields in any order, among those that may be repeated, which keep theirs."""
        many = {f.name for f in declaration_forms()[d.kind].fields if f.many}
        repeated = [f for f in d.fields if f.name in many]
        out = [f for f in d.fields if f.name not in many]
        self.random.shuffle(out)
        places = sorted(self.random.randint(0, len(out)) for _ in repeated)
        for place, field in reversed(list(zip(places, repeated, strict=True))):
            out = [*out[:place], field, *out[place:]]
        return out

    def field(self, field: FieldNode, *, joined: bool) -> str:
        if field.name == "说":
            key, bracket, rest = field.text.partition("）：")
            opened = self.one_of(["", " "]) + self.one_of([key, key.translate(PUNCTUATION)])
            return field.word + opened + (self.one_of(["）：", "):", "）: "]) if bracket else "") + rest
        colon = self.one_of(["：", ":"]) + self.one_of(GAPS)
        before = "" if joined else self.one_of(["", "", " "])
        if field.name == "若":
            case = field.word.removesuffix("，指")
            return (
                self.sentence(case)
                + self.one_of(["，指", ",指"])
                + before
                + colon
                + self.sentence(field.text)
            )
        free = field.form in FREE or field.text.startswith("下列各项")
        return field.word + before + colon + (field.text if free else self.sentence(field.text, field.form))

    def sentence(self, text: str, form: str = "expression") -> str:
        """The same words with blanks between them, marks and digits of another width, numerals in Chinese."""
        out = ""
        for token in tokens(text, self.words, form):
            word = str(token)
            number = re.fullmatch(r"([1-9][0-9]?)(\D+)", word) if token.type == "QUANTITY" else None
            row = re.fullmatch(r"第([1-9][0-9]?)行", word) if token.type == "ROW" else None
            if number and number[2] != "%" and self.perhaps():
                word = to_chinese(int(number[1])) + number[2]
            elif row and self.perhaps():
                word = f"第{to_chinese(int(row[1]))}行"
            elif token.type != "TEXT" and self.perhaps():
                word = word.translate(PUNCTUATION)
            out += (self.one_of(GAPS) if out else "") + word
        return out


SEEDS = st.integers(0, 2**32)
QUICK = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)


@given(st.sampled_from(SHIPPED), SEEDS)
@QUICK
def test_every_layout_has_one_canonical_form(path, seed):
    text = Layout(seed, words_of(path)).text(path.name, canonical_of(path))
    done = formatted(path.name, text, words_of(path))
    assert done.problems == ()
    assert unmarked(done.after) == canonical_of(path)
    assert done.after.startswith("\ufeff") == text.startswith("\ufeff")
    assert set(re.findall("\r\n|\r|\n", done.after)) == set(re.findall("\r\n|\r|\n", text))


def unmarked(text: str) -> str:
    """A text with line feeds alone and no byte order mark."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


# what shows the words of the rule file, not what they mean
SHOWN = {"line", "act", "label"}


def meaning(texts: dict[str, str]) -> object:
    official = {path.name: text_of(path) for path in FOLDER.glob("*.txt")}
    return without_words(ir.to_data(compile_texts(texts, official, FOLDER.name).ir))


def without_words(data: object) -> object:
    if isinstance(data, dict):
        return {k: without_words(v) for k, v in data.items() if k not in SHOWN}
    return [without_words(d) for d in data] if isinstance(data, list) else data


@cache
def shipped_meaning() -> object:
    return meaning(read_texts(FOLDER)[0])


@given(SEEDS)
@settings(QUICK, max_examples=5)
def test_every_layout_means_the_same(seed):
    paths = sorted(FOLDER.glob("*.ajx.md"))
    written = {p.name: Layout(seed, words_of(p)).text(p.name, canonical_of(p)) for p in paths}
    assert difference_of(meaning(written), shipped_meaning()) is None
    after = {name: format_rule_file(name, text, words_of(paths[0])) for name, text in written.items()}
    assert difference_of(meaning(after), shipped_meaning()) is None


def difference_of(one: object, other: object, at: str = "") -> str | None:
    """The first place where two representations differ; pytest would look for hours."""
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        pairs = [(k, one[k], other[k]) for k in one]
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        pairs = [(str(n), a, b) for n, (a, b) in enumerate(zip(one, other, strict=True))]
    else:
        return None if one == other else f"{at}: {str(one)[:200]} / {str(other)[:200]}"
    return next((found for key, a, b in pairs if (found := difference_of(a, b, f"{at}.{key}"))), None)


# ------------------------------------------------------------ any text


ODD = st.sampled_from(
    [
        *"（）()「」：:　 \t\n#，,；;、的第一1１%\0\r\x0b\u2028",
        "```",
        "```ajx\n",
        "  # 注\n",
        "义务 ",
        "  应当：",
        "（一）",
        "各应当：",
        "\n\n",
    ]
)


@st.composite
def mutated(draw):
    text = draw(st.sampled_from([SAMPLE, *(canonical_of(p) for p in SHIPPED)]))
    begin = draw(st.integers(0, max(len(text) - 2000, 0)))
    text = text[begin : begin + 2000] if draw(st.booleans()) else text
    for _ in range(draw(st.integers(1, 5))):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + draw(ODD) + text[at + draw(st.integers(0, 4)) :]
    return text


@given(mutated())
@settings(QUICK, max_examples=80)
def test_any_text_is_left_alone_or_formatted_for_good(text):
    words = words_of(FOLDER / "x.ajx.md")
    done = formatted("x.ajx.md", text, words)
    assert not [p for p in done.problems if p.code == "E714"], text
    if not done.problems:
        assert formatted("x.ajx.md", done.after, words).after == done.after
        before, after = (read_rule_file("x.ajx.md", t)[0] for t in (text, done.after))
        assert same_rules(before, after, words)
        lines = [line.strip() for line in re.split("\r\n|\r|\n", text)]
        assert all(line in done.after for line in lines if line.startswith("#"))


# ------------------------------------------------------------ the law is kept, also against this software


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("_ordered", lambda entry: entry.parts[1:]),
        ("_head", lambda form, _raw, _line: f"{form.kind} 9-9「甲」"),
        ("_sentence", lambda text, *_, **__: text.replace("10", "20")),
        ("_content", lambda _form, text, _words: text[:-1]),
    ],
)
def test_a_planted_fault_is_caught(monkeypatch, name, fault):
    monkeypatch.setattr(formatter, name, fault)
    done = formatted("x.ajx.md", SAMPLE)
    assert done.after == SAMPLE
    assert [p.code for p in done.problems] == ["E714"]


# ------------------------------------------------------------ folders and the command


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "a.ajx.md").write_text(
        "```ajx\n通则\n 后果: 1\n\n规范文件 甲\n  名称：甲\n  官方原文：s.txt\n  公布之日：未知\n```\n",
        encoding="utf-8",
    )
    (tmp_path / "b.ajx.md").write_text("```ajx\n通则\n  后果：1\n```\n", encoding="utf-8")
    (tmp_path / "scenarios" / "c.ajx.md").write_text(
        "```ajx\n案例 「甲」\n  截至：2025年01月01日\n```\n", encoding="utf-8"
    )
    return tmp_path


def test_folder(folder):
    before = {p: p.read_bytes() for p in folder.rglob("*.ajx.md")}
    changed = [Path(f.file).name for f in format_folder(folder, check=True) if f.changed]
    assert changed == ["a.ajx.md", "c.ajx.md"]
    assert {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()} == before
    assert [Path(f.file).name for f in format_folder(folder) if f.changed] == changed
    assert not [f for f in format_folder(folder) if f.changed]
    assert "  后果：1\n" in (folder / "a.ajx.md").read_text(encoding="utf-8")
    assert sorted(p.name for p in folder.rglob("*") if p.is_file()) == ["a.ajx.md", "b.ajx.md", "c.ajx.md"]


def test_command(folder, capsys):
    assert fmt.run("zh", [str(folder)], check=True) == 1
    assert "需要改写2个" in capsys.readouterr().out
    assert fmt.run("zh", [str(folder / "a.ajx.md")], diff=True) == 1
    assert "-  后果: 1\n" not in (out := capsys.readouterr().out)
    assert "- 后果: 1\n+  后果：1\n" in out
    assert fmt.run("en", [str(folder)]) == 0
    assert "2 changed" in capsys.readouterr().out
    assert fmt.run("en", [str(folder)], check=True) == 0
    (folder / "b.ajx.md").write_bytes("```ajx\n义乌 1\n```".encode())
    (folder / "d.ajx.md").write_bytes("甲".encode("gbk"))
    assert fmt.run("zh", [str(folder)]) == 2
    assert {"E005", "E010"} <= set(re.findall(r"E\d{3}", capsys.readouterr().err))
    with pytest.raises(Trouble):
        fmt.run("zh", [str(folder / "none")])
