"""``ajx new``: a skeleton that compiles, from an official text in whatever shape it comes."""

import io
import random
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ajx_rules import cli, load_regulation
from ajx_rules.authoring import official
from ajx_rules.authoring.format import formatted
from ajx_rules.authoring.lint import lint
from ajx_rules.authoring.official import (
    CannotRead,
    SourceTable,
    blocks_of,
    decode,
    official_from_text,
    read_official,
)
from ajx_rules.authoring.skeleton import MARK, make_skeleton, quoted, sentences
from ajx_rules.compiler.quotes import check_quotes, official_text
from ajx_rules.language.markdown import split_markdown
from ajx_rules.language.reader import read_rule_file
from ajx_rules.language.text import squeeze
from ajx_rules.resources import regulations_folder

GUIDELINE = regulations_folder() / "gd-noncoal-mine" / "source.txt"
NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

SAMPLE = """\
工贸行业安责险事故预防技术服务工作指引（试行）

第一章 总则
第一条 为了规范服务，制定本指引。
第二条 保险机构应当满足以下要求：
（一）有专业人员；
（二）有 AQ 9010 规定的设备。
根据第一条的规定，可以委托。

第二章 服务
第三条 保险机构应在服务完成后5个工作日内
回访。本指引有效期三年。

附件1
服务频次表

\t序号
\t档次
\t频次

\t1
\t甲档
\t每年至少
1次

\t2
\t
\t无硬性要求

注：以上包括本数。
"""


@pytest.fixture
def ajx(monkeypatch):
    monkeypatch.delenv("AJX_LANG", raising=False)
    monkeypatch.setitem(cli._MODULES, "new", "new")

    def run(*words):
        return CliRunner().invoke(cli.make_app(), ["new", *map(str, words)])

    return run


def skeleton(text):
    return make_skeleton(official_from_text(text, "UTF-8", "a.txt"), "示例")


def tables(made):
    return [t for name, text in made.files.items() for s in split_markdown(name, text)[0] for t in s.tables]


def checked(made):
    """The skeleton with what must hold of any: no problem, canonical, quotations as in the text."""
    assert made.problems == ()
    for name, text in made.files.items():
        rules, found = read_rule_file(name, text)
        assert found == []
        assert check_quotes([rules], made.source) == []
        assert not formatted(name, text).changed
    return made


# ------------------------------------------------------------ what is recognised


def test_a_text_becomes_chapters_articles_items_tables_and_marks():
    made = checked(skeleton(SAMPLE))
    assert (made.articles, made.chapters, made.tables) == (3, 2, 1)
    assert list(made.files) == [
        "00-general.ajx.md",
        "01-preamble.ajx.md",
        "02-chapter-1.ajx.md",
        "03-chapter-2.ajx.md",
        "91-annex1.ajx.md",
    ]
    first, second = made.files["02-chapter-1.ajx.md"], made.files["03-chapter-2.ajx.md"]
    assert first.startswith("# 第一章 总则\n\n### 第一条\n\n> 第一条 为了规范服务，制定本指引。\n")
    assert "> （一）有专业人员；\n" in first
    assert f"{MARK}2-1「保险机构应当满足以下要求」\n{MARK}2-2「（一）有专业人员」\n" in first
    assert f"{MARK}2-4「根据第一条的规定，可以委托」" in first  # goes on with article 2
    assert "> 第三条 保险机构应在服务完成后5个工作日内回访。本指引有效期三年。\n" in second
    general = made.files["00-general.ajx.md"]
    assert (
        "规范文件 工贸行业安责险事故预防技术服务工作指引试行\n  名称：工贸行业安责险事故预防技术服务工作指引（试行）"
        in general
    )
    assert "# 原文写“有效期三年”，核对后写上：有效期：3年" in general


def test_a_flattened_table_becomes_a_table_and_its_empty_cells_are_pointed_out():
    made = checked(skeleton(SAMPLE))
    annex = made.files["91-annex1.ajx.md"]
    assert (
        "### 服务频次表\n\n| 序号 | 档次 | 频次 |\n|---|---|---|\n| 1 | 甲档 | 每年至少1次 |\n| 2 |  | 无硬性要求 |\n"
        in annex
    )
    assert "- 有1个空格（第2行“档次”），看不出是合并还是没有内容" in annex
    assert f"{MARK}表“服务频次表”" in annex
    assert "#   原表：「服务频次表」　编号：附1" in annex
    assert any("看不出是合并" in note for note in made.notes)


