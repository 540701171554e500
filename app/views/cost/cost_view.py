"""The cost over the iterations: this run, the run before in muted ink, and what guessing would cost."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QPointF, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from app.look.layouts import filled
from app.look.theme import Palette
from app.look.type_sizes import scale_of, scaled, small_font
from app.views.base.cost_curve import guessing, with_current
from app.views.base.cost_plot import NEAR_DOT, CostPlot
from app.views.base.frame_view import FrameView
from app.views.base.plot import FittingLabel, caption_style, small_button_style, title_style
from app.views.base.readable_axes import RecordedLine
from app.views.base.spoken import cost_sentence
from symgui.arrays import FloatArray
from symgui.data.dataset import Dataset
from symgui.figures.scales import cost_scale, iteration_scale
from symgui.plain_text.numbers import iteration, number
from symgui.training.frame import Curve, Frame

GAP = 6
NO_FRAME = "No run yet"
FOR_EVER = ", for ever"
NAME_PLACES = 7
"""Points along the run before where its name may stand."""


class CostView(FrameView):
    """The cost curve with its axes, the cost of guessing, and where the run is.

    Attributes
    ----------
    header : QWidget
        Title and the choice of axis; a window that names the view elsewhere may hide it.
    plot : CostPlot
        What is drawn: ``plot.curve.getData()``, ``plot.ticks``, ``plot.value_label.text()``, …
    log_button : QToolButton
        ``cost-log-axis``.
    """

    logarithmicChanged = Signal(bool)
    """The iteration axis has become logarithmic, or linear."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("cost-view", parent)
        self.setAccessibleName("Cost curve")
        self._run_before: Curve | None = None
        self._data: Dataset | None = None
        self._guessing, self._guessing_text = math.nan, ""

        self._title = QLabel("Cost")
        self._caption = FittingLabel()
        self._caption.set_wordings(["cross-entropy, by iteration", "cross-entropy", ""])
        self.log_button = QToolButton()
        self.log_button.setObjectName("cost-log-axis")
        self.log_button.setText("log")
        self.log_button.setCheckable(True)
        self.log_button.setChecked(True)
        self.log_button.setAccessibleName("Logarithmic iteration axis")
        self.log_button.setToolTip(
            "A logarithmic iteration axis: the first ten updates get as much room as the last thousands."
        )
        self.header = QWidget()
        filled(QHBoxLayout(self.header), self._title, (self._caption, 1), self.log_button, margins=0)

        self.plot = CostPlot()
        self.plot.setToolTip(
            "Mean cross-entropy over the training set. The dotted line is the cost of guessing:\n"
            "of answering every input with the class frequencies.\n"
            "A click goes to the iteration that is read; with the keyboard: arrows, then Enter."
        )
        self.plot.setObjectName("cost-plot")
        self.plot.setAccessibleName("Cost curve")
        self.plot.let_be_read_by_keyboard()
        filled(QVBoxLayout(self), self.header, (self.plot, 1), margins=0, gap=GAP)

        self.log_button.toggled.connect(self._change_axis)
        self.plot.view_box.sigResized.connect(self._refit)

    @property
    def logarithmic(self) -> bool:
        """Whether the iteration axis is logarithmic."""
        return self.log_button.isChecked()

    def set_logarithmic(self, logarithmic: bool) -> None:
        """Choose the iteration axis."""
        self.log_button.setChecked(logarithmic)

    def set_run_before(self, curve: Curve | None) -> None:
        """Draw the curve of the run before the last change of a setting, muted; None removes it."""
        if curve is not self._run_before:
            self._run_before = curve
            self._draw_again()

    def present(self) -> None:
        """Leave out the choice of the axis."""
        super().present()
        self.log_button.hide()
        self.plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def focus_parts(self) -> tuple[QWidget, ...]:
        """The plot, whose points are read with the arrows."""
        return (self.plot,)

    def sizeHint(self) -> QSize:
        """The width of the boundary, and less height."""
        return QSize(scaled(self, 300), scaled(self, 260))

    def minimumSizeHint(self) -> QSize:
        """Small enough for a window of 1024 × 768."""
        return QSize(scaled(self, 220), scaled(self, 130))

    def sentence(self) -> str:
        """The cost now, and where it began."""
        return cost_sentence(self.frame) if self.frame is not None else ""

    def draw_palette(self, palette: Palette) -> None:
        """Take the colours."""
        if self.presented and (row := self.header.layout()) is not None:
            row.setSpacing(scaled(self, 6))
        self._title.setStyleSheet(title_style(palette))
        self._caption.setStyleSheet(caption_style(palette))
        self.log_button.setFont(small_font(self))
        self.log_button.setStyleSheet(small_button_style(palette, scale_of(self)))
        self.plot.recolour(palette)
        self.plot.lay_out()

    def draw_frame(self, frame: Frame | None) -> None:
        """Draw the curve so far; the axes move only if it needs another rung of their ladder."""
        plot = self.plot
        if frame is None:
            for item in (plot.curve, plot.run_before, plot.for_ever):
                item.setData([], [])
            plot.place_dot(None)
            plot.set_scales(plot.iterations, plot.costs, math.nan)
            for label in (plot.reference_label, plot.value_label, plot.run_before_label):
                label.setVisible(False)
            plot.offer((), 0)
            self._write_notice(NO_FRAME)
            return
        if frame.data is not self._data:
            self._data = frame.data
            self._guessing, self._guessing_text = guessing(frame.data)
        t, cost = with_current(frame)
        low, high = extremes(cost, self._run_before)
        planned = frame.experiment.training.iterations
        plot.set_scales(
            iteration_scale(planned, int(t[-1]), self.logarithmic),
            cost_scale(low, high, self._guessing),
            self._guessing,
        )
        end = float(plot.iterations.end)
        plot.draw(plot.curve, t, cost)
        at_end = np.array([float(frame.iteration), end] if frame.standstill else [])
        plot.draw(plot.for_ever, at_end, np.full(at_end.size, frame.cost))
        plot.place_dot((float(frame.iteration), frame.cost) if math.isfinite(frame.cost) else None)
        self._draw_run_before()
        self._label(frame)
        plot.offer([RecordedLine("", t, cost)], frame.iteration)

    def _draw_run_before(self) -> None:
        before = self._run_before
        t, cost = (before.iterations, before.cost) if before is not None else (np.empty(0), np.empty(0))
        self.plot.draw(self.plot.run_before, t.astype(np.float64), cost)

    def _label(self, frame: Frame) -> None:
        """Names and numbers, most important first: those that would touch them move or are left out."""
        plot = self.plot
        right_end = float(plot.iterations.end)
        value, reference = value_text(frame), f"{self._guessing_text} = {number(self._guessing)}"
        if frame.standstill and number(frame.cost) == number(self._guessing):
            words = (reference + FOR_EVER, self._guessing_text + FOR_EVER)
            reference, value = plot.fitting(plot.reference_label, words), ""
        ends = [plot.pixel(at, self._guessing) for at in (right_end, 0.0)]
        plot.write(plot.reference_label, reference, *ends, curves=[plot.curve])
        here = plot.pixel(frame.iteration, frame.cost if math.isfinite(frame.cost) else plot.costs.low)
        others = [plot.reference_label]
        plot.write(
            plot.value_label, value, here, above=False, near=NEAR_DOT, clear_of=others, curves=[plot.curve]
        )
        self._label_run_before()
        self._write_notice(notice_text(frame))

    def _label_run_before(self) -> None:
        """Name the run before; where its name has no room it is not drawn: nobody could tell what it is."""
        plot, before = self.plot, self._run_before
        others = [plot.reference_label, plot.value_label]
        points = name_places(before, plot) if before is not None else ()
        named = "run before" if points else ""
        plot.write(plot.run_before_label, named, *points, above=False, clear_of=others, curves=[plot.curve])
        plot.run_before.setVisible(plot.run_before_label.isVisible())

    def _write_notice(self, text: str) -> None:
        box = self.plot.view_box
        others = [self.plot.reference_label, self.plot.value_label]
        self.plot.write(self.plot.notice, text, QPointF(box.width(), box.height() / 2), clear_of=others)

    def _draw_again(self) -> None:
        self.invalidate("frame")
        self.refresh()

    @Slot(bool)
    def _change_axis(self, logarithmic: bool) -> None:
        self._draw_again()
        self.logarithmicChanged.emit(logarithmic)

    @Slot()
    def _refit(self) -> None:
        self.plot.lay_out()
        self._draw_again()


