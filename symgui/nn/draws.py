"""Standard normal draws: the stream of ``RandomState``, and a logarithm that is the same on every machine."""

from __future__ import annotations

import numpy as np
from numpy.random import RandomState

from symgui.arrays import FloatArray
from symgui.nn.kernel import kernel
from symgui.nn.maths import log


def randn(stream: RandomState, *shape: int) -> FloatArray:
    """What ``stream.randn(*shape)`` draws, from the same part of the stream.

    The polar method (Marsaglia & Bray 1964) takes two uniform numbers x, y from (−1, 1) until
    s = x² + y² is in (0, 1), and makes two normal ones of them, y·f first and then x·f, with
    f = √(−2 log s / s). NumPy asks the system's library for the logarithm, which may round its last bit
    otherwise: so may ours differ from NumPy's there. Without a kernel it is NumPy's own draw.
    """
    if kernel() is None:
        return np.asarray(stream.randn(*shape))
    count = int(np.prod(shape))
    state = stream.get_state(legacy=False)
    kept = [state["gauss"]] if state["has_gauss"] and count else []
    pairs = _pairs(stream, (count - len(kept) + 1) // 2)
    values = np.concatenate([kept, pairs.ravel()])
    if kept or len(values) > count:  # the second of a pair waits for the next draw
        state = stream.get_state(legacy=False)
        state["has_gauss"], state["gauss"] = int(len(values) > count), float(values[-1])
        if not state["has_gauss"]:
            state["gauss"] = 0.0
        stream.set_state(state)
    return values[:count].reshape(shape)


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
