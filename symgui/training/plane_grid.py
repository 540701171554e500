"""A grid over a plane, of two inputs or through more, and what a network answers there."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from symgui.arrays import FloatArray
from symgui.data.dataset import Dataset
from symgui.nn.memory import padded
from symgui.nn.network import Network, Pass
from symgui.training.frame import Plane
from symgui.training.section import SectionAxes

MARGIN = 1.12
"""The plane reaches this much farther than the farthest point."""
UNEQUAL = 5.0
"""Inputs of which one reaches this much farther have a scale each: years and euros."""
SIDES = (96, 72, 48, 32, 24)
BUDGET = 3e7
"""Multiplications one plane may cost; wide networks get a coarser one."""


class PlaneGrid:
    """Grid points over all examples of a data set, and a network's pass over them.

    Parameters
    ----------
    sizes : sequence of int
        Of the networks to be passed: n_0, n_1, …, n_L; n_0 = 2 without `axes`.
    data : Dataset
    budget : float
        Multiplications a pass may cost.
    widest : sequence of int, optional
        Sizes of a wider network that is to be shown on the same grid.
    axes : SectionAxes, optional
        Where the plane lies, of more inputs than two.

    Attributes
    ----------
    input_tiles : ndarray, shape (2, g, g)
        Each coordinate over the plane, on the grid of the tiles.
    """

    def __init__(
        self,
        sizes: Sequence[int],
        data: Dataset,
        budget: float = BUDGET,
        *,
        widest: Sequence[int] | None = None,
        axes: SectionAxes | None = None,
    ) -> None:
        side = _side(widest or sizes, budget)
        X, X_test = (data.X, data.X_test) if axes is None else (axes.points, axes.test_points)
        points = np.concatenate([X, X_test], axis=1)
        low, high = points.min(axis=1), points.max(axis=1)
        centre, half = (low + high) / 2, _half_widths(high - low)
        self._x1 = _frozen(np.linspace(centre[0] - half[0], centre[0] + half[0], side))
        self._x2 = _frozen(np.linspace(centre[1] - half[1], centre[1] + half[1], side))
        x1, x2 = np.meshgrid(self._x1, self._x2)
        self._side = side
        self._tile_step = 2 if side > 48 else 1
        places = np.stack([x1.ravel(), x2.ravel()])
        self._X = padded(places if axes is None else axes.lift(places))
        self._pass = Pass(sizes, side * side)
        tiles = places.reshape(2, side, side)[:, :: self._tile_step, :: self._tile_step]
        self.input_tiles = _frozen(tiles.copy())

    def forward(self, network: Network) -> None:
        """Pass the grid through `network`; `tiles` and `plane` show the last pass."""
        network.forward(self._X, self._pass)

    def tiles(self, layer: int, shown: tuple[int, ...], zero: float) -> FloatArray:
        """a − `zero` of the units `shown` (0-based) of a layer, shape (len(shown), g, g)."""
        A = self._pass.A[layer]
        tiles = A.reshape(len(A), self._side, self._side)[:, :: self._tile_step, :: self._tile_step]
        return _frozen((tiles if len(shown) == len(A) else tiles[list(shown)]) - zero)

    def plane(self, network: Network) -> Plane:
        """The answer of `network`."""
        A = self._pass.A[network.L]
        shape = (self._side, self._side)
        winner = network.predict(self._pass).reshape(shape)
        probability = (A[0].copy() if A.shape[0] == 1 else A.max(axis=0)).reshape(shape)
        winner.flags.writeable = False
        return Plane(self._x1, self._x2, _frozen(probability), winner)


def _half_widths(widths: FloatArray) -> FloatArray:
    """Half of what is shown of each input: of both the same, unless one reaches much farther."""
    if widths.min() > 0.0 and widths.max() > UNEQUAL * widths.min():
        return widths / 2 * MARGIN
    return np.full(2, max(float(widths.max()) / 2, 0.5) * MARGIN)


def _side(sizes: Sequence[int], budget: float) -> int:
    work = sum(n * (k + 20) for k, n in pairwise(sizes))
    return next((side for side in SIDES if side * side * work <= budget), SIDES[-1])


def _frozen(array: FloatArray) -> FloatArray:
    array.flags.writeable = False
    return array
