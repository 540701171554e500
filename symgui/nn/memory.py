"""Aligned memory: many arrays in one flat buffer, every row on a boundary of 64 bytes.

Aligned rows let every unit of a layer go through the same machine instructions, and one flat buffer
lets an update or a check of all parameters be a single operation.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from symgui.nn.state import FloatArray

LINE = 64  # bytes: a cache line, and the widest vector register
_DOUBLES = LINE // 8


def row_length(columns: int) -> int:
    """Doubles a row takes, filled up to a multiple of 64 bytes."""
    return -(-columns // _DOUBLES) * _DOUBLES


def aligned_zeros(size: int) -> FloatArray:
    """A flat array of `size` zeros that starts on a boundary of 64 bytes."""
    raw = np.zeros(size + _DOUBLES)
    start = -(raw.ctypes.data // 8) % _DOUBLES
    return raw[start : start + size]


def allocate(shapes: Sequence[tuple[int, int]]) -> tuple[FloatArray, list[FloatArray]]:
    """One flat buffer of zeros, and a view of it for every shape.

    Returns
    -------
    flat : ndarray, shape (size,)
        The padding between rows is 0 and stays 0.
    views : list of ndarray
        ``views[i]`` has ``shapes[i]``; its rows start on boundaries of 64 bytes.
    """
    flat = aligned_zeros(sum(rows * row_length(columns) for rows, columns in shapes))
    views, start = [], 0
    for rows, columns in shapes:
        length = row_length(columns)
        views.append(flat[start : start + rows * length].reshape(rows, length)[:, :columns])
        start += rows * length
    return flat, views
