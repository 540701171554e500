"""The plot of one run's cost curve, with the run before in muted ink."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from app.look.theme import Palette
from app.look.type_sizes import pen_width, scale_of
from app.views.base.cost_axes import Label
from app.views.base.dot import DOT, Dot
from app.views.base.plot import cosmetic_pen
from app.views.base.readable_axes import ReadableAxes
from symgui.figures.colors import mix

NEAR_DOT = 6.0
"""Pixels between a label and the dot it belongs to."""


class CostPlot(ReadableAxes):
    """Cost over iterations; its items are made once and given data.

    Attributes
    ----------
    curve, run_before, for_ever : pg.PlotCurveItem
        The run; the run before; how a run that stands still goes on.
        ``getData()`` gives positions on `iterations` and `costs`.
    dot : Dot
    here : tuple of float, or None
        Iteration and cost the dot is at; None hides it.
    value_label, run_before_label, notice : QGraphicsSimpleTextItem
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.run_before = pg.PlotCurveItem(antialias=True)
        self.for_ever = pg.PlotCurveItem()
        self.curve = pg.PlotCurveItem(antialias=True)
        items = (self.run_before, self.for_ever, self.curve)
        for z, item in enumerate(items):
            item.setZValue(z)
            self.add(item)
        inner = self.view_box
        self.value_label, self.run_before_label, self.notice = (Label(inner) for _ in range(3))
        self.here: tuple[float, float] | None = None
        self.dot = Dot(inner)
        self.dot.setVisible(False)
        for z, thing in enumerate((self.dot, *self.labels()), len(items)):
            thing.setZValue(z)

    def labels(self) -> tuple[Label, ...]:
        """The cost now, the name of the run before, and what went wrong, besides the cost of guessing."""
        return (self.reference_label, self.value_label, self.run_before_label, self.notice)

    def recolour(self, palette: Palette) -> None:
        """Take the colours and the widget's font."""
        super().recolour(palette)
        ink = QColor(palette.ink)
        self.value_label.setBrush(ink)
        self.notice.setBrush(ink)
        thickness = pen_width(self)
        self.run_before.setPen(cosmetic_pen(mix(palette.muted, palette.paper, 0.45), thickness))
        self.curve.setPen(cosmetic_pen(palette.ink, thickness))
        self.for_ever.setPen(cosmetic_pen(palette.ink, thickness, style=Qt.PenStyle.DashLine))
        self.dot.resize(DOT * scale_of(self))
        self.dot.setPen(cosmetic_pen(palette.paper))
        self.dot.setBrush(ink)

    def place_dot(self, here: tuple[float, float] | None) -> None:
        """Mark an iteration and its cost."""
        self.here = here
        self.dot.setVisible(here is not None)
        if here is not None:
            self.dot.setPos(self.pixel(*here))
