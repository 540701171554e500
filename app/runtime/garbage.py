"""Cyclic garbage is collected in the window's thread only, and between events.

Python collects cycles in whichever thread happens to allocate, at whichever line. In the training thread that
would destroy Qt objects where they must not be destroyed; in the middle of a painting, a window that was
closed before would be destroyed while Qt paints another one, and Qt crashes.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer, Slot

INTERVAL = 1000
"""Milliseconds between two looks at the counters."""


class GarbageCollector(QObject):
    """Replaces Python's automatic collection until the last one of these is closed."""

    _alive = 0
    _was_enabled = True
    _thresholds = gc.get_threshold()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        if not GarbageCollector._alive:
            GarbageCollector._thresholds = gc.get_threshold()
            GarbageCollector._was_enabled = gc.isenabled()
            gc.disable()
        GarbageCollector._alive += 1
        self._closed = False
        self._timer = QTimer(self, interval=INTERVAL)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def close(self) -> None:
        """Give the automatic collection back, unless another window still needs it."""
        if self._closed:
            return
        self._closed = True
        self._timer.stop()
        GarbageCollector._alive -= 1
        if not GarbageCollector._alive and GarbageCollector._was_enabled:
            gc.enable()

    @Slot()
    def _look(self) -> None:
        for generation, (count, threshold) in enumerate(zip(gc.get_count(), self._thresholds, strict=True)):
            if count > max(threshold, 1):
                gc.collect(generation)
