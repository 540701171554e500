"""A text as a QR code, for a phone in the last row."""

from __future__ import annotations

import numpy as np
import segno
from numpy.typing import NDArray

from symgui.figures.palette import LIGHT, Palette
from symgui.figures.svg import Svg

MOST = 1800
"""Characters of a text that a code at a lecture can hold and a camera can still read."""
QUIET = 4
"""White modules around the code, as its standard wants."""
SCALE = 6.0
"""Pixels of a module."""


def modules(text: str) -> NDArray[np.bool_]:
    """The code's squares, quiet zone included: True is dark.

    Parameters
    ----------
    text : str
        At most `MOST` characters.

    Raises
    ------
    ValueError
        If it is longer.
    """
    if len(text) > MOST:
        raise ValueError(
            f"a QR code holds {MOST} characters that can still be read, and these are {len(text)}"
        )
    code = segno.make(text, error="m", micro=False)
    dark = np.array([[bool(module) for module in row] for row in code.matrix], dtype=np.bool_)
    return np.pad(dark, QUIET)


def draw_qr(svg: Svg, text: str, x: float, y: float, side: float) -> None:
    """Draw the code in a square: always black on white, which every camera reads.

    Raises
    ------
    ValueError
        If the text is too long for a code.
    """
    dark = modules(text)
    step = side / len(dark)
    svg.rect(x, y, side, side, "#ffffff")
    for i, row in enumerate(dark):
        ends = np.flatnonzero(np.diff(np.concatenate([[False], row, [False]]).astype(np.int8)))
        for start, end in ends.reshape(-1, 2).tolist():
            svg.rect(x + start * step, y + i * step, (end - start) * step, step, "#000000")


def qr(text: str, palette: Palette = LIGHT) -> str:
    """The code alone as the text of an SVG file.

    Raises
    ------
    ValueError
        If the text is too long for a code.
    """
    side = SCALE * len(modules(text))
    svg = Svg(side, side, palette.paper, text)
    draw_qr(svg, text, 0.0, 0.0, side)
    return svg.text_of()