def test_the_shipped_guideline():
    made = checked(make_skeleton(read_official(GUIDELINE), "gd"))
    assert (made.articles, made.chapters, made.tables) == (38, 1, 3)
    assert [t.title for t in tables(made)] == [
        "非煤矿山行业领域安责险事故预防技术服务分类分档表",
        "非煤矿山行业领域安责险事故预防技术服务频次表",
        "非煤矿山行业领域安责险事故预防技术服务标准",
    ]
    assert [len(t.rows) for t in tables(made)] == [4, 4, 13]
    shipped = load_regulation().compiled
    have = {t.title: [[squeeze(c.text) for c in r] for r in t.rows] for t in tables(made)}
    for table in (t for f in shipped.files for t in f.tables()):
        mine = have[table.title]
        theirs = [["" if c.text == "〃" else squeeze(c.text) for c in row] for row in table.rows]
        assert mine == theirs


def test_every_word_of_the_guideline_is_in_the_skeleton():
    made = make_skeleton(read_official(GUIDELINE), "gd")
    quotes, cells, heads = [], [], []
    for name, text in made.files.items():
        for section in split_markdown(name, text)[0]:
            heads.append(squeeze(section.heading))
            quotes += [squeeze(q.text) for q in section.quotations]
            cells += [squeeze(c.text) for t in section.tables for r in (t.header, *t.rows) for c in r]
    rest = official_text(made.source)
    for piece in sorted({*quotes, *cells, *heads}, key=len, reverse=True):
        rest = rest.replace(piece, "") if piece else rest
    assert rest == ""


def test_every_mark_is_a_sentence_that_lint_asks_for(tmp_path):
    made = make_skeleton(read_official(GUIDELINE), "gd")
    for name, text in {**made.files, "source.txt": made.source}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    asked = [d for d in lint(load_regulation(tmp_path).compiled) if d.code == "E709"]
    assert len(asked) == made.sentences + made.tables  # a table is asked for as a whole
    marks = sum(
        text.count(f"{MARK}") - text.count(f"{MARK}表") - text.count(f"{MARK}编号")
        for text in made.files.values()
    )
    assert marks == made.sentences


def test_a_mark_becomes_a_norm_by_changing_its_first_word(tmp_path):
    """What the page tells its reader to do."""
    made = skeleton(SAMPLE)
    for name, text in {**made.files, "source.txt": made.source}.items():
        carried = text.replace(f"{MARK}1-1「", "说明 1-1「").replace(
            "制定本指引」\n", "制定本指引」\n  性质：目的\n"
        )
        (tmp_path / name).write_text(carried, encoding="utf-8")
    compiled = load_regulation(tmp_path).compiled
    assert "1-1" in compiled.names.norms
    assert len([d for d in lint(compiled) if d.code == "E709"]) == made.sentences - 1 + made.tables


@pytest.mark.parametrize(
    ("text", "articles"),
    [
        ("第一条 甲。\n第二条 乙。", 2),
        ("第1条　甲。\n第2条　乙。", 2),
        ("第１条 甲。\n第 2 条 乙。", 2),
        ("第一条甲。\n第二条乙。", 2),
        ("第一百零一条 甲。\n第一百零二条 乙。", 2),
        ("第一条 甲。\n第一条第一款所称的乙。\n第二条 丙。", 2),
        ("第一条 甲。\n第一条之一 乙。", 2),
        ("第一条 甲。\n第二条 乙。\n第一条 丙。", 3),
        ("没有条文。", 0),
        ("第一条", 1),
    ],
)
def test_articles_however_they_are_numbered(text, articles):
    assert checked(skeleton(text)).articles == articles


def test_a_table_of_contents_makes_no_chapters():
    text = "目录\n第一章 总则\n第二章 服务\n第一章 总则\n第一条 甲。\n第二章 服务\n第一节 一般\n第二条 乙。\n"
    made = checked(skeleton(text))
    assert (made.chapters, made.articles) == (2, 2)
    assert "## 第一节 一般\n" in made.files["03-chapter-2.ajx.md"]


