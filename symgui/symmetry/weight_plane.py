"""The plane of two weights of a network while all others are held: cost, gradient, curvature, updates.

Everything is over all examples, and computed by the engine: a forward and a backward pass a point. With an L2
term the gradient is that of the cost with the penalty, as an update uses it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import msgspec
import numpy as np

from symgui.arrays import FloatArray
from symgui.nn.activations import ACTIVATIONS
from symgui.nn.memory import padded
from symgui.nn.network import Network, Pass
from symgui.nn.optimizers import Optimizer
from symgui.nn.read_state import layer_states
from symgui.nn.state import NetworkState
from symgui.symmetry.hessian import gradient_change
from symgui.symmetry.unit_matching import put
from symgui.symmetry.unit_surgery import Weights
from symgui.symmetry.wording import weight


class WeightPlace(msgspec.Struct, frozen=True, order=True):
    """A weight or a bias of a network.

    Attributes
    ----------
    layer : int
        l, from 1.
    row : int
        Unit j of layer l, from 0.
    column : int
        k of W[l][j, k], from 0; −1 is the bias b[l][j].
    """

    layer: int
    row: int
    column: int

    @property
    def label(self) -> str:
        """The course's name: ``W[1]₂,₁``."""
        return weight(self.layer, self.row, self.column)


def places_in(weights: Weights) -> Iterator[WeightPlace]:
    """Every weight and bias, layer by layer, unit by unit, the bias of a unit last."""
    for l, W in enumerate(weights.W, start=1):
        for row in range(W.shape[0]):
            for column in (*range(W.shape[1]), -1):
                yield WeightPlace(l, row, column)


def value_at(weights: Weights, place: WeightPlace) -> float:
    """The number at a place."""
    l, row, column = place.layer - 1, place.row, place.column
    return float(weights.b[l][row, 0] if column < 0 else weights.W[l][row, column])


class WeightPlane:
    """Two weights that are free, and all else as it is.

    Parameters
    ----------
    state : NetworkState
        Whose examples, L2 term and activations count.
    weights : Weights
        What is held: those of the state, or others of its sizes.
    network : Network
        Of these sizes; it is written to, and belongs to the plane.
    first, second : WeightPlace
        Two different ones: x and y.
    """

    def __init__(
        self, state: NetworkState, weights: Weights, network: Network, first: WeightPlace, second: WeightPlace
    ) -> None:
        self.weights, self.first, self.second = weights, first, second
        self._state, self._network = state, network
        put(weights, network)
        self._X, self._Y = padded(state.X), padded(state.Y)  # once, not at each point
        self._room = Pass(network.sizes, state.m)
        carved = network.carved(np.arange(network.parameters.size, dtype=np.float64))
        self._places = [self._place(carved, place) for place in (first, second)]

    def _place(self, carved: list[FloatArray], place: WeightPlace) -> int:
        L = self._network.L
        matrix = carved[place.layer - 1 + (L if place.column < 0 else 0)]
        return int(matrix[place.row, max(0, place.column)])

    @property
    def size(self) -> int:
        """How many numbers an optimizer of the network has to move."""
        return int(self._network.parameters.size)

    def _set(self, x: float, y: float) -> None:
        self._network.parameters[self._places] = (x, y)

    def cost(self, x: float, y: float) -> float:
        """Mean cross-entropy, without the penalty."""
        self._set(x, y)
        with np.errstate(all="ignore"):
            self._network.forward(self._X, self._room)
            return self._network.cost(self._Y, self._room)

    def gradient(self, x: float, y: float) -> tuple[float, float]:
        """The derivatives of the cost, with the penalty, by the two weights."""
        self._set(x, y)
        return self._gradient_here()

    def _gradient_here(self) -> tuple[float, float]:
        network = self._network
        with np.errstate(all="ignore"):
            network.forward(self._X, self._room)
            network.backward(self._X, self._Y, self._room, self._state.l2)
        gx, gy = network.gradients[self._places]
        return float(gx), float(gy)

    def curvature(self, x: float, y: float) -> FloatArray:
        """The second derivatives by the two weights, shape (2, 2), exact but for rounding."""
        self.gradient(x, y)
        here = msgspec.structs.replace(self._state, layers=layer_states(self._network, self._room))
        rows = []
        for place in (self.first, self.second):
            change = gradient_change(here, *self._direction(place))
            rows.append([change[self._flat(other)] for other in (self.first, self.second)])
        H = np.array(rows)
        return (H + H.T) / 2.0

    def _direction(self, place: WeightPlace) -> tuple[list[FloatArray], list[FloatArray]]:
        v_W = [np.zeros_like(W) for W in self.weights.W]
        v_b = [np.zeros_like(b) for b in self.weights.b]
        if place.column < 0:
            v_b[place.layer - 1][place.row, 0] = 1.0
        else:
            v_W[place.layer - 1][place.row, place.column] = 1.0
        return v_W, v_b

    def _flat(self, place: WeightPlace) -> int:
        """Where a place stands in the order of `symgui.symmetry.hessian.hessian`."""
        before = sum(
            W.size + b.size
            for W, b in zip(self.weights.W[: place.layer - 1], self.weights.b[: place.layer - 1], strict=True)
        )
        W = self.weights.W[place.layer - 1]
        return before + (W.size + place.row if place.column < 0 else place.row * W.shape[1] + place.column)

    def updates(
        self, x: float, y: float, rule: Optimizer, learning_rate: float
    ) -> Iterator[tuple[float, float]]:
        """Where the two weights are after 1, 2, 3, … updates; it ends where they are no numbers any more.

        Parameters
        ----------
        x, y : float
            The start.
        rule : Optimizer
            Of the network's parameters, fresh: it remembers nothing yet.
        learning_rate : float
        """
        network = self._network
        parameters = network.parameters.copy()
        parameters[self._places] = (x, y)
        gradients = np.zeros_like(network.gradients)
        at = x, y
        while math.isfinite(at[0]) and math.isfinite(at[1]):
            gradients[self._places] = self.gradient(*at)  # all others are held
            with np.errstate(all="ignore"):
                rule.update(parameters, gradients, learning_rate)
            at = float(parameters[self._places[0]]), float(parameters[self._places[1]])
            yield at


