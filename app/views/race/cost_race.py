"""The cost of all lanes over the iterations: one ink, told apart by dash and letter."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPen, QResizeEvent
from PySide6.QtWidgets import QGraphicsLineItem, QWidget

from app.look.style_sheet import bold
from app.look.theme import Palette, colours
from app.look.type_sizes import pen_width, scale_of, small_font
from app.views.base.cost_axes import INSET, Label, label_size
from app.views.base.cost_curve import guessing, with_current
from app.views.base.dot import DOT, Dot
from app.views.base.plot import cosmetic_pen
from app.views.base.readable_axes import ReadableAxes, RecordedLine
from app.views.race.layout import spread
from symgui.arrays import FloatArray
from symgui.data.dataset import Dataset
from symgui.figures.colors import mix
from symgui.figures.scales import cost_scale, iteration_scale
from symgui.plain_text.numbers import iteration as iteration_text
from symgui.plain_text.numbers import number
from symgui.training.frame import Frame
from symgui.training.race import RaceFrame

DASHES: tuple[tuple[float, ...], ...] = (
    (), (7.0, 4.0), (1.5, 3.0), (9.0, 3.0, 1.5, 3.0), (16.0, 5.0), (5.0, 2.5, 1.5, 2.5, 1.5, 2.5),
)  # fmt: skip
"""Of lanes A to F, in pixels of drawn and left out."""
WIDTH, STRONG = 1.0, 2.6
"""Of a line, and of the one that is pointed at, in pixels in a window; wider dashes take much longer."""
NEAR = 9.0
"""Pixels at which the pointer means a curve."""
AFTER_DOT = 4.0


def lane_pen(index: int, colour: str, width: float, scale: float = 1.0) -> QPen:
    """The pen of lane `index`: its dash is `scale` times as long, the same at every width."""
    pen = cosmetic_pen(colour, width)
    if DASHES[index]:
        pen.setDashPattern([length * scale / width for length in DASHES[index]])
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen


@dataclass(frozen=True, slots=True)
class End:
    """Where a lane's curve ends: its iteration and cost, and what is written there."""

    iteration: float
    cost: float
    text: str


