"""Dead at birth: the share of random ReLU networks with a silent layer, over depth and width."""

from __future__ import annotations

import contourpy
import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.look.layouts import filled
from app.look.theme import Palette, colours
from app.panels.study_dialog.dialog_page import DialogPage
from app.views.base.number_field import NumberField
from app.views.study.study_plot import Axis, StudyPlot
from symgui.figures.colors import mix, rgb
from symgui.plain_text.numbers import percent
from symgui.training.studies.deep_study import MOST_LAYERS, MOST_UNITS, DeadRow, dead_study

NETWORKS = 400
"""Drawn of each width."""
TINTS = 64
LEVELS = (0.1, 0.5, 0.9)
"""Shares along which lines are drawn, by theory."""


class DeadPage(DialogPage):
    """The surface as colours, what theory says as lines, and the numbers at one place.

    Attributes
    ----------
    units, layers : NumberField
        ``dead-units``, ``dead-layers``: the place that is read.
    reading, note : QLabel
        ``dead-reading``, ``dead-note``.
    plot : StudyPlot
        ``dead-plot``: ``plot.points`` the place; ``image`` the colours.
    rows : dict of int to DeadRow
        By units.
    """

    name = "dead"
    title = "Dead at birth"
    shares = (2, 3)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: dict[int, DeadRow] = {}
        self.plot = StudyPlot("dead-plot", "share of networks that are dead, by layers and units")
        self.image = pg.ImageItem(axisOrder="row-major")
        self.image.setZValue(-1)
        self.plot.add(self.image)
        self.lines = pg.PlotCurveItem(connect="finite", antialias=True)
        self.lines.setZValue(1)
        self.plot.add(self.lines)
        self.units, self.layers = self._field("units", MOST_UNITS, 5), self._field("layers", MOST_LAYERS, 20)
        self.reading, self.note = self.label("reading"), self.label("note", "muted")
        self.note.setText(
            f"The stronger the colour, the more of {NETWORKS} networks that are drawn have a layer that "
            "answers 0 to an example, so that nothing is learned from it. Lines: 10, 50 and 90 % by theory, "
            "1 − (1 − 2⁻ᴺ)ᴰ with N units a layer and D layers: biases 0, and weights as likely negative as "
            "positive, of any size (Lu et al. 2019; Rister and Rubin 2020). To be dead to several examples "
            "is rarer."
        )
        where = filled(QHBoxLayout(), self.units, QLabel("units,"), self.layers, QLabel("layers"), 1)
        texts = filled(QVBoxLayout(), where, self.problem, self.reading, self.note)
        self.lay_out(texts, self.plot)
        self.plot.pointed.connect(self._point)
        self.plot.set_axes(
            Axis("layers", 0.5, MOST_LAYERS + 0.5, tuple((float(k), str(k)) for k in (1, 25, 50, 75, 100))),
            Axis("units a layer", 0.5, MOST_UNITS + 0.5, tuple((float(k), str(k)) for k in (1, 4, 8, 12))),
        )

    def _field(self, name: str, most: int, first: int) -> NumberField:
        label = f"The number of {name}"
        field = NumberField(f"dead-{name}", label, whole=True, low=1, high=most, bounded=True, bubble=False)
        field.show_value(first)
        field.setMinimumWidth(64)
        field.refused.connect(lambda sentence: self.refuse(f"{sentence}."))
        field.valueChanged.connect(lambda _: self._read())
        return field

    def compute(self) -> None:
        """Have the surface computed, once."""
        if len(self.rows) < MOST_UNITS and not self.busy:
            self.begin(dead_study(NETWORKS))

    def take(self, point: object) -> None:
        """A row of the surface."""
        if isinstance(point, DeadRow):
            self.rows[point.units] = point
            self._draw()

    def recolour(self, palette: Palette) -> None:
        """Take the colours."""
        self.plot.recolour(palette)
        self.lines.setPen(pg.mkPen(palette.ink, width=1.2))
        self._draw()

    @Slot(float, float)
    def _point(self, x: float, y: float) -> None:
        """Read the place under the pointer."""
        layers, units = round(x), round(y)
        if 1 <= layers <= MOST_LAYERS and 1 <= units <= MOST_UNITS:
            self.layers.show_value(layers)
            self.units.show_value(units)
            self._read()

    def _read(self) -> None:
        units, layers = int(self.units.value()), int(self.layers.value())
        self.plot.points.setData([layers], [units])
        row = self.rows.get(units)
        if row is None:
            self.reading.setText("Computing …")
            return
        drawn, theory = percent(row.drawn[layers - 1]), percent(row.theory[layers - 1])
        text = (
            f"{layers} layers of {units} units: {drawn} of {NETWORKS} networks are dead; {theory} by theory."
        )
        self.reading.setText(text)
        self.plot.setAccessibleDescription(text)

    @Slot()
    def _draw(self) -> None:
        palette = colours()
        ramp = np.array(
            [_channels(mix(palette.paper, palette.negative, k / (TINTS - 1))) for k in range(TINTS)]
        )
        shares = np.zeros((MOST_UNITS, MOST_LAYERS))
        theory = np.full((MOST_UNITS, MOST_LAYERS), np.nan)
        for units, row in self.rows.items():
            shares[units - 1], theory[units - 1] = row.drawn, row.theory
        self.image.setImage(
            ramp[np.rint(shares * (TINTS - 1)).astype(np.int64)].astype(np.uint8),
            autoLevels=False,
            levels=(0, 255),
        )
        self.image.setRect(QRectF(0.5, 0.5, MOST_LAYERS, MOST_UNITS))
        pieces = [np.full((1, 2), np.nan)]
        if len(self.rows) > 1:
            generator = contourpy.contour_generator(
                np.arange(1.0, MOST_LAYERS + 1.0),
                np.arange(1.0, MOST_UNITS + 1.0),
                np.ma.masked_invalid(theory),
            )
            for level in LEVELS:
                for line in generator.lines(level):
                    pieces += [np.asarray(line), np.full((1, 2), np.nan)]
        points = np.concatenate(pieces)
        self.lines.setData(points[:, 0], points[:, 1])
        self._read()


def _channels(colour: str) -> tuple[int, int, int]:
    value = rgb(colour)
    return value >> 16 & 255, value >> 8 & 255, value & 255
