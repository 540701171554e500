"""What the views draw besides the numbers: histograms, tiles, the plane of the inputs, and their scales."""

from __future__ import annotations

import math
from bisect import bisect_right

import msgspec
import numpy as np

from symgui.arrays import FloatArray
from symgui.nn.activations import ACTIVATIONS
from symgui.nn.in_parts import ONE_NUMBER
from symgui.nn.interruption import blocks, look
from symgui.nn.state import LayerState, NetworkState
from symgui.symmetry.size import deviation, rms, row_deviations
from symgui.training.frame import Histogram, LayerPicture, Plane, SectionPlane
from symgui.training.plane_grid import BUDGET, PlaneGrid
from symgui.training.section import InputSection, SectionAxes, axes_of
from symgui.training.trainer import Trainer

BINS = 40
TILES = 8
"""A layer of more units shows this many, at fixed places."""
SMALLEST, LARGEST = 1e-300, 5e307
"""Ends of what an axis can show: gradients that vanish, or a run that diverges, may lie beyond."""
SECTION_SHARE = 1 / 3
"""What a section may cost of what a plane may: its grid points have many inputs."""
ROUND_STEPS = (1.0, 2.0, 5.0)
"""Limits of axes, times a power of ten."""
FINE_STEPS = (1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0)
"""Limits of colour scales: closer together, so that the largest value has nearly the full colour."""


class Pictures(msgspec.Struct, frozen=True, eq=False):
    """The pictures of all layers at one iteration."""

    layers: tuple[LayerPicture, ...]
    input_tiles: FloatArray | None
    plane: Plane | None
    section: SectionPlane | None
    weight_scale: float


def step_up(value: float, steps: tuple[float, ...] = ROUND_STEPS) -> float:
    """The smallest of `steps` × a power of ten that is at least `value`; 1 for 0 and what is not finite.

    It stays between `SMALLEST` and `LARGEST`: twice a limit, and its inverse, are numbers.
    """
    if not (math.isfinite(value) and value > 0):
        return 1.0
    value = min(max(value, SMALLEST), LARGEST)
    power = 10.0 ** math.floor(math.log10(value))
    for step in steps:
        if value <= step * power:
            return step * power
    return 10.0 * power


class Scale:
    """A ± limit that holds everything seen on the way and grows in steps, so that pictures do not jump.

    Back at an earlier iteration it is what it was there.
    """

    def __init__(self, steps: tuple[float, ...] = ROUND_STEPS) -> None:
        self._steps = steps
        self._latest = -1
        self._grown: list[int] = []  # the iterations at which it grew
        self._limits: list[float] = []

    def include(self, *arrays: FloatArray, at: int = 0) -> float:
        """The limit at an iteration, with its values."""
        peaks = [peak for peak in map(max_abs, arrays) if math.isfinite(peak)]
        peak = max(peaks, default=0.0)
        own = step_up(peak, self._steps) if peak > 0 else 0.0
        k = bisect_right(self._grown, at)
        before = self._limits[k - 1] if k else 0.0
        if at >= self._latest:
            self._latest = at
            if own > before:
                self._grown.append(at)
                self._limits.append(own)
        return max(before, own) or 1.0

    def forget_after(self, iteration: int) -> None:
        """What was seen later is no longer the way that is gone."""
        k = bisect_right(self._grown, iteration)
        del self._grown[k:], self._limits[k:]
        self._latest = min(self._latest, iteration)


def max_abs(array: FloatArray) -> float:
    """Largest |value|; NaN if there is one."""
    if array.size == 0:
        return 0.0
    return max(float(array.max()), -float(array.min()))


def histogram(values: FloatArray, low: float, high: float) -> Histogram:
    """Count values in `BINS` equal bins from low to high; exact zeros and what is not finite apart."""
    flat, counts = values.ravel(), np.zeros(BINS, dtype=np.int64)
    zeros = int(flat.size - np.count_nonzero(flat))
    for part in blocks(flat.size, ONE_NUMBER):
        some = flat[part]
        # comparing with the ends is false for NaN
        inside = some[(some >= low) & (some <= high) & (some != 0.0)]
        bins = ((inside - low) * (BINS / (high - low))).astype(np.int64)
        np.minimum(bins, BINS - 1, out=bins)
        counts += np.bincount(bins, minlength=BINS)
    return Histogram(low, high, counts, zeros, int(flat.size - zeros - counts.sum()), int(flat.size))


