"""How much room the matrices of a layer wish for, and how they share what they have."""

from __future__ import annotations

from app.views.painting.canvas_fonts import Fonts
from app.views.painting.columns import Column
from app.views.painting.heatmap_drawing import SMALLEST_CELL, WIDEST_BIAS, WIDEST_CELL, digits_width

GAP = 15
"""Between W and b."""
TIGHT_GAP = 8
LETTER_ROOM = 24.0
"""On the left of W, for the twins' brackets and letters."""
CELL_STEP = 5
"""In such steps of pixels cells get narrower until all layers have room for their digits."""
MOST_DIGITS = 16
"""More numbers in a row than this are not given room for their digits."""


def wished_widths(
    inputs: tuple[int, ...], fonts: Fonts, larger: float = 1.0
) -> tuple[tuple[float, ...], ...]:
    """Units that columns would like, for layers of so many inputs each: the most generous wish first.

    A layer wishes to write the n_in + 1 numbers of a row, in large cells or in the narrowest that hold
    digits; one of many inputs only that each of them can be seen.
    """
    least = digits_width(fonts)
    widest = max(least, round(WIDEST_CELL * fonts.scale * larger))
    cells = range(widest, least, -CELL_STEP)
    return tuple(tuple(_wish(count, cell) for count in inputs) for cell in (*cells, least))


def _wish(inputs: int, cell: int) -> float:
    cells = (inputs + 1) * cell
    if inputs > MOST_DIGITS:
        cells = min(cells, (inputs + 1) * 2 * SMALLEST_CELL + WIDEST_BIAS)
    return float(cells + GAP + LETTER_ROOM + 20.0)


def spacing(column: Column, rows: int, digits: int, least: int) -> tuple[float, float, int]:
    """Margin, room for the twins' letters and gap before b.

    Tight if only so there are `digits` pixels for the numbers of W and b, or `least` for those of W.
    """
    if column.narrow:
        return 4.0, 8.0, 5
    roomy = 8.0, LETTER_ROOM, GAP
    tight = 4.0, 8.0 if rows == 1 else LETTER_ROOM, TIGHT_GAP  # a single unit has no twin
    fits = {each: column.width - 2 * each[0] - sum(each[1:]) for each in (roomy, tight)}
    return tight if fits[roomy] < digits and fits[tight] >= least else roomy
