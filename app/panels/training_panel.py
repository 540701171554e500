"""How the parameters move: rate and batch, and under "more" the rarer choices."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.panels.fields import NumberField
from app.panels.form import Section, Setting
from symgui.experiment import Experiment
from symgui.nn.optimizers import OPTIMIZERS

RATE = Setting(
    "learning-rate", "rate α", ("training", "learning_rate"),
    "How far a step goes: W ← W − α dW, or what the optimizer makes of dW. May be changed while it runs; "
    "the change is recorded", step=None,
)  # fmt: skip
BATCH = Setting(
    "batch-size", "batch", ("training", "batch_size"),
    "Examples per update. All of them: every step sees the whole training set; "
    "fewer: often the classes in a batch are not balanced", zero="all",
)  # fmt: skip
RARER = (
    Setting(
        "optimizer", "optimizer", ("training", "optimizer"),
        "The rule that turns a gradient into a step",
        items=tuple((name, rule.label, rule.tip) for name, rule in OPTIMIZERS.items()),
    ),
    Setting(
        "l2", "L2 λ", ("training", "l2"),
        "Adds λ/m · W to dW: weights are pulled towards zero", step=None,
    ),
    Setting(
        "arithmetic", "arithmetic", ("arithmetic",),
        "How sums are computed: it decides whether equal units stay equal to the last bit",
        items=(
            ("per-unit", "per unit",
             "Every unit gets the same operations in the same order: equal units stay bit-equal"),
            ("blas", "BLAS",
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
    """The learning rate a person wants from now on; it needs no restart."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("TRAINING", parent=parent)
        self._rate = 0.0
        _, low, high = RATE.limits()
        self.rate = NumberField(RATE.name, RATE.label, low=low, high=high, step=RATE.step)
        self.rate.setToolTip(RATE.tip)
        self.rate.valueChanged.connect(self._change_rate)
        self.place(RATE.label, self.rate, 1)
        self.batch = self.add_number(BATCH)
        self.place(BATCH.label, self.batch, 2)
        hidden: list[QWidget] = []
        for row, setting in enumerate(RARER, start=4):
            field = self.add_setting(setting)
            hidden += [self.place(setting.label, field, row), field]
        self.add_disclosure("training-more", "more (optimizer, L2, arithmetic)", 3, hidden)

    def show_experiment(self, experiment: Experiment) -> None:
        """Show the training; the full batch says how many examples it has."""
        before = self.experiment
        super().show_experiment(experiment)
        if before is None or experiment.training != before.training:
            self._rate = experiment.training.learning_rate
        size = experiment.training.batch_size
        self.batch.show_value(float(size or 0), zero=f"all {experiment.data.samples}")
        self.rate.show_value(self._rate)

    def show_rate(self, rate: float) -> None:
        """Show the learning rate as it is now, unless a person is typing another."""
        self._rate = rate
        if rate != self.rate.value() and not self.rate.typing:
            self.rate.show_value(rate)

    def _change_rate(self, rate: float) -> None:
        if self.check(lambda old: RATE.changed(old, rate), self.rate, RATE.path[-1]) is not None:
            self.rateEdited.emit(rate)
