"""Standard normal draws: the stream of ``RandomState``, and a logarithm that is the same on every machine."""

from __future__ import annotations

import math

import numpy as np
from numpy.random import RandomState

from symgui.arrays import FloatArray
from symgui.nn.kernel import kernel
from symgui.nn.maths import log


class Stream(RandomState):
    """A ``RandomState`` that knows by itself which normal number waits: to ask NumPy takes 30 µs.

    Attributes
    ----------
    waiting : float or None
        The second number of a pair, for the next `randn`.
    """

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.waiting: float | None = None

    def begin(self, seed: int) -> None:
        """Draw what ``Stream(seed)`` draws."""
        self.seed(seed)
        self.waiting = None


def randn(stream: RandomState, *shape: int) -> FloatArray:
    """What ``stream.randn(*shape)`` draws, from the same part of the stream.

    The polar method (Marsaglia & Bray 1964) takes two uniform numbers x, y from (−1, 1) until
    s = x² + y² is in (0, 1), and makes two normal ones of them, y·f first and then x·f, with
    f = √(−2 log s / s). NumPy asks the system's library for the logarithm, which may round its last bit
    otherwise: so may ours differ from NumPy's there. Without a kernel it is NumPy's own draw.
    """
    if kernel() is None:
        return np.asarray(stream.randn(*shape))
    count = math.prod(shape)
    before = _waiting(stream) if count else None
    kept = [] if before is None else [before]
    pairs = _pairs(stream, (count - len(kept) + 1) // 2)
    values = np.concatenate([kept, pairs.ravel()])
    after = float(values[-1]) if len(values) > count else None
    if after is not None or before is not None:
        _wait(stream, after)
    return values[:count].reshape(shape)


def _waiting(stream: RandomState) -> float | None:
    """The second number of a pair of which the first was drawn."""
    if isinstance(stream, Stream):
        return stream.waiting
    state = stream.get_state(legacy=False)
    return float(state["gauss"]) if state["has_gauss"] else None


def _wait(stream: RandomState, value: float | None) -> None:
    """Keep a number for the next draw; None for none."""
    if isinstance(stream, Stream):
        stream.waiting = value
        return
    state = stream.get_state(legacy=False)
    state["has_gauss"], state["gauss"] = int(value is not None), value or 0.0
    stream.set_state(state)


def _pairs(stream: RandomState, count: int) -> FloatArray:
    """So many pairs of normal numbers, shape (count, 2). No more is drawn than they need."""
    found, missing = [np.empty((0, 2))], count
    while missing:
        drawn = 2.0 * stream.random_sample((missing, 2)) - 1.0
        s = drawn[:, 0] * drawn[:, 0] + drawn[:, 1] * drawn[:, 1]
        good = (s < 1.0) & (s != 0.0)
        f = np.sqrt(-2.0 * log(s[good]) / s[good])
        found.append(drawn[good][:, ::-1] * f[:, None])
        missing -= int(good.sum())
    return np.concatenate(found)
