"""Where a lesson stands: a dot a step, which a press jumps to."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from app.look.others_words import literal
from app.look.theme import colours


class ProgressDots(QWidget):
    """A row of dots, the present one filled and larger.

    Signals
    -------
    jumped(int)
        A person wants to see that step, from 0.
    """

    jumped = Signal(int)
    own_keys = (Qt.Key.Key_Left, Qt.Key.Key_Right)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("lesson-dots")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.titles: tuple[str, ...] = ()
        self.index = 0

    def show_progress(self, titles: tuple[str, ...], index: int) -> None:
        """A dot for each title, the one at `index` marked."""
        if (titles, index) != (self.titles, self.index):
            if len(titles) != len(self.titles):
                self.updateGeometry()
            self.titles, self.index = titles, index
            self.setAccessibleName(f"step {index + 1} of {len(titles)}")
            self.update()

    def center(self, index: int) -> QPointF:
        """Of a dot."""
        return QPointF((index + 0.5) * self._pitch, self.height() / 2)

    @property
    def _pitch(self) -> float:
        em = 1.15 * self.fontMetrics().height()
        return min(em, self.width() / max(1, len(self.titles))) if self.width() > em else em

    def sizeHint(self) -> QSize:
        """All dots in a row."""
        em = self.fontMetrics().height()
        return QSize(round(1.15 * em * max(1, len(self.titles))), round(1.3 * em))

    def minimumSizeHint(self) -> QSize:
        """Closer together."""
        return QSize(40, self.sizeHint().height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Jump to the step under the pointer."""
        index = self._at(event.position())
        if index is not None and event.button() == Qt.MouseButton.LeftButton:
            self.jumped.emit(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrows go along the steps."""
        by = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if by is None:
            super().keyPressEvent(event)
        elif 0 <= self.index + by < len(self.titles):
            self.jumped.emit(self.index + by)

    def event(self, event: QEvent) -> bool:
        """A dot's tooltip is its step's title."""
        if isinstance(event, QHelpEvent):
            index = self._at(QPointF(event.pos()))
            text = f"{index + 1}. {self.titles[index]}" if index is not None else ""
            QToolTip.showText(event.globalPos(), literal(text), self)
            return True
        return super().event(event)

    def _at(self, point: QPointF) -> int | None:
        index = int(point.x() // self._pitch)
        return index if 0 <= index < len(self.titles) else None

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Dots behind the present one are filled, those before it hollow."""
        p = colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = 0.22 * self.fontMetrics().height()
        for k in range(len(self.titles)):
            here = k == self.index
            painter.setPen(QPen(QColor(p.ink if here or self.hasFocus() else p.muted), 1.2))
            painter.setBrush(QColor(p.ink if here else p.muted if k < self.index else p.paper))
            painter.drawEllipse(self.center(k), *((1.55 * radius,) * 2 if here else (radius,) * 2))
        painter.end()
