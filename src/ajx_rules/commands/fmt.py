"""``ajx fmt``: bring rule files into their one canonical form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ajx_rules.commands import shared

if TYPE_CHECKING:
    from ajx_rules.authoring.format import Formatted
    from ajx_rules.diagnostics.record import Language

WOULD_CHANGE = 1
PATTERN = "*.ajx.md"


def build(lang: Language) -> click.Command:
    """Make the command in a language.

    >>> build("zh").name
    'fmt'
    """
    say = shared.pick(lang)

    def fmt(paths: tuple[str, ...], check: bool, diff: bool) -> int:  # noqa: FBT001 - click calls it
        return run(lang, paths, check=check, diff=diff)

    return shared.Command(
        "fmt",
        lang=lang,
        callback=fmt,
        short_help=say("把规则文件改成规范格式", "bring rule files into canonical form"),
        help=say(
            "把规则文件改成规范格式：字段的次序和缩进、全角标点、数字。只改 ajx 块里的行，意思不变，注释和其他文字照旧。\n"
            "有错的文件不改，返回 2；带 --check 或 --diff 时什么都不写，有文件需要改写的返回 1。",
            "Bring rule files into canonical form: order and indentation of fields, full-width punctuation, digits. "
            "Only lines in ajx blocks change; the meaning, comments and prose stay.\n"
            "A file with errors is left alone (exit status 2). With --check or --diff nothing is written; "
            "the exit status is 1 if a file would change.",
        ),
        arguments=[
            (
                say("路径", "PATH"),
                say(
                    "规则文件或文件夹（连同其下各文件夹）；默认为自带的指引",
                    "rule files, or folders with all below them; by default the shipped guideline",
                ),
            )
        ],
        examples=["ajx fmt --check", "ajx fmt --diff rules/22.ajx.md"],
        params=[
            click.Argument(["paths"], nargs=-1, metavar=say("[路径]...", "[PATH]...")),
            click.Option(
                ["--check"],
                is_flag=True,
                help=say("只列出需要改写的文件", "only list the files that would change"),
            ),
            click.Option(
                ["--diff"],
                is_flag=True,
                help=say("显示会怎样改，不写文件", "show what would change, write nothing"),
            ),
            shared.lang_option(lang),
        ],
    )


def run(lang: Language, paths: Sequence[str], *, check: bool = False, diff: bool = False) -> int:
    """Format rule files, write what was done, return the exit status.

    Raises:
        Trouble: a path that does not exist, or a file that cannot be written.

    """
    from ajx_rules.authoring.format import format_paths
    from ajx_rules.commands.terminal import show, write
    from ajx_rules.reports.diagnostics import render_lines

    say = shared.pick(lang)
    found = list(dict.fromkeys(path for given in paths or (_shipped(),) for path in rule_files(given)))
    dry = check or diff
    try:
        done = format_paths(found, check=dry)
    except OSError as error:
        name = error.filename or ""
        raise shared.Trouble(
            f"无法写入 {name}",
            f"cannot write {name}",
            "请核对权限和磁盘空间",
            "check permissions and disk space",
        ) from error
    changed = [f for f in done if f.changed]
    for each in changed:
        if diff:
            write("".join(difference(each)).rstrip("\n"))
        elif dry:
            write(say("需要改写：", "would change: ") + each.file)
        else:
            write(say("已改写：", "changed: ") + each.file)
    problems = [p for f in done for p in f.problems]
    if problems:
        show(render_lines(problems, lang), err=True)
    if not diff:
        write(
            say(f"规则文件{len(done)}个，", f"{len(done)} rule files, ") + _total(lang, len(changed), dry=dry)
        )
    if problems:
        return shared.BAD_INPUT
    return WOULD_CHANGE if dry and changed else 0


def _total(lang: Language, changed: int, *, dry: bool) -> str:
    say = shared.pick(lang)
    if not changed:
        return say("都是规范格式。", "all in canonical form.")
    if dry:
        return say(f"需要改写{changed}个。", f"{changed} would change.")
    return say(f"改写了{changed}个。", f"{changed} changed.")


def difference(done: Formatted) -> Iterator[str]:
    r"""Return what the formatter changes as a unified diff.

    >>> from ajx_rules.authoring.format import formatted
    >>> text = "```ajx\n通则\n 义务人:保险机构\n```\n"
    >>> print("".join(difference(formatted("a.ajx.md", text))), end="")
    --- a.ajx.md
    +++ a.ajx.md
    @@ -1,4 +1,4 @@
     ```ajx
     通则
    - 义务人:保险机构
    +  义务人：保险机构
     ```
    """
    from difflib import unified_diff

    before, after = _lines(done.before), _lines(done.after)
    for line in unified_diff(before, after, done.file, done.file):
        if line.endswith("\n"):
            yield line
        else:
            yield f"{line}\n\\ No newline at end of file\n"


def _lines(text: str) -> list[str]:
    lines = text.split("\n")
    last = [lines[-1]] if lines[-1] else []
    return [f"{line}\n" for line in lines[:-1]] + last


def rule_files(given: str) -> list[Path]:
    """Return the rule files that a path means: a file itself, or all under a folder.

    A shipped regulation may be given by its name.

    >>> [path.name for path in rule_files("gd-noncoal-mine")][:1]
    ['00-general.ajx.md']

    Raises:
        Trouble: nothing of that name exists.

    """
    from ajx_rules.resources import regulations_folder

    path = Path(given)
    if not path.exists() and len(path.parts) == 1 and (regulations_folder() / path).is_dir():
        path = regulations_folder() / path
    if path.is_dir():
        return sorted(path.rglob(PATTERN))
    if path.is_file():
        return [path]
    raise shared.Trouble(
        f"没有 {given} 这个文件或文件夹",
        f"there is no file or folder {given}",
        f"规则文件的名称以 {PATTERN[1:]} 结尾",
        f"names of rule files end in {PATTERN[1:]}",
    )


def _shipped() -> str:
    from ajx_rules.resources import regulations_folder

    return str(regulations_folder())


fmt = build("zh")
