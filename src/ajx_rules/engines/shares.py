"""Work done in several processes at once, each a share of it.

A process is a copy of this one (a fork), so that nothing has to be sent to it; only what it finds comes back.
Where there is no safe fork (Windows, macOS) all is done here, and so is a share whose process failed: what it
would have raised is raised here.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

Result = TypeVar("Result")


def processors() -> int:
    """How many processors this process may use for shares; 1 where it cannot be copied safely.

    >>> processors() >= 1
    True
    """
    if sys.platform != "linux":
        return 1
    return len(os.sched_getaffinity(0))


def in_shares(work: Callable[[int], Result], count: int) -> list[Result]:
    """What ``work`` returns for each of ``range(count)``, the first share done here, each other in a process.

    What comes back must be something that pickle takes.

    >>> in_shares(lambda share: [n * n for n in range(6)][share::2], 2)
    [[0, 4, 16], [1, 9, 25]]
    """
    if count == 1 or sys.platform != "linux":
        return [work(share) for share in range(count)]
    from multiprocessing import get_context

    fork = get_context("fork")
    begun = []
    for share in range(1, count):
        here, there = fork.Pipe(duplex=False)
        process = fork.Process(target=_send, args=(work, share, there), daemon=True)
        process.start()
        there.close()
        begun.append((share, process, here))
    found = [work(0)]
    for share, process, here in begun:
        try:
            found.append(here.recv())
        except EOFError:  # it raised something, or was ended from outside
            found.append(work(share))
        here.close()
        process.join()
    return found


def _send(work: Callable[[int], Result], share: int, there: Connection) -> None:
    try:
        there.send(work(share))
    except BaseException:  # noqa: BLE001 - whatever it was, the first process comes upon it again
        os._exit(1)
