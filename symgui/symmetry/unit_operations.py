"""Operations on a unit as values, why one is not possible, and what each changes, measured.

The operations are those of `symgui.symmetry.unit_surgery`. That the function stays the same is not taken from
there: both networks answer the same examples, and the answers are compared.
"""

from __future__ import annotations

import math
from typing import Literal, TypeAlias

import msgspec
import numpy as np

from symgui.arrays import FloatArray
from symgui.nn.activations import ACTIVATIONS
from symgui.nn.interruption import look
from symgui.nn.network import Network, Pass
from symgui.plain_text.numbers import number
from symgui.symmetry.twins import classes_of_rows, mirrored, unit_rows
from symgui.symmetry.unit_matching import put
from symgui.symmetry.unit_surgery import (
    Weights,
    clone_unit,
    flip_unit,
    merge_units,
    remove_unit,
    split_unit,
    swap_units,
)

OperationName: TypeAlias = Literal["swap", "flip", "split", "merge", "clone", "remove"]


class UnitOperation(msgspec.Struct, frozen=True):
    """What is to be done with a unit of a hidden layer.

    Attributes
    ----------
    name : str
    layer : int
        From 1.
    unit, other : int
        From 0; `other` is the one to swap with.
    share : float
        α of a split.
    noise : float
        Standard deviation of a clone's noise.
    seed : int
        Of that noise.
    """

    name: OperationName
    layer: int
    unit: int
    other: int = 0
    share: float = 0.5
    noise: float = 0.01
    seed: int = 1

    @property
    def text(self) -> str:
        """What it does, for people."""
        unit = f"unit {self.unit + 1} of layer {self.layer}"
        match self.name:
            case "swap":
                first, second = sorted((self.unit, self.other))
                return f"swap units {first + 1} and {second + 1} of layer {self.layer}"
            case "flip":
                return f"change the sign of {unit}"
            case "split":
                return f"split {unit} into {number(self.share)} and {number(1.0 - self.share)}"
            case "merge":
                return f"merge the twins of {unit}"
            case "clone":
                return f"clone {unit} with noise {number(self.noise)}"
            case "remove":
                return f"remove {unit}"


class FunctionChange(msgspec.Struct, frozen=True):
    """What becomes of the function of a network, on given examples.

    Attributes
    ----------
    sizes_before, sizes_after : tuple of int
        n_0 … n_L.
    largest : float
        Of the changes of an answer ŷ, in absolute value; 0: no bit of any answer has changed.
    cost_before, cost_after : float
    """

    sizes_before: tuple[int, ...]
    sizes_after: tuple[int, ...]
    largest: float
    cost_before: float
    cost_after: float


def operated(weights: Weights, operation: UnitOperation) -> Weights:
    """The network after an operation.

    Raises
    ------
    ValueError
        If it is not possible, see `why_not`.
    """
    layer, unit = operation.layer, operation.unit
    match operation.name:
        case "swap":
            return swap_units(weights, layer, unit, operation.other)
        case "flip":
            return flip_unit(weights, layer, unit)
        case "split":
            return split_unit(weights, layer, unit, operation.share)
        case "merge":
            return merge_units(weights, layer, equal_inputs(weights, layer, unit))
        case "clone":
            return clone_unit(weights, layer, unit, operation.noise, operation.seed)
        case "remove":
            return remove_unit(weights, layer, unit)


def why_not(weights: Weights, operation: UnitOperation, activation: str) -> str:
    """Why an operation is not possible, or would change nothing, in one sentence; empty if it is."""
    layer, unit = operation.layer, operation.unit
    if operation.name == "swap" and operation.other == unit:
        return "Choose another unit to swap with."
    if operation.name == "flip" and not ACTIVATIONS[activation].odd:
        return _not_odd(activation)
    if operation.name == "merge" and len(equal_inputs(weights, layer, unit)) == 1:
        return (
            f"Unit {unit + 1} has no twin: no other unit of layer {layer} has the same weights into it and "
            "the same bias, bit for bit."
        )
    try:
        after = operated(weights, operation)
    except ValueError as error:
        text = str(error)
        return f"{text[0].upper()}{text[1:]}."
    if after.sizes == weights.sizes and _same_numbers(weights, after):
        return "Nothing would change: the weights would be the same, bit for bit."
    return ""


