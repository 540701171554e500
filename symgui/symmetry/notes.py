"""Evidence beside a verdict: dead units, saturation, what still moves, symmetry only within a tolerance."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from symgui.nn.activations import ACTIVATIONS
from symgui.nn.interruption import look
from symgui.plain_text.numbers import number, whole_percent
from symgui.symmetry.partition import Symmetry
from symgui.symmetry.signal import (
    SATURATED_SHARE,
    SATURATED_SLOPE,
    VANISHING,
    example_growth,
    saturation,
    signal_growth,
)
from symgui.symmetry.trace import Trace
from symgui.symmetry.wording import listed
from symgui.symmetry.zero_gradient import ZeroGradient
from symgui.symmetry.zero_words import how_exactly


def units_and_slopes(trace: Trace, symmetry: Symmetry, *, saturated_too: bool) -> list[str]:
    """Layer by layer: units that answer 0 to all, flat slopes, cells only within the tolerance."""
    notes = []
    for layer, seen in zip(trace.state.hidden, symmetry.layers, strict=True):
        look()
        g = ACTIVATIONS[layer.activation]
        if g.flat:
            dead = int(np.count_nonzero(layer.Z.max(axis=1) <= 0.0))
            if 0 < dead < layer.units:
                some = f"{dead} of {layer.units} units of layer {layer.number}"
                notes.append(f"{some} {'has' if dead == 1 else 'have'} z ≤ 0 everywhere.")
        elif g.saturates and saturated_too:
            share = saturation(trace, layer.number)
            if share >= SATURATED_SHARE:
                notes.append(saturated_sentence(share, f"layer {layer.number}") + ".")
        if seen.exact_units != seen.effective_units:
            notes.append(
                f"Layer {layer.number} has {seen.effective_units} effective units within the tolerance, "
                f"{seen.exact_units} exactly."
            )
    return notes


def remarks(trace: Trace) -> tuple[str, ...]:
    """What a healthy network is not without, in a few words each: dead or idle units, a saturated layer."""
    found, dead, idle, mortal, units = [], 0, 0, 0, 0
    for layer in trace.state.hidden:
        look()
        no_gradient = ~layer.dZ.any(axis=1)
        units += layer.units
        if ACTIVATIONS[layer.activation].flat:
            below = layer.Z.max(axis=1) <= 0.0
            dead, mortal = dead + int(np.count_nonzero(below)), mortal + layer.units
            no_gradient &= ~below
        idle += int(np.count_nonzero(no_gradient))
    if dead:
        found.append(f"{dead} of {mortal} units dead")
    if idle and trace.state.output.dZ.any():
        found.append(f"{idle} of {units} units without gradient")
    found += [
        f"layer {layer.number} saturated"
        for layer in trace.state.hidden
        if ACTIVATIONS[layer.activation].saturates and saturation(trace, layer.number) >= SATURATED_SHARE
    ]
    return tuple(found)


def saturated_sentence(share: float, place: str) -> str:
    """``"98 % of the slopes of layer 1 are below 5 % of the largest"``."""
    low = whole_percent(SATURATED_SLOPE)
    return f"{whole_percent(share)} of the slopes of {place} are below {low} of the largest"


def between_units(trace: Trace) -> list[str]:
    """The note that the signal has died between examples, where its std does not show it."""
    look()
    left = example_growth(trace.state)
    look()
    if not left < VANISHING <= signal_growth(trace.state):
        return []
    last = f"A[{trace.L - 1}]"
    return [
        f"The spread of {last} is one between units: from example to example each gives nearly the same, "
        f"{number(left)} of the spread of X."
    ]


def cancelling(trace: Trace, found: Sequence[ZeroGradient]) -> list[str]:
    """The gradients that are zero over all examples, but not in a mini-batch."""
    zero = [each for each in found if each.cancels]
    if trace.state.full_batch or not zero:
        return []
    names = listed([f"dW[{each.layer}]" for each in zero])
    how = "cancels" if len(zero) == 1 else "cancel"
    return [f"{names} {how}{how_exactly(zero)} over the whole training set; a mini-batch need not."]


def coasting(trace: Trace, found: Sequence[ZeroGradient]) -> list[str]:
    """The weights without a gradient that the optimizer moves all the same."""
    names = [f"W[{each.layer}]" for each in found if f"W[{each.layer}]" in trace.state.coasting]
    if not names:
        return []
    return [f"This optimizer may still move {listed(names)}, although there is no gradient now."]


def biases(trace: Trace) -> list[str]:
    """Which biases move while no weight does; what is no more than rounding does not."""
    state = trace.state
    moving = moving_biases(trace)
    size = {layer.number: float(np.abs(layer.db).max()) for layer in state.layers}
    sizes = listed([f"|db[{l}]| up to {number(size[l])}" for l in moving]) if moving else ""
    if moving == [trace.L]:
        return [f"Only the output's bias moves: {sizes}."]
    if moving:
        return [f"Only biases move: {sizes}."]
    if not state.full_batch and state.output.dZ.any():
        return [f"db[{trace.L}] cancels over the whole training set; a mini-batch need not."]
    return [f"db[{trace.L}] is 0 up to rounding."] if size[trace.L] > 0.0 else []


def moving_biases(trace: Trace) -> list[int]:
    """The layers whose biases have a gradient that is more than rounding."""
    return [layer.number for layer in trace.state.layers if trace.bounds.bias_moves(layer.number)]
