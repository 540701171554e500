"""The study Nudge: how many updates equal units take to differ after ε was added to one of them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import ClassVar

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from app.look.named_widgets import push_button
from app.look.type_sizes import scaled
from app.views.base.choice import ViewChoice
from app.views.base.number_field import NumberField
from app.views.prove.parameter_name import file_name
from app.views.study.origin import Origin, TwinLookup
from app.views.study.study_page import StudyPage, row_of
from app.views.study.study_plot import Axis, StudyPlot
from symgui.plain_text.numbers import decade, iteration, short_count, signed, typed
from symgui.training.frame import Frame
from symgui.training.studies import BreakTime, Progress, break_times, nudge

POWERS = tuple(range(-1, -19, -1))
"""ε = 10^p, the largest first: each takes longer than the one before."""
LIMIT = 20_000
EPSILON = 1e-3
TOPS = (1, 2, 3, 4, 5, 6, 8, 10)
"""Ends of the axis of updates, but for powers of ten."""
ABOVE_CURVE = 1.5
"""The axis goes so far beyond the curve where a point above it has a name."""
CAPTION = "Updates until equal units differ"
TICK_ROOM = 44
"""Pixels a power of ten needs."""
EVERYWHERE, SELECTED = 0, 1


class NudgePage(StudyPage):
    """Apply a nudge to the run, or measure how long nudges of many sizes take to show.

    Attributes
    ----------
    plot : StudyPlot
        ``plot.points`` those that showed, ``plot.hollow`` those that did not within the limit.
    found : list of BreakTime
    epsilon : NumberField
    target : Choice
        ε · noise on all of W[1], or ε on the selected parameter.
    apply_button : QPushButton
    """

    name = "nudge"
    title = "Nudge"
    sentence = "Add ε to equal units: after how many updates do they differ visibly?"
    more = (
        "ε on one weight frees one unit, ε · noise on all of W[1] frees them all. Where the difference\n"
        "grows by a factor at each update, halving ε costs a few more of them. Below half the spacing of\n"
        "floats nothing is added at all."
    )
    start_text: ClassVar[str] = "Time to break"
    start_tip: ClassVar[str] = (
        "From this experiment's start, nudged by ε = 0.1, 0.01, … 1e−17 in turn: how many updates until\n"
        "two units that were equal differ by 10 % of the largest weight around them (by 0.1, if none is\n"
        "above 1)?"
    )

    def __init__(self, parent: QWidget | None = None) -> None:
        plot = StudyPlot("nudge-plot", "Iterations until the symmetry is visibly broken, against ε")
        super().__init__(plot, plot, parent)
        self.plot = plot
        self.found: list[BreakTime] = []
        self._has_twins = TwinLookup()
        self._limit = LIMIT
        self.epsilon = self._prepared(NumberField("nudge-epsilon", "ε", step=None, bubble=False), EPSILON)
        self.epsilon.setToolTip("How much is added. Below about 1e−16 of a weight, it is lost in rounding.")
        self.target = ViewChoice(
            "nudge-target",
            "What is nudged",
            ["all of W[1]", "one weight"],
            "ε on the selected weight frees one unit; ε · noise on W[1] frees all.",
        )
        self.target.currentIndexChanged.connect(self.refresh)
        self.apply_button = push_button(
            "nudge-apply", "Apply", "Change these weights of the run, where it stands; it can be undone."
        )
        self.apply_button.clicked.connect(self._apply)
        self.form.addLayout(row_of("ε", self.epsilon, "on", self.target))
        self.form.addLayout(row_of(self.apply_button, self.start_button))

    @property
    def parameter(self) -> str | None:
        """The one parameter that is nudged, as in the experiment file; None for all of W[1]."""
        return None if self.target.currentIndex() == EVERYWHERE else file_name(self.selection, self.frame)

    def impossible(self) -> str:
        """Where no two units are twins, no symmetry can be broken."""
        if self.frame is not None and not self._has_twins(self.frame):
            return "This start has no twins: there is no symmetry to break."
        return ""

    def make(self, frame: Frame) -> tuple[Iterator[object], Origin]:
        """The study of all ε, from the experiment's start."""
        epsilons = [power_of_ten(power) for power in POWERS]
        points = break_times(frame.experiment, epsilons, self._limit, self.parameter)
        return points, Origin.start(frame)

    def clear(self) -> None:
        """Show no points."""
        self.found = []
        self.plot.clear_data()
        self.figures.show_rows([])
        self._draw()

    def take(self, points: tuple[object, ...]) -> None:
        """One more ε."""
        self.found.extend(point for point in points if isinstance(point, BreakTime))
        self._draw()

    def _progress_text(self, progress: Progress) -> str:
        """Which ε is at work."""
        power = POWERS[min(len(self.found), len(POWERS) - 1)]
        return f"ε = {small(power_of_ten(power))}: iteration {iteration(progress.iteration)}"

    def _draw_form(self) -> None:
        """Name the selected parameter; without one only W[1] can be nudged."""
        one = file_name(self.selection, self.frame) is not None
        label = self.selection.label if one and self.selection else "one weight: click it"
        self.target.rename(SELECTED, label)
        if not one and self.target.currentIndex() == SELECTED:
            self.target.blockSignals(True)
            self.target.setCurrentIndex(EVERYWHERE)
            self.target.blockSignals(False)
        self.target.allow(SELECTED, one)
        self.apply_button.setEnabled(self.frame is not None and self.frame.divergence is None)

    @Slot()
    def _apply(self) -> None:
        frame, parameter = self.frame, self.parameter
        if frame is None or not self.take_fields():
            return
        epsilon = self.epsilon.value()
        W = {layer.number: layer.W for layer in frame.network.layers}
        b = {layer.number: layer.b for layer in frame.network.layers}
        values, before = nudge(W, b, epsilon, parameter), nudge(W, b, 0.0, parameter)
        if values == before:
            name = "W[1]" if parameter is None else self.target.currentText()
            self.refuse(f"ε = {small(epsilon)} changes no bit of {name}: it is lost in rounding.")
            return
        self.refuse("")
        self.editCommitted.emit(values)

    @property
    def caption(self) -> str:
        """What the curve is: its upright axis has no name there."""
        return CAPTION

    def present(self) -> None:
        """The numbers stand in the picture."""
        super().present()
        self.figures.hide()

    def _draw(self) -> None:
        times = {point.epsilon: point.iteration for point in self.found}
        shown = [(-math.log10(e), float(t)) for e, t in times.items() if t is not None]
        never = [point for point in self.found if point.iteration is None]
        room = ABOVE_CURVE if never else 1.0
        top = axis_end(room * max([t for _, t in shown] + [10.0]))
        ticks = ((0.0, "0"), *((at, short_count(round(at))) for at in (top / 2, top)))
        every = 4 if self.plot.view_box.width() > 5 * scaled(self, TICK_ROOM) else 8
        powers = POWERS[every - 1 :: every]
        name = "ε" if not self.presented else "size ε of the noise on W[1]"
        self.plot.set_axes(
            Axis(name, -POWERS[0], -POWERS[-1], tuple((float(-p), decade(p)) for p in powers)),
            Axis("updates until it shows" if not self.presented else "", 0.0, top, ticks),
        )
        x, y = np.array(shown, dtype=np.float64).reshape(-1, 2).T
        self.plot.points.setData(x, y)
        self.plot.draw(self.plot.solid, x, y)
        hollow = np.array([-math.log10(point.epsilon) for point in never])
        self.plot.hollow.setData(hollow, np.full(hollow.size, top))
        if never:
            text = self._row(never[-1])[1]
            self.plot.write_at(self.plot.dashed_label, text, hollow[-1], top, above=False)
        at = {round(-math.log10(e)): t for e, t in times.items() if t is not None}
        self.plot.write_marks([(-p, at[-p], iteration(at[-p])) for p in powers if -p in at])
        self._write()

    def _write(self) -> None:
        broken = [point for point in self.found if point.iteration is not None]
        never = [point for point in self.found if point.iteration is None]
        rows = [self._row(point) for point in broken[-2:]]
        rows += [self._row(point) for point in never]
        self.figures.show_rows(rows)

    def _row(self, point: BreakTime) -> tuple[str, str]:
        name = f"ε = {small(point.epsilon)}"
        if point.iteration is not None:
            return name, f"{iteration(point.iteration)} updates"
        if point.updates < self._limit:
            return name, f"diverged at {iteration(point.updates)}"
        return name, f"not within {iteration(self._limit)}"


def axis_end(at_least: float) -> float:
    """The smallest of `TOPS` × a power of ten that is `at_least`."""
    power = 10.0 ** math.floor(math.log10(at_least))
    return next(top * power for top in TOPS if top * power >= at_least)


def power_of_ten(power: int) -> float:
    """10^`power`, correctly rounded."""
    return float(f"1e{power}")


def small(epsilon: float) -> str:
    """``"0.1"``, ``"1e−5"``."""
    return signed(typed(epsilon))
