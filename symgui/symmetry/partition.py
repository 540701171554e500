"""Which units are interchangeable: twins and the coarsest balanced partition."""

from __future__ import annotations

import msgspec
import numpy as np

from symgui.arrays import FloatArray
from symgui.nn.activations import ACTIVATIONS
from symgui.nn.interruption import look
from symgui.nn.state import LayerState, NetworkState
from symgui.symmetry.balance import TOLERANCE, Partition, balanced_partition, exact_partition
from symgui.symmetry.spread import effective_rank, row_spread
from symgui.symmetry.twins import Classes, mirror_twins, near_twins, twins

RANK_BUDGET = 1e8
"""Multiplications a layer's effective rank may cost when it is measured on every frame (about 30 ms)."""


class LayerSymmetry(msgspec.Struct, frozen=True):
    """Symmetry of one hidden layer. Units are 0-based.

    Attributes
    ----------
    cells : tuple of tuple of int
        Cells of the coarsest balanced partition, ordered by their first unit.
    exact_cells : tuple of tuple of int
        The same partition with tolerance 0.
    twins : tuple of tuple of int
        Classes (of two or more units) with bit-equal incoming row, bias and outgoing column.
    near_twins : tuple of tuple of int
        The same within the tolerance.
    mirror_twins : tuple of tuple of int
        Classes that are twins after flipping signs of units of an odd activation (plain twins included).
    row_spread : float
        Largest difference between two units' incoming row or bias: max over columns of (max − min).
    effective_rank : float
        exp of the entropy of the normalised singular values of A[l]; 0.0 if A[l] is all zero; NaN if A[l]
        is not finite, or where the layer is so wide that it is measured only on demand.
    signs : tuple of int
        By unit: −1 if it agrees with the first unit of its cell after a flip of all its signs (only where g
        is odd), else 1.
    silent : tuple of int
        Units that are equal to their own mirror image: they answer 0 to everything.
    """

    cells: Classes
    exact_cells: Classes
    twins: Classes
    near_twins: Classes
    mirror_twins: Classes
    row_spread: float
    effective_rank: float
    signs: tuple[int, ...] = ()
    silent: tuple[int, ...] = ()

    @property
    def units(self) -> int:
        """n_l."""
        return sum(map(len, self.cells))

    @property
    def effective_units(self) -> int:
        """Number of cells."""
        return len(self.cells)

    @property
    def exact_units(self) -> int:
        """Number of cells with tolerance 0."""
        return len(self.exact_cells)

    @property
    def kept_despite_rounding(self) -> bool:
        """Whether every cell of several units holds only twins, so that it stays one bit for bit.

        Other cells stay one in exact arithmetic; in floating point only until rounding has grown.
        """
        several = {cell for cell in self.cells if len(cell) > 1}
        return several <= {*self.twins, *self.mirror_twins}

    @property
    def in_sums(self) -> FloatArray:
        """What a weight from or to each unit counts in a sum over its cell: its sign, 0 for a silent unit."""
        counts = np.array(self.signs or (1,) * self.units, dtype=np.float64)
        counts[list(self.silent)] = 0.0
        return counts

    def cell_of(self, unit: int) -> int:
        """Number of the cell that holds `unit`."""
        return next(i for i, cell in enumerate(self.cells) if unit in cell)


class Symmetry(msgspec.Struct, frozen=True):
    """Symmetry of every hidden layer; ``layers[l - 1]`` is layer l."""

    layers: tuple[LayerSymmetry, ...]

    @property
    def effective_units(self) -> tuple[int, ...]:
        """Number of cells of every hidden layer."""
        return tuple(layer.effective_units for layer in self.layers)


def measure(
    state: NetworkState, tolerance: float = TOLERANCE, *, rank_budget: float = RANK_BUDGET
) -> Symmetry:
    """Twins, balanced partition and soft measures of every hidden layer.

    Parameters
    ----------
    state : NetworkState
    tolerance : float
        For cells and near twins, as in `balanced_partition`.
    rank_budget : float
        Multiplications that a layer's effective rank may cost; that of a layer whose would cost more is NaN.

    Returns
    -------
    Symmetry
    """
    W, b = [layer.W for layer in state.layers], [layer.b for layer in state.layers]
    activations = [layer.activation for layer in state.hidden]
    near = balanced_partition(W, b, activations, tolerance)
    look()
    exact = exact_partition(W, b, activations, near)
    return Symmetry(
        tuple(
            _measure_layer(layer, W, b, near[l - 1], exact[l - 1], tolerance, rank_budget)
            for l, layer in enumerate(state.hidden, start=1)
        )
    )


def _measure_layer(
    layer: LayerState,
    W: list[FloatArray],
    b: list[FloatArray],
    near: Partition,
    exact: Partition,
    tolerance: float,
    rank_budget: float,
) -> LayerSymmetry:
    look()
    same: Classes = ()
    same_within: Classes = ()
    mirror: Classes = ()
    if len(near.cells) < layer.units:  # twins share a cell, so a layer of single cells has none
        same = same_within = mirror = twins(W, b, layer.number)
        if same != tuple(cell for cell in near.cells if len(cell) > 1):
            if np.isfinite(layer.W).all():
                same_within = near_twins(W, b, layer.number, tolerance, near.cells)
            if ACTIVATIONS[layer.activation].odd:
                mirror = mirror_twins(W, b, layer.number)
    return LayerSymmetry(
        cells=near.cells,
        exact_cells=exact.cells,
        twins=same,
        near_twins=same_within,
        mirror_twins=mirror,
        row_spread=row_spread(layer.W, layer.b),
        effective_rank=effective_rank(layer.A) if rank_cost(layer.A) <= rank_budget else np.nan,
        signs=near.signs,
        silent=near.silent,
    )


def rank_cost(A: FloatArray) -> float:
    """Multiplications `effective_rank` needs, roughly: the product and the eigenvalues."""
    small, large = sorted(A.shape)
    return float(small**2 * (large + 10 * small))
