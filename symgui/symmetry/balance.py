"""The coarsest balanced partition: which units of a network compute, and learn, the same.

Units j and j' of one layer may share a cell when their biases agree, when for each cell K of the layer
below Σ_{k∈K} W[l][j,k] agrees, and when for each cell R of the layer above Σ_{r∈R} W[l+1][r,j] agrees.
Every input and every output is a cell of its own. Starting from one cell a layer, cells are split until
nothing splits any more; what remains is the coarsest partition, and it is unique.

Where g is odd (tanh, linear) a unit may agree with another's *mirror image*, all of its signs flipped.
Each such unit then takes part twice, as itself and as its mirror image, and a cell holds either. A unit
that shares a cell with its own mirror image answers 0 to everything, so it adds nothing to any sum.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import TypeAlias

import msgspec
import numpy as np
from numpy.typing import NDArray

from symgui.arrays import FloatArray
from symgui.nn.activations import ACTIVATIONS
from symgui.nn.interruption import look
from symgui.symmetry.twins import Classes, classes_of_rows, cut, mirrored, unit_rows

IntArray: TypeAlias = NDArray[np.intp]

TOLERANCE = 1e-9
"""Two sums are equal if they differ by at most this share of the largest Σ|w| among those compared."""

EPSILON = float(np.finfo(np.float64).eps)
PLACES = 4
"""So many of the places below are looked at first: mostly any one of them tells all units apart."""
LARGE = 1e290
"""Above it sums might overflow; the matrix is scaled by a power of two, which changes no comparison."""


class Partition(msgspec.Struct, frozen=True):
    """Cells of one hidden layer. Units are 0-based.

    Attributes
    ----------
    cells : tuple of tuple of int
        Ordered by their first unit.
    signs : tuple of int
        −1 for a unit that agrees with its cell's first unit after a flip of all its signs, else 1.
    silent : tuple of int
        Units that share a cell with their own mirror image: they answer 0 to everything, so the cell adds
        nothing to any sum, whatever its weights are.
    """

    cells: tuple[tuple[int, ...], ...]
    signs: tuple[int, ...]
    silent: tuple[int, ...] = ()


class _Layer:
    """One layer's cells while they are being split.

    ``labels[j]`` is unit j's cell; ``signs[j]`` is 1 if j agrees with the cell as it is, −1 if as its
    mirror image, 0 if both (its activation is 0 for every input). ``first[j]`` is the first twin of j: no
    sum can tell twins apart, so one of them is enough to compare.
    """

    def __init__(self, labels: IntArray, signs: FloatArray, count: int, first: IntArray) -> None:
        self.labels, self.signs, self.count, self.first = labels, signs, count, first
        self.singletons = count == labels.size
        self.finished = self.singletons and bool(signs.all())
        if not self.singletons:
            self.order = np.argsort(labels, kind="stable")
            self.sizes = np.bincount(labels, minlength=count)
            self.starts = np.cumsum(self.sizes) - self.sizes

    @classmethod
    def single_cells(cls, units: int) -> _Layer:
        """Every unit a cell of its own: inputs and outputs."""
        numbers = np.arange(units)
        return cls(numbers, np.ones(units), units, numbers)

    @classmethod
    def one_cell(cls, units: int, odd: bool, twin_classes: Classes) -> _Layer:
        """All units in one cell, with their mirror images if the activation is odd."""
        first = np.arange(units)
        if len(twin_classes) < units:
            for twins in twin_classes:
                first[list(twins)] = twins[0]
        return cls(np.zeros(units, dtype=np.intp), np.zeros(units) if odd else np.ones(units), 1, first)

    def splittable(self) -> list[IntArray]:
        """The units to compare of each cell that might split: two or more, or one equal to its mirror."""
        units = (self.first == np.arange(self.first.size)).nonzero()[0]
        if self.count == 1:
            cells = [units]
        else:
            units = units[np.argsort(self.labels[units], kind="stable")]
            labels = self.labels[units]
            ends = [*((labels[1:] != labels[:-1]).nonzero()[0] + 1).tolist(), units.size]
            cells = [units[start:end] for start, end in zip([0, *ends], ends, strict=False)]
        return [cell for cell in cells if cell.size > 1 or self.signs[cell[0]] == 0.0]

    def partition(self) -> Partition:
        """The cells, ordered by their first unit, and each unit's sign against the first one's."""
        silent = tuple((self.signs == 0.0).nonzero()[0].tolist())
        if self.singletons:
            return Partition(tuple((j,) for j in range(self.labels.size)), (1,) * self.labels.size, silent)
        cells: dict[int, list[int]] = {}
        for unit, label in enumerate(self.labels.tolist()):
            cells.setdefault(label, []).append(unit)
        signs = [1] * self.labels.size
        for units in cells.values():
            for unit in units:
                signs[unit] = -1 if self.signs[unit] * self.signs[units[0]] < 0 else 1
        return Partition(tuple(map(tuple, cells.values())), tuple(signs), silent)


class _Sums(msgspec.Struct, frozen=True):
    """Sums over a neighbour's cells, one column a cell, one row an element (a unit or its mirror image).

    Attributes
    ----------
    values : ndarray, shape (elements, cells)
    scale : ndarray, shape (cells,)
        Largest Σ|w|.
    margin : ndarray, shape (cells,)
        How far a difference of two values may be from the truth; 0 where they are single weights.
    exact : callable
        cell → its exactly rounded values and their scale.
    """

    values: FloatArray
    scale: FloatArray
    margin: FloatArray
    exact: Callable[[int], tuple[FloatArray, float]]


def balanced_partition(
    W: Sequence[FloatArray], b: Sequence[FloatArray], activations: Sequence[str], tolerance: float = TOLERANCE
) -> tuple[Partition, ...]:
    """The coarsest balanced partition of every hidden layer.

    Parameters
    ----------
    W : sequence of ndarray, shape (n_l, n_{l-1})
        W[1] … W[L].
    b : sequence of ndarray, shape (n_l, 1)
        b[1] … b[L].
    activations : sequence of str
        Names of g for layers 1 … L−1 (a name for the output may follow; it is not used).
    tolerance : float
        Sums are sorted and cut where a gap exceeds `tolerance` times the largest Σ|w| of those sums;
        0 asks for equality of the exactly rounded sums (`math.fsum`).

    Returns
    -------
    tuple of Partition
        One a hidden layer. Where a parameter is not finite sums mean nothing, and the cells are the
        classes of equal rows, biases and columns.
    """
    peak = float(np.max([np.abs(array).max() for array in (*W, *b)]))
    if peak <= LARGE and all(_all_apart(w, tolerance) for w in W[:-1]):
        return tuple(_alone(w.shape[0]) for w in W[:-1])
    twin_classes = []
    for l in range(1, len(W)):
        look()
        twin_classes.append(classes_of_rows(unit_rows(W, b, l)))
    if not math.isfinite(peak):
        return tuple(Partition(c, (1,) * w.shape[0]) for c, w in zip(twin_classes, W, strict=False))
    if all(len(classes) == 1 for classes in twin_classes):
        silent = _silent_layers(W, b, activations)
        return tuple(
            Partition(classes, (1,) * w.shape[0], classes[0] if l in silent else ())
            for l, (classes, w) in enumerate(zip(twin_classes, W, strict=False), start=1)
        )
    if peak > LARGE:
        W, b = [np.ldexp(w, -64) for w in W], [np.ldexp(c, -64) for c in b]
    layers = [
        _Layer.single_cells(W[0].shape[1]),
        *(
            _Layer.one_cell(w.shape[0], ACTIVATIONS[name].odd, classes)
            for w, name, classes in zip(W, activations, twin_classes, strict=False)
        ),
        _Layer.single_cells(W[-1].shape[0]),
    ]
    _split_until_stable(layers, W, b, tolerance)
    return tuple(layer.partition() for layer in layers[1:-1])


def _all_apart(incoming: FloatArray, tolerance: float) -> bool:
    """Whether the weights from one place tell all units of a layer, and their mirror images, apart.

    Where they do so in every layer, from the first one on, each sum is a single weight, each unit a cell.
    """
    few = incoming[:, :PLACES]
    values = np.sort(np.concatenate((few, -few)), axis=0)
    gaps = np.minimum.reduce(values[1:] - values[:-1])
    return bool((gaps > tolerance * np.maximum.reduce(np.abs(few))).any())


@cache
def _alone(units: int) -> Partition:
    """Every unit a cell of its own."""
    return Partition(tuple((j,) for j in range(units)), (1,) * units)


def _silent_layers(W: Sequence[FloatArray], b: Sequence[FloatArray], activations: Sequence[str]) -> set[int]:
    """The layers whose units are their own mirror images, of a network whose layers are twins throughout.

    Twins have one weight to and from another layer of twins, so that its sum is 0 only if it is.
    """
    silent = {l for l in range(1, len(W)) if ACTIVATIONS[activations[l - 1]].odd and not b[l - 1].any()}
    while True:
        kept = {
            l
            for l in silent
            if (l - 1 in silent or not W[l - 1].any()) and (l + 1 in silent or not W[l].any())
        }
        if kept == silent:
            return silent
        silent = kept


def exact_partition(
    W: Sequence[FloatArray], b: Sequence[FloatArray], activations: Sequence[str], within: Sequence[Partition]
) -> tuple[Partition, ...]:
    """`balanced_partition` with tolerance 0, knowing the one within a tolerance (which it refines)."""
    if all(_proved(W, b, activations, l, known) for l, known in enumerate(within, start=1)):
        return tuple(within)
    return balanced_partition(W, b, activations, tolerance=0.0)


def _proved(
    W: Sequence[FloatArray], b: Sequence[FloatArray], activations: Sequence[str], l: int, known: Partition
) -> bool:
    """Whether every cell of layer l holds one unit or bit-equal ones: then no sum can tell them apart."""
    if len(known.cells) == len(known.signs):
        return True
    rows = unit_rows(W, b, l)
    if ACTIVATIONS[activations[l - 1]].odd:
        rows = mirrored(rows)
    return len(classes_of_rows(rows)) == len(known.cells)


def _split_until_stable(
    layers: list[_Layer], W: Sequence[FloatArray], b: Sequence[FloatArray], tolerance: float
) -> None:
    """Split cells, layer by layer, until a whole round changes nothing. Changes `layers`."""
    due = [False, *(True for _ in layers[1:-1]), False]
    while any(due):
        for l in range(1, len(layers) - 1):
            look()
            if not due[l]:
                continue
            due[l] = False
            before = layers[l]
            if before.finished:
                continue
            layers[l] = _split_layer(
                before, layers[l - 1], layers[l + 1], W[l - 1], b[l - 1], W[l], tolerance
            )
            if layers[l] is not before:
                due[l - 1 : l + 2] = l > 1, True, l < len(layers) - 2


def _split_layer(
    layer: _Layer,
    below: _Layer,
    above: _Layer,
    incoming: FloatArray,
    bias: FloatArray,
    outgoing: FloatArray,
    tolerance: float,
) -> _Layer:
    """`layer` with its cells split as the neighbours' cells demand; the same object if nothing splits."""
    labels, signs, count = layer.labels.copy(), layer.signs.copy(), layer.count
    for units in layer.splittable():
        oriented = signs[units[0]] != 0.0
        flip = signs[units][:, None] if oriented else None
        groups = _groups(
            [
                partial(_bias_sums, bias[units], flip),
                partial(_cell_sums, incoming[units], below, flip),
                partial(_cell_sums, outgoing[:, units].T, above, flip),
            ],
            units.size if oriented else 2 * units.size,
            tolerance,
        )
        if groups is None:
            continue
        if not oriented:
            as_it_is, as_mirror = groups[: units.size], groups[units.size :]
            signs[units] = np.sign(as_mirror - as_it_is)
            groups = _numbered(np.minimum(as_it_is, as_mirror))
        labels[units] = np.where(groups == 0, labels[units], count + groups - 1)
        count += int(groups.max())
    if count == layer.count and (signs == layer.signs).all():
        return layer
    return _Layer(labels[layer.first], signs[layer.first], count, layer.first)


