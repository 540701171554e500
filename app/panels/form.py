"""Settings as data: where a value of the experiment file stands in a form, and what it teaches."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import msgspec
from msgspec import inspect
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QToolButton, QWidget

from app.look.icons import icon
from app.look.text_scale import follow_text
from app.panels.choice_field import ChoiceField
from app.views.base.bubble import hide_bubble
from app.views.base.number_field import NumberField
from symgui.experiment import Experiment, ExperimentError
from symgui.experiment.spec import field_types
from symgui.plain_text.numbers import typed

Field: TypeAlias = NumberField | ChoiceField

LABEL_WIDTH = 72
COLUMNS = 4
ROW_GAP = 7


class Setting(msgspec.Struct, frozen=True):
    """One field of the experiment file in a form.

    Attributes
    ----------
    name : str
        Object name of the field.
    label : str
        Beside the field.
    path : tuple of str
        Where it stands: ``("data", "noise")``, ``("arithmetic",)``.
    tip : str
        What it is and what it does.
    step : float or None
        Of a number: what a step adds; None steps through 1, 2, 5 × powers of ten.
    zero : str
        Of a number: what the field shows where the file has null.
    items : tuple of (data, text, tip)
        Of a choice; empty for a number.
    """

    name: str
    label: str
    path: tuple[str, ...]
    tip: str
    step: float | None = 1.0
    zero: str = ""
    items: tuple[tuple[object, str, str], ...] = ()

    def value(self, experiment: Experiment) -> Any:
        """The value in `experiment`."""
        value: Any = experiment
        for name in self.path:
            value = getattr(value, name)
        return value

    def changed(self, experiment: Experiment, value: object) -> Experiment:
        """`experiment` with another value.

        Raises
        ------
        ExperimentError
            If that makes no experiment.
        """
        if self.zero and value == 0:
            value = None
        change = value if len(self.path) == 1 else {self.path[1]: value}
        return experiment.with_(**{self.path[0]: change})

    def limits(self) -> tuple[bool, float | None, float | None]:
        """Whether it is whole, and its least and largest value, from the experiment's own types."""
        kind = field_types(Experiment)[self.path[0]]
        for name in self.path[1:]:
            assert isinstance(kind, inspect.StructType)
            kind = next(field.type for field in kind.fields if field.name == name)
        if isinstance(kind, inspect.UnionType):
            kind = next(member for member in kind.types if not isinstance(member, inspect.NoneType))
        assert isinstance(kind, inspect.IntType | inspect.FloatType)
        return isinstance(kind, inspect.IntType), kind.ge, kind.le


