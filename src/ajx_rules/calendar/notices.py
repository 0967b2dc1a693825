"""The State Council's yearly notices as data: what each says, and what those of a year give together."""

from collections.abc import Iterable
from datetime import date

from attrs import frozen

from ajx_rules.by_parts import ByParts


@frozen(eq=False, repr=False)
class FestivalDays(ByParts):
    """What one notice gives for one festival, or for several that it joins (国庆节、中秋节)."""

    names: tuple[str, ...]
    name_en: str
    off: tuple[date, ...]
    """The days off, one by one, in order; a weekend beside them need not be listed."""
    work: tuple[date, ...]
    """The make-up days: Saturdays and Sundays that are days of work (调休上班)."""
    text: str
    """The wording of the notice."""
    line: int | None = None
    """Line of the data file on which the entry begins."""

    @property
    def name(self) -> str:
        """The name as the notice writes it: 春节, or 国庆节、中秋节."""
        return "、".join(self.names)


@frozen(eq=False, repr=False)
class Notice(ByParts):
    """One notice of the State Council or its General Office on the holidays of one year."""

    number: str
    """国办发明电〔2024〕12号; empty where no source for it has been seen."""
    issued: date | None
    """The date under the notice; None where no source for it has been seen."""
    title: str
    year: int
    """The year that it arranges; a few of its days may lie in the last days of the year before."""
    published: str
    """Address at which the government published it; may be empty."""
    seen: tuple[str, ...]
    """Where wording, number and date were read."""
    amends: str
    """Number (or title) of the notice of the same year that this one amends; empty for the yearly one."""
    festivals: tuple[FestivalDays, ...]
    file: str
    line: int | None = None

    @property
    def citation(self) -> str:
        """What to quote: the number, or the title with a mark that the number has not been seen."""
        return self.number or f"{self.title}（文号未见）"


@frozen(eq=False, repr=False)
class Arranged(ByParts):
    """Days of a festival together with the notice that gives them."""

    festival: FestivalDays
    notice: Notice


@frozen(eq=False, repr=False)
class YearArrangement(ByParts):
    """The days off and make-up days of one year."""

    year: int
    entries: tuple[Arranged, ...]


def arrange(notices: Iterable[Notice], *, amended: bool = True) -> tuple[YearArrangement, ...]:
    """Put the notices of each year together, in the order of the years.

    A notice that amends another replaces the entries of the same festivals, whole, and adds those that are
    new.

    Args:
        notices: in the order in which they stand in the data.
        amended: False leaves the amending notices out: the years as first announced.
    """
    years: dict[int, list[Arranged]] = {}
    for notice in notices:
        entries = years.setdefault(notice.year, [])
        if notice.amends:
            if not amended:
                continue
            replaced = {name for festival in notice.festivals for name in festival.names}
            entries[:] = [entry for entry in entries if replaced.isdisjoint(entry.festival.names)]
        entries += [Arranged(festival, notice) for festival in notice.festivals]
    return tuple(YearArrangement(year, tuple(years[year])) for year in sorted(years))
