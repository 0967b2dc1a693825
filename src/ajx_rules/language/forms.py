"""The table of declarations (grammar/declarations.toml): heads, fields, forms."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache, cached_property
from typing import Any

import attrs

from ajx_rules.by_parts import ByParts
from ajx_rules.resources import grammar_folder


@attrs.frozen(eq=False, repr=False)
class FieldForm(ByParts):
    """What one field of a declaration may hold."""

    name: str
    form: str
    english: str
    must: bool
    many: bool
    prefix: str | None
    suffix: str | None

    def matches(self, word: str) -> bool:
        """Whether a field word as written is this field."""
        if self.prefix is None:
            return word == self.name
        if self.name == "说":
            return word[:1] in self.prefix and word[1:2] == "说"
        return word.startswith(self.prefix) and (self.suffix is None or word.endswith(self.suffix))


@attrs.frozen(eq=False, repr=False)
class DeclarationForm(ByParts):
    """One kind of declaration."""

    kind: str
    english: str
    head: str
    norm: bool
    help: str
    example: str
    fields: tuple[FieldForm, ...]

    def field_form(self, word: str) -> FieldForm | None:
        """The form of a field word as written; the most particular one."""
        exact = self._exact.get(word)
        if exact is not None:
            return exact
        return max(
            (f for f in self._patterns if f.matches(word)), key=lambda f: len(f.suffix or ""), default=None
        )

    @cached_property
    def _exact(self) -> Mapping[str, FieldForm]:
        return {f.name: f for f in self.fields if f.prefix is None}

    @cached_property
    def _patterns(self) -> tuple[FieldForm, ...]:
        return tuple(f for f in self.fields if f.prefix is not None)


@cache
def declaration_forms() -> Mapping[str, DeclarationForm]:
    """Every kind of declaration by its Chinese name."""
    with (grammar_folder() / "declarations.toml").open("rb") as file:
        data: dict[str, Any] = tomllib.load(file)
    return {kind: _form(kind, entry) for kind, entry in data.items()}


def _form(kind: str, entry: Mapping[str, Any]) -> DeclarationForm:
    fields = tuple(
        FieldForm(
            name,
            f["form"],
            f.get("english", name),
            f.get("must", False),
            f.get("many", False),
            f.get("prefix"),
            f.get("suffix"),
        )
        for name, f in entry.get("fields", {}).items()
    )
    return DeclarationForm(
        kind,
        entry["english"],
        entry["head"],
        entry.get("norm", False),
        entry["help"],
        entry["example"],
        fields,
    )
