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

from ajx_rules.compiler.passes import compile_texts
from ajx_rules.compiler.quotes import check_quotes
from ajx_rules.diagnostics import Diagnostic, Problems
from ajx_rules.language.official import DOCX, Block, Gap, Official, Paragraph, SourceTable, closed_up
from ajx_rules.language.reader import read_rule_file
from ajx_rules.language.text import NUMERAL, canonical, chinese_number, squeeze

SOURCE: Final = "source.txt"
GENERAL: Final = "00-general.ajx.md"
MARK: Final = "# 尚无着落："
ARTICLES_A_FILE: Final = 10
TRIES: Final = 4
MOST_FILES: Final = 200
_ARTICLE_LEVEL: Final = 3
_LONGEST_TITLE: Final = 80
_LONGEST_NAME: Final = 40
_LINES_OF_TITLE: Final = 3
_LEAST_WRAPPED: Final = 15

_NUMBER: Final = f"(?P<number>[0-9]{{1,4}}|{NUMERAL})"
_ARTICLE: Final = re.compile(rf"第\s?{_NUMBER}\s?条(?P<of>之{NUMERAL})?(?P<rest>.*)")
_CHAPTER: Final = re.compile(
    rf"第\s?{_NUMBER}\s?(?P<kind>[章编篇节])(?P<rest>(?:\s.{{0,40}}|[^。；，]{{0,30}}))"
)
_ANNEX: Final = re.compile(
    rf"附\s?[件录表]\s?(?P<number>[0-9]{{1,3}}|{NUMERAL})?\s?(?P<rest>(?:[：:\s].{{0,60}})?)"
)
_CITED: Final = re.compile("(?:第|规定|、|和|至|及|的|所|中)")
_SENTENCE: Final = re.compile("[^。；！？;!?]+[。；！？;!?]*[”’」』）)]*")
_TITLE_WORDS: Final = re.compile("办法|规定|指引|条例|细则|规范|标准|方案|准则|规则|要求")
_VALIDITY: Final = re.compile(f"有效期(?:为)?([0-9]+|{NUMERAL})年")
_LIST_OF_ANNEXES: Final = re.compile("附件[：:].")
_ENDS: Final = re.compile("[。；：！？;:!?.…”’」』）)》]$")
_BEGINS: Final = re.compile(
    "[0-9０-９（(①-⑳一二三四五六七八九十]+[.、．）)]|注|[（(]|第[0-9零〇一二三四五六七八九十百]+[条章节款项]"
)
_MAY_BEGIN_A_BLOCK: Final = re.compile(r"[^\w“《（【‘]|[0-9]{1,9}[.)]\s|_")
_NO_WORDS: Final = re.compile(r"[\W\d_]*")


# ------------------------------------------------------------ what was recognised


@attrs.define(eq=False)
class Section:
    """What stands under one heading; ``key`` begins the ids of its sentences (22, 附1).

    ``verified`` is false where the heading is no words of the text.
    """

    heading: str
    level: int
    key: str
    verified: bool = True
    blocks: list[Paragraph | SourceTable] = attrs.field(factory=list)


@attrs.define(eq=False)
class Part:
    """One rule file to be: its name without number and ending, its title and its sections."""

    name: str
    title: str
    sections: list[Section] = attrs.field(factory=list)


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

    >>> from ajx_rules.language.official import official_from_text
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


# ------------------------------------------------------------ recognising


def recognise(official: Official) -> tuple[str, tuple[Part, ...]]:
    """The title, if there is one, and the parts: what stands before the articles, chapters, annexes."""
    return _Recogniser(official).done()


