"""What the training thread has to tell, brought to the window's thread."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.runtime.frame_timer import FrameTimer
from app.runtime.garbage import GarbageCollector
from app.runtime.open_run import OpenRun
from app.runtime.thread import TrainingThread
from symgui.training.news import Status
from symgui.training.states import Outcome, State


class FramePump(QObject):
    """Owns the thread that trains; pulls its frames, and passes its news on.

    A frame is pulled at each tick while the network runs, and one when it comes to rest. News of a run or
    race that is not shown any more are dropped.

    Parameters
    ----------
    open_run : OpenRun
        Knows which one is shown.

    Attributes
    ----------
    loop : TrainingLoop
    training_thread : TrainingThread
    timer : FrameTimer
    state : State
    outcome : Outcome
        Why it came to rest.

    Signals
    -------
    stateChanged(State)
    framed(Frame or RaceFrame)
    changed(Changed)
        A run was changed where it stood.
    studyAdvanced(Findings)
    failed(str)
        The thread raised; the traceback.
    """

    stateChanged = Signal(object)
    framed = Signal(object)
    changed = Signal(object)
    studyAdvanced = Signal(object)
    failed = Signal(str, bool)

    def __init__(self, open_run: OpenRun, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open = open_run
        self.state, self.outcome = State.READY, Outcome.NONE
        self._closed = False
        self._ticked = 0.0
        self._failure: Status | None = None
        self._garbage = GarbageCollector(self)
        self.training_thread = TrainingThread(self)
        self.loop = self.training_thread.loop
        self.training_thread.woken.connect(self._wake)
        self.timer = FrameTimer(self.loop, self)
        self.timer.timeout.connect(self.tick)
        self.training_thread.start()

    def wait_for_frame(self, seconds: float) -> None:
        """Wait for the next frame, so many seconds at most, and deliver it if it has come."""
        if self.loop.outbox.wait_for_frame(seconds):
            self._deliver()

    def close(self) -> None:
        """Stop the thread; frames of a run that goes on are dropped."""
        if self._closed:
            return
        self._closed = True
        self.timer.stop()
        self.training_thread.woken.disconnect(self._wake)
        self.training_thread.close()
        self._garbage.close()

    @Slot()
    def tick(self) -> None:
        """Deliver the frame that was asked for, and ask for the next when it is painted."""
        self._ticked = time.perf_counter()
        if not self._deliver() and self.timer.look_again():
            return
        # Painting comes first in the event loop, then this.
        QTimer.singleShot(0, self, self._painted)

    @Slot()
    def _painted(self) -> None:
        """So that the next frame is made while the window has nothing to do: both need the interpreter."""
        self.timer.painted(self._ticked)
        self.loop.request_frame()

    @Slot()
    def _wake(self) -> None:
        if self._closed:
            return
        findings = self.loop.outbox.take_findings()
        if findings is not None:
            self.studyAdvanced.emit(findings)
        status = self.loop.status
        if status.run != self._open.shown and status.state is not State.FAILED:
            return
        news = (status.state, status.outcome) != (self.state, self.outcome)
        self.state, self.outcome = status.state, status.outcome
        for made in self.loop.outbox.take_changes():
            self.changed.emit(made)
        if status.state is not State.RUNNING:
            self._deliver()
        if news:
            self.stateChanged.emit(self.state)
            if self.state is State.RUNNING:
                self.loop.request_frame()
                self.timer.start()
            else:
                self.timer.stop()
        if status.state is State.FAILED and status is not self._failure:
            self._failure = status
            self.failed.emit(status.failure, status.fault)

    def _deliver(self) -> bool:
        frame = self.loop.outbox.take_frame()
        if frame is None or frame.run != self._open.shown:
            return False
        self.framed.emit(frame)
        return True
