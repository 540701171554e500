"""Where a pasted matrix goes in the table of a layer: over W, over W and b, or from a cell on."""

from __future__ import annotations

from symgui.nn.state import LayerState


def place_for(shape: tuple[int, ...], layer: LayerState, cell: tuple[int, int]) -> tuple[int, int]:
    """Row and column of the table where a matrix goes.

    Parameters
    ----------
    shape : tuple of int
        Rows and columns of the matrix.
    layer : LayerState
        The layer in the table: W, shape (n, k), and b in the column behind it.
    cell : tuple of two int
        Row and column of the current cell.

    Raises
    ------
    ValueError
        If it does not fit.
    """
    n, k = layer.W.shape
    if shape in ((n, k + 1), (n, k)):
        return 0, 0
    row, column = cell
    if shape == layer.b.shape and column == k:
        return 0, column
    if row + shape[0] > n or column + shape[1] > k + 1:
        raise ValueError(
            f"The pasted matrix is {shape[0]} × {shape[1]}, too large for its place: "
            f"W[{layer.number}] is {n} × {k}, with b {n} × {k + 1}."
        )
    return row, column


def fits(shape: tuple[int, ...], layer: LayerState, cell: tuple[int, int]) -> bool:
    """Whether there is a place for a matrix of this shape."""
    try:
        place_for(shape, layer, cell)
    except ValueError:
        return False
    return True
