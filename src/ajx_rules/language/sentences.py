"""Sentences to trees: one parse for each field, so one mistake never hides the next."""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import attrs
from lark import Lark, Tree
from lark import __version__ as lark_version
from lark.exceptions import UnexpectedInput, UnexpectedToken

from ajx_rules.cache import kept_path
from ajx_rules.diagnostics import Diagnostic, Span
from ajx_rules.language.forms import declaration_forms
from ajx_rules.language.habits import Habit, habit_at, habit_of_case, habit_within
from ajx_rules.language.lexer import UnknownWord, VocabularyLexer, Words, statuses_in_use, vocabulary_in_use
from ajx_rules.language.text import NUMERAL, canonical, chinese_number, nearest
from ajx_rules.language.tree import Declaration, FieldItem, FieldNode, RuleFile, Sentence, tokens_of
from ajx_rules.resources import grammar_folder

STARTS = (
    "expression",
    "subject",
    "term_of_duty",
    "cell",
    "often",
    "span",
    "band",
    "names",
    "references",
    "columns",
    "case",
    "choice_by_case",
    "fact",
    "complete",
    "takes_list",
    "expectation",
    "result",
)
MAX_DEPTH = 30
MAX_LENGTH = 2000
PARSED = {"name": "names", **{s: s for s in STARTS}}
"""The start symbol for each kind of field that is a sentence."""

# How a kind of word is called in a message; what the analyst reads instead of a terminal.
SPOKEN = {
    "NAME": "词汇表里的名称",
    "NORM": "规范编号",
    "QUANTITY": "带单位的数（如20个工作日）",
    "NUMBER": "数",
    "DATE": "日期（如2025年3月31日）",
    "TEXT": "「」中的文字",
    "EACH": "“每”加量词（如每份、每次）",
    "ROW": "第几行",
    "SAYING": "甲说、乙说……",
    "COMPARE": "不少于、晚于等比较词",
    "AGGREGATE": "数量、合计、种类数等",
    "STATUS": "已履行、违反等结论",
    "EVERY_YEAR": "每年、每2年",
    "ORDINAL_YEAR": "第1个保险年度",
    "CALENDAR_YEAR": "2025年度",
    "CLOCK": "时刻",
    "PROMPTLY": "及时、立即",
    "COUNTED": "计入、不计入",
    "$END": "句末",
}


@cache
def parser() -> Lark:
    """The LALR parser of the sentence forms: one grammar, one start symbol a form."""
    text = (grammar_folder() / "ajx.lark").read_text(encoding="utf-8")
    options: dict[str, Any] = {"parser": "lalr", "lexer": VocabularyLexer, "start": list(STARTS)}
    kept = _kept_tables(text)
    try:
        return Lark(text, maybe_placeholders=False, cache=str(kept) if kept else False, **options)
    except OSError:  # a cache folder that cannot be written
        return Lark(text, maybe_placeholders=False, **options)


def _kept_tables(grammar: str) -> Path | None:
    """Where the parser's tables are kept from one run to the next (80 ms); None = nowhere.

    Under a name that changes with the grammar, with Lark and with Python; Lark checks once more that they fit.
    Lark unpickles what it finds there.
    """
    told = hashlib.sha256(f"{grammar}{lark_version}{sys.version}".encode()).hexdigest()[:16]
    return kept_path(f"grammar-{told}")


# Cases name people and things freely, and join their facts with marks of their own.
_WITHOUT_HABITS = ("fact", "complete", "expectation", "result")


def parse_file(rules: RuleFile, words: Words) -> tuple[RuleFile, list[Diagnostic]]:
    """The rule file with every sentence parsed, and everything that could not be read."""
    problems: list[Diagnostic] = []
    done = [_declaration(d, rules, words, problems) for d in rules.declarations]
    return attrs.evolve(rules, declarations=tuple(done)), problems


