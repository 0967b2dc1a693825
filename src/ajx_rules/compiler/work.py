"""What is being compiled: what each pass finds there and leaves behind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from ajx_rules.compiler.collect import Names
from ajx_rules.compiler.ir import RegulationIR
from ajx_rules.compiler.lower import Lowering
from ajx_rules.compiler.quotes import Mended
from ajx_rules.diagnostics import Diagnostic
from ajx_rules.language.tree import Declaration, RuleFile


@attrs.define(eq=False)
class Work:
    """The rule files of one folder on their way; ``official`` are the official texts by name."""

    texts: Mapping[str, str]
    official: Mapping[str, str]
    name: str
    problems: list[Diagnostic] = attrs.field(factory=list)
    files: list[RuleFile] = attrs.field(factory=list)
    """From *read* on; with their sentences from *parse* on."""
    altered: Mended = attrs.field(factory=Mended)
    """From *quotes* on: the tables that are read as if they were the official ones."""
    names: Names = attrs.field(init=False)
    """From *collect* on."""
    lowering: Lowering = attrs.field(init=False)
    """From *lower* on: what it knows of the way from sentences to expressions."""
    regulation: RegulationIR = attrs.field(init=False)
    """From *lower* on; whole after *link*."""
    over: bool = False
    """Whether a pass found what no later one can make anything of."""

    @property
    def instrument(self) -> Declaration | None:
        """The declaration that names the official text."""
        return next(iter(self.declarations("规范文件")), None)

    def declarations(self, *kinds: str) -> list[Declaration]:
        """The declarations of all files, or those of some kinds."""
        return [d for f in self.files for d in f.declarations if not kinds or d.kind in kinds]

    def report(self, found: Iterable[Diagnostic]) -> None:
        """Keep what a pass found wrong; what follows only from a table that is not the official one is left out."""
        self.problems += [each for each in found if not self.altered.has(each)]
