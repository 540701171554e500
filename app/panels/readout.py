"""Numbers of the toolbar: bold, of one width, with a small name under them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.look.layouts import filled
from app.look.style_sheet import SMALL_SIZE, sized, tabular
from app.look.text_scale import follow_text
from app.look.theme import colours

VALUE_SIZE = 17
UNKNOWN = "–"
"""In the place of a number that is not there yet."""


class Readout(QWidget):
    """A number and its name.

    Parameters
    ----------
    name : str
        Object name of the label that holds the value; its text is the plain value.
    caption : str
        The small name under it.
    widest : str
        The widest text it will usually hold; it keeps room for it, and grows only for a wider one.
    tip : str
    written : callable or None
        How the value's text is written on screen, if not as it is.
    """

    clicked = Signal()

    def __init__(
        self, name: str, caption: str, widest: str, tip: str, written: Callable[[str], str] | None = None
    ) -> None:
        super().__init__()
        self._clickable = False
        self.value = _Value(caption, widest, written)
        self.value.setObjectName(name)
        self.caption = QLabel(caption)
        self.caption.setProperty("role", "caption")
        follow_text(self.caption, _set_size, SMALL_SIZE)
        self.setToolTip(tip)
        filled(QVBoxLayout(self), 1, self.value, self.caption, 1, margins=0, gap=0)

    def let_be_clicked(self) -> None:
        """Emit `clicked` from now on, and look as if it did."""
        self._clickable = True
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tell of a click."""
        if self._clickable and event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit()
        else:
            super().mousePressEvent(event)

    def set_text(self, text: str) -> None:
        """Show the value `text`."""
        self.value.show_text(text)

    def setToolTip(self, tip: str) -> None:
        """Say it of the number too, which is what people and screen readers find by its name."""
        if tip != self.toolTip():  # Qt tells everybody of the same one, too
            super().setToolTip(tip)
            self.value.setToolTip(tip)


class _Value(QLabel):
    """A label whose text is the plain value, and whose picture may be written more legibly."""

    def __init__(self, caption: str, widest: str, written: Callable[[str], str] | None) -> None:
        super().__init__(UNKNOWN)
        self._caption = caption
        self.setAccessibleName(caption)
        self._written = written or str
        self._widest = widest
        follow_text(self, _Value.set_size, VALUE_SIZE)

    def set_size(self, pixels: int) -> None:
        """Write in half as many pixels more as the text has: these numbers are large enough already."""
        self._font = tabular(sized(self.font(), (VALUE_SIZE + pixels) // 2, bold=True))
        self._metrics = QFontMetrics(self._font)
        self.setFont(self._font)
        self._keep_room_for(max(self._widest, self.text(), key=self._advance))

    def show_text(self, text: str) -> None:
        if text == self.text():
            return
        self.setText(text)
        self.setAccessibleName(f"{self._caption} {self._written(text)}")  # a label has no other value
        if self._advance(text) > self.width():
            self._keep_room_for(text)

    def _keep_room_for(self, text: str) -> None:
        """Fix the size: a label whose size is free lays the whole window out anew with every text."""
        self.setFixedSize(self._advance(text), self._metrics.height())

    def _advance(self, text: str) -> int:
        return self._metrics.horizontalAdvance(self._written(text)) + 2

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self._font)
        painter.setPen(QColor(colours().ink))
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self.rect(), flags, self._written(self.text()))
        painter.end()


def _set_size(label: QWidget, pixels: int) -> None:
    label.setFont(sized(label.font(), pixels))