def shown_units(units: int) -> tuple[int, ...]:
    """The units that have a tile: all up to 8, else 8 evenly placed, the first and the last among them."""
    if units <= TILES:
        return tuple(range(units))
    return tuple(round(i * (units - 1) / (TILES - 1)) for i in range(TILES))


class PictureBuilder:
    """Makes the pictures of one run; remembers its scales, which grow on the way and come back with it.

    Parameters
    ----------
    trainer : Trainer
    budget : float
        Multiplications the plane may cost.
    """

    def __init__(self, trainer: Trainer, budget: float = BUDGET) -> None:
        self._trainer = trainer
        sizes = trainer.network.sizes
        self._weights = Scale(FINE_STEPS)
        self._activations = [Scale() for _ in sizes[1:]]
        self._gradients = [Scale() for _ in sizes[1:]]
        self._tiles = [Scale(FINE_STEPS) for _ in sizes[1:]]
        self._budget = budget
        self._section: InputSection | None = None
        self._axes: SectionAxes | None = None
        self._plane: PlaneGrid | None = None
        if sizes[0] == 2:
            self._plane = PlaneGrid(sizes, trainer.data, budget)

    def forget_after(self, iteration: int) -> None:
        """The run was changed at an iteration: its scales do not know what came after it before."""
        for scale in (self._weights, *self._activations, *self._gradients, *self._tiles):
            scale.forget_after(iteration)

    def show_section(self, section: InputSection | None, axes: SectionAxes | None = None) -> None:
        """Show the answers over a section, too; over none, or if the data have no such one, not.

        Where it lies may be given, if somebody knows it already.
        """
        if section == self._section:
            return
        data, sizes = self._trainer.data, self._trainer.network.sizes
        if axes is None and section is not None and section.fits(data):
            axes = axes_of(section, data)
        if sizes[0] != 2:
            budget = SECTION_SHARE * self._budget
            self._plane = PlaneGrid(sizes, data, budget, axes=axes) if axes else None
        self._section, self._axes = section, axes  # only now: it may have been given up on the way

    def paint(self, state: NetworkState) -> Pictures:
        """All pictures of the network as it is now; `state` is its state."""
        parameters = (array for layer in state.layers for array in (layer.W, layer.b))
        scale = self._weights.include(*parameters, at=self._trainer.iteration)
        grid, axes = self._plane, self._axes
        tiled = grid if axes is None else None
        with np.errstate(all="ignore"):
            if grid is not None:
                grid.forward(self._trainer.network)
            layers = tuple(self._layer(layer, tiled) for layer in state.layers)
        plane = grid.plane(self._trainer.network) if grid else None
        return Pictures(
            layers=layers,
            input_tiles=tiled.input_tiles if tiled else None,
            plane=plane if axes is None else None,
            section=SectionPlane(plane, axes) if plane is not None and axes is not None else None,
            weight_scale=scale,
        )

    def _layer(self, layer: LayerState, grid: PlaneGrid | None) -> LayerPicture:
        look()
        l = layer.number
        shown = shown_units(layer.units)
        limit = self._gradients[l - 1].include(layer.dW, layer.db, at=self._trainer.iteration)
        gradients = np.concatenate([layer.dW.ravel(), layer.db.ravel()])
        low, high = self._activation_range(layer)
        tiles, tile_scale = None, 1.0
        if grid is not None:
            tiles = grid.tiles(l, shown, g_of_zero(layer.activation))
            tile_scale = self._tiles[l - 1].include(tiles, at=self._trainer.iteration)
        look()
        activations = histogram(layer.A, low, high)
        look()
        spread = deviation(layer.A)
        look()
        return LayerPicture(
            activations=activations,
            gradients=histogram(gradients, -limit, limit),
            activation_std=spread,
            example_std=float(row_deviations(layer.A).max()),
            gradient_rms=rms(layer.dW),
            shown_units=shown,
            tiles=tiles,
            tile_scale=tile_scale,
        )

    def _activation_range(self, layer: LayerState) -> tuple[float, float]:
        """The bounds of g where it has any, else a limit that grows in steps."""
        if layer.activation == "softmax":
            return 0.0, 1.0
        g = ACTIVATIONS[layer.activation]
        limit = self._activations[layer.number - 1].include(layer.A, at=self._trainer.iteration)
        return (g.low if math.isfinite(g.low) else -limit, g.high if math.isfinite(g.high) else limit)


def g_of_zero(activation: str) -> float:
    """g(0), the neutral colour of a tile; ½ for the sigmoid, 0 for a softmax output."""
    return 0.0 if activation == "softmax" else ACTIVATIONS[activation].at_zero
