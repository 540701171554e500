"""Deep random networks, worked through bit by bit: two examples layer by layer, and those dead at birth."""

from __future__ import annotations

import time
from collections.abc import Iterator

import msgspec
import numpy as np

from symgui.arrays import FloatArray
from symgui.theory.born_dead import dead_by_theory, dead_shares, first_silent
from symgui.theory.deep_layers import DeepNetwork, LayerSignal, signal_by_drawing, signal_by_theory

MOST_UNITS, MOST_LAYERS = 12, 100
"""Of the surface of those that are dead at birth."""


class TheoryLayer(msgspec.Struct, frozen=True):
    """A layer by theory."""

    signal: LayerSignal


class DrawnLayer(msgspec.Struct, frozen=True):
    """A layer of the network of a seed, and the seconds that it took."""

    seed: int
    signal: LayerSignal
    seconds: float


class DeadRow(msgspec.Struct, frozen=True, eq=False):
    """The shares of networks of so many units a layer that are dead with 1 … `MOST_LAYERS` layers.

    Attributes
    ----------
    units : int
    drawn, theory : ndarray, shape (MOST_LAYERS,)
    """

    units: int
    drawn: FloatArray
    theory: FloatArray


def signal_study(network: DeepNetwork, seeds: int) -> Iterator[object]:
    """A `TheoryLayer` and a `DrawnLayer` of the first seed, layer by layer; then those of the other seeds."""
    theory = signal_by_theory(network)
    for seed in range(seeds):
        drawn, began = signal_by_drawing(network, seed), time.perf_counter()
        for found in drawn:
            yield DrawnLayer(seed, found, time.perf_counter() - began)
            if seed == 0:
                yield TheoryLayer(next(theory))
            began = time.perf_counter()


def dead_study(networks: int) -> Iterator[DeadRow]:
    """The surface, a row a width."""
    for units in range(1, MOST_UNITS + 1):
        silent = first_silent(units, MOST_LAYERS, networks, seed=units)
        theory = np.array([dead_by_theory(units, layers) for layers in range(1, MOST_LAYERS + 1)])
        yield DeadRow(units, dead_shares(silent, MOST_LAYERS), theory)
