"""Where the parts of the boundary view go: a square plane, what stands beside it, and a line below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from app.look.theme import Palette, colours
from app.look.type_sizes import scale_of, scaled
from app.views.base.confusion import LARGEST_CELL, SMALLEST_CELL, ConfusionMatrix
from app.views.base.plane_plot import PlanePlot

if TYPE_CHECKING:
    from app.views.boundary.answers import AnswersPlot

GAP = 8
NOTE_PADDING = 8
MATRIX = 84
"""What a matrix of few classes may take of the plane's room, in pixels, besides its labels."""
LEAST_MATRIX = 64
PLANE_SHARE = 0.62
"""What the plane gets of the width, if need be at the cost of the matrix's digits."""


class PlaneStage(QWidget):
    """Places the square plane, the matrix beside or below it, a line right below, and a note on top.

    Parameters
    ----------
    foot : QWidget
        The line; it keeps its height, so that what is written there moves nothing.
    """

    def __init__(self, foot: QWidget) -> None:
        super().__init__()
        self.plane = PlanePlot(self)
        self.matrix = ConfusionMatrix(self)
        self.note = QLabel(self, alignment=Qt.AlignmentFlag.AlignCenter, wordWrap=True)
        self.note.setObjectName("boundary-note")
        self._foot = foot
        foot.setParent(self)
        self._classes = self._beside = 0
        self._answers: AnswersPlot | None = None

    @property
    def answers(self) -> AnswersPlot:
        """ŷ by class; made when first asked for, since most data are a plane."""
        if self._answers is None:
            from app.views.boundary.answers import AnswersPlot

            self._answers = AnswersPlot(self)
            self._answers.recolour(colours())
            self._answers.stackUnder(self.matrix)
        return self._answers

    def recolour(self, palette: Palette) -> None:
        """Pass on the colours."""
        self.matrix.update()
        for part in (self.plane, self._answers):
            if part is not None:
                part.recolour(palette)
        self.note.setStyleSheet(
            f"color: {palette.ink}; background: {palette.paper}; "
            f"border-radius: 6px; padding: {scaled(self, 3)}px {scaled(self, NOTE_PADDING)}px;"
        )

    def arrange(self, *, plane: bool, answers: bool, classes: int, note: str) -> None:
        """Say which parts there are; `classes` is 0 without a matrix."""
        self.plane.setVisible(plane)
        if answers or self._answers is not None:
            self.answers.setVisible(answers)
        self.matrix.setVisible(classes > 0)
        self._classes = classes
        self.show_note(note)
        self._place()

    def set_beside(self, room: int) -> None:
        """Put the line beside the plane, `room` pixels wide, so that the plane has its height; 0: below."""
        if room != self._beside:
            self._beside = room
            self._place()

    def show_note(self, text: str) -> None:
        """One line over the plane, or in the middle of an empty card; none if empty."""
        if text != self.note.text():
            self.note.setText(text)
            self._place()
        self.note.setVisible(bool(text))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the parts anew."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        foot = self._foot.sizeHint().height()
        below = 0 if self._beside else foot + GAP
        room = QRect(0, 0, self.width(), max(0, self.height() - below))
        bottom = room.height()
        if self._answers is not None:
            self._answers.setGeometry(room)
        if not self.plane.isHidden():
            bottom = self._place_plane(room)
        elif self._classes:
            side = min(room.width(), room.height())
            self.matrix.setGeometry((room.width() - side) // 2, 0, side, side)
            bottom = side
        if self._beside:
            self._foot.setGeometry(0, bottom - foot, self._beside, foot)
        else:
            self._foot.setGeometry(0, bottom + GAP, self.width(), foot)
        self._place_note(room if self.plane.isHidden() else self.plane.geometry())

    def _place_plane(self, room: QRect) -> int:
        """Place plane and matrix from the top; returns where they end."""
        side, matrix, below = square_and_matrix(room.width(), room.height(), self._classes, scale_of(self))
        used = side if below or not matrix else side + GAP + matrix
        left = (room.width() - used) // 2
        self.plane.setGeometry(left, 0, side, side)
        if not matrix:
            return side
        if below:
            self.matrix.setGeometry((room.width() - matrix) // 2, side + GAP, matrix, matrix)
            return side + GAP + matrix
        self.matrix.setGeometry(left + side + GAP, max(0, (side - matrix) // 2), matrix, matrix)
        return max(side, matrix)

    def _place_note(self, area: QRect) -> None:
        """Put the note at the lower edge, where it hides little, or in the middle of an empty card."""
        text = (
            self.note.fontMetrics().horizontalAdvance(self.note.text()) + 2 * scaled(self, NOTE_PADDING) + 4
        )
        width = min(area.width() - 2 * GAP, text)
        height = self.note.heightForWidth(width)
        top = area.center().y() - height // 2 if self.plane.isHidden() else area.bottom() - GAP - height
        self.note.setGeometry(area.center().x() - width // 2, top, width, height)


def square_and_matrix(width: int, height: int, classes: int, scale: float = 1.0) -> tuple[int, int, bool]:
    """How large the plane and the matrix become, and whether the matrix lies below.

    The plane takes what a matrix with digits leaves, but at least its share of the width, and the matrix
    takes the rest: below, unless the plane would have its share only with the matrix beside it.

    Parameters
    ----------
    width, height : int
        Pixels there are.
    classes : int
    scale : float
        How many times as large the matrix is as beside the normal type.

    Returns
    -------
    side, matrix, below : int, int, bool
        Sides of the two squares; `matrix` is 0 if `classes` is 0.
    """
    if classes == 0:
        return max(0, min(width, height)), 0, False
    cell = max(SMALLEST_CELL, min(LARGEST_CELL, MATRIX // classes))
    wanted = ConfusionMatrix.size_for(classes, cell, scale).width()
    most = ConfusionMatrix.size_for(classes, LARGEST_CELL, scale).width()
    least = round(PLANE_SHARE * width)

    def sides(along: int, across: int) -> tuple[int, int]:
        room = along - GAP
        side = max(0, min(across, max(room - wanted, min(least, room - round(scale * LEAST_MATRIX)))))
        return side, max(0, min(room - side, across, most))

    below, beside = sides(height, width), sides(width, height)
    return (*below, True) if below[0] >= min(least, beside[0]) else (*beside, False)
