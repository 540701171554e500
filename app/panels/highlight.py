"""Rings over the window around what a lesson points at; the mouse works through them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.look.theme import colours
from app.look.type_sizes import scale_of

AIR = 3.5
"""Pixels between what is pointed at and its ring."""
PEN = 2.0
RADIUS = 6.0


class Highlight(QWidget):
    """Rings over `host`, as large as it.

    Attributes
    ----------
    rects : tuple of QRectF
        What is ringed, in the host's pixels.
    """

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self.setObjectName("lesson-highlight")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.rects: tuple[QRectF, ...] = ()
        self.hide()

    def show_rects(self, rects: Sequence[QRectF]) -> None:
        """Ring these places, or none."""
        if tuple(rects) == self.rects:
            return
        self.rects = tuple(rects)
        self.setGeometry(self._bounds())
        self.setVisible(bool(rects))
        self.raise_()
        self.update()

    def _bounds(self) -> QRect:
        whole = QRectF()
        for rect in self.rects:
            whole = whole.united(rect)
        air = (AIR + PEN) * scale_of(self)
        return whole.adjusted(-air, -air, air, air).toAlignedRect()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A ring of ink on a halo of paper, which parts it from what it lies over."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(-self.geometry().topLeft())
        scale = scale_of(self)
        air, radius = AIR * scale, RADIUS * scale
        for color, width in ((colours().paper, PEN + 2.0), (colours().ink, PEN)):
            painter.setPen(QPen(QColor(color), width * scale))
            for rect in self.rects:
                painter.drawRoundedRect(rect.adjusted(-air, -air, air, air), radius, radius)
        painter.end()
