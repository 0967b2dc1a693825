"""The Chinese names of the vocabularies, and the rules that every label keeps.

The entries of a vocabulary come from the regulation; that it exists, and what it is called,
is known here, because fields of the record classes name it.
"""

from __future__ import annotations

from typing import Final

VOCABULARY_LABELS: Final[dict[str, str]] = {
    "sector": "行业领域",
    "insurance_line": "险种",
    "tier": "服务档次",
    "service_category": "服务项目",
    "service_item": "服务内容",
    "inspection_form": "排查形式",
    "training_topic": "培训内容",
    "deliverable_kind": "成果种类",
    "clause": "合同条款",
    "plan_factor": "方案考虑因素",
    "third_party_kind": "机构类型",
    "capability": "服务能力",
    "title_speciality": "职称专业",
    "certificate_kind": "证书种类",
    "certificate_speciality": "证书专业",
    "work_kind": "工作类别",
    "channel": "回访方式",
    "satisfaction": "满意度",
    "content": "报送内容",
    "talk_purpose": "沟通事由",
    "system_kind": "制度种类",
    "register_kind": "台账种类",
    "archive_class": "归档资料种类",
    "fee_purpose": "支出用途",
    "finding_kind": "认定种类",
    "aspect": "诚信方面",
    "finding_action": "处置措施",
    "act_kind": "监管行为种类",
    "question": "判断事项",
    "parameter": "参数",
    "complaint_kind": "投诉类别",
    "region": "行政区划",
    "record_class": "记录种类",
}
"""Name of each vocabulary → its Chinese label. ``region`` and ``record_class`` are built in."""


def faults_of_label(label: str) -> list[str]:
    """What is wrong with a label or a vocabulary entry as a word of the rule language.

    >>> faults_of_label("订立日期")
    []
    >>> faults_of_label("已订立")
    ['已订立 begins with 已']
    """
    faults = []
    if not label:
        faults.append("an empty label")
    if "的" in label:
        faults.append(f"{label} contains 的")
    if any(ch.isspace() for ch in label):
        faults.append(f"{label} contains a blank")
    faults += [f"{label} begins with {word}" for word in ("已", "未") if label.startswith(word)]
    return faults
