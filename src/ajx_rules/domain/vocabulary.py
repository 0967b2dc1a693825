"""Vocabularies: the lists of codes that a regulation supplies.

A ledger may write an entry's code, its text or its short name; ``resolve`` gives the code.

>>> channel = vocabulary("channel", ["电话", "网络", "现场验证"], open=True)
>>> channel.label, channel.resolve("电话"), channel.nearest("电活")
('回访方式', '电话', '电话')
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

import attrs

from ajx_rules.by_parts import ByParts
from ajx_rules.domain.labels import VOCABULARY_LABELS
from ajx_rules.domain.nearest import nearest
from ajx_rules.domain.values import EMPTY


@attrs.frozen(eq=False, repr=False)
class VocabularyEntry(ByParts):
    """One entry: its code, its text, a short name, attributes of its own, its place in the list.

    ``attributes`` are what the regulation says about the entry (the category of a service item,
    whether it counts); ``order`` is the place, from 0, which means something only in an ordered
    vocabulary.
    """

    code: str
    text: str
    short: str | None = None
    attributes: Mapping[str, str] = EMPTY  # type: ignore[assignment]
    order: int = 0


@attrs.frozen(eq=False, repr=False)
class Vocabulary(ByParts):
    """A named list of entries; ``open`` (等): an entry not listed is kept, with a notice."""

    name: str
    label: str
    entries: tuple[VocabularyEntry, ...]
    open: bool = False

    @cached_property
    def _codes(self) -> dict[str, str]:
        # A code goes before a short name, a short name before a text of the same spelling.
        spelled = [(e.text, e.code) for e in self.entries]
        spelled += [(e.short, e.code) for e in self.entries if e.short]
        spelled += [(e.code, e.code) for e in self.entries]
        return dict(spelled)

    @cached_property
    def _entries(self) -> dict[str, VocabularyEntry]:
        return {entry.code: entry for entry in self.entries}

    def resolve(self, value: str) -> str | None:
        """The code of an entry given by code, text or short name; ``None`` if it is no entry."""
        return self._codes.get(value)

    def entry(self, code: str) -> VocabularyEntry | None:
        """The entry of a code."""
        return self._entries.get(code)

    def nearest(self, value: str) -> str | None:
        """The code, short name or text most like a value; ``None`` if nothing comes close."""
        return next(iter(nearest(value, self._codes)), None)


def vocabulary(name: str, entries: Iterable[str], *, open: bool = False) -> Vocabulary:  # noqa: A002 - as the field
    """A vocabulary whose codes are the texts themselves."""
    made = tuple(VocabularyEntry(text, text, order=n) for n, text in enumerate(entries))
    return Vocabulary(name, VOCABULARY_LABELS.get(name, name), made, open)


__all__ = ["VOCABULARY_LABELS", "Vocabulary", "VocabularyEntry", "vocabulary"]
