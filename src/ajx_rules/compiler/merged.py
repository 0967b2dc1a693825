"""Merged cells of a legal table: which cell a 〃 (one with the cell above) or a 〈 (one with the cell to the left) is."""

from __future__ import annotations

from collections.abc import Sequence

from ajx_rules.compiler.wrong import WrongSentence
from ajx_rules.language.tree import ABOVE, LEFT, TableCell


class MergedCells:
    """The cells of a table that say something, its labels aside; a row that is not whole is empty here."""

    def __init__(self, rows: Sequence[Sequence[TableCell]]) -> None:
        self.rows = rows

    def whole(self, row: int, column: int) -> TableCell | None:
        """The cell that a cell is, or is part of; None where that one stands in no whole row.

        Raises:
            WrongSentence: the mark leads out of the table.

        """
        place = self._place(row, column)
        if place is None and self.rows[row][column].text == ABOVE and row == 0:
            raise WrongSentence("E415")
        if place is None and self.rows[row][column].text == LEFT and column == 0:
            raise WrongSentence("E421")
        return self.rows[place[0]][place[1]] if place is not None else None

    def rows_of(self, row: int, column: int) -> tuple[int, ...]:
        """The rows that the cell at a place takes up in its column, the first one first."""
        mine = self._place(row, column)
        if mine is None:
            return (row,)
        return tuple(i for i, cells in enumerate(self.rows) if cells and self._place(i, column) == mine)

    def _place(self, row: int, column: int) -> tuple[int, int] | None:
        while row >= 0 and column >= 0 and self.rows[row]:
            text = self.rows[row][column].text
            if text not in (ABOVE, LEFT):
                return row, column
            row, column = (row - 1, column) if text == ABOVE else (row, column - 1)
        return None
