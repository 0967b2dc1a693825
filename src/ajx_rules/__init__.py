"""ajx-rules: the rules of work-safety liability insurance, as software that can be run.

>>> import ajx_rules
>>> ajx_rules.load_regulation().lookup("服务档次", premium="100000").results
('第一档',)

Everything is imported on first use, so that ``import ajx_rules`` stays quick.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ajx_rules.diagnostics import Diagnostic, Problems
    from ajx_rules.domain.book import Ledger
    from ajx_rules.engines.verdict import Report, Status, Verdict
    from ajx_rules.ledger.read import read_ledger
    from ajx_rules.regulation import Regulation, load_regulation
    from ajx_rules.tables import LookupResult

_WHERE = {
    "Diagnostic": "ajx_rules.diagnostics",
    "Ledger": "ajx_rules.domain.book",
    "LookupResult": "ajx_rules.tables",
    "Problems": "ajx_rules.diagnostics",
    "Regulation": "ajx_rules.regulation",
    "Report": "ajx_rules.engines.verdict",
    "Status": "ajx_rules.engines.verdict",
    "Verdict": "ajx_rules.engines.verdict",
    "load_regulation": "ajx_rules.regulation",
    "read_ledger": "ajx_rules.ledger.read",
}

__all__ = [
    "Diagnostic",
    "Ledger",
    "LookupResult",
    "Problems",
    "Regulation",
    "Report",
    "Status",
    "Verdict",
    "load_regulation",
    "read_ledger",
]


def __getattr__(name: str) -> object:
    """Import a public name where it lives, on first use."""
    if name in _WHERE:
        return getattr(import_module(_WHERE[name]), name)
    raise AttributeError(f"module 'ajx_rules' has no attribute {name!r}")


def __dir__() -> list[str]:
    """The public names."""
    return sorted(__all__)
