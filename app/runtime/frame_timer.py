"""How often a frame is asked for while the network runs."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, QTimer

from app.look.motion import MOTION, SELDOM
from symgui.training.loop import TrainingLoop

INTERVAL = 36
"""Milliseconds between two frames of a running network."""
RACE_INTERVAL = 66
"""Milliseconds between two frames of a race, which take longer to make and to paint."""
TRAINING_SHARE = 3.0
"""Time for training between two frames, as a multiple of the time that a frame takes to make and paint."""
RACE_SHARE = 1.6
"""The same multiple in a race."""


class FrameTimer(QTimer):
    """Ticks when a frame is due; less often than it would where painting takes long.

    Parameters
    ----------
    loop : TrainingLoop
        Steps aside while a frame is painted, so that the two threads do not fight for the interpreter.
    """

    def __init__(self, loop: TrainingLoop, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._loop = loop
        self._held_at = 0.0
        self._paint_time = 0.0  # milliseconds, a running mean
        self.setInterval(INTERVAL)

    def hold(self) -> None:
        """Stop training until `painted` is called."""
        self._loop.hold()
        self._held_at = time.perf_counter()

    def painted(self, *, race: bool) -> None:
        """Go on training, and set when the next frame is due."""
        self._loop.release()
        if self._held_at:
            milliseconds = 1000 * (time.perf_counter() - self._held_at)
            self._held_at = 0.0
            self._paint_time += 0.2 * (milliseconds - self._paint_time)
            spent = self._paint_time + 1000 * self._loop.frame_time
            interval, share = (RACE_INTERVAL, RACE_SHARE) if race else (INTERVAL, TRAINING_SHARE)
            interval = max(interval, SELDOM) if MOTION.reduced else interval
            period = max(interval, (1 + share) * spent)
            self.setInterval(max(1, round(period - milliseconds)))  # it begins anew here
