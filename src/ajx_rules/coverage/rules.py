"""Each declaration that carries out words of the official text: what it is, what it comes to, what shows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import attrs

from ajx_rules.compiler import ir
from ajx_rules.compiler.passes import Compiled
from ajx_rules.coverage.claims import words_of
from ajx_rules.coverage.outcomes import (
    CellShown,
    Outcomes,
    Shown,
    cells_of_norm,
    cells_of_table,
    lacking,
    on_ledger,
)
from ajx_rules.language.forms import declaration_forms
from ajx_rules.language.tree import Declaration, RuleFile

MODALITY: Final = {
    "duty": "must",
    "prohibition": "must not",
    "advisory": "should",
    "permission": "may",
    "power": "may (authority)",
}
_TABLES: Final = ("判定表", "频次表")
_NOTE: Final = "说明"
_SCOPE: Final = "适用范围"


@attrs.frozen
class Rule:
    """A declaration that carries out words of the text, or says why it does not.

    ``computability`` is ``verdict`` (facts decide), ``judgement`` (a person has to), ``text`` (not carried
    out; ``reason`` says why), ``permission``, ``power``, ``scope`` (a condition of all others), or ``part``
    (something that other rules use).
    """

    name: str
    id: str
    kind: str
    modality: str
    computability: str
    bearer: str
    on_ledger: bool
    """Whether an insurer's ledger can be asked about it."""
    words: str
    reason: str
    file: str
    line: int
    source: str
    readings: tuple[str, ...] = ()
    shown: tuple[Shown, ...] = ()
    lacking: tuple[str, ...] = ()
    cells: tuple[CellShown, ...] = ()
    ids: tuple[str, ...] = ()
    """The ids, as data spell them, of what it carries out: its own, those of its cells, or its 编号."""

    @property
    def is_norm(self) -> bool:
        """Whether it is a numbered statement of the text, and no part that others use."""
        return self.computability != "part"

    @property
    def needs_cases(self) -> bool:
        """Whether one case must show it fulfilled and another not."""
        computable = self.computability in ("verdict", "judgement")
        return computable and (not self.cells or any(cell.asks for cell in self.cells))


class Rules:
    """Describes the declarations of one regulation."""

    def __init__(self, compiled: Compiled, found: Outcomes) -> None:
        """``found`` is what its cases show."""
        self.found = found
        self.files: Mapping[str, RuleFile] = {f.file: f for f in compiled.files}
        self.norms: dict[str, ir.Norm] = {_plain(n.alias): n for n in compiled.ir.norms}
        self.tables = {t.alias: t for t in compiled.ir.tables}
        self.readings = {r.switch: r.name for r in compiled.ir.readings}
        self.definitions = {d.name: d for d in compiled.ir.definitions}
        self.bound = on_ledger(compiled)
        self.scheme = compiled.names.scheme

    def of(self, d: Declaration) -> tuple[Rule, ...]:
        """A declaration as rules: a table of duties has one for each row."""
        if d.kind in _TABLES:
            return tuple(self._of_table(d))
        norm = self.norms.get(_plain(d.name)) if declaration_forms()[d.kind].norm else None
        return (self._of_norm(d, norm),) if norm else (self._other(d),)

    def _of_table(self, d: Declaration) -> Iterator[Rule]:
        prefix = d.text("编号")
        table = self.tables.get(prefix)
        if table is not None:
            columns = [w.strip() for w in d.text("列名").split("、") if w.strip()]
            cells = cells_of_table(table, columns or table.columns, self.found)
            yield attrs.evolve(self._other(d), id=table.id, cells=cells, ids=tuple(c.id for c in cells))
            return
        for alias, norm in self.norms.items():
            if norm.of_table and (alias == prefix or alias.startswith(prefix + "-")):
                yield self._of_norm(d, norm)

    def _of_norm(self, d: Declaration, norm: ir.Norm) -> Rule:
        cells = cells_of_norm(norm, self.found)
        ids = {norm.id, *(cell.id for cell in norm.row.cells)} if norm.row else {norm.id}
        shown = tuple(dict.fromkeys(s for key in sorted(ids) for s in self.found.norms.get(key, ())))
        base = self._other(d)
        return attrs.evolve(
            base,
            name=norm.alias,
            id=norm.id,
            modality=MODALITY[norm.kind],
            computability=self.computability(norm),
            bearer=norm.bearer,
            on_ledger=norm.id in self.bound,
            words=norm.row.label if norm.of_table and norm.row else base.words,
            readings=tuple(self.readings.get(s, s) for s in norm.switches),
            shown=shown,
            lacking=lacking(norm, shown),
            cells=cells,
            ids=tuple(c.id for c in cells) or (norm.id.partition("/")[0],),
        )

    def _other(self, d: Declaration) -> Rule:
        numbered = {_NOTE: "text", _SCOPE: "scope"}
        own = self._id(d.name) if d.kind in numbered else d.name
        return Rule(
            name=d.name,
            id=own,
            kind=d.kind,
            modality="",
            computability=numbered.get(d.kind, "part"),
            bearer="",
            on_ledger=False,
            words="……".join(words_of(d)),
            reason=d.text("性质") or d.text("理由"),
            file=d.file,
            line=d.span.line,
            source=self.source(d),
            ids=(own.partition("/")[0],) if d.kind in numbered else self._stated(d),
        )

    def _id(self, spelled: str) -> str:
        return self.scheme.to_id(spelled) or spelled

    def _stated(self, d: Declaration) -> tuple[str, ...]:
        """The ids that a declaration without one of its own says it carries out; a table's are those of its cells."""
        if d.kind in _TABLES:
            return ()
        return tuple(self._id(each.strip()) for each in d.text("编号").split("、") if each.strip())

    def source(self, d: Declaration) -> str:
        """The lines of a declaration as they are written."""
        file = self.files[d.file]
        last = max(
            [d.span.line, *(f.span.line for f in d.fields), *(i.span.line for f in d.fields for i in f.items)]
        )
        return "\n".join(file.source_line(n).rstrip() for n in range(d.span.line, last + 1))

    def computability(self, norm: ir.Norm) -> str:
        """What a norm comes to: a verdict of facts alone, a person's judgement, a permission or a power."""
        if norm.kind in ("permission", "power"):
            return norm.kind
        return "judgement" if self._asks_a_person(norm, set()) else "verdict"

    def _asks_a_person(self, node: object, seen: set[str]) -> bool:
        for each in ir.walk(node):
            if isinstance(each, ir.Judged | ir.NotComputed | ir.Adequacy):
                return True
            if isinstance(each, ir.CellRow) and each.question:
                return True
            if isinstance(each, ir.Call) and each.definition not in seen:
                seen.add(each.definition)
                if self._asks_a_person(self.definitions.get(each.definition), seen):
                    return True
        return False


def _plain(name: str) -> str:
    """An id as norms spell it.

    >>> _plain("10-3（1）")
    '10-3(1)'
    """
    return name.replace("（", "(").replace("）", ")")
