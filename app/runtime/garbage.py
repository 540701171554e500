"""Cyclic garbage is collected in the window's thread only.

Python collects cycles in whichever thread happens to allocate; in the training thread that would destroy
Qt objects where they must not be destroyed.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer, Slot

INTERVAL = 1000
"""Milliseconds between two looks at the counters."""


class GarbageCollector(QObject):
    """Takes the automatic collection over while it lives."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thresholds = gc.get_threshold()
        self._was_enabled = gc.isenabled()
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(INTERVAL)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def close(self) -> None:
        """Give the automatic collection back."""
        self._timer.stop()
        if self._was_enabled:
            gc.enable()

    @Slot()
    def _look(self) -> None:
        for generation, (count, threshold) in enumerate(zip(gc.get_count(), self._thresholds, strict=True)):
            if count > max(threshold, 1):
                gc.collect(generation)
