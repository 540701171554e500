"""The rows of the report."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """A figure beside its budget.

    `at_most` says on which side of the budget the figure should be.
    """

    what: str
    figure: float
    budget: float
    unit: str = ""
    at_most: bool = True
    note: str = ""

    @property
    def kept(self) -> bool:
        return self.figure <= self.budget if self.at_most else self.figure >= self.budget

    def cells(self) -> tuple[str, str, str, str, str]:
        sign = "≤" if self.at_most else "≥"
        return (
            self.what,
            f"{self.figure:.3g}{self.unit}",
            f"{sign} {self.budget:.3g}{self.unit}",
            "ok" if self.kept else "over",
            self.note,
        )


WIDTHS = (76, 10, 10, 4)
"""Of the columns but the last, in characters."""


def line(what: str, figure: str, budget: str, kept: str, note: str) -> str:
    """One line of the report; every line can be printed before the next is measured."""
    columns = zip((what, figure, budget, kept), WIDTHS, strict=True)
    return "  ".join([*(cell.ljust(width) for cell, width in columns), note]).rstrip()


def text(row: Row) -> str:
    """The row as a line of the report."""
    return line(*row.cells())


HEADING = line("what", "figure", "budget", "", "note")
