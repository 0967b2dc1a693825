"""What every part of a text report needs: the report, its language, the names of norms and readings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from ajx_rules.engines.verdict import Report, Status, Verdict
from ajx_rules.language.text import width
from ajx_rules.reports.digest import ATTENTION, Party, parties
from ajx_rules.reports.layout import COLUMNS, Line, clean, flow, line, shorten
from ajx_rules.reports.words import Tongue

if TYPE_CHECKING:
    from ajx_rules.compiler import ir

STYLES: Final[dict[Status, str]] = {
    Status.BREACH: "bad",
    Status.LATE: "bad",
    Status.OPEN: "warn",
    Status.PENDING: "warn",
    Status.UNKNOWN: "key",
    Status.JUDGEMENT: "key",
    Status.EXCUSED: "dim",
    Status.FULFILLED: "good",
    Status.NOT_APPLICABLE: "dim",
    Status.NOT_IN_FORCE: "dim",
}

INDENT: Final = 2
_TITLE: Final = 30
_STATUS_COLUMN: Final = 12


class Setting:
    """One report in one language."""

    def __init__(
        self,
        report: Report,
        regulation: ir.RegulationIR | None,
        say: Tongue,
        statuses: tuple[Status, ...],
    ) -> None:
        """``statuses`` are those whose verdicts are listed; none: those that need attention."""
        self.report = report
        self.readings = regulation.readings if regulation is not None else ()
        self.say = say
        self.statuses = statuses
        self.parties = parties(report)
        self.alias = {v.norm: v.alias for v in report.verdicts}
        self.shorts = shorts(regulation) if regulation is not None else {}
        self.rank = ranks(regulation) if regulation is not None else {}
        self.questions = _questions(report, statuses)

    def id(self, verdict: Verdict) -> str:
        """The id of a norm as this language writes it."""
        return self.say(verdict.alias, verdict.norm)

    def title(self, verdict: Verdict) -> str:
        """What a norm is about in a few characters."""
        return norm_title(verdict, self.shorts, self.say)

    def name(self, norm: str) -> str:
        """The id of a norm that another stands for."""
        return self.say(self.alias.get(norm, norm), norm)

    @property
    def status_columns(self) -> int:
        """How wide the column of statuses is."""
        return _STATUS_COLUMN if self.say.lang == "zh" else _STATUS_COLUMN + 4


def party_heading(party: Party, say: Tongue) -> list[Line]:
    """Return the line (or lines, of a long name) over what is said of a party: its name and id, and what it is but for a policyholder.

    >>> print(str(party_heading(Party("TP", "正衡", "third_party", ()), Tongue("zh"))[0])[:17])
    ── 第三方服务机构：正衡（TP）
    """
    name = clean(say.party(party.name) if party.whose == "records" else party.name)
    if party.id not in ("", party.name) and "/" not in party.id:  # with a slash it was made up on reading
        name += say(f"（{clean(party.id)}）", f" ({clean(party.id)})")
    if party.whose == "insurer":
        name = say(f"保险机构自身：{name}", f"The insurer itself: {name}")
    elif party.whose == "third_party":
        name = say(f"第三方服务机构：{name}", f"Third-party provider: {name}")
    if width(name) > COLUMNS - 6:
        return flow([("── ", "dim"), (name, "head")], rest=3)
    rule = "─" * (COLUMNS - width(name) - 4)
    return [line(("── ", "dim"), (name, "head"), (f" {rule}", "dim"))]


def reading_words(
    tongue: Tongue, switch: str, option: str, readings: Iterable[ir.Reading], *, text: bool = False
) -> str:
    """Return a reading by its name and saying: “排查方式”采乙说 (with what it says, if ``text``).

    >>> reading_words(Tongue("zh"), "row5.form", "any_form", ())
    '“row5.form”采“any_form”'
    """
    reading = next((r for r in readings if r.switch == switch), None)
    chosen = next((o for o in reading.options if o.key == option), None) if reading else None
    if reading is None or chosen is None:
        return tongue(f"“{switch}”采“{option}”", f"{switch} = {option}")
    words = chosen.text.rstrip("。") if text else ""
    return tongue(
        f"“{reading.name}”采{chosen.saying}" + (f"（{words}）" if words else ""),
        f"{switch} = {option}" + (f" ({words})" if words else ""),
    )


def norm_title(verdict: Verdict, short: Mapping[str, str], say: Tongue) -> str:
    """Return what a norm is about in a few characters: its row, the record it asks for, or its first words."""
    words = short.get(verdict.norm) or next((say.party(e) for e in verdict.evidence), "")
    return clean(words) or say.quote(shorten(clean(verdict.cited.words), _TITLE))


def shorts(regulation: ir.RegulationIR) -> dict[str, str]:
    """Return a short name for each cell of a table: that of its row, or what the cell says."""
    by_text = {e.text: e.short for v in regulation.vocabularies for e in v.entries if e.short}
    rows = [norm.row for norm in regulation.norms if norm.row is not None and norm.of_table]
    return {cell.id: by_text.get(row.label, cell.text) for row in rows for cell in row.cells}


def ranks(regulation: ir.RegulationIR) -> dict[str, int]:
    """Return which of the norms of a group is cited first, by their ids and those of their cells."""
    places = {norm: place for group in regulation.groups for place, norm in enumerate(group.norms)}
    out = dict(places)
    for norm in regulation.norms:
        if norm.row is not None and norm.id in places:
            out |= {cell.id: places[norm.id] for cell in norm.row.cells}
    return out


def _questions(report: Report, statuses: Sequence[Status]) -> dict[str, str]:
    """Return the questions that verdicts of these statuses leave to a person, by their names."""
    out: dict[str, str] = {}
    for each in report.of(*(statuses or ATTENTION)):
        names = {
            missing.english for missing in each.missing if missing.kind == "judgement" and missing.english
        }
        if each.question and len(names) == 1:
            out.setdefault(names.pop(), each.question)
    return out
