"""What falls due, as text: party by party, the worst first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from ajx_rules.reports.agenda import Agenda, DueItem, PartyDue
from ajx_rules.reports.layout import BLANK, Line, clean, flow, line
from ajx_rules.reports.text import norm_title, reading_words, shorts
from ajx_rules.reports.text_setting import party_heading
from ajx_rules.reports.words import Tongue, endless

if TYPE_CHECKING:
    from ajx_rules.compiler import ir
    from ajx_rules.diagnostics.record import Language

_INDENT: Final = 14


def due_lines(found: Agenda, regulation: ir.RegulationIR, lang: Language = "zh") -> list[Line]:
    """Return what falls due as lines with styles.

    >>> import datetime as dt
    >>> from ajx_rules import load_regulation
    >>> from ajx_rules.calendar import load_calendar
    >>> from ajx_rules.engines.verdict import Report
    >>> from ajx_rules.reports.agenda import agenda
    >>> day = dt.date(2026, 11, 23)
    >>> found = agenda(Report("r", "某指引", "", day, day, (), (), ()), 30, load_calendar())
    >>> print(due_lines(found, load_regulation().ir, "en")[1])
    2026-12-23 (Wed)).
    """
    say = Tongue(lang)
    report = found.report
    out = [*_answer(found, say), *_about(found, say)]
    for switch, option in report.readings:
        words = reading_words(say, switch, option, regulation.readings, text=True)
        out += flow([(say(f"本次检查的读法：{words}。", f"Read for this check: {words}."), "key")])
    names = shorts(regulation)
    for each in found.parties:
        out += [BLANK, *_party(each, say, names)]
    notes = _notes(found, say)
    if notes:
        out += [BLANK, line((say("说明", "Notes"), "head"))]
        for note in notes:
            out += flow(["- ", clean(note)], first=2, rest=4)
    return out


def left(item: DueItem, say: Tongue) -> str:
    """Return how long there is to a date, or how long it is past, in calendar and working days."""
    days, working = item.days, item.working_days
    if days == 0:
        return say("已于当日终了届满", "expired at the end of that day")
    zh = f"还有{days}天" if days > 0 else f"已过{-days}天"
    en = f"{say.number(abs(days), 'day')} {'left' if days > 0 else 'ago'}"
    if working is None:
        return say(zh, en)
    return say(f"{zh}（{abs(working)}个工作日）", f"{en} ({say.number(abs(working), 'working day')})")


def _answer(found: Agenda, say: Tongue) -> list[Line]:
    day, until = say.day(found.report.as_of), say.day(found.until)
    overdue = sum(item.overdue for item in found.items)
    undecided = sum(item.undecided for item in found.items)
    due = len(found.items) - overdue - undecided
    span = say(f"{found.within}天内（至{until}）", f"within {say.number(found.within, 'day')} (to {until})")
    parts = [
        say(f"有{overdue}项逾期未做", f"{overdue} overdue and undone")
        if overdue
        else say("没有逾期未做的", "nothing overdue"),
        say(f"{span}{due}项到期", f"{due} due {span}")
        if due
        else say(f"{span}没有到期的", f"nothing due {span}"),
    ]
    if undecided:
        parts.append(say(f"{undecided}项尚无定论、可能到期", f"{undecided} undecided that may be due"))
    text = say(f"截至{day}：", f"As of {day}: ") + say("；", "; ").join(parts) + say("。", ".")
    return flow([(text, "bad head" if overdue else "head")])


def _about(found: Agenda, say: Tongue) -> list[Line]:
    report = found.report
    parts = [say(f"依据《{clean(report.title)}》", f"Under 《{clean(report.title)}》")]
    if report.ledger:
        known, name = say.day(report.known_on), clean(report.ledger)
        parts.append(say(f"台账 {name}，记到{known}", f"ledger {name}, known on {known}"))
    return flow([(say("；", "; ").join(parts) + say("。", "."), "dim")])


def _party(each: PartyDue, say: Tongue, names: Mapping[str, str]) -> list[Line]:
    party = each.party
    out = party_heading(party, say)
    for item in each.items:
        out += _item(item, each, say, names)
    return out


def _item(item: DueItem, each: PartyDue, say: Tongue, names: Mapping[str, str]) -> list[Line]:
    verdict = item.verdict
    style = "bad" if item.overdue else "key" if item.undecided else "warn"
    norm = say(verdict.alias, verdict.norm)
    out = flow(
        [
            (item.due.isoformat(), style),
            "  ",
            (left(item, say), style),
            "  ",
            (norm, "head"),
            f" {norm_title(verdict, names, say)}",
        ],
        first=2,
        rest=_INDENT,
    )
    details = [say.subject(verdict.subject, each.party.name)]
    if item.undecided:
        possible = say.statuses(verdict.possible)
        status = say.status(verdict.status)
        details.append(say(f"{status}，可能是{possible}", f"{status}, may be {possible}"))
    if endless(verdict.due_latest):
        details.append(
            say("期限不早于这一天，最晚到哪天不知道", "due not before that day; how late is not known")
        )
    elif verdict.due_latest is not None:
        details.append(
            say(f"期限最晚到{verdict.due_latest}", f"due between that day and {verdict.due_latest}")
        )
    if verdict.provisional:
        details.append(say("期限暂定", "the date is provisional"))
    if verdict.owed:
        details.append(say.engine(verdict.owed))
    return out + flow([(clean(say.clauses(details)), "dim")], first=_INDENT)


def _notes(found: Agenda, say: Tongue) -> list[str]:
    notes = [say(zh, en) for zh, en in found.report.caveats]
    if found.undated:
        notes.append(
            say(
                f"另有{found.undated}项违反或者未履行没有期限，不在此列；见 ajx check。",
                f"{found.undated} breached or open without a date are not listed here; see ajx check.",
            )
        )
    if found.past_undecided:
        notes.append(
            say(
                f"另有{found.past_undecided}项期限已过而尚无定论（缺事实或待判断），不在此列；见 ajx check。",
                f"{found.past_undecided} undecided whose date has passed are not listed here; see ajx check.",
            )
        )
    return notes
