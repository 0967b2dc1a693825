"""What a table gives, as text: the result, or those still possible and what would settle it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ajx_rules.language.text import width
from ajx_rules.reports.layout import Line, clean, flow, line, padded
from ajx_rules.reports.words import Tongue

if TYPE_CHECKING:
    from ajx_rules.diagnostics.record import Language
    from ajx_rules.regulation import Regulation
    from ajx_rules.tables import LookupResult


def lookup_lines(result: LookupResult, regulation: Regulation, lang: Language = "zh") -> list[Line]:
    """Return what a table gives as lines with styles.

    >>> from ajx_rules import load_regulation
    >>> regulation = load_regulation()
    >>> found = regulation.lookup("服务档次", premium="20000", accident="no")
    >>> lookup_lines(found, regulation)[0].spans
    (('服务档次：第三档', 'good head'),)
    """
    say = Tongue(lang)
    answer = say("或", " or ").join(result.results)
    if result.definite:
        out = flow([(say(f"{result.table}：{answer}", f"{result.table}: {answer}"), "good head")])
    else:
        lacking = say("、", " and ").join(result.settle)
        text = say(
            f"{result.table}：{answer}，取决于{lacking}", f"{result.table}: {answer}, depending on {lacking}"
        )
        out = flow([(text, "key head")])
    out += _cells(result, regulation, say)
    cited = regulation.table(result.table).ir.citation
    place = say(
        f"{cited.heading}（{cited.file} 第{cited.line}行）",
        f"{cited.heading} ({cited.file}, line {cited.line})",
    )
    return [*out, *flow([(clean(place), "dim")], first=2, rest=4)]


def table_lines(regulation: Regulation, lang: Language = "zh") -> list[Line]:
    """Return the tables of a regulation with the inputs that each takes.

    >>> from ajx_rules import load_regulation
    >>> from ajx_rules.reports.layout import plain
    >>> print(plain(table_lines(load_regulation())).splitlines()[0])
    服务档次  premium（保费规模，元）  accident（上一年度事故：yes、no）
    """
    say = Tongue(lang)
    out: list[Line] = []
    for table in regulation.tables:
        command = next((c for c in regulation.ir.commands if c.table == table.name), None)
        row = command.row_key if command else "row"
        column = command.column_key if command else "column"
        found = table.ir
        inputs = say(
            f"  {row}（{found.input_label}，{found.unit}）  {column}（{found.column_label}：yes、no）",
            f"  {row} ({found.input_label}, {found.unit})  {column} ({found.column_label}: yes or no)",
        )
        out.append(line((table.name, "head"), inputs))
        out += flow([(clean(found.citation.heading), "dim")], first=2)
    return out


def _cells(result: LookupResult, regulation: Regulation, say: Tongue) -> list[Line]:
    """Return each cell of the table that can be meant, in words."""
    table = regulation.table(result.table).ir
    answers = {"no": say("否", "no"), "yes": say("是", "yes")}
    size = max(width(band.text) for band in table.bands)
    out: list[Line] = []
    for band, results, cells in zip(table.bands, table.results, table.cell_ids, strict=True):
        for column, found, cell in zip(table.columns, results, cells, strict=True):
            if cell in result.cells:
                answer = answers.get(column, column)
                where = say(f"{table.column_label}：{answer}", f"{table.column_label}: {answer}")
                name = say(regulation.compiled.names.scheme.to_alias(cell) or cell, cell)
                out += flow(
                    [f"{padded(band.text, size)}  {where}  {found}  ", (name, "dim")], first=2, rest=4
                )
    return out