def _not_odd(activation: str) -> str:
    g = ACTIVATIONS[activation]
    below, above = (float(g(np.array([[z]]))[0, 0]) for z in (-1.0, 1.0))
    return (
        f"{g.label} is not odd: g(−1) is {number(below)}, and −g(1) is {number(-above)}. "
        "Only where the two are equal for every z can the sign change."
    )


def equal_inputs(weights: Weights, layer: int, unit: int) -> tuple[int, ...]:
    """The units with the same weights into them and the same bias as one unit, that one included."""
    rows = np.concatenate((weights.W[layer - 1], weights.b[layer - 1]), axis=1) + 0.0
    return next(group for group in classes_of_rows(rows) if unit in group)


def _same_numbers(first: Weights, second: Weights) -> bool:
    pairs = zip(first.W + first.b, second.W + second.b, strict=True)
    return all(np.array_equal(a, b) for a, b in pairs)


def function_change(
    before: Weights, after: Weights, like: Network, X: FloatArray, Y: FloatArray
) -> FunctionChange:
    """Let both networks answer the examples, and compare.

    Parameters
    ----------
    before, after : Weights
        Of as many layers.
    like : Network
        With the activations, loss and arithmetic; it is not changed.
    X : ndarray, shape (n_x, m)
    Y : ndarray, shape (n_L, m)
    """
    answers, costs = zip(*(_answers(weights, like, X, Y) for weights in (before, after)), strict=True)
    largest = float(np.abs(answers[1] - answers[0]).max(initial=0.0))
    return FunctionChange(before.sizes, after.sizes, largest, *costs)


def costs_of_split(
    weights: Weights, layer: int, unit: int, shares: FloatArray, like: Network, X: FloatArray, Y: FloatArray
) -> FloatArray:
    """The cost of the network in which a unit is split into α and 1 − α, for each α; as `function_change`."""
    costs = np.empty(len(shares))
    for k, share in enumerate(shares):
        look()
        _, costs[k] = _answers(split_unit(weights, layer, unit, float(share)), like, X, Y)
    return costs


def _answers(weights: Weights, like: Network, X: FloatArray, Y: FloatArray) -> tuple[FloatArray, float]:
    """ŷ of a network, shape (n_L, m), and its cost."""
    network = Network(weights.sizes, [like.g[l] for l in range(1, like.L)], like.loss, like.arithmetic)
    put(weights, network)
    room = Pass(network.sizes, X.shape[1])
    with np.errstate(all="ignore"):
        network.forward(X, room)
        return room.A[network.L].copy(), network.cost(Y, room)


class EqualNetworks(msgspec.Struct, frozen=True):
    """How many settings of one layer's parameters make the same function, by exchanges and signs.

    Attributes
    ----------
    possible : int
        n!, times 2ⁿ if g is odd.
    different : int
        How many of these are different settings: fewer where units are equal, mirrored, or 0.
    """

    possible: int
    different: int


def equal_networks_of(weights: Weights, layer: int, *, odd: bool) -> EqualNetworks:
    """Count the networks that are this one but for the order and, of an odd g, the signs of a layer's units.

    Units that are equal in all their weights may change places without a trace: of k such units, only
    n!/k! orders are different. With signs, units equal up to their sign count as equal, and a unit whose
    weights are all 0 is its own mirror image.
    """
    rows = unit_rows(weights.W, weights.b, layer)
    n = len(rows)
    orders = math.factorial(n)
    for group in classes_of_rows(mirrored(rows) if odd else rows):
        orders //= math.factorial(len(group))
    with_sign = int(np.count_nonzero(rows.any(axis=1))) if odd else 0
    return EqualNetworks(math.factorial(n) * (2**n if odd else 1), orders * 2**with_sign)
