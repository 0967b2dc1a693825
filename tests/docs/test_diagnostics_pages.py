"""One page a code: up to date, with an example that yields the code and, mended, does not."""

import re

import pytest

from ajx_rules.diagnostics.catalogue import all_entries
from docs import make_diagnostics
from docs.make_diagnostics import examples

CODES = list(all_entries())
EXAMPLES = [e for e in examples().values() if not e.never]


def test_every_code_of_rule_files_and_ledgers_has_an_example():
    assert [code for code in CODES if code[0] in "EL" and code not in examples()] == []
    assert [code for code in examples() if code not in CODES] == []


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e.code)
def test_an_example_yields_its_code(example):
    found = example.found()
    assert example.code in {d.code for d in found}, [(d.code, d.message()) for d in found]


@pytest.mark.parametrize("example", [e for e in EXAMPLES if e.mend], ids=lambda e: e.code)
def test_a_mended_example_has_no_error(example):
    left = [
        (d.code, d.message())
        for d in example.found(mended=True)
        if d.severity == "error" or d.code == example.code
    ]
    assert left == []


def test_what_can_be_mended_is():
    assert [e.code for e in EXAMPLES if not e.mend and not e.made and e.code != "E007"] == []


def test_codes_said_never_to_come_up_come_up_in_no_example():
    never = {e.code for e in examples().values() if e.never}
    assert not never & {d.code for e in EXAMPLES for d in e.found()}


@pytest.mark.parametrize("name", ["index.md", *(f"{code}.md" for code in CODES)])
def test_pages_are_up_to_date(name):
    path = make_diagnostics.FOLDER / name
    wanted = pages()[name]
    assert path.exists(), "run: python docs/make_diagnostics.py"
    assert path.read_text(encoding="utf-8") == wanted, "run: python docs/make_diagnostics.py"


def pages():
    global _PAGES  # noqa: PLW0603 - made once for all parameters
    _PAGES = _PAGES or make_diagnostics.pages()
    return _PAGES


_PAGES: dict[str, str] = {}


def test_no_page_is_left_of_a_code_that_is_gone():
    have = {path.name for path in make_diagnostics.FOLDER.glob("*.md")}
    assert have == set(pages())


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e.code)
def test_a_page_shows_what_is_said_and_where(example):
    message = next(d for d in example.found() if d.code == example.code)
    _, _, said = pages()[f"{example.code}.md"].partition("程序说 The program says:")
    words = re.sub(r"\s+", "", said)
    assert re.sub(r"\s+", "", message.message()) in words
    for row in message.help().split("\n"):
        assert re.sub(r"\s+", "", row) in words
    if message.source_line is not None:
        assert re.search(r"^ *\| +\^+$", said, re.MULTILINE)


def test_no_page_shows_a_template_or_a_path_of_this_machine():
    for name, text in pages().items():
        outside = re.sub(r"````.*?````", "", text, flags=re.DOTALL)
        assert not re.search(r"\{[a-z_]+\}", outside), name
        assert not re.search(r"/(?:tmp|home|work|root)/|[A-Z]:\\", text), name
