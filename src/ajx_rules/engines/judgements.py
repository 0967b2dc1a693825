"""Judgements: what a person answered to a question about a row, if anybody did."""

from __future__ import annotations

from ajx_rules.engines.policy_years import not_after
from ajx_rules.engines.relations import Relations
from ajx_rules.engines.rows import Entity, record_of
from ajx_rules.engines.trace import Answer, Earlier, Trace
from ajx_rules.engines.values import Missing, Times, latest
from ajx_rules.ledger.index import Row

_WHOSE_YEAR = {"InsurerCalendarYear": "insurer", "TeamYear": "team", "MemberYear": "member"}


def judged(
    question: str, entity: Entity, relations: Relations, trace: Trace, since: Times | None = None
) -> Times:
    """Whether a person answered yes to a question about a row; either, if nobody answered.

    Of a question that can be answered only from a day on, an answer given ``since`` counts.
    """
    found = _on_file(question, entity, relations, since)
    sure = [row for row, there in found if not there.may_be_false]
    last = _last(sure)
    if last is not None:
        others = sorted((row for row in sure if row is not last), key=_when)
        answer = _answer(question, entity, last, others, relations)
        trace.answers[question, f"{entity.cls}:{entity.id}"] = answer
    label = f"{relations.world.name_of(entity)}：{question}"
    unanswered = Times.either(frozenset({Missing("judgement", _about_path(entity), label, question)}))
    out = _says(last, unanswered)
    for row, there in found:
        if row not in sure and _may_prevail(row, sure, last):
            said = _says(row, unanswered)
            out |= Times(said.stretches, said.missing | there.missing)
    return out if not out.decided else Times.truth(out.may_be_true)


def _says(row: Row | None, unanswered: Times) -> Times:
    """What an answer makes of a question; 无法判断 is no judgement, but on record."""
    answer = getattr(getattr(row.record, "answer", ""), "value", "") if row is not None else ""
    return Times.truth(answer == "是") if answer in ("是", "否") else unanswered


def _last(rows: list[Row]) -> Row | None:
    """The latest answer that no other replaces."""
    replaced = {getattr(row.record, "replaces", None) for row in rows}
    return max((row for row in rows if row.id not in replaced), key=_when, default=None)


def _may_prevail(row: Row, sure: list[Row], last: Row | None) -> bool:
    """Whether an answer that may be about the row would stand before the latest that certainly is."""
    if any(getattr(other.record, "replaces", None) == row.id for other in sure):
        return False
    return last is None or _when(row) > _when(last) or getattr(row.record, "replaces", None) == last.id


def _on_file(
    question: str, entity: Entity, relations: Relations, since: Times | None
) -> list[tuple[Row, Times]]:
    """The answers to a question that may be about a row, and whether they are."""
    ids, years = _about(entity)
    found = []
    for row in relations.world.index.saying(question, "Judgement", "question"):
        if getattr(row.record, "about", None) not in ids:
            continue
        no = _number(row)
        if years is not None and no is not None and no not in years:
            continue
        there = [relations.presence(row).undated()]
        if years is not None:
            there += [_made_in_time(row, entity, relations), _means(row, entity, relations)]
        if since is not None:
            there.append(not_after(since, relations.own_date(row)))
        meant = latest(there)
        if meant.may_be_true:
            found.append((row, meant))
    return found


def _number(row: Row) -> object:
    return getattr(row.record, "policy_year", None) or getattr(row.record, "year", None)


def _made_in_time(row: Row, year: Entity, relations: Relations) -> Times:
    """Whether an answer was given when the year had begun: what was said before is about another."""
    return not_after(relations.moment(year, "starts_on"), relations.own_date(row))


def _means(row: Row, year: Entity, relations: Relations) -> Times:
    """Whether an answer means this year; either, where it may as well mean another."""
    others = [
        other
        for other in _years_of(getattr(row.record, "about", None), year, relations)
        if other.id != year.id
        and (_number(row) is None or _number(row) in (_about(other)[1] or ()))
        and _made_in_time(row, other, relations).may_be_true
    ]
    contract = year.data.get("contract")
    same = [other.data.get("contract") is contract for other in others]
    unsaid = ["about"] if not all(same) else []
    unsaid += ["policy_year" if contract is not None else "year"] if any(same) else []
    if not unsaid:
        return Times.always()
    fields = row.cls.fields
    return Times.either(frozenset(m for n in unsaid for m in relations.world.missing_fact(row, fields[n])))


def _years_of(about: object, year: Entity, relations: Relations) -> list[Entity]:
    """The years that an answer about a contract, policyholder, insurer, team or member may mean."""
    if year.cls != "InsuredYear":
        return [e for e, _ in relations.subjects(year.cls) if about in _about(e)[0]]
    contract = record_of(relations.part(year, "contract"))
    holder = relations.part(year, "policyholder")
    contracts = relations.world.index.children(holder.row, "contracts") if about == holder.id else ()
    meant = [c for c in contracts if relations.presence(c).may_be_true]
    meant = [contract] if about == contract.id else meant
    return [each for c in meant for each in relations.years.insured_years(c)]


def _answer(question: str, entity: Entity, last: Row, others: list[Row], relations: Relations) -> Answer:
    """The answer that prevails, with all that were given beside it."""
    said = _said(last, relations)
    return Answer(
        question,
        said.answer,
        said.by,
        said.on,
        said.criteria,
        said.note,
        relations.world.name_of(entity),
        tuple(_said(r, relations) for r in others),
    )


def _when(row: Row) -> tuple[str, int]:
    """Later answers last."""
    return str(getattr(row.record, "made_on", "")), row.position


def _said(row: Row, relations: Relations) -> Earlier:
    """What a record says: the answer, who gave it, when, on what criteria, and the note."""
    record = row.record
    by = relations.world.index.row(getattr(record, "by", None))
    name = str(getattr(by.record, "name", "")) if by else str(getattr(record, "by_name", "") or "")
    return Earlier(
        str(getattr(getattr(record, "answer", ""), "value", "")),
        name,
        str(getattr(record, "made_on", "")),
        str(getattr(record, "criteria", "") or ""),
        str(getattr(record, "note", "") or ""),
    )


def _about_path(entity: Entity) -> str:
    """Where a judgement about a row would point."""
    return f"{entity.path}~{entity.cls}"


def _about(entity: Entity) -> tuple[frozenset[str], frozenset[int] | None]:
    """The ids that a judgement about a row may name, and the years it may state."""
    ids: set[str] = {entity.id}
    if entity.cls == "InsuredYear":
        contract, year = entity.data["contract"], entity.data["policy_year"]
        policyholder = entity.data["policyholder"]
        assert isinstance(contract, Entity)
        assert isinstance(year, Entity)
        assert isinstance(policyholder, Entity)
        no = year.data["no"]
        assert isinstance(no, int)
        listed = {year.row.id} if year.row is not None else set()
        return frozenset({contract.id, policyholder.id, *listed}), frozenset({no})
    if entity.cls in _WHOSE_YEAR:
        whose, calendar_year = entity.data[_WHOSE_YEAR[entity.cls]], entity.data["year"]
        assert isinstance(whose, Entity)
        assert isinstance(calendar_year, int)
        return frozenset({whose.id}), frozenset({calendar_year})
    if entity.cls == "Recipient" and entity.row is not None and entity.row.owner is not None:
        ids.add(entity.row.owner.id)
    if entity.cls == "Delivery":
        service = entity.data["service"]
        item = entity.data["item"]
        assert isinstance(service, Entity)
        assert isinstance(item, Entity)
        ids |= {service.id, item.id}
    return frozenset(ids), None
