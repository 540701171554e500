"""A network beside the one it is worth: one unit per cell, trained in lockstep."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from symgui.data.dataset import Dataset
from symgui.experiment import Experiment
from symgui.nn.network import Network
from symgui.nn.state import NetworkState
from symgui.symmetry.collapse import CollapsedRun
from symgui.symmetry.partition import Symmetry
from symgui.training.frame import Plane
from symgui.training.plane_grid import PlaneGrid
from symgui.training.trainer import Trainer

PICTURES = 20
"""How often both planes are drawn on the way."""


@dataclass(frozen=True, slots=True)
class SideBySide:
    """The costs of both networks after so many updates.

    Attributes
    ----------
    iteration : int
        Updates done since both began.
    cost, cost_collapsed : float
    difference : float
        Largest |cost − cost_collapsed| at any iteration so far.
    """

    iteration: int
    cost: float
    cost_collapsed: float
    difference: float


@dataclass(frozen=True, slots=True, eq=False)
class BothPlanes:
    """What both networks answer over the plane of the inputs.

    Attributes
    ----------
    iteration : int
    plane, plane_collapsed : Plane
        On the same grid.
    difference : float
        Largest difference of the two answers at any grid point.
    """

    iteration: int
    plane: Plane
    plane_collapsed: Plane
    difference: float


def full_batch(experiment: Experiment, learning_rate: float, l2: float) -> Experiment:
    """The experiment without mini-batches and recorded changes, at a learning rate and an L2."""
    training = {"batch_size": None, "learning_rate": learning_rate, "l2": l2}
    return experiment.with_(training=training, changes=())


def collapse_study(
    experiment: Experiment,
    data: Dataset,
    state: NetworkState,
    symmetry: Symmetry,
    learning_rate: float,
    iterations: int = 2000,
) -> Iterator[SideBySide | BothPlanes]:
    """Train a network and its collapsed one from the same state, update by update.

    Both use the full batch and begin with an optimizer that remembers nothing: lockstep needs both.

    Parameters
    ----------
    experiment : Experiment
    data : Dataset
    state : NetworkState
        Where they begin; its L2 is theirs.
    symmetry : Symmetry
        Of that state; its cells become units.
    learning_rate : float
    iterations : int

    Yields
    ------
    SideBySide
        At every iteration from 0, until one of them diverges.
    BothPlanes
        `PICTURES` times on the way and at both ends, if there are two inputs.
    """
    experiment = full_batch(experiment, learning_rate, state.l2)
    original = Trainer(experiment, data)
    for layer in state.layers:
        original.network.W[layer.number][:] = layer.W
        original.network.b[layer.number][:] = layer.b
    collapsed = CollapsedRun(experiment, state, symmetry)
    planes = _Planes(original.network, collapsed.network, data) if data.X.shape[0] == 2 else None
    every = max(1, iterations // PICTURES)
    difference = 0.0
    for t in range(iterations + 1):
        cost, cost_collapsed = original.cost(), collapsed.cost()
        difference = max(difference, abs(cost - cost_collapsed))
        yield SideBySide(t, cost, cost_collapsed, difference)
        diverged = original.divergence is not None or not math.isfinite(cost_collapsed)
        if planes and (diverged or t % every == 0 or t == iterations):
            yield planes.at(t)
        if diverged:
            return
        original.advance()
        collapsed.step()


class _Planes:
    """Both networks on one grid."""

    def __init__(self, original: Network, collapsed: Network, data: Dataset) -> None:
        self._networks = original, collapsed
        self._grids = tuple(
            PlaneGrid(network.sizes, data, widest=original.sizes) for network in self._networks
        )

    def at(self, iteration: int) -> BothPlanes:
        planes = []
        with np.errstate(all="ignore"):
            for network, grid in zip(self._networks, self._grids, strict=True):
                grid.forward(network)
                planes.append(grid.plane(network))
            difference = float(np.abs(planes[0].probability - planes[1].probability).max())
        return BothPlanes(iteration, planes[0], planes[1], difference)