class RaceCost(ReadableAxes):
    """All lanes' costs; items are made once a lane and given data.

    Dots and letters are where the lanes are shown. What lies beyond them on record is drawn faint.

    Attributes
    ----------
    curves : list of pg.PlotCurveItem
        ``getData()`` gives positions on `iterations` and `costs`.
    beyond : list of pg.PlotCurveItem
        The same of what is on record after the iteration shown.
    letters : list of Label
        At the ends of `curves`; ``text()``, and `occupied` of one for where it stands.
    emphasised : int or None
        The lane that is pointed at.
    """

    lanePointed = Signal(object)
    """The pointer is at the curve of a lane (int), or at none (None)."""
    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("race-cost")
        self.setAccessibleName("Cost of all lanes")
        self.setToolTip(
            "Mean cross-entropy over the training set, a line a lane. The dotted line is the\n"
            "cost of guessing: of answering every input with the class frequencies.\n"
            "A click goes to the iteration that is read."
        )
        self.curves: list[pg.PlotCurveItem] = []
        self.beyond: list[pg.PlotCurveItem] = []
        self.letters: list[Label] = []
        self.emphasised: int | None = None
        self._dots: list[Dot] = []
        self._leaders: list[QGraphicsLineItem] = []
        self._data: Dataset | None = None
        self._guessing, self._guessing_text = math.nan, ""
        self.reference_label.setZValue(50)
        self.pointed.connect(self._point)
        self.left.connect(self._point_nowhere)

    def labels(self) -> tuple[Label, ...]:
        """The letters, and what guessing costs."""
        return (self.reference_label, *getattr(self, "letters", ()))

    def recolour(self, palette: Palette) -> None:
        """Take the colours and the widget's font."""
        super().recolour(palette)
        strong = bold(small_font(self))
        for label in self.letters:
            label.setFont(strong)
        self.right_inset = INSET + self._after_dot + label_size(strong, "M")[1]
        for dot, line in zip(self._dots, self._leaders, strict=True):
            dot.resize(DOT * scale_of(self))
            dot.setPen(cosmetic_pen(palette.paper))
            dot.setBrush(QColor(palette.ink))
            line.setPen(cosmetic_pen(palette.edge))
        self._ink()
        self.lay_out()

    @property
    def _after_dot(self) -> float:
        """The gap between the end of a curve and its letter."""
        return (DOT / 2 + AFTER_DOT) * scale_of(self)

    def emphasise(self, lane: int | None = None) -> None:
        """Draw the curve of one lane strong and the others faint; without one, all alike."""
        if lane != self.emphasised:
            self.emphasised = lane
            self._ink()

    def _ink(self) -> None:
        palette = colours()
        faint = mix(palette.muted, palette.paper, 0.45)
        for i, (curve, label) in enumerate(zip(self.curves, self.letters, strict=True)):
            strong = i == self.emphasised
            other = self.emphasised is not None and not strong
            width = pen_width(self, STRONG if strong else WIDTH)
            curve.setPen(lane_pen(i, faint if other else palette.ink, width, scale_of(self)))
            curve.setZValue(20 if strong else i)
            self.beyond[i].setPen(lane_pen(i, faint, pen_width(self, WIDTH), scale_of(self)))
            label.setBrush(QColor(palette.muted if other else palette.ink))

    def show_race(self, frame: RaceFrame | None, logarithmic: bool) -> None:
        """Draw all curves so far; the axes move only if they need another rung of their ladders."""
        self._make(len(frame.lanes) if frame is not None else 0)
        if frame is None:
            self.set_scales(self.iterations, self.costs, math.nan)
            self.reference_label.setVisible(False)
            self.offer((), 0)
            return
        if frame.data is not self._data:
            self._data = frame.data
            self._guessing, self._guessing_text = guessing(frame.data)
        drawn = [with_current(each) for each in frame.frames]
        low, high = _extremes(frame.frames, [cost for _, cost in drawn])
        planned = max(each.experiment.training.iterations for each in frame.frames)
        self.set_scales(
            iteration_scale(planned, frame.iteration, logarithmic),
            cost_scale(low, high, self._guessing),
            self._guessing,
        )
        ends = []
        for lane, each, curve, later, (t, cost) in zip(
            frame.lanes, frame.frames, self.curves, self.beyond, drawn, strict=True
        ):
            cost = np.minimum(cost, self._far_above)
            here = int(np.searchsorted(t, each.iteration))  # it is among them
            self.draw(curve, t[: here + 1], cost[: here + 1])
            self.draw(later, t[here:], cost[here:])
            ends.append(_end(lane.letter, each, t[: here + 1], cost[: here + 1]))
        self._place_letters(ends)
        self._name_reference()
        lines = [RecordedLine(lane.letter, *of) for lane, of in zip(frame.lanes, drawn, strict=True)]
        self.offer(lines, frame.iteration)

    @property
    def _far_above(self) -> float:
        """A cost above the upper edge, for points of a lane that diverged."""
        return self.costs.high * (1e6 if self.costs.logarithmic else 4.0)

    def _make(self, lanes: int) -> None:
        """One set of items a lane."""
        if lanes == len(self.curves):
            return
        scene = self.scene()
        for curve in (*self.curves, *self.beyond):
            self.view_box.removeItem(curve)
        for thing in (*self.letters, *self._dots, *self._leaders):
            scene.removeItem(thing)
        inner = self.view_box
        self.curves = [pg.PlotCurveItem(antialias=True) for _ in range(lanes)]
        self.beyond = [pg.PlotCurveItem(antialias=True) for _ in range(lanes)]
        for curve in (*self.beyond, *self.curves):
            self.add(curve)
        self.letters = [Label(inner) for _ in range(lanes)]
        self._dots = [Dot(inner) for _ in range(lanes)]
        self._leaders = [QGraphicsLineItem(inner) for _ in range(lanes)]
        for items, z in ((self._leaders, 30), (self._dots, 31), (self.letters, 32)):
            for item in items:
                item.setZValue(z)
        self.emphasised = None
        self.recolour(colours())

    def _place_letters(self, ends: list[End]) -> None:
        """Each letter right of its curve's end; those that would touch move up or down."""
        box, wanted = self.view_box, []
        for end, label, dot in zip(ends, self.letters, self._dots, strict=True):
            if label.text() != end.text:
                label.setText(end.text)
            cost = min(end.cost, self.costs.high)
            at, size = self.pixel(end.iteration, cost), label.boundingRect()
            dot.setPos(at)
            x = at.x() + self._after_dot
            if x + size.width() > box.width():
                x = max(0.0, at.x() - self._after_dot - size.width())
            wanted.append(QRectF(x, at.y() - size.height() / 2, size.width(), size.height()))
        for group in _columns(wanted):
            tops = spread(
                [wanted[i].top() for i in group], [wanted[i].height() for i in group], 0.0, box.height()
            )
            for i, top in zip(group, tops, strict=True):
                self.letters[i].setPos(wanted[i].left(), top)
                self._lead(i, wanted[i], top)

    def _lead(self, i: int, wanted: QRectF, top: float) -> None:
        """A thin line from a curve's end to a letter that had to move."""
        line, dot = self._leaders[i], self._dots[i].pos()
        line.setVisible(abs(top - wanted.top()) > wanted.height() / 3)
        near = wanted.left() - 1 if wanted.left() > dot.x() else wanted.right() + 1
        line.setLine(QLineF(dot, QPointF(near, top + wanted.height() / 2)))

    def _name_reference(self) -> None:
        """What guessing costs, at an end of its line: where no letter is, and if possible no curve."""
        text = f"{self._guessing_text} = {number(self._guessing)}"
        ends = [self.pixel(at, self._guessing) for at in (float(self.iterations.end), 0.0)]
        curves = [*self.curves, *self.beyond]
        self.write(self.reference_label, text, *ends, clear_of=self.letters, curves=curves)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The places in pixels are others now."""
        super().resizeEvent(event)
        self.resized.emit()

    # Pointing

    def _point(self, x: float, y: float) -> None:
        self.lanePointed.emit(self.lane_at(x, y))

    def _point_nowhere(self) -> None:
        self.lanePointed.emit(None)

    def lane_at(self, x: float, y: float) -> int | None:
        """The lane whose curve passes nearest to a place on the axes, if it is near."""
        low, high = self.costs.ends
        unit = (high - low) / max(1.0, self.view_box.height())
        best, least = None, NEAR * unit
        for i, curve in enumerate(self.curves):
            xs, ys = curve.getData()
            if xs is None or not len(xs) or not xs[0] <= x <= xs[-1]:
                continue
            away = abs(float(np.interp(x, xs, ys)) - y)
            if away < least:
                best, least = i, away
        return best


def _extremes(frames: Sequence[Frame], costs: list[FloatArray]) -> tuple[float, float]:
    """Smallest and largest finite cost of the lanes that do not diverge on record, or if all do of all."""
    wild = [any(event.kind == "diverged" for event in frame.events) for frame in frames]
    steady = [cost for cost, its in zip(costs, wild, strict=True) if not its] or costs
    finite = np.concatenate([cost[np.isfinite(cost)] for cost in steady])
    return (float(finite.min()), float(finite.max())) if finite.size else (0.0, 0.0)


def _end(letter: str, frame: Frame, t: FloatArray, cost: FloatArray) -> End:
    """Where the lane is, or its last finite point, named; a lane that diverged says when."""
    finite = np.flatnonzero(np.isfinite(cost))
    text = letter
    if frame.divergence is not None:
        text = f"{letter} diverged at {iteration_text(frame.divergence.iteration)}"
    if math.isfinite(frame.cost):
        return End(float(frame.iteration), frame.cost, text)
    if not finite.size:
        return End(float(frame.iteration), math.inf, text)
    return End(float(t[finite[-1]]), float(cost[finite[-1]]), text)


def _columns(places: list[QRectF]) -> list[list[int]]:
    """Indices of labels that share some x with another of their group."""
    order = sorted(range(len(places)), key=lambda i: places[i].left())
    groups: list[list[int]] = []
    reach = -math.inf
    for i in order:
        if places[i].left() > reach:
            groups.append([])
        groups[-1].append(i)
        reach = max(reach, places[i].right())
    return [sorted(group) for group in groups]
