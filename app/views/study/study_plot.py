"""The small plot of a study: two curves in ink, one of them dashed, and points, full or hollow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFontMetricsF
from PySide6.QtWidgets import QGraphicsSimpleTextItem, QWidget

from app.look.theme import Palette, colours
from app.look.type_sizes import pen_width, scale_of, small_font
from app.views.base.cost_axes import Label
from app.views.base.plot import Plot, cosmetic_pen
from symgui.arrays import FloatArray
from symgui.figures.colors import mix
from symgui.figures.scales import Tick, thinned

POINT = 6
INSET = 5.0
"""Pixels (in a window) between the ends of the axes and the edge, so that a point at an end is seen whole."""
DASH = 2.4
"""Width of the dashed curve: it is seen on top of the solid one where both are one."""
WIDEST_TICK = "0.0000"
"""The left axis is as wide as this, or what is given, at all times: the curves never move sideways."""


MARKS = 5
"""Points that may have a text above them."""


@dataclass(frozen=True, slots=True)
class Axis:
    """An axis in the plot's own units, after any logarithm.

    Attributes
    ----------
    name : str
    low, high : float
    ticks : tuple
        Where, and what is written there.
    """

    name: str
    low: float
    high: float
    ticks: tuple[Tick, ...] = ()


EMPTY = Axis("", 0.0, 1.0)


class StudyPlot(Plot):
    """A plot whose items are made once and given data; drawn in ink, muted where the study is stale.

    Attributes
    ----------
    solid, dashed : pg.PlotCurveItem
    points, hollow : pg.ScatterPlotItem
        Circles; hollow ones mean "not within the limit" or "exactly 0".
    x, y : Axis
    marks : list of QGraphicsSimpleTextItem
        Texts above points, see `write_marks`.
    title, solid_label, dashed_label : QGraphicsSimpleTextItem
        What is drawn upwards, and texts at the ends of two curves; hidden while empty.
    """

    resized = Signal()
    """The inner rectangle has another size: texts at a curve's end have to move."""

    def __init__(
        self, name: str, label: str, parent: QWidget | None = None, *, widest: str = WIDEST_TICK
    ) -> None:
        super().__init__(parent, ("left", "bottom"))
        self._widest = widest
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.x, self.y = EMPTY, EMPTY
        self._grid = pg.PlotCurveItem(connect="pairs")
        self.solid = pg.PlotCurveItem(antialias=True)
        self.dashed = pg.PlotCurveItem(antialias=True)
        self.points = pg.ScatterPlotItem(size=POINT)
        self.hollow = pg.ScatterPlotItem(size=POINT)
        items = (self._grid, self.solid, self.dashed, self.hollow, self.points)
        for z, item in enumerate(items):
            item.setZValue(z)
            self.add(item)
        self.solid_label, self.dashed_label = Label(self.view_box), Label(self.view_box)
        self.title = Label()
        self.scene().addItem(self.title)  # above the inner rectangle, which clips what is in it
        self.marks = [Label(self.view_box) for _ in range(MARKS)]
        self._labels = self.title, self.solid_label, self.dashed_label, *self.marks
        for text in self._labels:
            text.setZValue(len(items))
            text.setVisible(False)
        self._left, self._bottom = self.axes["left"], self.axes["bottom"]
        for axis in (self._left, self._bottom):
            axis.setStyle(tickLength=0, tickAlpha=0, tickTextOffset=4, hideOverlappingLabels=False)
            axis.enableAutoSIPrefix(False)
        self._stale = False
        self.view_box.sigResized.connect(self._refit)

    @property
    def _inset(self) -> float:
        return INSET * scale_of(self)

    def sizeHint(self) -> QSize:
        """Room for a curve."""
        return QSize(220, 130) * scale_of(self)

    def minimumSizeHint(self) -> QSize:
        """The least that can be read."""
        return QSize(120, 90) * scale_of(self)

    def recolour(self, palette: Palette) -> None:
        """Take the colours and the widget's font."""
        muted = QColor(palette.muted)
        font = self.dress(palette)
        metrics = QFontMetricsF(font)
        self._left.setWidth(metrics.horizontalAdvance(self._widest) + 6)
        self._bottom.setHeight(2 * metrics.height() + 4)
        self.set_margins(0, metrics.height() + 1, 12 * scale_of(self), 0)
        self._grid.setPen(cosmetic_pen(palette.line))
        for text in self._labels:
            text.setFont(font)
            text.setBrush(QColor(palette.ink) if text in self.marks else muted)
            text.paper = QColor(palette.paper)
            text.paper.setAlpha(215)
        self._ink()
        self._name_axis()

    def set_stale(self, stale: bool) -> None:
        """Mute what is drawn, or not."""
        if stale != self._stale:
            self._stale = stale
            self._ink()

    def set_axes(self, x: Axis, y: Axis) -> None:
        """Use these axes."""
        if (x, y) != (self.x, self.y):
            self.x, self.y = x, y
            self._name_axis()
            self.lay_out()

    def lay_out(self) -> None:
        """Ranges, ticks and grid, for the axes and the size as they are."""
        x, y = self.x, self.y
        self._bottom.setTicks([list(x.ticks)])
        self._left.setTicks([list(y.ticks)])
        heights = np.array([at for at, _ in y.ticks])
        self._grid.setData(np.tile([x.low, x.high], heights.size), np.repeat(heights, 2))
        margin_x = self._inset * (x.high - x.low) / max(1.0, self.view_box.width() - 2 * self._inset)
        margin_y = self._inset * (y.high - y.low) / max(1.0, self.view_box.height() - 2 * self._inset)
        self.set_range((x.low - margin_x, x.high + margin_x), (y.low - margin_y, y.high + margin_y))
        corner = self.view_box.mapRectToScene(self.view_box.rect()).topLeft()
        write(self.title, y.name, corner.x() + self._inset, 0.0)

    def draw(self, item: pg.PlotCurveItem, x: FloatArray, y: FloatArray) -> None:
        """Give a curve its data, at positions on the axes; not more than the screen has room for."""
        x, y = thinned(x, y, max(1, int(self.view_box.width())))
        item.setData(x, y, connect="finite" if np.isnan(y).any() else "all")

    def write_at(
        self, label: QGraphicsSimpleTextItem, text: str, x: float, y: float, *, above: bool = True
    ) -> None:
        """Write a text that ends at a place on the axes, above or below it; an empty one hides the label."""
        box, metrics = self.view_box, QFontMetricsF(label.font())
        across = (x - self.x.low) / (self.x.high - self.x.low) * (box.width() - 2 * self._inset) + self._inset
        down = (self.y.high - y) / (self.y.high - self.y.low) * (box.height() - 2 * self._inset) + self._inset
        left = min(max(0.0, across - metrics.horizontalAdvance(text)), box.width())
        top = down - metrics.height() - self._inset if above else down + POINT * scale_of(self)
        write(label, text, left, min(max(0.0, top), box.height() - metrics.height()))

    def write_marks(self, marks: Sequence[tuple[float, float, str]]) -> None:
        """Write texts above and to the left of points on the axes: x, y, text; no more than `MARKS`.

        One that would lie over the name of a curve, which is written before, is left out.
        """
        names = [
            each.sceneBoundingRect() for each in (self.solid_label, self.dashed_label) if each.isVisible()
        ]
        for k, label in enumerate(self.marks):
            x, y, text = marks[k] if k < len(marks) else (self.x.low, self.y.low, "")
            self.write_at(label, text, x, y)
            if any(label.sceneBoundingRect().intersects(name) for name in names):
                label.setVisible(False)

    def clear_data(self) -> None:
        """Show nothing but the axes."""
        self.write_marks(())
        for item in (self.solid, self.dashed, self.points, self.hollow):
            item.setData([], [])
        self.solid_label.setVisible(False)
        self.dashed_label.setVisible(False)

    @Slot()
    def _refit(self) -> None:
        self.lay_out()
        self.resized.emit()

    def _name_axis(self) -> None:
        size = f"{small_font(self).pixelSize()}px"
        self._bottom.setLabel(self.x.name, color=colours().muted, **{"font-size": size})

    def _ink(self) -> None:
        palette = colours()
        ink = mix(palette.muted, palette.paper, 0.25) if self._stale else palette.ink
        for points in (self.points, self.hollow):
            points.setSize(POINT * scale_of(self))
        self.solid.setPen(cosmetic_pen(ink, pen_width(self)))
        self.dashed.setPen(cosmetic_pen(ink, pen_width(self, DASH), Qt.PenStyle.DashLine))
        self.points.setPen(cosmetic_pen(palette.paper))
        self.points.setBrush(QColor(ink))
        self.hollow.setPen(cosmetic_pen(ink, pen_width(self, 1.4)))
        self.hollow.setBrush(QColor(palette.paper))


def write(label: QGraphicsSimpleTextItem, text: str, left: float, top: float) -> None:
    """Put a text somewhere, in pixels of the plot's inner rectangle; an empty one is hidden."""
    label.setVisible(bool(text))
    if label.text() != text:
        label.setText(text)
    label.setPos(left, top)
