"""How signal and error fare on their way through a network, and what guessing costs."""

from __future__ import annotations

import math

import numpy as np

from symgui.arrays import FloatArray
from symgui.nn.state import NetworkState
from symgui.symmetry.size import deviation, rms, row_deviations
from symgui.symmetry.trace import Trace

SATURATED_SLOPE = 0.05
"""A slope below this share of the largest one is saturated."""
SATURATED_SHARE = 0.5
"""A layer is saturated if at least this share of its slopes is."""
EXPLODING = 1e3
"""Growth of the signal or of the error, from one end of the network to the other, beyond this explodes."""
VANISHING = 1e-3
"""Below this, they vanish."""


def entropy(Y: FloatArray) -> float:
    """Cost of answering the class frequencies everywhere: −Σ p log p; ln 2 for two balanced classes.

    Parameters
    ----------
    Y : ndarray, shape (1, m) or (classes, m)
    """
    return entropy_of(frequencies(Y))


def frequencies(Y: FloatArray) -> list[float]:
    """The share of every class."""
    p: list[float] = (Y.sum(axis=1) / Y.shape[1]).tolist()
    return [p[0], 1.0 - p[0]] if len(p) == 1 else p


def entropy_of(shares: list[float]) -> float:
    """−Σ p log p."""
    return math.fsum(-p * math.log(p) for p in shares if p > 0.0)


def signal_growth(state: NetworkState) -> float:
    """f = std(A[L−1]) / std(X), over units and examples together; 1 without hidden layers.

    Units that differ, but answer the same to every example, have such a spread too: see `example_growth`.
    """
    return _ratio(deviation(state.A(len(state.layers) - 1)), deviation(state.X)) if state.hidden else 1.0


def example_growth(state: NetworkState) -> float:
    """What is left in A[L−1] of the differences between examples; 1 without hidden layers.

    The root mean square, over the units, of each unit's standard deviation over the examples, divided by the
    same of X.
    """
    if not state.hidden:
        return 1.0
    return _ratio(rms(row_deviations(state.A(len(state.layers) - 1))), rms(row_deviations(state.X)))


def error_growth(state: NetworkState) -> float:
    """β = rms δ[1] / rms δ[L]: what is left of the error at the first layer; 1 without hidden layers."""
    return _ratio(rms(state.layers[0].dZ), rms(state.output.dZ)) if state.hidden else 1.0


def saturation(trace: Trace, l: int) -> float:
    """Share of layer l's slopes below `SATURATED_SLOPE` of the largest its activation has."""
    if l not in trace.saturation:
        low = np.abs(trace.slope(l)) < SATURATED_SLOPE * trace.max_slope(l)
        trace.saturation[l] = float(np.count_nonzero(low)) / low.size
    return trace.saturation[l]


def _ratio(value: float, reference: float) -> float:
    """`value` / `reference`; 1 where there is nothing to compare with."""
    return value / reference if reference > 0.0 else 1.0
