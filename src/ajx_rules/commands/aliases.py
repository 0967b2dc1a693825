"""The commands that a regulation gives its tables, found without compiling it.

A table of a rule file says ``命令：tier premium accident``: the command, the key of its rows, that of its
columns. A look at the text is enough to list such a command; calling it compiles the rules.
"""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path
from typing import Final

import attrs

DEFAULT_REGULATION: Final = "gd-noncoal-mine"
_TABLE: Final = re.compile(r"^判定表[ \t　]+(\S+)", re.MULTILINE)
_COMMAND: Final = re.compile(
    r"^[ \t　]+命令[：:][ \t　]*([a-z][a-z0-9-]*)[ \t　]+([a-z]\w*)[ \t　]+([a-z]\w*)[ \t　]*$", re.MULTILINE
)


@attrs.frozen
class Alias:
    """A command for a table."""

    command: str
    table: str
    row_key: str
    column_key: str

    @property
    def keys(self) -> dict[str, str]:
        """The keys of rows and columns, by the names of the parameters that take them."""
        return {"row_input": self.row_key, "column_input": self.column_key}


def find_aliases(regulation: str | None = None) -> dict[str, Alias]:
    """Return the commands that a regulation gives its tables; none where it cannot be read.

    >>> sorted(find_aliases())
    ['tier']
    """
    out: dict[str, Alias] = {}
    with suppress(OSError):
        for path in sorted(folder_of(regulation).glob("*.ajx.md")):
            for alias in aliases_in(path.read_text(encoding="utf-8", errors="replace")):
                out.setdefault(alias.command, alias)
    return out


def aliases_in(text: str) -> list[Alias]:
    r"""Return the commands of one rule file.

    >>> aliases_in("判定表 服务档次\n  命令：tier premium accident\n")
    [Alias(command='tier', table='服务档次', row_key='premium', column_key='accident')]
    """
    out: list[Alias] = []
    for start in _TABLE.finditer(text):
        following = _TABLE.search(text, start.end())
        body = text[start.end() : following.start() if following else len(text)].partition("```")[0]
        found = _COMMAND.search(body)
        if found:
            out.append(Alias(found[1], start[1], found[2], found[3]))
    return out


def folder_of(regulation: str | None) -> Path:
    """Return the folder that a name, a path or nothing (the shipped regulation) stands for.

    >>> folder_of(None).name == DEFAULT_REGULATION
    True
    """
    from ajx_rules.resources import regulations_folder

    if not regulation:  # the shipped one, whatever folder of that name stands here
        return regulations_folder() / DEFAULT_REGULATION
    path = Path(regulation)
    plain_name = len(path.parts) == 1 and not path.is_dir()
    return regulations_folder() / path if plain_name else path
