"""A ledger under a regulation: what is wrong with it, then every verdict of every version, and the caveats.

>>> import datetime as dt
>>> from ajx_rules import load_regulation
>>> from ajx_rules.checking import Request, report
>>> report(load_regulation(), {"known_on": "2026-11-23"}, Request()).as_of
datetime.date(2026, 11, 23)
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from ajx_rules.calendar import Calendar, CalendarYearError, load_calendar
from ajx_rules.calendar.age import age_notes
from ajx_rules.compiler.ir import CLOSED_WORLD
from ajx_rules.compiler.schema import schema
from ajx_rules.diagnostics import Diagnostic, Problems
from ajx_rules.domain.book import Ledger
from ajx_rules.domain.values import FIRST_YEAR, LAST_YEAR
from ajx_rules.engines.conventions import says
from ajx_rules.engines.excuses import Excuses
from ajx_rules.engines.extra import check_extra
from ajx_rules.engines.reference import ReferenceEngine
from ajx_rules.engines.shares import as_many_as_pay, in_shares
from ajx_rules.engines.verdict import Report, Status, Verdict
from ajx_rules.engines.world import LAST_MINUTE, World, end_of, start_of
from ajx_rules.ledger.codes import check_codes, with_codes
from ajx_rules.ledger.index import LedgerIndex
from ajx_rules.ledger.judgements import check_judgements
from ajx_rules.ledger.parameters import check_parameters
from ajx_rules.ledger.read import UnusableLedger, read_and_validate
from ajx_rules.ledger.validate import validate
from ajx_rules.versions import Findings, joined

if TYPE_CHECKING:
    from ajx_rules.regulation import Regulation

LedgerSource = Ledger | Mapping[str, object] | str | Path | bytes


def _is_a_day(_: object, field: attrs.Attribute[Any], value: object) -> None:
    if value is not None and (not isinstance(value, dt.date) or isinstance(value, dt.datetime)):
        wanted = f"{field.name} must be a day, such as datetime.date(2026, 11, 23)"
        raise TypeError(f"{wanted}, not {value!r}")


def _by_switch(_: object, field: attrs.Attribute[Any], value: object) -> None:
    if value is not None and not isinstance(value, Mapping):
        raise TypeError(
            f"{field.name} must map switches to options, such as {{'refusal': 'no_excuse'}}, not {value!r}"
        )


def _is_a_day_of_ledgers(_: object, field: attrs.Attribute[Any], value: object) -> None:
    _is_a_day(_, field, value)
    if isinstance(value, dt.date) and not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise ValueError(f"{field.name} must lie in the years {FIRST_YEAR} to {LAST_YEAR}, not on {value}")


def _is_yes_or_no(_: object, field: attrs.Attribute[Any], value: object) -> None:
    if not isinstance(value, bool):
        raise TypeError(f"{field.name} must be True or False, not {value!r}")


def _statuses(value: Iterable[Status | str] | None) -> frozenset[Status] | None:
    if value is None:
        return None
    if isinstance(value, str) or not isinstance(value, Iterable):
        raise TypeError(f"tried must list statuses, such as [Status.BREACH] or ['breach'], not {value!r}")
    return frozenset(map(Status, value))


def _is_a_number_of_processes(_: object, field: attrs.Attribute[Any], value: object) -> None:
    if value is not None and (not isinstance(value, int) or value < 1):
        raise TypeError(f"{field.name} must be None or a number from 1 on, not {value!r}")


@attrs.frozen(eq=False, repr=False)
class Request:
    """What is asked of a check; the meanings are those of ``Regulation.check``.

    ``norms`` are the only ones judged (None = all); ``tables`` = ask the decision tables too; ``tried`` are the
    statuses whose verdicts are tried under other readings (None = all); ``processes`` None = as many as pay.
    """

    as_of: dt.date | None = attrs.field(default=None, validator=_is_a_day_of_ledgers)
    readings: Mapping[str, str] | None = attrs.field(default=None, validator=_by_switch)
    published: dt.date | None = attrs.field(default=None, validator=_is_a_day)
    closed_world: bool = attrs.field(default=False, validator=_is_yes_or_no)
    norms: Collection[str] | None = None
    tables: bool = True
    tried: frozenset[Status] | None = attrs.field(default=None, converter=_statuses)
    subject: str | None = None
    progress: Callable[[int, int], None] | None = None
    imagined: bool = False
    processes: int | None = attrs.field(default=1, validator=_is_a_number_of_processes)


def report(regulation: Regulation, ledger: LedgerSource, asked: Request) -> Report:
    """Every verdict on a ledger, by the version of the regulation in force on the day a duty arises.

    Raises:
        Problems: everything wrong with the ledger, or with the readings; a verdict that rests on a year
            which has begun and whose notice the calendar lacks.

    """
    choices = regulation.readings(asked.readings)
    if choices.get(CLOSED_WORLD) == "always":
        asked = attrs.evolve(asked, closed_world=True)
    index, odd = _ready(regulation, ledger)
    book = index.ledger
    found = _of_all_versions(regulation, index, asked, choices)
    as_of = asked.as_of or book.known_on
    age = () if asked.imagined else _calendar_age(found.verdicts, min(as_of, book.known_on))
    oddities = ((f"台账 {d.path}：{d.message('zh')}", f"Ledger {d.path}: {d.message('en')}") for d in odd)
    defaults = {r.switch: r.default for r in regulation.ir.readings}
    return Report(
        regulation=regulation.name,
        title=regulation.title,
        ledger=book.id or "",
        as_of=as_of,
        known_on=book.known_on,
        readings=tuple((k, v) for k, v in choices.items() if k in defaults and defaults[k] != v),
        verdicts=found.verdicts,
        caveats=(*_caveats(regulation, found.verdicts, book, asked), *age, *oddities),
        not_evaluated=found.not_evaluated,
        results=found.results,
    )


# ------------------------------------------------------------ the ledger


def _ready(regulation: Regulation, ledger: LedgerSource) -> tuple[LedgerIndex, tuple[Diagnostic, ...]]:
    """The ledger, and what is odd in it without being wrong."""
    try:
        book, found = (ledger, validate(ledger)) if isinstance(ledger, Ledger) else read_and_validate(ledger)
    except UnusableLedger as wrong:  # the regulation's own words are looked at in the same run
        also = check_codes(wrong.ledger, regulation.vocabularies)[1]
        raise Problems([*wrong.diagnostics, *also]) from None
    problems = list(found)
    index, found = with_codes(book, regulation.vocabularies)
    problems += found
    problems += check_extra(index, regulation.ir.facts)
    problems += check_parameters(index, regulation.ir.parameters)
    problems += check_judgements(index, regulation.ir.questions)
    errors = [p for p in problems if p.severity == "error"]
    if errors:
        raise Problems(errors)
    return index, tuple(p for p in problems if p.severity != "error")


# ------------------------------------------------------------ the versions


def _of_all_versions(
    regulation: Regulation, index: LedgerIndex, asked: Request, choices: Mapping[str, str]
) -> Findings:
    """The newest version and those before it, each under the options that it has, joined."""
    newest = _findings(regulation, index, asked, choices, None)
    until, version = asked.published or regulation.ir.published, regulation.earlier
    asked = attrs.evolve(asked, published=None, progress=None)  # both speak of the newest alone
    before: list[Findings] = []
    while version is not None:
        own = version.readings() | {k: v for k, v in choices.items() if version.has_option(k, v)}
        before.append(_findings(version, index, asked, own, until))
        until, version = version.ir.published, version.earlier
    return joined(newest, before)


def _findings(
    regulation: Regulation,
    index: LedgerIndex,
    asked: Request,
    choices: Mapping[str, str],
    until: dt.date | None,
) -> Findings:
    """What one version alone comes to; ``until`` is the day on which a later one takes its place."""
    engine = _engine(regulation, index, asked, choices, until)
    try:
        verdicts = _verdicts(engine, asked)
    except RecursionError:
        raise Problems([Diagnostic("E008", {})]) from None
    except CalendarYearError as wrong:
        raise Problems([Diagnostic("R010", {"zh": wrong.message_zh, "en": wrong.message_en})]) from None
    results = tuple(engine.table_results()) if asked.tables else ()
    return Findings(regulation.name, verdicts, results, engine.not_evaluated(asked.norms))


def _verdicts(engine: ReferenceEngine, asked: Request) -> tuple[Verdict, ...]:
    """All verdicts in the order of the regulation, found in as many processes as was asked for."""
    policyholders = len(engine.world.index.rows("Policyholder"))
    processes = asked.processes or as_many_as_pay(policyholders)
    shares = engine.shares(engine.tasks(asked.norms, asked.subject))

    def judge(share: int) -> list[tuple[int, Verdict | None]]:
        return [(place, engine.verdict(*task, asked.tried)) for place, task in shares[share]]

    found = dict(chain.from_iterable(in_shares(judge, len(shares), processes, asked.progress)))
    return tuple(verdict for _, verdict in sorted(found.items(), key=itemgetter(0)) if verdict is not None)


def _engine(
    regulation: Regulation,
    index: LedgerIndex,
    asked: Request,
    choices: Mapping[str, str],
    until: dt.date | None,
) -> ReferenceEngine:
    calendar = load_calendar()
    world = World(
        index,
        asked.as_of or index.ledger.known_on,
        calendar,
        regulation.ir.vocabularies,
        closed=asked.closed_world,
        validity=_validity(regulation, asked.published, until, calendar, choices),
        facts=regulation.ir.facts,
    )
    return ReferenceEngine(regulation.ir, world, choices)


def _validity(
    regulation: Regulation,
    published: dt.date | None,
    until: dt.date | None,
    calendar: Calendar,
    choices: Mapping[str, str],
) -> tuple[int, int] | None:
    """The first and last minute of validity: from the day of publication to the corresponding day.

    Where the convention on the last day of validity says so, to the day before it.
    A later version ends it before the day on which that one takes its place.
    """
    first = published or regulation.ir.published
    replaced = start_of(until) - 1 if until is not None else LAST_MINUTE
    if first is None:
        return None if until is None else (0, replaced)
    length = regulation.ir.validity
    if length is None:
        return start_of(first), replaced
    add = {"年": calendar.add_years, "个月": calendar.add_months, "日": calendar.add_days}[length.unit]
    last = add(first, length.count).day
    if not says(regulation.ir.convention.on_corresponding_day, choices):
        last -= dt.timedelta(days=1)
    return start_of(first), min(end_of(last), replaced)


# ------------------------------------------------------------ what is to be said of the whole report


def _caveats(
    regulation: Regulation, verdicts: tuple[Verdict, ...], book: Ledger, asked: Request
) -> tuple[tuple[str, str], ...]:
    out: list[tuple[str, str]] = []
    if regulation.ir.published is None and asked.published is None:
        out.append(
            (
                "本指引的公布之日不详：各项结论均以本指引已施行且未失效为前提。",
                "The date of publication is not known: every verdict assumes that the instrument is in force.",
            )
        )
    awaited = sorted({v.provisional for v in verdicts if v.provisional})
    out += [(f"暂定：{text}", f"Provisional: {text}") for text in awaited]
    awaits = dict.fromkeys(
        name for each in _versions(regulation) for name in Excuses(each.ir).awaited(verdicts)
    )
    for cls in (schema().classes[name] for name in awaits):
        out.append(
            (
                f"“{cls.label}”没有声明齐备：有些项目可能因此免责，所以只能是“事实不明”。",
                f"Records of {cls.english} are not declared complete: some items may be excused, so they stay unknown.",
            )
        )
    shared = [c for holder in book.policyholders or () for c in holder.contracts or () if c.coinsurers]
    if shared:
        out.append(
            (
                f"{len(shared)}份保险合同是共保的：由谁服务没有区分，各项都算在合同所写的保险机构名下，请自行核对。",
                f"Contracts in co-insurance: {len(shared)}; all is held to be owed by the insurer that each names.",
            )
        )
    led = [str(c.id) for c in shared if any(s.lead and s.insurer != c.insurer for s in c.coinsurers or ())]
    if led:
        out.append(
            (
                f"其中写明由别家首席的有{len(led)}份（{_some(led)}）：所判的各项未必由合同所写的保险机构承担。",
                f"Of these, led by another than the one named: {len(led)} ({_some(led, ', ')}); it may owe what is found.",
            )
        )
    outside = [v for v in verdicts if v.reason.startswith("在适用范围")]
    if outside:
        whom = list(dict.fromkeys(v.subject.label for v in outside))
        out.append(
            (
                f"依台账的记录，{len(whom)}个对象在适用范围以外（{_some(whom)}），有关结论是不适用；记错了的，请更正。",
                f"By their records outside the scope: {len(whom)} ({_some(whom, ', ')}); nothing applies to them.",
            )
        )
    if asked.as_of is not None and asked.as_of > book.known_on:
        out.append(
            (
                f"台账只记到{book.known_on.isoformat()}；此后的事实不知道。",
                f"The ledger knows nothing after {book.known_on.isoformat()}.",
            )
        )
    return tuple(out)


def _versions(regulation: Regulation) -> Iterator[Regulation]:
    """A regulation and the versions that it replaces."""
    version: Regulation | None = regulation
    while version is not None:
        yield version
        version = version.earlier


def _some(names: Sequence[str], between: str = "、", most: int = 3) -> str:
    return between.join(names[:most]) + ("……" if len(names) > most else "")


def _calendar_age(verdicts: tuple[Verdict, ...], known_on: dt.date) -> tuple[tuple[str, str], ...]:
    """What is to be said if a year has begun whose notice the calendar lacks."""
    calendar = load_calendar()
    awaited = {year for v in verdicts if v.counted is not None for year in v.counted.awaited}
    awaited |= {
        v.done.year
        for v in verdicts
        if v.done and v.delay and v.delay[1] == "个工作日" and calendar.is_provisional(v.done)
    }
    try:
        return age_notes(calendar, known_on, awaited)
    except CalendarYearError as old:
        raise Problems([Diagnostic("R010", {"zh": old.message_zh, "en": old.message_en})]) from None
