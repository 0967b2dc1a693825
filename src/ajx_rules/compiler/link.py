"""Pass 6, link: norms, exceptions, groups and readings find each other.

Afterwards every reference names something that is there, exceptions form no
circle, and each norm lists the switches that its verdict can depend on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs
from lark import Tree

from ajx_rules.by_parts import ByParts
from ajx_rules.compiler import ir
from ajx_rules.compiler.collect import Names
from ajx_rules.compiler.conventions import Place, that_matters
from ajx_rules.compiler.lower import Lowering
from ajx_rules.diagnostics import Span
from ajx_rules.language.text import nearest
from ajx_rules.language.tree import Declaration, FieldNode

MOST_EXCEPTIONS = 10


@attrs.frozen(eq=False, repr=False)
class Reference(ByParts):
    """What a word under 针对 or 规范 names: norms, a cell of one, or another exception."""

    norms: tuple[str, ...]
    exception: str | None
    cell: str | None = None


def references(
    d: Declaration, field_name: str, norms: Iterable[ir.Norm], names: Names, lowering: Lowering
) -> list[Reference]:
    """The references of a field, each with the norms it names."""
    field = d.field(field_name)
    if field is None or field.sentence is None:
        return []
    norms = tuple(norms)
    out: list[Reference] = []
    for reference in field.sentence.children:
        if not isinstance(reference, Tree):
            continue
        token = reference.children[0]
        word = str(token).replace("（", "(").replace("）", ")")
        named = names.named.get(word)
        if named is not None and named.kind == "例外":
            out.append(Reference((), word))
            continue
        cell = _cell(word, norms)
        if cell is not None:
            out.append(cell)
            continue
        hits = tuple(n.id for n in _named(word, norms, one_subject=field_name == "针对"))
        if not hits and _failed(word, norms, names):
            continue
        if not hits:
            level = next((n.alias for n in norms if n.alias.startswith(word + "/")), None)
            near = level or nearest(word, [n.alias for n in norms]) or ""
            lowering.report("E260", _place(token, field.span), d.name, word=word, nearest=near)
            continue
        out.append(Reference(hits, None))
    return out


def _place(token: object, where: Span) -> Span:
    """The place of one word of a list; that of the whole list where it is not told."""
    start = getattr(token, "start_pos", None)
    if not isinstance(start, int):
        return where
    column = where.column + start
    return Span(where.file, where.line, column, where.line, column + len(str(token)))


def _named(word: str, norms: tuple[ir.Norm, ...], *, one_subject: bool) -> list[ir.Norm]:
    """The norms that a word names; an exception is of one subject: that of the norm of that very id."""
    below = (word + "/", word + "-")  # a bare id names its levels, a beginning all ids under it
    hits = [n for n in norms if n.alias == word or n.alias.startswith(below)]
    itself = next((n for n in hits if n.alias == word), None)
    if itself is None and len(hits) == 1 and hits[0].alias.startswith(word + "/"):
        return []  # one level is not several: the id was of a norm that is no longer there
    if one_subject:
        return [n for n in hits if itself is None or n.subject == itself.subject]
    # An advisory counts nowhere: it is one act with others only if it is named itself.
    return [n for n in hits if n.kind != "advisory" or n.alias == word]


def _cell(word: str, norms: tuple[ir.Norm, ...]) -> Reference | None:
    """One cell of a table, by its id; a merged cell is the first of its rows."""
    rows = [(n, n.row) for n in norms if n.row is not None]
    named = next((c for _, row in rows for c in row.cells if c.alias == word), None)
    if named is None:
        return None
    id_ = named.merged_into or named.id
    return next(Reference((n.id,), None, id_) for n, row in rows if any(c.id == id_ for c in row.cells))


def _failed(word: str, norms: tuple[ir.Norm, ...], names: Names) -> bool:
    """Whether a word names a norm that is declared, but with an error that is told where it stands."""
    made = {n.alias for n in norms}
    return any(
        known.partition("/")[0] == word or known == word
        for known, d in names.norms.items()
        if d.kind in ("义务", "禁止", "提示", "许可", "权力") and known not in made
    )


def link_exceptions(
    declarations: Iterable[Declaration], norms: tuple[ir.Norm, ...], lowering: Lowering
) -> tuple[ir.ExceptionRule, ...]:
    """Every 例外 with the norms (and exceptions) it targets; circles are errors."""
    names = lowering.names
    found: dict[str, list[Reference]] = {}
    spans: dict[str, Span] = {}
    by_name: dict[str, Declaration] = {}
    for d in declarations:
        found[d.name] = references(d, "针对", norms, names, lowering)
        spans[d.name] = d.span
        by_name[d.name] = d
    by_id = {n.id: n for n in norms}
    lengths = _lengths(found)
    out: list[ir.ExceptionRule] = []
    for name, d in by_name.items():
        circle = _circle(name, found)
        if circle:
            lowering.report("E262", spans[name], name, circle="→".join(circle))
            continue
        if lengths[name] > MOST_EXCEPTIONS:
            lowering.report("E265", spans[name], name, limit=str(MOST_EXCEPTIONS))
            continue
        ends = [by_id[i] for i in _ends(name, found) if i in by_id]
        if not ends:
            continue
        subjects = {n.subject for n in ends}
        if len(subjects) > 1:
            labels = "、".join(lowering.resolver.schema.classes[s].label for s in sorted(subjects))
            lowering.report("E263", spans[name], name, subjects=labels)
            continue
        vocabulary = _row_vocabulary(ends, lowering)
        targets = tuple(
            t for r in found[name] for t in (r.norms or ((f"例外:{r.exception}",) if r.exception else ()))
        )
        places = [Place(n.citation.heading, n.alias) for n in ends]
        made = lowering.exception(d, ends[0].subject, vocabulary, targets, places)
        if made:
            out.append(attrs.evolve(made, cells=_only_cells(found[name])))
    return tuple(out)


def _only_cells(found: Iterable[Reference]) -> tuple[str, ...]:
    """The cells named of rows that are not named as a whole."""
    whole = {n for r in found if r.cell is None for n in r.norms}
    return tuple(r.cell for r in found if r.cell is not None and not whole & set(r.norms))


def _row_vocabulary(norms: list[ir.Norm], lowering: Lowering) -> str:
    """The vocabulary of 所在行 where every target is a row of a table with rows."""
    if all(n.row and any(c.row_codes for c in n.row.cells) for n in norms):
        for v in lowering.names.vocabularies.values():
            codes = {e.code for e in v.entries}
            if all(
                c in codes for n in norms if n.row for cell in n.row.cells for c in cell.row_codes
            ) and any(e.attributes for e in v.entries):
                return v.name
    return ""


def _circle(name: str, found: Mapping[str, list[Reference]]) -> tuple[str, ...]:
    """A way from an exception over those it targets back to itself; empty if there is none."""
    came: dict[str, str] = {}
    waiting = [name]
    while waiting:
        at = waiting.pop()
        for reference in found.get(at, ()):
            if reference.exception == name:
                way = [name, at]
                while at != name:
                    at = came[at]
                    way.append(at)
                return (*tuple(dict.fromkeys(reversed(way))), name)
            if reference.exception and reference.exception not in came:
                came[reference.exception] = at
                waiting.append(reference.exception)
    return ()


def _ends(name: str, found: Mapping[str, list[Reference]]) -> list[str]:
    """The norms at the end of a chain of exceptions."""
    out: dict[str, None] = {}
    seen = {name}
    waiting = [name]
    while waiting:
        for reference in found.get(waiting.pop(), ()):
            out.update(dict.fromkeys(reference.norms))
            if reference.exception and reference.exception not in seen:
                seen.add(reference.exception)
                waiting.append(reference.exception)
    return list(out)


def _lengths(found: Mapping[str, list[Reference]]) -> dict[str, int]:
    """How long the longest chain of exceptions from each one on is; what leads back into a chain adds nothing."""
    known: dict[str, int] = {}
    begun: set[str] = set()
    for name in found:
        way = [name]
        while way:
            at = way[-1]
            begun.add(at)
            below = [r.exception for r in found.get(at, ()) if r.exception]
            unseen = [other for other in below if other not in begun]
            if unseen:
                way += unseen
                continue
            way.pop()
            known.setdefault(at, 1 + max((known.get(other, 0) for other in below), default=0))
    return known


def link_groups(
    declarations: Iterable[Declaration], norms: tuple[ir.Norm, ...], lowering: Lowering
) -> tuple[ir.Group, ...]:
    """Every 同组 with the ids of its norms, first named first."""
    out: list[ir.Group] = []
    for d in declarations:
        found = references(d, "规范", norms, lowering.names, lowering)
        ids = tuple(dict.fromkeys(i for r in found for i in r.norms))
        field = d.field("规范")
        if len(ids) == 1 and field is not None and not _one_failed(field, norms, lowering.names):
            lowering.report("E264", field.span, d.name)
        out.append(ir.Group(d.name, ids, d.text("理由")))
    return tuple(out)


def _one_failed(field: FieldNode, norms: tuple[ir.Norm, ...], names: Names) -> bool:
    """Whether a reference names a norm that is declared, but with an error that is told where it stands."""
    made = {n.alias for n in norms}
    words = [
        str(r.children[0]) for r in (field.sentence.children if field.sentence else ()) if isinstance(r, Tree)
    ]
    return any(
        known == w or known.startswith((f"{w}/", f"{w}-")) for known in {*names.norms} - made for w in words
    )


def with_switches(ir_: ir.RegulationIR) -> ir.RegulationIR:
    """Each norm with the switches its verdict can depend on, in the order of the readings."""
    definitions = {d.name: d for d in ir_.definitions}
    tables = {t.name: t for t in ir_.tables}
    order = [r.switch for r in ir_.readings]
    group_of = {n: g.name for g in ir_.groups for n in g.norms}

    known: dict[str, frozenset[str]] = {}

    def behind(name: str, node: object) -> frozenset[str]:
        """The switches behind a definition, a table or an exception; each is worked out once."""
        if name not in known:
            known[name] = frozenset()
            known[name] = frozenset(switches(node))
        return known[name]

    def switches(node: object) -> set[str]:
        out: set[str] = set()
        for n in ir.walk(node):
            if isinstance(n, ir.Reads):
                out.add(n.switch)
            elif isinstance(n, ir.Call) and n.definition in definitions:
                out |= behind(f"定义:{n.definition}", definitions[n.definition])
            elif isinstance(n, ir.Lookup) and n.table in tables:
                table = tables[n.table]
                out |= behind(f"表:{n.table}", (table.input, table.column))
            elif isinstance(n, ir.Within) and n.counting is None:
                out |= switches(that_matters(n, ir_.convention))
        return out

    targeting: dict[str, list[ir.ExceptionRule]] = {}
    for e in ir_.exceptions:
        for target in e.targets:
            targeting.setdefault(target, []).append(e)

    def of_exceptions(target: str) -> frozenset[str]:
        key = f"针对:{target}"
        if key not in known:
            found: set[str] = set()
            for e in targeting.get(target, ()):
                found |= behind(f"例外:{e.name}", (e.condition, e.credit, e.term)) | of_exceptions(
                    f"例外:{e.name}"
                )
            known[key] = frozenset(found)
        return known[key]

    own_numbers = {p.word: frozenset(switches(p.condition)) for p in ir_.parameters}

    def of_own_numbers_and_blocks(norm: ir.Norm) -> frozenset[str]:
        cells = norm.row.cells if norm.row is not None else ()
        words = {"全年进行"} if any(c.duty is not None and c.duty.all_year for c in cells) else set()
        words |= {norm.term.word} if isinstance(norm.term, ir.NoNumber) else set()
        several = any(c.duty is not None and c.duty.years > 1 for c in cells)
        blocks = switches(ir_.convention.across_contracts) if several else set()
        return frozenset(s for w in words for s in own_numbers.get(w, ())) | blocks

    years = switches(ir_.convention.from_inception)
    norms = []
    for norm in ir_.norms:
        found = switches(norm) | of_exceptions(norm.id) | of_own_numbers_and_blocks(norm)
        found |= years if norm.subject == "InsuredYear" else set()
        norms.append(
            attrs.evolve(norm, switches=tuple(s for s in order if s in found), group=group_of.get(norm.id))
        )
    return attrs.evolve(ir_, norms=tuple(norms))
