"""A value read over several rows, as the rows and the value of one of them."""

from __future__ import annotations

import attrs

from ajx_rules.compiler import ir


def free_variable(rows: ir.Row) -> int:
    """The next free variable for a filter over these rows."""
    used = [n.index for n in ir.walk(rows) if isinstance(n, ir.Var)]
    bound = [n.bind for n in ir.walk(rows) if isinstance(n, ir.Filter)]
    return max([*used, *bound, 0]) + 1


def over_rows(node: object) -> tuple[ir.Row | None, ir.Expr, int]:
    """A value read over several rows, as rows and the value of one of them.

    ``费用提取的提取金额`` is ``Field(Follow(Var 0, …), amount)``: the rows are the field's row.
    """
    if isinstance(node, ir.Without):
        rows, value, bind = over_rows(node.value)
        return rows, ir.Without(value, node.excluded), bind
    if isinstance(node, ir.Attribute):
        rows, value, bind = over_rows(node.value)
        return rows, ir.Attribute(value, node.vocabulary, node.name), bind
    if isinstance(node, ir.Field | ir.Moment | ir.Call) and not isinstance(node.row, ir.Var):
        bind = free_variable(node.row)
        return node.row, attrs.evolve(node, row=ir.Var(bind)), bind
    return None, node, 0  # type: ignore[return-value]
