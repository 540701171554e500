"""Twins: units of one layer with equal incoming row, equal bias and equal outgoing column."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from symgui.arrays import FloatArray

Classes: TypeAlias = tuple[tuple[int, ...], ...]
"""Units (0-based) by class, ordered by their first unit."""


def unit_rows(W: Sequence[FloatArray], b: Sequence[FloatArray], layer: int) -> FloatArray:
    """All that belongs to each unit of layer l: incoming row, bias, outgoing column; a row a unit.

    Parameters
    ----------
    W, b : sequence of ndarray
        W[1] … W[L], of shape (n_l, n_{l−1}), and b[1] … b[L], of shape (n_l, 1).
    layer : int
        l of a hidden layer, from 1.

    Returns
    -------
    ndarray, shape (n_l, n_{l-1} + 1 + n_{l+1})
        Without negative zeros.
    """
    # −0.0 + 0.0 = 0.0: equal numbers get equal bits
    return np.concatenate((W[layer - 1], b[layer - 1], W[layer].T), axis=1) + 0.0


def classes_of_rows(rows: FloatArray) -> Classes:
    """Units with bit-equal rows (NaN equals NaN), single units included."""
    classes: dict[bytes, list[int]] = {}
    for unit, row in enumerate(rows):
        classes.setdefault(row.tobytes(), []).append(unit)
    return tuple(map(tuple, classes.values()))


def twins(W: Sequence[FloatArray], b: Sequence[FloatArray], layer: int) -> Classes:
    """Classes of two or more twins in layer l, bit for bit.

    Twins stay twins: they compute the same z and a, receive the same δ, so the same gradients, by every
    optimizer whose own memory of them is equal too.
    """
    return _several(classes_of_rows(unit_rows(W, b, layer)))


def mirror_twins(W: Sequence[FloatArray], b: Sequence[FloatArray], layer: int) -> Classes:
    """Classes of two or more units of layer l (of an odd activation) that are twins up to their sign."""
    return _several(classes_of_rows(mirrored(unit_rows(W, b, layer))))


def near_twins(
    W: Sequence[FloatArray],
    b: Sequence[FloatArray],
    layer: int,
    tolerance: float,
    within: Iterable[tuple[int, ...]] | None = None,
) -> Classes:
    """Classes of two or more units of layer l whose rows, biases and columns agree within a tolerance.

    Entries at one place are sorted and cut where a gap exceeds `tolerance` times the largest of them.

    Parameters
    ----------
    within : iterable of tuple of int, optional
        Cells to look in; by default the whole layer.
    """
    rows = unit_rows(W, b, layer)
    found: list[tuple[int, ...]] = []
    for cell in within if within is not None else [tuple(range(len(rows)))]:
        if len(cell) > 1:
            members = np.array(cell)
            labels = _near_labels(rows[members], tolerance)
            found.extend(tuple(members[labels == label].tolist()) for label in np.unique(labels))
    return tuple(sorted(_several(found)))


def mirrored(rows: FloatArray) -> FloatArray:
    """Each row with its first non-zero entry made positive: mirror images become equal."""
    first = (rows != 0.0).argmax(axis=1)
    signs = np.sign(rows[np.arange(len(rows)), first])
    return rows * np.where(signs < 0, -1.0, 1.0)[:, None] + 0.0


def cut(values: FloatArray, bound: float) -> NDArray[np.intp]:
    """Cluster numbers: `values` sorted and cut where a gap exceeds `bound`."""
    order = np.argsort(values, kind="stable")
    labels = np.zeros(values.size, dtype=np.intp)
    ranked = values[order]
    labels[order[1:]] = (ranked[1:] - ranked[:-1] > bound).cumsum()
    return labels


def _near_labels(rows: FloatArray, tolerance: float) -> NDArray[np.intp]:
    bound = tolerance * np.abs(rows).max(axis=0)
    labels = np.zeros(len(rows), dtype=np.intp)
    with np.errstate(invalid="ignore"):
        wide = np.flatnonzero(~(np.ptp(rows, axis=0) <= bound))
    for column in wide:
        clusters = cut(rows[:, column], float(bound[column]))
        labels = np.unique(labels * (int(clusters.max()) + 1) + clusters, return_inverse=True)[1]
        if int(labels.max()) + 1 == len(rows):
            break
    return labels


def _several(classes: Iterable[tuple[int, ...]]) -> Classes:
    return tuple(units for units in classes if len(units) > 1)
