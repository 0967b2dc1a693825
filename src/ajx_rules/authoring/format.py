"""One canonical form of a rule file: the same declarations, laid out in one way.

Only the lines inside ``ajx`` blocks change; headings, prose, quotations and tables stay as
they are, and so do line ends and a byte order mark. What a block may hold is read from ``grammar/declarations.toml`` alone (``forms.py``),
so a new declaration needs no line here.

A file with a line that cannot be read stays as it is, and so does a sentence with a word that
nobody declared. Before a new text is handed out it is read again: it must hold the same
declarations with the same words, or the old text stands.

>>> print(
...     format_rule_file(
...         "x.ajx.md",
...         '''# 例
... ```ajx
... 判断   制度健全「建立健全」
...    不利答案:否　问: 是否健全？
...    答：合规人员
...    依据：制度文件
... ```''',
...     ),
...     end="",
... )
# 例
```ajx
判断 制度健全「建立健全」
  问：是否健全？
  答：合规人员　依据：制度文件　不利答案：否
```
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path

import attrs
from lark import Token

from ajx_rules.diagnostics import Diagnostic, Span
from ajx_rules.language.forms import DeclarationForm, FieldForm, declaration_forms
from ajx_rules.language.lexer import UnknownWord, VocabularyLexer, Words, statuses_in_use
from ajx_rules.language.markdown import Block, split_markdown
from ajx_rules.language.reader import _EACH, _ITEM, _pieces, read_rule_file
from ajx_rules.language.sentences import MAX_LENGTH, parser
from ajx_rules.language.text import canonical, chinese_number, quantity, squeeze, width
from ajx_rules.language.tree import FieldNode, RuleFile

WIDEST = 100
"""A line of several fields is at most this many display columns wide."""

TOGETHER = (
    ("对象", "义务人", "权力人", "权利人"),
    ("应当", "不得", "期限", "频次", "及时与否", "判断", "凭证"),
    ("原表", "编号"),
    ("行", "列", "列名"),
    ("以上", "以下"),
    ("起", "前于", "长"),
    ("起算日", "末日休息"),
    ("答", "依据", "不利答案"),
    ("用于", "单位"),
    ("属于", "类型", "单位"),
    ("公布之日", "有效期"),
)
"""Fields that share a line where they follow one another and the line is not too wide."""

FREE = frozenset({"text", "line", "words"})
"""Forms whose content is not a sentence of the grammar: only trimmed."""

TRIES = 5
"""A sentence that is not settled after so many readings stays as it stands."""

_CASE = "，指"  # 若……，指：…… : the case stands in the field word
_LISTED = "下列各项"
_MARK = "\ufeff"
_NUMBER = re.compile("[零〇一二三四五六七八九十百千两]+")
_DATE = re.compile(r"(\d{1,9})\s*年\s*(\d{1,9})\s*月\s*(\d{1,9})\s*日")
_SAID = re.compile(r"(?P<word>[^（：]*说)\s*（(?P<key>[^）：]*)）\s*：?")
_COLUMN_ONE = re.compile(r"[^ \t\u3000]")


@attrs.frozen
class Formatted:
    """A rule file before and after; ``problems`` say why it stayed as it was."""

    file: str
    before: str
    after: str
    problems: tuple[Diagnostic, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether the canonical form is another text."""
        return self.before != self.after


def format_rule_file(file: str, text: str, words: Words | None = None) -> str:
    r"""The canonical form of a rule file; the text itself where it cannot be read.

    Args:
        file: the name that messages show.
        text: the whole text.
        words: the names of the regulation; without them, those of this file.

    >>> print(format_rule_file("x.ajx.md", "```ajx\n通则\n\t义务人:保险机构\n```"), end="")
    ```ajx
    通则
      义务人：保险机构
    ```
    """
    return formatted(file, text, words).after


