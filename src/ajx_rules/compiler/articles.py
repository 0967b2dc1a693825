"""Whether a norm is numbered as the article or the annex that it stands under.

A report cites a norm by its id: 18-1 under the heading 第八条 would cite an article that says
something else. Only ids of the form ``n-m`` (and ``附n-…``) are compared, only with headings that
name articles (or an annex), and only where most ids of the regulation are those of their headings:
another regulation may number its norms by chapters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import attrs

from ajx_rules.by_parts import ByParts
from ajx_rules.compiler.numbers import passage_section
from ajx_rules.compiler.passages import MOST_ARTICLES
from ajx_rules.diagnostics import Diagnostic
from ajx_rules.language.forms import declaration_forms
from ajx_rules.language.text import NUMERAL, canonical, chinese_number, squeeze, to_chinese
from ajx_rules.language.tree import Declaration, RuleFile

_VALUE = rf"({NUMERAL[:-1]}{{1,9}}|[0-9]{{1,6}})"
_ARTICLE = re.compile(rf"第{_VALUE}条")
_ANNEX = re.compile(rf"附[件表录则]{_VALUE}?")
_UPTO = re.compile("条[至到—–~～-]+第")
_OF_ARTICLE = re.compile(r"(?P<number>[0-9]{1,4})-[0-9]")
_OF_ANNEX = re.compile(r"附(?P<number>[0-9]{1,4})-")


@attrs.frozen(eq=False, repr=False)
class _Placed(ByParts):
    """A norm with a number of its own and with the numbers that its heading names."""

    file: RuleFile
    declaration: Declaration
    heading: str
    kind: str
    number: int
    own: str

    @property
    def fits(self) -> bool:
        """Whether the number is one of the heading's."""
        return (self.kind, self.number) in named(self.heading)


def named(heading: str) -> frozenset[tuple[str, int]]:
    """The articles or the annex that a heading names.

    >>> sorted(named("第一条至第三条　目的")), named("附件2 服务标准"), named("表一")
    ([('条', 1), ('条', 2), ('条', 3)], frozenset({('附', 2)}), frozenset())
    """
    plain = squeeze(canonical(heading))
    annex = _ANNEX.match(plain)
    if annex:
        return frozenset({("附", _value(annex[1]))} if annex[1] else ())
    if not _ARTICLE.match(plain):
        return frozenset()
    found = [_value(n) for n in _ARTICLE.findall(plain)]
    if _UPTO.search(plain) and max(found) - min(found) < MOST_ARTICLES:
        found = list(range(min(found), max(found) + 1))
    return frozenset(("条", n) for n in found)


def _value(number: str) -> int:
    return int(number) if number.isascii() else chinese_number(number)


def check_articles(files: Iterable[RuleFile]) -> Iterator[Diagnostic]:
    """Every norm whose number is that of another article than the heading's."""
    placed = [p for file in files for d in file.declarations for p in _placed(file, d)]
    wrong = [p for p in placed if not p.fits]
    if 2 * len(wrong) > len(placed):  # numbered by something else than articles
        return
    for p in wrong:
        where = p.declaration.span
        args = {"id": p.declaration.name, "number": p.own, "heading": p.heading, "right": _right(p)}
        line = p.file.source_line(where.line)
        yield Diagnostic("E306", args, where, source_line=line, article=p.heading)


def _right(p: _Placed) -> str:
    """How the id would begin under its heading."""
    kind, number = min(named(p.heading))
    rest = p.declaration.name.partition("-")[2]
    return f"{'附' if kind == '附' else ''}{number}-{rest}"


def _placed(file: RuleFile, d: Declaration) -> Iterator[_Placed]:
    if not declaration_forms()[d.kind].norm or not d.words:
        return
    heading = _heading(file, d)
    if not named(heading):
        return
    name = canonical(d.name)
    for kind, pattern in (("条", _OF_ARTICLE), ("附", _OF_ANNEX)):
        found = pattern.match(name)
        # A norm of an article may stand beside an annex's table; one of an annex not under an article.
        if found and (kind == "附" or not _ANNEX.match(squeeze(heading))):
            number = int(found["number"])
            own = f"附件{number}" if kind == "附" else f"第{to_chinese(number) if number < 100 else number}条"  # noqa: PLR2004
            yield _Placed(file, d, heading, kind, number, own)


def _heading(file: RuleFile, d: Declaration) -> str:
    """The heading over what a norm quotes; over a table with a title of its own, the one above it."""
    at = passage_section(file, d)
    while at > 0 and file.sections[at].tables and not _says_where(file.sections[at].heading):
        at -= 1
    return file.sections[at].heading


def _says_where(heading: str) -> bool:
    plain = squeeze(canonical(heading))
    return bool(_ANNEX.match(plain) or _ARTICLE.match(plain))