def _declaration(
    declaration: Declaration, rules: RuleFile, words: Words, problems: list[Diagnostic]
) -> Declaration:
    return declaration.with_fields(tuple([_field(f, rules, words, problems) for f in declaration.fields]))


def _field(field: FieldNode, rules: RuleFile, words: Words, problems: list[Diagnostic]) -> FieldNode:
    form = field.form
    if form == "items":
        if field.text.startswith("下列各项"):
            return attrs.evolve(field, items=tuple([_item(i, rules, words, problems) for i in field.items]))
        form = "expression"
    if field.name == "若":
        case, _, __ = field.word.rpartition("，指")
        if not case:
            problems.append(Diagnostic("E022", {"words": field.word}, field.span))
            return field
        where = attrs.evolve(field.span, column=rules.source_line(field.span.line).find(case[:1]) + 1)
        line = rules.source_line(field.span.line)
        said = parse(case, "case", where, words, problems, line)
        return field.with_sentence(parse(field.text, "expression", field.span, words, problems, line), said)
    if form == "facts":
        parts = _split(field.text)
        trees = [
            parse(
                text,
                "fact",
                _shifted(field.span, start, len(text)),
                words,
                problems,
                rules.source_line(field.span.line),
            )
            for start, text in parts
        ]
        for (start, _), tree in zip(parts, trees, strict=True):
            _move(tree, start)
        return field.with_sentence(Tree("facts", [t for t in trees if t is not None]))
    if form in PARSED:
        line = rules.source_line(field.span.line)
        return field.with_sentence(parse(field.text, PARSED[form], field.span, words, problems, line))
    return field


def _item(item: FieldItem, rules: RuleFile, words: Words, problems: list[Diagnostic]) -> FieldItem:
    line = rules.source_line(item.span.line)
    sentence = parse(item.text.rstrip("；。;"), "expression", item.span, words, problems, line)
    return FieldItem(item.label, item.text, item.span, sentence)


def _split(text: str) -> list[tuple[int, str]]:
    """The parts of a list of facts, at ； or ， outside 「」, with where each begins."""
    out: list[tuple[int, str]] = []
    start, inside = 0, False
    for i, char in enumerate(text + "；"):
        inside = char == "「" or (inside and char != "」")
        if char in "；;，," and not inside:
            piece = text[start:i]
            lead = len(piece) - len(piece.lstrip())
            if piece.strip():
                out.append((start + lead, piece.strip()))
            start = i + 1
    return out


def _move(tree: Sentence | None, by: int) -> None:
    """Count the places of the words of one fact from the beginning of the whole field."""
    for token in tokens_of(tree):
        token.start_pos, token.end_pos = (token.start_pos or 0) + by, (token.end_pos or 0) + by


def _shifted(span: Span, start: int, length: int) -> Span:
    column = span.column + start
    return Span(span.file, span.line, column, span.line, column + length)


def parse(
    text: str, start: str, where: Span, words: Words, problems: list[Diagnostic], line: str = ""
) -> Sentence | None:
    """One sentence as a tree; None, and a diagnostic, where it cannot be read."""
    token = vocabulary_in_use.set(words)
    told = statuses_in_use.set(start == "expectation")
    try:
        if len(text) > MAX_LENGTH:
            args = {"length": str(len(text)), "limit": str(MAX_LENGTH)}
            problems.append(Diagnostic("E110", args, where, source_line=line))
            return None
        tree = parser().parse(text, start=start)
    except UnknownWord as wrong:
        told_of = _told(start, wrong.text, wrong.start, where, words, line)
        told_of = told_of or _no_choice(wrong.text, wrong.start, wrong.end, where, words, line)
        habit = habit_of_case(wrong.text, wrong.start) if start in _WITHOUT_HABITS else None
        told_of = told_of or (_habit(habit, where, line) if habit is not None else None)
        problems.append(told_of or _unknown(wrong, where, words, line))
    except UnexpectedInput as wrong:
        problems.append(_unexpected(wrong, text, start, where, words, line))
    else:
        if depth_of(tree) <= MAX_DEPTH:
            return tree
        problems.append(Diagnostic("E106", {"limit": str(MAX_DEPTH)}, where, source_line=line))
    finally:
        vocabulary_in_use.reset(token)
        statuses_in_use.reset(told)
    return None


