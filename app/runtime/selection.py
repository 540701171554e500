"""What a person points at: one selection and one hover, painted by every view."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from symgui.symmetry.wording import weight


class Selection(msgspec.Struct, frozen=True):
    """A place in the network.

    Attributes
    ----------
    layer : int
        l; 0 is the input.
    row : int or None
        Unit j of layer l, 0-based; None selects the layer as a whole.
    column : int or None
        k of W[l][j, k], 0-based; −1 is the bias b[l][j]; None selects the unit.
    """

    layer: int
    row: int | None = None
    column: int | None = None

    @property
    def is_parameter(self) -> bool:
        """Whether it names one weight or bias."""
        return self.row is not None and self.column is not None

    def is_in(self, sizes: Sequence[int]) -> bool:
        """Whether a network of these layer sizes, the inputs first, has such a place."""
        if not 0 <= self.layer < len(sizes):
            return False
        there = self.row is None or self.row < sizes[self.layer]
        return there and (self.column is None or (self.layer > 0 and self.column < sizes[self.layer - 1]))

    @property
    def label(self) -> str:
        """The course's name: ``W[1]₂,₁`` counts from 1; the experiment file writes ``W1[1,0]``."""
        if self.row is None:
            return f"layer {self.layer}"
        if self.column is None:
            return f"unit {self.row + 1} of layer {self.layer}"
        return weight(self.layer, self.row, self.column)
