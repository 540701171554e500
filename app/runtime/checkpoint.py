"""Where a run stood, to come back to."""

from __future__ import annotations

import msgspec

from symgui.experiment import Experiment


class Checkpoint(msgspec.Struct, frozen=True):
    """An experiment and where its run stood."""

    experiment: Experiment
    iteration: int