def depth_of(tree: Sentence) -> int:
    """How deeply a sentence is nested; without recursion, so that no depth can break it."""
    depth, level = 0, [tree]
    while level:
        depth += 1
        level = [child for at in level for child in at.children if isinstance(child, Tree)]
    return depth


def _unknown(wrong: UnknownWord, where: Span, words: Words, line: str) -> Diagnostic:
    habit = habit_at(wrong.text, wrong.start) or habit_within(wrong.text, wrong.start, wrong.end)
    if habit is not None:
        return _habit(habit, where, line)
    span = _shifted(where, wrong.start, wrong.end - wrong.start)
    word = wrong.text[wrong.start : wrong.end]
    before = words_before(wrong.text, wrong.start, words)
    near = nearest(word, words.all_names(), shared=2)
    if near:
        return Diagnostic("E101", {"word": word, "nearest": near}, span, source_line=line)
    if before:
        return Diagnostic("E103", {"word": word, "before": before}, span, source_line=line)
    return Diagnostic("E102", {"word": word}, span, source_line=line)


_TAKING = re.compile("(?P<name>[^，；、（）若且或为]+)采[甲乙丙丁戊己庚辛]说")


def _told(start: str, text: str, at: int, where: Span, words: Words, line: str) -> Diagnostic | None:
    """What is wrong where only one kind of word can stand: a verdict after 为, a reading before 采…说."""
    for found in _TAKING.finditer(text):
        if found.start() <= at < found.end() and found["name"] not in words.readings:
            span = _shifted(where, found.start(), len(found["name"]))
            near = nearest(found["name"], words.readings, least=0.3)
            if near:
                return Diagnostic("E101", {"word": found["name"], "nearest": near}, span, source_line=line)
            return Diagnostic("E220", {"name": found["name"], "nearest": ""}, span, source_line=line)
    article = _ARTICLE.match(text, at)
    if article is not None and start in ("references", "expectation"):
        number = article["number"]
        key = f"{number if number.isascii() else chinese_number(number)}-"
        ids = sorted((n for group in words.norms.values() for n in group if n.startswith(key)), key=len)
        instead = f"编号，如{'、'.join(ids[:3]) or key + '1'}"
        return _habit(Habit(at, article.end(), article.group(), instead), where, line)
    if start != "expectation" or not text.endswith("为", 0, at):
        return None
    word = re.split("[，；、]", text[at:])[0]
    verdicts = statuses()
    args = {"word": word, "nearest": nearest(word, verdicts) or "", "all": "、".join(verdicts)}
    return Diagnostic("E514", args, _shifted(where, at, len(word)), source_line=line)


_SAID = re.compile("(?:为|包含)(?P<said>[^，；、（）｛｝「」且或为含]*)$")
_MOST_CHOICES = 12


def _no_choice(text: str, at: int, end: int, where: Span, words: Words, line: str) -> Diagnostic | None:
    """An unknown word after 为, where the field before it takes few words: these are all named."""
    found = _SAID.search(text, 0, at)
    field = words_before(text, found.start(), words) if found is not None else None
    known = words.choices.get(field or "", ())
    if found is None or not known or len(known) > _MOST_CHOICES:
        return None
    begin = found.start("said")
    args = {"field": field or "", "word": text[begin:end], "known": "、".join(known)}
    return Diagnostic("E113", args, _shifted(where, begin, end - begin), source_line=line)


_ARTICLE = re.compile(f"第(?P<number>{NUMERAL}|[0-9]+)条")


