"""Says over the work that a network is still being made, and that it will run if that was asked for."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.panels.message_bar import MessageBar
from app.runtime.workspace import Workspace
from symgui.training.frame_maker import takes_long

PATIENCE = 300
"""Milliseconds that something else may take to be shown before it is said that it is being made.

What surely takes longer is spoken of at once: a person who starts over a wide network sees it start over.
"""


class MakingNotice(QObject):
    """Shows one sentence from when something else was opened until its first frame is there.

    Parameters
    ----------
    workspace : Workspace
    message : MessageBar
        Where it is said; a question there stays.

    Signals
    -------
    begun(int)
        It is being made, and the figures shown are not its own; the iteration at which it will be.
    """

    begun = Signal(int)

    def __init__(self, workspace: Workspace, message: MessageBar, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace, self._message = workspace, message
        self._said, self._will_run = "", False
        self._soon = QTimer(self, singleShot=True, interval=PATIENCE)
        self._soon.timeout.connect(self._say)
        workspace.experimentChanged.connect(self._wait)
        workspace.lanesChanged.connect(self._wait)
        workspace.runWanted.connect(self._note_run)
        workspace.frameReady.connect(self._arrive)
        workspace.raceFrameReady.connect(self._arrive)
        workspace.failed.connect(self._end)
        self._wait()

    @property
    def waiting(self) -> bool:
        """Whether something is being made that may still be there before it is spoken of."""
        return self._soon.isActive()

    @Slot()
    def _wait(self) -> None:
        workspace = self._workspace
        if workspace.awaited:
            self._will_run = False
            if takes_long([lane.experiment for lane in workspace.lanes] or [workspace.experiment]):
                self._soon.stop()
                self._say()
            else:
                self._soon.start()

    @Slot()
    def _note_run(self) -> None:
        self._will_run = self._workspace.awaited
        if self._will_run and not self.waiting:
            self._say()

    @Slot()
    def _say(self) -> None:
        workspace = self._workspace
        if not workspace.awaited:
            return
        self.begun.emit(workspace.bound_for)
        if self._message.choices:
            return
        self._said = making_text(
            racing=bool(workspace.lanes), before=workspace.frame is not None, will_run=self._will_run
        )
        self._message.say(self._said)

    @Slot()
    def _arrive(self) -> None:
        if not self._workspace.awaited:  # else it is a frame of what was open before, shown anew
            self._end()

    @Slot()
    def _end(self) -> None:
        self._soon.stop()
        if self._said:
            self._message.take_back(self._said)
        self._said, self._will_run = "", False


def making_text(*, racing: bool, before: bool, will_run: bool) -> str:
    """What is being made, what is seen meanwhile, and what happens then.

    Examples
    --------
    >>> making_text(racing=False, before=True, will_run=True)
    'The network is being made: until it is there, pictures show what was open before. Then it will run.'
    """
    what = "The networks of the race are being made" if racing else "The network is being made"
    they, are = ("they", "are") if racing else ("it", "is")
    meanwhile = f": until {they} {are} there, pictures show what was open before" if before else ""
    return f"{what}{meanwhile}.{f' Then {they} will run.' if will_run else ''}"
