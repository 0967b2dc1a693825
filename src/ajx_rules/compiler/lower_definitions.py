"""定义 and 期间 to the intermediate representation, each with its type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lark import Token

from ajx_rules.compiler import ir
from ajx_rules.compiler.resolve import Scope
from ajx_rules.compiler.resolve_periods import period_end, rolling
from ajx_rules.compiler.schema import SchemaClass, nearest_class
from ajx_rules.compiler.types import TIME, Type
from ajx_rules.language.text import canonical, quantity
from ajx_rules.language.tree import Declaration, FieldNode

if TYPE_CHECKING:
    from ajx_rules.compiler.lower import Lowering


def definition(lowering: Lowering, d: Declaration) -> tuple[ir.Definition, Type] | None:
    """A 定义: its cases and what it is otherwise, with its type."""
    cls = _owner_of(lowering, d)
    if cls is None:
        return None
    scope = Scope((cls.name,))
    branches: list[ir.Branch] = []
    kind: Type | None = None
    for field in d.all("若"):
        condition = lowering.sentence(field, field.extra, scope, d, truth=True)
        value = lowering.sentence(field, field.sentence, scope, d)
        if condition and value:
            kind = _one_kind(lowering, kind, value.type, field)
            branches.append(ir.Branch(condition.expr, value.expr))
    last = d.field("其余，指") or d.field("指")
    if last is None:
        lowering.report("E243", d.span, name=d.name)
        return None
    otherwise = lowering.sentence(last, last.sentence, scope, d)
    if otherwise is None:
        return None
    kind = _one_kind(lowering, kind, otherwise.type, last)
    if kind.kind in ("rows", "row", "period"):
        lowering.report("E280", last.span, d.name, name=d.name, kind=kind.spoken())
        return None
    value_expr = otherwise.expr
    fallback = d.field("记录不齐时以")
    if fallback:
        declared = lowering.sentence(fallback, fallback.sentence, scope, d)
        if declared and kind.kind not in ("truth", "number", "code", "codes"):
            lowering.report("E279", fallback.span, d.name, kind=kind.spoken())
        elif declared:
            kind = _one_kind(lowering, kind, declared.type, fallback)
            value_expr = ir.OrElse(value_expr, declared.expr)
    made = ir.Definition(d.name, cls.name, tuple(branches), value_expr, lowering.citation(d))
    return made, kind


def period(lowering: Lowering, d: Declaration) -> tuple[ir.Definition, Type] | None:
    """A 期间: the first day as a definition of its name, the day after the last as another."""
    cls = _owner_of(lowering, d)
    length = d.field("长")
    if cls is None or length is None or length.sentence is None:
        return None
    begins, until = d.field("起"), d.field("前于")
    if rolling(d):
        return ir.Definition(d.name, cls.name, (), ir.NotComputed(d.name), lowering.citation(d)), Type(
            "period"
        )
    anchor = begins or until
    if anchor is None or (begins and until):
        lowering.report("E278", d.span, name=d.name)
        return None
    day = lowering.sentence(anchor, anchor.sentence, Scope((cls.name,)), d)
    if day is None or day.type.kind != "time":
        if day is not None:
            lowering.report("E246", anchor.span, d.name, words=anchor.text)
        return None
    token = next(t for t in length.sentence.children if isinstance(t, Token) and t.type == "QUANTITY")
    count, unit = quantity(canonical(str(token)))
    if unit not in ("日", "个月", "年") or count.denominator != 1:
        lowering.report("E247", length.span, d.name, words=length.text)
        return None
    first = day.expr if begins else ir.Shifted(day.expr, -int(count), unit)
    end = ir.Shifted(day.expr, int(count), unit) if begins else day.expr
    over = ir.Definition(period_end(d.name), cls.name, (), end, lowering.citation(d))
    lowering.definitions[over.name] = over, TIME
    return ir.Definition(d.name, cls.name, (), first, lowering.citation(d)), Type("period")


def _owner_of(lowering: Lowering, d: Declaration) -> SchemaClass | None:
    """The class that 属于 names."""
    cls = lowering.resolver.schema.by_label(d.text("属于"))
    field = d.field("属于")
    if cls is None and field:
        lowering.report("E242", field.span, word=field.text, nearest=nearest_class(field.text))
    return cls


def _one_kind(lowering: Lowering, kind: Type | None, new: Type, field: FieldNode) -> Type:
    if kind is not None and kind.kind != new.kind and {kind.kind, new.kind} != {"code", "codes"}:
        lowering.report("E244", field.span, first=kind.spoken(), second=new.spoken())
    return kind if kind is not None else new
