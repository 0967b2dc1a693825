"""A regulation, loaded and ready: check a ledger, look a table up, read what it says.

>>> from ajx_rules import load_regulation
>>> load_regulation().lookup("服务档次", premium="50000", accident="no").results
('第二档',)
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property, lru_cache, partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import attrs

from ajx_rules.compiler.ir import Entry, Norm, RegulationIR, VocabularyList
from ajx_rules.compiler.kept import keep_rules, kept_rules
from ajx_rules.compiler.sources import Sources, read_sources
from ajx_rules.diagnostics import Diagnostic, Problems
from ajx_rules.domain.vocabulary import Vocabulary, VocabularyEntry
from ajx_rules.language.text import nearest
from ajx_rules.resources import regulations_folder

if TYPE_CHECKING:  # what checks and looks up is imported when it is asked for, so that loading stays quick
    from ajx_rules.checking import LedgerSource
    from ajx_rules.compiler.passes import Compiled  # noqa: TC004 - attrs keeps it as a text
    from ajx_rules.engines.verdict import Report, Status, Verdict
    from ajx_rules.tables import LookupResult, Table

DEFAULT = "gd-noncoal-mine"


@attrs.frozen(eq=False, slots=False)
class Regulation:
    """A loaded regulation: immutable, and safe to share between threads."""

    ir: RegulationIR = attrs.field(repr=lambda found: f"<{found.name}, {len(found.norms)} norms>")
    """The intermediate representation."""
    earlier: Regulation | None = None
    """The version that this one replaces (规范文件, 取代)."""
    warnings: tuple[Diagnostic, ...] = attrs.field(default=(), repr=False)
    """What the compiler warned of."""
    _compile: Callable[[], Compiled] | None = attrs.field(default=None, repr=False)

    @cached_property
    def compiled(self) -> Compiled:
        """The representation with its rule files as they were read, for what works on these."""
        if self._compile is None:
            raise ValueError("this regulation was made of a representation, not of rule files")
        return self._compile()

    def __reduce__(self) -> tuple[type[Regulation], tuple[object, ...]]:
        """What makes it anew in another process: not what was worked out of it since."""
        return type(self), (self.ir, self.earlier, self.warnings, self._compile)

    @classmethod
    def of(cls, compiled: Compiled) -> Regulation:
        """A regulation of rules that were compiled already."""
        return cls(compiled.ir, None, compiled.warnings, lambda: compiled)

    @property
    def name(self) -> str:
        """The name of its folder."""
        return self.ir.name

    @property
    def title(self) -> str:
        """Its title."""
        return self.ir.title

    @property
    def norms(self) -> tuple[Norm, ...]:
        """Its norms, in the order of the rule files."""
        return self.ir.norms

    @cached_property
    def vocabularies(self) -> Mapping[str, Vocabulary]:
        """Its vocabularies, as a ledger meets them."""
        found = {
            v.name: Vocabulary(
                name=v.name,
                label=v.label,
                entries=tuple(
                    VocabularyEntry(
                        code=e.code,
                        text=e.text,
                        short=e.short or None,
                        attributes=MappingProxyType(dict(e.attributes)),
                        order=n,
                    )
                    for n, e in enumerate(v.entries)
                ),
                open=v.open,
            )
            for v in self._with_questions()
        }
        return MappingProxyType(found)

    def _with_questions(self) -> Iterator[VocabularyList]:
        yield from self.ir.vocabularies
        versions: list[Regulation] = [self]
        while versions[-1].earlier is not None:  # what was asked under an earlier version stays on file
            versions.append(versions[-1].earlier)
        parameters = dict.fromkeys(p.name for version in versions for p in version.ir.parameters)
        questions = dict.fromkeys(q.name for version in versions for q in version.ir.questions)
        yield VocabularyList("parameter", "机构参数", tuple(Entry(n, n) for n in parameters), open=False)
        yield VocabularyList("question", "判断事项", tuple(Entry(n, n) for n in questions), open=True)

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
        ledger: LedgerSource,
        *,
        as_of: dt.date | None = None,
        readings: Mapping[str, str] | None = None,
        published: dt.date | None = None,
        closed_world: bool = False,
        norm: str | None = None,
        subject: str | None = None,
        tried: Iterable[Status | str] | None = None,
        progress: Callable[[int, int], None] | None = None,
        processes: int | None = 1,
    ) -> Report:
        """Every verdict on a ledger at the end of a day.

        Args:
            ledger: a Ledger, its JSON data, or a path to a JSON file.
            as_of: the day; the ledger's ``known_on`` if left out.
            readings: switches with another option than the default.
            published: the day of publication, where the regulation does not know it.
            closed_world: take every list as complete (records.closed_world = always).
            norm: only this norm (id or alias).
            subject: only this subject: an id, or a name in its label. A policyholder, an insurer and a contract
                are found by name or number too, with all that is owed to them, by them, under it.
            tried: the statuses (or their names) whose verdicts are tried under other readings too: None = all, () = none, which
                takes about half the time. A verdict that was not tried has ``robust`` None.
            progress: called with (begun, all) shares of the work, about one a policyholder.
            processes: in how many processes at once, None = as the processors and the ledger allow, 8 at most.
                They are forks, made on Linux only: leave it at 1 in a program that runs threads, such as a
                web server.

        Raises:
            Problems: everything wrong with the ledger, or with the readings; no such norm, nothing in the ledger
                of the name of the subject; a verdict that rests on a year which has begun and whose notice the
                calendar lacks.
            TypeError: a day that is no ``datetime.date``, readings that are no mapping, a ledger of no such kind,
                a number of processes below 1, ``closed_world`` that is no bool, ``tried`` that is no list.
            ValueError: ``as_of`` outside the years that a ledger can hold (1900 to 2200), no such status.

        Example:
            >>> report = load_regulation().check("examples/minimal.json", norm="22-3")
            >>> [(v.status.value, v.due.isoformat()) for v in report.verdicts]
            [('unknown', '2026-12-03')]

        """
        from ajx_rules.checking import Request, report

        norms = None
        if norm is not None:
            norms = (norm,)
            self._must_have(norm)
        asked = Request(
            as_of,
            readings,
            published,
            closed_world,
            norms,
            norm is None,
            tried,
            subject,
            progress,
            processes=processes,
        )
        found = report(self, ledger, asked)
        if subject is not None and not found.verdicts and (norm is None or not found.not_evaluated):
            everything = report(self, ledger, attrs.evolve(asked, subject=None, progress=None))
            known = "、".join(dict.fromkeys(v.subject.label for v in everything.verdicts[:8]))
            args = {"subject": subject, "norm": norm or self.title, "known": known}
            raise Problems([Diagnostic("R004", args)])
        return found

    def _must_have(self, norm: str) -> None:
        """Refuse a norm that no version of the regulation has."""
        from ajx_rules.engines.reference import named

        version: Regulation | None = self
        while version is not None:
            if any(named(norm, each) for each in version.ir.norms):
                return
            version = version.earlier
        known = [name for each in self.ir.norms for name in (each.alias, each.id)]
        raise Problems([Diagnostic("R003", {"norm": norm, "nearest": nearest(norm, known) or ""})])

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
        ledger: LedgerSource,
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
        report = self.check(ledger, as_of=as_of, readings=readings, norm=norm, subject=subject)
        if report.not_evaluated and not report.verdicts:
            why = report.not_evaluated[0]
            raise Problems([Diagnostic("R013", {"norm": norm, "zh": why.reason, "en": why.reason_en})])
        found = report.find(norm)
        if not found:
            known = "、".join(dict.fromkeys(v.subject.label for v in report.verdicts[:8]))
            raise Problems([Diagnostic("R004", {"subject": subject, "norm": norm, "known": known})])
        return found

    # ------------------------------------------------------------ tables

    @property
    def tables(self) -> tuple[Table, ...]:
        """Its decision tables."""
        from ajx_rules.tables import Table

        return tuple(Table(t) for t in self.ir.tables)

    def table(self, name: str) -> Table:
        """A decision table by name or id.

        Raises:
            Problems: there is no such table.

        """
        from ajx_rules.tables import Table

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
        from ajx_rules.tables import look_up

        found = self.table(table).ir
        command = next((c for c in self.ir.commands if c.table == found.name), None)
        return look_up(found, command, inputs)


def load_regulation(source: str | Path | None = None) -> Regulation:
    """Load a regulation: a shipped one by name, or any folder of rule files.

    Args:
        source: the name of a folder under ``regulations/``, or a path; None = the shipped guideline.

    Raises:
        Problems: every error of every rule file.

    """
    if source is None:  # the shipped one, whatever folder of that name stands where the program is run
        source = regulations_folder() / DEFAULT
    try:
        path = Path(source)
        if isinstance(source, str) and "/" not in source and "\\" not in source and not path.is_dir():
            path = regulations_folder() / source
        path = path.resolve()
    except (OSError, RuntimeError, ValueError):  # a folder that links to itself
        raise Problems([Diagnostic("E004", {"folder": str(source)})]) from None
    return _with_earlier(path, ())


def _with_earlier(folder: Path, later: tuple[Path, ...]) -> Regulation:
    """A regulation and the versions before it, each a folder beside it."""
    sources = _sources(folder, _stamp(folder))
    rules, warnings = _meaning(folder, sources)
    name = rules.replaces
    if not name:
        return Regulation(rules, None, warnings, partial(_compiled, sources))
    earlier = folder.parent / name
    if Path(name).name != name or name.startswith(".") or not earlier.is_dir() or earlier in (folder, *later):
        raise Problems([Diagnostic("E043", {"name": name, "folder": folder.name})])
    return Regulation(rules, _with_earlier(earlier, (*later, folder)), warnings, partial(_compiled, sources))


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
def _sources(folder: Path, stamp: tuple[tuple[str, int, int], ...]) -> Sources:  # noqa: ARG001 - the cache's key
    return read_sources(folder)


@lru_cache(maxsize=8)
def _meaning(folder: Path, sources: Sources) -> tuple[RegulationIR, tuple[Diagnostic, ...]]:
    """What rule files mean, as kept from an earlier run or compiled now, and what the compiler warns of."""
    kept = kept_rules(folder, sources)
    if kept is not None:
        return kept, ()
    compiled = _compiled(sources)
    if not compiled.warnings:
        keep_rules(folder, sources, compiled.ir)
    return compiled.ir, compiled.warnings


@lru_cache(maxsize=8)
def _compiled(sources: Sources) -> Compiled:
    from ajx_rules.compiler.passes import compile_sources

    return compile_sources(sources)
