"""The study Arithmetic: one start trained under both ways to sum, ``blas`` and ``per-unit``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from PySide6.QtWidgets import QWidget

from app.views.base.choice import ViewChoice
from app.views.study.origin import Origin, TwinLookup
from app.views.study.study_page import StudyPage, row_of
from app.views.study.study_plot import Axis, StudyPlot
from symgui.arrays import FloatArray
from symgui.figures.scales import IterationScale
from symgui.nn.arithmetic import ARITHMETIC_LABELS
from symgui.plain_text.numbers import iteration, limit, number
from symgui.training.frame import Frame
from symgui.training.studies import Drift, Progress, both_drifts, rounding_case

ITERATIONS = 20_000
"""Updates that each arithmetic does, as long as nobody types another number."""
MOST = 1_000_000
"""The largest number of updates that can be typed."""
TICK_ROOM = 34
"""Pixels a label of the iteration axis needs."""
THIS, KNOWN = 0, 1
"""Places of the choice: the open experiment, and the case that is known to drift apart."""
CASE_NAME = "tanh 2-5-3-1, every weight 0.1"
"""What the known case is called."""
EXACT, LOW, HIGH = -21.0, -18.0, 2.0
"""On the log₁₀ axis: the row of exact zeros, and the ends of what is not zero."""
POWERS = (-16, -10, -4, 2)
"""Powers of ten that the axis names."""
CIRCLE_ROOM = 11
"""Pixels from one circle to the next in the row of exact zeros."""


class ArithmeticPage(StudyPage):
    """The spread of units that began as twins, under ``blas`` and ``per-unit``.

    Attributes
    ----------
    plot : StudyPlot
        ``plot.solid`` blas, ``plot.dashed`` per-unit, on a log₁₀ axis; ``plot.hollow`` the exact zeros of
        per-unit, in a row below it.
    drifts : dict of str to list of Drift
        By arithmetic.
    case : Choice
        This experiment's start, or one on which rounding is known to grow.
    iterations : NumberField
    """

    name = "arithmetic"
    title = "Arithmetic"
    sentence = "BLAS may round equal units apart; when depends on the processor."
    more = (
        "In exact arithmetic twins stay twins. BLAS may treat the rows at the edge of a block differently,\n"
        "so equal rows may differ in the last bit; where being equal is unstable, that grows until the\n"
        "units have learned to differ. Rounding broke the symmetry, not learning."
    )
    start_tip: ClassVar[str] = (
        "Trains the same start twice: with per-unit sums, where equal units get the same operations in the\n"
        "same order, and with BLAS, where rows at the edge of a block may be rounded differently."
    )

    def __init__(self, parent: QWidget | None = None) -> None:
        plot = StudyPlot("arithmetic-plot", "Spread of the twins under both arithmetics")
        super().__init__(plot, plot, parent)
        self.plot = plot
        self.drifts: dict[str, list[Drift]] = {"blas": [], "per-unit": []}
        self._lookup = TwinLookup()
        self._had_twins = True
        self._end = ITERATIONS
        self.case = ViewChoice(
            "arithmetic-case",
            "Which start",
            ["this start", "a known case"],
            f"A known case: {CASE_NAME}, learning rate 1, 200 examples of xor.",
        )
        self.case.currentIndexChanged.connect(self.refresh)
        self.iterations = self._iterations_field(ITERATIONS, MOST, "How many updates each arithmetic does.")
        self.form.addLayout(row_of("on", self.case))
        self.form.addLayout(row_of("iterations", self.iterations, self.start_button))

    def impossible(self) -> str:
        """Rounding can break only what is equal; the known case always is."""
        if self.case.currentIndex() == THIS and not self._has_twins():
            return "This start has no twins, nothing that rounding could break: take the known case."
        return ""

    def make(self, frame: Frame) -> tuple[Iterator[object], Origin]:
        """The study of both arithmetics, from the start chosen."""
        self._end = int(self.iterations.value())
        if self.case.currentIndex() == KNOWN:
            return both_drifts(rounding_case(), self._end), Origin(None, name=CASE_NAME)
        return both_drifts(frame.experiment, self._end), Origin.start(frame)

    def clear(self) -> None:
        """Show no curves."""
        self.drifts = {"blas": [], "per-unit": []}
        self.plot.clear_data()
        self.figures.show_rows([])

    def take(self, points: tuple[object, ...]) -> None:
        """The spread under one of them, or both."""
        for point in points:
            if isinstance(point, Drift):
                self.drifts[point.arithmetic].append(point)
        self._draw()

    def _progress_text(self, progress: Progress) -> str:
        """How far both are."""
        return f"iteration {iteration(progress.iteration)} of {iteration(progress.of)}"

    def show_frame(self, frame: Frame | None) -> None:
        """Offer the known case where this start has no twins."""
        super().show_frame(frame)
        has_twins = self._has_twins()
        if self._had_twins and not has_twins:
            self.case.setCurrentIndex(KNOWN)
        self._had_twins = has_twins

    def _draw_form(self) -> None:
        """Offer only the known case, where the run has no twins."""
        self.case.allow(THIS, self._has_twins())

    def _has_twins(self) -> bool:
        return self.frame is not None and self._lookup(self.frame)

    def _draw(self) -> None:
        plot, across = self.plot, IterationScale(self._end)
        room = int(plot.view_box.width() // TICK_ROOM)
        ticks = ((EXACT, "0"), *((float(p), limit(10.0**p)) for p in POWERS))
        plot.set_axes(
            Axis("iteration", 0.0, across.length, tuple(across.ticks(room))),
            Axis("twins differ by", EXACT, HIGH, ticks),
        )
        for curve, arithmetic in ((plot.solid, "blas"), (plot.dashed, "per-unit")):
            drifts = self.drifts[arithmetic]
            t = np.array([point.iteration for point in drifts], dtype=np.float64)
            plot.draw(curve, across.position(t), heights(drifts))
        exact = [point.iteration for point in self.drifts["per-unit"] if point.spread == 0.0]
        x = across.position(np.array(exact, dtype=np.float64))
        x = x[_spaced(x, across.length, max(1, int(plot.view_box.width() // CIRCLE_ROOM)))]
        plot.hollow.setData(x, np.full(x.size, EXACT))
        self._label_ends()
        self._write()

    def _label_ends(self) -> None:
        """Names at the ends of what is drawn."""
        plot, blas = self.plot, self.drifts["blas"]
        if self.drifts["per-unit"]:
            plot.write_at(plot.dashed_label, ARITHMETIC_LABELS["per-unit"], plot.x.high, EXACT)
            plot.dashed_label.setVisible(all(point.spread == 0.0 for point in self.drifts["per-unit"]))
        if blas and blas[-1].spread > 0.0:
            end = IterationScale(self._end).position(np.float64(blas[-1].iteration))
            name, height = ARITHMETIC_LABELS["blas"], float(heights(blas)[-1])
            plot.write_at(plot.solid_label, name, float(end), height, above=False)

    def _write(self) -> None:
        newest = [drifts[-1] for drifts in (self.drifts["per-unit"], self.drifts["blas"]) if drifts]
        rows = [(ARITHMETIC_LABELS[drift.arithmetic], beginning(drift)) for drift in newest]
        if newest:
            worst = max(newest, key=lambda drift: drift.spread)
            grown = f"grown to {number(worst.spread, 3)}" if worst.spread > 0.0 else "no difference"
            rows.append((f"at {iteration(worst.iteration)}", grown))
        self.figures.show_rows(rows)


def beginning(drift: Drift) -> str:
    """Whether and when the twins came apart."""
    return "0, exactly" if drift.first is None else f"differs from iteration {iteration(drift.first)}"


def heights(drifts: Sequence[Drift]) -> FloatArray:
    """log₁₀ of the spreads; NaN, which is not drawn, where a spread is exactly 0 or not finite."""
    spread = np.array([point.spread for point in drifts])
    shown = np.where((spread > 0.0) & np.isfinite(spread), spread, np.nan)
    return np.clip(np.log10(shown), LOW, HIGH)


def _spaced(x: FloatArray, length: float, most: int) -> NDArray[np.intp]:
    """Which of the positions to mark, so that circles do not touch: the first in each of `most` cells."""
    cells = np.floor(x / length * most)
    return np.flatnonzero(np.diff(cells, prepend=-1.0))
