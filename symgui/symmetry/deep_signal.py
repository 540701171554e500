"""What becomes of a signal on its way through many layers, measured in one network.

The measured sides of mean field theory (`symgui.theory.mean_field`): q, c and χ₁ at a finite width.
"""

from __future__ import annotations

import math

import numpy as np

from symgui.arrays import FloatArray
from symgui.nn.state import NetworkState
from symgui.symmetry.size import rms


def signal_length(Z: FloatArray) -> float:
    """q: the mean square of a layer's z, over units and examples.

    Parameters
    ----------
    Z : ndarray, shape (n, m)
    """
    return rms(Z) ** 2


def mean_correlation(Z: FloatArray) -> float:
    """c: z_a · z_b / (‖z_a‖ ‖z_b‖), the mean over all pairs of different examples a, b; NaN without a pair.

    Parameters
    ----------
    Z : ndarray, shape (n, m)
    """
    lengths = np.sqrt(np.square(Z).sum(axis=0))
    m = Z.shape[1]
    if m < 2 or not lengths.all() or not np.isfinite(lengths).all():
        return math.nan
    whole = (Z / lengths).sum(axis=1)
    squared = float(np.square(whole).sum())
    return float((squared - m) / (m * (m - 1.0)))


def gradient_growth(state: NetworkState) -> float:
    """The factor by which the mean square of dZ grows per hidden layer, on its way down: measures χ₁.

    The geometric mean over all steps from the last hidden layer to the first; NaN where there is none, or no
    gradient.
    """
    hidden = state.hidden
    if len(hidden) < 2:
        return math.nan
    first, last = rms(hidden[0].dZ), rms(hidden[-1].dZ)
    if not (0.0 < first < math.inf and 0.0 < last < math.inf):
        return math.nan
    return math.pow(first / last, 2.0 / (len(hidden) - 1))
