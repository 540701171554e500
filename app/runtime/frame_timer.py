"""How often a frame is asked for while the network runs."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, QTimer

from app.look.motion import MOTION, SELDOM
from symgui.training.loop import TrainingLoop

INTERVAL = 36
"""Milliseconds between two frames of a running network."""
WINDOW_SHARE, TRAINING_SHARE = 2.0, 3.0
"""Time between two frames, as a multiple of what one takes to paint, and of what it takes to make: a window
paints for half of the time at most, training makes frames for a third of it."""
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
        self.setInterval(INTERVAL)

    def painted(self, began: float) -> None:
        """Set when the next frame is due, as one has been painted since `began` (of `time.perf_counter`)."""
        milliseconds = 1000 * (time.perf_counter() - began)
        self._paint_time += NEWEST * (milliseconds - self._paint_time)
        interval = max(INTERVAL, SELDOM) if MOTION.reduced else INTERVAL
        making = 1000 * self._loop.frame_time
        period = max(interval, WINDOW_SHARE * self._paint_time, TRAINING_SHARE * making)
        self.setInterval(max(1, round(period - milliseconds)))  # it begins anew here
