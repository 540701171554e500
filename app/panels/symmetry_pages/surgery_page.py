"""Surgery: an operation on a unit, what it leaves as it is, measured, and how many networks are this one."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.look.layouts import filled
from app.look.theme import Palette
from app.panels.symmetry_pages.operation_form import LEAST, MOST, OperationForm
from app.panels.symmetry_pages.symmetry_page import SymmetryPage
from app.runtime.selection import Selection
from app.views.study.study_plot import Axis, StudyPlot
from symgui.nn.activations import ACTIVATIONS
from symgui.nn.state import NetworkState
from symgui.plain_text.numbers import decade, fixed, iteration, limit, number, superscript
from symgui.symmetry.unit_operations import (
    EqualNetworks,
    FunctionChange,
    UnitOperation,
    equal_networks_of,
    operated,
    why_not,
)
from symgui.training.studies.symmetry_studies import NamedNetwork, SplitLine, surgery_study

WHAT = {
    "swap": "The two units change places, with all their weights and biases.",
    "flip": "All weights into the unit, its bias and all weights out of it change their sign.",
    "split": "Two units with the same weights into them: α of the weights out stay, 1 − α go to the new one. "
    "For every α it is the same function: a straight line of networks with one cost.",
    "merge": "Units with the same weights into them become one; their weights out are added.",
    "clone": "Two units with half of the weights out each; the weights into the new one are moved by noise, "
    "so that the two can learn to differ.",
    "remove": "The unit is taken away; nothing goes out of it.",
}
"""What an operation does, by its name."""
REASONS = {
    "swap": "the layer above adds the same products in another order",
    "flip": "the activation is odd only up to rounding",
    "split": "the layer above adds two products for one, each rounded",
    "merge": "the layer above adds one product for several, each rounded",
    "clone": "the noise makes it another function, and rounding adds to it",
    "remove": "the layer above adds in another order",
}
"""Why answers may change where they do."""
NO_HIDDEN = "There is no hidden layer, so no unit to operate on."
WRITTEN_OUT = 10**15
"""Larger counts are written as a power of ten."""


class SurgeryPage(SymmetryPage):
    """Form, measured effect, and the line of equal cost of a split.

    Attributes
    ----------
    form : OperationForm
    what, change, cost, sizes, line_text, start, count, done : QLabel
        ``surgery-what``, ``surgery-change``, …: what the operation does; the largest change of ŷ; cost and
        sizes before and after; the costs on the line of a split; what the new start does not take along;
        how many networks are this one; what was done last.
    plot : StudyPlot
        ``surgery-plot``: ``plot.solid`` the line, ``plot.points`` the α that is chosen.
    apply_button : QPushButton
        ``surgery-apply``.

    Signals
    -------
    operationWanted(Weights, str)
        What the network shall be, and what was done to it.
    """

    operationWanted = Signal(object, str)
    name = "surgery"
    title = "Surgery"
    texts_width = 330

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._operation: UnitOperation | None = None
        self._effect: FunctionChange | None = None
        self._line: SplitLine | None = None
        self._counted: tuple[NamedNetwork, int] | None = None
        self._line_of: tuple[NamedNetwork, int, int] | None = None
        self.form = OperationForm()
        self.what, self.count = self.label("what"), self.label("count", "muted")
        self.change, self.cost, self.sizes = self.label("change"), self.label("cost"), self.label("sizes")
        self.line_text, self.done = self.label("line-text", "muted"), self.label("done")
        self.start = self.label("start", "muted")
        self.plot = StudyPlot("surgery-plot", "cost on the line of a split, by α")
        self.apply_button = self.button(
            "apply",
            "Apply",
            "Let the open experiment start with these weights, at iteration 0; Undo brings the run back",
        )
        self.apply_button.clicked.connect(self._apply)
        self.form.changed.connect(self._choose)
        self.form.refused.connect(self.refuse)
        self.plot.resized.connect(self._draw)
        self._lay_out()

    def _lay_out(self) -> None:
        texts = QVBoxLayout()
        texts.addWidget(self.form)
        for label in (
            self.what, self.problem, self.change, self.cost, self.sizes, self.start, self.count
        ):  # fmt: skip
            texts.addWidget(label)
        self._picture = QWidget()
        filled(QVBoxLayout(self._picture), (self.plot, 1), self.line_text, margins=0)
        self.lay_out(texts, self._picture)
        self.fill_foot(self.done, self.apply_button)

    # ---- what is shown ---------------------------------------------------------------------------

    def show_network(self, network: NamedNetwork | None, state: NetworkState | None, why_none: str) -> None:
        """Offer its units, and count the networks that are this one."""
        super().show_network(network, state, why_none)
        if network is not None:
            self.form.show_sizes(network.weights.sizes)

    def select(self, selection: Selection | None) -> None:
        """Choose the selected unit."""
        self.form.select(selection)

    @Slot()
    def _choose(self) -> None:
        self.done.clear()
        self.compute()

    def compute(self) -> None:
        """Say why the chosen operation is not possible, or have it measured."""
        self._operation = self.form.operation_chosen() if self.network is not None else None
        self._effect = None
        self._show_effect()
        operation, network = self._operation, self.network
        self._count()
        self._picture.setVisible(operation is not None and operation.name == "split")
        if network is None or operation is None:
            self.what.clear()
            self.drop()
            self.refuse(self.why_none if network is None else NO_HIDDEN)
            return
        self.what.setText(WHAT[operation.name])
        reason = why_not(network.weights, operation, network.activations[operation.layer - 1])
        self.refuse(reason)
        if operation.name == "split" and (network, operation.layer, operation.unit) != self._line_of:
            self._line_of = None
            self._line = None
        self._draw()
        if reason:
            self.drop()
            return
        self.begin(surgery_study(network, operation, with_line=self._line is None))

    def take(self, point: object) -> None:
        """The effect, or the line of a split."""
        operation = self._operation
        if isinstance(point, FunctionChange):
            self._effect = point
            self._show_effect()
        elif isinstance(point, SplitLine) and self.network is not None and operation is not None:
            self._line = point
            self._line_of = (self.network, operation.layer, operation.unit)
        self._draw()

    def say_done(self, text: str) -> None:
        """What was done last."""
        self.done.setText(text)

    def recolour(self, palette: Palette) -> None:
        """Take the colours."""
        self.plot.recolour(palette)
        self._draw()

    def _show_effect(self) -> None:
        effect, network, operation = self._effect, self.network, self._operation
        self.apply_button.setEnabled(effect is not None)
        if effect is None or network is None or operation is None:
            for label in (self.change, self.cost, self.sizes, self.start):
                label.hide()
            return
        for label in (self.change, self.cost, self.sizes, self.start):
            label.show()
        examples = network.X.shape[1]
        self.change.setText(
            f"ŷ on all {examples} training examples: {_changed(effect.largest, operation.name)}."
        )
        self.cost.setText(
            f"Cost: {number(effect.cost_before, 6)} before, {number(effect.cost_after, 6)} after "
            f"({_difference(effect.cost_after - effect.cost_before)})."
        )
        self.sizes.setText(
            f"Network: {_written(effect.sizes_before)} before, {_written(effect.sizes_after)} after."
        )
        optimizer = network.experiment.training.optimizer
        memory = f" What {optimizer} remembers of past gradients is not taken along." * (optimizer != "gd")
        self.start.setText(f"Applied, the run starts with these weights at iteration 0.{memory}")

    def _count(self) -> None:
        operation, network = self._operation, self.network
        if operation is None or network is None:
            self.count.clear()
            self._counted = None
            return
        known = self._counted
        if known is not None and known[0] is network and known[1] == operation.layer:
            return
        self._counted = (network, operation.layer)
        g = ACTIVATIONS[network.activations[operation.layer - 1]]
        found = equal_networks_of(network.weights, operation.layer, odd=g.odd)
        self.count.setText(
            counted_networks(found, network.weights.units(operation.layer), operation.layer, g.label, g.odd)
        )

    @Slot()
    def _draw(self) -> None:
        line, effect, operation = self._line, self._effect, self._operation
        if line is None or operation is None or operation.name != "split":
            self.plot.clear_data()
            self.line_text.clear()
            return
        top = 1.4 * float(line.costs.max()) or 1.0
        across = tuple((float(at), limit(float(at))) for at in (-1.0, 0.0, 1.0, 2.0))
        self.plot.set_axes(
            Axis("α", LEAST, MOST, across),
            Axis("cost", 0.0, top, ((0.0, "0"), (float(line.costs[0]), number(float(line.costs[0]), 3)))),
        )
        self.plot.draw(self.plot.solid, line.shares, line.costs)
        if effect is not None:
            self.plot.points.setData([operation.share], [effect.cost_after])
        spread = float(line.costs.max() - line.costs.min())
        self.line_text.setText(
            f"{len(line.costs)} splits from α = {limit(LEAST)} to {limit(MOST)}: their costs differ by "
            f"{number(spread, 2)} at most."
        )

    @Slot()
    def _apply(self) -> None:
        if not self.form.take_fields() or self._effect is None:
            return
        network, operation = self.network, self._operation
        if network is not None and operation is not None:
            self.operationWanted.emit(operated(network.weights, operation), operation.text)


def counted_networks(found: EqualNetworks, units: int, layer: int, activation: str, odd: bool) -> str:
    """How many networks are this one, in words."""
    formula, how = f"{units}!", f"any order of the {units} units of layer {layer}"
    if odd:
        formula, how = f"{units}! · 2{superscript(units)}", f"{how}, and any signs, as {activation} is odd"
    text = f"{formula} = {count_text(found.possible)} networks are this one: {how}."
    if found.different == found.possible:
        return f"{text} All of them are different settings."
    few = "one setting" if found.different == 1 else f"{count_text(found.different)} different settings"
    return f"{text} They are only {few}, as some units are equal{', mirrored' * odd} or 0."


def count_text(count: int) -> str:
    """A whole number; a very large one as a power of ten."""
    if count < WRITTEN_OUT:
        return iteration(count)
    power = math.floor(math.log10(count))
    return f"about {fixed(10 ** (math.log10(count) - power), 2)} · {decade(power)}"


def _changed(largest: float, operation: str) -> str:
    if largest == 0.0:
        return "no change, bit for bit (largest change 0)"
    if not np.isfinite(largest):
        return "some are no numbers"
    return f"the largest change is {number(largest, 2)}, as {REASONS[operation]}"


def _difference(difference: float) -> str:
    return "equal, bit for bit" if difference == 0.0 else f"difference {number(difference, 2)}"


def _written(sizes: tuple[int, ...]) -> str:
    parameters = sum(n * (k + 1) for k, n in pairwise(sizes))
    return f"{'-'.join(map(str, sizes))} with {parameters} parameters"
