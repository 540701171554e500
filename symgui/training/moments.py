"""Pinned moments of runs, and two of them compared unit by unit: weights, and same function or not."""

from __future__ import annotations

import math

import msgspec
import numpy as np
from numpy.typing import NDArray

from symgui.arrays import FloatArray
from symgui.data import load_data
from symgui.data.dataset import Dataset
from symgui.experiment import Experiment
from symgui.training.frame import Frame

TOLERANCE = 1e-9
"""Two functions are the same if on no example they differ by more than this share of their largest value."""
FEW = 8
"""Examples on which all pairs of units are compared first; few pairs are left for the rest."""


class Moment(msgspec.Struct, frozen=True, eq=False):
    """A network at one iteration, with the function it and each of its units is on the training data.

    Attributes
    ----------
    name : str
        What the person calls it.
    iteration : int
    experiment : Experiment
        Of the run, with the changes recorded until then.
    data : Dataset
    W, b : tuple of ndarray
        ``W[l - 1]`` has shape (n_l, n_{l-1}), ``b[l - 1]`` has shape (n_l, 1).
    A : tuple of ndarray
        ``A[l - 1]`` has shape (n_l, m): row j is the function of unit j, on all training examples.
    cost, train_accuracy : float
    test_accuracy : float or None
        None without test data.
    effective_units : tuple of int
        Of every hidden layer.
    verdict, evidence : str
        Name of the verdict, and the sentence that proves it.
    """

    name: str
    iteration: int
    experiment: Experiment
    data: Dataset
    W: tuple[FloatArray, ...]
    b: tuple[FloatArray, ...]
    A: tuple[FloatArray, ...]
    cost: float
    train_accuracy: float
    test_accuracy: float | None = None
    effective_units: tuple[int, ...] = ()
    verdict: str = ""
    evidence: str = ""

    @property
    def computed(self) -> bool:
        """Whether its network is there; that of a pin of another day is computed when it is gone to."""
        return bool(self.W)

    @property
    def has_own_name(self) -> bool:
        """Whether its name says more than its iteration."""
        return not self.name.startswith(plain_name(self.iteration))

    @property
    def sizes(self) -> tuple[int, ...]:
        """n_0 (the inputs), n_1, …, n_L."""
        return (self.W[0].shape[1], *(W.shape[0] for W in self.W))


def plain_name(iteration: int) -> str:
    """What a moment is called until somebody names it; of several at one iteration a number comes behind."""
    return f"iteration {iteration}"


def pin(name: str, frame: Frame) -> Moment:
    """The moment that a frame shows."""
    layers = frame.network.layers
    return Moment(
        name=name,
        iteration=frame.iteration,
        experiment=frame.experiment,
        data=frame.data,
        W=tuple(layer.W for layer in layers),
        b=tuple(layer.b for layer in layers),
        A=tuple(layer.A for layer in layers),
        cost=frame.cost,
        train_accuracy=frame.train_accuracy,
        test_accuracy=frame.test_accuracy,
        effective_units=frame.symmetry.effective_units,
        verdict=frame.verdict.name,
        evidence=frame.verdict.evidence,
    )


def to_compute(name: str, iteration: int, experiment: Experiment) -> Moment:
    """A moment of which only the place is known: its network is to be computed."""
    nothing: tuple[FloatArray, ...] = ()
    data = load_data(experiment.data)
    return Moment(name, iteration, experiment, data, nothing, nothing, nothing, math.nan, math.nan)


class UnitChange(msgspec.Struct, frozen=True, eq=False):
    """One unit at two moments. Units are 0-based.

    Attributes
    ----------
    layer, unit : int
    weights_before, weights_after : ndarray, shape (n_{l-1},)
        Incoming.
    bias_before, bias_after : float
    same_function : bool
        It answers every training example after as before.
    alike_before, alike_after : tuple of int
        The other units of its layer that are the same function as this one, at each moment.
    """

    layer: int
    unit: int
    weights_before: FloatArray
    bias_before: float
    weights_after: FloatArray
    bias_after: float
    same_function: bool
    alike_before: tuple[int, ...]
    alike_after: tuple[int, ...]

    @property
    def moved(self) -> float:
        """Largest change of an incoming weight or the bias."""
        return max(
            float(np.abs(self.weights_after - self.weights_before).max()),
            abs(self.bias_after - self.bias_before),
        )

    @property
    def verdict(self) -> str:
        """``"same function"`` or ``"different function"``."""
        return verdict(self.same_function)


