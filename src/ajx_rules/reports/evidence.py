"""What proves what, as text: the answer, what to declare, and what each party lacks, the worst first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from ajx_rules.reports.digest import Kind, kind_of
from ajx_rules.reports.layout import BLANK, Line, clean, columns, flow, line, padded
from ajx_rules.reports.proof import PartyProofs, Proof, Proofs, State
from ajx_rules.reports.text_setting import norm_title, party_heading, shorts
from ajx_rules.reports.words import Tongue

if TYPE_CHECKING:
    from ajx_rules.compiler import ir
    from ajx_rules.diagnostics.record import Language

_SUBJECTS: Final = 3
_SCOPES: Final = 3
_NORMS: Final = 6
_RECORDS: Final = 3


def evidence_lines(found: Proofs, regulation: ir.RegulationIR, lang: Language = "zh") -> list[Line]:
    """Return the proofs as lines with styles.

    >>> import datetime as dt
    >>> from ajx_rules import load_regulation
    >>> from ajx_rules.engines.verdict import Report
    >>> from ajx_rules.reports.proof import proofs
    >>> day = dt.date(2026, 11, 23)
    >>> empty = proofs(Report("r", "某指引", "", day, day, (), (), ()))
    >>> print(evidence_lines(empty, load_regulation().ir)[0])
    截至2026-11-23（周一）：没有一项结论缺少凭证。
    """
    say = Tongue(lang)
    names = shorts(regulation)
    out = [*_answer(found, say), *_about(found, say), BLANK, *_counts(found, say)]
    out += _declarations(found, say)
    for each in found.parties:
        out += _party(each, names, say)
    return out


def _answer(found: Proofs, say: Tongue) -> list[Line]:
    day = say.day(found.report.as_of)
    absent, open_ = found.count("absent"), found.count("open")
    if not found.lacking:
        return flow(
            [(say(f"截至{day}：没有一项结论缺少凭证。", f"As of {day}: no verdict lacks its proof."), "head")]
        )
    text = say(
        f"截至{day}：{absent}项义务，台账证明不了已经履行；另有{open_}项说不准，因为台账缺事实、声明或判断。",
        f"As of {day}: {absent} duties that the ledger does not prove to be met; {open_} more that cannot be told, "
        "for want of facts, declarations or judgements.",
    )
    return flow([(text, "bad head" if absent else "head")])


def _about(found: Proofs, say: Tongue) -> list[Line]:
    report = found.report
    parts = [say(f"依据《{clean(report.title)}》", f"Under 《{clean(report.title)}》")]
    if report.ledger:
        known, name = say.day(report.known_on), clean(report.ledger)
        parts.append(say(f"台账 {name}，记到{known}", f"ledger {name}, known on {known}"))
    return flow([(say("；", "; ").join(parts) + say("。", "."), "dim")])


def _counts(found: Proofs, say: Tongue) -> list[Line]:
    rows: tuple[tuple[State, str, str, str], ...] = (
        (
            "held",
            say("已证明", "proved"),
            say("台账所记的事实足以得出结论", "by the facts on record"),
            "good",
        ),
        (
            "absent",
            say("没有", "absent"),
            say(
                "记录齐备而其中没有，或者所记、所判断的正相反",
                "not in complete records, or they say the opposite",
            ),
            "bad",
        ),
        (
            "open",
            say("说不准", "open"),
            say("缺事实、声明或判断", "facts, declarations or judgements are missing"),
            "key",
        ),
        ("not_due", say("尚未到期", "not due"), say("还不须有", "not needed yet"), "dim"),
        (
            "not_needed",
            say("不须有", "not needed"),
            say("不适用或者未施行", "not applicable, or not in force"),
            "dim",
        ),
    )
    size = max(columns(label) for _, label, _, _ in rows) + 2
    out: list[Line] = []
    for state, label, meaning, style in rows:
        count = padded(str(found.count(state)), 6, right=True)
        out.append(line("  ", (padded(label, size), style), count, f"  {meaning}"))
    return out


def _declarations(found: Proofs, say: Tongue) -> list[Line]:
    if not found.declarations:
        return []
    out = [
        BLANK,
        *flow(
            [
                (
                    say(
                        "需要的声明（完整性声明，写在台账的 complete 里）",
                        "Declarations needed (completeness, under complete in the ledger)",
                    ),
                    "head",
                )
            ]
        ),
    ]
    for each in found.declarations:
        whose = [clean(s) for s in each.scopes]
        shown = say.join(say.thing(s) for s in whose[:_SCOPES])
        more = say(f"，等{len(whose)}处", f", {len(whose)} in all") if len(whose) > _SCOPES else ""
        out += flow(
            [
                (say(f"{each.records}是否齐备", f"whether {each.record_class} records are complete"), "key"),
                say(f"（{each.record_class}）  {each.waiting}项在等：", f"  {each.waiting} waiting: "),
                shown + more,
            ],
            first=2,
            rest=4,
        )
    return out


# ------------------------------------------------------------ one party


def _party(each: PartyProofs, names: Mapping[str, str], say: Tongue) -> list[Line]:
    absent, open_ = each.of("absent"), each.of("open")
    if not absent and not open_:
        return []
    party = each.party
    out = [BLANK, *party_heading(party, say)]
    held = each.of("held")
    summary = say(
        f"已证明{len(held)}项，没有{len(absent)}项，说不准{len(open_)}项",
        f"{len(held)} proved, {len(absent)} absent, {len(open_)} open",
    )
    out += flow([(summary, "dim")], first=2)
    return [*out, *_absent(absent, party.name, names, say), *_open(open_, names, say), *_held(held, say)]


def _held(proofs: Sequence[Proof], say: Tongue) -> list[Line]:
    """What is proved, by the evidence that the rules name."""
    papers = Counter(paper for proof in proofs for paper in proof.verdict.evidence or ("",))
    unnamed = say("规则没有写明凭证的", "no evidence named")
    words = [
        f"{clean(say.party(paper)) if paper else unnamed} {count}" for paper, count in papers.most_common()
    ]
    return flow([(say("已证明  ", "proved  "), "good"), say.join(words)], first=2, rest=6) if words else []


def _absent(proofs: Sequence[Proof], within: str, names: Mapping[str, str], say: Tongue) -> list[Line]:
    by_norm: dict[str, list[Proof]] = {}
    for proof in proofs:
        by_norm.setdefault(proof.verdict.norm, []).append(proof)
    out: list[Line] = []
    for several in by_norm.values():
        first = several[0].verdict
        papers = say.join(clean(say.party(e)) for e in first.evidence)
        title = f"{say(first.alias, first.norm)} {norm_title(first, names, say)}"
        out += flow(
            [
                (say("没有  ", "absent  "), "bad"),
                (title, "head"),
                say(f"  应有凭证：{papers}", f"  evidence: {papers}")
                if papers
                else say("  规则没有写明凭证", "  the rule names no evidence"),
            ],
            first=2,
            rest=6,
        )
        subjects = list(dict.fromkeys(say.subject(p.verdict.subject, within) for p in several))
        words = say.join(clean(s) for s in subjects[:_SUBJECTS])
        if len(subjects) > _SUBJECTS:
            words += say(f"，等{len(subjects)}项", f", {len(subjects)} in all")
        out += flow([words, *_details(several[0], say)], first=6)
    return out


def _details(proof: Proof, say: Tongue) -> list[str]:
    verdict = proof.verdict
    details = []
    if proof.lacking:
        parts = say.join(clean(p) for p in proof.lacking)
        details.append(say(f"还缺：{parts}", f"lacking: {parts}"))
    if verdict.owed:
        details.append(clean(say.engine(verdict.owed)))
    if verdict.answers:
        said = verdict.answers[-1]
        details.append(
            say(f"已判断“{said.question}”：{said.answer}", f"“{said.question}” was judged {said.answer}")
        )
    if proof.records:
        shown = ", ".join(proof.records[:_RECORDS])
        more = (
            say(f"，等{len(proof.records)}处", f", {len(proof.records)} in all")
            if len(proof.records) > _RECORDS
            else ""
        )
        details.append(say(f"看过的记录：{shown}{more}", f"records looked at: {shown}{more}"))
    text = say.clauses(details)
    return [say("；", "; ") + text] if text else []


def _open(proofs: Sequence[Proof], names: Mapping[str, str], say: Tongue) -> list[Line]:
    """What is missing, kind by kind: the most wanted first."""
    wanted: dict[Kind, dict[str, Proof]] = {}
    places: dict[Kind, set[str]] = {}
    for proof in proofs:
        for missing in proof.verdict.missing:
            kind = kind_of(missing)
            wanted.setdefault(kind, {}).setdefault(proof.verdict.norm, proof)
            places.setdefault(kind, set()).add(f"{missing.path}\n{missing.label}")
    out: list[Line] = []
    for kind in sorted(wanted, key=lambda k: (-len(wanted[k]), k)):
        title = _title(kind, len(places[kind]), say)
        norms = _norms(wanted[kind].values(), names, say)
        out += flow(
            [(say("说不准  ", "open  "), "key"), (title, ""), say("  用于：", "  for: "), norms],
            first=2,
            rest=6,
        )
    return out


def _title(kind: Kind, places: int, say: Tongue) -> str:
    what = clean(kind[1])
    words = {
        "fact": say(f"填写“{what}”", f"fill in “{what}”"),
        "complete": say(f"声明{what}是否齐备", f"declare whether {what} is complete"),
        "judgement": say(f"判断“{what}”", f"judge “{what}”"),
    }[kind[0]]
    return words + (say(f"（{places}处）", f" ({places} places)") if places > 1 else "")


def _norms(found: Iterable[Proof], names: Mapping[str, str], say: Tongue) -> str:
    verdicts = [proof.verdict for proof in found]
    words = say.join(f"{say(v.alias, v.norm)} {norm_title(v, names, say)}" for v in verdicts[:_NORMS])
    return words + (
        say(f"，等{len(verdicts)}条", f", {len(verdicts)} in all") if len(verdicts) > _NORMS else ""
    )
