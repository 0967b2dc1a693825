"""Parts of the syntax tree that are made anew with one part changed."""

import attrs
import pytest

from ajx_rules.language.tree import Declaration, FieldNode


@pytest.mark.parametrize(
    ("cls", "change", "changed"),
    [
        (FieldNode, lambda field: field.with_sentence("tree", "case"), {"sentence": "tree", "extra": "case"}),
        (Declaration, lambda declaration: declaration.with_fields(()), {"fields": ()}),
    ],
)
def test_only_what_is_to_change_changes(cls, change, changed):
    """A part that is added later is not lost on the way."""
    before = cls(**{field.name: object() for field in attrs.fields(cls)})
    assert change(before) == attrs.evolve(before, **changed)
