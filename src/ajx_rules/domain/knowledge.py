"""Knowledge about the records: judgements, parameters, completeness, source documents."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from ajx_rules.domain.enums import Answer
from ajx_rules.domain.facts import (
    YEAR,
    Record,
    any_ref,
    choice,
    code,
    codes,
    day,
    integer,
    number,
    record,
    ref,
    required,
    text,
)
from ajx_rules.domain.values import Dated, Fixed, Ref

SCOPES = (
    "Insurer",
    "Branch",
    "ThirdParty",
    "Policyholder",
    "Contract",
    "RiskControlTeam",
    "Person",
    "Service",
    "Hazard",
)


@record("人工判断", "recorded judgement", measure="次")
class Judgement(Record):
    """A person's answer to a question that the text leaves to judgement.

    The judge is a person of the ledger (``by``) or is named (``by_name``).
    """

    question: str = required(code("question", "判断事项", "question"))
    about: str = required(any_ref("判断对象", "about"))
    policy_year: int | None = integer("年度序号", "number of the policy year")
    year: int | None = integer("年度", "year", unit=YEAR)
    answer: Answer = required(choice(Answer, "结论", "answer"))
    by: Ref = ref("Person", "判断人", "judged by")
    by_name: str | None = text("判断人姓名", "name of the judge")
    role: str | None = text("身份", "role")
    made_on: Dated = day("判断日期", "judged on", mark="dated")
    criteria: str | None = text("依据标准", "criteria")
    valid_from: Fixed = day("适用首日", "valid from", mark="fixed")
    valid_to: Fixed = day("适用末日", "valid to", mark="fixed")
    replaces: Ref = ref("Judgement", "取代", "replaces")


@record("机构参数", "organisation parameter", measure="个")
class Parameter(Record):
    """A number that an organisation set for itself, in a unit that the rule file admits.

    ``insurer`` ``none``: set for all; ``valid_from``, ``valid_to`` left out: without that bound.
    """

    insurer: Ref = ref("Insurer")
    name: str = required(code("parameter", "参数", "parameter"))
    value: Decimal = required(number("参数值", "value"))
    unit: str = required(text("单位", "unit"))
    set_on: Dated = day("设定日期", "set on", mark="dated")
    valid_from: Fixed = day("适用首日", "valid from", mark="fixed", restricts=True)
    valid_to: Fixed = day("适用末日", "valid to", mark="fixed", restricts=True)
    set_by: str | None = text("设定人", "set by")


@record("完整性声明", "completeness declaration", measure="份")
class Completeness(Record):
    """Which records are complete, for whom, since when and through when.

    ``records`` names classes (``"*"``: all); ``scope`` is one record of ``SCOPES``, absent:
    the whole ledger; ``since`` absent: from the start.
    """

    records: tuple[str, ...] = required(codes("record_class", "记录种类", "records"))
    through: date = required(day("完整至", "complete through"))
    since: date | None = day("起始于", "since", definite=True)
    scope: Ref = any_ref("范围", "scope", among=SCOPES, definite=True)
    declared_by: str | None = text("声明人", "declared by")


@record("来源文件", "source document", measure="份")
class Document(Record):
    """A document that facts are taken from."""

    title: str | None = text("标题", "title")
    kind: str | None = text("文件种类", "kind of document")
    dated: date | None = day("形成日期", "dated")
    number: str | None = text("文号", "document number")
    location: str | None = text("存放位置", "where it is kept")
    sha256: str | None = text("校验值", "SHA-256")
