"""The lines of `ajx` blocks to declarations: heads and fields, not yet their sentences.

Line by line: a line that begins in the first column is a head, an indented one holds
fields, one that begins with （一） is an item of the field above. So a mistake in one
line never hides the next.
"""

from __future__ import annotations

import re

import attrs

from ajx_rules.diagnostics import Diagnostic, Span
from ajx_rules.language.forms import DeclarationForm, declaration_forms
from ajx_rules.language.markdown import Block, markdown_tokens, split_markdown
from ajx_rules.language.stray import stray_rules
from ajx_rules.language.text import MAX_FILE, canonical, chinese_number, nearest, to_chinese
from ajx_rules.language.tree import Declaration, FieldItem, FieldNode, RuleFile

LONGEST_WORD = 12
MOST_ITEMS, LONGEST_NUMERAL = 99, 4
MAX_PROBLEMS = 300
_ITEM = re.compile(r"^\s*（([一二三四五六七八九十]+)）")
_SPACES = re.compile("[\u3000 ]+")
_LIKE_A_FIELD = re.compile("[\u4e00-\u9fff]{2,6}：")
_EACH = re.compile(r"^\s+(?P<id>[^「：\s]+)「(?P<words>[^」]*)」\s*(?P<rest>.*)$")
_RANGE = re.compile(r"^(?P<first>.+?)至(?P<last>.+)$")
_HEAD_WORDS = re.compile(r"^(?P<name>[^「]*?)\s*「(?P<words>[^」]*)」\s*$")
_HEAD_KEY = re.compile(r"^(?P<name>[^（]+)（(?P<key>[A-Za-z0-9_.]+)）\s*$")


@attrs.frozen
class _Open:
    """A declaration whose fields are still being read."""

    form: DeclarationForm
    name: str
    key: str
    words: str
    span: Span
    fields: list[FieldNode] = attrs.field(factory=list)
    unread: set[str] = attrs.field(factory=set)
    """Fields that stand there and could not be read, which was told."""


def read_rule_file(file: str, text: str) -> tuple[RuleFile, list[Diagnostic]]:
    """A rule file's structure, and everything wrong with its lines.

    Args:
        file: the name that messages show.
        text: the whole text; lines end in LF or CRLF, a byte order mark is passed over.

    """
    problems: list[Diagnostic] = []
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    lines = tuple(text.split("\n"))
    if len(text) > MAX_FILE:
        problems.append(Diagnostic("E003", {"file": file, "limit": "4 MB"}, Span(file, 1, 1, 1, 2)))
        return RuleFile(file, (), (), ()), problems
    tokens = markdown_tokens(text)
    sections, blocks = split_markdown(file, text, tokens)
    problems += stray_rules(file, tokens, lines)
    declarations: list[Declaration] = []
    for block in blocks:
        declarations += _declarations(file, block, problems)
        if len(problems) > MAX_PROBLEMS:
            problems.append(
                Diagnostic("E007", {"file": file, "limit": str(MAX_PROBLEMS)}, Span(file, 1, 1, 1, 2))
            )
            break
    return RuleFile(file, lines, sections, tuple(declarations)), problems


def _declarations(file: str, block: Block, problems: list[Diagnostic]) -> list[Declaration]:
    out: list[Declaration] = []
    current: _Open | None = None
    lost = False  # fields under a head that was not understood are passed over

    def close() -> None:
        if current is not None:
            out.extend(_apart(_closed(current, block.section, file, problems), problems))

    for offset, raw in enumerate(block.lines):
        number = block.first_line + offset
        if len(problems) > MAX_PROBLEMS:
            break
        line = canonical(raw)
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if line[0] not in " \t\u3000":
            close()
            current = _head(file, raw, line, number, problems)
            lost = current is None
        elif current is None:
            if not lost:
                span = Span(file, number, 1, number, len(raw) + 1)
                problems.append(Diagnostic("E012", {"words": raw.strip()}, span, source_line=raw))
                lost = True
        elif _ITEM.match(line) and current.fields:
            _item(file, raw, line, number, current, problems)
        elif current.fields and current.fields[-1].form == "each" and _EACH.match(line):
            _each(file, raw, line, number, current)
        else:
            _fields(file, raw, line, number, current, problems)
    close()
    return out


