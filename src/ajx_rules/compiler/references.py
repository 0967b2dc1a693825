"""What a norm names outside its sentences: the consequence of a breach, what prevails, who is asked.

Such a word used to be taken as written; one that names nothing, or a question that nobody can
answer where it is asked, would stay silent for ever.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ajx_rules.compiler.lower import Lowering
from ajx_rules.compiler.wrong import WrongSentence
from ajx_rules.language.text import canonical, nearest
from ajx_rules.language.tree import Declaration, FieldNode

NAMING = ("后果", "优先")
ASKING = ("判断", "及时与否", "行另判")
# What a question may be about although a norm binds the class on the left: its answers count there.
ANSWERED_BY = {"Recipient": ("Service",), "Delivery": ("Service",)}


def check_references(declarations: Iterable[Declaration], lowering: Lowering) -> None:
    """Report every name of a norm that is none, and every question that cannot be answered."""
    ids = _ids(lowering)
    for d in declarations:
        for field in d.fields:
            if field.name in NAMING and field.text != "无":
                _named(d, field, ids, lowering)
            elif field.name in ASKING:
                _asked(d, field, lowering)


def _ids(lowering: Lowering) -> tuple[str, ...]:
    """Every id that is declared: of a norm, of a note, of a row or a cell of a table, right or wrong otherwise."""
    words = (word for group in lowering.names.words.norms.values() for word in group)
    spelled = (word.replace("（", "(").replace("）", ")") for word in words)
    return tuple(dict.fromkeys([*lowering.names.norms, *spelled]))


def _named(d: Declaration, field: FieldNode, ids: tuple[str, ...], lowering: Lowering) -> None:
    for part in re.split("[、，]", canonical(field.text)):
        word = part.strip().replace("（", "(").replace("）", ")")
        named = lowering.names.named.get(word)
        under = any(known == word or known.startswith((f"{word}/", f"{word}-")) for known in ids)
        if under or (named is not None and named.kind == "例外"):
            continue
        near = nearest(word, ids) or ""
        lowering.report("E266", field.span, d.name, field=field.word, word=word, nearest=near)


def _asked(d: Declaration, field: FieldNode, lowering: Lowering) -> None:
    """A question is about the records that the norm binds; its answers name one of them."""
    question = lowering.names.named.get(field.text)
    subject_field = d.field("对象")
    if question is None or question.kind != "判断" or subject_field is None or subject_field.sentence is None:
        return
    owner = lowering.resolver.schema.by_label(question.text("属于"))
    try:
        subject = lowering.resolver.subject(subject_field.sentence)
    except WrongSentence:  # reported where the norm is lowered
        return
    if owner is None or owner.name in (subject, *ANSWERED_BY.get(subject, ())):
        return
    label = lowering.resolver.schema.classes[subject].label
    lowering.report("E267", field.span, d.name, name=field.text, cls=owner.label, subject=label)
