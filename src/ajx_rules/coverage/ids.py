"""Each id that data use with how it is carried out, whichever declarations do it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import attrs

from ajx_rules.coverage.rules import Rule

HOW: Final = {
    "verdict": "computed",
    "scope": "computed",
    "part": "computed",
    "judgement": "judged",
    "permission": "text",
    "power": "text",
    "text": "text",
}
_FIRST: Final = ("judged", "computed", "text")
_REASONS: Final = {"permission": "许可：可以做的事，没有结论", "power": "权力：可以由谁行使，没有结论"}


@attrs.frozen
class Carried:
    """One id: ``computed`` (facts decide, or it is part of what they decide), ``judged`` or ``text`` (why not)."""

    id: str
    how: str
    reason: str
    rules: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {"id": self.id, "how": self.how, "reason": self.reason, "rules": list(self.rules)}


def carried(rules: Iterable[Rule]) -> tuple[Carried, ...]:
    """Every id once, in the order of the text; what several rules carry out together is told of as one."""
    found: dict[str, list[Rule]] = {}
    for rule in rules:
        for each in rule.ids:
            found.setdefault(each, []).append(rule)
    return tuple(_together(each, several) for each, several in found.items())


def _together(id_: str, rules: list[Rule]) -> Carried:
    how = min((HOW[rule.computability] for rule in rules), key=_FIRST.index)
    reasons = [rule.reason or _REASONS.get(rule.computability, "") for rule in rules] if how == "text" else []
    names = dict.fromkeys(f"{rule.kind} {rule.name}" for rule in rules)
    return Carried(id_, how, "；".join(dict.fromkeys(filter(None, reasons))), tuple(names))
