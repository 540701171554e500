"""The message that says why a run has paused by itself."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot

from app.panels.message_bar import MessageBar
from app.runtime.workspace import Workspace
from symgui.plain_text.numbers import iteration
from symgui.training.states import Outcome, State


class PauseNotice(QObject):
    """Shows one sentence while the run rests where it stands still, and takes it back after that.

    Parameters
    ----------
    workspace : Workspace
    message : MessageBar
        Where it is said; what others say there stays.
    silent : callable
        Whether somebody else explains it, as a lesson does.
    """

    def __init__(
        self,
        workspace: Workspace,
        message: MessageBar,
        silent: Callable[[], bool],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._workspace, self._message, self._silent = workspace, message, silent
        self._said = ""
        workspace.stateChanged.connect(self._follow)
        workspace.frameReady.connect(self._follow)

    @Slot()
    def _follow(self) -> None:
        workspace = self._workspace
        rests = workspace.state is not State.RUNNING and workspace.outcome is Outcome.FROZEN
        said = "" if not rests or self._silent() else pause_text(workspace.iteration, len(workspace.lanes))
        if said == self._said:
            return
        if self._said:
            self._message.take_back(self._said)
        self._said = said
        if said and not self._message.choices:  # a question waits for its answer
            self._message.say(said)


def pause_text(at: int, lanes: int = 0) -> str:
    """Which iteration equals which, and what Run does all the same."""
    who = "In every lane that is finite" if lanes else "Paused:"
    equal = f"iteration {iteration(at + 1)} equals iteration {iteration(at)} bit for bit"
    return (
        f"{who} {equal}, and so does every later one as long as nothing is changed. Run goes on all the same."
    )
