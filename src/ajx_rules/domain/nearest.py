"""The nearest of some words, for messages that say what was probably meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_CANDIDATES = 2000
LENGTHS_APART = 2
NONE = "–"


def nearest(word: str, candidates: Iterable[str], count: int = 1) -> tuple[str, ...]:
    """The candidates most like a word, best first; none if nothing comes close.

    Of very many candidates only those of a like length and the same first or last character
    are compared, so that a long list of wrong ids stays quick.

    >>> nearest("premum", ["premium", "line"])
    ('premium',)
    >>> nearest("保险费", ["保费", "险种"])
    ('保费',)
    """
    from difflib import get_close_matches

    word = word[:60]
    pool = list(dict.fromkeys(candidates))
    if len(pool) > MOST_CANDIDATES:
        pool = [
            c
            for c in pool
            if abs(len(c) - len(word)) <= LENGTHS_APART and c[:1] == word[:1] and c[-1:] == word[-1:]
        ]
        pool = pool[:MOST_CANDIDATES]
    return tuple(get_close_matches(word, pool, n=count, cutoff=0.5))


def said(word: str, candidates: Iterable[str]) -> str:
    """The nearest candidate as a message says it: the word, or a dash.

    >>> said("xyz", ["保费"])
    '–'
    """
    return next(iter(nearest(word, candidates)), NONE)
