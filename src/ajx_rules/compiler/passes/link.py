"""Pass 7, link: norms, exceptions, groups and readings find each other."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from ajx_rules.compiler.circles import check_circles
from ajx_rules.compiler.link import link_exceptions, link_groups, with_switches
from ajx_rules.compiler.references import check_references
from ajx_rules.compiler.table_checks import check_order
from ajx_rules.compiler.work import Work


def link(work: Work) -> None:
    """Find what each exception, group and reference names; every norm lists the switches that it depends on."""
    lowering, norms = work.lowering, work.regulation.norms
    linked = attrs.evolve(
        work.regulation,
        exceptions=link_exceptions(work.declarations("例外"), norms, lowering),
        groups=link_groups(work.declarations("同组"), norms, lowering),
    )
    check_references(work.declarations(), lowering)
    check_circles(work.declarations(), linked, lowering)
    for d in work.declarations("判定表"):
        check_order(lowering, d, norms)
    work.regulation = with_switches(linked)
    work.report(lowering.problems)


def holds(work: Work) -> Iterator[str]:
    """Exceptions aim at norms or exceptions that are there; groups list norms that are; switches are those of readings."""
    made = work.regulation
    norms = {n.id for n in made.norms}
    targets = norms | {f"例外:{e.name}" for e in made.exceptions}
    switches = {r.switch for r in made.readings}
    for e in made.exceptions:
        yield from (f"{e.name} aims at {t}, which is not there" for t in e.targets if t not in targets)
    aims = {f"例外:{e.name}": {t for t in e.targets if t.startswith("例外:")} for e in made.exceptions}
    for name, first in aims.items():
        at = first
        for _ in aims:  # no way through the exceptions is longer than there are of them
            at = {t for each in at for t in aims.get(each, ())}
        if at:
            yield f"{name} leads into a circle"
    for g in made.groups:
        yield from (f"{g.name} lists {n}, which is not there" for n in g.norms if n not in norms)
    for n in made.norms:
        yield from (f"{n.id} depends on {s}, which no reading has" for s in n.switches if s not in switches)
