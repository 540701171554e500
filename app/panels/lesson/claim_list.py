"""The claims of a step, and what the run says to each: it holds, or it fails, with both numbers."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.look.layouts import filled, take_out
from app.views.base.lesson_text import one_line
from app.views.base.math_line import plain, set_math
from app.views.base.statement_row import CHECKING, OPEN, RIGHT, WRONG, Statement, StatementRow
from symgui.lessons.claim import Checked, Claim
from symgui.lessons.comparison_line import comparison
from symgui.lessons.sentence import sentence

GAP = 8
"""Pixels between two claims."""
SPOKEN = {OPEN: "not yet checked", CHECKING: "checking", RIGHT: "holds", WRONG: "fails"}
"""What a screen reader says for each mark."""


class ClaimList(QWidget):
    """A row for each claim of a step."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[StatementRow] = []
        self._column = filled(QVBoxLayout(self), margins=0, gap=GAP)

    def show_claims(self, claims: Sequence[Claim], results: Sequence[Checked | None], checking: bool) -> None:
        """Show claims and what is known of them; `checking` while the rest is being found out."""
        while len(self.rows) > len(claims):
            take_out(self._column, self.rows.pop())
        while len(self.rows) < len(claims):
            row = StatementRow(parent=self, icons=True)
            self.rows.append(row)
            self._column.addWidget(row)
        for index, (row, claim, checked) in enumerate(zip(self.rows, claims, results, strict=True)):
            row.show_statement(_statement(f"lesson-claim-{index + 1}", claim, checked, checking))


def _statement(name: str, claim: Claim, checked: Checked | None, checking: bool) -> Statement:
    """A claim and, once it is checked, both figures below it."""
    mark, said, figures = CHECKING if checking else OPEN, sentence(claim), "checking …" if checking else ""
    if checked is not None:
        mark, said = RIGHT if checked.passed else WRONG, checked.statement
        figures = comparison(checked, named=bool(claim.says))
    line, below = one_line(said, bold=mark == WRONG), set_math(figures, muted=True) if figures else ()
    spoken = "\n".join(map(plain, (line, below))).strip()
    return Statement(name, mark, line, figures=below, spoken=f"claim {SPOKEN[mark]}: {spoken}")
