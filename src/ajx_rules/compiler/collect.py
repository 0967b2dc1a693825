"""Pass 2, collect: every name the rule files declare, before any sentence is read.

Afterwards a name may be used before the line that declares it, and the lexer
knows every word. Nothing is said yet about what a name means.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Literal

import attrs

from ajx_rules.compiler.ids import IdScheme, is_pattern
from ajx_rules.compiler.ir import Entry, ExtraFact, VocabularyList
from ajx_rules.compiler.schema import nearest_class, schema, stem
from ajx_rules.diagnostics import Diagnostic, Span
from ajx_rules.domain.catalogue import catalogue
from ajx_rules.domain.enums import ENUMS
from ajx_rules.domain.labels import VOCABULARY_LABELS
from ajx_rules.language.forms import declaration_forms
from ajx_rules.language.lexer import Words
from ajx_rules.language.text import canonical, nearest, squeeze
from ajx_rules.language.tree import LEFT, Declaration, FieldNode, LegalTable, RuleFile

NAMED = ("定义", "期间", "判断", "解读", "例外", "判定表", "频次表", "同组")
"""The kinds of declaration that others name, beside norms."""


@attrs.frozen
class Names:
    """What the rule files declare, by kind."""

    words: Words
    scheme: IdScheme
    vocabularies: Mapping[str, VocabularyList]
    named: Mapping[str, Declaration]
    norms: Mapping[str, Declaration]
    tables: Mapping[str, LegalTable]
    facts: Mapping[tuple[str, str], ExtraFact]


def collect(files: Iterable[RuleFile]) -> tuple[Names, list[Diagnostic]]:
    """The names of a regulation, and what is wrong with them."""
    files = tuple(files)
    problems: list[Diagnostic] = []
    declarations = [d for f in files for d in f.declarations]
    lines = [(f.word, f.text) for d in declarations if d.kind == "编号对照" for f in d.fields]
    scheme = IdScheme.of(lines)
    problems += _patterns([f for d in declarations if d.kind == "编号对照" for f in d.fields])
    problems += [
        Diagnostic("E038", {"first": f"{instruments[0].span.file}:{instruments[0].span.line}"}, d.span)
        for instruments in [[d for d in declarations if d.kind == "规范文件"]]
        for d in instruments[1:]
    ]
    problems += [Diagnostic("E042", {"name": d.name}, d.span) for d in declarations if d.kind == "案例"]
    tables = {squeeze(t.title): t for f in files for t in f.tables()}
    vocabularies = _vocabularies(declarations, tables, problems)
    named: dict[str, Declaration] = {}
    norms: dict[str, Declaration] = {}
    for d in declarations:
        forms = declaration_forms()
        if forms[d.kind].norm and d.words:
            _put(norms, d.name.replace("（", "(").replace("）", ")"), d, problems)
        elif d.kind in NAMED:
            key = f"{d.kind}:{d.name}" if d.kind in ("同组", "频次表") else d.name
            _put(named, key, d, problems)
    ids = set(norms) | {n.partition("/")[0] for n in norms}
    for d in declarations:
        if d.kind in ("判定表", "频次表"):
            ids |= _table_ids(d, tables, declarations)
    facts = _with_columns(_facts(declarations, problems), declarations, tables)
    lexicon = _lexicon(named, vocabularies) | {f.name for f in facts.values()}
    lexicon |= {verb for f in facts.values() if f.kind == "time" and (verb := stem(f.name))}
    lexicon |= {canonical(e) for f in facts.values() for e in f.entries}
    for (_, label), fact in facts.items():
        if fact.kind == "code":
            entries = tuple(Entry(e, e) for e in fact.entries)
            vocabularies[f"extra:{label}"] = VocabularyList(f"extra:{label}", label, entries, fact.open)
    units = {f.unit for f in facts.values() if f.unit}
    units |= {f.unit for c in catalogue().classes.values() for f in c.fields.values() if f.unit}
    readings = frozenset(d.name for d in declarations if d.kind == "解读")
    words = Words.of(lexicon, ids, schema().measures(), units)
    words = attrs.evolve(words, readings=readings, choices=_choices(vocabularies, facts))
    return Names(words, scheme, vocabularies, named, norms, tables, facts), problems


def _choices(
    vocabularies: Mapping[str, VocabularyList], facts: Mapping[tuple[str, str], ExtraFact]
) -> dict[str, tuple[str, ...]]:
    """The words that each field takes, by its name; nothing of a name that two classes use for different lists."""
    out: dict[str, tuple[str, ...]] = {name: f.entries for (_, name), f in facts.items() if f.kind == "code"}
    unclear: set[str] = set()
    for cls in schema().classes.values():
        for label, member in cls.members.items():
            if member.kind not in ("code", "codes"):
                continue
            listed = vocabularies.get(member.vocabulary)
            fixed = ENUMS.get(member.vocabulary, ())
            words = tuple(str(m.value) for m in fixed) or tuple(
                e.short or e.text for e in (listed.entries if listed else ())
            )
            if out.setdefault(label, words) != words:
                unclear.add(label)
    return {label: words for label, words in out.items() if words and label not in unclear}


def _patterns(fields: list[FieldNode]) -> Iterator[Diagnostic]:
    """Lines of 编号对照 that are no pattern, that lead two ways, or that lead to an id that another leads to."""
    first: dict[str, FieldNode] = {}
    lefts: dict[str, FieldNode] = {}
    for f in fields:
        if not is_pattern(canonical(f.word), f.text):
            yield Diagnostic("E039", {"left": f.word, "right": f.text}, f.span)
            continue
        left = canonical(f.word).replace("（", "(").replace("）", ")")
        other = lefts.setdefault(left, f)
        if other.text != f.text:
            where = f"{other.span.file}:{other.span.line}"
            yield Diagnostic("E030", {"name": f.word, "first": where}, f.span)
            continue
        before = first.setdefault(f.text, f)
        if canonical(before.word) != canonical(f.word):
            where = f"{before.span.file}:{before.span.line}"
            yield Diagnostic("E030", {"name": f.text, "first": where}, f.span)


_FACT_KINDS: dict[str, Literal["truth", "number", "time", "text", "code"]] = {
    "是否": "truth",
    "数目": "number",
    "金额": "number",
    "日期": "time",
    "文字": "text",
    "词": "code",
}


def _facts(declarations: list[Declaration], problems: list[Diagnostic]) -> dict[tuple[str, str], ExtraFact]:
    """The facts that the rule files declare, by class and name."""
    out: dict[tuple[str, str], ExtraFact] = {}
    spans: dict[tuple[str, str], Span] = {}
    for d in declarations:
        if d.kind != "事实":
            continue
        cls = schema().by_label(d.text("属于"))
        kind = _FACT_KINDS.get(d.text("类型"))
        if cls is None:
            args = {"word": d.text("属于"), "nearest": nearest_class(d.text("属于"))}
            problems.append(Diagnostic("E242", args, d.span))
            continue
        if kind is None:
            field = d.field("类型")
            args = {"word": d.text("类型"), "all": "、".join(_FACT_KINDS)}
            problems.append(Diagnostic("E035", args, field.span if field else d.span))
            continue
        if d.name in cls.members or (kind == "time" and stem(d.name) in cls.members):
            problems.append(Diagnostic("E036", {"name": d.name, "cls": cls.label}, d.span))
            continue
        before = spans.setdefault((cls.name, d.name), d.span)
        if before != d.span:
            args = {"name": d.name, "first": f"{before.file}:{before.line}"}
            problems.append(Diagnostic("E030", args, d.span))
            continue
        unit = d.text("单位") or ("元" if d.text("类型") == "金额" else "")
        problems += _idle_fields(d)
        listed = d.field("词表")
        entries, is_open = _entries(listed, problems) if listed else ([], True)
        out[cls.name, d.name] = ExtraFact(d.name, cls.name, kind, unit, tuple(entries), is_open)
    return out


def _with_columns(
    facts: dict[tuple[str, str], ExtraFact], declarations: list[Declaration], tables: Mapping[str, LegalTable]
) -> dict[tuple[str, str], ExtraFact]:
    """The facts by which a 频次表 takes its column: their words are its columns, where none are listed."""
    columns: dict[str, dict[str, None]] = {}
    for d in declarations:
        table = tables.get(squeeze(d.text("原表").strip("「」"))) if d.kind == "频次表" else None
        if table is None:
            continue
        heads = [c.text for c in table.header]
        at = heads.index(d.text("行")) if d.text("行") in heads else len(heads)
        listed = [row[1].text for row in table.rows if len(row) > 1] if is_list(d, declarations) else []
        columns.setdefault(d.text("列"), {}).update(dict.fromkeys(listed or heads[at + 1 :]))
    return {
        key: attrs.evolve(fact, entries=fact.entries or tuple(columns[fact.name]), open=False)
        if fact.kind == "code" and columns.get(fact.name)
        else fact
        for key, fact in facts.items()
    }


def _idle_fields(d: Declaration) -> list[Diagnostic]:
    """What a fact of this type cannot have: a unit that is none of its numbers', entries of no word."""
    kind = d.text("类型")
    idle = []
    if kind not in ("数目", "金额") or (kind == "金额" and d.text("单位", "元") != "元"):
        idle.append("单位")
    if kind != "词":
        idle.append("词表")
    return [
        Diagnostic("E041", {"field": field.word, "words": field.text, "type": kind}, field.span)
        for field in d.fields
        if field.name in idle
    ]


