"""The study Collapse: a network beside the smaller one with one unit for each cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

import numpy as np
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from app.look.theme import Palette
from app.look.type_sizes import scaled, small_font
from app.views.base.plane_plot import PlanePlot
from app.views.study.figures import DASHED, SOLID
from app.views.study.origin import Origin
from app.views.study.study_page import StudyPage, row_of
from app.views.study.study_plot import Axis, StudyPlot
from symgui.figures.scales import CostScale, IterationScale, cost_scale
from symgui.nn.optimizers import OPTIMIZERS
from symgui.plain_text.numbers import iteration, number
from symgui.symmetry.signal import entropy
from symgui.training.frame import Frame
from symgui.training.history import is_recorded
from symgui.training.studies import BothPlanes, SideBySide, collapse_study

ITERATIONS = 2000
MOST = 1_000_000
"""The largest number of updates that can be typed."""
SMALLEST_SQUARE, LARGEST_SQUARE = 64, 200
"""Pixels of a side of the two planes."""
LEAST_PLOT = 110
"""Pixels of width that the curves keep at least."""
PLOT_SHARE = 0.46
"""Part of the picture's width that the curves keep."""
GAP = 8
TICK_ROOM = 34
"""Pixels a label of the iteration axis needs."""


class CollapsePage(StudyPage):
    """Both cost curves, their largest difference, both boundaries.

    Attributes
    ----------
    plot : StudyPlot
        ``plot.solid`` the network, ``plot.dashed`` the collapsed one.
    planes : tuple of two PlanePlot
    points : list of SideBySide
        Those at iterations a cost curve records.
    last : SideBySide or None
    both : BothPlanes or None
        What the planes show.
    """

    name = "collapse"
    title = "Collapse"
    sentence = "A network with one unit for each group of equal units is trained too: are the costs equal?"
    more = (
        "The units of a group compute the same, so one of them can stand for all. If the costs of the two\n"
        "networks stay equal, the whole one has learnt nothing that the small one cannot."
    )
    start_tip: ClassVar[str] = (
        "Trains this network and the one with one unit per group from here, update by update.\n"
        "The small one's updates are scaled by the sizes of the groups. The run itself is left alone."
    )

    def __init__(self, parent: QWidget | None = None) -> None:
        self._picture = CurveAndPlanes()
        super().__init__(self._picture.plot, self._picture, parent)
        self.plot = self._picture.plot
        self.planes = self._picture.planes
        self.points: list[SideBySide] = []
        self.last: SideBySide | None = None
        self.both: BothPlanes | None = None
        self._classes = 2
        self._guessing = 0.0
        self._sizes = ("", "")
        self._conditions = ""
        self._end = ITERATIONS
        self.iterations = self._iterations_field(ITERATIONS, MOST, "How many updates both networks do.")
        self.form.addLayout(row_of("iterations", self.iterations, self.start_button))

    def impossible(self) -> str:
        """Where every cell has one unit there is nothing to merge."""
        frame = self.frame
        if frame is None:
            return ""
        if frame.divergence is not None:
            return "The run has diverged: there are no numbers to train on."
        if not frame.symmetry.layers:
            return "Nothing to collapse: there is no hidden layer."
        if all(layer.effective_units == layer.units for layer in frame.symmetry.layers):
            return "Nothing to collapse: every group has one unit, no two units do the same."
        return ""

    def make(self, frame: Frame) -> tuple[Iterator[object], Origin]:
        """The study of both networks, from the state that is shown."""
        points = collapse_study(
            frame.experiment,
            frame.data,
            frame.network,
            frame.symmetry,
            frame.learning_rate,
            int(self.iterations.value()),
        )
        self._sizes, self._conditions = sizes(frame), conditions(frame)
        self._classes = frame.data.classes
        self._guessing = entropy(frame.data.Y)
        self._end = int(self.iterations.value())
        return points, Origin.here(frame)

    def clear(self) -> None:
        """Show no curves, no planes."""
        self.points, self.last, self.both = [], None, None
        self._picture.show_planes(None, self._classes, self._sizes)
        self.plot.clear_data()
        self.figures.show_rows([])

    def take(self, points: tuple[object, ...]) -> None:
        """Costs, and from time to time both planes."""
        for point in points:
            if isinstance(point, SideBySide):
                self.last = point
                if is_recorded(point.iteration):
                    self.points.append(point)
            elif isinstance(point, BothPlanes):
                self.both = point
        self._draw()

    def _draw_form(self) -> None:
        """What would be merged, while there is no result."""
        if self.origin is None and self.frame is not None:
            self._guessing = entropy(self.frame.data.Y)
            self._draw()
            text = " → ".join(sizes(self.frame)) if not self.impossible() else sizes(self.frame)[0]
            self.figures.show_rows([("network", text)])

    def recolour(self, palette: Palette) -> None:
        """Take the colours."""
        super().recolour(palette)
        self._picture.recolour(palette)

    def _draw(self) -> None:
        if self.last is None:
            self._set_axes(
                IterationScale(self._end), cost_scale(self._guessing, self._guessing, self._guessing)
            )
            return
        points = [*self.points, self.last]
        t = np.array([point.iteration for point in points], dtype=np.float64)
        cost = np.array([point.cost for point in points])
        collapsed = np.array([point.cost_collapsed for point in points])
        finite = np.concatenate([cost, collapsed])
        finite = finite[np.isfinite(finite)]
        low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 0.0)
        across, up = IterationScale(self._end), cost_scale(low, high, self._guessing)
        self._set_axes(across, up)
        self.plot.draw(self.plot.solid, across.position(t), up.position(cost))
        self.plot.draw(self.plot.dashed, across.position(t), up.position(collapsed))
        self._picture.show_planes(self.both, self._classes, self._sizes)
        self._write(self.last)

    def _set_axes(self, across: IterationScale, up: CostScale) -> None:
        ticks = across.ticks(int(self.plot.view_box.width() // scaled(self, TICK_ROOM)))
        self.plot.set_axes(
            Axis("updates", 0.0, across.length, tuple(ticks)), Axis("cost", *up.ends, tuple(up.ticks()))
        )

    def _write(self, last: SideBySide) -> None:
        rows = [
            (f"{SOLID} {self._sizes[0]}", number(last.cost)),
            (f"{DASHED} {self._sizes[1]}", number(last.cost_collapsed)),
            ("max |Δ cost|", number(last.difference, 2)),
        ]
        if self.both is not None:
            rows.append(("max |Δŷ|", number(self.both.difference, 2)))
        rows.append(("updates", f"{iteration(last.iteration)} of {iteration(self._end)}"))
        if self._conditions:
            rows.append(("both with", self._conditions))
        self.figures.show_rows(rows)


class CurveAndPlanes(QWidget):
    """A plot, and two small square planes at its right, each with its network's sizes above."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plot = StudyPlot("collapse-plot", "Cost of both networks")
        self.plot.setParent(self)
        self.planes = PlanePlot(self), PlanePlot(self)
        self.captions = QLabel(self), QLabel(self)
        for plane, caption, which in zip(self.planes, self.captions, ("", "-collapsed"), strict=True):
            plane.setObjectName(f"collapse-plane{which}")
            caption.setAlignment(Qt.AlignmentFlag.AlignCenter)
            caption.setProperty("role", "muted")
        self._shown: tuple[BothPlanes | None, int] = None, 2

    def sizeHint(self) -> QSize:
        """A plot of 200 × 130 and two planes."""
        return QSize(scaled(self, 420), scaled(self, 130))

    def minimumSizeHint(self) -> QSize:
        """The least that can be read."""
        return QSize(scaled(self, LEAST_PLOT + SMALLEST_SQUARE), scaled(self, 90))

    def recolour(self, palette: Palette) -> None:
        """Take the planes' colours."""
        for plane, caption in zip(self.planes, self.captions, strict=True):
            plane.recolour(palette)
            caption.setFont(small_font(self))
        both, classes = self._shown
        if both is not None:
            self._draw(both, classes)
        self._arrange()

    def show_planes(self, both: BothPlanes | None, classes: int, sizes: tuple[str, str]) -> None:
        """Show both answers; without them the plot has all the room."""
        self._shown = both, classes
        for caption, text in zip(self.captions, sizes, strict=True):
            caption.setText(text)
        if both is not None:
            self._draw(both, classes)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Squares as large as fit."""
        super().resizeEvent(event)
        self._arrange()

    def _draw(self, both: BothPlanes, classes: int) -> None:
        self.planes[0].show_plane(both.plane, classes)
        self.planes[1].show_plane(both.plane_collapsed, classes)

    def _arrange(self) -> None:
        """The planes side by side where the curves keep enough room, else one above the other."""
        width, height = self.width(), self.height()
        line = self.captions[0].fontMetrics().height() + 2
        beside = int(min(height - line, (1 - PLOT_SHARE) * width / 2 - GAP, scaled(self, LARGEST_SQUARE)))
        stacked = int(min((height - GAP) / 2 - line, width - scaled(self, LEAST_PLOT) - GAP))
        in_row = beside >= scaled(self, SMALLEST_SQUARE) and beside >= stacked
        side = max(1, beside if in_row else stacked)
        shown = self._shown[0] is not None
        for k, (plane, caption) in enumerate(zip(self.planes, self.captions, strict=True)):
            plane.setVisible(shown)
            caption.setVisible(shown)
            left = width - side - (1 - k) * (side + GAP) * in_row
            top = 0 if in_row else k * (line + side + GAP)
            caption.setGeometry(QRect(left, top, side, line))
            plane.setGeometry(QRect(left, top + line, side, side))
        taken = (side + GAP) * (1 + in_row) if shown else 0
        self.plot.setGeometry(QRect(0, 0, max(1, width - taken), height))


def sizes(frame: Frame) -> tuple[str, str]:
    """``("2-4-1", "2-1-1")``: units of every layer, and what is left of them."""
    ends = frame.network.X.shape[0], frame.network.output.units
    layers = frame.symmetry.layers
    units = [layer.units for layer in layers]
    cells = [layer.effective_units for layer in layers]
    return chain(ends, units), chain(ends, cells)


def chain(ends: tuple[int, int], hidden: Sequence[int]) -> str:
    """``"2-4-1"``."""
    return "-".join(map(str, (ends[0], *hidden, ends[1])))


def conditions(frame: Frame) -> str:
    """The words for what the two networks differ in from the run; empty if in nothing."""
    training = frame.experiment.training
    differs = []
    if training.batch_size is not None and training.batch_size < frame.data.m:
        differs.append("full batch")
    if OPTIMIZERS[training.optimizer].remembers and frame.iteration > 0:
        differs.append(f"{training.optimizer} from rest")
    return ", ".join(differs)
