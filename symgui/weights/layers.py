"""Which arrays are the weights and biases of which layer: told by their names, and by how they fit."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Literal, NamedTuple, TypeAlias

import msgspec

from symgui.arrays import FloatArray
from symgui.experiment import ExperimentError
from symgui.experiment.parts import MAX_HIDDEN_LAYERS, MAX_UNITS
from symgui.experiment.spec import shown
from symgui.experiment.table_spec import MAX_CLASSES, MAX_FEATURES
from symgui.weights.array_bounds import written_shape

Orientation: TypeAlias = Literal["out-in", "in-out"]
"""What a row of a weight matrix belongs to: a unit, as in the course and PyTorch; or an input."""
ORIENTATIONS: tuple[Orientation, ...] = ("out-in", "in-out")
MOST_ORDERS = 8
"""Orders of the layers that are offered, where the names say none."""

_NAMED = (
    # layers.0.weight, fc1.bias, dense_1/kernel:0
    (re.compile(r"(?P<layer>.+)[._/](?P<word>weight|weights|kernel|bias|biases|coef|intercept)(:0)?"), None),
    # W1, b2, weights_1, coefs_0, coefs_.0, biases[2]
    (re.compile(r"(?P<word>W|w|B|b|weights?|kernel|bias|biases|coefs?|intercepts?)_?[._\[-]*(?P<layer>\d+)\]?"),
     None),
    # a single layer: W, b; coef_, intercept_
    (re.compile(r"(?P<word>W|w|b|weights?|bias|coef|intercept)_?"), ""),
)  # fmt: skip
_BIASES = ("b", "bias", "biases", "intercept", "intercepts")
_ORIENTED: dict[str, Orientation] = {
    "weight": "out-in", "coef": "out-in", "kernel": "in-out", "coefs": "in-out",
}  # fmt: skip
"""Words of PyTorch, scikit-learn and Keras, which say what a row belongs to; W1 may be written either way."""
_UNNAMED = re.compile(r"arr_(?P<number>\d+)")


class LayerArrays(NamedTuple):
    """The arrays of one layer.

    Attributes
    ----------
    weights : str
        The name of its matrix.
    bias : str or None
        None where there is none: b starts at 0.
    """

    weights: str
    bias: str | None


class Layers(msgspec.Struct, frozen=True):
    """What was understood of a file.

    Attributes
    ----------
    orders : tuple of tuple of LayerArrays
        The layers, first to last; several orders where they all fit and no name tells.
    fitting : tuple of orientations
        Those in which the shapes fit one after another, the one suggested first.
    why : str
        How the first was told: ``"by the shapes"``; empty if nothing tells, and somebody has to choose.
    left_out : tuple of str
        Arrays that are no layer's: ``"bn.running_mean (64)"``.
    """

    orders: tuple[tuple[LayerArrays, ...], ...]
    fitting: tuple[Orientation, ...]
    why: str
    left_out: tuple[str, ...]

    def told_by(self, fits: Callable[[tuple[LayerArrays, ...], Orientation], bool]) -> Layers:
        """The same, where nothing else tells by what the network is for: only one orientation fits it."""
        can = tuple(o for o in self.fitting if any(fits(order, o) for order in self.orders))
        if self.why or len(can) != 1:
            return self
        return msgspec.structs.replace(self, fitting=can, why="by the data, which fit only so")


def is_parameter(name: str) -> bool:
    """Whether an array is called as weights or biases are."""
    word, layer = _parsed(name) or ("", "")
    return bool(word) and (layer != "" or word in ("W", "coef", "weight", "weights"))


def understood(arrays: Mapping[str, FloatArray]) -> Layers:
    """The layers that some arrays are.

    Raises
    ------
    ExperimentError
        If no order and orientation of them fits; the sentence names the arrays and their shapes.
    """
    named, called = _named(arrays)
    weights = {layer: each for layer, each in named.items() if each.weights}
    if not weights:
        there = ", ".join(f"{shown(name)} {written_shape(a.shape)}" for name, a in islice(arrays.items(), 8))
        raise ExperimentError(f"has no weights by a known name (W1, b1, …; 0.weight; coefs_): it has {there}")
    if len(weights) > MAX_HIDDEN_LAYERS + 1:
        raise ExperimentError(f"has {len(weights)} layers, and {MAX_HIDDEN_LAYERS + 1} are the most")
    taken = {name for each in weights.values() for name in each if name is not None}
    left_out = tuple(
        f"{name} ({written_shape(array.shape)})" for name, array in arrays.items() if name not in taken
    )
    by_number = tuple(weights[layer] for layer in sorted(weights, key=_natural))
    found = _orders(arrays, by_number, numbered=_numbered(weights))
    fitting = tuple(o for o in ORIENTATIONS if found[o])
    if not fitting:
        problem = _problem(arrays, by_number, called or "out-in")
        raise ExperimentError(f"does not hold layers that fit one after another: {problem}")
    why = "by the shapes" if len(fitting) == 1 else ""
    if called in fitting and not why:
        fitting, why = (called,), "by the names"
    orders = tuple(dict.fromkeys(order for o in fitting for order in found[o]))
    return Layers(orders, fitting, why, left_out)


def _orders(
    arrays: Mapping[str, FloatArray], by_number: tuple[LayerArrays, ...], *, numbered: bool
) -> dict[Orientation, tuple[tuple[LayerArrays, ...], ...]]:
    """The orders in which the layers fit: that of their numbers, if it is one, else all."""
    fits: dict[Orientation, tuple[tuple[LayerArrays, ...], ...]] = {
        o: (by_number,) if _problem(arrays, by_number, o) is None else () for o in ORIENTATIONS
    }
    if numbered and any(fits.values()):
        return fits
    return {o: tuple(islice(_chains(arrays, by_number, o), MOST_ORDERS)) for o in ORIENTATIONS}


def sizes_of(
    arrays: Mapping[str, FloatArray], order: Sequence[LayerArrays], orientation: Orientation
) -> tuple[int, ...]:
    """(n_x, n_1, …, n_L).

    Raises
    ------
    ExperimentError
        If the layers do not fit one after another so, or are too wide.
    """
    problem = _problem(arrays, order, orientation)
    if problem is not None:
        raise ExperimentError(f"does not hold layers that fit one after another: {problem}")
    shapes = [_shape(arrays[layer.weights], orientation) for layer in order]
    sizes = (shapes[0][1], *(rows for rows, _ in shapes))
    if sizes[0] > MAX_FEATURES:
        raise ExperimentError(f"takes {sizes[0]} inputs, and {MAX_FEATURES} are the most")
    wide = next((l for l, n in enumerate(sizes[1:-1], start=1) if n > MAX_UNITS), None)
    if wide is not None:
        raise ExperimentError(f"has {sizes[wide]} units, and {MAX_UNITS} are the most", f"layer {wide}")
    if sizes[-1] > MAX_CLASSES:
        raise ExperimentError(f"ends in {sizes[-1]} units, and {MAX_CLASSES} classes are the most")
    return sizes


# ---- names -----------------------------------------------------------------------------------------


def _parsed(name: str) -> tuple[str, str] | None:
    """The word and the layer of a name: ``("weight", "fc1")``."""
    for pattern, layer in _NAMED:
        match = pattern.fullmatch(name)
        if match:
            return match["word"], layer if layer is not None else match["layer"]
    return None


def _named(arrays: Mapping[str, FloatArray]) -> tuple[dict[str, LayerArrays], Orientation | None]:
    """The arrays of each layer by its name, and what rows belong to by what they are called."""
    weights: dict[str, str] = {}
    biases: dict[str, str] = {}
    called: Orientation | None = None
    for name, array in arrays.items():
        parsed = _parsed(name) or _unnamed(name, arrays)
        if parsed is None:
            continue
        word, layer = parsed
        is_bias = word in _BIASES or word == "B"
        if not is_bias and array.ndim != 2:
            continue
        if is_bias and not _is_vector(array):
            continue
        mine = biases if is_bias else weights
        if layer in mine:
            raise ExperimentError(f"has two arrays for one place: {shown(mine[layer])} and {shown(name)}")
        mine[layer] = name
        called = called or _ORIENTED.get(word)
    return {layer: LayerArrays(name, biases.get(layer)) for layer, name in weights.items()}, called


def _unnamed(name: str, arrays: Mapping[str, FloatArray]) -> tuple[str, str] | None:
    """``numpy.savez`` without names: W1, b1, W2, … one after another, or all W alone."""
    match = _UNNAMED.fullmatch(name)
    if match is None or not all(_UNNAMED.fullmatch(each) for each in arrays):
        return None
    number = int(match["number"])
    in_pairs = any(array.ndim == 1 or 1 in array.shape for array in list(arrays.values())[1::2])
    if not in_pairs:
        return "W", str(number)
    return ("b" if number % 2 else "W"), str(number // 2)


def _natural(layer: str) -> tuple[tuple[int, str], ...]:
    """A key to sort names so that 10 follows 9."""
    parts = re.findall(r"\d+|\D+", layer)
    return tuple((int(part), "") if part.isdigit() else (-1, part) for part in parts)


def _numbered(layers: Mapping[str, LayerArrays]) -> bool:
    """Whether the names differ by their numbers only, which tell the order."""
    return len({re.sub(r"\d+", "#", layer) for layer in layers}) == 1


# ---- shapes ----------------------------------------------------------------------------------------


def _is_vector(array: FloatArray) -> bool:
    return array.ndim <= 2 and array.size == max(array.shape, default=1)


def _shape(array: FloatArray, orientation: Orientation) -> tuple[int, int]:
    """Units and inputs."""
    rows, columns = array.shape
    return (rows, columns) if orientation == "out-in" else (columns, rows)


def _problem(
    arrays: Mapping[str, FloatArray], order: Sequence[LayerArrays], orientation: Orientation
) -> str | None:
    """Why the layers do not fit one after another; None if they do."""
    before = None
    for layer in order:
        shape = arrays[layer.weights].shape
        units, inputs = _shape(arrays[layer.weights], orientation)
        here = f"{shown(layer.weights)} is {written_shape(shape)}"
        if not units or not inputs:
            return f"{here}: it is empty"
        if layer.bias is not None and arrays[layer.bias].size != units:
            return f"{here}, and {shown(layer.bias)} has {arrays[layer.bias].size} numbers"
        if before is not None and inputs != before:
            return f"{here}, and the layer before it has {before} units"
        before = units
    return None


def _chains(
    arrays: Mapping[str, FloatArray], layers: Sequence[LayerArrays], orientation: Orientation
) -> Iterator[tuple[LayerArrays, ...]]:
    """Orders of all the layers in which each takes as many inputs as the one before has units."""

    def grown(
        order: tuple[LayerArrays, ...], rest: tuple[LayerArrays, ...]
    ) -> Iterator[tuple[LayerArrays, ...]]:
        if not rest:
            yield order
        for k, layer in enumerate(rest):
            if _problem(arrays, (*order[-1:], layer), orientation) is None:
                yield from grown((*order, layer), rest[:k] + rest[k + 1 :])

    yield from grown((), tuple(layers))
