"""Output in other encodings, into pipes, on terminals: real processes."""

import json
import os
import subprocess
import sys

import pytest

from ajx_rules.commands.terminal import holds_chinese, is_unicode

COMMAND = [sys.executable, "-m", "ajx_rules.cli"]


def environment(**more):
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("AJX_", "PYTHONIOENCODING", "NO_COLOR"))}
    return {**kept, "PYTHONUTF8": "0", **more}


def run(*words, **more):
    return subprocess.run([*COMMAND, *words], capture_output=True, check=False, env=environment(**more))


@pytest.mark.parametrize("encoding", ["ascii", "gbk", "latin-1", "cp437", "utf-8", "utf-16"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_encoding_yields_a_traceback(ledger, rules, encoding, lang):
    found = run("check", ledger, "--regulation", rules, "--lang", lang, PYTHONIOENCODING=encoding)
    assert found.returncode == 1
    assert b"Traceback" not in found.stderr
    assert b"2026-03-05" in found.stdout.replace(b"\x00", b"")


def test_gbk_is_chinese(ledger, rules):
    found = run("check", ledger, "--regulation", rules, PYTHONIOENCODING="gbk")
    text = found.stdout.decode("gbk")
    assert text.startswith("截至2026-03-31（周二）：有1项违反")
    assert "?" not in text
    assert "─" not in text  # twice as wide on such a terminal
    assert "-- 甲餐馆（P1） ---" in text


def test_an_output_without_chinese_speaks_english_and_says_why(ledger, rules):
    found = run("check", ledger, "--regulation", rules, PYTHONIOENCODING="ascii")
    assert found.stdout.startswith(b"As of 2026-03-31 (Tue): 1 breach")
    assert b"set PYTHONIOENCODING=utf-8" in found.stderr


def test_json_loses_nothing_in_any_encoding(ledger, rules):
    texts = []
    for encoding in ("ascii", "gbk", "utf-8"):
        found = run("check", ledger, "--regulation", rules, "--format", "json", PYTHONIOENCODING=encoding)
        assert found.stderr == b""
        texts.append(json.loads(found.stdout.decode(encoding)))
    assert texts[0] == texts[1] == texts[2]
    assert texts[0]["title"] == "某市餐饮业安责险服务办法"


@pytest.mark.parametrize("encoding", ["ascii", "gbk"])
def test_errors_and_help_in_other_encodings(encoding):
    for words in (
        ["check", "没有.json"],
        ["--help"],
        ["check", "--help", "--lang", "zh"],
        ["没有"],
        ["test", "没有"],
    ):
        found = run(*words, PYTHONIOENCODING=encoding)
        assert b"Traceback" not in found.stderr
        assert found.returncode in (0, 2)


def test_a_pipe_closed_early_is_quiet(ledger, rules):
    process = subprocess.Popen(
        [*COMMAND, "check", ledger, "--regulation", rules],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(PYTHONUNBUFFERED="1"),
    )
    process.stdout.close()
    errors = process.stderr.read()
    process.stderr.close()
    assert process.wait() not in (0, 1, 2)
    assert errors == b""


@pytest.mark.skipif(os.name == "nt", reason="no pseudo-terminals")
class TestTerminal:
    def on_terminal(self, *words, command=COMMAND, **more):
        import pty

        pid, terminal = pty.fork()
        if pid == 0:  # pragma: no cover - the child
            os.execve(  # noqa: S606 - the command is the test's own
                sys.executable, [*command, *words], environment(**more)
            )
        out = b""
        while True:
            try:
                part = os.read(terminal, 65536)
            except OSError:
                break
            if not part:
                break
            out += part
        os.close(terminal)
        return out, os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])

    def test_colour_on_a_terminal_only(self, ledger, rules):
        words = ("check", ledger, "--regulation", rules, "--lang", "zh")
        coloured, code = self.on_terminal(*words, TERM="xterm-256color", PYTHONIOENCODING="utf-8")
        assert code == 1
        assert b"\x1b[" in coloured
        piped = run(*words, TERM="xterm-256color", FORCE_COLOR="1", PYTHONIOENCODING="utf-8").stdout
        assert b"\x1b" not in piped
        # the words are the same
        import re

        stripped = re.sub(rb"\x1b\[[0-9;]*m", b"", coloured).replace(b"\r\n", b"\n").decode()
        assert [row.rstrip() for row in stripped.splitlines()] == piped.decode().splitlines()

    @pytest.mark.parametrize("setting", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
    def test_no_colour_where_none_is_wanted(self, ledger, rules, setting):
        more = {"TERM": "xterm-256color", "PYTHONIOENCODING": "utf-8", **setting}
        found, code = self.on_terminal("check", ledger, "--regulation", rules, **more)
        assert code == 1
        assert b"\x1b" not in found

    def test_errors_in_colour(self, rules):
        found, code = self.on_terminal(
            "check", "nofile", "--regulation", rules, TERM="xterm-256color", PYTHONIOENCODING="utf-8"
        )
        assert code == 2
        assert b"\x1b[31m" in found

    @pytest.mark.parametrize(("slow", "shown"), [("0.05", True), ("60", False)])
    def test_long_work_shows_that_it_goes_on_before_anything_is_counted(self, slow, shown):
        work = f"""
import time
from ajx_rules.commands import terminal
terminal.SLOW = {slow}
with terminal.progress("checking") as step:
    time.sleep(0.5)
    step(1, 2)
"""
        found, code = self.on_terminal("-c", work, command=[sys.executable], TERM="xterm-256color")
        assert code == 0
        assert (b"checking" in found) is shown


def test_which_streams_hold_what():
    class Stream:
        def __init__(self, encoding):
            self.encoding = encoding

    assert [holds_chinese(Stream(e)) for e in ("utf-8", "gbk", "ascii", "no-such", None)] == [
        True,
        True,
        False,
        False,
        True,
    ]
    assert [is_unicode(Stream(e)) for e in ("UTF-8", "utf_8_sig", "gbk", None)] == [True, True, False, True]


def test_help_imports_none_of_the_machinery():
    code = "import sys; from ajx_rules.cli import make_app; make_app()(['--help'], standalone_mode=False); print(*sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, env=environment())
    loaded = set(found.stdout.decode().split())
    for heavy in (
        "lark",
        "workalendar",
        "rich",
        "cattrs",
        "markdown_it",
        "ajx_rules.regulation",
        "ajx_rules.calendar",
    ):
        assert heavy not in loaded
