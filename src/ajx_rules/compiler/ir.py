"""The intermediate representation: what a regulation means, and nothing about how it is written.

Every engine and every analysis reads this and nothing earlier. It is relational:
a norm ranges over the rows of one relation (its subject); an expression reads
fields of a row, follows a relation to other rows, filters, counts, sums, compares.
There are no loops, no functions, no names left to resolve. A row is a variable:
``Var(0)`` is the subject, each ``Filter`` or aggregate over rows binds the next.

All classes are frozen; ``to_data``/``from_data`` are a JSON round trip; ``show`` prints.
"""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any, Final, Literal

import attrs

from ajx_rules.compiler.node import Node

# --------------------------------------------------------------------------- rows


@attrs.frozen(eq=False, repr=False)
class Var(Node):
    """A row in scope: 0 is the subject, then outermost binder first."""

    index: int


@attrs.frozen(eq=False, repr=False)
class Follow(Node):
    """The rows that ``relation`` leads to from one row (or from each of several)."""

    source: Row
    relation: str


@attrs.frozen(eq=False, repr=False)
class Filter(Node):
    """Those rows for which ``condition`` holds; ``bind`` is the index of the row in it."""

    source: Row
    bind: int
    condition: Expr


Row = Var | Follow | Filter

# --------------------------------------------------------------------------- values


@attrs.frozen(eq=False, repr=False)
class Field(Node):
    """A plain field of one row."""

    row: Row
    name: str


@attrs.frozen(eq=False, repr=False)
class Moment(Node):
    """A dated field of one row, or the date of the earliest of several rows."""

    row: Row
    name: str


@attrs.frozen(eq=False, repr=False)
class Number(Node):
    """A number, exact; ``unit`` is that of the text (元, 人, 次, 年 ...)."""

    value: Fraction
    unit: str


@attrs.frozen(eq=False, repr=False)
class Day(Node):
    """A fixed day."""

    day: date


@attrs.frozen(eq=False, repr=False)
class AsOf(Node):
    """The day at whose end the check is made."""


@attrs.frozen(eq=False, repr=False)
class Code(Node):
    """An entry of a vocabulary."""

    vocabulary: str
    code: str


@attrs.frozen(eq=False, repr=False)
class Attribute(Node):
    """The attribute ``name`` of a code (the category of a service item)."""

    value: Expr
    vocabulary: str
    name: str


@attrs.frozen(eq=False, repr=False)
class ThisRow(Node):
    """The row of the table that a rule about a table speaks of (所在行)."""

    vocabulary: str


@attrs.frozen(eq=False, repr=False)
class Lookup(Node):
    """The result of a decision table for one row."""

    table: str
    row: Row


@attrs.frozen(eq=False, repr=False)
class Call(Node):
    """A definition (by case) read for one row."""

    definition: str
    row: Row


@attrs.frozen(eq=False, repr=False)
class Sum(Node):
    """Exact sum of ``value`` over rows."""

    rows: Row
    bind: int
    value: Expr


@attrs.frozen(eq=False, repr=False)
class Count(Node):
    """Number of rows."""

    rows: Row


@attrs.frozen(eq=False, repr=False)
class Distinct(Node):
    """Number of distinct codes of ``value`` over rows, without those ``excluded``."""

    rows: Row
    bind: int
    value: Expr


@attrs.frozen(eq=False, repr=False)
class Without(Node):
    """A code that is left out of a count where it is one of ``excluded``."""

    value: Expr
    excluded: tuple[str, ...]


@attrs.frozen(eq=False, repr=False)
class Extreme(Node):
    """The first or last of a date over rows."""

    which: Literal["first", "last"]
    rows: Row
    bind: int
    value: Expr


@attrs.frozen(eq=False, repr=False)
class Plus(Node):
    """a + b."""

    left: Expr
    right: Expr


