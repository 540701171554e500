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


def text(rows: list[Row]) -> str:
    """The rows as a table."""
    lines = [("what", "figure", "budget", "", "note"), *(row.cells() for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(5)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )
