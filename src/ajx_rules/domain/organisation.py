"""Organisation and supervision: systems, registers, capability, archive, findings, acts of authorities."""

from __future__ import annotations

from datetime import date

from ajx_rules.domain.enums import AuthorityKind, Party
from ajx_rules.domain.facts import (
    PIECES,
    YEAR,
    EitherOr,
    Record,
    any_refs,
    choice,
    code,
    codes,
    day,
    integer,
    record,
    ref,
    required,
    text,
    yes_no,
)
from ajx_rules.domain.values import Codes, Dated, Fixed, Milestone, Ref, Refs

KEEPER = EitherOr(("insurer", "third_party"))


@record("制度文件", "system document", measure="份", either=(KEEPER,))
class SystemDocument(Record):
    """A set of internal rules in force from a day."""

    insurer: Ref = ref("Insurer")
    third_party: Ref = ref("ThirdParty")
    kind: str = required(code("system_kind", "制度种类", "kind of system"))
    title: str | None = text("名称", "title")
    version: str | None = text("版本", "version")
    in_force_from: Dated = day("施行日期", "in force from", mark="dated")
    in_force_to: Milestone = day("废止日期", "in force to", mark="milestone")


@record("台账设立", "register kept", measure="本", either=(KEEPER,))
class RegisterKept(Record):
    """That a register is kept; a list in this ledger does not prove it."""

    insurer: Ref = ref("Insurer")
    third_party: Ref = ref("ThirdParty")
    policyholder: Ref = ref("Policyholder")
    kind: str = required(code("register_kind", "台账种类", "kind of register"))
    set_up_on: Dated = day("设立日期", "set up on", mark="dated")
    closed_on: Milestone = day("停用日期", "closed on", mark="milestone")
    audit_trail: bool | None = yes_no("留痕", "audit trail")


@record("服务能力证明", "capability evidence", measure="份", either=(KEEPER,))
class Capability(Record):
    """Evidence of what an organisation is able to serve."""

    insurer: Ref = ref("Insurer")
    third_party: Ref = ref("ThirdParty")
    capabilities: Codes = codes("capability", "服务能力", "capabilities")
    sector: str | None = code("sector", "行业领域", "sector")
    valid_from: Dated = day("有效首日", "first valid day", mark="dated")
    valid_to: Fixed = day("有效末日", "last valid day", mark="fixed")
    document: Ref = ref("Document")


@record("设备设施", "equipment", measure="台", either=(KEEPER,))
class Equipment(Record):
    """Professional equipment of an organisation."""

    insurer: Ref = ref("Insurer")
    third_party: Ref = ref("ThirdParty")
    name: str = required(text("名称", "name"))
    categories: Codes = codes("service_category", "用于", "used for")
    count: int | None = integer("台数", "pieces", unit=PIECES)
    acquired_on: Dated = day("配备日期", "acquired on", mark="dated")
    calibrated_to: Fixed = day("检定有效末日", "calibrated to", mark="fixed")
    retired_on: Milestone = day("停用日期", "retired on", mark="milestone")


@record("系统接口", "interface", measure="个")
class SystemInterface(Record):
    """An interface between the insurer's business system and another party's."""

    insurer: Ref = ref("Insurer")
    counterparty: Party | None = choice(Party, "对接方", "connected with")
    authority_kind: AuthorityKind | None = choice(AuthorityKind, "部门类别", "kind of authority")
    live_from: Dated = day("上线日期", "live from", mark="dated")
    live_to: Milestone = day("下线日期", "live to", mark="milestone")


@record("数据采集要求", "data request", measure="次")
class DataRequest(Record):
    """A request of an authority for data."""

    authority: Ref = ref("Authority")
    insurer: Ref = ref("Insurer")
    requested_on: Dated = day("要求日期", "requested on", mark="dated")
    due_on: Fixed = day("要求期限", "due on", mark="fixed")
    answered_on: Milestone = day("报送日期", "answered on", mark="milestone")


@record("自评", "self-assessment", measure="次")
class SelfAssessment(Record):
    """An insurer's yearly self-assessment."""

    insurer: Ref = ref("Insurer")
    branch: Ref = ref("Branch")
    year: int | None = integer("自评年度", "year assessed", unit=YEAR)
    made_on: Dated = day("自评日期", "assessed on", mark="dated")
    report: Ref = ref("Document", "自评报告", "report")


@record("归档资料", "archive entry", measure="份", either=(KEEPER,))
class ArchiveEntry(Record):
    """A paper in the archive."""

    insurer: Ref = ref("Insurer")
    third_party: Ref = ref("ThirdParty")
    kind: str = required(code("archive_class", "归档资料种类", "class of archived paper"))
    about: Refs = any_refs("关于", "about")
    contract: Ref = ref("Contract")
    year: int | None = integer("所属年度", "year it belongs to", unit=YEAR)
    created_on: date | None = day("形成日期", "created on")
    filed_on: Dated = day("归档日期", "filed on", mark="dated")
    disposed_on: Milestone = day("销毁日期", "disposed of on", mark="milestone")
    disposal_ground: str | None = text("销毁原因", "ground of the disposal")


@record(
    "认定和诚信记录",
    "finding",
    measure="项",
    either=(EitherOr(("insurer", "third_party", "person"), "认定对象", "found against"),),
)
class Finding(Record):
    """A finding against an insurer, a third party or a person."""

    insurer: Ref = ref("Insurer")
    third_party: Ref = ref("ThirdParty")
    person: Ref = ref("Person")
    kind: str | None = code("finding_kind", "认定种类", "kind of finding")
    aspects: Codes = codes("aspect", "诚信方面", "aspects of integrity")
    found_on: Dated = day("认定日期", "found on", mark="dated")
    by: Party | None = choice(Party, "认定方", "found by")
    entered_on: Milestone = day("纳入诚信管理日期", "entered into integrity management on", mark="milestone")
    action: str | None = code("finding_action", "处置措施", "action taken")
    acted_on: Milestone = day("处置日期", "acted on", mark="milestone")


@record("监管行为", "act of an authority", measure="次")
class AuthorityAct(Record):
    """An act of a supervising authority."""

    authority: str = required(ref("Authority"))
    kind: str | None = code("act_kind", "监管行为种类", "kind of act")
    about: Refs = any_refs("监管对象", "about", among=("Insurer", "ThirdParty", "Policyholder"))
    year: int | None = integer("年度", "year", unit=YEAR)
    done_on: Dated = day("实施日期", "done on", mark="dated")
    document: Ref = ref("Document")
