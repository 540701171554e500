"""Which unit of one network is which of another, and the straight path between two networks.

Two networks that were trained from different starts may have learned the same with their units in another
order, and of tanh units with other signs. Matching undoes both: units are paired so that their weights agree
best (Ainsworth et al. 2022, arXiv 2209.04836, weight matching; Entezari et al. 2021, arXiv 2110.06296, the
barrier).
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np

from symgui.arrays import FloatArray
from symgui.nn.interruption import look
from symgui.nn.network import Network, Pass
from symgui.symmetry.assignment import best_pairs
from symgui.symmetry.unit_surgery import Weights, reorder, with_signs

ROUNDS = 100
"""Of matching layer by layer; with one hidden layer the first is the last."""


class UnitPairs(msgspec.Struct, frozen=True):
    """The units of one hidden layer of a network, beside those of another.

    Attributes
    ----------
    partners : tuple of int
        ``partners[i]`` is the unit of the second network that is unit i of the first.
    signs : tuple of int
        1, or −1 where it is its mirror image.
    """

    partners: tuple[int, ...]
    signs: tuple[int, ...]


def match_units(
    first: Weights, second: Weights, odd: Sequence[bool]
) -> tuple[Weights, tuple[UnitPairs, ...]]:
    """`second` with its units in the order, and the signs, in which its weights agree best with `first`.

    Parameters
    ----------
    first, second : Weights
        Of the same sizes.
    odd : sequence of bool
        Of every hidden layer: whether its activation is odd, so that signs are free.

    Returns
    -------
    tuple of (Weights, tuple of UnitPairs)
        The same function as `second` (sums in another order), and for every hidden layer which unit is which.

    Raises
    ------
    ValueError
        If the networks have different sizes.
    """
    if first.sizes != second.sizes:
        raise ValueError(f"networks of {_written(first)} and {_written(second)} have no units to match")
    hidden = range(1, len(first.W))
    orders = {l: np.arange(first.units(l)) for l in hidden}
    signs = {l: np.ones(first.units(l)) for l in hidden}
    matched = second
    for _ in range(ROUNDS):
        before = matched
        for l in hidden:
            order, sign = _best_for(first, matched, l, odd[l - 1])
            matched = with_signs(reorder(matched, l, order), l, sign)
            orders[l], signs[l] = orders[l][order], signs[l][order] * sign
        if all(np.array_equal(old, new) for old, new in zip(before.W, matched.W, strict=True)):
            break
    pairs = tuple(UnitPairs(tuple(orders[l].tolist()), tuple(signs[l].astype(int).tolist())) for l in hidden)
    return matched, pairs


def _best_for(first: Weights, second: Weights, layer: int, odd: bool) -> tuple[list[int], FloatArray]:
    """The order and signs of one layer with the largest sum of products of weights and biases."""
    agreement = (
        first.W[layer - 1] @ second.W[layer - 1].T
        + first.b[layer - 1] @ second.b[layer - 1].T
        + first.W[layer].T @ second.W[layer]
    )
    order = best_pairs(-np.abs(agreement) if odd else -agreement)
    chosen = agreement[np.arange(len(order)), order]
    return order, np.where(odd & (chosen < 0.0), -1.0, 1.0)


def between(first: Weights, second: Weights, share: float) -> Weights:
    """(1 − t) · first + t · second, parameter by parameter."""
    parts = [
        tuple((1.0 - share) * a + share * b for a, b in zip(ours, theirs, strict=True))
        for ours, theirs in ((first.W, second.W), (first.b, second.b))
    ]
    return Weights(*parts)


def costs_between(
    first: Weights, second: Weights, like: Network, X: FloatArray, Y: FloatArray, points: int = 25
) -> FloatArray:
    """The cost at evenly spaced points of the straight line from one network to another, both ends included.

    Parameters
    ----------
    first, second : Weights
    like : Network
        With their sizes, activations, loss and arithmetic; it is not changed.
    X : ndarray, shape (n_x, m)
    Y : ndarray, shape (n_L, m)
    points : int
    """
    network = Network(like.sizes, [like.g[l] for l in range(1, like.L)], like.loss, like.arithmetic)
    room = Pass(network.sizes, X.shape[1])
    costs = np.empty(points)
    for i, share in enumerate(np.linspace(0.0, 1.0, points)):
        look()
        put(between(first, second, float(share)), network)
        network.forward(X, room)
        costs[i] = network.cost(Y, room)
    return costs


def barrier(costs: FloatArray) -> float:
    """How far the cost on a path rises above the line between its ends, at most; 0 if it does not."""
    line = np.linspace(costs[0], costs[-1], len(costs))
    return float(max(0.0, (costs - line).max()))


def put(weights: Weights, network: Network) -> None:
    """Write the parameters into a network of the same sizes."""
    for l in network.layers:
        network.W[l][:] = weights.W[l - 1]
        network.b[l][:] = weights.b[l - 1]


def weights_of_network(network: Network) -> Weights:
    """A copy of a network's parameters."""
    return Weights(
        tuple(network.W[l].copy() for l in network.layers), tuple(network.b[l].copy() for l in network.layers)
    )


def _written(weights: Weights) -> str:
    return "-".join(map(str, weights.sizes))
