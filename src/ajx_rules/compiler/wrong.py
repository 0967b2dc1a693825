"""How a pass says that one sentence does not make sense, and goes on with the next."""

from __future__ import annotations

from lark import Token, Tree

from ajx_rules.language.tree import tokens_of


class WrongSentence(Exception):  # noqa: N818 - it is a finding about a sentence, not an error of ours
    """A sentence that reads well and means nothing: code, arguments, the place in it."""

    def __init__(self, code: str, at: Tree[Token] | Token | None = None, **args: str) -> None:
        super().__init__(code)
        self.code, self.at, self.args_of_message = code, at, args


class RestsOnWrong(WrongSentence):
    """A sentence that uses a definition which is wrong itself: that is told where it stands, once."""

    def __init__(self) -> None:
        super().__init__("")


def extent(at: Tree[Token] | Token) -> tuple[int, int] | None:
    """Where in the sentence a tree or a token begins and ends."""
    if isinstance(at, Token):
        return int(at.start_pos or 0), int(at.end_pos or 0)
    tokens = tokens_of(at)
    if not tokens:
        return None
    return min(int(t.start_pos or 0) for t in tokens), max(int(t.end_pos or 0) for t in tokens)
