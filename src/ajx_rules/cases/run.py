"""Run the cases of a regulation: what was expected, what came out, side by side."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import Final

import attrs
from lark import Token, Tree

from ajx_rules.cases.build import LedgerOfCase
from ajx_rules.checking import Request
from ajx_rules.checking import report as report_on
from ajx_rules.compiler.resolve import day_of
from ajx_rules.compiler.schema import schema
from ajx_rules.compiler.sources import read_files, read_texts
from ajx_rules.compiler.tables import diagnostic_of
from ajx_rules.compiler.wrong import WrongSentence
from ajx_rules.diagnostics import Diagnostic, Problems
from ajx_rules.domain.catalogue import catalogue
from ajx_rules.engines.verdict import Report, Status, Verdict
from ajx_rules.language.reader import read_rule_file
from ajx_rules.language.sentences import parse_file
from ajx_rules.language.text import canonical, nearest, quantity
from ajx_rules.language.tree import Declaration, FieldNode, RuleFile, Sentence, tokens_of
from ajx_rules.regulation import Regulation
from ajx_rules.resources import regulations_folder


@attrs.frozen
class Failure:
    """One expectation that did not hold."""

    line: int
    expectation: str
    expected: str
    actual: str
    verdict: Verdict | None = None


@attrs.frozen
class Outcome:
    """What one expectation of a case was compared with: the norm, its cells, its status; ``result`` of a table."""

    norm: str
    cells: tuple[str, ...]
    status: str
    line: int


@attrs.frozen
class CaseResult:
    """One case with what failed in it."""

    name: str
    file: str
    line: int
    failures: tuple[Failure, ...]
    expectations: int
    statuses: tuple[str, ...] = ()
    norms: tuple[tuple[str, str], ...] = ()
    outcomes: tuple[Outcome, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether every expectation held."""
        return not self.failures


@attrs.frozen
class CasesReport:
    """All cases of a run."""

    results: tuple[CaseResult, ...]

    @property
    def ok(self) -> bool:
        """Whether every case passed, and there was one."""
        return bool(self.results) and all(r.passed for r in self.results)

    def render(self, lang: str = "zh") -> str:
        """The run in words: failures first in full, then a line of totals."""
        if not self.results:
            return (
                "规则没有错误；还没有案例，写在 scenarios/ 里。"
                if lang == "zh"
                else "no error in the rules; no cases yet: write them in scenarios/."
            )
        out: list[str] = []
        for result in self.results:
            if result.passed:
                continue
            out.append(
                f"✗ {result.name}（{result.file}:{result.line}）"
                if lang == "zh"
                else f"✗ {result.name} ({result.file}:{result.line})"
            )
            for f in result.failures:
                words = ("第{}行", "应得", "实得") if lang == "zh" else ("line {}", "expected", "actual")
                out.append(f"    {words[0].format(f.line)}：{f.expectation}")
                out.append(f"      {words[1]}：{f.expected}")
                out.append(f"      {words[2]}：{f.actual}")
                out += [f"        {line}" for line in _why(f.verdict)]
        passed = sum(r.passed for r in self.results)
        total = len(self.results)
        expectations = sum(r.expectations for r in self.results)
        if lang == "zh":
            out.append(f"案例{total}个，通过{passed}个，未通过{total - passed}个；共{expectations}项预期。")
        else:
            out.append(
                f"{total} cases: {passed} passed, {total - passed} failed; {expectations} expectations."
            )
        return "\n".join(out)


