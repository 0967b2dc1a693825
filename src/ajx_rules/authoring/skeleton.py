"""The skeleton of a regulation, made from its official text: ``ajx new``.

Articles become headings with block quotations, tables Markdown tables, and every sentence gets a
mark (``# 尚无着落：22-1「…」``) until a rule carries it out. What comes out compiles, and its
quotations are the official text, from the first moment; where a table or a passage cannot be
copied so that this holds, it is quoted plainly and a note says so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

import attrs

from ajx_rules.authoring.official import Official, Paragraph, SourceTable
from ajx_rules.authoring.recognise import ARTICLE, Part, Section, number_of, recognise
from ajx_rules.compiler.passes import compile_texts
from ajx_rules.compiler.quotes import check_quotes
from ajx_rules.diagnostics import Diagnostic, Problems
from ajx_rules.language.reader import read_rule_file
from ajx_rules.language.text import NUMERAL, canonical, squeeze
from ajx_rules.language.tree import ABOVE, LEFT

SOURCE: Final = "source.txt"
GENERAL: Final = "00-general.ajx.md"
MARK: Final = "# 尚无着落："
TRIES: Final = 4
_LONGEST_NAME: Final = 40
_SENTENCE: Final = re.compile("[^。；！？;!?]+[。；！？;!?]*[”’」』）)]*")
_VALIDITY: Final = re.compile(f"有效期(?:为)?([0-9]+|{NUMERAL})年")
_MAY_BEGIN_A_BLOCK: Final = re.compile(r"[^\w“《（【‘]|[0-9]{1,9}[.)]\s|_")
_NO_WORDS: Final = re.compile(r"[\W\d_]*")


@attrs.frozen
class Skeleton:
    """The files of a skeleton by name, what was counted, and what its author has to look at."""

    files: Mapping[str, str]
    source: str
    articles: int
    chapters: int
    tables: int
    sentences: int
    notes: tuple[str, ...]
    problems: tuple[Diagnostic, ...] = ()


def make_skeleton(official: Official, name: str) -> Skeleton:
    r"""Make the skeleton of a regulation.

    Args:
        official: the official text.
        name: what the regulation is called where its text has no title: the name of its folder.

    >>> from ajx_rules.authoring.official import official_from_text
    >>> text = official_from_text("第一条  保险机构应当回访。\n", "UTF-8", "a.txt")
    >>> print(make_skeleton(text, "示例").files["01-articles-1-1.ajx.md"])
    # 第一条至第一条
    <BLANKLINE>
    ### 第一条
    <BLANKLINE>
    > 第一条 保险机构应当回访。
    <BLANKLINE>
    ```ajx
    # 尚无着落：1-1「保险机构应当回访」
    ```
    <BLANKLINE>

    """
    title, parts = recognise(official)
    plain: frozenset[int] = frozenset()
    made = _write(official, name, title, parts, plain)
    for _ in range(TRIES):
        found = _unlike(made, official)
        if not found - plain:
            break
        plain |= found
        made = _write(official, name, title, parts, plain)
    try:
        compile_texts(dict(made.files), {SOURCE: official.text}, name)
    except Problems as problems:
        return attrs.evolve(made.skeleton, problems=problems.diagnostics)
    return made.skeleton


# ------------------------------------------------------------ writing


@attrs.frozen
class _Made:
    """A skeleton on the way: the files, and which block each line of them holds."""

    skeleton: Skeleton
    places: Mapping[tuple[str, int], int]

    @property
    def files(self) -> Mapping[str, str]:
        return self.skeleton.files


class _Page:
    """One rule file, line by line."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.lines: list[str] = []
        self.places: dict[tuple[str, int], int] = {}

    def add(self, *lines: str, block: Paragraph | SourceTable | None = None) -> None:
        """Add lines; those that hold a block are remembered."""
        for line in lines:
            self.lines.append(line)
            if block is not None:
                self.places[self.file, len(self.lines)] = id(block)

    def text(self) -> str:
        """The whole file."""
        return "\n".join(self.lines).rstrip("\n") + "\n"


class _Counts:
    """What is numbered through the whole skeleton."""

    def __init__(self, parts: Iterable[Part]) -> None:
        keys = Counter(
            s.key for p in parts for s in p.sections for b in s.blocks if isinstance(b, SourceTable)
        )
        self.alone = {key for key, times in keys.items() if times == 1 and key != "0"}
        self.ids: dict[str, int] = {}
        self.sentences = 0
        self.tables: dict[str, int] = {}
        self.notes: list[str] = []

    def next_id(self, key: str) -> str:
        """The id of the next sentence under a key."""
        self.ids[key] = self.ids.get(key, 0) + 1
        self.sentences += 1
        return f"{key}-{self.ids[key]}"

    def table_id(self, key: str) -> str:
        """The id proposed for a table under a key: that of its annex, if it is the only one there."""
        self.tables[key] = self.tables.get(key, 0) + 1
        if key in self.alone:
            return key
        return f"{'附' if key == '0' else key}-表{self.tables[key]}"


