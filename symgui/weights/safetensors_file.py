"""Arrays in a safetensors file: 8 bytes of length, JSON that says where each array lies, and the numbers.

The format is described at https://github.com/huggingface/safetensors. Nothing in it can run, and an array is
a part of the bytes that are there.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from symgui.arrays import FloatArray
from symgui.experiment import ExperimentError
from symgui.experiment.jsontext import parse
from symgui.experiment.spec import must_be, shown, shown_name
from symgui.weights.array_bounds import check_shapes

MAX_HEADER = 2**20
DTYPES = {
    "F64": "<f8", "F32": "<f4", "F16": "<f2", "BF16": "<u2",
    "I64": "<i8", "I32": "<i4", "I16": "<i2", "I8": "<i1", "U8": "<u1",
}  # fmt: skip
"""Those that are read, as NumPy names them; BF16 is the upper half of an F32."""


def looks_like_safetensors(data: bytes) -> bool:
    """Whether a header of JSON follows the 8 bytes of its length."""
    return data[8:9] == b"{" and int.from_bytes(data[:8], "little") < 2**40


def read_safetensors(data: bytes) -> dict[str, FloatArray]:
    """The arrays by name, in the order in which they lie in the file.

    Raises
    ------
    ExperimentError
        If the header and the bytes do not fit each other.
    """
    length = int.from_bytes(data[:8], "little")
    if length > MAX_HEADER:
        raise ExperimentError(f"claims {length} bytes, and {MAX_HEADER} are the most", "the header")
    if 8 + length > len(data):
        raise ExperimentError(f"claims {length} bytes, and the file has {len(data)}", "the header")
    try:
        header = parse(data[8 : 8 + length])
    except ExperimentError as error:
        raise error.within("the header") from None
    if not isinstance(header, Mapping):
        raise must_be("an object with a field for each array", header, "the header")
    repeated = getattr(header, "repeated", ())
    if repeated:
        raise ExperimentError(f"has {shown(repeated[0])} twice", "the header")
    numbers = memoryview(data)[8 + length :]
    entries = {name: entry for name, entry in header.items() if name != "__metadata__"}
    places = {name: _place(name, entry, len(numbers)) for name, entry in entries.items()}
    check_shapes({name: shape for name, (_, shape, _) in places.items()})
    ordered = sorted(places.items(), key=lambda each: each[1][2])
    at = 0
    for name, (dtype, shape, start) in ordered:
        if start != at:
            raise ExperimentError(
                f"begins at byte {start}, and the one before it ends at {at}", shown_name(name)
            )
        at += math.prod(shape) * np.dtype(DTYPES[dtype]).itemsize
    if at != len(numbers):
        raise ExperimentError(f"describes {at} bytes of numbers, and there are {len(numbers)}", "the header")
    return {name: _array(numbers, *place) for name, place in ordered}


def _place(name: str, entry: Any, size: int) -> tuple[str, tuple[int, ...], int]:
    """Type, shape and first byte of an array, which lies inside the bytes that are there."""
    place = shown_name(name)
    if not isinstance(entry, Mapping):
        raise must_be("an object with dtype, shape and data_offsets", entry, place)
    dtype: Any = entry.get("dtype")
    shape: Any = entry.get("shape")
    offsets: Any = entry.get("data_offsets")
    if not isinstance(dtype, str) or dtype not in DTYPES:
        raise must_be(f"one of {', '.join(DTYPES)}", dtype, f"{place}.dtype")
    if not isinstance(shape, list) or not all(type(n) is int and 0 <= n < 2**40 for n in shape):
        raise must_be("a list of whole numbers", shape, f"{place}.shape")
    whole = isinstance(offsets, list) and len(offsets) == 2 and all(type(n) is int for n in offsets)
    if not whole or not 0 <= offsets[0] <= offsets[1] <= size:
        raise must_be(f"two places from 0 to {size}", offsets, f"{place}.data_offsets")
    wanted, there = math.prod(shape) * np.dtype(DTYPES[dtype]).itemsize, offsets[1] - offsets[0]
    if wanted != there:
        raise ExperimentError(f"claims {wanted} bytes by its shape {shown(shape)}, and has {there}", place)
    return dtype, tuple(shape), offsets[0]


def _array(numbers: memoryview, dtype: str, shape: tuple[int, ...], start: int) -> FloatArray:
    flat: Any = np.frombuffer(numbers, DTYPES[dtype], math.prod(shape), start)
    if dtype == "BF16":
        flat = (flat.astype("<u4") << 16).view("<f4")
    array: FloatArray = flat.reshape(shape).astype(np.float64)
    return array
