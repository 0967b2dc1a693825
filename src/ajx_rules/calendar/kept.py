"""The notices, kept from one run to the next: reading and checking them takes 30 ms.

What is kept is JSON, with a digest of the texts and of the program; other texts are read and checked anew.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from ajx_rules.cache import keep, kept_path, stamp_of_program
from ajx_rules.calendar.notices import FestivalDays, Notice


def notices_in(folder: Path) -> tuple[Notice, ...]:
    """Return what ``read_notices`` does, from what was kept of the same texts if that is there.

    Raises:
        CalendarDataError: anything is wrong; the error lists everything that is.
    """
    path = kept_path("calendar.json")  # one place: by far the most ask for the folder that is shipped
    texts = _digest(folder) if path is not None else None
    if path is None or texts is None:
        return _read(folder)
    with suppress(OSError):  # nothing was kept
        seal, _, data = path.read_bytes().partition(b"\n")
        if seal == _seal(texts, data):
            return tuple(_notice(*each) for each in json.loads(data))
    notices = _read(folder)
    if _digest(folder) == texts:  # nobody has written there meanwhile
        data = json.dumps([_plain(each) for each in notices], separators=(",", ":")).encode()
        keep(path, _seal(texts, data) + b"\n" + data)
    return notices


def _read(folder: Path) -> tuple[Notice, ...]:
    from ajx_rules.calendar.reading import read_notices

    return read_notices(folder)


def _digest(folder: Path) -> str | None:
    """What tells that texts or program are not those of before; None where the texts cannot be read."""
    try:
        files = [folder] if folder.is_file() else sorted(folder.glob("*.toml"))
        texts = [(file.name, file.read_bytes()) for file in files]
    except OSError:
        return None
    return hashlib.sha256(repr([stamp_of_program("calendar"), texts]).encode(errors="replace")).hexdigest()


def _seal(texts: str, data: bytes) -> bytes:
    """What tells that data are whole, and were made of these texts."""
    return hashlib.sha256(texts.encode() + data).hexdigest().encode()


def _plain(value: object) -> Any:  # noqa: ANN401 - JSON
    """A notice, or what it consists of, as JSON: days as their ordinals, records as their parts in order."""
    if isinstance(value, Notice | FestivalDays):
        return [_plain(getattr(value, name)) for name in value.__match_args__]
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return value.toordinal() if isinstance(value, date) else value


def _notice(  # noqa: PLR0917 - as it is kept
    number: str,
    issued: int | None,
    title: str,
    year: int,
    published: str,
    seen: list[str],
    amends: str,
    festivals: list[list[Any]],
    file: str,
    line: int | None,
) -> Notice:
    day = None if issued is None else date.fromordinal(issued)
    found = tuple(_festival(*each) for each in festivals)
    return Notice(number, day, title, year, published, tuple(seen), amends, found, file, line)


def _festival(
    names: list[str], name_en: str, off: list[int], work: list[int], text: str, line: int | None
) -> FestivalDays:
    return FestivalDays(tuple(names), name_en, _days(off), _days(work), text, line)


def _days(ordinals: list[int]) -> tuple[date, ...]:
    return tuple(map(date.fromordinal, ordinals))
