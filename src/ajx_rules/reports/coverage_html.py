"""Coverage as one page for a legal reader: each sentence of the text, its rules and their cases side by side.

The page stands alone: no script, no picture, no style sheet from elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING, Final

from ajx_rules.coverage.measure import Coverage, GroupCoverage, UnitCoverage
from ajx_rules.coverage.outcomes import CellShown, Shown
from ajx_rules.coverage.rules import Rule
from ajx_rules.reports.coverage import COMPUTABILITY, OUTCOMES, answer, status_words, totals_words
from ajx_rules.reports.layout import clean
from ajx_rules.reports.words import Tongue

if TYPE_CHECKING:
    from ajx_rules.diagnostics.record import Language

_CASES: Final = 3
_STYLE: Final = """
body { font: 16px/1.7 "Noto Serif CJK SC", "Songti SC", SimSun, serif; margin: 2rem auto; max-width: 76rem;
  padding: 0 1rem; color: #1d1d1f; background: #fff; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin: 2.2rem 0 .4rem; }
p.answer { font-size: 1.1rem; border-left: .3rem solid #2e7d32; padding-left: .8rem; }
p.answer.short { border-color: #b3261e; }
nav { column-width: 15rem; font-size: .9rem; } nav a { display: block; color: inherit; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; margin: .5rem 0; }
th, td { border: 1px solid #bbb; padding: .45rem .6rem; vertical-align: top; text-align: left;
  overflow-wrap: anywhere; }
th { background: #f3f3f0; font-weight: 600; }
table.sides > tbody > tr > td { width: 33.3%; }
mark { background: #ffd9d6; } .lack { color: #b3261e; } .note { color: #555; font-size: .9rem; }
details { font-size: .9rem; } pre { white-space: pre-wrap; margin: .3rem 0; background: #f7f7f5; padding: .4rem; }
ul { margin: .2rem 0; padding-left: 1.2rem; }
@media print { nav { display: none; } body { max-width: none; margin: 0; } tr { break-inside: avoid; } }
"""


def coverage_page(found: Coverage, lang: Language = "zh") -> str:
    """Return the coverage as one HTML page.

    >>> page = coverage_page(Coverage("r", "甲<乙>办法", ()))
    >>> "<title>甲&lt;乙&gt;办法" in page, "<script" in page
    (True, False)
    """
    say = Tongue(lang)
    title = f"{found.title}：{say('规则和案例的覆盖', 'coverage by rules and cases')}"
    rows = "".join(f"<tr><th>{_text(a)}</th><td>{_text(b)}</td></tr>" for a, b in totals_words(found, say))
    links = "".join(
        f'<a href="#g{n}">{_text(group.label)}{_flag(group, say)}</a>' for n, group in enumerate(found.groups)
    )
    body = [
        f"<h1>{_text(title)}</h1>",
        f'<p class="answer{"" if found.complete else " short"}">{_text(answer(found, say))}</p>',
        f"<table>{rows}</table>",
        f"<nav>{links}</nav>",
        *(_group(n, group, say) for n, group in enumerate(found.groups)),
    ]
    code = "zh-CN" if lang == "zh" else "en"
    head = (
        f'<!DOCTYPE html>\n<html lang="{code}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_text(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
    )
    return head + "\n".join(body) + "\n</body>\n</html>"


def _text(words: str) -> str:
    return escape(clean(words))


def _flag(group: GroupCoverage, say: Tongue) -> str:
    short = any(not u.accounted for u in group.units) or any(r.lacking for r in group.rules)
    return f' <span class="lack">{say("有缺", "lacking")}</span>' if short else ""


def _group(number: int, group: GroupCoverage, say: Tongue) -> str:
    head = f'<section id="g{number}"><h2 lang="zh-CN">{_text(group.label)}</h2>'
    units = [u for u in group.units if u.unit.kind in ("sentence", "item")]
    named = {f"{r.kind} {r.name}": r for r in group.rules}
    sides = "".join(_sides(unit, named, say) for unit in units)
    if sides:
        columns = (say("原文", "official text"), say("规则", "rules"), say("案例", "cases"))
        titles = "".join(f"<th>{each}</th>" for each in columns)
        head += f'<table class="sides"><thead><tr>{titles}</tr></thead><tbody>{sides}</tbody></table>'
    return head + _cells(group.rules, say) + "</section>"


def _sides(unit: UnitCoverage, named: dict[str, Rule], say: Tongue) -> str:
    rules = [named[name] for name in dict.fromkeys(unit.rules) if name in named]
    told = "".join(_rule(rule, say) for rule in rules)
    cases = "".join(_cases_of(rule, say) for rule in rules)
    if not rules:
        told = f'<span class="lack">{say("没有规则", "no rule")}</span>'
    return f'<tr><td lang="zh-CN">{_marked(unit, say)}</td><td>{told}</td><td>{cases}</td></tr>'


def _marked(unit: UnitCoverage, say: Tongue) -> str:
    """The official words, those that nothing carries out marked."""
    out, at = "", 0
    for words in unit.missing:
        start = unit.unit.text.find(words, at)
        out += f"{_text(unit.unit.text[at:start])}<mark>{_text(words)}</mark>"
        at = start + len(words)
    out += _text(unit.unit.text[at:])
    if unit.missing:
        out += (
            f'<br><span class="lack">{say("标出的字没有着落", "nothing carries out the words marked")}</span>'
        )
    return out


def _rule(rule: Rule, say: Tongue) -> str:
    facts = [say(*COMPUTABILITY[rule.computability])]
    if rule.bearer:
        facts.append(say(f"义务人：{rule.bearer}", f"bearer: {rule.bearer}"))
    if rule.computability in ("verdict", "judgement") and not rule.on_ledger:
        facts.append(say("只有义务人自己的台账记其履行", "only its bearer's own ledger tells"))
    if rule.readings:
        names = say.join(rule.readings)
        facts.append(say(f"随解读而定：{names}", f"depends on the readings: {names}"))
    reason = f'<div lang="zh-CN">{_text(rule.reason)}</div>' if rule.computability == "text" else ""
    return (
        f'<div><b lang="zh-CN">{_text(rule.kind)} {_text(rule.name)}</b> '
        f'<span class="note">{_text(say.clauses(facts))}</span>{reason}'
        f"<details><summary>{_text(rule.file)}:{rule.line}</summary>"
        f'<pre lang="zh-CN">{_lines(rule.source)}</pre></details></div>'
    )


def _lines(source: str) -> str:
    return "\n".join(_text(row) for row in source.splitlines())


def _cases_of(rule: Rule, say: Tongue) -> str:
    if rule.computability not in ("verdict", "judgement"):
        return ""
    out = f"<div><b>{_text(rule.name)}</b>{_list(rule.shown, say)}"
    return out + _lack(rule.lacking, say) + "</div>"


def _list(shown: Iterable[Shown], say: Tongue) -> str:
    """Cases by outcome, a few of each."""
    by_status: dict[str, list[Shown]] = {}
    for each in shown:
        by_status.setdefault(each.status, []).append(each)
    rows = []
    for status, several in by_status.items():
        unlike = list({s.case: s for s in several}.values())
        names = "；".join(f"{_text(s.case)}（{_text(s.file)}:{s.line}）" for s in unlike[:_CASES])
        more = say(f"，等{len(unlike)}个", f", {len(unlike)} in all") if len(unlike) > _CASES else ""
        rows.append(f"<li><b>{_text(status_words(status, say.lang))}</b> {names}{more}</li>")
    return f"<ul>{''.join(rows)}</ul>" if rows else ""


def _lack(lacking: Sequence[str], say: Tongue) -> str:
    if not lacking:
        return ""
    words = say.join(say(*OUTCOMES[each]) for each in lacking)
    return f'<div class="lack">{_text(say(f"缺案例：{words}", f"no case: {words}"))}</div>'


def _cells(rules: Iterable[Rule], say: Tongue) -> str:
    rows = "".join(_cell(rule, cell, say) for rule in rules for cell in rule.cells)
    if not rows:
        return ""
    columns = (say("表格", "table"), say("规则", "rule"), say("案例", "cases"))
    titles = "".join(f"<th>{each}</th>" for each in columns)
    return f'<table class="sides"><thead><tr>{titles}</tr></thead><tbody>{rows}</tbody></table>'


def _cell(rule: Rule, cell: CellShown, say: Tongue) -> str:
    words = f"{_text(cell.row)} · {_text(cell.column)}：<b>{_text(cell.text)}</b>"
    place = f'<b>{_text(cell.alias)}</b> <span class="note">{_text(rule.file)}:{rule.line}</span>'
    return (
        f'<tr><td lang="zh-CN">{words}</td><td>{place}</td>'
        f"<td>{_list(cell.shown, say)}{_lack(cell.lacking, say)}</td></tr>"
    )
