"""The files that a regulation is made of: its rule files and its official texts, as they are read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import attrs

from ajx_rules.diagnostics import Diagnostic, Span
from ajx_rules.language.text import MAX_FILE


@attrs.frozen(eq=False)
class Sources:
    """What stands in the folder of a regulation: the texts by file name, and what could not be read."""

    name: str
    rules: dict[str, str]
    official: dict[str, str]
    problems: tuple[Diagnostic, ...] = ()


def read_sources(folder: Path) -> Sources:
    """The rule files (``*.ajx.md``) and official texts (``*.txt``) of a folder."""
    rules, problems = read_texts(folder)
    official: dict[str, str] = {}
    for path in sorted(folder.glob("*.txt")):
        text, problem = _decode(path)
        if problem:
            problems.append(problem)
        else:
            official[path.name] = text
    return Sources(folder.name, rules, official, tuple(problems))


def read_texts(folder: Path) -> tuple[dict[str, str], list[Diagnostic]]:
    """The rule files of a folder as texts, by name; those that cannot be read as text, as problems."""
    paths = sorted(folder.glob("*.ajx.md")) if folder.is_dir() else []
    texts, problems = read_files(paths)
    problems += _misnamed(folder)
    if not paths:
        problems.append(Diagnostic("E004", {"folder": folder.name}))
    return texts, problems


_MISNAMED = re.compile(r"(?P<name>.*)\.ajx(?:\.md)?(?:\.txt|\.md|\.markdown)", re.IGNORECASE)


def _misnamed(folder: Path) -> Iterator[Diagnostic]:
    """Rule files that no one would miss: an editor has added an ending of its own."""
    for path in sorted(folder.glob("*")) if folder.is_dir() else ():
        found = _MISNAMED.fullmatch(path.name) if not path.name.endswith(".ajx.md") else None
        if found is not None and path.is_file():
            args = {"file": path.name, "name": f"{found['name']}.ajx.md"}
            yield Diagnostic("E009", args, Span(path.name, 1, 1, 1, 2))


def read_files(paths: Iterable[Path]) -> tuple[dict[str, str], list[Diagnostic]]:
    """Rule files as texts, by name; those that cannot be read as text, as problems."""
    texts: dict[str, str] = {}
    problems: list[Diagnostic] = []
    for path in paths:
        text, problem = _decode(path)
        if problem:
            problems.append(problem)
        else:
            texts[path.name] = text
    return texts, problems


def _decode(path: Path) -> tuple[str, Diagnostic | None]:
    try:
        if not path.is_file():  # a folder, a pipe, a link that leads nowhere
            return "", Diagnostic("E006", {"file": path.name}, Span(path.name, 1, 1, 1, 2))
        if path.stat().st_size > MAX_FILE:
            limit = f"{MAX_FILE // 1_000_000} MB"
            return "", Diagnostic("E003", {"file": path.name, "limit": limit}, Span(path.name, 1, 1, 1, 2))
        return path.read_bytes().decode("utf-8-sig"), None
    except UnicodeDecodeError:
        return "", Diagnostic("E005", {"file": path.name}, Span(path.name, 1, 1, 1, 2))
    except OSError:
        return "", Diagnostic("E006", {"file": path.name}, Span(path.name, 1, 1, 1, 2))
