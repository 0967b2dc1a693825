"""A case's facts as ledger data: what ``设`` and ``完整`` say, and nothing more.

The data is read by the same reader as any ledger, so that a case cannot say what a
ledger could not, and its mistakes are found by the same checks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from lark import Token, Tree

from ajx_rules.compiler.ir import ExtraFact
from ajx_rules.compiler.resolve import day_of
from ajx_rules.compiler.schema import stem
from ajx_rules.compiler.wrong import WrongSentence
from ajx_rules.domain.catalogue import FieldInfo, RecordClass, catalogue
from ajx_rules.domain.vocabulary import Vocabulary
from ajx_rules.language.text import canonical, chinese_number, nearest, quantity
from ajx_rules.language.tree import Declaration, FieldNode, Sentence, tokens_of

Data = dict[str, Any]
NONE_AT_ALL = object()
Report = Callable[[WrongSentence, int], None]


class LedgerOfCase:
    """Builds the ledger data of one case."""

    def __init__(
        self,
        case: Declaration,
        as_of: str,
        vocabularies: Mapping[str, Vocabulary],
        facts: Iterable[ExtraFact] = (),
    ) -> None:
        """Start with an empty ledger known on ``as_of``; ``vocabularies`` say what a set leaves out."""
        self.vocabularies = vocabularies
        self.facts = {(f.owner, f.name): f for f in facts}
        self.case = case
        self.records: dict[str, tuple[RecordClass, Data]] = {}
        self.owners: dict[str, str] = {}
        self.order: list[str] = []
        self.fields: dict[str, FieldNode] = {}
        self.complete: list[Data] = []
        self.latest = as_of

    def build(self, report: Report) -> Data:
        """The ledger as data for the reader; mistakes go to ``report`` with their line."""
        for field in self.case.all("设"):
            if field.sentence is not None:
                try:
                    self._given(field.sentence)
                    self.fields[self.order[-1]] = field
                except WrongSentence as wrong:
                    report(wrong, field.span.line)
        for field in self.case.all("完整"):
            if field.sentence is not None:
                try:
                    self._complete(field.sentence)
                except WrongSentence as wrong:
                    report(wrong, field.span.line)
        return self._assembled()

    def place_of(self, path: str, data: Data) -> FieldNode | None:
        """The line that gave the record at a path of the ledger ($.services[0].recipients)."""
        found: FieldNode | None = self.case.field("编制方") if path == "$.keeper" else None
        at: Any = data
        for name, index in re.findall(r"\.(\w+)(?:\[(\d+)\])?", path):
            at = at.get(name) if isinstance(at, dict) else None
            if index and isinstance(at, list) and int(index) < len(at):
                at = at[int(index)]
            if isinstance(at, dict) and at.get("id") in self.fields:
                found = self.fields[at["id"]]
        return found

    # ------------------------------------------------------------ facts

    def _given(self, tree: Sentence) -> None:
        facts = [c for c in tree.children if isinstance(c, Tree)]
        if not facts or facts[0].data != "thing":
            raise WrongSentence("E503", facts[0] if facts else None)
        label, text = str(facts[0].children[0]), _text(facts[0].children[1])
        cls = catalogue().by_label(label)
        if cls is None:
            raise WrongSentence("E505", facts[0].children[0], cls=label)
        if text in self.records:
            first = self.records[text][0]
            code = "E512" if first is cls else "E509"
            raise WrongSentence(code, facts[0].children[1], name=text, first=first.label, second=cls.label)
        data: Data = {"id": text}
        if "name" in cls.fields:
            data["name"] = text
        self.records[text] = (cls, data)
        self.order.append(text)
        for fact in facts[1:]:
            if fact.data == "thing":
                raise WrongSentence("E510", fact)
            self._fact(fact, cls, data, text)

    def _fact(self, fact: Sentence, cls: RecordClass, data: Data, name: str) -> None:
        if fact.data == "belongs":
            self.owners[name] = _text(fact.children[1])
            return
        label_token = next(t for t in fact.children if isinstance(t, Token) and t.type == "NAME")
        value = self._value(fact)
        if fact.data == "fact_set" and any(isinstance(t, Token) and t.type == "IS" for t in fact.children):
            value = self._exactly(label_token, value, cls)
        self._put(label_token, value, cls, data)

    def _exactly(self, label: Token, value: list[str], cls: RecordClass) -> Any:  # noqa: ANN401 - JSON data
        """合同条款为｛…｝: these and, of the declared ones, no others."""
        field = cls.by_label(str(label))
        vocabulary = self.vocabularies.get(field.vocabulary or "") if field is not None else None
        if field is None or field.kind != "map" or vocabulary is None:
            return value
        return {e.code: e.code in value for e in vocabulary.entries}

    def _value(self, fact: Sentence) -> Any:  # noqa: ANN401 - JSON data
        if fact.data == "fact_on":
            day = day_of(
                next(t for t in fact.children if isinstance(t, Token) and t.type == "DATE")
            ).isoformat()
            clock = next((t for t in fact.children if isinstance(t, Token) and t.type == "CLOCK"), None)
            return f"{day}T{_clock(clock)}" if clock is not None else day
        if fact.data == "fact_not_yet":
            return "none"
        if fact.data in ("fact_unknown", "fact_day_unknown"):
            return "unknown"
        if fact.data == "fact_none":
            return NONE_AT_ALL
        if fact.data == "fact_set":
            inner = fact.children[-1]
            assert isinstance(inner, Tree)
            return [_code(str(t)) for c in inner.children if isinstance(c, Tree) for t in c.children]
        inner = fact.children[-1]
        assert isinstance(inner, Tree)
        first = inner.children[0]
        if isinstance(first, Tree):
            return [_text(t) for t in first.children if isinstance(t, Token) and t.type == "TEXT"]
        return _plain(first)

    def _put(self, label: Token, value: Any, cls: RecordClass, data: Data) -> None:  # noqa: ANN401
        word = str(label)
        field = cls.by_label(word) or next((f for f in cls.fields.values() if stem(f.label) == word), None)
        part = next((p for p in cls.lists if p.target and catalogue().classes[p.target].label == word), None)
        if part is not None and (field is None or field.kind == "parts"):
            if value is NONE_AT_ALL:
                data[part.name] = []
                return
            target = catalogue().classes[part.target or ""]
            ref = next((f for f in target.fields.values() if f.kind == "ref" and f.required), None)
            if ref is None:  # such a record has no one to name; it takes a 设 of its own
                raise WrongSentence("E222", label, word=word, cls=cls.label, nearest="")
            for each in value if isinstance(value, list) else [value]:
                data.setdefault(part.name, []).append({ref.name: each})
            return
        fact = self._declared(cls, word)
        if fact is not None:
            value = "" if value is NONE_AT_ALL else value
            said = str(value) if fact.kind == "number" and not isinstance(value, bool) else value
            data.setdefault("extra", {})[fact.name] = said
            return
        if field is None:
            for part in cls.lists:
                inner = catalogue().classes[part.target or ""].by_label(word)
                if inner is not None and not part.register:
                    entries = data.setdefault(part.name, [{}])
                    if inner.name in entries[-1]:
                        entries.append({})
                    entries[-1][inner.name] = _shaped(inner, value)
                    self._known(inner, value)
                    return
            self._no_act(
                label, value, next((f for f in cls.fields.values() if _same_act(f.label, word)), None)
            )
            labels = [f.label for f in cls.fields.values()] + [
                stem(f.label) or "" for f in cls.fields.values()
            ]
            raise WrongSentence(
                "E222", label, word=word, cls=cls.label, nearest=nearest(word, labels, shared=2) or ""
            )
        self._no_act(label, value, field)
        self._known(field, value)
        data[field.name] = _shaped(field, value)

    @staticmethod
    def _no_act(label: Token, value: object, field: FieldInfo | None) -> None:
        """An act is written with its day, or 未: neither 为是 nor 为否, nor as a field of another name."""
        act = stem(field.label) if field is not None else None
        if field is None or act is None or (field.label == str(label) and not isinstance(value, bool)):
            return
        if isinstance(value, bool):
            instead = f"未{act}" if not value and field.mark == "milestone" else f"于2025年6月3日{act}"
            raise WrongSentence("E516", label, word=str(label), instead=instead)
        if str(label) != act and isinstance(value, str) and re.match(r"\d{4}-", value):
            day = "{}年{}月{}日".format(*map(int, value[:10].split("-")))
            raise WrongSentence("E516", label, word=str(label), instead=f"于{day}{act}")

    def _declared(self, cls: RecordClass, word: str) -> ExtraFact | None:
        """The declared fact of that name; a day also by its act, as 未复查 for 复查日期."""
        dated = (self.facts.get((cls.name, word + ending)) for ending in ("日期", "时间"))
        fact = self.facts.get((cls.name, word))
        return fact or next((f for f in dated if f is not None and f.kind == "time"), None)

    def _known(self, field: FieldInfo, value: Any) -> None:  # noqa: ANN401
        """A date that came about is known by the end of the case."""
        if field.mark in ("dated", "milestone") and isinstance(value, str) and value[:1].isdigit():
            self.latest = max(self.latest, value[:10])

    # ------------------------------------------------------------ completeness

    def _complete(self, tree: Sentence) -> None:
        through = day_of(next(t for t in tokens_of(tree) if t.type == "DATE")).isoformat()
        self.latest = max(self.latest, through)
        entry: Data = {"records": ["*"], "through": through}
        if tree.data != "complete_all":
            listed = next(c for c in tree.children if isinstance(c, Tree))
            names = [t for t in listed.children if isinstance(t, Token) and t.type == "NAME"]
            for name in names:
                if catalogue().by_label(str(name)) is None:
                    raise WrongSentence(
                        "E242",
                        name,
                        word=str(name),
                        nearest=nearest(str(name), [c.label for c in catalogue().classes.values()]) or "",
                    )
            entry["records"] = [str(n) for n in names]
        if tree.data == "complete_scoped":
            entry["scope"] = _text(
                next(t for t in tree.children if isinstance(t, Token) and t.type == "TEXT")
            )
        self.complete.append(entry)

    # ------------------------------------------------------------ the whole

    def _assembled(self) -> Data:
        ledger: Data = {"id": "case", "known_on": self.latest, "complete": self.complete}
        keeper = self.case.field("编制方")
        if keeper is not None:
            ledger["keeper"] = keeper.text
        for name in self.order:
            cls, data = self.records[name]
            if cls.owner is None:
                ledger.setdefault(cls.owner_list, []).append(data)
                continue
            owner = self.records.get(self.owners.get(name, ""))
            if owner is None or owner[0].name != cls.owner:
                ledger.setdefault("?", []).append((name, cls))
                continue
            owner[1].setdefault(cls.owner_list, []).append(data)
        return ledger


def _same_act(label: str, word: str) -> bool:
    """Whether two names are of the same act: 发现时间, 发现日期."""
    return stem(label) is not None and stem(label) == stem(word)


def _shaped(field: FieldInfo, value: Any) -> Any:  # noqa: ANN401
    """A value in the shape that the field has in a ledger."""
    if value is NONE_AT_ALL:
        if field.kind in ("text", "code"):
            return ""  # left blank: a word, even 无, would be an entry
        return [] if field.kind in ("codes", "enums", "refs", "anys") else "none"
    if field.kind in ("enum", "code") and isinstance(value, bool):
        return "是" if value else "否"
    if (
        field.kind in ("codes", "enums", "refs", "anys")
        and not isinstance(value, list)
        and value not in ("unknown", "none")
    ):
        return [value]
    if field.kind == "map" and isinstance(value, list):
        return dict.fromkeys(value, True)
    return value


def _text(token: object) -> str:
    return str(token)[1:-1]


def _code(word: str) -> str:
    found = re.fullmatch(r"第(.+)行", canonical(word))
    if not found:
        return word
    return found[1] if found[1].isdigit() else str(chinese_number(found[1]))


def _plain(token: object) -> Any:  # noqa: ANN401
    assert isinstance(token, Token)
    word = str(token)
    if token.type == "TEXT":
        return _text(token)
    if token.type == "YES":
        return True
    if token.type == "NO":
        return False
    if token.type == "DATE":
        return day_of(token).isoformat()
    if token.type == "QUANTITY":
        number, unit = quantity(canonical(word))
        if unit == "%":
            return canonical(word)
        from ajx_rules.engines.in_words import decimal_words

        text = decimal_words(number)
        return int(text) if text.isdigit() and unit != "元" else text
    if token.type == "NUMBER":
        return int(word) if re.fullmatch(r"-?\d+", word) else word
    return _code(word)


def _clock(token: Token) -> str:
    found = re.fullmatch(r"(\d+)时(?:(\d+)分)?", canonical(str(token)))
    assert found
    hour, minute = int(found[1]), int(found[2] or 0)
    if hour > 23 or minute > 59:  # noqa: PLR2004 - of a clock
        raise WrongSentence("E502", token, value=str(token))
    return f"{hour:02d}:{minute:02d}"
