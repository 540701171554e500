"""What the L2 term does to the weights by itself: it may press them to nothing, or blow them up."""

from __future__ import annotations

import numpy as np

from symgui.nn.optimizers import OPTIMIZERS
from symgui.nn.state import NetworkState
from symgui.plain_text.numbers import MINUS, number
from symgui.symmetry.size import rms
from symgui.symmetry.trace import Trace


def blows_up(state: NetworkState) -> str:
    """The clause that the L2 term alone makes every weight grow without end; empty if it does not."""
    decay, rule = state.learning_rate * state.decay, OPTIMIZERS[state.optimizer.name]
    if decay <= rule.most_decay:
        return ""
    said = f"αλ/m = {number(decay)} > {number(rule.most_decay)}: the L2 term by itself "
    if not rule.remembers:
        return f"{said}multiplies every weight by 1 {MINUS} αλ/m = {number(1.0 - decay)} at each update"
    return f"{said}makes every weight swing ever farther"


def presses(trace: Trace) -> str:
    """The clause that the L2 term outweighs the data in every layer, which begins behind "the"; or empty."""
    state = trace.state
    if not state.l2 or state.learning_rate == 0.0:
        return ""
    for layer in reversed(state.layers):
        penalty = state.l2 / state.m * layer.W
        if not layer.W.any():
            return ""
        data = trace.data_gradient(layer.number)
        if rms(penalty) < rms(data) and not trace.bounds.is_rounding(layer.number):
            return ""
    largest = max(float(np.abs(layer.W).max()) for layer in state.layers)
    return (
        f"L2 term (λ = {number(state.l2)}) outweighs what the data ask for in every layer and presses "
        f"all weights towards 0: the largest is {number(largest)}"
    )