def run_cases(
    regulation: Regulation,
    folder: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
    only: Collection[Path] = (),
) -> CasesReport:
    """Run every 案例 under ``scenarios/`` of a regulation (or of the folder given), or of some files ``only``.

    Raises:
        Problems: a case file that cannot be read, every error of every file.

    """
    beside = folder is None and not only  # cases may stand in the rule files as well
    folder = folder or regulations_folder() / regulation.name / "scenarios"
    texts, problems = read_files(only) if only else ({}, [])
    if not only and any(folder.glob("*.ajx.md")):
        texts, problems = read_texts(folder)
    files: list[RuleFile] = []
    for file, text in texts.items():
        rules, found = read_rule_file(file, text)
        problems += found
        rules, found = parse_file(rules, regulation.compiled.names.words)
        problems += found
        others = [d for d in rules.declarations if d.kind != "案例"]
        problems += [Diagnostic("E513", {"kind": d.kind}, d.span) for d in others]
        problems += _named_twice(rules)
        files.append(rules)
    everywhere = [*regulation.compiled.files, *files] if beside else files
    cases = [(f, d) for f in everywhere for d in f.declarations if d.kind == "案例"]
    prepared = [_Case(regulation, f, d, problems) for f, d in cases]
    # A case that stands where it is not read has not passed.
    if any(p.severity == "error" or p.code == "E024" for p in problems):
        raise Problems(problems)
    results = []
    for done, case in enumerate(prepared):
        if progress is not None:
            progress(done, len(prepared))
        results.append(case.run())
    return CasesReport(tuple(results))


_BELONGS: Final = re.compile("属于「([^」]*)」")


def _named_twice(file: RuleFile) -> list[Diagnostic]:
    """The cases of a file that are called what an earlier one is called."""
    first: dict[str, Declaration] = {}
    out = []
    for d in file.declarations:
        before = first.setdefault(d.name, d)
        if d.kind == "案例" and before is not d:
            args = {"name": d.name, "first": f"{before.span.file}:{before.span.line}"}
            out.append(Diagnostic("E030", args, d.span, source_line=file.source_line(d.span.line)))
    return out