def with_sentences(names: Names, files: Iterable[RuleFile]) -> Names:
    """The same names, each leading to its declaration with the sentences parsed."""
    parsed = {d.span: d for f in files for d in f.declarations}
    named = {n: parsed[d.span] for n, d in names.named.items()}
    return attrs.evolve(names, named=named, norms={n: parsed[d.span] for n, d in names.norms.items()})


def _put(out: dict[str, Declaration], name: str, d: Declaration, problems: list[Diagnostic]) -> None:
    if not name:
        return
    if name in out:
        first = out[name].span
        args = {"name": name.rpartition(":")[2], "first": f"{first.file}:{first.line}"}
        problems.append(Diagnostic("E030", args, d.span))
    else:
        out[name] = d


def _lexicon(named: Mapping[str, Declaration], vocabularies: Mapping[str, VocabularyList]) -> set[str]:
    out = {canonical(label) for label in schema().labels()}
    out |= {canonical(f.label) for c in catalogue().classes.values() for f in c.fields.values()}
    out |= {canonical(str(member.value)) for enum in ENUMS.values() for member in enum}
    for vocabulary in vocabularies.values():
        for entry in vocabulary.entries:
            out |= {w for w in (entry.short, canonical(entry.text)) if w}
            if not entry.code.isdigit():
                out.add(canonical(entry.code))
    out |= {n for n, d in named.items() if d.kind not in ("同组", "频次表")}
    out |= {"自然年度", "保险年度"}
    return out


