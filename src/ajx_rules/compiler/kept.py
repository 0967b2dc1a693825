"""Compiled rules, kept from one run to the next: the same texts under the same program mean the same.

The intermediate representation is kept as JSON (``packed``), with a digest of everything that it is made of: the rule
files, the official texts, the grammar, and the files of the program. Rules that the compiler warns of are
not kept, so that its warnings are never lost.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from pathlib import Path

from ajx_rules.cache import keep, kept_path, stamp_of_program
from ajx_rules.compiler import ir
from ajx_rules.compiler.packed import packed, unpacked
from ajx_rules.compiler.sources import Sources

MOST = 16
"""How many regulations are kept."""
_ROOMS = ("compiler", "language", "diagnostics", "domain", "calendar")


def kept_rules(folder: Path, sources: Sources) -> ir.RegulationIR | None:
    """What these texts were compiled to before, if that was kept."""
    path = _path(folder)
    if path is None or sources.problems:
        return None
    try:
        told, _, data = path.read_bytes().partition(b"\n")
        if told.decode() != _digest(sources):
            return None
        found = unpacked(json.loads(data))
    except (OSError, ValueError, LookupError, TypeError, RecursionError):  # cut short, or none of ours
        return None
    return found if isinstance(found, ir.RegulationIR) else None


def keep_rules(folder: Path, sources: Sources, compiled: ir.RegulationIR) -> None:
    """Keep what these texts were compiled to, instead of what was kept of the folder before."""
    path = _path(folder)
    if path is not None:
        data = json.dumps(packed(compiled), ensure_ascii=False, separators=(",", ":"))
        keep(path, f"{_digest(sources)}\n{data}".encode())
        _make_room(path.parent)


def _make_room(cache: Path) -> None:
    """Let go of what was not written for longest."""
    with suppress(OSError):
        found = sorted(cache.glob("rules-*.json"), key=lambda f: f.stat().st_mtime_ns)
        for old in found[:-MOST]:
            old.unlink(missing_ok=True)


def _path(folder: Path) -> Path | None:
    return kept_path(f"rules-{hashlib.sha256(str(folder).encode(errors='replace')).hexdigest()[:16]}.json")


def _digest(sources: Sources) -> str:
    """What tells that texts or program are not those of before."""
    of_all = hashlib.sha256(stamp_of_program(*_ROOMS).encode(errors="replace"))
    for part in (sources.rules, sources.official):
        of_all.update(repr([sources.name, *sorted(part.items())]).encode(errors="replace"))
    return of_all.hexdigest()