def _head(file: str, raw: str, line: str, number: int, problems: list[Diagnostic]) -> _Open | None:
    forms = declaration_forms()
    span = Span(file, number, 1, number, len(raw.rstrip()) + 1)
    kind = max((k for k in forms if line.startswith(k)), key=len, default=None)
    if kind is None:
        word = re.split(r"[\s「：]", line.strip())[0]
        near = nearest(word, forms) or "义务"
        args = {"word": word, "nearest": near, "all": "、".join(forms)}
        problems.append(
            Diagnostic("E010", args, Span(file, number, 1, number, len(word) + 1), source_line=raw)
        )
        return None
    form = forms[kind]
    rest = line[len(kind) :].strip()
    name, key, words = rest, "", ""
    if form.head in ("id-words", "name-words"):
        found = _HEAD_WORDS.match(rest)
        if not found and form.norm and _RANGE.match(rest):
            return _Open(form, rest, "", "", span)
        if found:
            name, words = found["name"].strip(), found["words"]
            start = raw.find("「") + 1
            words = raw[start : raw.rfind("」")]
        if not found or not name:
            if not found and "「" in rest:  # an unclosed 「 hides neither the name nor the words
                name, words = rest.partition("「")[0].strip(), raw.partition("「")[2].strip()
            problems.append(Diagnostic("E011", _shape(form, rest), span, source_line=raw))
    elif form.head == "name-key":
        found = _HEAD_KEY.match(rest)
        if found:
            name, key = found["name"].strip(), found["key"]
        else:
            problems.append(Diagnostic("E011", _shape(form), span, source_line=raw))
    elif form.head == "title":
        found = _HEAD_WORDS.match(rest)
        if found and not found["name"]:
            name = raw[raw.find("「") + 1 : raw.rfind("」")]
        else:
            problems.append(Diagnostic("E011", _shape(form), span, source_line=raw))
    elif (form.head == "none") != (not rest):
        problems.append(Diagnostic("E011", _shape(form), span, source_line=raw))
    return _Open(form, name, key, words, span)


def _shape(form: DeclarationForm, rest: str = "") -> dict[str, str]:
    open_only = "「" in rest and "」" not in rest
    lack = ("缺“」”", "the closing 」 is missing") if open_only else ("", "")
    example = form.example.strip().split("\n")[0]
    return {"kind": form.kind, "example": example, "lack": lack[0], "lack_en": lack[1]}


def _fields(file: str, raw: str, line: str, number: int, current: _Open, problems: list[Diagnostic]) -> None:
    """The fields of one line: each begins with its word and a colon, after an ideographic space."""
    for start, end in _pieces(line, current.form):
        piece = line[start:end]
        colon = piece.find("：")
        if colon < 0:
            span = Span(file, number, start + 1, number, end + 1)
            word = piece.strip()
            near = next((f.name for f in current.form.fields if word.startswith(f.name)), None)
            code = "E014" if near else "E013"
            args = {"words": word, "field": near or "", "fields": _field_words(current.form)}
            problems.append(Diagnostic(code, args, span, source_line=raw))
            current.unread.update([near] if near else ())
            continue
        word = piece[:colon].strip()
        # 若…，指：… keeps its case before the colon
        form = current.form.field_form(word)
        if form is None:
            near = nearest(word, [f.name for f in current.form.fields], least=0.4)
            args = {
                "word": word,
                "kind": current.form.kind,
                "nearest": near or "",
                "fields": _field_words(current.form),
            }
            where = Span(file, number, start + 1, number, start + colon + 1)
            problems.append(Diagnostic("E015" if near else "E016", args, where, source_line=raw))
            current.unread.update([near] if near else ())
            continue
        if not form.many and any(f.name == form.name for f in current.fields):
            args = {"field": word, "kind": current.form.kind}
            span = Span(file, number, start + 1, number, end + 1)
            problems.append(Diagnostic("E017", args, span, source_line=raw))
            continue
        if form.name == "说":  # 甲说（key，默认）：… : the key belongs to the content
            word, colon = word[:2], piece.index("说")
        content = raw[start + colon + 1 : end]
        lead = len(content) - len(content.lstrip())
        text = content.strip()
        column = start + colon + 1 + lead + 1
        where = Span(file, number, column, number, column + max(len(text), 1))
        if not text and form.form != "each":
            problems.append(Diagnostic("E018", {"field": word}, where, source_line=raw))
            current.unread.add(form.name)
            continue
        current.fields.append(FieldNode(form.name, word, text, where, form.form))


