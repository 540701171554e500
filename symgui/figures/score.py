"""The score as SVG: a column a layer; down it the units, their weights, and how their activations lie."""

from __future__ import annotations

from functools import partial

import msgspec
import numpy as np

from symgui.figures.caption import MARGIN, Caption, settings_line, standing_line, verdict_line
from symgui.figures.colors import tile_indices, tile_table
from symgui.figures.groups import layer_groups
from symgui.figures.heatmap import Grid, draw_matrix, grid_of, in_blocks
from symgui.figures.palette import LIGHT, Palette
from symgui.figures.shares import highest_share, top_share
from symgui.figures.svg import Svg, text_width
from symgui.figures.units import header, layer_size, scale_texts, shown_units, tile_values
from symgui.plain_text.numbers import iteration, limit, percentage
from symgui.training.frame import Frame, Histogram

TILE, TILE_GAP = 38.0, 12.0
LABELS, INPUT, LAYER, GAP = 92.0, 96.0, 170.0, 26.0
"""Widths: of the rows' names, of the input's column, of a layer's at least, and between columns."""
WIDEST_MATRIX, HIGHEST_MATRIX = 280.0, 168.0
"""Bounds of a matrix, in pixels."""
BARS = 76.0
"""The height of a histogram."""
ZERO_WIDTH = 6.0
"""The width of its bar of exact zeros."""
HEAD = 46.0
"""The height of a column's title."""
ROW_GAP = 22.0
"""The room between two rows."""
SMALL, PLAIN = 10.0, 12.0
"""Pixels of the type of ticks, and of names."""
THINNEST, WIDEST = 0.75, 6.5
"""Pixels of the curve of the smallest and of the largest weight."""
BEND = 0.45
"""Where a curve's control points lie, as a share of the gap."""


class _Column(msgspec.Struct, frozen=True):
    """Where a layer is drawn."""

    layer: int
    left: float
    width: float
    weights: Grid | None = None
    biases: Grid | None = None

    @property
    def centre(self) -> float:
        return self.left + self.width / 2


