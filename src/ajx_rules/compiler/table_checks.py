"""Whether what a declaration says of a legal table fits the table: its columns, its rows, its order."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ajx_rules.compiler import ir
from ajx_rules.language.text import NUMERAL, chinese_number, squeeze
from ajx_rules.language.tree import Declaration, LegalTable

if TYPE_CHECKING:
    from ajx_rules.compiler.lower import Lowering

_NEITHER = re.compile("[有能是与][无否]|不[少低超高小大多早晚]于|不超过|不[足满]")  # says neither yes nor no
_NO = re.compile("没有|未|无|不|非")
_YES = re.compile("已|有|曾")
_NUMBERED = re.compile(rf"第?(?P<number>{NUMERAL}|[0-9]+)[档级类等]")


def check_columns(
    lowering: Lowering, d: Declaration, heads: Sequence[str], turns: Sequence[str], names: Sequence[str]
) -> None:
    """The answers (依次为) and the names (列名) of the columns stand in the order of the header."""
    field = d.field("列名")
    if field is not None:
        if len(names) != len(heads):
            lowering.report("E409", field.span, d.name, count=str(len(heads)))
        elif out_of_place(names, heads):
            args = {"field": "列名", "words": "、".join(names), "heads": "、".join(heads)}
            lowering.report("E417", field.span, d.name, **args)
    field = d.field("列")
    about = field.text.partition("，")[0] if field is not None else ""
    wanted = answers_of(heads, about)
    if field is not None and wanted and tuple(turns) != wanted:
        args = {"field": "列", "words": f"依次为{'、'.join(turns)}", "heads": "、".join(heads)}
        lowering.report("E417", field.span, d.name, **args)


def out_of_place(names: Sequence[str], heads: Sequence[str]) -> bool:
    """Whether a name stands in the header of another column and not in its own.

    >>> heads = ("上一年度未发生事故", "上一年度发生事故")
    >>> out_of_place(("未发生", "发生"), heads), out_of_place(("发生", "未发生"), heads)
    (False, True)
    """
    return any(
        squeeze(name) not in squeeze(head) and any(squeeze(name) in squeeze(other) for other in heads)
        for name, head in zip(names, heads, strict=True)
    )


def answers_of(heads: Sequence[str], about: str) -> tuple[str, ...]:
    """The answers of two columns that differ in a negation only; () where the headers do not tell.

    >>> answers_of(("上一年度未发生事故", "上一年度发生事故"), "上一年度事故")
    ('否', '是')
    >>> answers_of(("有事故", "无事故"), "未发生事故"), answers_of(("正常", "停产"), "停产")
    (('否', '是'), ())
    """
    if len(heads) != 2 or any(_NEITHER.search(h) for h in (*heads, about)):  # noqa: PLR2004 - yes and no
        return ()
    negative = [bool(_NO.search(h)) for h in heads]
    bare = [_YES.sub("", _NO.sub("", squeeze(h))) for h in heads]
    shared = {a + b for a, b in itertools.pairwise(bare[0])} & {a + b for a, b in itertools.pairwise(about)}
    if negative[0] == negative[1] or bare[0] != bare[1] or not shared:
        return ()
    inverted = bool(_NO.search(about))
    return tuple("否" if no != inverted else "是" for no in negative)


def check_rows(lowering: Lowering, d: Declaration, table: LegalTable) -> None:
    """第9行：… and 第9行另判：… speak of rows that the table has."""
    codes = [row[0].text for row in table.rows]
    for field in (*d.all("行另有"), *d.all("行另判")):
        code = field.word.removesuffix("另判")[1:-1]
        if code not in codes:
            lowering.report("E418", field.span, d.name, row=code, known="、".join(codes))


def check_order(lowering: Lowering, d: Declaration, norms: Sequence[ir.Norm]) -> None:
    """由高到低 turned round: the numbers fall (三档、二档、一档) while the tables demand ever more."""
    field = d.field("由高到低")
    order = [w.strip() for w in d.text("由高到低").split("、") if w.strip()]
    numbers = [_number(word) for word in order]
    known = [n for n in numbers if n is not None]
    if field is None or len(known) < len(order) or not _falling(known):
        return
    for column in {tuple(c.column for c in n.row.cells) for n in norms if n.row is not None}:
        if sorted(column) == sorted(order):
            demands = [_demand(word, norms) for word in order]
            if demands[0] < demands[-1]:
                lowering.report("E419", field.span, d.name, words=field.text, other="、".join(order[::-1]))
                return


def _number(word: str) -> int | None:
    found = _NUMBERED.search(word)
    if found is None:
        return None
    return int(found["number"]) if found["number"].isascii() else chinese_number(found["number"])


def _falling(numbers: Sequence[int]) -> bool:
    return len(numbers) > 1 and all(a > b for a, b in itertools.pairwise(numbers))


def _demand(column: str, norms: Sequence[ir.Norm]) -> float:
    """How often a year all rows together demand something of a column."""
    duties = [c.duty for n in norms if n.row is not None for c in n.row.cells if c.column == column]
    return sum(duty.count * 12 / duty.months for duty in duties if duty is not None)
