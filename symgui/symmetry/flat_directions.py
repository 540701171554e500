"""The flat directions of a small network: zero eigenvalues of its Hessian, and which symmetry makes each."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import msgspec
import numpy as np

from symgui.arrays import FloatArray
from symgui.nn.activations import ACTIVATIONS
from symgui.nn.state import NetworkState
from symgui.symmetry.hessian import ZERO, hessian
from symgui.symmetry.twins import classes_of_rows


class FlatDirection(msgspec.Struct, frozen=True, eq=False):
    """A direction along which the function of the network, so its cost, stays the same, by a symmetry.

    Attributes
    ----------
    reason : str
        ``"twins"``, ``"no weights out"``, ``"never active"`` (its answer is 0), ``"no slope"`` (its g′ is 0,
        and stays so nearby) or ``"softmax"``.
    layer : int
        l of the units.
    units : tuple of int
        From 0.
    direction : ndarray, shape (p,)
        In the order of `symgui.symmetry.hessian.hessian`.
    """

    reason: str
    layer: int
    units: tuple[int, ...]
    direction: FloatArray


class Curvature(msgspec.Struct, frozen=True, eq=False):
    """What the Hessian says of a point.

    Attributes
    ----------
    eigenvalues : ndarray, shape (p,)
        From the smallest.
    negative, zero : int
        How many are below 0 and how many count as 0 (`ZERO`).
    explained : int
        How many independent directions of them a symmetry explains.
    directions : tuple of FlatDirection
        These: along each the whole gradient stays the same, too. Two may be one direction with two reasons.
    """

    eigenvalues: FloatArray
    negative: int
    zero: int
    explained: int
    directions: tuple[FlatDirection, ...]

    @property
    def unexplained(self) -> int:
        """Zero eigenvalues that no symmetry here explains."""
        return self.zero - self.explained


def curvature_of(state: NetworkState) -> Curvature:
    """Eigenvalues of the Hessian at a state, and the flat directions that symmetries explain.

    Along a flat direction v the cost does not change, so vᵀHv = 0. That Hv = 0, that is, that v belongs to
    the eigenvalue 0, needs more: that the gradient does not change either. At a minimum or a saddle that was
    split (Fukumizu and Amari 2000) it does not; at other points it may. With an L2 term the cost is the same
    only along directions that move no weight.

    Raises
    ------
    ValueError
        If the network is too large for it.
    """
    H = hessian(state)
    eigenvalues: FloatArray = np.linalg.eigvalsh(H).astype(np.float64)
    bound = ZERO * float(np.abs(eigenvalues).max(initial=0.0))
    weights = np.concatenate([_places(state, layer.number)[0].ravel() for layer in state.layers])
    directions = tuple(
        found
        for found in explained_directions(state)
        if float(np.abs(H @ found.direction).max()) <= bound
        and (state.l2 == 0.0 or not np.any(found.direction[weights]))
    )
    matrix = np.array([found.direction for found in directions])
    rank = int(np.linalg.matrix_rank(matrix)) if directions else 0
    return Curvature(
        eigenvalues,
        negative=int(np.count_nonzero(eigenvalues < -bound)),
        zero=int(np.count_nonzero(np.abs(eigenvalues) <= bound)),
        explained=rank,
        directions=directions,
    )


def explained_directions(state: NetworkState) -> Iterator[FlatDirection]:
    """Straight lines through a state on which the function of the network, so its cost, is the same."""
    for layer in state.hidden:
        above = state.layers[layer.number]
        rows = np.concatenate((layer.W, layer.b), axis=1) + 0.0
        slope = ACTIVATIONS[layer.activation].derivative(layer.Z)
        for unit in range(layer.units):
            idle = not np.any(above.W[:, unit])
            if idle or (not np.any(slope[unit]) and np.all(layer.Z[unit] < 0.0)):
                for entry in range(rows.shape[1]):
                    reason = "no weights out" if idle else "no slope"
                    yield _into(state, reason, layer.number, unit, entry)
            if not np.any(layer.A[unit]):
                for k in range(above.units):
                    yield _out_of(state, "never active", layer.number, (unit,), k)
        for group in classes_of_rows(rows):
            for pair in pairwise(group):
                for k in range(above.units):
                    yield _out_of(state, "twins", layer.number, pair, k)
    if state.output.activation == "softmax":
        last = state.output
        for column in range(last.W.shape[1] + 1):
            direction = np.zeros_like(_flat(state))
            W, b = _places(state, last.number)
            direction[b if column == last.W.shape[1] else W[:, column]] = 1.0
            yield FlatDirection("softmax", last.number, tuple(range(last.units)), direction)


def _into(state: NetworkState, reason: str, layer: int, unit: int, entry: int) -> FlatDirection:
    """One weight into a unit, or its bias (the last entry)."""
    W, b = _places(state, layer)
    direction = np.zeros_like(_flat(state))
    direction[np.append(W[unit], b[unit])[entry]] = 1.0
    return FlatDirection(reason, layer, (unit,), direction)


def _out_of(
    state: NetworkState, reason: str, layer: int, units: tuple[int, ...], above: int
) -> FlatDirection:
    """The direction from one unit's weight to unit `above` of the next layer into its twin's."""
    W, _ = _places(state, layer + 1)
    direction = np.zeros_like(_flat(state))
    for unit, sign in zip(units, (1.0, -1.0), strict=False):
        direction[W[above, unit]] = sign
    return FlatDirection(reason, layer, units, direction)


def _flat(state: NetworkState) -> FloatArray:
    return np.concatenate([part.ravel() for layer in state.layers for part in (layer.W, layer.b)])


def _places(state: NetworkState, layer: int) -> tuple[np.ndarray, np.ndarray]:
    """Where the weights and biases of a layer stand in the order of `hessian`: W's shape, and (n,)."""
    start = sum(part.size for other in state.layers[: layer - 1] for part in (other.W, other.b))
    n, k = state.layers[layer - 1].W.shape
    W = start + np.arange(n * k).reshape(n, k)
    return W, start + n * k + np.arange(n)
