"""The phase portrait of two weights, computed: the way from a start, the field, the points of rest."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import msgspec
import numpy as np

from symgui.arrays import FloatArray
from symgui.experiment.parts import OptimizerName
from symgui.nn.optimizers import OPTIMIZERS
from symgui.nn.state import NetworkState
from symgui.symmetry.hessian import MAX_PARAMETERS
from symgui.symmetry.rest_points import RestPoint, rest_points, still_share
from symgui.symmetry.unit_surgery import Weights
from symgui.symmetry.weight_plane import WeightPlace, WeightPlane, alike, value_at
from symgui.training.studies.progress import Progress, ProgressTimer
from symgui.training.studies.symmetry_studies import NamedNetwork

POINTS = 49
"""Of the grid, along each axis."""
ARROWS = 3
"""An arrow stands at every so many points of the grid."""


class PortraitPlane(msgspec.Struct, frozen=True, eq=False):
    """Which plane a portrait shows.

    Attributes
    ----------
    network : NamedNetwork
    state : NetworkState
        Of the same network.
    first, second : WeightPlace
        x and y.
    equal : bool
        Whether the second unit takes all other weights of the first.
    reach : float
        The axes go from −reach to reach.
    """

    network: NamedNetwork
    state: NetworkState
    first: WeightPlace
    second: WeightPlace
    equal: bool
    reach: float

    @property
    def weights(self) -> Weights:
        """What is held, and the two weights as they are now."""
        weights = self.network.weights
        return alike(weights, self.first, self.second) if self.equal else weights

    @property
    def values(self) -> tuple[float, float]:
        """The two weights as they are now."""
        return value_at(self.weights, self.first), value_at(self.weights, self.second)

    @property
    def grid(self) -> FloatArray:
        """The values of x and of y at which the field is computed."""
        return np.linspace(-self.reach, self.reach, POINTS)

    def plane(self) -> WeightPlane:
        """Where it is computed; each has a network of its own."""
        return WeightPlane(self.state, self.weights, self.network.like(), self.first, self.second)


class Way(msgspec.Struct, frozen=True, eq=False):
    """Where the two weights are after each update.

    Attributes
    ----------
    x, y : ndarray, shape (updates + 1,)
        The start first.
    costs : tuple of float
        At the start and at the end.
    wanted : int
        Updates that were asked for; fewer are made where the weights are no numbers any more.
    """

    x: FloatArray
    y: FloatArray
    costs: tuple[float, float]
    wanted: int


class FieldRow(msgspec.Struct, frozen=True, eq=False):
    """The derivatives of the cost in row `index` of the grid, shape (n,) each."""

    index: int
    dx: FloatArray
    dy: FloatArray


class RestPoints(msgspec.Struct, frozen=True, eq=False):
    """All points of rest that were found.

    Attributes
    ----------
    points : tuple of RestPoint
        From the lowest cost.
    still : float
        The share of the square in which both derivatives are exactly 0.
    """

    points: tuple[RestPoint, ...]
    still: float


def why_no_portrait(state: NetworkState) -> str:
    """Why there is no portrait of a network, in one sentence; empty if there is."""
    parameters = sum(part.size for layer in state.layers for part in (layer.W, layer.b))
    if parameters > MAX_PARAMETERS:
        return (
            f"The network has {parameters} parameters: two of them are chosen in a network of "
            f"{MAX_PARAMETERS} at most."
        )
    return ""


def row_order() -> list[int]:
    """The rows of the grid, coarse first, those with arrows before the others."""
    order: list[int] = []
    for step in (4 * ARROWS, 2 * ARROWS, ARROWS, 1):
        order += [row for row in range(0, POINTS, step) if row not in order]
    return order


def way_from(
    wanted: PortraitPlane, start: tuple[float, float], updates: int, learning_rate: float
) -> Iterator[Progress | Way]:
    """The way of the two weights from a start, by the updates of the experiment's optimizer."""
    plane, due = wanted.plane(), ProgressTimer()
    name: OptimizerName = wanted.network.experiment.training.optimizer
    rule = OPTIMIZERS[name](plane.size)
    found = [start]
    for at in islice(plane.updates(*start, rule, learning_rate), updates):
        found.append(at)
        if due():
            yield Progress(len(found) - 1, updates)
    x, y = np.array(found).T
    costs = plane.cost(*start), plane.cost(*found[-1])
    yield Way(x, y, costs, updates)


def portrait_study(
    wanted: PortraitPlane,
    start: tuple[float, float],
    updates: int,
    learning_rate: float,
    rows: dict[int, FieldRow],
    *,
    searched: bool,
) -> Iterator[object]:
    """The `Way` first, then every `FieldRow` that is not known, then the `RestPoints`.

    Parameters
    ----------
    wanted : PortraitPlane
    start : tuple of float
    updates : int
    learning_rate : float
    rows : dict of int to FieldRow
        What is known of this plane; it is only read.
    searched : bool
        Whether the points of rest are known.
    """
    yield from way_from(wanted, start, updates, learning_rate)
    plane, grid, known = wanted.plane(), wanted.grid, dict(rows)
    due = ProgressTimer()
    for index in row_order():
        if index in known:
            continue
        slopes = []
        for x in grid:
            slopes.append(plane.gradient(float(x), float(grid[index])))
            if due():
                yield Progress(len(known), POINTS)
        dx, dy = np.array(slopes).T
        known[index] = FieldRow(index, dx, dy)
        yield known[index]
    if searched:
        return
    points: list[RestPoint] = []
    Gx, Gy = (np.array([getattr(known[k], name) for k in range(POINTS)]) for name in ("dx", "dy"))
    if np.isfinite(Gx).all() and np.isfinite(Gy).all():
        for point in rest_points(plane, grid, Gx, Gy):
            if point is not None:
                points.append(point)
            elif due():
                yield Progress(len(points), len(points) + 1)
    points.sort(key=lambda point: plane.cost(point.x, point.y))
    yield RestPoints(tuple(points), still_share(Gx, Gy))
