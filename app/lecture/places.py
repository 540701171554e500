"""The places that a lesson names: ``"W1[0,1]"``, ``"b2"``, ``"unit 1.2"``."""

from __future__ import annotations

import re

from app.runtime.selection import Selection
from symgui.experiment import Experiment

_PARAMETER = re.compile(r"([Wb])(\d+)\[(\d+)(?:,\s*(\d+))?\]")
_MATRIX = re.compile(r"(d?[WbAZ])(\d+)")
_UNIT = re.compile(r"unit (\d+)\.(\d+)")


def selection_of(name: str, experiment: Experiment) -> Selection | None:
    """The place that `name` means in the network of `experiment`; None if it has no such place.

    ``W1[0,1]`` counts from 0 as the experiment file does; ``unit 1.2`` is the second unit of layer 1.
    """
    sizes = experiment.sizes
    if found := _PARAMETER.fullmatch(name):
        kind, layer, row = found[1], int(found[2]), int(found[3])
        column = int(found[4] or 0) if kind == "W" else -1
        inside = 0 < layer < len(sizes) and row < sizes[layer] and column < sizes[layer - 1]
        return Selection(layer, row, column) if inside else None
    if found := _UNIT.fullmatch(name):
        layer, unit = int(found[1]), int(found[2]) - 1
        return Selection(layer, unit) if layer < len(sizes) and 0 <= unit < sizes[layer] else None
    if found := _MATRIX.fullmatch(name):
        layer = int(found[2])
        return Selection(layer) if 0 <= layer < len(sizes) else None
    return None
