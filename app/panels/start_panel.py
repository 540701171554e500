"""Where the parameters start: the initializers of weights and biases, each with its one value."""

from __future__ import annotations

from functools import partial
from typing import TypeAlias

from PySide6.QtWidgets import QLabel, QWidget

from app.look.named_widgets import wrapped_label
from app.panels.choice_field import ChoiceField
from app.panels.data_panel import add_die
from app.panels.form import COLUMNS, Section, Setting
from app.views.base.number_field import NumberField
from symgui.experiment import BiasInit, Experiment, WeightInit
from symgui.nn.initializers import BIASES, TRUNCATED_DEVIATION, WEIGHTS, Initializer
from symgui.plain_text.numbers import fixed, typed

SEED = Setting(
    "init-seed", "seed", ("initialization", "seed"),
    "Where the stream of random numbers for W and b starts: "
    "Start over gives the very same weights again",
)  # fmt: skip

VALUE_TIPS = {
    "value": "The constant every one of them starts at",
    "scale": "s: the standard deviation of the normal distribution",
    "limit": "r: the uniform distribution reaches from −r to r",
    "gain": "g: a factor by which all weights are multiplied; 1 is the scheme as it was published",
    None: "This scheme takes no value",
}

Init: TypeAlias = WeightInit | BiasInit


class StartPanel(Section):
    """The START group."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("START", parent=parent)
        self.weights = SchemeFields("weights", "weight", "weights W", WEIGHTS)
        self.biases = SchemeFields("biases", "bias", "biases b", BIASES)
        for row, fields in ((1, self.weights), (3, self.biases)):
            self.place(fields.label, fields.scheme, row)
            self.place(fields.value_label, fields.value, row + 1)
            fields.scheme.chosen.connect(partial(self._choose, fields))
            fields.value.valueChanged.connect(partial(self._change_value, fields))
        self.seed = self.add_number(SEED)
        add_die(self.seed, "Other random weights of the same kind: draw a new seed")
        self.place(SEED.label, self.seed, 5)
        self.overrides = wrapped_label("layer-overrides", "muted")
        self.overrides.hide()
        self.grid.addWidget(self.overrides, 6, 0, 1, COLUMNS)
        self._parts: list[Section] = []

    def add_part(self, part: Section) -> None:
        """Put more settings of the same group below; they are shown and changed with it."""
        part.heading.hide()
        self._parts.append(part)
        self.grid.addWidget(part, 6 + len(self._parts), 0, 1, COLUMNS)
        part.edited.connect(self.edited)

    def show_experiment(self, experiment: Experiment) -> None:
        """Show both schemes; the label of a value is its name in the formula."""
        super().show_experiment(experiment)
        start = experiment.initialization
        self.weights.show_init(start.weights)
        self.biases.show_init(start.biases)
        for part in self._parts:
            part.show_experiment(experiment)
        text, tip = _describe_overrides(experiment)
        self.overrides.setVisible(bool(text))
        self.overrides.setText(text)
        self.overrides.setToolTip(tip)

    def _choose(self, fields: SchemeFields, scheme: str) -> None:
        record = fields.registry[scheme]

        def change(old: Experiment) -> Experiment:
            new = fields.changed(old, with_scheme(fields.of(old), record))
            own = _own_biases(old, record) if fields is self.weights else None
            return new if own is None else self.biases.changed(new, BiasInit(scheme=own))  # type: ignore[arg-type]

        self.propose(change, f"{fields.part} {record.label}", fields.scheme)

    def _change_value(self, fields: SchemeFields, value: float) -> None:
        self.propose(
            lambda old: fields.changed(old, with_value(fields.of(old), fields.registry, value)),
            f"{fields.one} {fields.value.label} {typed(value)}",
            fields.value,
            fields.value.label,
        )


class SchemeFields:
    """A scheme and its one value.

    Parameters
    ----------
    part : str
        Of the experiment's initialization: ``"weights"`` or ``"biases"``.
    one : str
        One of them.
    label : str
    registry : dict of str to Initializer
    prefix : str
        Of the fields' object names.
    """

    first_items: tuple[tuple[object, str, str], ...] = ()
    """What is offered besides the schemes."""

    def __init__(
        self, part: str, one: str, label: str, registry: dict[str, Initializer], prefix: str = ""
    ) -> None:
        self.part, self.one, self.label, self.registry = part, one, label, registry
        self.scheme = ChoiceField(f"{prefix}{one}-scheme", label)
        self.scheme.setToolTip(f"How the {label} start")
        self.value = NumberField(f"{prefix}{one}-value", "value", step=None)
        self.value_label = QLabel()

    def of(self, experiment: Experiment) -> Init:
        """How they start in `experiment`."""
        init: Init = getattr(experiment.initialization, self.part)
        return init

    def changed(self, experiment: Experiment, init: Init) -> Experiment:
        """`experiment` with another start of theirs."""
        return experiment.with_(initialization={self.part: init})

    def show_init(self, init: Init) -> None:
        """Show `init`; values that only a file can give are offered only where they are in use."""
        record = self.registry[init.scheme]
        offered = [own for own in self.registry.values() if own.name != "explicit" or own is record]
        if self.scheme.count() != len(self.first_items) + len(offered):
            schemes = [(own.name, own.label, f"{own.formula} — {own.source}") for own in offered]
            self.scheme.set_items([*self.first_items, *schemes])
        self.scheme.show_choice(init.scheme)
        name = record.parameter
        self.value.setEnabled(name is not None)
        self.value.label = name or "value"
        self.value.setAccessibleName(f"{name or 'value'} of {self.label}")
        tip = _value_tip(record, init)
        self.value.setToolTip(tip)
        self.value_label.setText(name or "value")
        self.value_label.setToolTip(tip)
        if name is None:
            self.value.show_value(0.0, zero="—")
        else:
            given = getattr(init, name)
            self.value.show_value(record.default if given is None else given, zero="")


def with_scheme(old: Init, record: Initializer) -> Init:
    """The start with another scheme; its value is the old one's if they mean the same, else the default."""
    name = record.parameter
    if name is None:
        return type(old)(scheme=record.name)  # type: ignore[arg-type]
    given = getattr(old, name)
    return type(old)(scheme=record.name, **{name: record.default if given is None else given})  # type: ignore[arg-type]


