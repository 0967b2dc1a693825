"""Pass 2, collect: every name the rule files declare, before any sentence is read.

Afterwards a name may be used before the line that declares it, and the lexer
knows every word. Nothing is said yet about what a name means.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Literal

import attrs

from ajx_rules.compiler.ids import IdScheme, is_pattern
from ajx_rules.compiler.ir import Entry, ExtraFact, VocabularyList
from ajx_rules.compiler.schema import schema
from ajx_rules.diagnostics import Diagnostic
from ajx_rules.domain.catalogue import catalogue
from ajx_rules.domain.enums import ENUMS
from ajx_rules.domain.labels import VOCABULARY_LABELS
from ajx_rules.language.forms import declaration_forms
from ajx_rules.language.lexer import Words
from ajx_rules.language.text import canonical, nearest, squeeze
from ajx_rules.language.tree import Declaration, LegalTable, RuleFile


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
    for d in declarations:
        if d.kind == "编号对照":
            problems += [
                Diagnostic("E039", {"left": f.word, "right": f.text}, f.span)
                for f in d.fields
                if not is_pattern(canonical(f.word), f.text)
            ]
    problems += [
        Diagnostic("E038", {"first": f"{instruments[0].span.file}:{instruments[0].span.line}"}, d.span)
        for instruments in [[d for d in declarations if d.kind == "规范文件"]]
        for d in instruments[1:]
    ]
    tables = {squeeze(t.title): t for f in files for t in f.tables()}
    vocabularies = _vocabularies(declarations, tables, problems)
    named: dict[str, Declaration] = {}
    norms: dict[str, Declaration] = {}
    for d in declarations:
        forms = declaration_forms()
        if forms[d.kind].norm and d.words:
            _put(norms, d.name.replace("（", "(").replace("）", ")"), d, problems)
        elif d.kind in ("定义", "判断", "解读", "例外", "判定表", "频次表", "同组"):
            key = f"{d.kind}:{d.name}" if d.kind in ("同组", "频次表") else d.name
            _put(named, key, d, problems)
    ids = set(norms) | {n.partition("/")[0] for n in norms}
    for d in declarations:
        if d.kind in ("判定表", "频次表"):
            ids |= _table_ids(d, tables, vocabularies)
    facts = _facts(declarations, problems)
    lexicon = _lexicon(named, vocabularies) | {f.name for f in facts.values()}
    lexicon |= {e for f in facts.values() for e in f.entries}
    for (_, label), fact in facts.items():
        if fact.kind == "code":
            entries = tuple(Entry(e, e) for e in fact.entries)
            vocabularies[f"extra:{label}"] = VocabularyList(f"extra:{label}", label, entries, fact.open)
    units = {f.unit for f in facts.values() if f.unit}
    units |= {f.unit for c in catalogue().classes.values() for f in c.fields.values() if f.unit}
    words = Words.of(lexicon, ids, schema().measures(), units)
    return Names(words, scheme, vocabularies, named, norms, tables, facts), problems


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
    for d in declarations:
        if d.kind != "事实":
            continue
        cls = schema().by_label(d.text("属于"))
        kind = _FACT_KINDS.get(d.text("类型"))
        if cls is None:
            labels = [c.label for c in schema().classes.values()]
            args = {"word": d.text("属于"), "nearest": nearest(d.text("属于"), labels) or ""}
            problems.append(Diagnostic("E242", args, d.span))
            continue
        if kind is None:
            field = d.field("类型")
            args = {"word": d.text("类型"), "all": "、".join(_FACT_KINDS)}
            problems.append(Diagnostic("E035", args, field.span if field else d.span))
            continue
        if d.name in cls.members:
            problems.append(Diagnostic("E036", {"name": d.name, "cls": cls.label}, d.span))
            continue
        unit = d.text("单位") or ("元" if d.text("类型") == "金额" else "")
        listed = canonical(d.text("词表"))
        entries = tuple(e for e in listed.removesuffix("，等").split("、") if e)
        is_open = not entries or listed.endswith("，等")
        out[cls.name, d.name] = ExtraFact(d.name, cls.name, kind, unit, entries, is_open)
    return out


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
    out: dict[str, VocabularyList] = {}
    by_label = {label: name for name, label in VOCABULARY_LABELS.items()}
    for d in declarations:
        field = d.field("条目")
        if d.kind == "词表" and field:
            name = by_label.get(d.name)
            if name is None:
                args = {
                    "name": d.name,
                    "nearest": nearest(d.name, by_label) or "",
                    "all": "、".join(by_label),
                }
                problems.append(Diagnostic("E031", args, d.span))
                continue
            text = canonical(field.text)
            is_open = bool(re.search("，等$", text))
            entries = [e.strip() for e in re.sub("，?等$", "", text).split("、")]
            twice = [e for e, n in Counter(entries).items() if n > 1]
            problems += [Diagnostic("E032", {"name": d.name, "entry": e}, field.span) for e in twice]
            listed = tuple(Entry(e, e) for e in dict.fromkeys(entries) if e)
            out[name] = VocabularyList(name, d.name, listed, is_open)
        elif d.kind == "判定表":
            order = [w.strip() for w in d.text("由高到低").split("、") if w.strip()]
            name = by_label.get(d.name)
            if name and order:
                out[name] = VocabularyList(name, d.name, tuple(Entry(w, w) for w in order), False, True)
    for d in declarations:
        if d.kind == "频次表":
            _row_vocabulary(d, tables, by_label, out, problems)
    return out


def _row_vocabulary(
    d: Declaration,
    tables: Mapping[str, LegalTable],
    by_label: Mapping[str, str],
    out: dict[str, VocabularyList],
    problems: list[Diagnostic],
) -> None:
    """The vocabulary that a table brings: its rows, with the columns before them as attributes."""
    label = d.text("行")
    name = by_label.get(label)
    table = tables.get(squeeze(d.text("原表").strip("「」")))
    if name is None or name in out or table is None:
        return
    heads = [c.text for c in table.header]
    if label not in heads:
        return
    at = heads.index(label)
    shorts = [s.strip() for s in d.text("简称").split("、") if s.strip()]
    if shorts and len(shorts) != len(table.rows):
        args = {"count": str(len(shorts)), "rows": str(len(table.rows))}
        field = d.field("简称")
        problems.append(Diagnostic("E033", args, field.span if field else d.span))
        shorts = []
    entries: list[Entry] = []
    above: dict[str, str] = {}
    for i, row in enumerate(table.rows):
        for j in range(1, at):
            if j < len(row) and row[j].text != "〃":
                above[heads[j]] = row[j].text
        if at < len(row):
            short = shorts[i] if shorts else ""
            entries.append(Entry(row[0].text, row[at].text, short, dict(above)))
    out[name] = VocabularyList(name, label, tuple(entries), False, False)
    for head in heads[1:at]:
        attribute = by_label.get(head)
        if attribute and attribute not in out:
            values = dict.fromkeys(e.attributes[head] for e in entries if head in e.attributes)
            out[attribute] = VocabularyList(attribute, head, tuple(Entry(v, v) for v in values), False)


def _table_ids(
    d: Declaration, tables: Mapping[str, LegalTable], vocabularies: Mapping[str, VocabularyList]
) -> set[str]:
    """The Chinese ids of a table's cells and rows."""
    prefix = d.text("编号")
    table = tables.get(squeeze(d.text("原表").strip("「」")))
    if table is None:
        return {prefix}
    out = {prefix}
    columns = [c.text for c in table.header]
    if d.kind == "频次表" and d.text("行") == d.text("列"):
        return out | {f"{prefix}-{row[1].text}" for row in table.rows if len(row) > 1}
    for row in table.rows:
        label = f"{prefix}-第{row[0].text}行"
        out.add(label)
        if d.kind == "频次表":
            at = columns.index(d.text("行")) if d.text("行") in columns else 0
            out |= {f"{label}-{c}" for c in columns[at + 1 :]}
    del vocabularies
    return out
