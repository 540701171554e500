"""A minimum of a small network in one with a unit more: a line of equal cost, of minima or of saddles.

A unit is split: two get its weights in, λ of its weights out stay, 1 − λ go to the new one. For every λ it is
the same function, and at a minimum of the small network all derivatives of the larger one are 0. What kind of
point it is, the matrix

    A = 1/m Σ (v·δ) g″(z) x xᵀ

of the unit tells, with v its weights out, δ what comes back to them, and x what goes in, 1 for the bias
included. Where one of the two units moves against the other so that the first order cancels, the cost
changes by λ (1 − λ)/2 · ηᵀAη: if A is positive definite, the points are minima for 0 < λ < 1 and saddles
outside, if it is negative definite the other way round, and with both signs all are saddles but at λ = 0
and 1.

Source: Fukumizu and Amari 2000, Neural Networks 13, theorem 3.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias

import msgspec
import numpy as np
from numpy.typing import NDArray

from symgui.arrays import FloatArray
from symgui.nn.interruption import look
from symgui.nn.network import Network, Pass
from symgui.nn.read_state import layer_states
from symgui.nn.state import NetworkState
from symgui.symmetry.hessian import ZERO, curvature, hessian
from symgui.symmetry.unit_matching import put
from symgui.symmetry.unit_surgery import Weights, split_unit

MAX_PARAMETERS = 120
"""Of the small network: its Hessian is made again at every step down."""
STEPS = 200
SETTLED = 1e-10
"""It is at rest when a step moves no parameter by more than this share of the largest one, or of 1."""
SHORTEST = 2.0**-30
"""Least share of a step that is tried."""
STILL = 1e-11
"""The largest derivative at rest."""
ROUNDING = 1e-14
"""Share of the cost below which two costs are not told apart."""
FLAT_SHARE = 1e-9
"""An eigenvalue of A counts as 0 below this share of the largest."""

Side: TypeAlias = Literal["inside", "outside", "neither", "unknown"]


class RestingNetwork(msgspec.Struct, frozen=True, eq=False):
    """Where the way down from a network has ended.

    Attributes
    ----------
    weights : Weights
    state : NetworkState
    steps : int
    settled : bool
        Whether it is at rest there; else `STEPS` were not enough, as where the minimum lies at infinity.
    slope : float
        The largest derivative by a free parameter.
    eigenvalues : ndarray, shape (free parameters,)
        Of the Hessian of the free parameters, from the smallest.
    negative, zero : int
        How many of them are below 0, and count as 0.
    """

    weights: Weights
    state: NetworkState
    steps: int
    settled: bool
    slope: float
    eigenvalues: FloatArray
    negative: int
    zero: int

    @property
    def minimum(self) -> bool:
        """Whether it is at rest, and no second derivative falls."""
        return self.settled and not self.negative


class SplitPoint(msgspec.Struct, frozen=True):
    """The larger network at one λ.

    Attributes
    ----------
    share : float
        λ.
    cost : float
    lowest : float
        The lowest eigenvalue but for those of the line itself: as many as are 0 for every λ, those nearest
        to 0, are left out.
    negative : int
        Eigenvalues below 0.
    """

    share: float
    cost: float
    lowest: float
    negative: int


def state_at(weights: Weights, like: Network, state: NetworkState) -> NetworkState:
    """A network's parameters, forward and backward pass over the examples of `state`.

    Parameters
    ----------
    weights : Weights
    like : Network
        With the activations, loss and arithmetic; it is not changed.
    state : NetworkState
        Of as many layers.
    """
    network = Network(weights.sizes, [like.g[l] for l in range(1, like.L)], like.loss, like.arithmetic)
    put(weights, network)
    room = Pass(network.sizes, state.m)
    with np.errstate(all="ignore"):
        network.forward(state.X, room)
        network.backward(state.X, state.Y, room, state.l2)
        cost = network.cost(state.Y, room)
    return msgspec.structs.replace(state, layers=layer_states(network, room), cost=cost)


def free_places(weights: Weights, *, biases: bool) -> NDArray[np.intp]:
    """Where the free parameters stand in the order of `symgui.symmetry.hessian.hessian`."""
    kinds = [
        np.full(part.size, free)
        for W, b in zip(weights.W, weights.b, strict=True)
        for part, free in ((W, True), (b, biases))
    ]
    return np.flatnonzero(np.concatenate(kinds))


def way_down(
    weights: Weights, like: Network, state: NetworkState, *, biases: bool
) -> Iterator[RestingNetwork | None]:
    """The way down from a network to where it rests: None for every step, then the `RestingNetwork`.

    Newton's method, which goes down also where the cost curves down (each eigenvalue counts by its size), and
    no farther than the cost falls.

    Parameters
    ----------
    weights : Weights
    like : Network
    state : NetworkState
        As in `state_at`; without an L2 term.
    biases : bool
        Whether the biases are free; else they are held.
    """
    free = free_places(weights, biases=biases)
    here = state_at(weights, like, state)
    steps, settled = 0, False
    while not settled and steps < STEPS:
        look()
        step = _newton_step(here, free)
        size = float(np.abs(flat(weights)).max())
        settled = float(np.abs(step).max()) <= SETTLED * max(1.0, size)
        weights, here, moved = _along(weights, here, like, step, free)
        settled = settled or (not moved and slope(here, free) <= STILL)
        if not (moved or settled):
            break
        steps += 1
        yield None
    eigenvalues: FloatArray = np.linalg.eigvalsh(hessian(here)[np.ix_(free, free)]).astype(np.float64)
    bound = ZERO * float(np.abs(eigenvalues).max(initial=0.0))
    rest = slope(here, free)
    yield RestingNetwork(
        weights, here, steps, settled and rest <= STILL, rest, eigenvalues,
        negative=int(np.count_nonzero(eigenvalues < -bound)),
        zero=int(np.count_nonzero(np.abs(eigenvalues) <= bound)),
    )  # fmt: skip


def _newton_step(state: NetworkState, free: NDArray[np.intp]) -> FloatArray:
    """Down in every direction by its slope over the size of its curvature; flat directions are left alone."""
    values, vectors = np.linalg.eigh(hessian(state)[np.ix_(free, free)])
    size = np.abs(values)
    bent = size > ZERO * size.max(initial=0.0)
    slopes = vectors.T @ gradient(state)[free]
    step = np.zeros(len(gradient(state)))
    step[free] = -vectors[:, bent] @ (slopes[bent] / size[bent])
    return step


def _along(
    weights: Weights, here: NetworkState, like: Network, step: FloatArray, free: NDArray[np.intp]
) -> tuple[Weights, NetworkState, bool]:
    """Take as much of a step as makes the cost smaller, halved again and again; returns whether there is any.

    Where the cost tells no difference any more, the whole step counts if it makes the slope smaller.
    """
    share = 1.0
    while share >= SHORTEST:
        there = moved_by(weights, share * step)
        state = state_at(there, like, here)
        nearer = share == 1.0 and abs(state.cost - here.cost) <= ROUNDING * abs(here.cost)
        if state.cost < here.cost or (nearer and slope(state, free) < slope(here, free)):
            return there, state, True
        share /= 2.0
    return weights, here, False


def gradient(state: NetworkState) -> FloatArray:
    """dW[1], db[1], dW[2], …, flat."""
    return np.concatenate([part.ravel() for layer in state.layers for part in (layer.dW, layer.db)])


def slope(state: NetworkState, free: NDArray[np.intp]) -> float:
    """The largest derivative by a free parameter."""
    return float(np.abs(gradient(state)[free]).max())


def flat(weights: Weights) -> FloatArray:
    """W[1], b[1], W[2], …, flat."""
    pairs = zip(weights.W, weights.b, strict=True)
    return np.concatenate([part.ravel() for pair in pairs for part in pair])


def moved_by(weights: Weights, step: FloatArray) -> Weights:
    """The weights plus a step in the order of `gradient`."""
    W, b, at = [], [], 0
    for Wl, bl in zip(weights.W, weights.b, strict=True):
        W.append(Wl + step[at : at + Wl.size].reshape(Wl.shape))
        b.append(bl + step[at + Wl.size : at + Wl.size + bl.size].reshape(bl.shape))
        at += Wl.size + bl.size
    return Weights(tuple(W), tuple(b))


# ---- the split ---------------------------------------------------------------------------------------


def unit_curvature(state: NetworkState, layer: int, unit: int, *, biases: bool) -> FloatArray:
    """The eigenvalues of A, from the smallest; see the module."""
    here, above = state.layers[layer - 1], state.layers[layer]
    returned = above.W[:, unit] @ above.dZ
    into = state.A(layer - 1)
    if biases:
        into = np.vstack((into, np.ones(state.m)))
    A = (into * (returned * curvature(here.activation, here.Z[unit]))) @ into.T / state.m
    eigenvalues: FloatArray = np.linalg.eigvalsh(A).astype(np.float64)
    return eigenvalues


def side_of_minima(eigenvalues: FloatArray) -> Side:
    """Where the minima are by theory: for 0 < λ < 1, outside, nowhere; unknown if an eigenvalue of A is 0."""
    bound = FLAT_SHARE * float(np.abs(eigenvalues).max())
    if float(np.abs(eigenvalues).min()) <= bound:
        return "neither" if eigenvalues[0] < -bound and eigenvalues[-1] > bound else "unknown"
    if eigenvalues[0] > 0.0:
        return "inside"
    return "outside" if eigenvalues[-1] < 0.0 else "neither"


def split_points(
    resting: RestingNetwork, like: Network, layer: int, unit: int, shares: FloatArray, *, biases: bool
) -> Iterator[SplitPoint]:
    """The larger network at each λ.

    Parameters
    ----------
    resting : RestingNetwork
    like : Network
    layer : int
        From 1.
    unit : int
        From 0.
    shares : ndarray, shape (n,)
        λ: the share of the unit's outgoing weights that the first of the two keeps.
    biases : bool
        Whether they are free.
    """
    outputs = resting.weights.W[layer].shape[0]
    for share in shares:
        look()
        weights = split_unit(resting.weights, layer, unit, float(share))
        state, free = state_at(weights, like, resting.state), free_places(weights, biases=biases)
        eigenvalues = np.linalg.eigvalsh(hessian(state)[np.ix_(free, free)])
        bound = ZERO * float(np.abs(eigenvalues).max(initial=0.0))
        nearest = np.argsort(np.abs(eigenvalues), kind="stable")[outputs + resting.zero :]
        yield SplitPoint(
            float(share), state.cost, float(eigenvalues[nearest].min()),
            int(np.count_nonzero(eigenvalues < -bound)),
        )  # fmt: skip