@attrs.frozen(eq=False, repr=False)
class Minus(Node):
    """a - b."""

    left: Expr
    right: Expr


@attrs.frozen(eq=False, repr=False)
class Share(Node):
    """An exact part of a number (15% of it)."""

    value: Expr
    part: Fraction


@attrs.frozen(eq=False, repr=False)
class Bounded(Node):
    """A number kept at or below (``most``), or at or above, another."""

    value: Expr
    limit: Expr
    most: bool


@attrs.frozen(eq=False, repr=False)
class Rounded(Node):
    """A number rounded half up to a whole number of ``step`` (1/100 = fen)."""

    value: Expr
    step: Fraction


@attrs.frozen(eq=False, repr=False)
class Stepped(Node):
    """The entry one rank higher (or lower) in an ordered vocabulary; the last one stays."""

    value: Expr
    vocabulary: str
    up: bool


@attrs.frozen(eq=False, repr=False)
class LastsAtLeast(Node):
    """Periods of rows, overlaps once, up to a day, together last at least ``count`` units."""

    rows: Row
    first: str
    last: str
    count: int
    unit: str
    until: Expr


@attrs.frozen(eq=False, repr=False)
class Shifted(Node):
    """The corresponding day ``count`` units after a day, or before it if negative."""

    start: Expr
    count: int
    unit: str


@attrs.frozen(eq=False, repr=False)
class OrElse(Node):
    """A value, or where the records leave it open, what was declared instead."""

    value: Expr
    declared: Expr


# --------------------------------------------------------------------------- truths


@attrs.frozen(eq=False, repr=False)
class All(Node):
    """Every one of them: true from the day of the last."""

    items: tuple[Expr, ...]


@attrs.frozen(eq=False, repr=False)
class AnyOf(Node):
    """At least one of them: true from the day of the first."""

    items: tuple[Expr, ...]


@attrs.frozen(eq=False, repr=False)
class Not(Node):
    """The opposite, undated."""

    item: Expr


@attrs.frozen(eq=False, repr=False)
class Compare(Node):
    """Two numbers, or two moments, compared exactly."""

    op: Literal["==", "!=", "<", "<=", ">", ">="]
    left: Expr
    right: Expr


@attrs.frozen(eq=False, repr=False)
class OneOf(Node):
    """A code is one of ``codes``."""

    value: Expr
    codes: tuple[str, ...]


@attrs.frozen(eq=False, repr=False)
class AtLeastCode(Node):
    """An ordered code ranks at least as high as another."""

    value: Expr
    other: Expr
    vocabulary: str


@attrs.frozen(eq=False, repr=False)
class Holds(Node):
    """A set of codes contains the other (a code, a set or ``ThisRow``)."""

    value: Expr
    codes: tuple[Expr, ...]


@attrs.frozen(eq=False, repr=False)
class Same(Node):
    """Two references lead to one and the same row."""

    left: Row
    right: Row


@attrs.frozen(eq=False, repr=False)
class Exists(Node):
    """At least one row: true from the day of the earliest."""

    rows: Row


@attrs.frozen(eq=False, repr=False)
class Happened(Node):
    """The moment has come about by ``as_of``."""

    moment: Expr


@attrs.frozen(eq=False, repr=False)
class Given(Node):
    """A text is present and not left blank."""

    value: Expr


@attrs.frozen(eq=False, repr=False)
class Reads(Node):
    """The check reads ``switch`` as ``option``."""

    switch: str
    option: str


@attrs.frozen(eq=False, repr=False)
class NotComputed(Node):
    """A truth that is left to a person because it is not computed: a day in the rolling period ``period``."""

    period: str


@attrs.frozen(eq=False, repr=False)
class Judged(Node):
    """A person answered ``question`` about this row with yes."""

    question: str
    row: Row


