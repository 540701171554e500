"""An array as NumPy writes it, inside an archive: read without pickle, and no larger than what is there."""

from __future__ import annotations

import ast
import io
import math
import re
import zipfile
from typing import Any

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from symgui.data.tables.archive import unfolded
from symgui.experiment import ExperimentError

MAX_HEADER = 10_000
PYTHON_2 = re.compile(r"(?<=\d)L\b")
"""Behind a whole number, as an old Python wrote a shape."""


def header_of(data: bytes, entry: zipfile.ZipInfo) -> tuple[int, ...]:
    """The shape of an array, whose header claims what is there; nothing is made room for.

    Raises
    ------
    ExperimentError
        If it is none, claims what is not there, or holds Python objects.
    """
    start = b""
    for piece in unfolded(data, entry):
        start += piece
        if len(start) > MAX_HEADER + 16:
            break
    shape, _, dtype, offset = _parsed(start, entry.filename)
    wanted = offset + math.prod(shape) * dtype.itemsize
    if dtype.hasobject:
        raise ExperimentError(
            "holds Python objects, which are not read: they could run a program", entry.filename
        )
    if wanted != entry.file_size:
        raise ExperimentError(
            f"claims {'×'.join(map(str, shape))} of {dtype}, {wanted} bytes, and has {entry.file_size}",
            entry.filename,
        )
    return shape


def _parsed(start: bytes, name: str) -> tuple[tuple[int, ...], bool, np.dtype[Any], int]:
    stream = io.BytesIO(start)
    try:
        version = npy.read_magic(stream)
        length = int.from_bytes(stream.read(2 if version == (1, 0) else 4), "little")
        text = stream.read(min(length, MAX_HEADER)).decode("utf-8" if version == (3, 0) else "latin-1")
        header = ast.literal_eval(PYTHON_2.sub("", text.strip()))
        shape, fortran, dtype = header["shape"], header["fortran_order"], npy.descr_to_dtype(header["descr"])
        whole = length <= MAX_HEADER and isinstance(shape, tuple) and all(type(n) is int for n in shape)
    except (ValueError, SyntaxError, TypeError, LookupError, MemoryError, RecursionError):
        whole = False
    if not whole:
        raise ExperimentError("has no header of an array", name) from None
    if any(n < 0 for n in shape):
        raise ExperimentError(f"claims a shape that cannot be: {shape}", name)
    return shape, bool(fortran), dtype, stream.tell()


def array_of(data: bytes, entry: zipfile.ZipInfo) -> NDArray[Any]:
    """The array in an entry whose header has been read.

    Raises
    ------
    ExperimentError
        If it is damaged.
    """
    raw = b"".join(unfolded(data, entry))
    shape, fortran, dtype, offset = _parsed(raw[: MAX_HEADER + 64], entry.filename)
    flat = np.frombuffer(raw, dtype, math.prod(shape), offset) if math.prod(shape) else np.empty(0, dtype)
    return flat.reshape(shape, order="F" if fortran else "C")
