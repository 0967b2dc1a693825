"""Put into ``README.md`` what changes with the rules: ``python docs/make_readme.py``.

An excerpt of the report of ``ajx check examples/gd-insurer.json --as-of 2026-11-23`` (three cuts of it), a rule
with its quotation, and which articles have rules. All else in the README is written by hand.
"""

# ruff: noqa: INP001 - a script beside the pages it writes
from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from ajx_rules import load_regulation
from ajx_rules.language.forms import declaration_forms
from ajx_rules.resources import regulations_folder

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "README.md"
COMMAND = ("check", "examples/gd-insurer.json", "--as-of", "2026-11-23")
POLICYHOLDER = "（PH07）"
BLOCK = re.compile(r"(?<=<!-- excerpt -->\n```text\n).*?(?=```\n)", re.DOTALL)
RULE_FILE = "22-scheduling-and-refusal.ajx.md"
RULE = re.compile(r"(?<=<!-- rule -->\n````markdown\n).*?(?=````\n)", re.DOTALL)
ENCODED = re.compile(r"(?<=<!-- encoded -->\n).*?(?=<!-- /encoded -->)", re.DOTALL)
SCOPE = "适用范围"  # a norm of the text, though it has no verdict of its own
VALIDITY = 38  # the article that 规范文件 carries out, a declaration without an id
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


def rule() -> str:
    """Return a duty of the rule file with the quotation that it stands below."""
    text = (regulations_folder() / "gd-noncoal-mine" / RULE_FILE).read_text(encoding="utf-8")
    quotation = re.search(r"^### .*\n(?:>.*\n)+", text, re.MULTILINE)
    duty = re.search(r"^义务 22-3「.*\n(?: .*\n)+", text, re.MULTILINE)
    if quotation is None or duty is None:
        raise SystemExit(f"{RULE_FILE} has no duty 22-3 with a quotation")
    return f"{quotation[0]}\n{CUT}\n\n```ajx\n{CUT}\n\n{duty[0]}\n{CUT}\n```\n"


def encoded() -> str:
    """Return which articles of the guideline have rules, and which have none yet."""
    regulation = load_regulation()
    forms = declaration_forms()
    rules = [d for file in regulation.compiled.files for d in file.declarations if forms[d.kind].norm]
    there = {int(found[1]) for rule in rules if (found := re.match(r"(\d+)-", rule.name))} | {VALIDITY}
    source = (regulations_folder() / regulation.name / "source.txt").read_text(encoding="utf-8")
    missing = set(map(int, re.findall(r"^\s*第(\d+)条", source, re.MULTILINE))) - there
    scope = sum(rule.kind == SCOPE for rule in rules)
    norms = f"{len(regulation.norms)} norms with a verdict, {scope} of scope"
    out = f"- Articles {_spans(there)} and both annexes have rules ({norms}).\n"
    if missing:
        out += f"- Articles {_spans(missing)} have none yet, and a report does not list them.\n"
    return out


def _spans(numbers: Iterable[int]) -> str:
    """Return numbers as 1–3, 5, 7.

    >>> _spans({5, 1, 2, 3, 8, 7})
    '1–3, 5, 7, 8'
    """
    spans: list[list[int]] = []
    for number in sorted(numbers):
        if spans and number == spans[-1][-1] + 1:
            spans[-1].append(number)
        else:
            spans.append([number])
    return ", ".join(f"{s[0]}–{s[-1]}" if len(s) > 2 else ", ".join(map(str, s)) for s in spans)  # noqa: PLR2004


def page() -> str:
    """Return the README as it should be now."""
    text = PAGE.read_text(encoding="utf-8")
    for place, shown in ((BLOCK, excerpt(report())), (RULE, rule()), (ENCODED, encoded())):
        if not place.search(text):
            raise SystemExit(f"README.md has no place for {place.pattern}")
        text = place.sub(lambda _, shown=shown: shown, text, count=1)
    return text


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
