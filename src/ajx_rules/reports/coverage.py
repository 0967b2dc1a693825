"""Coverage as text: the answer, a table of the articles, and what is lacking."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from ajx_rules.coverage.measure import Coverage, GroupCoverage, UnitCoverage
from ajx_rules.engines.verdict import Status
from ajx_rules.reports.layout import BLANK, Line, clean, columns, flow, line, padded, shorten
from ajx_rules.reports.words import Tongue

if TYPE_CHECKING:
    from ajx_rules.diagnostics.record import Language

COMPUTABILITY: Final = {
    "verdict": ("由事实判定", "decided by facts"),
    "judgement": ("须人工判断", "left to a person's judgement"),
    "scope": ("适用条件", "scope"),
    "permission": ("许可", "permission"),
    "power": ("权力", "power"),
    "text": ("只作说明", "text only"),
    "part": ("供别的规则使用", "used by other rules"),
}
OUTCOMES: Final = {
    "fulfilled": ("已履行", "fulfilled"),
    "breach": ("违反或未履行", "breached or undone"),
    "result": ("查得的结果", "result of a lookup"),
    "not_applicable": ("不适用", "not applicable"),
}
_LABEL: Final = 28
_COLUMNS: Final = (
    ("有着落", "text", 7),
    ("规范", "norms", 6),
    ("判定", "facts", 6),
    ("判断", "person", 7),
    ("其他", "other", 6),
    ("说明", "notes", 6),
    ("格", "cells", 6),
    ("缺案例", "no case", 8),
)
_SHOWN: Final = 90


def coverage_lines(found: Coverage, lang: Language = "zh") -> list[Line]:
    """Return the coverage as lines with styles.

    >>> print(coverage_lines(Coverage("r", "某办法", ()))[0])
    《某办法》：原文0句、0个列举项、0个表格格子，全部有着落；须有案例的0条规范、0
    """
    say = Tongue(lang)
    out = [*_answer(found, say), *_totals(found, say), BLANK, *_table(found, say)]
    for head, body in (*_unaccounted(found, say), *_norms(found, say), *_cells(found, say)):
        out += [BLANK, *flow([(head, "head")]), *body]
    return out


def status_words(status: str, lang: Language = "zh") -> str:
    """Return the words for what a case shows.

    >>> status_words("late"), status_words("result", "en")
    ('逾期履行', 'result of a lookup')
    """
    if status in {each.value for each in Status}:
        return Status(status).label(lang).partition("（")[0]
    return Tongue(lang)(*OUTCOMES[status])


def answer(found: Coverage, say: Tongue) -> str:
    """Return whether all is covered, in a sentence."""
    n = found.totals()
    open_units = sum(1 for _ in found.unaccounted())
    short = sum(bool(r.lacking) for r in found.norms)
    cells = len(found.cells_lacking)
    whole = say(
        f"原文{n['sentences_total']}句、{n['items_total']}个列举项、{n['table_cells_total']}个表格格子",
        f"{n['sentences_total']} sentences, {n['items_total']} list items and {n['table_cells_total']} table cells",
    )
    text = (
        say("全部有着落", "all accounted for")
        if not open_units
        else say(f"其中{open_units}处没有着落", f"{open_units} of them not accounted for")
    )
    cases = say(
        f"须有案例的{n['norms_needing_cases']}条规范、{n['cells_total']}格",
        f"{n['norms_needing_cases']} norms and {n['cells_total']} cells need cases",
    )
    rest = (
        say("全部有", "all have them")
        if not short + cells
        else say(f"其中{short}条、{cells}格缺案例", f"{short} norms and {cells} cells lack some")
    )
    return say(
        f"《{found.title}》：{whole}，{text}；{cases}，{rest}。",
        f"《{found.title}》: {whole}, {text}; {cases}, {rest}.",
    )


def _answer(found: Coverage, say: Tongue) -> list[Line]:
    return flow([(clean(answer(found, say)), "head" if found.complete else "bad head")])


def totals_words(found: Coverage, say: Tongue) -> tuple[tuple[str, str], ...]:
    """Return the totals as rows of a label and words."""
    n = found.totals()
    kinds = Counter(r.computability for r in found.norms)
    parts = [
        say(f"{say(*COMPUTABILITY[k])}{kinds[k]}", f"{kinds[k]} {say(*COMPUTABILITY[k])}")
        for k in COMPUTABILITY
        if kinds[k]
    ]
    accounted = [
        say(
            f"句子{n['sentences_accounted']}/{n['sentences_total']}",
            f"sentences {n['sentences_accounted']}/{n['sentences_total']}",
        ),
        say(
            f"列举项{n['items_accounted']}/{n['items_total']}",
            f"list items {n['items_accounted']}/{n['items_total']}",
        ),
        say(
            f"表格{n['table_cells_accounted']}/{n['table_cells_total']}格",
            f"table cells {n['table_cells_accounted']}/{n['table_cells_total']}",
        ),
        say(f"标题{n['headings_total']}行，不计", f"{n['headings_total']} headings, not counted"),
    ]
    cases = [
        say(f"{n['cases_total']}个", f"{n['cases_total']}"),
        say(
            f"规范{n['norms_exercised']}/{n['norms_needing_cases']}条",
            f"norms {n['norms_exercised']}/{n['norms_needing_cases']}",
        ),
        say(
            f"格{n['cells_exercised']}/{n['cells_total']}", f"cells {n['cells_exercised']}/{n['cells_total']}"
        ),
    ]
    if n["cases_failed"]:
        cases.append(
            say(f"未通过{n['cases_failed']}个，不算", f"{n['cases_failed']} failed and show nothing")
        )
    return (
        (say("有着落", "Accounted"), say.join(accounted)),
        (say("规范", "Norms"), say(f"{n['norms_total']}条：", f"{n['norms_total']}: ") + say.join(parts)),
        (say("案例", "Cases"), say.join(cases)),
    )


def _totals(found: Coverage, say: Tongue) -> list[Line]:
    size = max(columns(label) for label, _ in totals_words(found, say)) + 2
    return [
        each
        for label, words in totals_words(found, say)
        for each in flow([(padded(label, size), "key solid"), words], first=2, rest=size + 2)
    ]


# ------------------------------------------------------------ the table of the articles


def _table(found: Coverage, say: Tongue) -> list[Line]:
    head = [padded(say(zh, en), size, right=True) for zh, en, size in _COLUMNS]
    out = [line((padded(say("条文", "article"), _LABEL) + "".join(head), "dim"))]
    for group in (g for g in found.groups if any(u.unit.kind != "heading" for u in g.units)):
        whole = all(unit.accounted for unit in group.units)
        short = any(r.lacking for r in group.rules) or any(not c.exercised for c in group.cells)
        numbers = [padded(n, size, right=True) for n, (_, _, size) in zip(_row(group), _COLUMNS, strict=True)]
        style = "bad" if not whole else "warn" if short else ""
        label = padded(shorten(clean(group.label), _LABEL - 2), _LABEL)
        out.append(line((label + "".join(numbers), style)))
    return out


def _row(group: GroupCoverage) -> Sequence[str]:
    units = [u for u in group.units if u.unit.kind != "heading"]
    norms = [r for r in group.rules if r.is_norm]
    kinds = Counter(r.computability for r in norms)
    other = kinds["permission"] + kinds["power"] + kinds["scope"]
    cells = group.cells
    return (
        f"{sum(u.accounted for u in units)}/{len(units)}",
        str(len(norms)),
        str(kinds["verdict"]),
        str(kinds["judgement"]),
        str(other),
        str(kinds["text"]),
        f"{sum(c.exercised for c in cells)}/{len(cells)}" if cells else "",
        str(sum(bool(r.lacking) for r in norms) or ""),
    )


# ------------------------------------------------------------ what is lacking

Part = tuple[str, list[Line]]


def _unaccounted(found: Coverage, say: Tongue) -> Iterable[Part]:
    units = tuple(found.unaccounted())
    if units:
        body = [each for group, unit in units for each in _unit(group, unit, say)]
        yield say(f"没有着落的原文（{len(units)}处）", f"Not accounted for ({len(units)})"), body


def _unit(group: GroupCoverage, unit: UnitCoverage, say: Tongue) -> list[Line]:
    where = say(
        f"{group.label}，原文第{unit.unit.line}行", f"{group.label}, line {unit.unit.line} of the text"
    )
    words = say.join(f"「{shorten(words, _SHOWN)}」" for words in unit.missing)
    return [
        *flow([(clean(where), "key")], first=2),
        *flow([clean(shorten(unit.unit.text, _SHOWN))], first=4),
        *flow([say("缺：", "lacking: "), (clean(words), "bad")], first=4, rest=8),
    ]


def _norms(found: Coverage, say: Tongue) -> Iterable[Part]:
    for outcome in ("fulfilled", "breach"):
        rules = found.lacking(outcome)
        if rules:
            words = say(*OUTCOMES[outcome])
            head = say(
                f"没有案例显示“{words}”的规范（{len(rules)}条）",
                f"No case shows these {words} ({len(rules)})",
            )
            body = [
                each
                for rule in rules
                for each in flow(
                    [
                        (rule.name, "key solid"),
                        f"  {clean(shorten(rule.words, 44))}  {rule.file}:{rule.line}",
                    ],
                    first=2,
                    rest=6,
                )
            ]
            yield head, body


def _cells(found: Coverage, say: Tongue) -> Iterable[Part]:
    cells = found.cells_lacking
    if cells:
        body = [
            each
            for cell in cells
            for each in flow(
                [
                    (cell.alias, "key solid"),
                    f"  {clean(shorten(cell.text, 30))}  ",
                    say("缺：", "lacking: ") + say.join(say(*OUTCOMES[o]) for o in cell.lacking),
                ],
                first=2,
                rest=6,
            )
        ]
        yield (
            say(f"案例没有走到的格（{len(cells)}格）", f"Cells that cases do not exercise ({len(cells)})"),
            body,
        )
