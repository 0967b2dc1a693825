"""What the kinds of nodes of the intermediate representation have in common."""

from __future__ import annotations

from ajx_rules.by_parts import ByParts


class Node(ByParts):
    """A node; a kind of node is ``@attrs.frozen(eq=False, repr=False)``."""

    __slots__ = ()
