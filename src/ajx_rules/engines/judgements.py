"""Judgements: what a person answered to a question about a row, if anybody did."""

from __future__ import annotations

from ajx_rules.engines.relations import Relations
from ajx_rules.engines.rows import Entity
from ajx_rules.engines.trace import Answer, Earlier, Trace
from ajx_rules.engines.values import Missing, Times
from ajx_rules.ledger.index import Row

_WHOSE_YEAR = {"InsurerCalendarYear": "insurer", "TeamYear": "team", "MemberYear": "member"}


def judged(question: str, entity: Entity, relations: Relations, trace: Trace) -> Times:
    """Whether a person answered yes to a question about a row; either, if nobody answered."""
    answer = _answer(question, entity, relations)
    if answer is not None:
        trace.answers[question, f"{entity.cls}:{entity.id}"] = answer
    if answer is None or answer.answer not in ("是", "否"):  # 无法判断 is no judgement, but on record
        label = f"{relations.world.name_of(entity)}：{question}"
        return Times.either(frozenset({Missing("judgement", _about_path(entity), label, question)}))
    return Times.truth(answer.answer == "是")


def _answer(question: str, entity: Entity, relations: Relations) -> Answer | None:
    """The latest answer on file that no other replaces, with all that were given before it."""
    ids, years = _about(entity)
    found = []
    for row in relations.world.index.rows("Judgement"):
        record = row.record
        if getattr(record, "question", None) != question or getattr(record, "about", None) not in ids:
            continue
        no = getattr(record, "policy_year", None) or getattr(record, "year", None)
        if years is not None and no is not None and no not in years:
            continue
        if relations.presence(row).hi <= relations.world.end:
            found.append(row)
    replaced = {getattr(r.record, "replaces", None) for r in found}
    left = [r for r in found if r.id not in replaced]
    if not left:
        return None
    last = max(left, key=_when)
    others = sorted((r for r in found if r is not last), key=_when)
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
