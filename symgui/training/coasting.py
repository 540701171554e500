"""What an optimizer moves although the gradient is zero."""

from __future__ import annotations

from symgui.nn.network import Network
from symgui.nn.optimizers import Optimizer


def coasting(network: Network, optimizer: Optimizer) -> frozenset[str]:
    """Parameters, as ``"W[1]"`` and ``"b[2]"``, that may move by a gradient that cannot be told from 0.

    Momentum and Adam go on as long as the mean of past gradients is not 0. Adam also divides a gradient
    by its own size, so that one of nothing but rounding becomes a step.

    Parameters
    ----------
    network : Network
        Its gradients are those at its parameters.
    optimizer : Optimizer
        With the memory of the updates so far.
    """
    past = optimizer.past()
    if past is None:
        return frozenset()
    now = network.carved(network.gradients)
    names = [f"{letter}[{l}]" for letter in "Wb" for l in network.layers]
    return frozenset(
        name
        for name, memory, gradient in zip(names, network.carved(past), now, strict=True)
        if memory.any() or (not optimizer.keeps_small_gradients_small and gradient.any())
    )
