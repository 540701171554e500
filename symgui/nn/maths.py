"""Elementwise functions, the same bits on every machine: the kernel's, or NumPy's where there is none."""

from __future__ import annotations

import numpy as np

from symgui.arrays import FloatArray
from symgui.nn.kernel import kernel


def exp(x: FloatArray | float) -> FloatArray:
    """The exponential function."""
    return _of_each("exp", x)


def log(x: FloatArray | float) -> FloatArray:
    """The natural logarithm of positive numbers."""
    return _of_each("log", x)


def sin(x: FloatArray | float) -> FloatArray:
    """The sine of angles in radians."""
    return _of_each("sin", x)


def cos(x: FloatArray | float) -> FloatArray:
    """The cosine of angles in radians."""
    return _of_each("cos", x)


def _of_each(function: str, x: FloatArray | float) -> FloatArray:
    compiled = kernel()
    if compiled is not None:
        return compiled.of_each(function, x)
    y: FloatArray = getattr(np, function)(x)
    return y
