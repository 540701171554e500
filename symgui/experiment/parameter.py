"""Names of single weights and biases, as experiment files write them."""

from __future__ import annotations

import re
from typing import NamedTuple

from symgui.experiment.spec import ExperimentError, shown_name


class Parameter(NamedTuple):
    """One weight or bias: W[layer][row, column], or b[layer][row] with column 0; row and column from 0."""

    letter: str
    layer: int
    row: int
    column: int


_PARAMETER = re.compile(r"W([1-9][0-9]{0,3})\[([0-9]{1,6}),([0-9]{1,6})\]|b([1-9][0-9]{0,3})\[([0-9]{1,6})\]")


def parse_parameter(name: str) -> Parameter:
    """The parameter that ``"W1[0,1]"`` or ``"b2[0]"`` names.

    Raises
    ------
    ExperimentError
        If it names none.
    """
    found = _PARAMETER.fullmatch(name)
    if found is None:
        raise ExperimentError(
            "names no parameter: a weight is written W1[0,1], a bias b2[0], rows and columns counted from 0",
            shown_name(name),
        )
    if name.startswith("W"):
        return Parameter("W", int(found[1]), int(found[2]), int(found[3]))
    return Parameter("b", int(found[4]), int(found[5]), 0)


def outside(parameter: Parameter, sizes: tuple[int, ...]) -> str:
    """Why a network of layers of `sizes`, the inputs first, has no such parameter; empty if it has."""
    letter, layer, row, column = parameter
    if layer >= len(sizes):
        return f"the network has {len(sizes) - 1} layer(s)"
    rows, columns = sizes[layer], sizes[layer - 1] if letter == "W" else 1
    return "" if row < rows and column < columns else f"{letter}{layer} is {rows} × {columns}, counted from 0"


def parameter_name(letter: str, layer: int, row: int, column: int = 0) -> str:
    """The name of a parameter in the experiment file: ``W1[0,1]``, ``b2[0]``."""
    return f"W{layer}[{row},{column}]" if letter == "W" else f"b{layer}[{row}]"
