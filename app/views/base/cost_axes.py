"""The axes of a cost plot: iterations and costs, what guessing costs, and labels out of each other's way."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import cast

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QGraphicsSimpleTextItem, QStyleOptionGraphicsItem, QWidget

from app.look.theme import Palette
from app.look.type_sizes import pen_width, scale_of
from app.views.base.plot import Plot, cosmetic_pen
from symgui.arrays import FloatArray
from symgui.figures.scales import CostScale, IterationScale, Tick, thinned

INSET = 5.0
"""Pixels between the ends of the axes and the edge, so that a dot at an end is seen whole."""
BACKING = 215
"""How opaque (of 255) the paper behind a label is, where a curve passes under it."""
NEAR_LINE = 5.0
"""Pixels between a label and the line it belongs to."""
TICK_TEXT = "100k"
"""What a label of the iteration axis may say, by which its room is measured."""
TICK_GAP = 8.0
"""Pixels between two labels of the iteration axis."""
TICK_LINES = 5.0
"""Lines of type from one label of the cost axis to the next, at least."""
WIDEST_COST = "0.0000"
"""The left axis is as wide as this at all times, so that the curve never moves sideways."""


class Label(QGraphicsSimpleTextItem):
    """A text on a piece of paper, so that it can be read over a curve."""

    paper = QColor("white")

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """The paper, then the text."""
        painter.fillRect(self.boundingRect(), self.paper)
        super().paint(painter, option, cast(QWidget, widget))  # Qt allows None; its annotation does not


class CostAxes(Plot):
    """A plot of costs over iterations, without curves; its items are made once and given data.

    Attributes
    ----------
    reference : pg.PlotCurveItem
        The cost of guessing; ``getData()`` gives positions on `iterations` and `costs`.
    reference_label : QGraphicsSimpleTextItem
    iterations : IterationScale
    costs : CostScale
    guessing : float
        Entropy of the class frequencies; NaN before the first frame.
    ticks : tuple of two lists
        What is written on the two axes, and where.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, ("left", "bottom"))
        self.right_inset = INSET
        """Pixels between the last iteration and the edge."""
        self.iterations = IterationScale(1)
        self.costs = CostScale(0.0, 1.0)
        self.guessing = math.nan
        self.ticks: tuple[list[Tick], list[Tick]] = ([], [])
        self._tick_room, self._tick_height = 34.0, 80.0
        self._unit = 1.0  # pixels of what is a pixel in a window, in the widget's type
        self._grid = pg.PlotCurveItem(connect="pairs")
        self.reference = pg.PlotCurveItem()
        for z, item in enumerate((self._grid, self.reference)):
            item.setZValue(z - 2)
            self.add(item)
        self.reference_label = Label(self.view_box)
        self._left, self._bottom = self.axes["left"], self.axes["bottom"]
        for axis in (self._left, self._bottom):
            axis.setStyle(tickLength=0, tickAlpha=0, tickTextOffset=6, hideOverlappingLabels=False)
            axis.enableAutoSIPrefix(False)

    def labels(self) -> tuple[Label, ...]:
        """All that is written inside; a subclass adds its own."""
        return (self.reference_label,)

    def recolour(self, palette: Palette) -> None:
        """Take the colours and the widget's font."""
        muted = QColor(palette.muted)
        font = self.dress(palette)
        self._unit = scale_of(self)
        self._bottom.setLabel("iteration", color=palette.muted, **{"font-size": f"{font.pixelSize()}px"})
        for label in self.labels():
            label.setFont(font)
            label.setBrush(muted)
            label.paper = QColor(palette.paper)
            label.paper.setAlpha(BACKING)
        height, width = label_size(font, WIDEST_COST)
        self._tick_room = label_size(font, TICK_TEXT)[1] + TICK_GAP * self._unit
        self._tick_height = TICK_LINES * height
        self._left.setWidth(width + 6)
        self.set_margins(0, height / 2, width / 3, 0)
        self.right_inset = self._inset
        self._grid.setPen(cosmetic_pen(palette.line))
        self.reference.setPen(cosmetic_pen(palette.muted, pen_width(self), style=Qt.PenStyle.DotLine))

    def set_scales(self, iterations: IterationScale, costs: CostScale, guessing: float) -> None:
        """Use these axes, with the line of what guessing costs."""
        if (iterations, costs, guessing) != (self.iterations, self.costs, self.guessing):
            self.iterations, self.costs, self.guessing = iterations, costs, guessing
            self.lay_out()

    def lay_out(self) -> None:
        """Ranges, ticks and lines across, for the axes and the size as they are."""
        low, high = self.costs.ends
        length = self.iterations.length
        room = int(self.view_box.width() // self._tick_room)
        width, height = self._inner()
        self.ticks = self.iterations.ticks(room), self.costs.ticks(int(height // self._tick_height))
        self._bottom.setTicks([self.ticks[0]])
        self._left.setTicks([self.ticks[1]])
        heights = np.array([y for y, _ in self.ticks[1]])
        self._grid.setData(np.tile([0.0, length], heights.size), np.repeat(heights, 2))
        self.draw(self.reference, np.array([0.0, self.iterations.end]), np.full(2, self.guessing))
        x, y = length / width, self._inset * (high - low) / height
        self.set_range((-self._inset * x, length + self.right_inset * x), (low - y, high + y))

    def draw(self, item: pg.PlotCurveItem, iterations: FloatArray, costs: FloatArray) -> None:
        """Give a curve its data; not more of them than the screen has room for."""
        item.setVisible(bool(iterations.size))
        if not iterations.size:
            if item.xData is None or len(item.xData):  # an empty curve stays as it is
                item.setData([], [])
            return
        x, y = thinned(
            self.iterations.position(iterations),
            self.costs.position(costs),
            max(1, int(self.view_box.width())),
        )
        item.setData(x, y, connect="finite" if np.isnan(y).any() else "all")

    def pixel(self, iteration: float, cost: float) -> QPointF:
        """Where a point lies, in pixels from the upper left corner of the inner rectangle."""
        low, high = self.costs.ends
        x = float(self.iterations.position(iteration)) / self.iterations.length
        y = float(self.costs.position(cost))
        width, height = self._inner()
        return QPointF(self._inset + x * width, self._inset + (high - y) / (high - low) * height)

    def _inner(self) -> tuple[float, float]:
        """Width and height between the ends of the axes, in pixels."""
        box = self.view_box
        return max(1.0, box.width() - self._inset - self.right_inset), max(
            1.0, box.height() - 2 * self._inset
        )

    @property
    def _inset(self) -> float:
        return INSET * self._unit

    def fitting(self, label: QGraphicsSimpleTextItem, wordings: Sequence[str]) -> str:
        """The first of `wordings` that is no wider than the plot in the type of `label`, or the last."""
        metrics = QFontMetricsF(label.font())
        room = self.view_box.width()
        return next((text for text in wordings if metrics.horizontalAdvance(text) <= room), wordings[-1])

    def write(
        self,
        label: QGraphicsSimpleTextItem,
        text: str,
        *points: QPointF,
        above: bool = True,
        near: float = NEAR_LINE,
        clear_of: Sequence[QGraphicsSimpleTextItem] = (),
        curves: Sequence[pg.PlotCurveItem] = (),
    ) -> None:
        """Write `text` above or below a point, `near` pixels away, or more beside large type.

        It starts there, or ends there if it would not fit, and stays inside the plot. It moves to
        the other side of the point, or to the next of `points`, if it would leave the plot or touch one of
        `clear_of`, and is left out if that does not help. A place where none of `curves` passes comes first.
        An empty text hides the label.
        """
        if text and label.text() != text:
            label.setText(text)
        places = self._places(label, points, near * self._unit, above=above) if text else []
        taken = [occupied(other) for other in clear_of if other.isVisible()]
        free = [place for place in places if not any(place.intersects(other) for other in taken)]
        label.setVisible(bool(free))
        if free:
            best = next((p for p in free if not any(self._passes(c, p) for c in curves)), free[0])
            label.setPos(best.topLeft())

    def _places(
        self, label: QGraphicsSimpleTextItem, points: Sequence[QPointF], near: float, *, above: bool
    ) -> list[QRectF]:
        """Where inside the plot the label may stand, above and below each of `points`."""
        box, size = self.view_box, label.boundingRect()
        places = []
        for at in points:
            x = at.x() if at.x() + size.width() <= box.width() else at.x() - size.width()
            x = max(0.0, min(x, box.width() - size.width()))
            over, under = at.y() - near - size.height(), at.y() + near
            tops = (over, under) if above else (under, over)
            places += [QRectF(x, y, size.width(), size.height()) for y in tops]
        return [place for place in places if place.top() >= 0 and place.bottom() <= box.height()]

    def _passes(self, curve: pg.PlotCurveItem, place: QRectF) -> bool:
        """Whether a curve passes through a rectangle in pixels."""
        xs, ys = curve.getData()
        if xs is None or not len(xs):
            return False
        (width, height), (low, high) = self._inner(), self.costs.ends
        x, y = self.iterations.length / width, (high - low) / height
        left, right = ((at - self._inset) * x for at in (place.left(), place.right()))
        top, bottom = (high - (at - self._inset) * y for at in (place.top(), place.bottom()))
        across = np.linspace(left, right, 1 + math.ceil(place.width()))
        across = across[(across >= xs[0]) & (across <= xs[-1])]
        points = ys[np.searchsorted(xs, left) : np.searchsorted(xs, right, side="right")]
        along = np.concatenate((np.interp(across, xs, ys), points))
        along = along[np.isfinite(along)]
        return bool(along.size and along.min() <= top and along.max() >= bottom)


def occupied(label: QGraphicsSimpleTextItem) -> QRectF:
    """The rectangle a label covers."""
    return label.boundingRect().translated(label.pos())


def label_size(font: QFont, text: str) -> tuple[float, float]:
    """Height and width of `text`."""
    metrics = QFontMetricsF(font)
    return metrics.height(), metrics.horizontalAdvance(text)