Expr = (
    Field
    | Moment
    | Number
    | Day
    | AsOf
    | Code
    | Attribute
    | ThisRow
    | Lookup
    | Call
    | Sum
    | Count
    | Distinct
    | Without
    | Extreme
    | Plus
    | Minus
    | Share
    | Bounded
    | Rounded
    | Stepped
    | LastsAtLeast
    | Shifted
    | OrElse
    | All
    | AnyOf
    | Not
    | Compare
    | OneOf
    | AtLeastCode
    | Holds
    | Same
    | Exists
    | Happened
    | Given
    | Reads
    | NotComputed
    | Judged
)

# --------------------------------------------------------------------------- norms


@attrs.frozen(eq=False, repr=False)
class Citation(Node):
    """Where a norm stands: heading of the section, and the words it carries out."""

    heading: str
    words: str
    quotation: str
    file: str
    line: int


@attrs.frozen(eq=False, repr=False)
class Within(Node):
    """N units after a day: 自…起N个工作日内; ``after``: …以后, so that the day never counts.

    ``counting`` is how its days are counted where that is not the regulation's general way.
    """

    start: Expr
    count: int
    unit: str
    after: bool = False
    counting: Convention | None = None


@attrs.frozen(eq=False, repr=False)
class Before(Node):
    """Before a moment: …前."""

    moment: Expr


@attrs.frozen(eq=False, repr=False)
class NoNumber(Node):
    """A duty without a number: 及时, 立即, 未规定; ``counting`` as of ``Within``."""

    word: str
    start: Expr | None = None
    counting: Convention | None = None


Term = Within | Before | NoNumber


@attrs.frozen(eq=False, repr=False)
class Adequacy(Node):
    """The question a person answers once the act is done."""

    question: str


@attrs.frozen(eq=False, repr=False)
class Item(Node):
    """One part of a requirement that has several, with its own result."""

    label: str
    condition: Expr


@attrs.frozen(eq=False, repr=False)
class Requirement(Node):
    """What must be so. ``items`` are its parts where the text lists them."""

    condition: Expr
    items: tuple[Item, ...] = ()
    every: bool = True


@attrs.frozen(eq=False, repr=False)
class CellDuty(Node):
    """What one cell demands: at least ``count`` rows (or kinds) in ``months`` months."""

    count: int
    months: int
    rows: Row | None
    number: Expr | None
    all_year: bool = False
    prorated: Expr | None = None
    """Where this holds, a year of cover shorter than twelve months owes its part by months, rounded up."""

    @property
    def years(self) -> int:
        """The length of the window in whole years; 0 for a shorter one."""
        return self.months // 12


@attrs.frozen(eq=False, repr=False)
class Cell(Node):
    """One cell of a frequency table; ``duty`` None = 无硬性要求.

    ``rows_code`` are the entries of the row vocabulary it speaks of: its own row, or
    those of every alternative where the text offers a choice.
    """

    id: str
    alias: str
    column: str
    text: str
    duty: CellDuty | None
    row_codes: tuple[str, ...]
    merged_into: str | None = None


@attrs.frozen(eq=False, repr=False)
class CellRow(Node):
    """One row of a frequency table: one norm looked up by its column."""

    id: str
    alias: str
    label: str
    cells: tuple[Cell, ...]
    question: str | None = None


@attrs.frozen(eq=False, repr=False)
class Norm(Node):
    """A duty, prohibition or advisory; or one of the kinds that have no verdict.

    ``scopes`` are the definitions (适用范围) in which it must lie to bind at all.
    """

    id: str
    alias: str
    kind: Literal["duty", "prohibition", "advisory", "permission", "power"]
    citation: Citation
    bearer: str
    counterparty: str
    subject: str
    condition: Expr | None
    requirement: Requirement | None
    term: Term | None
    adequacy: Adequacy | None
    timeliness: Adequacy | None
    row: CellRow | None
    column: Expr | None
    evidence: tuple[str, ...]
    consequence: str
    group: str | None
    switches: tuple[str, ...]
    act: str = ""
    scopes: tuple[Call, ...] = ()

    @property
    def of_table(self) -> bool:
        """Whether it is a row of a legal table; a frequency (频次) of its own is the same in every column."""
        return self.row is not None and self.column is not None


