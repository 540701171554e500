"""A ring around the mouse while it moves, so that the last row sees what is pointed at."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt, QTimer, Slot
from PySide6.QtGui import QColor, QCursor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.look.theme import colours
from app.look.type_sizes import pixel_size

LOOK_EVERY = 30
"""Milliseconds between two looks at where the mouse is."""
REST = 2000
"""Milliseconds without a movement after which the ring goes."""
RADIUS = 1.1
"""Of the ring, in sizes of the type."""
PAPER, INK = 0.28, 0.14
"""Widths of its two lines, likewise."""


class PointerRing(QWidget):
    """The ring: a small child of what it lies over, and no obstacle to the mouse.

    It looks where the mouse is, as the widgets below take the mouse's events for themselves.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("stage-pointer")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._seen = QPoint()
        self._look = QTimer(self, interval=LOOK_EVERY)
        self._look.timeout.connect(self.look)
        self._rest = QTimer(self, singleShot=True, interval=REST)
        self._rest.timeout.connect(self.hide)
        self.hide()

    def follow(self) -> None:
        """Look from now on; where the mouse has been left is no pointing."""
        self._seen = QCursor.pos()
        self._look.start()

    def rest(self) -> None:
        """Look no more."""
        self._look.stop()
        self._rest.stop()
        self.hide()

    @Slot()
    def look(self) -> None:
        """Follow the mouse if it has moved."""
        here = QCursor.pos()
        if here == self._seen:
            return
        self._seen = here
        side = round((2 * RADIUS + PAPER) * pixel_size(self.font())) + 2
        parent = self.parentWidget()
        middle = parent.mapFromGlobal(here) if parent is not None else here
        self.setGeometry(middle.x() - side // 2, middle.y() - side // 2, side, side)
        self.raise_()
        self.show()
        self._rest.start()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ink with paper on both sides, so that it is seen on any ground."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        size = pixel_size(self.font())
        middle = QPointF(self.width() / 2, self.height() / 2)
        for colour, width in ((colours().paper, PAPER), (colours().ink, INK)):
            painter.setPen(QPen(QColor(colour), width * size))
            painter.drawEllipse(middle, RADIUS * size, RADIUS * size)
        painter.end()
