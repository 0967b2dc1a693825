"""What is no error in a regulation but deserves a look: each lint one function, all of them in ``LINTS``.

A lint reads a compiled regulation (its representation, its names, its files) and yields diagnostics,
each with a code of its own (``diagnostics/lint_messages.py``).

>>> from ajx_rules.compiler.passes import compile_folder
>>> from ajx_rules.resources import regulations_folder
>>> compiled = compile_folder(regulations_folder() / "gd-noncoal-mine")
>>> [d.code for d in lint(compiled) if d.code in ("E701", "E702", "E703")]
[]
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

import attrs

from ajx_rules.authoring.format import formatted
from ajx_rules.authoring.lint_bearers import unknown_bearers
from ajx_rules.authoring.lint_comparisons import unlike_comparisons
from ajx_rules.authoring.lint_words import lost_items, silent_judgements, unused_numbers
from ajx_rules.compiler import ir
from ajx_rules.compiler.passes import Compiled
from ajx_rules.compiler.schema import schema
from ajx_rules.diagnostics import Diagnostic, Span
from ajx_rules.domain.enums import ENUMS
from ajx_rules.domain.labels import VOCABULARY_LABELS
from ajx_rules.language.forms import declaration_forms
from ajx_rules.language.sentences import parser
from ajx_rules.language.text import canonical, chinese_number, squeeze
from ajx_rules.language.tree import (
    Declaration,
    FieldNode,
    LegalTable,
    Quotation,
    RuleFile,
    Section,
    tokens_of,
)

Findings = Iterator[Diagnostic]

_ELLIPSIS = re.compile("……|…")
_SENTENCE = re.compile("[^。；;]+[。；;]?")
_SHOWN = 30
_MARK = re.compile(r"尚无着落：(\S+?)「(.+)」\s*$")
_NUMBERED = re.compile(r"(.+)-([0-9]+)(?:$|[(（/])")
_HEADED = re.compile("第([零〇一二三四五六七八九十百0-9]+)条")


def lint(compiled: Compiled) -> tuple[Diagnostic, ...]:
    """Every finding of every lint, in the order of files and lines."""
    found = (finding for each in LINTS for finding in each(compiled))
    return tuple(sorted(found, key=_place))


def _place(finding: Diagnostic) -> tuple[str, int, int, str]:
    span = finding.span
    return (span.file, span.line, span.column, finding.code) if span else ("", 0, 0, finding.code)


# --------------------------------------------------------------------------- names in vain


def unused_definitions(compiled: Compiled) -> Findings:
    """A definition that no rule reads, itself apart."""
    used = {
        node.definition
        for top in _parts(compiled.ir)
        for node in ir.walk(top)
        if isinstance(node, ir.Call) and not (isinstance(top, ir.Definition) and top.name == node.definition)
    }
    for name, d in compiled.names.named.items():
        if d.kind == "定义" and name not in used:
            yield _at(compiled, "E701", d, name=name)


def unused_judgements(compiled: Compiled) -> Findings:
    """A question that nothing asks."""
    used = {
        node.question
        for node in ir.walk(compiled.ir)
        if isinstance(node, ir.Judged | ir.Adequacy | ir.CellRow) and node.question
    }
    for name, d in compiled.names.named.items():
        if d.kind == "判断" and name not in used:
            yield _at(compiled, "E702", d, name=name)


def unused_readings(compiled: Compiled) -> Findings:
    """A reading that nothing depends on, neither a rule nor the engine itself."""
    used = {ir.CLOSED_WORLD} | {node.switch for node in ir.walk(compiled.ir) if isinstance(node, ir.Reads)}
    used |= {switch for norm in compiled.ir.norms for switch in norm.switches}
    # A question that is settled, or whose other options no rule carries out, is on record only.
    used |= {r.switch for r in compiled.ir.readings if sum(o.standing == "open" for o in r.options) == 1}
    for name, d in compiled.names.named.items():
        if d.kind == "解读" and d.key not in used:
            yield _at(compiled, "E703", d, name=name)


def unused_entries(compiled: Compiled) -> Findings:
    """Entries of a vocabulary that no rule names, neither in a sentence nor as evidence."""
    used = set(_words_used(compiled))
    for d in _declarations(compiled, "词表"):
        vocabulary = next((v for v in compiled.ir.vocabularies if v.label == d.name), None)
        entries = vocabulary.entries if vocabulary else ()
        unused = [e.text for e in entries if not {canonical(e.text), canonical(e.code), e.short} & used]
        if unused:
            yield _at(compiled, "E704", d, name=d.name, entries="、".join(unused))


def shadowing_names(compiled: Compiled) -> Findings:
    """A declared name that is a word of the language or a name of the domain already."""
    words = {word for t in parser().terminals for word in re.findall(r"[^()?:|]+", t.pattern.value)}
    labels = {canonical(label) for label in schema().labels()} | set(VOCABULARY_LABELS.values())
    labels |= {canonical(str(member.value)) for enum in ENUMS.values() for member in enum}
    known = (
        (words, "句子里的用语", "a word of the language"),
        (labels, "台账里的名称", "a name of the ledger"),
    )
    for d in _unique(compiled.names.named.values()):
        if d.kind in ("判定表", "频次表", "同组"):  # a table is called what it decides
            continue
        english = declaration_forms()[d.kind].english
        for group, what, what_en in known:
            if canonical(d.name) in group:
                args = {"what": what, "what_en": what_en, "kind": d.kind, "english": english}
                yield _at(compiled, "E712", d, name=d.name, **args)
                break


# --------------------------------------------------------------------------- norms and what they say


def norms_without_evidence(compiled: Compiled) -> Findings:
    """A norm that could name its evidence and does not."""
    for d in _declarations(compiled):
        form = declaration_forms()[d.kind]
        if any(f.name == "凭证" for f in form.fields) and d.field("凭证") is None:
            yield _at(compiled, "E705", d, name=d.name)


def repeated_defaults(compiled: Compiled) -> Findings:
    """A field that says what 通则 says for all."""
    general = {f.name: squeeze(f.text) for d in _declarations(compiled, "通则") for f in d.fields}
    for d in _declarations(compiled):
        for field in d.fields if d.kind != "通则" else ():
            if general.get(field.name) == squeeze(field.text):
                yield _on(compiled, "E710", field, d.name, field=field.word, value=field.text)


def overlapping_words(compiled: Compiled) -> Findings:
    """A norm that carries out words which an earlier one of its quotation carries out; levels of one id may."""
    norms: dict[tuple[str, int], list[Declaration]] = {}
    for d in _declarations(compiled):
        if declaration_forms()[d.kind].norm and d.words:
            norms.setdefault((d.file, d.section), []).append(d)
    for (file, section), group in norms.items():
        quoted = squeeze(_file(compiled, file).sections[section].quoted)
        places = [(d, _stretch(quoted, d.words)) for d in group]
        for n, (other, theirs) in enumerate(places):
            base = other.name.partition("/")[0]
            before = (each for each in places[:n] if each[0].name.partition("/")[0] != base)
            first = next((each for each in before if each[1] & theirs), None)  # one is enough to be told
            if first is not None:
                one, mine = first
                words = "".join(quoted[i] for i in sorted(mine & theirs))
                where = f"{one.span.file}:{one.span.line}"
                yield _at(
                    compiled, "E711", other, name=other.name, other=one.name, where=where, words=_short(words)
                )


def readings_without_grounds(compiled: Compiled) -> Findings:
    """An option of a reading without 理由, which the compiler has found."""
    return (d for d in compiled.warnings if d.code == "E252")


def groups_of_one(compiled: Compiled) -> Findings:
    """A group of one norm, which the compiler has found."""
    return (d for d in compiled.warnings if d.code == "E264")


# --------------------------------------------------------------------------- exceptions


def idle_exceptions(compiled: Compiled) -> Findings:
    """An exception that can lift nothing: no verdict among its targets, or a condition never true."""
    norms = {norm.id: norm for norm in compiled.ir.norms}
    for rule in compiled.ir.exceptions:
        d = compiled.names.named[rule.name]
        ends = [norms[t] for t in rule.targets if t in norms]
        others = [t for t in rule.targets if t not in norms]
        if not others and not any(_demands(norm) for norm in ends):
            why = ("所针对的各条本来就没有要求", "none of its targets demands anything")
        elif _never(rule.condition):
            why = ("条件自相矛盾", "its condition contradicts itself")
        else:
            continue
        yield _at(compiled, "E708", d, name=rule.name, why=why[0], why_en=why[1])


def _demands(norm: ir.Norm) -> bool:
    """Whether a norm can be broken at all."""
    if norm.row is not None:
        return any(cell.duty is not None for cell in norm.row.cells)
    return norm.requirement is not None


def _never(condition: ir.Expr) -> bool:
    """Whether a condition demands two answers to one question at once."""
    match condition:
        case ir.AnyOf(items):
            return all(_never(item) for item in items)
        case ir.All(items):
            flat = list(_all_of(items))
            return any(_never(i) for i in flat) or any(
                _exclude(a, b) for a, b in itertools.combinations(flat, 2)
            )
    return False


def _all_of(items: Iterable[ir.Expr]) -> Iterator[ir.Expr]:
    for item in items:
        if isinstance(item, ir.All):
            yield from _all_of(item.items)
        else:
            yield item


def _exclude(one: ir.Expr, other: ir.Expr) -> bool:
    match one, other:
        case ir.Reads(switch, option), ir.Reads(other_switch, other_option):
            return switch == other_switch and option != other_option
        case ir.OneOf(value, codes), ir.OneOf(other_value, other_codes):
            return value == other_value and not set(codes) & set(other_codes)
        case (ir.Not(item), _) if item == other:
            return True
        case (_, ir.Not(item)) if item == one:
            return True
    return False


# --------------------------------------------------------------------------- the official text


def sentences_without_rule(compiled: Compiled) -> Findings:
    """A quoted sentence that no declaration under its heading speaks of, and a table that none carries out."""
    used = {squeeze(d.text("原表").strip("「」")) for d in _declarations(compiled)}
    for file in compiled.files:
        for number, section in enumerate(file.sections):
            declarations = [d for d in file.declarations if d.section == number]
            yield from _unaccounted(file, section, declarations)
            for table in section.tables:
                title = squeeze(table.title)
                if (
                    title
                    and title in compiled.official
                    and title not in used
                    and not _cited(table, declarations)
                ):
                    span = table.header[0].span
                    line, words = file.source_line(span.line), f"表“{table.title}”"
                    args = {"words": words, "advice": _OF_A_TABLE[0], "advice_en": _OF_A_TABLE[1]}
                    yield Diagnostic("E709", args, span, source_line=line, article=table.title)


def _cited(table: LegalTable, declarations: list[Declaration]) -> bool:
    """Whether a declaration quotes a cell of a table."""
    cells = squeeze("".join(c.text for row in table.rows for c in row))
    return any(_stretch(cells, words) for d in declarations for words in _claims(d))


def _unaccounted(file: RuleFile, section: Section, declarations: list[Declaration]) -> Findings:
    quoted = squeeze(section.quoted)
    covered: set[int] = set()
    for d in declarations:
        for words in _claims(d):
            covered |= _stretch(quoted, words)
    marks = {f"“{f.name}”" for d in declarations if not _claims(d) for f in d.fields}
    proposed = _Proposed(file, section, declarations)
    at = 0
    for quotation in section.quotations:
        for found in _SENTENCE.finditer(squeeze(quotation.text)):
            place = range(at + found.start(), at + found.end())
            spoken_of = bool(covered & set(place)) or any(mark in found.group() for mark in marks)
            if not spoken_of and _says_something(found.group()):
                span = _span_of(file, quotation, found.group())
                line = file.source_line(span.line)
                args = {"words": _short(found.group()), **proposed.advice(found.group())}
                yield Diagnostic("E709", args, span, source_line=line, article=section.heading or None)
        at += len(squeeze(quotation.text))


_OF_A_TABLE: Final = (
    "表写成“频次表”或“判定表”；不必执行的，写一条“说明”，引表里的话",
    "a table takes a 频次表 or a 判定表; where neither does, say why in a 说明 that quotes it",
)


class _Proposed:
    """The ids proposed for what is not accounted for under a heading: of the skeleton's mark, else the next free."""

    def __init__(self, file: RuleFile, section: Section, declarations: list[Declaration]) -> None:
        self.marks = [found for line in file.lines if (found := _MARK.search(line))]
        ids = [found for d in declarations if d.words and (found := _NUMBERED.match(d.name))]
        article = _HEADED.match(canonical(section.heading))
        number = article and (int(article[1]) if article[1].isdigit() else chinese_number(article[1]))
        self.prefix = ids[0][1] if ids else str(number) if number else "……"
        self.last = max((int(found[2]) for found in ids), default=0)

    def advice(self, sentence: str) -> dict[str, str]:
        """How the sentence is accounted for, with its id and its words."""
        from ajx_rules.authoring.skeleton import sentences

        words = next(iter(sentences(sentence)), sentence)
        mark = next((m[1] for m in self.marks if squeeze(m[2]) == squeeze(words)), None)
        if mark is None:
            self.last += 1
        head = f"{mark or f'{self.prefix}-{self.last}'}「{words}」"
        return {
            "advice": f"写一条规范来执行它：\n    义务 {head}\n或者写明为什么不必执行：\n    说明 {head}\n      性质：……",
            "advice_en": f"write a norm that carries it out: 义务 {head}, or say why none does: 说明 {head} with 性质：…",
        }


