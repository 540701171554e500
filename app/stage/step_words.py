"""The words of a step as the stage shows them: its text, its question, and a row for each choice and claim.

Each row keeps room for all that it may come to hold, so that nothing moves from a question to its answer.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QWidget

from app.look.style_sheet import sized
from app.views.base.lesson_text import lesson_lines, one_line
from app.views.base.statement_row import Statement, StatementRow
from app.views.base.typeset_label import TypesetLabel

GAP = 0.25
"""Between two rows, in sizes of the type."""


class Words(QWidget):
    """All rows; it says how high it is at a width, and takes smaller type where that is too much.

    Where everything stands depends on what the rows may come to hold, not on what they hold just now.

    Attributes
    ----------
    said : tuple of Statement
        The rows that can be seen.
    claims : int
        Pixels of the type of claims.
    rows : list of StatementRow
        Made as they are needed; the first ones show `said`.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("stage-words")
        self._said: tuple[Statement, ...] = ()
        self._wordings: tuple[tuple[Statement, ...], ...] = ((),)
        self.claims = 1
        self._least_claims = self._most_claims = 1
        self.text = TypesetLabel(self, scale=1.0)
        self.text.setObjectName("stage-text")
        self.question = TypesetLabel(self, scale=1.0)
        self.question.setObjectName("stage-question")
        self.rows: list[StatementRow] = []
        self._places: list[tuple[QWidget, QRect]] = []

    @property
    def said(self) -> tuple[Statement, ...]:
        """The rows that can be seen."""
        return tuple(said for said in self._said if not said.hidden)

    def say(
        self, text: str, question: str, said: Sequence[Statement], briefer: Sequence[Sequence[Statement]] = ()
    ) -> None:
        """Write all of it; what is empty takes no room.

        Parameters
        ----------
        text, question : str
        said : sequence of Statement
        briefer : sequence of sequences of Statement
            Fewer or shorter rows, for where those of `said` find no room: the first that do are written.
        """
        self._wordings = (tuple(said), *(tuple(wording) for wording in briefer))
        self.text.set_lines(lesson_lines(text))
        self.question.set_lines((one_line(question),) if question else ())
        self.question.setVisible(bool(question))

    def fit(self, width: int, largest: int, smallest: int, room: int, roomy: int = 0) -> tuple[int, int]:
        """Write in the largest type with which `width` pixels are enough for `room` pixels of height.

        Claims are larger than they must be as far as all is at most `roomy` pixels high. Fewer or shorter
        rows come before smaller type.

        Returns
        -------
        tuple of two int
            Pixels of height it takes, and of the type.
        """
        for index, said in enumerate(self._wordings):
            self._said = said
            for claims in range(self._most_claims, self._least_claims, -1):
                self.claims = claims
                needed = self._write(width, largest)
                if needed <= min(room, roomy):
                    return needed, largest
            self.claims = self._least_claims
            shorter = index == 0 and len(self._wordings) > 1
            for size in range(largest, (largest if shorter else smallest) - 1, -1):
                needed = self._write(width, size)
                if needed <= room:
                    return needed, size
        return needed, size

    def arrange(self) -> None:
        """Put all rows where they belong."""
        for row, said in zip(self.rows, self._said, strict=False):
            row.write()
            row.setVisible(not said.hidden)
        for row in self.rows[len(self._said) :]:
            row.hide()
        for widget, place in self._places:
            widget.setGeometry(place)
        self.text.setVisible(bool(self.text.lines) and not any(said.instead for said in self.said))

    def set_claims(self, least: int, most: int) -> None:
        """Write claims in type of so many pixels."""
        self._least_claims, self._most_claims = least, max(least, most)

    def _write(self, width: int, size: int) -> int:
        """Find a place for everything in type of `size` pixels; returns the height it needs."""
        font = sized(self.font(), size)
        gap = round(GAP * size)
        while len(self.rows) < len(self._said):
            self.rows.append(StatementRow(parent=self))
        rows = self.rows[: len(self._said)]
        for row, said in zip(rows, self._said, strict=True):
            row.measure(said, size if said.framed else self.claims, self._least_claims)
        for framed in (True, False):  # alike ones have one size
            alike = [row for row in rows if row.statement.framed is framed]
            if any(row.is_nearly_single(width) for row in alike):
                for row in alike:
                    row.take_smaller()
        self._places = []
        top = 0
        for label in (self.text, self.question):
            label.setFont(font)
            high = label.heightForWidth(width) if label.lines else 0
            self._places.append((label, QRect(0, top, width, high)))
            top += high + gap if high else 0
            if label is self.text:  # room for what will stand there in its place
                instead = [row for row in rows if row.statement.instead]
                top = max(top, self._place_rows(instead, width, 0, gap))
        rest = [row for row in rows if not row.statement.instead]
        for framed in (True, False):
            top = self._place_rows([row for row in rest if row.statement.framed is framed], width, top, gap)
        return max(0, top - gap)

    def _place_rows(self, rows: Sequence[StatementRow], width: int, top: int, gap: int) -> int:
        """Below each other, or two and two where none is broken then; returns where the next row begins."""
        half = (width - 2 * gap) // 2
        single = [row.heightForWidth(width) for row in rows]
        lines = [single[k : k + 1] for k in range(len(rows))]
        columns, each = 1, width
        if len(rows) > 1 and all(row.natural_width <= half for row in rows):
            double = [row.heightForWidth(half) for row in rows]
            lines, columns, each = [double[k : k + 2] for k in range(0, len(rows), 2)], 2, half
        for place, row in enumerate(rows):
            line, column = divmod(place, columns)
            y = top + _height_of(lines[:line], gap) + (gap if line else 0)
            self._places.append((row, QRect(column * (half + 2 * gap), y, each, max(lines[line]))))
        return top + _height_of(lines, gap) + (gap if rows else 0)

    def metrics(self) -> QFontMetrics:
        """Of the type that is in use."""
        return QFontMetrics(self.text.font())


def _height_of(lines: Sequence[Sequence[int]], gap: int) -> int:
    return sum(map(max, lines)) + gap * max(0, len(lines) - 1)
