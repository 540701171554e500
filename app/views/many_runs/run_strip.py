"""Every run a dot: the one number of several runs, coloured by what they came to."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from app.look.theme import Palette, colours
from app.look.type_sizes import scale_of, small_font
from app.views.base.plot import Plot, cosmetic_pen
from app.views.many_runs.map_scale import ABOVE, QuantityScale
from symgui.arrays import FloatArray
from symgui.figures.outcome_colours import outcome_colour
from symgui.figures.scales import Tick
from symgui.sweep.outcome_map import CLASSES

NEAR = 14.0
"""Pixels from a dot within which it is meant."""
DOT_SIZE = 8.0
SMALL_DOT = 5.0
CROWDED = 150
"""More dots than this are small."""
BESIDE = 0.02
"""Room left and right of the dots, as a share of their width: for the ring around the first and the last."""
RING = 15.0
LABEL_GAP = 10.0
"""Pixels between the numbers upwards and the label beside them, and around."""
TOP, BOTTOM = 1.18, -0.06
"""Ends of the upright axis, with room for the dots at 0 and for those without a number."""


class RunDots(msgspec.Struct, frozen=True, eq=False):
    """Runs as dots.

    Attributes
    ----------
    x : ndarray, shape (n,)
        Where each lies across, from 0 to `width`.
    values : ndarray, shape (n,)
        NaN where a run has no such number.
    codes : ndarray of int, shape (n,)
        What each came to: index into `CLASSES`.
    width : float
    scale : QuantityScale
    label : str
        Of the upright axis.
    none : str
        Beside the dots without a number.
    ticks : tuple of Tick
        Across.
    across : str
        Label of the axis across.
    outlier : int or None
        The dot that stands out.
    """

    x: FloatArray
    values: FloatArray
    codes: np.ndarray
    width: float
    scale: QuantityScale
    label: str
    none: str
    ticks: tuple[Tick, ...]
    across: str
    outlier: int | None = None


class RunStrip(Plot):
    """The dots; one is marked, which Enter or a click opens.

    Attributes
    ----------
    dots : RunDots or None
    marked : int or None
        The index of the marked dot.

    Signals
    -------
    marking(int)
        Another dot is marked, by mouse or keyboard.
    openWanted()
        The run of the marked dot is wanted.
    """

    marking = Signal(int)
    openWanted = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, ("left", "bottom"))
        self.setObjectName(name)
        self.setAccessibleName("runs, one dot each")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.dots: RunDots | None = None
        self.marked: int | None = None
        self._points = {name: pg.ScatterPlotItem(pen=None) for name in CLASSES}
        self._ring = pg.ScatterPlotItem(size=RING, brush=None)
        self._halo = pg.ScatterPlotItem(size=RING + 6, brush=None)
        for z, item in enumerate((*self._points.values(), self._halo, self._ring)):
            item.setZValue(z)
            self.add(item)
        self.set_margins(4, 4, 10, 2)
        self.pointed.connect(self._point_at)
        self.recolour(colours())

    def recolour(self, palette: Palette) -> None:
        """Take the colours of the theme."""
        metrics = QFontMetricsF(self.dress(palette))
        self.axes["bottom"].setHeight(2 * metrics.height() + 6)
        self._fit_left()
        size = f"{small_font(self).pixelSize()}px"
        for axis in self.axes.values():
            axis.setPen(cosmetic_pen(palette.line))
            axis.setLabel(axis.labelText, **{"color": palette.muted, "font-size": size})
            axis.setStyle(tickLength=-3)
        for name, points in self._points.items():
            points.setBrush(QColor(outcome_colour(name, palette)))
        self._ring.setPen(cosmetic_pen(palette.ink, 2.0))
        self._halo.setPen(cosmetic_pen(palette.muted, 1.0, Qt.PenStyle.DashLine))
        self.viewport().update()

    def show_dots(self, dots: RunDots | None, marked: int | None) -> None:
        """Draw these runs, and mark one."""
        self.dots = dots
        if dots is None or not len(dots.x):
            for points in (*self._points.values(), self._ring, self._halo):
                points.setData([], [])
            for axis in self.axes.values():
                axis.setVisible(False)  # whose label would be that of what was shown before
            self.marked = None
            return
        for axis in self.axes.values():
            axis.setVisible(True)
        y = self.heights
        size = (DOT_SIZE if len(dots.x) <= CROWDED else SMALL_DOT) * scale_of(self)
        for code, points in enumerate(self._points.values()):
            chosen = dots.codes == code
            points.setData(dots.x[chosen], y[chosen], size=size)
        self.set_range((-BESIDE * dots.width, (1.0 + BESIDE) * dots.width), (BOTTOM, TOP))
        self._fit_left()
        self.axes["left"].setTicks([self._upright_ticks])
        self.axes["left"].setLabel(dots.label)
        self.axes["bottom"].setTicks([list(dots.ticks)])
        self.axes["bottom"].setLabel(dots.across)
        halo = [] if dots.outlier is None else [dots.outlier]
        self._halo.setData(dots.x[halo], y[halo])
        self.mark(marked)

    @property
    def _upright_ticks(self) -> list[Tick]:
        dots = self.dots
        if dots is None:
            return []
        none = [(ABOVE, dots.none)] if np.isnan(dots.values).any() else []
        return [*dots.scale.ticks(), *none]

    def _fit_left(self) -> None:
        """As wide as the numbers upwards, and the label beside them."""
        metrics = QFontMetricsF(small_font(self))
        widest = max((metrics.horizontalAdvance(text) for _, text in self._upright_ticks), default=0.0)
        self.axes["left"].setWidth(widest + metrics.height() + LABEL_GAP)

    @property
    def heights(self) -> FloatArray:
        """The heights of the dots; those without a number lie above all others."""
        if self.dots is None:
            return np.empty(0)
        heights: FloatArray = np.nan_to_num(self.dots.scale.position(self.dots.values), nan=ABOVE)
        return heights

    def mark(self, index: int | None) -> None:
        """Draw a ring around a dot, without telling anybody."""
        self.marked = index
        at = [] if index is None or self.dots is None else [index]
        self._ring.setData(self.dots.x[at] if self.dots is not None else [], self.heights[at])

    # ---- pointer and keys ------------------------------------------------------------------------

    def at(self, x: float, y: float) -> int | None:
        """The dot nearest to a point in the plot's own units, if it is near."""
        if self.dots is None or not len(self.dots.x):
            return None
        pixel = self.view_box.viewPixelSize()
        away = np.hypot((self.dots.x - x) / pixel[0], (self.heights - y) / pixel[1])
        nearest = int(away.argmin())
        return nearest if away[nearest] <= NEAR else None

    def _point_at(self, x: float, y: float) -> None:
        found = self.at(x, y)
        self.setCursor(Qt.CursorShape.ArrowCursor if found is None else Qt.CursorShape.PointingHandCursor)
        if found is not None and found != self.marked:
            self._choose(found)

    def _choose(self, index: int) -> None:
        self.mark(index)
        self.marking.emit(index)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the run of the dot."""
        place = self.view_box.mapSceneToView(self.mapToScene(event.position().toPoint()))
        found = self.at(place.x(), place.y())
        if event.button() == Qt.MouseButton.LeftButton and found is not None:
            self._choose(found)
            self.openWanted.emit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Do nothing: a press is enough."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right mark the next dot, Home and End the first and last, Up the one that stands out."""
        key, dots = Qt.Key(event.key()), self.dots
        if dots is None or not len(dots.x):
            event.ignore()
            return
        order: Sequence[int] = np.argsort(dots.x, kind="stable").tolist()
        here = order.index(self.marked) if self.marked is not None else 0
        to = {
            Qt.Key.Key_Left: max(0, here - 1),
            Qt.Key.Key_Right: min(len(order) - 1, here + 1),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: len(order) - 1,
        }
        if key in to:
            self._choose(order[to[key]])
        elif key == Qt.Key.Key_Up and dots.outlier is not None:
            self._choose(dots.outlier)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.openWanted.emit()
        else:
            event.ignore()

    def sizeHint(self) -> QSize:
        """Room for a few dots."""
        return QSize(240, 190)
