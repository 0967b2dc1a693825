"""The catalogue of diagnostics: every code with its words.

Codes are stable once released. ``L`` = ledger, ``E`` = rule file, ``R`` = asking a regulation,
``C`` = counting days.
The entries stand in one table for each side; this module looks them up.
"""

from __future__ import annotations

from functools import cache

from ajx_rules.diagnostics.entry import Entry


@cache
def all_entries() -> dict[str, Entry]:
    """Every code with its entry, in order of the codes."""
    from ajx_rules.diagnostics.ledger_messages import LEDGER_MESSAGES
    from ajx_rules.diagnostics.lint_messages import LINT_MESSAGES
    from ajx_rules.diagnostics.rule_messages import REGULATION_MESSAGES, RULE_MESSAGES
    from ajx_rules.diagnostics.time_messages import TIME_MESSAGES

    tables = (LEDGER_MESSAGES, REGULATION_MESSAGES, RULE_MESSAGES, LINT_MESSAGES, TIME_MESSAGES)
    return dict(sorted((code, entry) for table in tables for code, entry in table.items()))


def entry(code: str) -> Entry:
    """The entry of a code.

    Raises:
        KeyError: the code is not in the catalogue (a fault of this library, never of an input).

    """
    return all_entries()[code]