@attrs.frozen(eq=False, repr=False)
class ExceptionRule(Node):
    """A norm giving way, by name. ``credit``: codes counted as if delivered."""

    name: str
    targets: tuple[str, ...]
    condition: Expr
    effect: Literal["excused", "not_applicable", "term"]
    credit: Expr | None
    prevails: str
    term: Term | None
    citation: Citation
    cells: tuple[str, ...] = ()
    """Of the rows of a table that are targeted by cells only: the cells."""


@attrs.frozen(eq=False, repr=False)
class Option(Node):
    """One way to read the text.

    ``standing``: ``open`` can be chosen; ``rejected`` (不采) and ``not_computed`` (不计算) are on record only.
    """

    key: str
    saying: str
    text: str
    grounds: str
    standing: str = "open"


CLOSED_WORLD: Final = "records.closed_world"
"""The one switch that an engine answers to itself: take every list of a ledger as complete."""


@attrs.frozen(eq=False, repr=False)
class Reading(Node):
    """A question about the text, its options and the default."""

    switch: str
    name: str
    question: str
    options: tuple[Option, ...]
    default: str
    citation: Citation
    varied: bool = True
    """Whether a check tries its other options by itself."""
    beside: tuple[str, ...] = ()
    """The switches whose other options are tried together with its own."""


@attrs.frozen(eq=False, repr=False)
class Branch(Node):
    """One case of a definition."""

    condition: Expr
    value: Expr


@attrs.frozen(eq=False, repr=False)
class Definition(Node):
    """A named expression of a class, by case."""

    name: str
    owner: str
    branches: tuple[Branch, ...]
    otherwise: Expr
    citation: Citation | None


@attrs.frozen(eq=False, repr=False)
class Band(Node):
    """A row of a decision table: bounds of a number (``None`` = none)."""

    label: str
    text: str
    lo: Fraction | None
    lo_inclusive: bool
    hi: Fraction | None
    hi_inclusive: bool


@attrs.frozen(eq=False, repr=False)
class DecisionTable(Node):
    """Rows by number, columns by yes and no; ``results[row][column]`` is a code."""

    id: str
    alias: str
    name: str
    vocabulary: str
    order: tuple[str, ...]
    subject: str
    input: Expr
    input_label: str
    unit: str
    column: Expr
    column_label: str
    columns: tuple[str, ...]
    bands: tuple[Band, ...]
    results: tuple[tuple[str, ...], ...]
    cell_ids: tuple[tuple[str, ...], ...]
    citation: Citation


@attrs.frozen(eq=False, repr=False)
class Question(Node):
    """What only a person can answer."""

    name: str
    words: str
    text: str
    answerer: str
    criteria: tuple[str, ...]
    bad_answer: str
    owner: str | None


@attrs.frozen(eq=False, repr=False)
class Entry(Node):
    """An entry of a vocabulary."""

    code: str
    text: str
    short: str = ""
    attributes: Mapping[str, str] = attrs.field(factory=dict)


@attrs.frozen(eq=False, repr=False)
class VocabularyList(Node):
    """A vocabulary as the regulation fills it."""

    name: str
    label: str
    entries: tuple[Entry, ...]
    open: bool
    ordered: bool = False


@attrs.frozen(eq=False, repr=False)
class Group(Node):
    """Norms that are one act written several times: one omission counts once."""

    name: str
    norms: tuple[str, ...]
    reason: str


Cases = tuple[tuple[Expr | None, bool], ...]
"""Conditions on readings, each with an answer; the last that holds answers, and the first (None) always holds."""


