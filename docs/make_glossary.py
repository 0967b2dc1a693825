"""Write ``docs/glossary.md`` from the code: ``python docs/make_glossary.py``.

Labels come from the record classes, the derived relations, the statuses and the table of
declarations; nothing is written twice. Only the table of terms that are easy to translate
wrongly is written here.
"""

# ruff: noqa: INP001 - a script beside the page it writes
from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from ajx_rules.domain.catalogue import FieldInfo, RecordClass, catalogue
from ajx_rules.domain.derived import DERIVED_CLASSES, DERIVED_MEMBERS, DerivedMember
from ajx_rules.domain.enums import ENUMS
from ajx_rules.domain.labels import VOCABULARY_LABELS
from ajx_rules.engines.verdict import Status
from ajx_rules.language.forms import declaration_forms

PAGE = Path(__file__).with_name("glossary.md")

INTRODUCTION = """\
# 术语表 Glossary

<!-- Written by docs/make_glossary.py; edit the labels in the code, then run it again. -->

中文、英文和标识符一一对应。台账里的键写标识符或中文标签都可以，规则文件只写中文标签；\
引文（规范文件的原话）从不翻译。

Chinese, English and identifier. A ledger may spell a key by identifier or by Chinese label;
rule files use the Chinese label only. Quotations are never translated.

- [不能照字面翻译的词 Terms that mislead](#不能照字面翻译的词-terms-that-mislead)
- [结论 Statuses](#结论-statuses)
- [台账的记录 Records of a ledger](#台账的记录-records-of-a-ledger)
- [推算的关系 Derived relations](#推算的关系-derived-relations)
- [固定的选项 Enumerations](#固定的选项-enumerations)
- [词表 Vocabularies](#词表-vocabularies)
- [规则文件的声明 Declarations of a rule file](#规则文件的声明-declarations-of-a-rule-file)
"""

# 中文, English, where it stands in the software, what to mind.
MISLEADING = (
    ("服务频次", "service frequency", "定义 in a rule file", "distinct kinds of service a year, not visits"),
    ("保费规模", "premium volume", "`InsuredYear.premium_total`", "of the insured with that insurer, not of one policy"),
    ("以上、以下", "and above, below", "约定", "declared per table: Annex 1 includes its 以上 and excludes its 以下"),
    ("投保单位", "policyholder", "`Policyholder`", "the insured enterprise; “unit” is a calque"),
    ("保险机构", "insurer", "`Insurer`", "not “insurance agency”, which is an intermediary"),
    ("保险年度", "policy year", "`PolicyYear`", "from inception to the day before the anniversary; not a calendar year"),
    ("生产安全事故", "work-safety accident", "`Accident`", "a statutory term; not any incident"),
    ("事故隐患", "hidden hazard", "`Hazard`", "an existing defect; neither a risk nor a hazard source (危险源)"),
    ("订立", "conclusion (of a contract)", "`concluded_on`", "acceptance; neither signing nor inception (起保)"),
    ("拒绝服务", "refusal of service", "`Refusal`", "an act of the policyholder; silence is none"),
    ("告知", "notice", "`notified_at`", "the insurer’s notice to the insured"),
    ("回访", "follow-up", "`FollowUp`", "after a service, to learn satisfaction; need not be a visit"),
    ("上门、现场", "on site", "`Mode.ON_SITE`", "on the insured’s premises; implies in person (线下), not the reverse"),
    ("全年进行", "carried on all year round", "a cell of a table", "at least once is necessary; enough or not is judgement"),
    ("无硬性要求", "no mandatory requirement", "`not_applicable`", "said in words; an empty cell is a merged one instead"),
    ("工作日", "working day", "`calendar`", "by the State Council’s notice, make-up days included"),
    ("及时、立即", "promptly, immediately", "`open`", "no number in the text, so never a breach by the clock alone"),
    ("应、应当", "shall", "义务", "a duty, not “should”"),
    ("逾期履行", "late", "`late`", "done after the due date; not “overdue”, which is not done"),
    ("免责", "excused", "`excused`", "the duty is lifted; not an exclusion of cover (责任免除)"),
    ("不详", "unknown", '`"unknown"`, or left out', "never zero, never “no”"),
    ("未发生", "not yet", '`"none"`', "a date known not to have come about"),
    ("完整性声明", "completeness declaration", "`Completeness`", "within it an absent record did not happen"),
    ("台账", "ledger, register", "`Ledger`", "the input file; also the registers an insurer keeps (`RegisterKept`)"),
    ("解读", "reading", "`readings`", "one of several ways to read the text; not the authority’s interpretation"),
    ("截至日", "as of", "`as_of`", "the state at the end of that day"),
)  # fmt: skip

KINDS = {
    "id": "编号 id",
    "text": "文字 text",
    "bool": "是否 true / false",
    "int": "整数 whole number",
    "num": "数 number",
    "money": "金额 money",
    "rate": "比率 rate",
    "date": "日期 day",
    "moment": "时间 day or moment",
    "code": "词 code",
    "codes": "一组词 set of codes",
    "ref": "引用 id of",
    "refs": "一组引用 ids of",
    "any": "引用 id of a record",
    "anys": "一组引用 ids of records",
    "enum": "选项 one of",
    "enums": "一组选项 set of",
    "map": "逐项 by entry of",
    "parts": "列表 list of",
}
DERIVED_KINDS = {
    "truth": "是否 true / false",
    "time": "日期 day",
    "period": "期间 period",
    "number": "数 number",
    "money": "金额 money",
    "code": "词 code",
    "codes": "一组词 set of codes",
    "text": "文字 text",
    "rows": "记录 records",
    "row": "一条记录 record",
}
MARKS = {
    "dated": "记录之日 day of the record",
    "milestone": "里程碑 milestone",
    "fixed": "事先约定 fixed in advance",
}


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """Yield the lines of a Markdown table, an empty line after it."""
    head = tuple(head)
    yield "| " + " | ".join(head) + " |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"
    yield ""


