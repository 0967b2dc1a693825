"""Write the reference in ``docs/rule-language.md``: ``python docs/make_rule_language.py``.

The introduction above the mark is written by hand and kept; the reference below it is made
from ``grammar/declarations.toml``.
"""

# ruff: noqa: INP001 - a script beside the page it writes
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ajx_rules.compiler.conventions import CHOICES
from ajx_rules.language.forms import DeclarationForm, FieldForm, declaration_forms

PAGE = Path(__file__).with_name("rule-language.md")
MARK = "<!-- Everything below is written by docs/make_rule_language.py from grammar/declarations.toml. -->\n"

HEADS = {
    "id-words": "编号，再用「」写要执行的原话",
    "name-words": "名称，再用「」写原话",
    "name": "名称",
    "name-key": "名称，再用（）写数据中的键",
    "title": "用「」写一句话",
    "none": "没有",
}
FORMS = {
    "text": "一句话",
    "words": "「原话」，须在上面的引文中",
    "line": "照行文写",
    "name": "一个名称",
    "names": "名称，以、隔开",
    "items": "一个条件，或“下列各项均具备：”“下列各项之一：”，下面各行（一）（二）……",
    "each": "下面一行一项，各有编号：每项是一条规范",
    "expression": "一个条件或一个值",
    "subject": "每……的每……",
    "term_of_duty": "期限",
    "often": "每年（每2年、每半年、每季度、每月）至少几次",
    "span": "多长：3个月、30日、1年；或“任意连续12个月”",
    "columns": "名称，依次为是、否（或否、是）",
    "references": "规范编号或例外的名称，以、隔开",
    "date": "日期",
    "facts": "事实，以；隔开",
    "complete": "哪些记录齐备，至哪一天",
    "takes_list": "名称采甲说，以、隔开",
    "expectation": "规范对「某某」为某结论，后面可接到期日等",
    "result": "表对「某某」为某结果",
}
GROUPS = (
    ("规范", ("义务", "禁止", "提示", "许可", "权力", "说明", "适用范围")),
    ("表格", ("判定表", "频次表")),
    ("解读、例外和判断", ("解读", "例外", "判断", "同组")),
    ("用语和全文", ("定义", "期间", "词表", "事实", "参数", "约定", "通则", "规范文件", "编号对照")),
    ("案例", ("案例",)),
)


def reference() -> str:
    """Return the reference of all declarations."""
    forms = declaration_forms()
    lines = ["## 声明一览", ""]
    lines += [
        f"- {title}：{'、'.join(f'[{k}](#{k}-{_anchor(forms[k])})' for k in kinds)}"
        for title, kinds in _groups()
    ]
    lines.append("")
    for _, kinds in _groups():
        for kind in kinds:
            lines += _declaration(forms[kind])
    return "\n".join(lines).rstrip() + "\n"


def _groups() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the groups; a kind that none of them names comes last."""
    yield from GROUPS
    named = {kind for _, kinds in GROUPS for kind in kinds}
    others = tuple(kind for kind in declaration_forms() if kind not in named)
    if others:
        yield "其他", others


def _anchor(form: DeclarationForm) -> str:
    return form.english.replace(" ", "-")


def _declaration(form: DeclarationForm) -> Iterator[str]:
    yield f"## {form.kind} {form.english}"
    yield ""
    yield form.help + "。"
    yield ""
    yield f"声明头“{form.kind}”之后：{HEADS.get(form.head, form.head)}。"
    yield ""
    yield "```ajx"
    yield form.example.strip()
    yield "```"
    yield ""
    yield "| 字段 | English | 内容 | |"
    yield "|---|---|---|---|"
    for field in form.fields:
        yield f"| {_word(field)} | {field.english} | {_content(field)} | {_must(field)} |"
    yield ""


def _word(field: FieldForm) -> str:
    """Return the field word as it is written."""
    if field.prefix is None:
        return f"`{field.name}`"
    if field.name == "说":
        return "、".join(f"`{letter}说`" for letter in field.prefix)
    if not field.prefix:
        return "`规则文件中的编号`"
    return f"`{field.prefix}…{field.suffix}`" if field.suffix else f"`{field.prefix}…，指`"


def _content(field: FieldForm) -> str:
    """What a field holds; of a convention, the words that it may be."""
    if field.form == "choice_by_case":
        yes, no = CHOICES[field.name]
        return f"{yes}或{no}；可接“；若……，{no}”"
    return FORMS.get(field.form, field.form)


def _must(field: FieldForm) -> str:
    return "，".join(word for word, holds in (("必填", field.must), ("可多次", field.many)) if holds)


def introduction() -> str:
    """Return the part of the page that is written by hand."""
    return PAGE.read_text(encoding="utf-8").partition(MARK)[0]


def page() -> str:
    """Return the page: the introduction as it stands, and the reference."""
    return introduction() + MARK + "\n" + reference()


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