def _vocabularies(
    declarations: list[Declaration], tables: Mapping[str, LegalTable], problems: list[Diagnostic]
) -> dict[str, VocabularyList]:
    made = _Vocabularies({label: name for name, label in VOCABULARY_LABELS.items()}, {}, {}, problems)
    for d in declarations:
        field = d.field("条目")
        if d.kind == "词表" and field:
            name = made.by_label.get(d.name)
            if name is None:
                args = {
                    "name": d.name,
                    "nearest": nearest(d.name, made.by_label) or "",
                    "all": "、".join(made.by_label),
                }
                problems.append(Diagnostic("E031", args, d.span))
                continue
            entries, is_open = _entries(field, problems)
            twice = [e for e, n in Counter(entries).items() if n > 1]
            problems += [Diagnostic("E032", {"name": d.name, "entry": e}, field.span) for e in twice]
            words = [e for e in dict.fromkeys(entries) if e]
            shorts = _shorts(d, words, problems)
            # A word and its short name are one word: a ledger may write either.
            listed = tuple(Entry(s or e, e, s) for e, s in zip_longest(words, shorts, fillvalue=""))
            made.put(VocabularyList(name, d.name, listed, is_open), d)
        elif d.kind == "判定表":
            order = [w.strip() for w in d.text("由高到低").split("、") if w.strip()] or _results(d, tables)
            name = made.by_label.get(d.name) or f"table:{d.name}"  # words of the table's own
            if order:
                made.put(VocabularyList(name, d.name, tuple(Entry(w, w) for w in order), False, True), d)
    for d in declarations:
        if d.kind == "频次表":
            _row_vocabulary(d, tables, declarations, made)
    return made.lists


def _results(d: Declaration, tables: Mapping[str, LegalTable]) -> list[str]:
    """The results in the cells of a decision table whose 由高到低 is missing: told once, not of each use of a result."""
    table = tables.get(squeeze(d.text("原表").strip("「」")))
    heads = [cell.text for cell in table.header] if table is not None else []
    if table is None or d.text("行") not in heads:
        return []
    found = (cell.printed for row in table.rows for cell in row[heads.index(d.text("行")) + 1 :])
    return [word for word in dict.fromkeys(found) if word]


@attrs.frozen
class _Vocabularies:
    """The vocabularies found so far, each with the declaration that it comes from."""

    by_label: Mapping[str, str]
    lists: dict[str, VocabularyList]
    sources: dict[str, Declaration]
    problems: list[Diagnostic]

    def put(self, made: VocabularyList, d: Declaration) -> None:
        """One more vocabulary; a second source of the same is an error."""
        first = self.sources.get(made.name)
        if first is not None:
            where = f"{first.span.file}:{first.span.line}"
            args = {"name": made.label, "kind": d.kind, "first": first.kind, "where": where}
            self.problems.append(Diagnostic("E040", args, d.span))
            return
        self.lists[made.name] = made
        self.sources[made.name] = d


