"""A matrix as an SVG heatmap: hue for the sign, depth for the size, the numbers where there is room."""

from __future__ import annotations

import msgspec
import numpy as np

from symgui.arrays import FloatArray
from symgui.figures.colors import BAD, ZERO, CellColors, cell_indices, hexadecimal, signed_maximum
from symgui.figures.palette import Palette
from symgui.figures.svg import Svg, text_width
from symgui.plain_text.numbers import number

CELL_WIDTH, CELL_HEIGHT = 46.0, 20.0
"""Of the largest cells."""
SMALLEST_CELL = 3.0
"""Width and height down to which each number has a cell; below, a cell stands for a block of numbers."""
GAP = 1.0
"""Between two cells."""
GAP_FROM = 8.0
"""Size of a cell from which there is a gap."""
FINER = 6
"""So many pixels to a cell without a gap, so that no program blurs it."""
DIGIT_SIZE = 10.0
"""Pixels of the type of the numbers in cells."""
SMALLEST_DIGIT = 6.5
"""The least with which they are written at all."""


class Grid(msgspec.Struct, frozen=True):
    """How large the cells of a matrix are, and how many are drawn.

    Attributes
    ----------
    rows, columns : int
        Cells; fewer than the matrix has numbers if each stands for a block of them.
    cell_width, cell_height : float
    """

    rows: int
    columns: int
    cell_width: float
    cell_height: float

    @property
    def width(self) -> float:
        """Pixels."""
        return self.columns * self.cell_width

    @property
    def height(self) -> float:
        """Pixels."""
        return self.rows * self.cell_height


def grid_of(shape: tuple[int, ...], width: float, height: float) -> Grid:
    """The cells of a matrix that may take so many pixels."""
    rows, columns = shape
    shown_rows, shown_columns = (
        min(rows, int(height / SMALLEST_CELL)),
        min(columns, int(width / SMALLEST_CELL)),
    )
    return Grid(
        shown_rows,
        shown_columns,
        min(CELL_WIDTH, width / shown_columns),
        min(CELL_HEIGHT, height / shown_rows),
    )


def in_blocks(values: FloatArray, grid: Grid) -> bool:
    """Whether a cell stands for several numbers."""
    return values.shape != (grid.rows, grid.columns)


def draw_matrix(
    svg: Svg, values: FloatArray, grid: Grid, x: float, y: float, limit: float, palette: Palette
) -> None:
    """Draw a matrix with its upper left corner at x, y.

    A block that one cell stands for shows its number of largest magnitude. Exact zeros are hollow, what is
    not finite is crossed out.

    Parameters
    ----------
    svg : Svg
    values : ndarray, shape (rows, columns)
    grid : Grid
    x, y : float
    limit : float
        The ± end of the colours.
    palette : Palette
    """
    cells = signed_maximum(values, grid.rows, grid.columns)
    colors, indices = CellColors(palette), cell_indices(cells, limit)
    if min(grid.cell_width, grid.cell_height) < GAP_FROM:  # as pixels: many small cells would show seams
        pixels = colors.table[indices].repeat(FINER, axis=0).repeat(FINER, axis=1)
        svg.picture(x, y, grid.width, grid.height, pixels)
        return
    texts = _texts(cells, grid) if cells.shape == values.shape else []
    for i in range(grid.rows):
        for j in range(grid.columns):
            index = int(indices[i, j])
            left, top = x + j * grid.cell_width, y + i * grid.cell_height
            right, bottom = left + grid.cell_width - GAP, top + grid.cell_height - GAP
            color = hexadecimal(int(colors.table[index]))
            if index == ZERO:
                svg.rect(left + 0.5, top + 0.5, right - left - 1, bottom - top - 1, color, palette.line)
            else:
                svg.rect(left, top, right - left, bottom - top, color)
            if index == BAD:
                svg.line((left, top), (right, bottom), palette.ink)
                svg.line((left, bottom), (right, top), palette.ink)
            elif texts:
                ink = palette.ink if index == ZERO else "#000000" if colors.dark[index] else "#ffffff"
                size = _digit_size(texts[i][j], grid.cell_width)
                svg.text(
                    (left + right) / 2, (top + bottom) / 2 + 0.36 * size, texts[i][j], ink, size, "middle"
                )


def _texts(cells: FloatArray, grid: Grid) -> list[list[str]]:
    """The numbers of all cells, or none if one of them does not fit."""
    if grid.cell_height < DIGIT_SIZE + 3:
        return []
    texts = [[number(float(x), 3) for x in row] for row in np.asarray(cells)]
    fits = all(_digit_size(text, grid.cell_width) >= SMALLEST_DIGIT for row in texts for text in row)
    return texts if fits else []


def _digit_size(text: str, width: float) -> float:
    """The size of type in which a number fits a cell."""
    return min(DIGIT_SIZE, DIGIT_SIZE * (width - 3) / text_width(text, DIGIT_SIZE))
