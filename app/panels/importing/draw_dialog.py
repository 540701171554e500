"""The dialog in which points are drawn: a plane, the classes, and what becomes of the points."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.look.plain_buttons import plain_buttons
from app.panels.choice_field import WideChoice
from app.panels.importing.draw_canvas import DrawCanvas
from symgui.data.drawn_points import MOST, DrawnPoints
from symgui.experiment import DataSpec, ExperimentError
from symgui.experiment.table_spec import MAX_CLASSES
from symgui.figures.classes import class_text

SIZE = QSize(760, 640)
HOW = (
    "Click or drag: points of the class; with the right button: erase. From the keyboard, in the plane: the "
    "arrows move (Shift: less), 0 to 9 choose the class, Space sets a point, Backspace erases."
)
LARGEST_SEED = 2**31 - 1


class DrawDialog(QDialog):
    """Points become data like any other: a table that the experiment holds.

    Parameters
    ----------
    data : DataSpec
        The open data: a table of two features that the experiment holds is what there is to begin with.
    drawn : DrawnPoints or None
        A drawing to go on with instead.

    Attributes
    ----------
    drawn : DrawnPoints
        What has been drawn so far.
    canvas : DrawCanvas
        ``draw-canvas``.
    label : WideChoice
        ``draw-class``: the class that is drawn.
    classes, tests, seed : QSpinBox
        ``draw-classes``, ``draw-test``, ``draw-seed``.
    erase, undo, redo, clear, take : QPushButton
        ``draw-erase`` and so on.
    summary, problem : QLabel
        ``draw-summary``, ``draw-problem``.

    Signals
    -------
    wanted(DataSpec)
        A person takes the points.
    """

    wanted = Signal(object)

    def __init__(
        self, data: DataSpec, parent: QWidget | None = None, drawn: DrawnPoints | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("draw-dialog")
        self.setProperty("look", "tables")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Draw points")
        self.resize(SIZE)
        self.drawn = DrawnPoints.of(data) if drawn is None else drawn
        self._standardize = data.standardize
        self._make_controls(data)
        self._lay_out()
        self._show_classes()
        self._show()
        self.canvas.setFocus()

    # ---- building --------------------------------------------------------------------------------

    def _make_controls(self, data: DataSpec) -> None:
        self.canvas = DrawCanvas(self.drawn)
        self.canvas.setToolTip(HOW)
        self.canvas.changed.connect(self._show)
        self.label = WideChoice("draw-class", "class")
        self.canvas.labelChosen.connect(self.label.setCurrentIndex)
        self.label.setToolTip("The class of the points that are drawn")
        self.label.chosen.connect(self._choose_label)
        self.classes = _number("draw-classes", 2, MAX_CLASSES, len(self.drawn.classes), "How many classes")
        self.classes.valueChanged.connect(self._set_classes)
        self.erase = _button("draw-erase", "Erase", "A click or drag takes points away")
        self.erase.setCheckable(True)
        self.erase.toggled.connect(lambda on: setattr(self.canvas, "erasing", on))
        self.undo = _button("draw-undo", "Undo", "Take the last stroke back (Ctrl+Z)")
        self.redo = _button("draw-redo", "Redo", "Draw it again (Ctrl+Shift+Z)")
        self.clear = _button("draw-clear", "Clear", "Take all points away; Undo brings them back")
        for button, act, keys in (
            (self.undo, self.drawn.undo, ("Ctrl+Z",)),
            (self.redo, self.drawn.redo, ("Ctrl+Shift+Z", "Ctrl+Y")),
            (self.clear, self.drawn.clear, ()),
        ):
            button.clicked.connect(partial(self._do, act))
            for key in keys:
                QShortcut(QKeySequence(key), self, button.click)
        held = data.table is not None and self.drawn.points
        self.tests = _number(
            "draw-test", 0, MOST, data.test_samples if held else 0,
            "So many points are kept for testing: never trained on, only measured",
        )  # fmt: skip
        self.seed = _number(
            "draw-seed", 0, LARGEST_SEED, min(data.seed, LARGEST_SEED), "Which points are for testing"
        )
        self.tests.valueChanged.connect(self._show)
        self.how, self.summary, self.problem = (
            _label("draw-how"),
            _label("draw-summary"),
            _label("draw-problem"),
        )
        self.how.setText(HOW)
        self.how.setProperty("role", "muted")
        self.buttons = plain_buttons(QDialogButtonBox.StandardButton.Cancel)
        self.take = self.buttons.addButton("Use these points", QDialogButtonBox.ButtonRole.AcceptRole)
        self.take.setObjectName("draw-take")
        self.take.setDefault(True)
        self.buttons.accepted.connect(self._take)
        self.buttons.rejected.connect(self.reject)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        for text, field in (("class", self.label), ("of", self.classes)):
            word = QLabel(text)
            word.setBuddy(field)
            row.addWidget(word)
            row.addWidget(field)
        row.addStretch(1)
        for button in (self.erase, self.undo, self.redo, self.clear):
            row.addWidget(button)
        grid = QGridLayout()
        for column, (text, field) in enumerate((("test points", self.tests), ("seed", self.seed))):
            word = QLabel(text)
            word.setBuddy(field)
            grid.addWidget(word, 0, 2 * column)
            grid.addWidget(field, 0, 2 * column + 1)
        grid.setColumnStretch(4, 1)
        column_layout = QVBoxLayout(self)
        column_layout.addLayout(row)
        column_layout.addWidget(self.canvas, 1)
        column_layout.addWidget(self.how)
        column_layout.addLayout(grid)
        column_layout.addWidget(self.summary)
        column_layout.addWidget(self.problem)
        column_layout.addWidget(self.buttons)

    # ---- drawing ---------------------------------------------------------------------------------

    def _do(self, act: Callable[[], None]) -> None:
        act()
        self._set_least_classes()
        self.canvas.update()
        self._show()

    def _set_least_classes(self) -> None:
        self.classes.setMinimum(self.drawn.fewest_classes)

    @Slot()
    def _choose_label(self) -> None:
        self.canvas.label = max(0, self.label.currentIndex())
        self.erase.setChecked(False)

    @Slot(int)
    def _set_classes(self, count: int) -> None:
        self.drawn.set_classes(count)
        self._show_classes()
        self.canvas.update()
        self._show()

    def _show_classes(self) -> None:
        names = self.drawn.classes
        chosen = min(self.canvas.label, len(names) - 1)
        self.label.set_items([(k, class_text(names, k, 24), f"Key {k}") for k in range(len(names))])
        self.label.show_choice(chosen)
        self.canvas.label = chosen

    @Slot()
    def _show(self) -> None:
        """How many points there are, and whether they can be taken."""
        drawn, count = self.drawn, len(self.drawn.points)
        self._set_least_classes()
        self.tests.setMaximum(max(0, count - 1))
        self.undo.setEnabled(drawn.can_undo)
        self.redo.setEnabled(drawn.can_redo)
        self.clear.setEnabled(count > 0)
        self.take.setEnabled(count > 0)
        full = count >= MOST
        self.problem.setText(f"An experiment holds {MOST} points at most." if full else "")
        if not count:
            self.summary.setText("No points yet.")
            return
        each = ", ".join(f"{n} of {class_text(drawn.classes, k, 24)}" for k, n in enumerate(drawn.counts()))
        points = "1 point" if count == 1 else f"{count} points"
        self.summary.setText(f"{points}: {each}. {count - self.tests.value()} for training.")

    @property
    def data(self) -> DataSpec:
        """The points as data.

        Raises
        ------
        ExperimentError
            If there are none.
        """
        tests, table = self.tests.value(), self.drawn.table()
        return DataSpec(
            kind="file", table=table, samples=len(self.drawn.points) - tests, test_samples=tests,
            seed=self.seed.value(), standardize=self._standardize,
        )  # fmt: skip

    def refuse(self, sentence: str) -> None:
        """Say why they cannot be taken."""
        self.problem.setText(sentence)

    @Slot()
    def _take(self) -> None:
        try:
            self.wanted.emit(self.data)
        except ExperimentError as error:
            self.refuse(str(error))


def _button(name: str, text: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    button.setToolTip(tip)
    button.setAutoDefault(False)
    return button


def _number(name: str, low: int, high: int, value: int, tip: str) -> QSpinBox:
    spin = QSpinBox()
    spin.setObjectName(name)
    spin.setRange(low, high)
    spin.setValue(value)
    spin.setToolTip(tip)
    return spin


def _label(name: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
