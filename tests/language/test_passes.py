"""The passes of the compiler: in one order, and each keeps what it promises."""

from collections.abc import Callable
from pathlib import Path

import attrs
import pytest

from ajx_rules.compiler import ir, passes
from ajx_rules.compiler.collect import with_sentences
from ajx_rules.compiler.passes import PASSES
from ajx_rules.compiler.sources import read_sources
from ajx_rules.compiler.work import Work

ROOT = Path(__file__).parents[2]
FOLDERS = [
    ROOT / "regulations" / "gd-noncoal-mine",
    *(ROOT / "tests" / "regulations" / name for name in ("mini", "constructs", "port")),
]


def begun(folder: Path) -> Work:
    sources = read_sources(folder)
    return Work(sources.rules, sources.official, sources.name, list(sources.problems))


def after(name: str, folder: Path = FOLDERS[1]) -> Work:
    work = begun(folder)
    for step in PASSES:
        step.run(work)
        if step.name == name:
            return work
    raise AssertionError(name)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_what_each_pass_promises_holds_after_it(folder: Path):
    work = begun(folder)
    for step in PASSES:
        step.run(work)
        assert list(step.holds(work)) == [], step.name
    assert not [d for d in work.problems if d.severity == "error"]


def test_each_pass_is_a_file_with_a_function_of_its_name():
    files = {path.stem for path in Path(passes.__file__).parent.glob("*.py")} - {"__init__"}
    assert [step.name for step in PASSES] == ["read", "quotes", "collect", "parse", "claims", "lower", "link"]
    assert {step.name for step in PASSES} == files
    table = passes.__doc__ or ""
    assert [row.split()[0] for row in table.splitlines()[5:12]] == [step.name for step in PASSES]


def a_file_less(work: Work) -> None:
    del work.files[0]


def another_word_in_a_quotation(work: Work) -> None:
    file = next(f for f in work.files if any(s.quotations for s in f.sections))
    sections = [
        attrs.evolve(s, quotations=tuple(attrs.evolve(q, text=f"另{q.text}") for q in s.quotations))
        for s in file.sections
    ]
    work.files[work.files.index(file)] = attrs.evolve(file, sections=tuple(sections))


def a_name_of_nothing(work: Work) -> None:
    some = next(iter(work.names.named.values()))
    work.names = attrs.evolve(work.names, named={**work.names.named, "无": some.with_fields(())})


def a_sentence_less(work: Work) -> None:
    file = work.files[-1]
    bare = tuple(d.with_fields(tuple(f.with_sentence(None) for f in d.fields)) for d in file.declarations)
    work.files[-1] = attrs.evolve(file, declarations=bare)


def a_claim_of_what_is_not_quoted(work: Work) -> None:
    file = next(f for f in work.files if any(d.kind == "义务" for d in f.declarations))
    sections = tuple(attrs.evolve(s, quotations=()) for s in file.sections)
    work.files[work.files.index(file)] = attrs.evolve(file, sections=sections)


def a_declaration_twice(work: Work) -> None:
    file = next(f for f in work.files if any(d.kind == "定义" for d in f.declarations))
    twice = next(d for d in file.declarations if d.kind == "定义")
    again = (*file.declarations, attrs.evolve(twice))
    work.files[work.files.index(file)] = attrs.evolve(file, declarations=again)


def the_items_unread(work: Work) -> None:
    for n, file in enumerate(work.files):
        bare = tuple(
            d.with_fields(
                tuple(
                    attrs.evolve(f, items=tuple(attrs.evolve(i, sentence=None) for i in f.items))
                    for f in d.fields
                )
            )
            for d in file.declarations
        )
        work.files[n] = attrs.evolve(file, declarations=bare)
    work.names = with_sentences(work.names, work.files)


def a_circle_of_exceptions(work: Work) -> None:
    one, other, *rest = work.regulation.exceptions
    circle = (
        attrs.evolve(one, targets=(f"例外:{other.name}",)),
        attrs.evolve(other, targets=(f"例外:{one.name}",)),
    )
    work.regulation = attrs.evolve(work.regulation, exceptions=(*circle, *rest))


def a_definition_less(work: Work) -> None:
    asked = {n.definition for n in ir.walk(work.regulation) if isinstance(n, ir.Call)}
    left = tuple(d for d in work.regulation.definitions if d.name not in asked)
    work.regulation = attrs.evolve(work.regulation, definitions=left)


def a_norm_twice(work: Work) -> None:
    work.regulation = attrs.evolve(work.regulation, norms=(*work.regulation.norms, work.regulation.norms[0]))


def the_targets_less(work: Work) -> None:
    work.regulation = attrs.evolve(work.regulation, norms=())


@pytest.mark.parametrize(
    ("name", "spoil"),
    [
        ("read", a_file_less),
        ("quotes", another_word_in_a_quotation),
        ("collect", a_name_of_nothing),
        ("collect", a_declaration_twice),
        ("parse", a_sentence_less),
        ("parse", the_items_unread),
        ("claims", a_claim_of_what_is_not_quoted),
        ("lower", a_definition_less),
        ("lower", a_norm_twice),
        ("link", the_targets_less),
        ("link", a_circle_of_exceptions),
    ],
)
def test_a_promise_that_is_broken_is_noticed(name: str, spoil: Callable[[Work], None]):
    work = after(name, FOLDERS[0])
    spoil(work)
    assert list(next(step for step in PASSES if step.name == name).holds(work))
