"""The report of a check as text: the answer first, then each party, the worst first.

80 columns, plain; styles are names that a terminal may colour. Quotations stay Chinese in the English report.
"""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from ajx_rules.engines.shares import MOST_SHARES, as_many_as_pay, in_shares
from ajx_rules.engines.verdict import Report, Status
from ajx_rules.language.text import width
from ajx_rules.reports.digest import ATTENTION, entries, once, unsettled
from ajx_rules.reports.layout import BLANK, Line, clean, flow, line, padded, plain
from ajx_rules.reports.text_ahead import Ahead
from ajx_rules.reports.text_party import PartySections
from ajx_rules.reports.text_setting import STYLES, Setting, norm_title, ranks, reading_words, shorts
from ajx_rules.reports.words import Tongue

if TYPE_CHECKING:
    from ajx_rules.compiler import ir
    from ajx_rules.diagnostics.record import Language

__all__ = ["STYLES", "norm_title", "ranks", "reading_words", "render_report", "report_lines", "shorts"]

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


def render_report(
    report: Report,
    regulation: ir.RegulationIR | None = None,
    lang: Language = "zh",
    statuses: Sequence[Status] = (),
    command: str = "",
    folder: str = "",
) -> str:
    """Return a report as plain text.

    Args:
        report: what a check came to.
        regulation: gives readings their names; without it they go by their keys.
        lang: ``zh`` or ``en``.
        statuses: list verdicts of these only; fulfilled and not applicable ones are listed when named here.
        command: the ledger as it was named on the command line, for the hint on ``ajx explain``.
        folder: the regulation as it was named there, if it was; the hint names it too.

    >>> from datetime import date
    >>> day = date(2026, 11, 23)
    >>> report = Report("r", "某指引", "台账.json", day, day, (), (), ())
    >>> print(render_report(report).splitlines()[0])
    截至2026-11-23（周一）：没有可以检查的事项。
    """
    return plain(report_lines(report, regulation, lang, statuses, command, folder))


def report_lines(
    report: Report,
    regulation: ir.RegulationIR | None = None,
    lang: Language = "zh",
    statuses: Sequence[Status] = (),
    command: str = "",
    folder: str = "",
    processes: int | None = 1,
) -> list[Line]:
    """Return a report as lines with styles; see ``render_report``. ``processes``: as in ``check``.

    >>> from datetime import date
    >>> day = date(2026, 11, 23)
    >>> report_lines(Report("r", "某指引", "", day, day, (), (), ()), lang="en")[0].spans[0]
    ('As of 2026-11-23 (Mon): nothing to check.', 'head')
    """
    setting = Setting(report, regulation, Tongue(lang), tuple(statuses))
    return _Text(setting, command, folder, processes).lines()


