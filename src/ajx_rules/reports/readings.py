"""The questions of reading as text: what each choice changes on a ledger, and what the questions are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from ajx_rules.compiler import ir
from ajx_rules.engines.verdict import Verdict
from ajx_rules.language.text import width
from ajx_rules.reports.choices import Change, Choice, Choices, on_record, open_options, settled
from ajx_rules.reports.layout import BLANK, COLUMNS, Line, Span, clean, flow, line, padded, shorten
from ajx_rules.reports.text_setting import STYLES, shorts
from ajx_rules.reports.words import Tongue

if TYPE_CHECKING:
    from ajx_rules.diagnostics.record import Language

_NORMS: Final = 6
_SUBJECTS: Final = 3
_TEXT: Final = 84
_COUNTS: Final = 10
_STANDING: Final = {"rejected": ("不采", "rejected"), "not_computed": ("不计算", "not computed")}


def choice_lines(found: Choices, regulation: ir.RegulationIR, lang: Language = "zh") -> list[Line]:
    """Return what the choices change, the worst first, then the questions that change nothing.

    >>> import datetime as dt
    >>> from ajx_rules import load_regulation
    >>> from ajx_rules.engines.verdict import Report
    >>> from ajx_rules.reports.choices import choices
    >>> day, loaded = dt.date(2026, 11, 23), load_regulation()
    >>> empty = choices(Report("r", "某指引", "", day, day, (), (), ()), (), {})
    >>> print(choice_lines(empty, loaded.ir)[0])
    截至2026-11-23（周一）：换一种读法，没有一项结论会不同。
    """
    say = Tongue(lang)
    names = shorts(regulation)
    out = [*_answer(found, say), *_about(found, say), *_counts(found, say)]
    for choice in found.choices:
        out += [BLANK, *_choice(choice, names, say)]
    if found.without_effect:
        head = say(
            "可以另选、但不改变这份台账结论的问题", "Open questions that change nothing on this ledger"
        )
        out += [BLANK, *flow([(f"{head}（{len(found.without_effect)}）" if lang == "zh" else head, "head")])]
        for reading in found.without_effect:
            out += _named(reading)
    return [*out, *_closed(found.readings, say)]


def question_lines(readings: Sequence[ir.Reading], title: str, lang: Language = "zh") -> list[Line]:
    """Return all questions with their options and grounds: those to choose from first, then the others.

    >>> print(question_lines((), "某指引")[0])
    《某指引》有0个解读问题：0个可以另选，0个已有定论。
    """
    say = Tongue(lang)
    open_ = [r for r in readings if len(open_options(r)) > 1]
    closed = settled(readings)
    text = say(
        f"《{title}》有{len(readings)}个解读问题：{len(open_)}个可以另选，{len(closed)}个已有定论。",
        f"《{title}》 has {say.number(len(readings), 'question')} of reading: {len(open_)} to choose from, {len(closed)} settled.",
    )
    out = flow([(clean(text), "head")])
    for head, several in (
        (say("可以另选的问题", "Questions to choose from"), open_),
        (
            say("已有定论的问题（另说只记在案）", "Settled questions (other options are on record only)"),
            closed,
        ),
    ):
        if several:
            out += [BLANK, line((head, "head"))]
        for reading in several:
            out += [BLANK, *_question(reading, say)]
    return out


# ------------------------------------------------------------ what choices change


def _answer(found: Choices, say: Tongue) -> list[Line]:
    day = say.day(found.report.as_of)
    if not found.choices:
        text = say(
            f"截至{day}：换一种读法，没有一项结论会不同。",
            f"As of {day}: no other reading changes a verdict.",
        )
        return flow([(text, "head")])
    sharp = sum(choice.touches_breach for choice in found.choices)
    total = sum(choice.total for choice in found.choices)
    count = len(found.choices)
    text = say(
        f"截至{day}：另有{count}种读法会改变结论，共{total}处；其中{sharp}种会多出或者消去违反。",
        f"As of {day}: {say.number(count, 'other reading')} would change verdicts, {total} in all; "
        f"{sharp} would add or remove a breach.",
    )
    return flow([(text, "bad head" if sharp else "head")])


def _about(found: Choices, say: Tongue) -> list[Line]:
    report = found.report
    parts = [say(f"依据《{clean(report.title)}》", f"Under 《{clean(report.title)}》")]
    if report.ledger:
        name = clean(report.ledger)
        parts.append(say(f"台账 {name}", f"ledger {name}"))
    parts.append(
        say(
            "每次只换一种读法，其余照默认",
            "one reading is changed at a time, the others stay at their default",
        )
    )
    return flow([(say("；", "; ").join(parts) + say("。", "."), "dim")])


def _counts(found: Choices, say: Tongue) -> list[Line]:
    """A row for each option: how many verdicts it changes, and how many breaches it makes or takes away."""
    if not found.choices:
        return []
    heads = (say("改变", "changed"), say("成为违反", "to breach"), say("不再违反", "from it"))
    room = COLUMNS - 2 - _COUNTS * len(heads)
    head = padded(say("若采", "if"), room) + "".join(padded(each, _COUNTS, right=True) for each in heads)
    out = [BLANK, line("  ", (head, "dim"))]
    for choice in found.choices:
        made, gone = choice.count(0), choice.count(1)
        name = shorten(f"{clean(choice.reading.name)} {choice.option.saying}", room - 2)
        numbers = "".join(padded(str(n or "-"), _COUNTS, right=True) for n in (choice.total, made, gone))
        out.append(line("  ", (padded(name, room) + numbers, "bad" if made else "warn" if gone else "")))
    return out


def _choice(choice: Choice, names: Mapping[str, str], say: Tongue) -> list[Line]:
    reading = choice.reading
    title = f"{clean(reading.name)} {_saying(choice.option, say)}（{reading.switch}={choice.option.key}）"
    rule = "─" * max(COLUMNS - width(title) - 4, 2)
    out = [line(("── ", "dim"), (title, "head"), (f" {rule}", "dim"))]
    if width(title) > COLUMNS - 8:
        out = flow([(title, "head")])
    out += flow([clean(reading.question)], first=2)
    default = next((o for o in reading.options if o.key == reading.default), None)
    if default is not None:
        out += flow(
            [say(f"现采{default.saying}：", f"now {default.saying}: "), clean(default.text)], first=2, rest=4
        )
    option = choice.option
    out += flow([say(f"若采{option.saying}：", f"if {option.saying}: "), clean(option.text)], first=2, rest=4)
    for change in choice.changes:
        out += _change(change, names, say)
    return out


def _saying(option: ir.Option, say: Tongue) -> str:
    return say(f"采{option.saying}", option.saying)


def _change(change: Change, names: Mapping[str, str], say: Tongue) -> list[Line]:
    count = len(change.verdicts)
    head: list[str | Span] = [
        (say.status(change.before), STYLES[change.before]),
        " → ",
        (say.status(change.after), STYLES[change.after]),
        say(f"  {count}项", f"  {count}"),
    ]
    if change.before is change.after:
        head.append(say("（可能的结论不同）", " (what is possible differs)"))
    by_norm: dict[str, list[Verdict]] = {}
    for verdict in change.verdicts:
        by_norm.setdefault(verdict.norm, []).append(verdict)
    out = flow(head, first=2)
    for several in list(by_norm.values())[:_NORMS]:
        out += _norm(several, names, say)
    if len(by_norm) > _NORMS:
        left = len(by_norm) - _NORMS
        out += flow([say(f"另有{left}条规范", f"{left} more norms")], first=4)
    return out


def _norm(verdicts: Sequence[Verdict], names: Mapping[str, str], say: Tongue) -> list[Line]:
    first = verdicts[0]
    short = names.get(first.norm, "")
    title = say(first.alias, first.norm) + (f" {short}" if short else "")
    subjects = list(dict.fromkeys(say.subject(v.subject) for v in verdicts))
    words = say.join(clean(s) for s in subjects[:_SUBJECTS])
    if len(subjects) > _SUBJECTS:
        words += say(f"，等{len(subjects)}项", f", {len(subjects)} in all")
    return flow([(title, "key"), say("：", ": "), words], first=4, rest=6)


# ------------------------------------------------------------ the questions


def _closed(readings: Iterable[ir.Reading], say: Tongue) -> list[Line]:
    """The questions that are settled, and options that are on record only."""
    readings = tuple(readings)
    out: list[Line] = []
    closed, recorded = settled(readings), on_record(readings)
    if closed:
        head = say(f"已有定论的问题（{len(closed)}）", f"Settled questions ({len(closed)})")
        out += [BLANK, *flow([(head, "head")])]
        for reading in closed:
            out += _named(reading)
    if recorded:
        head = say(
            f"只记在案、不能选用的说法（{len(recorded)}）",
            f"Options on record that cannot be chosen ({len(recorded)})",
        )
        out += [BLANK, *flow([(head, "head")])]
        for reading, option in recorded:
            words = f"{reading.name} {option.saying}"
            out += flow(
                [f"{clean(words)}（{say(*_STANDING[option.standing])}）：{clean(option.text)}"],
                first=2,
                rest=4,
            )
    return out


def _named(reading: ir.Reading) -> list[Line]:
    chosen = next((o for o in reading.options if o.key == reading.default), None)
    words = f"：{shorten(clean(chosen.text), _TEXT)}" if chosen else ""
    return flow([(clean(reading.name), "key"), f"（{reading.switch}）{words}"], first=2, rest=4)


def _question(reading: ir.Reading, say: Tongue) -> list[Line]:
    place = f"{reading.citation.file}:{reading.citation.line}"
    out = flow([(clean(reading.name), "key"), f"（{reading.switch}）  ", (place, "dim")], first=2, rest=4)
    out += flow([clean(reading.question)], first=4)
    for option in reading.options:
        marks = [option.key]
        if option.key == reading.default:
            marks.append(say("默认", "default"))
        if option.standing != "open":
            marks.append(say(*_STANDING[option.standing]))
        words = f"{option.saying}（{say('，', ', ').join(marks)}）：{clean(option.text)}"
        out += flow([words], first=4, rest=8)
        if option.grounds:
            out += flow([(say("理由：", "grounds: ") + clean(option.grounds), "dim")], first=8)
    return out
