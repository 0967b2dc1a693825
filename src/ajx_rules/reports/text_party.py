"""One party in a text report: how it stands, what needs attention, the rest in one line a status."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from ajx_rules.engines.verdict import Status, Verdict
from ajx_rules.language.text import width
from ajx_rules.reports.digest import ATTENTION, Entry, Party, entries, once
from ajx_rules.reports.layout import COLUMNS, Line, Span, clean, columns, flow, line, padded, shorten
from ajx_rules.reports.text_setting import INDENT, STYLES, Setting, party_heading
from ajx_rules.reports.text_verdict import VerdictWords

_QUOTATION: Final = 110
_DAYS: Final = 3  # on more days than that, what is pending is told by the first


class PartySections:
    """The sections of the parties."""

    def __init__(self, setting: Setting) -> None:
        """``setting`` holds the report and its language."""
        self.setting = setting
        self.say = setting.say
        self.words = VerdictWords(setting)

    def section(self, party: Party) -> list[Line]:
        """The section of a party; nothing where none of its verdicts is listed."""
        listed = [v for v in party.verdicts if v.status in (self.setting.statuses or ATTENTION)]
        if self.setting.statuses and not listed:
            return []
        out = self._heading(party)
        out += self._blocks(entries((v for v in listed if v.kind != "advisory"), self.setting.rank), party)
        advisory = [v for v in listed if v.kind == "advisory"]
        if not self.setting.statuses:
            for status in Status:
                if status not in ATTENTION:
                    out += self._summed(status, [v for v in party.verdicts if v.kind != "advisory"])
        if advisory:  # last: what stands below its heading counts nowhere
            out.append(line((self.say("  提示性条款（不计入总数）", "  Advisory (in no total)"), "dim")))
            if self.setting.statuses:
                out += self._blocks(entries(advisory), party)
            else:
                out += [row for status in Status for row in self._summed(status, advisory)]
        return out

    def _heading(self, party: Party) -> list[Line]:
        say = self.say
        out = party_heading(party, say)
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
        names = say.join(dict.fromkeys(self.setting.id(each) for each in found))
        head = padded(say.status(status), self.setting.status_columns)
        number = say(f"{count}项：", f"{count}: ")
        room = COLUMNS - INDENT - width(head) - columns(number)
        return [line(" " * INDENT, (head, STYLES[status]), (number + shorten(names, room), "dim"))]

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
            said.setdefault(self.words.shared(each), []).append(self.words.subject(each, party))
        return {detail: self.words.several(who) for detail, who in said.items()}

    def _bundle(self, bundle: Sequence[Entry], party: Party) -> list[Line]:
        say = self.say
        indent = INDENT + self.setting.status_columns
        out: list[Line] = []
        for detail, who in self._shared_by(bundle[0], party).items():
            text = say(f"{who}：{detail}", f"{who}: {detail}") if detail else who
            head = [] if out else [self._head(bundle[0].status)]
            out += flow([*head, text], first=indent if out else INDENT, rest=indent)
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
            said.setdefault(self.words.own(each), []).append(self.words.subject(each, party))
        if len(said) == 1:
            return [own for own in said if own]
        whom = {own: self.words.several(who) for own, who in said.items()}
        return [say(f"{who}：{own}", f"{who}: {own}") for own, who in whom.items() if own]

    def _entry(self, entry: Entry, party: Party) -> list[Line]:
        say = self.say
        indent = INDENT + self.setting.status_columns
        out = flow([self._head(entry.status), *self._named(entry.first)], first=INDENT, rest=indent)
        said: dict[str, list[str]] = {}
        shown, folded = self._soonest(entry)
        for each in shown:
            detail = say.clauses([self.words.shared(each), self.words.own(each)])
            said.setdefault(detail, []).append(self.words.subject(each, party))
        for detail, subjects in said.items():
            who = self.words.several(subjects)
            text = say(f"{who}：{detail}", f"{who}: {detail}") if detail else who
            out += flow([text], first=indent, rest=indent + 2)
        if folded:
            days = [each.due for each in folded]
            text = say(
                f"其余{len(folded)}项：期限自{days[0]}至{days[-1]}",
                f"{len(folded)} more: due from {days[0]} to {days[-1]}",
            )
            out += flow([text], first=indent, rest=indent + 2)
        return out + self._below(entry, party, indent)

    def _soonest(self, entry: Entry) -> tuple[Sequence[Verdict], Sequence[Verdict]]:
        """Return the verdicts to list one by one, and the rest of a long row of days still far off.

        Nothing has to be done yet for what is pending; where it falls due on many days, the first of
        them stands for all. Whoever asks for that status sees every one.
        """
        found = entry.verdicts  # the soonest first
        days = {each.due for each in found}
        own = any(self.words.own(each) for each in found)
        if entry.status is not Status.PENDING or self.setting.statuses or own or None in days:
            return found, ()
        if len(days) <= _DAYS or any(each.due_latest or each.provisional for each in found):
            return found, ()
        first = [each for each in found if each.due == found[0].due]
        return first, found[len(first) :]

    def _head(self, status: Status) -> Span:
        return padded(self.say.status(status), self.setting.status_columns), STYLES[status]

    def _named(self, verdict: Verdict) -> list[str | Span]:
        quotation = self.say.quote(shorten(clean(verdict.cited.words), _QUOTATION))
        return [(self.setting.id(verdict), "head"), "  ", quotation]

    def _below(self, entry: Entry, party: Party, indent: int) -> list[Line]:
        """Return what stands under an entry: the question, other readings, duplicates."""
        say, first = self.say, entry.first
        out: list[Line] = []
        if first.question and entry.status in (Status.JUDGEMENT, Status.UNKNOWN):
            asked = [name for name, text in self.setting.questions.items() if text == first.question]
            text = say(f"请判断：{first.question}", f"to be judged: {first.question}")
            if asked:
                name = say.quote(asked[0])
                text = say(f"请判断{name}（问题见文末）", f"to be judged: {name} (see the end)")
            out += flow([(clean(text), "key")], first=indent, rest=indent + 2)
        for text in self.words.alternatives(entry, party):
            out += flow([(text, "dim")], first=indent, rest=indent + 2)
        if entry.also:
            names = say.join(self.setting.name(norm) for norm in entry.also)
            same = say(f"与{names}是同一件事，只计一次", f"the same act as {names}; counted once")
            out += flow([(same, "dim")], first=indent, rest=indent + 2)
        return out
