"""Rewind: plays the record of a run or race, and goes from event to event; it never trains."""

from __future__ import annotations

import math
import time

from PySide6.QtCore import QObject, QTimer, Slot

from app.look.motion import MOTION, SELDOM
from app.panels.rewind_bar import RewindBar
from app.runtime.workspace import Workspace
from app.views.timeline.timeline import Timeline
from symgui.training.frame import Frame
from symgui.training.pace import SECONDS_A_DECADE
from symgui.training.race import RaceFrame
from symgui.training.states import State

INTERVAL = 33
"""Milliseconds between two looks at the clock."""
LONGEST = 0.25
"""Seconds that a look may be late; a slow machine shows fewer iterations, it does not leap."""


class Rewind(QObject):
    """Moves the knob along what has been recorded.

    The next iteration is asked for when the last one has been shown. Whoever moves the knob otherwise, or
    runs on, ends it.
    """

    def __init__(
        self, workspace: Workspace, timeline: Timeline, bar: RewindBar, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._workspace, self._timeline, self._bar = workspace, timeline, bar
        self.speed = 1.0
        self._place = 0.0  # log10 of the iteration + 1
        self._asked = -1
        self._run = -1
        self._last = 0.0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)
        workspace.frameReady.connect(self._look)
        workspace.raceFrameReady.connect(self._look)
        workspace.stateChanged.connect(self._look_at_state)
        bar.speedChosen.connect(self.set_speed)
        bar.sought.connect(self.seek)
        bar.menu.aboutToShow.connect(self._fill)
        timeline.sought.connect(self.seek)

    @property
    def playing(self) -> bool:
        """Whether the record is being played."""
        return self._timer.isActive()

    @Slot()
    def toggle(self) -> None:
        """Play the record from here, from its other end if it is at its end; or stop."""
        if self.playing:
            self.stop()
        elif self._timeline.furthest > 0 and self._workspace.state is not State.RUNNING:
            self._play()

    @Slot()
    def stop(self) -> None:
        """Stay where it is."""
        if self.playing:
            self._timer.stop()
            self.show_playing()

    @Slot(object)
    def set_speed(self, speed: float) -> None:
        """Play so many times as fast as a decade in three seconds; below 0 backwards."""
        self.speed = float(speed)
        self._bar.speed.show_choice(self.speed)

    @Slot(int)
    def seek(self, iteration: int) -> None:
        """Go to an iteration that is on record, and stay there."""
        self.stop()
        self._workspace.seek(iteration)

    def previous_event(self) -> None:
        """To the last event before this iteration, or to the start."""
        here = self._timeline.iteration
        self.seek(
            max((event.iteration for event in self._timeline.events if event.iteration < here), default=0)
        )

    def next_event(self) -> None:
        """To the first event after this iteration, or as far as it has been."""
        here, furthest = self._timeline.iteration, self._timeline.furthest
        later = (event.iteration for event in self._timeline.events if here < event.iteration <= furthest)
        self.seek(min(later, default=furthest))

    def show_playing(self) -> None:
        """Show on the button whether it plays."""
        self._bar.show_playing(playing=self.playing)

    def _play(self) -> None:
        track = self._timeline.track
        shown = self._workspace.shown
        if track is None or shown is None:
            return
        first, last = (0, track.furthest) if self.speed > 0 else (track.furthest, 0)
        start = first if track.iteration == last else track.iteration
        self._run, self._place, self._asked = shown.run, math.log10(start + 1), start
        if start != track.iteration:
            self._workspace.seek(start)
        self._last = time.perf_counter()
        self._timer.start(SELDOM if MOTION.reduced else INTERVAL)
        self.show_playing()

    @Slot()
    def _tick(self) -> None:
        now = time.perf_counter()
        longest = max(LONGEST, 1.5 * self._timer.interval() / 1000)
        passed, self._last = min(now - self._last, longest), now
        here, furthest = self._timeline.iteration, self._timeline.furthest
        if here != self._asked:
            return
        if here == (furthest if self.speed > 0 else 0):
            self.stop()
            return
        self._place += self.speed * passed / SECONDS_A_DECADE
        self._place = min(max(self._place, 0.0), math.log10(furthest + 1))
        due = min(max(round(10.0**self._place) - 1, 0), furthest)
        if due != here:
            self._asked = due
            self._workspace.seek(due)

    @Slot(object)
    def _look(self, shown: Frame | RaceFrame) -> None:
        if shown.run != self._run or shown.iteration != self._asked:
            self.stop()
        self.show_track()

    @Slot()
    def _look_at_state(self) -> None:
        if self._workspace.state is State.RUNNING:
            self.stop()
        self.show_track()

    def show_track(self) -> None:
        """Offer what can be done on the record."""
        shown = self._workspace.shown
        if shown is not None:
            running = self._workspace.state is State.RUNNING
            marked = bool(shown.events or self._timeline.flags)
            furthest = max(shown.iteration, shown.furthest)
            self._bar.show_place(shown.iteration, furthest, marked=marked, running=running)

    @Slot()
    def _fill(self) -> None:
        if self._timeline.track is not None:
            self._bar.fill(self._timeline.track, self._timeline.flags)
