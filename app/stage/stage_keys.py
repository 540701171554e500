"""What the keys of a keyboard or a clicker mean on the stage."""

from __future__ import annotations

from PySide6.QtCore import QKeyCombination, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent

from symgui.lessons.lesson import LETTERS

NEXT = (Qt.Key.Key_PageDown, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)
PREVIOUS = (Qt.Key.Key_PageUp, Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Backspace)
PICTURES = (
    QKeyCombination(Qt.Modifier.CTRL | Qt.Modifier.SHIFT, Qt.Key.Key_C),
    QKeyCombination(Qt.Modifier.CTRL, Qt.Key.Key_E),
)
"""To the clipboard, to a file, as in the window."""


class StageKeys(QObject):
    """Says what a person wants who presses a key."""

    nextWanted = Signal()
    previousWanted = Signal()
    restartWanted = Signal()
    jumped = Signal(int)
    """To a step, from 0."""
    runToggled = Signal()
    chosen = Signal(int)
    """A choice of the question, from 0."""
    blankToggled = Signal()
    """The screen black, or no longer."""
    ended = Signal()
    codeWanted = Signal()
    copyWanted = Signal()
    """The stage as a picture onto the clipboard."""
    exportWanted = Signal()
    """The same into a file."""

    def press(self, event: QKeyEvent, *, blank: bool, asking: bool) -> bool:
        """Tell what a key means; returns whether it means anything.

        A key that is held down counts once: nobody means to run through a question to its answer.

        Parameters
        ----------
        event : QKeyEvent
        blank : bool
            The screen is black: any key brings it back.
        asking : bool
            A question waits: letters and numbers answer it, also the B that blanks the screen otherwise.
        """
        key = event.key()
        if event.isAutoRepeat():
            return True
        if key == Qt.Key.Key_Escape:
            self.ended.emit()
        elif event.keyCombination() in PICTURES:
            (self.copyWanted if key == Qt.Key.Key_C else self.exportWanted).emit()
        elif blank or key == Qt.Key.Key_Period or (key == Qt.Key.Key_B and not asking):
            self.blankToggled.emit()
        elif (step := step_of(event)) is not None:
            self.jumped.emit(step)
        elif key in NEXT:
            self.nextWanted.emit()
        elif key in PREVIOUS:
            self.previousWanted.emit()
        elif key == Qt.Key.Key_Home:
            self.restartWanted.emit()
        elif key == Qt.Key.Key_Space:
            self.runToggled.emit()
        elif key == Qt.Key.Key_Q:
            self.codeWanted.emit()
        elif (choice := choice_of(event)) is not None:
            self.chosen.emit(choice)
        else:
            return False
        return True


def choice_of(event: QKeyEvent) -> int | None:
    """The choice that a key names: ``1`` to ``6``, ``A`` to ``F``; None for other keys."""
    text = event.text().upper()
    if len(text) != 1:
        return None
    found = max(LETTERS.find(text), "123456789"[: len(LETTERS)].find(text))
    return found if found >= 0 else None


def step_of(event: QKeyEvent) -> int | None:
    """The step, from 0, that Ctrl and a digit name; None for other keys."""
    digit = event.key() - Qt.Key.Key_1
    return digit if event.modifiers() & Qt.KeyboardModifier.ControlModifier and 0 <= digit < 9 else None
