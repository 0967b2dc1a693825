"""What a requirement still lacks, in words: 还差1次（已有1，应有2）."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from ajx_rules.compiler import ir
from ajx_rules.domain.catalogue import catalogue
from ajx_rules.domain.derived import DERIVED_CLASSES
from ajx_rules.engines.in_words import decimal_words
from ajx_rules.engines.values import Numbers, Value


def still_owed(node: ir.Expr, value: Callable[[ir.Expr], Value], regulation: ir.RegulationIR) -> str:
    """How far a number is from the least that is asked; nothing where that is not exactly known."""
    if not isinstance(node, ir.Compare) or node.op not in (">=", ">"):
        return ""
    have, asked = value(node.left), value(node.right)
    if not isinstance(have, Numbers) or not isinstance(asked, Numbers):
        return ""
    if have.lo is None or asked.lo is None or not have.definite or not asked.definite or have.lo >= asked.lo:
        return ""
    return lacking(have.lo, asked.lo, _unit(node.left, regulation) or _unit(node.right, regulation))


def lacking(have: Fraction, asked: Fraction, unit: str) -> str:
    """A shortfall in words.

    >>> lacking(Fraction("7783.02"), Fraction(8250), "元")
    '还差466.98元（已有7783.02，应有8250）'
    """
    return f"还差{decimal_words(asked - have)}{unit}（已有{decimal_words(have)}，应有{decimal_words(asked)}）"


def short_of(duty: ir.CellDuty, count: Numbers) -> str:
    """What a cell still lacks in a window, in words."""
    if count.definite and count.lo is not None and count.lo < duty.count:
        unit = "种" if duty.number is not None else "次"
        return f"还差{decimal_words(duty.count - count.lo)}{unit}（已有{decimal_words(count.lo)}，应有{duty.count}）"
    if count.lo is not None and count.lo < duty.count and count.hi is None:
        return f"台账上有{decimal_words(count.lo)}，应有{duty.count}"
    return ""


def excused_of(delivered: Numbers, together: Numbers, asked: int) -> str:
    """How many kinds were delivered and how many excused, in words; nothing where one is not exactly known.

    Nor where they make it up no longer: what was refused until the year had ended may have been withdrawn since.

    >>> excused_of(Numbers.exactly(3), Numbers.exactly(4), 4)
    '已有3种，免责1种，应有4种'
    >>> excused_of(Numbers.exactly(3), Numbers.exactly(3), 4)
    ''
    """
    if delivered.lo is None or together.lo is None or not delivered.definite or not together.definite:
        return ""
    if together.lo < asked:
        return ""
    excused = decimal_words(together.lo - delivered.lo)
    return f"已有{decimal_words(delivered.lo)}种，免责{excused}种，应有{asked}种"


def still_short(delivered: Numbers, together: Numbers, asked: int) -> str:
    """What is still lacking beside what was excused, in words; nothing where one is not exactly known.

    >>> still_short(Numbers.exactly(4), Numbers.exactly(5), 6)
    '还差1种（已有4种，免责1种，应有6种）'
    >>> still_short(Numbers.exactly(4), Numbers.exactly(4), 6)
    ''
    """
    if delivered.lo is None or together.lo is None or not delivered.definite or not together.definite:
        return ""
    if not delivered.lo < together.lo < asked:
        return ""
    have, excused = decimal_words(delivered.lo), decimal_words(together.lo - delivered.lo)
    return f"还差{decimal_words(asked - together.lo)}种（已有{have}种，免责{excused}种，应有{asked}种）"


def _unit(node: ir.Expr, regulation: ir.RegulationIR) -> str:
    """The unit of a number as its expression shows it; empty where it does not."""
    match node:
        case ir.Number(_, unit):
            return unit
        case ir.Field(_, name):
            return "元" if name in _money() else ""
        case ir.Sum(_, _, value) | ir.Extreme(_, _, _, value):
            return _unit(value, regulation)
        case ir.Count(rows):
            return _measure(rows)
        case ir.Plus(left, right) | ir.Minus(left, right):
            return _unit(left, regulation) or _unit(right, regulation)
        case ir.Share(value, _) | ir.Bounded(value, _, _) | ir.Rounded(value, _) | ir.OrElse(value, _):
            return _unit(value, regulation)
        case ir.Call(name, _):
            definition = next(d for d in regulation.definitions if d.name == name)
            return _unit(definition.otherwise, regulation)
    return ""


def _measure(rows: ir.Row) -> str:
    """The measure word of records that a list of the ledger holds: 项 of 约定服务."""
    while isinstance(rows, ir.Filter):
        rows = rows.source
    if not isinstance(rows, ir.Follow):
        return ""
    classes = catalogue().classes
    listed = {f.target for c in classes.values() for f in c.lists if f.name == rows.relation and f.target}
    return classes[listed.pop()].measure if len(listed) == 1 else ""


def _money() -> frozenset[str]:
    """The names of fields that are amounts of money."""
    written = {f.name for c in catalogue().classes.values() for f in c.fields.values() if f.kind == "money"}
    return frozenset(written | {m.name for c in DERIVED_CLASSES for m in c.members if m.kind == "money"})
