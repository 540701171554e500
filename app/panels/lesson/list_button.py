"""A line of a list that can be pressed: a number, and a text on as many lines as it takes."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from app.style import FIELD_RADIUS
from app.theme import LIGHT, Palette


class ListButton(QAbstractButton):
    """A numbered line; the frame shows where the pointer or the focus is."""

    def __init__(self, number: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.number = number
        self.setText(text)
        self.setAccessibleName(f"{number} {text}")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._palette = LIGHT
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def apply_palette(self, palette: Palette) -> None:
        """Use the colours of `palette`."""
        self._palette = palette
        self.update()

    @property
    def _em(self) -> int:
        return self.fontMetrics().height()

    def _text_rect(self, width: int) -> QRect:
        left = round(1.9 * self._em)
        return QRect(left, 0, max(40, width - left - 6), 10_000)

    def heightForWidth(self, width: int) -> int:
        """The lines of the text, and air above and below."""
        wrap = Qt.TextFlag.TextWordWrap
        return self.fontMetrics().boundingRect(self._text_rect(width), wrap, self.text()).height() + 12

    def sizeHint(self) -> QSize:
        """As high as the present width needs."""
        return QSize(220, self.heightForWidth(self.width() if self.width() > 100 else 220))

    def minimumSizeHint(self) -> QSize:
        """Narrow, and as high as it is."""
        return QSize(100, self.heightForWidth(max(self.width(), 100)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width breaks the text elsewhere."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The number in muted ink, the text beside it."""
        p = self._palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() or self.hasFocus():
            painter.setPen(QPen(QColor(p.ink if self.hasFocus() else p.neutral), 1.0))
            painter.setBrush(QColor(p.neutral))
            painter.drawRoundedRect(
                QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), FIELD_RADIUS, FIELD_RADIUS
            )
        room = self._text_rect(self.width())
        room.setHeight(self.height())
        painter.setPen(QColor(p.muted))
        number = QRect(0, 6, round(1.45 * self._em), self._em)
        painter.drawText(
            number, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), self.number
        )
        painter.setPen(QColor(p.ink))
        flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(room, int(flags), self.text())
        painter.end()
