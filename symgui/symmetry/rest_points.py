"""Points of rest in the plane of two weights: both derivatives of the cost are 0; and their kinds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias

import msgspec
import numpy as np
from numpy.typing import NDArray

from symgui.arrays import FloatArray
from symgui.nn.interruption import look
from symgui.symmetry.weight_plane import WeightPlane

STEPS = 20
"""Of Newton's method; from within a cell about five are needed."""
SETTLED = 1e-12
"""It has come to rest when a step is below this share of the side of the plane."""
STILL = 1e-9
"""A gradient is 0 if it is below this share of the largest in the plane."""
FLAT = 1e-7
"""A curvature counts as 0 if it is below this share of the larger one: no kind is told from it."""
SAME = 1e-6
"""Two points are one if they are nearer than this share of the side."""
ON_LINE = 1e-6
"""A point is on a line if it is nearer than this share of the reach of the axes."""
AROUND = 1.5
"""Cells by which a point may lie beside the cell it was looked for in."""

Kind: TypeAlias = Literal["minimum", "saddle", "maximum", "flat"]


class RestPoint(msgspec.Struct, frozen=True):
    """A point at which both derivatives are 0.

    Attributes
    ----------
    x, y : float
    kind : str
        By the signs of the curvatures: both above 0, of two signs, both below 0; ``"flat"`` if one counts
        as 0, so that the second derivatives do not tell.
    lowest, highest : float
        The eigenvalues of the second derivatives by the two weights.
    along, across : float
        The curvature along the direction (1, 1) and along (1, −1), that is, vᵀHv/vᵀv.
    mixed : float
        What H mixes of the two: 0 where they are its eigenvectors, as symmetry makes them on a line of twins.
    """

    x: float
    y: float
    kind: Kind
    lowest: float
    highest: float
    along: float
    across: float
    mixed: float

    def lies_on(self, line: int, reach: float) -> bool:
        """Whether it lies on a line of twins (1: y = x, −1: y = −x) of a square that goes to ±reach."""
        return abs(self.x - line * self.y) <= ON_LINE * reach

    def leads_in(self, line: int) -> bool:
        """Whether a line of twins (1: y = x, −1: y = −x) is this saddle's stable manifold, near it.

        The cost rises from the saddle along the line, so that what is on it comes back, and falls across it.
        """
        inward, outward = (self.along, self.across) if line > 0 else (self.across, self.along)
        return self.kind == "saddle" and inward > 0.0 > outward


def rest_points(
    plane: WeightPlane, grid: FloatArray, Gx: FloatArray, Gy: FloatArray
) -> Iterator[RestPoint | None]:
    """Look for the points of rest in a square; None between them, so that it can be stopped.

    Cells at whose corners both derivatives have two signs are candidates; from the middle of each Newton's
    method goes on with exact second derivatives. A kink of the activation, where a derivative jumps over 0,
    is none. A point whose cell the corners do not give away is missed.

    Parameters
    ----------
    plane : WeightPlane
    grid : ndarray, shape (n,)
        Evenly spaced, the same for x and y.
    Gx, Gy : ndarray, shape (n, n)
        The derivatives; ``Gx[k, i]`` at x = grid[i], y = grid[k].
    """
    found: list[RestPoint] = []
    step, side = float(grid[1] - grid[0]), float(grid[-1] - grid[0])
    largest = max(float(np.nanmax(np.abs(Gx))), float(np.nanmax(np.abs(Gy))))
    for row, column in candidates(Gx, Gy):
        look()
        middle = np.array([grid[column] + step / 2.0, grid[row] + step / 2.0])
        at = _newton(plane, middle, AROUND * step, SETTLED * side, STILL * largest)
        new = at is not None and all(
            abs(at[0] - other.x) > SAME * side or abs(at[1] - other.y) > SAME * side for other in found
        )
        if at is None or not new or max(np.abs(at)) > float(grid[-1]):
            yield None
            continue
        point = rest_point(plane, float(at[0]), float(at[1]))
        found.append(point)
        yield point


def candidates(Gx: FloatArray, Gy: FloatArray) -> NDArray[np.intp]:
    """Row and column of the cells at whose corners both derivatives are 0 or have two signs.

    But not of those where they are 0 at all corners, see `still_share`.
    """
    both = ~_still(Gx, Gy)
    for G in (Gx, Gy):
        corners = np.stack((G[:-1, :-1], G[:-1, 1:], G[1:, :-1], G[1:, 1:]))
        both &= (corners.min(axis=0) <= 0.0) & (corners.max(axis=0) >= 0.0)
    return np.argwhere(both)


def still_share(Gx: FloatArray, Gy: FloatArray) -> float:
    """The share of the cells at whose corners both derivatives are exactly 0: nothing moves there."""
    return float(_still(Gx, Gy).mean())


def _still(Gx: FloatArray, Gy: FloatArray) -> NDArray[np.bool_]:
    zero = (Gx == 0.0) & (Gy == 0.0)
    cells: NDArray[np.bool_] = zero[:-1, :-1] & zero[:-1, 1:] & zero[1:, :-1] & zero[1:, 1:]
    return cells


def _newton(
    plane: WeightPlane, start: FloatArray, around: float, settled: float, still: float
) -> FloatArray | None:
    """The point of rest near a start; None if the way leads off, or to none."""
    at = start.copy()
    for _ in range(STEPS):
        gradient = np.array(plane.gradient(float(at[0]), float(at[1])))
        if not np.isfinite(gradient).all():
            return None
        step = np.linalg.lstsq(plane.curvature(float(at[0]), float(at[1])), -gradient, rcond=1e-12)[0]
        at = at + step
        if np.abs(at - start).max() > around:
            return None
        if np.abs(step).max() <= settled:
            rest = max(map(abs, plane.gradient(float(at[0]), float(at[1])))) <= still
            return at if rest else None
    return None


def rest_point(plane: WeightPlane, x: float, y: float) -> RestPoint:
    """What kind of point of rest (x, y) is."""
    H = plane.curvature(x, y)
    lowest, highest = (float(value) for value in np.linalg.eigvalsh(H))
    size = max(abs(lowest), abs(highest))
    kind: Kind
    if min(abs(lowest), abs(highest)) <= FLAT * size:
        kind = "flat"
    elif lowest > 0.0:
        kind = "minimum"
    else:
        kind = "saddle" if highest > 0.0 else "maximum"
    both, one = float(H[0, 0] + H[1, 1]) / 2.0, float(H[0, 1])
    return RestPoint(x, y, kind, lowest, highest, both + one, both - one, float(H[0, 0] - H[1, 1]) / 2.0)


def stable_part(
    point: RestPoint, line: int, grid: FloatArray, Gx: FloatArray, Gy: FloatArray
) -> tuple[float, float]:
    """The part of a line of twins, from x to x, that leads into a saddle on it.

    Along the line the cost must rise away from the saddle at every point of the grid up to there.

    Parameters
    ----------
    point : RestPoint
        That `leads_in` along the line.
    line : int
        1: y = x; −1: y = −x.
    grid, Gx, Gy : ndarray
        As in `rest_points`.
    """
    columns = np.arange(len(grid))
    rows = columns if line > 0 else columns[::-1]
    slope = Gx[rows, columns] + line * Gy[rows, columns]
    left = right = point.x
    for x, rise in zip(grid[grid > point.x], slope[grid > point.x], strict=True):
        if rise <= 0.0:
            break
        right = float(x)
    for x, rise in zip(grid[grid < point.x][::-1], slope[grid < point.x][::-1], strict=True):
        if rise >= 0.0:
            break
        left = float(x)
    return left, right
