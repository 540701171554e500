"""The view of the flat directions at the state that is shown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

import numpy as np
from PySide6.QtWidgets import QWidget

from app.views.flat_directions.explanations import in_short
from app.views.flat_directions.spectrum_plot import SpectrumPlot
from app.views.study.origin import Origin
from app.views.study.study_page import StudyPage, row_of
from app.views.study.study_plot import EMPTY
from symgui.symmetry.hessian import ZERO
from symgui.training.frame import Frame
from symgui.training.studies.symmetry_studies import FlatFinding, flat_study, why_no_hessian

MOST_REASONS = 4
"""Symmetries that are named; the others are counted together."""


class SpectrumPage(StudyPage):
    """The eigenvalues as a plot; how many are negative, how many count as 0, and why.

    Attributes
    ----------
    plot : SpectrumPlot
        ``flat-plot``.
    result : FlatFinding or None
    """

    name = "flat"
    title = "Eigenvalues λ of the Hessian"
    sentence = "How the cost is curved here: the eigenvalues of its second derivatives, from the smallest."
    more = "λ = 0: a direction in which the cost is flat. A symmetry may explain it."
    goes_first: ClassVar[bool] = True
    start_text: ClassVar[str] = "Compute them"

    def __init__(self, parent: QWidget | None = None) -> None:
        plot = SpectrumPlot()
        super().__init__(plot, plot, parent)
        self.plot = plot
        self.result: FlatFinding | None = None
        self.form.addLayout(row_of(self.start_button))

    @property
    def waiting(self) -> str:
        """What it is waited for, while nothing is there."""
        return "The eigenvalues come first."

    def impossible(self) -> str:
        """Why there are no eigenvalues of a large network, or of one that has diverged."""
        return why_no_hessian(self.frame.network) if self.frame is not None else ""

    def make(self, frame: Frame) -> tuple[Iterator[object], Origin]:
        """The study of the state that is shown."""
        return flat_study(frame.network), Origin.here(frame)

    def clear(self) -> None:
        """Show no eigenvalues."""
        self.result = None
        self.plot.clear_data()
        self.plot.set_axes(EMPTY, EMPTY)
        self.figures.show_rows([])

    def take(self, points: tuple[object, ...]) -> None:
        """Show the eigenvalues, which come all at once."""
        for point in points:
            if isinstance(point, FlatFinding):
                self.result = point
        self._draw()
        self._write()

    def _draw(self) -> None:
        if self.result is not None:
            eigenvalues = self.result.curvature.eigenvalues
            self.plot.show_spectrum(eigenvalues, ZERO * float(np.abs(eigenvalues).max(initial=0.0)))

    def _write(self) -> None:
        if self.result is None:
            return
        found = self.result.curvature
        rows = [
            ("eigenvalues", str(len(found.eigenvalues))),
            ("negative", str(found.negative)),
            ("count as 0", str(found.zero)),
            ("explained", str(found.explained)),
            ("unexplained", str(found.unexplained)),
        ]
        reasons = in_short(found)
        if len(reasons) > MOST_REASONS:
            rest = len(reasons) - MOST_REASONS + 1
            reasons = [*reasons[: MOST_REASONS - 1], ("more symmetries", str(rest))]
        self.figures.show_rows([*rows, *reasons])
