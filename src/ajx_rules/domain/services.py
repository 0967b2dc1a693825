"""Services: the event, whom it served, with what, by whom, and what came of it."""

from __future__ import annotations

from ajx_rules.domain.enums import Mode
from ajx_rules.domain.facts import (
    PEOPLE,
    EitherOr,
    Record,
    choice,
    code,
    codes,
    day,
    integer,
    moment,
    parts,
    record,
    records,
    ref,
    refs,
    required,
    text,
    yes_no,
)
from ajx_rules.domain.values import Codes, Dated, Milestone, Parts, Records, Ref, Refs, Unknown


@record("服务对象", "recipient", measure="家")
class Recipient(Record):
    """A policyholder served; part of the service. ``contract`` restricts for which contract it counts."""

    policyholder: str = required(ref("Policyholder"))
    contract: Ref | Unknown = ref("Contract", restricts=True)
    site: Ref = ref("Site")
    people: int | None = integer("参加人数", "people taking part", unit=PEOPLE)
    own_record: bool | None = yes_no("单独记录", "has its own record")


@record("服务事项", "item served", measure="项")
class ServiceItem(Record):
    """A row of the service list that was served; part of the service.

    Left out, ``mode`` and ``completed_on`` are those of the service, ``recipients`` all of its.
    """

    item: str | None = code("service_item", "服务内容", "service item")
    category: str | None = code("service_category", "服务项目", "service category")
    forms: Codes = codes("inspection_form", "排查形式", "forms of inspection")
    topics: Codes = codes("training_topic", "培训内容", "training topics")
    mode: Mode | Unknown | None = choice(Mode, "方式", "mode", inherits=True)
    fieldwork_on: Milestone = day("完成现场工作日期", "fieldwork completed on", mark="milestone")
    completed_on: Milestone = day("完成日期", "completed on", mark="milestone", inherits=True)
    recipients: Refs | Unknown = refs(
        "Policyholder", "适用投保单位", "policyholders it applies to", restricts=True
    )


@record("场次", "occasion", measure="场")
class Occasion(Record):
    """One sitting, trip or batch; part of the service. None listed: one, from its start to its completion."""

    started_at: Dated = moment("开始时间", "started at", mark="dated")
    ended_at: Milestone = moment("结束时间", "ended at", mark="milestone")
    mode: Mode | Unknown | None = choice(Mode, "方式", "mode", inherits=True)
    place: str | Unknown | None = text("地点", "place", inherits=True)
    recipients: Refs | Unknown = refs("Policyholder", english="recipients", restricts=True)


@record("服务人员", "person on the service", measure="名")
class ServicePerson(Record):
    """A person on the service; part of it. ``performing`` = performs it, no clerical help."""

    person: str = required(ref("Person"))
    role: str | None = text("职责", "role")
    performing: bool | None = yes_no("具体开展服务", "performs the service")
    occasions: Refs | Unknown = refs("Occasion", restricts=True)


@record("成果", "deliverable", measure="份")
class Deliverable(Record):
    """A paper that a service produced."""

    kind: str = required(code("deliverable_kind", "成果种类", "kind of deliverable"))
    issued_on: Dated = day("出具日期", "issued on", mark="dated")
    items: Codes = codes("service_item", "对应服务内容", "items it belongs to")
    recipients: Refs | Unknown = refs("Policyholder", english="recipients", restricts=True)
    topics: Codes = codes("training_topic", "内容标签", "topics")
    electronic: bool | None = yes_no("电子形式", "electronic form")
    document: Ref = ref("Document", "文件", "document")


@record("回访", "follow-up", measure="次")
class FollowUp(Record):
    """A follow-up of a service with one policyholder. ``opinions`` ``""`` = left blank."""

    policyholder: str = required(ref("Policyholder"))
    made_at: Dated = moment("回访时间", "made at", mark="dated")
    channel: str | None = code("channel", "回访方式", "channel")
    satisfaction: str | None = code("satisfaction", "满意度", "satisfaction")
    opinions: str | None = text("具体意见", "specific comments")


@record("服务", "service", measure="次", either=(EitherOr(("branch", "third_party")),))
class Service(Record):
    """A service as an event; what counts is its deliveries (item × recipient).

    ``continuous``: a stream without completion, one occasion a push. ``completed_on`` is the
    day of the last batch and the last component.
    """

    insurer: Ref = ref("Insurer")
    branch: Ref = ref("Branch", "服务机构", "serving branch")
    third_party: Ref = ref("ThirdParty", "第三方服务机构", "third-party provider")
    site: Ref = ref("Site")
    place: str | None = text("服务地点", "place of the service")
    recipients: Records[Recipient] = required(parts(Recipient, "服务对象", "recipients"))
    items: Records[ServiceItem] = required(parts(ServiceItem, "服务事项", "items served"))
    mode: Mode | None = choice(Mode, "方式", "mode")
    started_at: Dated = moment("开始时间", "started at", mark="dated")
    completed_on: Milestone = day("完成日期", "completed on", mark="milestone")
    continuous: bool | None = yes_no("持续服务", "continuous")
    recorded_on: Milestone = day("记录日期", "recorded on", mark="milestone")
    occasions: Parts[Occasion] = parts(Occasion)
    persons: Parts[ServicePerson] = parts(ServicePerson)
    deliverables: Records[Deliverable] = records(Deliverable)
    follow_ups: Records[FollowUp] = records(FollowUp)
