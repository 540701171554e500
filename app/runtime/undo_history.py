"""What a person can take back: a changed setting, an edited parameter, other lanes of a race."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QUndoCommand, QUndoStack


class ChangeCommand(QUndoCommand):
    """A change that is put on the stack when it has been done.

    Parameters
    ----------
    text : str
        What was done, for the menu.
    take_back, do_again : callable
    """

    def __init__(self, text: str, take_back: Callable[[], None], do_again: Callable[[], None]) -> None:
        super().__init__(text)
        self._take_back, self._do_again = take_back, do_again
        self._on_the_stack = False

    def redo(self) -> None:
        """Do it again; nothing the first time, when it is put on the stack."""
        if self._on_the_stack:
            self._do_again()
        self._on_the_stack = True

    def undo(self) -> None:
        """Take it back."""
        self._take_back()


class UndoHistory(QObject):
    """A stack of changes, which another one takes the place of while a lesson is open.

    Attributes
    ----------
    stack : QUndoStack

    Signals
    -------
    changed
        There is something else to undo or redo.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kept: QUndoStack | None = None
        self.stack = self._new_stack()

    @property
    def aside(self) -> bool:
        """Whether a stack is set aside."""
        return self._kept is not None

    def push(self, text: str, take_back: Callable[[], None], do_again: Callable[[], None]) -> None:
        """Note a change that has been done."""
        self.stack.push(ChangeCommand(text, take_back, do_again))

    @Slot()
    def set_aside(self) -> None:
        """Keep the stack for `bring_back`; an empty one takes its place."""
        self._kept, self.stack = self.stack, self._new_stack()
        self.changed.emit()

    def bring_back(self) -> None:
        """The stack that was set aside, as it was; nothing if none was."""
        if self._kept is not None:
            self.stack.clear()
            self.stack.deleteLater()
            self.stack, self._kept = self._kept, None
            self.changed.emit()

    def close(self) -> None:
        """Forget everything."""
        # commands and stack know each other: collected as one piece of garbage, they would be deleted twice
        self.stack.clear()
        if self._kept is not None:
            self._kept.clear()

    def _new_stack(self) -> QUndoStack:
        stack = QUndoStack(self)
        stack.indexChanged.connect(self.changed)
        return stack
