"""Undo: of the lanes while there is a race, else of the experiment."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction, QUndoStack

from app.look.others_words import without_keys
from app.runtime.workspace import Workspace

if TYPE_CHECKING:  # it is made when there is first a race
    from app.controllers.compare import Compare


class UndoStacks(QObject):
    """Finds the stack that holds what was done last, and says in the menu what would be undone.

    Parameters
    ----------
    actions : dict of str to QAction
    workspace : Workspace
    compare : callable
        Gives compare mode; asked only while there is a race.
    """

    def __init__(
        self,
        actions: dict[str, QAction],
        workspace: Workspace,
        compare: Callable[[], Compare],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._actions, self._workspace, self._compare = actions, workspace, compare
        workspace.document.undo.changed.connect(self.show_next)
        workspace.experimentChanged.connect(self.show_next)
        self.show_next()

    @Slot()
    def show_next(self) -> None:
        """Name what would be undone, and what redone."""
        stack = self.stack
        for name, possible, verb, text in (
            ("action-undo", stack.canUndo(), "Undo", stack.undoText()),
            ("action-redo", stack.canRedo(), "Redo", stack.redoText()),
        ):
            self._actions[name].setEnabled(possible)
            self._actions[name].setText(f"{verb} {without_keys(text)}" if text else verb)

    @property
    def stack(self) -> QUndoStack:
        """The stack that holds what was done last."""
        return self._compare().undo_stack if self._workspace.lanes else self._workspace.document.undo_stack
