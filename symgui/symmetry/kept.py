"""Whether units that act as one go on doing so: what rounding and the optimizer's memory make of it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from symgui.nn.optimizers import OPTIMIZERS
from symgui.nn.state import NetworkState
from symgui.symmetry.partition import LayerSymmetry
from symgui.symmetry.twins import unit_rows


def how_kept(state: NetworkState, numbered: Sequence[tuple[int, LayerSymmetry]]) -> str:
    """What becomes of the cells of some layers, as the end of a sentence about them.

    Parameters
    ----------
    state : NetworkState
    numbered : sequence of (int, LayerSymmetry)
        Layers by their number, from 1.
    """
    optimizer = state.optimizer
    if all(layer.kept_despite_rounding for _, layer in numbered):
        twins = "they are twins, equal bit for bit"
        if all(remembered_alike(state, l, layer) for l, layer in numbered):
            return twins
        return f"{twins}, but the optimizer does not remember the same of them, so they part"
    if any(layer.exact_cells != layer.cells for _, layer in numbered):
        return "they are balanced within a billionth, not exactly, and what they differ by may grow"
    balanced = "they are balanced but not twins"
    rule = OPTIMIZERS[optimizer.name]
    if not rule.keeps_small_gradients_small and state.l2:
        return f"{balanced}, which {rule.label} with an L2 term does not keep"
    return f"{balanced}, so kept in exact arithmetic, here until rounding has grown"


def remembered_alike(state: NetworkState, l: int, layer: LayerSymmetry) -> bool:
    """Whether the optimizer remembers the same, bit for bit, of all units in a cell of layer l."""
    memory, layers = state.optimizer.memory, range(1, len(state.layers) + 1)
    if not memory:
        return True
    for i in range(len(memory["W[1]"])):
        rows = unit_rows([memory[f"W[{n}]"][i] for n in layers], [memory[f"b[{n}]"][i] for n in layers], l)
        if i == 0 and layer.signs:  # a mean has a sign; a mean of squares has none
            rows = rows * np.array(layer.signs, dtype=np.float64)[:, None]
        if any((rows[list(cell)] != rows[cell[0]]).any() for cell in layer.cells if len(cell) > 1):
            return False
    return True
