"""``ajx read``: say back in plain Chinese what the machine understood."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from ajx_rules.commands import shared

if TYPE_CHECKING:
    from ajx_rules.compiler import ir
    from ajx_rules.compiler.passes import Compiled
    from ajx_rules.diagnostics.record import Language
    from ajx_rules.regulation import Regulation
    from ajx_rules.reports.restate_norms import Restatement

SCENARIOS: Final = "scenarios"
_PLACE: Final = re.compile(r"(?P<file>.+?)[:：](?P<line>\d+)(?:[:：]\d+)?")
_NEAR: Final = 3


def build(lang: Language) -> click.Command:
    """Make the command in a language.

    >>> build("zh").name
    'read'
    """
    say = shared.pick(lang)

    def read(place: str | None, norm: str | None, regulation: str | None, style: str) -> int:
        if (place is None) == (norm is None):
            raise shared.Trouble(
                "要写“文件:行号”，或者 --ir 规范，二者写一个",
                "give either FILE:LINE or --ir NORM",
                "例：ajx read 24-follow-up.ajx.md:9",
                "example: ajx read 24-follow-up.ajx.md:9",
            )
        if norm is not None:
            return run_ir(lang, norm, regulation, style)
        return run(lang, str(place), regulation, style)

    return shared.Command(
        "read",
        lang=lang,
        callback=read,
        short_help=say("用白话说回一条规则的意思", "say back what a rule was understood to mean"),
        help=say(
            "用白话说回程序对规则文件某一行的理解：谁对谁、对每什么、什么情形下、应当怎样、到什么时候、"
            "没有记录的怎样、随哪些解读而变、哪些例外可以使它让位、表格各格的要求。"
            "所说的出自编译以后的规则，不出自文件里的字句，可以拿来与原文核对。",
            "Say back in plain Chinese what was understood at a line of a rule file: who owes whom, for each what, "
            "in which case, what must be so, by when, what becomes of it where nothing is on record, which readings "
            "and exceptions it hangs on. It is said from the compiled rules, not from the words of the file.",
        ),
        arguments=[
            (
                say("文件:行号", "FILE:LINE"),
                say(
                    "规则文件和其中一行：声明、表格的一行，或者引文",
                    "a rule file and a line of it: a declaration, a row of a table, or a quotation",
                ),
            )
        ],
        examples=[
            "ajx read 24-follow-up.ajx.md:9",
            "ajx read 24:9",
            "ajx read regulations/gd-noncoal-mine/92-annex2.ajx.md:12",
            "ajx read --ir 22-3",
        ],
        params=[
            click.Argument(["place"], required=False, metavar=say("[文件:行号]", "[FILE:LINE]")),
            click.Option(
                ["--ir", "norm"],
                metavar=say("规范", "NORM"),
                help=say(
                    "印出一条规范的中间表示、它所用的定义，和它是不是对平表的一次查询",
                    "print the representation of a norm, the definitions it uses, and whether it is one query",
                ),
            ),
            shared.regulation_option(lang),
            shared.format_option(lang),
            shared.lang_option(lang),
        ],
    )


# ------------------------------------------------------------ FILE:LINE


def run(lang: Language, place: str, regulation: str | None, style: str) -> int:
    """Say back what stands at a line; return the exit status.

    Raises:
        Problems: a rule file that cannot be compiled.
        Trouble: no such file, or nothing at that line.

    """
    from ajx_rules.commands.terminal import hint_on_encoding, show, write_json

    found = _PLACE.fullmatch(place.strip())
    if found is None:
        raise shared.Trouble(
            f"看不懂“{place}”",
            f"“{place}” cannot be read",
            "写作 文件:行号，如 24-follow-up.ajx.md:9",
            "write FILE:LINE, such as 24-follow-up.ajx.md:9",
        )
    made = _restatements(found["file"], int(found["line"][-9:]), regulation)
    if style == "json":
        write_json({"schema_version": 1, "understood": [_data(each) for each in made]})
        return 0
    from ajx_rules.reports.layout import BLANK

    for i, each in enumerate(made):
        show([*([BLANK] if i else []), *each.lines(lang)])
    hint_on_encoding(lang)
    return 0


def _restatements(name: str, number: int, regulation: str | None) -> tuple[Restatement, ...]:
    from ajx_rules.regulation import load_regulation
    from ajx_rules.reports.restate import Restater

    path = _path_of(name, regulation)
    if path.parent.name == SCENARIOS:
        return _case(path, number)
    compiled = load_regulation(path.parent).compiled
    try:
        return Restater(compiled).at(path.name, number)
    except LookupError:
        raise _nothing_at(compiled, path.name, number) from None


def _path_of(name: str, regulation: str | None) -> Path:
    """The file as given, else the file of that name in the regulation."""
    from ajx_rules.language.text import nearest

    path = Path(name)
    if regulation is None and _is_file(path):
        return path
    folder = _folder(regulation)
    for place in (folder / path.name, folder / SCENARIOS / path.name):
        if _is_file(place):
            return place
    known = sorted(p.name for p in folder.glob("*.ajx.md")) if folder.is_dir() else []
    begins = [each for each in known if each.startswith(path.name.removesuffix(".ajx.md") + "-")]
    if len(begins) == 1:
        return folder / begins[0]
    near = nearest(path.name, known)
    raise shared.Trouble(
        f"没有规则文件“{name}”",
        f"there is no rule file “{name}”",
        f"最接近的是“{near}”" if near else f"{folder.name} 里有：{'、'.join(known) or '（没有规则文件）'}",
        f"nearest: “{near}”" if near else f"{folder.name} holds: {', '.join(known) or 'no rule file'}",
    )


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # a name too long, or one that no file can have
        return False


def _folder(regulation: str | None) -> Path:
    """The folder of a regulation: a path, or the name of a shipped one."""
    from ajx_rules.regulation import DEFAULT
    from ajx_rules.resources import regulations_folder

    path = Path(regulation or DEFAULT)
    return regulations_folder() / path if len(path.parts) == 1 and not path.is_dir() else path


def _case(path: Path, number: int) -> tuple[Restatement, ...]:
    """A case: its declaration is not compiled into the rules."""
    from ajx_rules.diagnostics import Diagnostic, Problems
    from ajx_rules.language.reader import read_rule_file
    from ajx_rules.reports.restate import as_written, declaration_at

    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise Problems([Diagnostic("E005", {"file": path.name})]) from None
    rules, found = read_rule_file(path.name, text)
    d = declaration_at(rules, number)
    if d is not None:
        return (as_written(d),)
    if found:
        raise Problems(found)
    raise _nothing(
        path.name,
        number,
        len(rules.lines),
        [(x.span.line, f"{x.kind}「{x.name}」") for x in rules.declarations],
    )


def _nothing_at(compiled: Compiled, file: str, number: int) -> shared.Trouble:
    rules = next(f for f in compiled.files if f.file == file)
    return _nothing(
        file,
        number,
        len(rules.lines),
        [(d.span.line, f"{d.kind} {d.name}".strip()) for d in rules.declarations],
    )


def _nothing(file: str, number: int, length: int, declared: list[tuple[int, str]]) -> shared.Trouble:
    """The message for a line without a meaning of its own, with the declarations nearest to it."""
    if not 0 < number <= length:
        return shared.Trouble(
            f"{file} 没有第{number}行，它有{length}行", f"{file} has no line {number}; it has {length} lines"
        )
    near = sorted(sorted(declared, key=lambda d: abs(d[0] - number))[:_NEAR])
    listed = "、".join(f"第{line}行 {name}" for line, name in near)
    english = ", ".join(f"line {line} {name}" for line, name in near)
    return shared.Trouble(
        f"{file} 第{number}行没有声明、表格或引文",
        f"line {number} of {file} is no declaration, table or quotation",
        f"最近的是：{listed}" if near else "",
        f"nearest: {english}" if near else "",
    )


def _data(made: Restatement) -> dict[str, object]:
    return {
        "title": made.title,
        "parts": [
            {"zh": part.zh, "en": part.en, "rows": [row.strip() for row in part.rows]} for part in made.parts
        ],
    }


# ------------------------------------------------------------ --ir NORM


def run_ir(lang: Language, wanted: str, regulation: str | None, style: str) -> int:
    """Print the representation of a norm and what it uses; return the exit status.

    Raises:
        Problems: a rule file that cannot be compiled.
        Trouble: there is no such norm.

    """
    from ajx_rules.commands.terminal import write, write_json
    from ajx_rules.compiler import ir
    from ajx_rules.regulation import load_regulation

    loaded = load_regulation(regulation)
    norms = _norms(loaded, wanted.replace("（", "(").replace("）", ")"))
    if style == "json":
        data = [
            {"norm": ir.to_data(n), "uses": [ir.to_data(x) for x in used_by(loaded.ir, n)]} for n in norms
        ]
        write_json({"schema_version": 1, "norms": data})
        return 0
    for i, norm in enumerate(norms):
        if i:
            write("")
        write("\n".join(_printed(lang, loaded.ir, norm)))
    return 0


def _norms(loaded: Regulation, wanted: str) -> list[ir.Norm]:
    from ajx_rules.language.text import nearest

    found = [n for n in loaded.norms if _is_named(wanted, n)]
    if found:
        return found
    names = [name for n in loaded.norms for name in (n.alias, n.id)]
    near = nearest(wanted, names) or ""
    raise shared.Trouble(
        f"没有编号为“{wanted}”的规范",
        f"there is no norm “{wanted}”",
        f"最接近的是“{near}”" if near else "",
        f"nearest: “{near}”" if near else "",
    )


def _is_named(wanted: str, norm: ir.Norm) -> bool:
    """An id or an alias; a bare one names all its levels, that of a cell its row."""
    names = [
        norm.id,
        norm.alias,
        *(name for c in (norm.row.cells if norm.row else ()) for name in (c.id, c.alias)),
    ]
    return any(name == wanted or name.startswith(wanted + "/") for name in names)


def used_by(
    regulation: ir.RegulationIR, norm: ir.Norm
) -> list[ir.Definition | ir.DecisionTable | ir.Question | ir.ExceptionRule]:
    """Return the exceptions to a norm, and the definitions, tables and questions that it and they use."""
    from ajx_rules.compiler import ir

    exceptions: list[ir.ExceptionRule] = []
    targets = [norm.id]
    for target in targets:  # grows while it is read
        for each in regulation.exceptions:
            if target in each.targets and each not in exceptions:
                exceptions.append(each)
                targets.append(f"例外:{each.name}")
    known: dict[tuple[type, str], ir.Definition | ir.DecisionTable | ir.Question] = {
        **{(ir.Call, d.name): d for d in regulation.definitions},
        **{(ir.Lookup, t.name): t for t in regulation.tables},
        **{(ir.Judged, q.name): q for q in regulation.questions},
        **{(ir.Adequacy, q.name): q for q in regulation.questions},
    }
    used: list[ir.Definition | ir.DecisionTable | ir.Question] = []
    left: list[object] = [norm, *exceptions]
    for node in left:  # grows while it is read
        for n in ir.walk(node):
            name = getattr(n, "definition", None) or getattr(n, "table", None) or getattr(n, "question", None)
            kind = ir.Adequacy if isinstance(n, ir.CellRow) else type(n)
            found = known.get((kind, name)) if isinstance(name, str) else None
            if found is not None and found not in used:
                used.append(found)
                left.append(found)
    return [*used, *exceptions]


def _printed(lang: Language, regulation: ir.RegulationIR, norm: ir.Norm) -> list[str]:
    from ajx_rules.compiler import ir
    from ajx_rules.compiler.relational import relational_norm

    say = shared.pick(lang)
    out = [f"# {norm.alias} ({norm.id})", ir.show(norm)]
    for each in used_by(regulation, norm):
        out += ["", f"# {each.name}", ir.show(each)]
    found = relational_norm(regulation, norm)
    out.append("")
    if not found:
        out.append(say("# 这条规范是对平表的一次查询", "# this norm is one query over flat tables"))
    else:
        out.append(
            say("# 这条规范不止是对平表的一次查询：", "# this norm is not one query over flat tables:")
        )
        out += [say(f"#   {f.place}（{f.node}）：{f.zh}", f"#   {f.place} ({f.node}): {f.en}") for f in found]
    return out


read = build("zh")
