"""The runs of a small grid one after the other, each told as it is made: what a view shows while it fills.

What has been made is remembered: claims about the runs that are on screen do not make them again.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator

import msgspec

from symgui.experiment import Experiment, ExperimentError
from symgui.sweep.chunk import IMPOSSIBLE, data_of
from symgui.sweep.grid import RunGrid
from symgui.sweep.missing import places_of
from symgui.sweep.outcome import RunOutcome, key_of, outcome
from symgui.sweep.results_file import Place

MOST_KNOWN = 20_000
"""Outcomes that are remembered, those that were asked for last; each takes a few hundred bytes."""


class MadeRun(msgspec.Struct, frozen=True):
    """A run of a grid, and what it came to.

    Attributes
    ----------
    place : Place
    outcome : RunOutcome
    """

    place: Place
    outcome: RunOutcome


class KnownOutcomes:
    """Outcomes by all that determines them.

    Parameters
    ----------
    most : int
        How many are kept.
    """

    def __init__(self, most: int = MOST_KNOWN) -> None:
        self._most = most
        self._known: OrderedDict[str, RunOutcome] = OrderedDict()

    def of(self, experiment: Experiment, updates: int) -> RunOutcome:
        """What a run comes to: made now, or remembered; the same bits."""
        key = key_of(experiment, updates)
        found = self._known.pop(key, None)
        if found is None:
            found = outcome(experiment, updates, data_of(experiment.data))
        self._known[key] = found
        while len(self._known) > self._most:
            self._known.popitem(last=False)
        return found


KNOWN = KnownOutcomes()
"""Of this process."""


def grid_study(grid: RunGrid, known: KnownOutcomes = KNOWN) -> Iterator[MadeRun]:
    """Make the runs of a grid, coarse cells first; as `symgui.sweep.compute`, to the last bit.

    Parameters
    ----------
    grid : RunGrid
    known : KnownOutcomes
        What has been made before.
    """
    for place in places_of(grid):
        try:
            experiment = grid.experiment_at(place.cell, place.seed)
        except ExperimentError:
            yield MadeRun(place, IMPOSSIBLE)
            continue
        yield MadeRun(place, known.of(experiment, grid.updates))
