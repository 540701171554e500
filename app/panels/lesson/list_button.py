"""A line of a list that can be pressed: a number, and a text on as many lines as it takes."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.look.style_sheet import FIELD_RADIUS, sized
from app.look.theme import colours
from app.panels.lesson.wrapped_button import WrappedButton

BAR = 3.0
"""Pixels of the bar before what is open."""


class ListButton(WrappedButton):
    """A numbered line; the frame shows where the pointer or the focus is.

    Attributes
    ----------
    number : str
    is_current : bool
        It stands for what is open: bold, behind a bar of ink.
    """

    def __init__(self, number: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.number = number
        self.is_current = False
        self.setAccessibleName(f"{number} {text}")
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def set_current(self, current: bool) -> None:
        """Say whether it stands for what is open."""
        if current != self.is_current:
            self.is_current = current
            self.setFont(sized(self.font(), self.fontInfo().pixelSize(), bold=current))
            self.setAccessibleDescription("open" if current else "")
            self.updateGeometry()
            self.update()

    def _text_rect(self, width: int) -> QRect:
        return self.room(width, 1.9 * self.em, 6)

    def heightForWidth(self, width: int) -> int:
        """The lines of the text, and air above and below."""
        wrap = Qt.TextFlag.TextWordWrap
        return self.fontMetrics().boundingRect(self._text_rect(width), wrap, self.text()).height() + 12

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The number in muted ink, the text beside it."""
        p = colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() or self.hasFocus():
            painter.setPen(QPen(QColor(p.ink if self.hasFocus() else p.neutral), 1.0))
            painter.setBrush(QColor(p.neutral))
            painter.drawRoundedRect(
                QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), FIELD_RADIUS, FIELD_RADIUS
            )
        if self.is_current:
            painter.fillRect(QRectF(0.0, 4.0, BAR, self.height() - 8.0), QColor(p.ink))
        room = self._text_rect(self.width())
        room.setHeight(self.height())
        painter.setPen(QColor(p.ink if self.is_current else p.muted))
        number = QRect(0, 6, round(1.45 * self.em), self.em)
        painter.drawText(
            number, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), self.number
        )
        painter.setPen(QColor(p.ink))
        flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(room, int(flags), self.text())
        painter.end()
