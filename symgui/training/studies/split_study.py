"""A minimum of the network as it stands, found, and the line that it becomes with one unit more."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import numpy as np

from symgui.arrays import FloatArray
from symgui.nn.network import Network
from symgui.nn.state import NetworkState
from symgui.symmetry.split_minimum import (
    MAX_PARAMETERS,
    STEPS,
    RestingNetwork,
    SplitPoint,
    split_points,
    unit_curvature,
    way_down,
)
from symgui.training.studies.progress import Progress
from symgui.training.studies.symmetry_studies import NamedNetwork

SHARES = np.round(np.linspace(-1.0, 2.0, 61), 2)
"""The λ of a split."""


class SplitUnit(msgspec.Struct, frozen=True):
    """Which unit is split, and what is free.

    Attributes
    ----------
    layer : int
        From 1.
    unit : int
        From 0.
    biases : bool
        Whether the biases are free; else they are held as they are.
    """

    layer: int
    unit: int
    biases: bool


class SplitCurve(msgspec.Struct, frozen=True, eq=False):
    """What the splits of one unit are.

    Attributes
    ----------
    points : tuple of SplitPoint
        At every λ of `SHARES`.
    bends : ndarray
        The eigenvalues of the unit's matrix A (`symgui.symmetry.split_minimum`), from the smallest.
    """

    points: tuple[SplitPoint, ...]
    bends: FloatArray


def why_no_split(state: NetworkState) -> str:
    """Why no minimum of a network is split, in one sentence; empty if one may be."""
    if not state.hidden:
        return "There is no hidden layer, so no unit to split."
    if state.l2:
        return (
            "The run has an L2 term: it tells the splits of a unit apart, so they are no line of equal cost. "
            "Set λ to 0."
        )
    parameters = sum(part.size for layer in state.layers for part in (layer.W, layer.b))
    if parameters > MAX_PARAMETERS:
        return (
            f"The network has {parameters} parameters; a minimum is looked for in networks of "
            f"{MAX_PARAMETERS} at most."
        )
    return ""


def resting_study(network: NamedNetwork, state: NetworkState, *, biases: bool) -> Iterator[object]:
    """`Progress`, then the `RestingNetwork` that the way down from the network leads to."""
    for step, found in enumerate(way_down(network.weights, network.like(), state, biases=biases)):
        yield Progress(step, STEPS) if found is None else found


def split_study(resting: RestingNetwork, like: Network, wanted: SplitUnit) -> Iterator[object]:
    """`Progress`, then the `SplitCurve` of a unit of a network at rest."""
    points: list[SplitPoint] = []
    where = wanted.layer, wanted.unit
    for point in split_points(resting, like, *where, SHARES, biases=wanted.biases):
        points.append(point)
        yield Progress(len(points), len(SHARES))
    yield SplitCurve(tuple(points), unit_curvature(resting.state, *where, biases=wanted.biases))
