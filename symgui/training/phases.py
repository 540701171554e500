"""One update taken apart: forward, loss, backward, update, one after the other, with their numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from symgui.nn.activations import ACTIVATIONS
from symgui.nn.state import FloatArray, LayerState, NetworkState


@dataclass(frozen=True, slots=True)
class Phase:
    """One part of an update.

    Attributes
    ----------
    name : str
        ``"forward"``, ``"loss"``, ``"backward"`` or ``"update"``.
    layer : int
        l, the layer it works on.
    formula : str
        As the course writes it.
    figures : tuple of (str, float)
        What it came to: name and number.
    """

    name: str
    layer: int
    formula: str
    figures: tuple[tuple[str, float], ...]


def phases(before: NetworkState, after: NetworkState) -> tuple[Phase, ...]:
    """The phases of the update that leads from one state to the next.

    Parameters
    ----------
    before, after : NetworkState
        The network at iterations t and t + 1 of a full-batch run.
    """
    return (
        *(_forward(before, layer) for layer in before.layers),
        _loss(before),
        *(_backward(before, layer) for layer in reversed(before.layers)),
        *(_update(old, new) for old, new in zip(before.layers, after.layers, strict=True)),
    )


def _forward(state: NetworkState, layer: LayerState) -> Phase:
    l = layer.number
    g = "softmax" if layer.activation == "softmax" else ACTIVATIONS[layer.activation].label
    return Phase(
        "forward",
        l,
        f"Z[{l}] = W[{l}] A[{l - 1}] + b[{l}],  A[{l}] = {g}(Z[{l}])",
        (
            (f"mean |A[{l - 1}]|", mean_abs(state.A(l - 1))),
            (f"mean |Z[{l}]|", mean_abs(layer.Z)),
            (f"mean |A[{l}]|", mean_abs(layer.A)),
        ),
    )


def _loss(state: NetworkState) -> Phase:
    l = state.output.number
    return Phase(
        "loss",
        l,
        f"J = −1/m Σ log P(y),  dZ[{l}] = A[{l}] − Y",
        (("J", state.cost), (f"mean |dZ[{l}]|", mean_abs(state.output.dZ))),
    )


def _backward(state: NetworkState, layer: LayerState) -> Phase:
    l = layer.number
    decay = " + λ/m W" if state.l2 else ""
    formula = f"dW[{l}] = 1/m dZ[{l}] A[{l - 1}]ᵀ{decay},  db[{l}] = 1/m Σ dZ[{l}]"
    if layer is not state.output:
        formula = f"dZ[{l}] = W[{l + 1}]ᵀ dZ[{l + 1}] ∘ g′(Z[{l}]),  {formula}"
    return Phase(
        "backward",
        l,
        formula,
        (
            (f"mean |dZ[{l}]|", mean_abs(layer.dZ)),
            (f"mean |A[{l - 1}]|", mean_abs(state.A(l - 1))),
            (f"largest |dW[{l}]|", largest(layer.dW)),
            (f"largest |db[{l}]|", largest(layer.db)),
        ),
    )


def _update(old: LayerState, new: LayerState) -> Phase:
    l = old.number
    return Phase(
        "update",
        l,
        f"W[{l}] ← W[{l}] − α dW[{l}],  b[{l}] ← b[{l}] − α db[{l}]",
        (
            (f"largest change of W[{l}]", largest(new.W - old.W)),
            (f"largest change of b[{l}]", largest(new.b - old.b)),
        ),
    )


def mean_abs(array: FloatArray) -> float:
    """Mean of |values|."""
    return float(np.abs(array).mean())


def largest(array: FloatArray) -> float:
    """Largest |value|."""
    return float(np.abs(array).max())
