"""The line between order and chaos over a grid of the spreads of W and b, where the theory applies."""

from __future__ import annotations

import math
from collections.abc import Callable

from symgui.sweep.grid import Cell, RunGrid
from symgui.theory.mean_field import critical_weight_variance

LEAST_LAYERS = 4
"""Hidden layers from which on it is a question of depth."""
LEAST_WIDTH = 10
"""Units of each from which on a sum over them is near a normal number."""
POINTS = 17
"""Of the line."""
SPREADS = ("weight-scale", "bias-scale")


def width_of_theory(grid: RunGrid) -> int | None:
    """The width n of the hidden layers, if mean field theory speaks of them: σ_w is √n times the spread of W.

    The axes are the spreads of W and b, both of normal numbers with that standard deviation; there are at
    least `LEAST_LAYERS` hidden layers, all of one width, all tanh, and none starts otherwise.
    """
    if {axis.setting for axis in grid.axes} != set(SPREADS):
        return None
    experiment = grid.experiment_at(Cell(0, 0), grid.first_seed)
    hidden, start = experiment.network.hidden, experiment.initialization
    kinds = {(layer.units, layer.activation) for layer in hidden}
    normal = {start.weights.scheme, start.biases.scheme} == {"normal"} and not start.layers
    if len(hidden) < LEAST_LAYERS or len(kinds) != 1 or not normal:
        return None
    (units, activation) = kinds.pop()
    return units if activation == "tanh" and units >= LEAST_WIDTH else None


def critical_line(
    grid: RunGrid, stopped: Callable[[], bool] = lambda: False
) -> tuple[list[float], list[float]]:
    """The spreads of W and of b on the line χ₁ = 1, for every spread of b on its axis.

    Empty where `width_of_theory` knows none.

    Parameters
    ----------
    grid : RunGrid
    stopped : callable
        Asked between points; True ends the call.
    """
    width = width_of_theory(grid)
    weights: list[float] = []
    biases: list[float] = []
    if width is None:
        return weights, biases
    axis = next(axis for axis in grid.axes if axis.setting == "bias-scale")
    low, high = (float(axis.points[0]), float(axis.points[-1]))
    for k in range(POINTS):
        if stopped():
            break
        share = k / (POINTS - 1)
        spread = low * (high / low) ** share if axis.spacing == "log" else low + (high - low) * share
        try:
            variance = critical_weight_variance("tanh", spread * spread)
        except ValueError:  # beyond what is searched
            break
        weights.append(math.sqrt(variance / width))
        biases.append(spread)
    return weights, biases
