"""What the backward pass multiplied: slopes, paths, gradients of the data alone."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from symgui.arrays import FloatArray
from symgui.nn.activations import ACTIVATIONS
from symgui.nn.arithmetic import arithmetic_named
from symgui.nn.in_parts import elementwise
from symgui.nn.interruption import look
from symgui.nn.memory import allocate
from symgui.nn.state import LayerState, NetworkState
from symgui.symmetry.rounding_bounds import RoundingBounds

MAX_OUTPUT_SLOPE = 0.25
"""Largest a(1 − a), the slope of sigmoid and the diagonal one of softmax."""
BLOCK = 2e7
"""Multiplications between two looks, at most: some ten milliseconds."""


class Trace:
    """One network's slopes and paths, each computed once, when asked for.

    What takes long may be given up (see `symgui.nn.interruption`); asked again, it goes on where it was.

    Parameters
    ----------
    state : NetworkState
        Finite throughout.

    Attributes
    ----------
    bounds : RoundingBounds
        How large a gradient rounding alone could make.
    """

    def __init__(self, state: NetworkState) -> None:
        self.state = state
        self._slopes: dict[int, FloatArray] = {}
        self._paths: dict[int, FloatArray] = {}
        self._most_paths: dict[int, FloatArray] = {}
        self._data: dict[int, FloatArray] = {}
        self._begun: dict[tuple[str, int], _Growing] = {}
        self._nonzero: dict[tuple[str, int], list[bool]] = {}
        self.saturation: dict[int, float] = {}
        self.bounds = RoundingBounds(self)

    def layer(self, l: int) -> LayerState:
        """Layer l, from 1."""
        return self.state.layers[l - 1]

    @property
    def L(self) -> int:
        """Number of layers with weights."""
        return len(self.state.layers)

    def slope(self, l: int) -> FloatArray:
        """g'(Z[l]), shape (n_l, m); a(1 − a) for the output."""
        if l not in self._slopes:
            self._slopes[l] = self._slopes_of(l, slice(None))
        return self._slopes[l]

    def nonzero(self, name: str, l: int) -> list[bool]:
        """Whether anything of a unit is not 0, of each unit of layer l.

        Parameters
        ----------
        name : str
            ``"A"``, ``"dZ"``, ``"Z"``, ``"W"`` (incoming), ``"b"``, ``"out"`` (outgoing weights) or
            ``"slope"``.
        l : int
            From 1; from 0 for ``"A"``.
        """
        key = name, l
        if key not in self._nonzero:
            if name == "A":
                found = self.state.A(l).any(axis=1)
            elif name == "out":
                found = self.layer(l + 1).W.any(axis=0)
            else:
                values: FloatArray = self.slope(l) if name == "slope" else getattr(self.layer(l), name)
                found = values.any(axis=1)
            self._nonzero[key] = np.asarray(found).tolist()
        return self._nonzero[key]

    def unit_slope(self, l: int, j: int) -> FloatArray:
        """g'(Z[l]) of unit j alone, shape (m,)."""
        known = l in self._slopes
        slopes: FloatArray = self._slopes[l][j] if known else self._slopes_of(l, slice(j, j + 1))[0]
        return slopes

    def _slopes_of(self, l: int, rows: slice) -> FloatArray:
        layer = self.layer(l)
        if layer.activation == "softmax":
            A = layer.A[rows]
            return A * (1.0 - A)
        return elementwise(ACTIVATIONS[layer.activation].derivative, layer.Z[rows])

    def max_slope(self, l: int) -> float:
        """Largest |g'| the activation of layer l has."""
        if l == self.L:
            return MAX_OUTPUT_SLOPE
        return ACTIVATIONS[self.layer(l).activation].max_slope

    def paths(self, l: int) -> FloatArray:
        """Σ over all paths to the output of the absolute products that add up to dZ[l], shape (n_l, m).

        dZ[l] itself may be much smaller, where paths cancel; its rounding is a share of this.
        """
        if l not in self._paths:
            if l == self.L:
                # A − Y cannot be more exact than A and Y are; where it is exactly 0, nothing comes back
                layer = self.layer(l)
                paths = np.maximum(np.abs(layer.A), np.abs(self.state.Y)) * (layer.dZ != 0.0)
            else:
                paths = self._paths_through(l)
            self._paths[l] = paths
        return self._paths[l]

    def _paths_through(self, l: int) -> FloatArray:
        above, weights = self.paths(l + 1), np.abs(self.layer(l + 1).W).T

        def some(units: slice, paths: FloatArray) -> None:
            paths[:] = weights[units] @ above * np.abs(self._slopes_of(l, units))

        return self._grown("paths", l, (len(weights), self.state.m), above.size, some)

    def _grown(
        self, name: str, l: int, shape: tuple[int, int], work: int, some: Callable[[slice, FloatArray], None]
    ) -> FloatArray:
        """An array of layer l, filled some rows at a time; `work` is the multiplications of a row."""
        growing = self._begun.get((name, l)) or _Growing(shape)
        self._begun[name, l] = growing
        growing.go_on(work, some)
        return self._begun.pop((name, l)).array

    def most_paths(self, l: int) -> FloatArray:
        """A cheap upper bound of `paths` for each unit of layer l, shape (n_l,): no example is looked at."""
        if l not in self._most_paths:
            if l == self.L:
                paths = np.ones(self.layer(l).units)  # |A|, |Y| ≤ 1
            else:
                paths = (self.most_paths(l + 1) @ np.abs(self.layer(l + 1).W)) * self.max_slope(l)
            self._most_paths[l] = paths
        return self._most_paths[l]

    def data_gradient(self, l: int) -> FloatArray:
        """dW[l] without the L2 term, summed as the engine sums it."""
        if not self.state.l2:
            return self.layer(l).dW
        if l not in self._data:
            given = self.layer(l).dZ, self.state.A(l - 1)
            _, (dZ, A) = allocate([array.shape for array in given])
            dZ[:], A[:] = given
            arithmetic = arithmetic_named(self.state.arithmetic)
            work = A.size if arithmetic.by_unit else 0

            def some(units: slice, sums: FloatArray) -> None:
                arithmetic.gradient(dZ[units], A, sums)

            sums = self._grown("data", l, (len(dZ), len(A)), work, some)
            self._data[l] = sums * (1.0 / self.state.m)
        return self._data[l]


class _Growing:
    """An array that is filled some rows at a time, and goes on where it was given up.

    Parameters
    ----------
    shape : (rows, columns)
    """

    def __init__(self, shape: tuple[int, int]) -> None:
        _, (self.array,) = allocate([shape])
        self._done = 0

    def go_on(self, work: int, some: Callable[[slice, FloatArray], None]) -> None:
        """Fill what is left by ``some(rows, place)``; a row has so many multiplications (0: all at once)."""
        rows = len(self.array)
        size = max(1, min(rows, int(BLOCK / work))) if work else rows
        while self._done < rows:
            look()
            part = slice(self._done, min(rows, self._done + size))
            some(part, self.array[part])
            self._done = part.stop