def _groups(sides: list[Callable[[], _Sums]], elements: int, tolerance: float) -> IntArray | None:
    """Group number of each element, or None if all stay together; later sides are computed only if needed."""
    groups = np.zeros(elements, dtype=np.intp)
    count = 1
    for side in sides:
        groups, count = _refine(groups, count, side(), tolerance)
        if count == elements:
            break
    return groups if count > 1 else None


def _bias_sums(bias: FloatArray, flip: FloatArray | None) -> _Sums:
    values = _elements(bias, flip)
    return _Sums(values, np.maximum.reduce(np.abs(bias)), np.zeros(1), lambda _: (values[:, 0], 0.0))


def _cell_sums(weights: FloatArray, neighbour: _Layer, flip: FloatArray | None) -> _Sums:
    """Sums of `weights` (units × neighbour's units) over the neighbour's cells."""
    signed = weights * neighbour.signs

    def exact(cell: int) -> tuple[FloatArray, float]:
        rows = signed[:, neighbour.labels == cell].tolist()
        values = np.array([[math.fsum(row)] for row in rows])
        return _elements(values, flip)[:, 0], max(math.fsum(map(abs, row)) for row in rows)

    if neighbour.singletons:
        return _Sums(
            _elements(signed, flip), np.maximum.reduce(np.abs(signed)), np.zeros(signed.shape[1]), exact
        )
    ordered = signed[:, neighbour.order]
    values = np.add.reduceat(ordered, neighbour.starts, axis=1)
    scale = np.add.reduceat(np.abs(ordered), neighbour.starts, axis=1).max(axis=0)
    # a plain sum of n terms is off by at most n·eps/2·Σ|w|; a difference of two, and the scale, by 4 × that
    margin = np.where(neighbour.sizes > 1, 4.0 * (neighbour.sizes + 2) * EPSILON * scale, 0.0)
    return _Sums(_elements(values, flip), scale, margin, exact)


