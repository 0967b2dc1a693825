"""What past notices would have made of a year not yet announced: the range in which a provisional date lies.

Each past arrangement is moved to the year in question: every festival by whole weeks, so that Saturdays stay
Saturdays, to where that festival falls. Notices that add a day for one occasion only (3 September 2015) are
left out. A year that was amended counts twice, as first announced and as amended.
"""

from collections.abc import Iterable
from datetime import date

from ajx_rules.calendar import statutory
from ajx_rules.calendar.index import DayIndex, assumed_days_off, reassume
from ajx_rules.calendar.notices import Notice, YearArrangement, arrange


def past_scenarios(
    notices: Iterable[Notice], base: DayIndex, last_year: int, *, makeup_counts: bool
) -> tuple[DayIndex, ...]:
    """Return one index for every past arrangement, to the end of a year: years not announced follow its pattern."""
    notices = tuple(notices)
    amended, announced = arrange(notices), arrange(notices, amended=False)
    patterns = [*amended, *(year for year in announced if year not in amended)]
    patterns = [pattern for pattern in patterns if pattern.year >= statutory.FIRST_YEAR]
    years = range(amended[-1].year + 1, last_year + 1)
    if not years:
        return ()
    statutory_off = dict.fromkeys(assumed_days_off(years[0], years[-1]), False)
    scenarios = []
    for pattern in patterns:
        assumed: dict[int, bool] = {}
        for year in years:
            assumed |= _moved(pattern, year, makeup_counts=makeup_counts)
        scenarios.append(reassume(base, assumed | statutory_off, date(last_year, 12, 31).toordinal()))
    return tuple(scenarios)


def _moved(pattern: YearArrangement, year: int, *, makeup_counts: bool) -> dict[int, bool]:
    work: dict[int, bool] = {}
    off: dict[int, bool] = {}
    for entry in pattern.entries:
        known = [name for name in entry.festival.names if name in statutory.FESTIVALS]
        if not known:
            continue
        # Festivals that are off together are moved together, with National Day, whose date is fixed.
        anchor = "国庆节" if "国庆节" in known else known[0]
        shift = _whole_weeks(
            statutory.festival_day(anchor, pattern.year), statutory.festival_day(anchor, year)
        )
        if makeup_counts:
            work.update((day.toordinal() + shift, True) for day in entry.festival.work)
        off.update((day.toordinal() + shift, False) for day in entry.festival.off)
    return work | off


def _whole_weeks(origin: date, target: date) -> int:
    return round((target - origin).days / 7) * 7