def formatted(file: str, text: str, words: Words | None = None) -> Formatted:
    r"""The same as a record that also says why a file was left alone.

    >>> formatted("x.ajx.md", "```ajx\n义乌 1-1\n```").problems[0].code
    'E010'
    """
    mark = _MARK if text.startswith(_MARK) else ""
    ends = _line_end(text)
    plain = text.removeprefix(_MARK).replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")
    plain = plain + "\n" if plain else ""
    rules, problems = read_rule_file(file, plain)
    if any(p.severity == "error" for p in problems):
        return Formatted(file, text, text, tuple(problems))
    words = words if words is not None else vocabulary([rules])
    lines = plain.split("\n")
    for block in reversed(split_markdown(file, plain)[1]):
        _replace(lines, block, words)
    after = "\n".join(lines).rstrip("\n")
    after = after + "\n" if after else ""
    if not same_rules(rules, read_rule_file(file, after)[0], words):
        return Formatted(file, text, text, (Diagnostic("E714", {"file": file}, Span(file, 1, 1, 1, 2)),))
    return Formatted(file, text, mark + after.replace("\n", ends))


def _line_end(text: str) -> str:
    r"""The line end of a text: of several, the one used most.

    >>> _line_end("甲\r\n乙\r\n丙\n"), _line_end("甲")
    ('\r\n', '\n')
    """
    pairs = text.count("\r\n")
    counts = {"\n": text.count("\n") - pairs, "\r\n": pairs, "\r": text.count("\r") - pairs}
    return max(counts, key=lambda end: counts[end])


def vocabulary(files: Iterable[RuleFile]) -> Words:
    """The names that rule files may use in their sentences: those they declare, and the domain's."""
    from ajx_rules.compiler.collect import collect

    return collect(files)[0].words


# --------------------------------------------------------------------------- folders


def format_folder(folder: Path, *, check: bool = False) -> tuple[Formatted, ...]:
    """Bring every rule file under a folder into canonical form; with ``check`` nothing is written.

    >>> from ajx_rules.resources import regulations_folder
    >>> [f.file for f in format_folder(regulations_folder() / "gd-noncoal-mine", check=True) if f.problems]
    []
    """
    return format_paths(sorted(folder.rglob("*.ajx.md")), check=check)


def format_paths(paths: Iterable[Path], *, check: bool = False) -> tuple[Formatted, ...]:
    """Bring rule files into canonical form; with ``check`` nothing is written."""
    known: dict[Path, Words] = {}
    out: list[Formatted] = []
    for path in paths:
        home = home_of(path)
        if home not in known:
            known[home] = _vocabulary_of(home)
        found = _read(path)
        if isinstance(found, Diagnostic):
            out.append(Formatted(str(path), "", "", (found,)))
            continue
        done = formatted(str(path), found, known[home])
        if done.changed and not check:
            write_atomically(path, done.after)
        out.append(done)
    return tuple(out)


def home_of(path: Path) -> Path:
    """The folder whose rule files declare the names that a rule file uses.

    That is its own folder, or the one above for cases, which stand in a folder beside the rules.

    >>> from ajx_rules.resources import regulations_folder
    >>> home_of(regulations_folder() / "gd-noncoal-mine" / "scenarios" / "01-tiers.ajx.md").name
    'gd-noncoal-mine'
    """
    for folder in (path.parent, path.parent.parent):
        for other in sorted(folder.glob("*.ajx.md")):
            text = _read(other)
            if isinstance(text, str) and re.search("^规范文件", text, re.MULTILINE):
                return folder
    return path.parent


def write_atomically(path: Path, text: str) -> None:
    """Write a text in UTF-8 so that a reader, or a crash, never meets half of it."""
    from tempfile import NamedTemporaryFile

    path = path.resolve()  # a link stays a link to the file that is written
    with NamedTemporaryFile("wb", dir=path.parent, prefix=f".{path.name}.", delete=False) as out:
        part = Path(out.name)
        out.write(text.encode())
    try:
        part.chmod(path.stat().st_mode & 0o777)
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise


