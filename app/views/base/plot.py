"""What the plots of the right column share: a pyqtgraph plot that keeps still, and a label that fits."""

from __future__ import annotations

from collections.abc import Sequence

import pyqtgraph as pg
from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QMouseEvent, QPainter, QPainterPath, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QGraphicsGridLayout, QGraphicsItem, QLabel, QSizePolicy, QWidget

from app.look.style_sheet import tabular
from app.look.theme import Palette
from app.look.type_sizes import scale_of, small_font

CORNER = 6.0
OVERHANG = 15
"""Pixels by which a label of an axis may reach beyond it."""
PLACES = {"left": (0, 0), "bottom": (1, 1)}
"""Row and column of an axis; the data are at 0, 1."""


def cosmetic_pen(colour: str, width: float = 1.0, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
    """A pen of so many pixels however the plot is scaled; wider than 1 is slow for a curve."""
    pen = QPen(QColor(colour), width, style)
    pen.setCosmetic(True)
    return pen


class Plot(pg.GraphicsView):  # type: ignore[misc]
    """A plot whose range is set, never found; that has no menu, no button, and leaves the wheel to others.

    It is put together from pyqtgraph's parts: its own plot makes a menu of forty controls first, shown or
    not, which takes as long as all the rest of a view.

    Parameters
    ----------
    sides : sequence of str
        Where there are axes: ``"left"``, ``"bottom"``.

    Attributes
    ----------
    view_box : pg.ViewBox
        The inner rectangle, in which the data are.
    axes : dict of pg.AxisItem
        By side.
    """

    pointed = Signal(float, float)
    """The pointer is at x, y in the plot's own units."""
    left = Signal()
    """The pointer has gone."""

    def __init__(self, parent: QWidget | None = None, sides: Sequence[str] = ()) -> None:
        super().__init__(parent)
        whole = pg.GraphicsWidget()
        self._grid_layout = QGraphicsGridLayout()
        self._grid_layout.setSpacing(0)
        self.set_margins(0, 0, 0, 0)
        whole.setLayout(self._grid_layout)
        self.view_box = pg.ViewBox(whole, enableMenu=False, enableMouse=False)
        self.view_box.disableAutoRange()
        self._grid_layout.addItem(self.view_box, 0, 1)
        self.axes = {side: pg.AxisItem(side, parent=whole) for side in sides}
        for side, axis in self.axes.items():
            axis.linkToView(self.view_box)
            axis.setZValue(0.5)  # above an image
            self._grid_layout.addItem(axis, *PLACES[side])
        self._grid_layout.setRowStretchFactor(0, 100)
        self._grid_layout.setColumnStretchFactor(1, 100)
        self.setCentralItem(whole)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # a cached background is a large picture, blended by threads of their own: a colour is filled sooner
        self.setCacheMode(self.CacheModeFlag.CacheNone)
        self.viewport().setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(0, 0)
        self._corners: QPainterPath | None = None
        self._corner_colour = QColor()

    def add(self, item: QGraphicsItem) -> None:
        """Put an item among the data; it does not decide over the range."""
        self.view_box.addItem(item, ignoreBounds=True)

    def dress(self, palette: Palette) -> QFont:
        """Take the colours, and the widget's font for the labels of the axes; returns that font."""
        font = tabular(small_font(self))
        self.setBackground(palette.paper)
        for axis in self.axes.values():
            axis.setPen(QPen(Qt.PenStyle.NoPen))
            axis.setTextPen(QColor(palette.muted))
            axis.setTickFont(font)
            axis.setStyle(hideOverlappingLabels=round(OVERHANG * scale_of(self)))
        return font

    def set_margins(self, left: float, top: float, right: float, bottom: float) -> None:
        """Leave so many pixels around axes and data."""
        self._grid_layout.setContentsMargins(left, top, right, bottom)

    def set_range(self, x: tuple[float, float], y: tuple[float, float]) -> None:
        """Show exactly these ranges."""
        self.view_box.setRange(xRange=x, yRange=y, padding=0, disableAutoRange=True)

    def round_corners(self, colour: str) -> None:
        """Cover the corners with the colour of the card behind."""
        self._corner_colour = QColor(colour)
        self._corners = None
        self.viewport().update()

    def drawForeground(self, painter: QPainter, _rect: QRectF) -> None:
        """The covered corners, if asked for."""
        if not self._corner_colour.isValid():
            return
        if self._corners is None:
            whole = QRectF(self.viewport().rect())
            self._corners = QPainterPath()
            self._corners.addRect(whole.adjusted(-1, -1, 1, 1))
            self._corners.addRoundedRect(whole, CORNER, CORNER)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(self._corners, self._corner_colour)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the corners in the corners."""
        self._corners = None
        super().resizeEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to what scrolls around the plot."""
        event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell where the pointer is."""
        super().mouseMoveEvent(event)
        at = self.view_box.mapSceneToView(self.mapToScene(event.position().toPoint()))
        self.pointed.emit(at.x(), at.y())

    def leaveEvent(self, event: object) -> None:
        """Tell that the pointer has gone."""
        super().leaveEvent(event)
        self.left.emit()


class FittingLabel(QLabel):
    """A label with several wordings: it shows the first that has room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wordings: tuple[str, ...] = ("",)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_wordings(self, wordings: Sequence[str]) -> None:
        """Choose from these plain texts, the longest first."""
        if tuple(wordings) != self._wordings:
            self._wordings = tuple(wordings)
            self.updateGeometry()
            self._fit()

    def sizeHint(self) -> QSize:
        """Room for the longest wording."""
        return QSize(self._width(self._wordings[0]), self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:
        """Room for the shortest wording."""
        return QSize(self._width(self._wordings[-1]), self.fontMetrics().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose labels that have room in the new size."""
        super().resizeEvent(event)
        self._fit()

    def _width(self, text: str) -> int:
        return self.fontMetrics().horizontalAdvance(text) + 2 if text else 0

    def _fit(self) -> None:
        room = self.contentsRect().width()
        text = next((w for w in self._wordings if self._width(w) <= room), self._wordings[-1])
        if text != self.text():
            self.setText(text)


def title_style(palette: Palette) -> str:
    """The style sheet of a card's title."""
    return f"color: {palette.ink}; background: transparent; font-weight: bold;"


def caption_style(palette: Palette) -> str:
    """The style sheet of the muted words beside it."""
    return f"color: {palette.muted}; background: transparent;"


def small_button_style(palette: Palette, scale: float = 1.0) -> str:
    """The style sheet of a button or switch in a card's header."""
    return f"""
        QToolButton {{
            color: {palette.muted}; background: transparent; border: 1px solid {palette.line};
            border-radius: 4px; padding: 0 {round(6 * scale)}px;
        }}
        QToolButton:checked {{ color: {palette.ink}; background: {palette.neutral}; }}
        QToolButton:hover, QToolButton:focus {{ border-color: {palette.edge}; }}
    """
