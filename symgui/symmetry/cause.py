"""A cause why a gradient is zero: its kind, the layer it concerns, and how the course writes it."""

from __future__ import annotations

from enum import Enum

import msgspec


class Kind(Enum):
    """What makes a product or a sum zero."""

    INPUT = "input"
    """The input x is 0 in every example."""
    ACTIVATION = "activation"
    """The activation below is 0 in every example."""
    WEIGHTS = "weights"
    """All weights to the layer above are 0, so δ is."""
    DELTA = "delta"
    """δ of the layer above is 0."""
    SLOPE = "slope"
    """g'(z) is exactly 0 in every example: dead."""
    ERROR = "error"
    """A[L] − Y is 0: nothing is left to learn."""
    APART = "apart"
    """In every example one factor or another is 0."""
    CANCELS = "cancels"
    """The terms δ a are not 0, their sum over the examples is."""
    PENALTY_CANCELS = "penalty cancels"
    """The sum of the terms δ a is not 0, but the L2 term undoes it."""
    BACK_CANCELS = "back cancels"
    """What comes back from the units above adds up to 0 in every example."""
    ROUNDING = "rounding"
    """The terms are left over from larger numbers, and no more than the rounding of these."""
    RESIDUE = "residue"
    """All weights to the layer above are only what rounding has left there."""
    UNDERFLOW = "underflow"
    """A product or a value is too small for a float, so it was rounded to 0."""


BALANCED = frozenset((Kind.CANCELS, Kind.PENALTY_CANCELS))
"""Sums over all examples that are 0; those over some of them need not be."""


class Cause(msgspec.Struct, frozen=True):
    """One reason why a quantity of layer `layer` is zero.

    Attributes
    ----------
    kind : Kind
    layer : int
        l of the gradient it concerns.
    why : str
        What made the factor zero, where that is known: ``"tanh(0) = 0"``.
    exact : bool
        False where terms cancel up to rounding only, whatever the engine's own sum came out as.
    """

    kind: Kind
    layer: int
    why: str = ""
    exact: bool = True

    def symbol(self, at: str | None = None) -> str:
        """The factor as the course writes it; `at` replaces the layer's number by a letter.

        >>> Cause(Kind.WEIGHTS, 1).symbol(), Cause(Kind.ACTIVATION, 2).symbol("l")
        ('W[2] = 0', 'A[l−1] = 0')
        """
        if at is None:
            return self._said(self.layer, self.layer + 1, self.layer - 1, "its")
        return self._said(at, f"{at}+1", f"{at}−1", "their")

    def of_some(self) -> str:
        """The same, of some weights of a layer: ``"W[2] from their unit is 0"``."""
        l = self.layer
        return {
            Kind.INPUT: "their input is 0",
            Kind.ACTIVATION: f"a[{l - 1}] of their source is 0",
            Kind.WEIGHTS: f"W[{l + 1}] from their unit is 0",
            Kind.SLOPE: f"g'(z[{l}]) of their unit is 0",
        }.get(self.kind) or self._said(l, l + 1, l - 1, "their")

    def _said(self, here: object, above: object, below: object, whose: str) -> str:
        """The factor, with these for l, l + 1 and l − 1; `whose` are the terms."""
        cancels = "cancel" if self.exact else "cancel up to rounding"
        return {
            Kind.INPUT: "X = 0",
            Kind.ACTIVATION: f"A[{below}] = 0",
            Kind.WEIGHTS: f"W[{above}] = 0",
            Kind.DELTA: f"δ[{above}] = 0",
            Kind.SLOPE: f"g'(Z[{here}]) = 0",
            Kind.ERROR: f"A[{self.layer}] − Y = 0",
            Kind.APART: "in every example one factor or the other is 0",
            Kind.CANCELS: f"{whose} terms {cancels}",
            Kind.PENALTY_CANCELS: f"the L2 term undoes {whose} sum",
            Kind.BACK_CANCELS: f"W[{above}]ᵀ δ[{above}] cancels",
            Kind.ROUNDING: f"{whose} terms are no more than rounding",
            Kind.RESIDUE: f"W[{above}] holds nothing but rounding",
            Kind.UNDERFLOW: f"{self.why or 'the terms are too small for a float'} (underflow)",
        }[self.kind]
