"""Whether a network stands still at the update that is about to be made, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import Enum

import numpy as np

from symgui.arrays import FloatArray
from symgui.nn.optimizers import OPTIMIZERS, updated
from symgui.plain_text.numbers import number
from symgui.symmetry.trace import Trace
from symgui.symmetry.zero_gradient import ZeroGradient


class Still(Enum):
    """Why no parameter changes, or by no more than rounding, though no factor of a gradient is 0."""

    RATE = "rate"
    """The learning rate is 0."""
    FLAT = "flat"
    """Every gradient cancels, those of the biases too: a minimum or a saddle of the cost."""
    TOO_SMALL = "too small"
    """The steps are so small that no parameter changes by a bit."""


def stillness(trace: Trace, zero: Callable[[int], ZeroGradient | None]) -> Still | None:
    """Why the network stands still without a factor of 0; None if it moves, or for such a factor.

    Parameters
    ----------
    trace : Trace
    zero : callable
        What `zero_gradient` says of layer l.
    """
    state = trace.state
    if state.learning_rate == 0.0:
        return Still.RATE
    if not state.full_batch or state.coasting:
        return None
    if _is_flat(trace, zero):
        return Still.FLAT
    return Still.TOO_SMALL if _no_bit_changes(trace) else None


def still_sentence(trace: Trace, still: Still) -> str:
    """Why it stands still, as a clause."""
    state = trace.state
    if still is Still.RATE:
        return "the learning rate is 0, so no update changes a parameter, whatever the start"
    steps = max(float(np.abs(gradient).max()) for _, _, gradient in _parameters(trace))
    if still is Still.TOO_SMALL:
        return (
            f"the next update, α = {number(state.learning_rate)} times gradients of at most {number(steps)}, "
            "changes no bit of any parameter"
        )
    cost = f"the cost ({number(state.cost)}{', the L2 term added' if state.l2 else ''})"
    point = f"the minimum of {cost}" if not state.hidden else f"a minimum or a saddle of {cost}"
    return (
        f"every dW and db is 0 up to rounding (the largest is {number(steps)}), though no W and no δ is 0: "
        f"this is {point}, and gradient descent goes no further"
    )


def _is_flat(trace: Trace, zero: Callable[[int], ZeroGradient | None]) -> bool:
    """Whether no gradient can be told from 0 and each is so because its terms cancel."""
    for l in range(trace.L, 0, -1):  # where a gradient survives, it does so at the output
        if trace.bounds.bias_moves(l) or not trace.layer(l).W.any():
            return False
        found = zero(l)
        if found is None or not found.cancels:
            return False
    return True


def _no_bit_changes(trace: Trace) -> bool:
    state = trace.state
    rule = state.optimizer
    if OPTIMIZERS[rule.name].remembers:  # what it remembers may add up to a step
        return False
    return all(
        (updated(rule, name, value, gradient, state.learning_rate) == value).all()
        for name, value, gradient in _parameters(trace)
    ) and all(gradient.any() for name, _, gradient in _parameters(trace) if name.startswith("W"))


def _parameters(trace: Trace) -> Iterator[tuple[str, FloatArray, FloatArray]]:
    for layer in reversed(trace.state.layers):
        yield f"b[{layer.number}]", layer.b, layer.db
        yield f"W[{layer.number}]", layer.W, layer.dW
