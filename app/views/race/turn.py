"""Which share of a race's frame is drawn, while others follow it."""

from __future__ import annotations

from enum import Enum


class Turn(Enum):
    """A part of the race that is drawn with every other frame; the planes are drawn with each."""

    COSTS = "numbers, verdicts and costs"
    LAYERS = "units, weights and activations"
