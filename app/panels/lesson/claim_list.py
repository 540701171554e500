"""The claims of a step, and what the run says to each: it holds, or it fails, with both numbers."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from app.look.icons import pixmap
from app.look.theme import COLOURS, colours
from app.views.base.lesson_text import one_line
from app.views.base.math_line import set_math
from app.views.base.typeset_label import TypesetLabel
from symgui.lessons.claim import Checked, Claim
from symgui.lessons.comparison_line import comparison
from symgui.lessons.sentence import sentence

GAP = 8


class ClaimRow(QWidget):
    """A claim: a mark, the sentence, and the figures once they are known.

    Attributes
    ----------
    state : str
        ``"open"``, ``"checking"``, ``"passed"`` or ``"failed"``.
    """

    def __init__(self, index: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"lesson-claim-{index + 1}")
        self.state = "open"
        self.mark = QLabel()
        self.mark.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter)
        self.sentence, self.figures = TypesetLabel(scale=1.0), TypesetLabel(scale=1.0)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(1)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self.mark, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.sentence, 0, 1)
        grid.addWidget(self.figures, 1, 1)
        COLOURS.changed.connect(self._draw)

    def text(self) -> str:
        """What it says, figures included."""
        return f"{self.sentence.text()}\n{self.figures.text()}".strip()

    def show_claim(self, statement: str, checked: Checked | None, checking: bool) -> None:
        """Show the claim as a sentence and, once it is checked, both figures."""
        if checked is None:
            self.state = "checking" if checking else "open"
            figures = "checking …" if checking else ""
        else:
            self.state = "passed" if checked.passed else "failed"
            figures = comparison(checked, named=bool(checked.claim.says))
        self.sentence.set_lines((one_line(statement, bold=self.state == "failed"),))
        self.figures.set_lines((set_math(figures, muted=True),) if figures else ())
        self.figures.setVisible(bool(figures))
        words = {"open": "not yet checked", "checking": "checking", "passed": "holds", "failed": "fails"}
        self.setAccessibleName(f"claim {words[self.state]}: {self.text()}")
        self._draw()

    @Slot()
    def _draw(self) -> None:
        size = self.fontMetrics().height()
        self.mark.setFixedSize(size + 2, size + 2)
        names = {"passed": "check", "failed": "close"}
        if self.state in names:
            self.mark.setPixmap(pixmap(names[self.state], colours().ink, size, self.devicePixelRatioF()))
        else:
            self.mark.setText("…" if self.state == "checking" else "○")


class ClaimList(QWidget):
    """A row for each claim of a step."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[ClaimRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAP)

    def show_claims(self, claims: Sequence[Claim], results: Sequence[Checked | None], checking: bool) -> None:
        """Show claims and what is known of them; `checking` while the rest is being found out."""
        while len(self.rows) > len(claims):
            row = self.rows.pop()
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        while len(self.rows) < len(claims):
            row = ClaimRow(len(self.rows), self)
            self.rows.append(row)
            self._column.addWidget(row)
        for row, claim, checked in zip(self.rows, claims, results, strict=True):
            row.show_claim(sentence(claim) if checked is None else checked.statement, checked, checking)
