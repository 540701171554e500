"""What if: the run beside one in which the factor that stops a gradient was set otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

import numpy as np
from PySide6.QtWidgets import QLabel, QWidget

from app.look.named_widgets import wrapped_label
from app.runtime.selection import Selection
from app.views.base.number_field import NumberField
from app.views.prove.parameter_name import file_name
from app.views.study.figures import DASHED, SOLID
from app.views.study.origin import Origin
from app.views.study.study_page import StudyPage, row_of
from app.views.study.study_plot import Axis, StudyPlot
from symgui.figures.scales import CostScale, cost_scale
from symgui.plain_text.numbers import iteration, number, typed
from symgui.symmetry.signal import entropy
from symgui.training.frame import Frame
from symgui.training.studies import Progress, Suspect, WhatIf, suspect, what_if

ITERATIONS = 200
VALUE = 0.5
FIRST_WEIGHT = Selection(1, 0, 0)


class WhatIfPage(StudyPage):
    """Two cost curves of 200 iterations: as it is, and with other weights.

    Attributes
    ----------
    plot : StudyPlot
        ``plot.solid`` the true run, ``plot.dashed`` the other.
    points : list of WhatIf
    value : NumberField
    target : QLabel
        Which weights are set.
    """

    name = "what-if"
    title = "What if"
    sentence = "Set a weight, or what stops its gradient, otherwise: does it learn now?"
    more = (
        "Where a gradient is 0 because a factor is, that factor's weights get the value you choose, in a\n"
        "second run beside the true one, for 200 iterations. Select another weight to ask about that one."
    )
    start_tip: ClassVar[str] = "A second run begins here, with the weights set; the run itself is left alone."

    def __init__(self, parent: QWidget | None = None) -> None:
        plot = StudyPlot("what-if-plot", "Cost of the run and of the one with other weights")
        super().__init__(plot, plot, parent)
        self.plot = plot
        self.points: list[WhatIf] = []
        self._names = ("", "")
        self._guessing = 0.0
        self.target = wrapped_label("what-if-target")
        self.value = self._prepared(NumberField("what-if-value", "The value", step=0.1, bubble=False), VALUE)
        self.value.setToolTip("All weights named above get this value in the second run.")
        self.form.addWidget(self.target)
        self._words = QLabel()
        row = row_of(self.value, self.start_button)
        row.insertWidget(0, self._words)
        self.form.addLayout(row)

    def suspect(self) -> Suspect | None:
        """The weights to set: those that stop the gradient of the selected parameter, or that one itself.

        Without a selection the first weight of layer 1 is asked about.
        """
        frame = self.frame
        if frame is None or frame.divergence is not None:
            return None
        place = self._place(frame)
        column = place.column if place.column is not None else 0
        return suspect(frame.network, place.layer, place.row or 0, column)

    def impossible(self) -> str:
        """A run that has diverged cannot go on."""
        if self.frame is not None and self.frame.divergence is not None:
            return "The run has diverged: there is no other run from here."
        return ""

    def make(self, frame: Frame) -> tuple[Iterator[object], Origin]:
        """The study of both runs, from the iteration that is shown."""
        found = self.suspect()
        assert found is not None
        value = self.value.value()
        name = found.symbol or self._place(frame).label
        self._names = "as it is", f"{name} = {typed(value)}"
        self._guessing = entropy(frame.data.Y)
        values = dict.fromkeys(found.names, value)
        return what_if(frame.experiment, frame.iteration, values, ITERATIONS), Origin.here(frame)

    def clear(self) -> None:
        """Show no curves."""
        self.points = []
        self.plot.clear_data()
        self.figures.show_rows([])

    def take(self, points: tuple[object, ...]) -> None:
        """Costs of both runs."""
        self.points.extend(point for point in points if isinstance(point, WhatIf))
        self._draw()

    def _progress_text(self, progress: Progress) -> str:
        """The run is computed anew up to where the two part."""
        return f"going to iteration {iteration(progress.of)}: {iteration(progress.iteration)}"

    def _draw_form(self) -> None:
        """Say which weights would be set, and why those."""
        frame, found = self.frame, self.suspect()
        if frame is None or found is None:
            self.target.clear()
            return
        if self.origin is None:
            self._guessing = entropy(frame.data.Y)
            self._draw()
        label = self._place(frame).label
        if not found.symbol:
            self.target.setText(f"{label} itself, {number(self._value(frame))} now")
            self._words.setText("set it to")
        else:
            count = len(found.names)
            self.target.setText(f"{found.symbol} = 0 stops d{label}")
            self._words.setText("set it to" if count == 1 else f"set all {count} to")

    def _place(self, frame: Frame) -> Selection:
        selection = self.selection
        return selection if selection and file_name(selection, frame) is not None else FIRST_WEIGHT

    def _value(self, frame: Frame) -> float:
        place = self._place(frame)
        layer = frame.network.layers[place.layer - 1]
        row, column = place.row or 0, place.column or 0
        return float(layer.b[row, 0] if column < 0 else layer.W[row, column])

    def _draw(self) -> None:
        if not self.points:
            self._set_axes(cost_scale(self._guessing, self._guessing, self._guessing))
            return
        t = np.arange(len(self.points), dtype=np.float64)
        cost = np.array([point.cost for point in self.points])
        cost_if = np.array([point.cost_if for point in self.points])
        both = np.concatenate([cost, cost_if])
        both = both[np.isfinite(both)]
        low, high = (float(both.min()), float(both.max())) if both.size else (0.0, 0.0)
        up = cost_scale(low, high, self._guessing)
        self._set_axes(up)
        self.plot.draw(self.plot.solid, t, up.position(cost))
        self.plot.draw(self.plot.dashed, t, up.position(cost_if))
        end = self.points[-1]
        self.figures.show_rows(
            [
                ("cost at", f"iteration {iteration(end.iteration)}"),
                (f"{SOLID} {self._names[0]}", number(end.cost)),
                (f"{DASHED} {self._names[1]}", number(end.cost_if)),
            ]
        )

    def _set_axes(self, up: CostScale) -> None:
        ticks = tuple((float(at), str(at)) for at in (0, ITERATIONS // 2, ITERATIONS))
        self.plot.set_axes(
            Axis("updates", 0.0, float(ITERATIONS), ticks), Axis("cost", *up.ends, tuple(up.ticks()))
        )
