"""Addresses of NumPy's arrays for the kernel, each array checked before."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from symgui.arrays import FloatArray
from symgui.nn.memory import LINE, fits_rows, row_length


class KernelError(Exception):
    """A library that is no kernel of ours, or an array that it must not be given."""


def vector(array: FloatArray, length: int, what: str) -> int:
    """The address of a flat array of so many float64, from a boundary of 64 bytes, that may be written.

    Raises
    ------
    KernelError
        If it is anything else.
    """
    if array.dtype != np.float64 or array.shape != (length,):
        raise KernelError(f"{what}: expected {length} float64, got {array.dtype} of shape {array.shape}")
    address = int(array.ctypes.data)
    if not array.flags.c_contiguous or address % LINE:
        raise KernelError(f"{what}: expected one block of memory from a boundary of {LINE} bytes")
    if not array.flags.writeable:
        raise KernelError(f"{what}: expected an array that may be written")
    return address


def rows(array: FloatArray, n: int, m: int, what: str, *, written: bool = False) -> tuple[int, int]:
    """The address of an array of n rows of m float64, each filled up to 64 bytes, and their distance.

    With `written` the kernel writes there.

    Raises
    ------
    KernelError
        If it is anything else.
    """
    if array.dtype != np.float64 or array.shape != (n, m):
        raise KernelError(f"{what}: expected {n} × {m} float64, got {array.dtype} of shape {array.shape}")
    if not fits_rows(array):
        raise KernelError(f"{what}: expected rows that are filled up to {LINE} bytes, as `padded` makes them")
    if written and not array.flags.writeable:
        raise KernelError(f"{what}: expected an array that may be written")
    return int(array.ctypes.data), array.strides[0] // 8 if n > 1 else row_length(m)


def numbers(array: NDArray[Any], kind: type[np.number[Any]], length: int, what: str) -> int:
    """The address of a flat array of so many numbers of a kind, that may be written.

    Raises
    ------
    KernelError
        If it is anything else.
    """
    if array.dtype != kind or array.shape != (length,):
        raise KernelError(
            f"{what}: expected {length} {kind.__name__}, got {array.dtype} of shape {array.shape}"
        )
    if not array.flags.c_contiguous or not array.flags.writeable or not array.flags.aligned:
        raise KernelError(f"{what}: expected numbers side by side that may be written")
    return int(array.ctypes.data)
