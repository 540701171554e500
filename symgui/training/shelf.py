"""Runs and races that are not shown for a while, with their records."""

from __future__ import annotations

import msgspec

from symgui.training.current_work import CurrentWork
from symgui.training.race import Race
from symgui.training.run import RecordedRun
from symgui.training.states import Outcome


class Kept(msgspec.Struct, frozen=True):
    """A run or race that is not shown for a while, and why it rests."""

    run: RecordedRun | Race
    outcome: Outcome


class Shelf:
    """The run in whose place a race stands, the race that was left last, and both once more, set aside."""

    def __init__(self) -> None:
        self._run: Kept | None = None
        self._race: Kept | None = None
        self._aside: tuple[Kept | None, Kept | None] = (None, None)

    def keep(self, current: CurrentWork) -> None:
        """Keep the run or race that is there, instead of the one that was kept before."""
        run, outcome = current.run, current.status.outcome
        if isinstance(run, Race):
            self._race = Kept(run, outcome)
        elif run is not None:
            self._run = Kept(run, outcome)

    def take_run(self) -> Kept | None:
        """The run that was kept; it is no more."""
        kept, self._run = self._run, None
        return kept

    def take_race(self, race: int) -> Kept | None:
        """The race that was kept, if it is the one of this id; it is no more."""
        if self._race is None or self._race.run.id != race:
            return None
        kept, self._race = self._race, None
        return kept

    def set_aside(self) -> None:
        """Keep both apart from what comes."""
        self._aside = self._run, self._race
        self._run = self._race = None

    def bring_back(self) -> Kept | None:
        """Have again what was set aside; returns the run."""
        run, self._race = self._aside
        self._run, self._aside = None, (None, None)
        return run
