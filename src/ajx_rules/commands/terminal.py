"""Output that suits where it goes: a terminal, a pipe, a file, in whatever encoding.

Colour only on a terminal; a character that the encoding lacks becomes something near it, never an error.
"""

from __future__ import annotations

import codecs
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING, Final, TextIO

if TYPE_CHECKING:
    from ajx_rules.diagnostics.record import Language
    from ajx_rules.reports.layout import Line

HANDLER: Final = "ajx_rules.nearest"
SLOW: Final = 1.0
"""Seconds after which work shows how far it is."""

# What stands for a mark that the encoding lacks; anything else becomes a question mark.
_NEAREST: Final = {
    **dict.fromkeys("“”„", '"'),
    **dict.fromkeys("‘’", "'"),
    **dict.fromkeys("—–─━－", "-"),
    **dict.fromkeys("　\u00a0", " "),
    **dict(zip("（）【】《》「」『』", "()[]<>[][]", strict=True)),
    **dict(zip("，。；：！？、／＝", ",.;:!?,/=", strict=True)),
    "…": "...",
    "·": "-",
    "×": "x",
    "✗": "x",
    "✓": "+",
    "→": "->",
    "│": "|",
}
_STYLES: Final = {
    "head": "bold",
    "bad": "red",
    "warn": "yellow",
    "good": "green",
    "key": "cyan",
    "dim": "dim",
}


def nearest_mark(error: UnicodeError) -> tuple[str, int]:
    """Replace what an encoding lacks; an error handler of ``codecs``.

    >>> codecs.register_error(HANDLER, nearest_mark)
    >>> "违反…（—）".encode("ascii", HANDLER)
    b'??...(-)'
    """
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    return "".join(_NEAREST.get(char, "?") for char in lacking), error.end


def prepare_streams() -> None:
    """Let standard output and error take any text without an error."""
    codecs.register_error(HANDLER, nearest_mark)
    # closed by the shell (>&-): Python sets it to None
    sys.stdout = sys.stdout or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - open to the end
    sys.stderr = sys.stderr or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - open to the end
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            with suppress(ValueError, OSError):
                reconfigure(errors=HANDLER)


def holds_chinese(stream: TextIO | None = None) -> bool:
    """Return whether a stream (standard output) can show Chinese."""
    encoding = getattr(stream or sys.stdout, "encoding", None) or "utf-8"
    try:
        "违反".encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def is_unicode(stream: TextIO) -> bool:
    """Return whether a stream takes every character."""
    encoding = getattr(stream, "encoding", None) or "utf-8"
    return encoding.lower().replace("-", "").startswith("utf")


def write(text: str, *, err: bool = False) -> None:
    """Write a text and a line break, as plain as the stream needs it."""
    stream = sys.stderr if err else sys.stdout
    if not is_unicode(stream):
        text = text.replace("─", "-")  # a terminal of such an encoding shows it twice as wide
    stream.write(text + "\n")


def show(lines: Iterable[Line], *, err: bool = False) -> None:
    """Write lines, in colour on a terminal that has not been told otherwise (NO_COLOR, TERM=dumb)."""
    from ajx_rules.reports.layout import plain

    stream = sys.stderr if err else sys.stdout
    lines = list(lines)
    colour = stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    if not (colour and is_unicode(stream)):
        write(plain(lines), err=err)
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(file=stream, highlight=False, markup=False, emoji=False)
    for each in lines:
        spans = [(text, " ".join(_STYLES[name] for name in style.split())) for text, style in each.spans]
        console.print(Text.assemble(*spans), soft_wrap=True)


def write_json(data: object, *, err: bool = False) -> None:
    """Write data as JSON; where the encoding lacks characters they are escaped, so that nothing is lost."""
    import json

    stream = sys.stderr if err else sys.stdout
    ascii_only = not is_unicode(stream)
    # a lone surrogate (from a file name) has no encoding at all: escape it as well
    text = json.dumps(data, ensure_ascii=ascii_only, indent=2)
    if not ascii_only and any("\ud800" <= char <= "\udfff" for char in text):
        text = json.dumps(data, indent=2)
    stream.write(text + "\n")


def hint_on_encoding(lang: Language) -> None:
    """Say once, on standard error, how to get Chinese where the output cannot show it."""
    if not holds_chinese():
        encoding = getattr(sys.stdout, "encoding", "")
        write(
            f"note: this output ({encoding}) cannot show Chinese;\n"
            "  set PYTHONIOENCODING=utf-8, or use --format json" + ("" if lang == "en" else ", or --lang en"),
            err=True,
        )


@contextmanager
def progress(label: str) -> Iterator[Callable[[int, int], None] | None]:
    """Give a callback that shows a bar on a terminal once the work takes long; None where there is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.progress import Progress

    bar = Progress(transient=True)
    bar.console.file = sys.stderr
    task = bar.add_task(label, total=None)
    late = Timer(SLOW, bar.start)  # a big ledger takes long before there is anything to count
    late.daemon = True
    late.start()
    try:
        yield lambda done, total: bar.update(task, completed=done, total=total)
    finally:
        late.cancel()
        late.join()
        if bar.live.is_started:
            bar.stop()
