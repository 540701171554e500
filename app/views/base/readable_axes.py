"""Cost axes whose curves can be read point by point, with the pointer or the arrows."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from app.look.theme import Palette
from app.look.type_sizes import scale_of
from app.views.base.cost_axes import CostAxes, Label
from app.views.base.dot import DOT, Dot
from app.views.base.plot import cosmetic_pen
from symgui.arrays import FloatArray
from symgui.plain_text.numbers import iteration, number

ABOVE_ALL = 60.0
NEAR_MARK = 8.0
"""Pixels between the point that is read and what is written of it."""


class RecordedLine(msgspec.Struct, frozen=True, eq=False):
    """A curve as it can be read.

    Attributes
    ----------
    name : str
        The lane's letter in a race; empty for a run alone.
    iterations, costs : ndarray, shape (n,)
        Of its recorded points, by iteration.
    """

    name: str
    iterations: FloatArray
    costs: FloatArray


class PlotReading(msgspec.Struct, frozen=True):
    """A recorded point that is read: on which line it lies, and where."""

    line: str
    iteration: int
    cost: float

    @property
    def text(self) -> str:
        """What is written of it."""
        of = f"{self.line}, " if self.line else ""
        return f"{of}iteration {iteration(self.iteration)}, cost {number(self.cost)}"


class ReadableAxes(CostAxes):
    """Marks the recorded point that is nearest to the pointer and says its iteration and cost.

    A click goes there. With the focus Left and Right move from point to point, Home and End to the first and
    the last, Enter goes there, and Escape marks none.

    Attributes
    ----------
    reading : PlotReading or None
        The point that is marked.
    reading_label : Label
    """

    iterationChosen = Signal(int)
    """A person wants to go to this iteration, which is on record."""

    own_keys = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End)
    """What moves the mark while it has the focus, even where the window has a shortcut."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.reading: PlotReading | None = None
        self._lines: tuple[RecordedLine, ...] = ()
        self._here = 0
        self.reading_label = Label(self.view_box)
        self._mark = Dot(self.view_box)
        for z, item in enumerate((self._mark, self.reading_label)):
            item.setZValue(ABOVE_ALL + z)
            item.setVisible(False)
        self.pointed.connect(self.read_at)
        self.left.connect(self._read_nothing)

    def let_be_read_by_keyboard(self) -> None:
        """Take the focus by Tab."""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def offer(self, lines: Sequence[RecordedLine], here: int) -> None:
        """Let these lines be read; the arrows begin at the iteration `here`."""
        self._lines, self._here = tuple(lines), here
        if self.reading is not None:
            self._show(self._nearest_by_iteration(self.reading.line, self.reading.iteration))

    def recolour(self, palette: Palette) -> None:
        """Take the colours and the widget's font."""
        super().recolour(palette)
        self.reading_label.setFont(self.reference_label.font())
        self.reading_label.setBrush(QColor(palette.ink))
        self.reading_label.paper = QColor(palette.paper)
        self._mark.resize((DOT + 2) * scale_of(self))
        self._mark.setPen(cosmetic_pen(palette.ink, 1.5))
        self._mark.setBrush(QColor(palette.paper))
        self._show(self.reading)

    # ---- what is read ----------------------------------------------------------------------------

    def read_at(self, x: float, y: float) -> None:
        """The nearest recorded point of the line that passes nearest."""
        best, least = None, float("inf")
        for line in self._lines:
            found = self._nearest(line, x)
            if found is None:
                continue
            away = abs(float(self.costs.position(np.array([found.cost]))[0]) - y)
            if away < least:
                best, least = found, away
        self._show(best)

    def _nearest(self, line: RecordedLine, x: float) -> PlotReading | None:
        """The point of a line nearest to a place along the axis; None of a line without a finite point."""
        finite = np.flatnonzero(np.isfinite(line.costs))
        if not finite.size:
            return None
        places = self.iterations.position(line.iterations[finite])
        k = finite[int(np.abs(places - x).argmin())]
        return PlotReading(line.name, int(line.iterations[k]), float(line.costs[k]))

    def _nearest_by_iteration(self, name: str, at: int) -> PlotReading | None:
        line = self._line(name)
        place = float(self.iterations.position(np.array([float(at)]))[0])
        return None if line is None else self._nearest(line, place)

    def _line(self, name: str) -> RecordedLine | None:
        return next((line for line in self._lines if line.name == name), next(iter(self._lines), None))

    def _read_nothing(self) -> None:
        self._show(None)

    def _show(self, reading: PlotReading | None) -> None:
        self.reading = reading
        self._mark.setVisible(reading is not None)
        if reading is None:
            self.reading_label.setVisible(False)
            return
        at = self.pixel(reading.iteration, min(reading.cost, self.costs.high))
        self._mark.setPos(at)
        self.write(self.reading_label, reading.text, at, near=NEAR_MARK)

    # ---- pointer and keys ------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the iteration that is read."""
        if event.button() == Qt.MouseButton.LeftButton and self.reading is not None:
            self.iterationChosen.emit(self.reading.iteration)
        else:
            super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move from point to point, go to the one that is read, or read none."""
        key = Qt.Key(event.key())
        if key in self.own_keys:
            self._move(key)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.reading is not None:
            self.iterationChosen.emit(self.reading.iteration)
        elif key == Qt.Key.Key_Escape and self.reading is not None:
            self._show(None)
        else:
            event.ignore()

    def _move(self, key: Qt.Key) -> None:
        """To the point before or after the one that is read, or to an end of its line."""
        line = self._line(self.reading.line if self.reading is not None else "")
        if line is None:
            return
        finite = np.flatnonzero(np.isfinite(line.costs))
        if not finite.size:
            return
        t = line.iterations[finite]
        at = self.reading.iteration if self.reading is not None else self._here
        here = int(np.searchsorted(t, at))
        k = {
            Qt.Key.Key_Left: here - 1,
            Qt.Key.Key_Right: int(np.searchsorted(t, at, side="right")),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: t.size - 1,
        }[key]
        k = finite[min(max(k, 0), t.size - 1)]
        self._show(PlotReading(line.name, int(line.iterations[k]), float(line.costs[k])))
        if self.reading is not None:
            self.setAccessibleDescription(self.reading.text)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Whoever goes on elsewhere reads no more here."""
        super().focusOutEvent(event)
        self._show(None)
        self.viewport().update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where it has come to."""
        super().focusInEvent(event)
        self._show(self._nearest_by_iteration("", self._here))
