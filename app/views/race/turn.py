"""Which share of a race's frame is drawn, while others follow it."""

from __future__ import annotations

from enum import Enum


class Turn(Enum):
    """A part of the race, of which each frame draws one."""

    PLANES = "decision boundaries"
    COSTS = "numbers, verdicts and costs"
    LAYERS = "units, weights and activations"


TURNS = (Turn.PLANES, Turn.COSTS, Turn.PLANES, Turn.LAYERS)
"""In their order: the planes move most, and have every other frame."""
