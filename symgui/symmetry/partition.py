"""Which units are interchangeable: twins and the coarsest balanced partition."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LayerSymmetry:
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
        exp of the entropy of the normalised singular values of A[l]; 0.0 if A[l] is all zero.
    """

    cells: tuple[tuple[int, ...], ...]
    exact_cells: tuple[tuple[int, ...], ...]
    twins: tuple[tuple[int, ...], ...]
    near_twins: tuple[tuple[int, ...], ...]
    mirror_twins: tuple[tuple[int, ...], ...]
    row_spread: float
    effective_rank: float

    @property
    def units(self) -> int:
        """n_l."""
        return sum(map(len, self.cells))

    @property
    def effective_units(self) -> int:
        """Number of cells."""
        return len(self.cells)


@dataclass(frozen=True, slots=True)
class Symmetry:
    """Symmetry of every hidden layer; ``layers[l - 1]`` is layer l."""

    layers: tuple[LayerSymmetry, ...]

    @property
    def effective_units(self) -> tuple[int, ...]:
        """Number of cells of every hidden layer."""
        return tuple(layer.effective_units for layer in self.layers)
