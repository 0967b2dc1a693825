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
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import Any, Final, NoReturn, TypeVar

Result = TypeVar("Result")
Progress = Callable[[int, int], None]

MOST_SHARES: Final = 1024
"""As many as fit into the smallest pipe, one page, as numbers of ``_SIZE`` bytes."""
_SIZE: Final = 4
_ROOM: Final = 1 << 20
"""Bytes that a pipe is asked to hold, so that a process need not wait until what it found is fetched."""
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

    What comes back must be something that pickle takes, and no part of it may change afterwards: what two shares
    have in common is sent once. ``progress`` is called with (shares begun, all).

    >>> in_shares(lambda share: share * share, 5, 2)
    [0, 1, 4, 9, 16]

    Raises:
        ValueError: more than ``MOST_SHARES`` shares.

    """
    if count > MOST_SHARES:
        raise ValueError(f"{count} shares; {MOST_SHARES} at most")
    found: dict[int, Result] = {}
    if processes > 1 and count > 1 and sys.platform == "linux":
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
    try:
        numbers = _numbers(count)
    except OSError:  # no more files to be had
        return {}
    copies: list[_Copy] = []
    found: dict[int, Result] = {}
    try:
        with suppress(OSError):  # no more processes, memory or files to be had: then with these
            for _ in range(processes - 1):
                copies.append(_begin_copy(work, numbers, copies))
        for share in _taken(numbers):
            if progress is not None:
                progress(share, count)
            found[share] = work(share)
            for copy in copies:
                if copy.has_come():
                    copy.take(found)
        for copy in copies:
            while len(found) < count and copy.take(found):
                pass
    except BaseException:
        for copy in copies:
            with suppress(OSError):  # it has ended already
                os.kill(copy.process, signal.SIGKILL)
        raise
    finally:
        os.close(numbers)
        for copy in copies:
            copy.answers.close()
            with suppress(OSError):  # whoever embeds this waits for all processes
                os.waitpid(copy.process, 0)
    return found


class _Copy:
    """A copy of this process that does shares, and what comes back from it as it does them."""

    def __init__(self, process: int, answers: int) -> None:
        from select import POLLIN, poll  # there is none on Windows

        self.process = process
        self.answers = os.fdopen(answers, "rb")
        self._come = poll()
        self._come.register(answers, POLLIN)
        # One for all, so that what came once is not sent again; written by a copy of this process.
        self._unpickler = pickle.Unpickler(self.answers)  # noqa: S301
        self._over = False

    def has_come(self) -> bool:
        """Whether something has come that was not begun to be read."""
        return not self._over and bool(self._come.poll(0))

    def take(self, found: dict[int, Any]) -> bool:
        """Take the next share that it did; False when there is none to come."""
        if self._over:
            return False
        try:
            share, result = self._unpickler.load()
        except Exception:  # noqa: BLE001 - it is done, raised something, or was ended in the middle of a share
            self._over = True  # what is left of a share is none
            return False
        found[share] = result
        return True


def _begin_copy(work: Callable[[int], object], numbers: int, before: Iterable[_Copy]) -> _Copy:
    """Another copy of this process, which takes part; ``before`` are those begun before it."""
    here, there = os.pipe()
    process = -1
    try:
        process = os.fork()
        if process == 0:
            # Whoever reads the answers must be the first process alone, so that none goes on when it has ended.
            _do_shares(work, numbers, there, unread=[here, *(copy.answers.fileno() for copy in before)])
        return _Copy(process, here)
    except BaseException:
        if process == 0:  # interrupted before it could begin: it must not go on as if it were the first
            os._exit(0)
        os.close(here)
        raise
    finally:
        os.close(there)


def _do_shares(work: Callable[[int], object], numbers: int, there: int, unread: Iterable[int]) -> NoReturn:
    """Do shares and end without anything that this process would do at its end: it is only a copy."""
    try:
        for pipe in unread:
            os.close(pipe)
        with suppress(OSError):  # there is no more room to be had
            import fcntl  # there is none on Windows

            fcntl.fcntl(there, fcntl.F_SETPIPE_SZ, _ROOM)
        with os.fdopen(there, "wb") as answers:
            pickler = pickle.Pickler(answers, pickle.HIGHEST_PROTOCOL)
            for share in _taken(numbers):
                pickler.dump((share, work(share)))
                answers.flush()
    finally:  # whatever it was, the first process comes upon it again
        os._exit(0)


def _numbers(count: int) -> int:
    """A pipe with the numbers of all shares: whoever is free takes the next."""
    numbers, end = os.pipe()
    os.set_blocking(numbers, False)  # all stand in it before anyone reads
    os.write(end, b"".join(share.to_bytes(_SIZE, "big") for share in range(count)))
    os.close(end)
    return numbers


def _taken(numbers: int) -> Iterator[int]:
    """The numbers of shares that nobody else has taken from the pipe."""
    with suppress(BlockingIOError):  # another thread has begun a process that holds the other end
        while taken := os.read(numbers, _SIZE):
            yield int.from_bytes(taken, "big")
