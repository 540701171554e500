"""A race as SVG: a column a lane, the costs of all on one pair of axes, and what each lane comes to."""

from __future__ import annotations

from symgui.figures.boundary import draw_plane
from symgui.figures.caption import MARGIN, SEPARATOR, Caption, common_line, standing_line, verdict_line
from symgui.figures.cost import HEIGHT, draw_costs
from symgui.figures.heatmap import draw_matrix, grid_of
from symgui.figures.palette import LIGHT, Palette
from symgui.figures.svg import Svg, wrapped
from symgui.plain_text.numbers import iteration, limit
from symgui.training.frame import Frame
from symgui.training.race import RaceFrame

COLUMN, GAP = 230.0, 20.0
"""Pixels of a lane's width, and between two lanes."""
HIGHEST_MATRIX = 110.0
"""Pixels of height of a matrix, at most."""
LETTER, SIZE = 15.0, 11.0
"""Pixels of the type of a lane's letter and of the other texts."""
LINE = 14.0
"""Pixels from one line of text to the next."""


def race(frame: RaceFrame, palette: Palette = LIGHT, *, titled: bool = True) -> str:
    """All lanes at one iteration.

    Parameters
    ----------
    frame : RaceFrame
    palette : Palette
    titled : bool
        With a line of the settings that all lanes have in common.

    Returns
    -------
    str
        The text of an SVG file.
    """
    width = 2 * MARGIN + len(frame.lanes) * COLUMN + (len(frame.lanes) - 1) * GAP
    common = common_line([lane.experiment for lane in frame.lanes]) if titled else ""
    at = f"iteration {iteration(frame.iteration)}"
    section = frame.frames[0].section
    above = Caption(width, common, at if section is None else f"{at}{SEPARATOR}planes: {section.axes.words}")
    heads = [wrapped(lane.text, SIZE, COLUMN - LETTER - 6) for lane in frame.lanes]
    feet = [_foot(each) for each in frame.frames]
    planes_top = above.height + MARGIN + LINE * max(map(len, heads)) + 6
    matrices_top = planes_top + (COLUMN + 12 if frame.frames[0].drawn_plane is not None else 0.0)
    grids = [grid_of(each.network.layers[0].W.shape, COLUMN, HIGHEST_MATRIX) for each in frame.frames]
    costs_top = matrices_top + 20 + max(grid.height for grid in grids) + MARGIN
    feet_top = costs_top + HEIGHT + 4
    height = feet_top + LINE * max(map(len, feet)) + MARGIN
    svg = Svg(width, height, palette.paper, f"Race of {len(frame.lanes)} lanes, {at}")
    above.write(svg, 0.0, palette)
    for index, (lane, each, grid) in enumerate(zip(frame.lanes, frame.frames, grids, strict=True)):
        left = MARGIN + index * (COLUMN + GAP)
        svg.text(left, above.height + MARGIN + 11, lane.letter, palette.ink, LETTER, bold=True)
        _write(svg, heads[index], left + LETTER + 6, above.height + MARGIN + 10, palette.ink)
        if each.drawn_plane is not None:
            draw_plane(svg, each, each.drawn_plane, (left, planes_top, COLUMN), palette)
        scale = each.weight_scale
        svg.text(left, matrices_top + 10, f"W[1], colours ±{limit(scale)}", palette.muted, SIZE)
        draw_matrix(svg, each.network.layers[0].W, grid, left, matrices_top + 16, scale, palette)
        _write(svg, feet[index], left, feet_top + 10, palette.muted)
        svg.text(left, feet_top + 10, f"{lane.letter}:", palette.ink, SIZE, bold=True)
    draw_costs(svg, frame.frames, costs_top, palette, [lane.letter for lane in frame.lanes])
    return svg.text_of()


def _foot(frame: Frame) -> list[str]:
    """Where a lane stands and its verdict, in lines; the first one has room for its letter."""
    return ["", *wrapped(standing_line(frame), SIZE, COLUMN), *wrapped(verdict_line(frame), SIZE, COLUMN)]


def _write(svg: Svg, lines: list[str], left: float, y: float, color: str) -> None:
    for index, words in enumerate(lines):
        svg.text(left, y + index * LINE, words, color, SIZE)
