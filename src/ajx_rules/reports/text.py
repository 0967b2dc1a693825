"""The report of a check as text: the answer first, then each party, the worst first.

80 columns, plain; styles are names that a terminal may colour. Quotations stay Chinese in the English report.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from ajx_rules.engines.verdict import Report, Status, Verdict
from ajx_rules.language.text import width
from ajx_rules.reports.digest import (
    ATTENTION,
    DueNext,
    Entry,
    Party,
    Settling,
    due_next,
    entries,
    kind_of,
    kinds_missing,
    once,
    parties,
    settling,
    unsettled,
)
from ajx_rules.reports.layout import (
    BLANK,
    COLUMNS,
    Line,
    Span,
    clean,
    columns,
    flow,
    line,
    padded,
    plain,
    shorten,
)
from ajx_rules.reports.words import Tongue, records

if TYPE_CHECKING:
    from ajx_rules.compiler import ir
    from ajx_rules.diagnostics.record import Language
    from ajx_rules.engines.evaluate import Answer
    from ajx_rules.engines.values import Missing

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

_MEANS: Final[dict[Status, tuple[str, str]]] = {
    Status.BREACH: ("期限已过或年度已满，仍未做到", "the time is over, and it was not done"),
    Status.LATE: ("做了，但晚于期限", "done, but after the due date"),
    Status.OPEN: ("应做而未做，条文没有数字期限", "owed and not done; the text sets no number"),
    Status.PENDING: ("还没有做，仍来得及", "not done yet, still in time"),
    Status.UNKNOWN: ("台账里缺少决定结论的事实", "the ledger lacks facts that decide it"),
    Status.JUDGEMENT: ("条文用语须由人来判断", "a person has to judge a term of the text"),
    Status.EXCUSED: ("有记录在案的免责事由", "lifted by a ground on record"),
    Status.FULFILLED: ("已做到", "done"),
    Status.NOT_APPLICABLE: ("条件不成立，或没有要求", "its condition is not met, or nothing is required"),
    Status.NOT_IN_FORCE: ("当时尚未施行，或已失效", "not in force at the time"),
}

_SOON: Final = 5
_TITLE: Final = 30
_QUOTATION: Final = 110
_LISTED_MISSING: Final = 4
_LISTED_SUBJECTS: Final = 6
_STATUS_COLUMN: Final = 12
_INDENT: Final = 2


def render_report(
    report: Report,
    regulation: ir.RegulationIR | None = None,
    lang: Language = "zh",
    statuses: Sequence[Status] = (),
    command: str = "",
) -> str:
    """Return a report as plain text.

    Args:
        report: what a check came to.
        regulation: gives readings their names; without it they go by their keys.
        lang: ``zh`` or ``en``.
        statuses: list verdicts of these only; fulfilled and not applicable ones are listed when named here.
        command: the ledger as it was named on the command line, for the hint on ``ajx explain``.

    >>> from datetime import date
    >>> day = date(2026, 11, 23)
    >>> report = Report("r", "某指引", "台账.json", day, day, (), (), ())
    >>> print(render_report(report).splitlines()[0])
    截至2026-11-23（周一）：没有可以检查的事项。
    """
    return plain(report_lines(report, regulation, lang, statuses, command))


def report_lines(
    report: Report,
    regulation: ir.RegulationIR | None = None,
    lang: Language = "zh",
    statuses: Sequence[Status] = (),
    command: str = "",
) -> list[Line]:
    """Return a report as lines with styles; see ``render_report``.

    >>> from datetime import date
    >>> day = date(2026, 11, 23)
    >>> report_lines(Report("r", "某指引", "", day, day, (), (), ()), lang="en")[0].spans[0]
    ('As of 2026-11-23 (Mon): nothing to check.', 'head')
    """
    return _Text(report, regulation, Tongue(lang), tuple(statuses), command).lines()


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


class _Text:
    """One report in one language."""

    def __init__(
        self,
        report: Report,
        regulation: ir.RegulationIR | None,
        tongue: Tongue,
        statuses: tuple[Status, ...],
        command: str,
    ) -> None:
        self.report = report
        self.readings = regulation.readings if regulation is not None else ()
        self.say = tongue
        self.statuses = statuses
        self.command = command
        self.parties = parties(report)
        self.alias = {v.norm: v.alias for v in report.verdicts}
        self.shorts = shorts(regulation) if regulation is not None else {}
        self.rank = ranks(regulation) if regulation is not None else {}
        self.questions = _questions(report, statuses)

    def lines(self) -> list[Line]:
        out = [*self._answer(), *self._about(), BLANK]
        if self.report.verdicts:
            blocks = (self._counts(), self._soon(), self._settlers(), self._notes())
            for block in blocks:
                if block:
                    out += [*block, BLANK]
            for party in self.parties:
                section = self._party(party)
                if section:
                    out += [*section, BLANK]
            if self.questions:
                out += [*self._asked(), BLANK]
            out += self._hint()
        else:
            out += self._notes()
        while out and not str(out[-1]):
            out.pop()
        return out

    # ------------------------------------------------------------ the answer

    def _answer(self) -> list[Line]:
        report, say = self.report, self.say
        as_of = say(f"截至{say.day(report.as_of)}：", f"As of {say.day(report.as_of)}: ")
        if not report.verdicts:
            return flow([(as_of + say("没有可以检查的事项。", "nothing to check."), "head")])
        breaches = report.count(Status.BREACH)
        if breaches:
            who = sum(1 for party in self.parties if not party.insurer and party.count(Status.BREACH))
            itself = any(party.insurer and party.count(Status.BREACH) for party in self.parties)
            whom_zh = "，".join([f"涉及{who}家投保单位"] * bool(who) + ["含保险机构自身"] * itself)
            whom_en = " and ".join(
                [say.number(who, "policyholder")] * bool(who) + ["the insurer itself"] * itself
            )
            answer = say(
                f"有{breaches}项违反，{whom_zh}",
                f"{say.number(breaches, 'breach', 'breaches')}, concerning {whom_en}",
            )
        else:
            answer = say("没有确定的违反", "no breach established")
        extra = []
        late = report.count(Status.LATE)
        if late:
            extra.append(say(f"{'另' if breaches else ''}有{late}项逾期履行", f"{late} met late"))
        maybe = sum(1 for each in unsettled(report) if Status.BREACH in each.possible)
        if maybe:
            extra.append(
                say(
                    f"{maybe}项尚无定论、可能违反",
                    f"{maybe} undecided that may be {_plural(maybe, 'breach')}",
                )
            )
        whole = as_of + say("；", "; ").join([answer, *extra]) + say("。", ".")
        return flow([(whole, "bad head" if breaches else "head")])

    def _about(self) -> list[Line]:
        report, say = self.report, self.say
        number = sum(1 for party in self.parties if not party.insurer)
        total = sum(1 for _ in once(report.verdicts))
        parts = [say(f"依据《{clean(report.title)}》", f"Under《{clean(report.title)}》")]
        if report.ledger:
            known = say.day(report.known_on)
            name = clean(report.ledger)
            parts.append(say(f"台账 {name}，记到{known}", f"ledger {name}, known on {known}"))
        parts.append(
            say(
                f"{number}家投保单位，共{total}项",
                f"{say.number(number, 'policyholder')}, {say.number(total, 'item')}",
            )
        )
        out = flow([(say("；", "; ").join(parts) + say("。", "."), "dim")])
        for switch, option in report.readings:
            words = reading_words(say, switch, option, self.readings, text=True)
            out += flow([(say(f"本次检查的读法：{words}。", f"Read for this check: {words}."), "key")])
        return out

    def _counts(self) -> list[Line]:
        say = self.say
        shown = [(s, self.report.count(s)) for s in Status]
        shown = [(s, n) for s, n in shown if n or s is Status.BREACH]
        names = {s: s.label(say.lang) for s, _ in shown}
        size = max(width(name) for name in names.values())
        out = []
        for status, number in shown:
            means = say(*_MEANS[status])
            style = STYLES[status] if number else "dim"
            cells = (f"  {padded(names[status], size)}  ", f"{number:>5}  ")
            out.append(line((cells[0], style), (cells[1], style), (means, "dim")))
        return out

    # ------------------------------------------------------------ what falls due

    def _soon(self) -> list[Line]:
        say = self.say
        found = due_next(self.report, self.parties, self.rank)
        if not found:
            return []
        number = sum(len(item.verdicts) for item in found)
        head = say(f"接下来到期（共{number}项）", f"Falling due ({say.number(number, 'item')})")
        out = [line((head, "head"))]
        size = max(width(say.left(item.due, self.report.as_of)) for item in found[:_SOON])
        for item in found[:_SOON]:
            out += self._due(item, size)
        if len(found) > _SOON:
            rest = found[_SOON:]
            number = sum(len(item.verdicts) for item in rest)
            first = say.day(rest[0].due)
            out.append(
                line((say(f"  其余{number}项自{first}起。", f"  {number} more from {first} on."), "dim"))
            )
        return out

    def _due(self, item: DueNext, size: int) -> list[Line]:
        say = self.say
        left = padded(say.left(item.due, self.report.as_of), size)
        out = flow([(item.due.isoformat(), "warn"), f"  {left}  {clean(item.party)}"], first=2, rest=14)
        names = dict.fromkeys(f"{self._id(each)} {self._title(each)}" for each in item.verdicts)
        return out + flow([(say.join(names), "dim")], first=14)

    # ------------------------------------------------------------ what would settle most

    def _settlers(self) -> list[Line]:
        say = self.say
        number = len(unsettled(self.report))
        found = settling(self.report)
        if not found:
            return []
        head = say(
            f"补上下列各项，就能澄清尚无定论的{number}项中的大部分",
            f"What would settle most of the {say.number(number, 'undecided item')}",
        )
        out = flow([(head, "head")])
        before = 0
        for step, item in enumerate(found, 1):
            out += self._settler(step, item, gains=item.settled > before)
            before = item.settled
        more = kinds_missing(self.report) - len(found)
        if more > 0:
            text = say(
                f"另缺{more}类事实，见各家之下。", f"{say.number(more, 'more kind')} of fact: see below."
            )
            out += flow([(text, "dim")], first=2)
        listed = [item.what for item in found if item.kind == "complete"]
        if listed:
            day = min(self.report.as_of, self.report.known_on).isoformat()
            example = f'{{"records": ["{listed[0]}"], "through": "{day}"}}'
            how = say("“齐备”写在台账的 complete 里，如：", "Completeness is declared under complete: ")
            out += flow([(how, "dim")], first=2)
            out += [line("    ", (example, "dim"))]
        return out

    def _settler(self, step: int, item: Settling, *, gains: bool) -> list[Line]:
        say = self.say
        places = len(item.missing)
        if item.kind == "complete":
            what = say(
                f"声明{say.quote(records(item.what))}齐备",
                f"declare the list of {say.party(item.what)} records complete",
            )
        elif item.kind == "fact":
            what = say(f"填写{say.quote(item.what)}", f"fill in: {self._fact_en(item)}")
            what += say(f"（{places}处）", f" ({say.number(places, 'place')})") if places > 1 else ""
        else:
            what = say(f"回答{say.quote(item.what)}", f"answer {say.quote(item.what)}")
            what += say(f"（{places}处）", f" ({say.number(places, 'place')})") if places > 1 else ""
        counted = say(f"  涉及{item.waiting}项", f"  {item.waiting} wait for it")
        if gains:
            counted += say(f"，补到此处可澄清{item.settled}项", f"; with those above {item.settled} settled")
        else:
            counted += say("，须与下一项一起补", ", and for the next as well")
        out = flow([f"{step}. ", what, (counted, "dim")], first=2, rest=5)
        if places == 1 and item.kind == "fact":
            out += flow([(clean(item.missing[0].path), "dim")], first=5)
        return out

    def _fact_en(self, item: Settling) -> str:
        label = self.say.thing(item.missing[0].label)
        return label if len(item.missing) == 1 else f"{label.rpartition(': ')[2]} ({item.what})"

    # ------------------------------------------------------------ what holds for all

    def _notes(self) -> list[Line]:
        report, say = self.report, self.say
        notes = [say(zh, en) for zh, en in report.caveats]
        turned = [
            v for v in once(report.of(Status.BREACH)) if any(a.status is not v.status for a in v.alternatives)
        ]
        own = [v for v in once(report.of(Status.BREACH)) if v.own_limit]
        if own:
            notes.append(
                say(
                    f"其中{len(own)}项违反是以本机构自己定的数衡量的，不是对本指引的违反。",
                    f"{say.number(len(own), 'breach', 'breaches')} measured by a number the insurer set itself: "
                    "no breach of the regulation.",
                )
            )
        if turned:
            notes.append(
                say(
                    f"{len(turned)}项违反取决于条文的读法，换一种读法结论不同，已在该项下注明。",
                    f"{say.number(len(turned), 'breach', 'breaches')} would come out otherwise under another "
                    "reading of the text, as noted there.",
                )
            )
        notes += self._not_evaluated()
        if not notes:
            return []
        out = [line((say("说明", "Notes"), "head"))]
        for note in notes:
            out += flow(["- ", clean(note)], first=2, rest=4)
        return out

    def _not_evaluated(self) -> list[str]:
        """The norms of parties whose records the ledger does not hold, in one line."""
        left_out, say = self.report.not_evaluated, self.say
        if not left_out:
            return []
        first, count = left_out[0], len(left_out)
        bearers = "、".join(dict.fromkeys(each.bearer for each in left_out))
        zh, en = (text.replace(first.bearer, bearers, 1) for text in (first.reason, first.reason_en))
        return [say(f"{count}条规范没有检查：{zh}。", f"{say.number(count, 'norm')} not evaluated: {en}.")]

    # ------------------------------------------------------------ each party

    def _party(self, party: Party) -> list[Line]:
        listed = [v for v in party.verdicts if v.status in (self.statuses or ATTENTION)]
        if self.statuses and not listed:
            return []
        out = self._heading(party)
        out += self._blocks(entries((v for v in listed if v.kind != "advisory"), self.rank), party)
        advisory = [v for v in listed if v.kind == "advisory"]
        if advisory:
            out.append(line((self.say("  提示性条款（不计入总数）", "  Advisory (in no total)"), "dim")))
            if self.statuses:
                out += self._blocks(entries(advisory), party)
            else:
                out += [row for status in Status for row in self._summed(status, advisory)]
        if not self.statuses:
            for status in Status:
                if status not in ATTENTION:
                    out += self._summed(status, [v for v in party.verdicts if v.kind != "advisory"])
        return out

    def _heading(self, party: Party) -> list[Line]:
        say = self.say
        name = clean(party.name)
        if (
            party.id != party.name and "/" not in party.id
        ):  # an id with a slash was made up when the ledger was read
            name += say(f"（{party.id}）", f" ({party.id})")
        if party.insurer:
            name = say(f"保险机构自身：{name}", f"The insurer itself: {name}")
        rule = "─" * max(COLUMNS - width(name) - 4, 2)
        out = [line(("── ", "dim"), (name, "head"), (f" {rule}", "dim"))]
        counts: list[str | Span] = []
        for status in Status:
            number = party.count(status)
            if number:
                text = say(f"{say.status(status)}{number}项", f"{number} {say.status(status)}")
                counts += [(text, STYLES[status] + " solid"), say("，", ", ")]
        out += flow(counts[:-1], first=2)
        for result in party.results:
            words = say("或", " or ").join(result.results) or say("不详", "not known")
            lacking = say.join(dict.fromkeys(say.about(m) for m in result.missing))
            why = say(f"；缺：{lacking}", f"; not known: {lacking}") if lacking else ""
            year = say.subject(result.subject, party.name)
            text = say(f"{year}：{result.table}为{words}{why}", f"{year}: {result.table} {words}{why}")
            out += flow([(clean(text), "dim")], first=2, rest=4)
        return out

    def _summed(self, status: Status, verdicts: Sequence[Verdict]) -> list[Line]:
        """Return the verdicts of a status in one line: how many, and of which norms."""
        say = self.say
        found = [v for v in verdicts if v.status is status]
        if not found:
            return []
        count = sum(1 for _ in once(found)) or len(found)
        names = say.join(dict.fromkeys(self._id(each) for each in found))
        head = padded(say.status(status), self._status_columns())
        number = say(f"{count}项：", f"{count}: ")
        room = COLUMNS - _INDENT - width(head) - columns(number)
        return [line(" " * _INDENT, (head, STYLES[status]), (number + shorten(names, room), "dim"))]

    # ------------------------------------------------------------ one entry

    def _blocks(self, found: Iterable[Entry], party: Party) -> list[Line]:
        """Return entries one after another; those that say the same of the same subjects in one block."""
        bundles: dict[object, list[Entry]] = {}
        for entry in found:
            bundles.setdefault((entry.status, tuple(self._shared_by(entry, party).items())), []).append(entry)
        out = []
        for bundle in bundles.values():
            out += self._entry(bundle[0], party) if len(bundle) == 1 else self._bundle(bundle, party)
        return out

    def _shared_by(self, entry: Entry, party: Party) -> dict[str, str]:
        """Return what is said of dates, outcomes and lacking facts, and of which subjects."""
        said: dict[str, list[str]] = {}
        for each in entry.verdicts:
            said.setdefault(self._shared(each), []).append(self._subject(each, party))
        return {detail: self._several(who) for detail, who in said.items()}

    def _bundle(self, bundle: Sequence[Entry], party: Party) -> list[Line]:
        say = self.say
        indent = _INDENT + self._status_columns()
        out: list[Line] = []
        for detail, who in self._shared_by(bundle[0], party).items():
            text = say(f"{who}：{detail}", f"{who}: {detail}") if detail else who
            head = [] if out else [self._head(bundle[0].status)]
            out += flow([*head, text], first=indent if out else _INDENT, rest=indent)
        for entry in bundle:
            out += flow(["- ", *self._named(entry.first)], first=indent, rest=indent + 2)
            for text in self._owns(entry, party):
                out += flow([text], first=indent + 2)
            out += self._below(entry, party, indent + 2)
        return out

    def _owns(self, entry: Entry, party: Party) -> list[str]:
        """Return what is owed and why, with the subjects if it differs among them."""
        say = self.say
        said: dict[str, list[str]] = {}
        for each in entry.verdicts:
            said.setdefault(self._own(each), []).append(self._subject(each, party))
        if len(said) == 1:
            return [own for own in said if own]
        whom = {own: self._several(who) for own, who in said.items()}
        return [say(f"{who}：{own}", f"{who}: {own}") for own, who in whom.items() if own]

    def _entry(self, entry: Entry, party: Party) -> list[Line]:
        say = self.say
        indent = _INDENT + self._status_columns()
        out = flow([self._head(entry.status), *self._named(entry.first)], first=_INDENT, rest=indent)
        said: dict[str, list[str]] = {}
        for each in entry.verdicts:
            detail = say.clauses([self._shared(each), self._own(each)])
            said.setdefault(detail, []).append(self._subject(each, party))
        for detail, subjects in said.items():
            who = self._several(subjects)
            text = say(f"{who}：{detail}", f"{who}: {detail}") if detail else who
            out += flow([text], first=indent, rest=indent + 2)
        return out + self._below(entry, party, indent)

    def _subject(self, verdict: Verdict, party: Party) -> str:
        return clean(self.say.subject(verdict.subject, party.name))

    def _several(self, subjects: Iterable[str]) -> str:
        """Return subjects in a row; of many, the first few and how many there are."""
        say, found = self.say, list(dict.fromkeys(subjects))
        if len(found) <= _LISTED_SUBJECTS:
            return say.join(found)
        first = say.join(found[: _LISTED_SUBJECTS - 1])
        return say(f"{first}等{len(found)}项", f"{first} and {len(found) - _LISTED_SUBJECTS + 1} more")

    def _head(self, status: Status) -> Span:
        return padded(self.say.status(status), self._status_columns()), STYLES[status]

    def _named(self, verdict: Verdict) -> list[str | Span]:
        quotation = self.say.quote(shorten(clean(verdict.cited.words), _QUOTATION))
        return [(self._id(verdict), "head"), "  ", quotation]

    def _below(self, entry: Entry, party: Party, indent: int) -> list[Line]:
        """Return what stands under an entry: the question, other readings, duplicates."""
        say, first = self.say, entry.first
        out: list[Line] = []
        if first.question and entry.status in (Status.JUDGEMENT, Status.UNKNOWN):
            asked = [name for name, text in self.questions.items() if text == first.question]
            text = say(f"请判断：{first.question}", f"to be judged: {first.question}")
            if asked:
                name = say.quote(asked[0])
                text = say(f"请判断{name}（问题见文末）", f"to be judged: {name} (see the end)")
            out += flow([(clean(text), "key")], first=indent, rest=indent + 2)
        for text in self._alternatives(entry, party):
            out += flow([(text, "dim")], first=indent, rest=indent + 2)
        if entry.also:
            names = say.join(self._name(norm) for norm in entry.also)
            same = say(f"与{names}是同一件事，只计一次", f"the same act as {names}; counted once")
            out += flow([(same, "dim")], first=indent, rest=indent + 2)
        return out

    def _shared(self, verdict: Verdict) -> str:
        """Return what several norms of one subject may have in common: date, outcomes, what is missing."""
        say = self.say
        parts = [self._when(verdict)]
        if verdict.status in (Status.UNKNOWN, Status.JUDGEMENT):
            possible = say.statuses(verdict.possible)
            parts.append(say(f"可能是{possible}", f"may be {possible}"))
        if verdict.status is Status.UNKNOWN:
            parts.append(self._lacking(verdict))
        return say.clauses(parts)

    def _own(self, verdict: Verdict) -> str:
        """Return what is owed and why, of one verdict."""
        say = self.say
        lacking = [part.label for part in verdict.parts if part.met is False]
        owed = "" if verdict.owed == "、".join(lacking) else say.engine(verdict.owed)
        parts = [owed, say.engine(verdict.reason)]
        if verdict.status in (Status.BREACH, Status.LATE):
            parts += [self._answer_given(answer) for answer in verdict.answers]
        if lacking and not owed and verdict.status in (Status.BREACH, Status.OPEN, Status.PENDING):
            parts.append(say(f"还缺：{say.join(lacking)}", f"still lacking: {say.join(lacking)}"))
        return clean(say.clauses(parts))

    def _answer_given(self, answer: Answer) -> str:
        say = self.say
        by = say.join(word for word in (answer.by, answer.on) if word)
        text = say(
            f"已判断“{answer.question}”：{answer.answer}",
            f"judged “{answer.question}”: {say.value(answer.answer)}",
        )
        return text + (say(f"（{by}）", f" ({by})") if by else "")

    def _when(self, verdict: Verdict) -> str:
        say, due = self.say, verdict.due
        if verdict.status in (Status.FULFILLED, Status.NOT_APPLICABLE, Status.EXCUSED):
            return say(f"{verdict.done}完成", f"done {verdict.done}") if verdict.done else ""
        if due is None:
            if verdict.status is Status.OPEN:
                return say("没有数字期限", "no number set")
            if verdict.due_event is not None:
                return say("应在事前", "due before an event")
            return ""
        text = say(f"期限{due}", f"due {due}")
        if verdict.due_event is not None:
            text = say(f"应在{due}事前", f"due before the event of {due}")
        if verdict.due_latest is not None:
            text += say(f"至{verdict.due_latest}之间", f" to {verdict.due_latest}")
        if verdict.provisional:
            text += say("（暂定）", " (provisional)")
        if verdict.status is Status.LATE:
            done = say(f"，{verdict.done}完成", f", done {verdict.done}") if verdict.done else ""
            late = say("，", ", ") + say.delay(*verdict.delay) if verdict.delay else ""
            return text + done + late
        if verdict.status in (Status.BREACH, Status.PENDING) and verdict.due_latest is None:
            text += say("，", ", ") + say.left(due, self.report.as_of)
        return text

    def _lacking(self, verdict: Verdict) -> str:
        say = self.say
        kinds: dict[tuple[str, str], list[Missing]] = {}
        for missing in verdict.missing:
            if missing.kind != "judgement":
                kinds.setdefault(kind_of(missing), []).append(missing)
        if not kinds:
            return ""
        names = [self._lack(what, found, verdict) for (_, what), found in kinds.items()]
        more = len(names) - _LISTED_MISSING
        text = say.join(names[:_LISTED_MISSING])
        if more > 0:
            text += say(f"等{len(names)}类", f" and {more} more")
        return clean(say(f"缺：{text}", f"not known: {text}"))

    def _lack(self, what: str, found: Sequence[Missing], verdict: Verdict) -> str:
        """Return one kind of missing fact; the subject itself need not be named again."""
        say, first = self.say, found[0]
        if first.kind == "complete":
            return say.about(first)
        field = say(first.label.rpartition("的")[2], say.thing(first.label).rpartition(": ")[2])
        if len(found) > 1:
            return say(f"{what}（{len(found)}处）", f"{field} ({len(found)} places)")
        owner = first.label.rpartition("的")[0]
        return field if owner and owner in verdict.subject.label else say.about(first)

    def _alternatives(self, entry: Entry, party: Party) -> list[str]:
        say = self.say
        turned: dict[tuple[str, str, Status], list[str]] = {}
        for verdict in entry.verdicts:
            for other in verdict.alternatives:
                if other.status is not verdict.status:
                    key = (other.switch, other.option, other.status)
                    turned.setdefault(key, []).append(say.subject(verdict.subject, party.name))
        out = []
        for (switch, option, status), subjects in turned.items():
            words = reading_words(say, switch, option, self.readings, text=True)
            some = len(subjects) < len(entry.verdicts)
            several = self._several(subjects)
            who = say(f"（{several}）", f" ({several})") if some else ""
            result = say.status(status)
            out.append(clean(say(f"若{words}，则为{result}{who}", f"if {words}: {result}{who}")))
        return out

    # ------------------------------------------------------------ the end

    def _asked(self) -> list[Line]:
        """Return the questions to be judged, each once."""
        say = self.say
        out = [line((say("须由人判断的问题", "Questions to be judged"), "head"))]
        for name, text in self.questions.items():
            out += flow([(say.quote(clean(name)), "key"), "  ", clean(text)], first=2, rest=4)
        return out

    def _hint(self) -> list[Line]:
        say = self.say
        first = next(
            (e.first for p in self.parties for e in entries(p.verdicts) if e.status in ATTENTION), None
        )
        if first is None or not self.command:
            return []
        command = f"ajx explain {_shell(self.command)} {_shell(self._id(first))} {_shell(first.subject.id)}"
        narrow = say("违反,逾期履行,待履行", "breach,late,pending")
        return [
            line((say("某一项为什么这样、日子怎样数，请看：", "Why, and how the days were counted:"), "dim")),
            line("  ", (command, "dim")),
            line((say("只看几种结论，请加：", "To list some of it only, add:"), "dim")),
            line("  ", (f"--status {narrow}", "dim")),
        ]

    # ------------------------------------------------------------ small things

    def _id(self, verdict: Verdict) -> str:
        return self.say(verdict.alias, verdict.norm)

    def _title(self, verdict: Verdict) -> str:
        return norm_title(verdict, self.shorts, self.say)

    def _name(self, norm: str) -> str:
        return self.say(self.alias.get(norm, norm), norm)

    def _status_columns(self) -> int:
        return _STATUS_COLUMN if self.say.lang == "zh" else _STATUS_COLUMN + 4


def norm_title(verdict: Verdict, short: Mapping[str, str], say: Tongue) -> str:
    """Return what a norm is about in a few characters: its row, the record it asks for, or its first words."""
    words = short.get(verdict.norm) or next((say.party(e) for e in verdict.evidence), "")
    return clean(words) or say.quote(shorten(clean(verdict.cited.words), _TITLE))


def shorts(regulation: ir.RegulationIR) -> dict[str, str]:
    """Return a short name for each cell of a table: that of its row, or what the cell says."""
    by_text = {e.text: e.short for v in regulation.vocabularies for e in v.entries if e.short}
    rows = [norm.row for norm in regulation.norms if norm.row is not None and norm.of_table]
    return {cell.id: by_text.get(row.label, cell.text) for row in rows for cell in row.cells}


def _questions(report: Report, statuses: Sequence[Status]) -> dict[str, str]:
    """Return the questions that verdicts of these statuses leave to a person, by their names."""
    out: dict[str, str] = {}
    for each in report.of(*(statuses or ATTENTION)):
        names = {missing.english for missing in each.missing if missing.kind == "judgement"}
        if each.question and len(names) == 1:
            out.setdefault(names.pop(), each.question)
    return out


def ranks(regulation: ir.RegulationIR) -> dict[str, int]:
    """Return which of the norms of a group is cited first, by their ids and those of their cells."""
    places = {norm: place for group in regulation.groups for place, norm in enumerate(group.norms)}
    out = dict(places)
    for norm in regulation.norms:
        if norm.row is not None and norm.id in places:
            out |= {cell.id: places[norm.id] for cell in norm.row.cells}
    return out


def _plural(number: int, word: str) -> str:
    return word if number == 1 else word + "es"


def _shell(word: str) -> str:
    return word if all(c not in " '\"$&|;<>()*?!`\\" for c in word) else f'"{word}"'
