"""What an attacker tried: nothing written in a ledger or left in a folder is carried out, and each fault is told."""

import json
import os
import pickle
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from ajx_rules.diagnostics import Problems
from ajx_rules.ledger.read import ledger_from_json
from ajx_rules.reports.text import _shell

ESC, BEL = "\x1b", "\x07"


def run(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ajx_rules", *words],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
    )


def written(folder: Path, data: object) -> str:
    path = folder / "ledger.json"
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("entry", [None, [], 5, "甲", [[]]])
def test_an_entry_that_is_no_record_hides_no_other_error(tmp_path, entry):
    ledger = written(tmp_path, {"known_on": "2025-12-31", "policyholders": [entry], "foo": 1})
    found = run("check", ledger)
    assert found.returncode == 2
    assert "foo" in found.stderr
    assert "policyholders[0]" in found.stderr
    assert "程序内部出错" not in found.stderr


def test_ids_and_names_cannot_speak_to_the_terminal(tmp_path):
    contract = {"id": f"C{ESC}]0;x{BEL}", "premium": "50000", "inception_on": "2026-01-02"}
    holder = {
        "id": f"P{ESC}[2J\n",
        "name": f"甲{ESC}[1m",
        "contracts": [contract | {"expiry_on": "2027-01-01"}],
    }
    ledger = written(tmp_path, {"known_on": "2026-11-23", "policyholders": [holder]})
    for words in (["check"], ["due"], ["evidence"], ["check", "--lang", "en"]):
        found = run(*words, ledger)
        assert ESC not in found.stdout + found.stderr, words
        assert BEL not in found.stdout + found.stderr, words


@pytest.mark.parametrize("word", ["C $(id) `id`", 'a"b', "a'b", "a;b", "", "保险合同「甲」", "-rf"])
def test_a_word_of_the_hint_is_one_word_of_a_shell(word):
    assert shlex.split(_shell(word)) == [word]


class _Harm:
    """Makes a file when it is unpickled."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self):
        return os.mkdir, (str(self.mark),)


def parser_tables(cache: Path) -> Path:
    """The kept tables of the parser, which the next run needs: the compiled rules are taken away."""
    for file in cache.glob("rules-*"):
        file.unlink()
    (kept,) = cache.iterdir()
    return kept


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="no owners of files here")
@pytest.mark.parametrize("opened", ["folder", "file"])
def test_kept_tables_that_others_can_write_are_not_read(tmp_path, opened):
    assert run("tier", AJX_CACHE=str(tmp_path)).returncode == 0
    kept = parser_tables(tmp_path / "ajx-rules")
    mark = tmp_path / "harmed"
    kept.write_bytes(b"deadbeef\n" + pickle.dumps(_Harm(mark)))
    (kept.parent if opened == "folder" else kept).chmod(0o777)
    found = run("tier", AJX_CACHE=str(tmp_path))
    assert (found.returncode, mark.exists()) == (0, False)


def test_a_link_in_the_place_of_kept_tables_is_not_written_through(tmp_path):
    assert run("tier", AJX_CACHE=str(tmp_path)).returncode == 0
    kept = parser_tables(tmp_path / "ajx-rules")
    kept.unlink()
    victim = tmp_path / "victim"
    victim.write_text("mine", encoding="utf-8")
    kept.symlink_to(victim)
    assert run("tier", AJX_CACHE=str(tmp_path)).returncode == 0
    assert victim.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("base", ["kept", "~nobody-of-that-name/x"])
def test_a_cache_folder_that_is_no_place_of_one_s_own_is_done_without(tmp_path, base):
    found = subprocess.run(
        [sys.executable, "-m", "ajx_rules", "tier"],
        capture_output=True,
        cwd=tmp_path,
        env={**os.environ, "AJX_CACHE": base},
        check=False,
        timeout=120,
    )
    assert found.returncode == 0
    assert list(tmp_path.iterdir()) == []


def test_many_keys_given_twice_are_told_soon():
    text = '{"known_on": "2025-12-31", ' + ", ".join(f'"k{n}": 1' for n in (*range(20_000), 1)) + "}"
    with pytest.raises(Problems) as found:
        ledger_from_json(text)
    assert "L008" in {d.code for d in found.value.diagnostics}


def test_a_device_is_no_ledger():
    if Path("/dev/zero").exists():
        found = run("check", "/dev/zero")
        assert (found.returncode, "L001" in found.stderr) == (2, True)


def test_a_link_stays_a_link_when_what_it_leads_to_is_formatted(tmp_path):
    real, link = tmp_path / "real.ajx.md", tmp_path / "link.ajx.md"
    real.write_text("# 甲\n\n```ajx\n通则\n   义务人:保险机构\n```\n", encoding="utf-8")
    link.symlink_to(real)
    assert run("fmt", str(link)).returncode == 0
    assert link.is_symlink()
    assert "义务人：保险机构" in real.read_text(encoding="utf-8")


@pytest.mark.parametrize("text", ["[[notice]]\nyear=" + "9" * 6000, "a=" + "[" * 5000 + "]" * 5000])
def test_data_of_notices_beyond_all_bounds(tmp_path, text):
    path = tmp_path / "cn.toml"
    path.write_text(text, encoding="utf-8")
    found = run("calendar", "--check", str(path))
    assert found.returncode == 2
    assert "程序内部出错" not in found.stderr + found.stdout


def test_an_article_of_endless_number(tmp_path):
    source = tmp_path / "z.txt"
    source.write_text("第" + "一" * 4301 + "条 甲。", encoding="utf-8")
    found = run("new", str(source), str(tmp_path / "made"))
    assert "程序内部出错" not in found.stderr + found.stdout


def test_one_input_under_two_names_is_told():
    found = run("lookup", "服务档次", "premium=1", "row=2")
    assert (found.returncode, "R015" in found.stderr) == (2, True)


def test_errors_as_data_lose_nothing_where_the_encoding_lacks_chinese(tmp_path):
    ledger = written(tmp_path, {"known_on": "2025-12-31", "fooo": 1})
    found = run("check", ledger, "--format", "json", PYTHONIOENCODING="ascii")
    (told,) = json.loads(found.stderr)["diagnostics"]
    assert "“fooo”" in told["message"]["zh"]
