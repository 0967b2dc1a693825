"""Pass 1, read: texts become files of sections, quotations, tables and declarations with fields."""

from __future__ import annotations

from collections.abc import Iterator

from ajx_rules.compiler.work import Work
from ajx_rules.language.reader import read_rule_file


def read(work: Work) -> None:
    """Read each file by itself."""
    for file, text in work.texts.items():
        rules, found = read_rule_file(file, text)
        work.files.append(rules)
        work.report(found)


def holds(work: Work) -> Iterator[str]:
    """Every file is there; every declaration and field stands in its file, on the line that its place names."""
    if [f.file for f in work.files] != list(work.texts):
        yield "a file was not read"
    for file in work.files:
        for d in file.declarations:
            for span in (d.span, *(field.span for field in d.fields)):
                if span.file != file.file or not file.source_line(span.line):
                    yield f"{span.file}:{span.line} is no line of {file.file}"
