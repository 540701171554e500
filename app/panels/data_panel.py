"""What the network learns from: the kind of data, how many points, how noisy, from which seed."""

from __future__ import annotations

import random
from typing import get_args

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QWidget

from app.look.named_widgets import tool_button
from app.look.others_words import literal
from app.panels.choice_field import ChoiceField
from app.panels.choices import TileGrid, TilePainter
from app.panels.form import COLUMNS, Field, Section, Setting
from app.views.base.number_field import NumberField
from symgui.experiment import DataSpec, Experiment
from symgui.experiment.parts import KIND_DEFAULTS, DataKind

KINDS: dict[str, tuple[str, str]] = {
    "flower": ("flower", "The course's flower: two classes in alternating petals"),
    "circles": ("circles", "Two rings, one inside the other"),
    "xor": ("XOR", "Class 1 where x₁x₂ > 0: no straight line separates the classes"),
    "spiral": ("spiral", "Interleaved arms: it takes many units to separate them"),
    "moons": ("moons", "Two half moons that reach into each other"),
    "blobs": ("blobs", "Round clouds, one a class: with little noise a straight line separates two"),
    "linear": ("linear", "Separated by a straight line but for noise: logistic regression is enough"),
    "and": ("AND", "Four examples, class 1 only at (1, 1)"),
    "or": ("OR", "Four examples, class 0 only at (0, 0)"),
    "xor-table": (
        "XOR table",
        "Four examples, class 1 at (0, 1) and (1, 0): no straight line separates them",
    ),
    "digits": (
        "digits",
        "Handwritten digits, 8 × 8 pixels: ten classes, or one against the rest",
    ),
    "file": ("own data", "A table of your own (CSV, XLSX, NPZ): opens Import data"),
}
"""Name and description of the kinds, in the order of the tiles; kinds that are not here follow."""

SAMPLES = Setting(
    "data-samples", "examples", ("data", "samples"),
    "m: how many training examples there are, one column of X each", step=50,
)  # fmt: skip
NOISE = Setting(
    "data-noise", "noise", ("data", "noise"),
    "Standard deviation of the noise that is added to the examples", step=0.05,
)  # fmt: skip
SEED = Setting(
    "data-seed", "seed", ("data", "seed"),
    "Where the stream of random numbers for the data starts: the same seed gives the same examples",
)  # fmt: skip
TEST = Setting(
    "test-samples", "test", ("data", "test_samples"),
    "How many test examples there are: never trained on, only measured", step=50,
)  # fmt: skip
BALANCE = Setting(
    "data-balance", "balance", ("data", "balance"),
    "Share of class 1. With exactly 0.5 and a full batch a gradient's terms may cancel to zero", step=0.05,
)  # fmt: skip
CLASSES = Setting(
    "data-classes", "classes", ("data", "classes"),
    "How many classes; above two the output is a softmax (blobs and spiral only)",
)  # fmt: skip
TEST_SEED = Setting("test-seed", "test seed", ("data", "test_seed"), "The seed of the test examples")
STANDARDIZE = Setting(
    "data-standardize", "inputs", ("data", "standardize"),
    "As they are, or shifted and scaled to mean 0 and standard deviation 1",
    items=((False, "as they are", "The inputs are used as they are"),
           (True, "standardized", "Mean 0 and standard deviation 1 for every input")),
)  # fmt: skip


HALF_LABEL_WIDTH = 54


