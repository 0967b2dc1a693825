"""How quick it is: ``python benchmarks/run.py`` (or ``make bench``).

Start-up, rule loading, a cold and a warm check, memory, and a few peers as ratios within the same run.
Each figure is taken in several fresh processes; the table shows least, median and greatest. Nothing here
fails because something was slow. How to read the table: ``benchmarks/README.md``.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
LEDGER = ROOT / "examples" / "gd-insurer.json"
AS_OF = date(2026, 11, 23)
MANY = 100
TERM = 20  # working days, the longest term of the guideline


# ---- what is measured, each in a process of its own --------------------------------------------


def yardstick() -> dict[str, float]:
    """A fixed piece of Python: how quick machine and interpreter are at the time."""

    def following(number: int) -> int:
        return number + 1

    start = time.perf_counter()
    number = 0
    for _ in range(1_000_000):
        number = following(number)
    return {"yardstick": (time.perf_counter() - start) * 1e3}


def load() -> dict[str, float]:
    """The shipped rules from their text: the modules that it takes, the first time, and once more."""
    start = time.perf_counter()
    import ajx_rules.domain.book  # noqa: F401 - the compiler asks for the records when it first needs them
    from ajx_rules.compiler.passes import compile_folder
    from ajx_rules.resources import regulations_folder

    imported = time.perf_counter()
    folder = regulations_folder() / "gd-noncoal-mine"
    compile_folder(folder)
    compiled = time.perf_counter()
    compile_folder(folder)
    return {
        "compiler_imported": (imported - start) * 1e3,
        "compiled": (compiled - imported) * 1e3,
        "load": (compiled - start) * 1e3,
        "compiled_again": (time.perf_counter() - compiled) * 1e3,
    }


def load_kept() -> dict[str, float]:
    """The shipped rules as an earlier run kept them, with every import that takes."""
    start = time.perf_counter()
    from ajx_rules import load_regulation

    load_regulation()
    return {"load_kept": (time.perf_counter() - start) * 1e3}


def check() -> dict[str, float]:
    """Warm checks: the example ledger, and a made one with many policyholders."""
    from ajx_rules import load_regulation, read_ledger

    regulation = load_regulation()
    out: dict[str, float] = {}
    for name, ledger in (("example", read_ledger(LEDGER)), ("made", read_ledger(made_ledger(MANY)))):
        regulation.check(ledger, as_of=AS_OF)
        start = time.perf_counter()
        report = regulation.check(ledger, as_of=AS_OF)
        took = time.perf_counter() - start
        out[f"{name}_per_policyholder"] = took * 1e3 / len(ledger.policyholders)
        out[f"{name}_verdicts_per_second"] = len(report.verdicts) / took
        out[f"{name}_policyholders"] = len(ledger.policyholders)
        start = time.perf_counter()
        shared = regulation.check(ledger, as_of=AS_OF, processes=None)
        out[f"{name}_in_processes"] = (time.perf_counter() - start) / took
        assert shared == report
        if name == "example":
            out["memory"] = peak_memory()
    out["memory_made"] = peak_memory()
    return out


def peers() -> dict[str, float]:
    """Ours against what one would write by hand, or take from a library, for the same answers."""
    return {**peers_of_lookup(), **peers_of_working_days()}


def peers_of_lookup() -> dict[str, float]:
    """The tier of a known premium: the rule file's table, and the same table as Python."""
    from ajx_rules import load_regulation

    regulation = load_regulation()
    inputs = [(str(premium), accident) for premium in range(0, 200_000, 4_999) for accident in (False, True)]

    def ours() -> list[str]:
        return [
            regulation.lookup("服务档次", premium=premium, accident=accident).results[0]
            for premium, accident in inputs
        ]

    def by_hand() -> list[str]:
        return [hand_written_tier(int(premium), accident=accident) for premium, accident in inputs]

    assert ours() == by_hand()
    return {"lookup": per_item(ours, len(inputs)), "lookup_by_hand": per_item(by_hand, len(inputs))}


def hand_written_tier(premium: int, *, accident: bool) -> str:
    """Annex 1 as one would write it: the numbers in the program, no unknown premium, no quotation."""
    if premium >= 100_000:
        return "第一档"
    if premium >= 50_000:
        return "第一档" if accident else "第二档"
    if premium >= 10_000:
        return "第二档" if accident else "第三档"
    return "第三档" if accident else "第四档"


