"""Handwritten digits, 8 × 8 pixels each; resources/digits/README.md says where they come from."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from symgui.arrays import FloatArray
from symgui.resources import resource_folder

SIDE = 8
"""Pixels of an image in each direction."""
FULL = 16.0
"""The darkest pixel, in the file."""
PIXELS = tuple(f"pixel {row},{column}" for row in range(1, SIDE + 1) for column in range(1, SIDE + 1))
"""Names of the inputs, row by row."""


@cache
def images() -> tuple[FloatArray, NDArray[np.int64]]:
    """All images, shape (1797, 64), a pixel from 0 to 1; and their digits, shape (1797,)."""
    with np.load(resource_folder() / "digits" / "digits.npz", allow_pickle=False) as file:
        return file["X"] / FULL, file["y"].astype(np.int64)


def digits(digit: int | None) -> tuple[FloatArray, NDArray[np.int64]]:
    """The images with their classes: the ten digits, or `digit` (class 1) against all others (class 0)."""
    pixels, found = images()
    return pixels, found if digit is None else (found == digit).astype(np.int64)


def class_names(digit: int | None) -> tuple[str, ...]:
    """``"0"`` … ``"9"``, or ``"others"`` and the digit."""
    return tuple(map(str, range(10))) if digit is None else ("others", str(digit))
