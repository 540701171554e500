"""The picture of a phase portrait: arrows, nullclines, points of rest, the way from a start one can drag."""

from __future__ import annotations

from collections.abc import Sequence

import contourpy
import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFontMetricsF, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from app.look.theme import Palette, colours
from app.look.type_sizes import pen_width, scale_of, small_font
from app.views.base.plot import Plot, cosmetic_pen
from symgui.arrays import FloatArray
from symgui.plain_text.numbers import limit
from symgui.symmetry.rest_points import RestPoint

SYMBOLS = {"minimum": "o", "saddle": "x", "maximum": "t1"}
"""By the kind of a point of rest; those of kind ``"flat"`` fill lines, on which the nullclines lie."""
SIZE = 10
"""Pixels of a point of rest."""
START = 13
"""Pixels of the ring around the start."""
SHARE = 0.72
"""Length of an arrow, as a share of the way to the next one."""
HEAD = 0.32
"""Length of an arrow's head, as a share of the arrow."""
SPREAD = 0.5
"""Half the width of an arrow's head, as a share of its length."""
STEPS = 50
"""Key strokes from the middle of an axis to its end; with Shift ten at once."""
FAR = 10
FARTHEST = 1e6
"""Of what is drawn beyond the axes, as a multiple of their reach; Qt cannot draw every number."""
NEAR = 6.0
"""Pixels within which a start that is dragged is put on a line of twins."""
KEYS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, 1), Qt.Key.Key_Down: (0, -1)}


