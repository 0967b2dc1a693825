"""A made-up regulation of another sector in which every construct of the language occurs.

Its cases are worked out by hand from its text; what is checked here is that they hold, and
that nothing of the grammar, the table of declarations or the representation is left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from lark import Token, Tree

from ajx_rules.cases import CasesReport, run_cases
from ajx_rules.compiler import ir
from ajx_rules.compiler.sources import read_texts
from ajx_rules.diagnostics import Problems
from ajx_rules.engines.verdict import Status
from ajx_rules.language.forms import declaration_forms
from ajx_rules.language.reader import read_rule_file
from ajx_rules.language.sentences import parse, parse_file, parser
from ajx_rules.language.text import canonical
from ajx_rules.language.tree import Declaration, RuleFile
from ajx_rules.regulation import Regulation, load_regulation
from ajx_rules.resources import regulations_folder

FOLDER = Path(__file__).parent / "constructs"
SCENARIOS = FOLDER / "scenarios"
PORT = Path(__file__).parent / "port"  # what cannot stand beside the rest: a scope guards every norm


@cache
def constructs() -> Regulation:
    return load_regulation(FOLDER)


@cache
def port() -> Regulation:
    return load_regulation(PORT)


@cache
def report() -> CasesReport:
    return run_cases(constructs(), SCENARIOS)


def cases_of(regulation: Regulation, folder: Path) -> Iterator[RuleFile]:
    texts, problems = read_texts(folder)
    assert not problems
    for name, text in texts.items():
        rules, found = read_rule_file(name, text)
        assert not found
        parsed, found = parse_file(rules, regulation.compiled.names.words)
        assert not found
        yield parsed


@cache
def both() -> tuple[RuleFile, ...]:
    """The rule files and the cases of this regulation, of the one beside it and of the shipped one."""
    shipped = load_regulation()
    scenarios = regulations_folder() / shipped.name / "scenarios"
    return (
        *constructs().compiled.files,
        *cases_of(constructs(), SCENARIOS),
        *port().compiled.files,
        *cases_of(port(), PORT / "scenarios"),
        *load_regulation(Path(__file__).parent / "versions" / "v2026").compiled.files,
        *shipped.compiled.files,
        *cases_of(shipped, scenarios),
    )


def declarations() -> Iterator[Declaration]:
    for file in both():
        yield from file.declarations


# ------------------------------------------------------------ the cases


def test_it_is_of_another_sector_and_compiles_without_a_warning():
    assert constructs().title.startswith("粮油仓储企业")
    assert not [w for w in constructs().warnings if w.severity == "error"]


def test_every_case_holds():
    assert report().ok, report().render()


@cache
def statuses() -> dict[str, set[str]]:
    """What the cases found, by the norm or cell as they name it."""
    seen: dict[str, set[str]] = {}
    for norm, status in (each for r in report().results for each in r.norms):
        seen.setdefault(norm.replace("（", "(").replace("）", ")"), set()).add(status)
    return seen


def test_every_norm_is_fulfilled_in_one_case_and_not_fulfilled_in_another():
    for norm in (n for n in constructs().norms if n.kind in ("duty", "prohibition", "advisory")):
        names = [norm.alias, *(c.alias for c in norm.row.cells)] if norm.row else [norm.alias]
        seen = set().union(*(statuses().get(n, set()) for n in names))
        assert seen, f"{norm.alias}: no case"
        if norm.kind != "advisory":
            assert seen & {"fulfilled"}, f"{norm.alias}: fulfilled in no case"
            assert seen & {"breach", "late", "open"}, f"{norm.alias}: not fulfilled in no case"


def test_every_cell_that_demands_something_is_met_in_one_case_and_not_in_another():
    cells = (c for n in constructs().norms if n.row for c in n.row.cells if c.merged_into is None)
    for cell in cells:
        wanted = {"fulfilled", "breach"} if cell.duty else {"not_applicable"}
        assert wanted <= statuses().get(cell.alias, set()), cell.alias


def test_every_status_occurs_in_some_case():
    seen = {status for r in report().results for status in r.statuses}
    assert seen == {s.value for s in Status}


def test_every_case_says_why():
    for file in cases_of(constructs(), SCENARIOS):
        for case in file.declarations:
            assert case.all("因为"), case.name


# ------------------------------------------------------------ nothing is left out


def test_every_declaration_and_every_field_occurs():
    used = {(d.kind, f.name) for d in declarations() for f in d.fields} | set(one_requirement_a_norm())
    wanted = {(kind, f.name) for kind, form in declaration_forms().items() for f in form.fields}
    assert wanted <= used, sorted(wanted - used)
    assert {d.kind for d in declarations()} == set(declaration_forms())


def one_requirement_a_norm() -> Iterator[tuple[str, str]]:
    """The declarations with 各应当: the reader takes them apart, each line a norm with an 应当 of its own."""
    for file in both():
        for paragraph in "\n".join(file.lines).split("\n\n"):
            if "\n  各应当：" in paragraph:
                yield paragraph.removeprefix("```ajx\n").split(maxsplit=1)[0], "各应当"


def test_every_form_of_sentence_occurs():
    """Every rule and alias of the grammar that can stand in a tree stands in one."""
    seen: set[str] = set()
    for tree in sentences():
        seen |= {str(t.data) for t in tree.iter_subtrees()}
    names: set[str] = set()
    for rule in parser().rules:
        name = str(rule.origin.name)
        shown = rule.alias or name
        if not name.startswith("_") and not (rule.options.expand1 and rule.alias is None):
            names.add(str(shown))
    assert names <= seen, sorted(names - seen)


def sentences() -> Iterator[Tree[Token]]:
    for declaration in declarations():
        for field in declaration.fields:
            trees = [field.sentence, field.extra, *(i.sentence for i in field.items)]
            yield from (t for t in trees if t is not None)
    for regulation in (constructs(), port(), load_regulation()):
        words = regulation.compiled.names.words
        for declaration in (d for f in regulation.compiled.files for d in f.declarations):
            start = {"判定表": "band", "频次表": "cell"}.get(declaration.kind)
            title = declaration.text("原表").strip("「」")
            tables = [t for t in regulation.compiled.names.tables.values() if t.title == title]
            for cell in (c for t in tables for row in t.rows for c in row if start):
                found: list[object] = []
                tree = parse(canonical(cell.text), str(start), cell.span, words, found)  # type: ignore[arg-type]
                if tree is not None:
                    yield tree


def test_every_word_of_the_language_occurs():
    """Each alternative of a word (不低于, 不少于 …) is used where its sentence form has a meaning of its own."""
    used = {
        str(token)
        for tree in sentences()
        for token in tree.scan_values(lambda v: isinstance(v, Token))
        if token.type in {"AGGREGATE", "CAP", "ROUNDED", "PROMPTLY", "COUNTED", "STATUS"}
    }
    patterns = {t.name: t.pattern.value for t in parser().terminals}
    for name in ("AGGREGATE", "CAP", "ROUNDED", "PROMPTLY", "COUNTED", "STATUS"):
        words = set(patterns[name].replace("(?:", "").replace(")", "").split("|"))
        assert words <= used, sorted(words - used)


def test_every_kind_of_expression_occurs():
    used = {type(node).__name__ for r in (constructs(), port(), load_regulation()) for node in ir.walk(r.ir)}
    assert set(ir.expression_kinds()) <= used, sorted(set(ir.expression_kinds()) - used)


def test_every_kind_of_term_and_every_length_of_window_occurs():
    terms = {type(n.term).__name__ for n in constructs().norms if n.term is not None}
    assert terms == {"Within", "Before", "NoNumber"}
    units = {n.term.unit for n in constructs().norms if isinstance(n.term, ir.Within)}
    assert units == {"个工作日", "日", "个月", "年", "小时"}
    months = {c.duty.months for n in constructs().norms if n.row for c in n.row.cells if c.duty}
    assert months == {1, 3, 6, 12, 24, 36}


def test_every_type_of_declared_fact_occurs():
    assert {f.kind for f in constructs().ir.facts} == {"truth", "number", "time", "text", "code"}


def test_the_representation_goes_through_json_and_back():
    data = json.loads(json.dumps(ir.to_data(constructs().ir), ensure_ascii=False))
    assert ir.from_data(data) == constructs().ir


# ------------------------------------------------------------ what a case cannot say

LEDGER = {
    "known_on": "2026-01-31",
    "complete": [{"records": ["*"], "through": "2026-01-31"}],
    "insurers": [{"id": "华粮财险", "name": "华粮财险"}],
    "policyholders": [
        {
            "id": "甲库",
            "name": "甲库",
            "contracts": [
                {
                    "id": "甲合同",
                    "concluded_on": "2025-01-01",
                    "inception_on": "2025-01-01",
                    "expiry_on": "2025-12-31",
                    "premium": "50000",
                    "plans": [{"id": "甲方案", "made_on": "2025-01-02", "factors": ["库区布局"]}],
                }
            ],
        }
    ],
}


def with_site(**extra: object) -> dict[str, object]:
    sites = [{"id": "甲库区", "name": "甲库区", "extra": extra}]
    return {**LEDGER, "policyholders": [{"id": "甲库", "name": "甲库", "sites": sites}]}


def test_advice_is_listed_apart_and_counts_in_no_total():
    found = constructs().check(LEDGER, norm="5-2(2)")
    assert [(v.kind, v.status) for v in found.verdicts] == [("advisory", Status.BREACH)]
    assert found.count(Status.BREACH) == 0
    assert not found.breached


def test_one_omission_named_twice_counts_once():
    training = constructs().check(LEDGER, norm="表三-第1行"), constructs().check(LEDGER, norm="4-1")
    assert [v.status for r in training for v in r.verdicts] == [Status.BREACH, Status.BREACH]
    assert [v.group for r in training for v in r.verdicts] == ["年度粉尘培训", "年度粉尘培训"]
    whole = constructs().check(LEDGER)
    in_group = [v for v in whole.verdicts if v.group == "年度粉尘培训"]
    others = [v for v in whole.of(Status.BREACH) if v.group != "年度粉尘培训" and v.kind != "advisory"]
    assert len(in_group) == 2
    assert whole.count(Status.BREACH) == len(others) + 1


def test_permissions_and_powers_have_no_verdict_and_are_what_a_consequence_names():
    whole = constructs().check(LEDGER)
    assert not {"5-6", "13-1", "13-2"} & {v.alias for v in whole.verdicts}
    assert {v.consequence for v in whole.of(Status.BREACH)} <= {"D13.1", "D13.2"}
    kinds = {n.alias: n.kind for n in constructs().norms}
    assert (kinds["5-6"], kinds["13-1"]) == ("permission", "power")


@pytest.mark.parametrize(
    ("extra", "code"),
    [
        ({"仓容": "30"}, "R011"),
        ({"作业人数": "许多"}, "R012"),
        ({"设置联络员": "也许"}, "R012"),
        ({"清仓": "五月"}, "R012"),
    ],
)
def test_a_fact_that_is_not_declared_or_not_of_its_type_is_an_error(extra, code):
    with pytest.raises(Problems) as found:
        constructs().check(with_site(**extra))
    assert [p.code for p in found.value.diagnostics] == [code]


def test_an_undeclared_fact_is_told_the_nearest_declared_one():
    with pytest.raises(Problems) as found:
        constructs().check(with_site(作业人员数="30"))
    assert "作业人数" in found.value.diagnostics[0].help()


def test_a_closed_vocabulary_takes_no_other_word_and_an_open_one_does():
    def complaint(**fields: object) -> dict[str, object]:
        return {**LEDGER, "complaints": [{"id": "甲投诉", "policyholder": "甲库", **fields}]}

    open_ = complaint(received_at="2025-05-06", kinds=["噪声扰民"])
    assert constructs().check(open_, norm="8-4").verdicts[0].status is Status.NOT_APPLICABLE
    with pytest.raises(Problems):
        constructs().check(complaint(received_at="2025-05-06", satisfaction="尚可"))
