"""Which part of the window a frame is drawn in, while a network runs fast."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.runtime.workspace import Workspace
from symgui.training.frame import Frame
from symgui.training.race import RaceFrame
from symgui.training.states import State

ALONE = 150
"""Milliseconds after which no other frame follows closely."""


class FrameShares(QObject):
    """Says which part of the window a frame is drawn in.

    Parts take turns only where nobody can see it: each frame is several updates further than the one before.
    At rest, at a slow pace and at the start of a run all parts show the same iteration. A frame that was
    drawn in one part and is not followed by another within `ALONE` is still to be drawn in the others.

    The kernel trains on while the window draws, but the window's own thread is no quicker for it: the opening
    experiment drawn whole takes 10 to 15 ms of it, a quarter takes 3 to 5 (benchmarks/window.py).

    Parameters
    ----------
    parts : int
    kind : type
        Of the frames: of a run, or of a race.
    workspace : Workspace

    Attributes
    ----------
    incomplete : bool
        Whether the last frame was drawn in one part only.
    """

    alone = Signal(object)
    """The last frame, if it was drawn in one part only and no other follows."""

    def __init__(
        self, parts: int, kind: type[Frame | RaceFrame], workspace: Workspace, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._kind, self._workspace = kind, workspace
        self._parts, self._turn = parts, 0
        self._last: tuple[int, int] | None = None
        self.incomplete = False
        self._late = QTimer(self, singleShot=True, interval=ALONE)
        self._late.timeout.connect(self._complete)
        workspace.stateChanged.connect(self._come_to_rest)

    @Slot()
    def _complete(self) -> None:
        frame = self._workspace.shown
        if self.incomplete and isinstance(frame, self._kind):
            self.alone.emit(frame)

    @Slot()
    def _come_to_rest(self) -> None:
        if self._workspace.state is not State.RUNNING:
            self._complete()

    def next(self, frame: Frame | RaceFrame) -> int | None:
        """The number of the part that this frame is drawn in; None for all of them."""
        last, self._last = self._last, (frame.run, frame.iteration)
        goes_on = self._workspace.state is State.RUNNING and last is not None and frame.run == last[0]
        self.incomplete = goes_on and last is not None and frame.iteration - last[1] >= self._parts
        if not self.incomplete:
            self._late.stop()
            return None
        self._late.start()
        self._turn = (self._turn + 1) % self._parts
        return self._turn
