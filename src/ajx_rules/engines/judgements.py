"""Judgements: what a person answered to a question about a row, if anybody did."""

from __future__ import annotations

from ajx_rules.engines.relations import Relations
from ajx_rules.engines.rows import Entity
from ajx_rules.engines.trace import Answer, Trace
from ajx_rules.engines.values import Missing, Times


def judged(question: str, entity: Entity, relations: Relations, trace: Trace) -> Times:
    """Whether a person answered yes to a question about a row; either, if nobody answered."""
    answer = _answer(question, entity, relations)
    if answer is None or answer.answer not in ("是", "否"):
        label = f"{relations.world.name_of(entity)}：{question}"
        return Times.either(frozenset({Missing("judgement", _about_path(entity), label, question)}))
    trace.answers[question] = answer
    return Times.truth(answer.answer == "是")


def _answer(question: str, entity: Entity, relations: Relations) -> Answer | None:
    """The latest answer on file that no other replaces."""
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
    last = max(left, key=lambda r: (str(getattr(r.record, "made_on", "")), r.position))
    record = last.record
    by = relations.world.index.row(getattr(record, "by", None))
    name = str(getattr(by.record, "name", "")) if by else str(getattr(record, "by_name", "") or "")
    answer = str(getattr(getattr(record, "answer", ""), "value", ""))
    return Answer(
        question,
        answer,
        name,
        str(getattr(record, "made_on", "")),
        str(getattr(record, "criteria", "") or ""),
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
    if entity.cls == "InsurerCalendarYear":
        insurer, calendar_year = entity.data["insurer"], entity.data["year"]
        assert isinstance(insurer, Entity)
        assert isinstance(calendar_year, int)
        return frozenset({insurer.id}), frozenset({calendar_year})
    if entity.cls == "Recipient" and entity.row is not None and entity.row.owner is not None:
        ids.add(entity.row.owner.id)
    if entity.cls == "Delivery":
        service = entity.data["service"]
        assert isinstance(service, Entity)
        ids.add(service.id)
    return frozenset(ids), None
