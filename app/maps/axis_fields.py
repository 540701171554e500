"""The fields of one axis of a map: which setting, from where to where, in how many steps; or which names."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QWidget

from app.maps.axis_spans import AxisSpan, span_of
from app.panels.choice_field import ChoiceField, WideChoice
from app.views.base.bubble import say_under
from app.views.base.number_field import NumberField
from symgui.experiment import Experiment, ExperimentError
from symgui.sweep import GridAxis
from symgui.sweep.swept_settings import SETTINGS

NONE = ""
"""Stands for no axis."""


class AxisFields(QWidget):
    """The fields of one axis of a map.

    Attributes
    ----------
    setting, spacing : ChoiceField
        ``map-x-setting``, ``map-x-spacing`` (``map-y-…`` of the second axis).
    low, high, steps : NumberField
        ``map-x-low``, ``map-x-high``, ``map-x-steps``.
    names : QLineEdit
        ``map-x-names``: names with commas between them.
    """

    edited = Signal()

    def __init__(self, name: str, title: str, *, setting: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self._experiment = Experiment()
        tip = "What differs from column to column" if name == "map-x" else "What differs from row to row"
        self.setting = WideChoice(f"{name}-setting", title)
        self.setting.setToolTip(tip)
        none = [(NONE, "none", "One value for all: that of the open experiment")]
        items = [(key, each.label, "") for key, each in SETTINGS.items()]
        self.setting.set_items([*none, *items])
        self.low = NumberField(f"{name}-low", f"{title}: first value", step=None)
        self.high = NumberField(f"{name}-high", f"{title}: last value", step=None)
        self.steps = NumberField(f"{name}-steps", f"{title}: steps", whole=True, low=1)
        self.spacing: ChoiceField = WideChoice(f"{name}-spacing", f"{title}: spacing")
        self.spacing.set_items(
            [
                ("linear", "linear", "Equal differences from value to value"),
                ("log", "log", "Equal ratios from value to value"),
            ]
        )
        self.names = QLineEdit()
        self.names.setObjectName(f"{name}-names")
        self.names.setAccessibleName(f"{title}: names, with commas between them")
        self._lay_out(title)
        for field in (self.low, self.high, self.steps):
            field.valueChanged.connect(self.edited)
        self.spacing.chosen.connect(self.edited)
        self.names.editingFinished.connect(self._take_names)
        self.setting.chosen.connect(self._choose)
        self.setting.show_choice(setting)
        self._show_defaults()

    def _lay_out(self, title: str) -> None:
        head = QLabel(title)
        head.setProperty("role", "muted")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(5)
        grid.addWidget(head, 0, 0, 1, 2)
        grid.addWidget(self.setting, 1, 0, 1, 2)
        self._to, self._in = QLabel("from, to"), QLabel("steps, spacing")
        pairs = ((self._to, self.low, self.high), (self._in, self.steps, self.spacing))
        for row, (label, first, second) in enumerate(pairs):
            label.setProperty("role", "muted")
            grid.addWidget(label, 2 + 2 * row, 0, 1, 2)
            grid.addWidget(first, 3 + 2 * row, 0)
            grid.addWidget(second, 3 + 2 * row, 1)
        grid.addWidget(self.names, 6, 0, 1, 2)
        for column in (0, 1):
            grid.setColumnStretch(column, 1)

    def follow(self, experiment: Experiment) -> None:
        """Another experiment is open: a span that nobody has changed goes as far as it has examples."""
        setting = self.setting.currentData()
        before, after = (span_of(setting, each) for each in (self._experiment, experiment))
        self._experiment = experiment
        if before is not None and after is not None and self._span == before:
            self._show_span(after)

    @property
    def _span(self) -> AxisSpan:
        """What the fields of numbers say."""
        low, high, steps = (field.value() for field in (self.low, self.high, self.steps))
        return AxisSpan(low, high, int(steps), self.spacing.currentData())

    def _show_span(self, span: AxisSpan) -> None:
        self.low.show_value(span.low)
        self.high.show_value(span.high)
        self.steps.show_value(span.steps)
        self.spacing.show_choice(span.spacing)

    def show_axis(self, axis: GridAxis | None) -> None:
        """Show an axis, without telling anybody."""
        self.setting.show_choice(NONE if axis is None else axis.setting)
        self._show_defaults()
        if axis is None:
            return
        if axis.values is None:
            assert axis.low is not None
            assert axis.high is not None
            self._show_span(AxisSpan(axis.low, axis.high, axis.steps or 1, axis.spacing))
        else:
            self.names.setText(", ".join(str(value) for value in axis.values))

    def axis(self) -> GridAxis | None:
        """What the fields say; None for no axis.

        Raises
        ------
        ExperimentError
            If that is none; its place is the name of the field.
        """
        setting = self.setting.currentData()
        if setting == NONE:
            return None
        if SETTINGS[setting].words:
            names = [name.strip() for name in self.names.text().split(",")]
            return GridAxis(setting=setting, values=tuple(name for name in names if name))
        span = self._span
        return GridAxis(setting=setting, low=span.low, high=span.high, steps=span.steps, spacing=span.spacing)

    def say(self, error: ExperimentError) -> None:
        """Say what is wrong under the field that it is about."""
        fields = {"low": self.low, "high": self.high, "steps": self.steps, "values": self.names}
        place = error.place.partition("[")[0]
        say_under(fields.get(place, self.setting), f"{self._title}: {error}")

    def _choose(self) -> None:
        self._show_defaults()
        self.edited.emit()

    def _take_names(self) -> None:
        if self.names.isModified():
            self.names.setModified(False)
            self.edited.emit()

    def _show_defaults(self) -> None:
        """The span or the names of the setting that is chosen."""
        key = self.setting.currentData()
        span = span_of(key, self._experiment)
        for field in (self._to, self.low, self.high, self._in, self.steps, self.spacing):
            field.setVisible(span is not None)
        named = key in SETTINGS and SETTINGS[key].words
        self.names.setVisible(named)
        if span is not None:
            self._show_span(span)
        elif named:
            self.names.setText(", ".join(SETTINGS[key].names))
            self.names.setCursorPosition(0)
            self.names.setToolTip(f"With commas between them, of: {', '.join(SETTINGS[key].names)}")
