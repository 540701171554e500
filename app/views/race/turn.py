"""Which share of a race's frame is drawn, while others follow it."""

from __future__ import annotations

from enum import Enum


class Turn(Enum):
    """A share of what is drawn; the planes, which move most, are in each."""

    COSTS = "numbers, verdicts and costs"
    LAYERS = "units, weights and activations"
