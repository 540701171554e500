"""Layers that start otherwise than the whole network: a row a layer, which unfolds to its initializers."""

from __future__ import annotations

from functools import partial

from msgspec.structs import replace
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from app.look.icons import icon
from app.look.layouts import filled
from app.look.text_scale import follow_text
from app.panels.form import COLUMNS, Section
from app.panels.start_panel import Init, SchemeFields, differs, one_line, with_scheme, with_value
from app.views.base.plot import FittingLabel
from symgui.experiment import BiasInit, Experiment, LayerInit
from symgui.nn.initializers import BIASES, WEIGHTS, Initializer
from symgui.plain_text.numbers import typed

AS_ABOVE = "as above"
"""Of a layer that starts as the whole network does, whose schemes stand above."""
NAME_WIDTH = 74
LETTER_WIDTH = 16
VALUE_WIDTH = 62


class LayerStarts(Section):
    """A line that unfolds to a row for each layer; the rows are made when it is first opened."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self.rows: list[LayerStart] = []
        self._holder = QWidget()
        self._list = filled(QVBoxLayout(self._holder), margins=0, gap=4)
        self.opener = self.add_disclosure("start-layers", "per layer", 1, [self._holder])
        self.opener.setToolTip("Give single layers a start of their own")
        self.opener.toggled.connect(self._show_rows)
        self.grid.addWidget(self._holder, 2, 0, 1, COLUMNS)

    def show_experiment(self, experiment: Experiment) -> None:
        """Show how every layer starts."""
        super().show_experiment(experiment)
        self._show_rows()

    def _show_rows(self) -> None:
        experiment = self.experiment
        if experiment is None or not self.opener.isChecked():
            return
        layers = len(experiment.sizes) - 1
        while len(self.rows) < layers:
            self._append_row()
        while len(self.rows) > layers:
            row = self.rows.pop()
            row.hide()
            row.setParent(None)
            row.deleteLater()
        for row in self.rows:
            row.show_experiment(experiment)

    def _append_row(self) -> None:
        row = LayerStart(len(self.rows) + 1)
        for fields in row.fields:
            fields.scheme.chosen.connect(partial(self._choose, fields))
            fields.value.valueChanged.connect(partial(self._change_value, fields))
        self._list.addWidget(row)
        self.rows.append(row)

    # ---- proposing -------------------------------------------------------------------------------

    def _choose(self, fields: OwnSchemeFields, scheme: str) -> None:
        _, biases = self.rows[fields.layer - 1].fields

        def chosen(old: Experiment) -> Experiment:
            init = with_scheme(fields.of(old), fields.registry[scheme]) if scheme else None
            new = fields.changed(old, init)
            return new if fields is biases else _with_library_s_biases(new, old, fields, biases)

        text = fields.registry[scheme].label if scheme else AS_ABOVE
        self.propose(chosen, f"layer {fields.layer} {fields.part} {text}", fields.scheme)

    def _change_value(self, fields: OwnSchemeFields, value: float) -> None:
        self.propose(
            lambda old: fields.changed(old, with_value(fields.of(old), fields.registry, value)),
            f"layer {fields.layer} {fields.one} {fields.value.label} {typed(value)}",
            fields.value,
            fields.value.label,
        )


class OwnSchemeFields(SchemeFields):
    """A layer's own scheme of weights or biases and its value, or none of its own.

    Parameters
    ----------
    layer : int
        l, from 1.
    """

    first_items = (("", AS_ABOVE, "As the whole network, by the scheme that is chosen above"),)

    def __init__(self, part: str, one: str, registry: dict[str, Initializer], layer: int) -> None:
        super().__init__(part, one, f"{part} of layer {layer}", registry, prefix=f"layer-{layer}-")
        self.layer = layer

    def own(self, experiment: Experiment) -> Init | None:
        """The layer's own start, if it has one."""
        layer = experiment.initialization.layers.get(str(self.layer))
        init: Init | None = getattr(layer, self.part) if layer is not None else None
        return init

    def of(self, experiment: Experiment) -> Init:
        """How the layer starts, by its own scheme or by that of all."""
        return self.own(experiment) or super().of(experiment)

    def changed(self, experiment: Experiment, init: Init | None) -> Experiment:
        """`experiment` with another start of the layer's own; None leaves it to the whole network's."""
        layers = dict(experiment.initialization.layers)
        name = str(self.layer)
        layers[name] = replace(layers.get(name, LayerInit()), **{self.part: init})
        if layers[name] == LayerInit():
            del layers[name]
        return experiment.with_(initialization={"layers": layers})

    def show_experiment(self, experiment: Experiment) -> None:
        """Show the layer's start, telling nobody."""
        self.show_init(self.of(experiment))
        if self.own(experiment) is None:
            self.scheme.show_choice("")
            self.value.setEnabled(False)

    def difference(self, experiment: Experiment) -> Init | None:
        """How the layer starts otherwise than the whole network; None if it does not."""
        own = self.own(experiment)
        return own if own is not None and differs(own, super().of(experiment)) else None


