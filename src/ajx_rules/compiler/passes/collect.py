"""Pass 3, collect: every declared name is known, and the lexer knows every word."""

from __future__ import annotations

from collections.abc import Iterator

from ajx_rules.compiler import collect as names
from ajx_rules.compiler.work import Work
from ajx_rules.language.forms import declaration_forms


def collect(work: Work) -> None:
    """Collect the names that the files declare."""
    work.names, found = names.collect(work.files)
    work.report(found)


def holds(work: Work) -> Iterator[str]:
    """Every name leads to a declaration of these files."""
    declared = {id(d) for d in work.declarations()}
    for name, d in {**work.names.named, **work.names.norms}.items():
        if id(d) not in declared:
            yield f"{name} is declared nowhere"
    known = {id(d) for d in (*work.names.named.values(), *work.names.norms.values())}
    forms = declaration_forms()
    named = [d for d in work.declarations() if d.kind in names.NAMED or (forms[d.kind].norm and d.words)]
    yield from (f"{d.span} declares {d.name} once more" for d in named if id(d) not in known)
