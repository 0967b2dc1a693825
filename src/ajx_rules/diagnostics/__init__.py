"""The one record in which everything wrong is said, and the catalogue of its words.

>>> from ajx_rules.diagnostics import Diagnostic
>>> d = Diagnostic("L001", {"file": "台账.json"})
>>> d.severity
'error'
"""

from ajx_rules.diagnostics.record import Diagnostic, Problems, Severity, Span

__all__ = ["Diagnostic", "Problems", "Severity", "Span"]
