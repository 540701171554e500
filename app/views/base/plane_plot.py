"""The plane of two inputs: what the network answers everywhere, where it is undecided, and the examples."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPixmap
from PySide6.QtWidgets import QGraphicsItem, QWidget

from app.look.theme import Palette, colours
from app.look.type_sizes import pen_width, scale_of
from app.views.base.colour_image import colour_image
from app.views.base.markers import MANY, markers
from app.views.base.plot import Plot, cosmetic_pen
from symgui.data.dataset import Dataset
from symgui.figures.classes import region_colours
from symgui.figures.colors import ColorTable
from symgui.figures.plane import TINTS, borders, image_values
from symgui.training.frame import Plane
from symgui.training.section import SectionAxes

HATCH = 8
"""Period of Qt's diagonal pattern, in pixels."""
CROWDED = 0.65
"""Power of the type's scale that many markers grow with, so that they do not cover each other."""


class SmoothImage(pg.ImageItem):  # type: ignore[misc]
    """An image whose pixels blend into each other, unless they are classes.

    Attributes
    ----------
    smooth : bool
    table : ndarray of uint32
        The colours of ``lut``, 0xffRRGGBB. They are looked up here, as pyqtgraph makes Qt a table of them at
        each change, and the pixels of an image with such a table are smoothed slowly.
    """

    smooth = True
    table: ColorTable = np.zeros(0, np.uint32)

    def render(self) -> None:
        """Make the image that is painted; one with holes is pyqtgraph's."""
        if self.image is None or np.isnan(self.image.min()):
            super().render()
            return
        low, high = self.levels
        count = self.table.size
        steps = np.clip((self.image - low) * (count / (high - low)), 0, count - 1)
        self.qimage = colour_image(steps.astype(np.uint8), self.table)
        self._renderRequired = self._unrenderable = False

    def paint(self, painter: QPainter, *args: object) -> None:
        """Interpolate between grid points."""
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self.smooth)
        super().paint(painter, *args)


class InPlane:
    """An item with the plane's bounds: for its own pyqtgraph searches its data at each frame."""

    area = QRectF()

    def set_area(self, area: QRectF) -> None:
        """Say where the plane lies."""
        self.prepareGeometryChange()  # type: ignore[attr-defined]
        self.area = area

    def boundingRect(self) -> QRectF:
        """The plane, once there is one."""
        return super().boundingRect() if self.area.isNull() else self.area  # type: ignore[misc]


class BorderLine(InPlane, pg.PlotCurveItem):  # type: ignore[misc]
    """The line where the answer changes."""


class Points(InPlane, pg.ScatterPlotItem):  # type: ignore[misc]
    """The examples, as points of the plane."""


