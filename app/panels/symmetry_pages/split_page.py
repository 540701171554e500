"""A smaller net's minimum in a larger one: the cost on the line of its splits, and where they are minima."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.look.layouts import filled
from app.look.theme import Palette
from app.panels.choice_field import WideChoice
from app.panels.symmetry_pages.split_words import (
    found_sentence,
    line_sentence,
    resting_sentences,
    subspaces_sentence,
    theory_sentence,
)
from app.panels.symmetry_pages.symmetry_page import SymmetryPage
from app.views.base.check_box import CheckBox
from app.views.base.number_field import NumberField
from app.views.study.study_plot import Axis, StudyPlot
from symgui.nn.state import NetworkState
from symgui.plain_text.numbers import limit, number
from symgui.symmetry.split_minimum import RestingNetwork
from symgui.symmetry.unit_surgery import Weights
from symgui.training.studies.progress import Progress
from symgui.training.studies.split_study import (
    SHARES,
    SplitCurve,
    SplitUnit,
    resting_study,
    split_study,
    why_no_split,
)
from symgui.training.studies.symmetry_studies import NamedNetwork

MOST_UNITS = 60
"""Of the counter of subspaces."""
WIDEST = "−0.00000"
"""As wide is the left axis of both plots."""
HEADROOM = 1.3
"""How much higher the axis of the costs goes than they are."""
LEAST_GAP = 0.1
"""Share of the axis of the eigenvalues that two numbers on it are apart, at least."""
SHARE_TICKS = tuple((float(at), limit(float(at))) for at in (-1.0, 0.0, 1.0, 2.0))


class SplitPage(SymmetryPage):
    """Form and sentences; beside them the cost, and the lowest eigenvalue, against λ.

    Attributes
    ----------
    unit : WideChoice
        ``split-unit``: data, a number from 0 in the order of layers and units.
    biases : CheckBox
        ``split-biases``: whether they are free.
    resting_text, line_text, found_text, theory_text, note : QLabel
        ``split-resting``, ``split-line``, ``split-found``, ``split-theory``, ``split-note``.
    enough, units : NumberField
        ``split-enough``, ``split-units``: of the counter of subspaces, whose answer is ``split-subspaces``.
    costs, lowest : StudyPlot
        ``split-costs``, ``split-lowest``: ``solid`` the curves; of `lowest`, ``points`` have no negative
        eigenvalue, ``hollow`` have one.
    resting : RestingNetwork or None
    curve : SplitCurve or None
    """

    name = "split"
    title = "A smaller net's minimum"
    texts_width = 330

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.resting: RestingNetwork | None = None
        self.curve: SplitCurve | None = None
        self._resting_of: tuple[NamedNetwork, bool] | None = None
        self._units: tuple[tuple[int, int], ...] = ()
        self.unit, self.biases = WideChoice("split-unit", "unit"), CheckBox("biases learn, too")
        self.unit.setToolTip("The unit that is split into two with the same weights in")
        self.biases.setObjectName("split-biases")
        self.biases.setChecked(True)
        self.biases.setToolTip("Whether the biases are free, as in the run; else they are held as they are")
        self.resting_text, self.line_text = self.label("resting"), self.label("line")
        self.found_text, self.theory_text = self.label("found"), self.label("theory")
        self.note = self.label("note", "muted")
        self.note.setText(
            "The network goes to a minimum of its own first. Then one unit becomes two with its weights in: "
            "λ of its weights out stay, 1 − λ go to the new one. For every λ it is the same function, at "
            "rest. Whether it is a minimum there or a saddle is told by the Hessian: drawn is its lowest "
            "eigenvalue but for those that are 0 on the whole line; hollow: some eigenvalue is negative. "
            "Fukumizu and Amari 2000, theorem 3: on which side the minima lie depends on the data. Biases "
            "that learn add a row to A, so that it has both signs more often."
        )
        self.subspaces = self.label("subspaces")
        self.enough = self._count_field("split-enough", "The number of units that are enough and necessary")
        self.units = self._count_field("split-units", "The number of units")
        self.costs = StudyPlot("split-costs", "cost of the split network, by λ", widest=WIDEST)
        self.lowest = StudyPlot("split-lowest", "lowest eigenvalue of its Hessian, by λ", widest=WIDEST)
        self.unit.chosen.connect(self.compute)
        self.biases.toggled.connect(self.compute)
        for plot in (self.costs, self.lowest):
            plot.resized.connect(self._draw)
        self._lay_out()

    def _count_field(self, name: str, label: str) -> NumberField:
        field = NumberField(name, label, whole=True, low=1, high=MOST_UNITS, bounded=True, bubble=False)
        field.refused.connect(lambda sentence: self.refuse(f"{sentence}."))
        field.valueChanged.connect(lambda _: self._count())
        return field

    @Slot()
    def _count(self) -> None:
        self.subspaces.setText(subspaces_sentence(int(self.enough.value()), int(self.units.value())))

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.addRow("split", self.unit)
        form.addRow("", self.biases)
        counter = QFormLayout()
        numbers = filled(QHBoxLayout(), self.enough, QLabel("units of"), self.units)
        counter.addRow("enough are", numbers)
        texts = QVBoxLayout()
        texts.addLayout(form)
        self._found = (self.resting_text, self.line_text, self.found_text, self.theory_text)
        for label in (self.problem, *self._found):
            texts.addWidget(label)
        texts.addLayout(counter)
        texts.addWidget(self.subspaces)
        texts.addWidget(self.note)
        pictures = filled(QVBoxLayout(), (self.costs, 2), (self.lowest, 3))
        self.lay_out(texts, pictures)

    # ---- what is split -----------------------------------------------------------------------------

    def show_network(self, network: NamedNetwork | None, state: NetworkState | None, why_none: str) -> None:
        """Speak of another network; the unit that was chosen stays where there is such a one."""
        super().show_network(network, state, why_none)
        if network is not None:
            self._offer(network.weights)

    def _offer(self, weights: Weights) -> None:
        hidden = range(1, len(weights.W))
        units = tuple((l, unit) for l in hidden for unit in range(weights.units(l)))
        if units == self._units:
            return
        before = self.unit.currentData()
        self._units = units
        first = min(weights.units(1), MOST_UNITS - 1) if units else 1
        self.enough.show_value(first)
        self.units.show_value(first + 1)
        self._count()
        self.unit.set_items([(k, f"unit {unit + 1} of layer {l}", "") for k, (l, unit) in enumerate(units)])
        if units:
            self.unit.show_choice(before if before is not None and before < len(units) else 0)

    @Slot()
    def compute(self) -> None:
        """Have the minimum found, then its splits computed, or say why there is none."""
        self.curve = None
        network, state = self.network, self.state
        reason = self.why_none if network is None or state is None else why_no_split(state)
        self.refuse(reason)
        if network is None or state is None or reason:
            self.resting = self._resting_of = None
            self._show()
            self.drop()
            return
        wanted = network, self.biases.isChecked()
        known = self._resting_of is not None and self._resting_of == wanted and self.resting is not None
        if known:
            self._show()
            self._split()
            return
        self.resting, self._resting_of = None, wanted
        self._show()
        self.refuse("Going down …")
        self.begin(resting_study(network, state, biases=wanted[1]))

    def _split(self) -> None:
        resting, network = self.resting, self.network
        if resting is None or network is None or not resting.minimum:
            return
        layer, unit = self._units[self.unit.currentData()]
        self.begin(split_study(resting, network.like(), SplitUnit(layer, unit, self.biases.isChecked())))

    def take(self, point: object) -> None:
        """How far it is, or what came of it."""
        if isinstance(point, Progress) and self.resting is None:
            self.refuse(f"Going down: step {point.iteration + 1} …")
        elif isinstance(point, RestingNetwork):
            self.resting = point
            self.refuse("")
            self._show()
        elif isinstance(point, SplitCurve):
            self.curve = point
            self._show()

    def end(self, failure: str) -> None:
        """Note that the study has ended; after the minimum come its splits."""
        super().end(failure)
        if not failure and self.curve is None:
            self._split()

    # ---- showing -----------------------------------------------------------------------------------

    def recolour(self, palette: Palette) -> None:
        """Take the colours."""
        for plot in (self.costs, self.lowest):
            plot.recolour(palette)
        self._draw()

    def _show(self) -> None:
        resting, curve = self.resting, self.curve
        self.resting_text.setText("" if resting is None else "\n".join(resting_sentences(resting)))
        self.line_text.setText("" if curve is None else line_sentence(curve))
        self.found_text.setText("" if curve is None else found_sentence(curve.points))
        theory = "" if curve is None else theory_sentence(curve, biases=self.biases.isChecked())
        self.theory_text.setText(theory)
        for label in self._found:
            label.setVisible(bool(label.text()))
        said = " ".join(label.text() for label in self._found if label.text())
        for plot in (self.costs, self.lowest):
            plot.setAccessibleDescription(said)
        self._draw()

    @Slot()
    def _draw(self) -> None:
        curve = self.curve
        if curve is None:
            for plot in (self.costs, self.lowest):
                plot.clear_data()
            return
        costs = np.array([point.cost for point in curve.points])
        lowest = np.array([point.lowest for point in curve.points])
        falls = np.array([point.negative > 0 for point in curve.points])
        cost = float(costs[0])
        self.costs.set_axes(
            Axis("λ", float(SHARES[0]), float(SHARES[-1]), SHARE_TICKS),
            Axis("cost", 0.0, HEADROOM * cost or 1.0, ((0.0, "0"), (cost, number(cost, 3)))),
        )
        self.costs.draw(self.costs.solid, SHARES, costs)
        low, high = min(0.0, float(lowest.min())), max(0.0, float(lowest.max()))
        if low == high:
            low, high = -1.0, 1.0
        ends = [(end, number(end, 2)) for end in (low, high) if abs(end) > LEAST_GAP * (high - low)]
        self.lowest.set_axes(
            Axis("λ", float(SHARES[0]), float(SHARES[-1]), SHARE_TICKS),
            Axis("lowest eigenvalue", low, high, ((0.0, "0"), *ends)),
        )
        self.lowest.draw(self.lowest.solid, SHARES, lowest)
        self.lowest.points.setData(SHARES[~falls], lowest[~falls])
        self.lowest.hollow.setData(SHARES[falls], lowest[falls])