class _Case:
    """One case, ready to run."""

    def __init__(
        self, regulation: Regulation, file: RuleFile, d: Declaration, problems: list[Diagnostic]
    ) -> None:
        self.regulation = regulation
        self.file = file
        self.d = d
        self.as_of = dt.date.min
        self.choices: dict[str, str] = {}

        def report(wrong: WrongSentence, line: int) -> None:
            span = next((f.span for f in d.fields if f.span.line == line), d.span)
            problems.append(diagnostic_of(wrong, span, file.source_line(line), d.name))

        self.published: dt.date | None = None
        for field in (f for f in d.fields if f.form == "date"):
            try:
                if field.name == "截至":
                    self.as_of = day_of(field.text)
                else:
                    self.published = day_of(field.text)
            except WrongSentence:
                problems.append(self._told("E232", field, {"day": field.text}))
                return
            except AssertionError:
                args = {"field": field.name, "words": field.text, "example": _as_day(field.text)}
                problems.append(self._told("E037", field, args))
                return
        self._take_readings(problems)
        self.builder = LedgerOfCase(d, self.as_of.isoformat(), regulation.vocabularies, regulation.ir.facts)
        data = self.builder.build(report)
        data_names = list(self.builder.order)
        for name, cls in data.pop("?", []):
            span = next((f.span for f in d.all("设") if f"「{name}」" in f.text), d.span)
            owner = catalogue().classes.get(cls.owner or "")
            said = (
                f"（现在写的不是“{owner.label if owner else ''}”）"
                if "属于" in self._line_of(d, name)
                else ""
            )
            other = _BELONGS.search(self._line_of(d, name))
            if other and owner and other[1] not in data_names:
                near = nearest(other[1], data_names) or ""
                args = {"name": other[1], "nearest": near, "owner": owner.label}
                problems.append(Diagnostic("E515", args, span, source_line=file.source_line(span.line)))
                continue
            args = {"cls": cls.label, "owner": owner.label if owner else "", "wrong": said}
            problems.append(Diagnostic("E504", args, span, source_line=file.source_line(span.line)))
        self.data = data
        for field in (f for name in ("应判", "应得") for f in d.all(name) if f.sentence is not None):
            self._days_exist(field, report)
        if not d.all("应判") and not d.all("应得"):
            problems.append(Diagnostic("E508", {}, d.span, source_line=file.source_line(d.span.line)))

    def _told(self, code: str, field: FieldNode, args: dict[str, str]) -> Diagnostic:
        return Diagnostic(code, args, field.span, source_line=self.file.source_line(field.span.line))

    @staticmethod
    def _days_exist(field: FieldNode, report: Callable[[WrongSentence, int], None]) -> None:
        """Every day that an expectation names is a day of the calendar."""
        for token in (t for t in tokens_of(field.sentence) if t.type == "DATE"):
            try:
                day_of(token)
            except WrongSentence as wrong:
                report(wrong, field.span.line)

    @staticmethod
    def _line_of(d: Declaration, name: str) -> str:
        return next((f.text for f in d.all("设") if f"「{name}」" in f.text), "")

    def _take_readings(self, problems: list[Diagnostic]) -> None:
        field = self.d.field("采用")
        if field is None or field.sentence is None:
            return
        tokens = [t for t in field.sentence.children if isinstance(t, Token) and t.type in ("NAME", "SAYING")]
        for name, saying in zip(tokens[::2], tokens[1::2], strict=True):
            found = self._option(str(name), str(saying))
            if found is None:
                problems.append(Diagnostic("E220", {"name": str(name), "nearest": ""}, field.span))
            else:
                self.choices[found[0]] = found[1]

    def _option(self, name: str, saying: str) -> tuple[str, str] | None:
        for reading in self.regulation.ir.readings:
            if reading.name == name:
                for option in reading.options:
                    if option.saying == saying and option.standing == "open":
                        return reading.switch, option.key
        return None

    # ------------------------------------------------------------ running

    def run(self) -> CaseResult:
        """Check the ledger of the case and compare."""
        failures: list[Failure] = []
        expectations = self.d.all("应判") + self.d.all("应得")
        seen: list[tuple[str, Outcome]] = []
        try:
            report = self._report(self._norms_expected())
        except Problems as problems:
            failures += self._unusable(problems)
            return CaseResult(
                self.d.name, self.file.file, self.d.span.line, tuple(failures), len(expectations)
            )
        for field in expectations:
            if field.sentence is None:
                continue
            check = self._verdict_of if field.name == "应判" else self._result_of
            failures += check(field, field.sentence, report, seen)
        verdicts = tuple((norm, each.status) for norm, each in seen if norm)
        return CaseResult(
            self.d.name,
            self.file.file,
            self.d.span.line,
            tuple(failures),
            len(expectations),
            tuple(dict.fromkeys(status for _, status in verdicts)),
            verdicts,
            tuple(each for _, each in seen),
        )

    def _report(self, norms: Collection[str] | None) -> Report:
        tables = bool(self.d.all("应得"))
        tried = None if self._speaks_of_readings() else ()
        asked = Request(
            self.as_of, self.choices, self.published, norms=norms, tables=tables, tried=tried, imagined=True
        )
        return report_on(self.regulation, self.data, asked)

    def _speaks_of_readings(self) -> bool:
        """Whether the case says what another reading makes of a verdict."""
        trees = [f.sentence for f in self.d.all("应判") if f.sentence is not None]
        return any(
            part.data in ("depends_on", "otherwise") for tree in trees for part in tree.iter_subtrees()
        )

    def _norms_expected(self) -> frozenset[str] | None:
        """The norms that the case says something of: no other has to be judged, but to tell versions apart (None)."""
        if self.regulation.earlier is not None:
            return None
        said = [_plain(_norm_of(f.sentence)) for f in self.d.all("应判") if f.sentence is not None]
        return frozenset(name for each in said for name in (each, self._id_of(each)) if name is not None)

    def _unusable(self, problems: Problems) -> list[Failure]:
        """What is wrong with the ledger of the case, each at the line that gave the record."""
        out: dict[tuple[int, str], Failure] = {}
        for each in problems.diagnostics:
            field = self.builder.place_of(each.path or "", self.data)
            line, said = (field.span.line, field.text) if field is not None else (self.d.span.line, "设")
            text = "。".join(t.rstrip("。") for t in (each.message(), each.help()) if t)
            text = _OF_JSON.sub("", _AT_JSON.sub(self._line_given, text))
            out.setdefault((line, text), Failure(line, said, "一份可用的台账", text))
        return list(out.values())

    def _line_given(self, found: re.Match[str]) -> str:
        """The line of the case instead of a place in the ledger made from it; nothing where none gave it."""
        field = self.builder.place_of(found["path"], self.data)
        return f"{found['lead']}在第{field.span.line}行{found['end']}" if field is not None else ""

    def _verdict_of(
        self, field: FieldNode, tree: Sentence, report: Report, seen: list[tuple[str, Outcome]]
    ) -> list[Failure]:
        norm = _norm_of(tree)
        found = [v for v in report.verdicts if self._is_norm(norm, v) and self._is_subject(tree, v)]
        if len(found) != 1:
            report = self._report(None)  # what is amiss is told by all that the ledger comes to
            mine = [v for v in report.verdicts if self._is_subject(tree, v)]
            actual = self._several(norm, found) if found else self._none_of(norm, mine, tree, report)
            return [Failure(field.span.line, field.text, "恰有一个结论", actual)]
        verdict = found[0]
        status_tree = next(c for c in tree.children if isinstance(c, Tree) and c.data == "status")
        wanted = Status.read(str(status_tree.children[0]))
        out: list[Failure] = []

        def compare(expected: str, actual: str) -> None:
            if expected != actual:
                out.append(Failure(field.span.line, field.text, expected, actual, verdict))

        assert wanted is not None
        compare(wanted.zh, verdict.status.zh)
        seen.append((norm, Outcome(verdict.norm, verdict.cells, verdict.status.value, field.span.line)))
        for detail in tree.children:
            if isinstance(detail, Tree) and detail.data not in ("about", "status"):
                self._detail(detail, verdict, compare)
        return out

    @staticmethod
    def _several(norm: str, found: list[Verdict]) -> str:
        labels = "、".join(dict.fromkeys(v.subject.label for v in found))
        return f"{norm}有{len(found)}个结论符合所写的对象，请写得更具体：{labels}"

    def _none_of(self, wanted: str, mine: list[Verdict], tree: Sentence, report: Report) -> str:
        """Why a norm has no verdict for the subject named: no such norm, another cell, no such subject."""
        norms = self.regulation.ir.norms
        as_id = self._id_of(wanted)
        norm = next((n for n in norms if as_id == n.id or wanted == n.alias), None)
        cell = None
        if norm is None:
            norm, cell = next(
                ((n, c) for n in norms if n.row for c in n.row.cells if as_id == c.id or wanted == c.alias),
                (None, None),
            )
        if cell is not None and cell.merged_into is not None:
            first = next(c for n in norms if n.row for c in n.row.cells if c.id == cell.merged_into)
            return f"“{wanted}”与“{first.alias}”是同一格，结论只有一个，请写那个编号：{first.alias}"
        if norm is None:
            known = [n.alias for n in norms] + [c.alias for n in norms if n.row for c in n.row.cells]
            near = nearest(wanted, known)
            return f"没有“{wanted}”这一条" + (f"；最接近的是“{near}”" if near else "")
        if norm.kind in ("permission", "power"):
            return f"“{wanted}”是许可或者权力，没有结论"
        named = "、".join(f"「{t}」" for t in _names_in(tree))
        ids = {norm.id, *(c.id for c in norm.row.cells)} if norm.row else {norm.id}
        other = next((v for v in mine if v.norm in ids and v.cells), None)
        if cell is not None and norm.row is not None and other is not None:
            theirs = "、".join(f"“{c.alias}”" for c in norm.row.cells if c.id in other.cells)
            return f"{named}不在“{cell.column}”这一列；它的格是{theirs}，请写那一格的编号"
        others = dict.fromkeys(v.subject.label for v in report.verdicts if v.norm in ids)
        if others:
            return f"有“{wanted}”这一条，但没有针对{named}的结论；它的对象有：{'、'.join(others)}"
        cls = schema().classes.get(norm.subject)
        why = _SUBJECTS_NEED.get(norm.subject, "")
        what = f"{cls.measure}{cls.label}" if cls is not None else norm.subject
        return f"有“{wanted}”这一条，但案例里没有它的对象（每{what}）{why}"

    def _detail(self, detail: Sentence, verdict: Verdict, compare: Callable[[str, str], None]) -> None:
        tokens = tokens_of(detail)
        kind = detail.data
        if kind == "due_on":
            compare(
                f"到期日{day_of(tokens[1]).isoformat()}",
                f"到期日{verdict.due.isoformat() if verdict.due else '无'}",
            )
        elif kind == "delay":
            number, unit = quantity(canonical(str(tokens[1])))
            actual = f"迟{verdict.delay[0]}{verdict.delay[1]}" if verdict.delay else "没有迟延"
            compare(f"迟{number}{unit}", actual)
        elif kind == "lacking":
            labels = "、".join(m.label for m in verdict.missing)
            for token in tokens:
                if token.type == "NAME":
                    compare(f"缺{token}", f"缺{token}" if str(token) in labels else f"缺：{labels or '无'}")
        elif kind == "by_exception":
            name = str(tokens[1])
            applied = [e.name for e in verdict.exceptions if e.applies]
            compare(
                f"因例外{name}",
                f"因例外{name}" if name in applied else f"适用的例外：{'、'.join(applied) or '无'}",
            )
        elif kind == "depends_on":
            switch = next((r.switch for r in self.regulation.ir.readings if r.name == str(tokens[1])), "")
            turned = {a.switch for a in verdict.alternatives}
            compare(
                f"随{tokens[1]}",
                f"随{tokens[1]}" if switch in turned else f"随：{'、'.join(sorted(turned)) or '无'}",
            )
        elif kind == "otherwise":
            self._otherwise(tokens, verdict, compare)
        elif kind == "owed":
            number, unit = quantity(canonical(str(tokens[1])))
            compare(
                f"还差{number}{unit}",
                f"还差{number}{unit}" if f"还差{number}{unit}" in verdict.owed else verdict.owed or "不欠",
            )
        elif kind == "possibly":
            wanted = {s for t in tokens if t.type == "STATUS" for s in [Status.read(str(t))] if s}
            expected = "、".join(s.zh for s in Status if s in wanted)
            compare(f"可能为{expected}", "可能为" + "、".join(s.zh for s in verdict.possible))
        elif kind == "provisional":
            compare("暂定", "暂定" if verdict.provisional else "不是暂定")

    def _otherwise(self, tokens: list[Token], verdict: Verdict, compare: Callable[[str, str], None]) -> None:
        name, saying = str(tokens[1]), str(tokens[3])
        wanted = Status.read(str(tokens[-1]))
        found = self._option(name, saying)
        if found is None or wanted is None:
            compare(f"解读{name}{saying}", "没有这一说")
            return
        other = next(
            (a.status for a in verdict.alternatives if (a.switch, a.option) == found), verdict.status
        )
        compare(f"若{name}采{saying}为{wanted.zh}", f"若{name}采{saying}为{other.zh}")

    def _result_of(
        self, field: FieldNode, tree: Sentence, report: Report, seen: list[tuple[str, Outcome]]
    ) -> list[Failure]:
        table = str(tree.children[0])
        found = [r for r in report.results if r.table == table and self._is_subject(tree, r)]
        if len(found) != 1:
            return [Failure(field.span.line, field.text, "恰有一个结果", f"{len(found)}个结果")]
        entries = next(c for c in tree.children if isinstance(c, Tree) and c.data == "entries")
        wanted = "或".join(str(t) for t in entries.children if isinstance(t, Token) and t.type == "NAME")
        actual = "或".join(found[0].results)
        seen.append(("", Outcome("", found[0].cells, "result", field.span.line)))
        return [] if wanted == actual else [Failure(field.span.line, field.text, wanted, actual)]

    # ------------------------------------------------------------ who is meant

    def _is_norm(self, wanted: str, verdict: Verdict) -> bool:
        wanted = _plain(wanted)
        return wanted == verdict.alias or self._id_of(wanted) in (verdict.norm, *verdict.cells)

    def _id_of(self, wanted: str) -> str | None:
        """The id in data of an id of the rule files."""
        return self.regulation.compiled.names.scheme.to_id(_plain(wanted))

    def _is_subject(self, tree: Sentence, found: object) -> bool:
        subject = found.subject  # type: ignore[attr-defined]
        about = next(c for c in tree.children if isinstance(c, Tree) and c.data == "about")
        texts = _names_in(tree)
        period = next((c for c in about.children if isinstance(c, Tree) and c.data == "period"), None)
        if period is not None:
            number = "".join(ch for ch in canonical(str(period.children[0])) if ch.isdigit())
            if subject.year != number:
                return False
        names = {subject.id, subject.policyholder, subject.insurer} if subject.year else {subject.id}
        names |= {subject.id.partition("#")[0]}
        if subject.kind == "Recipient":
            names |= {subject.policyholder, *_quoted(subject.label)}
        if subject.kind == "Delivery":
            names |= {subject.policyholder, *_quoted(subject.label), subject.id.partition(">")[0]}
        return all(t in names for t in texts)