class DataPanel(Section):
    """The DATA group.

    Signals
    -------
    importWanted
        A person wants data of their own, and there are none yet.
    inputsWanted
        A person wants to know mean and standard deviation of the inputs.
    """

    importWanted = Signal()
    inputsWanted = Signal()

    def __init__(self, paint_tile: TilePainter, parent: QWidget | None = None) -> None:
        super().__init__("DATA", HALF_LABEL_WIDTH, parent)
        self.kind_name = QLabel(alignment=Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.kind_name.setProperty("role", "muted")
        self.grid.addWidget(self.kind_name, 0, 2, 1, 2)
        self.kind = TileGrid("data-kind", "kind of data", paint_tile)
        self.kind.setToolTip("Which examples the network learns from")
        self.kind.set_items(_items())
        self.kind.chosen.connect(self._choose_kind)
        self.grid.addWidget(self.kind, 1, 0, 1, COLUMNS)
        self.samples, self.noise, self.seed, self.test = map(self.add_number, (SAMPLES, NOISE, SEED, TEST))
        self.place("examples", self.samples, 2, 0)
        self.place("noise", self.noise, 2, 1)
        self.place("seed", self.seed, 3, 0)
        self.place("test", self.test, 3, 1)
        add_die(self.seed, "Other examples of the same kind: draw a new seed")
        self.digit = ChoiceField("data-digit", "digits")
        self.digit.setToolTip("Ten classes; or one digit (class 1) against all others (class 0)")
        every = (-1, "ten classes", "Each digit is a class: the output is a softmax of ten units")
        one = [(k, f"{k} against the rest", f"Class 1 is the digit {k}") for k in range(10)]
        self.digit.set_items([every, *one])
        self.digit.chosen.connect(self._choose_digit)
        self._digit_label = self.place("digits", self.digit, 4)
        self._add_rarer()

    def _add_rarer(self) -> None:
        self.balance, self.classes, self.test_seed = map(self.add_number, (BALANCE, CLASSES, TEST_SEED))
        fields: list[Field] = [self.balance, self.classes, self.test_seed, self.add_choice(STANDARDIZE)]
        hidden: list[QWidget] = []
        for row, field in enumerate(fields, start=6):
            hidden += [self.place(field.label, field, row), field]
        statistics = tool_button(
            "data-statistics",
            "Of each input over the training examples: what standardizing takes out",
            "mean and standard deviation of the inputs",
        )
        statistics.setProperty("role", "disclosure")
        statistics.setText("mean and std of the inputs…")
        statistics.clicked.connect(self.inputsWanted)
        self.grid.addWidget(statistics, 6 + len(fields), 0, 1, COLUMNS)
        hidden.append(statistics)
        self.add_disclosure("data-more", "more (balance, classes)", 5, hidden)

    def show_experiment(self, experiment: Experiment) -> None:
        """Show the data; what a truth table fixes cannot be changed."""
        super().show_experiment(experiment)
        kind = experiment.data.kind
        self.kind.show_choice(kind)
        self.kind_name.setText(KINDS.get(kind, (kind, ""))[0])
        self.kind_name.setToolTip(literal(_about(experiment.data)))
        defaults = KIND_DEFAULTS[kind]
        self.noise.setEnabled(defaults.drawn)
        self.test_seed.setEnabled(defaults.drawn)
        digit = experiment.data.digit
        self.digit.show_choice(-1 if digit is None else digit)
        for widget in (self.digit, self._digit_label):
            widget.setVisible(kind == "digits")
        self.samples.setEnabled(not defaults.fixed)
        self.balance.setEnabled(not defaults.fixed and defaults.drawn)
        self.test.setEnabled(not defaults.fixed or experiment.data.test_samples > 0)
        self.classes.setEnabled(defaults.many_classes)

    def _choose_digit(self, digit: int) -> None:
        own = None if digit < 0 else digit
        self.propose(
            lambda old: old.with_(data={"digit": own, "classes": 2}),
            f"digits {self.digit.currentText()}",
            self.digit,
        )

    def _choose_kind(self, kind: DataKind) -> None:
        if kind == "file":
            if self.experiment is not None:
                self.show_experiment(self.experiment)
            self.importWanted.emit()
            return
        self.propose(lambda old: old.with_kind(kind), f"data {KINDS.get(kind, (kind,))[0]}", self.kind)


def _about(data: DataSpec) -> str:
    """Where data of one's own come from."""
    if data.table is None:
        return ""
    where = "held by the experiment" if data.table.file is None else data.table.file.path
    count = f"{data.table.count} rows, {data.inputs} inputs, {data.classes} classes"
    return f"{data.table.name}: {count} ({', '.join(data.table.classes)}); {where}"


def add_die(field: NumberField, tip: str) -> None:
    """A die in a seed's field that throws another seed."""

    def throw() -> None:
        field.setValue(random.choice([seed for seed in range(1, 1000) if seed != field.value()]))

    field.add_button("die", f"{field.objectName()}-die", tip, throw)


def _items() -> list[tuple[object, str, str]]:
    kinds = [*KINDS, *(kind for kind in get_args(DataKind) if kind not in KINDS)]
    texts = [(kind, *KINDS.get(kind, (kind, kind))) for kind in kinds]
    return [(kind, text, f"{text}: {tip[0].lower()}{tip[1:]}") for kind, text, tip in texts]