def _write(
    official: Official, name: str, title: str, parts: tuple[Part, ...], plain: frozenset[int]
) -> _Made:
    """Write all files; tables in ``plain`` as quotations, paragraphs in it as notes."""
    counts = _Counts(parts)
    files: dict[str, str] = {GENERAL: general_page(name, title, official.text)}
    places: dict[tuple[str, int], int] = {}
    named: dict[str, int] = {}
    for number, part in enumerate(parts, 1):
        prefix = (
            f"{number:02d}" if not part.name.startswith("annex") else f"9{min(int(part.name[5:] or 0), 9)}"
        )
        times = named[part.name] = named.get(part.name, 0) + 1
        file = f"{prefix}-{part.name}{f'-{times}' if times > 1 else ''}.ajx.md"
        page = _Page(file)
        page.add(f"# {part.title}", "")
        for section in part.sections:
            _section(page, section, plain, counts)
        files[file] = page.text()
        places.update(page.places)
    if official.removed:
        counts.notes.append(f"原文里有{official.removed}个无法显示的字符，已经去掉")
    if official.automatic:
        counts.notes.append(
            f"原文有{official.automatic}段由 Word 自动编号，编号不是文字，没有取出："
            "请在 Word 里把自动编号转换成文字（或者另存为 .txt）再试"
        )
    articles = sum(
        s.key.isdigit() and s.key != "0" and s.heading.startswith("第") for p in parts for s in p.sections
    )
    if not articles:
        counts.notes.append("没有认出任何一条：条文的一行应当以“第一条”“第1条”开头")
    chapters = sum(p.name.startswith("chapter") for p in parts)
    return _Made(
        Skeleton(
            dict(sorted(files.items())),
            official.text,
            articles,
            chapters,
            sum(counts.tables.values()),
            counts.sentences,
            tuple(counts.notes),
        ),
        places,
    )


def _section(page: _Page, section: Section, plain: frozenset[int], counts: _Counts) -> None:
    page.add(f"{'#' * section.level} {section.heading}", "")
    marks: list[str] = []
    for block in section.blocks:
        if isinstance(block, SourceTable):
            _table(page, section, block, plain, counts, marks)
        elif id(block) in plain:
            counts.notes.append(f"原文第{block.number}行没有照录：照录以后与原文对不上")
            page.add(f"（原文第{block.number}行没有照录，请对照原文补上。）", "")
        elif isinstance(block, Paragraph):
            page.add(quoted(block.text), "", block=block)
            marks += [f"{MARK}{counts.next_id(section.key)}「{s}」" for s in sentences(block.text)]
    if marks:
        page.add("```ajx", *marks, "```", "")


def _table(
    page: _Page,
    section: Section,
    table: SourceTable,
    plain: frozenset[int],
    counts: _Counts,
    marks: list[str],
) -> None:
    """A table as a Markdown table with notes on what its author must look at; else quoted cell by cell."""
    where = f"表“{section.heading}”"
    if id(table) in plain or any("|" in (cell or "") for row in table.rows for cell in row):
        note = f"{where}不能写成表格（有竖线，或者照录以后与原文对不上），逐格引在这里，请整理成表格"
        counts.notes.append(note)
        page.add(f"（{note}。）", "")
        for cell in (cell for row in table.rows for cell in row if cell):
            page.add(quoted(cell), ">")
        page.lines[-1] = ""
        return
    proposed = counts.table_id(section.key)
    written = [_row(row, i, table) for i, row in enumerate(table.rows)]
    page.add(written[0], "|" + "---|" * len(table.rows[0]), *written[1:], "", block=table)
    notes = list(_table_notes(section, table))
    counts.notes += [f"{where}：{note}" for note in notes]
    if notes:
        page.add("这张表请对照原文核对：", "", *(f"- {note}" for note in notes), "")
    marks += [
        f"{MARK}{where}",
        "#   按数额分行、原样查得一个结果的，写“判定表”；每格一项要求的，写“频次表”；只作说明的，不必写",
        f"#   原表：「{section.heading}」　编号：{proposed}",
    ]


def _table_notes(section: Section, table: SourceTable) -> Iterator[str]:
    if not section.verified:
        yield "原文没有表题，标题是程序加的，所以这张表没有与原文核对；请把标题改成原文中紧靠表前的话"
    header = [cell or "" for cell in table.rows[0]]
    empty = [
        f"第{i}行“{header[j] or f'第{j + 1}列'}”"
        for i, row in enumerate(table.rows[1:], 1)
        for j, cell in enumerate(row)
        if cell == "" and i not in table.padded and (i, j) not in table.beside
    ]
    if empty:
        listed = "、".join(empty[:12]) + ("……" if len(empty) > 12 else "")  # noqa: PLR2004 - enough to find them
        yield f"有{len(empty)}个空格（{listed}），看不出是合并还是没有内容：与上一格合并写“〃”，与左一格合并写“〈”，没有要求的写“无硬性要求”"
    merged = sum(cell is None for row in table.rows for cell in row)
    if merged:
        yield f"有{merged}格在原文件里与上一格合并，已写成“〃”"
    if table.beside:
        yield f"有{len(table.beside)}格在原文件里与左一格合并，已写成“〈”"
    for i in table.padded:
        yield f"第{i}行少了几格，末尾已用空格补齐，请核对各格是否对齐"


