"""All weights and biases as SVG, with their numbers where there is room."""

from __future__ import annotations

from symgui.figures.caption import MARGIN, Caption, settings_line, standing_line
from symgui.figures.heatmap import Grid, draw_matrix, grid_of, in_blocks
from symgui.figures.palette import LIGHT, Palette
from symgui.figures.svg import Svg
from symgui.plain_text.numbers import limit
from symgui.training.frame import Frame

WIDEST, HIGHEST = 560.0, 360.0
BIASES = 46.0
GAP, HEAD = 16.0, 24.0
SIZE = 12.0


def weights(frame: Frame, palette: Palette = LIGHT, *, titled: bool = True) -> str:
    """Every W[l] and b[l], one layer below the other, in one scale of colours.

    Parameters
    ----------
    frame : Frame
    palette : Palette
    titled : bool
        With a line of the settings above.

    Returns
    -------
    str
        The text of an SVG file.
    """
    layers = frame.network.layers
    grids = [grid_of(layer.W.shape, WIDEST, HIGHEST) for layer in layers]
    width = max(460.0, max(grid.width for grid in grids) + GAP + BIASES + 2 * MARGIN)
    blocks = [f"W[{l.number}]" for l, grid in zip(layers, grids, strict=True) if in_blocks(l.W, grid)]
    above = Caption(
        width,
        settings_line(frame.experiment) if titled else "",
        standing_line(frame),
        f"In blocks, each its largest number: {', '.join(blocks)}" if blocks else "",
    )
    height = above.height + sum(HEAD + grid.height + GAP for grid in grids) + 2 * MARGIN
    svg = Svg(width, height, palette.paper, f"Weights: {standing_line(frame)}")
    above.write(svg, 0.0, palette)
    y = above.height + MARGIN
    for layer, grid in zip(layers, grids, strict=True):
        right = MARGIN + grid.width + GAP
        svg.text(MARGIN, y + 12, f"W[{layer.number}]", palette.ink, SIZE, bold=True)
        svg.text(right, y + 12, f"b[{layer.number}]", palette.ink, SIZE, bold=True)
        draw_matrix(svg, layer.W, grid, MARGIN, y + HEAD - 4, frame.weight_scale, palette)
        column = Grid(grid.rows, 1, BIASES, grid.cell_height)
        draw_matrix(svg, layer.b, column, right, y + HEAD - 4, frame.weight_scale, palette)
        y += HEAD + grid.height + GAP
    ends = f"colours from −{limit(frame.weight_scale)} to +{limit(frame.weight_scale)}; hollow: exactly 0"
    svg.text(MARGIN, y + 4, ends, palette.muted, 10.0)
    return svg.text_of()