def _vocabulary_of(folder: Path) -> Words:
    texts = [(p.name, _read(p)) for p in sorted(folder.glob("*.ajx.md"))]
    return vocabulary([read_rule_file(name, text)[0] for name, text in texts if isinstance(text, str)])


def _read(path: Path) -> str | Diagnostic:
    try:
        if path.is_file():
            return path.read_bytes().decode("utf-8")
        code = "E006"
    except UnicodeDecodeError:
        code = "E005"
    except OSError:
        code = "E006"
    return Diagnostic(code, {"file": str(path)}, Span(str(path), 1, 1, 1, 2))


# --------------------------------------------------------------------------- blocks


@attrs.define
class _Row:
    """A line under a field: an item （一）…, or a norm of 各应当."""

    text: str
    remarks: list[str]


@attrs.define
class _Part:
    """A field as it will be written."""

    form: FieldForm
    text: str
    remarks: list[str]
    rows: list[_Row] = attrs.field(factory=list)


@attrs.define
class _Entry:
    """A declaration as it will be written; ``remarks`` stand above it, ``tail`` at its end."""

    form: DeclarationForm
    head: str
    remarks: list[str]
    parts: list[_Part] = attrs.field(factory=list)
    tail: list[str] = attrs.field(factory=list)


@attrs.define
class _Remark:
    """A comment line, or a blank one, that is not yet known to belong anywhere."""

    text: str
    indented: bool


def _replace(lines: list[str], block: Block, words: Words) -> None:
    """Put the canonical form of one block in place of its lines."""
    content = block.lines[:-1] if block.lines[-1:] == ("",) else block.lines
    first = block.first_line - 1
    fence = lines[first - 1]
    lead = fence[: len(fence) - len(fence.lstrip(" "))]
    standing = [line.removeprefix(lead) for line in lines[first : first + len(content)]]
    if tuple(standing) != tuple(content):
        return  # in a list or otherwise not line for line what stands in the file
    new = _block(content, words)
    lines[first : first + len(content)] = [lead + line if line else "" for line in new]


def _block(lines: Sequence[str], words: Words) -> list[str]:
    """The lines of a block in canonical form."""
    entries, last = _entries(lines, words)
    out: list[str] = []
    for entry in entries:
        if out:
            out.append("")
        out += [*entry.remarks, entry.head]
        out += _fields(entry)
        out += [f"  {remark}" for remark in entry.tail]
    if last:
        out += ["", *last] if out else last
    return out


def _entries(lines: Sequence[str], words: Words) -> tuple[list[_Entry], list[str]]:
    """The declarations of a block, and the comments after the last one."""
    entries: list[_Entry] = []
    waiting: list[_Remark] = []
    for raw in lines:
        line = canonical(raw)
        indented = not _COLUMN_ONE.match(line)
        if not line.strip() or line.lstrip().startswith("#"):
            waiting.append(_Remark(raw.strip(), indented))
        elif not indented:
            remarks = _remarks_above(entries, waiting)
            form = _form_of(line)
            entries.append(_Entry(form, _head(form, raw, line), remarks))
        elif entries:
            _line(entries[-1], raw, line, [w.text for w in waiting if w.text], words)
            waiting.clear()
    return entries, _remarks_above(entries, waiting, at_end=True)


def _remarks_above(entries: list[_Entry], waiting: list[_Remark], *, at_end: bool = False) -> list[str]:
    """The comments that belong to what comes next; indented ones right after a declaration are its own."""
    while entries and waiting and waiting[0].text and waiting[0].indented:
        entries[-1].tail.append(waiting.pop(0).text)
    out: list[str] = []
    for remark in waiting:
        if remark.text or (out and out[-1]):
            out.append(remark.text)
    waiting.clear()
    if at_end and out and not out[-1]:
        out.pop()
    return out if any(out) else []


def _form_of(line: str) -> DeclarationForm:
    forms = declaration_forms()
    return forms[max((kind for kind in forms if line.startswith(kind)), key=len)]