_CLOSING_WORDS = re.compile("[一二三四五六七八九十优中高初低上下甲乙丙丁同平特]等$")  # 等 belongs to the word


def _entries(field: FieldNode, problems: list[Diagnostic]) -> tuple[list[str], bool]:
    """The entries of a list, and whether “，等” leaves it open; 等 without its comma is an error."""
    listed, comma, _ = canonical(field.text).rpartition("，等") if field.text.endswith("等") else ("", "", "")
    entries = [e.strip() for e in (listed if comma else canonical(field.text)).split("、")]
    odd = [e for e in entries if "，" in e or "；" in e or not e]
    if odd or (entries[-1].endswith("等") and not _CLOSING_WORDS.search(entries[-1])):
        words = [e for part in entries for e in re.split("[，；]", part.removesuffix("等")) if e]
        ending = "，等" if field.text.endswith("等") else ""
        args = {"field": field.word, "words": field.text, "example": "、".join(words) + ending}
        problems.append(Diagnostic("E037", args, field.span))
    return entries, bool(comma)


def _shorts(d: Declaration, of: Sequence[str], problems: list[Diagnostic]) -> list[str]:
    """The short names of a declaration, one for each of its words in order; none at all if their number is wrong."""
    shorts = [s.strip() for s in d.text("简称").split("、") if s.strip()]
    field = d.field("简称")
    span = field.span if field else d.span
    if len(shorts) not in (0, len(of)):
        args = {"count": str(len(shorts)), "rows": str(len(of))}
        problems.append(Diagnostic("E033", args, span))
        return []
    once = dict(
        zip(reversed(shorts), reversed(of), strict=False)
    )  # of one that is there twice, the first word
    odd = [s for s, word in once.items() if shorts.count(s) > 1 or (s != word and s in of)]
    problems += [Diagnostic("E032", {"name": d.name, "entry": s}, span) for s in odd]
    return [s if once[s] == word else "" for s, word in zip(shorts, of, strict=False)]


def is_list(d: Declaration, declarations: Iterable[Declaration]) -> bool:
    """A 频次表 with one demand for each word of the column: its rows are the words that a 判定表 gives."""
    decided = (o.name for o in declarations if o.kind == "判定表")
    return d.kind == "频次表" and (d.text("行") == d.text("列") or d.text("行") in decided)


def _row_vocabulary(
    d: Declaration, tables: Mapping[str, LegalTable], declarations: list[Declaration], made: _Vocabularies
) -> None:
    """The vocabulary that a table brings: its rows, with the columns before them as attributes."""
    label = d.text("行")
    name = made.by_label.get(label)
    table = tables.get(squeeze(d.text("原表").strip("「」")))
    if name is None or table is None or is_list(d, declarations):
        return
    heads = [c.text for c in table.header]
    if label not in heads:
        return
    at = heads.index(label)
    shorts = _shorts(d, [row[at].text if at < len(row) else "" for row in table.rows], made.problems)
    entries: list[Entry] = []
    above: dict[str, str] = {}
    for i, row in enumerate(table.rows):
        for j in range(1, at):
            if j < len(row) and row[j].printed:
                above[heads[j]] = row[j].text
        if at < len(row):
            short = shorts[i] if shorts else ""
            text = above.get(heads[at - 1], "") if row[at].text == LEFT else row[at].text
            entries.append(Entry(row[0].text, text or row[at].text, short, dict(above)))
    made.put(VocabularyList(name, label, tuple(entries), False, False), d)
    for head in heads[1:at]:
        attribute = made.by_label.get(head)
        if attribute:
            values = dict.fromkeys(e.attributes[head] for e in entries if head in e.attributes)
            made.put(VocabularyList(attribute, head, tuple(Entry(v, v) for v in values), False), d)


def _table_ids(d: Declaration, tables: Mapping[str, LegalTable], declarations: list[Declaration]) -> set[str]:
    """The Chinese ids of a table's cells and rows."""
    prefix = d.text("编号")
    table = tables.get(squeeze(d.text("原表").strip("「」")))
    if table is None:
        return {prefix}
    out = {prefix}
    columns = [c.text for c in table.header]
    if is_list(d, declarations):
        return out | {f"{prefix}-{row[1].text}" for row in table.rows if len(row) > 1}
    for row in table.rows:
        label = f"{prefix}-第{row[0].text}行"
        out.add(label)
        if d.kind == "频次表":
            at = columns.index(d.text("行")) if d.text("行") in columns else 0
            out |= {f"{label}-{c}" for c in columns[at + 1 :]}
    return out
