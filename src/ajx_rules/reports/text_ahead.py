"""What lies ahead, in a text report: what falls due next, and what would settle most of what is open."""

from __future__ import annotations

from typing import Final

from ajx_rules.language.text import width
from ajx_rules.reports.digest import (
    DueNext,
    Settling,
    due_next,
    kinds_missing,
    settling,
    unsettled,
    waits_for_later,
)
from ajx_rules.reports.layout import Line, clean, flow, line, padded
from ajx_rules.reports.text_setting import Setting
from ajx_rules.reports.words import records

_SOON: Final = 5


class Ahead:
    """The sections on what to do next."""

    def __init__(self, setting: Setting) -> None:
        """``setting`` holds the report and its language."""
        self.setting = setting
        self.say = setting.say

    def soon(self) -> list[Line]:
        """What falls due next."""
        say = self.say
        found = due_next(self.setting.report, self.setting.parties, self.setting.rank)
        if not found:
            return []
        number = sum(len(item.verdicts) for item in found)
        head = say(f"接下来到期（共{number}项）", f"Falling due ({say.number(number, 'item')})")
        out = [line((head, "head"))]
        size = max(width(say.left(item.due, self.setting.report.as_of)) for item in found[:_SOON])
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
        left = padded(say.left(item.due, self.setting.report.as_of), size)
        party = clean(item.party or self._records(item))
        out = flow([(item.due.isoformat(), "warn"), f"  {left}  {party}"], first=2, rest=14)
        names = dict.fromkeys(f"{self.setting.id(each)} {self.setting.title(each)}" for each in item.verdicts)
        return out + flow([(say.join(names), "dim")], first=14)

    def _records(self, item: DueNext) -> str:
        """The records of no party (a finding on a person), which stand for themselves."""
        say = self.say
        first, *more = dict.fromkeys(say.thing(each.subject.label) for each in item.verdicts)
        return say(f"{first}等{len(more) + 1}项", f"{first} and {len(more)} more") if more else first

    def settlers(self) -> list[Line]:
        """The facts, lists and answers that would settle most."""
        say = self.say
        report = self.setting.report
        number = len(unsettled(report))
        found = settling(report)
        later = sum(waits_for_later(report, each) for each in unsettled(report))
        if not found and not later:
            return []
        if not found:
            return self._known_later(later)
        settled = found[-1].settled
        head = say(
            f"补上下列各项，就能澄清尚无定论的{number}项中的{settled}项",
            f"What would settle {settled} of the {say.number(number, 'undecided item')}",
        )
        out = flow([(head, "head")])
        before = 0
        for step, item in enumerate(found, 1):
            out += self._settler(step, item, gains=item.settled > before)
            before = item.settled
        more = kinds_missing(self.setting.report) - len(found)
        if more > 0:
            text = say(
                f"另缺{more}类事实，见各家之下。", f"{say.number(more, 'more kind')} of fact: see below."
            )
            out += flow([(text, "dim")], first=2)
        listed = [item.what for item in found if item.kind == "complete"]
        if listed:
            day = min(self.setting.report.as_of, self.setting.report.known_on).isoformat()
            example = f'{{"records": ["{listed[0]}"], "through": "{day}"}}'
            how = say("“齐备”写在台账的 complete 里，如：", "Completeness is declared under complete: ")
            out += flow([(how, "dim")], first=2)
            out += [line("    ", (example, "dim"))]
        return out + self._known_later(later) if later else out

    def _known_later(self, count: int) -> list[Line]:
        """What waits for the ledger to be kept up to the day asked about."""
        say, report = self.say, self.setting.report
        known, asked = report.known_on.isoformat(), report.as_of.isoformat()
        text = say(
            f"另有{count}项要等台账记到{asked}（known_on，现为{known}）、有关记录声明齐备以后才能定论。",
            f"{say.number(count, 'item')} can be settled only once the ledger is kept up to {asked} (known_on, now "
            f"{known}) and its lists are declared complete.",
        )
        return flow([(text, "dim")], first=2)

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