_AT_JSON: Final = re.compile(
    "(?P<lead>[，。；]?(?:它|另一处))在 ?(?P<path>[$][.][^\\s，。；）]*)(?P<end>；?)"
)
_OF_JSON: Final = re.compile("（[a-z_]+）|（?[$][.][^\\s，。；）]*）?")
"""Names of the fields of a ledger's JSON, which no case writes."""

_SUBJECTS_NEED: Final[dict[str, str]] = {
    "InsuredYear": "；要有它的保险合同，写明起保日期、期满日期",
    "InsurerCalendarYear": "；保险机构的自然年度从它第一份保险合同起保的那一年算起，没有合同就没有年度",
    "TeamYear": "；要写明风控团队何日组建",
    "MemberYear": "；要写明团队成员何日加入",
    "Recipient": "；要有服务，写明服务对象",
    "Delivery": "；要有服务，写明服务对象、服务内容和完成之日",
}
"""What a case must give for a derived subject to be there."""


def _plain(norm: str) -> str:
    return norm.replace("（", "(").replace("）", ")")


def _norm_of(tree: Sentence) -> str:
    """The norm that an expectation is about, as it is written."""
    return str(next(t for t in tree.children if isinstance(t, Token) and t.type == "NORM"))


def _names_in(tree: Sentence) -> list[str]:
    """The names 「…」 of what an expectation is about."""
    about = next(c for c in tree.children if isinstance(c, Tree) and c.data == "about")
    return [str(t)[1:-1] for t in about.children if isinstance(t, Token) and t.type == "TEXT"]


