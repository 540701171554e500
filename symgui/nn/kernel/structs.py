"""What the kernel and Python hand each other: the C structs field by field, and the functions' arguments."""

from __future__ import annotations

import ctypes
from ctypes import POINTER, Structure, c_double, c_int32, c_int64, c_void_p

from symgui.arrays import FloatArray

MOST_LAYERS = 16
FUNCTIONS = ("exp", "expm1", "log", "log1p", "sin", "cos")
"""Those of `maths.h` and `trig.h` that Python calls elementwise."""


class CNetwork(Structure):
    """`network` of `network.h`: layers, their sizes and activations, parameters and gradients."""

    _fields_ = [
        ("layers", c_int64),
        ("sizes", c_int64 * (MOST_LAYERS + 1)),
        ("g", c_int64 * (MOST_LAYERS + 1)),
        ("parameters", c_void_p),
        ("gradients", c_void_p),
    ]


class CPass(Structure):
    """`pass` of `network.h`: the memory of a pass; `kept` are its arrays, for an address keeps none alive."""

    kept: tuple[FloatArray, ...]
    sizes: tuple[int, ...]
    m: int
    _fields_ = [("columns", c_int64), ("Z", c_void_p), ("A", c_void_p), ("dZ", c_void_p), ("slope", c_void_p)]


class CExamples(Structure):
    """`examples` of `network.h`: X and Y, and the distances of their rows."""

    kept: tuple[FloatArray | None, FloatArray | None]
    sizes: tuple[int, ...]
    _fields_ = [("m", c_int64), ("x_row", c_int64), ("y_row", c_int64), ("X", c_void_p), ("Y", c_void_p)]


class CBatches(Structure):
    """`batches` of `train.h`: which examples come in which order, and where those of an update are put."""

    _fields_ = [
        ("size", c_int64), ("start", c_void_p), ("order", c_void_p), ("x", c_void_p), ("y", c_void_p),
        ("x_row", c_int64), ("y_row", c_int64), ("stream", c_void_p), ("before", c_void_p),
    ]  # fmt: skip


class COptimizer(Structure):
    """`optimizer` of `optimizers.h`: the rule, the updates made, what it remembers."""

    _fields_ = [("name", c_int64), ("updates", c_int64), ("memory", c_void_p * 2)]


class CJob(Structure):
    """`job` of `train.h`: what one call of it is to do, and what it has done."""

    _fields_ = [
        ("net", c_void_p), ("whole", c_void_p), ("examples", c_void_p), ("batches", c_void_p),
        ("rule", c_void_p), ("rate", c_double), ("l2", c_double), ("surely_finite", c_double),
        ("updates", c_int64), ("stop", c_void_p), ("looks", c_int64), ("look_at", c_void_p),
        ("costs", c_void_p), ("bound", c_double), ("made", c_int64), ("why", c_int64),
        ("left", c_int64), ("state", c_int32),
    ]  # fmt: skip


def declare(library: ctypes.CDLL) -> ctypes.CDLL:
    """The same library, whose functions know what they are given and what they return."""
    address, number, real = c_void_p, c_int64, c_double
    net, p, e = POINTER(CNetwork), POINTER(CPass), POINTER(CExamples)
    for name, result, arguments in (
        ("interface", number, []), ("wider", number, []), ("lanes", number, []),
        ("train", None, [POINTER(CJob)]), ("post", None, [POINTER(CJob), number]),
        ("help", None, [number, address, address]), ("taken", number, [number, address, number]),
        ("permutation", None, [address, number, address]),
        ("forward", number, [net, p, e, address]), ("backward", number, [net, p, e, real, address]),
        ("cost", real, [net, p, e]),
        ("sum_of_squares", real, [number, address]),
        ("orthonormal", None, [number, number, address, number]),
        ("activation", None, [number, number, address, address]),
        ("slope", None, [number, number, address, address]),
        *((name, None, [number, address, address]) for name in FUNCTIONS),
    ):  # fmt: skip
        function = getattr(library, f"symgui_{name}")
        function.restype, function.argtypes = result, arguments
    return library