def score(frame: Frame, palette: Palette = LIGHT, *, titled: bool = True) -> str:
    """The whole network at one iteration.

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
    columns = _columns(frame)
    width = columns[-1].left + columns[-1].width + MARGIN
    above = Caption(width, settings_line(frame.experiment)) if titled else Caption(width)
    below = Caption(width, standing_line(frame), verdict_line(frame))
    tiles = max(len(shown_units(frame, column.layer)) for column in columns)
    network = tiles * (TILE + TILE_GAP)
    matrices = max(column.weights.height for column in columns if column.weights)
    top = above.height + MARGIN
    weights_top = top + HEAD + network + ROW_GAP + 8
    bars_top = weights_top + 20 + matrices + ROW_GAP
    bars_bottom = bars_top + 14 + BARS
    height = bars_bottom + 24 + below.height + MARGIN
    svg = Svg(width, height, palette.paper, f"{verdict_line(frame)} {standing_line(frame)}")
    above.write(svg, 0.0, palette)
    places = _place_tiles(frame, columns, top + HEAD, network)
    _draw_edges(svg, frame, places, palette)
    for column in columns:
        _draw_header(svg, frame, column, top, palette)
        _draw_tiles(svg, frame, column, places, palette)
        _draw_foot(svg, frame, column, top + HEAD + network + 10, palette)
        if column.weights:
            _draw_weights(svg, frame, column, weights_top, palette)
            _draw_bars(svg, frame, column, bars_top, bars_bottom, palette)
    for y, name in ((weights_top, "WEIGHTS"), (bars_top, "ACTIVATIONS")):
        svg.line((MARGIN, y - ROW_GAP / 2), (width - MARGIN, y - ROW_GAP / 2), palette.line)
        svg.text(MARGIN, y + 10, name, palette.muted, SMALL)
    svg.text(MARGIN, weights_top + 24, f"colours ±{limit(frame.weight_scale)}", palette.muted, SMALL)
    blocks = any(_in_blocks(frame, column) for column in columns)
    for index, words in enumerate(("blocks: each its", "largest number") if blocks else ()):
        svg.text(MARGIN, weights_top + 38 + 13 * index, words, palette.muted, SMALL)
    below.write(svg, bars_bottom + 24, palette)
    return svg.text_of()


def _columns(frame: Frame) -> list[_Column]:
    columns = [_Column(0, LABELS + MARGIN, INPUT)]
    for layer in frame.network.layers:
        weights = grid_of(layer.W.shape, WIDEST_MATRIX, HIGHEST_MATRIX)
        biases = Grid(weights.rows, 1, max(weights.cell_width, 12.0), weights.cell_height)
        width = max(LAYER, weights.width + 12 + biases.width)
        left = columns[-1].left + columns[-1].width + GAP
        columns.append(_Column(layer.number, left, width, weights, biases))
    return columns


def _place_tiles(
    frame: Frame, columns: list[_Column], top: float, height: float
) -> dict[tuple[int, int], tuple[float, float]]:
    """The left upper corner of every tile, by layer and unit."""
    places = {}
    for column in columns:
        shown = shown_units(frame, column.layer)
        first = top + (height - len(shown) * (TILE + TILE_GAP) + TILE_GAP) / 2
        for index, unit in enumerate(shown):
            places[column.layer, unit] = (column.centre - TILE / 2, first + index * (TILE + TILE_GAP))
    return places


def _draw_edges(
    svg: Svg, frame: Frame, places: dict[tuple[int, int], tuple[float, float]], palette: Palette
) -> None:
    """Weights between the units that have a tile, the large ones first, so that small ones stay visible."""
    for layer in frame.network.layers:
        below, above = shown_units(frame, layer.number - 1), shown_units(frame, layer.number)
        W = layer.W[np.ix_(above, below)]
        widest = max(2.0, min(WIDEST, 0.8 * TILE / max(W.shape)))
        sizes = np.nan_to_num(np.abs(W), nan=np.inf)
        for flat in np.argsort(-sizes, axis=None, kind="stable").tolist():
            j, k = divmod(flat, len(below))
            x0, y0 = places[layer.number - 1, below[k]]
            x1, y1 = places[layer.number, above[j]]
            start, end = (x0 + TILE, y0 + TILE / 2), (x1, y1 + TILE / 2)
            draw = partial(svg.curve, start, end, BEND * (end[0] - start[0]))
            if not np.isfinite(W[j, k]):
                draw(palette.ink, 1.0, "1 2")
            elif W[j, k] == 0:
                draw(palette.edge, 0.6, "3 3")
            else:
                share = min(1.0, float(sizes[j, k]) / frame.weight_scale)
                color = palette.positive if W[j, k] > 0 else palette.negative
                draw(color, THINNEST + (widest - THINNEST) * share)


def _draw_header(svg: Svg, frame: Frame, column: _Column, top: float, palette: Palette) -> None:
    title_width, small_width = partial(_width, PLAIN), partial(_width, SMALL)
    room = column.width + GAP - 8
    title, subtitle, problem = header(frame, column.layer, room, title_width, small_width, small_width)
    svg.text(column.centre, top + 12, title, palette.ink, PLAIN, "middle", bold=True)
    ink = palette.ink if problem else palette.muted
    svg.text(column.centre, top + 28, subtitle, ink, SMALL, "middle", bold=problem)


def _draw_tiles(
    svg: Svg,
    frame: Frame,
    column: _Column,
    places: dict[tuple[int, int], tuple[float, float]],
    palette: Palette,
) -> None:
    """What every shown unit computes; equal ones in one ring of ink with their letter."""
    pictures, most = tile_values(frame, column.layer)
    table = tile_table(palette)
    groups = {unit: group for group in layer_groups(frame, column.layer) for unit in group.units}
    for unit, picture in zip(shown_units(frame, column.layer), pictures, strict=True):
        x, y = places[column.layer, unit]
        svg.picture(x, y, TILE, TILE, table[tile_indices(picture, most)[::-1]])
        group = groups.get(unit)
        if group is None:
            svg.rect(x, y, TILE, TILE, stroke=palette.edge)
        else:
            svg.rect(x - 3, y - 3, TILE + 6, TILE + 6, stroke=palette.ink, pen=2.0, radius=5)
            letter = group.letter
            svg.rect(x + TILE - 2, y - 7, 13, 14, palette.paper, palette.ink, radius=3)
            svg.text(x + TILE + 4.5, y + 3.5, letter, palette.ink, SMALL, "middle", bold=True)
        if column.layer == 0:
            name = frame.data.features[unit]
            svg.text(x - 8, y + TILE / 2 + 4, name, palette.ink, SMALL, "end")


def _draw_foot(svg: Svg, frame: Frame, column: _Column, y: float, palette: Palette) -> None:
    """What the colours of the tiles mean, and how many units have none."""
    shown, units = len(shown_units(frame, column.layer)), layer_size(frame, column.layer)
    words = scale_texts(frame, column.layer)[0] if column.layer else ""
    if shown < units:
        left_out = f"{shown} of {iteration(units)} shown"
        words = f"{words}; {left_out}" if words else left_out
    svg.text(column.centre, y, words, palette.muted, SMALL, "middle")


def _draw_weights(svg: Svg, frame: Frame, column: _Column, top: float, palette: Palette) -> None:
    layer = frame.network.layers[column.layer - 1]
    assert column.weights is not None
    assert column.biases is not None
    left = column.centre - (column.weights.width + 12 + column.biases.width) / 2
    right = left + column.weights.width + 12
    for x, name, values, grid in (
        (left, f"W[{column.layer}]", layer.W, column.weights),
        (right, f"b[{column.layer}]", layer.b, column.biases),
    ):
        svg.text(x, top + 10, name, palette.ink, SMALL, bold=True)
        draw_matrix(svg, values, grid, x, top + 16, frame.weight_scale, palette)


def _in_blocks(frame: Frame, column: _Column) -> bool:
    grid = column.weights
    return grid is not None and in_blocks(frame.network.layers[column.layer - 1].W, grid)


def _draw_bars(svg: Svg, frame: Frame, column: _Column, top: float, bottom: float, palette: Palette) -> None:
    """The histogram of A[l]; exact zeros as a hollow bar."""
    found = frame.pictures[column.layer - 1].activations
    left, width = column.left + 6, column.width - 12
    end = top_share(highest_share(found))
    full, total = (bottom - top - 14) / end, max(found.total, 1)
    bar = width / len(found.counts)
    for index, count in enumerate(found.counts.tolist()):
        if count:
            height = max(1.0, full * count / total)
            svg.rect(left + index * bar, bottom - height, max(bar - 0.6, 0.6), height, palette.ink)
    if found.zeros:
        height = min(max(2.0, full * found.zeros / total), bottom - top - 14)
        x = min(max(_zero(found, left, width) - ZERO_WIDTH / 2, left), left + width - ZERO_WIDTH)
        svg.rect(x, bottom - height, ZERO_WIDTH, height, palette.paper, palette.edge)
    svg.line((left, bottom), (left + width, bottom), palette.edge)
    svg.text(left, top + 8, percentage(end), palette.muted, SMALL)
    name = f"A[{column.layer}]" + (" = ŷ" if column.layer == len(frame.network.layers) else "")
    svg.text(left, bottom + 13, limit(found.low), palette.muted, SMALL)
    svg.text(left + width / 2, bottom + 13, name, palette.muted, SMALL, "middle")
    svg.text(left + width, bottom + 13, limit(found.high), palette.muted, SMALL, "end")
    if found.bad:
        svg.text(left + width, top + 8, f"{found.bad} not finite", palette.ink, SMALL, "end", bold=True)


def _zero(found: Histogram, left: float, width: float) -> float:
    share = -found.low / (found.high - found.low)
    return left + min(max(share, 0.0), 1.0) * width


def _width(size: float, words: str) -> float:
    return text_width(words, size)
