"""Work that falls into shares, done in several processes at once: whoever is free takes the next share.

A process is a copy of this one (a fork), so that nothing has to be sent to it; only what it finds comes back.
Where there is no safe fork (Windows, macOS), or none to be had, all is done here, and so are the shares of a
process that failed: what it would have raised is raised here.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import BinaryIO, Final, NoReturn, TypeVar

Result = TypeVar("Result")
Progress = Callable[[int, int], None]

MOST_SHARES: Final = 1024
"""As many as fit into the smallest pipe, one page, as numbers of ``_SIZE`` bytes."""
_SIZE: Final = 4
WORTH: Final = 4
"""Policyholders for whom a process of their own pays."""
MOST_PROCESSES: Final = 8
"""As many are made unasked: a container may be given less than the processors it sees."""


def processors() -> int:
    """How many processors this process may use; 1 where it cannot be copied safely.

    >>> processors() >= 1
    True
    """
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1


def as_many_as_pay(policyholders: int) -> int:
    """How many processes are worth their while for what is done for so many policyholders.

    >>> as_many_as_pay(1)
    1
    """
    return min(processors(), MOST_PROCESSES, policyholders // WORTH or 1)


def in_shares(
    work: Callable[[int], Result], count: int, processes: int, progress: Progress | None = None
) -> list[Result]:
    """What ``work`` returns for each of ``range(count)``, worked out in so many processes.

    What comes back must be something that pickle takes. ``progress`` is called with (shares begun, all).

    >>> in_shares(lambda share: share * share, 5, 2)
    [0, 1, 4, 9, 16]

    Raises:
        ValueError: more than ``MOST_SHARES`` shares.

    """
    if count > MOST_SHARES:
        raise ValueError(f"{count} shares; {MOST_SHARES} at most")
    found: dict[int, Result] = {}
    if processes > 1 and count > 1 and sys.platform == "linux":
        with suppress(OSError):  # no more processes, memory or files to be had
            found = _in_processes(work, count, min(processes, count), progress)
    for share in range(count):
        if share not in found:
            if progress is not None:
                progress(share, count)
            found[share] = work(share)
    return [found[share] for share in range(count)]


def _in_processes(
    work: Callable[[int], Result], count: int, processes: int, progress: Progress | None
) -> dict[int, Result]:
    """The shares that were done, this process helping; a process that failed leaves some out."""
    numbers, end = os.pipe()
    os.write(end, b"".join(share.to_bytes(_SIZE, "big") for share in range(count)))
    os.close(end)
    begun: dict[int, BinaryIO] = {}
    found: dict[int, Result] = {}
    try:
        for _ in range(processes - 1):
            process, answer = _begun(work, numbers)
            begun[process] = answer
        for share in _taken(numbers):
            if progress is not None:
                progress(share, count)
            found[share] = work(share)
        for answer in begun.values():
            with suppress(EOFError, OSError, pickle.UnpicklingError):  # it raised something, or was ended
                found.update(pickle.load(answer))  # noqa: S301 - written by a copy of this process
    except BaseException:
        for process in begun:
            with suppress(OSError):  # it has ended already
                os.kill(process, signal.SIGKILL)
        raise
    finally:
        os.close(numbers)
        for process, answer in begun.items():
            answer.close()
            with suppress(OSError):  # whoever embeds this waits for all processes
                os.waitpid(process, 0)
    return found


def _begun(work: Callable[[int], Result], numbers: int) -> tuple[int, BinaryIO]:
    """A copy of this process that does shares: its number, and where it will write what it found."""
    here, there = os.pipe()
    try:
        process = os.fork()
    except OSError:
        os.close(here)
        os.close(there)
        raise
    if process == 0:
        _do_shares(work, numbers, there)
    os.close(there)
    return process, os.fdopen(here, "rb")


def _do_shares(work: Callable[[int], Result], numbers: int, there: int) -> NoReturn:
    """Do shares and end without anything that this process would do at its end: it is only a copy."""
    done = False
    try:
        found = pickle.dumps({share: work(share) for share in _taken(numbers)}, pickle.HIGHEST_PROTOCOL)
        with os.fdopen(there, "wb") as answer:
            answer.write(found)
        done = True
    finally:  # whatever it was, the first process comes upon it again
        os._exit(0 if done else 1)


def _taken(numbers: int) -> Iterator[int]:
    """The numbers of shares that nobody else has taken from the pipe."""
    while taken := os.read(numbers, _SIZE):
        yield int.from_bytes(taken, "big")
