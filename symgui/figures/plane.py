"""The plane of two inputs in numbers: what the network answers everywhere, and where it is undecided."""

from __future__ import annotations

from collections.abc import Sequence

import contourpy
import numpy as np
from numpy.typing import NDArray

from symgui.arrays import FloatArray
from symgui.training.frame import Plane

TINTS = 127
"""Colours between the classes, finer than the eye; an odd number, so that exactly ½ is exactly neutral."""
UNDECIDED = 1e-12
"""Probabilities no further apart than this are equal up to rounding: no class has won."""


def image_values(plane: Plane, classes: int) -> FloatArray | NDArray[np.uint8]:
    """What the image holds: ŷ, or the winning class."""
    return plane.probability if classes == 2 else winners(plane, classes)


def winners(plane: Plane, classes: int) -> NDArray[np.uint8]:
    """The winning class, with `classes` for "undecided"."""
    undecided = plane.probability <= 1 / classes + UNDECIDED
    return np.where(undecided, classes, plane.winner).astype(np.uint8)


def borders(plane: Plane, classes: int) -> tuple[FloatArray, FloatArray]:
    """Lines on which the predicted class changes, as x1 and x2 with NaN between parts.

    For two classes the line ŷ = ½, found by linear interpolation. Where ŷ is exactly ½ over an area, it
    runs along that area's border with ŷ > ½: the rule is class 1 if ŷ > ½. There is none where ŷ is ½ up to
    rounding everywhere.
    """
    if classes == 2:
        fields = [(plane.probability, 0.5)] if np.abs(plane.probability - 0.5).max() > UNDECIDED else []
    else:
        winner = winners(plane, classes)
        regions = np.flatnonzero(np.bincount(winner.ravel()))
        # every border belongs to two regions: all regions but one have them all
        fields = [((winner == k).astype(np.float64), 0.5) for k in regions[1:]]
    parts = []
    for z, level in fields:
        parts += [points for points in _level_lines(plane, z, level) if points is not None]
    if not parts:
        return np.empty(0), np.empty(0)
    gap = np.full((1, 2), np.nan)
    points = np.concatenate([piece for part in parts for piece in (gap, part)][1:])
    return points[:, 0], points[:, 1]


def _level_lines(plane: Plane, z: FloatArray, level: float) -> Sequence[FloatArray | None]:
    """Lines of z = `level` over the plane, parts separated by NaN; z is finite.

    What `contourpy.contour_generator` gives with its defaults: its search for numbers that are none takes
    longer than the lines.
    """
    generator = contourpy.SerialContourGenerator(
        np.broadcast_to(plane.x1, z.shape),
        np.broadcast_to(plane.x2[:, np.newaxis], z.shape),
        z,
        None,  # no mask
        corner_mask=True,
        line_type=contourpy.LineType.ChunkCombinedNan,
        fill_type=contourpy.FillType.OuterOffset,
        quad_as_tri=False,
        z_interp=contourpy.ZInterp.Linear,
    )
    lines: Sequence[FloatArray | None] = generator.lines(level)[0]
    return lines
