"""Whether no weight ever moves again: every gradient that is 0 stays 0, whatever the biases do.

By induction over the updates. Let the weights be as they are, and some biases move. What is *fixed*, z and a
of a unit, and δ, depends on no bias that moves, so it is at every later update what it is now. A gradient
then stays 0

- where in every example one of its factors is fixed at 0 (a zero weight above, a slope of 0, an activation
  of 0), however the others change; or
- where all its factors are fixed and its sum is 0, if every update uses all examples.

A bias whose gradient does not stay 0 moves; then less is fixed. When no more biases move, and all gradients
of weights stay 0, the next update leaves every weight as it is, and the same holds after it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from symgui.arrays import FloatArray
from symgui.nn.in_parts import product
from symgui.symmetry.trace import Trace

Mask = NDArray[np.bool_]


def never_moves(trace: Trace, *, exactly: bool) -> bool:
    """Whether no weight moves at this update nor at any later one.

    Parameters
    ----------
    trace : Trace
    exactly : bool
        Bit for bit; otherwise up to rounding: gradients that cannot be told from 0 count as 0, and so do
        weights that hold nothing but rounding.
    """
    layers = range(1, trace.L + 1)
    if any(f"W[{l}]" in trace.state.coasting for l in layers):
        return False
    moving = {l: np.full(trace.layer(l).units, f"b[{l}]" in trace.state.coasting) for l in layers}
    while True:
        step = _Step(trace, moving, exactly)
        if not all(step.weights_stay(l) for l in layers):
            return False
        now = {l: moving[l] | ~step.biases_stay(l) for l in layers}
        if all((now[l] == moving[l]).all() for l in layers):
            return True
        moving = now


class _Step:
    """One update, with some biases that move and nothing else."""

    def __init__(self, trace: Trace, moving: dict[int, Mask], exactly: bool) -> None:
        self._trace, self._exactly, self._state = trace, exactly, trace.state
        self._linked = {l: self._links(l) for l in moving}
        self._fixed: dict[int, Mask] = {0: np.ones(len(trace.state.X), dtype=np.bool_)}
        for l, moves in moving.items():
            self._fixed[l] = ~moves & ~(self._linked[l] & ~self._fixed[l - 1]).any(axis=1)
        if trace.state.output.activation == "softmax":
            self._fixed[trace.L][:] = self._fixed[trace.L].all()
        self._go_back()

    def weights_stay(self, l: int) -> bool:
        """Whether every dW[l] stays 0."""
        layer = self._trace.layer(l)
        no_example = self._both(l) == 0.0
        by_factor = no_example & (layer.W == 0.0) if self._state.l2 else no_example
        if by_factor.all():
            return True
        if not self._state.full_batch:
            return False
        is_zero = layer.dW == 0.0 if self._exactly else np.abs(layer.dW) <= self._trace.bounds.rounding(l)
        by_sum = self._fixed_delta[l][:, None] & self._fixed[l - 1] & is_zero
        if not self._exactly and l < self._trace.L and self._trace.bounds.is_residue(l + 1):
            by_sum |= no_example
        return bool((by_factor | by_sum).all())

    def biases_stay(self, l: int) -> Mask:
        """Whether db stays 0, of each unit of layer l."""
        layer = self._trace.layer(l)
        stay: Mask = self._zero_delta[l].all(axis=1)
        if self._state.full_batch:
            db = layer.db[:, 0]
            small = db == 0.0 if self._exactly else np.abs(db) <= self._trace.bounds.bias_rounding(l)[:, 0]
            stay = stay | (self._fixed_delta[l] & small)
        return stay

    def _links(self, l: int) -> Mask:
        """Which weights are not 0."""
        W = self._trace.layer(l).W
        if not self._exactly and self._trace.bounds.is_residue(l):
            return np.zeros(W.shape, dtype=np.bool_)
        linked: Mask = W != 0.0
        return linked

    def _go_back(self) -> None:
        trace, L = self._trace, self._trace.L
        self._fixed_delta, self._zero_delta = {L: self._fixed[L]}, {}
        self._zero_delta[L] = self._fixed[L][:, None] & (trace.layer(L).dZ == 0.0)
        for l in range(L - 1, 0, -1):
            above, fixed = self._linked[l + 1].T, self._fixed[l]
            self._fixed_delta[l] = fixed & ~(above & ~self._fixed_delta[l + 1]).any(axis=1)
            reached = _product(above, ~self._zero_delta[l + 1]) > 0.0
            flat = fixed[:, None] & (trace.slope(l) == 0.0)
            still_zero = self._fixed_delta[l][:, None] & (trace.layer(l).dZ == 0.0)
            self._zero_delta[l] = flat | ~reached | still_zero

    def _both(self, l: int) -> FloatArray:
        """The number of examples in which neither δ nor a of a weight is fixed at 0."""
        A = self._state.A(l - 1)
        return _product(~self._zero_delta[l], ~(self._fixed[l - 1][:, None] & (A == 0.0)).T)


def _product(a: Mask, b: Mask) -> FloatArray:
    return product(a.astype(np.float64), b.astype(np.float64))