def extremes(cost: FloatArray, before: Curve | None) -> tuple[float, float]:
    """Smallest and largest finite cost of both curves; 0 and 0 if there is none."""
    both = cost if before is None else np.concatenate([cost, before.cost])
    finite = both[np.isfinite(both)]
    return (float(finite.min()), float(finite.max())) if finite.size else (0.0, 0.0)


def name_places(before: Curve, plot: CostPlot) -> tuple[QPointF, ...]:
    """Pixels along the part of a curve that is in sight, from its end back; none if nothing of it is."""
    seen = np.flatnonzero(np.isfinite(before.cost) & (before.iterations <= plot.iterations.end))
    if not seen.size:
        return ()
    t, cost = before.iterations[seen], before.cost[seen]
    along = plot.iterations.position(t.astype(np.float64))
    at = np.searchsorted(along, np.linspace(along[-1], along[0], NAME_PLACES))
    return tuple(plot.pixel(float(t[k]), float(cost[k])) for k in np.minimum(at, seen.size - 1))


def value_text(frame: Frame) -> str:
    """The cost where the run is, with the penalty beside it if there is one."""
    if not math.isfinite(frame.cost):
        return ""
    penalty = f" + {number(frame.penalty, 3)} penalty" if frame.network.l2 > 0 else ""
    return number(frame.cost) + (FOR_EVER if frame.standstill else "") + penalty


def notice_text(frame: Frame) -> str:
    """What happened to a run that diverged; empty if it has not."""
    if frame.divergence is not None:
        return f"{frame.divergence.what}\nat iteration {iteration(frame.divergence.iteration)}"
    if not math.isfinite(frame.cost):
        return f"cost is {number(frame.cost)}"
    return ""
