"""The package works from a built wheel, from an editable install and from a plain checkout.

Each long-running test gets a virtual environment of its own, filled from `requirements.lock`, and works on a
copy of the checkout, so that the working tree is never changed.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from ajx_rules.resources import _data_folder

ROOT = Path(__file__).parents[2]
DATA = ("grammar", "regulations")
EXAMPLE = "examples/gd-insurer.json"
AS_OF = "2026-11-23"

# Prints, as JSON, what an environment sees of the package.
PROBE = """
import json, ajx_rules
from ajx_rules.resources import grammar_folder, regulations_folder
print(json.dumps({
    "package": ajx_rules.__file__,
    "grammar": str(grammar_folder()),
    "regulations": str(regulations_folder()),
}))
"""


# --- Helpers ------------------------------------------------------------------------------------------------


def run(command, *, folder, env=None, accept=(0,)):
    """Run a command apart from this environment; any exit code but the accepted ones fails the test."""
    inherited = {k: v for k, v in os.environ.items() if k not in {"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV"}}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        env=inherited | {"PYTHONUTF8": "1"} | (env or {}),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode in accept, (
        f"{command} exited with {done.returncode}\n--- stdout\n{done.stdout}\n--- stderr\n{done.stderr}"
    )
    return done


def build(checkout, into):
    """Build the source distribution, and the wheel from it: what either lacks, an install lacks."""
    run([sys.executable, "-m", "build", "--no-isolation", "--outdir", into, checkout], folder=checkout.parent)
    [sdist], [wheel] = into.glob("*.tar.gz"), into.glob("*.whl")
    return sdist, wheel


class Environment:
    """A virtual environment that holds the locked runtime dependencies and nothing else."""

    def __init__(self, folder):
        self.folder = folder
        self.scripts = folder / ("Scripts" if os.name == "nt" else "bin")
        run([sys.executable, "-m", "venv", folder], folder=folder.parent)
        self.pip("install", "--require-hashes", "--requirement", ROOT / "requirements.lock")

    def pip(self, *arguments):
        return self.python("-m", "pip", "--disable-pip-version-check", "--quiet", *arguments)

    def python(self, *arguments, env=None, accept=(0,)):
        return run([self.scripts / "python", *arguments], folder=self.folder, env=env, accept=accept)

    def probe(self, env=None):
        seen = json.loads(self.python("-c", PROBE, env=env).stdout)
        return {name: Path(path) for name, path in seen.items()}

    def version(self):
        return self.python(
            "-c", "from importlib.metadata import version; print(version('ajx-rules'))"
        ).stdout.strip()

    def ajx_check(self, ledger):
        """Run the installed `ajx check` as a user does: how often each status occurs in its JSON."""
        command = [self.scripts / "ajx", "check", ledger, "--as-of", AS_OF, "--format", "json"]
        return statuses(run(command, folder=self.folder, accept=(0, 1)).stdout)


def statuses(report):
    """Count the statuses of the verdicts of a JSON report (not those of the alternative readings inside them)."""
    return Counter(verdict["status"] for verdict in json.loads(report)["verdicts"])


def files_below(folder):
    """Every file below a folder, as it would be shipped: relative path → content."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def shorten_deadlines(regulations):
    """Turn every deadline in working days into one without a number, in rules only: how many were."""
    changed = 0
    for path in regulations.rglob("*.ajx.md"):
        if "scenarios" in path.parts:
            continue
        text = path.read_text(encoding="utf-8")
        edited, count = re.subn(r"(期限：自[^\n「」]*?起)\d+个工作日内", r"\g<1>及时", text)
        path.write_text(edited, encoding="utf-8")
        changed += count
    return changed


# --- Fixtures -----------------------------------------------------------------------------------------------


@pytest.fixture
def checkout(tmp_path):
    """A copy of the checkout as it would be committed now: no ignored file, no repository."""
    listed = run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], folder=ROOT).stdout
    copy = tmp_path / "checkout"
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, copy / name)
    return copy


@pytest.fixture
def environment(tmp_path):
    return Environment(tmp_path / "environment")


@pytest.fixture
def editable(checkout, environment):
    environment.pip("install", "--no-deps", "--editable", checkout)
    return environment


