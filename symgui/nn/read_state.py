"""What a network and its optimizer hold, as read-only copies for whoever looks at them."""

from __future__ import annotations

from symgui.arrays import FloatArray
from symgui.nn.in_parts import copied
from symgui.nn.network import Network, Pass
from symgui.nn.optimizers import Optimizer
from symgui.nn.state import LayerState, OptimizerState


def layer_states(network: Network, p: Pass) -> tuple[LayerState, ...]:
    """All layers, with what a forward and a backward pass have left in `p`."""
    return tuple(
        LayerState(
            number=l,
            activation=network.loss.name if l == network.L else network.g[l].name,
            **{
                name: _frozen_copy(array[l])
                for name, array in (
                    ("W", network.W), ("b", network.b), ("dW", network.dW), ("db", network.db),
                    ("Z", p.Z), ("A", p.A), ("dZ", p.dZ),
                )
            },
        )
        for l in network.layers
    )  # fmt: skip


def optimizer_state(network: Network, optimizer: Optimizer, name: str) -> OptimizerState:
    """What the optimizer of this name remembers, by parameter."""
    names = [f"{letter}[{l}]" for letter in "Wb" for l in network.layers]
    memory = zip(*(network.carved(_frozen_copy(array)) for array in optimizer.memory), strict=True)
    return OptimizerState(
        name=name,
        updates=optimizer.updates,
        memory=dict(zip(names, memory, strict=True)) if optimizer.memory else {},
    )


def _frozen_copy(array: FloatArray) -> FloatArray:
    copy = copied(array)
    copy.flags.writeable = False
    return copy
