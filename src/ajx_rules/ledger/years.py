"""The policy years that the dates of a contract give.

>>> last_year(date(2025, 2, 1), date(2026, 1, 31))
(1, datetime.date(2025, 2, 1))
>>> last_year(date(2025, 2, 1), date(2026, 2, 1))
(2, datetime.date(2026, 2, 1))
"""

from __future__ import annotations

from datetime import MAXYEAR, date


def last_year(first: date, last: date) -> tuple[int, date]:
    """The number of the last policy year of a term, and the day on which it begins."""
    no = max(last.year - first.year + 1, 1)
    if no > 1 and anniversary(first, no - 1) > last:
        no -= 1
    return no, anniversary(first, no - 1)


def anniversary(day: date, years: int) -> date:
    """The same day some years later (or earlier), within the calendar."""
    year = min(max(day.year + years, 1), MAXYEAR)
    try:
        return day.replace(year=year)
    except ValueError:  # 29 February in a common year: the 28th (Civil Code 202 by analogy)
        return day.replace(year=year, day=28)