class PortraitPlot(Plot):
    """A square from −reach to reach in both weights.

    Attributes
    ----------
    arrows, nullcline_x, nullcline_y : pg.PlotCurveItem
        The field, and where the derivative by x, and by y, is 0 (solid, dashed).
    twins, manifold : pg.PlotCurveItem
        The lines of twins (dotted), and what of them leads into a saddle.
    way : pg.PlotCurveItem
    ends : pg.ScatterPlotItem
        Where the way ends.
    rest : dict of str to pg.ScatterPlotItem
        By kind.
    start : tuple of float

    Signals
    -------
    moved(float, float)
        A person wants the start there.
    homeWanted
        The start shall be where the network is.
    """

    moved = Signal(float, float)
    homeWanted = Signal()

    _made = False

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, ("left", "bottom"))
        self.setObjectName("portrait-plot")
        self.setAccessibleName("phase portrait; arrow keys move the start")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.reach, self.start = 1.0, (0.0, 0.0)
        self._lines: tuple[int, ...] = ()
        self.arrows = pg.PlotCurveItem(connect="pairs")
        self.nullcline_x, self.nullcline_y = (
            pg.PlotCurveItem(connect="finite", antialias=True) for _ in range(2)
        )  # fmt: skip
        self.twins, self.manifold = pg.PlotCurveItem(connect="pairs"), pg.PlotCurveItem(connect="pairs")
        self.way = pg.PlotCurveItem(antialias=True)
        self.rest = {kind: pg.ScatterPlotItem(symbol=symbol, size=SIZE) for kind, symbol in SYMBOLS.items()}
        self.ends, self._ring = pg.ScatterPlotItem(symbol="s"), pg.ScatterPlotItem(brush=None)
        items = (
            self.arrows, self.twins, self.manifold, self.nullcline_x, self.nullcline_y, self.way,
            self.ends, *self.rest.values(), self._ring,
        )  # fmt: skip
        for z, item in enumerate(items):
            item.setZValue(z)
            self.add(item)
        self._labels = ("", "")
        self._made = True
        self.recolour(colours())

    def recolour(self, palette: Palette) -> None:
        """Take the colours of the theme."""
        font = self.dress(palette)
        self.axes["bottom"].setHeight(2 * QFontMetricsF(font).height() + 8)
        size = f"{small_font(self).pixelSize()}px"
        for side, text in zip(("bottom", "left"), self._labels, strict=True):
            axis = self.axes[side]
            axis.setPen(cosmetic_pen(palette.line))
            axis.setStyle(tickLength=-3)
            axis.setLabel(text, **{"color": palette.ink, "font-size": size})
        dashed, dotted = Qt.PenStyle.DashLine, Qt.PenStyle.DotLine
        self.arrows.setPen(cosmetic_pen(palette.edge))
        self.nullcline_x.setPen(cosmetic_pen(palette.ink, pen_width(self, 1.2)))
        self.nullcline_y.setPen(cosmetic_pen(palette.ink, pen_width(self, 1.2), dashed))
        self.twins.setPen(cosmetic_pen(palette.muted, pen_width(self, 1.6), dotted))
        self.manifold.setPen(cosmetic_pen(palette.negative, pen_width(self, 2.4)))
        self.way.setPen(cosmetic_pen(palette.positive, pen_width(self, 2.4)))
        for kind, points in self.rest.items():
            falls = palette.positive if kind == "minimum" else palette.negative
            points.setSize(SIZE * scale_of(self))
            points.setBrush(QColor(falls))
            points.setPen(cosmetic_pen(palette.paper if kind != "saddle" else falls, 1.0))
        self.ends.setSize(7 * scale_of(self))
        self.ends.setBrush(QColor(palette.positive))
        self.ends.setPen(cosmetic_pen(palette.paper))
        self._ring.setSize(START * scale_of(self))
        self._ring.setPen(cosmetic_pen(palette.ink, pen_width(self, 3.0 if self.hasFocus() else 2.0)))
        self.viewport().update()

    # ---- what is shown ---------------------------------------------------------------------------

    def set_plane(self, reach: float, labels: tuple[str, str], lines: tuple[int, ...]) -> None:
        """Show an empty plane with these lines of twins (1: y = x, −1: y = −x)."""
        self.reach, self._lines, self._labels = reach, lines, labels
        self.set_range((-reach, reach), (-reach, reach))
        ticks = [(at, limit(at)) for at in (-reach, -reach / 2, 0.0, reach / 2, reach)]
        for axis in self.axes.values():
            axis.setTicks([ticks])
        x = np.array([-reach, reach] * len(lines))
        self._stay_square()
        self.twins.setData(x, x * np.repeat(np.array(lines, dtype=np.float64), 2))
        self.clear_field()
        self.show_way(np.empty(0), np.empty(0))
        self.recolour(colours())

    def clear_field(self) -> None:
        """Take arrows, nullclines and points of rest away."""
        for item in (self.arrows, self.nullcline_x, self.nullcline_y, self.manifold, *self.rest.values()):
            item.setData([], [])

    def show_arrows(self, x: FloatArray, y: FloatArray, dx: FloatArray, dy: FloatArray, gap: float) -> None:
        """Arrows of one length against the gradient (dx, dy), around the points; none where it is 0."""
        size = np.hypot(dx, dy)
        there = np.isfinite(size) & (size > 0.0)
        x, y = x[there], y[there]
        u, v = -dx[there] / size[there], -dy[there] / size[there]
        half = SHARE * gap / 2.0
        tip = np.stack((x + half * u, y + half * v))
        tail = np.stack((x - half * u, y - half * v))
        back, side = 2 * half * HEAD, 2 * half * HEAD * SPREAD
        wings = [tip - back * np.stack((u, v)) + sign * side * np.stack((-v, u)) for sign in (1.0, -1.0)]
        ends = np.stack((tail, tip, wings[0], tip, wings[1], tip), axis=-1).reshape(2, -1)
        self.arrows.setData(ends[0], ends[1])

    def show_nullclines(self, grid: FloatArray, Gx: FloatArray, Gy: FloatArray) -> None:
        """Draw where each of the derivatives is 0, between the points of the grid by straight lines."""
        for item, G in ((self.nullcline_x, Gx), (self.nullcline_y, Gy)):
            lines = contourpy.contour_generator(grid, grid, np.ma.masked_invalid(G)).lines(0.0)
            gap = np.full((1, 2), np.nan)
            points = np.concatenate([piece for line in lines for piece in (np.asarray(line), gap)] or [gap])
            item.setData(points[:, 0], points[:, 1])

    def show_rest(self, points: Sequence[RestPoint], parts: Sequence[tuple[int, float, float]]) -> None:
        """The points of rest, and the parts of lines of twins that lead into one: line, from x, to x."""
        for kind, item in self.rest.items():
            of_kind = [point for point in points if point.kind == kind]
            item.setData([point.x for point in of_kind], [point.y for point in of_kind])
        x = np.array([at for _, left, right in parts for at in (left, right)])
        signs = np.repeat(np.array([line for line, _, _ in parts], dtype=np.float64), 2)
        self.manifold.setData(x, signs * x)

    def show_start(self, x: float, y: float) -> None:
        """Put the ring around the start there, without telling anybody."""
        self.start = x, y
        near = self._near(np.array([x]), np.array([y]))
        self._ring.setData([x] * near, [y] * near)

    def show_way(self, x: FloatArray, y: FloatArray) -> None:
        """The way of the two weights, the start first; of one that diverges the part that can be drawn."""
        near = self._near(x, y)
        self.way.setData(x[:near], y[:near])
        last = max(0, x.size - 1)
        self.ends.setData(x[last:near], y[last:near])

    def _near(self, x: FloatArray, y: FloatArray) -> int:
        """How many of the points come before the first that is too far away to be drawn, or no number."""
        far = ~(np.maximum(np.abs(x), np.abs(y)) <= FARTHEST * self.reach)  # true of NaN, too
        return int(np.argmax(far)) if far.any() else x.size

    # ---- a person moves the start ----------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The start comes to the pointer."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self._drag(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Let the start follow the pointer."""
        super().mouseMoveEvent(event)
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._drag(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Do nothing: the start is there already."""

    def _drag(self, event: QMouseEvent) -> None:
        at = self.view_box.mapSceneToView(self.mapToScene(event.position().toPoint()))
        x, y = (self._kept(value) for value in (at.x(), at.y()))
        near = NEAR * self.view_box.viewPixelSize()[0]
        for line in self._lines:
            if abs(x - line * y) <= near:
                x = self._kept((x + line * y) / 2.0)
                y = line * x
                break
        self.moved.emit(x, y)

    def _kept(self, value: float) -> float:
        """Within the axes, and with no more digits than the pointer means."""
        return float(f"{min(max(value, -self.reach), self.reach):.3g}")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move the start to the next fiftieth of the axis, with Shift ten; Home to the network."""
        key = Qt.Key(event.key())
        if key in KEYS:
            by = FAR if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
            step = self.reach / STEPS
            x, y = (
                self._kept((round(self._kept(value) / step) + by * way) * step) if way else value
                for value, way in zip(self.start, KEYS[key], strict=True)
            )
            self.moved.emit(x, y)
        elif key == Qt.Key.Key_Home:
            self.homeWanted.emit()
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that the keys are the plot's."""
        super().focusInEvent(event)
        self.recolour(colours())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that they are not."""
        super().focusOutEvent(event)
        self.recolour(colours())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stay a square: one length is one length along both axes."""
        super().resizeEvent(event)
        if self._made:
            self._stay_square()

    def _stay_square(self) -> None:
        across, down = self.width(), self.height()
        left, bottom = self.axes["left"].width(), self.axes["bottom"].height()
        side = max(10.0, min(across - left - 12, down - bottom - 8))
        self.set_margins(0, 8, max(0.0, across - left - side), max(0.0, down - bottom - side - 8))

    def sizeHint(self) -> QSize:
        """A square."""
        return QSize(380, 380) * scale_of(self)

    def minimumSizeHint(self) -> QSize:
        """The least that can be read."""
        return QSize(180, 180) * scale_of(self)
