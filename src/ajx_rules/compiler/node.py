"""What the kinds of nodes of the intermediate representation have in common."""

from __future__ import annotations


class Node:
    """Equal to another of its kind with equal parts; a kind is ``@attrs.frozen(eq=False, repr=False)``.

    These few lines serve all kinds: attrs would compile three methods for each, at every start of
    the program, which takes longer than to read the rules that an earlier run kept.

    >>> import attrs
    >>> @attrs.frozen(eq=False, repr=False)
    ... class Both(Node):
    ...     left: int
    ...     right: int
    >>> Both(1, 2) == Both(1, 2), Both(1, 2) == Both(2, 1), len({Both(1, 2), Both(1, 2)}), Both(1, 2)
    (True, False, 1, Both(left=1, right=2))
    """

    __slots__ = ()
    __match_args__: tuple[str, ...] = ()

    def __eq__(self, other: object) -> bool:
        """Whether it is the same kind of node, of equal parts."""
        if self is other:
            return True
        if type(self) is not type(other):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in self.__match_args__)

    def __hash__(self) -> int:
        """The hash of its kind and parts."""
        return hash((type(self), *(getattr(self, name) for name in self.__match_args__)))

    def __repr__(self) -> str:
        """As it is written in Python."""
        parts = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__match_args__)
        return f"{type(self).__name__}({parts})"
