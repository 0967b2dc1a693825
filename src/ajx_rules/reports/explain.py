"""One verdict in full: the result, the words it rests on, who owes whom, how the days were counted, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from ajx_rules.engines.verdict import Status, Verdict
from ajx_rules.language.text import width
from ajx_rules.reports.layout import BLANK, Line, Span, clean, flow, line, padded, plain
from ajx_rules.reports.text import STYLES, reading_words
from ajx_rules.reports.words import Tongue, endless

if TYPE_CHECKING:
    import datetime as dt

    from ajx_rules.compiler import ir
    from ajx_rules.diagnostics.record import Language
    from ajx_rules.engines.trace import Answer, Earlier

_INDENT: Final = 2


def render_explanation(
    verdict: Verdict,
    regulation: ir.RegulationIR | None = None,
    lang: Language = "zh",
    as_of: dt.date | None = None,
) -> str:
    """Return one verdict in full, as plain text.

    Args:
        verdict: what to explain.
        regulation: gives readings and norms their words; without it they go by their keys.
        lang: ``zh`` or ``en``.
        as_of: the day of the check, for the days left or past.

    >>> from ajx_rules.engines.verdict import Cited, Subject
    >>> words = Cited("第二十二条", "并留档备查", "……并留档备查。", "22.ajx.md", 31)
    >>> refusal = Subject("Refusal", "R1", "投保单位「甲矿」的拒绝服务「R1」", "$", "P1")
    >>> verdict = Verdict("A22.5", "22-5", "duty", Status.OPEN, refusal, words, "保险机构", "")
    >>> print(render_explanation(verdict).splitlines()[0])
    未履行（无期限）  22-5（A22.5）
    """
    return plain(explanation_lines(verdict, regulation, lang, as_of))


def explanation_lines(
    verdict: Verdict,
    regulation: ir.RegulationIR | None = None,
    lang: Language = "zh",
    as_of: dt.date | None = None,
) -> list[Line]:
    """Return one verdict in full, as lines with styles; see ``render_explanation``.

    >>> from ajx_rules.engines.verdict import Cited, Subject
    >>> words = Cited("第二十二条", "并留档备查", "……并留档备查。", "22.ajx.md", 31)
    >>> refusal = Subject("Refusal", "R1", "投保单位「甲矿」的拒绝服务「R1」", "$", "P1")
    >>> verdict = Verdict("A22.5", "22-5", "duty", Status.OPEN, refusal, words, "保险机构", "")
    >>> explanation_lines(verdict, lang="en")[0].spans[0]
    ('open', 'warn')
    """
    return _Explanation(verdict, regulation, Tongue(lang), as_of).lines()


class _Explanation:
    """One verdict in one language."""

    def __init__(
        self, verdict: Verdict, regulation: ir.RegulationIR | None, tongue: Tongue, as_of: dt.date | None
    ) -> None:
        self.verdict = verdict
        self.regulation = regulation
        self.readings = regulation.readings if regulation is not None else ()
        self.say = tongue
        self.as_of = as_of

    def lines(self) -> list[Line]:
        out = self._result()
        blocks = (
            self._basis(),
            self._due(),
            self._parts(),
            self._missing(),
            self._judgement(),
            self._exceptions(),
            self._facts(),
            self._readings(),
            self._after(),
        )
        for block in blocks:
            if block:
                out += [BLANK, *block]
        return out

    # ------------------------------------------------------------ the result

    def _result(self) -> list[Line]:
        v, say = self.verdict, self.say
        name = say(f"{v.alias}（{v.norm}）", f"{v.norm} ({v.alias})")
        out = flow([(v.status.label(say.lang), STYLES[v.status]), "  ", (name, "head")])
        out += flow([clean(say.subject(v.subject))], first=_INDENT)
        if v.possible:
            text = say(
                f"可能的结论：{say.statuses(v.possible)}", f"still possible: {say.statuses(v.possible)}"
            )
            out += flow([text], first=_INDENT)
        for text in (say.engine(v.owed), say.engine(v.reason)):
            if text:
                out += flow([clean(text)], first=_INDENT)
        if v.kind == "advisory":
            out += flow(
                [(say("提示性条款，不计入总数", "advisory: counts in no total"), "dim")], first=_INDENT
            )
        return out

    def _basis(self) -> list[Line]:
        v, say = self.verdict, self.say
        out = [self._title("依据", "Basis")]
        out += flow([clean(v.cited.heading)], first=_INDENT)
        out += flow([say.quote(clean(v.cited.words))], first=_INDENT, rest=_INDENT + 2)
        if v.cited.quotation.rstrip("。") not in v.cited.words:
            whole = say("所在全文：", "in context: ")
            out += flow([(whole, "dim"), (clean(v.cited.quotation), "dim")], first=_INDENT, rest=_INDENT + 2)
        place = say(f"规则：{v.cited.file} 第{v.cited.line}行", f"rule: {v.cited.file}, line {v.cited.line}")
        out += flow([(clean(place), "dim")], first=_INDENT)
        owes = say.party(v.bearer)
        if v.counterparty:
            other = say.party(v.counterparty)
            out += flow(
                [clean(say(f"{owes}对{other}承担", f"owed by the {owes} to the {other}"))], first=_INDENT
            )
        elif owes:
            out += flow([clean(say(f"{owes}承担", f"owed by the {owes}"))], first=_INDENT)
        return out

    # ------------------------------------------------------------ the date

    def _due(self) -> list[Line]:
        v, say = self.verdict, self.say
        if v.due is None and v.done is None and v.due_event is None and v.status is not Status.OPEN:
            return []
        out = [self._title("期限", "Due date")]
        if v.due is not None:
            text = say.day(v.due)
            if endless(v.due_latest):
                text = say.not_before(text)
            elif v.due_latest is not None:
                text += say(" 至 ", " to ") + say.day(v.due_latest) + say(" 之间", "")
            elif self.as_of is not None and v.status in (Status.BREACH, Status.PENDING, Status.UNKNOWN):
                text += say("，", ", ") + say.left(v.due, self.as_of)
            out += flow([text], first=_INDENT)
        elif v.due_event is not None:
            out += flow([clean(v.due_event)], first=_INDENT)
        elif v.status is Status.OPEN:
            text = say(
                "条文没有数字期限：只凭时间经过，不成为违反",
                "the text sets no number: the passing of time alone makes no breach",
            )
            out += flow([text], first=_INDENT)
        if v.done is not None:
            late = say("，", ", ") + say.delay(*v.delay) if v.delay else ""
            out += flow(
                [say(f"完成：{say.day(v.done)}{late}", f"done: {say.day(v.done)}{late}")], first=_INDENT
            )
        counted = v.count_lines(say.lang)
        if counted:
            out.append(line("  ", (say("怎样数：", "How it was counted:"), "dim")))
            for row in counted:
                out += flow([clean(row)], first=_INDENT + 2, rest=_INDENT + 4)
        if v.provisional:
            text = say(f"暂定：{v.provisional}", f"provisional: {v.provisional}")
            out += flow([(clean(text), "warn")], first=_INDENT, rest=_INDENT + 2)
        return out

    # ------------------------------------------------------------ why

    def _parts(self) -> list[Line]:
        say = self.say
        words = {
            True: say("已具备", "there"),
            False: say("没有", "not there"),
            None: say("不明", "not known"),
        }
        rows = [
            (words[part.met], clean(part.label), "" if part.met else "warn") for part in self.verdict.parts
        ]
        return self._table(("各项要求", "Parts of the requirement"), rows)

    def _missing(self) -> list[Line]:
        say = self.say
        found = [m for m in self.verdict.missing if m.kind != "judgement"]
        if not found:
            return []
        out = [self._title("缺少的事实（补上即可定论）", "Missing facts (they would settle it)")]
        for missing in found:
            out += flow(["- ", clean(say.missing(missing))], first=_INDENT, rest=_INDENT + 2)
            path = clean(missing.path.partition("~")[0])
            how = say("用 complete 声明；对象 ", "declare under complete; for ")
            text = how + path if missing.kind == "complete" else path
            out += flow([(text, "dim")], first=_INDENT + 2)
        return out

    def _judgement(self) -> list[Line]:
        v, say = self.verdict, self.say
        if not v.question and not v.answers:
            return []
        out = [self._title("人工判断", "Judgement by a person")]
        if v.question:
            text = say(f"待回答：{v.question}", f"to be answered: {v.question}")
            out += flow([(clean(text), "key")], first=_INDENT, rest=_INDENT + 2)
        asked = [answer.question for answer in v.answers]
        for answer in v.answers:
            about = f" {clean(say.thing(answer.about))}" if asked.count(answer.question) > 1 else ""
            text = f"“{answer.question}”{about}" + self._said(answer)
            out += flow([clean(text)], first=_INDENT, rest=_INDENT + 2)
            for earlier in reversed(answer.earlier):
                text = say("此前（已被取代）", "before, since replaced") + self._said(earlier)
                out += flow([(clean(text), "dim")], first=_INDENT + 2, rest=_INDENT + 4)
        return out

    def _said(self, answer: Answer | Earlier) -> str:
        """Return an answer with who gave it and when, its criteria and its note."""
        say = self.say
        by = say.join(x for x in (answer.by, answer.on) if x)
        text = say(f"：{answer.answer}", f": {say.value(answer.answer)}")
        text += say(f"（{by}）", f" ({by})") if by else ""
        for zh, en, words in (("依据", "criteria", answer.criteria), ("备注", "note", answer.note)):
            text += say(f"；{zh}：{words}", f"; {en}: {words}") if words else ""
        return text

    def _exceptions(self) -> list[Line]:
        say = self.say
        words = {
            True: say("适用", "applies"),
            False: say("不适用", "does not apply"),
            None: say("不明", "not known"),
        }
        rows = [
            (
                words[tried.applies],
                clean(tried.name + (f"  {say.quote(tried.words)}" if tried.words else "")),
                "",
            )
            for tried in self.verdict.exceptions
        ]
        return self._table(("试过的例外", "Exceptions tried"), rows)

    def _facts(self) -> list[Line]:
        say = self.say
        values: dict[tuple[str, str], list[str]] = {}
        for fact in self.verdict.facts:
            path, derived, member = fact.path.partition("~")
            if ":" not in member:  # a date that the engine works out, without a name in the domain
                key = (clean(say.thing(fact.label)), "" if derived else clean(path))
                values.setdefault(key, []).append(clean(say.value(self._spoken(fact.label, fact.value))))
        if not values:
            return []
        out = [self._title("所依据的事实", "Facts it was decided on")]
        for (label, path), found in values.items():
            text = say.join(dict.fromkeys(found))
            out += flow(["- ", f"{label}{say('：', ': ')}{text}"], first=_INDENT, rest=_INDENT + 2)
            if path:
                out += flow([(path, "dim")], first=_INDENT + 2)
        return out

    def _spoken(self, label: str, value: str) -> str:
        """Return a code that is a number with the short name that the vocabulary gives it: 7（标准化评估）."""
        from ajx_rules.domain.catalogue import catalogue

        if self.regulation is None:
            return value
        owner, _, field = label.rpartition("」的")
        found = catalogue().find(owner.rpartition("「")[0].rpartition("」的")[2].lstrip("的对"))
        named = [f.vocabulary for f in found.fields.values() if f.label == field] if found else []
        shorts = {
            e.code: e.short
            for v in self.regulation.vocabularies
            if v.label == field or v.name in named
            for e in v.entries
            if e.short
        }
        codes = value.split("、")
        return "、".join(f"{code}（{shorts[code]}）" if code in shorts else code for code in codes)

    def _readings(self) -> list[Line]:
        v, say = self.verdict, self.say
        if not v.readings:
            return []
        out = [self._title("条文的读法", "Readings of the text")]
        for switch, option in v.readings:
            words = reading_words(say, switch, option, self.readings, text=True)
            out += flow(["- ", clean(words)], first=_INDENT, rest=_INDENT + 2)
            for other in (a for a in v.alternatives if a.switch == switch):
                words = reading_words(say, switch, other.option, self.readings, text=True)
                same = other.status is v.status
                text = say(
                    f"若{words}：{say.status(other.status)}", f"if {words}: {say.status(other.status)}"
                )
                text += say("，但可能的结论不同", ", but with other outcomes possible") if same else ""
                out += flow([(clean(text), "warn")], first=_INDENT + 2, rest=_INDENT + 4)
        for pair in v.pairs:
            each = [reading_words(say, *c, self.readings, text=True) for c in (pair.first, pair.second)]
            words, status = clean(say("，且", " and ").join(each)), say.status(pair.status)
            out += flow(
                [(say(f"若{words}：{status}", f"if {words}: {status}"), "warn")],
                first=_INDENT,
                rest=_INDENT + 2,
            )
        text = (
            say("换用各个别的读法，结论都不变。", "The same under every other reading tried.")
            if v.robust
            else say("没有列出的读法，结论不变。", "Under readings not listed here it stays the same.")
        )
        return out + flow([(text, "dim")], first=_INDENT)

    # ------------------------------------------------------------ afterwards

    def _after(self) -> list[Line]:
        v, say = self.verdict, self.say
        rows: list[tuple[str, str, str]] = []
        if v.evidence:
            rows.append((say("凭证", "evidence"), say.join(clean(say.party(e)) for e in v.evidence), ""))
        if v.consequence:
            rows.append((say("后果", "consequence"), self._consequence(v), ""))
        same = self._duplicates(v)
        if same:
            names = say.join(same)
            text = say(
                f"与{names}是同一件事，不作为只计一次", f"one act with {names}: an omission counts once"
            )
            rows.append((say("同组", "group"), text, ""))
        return self._table(("其他", "Also"), rows)

    def _consequence(self, verdict: Verdict) -> str:
        say = self.say
        norms = {norm.id: norm.alias for norm in self.regulation.norms} if self.regulation else {}
        ids = verdict.consequence.split("、")
        name = say.join(say(norms.get(each, each), each) for each in ids)
        if verdict.status in (Status.BREACH, Status.LATE):
            return say(
                f"{name}；是否处理、如何处理，由主管部门裁量，本结论不预断",
                f"{name}; whether and how is at the authority's discretion, and not decided here",
            )
        return say(
            f"违反时适用{name}，由主管部门裁量", f"{name} in case of a breach, at the authority's discretion"
        )

    def _duplicates(self, verdict: Verdict) -> list[str]:
        if verdict.group is None or self.regulation is None:
            return []
        group = next((g for g in self.regulation.groups if g.name == verdict.group), None)
        if group is None:
            return []
        norms = {norm.id: norm for norm in self.regulation.norms}
        others = [n for n in group.norms if n != verdict.norm and not verdict.norm.startswith(n + ".")]
        return [self.say(norms[n].alias, n) if n in norms else n for n in others]

    # ------------------------------------------------------------ small things

    def _title(self, zh: str, en: str) -> Line:
        return line((self.say(zh, en), "head"))

    def _table(self, title: tuple[str, str], rows: Sequence[tuple[str, str, str]]) -> list[Line]:
        """Return a titled list of words in two columns; none without rows."""
        if not rows:
            return []
        size = max(width(first) for first, _, _ in rows) + 2
        out = [self._title(*title)]
        for first, second, style in rows:
            parts: Iterable[str | Span] = ((padded(first, size), style or "dim"), second)
            out += flow(list(parts), first=_INDENT, rest=_INDENT + size)
        return out
