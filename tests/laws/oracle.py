"""What a fully known year comes to, written a second time, straight from the guideline.

Nothing of the engine is used here: plain days and sets, the tables as they are printed, and a
list of the days on which mainland China worked. A story is one contract of one year (or less)
with what was done under it; every record there is, is in it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from json import loads
from pathlib import Path

FULFILLED, LATE, BREACH, PENDING = "fulfilled", "late", "breach", "pending"
EXCUSED, NOT_APPLICABLE = "excused", "not_applicable"
JUDGEMENT = "breach/fulfilled"  # occurrence is met, whether it suffices is for a person to say

DAYS = Path(__file__).parents[1] / "calendar" / "data" / "cn_days.json"

# 附件1 频次表; 附件2: in which tiers (1 to 4) a row asks for one service a year.
FLOOR = {1: 6, 2: 5, 3: 4, 4: 2}
YEARLY: Mapping[int, set[int]] = {
    1: {1, 2, 3, 4},
    2: {1, 2, 3},
    3: {1, 2, 3, 4},
    4: {1, 2, 3, 4},
    5: {1, 2, 3},
    7: {1},
    9: {1},
}
BIENNIAL = {7: {2}, 9: {2}}
ALL_YEAR_ROWS = {3, 11}


@dataclass
class Served:
    """One item served; ``done`` None: not completed; ``pushes``: a stream, with the days of each push."""

    item: int
    started: date
    done: date | None = None
    mode: str = "现场"
    comprehensive: bool = True
    papers: tuple[date, date, date] | None = None
    calls: list[date] = field(default_factory=list)
    pushes: list[date] | None = None


@dataclass
class Refused:
    """A refusal; ``notified`` and ``withdrawn`` None: not so far."""

    day: date
    items: set[int]
    notified: date | None = None
    written: bool = False
    withdrawn: date | None = None


@dataclass
class Story:
    """One contract and everything that happened under it."""

    concluded: date
    inception: date
    expiry: date
    premium: Decimal
    accidents: list[date] = field(default_factory=list)
    terminated: date | None = None
    recorded: tuple[date, int] | None = None
    plan: tuple[date, bool] | None = None
    fixed: date | None = None
    served: list[Served] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)


# ---- days ------------------------------------------------------------------------------------


@cache
def _broken_weeks() -> tuple[frozenset[date], frozenset[date]]:
    said = loads(DAYS.read_text(encoding="utf-8"))

    def days(kind: str) -> frozenset[date]:
        return frozenset(
            date.fromisoformat(f"{year}-{day}") for year, listed in said[kind].items() for day in listed
        )

    return days("weekday_rest"), days("weekend_work")


def works(day: date) -> bool:
    rest, work = _broken_weeks()
    return day in work or (day.weekday() < 5 and day not in rest)


def working_days_after(day: date, count: int) -> date:
    """自…之日起 N 个工作日内: the day itself does not count; the last of them is the due date."""
    while count:
        day += timedelta(days=1)
        count -= works(day)
    return day


# ---- the tier --------------------------------------------------------------------------------


def tier(story: Story, as_of: date) -> int:
    """The tier that governs: that of the table, or the higher one that the insurer has recorded."""
    day, recorded = story.recorded or (as_of, 4)
    return min(by_table(story, as_of), recorded if day <= as_of else 4)


def by_table(story: Story, as_of: date) -> int:
    """附件1 分类分档表, by what has happened so far; 以上包括本数，以下不包括本数."""
    last_year = story.inception.year - 1
    column = 1 if any(day.year == last_year and day <= as_of for day in story.accidents) else 0
    if story.premium < 10000:
        return (4, 3)[column]
    if story.premium < 50000:
        return (3, 2)[column]
    return (2, 1)[column] if story.premium < 100000 else 1


# ---- the year --------------------------------------------------------------------------------


def delivered(story: Story, as_of: date) -> list[tuple[int, Served, date]]:
    """(row, service, day) of everything done in the year and by that day."""
    last = min(story.expiry, story.terminated or story.expiry)
    found = []
    for one in story.served:
        done = one.done
        if done and one.item == 9 and one.papers:  # a drill is done with the last of its papers
            done = max(done, *one.papers)
        days = ([done] if done else []) if one.pushes is None else one.pushes
        found += [(one.item, one, day) for day in days if story.inception <= day <= min(last, as_of)]
    return found


def row_is_served(story: Story, row: int, as_of: date) -> bool:
    """Whether what the cell of the row asks for was done in the year."""
    here, last = tier(story, as_of), min(story.expiry, story.terminated or story.expiry, as_of)
    for item, one, _ in delivered(story, as_of):
        if item == row == 1 and (here >= 3 or one.mode in ("线下", "现场")):
            return True
        if item == row and row in (2, 3, 4, 7):
            return True
        if item == row == 5 and one.comprehensive and one.mode == "现场":
            return True
        if here == 4 and (row, item) == (4, 5) and one.mode == "现场":
            return True
        if item == row == 9 and one.papers and max(one.papers) <= last:
            return True
    return False


def documented(story: Story, as_of: date) -> list[Refused]:
    """Refusals in the year, or since the contract was concluded, that were answered in writing or by e-mail and stand."""
    last = min(story.expiry, story.terminated or story.expiry)
    return [
        one
        for one in story.refused
        if story.concluded <= one.day <= min(last, as_of)
        and one.notified is not None
        and one.notified <= as_of
        and one.written
        and not (one.withdrawn is not None and one.withdrawn <= as_of)
    ]


def in_the_year(story: Story, met: bool, excused: bool, as_of: date) -> str:
    """A yearly minimum: fulfilled, or owed by the last day; lapsed if cover ended before."""
    if as_of < story.inception:
        return NOT_APPLICABLE
    if met:
        return FULFILLED
    if story.terminated is not None and story.terminated <= as_of and story.terminated < story.expiry:
        return NOT_APPLICABLE
    if excused:
        return EXCUSED
    return PENDING if as_of < story.expiry else BREACH


def row(story: Story, number: int, as_of: date) -> str:
    """附件2, one row of those that ask for something each year in this tier."""
    here = tier(story, as_of)
    if here not in YEARLY[number]:
        return NOT_APPLICABLE
    refused = documented(story, as_of)
    alternatives = {4, 5} if (number, here) == (4, 4) else {number}
    excused = all(any(item in one.items for one in refused) for item in alternatives)
    found = in_the_year(story, row_is_served(story, number, as_of), excused, as_of)
    if number in ALL_YEAR_ROWS and found == FULFILLED:  # enough all year round is for a person to say
        if story.terminated is not None and story.terminated <= as_of and story.terminated < story.expiry:
            return NOT_APPLICABLE  # and only once the year is over, which it never is
        if as_of < story.expiry:
            return EXCUSED if excused else PENDING
        return f"{EXCUSED}/{FULFILLED}" if excused else JUDGEMENT
    return found


def kinds(story: Story, as_of: date) -> set[int]:
    """服务频次: the kinds served in the year, without the rows that are done all year round."""
    last = min(story.expiry, story.terminated or story.expiry, as_of)
    found = set()
    for item, one, _ in delivered(story, as_of):
        as_worded = item != 5 or one.comprehensive
        if item == 9:
            as_worded = one.papers is not None and max(one.papers) <= last
        if as_worded or (item == 5 and tier(story, as_of) == 4):  # there the cell does not say 综合性
            found.add(item)
    return found - ALL_YEAR_ROWS


def frequency(story: Story, as_of: date) -> str:
    """附件1 频次表."""
    here = tier(story, as_of)
    have, floor = kinds(story, as_of), FLOOR[here]
    demanded = {row for row in range(1, 14) if here in (*YEARLY.get(row, ()), *BIENNIAL.get(row, ()))}
    refused = {item for one in documented(story, as_of) for item in one.items}
    if here == 4:  # 风险辨识评估或事故隐患排查: one kind is lifted where both are refused and neither is done
        neither = refused >= {4, 5} and not {4, 5} & {item for item, _, _ in delivered(story, as_of)}
        demanded = demanded - {4, 5} | ({4} if neither else set())
    refused &= demanded - ALL_YEAR_ROWS
    return in_the_year(story, len(have) >= floor, len(have | refused) >= floor, as_of)


# ---- dated acts ------------------------------------------------------------------------------


def by_a_day(done: date | None, due: date, as_of: date) -> str:
    if done is not None and done <= as_of:
        return FULFILLED if done <= due else LATE
    return BREACH if due <= as_of else PENDING


def visit(story: Story, as_of: date) -> str:
    """第二十二条: time and items of the on-site service settled within 20 working days."""
    due = working_days_after(story.concluded, 20)
    if story.plan is not None and story.plan[0] <= min(due, as_of) and not story.plan[1]:
        return NOT_APPLICABLE  # a plan without any service on site; where there is no plan by then, the duty stands
    found = by_a_day(story.fixed, due, as_of)
    over = story.terminated is not None and story.terminated <= as_of and story.terminated < due
    if over and found in (BREACH, PENDING):
        return NOT_APPLICABLE
    return EXCUSED if found != FULFILLED and visits_refused(story, min(due, as_of)) else found


def visits_refused(story: Story, day: date) -> bool:
    """Whether, at the end of a day, the one service on site that is planned (row 5) was validly refused."""
    return (
        story.plan is not None
        and story.plan[0] <= day
        and any(
            one.day <= day
            and 5 in one.items
            and one.written
            and one.notified is not None
            and one.notified <= day
            and not (one.withdrawn is not None and one.withdrawn <= day)
            for one in story.refused
        )
    )


def follow_up(one: Served, as_of: date) -> str:
    """第二十四条: a follow-up within 10 working days after the service was completed, unless it goes on all year."""
    if one.done is None or one.done > as_of or one.item in ALL_YEAR_ROWS:
        return NOT_APPLICABLE
    after = [day for day in one.calls if day >= one.done]
    return by_a_day(min(after, default=None), working_days_after(one.done, 10), as_of)
