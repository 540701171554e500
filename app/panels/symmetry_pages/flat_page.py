"""Flat directions: the eigenvalues of the Hessian, and which symmetry explains each that is 0."""

from __future__ import annotations

import numpy as np
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.look.theme import Palette
from app.panels.symmetry_pages.symmetry_page import SymmetryPage
from app.views.flat_directions.explanations import explanations
from app.views.flat_directions.spectrum_plot import SpectrumPlot
from symgui.plain_text.numbers import decade, number
from symgui.symmetry.hessian import ZERO
from symgui.training.studies.symmetry_studies import FlatFinding, flat_study, why_no_hessian


class FlatPage(SymmetryPage):
    """The spectrum, how many eigenvalues are negative, how many count as 0, and why.

    Attributes
    ----------
    counts, zeros, reasons, turning, note : QLabel
        ``flat-counts``, ``flat-zeros``, ``flat-reasons``, ``flat-turning``, ``flat-note``.
    plot : SpectrumPlot
        ``flat-plot``.
    result : FlatFinding or None
    """

    name = "flat"
    title = "Flat directions"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.result: FlatFinding | None = None
        self.counts, self.zeros, self.reasons = (
            self.label(name) for name in ("counts", "zeros", "reasons")
        )  # fmt: skip
        self.turning, self.note = self.label("turning"), self.label("note", "muted")
        self.note.setText(
            "Drawn from the smallest: negative λ in orange, positive ones in blue, hollow what counts as 0. "
            "λ is an eigenvalue of the Hessian, the matrix of all second derivatives of the cost. A symmetry "
            "explains λ = 0 only where the gradient does not turn along its direction: the cost stays the "
            "same on the whole line, but its slope across the line may not."
        )
        self.plot = SpectrumPlot()
        self.plot.resized.connect(self._draw)
        texts = QVBoxLayout()
        for label in (self.problem, self.counts, self.zeros, self.reasons, self.turning, self.note):
            texts.addWidget(label)
        self.lay_out(texts, self.plot)

    def compute(self) -> None:
        """Have the eigenvalues computed, or say why there are none."""
        self.result = None
        state = self.state
        reason = self.why_none if state is None else why_no_hessian(state)
        self.refuse(reason)
        self._show()
        if state is None or reason:
            self.drop()
        else:
            self.refuse("Computing …")
            self.begin(flat_study(state))

    def take(self, point: object) -> None:
        """What was found."""
        if isinstance(point, FlatFinding):
            self.result = point
            self.refuse("")
            self._show()

    def recolour(self, palette: Palette) -> None:
        """Take the colours."""
        self.plot.recolour(palette)
        self._draw()

    def _show(self) -> None:
        result = self.result
        self._draw()
        for label in (self.counts, self.zeros, self.reasons, self.turning):
            label.setVisible(result is not None)
        if result is None:
            return
        found = result.curvature
        largest = float(np.abs(found.eigenvalues).max(initial=0.0))
        self.counts.setText(
            f"{len(found.eigenvalues)} eigenvalues, from {number(float(found.eigenvalues[0]), 3)} to "
            f"{number(float(found.eigenvalues[-1]), 3)}: {found.negative} negative, {found.zero} count as 0."
        )
        bound = f"below {decade(round(np.log10(ZERO)))} of the largest, {number(ZERO * largest, 2)}"
        self.zeros.setText(
            f"To count as 0 is to be {bound}. Explained by a symmetry: {found.explained}; "
            f"unexplained: {found.unexplained}."
        )
        self.reasons.setText("\n".join(explanations(found)))
        self.reasons.setVisible(bool(found.directions))
        more = f"{result.turning} more direction{'s' * (result.turning != 1)}"
        self.turning.setText(
            f"Along {more} the cost stays the same, and the gradient turns: they explain no λ = 0."
        )
        self.turning.setVisible(result.turning > 0)

    def _draw(self) -> None:
        if self.result is None:
            self.plot.clear_data()
            return
        eigenvalues = self.result.curvature.eigenvalues
        self.plot.show_spectrum(eigenvalues, ZERO * float(np.abs(eigenvalues).max(initial=0.0)))