class _Text:
    """One report in one language: what stands before and after the parties, and all in order."""

    def __init__(self, setting: Setting, command: str, folder: str, processes: int | None) -> None:
        self.setting = setting
        self.say = setting.say
        self.command, self.folder = command, folder
        self.processes = processes
        self.ahead = Ahead(setting)
        self.sections = PartySections(setting)

    def lines(self) -> list[Line]:
        out = [*self._answer(), *self._about(), BLANK]
        if self.setting.report.verdicts:
            blocks = (self._counts(), self.ahead.soon(), self.ahead.settlers(), self._notes())
            for block in blocks:
                if block:
                    out += [*block, BLANK]
            for section in self._sections():
                if section:
                    out += [*section, BLANK]
            if self.setting.questions:
                out += [*self._asked(), BLANK]
            out += self._hint()
        else:
            out += self._notes()
        while out and not str(out[-1]):
            out.pop()
        return out

    def _sections(self) -> list[list[Line]]:
        """The section of each party, in their order."""
        parties = self.setting.parties
        count = min(len(parties), MOST_SHARES)

        def of_share(share: int) -> list[list[Line]]:
            return [self.sections.section(party) for party in parties[share::count]]

        shares = in_shares(of_share, count, self.processes or as_many_as_pay(len(parties)))
        return [shares[place % count][place // count] for place in range(len(parties))]

    def _answer(self) -> list[Line]:
        report, say = self.setting.report, self.say
        as_of = say(f"截至{say.day(report.as_of)}：", f"As of {say.day(report.as_of)}: ")
        if not report.verdicts:
            return flow([(as_of + say("没有可以检查的事项。", "nothing to check."), "head")])
        breaches = report.count(Status.BREACH)
        if breaches:
            answer = (
                say(f"有{breaches}项违反", say.number(breaches, "breach", "breaches")) + self._concerned()
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

    def _concerned(self) -> str:
        """Whom the breaches concern, to go on after their number."""
        say = self.say
        whose = Counter(party.whose for party in self.setting.parties if party.count(Status.BREACH))
        who = whose["policyholder"]
        whom = [say(f"{who}家投保单位", say.number(who, "policyholder"))] * bool(who)
        whom += [say("保险机构自身", "the insurer itself")] * bool(whose["insurer"])
        if not whom and whose["third_party"]:
            whom = [say("第三方服务机构", "third-party providers")]
        return say("，涉及", ", concerning ") + say("和", " and ").join(whom) if whom else ""

    def _about(self) -> list[Line]:
        report, say = self.setting.report, self.say
        number = sum(1 for party in self.setting.parties if party.whose == "policyholder")
        total = sum(1 for _ in once(report.verdicts))
        parts = [say(f"依据《{clean(report.title)}》", f"Under 《{clean(report.title)}》")]
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
            words = reading_words(say, switch, option, self.setting.readings, text=True)
            out += flow([(say(f"本次检查的读法：{words}。", f"Read for this check: {words}."), "key")])
        return out

    def _counts(self) -> list[Line]:
        say = self.say
        shown = [(s, self.setting.report.count(s)) for s in Status]
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

    def _notes(self) -> list[Line]:
        report, say = self.setting.report, self.say
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
                    f"{len(turned)}项违反取决于条文的读法，换一种读法就不同或者不能确定，已在该项下注明。",
                    f"{say.number(len(turned), 'breach', 'breaches')} would come out otherwise, or stay open, "
                    "under another reading of the text, as noted there.",
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
        left_out, say = self.setting.report.not_evaluated, self.say
        if not left_out:
            return []
        first, count = left_out[0], len(left_out)
        bearers = list(dict.fromkeys(each.bearer for each in left_out))
        zh = first.reason.replace(first.bearer, "、".join(bearers), 1)
        en = first.reason_en.replace(first.bearer, ", ".join(bearers), 1)
        if len(bearers) > 1:
            en = en.replace("its bearer is", "their bearers are", 1)
        return [say(f"{count}条规范没有检查：{zh}。", f"{say.number(count, 'norm')} not evaluated: {en}.")]

    def _asked(self) -> list[Line]:
        """Return the questions to be judged, each once."""
        say = self.say
        out = [line((say("须由人判断的问题", "Questions to be judged"), "head"))]
        for name, text in self.setting.questions.items():
            out += flow([(say.quote(clean(name)), "key"), "  ", clean(text)], first=2, rest=4)
        return out

    def _hint(self) -> list[Line]:
        say = self.say
        first = next(
            (e.first for p in self.setting.parties for e in entries(p.verdicts) if e.status in ATTENTION),
            None,
        )
        if first is None or not self.command:
            return []
        command = (
            f"ajx explain {_shell(self.command)} {_shell(self.setting.id(first))} {_shell(first.subject.id)}"
        )
        if self.folder:
            command += f" --regulation {_shell(self.folder)}"
        narrow = say("违反,逾期履行,待履行", "breach,late,pending")
        return [
            line((say("某一项为什么这样、日子怎样数，请看：", "Why, and how the days were counted:"), "dim")),
            line("  ", (command, "dim")),
            line((say("只看几种结论，请加：", "To list some of it only, add:"), "dim")),
            line("  ", (f"--status {narrow}", "dim")),
        ]


def _plural(number: int, word: str) -> str:
    return word if number == 1 else word + "es"


def _shell(word: str) -> str:
    """Return a word as it may be pasted into a shell; nothing in it is carried out."""
    plain = all(c.isalnum() or c in "#%+,-./:=@_（）「」" for c in word)
    return clean(word if plain and word else shlex.quote(word))
