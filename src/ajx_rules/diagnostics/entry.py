"""An entry of the catalogue of diagnostics: the words of one code."""

from __future__ import annotations

from typing import Literal

import attrs


@attrs.frozen
class Entry:
    """The words of one code: message and help, Chinese and English.

    ``{name}`` stands for an argument of the diagnostic.
    """

    zh: str
    en: str
    help_zh: str = ""
    help_en: str = ""
    severity: Literal["error", "warning", "info"] = "error"
