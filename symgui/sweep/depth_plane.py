"""The plane of σ_w and σ_b: deep networks as they start, cell by cell, and the theory of the same cells.

σ_w is the gain of Xavier's weights, randn · √(1/n_in), and σ_b the standard deviation of the biases.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import msgspec
import numpy as np

from symgui.experiment import Experiment, ExperimentError
from symgui.sweep.chunk import data_of
from symgui.sweep.grid import Cell, RunGrid
from symgui.symmetry.deep_signal import gradient_growth, mean_correlation, signal_length
from symgui.theory.mean_field import MeanField, critical_weight_variance
from symgui.theory.theory_of_start import theory_of_start
from symgui.training.trainer import Trainer

AXES = ("weight-scale", "bias-scale")
"""The settings of the plane, in this order."""


class DepthQuantity(msgspec.Struct, frozen=True):
    """A number of a deep network at its start, which theory predicts.

    Attributes
    ----------
    name, label : str
        Of what is measured.
    theory : str
        The symbol of what is predicted.
    line : str
        The symbol of what lines are drawn of.
    """

    name: str
    label: str
    theory: str
    line: str


DEPTH_QUANTITIES: dict[str, DepthQuantity] = {
    quantity.name: quantity
    for quantity in (
        DepthQuantity("length", "mean of z²", "q*", "q*"),
        DepthQuantity("gradient", "growth of dZ²", "χ₁", "χ₁"),
        DepthQuantity("correlation", "correlation", "c*", "ξ"),
    )
}
"""By name."""


class DepthCell(msgspec.Struct, frozen=True):
    """A cell of the plane, and one of `DEPTH_QUANTITIES` in it.

    Attributes
    ----------
    cell : Cell
    measured : float
        In the network of this cell, the mean over the seeds of the grid; NaN where it has none.
    predicted : float
        By theory, of layers without an end to their width; NaN where it has none.
    line : float
        What lines are drawn of; ξ beside the correlation, else the same.
    """

    cell: Cell
    measured: float
    predicted: float
    line: float


class CriticalLine(msgspec.Struct, frozen=True):
    """The line χ₁ = 1: σ_w for some σ_b, both ends of the axis included."""

    weights: tuple[float, ...]
    biases: tuple[float, ...]


LINE_POINTS = 25


def why_no_plane(grid: RunGrid) -> str:
    """Why a grid is no plane of σ_w and σ_b, in one sentence; empty if it is one."""
    if tuple(axis.setting for axis in grid.axes) != AXES:
        return f"A plane has the axes {AXES[0]} and {AXES[1]}, in this order."
    start = grid.experiment.initialization
    if start.weights.scheme != "xavier" or start.biases.scheme != "normal":
        return "A plane is of weights xavier, whose gain is σ_w, and of biases normal, whose scale is σ_b."
    try:
        theory_of_start(grid.experiment_at(Cell(0, 0), grid.first_seed))
    except ValueError as error:
        return f"No plane: {error}."
    return ""


def plane_study(grid: RunGrid, name: str) -> Iterator[DepthCell | CriticalLine]:
    """The line between order and chaos, then every cell, coarse first.

    Parameters
    ----------
    grid : RunGrid
        A plane (`why_no_plane`); its networks are looked at as they start.
    name : str
        Of `DEPTH_QUANTITIES`.
    """
    activation = grid.experiment.network.hidden[0].activation
    yield _line(activation, [float(value) for value in grid.axes[1].points])
    for cell in grid.cells():
        seeds = range(grid.first_seed, grid.first_seed + grid.seeds)
        try:
            experiments = [grid.experiment_at(cell, seed) for seed in seeds]
        except ExperimentError:
            continue
        measured = sum(_measured(experiment, name) for experiment in experiments) / grid.seeds
        yield DepthCell(cell, measured, *_predicted(theory_of_start(experiments[0]), name))


def _measured(experiment: Experiment, name: str) -> float:
    state = Trainer(experiment, data_of(experiment.data)).network_state()
    hidden = state.hidden
    with np.errstate(all="ignore"):
        if name == "gradient":
            return gradient_growth(state)
        if name == "correlation":
            return mean_correlation(hidden[-1].Z)
        return float(np.mean([signal_length(layer.Z) for layer in hidden[len(hidden) // 2 :]]))


def _predicted(theory: MeanField, name: str) -> tuple[float, float]:
    """What is predicted, and what lines are drawn of."""
    if name != "correlation":
        found = theory.length() if name == "length" else theory.gradient_growth()
        return found, found
    if not 0.0 < theory.length() < math.inf:
        return math.nan, math.nan
    correlation = theory.correlation()
    return correlation, theory.depth_scale(correlation)


def _line(activation: str, biases: list[float]) -> CriticalLine:
    weights, found = [], []
    for spread in np.linspace(min(biases), max(biases), LINE_POINTS).tolist():
        try:
            variance = critical_weight_variance(activation, spread * spread)
        except ValueError:  # beyond what is searched
            break
        weights.append(math.sqrt(variance))
        found.append(spread)
    return CriticalLine(tuple(weights), tuple(found))