def _pieces(line: str, form: DeclarationForm) -> list[tuple[int, int]]:
    """Where the fields of a line begin and end: at 　 followed by one of the field words."""
    starts = [len(line) - len(line.lstrip())]
    for found in _SPACES.finditer(line):
        if found.start() < starts[0]:
            continue
        rest = line[found.end() :]
        colon = rest.find("：")
        if not 0 < colon <= LONGEST_WORD or form.head == "none":
            continue
        # 　条见： is a field whose word is wrong, not more of the words before it
        like = "\u3000" in found[0] and line[found.start() - 1] != "：" and _LIKE_A_FIELD.match(rest)
        if like or form.field_form(rest[:colon]) is not None:
            starts.append(found.end())
    ends = [*list(starts[1:]), len(line)]
    return [(s, s + len(line[s:e].rstrip())) for s, e in zip(starts, ends, strict=True)]


def _field_words(form: DeclarationForm) -> str:
    return "、".join(f.name for f in form.fields)


def _item(file: str, raw: str, line: str, number: int, current: _Open, problems: list[Diagnostic]) -> None:
    found = _ITEM.match(line)
    assert found
    text = raw[found.end() :].strip()
    column = raw.find(text, found.end()) + 1 if text else found.end() + 1
    span = Span(file, number, column, number, column + max(len(text), 1))
    last = current.fields[-1]
    if last.form != "items" or not last.text.startswith("下列各项"):
        problems.append(Diagnostic("E019", {"field": last.word}, span, source_line=raw))
        return
    label = last.items[-1].label.strip("（）") if last.items else ""
    before = chinese_number(label) if len(label) < LONGEST_NUMERAL else MOST_ITEMS
    wanted = to_chinese(before + 1) if before < MOST_ITEMS else ""
    if wanted and found[1] != wanted:
        here = Span(file, number, line.index("（") + 1, number, found.end() + 1)
        args = {"found": found[1], "wanted": wanted, "field": last.word}
        problems.append(Diagnostic("E025", args, here, source_line=raw))
    item = FieldItem(f"（{found[1]}）", text, span)
    current.fields[-1] = attrs.evolve(last, items=(*last.items, item))


def _each(file: str, raw: str, line: str, number: int, current: _Open) -> None:
    """One line of 各应当: its id, the words it carries out, its requirement."""
    found = _EACH.match(line)
    assert found
    rest = raw[found.start("rest") :].strip()
    column = found.start("rest") + 1
    span = Span(file, number, column, number, column + max(len(rest), 1))
    last = current.fields[-1]
    label = f"{found['id']}「{raw[found.start('words') : found.end('words')]}」"
    current.fields[-1] = attrs.evolve(last, items=(*last.items, FieldItem(label, rest, span)))


def _apart(d: Declaration, problems: list[Diagnostic]) -> list[Declaration]:
    """The norms of a declaration with 各应当, each with the fields that hold for all."""
    each = d.field("各应当")
    if each is None:
        return [d]
    out: list[Declaration] = []
    for item in each.items:
        name, _, words = item.label.rstrip("」").partition("「")
        requirement = FieldNode("应当", "应当", item.text, item.span, "items")
        fields = tuple(requirement if f is each else f for f in d.fields)
        span = attrs.evolve(item.span, column=5)
        out.append(attrs.evolve(d, name=name, words=words, fields=fields, span=span))
    found = _RANGE.match(d.name)
    first, last = (found["first"].strip(), found["last"].strip()) if found else ("", "")
    if not out or (first, last) != (out[0].name, out[-1].name):
        problems.append(
            Diagnostic(
                "E023",
                {"head": d.name, "first": out[0].name if out else "", "last": out[-1].name if out else ""},
                d.span,
            )
        )
    return out


def _closed(current: _Open, section: int, file: str, problems: list[Diagnostic]) -> Declaration:
    there = {f.name for f in current.fields} | current.unread
    for form in current.form.fields:
        by_each = form.name == "应当" and any(f.form == "each" for f in current.fields)
        if form.must and not by_each and form.name not in there:
            args = {
                "kind": current.form.kind,
                "name": current.name,
                "field": form.name,
                "example": _example(current.form, form.name),
            }
            problems.append(Diagnostic("E020", args, current.span))
    announced = [f for f in current.fields if f.form == "items" and f.text.startswith("下列各项")]
    problems += [Diagnostic("E021", {"field": f.word}, f.span) for f in announced if not f.items]
    return Declaration(
        current.form.kind,
        current.name,
        current.key,
        current.words,
        current.span,
        tuple(current.fields),
        section,
        file,
    )


def _example(form: DeclarationForm, field: str) -> str:
    for line in form.example.split("\n"):
        for piece in line.strip().split("\u3000"):
            if piece.startswith(field + "："):
                return piece
    return f"{field}：……"
