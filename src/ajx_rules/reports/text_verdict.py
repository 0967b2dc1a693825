"""What a text report says of one verdict: when it is due, what is owed, what is not known, other readings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from ajx_rules.engines.verdict import Status, Verdict
from ajx_rules.reports.digest import Entry, Party, kind_of
from ajx_rules.reports.layout import clean
from ajx_rules.reports.text_setting import Setting, reading_words
from ajx_rules.reports.words import endless

if TYPE_CHECKING:
    from ajx_rules.engines.trace import Answer
    from ajx_rules.engines.values import Missing

_LISTED_MISSING: Final = 4
_LISTED_SUBJECTS: Final = 6


class VerdictWords:
    """Words verdicts for one report."""

    def __init__(self, setting: Setting) -> None:
        """``setting`` holds the report and its language."""
        self.setting = setting
        self.say = setting.say

    def shared(self, verdict: Verdict) -> str:
        """Return what several norms of one subject may have in common: date, outcomes, what is missing."""
        say = self.say
        parts = [self._when(verdict)]
        if verdict.status in (Status.UNKNOWN, Status.JUDGEMENT):
            possible = say.statuses(verdict.possible)
            parts.append(say(f"可能是{possible}", f"may be {possible}"))
        if verdict.status is Status.UNKNOWN:
            parts.append(self._lacking(verdict))
        return say.clauses(parts)

    def own(self, verdict: Verdict) -> str:
        """Return what is owed and why, of one verdict."""
        say = self.say
        lacking = [part.label for part in verdict.parts if part.met is False]
        owed = "" if verdict.owed == "、".join(lacking) else say.engine(verdict.owed)
        parts = [owed, say.engine(verdict.reason)]
        if verdict.status in (Status.BREACH, Status.LATE):
            parts += [self._answer_given(answer) for answer in verdict.answers]
        if lacking and not owed and verdict.status in (Status.BREACH, Status.OPEN, Status.PENDING):
            parts.append(say(f"还缺：{say.join(lacking)}", f"still lacking: {say.join(lacking)}"))
        # What has a term counted from an event can still be done late; a window that has closed cannot.
        late = verdict.status is Status.BREACH and verdict.counted is not None and verdict.kind == "duty"
        to_remedy = verdict.status is Status.OPEN or late
        if to_remedy and verdict.evidence and not any(parts):
            records = say.join(say.party(each) for each in verdict.evidence)
            parts.append(say(f"补正凭证：{records}", f"to remedy, with: {records}"))
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
                event = verdict.due_event if verdict.due_event != "之前" else "事前"
                return say(f"应在{event}", "due before an event")
            return ""
        day = say.not_before(str(due)) if endless(verdict.due_latest) else str(due)
        text = say(f"期限{day}", f"due {day}")
        if verdict.due_event is not None:
            text = say(f"应在{day}事前", f"due before the event of {day}")
            if endless(verdict.due_latest):
                text = say(f"应在事前，那件事{day}", f"due before an event, {day}")
        if verdict.due_latest is not None and not endless(verdict.due_latest):
            text += say(f"至{verdict.due_latest}之间", f" to {verdict.due_latest}")
        if verdict.provisional:
            text += say("（暂定）", " (provisional)")
        if verdict.status is Status.LATE:
            done = say(f"，{verdict.done}完成", f", done {verdict.done}") if verdict.done else ""
            late = say("，", ", ") + say.delay(*verdict.delay) if verdict.delay else ""
            return text + done + late
        if verdict.status in (Status.BREACH, Status.PENDING) and verdict.due_latest is None:
            text += say("，", ", ") + say.left(due, self.setting.report.as_of)
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

    def alternatives(self, entry: Entry, party: Party) -> list[str]:
        """Under which other readings verdicts come out otherwise, and how."""
        say = self.say
        turned: dict[tuple[tuple[tuple[str, str], ...], Status], list[str]] = {}
        for verdict in entry.verdicts:
            for chosen, status in verdict.otherwise():
                if status is not verdict.status:
                    turned.setdefault((chosen, status), []).append(say.subject(verdict.subject, party.name))
        out = []
        for (chosen, status), subjects in turned.items():
            each = [reading_words(say, *c, self.setting.readings, text=True) for c in chosen]
            words = say("，且", " and ").join(each)
            some = len(subjects) < len(entry.verdicts)
            several = self.several(subjects)
            who = say(f"（{several}）", f" ({several})") if some else ""
            result = say.status(status)
            out.append(clean(say(f"若{words}，则为{result}{who}", f"if {words}: {result}{who}")))
        return out

    def subject(self, verdict: Verdict, party: Party) -> str:
        """A subject, without the name of the party it stands under."""
        return clean(self.say.subject(verdict.subject, party.name))

    def several(self, subjects: Iterable[str]) -> str:
        """Return subjects in a row; of many, the first few and how many there are."""
        say, found = self.say, list(dict.fromkeys(subjects))
        if len(found) <= _LISTED_SUBJECTS:
            return say.join(found)
        first = say.join(found[: _LISTED_SUBJECTS - 1])
        return say(f"{first}等{len(found)}项", f"{first} and {len(found) - _LISTED_SUBJECTS + 1} more")