class LayerStart(QWidget):
    """One layer: its name, how it differs, and under it its own schemes.

    Attributes
    ----------
    head : QToolButton
        ``layer-1-start``: unfolds.
    summary : FittingLabel
    fields : tuple of OwnSchemeFields
        Of W and of b.
    """

    def __init__(self, layer: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.layer = layer
        self.fields = (
            OwnSchemeFields("weights", "weight", WEIGHTS, layer),
            OwnSchemeFields("biases", "bias", BIASES, layer),
        )
        self.head = QToolButton()
        self.head.setObjectName(f"layer-{layer}-start")
        self.head.setProperty("role", "disclosure")
        self.head.setCheckable(True)
        follow_text(self.head, QWidget.setFixedSize, NAME_WIDTH, 24)
        self.head.setIconSize(QSize(12, 12))
        self.head.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.head.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.head.toggled.connect(self._unfold)
        self.summary = FittingLabel()
        self.summary.setObjectName(f"layer-{layer}-differs")
        self.summary.setProperty("role", "muted")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(4)
        grid.setVerticalSpacing(4)
        grid.addWidget(self.head, 0, 0, 1, 2)
        grid.addWidget(self.summary, 0, 2, 1, 2)
        grid.setColumnStretch(2, 1)
        self._folded: list[QWidget] = []
        for row, (letter, fields) in enumerate(zip("Wb", self.fields, strict=True), start=1):
            name = QLabel(f"{letter}")
            name.setProperty("role", "muted")
            name.setBuddy(fields.scheme)
            follow_text(name, QWidget.setFixedWidth, LETTER_WIDTH)
            follow_text(fields.value, QWidget.setFixedWidth, VALUE_WIDTH)
            fields.value_label.setParent(self)  # there is no room for it; the field's tool tip says it
            fields.value_label.hide()
            grid.addWidget(name, row, 0)
            grid.addWidget(fields.scheme, row, 1, 1, 2)
            grid.addWidget(fields.value, row, 3)
            self._folded += [name, fields.scheme, fields.value]
        self._unfold(False)

    def show_experiment(self, experiment: Experiment) -> None:
        """Show how the layer starts."""
        is_output = self.layer == len(experiment.sizes) - 1
        name = "output" if is_output else f"layer {self.layer}"
        self.head.setText(name)
        for fields in self.fields:
            fields.show_experiment(experiment)
        other = [
            (letter, init)
            for letter, fields in zip("Wb", self.fields, strict=True)
            if (init := fields.difference(experiment)) is not None
        ]
        parts = [f"{letter} {one_line(init)}" for letter, init in other]
        wordings = [
            "; ".join(f"{letter} {_short(init)}" for letter, init in other),
            "; ".join(f"{letter} {WEIGHTS[init.scheme].label}" for letter, init in other),
            f"{', '.join(letter for letter, _ in other)} otherwise",
        ]
        self.summary.set_wordings(wordings if other else [AS_ABOVE])
        self.head.setAccessibleName(f"start of {name}: {'; '.join(parts) or AS_ABOVE}")
        self.head.setToolTip(f"How {name} starts: {'; '.join(parts) or AS_ABOVE}")
        self.summary.setToolTip("\n".join(parts))
        for part in (self.head, self.summary):
            if part.property("differs") != bool(parts):
                part.setProperty("differs", bool(parts))
                part.style().unpolish(part)
                part.style().polish(part)

    def _unfold(self, opened: bool) -> None:
        for part in self._folded:
            part.setVisible(opened)
        self.head.setIcon(icon("down" if opened else "right", "muted", size=12))


def _with_library_s_biases(
    new: Experiment, old: Experiment, weights: OwnSchemeFields, biases: OwnSchemeFields
) -> Experiment:
    """A library's default is for W and b: b takes it with W, and gives it up with it."""
    before, now, b = weights.own(old), weights.own(new), biases.own(old)
    taken = WEIGHTS[now.scheme].biases if now is not None else None
    left = WEIGHTS[before.scheme].biases if before is not None else None
    if taken is not None:
        return biases.changed(new, BiasInit(scheme=taken))  # type: ignore[arg-type]
    return biases.changed(new, None) if b is not None and b.scheme == left else new


def _short(init: Init) -> str:
    """A start in the fewest words that tell it: ``constant 0.01``."""
    record = WEIGHTS[init.scheme]
    if record.parameter is None:
        return record.label
    given = getattr(init, record.parameter)
    value = record.default if given is None else given
    plain = record.parameter == "gain" and value == record.default
    return record.label if plain else f"{record.label} {typed(value)}"
