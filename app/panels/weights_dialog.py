"""The dialog that shows what was understood of a file of weights, before it becomes the network's start."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import get_args

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFormLayout,
    QHeaderView,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.look.layouts import filled
from app.look.named_widgets import read_only_table, wrapped_label
from app.look.plain_buttons import take_or_cancel
from app.panels.choice_field import WideChoice
from app.views.base.check_box import CheckBox
from symgui.data.load import data_label
from symgui.experiment import Experiment, ExperimentError
from symgui.experiment.parts import ActivationName
from symgui.nn.activations import ACTIVATIONS
from symgui.plain_text.failure import failure_sentence
from symgui.plain_text.numbers import general
from symgui.weights import (
    ORIENTATIONS,
    Arrays,
    LayerArrays,
    Layers,
    activations_of,
    fitting_data,
    layers_for,
    read_weights,
    sizes_of,
    start_from,
)
from symgui.weights.array_bounds import written_shape

SIZE = QSize(700, 460)
MOST_NAMED = 6
"""Arrays that are left out and named; of more the number is said."""
ROWS = {"out-in": "each row is a unit", "in-out": "each row is an input"}
"""What an orientation means."""
AS_OPEN = ""
"""Stands for the activations that the open experiment's layers have."""
HEAD = ("layer", "weights", "shape", "biases", "smallest |w|", "largest |w|")