def peers_of_working_days() -> dict[str, float]:
    """20 working days after each day of 2021 to 2023, the years that workalendar knows too."""
    from ajx_rules.calendar import load_calendar

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # workalendar warns while it is imported, and with each year
        from workalendar.asia import China

        theirs = China()
    ours = load_calendar()
    days = [date(2021, 1, 4) + timedelta(n) for n in range(0, 1000, 3)]
    span = (date(2021, 1, 1) + timedelta(n) for n in range(1200))
    working = {day for day in span if ours.is_working_day(day)}
    ordinals = [day.toordinal() for day in days]

    def by_index() -> list[date]:
        return [ours.add_working_days(day, TERM).day for day in days]

    def by_rank() -> list[date]:
        return [date.fromordinal(ours.add_working_ordinal(day, TERM)[0]) for day in ordinals]

    def by_steps() -> list[date]:
        return [stepped(day, working) for day in days]

    def by_workalendar() -> list[date]:
        return [theirs.add_working_days(day, TERM) for day in days]

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert by_index() == by_rank() == by_steps() == by_workalendar()
        named = (by_index, by_rank, by_steps, by_workalendar)
        return {each.__name__: per_item(each, len(days)) for each in named}


def stepped(day: date, working: set[date]) -> date:
    """Day by day, as one would write it."""
    left = TERM
    while left:
        day += timedelta(1)
        left -= day in working
    return day


def made_ledger(count: int) -> dict[str, object]:
    """A ledger of many policyholders with a contract with days of its own, two services and a follow-up each."""
    policyholders, services = [], []
    for n in range(count):
        inception = date(2025, 6, 1) + timedelta(n * 37 % 300)
        contract = {
            "id": f"C{n}",
            "concluded_on": f"{inception - timedelta(26)}",
            "inception_on": f"{inception}",
            "expiry_on": f"{inception + timedelta(364)}",
            "premium": str(5_000 + n % 24 * 5_000),
        }
        policyholders.append({"id": f"P{n}", "name": f"第{n}矿", "contracts": [contract]})
        for item, mode in (("培训会", "线下"), ("隐患排查", "现场")):
            follow_up = {"policyholder": f"P{n}", "made_at": "2026-04-20", "channel": "电话"}
            services.append(
                {
                    "id": f"S{n}-{item}",
                    "items": [{"item": item, "forms": ["综合性排查"]} if mode == "现场" else {"item": item}],
                    "recipients": [{"policyholder": f"P{n}"}],
                    "mode": mode,
                    "started_at": "2026-04-10",
                    "completed_on": "2026-04-10",
                    "follow_ups": [follow_up],
                }
            )
    return {
        "known_on": "2026-11-23",
        "insurers": [{"name": "甲保险"}],
        "policyholders": policyholders,
        "services": services,
        "complete": [{"records": ["*"], "through": "2026-11-23"}],
    }


def per_item(run: Callable[[], object], items: int) -> float:
    """Microseconds an item: the best of several rounds, since noise only adds."""
    rounds = []
    for _ in range(5):
        start = time.perf_counter()
        run()
        rounds.append(time.perf_counter() - start)
    return min(rounds) * 1e6 / items


def peak_memory() -> float:
    """The most memory this process has held so far, in MB; nan where the system does not tell."""
    try:
        import resource
    except ImportError:  # Windows
        return float("nan")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


CHILDREN = {each.__name__: each for each in (yardstick, load, load_kept, check, peers)}


# ---- fresh processes ----------------------------------------------------------------------------


def environment(**others: str) -> dict[str, str]:
    """The environment of a measured process: as users have it, with byte code kept between runs."""
    out = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    out["PYTHONPATH"] = os.pathsep.join(filter(None, (str(ROOT / "src"), out.get("PYTHONPATH"))))
    return out | others


def timed(arguments: Sequence[str], *, codes: Iterable[int] = (0,), **others: str) -> float:
    """Milliseconds that a fresh Python takes from start to end."""
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, *arguments], capture_output=True, env=environment(**others), cwd=ROOT, check=False
    )
    took = (time.perf_counter() - start) * 1e3
    if done.returncode not in codes:
        raise SystemExit(done.stderr.decode(errors="replace") or f"exit code {done.returncode}")
    return took


def figures(name: str, processes: int) -> dict[str, list[float]]:
    """What a child measures, once in each of several fresh processes."""
    command = [sys.executable, str(Path(__file__).resolve()), "--child", name]
    out: dict[str, list[float]] = {}
    for _ in range(processes):
        done = subprocess.run(command, capture_output=True, env=environment(), cwd=ROOT, check=False)
        if done.returncode:
            raise SystemExit(done.stderr.decode(errors="replace"))
        for key, value in json.loads(done.stdout).items():
            out.setdefault(key, []).append(value)
    return out


def starts(processes: int) -> tuple[list[float], ...]:
    """An empty interpreter, the import above it, the example checked cold; by turns, so noise is shared.

    Cold twice: as a user has it, and with nothing at all kept from an earlier run but Python's byte code.
    """
    cli = "import sys; from ajx_rules.cli import main; sys.exit(main())"
    cold = ["-c", cli, "check", str(LEDGER), "--as-of", AS_OF.isoformat()]
    timed(cold, codes=(0, 1))  # byte code and the disk's cache
    empty, above, checked, bare = [], [], [], []
    for _ in range(processes):
        empty.append(timed(["-c", "pass"]))
        above.append(timed(["-c", "import ajx_rules"]) - empty[-1])
        checked.append(timed(cold, codes=(0, 1)))
        bare.append(timed(cold, codes=(0, 1), AJX_CACHE="0"))
    return empty, above, checked, bare


