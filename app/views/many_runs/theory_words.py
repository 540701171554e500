"""What mean field theory says over a map: of the line χ₁ = 1, and of a cell."""

from __future__ import annotations

import math

from symgui.nn.activations import ACTIVATIONS
from symgui.plain_text.numbers import number
from symgui.sweep.critical_line import CellTheory

SOURCE = (
    "from mean field theory (Poole et al. 2016, Schoenholz et al. 2017): σ_w is √n times the spread of W, "
    "with n units a layer"
)
MAKES_ALIKE = ("relu", "leaky_relu")
"""Activations whose layers bring all examples together, on either side of the line."""


def line_entry(activation: str, *, upright: bool) -> str:
    """What lies beyond the line χ₁ = 1, for the legend; ReLU's kind has no chaos there, but no length q*."""
    side = "right of" if upright else "above"
    if activation in MAKES_ALIKE:
        return f"χ₁ = 1: q = ∞ {side} it"
    return f"χ₁ = 1: chaos {side} it"


def line_tip(activation: str) -> str:
    """What the line is."""
    label = ACTIVATIONS[activation].label
    if activation in MAKES_ALIKE:
        return (
            f"The line right of which signals of very wide {label} layers grow without bound, whatever the "
            f"biases; on both sides two examples come to point the same way: {SOURCE}"
        )
    return f"The line between order and chaos of very wide {label} layers, {SOURCE}"


def cell_words(theory: CellTheory) -> str:
    """Say ``"theory: q* 0.607, χ₁ 0.940, ξ 16.1 layers"``."""
    growth = f"χ₁ {number(theory.growth, 3)}"
    if math.isnan(theory.length):
        return f"theory: every length is kept, {growth}"
    if math.isinf(theory.length):
        return f"theory: signals grow without bound, {growth}"
    if theory.length == 0.0:
        return f"theory: signals fade to 0, {growth}"
    depth = "infinite" if math.isinf(theory.depth_scale) else f"{number(theory.depth_scale, 3)} layers"
    return f"theory: q* {number(theory.length, 3)}, {growth}, ξ {depth}"
