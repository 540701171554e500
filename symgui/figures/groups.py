"""Units that stay equal, as the views name them: a letter, its units and how far they are the same."""

from __future__ import annotations

from functools import lru_cache

import msgspec

from symgui.symmetry.partition import LayerSymmetry
from symgui.training.frame import Frame

KINDS = ("twins", "near twins", "mirror twins", "balanced")
"""Bit-equal; equal within the tolerance; equal after flipping signs; equal only in their sums."""


class Group(msgspec.Struct, frozen=True):
    """Units of one layer that count as one.

    Attributes
    ----------
    letter : str
        A, B, … by first unit.
    units : tuple of int
        Two or more, 0-based, ascending.
    kind : str
        One of `KINDS`.
    """

    letter: str
    units: tuple[int, ...]
    kind: str

    @property
    def label(self) -> str:
        """``"4 twins A"``."""
        return f"{len(self.units)} {self.kind} {self.letter}"


@lru_cache(maxsize=64)
def groups(symmetry: LayerSymmetry) -> tuple[Group, ...]:
    """The groups of a layer. Of overlapping ones the largest is named, of equal ones the strongest."""
    named = (symmetry.twins, symmetry.near_twins, symmetry.mirror_twins, symmetry.cells)
    found = [
        (units, kind)
        for kind, classes in zip(KINDS, named, strict=True)
        for units in classes
        if len(units) > 1
    ]
    found.sort(key=lambda entry: -len(entry[0]))
    taken: set[int] = set()
    chosen = []
    for units, kind in found:
        if taken.isdisjoint(units):
            taken.update(units)
            chosen.append((tuple(sorted(units)), kind))
    chosen.sort()
    return tuple(Group(letter(i), units, kind) for i, (units, kind) in enumerate(chosen))


def layer_groups(frame: Frame, layer: int) -> tuple[Group, ...]:
    """The groups of hidden layer `layer`; the input and the output have none."""
    layers = frame.symmetry.layers
    return groups(layers[layer - 1]) if 1 <= layer <= len(layers) else ()


def companions(frame: Frame, layer: int, unit: int) -> tuple[int, ...]:
    """`unit` with all units of its group."""
    for group in layer_groups(frame, layer):
        if unit in group.units:
            return group.units
    return (unit,)


def letter(index: int) -> str:
    """A … Z, then AA, AB, …."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