def _claims(d: Declaration) -> list[str]:
    """The passages that a declaration says it carries out."""
    claims = [f.text.strip("「」") for f in d.fields if f.form == "words"]
    return [words for words in (d.words, *claims) if words]


def _says_something(sentence: str) -> bool:
    """Whether a sentence is more than a heading, a number or a lead-in: 第三条, 1., 如下：."""
    rest = re.sub(r"^第[零〇一二三四五六七八九十百0-9]+[条章节]|[\W\d_]+", "", sentence)
    return bool(rest)


def _span_of(file: RuleFile, quotation: Quotation, sentence: str) -> Span:
    """Where a sentence begins in the file, by its first characters."""
    head = sentence[:6]
    line = quotation.line
    while file.source_line(line).lstrip().startswith(">"):
        source = file.source_line(line)
        column = source.find(head)
        if column >= 0:
            end = min(column + len(sentence), len(source))
            return Span(file.file, line, column + 1, line, end + 1)
        line += 1
    return Span(file.file, quotation.line, 1, quotation.line, 2)


def _stretch(quoted: str, words: str) -> set[int]:
    """The places of a quotation that words take up, with …… for what is left out."""
    out: set[int] = set()
    at = 0
    for part in _ELLIPSIS.split(squeeze(words)):
        found = quoted.find(part, at) if part else -1
        if found >= 0:
            at = found + len(part)
            out |= set(range(found, at))
    return out


