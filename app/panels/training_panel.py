"""How the parameters move: rate and batch, and under "more" the rarer choices."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QWidget

from app.panels.form import Section, Setting
from app.views.base.number_field import NumberField
from symgui.experiment import Experiment
from symgui.nn.arithmetic import ARITHMETIC_LABELS
from symgui.nn.optimizers import OPTIMIZERS

RATE = Setting(
    "learning-rate", "rate α", ("training", "learning_rate"),
    "How far an update goes: W ← W − α dW, or what the optimizer makes of dW. May be changed while it runs; "
    "the change is recorded", step=None,
)  # fmt: skip
L2 = Setting(
    "l2", "L2 λ", ("training", "l2"),
    "Adds λ/m · W to dW: weights are pulled towards zero. May be changed while it runs; "
    "the change is recorded", step=None,
)  # fmt: skip
BATCH = Setting(
    "batch-size", "batch", ("training", "batch_size"),
    "Examples per update. All of them: every update sees the whole training set; "
    "fewer: often the classes in a batch are not balanced", zero="all",
)  # fmt: skip
RARER = (
    Setting(
        "optimizer", "optimizer", ("training", "optimizer"),
        "The rule that turns a gradient into an update",
        items=tuple((name, rule.label, rule.tip) for name, rule in OPTIMIZERS.items()),
    ),
    Setting(
        "arithmetic", "arithmetic", ("arithmetic",),
        "How sums are computed: it decides whether equal units stay equal to the last bit",
        items=(
            ("per-unit", ARITHMETIC_LABELS["per-unit"],
             "Every unit gets the same operations in the same order: equal units stay bit-equal"),
            ("blas", ARITHMETIC_LABELS["blas"],
             "Fast for wide nets; may round equal rows differently, so that twins may drift apart"),
        ),
    ),
    Setting(
        "iterations", "iterations", ("training", "iterations"),
        "Run stops after so many updates; Run again adds as many", step=1000,
    ),
    Setting(
        "batch-seed", "batch seed", ("training", "batch_seed"),
        "Shuffles the examples into batches; a full batch does not use it",
    ),
)  # fmt: skip


class TrainingPanel(Section):
    """The TRAINING group."""

    rateEdited = Signal(float)
    l2Edited = Signal(float)
    """What a person wants from now on; it needs no restart."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("TRAINING", parent=parent)
        self._in_force = {RATE.name: 0.0, L2.name: 0.0}
        self.rate, self.l2 = self._add_in_force(RATE), self._add_in_force(L2)
        for setting, field, wanted in ((RATE, self.rate, self.rateEdited), (L2, self.l2, self.l2Edited)):
            field.valueChanged.connect(partial(self._change_now, setting, field, wanted))
        self.place(RATE.label, self.rate, 1)
        self.batch = self.add_number(BATCH)
        self.place(BATCH.label, self.batch, 2)
        hidden: list[QWidget] = []
        for row, setting in enumerate((RARER[0], L2, *RARER[1:]), start=4):
            rarer = self.l2 if setting is L2 else self.add_setting(setting)
            hidden += [self.place(setting.label, rarer, row), rarer]
        self.add_disclosure("training-more", "more (optimizer, L2, arithmetic)", 3, hidden)

    def show_experiment(self, experiment: Experiment) -> None:
        """Show the training; the full batch says how many examples it has."""
        before = self.experiment
        super().show_experiment(experiment)
        if before is None or experiment.training != before.training:
            self._in_force = {RATE.name: experiment.training.learning_rate, L2.name: experiment.training.l2}
        size = experiment.training.batch_size
        self.batch.show_value(float(size or 0), zero=f"all {experiment.data.samples}")
        for field in (self.rate, self.l2):
            field.show_value(self._in_force[field.objectName()])

    def show_in_force(self, rate: float, l2: float) -> None:
        """Show the learning rate and λ as they are now, unless a person is typing another."""
        self._in_force = {RATE.name: rate, L2.name: l2}
        for field in (self.rate, self.l2):
            value = self._in_force[field.objectName()]
            if value != field.value() and not field.typing:
                field.show_value(value)

    def _add_in_force(self, setting: Setting) -> NumberField:
        """The field of what may be changed while it runs: it shows what is in force, not the setting."""
        _, low, high = setting.limits()
        field = NumberField(setting.name, setting.label, low=low, high=high, step=setting.step)
        field.setToolTip(setting.tip)
        return field

    def _change_now(self, setting: Setting, field: NumberField, wanted: SignalInstance, value: float) -> None:
        if self.check(lambda old: setting.changed(old, value), field, setting.path[-1]) is not None:
            wanted.emit(value)
