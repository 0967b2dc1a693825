"""The statutory holidays of each year, by the law itself: what is known before a year's notice is published.

Source: 《全国年节及纪念日放假办法》第二条 (国务院令第644号, in force from 2014-01-01; 国务院令第795号, in
force from 2025-01-01, which adds the eve of the Spring Festival and 2 May). Article 6 (a holiday on a weekend
is made up for on a working day) is left to the yearly notice, which says on which day.

The lunar dates and Qingming are a table. Made from the tables of the packages lunardate 0.3.0 and holidays
0.109, which agree on every date of it; Qingming also agrees with the usual formula for this century.
"""

from datetime import date
from functools import cache
from typing import Final

FESTIVALS: Final[dict[str, str]] = {
    "元旦": "New Year's Day",
    "春节": "Spring Festival",
    "清明节": "Qingming Festival",
    "劳动节": "Labour Day",
    "端午节": "Dragon Boat Festival",
    "中秋节": "Mid-Autumn Festival",
    "国庆节": "National Day",
}
"""The festivals that every yearly notice arranges, in the order of the law, with their English names."""

# year, first day of the first lunar month, Qingming, fifth of the fifth, fifteenth of the eighth
_MOVABLE: Final = """
2014 01-31 04-05 06-02 09-08
2015 02-19 04-05 06-20 09-27
2016 02-08 04-04 06-09 09-15
2017 01-28 04-04 05-30 10-04
2018 02-16 04-05 06-18 09-24
2019 02-05 04-05 06-07 09-13
2020 01-25 04-04 06-25 10-01
2021 02-12 04-04 06-14 09-21
2022 02-01 04-05 06-03 09-10
2023 01-22 04-05 06-22 09-29
2024 02-10 04-04 06-10 09-17
2025 01-29 04-04 05-31 10-06
2026 02-17 04-05 06-19 09-25
2027 02-06 04-05 06-09 09-15
2028 01-26 04-04 05-28 10-03
2029 02-13 04-04 06-16 09-22
2030 02-03 04-05 06-05 09-12
2031 01-23 04-05 06-24 10-01
2032 02-11 04-04 06-12 09-19
2033 01-31 04-04 06-01 09-08
2034 02-19 04-05 06-20 09-27
2035 02-08 04-05 06-10 09-16
2036 01-28 04-04 05-30 10-04
2037 02-15 04-04 06-18 09-24
2038 02-04 04-05 06-07 09-13
2039 01-24 04-05 05-27 10-02
2040 02-12 04-04 06-14 09-20
2041 02-01 04-04 06-03 09-10
2042 01-22 04-04 06-22 09-28
2043 02-10 04-05 06-11 09-17
2044 01-30 04-04 05-31 10-05
2045 02-17 04-04 06-19 09-25
2046 02-06 04-04 06-08 09-15
2047 01-26 04-05 05-29 10-04
2048 02-14 04-04 06-15 09-22
2049 02-02 04-04 06-04 09-11
2050 01-23 04-04 06-23 09-30
2051 02-11 04-05 06-13 09-19
2052 02-01 04-04 06-01 09-07
2053 02-19 04-04 06-20 09-26
2054 02-08 04-04 06-10 09-16
2055 01-28 04-05 05-30 10-05
2056 02-15 04-04 06-17 09-24
2057 02-04 04-04 06-06 09-13
2058 01-24 04-04 06-25 10-02
2059 02-12 04-05 06-14 09-21
2060 02-02 04-04 06-03 09-09
2061 01-21 04-04 06-22 09-28
2062 02-09 04-04 06-11 09-17
2063 01-29 04-05 06-01 10-06
2064 02-17 04-04 06-19 09-25
2065 02-05 04-04 06-08 09-15
2066 01-26 04-04 05-28 10-03
2067 02-14 04-05 06-16 09-23
2068 02-03 04-04 06-04 09-11
2069 01-23 04-04 06-23 09-29
2070 02-11 04-04 06-13 09-19
2071 01-31 04-05 06-02 09-08
2072 02-19 04-04 06-20 09-26
2073 02-07 04-04 06-10 09-16
2074 01-27 04-04 05-30 10-05
2075 02-15 04-04 06-17 09-24
2076 02-05 04-04 06-06 09-12
2077 01-24 04-04 06-24 10-01
2078 02-12 04-04 06-14 09-20
2079 02-02 04-04 06-04 09-10
2080 01-22 04-04 06-22 09-28
2081 02-09 04-04 06-11 09-17
2082 01-29 04-04 06-01 10-06
2083 02-17 04-04 06-19 09-26
2084 02-06 04-04 06-07 09-14
2085 01-26 04-04 05-27 10-03
2086 02-14 04-04 06-15 09-22
2087 02-03 04-04 06-05 09-11
2088 01-24 04-04 06-23 09-29
2089 02-10 04-04 06-13 09-18
2090 01-30 04-04 06-02 09-08
2091 02-18 04-04 06-21 09-27
2092 02-07 04-04 06-09 09-16
2093 01-27 04-04 05-29 10-05
2094 02-15 04-04 06-17 09-24
2095 02-05 04-04 06-06 09-13
2096 01-25 04-04 06-24 09-30
2097 02-12 04-04 06-14 09-20
2098 02-01 04-04 06-04 09-09
2099 01-21 04-04 06-23 09-29
"""

FIRST_YEAR: Final = 2014
LAST_YEAR: Final = 2099
_FOUR_DAYS_FROM: Final = 2025


@cache
def _movable() -> dict[int, tuple[date, ...]]:
    table = {}
    for line in _MOVABLE.split("\n")[1:-1]:
        year, *days = line.split()
        table[int(year)] = tuple(date.fromisoformat(f"{year}-{day}") for day in days)
    return table


@cache
def festival_day(festival: str, year: int) -> date:
    """Return the day of a festival in a year; for the Spring Festival the first day of the lunar year.

    >>> festival_day("春节", 2027)
    datetime.date(2027, 2, 6)

    Raises:
        KeyError: no such festival, or a year outside 2014 to 2099.
    """
    new_year, qingming, dragon_boat, mid_autumn = _movable()[year]
    return {
        "元旦": date(year, 1, 1),
        "春节": new_year,
        "清明节": qingming,
        "劳动节": date(year, 5, 1),
        "端午节": dragon_boat,
        "中秋节": mid_autumn,
        "国庆节": date(year, 10, 1),
    }[festival]


def statutory_days(festival: str, year: int) -> tuple[date, ...]:
    """Return the days that the law itself gives for a festival in a year.

    >>> [str(day) for day in statutory_days("春节", 2027)]
    ['2027-02-05', '2027-02-06', '2027-02-07', '2027-02-08']
    >>> [str(day) for day in statutory_days("春节", 2024)]
    ['2024-02-10', '2024-02-11', '2024-02-12']

    Raises:
        KeyError: no such festival, or a year outside 2014 to 2099.
    """
    day = festival_day(festival, year).toordinal()
    four_days = year >= _FOUR_DAYS_FROM
    before, after = {
        "春节": (1 if four_days else 0, 2),
        "劳动节": (0, 1 if four_days else 0),
        "国庆节": (0, 2),
    }.get(festival, (0, 0))
    return tuple(date.fromordinal(ordinal) for ordinal in range(day - before, day + after + 1))