def _own_biases(old: Experiment, record: Initializer) -> str | None:
    """The scheme of b that comes with another one of W: a library's default is for both, and goes with it.

    None where b stays as it is.
    """
    now = old.initialization.biases.scheme
    left = WEIGHTS[old.initialization.weights.scheme].biases
    return record.biases or ("zeros" if left == now else None)


def _value_tip(record: Initializer, init: Init) -> str:
    if record.name != "truncated_normal":
        return VALUE_TIPS[record.parameter]
    scale = record.default if init.scale is None else init.scale
    return (
        "s: the standard deviation before the cut; with what lies beyond ±2 s left out, it is "
        f"{fixed(TRUNCATED_DEVIATION, 4)} s = {typed(TRUNCATED_DEVIATION * scale)}"
    )


def with_value(old: Init, registry: dict[str, Initializer], value: float) -> Init:
    """The same scheme with another value."""
    name = registry[old.scheme].parameter
    return old if name is None else type(old)(scheme=old.scheme, **{name: value})  # type: ignore[arg-type]


def _describe_overrides(experiment: Experiment) -> tuple[str, str]:
    """Which layers start otherwise, and how; empty if none does."""
    start = experiment.initialization
    lines, names = [], []
    for name, own in start.layers.items():
        parts: list[tuple[str, Init | None, Init]] = [
            ("W", own.weights, start.weights), ("b", own.biases, start.biases)
        ]  # fmt: skip
        other = [(letter, init) for letter, init, whole in parts if init is not None and differs(init, whole)]
        lines += [f"{letter}[{name}]: {one_line(init)}" for letter, init in other]
        names += [_called(name, experiment)] if other else []
    if not names:
        return "", ""
    plural = "s start" if len(names) > 1 else " starts"
    return (
        f"Layer{plural} otherwise: {', '.join(names)}",
        "These layers have a start of their own.\n" + "\n".join(lines),
    )


def _called(name: str, experiment: Experiment) -> str:
    return "output" if int(name) == len(experiment.sizes) - 1 else name


def differs(own: Init, whole: Init) -> bool:
    """Whether a layer's own start is another than that of the whole network."""
    return own.scheme == "explicit" or one_line(own) != one_line(whole)


def one_line(init: Init) -> str:
    """A start in a few words: ``constant, value 0.01``."""
    record = WEIGHTS[init.scheme]
    if record.parameter is None:
        return record.label
    given = getattr(init, record.parameter)
    return f"{record.label}, {record.parameter} {typed(record.default if given is None else given)}"
