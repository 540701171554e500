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
        self._enabled: tuple[object, ...] = ()
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
        chosen, alone = workspace.pointing.selection, not workspace.lanes
        editable = alone and chosen is not None and chosen.is_parameter
        comparable = alone or self._compare().own  # a race that a lesson shows is the lesson's
        # what can be done follows from the state, and from whether there is a way on and a way back
        ways = workspace.can("run"), workspace.can("back")
        now = (workspace.state, ways, editable, alone, comparable)
        if now == self._enabled:  # most frames change nothing of it
            return
        self._enabled = now
        enable(self._actions, workspace.can, workspace.state is State.RUNNING)
        self._actions["action-edit"].setEnabled(editable)
        self._actions["action-pin"].setEnabled(alone)
        self._actions["action-draw"].setEnabled(alone)
        self._actions["action-compare"].setText("Compare…" if alone else "Back to the run")
        self._actions["action-compare"].setEnabled(comparable)
        if not alone:
            self._actions["action-slow-step"].setEnabled(False)
