"""A failing pair of ledgers made small, so that a person can read why a law fails.

Hypothesis could shrink the pair as well, but it would redraw whole ledgers thousands of times.
Here everything that is withheld without need is given back, and every record that plays no part
is taken out of both ledgers.
"""

from collections.abc import Callable, Iterator

import attrs

from ajx_rules.domain.book import Ledger
from ajx_rules.ledger.index import LedgerIndex
from ajx_rules.ledger.validate import after_codes, validate
from tests.laws.withheld import referred_to, without
from tests.strategies import replace

Fails = Callable[[Ledger, Ledger], bool]
Difference = tuple[str, str, object, object]


def differences(partial: Ledger, truth: Ledger) -> Iterator[Difference]:
    """What the first ledger says otherwise than the second: id, field, here, there."""
    known = LedgerIndex(partial).by_id
    for id_, row in LedgerIndex(truth).by_id.items():
        if row.cls.name == "Completeness":
            continue
        if id_ not in known:
            yield id_, "", "no such record", ""
            continue
        for field in row.cls.fields.values():
            here, there = getattr(known[id_].record, field.name), getattr(row.record, field.name)
            if here != there and not (field.kind == "parts" and here is not None):
                yield id_, field.name, here, there


def smallest(partial: Ledger, truth: Ledger, fails: Fails) -> tuple[Ledger, Ledger]:
    """The pair with as little withheld, and as few records, as still fails."""

    def still(one: Ledger, other: Ledger) -> bool:
        found = [f for ledger in (one, other) for f in (*validate(ledger), *after_codes(LedgerIndex(ledger)))]
        return not [f for f in found if f.severity == "error"] and fails(one, other)

    before: tuple[Ledger, Ledger] | None = None
    while before != (partial, truth):
        before = partial, truth
        for smaller in _more_told(partial, truth):
            if still(smaller, truth):
                partial = smaller
                break
        for pair in _with_less(partial, truth):
            if still(*pair):
                partial, truth = pair
                break
    return partial, truth


def _more_told(partial: Ledger, truth: Ledger) -> Iterator[Ledger]:
    found = list(differences(partial, truth))
    if partial.complete != truth.complete and all(field for _, field, _, _ in found):
        yield attrs.evolve(partial, complete=truth.complete)
    for id_, field, _, there in found:
        if field and (id_, field) != (truth.id, "complete"):
            yield replace(partial, id_, **{field: there})


def _with_less(partial: Ledger, truth: Ledger) -> Iterator[tuple[Ledger, Ledger]]:
    for id_, row in LedgerIndex(truth).by_id.items():
        if row.cls.name in ("Completeness", "Insurer") or referred_to(truth, id_):
            continue
        try:
            yield without(partial, id_), without(truth, id_)
        except ValueError:  # a list that must not be empty
            continue


def told(partial: Ledger, truth: Ledger) -> str:
    """The pair in words."""
    lines = [
        f"  {id_}.{field}: {here!r} for {there!r}" for id_, field, here, there in differences(partial, truth)
    ]
    complete = "; ".join(
        f"{'、'.join(c.records)} {c.since or ''}..{c.through} {c.scope or ''}" for c in partial.complete
    )
    return "\n".join(
        [f"known on {partial.known_on}, complete: {complete or 'nothing'}; not told:", *lines, repr(truth)]
    )
