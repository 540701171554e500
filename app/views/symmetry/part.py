"""What the parts of the symmetry tab share: a titled place that paints itself."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.look.theme import colours
from app.look.type_sizes import scale_of, small_font

TITLE_GAP = 5.0
LEAST_CAPTION = 8
"""Characters below which what is left of a caption says nothing."""


class Part(QWidget):
    """A bold title, a muted caption in the same line if there is room for it, and a picture below.

    A subclass overrides `draw`.

    Attributes
    ----------
    title, caption : str
    """

    def __init__(self, name: str, title: str, least: tuple[int, int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.title, self.caption = title, ""
        self._least = QSize(*least)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def draw(self, painter: QPainter, area: QRectF) -> None:
        """Paint the picture; a hook."""

    def minimumSizeHint(self) -> QSize:
        """Room for the picture to be read."""
        return self._least * scale_of(self)

    def sizeHint(self) -> QSize:
        """A little more."""
        return self.minimumSizeHint() * 1.2

    def title_height(self) -> float:
        """Pixels above the picture."""
        return QFontMetricsF(self.font()).height() + TITLE_GAP * scale_of(self)

    def small(self) -> QFont:
        """The type of ticks and captions."""
        return small_font(self)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Title, caption, picture."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bold = QFont(self.font())
        bold.setBold(True)
        metrics = QFontMetricsF(bold)
        painter.setFont(bold)
        painter.setPen(QColor(colours().ink))
        painter.drawText(QRectF(0, 0, self.width(), metrics.height()), self.title)
        used = metrics.horizontalAdvance(self.title) + 7.0
        painter.setFont(self.small())
        painter.setPen(QColor(colours().muted))
        room = QRectF(used, 0, self.width() - used, metrics.height())
        small = QFontMetricsF(self.small())
        text = small.elidedText(self.caption, Qt.TextElideMode.ElideRight, room.width())
        if text == self.caption or len(text) >= LEAST_CAPTION:
            painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), text)
        top = self.title_height()
        self.draw(painter, QRectF(0, top, self.width(), self.height() - top))
        painter.end()
