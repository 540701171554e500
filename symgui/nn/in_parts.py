"""Work on large arrays, made a part at a time so that it can be given up (`symgui.nn.interruption`).

Small arrays are one part. The arithmetic is not what takes the time: memory that is used for the first time
is given by the system a page at a time, which takes ten times as long.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from symgui.arrays import FloatArray
from symgui.nn.interruption import WORTH_A_LOOK, blocks

ONE_NUMBER = 100
"""Multiplications that take as long as one number of new memory, or of an elementwise function."""


def copied(array: FloatArray) -> FloatArray:
    """A copy without gaps."""
    return elementwise(np.array, array)


def same_bits(a: FloatArray, b: FloatArray) -> bool:
    """Whether two arrays hold the same, bit for bit: NaN is NaN, and 0 is not −0."""
    return np.array_equal(a.view(np.int64), b.view(np.int64))


def elementwise(function: Callable[[FloatArray], FloatArray], values: FloatArray) -> FloatArray:
    """``function(values)``, a new array; each number of it depends on the one at its place only."""
    if values.size * ONE_NUMBER < WORTH_A_LOOK:
        return function(values)
    out = np.empty(values.shape)
    for rows in blocks(len(values), values[0].size * ONE_NUMBER):
        out[rows] = function(values[rows])
    return out


def product(a: FloatArray, b: FloatArray) -> FloatArray:
    """``a @ b``, of matrices."""
    if a.size * b.shape[1] < WORTH_A_LOOK:
        return a @ b
    out = np.empty((len(a), b.shape[1]))
    for rows in blocks(len(a), b.size):
        np.matmul(a[rows], b, out=out[rows])
    return out