# ---- the table ----------------------------------------------------------------------------------

HEAD = ("", "min", "median", "max", "unit", "target")


def row(
    name: str, values: Sequence[float], unit: str, target: float | None = None, places: int = 0
) -> tuple[str, ...]:
    """One line of the table; a median above its target is marked, and that is all that happens."""
    shown = [f"{value:,.{places}f}" for value in (min(values), median(values), max(values))]
    told = "" if target is None else f"<= {target:g}{'' if median(values) <= target else '  MISSED'}"
    return (name, *shown, unit, told)


def print_table(title: str, rows: Iterable[tuple[str, ...]]) -> None:
    """Print rows under the head, in columns."""
    lines = [HEAD, *rows]
    sizes = [max(len(line[n]) for line in lines) for n in range(len(HEAD))]
    print(f"\n{title}")
    for line in lines:
        cells = [
            cell.rjust(size) if 0 < n < 4 else cell.ljust(size)
            for n, (cell, size) in enumerate(zip(line, sizes, strict=True))
        ]
        print("  " + "  ".join(cells).rstrip())


def ratios(values: dict[str, list[float]], ours: str, other: str) -> list[float]:
    """How many times as long ours takes, process by process."""
    return [mine / theirs for mine, theirs in zip(values[ours], values[other], strict=True)]


def main() -> None:
    """Measure everything and print the tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--processes", type=int, default=7, help="fresh processes a figure (default 7)")
    parser.add_argument("--child", choices=CHILDREN, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        print(json.dumps(CHILDREN[given.child]()))
        return
    processes = max(given.processes, 1)
    print(f"Python {platform.python_version()}, {platform.system()} {platform.machine()}", end=", ")
    print(f"{os.cpu_count()} processors, {processes} processes a figure")

    empty, above, checked, bare = starts(processes)
    measure, loaded, kept, warm, peer = (figures(name, processes) for name in CHILDREN)
    print_table(
        "start-up and rules",
        [
            row("yardstick: a million calls in Python", measure["yardstick"], "ms"),
            row("an empty interpreter", empty, "ms"),
            row("import ajx_rules, above that", above, "ms", 60),
            row("the shipped rules from text", loaded["compiled"], "ms", 500),
            row("the modules that this takes", loaded["compiler_imported"], "ms"),
            row("both: rules from text in a fresh process", loaded["load"], "ms"),
            row("the rules from text once more", loaded["compiled_again"], "ms"),
            row("the shipped rules as kept from an earlier run", kept["load_kept"], "ms"),
            row("ajx check on the example ledger, whole process", checked, "ms", 1500),
            row("the same with nothing kept (AJX_CACHE=0)", bare, "ms"),
        ],
    )
    example, made = (int(warm[f"{name}_policyholders"][0]) for name in ("example", "made"))
    print_table(
        "warm check (reference engine)",
        [
            row(
                f"example ledger, each of {example} policyholders",
                warm["example_per_policyholder"],
                "ms",
                places=1,
            ),
            row(f"made ledger, each of {made} policyholders", warm["made_per_policyholder"], "ms", places=1),
            row("verdicts a second, example ledger", warm["example_verdicts_per_second"], "1/s"),
            row("verdicts a second, made ledger", warm["made_verdicts_per_second"], "1/s"),
            row("example ledger, all processors / one", warm["example_in_processes"], "×", places=2),
            row("made ledger, all processors / one", warm["made_in_processes"], "×", places=2),
            row("peak memory, example ledger", warm["memory"], "MB"),
            row("peak memory, made ledger", warm["memory_made"], "MB"),
        ],
    )
    print_table(
        "peers: how many times as long ours takes (below 1: ours is quicker)",
        [
            row("tier lookup / written by hand", ratios(peer, "lookup", "lookup_by_hand"), "×", places=1),
            row("due date with its account / stepping", ratios(peer, "by_index", "by_steps"), "×", places=2),
            row(
                "due date with its account / workalendar",
                ratios(peer, "by_index", "by_workalendar"),
                "×",
                places=3,
            ),
            row("due day alone / stepping", ratios(peer, "by_rank", "by_steps"), "×", places=2),
            row("due day alone / workalendar", ratios(peer, "by_rank", "by_workalendar"), "×", places=3),
            row("tier lookup", peer["lookup"], "µs", places=1),
            row("due date with its account", peer["by_index"], "µs", places=1),
        ],
    )


if __name__ == "__main__":
    main()
