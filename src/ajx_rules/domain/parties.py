"""The parties: insurers with branches and teams, third parties, persons, authorities, policyholders."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from ajx_rules.domain.contracts import Contract, Refusal
from ajx_rules.domain.enums import AccidentGrade, AuthorityKind, BranchLevel, Determination, Level, Liability
from ajx_rules.domain.facts import (
    CLASS_HOURS,
    PEOPLE,
    EitherOr,
    Record,
    choice,
    code,
    codes,
    day,
    integer,
    moment,
    money,
    number,
    parts,
    record,
    records,
    ref,
    required,
    text,
    yes_no,
)
from ajx_rules.domain.values import Codes, Dated, Fixed, Milestone, Parts, Records, Ref


@record("团队成员", "team member", measure="名")
class TeamMember(Record):
    """A person's membership of a team; part of the team."""

    person: str = required(ref("Person"))
    from_on: Dated = day("加入日期", "joined on", mark="dated")
    to_on: Milestone = day("退出日期", "left on", mark="milestone")


@record("参训记录", "attendance", measure="份")
class TrainingAttendance(Record):
    """A person's attendance at a team training; part of the training."""

    person: str = required(ref("Person", "参训人员", "person attending"))
    hours: Decimal | None = number("参训学时", "hours attended", unit=CLASS_HOURS)


@record("团队培训", "team training", measure="次")
class TeamTraining(Record):
    """A training of a risk-control team; not a training service given to insureds."""

    held_on: Dated = day("培训日期", "held on", mark="dated")
    topic: str | None = text("培训主题", "topic")
    hours: Decimal | None = number("学时", "hours", unit=CLASS_HOURS)
    skills: bool | None = yes_no("专业技能培训", "professional-skills training")
    attendance: Parts[TrainingAttendance] = parts(TrainingAttendance)


@record("风控团队", "risk-control team", measure="支")
class RiskControlTeam(Record):
    """The team of a branch for prevention services."""

    formed_on: Dated = day("组建日期", "formed on", mark="dated")
    dissolved_on: Milestone = day("解散日期", "dissolved on", mark="milestone")
    members: Parts[TeamMember] = parts(TeamMember)
    trainings: Records[TeamTraining] = records(TeamTraining)


@record("分支机构", "branch", measure="家")
class Branch(Record):
    """A branch of an insurer; ``sectors`` says whether it is in scope."""

    name: str = required(text("名称", "name"))
    level: BranchLevel | None = choice(BranchLevel, "机构层级", "level")
    region: str | None = code("region", "所在地", "region")
    parent: Ref = ref("Branch", "上级机构", "superior branch")
    sectors: Codes = codes("sector", "经办行业领域", "sectors served")
    opened_on: Dated = day("开业日期", "opened on", mark="dated")
    closed_on: Milestone = day("撤销日期", "closed on", mark="milestone")
    teams: Records[RiskControlTeam] = records(RiskControlTeam)


@record("保险机构", "insurer", measure="家")
class Insurer(Record):
    """An insurance company. Where the ledger has exactly one, references to it may be left out."""

    name: str = required(text("名称", "name"))
    uscc: str | None = text("统一社会信用代码", "unified social credit code")
    business_from: date | None = day("开办安责险日期", "in this business since")
    branches: Records[Branch] = records(Branch)


@record("服务委托合同", "commission contract", measure="份")
class Engagement(Record):
    """A contract by which an insurer commissions a third party."""

    insurer: str = required(ref("Insurer", "委托方", "commissioning insurer"))
    concluded_on: Dated = day("委托日期", "concluded on", mark="dated")
    from_on: Fixed = day("委托首日", "first day of the term", mark="fixed")
    to_on: Fixed = day("委托末日", "last day of the term", mark="fixed")
    items: Codes = codes("service_item", "委托服务内容", "items commissioned")
    changed_on: Milestone = day("变更日期", "changed on", mark="milestone")
    accepted_on: Milestone = day("验收日期", "work accepted on", mark="milestone")
    terminated_on: Milestone = day("终止合作日期", "cooperation ended on", mark="milestone")
    ground: str | None = text("终止原因", "ground of the ending")


@record("第三方服务机构", "third-party provider", measure="家")
class ThirdParty(Record):
    """A provider that insurers commission."""

    name: str = required(text("名称", "name"))
    uscc: str | None = text("统一社会信用代码", "unified social credit code")
    kind: str | None = code("third_party_kind", "机构类型", "type of institution")
    engagements: Records[Engagement] = records(Engagement)


@record("职称", "professional title", measure="项")
class Title(Record):
    """A professional title of a person."""

    speciality: str | None = code("title_speciality", "职称专业", "speciality of the title")
    level: Level | None = choice(Level, "职称级别", "level of the title")
    awarded_on: Dated = day("取得日期", "awarded on", mark="dated")


