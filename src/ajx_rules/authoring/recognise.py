"""The articles, chapters, annexes and tables of an official text: which line opens what.

Only the shape of a line is looked at (第二十二条 …, 第八章 …, 附件1, the lines above a table), never what it says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import attrs

from ajx_rules.authoring.official import DOCX, Block, Gap, Official, Paragraph, SourceTable, closed_up
from ajx_rules.language.text import NUMERAL, canonical, chinese_number, squeeze

ARTICLES_A_FILE: Final = 10
MOST_FILES: Final = 200
_ARTICLE_LEVEL: Final = 3
_LONGEST_TITLE: Final = 80
_LINES_OF_TITLE: Final = 3
_LEAST_WRAPPED: Final = 15
_NUMBER: Final = f"(?P<number>[0-9]{{1,4}}|{NUMERAL[:-1]}{{1,12}})"
ARTICLE: Final = re.compile(rf"第\s?{_NUMBER}\s?条(?P<of>之{NUMERAL})?(?P<rest>.*)")
_CHAPTER: Final = re.compile(
    rf"第\s?{_NUMBER}\s?(?P<kind>[章编篇节])(?P<rest>(?:\s.{{0,40}}|[^。；，]{{0,30}}))"
)
_ANNEX: Final = re.compile(
    rf"附\s?[件录表]\s?(?P<number>[0-9]{{1,3}}|{NUMERAL})?\s?(?P<rest>(?:[：:\s].{{0,60}})?)"
)
_CITED: Final = re.compile("(?:第|规定|、|和|至|及|的|所|中)")
_TITLE_WORDS: Final = re.compile("办法|规定|指引|条例|细则|规范|标准|方案|准则|规则|要求")
_LIST_OF_ANNEXES: Final = re.compile("附件[：:].")
_ENDS: Final = re.compile("[。；：！？;:!?.…”’」』）)》]$")
_BEGINS: Final = re.compile(
    "[0-9０-９（(①-⑳一二三四五六七八九十]+[.、．）)]|注|[（(]|第[0-9零〇一二三四五六七八九十百]+[条章节款项]"
)


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
        article = ARTICLE.fullmatch(text)
        if article and self._is_article(article):
            self._article(block, article)
            return
        if self._titles_table(at):
            return
        if _LIST_OF_ANNEXES.match(text) and not self.in_annex and not self._in_bare_article():
            self._open_section("附件目录", "附0")
        self._put(self._joined(at, block))

    def _in_bare_article(self) -> bool:
        """Whether the article at hand has no words yet: what follows its number is its text."""
        blocks = self._section().blocks
        only = blocks[0] if len(blocks) == 1 else None
        article = ARTICLE.fullmatch(canonical(only.text)) if isinstance(only, Paragraph) else None
        return article is not None and not article["rest"].strip()

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
        self.annexes = number_of(found["number"]) if found["number"] else self.annexes + 1
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
                follows = bool(ARTICLE.fullmatch(text)) or (
                    follows and not (chapter and chapter["kind"] != "节")
                )
            self.leads.reverse()
        return self.leads[at]

    def _chapter(self, text: str, found: re.Match[str]) -> None:
        if found["kind"] == "节":
            self._open_section(text, "0", 2)
            return
        self.chapter = text
        self._open_part(f"chapter-{number_of(found['number'])}", text)

    def _is_article(self, found: re.Match[str]) -> bool:
        """A line that begins an article; 第三条第一款规定的…… goes on with one."""
        number, rest = number_of(found["number"]), found["rest"]
        if self.in_annex and number != self.last_article + 1:
            return False
        if not rest or rest[0] in " \u3000":
            return True
        follows = number in (self.last_article, self.last_article + 1) or (
            number == 1 and not self.last_article
        )
        return follows and not _CITED.match(rest)

    def _article(self, block: Paragraph, found: re.Match[str]) -> None:
        number = number_of(found["number"])
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


def number_of(number: str) -> int:
    """The value of a number, in digits or Chinese numerals."""
    return int(number) if number[0] in "0123456789" else chinese_number(number)


def _may_be_title(text: str) -> bool:
    short = len(text) <= _LONGEST_TITLE and not re.search("[。；;！？：:]", text)
    return short and not re.match("注|[0-9（(]", text) and not _structural(Paragraph(text))


def _structural(block: Block) -> bool:
    text = canonical(block.text) if isinstance(block, Paragraph) else ""
    return any(form.fullmatch(text) for form in (ARTICLE, _CHAPTER, _ANNEX))


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