# --------------------------------------------------------------------------- form


def not_canonical(compiled: Compiled) -> Findings:
    """A file that the formatter would change."""
    for file in compiled.files:
        done = formatted(file.file, "\n".join(file.lines), compiled.names.words)
        if not done.changed:
            continue
        before, after = done.before.split("\n"), done.after.split("\n")
        pairs = itertools.zip_longest(before, after)
        changed = [n for n, (a, b) in enumerate(pairs, 1) if a != b]
        line = min(changed[0], len(before))
        source = file.source_line(line)
        span = Span(file.file, line, 1, line, len(source) + 1)
        yield Diagnostic("E713", {"count": str(_lines_changed(before, after))}, span, source_line=source)


def _lines_changed(before: list[str], after: list[str]) -> int:
    import difflib

    codes = difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return sum(max(i2 - i1, j2 - j1) for tag, i1, i2, j1, j2 in codes if tag != "equal")


# --------------------------------------------------------------------------- helpers


def _parts(regulation: ir.RegulationIR) -> Iterator[object]:
    """The parts of a representation one by one, so that a definition can be told from its users."""
    for field in attrs.fields(ir.RegulationIR):
        value = getattr(regulation, field.name)
        yield from value if isinstance(value, tuple) else (value,)


def _declarations(compiled: Compiled, *kinds: str) -> Iterator[Declaration]:
    for file in compiled.files:
        yield from (d for d in file.declarations if not kinds or d.kind in kinds)


