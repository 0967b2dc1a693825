"""What is kept from one run to the next, in the user's own cache folder; ``AJX_CACHE=0`` keeps nothing.

Only a folder and files that nobody else can write are used. What is kept can always be made anew.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path

_PROGRAM = Path(__file__).resolve().parent


def kept_path(name: str) -> Path | None:
    """Where something is kept under a name; None = nowhere, or somebody else's place.

    >>> kept_path("../elsewhere") is None
    True
    """
    base = os.environ.get("AJX_CACHE") or os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    if base == "0" or Path(name).name != name:
        return None
    try:
        folder = Path(base).expanduser() / "ajx-rules"
        if not folder.is_absolute():
            return None
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        kept = folder / name
        safe = _only_ours(folder, stat.S_ISDIR) and (
            not os.path.lexists(kept) or _only_ours(kept, stat.S_ISREG)
        )
    except (OSError, RuntimeError):
        return None
    return kept if safe else None


def keep(path: Path, content: bytes) -> None:
    """Write a file whole or not at all; a folder that cannot be written keeps nothing."""
    import tempfile  # takes longer to import than most runs need it

    with suppress(OSError):
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(name).replace(path)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise


@cache
def stamp_of_program(*rooms: str) -> str:
    """What changes when a file in one of the folders of the program does, or one of the grammar.

    >>> stamp_of_program("calendar") == stamp_of_program("calendar") != stamp_of_program("compiler")
    True
    """
    from ajx_rules.resources import grammar_folder

    files = [file for room in rooms for file in (_PROGRAM / room).rglob("*.py")]
    files += [file for file in grammar_folder().iterdir() if file.is_file()]
    stats: list[tuple[str, int, int]] = []
    for file in sorted(files):
        with suppress(OSError):  # a link that leads nowhere; a file that is gone since
            found = file.stat()
            stats.append((str(file), found.st_mtime_ns, found.st_size))
    return repr(stats)


def _only_ours(path: Path, is_kind: Callable[[int], bool]) -> bool:
    """Whether a path is no link, of its kind, this user's own and closed to others (where a system tells)."""
    found = path.lstat()
    if not is_kind(found.st_mode):
        return False
    mine = not hasattr(os, "getuid") or found.st_uid == os.getuid()
    return (mine and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)) or sys.platform == "win32"
