"""``ajx lookup``, and the commands that a regulation gives its tables (``ajx tier``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ajx_rules.commands import shared

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ajx_rules.commands.aliases import Alias
    from ajx_rules.diagnostics.record import Language

_RESERVED = ("self", "table")


def build(lang: Language) -> click.Command:
    """Make the command in a language.

    >>> build("zh").name
    'lookup'
    """
    say = shared.pick(lang)

    def lookup(table: str | None, inputs: tuple[str, ...], regulation: str | None, style: str) -> int:
        if table is None:
            return run_list(lang, regulation, style)
        return run(lang, table, shared.read_pairs(inputs, "ajx lookup"), regulation, style)

    return shared.Command(
        "lookup",
        lang=lang,
        callback=lookup,
        short_help=say("查一张判定表", "look a table up"),
        help=say(
            "查一张判定表。不知道的项目不写，或写 unknown：给出仍然可能的各个结果，和知道什么就能确定。"
            "\n不写表名时，列出有哪些表。",
            "Look a table up. What is not known is left out, or unknown: the results still possible are given, and "
            "what would settle it.\nWithout a table: list the tables.",
        ),
        arguments=[
            (
                say("表", "TABLE"),
                say("表的名称或编号，如 服务档次", "name or id of a table, such as 服务档次"),
            ),
            (
                say("项目=值", "KEY=VALUE"),
                say("如 premium=50000 accident=no", "such as premium=50000 accident=no"),
            ),
        ],
        examples=[
            "ajx lookup 服务档次 premium=50000 accident=no",
            "ajx lookup 服务档次 premium=50000 accident=unknown",
        ],
        params=[
            click.Argument(["table"], required=False, metavar=say("[表]", "[TABLE]")),
            click.Argument(["inputs"], nargs=-1, metavar=say("[项目=值]...", "[KEY=VALUE]...")),
            shared.regulation_option(lang),
            shared.format_option(lang),
            shared.lang_option(lang),
        ],
    )


def build_alias(lang: Language, alias: Alias) -> click.Command:
    """Make the command that a regulation gives a table.

    >>> from ajx_rules.commands.aliases import Alias
    >>> build_alias("zh", Alias("tier", "服务档次", "premium", "accident")).name
    'tier'
    """
    say = shared.pick(lang)

    def look(regulation: str | None, style: str, **inputs: str | None) -> int:
        given = {key: value for key, value in inputs.items() if value is not None}
        return run(
            lang, alias.table, {alias.keys[key]: value for key, value in given.items()}, regulation, style
        )

    keys = list(alias.keys.items())
    options = [
        click.Option(
            [f"--{keys[0][1]}", keys[0][0]],
            metavar=say("数", "NUMBER"),
            help=say(
                "表中各行所分的数；不知道就不写", "the number that the rows part; leave it out if not known"
            ),
        ),
        click.Option(
            [f"--{keys[1][1]}", keys[1][0]],
            metavar="yes|no",
            help=say(
                "表中各列所分的是与否；不知道就不写", "what the columns part; leave it out if not known"
            ),
        ),
    ]
    return shared.Command(
        alias.command,
        lang=lang,
        callback=look,
        short_help=say(f"查判定表“{alias.table}”", f"look up the table {alias.table}"),
        help=say(
            f"查判定表“{alias.table}”；与 ajx lookup {alias.table} 相同。不知道的项目不写，或写 unknown。",
            f"Look up the table {alias.table}; the same as ajx lookup {alias.table}. What is not known is left out, "
            "or unknown.",
        ),
        examples=[f"ajx {alias.command} --{alias.row_key} 50000 --{alias.column_key} no"],
        params=[
            *options,
            shared.regulation_option(lang),
            shared.format_option(lang),
            shared.lang_option(lang),
        ],
    )


def run(lang: Language, table: str, inputs: Mapping[str, str], regulation: str | None, style: str) -> int:
    """Look a table up and return the exit status.

    Raises:
        Problems: no such table or input, or a value that is none.

    """
    from ajx_rules.commands.terminal import hint_on_encoding, show, write_json
    from ajx_rules.regulation import load_regulation
    from ajx_rules.reports.lookup import lookup_lines

    for key in inputs:
        if key in _RESERVED:
            raise shared.Trouble(f"这张表没有“{key}”这一项", f"this table takes no “{key}”")
    loaded = load_regulation(regulation)
    name = next((c.table for c in loaded.ir.commands if c.command == table), table)
    result = loaded.lookup(name, **inputs)
    if style == "json":
        write_json(result.to_json())
    else:
        show(lookup_lines(result, loaded, lang))
        hint_on_encoding(lang)
    return 0


def run_list(lang: Language, regulation: str | None, style: str) -> int:
    """List the tables and return the exit status.

    Raises:
        Problems: the rule files are wrong.

    """
    from ajx_rules.commands.terminal import show, write_json
    from ajx_rules.regulation import load_regulation
    from ajx_rules.reports.lookup import table_lines

    loaded = load_regulation(regulation)
    if style == "json":
        write_json({"schema_version": 1, "tables": [table.name for table in loaded.tables]})
    else:
        show(table_lines(loaded, lang))
    return 0