def _head(form: DeclarationForm, raw: str, line: str) -> str:
    """The head line: kind, name, the words it carries out."""
    rest = line[len(form.kind) :].strip()
    quoted = raw[raw.find("「") + 1 : raw.rfind("」")]
    name = rest.partition("「")[0].strip()
    if form.head == "title":
        return f"{form.kind}「{quoted}」"
    if form.head in ("id-words", "name-words") and rest.endswith("」") and "「" in rest:
        return f"{form.kind} {_id(name) if form.head == 'id-words' else name}「{quoted}」"
    if form.head == "id-words":  # 10-3(1)至10-3(5), with one line a norm below
        return f"{form.kind} {'至'.join(_id(part).strip() for part in rest.split('至'))}"
    if form.head == "name-key":
        name, _, key = rest.partition("（")
        return f"{form.kind} {name.strip()}（{key.strip()}"
    return f"{form.kind} {rest}".rstrip()


def _line(entry: _Entry, raw: str, line: str, remarks: list[str], words: Words) -> None:
    """One indented line: an item, a norm of 各应当, or fields."""
    item = _ITEM.match(line)
    each = _EACH.match(line) if entry.parts and entry.parts[-1].form.form == "each" else None
    if item and entry.parts:
        sentence = raw[item.end() :].strip().rstrip("；。; ")
        row = f"（{item[1]}）{_sentence(sentence, words)}"
        entry.parts[-1].rows.append(_Row(row, remarks))
    elif each:
        quoted = raw[each.start("words") : each.end("words")]
        sentence = _sentence(raw[each.start("rest") :].strip(), words)
        entry.parts[-1].rows.append(_Row(f"{_id(each['id'])}「{quoted}」{sentence}", remarks))
    else:
        for start, end in _pieces(line, entry.form):
            part = _part(entry.form, raw[start:end], line[start:end], remarks, words)
            entry.parts.append(part)
            remarks = []


def _part(form: DeclarationForm, raw: str, piece: str, remarks: list[str], words: Words) -> _Part:
    """One field: its word, and its content by its form."""
    colon = piece.find("：")
    word = piece[:colon].strip()
    found = form.field_form(word)
    assert found is not None  # the reader has read this line
    content = raw[colon + 1 :].strip()
    case, is_case, _ = word.rpartition(_CASE)
    if found.prefix is None:
        return _Part(found, f"{word}：{_content(found.form, content, words)}", remarks)
    if not found.prefix:  # any word will do: a pair of ids
        return _Part(found, f"{_id(word)}：{content}", remarks)
    if is_case:
        word = _sentence(case, words) + _CASE
        return _Part(found, f"{word}：{_sentence(content, words)}", remarks)
    said = _SAID.match(piece)
    if said:  # 甲说（key，默认）：…
        text = raw[said.end() :].strip()
        return _Part(found, f"{said['word']}（{squeeze(said['key'])}）：{text}", remarks)
    return _Part(found, f"{word}：{_content(found.form, content, words)}", remarks)


def _content(form: str, text: str, words: Words) -> str:
    """The content of a field in canonical form."""
    if form in FREE or form == "each":
        return text
    if form == "items" and text.startswith(_LISTED):
        return squeeze(canonical(text)).rstrip("：") + "："
    if form == "date":
        found = _DATE.fullmatch(canonical(text))
        return "{}年{}月{}日".format(*map(int, found.groups())) if found else text
    return _sentence(text, words, form)


# --------------------------------------------------------------------------- fields


def _fields(entry: _Entry) -> Iterator[str]:
    """The indented lines of a declaration: fields that belong together share one if they fit."""
    run: list[_Part] = []
    for part in _ordered(entry):
        if run and not _belongs(run, part, entry.form):
            yield from _written(run, entry.form)
            run = []
        run.append(part)
    yield from _written(run, entry.form)