def test_a_list_of_annexes_right_below_the_number_of_an_article_is_its_text():
    made = checked(skeleton("第3条\n附件：1.甲表"))
    assert "附件目录" not in "".join(made.files.values())
    made = checked(skeleton("第3条 应当培训。\n附件：1.甲表"))
    assert "### 附件目录" in "".join(made.files.values())


def test_indented_paragraphs_are_no_table():
    text = "第一条 甲：\n\t一、首先应当如此。\n\n\t二、其次应当如此。\n\n第二条 乙。\n"
    made = checked(skeleton(text))
    assert made.tables == 0
    assert "> 一、首先应当如此。" in made.files["01-articles-1-2.ajx.md"]


def test_a_table_with_a_row_per_line_and_one_with_short_rows():
    made = checked(skeleton("附件\n甲表\n序号\t档次\t次数\n1\t甲\t2\n2\t乙\n3\t丙\t4\n"))
    assert [[c.text for c in r] for r in tables(made)[0].rows] == [
        ["1", "甲", "2"],
        ["2", "乙", ""],
        ["3", "丙", "4"],
    ]
    assert any("第2行少了几格" in note for note in made.notes)


def test_a_table_between_bars():
    text = "附件\n甲表\n| 序号 | 档次 | 次数 |\n|---|:-:|---|\n| 1 | 甲 | |\n| | 乙 | 2 |\n注：略。\n"
    made = checked(skeleton(text))
    assert [[c.text for c in r] for r in tables(made)[0].rows] == [["1", "甲", ""], ["", "乙", "2"]]


@pytest.mark.parametrize(
    "text",
    [
        "| 甲 | 乙 |\n| 1 | 2 |\n",
        "| 甲 | 乙 |\n|---|---|\n",
        "| 甲 | 乙 |\n|---|---|\n| 1 |\n",
        "| 甲 |\n|---|\n| 1 |\n",
    ],
)
def test_bars_that_make_no_table_stay_as_they_are(text):
    assert official.without_bars(text) == text


def test_a_table_without_a_title_says_that_it_was_not_checked():
    made = checked(skeleton("第一条 如下。\n\n\t序号\n\t次数\n\n\t1\n\t2\n"))
    assert any("没有表题" in note for note in made.notes)


def test_a_table_that_cannot_be_one_is_quoted():
    made = checked(skeleton("附件1\n甲表\n\n\t序号\n\t甲|乙\n\n\t1\n\t2\n"))
    assert made.tables == 0
    assert "> 甲|乙\n" in made.files["91-annex1.ajx.md"]
    assert any("有竖线" in note for note in made.notes)


def test_a_table_that_would_not_verify_is_quoted():
    """Two tables of one title and header: the second cannot be told from the first."""
    one = "同名表\n\n\t序号\n\t次数\n\n\t1\n\t{}\n\n"
    made = checked(skeleton("附件1\n" + one.format("2") + "附件2\n" + one.format("3")))
    assert made.tables == 1


def test_sentences_as_they_are_named():
    assert sentences("第三条 甲应当“说。”乙。") == ["甲应当“说。”", "乙"]
    assert sentences("依据《法》「旧」制定；报。") == ["依据《法》……旧……制定", "报"]
    assert sentences("1.") == []


@pytest.mark.parametrize(
    "text",
    [
        "# 甲",
        "> 甲",
        "- 甲",
        "1. 甲",
        "2) 甲",
        "```甲",
        "~~~",
        "---",
        "===",
        "[甲]: 乙",
        "<!-- 甲",
        "| 甲 |",
        "\\甲",
        "_甲_",
    ],
)
def test_a_quotation_is_never_taken_for_other_markdown(text):
    (section,) = split_markdown("a", f"{quoted(text)}\n\n后文\n")[0]
    assert [squeeze(q.text) for q in section.quotations] == [squeeze(text)]


