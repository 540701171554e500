"""Why a gradient is zero: a factor is zero, the terms cancel, or rounding made it so.

dW[l][j,k] = 1/m Σ δⱼ aₖ, and δⱼ = (Σᵣ W[l+1][r,j] δᵣ[l+1]) · g'(zⱼ). The three reasons are never mixed up:
a product with a zero factor is zero whatever else happens, a sum that cancels is zero by balance and may
be lost at any change of the data, and an underflow is a number too small to be written.
"""

from __future__ import annotations

from enum import Enum

import msgspec
import numpy as np

from symgui.arrays import FloatArray
from symgui.nn.activations import ACTIVATIONS
from symgui.symmetry.trace import Trace


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
    """

    kind: Kind
    layer: int
    why: str = ""

    def symbol(self, at: str | None = None) -> str:
        """The factor as the course writes it; `at` replaces the layer's number by a letter.

        >>> Cause(Kind.WEIGHTS, 1).symbol(), Cause(Kind.ACTIVATION, 2).symbol("l")
        ('W[2] = 0', 'A[l−1] = 0')
        """
        here, above, below = (
            (at, f"{at}+1", f"{at}−1") if at else (self.layer, self.layer + 1, self.layer - 1)
        )
        return {
            Kind.INPUT: "X = 0",
            Kind.ACTIVATION: f"A[{below}] = 0",
            Kind.WEIGHTS: f"W[{above}] = 0",
            Kind.DELTA: f"δ[{above}] = 0",
            Kind.SLOPE: f"g'(Z[{here}]) = 0",
            Kind.ERROR: "A[L] − Y = 0",
            Kind.APART: "in every example one factor or the other is 0",
            Kind.CANCELS: "its terms cancel" if at is None else "their terms cancel",
            Kind.PENALTY_CANCELS: f"the L2 term undoes {'its' if at is None else 'their'} sum",
            Kind.BACK_CANCELS: f"W[{above}]ᵀ δ[{above}] cancels",
            Kind.ROUNDING: f"{'its' if at is None else 'their'} terms are no more than rounding",
            Kind.RESIDUE: f"W[{above}] holds nothing but rounding",
            Kind.UNDERFLOW: "the terms are too small for a float (underflow)",
        }[self.kind]


def zero_activation(trace: Trace, l: int, columns: slice = slice(None)) -> Cause | None:
    """Why A[l−1] (its units `columns`) is 0 in every example; None if it is not."""
    A = trace.state.A(l - 1)[columns]
    if A.any():
        return None
    if l == 1:
        return Cause(Kind.INPUT, 1)
    below = trace.layer(l - 1)
    Z = below.Z[columns]
    activation = ACTIVATIONS[below.activation]
    if activation.at_zero == 0.0 and not Z.any():
        weights, A = np.abs(below.W[columns]), np.abs(trace.state.A(l - 2))
        # z = 0 from weights and activations that are not 0 came about by rounding
        lost = bool(weights.any()) and bool(A.any()) and not (weights @ A).any()
        return Cause(Kind.UNDERFLOW if lost else Kind.ACTIVATION, l, f"{activation.label}(0) = 0")
    if activation.flat:
        return Cause(Kind.ACTIVATION, l, "z ≤ 0 in every example")
    return Cause(Kind.UNDERFLOW, l)


def zero_delta(trace: Trace, l: int, rows: slice = slice(None)) -> list[Cause]:
    """Everything that makes δ[l] (its units `rows`) 0 in every example; empty if it is not 0."""
    if trace.layer(l).dZ[rows].any():
        return []
    if l == trace.L:
        return [Cause(Kind.ERROR, l)]
    above = trace.layer(l + 1)
    weights, slope = above.W[:, rows], trace.slope(l)[rows]
    causes = []
    if not weights.any():
        causes.append(Cause(Kind.WEIGHTS, l))
    if not slope.any():
        flat = ACTIVATIONS[trace.layer(l).activation].flat
        why = "z ≤ 0 in every example" if trace.layer(l).Z[rows].any() else "g'(0) = 0"
        causes.append(Cause(Kind.SLOPE, l, why) if flat else Cause(Kind.UNDERFLOW, l))
    if not above.dZ.any():
        causes.append(Cause(Kind.DELTA, l))
    return causes or [Cause(_inner(weights, above.dZ, slope), l)]


def _inner(weights: FloatArray, above: FloatArray, slope: FloatArray) -> Kind:
    """Why (Σᵣ w_r δ_r) g' is 0 although weights, δ and g' each are somewhere not."""
    reaching = (weights != 0.0).T.astype(np.float64) @ (above != 0.0)
    if not (reaching * (slope != 0.0)).any():
        return Kind.APART
    terms = np.abs(weights).T @ np.abs(above)
    cancelled = (weights.T @ above == 0.0) & (terms > 0.0)
    return Kind.BACK_CANCELS if cancelled.any() else Kind.UNDERFLOW


def rounding_delta(trace: Trace, l: int, rows: slice = slice(None)) -> Cause | None:
    """Why δ[l] (its units `rows`) is nothing but rounding in every example; None if it is not.

    Where it came to that: at the output, or in the highest layer in which what comes back from above undoes
    itself.
    """
    if not trace.delta_is_rounding(l, rows):
        return None
    while l < trace.L and trace.delta_is_rounding(l + 1):
        l += 1
    return Cause(Kind.BACK_CANCELS if l < trace.L else Kind.ERROR, l)


class ZeroGradient(msgspec.Struct, frozen=True):
    """That dW[l] is zero, and why.

    Attributes
    ----------
    layer : int
    exact : bool
        Every entry is exactly 0; otherwise only up to rounding.
    causes : tuple of Cause
        All that makes it so, the δ side first.
    size, terms : float
        Largest |Σ| and largest Σ|terms| of an entry's sum over the examples, the L2 term of both included.
    """

    layer: int
    exact: bool
    causes: tuple[Cause, ...]
    size: float
    terms: float

    @property
    def cancels(self) -> bool:
        """Whether it is zero by a balance between the examples only."""
        return any(cause.kind in BALANCED for cause in self.causes)


def zero_gradient(trace: Trace, l: int) -> ZeroGradient | None:
    """Why dW[l] is zero, exactly or up to rounding; None if it is neither."""
    layer, A = trace.layer(l), trace.state.A(l - 1)
    exact = not layer.dW.any()
    residue = not exact and l < trace.L and trace.is_residue(l + 1)
    if not exact and not residue and not trace.is_rounding(l):
        return None
    terms = np.abs(layer.dZ) @ np.abs(A).T
    penalty = trace.state.l2 * layer.W
    total = trace.state.m * layer.dW
    below = zero_activation(trace, l)
    causes = zero_delta(trace, l) + ([below] if below else [])
    if residue:
        causes = [Cause(Kind.RESIDUE, l)]
    elif not causes:
        causes = [_sum_of_terms(trace, l, total - penalty, terms)]
    return ZeroGradient(
        l, exact, tuple(causes), float(np.abs(total).max()), float((terms + np.abs(penalty)).max())
    )


def _sum_of_terms(trace: Trace, l: int, total: FloatArray, terms: FloatArray) -> Cause:
    """Why Σ δ a, which is `total`, is 0, exactly or not, although δ and a each are somewhere not."""
    if not terms.any():
        delta, A = trace.layer(l).dZ, trace.state.A(l - 1)
        both = (delta != 0.0).astype(np.float64) @ (A != 0.0).T.astype(np.float64)
        return Cause(Kind.UNDERFLOW if both.any() else Kind.APART, l)
    if trace.is_sum_of_terms(l, total, terms):
        return Cause(Kind.CANCELS, l)
    if trace.state.l2 and not trace.is_sum_of_terms(
        l, total, trace.paths(l) @ np.abs(trace.state.A(l - 1)).T
    ):
        return Cause(Kind.PENALTY_CANCELS, l)
    return rounding_delta(trace, l) or Cause(Kind.ROUNDING, l)
