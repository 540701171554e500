"""A view that is drawn at most five times a second, for numbers that are to be read."""

from __future__ import annotations

import time

from PySide6.QtCore import QElapsedTimer, QTimer, Slot
from PySide6.QtWidgets import QWidget

from app.views.base.frame_view import FrameView
from symgui.nn.interruption import Interrupted, stopping
from symgui.training.frame import Frame

INTERVAL = 400
"""Milliseconds between two drawings while one run goes on: digits that change sooner cannot be read."""
REST = 400
"""Milliseconds without a frame after which a run rests."""
TURN = 0.02
"""Seconds that heavy work may take in one go: after that whatever else happens in the window has its turn."""


class ThrottledView(FrameView):
    """A view that draws the frames of one run at most every `INTERVAL`, and any other frame at once.

    A subclass overrides `draw_numbers` instead of `draw_frame`. The last frame is always drawn. A heavy one
    takes several turns: `draw_numbers` is given up at a look (see `symgui.nn.interruption`) and called again,
    and must have kept what it has computed.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._drawn: Frame | None = None
        self._since = QElapsedTimer()
        self._later = QTimer(self, singleShot=True)
        self._later.timeout.connect(self._draw_late)

    def draw_numbers(self, frame: Frame | None) -> None:
        """Draw `frame`, or the empty state; a hook."""

    def is_heavy(self, frame: Frame) -> bool:  # noqa: ARG002
        """Whether drawing `frame` would hold up the window, so that it waits until the run rests; a hook."""
        return False

    def draw_waiting(self) -> None:
        """Say that the numbers come when the run rests; a hook."""

    @property
    def waits_for_rest(self) -> bool:
        """Whether the frame is drawn only when no other follows."""
        return self._later.isActive() and self._later.interval() == REST

    def draw_frame(self, frame: Frame | None) -> None:
        """Draw now, or when the interval is over if this only goes on with what is shown."""
        if _goes_on(self._drawn, frame) and self._since.isValid():
            if frame is not None and self.is_heavy(frame):
                self._later.start(REST)
                self.draw_waiting()
                return
            wait = INTERVAL - self._since.elapsed()
            if wait > 0:
                if not self._later.isActive():
                    self._later.start(int(wait))
                return
        self.redraw()

    def redraw(self) -> None:
        """Draw the latest frame now."""
        self._later.stop()
        self._drawn = None  # until it is, so that after a failure nothing counts as going on
        self._since.start()
        if self.frame is None or not self.is_heavy(self.frame):
            self.draw_numbers(self.frame)
        else:
            try:
                with stopping(_Turn()):
                    self.draw_numbers(self.frame)
            except Interrupted:
                self.draw_waiting()
                self._later.start(0)
        self._drawn = self.frame

    @Slot()
    def _draw_late(self) -> None:
        if self.isVisible():
            self.attempt(self.redraw)
        else:
            self.invalidate("frame")  # drawn when it is shown again


class _Turn:
    """Says when a turn is over: not before something has been done in it."""

    def __init__(self) -> None:
        self._end = time.perf_counter() + TURN
        self._begun = False

    def __call__(self) -> bool:
        begun, self._begun = self._begun, True
        return begun and time.perf_counter() > self._end


def _goes_on(drawn: Frame | None, frame: Frame | None) -> bool:
    """Whether `frame` is a later iteration of the run that is drawn, with nothing changed by a person."""
    return (
        drawn is not None
        and frame is not None
        and frame.run == drawn.run
        and frame.experiment is drawn.experiment
        and frame.iteration > drawn.iteration
    )
