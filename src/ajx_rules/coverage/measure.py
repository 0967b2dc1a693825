"""Coverage: each unit of the official text with its rules, each rule with its cases, and what is lacking.

>>> from ajx_rules.coverage.measure import Coverage
>>> Coverage("r", "某办法", ()).complete
True
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import attrs

from ajx_rules.coverage.claims import claims
from ajx_rules.coverage.ids import Carried, carried
from ajx_rules.coverage.official import Group, Unit, read_text
from ajx_rules.coverage.outcomes import CellShown, outcomes, run_all
from ajx_rules.coverage.rules import Rule, Rules
from ajx_rules.regulation import Regulation

SCHEMA_VERSION = 1
_INSTRUMENT = "规范文件"


@attrs.frozen
class UnitCoverage:
    """One unit with the names of its rules and the words that no rule carries out."""

    unit: Unit
    rules: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def accounted(self) -> bool:
        """Whether rules account for all of it; a heading needs none."""
        return self.unit.kind == "heading" or not self.missing


@attrs.frozen
class GroupCoverage:
    """An article, or what stands under a heading: its units and their rules."""

    label: str
    line: int
    units: tuple[UnitCoverage, ...]
    rules: tuple[Rule, ...]

    @property
    def cells(self) -> tuple[CellShown, ...]:
        """The cells of its tables."""
        return tuple(cell for rule in self.rules for cell in rule.cells)

    def of(self, kind: str) -> tuple[UnitCoverage, ...]:
        """Its units of a kind."""
        return tuple(u for u in self.units if u.unit.kind == kind)


@attrs.frozen
class Coverage:
    """How much of an official text is carried out, and how much of that is shown by cases."""

    regulation: str
    title: str
    groups: tuple[GroupCoverage, ...]
    cases_total: int = 0
    cases_failed: int = 0

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Every rule once, in the order of the text; a rule on words of two articles stands in both."""
        return tuple({(r.file, r.line, r.name): r for g in self.groups for r in g.rules}.values())

    @property
    def norms(self) -> tuple[Rule, ...]:
        """The numbered statements among them."""
        return tuple(r for r in self.rules if r.is_norm)

    @property
    def cells(self) -> tuple[CellShown, ...]:
        """The cells of all legal tables."""
        return tuple(cell for rule in self.rules for cell in rule.cells)

    @property
    def ids(self) -> tuple[Carried, ...]:
        """Every id that data use, with how it is carried out."""
        return carried(self.rules)

    def unaccounted(self) -> Iterator[tuple[GroupCoverage, UnitCoverage]]:
        """The units of which a part is carried out by nothing."""
        return ((g, u) for g in self.groups for u in g.units if not u.accounted)

    def lacking(self, outcome: str) -> tuple[Rule, ...]:
        """The norms of which no case shows an outcome (``fulfilled``, ``breach``)."""
        return tuple(r for r in self.norms if outcome in r.lacking)

    @property
    def cells_lacking(self) -> tuple[CellShown, ...]:
        """The cells that cases do not exercise in full."""
        return tuple(cell for cell in self.cells if not cell.exercised)

    @property
    def complete(self) -> bool:
        """Whether nothing is unaccounted and no norm or cell lacks a case."""
        open_ = any(True for _ in self.unaccounted()) or any(r.lacking for r in self.norms)
        return not (open_ or self.cells_lacking)

    def count(self, kind: str, *, accounted: bool = False) -> int:
        """How many units of a kind there are, or how many of them are accounted for."""
        return sum(u.accounted or not accounted for g in self.groups for u in g.of(kind))

    def to_json(self) -> dict[str, Any]:
        """Return the coverage as plain data."""
        return {
            "schema_version": SCHEMA_VERSION,
            "regulation": self.regulation,
            "title": self.title,
            "complete": self.complete,
            **self.totals(),
            "computability": dict(Counter(r.computability for r in self.norms)),
            "unaccounted": [
                {"article": g.label, "kind": u.unit.kind, "line": u.unit.line, "text": u.unit.text}
                | {"missing": list(u.missing)}
                for g, u in self.unaccounted()
            ],
            "lacking_fulfilled": [r.name for r in self.lacking("fulfilled")],
            "lacking_breach": [r.name for r in self.lacking("breach")],
            "cells_lacking": [
                {"id": c.id, "alias": c.alias, "lacking": list(c.lacking)} for c in self.cells_lacking
            ],
            "ids": [each.to_json() for each in self.ids],
            "articles": [_group_data(g) for g in self.groups],
        }

    def totals(self) -> dict[str, int]:
        """Return the totals by name."""
        return {
            "sentences_total": self.count("sentence"),
            "sentences_accounted": self.count("sentence", accounted=True),
            "items_total": self.count("item"),
            "items_accounted": self.count("item", accounted=True),
            "table_cells_total": self.count("cell"),
            "table_cells_accounted": self.count("cell", accounted=True),
            "headings_total": self.count("heading"),
            "norms_total": len(self.norms),
            "norms_encoded": sum(r.computability != "text" for r in self.norms),
            "norms_needing_cases": sum(r.needs_cases for r in self.norms),
            "norms_exercised": sum(r.needs_cases and not r.lacking for r in self.norms),
            "cells_total": len(self.cells),
            "cells_exercised": sum(c.exercised for c in self.cells),
            "ids_total": len(self.ids),
            "cases_total": self.cases_total,
            "cases_failed": self.cases_failed,
        }