@attrs.frozen(eq=False, repr=False)
class Convention(Node):
    """How the text counts, where it says so or a reading settles it: cases of a condition and an answer.

    Whether the first day counts, whether make-up days are working days, whether a last day
    that is a day off moves to the next working day; whether the years of an insured run from
    inception (else: the calendar year of inception), whether validity ends on the corresponding
    day (else: the day before), whether windows of several years go on from one contract to the
    next (else: they end with the contract).
    """

    start_day: Cases
    makeup_counts: Cases
    rolls: Cases = ((None, False),)
    from_inception: Cases = ((None, True),)
    on_corresponding_day: Cases = ((None, True),)
    across_contracts: Cases = ((None, True),)


@attrs.frozen(eq=False, repr=False)
class Alias(Node):
    """A lookup under a command name of its own (``ajx tier``)."""

    command: str
    table: str
    row_key: str
    column_key: str


@attrs.frozen(eq=False, repr=False)
class Parameter(Node):
    """A number an organisation may set for a word without one (及时, 立即, 全年进行), where ``condition`` holds."""

    name: str
    word: str
    units: tuple[str, ...]
    condition: Expr | None = None


@attrs.frozen(eq=False, repr=False)
class ExtraFact(Node):
    """A fact that a rule file declares for a class of the domain."""

    name: str
    owner: str
    kind: Literal["truth", "number", "time", "text", "code"]
    unit: str
    entries: tuple[str, ...]
    open: bool = True


@attrs.frozen(eq=False, repr=False)
class Validity(Node):
    """How long the instrument is in force from the day of its publication."""

    count: int
    unit: str


@attrs.frozen(eq=False, repr=False)
class RegulationIR(Node):
    """A whole regulation, ready to run."""

    name: str
    title: str
    norms: tuple[Norm, ...]
    tables: tuple[DecisionTable, ...]
    definitions: tuple[Definition, ...]
    exceptions: tuple[ExceptionRule, ...]
    readings: tuple[Reading, ...]
    questions: tuple[Question, ...]
    vocabularies: tuple[VocabularyList, ...]
    groups: tuple[Group, ...]
    convention: Convention
    commands: tuple[Alias, ...]
    published: date | None = None
    validity: Validity | None = None
    parameters: tuple[Parameter, ...] = ()
    facts: tuple[ExtraFact, ...] = ()
    replaces: str = ""


# --------------------------------------------------------------------------- data and print

NODES: dict[str, type] = {
    name: value
    for name, value in list(globals().items())
    if isinstance(value, type) and attrs.has(value) and value.__module__ == __name__
}


def to_data(node: Any) -> Any:  # noqa: ANN401 - any node, or a plain value inside one
    """A node as JSON data; exact numbers are text (``"15/100"`` is ``"3/20"``).

    >>> to_data(Number(Fraction(3, 20), "元"))
    {'node': 'Number', 'value': {'fraction': '3/20'}, 'unit': '元'}
    """
    if attrs.has(type(node)):
        names = [a.name for a in attrs.fields(type(node))]
        return {"node": type(node).__name__, **{n: to_data(getattr(node, n)) for n in names}}
    if isinstance(node, tuple):
        return [to_data(n) for n in node]
    if isinstance(node, Fraction):
        return {"fraction": str(node)}
    if isinstance(node, date):
        return {"day": node.isoformat()}
    if isinstance(node, Mapping):
        return {"map": {k: to_data(v) for k, v in node.items()}}
    return node


def from_data(data: Any) -> Any:  # noqa: ANN401 - the opposite of to_data
    """The node that ``to_data`` made this data of.

    >>> from_data(to_data(Number(Fraction(3, 20), "元")))
    Number(value=Fraction(3, 20), unit='元')
    """
    if isinstance(data, str):  # most of it
        return data
    if isinstance(data, list):
        return tuple([from_data(d) for d in data])
    if isinstance(data, dict):
        if "node" in data:
            kind = NODES[data["node"]]
            return kind(**{k: from_data(v) for k, v in data.items() if k != "node"})
        if "fraction" in data:
            return Fraction(data["fraction"])
        if "day" in data:
            return date.fromisoformat(data["day"])
        return {k: from_data(v) for k, v in data["map"].items()}
    return data


