"""What falls due as a calendar file (RFC 5545, ``.ics``), made with the library icalendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from ajx_rules.reports.agenda import Agenda, DueItem, PartyDue
from ajx_rules.reports.due import left
from ajx_rules.reports.layout import clean
from ajx_rules.reports.text import norm_title
from ajx_rules.reports.words import Tongue, endless

if TYPE_CHECKING:
    from icalendar import Alarm, Event

PRODUCER: Final = "-//ajx-rules//due//ZH"


def calendar_file(
    found: Agenda, names: Mapping[str, str], say: Tongue, *, remind: int | None = None
) -> bytes:
    """Return what falls due as the bytes of a calendar file; the same agenda always gives the same bytes.

    Every item is an event of a whole day, on its due date. Its UID is the same in every run, so that a calendar
    that reads the file again moves the event rather than adding another.

    No METHOD is given: that is for a calendar that somebody sends out and has an organiser.

    Args:
        found: what falls due; at least one item, for a calendar without any event is none.
        names: short names of norms, by id.
        say: the language of the words.
        remind: days before the due date on which to remind; None = no reminder.

    Raises:
        ModuleNotFoundError: icalendar is not installed.

    """
    from icalendar import Calendar

    book = Calendar()
    book.add("prodid", PRODUCER)
    book.add("version", "2.0")
    book.add("calscale", "GREGORIAN")
    book.add(
        "x-wr-calname", say("到期的义务", "Duties falling due") + f" {clean(found.report.ledger)}".rstrip()
    )
    for each in found.parties:
        for item in each.items:
            book.add_component(_event(item, each, found, names, say, remind))
    return bytes(book.to_ical())


def _event(
    item: DueItem, each: PartyDue, found: Agenda, names: Mapping[str, str], say: Tongue, remind: int | None
) -> Event:
    from icalendar import Event

    summary = _summary(item, each, names, say)
    event = Event()
    event.add("uid", item.uid)
    event.add("dtstamp", dt.datetime.combine(found.report.as_of, dt.time(), dt.UTC))
    event.add("dtstart", item.due)
    event.add("dtend", item.due + dt.timedelta(days=1))
    event.add("summary", summary)
    event.add("description", "\n".join(_description(item, each, found, say)))
    event.add("categories", [say.status(item.verdict.status)])
    event.add("transp", "TRANSPARENT")
    if remind is not None and not item.overdue:
        event.add_component(_alarm(summary, remind))
    return event


def _alarm(summary: str, days: int) -> Alarm:
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", dt.timedelta(days=-days))
    alarm.add("description", summary)
    return alarm


def _summary(item: DueItem, each: PartyDue, names: Mapping[str, str], say: Tongue) -> str:
    verdict = item.verdict
    mark = ""
    if item.overdue:
        mark = say("【逾期未做】", "[overdue] ")
    elif item.undecided:
        mark = say("【尚无定论】", "[undecided] ")
    norm, title = say(verdict.alias, verdict.norm), norm_title(verdict, names, say)
    return clean(mark + say(f"{each.party.name}：{title}（{norm}）", f"{each.party.name}: {title} ({norm})"))


def _description(item: DueItem, each: PartyDue, found: Agenda, say: Tongue) -> list[str]:
    verdict, report = item.verdict, found.report
    as_of = say.day(report.as_of)
    day = say.not_before(str(item.due)) if endless(verdict.due_latest) else str(item.due)
    latest = verdict.due_latest
    rows = [
        say.quote(verdict.cited.words),
        say(
            f"{report.title}　{verdict.cited.heading}　{verdict.alias}（{verdict.norm}）",
            f"{report.title}, {verdict.cited.heading}, {verdict.norm} ({verdict.alias})",
        ),
        say("对象：", "for: ") + say.subject(verdict.subject, each.party.name),
        say("义务人：", "who: ") + say.party(verdict.bearer),
        say(f"期限：{day}", f"due: {day}")
        + (say(f"至{latest}之间", f" to {latest}") if latest is not None and not endless(latest) else "")
        + say(f"；截至{as_of}，{left(item, say)}", f"; as of {as_of}: {left(item, say)}"),
    ]
    if verdict.owed:
        rows.append(say("尚欠：", "still owed: ") + say.engine(verdict.owed))
    if verdict.provisional:
        rows.append(say(f"期限暂定，待{verdict.provisional}", "the date is provisional"))
    if item.undecided:
        rows.append(say("可能是", "may be ") + say.statuses(verdict.possible))
    return [clean(row) for row in rows]
