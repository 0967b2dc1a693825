"""A check of the representation: is every norm one query over flat tables?

An engine that works on columns reads a subject table, child tables joined to it by key, a
calendar, and the tables of the regulation. What it can do with them is small:

* compare fields of one joined row, ask whether there is a child row (a semi-join),
* group child rows by the key of the row they belong to and count, add up, take the first or last
  (a join/aggregate pair), and use the outcome like a field,
* look a value up in a table, in the calendar, or in the judgements on file.

``relational`` lists whatever is not of that kind, with why. It may be that such a norm is sound and
the reference engine evaluates it; a columnar engine then needs a plan of its own for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import attrs

from ajx_rules.compiler import ir
from ajx_rules.compiler.schema import Member, schema

DEEPEST: Final = 2
"""How deep join/aggregate pairs may stand in one another and still be one query."""

_YEAR: Final = 12
_AGGREGATES: Final = (ir.Exists, ir.Count, ir.Sum, ir.Distinct, ir.Extreme, ir.LastsAtLeast)
_ROW_LOCAL: Final = frozenset(
    {
        "Number",
        "Day",
        "AsOf",
        "Code",
        "Attribute",
        "ThisRow",
        "Plus",
        "Minus",
        "Share",
        "Bounded",
        "Rounded",
        "Stepped",
        "Shifted",
        "OrElse",
        "Without",
        "All",
        "AnyOf",
        "Not",
        "Compare",
        "OneOf",
        "AtLeastCode",
        "Holds",
        "Happened",
        "Given",
        "Reads",
        "NotComputed",
    }
)
"""Kinds that compute with what stands in one joined row, and bind no other."""

_HANDLED: Final = frozenset(
    {"Var", "Follow", "Filter", "Field", "Moment", "Lookup", "Call", "Judged", "Same"}
    | {k.__name__ for k in _AGGREGATES}
)


@attrs.frozen
class NotRelational:
    """Something in a norm that is not one query over flat tables: where, which node, and why."""

    norm: str
    place: str
    node: str
    zh: str
    en: str


@attrs.frozen
class _Inside:
    """Where the check stands: classes of the rows in scope, what encloses it."""

    place: str
    classes: Mapping[int, str]
    inner: int = 0
    depth: int = 0
    called: tuple[str, ...] = ()

    def within(self, bind: int, cls: str) -> _Inside:
        return attrs.evolve(self, classes={**self.classes, bind: cls}, inner=bind)

    def deeper(self) -> _Inside:
        return attrs.evolve(self, depth=self.depth + 1)


@attrs.frozen
class _Rows:
    """Rows: the variable they start from, their class, whether they may be several."""

    root: int
    cls: str
    many: bool


def relational(regulation: ir.RegulationIR) -> tuple[NotRelational, ...]:
    """Return whatever in a regulation's norms is not one query over flat tables, with why.

    >>> from ajx_rules import load_regulation
    >>> {found.node for found in relational(load_regulation().ir)}
    {'CellDuty'}
    """
    return tuple(
        dict.fromkeys(found for norm in regulation.norms for found in relational_norm(regulation, norm))
    )


def relational_norm(regulation: ir.RegulationIR, norm: ir.Norm) -> tuple[NotRelational, ...]:
    """Return whatever in one norm, and in the exceptions to it, is not one query over flat tables."""
    return tuple(dict.fromkeys(_Check(regulation, norm).all()))


def covered_kinds() -> frozenset[str]:
    """The kinds of node that the check knows.

    >>> covered_kinds() == frozenset(ir.expression_kinds())
    True
    """
    return _ROW_LOCAL | _HANDLED


class _Check:
    """The check of one norm."""

    def __init__(self, regulation: ir.RegulationIR, norm: ir.Norm) -> None:
        self.regulation = regulation
        self.norm = norm
        self.classes = schema().classes
        self.definitions = {d.name: d for d in regulation.definitions}
        self.tables = {t.name: t for t in regulation.tables}

    def all(self) -> Iterator[NotRelational]:
        """Everything found."""
        norm = self.norm
        if norm.subject not in self.classes:
            yield self._no(
                "对象", norm, f"没有叫“{norm.subject}”的一类行", f"there is no relation {norm.subject}"
            )
            return
        start = _Inside("", {0: norm.subject})

        def at(place: str) -> _Inside:
            return attrs.evolve(start, place=place)

        for scope in norm.scopes:
            yield from self.expression(scope, at("适用范围"))
        if norm.condition is not None:
            yield from self.expression(norm.condition, at("条件"))
        if norm.requirement is not None:
            yield from self.expression(norm.requirement.condition, at("应当"))
        yield from self.term(norm.term, at("期限"))
        if norm.column is not None:
            yield from self.expression(norm.column, at("列"))
        for cell in norm.row.cells if norm.row is not None else ():
            if cell.duty is not None:
                yield from self.cell(cell.duty, at(f"格 {cell.alias}"))
        yield from self.exceptions(norm.id, start, frozenset())

    def _no(self, place: str, node: object, zh: str, en: str) -> NotRelational:
        return NotRelational(self.norm.alias, place, type(node).__name__, zh, en)

    # ------------------------------------------------------------ parts of a norm

    def term(self, term: ir.Term | None, at: _Inside) -> Iterator[NotRelational]:
        """A term: a day of the row, and an ordinal of the calendar."""
        start = term.moment if isinstance(term, ir.Before) else getattr(term, "start", None)
        if start is not None:
            yield from self.expression(start, at)

    def cell(self, duty: ir.CellDuty, at: _Inside) -> Iterator[NotRelational]:
        """A cell: a count over child rows in a window."""
        if duty.months > _YEAR:
            years = duty.months // _YEAR
            yield self._no(
                at.place,
                duty,
                f"每{years}年：区间由前后相接的年度连成，其中一年换了档就中断，所以先要算出每一年的档，再按区间归并",
                f"every {years} years: blocks are chains of consecutive years that a change of column breaks, "
                "so the column of each year comes first and the years are merged after",
            )
        if duty.prorated is not None:
            yield from self.expression(duty.prorated, at)
        if duty.rows is not None:
            yield from self.rows_of(duty.rows, at.deeper())
        if duty.number is not None:
            yield from self.expression(duty.number, at)

    def exceptions(self, target: str, start: _Inside, seen: frozenset[str]) -> Iterator[NotRelational]:
        """The exceptions that target a norm or another exception."""
        for each in self.regulation.exceptions:
            if target not in each.targets or each.name in seen:
                continue
            at = attrs.evolve(start, place=f"例外 {each.name}")
            yield from self.expression(each.condition, at)
            yield from self.term(each.term, at)
            if each.credit is not None:
                yield from self.credit(each.credit, at)
            yield from self.exceptions(f"例外:{each.name}", start, seen | {each.name})

    def credit(self, credit: ir.Expr, at: _Inside) -> Iterator[NotRelational]:
        """Codes counted as if delivered: a union of two child tables, then a count of what is distinct."""
        yield from self.expression(credit, at, values=True)
        for cell in self.norm.row.cells if self.norm.row is not None else ():
            number = cell.duty.number if cell.duty is not None else None
            if cell.duty is not None and not self._distinct(number, frozenset()):
                yield self._no(
                    at.place,
                    credit,
                    f"“视同计入”只能加进种类数，而 {cell.alias} 数的不是种类",
                    f"only a count of kinds can be credited, and {cell.alias} does not count kinds",
                )

    def _distinct(self, number: ir.Expr | None, seen: frozenset[str]) -> bool:
        if (
            isinstance(number, ir.Call)
            and number.definition in self.definitions
            and number.definition not in seen
        ):
            found = self.definitions[number.definition]
            values = [*(b.value for b in found.branches), found.otherwise]
            return all(self._distinct(v, seen | {number.definition}) for v in values)
        return isinstance(number, ir.Distinct)

    # ------------------------------------------------------------ expressions

    def expression(self, node: Any, at: _Inside, *, values: bool = False) -> Iterator[NotRelational]:  # noqa: ANN401 - any node
        """An expression; ``values``: one value a row of several is wanted, not a single one."""
        match node:
            case _ if isinstance(node, _AGGREGATES):
                yield from self.aggregate(node, at)
            case ir.Moment(row, _):
                if self._many(row, at):
                    yield from self.aggregate(node, at)
                else:
                    yield from self.rows_of(row, at)
            case ir.Field(row, _):
                yield from self._one_row(row, node, at, values=values)
            case ir.Same(left, right):  # a comparison of two keys
                yield from self._one_row(left, node, at, values=values)
                yield from self._one_row(right, node, at, values=values)
            case ir.Judged(_, row):
                yield from self._one_row(row, node, at, values=values)
            case ir.Call(definition, row):
                yield from self._one_row(row, node, at, values=values)
                yield from self._called(definition, at)
            case ir.Lookup(table, row):
                yield from self._one_row(row, node, at, values=values)
                yield from self._looked_up(table, at)
            case _ if type(node).__name__ in _ROW_LOCAL:
                for child in _children(node):
                    yield from self.expression(child, at, values=values)
            case _:
                yield self._no(
                    at.place, node, "这个检查还不认得这种节点", "the check does not know this kind of node"
                )

    def aggregate(self, node: Any, at: _Inside) -> Iterator[NotRelational]:  # noqa: ANN401 - any aggregate
        """A join/aggregate pair: child rows grouped by the key of the row they belong to."""
        inside = at.deeper()
        rows = node.row if isinstance(node, ir.Moment) else node.rows
        if inside.depth > DEEPEST:
            yield self._no(
                at.place,
                node,
                f"聚合套了{inside.depth}层（至多{DEEPEST}层）：里层的结果要先按行算出，才能筛外层",
                f"aggregates nested {inside.depth} deep (at most {DEEPEST}): the inner ones must be computed first",
            )
        yield from self.rows_of(rows, inside)
        found = self._rows(rows, at)
        value = getattr(node, "value", None)
        if value is not None:
            yield from self.expression(value, inside.within(node.bind, found.cls))
        until = getattr(node, "until", None)
        if until is not None:
            yield from self.expression(until, at)

    def _one_row(self, row: ir.Row, node: object, at: _Inside, *, values: bool) -> Iterator[NotRelational]:
        yield from self.rows_of(row, at.deeper() if values else at)
        if not values and self._many(row, at):
            yield self._no(
                at.place,
                node,
                "读的是若干条记录的一个值，没有说怎样合成一个（合计、种类数、最早日……）",
                "one value is read of several rows, and nothing says how they become one",
            )

    def _called(self, name: str, at: _Inside) -> Iterator[NotRelational]:
        """A definition: a view over its class, worked out row by row on its own and then joined by key."""
        found = self.definitions.get(name)
        if found is None or name in at.called:
            why = (
                ("没有这个定义", "there is no such definition")
                if found is None
                else ("定义绕成了圈", "a circle")
            )
            yield self._no(at.place, ir.Call(name, ir.Var(0)), f"“{name}”：{why[0]}", f"{name}: {why[1]}")
            return
        view = _Inside(f"{at.place}→定义 {name}", {0: found.owner}, 0, 0, (*at.called, name))
        for branch in found.branches:
            yield from self.expression(branch.condition, view)
            yield from self.expression(branch.value, view)
        yield from self.expression(found.otherwise, view)

    def _looked_up(self, name: str, at: _Inside) -> Iterator[NotRelational]:
        """A decision table: a join on a range and on yes or no."""
        table = self.tables.get(name)
        if table is None:
            yield self._no(
                at.place, ir.Lookup(name, ir.Var(0)), f"没有叫“{name}”的表", f"there is no table {name}"
            )
            return
        view = _Inside(f"{at.place}→表 {name}", {0: table.subject}, 0, 0, at.called)
        yield from self.expression(table.input, view)
        yield from self.expression(table.column, view)

    # ------------------------------------------------------------ rows

    def rows_of(self, node: ir.Row, at: _Inside) -> Iterator[NotRelational]:
        """Rows: joined by key to a row in scope, filtered by what stands in the joined row."""
        match node:
            case ir.Var(index):
                if index not in at.classes:
                    yield self._no(at.place, node, f"第{index}层没有行", f"no row is bound at {index}")
            case ir.Follow(source, relation):
                yield from self.rows_of(source, at)
                cls = self._rows(source, at).cls
                if self._member(cls, relation) is None:
                    yield self._no(
                        at.place,
                        node,
                        f"{cls}没有通往“{relation}”的键",
                        f"{cls} has no key that leads to {relation}",
                    )
            case ir.Filter(source, bind, condition):
                yield from self.rows_of(source, at)
                found = self._rows(source, at)
                inside = at.within(bind, found.cls)
                yield from self.expression(condition, inside)
                yield from self._siblings(condition, bind, found.root, inside)

    def _siblings(self, condition: ir.Expr, bind: int, root: int, at: _Inside) -> Iterator[NotRelational]:
        """Two rows compared that are joined by no key: every pair of them would have to be formed."""
        beside = {i for i in at.classes if i not in (0, root, bind)}
        for node in ir.walk(condition):
            if not isinstance(node, ir.Compare | ir.AtLeastCode | ir.OneOf | ir.Holds):
                continue
            used = {n.index for n in ir.walk(node) if isinstance(n, ir.Var)}
            if bind in used and used & beside:
                yield self._no(
                    at.place,
                    node,
                    "比较的两行没有键相连，要把它们两两配对",
                    "the rows compared are joined by no key: every pair would have to be formed",
                )

    def _many(self, node: ir.Row, at: _Inside) -> bool:
        return self._rows(node, at).many

    def _rows(self, node: ir.Row, at: _Inside) -> _Rows:
        match node:
            case ir.Var(index):
                return _Rows(index, at.classes.get(index, ""), many=False)
            case ir.Follow(source, relation):
                found = self._rows(source, at)
                member = self._member(found.cls, relation)
                many = found.many or member is None or member.kind == "rows"
                return _Rows(found.root, member.target if member else "", many=many)
            case ir.Filter(source, _, _):
                return attrs.evolve(self._rows(source, at), many=True)
        raise AssertionError(node)

    def _member(self, cls: str, name: str) -> Member | None:
        found = self.classes.get(cls)
        return next((m for m in found.members.values() if m.name == name), None) if found else None


def _children(node: Any) -> Iterator[Any]:  # noqa: ANN401 - any node
    """The expressions right below a node."""
    for field in attrs.fields(type(node)):
        value = getattr(node, field.name)
        for each in value if isinstance(value, tuple) else (value,):
            if attrs.has(type(each)):
                yield each