class WeightsDialog(QDialog):
    """Shows which array is which layer's; stays open, and says why, when they cannot be taken.

    Parameters
    ----------
    path : Path
    experiment : Experiment
        The open one, whose data and training stay.

    Attributes
    ----------
    path : Path
        The file that is shown.
    understood, left_out, data, problem : QLabel
        ``weights-understood``, ``weights-left-out``, ``weights-data``, ``weights-problem``.
    layers : QTableWidget
        ``weights-layers``: a row a layer.
    order, orientation, activation : WideChoice
        ``weights-order``, ``weights-orientation``, ``weights-activation``.
    as_sigmoid : CheckBox
        ``weights-as-sigmoid``: seen only where the network ends in two units.
    take : QPushButton
        ``weights-take``.

    Signals
    -------
    wanted(Experiment)
        A person takes it: this is what it makes of the open experiment.
    """

    wanted = Signal(object)

    def __init__(self, path: Path, experiment: Experiment, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("weights-dialog")
        self.setProperty("look", "tables")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"Open the weights in {path.name}")
        self.resize(SIZE)
        self.path, self._experiment = path, experiment
        self._arrays: Arrays = {}
        self._found: Layers | None = None
        self._made: Experiment | None = None
        self._make_controls()
        self._lay_out()
        self._read()

    # ---- building --------------------------------------------------------------------------------

    def _make_controls(self) -> None:
        self.understood, self.left_out, self.data, self.problem = (
            wrapped_label(f"weights-{name}") for name in ("understood", "left-out", "data", "problem")
        )
        self.layers = read_only_table("weights-layers", "layers that were found", HEAD)
        self.layers.verticalHeader().hide()
        self.layers.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        header = self.layers.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.order = _choice(
            "weights-order", "order of the layers", "Which layer comes first; all of these fit"
        )
        self.orientation = _choice(
            "weights-orientation",
            "a weight matrix",
            "What a row of a weight matrix belongs to: a unit in PyTorch and in the course, an input in "
            "Keras and in scikit-learn's coefs_",
        )
        self.activation = _choice(
            "weights-activation",
            "hidden activation",
            "What the hidden layers compute of z: a file of weights does not say it",
        )
        for name in get_args(ActivationName):
            self.activation.addItem(ACTIVATIONS[name].label, name)
        for control in (self.order, self.orientation, self.activation):
            control.activated.connect(self._choose)
        self.as_sigmoid = CheckBox("its two softmax units become one sigmoid unit with the same answers")
        self.as_sigmoid.setObjectName("weights-as-sigmoid")
        self.as_sigmoid.setToolTip(
            "Of two classes the output here is one sigmoid unit: its W and b are row 1 − row 0 of theirs"
        )
        self.as_sigmoid.toggled.connect(self._choose)
        self.buttons, self.take = take_or_cancel(self, "weights-take", "Open", self._take)
        self.take.setEnabled(False)

    def _lay_out(self) -> None:
        self._form = QFormLayout(fieldGrowthPolicy=QFormLayout.FieldGrowthPolicy.FieldsStayAtSizeHint)
        for control in (self.order, self.orientation, self.activation):
            self._form.addRow(control.label, control)
        filled(
            QVBoxLayout(self),
            self.understood,
            (self.layers, 1),
            self._form,
            self.as_sigmoid,
            self.left_out,
            self.data,
            self.problem,
            self.buttons,
        )

    # ---- reading and choosing ----------------------------------------------------------------------

    def _read(self) -> None:
        try:
            self._arrays = read_weights(self.path)
            self._found = layers_for(self._experiment.data, self._arrays)
        except (ExperimentError, MemoryError) as error:
            of_file = error.from_source(self.path.name) if isinstance(error, ExperimentError) else error
            self.refuse(failure_sentence(of_file))
            self.as_sigmoid.hide()
            for row in range(self._form.rowCount()):
                self._form.setRowVisible(row, False)
            return
        found = self._found
        for order in found.orders:
            self.order.addItem(" → ".join(layer.weights for layer in order))
        for orientation in found.fitting or ORIENTATIONS:
            self.orientation.addItem(ROWS[orientation], orientation)
        hidden = len(found.orders[0]) - 1
        own = self._experiment.network.hidden
        names = activations_of(self._experiment, hidden)
        if names is not None and len(set(names)) > 1:
            self.activation.insertItem(0, "as in the open experiment", AS_OPEN)
            self.activation.setCurrentIndex(0)
        elif own:
            self.activation.setCurrentIndex(self.activation.findData(own[0].activation))
        self._form.setRowVisible(self.order, len(found.orders) > 1)
        self._form.setRowVisible(self.orientation, len(found.fitting) > 1)
        self._form.setRowVisible(self.activation, hidden > 0)
        if found.left_out:
            named = ", ".join(found.left_out[:MOST_NAMED])
            more = len(found.left_out) - MOST_NAMED
            self.left_out.setText(
                f"Left out, as it belongs to no fully connected layer: {named}"
                f"{f' and {more} more' if more > 0 else ''}."
            )
        self.left_out.setVisible(bool(found.left_out))
        self._choose()
        first = next(
            (c for c in (self.order, self.orientation, self.activation) if not c.isHidden()), self.take
        )
        first.setFocus()

    @Slot()
    def _choose(self) -> None:
        """Make the experiment that the choices lead to, and say what it is."""
        self._made = None
        self.problem.clear()
        self.data.clear()
        assert self._found is not None
        order, orientation = self._found.orders[self.order.currentIndex()], self.orientation.currentData()
        try:
            sizes = sizes_of(self._arrays, order, orientation)
            self._show_layers(order, sizes)
            numbers = sum(n * (k + 1) for k, n in pairwise(sizes))
            told = f"{ROWS[orientation]} ({self._found.why or 'nothing in the file tells: choose below'})"
            self.understood.setText(
                f"{self.path.name}: a network {' – '.join(map(str, sizes))}, {numbers} parameters; {told}."
            )
            self.as_sigmoid.setVisible(sizes[-1] == 2)
            single = self.as_sigmoid.isChecked()
            base = fitting_data(self._experiment, sizes, as_sigmoid=single)
            names = self._activations(len(sizes) - 2)
            self._made = start_from(base, self._arrays, order, orientation, names, as_sigmoid=single)
        except ExperimentError as error:
            self.refuse(str(error.from_source(self.path.name)))
            return
        label = data_label(base.data)
        self.data.setText(
            f"It runs on the data that are open: {label}."
            if base is self._experiment
            else f"The open data do not fit; it will run on {label}, which have {sizes[0]} inputs."
        )
        self.take.setEnabled(True)

    def _activations(self, hidden: int) -> Sequence[ActivationName]:
        """The activation of each hidden layer."""
        if self.activation.currentData() == AS_OPEN:
            return activations_of(self._experiment, hidden) or ()
        return [self.activation.currentData()] * hidden

    def _show_layers(self, order: Sequence[LayerArrays], sizes: Sequence[int]) -> None:
        self.layers.setRowCount(len(order))
        for row, layer in enumerate(order):
            array = self._arrays[layer.weights]
            magnitudes = abs(array)
            cells = (
                f"W[{row + 1}]",
                layer.weights,
                f"{written_shape(array.shape)}: {sizes[row]} → {sizes[row + 1]}",
                layer.bias or "none: b = 0",
                general(float(magnitudes.min()), 4),
                general(float(magnitudes.max()), 4),
            )
            for column, text in enumerate(cells):
                self.layers.setItem(row, column, QTableWidgetItem(text))

    def refuse(self, sentence: str) -> None:
        """Say why it cannot be taken."""
        self.problem.setText(sentence)
        self.take.setEnabled(False)

    @Slot()
    def _take(self) -> None:
        if self._made is not None:
            self.wanted.emit(self._made)


def _choice(name: str, label: str, tip: str) -> WideChoice:
    choice = WideChoice(name, label)
    choice.setToolTip(tip)
    return choice
