"""``ajx lint``: what is no error in a regulation but deserves a look."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ajx_rules.commands import shared

if TYPE_CHECKING:
    from ajx_rules.diagnostics.record import Language

FOUND = 1


def build(lang: Language) -> click.Command:
    """Make the command in a language.

    >>> build("zh").name
    'lint'
    """
    say = shared.pick(lang)

    def lint(folder: str | None, style: str, every: bool) -> int:  # noqa: FBT001 - click calls it
        return run(lang, folder, style=style, every=every)

    return shared.Command(
        "lint",
        lang=lang,
        callback=lint,
        short_help=say(
            "指出规则文件里不是错误但值得一看的地方",
            "point out what is no error in rule files but deserves a look",
        ),
        help=say(
            "指出规则文件里不是错误但值得一看的地方：没有用到的定义、判断和解读，没有凭证的规范，没有着落的句子，"
            "永远不会适用的例外，不合规范格式的写法。\n"
            "没有这样的地方返回 0，有的返回 1，规则文件有错返回 2。",
            "Point out what is no error in rule files but deserves a look: unused definitions, judgements and readings, "
            "norms without evidence, sentences without a rule, exceptions that never apply, files not in canonical form.\n"
            "Exits with 0 if there is nothing, 1 if there is, 2 if the rule files have errors.",
        ),
        arguments=[
            (
                say("文件夹", "FOLDER"),
                say("规则文件夹；默认用自带的指引", "folder of rule files; by default the shipped guideline"),
            )
        ],
        examples=["ajx lint", "ajx lint regulations/gd-noncoal-mine --format json"],
        params=[
            click.Argument(["folder"], required=False, metavar=say("[文件夹]", "[FOLDER]")),
            click.Option(
                ["--all", "every"],
                is_flag=True,
                help=say(
                    "连同只供参考的一并列出（不影响返回值）",
                    "also what is only worth knowing (the exit status does not change)",
                ),
            ),
            shared.format_option(lang),
            shared.lang_option(lang),
        ],
    )


def run(lang: Language, folder: str | None, *, style: str = "text", every: bool = False) -> int:
    """Lint a regulation, write what was found, return the exit status.

    Raises:
        Problems: a rule file that has errors.

    """
    from ajx_rules.authoring.lint import lint as find
    from ajx_rules.commands.terminal import hint_on_encoding, show, write, write_json
    from ajx_rules.regulation import load_regulation
    from ajx_rules.reports.diagnostics import diagnostics_data, render_lines

    say = shared.pick(lang)
    compiled = load_regulation(folder).compiled
    found = find(compiled)
    found = (*(d for d in compiled.warnings if d not in found), *found)
    warnings = [d for d in found if d.severity == "warning"]
    shown = found if every else warnings
    if style == "json":
        write_json(diagnostics_data(shown))
    elif shown:
        show(render_lines(shown, lang))
    else:
        write(say("没有发现。", "Nothing found."))
    if style != "json":
        hint_on_encoding(lang)
    return FOUND if warnings else 0


lint = build("zh")