class MomentComparison(msgspec.Struct, frozen=True, eq=False):
    """Two moments of networks of one shape on the same data.

    Attributes
    ----------
    before, after : Moment
    units : tuple of UnitChange
        Of all layers, the output's included, in order.
    same_function : bool
        The whole network answers every training example after as before.
    """

    before: Moment
    after: Moment
    units: tuple[UnitChange, ...]
    same_function: bool

    @property
    def verdict(self) -> str:
        """``"same function"`` or ``"different function"``."""
        return verdict(self.same_function)

    def layer(self, l: int) -> tuple[UnitChange, ...]:
        """The units of layer l, from 1."""
        return tuple(unit for unit in self.units if unit.layer == l)


def compare(before: Moment, after: Moment) -> MomentComparison:
    """Two moments, unit by unit.

    Raises
    ------
    ValueError
        If the networks have different shapes, or saw different data.
    """
    for moment in (before, after):
        if not moment.computed:
            raise ValueError(f"{moment.name!r} has not been computed today: choose it, and press Go")
    if before.sizes != after.sizes:
        shapes = ["-".join(map(str, moment.sizes)) for moment in (before, after)]
        raise ValueError(
            f"{before.name!r} and {after.name!r} cannot be compared unit by unit: "
            f"one network is {shapes[0]}, the other {shapes[1]}"
        )
    if not np.array_equal(before.data.X, after.data.X):
        raise ValueError(f"{before.name!r} and {after.name!r} are functions on different data")
    changes = [change for l in range(1, len(before.sizes)) for change in _layer(before, after, l)]
    outputs = before.sizes[-1]
    return MomentComparison(
        before, after, tuple(changes), all(unit.same_function for unit in changes[-outputs:])
    )


def alike(A: FloatArray, B: FloatArray) -> NDArray[np.bool_]:
    """Whether rows are the same function: the largest difference within `TOLERANCE` of the largest value.

    Parameters
    ----------
    A, B : ndarray, shapes (..., m)
        Broadcast against each other. What is not finite is the same as nothing.
    """
    with np.errstate(invalid="ignore"):
        largest = np.maximum(np.abs(A).max(axis=-1), np.abs(B).max(axis=-1))
        close = np.abs(A - B).max(axis=-1) <= TOLERANCE * largest
    same: NDArray[np.bool_] = close & np.isfinite(largest)
    return same


def classes(A: FloatArray) -> list[tuple[int, ...]]:
    """Rows of A that are the same function, together; ordered by their first row."""
    with np.errstate(invalid="ignore"):
        largest = np.abs(A).max(axis=1)
        few = np.abs(A[:, None, :FEW] - A[None, :, :FEW]).max(axis=2)
        maybe = few <= TOLERANCE * np.maximum(largest[:, None], largest)
    found: list[list[int]] = []
    for j in range(len(A)):
        for members in found:
            if maybe[j, members[0]] and alike(A[j], A[members[0]]):
                members.append(j)
                break
        else:
            found.append([j])
    return [tuple(members) for members in found]


def verdict(same: bool) -> str:
    """The verdict in words."""
    return "same function" if same else "different function"


def _layer(before: Moment, after: Moment, l: int) -> list[UnitChange]:
    i = l - 1
    same = alike(before.A[i], after.A[i])
    others_before, others_after = _others(before.A[i]), _others(after.A[i])
    return [
        UnitChange(
            layer=l,
            unit=j,
            weights_before=before.W[i][j],
            bias_before=float(before.b[i][j, 0]),
            weights_after=after.W[i][j],
            bias_after=float(after.b[i][j, 0]),
            same_function=bool(same[j]),
            alike_before=others_before[j],
            alike_after=others_after[j],
        )
        for j in range(before.sizes[l])
    ]


def _others(A: FloatArray) -> list[tuple[int, ...]]:
    """The other rows of the class of each row."""
    others: list[tuple[int, ...]] = [()] * len(A)
    for members in classes(A):
        for j in members:
            others[j] = tuple(i for i in members if i != j)
    return others