# --- Where the data folders are -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", DATA)
def test_a_checkout_uses_its_top_level_folders(tmp_path, name):
    package = tmp_path / "src" / "ajx_rules"
    package.mkdir(parents=True)
    (tmp_path / name).mkdir()
    assert _data_folder(name, package) == tmp_path / name


@pytest.mark.parametrize("name", DATA)
def test_an_install_uses_its_own_copy_whatever_stands_around_it(tmp_path, name):
    package = tmp_path / "src" / "ajx_rules"
    (package / "_data" / name).mkdir(parents=True)
    (tmp_path / name).mkdir()
    assert _data_folder(name, package) == package / "_data" / name


@pytest.mark.parametrize("packaged", [True, False])
def test_a_missing_folder_is_named(tmp_path, packaged):
    package = tmp_path / "src" / "ajx_rules"
    (package / "_data" if packaged else package).mkdir(parents=True)
    with pytest.raises(FileNotFoundError, match=r"'grammar'.*expected it at"):
        _data_folder("grammar", package)


# --- The three ways to have the package ---------------------------------------------------------------------


@pytest.mark.long
def test_wheel(checkout, environment, tmp_path):
    sdist, wheel = build(checkout, tmp_path / "dist")
    shipped = {name: files_below(checkout / name) for name in DATA}
    assert all(shipped.values()), "the checkout has no grammar or no regulations"

    with tarfile.open(sdist) as archive:
        in_sdist = {member.partition("/")[2] for member in archive.getnames()}
    assert {f"{name}/{path}" for name in DATA for path in shipped[name]} <= in_sdist
    with zipfile.ZipFile(wheel) as archive:
        in_wheel = set(archive.namelist())
    assert "ajx_rules/py.typed" in in_wheel
    assert {path.split("/")[0] for path in in_wheel if ".dist-info/" not in path} == {"ajx_rules"}

    environment.pip("install", "--no-deps", wheel)
    environment.pip("check")
    shutil.rmtree(checkout)

    seen = environment.probe()
    assert all(path.is_relative_to(environment.folder) for path in seen.values()), seen
    assert {name: files_below(seen[name]) for name in DATA} == shipped
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert environment.version() == project["version"]


@pytest.mark.long
def test_editable_install(checkout, editable):
    assert editable.probe() == {
        "package": checkout / "src" / "ajx_rules" / "__init__.py",
        "grammar": checkout / "grammar",
        "regulations": checkout / "regulations",
    }
    # Nothing of the data was copied, so nothing can go stale.
    assert list(editable.folder.rglob("*.ajx.md")) == []


@pytest.mark.long
def test_plain_checkout(checkout, environment):
    assert environment.probe(env={"PYTHONPATH": str(checkout / "src")}) == {
        "package": checkout / "src" / "ajx_rules" / "__init__.py",
        "grammar": checkout / "grammar",
        "regulations": checkout / "regulations",
    }


# --- The command, in each of them ---------------------------------------------------------------------------


@pytest.mark.long
def test_in_an_editable_install_editing_a_rule_file_changes_the_verdict(checkout, editable):
    before = editable.ajx_check(checkout / EXAMPLE)
    assert before
    assert before == editable.ajx_check(checkout / EXAMPLE), "the same rules give the same verdicts"

    assert shorten_deadlines(checkout / "regulations"), "no rule file has a deadline in working days"
    after = editable.ajx_check(checkout / EXAMPLE)
    assert after.total() == before.total()
    assert after != before


@pytest.mark.long
def test_every_way_to_have_the_package_gives_the_same_verdicts(checkout, environment, tmp_path):
    ledger = tmp_path / "ledger.json"
    shutil.copy(checkout / EXAMPLE, ledger)
    plain = statuses(
        environment.python(
            *("-c", "from ajx_rules.cli import main; main()"),
            *("check", ledger, "--as-of", AS_OF, "--format", "json"),
            env={"PYTHONPATH": str(checkout / "src")},
            accept=(0, 1),
        ).stdout
    )
    assert plain

    environment.pip("install", "--no-deps", "--editable", checkout)
    assert environment.ajx_check(ledger) == plain

    run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", tmp_path / "dist", checkout],
        folder=tmp_path,
    )
    [wheel] = (tmp_path / "dist").glob("*.whl")
    environment.pip("install", "--no-deps", "--force-reinstall", wheel)
    shutil.rmtree(checkout)
    assert environment.ajx_check(ledger) == plain
