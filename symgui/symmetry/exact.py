"""Sums of products without any rounding, to decide whether terms cancel."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np

from symgui.arrays import FloatArray

SPLIT = 134217729.0
"""2²⁷ + 1: takes a float apart into two halves (Dekker 1971)."""
SPAN = 440
"""Powers of two between a factor's largest and smallest entry up to which products lose no digit below."""


def exact_dot(a: FloatArray, b: FloatArray) -> tuple[float, int]:
    """Σ aᵢ bᵢ in exact arithmetic, as (s, e) with the sum s · 2ᵉ, s correctly rounded.

    s is 0 only where the exact sum is 0, whatever products under- or overflow.

    Parameters
    ----------
    a, b : ndarray, shape (n,)
        Finite.
    """
    nonzero = (a != 0.0) & (b != 0.0)
    if not nonzero.any():
        return 0.0, 0
    a, b = a[nonzero], b[nonzero]
    powers_a, powers_b = np.frexp(a)[1], np.frexp(b)[1]
    if max(np.ptp(powers_a), np.ptp(powers_b)) > SPAN:
        return _by_fractions(a, b)
    high_a, high_b = int(powers_a.max()), int(powers_b.max())
    a, b = np.ldexp(a, -high_a), np.ldexp(b, -high_b)
    products = a * b
    (a1, a2), (b1, b2) = _halves(a), _halves(b)
    errors = ((a1 * b1 - products) + a1 * b2 + a2 * b1) + a2 * b2
    return math.fsum(products.tolist() + errors.tolist()), high_a + high_b


def log2_of_largest(a: FloatArray, b: FloatArray) -> float:
    """log₂ of the largest |aᵢ bᵢ|, which itself may underflow; −∞ if all are 0."""
    with np.errstate(divide="ignore"):
        return float((np.log2(np.abs(a)) + np.log2(np.abs(b))).max(initial=-math.inf))


def _halves(x: FloatArray) -> tuple[FloatArray, FloatArray]:
    big = SPLIT * x
    first: FloatArray = big - (big - x)
    return first, x - first


def _by_fractions(a: FloatArray, b: FloatArray) -> tuple[float, int]:
    total = sum((Fraction(x) * Fraction(y) for x, y in zip(a.tolist(), b.tolist(), strict=True)), Fraction(0))
    power = total.numerator.bit_length() - total.denominator.bit_length()
    return float(total / Fraction(2) ** power), power
