"""Pass 6, lower: each declaration becomes well-typed intermediate representation."""

from __future__ import annotations

from collections.abc import Iterator

from ajx_rules.compiler import ir
from ajx_rules.compiler.lower import Lowering, published_on, validity_of
from ajx_rules.compiler.lower_tables import TableLowering
from ajx_rules.compiler.scopes import guarded, scopes
from ajx_rules.compiler.work import Work
from ajx_rules.diagnostics import Diagnostic

NORMS = ("义务", "禁止", "提示", "许可", "权力")


def lower(work: Work) -> None:
    """Lower every declaration; what names another is left to *link*."""
    lowering = work.lowering = Lowering(work.files, work.names)
    for d in work.declarations("通则"):
        lowering.bearer = d.text("义务人", lowering.bearer)
        lowering.consequence = d.text("后果")
    convention = lowering.convention(work.declarations("约定"))
    tables_of = TableLowering(lowering)
    norms: list[ir.Norm] = []
    tables: list[ir.DecisionTable] = []
    commands: list[ir.Alias] = []
    for d in work.declarations():
        if d.kind in NORMS:
            made = lowering.norm(d)
            if made:
                norms.append(made)
        elif d.kind == "频次表":
            norms += tables_of.frequency_table(d)
        elif d.kind == "判定表":
            table = tables_of.decision_table(d)
            if table:
                tables.append(table[0])
                commands += [table[1]] if table[1] else []
    for d in (d for d in work.declarations("定义", "期间") if d.name in work.names.named):
        lowering.attempt(d.span, lambda d=d: lowering.define(d.name), d.name)  # type: ignore[misc]
    within = scopes(work.declarations("适用范围"), lowering)
    instrument = work.instrument
    work.regulation = ir.RegulationIR(
        name=work.name,
        title=instrument.text("名称") if instrument else work.name,
        norms=tuple(guarded(n, within) for n in norms),
        tables=tuple(tables),
        definitions=(*(d[0] for d in lowering.definitions.values() if d), *within),
        exceptions=(),
        readings=tuple(r for r in (lowering.reading(d) for d in work.declarations("解读")) if r),
        questions=tuple(lowering.question(d) for d in work.declarations("判断")),
        vocabularies=tuple(work.names.vocabularies.values()),
        groups=(),
        convention=convention,
        commands=tuple(commands),
        published=published_on(instrument, lowering.problems),
        parameters=tuple(lowering.parameter(d) for d in work.declarations("参数")),
        facts=tuple(work.names.facts.values()),
        validity=validity_of(instrument, lowering.problems),
        replaces=instrument.text("取代") if instrument else "",
    )
    if work.regulation.replaces and work.regulation.published is None and instrument is not None:
        lowering.problems.append(Diagnostic("E044", {"name": work.regulation.replaces}, instrument.span))


def holds(work: Work) -> Iterator[str]:
    """Ids are unique; every definition, table and switch that an expression asks is there."""
    made = work.regulation
    ids = [n.id for n in made.norms]
    yield from (f"{id_} stands twice" for id_ in sorted({i for i in ids if ids.count(i) > 1}))
    definitions, tables = {d.name for d in made.definitions}, {t.name for t in made.tables}
    switches = {r.switch for r in made.readings}
    for node in ir.walk(made):
        if isinstance(node, ir.Call) and node.definition not in definitions:
            yield f"no definition {node.definition}"
        elif isinstance(node, ir.Lookup) and node.table not in tables:
            yield f"no table {node.table}"
        elif isinstance(node, ir.Reads) and node.switch not in switches:
            yield f"no reading {node.switch}"
