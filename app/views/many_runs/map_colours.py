"""The colour of every cell of a map."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray

from app.look.theme import Palette
from app.views.many_runs.map_scale import QuantityScale
from symgui.arrays import FloatArray
from symgui.figures.colors import rgb
from symgui.figures.outcome_colours import outcome_colour
from symgui.sweep.outcome_map import CLASSES, MISSING, OutcomeMap

Colours = NDArray[np.uint8]
"""Shape (rows, columns, 3): red, green and blue of each cell."""


def channels(colour: str) -> Colours:
    """Red, green and blue of ``#rrggbb``."""
    value = rgb(colour)
    return np.array([value >> 16 & 255, value >> 8 & 255, value & 255], dtype=np.uint8)


def ramp() -> Colours:
    """The 256 colours of a quantity, dark to light: viridis, whose order all eyes see."""
    table: Colours = pg.colormap.get("viridis").getLookupTable(nPts=256)
    return table


def verdict_colours(found: OutcomeMap, palette: Palette) -> Colours:
    """Each cell in the colour of its most frequent class, the stronger the larger its share."""
    rows, columns = found.covering()
    main, share = found.main[rows, columns], found.share[rows, columns]
    weak = np.array([channels(outcome_colour(name, palette, 0.0)) for name in CLASSES], dtype=np.float64)
    full = np.array([channels(outcome_colour(name, palette)) for name in CLASSES], dtype=np.float64)
    mixed = weak[main] + (full[main] - weak[main]) * share[..., None]
    mixed[main == MISSING] = channels(palette.field)
    colours: Colours = np.rint(mixed).astype(np.uint8)
    return colours


def quantity_colours(found: OutcomeMap, means: FloatArray, scale: QuantityScale, palette: Palette) -> Colours:
    """Each cell in the colour of its mean; those without one in the colour of the lines."""
    rows, columns = found.covering()
    at = scale.position(means[rows, columns])
    colours = ramp()[np.rint(255 * np.nan_to_num(at)).astype(np.int64)]
    colours[np.isnan(at)] = channels(palette.line)
    colours[found.main[rows, columns] == MISSING] = channels(palette.field)
    return colours
