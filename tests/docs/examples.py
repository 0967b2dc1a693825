"""Examples of a Markdown page: files to write, commands named, and Python sessions to run."""

import doctest
import re
from pathlib import Path

FILE = re.compile(r"<!-- file: (\S+) -->\n```\w*\n(.*?)```", re.DOTALL)
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.DOTALL | re.MULTILINE)


def write_files(page: str, folder: Path) -> None:
    """Write every block that is marked as a file."""
    for name, text in FILE.findall(page):
        (folder / name).write_text(text, encoding="utf-8")


def blocks(page: str, language: str) -> list[str]:
    """The fenced blocks of a language."""
    return [text for found, text in BLOCK.findall(page) if found == language]


def run_sessions(page: str, name: str) -> doctest.TestResults:
    """Run the Python sessions of a page as one; what fails is printed."""
    test = doctest.DocTestParser().get_doctest("\n".join(blocks(page, "pycon")), {}, name, name, 0)
    assert test.examples, f"{name} has no Python session"
    return doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test)
