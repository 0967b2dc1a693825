"""Values that are equal by their parts: what attrs would write for each class, written once for all."""

from __future__ import annotations


class ByParts:
    """Equal to another of its class with equal parts; such a class is ``@attrs.frozen(eq=False, repr=False)``.

    These few lines serve many classes: attrs would compile three methods for each, at every start of
    the program. To be sent to another process a value is its class and its parts, a third less work than the
    names and values that attrs makes of it.

    >>> import attrs
    >>> @attrs.frozen(eq=False, repr=False)
    ... class Both(ByParts):
    ...     left: int
    ...     right: int
    >>> Both(1, 2) == Both(1, 2), Both(1, 2) == Both(2, 1), len({Both(1, 2), Both(1, 2)}), Both(1, 2)
    (True, False, 1, Both(left=1, right=2))
    """

    __slots__ = ()
    __match_args__: tuple[str, ...] = ()

    def __eq__(self, other: object) -> bool:
        """Whether it is of the same class, with equal parts."""
        if self is other:
            return True
        if type(self) is not type(other):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in self.__match_args__)

    def __hash__(self) -> int:
        """The hash of its class and parts."""
        return hash((type(self), *(getattr(self, name) for name in self.__match_args__)))

    def __repr__(self) -> str:
        """As it is written in Python."""
        parts = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__match_args__)
        return f"{type(self).__name__}({parts})"

    def __reduce__(self) -> tuple[type[ByParts], tuple[object, ...]]:
        """What makes it anew."""
        return type(self), tuple([getattr(self, name) for name in self.__match_args__])
