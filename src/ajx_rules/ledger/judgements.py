"""Recorded judgements (人工判断) against the questions of a regulation: which of them nobody asked for.

A judgement about a record of another kind than its question answers nothing. Left aside in
silence, the person who gave it would believe it counted.

>>> from datetime import date
>>> from ajx_rules.compiler.ir import Question
>>> from ajx_rules.ledger.read import ledger_from_json
>>> book = ledger_from_json('''{"known_on": "2026-03-31", "insurers": [{"id": "I", "name": "甲财险"}],
...     "judgements": [{"question": "跟踪持续", "about": "I", "answer": "否", "made_on": "2026-03-09",
...                     "criteria": "每周一次", "by_name": "何敏"}]}''')
>>> asked = Question("跟踪持续", "持续", "是否持续？", "合规人员", (), "否", "Hazard")
>>> [(d.code, d.path) for d in check_judgements(LedgerIndex(book), (asked,))]
[('L084', '$.judgements[0].about')]
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from ajx_rules.compiler.schema import schema
from ajx_rules.diagnostics import Diagnostic
from ajx_rules.ledger.index import LedgerIndex

if TYPE_CHECKING:
    from ajx_rules.compiler import ir

# What a judgement may name where its question is about rows that are not records of their own.
_STANDS_FOR: Final = {
    "InsuredYear": ("Contract", "Policyholder", "PolicyYear"),
    "InsurerCalendarYear": ("Insurer",),
    "TeamYear": ("RiskControlTeam",),
    "MemberYear": ("TeamMember",),
    "PolicyYear": ("PolicyYear", "Contract"),
    "Recipient": ("Recipient", "Service"),
    "Delivery": ("Service", "ServiceItem"),
}


def check_judgements(index: LedgerIndex, questions: Iterable[ir.Question]) -> tuple[Diagnostic, ...]:
    """Every judgement about a record that its question is not about."""
    owners = {q.name: q.owner for q in questions}
    out: list[Diagnostic] = []
    for row in index.rows("Judgement"):
        question = getattr(row.record, "question", None)
        owner = owners.get(question) if isinstance(question, str) else None
        about = index.row(getattr(row.record, "about", None))
        if owner is None or about is None:
            continue
        may = _STANDS_FOR.get(owner, (owner,))
        if about.cls.name not in may:
            classes = schema().classes
            args = {
                "question": str(question),
                "found": about.cls.label,
                "found_en": about.cls.english,
                "wanted": "、".join(classes[c].label for c in may),
                "wanted_en": ", ".join(classes[c].english for c in may),
            }
            out.append(Diagnostic("L084", args, path=f"{row.path}.about"))
    return tuple(out)