def _unique(declarations: Iterable[Declaration]) -> Iterator[Declaration]:
    yield from {d.span: d for d in declarations}.values()


def _file(compiled: Compiled, name: str) -> RuleFile:
    return next(f for f in compiled.files if f.file == name)


def _words_used(compiled: Compiled) -> Iterator[str]:
    """Every name in a sentence, and every word of a list of evidence or criteria."""
    for d in _declarations(compiled):
        for field in d.fields:
            if d.kind == "词表":
                continue
            if field.form == "text":
                yield from re.split("[、，]", field.text)
            for tree in (field.sentence, field.extra, *(item.sentence for item in field.items)):
                yield from map(str, tokens_of(tree))


def _at(compiled: Compiled, code: str, d: Declaration, /, **args: str) -> Diagnostic:
    """A finding about a declaration, at its head line."""
    line = _file(compiled, d.file).source_line(d.span.line)
    return Diagnostic(code, args, d.span, source_line=line)


def _on(compiled: Compiled, code: str, field: FieldNode, article: str, /, **args: str) -> Diagnostic:
    """A finding about a field."""
    line = _file(compiled, field.span.file).source_line(field.span.line)
    return Diagnostic(code, args, field.span, source_line=line, article=article or None)


def _short(words: str) -> str:
    return words if len(words) <= _SHOWN else words[:_SHOWN] + "……"


LINTS: tuple[Callable[[Compiled], Findings], ...] = (
    unused_definitions,
    unused_judgements,
    unused_readings,
    unused_entries,
    shadowing_names,
    norms_without_evidence,
    repeated_defaults,
    overlapping_words,
    readings_without_grounds,
    groups_of_one,
    idle_exceptions,
    sentences_without_rule,
    unused_numbers,
    lost_items,
    unlike_comparisons,
    silent_judgements,
    unknown_bearers,
    not_canonical,
)
"""Every lint, in the order in which they are run."""


def lints_by_name() -> Mapping[str, Callable[[Compiled], Findings]]:
    """Every lint by the name of its function.

    >>> "unused_readings" in lints_by_name()
    True
    """
    return {each.__name__: each for each in LINTS}
