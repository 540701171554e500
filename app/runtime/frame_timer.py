"""How often a frame is asked for while the network runs."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, QTimer

from symgui.training.loop import TrainingLoop

INTERVAL = 36
"""Milliseconds between two frames of a running network."""
RACE_INTERVAL = 66
"""… and of a race, whose frames take as much longer to make and to paint as it has lanes."""
TRAINING_SHARE = 3.0
"""Training goes on for so many times as long as a frame takes to make and to paint: where that takes long,
it is drawn less often."""
RACE_SHARE = 1.6
"""… in a race, which is there to be seen."""


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
        """Training steps aside until `painted`."""
        self._loop.hold()
        self._held_at = time.perf_counter()

    def painted(self, *, race: bool) -> None:
        """Train on, and long enough before the next frame."""
        self._loop.release()
        if self._held_at:
            milliseconds = 1000 * (time.perf_counter() - self._held_at)
            self._held_at = 0.0
            self._paint_time += 0.2 * (milliseconds - self._paint_time)
            spent = self._paint_time + 1000 * self._loop.frame_time
            interval, share = (RACE_INTERVAL, RACE_SHARE) if race else (INTERVAL, TRAINING_SHARE)
            period = max(interval, (1 + share) * spent)
            self.setInterval(max(1, round(period - milliseconds)))  # it begins anew here