class _Recogniser:
    """Goes through the blocks once, opening a part or a section where a line asks for it."""

    def __init__(self, official: Official) -> None:
        self.blocks = official.blocks
        self.wrapped = official.encoding != DOCX  # there a paragraph is one, however long
        self.title = ""
        self.parts: list[Part] = []
        self.chapter = ""
        self.last_article = 0
        self.seen: dict[str, int] = {}
        self.annexes = 0
        self.untitled = 0
        self.in_annex = False
        self.leads: list[bool] = []

    def done(self) -> tuple[str, tuple[Part, ...]]:
        """The title and the parts."""
        self._open_part("preamble", "前文")
        self._open_section("前文", "0")
        for at, block in enumerate(self.blocks):
            if isinstance(block, Paragraph):
                self._paragraph(at, block)
            elif isinstance(block, SourceTable):
                self._table(at, block)
        self._find_title()
        for part in self.parts:
            part.sections = [s for s in part.sections if s.blocks or s.level < _ARTICLE_LEVEL]
        kept = [p for p in self.parts if p.sections or p.name.startswith(("chapter", "annex"))]
        return self.title, tuple(q for p in kept for q in _in_files(p))

    # -- opening

    def _open_part(self, name: str, title: str) -> None:
        if len(self.parts) < MOST_FILES:
            self.parts.append(Part(name, title))
        else:
            self._open_section(title, "0")

    def _open_section(
        self, heading: str, key: str, level: int = _ARTICLE_LEVEL, *, verified: bool = True
    ) -> None:
        self.parts[-1].sections.append(Section(heading, level, key, verified))

    def _section(self) -> Section:
        """The section at hand; what stands between a chapter's heading and its first article has its own."""
        if not self.parts[-1].sections:
            self._open_section(self.parts[-1].title, "0")
        return self.parts[-1].sections[-1]

    def _put(self, block: Paragraph | SourceTable) -> None:
        self._section().blocks.append(block)

    # -- lines

    def _paragraph(self, at: int, block: Paragraph) -> None:
        text = canonical(block.text)
        annex = _ANNEX.fullmatch(text)
        if annex and not annex["rest"].strip("：: "):  # 附件：1.…… is a list of them
            self._annex(block, annex)
            return
        chapter = _CHAPTER.fullmatch(text)
        if chapter and not self.in_annex and self._leads_on(at):
            self._chapter(block.text, chapter)
            return
        article = _ARTICLE.fullmatch(text)
        if article and self._is_article(article):
            self._article(block, article)
            return
        if self._titles_table(at):
            return
        if _LIST_OF_ANNEXES.match(text) and not self.in_annex:
            self._open_section("附件目录", "附0")
        self._put(self._joined(at, block))

    def _joined(self, at: int, block: Paragraph) -> Paragraph:
        """A line, joined to the one right above where that breaks off in the middle of a sentence."""
        section = self._section()
        above = section.blocks[-1] if section.blocks else None
        if (
            section.key == "0"
            or not isinstance(above, Paragraph)
            or not self.wrapped
            or len(above.text) < _LEAST_WRAPPED
            or not isinstance(self.blocks[at - 1], Paragraph)
            or _ENDS.search(above.text)
            or _BEGINS.match(block.text)
        ):
            return block
        section.blocks.pop()
        return attrs.evolve(above, text=closed_up(f"{above.text} {block.text}", len(above.text)))

    def _annex(self, block: Paragraph, found: re.Match[str]) -> None:
        self.annexes = _value(found["number"]) if found["number"] else self.annexes + 1
        self.in_annex = True
        self._open_part(f"annex{self.annexes}", block.text)
        self._open_section(block.text, f"附{self.annexes}")

    def _leads_on(self, at: int) -> bool:
        """Whether an article follows before the next chapter: in a table of contents none does."""
        if not self.leads:
            follows = False
            for n in range(len(self.blocks) - 1, -1, -1):
                self.leads.append(follows)
                text = canonical(self._text(n))
                chapter = _CHAPTER.fullmatch(text)
                follows = bool(_ARTICLE.fullmatch(text)) or (
                    follows and not (chapter and chapter["kind"] != "节")
                )
            self.leads.reverse()
        return self.leads[at]

    def _chapter(self, text: str, found: re.Match[str]) -> None:
        if found["kind"] == "节":
            self._open_section(text, "0", 2)
            return
        self.chapter = text
        self._open_part(f"chapter-{_value(found['number'])}", text)

    def _is_article(self, found: re.Match[str]) -> bool:
        """A line that begins an article; 第三条第一款规定的…… goes on with one."""
        number, rest = _value(found["number"]), found["rest"]
        if self.in_annex and number != self.last_article + 1:
            return False
        if not rest or rest[0] in " \u3000":
            return True
        follows = number in (self.last_article, self.last_article + 1) or (
            number == 1 and not self.last_article
        )
        return follows and not _CITED.match(rest)

    def _article(self, block: Paragraph, found: re.Match[str]) -> None:
        number = _value(found["number"])
        label = squeeze(block.text[: found.start("rest")])
        self.last_article = number
        self.in_annex = False
        times = self.seen[label] = self.seen.get(label, 0) + 1
        if not self.parts[-1].name.startswith(("chapter", "articles")):
            self._open_part("articles", "条文")
        self._open_section(label if times == 1 else f"{label}（第{times}次出现）", str(number))
        self._put(block)

    # -- tables

    def _title_before(self, at: int) -> list[int]:
        """The places of the lines above a table that are its title."""
        out: list[int] = []
        n = at - 1
        while n >= 0 and isinstance(self.blocks[n], Gap):
            n -= 1
        while n >= 0 and len(out) < _LINES_OF_TITLE:
            block = self.blocks[n]
            if not isinstance(block, Paragraph) or not _may_be_title(block.text):
                break
            out.insert(0, n)
            n -= 1
        whole = n < 0 or not isinstance(self.blocks[n], Paragraph) or _structural(self.blocks[n])
        length = sum(len(self._text(i)) for i in out)
        if not whole or length > _LONGEST_TITLE:  # the end of running text is no title
            return []
        return out

    def _text(self, at: int) -> str:
        block = self.blocks[at]
        return block.text if isinstance(block, Paragraph) else ""

    def _titles_table(self, at: int) -> bool:
        """Whether a line is part of the title of the table that follows; it then is its heading."""
        n = at + 1
        while n < len(self.blocks) and n <= at + 2 * _LINES_OF_TITLE:
            if isinstance(self.blocks[n], SourceTable):
                return at in self._title_before(n)
            n += 1
        return False

    def _table(self, at: int, block: SourceTable) -> None:
        title = squeeze("".join(self._text(n) for n in self._title_before(at)))
        key = self._section().key
        if title:
            self._open_section(title, key)
        else:
            self.untitled += 1
            self._open_section(f"表{self.untitled}", key, verified=False)
        self._put(block)

    # -- the title of the whole

    def _find_title(self) -> None:
        preamble = self.parts[0].sections[0].blocks if self.parts[0].sections else ()
        short = [b.text for b in preamble if isinstance(b, Paragraph) and _may_be_title(b.text)]
        self.title = next((t for t in short if _TITLE_WORDS.search(t)), short[0] if short else "")