# ------------------------------------------------------------ encodings and formats


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(ajx, tmp_path, encoding, ends):
    source = tmp_path / "原文.txt"
    source.write_bytes(SAMPLE.replace("\n", ends).encode(encoding))
    result = ajx(source, tmp_path / "out")
    assert result.exit_code == 0, result.stderr
    assert "3条，2章，1张表" in result.stdout
    assert load_regulation(tmp_path / "out").title.startswith("工贸行业")
    assert (tmp_path / "out" / "source.txt").read_bytes() == SAMPLE.replace("\n", ends).encode("utf-8")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "是空的"),
        (b" \n\t ", "是空的"),
        (b"%PDF-1.7 ...", "是 PDF 文件"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "是 DOC 文件"),
        (b"{\\rtf1", "是 RTF 文件"),
        (b"PK\x03\x04rubbish", "不是完好的 Word 文件"),
        (b"\x81\xff\xfe\xff", "看不出"),
        (b"\xff\xfe\x00", "看不出"),
        (bytes(range(1, 9)) * 50, "不像文字"),
    ],
)
def test_what_is_no_text_is_a_message(ajx, tmp_path, data, message):
    source = tmp_path / "a.txt"
    source.write_bytes(data)
    result = ajx(source, tmp_path / "out")
    assert result.exit_code == 2
    assert message in result.stderr
    assert not (tmp_path / "out").exists()


def test_files_that_are_missing_folders_or_too_large(ajx, tmp_path, monkeypatch):
    assert "无法读取" in ajx(tmp_path / "没有.txt", tmp_path / "out").stderr
    assert "是文件夹" in ajx(tmp_path, tmp_path / "out").stderr
    source = tmp_path / "a.txt"
    source.write_text(SAMPLE, encoding="utf-8")
    monkeypatch.setattr(official, "MAX_TEXT", 10)
    assert "太长" in ajx(source, tmp_path / "out").stderr
    monkeypatch.setattr(official, "MAX_BYTES", 10)
    assert "太大" in ajx(source, tmp_path / "out").stderr


def test_a_folder_that_holds_something_is_not_touched(ajx, tmp_path):
    source = tmp_path / "a.txt"
    source.write_text(SAMPLE, encoding="utf-8")
    taken = tmp_path / "taken"
    taken.mkdir()
    assert ajx(source, taken).exit_code == 0
    before = {p.name: p.read_bytes() for p in taken.iterdir()}
    result = ajx(source, taken)
    assert result.exit_code == 2
    assert "已经有东西" in squeeze(result.stderr)
    assert {p.name: p.read_bytes() for p in taken.iterdir()} == before
    assert ajx(source, source).exit_code == 2
    assert ajx(source, source / "below").exit_code == 2
    assert ajx(source, "x" * 5000).exit_code == 2


# ------------------------------------------------------------ Word documents


def paragraph(text, extra=""):
    return f"<w:p>{extra}<w:r><w:t>{escape(text)}</w:t></w:r></w:p>"


def cell(text, properties=""):
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


def row(*cells):
    return f"<w:tr>{''.join(cells)}</w:tr>"


def docx(body, part="word/document.xml", head=""):
    xml = f'<?xml version="1.0" encoding="UTF-8"?>{head}<w:document xmlns:w="{NS}"><w:body>{body}</w:body></w:document>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(part, xml)
    return out.getvalue()


BODY = (
    paragraph("甲行业指引")
    + paragraph("第一条 保险机构应当回访。")
    + "<w:p><w:r><w:t>第二条 </w:t></w:r><w:r><w:tab/><w:t>分段</w:t><w:br/></w:r><w:del><w:r><w:delText>删</w:delText></w:r></w:del></w:p>"
    + paragraph("附件1")
    + paragraph("频次表")
    + "<w:tbl>"
    + row(cell("序号"), cell("项目"), cell("一档"), cell("二档"))
    + row(
        cell("1"), cell("培训", '<w:vMerge w:val="restart"/>'), cell("每年至少1次", '<w:gridSpan w:val="2"/>')
    )
    + row(cell("2"), cell("", "<w:vMerge/>"), cell("全年进行"), cell("无硬性要求"))
    + "</w:tbl>"
    + paragraph("注：以上包括本数。")
)


