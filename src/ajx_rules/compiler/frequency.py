"""频次: how often, as a field of a norm; what it says is what a cell of a frequency table says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from lark import Token

from ajx_rules.compiler import ir
from ajx_rules.domain.derived import WINDOWS
from ajx_rules.language.text import canonical, quantity
from ajx_rules.language.tree import Declaration, Sentence

if TYPE_CHECKING:
    from ajx_rules.compiler.lower import Lowering

_SHORTER: Final = {"每半年": 6, "每季度": 3, "每月": 1}
_YEAR: Final = 12


def months_of(sentence: Sentence) -> int:
    """The window of 每年, 每3年, 每半年, 每季度, 每月, in months; a year where none is named."""
    tokens = (t for t in sentence.children if isinstance(t, Token) and t.type == "EVERY_YEAR")
    every = str(next(tokens, "每年"))
    return _SHORTER.get(every) or _YEAR * int(re.sub(r"\D", "", every) or "1")


def count_of(sentence: Sentence) -> int:
    """The number of 至少N次, N次及以上."""
    return int(_quantity(sentence)[0])


def _quantity(sentence: Sentence) -> tuple[int, str]:
    token = next(t for t in sentence.children if isinstance(t, Token) and t.type == "QUANTITY")
    count, unit = quantity(canonical(str(token)))
    return int(count), unit


def frequency(
    lowering: Lowering, d: Declaration, norm: ir.Norm, requirement: ir.Requirement
) -> ir.CellRow | None:
    """The one cell that a norm with 频次 is; None, and a finding, where nothing can be counted."""
    field = d.field("频次")
    if field is None or field.sentence is None:
        return None
    months = months_of(field.sentence)
    if norm.subject not in WINDOWS or (months > _YEAR and norm.subject != "InsuredYear"):
        subject = d.field("对象")
        where = subject.span if subject is not None else field.span
        lowering.report("E274", where, d.name, subject=lowering.resolver.schema.classes[norm.subject].label)
        return None
    count, unit = _quantity(field.sentence)
    why = _not_countable(lowering, d, norm, requirement, unit)
    if why or not isinstance(requirement.condition, ir.Exists):
        lowering.report("E275", field.span, d.name, why=why)
        return None
    duty = ir.CellDuty(count, months, requirement.condition.rows, None)
    cell = ir.Cell(norm.id, norm.alias, "", field.text, duty, ())
    return ir.CellRow(norm.id, norm.alias, field.text, (cell,))


def _not_countable(
    lowering: Lowering, d: Declaration, norm: ir.Norm, requirement: ir.Requirement, unit: str
) -> str:
    """Why the records of a requirement cannot be counted; empty if they can."""
    if d.field("期限") is not None:
        return "另写了“期限”"
    if requirement.items or not isinstance(requirement.condition, ir.Exists):
        return "“应当”不是“…中有（…）者”"
    cls = lowering.resolver.schema.classes.get(class_of(requirement.condition.rows, norm.subject, lowering))
    if cls is not None and unit not in ("次", cls.measure):
        return f"“{cls.label}”以“{cls.measure}”计，不以“{unit}”计"
    return ""


def class_of(rows: ir.Row, subject: str, lowering: Lowering) -> str:
    """The class of the rows that a subject leads to."""
    if isinstance(rows, ir.Var):
        return subject
    source = class_of(rows.source, subject, lowering)
    if isinstance(rows, ir.Filter):
        return source
    members = lowering.resolver.schema.classes[source].members.values()
    return next((m.target for m in members if m.name == rows.relation), "")
