"""Where points are drawn: a plane, the classes, what can be taken back, and what becomes of the points."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from app.look.icons import icon
from app.look.layouts import filled
from app.look.named_widgets import push_button, wrapped_label
from app.look.text_scale import text_px
from app.look.theme import COLOURS, colours
from app.look.type_sizes import scale_of, small_font
from app.panels.drawing.class_chips import NAMED, ClassChips
from app.panels.drawing.draw_canvas import DrawCanvas
from app.panels.drawing.draw_picture import Answers
from app.views.base.check_box import CheckBox
from app.views.base.plot import caption_style, title_style
from app.views.boundary.boundary_view import check_box_style
from symgui.data.drawn_points import MOST, DrawnPoints
from symgui.figures.classes import class_text
from symgui.training.frame import Frame

HOW = (
    "Click or drag to draw; the right button erases; the wheel shows more or less.\n"
    "Keys: arrows move (with Shift: less), 0 to 9 choose the class, Space draws, Backspace erases, "
    "Ctrl+Z undoes, Enter uses the points, Esc leaves."
)
FULL = f"An experiment holds {MOST} points at most."
NARROW = 340
"""Pixels below which there is no room for all words, beside the normal type."""
TEST_WORDS = ("test examples", "test")
UNDO, REDO = ("Ctrl+Z",), ("Ctrl+Shift+Z", "Ctrl+Y")


class DrawBoard(QWidget):
    """Stands in the place of the decision boundary while points are drawn; what comes of them others decide.

    Attributes
    ----------
    drawn : DrawnPoints
        What has been drawn so far.
    canvas : DrawCanvas
        ``draw-canvas``.
    chips : ClassChips
        The class that is drawn.
    erase, undo, redo, clear, take, leave : QAbstractButton
        ``draw-erase`` and so on.
    test : CheckBox
        ``draw-test``: what is drawn are test examples.
    summary : QLabel
        ``draw-summary``; what keeps the points from being used, too.

    Signals
    -------
    changed
        The points, or the classes, are others.
    takeWanted, leaveWanted
        A person wants to use the points, or to do something else.
    """

    changed = Signal()
    takeWanted = Signal()
    leaveWanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("draw-board")
        self.setAccessibleName("Draw points")
        self.drawn = DrawnPoints()
        self._note = ""
        self._make_controls()
        self._lay_out()
        COLOURS.changed.connect(self._recolour)
        self._recolour()

    # ---- building --------------------------------------------------------------------------------

    def _make_controls(self) -> None:
        self._title, self.summary = QLabel("Draw points"), wrapped_label("draw-summary")
        self.canvas = DrawCanvas()
        self.canvas.setToolTip(HOW)
        self.canvas.changed.connect(self._change)
        self.chips = ClassChips()
        self.chips.chosen.connect(self.choose)
        self.chips.countWanted.connect(self._set_classes)
        self.canvas.labelChosen.connect(self.choose)
        self.erase = _button(
            "draw-erase", "Erase", "A click or drag takes points away, as the right button does"
        )
        self.erase.setCheckable(True)
        self.erase.toggled.connect(self._set_erasing)
        self.test = CheckBox(TEST_WORDS[0])
        self.test.setAccessibleName(TEST_WORDS[0])
        self.test.setObjectName("draw-test")
        self.test.setToolTip("What is drawn is never trained on, only measured: hollow markers")
        self.test.toggled.connect(self._set_test)
        self.undo = _button("draw-undo", "", "Take the last stroke back (Ctrl+Z)", "undo")
        self.redo = _button("draw-redo", "", "Draw it again (Ctrl+Shift+Z)", "redo")
        self.clear = _button("draw-clear", "Clear", "Take all points away; Undo brings them back")
        for button, act in ((self.undo, "undo"), (self.redo, "redo"), (self.clear, "clear")):
            button.clicked.connect(partial(self._do, act))
        self.leave = push_button(
            "draw-leave", "Leave", "Go back to the boundary (Esc); what is drawn is kept for the next time"
        )
        self.leave.clicked.connect(self.leaveWanted)
        self.take = push_button(
            "draw-take",
            "Use these points",
            "Let them be the data: the network starts anew on them (Enter); Undo brings the old data back",
        )
        self.take.clicked.connect(self.takeWanted)

    def _lay_out(self) -> None:
        classes, tools, ends = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        classes.addWidget(self._title)
        classes.addStretch(1)
        classes.addWidget(self.chips)
        tools.addWidget(self.test)
        tools.addStretch(1)
        for button in (self.erase, self.undo, self.redo, self.clear):
            tools.addWidget(button)
        ends.addStretch(1)
        ends.addWidget(self.leave)
        ends.addWidget(self.take)
        column = filled(QVBoxLayout(self), margins=0, gap=6)
        for row in (classes, tools):
            row.setSpacing(4)
            column.addLayout(row)
        column.addWidget(self.canvas, 100)
        column.addWidget(self.summary)
        column.addLayout(ends)
        column.addStretch(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out words where there is no room for them; the plane is no higher than wide."""
        super().resizeEvent(event)
        narrow = self.width() < text_px(NARROW)
        self.chips.let_be_named(not narrow)
        self._title.setHidden(narrow)
        self.test.setText(TEST_WORDS[narrow])
        self.canvas.setMaximumHeight(self.canvas.height_for(self.width()))

    @Slot()
    def _recolour(self) -> None:
        palette = colours()
        self._title.setStyleSheet(title_style(palette))
        self.summary.setStyleSheet(caption_style(palette))
        self.summary.setFont(small_font(self))
        self.test.mark = palette.paper
        self.test.setStyleSheet(check_box_style(palette, scale_of(self)))
        self.chips.recolour()
        self.canvas.show_points()

    # ---- what is shown ---------------------------------------------------------------------------

    def show_drawn(self, drawn: DrawnPoints, frame: Frame | None, note: str = "") -> None:
        """Draw on these points, over what the network answers; `note` is said until something is drawn."""
        self.drawn, self._note = drawn, note
        self.canvas.label = 0
        self.erase.setChecked(False)
        self.test.setChecked(False)
        self.canvas.show_drawn(drawn, Answers.of(frame))
        self._show()

    def show_frame(self, frame: Frame | None) -> None:
        """What the network answers now."""
        self.canvas.show_answers(Answers.of(frame))

    def refuse(self, sentence: str) -> None:
        """Say why the points cannot be used."""
        self.summary.setText(sentence)

    def _show(self) -> None:
        drawn, count = self.drawn, len(self.drawn.points)
        self.chips.show_classes(drawn.classes, drawn.fewest_classes)
        self.canvas.label = min(self.canvas.label, len(drawn.classes) - 1)
        self.chips.choose(self.canvas.label)
        self.undo.setEnabled(drawn.can_undo)
        self.redo.setEnabled(drawn.can_redo)
        self.clear.setEnabled(count > 0)
        self.take.setEnabled(count > drawn.tests)
        self.summary.setText(self._note or _summary(drawn))

    # ---- what a person does ------------------------------------------------------------------------

    @Slot(int)
    def choose(self, label: int) -> None:
        """Draw points of this class from now on."""
        self.canvas.label = label
        self.chips.choose(label)
        self.erase.setChecked(False)

    @Slot(bool)
    def _set_erasing(self, on: bool) -> None:
        self.canvas.erasing = on

    @Slot(bool)
    def _set_test(self, on: bool) -> None:
        self.canvas.test = on
        self.erase.setChecked(False)

    @Slot(int)
    def _set_classes(self, count: int) -> None:
        more = count > len(self.drawn.classes)
        self.drawn.set_classes(count)
        self.canvas.show_points()
        self._change()
        if more:
            self.choose(count - 1)

    @Slot()
    def _change(self) -> None:
        self._note = ""
        self._show()
        self.changed.emit()

    def _do(self, act: str) -> None:
        step: Callable[[], None] = getattr(self.drawn, act)
        step()
        if len(self.drawn.classes) < self.drawn.fewest_classes:  # points of a class that was taken away
            self.drawn.set_classes(self.drawn.fewest_classes)
        self.canvas.show_points()
        self._change()
        self.canvas.setFocus()

    def event(self, event: QEvent) -> bool:
        """Have Undo, Redo and Enter for the drawing before the window has them."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._meant(event)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Undo, redo, use, leave."""
        button = self._meant(event)
        if button is not None:
            button.click()
        else:
            super().keyPressEvent(event)

    def _meant(self, event: QKeyEvent) -> QToolButton | QPushButton | None:
        """The button that a key presses."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return self.take
        if plain and event.key() == Qt.Key.Key_Escape:
            return self.leave
        pressed = QKeySequence(event.keyCombination())
        for button, keys in ((self.undo, UNDO), (self.redo, REDO)):
            if any(pressed == QKeySequence(key) for key in keys):
                return button
        return None


def _summary(drawn: DrawnPoints) -> str:
    """How many points there are, and of what."""
    count = len(drawn.points)
    if not count:
        return "No points yet: click or drag in the plane."
    if count >= MOST:
        return FULL
    counts, last = drawn.counts(), len(drawn.classes) - 1
    each = ", ".join(f"{n} of {class_text(drawn.classes, k, 16)}" for k, n in enumerate(counts))
    if last >= NAMED:
        each = f"{', '.join(map(str, counts))} of the classes 0 to {last}"
    points = "1 point" if count == 1 else f"{count} points"
    if drawn.tests == count:
        return f"{points}: {each}. All are for testing: at least one is needed to train on."
    tests = f" {drawn.tests} for testing." if drawn.tests else ""
    return f"{points}: {each}.{tests}"


def _button(name: str, text: str, tip: str, picture: str = "") -> QToolButton:
    button = QToolButton()
    button.setObjectName(name)
    button.setText(text)
    if picture:
        button.setIcon(icon(picture, "ink", "faint"))
        button.setAccessibleName(name.rpartition("-")[2])
    button.setToolTip(tip)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