def _written(run: list[_Part], form: DeclarationForm) -> Iterator[str]:
    """Fields on one line, or, if that is too wide, the first on a line of its own."""
    if not run:
        return
    if len(run) > 1 and not _fits(run, form):
        yield from _written(run[:1], form)
        yield from _written(run[1:], form)
        return
    yield from (f"  {remark}" for remark in run[0].remarks)
    yield _joined(run)
    for item in run[-1].rows:
        yield from (f"    {remark}" for remark in item.remarks)
        yield f"    {item.text}"


def _joined(run: Iterable[_Part]) -> str:
    return "  " + "\u3000".join(part.text for part in run)


def _belongs(run: list[_Part], part: _Part, form: DeclarationForm) -> bool:
    """Whether a field may share a line with those before it."""
    if part.remarks or run[-1].rows or part.form.many or form.head == "none":
        return False
    names = {p.form.name for p in (*run, part)}
    return any(names <= set(group) for group in TOGETHER)


def _fits(run: list[_Part], form: DeclarationForm) -> bool:
    """Whether fields are not too wide for one line, and read back as so many."""
    line = _joined(run)
    return width(line) <= WIDEST and len(_pieces(canonical(line), form)) == len(run)


def _ordered(entry: _Entry) -> list[_Part]:
    """The fields in the order of the table; those that may be repeated keep theirs among one another."""
    place = {form.name: n for n, form in enumerate(entry.form.fields)}
    single = sorted((p for p in entry.parts if not p.form.many), key=lambda p: place[p.form.name])
    out: list[_Part] = []
    for part in (p for p in entry.parts if p.form.many):
        while single and place[single[0].form.name] < place[part.form.name]:
            out.append(single.pop(0))
        out.append(part)
    return out + single


# --------------------------------------------------------------------------- sentences


@cache
def _lexer() -> VocabularyLexer:
    return VocabularyLexer(parser().lexer_conf)


def _tokens(text: str, words: Words, form: str) -> list[Token] | None:
    """The words of a sentence; None where one is not known."""
    out: list[Token] = []
    try:
        _lex(text, words, form, out)
    except UnknownWord:
        return None
    return out


def _lex(text: str, words: Words, form: str, out: list[Token]) -> None:
    """The words of a sentence, one by one, as the parser would read them in a field of this form.

    Raises:
        UnknownWord: a word is not known; those before it are in ``out``.

    """
    told = statuses_in_use.set(form == "expectation")
    try:
        out.extend(_lexer().tokens(text, words))
    finally:
        statuses_in_use.reset(told)


def _sentence(text: str, words: Words, form: str = "expression") -> str:
    """A sentence in canonical form; as it stands where a word of it is not known.

    A blank stays only where two words would otherwise be read as another one.
    """
    tokens = _tokens(text, words, form) if len(text) <= MAX_LENGTH else None
    if tokens is None:
        return text
    if form == "facts":  # ， and ； both divide facts
        tokens = [Token("SEMI", "；") if t.type == "COMMA" else t for t in tokens]
        tokens = [t for t, after in itertools.zip_longest(tokens, tokens[1:]) if not _idle(t, after)]
        tokens = tokens[1:] if tokens and tokens[0].type == "SEMI" else tokens
    spelled = [_spelling(t) for t in tokens]
    wanted = [_value(t) for t in tokens]
    gaps = [""] * len(spelled)
    for _ in range(TRIES):
        places = list(itertools.accumulate(map(len, map(str.__add__, gaps, spelled)), initial=0))
        out = "".join(map(str.__add__, gaps, spelled))
        found: list[Token] = []
        with suppress(UnknownWord):
            _lex(out, words, form, found)
        if [_value(t) for t in found] == wanted:
            return out
        for token in found:  # one word where there should be two
            first = bisect_right(places, token.start_pos or 0)
            if first < len(gaps) and places[first] < (token.end_pos or 0):
                gaps[first] = " "
    return text


def _idle(token: Token, after: Token | None) -> bool:
    """A mark between facts with no fact after it."""
    return token.type == "SEMI" and (after is None or after.type == "SEMI")