def test_a_word_document_with_merged_cells(ajx, tmp_path):
    source = tmp_path / "甲.docx"
    source.write_bytes(docx(BODY))
    result = ajx(source, tmp_path / "out")
    assert result.exit_code == 0, result.stderr
    annex = (tmp_path / "out" / "91-annex1.ajx.md").read_text(encoding="utf-8")
    assert "| 1 | 培训 | 每年至少1次 | 〈 |\n| 2 | 〃 | 全年进行 | 无硬性要求 |\n" in annex
    assert "有1格在原文件里与上一格合并，已写成“〃”" in annex
    assert "有1格在原文件里与左一格合并，已写成“〈”" in annex
    assert "空格" not in annex
    text = (tmp_path / "out" / "source.txt").read_text(encoding="utf-8")
    assert "第二条 分段\n" in text
    assert "\t2\n\t\n\t全年进行\n" in text
    assert "删" not in text
    again = make_skeleton(official_from_text(text, "UTF-8", "b.txt"), "甲")
    assert (again.articles, again.tables) == (2, 1)


def test_automatic_numbers_of_a_word_document_are_pointed_out():
    body = paragraph("保险机构应当回访。", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>')
    made = checked(make_skeleton(read_official_bytes(docx(body)), "甲"))
    assert any("自动编号" in note for note in made.notes)
    assert any("没有认出任何一条" in note for note in made.notes)


def read_official_bytes(data, name="a.docx"):
    from ajx_rules.authoring.docx import read_docx

    return read_docx(data, name)


def test_nested_tables_text_boxes_and_frames():
    inner = "<w:tbl>" + row(cell("里"), cell("表")) + "</w:tbl>"
    body = (
        "<w:tbl>"
        + row(cell("序号"), cell("内容"))
        + row(cell("1"), f"<w:tc>{inner}{paragraph('外')}</w:tc>")
        + "</w:tbl>"
        "<w:tbl>" + row(cell("第一条 框内的条文。")) + "</w:tbl>"
        f"<w:p><w:r><w:t>第二条 外</w:t><w:txbxContent>{paragraph('框')}</w:txbxContent></w:r></w:p>"
    )
    found = read_official_bytes(docx(body))
    (table,) = [b for b in found.blocks if isinstance(b, SourceTable)]
    assert table.rows[1] == ("1", "里表外")
    assert checked(make_skeleton(found, "甲")).articles == 2


BOMB = (
    '<!DOCTYPE x [<!ENTITY a "哈哈哈哈哈哈哈哈"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (docx(paragraph("&c;").replace("&amp;c;", "&c;"), head=BOMB), "DOCTYPE"),
        (docx(paragraph("甲"), head='<!DOCTYPE x SYSTEM "file:///etc/passwd">'), "DOCTYPE"),
        (docx("<w:tc>" * 5000 + "</w:tc>" * 5000), "too deep"),
        (docx("<w:p><w:t>没有关"), "不是完好的"),
        (docx(paragraph("甲"), part="else.xml"), "不是 Word 文件"),
        (docx(""), "是空的"),
        (docx(BODY)[:400], "不是完好的"),
        (
            docx("<w:tbl>" + row(cell("x", '<w:gridSpan w:val="' + "9" * 5000 + '"/>')) + "</w:tbl>"),
            "不是完好的",
        ),
    ],
    ids=["entities", "external", "deep", "broken", "zip", "empty", "cut", "number"],
)
def test_a_hostile_document_is_a_message(ajx, tmp_path, data, message):
    source = tmp_path / "a.docx"
    source.write_bytes(data)
    result = ajx(source, tmp_path / "out")
    assert result.exit_code == 2
    assert message in result.stderr
    assert "Traceback" not in result.stderr
    assert not (tmp_path / "out").exists()


def test_a_document_that_unpacks_without_end(monkeypatch):
    from ajx_rules.authoring import docx as module

    monkeypatch.setattr(module, "MAX_XML", 10_000)
    with pytest.raises(CannotRead, match="too large once unpacked"):
        read_official_bytes(docx(paragraph("哈" * 100_000)))


def test_a_document_with_a_password():
    data = bytearray(docx(BODY))
    for magic, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(magic) + at] |= 1
    with pytest.raises(CannotRead, match="password"):
        read_official_bytes(bytes(data))


