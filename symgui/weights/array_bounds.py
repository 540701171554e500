"""What a file of weights may hold at most."""

from __future__ import annotations

import math
from collections.abc import Mapping

from symgui.experiment import ExperimentError
from symgui.experiment.spec import check_straight, shown_name

MAX_WEIGHTS_BYTES = 64 * 2**20
"""Of a file of weights."""
MAX_NUMBERS = 500_000
"""In all arrays together: an experiment file of more explicit values could not be read again."""
MAX_ARRAYS = 200


def check_shapes(shapes: Mapping[str, tuple[int, ...]]) -> None:
    """Refuse arrays that are too many or too large, before room is made for any of them.

    Raises
    ------
    ExperimentError
    """
    if not shapes:
        raise ExperimentError("holds no arrays")
    if len(shapes) > MAX_ARRAYS:
        raise ExperimentError(f"has {len(shapes)} arrays, and {MAX_ARRAYS} are the most")
    for name in shapes:
        check_straight(name, shown_name(name))
    numbers = sum(math.prod(shape) for shape in shapes.values())
    if numbers > MAX_NUMBERS:
        raise ExperimentError(f"has {numbers} numbers, and {MAX_NUMBERS} are the most an experiment holds")


def written_shape(shape: tuple[int, ...]) -> str:
    """``"4 × 2"``; ``"a number"`` of no axis."""
    return " × ".join(map(str, shape)) or "a number"
