"""What happens around services: hazards, complaints, talks, receipts, extensions."""

from __future__ import annotations

from ajx_rules.domain.enums import Form, HazardGrade, Party, RecheckResult, SubmissionKind
from ajx_rules.domain.facts import (
    EitherOr,
    Record,
    any_ref,
    any_refs,
    choice,
    code,
    codes,
    day,
    moment,
    record,
    records,
    ref,
    required,
    text,
    yes_no,
)
from ajx_rules.domain.values import Codes, Dated, Fixed, Milestone, Records, Ref, Refs


@record("复查", "re-check", measure="次")
class Recheck(Record):
    """A re-check of a hazard."""

    made_at: Dated = moment("复查时间", "re-checked at", mark="dated")
    result: RecheckResult | None = choice(RecheckResult, "复查结果", "result of the re-check")
    person: Ref = ref("Person", "复查人员", "person re-checking")


@record("整改跟踪", "tracking entry", measure="次")
class Tracking(Record):
    """An entry on the progress of a rectification."""

    made_at: Dated = moment("跟踪时间", "tracked at", mark="dated")
    progress: str | None = text("整改进度", "progress")


@record("事故隐患", "hidden hazard", measure="处")
class Hazard(Record):
    """A hidden hazard of a policyholder, found in a service or (``self_found``) by itself."""

    policyholder: str = required(ref("Policyholder"))
    site: Ref = ref("Site")
    service: Ref = ref("Service", "排查服务", "inspection it was found in")
    self_found: bool | None = yes_no("自查发现", "found by the insured")
    found_at: Dated = moment("发现时间", "found at", mark="dated")
    grade: HazardGrade | None = choice(HazardGrade, "隐患等级", "grade of the hazard")
    description: str | None = text("隐患描述", "description")
    notified_at: Milestone = moment("提醒整改时间", "insured reminded at", mark="milestone")
    rectify_by: Fixed = day("整改期限", "rectification deadline", mark="fixed")
    rectified_on: Milestone = day("完成整改日期", "rectified on", mark="milestone")
    closed_on: Milestone = day("销号日期", "closed on", mark="milestone")
    rechecks: Records[Recheck] = records(Recheck)
    tracking: Records[Tracking] = records(Tracking)


@record("投诉台账变更", "change in the complaint register", measure="次")
class ComplaintChange(Record):
    """A change of an entry of the complaint register."""

    changed_at: Dated = moment("变更时间", "changed at", mark="dated")
    person: Ref = ref("Person", "变更人", "changed by")
    field: str | None = text("变更项", "field changed")
    before: str | None = text("原值", "value before")
    after: str | None = text("新值", "value after")
    reason: str | None = text("变更理由", "reason")
    approved_by: Ref = ref("Person", "批准人", "approved by")


@record("投诉", "complaint", measure="件")
class Complaint(Record):
    """A complaint about a service; ``resolved_on`` is never inferred from ``answered_on``."""

    policyholder: Ref = ref("Policyholder")
    insurer: Ref = ref("Insurer")
    service: Ref = ref("Service", "相关服务", "service complained of")
    received_at: Dated = moment("接到时间", "received at", mark="dated")
    form: Form | None = choice(Form, "投诉形式", "form of the complaint")
    content: str | None = text("投诉内容", "content")
    kinds: Codes = codes("complaint_kind", "投诉类别", "kinds of complaint")
    accepted_at: Milestone = moment("受理时间", "accepted at", mark="milestone")
    acceptance_form: Form | None = choice(Form, "受理答复形式", "form of the acceptance")
    assigned_at: Milestone = moment("安排专员时间", "officer assigned at", mark="milestone")
    officer: Ref = ref("Person", "专员", "dedicated officer")
    understood_on: Milestone = day("了解诉求日期", "claim understood on", mark="milestone")
    technician_at: Milestone = moment("安排技术人员时间", "technical expert assigned at", mark="milestone")
    technician: Ref = ref("Person", "技术人员", "technical expert")
    answered_on: Milestone = day("反馈解决方案日期", "solution fed back on", mark="milestone")
    resolved_on: Milestone = day("解决日期", "resolved on", mark="milestone")
    handling: str | None = text("应对方式", "manner of response")
    result: str | None = text("处理结果", "result")
    satisfaction: str | None = code("satisfaction", "客户满意度", "satisfaction")
    changes: Records[ComplaintChange] = records(ComplaintChange)


@record("沟通记录", "communication", measure="次")
class Communication(Record):
    """A talk or a written notice about any records; one for each policyholder."""

    from_party: Party | None = choice(Party, "发起方", "from")
    to_party: Party | None = choice(Party, "对方", "to")
    policyholder: Ref = ref("Policyholder")
    insurer: Ref = ref("Insurer")
    made_at: Dated = moment("沟通时间", "made at", mark="dated")
    form: Form | None = choice(Form, "形式", "form")
    purpose: str | None = code("talk_purpose", "沟通事由", "purpose")
    about: Refs = any_refs("关于", "about")
    contents: Codes = codes("content", "告知内容", "contents")
    answered: bool | None = yes_no("回应", "answered by the other side")
    agreed: bool | None = yes_no("达成一致", "agreement reached")
    document: Ref = ref("Document")


@record(
    "上传和报送回执",
    "submission",
    measure="份",
    either=(EitherOr(("insurer", "third_party", "policyholder")),),
)
class Submission(Record):
    """An upload, filing, report or publication about any records.

    ``insurer``, ``third_party`` or ``policyholder`` is the one who submitted it; what it is about stands in
    ``about``: a receipt about a service covers every item and every recipient of it, one about a recipient or an
    item only that one; one about a deliverable is about its service too. What was not ``accepted`` has no receipt and proves nothing.
    """

    kind: SubmissionKind = required(choice(SubmissionKind, "报送方式", "kind of submission"))
    by: Party | None = choice(Party, "报送人", "submitted by")
    insurer: Ref = ref("Insurer")
    third_party: Ref = ref("ThirdParty")
    policyholder: Ref = ref("Policyholder")
    authority: Ref = ref("Authority", "报送对象", "submitted to")
    made_at: Dated = moment("报送时间", "submitted at", mark="dated")
    about: tuple[str, ...] = required(any_refs("关于", "about"))
    contents: Codes = codes("content", "报送内容", "contents")
    published: bool | None = yes_no("公示", "published")
    receipt_number: str | None = text("回执编号", "receipt number")
    accepted: bool | None = yes_no("接收", "accepted")
    copy_received_at: Milestone = moment(
        "收到回执副本时间", "copy of the receipt received at", mark="milestone"
    )


@record("延期", "extension of a term", measure="次")
class Extension(Record):
    """An extension of a term, asked for and granted or not."""

    about: str = required(any_ref("关于", "about"))
    asked_at: Dated = moment("申请时间", "asked for at", mark="dated")
    by: Party | None = choice(Party, "申请方", "asked for by")
    form: Form | None = choice(Form, "形式", "form")
    reason: str | None = text("理由", "reason")
    granted: bool | None = yes_no("同意", "granted")
    until: Fixed = day("延至", "until", mark="fixed")