def _row(row: Iterable[str | None], number: int, table: SourceTable) -> str:
    cells = (
        LEFT if (number, j) in table.beside else ABOVE if cell is None else cell for j, cell in enumerate(row)
    )
    return f"| {' | '.join(cells)} |"


def quoted(text: str) -> str:
    """A paragraph as a line of a block quotation, so that Markdown takes it for nothing else.

    >>> quoted("1.一般要求"), quoted("# 一")
    ('> 1.一般要求', '> 　# 一')
    """
    return f"> {'　' if _MAY_BEGIN_A_BLOCK.match(text) else ''}{text}"


def sentences(text: str) -> list[str]:
    """The sentences of a paragraph as they are named in a declaration: no label, no mark at the end.

    >>> sentences("第三条 保险机构应当回访。记录意见；")
    ['保险机构应当回访', '记录意见']
    """
    found = ARTICLE.fullmatch(canonical(text))
    body = text[found.start("rest") :] if found else text
    out = []
    for piece in _SENTENCE.findall(body):
        words = re.sub("[「」]+", "……", piece.strip().rstrip("。；！？;!?：: ").strip())
        if not _NO_WORDS.fullmatch(words):
            out.append(words.strip("…"))
    return out


def general_page(name: str, title: str, text: str) -> str:
    """The file with what holds for the whole: name, ids, how days are counted."""
    called = (
        re.sub(r"[^\w]", "", title)[:_LONGEST_NAME] or re.sub(r"[^\w]", "", name)[:_LONGEST_NAME] or "本规范"
    )
    spoken = re.sub(r"[\s：:]", "", title) or "（请填写名称）"
    found = _VALIDITY.search(canonical(squeeze(text)))
    validity = f"  # 原文写“{found[0]}”，核对后写上：有效期：{number_of(found[1])}年\n" if found else ""
    return f"""\
# 总说：名称、编号和计数方法

这个文件夹由 `ajx new` 从官方原文（`{SOURCE}`）生成：引文和表格逐字照录，规则还没有写。

1. 先核对本文件的各项声明。
2. 各文件的引文下面，每一句都列着 `{MARK}编号「原话」`。执行它的，改成 `义务 编号「原话」`，下面缩进写 `对象：`、`应当：`、`期限：`；不必执行的，改成 `说明 编号「原话」`，写 `性质：`。
3. `ajx lint` 列出还没有着落的句子；`ajx read 文件:行号` 用白话说回程序的理解。

```ajx
规范文件 {called}
  名称：{spoken}
  官方原文：{SOURCE}
  公布之日：未知
{validity}
# 没有另写义务人的规范，义务人都是：
通则
  义务人：保险机构

# 左边是规则文件里的编号，右边是数据里的编号
编号对照
  n-m：An.m
  n-m(k)：An.m(k)
  附n-m：Nn.m
  # 表格的格也要有编号，照这样补上（n 是行号，z 是中文数字）：附2-第nn行-第z档：B.rnn.tz
```

## 怎样数日子

```ajx
# 请对照原文的附则核对；原文没有写的，照民法典
约定 一般用语
  适用：全文
  以上：含本数　以下：含本数
  起算日：不计入
  调休上班日：计入
  末日休息：顺延
  理由：民法典第二百零一条、第二百零三条、第一千二百五十九条（参照）
```
"""


# ------------------------------------------------------------ checking


def _unlike(made: _Made, official: Official) -> frozenset[int]:
    """The blocks that are not the official text as they are written."""
    rules = [read_rule_file(file, text)[0] for file, text in made.files.items()]
    spans = (problem.span for problem in check_quotes(rules, official.text))
    found = (made.places.get((span.file, span.line)) for span in spans if span is not None)
    return frozenset(place for place in found if place is not None)


def write_skeleton(skeleton: Skeleton, folder: Path) -> tuple[str, ...]:
    """Write the files of a skeleton into a folder that is not there yet, or empty; their names.

    Raises:
        FileExistsError: the folder holds something already.
        OSError: it cannot be written.

    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FileExistsError(folder)
    folder.mkdir(parents=True, exist_ok=True)
    texts = {**skeleton.files, SOURCE: skeleton.source}
    for name, text in texts.items():
        (folder / name).write_bytes(text.encode("utf-8"))
    return tuple(sorted(texts))
