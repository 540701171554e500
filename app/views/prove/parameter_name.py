"""A selected weight or bias as the experiment file writes it."""

from __future__ import annotations

from app.runtime.selection import Selection
from symgui.experiment import parameter_name
from symgui.training.frame import Frame


def file_name(selection: Selection | None, frame: Frame | None) -> str | None:
    """``"W1[0,1]"``; None if the selection names no parameter of the network that is shown."""
    if selection is None or frame is None or selection.row is None or selection.column is None:
        return None
    layers = frame.network.layers
    if not 1 <= selection.layer <= len(layers):
        return None
    rows, columns = layers[selection.layer - 1].W.shape
    if not (0 <= selection.row < rows and -1 <= selection.column < columns):
        return None
    if selection.column < 0:
        return parameter_name("b", selection.layer, selection.row)
    return parameter_name("W", selection.layer, selection.row, selection.column)
