"""Pass 5, claims: what a rule says it carries out is quoted above it, with its numbers and its article."""

from __future__ import annotations

from collections.abc import Iterator

from ajx_rules.compiler.articles import check_articles
from ajx_rules.compiler.quotes import check_claims
from ajx_rules.compiler.work import Work


def claims(work: Work) -> None:
    """Compare what the rules claim with what stands above them."""
    work.report(check_claims(work.files))
    work.report(check_articles(work.files))


def holds(work: Work) -> Iterator[str]:
    """No claim is without its quotation."""
    found = [*check_claims(work.files), *check_articles(work.files)]
    yield from (f"{d.code} {d.span}" for d in found if d.severity == "error")
