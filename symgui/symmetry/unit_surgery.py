"""Changes of a hidden layer that leave the network's function as it is.

Each function takes `Weights` and gives new ones. Layers count from 1, units from 0. What "the same function"
means is said for each: in real numbers all of them hold exactly; in floating-point numbers a sum that is made
in another order may differ in its last digit.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np

from symgui.arrays import FloatArray


class Weights(msgspec.Struct, frozen=True, eq=False):
    """The parameters of a network.

    Attributes
    ----------
    W : tuple of ndarray
        ``W[l - 1]`` has shape (n_l, n_{l-1}).
    b : tuple of ndarray
        ``b[l - 1]`` has shape (n_l, 1).
    """

    W: tuple[FloatArray, ...]
    b: tuple[FloatArray, ...]

    @property
    def sizes(self) -> tuple[int, ...]:
        """n_0 … n_L."""
        return (self.W[0].shape[1], *(W.shape[0] for W in self.W))

    def units(self, layer: int) -> int:
        """n_l of a hidden layer.

        Raises
        ------
        ValueError
            If the layer is not a hidden one.
        """
        if not 1 <= layer < len(self.W):
            raise ValueError(f"layer {layer} is no hidden layer: there are {len(self.W) - 1}")
        return int(self.W[layer - 1].shape[0])


def swap_units(weights: Weights, layer: int, first: int, second: int) -> Weights:
    """Two units change places, with all weights into and out of them and their biases.

    The same function; the layer above adds the same products in another order.
    """
    order = list(range(weights.units(layer)))
    _checked(weights, layer, (first, second))
    order[first], order[second] = second, first
    return reorder(weights, layer, order)


def reorder(weights: Weights, layer: int, order: Sequence[int]) -> Weights:
    """Unit i becomes the one that was ``order[i]``; the same function, in another order of adding."""
    index = np.array(order)
    return _replaced(
        weights, layer, weights.W[layer - 1][index], weights.b[layer - 1][index], weights.W[layer][:, index]
    )


def flip_unit(weights: Weights, layer: int, unit: int) -> Weights:
    """Change the sign of all weights into a unit, of its bias and of all weights out of it.

    The same function bit for bit, if the activation is odd: g(−z) = −g(z).
    """
    signs = np.ones(weights.units(layer))
    _checked(weights, layer, (unit,))
    signs[unit] = -1.0
    return with_signs(weights, layer, signs)


def with_signs(weights: Weights, layer: int, signs: FloatArray) -> Weights:
    """Units times ±1, shape (n_l,), going in and out; the same function bit for bit if g is odd."""
    column = signs[:, None]
    return _replaced(
        weights, layer, weights.W[layer - 1] * column, weights.b[layer - 1] * column, weights.W[layer] * signs
    )


def split_unit(weights: Weights, layer: int, unit: int, share: float = 0.5) -> Weights:
    """A unit becomes two equal ones that share its weights out: α of them, and 1 − α.

    The same function for every α, below 0 and above 1 too: a straight line of networks with one cost. The
    second unit is the layer's last.
    """
    _checked(weights, layer, (unit,))
    out = weights.W[layer].copy()
    added = (1.0 - share) * out[:, [unit]]
    out[:, unit] *= share
    return _with_unit(weights, layer, unit, out, added)


def clone_unit(weights: Weights, layer: int, unit: int, noise: float, seed: int) -> Weights:
    """As `split_unit` by halves, with the weights into the new unit moved by normal numbers times `noise`.

    The same function only without noise: with it, the symmetry is broken, and the two can learn to differ.
    """
    twins = split_unit(weights, layer, unit)
    W = twins.W[layer - 1].copy()
    W[-1] += noise * np.random.RandomState(seed).randn(W.shape[1])
    return _replaced(twins, layer, W, twins.b[layer - 1], twins.W[layer])


def merge_units(weights: Weights, layer: int, units: Sequence[int]) -> Weights:
    """Twins become one unit: the first of them, with the sum of their weights out.

    The same function; the sum is made before the product. Twins here have equal weights into them and equal
    biases; those out of them may differ.

    Raises
    ------
    ValueError
        If the units are fewer than two, or not equal bit for bit.
    """
    _checked(weights, layer, units)
    first, *others = sorted(set(units))
    if not others:
        raise ValueError("two or more units are merged, not one")
    rows = np.concatenate((weights.W[layer - 1], weights.b[layer - 1]), axis=1)
    for other in others:
        if not np.array_equal(rows[other], rows[first]):
            raise ValueError(
                f"unit {other + 1} has other weights into it, or another bias, than unit {first + 1}"
            )
    out = weights.W[layer].copy()
    for other in others:
        out[:, first] += out[:, other]
    kept = [unit for unit in range(weights.units(layer)) if unit not in others]
    whole = _replaced(weights, layer, weights.W[layer - 1], weights.b[layer - 1], out)
    return reorder(whole, layer, kept)


def remove_unit(weights: Weights, layer: int, unit: int) -> Weights:
    """Take away a unit from which nothing goes out: its weights out are all 0.

    The same function; bit for bit where units are added one after the other, as the kernel does: only
    products that are 0 are gone from the sums. NumPy adds in an order that depends on their number.

    Raises
    ------
    ValueError
        If a weight out of it is not 0, or it is the layer's only unit.
    """
    _checked(weights, layer, (unit,))
    if np.any(weights.W[layer][:, unit]):
        raise ValueError(f"unit {unit + 1} of layer {layer} has weights out of it that are not 0")
    if weights.units(layer) == 1:
        raise ValueError(f"unit 1 is the only one of layer {layer}")
    return reorder(weights, layer, [kept for kept in range(weights.units(layer)) if kept != unit])


def _with_unit(weights: Weights, layer: int, unit: int, out: FloatArray, added: FloatArray) -> Weights:
    """A further unit with the weights into `unit` and its bias, and `added` as its weights out."""
    W, b = weights.W[layer - 1], weights.b[layer - 1]
    return _replaced(
        weights, layer, np.vstack((W, W[[unit]])), np.vstack((b, b[[unit]])), np.hstack((out, added))
    )


def _replaced(weights: Weights, layer: int, W: FloatArray, b: FloatArray, out: FloatArray) -> Weights:
    """New weights into a layer, its biases, and new weights out of it; everything else is the same array."""
    Ws, bs = list(weights.W), list(weights.b)
    Ws[layer - 1], bs[layer - 1], Ws[layer] = W, b, out
    return Weights(tuple(Ws), tuple(bs))


def _checked(weights: Weights, layer: int, units: Sequence[int]) -> None:
    count = weights.units(layer)
    for unit in units:
        if not 0 <= unit < count:
            raise ValueError(f"layer {layer} has units 1 to {count}, not {unit + 1}")
