"""The one thread that trains."""

from __future__ import annotations

import atexit

from PySide6.QtCore import QObject, QThread, Signal

from symgui.training.loop import TrainingLoop


class TrainingThread(QThread):
    """Runs a `TrainingLoop` until it is closed.

    Signals
    -------
    woken
        The loop's status has changed, or it has come to rest with a new frame. Emitted in the training
        thread; connect slots of objects that live in the window's thread.
    """

    woken = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("training")
        self.loop = TrainingLoop(notify=self.woken.emit)
        # a thread that still runs when Python takes its objects down aborts the process
        atexit.register(self.close)

    def run(self) -> None:
        """Work, in the new thread."""
        self.loop.work()

    def close(self) -> None:
        """Stop; waits until the thread has ended, after the update or frame it is at."""
        atexit.unregister(self.close)
        self.loop.close()
        self.wait()
