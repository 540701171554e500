"""Lines of words and formulas in a widget, broken to its width.

Live numbers are plain text nodes, so a line is set anew in well under a millisecond.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TypeAlias

import msgspec
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.look.theme import colours, inverted
from app.look.type_sizes import scale_of
from app.views.base.math_line import Line, Node, Ring, Symbol, plain
from app.views.base.typesetter import MUTED_SCALE, Row, Typesetter, broken_into_rows, words_joined

FORMULA_SCALE = 1.2
"""Formulas are larger than the text around them."""
MOST_LINES = 200
"""Lines whose rows are remembered."""
LINE_GAP = 5.0
"""Pixels between two lines, beside type of the usual size."""


class _Placed(msgspec.Struct, frozen=True):
    node: Node
    x: float
    baseline: float


_MeasuredRow: TypeAlias = tuple[Row, float, float]
"""A row, and the room above and below its baseline."""


class TypesetLabel(QWidget):
    """Lines of formulas, broken to its width, as high as they need.

    Attributes
    ----------
    lines : tuple of Line
    muted_scale : float
        Size of muted words, as a share of the others'.
    """

    def __init__(self, parent: QWidget | None = None, scale: float = FORMULA_SCALE) -> None:
        super().__init__(parent)
        self.lines: tuple[Line, ...] = ()
        self._scale, self.muted_scale, self._line_gap = scale, MUTED_SCALE, LINE_GAP
        self._inverted = False
        self._setter: Typesetter | None = None
        self._placed: list[_Placed] = []
        self._known: dict[tuple[Line, int, float, float], list[_MeasuredRow]] = {}
        self._laid_out: tuple[int, tuple[Line, ...]] = (-1, ())  # width and lines of the layout
        self._height = 0.0
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_lines(self, lines: Sequence[Line]) -> None:
        """Show these lines; nothing happens if they are the same."""
        lines = tuple(lines)
        if lines == self.lines:
            return
        self.lines = lines
        self.setAccessibleDescription(self.text())
        height = self._height
        self._lay_out(self.width())
        if self._height != height:
            self.updateGeometry()
        self.update()

    def set_scale(self, scale: float) -> None:
        """Set formulas so many times as large as the text around."""
        if scale != self._scale:
            self._scale = scale
            self._laid_out = (-1, ())
            self.updateGeometry()

    def set_line_gap(self, gap: float) -> None:
        """Leave so many pixels between two lines, beside type of the usual size."""
        if gap != self._line_gap:
            self._line_gap = gap
            self._laid_out = (-1, ())
            self.updateGeometry()

    def set_muted_scale(self, scale: float) -> None:
        """Set muted words so many times as large as the others."""
        if scale != self.muted_scale:
            self.muted_scale = scale
            self._laid_out = (-1, ())
            self.updateGeometry()

    def set_inverted(self, inverted: bool) -> None:
        """Write in paper on ink, or again in ink on paper."""
        if inverted != self._inverted:
            self._inverted = inverted
            self.update()

    def text(self) -> str:
        """All lines as plain text."""
        return "\n".join(map(plain, self.lines))

    def symbol_rect(self, base: str, above: str = "") -> QRectF:
        """Where a symbol first stands, whatever its lower index; if in a ring, that; null if it does not."""
        setter = self._typesetter()
        self._lay_out(self.width())
        for placed in self._placed:
            whole = placed.node
            for node in whole.nodes if isinstance(whole, Ring) else (whole,):
                if isinstance(node, Symbol) and (node.base, node.above) == (base, above):
                    up, down = setter.height((whole,))
                    return QRectF(placed.x, placed.baseline - up, setter.width(whole), up + down)
        return QRectF()

    def first_line(self) -> tuple[float, float]:
        """Room above and below the baseline of the first line as it is broken; none without lines."""
        if not self.lines:
            return 0.0, 0.0
        _, above, below = self._rows(self.lines[0], self.width(), self._typesetter())[0]
        return above, below

    def natural_width_of(self, lines: Sequence[Line]) -> float:
        """Pixels of width that the longest of some lines takes if none is broken."""
        setter = self._typesetter()
        rows = (broken_into_rows(line, math.inf, setter)[0] for line in lines)
        return max((row[-1][1] + setter.width(row[-1][0]) for row in rows if row), default=0.0)

    def heightForWidth(self, width: int) -> int:
        """Pixels of height the lines need at a width."""
        return self.height_of(self.lines, width)

    def height_of(self, lines: Sequence[Line], width: int) -> int:
        """Pixels of height that other lines would need."""
        return round(self._measure(width, lines)[1]) + 2

    def sizeHint(self) -> QSize:
        """The width that there is, and the height that the lines need in it."""
        return QSize(320, self.heightForWidth(max(self.width(), 200)))

    def minimumSizeHint(self) -> QSize:
        """Narrow, and as high as the present width needs."""
        return QSize(160, round(self._height) + 2)

    def changeEvent(self, event: QEvent) -> None:
        """Set the lines anew in another type."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_setter"):
            self._setter = None
            self._laid_out = (-1, ())
            self._lay_out(self.width())
            self.updateGeometry()
            self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines anew."""
        super().resizeEvent(event)
        height = self._height
        self._lay_out(event.size().width())
        if self._height != height:
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the lines."""
        setter = self._typesetter()
        self._lay_out(self.width())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = inverted(colours()) if self._inverted else colours()
        for placed in self._placed:
            setter.paint(painter, placed.node, QPointF(placed.x, placed.baseline), palette)
        painter.end()

    def _typesetter(self) -> Typesetter:
        pixels = self.fontInfo().pixelSize() * self._scale
        setter = self._setter
        if setter is None or (setter.pixels, setter.muted_scale) != (pixels, self.muted_scale):
            setter = self._setter = Typesetter(self.font(), pixels, self.muted_scale)
        return setter

    def _lay_out(self, width: int) -> None:
        if self._laid_out != (width, self.lines):
            self._placed, self._height = self._measure(width, self.lines)
            self._laid_out = (width, self.lines)

    def _measure(self, width: int, lines: Sequence[Line]) -> tuple[list[_Placed], float]:
        setter = self._typesetter()
        placed: list[_Placed] = []
        y, gap = 0.0, self._line_gap * scale_of(self)
        for line in lines:
            for row, above, below in self._rows(line, width, setter):
                placed.extend(_Placed(node, x, y + above) for node, x in row)
                y += above + below + gap
        return placed, max(0.0, y - gap)

    def _rows(self, line: Line, width: int, setter: Typesetter) -> list[_MeasuredRow]:
        """The rows of a line with their heights; lines that did not change are not broken again."""
        key = (line, width, setter.pixels, setter.muted_scale)
        if key not in self._known:
            if len(self._known) > MOST_LINES:
                self._known.clear()
            rows = map(words_joined, broken_into_rows(line, width, setter))
            self._known[key] = [(row, *setter.height(tuple(node for node, _ in row))) for row in rows]
        return self._known[key]
