"""Where a lesson stands: a dot a step; in the window a press jumps to it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.look.others_words import literal
from app.look.theme import colours
from app.look.type_sizes import scaled

STAGE_PITCH = 9
"""From dot to dot before an audience, in pixels of a window."""


class ProgressDots(QWidget):
    """A row of dots, the present one filled and larger.

    Parameters
    ----------
    name : str
        Object name.
    presented : bool
        They stand before an audience: larger, those before the present one full, and nobody presses them.

    Attributes
    ----------
    index, count : int
        The present step, from 0, and how many there are.
    titles : tuple of str
        Those of the steps, where they are told.

    Signals
    -------
    jumped(int)
        A person wants to see that step, from 0.
    """

    jumped = Signal(int)
    own_keys = (Qt.Key.Key_Left, Qt.Key.Key_Right)

    def __init__(self, name: str, *, presented: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.titles: tuple[str, ...] = ()
        self.index = self.count = 0
        self._presented = presented
        if presented:
            self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        else:
            self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def show_progress(self, index: int, count: int, titles: tuple[str, ...] = ()) -> None:
        """A dot for each of `count` steps, the one at `index` (from 0) marked; no dots without steps."""
        if (index, count, titles) != (self.index, self.count, self.titles):
            if count != self.count:
                self.updateGeometry()
            self.index, self.count, self.titles = index, count, titles
            self.setAccessibleName(f"step {index + 1} of {count}" if count else "")
            self.update()

    def center(self, index: int) -> QPointF:
        """The center of a dot."""
        return QPointF((index + 0.5) * self._pitch, self.height() / 2)

    @property
    def _pitch(self) -> float:
        if self._presented:
            return scaled(self, STAGE_PITCH)
        em = 1.15 * self.fontMetrics().height()
        return min(em, self.width() / max(1, self.count)) if self.width() > em else em

    def sizeHint(self) -> QSize:
        """All dots in a row."""
        if self._presented:
            pitch = scaled(self, STAGE_PITCH)
            return QSize(self.count * pitch, pitch)
        em = self.fontMetrics().height()
        return QSize(round(1.15 * em * max(1, self.count)), round(1.3 * em))

    def minimumSizeHint(self) -> QSize:
        """Closer together, where they are not before an audience."""
        return self.sizeHint() if self._presented else QSize(40, self.sizeHint().height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Jump to the step under the pointer."""
        index = self._at(event.position())
        if self._presented:
            event.ignore()
        elif index is not None and event.button() == Qt.MouseButton.LeftButton:
            self.jumped.emit(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrows go along the steps."""
        by = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if by is None:
            super().keyPressEvent(event)
        elif 0 <= self.index + by < self.count:
            self.jumped.emit(self.index + by)

    def event(self, event: QEvent) -> bool:
        """A dot's tooltip is its step's title."""
        if self.titles and isinstance(event, QHelpEvent):
            index = self._at(QPointF(event.pos()))
            text = f"{index + 1}. {self.titles[index]}" if index is not None else ""
            QToolTip.showText(event.globalPos(), literal(text), self)
            return True
        return super().event(event)

    def _at(self, point: QPointF) -> int | None:
        index = int(point.x() // self._pitch)
        return index if 0 <= index < self.count else None

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The dots."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for k in range(self.count):
            radius, pen, brush = self._presented_dot(k) if self._presented else self._dot(k)
            painter.setPen(pen)
            painter.setBrush(brush)
            painter.drawEllipse(self.center(k), radius, radius)
        painter.end()

    def _dot(self, k: int) -> tuple[float, QPen, QBrush]:
        """Radius, rim and filling: dots behind the present one are muted, those before it hollow."""
        p, here = colours(), k == self.index
        radius = 0.22 * self.fontMetrics().height()
        rim = QPen(QColor(p.ink if here or self.hasFocus() else p.muted), 1.2)
        filling = QBrush(QColor(p.ink if here else p.muted if k < self.index else p.paper))
        return 1.55 * radius if here else radius, rim, filling

    def _presented_dot(self, k: int) -> tuple[float, QPen, QBrush]:
        """The same before an audience: dots behind the present one are ink."""
        p, shown = colours(), k <= self.index
        radius = self._pitch * (0.36 if k == self.index else 0.24)
        rim = QPen(QColor(p.ink if shown else p.edge), self._pitch * 0.1)
        return radius, rim, QBrush(QColor(p.ink)) if shown else QBrush(Qt.BrushStyle.NoBrush)
