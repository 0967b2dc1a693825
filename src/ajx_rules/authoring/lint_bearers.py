"""Whether a norm's bearer is anybody: one that no record stands for is taken for an authority and not judged.

>>> known_bearer("保险机构或其委托的第三方服务机构", ()), known_bearer("某行政管理部门", ())
(True, True)
>>> known_bearer("保险公司", ())
False
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from ajx_rules.compiler.passes import Compiled
from ajx_rules.compiler.schema import schema
from ajx_rules.diagnostics import Diagnostic
from ajx_rules.domain.derived import ANSWERS_FOR
from ajx_rules.language.text import nearest

_AUTHORITY: Final = ("部门", "机关", "政府", "委员会", "局", "厅")


def unknown_bearers(compiled: Compiled) -> Iterator[Diagnostic]:
    """A bearer that is no class of records, no definition and by its name no authority."""
    definitions = [d.name for d in compiled.ir.definitions]
    labels = [schema().classes[name].label for name in ANSWERS_FOR]
    for file in compiled.files:
        for d in file.declarations:
            field = d.field("义务人")
            if field is None or known_bearer(field.text, definitions):
                continue
            args = {"bearer": field.text, "nearest": nearest(field.text, labels) or ""}
            yield Diagnostic("E718", args, field.span, source_line=file.source_line(field.span.line))


def known_bearer(words: str, definitions: Collection[str]) -> bool:
    """Whether the words name somebody that the domain or the rule files know, or an authority."""
    labels = (schema().classes[name].label for name in ANSWERS_FOR)
    return any(name in words for name in (*labels, *definitions, *_AUTHORITY))
