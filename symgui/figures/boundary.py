"""The decision boundary as SVG: what the network answers over the plane, and the examples."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from symgui.figures.caption import LINE, MARGIN, Caption, settings_line, standing_line
from symgui.figures.classes import class_colours, class_text, region_colours, shortened
from symgui.figures.colors import rgb
from symgui.figures.palette import LIGHT, Palette
from symgui.figures.plane import TINTS, borders, winners
from symgui.figures.svg import Svg, wrapped
from symgui.training.frame import Frame, Plane

SIDE = 420.0
SIZE = 11.0
LARGE, SMALL = 3.4, 2.4
"""Radius of a marker: of up to 500 examples, and of more."""
SMALLER = 0.6
"""Of it, in a smaller square."""
Square: TypeAlias = tuple[float, float, float]
"""Left, top and side, in pixels."""
LONGEST_NAME, LONGEST_KEY = 12, 72
"""Letters of one class's name, and of all where digits stand for them."""
FINER, SMALL_FINER = 4, 2
"""So many pixels of the picture to a point of the grid: it does not show squares where it is enlarged."""


def boundary(frame: Frame, palette: Palette = LIGHT, *, titled: bool = True) -> str:
    """The plane of the inputs, or the section that is shown, with the examples; else a sentence.

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
    width = SIDE + 2 * MARGIN + 18
    above = Caption(width, settings_line(frame.experiment) if titled else "", standing_line(frame))
    below = [] if frame.section is None else wrapped(frame.section.axes.words, SIZE, SIDE)
    foot = LINE * max(1, len(below))
    svg = Svg(
        width, above.height + SIDE + 37 + foot, palette.paper, f"Decision boundary: {standing_line(frame)}"
    )
    above.write(svg, 0.0, palette)
    left, top = MARGIN + 18, above.height + MARGIN
    section = frame.section
    plane = frame.drawn_plane
    if plane is None:
        inputs = len(frame.data.features)
        several = f"The network has {inputs} inputs: choose a section, above the boundary."
        words = several if inputs > 1 else "The network has one input: it is no plane."
        svg.text(left, top + 20, words, palette.muted, SIZE)
        return svg.text_of()
    draw_plane(svg, frame, plane, (left, top, SIDE), palette)
    if section is None:
        first, second = frame.data.features[:2]
        svg.text(left + SIDE / 2, top + SIDE + 15, first, palette.muted, SIZE, "middle")
        svg.text(left - 6, top + SIDE / 2, second, palette.muted, SIZE, "end")
    else:
        for k, words in enumerate(below):
            svg.text(left, top + SIDE + 15 + k * LINE, words, palette.muted, SIZE)
    _draw_key(svg, frame, left, top + SIDE + 15 + foot, palette)
    return svg.text_of()


def draw_plane(svg: Svg, frame: Frame, plane: Plane, square: Square, palette: Palette) -> None:
    """The answers, the line where they change, and the examples."""
    classes, (left, top, side) = frame.data.classes, square
    finer = FINER if side >= SIDE else SMALL_FINER
    colors = np.array([rgb(c) for c in region_colours(classes, palette, TINTS)], dtype=np.uint32)
    svg.picture(left, top, side, side, colors[_indices(plane, classes, finer)[::-1]])
    if np.isfinite(plane.probability).all():
        x, y = borders(plane, classes)
        line = [_place(plane, a, b, square) for a, b in zip(x, y, strict=True)]
        svg.polyline(line, palette.ink, 1.2)
    else:
        svg.text(left + 10, top + 20, "ŷ is not a number everywhere", palette.ink, SIZE, bold=True)
    _draw_examples(svg, frame, plane, square, palette)
    svg.rect(left, top, side, side, stroke=palette.line)


def _indices(plane: Plane, classes: int, finer: int) -> NDArray[np.int64]:
    """The colour of every pixel: of the probability, or of the winning class."""
    if classes > 2:
        return np.repeat(np.repeat(winners(plane, classes), finer, axis=0), finer, axis=1).astype(np.int64)
    fine = np.linspace(0, plane.x1.size - 1, finer * plane.x1.size)
    grid = np.arange(plane.x1.size)
    rows = np.stack([np.interp(fine, grid, row) for row in np.nan_to_num(plane.probability, nan=0.5)])
    values = np.stack([np.interp(fine, grid, column) for column in rows.T], axis=1)
    indices: NDArray[np.int64] = np.rint(values * (TINTS - 1)).astype(np.int64)
    return indices


def _draw_examples(svg: Svg, frame: Frame, plane: Plane, square: Square, palette: Palette) -> None:
    radius = LARGE if frame.data.m <= 500 else SMALL
    if square[2] < SIDE:
        radius *= SMALLER
    X, X_test = frame.drawn_points
    for x, labels, hollow in ((X_test, frame.data.labels_test, True), (X, frame.data.labels, False)):
        for (a, b), label in zip(x[:2].T, labels.tolist(), strict=True):
            at = _place(plane, float(a), float(b), square)
            draw_marker(svg, at, label, frame.data.classes, radius, palette, hollow=hollow)


def draw_marker(
    svg: Svg,
    at: tuple[float, float],
    label: int,
    classes: int,
    radius: float,
    palette: Palette,
    *,
    hollow: bool = False,
) -> None:
    """An example: of up to four classes a triangle, a circle, a square or a diamond; of more a digit."""
    x, y = at
    if classes > 4:
        ink = palette.muted if hollow else palette.ink
        svg.text(x, y + radius, str(label), ink, 2.6 * radius, "middle", bold=not hollow)
        return
    color = class_colours(classes, palette)[label]
    rim = palette.paper if color.lower() != palette.paper.lower() else palette.ink
    if hollow:
        rim, color = (color if classes == 2 else palette.ink), palette.paper
    r = radius
    if label == 0:
        corners = [(x, y - 1.3 * r), (x - 1.2 * r, y + 0.9 * r), (x + 1.2 * r, y + 0.9 * r)]
        svg.polygon(corners, color, rim, 0.8)
    elif label == 1:
        svg.circle(at, r, color, rim, 0.8)
    elif label == 2:
        svg.rect(x - r, y - r, 2 * r, 2 * r, color, rim, 0.8)
    else:
        svg.polygon([(x, y - 1.4 * r), (x - 1.4 * r, y), (x, y + 1.4 * r), (x + 1.4 * r, y)], color, rim, 0.8)


def _draw_key(svg: Svg, frame: Frame, left: float, y: float, palette: Palette) -> None:
    """What the markers mean."""
    if frame.data.classes > 4:
        named = [f"{k} {name}" for k, name in enumerate(frame.data.class_names) if name != str(k)]
        words = shortened(", ".join(named), LONGEST_KEY) or "the digits are the classes"
        svg.text(left, y, words, palette.muted, SIZE)
        return
    x = left + 4
    for label in range(frame.data.classes):
        draw_marker(svg, (x, y - 4), label, frame.data.classes, LARGE, palette)
        name = class_text(frame.data.class_names, label, LONGEST_NAME)
        svg.text(x + 9, y, name, palette.muted, SIZE)
        x += max(72.0, 22 + 6.4 * len(name))
    if frame.data.has_test:
        svg.text(x, y, "hollow: test examples", palette.muted, SIZE)


def _place(plane: Plane, x1: float, x2: float, square: Square) -> tuple[float, float]:
    """Pixels of a point: half a cell of the grid lies around the outer grid points."""
    (left, top, side), count = square, plane.x1.size
    step1, step2 = plane.x1[1] - plane.x1[0], plane.x2[1] - plane.x2[0]
    a = (x1 - plane.x1[0]) / step1 + 0.5
    b = (x2 - plane.x2[0]) / step2 + 0.5
    return left + side * float(a) / count, top + side * (1 - float(b) / count)
