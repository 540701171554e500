"""One lane of a race: change one thing in it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import msgspec
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.look.layouts import filled
from app.look.style_sheet import sized
from app.panels.choice_field import ChoiceField
from app.panels.overlay import Popover
from app.panels.training_panel import RARER
from app.views.base.number_field import NumberField
from symgui.experiment import BiasInit, Experiment, WeightInit
from symgui.nn.activations import ACTIVATIONS
from symgui.nn.initializers import BIASES, WEIGHTS
from symgui.plain_text.numbers import typed
from symgui.training.lanes import Lane

WIDTH = 400
HEADING_SIZE = 15

SETTINGS = {
    "weights": "weights W", "biases": "biases b", "activation": "activation", "optimizer": "optimizer",
    "learning-rate": "rate α", "seed": "seed", "arithmetic": "arithmetic",
}  # fmt: skip
"""What can be changed in a lane, as the panels call it."""
_TRAINING = {setting.name: setting.items for setting in RARER if setting.items}
_CHOICES: dict[str, list[tuple[object, str, str]]] = {
    "weights": [(own.name, own.label, own.formula) for own in WEIGHTS.values() if own.name != "explicit"],
    "biases": [(own.name, own.label, own.formula) for own in BIASES.values() if own.name != "explicit"],
    "activation": [(own.name, own.label, own.label) for own in ACTIVATIONS.values()],
    "optimizer": list(_TRAINING["optimizer"]),
    "arithmetic": list(_TRAINING["arithmetic"]),
}
_REGISTRIES = {"weights": (WEIGHTS, WeightInit), "biases": (BIASES, BiasInit)}


class LaneEditor(Popover):
    """A card under a lane's head: which setting, and what it shall be in this lane.

    Attributes
    ----------
    letter : str
        The lane's.
    """

    laneChanged = Signal(str, object, str)
    """A lane's letter, what makes another experiment of its own, and what that is called."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAccessibleName("change a lane")
        self.letter = ""
        self._experiment: Experiment | None = None
        self.heading = QLabel()
        self.heading.setFont(sized(self.font(), HEADING_SIZE, bold=True))
        self.setting = ChoiceField("lane-setting", "setting")
        self.setting.setToolTip("What to change in this lane; the others stay as they are")
        self.setting.set_items(
            [(name, text, f"Change {text} in this lane") for name, text in SETTINGS.items()]
        )
        self.setting.chosen.connect(self._show_value)
        self.scheme = ChoiceField("lane-scheme", "kind")
        self.scheme.setToolTip("Its value in this lane, for all layers")
        self.scheme.chosen.connect(self._change_kind)
        self.value = NumberField("lane-value", "value", step=None)
        self.value.keeps_space = True
        self.value.setToolTip("Its number in this lane; the race begins anew")
        self.value.valueChanged.connect(self._change_value)
        row = QHBoxLayout()
        row.setSpacing(6)
        for part, stretch in ((self.setting, 2), (self.scheme, 3), (self.value, 2)):
            row.addWidget(part, stretch)
        filled(QVBoxLayout(self), self.heading, row, margins=(16, 12, 16, 14), gap=8)
        self.setFixedWidth(WIDTH)

    def show_lane(self, lane: Lane) -> None:
        """Show what can be changed in a lane."""
        self.letter, self._experiment = lane.letter, lane.experiment
        self.heading.setText(f"Lane {lane.letter}")
        self._show_value()

    @Slot()
    def _show_value(self) -> None:
        """Show what the setting is in this lane."""
        if self._experiment is None:
            return
        name = self.setting.currentData()
        kind, value = _kind_of(name, self._experiment), _value_of(name, self._experiment)
        self.scheme.setVisible(name in _CHOICES)
        if name in _CHOICES:
            self.scheme.set_items(_CHOICES[name])
            self.scheme.show_choice(kind)
        self.value.setVisible(name in _REGISTRIES or name not in _CHOICES)
        self.value.setEnabled(value is not None)
        self.value.show_value(value or 0.0, zero="—" if value is None else "")

    @Slot(object)
    def _change_kind(self, kind: str) -> None:
        name = self.setting.currentData()
        self._tell(_parts_of_kind(name, kind), f"{SETTINGS[name]} {kind}")

    @Slot(float)
    def _change_value(self, value: float) -> None:
        name = self.setting.currentData()
        assert self._experiment is not None
        self._tell(_parts_of_value(name, value, self._experiment), f"{SETTINGS[name]} {typed(value)}")

    def _tell(self, parts: Parts, text: str) -> None:
        """Ask for the change, and show what the lane is then: as it was, if that cannot be."""
        self.laneChanged.emit(self.letter, partial(_changed, parts), text)
        self._show_value()


Parts = Callable[[Experiment], dict[str, Any]]


def _changed(parts: Parts, experiment: Experiment) -> Experiment:
    """The experiment with other parts; what was changed in its own run belongs to that."""
    return experiment.with_(changes=(), **parts(experiment))


def _kind_of(name: str, experiment: Experiment) -> str:
    start, training = experiment.initialization, experiment.training
    hidden = experiment.network.hidden
    kinds: dict[str, str] = {
        "weights": start.weights.scheme,
        "biases": start.biases.scheme,
        "activation": hidden[0].activation if hidden else "",
        "optimizer": training.optimizer,
        "arithmetic": experiment.arithmetic,
    }
    return kinds.get(name, "")


def _value_of(name: str, experiment: Experiment) -> float | None:
    """The number that belongs to a setting; None if it has none."""
    start = experiment.initialization
    if name == "learning-rate":
        return experiment.training.learning_rate
    if name == "seed":
        return float(start.seed)
    if name not in _REGISTRIES:
        return None
    init = start.weights if name == "weights" else start.biases
    record = _REGISTRIES[name][0][init.scheme]
    if record.parameter is None:
        return None
    given = getattr(init, record.parameter)
    return record.default if given is None else float(given)


def _parts_of_kind(name: str, kind: str) -> Parts:
    """The parts with another kind of start in all layers: overrides of single layers go."""
    if name in _REGISTRIES:
        return lambda _: {"initialization": {name: _REGISTRIES[name][1](scheme=kind), "layers": {}}}
    if name == "activation":
        return lambda e: {
            "network": {
                "hidden": tuple(msgspec.structs.replace(own, activation=kind) for own in e.network.hidden)
            }
        }
    if name == "optimizer":
        return lambda _: {"training": {"optimizer": kind}}
    return lambda _: {"arithmetic": kind}


def _parts_of_value(name: str, value: float, experiment: Experiment) -> Parts:
    if name == "learning-rate":
        return lambda _: {"training": {"learning_rate": value}}
    if name == "seed":
        return lambda _: {"initialization": {"seed": int(value) if value.is_integer() else value}}
    start = experiment.initialization
    init = start.weights if name == "weights" else start.biases
    parameter = _REGISTRIES[name][0][init.scheme].parameter
    kind = _REGISTRIES[name][1]
    return lambda _: {"initialization": {name: kind(scheme=init.scheme, **{parameter or "value": value})}}
