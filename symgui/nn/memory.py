"""Aligned memory: many arrays in one flat buffer, every row on a boundary of 64 bytes.

Aligned rows let every unit of a layer go through the same machine instructions, and one flat buffer
lets an update or a check of all parameters be a single operation.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from symgui.arrays import FloatArray

LINE = 64  # bytes: a cache line, and the widest vector register
_DOUBLES = LINE // 8
_PART = 8192
"""Longest dot product asked of BLAS at once: OpenBLAS hands more than 10,000 terms to threads, and a thread
that waits for a busy processor takes milliseconds for what takes two microseconds."""


def row_length(columns: int) -> int:
    """Doubles a row takes, filled up to a multiple of 64 bytes."""
    return -(-columns // _DOUBLES) * _DOUBLES


def aligned_zeros(*shape: int) -> FloatArray:
    """An array of zeros without gaps that starts on a boundary of 64 bytes."""
    size = math.prod(shape)
    raw = np.zeros(size + _DOUBLES)
    start = -(raw.ctypes.data // 8) % _DOUBLES
    return raw[start : start + size].reshape(shape)


def allocate(
    shapes: Sequence[tuple[int, int]], lanes: tuple[int, ...] = ()
) -> tuple[FloatArray, list[FloatArray]]:
    """One flat buffer of zeros, and a view of it for every shape.

    Parameters
    ----------
    shapes : sequence of (rows, columns)
    lanes : tuple of int
        Leading axes: ``(6,)`` for six such buffers in one array.

    Returns
    -------
    flat : ndarray, shape (*lanes, size)
        The padding between rows is 0 and stays 0.
    views : list of ndarray
        ``views[i]`` has the shape (*lanes, *shapes[i]); its rows start on boundaries of 64 bytes.
    """
    flat = aligned_zeros(*lanes, sum(rows * row_length(columns) for rows, columns in shapes))
    return flat, carve(flat, shapes)


def fits_rows(array: FloatArray) -> bool:
    """Whether rows start on boundaries of 64 bytes and are filled up to the next, as of `allocate`."""
    rows, columns = array.shape
    length = row_length(columns) * array.itemsize
    between = array.strides[0] if rows > 1 else length
    if array.ctypes.data % LINE or between % LINE or between < length:
        return False
    if columns > 1 and array.strides[1] != array.itemsize:
        return False
    owner = array.base if isinstance(array.base, np.ndarray) else array
    end = array.ctypes.data + (rows - 1) * between + length
    return rows == 0 or (owner.flags.c_contiguous and end <= owner.ctypes.data + owner.nbytes)


def padded(array: FloatArray) -> FloatArray:
    """The same values in rows that `fits_rows`: `array` itself if it does, else a copy."""
    if fits_rows(array):
        return array
    _, (copy,) = allocate([array.shape])
    copy[:] = array
    return copy


def sum_of_squares(flat: FloatArray) -> float:
    """Σ x² over a flat buffer; not finite if an entry is not."""
    if flat.size <= _PART:
        return float(flat.dot(flat))
    return sum(float(part.dot(part)) for part in (flat[i : i + _PART] for i in range(0, flat.size, _PART)))


def carve(flat: FloatArray, shapes: Sequence[tuple[int, int]]) -> list[FloatArray]:
    """The views that `allocate` gives, of a buffer of its making."""
    lanes = flat.shape[:-1]
    views, start = [], 0
    for rows, columns in shapes:
        length = row_length(columns)
        block = flat[..., start : start + rows * length].reshape(*lanes, rows, length)
        views.append(block[..., :columns])
        start += rows * length
    return views