@cache
def statuses() -> tuple[str, ...]:
    """The verdicts as an expectation names them, in the order of the grammar."""
    text = (grammar_folder() / "ajx.lark").read_text(encoding="utf-8")
    line = next(line for line in text.split("\n") if line.startswith("STATUS:"))
    return tuple(re.findall('"([^"]+)"', line))


def _habit(habit: Habit, where: Span, line: str) -> Diagnostic:
    """不用“以内”，写“内”."""
    span = _shifted(where, habit.start, habit.end - habit.start)
    code = "E111" if habit.instead else "E112"
    return Diagnostic(code, {"word": habit.word, "instead": habit.instead}, span, source_line=line)


def words_before(text: str, at: int, words: Words) -> str | None:
    """The name that ends where something unknown begins."""
    return max((n for n in words.all_names() if text.endswith(n, 0, at)), key=len, default=None)


def _unexpected(
    wrong: UnexpectedInput, text: str, start: str, where: Span, words: Words, line: str
) -> Diagnostic:
    token = wrong.token if isinstance(wrong, UnexpectedToken) else None
    at_end = token is None or token.type == "$END"
    begin = len(text) if at_end or token is None else int(token.start_pos or 0)
    length = 1 if at_end or token is None else len(token)
    span = _shifted(where, begin, length)
    found = "" if at_end or token is None else str(token)
    if token is not None and token.type in ("AND", "OR") and start in ("expression", "case"):
        return Diagnostic("E104", {}, where, source_line=line)
    habit = None if at_end or start in _WITHOUT_HABITS else habit_at(canonical(text), begin)
    if habit is not None:
        return _habit(habit, where, line)
    told_of = None if at_end else _told(start, canonical(text), begin, where, words, line)
    if told_of is None and token is not None and token.type == "NAME":
        told_of = _no_choice(canonical(text), begin, begin + len(token), where, words, line)
    habit = None if at_end or start not in _WITHOUT_HABITS else habit_of_case(canonical(text), begin)
    if told_of is None and habit is not None:
        told_of = _habit(habit, where, line)
    if told_of is not None:
        return told_of
    accepts = set(wrong.accepts or ()) if isinstance(wrong, UnexpectedToken) else set()
    if "RPAR" in accepts and at_end:
        return Diagnostic("E105", {}, span, source_line=line)
    wanted = spoken(accepts)
    if start == "expectation" and begin == 0:
        said = re.split("对", canonical(text))[0]
        near_id = nearest(said, (n for group in words.norms.values() for n in group)) or ""
        args = {"norm": said, "nearest": near_id}
        return Diagnostic("E511", args, _shifted(where, 0, len(said)), source_line=line)
    code = "E107" if at_end else "E108"
    near = ""
    if token is not None and token.type == "NAME" and begin:
        before = words_before(canonical(text), begin, words)
        near = f"{before}·{found}" if before else ""
    if near:
        return Diagnostic("E109", {"split": near, "wanted": wanted}, span, source_line=line)
    return Diagnostic(
        code, {"found": found, "wanted": wanted, "example": _example_of(start)}, span, source_line=line
    )


def spoken(terminals: Iterable[str]) -> str:
    """What may stand at a place, in words an analyst knows."""
    terms = {t.name: t.pattern.value for t in parser().terminals}
    out: list[str] = []
    for name in sorted(terminals, key=lambda n: (n not in SPOKEN, n)):
        if name in SPOKEN:
            out.append(SPOKEN[name])
        elif name in terms:
            out.append(f"“{re.sub(r'[()?:]', '', terms[name]).split('|')[0]}”")
    return "、".join(dict.fromkeys(out[:8]))


def _example_of(start: str) -> str:
    for form in declaration_forms().values():
        for field in form.fields:
            if field.form == start or (field.form == "items" and start == "expression"):
                for line in form.example.split("\n"):
                    for piece in line.strip().split("\u3000"):
                        if piece.startswith(field.name + "：") and "下列各项" not in piece:
                            return piece
    return ""
