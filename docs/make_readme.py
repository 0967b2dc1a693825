"""Put an excerpt of the example's report into ``README.md``: ``python docs/make_readme.py``.

The report is that of ``ajx check examples/gd-insurer.json --as-of 2026-11-23``; three cuts of it are
shown. All else in the README is written by hand.
"""

# ruff: noqa: INP001 - a script beside the pages it writes
from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "README.md"
COMMAND = ("check", "examples/gd-insurer.json", "--as-of", "2026-11-23")
POLICYHOLDER = "（PH07）"
BLOCK = re.compile(r"(?<=<!-- excerpt -->\n```text\n).*?(?=```\n)", re.DOTALL)
CUT = "…"
BREACHED = 1


def report() -> list[str]:
    """Return the lines of the report on the example ledger."""
    program = "import sys; from ajx_rules.cli import main; sys.exit(main())"
    done = subprocess.run(  # noqa: S603 - the project's own command
        [sys.executable, "-c", program, *COMMAND],
        capture_output=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )
    if done.returncode != BREACHED:
        raise SystemExit(done.stderr.decode(errors="replace"))
    return done.stdout.decode().splitlines()


def excerpt(lines: list[str]) -> str:
    """Return what is shown: the answer, what would settle most, and the beginning of one policyholder."""
    due = _first(lines, "接下来到期")
    settle = _first(lines, "补上下列各项")
    whom = next(n for n, line in enumerate(lines) if line.startswith("──") and POLICYHOLDER in line)
    shown = [*lines[: due + 1], *_items(lines, due, r"  \d{4}-", 2), CUT, ""]
    shown += [lines[settle], *_items(lines, settle, r"  \d\. ", 3), CUT, ""]
    shown += [lines[whom], *_items(lines, whom, r"  (违反|逾期履行) ", 2), CUT]
    return "\n".join(shown) + "\n"


def _first(lines: list[str], start: str) -> int:
    return next(n for n, line in enumerate(lines) if line.startswith(start))


def _items(lines: list[str], head: int, start: str, count: int) -> list[str]:
    """Return the lines below a heading up to the end of its first few items."""
    out: list[str] = []
    for line in lines[head + 1 :]:
        begins = re.match(start, line) is not None
        count -= begins
        ends = bool(out) and count == 0 and not begins and re.match(r"  \S", line) is not None
        if count < 0 or ends or not line:
            break
        out.append(line)
    return out


def page() -> str:
    """Return the README with the excerpt of the report as it is now."""
    text = PAGE.read_text(encoding="utf-8")
    if not BLOCK.search(text):
        raise SystemExit("README.md has no excerpt")
    shown = excerpt(report())
    return BLOCK.sub(lambda _: shown, text, count=1)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
