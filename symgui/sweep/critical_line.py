"""Mean field theory over a grid of the spreads of W and b, where it applies: the line χ₁ = 1, and a cell."""

from __future__ import annotations

import math
from collections.abc import Callable

import msgspec

from symgui.sweep.grid import Cell, RunGrid
from symgui.theory.mean_field import MeanField, critical_weight_variance

LARGEST_VARIANCE = {"tanh": 64.0, "sigmoid": 1024.0, "relu": math.inf, "leaky_relu": math.inf}
"""The activations that the theory speaks of, and up to which σ_w² the line is looked for."""
LEAST_LAYERS = 4
"""Hidden layers from which on it is a question of depth."""
LEAST_WIDTH = 10
"""Units of each from which on a sum over them is near a normal number."""
POINTS = 17
"""Of the line."""
SPREADS = ("weight-scale", "bias-scale")


def activation_of_theory(grid: RunGrid) -> str | None:
    """The activation of the hidden layers, if mean field theory speaks of them."""
    kind = _kind(grid)
    return None if kind is None else kind[1]


def _kind(grid: RunGrid) -> tuple[int, str] | None:
    """Width n and activation of the hidden layers, if mean field theory speaks of them.

    The axes are the spreads of W and b, both of normal numbers with that standard deviation: σ_w is √n times
    the spread of W. There are at least `LEAST_LAYERS` hidden layers, all of one width and of one activation
    that the theory knows, and none starts otherwise.
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
    return (units, activation) if activation in LARGEST_VARIANCE and units >= LEAST_WIDTH else None


def critical_line(
    grid: RunGrid, stopped: Callable[[], bool] = lambda: False
) -> tuple[list[float], list[float]]:
    """The spreads of W and of b on the line χ₁ = 1, for every spread of b on its axis.

    Empty where the theory does not speak of the grid.

    Parameters
    ----------
    grid : RunGrid
    stopped : callable
        Asked between points; True ends the call.
    """
    kind = _kind(grid)
    weights: list[float] = []
    biases: list[float] = []
    if kind is None:
        return weights, biases
    width, activation = kind
    axis = next(axis for axis in grid.axes if axis.setting == "bias-scale")
    low, high = (float(axis.points[0]), float(axis.points[-1]))
    for k in range(POINTS):
        if stopped():
            break
        share = k / (POINTS - 1)
        spread = low * (high / low) ** share if axis.spacing == "log" else low + (high - low) * share
        try:
            variance = critical_weight_variance(activation, spread * spread, LARGEST_VARIANCE[activation])
        except ValueError:  # beyond what is searched
            break
        weights.append(math.sqrt(variance / width))
        biases.append(spread)
    return weights, biases


class CellTheory(msgspec.Struct, frozen=True):
    """What the theory says of one cell.

    Attributes
    ----------
    length : float
        q*; 0: signals fade; infinite: they grow without bound; NaN: every length is kept.
    growth : float
        χ₁.
    depth_scale : float
        ξ in layers; infinite where what two examples differ by does not fall exponentially.
    """

    length: float
    growth: float
    depth_scale: float


def cell_theory(grid: RunGrid, cell: Cell) -> CellTheory | None:
    """q*, χ₁ and ξ at a cell; None where the theory does not speak of the grid."""
    kind = _kind(grid)
    if kind is None:
        return None
    width, activation = kind
    values = grid.values_at(cell)
    weights, biases = (float(values[name]) for name in SPREADS)
    field = MeanField(activation, width * weights * weights, biases * biases)
    q = field.length()
    if not 0.0 < q < math.inf:  # the map of the correlations has no fixed length to speak of
        return CellTheory(q, field.gradient_growth(q), math.inf)
    return CellTheory(q, field.gradient_growth(q), field.depth_scale())