def glossary() -> str:
    """Return the page."""
    lines = [INTRODUCTION]
    for part in (terms, statuses, records, derived, enumerations, vocabularies, declarations):
        lines += part()
    return "\n".join(lines).rstrip() + "\n"


def terms() -> Iterator[str]:
    """Yield the terms that mislead."""
    yield "## 不能照字面翻译的词 Terms that mislead\n"
    yield from table(("中文", "English", "标识符 in the software", "注意 mind"), MISLEADING)


def statuses() -> Iterator[str]:
    """Yield the statuses of a verdict."""
    yield "## 结论 Statuses\n"
    yield "含义见 [verdicts.md](verdicts.md)。For what makes each, see [verdicts.md](verdicts.md).\n"
    yield from table(("中文", "English", "标识符"), ((s.zh, s.en, f"`{s.value}`") for s in Status))


def records() -> Iterator[str]:
    """Yield the record classes with their fields."""
    known = catalogue()
    yield "## 台账的记录 Records of a ledger\n"
    yield "量词用在“每”之后：每份保险合同。A measure word stands after 每: 每份保险合同.\n"
    head = ("中文", "English", "标识符", "量词", "所在列表 listed under")
    yield from table(head, ((*_names(cls), cls.measure, _place(cls)) for cls in known.classes.values()))
    every = (known.ledger, *known.classes.values())
    common = set.intersection(*(set(cls.fields) for cls in every))
    yield "### 每条记录都可以有的字段 Fields of every record\n"
    yield from _fields(f for f in known.ledger.fields.values() if f.name in common)
    yield "另有 `sources`（来源）和 `extra`（补充事实）。Also `sources` and `extra` (declared extra facts).\n"
    for cls in every:
        yield f"### {cls.label} {cls.english} `{cls.name}`\n"
        own = (f for f in cls.fields.values() if f.name not in common)
        yield from _fields(f for f in own if not (cls is known.ledger and f.register))


def _fields(fields: Iterable[FieldInfo]) -> Iterator[str]:
    head = ("中文", "English", "标识符", "内容 content")
    yield from table(head, ((*_names(field), _content(field)) for field in fields))


def _names(of: FieldInfo | RecordClass | DerivedMember) -> tuple[str, str, str]:
    return of.label, of.english, f"`{of.name}`"


def _place(cls: RecordClass) -> str:
    return f"`{cls.owner}.{cls.owner_list}`" if cls.owner else f"`{cls.owner_list}`"


def _content(field: FieldInfo) -> str:
    words = [KINDS.get(field.kind, field.kind)]
    if field.vocabulary:
        words[0] += f"：{VOCABULARY_LABELS[field.vocabulary]}"
    elif field.target:
        words[0] += f" `{field.target}`"
    if field.unit:
        words.append(field.unit)
    if field.mark:
        words.append(MARKS[field.mark])
    if field.required:
        words.append("必填 required")
    return "；".join(words)


def derived() -> Iterator[str]:
    """Yield what follows from a ledger and is never written in it."""
    yield "## 推算的关系 Derived relations\n"
    yield "由台账推算，不写在台账里，规则文件可以用。Worked out from a ledger; rule files may use them.\n"
    known = catalogue()
    for cls in DERIVED_CLASSES:
        yield f"### {cls.label} {cls.english} `{cls.name}`（量词 {cls.measure}）\n"
        yield from _members(cls.members)
    for name, members in DERIVED_MEMBERS.items():
        yield f"### {known.classes[name].label} `{name}`，另有 also has\n"
        yield from _members(members)


def _members(members: Iterable[DerivedMember]) -> Iterator[str]:
    rows = (
        (*_names(m), DERIVED_KINDS.get(m.kind, m.kind) + (f" `{m.target}`" if m.target else ""))
        for m in members
    )
    yield from table(("中文", "English", "标识符", "内容 content"), rows)


def enumerations() -> Iterator[str]:
    """Yield the enumerations that hold for any guideline."""
    yield "## 固定的选项 Enumerations\n"
    yield "台账里写中文或英文名都可以。A ledger may write either.\n"
    rows = (
        (words.label(), f"`{name}`", "、".join(f"{w.value} `{w.name}`" for w in words))
        for name, words in ENUMS.items()
    )
    yield from table(("中文", "标识符", "选项 words"), rows)


def vocabularies() -> Iterator[str]:
    """Yield the vocabularies, whose entries the regulation supplies."""
    yield "## 词表 Vocabularies\n"
    yield "词由规范文件的规则文件给出（词表、附件的表格），不翻译。"
    yield "The entries come from the rule files and are not translated.\n"
    yield from table(("中文", "标识符"), ((label, f"`{name}`") for name, label in VOCABULARY_LABELS.items()))


def declarations() -> Iterator[str]:
    """Yield the kinds of declarations and their fields."""
    yield "## 规则文件的声明 Declarations of a rule file\n"
    yield "写法见 [rule-language.md](rule-language.md)。How they are written: [rule-language.md](rule-language.md).\n"
    rows = (
        (form.kind, form.english, "、".join(f"{f.name} {f.english}" for f in form.fields))
        for form in declaration_forms().values()
    )
    yield from table(("中文", "English", "字段 fields"), rows)


if __name__ == "__main__":
    PAGE.write_text(glossary(), encoding="utf-8", newline="\n")