def _spelling(token: Token) -> str:
    """How a word is written: digits for numerals, half-width brackets in ids."""
    text = str(token)
    if token.type == "NORM":
        return _id(text)
    if token.type == "DATE":
        return re.sub(r"(?<=\D)0+(?=\d)", "", text)
    if token.type == "ROW":
        return _NUMBER.sub(lambda found: str(chinese_number(found[0])), text)
    if token.type == "QUANTITY" and text.startswith("百分之"):
        return f"{chinese_number(text.removeprefix('百分之'))}%"
    if token.type == "QUANTITY":
        found = _NUMBER.match(text)
        return f"{chinese_number(found[0])}{text[found.end() :]}" if found else text
    return text


def _id(text: str) -> str:
    """An id with half-width brackets: 10-3(1).

    >>> _id("10-3（1）")
    '10-3(1)'
    """
    return text.replace("（", "(").replace("）", ")")


# --------------------------------------------------------------------------- the law


def same_rules(one: RuleFile, other: RuleFile, words: Words) -> bool:
    """Whether two rule files hold the same declarations, quotations and tables, wherever they stand.

    Sentences are compared word by word, numbers by value, everything else as it is written.
    """
    return _meaning(one, words) == _meaning(other, words)


def _meaning(rules: RuleFile, words: Words) -> object:
    sections = [
        (s.heading, [q.text for q in s.quotations], [_cells(t.header, *t.rows) for t in s.tables])
        for s in rules.sections
    ]
    out: list[object] = []
    for d in rules.declarations:
        form = declaration_forms()[d.kind]
        many = {f.name for f in form.fields if f.many}
        said = [(f.name, _meaning_of(f, words)) for f in d.fields]
        single = sorted((f for f in said if f[0] not in many), key=lambda f: f[0])
        repeated = [f for f in said if f[0] in many]
        out.append((d.kind, squeeze(_id(d.name)), d.key, d.words, d.section, single, repeated))
    return sections, out


def _cells(*rows: Iterable[object]) -> list[list[object]]:
    return [[getattr(cell, "text", cell) for cell in row] for row in rows]


def _meaning_of(field: FieldNode, words: Words) -> tuple[object, ...]:
    case, is_case, _ = field.word.rpartition(_CASE)
    text: object = field.text
    word: object = _id(field.word)
    if is_case:
        word, text = _values(case, words), _values(field.text, words)
    elif field.form == "line" and field.text.startswith(("（", "(")):  # 甲说（key，默认）：…
        key, _, rest = canonical(field.text).partition("）")
        text = squeeze(key), re.sub(r"^\s*[：:]?\s*", "", field.text[len(field.text) - len(rest) :])
    elif field.form == "items" and field.text.startswith(_LISTED):
        text = squeeze(canonical(field.text)).rstrip("：")
    elif field.form == "date":
        found = _DATE.fullmatch(canonical(field.text))
        text = [int(n) for n in found.groups()] if found else field.text
    elif field.form not in FREE:
        text = _values(field.text, words, field.form)
    items = [(i.label, _values(i.text.rstrip("；。; "), words)) for i in field.items]
    return word, text, items


def _values(text: str, words: Words, form: str = "expression") -> object:
    tokens = _tokens(text, words, form)
    if tokens is None:
        return text.strip()
    values = [_value(t) for t in tokens]
    if form != "facts":
        return values
    parts: list[list[object]] = [[]]
    for token, value in zip(tokens, values, strict=True):
        if token.type in ("SEMI", "COMMA"):
            parts.append([])
        else:
            parts[-1].append(value)
    return [part for part in parts if part]


def _value(token: Token) -> tuple[str, object]:
    """What a word says, however it is spelled."""
    text = str(token)
    value: object = text
    if token.type == "QUANTITY":
        value = quantity(text)
    elif token.type in ("DATE", "ROW"):
        value = [int(n) for n in re.findall(r"\d+", text)] or _NUMBER.findall(text)
        if token.type == "ROW":
            found = _NUMBER.search(text)
            value = [chinese_number(found[0])] if found else value
    elif token.type == "NORM":
        value = _id(text)
    return token.type, value
