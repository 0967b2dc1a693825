"""An entry of the catalogue of diagnostics: the words of one code."""

from __future__ import annotations

from typing import Literal

import attrs

from ajx_rules.by_parts import ByParts


@attrs.frozen(eq=False, repr=False)
class Entry(ByParts):
    """The words of one code: message and help, Chinese and English.

    ``{name}`` stands for an argument of the diagnostic.
    """

    zh: str
    en: str
    help_zh: str = ""
    help_en: str = ""
    severity: Literal["error", "warning", "info"] = "error"