@record("证书", "certificate", measure="份")
class Certificate(Record):
    """A certificate of a person; ``valid_to`` is its last valid day."""

    kind: str | None = code("certificate_kind", "证书种类", "kind of certificate")
    speciality: str | None = code("certificate_speciality", "证书专业", "speciality of the certificate")
    level: Level | None = choice(Level, "证书级别", "level of the certificate")
    number: str | None = text("证书编号", "certificate number")
    issued_on: Dated = day("发证日期", "issued on", mark="dated")
    valid_from: Fixed = day("有效首日", "first valid day", mark="fixed")
    valid_to: Fixed = day("有效末日", "last valid day", mark="fixed")
    registered: bool | None = yes_no("注册", "registered")
    revoked_on: Milestone = day("吊销日期", "revoked on", mark="milestone")


@record("从业经历", "work experience", measure="段")
class Employment(Record):
    """A period of work; ``to_on`` not yet = still there."""

    employer: str | None = text("工作单位", "employer")
    sector: str | None = code("sector", "行业领域", "sector")
    work: Codes = codes("work_kind", "工作类别", "kinds of work")
    from_on: Dated = day("入职日期", "from", mark="dated")
    to_on: Milestone = day("离职日期", "to", mark="milestone")


@record(
    "人员",
    "person",
    measure="名",
    either=(EitherOr(("insurer", "third_party"), "所属机构", "works for"),),
)
class Person(Record):
    """A person who serves, belongs to a team, handles a complaint or judges."""

    name: str = required(text("姓名", "name"))
    insurer: Ref = ref("Insurer")
    third_party: Ref = ref("ThirdParty")
    undertaking_on: Milestone = day("承诺保密日期", "confidentiality undertaken on", mark="milestone")
    titles: Records[Title] = records(Title)
    certificates: Records[Certificate] = records(Certificate)
    employments: Records[Employment] = records(Employment)


@record("主管部门", "authority", measure="个")
class Authority(Record):
    """A supervising authority."""

    name: str = required(text("名称", "name"))
    kind: AuthorityKind | None = choice(AuthorityKind, "部门类别", "kind of authority")
    region: str | None = code("region", "行政区域", "jurisdiction")


@record("生产场所", "site (mine)", measure="处")
class Site(Record):
    """A site of a policyholder; its province decides scope."""

    name: str = required(text("名称", "name"))
    kind: str | None = text("场所类型", "kind of site")
    region: str | None = code("region", "所在地", "region")
    authority: Ref = ref("Authority", "属地应急管理部门", "local authority")
    opened_on: date | None = day("投产日期", "opened on")
    closed_on: Milestone = day("关闭日期", "closed on", mark="milestone")


@record("停产停工", "suspension of work", measure="次")
class Stoppage(Record):
    """A suspension of production."""

    site: Ref = ref("Site")
    from_on: Dated = day("停产日期", "suspended on", mark="dated")
    to_on: Milestone = day("复产日期", "resumed on", mark="milestone")
    reason: str | None = text("停产原因", "reason")


@record("生产安全事故", "work-safety accident", measure="起")
class Accident(Record):
    """An accident of a policyholder, determined to be a work-safety accident or not."""

    site: Ref = ref("Site")
    place: str | None = text("事故地点", "place of the accident")
    occurred_at: Dated = moment("发生时间", "occurred at", mark="dated")
    grade: AccidentGrade | None = choice(AccidentGrade, "事故等级", "grade of the accident")
    determination: Determination | None = choice(Determination, "认定状态", "determination")
    determined_on: Milestone = day("认定日期", "determined on", mark="milestone")
    report_approved_on: Milestone = day(
        "批复调查报告日期", "investigation report approved on", mark="milestone"
    )
    liability: Liability | None = choice(Liability, "责任认定", "finding of liability")
    contractor_work: bool | None = yes_no("承包单位作业", "in a contractor's work")
    deaths: int | None = integer("死亡人数", "deaths", unit=PEOPLE)
    serious_injuries: int | None = integer("重伤人数", "serious injuries", unit=PEOPLE)
    direct_loss: Decimal | None = money("直接经济损失", "direct loss")
    claimed_on: Milestone = day("报案日期", "claim reported on", mark="milestone")
    paid_on: Milestone = day("赔付日期", "claim paid on", mark="milestone")


@record("投保单位", "policyholder", measure="家")
class Policyholder(Record):
    """An enterprise that takes out the insurance (or may be bound to)."""

    name: str = required(text("名称", "name"))
    uscc: str | None = text("统一社会信用代码", "unified social credit code")
    sector: str | None = code("sector", "行业领域", "sector")
    region: str | None = code("region", "注册地", "registered seat")
    founded_on: date | None = day("成立日期", "founded on")
    sites: Records[Site] = records(Site)
    stoppages: Records[Stoppage] = records(Stoppage)
    accidents: Records[Accident] = records(Accident)
    contracts: Records[Contract] = records(Contract)
    refusals: Records[Refusal] = records(Refusal)