def _quoted(label: str) -> Iterable[str]:
    return [p.partition("」")[0] for p in label.split("「")[1:]]


def _as_day(text: str) -> str:
    """A day as a case writes it: 2025-06-30 → 2025年6月30日.

    >>> _as_day("2025-06-30"), _as_day("2025/6/3"), _as_day("去年")
    ('2025年6月30日', '2025年6月3日', '2025年6月30日')
    """
    found = re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", text.strip())
    return f"{found[1]}年{int(found[2])}月{int(found[3])}日" if found else "2025年6月30日"


def _due(verdict: Verdict) -> str:
    """The due date; the range that it lies in, where it is not known."""
    latest = verdict.due_latest
    if latest is not None and latest.year == dt.date.max.year:  # the end of time: no latest day is known
        return f"不早于{verdict.due}"
    return f"{verdict.due}至{latest}之间" if latest else str(verdict.due)


def _why(verdict: Verdict | None) -> list[str]:
    if verdict is None:
        return []
    out = [f"到期：{_due(verdict)}"] if verdict.due else []
    if verdict.possible:
        out.append("可能：" + "、".join(s.zh for s in verdict.possible))
    out += [f"缺：{m.label}" for m in verdict.missing[:6]]
    out += [f"事实：{f.label}＝{f.value}" for f in verdict.facts[:10]]
    if verdict.reason:
        out.append(f"因为：{verdict.reason}")
    if verdict.owed:
        out.append(verdict.owed)
    return out
