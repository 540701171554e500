"""A button for each class, to choose the one that is drawn; and two to have one more or one fewer."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from app.look.icons import icon
from app.look.layouts import filled, take_out
from app.look.named_widgets import tool_button
from app.look.type_sizes import scale_of
from app.panels.drawing.draw_picture import ICON, class_icon
from symgui.experiment.table_spec import MAX_CLASSES
from symgui.figures.classes import class_text

LETTERS = 24
"""Of all names together."""
NAMED = 4
"""Above so many classes a button shows its marker alone, which is the class's digit."""


class ClassChips(QWidget):
    """The classes there are.

    Attributes
    ----------
    buttons : list of QToolButton
        ``draw-class-0`` and so on.
    more, fewer : QToolButton
        ``draw-class-more``, ``draw-class-fewer``.

    Signals
    -------
    chosen(int)
    countWanted(int)
        A person wants so many classes.
    """

    chosen = Signal(int)
    countWanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: list[QToolButton] = []
        self._names: tuple[str, ...] = ()
        self._named = True
        self._row = filled(QHBoxLayout(self), margins=0, gap=4)
        self.fewer = self._end(
            "draw-class-fewer", "minus", "One class fewer: the last, if no point has it", -1
        )
        self.more = self._end("draw-class-more", "plus", "One class more", 1)
        self._row.addStretch(1)

    def _end(self, name: str, picture: str, tip: str, change: int) -> QToolButton:
        button = tool_button(name, tip)
        button.setIcon(icon(picture, "ink", "faint"))
        button.clicked.connect(lambda: self.countWanted.emit(len(self._names) + change))
        self._row.addWidget(button)
        return button

    def show_classes(self, names: Sequence[str], fewest: int) -> None:
        """Show these classes, of which as many as `fewest` cannot be fewer."""
        self.more.setEnabled(len(names) < MAX_CLASSES)
        self.fewer.setEnabled(len(names) > fewest)
        if tuple(names) != self._names:
            self._names = tuple(names)
            self._make()

    def let_be_named(self, named: bool) -> None:
        """Show the names of few classes beside their markers, or the markers alone."""
        if named != self._named:
            self._named = named
            for label, button in enumerate(self.buttons):
                self._name(label, button)

    def _name(self, label: int, button: QToolButton) -> None:
        named = self._named and len(self._names) <= NAMED
        style = Qt.ToolButtonStyle
        button.setToolButtonStyle(style.ToolButtonTextBesideIcon if named else style.ToolButtonIconOnly)
        button.setText(class_text(self._names, label, LETTERS // len(self._names)) if named else "")

    def _make(self) -> None:
        self._row.setSpacing(4 if len(self._names) <= NAMED else 2)
        take_out(self._row, *self.buttons)
        self.buttons = []
        for label in range(len(self._names)):
            button = QToolButton()
            button.setObjectName(f"draw-class-{label}")
            button.setCheckable(True)
            button.setProperty("many", len(self._names) > NAMED)
            button.setAutoExclusive(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            name = class_text(self._names, label)
            button.setToolTip(f"Draw points of {name} (key {label})")
            button.setAccessibleName(name)
            button.clicked.connect(partial(self.chosen.emit, label))
            self._name(label, button)
            self._row.insertWidget(label, button)
            self.buttons.append(button)
        self.recolour()

    def recolour(self) -> None:
        """Paint the markers in the colours of the theme."""
        scale = scale_of(self)
        for label, button in enumerate(self.buttons):
            button.setIconSize(QSize(round(ICON * scale), round(ICON * scale)))
            button.setIcon(class_icon(label, len(self.buttons), scale, self.devicePixelRatioF()))

    def choose(self, label: int) -> None:
        """Show which class is drawn."""
        self.buttons[label].setChecked(True)
