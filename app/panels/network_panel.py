"""The network's hidden layers: how many, how wide, with which activation."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.look.icons import icon
from app.look.layouts import filled
from app.look.named_widgets import push_button, tool_button
from app.look.text_scale import follow_text
from app.panels.choice_field import ChoiceField
from app.panels.form import COLUMNS, ROW_GAP, Section
from app.views.base.number_field import NumberField
from symgui.experiment import Experiment, ExperimentError, LayerSpec
from symgui.experiment.parts import MAX_HIDDEN_LAYERS, MAX_UNITS
from symgui.experiment.spec import must_be
from symgui.nn.activations import ACTIVATIONS

LABEL_WIDTH = 54


class LayerRow(QWidget):
    """One hidden layer: units, activation, and a way to remove it.

    Parameters
    ----------
    number : int
        l, from 1.
    """

    unitsEdited = Signal(int, object)
    activationEdited = Signal(int, str)
    removed = Signal(int)

    def __init__(self, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.number = number
        self.label = QLabel(f"layer {number}")
        self.label.setProperty("role", "muted")
        follow_text(self.label, QWidget.setFixedWidth, LABEL_WIDTH)
        self.units = NumberField(
            f"layer-{number}-units", f"units of layer {number}", whole=True, low=1, high=MAX_UNITS
        )
        self.units.setToolTip(f"How many units layer {number} has, 1 to {MAX_UNITS}")
        self.units.add_steps()
        self.units.valueChanged.connect(lambda value: self.unitsEdited.emit(self.number, int(value)))
        self.activation = ChoiceField(f"layer-{number}-activation", f"activation of layer {number}")
        self.activation.setToolTip("g: what a unit does with its sum z")
        self.activation.set_items(
            [
                (name, own.label, f"g(z) = {own.formula}, g'(z) = {own.slope_formula}")
                for name, own in ACTIVATIONS.items()
            ]
        )
        self.activation.chosen.connect(lambda name: self.activationEdited.emit(self.number, str(name)))
        self.remove = tool_button(f"layer-{number}-remove", f"Remove layer {number}")
        self.remove.setProperty("role", "in-field")
        self.remove.setFixedSize(14, 18)
        self.remove.setIconSize(QSize(12, 12))
        self.remove.setIcon(icon("close", "muted", size=12))
        self.remove.clicked.connect(lambda: self.removed.emit(self.number))
        filled(
            QHBoxLayout(self),
            self.label,
            (self.units, 1),
            (self.activation, 1),
            self.remove,
            margins=0,
            gap=3,
        )

    def show_layer(self, layer: LayerSpec) -> None:
        """Show `layer`, telling nobody."""
        self.units.show_value(layer.units)
        self.activation.show_choice(layer.activation)


class NetworkPanel(Section):
    """The NETWORK group."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("NETWORK", parent=parent)
        self.rows: list[LayerRow] = []
        self.count = NumberField("layer-count", "hidden layers", whole=True, low=0, high=MAX_HIDDEN_LAYERS)
        self.count.setToolTip("How many hidden layers; none is logistic regression")
        self.count.add_steps()
        self.count.valueChanged.connect(self._change_count)
        label = QLabel("hidden layers")
        label.setProperty("role", "muted")
        label.setBuddy(self.count)
        label.setToolTip(self.count.toolTip())
        self.grid.addWidget(label, 1, 0, 1, 2)
        self.grid.addWidget(self.count, 1, 2, 1, 2)
        self._list = QVBoxLayout()
        self._list.setSpacing(ROW_GAP)
        self.grid.addLayout(self._list, 2, 0, 1, COLUMNS)
        self.output_units, self.output_activation = _fixed("output-units"), _fixed("output-activation")
        self._list.addWidget(self._output_row())
        self.add = push_button(
            "layer-add",
            "add hidden layer",
            "Put another layer before the output, like the last one",
            by_tab=True,
        )
        self.add.setIcon(icon("plus", "ink", "line", size=12))
        self.add.setAccessibleName("add hidden layer")
        self.add.setProperty("role", "add")
        follow_text(self.add, QWidget.setFixedHeight, 28)
        self.add.clicked.connect(lambda: self._change_count(len(self.rows) + 1))
        self.grid.addWidget(self.add, 3, 0, 1, COLUMNS)

    def show_experiment(self, experiment: Experiment) -> None:
        """Show the layers: one row each."""
        super().show_experiment(experiment)
        hidden = experiment.network.hidden
        while len(self.rows) < len(hidden):
            self._append_row()
        while len(self.rows) > len(hidden):
            row = self.rows.pop()
            row.hide()
            row.setParent(None)
            row.deleteLater()
        for row, layer in zip(self.rows, hidden, strict=True):
            row.show_layer(layer)
        self.count.show_value(len(hidden))
        self.add.setEnabled(len(hidden) < MAX_HIDDEN_LAYERS)
        outputs = experiment.sizes[-1]
        self.output_units.setText("1 unit" if outputs == 1 else f"{outputs} units")
        self.output_activation.setText("sigmoid" if outputs == 1 else "softmax")

    def _append_row(self) -> None:
        row = LayerRow(len(self.rows) + 1)
        row.unitsEdited.connect(self._change_units)
        row.activationEdited.connect(self._change_activation)
        row.removed.connect(self._remove)
        self._list.insertWidget(len(self.rows), row)
        before: QWidget = self.rows[-1].remove if self.rows else self.count
        for part in (row.units, row.activation, row.remove):
            self.setTabOrder(before, part)
            before = part
        self.rows.append(row)

    def _output_row(self) -> QWidget:
        row = QWidget()
        label = QLabel("output")
        label.setProperty("role", "muted")
        follow_text(label, QWidget.setFixedWidth, LABEL_WIDTH)
        label.setToolTip("The output follows from the data: a sigmoid unit for two classes, a softmax above")
        box = filled(
            QHBoxLayout(row), label, (self.output_units, 1), (self.output_activation, 1), margins=0, gap=3
        )
        box.addSpacing(17)
        return row

    # ---- proposing -------------------------------------------------------------------------------

    def _change_units(self, number: int, units: int) -> None:
        def widened(hidden: tuple[LayerSpec, ...]) -> list[LayerSpec]:
            return _replaced(hidden, number, units=units)

        self._propose_hidden(widened, f"layer {number} units {units}", self.rows[number - 1].units, "units")

    def _change_activation(self, number: int, name: str) -> None:
        field = self.rows[number - 1].activation

        def activated(hidden: tuple[LayerSpec, ...]) -> list[LayerSpec]:
            return _replaced(hidden, number, activation=name)

        self._propose_hidden(activated, f"layer {number} {field.currentText()}", field)

    def _change_count(self, count: float) -> None:
        def counted(hidden: tuple[LayerSpec, ...]) -> list[LayerSpec]:
            if not 0 <= count <= MAX_HIDDEN_LAYERS:
                raise must_be(f"0 to {MAX_HIDDEN_LAYERS}", int(count), "the number of hidden layers")
            new = hidden[-1] if hidden else LayerSpec()
            return [*hidden[: int(count)], *[new] * (int(count) - len(hidden))]

        layers = "1 hidden layer" if count == 1 else f"{int(count)} hidden layers"
        self._propose_hidden(counted, layers, self.count)

    def _remove(self, number: int) -> None:
        self.propose(lambda old: without_layer(old, number), f"remove layer {number}", self.count)

    def _propose_hidden(
        self,
        change: Callable[[tuple[LayerSpec, ...]], Sequence[LayerSpec]],
        text: str,
        field: NumberField | ChoiceField,
        name: str = "",
    ) -> None:
        self.propose(lambda old: old.with_hidden(change(old.network.hidden)), text, field, name)


def without_layer(experiment: Experiment, number: int) -> Experiment:
    """`experiment` without hidden layer `number`; what later layers do differently moves down with them."""
    hidden = experiment.network.hidden
    own = {
        str(int(name) - (int(name) > number)): spec
        for name, spec in experiment.initialization.layers.items()
        if int(name) != number
    }
    return experiment.with_(
        network={"hidden": hidden[: number - 1] + hidden[number:]}, initialization={"layers": own}
    )


def _replaced(hidden: tuple[LayerSpec, ...], number: int, **fields: object) -> list[LayerSpec]:
    layers = list(hidden)
    try:
        layers[number - 1] = msgspec.structs.replace(layers[number - 1], **fields)
    except ExperimentError as error:
        raise error.within(f"network.hidden[{number - 1}]") from None
    return layers


def _fixed(name: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setProperty("role", "field")
    label.setToolTip("The output follows from the number of classes")
    return label
