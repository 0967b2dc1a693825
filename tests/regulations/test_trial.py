"""Ten sentences of a made-up guideline, written with nothing but docs/analyst, and their cases."""

from functools import cache
from pathlib import Path

from lark import Token

from ajx_rules.cases import run_cases
from ajx_rules.language.format import format_folder
from ajx_rules.language.lint import lint
from ajx_rules.regulation import Regulation, load_regulation

FOLDER = Path(__file__).parent / "trial"
SCENARIOS = FOLDER / "scenarios"
PAGES = Path(__file__).parents[2] / "docs" / "analyst"


@cache
def trial() -> Regulation:
    return load_regulation(FOLDER)


def test_cases_hold():
    report = run_cases(trial(), SCENARIOS)
    assert report.ok, report.render()
    assert len(report.results) >= 10


def test_every_article_has_rules_and_a_case():
    articles = {norm.alias.partition("-")[0] for norm in trial().norms}
    assert articles == {"1", "3", "4", "5", "6", "7", "8", "9", "10", "附2"}, "Article 2 stands in its tables"
    judged = {norm for result in run_cases(trial(), SCENARIOS).results for norm, _ in result.norms}
    without = [
        n.alias for n in trial().norms if not any(j == n.alias or j.startswith(n.alias + "-") for j in judged)
    ]
    assert without == ["附2-第3行"], "merged with the row above in the only tier that is tried"


def test_nothing_is_left_over():
    assert [found for found in lint(trial().compiled) if found.severity != "info"] == []
    assert not any(
        found.changed for folder in (FOLDER, SCENARIOS) for found in format_folder(folder, check=True)
    )


def test_words_are_those_of_the_pages():
    pages = "\n".join(page.read_text(encoding="utf-8") for page in PAGES.glob("*.md"))
    names = trial().compiled.names
    own = set(names.named) | {fact.name for fact in names.facts.values()}
    own |= {
        word for v in names.vocabularies.values() for e in v.entries for word in (e.code, e.text, e.short)
    }
    used = {
        str(token)
        for file in trial().compiled.files
        for declaration in file.declarations
        for field in declaration.fields
        for tree in (field.sentence, *(item.sentence for item in field.items))
        if tree is not None
        for token in tree.scan_values(lambda v: isinstance(v, Token) and v.type == "NAME")
    }
    assert used
    assert sorted(word for word in used - own if word not in pages) == []
