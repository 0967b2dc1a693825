"""Pass 4, parse: the text of each field that is a sentence becomes a tree of the grammar."""

from __future__ import annotations

from collections.abc import Iterator

from ajx_rules.compiler.collect import with_sentences
from ajx_rules.compiler.work import Work
from ajx_rules.language.sentences import PARSED, parse_file
from ajx_rules.language.tree import RuleFile


def parse(work: Work) -> None:
    """Parse every sentence; one that is wrong hides no other."""
    parsed: list[RuleFile] = []
    for rules in work.files:
        done, found = parse_file(rules, work.names.words)
        parsed.append(done)
        work.report(found)
    work.files = parsed
    work.names = with_sentences(work.names, parsed)


def holds(work: Work) -> Iterator[str]:
    """Every field that is a sentence has its tree; every name leads to its declaration as parsed."""
    for d in work.declarations():
        for field in d.fields:
            if field.form in PARSED and field.sentence is None:
                yield f"{field.span} is not parsed"
            yield from (f"{item.span} is not parsed" for item in field.items if item.sentence is None)
    parsed = {id(d) for d in work.declarations()}
    for name, d in {**work.names.named, **work.names.norms}.items():
        if id(d) not in parsed:
            yield f"{name} leads to a declaration without its sentences"