def measure(
    regulation: Regulation, folder: Path, progress: Callable[[int, int], None] | None = None
) -> Coverage:
    """Measure the coverage of a regulation whose files stand in a folder; runs its cases once.

    Raises:
        Problems: a case file that cannot be read.

    """
    compiled = regulation.compiled
    text = read_text(source_of(regulation, folder).read_text(encoding="utf-8-sig"))
    found = outcomes(run_all(regulation, folder, progress).results)
    rules = Rules(compiled, found)
    claimed = [(claim, rules.of(claim.declaration)) for claim in claims(compiled.files, text)]
    covered = {place for claim, _ in claimed for place in claim.places}

    def of_group(group: Group) -> GroupCoverage:
        touching = [(c, made) for c, made in claimed if c.touches(group.start, group.end)]
        units = []
        for unit in group.units:
            names = [c.declaration for c, _ in touching if c.touches(unit.start, unit.end)]
            missing = tuple(_runs(text.plain, (p for p in unit.significant() if p not in covered)))
            units.append(UnitCoverage(unit, tuple(_title(d.kind, d.name) for d in names), missing))
        made = tuple(rule for _, several in touching for rule in several)
        return GroupCoverage(group.label, group.line, tuple(units), made)

    return Coverage(
        regulation.name,
        regulation.title,
        tuple(of_group(group) for group in text.groups),
        found.total,
        found.failed,
    )


def source_of(regulation: Regulation, folder: Path) -> Path:
    """The file of the official text, as the instrument names it."""
    declarations = (d for f in regulation.compiled.files for d in f.declarations if d.kind == _INSTRUMENT)
    return folder / next(declarations).text("官方原文")


def _title(kind: str, name: str) -> str:
    return f"{kind} {name}"


def _runs(text: str, places: Iterable[int]) -> Iterator[str]:
    """The characters at some places, neighbours together.

    >>> list(_runs("应当及时回访", [0, 1, 4]))
    ['应当', '回']
    """
    run, last = "", -2
    for place in places:
        if place != last + 1 and run:
            yield run
            run = ""
        run += text[place]
        last = place
    if run:
        yield run


def _group_data(group: GroupCoverage) -> dict[str, Any]:
    return {
        "label": group.label,
        "line": group.line,
        "units": [
            {"kind": u.unit.kind, "text": u.unit.text, "line": u.unit.line}
            | {"paragraph": u.unit.paragraph, "item": u.unit.item, "row": u.unit.row, "column": u.unit.column}
            | {"accounted": u.accounted, "missing": list(u.missing), "rules": list(u.rules)}
            for u in group.units
        ],
        "rules": [attrs.asdict(rule) for rule in group.rules],
    }
