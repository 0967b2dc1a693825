"""The README is true: its excerpts, its Python, its commands, what it says is encoded."""

import os
import re
import shlex
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from ajx_rules.compiler.passes import compile_texts
from ajx_rules.compiler.sources import read_texts
from ajx_rules.diagnostics import Problems
from docs import make_readme
from tests.docs.examples import run_sessions

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")
CODE = [*re.findall(r"`([^`\n]+)`", TEXT), *re.findall(r"^(?:\S*\\)?((?:ajx|make) .*)$", TEXT, re.MULTILINE)]
COMMANDS = sorted({code.replace(r"\|", "|") for code in CODE if re.match(r"ajx [a-z]", code)})
RUN = [code for code in COMMANDS if not re.search(r"[A-Z]{4}|\\", code)]


@cache
def ajx(*arguments: str) -> subprocess.CompletedProcess[str]:
    program = "import sys; from ajx_rules.cli import main; sys.exit(main())"
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        capture_output=True,
        check=False,
        cwd=ROOT,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )


def test_excerpts_and_articles_are_up_to_date():
    assert make_readme.page() == TEXT, "run: python docs/make_readme.py"


def test_python_runs(monkeypatch):
    monkeypatch.chdir(ROOT)
    assert run_sessions(TEXT, "README.md").failed == 0


def test_commands_are_found():
    assert {code.split()[1] for code in COMMANDS} >= {"check", "explain", "lookup", "tier", "test"}
    assert len(RUN) >= 5


@pytest.mark.parametrize("code", COMMANDS)
def test_command_exists(code):
    done = ajx(code.split()[1], "--help")
    assert done.returncode == 0, done.stderr
    for option in re.findall(r"--[a-z-]+", code):
        assert option in done.stdout


@pytest.mark.parametrize("option", sorted(set(re.findall(r"`(--[a-z-]+)", TEXT))))
def test_option_exists(option):
    assert option in ajx("check", "--help").stdout


@pytest.mark.parametrize("code", [code for code in RUN if code != "ajx test"])
def test_command_runs(code):
    done = ajx(*shlex.split(code)[1:])
    assert done.returncode in {0, 1}, done.stderr
    assert done.stdout


def test_make_targets_exist():
    targets = set(re.findall(r"`make ([a-z-]+)", TEXT)) | set(
        re.findall(r"^make ([a-z-]+)", TEXT, re.MULTILINE)
    )
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert targets
    for target in targets:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_paths_exist():
    paths = re.findall(r"\]\(([^)#:]+)", TEXT) + re.findall(
        r"(?:pytest|check) ((?:tests|examples)/[\w./-]+)", TEXT
    )
    assert paths
    for path in paths:
        assert (ROOT / path).exists(), path


def test_what_is_said_to_be_missing_is_missing():
    commands = ajx("--help").stdout
    for word, names in (("no formatter", ("fmt", "format")), ("no linter", ("lint",))):
        if word in TEXT:
            found = re.search(rf"^ +({'|'.join(names)}) ", commands, re.MULTILINE)
            assert found is None, f"README.md says “{word}”, but there is: ajx {found[1]}"


def test_ten_lines_are_ten_lines():
    lines = (ROOT / "examples" / "minimal.json").read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 10


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("> 保险机构每次开展事故预防技术服务前", "> 保险机构每次开展事故预防技术服务后"),
        ("起20个工作日内　凭证", "起21个工作日内　凭证"),
    ],
    ids=["a character of a quotation", "a number of a rule"],
)
def test_what_differs_from_the_official_text_does_not_compile(right, wrong):
    folder = ROOT / "regulations" / "gd-noncoal-mine"
    texts, problems = read_texts(folder)
    assert right in texts[make_readme.RULE_FILE]
    texts[make_readme.RULE_FILE] = texts[make_readme.RULE_FILE].replace(right, wrong)
    official = {"source.txt": (folder / "source.txt").read_text(encoding="utf-8")}
    with pytest.raises(Problems) as caught:
        compile_texts(texts, official, folder.name, problems)
    assert {found.span.file for found in caught.value.diagnostics if found.span} == {make_readme.RULE_FILE}
