"""The shipped rule files and their official text, as text."""

from collections.abc import Mapping
from functools import cache

from ajx_rules.resources import regulations_folder

NAME = "gd-noncoal-mine"


@cache
def rule_files() -> Mapping[str, str]:
    folder = regulations_folder() / NAME
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.ajx.md"))}


@cache
def official() -> Mapping[str, str]:
    folder = regulations_folder() / NAME
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))}
