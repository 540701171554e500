"""A line of text as a QR code over all that is shown; any key, or a click, takes it away."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.look.style_sheet import sized
from symgui.figures.qr import modules

CODE_SHARE = 0.72
"""Of the smaller side, that the code takes."""
TEXT_SHARE = 0.024
"""Of the height, that a letter of the line takes."""


class QrSheet(QWidget):
    """Covers the widget it lies on: black on white in every theme, which every camera reads.

    Raises
    ------
    ValueError
        If the line is too long for a code.
    """

    def __init__(self, line: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("qr-sheet")
        self.setAccessibleName(f"QR code of the line {line}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.line = line
        self._dark = modules(line)
        parent.installEventFilter(self)
        self.setGeometry(parent.rect())
        self.show()
        self.raise_()
        self.setFocus()

    def leave(self) -> None:
        """Go away, and give the keys back to what lies below."""
        parent = self.parentWidget()
        self.hide()
        self.deleteLater()
        if parent is not None:
            parent.removeEventFilter(self)
            parent.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as what it covers; a key that is sent there takes it away, too."""
        parent = self.parentWidget()
        if watched is not parent or parent is None or self.isHidden():
            return False
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(parent.rect())
        if event.type() == QEvent.Type.KeyPress:
            self.leave()
            return True
        return False

    def event(self, event: QEvent) -> bool:
        """A key that is a command elsewhere is none here."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Any key takes it away, and does nothing else."""
        event.accept()
        self.leave()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click takes it away."""
        event.accept()
        self.leave()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The code in the middle, the line below it."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("#ffffff"))
        step = max(1, int(CODE_SHARE * min(self.width(), self.height()) / len(self._dark)))
        side = step * len(self._dark)
        left, top = (self.width() - side) // 2, max(0, (self.height() - side) // 3)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor("#000000"))
        for i, j in zip(*self._dark.nonzero(), strict=True):
            painter.drawRect(left + int(j) * step, top + int(i) * step, step, step)
        painter.setPen(QColor("#000000"))
        painter.setFont(sized(self.font(), max(11, round(TEXT_SHARE * self.height()))))
        room = QRectF(0.06 * self.width(), top + side, 0.88 * self.width(), self.height() - top - side)
        painter.drawText(
            room, Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWrapAnywhere, self._words(room)
        )

    def _words(self, room: QRectF) -> str:
        """The line, if it can be read there."""
        metrics = QFontMetricsF(sized(self.font(), max(11, round(TEXT_SHARE * self.height()))))
        lines = metrics.horizontalAdvance(self.line) / room.width() + 1
        return self.line if lines * metrics.height() <= room.height() else ""
