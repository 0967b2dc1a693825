"""Distinct kinds over rows: which are certain, which possible, how many at most."""

from __future__ import annotations

from fractions import Fraction

import attrs

from ajx_rules.by_parts import ByParts
from ajx_rules.engines.values import NOTHING, Codes, CodeSet, Missings, Numbers, Value


@attrs.frozen(eq=False, repr=False)
class Kinds(ByParts):
    """Distinct codes over rows.

    ``certain`` are there, ``possible`` may be; ``loose`` more may be any of ``loose_codes``
    (None: any code at all), without number if ``endless``.
    """

    certain: frozenset[str] = frozenset()
    possible: frozenset[str] = frozenset()
    loose: int = 0
    loose_codes: frozenset[str] | None = frozenset()
    endless: bool = False
    missing: Missings = NOTHING

    def with_one(self, got: Value, *, sure: bool, many: bool, missing: Missings) -> Kinds:
        """With the codes of one more row (or of any number of rows, if ``many``)."""
        certain, possible, loose, codes, endless = (
            self.certain,
            self.possible,
            self.loose,
            self.loose_codes,
            self.endless,
        )
        missing = self.missing | missing
        if isinstance(got, CodeSet):
            if sure:
                certain = certain | got.certain
            else:
                possible = possible | got.certain
            extra = None if got.possible is None else got.possible - got.certain
            if extra is None or extra:
                missing = missing | got.missing
                endless = endless or extra is None or many
                loose += len(extra or ())
                codes = None if extra is None or codes is None else codes | extra
        else:
            assert isinstance(got, Codes)
            missing = missing | got.missing
            loose += 1
            endless = endless or many
            codes = None if got.possible is None or codes is None else codes | got.possible
        return Kinds(certain, possible, loose, codes, endless, missing)

    def joined(self, other: Kinds) -> Kinds:
        """Both together."""
        codes = (
            None
            if self.loose_codes is None or other.loose_codes is None
            else self.loose_codes | other.loose_codes
        )
        return Kinds(
            self.certain | other.certain,
            self.possible | other.possible,
            self.loose + other.loose,
            codes,
            self.endless or other.endless,
            self.missing | other.missing,
        )

    def adds_to(self, other: Kinds) -> bool:
        """Whether there may be a kind here that is not certain there."""
        return bool((self.certain | self.possible) - other.certain) or self.loose > 0 or self.endless

    def number(self) -> Numbers:
        """How many distinct codes: from those certain to the most there can be."""
        named = self.certain | self.possible
        most: int | None = None
        if self.loose_codes is not None:
            most = len(named | self.loose_codes)
        if not self.endless:
            limit = len(named) + self.loose
            most = limit if most is None else min(most, limit)
        lo, hi = Fraction(len(self.certain)), None if most is None else Fraction(most)
        return Numbers(lo, hi, NOTHING if lo == hi else self.missing)