def show(node: Any, depth: int = 0) -> str:  # noqa: ANN401 - any node
    """A node as an indented outline that a person can read.

    >>> print(show(Compare(">=", Count(Follow(Var(0), "members")), Number(Fraction(3), "人"))))
    Compare >=
      Count
        Follow members
          Var 0
      Number 3 人
    """
    pad = "  " * depth
    if not attrs.has(type(node)):
        return f"{pad}{node}"
    simple: list[str] = []
    below: list[str] = []
    for field in attrs.fields(type(node)):
        value = getattr(node, field.name)
        if attrs.has(type(value)):
            below.append(show(value, depth + 1))
        elif isinstance(value, tuple) and any(attrs.has(type(v)) or isinstance(v, tuple) for v in value):
            below += [show(v, depth + 1) for v in value]
        elif value not in (None, (), ""):
            simple.append(
                " ".join(value)
                if isinstance(value, tuple) and value and isinstance(value[0], str)
                else str(value)
            )
    head = " ".join([type(node).__name__, *simple])
    return "\n".join([pad + head, *below])


def rewrite(node: Any, change: Callable[[Any], Any]) -> Any:  # noqa: ANN401 - any node
    """The node with ``change`` applied to every node in it, innermost first."""
    if attrs.has(type(node)):
        new = {a.name: rewrite(getattr(node, a.name), change) for a in attrs.fields(type(node))}
        return change(type(node)(**new))
    if isinstance(node, tuple):
        return tuple(rewrite(n, change) for n in node)
    return node


def parts(node: Any) -> list[Any]:  # noqa: ANN401 - any node
    """What stands right below a node, or in a tuple, and is or may hold a node; the last first."""
    if isinstance(node, tuple):
        return list(reversed(node))
    names = _field_names(type(node))
    return [getattr(node, name) for name in names] if names is not None else []


def walk(node: Any) -> typing.Iterator[Any]:  # noqa: ANN401 - any node
    """Every node at and below this one, in the order of the fields."""
    waiting = [node]
    while waiting:
        at = waiting.pop()
        if isinstance(at, tuple):
            waiting += reversed(at)
            continue
        kind = type(at)
        names = _FIELD_NAMES[kind] if kind in _FIELD_NAMES else _field_names(kind)
        if names is not None:
            yield at
            waiting += [getattr(at, name) for name in names]


_FIELD_NAMES: dict[type, tuple[str, ...] | None] = {}


def _field_names(kind: type) -> tuple[str, ...] | None:
    """The fields of a kind of node that may hold nodes, the last first; None for what is no node."""
    if kind not in _FIELD_NAMES:
        fields = reversed(attrs.fields(kind)) if attrs.has(kind) else None
        names = [f.name for f in fields if not _holds_no_node(str(f.type))] if fields is not None else None
        _FIELD_NAMES[kind] = tuple(names) if names is not None else None
    return _FIELD_NAMES[kind]


_NO_NODES = frozenset(("str", "int", "bool", "Fraction", "date", "Literal", "Mapping", "tuple", "None"))


def _holds_no_node(written: str) -> bool:
    """Whether a type, as it is written, names nothing but what holds no node; what it does not know may hold one."""
    return set(re.findall(r"\w+", re.sub("'[^']*'", "", written))) <= _NO_NODES


def expression_kinds() -> tuple[str, ...]:
    """The names of all kinds of expression and row: the size of the language's meaning."""
    out = [kind.__name__ for union in (Row, Expr) for kind in typing.get_args(union)]
    assert isinstance(Row, types.UnionType)
    return tuple(out)