class Section(QWidget):
    """A titled group of the left panel.

    It shows an experiment and proposes others; it never changes anything itself.

    Attributes
    ----------
    experiment : Experiment or None
        What is shown.
    """

    edited = Signal(object, str)
    """An `Experiment` that a person wants instead, and what it changes, for undo."""

    def __init__(self, title: str, label_width: int = LABEL_WIDTH, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.experiment: Experiment | None = None
        self.heading = QLabel(title)
        self.heading.setProperty("role", "section")
        self.grid = QGridLayout(self)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setHorizontalSpacing(6)
        self.grid.setVerticalSpacing(ROW_GAP)
        follow_text(self, _set_label_width, label_width)
        self.grid.setColumnStretch(1, 1)
        self.grid.setColumnStretch(3, 1)
        self.grid.addWidget(self.heading, 0, 0, 1, 2)
        self._settings: list[tuple[Setting, Field]] = []

    # ---- building --------------------------------------------------------------------------------

    def add_number(self, setting: Setting) -> NumberField:
        """The field of a number, tied to the experiment; the caller places it."""
        whole, low, high = setting.limits()
        field = NumberField(
            setting.name, setting.label, whole=whole, low=low, high=high, step=setting.step, zero=setting.zero
        )
        field.valueChanged.connect(lambda value: self._change(setting, field, int(value) if whole else value))
        field.setToolTip(setting.tip)
        self._settings.append((setting, field))
        return field

    def add_choice(self, setting: Setting) -> ChoiceField:
        """The field of a choice, tied to the experiment; the caller places it."""
        field = ChoiceField(setting.name, setting.label)
        field.set_items(setting.items)
        field.chosen.connect(lambda value: self._change(setting, field, value))
        field.setToolTip(setting.tip)
        self._settings.append((setting, field))
        return field

    def add_setting(self, setting: Setting) -> Field:
        """The field of a number or a choice."""
        return self.add_choice(setting) if setting.items else self.add_number(setting)

    def place(self, label: str | QLabel, field: QWidget, row: int, half: int | None = None) -> QLabel:
        """Put `field` with its label into `row`: all of it, or its left (0) or right (1) half."""
        text = label if isinstance(label, QLabel) else QLabel(label)
        text.setProperty("role", "muted")
        text.setBuddy(field)
        text.setToolTip(field.toolTip())
        column = 2 * (half or 0)
        self.grid.addWidget(text, row, column)
        self.grid.addWidget(field, row, column + 1, 1, COLUMNS - 1 if half is None else 1)
        return text

    def add_disclosure(self, name: str, text: str, row: int, widgets: list[QWidget]) -> Disclosure:
        """A line that opens and closes `widgets`; closed."""
        disclosure = Disclosure(name, text, widgets)
        self.grid.addWidget(disclosure, row, 0, 1, COLUMNS)
        return disclosure

    # ---- showing ---------------------------------------------------------------------------------

    def show_experiment(self, experiment: Experiment) -> None:
        """Show `experiment`, telling nobody."""
        # What was changed during a run has no place in the new run that a changed setting begins.
        self.experiment = experiment.with_(changes=()) if experiment.changes else experiment
        for setting, field in self._settings:
            value = setting.value(experiment)
            if isinstance(field, ChoiceField):
                field.show_choice(value)
            else:
                field.show_value(0.0 if value is None else float(value))

    # ---- proposing -------------------------------------------------------------------------------

    def check(
        self, make: Callable[[Experiment], Experiment], field: Field, name: str = ""
    ) -> Experiment | None:
        """What `make` makes of the experiment shown; None, and a sentence under `field`, if it cannot be.

        `name` is that of the field in the file: the sentence calls it by its label instead.
        """
        if self.experiment is None:
            return None
        hide_bubble(self)
        try:
            return make(self.experiment)
        except ExperimentError as error:
            self.show_experiment(self.experiment)
            own = bool(name) and error.place.rpartition(".")[2] == name
            field.refuse(f"{field.label} {error.problem}" if own else str(error))
            return None

    def propose(
        self, make: Callable[[Experiment], Experiment], text: str, field: Field, name: str = ""
    ) -> None:
        """Offer what `make` makes of the experiment shown, if that is another; `text` says what changed."""
        new = self.check(make, field, name)
        if new is not None and new != self.experiment:
            self.edited.emit(new, text)

    def _change(self, setting: Setting, field: Field, value: object) -> None:
        text = f"{setting.label} {spoken(field, value)}"
        self.propose(lambda old: setting.changed(old, value), text, field, setting.path[-1])


class Disclosure(QToolButton):
    """A line with an arrow that shows and hides some widgets."""

    def __init__(self, name: str, text: str, widgets: list[QWidget]) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("role", "disclosure")
        self.setText(text)
        self.setAccessibleName(text)
        self.setToolTip("Show or hide the rarer settings")
        self.setCheckable(True)
        follow_text(self, QWidget.setFixedHeight, 24)
        self.setIconSize(QSize(12, 12))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._widgets = widgets
        self.toggled.connect(self._toggle)
        self._toggle(False)

    def _toggle(self, opened: bool) -> None:
        for widget in self._widgets:
            widget.setVisible(opened)
        self.setIcon(icon("down" if opened else "right", "muted", size=12))


def _set_label_width(section: Section, pixels: int) -> None:
    section.grid.setColumnMinimumWidth(0, pixels)


def spoken(field: Field, value: object) -> str:
    """`value` as the field writes it."""
    if isinstance(field, ChoiceField):
        return field.currentText()
    return field.textFromValue(value) if isinstance(value, float | int) else typed(field.value())
