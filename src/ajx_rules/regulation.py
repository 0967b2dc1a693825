"""A regulation, loaded and ready: check a ledger, look a table up, read what it says.

>>> from ajx_rules import load_regulation
>>> load_regulation().lookup("服务档次", premium="50000", accident="no").results
('第二档',)
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import cached_property, lru_cache
from pathlib import Path

import attrs

from ajx_rules.calendar import Calendar, CalendarYearError, load_calendar
from ajx_rules.calendar.age import age_notes
from ajx_rules.compiler.ir import DecisionTable, Entry, Norm, RegulationIR, VocabularyList
from ajx_rules.compiler.passes import Compiled, compile_folder
from ajx_rules.diagnostics import Diagnostic, Problems
from ajx_rules.domain.book import Ledger
from ajx_rules.domain.vocabulary import Vocabulary, VocabularyEntry
from ajx_rules.engines.conventions import says
from ajx_rules.engines.in_words import decimal_words
from ajx_rules.engines.reference import ReferenceEngine
from ajx_rules.engines.table_match import match_table
from ajx_rules.engines.values import Missing, Numbers, Times
from ajx_rules.engines.verdict import Report, Status, Verdict
from ajx_rules.engines.world import LAST_MINUTE, World, end_of, start_of
from ajx_rules.language.text import nearest
from ajx_rules.resources import regulations_folder
from ajx_rules.versions import Findings, joined

CLOSED_WORLD = "records.closed_world"  # the one switch that the engine itself answers to
DEFAULT = "gd-noncoal-mine"
_YES = {"yes", "true", "是", "有", "1", "y"}
_NO = {"no", "false", "否", "无", "0", "n"}
_UNKNOWN = {"", "unknown", "不详", "不知道", "?", "？"}


@attrs.frozen
class TableRow:
    """One row of a decision table: its words, its bounds, and a result for each column.

    ``lo`` and ``hi`` are exact numbers in the table's unit (None = no bound).
    """

    text: str
    lo: Fraction | None
    lo_inclusive: bool
    hi: Fraction | None
    hi_inclusive: bool
    results: tuple[str, ...]
    cells: tuple[str, ...]


@attrs.frozen
class Table:
    """A decision table of a regulation."""

    ir: DecisionTable

    @property
    def name(self) -> str:
        """What it decides (服务档次)."""
        return self.ir.name

    @property
    def columns(self) -> tuple[str, ...]:
        """The answers that the columns stand for: ``no``, ``yes`` in the order of the table."""
        return self.ir.columns

    def rows(self) -> tuple[TableRow, ...]:
        """The rows in order."""
        return tuple(
            TableRow(b.text, b.lo, b.lo_inclusive, b.hi, b.hi_inclusive, results, cells)
            for b, results, cells in zip(self.ir.bands, self.ir.results, self.ir.cell_ids, strict=True)
        )

    def breakpoints(self) -> tuple[Fraction, ...]:
        """The numbers at which the result can change, ascending, in the table's unit.

        >>> from ajx_rules import load_regulation
        >>> [int(b) for b in load_regulation().table("服务档次").breakpoints()]
        [10000, 50000, 100000]
        """
        bounds = {b for band in self.ir.bands for b in (band.lo, band.hi) if b is not None}
        return tuple(sorted(bounds))


@attrs.frozen
class LookupResult:
    """What a table gives for inputs that may be unknown: every result still possible.

    ``settle`` names the inputs that would leave one result.
    """

    table: str
    results: tuple[str, ...]
    cells: tuple[str, ...]
    words: tuple[str, ...]
    settle: tuple[str, ...]

    @property
    def definite(self) -> bool:
        """Whether one result is left."""
        return len(self.results) == 1

    def to_json(self) -> dict[str, object]:
        """The result as plain data."""
        return {
            "schema_version": 1,
            **{k: list(v) if isinstance(v, tuple) else v for k, v in attrs.asdict(self).items()},
        }


@attrs.frozen(eq=False, slots=False)
class Regulation:
    """A loaded regulation: immutable, and safe to share between threads."""

    compiled: Compiled
    earlier: Regulation | None = None
    """The version that this one replaces (规范文件, 取代)."""

    @property
    def ir(self) -> RegulationIR:
        """The intermediate representation."""
        return self.compiled.ir

    @property
    def name(self) -> str:
        """The name of its folder."""
        return self.ir.name

    @property
    def title(self) -> str:
        """Its title."""
        return self.ir.title

    @property
    def warnings(self) -> tuple[Diagnostic, ...]:
        """What the compiler warned of."""
        return self.compiled.warnings

    @property
    def norms(self) -> tuple[Norm, ...]:
        """Its norms, in the order of the rule files."""
        return self.ir.norms

    @cached_property
    def vocabularies(self) -> Mapping[str, Vocabulary]:
        """Its vocabularies, as a ledger meets them."""
        return {
            v.name: Vocabulary(
                name=v.name,
                label=v.label,
                entries=tuple(
                    VocabularyEntry(
                        code=e.code,
                        text=e.text,
                        short=e.short or None,
                        attributes=dict(e.attributes),
                        order=n,
                    )
                    for n, e in enumerate(v.entries)
                ),
                open=v.open,
            )
            for v in self._with_questions()
        }

    def _with_questions(self) -> Iterator[VocabularyList]:
        yield from self.ir.vocabularies
        parameters = tuple(Entry(p.name, p.name) for p in self.ir.parameters)
        yield VocabularyList("parameter", "机构参数", parameters, open=False)
        questions = tuple(Entry(q.name, q.name) for q in self.ir.questions)
        yield VocabularyList("question", "判断事项", questions, open=True)

    def readings(self, chosen: Mapping[str, str] | None = None) -> dict[str, str]:
        """Every switch with its option: the default, unless another is chosen.

        A switch may be given by key or name, an option by key or saying (乙说).

        Raises:
            Problems: an unknown switch or option, with the nearest one.

        """
        out = {r.switch: r.default for r in self.ir.readings}
        by_name = {r.name: r for r in self.ir.readings} | {r.switch: r for r in self.ir.readings}
        problems: list[Diagnostic] = []
        for key, value in (chosen or {}).items():
            reading = by_name.get(key)
            if reading is None:
                args = {"key": key, "nearest": nearest(key, by_name) or "", "all": "、".join(out)}
                problems.append(Diagnostic("R001", args))
                continue
            option = next((o for o in reading.options if value in (o.key, o.saying)), None)
            if option is None or option.standing != "open":
                options = "、".join(f"{o.key}（{o.saying}）" for o in reading.options if o.standing == "open")
                code = "R002" if option is None else "R014"
                args = {"key": reading.name if option else key, "value": value, "options": options}
                problems.append(Diagnostic(code, args))
                continue
            out[reading.switch] = option.key
        if problems:
            raise Problems(problems)
        return out

    # ------------------------------------------------------------ checking

    def check(
        self,
        ledger: Ledger | Mapping[str, object] | str | Path | bytes,
        *,
        as_of: dt.date | None = None,
        readings: Mapping[str, str] | None = None,
        published: dt.date | None = None,
        closed_world: bool = False,
        norm: str | None = None,
        subject: str | None = None,
        progress: Callable[[int, int], None] | None = None,
        imagined: bool = False,
    ) -> Report:
        """Every verdict on a ledger at the end of a day.

        Args:
            ledger: a Ledger, its JSON data, or a path to a JSON file.
            as_of: the day; the ledger's ``known_on`` if left out.
            readings: switches with another option than the default.
            published: the day of publication, where the regulation does not know it.
            closed_world: take every list as complete (records.closed_world = always).
            norm: only this norm (id or alias).
            subject: only this subject (id, or a name in its label).
            progress: called with (done, all) norms.
            imagined: the ledger is made up (a worked case): a year without a notice is not old data.

        Raises:
            Problems: everything wrong with the ledger, or with the readings; a verdict that rests on a year
                which has begun and whose notice the calendar lacks.

        """
        choices = self.readings(readings)
        closed_world = closed_world or choices.get(CLOSED_WORLD) == "always"
        ready, odd = self._ready(ledger)
        day = as_of or ready.known_on
        found = self._findings(ready, day, choices, published, None, closed_world, (norm, subject, progress))
        until, version = published or self.ir.published, self.earlier
        before: list[Findings] = []
        while version is not None:
            own = version.readings() | {k: v for k, v in choices.items() if version.has_option(k, v)}
            asked = norm, subject, None
            before.append(version._findings(ready, day, own, None, until, closed_world, asked))  # noqa: SLF001
            until, version = version.ir.published, version.earlier
        found = joined(found, before)
        verdicts = found.verdicts
        return Report(
            regulation=self.name,
            title=self.title,
            ledger=ready.id or "",
            as_of=as_of or ready.known_on,
            known_on=ready.known_on,
            readings=tuple(
                (k, v)
                for k, v in choices.items()
                if any(r.switch == k and r.default != v for r in self.ir.readings)
            ),
            verdicts=verdicts,
            caveats=(
                *self._caveats(verdicts, ready, as_of, published),
                *(() if imagined else _calendar_age(verdicts, min(as_of or ready.known_on, ready.known_on))),
                *((f"台账 {d.path}：{d.message('zh')}", f"Ledger {d.path}: {d.message('en')}") for d in odd),
            ),
            not_evaluated=found.not_evaluated,
            results=found.results,
        )

    def _findings(
        self,
        book: Ledger,
        day: dt.date,
        choices: Mapping[str, str],
        published: dt.date | None,
        until: dt.date | None,
        closed: bool,  # noqa: FBT001 - one of many that check() hands on
        asked: tuple[str | None, str | None, Callable[[int, int], None] | None],
    ) -> Findings:
        """What this version alone comes to; ``until`` is the day on which a later one takes its place."""
        engine = self._engine(book, day, choices, published, until, closed=closed)
        norm, subject, progress = asked
        try:
            verdicts = tuple(engine.verdicts(norm, subject, progress))
        except RecursionError:
            raise Problems([Diagnostic("E008", {})]) from None
        except CalendarYearError as wrong:
            raise Problems([Diagnostic("R010", {"zh": wrong.message_zh, "en": wrong.message_en})]) from None
        results = tuple(engine.table_results()) if norm is None else ()
        return Findings(self.name, verdicts, results, engine.not_evaluated(norm))

    def has_option(self, switch: str, option: str) -> bool:
        """Whether an option of a switch can be chosen here."""
        return any(
            o.key == option and o.standing == "open"
            for r in self.ir.readings
            if r.switch == switch
            for o in r.options
        )

    def explain(
        self,
        ledger: Ledger | Mapping[str, object] | str | Path | bytes,
        norm: str,
        subject: str,
        *,
        as_of: dt.date | None = None,
        readings: Mapping[str, str] | None = None,
    ) -> tuple[Verdict, ...]:
        """The verdicts of one norm for one subject, with everything they rest on.

        Raises:
            Problems: everything wrong with the ledger; no such norm, no such subject.

        """
        report = self.check(ledger, as_of=as_of, readings=readings, norm=norm)
        if report.not_evaluated and not report.verdicts:
            why = report.not_evaluated[0]
            raise Problems([Diagnostic("R013", {"norm": norm, "zh": why.reason, "en": why.reason_en})])
        if not report.verdicts:
            aliases = [n.alias for n in self.ir.norms] + [n.id for n in self.ir.norms]
            raise Problems([Diagnostic("R003", {"norm": norm, "nearest": nearest(norm, aliases) or ""})])
        found = report.find(norm, subject)
        if not found:
            known = "、".join(dict.fromkeys(v.subject.label for v in report.verdicts[:8]))
            raise Problems([Diagnostic("R004", {"subject": subject, "norm": norm, "known": known})])
        return found

    def _ready(
        self, ledger: Ledger | Mapping[str, object] | str | Path | bytes
    ) -> tuple[Ledger, tuple[Diagnostic, ...]]:
        """The ledger, and what is odd in it without being wrong."""
        from ajx_rules.engines.extra import check_extra
        from ajx_rules.ledger.codes import check_codes
        from ajx_rules.ledger.index import LedgerIndex
        from ajx_rules.ledger.parameters import check_parameters
        from ajx_rules.ledger.read import read_ledger
        from ajx_rules.ledger.validate import validate

        book = ledger if isinstance(ledger, Ledger) else read_ledger(ledger)
        problems = list(validate(book))
        book, found = check_codes(book, self.vocabularies)
        problems += found
        index = LedgerIndex(book)
        problems += check_extra(index, self.ir.facts)
        problems += check_parameters(index, self.ir.parameters)
        errors = [p for p in problems if p.severity == "error"]
        if errors:
            raise Problems(errors)
        return book, tuple(p for p in problems if p.severity != "error")

    def _engine(
        self,
        book: Ledger,
        as_of: dt.date,
        choices: Mapping[str, str],
        published: dt.date | None,
        until: dt.date | None,
        *,
        closed: bool,
    ) -> ReferenceEngine:
        from ajx_rules.ledger.index import LedgerIndex

        calendar = load_calendar()
        validity = self._validity(published, until, calendar, choices)
        index = LedgerIndex(book)
        world = World(
            index,
            as_of,
            calendar,
            self.ir.vocabularies,
            closed=closed,
            validity=validity,
            facts=self.ir.facts,
        )
        return ReferenceEngine(self.ir, world, choices)

    def _validity(
        self,
        published: dt.date | None,
        until: dt.date | None,
        calendar: Calendar,
        choices: Mapping[str, str],
    ) -> tuple[int, int] | None:
        """The first and last minute of validity: from the day of publication to the corresponding day.

        Where the convention on the last day of validity says so, to the day before it.
        A later version ends it before the day on which that one takes its place.
        """
        first = published or self.ir.published
        replaced = start_of(until) - 1 if until is not None else LAST_MINUTE
        if first is None:
            return None if until is None else (0, replaced)
        length = self.ir.validity
        if length is None:
            return start_of(first), replaced
        add = {"年": calendar.add_years, "个月": calendar.add_months, "日": calendar.add_days}[length.unit]
        last = add(first, length.count).day
        if not says(self.ir.convention.on_corresponding_day, choices):
            last -= dt.timedelta(days=1)
        return start_of(first), min(end_of(last), replaced)

    def _caveats(
        self, verdicts: tuple[Verdict, ...], book: Ledger, as_of: dt.date | None, published: dt.date | None
    ) -> tuple[tuple[str, str], ...]:
        out: list[tuple[str, str]] = []
        if self.ir.published is None and published is None:
            out.append(
                (
                    "本指引的公布之日不详：各项结论均以本指引已施行且未失效为前提。",
                    "The date of publication is not known: every verdict assumes that the instrument is in force.",
                )
            )
        awaited = sorted({v.provisional for v in verdicts if v.provisional})
        out += [(f"暂定：{text}", f"Provisional: {text}") for text in awaited]
        refusals = any(m.kind == "complete" and "拒绝" in m.label for v in verdicts for m in v.missing)
        if refusals:
            out.append(
                (
                    "拒绝服务的记录没有声明齐备：有些项目可能因拒绝而免责，所以只能是“事实不明”。",
                    "Refusals are not declared complete: some items may be excused, so they stay unknown.",
                )
            )
        if as_of is not None and as_of > book.known_on:
            out.append(
                (
                    f"台账只记到{book.known_on.isoformat()}；此后的事实不知道。",
                    f"The ledger knows nothing after {book.known_on.isoformat()}.",
                )
            )
        return tuple(out)

    # ------------------------------------------------------------ tables

    @property
    def tables(self) -> tuple[Table, ...]:
        """Its decision tables."""
        return tuple(Table(t) for t in self.ir.tables)

    def table(self, name: str) -> Table:
        """A decision table by name or id.

        Raises:
            Problems: there is no such table.

        """
        for t in self.ir.tables:
            if name in (t.name, t.id, t.alias):
                return Table(t)
        names = [t.name for t in self.ir.tables]
        raise Problems(
            [
                Diagnostic(
                    "R005", {"table": name, "nearest": nearest(name, names) or "", "all": "、".join(names)}
                )
            ]
        )

    def lookup(self, table: str, **inputs: object) -> LookupResult:
        """What a table gives for its two inputs, either of which may be unknown.

        The row input is given under its Chinese label, the key of the regulation's command
        (``premium``) or ``row``; the column input likewise (``accident``) or ``column``.
        Left out or None = unknown.

        Raises:
            Problems: no such table or input, or a value that is not of its kind.

        """
        found = self.table(table).ir
        command = next((c for c in self.ir.commands if c.table == found.name), None)
        row_keys = {found.input_label, "row", *([command.row_key] if command else [])}
        column_keys = {found.column_label, "column", *([command.column_key] if command else [])}
        problems = [
            Diagnostic("R006", {"key": k, "keys": "、".join(sorted(row_keys | column_keys))})
            for k in inputs
            if k not in row_keys | column_keys
        ]
        row = next((v for k, v in inputs.items() if k in row_keys), None)
        column = next((v for k, v in inputs.items() if k in column_keys), None)
        number = _number(row, found, problems)
        answer = _answer(column, found, problems)
        if problems:
            raise Problems(problems)
        codes, cells = match_table(found, number, answer)
        words = [b.text for b, ids in zip(found.bands, found.cell_ids, strict=True) if set(ids) & set(cells)]
        order = [c for c in found.order if c in (codes.possible or ())]
        settle = tuple(m.label for m in sorted(codes.missing)) if len(order) > 1 else ()
        return LookupResult(found.name, tuple(order), cells, tuple(words), settle)


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


def _number(value: object, table: DecisionTable, problems: list[Diagnostic]) -> Numbers:
    missing = frozenset({Missing("fact", table.input_label, table.input_label, table.input_label)})
    unknown = Numbers(Fraction(0), None, missing)
    if value is None or (isinstance(value, str) and value.strip().lower() in _UNKNOWN):
        return unknown
    if isinstance(value, float):
        problems.append(Diagnostic("R007", {"value": repr(value), "label": table.input_label}))
        return unknown
    from ajx_rules.language.text import canonical

    text = canonical(str(value)).replace("，", "").removesuffix("元")
    times = 10000 if text.endswith("万") else 1
    try:
        number = Decimal(text.removesuffix("万"))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or number < 0 or abs(number.adjusted()) > 30:  # noqa: PLR2004 - beyond any amount
        problems.append(Diagnostic("R008", {"value": str(value), "label": table.input_label}))
        return unknown
    return Numbers.exactly(Fraction(number) * times)


def _answer(value: object, table: DecisionTable, problems: list[Diagnostic]) -> Times:
    missing = frozenset({Missing("fact", table.column_label, table.column_label, table.column_label)})
    if isinstance(value, bool):
        return Times.truth(value)
    text = "" if value is None else str(value).strip().lower()
    if text in _UNKNOWN:
        return Times.either(missing)
    if text in _YES | _NO:
        return Times.truth(text in _YES)
    problems.append(Diagnostic("R009", {"value": str(value), "label": table.column_label}))
    return Times.either(missing)


def load_regulation(source: str | Path | None = None) -> Regulation:
    """Load a regulation: a shipped one by name, or any folder of rule files.

    Args:
        source: the name of a folder under ``regulations/``, or a path; None = the shipped guideline.

    Raises:
        Problems: every error of every rule file.

    """
    if source is None:
        source = DEFAULT
    try:
        path = Path(source)
        if isinstance(source, str) and "/" not in source and "\\" not in source and not path.is_dir():
            path = regulations_folder() / source
        return _with_earlier(path.resolve(), ())
    except (OSError, RuntimeError, ValueError):  # a folder that links to itself
        raise Problems([Diagnostic("E004", {"folder": str(source)})]) from None


def _with_earlier(folder: Path, later: tuple[Path, ...]) -> Regulation:
    """A regulation and the versions before it, each a folder beside it."""
    compiled = _compiled(folder, _stamp(folder))
    name = compiled.ir.replaces
    if not name:
        return Regulation(compiled)
    earlier = folder.parent / name
    if Path(name).name != name or name.startswith(".") or not earlier.is_dir() or earlier in (folder, *later):
        raise Problems([Diagnostic("E043", {"name": name, "folder": folder.name})])
    return Regulation(compiled, _with_earlier(earlier, (*later, folder)))


def _stamp(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """What tells that a file of the folder has changed."""
    if not folder.is_dir():
        return ()
    files = sorted([*folder.glob("*.ajx.md"), *folder.glob("*.txt")])
    return tuple((f.name, *_touched(f)) for f in files)


def _touched(file: Path) -> tuple[int, int]:
    try:
        return file.stat().st_mtime_ns, file.stat().st_size
    except OSError:  # a link that leads nowhere; reading it says so
        return 0, 0


@lru_cache(maxsize=8)
def _compiled(folder: Path, stamp: tuple[tuple[str, int, int], ...]) -> Compiled:  # noqa: ARG001 - the cache's key
    return compile_folder(folder)


__all__ = [
    "LookupResult",
    "Regulation",
    "Report",
    "Status",
    "Table",
    "TableRow",
    "decimal_words",
    "load_regulation",
]
