"""ReLU networks that are dead at birth: a layer answers 0 to an example, so that every later one does, too.

Biases 0, and weights that are symmetric about 0: each of N pre-activations is negative with probability ½, so
a layer is silent with probability 2⁻ᴺ, and one of D layers with probability 1 − (1 − 2⁻ᴺ)ᴰ (Lu et al. 2019,
arXiv 1903.06733; Rister and Rubin 2020). It is exact for one example.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.random import RandomState
from numpy.typing import NDArray

from symgui.arrays import FloatArray
from symgui.nn.draws import randn
from symgui.nn.interruption import look


def dead_by_theory(units: int, layers: int) -> float:
    """The probability that one of so many layers of so many units is silent."""
    return -math.expm1(layers * math.log1p(-(2.0**-units)))


def first_silent(units: int, layers: int, networks: int, seed: int) -> NDArray[np.int64]:
    """The first silent layer of each network that is drawn, from 1; 0 where all answer; shape (networks,).

    All networks at once, a layer at a time. Each layer's answers are divided by their size, which changes no
    sign, so that no depth makes them too small to tell.
    """
    stream = RandomState(seed)
    a: FloatArray = np.ones((networks, units))
    silent = np.zeros(networks, dtype=np.int64)
    for layer in range(1, layers + 1):
        look()
        W = randn(stream, networks * units, units).reshape(networks, units, units)
        a = np.maximum(np.einsum("kij,kj->ki", W, a), 0.0)
        size = a.max(axis=1, keepdims=True)
        silent[(silent == 0) & (size[:, 0] == 0.0)] = layer
        a = np.divide(a, size, out=np.zeros_like(a), where=size > 0.0)
    return silent


def dead_shares(silent: NDArray[np.int64], layers: int) -> FloatArray:
    """The share of networks that are dead with 1, 2, …, `layers` layers, from their `first_silent`."""
    counts = np.bincount(silent, minlength=layers + 1)[1:]
    shares: FloatArray = np.cumsum(counts) / len(silent)
    return shares