class PlanePlot(Plot):
    """Regions, the line between them, training and test examples; items are made once and given data.

    Attributes
    ----------
    image : pg.ImageItem
        ``image.image`` holds ŷ for two classes, with levels 0 and 1; above two the winning class, where
        the number of classes stands for "undecided".
    line : BorderLine
        Where the answer changes, parts separated by NaN; without points where it changes nowhere.
    train_points, test_points : Points
    drawn : Plane or None
        What a pointer on it is about.
    not_a_number : bool
        Whether ŷ is somewhere not a number: there the plane is hatched.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.image = SmoothImage(axisOrder="row-major")
        self.line = BorderLine(antialias=True, connect="finite")
        self.train_points, self.test_points = Points(), Points()
        items: tuple[QGraphicsItem, ...] = (self.image, self.line, self.test_points, self.train_points)
        for z, item in enumerate(items):
            item.setZValue(z)
            self.add(item)
        for points in (self.train_points, self.test_points):
            points.setCacheMode(points.CacheMode.DeviceCoordinateCache)
        self._classes = 2
        self.drawn: Plane | None = None
        self._data: Dataset | None = None
        self._axes: SectionAxes | None = None
        self.not_a_number = False

    def recolour(self, palette: Palette) -> None:
        """Take the colours; the next plane and data are drawn in them."""
        self.drawn = self._data = None
        self._set_background()
        self.round_corners(palette.paper)
        self.line.setPen(cosmetic_pen(palette.ink, pen_width(self)))

    def show_plane(self, plane: Plane | None, classes: int) -> None:
        """Draw the network's answers; does nothing if they are what is drawn already."""
        if plane is None:
            if self.drawn is None:
                return
            self.drawn = None
            self.image.clear()
            self.line.setData([], [])
            self._hatch(False)
            return
        before = self.drawn
        if before is None or classes != self._classes or not same_grid(before, plane):
            self._classes = classes
            self._lay_out(plane)
        elif same_answers(before, plane):
            self.drawn = plane
            return
        self.drawn = plane
        finite = bool(np.isfinite(plane.probability).all())
        self._hatch(not finite)
        self.image.setImage(image_values(plane, classes), autoLevels=False)
        x, y = borders(plane, classes) if finite else (np.empty(0), np.empty(0))
        self.line.setData(x, y, connect="finite")

    def show_points(self, data: Dataset | None, axes: SectionAxes | None = None) -> None:
        """Draw the examples, or where they lie in a section; nothing if they are what is drawn already."""
        if data is self._data and axes is self._axes:
            return
        self._data, self._axes = data, axes
        if data is None:
            self.train_points.setData([], [])
            self.test_points.setData([], [])
            return
        scale = scale_of(self)
        if data.m > MANY:
            scale **= CROWDED
        for item, X, labels, hollow in (
            (self.train_points, data.X if axes is None else axes.points, data.labels, False),
            (self.test_points, data.X_test if axes is None else axes.test_points, data.labels_test, True),
        ):
            styles = markers(data.classes, data.m, colours(), hollow, scale)
            item.setData(
                X[0],
                X[1],
                symbol=[styles[k].symbol for k in labels],
                size=[styles[k].size for k in labels],
                pen=[styles[k].pen for k in labels],
                brush=[styles[k].brush for k in labels],
            )

    def nearest(self, x1: float, x2: float) -> tuple[int, int] | None:
        """Row and column of the grid point next to a place, None outside the plane."""
        plane = self.drawn
        if plane is None:
            return None
        at = []
        for x, grid in ((x2, plane.x2), (x1, plane.x1)):
            index = round((x - grid[0]) / (grid[1] - grid[0]))
            if not 0 <= index < grid.size:
                return None
            at.append(index)
        return at[0], at[1]

    def _lay_out(self, plane: Plane) -> None:
        """Ranges, place and colours of the image; once for a data set."""
        tints = region_colours(self._classes, colours(), TINTS)
        lut = np.array([QColor(tint).getRgb() for tint in tints], dtype=np.uint8)
        self.image.table = np.array([QColor(tint).rgb() for tint in tints], dtype=np.uint32)
        levels = (0, 1) if self._classes == 2 else (0, self._classes + 1)
        self.image.smooth = self._classes == 2
        self.image.setImage(image_values(plane, self._classes), levels=levels, lut=lut)
        (left, right), (bottom, top) = (plane.x1[[0, -1]].tolist(), plane.x2[[0, -1]].tolist())
        half_x, half_y = (plane.x1[1] - plane.x1[0]) / 2, (plane.x2[1] - plane.x2[0]) / 2
        area = QRectF(left - half_x, bottom - half_y, right - left + 2 * half_x, top - bottom + 2 * half_y)
        self.image.setRect(area)
        for item in (self.line, self.train_points, self.test_points):
            item.set_area(area)
        self.set_range((left, right), (bottom, top))

    def _hatch(self, needed: bool) -> None:
        if needed != self.not_a_number:
            self.not_a_number = needed
            self._set_background()

    def _set_background(self) -> None:
        """Neutral; hatched if the image has holes to see it through."""
        if not self.not_a_number:
            self.setBackground(colours().neutral)
            return
        tile = QPixmap(HATCH, HATCH)
        tile.fill(QColor(colours().neutral))
        painter = QPainter(tile)
        painter.fillRect(tile.rect(), QBrush(QColor(colours().edge), Qt.BrushStyle.BDiagPattern))
        painter.end()
        self.setBackground(QBrush(tile))


def same_grid(one: Plane, other: Plane) -> bool:
    """Whether two planes have the same coordinates."""
    if one.x1 is other.x1 and one.x2 is other.x2:
        return True
    return np.array_equal(one.x1, other.x1) and np.array_equal(one.x2, other.x2)


def same_answers(one: Plane, other: Plane) -> bool:
    """Whether the network answers the same everywhere, bit for bit."""
    before, after = (plane.probability.tobytes() + plane.winner.tobytes() for plane in (one, other))
    return before == after
