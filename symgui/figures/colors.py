"""Numbers as colours: a diverging scale, with colours of their own for exact 0 and for what is not finite."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from symgui.arrays import FloatArray
from symgui.figures.palette import Palette

IndexArray = NDArray[np.uint8]
ColorTable = NDArray[np.uint32]
"""256 colours, 0xffRRGGBB."""

ZERO = 0
"""Index of an exact zero: hollow, the colour of the paper."""
BAD = 1
"""Index of what is not a finite number: hatched."""
NEGATIVE_END = 2
POSITIVE_END = 255
TILE_BAD = 0
"""Index of what is not a number in a tile."""
HALF = 126
"""Indices 2 … 128 go from −limit to almost 0, 129 … 255 from almost 0 to +limit."""
LEAST_TINT = 0.2
"""The smallest non-zero number still gets this share of its hue."""


def cell_indices(values: FloatArray, limit: float) -> IndexArray:
    """Colour index of each number, for `cell_table`.

    Parameters
    ----------
    values : ndarray of any shape
    limit : float
        Where the scale ends on both sides; larger numbers get the end's colour.

    Returns
    -------
    ndarray of uint8, same shape
        ``ZERO`` exactly for 0, ``BAD`` exactly for inf and nan.
    """
    finite = np.isfinite(values)
    all_finite = bool(finite.all())
    size = np.abs(values if all_finite else np.where(finite, values, 0.0))
    steps = np.rint(HALF * (np.minimum(size, limit) / limit)).astype(np.uint8)
    indices = np.where(values > 0, POSITIVE_END - HALF + steps, NEGATIVE_END + HALF - steps)
    indices[values == 0] = ZERO
    if not all_finite:
        indices[~finite] = BAD
    return indices


def tile_indices(values: FloatArray, limit: float) -> IndexArray:
    """Colour index of each number, for `tile_table`: 1 at −limit, 128 at 0, 255 at +limit; bad ones 0."""
    share = np.minimum(np.maximum(values, -limit), limit)
    share /= limit
    bad = np.isnan(share)
    some_bad = bool(bad.any())
    if some_bad:
        share[bad] = 0.0
    share *= 127.0
    indices = (np.rint(share, out=share) + 128.0).astype(np.uint8)
    if some_bad:
        indices[bad] = TILE_BAD
    return indices


def cell_table(palette: Palette) -> ColorTable:
    """The 256 colours of heatmap cells."""
    table = np.full(256, rgb(palette.paper), np.uint32)
    share = LEAST_TINT + (1 - LEAST_TINT) * np.linspace(0.0, 1.0, HALF + 1)
    table[POSITIVE_END - HALF :] = _mix(palette.neutral, palette.positive, share)
    table[NEGATIVE_END : NEGATIVE_END + HALF + 1] = _mix(palette.neutral, palette.negative, share)[::-1]
    return table


class CellColors:
    """The colours of heatmap cells in one palette, and on which of them black digits read better."""

    def __init__(self, palette: Palette) -> None:
        self.table = cell_table(palette)
        self.dark = dark_digits(self.table)


def tile_table(palette: Palette) -> ColorTable:
    """The 256 colours of a continuous picture: neutral at 0, without a step."""
    table = np.full(256, rgb(palette.paper), np.uint32)
    share = np.linspace(0.0, 1.0, 128)
    table[128:] = _mix(palette.neutral, palette.positive, share)
    table[1:129] = _mix(palette.neutral, palette.negative, share)[::-1]
    return table


def dark_digits(table: ColorTable) -> NDArray[np.bool_]:
    """For each colour whether black reads better on it than white.

    The contrasts, (Y + 0.05)/0.05 and 1.05/(Y + 0.05) for a relative luminance Y (WCAG 2), are equal where
    (Y + 0.05)² = 0.05 · 1.05.
    """
    channel = np.stack([(table >> shift) & 0xFF for shift in (16, 8, 0)], axis=1) / 255.0
    linear = np.where(channel <= 0.04045, channel / 12.92, ((channel + 0.055) / 1.055) ** 2.4)
    luminance = linear @ np.array([0.2126, 0.7152, 0.0722])
    return np.asarray((luminance + 0.05) ** 2 > 0.05 * 1.05)


def signed_maximum(values: FloatArray, rows: int, columns: int) -> FloatArray:
    """Pool a matrix to at most rows × columns, each block by its number of largest magnitude, sign kept.

    An average would make a healthy wide layer look like zero. A block with a nan stays nan.
    """
    for axis, count in ((0, rows), (1, columns)):
        if values.shape[axis] > count:
            starts = block_starts(values.shape[axis], count)
            high = np.maximum.reduceat(values, starts, axis=axis)
            low = np.minimum.reduceat(values, starts, axis=axis)
            values = np.where(high >= -low, high, low)
    return values


def block_starts(length: int, blocks: int) -> NDArray[np.int64]:
    """First index of each of `blocks` nearly equal blocks of `length`."""
    return (np.arange(blocks, dtype=np.int64) * length) // blocks


@cache
def mix(first: str, second: str, share: float) -> str:
    """The colour `share` of the way from `first` to `second`, as ``#rrggbb``."""
    return "#" + "".join(
        f"{round(a + (b - a) * share):02x}" for a, b in zip(_channels(first), _channels(second), strict=True)
    )


def hexadecimal(color: int) -> str:
    """A colour of a table as ``#rrggbb``."""
    return f"#{color & 0xFFFFFF:06x}"


def rgb(color: str) -> int:
    """0xffRRGGBB of ``#rrggbb``."""
    return 0xFF000000 | int(color.removeprefix("#"), 16)


def _mix(first: str, second: str, share: FloatArray) -> ColorTable:
    """The colours `share` of the way from `first` to `second`, channel by channel."""
    mixed = np.full(share.shape, 0xFF, np.uint32)
    for a, b in zip(_channels(first), _channels(second), strict=True):
        mixed = (mixed << np.uint32(8)) | np.rint(a + (b - a) * share).astype(np.uint32)
    return mixed


def _channels(color: str) -> tuple[int, int, int]:
    value = rgb(color)
    return value >> 16 & 0xFF, value >> 8 & 0xFF, value & 0xFF
