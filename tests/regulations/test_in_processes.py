"""A check in several processes comes to what it comes to in one, whatever becomes of the processes."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from ajx_rules import Ledger, Problems, Report, load_regulation, read_ledger
from ajx_rules.engines.shares import MOST_SHARES, in_shares
from ajx_rules.reports.text import report_lines

AS_OF = dt.date(2026, 11, 23)
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="there are no processes to speak of")


@cache
def example() -> Ledger:
    return read_ledger("examples/gd-insurer.json")


@cache
def in_one() -> Report:
    return load_regulation().check(example(), as_of=AS_OF, tried=())


@pytest.mark.parametrize("count", [2, 3, 20])
def test_the_report_is_the_same_to_the_last_word(count):
    found = load_regulation().check(example(), as_of=AS_OF, tried=(), processes=count)
    assert found == in_one()
    assert found.to_json() == in_one().to_json()
    assert [v.counted for v in found.verdicts] == [v.counted for v in in_one().verdicts]


def test_as_many_processes_as_pay_come_to_the_same():
    assert load_regulation().check(example(), as_of=AS_OF, tried=(), processes=None) == in_one()


@pytest.mark.parametrize("shares", [1, 5, 1000])
@pytest.mark.parametrize("count", [None, 3])
def test_the_report_is_written_the_same_by_several(count, shares, monkeypatch):
    """Also where there are more parties than shares, and in the order of the parties."""
    monkeypatch.setattr("ajx_rules.reports.text.MOST_SHARES", shares)
    rules = load_regulation().ir
    assert report_lines(in_one(), rules, processes=count) == report_lines(in_one(), rules)


def test_what_cannot_be_judged_is_told_in_the_same_words():
    contract = {
        "concluded_on": "2028-01-05",
        "inception_on": "2028-02-01",
        "expiry_on": "2029-01-31",
        "premium": "9000",
    }
    policyholders = [
        {"id": f"P{n}", "name": f"第{n}矿", "contracts": [{"id": f"C{n}", **contract}]} for n in range(8)
    ]
    ledger = {"known_on": "2028-06-01", "insurers": [{"name": "甲保险"}], "policyholders": policyholders}
    told = []
    for count in (1, 4):
        with pytest.raises(Problems) as found:
            load_regulation().check(ledger, processes=count)
        told.append([(d.code, d.message("zh")) for d in found.value.diagnostics])
    assert told[0] == told[1]
    assert [code for code, _ in told[0]] == ["R010"]


def test_shares_come_back_in_their_order():
    assert in_shares(lambda share: (share, os.getpid()), 2, 1) == [(0, os.getpid()), (1, os.getpid())]
    assert in_shares(lambda share: share, 40, 5) == [*range(40)]
    assert in_shares(lambda share: share, MOST_SHARES, 3) == [*range(MOST_SHARES)]
    assert in_shares(lambda share: share, 0, 3) == []


def test_more_shares_than_fit_are_refused():
    with pytest.raises(ValueError, match="1025 shares"):
        in_shares(lambda share: share, MOST_SHARES + 1, 1)


@pytest.mark.parametrize("processes", [1, 3])
def test_progress_rises_to_all(processes):
    seen = []
    in_shares(lambda _: time.sleep(0.01), 12, processes, lambda *step: seen.append(step))
    assert seen == sorted(seen)
    assert {every for _, every in seen} == {12}
    assert all(0 <= begun < 12 for begun, _ in seen)
    assert processes > 1 or len(seen) == 12


@LINUX
def test_whoever_is_free_takes_the_next_share():
    def work(share: int) -> int:
        time.sleep(3 if share == 0 else 0.1)  # time for a busy machine to begin
        return os.getpid()

    at = in_shares(work, 20, 3)
    assert os.getpid() in at
    assert len({*at}) == 3
    assert at.count(at[0]) < 4  # the rest was done meanwhile


@LINUX
@pytest.mark.parametrize(
    "lost",
    [
        lambda: os.kill(os.getpid(), signal.SIGKILL),  # as the kernel does when memory runs out
        lambda: os._exit(0),
        lambda: (_ for _ in ()).throw(ValueError("in the process alone")),
    ],
)
def test_the_share_of_a_process_that_was_lost_is_done_here(lost):
    here = os.getpid()

    def work(share: int) -> int:
        if os.getpid() != here:
            lost()
        time.sleep(0.05)
        return share * 10

    assert in_shares(work, 6, 3) == [0, 10, 20, 30, 40, 50]


@LINUX
def test_more_than_a_pipe_holds_comes_back_whole():
    found = in_shares(lambda share: bytes([share]) * 3_000_000, 12, 3)
    assert [(each[:1], len(each)) for each in found] == [(bytes([n]), 3_000_000) for n in range(12)]


@LINUX
def test_what_was_sent_before_a_process_was_lost_is_not_done_again(tmp_path):
    here = os.getpid()
    done = tmp_path / "done"

    def work(share: int) -> int:
        with done.open("a") as file:
            file.write(f"{share}\n")
        if os.getpid() != here and done.read_text().count("\n") > 9:
            os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(0.02)
        return share

    assert in_shares(work, 16, 2) == [*range(16)]
    begun = done.read_text().split()
    assert {*begun} == {str(n) for n in range(16)}
    assert len(begun) <= 17  # only the share that it was lost at


@LINUX
def test_what_is_left_of_a_share_is_taken_for_none():
    """A process that is lost while it sends leaves bytes behind that are no share."""
    here = os.getpid()

    def work(share: int) -> str:
        if os.getpid() != here:
            threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGKILL)).start()
            return "N." * 2_000_000  # more than the pipe holds; as pickle reads it: None, the end, None …
        time.sleep(0.6)  # until that has happened
        return f"{share}"

    assert in_shares(work, 8, 2) == [str(n) for n in range(8)]


@LINUX
def test_an_interrupt_at_the_fork_leaves_no_file_open(monkeypatch):
    def interrupted() -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fork", interrupted)
    before = len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(3):
        with pytest.raises(KeyboardInterrupt):
            in_shares(lambda share: share, 4, 3)
    assert len(list(Path("/proc/self/fd").iterdir())) == before


@LINUX
def test_an_error_of_the_work_itself_is_raised_once():
    begun = []

    def work(share: int) -> int:
        begun.append(share)
        raise BrokenPipeError("the work's own")

    with pytest.raises(BrokenPipeError, match="own"):
        in_shares(work, 4, 3)
    assert len(begun) == 1


@LINUX
def test_processes_end_with_the_first_one(tmp_path):
    program = tmp_path / "program.py"
    program.write_text(
        "import os, sys, time\n"
        "from ajx_rules.engines.shares import in_shares\n"
        "def work(share):\n"
        "    open(os.path.join(sys.argv[1], f'pid-{os.getpid()}'), 'w').close()\n"
        "    time.sleep(0.05)\n"
        "    return bytes([share]) * 3_000_000\n"
        "in_shares(work, 200, 3)\n",
        encoding="utf-8",
    )
    first = subprocess.Popen([sys.executable, str(program), str(tmp_path)])
    until = time.monotonic() + 30
    while len(list(tmp_path.glob("pid-*"))) < 3 and time.monotonic() < until:
        time.sleep(0.05)
    first.kill()
    first.wait()
    others = [int(file.name[4:]) for file in tmp_path.glob("pid-*")]
    assert len(others) == 3
    while any(map(runs, others)) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(map(runs, others))


def runs(process: int) -> bool:
    """Whether a process is there and has not ended; who waits for it is another matter."""
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "ZX"


@LINUX
def test_a_process_of_another_thread_holds_nobody_up(monkeypatch):
    """Such a process, begun at any time, holds the pipes as well: the end is not known by their being closed."""
    fork, write = os.fork, os.write
    bystanders = []

    def meanwhile(call: Callable[..., int]) -> Callable[..., int]:
        def also(*args: object) -> int:
            process = fork()
            if process == 0:
                time.sleep(60)
                os._exit(0)
            bystanders.append(process)
            return call(*args)

        return also

    monkeypatch.setattr(os, "fork", meanwhile(fork))
    monkeypatch.setattr(os, "write", meanwhile(write))
    begun = time.monotonic()
    try:
        assert in_shares(lambda share: share, 6, 2) == [*range(6)]
        assert time.monotonic() - begun < 30
    finally:
        assert len(bystanders) == 2
        for process in bystanders:
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)


@LINUX
def test_what_cannot_be_sent_is_done_here():
    def work(share: int) -> Callable[[], int]:
        time.sleep(0.05)
        return lambda: share

    assert [each() for each in in_shares(work, 4, 2)] == [0, 1, 2, 3]


@LINUX
def test_where_no_process_can_be_had_all_is_done_here(monkeypatch):
    def refused() -> int:
        raise OSError("no more processes")

    monkeypatch.setattr(os, "fork", refused)
    assert in_shares(lambda share: (share, os.getpid()), 3, 3) == [(n, os.getpid()) for n in range(3)]


@LINUX
def test_a_worker_of_a_pool_may_share_its_work_out_too():
    with multiprocessing.get_context("fork").Pool(1) as pool:
        assert pool.apply(in_shares, (abs, 4, 3)) == [0, 1, 2, 3]


@pytest.mark.parametrize("wrong", [0, -1, "2"])
def test_a_number_of_processes_that_is_none_is_refused(wrong):
    with pytest.raises(TypeError, match="processes"):
        load_regulation().check({"known_on": "2026-11-23"}, processes=wrong)


@pytest.mark.parametrize("share", [0, 1, 5])
def test_what_a_share_raises_is_raised_here_and_nobody_is_left_behind(share, monkeypatch):
    fork = getattr(os, "fork", None)
    begun = []
    monkeypatch.setattr(os, "fork", lambda: begun.append(fork()) or begun[-1], raising=False)

    def work(mine: int) -> int:
        time.sleep(0.02)
        if mine == share:
            raise LookupError(f"share {mine}")
        return mine

    with pytest.raises(LookupError, match=f"share {share}"):
        in_shares(work, 6, 3)
    for process in begun:
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)
