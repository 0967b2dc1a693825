"""``ajx new``: the skeleton of a regulation from its official text."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ajx_rules.commands import shared

if TYPE_CHECKING:
    from ajx_rules.authoring.skeleton import Skeleton
    from ajx_rules.diagnostics.record import Language

DOES_NOT_COMPILE = 1


def build(lang: Language) -> click.Command:
    """Make the command in a language.

    >>> build("zh").name
    'new'
    """
    say = shared.pick(lang)

    def new(source: str, folder: str) -> int:
        return run(lang, source, folder)

    return shared.Command(
        "new",
        lang=lang,
        callback=new,
        short_help=say(
            "从官方原文生成规则文件的骨架", "make the skeleton of a regulation from its official text"
        ),
        help=say(
            "从官方原文生成一个规则文件夹：条文照录为引文，表格照录为表格，每一句标上“尚无着落”，"
            "另有一个总说文件，写着名称、编号和计数方法的声明。生成以后就能编译，引文已与原文核对。\n"
            "原文可以是 .txt（UTF-8、GBK、UTF-16）或 .docx；.txt 中的表格，每格前一个制表符，或者 | 甲 | 乙 |。已经有东西的文件夹不会改写。",
            "Make a folder of rule files from an official text: articles as quotations, tables as tables, every "
            "sentence marked as not yet accounted for, and a file with the declarations for the whole. "
            "It compiles at once, and its quotations are checked against the text.\n"
            "The text may be .txt (UTF-8, GBK, UTF-16) or .docx; a table in a .txt has a tab before each cell, or "
            "bars as in | a | b |. A folder that holds something is not touched.",
        ),
        arguments=[
            (say("原文", "SOURCE"), say("官方原文，.txt 或 .docx", "the official text, .txt or .docx")),
            (say("文件夹", "FOLDER"), say("新建的规则文件夹", "the folder of rule files to make")),
        ],
        examples=[
            say(
                "ajx new 工贸行业指引.docx regulations/gd-industry",
                "ajx new guideline.docx regulations/gd-industry",
            )
        ],
        params=[
            click.Argument(["source"], metavar=say("原文", "SOURCE")),
            click.Argument(["folder"], metavar=say("文件夹", "FOLDER")),
            shared.lang_option(lang),
        ],
    )


def run(lang: Language, source: str, folder: str) -> int:
    """Make the skeleton, say what was made, return the exit status.

    Raises:
        Trouble: the text cannot be read, or the folder cannot be written.

    """
    from ajx_rules.authoring.official import CannotRead, read_official
    from ajx_rules.authoring.skeleton import make_skeleton, write_skeleton
    from ajx_rules.commands.terminal import hint_on_encoding, show, write
    from ajx_rules.reports.diagnostics import render_lines

    target = Path(folder)
    _check_target(target)
    try:
        official = read_official(Path(source))
    except CannotRead as wrong:
        raise shared.Trouble(wrong.zh, wrong.en, wrong.help_zh, wrong.help_en) from None
    made = make_skeleton(official, target.name)
    try:
        files = write_skeleton(made, target)
    except FileExistsError:
        _check_target(target)
        raise
    except (OSError, ValueError) as error:
        what = getattr(error, "strerror", None) or str(error)
        raise shared.Trouble(
            f"无法写入文件夹 {folder}：{what}",
            f"the folder {folder} cannot be written: {what}",
            "请核对路径和权限",
            "check the path and the permissions",
        ) from None
    write("\n".join(_told(lang, made, folder, files)))
    hint_on_encoding(lang)
    if made.problems:
        show(render_lines(made.problems, lang), err=True)
        return DOES_NOT_COMPILE
    return 0


def _check_target(folder: Path) -> None:
    try:
        taken = folder.exists() and (not folder.is_dir() or any(folder.iterdir()))
    except (OSError, ValueError):
        taken = False
    if taken:
        raise shared.Trouble(
            f"{folder} 里已经有东西，没有改动",
            f"{folder} holds something already; nothing was changed",
            "请换一个新的文件夹名",
            "choose the name of a new folder",
        )


def _told(lang: Language, made: Skeleton, folder: str, files: tuple[str, ...]) -> list[str]:
    """What was made and what comes next."""
    from ajx_rules.reports.layout import clean, flow

    say = shared.pick(lang)
    counted = say(
        f"{made.articles}条，{made.chapters}章，{made.tables}张表，{made.sentences}句尚无着落",
        f"{made.articles} articles, {made.chapters} chapters, {made.tables} tables, "
        f"{made.sentences} sentences not yet accounted for",
    )
    out = [say(f"已生成 {clean(folder)}：", f"made {clean(folder)}: ") + counted]
    out += [f"  {name}" for name in files]
    if not made.problems:
        out.append(
            say("可以编译，引文与官方原文一致。", "It compiles, and its quotations are the official text.")
        )
    if made.notes:
        out.append(say("请注意：", "To look at:"))
        out += [str(row) for note in made.notes for row in flow([f"- {clean(note)}"], first=2, rest=4)]
    out.append(say(f"下一步：ajx lint {clean(folder)}", f"next: ajx lint {clean(folder)}"))
    return out


new = build("zh")
