"""What can be done now."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction

from app.actions.commands import enable, show_running
from app.runtime.workspace import Workspace
from symgui.training.states import State

if TYPE_CHECKING:  # it is made when there is first a race
    from app.controllers.compare import Compare


class Availability(QObject):
    """Enables the actions that make sense, and lets those that change say what they do.

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
        workspace.stateChanged.connect(self.show_state)
        workspace.frameReady.connect(self.enable)
        workspace.pointing.selectionChanged.connect(self.enable)
        self.show_state()

    @Slot()
    def show_state(self) -> None:
        """Run, or pause, and all that follows from it."""
        show_running(self._actions, self._workspace.state is State.RUNNING)
        self.enable()

    @Slot()
    def enable(self) -> None:
        """Enable what can be done."""
        workspace = self._workspace
        enable(self._actions, workspace.can, workspace.state is State.RUNNING)
        chosen, alone = workspace.pointing.selection, not workspace.lanes
        self._actions["action-edit"].setEnabled(alone and chosen is not None and chosen.is_parameter)
        self._actions["action-pin"].setEnabled(alone)
        self._actions["action-draw"].setEnabled(alone)
        self._actions["action-compare"].setText("Compare…" if alone else "Back to the run")
        # a race that a lesson shows is the lesson's
        self._actions["action-compare"].setEnabled(alone or self._compare().own)
        if not alone:
            self._actions["action-slow-step"].setEnabled(False)
