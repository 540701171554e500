"""How fast a run goes on: evenly in log time, so many iterations a second, or as fast as it can."""

from __future__ import annotations

import math

import msgspec

SECONDS_A_DECADE = 3.0

PACES: dict[str, str] = {
    "log": "by decades: 3 s for each",
    "1": "1 a second",
    "10": "10 a second",
    "100": "100 a second",
    "max": "as fast as it can",
}
"""Paces by name, with what they mean."""


class Clock(msgspec.Struct, frozen=True):
    """Says which iteration is due at a time.

    Attributes
    ----------
    pace : str
        A key of `PACES`.
    iteration : int
        Where it started.
    started : float
        When, in seconds of any monotonic clock.
    """

    pace: str
    iteration: int
    started: float

    def due(self, now: float) -> float:
        """The iteration that should have been reached by `now`; infinite at ``"max"``."""
        elapsed = now - self.started
        if self.pace == "max":
            return math.inf
        if self.pace == "log":
            decades = min(elapsed / SECONDS_A_DECADE, 300.0)
            return float((self.iteration + 1) * 10.0**decades - 1)
        return self.iteration + float(self.pace) * elapsed

    def wait(self, iteration: int, now: float) -> float:
        """Seconds from `now` until the update after `iteration` is due; 0 if it is."""
        if self.pace == "max":
            return 0.0
        if self.pace == "log":
            at = SECONDS_A_DECADE * math.log10((iteration + 2) / (self.iteration + 1))
        else:
            at = (iteration + 1 - self.iteration) / float(self.pace)
        return max(0.0, self.started + at - now)


class RunningTo(msgspec.Struct, frozen=True):
    """How far a run is to go, and how fast.

    Attributes
    ----------
    iteration : int
        Where it rests.
    clock : Clock
    started_at : int
        The iteration at which it set out.
    stop_when_frozen : bool
        Whether it rests where an update changes nothing any more.
    step : bool
        It is a step of some updates, not a run.
    """

    iteration: int
    clock: Clock
    started_at: int
    stop_when_frozen: bool
    step: bool = False