# ---- the line of twins -----------------------------------------------------------------------------


def pair_of_units(first: WeightPlace, second: WeightPlace, layers: int) -> tuple[int, int, int] | None:
    """Layer and units that two weights belong to in the same way; None if there are no such two units.

    Both go into the two units from one place (or are their biases), or both go out of them to one place.

    Parameters
    ----------
    first, second : WeightPlace
    layers : int
        L: the units of the last one are outputs, which have no twins.
    """
    if first.layer != second.layer:
        return None
    if first.row != second.row and first.column == second.column and first.layer < layers:
        return first.layer, first.row, second.row
    if first.row == second.row and first.column != second.column and min(first.column, second.column) >= 0:
        return (first.layer - 1, first.column, second.column) if first.layer > 1 else None
    return None


def twin_lines(
    weights: Weights, first: WeightPlace, second: WeightPlace, activations: tuple[str, ...]
) -> tuple[int, ...]:
    """The lines of the plane on which two units are twins: 1 for y = x, −1 for y = −x (mirrored, odd g).

    They are there where the two units have everything else in common, bit for bit, or with the other sign.
    Exchanging the two units then exchanges x and y and changes nothing else, so the gradient on the line
    points along it: no update leaves it.
    """
    found = pair_of_units(first, second, len(weights.W))
    if found is None:
        return ()
    layer, i, j = found
    rows = np.concatenate((weights.W[layer - 1], weights.b[layer - 1], weights.W[layer].T), axis=1) + 0.0
    one, other = rows[i], rows[j]
    inputs = weights.W[layer - 1].shape[1]
    entry = inputs if first.column < 0 else first.column
    free = inputs + 1 + first.row if first.layer > layer else entry
    one, other = np.delete(one, free), np.delete(other, free)
    signs = (1, -1) if ACTIVATIONS[activations[layer - 1]].odd else (1,)
    return tuple(sign for sign in signs if np.array_equal(one, sign * other))


HOMOGENEOUS = ("relu", "leaky_relu", "linear")
"""Activations with g(r z) = r g(z) for r > 0."""


def keeps_its_balance(
    weights: Weights, first: WeightPlace, second: WeightPlace, activations: tuple[str, ...]
) -> bool:
    """Whether x² − y² is kept while the two weights learn, in the limit of small steps (Du et al. 2018).

    They are a weight into a unit of ReLU's kind and one out of it, and all else that the unit has is 0, so
    that ‖w_in‖² + b² and ‖w_out‖² are their squares.
    """
    if second.layer != first.layer + 1 or second.column != first.row:
        return False
    if activations[first.layer - 1] not in HOMOGENEOUS:
        return False
    W, b, out = weights.W[first.layer - 1], weights.b[first.layer - 1], weights.W[first.layer]
    entry = W.shape[1] if first.column < 0 else first.column
    others = np.delete(np.append(W[first.row], b[first.row]), entry)
    return not np.any(others) and not np.any(np.delete(out[:, second.column], second.row))


def alike(weights: Weights, first: WeightPlace, second: WeightPlace) -> Weights:
    """The second unit takes all weights of the first but the one that is free; as it is if no two units are.

    Returns
    -------
    Weights
        In which `twin_lines` finds y = x.
    """
    found = pair_of_units(first, second, len(weights.W))
    if found is None:
        return weights
    layer, i, j = found
    Ws, bs = [W.copy() for W in weights.W], [b.copy() for b in weights.b]
    kept = value_at(weights, second)
    Ws[layer - 1][j], bs[layer - 1][j], Ws[layer][:, j] = Ws[layer - 1][i], bs[layer - 1][i], Ws[layer][:, i]
    if second.column < 0:
        bs[second.layer - 1][second.row, 0] = kept
    else:
        Ws[second.layer - 1][second.row, second.column] = kept
    return Weights(tuple(Ws), tuple(bs))