def test_damaged_documents_never_raise_anything_else():
    whole = docx(BODY)
    chance = random.Random(7)
    for _ in range(300):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 8)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            found = read_official_bytes(bytes(data))
        except CannotRead:
            continue
        checked(make_skeleton(found, "甲"))


# ------------------------------------------------------------ any text at all

LINES = st.sampled_from(
    [
        "第一章 总则",
        "第一节 一般",
        "第一条 甲应当做。",
        "第二条乙应当做；否则丙。",
        "第3条",
        "第三条之一 丁。",
        "第一条第二款的规定",
        "附件1",
        "附件：1.甲表",
        "甲表",
        "注：以上包括本数。",
        "1. 首先；",
        "（一）其次「某」。",
        "\t序号",
        "\t",
        "\t档次",
        "1\t2\t3",
        "甲\t乙",
        "",
        " ",
        "```",
        "```ajx",
        "| 甲 | 乙 |",
        "|---|---|",
        "> 引",
        "# 题",
        "---",
        "[bookmark: _Toc1]第二章 服务",
        "[bookmark: 没有关",
        "<!-- 注",
        "\u2028",
        "\ufeff",
        "\x0b",
        "第" + "一" * 9 + "条 甲。",
        "第9999条 甲。",
        "〃",
        "……",
        "「」",
        "_x_",
        "\\",
    ]
)
TEXTS = st.one_of(
    st.lists(LINES, max_size=30).map("\n".join),
    st.text(max_size=200),
    st.lists(st.one_of(LINES, st.text(max_size=12)), max_size=20).map("\n".join),
)
RELAXED = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def tried(text):
    try:
        found = official_from_text(text, "UTF-8", "a.txt")
    except CannotRead:
        return None
    return checked(make_skeleton(found, "示例"))


@RELAXED
@given(TEXTS)
@example("甲表\n\n\t序号\n\t档次\n\n\t1\n\t甲\n\n" * 2)
@example("\t序号\n\t档次\n\n\t〃\n\t甲\n")
@example("| 甲 | 乙 |\n|---|---|\n")
@example("\ufeff\ufeff第一条 甲")
@example("第一条 甲\x85乙")
@example("第" * 500)
@example("第一条 甲。\n第一条至第" + "九" * 9 + "条\n甲。")
@example("附件1\n第三条 甲。")
def test_any_text_gives_a_skeleton_that_compiles(text):
    tried(text)


@RELAXED
@given(st.data())
def test_a_mutated_official_text_gives_a_skeleton_that_compiles(data):
    """Pieces of the guideline moved, doubled, cut out, and junk put in."""
    text = GUIDELINE.read_text(encoding="utf-8")
    start = data.draw(st.integers(0, len(text)))
    text = text[start : start + data.draw(st.integers(50, 6000))]
    for _ in range(data.draw(st.integers(1, 6))):
        a, b = sorted(data.draw(st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))))
        how = data.draw(st.sampled_from(["cut", "double", "move", "put"]))
        if how == "cut":
            text = text[:a] + text[b:]
        elif how == "double":
            text = text[:b] + text[a : min(b, a + 500)] + text[b:]
        elif how == "move":
            text = text[:a] + text[b:] + text[a:b]
        else:
            text = text[:a] + data.draw(LINES | st.text(max_size=3)) + text[a:]
    tried(text)


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.binary(max_size=300), st.binary(max_size=80).map(lambda b: b"PK\x03\x04" + b)))
def test_any_bytes_are_read_or_refused(data):
    path = Path("a.txt")
    try:
        if data[:4] == b"PK\x03\x04":
            read_official_bytes(data)
        else:
            official_from_text(*decode(data, path.name), path.name)
    except CannotRead:
        pass


@RELAXED
@given(TEXTS)
def test_no_word_of_a_text_is_lost_in_its_blocks(text):
    blocks = list(blocks_of(text))
    words = "".join(b.text if hasattr(b, "text") else "" for b in blocks)
    cells = "".join(c or "" for b in blocks if isinstance(b, SourceTable) for r in b.rows for c in r)
    assert sorted(squeeze(words + cells)) == sorted(squeeze(official.RESIDUE.sub("", text)))
