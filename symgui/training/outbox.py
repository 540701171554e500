"""What a training loop leaves for others to take: its newest frame, findings of a study, changes."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Sequence

from symgui.training.frame import Frame
from symgui.training.news import Changed, Findings
from symgui.training.race import RaceFrame


class Outbox:
    """Filled by the working thread, emptied by another one.

    At most one frame waits: a newer one takes its place. Findings of one study add up until they are taken;
    those of another study take their place.
    """

    def __init__(self) -> None:
        self._there = threading.Condition()
        self._frame: Frame | RaceFrame | None = None
        self._findings: Findings | None = None
        self._changes: deque[Changed] = deque()

    # ---- the working thread ----------------------------------------------------------------------

    def put_frame(self, frame: Frame | RaceFrame) -> None:
        """Leave a frame in the place of any other."""
        with self._there:
            self._frame = frame
            self._there.notify_all()

    def put_change(self, changed: Changed) -> None:
        """Leave word of a change."""
        with self._there:
            self._changes.append(changed)

    def put_findings(self, name: str, points: Sequence[object], *, done: bool, failure: str = "") -> None:
        """Leave what the study `name` has found, behind what it found before and nobody has taken yet."""
        with self._there:
            waiting = self._findings
            before = waiting.points if waiting is not None and waiting.name == name else ()
            self._findings = Findings(name, (*before, *points), done, failure)

    def drop_findings(self) -> None:
        """Drop what a study has found: nobody asks for it any more."""
        with self._there:
            self._findings = None

    # ---- any other thread ------------------------------------------------------------------------

    def take_frame(self) -> Frame | RaceFrame | None:
        """The newest frame that has not been taken yet; a race's is a `RaceFrame`."""
        with self._there:
            frame, self._frame = self._frame, None
        return frame

    def wait_for_frame(self, seconds: float) -> bool:
        """Wait until there is a frame to take, so many seconds at most; returns whether there is one."""
        with self._there:
            return self._there.wait_for(lambda: self._frame is not None, seconds)

    def take_changes(self) -> list[Changed]:
        """The changes that were made to runs since the last call, oldest first."""
        with self._there:
            changes = list(self._changes)
            self._changes.clear()
        return changes

    def take_findings(self) -> Findings | None:
        """What the study has found since the last call, or None if nothing new."""
        with self._there:
            findings, self._findings = self._findings, None
        return findings
