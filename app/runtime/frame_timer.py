"""How often a frame is asked for while the network runs."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, Qt, QTimer

from app.look.motion import MOTION, SELDOM
from symgui.training.loop import TrainingLoop

INTERVAL = 36
"""Milliseconds between two frames of a running network."""
WINDOW_SHARE, TRAINING_SHARE = 2.0, 3.0
"""Time between two frames, as a multiple of what one takes to paint, and of what it takes to make: a window
paints for half of the time at most, training makes frames for a third of it."""
LATE = 0.2
"""Share of that interval, at most, which is made up for after a frame that was late."""
SOON = 3
"""Milliseconds until it is looked again for a frame that was not there when it was due."""
NEWEST = 0.2
"""Share of the last frame in the mean of what painting takes."""


class FrameTimer(QTimer):
    """Ticks when a frame is due; less often than it would where frames take long.

    Parameters
    ----------
    loop : TrainingLoop
        Knows what a frame takes to make.
    """

    def __init__(self, loop: TrainingLoop, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._loop = loop
        self._paint_time = 0.0  # milliseconds, a running mean
        self._due = 0.0  # of `time.perf_counter`
        self.setTimerType(Qt.TimerType.PreciseTimer)
        self.setInterval(INTERVAL)

    def look_again(self) -> bool:
        """Tick again soon, as the frame is late; False if it has been so for a whole interval already."""
        if 1000 * (time.perf_counter() - self._due) > INTERVAL:
            return False
        self.setInterval(SOON)
        return True

    def painted(self, began: float) -> None:
        """Set when the next frame is due, as one has been painted since `began` (of `time.perf_counter`).

        One that was painted late, as the window was busy, puts no later one off.
        """
        now = time.perf_counter()
        milliseconds = 1000 * (now - began)
        self._paint_time += NEWEST * (milliseconds - self._paint_time)
        interval: float = max(INTERVAL, SELDOM) if MOTION.reduced else INTERVAL
        late = 1000 * (began - self._due)
        if 0.0 < late < INTERVAL:  # else nothing was due then, as after a rest
            interval -= min(late, LATE * INTERVAL)
        making = 1000 * self._loop.frame_time
        period = max(interval, WINDOW_SHARE * self._paint_time, TRAINING_SHARE * making)
        self._due = began + period / 1000
        self.setInterval(max(1, round(period - milliseconds)))  # it begins anew here