def _elements(values: FloatArray, flip: FloatArray | None) -> FloatArray:
    """Rows of units and, in a cell of an odd activation not yet oriented, of their mirror images below."""
    return np.concatenate((values, -values)) if flip is None else values * flip


def _refine(groups: IntArray, count: int, sums: _Sums, tolerance: float) -> tuple[IntArray, int]:
    """Intersect `groups` with the clusters of every column of `sums`.

    A column in which no group's spread exceeds the tolerance cannot split one, so it is not sorted.
    """
    bound = tolerance * sums.scale
    pending = (
        np.maximum.reduce(sums.values) - np.minimum.reduce(sums.values) > bound - sums.margin
    ).nonzero()[0]
    while pending.size and count < groups.size:
        column, pending = int(pending[0]), pending[1:]
        clusters = _clusters(sums, column, float(bound[column]), tolerance)
        refined = _intersect(groups, count, clusters)
        if refined[1] == count:
            continue
        groups, count = refined
        if pending.size and count < groups.size:
            order = np.argsort(groups, kind="stable")
            starts = np.searchsorted(groups[order], np.arange(count))
            values = sums.values[order][:, pending]
            spread = np.maximum.reduceat(values, starts) - np.minimum.reduceat(values, starts)
            pending = pending[(spread > (bound - sums.margin)[pending]).any(axis=0)]
    return groups, count


def _clusters(sums: _Sums, column: int, bound: float, tolerance: float) -> IntArray:
    """Clusters of one column; exactly rounded sums are made only where plain ones leave a doubt."""
    values, margin = sums.values[:, column], float(sums.margin[column])
    if margin:
        gaps = np.diff(np.sort(values))
        if (np.abs(gaps - bound) <= margin).any():
            values, scale = sums.exact(column)
            bound = tolerance * scale
    return cut(values, bound)


def _intersect(groups: IntArray, count: int, clusters: IntArray) -> tuple[IntArray, int]:
    """Common refinement of two groupings, numbered from 0."""
    if count > 1:
        clusters = _numbered(groups * (int(clusters.max()) + 1) + clusters)
    return clusters, int(clusters.max()) + 1


def _numbered(keys: IntArray) -> IntArray:
    """Equal keys get equal numbers, from 0, in the keys' order."""
    order = np.argsort(keys, kind="stable")
    ranked = keys[order]
    numbers = np.zeros_like(keys)
    numbers[order[1:]] = np.cumsum(ranked[1:] != ranked[:-1])
    return numbers
