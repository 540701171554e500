"""One update taken apart: forward, loss, backward, update, one after the other, with their numbers."""

from __future__ import annotations

import msgspec
import numpy as np

from symgui.arrays import FloatArray
from symgui.nn.activations import ACTIVATIONS
from symgui.nn.optimizers import OPTIMIZERS
from symgui.nn.state import LayerState, NetworkState


class Phase(msgspec.Struct, frozen=True):
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


def phases(before: NetworkState, after: NetworkState, optimizer: str = "gd") -> tuple[Phase, ...]:
    """The phases of the update that leads from one state to the next.

    Parameters
    ----------
    before, after : NetworkState
        The network at iterations t and t + 1. With mini-batches all phases but the update are those over the
        whole training set, and the rule of the update says that it took others.
    optimizer : str
        Its name in the experiment file.
    """
    return (
        *(_forward(before, layer) for layer in before.layers),
        _loss(before),
        *(_backward(before, layer) for layer in reversed(before.layers)),
        *(
            _update(old, new, _rule(optimizer, old.number, before.full_batch))
            for old, new in zip(before.layers, after.layers, strict=True)
        ),
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


def _rule(optimizer: str, l: int, full_batch: bool) -> str:
    """How the optimizer makes its step of dW and of what it remembers."""
    rule = OPTIMIZERS[optimizer].rule.format(l=l)
    return rule if full_batch else f"dW[{l}] and db[{l}] are now those of the mini-batch:  {rule}"


def _update(old: LayerState, new: LayerState, rule: str) -> Phase:
    l = old.number
    return Phase(
        "update",
        l,
        rule,
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
