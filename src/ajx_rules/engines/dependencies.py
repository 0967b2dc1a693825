"""What an expression depends on beside the facts: readings, definitions, tables, the row spoken of, a person's answer.

The services of a year are there too: of several years that are one window, more of them count.
Known of the expression alone. Where nothing of it is chosen or supposed otherwise, a value is the same.
"""

from __future__ import annotations

from ajx_rules.compiler import ir
from ajx_rules.compiler.node import Node

THIS_ROW = "所在行"
OF_A_YEAR = "年度的服务履行"
A_PERSON = "人的回答"
_NOTHING: frozenset[str] = frozenset()
_UNDATED = (
    ir.All,
    ir.AnyOf,
    ir.Not,
    ir.OneOf,
    ir.Holds,
    ir.AtLeastCode,
    ir.Given,
    ir.Reads,
    ir.Field,
    ir.Code,
    ir.Attribute,
    ir.ThisRow,
    ir.Without,
    ir.Stepped,
    ir.Var,
    ir.Follow,
    ir.Branch,
)
"""What has no date, if its parts have none."""


class Dependencies:
    """Finds what nodes depend on, through definitions and tables; each is worked out once."""

    def __init__(self, regulation: ir.RegulationIR) -> None:
        """``regulation`` gives the definitions and tables by name."""
        self._behind: dict[str, object] = {
            **{_definition(d.name): (d.branches, d.otherwise) for d in regulation.definitions},
            **{_table(t.name): (t.input, t.column) for t in regulation.tables},
        }
        self._of_name: dict[str, frozenset[str]] = {}
        # Each with its node, so that the node's identity stays its own.
        self._of_node: dict[int, tuple[object, frozenset[str]]] = {}
        self._dated: dict[int, tuple[ir.Filter, bool]] = {}
        self._dated_name: dict[tuple[str, bool], bool] = {}

    def of(self, node: object) -> frozenset[str]:
        """Switches by name; definitions and tables by ``name_of``; ``THIS_ROW``; ``OF_A_YEAR``; ``A_PERSON``."""
        found = self._of_node.get(id(node))
        if found is None:
            found = self._of_node[id(node)] = node, self._in(node)
        return found[1]

    def may_have_date(self, node: ir.Filter) -> bool:
        """Whether the condition of a filter on services may come about on another day than the service itself."""
        found = self._dated.get(id(node))
        if found is None:
            found = self._dated[id(node)] = node, self._has_date(node.condition, ir.Var(node.bind))
        return found[1]

    def _has_date(self, node: object, service: ir.Var | None) -> bool:
        """``service``: the row that the services stand for here, if they do."""
        if isinstance(node, tuple):
            return any(self._has_date(part, service) for part in node)
        if not isinstance(node, Node):
            return False
        if isinstance(node, ir.Happened) and service is not None:
            return node.moment != ir.Moment(service, "done_on")
        if isinstance(node, ir.Call):
            key = name_of(node), node.row == service
            if key not in self._dated_name:
                row = ir.Var(0) if node.row == service else None
                self._dated_name[key] = self._has_date(self._behind[key[0]], row)
            return self._dated_name[key]
        return not isinstance(node, _UNDATED) or any(self._has_date(part, service) for part in ir.parts(node))

    def _in(self, node: object) -> frozenset[str]:
        out: set[str] = set()
        if isinstance(node, ir.Reads):
            out.add(node.switch)
        elif isinstance(node, ir.ThisRow):
            out.add(THIS_ROW)
        elif isinstance(node, ir.Follow) and node.relation == "deliveries":
            out.add(OF_A_YEAR)
        elif isinstance(node, ir.Judged):
            out.add(A_PERSON)
        elif isinstance(node, ir.Call | ir.Lookup):
            out |= self._behind_name(name_of(node))
        for part in ir.parts(node):
            out |= self.of(part)
        return frozenset(out) if out else _NOTHING

    def _behind_name(self, name: str) -> frozenset[str]:
        found = self._of_name.get(name)
        if found is None:
            found = self._of_name[name] = self.of(self._behind[name]) | {name}
        return found


def name_of(node: ir.Call | ir.Lookup) -> str:
    """One name for a definition or a table that is asked."""
    return _definition(node.definition) if isinstance(node, ir.Call) else _table(node.table)


def _definition(name: str) -> str:
    return f"定义:{name}"


def _table(name: str) -> str:
    return f"表:{name}"
