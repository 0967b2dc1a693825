"""The ledger: the root of all records.

>>> from datetime import date
>>> from decimal import Decimal
>>> ledger = Ledger(
...     known_on=date(2025, 12, 31),
...     policyholders=(
...         Policyholder(
...             id="P",
...             name="甲矿",
...             contracts=(
...                 Contract(
...                     id="C",
...                     premium=Decimal("50000"),
...                     inception_on=date(2025, 1, 2),
...                     expiry_on=date(2026, 1, 1),
...                 ),
...             ),
...         ),
...     ),
... )
>>> ledger.policyholders[0].contracts[0].premium
Decimal('50000')
"""

from __future__ import annotations

from datetime import date

from ajx_rules.domain.contracts import (
    AgreedService,
    CoInsurer,
    Contract,
    Endorsement,
    PlannedService,
    PolicyYear,
    PremiumReceipt,
    PremiumRefund,
    Refusal,
    ServicePlan,
    VisitArrangement,
)
from ajx_rules.domain.enums import Party
from ajx_rules.domain.facts import Record, choice, day, record, records, required, text
from ajx_rules.domain.fees import (
    BudgetPlan,
    FeeAllocation,
    FeeExtraction,
    InsurerYear,
    Payment,
    PaymentShare,
)
from ajx_rules.domain.knowledge import Completeness, Document, Judgement, Parameter
from ajx_rules.domain.organisation import (
    ArchiveEntry,
    AuthorityAct,
    Capability,
    DataRequest,
    Equipment,
    Finding,
    RegisterKept,
    SelfAssessment,
    SystemDocument,
    SystemInterface,
)
from ajx_rules.domain.parties import (
    Accident,
    Authority,
    Branch,
    Certificate,
    Employment,
    Engagement,
    Insurer,
    Person,
    Policyholder,
    RiskControlTeam,
    Site,
    Stoppage,
    TeamMember,
    TeamTraining,
    ThirdParty,
    Title,
    TrainingAttendance,
)
from ajx_rules.domain.process import (
    Communication,
    Complaint,
    ComplaintChange,
    Extension,
    Hazard,
    Recheck,
    Submission,
    Tracking,
)
from ajx_rules.domain.services import (
    Deliverable,
    FollowUp,
    Occasion,
    Recipient,
    Service,
    ServiceItem,
    ServicePerson,
)
from ajx_rules.domain.values import Records


@record("台账数据", "ledger", measure="份")
class Ledger(Record):
    """What one keeper knows, as of the end of ``known_on``."""

    kept_by: str | None = text("编制单位", "kept by")
    keeper: Party | None = choice(Party, "编制方", "kind of keeper")
    known_on: date = required(day("台账截止日", "known on"))
    insurers: Records[Insurer] = records(Insurer)
    third_parties: Records[ThirdParty] = records(ThirdParty)
    persons: Records[Person] = records(Person)
    authorities: Records[Authority] = records(Authority)
    policyholders: Records[Policyholder] = records(Policyholder)
    services: Records[Service] = records(Service)
    hazards: Records[Hazard] = records(Hazard)
    complaints: Records[Complaint] = records(Complaint)
    communications: Records[Communication] = records(Communication)
    submissions: Records[Submission] = records(Submission)
    extensions: Records[Extension] = records(Extension)
    fee_extractions: Records[FeeExtraction] = records(FeeExtraction)
    fee_allocations: Records[FeeAllocation] = records(FeeAllocation)
    payments: Records[Payment] = records(Payment)
    budget_plans: Records[BudgetPlan] = records(BudgetPlan)
    insurer_years: Records[InsurerYear] = records(InsurerYear)
    system_documents: Records[SystemDocument] = records(SystemDocument)
    registers: Records[RegisterKept] = records(RegisterKept)
    capabilities: Records[Capability] = records(Capability)
    equipment: Records[Equipment] = records(Equipment)
    interfaces: Records[SystemInterface] = records(SystemInterface)
    data_requests: Records[DataRequest] = records(DataRequest)
    self_assessments: Records[SelfAssessment] = records(SelfAssessment)
    archive: Records[ArchiveEntry] = records(ArchiveEntry)
    findings: Records[Finding] = records(Finding)
    authority_acts: Records[AuthorityAct] = records(AuthorityAct)
    judgements: Records[Judgement] = records(Judgement)
    parameters: Records[Parameter] = records(Parameter)
    complete: Records[Completeness] = records(Completeness)
    documents: Records[Document] = records(Document)


__all__ = [
    "Accident",
    "AgreedService",
    "ArchiveEntry",
    "Authority",
    "AuthorityAct",
    "Branch",
    "BudgetPlan",
    "Capability",
    "Certificate",
    "CoInsurer",
    "Communication",
    "Complaint",
    "ComplaintChange",
    "Completeness",
    "Contract",
    "DataRequest",
    "Deliverable",
    "Document",
    "Employment",
    "Endorsement",
    "Engagement",
    "Equipment",
    "Extension",
    "FeeAllocation",
    "FeeExtraction",
    "Finding",
    "FollowUp",
    "Hazard",
    "Insurer",
    "InsurerYear",
    "Judgement",
    "Ledger",
    "Occasion",
    "Parameter",
    "Payment",
    "PaymentShare",
    "Person",
    "PlannedService",
    "PolicyYear",
    "Policyholder",
    "PremiumReceipt",
    "PremiumRefund",
    "Recheck",
    "Recipient",
    "Record",
    "Refusal",
    "RegisterKept",
    "RiskControlTeam",
    "SelfAssessment",
    "Service",
    "ServiceItem",
    "ServicePerson",
    "ServicePlan",
    "Site",
    "Stoppage",
    "Submission",
    "SystemDocument",
    "SystemInterface",
    "TeamMember",
    "TeamTraining",
    "ThirdParty",
    "Title",
    "Tracking",
    "TrainingAttendance",
    "VisitArrangement",
]
