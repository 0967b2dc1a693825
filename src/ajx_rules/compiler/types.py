"""The type of an expression: what it yields, in the analyst's terms."""

from __future__ import annotations

from typing import Literal

import attrs

from ajx_rules.by_parts import ByParts
from ajx_rules.compiler import ir

Kind = Literal["truth", "time", "number", "code", "codes", "text", "rows", "row", "period"]

_SPOKEN: dict[str, str] = {
    "truth": "是或否",
    "time": "日期",
    "number": "数",
    "code": "词表中的一个词",
    "codes": "词表中的几个词",
    "text": "文字",
    "rows": "若干条记录",
    "row": "一条记录",
    "period": "一段时间",
}


@attrs.frozen
class Type:
    """The kind of a value, with its unit, vocabulary or class; ``many``: one for each of several rows."""

    kind: Kind
    unit: str = ""
    vocabulary: str = ""
    cls: str = ""
    many: bool = False

    def spoken(self) -> str:
        """The type in words for a message."""
        return f"以“{self.unit}”计的数" if self.kind == "number" and self.unit else _SPOKEN[self.kind]


@attrs.frozen(eq=False, repr=False)
class Typed(ByParts):
    """An expression of the intermediate representation with its type."""

    node: object
    type: Type

    @property
    def expr(self) -> ir.Expr:
        """The node as a value."""
        return self.node  # type: ignore[return-value]

    @property
    def rows(self) -> ir.Row:
        """The node as rows."""
        return self.node  # type: ignore[return-value]


TRUTH = Type("truth")
TIME = Type("time")
