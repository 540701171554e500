"""What the symmetries of a network do, computed: an operation on a unit, two networks, flat directions."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import numpy as np

from symgui.arrays import FloatArray
from symgui.experiment import Experiment
from symgui.nn.activations import ACTIVATIONS
from symgui.nn.build import network_of_zeros
from symgui.nn.network import Network
from symgui.nn.state import NetworkState
from symgui.symmetry.flat_directions import Curvature, curvature_of, explained_directions
from symgui.symmetry.hessian import MAX_PARAMETERS
from symgui.symmetry.unit_matching import UnitPairs, barrier, costs_between, match_units
from symgui.symmetry.unit_operations import (
    FunctionChange,
    UnitOperation,
    costs_of_split,
    function_change,
    operated,
)
from symgui.symmetry.unit_surgery import Weights
from symgui.training.frame import Frame
from symgui.training.moments import Moment
from symgui.training.studies.progress import Progress

LINE = np.linspace(-1.0, 2.0, 25)
"""The α at which the cost of a split is computed."""
PATH = 25
"""Points of the straight path between two networks, both ends included."""


class NamedNetwork(msgspec.Struct, frozen=True, eq=False):
    """A trained network and what people call it.

    Attributes
    ----------
    name : str
    experiment : Experiment
        Whose activations, loss and arithmetic it has.
    weights : Weights
    X : ndarray, shape (n_x, m)
    Y : ndarray, shape (n_L, m)
        The training examples.
    """

    name: str
    experiment: Experiment
    weights: Weights
    X: FloatArray
    Y: FloatArray

    @property
    def activations(self) -> tuple[str, ...]:
        """The activations of the hidden layers."""
        return tuple(layer.activation for layer in self.experiment.network.hidden)

    def like(self) -> Network:
        """A network that computes as it does; its parameters are 0."""
        outputs = self.weights.sizes[-1]
        return network_of_zeros(self.experiment, self.weights.sizes[0], 2 if outputs == 1 else outputs)


def network_in(name: str, frame: Frame) -> NamedNetwork:
    """The network that a frame shows."""
    state = frame.network
    return NamedNetwork(name, frame.experiment, weights_in(state), state.X, state.Y)


def network_at(moment: Moment) -> NamedNetwork:
    """The network of a pinned moment that has been computed."""
    return NamedNetwork(
        moment.name, moment.experiment, Weights(moment.W, moment.b), moment.data.X, moment.data.Y
    )


def weights_in(state: NetworkState) -> Weights:
    """The parameters of a state."""
    return Weights(tuple(layer.W for layer in state.layers), tuple(layer.b for layer in state.layers))


# ---- surgery -------------------------------------------------------------------------------------


class SplitLine(msgspec.Struct, frozen=True, eq=False):
    """The cost along the line on which a unit is split into α and 1 − α.

    Attributes
    ----------
    shares, costs : ndarray, shape (25,)
    """

    shares: FloatArray
    costs: FloatArray


def surgery_study(
    network: NamedNetwork, operation: UnitOperation, *, with_line: bool = True
) -> Iterator[object]:
    """A `FunctionChange`, and of a split the `SplitLine`, if it is wanted.

    Raises
    ------
    ValueError
        If the operation is not possible.
    """
    like, before = network.like(), network.weights
    yield function_change(before, operated(before, operation), like, network.X, network.Y)
    if with_line and operation.name == "split":
        where = before, operation.layer, operation.unit
        yield SplitLine(LINE, costs_of_split(*where, LINE, like, network.X, network.Y))


# ---- two networks --------------------------------------------------------------------------------


class MatchedNetworks(msgspec.Struct, frozen=True, eq=False):
    """Which units of two networks are the same, and the straight path between them, before and after.

    Attributes
    ----------
    pairs : tuple of UnitPairs
        Of every hidden layer.
    shares : ndarray, shape (25,)
        t: 0 is the first network, 1 the second.
    straight, matched : ndarray, shape (25,)
        The cost on the path to the second network as it is, and with its units in the first one's order and
        signs.
    function : FunctionChange
        What matching changed of the second network's function.
    distance_straight, distance_matched : float
        Length of the path: the root of the sum of squares of all differences.
    """

    pairs: tuple[UnitPairs, ...]
    shares: FloatArray
    straight: FloatArray
    matched: FloatArray
    function: FunctionChange
    distance_straight: float
    distance_matched: float

    @property
    def barriers(self) -> tuple[float, float]:
        """The barriers of the path as it is, and of the matched one."""
        return barrier(self.straight), barrier(self.matched)


def why_no_match(first: NamedNetwork, second: NamedNetwork) -> str:
    """Why two networks cannot be matched, in one sentence; empty if they can."""
    sizes = ["-".join(map(str, network.weights.sizes)) for network in (first, second)]
    if sizes[0] != sizes[1]:
        named = f"“{first.name}” is a network {sizes[0]}, “{second.name}” one {sizes[1]}"
        return f"{named}: choose two of the same sizes."
    if first.activations != second.activations:
        return f"“{first.name}” and “{second.name}” have different activations."
    if len(sizes[0].split("-")) == 2:
        return "There is no hidden layer, so no unit to match."
    if not (np.array_equal(first.X, second.X) and np.array_equal(first.Y, second.Y)):
        return f"“{first.name}” and “{second.name}” have different data: no cost is that of both."
    for network in (first, second):
        if not all(np.isfinite(part).all() for part in network.weights.W + network.weights.b):
            return f"“{network.name}” has diverged: it has weights that are no numbers."
    return ""


def matching_study(first: NamedNetwork, second: NamedNetwork) -> Iterator[object]:
    """`Progress` between the parts, then `MatchedNetworks`; both must be possible to match."""
    like, X, Y = first.like(), first.X, first.Y
    straight = costs_between(first.weights, second.weights, like, X, Y, PATH)
    yield Progress(1, 3)
    odd = [ACTIVATIONS[name].odd for name in first.activations]
    matched, pairs = match_units(first.weights, second.weights, odd)
    yield Progress(2, 3)
    yield MatchedNetworks(
        pairs=pairs,
        shares=np.linspace(0.0, 1.0, PATH),
        straight=straight,
        matched=costs_between(first.weights, matched, like, X, Y, PATH),
        function=function_change(second.weights, matched, like, X, Y),
        distance_straight=_distance(first.weights, second.weights),
        distance_matched=_distance(first.weights, matched),
    )


def _distance(first: Weights, second: Weights) -> float:
    pairs = zip(first.W + first.b, second.W + second.b, strict=True)
    return float(np.sqrt(sum(float(np.sum((a - b) ** 2)) for a, b in pairs)))


# ---- flat directions -----------------------------------------------------------------------------


class FlatFinding(msgspec.Struct, frozen=True, eq=False):
    """The eigenvalues at a state, and the lines of equal cost through it.

    Attributes
    ----------
    curvature : Curvature
    lines : int
        How many lines of one function symmetries make through this state.
    turning : int
        Those of them along which the gradient turns: they explain no zero eigenvalue.
    """

    curvature: Curvature
    lines: int
    turning: int


def why_no_hessian(state: NetworkState) -> str:
    """Why there are no eigenvalues of a state, in one sentence; empty if there are."""
    parameters = sum(part.size for layer in state.layers for part in (layer.W, layer.b))
    if parameters > MAX_PARAMETERS:
        return (
            f"The network has {parameters} parameters, and a Hessian, with a row and a column for each, is "
            f"made of {MAX_PARAMETERS} at most."
        )
    if not all(np.isfinite(part).all() for layer in state.layers for part in (layer.W, layer.b, layer.dW)):
        return "The run has diverged: there are no numbers to differentiate."
    return ""


def flat_study(state: NetworkState) -> Iterator[object]:
    """A `FlatFinding`.

    Raises
    ------
    ValueError
        If the network has more than `symgui.symmetry.hessian.MAX_PARAMETERS`.
    """
    curvature = curvature_of(state)
    lines = sum(1 for _ in explained_directions(state))
    yield FlatFinding(curvature, lines, lines - len(curvature.directions))
