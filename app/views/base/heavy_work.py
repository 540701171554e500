"""What is too much work to be done between two frames."""

from __future__ import annotations

from symgui.nn.state import NetworkState

MOST_PRODUCTS = 100_000_000
"""About ten milliseconds of multiplying matrices."""


def is_heavy(state: NetworkState) -> bool:
    """Whether following rounding errors back through a network, over all examples, takes too long."""
    return state.m * sum(layer.W.size for layer in state.layers[1:]) > MOST_PRODUCTS