def _value(number: str) -> int:
    return int(number) if number[0] in "0123456789" else chinese_number(number)


def _may_be_title(text: str) -> bool:
    short = len(text) <= _LONGEST_TITLE and not re.search("[。；;！？：:]", text)
    return short and not re.match("注|[0-9（(]", text) and not _structural(Paragraph(text))


def _structural(block: Block) -> bool:
    text = canonical(block.text) if isinstance(block, Paragraph) else ""
    return any(form.fullmatch(text) for form in (_ARTICLE, _CHAPTER, _ANNEX))


def _in_files(part: Part) -> Iterator[Part]:
    """A part without chapters in files of ten articles; any other as it is."""
    if part.name != "articles":
        yield part
        return
    size = max(ARTICLES_A_FILE, -(-len(part.sections) // MOST_FILES))
    for start in range(0, len(part.sections), size):
        some = part.sections[start : start + size]
        first, last = some[0], some[-1]
        yield Part(f"articles-{first.key}-{last.key}", f"{first.heading}至{last.heading}", list(some))


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

    def add(self, *lines: str, block: Block | None = None) -> None:
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
    header, *rows = table.rows
    page.add(_row(header), "|" + "---|" * len(header), *(_row(row) for row in rows), "", block=table)
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
        if cell == "" and i not in table.padded
    ]
    if empty:
        listed = "、".join(empty[:12]) + ("……" if len(empty) > 12 else "")  # noqa: PLR2004 - enough to find them
        yield f"有{len(empty)}个空格（{listed}），看不出是合并还是没有内容：与上一格合并的写“〃”，没有要求的写“无硬性要求”"
    merged = sum(cell is None for row in table.rows for cell in row)
    if merged:
        yield f"有{merged}格在原文件里与上一格合并，已写成“〃”"
    for i in table.padded:
        yield f"第{i}行少了几格，末尾已用空格补齐，请核对各格是否对齐"


def _row(row: Iterable[str | None]) -> str:
    return "| " + " | ".join("〃" if cell is None else cell for cell in row) + " |"


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
    found = _ARTICLE.fullmatch(canonical(text))
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
    validity = f"  # 原文写“{found[0]}”，核对后写上：有效期：{_value(found[1])}年\n" if found else ""
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
  理由：民法典第二百零一条、第一千二百五十九条（参照）
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
